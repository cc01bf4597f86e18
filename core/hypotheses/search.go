package hypotheses

import (
	"cmp"
	"math"
	"slices"
)

// A search looks among the ratings of items that separate the hypotheses, with
// all weights as they are. A change of one rating then only moves one analyst's
// score of one hypothesis, and how far one hypothesis is ahead of another rises
// or falls with each such score: so of all changes of a score the largest up and
// down suffice.
type search struct {
	k        *work
	up, down [][]swap // by analyst and hypothesis, the largest first
	level    []float64
}

func (k *work) newSearch() *search {
	x := &search{k: k, up: make([][]swap, k.e.a*k.e.h), down: make([][]swap, k.e.a*k.e.h), level: slices.Clone(k.scores)}
	ratios := k.m.s.Ratios.list()
	highest, lowest := math.Log(ratios[0]), math.Log(ratios[len(ratios)-1])
	for i := range k.e.rows {
		if k.w[i] == 0 {
			continue
		}
		for a := range k.e.a {
			if !k.e.rows[i].differs[a] && !k.complete(i, a) {
				continue // its other ratings would begin to count
			}
			for h := range k.e.h {
				now := math.Log(k.ratio(i, a, h))
				at := a*k.e.h + h
				s := swap{item: i, analyst: a, hypothesis: h}
				if now < highest-tied {
					s.to, s.by = "CC", k.w[i]*(highest-now)
					x.up[at] = append(x.up[at], s)
				}
				if now > lowest+tied {
					s.to, s.by = "II", k.w[i]*(lowest-now)
					x.down[at] = append(x.down[at], s)
				}
			}
		}
	}
	for at := range x.up {
		slices.SortFunc(x.up[at], largestFirst)
		slices.SortFunc(x.down[at], largestFirst)
	}
	return x
}

// lead is by how much another hypothesis would be in front after the swaps.
func (x *search) lead(swaps ...swap) float64 {
	for _, s := range swaps {
		x.level[s.analyst*x.k.e.h+s.hypothesis] += s.by
	}
	each := x.k.e.posteriors(x.level)
	for _, s := range swaps {
		x.level[s.analyst*x.k.e.h+s.hypothesis] -= s.by
	}
	return leadOver(x.k.e.pool(each), x.k.v.bayes)
}

// mostTried bounds the pairs that are weighed again in full.
const mostTried = 50

// pairs lists the pairs of changes that put another hypothesis in front, the
// furthest first.
func (x *search) pairs() [][2]swap {
	type pair struct {
		swaps [2]swap
		lead  float64
	}
	var found []pair
	try := func(a, b swap) {
		if lead := x.lead(a, b); lead > tied {
			found = append(found, pair{[2]swap{a, b}, lead})
		}
	}
	var first []swap // the largest changes of every score
	for at := range x.up {
		for _, list := range [][]swap{x.up[at], x.down[at]} {
			if len(list) > 0 {
				first = append(first, list[0])
			}
			if len(list) > 1 {
				try(list[0], list[1])
			}
		}
	}
	for i, a := range first {
		for _, b := range first[i+1:] {
			if !a.sameCell(b) && (a.analyst != b.analyst || a.hypothesis != b.hypothesis) {
				try(a, b)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b pair) int { return cmp.Compare(b.lead, a.lead) })
	var out [][2]swap
	for _, p := range found[:min(len(found), mostTried)] {
		out = append(out, p.swaps)
	}
	return out
}

// greedy takes, again and again, the change that brings another hypothesis
// furthest, until one leads or nothing brings it further.
func (x *search) greedy() (taken []swap, to int) {
	lead := x.lead()
	var list []swap
	used := func(s swap) bool { return slices.ContainsFunc(list, s.sameCell) }
	for {
		best, at := swap{}, -1
		reached := lead
		for i := range x.up {
			for _, dir := range []*[]swap{&x.up[i], &x.down[i]} {
				for len(*dir) > 0 && used((*dir)[0]) {
					*dir = (*dir)[1:]
				}
				if len(*dir) == 0 {
					continue
				}
				if l := x.lead((*dir)[0]); l > reached+tied {
					best, at, reached = (*dir)[0], i, l
				}
			}
		}
		if at < 0 {
			return nil, -1
		}
		list, lead = append(list, best), reached
		x.level[at] += best.by
		if lead > -0.05 { // weighed in full only when near: changed ratings may change weights
			if v := x.k.apply(list); v.bayes >= 0 && v.bayes != x.k.v.bayes {
				return list, v.bayes
			}
		}
	}
}
