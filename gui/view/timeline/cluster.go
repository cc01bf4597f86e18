package timeline

import "sort"

// group is a run of a row's items that lie on each other at a zoom and are drawn
// as one; most have one item.
type group struct {
	first, n int32   // row.items[first : first+n]
	from, to float64 // where the first and the last of them stand, in days
	width    float32 // as drawn, in units of the widget
}

// middle is where the group is drawn.
func (g *group) middle() float64 { return (g.from + g.to) / 2 }

// groupKey is what the groups of a row depend on.
type groupKey struct {
	scale float64 // days to a unit
	size  float32 // the width of a mark
}

// touch is the share of the narrower of two neighbours that the other may
// cover; beyond it they are merged.
const touch = 0.25

// countWidth gives the width of a count mark of so many items.
func countWidth(n int32, size float32) float32 {
	digits := float32(1)
	for n >= 10 {
		digits++
		n /= 10
	}
	return max(size, digits*size*0.5+size*0.55)
}

// merge gives the groups of a row of marks at a zoom: after it no two
// neighbours cover more than a share of each other, so that every sign and
// number can be read. It looks at the whole row, not only at what is in view:
// panning changes no group.
func (x *index) merge(r *row, key groupKey) []group {
	if r.groupsAt == key && r.groups != nil {
		return r.groups
	}
	out := r.groups[:0]
	for i, k := range r.items {
		at := x.items[k].at
		out = append(out, group{first: int32(i), n: 1, from: at, to: at, width: key.size})
		for len(out) > 1 {
			a, b := &out[len(out)-2], &out[len(out)-1]
			apart := float32((b.middle() - a.middle()) / key.scale)
			if apart >= (a.width+b.width)/2-touch*min(a.width, b.width) {
				break
			}
			a.n += b.n
			a.to = b.to
			a.width = countWidth(a.n, key.size)
			out = out[:len(out)-1]
		}
	}
	r.groups, r.groupsAt = out, key
	return out
}

// mergeSpans gives the groups of a row of bands or bars: those too short to be
// told apart, and nearer than the least width at which they are drawn.
func (x *index) mergeSpans(r *row, key groupKey) []group {
	if r.groupsAt == key && r.groups != nil {
		return r.groups
	}
	least := float64(key.size) * key.scale
	out := r.groups[:0]
	short := false // the last group is of short items
	for i, k := range r.items {
		s := &x.items[k].span
		isShort := !s.open && s.e1-s.s0 < least
		if n := len(out); n > 0 && short && isShort && s.e1-out[n-1].from < least {
			g := &out[n-1]
			g.n++
			g.to = max(g.to, s.e1)
			continue
		}
		to := s.e1
		if s.open {
			to = s.s1
		}
		out = append(out, group{first: int32(i), n: 1, from: s.s0, to: to})
		short = isShort
	}
	r.groups, r.groupsAt = out, key
	return out
}

// groupOf gives the group that holds the i-th item of a row.
func groupOf(groups []group, i int) int {
	return sort.Search(len(groups), func(g int) bool { return int(groups[g].first+groups[g].n) > i })
}

// partWindow gives the window in which the items of a group stand apart, or that
// the group fills, whichever shows more.
func (x *index) partWindow(r *row, g group, width float32, size float32) window {
	w := around(g.from, g.to, width, 0.2)
	gap := 0.0
	for i := g.first + 1; i < g.first+g.n; i++ {
		d := x.items[r.items[i]].at - x.items[r.items[i-1]].at
		if d > 0 && (gap == 0 || d < gap) {
			gap = d
		}
	}
	if scale := gap / (1.5 * float64(size)); scale > w.scale {
		mid := (g.from + g.to) / 2
		w = window{start: mid - float64(width)*scale/2, scale: scale}
	}
	return w
}
