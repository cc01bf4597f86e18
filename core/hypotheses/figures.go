package hypotheses

import (
	"math"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// A Figure is something the program itself computes that can be evidence: a
// note with the tag FigureTag(Key) stands for it in the matrix, and reads as
// the figure does on the as-of day.
type Figure struct {
	Key     string   `json:"key"`
	Text    string   `json:"text"`
	RestsOn []string `json:"rests_on"` // records

	Said assess.Sentence `json:"-"` // Text, for another language
}

// FigureTag is the tag of a note that stands for a figure.
func FigureTag(key string) string { return "figure:" + key }

// FiguresOf gives the figures of an answer that can be evidence: those that
// exist as of its day. Callers add others, such as silence at a moment.
func FiguresOf(a *assess.Assessment) []Figure {
	var out []Figure
	add := func(key string, rests []string, said assess.Sentence) {
		out = append(out, Figure{key, said.English(), rests, said})
	}
	partner, relier := at("partner", a.PartnerName), at("relier", a.RelierName)
	kept := func(x assess.Honoured) []assess.Arg {
		return []assess.Arg{partner, at("kept", x.Kept), at("p", assess.Share(x.Share)), at("low", assess.Share(x.Lower90)), at("high", assess.Share(x.Upper90))}
	}
	if x := a.Honoured; x.Owed > 0 {
		add("honoured", x.RestsOn, counted(x.Owed, "{partner} gave what was owed at {kept} of 1 moment ({p}; 90 % interval {low} to {high})", "{partner} gave what was owed at {kept} of {n} moments ({p}; 90 % interval {low} to {high})", kept(x)...))
	}
	if x := a.Asked; x.Owed > 0 {
		add("asked", x.RestsOn, counted(x.Owed, "{partner} gave what was asked at {kept} of 1 moment ({p}; 90 % interval {low} to {high})", "{partner} gave what was asked at {kept} of {n} moments ({p}; 90 % interval {low} to {high})", kept(x)...))
	}
	if a.First.Supported > 0 && a.First.MedianDays != nil {
		add("first-support", a.First.RestsOn, counted(a.First.Moments, "{partner}'s first support came after {days} days at the median of 1 moment", "{partner}'s first support came after {days} days at the median of {n} moments",
			partner, at("days", assess.Decimal{Value: math.Round(*a.First.MedianDays), Places: -1})))
	}
	if a.Against.MixedShare > 0 {
		add("mixed", a.Against.Mixed, counted(a.Moments, "{partner} both helped and worked against {relier} at {p} of 1 moment", "{partner} both helped and worked against {relier} at {p} of {n} moments", partner, relier, at("p", assess.Share(a.Against.MixedShare))))
	}
	if x := a.Pledges; x.Total > 0 {
		said := counted(x.Total, "of {partner}'s 1 pledge to {relier}, {fulfilled} fulfilled, {failed} failed, {open} open and {overdue} of these overdue", "of {partner}'s {n} pledges to {relier}, {fulfilled} fulfilled, {failed} failed, {open} open and {overdue} of these overdue",
			partner, relier, at("fulfilled", x.Fulfilled), at("failed", x.Failed), at("open", x.Open), at("overdue", x.Overdue))
		for _, m := range x.Partners {
			if m.Name == a.PartnerName || m.Total < 2 || m.Median == nil || x.Median == nil {
				continue
			}
			years := func(v float64) assess.Decimal { return assess.Decimal{Value: math.Round(v*10) / 10, Places: -1} }
			said = say("{text}; median {own} years, of {other}'s {years}", at("text", said), at("own", years(*x.Median)), at("other", m.Name), at("years", years(*m.Median)))
			break
		}
		add("pledges", x.RestsOn, said)
	}
	if t := a.Trend; t.Direction == "rising" || t.Direction == "falling" {
		var rests []string
		for _, o := range a.Observations {
			rests = append(rests, o.Top...)
		}
		add("trend", rests, counted(t.Moments, "{partner}'s support for {relier} is {direction} over 1 moment (tau {tau}, p {p})", "{partner}'s support for {relier} is {direction} over {n} moments (tau {tau}, p {p})",
			partner, relier, at("direction", word(t.Direction)), at("tau", assess.Decimal{Value: t.Tau, Places: 2}), at("p", assess.Decimal{Value: t.P, Places: 3})))
	}
	return out
}

// figureCites are the citations behind a figure, each publisher at the mean
// worth of its citations: a figure is as credible as what it is made from, not
// more so because that is much.
func figureCites(c *ledger.Case, f *Figure) []cite {
	sum, n := 0.0, 0.0
	seen := map[string]string{}
	for _, id := range f.RestsOn {
		r, ok := c.Get(id)
		if !ok {
			continue
		}
		for _, x := range citesOf(c, r) {
			sum, n = sum+x.worth, n+1
			if old, ok := seen[x.publisher]; !ok || x.source < old {
				seen[x.publisher] = x.source
			}
		}
	}
	if n == 0 {
		return nil
	}
	// So many voices of this worth would give 1 - (1-v)^n = mean.
	voice := 1 - math.Pow(1-sum/n, 1/float64(len(seen)))
	var out []cite
	for _, p := range sortedKeys(seen) {
		out = append(out, cite{seen[p], p, voice})
	}
	return out
}
