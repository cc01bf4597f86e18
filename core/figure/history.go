package figure

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// series is one line of the history with its interval.
type series struct {
	name      string
	band      func(assess.Point) assess.Band
	col, wash color.NRGBA
	dashes    []vg.Length
}

var (
	act = series{"a diplomatic act or more", func(p assess.Point) assess.Band { return p.AtLeast[ledger.DiplomaticAct-ledger.Words] }, blue, blueWash, nil}
	off = series{"works against", func(p assess.Point) assess.Band { return p.Against }, rust, rustWash, []vg.Length{5, 2.5}}
)

// History draws how the answer changed over the as-of date: the probability of
// a diplomatic act or more and of conduct against the relier, with their 90 %
// intervals and a mark at each moment. Nil where the history has fewer than two
// days to draw.
func History(a *assess.Assessment) *Picture {
	var points []assess.Point
	for _, p := range a.History {
		if len(p.AtLeast) > int(ledger.DiplomaticAct-ledger.Words) {
			points = append(points, p)
		}
	}
	if len(points) < 2 || points[0].AsOf >= points[len(points)-1].AsOf {
		return nil
	}
	var moments []edtf.Day
	for _, o := range a.Observations {
		if o.Start >= points[0].AsOf && o.Start <= points[len(points)-1].AsOf {
			moments = append(moments, o.Start)
		}
	}
	return &Picture{
		Title: "How the answer changed",
		Alt:   historyAlt(a, points),
		paint: func(c draw.Canvas) { paintHistory(c, points, moments) },
	}
}

func historyAlt(a *assess.Assessment, points []assess.Point) string {
	first, last := points[0], points[len(points)-1]
	text := fmt.Sprintf("Two lines with 90 %% intervals, from %s to %s, over %d moments.", first.AsOf, last.AsOf, len(a.Observations))
	for _, s := range []series{act, off} {
		low, high := first, first
		for _, p := range points {
			if s.band(p).Probability < s.band(low).Probability {
				low = p
			}
			if s.band(p).Probability > s.band(high).Probability {
				high = p
			}
		}
		text += fmt.Sprintf(" The probability that %s %s goes from %s to %s; its lowest is %s, as of %s, and its highest %s, as of %s.",
			a.PartnerName, map[string]string{act.name: "gives a diplomatic act or more", off.name: "works against " + a.RelierName}[s.name],
			assess.Percent(s.band(first).Probability), assess.Percent(s.band(last).Probability),
			assess.Percent(s.band(low).Probability), low.AsOf, assess.Percent(s.band(high).Probability), high.AsOf)
	}
	return text
}

func paintHistory(c draw.Canvas, points []assess.Point, moments []edtf.Day) {
	small := style(8.5, quiet, false)
	left, right := c.Min.X+34, c.Max.X-140
	top, bottom := c.Max.Y-8, c.Min.Y+32
	from, to := points[0].AsOf, points[len(points)-1].AsOf
	x := func(d edtf.Day) vg.Length {
		return left + vg.Length(float64(d-from)/float64(to-from))*(right-left)
	}
	y := func(p float64) vg.Length { return bottom + vg.Length(p)*(top-bottom) }
	for i := range 5 {
		p := float64(i) / 4
		line(c, hair, .6, nil, vg.Point{X: left, Y: y(p)}, vg.Point{X: right, Y: y(p)})
		c.FillText(at(small, 1), vg.Point{X: left - 5, Y: y(p)}, fmt.Sprintf("%.0f %%", 100*p))
	}
	for _, d := range yearTicks(from, to) {
		line(c, quiet, .6, nil, vg.Point{X: x(d), Y: bottom}, vg.Point{X: x(d), Y: bottom - 3})
		c.FillText(at(small, 0), vg.Point{X: x(d), Y: bottom - 10}, yearText(d))
	}
	for _, s := range []series{act, off} {
		var edge, back []vg.Point
		for _, p := range points {
			b := s.band(p)
			edge = append(edge, vg.Point{X: x(p.AsOf), Y: y(b.Upper90)})
			back = append(back, vg.Point{X: x(p.AsOf), Y: y(b.Lower90)})
		}
		faint := s.col
		faint.A = 0x90
		line(c, faint, .5, s.dashes, edge...)
		line(c, faint, .5, s.dashes, back...)
		for i := range back {
			edge = append(edge, back[len(back)-1-i])
		}
		c.FillPolygon(s.wash, edge)
	}
	for _, s := range []series{act, off} {
		var path []vg.Point
		for _, p := range points {
			path = append(path, vg.Point{X: x(p.AsOf), Y: y(s.band(p).Probability)})
		}
		line(c, s.col, 1.8, s.dashes, path...)
	}
	for _, d := range moments {
		c.FillPolygon(ink, []vg.Point{{X: x(d), Y: bottom}, {X: x(d) - 2.4, Y: bottom + 5}, {X: x(d) + 2.4, Y: bottom + 5}})
	}
	endLabels(c, points[len(points)-1], y, right+6)
	c.FillText(at(small, -1), vg.Point{X: left, Y: c.Min.Y + 7}, "shade: 90 % interval · triangles: moments")
}

// endLabels names the lines at their ends, one above the other where they meet.
func endLabels(c draw.Canvas, last assess.Point, y func(float64) vg.Length, x vg.Length) {
	const apart = 25
	ya, yo := y(act.band(last).Probability), y(off.band(last).Probability)
	if gap := apart - vg.Length(math.Abs(float64(ya-yo))); gap > 0 {
		if ya >= yo {
			ya, yo = ya+gap/2, yo-gap/2
		} else {
			ya, yo = ya-gap/2, yo+gap/2
		}
	}
	for _, l := range []struct {
		s series
		y vg.Length
	}{{act, ya}, {off, yo}} {
		y := max(l.y, c.Min.Y+44)
		c.FillText(at(style(9.5, l.s.col, true), -1), vg.Point{X: x, Y: y + 6}, l.s.name)
		c.FillText(at(style(9, ink, false), -1), vg.Point{X: x, Y: y - 6}, assess.Percent(l.s.band(last).Probability))
	}
}

// yearTicks gives the first days of round years within a span, at most about
// eight; a span without such a year gets its first and last day's years.
func yearTicks(from, to edtf.Day) []edtf.Day {
	first, _, _ := from.Date()
	last, _, _ := to.Date()
	step := 1
	for _, s := range []int{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000} {
		step = s
		if (last-first)/s <= 8 {
			break
		}
	}
	var out []edtf.Day
	for y := first - ((first%step)+step)%step; y <= last; y += step {
		if d := edtf.DayOf(y, 1, 1); d >= from && d <= to {
			out = append(out, d)
		}
	}
	if len(out) == 0 {
		out = []edtf.Day{from}
	}
	return out
}

func yearText(d edtf.Day) string {
	year, _, _ := d.Date()
	return fmt.Sprint(year)
}
