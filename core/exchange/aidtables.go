package exchange

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// rowsOf calls see with the rows of a CSV table that has the columns needed; get
// finds a cell by the name of its column, whatever its case and marks.
func (b *registry) rowsOf(data []byte, needed []string, see func(line int, get func(string) string) error) error {
	sheets, err := ReadSheets(data)
	if err != nil {
		return err
	}
	s := sheets[0]
	where := map[string]int{}
	for i, head := range s.Header {
		if _, twice := where[plainHead(head)]; !twice {
			where[plainHead(head)] = i
		}
	}
	for _, n := range needed {
		if _, ok := where[plainHead(n)]; !ok {
			return fmt.Errorf("it has no column %q; it has %s", n, strings.Join(s.Header, ", "))
		}
	}
	for _, x := range s.Bad {
		b.refuse(x.Line, "%v", x.Err)
	}
	for _, r := range s.Rows {
		err := see(r.Line, func(name string) string {
			if i, ok := where[plainHead(name)]; ok && i < len(r.Cells) {
				return strings.TrimSpace(r.Cells[i])
			}
			return ""
		})
		if err != nil {
			b.refuse(r.Line, "%v", err)
		}
	}
	return nil
}

// kiel reads the Ukraine Support Tracker's table by donor and month. What was
// allocated in a month is a contribution by type, and what was committed beyond
// that an open pledge: two things, never one. Where more was allocated than
// committed, it was taken from what was open before, the oldest first.
func (b *registry) kiel(data []byte) error {
	b.dataSet("kiel", "Ukraine Support Tracker", "", "Kiel Institute for the World Economy", "https://www.ifw-kiel.de/topics/war-against-ukraine/ukraine-support-tracker/", edtf.Date{})
	open := map[string][]*ledger.Pledge{} // by donor, the oldest first
	lines := map[string]int{}
	var order []*ledger.Pledge
	err := b.rowsOf(data, []string{"country", "year", "month", "military", "financial", "humanitarian", "to_be_allocated"}, func(line int, get func(string) string) error {
		year, err := strconv.Atoi(get("year"))
		month, err2 := strconv.Atoi(get("month"))
		if err != nil || err2 != nil || year < 2000 || year > 2200 || month < 1 || month > 12 {
			return fmt.Errorf("%q and %q are no year and month", get("year"), get("month"))
		}
		date, err := edtf.Parse(fmt.Sprintf("%04d-%02d", year, month))
		if err != nil {
			return err
		}
		day := edtf.DayOf(year, 1, 1)
		to, _ := b.cast.find("Ukraine", day)
		name := get("country")
		from, ok := b.cast.find(name, day)
		if !ok && name != "" {
			from = b.cast.other(name, "organisation") // the institutions of the EU
		} else if !ok {
			return fmt.Errorf("no donor is named")
		}
		if b.skip(from, to) {
			return nil
		}
		where := fmt.Sprintf("%s, %s", name, date)
		type part struct{ column, channel string }
		for _, x := range []part{{"military", "arms"}, {"financial", "money"}, {"humanitarian", "money"}} {
			value, err := amount(x.column, get(x.column))
			if err != nil {
				return err
			}
			if value == 0 {
				continue
			}
			b.contribution(line, &ledger.Contribution{
				ID: b.id(ledger.KindContribution, name, date.String(), x.column), From: from, To: to, Channel: x.channel, Date: date, Value: &value, Unit: "EUR billion",
				What: fmt.Sprintf("%s aid allocated in %s", strings.ToUpper(x.column[:1])+x.column[1:], date), Citations: b.cite(where, 2), Tags: []string{"kiel", x.column},
			})
		}
		left, err := signed("to_be_allocated", get("to_be_allocated"))
		if err != nil || left == 0 {
			return err
		}
		cited := b.cite(where, 2)
		if left < 0 {
			open[from] = allocated(open[from], -left, date, cited)
			return nil
		}
		p := &ledger.Pledge{
			ID: b.id(ledger.KindPledge, name, date.String()), Title: fmt.Sprintf("Aid committed in %s and not allocated then", date), From: from, To: to, Channel: "money", Promised: date,
			Amount: &left, Unit: "EUR billion", Citations: cited, Tags: []string{"kiel"},
		}
		open[from], order, lines[p.ID] = append(open[from], p), append(order, p), line
		return nil
	})
	for _, p := range order {
		b.pledge(lines[p.ID], p, "", "")
	}
	return err
}

// allocated takes a sum from open pledges, the oldest first, and gives those
// that are still open. What is more than was open is of no pledge.
func allocated(open []*ledger.Pledge, sum float64, date edtf.Date, cited []ledger.Citation) []*ledger.Pledge {
	const least = 1e-9 // of a billion: sums in the table are rounded
	for len(open) > 0 && sum > least {
		p := open[0]
		had := 0.0
		if n := len(p.Milestones); n > 0 {
			had = *p.Milestones[n-1].Amount
		}
		now := min(had+sum, *p.Amount)
		sum -= now - had
		share := now / *p.Amount
		m := ledger.Milestone{Date: date, Type: "partly kept", Share: &share, Amount: &now, Note: "Allocated, the oldest commitments first", Citations: cited}
		if now >= *p.Amount-least {
			m.Type = "fulfilled"
			open = open[1:]
		}
		p.Milestones = append(p.Milestones, m)
	}
	return open
}

// signed reads a sum of money; empty is none.
func signed(what, text string) (float64, error) {
	if text == "" || strings.EqualFold(text, "NA") {
		return 0, nil
	}
	x, err := strconv.ParseFloat(ungrouped(text), 64)
	if err != nil || x != x || x > 1e15 || x < -1e15 {
		return 0, fmt.Errorf("%s: %q is not a number", what, text)
	}
	return x, nil
}

// amount reads a sum that is not less than nothing.
func amount(what, text string) (float64, error) {
	x, err := signed(what, text)
	if err == nil && x < 0 {
		return 0, fmt.Errorf("%s: %v is less than nothing: a correction of an earlier month; correct that by hand", what, x)
	}
	return x, err
}

// aiddata reads AidData's Global Chinese Development Finance: one project a row
// (columns Recipient and Commitment Year), or the totals by country that other
// packages give out (total_commitments_bn).
func (b *registry) aiddata(data []byte) error {
	b.dataSet("aiddata", "AidData, Global Chinese Development Finance", "", "AidData", "https://www.aiddata.org/", edtf.Date{})
	first, _, _ := strings.Cut(strings.ToLower(string(data[:min(len(data), 8192)])), "\n")
	if strings.Contains(first, "total_commitments_bn") {
		return b.rowsOf(data, []string{"country_name", "total_commitments_bn"}, b.aidTotal)
	}
	return b.rowsOf(data, []string{"Recipient", "Commitment Year"}, b.aidProject)
}

func (b *registry) sides(donor, recipient, iso string, day edtf.Day) (from, to string, err error) {
	from, ok := b.cast.find(donor, day)
	if !ok {
		return "", "", fmt.Errorf("no state is called %q, the donor", donor)
	}
	if to, ok = b.cast.find(recipient, day); !ok && iso != "" {
		to, ok = b.cast.find(iso, day)
	}
	if !ok {
		return "", "", fmt.Errorf("no state is called %q: add it to the aliases of an actor of the case, and read the file again", recipient)
	}
	return from, to, nil
}

func (b *registry) aidTotal(line int, get func(string) string) error {
	from, to, err := b.sides("China", get("country_name"), get("iso3c"), edtf.DayOf(2015, 1, 1))
	if err != nil || b.skip(from, to) {
		return err
	}
	total, err := amount("total_commitments_bn", get("total_commitments_bn"))
	if err != nil || total == 0 {
		return err
	}
	b.pledge(line, &ledger.Pledge{
		ID: b.id(ledger.KindPledge, get("country_name")), Title: "All official commitments of 2000 to 2021", From: from, To: to, Channel: "money", Promised: edtf.MustParse("2000/2021"),
		Amount: &total, Unit: "USD billion of 2021", Citations: b.cite(get("country_name"), 2), Tags: []string{"aiddata"},
	}, "", "a sum over 22 years: when each part was promised or given, the table does not tell")
	return nil
}

func (b *registry) aidProject(line int, get func(string) string) error {
	year, err := strconv.Atoi(get("Commitment Year"))
	if err != nil || year < 1900 || year > 2200 {
		return fmt.Errorf("Commitment Year: %q is not a year", get("Commitment Year"))
	}
	donor := get("Financier Country")
	if donor == "" {
		donor = "China"
	}
	from, to, err := b.sides(donor, get("Recipient"), get("Recipient ISO-3"), edtf.DayOf(year, 7, 1))
	if err != nil || b.skip(from, to) {
		return err
	}
	key := []string{get("AidData Record ID")}
	where := "record " + key[0]
	if key[0] == "" {
		key, where = []string{get("Recipient"), get("Commitment Year"), get("Title")}, get("Title")
	}
	cited := b.cite(where, 2)
	p := &ledger.Pledge{ID: b.id(ledger.KindPledge, key...), Title: get("Title"), From: from, To: to, Channel: "money", Promised: yearDate(year, ""), About: get("Description"), Citations: cited, Tags: []string{"aiddata"}}
	if p.Title == "" {
		p.Title = "Commitment of " + get("Commitment Year")
	}
	for _, x := range [][2]string{{"Amount (Constant USD 2021)", "USD of 2021"}, {"Amount (Constant USD 2017)", "USD of 2017"}, {"Amount (Nominal USD)", "USD"}} {
		if value, err := amount(x[0], get(x[0])); err != nil {
			return err
		} else if value > 0 {
			p.Amount, p.Unit = &value, x[1]
			break
		}
	}
	step := func(column, kind string) {
		// Where the table does not say when, it was at some time since the promise.
		date := edtf.MustParse(fmt.Sprintf("%04d/..", year))
		if y, err := strconv.Atoi(get(column)); err == nil && y >= year && y <= 2200 {
			date = yearDate(y, "")
		}
		p.Milestones = append(p.Milestones, ledger.Milestone{Date: date, Type: kind, Note: get("Status"), Citations: cited})
	}
	status := strings.ToLower(get("Status"))
	if get("Implementation Start Year") != "" {
		step("Implementation Start Year", "reaffirmed")
	}
	switch {
	case strings.Contains(status, "completion"):
		step("Completion Year", "fulfilled")
	case strings.Contains(status, "suspended"):
		step("", "suspended")
	case strings.Contains(status, "cancel"):
		step("", "cancelled")
	}
	b.pledge(line, p, "", "")
	return nil
}
