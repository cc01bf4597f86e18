package assess

import (
	"cmp"
	"math"
	"slices"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// mostInfluential is how many influences of a kind are told.
const mostInfluential = 10

// robustness leaves out one record, one source, one publisher at a time and
// finds the fewest records whose removal changes a word. It returns the sources
// that can change a word by themselves. METHODS 9.
func (in *inquiry) robustness(a *Assessment) (changed []Influence) {
	r := &a.Robustness
	before := in.post.ladder()
	var records, bySource, byPublisher []effect
	for _, o := range in.seen {
		for _, x := range o.known {
			p := in.post
			in.replace(&p.own, o, func(e entry) (float64, bool) { return e.cred, e.c != x.c })
			records = append(records, effectOf(x.c.ID, before, &p, 1))
		}
	}
	sources, publishers := in.voices()
	for _, at := range sources {
		bySource = append(bySource, in.leaveOut(in.e.sources[at], before, in.e.bySource[at], func(c cite) bool { return c.source == at }))
	}
	for _, at := range publishers {
		byPublisher = append(byPublisher, in.leaveOut(in.e.publishers[at], before, in.e.byPublisher[at], func(c cite) bool { return c.publisher == at }))
	}
	name := func(id string) string {
		if x, ok := in.c.Get(id); ok {
			return x.Name()
		}
		return id
	}
	told := func(list []effect, name func(string) string) []Influence {
		slices.SortStableFunc(list, func(a, b effect) int {
			return cmp.Or(cmp.Compare(in.turned(b, before), in.turned(a, before)), cmp.Compare(b.largest, a.largest))
		})
		out := []Influence{}
		for _, x := range list[:min(len(list), mostInfluential)] {
			out = append(out, in.influence(x, before, name(x.id)))
		}
		return out
	}
	r.Record, r.Source = told(records, name), told(bySource, name)
	r.Publisher = told(byPublisher, func(id string) string { return id })
	for _, x := range bySource { // sorted by now
		if y := in.influence(x, before, name(x.id)); len(y.Words) > 0 {
			changed = append(changed, y)
		}
	}
	r.Fewest = []Fewest{}
	for _, rung := range spoken {
		r.Fewest = append(r.Fewest, in.fewest(rung))
	}
	return changed
}

// replace takes an observation out of a tally and puts back what is left of it
// when cred decides, entry by entry, whether it stays and how credible it is.
func (in *inquiry) replace(t *tally, o seen, cred func(entry) (float64, bool)) {
	t.add(o.state, -o.weight)
	var st state
	left := 0
	for _, x := range o.known {
		if v, stays := cred(x); stays {
			st = st.see(x.c.Rung, v, left == 0)
			left++
		}
	}
	if left > 0 {
		t.add(st, st.cred*o.factor)
	}
}

// An effect is what leaving one thing out makes of the ladder.
type effect struct {
	id      string
	after   [4]float64
	largest float64
	records int
}

func effectOf(id string, before [4]float64, p *posterior, records int) effect {
	x := effect{id: id, after: p.ladder(), records: records}
	for i := range before {
		x.largest = max(x.largest, math.Abs(x.after[i]-before[i]))
	}
	return x
}

// turned counts the words that an effect changes.
func (in *inquiry) turned(e effect, before [4]float64) (words int) {
	for i := range before {
		if in.s.Words.index(before[i]) != in.s.Words.index(e.after[i]) {
			words++
		}
	}
	return words
}

func (in *inquiry) influence(e effect, before [4]float64, name string) Influence {
	x := Influence{ID: e.id, Name: name, Largest: e.largest, Words: []string{}, Records: e.records}
	for i, r := range spoken {
		x.Shift = append(x.Shift, e.after[i]-before[i])
		if from, to := in.s.Words.Word(before[i]), in.s.Words.Word(e.after[i]); from != to {
			x.Words = append(x.Words, Help(r)+": "+from+" -> "+to)
		}
	}
	return x
}

// voices gives the places of the sources and publishers cited by the dyad's
// known conduct, in the order in which they first are.
func (in *inquiry) voices() (sources, publishers []int) {
	heard, printed := make([]bool, len(in.e.sources)), make([]bool, len(in.e.publishers))
	for _, o := range in.seen {
		for _, x := range o.known {
			for _, ct := range x.cites {
				if !heard[ct.source] {
					heard[ct.source] = true
					sources = append(sources, ct.source)
				}
				if !printed[ct.publisher] {
					printed[ct.publisher] = true
					publishers = append(publishers, ct.publisher)
				}
			}
		}
	}
	return sources, publishers
}

// leaveOut recomputes the groups that cite what is left out. A record that
// loses its last citation falls; one that never had any stays as it was.
func (in *inquiry) leaveOut(id string, before [4]float64, groups []int, without func(cite) bool) effect {
	p := in.post
	records := 0
	asked := ledger.Dyad{From: in.q.Partner, To: in.q.Relier}
	for _, i := range groups {
		g := &in.e.groups[i]
		st, n := g.asOf(in.q.AsOf)
		if n == 0 {
			continue
		}
		f := in.factor(g)
		t := &p.base
		if g.dyad == asked {
			t = &p.own
		}
		in.replace(t, seen{g, st, g.entries[:n], st.cred * f, f}, func(x entry) (float64, bool) {
			lost := 0
			for _, ct := range x.cites {
				if without(ct) {
					lost++
				}
			}
			if lost == 0 {
				return x.cred, true
			}
			if g.dyad == asked {
				records++
			}
			return worth(x.cites, without), lost < len(x.cites)
		})
	}
	return effectOf(id, before, &p, records)
}

// fewest finds the fewest records of the dyad whose removal changes the word
// for P(rung >= r). A word gives way where x/t, the share of the mass at r or
// above, passes a cut b, that is where x - b t changes sign. Removing records
// of different moments adds their effects on that difference, so the best one
// and the best two are found exactly; beyond, records are taken greedily.
func (in *inquiry) fewest(r ledger.Rung) Fewest {
	alpha := in.post.alpha()
	p := shareFrom(alpha, r)
	i := in.s.Words.index(p)
	out := Fewest{Rung: r, Word: in.s.Words.Word(p), Records: []string{}}
	cuts := in.s.Words.def().cuts
	var best removal
	if i > 0 { // below the lower cut: x - b t < 0
		best = in.remove(alpha, r, cuts[i-1], false)
	}
	if i < len(cuts) { // to the upper cut or above it: x - b t >= 0
		if up := in.remove(alpha, r, cuts[i], true); up.better(best) {
			best = up
		}
	}
	if best.records == nil {
		return out
	}
	out.Records, out.Exact = best.records, len(best.records) <= 2
	post := in.post
	for gi, o := range in.seen {
		if len(best.gone[gi]) > 0 {
			in.replace(&post.own, o, func(e entry) (float64, bool) { return e.cred, !slices.Contains(best.gone[gi], e.c) })
		}
	}
	out.Becomes = in.s.Words.Word(post.atLeast(r))
	return out
}

// A removal is a set of records that takes a word across a cut.
type removal struct {
	records []string                  // nil: there is none
	gone    map[int][]*ledger.Conduct // by observation
}

func (r removal) better(than removal) bool {
	return r.records != nil && (than.records == nil || len(r.records) < len(than.records))
}

// remove looks for the smallest removal that takes x - b t to the other side of 0.
func (in *inquiry) remove(alpha [ledger.NumberOfRungs]float64, r ledger.Rung, cut float64, up bool) removal {
	sign := -1.0
	if up {
		sign = 1
	}
	// gap is what must be gained; it is above 0 as long as the word stands.
	above, all := 0.0, 0.0
	for i, v := range alpha {
		all += v
		if i >= int(r-ledger.LowestRung) {
			above += v
		}
	}
	gap := -sign * (above - cut*all)
	crossed := func(gained float64) bool {
		if up {
			return gained >= gap
		}
		return gained > gap
	}
	// gain is what removing some records of one observation contributes.
	gain := func(i int, gone []*ledger.Conduct) float64 {
		var t tally
		in.replace(&t, in.seen[i], func(e entry) (float64, bool) { return e.cred, !slices.Contains(gone, e.c) })
		x, n := 0.0, 0.0
		for j, v := range t.rung {
			n += v
			if j >= int(r-ledger.LowestRung) {
				x += v
			}
		}
		return sign * (x - cut*n)
	}
	type option struct {
		at   int
		c    *ledger.Conduct
		gain float64
	}
	var options []option
	for i, o := range in.seen {
		for _, x := range o.known {
			options = append(options, option{i, x.c, gain(i, []*ledger.Conduct{x.c})})
		}
	}
	byGain := func(a, b option) int { return cmp.Or(cmp.Compare(b.gain, a.gain), cmp.Compare(a.c.ID, b.c.ID)) }
	slices.SortFunc(options, byGain)
	found := func(list ...option) removal {
		m := removal{gone: map[int][]*ledger.Conduct{}}
		for _, o := range list {
			m.records = append(m.records, o.c.ID)
			m.gone[o.at] = append(m.gone[o.at], o.c)
		}
		slices.Sort(m.records)
		return m
	}
	if len(options) > 0 && crossed(options[0].gain) {
		return found(options[0])
	}
	if len(options) > 1 {
		// The best pair across moments is the best record with the best of another moment.
		j := slices.IndexFunc(options, func(o option) bool { return o.at != options[0].at })
		if j > 0 && crossed(options[0].gain+options[j].gain) {
			return found(options[0], options[j])
		}
		for i, o := range in.seen { // pairs within one moment can hold more than their sum
			for x := range o.known {
				for y := x + 1; y < len(o.known); y++ {
					a, b := o.known[x].c, o.known[y].c
					if crossed(gain(i, []*ledger.Conduct{a, b})) {
						return found(option{at: i, c: a}, option{at: i, c: b})
					}
				}
			}
		}
	}
	return in.greedy(crossed, gain)
}

// greedy removes, again and again, the records of the observation that gain
// most for each record taken, until the cut is crossed or nothing gains.
func (in *inquiry) greedy(crossed func(float64) bool, gain func(int, []*ledger.Conduct) float64) removal {
	type plan struct {
		at   int
		gone []*ledger.Conduct
		gain float64
	}
	// Within a moment only removals from the highest rung down, or of every
	// record, can change the observation for the better or the worse.
	var plans []plan
	for i, o := range in.seen {
		byRung := slices.Clone(o.known)
		slices.SortStableFunc(byRung, func(a, b entry) int { return cmp.Compare(b.c.Rung, a.c.Rung) })
		var gone []*ledger.Conduct
		bestPlan := plan{at: -1}
		for _, x := range byRung {
			gone = append(gone, x.c)
			p := plan{i, slices.Clone(gone), gain(i, gone)}
			if p.gain > 0 && (bestPlan.at < 0 || p.gain/float64(len(p.gone)) > bestPlan.gain/float64(len(bestPlan.gone))) {
				bestPlan = p
			}
		}
		if bestPlan.at >= 0 {
			plans = append(plans, bestPlan)
		}
	}
	slices.SortStableFunc(plans, func(a, b plan) int {
		return cmp.Compare(b.gain/float64(len(b.gone)), a.gain/float64(len(a.gone)))
	})
	m := removal{gone: map[int][]*ledger.Conduct{}}
	sum := 0.0
	for _, p := range plans {
		sum += p.gain
		m.gone[p.at] = p.gone
		for _, c := range p.gone {
			m.records = append(m.records, c.ID)
		}
		if crossed(sum) {
			slices.Sort(m.records)
			return m
		}
	}
	return removal{}
}
