package hypotheses

import (
	"cmp"
	"math"
	"slices"
)

// A swap is one rating changed: the cell of an item, an analyst and a
// hypothesis, and the value it is given.
type swap struct {
	item, analyst, hypothesis int
	to                        string
	by                        float64 // what it adds to the analyst's score, weights held
}

func (s swap) sameCell(t swap) bool {
	return s.item == t.item && s.analyst == t.analyst && s.hypothesis == t.hypothesis
}

// largestFirst orders swaps by how far they move, then by place.
func largestFirst(s, t swap) int {
	return cmp.Or(cmp.Compare(math.Abs(t.by), math.Abs(s.by)), byPlace(s, t))
}

func byPlace(s, t swap) int {
	return cmp.Or(cmp.Compare(s.item, t.item), cmp.Compare(s.analyst, t.analyst), cmp.Compare(s.hypothesis, t.hypothesis))
}

// at gives the cell that a swap changes; nil: not rated.
func (k *work) at(i, a, h int) *cell {
	if row := k.m.items[i].cells[a]; row != nil {
		return row[h]
	}
	return nil
}

func (k *work) ratio(i, a, h int) float64 {
	if c := k.at(i, a, h); c != nil {
		return c.ratio
	}
	return 1
}

// apply weighs the matrix with ratings changed.
func (k *work) apply(swaps []swap) verdict {
	type key struct{ i, a, h int }
	cells := map[key]*cell{}
	for _, s := range swaps {
		ratio, word, _ := k.m.s.Ratios.cell(s.to)
		cells[key{s.item, s.analyst, s.hypothesis}] = &cell{s.to, word, ratio, true, nil}
	}
	old := map[int]engineRow{}
	for _, s := range swaps {
		if _, done := old[s.item]; done {
			continue
		}
		r := k.e.row(func(a, h int) *cell {
			if c := cells[key{s.item, a, h}]; c != nil {
				return c
			}
			return k.at(s.item, a, h)
		})
		r.say = k.e.rows[s.item].say
		old[s.item], k.e.rows[s.item] = k.e.rows[s.item], r
	}
	v := k.e.judge(k.e.asIs)
	for i, r := range old {
		k.e.rows[i] = r
	}
	return v
}

// overturn finds the smallest set of ratings whose change puts another
// hypothesis in front by Bayes.
func (k *work) overturn() *Overturn {
	if k.v.bayes < 0 || k.e.a == 0 || k.e.h < 2 {
		return nil
	}
	if s, ok := k.oneSwap(); ok {
		return k.told([]swap{s}, k.apply([]swap{s}).bayes, true)
	}
	x := k.newSearch()
	for _, p := range x.pairs() {
		if v := k.apply(p[:]); v.bayes >= 0 && v.bayes != k.v.bayes {
			return k.told(p[:], v.bayes, true) // one does not do, as was tried
		}
	}
	if list, to := x.greedy(); list != nil {
		return k.told(list, to, false)
	}
	return nil
}

func (k *work) told(list []swap, to int, exact bool) *Overturn {
	o := &Overturn{To: k.id(to), Exact: exact}
	slices.SortFunc(list, byPlace)
	for _, s := range list {
		r := Rerate{Analyst: k.m.analysts[s.analyst], Item: k.m.items[s.item].id, Hypothesis: k.id(s.hypothesis), To: s.to}
		if c := k.at(s.item, s.analyst, s.hypothesis); c != nil {
			r.From = c.value
		}
		o.Ratings = append(o.Ratings, r)
	}
	o.From = k.id(k.v.bayes)
	return o
}

// oneSwap tries every change of one rating, and of those that do gives the one
// that puts another hypothesis furthest in front.
func (k *work) oneSwap() (best swap, found bool) {
	e := k.e
	furthest := tied
	pooled, own := make([]float64, e.h), make([]float64, e.h)
	ratios := k.m.s.Ratios.list()
	logs := make([]float64, len(ratios))
	for n, r := range ratios {
		logs[n] = math.Log(r)
	}
	see := func(s swap) {
		if lead := leadOver(pooled, k.v.bayes); lead > furthest && most(pooled, 1) >= 0 {
			furthest, best, found = lead, s, true
		}
	}
	for i := range e.rows {
		bases := map[bool]base{}
		for a := range e.a {
			beside := differsBeside(e.rows[i], a)
			regular := beside && k.complete(i, a)
			for h := range e.h {
				for n, word := range words {
					if c := k.at(i, a, h); c != nil && c.ratio == ratios[n] {
						continue
					}
					s := swap{item: i, analyst: a, hypothesis: h, to: word}
					if regular {
						// Nothing but this score changes, and no word moves it more than CC or II.
						if n == 0 || n == len(words)-1 {
							k.shift(pooled, a, h, k.w[i]*(logs[n]-math.Log(k.ratio(i, a, h))))
							see(s)
						}
						continue
					}
					spread := k.ownRow(own, s, logs[n]) || beside
					b, ok := bases[spread]
					if !ok {
						b = k.without(i, spread)
						bases[spread] = b
					}
					for j := range own {
						own[j] = b.scores[a*e.h+j] + b.weight*own[j]
					}
					normalise(own, own)
					for j := range pooled {
						pooled[j] = b.pooled[j] + (own[j]-b.each[a*e.h+j])/float64(e.a)
					}
					see(s)
				}
			}
		}
	}
	return best, found
}

// shift gives the pooled shares after one analyst's score of one hypothesis
// changes by d.
func (k *work) shift(pooled []float64, a, h int, d float64) {
	each := k.each[a*k.e.h : (a+1)*k.e.h]
	grown := each[h] * math.Exp(d)
	all := 1 - each[h] + grown
	for j, p := range each {
		q := p / all
		if j == h {
			q = grown / all
		}
		pooled[j] = k.v.pooled[j] + (q-p)/float64(k.e.a)
	}
}

// ownRow gives the analyst's row of an item with one rating changed, as
// logarithms: zeros where the ratings then do not differ, which it reports.
func (k *work) ownRow(row []float64, s swap, to float64) (differs bool) {
	clear(row)
	for h := range row {
		if c := k.at(s.item, s.analyst, h); h == s.hypothesis {
			row[h] = to
		} else if c != nil && c.applies {
			row[h] = math.Log(c.ratio)
			differs = differs || row[h] != to
		}
	}
	if !differs {
		clear(row)
	}
	return differs
}

// differsBeside reports whether the ratings of another analyst differ, so that
// the item separates the hypotheses whatever this one says.
func differsBeside(r engineRow, analyst int) bool {
	for a, d := range r.differs {
		if d && a != analyst {
			return true
		}
	}
	return false
}

// leadOver is by how much the best of the others is ahead of one.
func leadOver(pooled []float64, one int) float64 {
	lead := math.Inf(-1)
	for h, p := range pooled {
		if h != one {
			lead = max(lead, p-pooled[one])
		}
	}
	return lead
}

// complete reports whether an analyst rated an item against every hypothesis.
func (k *work) complete(i, a int) bool {
	row := k.m.items[i].cells[a]
	return row != nil && !slices.ContainsFunc(row, func(c *cell) bool { return c == nil || !c.applies })
}

// A base is the matrix to which a changed row is added: scores without the
// row's analyst, and what everybody makes of the other analysts' rows.
type base struct {
	scores, each, pooled []float64
	weight               float64 // of the item
}

// without gives the base for item i, with the weights that all items have when
// i separates the hypotheses or not.
func (k *work) without(i int, spread bool) base {
	was := k.e.rows[i].spread
	b := base{weight: k.w[i], each: k.each, pooled: k.v.pooled}
	full := slices.Clone(k.scores)
	if spread != was {
		k.e.rows[i].spread = spread
		w := k.e.weights(k.e.asIs)
		k.e.rows[i].spread = was
		b.weight, full = w[i], k.e.scores(w)
		b.each = k.e.posteriors(full)
		b.pooled = k.e.pool(b.each)
	}
	for j, l := range k.e.rows[i].log {
		full[j] -= b.weight * l
	}
	b.scores = full
	return b
}

// overturnLeast does the same for the hypothesis that is contradicted least. A
// contradiction more for it or one less for a rival adds up, so the largest
// suffice, and the set is the smallest among items that separate.
func (k *work) overturnLeast() *Overturn {
	lead := k.v.contradicted
	if lead < 0 || k.e.a == 0 || k.e.h < 2 {
		return nil
	}
	type plan struct {
		list []swap
		n    int // of the list suffice
	}
	var plans []plan
	for rival := range k.e.h {
		if rival == lead {
			continue
		}
		var list []swap
		for i := range k.e.rows {
			for a := range k.e.a {
				if k.w[i] == 0 {
					continue
				}
				if now := k.against(i, a, lead); now < 2 {
					list = append(list, swap{i, a, lead, "II", k.w[i] * (2 - now) / float64(k.e.a)})
				}
				if now := k.against(i, a, rival); now > 0 {
					list = append(list, swap{i, a, rival, "CC", k.w[i] * now / float64(k.e.a)})
				}
			}
		}
		slices.SortFunc(list, largestFirst)
		gap := k.v.weighted[rival] - k.v.weighted[lead]
		for n, s := range list {
			if gap -= s.by; gap < -tied {
				plans = append(plans, plan{list, n + 1})
				break
			}
		}
	}
	slices.SortStableFunc(plans, func(a, b plan) int { return cmp.Compare(a.n, b.n) })
	exact := true
	for more := range mostTried { // one more where a tie or changed weights spoil the set
		for _, p := range plans {
			if p.n+more > len(p.list) {
				continue
			}
			list := slices.Clone(p.list[:p.n+more])
			if v := k.apply(list); v.contradicted >= 0 && v.contradicted != lead {
				o := k.told(list, v.contradicted, exact)
				o.From = k.id(lead)
				return o
			}
			exact = false
		}
	}
	return nil
}

// against is how much a rating counts against a hypothesis.
func (k *work) against(i, a, h int) float64 {
	if c := k.at(i, a, h); c != nil && c.applies {
		return contrary(c.word)
	}
	return 0
}
