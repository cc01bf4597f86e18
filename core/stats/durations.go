package stats

import (
	"math"
	"slices"
)

// tieTolerance is how far apart two times may lie and still be one; quantileTolerance how far a curve may lie from a
// quantile and still be on it. Both are sqrt(machine epsilon), as R's survival has them.
const (
	tieTolerance      = 1.4901161193847656e-08
	quantileTolerance = 1.4901161193847656e-08
)

// checkTimes reports the first reason why times cannot be durations beside a column of want entries.
func checkTimes(times []float64, column string, entries int) error {
	if len(times) == 0 {
		return bad("no durations: pass at least one")
	}
	if len(times) != entries {
		return bad("%d times but %d %s: pass one for each time", len(times), entries, column)
	}
	for i, t := range times {
		if !(t >= 0) || math.IsInf(t, 1) {
			return bad("duration %d is %v: durations are finite and not negative", i+1, t)
		}
	}
	return nil
}

// distinct lists the different times in order.
func distinct(times []float64) []float64 {
	sorted := slices.Clone(times)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}

// tied lists the different times in order, those that differ by rounding alone as one: a run of values no further
// apart than tieTolerance, absolutely or relative to the mean of all, takes the least of them.
// R: survival::aeqSurv (timefix = TRUE).
func tied(times []float64) []float64 {
	sorted := distinct(times)
	sum := 0.0
	for _, t := range sorted {
		sum += t
	}
	mean := sum / float64(len(sorted))
	kept, last := sorted[:1], sorted[0]
	for _, t := range sorted[1:] {
		if gap := t - last; gap > tieTolerance && gap/mean > tieTolerance {
			kept = append(kept, t)
		}
		last = t
	}
	return kept
}

// ending is one duration: when and how it ended (0: censored) and the group it belongs to.
type ending struct {
	time  float64
	cause int
	group int
}

// inOrder gives the durations in order of time, each time moved down to the last of instants (sorted, from distinct
// or tied) that it reaches. Those of one instant keep their order, so what is made of them must be counts alone.
func inOrder(instants, times []float64, cause, group func(i int) int) []ending {
	place := make([]int, len(times))
	next := make([]int, len(instants)+1) // where the next duration of an instant goes
	for i, t := range times {
		k, exact := slices.BinarySearch(instants, t)
		if !exact {
			k--
		}
		place[i] = k
		next[k+1]++
	}
	for k := 1; k < len(next); k++ {
		next[k] += next[k-1]
	}
	out := make([]ending, len(times))
	for i, k := range place {
		out[next[k]] = ending{instants[k], cause(i), group(i)}
		next[k]++
	}
	return out
}

func oneGroup(int) int { return 0 }

func endedAsCause(ended []bool) func(int) int {
	return func(i int) int {
		if ended[i] {
			return 1
		}
		return 0
	}
}

// groupNames lists the distinct labels in byte order, and each entry's place among them.
func groupNames(group []string) (names []string, index []int) {
	names = slices.Clone(group)
	slices.Sort(names)
	names = slices.Compact(names)
	index = make([]int, len(group))
	for i, g := range group {
		index[i], _ = slices.BinarySearch(names, g)
	}
	return names, index
}

// logLogInterval is exp(-exp(ln(-ln p) -+ z se/ln p)), se being the standard error of ln p, z of normalHalfWidth. It does not exist where
// p is 0 or 1, nor where a sum of shares is 1 but for rounding. R: conf.type = "log-log".
func logLogInterval(p float64, seLog Maybe, z float64) (lower, upper Maybe) {
	const rounding = 1e-12
	if p <= 0 || p >= 1-rounding || !seLog.OK {
		return Maybe{}, Maybe{}
	}
	l := math.Log(p)
	half := z * seLog.Value / l // negative
	return some(math.Exp(l * math.Exp(-half))), some(math.Exp(l * math.Exp(half)))
}
