package figure

import (
	"fmt"
	"image/color"
	"math"
	"strings"
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events/measure"
)

// EventSeries is what two states did toward each other by period, to be drawn.
type EventSeries struct {
	Sides   []measure.Side
	Step    measure.Step
	Moments []measure.Span // of the case
	Tone    bool           // mean Goldstein scores, not counts
	Counted string         // which events, in words
}

// The quad classes in the order of their distance from the line: cooperation stands
// above it, conflict hangs below, what is said nearest.
var quadMarks = []struct {
	quad  int
	down  bool
	shade color.NRGBA
	name  string
}{
	{1, false, rungShade[1], "+ verbal cooperation"}, {2, false, rungShade[3], "+ material cooperation"}, {0, false, rungShade[0], "class not told"},
	{3, true, rungShade[-1], "− verbal conflict"}, {4, true, rungShade[-2], "− material conflict"},
}

// Events draws series of events over time, a field for each side. Periods of which
// no day is known are hatched, and never drawn as zero. Nil where there is nothing to
// draw.
func Events(s EventSeries) *Picture {
	if len(s.Sides) == 0 || len(s.Sides[0].Periods) == 0 {
		return nil
	}
	first, last := s.Sides[0].Periods[0].Days.First, s.Sides[0].Periods[len(s.Sides[0].Periods)-1].Days.Last
	var said, names []string
	for _, side := range s.Sides {
		var n, dark int64
		for _, x := range side.Periods {
			n += x.N
			dark += int64(x.Unknown)
		}
		text := fmt.Sprintf("%s: %d events", side.Name, n)
		if dark > 0 {
			text += fmt.Sprintf(", %d days unknown", dark)
		}
		said, names = append(said, text), append(names, side.Name)
	}
	what := "Events by " + string(s.Step)
	if s.Tone {
		what = "Mean Goldstein scores by " + string(s.Step)
	}
	return &Picture{
		Name:  "events",
		Title: strings.Join(names, ", ") + ", " + measure.Span{First: first, Last: last}.String(),
		Alt:   fmt.Sprintf("%s, %s. %s. Counted: %s. %d moments of the case are marked.", what, measure.Span{First: first, Last: last}, strings.Join(said, "; "), s.Counted, len(s.Moments)),
		Width: 560, Height: 60 + 110*float64(len(s.Sides)),
		paint: func(p *pen) { paintEvents(p, s, first, last) },
	}
}

func paintEvents(p *pen, s EventSeries, first, last edtf.Day) {
	small, name := style{8.5, quiet, false}, style{9.5, ink, true}
	x0, x1, bottom, top := 44., p.w-8, 44., p.h-4
	x := func(d edtf.Day) float64 {
		return x0 + float64(d-first)/float64(last-first+1)*(x1-x0)
	}
	for _, t := range eventTicks(first, last) {
		p.line(hair, .6, nil, pt{x(t.day), bottom}, pt{x(t.day), top})
		p.text(small, centre, x(t.day), bottom-9, t.label)
	}
	for _, m := range s.Moments {
		if m.Last < first || m.First > last {
			continue
		}
		p.box(blueWash, x(max(m.First, first)), bottom, max(x(min(m.Last, last)+1), x(max(m.First, first))+.8), top)
	}
	most := int64(1)
	for _, side := range s.Sides {
		for _, v := range side.Periods {
			most = max(most, v.Quads[0]+v.Quads[1]+v.Quads[2], v.Quads[3]+v.Quads[4])
		}
	}
	field := (top - bottom) / float64(len(s.Sides))
	for i, side := range s.Sides {
		high := top - field*float64(i)
		line, half := high-field/2, field/2-14
		for _, v := range side.Periods {
			left, right := x(v.Days.First), x(v.Days.Last+1)
			switch {
			case !v.Known():
				p.hatch(quiet, left, line-half, right, line+half)
			case s.Tone:
				if v.Mean != nil {
					shade := rungShade[3]
					if *v.Mean < 0 {
						shade = rungShade[-2]
					}
					p.box(shade, left, line, right, line+*v.Mean/10*half)
				}
			default:
				p.period(v, left, right, line, half/float64(most))
			}
		}
		p.line(quiet, .6, nil, pt{x0, line}, pt{x1, line})
		p.text(name, left, x0, high-7, side.Name)
		scale := fmt.Sprint(most)
		if s.Tone {
			scale = "10"
		}
		p.text(small, right, x0-4, line+half-3, "+"+scale)
		p.text(small, right, x0-4, line, "0")
		p.text(small, right, x0-4, line-half+3, "−"+scale)
	}
	p.text(small, left, 0, 7, p.fit(small, "Counted: "+s.Counted+", by "+string(s.Step)+". Hatched: unknown. Pale: moments of the case.", p.w))
	at := 0.
	for _, k := range quadMarks {
		if s.Tone {
			break
		}
		p.box(k.shade, at, 17, at+8, 25)
		p.text(small, left, at+11, 21, k.name)
		at += 20 + p.width(small, k.name)
	}
}

// period draws the classes of a period: scale is points to an event.
func (p *pen) period(v measure.Period, left, right, line, scale float64) {
	up, down := 0., 0.
	if right-left > 3 {
		right -= .5 // periods that have room stand apart
	}
	for _, k := range quadMarks {
		n := float64(v.Quads[k.quad]) * scale
		if n == 0 {
			continue
		}
		if k.down {
			p.box(k.shade, left, line-down-n, right, line-down)
			down += n
		} else {
			p.box(k.shade, left, line+up, right, line+up+n)
			up += n
		}
	}
}

type eventTick struct {
	day   edtf.Day
	label string
}

// eventTicks are some eight places on the axis: years, months or days.
func eventTicks(first, last edtf.Day) []eventTick {
	var out []eventTick
	days := int(last-first) + 1
	year, month, _ := first.Date()
	switch {
	case days > 8*200:
		every := max(1, int(math.Ceil(float64(days)/365.25/8)))
		for y := (year + every - 1) / every * every; edtf.DayOf(y, time.January, 1) <= last; y += every {
			if d := edtf.DayOf(y, time.January, 1); d >= first {
				out = append(out, eventTick{d, fmt.Sprint(y)})
			}
		}
	case days > 60:
		every := max(1, days/30/7)
		for m := 0; edtf.DayOf(year, month+time.Month(m), 1) <= last; m += every {
			if d := edtf.DayOf(year, month+time.Month(m), 1); d >= first {
				out = append(out, eventTick{d, d.String()[:7]})
			}
		}
	default:
		for d := first; d <= last; d += edtf.Day(max(1, days/6)) {
			out = append(out, eventTick{d, d.String()})
		}
	}
	return out
}
