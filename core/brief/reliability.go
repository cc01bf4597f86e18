package brief

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/stats"
)

// The limits of agreement, METHODS 6, and how its interval is drawn.
const (
	firmAlpha      = .800
	tentativeAlpha = .667
	agreementDraws = 2000
	agreementLevel = .90
)

// coding is how far those who coded the record agree on its rungs.
type coding struct {
	Coders  []string
	Units   int // records rated by two coders or more
	Exact   int // of those, on which all agree
	Alpha   stats.Agreement
	Why     string // where there is no alpha: why
	Decided int    // records on which an adjudicator decided
}

// reliability compares the coders' ratings of rungs over all conduct of the case
// known by the day asked for: Krippendorff's alpha, ordinal, with a 90 % bootstrap
// interval over records. METHODS 6. An adjudicator, who decides where others
// differ, is no independent coder and is left out.
func reliability(c *ledger.Case, a *assess.Assessment) coding {
	var out coding
	byCoder := map[string]map[string]float64{}
	for _, r := range c.Ratings() {
		rung, err := strconv.Atoi(strings.TrimPrefix(r.Value, "+"))
		got, _ := c.Get(r.Record)
		of, isConduct := got.(*ledger.Conduct)
		if r.Subject != "rung" || err != nil || !isConduct || !ledger.KnownBy(of.Date, a.Question.AsOf) || !ledger.KnownBy(r.Date, a.Question.AsOf) && !r.Date.IsZero() {
			continue
		}
		if strings.Contains(strings.ToLower(r.Analyst), "adjudicat") {
			out.Decided++
			continue
		}
		if byCoder[r.Analyst] == nil {
			byCoder[r.Analyst] = map[string]float64{}
			out.Coders = append(out.Coders, r.Analyst)
		}
		byCoder[r.Analyst][r.Record] = float64(rung)
	}
	slices.Sort(out.Coders)
	if len(out.Coders) < 2 {
		out.Why = "The rungs were not rated by two coders independently, so how reliably they were coded cannot be said."
		return out
	}
	rows := make([][]stats.Maybe, len(out.Coders))
	for _, r := range c.Conduct() {
		var seen []float64
		for i, coder := range out.Coders {
			v, ok := byCoder[coder][r.ID]
			rows[i] = append(rows[i], stats.Maybe{Value: v, OK: ok})
			if ok {
				seen = append(seen, v)
			}
		}
		if len(seen) >= 2 {
			out.Units++
			if slices.Min(seen) == slices.Max(seen) {
				out.Exact++
			}
		}
	}
	alpha, err := stats.KrippendorffAlpha(rows, stats.Ordinal, agreementLevel, agreementDraws, a.Settings.Seed)
	if err != nil {
		out.Why = fmt.Sprintf("Krippendorff's alpha of the coders' rungs cannot be computed: %v.", err)
		return out
	}
	out.Alpha = alpha
	return out
}

// sentences say how reliably the record was coded.
func (r coding) sentences() []string {
	if r.Why != "" {
		return []string{r.Why}
	}
	verdict := "which is too low to build on"
	switch {
	case r.Alpha.Alpha >= firmAlpha:
		verdict = "which counts as firm (.800 or more)"
	case r.Alpha.Alpha >= tentativeAlpha:
		verdict = "which counts as tentative (.667 to .800)"
	}
	within := ""
	if r.Alpha.Lower.OK && r.Alpha.Upper.OK {
		within = fmt.Sprintf(" (90 %% interval %.2f to %.2f)", r.Alpha.Lower.Value, r.Alpha.Upper.Value)
	}
	who := upper(spelt(len(r.Coders))) + " coders"
	out := []string{fmt.Sprintf("%s rated the rungs independently of each other. On %d records of conduct rated by both their agreement is Krippendorff's alpha %.2f%s on an ordinal scale (1: they always agree, 0: as often as by chance), %s; they chose the very same rung for %s.",
		who, r.Units, r.Alpha.Alpha, within, verdict, assess.Percent(float64(r.Exact)/float64(max(1, r.Units))))}
	if len(r.Coders) > 2 {
		out[0] = strings.Replace(out[0], "rated by both", "rated by two or more", 1)
	}
	if r.Decided > 0 {
		out = append(out, fmt.Sprintf("An adjudicator decided %s, above all where they differed; these decisions are not counted here.", count(r.Decided, "record")))
	}
	return out
}
