package assess

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/registers"
)

// An entry is one conduct record with the day from which it is known.
type entry struct {
	c     *ledger.Conduct
	day   edtf.Day // not before the moment's start
	cred  float64
	cites []cite
}

// A cite is one citation of a source that exists, with the place of the source
// and of its publisher in the evidence's lists, and what it is worth.
type cite struct {
	source, publisher int
	worth             float64
}

// A group is all conduct of one actor toward another at one moment: one observation.
type group struct {
	dyad      ledger.Dyad
	moment    *ledger.Moment
	start     edtf.Day
	situation string
	entries   []entry // by day
}

// A state is what the entries known by some day say.
type state struct {
	given   ledger.Rung
	cred    float64 // of the most credible record at the rung given
	against bool
	help    bool
}

// evidence is all conduct of a case, grouped. Groups stand in the order of their
// first record, which does not depend on who the actors are: sums over them
// come out the same to the last bit when two actors are swapped.
type evidence struct {
	c      *ledger.Case
	groups []group
	byDyad map[ledger.Dyad][]int // by start of the moment
	events []event               // records becoming known, by day
	// The sources and publishers cited, with the groups that cite each, in order.
	sources, publishers   []string
	bySource, byPublisher [][]int
	obliging              map[ledger.Dyad][]*ledger.Pledge // pledges that oblige to anything
}

type evidenceKey struct{}

// evidenceOf gives the evidence of a case, gathered once a snapshot.
func evidenceOf(c *ledger.Case) *evidence {
	return c.Derived(evidenceKey{}, func() any { return gather(c) }).(*evidence)
}

var (
	reliabilityWeight = map[string]float64{"A": 1, "B": .8, "C": .6, "D": .4, "E": .2, "F": .5}
	credibilityWeight = [...]float64{0, 1, .8, .6, .4, .2, .5}
)

// Admiralty is what a citation is worth, in (0, 1]: the reliability of its source,
// A to F, times the credibility of what it says, 1 to 6. False for a credibility
// outside that; a reliability outside it weighs nothing. METHODS 1.
func Admiralty(reliability string, credibility int) (float64, bool) {
	if credibility < 1 || credibility >= len(credibilityWeight) {
		return 0, false
	}
	return reliabilityWeight[reliability] * credibilityWeight[credibility], true
}

// Uncited is the credibility of what rests on no source: F6, METHODS 1.
const Uncited = .5 * .5

// gather groups the conduct of a case.
func gather(c *ledger.Case) *evidence {
	type key struct{ from, to, moment string }
	e := &evidence{c: c, byDyad: map[ledger.Dyad][]int{}, obliging: map[ledger.Dyad][]*ledger.Pledge{}}
	sourceAt, publisherAt := map[string]int{}, map[string]int{}
	place := func(id string, at map[string]int, names *[]string, groups *[][]int) int {
		i, ok := at[id]
		if !ok {
			i = len(*names)
			at[id], *names, *groups = i, append(*names, id), append(*groups, nil)
		}
		return i
	}
	at := make(map[key]int, len(c.Conduct()))
	for _, r := range c.Conduct() {
		m, ok := c.Moment(r.Moment)
		if !ok || !r.Rung.Valid() {
			continue
		}
		k := key{r.From, r.To, r.Moment}
		i, seen := at[k]
		if !seen {
			i = len(e.groups)
			at[k] = i
			start, ok := m.Start.Earliest()
			if !ok {
				start, _ = r.Date.Earliest()
			}
			d := ledger.Dyad{From: r.From, To: r.To}
			e.groups = append(e.groups, group{dyad: d, moment: m, start: start, situation: ledger.SituationOf(m.Type)})
			e.byDyad[d] = append(e.byDyad[d], i)
		}
		g := &e.groups[i]
		day, ok := r.Date.Earliest()
		if !ok || day < g.start {
			day = g.start
		}
		x := entry{c: r, day: day}
		for _, ct := range r.Citations {
			src, ok := c.Source(ct.Source)
			if !ok {
				continue
			}
			value, graded := Admiralty(src.Reliability, ct.Credibility)
			if !graded {
				continue
			}
			at := place(ct.Source, sourceAt, &e.sources, &e.bySource)
			pub := place(c.Publisher(ct.Source), publisherAt, &e.publishers, &e.byPublisher)
			e.bySource[at], e.byPublisher[pub] = append(e.bySource[at], i), append(e.byPublisher[pub], i)
			x.cites = append(x.cites, cite{at, pub, value})
		}
		x.cred = worth(x.cites, nil)
		g.entries = append(g.entries, x)
	}
	for _, index := range [][][]int{e.bySource, e.byPublisher} {
		for at, list := range index {
			slices.Sort(list)
			index[at] = slices.Compact(list)
		}
	}
	for _, p := range c.Pledges() {
		if len(p.Obliges) > 0 {
			d := ledger.Dyad{From: p.From, To: p.To}
			e.obliging[d] = append(e.obliging[d], p)
		}
	}
	for i := range e.groups {
		slices.SortStableFunc(e.groups[i].entries, func(a, b entry) int { return cmp.Compare(a.day, b.day) })
	}
	for _, list := range e.byDyad {
		slices.SortStableFunc(list, func(a, b int) int {
			return cmp.Or(cmp.Compare(e.groups[a].start, e.groups[b].start), cmp.Compare(e.groups[a].moment.ID, e.groups[b].moment.ID))
		})
	}
	e.events = timeline(e.groups)
	return e
}

// Credibility is how far a conduct record may be believed, in (0, 1]: for each
// independent publisher the best of its citations, reliability x credibility,
// and over several publishers 1 - prod(1 - c_i). METHODS 1. A record without a
// citation has that of a source and an item that cannot be judged, 1/4. False
// for a record that is no conduct of the case.
func Credibility(c *ledger.Case, conduct string) (float64, bool) {
	r, ok := c.Get(conduct)
	if !ok {
		return 0, false
	}
	x, ok := r.(*ledger.Conduct)
	if !ok {
		return 0, false
	}
	e := evidenceOf(c)
	for _, i := range e.byDyad[ledger.Dyad{From: x.From, To: x.To}] {
		for _, y := range e.groups[i].entries {
			if y.c == x {
				return y.cred, true
			}
		}
	}
	return 0, false
}

// worth is the credibility of a record from its citations, without those for
// which without is true.
func worth(cites []cite, without func(cite) bool) float64 {
	miss, any := 1.0, false
	for i, x := range cites {
		if without != nil && without(x) {
			continue
		}
		// Of one publisher only the best citation counts, at the place of its first.
		best, first := x.worth, true
		for j, y := range cites {
			if y.publisher != x.publisher || j == i || without != nil && without(y) {
				continue
			}
			if j < i {
				first = false
				break
			}
			best = max(best, y.worth)
		}
		if first {
			miss, any = miss*(1-best), true
		}
	}
	if !any {
		return Uncited
	}
	return 1 - miss
}

// see folds one more record into what a group says.
func (s state) see(rung ledger.Rung, cred float64, first bool) state {
	switch {
	case first || rung > s.given:
		s.given, s.cred = rung, cred
	case rung == s.given:
		s.cred = max(s.cred, cred)
	}
	s.against = s.against || rung < 0
	s.help = s.help || rung > 0
	return s
}

// asOf gives what a group says as of a day, and how many of its entries are
// known then: 0 means nothing.
func (g *group) asOf(day edtf.Day) (s state, known int) {
	if g.start > day {
		return s, 0
	}
	for i, e := range g.entries {
		if e.day > day {
			return s, i
		}
		s = s.see(e.c.Rung, e.cred, i == 0)
	}
	return s, len(g.entries)
}

// decay is the weight that age takes from an observation.
func (s Settings) decay(from, to edtf.Day) float64 {
	return decay(s.HalfLifeYears, from, to)
}

func decay(halfLifeYears float64, from, to edtf.Day) float64 {
	if halfLifeYears == 0 {
		return 1
	}
	return math.Exp2(-float64(to-from) / edtf.DaysPerYear / halfLifeYears)
}

// situationWeight is the weight of a moment of one situation for a question
// about another. METHODS 1.
func (s Settings) situationWeight(asked, of string) float64 {
	if asked == "any" || asked == of {
		return 1
	}
	return s.OtherSituation
}

// A tally is weighted counts of observations: by rung, and of those with
// conduct against.
type tally struct {
	rung    [ledger.NumberOfRungs]float64
	against float64
}

func (t *tally) add(s state, w float64) {
	t.rung[s.given-ledger.LowestRung] += w
	if s.against {
		t.against += w
	}
}

func (t *tally) scale(f float64) {
	for i := range t.rung {
		t.rung[i] *= f
	}
	t.against *= f
}

func (t *tally) total() float64 {
	sum := 0.0
	for _, v := range t.rung {
		sum += v
	}
	return sum
}

// A posterior is a tally of a dyad with the base rate of all others beside it.
type posterior struct {
	own, base tally
	mass      float64 // of the prior
	// fallback stands in for the base where no other dyad is known. It reads the
	// registers when it is first asked: most cases never do. METHODS 11.
	fallback func() *registers.Prior
}

// fallbackOf gives the prior from the registers for what the pledges in force on a
// day promise.
func fallbackOf(c *ledger.Case, d ledger.Dyad, day edtf.Day) func() *registers.Prior {
	return sync.OnceValue(func() *registers.Prior {
		year, _, _ := day.Date()
		p, err := registers.PriorOf(registers.PromisedIn(c, d.From, d.To, day), year)
		if err != nil {
			panic(err) // the registers are built in; their tests read them
		}
		return &p
	})
}

// nothing is the weight below which a base is none: what taking observations out
// again leaves of them.
const nothing = 1e-9

// registered tells whether the base is that of the registers.
func (p *posterior) registered() bool { return p.fallback != nil && p.base.total() < nothing }

// alpha gives the parameters of the Dirichlet: prior mass x base rate, smoothed
// with 1/2 a rung, plus the weighted counts. METHODS 1.
func (p *posterior) alpha() [ledger.NumberOfRungs]float64 {
	a := p.baseRungs()
	for i := range a {
		a[i] = p.mass*a[i] + p.own.rung[i]
	}
	return a
}

func (p *posterior) baseRungs() [ledger.NumberOfRungs]float64 {
	if p.registered() {
		return p.fallback().Rungs
	}
	a := p.base.rung
	n := p.base.total() + float64(len(a))/2
	for i := range a {
		a[i] = (a[i] + .5) / n
	}
	return a
}

// atLeast gives the mean of P(rung >= r).
func (p *posterior) atLeast(r ledger.Rung) float64 {
	a := p.alpha()
	return shareFrom(a, r)
}

// ladder gives the means of P(rung >= r) for the spoken rungs, in one pass.
func (p *posterior) ladder() (m [4]float64) {
	a := p.alpha()
	all := 0.0
	for i := len(a) - 1; i >= 0; i-- {
		all += a[i]
		if r := ledger.LowestRung + ledger.Rung(i); r >= ledger.Words {
			m[r-ledger.Words] = all
		}
	}
	for i := range m {
		m[i] /= all
	}
	return m
}

func shareFrom(a [ledger.NumberOfRungs]float64, r ledger.Rung) float64 {
	above, all := 0.0, 0.0
	for i := len(a) - 1; i >= 0; i-- {
		all += a[i]
		if i >= int(r-ledger.LowestRung) {
			above = all
		}
	}
	return above / all
}

// againstAB gives the parameters of the Beta of P(against).
func (p *posterior) againstAB() (a, b float64) {
	base := p.baseAgainst()
	return p.own.against + p.mass*base, p.own.total() - p.own.against + p.mass*(1-base)
}

func (p *posterior) baseAgainst() float64 {
	if p.registered() {
		f := p.fallback()
		return f.Rungs[0] + f.Rungs[1]
	}
	return (p.base.against + .5) / (p.base.total() + 1)
}

func (p *posterior) againstMean() float64 {
	a, b := p.againstAB()
	return a / (a + b)
}
