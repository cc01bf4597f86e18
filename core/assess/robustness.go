package assess

import (
	"cmp"
	"math"
	"slices"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// mostInfluential is how many influences of a kind are told: the largest, and as
// many that change a word.
const mostInfluential = 10

// robustness leaves out one record, one source, one publisher at a time and
// finds the fewest records whose removal changes a word. It returns the sources
// that can change a word by themselves. METHODS 9.
func (in *inquiry) robustness(a *Assessment) (changed []Influence) {
	r := &a.Robustness
	before := in.post.ladder()
	var records, bySource, byPublisher []effect
	for _, x := range in.singles() {
		p := in.post
		x.apply(&p.own)
		records = append(records, in.effect(x.gone[0].ID, before, &p, 1))
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
			return cmp.Or(cmp.Compare(b.largest, a.largest), cmp.Compare(b.turned, a.turned))
		})
		out := []Influence{}
		turning := 0
		for i, x := range list {
			if i >= mostInfluential && (x.turned == 0 || turning >= mostInfluential) {
				continue
			}
			if x.turned > 0 {
				turning++
			}
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
	r.Fewest = in.fewest()
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
	turned  int // words that change
	records int
}

func (in *inquiry) effect(id string, before [4]float64, p *posterior, records int) effect {
	x := effect{id: id, after: p.ladder(), records: records}
	for i := range before {
		x.largest = max(x.largest, math.Abs(x.after[i]-before[i]))
		if in.s.Words.index(before[i]) != in.s.Words.index(x.after[i]) {
			x.turned++
		}
	}
	return x
}

func (in *inquiry) influence(e effect, before [4]float64, name string) Influence {
	x := Influence{ID: e.id, Name: name, Largest: e.largest, Records: e.records}
	for i, r := range spoken {
		x.Shift = append(x.Shift, e.after[i]-before[i])
		if from, to := in.s.Words.Word(before[i]), in.s.Words.Word(e.after[i]); from != to {
			x.Said = append(x.Said, say("{act}: {from} becomes {to}", at("act", word(Help(r))), at("from", word(from)), at("to", word(to))))
		}
	}
	x.Words = english(x.Said)
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
	return in.effect(id, before, &p, records)
}

// A removal takes some records of one observation away.
type removal struct {
	at    int // of the observation among those seen
	gone  []*ledger.Conduct
	delta [ledger.NumberOfRungs]float64 // what it adds to the weighted counts of the rungs
}

func (r removal) apply(t *tally) {
	for i, v := range r.delta {
		t.rung[i] += v
	}
}

func (in *inquiry) removal(at int, gone ...*ledger.Conduct) removal {
	var t tally
	in.replace(&t, in.seen[at], func(e entry) (float64, bool) { return e.cred, !slices.Contains(gone, e.c) })
	return removal{at, gone, t.rung}
}

// singles are the removals of one record each, by observation.
func (in *inquiry) singles() []removal {
	if in.removals == nil {
		for at, o := range in.seen {
			for _, x := range o.known {
				in.removals = append(in.removals, in.removal(at, x.c))
			}
		}
	}
	return in.removals
}

// pairs are the removals of two records of one observation, which can hold more
// than the sum of their single ones.
func (in *inquiry) pairs() []removal {
	var out []removal
	for at, o := range in.seen {
		for i := range o.known {
			for j := i + 1; j < len(o.known); j++ {
				out = append(out, in.removal(at, o.known[i].c, o.known[j].c))
			}
		}
	}
	return out
}

// stacks are, for each observation, the removals of its records from the highest
// rung down: what else is removed there cannot lower its rung.
func (in *inquiry) stacks() [][]removal {
	out := make([][]removal, len(in.seen))
	for at, o := range in.seen {
		byRung := slices.Clone(o.known)
		slices.SortStableFunc(byRung, func(a, b entry) int { return cmp.Compare(b.c.Rung, a.c.Rung) })
		var gone []*ledger.Conduct
		for _, x := range byRung {
			gone = append(gone, x.c)
			out[at] = append(out[at], in.removal(at, slices.Clone(gone)...))
		}
	}
	return out
}

// fewest finds, for each spoken rung, the fewest records of the dyad whose
// removal changes its word. A word gives way where x/t, the share of the mass at
// the rung or above, passes a cut b, that is where x - b t changes sign.
// Removing records of different moments adds their effects on that difference,
// so the best one and the best two are found exactly; beyond, records are taken
// greedily.
func (in *inquiry) fewest() []Fewest {
	search := search{in.singles(), in.pairs(), in.stacks()}
	alpha := in.post.alpha()
	cuts := in.s.Words.def().cuts
	out := []Fewest{}
	for _, r := range spoken {
		p := shareFrom(alpha, r)
		i := in.s.Words.index(p)
		var best []removal
		if i > 0 { // below the lower cut: x - b t < 0
			best = search.cross(newCut(alpha, r, cuts[i-1], -1))
		}
		if i < len(cuts) { // to the upper cut or above it: x - b t >= 0
			if up := search.cross(newCut(alpha, r, cuts[i], 1)); up != nil && (best == nil || size(up) < size(best)) {
				best = up
			}
		}
		f := Fewest{Rung: r, Word: in.s.Words.Word(p), Records: []string{}}
		if best != nil {
			post := in.post
			for _, x := range best {
				x.apply(&post.own)
				for _, c := range x.gone {
					f.Records = append(f.Records, c.ID)
				}
			}
			slices.Sort(f.Records)
			f.Becomes, f.Exact = in.s.Words.Word(post.atLeast(r)), len(f.Records) <= 2
		}
		out = append(out, f)
	}
	return out
}

func size(list []removal) (records int) {
	for _, x := range list {
		records += len(x.gone)
	}
	return records
}

// A cut is the border between two words for one rung, seen from one side of it.
type cut struct {
	from int     // index of the rung
	at   float64 // the share of the mass at the rung or above where the word gives way
	sign float64 // 1: upward, -1: downward
	gap  float64 // what removals must gain
}

func newCut(alpha [ledger.NumberOfRungs]float64, r ledger.Rung, at, sign float64) cut {
	c := cut{from: int(r - ledger.LowestRung), at: at, sign: sign}
	c.gap = -c.gain(alpha)
	return c
}

// gain is what counts of the rungs contribute to crossing the cut.
func (c cut) gain(rungs [ledger.NumberOfRungs]float64) float64 {
	above, all := 0.0, 0.0
	for i, v := range rungs {
		all += v
		if i >= c.from {
			above += v
		}
	}
	return c.sign * (above - c.at*all)
}

// crossed reports whether a gain takes the share to the other side. A share on
// the cut has the upper word.
func (c cut) crossed(gained float64) bool {
	if c.sign > 0 {
		return gained >= c.gap
	}
	return gained > c.gap
}

// A search holds the removals that may be combined.
type search struct {
	singles, pairs []removal
	stacks         [][]removal
}

// cross finds the smallest removal that crosses a cut; nil where there is none.
func (s search) cross(c cut) []removal {
	best, other := -1, -1 // the best single, and the best of another observation
	gain := make([]float64, len(s.singles))
	for i, x := range s.singles {
		gain[i] = c.gain(x.delta)
		if best < 0 || gain[i] > gain[best] {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	if c.crossed(gain[best]) {
		return []removal{s.singles[best]}
	}
	for i, x := range s.singles {
		if x.at != s.singles[best].at && (other < 0 || gain[i] > gain[other]) {
			other = i
		}
	}
	if other >= 0 && c.crossed(gain[best]+gain[other]) {
		return []removal{s.singles[best], s.singles[other]}
	}
	for _, x := range s.pairs {
		if c.crossed(c.gain(x.delta)) {
			return []removal{x}
		}
	}
	return s.greedy(c)
}

// greedy takes from each observation the removal that gains most a record, the
// best first, until the cut is crossed or nothing gains.
func (s search) greedy(c cut) []removal {
	type plan struct {
		x    *removal
		gain float64
	}
	rate := func(p plan) float64 { return p.gain / float64(len(p.x.gone)) }
	var plans []plan
	for _, stack := range s.stacks {
		var best plan
		for i := range stack {
			if p := (plan{&stack[i], c.gain(stack[i].delta)}); p.gain > 0 && (best.x == nil || rate(p) > rate(best)) {
				best = p
			}
		}
		if best.x != nil {
			plans = append(plans, best)
		}
	}
	slices.SortStableFunc(plans, func(a, b plan) int { return cmp.Compare(rate(b), rate(a)) })
	var taken []removal
	sum := 0.0
	for _, p := range plans {
		sum += p.gain
		taken = append(taken, *p.x)
		if c.crossed(sum) {
			return taken
		}
	}
	return nil
}
