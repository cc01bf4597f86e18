package timeline

import (
	"math"

	"github.com/fairweather-app/fairweather/gui/view"
)

// axis draws the grid and names its lines.
func (s *scene) axis() {
	f := &s.frame
	u := f.unit
	y := f.axisHeight()
	s.drawing.over = append(s.drawing.over,
		rect{x1: f.width, y1: y, a0: 255, a1: 255, ink: inkSurface, zone: zoneFrame},
		rect{y0: y - 1, x1: f.width, y1: y, a0: 255, a1: 255, ink: inkRule, zone: zoneFrame},
		rect{x0: s.at.x0, y0: y, x1: s.at.x0 + 1, y1: s.at.y1, a0: 255, a1: 255, ink: inkRule, zone: zoneFrame})
	var taken []box
	put := func(text string, x float32, c ink) bool {
		w := f.ruler.width(text)
		b := box{x, 0, x + w + 6*u, y}
		if x < s.at.x0 || x+w > s.at.x1 {
			return false
		}
		for _, o := range taken {
			if b.overlaps(o) {
				return false
			}
		}
		taken = append(taken, b)
		s.labels = append(s.labels, label{text: text, full: text, box: box{x, y/2 - f.line()/2, x + w, y/2 + f.line()/2}, ink: c, zone: zoneFrame})
		return true
	}
	if m := &f.x.model; m.HasAsOf {
		text, x := m.AsOf.String(), s.x(float64(m.AsOf)+1)
		if !put(text, x+4*u, inkAccent) {
			put(text, x-4*u-f.ruler.width(text), inkAccent)
		}
	}
	ticks := ticksOf(f.win, s.at.width(), stepFor(f.win.scale, 34*u))
	for _, major := range []bool{true, false} {
		for _, t := range ticks {
			if t.major != major {
				continue
			}
			c := inkMuted
			if major {
				c = inkText
			}
			x := s.x(float64(t.day))
			put(t.label, x+4*u, c)
			s.rect(x, s.at.y0, x+1, s.at.y1, inkFaint)
			s.drawing.over = append(s.drawing.over, rect{x0: max(x, s.at.x0), x1: max(x, s.at.x0) + 1, y0: y - 6*u, y1: y, a0: 255, a1: 255, ink: inkRule, zone: zoneFrame})
		}
	}
	s.line(rangeWords(f.win, s.at.width()), 8*u, y/2, s.at.x0-12*u, inkMuted, zoneFrame)
}

// overview draws the whole of time: how much conduct there was for and against,
// and of all else; and the window in it.
func (s *scene) overview() {
	f := &s.frame
	m := f.minimap()
	u := f.unit
	over := &s.drawing.over
	put := func(x0, y0, x1, y1 float32, c ink, a uint8) {
		*over = append(*over, rect{x0: x0, y0: y0, x1: x1, y1: y1, a0: a, a1: a, ink: c, zone: zoneFrame})
	}
	put(0, s.at.y1, f.width, f.height, inkSurface, 255)
	put(0, s.at.y1, f.width, s.at.y1+1, inkRule, 255)
	put(m.x0, m.y0, m.x1, m.y1, inkGround, 255)
	whole := around(f.x.first, f.x.last, m.width(), 0.02)
	const bin = 3
	n := int(m.width()/bin) + 1
	for i := range s.density {
		if cap(s.density[i]) < n {
			s.density[i] = make([]int32, n)
		}
		s.density[i] = s.density[i][:n]
		clear(s.density[i])
	}
	most := [3]int32{1, 1, 1}
	for i := range f.x.items {
		it := &f.x.items[i]
		at := int((it.at - whole.start) / whole.scale / bin)
		if at < 0 || at >= n {
			continue
		}
		kind := 2
		switch {
		case it.rung > 0:
			kind = 0
		case it.rung < 0:
			kind = 1
		}
		s.density[kind][at]++
		most[kind] = max(most[kind], s.density[kind][at])
	}
	mid := (m.y0 + m.y1) / 2
	most[0] = max(most[0], most[1])
	most[1] = most[0]
	high := func(kind, i int) float32 {
		return (m.height()/2 - 1) * float32(math.Sqrt(float64(s.density[kind][i])/float64(most[kind])))
	}
	for i := 0; i < n; i++ {
		x := m.x0 + float32(i*bin)
		if s.density[2][i] > 0 {
			put(x, mid-high(2, i)*0.6, x+bin-1, mid+high(2, i)*0.6, inkRule, 255)
		}
		if s.density[0][i] > 0 {
			put(x, mid-high(0, i), x+bin-1, mid, toneInk(view.ToneGave2), 255)
		}
		if s.density[1][i] > 0 {
			put(x, mid, x+bin-1, mid+high(1, i), toneInk(view.ToneAgainst1), 255)
		}
	}
	if mod := &f.x.model; mod.HasAsOf {
		x := m.x0 + whole.x(float64(mod.AsOf)+1)
		put(x, m.y0, x+1, m.y1, inkAccent, 255)
	}
	w := s.mapWindow()
	put(m.x0, m.y0, w.x0, m.y1, inkSurface, 130)
	put(w.x1, m.y0, m.x1, m.y1, inkSurface, 130)
	put(w.x0, w.y0, w.x0+1.5, w.y1, inkAccent, 255)
	put(w.x1-1.5, w.y0, w.x1, w.y1, inkAccent, 255)
	put(w.x0, w.y0, w.x1, w.y0+1, inkAccent, 255)
	put(w.x0, w.y1-1, w.x1, w.y1, inkAccent, 255)
	s.line(rangeWords(whole, m.width()), 8*u, mid, s.at.x0-12*u, inkMuted, zoneFrame)
}

// whole gives the window that the map shows.
func (s *scene) whole() window {
	return around(s.frame.x.first, s.frame.x.last, s.frame.minimap().width(), 0.02)
}

// mapWindow gives where in the map the window of time is, never too narrow to grasp.
func (s *scene) mapWindow() box {
	m, whole := s.frame.minimap(), s.whole()
	x0 := m.x0 + whole.x(s.frame.win.start)
	x1 := m.x0 + whole.x(s.frame.win.day(s.at.width()))
	if least := 8 * s.frame.unit; x1-x0 < least {
		mid := (x0 + x1) / 2
		x0, x1 = mid-least/2, mid+least/2
	}
	return box{min(max(x0, m.x0), m.x1-4), m.y0, max(min(x1, m.x1), m.x0+4), m.y1}
}
