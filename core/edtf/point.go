package edtf

import (
	"slices"
	"strconv"
	"strings"
)

// point reads one date with what qualifies it.
func (r *reader) point() (part, error) {
	var p part
	r.before(&p)
	p.at = r.peek()
	if err := r.core(&p); err != nil {
		return p, err
	}
	r.after(&p)
	p.next = r.peek()
	return p, nil
}

// before takes the words in front of a date.
func (r *reader) before(p *part) {
	for {
		t := r.peek()
		weekday, isWeekday := weekdayNames[t.text]
		switch {
		case qualifierWords[t.text] != 0:
			p.flags |= qualifierWords[t.text]
			r.i++
			r.accept(":")
		case r.is(0, "day", "month") && r.is(1, "in", "of", "during"):
			p.anyDay = p.anyDay || t.text == "day"
			p.anyMonth = p.anyMonth || t.text == "month"
			r.i += 2
		case r.is(0, "early", "mid", "late"):
			r.i++
			r.accept("-")
		case plainWords[t.text]:
			r.i++
		case isWeekday:
			p.weekday, p.hasWeekday = weekday, true
			r.i++
			r.accept(",")
		default:
			return
		}
	}
}

// after takes the words and marks behind a date: "1862 (?)", "1915 late".
func (r *reader) after(p *part) {
	for {
		switch t, next := r.peek(), r.ahead(1); {
		case qualifierWords[t.text] != 0:
			p.flags |= qualifierWords[t.text]
			r.i++
		case t.text == "," && qualifierWords[next.text] != 0:
			r.i++
		case t.text == "(" && qualifierWords[next.text] != 0 && r.ahead(2).text == ")":
			p.flags |= qualifierWords[next.text]
			r.i += 3
		case r.is(0, "early", "mid", "late"):
			r.i++
		default:
			return
		}
	}
}

// core reads the date itself.
func (r *reader) core(p *part) error {
	t := r.peek()
	switch t.kind {
	case number:
		return r.number(p)
	case word:
		switch {
		case monthNames[t.text] > 0:
			r.month(p)
			return r.dayAndYear(p)
		case seasonNames[t.text] > 0:
			return r.seasonOf(p)
		case eraNames[t.text] != 0:
			r.i++
			p.era = eraNames[t.text]
			return r.year(p)
		case r.division(0):
			if err := r.divisionMonths(p); err != nil {
				return err
			}
			return r.yearOf(p)
		case slices.Contains(clockWords, t.text):
			return r.fail(t, "a date that does not depend on the day of reading")
		}
	}
	return r.fail(t, wantInput)
}

func (r *reader) month(p *part) {
	p.monthAt = r.peek()
	p.month = monthNames[p.monthAt.text]
	r.i++
}

// dayAndYear reads what follows the name of a month: a day or none, a year or none.
func (r *reader) dayAndYear(p *part) error {
	r.skipToYear()
	if t := r.peek(); t.kind == number && len(t.text) <= 2 {
		if err := r.dayNumber(p); err != nil {
			return err
		}
		r.skipToYear()
	}
	if r.isYear(0) {
		r.takeYear(p)
	}
	return nil
}

// skipToYear passes what people put between a month and a year or day.
func (r *reader) skipToYear() {
	switch {
	case r.is(0, ",", "of", "in") && r.ahead(1).kind == number:
		r.i++
	case r.is(0, "-", "/", ".") && r.peek().glued && r.ahead(1).glued && r.isYear(1):
		r.i++
	}
}

// dayNumber reads "2", "02" or "2nd".
func (r *reader) dayNumber(p *part) error {
	p.dayAt = r.peek()
	p.day, _ = strconv.Atoi(p.dayAt.text)
	if p.day == 0 {
		return r.fail(p.dayAt, "a day from 1 to 31")
	}
	r.i++
	if r.peek().glued && ordinalEnds[r.peek().text] {
		r.i++
	}
	return nil
}

// isYear reports whether the n-th token from here is a number that can only be
// a year: four digits, or more or fewer with an era behind them.
func (r *reader) isYear(n int) bool {
	t, next := r.ahead(n), r.ahead(n+1)
	return t.kind == number && (len(t.text) == 4 || len(t.text) <= 9 && next.kind == word && eraNames[next.text] != 0)
}

// year reads a year and its era, if one follows.
func (r *reader) year(p *part) error {
	t := r.peek()
	if t.kind != number || len(t.text) > 9 || p.era == 0 && !r.isYear(0) {
		return r.fail(t, wantYear4)
	}
	r.takeYear(p)
	return nil
}

// takeYear is year where isYear has found one.
func (r *reader) takeYear(p *part) {
	p.year, _ = strconv.Atoi(r.peek().text)
	p.hasYear = true
	r.i++
	r.eraOf(p)
}

func (r *reader) eraOf(p *part) {
	if t := r.peek(); t.kind == word && eraNames[t.text] != 0 {
		p.era = eraNames[t.text]
		r.i++
	}
}

// seasonOf reads "winter 1990/91", "spring of 1990", "autumn".
func (r *reader) seasonOf(p *part) error {
	p.season = seasonNames[r.peek().text]
	r.i++
	r.skipToYear()
	if !r.isYear(0) {
		return nil
	}
	r.takeYear(p)
	if p.season == 24 && p.era == 0 && r.is(0, "-", "/") && r.ahead(1).kind == number {
		next := strconv.Itoa(p.year + 1)
		if t := r.ahead(1).text; t == next || len(t) == 2 && strings.HasSuffix(next, t) {
			r.i += 2
			p.season, p.month, p.lastMonth, p.span = 0, 12, 2, winter
		}
	}
	return nil
}

// division reports whether a quarter or a half of a year begins at the n-th
// token: "Q2", "H1", "first half".
func (r *reader) division(n int) bool {
	if r.is(n, "q", "h") {
		return r.ahead(n+1).kind == number && r.ahead(n+1).glued
	}
	return ordinalNames[r.ahead(n).text] > 0 && r.is(n+1, "quarter", "half")
}

// divisionMonths reads a quarter or half that division has found.
func (r *reader) divisionMonths(p *part) error {
	t, next := r.peek(), r.ahead(1)
	r.i += 2
	if n := ordinalNames[t.text]; n > 0 {
		return r.setDivision(p, t, next.text, n)
	}
	n, _ := strconv.Atoi(next.text)
	return r.setDivision(p, t, t.text, n)
}

// setDivision sets the months of the n-th quarter or half.
func (r *reader) setDivision(p *part, at token, kind string, n int) error {
	length := 3
	if kind == "h" || kind == "half" {
		length = 6
	}
	if n < 1 || n > 12/length {
		return r.fail(at, "a quarter from 1 to 4 or a half from 1 to 2")
	}
	p.month, p.lastMonth = (n-1)*length+1, n*length
	return nil
}

// yearOf reads the year of a quarter or half.
func (r *reader) yearOf(p *part) error {
	r.skipToYear()
	r.accept("of the year", "the year", "of")
	return r.year(p)
}
