package timeline

import (
	"math"
	"sort"

	"fyne.io/fyne/v2/lang"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/view"
)

func (s *scene) lane(n int32) {
	l, lane, x := &s.lanes[n], &s.frame.x.model.Lanes[n], &s.frame.x.lanes[n]
	u := s.frame.unit
	d := &s.drawing
	d.rects = append(d.rects, rect{x0: 0, y0: l.y1 - 1, x1: s.frame.width, y1: l.y1, a0: 255, a1: 255, ink: inkRule, zone: zoneFrame})
	s.gutter(n)
	switch {
	case l.nothing:
		text := lang.L("Nothing on record.")
		if lane.Creates {
			text += " " + lang.L("Drag here to add.")
		}
		s.line(text, s.at.x0+8*u, (l.y0+l.y1)/2, s.at.width()-16*u, inkMuted, zonePlot)
		return
	case lane.Kind == History:
		s.history(n)
		return
	}
	for i := range x.rows {
		top := l.row(int32(i))
		if top+l.rowH < s.at.y0 || top > s.at.y1 {
			continue
		}
		if lane.Kind == ConductMarks {
			s.marks(n, int32(i))
		} else {
			s.spans(n, int32(i), lane.Kind)
		}
	}
}

// marks draws a row of conduct.
func (s *scene) marks(lane, n int32) {
	x, l, r := s.frame.x, &s.lanes[lane], &s.frame.x.lanes[lane].rows[n]
	u := s.frame.unit
	y := l.row(n) + l.rowH/2
	size := min(max(l.rowH-2*u, 2.5), 14*u)
	if !l.folded && r.rung == ledger.Silent {
		s.rect(s.at.x0, y, s.at.x1, y+1, inkFaint)
	}
	from, to := s.frame.win.day(-size), s.frame.win.day(s.at.width()+size)
	tone := view.ToneOfRung(r.rung)
	// What is uncertain reaches beyond its mark; that of one off the edge may be in view.
	if !l.folded && float32(r.wide/s.frame.win.scale) > size*0.7 {
		lo := sort.SearchFloat64s(r.start, from-r.wide)
		hi := sort.SearchFloat64s(r.start, to+r.wide)
		for _, k := range r.items[lo:hi] {
			sp := x.items[k].span
			if w := float32((sp.e1 - sp.s0) / s.frame.win.scale); w > size*1.4 && sp.e1 >= from && sp.s0 <= to {
				s.fade(sp, sp.e0, sp.e1, y-size*0.14, y+size*0.14, toneInk(tone), plain)
				s.filled.set(box{s.x(sp.s0), y - size*0.14, s.x(sp.e1), y + size*0.14})
			}
		}
	}
	key := groupKey{s.frame.win.scale, size}
	groups := x.merge(r, key)
	lo := sort.Search(len(groups), func(i int) bool { return groups[i].middle() >= from })
	kind := glyphNothing
	switch {
	case r.rung > 0:
		kind = glyphGave
	case r.rung < 0:
		kind = glyphAgainst
	}
	for _, g := range groups[lo:] {
		if g.middle() > to {
			break
		}
		cx := s.x(g.middle())
		s.add(shape{box: box{cx - g.width/2, y - size/2, cx + g.width/2, y + size/2}, lane: lane, row: n, item: r.items[g.first], group: g}, r)
		st := stamp{x: cx, y: y, size: size, glyph: kind, tone: toneInk(tone)}
		if l.folded {
			s.rect(cx-size/2, y-size/2, cx+size/2, y+size/2, toneInk(tone))
			continue
		}
		if g.n > 1 {
			st.count = g.n
		}
		s.drawing.stamps = append(s.drawing.stamps, st)
	}
}

// spans draws a row of bands or bars.
func (s *scene) spans(lane, n int32, kind LaneKind) {
	x, l, r := s.frame.x, &s.lanes[lane], &s.frame.x.lanes[lane].rows[n]
	u := s.frame.unit
	gap := min(2*u, l.rowH*0.25)
	y0, y1 := l.row(n)+gap/2, l.row(n)+l.rowH-gap/2
	least := 4 * u
	key := groupKey{s.frame.win.scale, least}
	groups := x.mergeSpans(r, key)
	from, to := s.frame.win.day(-least), s.frame.win.day(s.at.width())
	lo, hi := r.between(from, to)
	if lo >= hi {
		return
	}
	for _, g := range groups[groupOf(groups, lo):] {
		if int(g.first) >= hi {
			break
		}
		k := r.items[g.first]
		it := &x.items[k]
		e0, e1 := x.ends(it.span)
		if g.n > 1 {
			e0, e1 = g.to, g.to
		}
		x0, x1 := s.x(it.span.s0), s.x(e1)
		if x1 < s.at.x0-least {
			continue
		}
		b := box{x0, y0, max(x1, x0+least), y1}
		sh := shape{box: box{max(b.x0, s.at.x0), b.y0, min(b.x1, s.at.x1), b.y1}, lane: lane, row: n, item: k, group: g}
		s.add(sh, r)
		switch {
		case g.n > 1:
			s.rect(b.x0, b.y0, b.x1, b.y1, softInk(view.ToneMuted))
		case x1-x0 < least:
			s.rect(b.x0, b.y0, b.x1, b.y1, s.shortInk(it, kind))
		case kind == Moments:
			s.fade(it.span, e0, e1, y0, y1, softerInk(it.tone), plain)
			s.rect(x0, y0, x0+1, y1, softInk(it.tone))
		case kind == Contributions:
			rise := (y1 - y0) * (1 - (0.35 + 0.13*float32(it.magnitude)))
			s.fade(it.span, e0, e1, y0+rise/2, y1-rise/2, softInk(it.tone), plain)
		case kind == Pledges:
			s.pledge(it, y0, y1, e0, e1)
		}
	}
}

// shortInk is the colour of a band or bar too short for anything but a block.
func (s *scene) shortInk(it *item, kind LaneKind) ink {
	if kind == Pledges {
		return outcomeInk(s.frame.x.outcome(it))
	}
	return softInk(it.tone)
}

// outcomeInk is the colour of what has become of a pledge.
func outcomeInk(s state) ink {
	switch s {
	case fulfilled:
		return toneInk(view.ToneGave3)
	case failed:
		return toneInk(view.ToneAgainst2)
	case partlyKept:
		return toneInk(view.ToneGave2)
	}
	return softInk(view.ToneMuted)
}

// fill is the look of a pledge in a state.
func (st state) fill() (ink, pattern) {
	switch st {
	case delayed:
		return softerInk(view.ToneMuted), hatch
	case suspended:
		return softInk(view.ToneMuted), broken
	case partlyKept, fulfilled:
		return softerInk(view.ToneGave2), plain
	case failed:
		return softerInk(view.ToneAgainst2), plain
	}
	return softerInk(view.ToneMuted), plain
}

// fade paints a bar that is faint where it is uncertain whether it had begun or
// had ended.
func (s *scene) fade(sp span, e0, e1 float64, y0, y1 float32, c ink, p pattern) {
	const faint, half = 40, 150
	put := func(a, b float64, from, to uint8) {
		if b > a {
			s.drawing.rects = append(s.drawing.rects, rect{x0: s.x(a), x1: s.x(b), y0: y0, y1: y1, a0: from, a1: to, ink: c, pattern: p})
		}
	}
	if sp.s1 > e0 { // a time within which it was, no more
		mid := (sp.s0 + e1) / 2
		put(sp.s0, mid, faint, half)
		put(mid, e1, half, faint)
		return
	}
	put(sp.s0, sp.s1, faint, 255)
	put(sp.s1, e0, 255, 255)
	put(e0, e1, 255, faint)
}

// pledge draws a bar in its stages, the sign of each milestone, and along its
// lower edge what has become of it.
func (s *scene) pledge(it *item, y0, y1 float32, e0, e1 float64) {
	stageInk, pat := open.fill()
	from := it.span
	for i := 0; ; i++ {
		// A stage runs until the next has surely begun; the next fades in over it.
		end0, end1 := e0, e1
		last := i == len(it.stages) || it.stages[i].state.ended()
		if !last {
			end1 = min(it.stages[i].e1, e1)
			end0 = end1
		}
		s.fade(span{s0: from.s0, s1: min(from.s1, end0)}, end0, end1, y0, y1, stageInk, pat)
		if last {
			break
		}
		stageInk, pat = it.stages[i].state.fill()
		from = span{s0: max(it.stages[i].s0, it.span.s0), s1: it.stages[i].e1}
		if it.stages[i].e1-it.stages[i].s0 <= 1 {
			from.s1 = from.s0
		}
	}
	height := y1 - y0
	if out := s.frame.x.outcome(it); out != open && out != delayed && out != suspended {
		s.fade(it.span, e0, e1, y1-max(2, height*0.2), y1, outcomeInk(out), plain)
	}
	size := min(height, 11*s.frame.unit)
	y := (y0 + y1) / 2
	edge := s.at.x0 - size
	if it.hasDue && !it.due.open && height >= 6*s.frame.unit {
		if x := s.x(it.due.middle()); x > edge && x < s.at.x1+size {
			s.drawing.stamps = append(s.drawing.stamps, stamp{x: x, y: y, size: size, glyph: glyphDue, tone: inkMuted})
			s.filled.set(box{x - size/2, y0, x + size/2, y1})
		}
	}
	before := float32(math.Inf(-1))
	for i := range it.stages {
		st := &it.stages[i]
		x := s.x(st.middle())
		if x < edge || x > s.at.x1+size {
			continue
		}
		g := st.glyph
		if height < 8*s.frame.unit || x-before < size*0.8 && !st.state.ended() {
			g = glyphTick
		}
		tone := inkText
		if st.glyph == glyphKept || st.glyph == glyphFailed {
			tone = outcomeInk(st.state)
		}
		at := size
		if g == glyphTick {
			at = height
		}
		s.drawing.stamps = append(s.drawing.stamps, stamp{x: x, y: y, size: at, glyph: g, tone: tone})
		if x > s.x(e1)-size { // it may stand beyond the bar
			s.filled.set(box{x - size/2, y0, x + size/2, y1})
		}
		before = x
	}
}
