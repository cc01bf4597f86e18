package timeline

import (
	"sort"

	"github.com/fairweather-app/fairweather/gui/view"
)

// dashes tell the lines of a lane apart without colour.
var dashes = []float32{0, 6, 2, 10}

// history draws lines with their intervals.
func (s *scene) history(n int32) {
	l, lane := &s.lanes[n], &s.frame.x.model.Lanes[n]
	y0, y1 := l.body, l.body+l.rowH
	if !l.folded {
		for _, v := range []float32{0, 0.5, 1} {
			y := y1 - (y1-y0)*v
			s.rect(s.at.x0, y, s.at.x1, y+1, inkFaint)
		}
	}
	for i, series := range lane.Series {
		c := curve{tone: toneInk(series.Tone)}
		if i > 0 {
			c.dash = dashes[i%len(dashes)] * s.frame.unit
		}
		points := s.inView(series.Points)
		var lower []pt
		y := func(v float64) float32 { return y1 - (y1-y0)*float32(min(max(v, 0), 1)) }
		for _, p := range points {
			x := s.x(p.day)
			c.line = append(c.line, pt{x, y(p.Value)})
			if p.Upper >= p.Lower {
				c.band = append(c.band, pt{x, y(p.Upper)})
				lower = append(lower, pt{x, y(p.Lower)})
			}
		}
		c.band = append(c.band, reversed(lower)...)
		s.drawing.curves = append(s.drawing.curves, c)
	}
	s.filled.set(box{s.at.x0, y0, s.at.x1, y1})
}

// pointAt is a value at a time with a fraction of a day.
type pointAt struct {
	view.SeriesPoint
	day float64
}

// inView gives the points in view and one beyond each edge, that one moved to
// near the edge along its line so that it keeps its slope.
func (s *scene) inView(points []view.SeriesPoint) []pointAt {
	from, to := s.frame.win.day(-10), s.frame.win.day(s.at.width()+10)
	at := func(i int) float64 { return float64(points[i].Day) }
	lo := sort.Search(len(points), func(i int) bool { return at(i) >= from })
	hi := sort.Search(len(points), func(i int) bool { return at(i) > to })
	cut := func(i int, day float64) pointAt { // on the line from point i to i+1
		share := (day - at(i)) / (at(i+1) - at(i))
		a, b := points[i], points[i+1]
		between := func(u, v float64) float64 { return u + (v-u)*share }
		return pointAt{view.SeriesPoint{Value: between(a.Value, b.Value), Lower: between(a.Lower, b.Lower), Upper: between(a.Upper, b.Upper)}, day}
	}
	var out []pointAt
	if lo > 0 && lo < len(points) {
		out = append(out, cut(lo-1, from))
	}
	for i := lo; i < hi; i++ {
		out = append(out, pointAt{points[i], at(i)})
	}
	if hi > lo && hi < len(points) || hi == lo && hi > 0 && hi < len(points) {
		out = append(out, cut(hi-1, to))
	}
	return out
}
