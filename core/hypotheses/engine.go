package hypotheses

import (
	"math"
	"slices"
)

// An engine is a matrix as numbers, so that it can be weighed hundreds of times.
type engine struct {
	h, a, n   int         // hypotheses, analysts, items
	prior     []float64   // logarithms, by hypothesis
	rows      []engineRow // by item
	keys      map[string]int
	weigher   weigher
	publisher bool // items of one publisher share
	event     bool
}

// An engineRow is an item as numbers.
type engineRow struct {
	say      voice
	log      []float64 // logarithms of ratios, analyst by analyst; 0 in a row without spread
	contrary []float64 // by hypothesis, mean over analysts of I 1 and II 2
	differs  []bool    // by analyst: the ratings differ over the hypotheses
	spread   bool      // some analyst's do
}

// A voice is what decides an item's weight.
type voice struct {
	worth                             float64 // credibility x relevance
	copyOf, pair, publishers, eventOf int     // keys
	single                            bool    // rests on one publisher, or none
	gone                              bool
}

func newEngine(m *matrix, prior []float64) *engine {
	e := &engine{h: len(m.hyps), a: len(m.analysts), n: len(m.items), keys: map[string]int{}, publisher: m.s.SharePublisher, event: m.s.ShareEvent}
	for _, p := range prior {
		e.prior = append(e.prior, math.Log(p))
	}
	for _, x := range m.items {
		r := e.row(func(a, h int) *cell {
			if x.cells[a] == nil {
				return nil
			}
			return x.cells[a][h]
		})
		r.say = e.voiceOf(x, x.cites)
		e.rows = append(e.rows, r)
	}
	return e
}

// row makes numbers of an item's cells.
func (e *engine) row(at func(a, h int) *cell) engineRow {
	r := engineRow{log: make([]float64, e.a*e.h), contrary: make([]float64, e.h), differs: make([]bool, e.a)}
	for a := range e.a {
		first := 0.0
		for h := range e.h {
			y := at(a, h)
			if y == nil || !y.applies {
				continue
			}
			if first == 0 {
				first = y.ratio
			}
			r.differs[a] = r.differs[a] || y.ratio != first
			r.log[a*e.h+h] = math.Log(y.ratio)
			r.contrary[h] += contrary(y.word) / float64(e.a)
		}
		if !r.differs[a] {
			clear(r.log[a*e.h : (a+1)*e.h])
		}
		r.spread = r.spread || r.differs[a]
	}
	return r
}

// voiceOf gives what an item weighs by, resting on these citations.
func (e *engine) voiceOf(x *item, cites []cite) voice {
	publishers, from := voices(cites), sources(cites)
	who, where := join(publishers...), join(from...)
	event := "moment\x00" + x.event
	if x.event == "" {
		event = "sources\x00" + where // what rests on the same sources is one event
	}
	pair := join(who, "\x01", event)
	return voice{
		worth:  worth(cites) * x.relevance,
		copyOf: e.key("copy", pair, where, string(x.kind), x.name),
		pair:   e.key("pair", pair), publishers: e.key("voice", who), eventOf: e.key("event", event),
		single: len(publishers) <= 1,
	}
}

func (e *engine) key(parts ...string) int {
	k := join(parts...)
	i, ok := e.keys[k]
	if !ok {
		i = len(e.keys)
		e.keys[k] = i
	}
	return i
}

// A weigher holds the counts that weights are made from.
type weigher struct {
	count []int // by key: of items in a copy, of copies in a pair, of pairs of a publisher or event
	out   []float64
}

// weights gives each item's weight: credibility x relevance x independence, 0
// for an item that is gone or has no spread. The result is valid until the next
// call. METHODS 6.
func (e *engine) weights(say func(i int) *voice) []float64 {
	w := &e.weigher
	if len(w.count) < len(e.keys) {
		w.count = make([]int, len(e.keys)+64)
	}
	clear(w.count)
	if w.out == nil {
		w.out = make([]float64, e.n)
	}
	for i := range e.rows {
		if v := say(i); !v.gone && e.rows[i].spread {
			w.add(v)
		}
	}
	for i := range e.rows {
		w.out[i] = 0
		if v := say(i); !v.gone && e.rows[i].spread {
			w.out[i] = v.worth * e.independence(v)
		}
	}
	return w.out
}

func (w *weigher) add(v *voice) {
	w.count[v.copyOf]++
	if w.count[v.copyOf] > 1 {
		return
	}
	w.count[v.pair]++
	if w.count[v.pair] > 1 {
		return
	}
	w.count[v.publishers]++
	w.count[v.eventOf]++
}

// independence is the share of one weight that falls to an item.
func (e *engine) independence(v *voice) float64 {
	c := e.weigher.count
	if !e.publisher && !e.event {
		return 1
	}
	return 1 / float64(c[v.copyOf]*c[v.pair]) * e.pairShare(v)
}

// pairShare is the share of one weight that falls to all that one publisher
// says of one event. Items of several publishers share with none by publisher.
func (e *engine) pairShare(v *voice) float64 {
	c, sharers := e.weigher.count, 1
	if e.publisher && v.single {
		sharers = c[v.publishers]
	}
	if e.event {
		sharers = max(sharers, c[v.eventOf])
	}
	return 1 / float64(sharers)
}

func (e *engine) asIs(i int) *voice { return &e.rows[i].say }

// scores gives the logarithm of prior x evidence, analyst by analyst.
func (e *engine) scores(w []float64) []float64 {
	s := make([]float64, e.a*e.h)
	for a := range e.a {
		copy(s[a*e.h:], e.prior)
	}
	for i := range e.rows {
		if w[i] == 0 {
			continue
		}
		for k, l := range e.rows[i].log {
			s[k] += w[i] * l
		}
	}
	return s
}

// posteriors makes each analyst coherent: shares that sum to 1.
func (e *engine) posteriors(scores []float64) []float64 {
	p := make([]float64, len(scores))
	for a := range e.a {
		normalise(p[a*e.h:(a+1)*e.h], scores[a*e.h:(a+1)*e.h])
	}
	return p
}

func normalise(p, scores []float64) {
	if len(scores) == 0 {
		return
	}
	top, sum := slices.Max(scores), 0.0
	for h, v := range scores {
		p[h] = math.Exp(v - top)
		sum += p[h]
	}
	for h := range p {
		p[h] /= sum
	}
}

// pool averages coherent analysts. Without an analyst it is the prior.
func (e *engine) pool(posteriors []float64) []float64 {
	out := make([]float64, e.h)
	if e.a == 0 {
		normalise(out, e.prior)
		return out
	}
	for h := range out {
		for a := range e.a {
			out[h] += posteriors[a*e.h+h]
		}
		out[h] /= float64(e.a)
	}
	return out
}

// inconsistency is Heuer's count by hypothesis, plain and weighted.
func (e *engine) inconsistency(w []float64, say func(int) *voice) (plain, weighted []float64) {
	plain, weighted = make([]float64, e.h), make([]float64, e.h)
	for i := range e.rows {
		if say(i).gone {
			continue
		}
		for h, v := range e.rows[i].contrary {
			plain[h] += v
			weighted[h] += w[i] * v
		}
	}
	return plain, weighted
}

// A verdict is which hypothesis leads by either reading; -1: none, a tie.
type verdict struct {
	pooled       []float64
	bayes        int
	weighted     []float64
	contradicted int       // the one least contradicted
	plain        []float64 // inconsistency as Heuer counts it
}

// judge weighs the matrix with the voices given.
func (e *engine) judge(say func(int) *voice) verdict {
	w := e.weights(say)
	v := verdict{pooled: e.pool(e.posteriors(e.scores(w)))}
	v.plain, v.weighted = e.inconsistency(w, say)
	v.bayes, v.contradicted = most(v.pooled, 1), most(v.weighted, -1)
	return v
}

// tied is how near two sums may lie and count as equal: rounding, no more.
const tied = 1e-12

// most gives the place of the largest value (sign 1) or the smallest (-1); -1
// where two share it or there are none.
func most(v []float64, sign float64) int {
	best := -1
	for i, x := range v {
		if best < 0 || sign*x > sign*v[best] {
			best = i
		}
	}
	for i, x := range v {
		if i != best && sign*(v[best]-x) <= tied*max(1, math.Abs(x)) {
			return -1
		}
	}
	return best
}
