package stats

import (
	"math"
	"slices"
	"sort"
)

// Incidence is an Aalen-Johansen estimate of how things end: for each cause the probability of having ended by it.
type Incidence struct {
	N      int     // durations in the data
	Level  float64 // coverage of the intervals
	Causes []int   // in the order asked for; IncidenceStep.Causes follows it
	Steps  []IncidenceStep
}

// IncidenceStep is an estimate from its Time up to the next step. Survival and the incidences sum to 1.
type IncidenceStep struct {
	Time           float64 // in the unit of the data
	AtRisk         int     // durations that reached Time
	Censored       int     // not known after Time
	Survival       float64 // P(not ended by Time)
	SurvivalStdErr float64 // infinitesimal jackknife
	Causes         []CauseStep
}

// CauseStep is one cause at one step.
type CauseStep struct {
	Events    int     // ended by the cause at the step's time
	Incidence float64 // P(ended by the cause by that time), in [0, 1]
	StdErr    float64 // infinitesimal jackknife
	Lower     Maybe   // log-log interval; none where Incidence is 0 or 1
	Upper     Maybe
}

// AalenJohansen estimates competing ends from times (not negative, any unit) and the cause of each end, 0 where it is
// censored. Every other cause on record must be among causes, which may name more. Times that differ by rounding
// alone are tied. It fails with ErrData on data that are not durations.
// METHODS.md 2; Aalen and Johansen (1978); standard errors by the infinitesimal jackknife, of which Greenwood's is
// the case of one cause. R: survival::survfit(Surv(times, factor(cause, c(0, causes))) ~ 1, conf.type = "log-log").
func AalenJohansen(times []float64, cause []int, causes []int, level float64) (Incidence, error) {
	mustLevel(level)
	if err := checkTimes(times, "causes", len(cause)); err != nil {
		return Incidence{}, err
	}
	place := make(map[int]int, len(causes)) // 1 for the first of causes, so that 0 stays censored
	for k, c := range causes {
		if c == 0 || place[c] != 0 {
			return Incidence{}, bad("cause %d: causes are distinct and 0 means censored", c)
		}
		place[c] = k + 1
	}
	for i, c := range cause {
		if c != 0 && place[c] == 0 {
			return Incidence{}, bad("duration %d ended by cause %d, which is not among the causes %v", i+1, c, causes)
		}
	}
	instants := tied(times)
	rows := inOrder(instants, times, func(i int) int { return place[cause[i]] }, oneGroup)

	inc := Incidence{N: len(rows), Level: level, Causes: slices.Clone(causes), Steps: make([]IncidenceStep, 0, len(instants))}
	cells := make([]CauseStep, len(instants)*len(causes)) // of all steps
	z := normalHalfWidth(level)
	survival := 1.0
	incidence := make([]float64, len(causes))
	spreads := make([]spread, len(causes)+1) // the last follows survival alone
	for from := 0; from < len(rows); {
		counts := make([]int, len(causes)+1)
		to := from
		for ; to < len(rows) && rows[to].time == rows[from].time; to++ {
			counts[rows[to].cause]++
		}
		n := len(rows) - from
		ends := to - from - counts[0]
		step := IncidenceStep{Time: rows[from].time, AtRisk: n, Censored: counts[0], Causes: cells[:len(causes):len(causes)]}
		cells = cells[len(causes):]
		for k := range causes {
			d := counts[k+1]
			spreads[k].step(survival, n, d, ends)
			incidence[k] = min(1, incidence[k]+survival*(float64(d)/float64(n)))
			step.Causes[k] = CauseStep{Events: d, Incidence: incidence[k], StdErr: spreads[k].incidence()}
			c := &step.Causes[k]
			if c.Incidence > 0 {
				c.Lower, c.Upper = logLogInterval(c.Incidence, some(c.StdErr/c.Incidence), z)
			}
		}
		spreads[len(causes)].step(survival, n, 0, ends)
		survival *= float64(n-ends) / float64(n)
		step.Survival, step.SurvivalStdErr = survival, spreads[len(causes)].s
		inc.Steps = append(inc.Steps, step)
		from = to
	}
	return inc, nil
}

// At is the step in force at t; before the first step nothing has ended.
func (inc Incidence) At(t float64) IncidenceStep {
	i := sort.Search(len(inc.Steps), func(i int) bool { return inc.Steps[i].Time > t })
	if i == 0 {
		return IncidenceStep{AtRisk: inc.N, Survival: 1, Causes: make([]CauseStep, len(inc.Causes))}
	}
	return inc.Steps[i-1]
}

// Within is the probability that what has lasted for age ends by the cause within a further h: (F(age+h) - F(age)) /
// S(age). It does not exist where the data follow nothing as old as age, or where none outlived it, or for a cause not
// asked for. Where age+h lies past the last time on record it counts the ends up to there only. METHODS.md 2.
func (inc Incidence) Within(cause int, age, h float64) Maybe {
	k := slices.Index(inc.Causes, cause)
	if k < 0 || len(inc.Steps) == 0 || inc.Steps[len(inc.Steps)-1].Time < age {
		return Maybe{}
	}
	now := inc.At(age)
	if now.Survival <= 0 {
		return Maybe{}
	}
	return Maybe{(inc.At(age + h).Causes[k].Incidence - now.Causes[k].Incidence) / now.Survival, true}
}

// spread carries the covariance of survival and one incidence over time. The infinitesimal jackknife sums squared
// influences over durations; those of different times are orthogonal, so each time adds its own multinomial part.
// The covariance is kept as its Cholesky factor: survival and incidence fall and rise together, and differences of
// their variances would lose half of all digits.
type spread struct {
	s     float64 // standard error of survival
	cross float64 // the part of the incidence's error that follows survival's
	own   float64 // the part that does not
}

// step moves on over one time at which n were at risk, d ended by the cause and all by any; survival is that just
// before.
func (e *spread) step(survival float64, n, d, all int) {
	if all == 0 {
		return
	}
	size, byCause, byAny := float64(n), float64(d), float64(all)
	unit := survival / size
	stay := (size - byAny) / size
	// What was uncertain before, moved on: a duration thought to be open ends by the cause at its hazard.
	oldS, oldF := stay*e.s, e.cross+byCause/size*e.s
	// What this time adds.
	newS := unit * math.Sqrt(byAny*stay)
	newF := -unit * byCause * math.Sqrt(stay/byAny)
	newOwn := unit * math.Sqrt(byCause*(byAny-byCause)/byAny)

	total := math.Hypot(oldS, newS)
	c, s := 1.0, 0.0
	if total > 0 {
		c, s = oldS/total, newS/total
	}
	e.s = total
	e.cross = c*oldF + s*newF
	e.own = math.Hypot(math.Hypot(e.own, newOwn), c*newF-s*oldF)
}

func (e *spread) incidence() float64 { return math.Hypot(e.cross, e.own) }
