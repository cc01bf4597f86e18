package assess

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/stats"
)

// The causes by which a pledge ends, as the methods on durations number them.
const (
	stillOpen    = 0
	wasFulfilled = 1
	hasFailed    = 2
)

// The pledges that must stand behind a partner's own curve before a forecast
// may rest on it, METHODS 2.
const (
	enoughPledges    = 8
	enoughFulfilled  = 3
	meanHorizonYears = 10.
)

// A spell is one pledge as a duration.
type spell struct {
	p     *ledger.Pledge
	years float64 // from the promise to its end, or to the as-of day
	cause int     // of its end; stillOpen for a treaty whose term ended: as long as it stood it was neither kept nor broken
	over  bool    // it ended, by whatever cause
}

// open reports that a pledge is still to be kept.
func (x spell) open() bool { return x.cause == stillOpen && !x.over }

// spells turns the pledges known by a day into durations: from midpoint to
// midpoint, never past the day itself and never below zero. METHODS 2.
func spells(pledges []*ledger.Pledge, day edtf.Day) []spell {
	var out []spell
	for _, p := range pledges {
		state, end := p.StateOn(day)
		if state == ledger.NotPromised {
			continue
		}
		from, _ := p.Promised.Earliest()
		from = midOr(p.Promised, from)
		x := spell{p: p, over: end != nil}
		until := day
		switch state {
		case ledger.Fulfilled:
			x.cause = wasFulfilled
		case ledger.Failed:
			x.cause = hasFailed
		}
		if end != nil {
			last, _ := end.Date.Earliest()
			until = min(day, midOr(end.Date, last))
		}
		x.years = float64(max(0, until-from)) / edtf.DaysPerYear
		out = append(out, x)
	}
	return out
}

func columns(list []spell) (years []float64, ended []bool, causes []int) {
	for _, x := range list {
		years, ended, causes = append(years, x.years), append(ended, x.cause != stillOpen), append(causes, x.cause)
	}
	return years, ended, causes
}

func count(list []spell, cause int) int {
	n := 0
	for _, x := range list {
		if x.cause == cause {
			n++
		}
	}
	return n
}

// expired counts the treaties that ended with their term.
func expired(list []spell) int {
	n := 0
	for _, x := range list {
		if x.cause == stillOpen && x.over {
			n++
		}
	}
	return n
}

func (in *inquiry) pledges(r *Pledges) error {
	own := spells(in.c.PledgesBetween(in.q.Partner, in.q.Relier), in.q.AsOf)
	*r = Pledges{
		Total: len(own), Open: count(own, stillOpen) - expired(own), Fulfilled: count(own, wasFulfilled), Failed: count(own, hasFailed), Expired: expired(own),
		StillOpen: []Step{}, IncFulfilled: []Step{}, IncFailed: []Step{}, Delays: []Delay{}, Forecasts: []Forecast{}, Partners: []Maker{}, RestsOn: []string{},
	}
	for _, x := range own {
		r.RestsOn = append(r.RestsOn, x.p.ID)
	}
	in.delays(r, own)
	var incidence stats.Incidence
	if len(own) > 0 {
		years, ended, causes := columns(own)
		curve, err := stats.KaplanMeier(years, ended, level)
		if err != nil {
			return err
		}
		r.StillOpen = survivalSteps(curve)
		m := curve.Median()
		r.Median, r.Lower90, r.Upper90 = pointer(m.Time), pointer(m.Lower), pointer(m.Upper)
		r.Horizon = meanHorizonYears
		mean, err := curve.RestrictedMean(r.Horizon)
		if err != nil {
			return err
		}
		r.RestrictedMean, r.RestrictedMeanSE = mean.Value, mean.StdErr
		if incidence, err = stats.AalenJohansen(years, causes, []int{wasFulfilled, hasFailed}, level); err != nil {
			return err
		}
		r.IncFulfilled, r.IncFailed = incidenceSteps(incidence, 0), incidenceSteps(incidence, 1)
	}
	if err := in.forecasts(r, own, incidence); err != nil {
		return err
	}
	return in.partners(r)
}

func survivalSteps(c stats.Curve) []Step {
	out := make([]Step, 0, len(c.Steps))
	for _, s := range c.Steps {
		out = append(out, Step{s.Time, s.Survival, pointer(s.Lower), pointer(s.Upper), s.AtRisk})
	}
	return out
}

func incidenceSteps(inc stats.Incidence, cause int) []Step {
	out := make([]Step, 0, len(inc.Steps))
	for _, s := range inc.Steps {
		c := s.Causes[cause]
		out = append(out, Step{s.Time, c.Incidence, pointer(c.Lower), pointer(c.Upper), s.AtRisk})
	}
	return out
}

func pointer(m stats.Maybe) *float64 {
	if !m.OK {
		return nil
	}
	return &m.Value
}

// overdue reports whether an open pledge is past the last day it could be due.
func (in *inquiry) overdue(x spell) bool {
	due, ok := x.p.Due.Latest()
	return ok && x.open() && due < in.q.AsOf
}

func (in *inquiry) delays(r *Pledges, own []spell) {
	for _, x := range own {
		due, ok := x.p.Due.Latest()
		if !ok {
			continue
		}
		due = midOr(x.p.Due, due)
		d := Delay{Pledge: x.p.ID, Title: x.p.Name(), Overdue: in.overdue(x)}
		until := in.q.AsOf
		switch {
		case d.Overdue:
			r.Overdue++
		case x.cause == wasFulfilled:
			_, end := x.p.StateOn(in.q.AsOf)
			last, _ := end.Date.Earliest()
			until = min(until, midOr(end.Date, last))
		default:
			continue
		}
		d.Years = float64(until-due) / edtf.DaysPerYear
		r.Delays = append(r.Delays, d)
	}
	slices.SortStableFunc(r.Delays, func(a, b Delay) int { return cmp.Compare(b.Years, a.Years) })
}

// rates fits one rate of fulfilment per pledge-year to each dyad of the case.
// It gives the fit with the place of the dyad asked about, -1 if it has none.
func (in *inquiry) rates() (fit stats.GammaPoissonFit, place int, err error) {
	at := map[ledger.Dyad]int{}
	var counts []int
	var exposures []float64
	for _, x := range spells(in.c.Pledges(), in.q.AsOf) { // by date: the order does not hang on who the actors are
		d := ledger.Dyad{From: x.p.From, To: x.p.To}
		i, ok := at[d]
		if !ok {
			i = len(counts)
			at[d], counts, exposures = i, append(counts, 0), append(exposures, 0)
		}
		exposures[i] += x.years
		if x.cause == wasFulfilled {
			counts[i]++
		}
	}
	// A dyad all of whose pledges ended on the day they were made has no exposure, and says nothing of a rate.
	place = -1
	kept := 0
	asked, isAsked := at[ledger.Dyad{From: in.q.Partner, To: in.q.Relier}]
	for i := range counts {
		if exposures[i] <= 0 {
			continue
		}
		if isAsked && i == asked {
			place = kept
		}
		counts[kept], exposures[kept] = counts[i], exposures[i]
		kept++
	}
	if kept == 0 {
		return fit, -1, nil
	}
	fit, err = stats.GammaPoisson(counts[:kept], exposures[:kept])
	return fit, place, err
}

func (in *inquiry) forecasts(r *Pledges, own []spell, incidence stats.Incidence) error {
	if r.Open == 0 {
		return nil
	}
	fit, place, err := in.rates()
	if err != nil {
		return err
	}
	ownCurve := len(own) >= enoughPledges && r.Fulfilled >= enoughFulfilled
	for _, x := range own {
		if !x.open() {
			continue
		}
		f := Forecast{Pledge: x.p.ID, Title: x.p.Name(), AgeYears: x.years, Horizon: in.s.HorizonYears, Overdue: in.overdue(x), Standing: x.p.Standing()}
		if ownCurve {
			if p := incidence.Within(wasFulfilled, x.years, in.s.HorizonYears); p.OK {
				f.Probability = p.Value
				own := counted(len(own), "{partner}'s own curve: {n} pledge, {kept} fulfilled", "{partner}'s own curve: {n} pledges, {kept} fulfilled",
					at("partner", in.c.ActorName(in.q.Partner)), at("kept", r.Fulfilled))
				f.Said = own
				if f.Probability == 0 {
					f.Said = say("{basis}; none was fulfilled at this age or within the horizon of it", at("basis", own))
				}
			}
		}
		if f.Said.IsZero() {
			var k int
			var years float64
			if place >= 0 {
				k, years = fit.Groups[place].Count, fit.Groups[place].Exposure
			}
			p, ok := fit.ProbEventWithin(k, years, in.s.HorizonYears)
			if !ok {
				continue // nothing was ever fulfilled in this case: there is no rate to go by
			}
			f.Probability = p
			pairs := len(fit.Groups)
			f.Said = counted(pairs, "the rate at which the only pair in the case keeps pledges: {kept} kept in {years} pledge-years",
				"the rate at which all {n} pairs in the case keep pledges, drawn toward this pair's own: {kept} kept in {years} pledge-years",
				at("kept", k), at("years", Decimal{years, 1}))
			if fit.Pooled {
				f.Said = counted(pairs, "the rate at which the only pair in the case keeps pledges", "one rate for all {n} pairs in the case: they differ no more than by chance")
			}
		}
		f.Basis = f.Said.English()
		f.Word = in.s.Words.Word(f.Probability)
		r.Forecasts = append(r.Forecasts, f)
	}
	slices.SortStableFunc(r.Forecasts, func(a, b Forecast) int { return cmp.Compare(b.Probability, a.Probability) })
	return nil
}

// partners sets everybody's pledges side by side and tests whether they end
// alike. Groups are numbered in the order of their first pledge, so that the
// tests do not hang on what the actors are called.
func (in *inquiry) partners(r *Pledges) error {
	at := map[string]int{}
	var makers []string
	var lists [][]spell
	for _, x := range spells(in.c.Pledges(), in.q.AsOf) {
		i, ok := at[x.p.From]
		if !ok {
			i = len(makers)
			at[x.p.From], makers, lists = i, append(makers, x.p.From), append(lists, nil)
		}
		lists[i] = append(lists[i], x)
	}
	var years []float64
	var ended []bool
	var causes []int
	var group, names []string
	for i, list := range lists {
		y, e, k := columns(list)
		m := Maker{Actor: makers[i], Name: in.c.ActorName(makers[i]), Total: len(list), Fulfilled: count(list, wasFulfilled), Failed: count(list, hasFailed), Expired: expired(list)}
		curve, err := stats.KaplanMeier(y, e, level)
		if err != nil {
			return err
		}
		m.Median = pointer(curve.Median().Time)
		r.Partners = append(r.Partners, m)
		if len(list) < 2 {
			continue
		}
		names = append(names, makers[i])
		years, ended, causes = append(years, y...), append(ended, e...), append(causes, k...)
		for range list {
			group = append(group, fmt.Sprintf("%04d", i))
		}
	}
	slices.SortStableFunc(r.Partners, func(a, b Maker) int { return cmp.Compare(b.Total, a.Total) })
	if len(names) < 2 {
		return nil
	}
	result := func(t stats.Test, err error) (*Test, error) {
		if err != nil {
			return nil, err
		}
		if !t.OK { // nothing ended where two of them were at risk: there is nothing to test
			return nil, nil
		}
		return &Test{t.Stat, t.DF, t.P, names}, nil
	}
	ranks, err := stats.LogRank(years, ended, group)
	if r.LogRank, err = result(ranks.Test, err); err != nil {
		return err
	}
	for _, x := range []struct {
		cause int
		to    **Test
	}{{wasFulfilled, &r.GrayFulfilled}, {hasFailed, &r.GrayFailed}} {
		if !slices.Contains(causes, x.cause) {
			continue
		}
		if *x.to, err = result(stats.GrayTest(years, causes, group, x.cause)); err != nil {
			return err
		}
	}
	return nil
}
