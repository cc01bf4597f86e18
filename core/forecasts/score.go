package forecasts

import (
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/stats"
)

// Score is how one forecaster did on the forecasts that are resolved.
type Score struct {
	By    string
	N     int     // resolved forecasts with a probability by this forecaster
	Open  int     // not resolved yet
	Brier float64 // 0 perfect, 1/4 for one half always; only where N > 0
	Log   float64 // nats; ln 2 for one half always; only where N > 0
	// Impossible counts outcomes that had been given probability 0; each costs
	// as if one in a thousand had been given.
	Impossible int
	// AgainstBase compares with the base rate on the forecasts that have one:
	// both Brier scores on the same BaseN forecasts, and the skill, 1 - Brier /
	// BaseBrier (above 0: better than the base rate).
	BaseN                        int
	BrierThere, BaseBrier, Skill float64
	Bins                         []Bin
}

// Bin is one point of a calibration plot.
type Bin struct {
	Low, High        float64 // of the probabilities in it: Low <= p < High, the last with 1
	N, Happened      int
	Mean             float64 // of those probabilities
	Share            float64 // of what happened
	Lower90, Upper90 float64 // of the share, from a flat prior; Jeffreys would differ little
}

// leastProbability is what an outcome given probability 0 is scored as.
const leastProbability = .001

// bins is how many parts the probabilities are put into: ten would leave most
// of them empty for the dozens of forecasts that a case has.
const bins = 5

// Scores tells how each forecaster did as known on a day: the program first,
// then the base rate, then the analysts by name. Small numbers say little:
// look at N and the intervals.
func Scores(c *ledger.Case, asOf edtf.Day) []Score {
	type told struct {
		p, base  float64
		hasBase  bool
		happened bool
	}
	by := map[string][]told{}
	open := map[string]int{}
	var names []string
	for _, k := range List(c, asOf) {
		base, hasBase := k.Base()
		for _, g := range k.Given {
			if _, seen := by[g.By]; !seen {
				by[g.By] = nil
				names = append(names, g.By)
			}
			if k.Happened == nil {
				open[g.By]++
				continue
			}
			by[g.By] = append(by[g.By], told{g.Probability, base, hasBase, *k.Happened})
		}
	}
	rank := func(name string) int { return slices.Index([]string{"", BaseRate, Program}, name) }
	slices.SortFunc(names, func(a, b string) int {
		if x, y := rank(a), rank(b); x != y {
			return y - x
		}
		return strings.Compare(a, b)
	})
	var out []Score
	for _, name := range names {
		s := Score{By: name, N: len(by[name]), Open: open[name]}
		var ps, own, bases []float64
		var came, cameThere []bool
		for _, t := range by[name] {
			ps, came = append(ps, t.p), append(came, t.happened)
			if t.hasBase {
				own, bases, cameThere = append(own, t.p), append(bases, t.base), append(cameThere, t.happened)
			}
		}
		if brier, err := stats.Brier(ps, came); err == nil { // it fails where there are none
			s.Brier = brier.Mean
		}
		if log, err := stats.LogScore(ps, came, leastProbability); err == nil {
			s.Log, s.Impossible = log.Mean, log.Impossible
		}
		if there, err := stats.Brier(own, cameThere); err == nil {
			s.BaseN, s.BrierThere = there.N, there.Mean
			if base, err := stats.Brier(bases, cameThere); err == nil {
				s.BaseBrier = base.Mean
				if base.Mean > 0 {
					s.Skill = 1 - there.Mean/base.Mean
				}
			}
		}
		s.Bins = calibration(ps, came)
		out = append(out, s)
	}
	return out
}

// calibration puts forecasts into bins; empty ones are left out.
func calibration(ps []float64, came []bool) []Bin {
	var out []Bin
	for i := range bins {
		b := Bin{Low: float64(i) / bins, High: float64(i+1) / bins}
		for j, p := range ps {
			if min(int(p*bins), bins-1) != i {
				continue
			}
			b.N++
			b.Mean += p
			if came[j] {
				b.Happened++
			}
		}
		if b.N == 0 {
			continue
		}
		b.Mean /= float64(b.N)
		b.Share = float64(b.Happened) / float64(b.N)
		_, b.Lower90, b.Upper90 = stats.BetaInterval(float64(b.Happened)+1, float64(b.N-b.Happened)+1, .9)
		out = append(out, b)
	}
	return out
}
