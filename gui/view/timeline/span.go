package timeline

import (
	"math"
	"strings"

	"fyne.io/fyne/v2/lang"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// span is when something was, in days since 1970-01-01 with fractions: it began
// between s0 and s1 and ended between e0 and e1. A day d reaches from d to d+1.
type span struct {
	s0, s1, e0, e1 float64
	open           bool // has not ended: e0 and e1 are +Inf
}

// unknownSpread is how many days an end that nobody knows fades over.
const unknownSpread = 366

// spanOf gives the span from the start of one date to the end of another; a
// zero end is the end of start. ok is false where neither end has a day.
func spanOf(start, end edtf.Date, ongoing bool) (span, bool) {
	if start.IsZero() {
		return span{}, false
	}
	if end.IsZero() {
		end = start
	}
	var s span
	_, hasFirst := start.Earliest()
	last, hasLast := end.Latest()
	ongoing = ongoing || end.OpenEnd()
	if !hasFirst && !hasLast {
		return span{}, false
	}
	s.s0, s.s1 = bounds(start.Start())
	s.e0, s.e1 = bounds(end.End())
	if !hasFirst {
		s.s0, s.s1 = float64(last)-unknownSpread, float64(last)
	}
	switch {
	case ongoing:
		s.open, s.e0, s.e1 = true, math.Inf(1), math.Inf(1)
	case !hasLast:
		s.e0, s.e1 = s.s1, s.s1+unknownSpread
	}
	s.s1 = min(s.s1, s.e1)
	s.e0 = max(s.e0, s.s0)
	// A day that is known is no spread: the band is whole from its morning to its evening.
	if s.s1-s.s0 <= 1 {
		s.s1 = s.s0
	}
	if s.e1-s.e0 <= 1 {
		s.e0 = s.e1
	}
	return s, true
}

// bounds gives the days that one date may mean; infinite where it has none.
func bounds(d edtf.Date) (from, to float64) {
	from, to = math.Inf(-1), math.Inf(1)
	if day, ok := d.Earliest(); ok {
		from = float64(day)
	}
	if day, ok := d.Latest(); ok {
		to = float64(day) + 1
	}
	return from, to
}

// middle is where a mark for the span stands.
func (s span) middle() float64 {
	if s.open {
		return s.s0 + 0.5
	}
	return (s.s0 + s.e1) / 2
}

// dateWords gives a date as a tooltip tells it.
func dateWords(d edtf.Date) string {
	if d.IsZero() {
		return ""
	}
	if !d.IsInterval() {
		return pointWords(d)
	}
	start, end := pointWords(d.Start()), pointWords(d.End())
	switch {
	case d.OpenEnd():
		return lang.L("since") + " " + start
	case d.OpenStart():
		return lang.L("until") + " " + end
	case d.UnknownEnd():
		return lang.L("from") + " " + start + ", " + lang.L("its end unknown")
	case d.UnknownStart():
		return lang.L("to") + " " + end + ", " + lang.L("its start unknown")
	}
	return start + " " + lang.L("to") + " " + end
}

// pointWords writes the qualifiers of EDTF as words.
func pointWords(d edtf.Date) string {
	text := strings.TrimRight(d.String(), "?~%")
	if d.Approximate() {
		text = lang.L("about") + " " + text
	}
	if d.Uncertain() {
		text += " (" + lang.L("uncertain") + ")"
	}
	return text
}

// spanWords tells from when to when, by two dates.
func spanWords(start, end edtf.Date, ongoing bool) string {
	switch {
	case ongoing:
		return lang.L("since") + " " + dateWords(start.Start())
	case end.IsZero() || end == start:
		return dateWords(start)
	}
	return dateWords(start.Start()) + " " + lang.L("to") + " " + dateWords(end.End())
}
