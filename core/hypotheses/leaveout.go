package hypotheses

import (
	"cmp"
	"math"
	"slices"
)

// mostTold is how many of a kind are told.
const mostTold = 10

// leaveOut weighs the matrix again without one item, one source, one publisher.
// An item that loses its last citation falls; one that never had any stays.
func (k *work) leaveOut() LeaveOut {
	var out LeaveOut
	if len(k.m.hyps) < 2 {
		return LeaveOut{Items: []LeftOut{}, Sources: []LeftOut{}, Publishers: []LeftOut{}}
	}
	changed := map[int]*voice{}
	say := func(i int) *voice {
		if v := changed[i]; v != nil {
			return v
		}
		return &k.e.rows[i].say
	}
	var items []LeftOut
	gone := &voice{gone: true}
	for i, x := range k.m.items {
		changed[i] = gone
		items = append(items, k.leftOut(x.id, x.name, 1, say))
		delete(changed, i)
	}
	bySource, byPublisher := map[string][]int{}, map[string][]int{}
	for i, x := range k.m.items {
		for _, s := range sources(x.cites) {
			bySource[s] = append(bySource[s], i)
		}
		for _, p := range voices(x.cites) {
			byPublisher[p] = append(byPublisher[p], i)
		}
	}
	each := func(groups map[string][]int, of func(cite) string, name func(string) string) []LeftOut {
		var list []LeftOut
		for _, id := range sortedKeys(groups) {
			clear(changed)
			for _, i := range groups[id] {
				left := without(k.m.items[i].cites, func(c cite) bool { return of(c) == id })
				v := voice{gone: true}
				if len(left) > 0 {
					v = k.e.voiceOf(k.m.items[i], left)
				}
				changed[i] = &v
			}
			list = append(list, k.leftOut(id, name(id), len(groups[id]), say))
		}
		clear(changed)
		return list
	}
	sourceName := func(id string) string {
		if s, ok := k.m.c.Source(id); ok {
			return s.Name()
		}
		return id
	}
	srcs := each(bySource, func(c cite) string { return c.source }, sourceName)
	pubs := each(byPublisher, func(c cite) string { return c.publisher }, func(id string) string { return id })
	out.Items, out.ItemsThatChange = told(items)
	out.Sources, out.SourcesThatChange = told(srcs)
	out.Publishers, out.PublishersThatChange = told(pubs)
	return out
}

func (k *work) leftOut(id, name string, items int, say func(int) *voice) LeftOut {
	v := k.e.judge(say)
	return LeftOut{
		ID: id, Name: name, Items: items, Shift: v.pooled[k.bestFits] - k.v.pooled[k.bestFits],
		Leading: k.id(v.bayes), Least: k.id(v.contradicted),
		ChangesBayes: v.bayes != k.v.bayes, ChangesLeast: v.contradicted != k.v.contradicted,
	}
}

// told counts what changes the leader and keeps the most influential.
func told(list []LeftOut) ([]LeftOut, Changes) {
	n := Changes{Of: len(list)}
	for _, x := range list {
		if x.ChangesBayes {
			n.Bayes++
		}
		if x.ChangesLeast {
			n.Least++
		}
	}
	first := func(x LeftOut) int {
		if x.ChangesBayes {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b LeftOut) int {
		return cmp.Or(cmp.Compare(first(a), first(b)), cmp.Compare(math.Abs(b.Shift), math.Abs(a.Shift)))
	})
	return append([]LeftOut{}, list[:min(len(list), mostTold)]...), n
}
