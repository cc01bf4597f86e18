// Package forecasts keeps what was foretold from an answer, tells when it falls
// due and what the record says came of it, and scores those who foretold: each
// analyst and the program itself, against the base rate. METHODS.md 9.
//
// A forecast is a note with the tag "forecast" whose date runs from the day on
// which it was made to its horizon; each probability is a rating of it with the
// subject "forecast", and what came of it one with the subject "outcome": the
// records that core/reading/desk keeps for forecasts read in a text.
package forecasts

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading/desk"
)

// The names under which the program itself and the base rate stand among those
// who give a probability.
const (
	Program  = "Fairweather"
	BaseRate = "base rate"
)

const (
	forecastTag = "forecast"
	rungTag     = "at least " // and a rung
	pledgeTag   = "fulfilled"
)

// Prediction is something foretold, with what the program gives it.
type Prediction struct {
	Title, Text string
	On          []string // the records that it is about
	Tags        []string // by which Suggest finds out what came of it
	Horizon     edtf.Day
	Probability float64
	Base        *float64 // the base rate; nil: none
}

// OfRung foretells that the partner gives at least a rung at the relier's next
// moment of need that begins before the horizon.
func OfRung(a *assess.Assessment, rung ledger.Rung, horizon edtf.Day) (Prediction, error) {
	for _, r := range a.AtLeast {
		if r.Rung != rung || rung == ledger.LowestRung {
			continue
		}
		base := r.BaseRate
		return Prediction{
			Title: fmt.Sprintf("%s gives %s at least %s (%s) at its next moment of need", a.PartnerName, a.RelierName, r.Name, r.Rung),
			Text: fmt.Sprintf("By %s. As of %s the answer was %s (90 %% interval %s), the base rate %s, on %d moments.",
				horizon, a.Question.AsOf, assess.Percent(r.Probability), assess.Interval(r.Lower90, r.Upper90), assess.Percent(base), a.Moments),
			On: []string{a.Question.Relier, a.Question.Partner}, Tags: []string{rungTag + r.Rung.String()}, Horizon: horizon, Probability: r.Probability, Base: &base,
		}, nil
	}
	return Prediction{}, fmt.Errorf("the answer gives no probability for the rung %s: choose from -1 to +4", rung)
}

// OfPledge foretells that an open pledge is fulfilled within the horizon of the
// answer's own forecast of it.
func OfPledge(a *assess.Assessment, pledge string) (Prediction, error) {
	for _, f := range a.Pledges.Forecasts {
		if f.Pledge != pledge {
			continue
		}
		horizon := a.Question.AsOf + edtf.Day(f.Horizon*365.25+.5)
		return Prediction{
			Title: "Fulfilled: " + f.Title, Text: fmt.Sprintf("By %s. As of %s the answer was %s (%s).", horizon, a.Question.AsOf, assess.Percent(f.Probability), f.Basis),
			On: []string{pledge}, Tags: []string{pledgeTag}, Horizon: horizon, Probability: f.Probability,
		}, nil
	}
	return Prediction{}, fmt.Errorf("the answer has no forecast for %q: it forecasts the open pledges of the partner to the relier", pledge)
}

// Log gives the edit that keeps a prediction, and the id of its note. own is the
// analyst's own probability; nil: the analyst gives none, and the program's
// stands alone. It fails where the horizon is not after the day.
func Log(c *ledger.Case, p Prediction, own *float64, who desk.Who) (desk.Edit, error) {
	switch {
	case p.Horizon <= who.Day:
		return desk.Edit{}, fmt.Errorf("keep a forecast: its horizon, %s, is not after %s, the day on which it is made", p.Horizon, who.Day)
	case own != nil && !(*own >= 0 && *own <= 1):
		return desk.Edit{}, fmt.Errorf("keep a forecast: %v is no probability; give one from 0 to 1", *own)
	}
	date, err := edtf.Parse(who.Day.String() + "/" + p.Horizon.String())
	if err != nil {
		return desk.Edit{}, fmt.Errorf("keep a forecast: %w", err)
	}
	n := &ledger.Note{ID: c.NextID(ledger.KindNote), Title: p.Title, Text: p.Text, On: p.On, Date: date, Tags: append([]string{forecastTag}, p.Tags...)}
	changes := []ledger.Change{{ID: n.ID, Record: n}}
	give := func(name string, probability float64) {
		r := rating(n.ID, name, probability, who.Day, "")
		changes = append(changes, ledger.Change{ID: r.ID, Record: r})
	}
	give(Program, p.Probability)
	if p.Base != nil {
		give(BaseRate, *p.Base)
	}
	if own != nil {
		give(cmp.Or(who.Analyst, "analyst"), *own)
	}
	return desk.Edit{Label: "Keep a forecast: " + p.Title, Changes: changes, Record: n.ID}, nil
}

// Rate gives the edit by which an analyst gives a forecast a probability, or a
// new one on a later day. It fails on a note that is no forecast.
func Rate(c *ledger.Case, note string, p float64, why string, who desk.Who) (desk.Edit, error) {
	r, _ := c.Get(note)
	n, ok := r.(*ledger.Note)
	switch {
	case !ok || !slices.Contains(n.Tags, forecastTag):
		return desk.Edit{}, fmt.Errorf("rate %s: it is no forecast; a forecast is a note with the tag %q", note, forecastTag)
	case !(p >= 0 && p <= 1):
		return desk.Edit{}, fmt.Errorf("rate %s: %v is no probability; give one from 0 to 1", note, p)
	case who.Analyst == "":
		return desk.Edit{}, fmt.Errorf("rate %s: say who gives the probability", note)
	}
	x := rating(note, who.Analyst, p, who.Day, why)
	return desk.Edit{Label: "Rate " + n.Name(), Changes: []ledger.Change{{ID: x.ID, Record: x}}, Record: note}, nil
}

// rating is one probability; a second one of the same day replaces the first.
func rating(note, analyst string, p float64, day edtf.Day, why string) *ledger.Rating {
	return &ledger.Rating{
		ID: fmt.Sprintf("odds:%s:%s:%s", note, slug(analyst), day), Analyst: analyst, Subject: "forecast", Record: note,
		Value: strconv.FormatFloat(p, 'g', 6, 64), Date: edtf.DateOf(day), Why: why,
	}
}

// slug keeps to what an id may hold.
func slug(name string) string {
	out := strings.Map(func(r rune) rune {
		if r == '-' || r == '.' || r == '_' || r >= '0' && r <= '9' || strings.ToLower(string(r)) != strings.ToUpper(string(r)) || r > 127 && r != '\u2028' && r != '\u2029' {
			return r
		}
		return '-'
	}, name)
	if runes := []rune(out); len(runes) > 30 {
		out = string(runes[:30])
	}
	return out
}

// Given is the newest probability that one forecaster gave before the horizon.
type Given struct {
	By          string
	Probability float64
	Date        edtf.Date
}

// Kept is a forecast with all that was said of it.
type Kept struct {
	desk.Forecast
	Given []Given // by name; the program and the base rate among them
	// Falls is the last day of the horizon; false in HasHorizon: it has none.
	Falls      edtf.Day
	HasHorizon bool
	Overdue    bool // the horizon has passed and nobody has said what came of it
}

// Base gives the base rate that was noted when the forecast was made.
func (k Kept) Base() (float64, bool) {
	for _, g := range k.Given {
		if g.By == BaseRate {
			return g.Probability, true
		}
	}
	return 0, false
}

// List gives the forecasts known on a day: those overdue first, then those open
// by the day on which they fall due, then those resolved.
func List(c *ledger.Case, asOf edtf.Day) []Kept {
	var out []Kept
	for _, f := range desk.Forecasts(c, asOf) {
		k := Kept{Forecast: f}
		k.Falls, k.HasHorizon = f.Horizon.Latest()
		k.Overdue = f.Happened == nil && f.Due(asOf)
		newest := map[string]Given{}
		for _, r := range c.RatingsOf(f.Note.ID) {
			p, err := strconv.ParseFloat(r.Value, 64)
			first, dated := r.Date.Earliest()
			// A probability given after the horizon is no forecast any more.
			if r.Subject != "forecast" || err != nil || !(p >= 0 && p <= 1) || !ledger.KnownBy(r.Date, asOf) || k.HasHorizon && dated && first > k.Falls {
				continue
			}
			by := r.Analyst
			if old, ok := newest[by]; !ok || edtf.Compare(r.Date, old.Date) >= 0 {
				newest[by] = Given{by, p, r.Date}
			}
		}
		for _, g := range newest {
			k.Given = append(k.Given, g)
		}
		slices.SortFunc(k.Given, func(a, b Given) int { return strings.Compare(a.By, b.By) })
		out = append(out, k)
	}
	rank := func(k Kept) int {
		switch {
		case k.Overdue:
			return 0
		case k.Happened == nil:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(out, func(a, b Kept) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Falls, b.Falls), strings.Compare(a.Note.ID, b.Note.ID))
	})
	return out
}

// Suggest says what the record of the case says came of a forecast that was
// logged from an answer, for a person to confirm with desk.Resolve; ok is false
// where the record does not tell yet.
func Suggest(c *ledger.Case, k Kept, asOf edtf.Day) (happened bool, why string, ok bool) {
	made, hasMade := k.Made.Earliest()
	if !hasMade || !k.HasHorizon {
		return false, "", false
	}
	last := min(k.Falls, asOf)
	for _, tag := range k.Note.Tags {
		if tag == pledgeTag && len(k.Note.On) == 1 {
			r, _ := c.Get(k.Note.On[0])
			if p, is := r.(*ledger.Pledge); is {
				return ofPledge(p, k, last, asOf)
			}
		}
		text, is := strings.CutPrefix(tag, rungTag)
		rung, err := strconv.Atoi(strings.TrimPrefix(text, "+"))
		if is && err == nil && len(k.Note.On) == 2 {
			return ofRung(c, k.Note.On[0], k.Note.On[1], ledger.Rung(rung), made, last)
		}
	}
	return false, "", false
}

func ofPledge(p *ledger.Pledge, k Kept, last, asOf edtf.Day) (happened bool, why string, ok bool) {
	switch state, m := p.StateOn(last); {
	case state == ledger.Fulfilled:
		return true, fmt.Sprintf("%s was fulfilled %s", p.ID, m.Date), true
	case state == ledger.Failed:
		return false, fmt.Sprintf("%s was %s %s", p.ID, m.Type, m.Date), true
	case asOf > k.Falls:
		return false, fmt.Sprintf("%s was still open on %s", p.ID, k.Falls), true
	}
	return false, "", false
}

func ofRung(c *ledger.Case, relier, partner string, rung ledger.Rung, made, last edtf.Day) (happened bool, why string, ok bool) {
	for _, m := range c.Moments() { // by start
		start, has := m.Start.Earliest()
		if !has || start <= made || start > last || !slices.Contains(m.InNeed, relier) {
			continue
		}
		top, found, best := ledger.LowestRung, false, ""
		for _, x := range c.ConductBetween(partner, relier) {
			if x.Moment == m.ID && (!found || x.Rung > top) {
				top, found, best = x.Rung, true, x.ID
			}
		}
		if found { // a moment with nothing on record is unknown, not silence
			return top >= rung, fmt.Sprintf("at %s (%s) the highest rung was %s, by %s", m.Title, m.ID, top, best), true
		}
	}
	return false, "", false
}
