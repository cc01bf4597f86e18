package timeline

import "math"

// The window shows a day at least, and a century it may show in any case.
const (
	shortestWindow = 1.0
	century        = 36525.0
)

// window is the part of time that the plot shows.
type window struct {
	start float64 // the day at the left edge
	scale float64 // days to a unit of the widget; > 0
}

// x gives the place of a day, from the left edge of the plot.
func (w window) x(day float64) float32 {
	x := (day - w.start) / w.scale
	// Far outside it is only known to be outside: float32 stays exact in view.
	return float32(min(max(x, -1e6), 1e6))
}

// day gives the day at a place.
func (w window) day(x float32) float64 { return w.start + float64(x)*w.scale }

// zoomed gives w with its days to a unit multiplied by a factor, the day at x
// staying where it is. The plot of that width shows from shortestWindow to
// longest days.
func (w window) zoomed(x float32, factor float64, width float32, longest float64) window {
	at := w.day(x)
	scale := min(max(w.scale*factor, shortestWindow/float64(width)), longest/float64(width))
	return window{start: at - float64(x)*scale, scale: scale}
}

// panned gives w moved by so many units, as far as some of what is from first to
// last stays in view.
func (w window) panned(dx float32, width float32, first, last float64) window {
	span := float64(width) * w.scale
	start := w.start + float64(dx)*w.scale
	low, high := first-span*0.9, last-span*0.1
	// What is beyond the limits already (zooming does not keep to them) may come back.
	low, high = min(low, w.start), max(high, w.start)
	return window{start: min(max(start, low), high), scale: w.scale}
}

// around gives the window that shows first to last with a margin, a share of
// the width, on each side.
func around(first, last float64, width float32, margin float64) window {
	span := max(last-first, shortestWindow)
	span /= 1 - 2*margin
	return window{start: (first+last)/2 - span/2, scale: span / math.Max(float64(width), 1)}
}
