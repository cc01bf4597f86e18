package hypotheses

import (
	"fmt"
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
}

// FigureTag is the tag of a note that stands for a figure.
func FigureTag(key string) string { return "figure:" + key }

// FiguresOf gives the figures of an answer that can be evidence: those that
// exist as of its day. Callers add others, such as silence at a moment.
func FiguresOf(a *assess.Assessment) []Figure {
	var out []Figure
	add := func(key string, rests []string, format string, args ...any) {
		out = append(out, Figure{key, fmt.Sprintf(format, args...), rests})
	}
	share := func(x assess.Honoured, key, verb string) {
		if x.Owed == 0 {
			return
		}
		add(key, x.RestsOn, "%s gave what was %s at %d of %s (%s; 90 %% interval %s to %s)",
			a.PartnerName, verb, x.Kept, plural(x.Owed, "moment"), assess.Percent(x.Share), assess.Percent(x.Lower90), assess.Percent(x.Upper90))
	}
	share(a.Honoured, "honoured", "owed")
	share(a.Asked, "asked", "asked")
	if a.First.Supported > 0 && a.First.MedianDays != nil {
		add("first-support", a.First.RestsOn, "%s's first support came after %s days at the median of %s",
			a.PartnerName, number(math.Round(*a.First.MedianDays)), plural(a.First.Moments, "moment"))
	}
	if a.Against.MixedShare > 0 {
		add("mixed", a.Against.Mixed, "%s both helped and worked against %s at %s of %s",
			a.PartnerName, a.RelierName, assess.Percent(a.Against.MixedShare), plural(a.Moments, "moment"))
	}
	if a.Pledges.Total > 0 {
		text := fmt.Sprintf("of %s's %s to %s, %d fulfilled, %d failed, %d open and %d of these overdue",
			a.PartnerName, plural(a.Pledges.Total, "pledge"), a.RelierName, a.Pledges.Fulfilled, a.Pledges.Failed, a.Pledges.Open, a.Pledges.Overdue)
		for _, m := range a.Pledges.Partners {
			if m.Name == a.PartnerName || m.Total < 2 || m.Median == nil || a.Pledges.Median == nil {
				continue
			}
			text += fmt.Sprintf("; median %s years, of %s's %s", number(math.Round(*a.Pledges.Median*10)/10), m.Name, number(math.Round(*m.Median*10)/10))
			break
		}
		add("pledges", a.Pledges.RestsOn, "%s", text)
	}
	if a.Trend.Direction == "rising" || a.Trend.Direction == "falling" {
		var rests []string
		for _, o := range a.Observations {
			rests = append(rests, o.Top...)
		}
		add("trend", rests, "%s's support for %s is %s over %s (tau %.2f, p %.3f)", a.PartnerName, a.RelierName, a.Trend.Direction, plural(a.Trend.Moments, "moment"), a.Trend.Tau, a.Trend.P)
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
