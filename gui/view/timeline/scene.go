package timeline

import (
	"math"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// shape is what can be hit: an item, or several merged into one.
type shape struct {
	box
	lane, row int32
	item      int32 // the only one, or the most important
	group     group
}

// scene is what a window of a model looks like at a size.
type scene struct {
	frame   frame
	at      box // the plot
	lanes   []laneBox
	height  float32 // of all lanes
	shapes  []shape
	labels  []label
	drawing drawing

	shapeOf []int32 // of each item: its shape, if it was stamped in this round
	stamped []int32
	round   int32 // of building

	filled, written mask // where shapes and labels are
	density         [3][]int32
}

// build lays out everything that is in view.
func (s *scene) build(f frame) {
	s.frame = f
	s.at = f.plot()
	s.lanes, s.height = f.layout(s.lanes)
	s.shapes, s.labels = s.shapes[:0], s.labels[:0]
	s.round++
	if len(s.shapeOf) != len(f.x.items) {
		s.shapeOf, s.stamped = make([]int32, len(f.x.items)), make([]int32, len(f.x.items))
		s.round = 1
	}
	s.filled.reset(s.at)
	s.written.reset(s.at)
	d := &s.drawing
	d.reset(f.width, f.height)
	d.zones[zonePlot] = rect{x0: s.at.x0, y0: s.at.y0, x1: s.at.x1, y1: s.at.y1}
	d.zones[zoneGutter] = rect{x0: 0, y0: s.at.y0, x1: s.at.x0, y1: s.at.y1}
	d.zones[zoneFrame] = rect{x1: f.width, y1: f.height}
	s.axis()
	for i := range s.lanes {
		if l := &s.lanes[i]; l.y1 > s.at.y0 && l.y0 < s.at.y1 {
			s.lane(int32(i))
		}
	}
	s.write()
	s.overview()
}

// x gives the place of a day in the widget.
func (s *scene) x(day float64) float32 { return s.at.x0 + s.frame.win.x(day) }

// shapeAt gives the shape of an item in view.
func (s *scene) shapeAt(item int32) (*shape, bool) {
	if int(item) >= len(s.stamped) || s.stamped[item] != s.round {
		return nil, false
	}
	return &s.shapes[s.shapeOf[item]], true
}

// hit gives the shape at a place: the nearest in its middle within reach.
func (s *scene) hit(x, y float32) *shape {
	if !s.at.has(x, y) {
		return nil
	}
	for i := range s.labels { // the words are as good as the mark
		if l := &s.labels[i]; l.item > 0 && l.has(x, y) {
			if sh, ok := s.shapeAt(l.item - 1); ok {
				return sh
			}
		}
	}
	const reach = 2
	best, nearest := -1, float32(math.MaxFloat32)
	for i := range s.shapes {
		b := &s.shapes[i].box
		if x < b.x0-reach || x > b.x1+reach || y < b.y0-reach || y > b.y1+reach {
			continue
		}
		dx, dy := x-(b.x0+b.x1)/2, y-(b.y0+b.y1)/2
		if b.has(x, y) {
			dx, dy = dx/4, dy/4
		}
		if d := dx*dx + dy*dy; d <= nearest {
			best, nearest = i, d
		}
	}
	if best < 0 {
		return nil
	}
	return &s.shapes[best]
}

// laneAt gives the lane at a height; -1 for none.
func (s *scene) laneAt(y float32) int {
	if y < s.at.y0 || y >= s.at.y1 {
		return -1
	}
	for i := range s.lanes {
		if y >= s.lanes[i].y0 && y < s.lanes[i].y1 {
			return i
		}
	}
	return -1
}

// rect paints a rectangle in the plot.
func (s *scene) rect(x0, y0, x1, y1 float32, c ink) {
	s.drawing.rects = append(s.drawing.rects, rect{x0: x0, y0: y0, x1: x1, y1: y1, a0: 255, a1: 255, ink: c})
}

// add notes a shape and its items.
func (s *scene) add(sh shape, r *row) {
	n := int32(len(s.shapes))
	g := sh.group
	for _, k := range r.items[g.first : g.first+g.n] {
		s.shapeOf[k], s.stamped[k] = n, s.round
		if s.frame.x.items[k].rank < s.frame.x.items[sh.item].rank {
			sh.item = k
		}
	}
	s.shapes = append(s.shapes, sh)
	s.filled.set(sh.box)
}

// dayOf gives the day that holds a time.
func dayOf(t float64) edtf.Day {
	return edtf.Day(min(max(math.Floor(t), float64(edtf.MinDay)), float64(edtf.MaxDay)))
}
