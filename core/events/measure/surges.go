package measure

import (
	"fmt"
	"math"
	"slices"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// Share is how many of a day's acts were of the kind looked for.
type Share struct {
	Day   edtf.Day
	Of    int64 // of the kind
	Total int64 // all
}

// Methods, with their sources, as they stand beside what they suggest.
const (
	BurstMethod = "two-state burst automaton (Kleinberg 2003, Bursty and hierarchical structure in streams, Data Mining and Knowledge Discovery 7:373-397, section 4), base rate of the year before"
	ShiftMethod = "PELT change points (Killick, Fearnhead and Eckley 2012, Optimal detection of changepoints with a linear computational cost, JASA 107:1590-1598), Poisson counts by week with exposure and overdispersion"
)

// Stretch is a time at which the share of a kind of act was unlike before.
type Stretch struct {
	Days     Span    `json:"days"`
	Acts     int64   `json:"acts"`
	Expected float64 `json:"expected"` // at the rate of before
	Times    float64 `json:"times"`    // acts over expected
	// Weight orders stretches: for a burst Kleinberg's weight, for a change point
	// twice the gain in log-likelihood over the overdispersion.
	Weight float64 `json:"weight"`
}

// Bursts finds surges by Kleinberg's (2003) two-state automaton for batches: in its
// high state a day's acts are of the kind with times the base rate; entering that
// state costs gamma ln(days), and the cheapest path through all days (Viterbi)
// tells when it was taken. The base rate is not one for all time, as with Kleinberg,
// but the share over the 365 days that end 14 days before (METHODS 3), since
// coverage and relations drift over decades; where fewer than 90 of these days are
// known, there is none, and no burst. Days must be in order; days that are missing
// are unknown and neither begin nor end a burst. times is above 1, gamma not below 0.
func Bursts(days []Share, times, gamma float64) ([]Stretch, error) {
	if !(times > 1) || !(gamma >= 0) || math.IsInf(times, 1) || math.IsInf(gamma, 1) {
		return nil, fmt.Errorf("finding surges: %g times the base rate at a cost of %g: give more than 1, and no less than 0", times, gamma)
	}
	if err := inOrder(days); err != nil {
		return nil, fmt.Errorf("finding surges: %w", err)
	}
	bases := baseRates(days)
	enter := gamma * math.Log(max(float64(len(days)), 1))
	// gain is how much cheaper a day is in the high state than in the low.
	gain := make([]float64, len(days))
	for i, d := range days {
		p, known := bases[i], bases[i] > 0
		if !known {
			gain[i] = math.Inf(-1)
			continue
		}
		high := min(p*times, (1+p)/2)
		r, n := float64(d.Of), float64(d.Total)
		gain[i] = r*math.Log(high/p) + (n-r)*math.Log((1-high)/(1-p))
	}
	// Viterbi over two states, as the best value of a path that ends low or high.
	low, high := 0., math.Inf(-1)
	fromHigh, fromLow := make([]bool, len(days)), make([]bool, len(days))
	for i := range days {
		nextLow, nextHigh := low, low-enter
		if high > low {
			nextLow, fromHigh[i] = high, true
		}
		if high >= nextHigh {
			nextHigh = high
		} else {
			fromLow[i] = true
		}
		low, high = nextLow, nextHigh+gain[i]
	}
	in := make([]bool, len(days))
	state := high > low
	for i := len(days) - 1; i >= 0; i-- {
		in[i] = state
		if state {
			state = !fromLow[i]
		} else {
			state = fromHigh[i]
		}
	}
	var out []Stretch
	for i := 0; i < len(days); i++ {
		if !in[i] {
			continue
		}
		s := Stretch{Days: Span{days[i].Day, days[i].Day}}
		for ; i < len(days) && in[i]; i++ {
			s.Days.Last = days[i].Day
			s.Acts += days[i].Of
			s.Expected += bases[i] * float64(days[i].Total)
			s.Weight += gain[i]
		}
		s.Times = float64(s.Acts) / s.Expected
		out = append(out, s)
	}
	return out, nil
}

func inOrder(days []Share) error {
	for i, d := range days {
		if d.Of < 0 || d.Of > d.Total {
			return fmt.Errorf("day %s: %d of %d", d.Day, d.Of, d.Total)
		}
		if i > 0 && d.Day <= days[i-1].Day {
			return fmt.Errorf("day %s stands after %s", d.Day, days[i-1].Day)
		}
	}
	return nil
}

// fewestBase is how many days a base rate needs.
const fewestBase = 90

// baseRates gives for each day the share of the kind over its baseline, with half
// an act added so that it is never 0; 0 where there is none.
func baseRates(days []Share) []float64 {
	out := make([]float64, len(days))
	var of, total int64
	from, to := 0, 0 // the baseline is days[from:to]
	for i, d := range days {
		for ; to < i && days[to].Day <= d.Day-GapDays; to++ {
			of += days[to].Of
			total += days[to].Total
		}
		for ; from < to && days[from].Day <= d.Day-GapDays-BaselineDays; from++ {
			of -= days[from].Of
			total -= days[from].Total
		}
		if to-from >= fewestBase && total > 0 {
			out[i] = (float64(of) + .5) / (float64(total) + 1)
		}
	}
	return out
}

// Judged counts the days of a span that have a base rate: on the others no surge
// can be told.
func Judged(days []Share, in Span) int {
	n := 0
	for i, base := range baseRates(days) {
		if base > 0 && in.Has(days[i].Day) {
			n++
		}
	}
	return n
}

// Shifts finds the change points of a share by PELT (Killick et al. 2012) on weeks:
// within a segment acts of the kind are Poisson with one rate per act of any kind.
// The log-likelihood is divided by the overdispersion, estimated from neighbouring
// weeks, which a change point hardly touches; a change point costs 3 ln(weeks)
// (Zhang and Siegmund 2007), and a segment has 4 weeks or more. Each stretch is the
// segment that begins with a change, its expected count that at the rate of the
// segment before. Days must be in order; a week counts its known days.
func Shifts(days []Share) ([]Stretch, error) {
	if err := inOrder(days); err != nil {
		return nil, fmt.Errorf("finding change points: %w", err)
	}
	type week struct {
		days      Span
		of, total float64
	}
	var weeks []week
	for _, d := range days {
		if n := len(weeks); n == 0 || d.Day-weeks[n-1].days.First >= 7 {
			weeks = append(weeks, week{days: Span{d.Day, d.Day}})
		}
		w := &weeks[len(weeks)-1]
		w.days.Last = d.Day
		w.of += float64(d.Of)
		w.total += float64(d.Total)
	}
	weeks = slices.DeleteFunc(weeks, func(w week) bool { return w.total == 0 })
	n := len(weeks)
	const shortest = 4
	if n < 2*shortest {
		return nil, nil
	}
	of, total := make([]float64, n+1), make([]float64, n+1)
	spread, pairs := 0., 0
	for i, w := range weeks {
		of[i+1], total[i+1] = of[i]+w.of, total[i]+w.total
		if i == 0 {
			continue
		}
		v := weeks[i-1]
		if rate := (v.of + w.of) / (v.total + w.total); rate > 0 {
			spread += (v.of-rate*v.total)*(v.of-rate*v.total)/(rate*v.total) + (w.of-rate*w.total)*(w.of-rate*w.total)/(rate*w.total)
			pairs++
		}
	}
	over := 1.
	if pairs > 0 {
		over = max(1, spread/float64(pairs))
	}
	// cost is -2 log-likelihood of weeks[i:j] at their own rate, but for what all segmentations share.
	cost := func(i, j int) float64 {
		r, d := of[j]-of[i], total[j]-total[i]
		if r == 0 {
			return 0
		}
		return -2 * r * math.Log(r/d) / over
	}
	penalty := 3 * math.Log(float64(n))
	best, last := make([]float64, n+1), make([]int, n+1)
	best[0] = -penalty
	for j := 1; j < shortest; j++ {
		best[j] = math.Inf(1)
	}
	// A start that is behind another never catches up (Killick et al., theorem 3.1), but
	// may lead until the other may begin a segment, too: it is let go only then.
	alive, behind := []int{0}, make([]int, n+1)
	for j := shortest; j <= n; j++ {
		best[j] = math.Inf(1)
		for _, i := range alive {
			if v := best[i] + cost(i, j) + penalty; v < best[j] {
				best[j], last[j] = v, i
			}
		}
		alive = slices.DeleteFunc(alive, func(i int) bool {
			if behind[i] == 0 && best[i]+cost(i, j) > best[j] {
				behind[i] = j
			}
			return behind[i] > 0 && j-behind[i] >= shortest-1
		})
		if i := j - shortest + 1; i >= shortest {
			alive = append(alive, i)
		}
	}
	var cuts []int
	for j := n; j > 0; j = last[j] {
		cuts = append(cuts, last[j])
	}
	slices.Reverse(cuts)
	var out []Stretch
	for k := 1; k < len(cuts); k++ {
		i, end := cuts[k], n
		if k+1 < len(cuts) {
			end = cuts[k+1]
		}
		before := cuts[k-1]
		s := Stretch{Days: Span{weeks[i].days.First, weeks[end-1].days.Last}, Acts: int64(of[end] - of[i])}
		s.Expected = (of[i] - of[before] + .5) / (total[i] - total[before] + 1) * (total[end] - total[i])
		s.Times = float64(s.Acts) / s.Expected
		s.Weight = cost(before, end) - cost(before, i) - cost(i, end)
		out = append(out, s)
	}
	return out, nil
}
