package figure

import (
	"fmt"
	"image/color"
	"slices"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// series is one line of the history with its interval.
type series struct {
	name      string
	band      func(assess.Point) assess.Band
	col, wash color.NRGBA
	dashes    []float64
}

var off = series{"works against", func(p assess.Point) assess.Band { return p.Against }, rust, rustWash, []float64{5, 2.5}}

// orMore is the line of a rung or more, Words or above.
func orMore(r ledger.Rung) series {
	name := r.Label() + " or more"
	if r == ledger.DiplomaticAct {
		name = "a diplomatic act or more"
	}
	return series{name, func(p assess.Point) assess.Band { return p.AtLeast[r-ledger.Words] }, blue, blueWash, nil}
}

// History draws how the answer changed over the as-of date: the probability of
// a diplomatic act or more and of conduct against the relier, with their 90 %
// intervals and a mark at each moment. Nil where the history has fewer than two
// days to draw.
func History(a *assess.Assessment) *Picture { return HistoryOf(a, ledger.DiplomaticAct) }

// HistoryOf is History for another rung of support than a diplomatic act: Words
// or above.
func HistoryOf(a *assess.Assessment, rung ledger.Rung) *Picture {
	if rung < ledger.Words {
		return nil
	}
	var points []assess.Point
	for _, p := range a.History {
		if len(p.AtLeast) > int(rung-ledger.Words) {
			points = append(points, p)
		}
	}
	if len(points) < 2 || points[0].AsOf >= points[len(points)-1].AsOf {
		return nil
	}
	given := orMore(rung)
	var moments []edtf.Day
	for _, o := range a.Observations {
		if o.Start >= points[0].AsOf && o.Start <= points[len(points)-1].AsOf {
			moments = append(moments, o.Start)
		}
	}
	return &Picture{
		Name:  "history",
		Title: "How the answer changed",
		Alt:   historyAlt(a, given, points),
		Width: 560, Height: 230,
		paint: func(p *pen) { paintHistory(p, given, points, moments) },
	}
}

func historyAlt(a *assess.Assessment, given series, points []assess.Point) string {
	first, last := points[0], points[len(points)-1]
	text := fmt.Sprintf("Two lines with 90 %% intervals, from %s to %s, over %d moments.", dayText(first.AsOf), dayText(last.AsOf), len(a.Observations))
	for _, s := range []series{given, off} {
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
			a.PartnerName, map[string]string{given.name: "gives " + given.name, off.name: "works against " + a.RelierName}[s.name],
			assess.Percent(s.band(first).Probability), assess.Percent(s.band(last).Probability),
			assess.Percent(s.band(low).Probability), dayText(low.AsOf), assess.Percent(s.band(high).Probability), dayText(high.AsOf))
	}
	return text
}

func paintHistory(p *pen, given series, points []assess.Point, moments []edtf.Day) {
	small := style{8.5, quiet, false}
	x0, x1 := 34., p.w-140
	top, bottom := p.h-8, 32.
	from, to := points[0].AsOf, points[len(points)-1].AsOf
	x := func(d edtf.Day) float64 { return x0 + float64(d-from)/float64(to-from)*(x1-x0) }
	y := func(v float64) float64 { return bottom + v*(top-bottom) }
	p.shares(x0, x1, y)
	p.years(from, to, x, bottom)
	for _, s := range []series{given, off} {
		var edge, back []pt
		for _, q := range points {
			b := s.band(q)
			edge = append(edge, pt{x(q.AsOf), y(b.Upper90)})
			back = append(back, pt{x(q.AsOf), y(b.Lower90)})
		}
		faint := s.col
		faint.A = 0x90
		p.line(faint, .5, s.dashes, edge...)
		p.line(faint, .5, s.dashes, back...)
		slices.Reverse(back)
		p.poly(s.wash, append(edge, back...)...)
	}
	for _, s := range []series{given, off} {
		var path []pt
		for _, q := range points {
			path = append(path, pt{x(q.AsOf), y(s.band(q).Probability)})
		}
		p.line(s.col, 1.8, s.dashes, path...)
	}
	for _, d := range moments {
		p.poly(ink, pt{x(d), bottom}, pt{x(d) - 2.4, bottom + 5}, pt{x(d) + 2.4, bottom + 5})
	}
	last := points[len(points)-1]
	p.endLabels(x1+6, 44, []endLabel{
		{given.name, assess.Percent(given.band(last).Probability), given.col, y(given.band(last).Probability)},
		{off.name, assess.Percent(off.band(last).Probability), off.col, y(off.band(last).Probability)},
	})
	p.text(small, left, x0, 7, "shade: 90 % interval · triangles: moments")
}

// shares draws the lines of 0 to 100 % and their labels.
func (p *pen) shares(x0, x1 float64, y func(float64) float64) {
	for i := range 5 {
		v := float64(i) / 4
		p.line(hair, .6, nil, pt{x0, y(v)}, pt{x1, y(v)})
		p.text(style{8.5, quiet, false}, right, x0-5, y(v), fmt.Sprintf("%.0f %%", 100*v))
	}
}

// years draws the ticks of an axis of days.
func (p *pen) years(from, to edtf.Day, x func(edtf.Day) float64, bottom float64) {
	for _, d := range yearTicks(from, to) {
		p.line(quiet, .6, nil, pt{x(d), bottom}, pt{x(d), bottom - 3})
		p.text(style{8.5, quiet, false}, centre, x(d), bottom-10, yearText(d))
	}
}

// endLabel names a line at its end.
type endLabel struct {
	name, value string
	c           color.Color
	y           float64
}

// endLabels names two lines at their ends, one above the other where they meet.
func (p *pen) endLabels(x, lowest float64, l []endLabel) {
	const apart = 25
	upper, lower := 0, 1
	if l[0].y < l[1].y {
		upper, lower = 1, 0
	}
	if gap := apart - (l[upper].y - l[lower].y); gap > 0 {
		l[upper].y, l[lower].y = l[upper].y+gap/2, l[lower].y-gap/2
	}
	l[lower].y = max(l[lower].y, lowest)
	l[upper].y = max(l[upper].y, l[lower].y+apart)
	for _, e := range l {
		p.text(style{9.5, e.c, true}, left, x, e.y+6, e.name)
		p.text(style{9, ink, false}, left, x, e.y-6, e.value)
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

// dayText writes a day as a sentence does.
func dayText(d edtf.Day) string {
	year, month, day := d.Date()
	if year < 1 {
		return fmt.Sprintf("%d %s %d BC", day, month, 1-year)
	}
	return fmt.Sprintf("%d %s %d", day, month, year)
}

func yearText(d edtf.Day) string {
	year, _, _ := d.Date()
	return fmt.Sprint(year)
}
