package exchange

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

type iatiText struct {
	Narrative []string `xml:"narrative"`
}

// String gives the first narrative, its spaces made single; empty where there is none.
func (t iatiText) String() string {
	if len(t.Narrative) == 0 {
		return ""
	}
	return strings.Join(strings.Fields(t.Narrative[0]), " ")
}

type iatiOrg struct {
	Ref string `xml:"ref,attr"`
	iatiText
}

type iatiActivity struct {
	Identifier string   `xml:"iati-identifier"`
	Reporting  iatiOrg  `xml:"reporting-org"`
	Title      iatiText `xml:"title"`
	Status     struct {
		Code string `xml:"code,attr"`
	} `xml:"activity-status"`
	Countries []struct {
		Code string `xml:"code,attr"`
	} `xml:"recipient-country"`
	Dates []struct {
		Type string `xml:"type,attr"`
		Date string `xml:"iso-date,attr"`
	} `xml:"activity-date"`
	Transactions []struct {
		Type struct {
			Code string `xml:"code,attr"`
		} `xml:"transaction-type"`
		Date struct {
			Date string `xml:"iso-date,attr"`
		} `xml:"transaction-date"`
		Value struct {
			Currency string `xml:"currency,attr"`
			Text     string `xml:",chardata"`
		} `xml:"value"`
		Provider iatiOrg `xml:"provider-org"`
	} `xml:"transaction"`
	Currency string `xml:"default-currency,attr"`
}

// iati reads activities in the XML of IATI 2. Commitments and pledges of an
// activity (transaction types 2, 11, 12, 13) become one pledge of the first
// one's date with the sum of them; disbursements and expenditures (3, 4)
// contributions each, and together the pledge's milestone.
func (b *registry) iati(data []byte) error {
	if declares.Match(data) {
		return fmt.Errorf("%w: it declares XML entities", ErrHostile)
	}
	b.dataSet("iati", "IATI activities", "", "International Aid Transparency Initiative", "https://iatistandard.org/", edtf.Date{})
	dec := xml.NewDecoder(bytes.NewReader(data))
	found := false
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		line, _ := dec.InputPos()
		if err != nil {
			b.refuse(line, "the file cannot be read from here on: %v", err)
			break
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "iati-activity" {
			continue
		}
		found = true
		var a iatiActivity
		if err := dec.DecodeElement(&a, &start); err != nil {
			b.refuse(line, "the activity cannot be read, nor what comes after it: %v", err)
			break
		}
		if err := b.activity(line, &a); err != nil {
			b.refuse(line, "%v", err)
		}
	}
	if !found && len(b.out.Rows) == 0 {
		return errors.New("there is no activity in it")
	}
	return nil
}

// donor finds the state behind an organisation: its reference begins with a
// country's code, as in DK-1.
func (b *registry) donor(o iatiOrg, day edtf.Day) (string, bool) {
	if id, ok := b.cast.find(o.String(), day); ok {
		return id, true
	}
	if code, _, ok := strings.Cut(o.Ref, "-"); ok && (len(code) == 2 || len(code) == 3) {
		return b.cast.find(code, day)
	}
	return "", false
}

func (b *registry) activity(line int, a *iatiActivity) error {
	id := strings.TrimSpace(a.Identifier)
	if id == "" {
		return errors.New("the activity has no identifier")
	}
	if len(a.Countries) != 1 {
		return fmt.Errorf("the activity %s is for %d countries: only those for one are read", id, len(a.Countries))
	}
	now := edtf.DayOf(2015, 1, 1)
	to, ok := b.cast.find(a.Countries[0].Code, now)
	if !ok {
		return fmt.Errorf("the activity %s: no state has the code %q", id, a.Countries[0].Code)
	}
	from, ok := b.donor(a.Reporting, now)
	for i := 0; !ok && i < len(a.Transactions); i++ {
		from, ok = b.donor(a.Transactions[i].Provider, now)
	}
	if !ok {
		if a.Reporting.String() == "" {
			return fmt.Errorf("the activity %s names no donor", id)
		}
		from = b.cast.other(a.Reporting.String(), "organisation")
	}
	if b.skip(from, to) {
		return nil
	}
	cited := b.cite("activity "+id, 2)
	p := &ledger.Pledge{ID: b.id(ledger.KindPledge, id), Title: a.Title.String(), From: from, To: to, Channel: "money", Citations: cited, Tags: []string{"iati"}}
	if p.Title == "" {
		p.Title = "Activity " + id
	}
	promised, given := 0.0, 0.0
	var last edtf.Date
	for _, t := range a.Transactions {
		value, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(t.Value.Text), ",", ""), 64)
		if err != nil || value != value || value > 1e15 || value < -1e15 {
			b.refuse(line, "activity %s: the sum %q is not a number", id, t.Value.Text)
			continue
		}
		date, err := edtf.Parse(strings.TrimSuffix(t.Date.Date, "Z"))
		if err != nil || !plainDate.MatchString(date.String()) {
			b.refuse(line, "activity %s: the date of a transaction is %q, not one like 2020-05-31", id, t.Date.Date)
			continue
		}
		currency := t.Value.Currency
		if currency == "" {
			currency = a.Currency
		}
		switch t.Type.Code {
		case "2", "11", "12", "13":
			if p.Unit != "" && p.Unit != currency {
				b.refuse(line, "activity %s: commitments in %s and %s cannot be summed", id, p.Unit, currency)
				continue
			}
			if p.Promised.IsZero() || edtf.Compare(date, p.Promised) < 0 {
				p.Promised = date
			}
			promised += value
			p.Unit = currency
		case "3", "4":
			g := &ledger.Contribution{ID: b.id(ledger.KindContribution, id, date.String(), t.Type.Code), From: from, To: to, Channel: "money", Date: date, Value: &value, Unit: currency, What: p.Title, Citations: cited, Tags: []string{"iati"}}
			b.contribution(line, g)
			if currency == p.Unit || p.Unit == "" {
				given += value
				if last.IsZero() || edtf.Compare(date, last) > 0 {
					last = date
				}
			}
		}
	}
	if p.Promised.IsZero() {
		return nil // money was given that nobody is on record to have promised
	}
	p.Amount = &promised
	for _, d := range a.Dates {
		if date, err := edtf.Parse(d.Date); err == nil && d.Type == "3" { // planned end
			p.Due = date
		}
	}
	if given > 0 && promised > 0 {
		share := min(given/promised, 1)
		m := ledger.Milestone{Date: last, Type: "partly kept", Share: &share, Amount: &given, Citations: cited}
		if given >= promised {
			m.Type = "fulfilled"
		}
		p.Milestones = append(p.Milestones, m)
	}
	first, _ := p.Promised.Earliest()
	year, _, _ := first.Date()
	switch a.Status.Code {
	case "5":
		p.Milestones = append(p.Milestones, ledger.Milestone{Date: edtf.MustParse(fmt.Sprintf("%04d/..", year)), Type: "cancelled", Note: "Status of the activity", Citations: cited})
	case "6":
		p.Milestones = append(p.Milestones, ledger.Milestone{Date: edtf.MustParse(fmt.Sprintf("%04d/..", year)), Type: "suspended", Note: "Status of the activity", Citations: cited})
	}
	b.pledge(line, p, "", "")
	return nil
}
