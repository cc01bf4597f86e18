package desk

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// odds are words of probability, the longest first, with the middle of the band
// that ICD 203 gives them; METHODS.md 10.
var odds = []struct {
	words string
	p     float64
}{
	{"almost no chance", .03}, {"almost certainly not", .03}, {"roughly even", .5}, {"even chance", .5}, {"almost certainly", .97}, {"almost certain", .97},
	{"highly unlikely", .125}, {"very unlikely", .125}, {"most unlikely", .125}, {"improbable", .125}, {"very likely", .875}, {"highly likely", .875}, {"very probably", .875}, {"most likely", .875},
	{"unlikely", .325}, {"probably", .675}, {"probable", .675}, {"likely", .675}, {"expected to", .675}, {"might", .5}, {"may", .5}, {"could", .5},
}

// Probability proposes how probable a forecast says its event to be, by its words
// of probability in the sense of ICD 203, and says why. "Will" without such a
// word is read as very likely, 0.875: people who say so are right less often
// than always. It is a proposal for a person to change.
func Probability(text string) (p float64, why string) {
	padded := " " + strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" \t\n.,;:!?()\"'“”’", r) }), " ") + " "
	for _, o := range odds {
		if strings.Contains(padded, " "+o.words+" ") {
			return o.p, fmt.Sprintf("“%s” is the band around %v in ICD 203", o.words, o.p)
		}
	}
	return .875, "no word of probability: read as very likely"
}

// Forecast is a note that foretells something.
type Forecast struct {
	Note        *ledger.Note
	By          string    // who foretells: the id or words of the asserter; empty: the source itself
	Made        edtf.Date // the start of the note's date
	Horizon     edtf.Date // the end of it; zero: none
	Probability *float64  // that the thing foretold happens; nil: nobody said
	Happened    *bool     // nil: not resolved
}

// Due reports whether the horizon has passed on a day.
func (f Forecast) Due(day edtf.Day) bool {
	end, ok := f.Horizon.Latest()
	return ok && end < day
}

// Forecasts lists the forecasts of a case known on a day: notes with the tag
// "forecast", by id. A note's date runs from when the forecast was made to its
// horizon, the latest rating of subject "forecast" gives the probability, and
// the latest of subject "outcome" what came of it.
func Forecasts(c *ledger.Case, asOf edtf.Day) []Forecast {
	var out []Forecast
	for _, n := range c.Notes() {
		if !slices.Contains(n.Tags, forecastTag) || !ledger.KnownBy(n.Date, asOf) {
			continue
		}
		f := Forecast{Note: n, Made: n.Date}
		if n.Date.IsInterval() {
			f.Made, f.Horizon = n.Date.Start(), n.Date.End()
		}
		for _, t := range n.Tags {
			if by, ok := strings.CutPrefix(t, assertedTag); ok {
				f.By = by
			}
		}
		if r := latest(c, n.ID, subjectForecast, asOf); r != nil {
			var p float64
			if _, err := fmt.Sscanf(r.Value, "%g", &p); err == nil && p >= 0 && p <= 1 {
				f.Probability = &p
			}
		}
		if r := latest(c, n.ID, subjectOutcome, asOf); r != nil {
			yes := r.Value == "yes"
			f.Happened = &yes
		}
		out = append(out, f)
	}
	return out
}

// latest gives the newest rating of a record in a subject known on a day.
func latest(c *ledger.Case, record, subject string, asOf edtf.Day) *ledger.Rating {
	var out *ledger.Rating
	for _, r := range c.RatingsOf(record) {
		if r.Subject == subject && ledger.KnownBy(r.Date, asOf) && (out == nil || edtf.Compare(r.Date, out.Date) >= 0) {
			out = r
		}
	}
	return out
}

// Resolve gives the edit that says whether what a note foretells happened, and
// on what grounds. It fails where there is no such forecast.
func Resolve(c *ledger.Case, note string, happened bool, why string, who Who) (Edit, error) {
	r, _ := c.Get(note)
	n, ok := r.(*ledger.Note)
	if !ok || !slices.Contains(n.Tags, forecastTag) {
		return Edit{}, fmt.Errorf("resolving %s: it is no forecast; a forecast is a note with the tag %q", note, forecastTag)
	}
	value := "no"
	if happened {
		value = "yes"
	}
	x := &ledger.Rating{ID: longID("came", note, who.key()), Analyst: who.name(), Subject: subjectOutcome, Record: note, Value: value, Date: edtf.DateOf(who.Day), Why: why}
	return Edit{Label: "Resolve " + n.Name(), Changes: []ledger.Change{{ID: x.ID, Record: x}}, Record: note}, nil
}
