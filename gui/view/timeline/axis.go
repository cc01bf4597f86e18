package timeline

import (
	"math"
	"strconv"
	"time"

	"fyne.io/fyne/v2/lang"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/gui/tongue"
)

// unit is what the axis counts in.
type unit uint8

const (
	days unit = iota
	months
	years
)

// step is the distance from one tick of the axis to the next.
type step struct {
	n    int
	unit unit
	days float64 // about
}

// steps are the distances the axis may have, from fine to coarse.
var steps = []step{
	{1, days, 1}, {2, days, 2}, {5, days, 5}, {10, days, 10},
	{1, months, 30.4}, {3, months, 91.3}, {6, months, 182.6},
	{1, years, 365.25}, {2, years, 730.5}, {5, years, 1826}, {10, years, 3652.5}, {20, years, 7305}, {50, years, 18262.5},
	{100, years, 36525}, {200, years, 73050}, {500, years, 182625}, {1000, years, 365250}, {5000, years, 1826250}, {10000, years, 3652500},
	{100000, years, 36525000}, {1000000, years, 365250000},
}

// tick is one line of the axis with its label.
type tick struct {
	day   edtf.Day
	label string
	major bool // a larger unit begins here: a year among months, a month among days
}

// stepFor gives the finest step whose labels, each so wide, have room.
func stepFor(scale float64, label float32) step {
	for _, s := range steps {
		if s.days/scale >= float64(label) {
			return s
		}
	}
	return steps[len(steps)-1]
}

// ticksOf gives the ticks of a window of a width at a step.
func ticksOf(w window, width float32, s step) []tick {
	from, to := w.start, w.day(width)
	if from < float64(edtf.MinDay) || to > float64(edtf.MaxDay) {
		return nil
	}
	first, last := edtf.Day(math.Floor(from)), edtf.Day(math.Ceil(to))
	y, m, _ := first.Date()
	var out []tick
	switch s.unit {
	case years:
		for year := floorTo(y, s.n); ; year += s.n {
			d := edtf.DayOf(year, time.January, 1)
			if d > last {
				return out
			}
			if d >= first {
				out = append(out, tick{day: d, label: yearLabel(year), major: s.n < 10 && year%10 == 0 || s.n < 100 && year%100 == 0})
			}
		}
	case months:
		for i := floorTo(int(m)-1, s.n); ; i += s.n {
			d := edtf.DayOf(y, time.Month(i+1), 1)
			if d > last {
				return out
			}
			if d < first {
				continue
			}
			year, month, _ := d.Date()
			t := tick{day: d, label: monthName(month)}
			if month == time.January {
				t.label, t.major = yearLabel(year), true
			}
			out = append(out, t)
		}
	}
	// Days: counted anew in every month, none so near its end that the next
	// month's first has no room.
	for month := 0; ; month++ {
		start := edtf.DayOf(y, m+time.Month(month), 1)
		if start > last {
			return out
		}
		next := edtf.DayOf(y, m+time.Month(month+1), 1)
		year, name, _ := start.Date()
		for k := 0; ; k += s.n {
			d := start + edtf.Day(k)
			if s.n >= 5 && k > 0 {
				d-- // the 5th, the 10th, not the 6th
			}
			if d >= next || k > 0 && next-d < edtf.Day(s.n) || d > last {
				break
			}
			if d < first {
				continue
			}
			_, _, day := d.Date()
			t := tick{day: d, label: tongue.Local(strconv.Itoa(day))}
			if k == 0 {
				t.label, t.major = monthName(name)+" "+yearLabel(year), true
			}
			out = append(out, t)
		}
	}
}

// floorTo gives the multiple of n at or below v.
func floorTo(v, n int) int { return v - ((v%n)+n)%n }

func yearLabel(y int) string {
	if y < 0 {
		return "−" + tongue.Local(strconv.Itoa(-y))
	}
	return tongue.Local(strconv.Itoa(y))
}

// monthNames are the short names of the months.
var monthNames = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

func monthName(m time.Month) string { return lang.L(monthNames[m-1]) }

// rangeWords tells from when to when a window reaches, in its own measure.
func rangeWords(w window, width float32) string {
	clamp := func(v float64) edtf.Day {
		return edtf.Day(min(max(math.Floor(v), float64(edtf.MinDay)), float64(edtf.MaxDay)))
	}
	a, b := clamp(w.start), clamp(w.day(width))
	span := w.scale * float64(width)
	if span <= 400 {
		return a.String() + " " + lang.L("to") + " " + b.String()
	}
	ya, ma, _ := a.Date()
	yb, mb, _ := b.Date()
	if span <= 3000 {
		return monthName(ma) + " " + yearLabel(ya) + " " + lang.L("to") + " " + monthName(mb) + " " + yearLabel(yb)
	}
	return yearLabel(ya) + " " + lang.L("to") + " " + yearLabel(yb)
}
