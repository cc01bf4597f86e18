package reading

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
)

var months = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}

var weekdays = map[string]time.Weekday{
	"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
}

var ordinals = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
	"thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}

var seasons = map[string]int{"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}

// when reads the first date in a stretch, as EDTF. What is relative ("last
// Tuesday", "in June", "two years ago") counts from the article's day and looks
// back, or ahead where future. Zero where there is none.
func (r *reader) when(s span, future bool) edtf.Date {
	for i := s.from; i < s.to; i++ {
		if text := r.dateAt(i, s, future); text != "" {
			if d, err := edtf.Parse(text); err == nil {
				return d
			}
		}
	}
	return edtf.Date{}
}

// word gives a token's word, empty past the end.
func (r *reader) wordAt(i int, s span) string {
	if i < s.from || i >= s.to {
		return ""
	}
	return r.doc.tokens[i].norm
}

// dateAt reads the date that begins at token i.
func (r *reader) dateAt(i int, s span, future bool) string {
	t := &r.doc.tokens[i]
	w := t.norm
	prev := r.wordAt(i-1, s)
	if m := months[w]; m > 0 && t.upper && (m != 5 && m != 3 || t.upper && prev != "") {
		return r.monthAt(i, m, s, future)
	}
	if t.num {
		if d := dayNumber(w); d > 0 {
			next := r.wordAt(i+1, s)
			if next == "of" {
				next = r.wordAt(i+2, s)
			}
			if months[next] > 0 {
				return "" // read at the month
			}
			if prev == "the" && (strings.HasSuffix(w, "th") || strings.HasSuffix(w, "st") || strings.HasSuffix(w, "nd") || strings.HasSuffix(w, "rd")) {
				return r.dayBefore(d)
			}
		}
		if y := yearOf(w); y >= 1000 && len(w) == 4 && y < 2200 && !r.counted(i, s) {
			if prev == "since" {
				return w + "/.."
			}
			if nextYear := yearOf(r.wordAt(i+2, s)); r.wordAt(i+1, s) == "-" && nextYear > y {
				return fmt.Sprintf("%04d/%04d", y, nextYear)
			}
			return w
		}
	}
	if !r.has {
		return ""
	}
	if wd, ok := weekdays[w]; ok && t.upper {
		return r.weekday(wd, prev, future)
	}
	y, m, _ := r.day.Date()
	switch w {
	case "today", "tonight":
		return r.day.String()
	case "yesterday":
		return (r.day - 1).String()
	case "tomorrow":
		return (r.day + 1).String()
	case "last", "this", "next", "past":
		next := r.wordAt(i+1, s)
		by := map[string]int{"last": -1, "past": -1, "this": 0, "next": 1}[w]
		switch next {
		case "year":
			return fmt.Sprintf("%04d", y+by)
		case "month":
			return monthText(y, int(m)+by)
		case "week":
			return r.week(by)
		case "night":
			return (r.day - 1).String()
		}
		if x := seasons[next]; x > 0 {
			yy := y
			if by < 0 && (x-20)*3 >= int(m) {
				yy--
			}
			return fmt.Sprintf("%04d-%d", yy, x)
		}
	case "ago":
		n, unit := 0., prev
		for k := i - 2; k >= s.from && k >= i-4; k-- {
			if x, ok := numbers[r.doc.tokens[k].norm]; ok {
				n = x
			} else if r.doc.tokens[k].num {
				n, _ = strconv.ParseFloat(r.doc.tokens[k].norm, 64)
			} else if r.doc.tokens[k].norm == "a" {
				n = 1
			}
			if n > 0 {
				break
			}
		}
		if n <= 0 || n > 1000 {
			return ""
		}
		switch strings.TrimSuffix(unit, "s") {
		case "day":
			return (r.day - edtf.Day(n)).String()
		case "week":
			return (r.day - edtf.Day(7*n)).String()
		case "month":
			return monthText(y, int(m)-int(n))
		case "year":
			return fmt.Sprintf("%04d", y-int(n))
		}
	}
	if d := ordinals[w]; d > 0 && prev == "the" && r.wordAt(i-2, s) == "on" {
		return r.dayBefore(d)
	}
	if w == "twenty" && prev == "the" && r.wordAt(i-2, s) == "on" && r.wordAt(i+1, s) == "-" {
		if d := ordinals[r.wordAt(i+2, s)]; d > 0 && d < 10 {
			return r.dayBefore(20 + d)
		}
	}
	return ""
}

// monthAt reads a date around the month at token i: "26 December 2007",
// "December 26, 2007", "December 2007", "in December".
func (r *reader) monthAt(i, m int, s span, future bool) string {
	d := dayNumber(r.wordAt(i-1, s))
	if d == 0 && r.wordAt(i-1, s) == "of" {
		d = dayNumber(r.wordAt(i-2, s))
		if d == 0 {
			d = ordinals[r.wordAt(i-2, s)]
		}
	}
	k := i + 1
	if r.wordAt(k, s) == "." {
		k++ // Sept. 14
	}
	if d == 0 {
		if x := dayNumber(r.wordAt(k, s)); x > 0 {
			d = x
			k++
		}
	}
	for r.wordAt(k, s) == "," || r.wordAt(k, s) == "of" {
		k++
	}
	y := 0
	if w := r.wordAt(k, s); len(w) == 4 {
		y = yearOf(w)
	} else if w == "last" && r.wordAt(k+1, s) == "year" && r.has {
		y = r.year - 1
	}
	if y < 1000 {
		if !r.has {
			return ""
		}
		yy, mm, dd := r.day.Date()
		y = yy
		later := m > int(mm) || m == int(mm) && d > dd
		switch {
		case r.wordAt(i-1, s) == "last" && m >= int(mm), later && !future && r.wordAt(i-1, s) != "by":
			y--
		case !later && m < int(mm) && (future || r.wordAt(i-1, s) == "by"):
			y++
		}
	}
	since := ""
	if p := r.wordAt(i-1, s); p == "since" || d > 0 && r.wordAt(i-2, s) == "since" {
		since = "/.."
	}
	if d > 0 {
		if last := time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day(); d > last {
			return ""
		}
		return fmt.Sprintf("%04d-%02d-%02d%s", y, m, d, since)
	}
	return fmt.Sprintf("%04d-%02d%s", y, m, since)
}

// counted reports a number in the form of a year that counts things: "2,000 men".
func (r *reader) counted(i int, s span) bool {
	prev, next := r.wordAt(i-1, s), r.wordAt(i+1, s)
	if prev == "-" && !r.doc.tokens[i-1].space || prev == "$" || prev == "some" || prev == "about" || prev == "resolution" || prev == "order" {
		return true
	}
	return next == "men" || next == "troops" || next == "soldiers" || next == "tonnes" || next == "tons" || next == "%"
}

// dayNumber reads a day of the month: "7", "7th".
func dayNumber(w string) int {
	w = strings.TrimRight(w, "thsndr")
	n, err := strconv.Atoi(w)
	if err != nil || n < 1 || n > 31 || len(w) > 2 {
		return 0
	}
	return n
}

// yearOf reads the year that begins a text; 0 where it begins with none.
func yearOf(w string) int {
	if len(w) < 4 {
		return 0
	}
	n, err := strconv.Atoi(w[:4])
	if err != nil {
		return 0
	}
	return n
}

// dayBefore gives the last day with this number up to the article's day.
func (r *reader) dayBefore(d int) string {
	if !r.has {
		return ""
	}
	y, m, today := r.day.Date()
	mm := int(m)
	if d > today {
		mm--
	}
	if mm == 0 {
		y, mm = y-1, 12
	}
	if last := time.Date(y, time.Month(mm)+1, 0, 0, 0, 0, 0, time.UTC).Day(); d > last {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, mm, d)
}

// weekday gives the last day of this name up to the article's, or the next.
func (r *reader) weekday(w time.Weekday, prev string, future bool) string {
	back := (int(r.day.Time().Weekday()) - int(w) + 7) % 7
	if prev == "next" || future {
		return (r.day + edtf.Day((7-back)%7+map[bool]int{true: 7}[back == 0])).String()
	}
	if prev == "last" && back == 0 {
		back = 7
	}
	return (r.day - edtf.Day(back)).String()
}

// week gives the week by weeks from the article's, as an interval.
func (r *reader) week(by int) string {
	monday := r.day - edtf.Day((int(r.day.Time().Weekday())+6)%7) + edtf.Day(7*by)
	return monday.String() + "/" + (monday + 6).String()
}

func monthText(y, m int) string {
	for m < 1 {
		y, m = y-1, m+12
	}
	for m > 12 {
		y, m = y+1, m-12
	}
	return fmt.Sprintf("%04d-%02d", y, m)
}
