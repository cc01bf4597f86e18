package stats

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// Curve is a Kaplan-Meier estimate of "not yet ended", one step for each distinct time of the data.
type Curve struct {
	N     int     // durations in the data
	Level float64 // coverage of the intervals
	Steps []Step  // in order of time
}

// Step is a curve from its Time up to the next step.
type Step struct {
	Time      float64 // in the unit of the data
	AtRisk    int     // durations that reached Time
	Events    int     // ended at Time
	Censored  int     // not known after Time; counted as at risk there, since ends come before censoring
	Survival  float64 // P(not ended by Time), in [0, 1]
	StdErrLog Maybe   // Greenwood's standard error of ln Survival; none where Survival is 0
	Lower     Maybe   // log-log interval of Survival; none where Survival is 0 or 1
	Upper     Maybe
}

// KaplanMeier estimates how long things last from times (not negative, any unit), each either ended or censored.
// Times that differ by rounding alone are tied. It fails with ErrData on data that are not durations.
// METHODS.md 2; Kaplan and Meier (1958), Greenwood (1926).
// R: survival::survfit(Surv(times, ended) ~ 1, conf.type = "log-log", conf.int = level).
func KaplanMeier(times []float64, ended []bool, level float64) (Curve, error) {
	mustLevel(level)
	if err := checkTimes(times, "endings", len(ended)); err != nil {
		return Curve{}, err
	}
	instants := tied(times)
	rows := inOrder(instants, times, endedAsCause(ended), oneGroup)
	c := Curve{N: len(rows), Level: level, Steps: make([]Step, 0, len(instants))}
	survival, greenwood := 1.0, 0.0
	z := normalHalfWidth(level)
	in := Step{Survival: 1, StdErrLog: Maybe{0, true}} // the step in force
	for from := 0; from < len(rows); {
		to, events := from, 0
		for ; to < len(rows) && rows[to].time == rows[from].time; to++ {
			events += rows[to].cause
		}
		n := len(rows) - from
		in.Time, in.AtRisk, in.Events, in.Censored = rows[from].time, n, events, to-from-events
		if events > 0 {
			survival *= float64(n-events) / float64(n)
			greenwood += float64(events) / (float64(n) * float64(n-events))
			in.Survival, in.StdErrLog = survival, some(math.Sqrt(greenwood)) // infinite where nothing is left
			in.Lower, in.Upper = logLogInterval(survival, in.StdErrLog, z)
		}
		c.Steps = append(c.Steps, in)
		from = to
	}
	return c, nil
}

// At is the step in force at t. Before the first step nothing has ended: Survival is 1, without an interval. Past the
// last step the curve stays where it was, with nobody at risk: AtRisk is that of the step itself; ask
// Curve.AtRisk for the number still followed at t.
func (c Curve) At(t float64) Step {
	i := sort.Search(len(c.Steps), func(i int) bool { return c.Steps[i].Time > t })
	if i == 0 {
		return Step{AtRisk: c.N, Survival: 1, StdErrLog: Maybe{0, true}}
	}
	return c.Steps[i-1]
}

// AtRisk is the number of durations that reached t: neither ended nor censored before it.
func (c Curve) AtRisk(t float64) int {
	i := sort.Search(len(c.Steps), func(i int) bool { return c.Steps[i].Time >= t })
	if i == len(c.Steps) {
		return 0
	}
	return c.Steps[i].AtRisk
}

// Quantile is a time with its interval; each may be missing.
type Quantile struct {
	Time, Lower, Upper Maybe
}

// Median is the time by which half have ended, the middle of the stretch where the curve lies flat at one half, none
// where it never falls so far. Its bounds are the medians of the curve's lower and upper bounds (Brookmeyer and
// Crowley 1982). METHODS.md 2. R: quantile(survfit, 0.5).
func (c Curve) Median() Quantile {
	n := len(c.Steps)
	curve, lower, upper := make([]Maybe, n), make([]Maybe, n), make([]Maybe, n)
	for i, s := range c.Steps {
		curve[i], lower[i], upper[i] = Maybe{s.Survival, true}, s.Lower, s.Upper
	}
	return Quantile{c.halfway(curve), c.halfway(lower), c.halfway(upper)}
}

// halfway is the time at which a column of the curve reaches one half, by R's rule: the mean of the times of the
// least fall that is one half or more and of the least that is more, give or take the tolerance. A column that ends
// on one half has no later fall, and the last time stands for it.
func (c Curve) halfway(column []Maybe) Maybe {
	type fall struct{ size, time float64 }
	falls := []fall{{0, 0}}
	anyMissing, endMissing := false, false
	for i, v := range column {
		switch size := 1 - v.Value; {
		case !v.OK && !anyMissing: // only the first gap counts, as R drops repeated values
			anyMissing, endMissing = true, true
		case v.OK && size != falls[len(falls)-1].size:
			falls = append(falls, fall{size, c.Steps[i].Time})
			endMissing = false
		}
	}
	last := falls[len(falls)-1]
	// A bound need not fall at every step; R ranks its values by size.
	slices.SortStableFunc(falls, func(a, b fall) int { return cmp.Compare(a.size, b.size) })
	const p = 0.5
	if falls[len(falls)-1].size < p {
		return Maybe{}
	}
	reach := func(shift float64) (float64, bool) {
		for _, f := range falls {
			if f.size+shift >= p {
				return f.time, true
			}
		}
		return 0, false
	}
	first, _ := reach(quantileTolerance)
	if !endMissing && math.Abs(p-last.size) < quantileTolerance {
		return Maybe{(first + c.Steps[len(c.Steps)-1].Time) / 2, true}
	}
	second, ok := reach(-quantileTolerance)
	if !ok {
		return Maybe{}
	}
	return Maybe{(first + second) / 2, true}
}

// Estimate is a number with its standard error, in the same unit.
type Estimate struct {
	Value, StdErr float64
}

// RestrictedMean is the area under the curve from 0 to horizon (> 0, in the unit of the data): the mean time not
// ended within the horizon. Past the last step the curve is held where it was.
// METHODS.md 2; Irwin (1949). R: summary(survfit, rmean = horizon).
func (c Curve) RestrictedMean(horizon float64) (Estimate, error) {
	if !(horizon > 0) || math.IsInf(horizon, 1) {
		return Estimate{}, bad("horizon %v of a restricted mean: it must be above 0 and finite", horizon)
	}
	within := sort.Search(len(c.Steps), func(i int) bool { return c.Steps[i].Time > horizon })
	// From the horizon back, so that area is what lies right of each step.
	area, variance, end := 0.0, 0.0, horizon
	for i := within - 1; i >= 0; i-- {
		s := c.Steps[i]
		area += s.Survival * (end - s.Time)
		end = s.Time
		if n, d := float64(s.AtRisk), float64(s.Events); n > d {
			variance += area * area * d / (n * (n - d))
		}
	}
	return Estimate{area + end, math.Sqrt(variance)}, nil
}
