package edtf

import "strconv"

// number reads a date that begins with a number.
func (r *reader) number(p *part) error {
	t, next := r.peek(), r.ahead(1)
	n, err := strconv.Atoi(t.text)
	if err != nil || len(t.text) > 9 {
		return r.fail(t, wantInput)
	}
	short := len(t.text) <= 2
	switch {
	case next.glued && ordinalEnds[next.text]:
		return r.ordinal(p, n)
	case short && centuryNames[next.text]:
		r.i += 2
		p.year, p.hasYear, p.span = n, true, century
		r.eraOf(p)
		return nil
	case r.pluralEnd() > 0:
		return r.decadeOf(p, n)
	case r.unspecifiedEnd():
		p.year, p.hasYear, p.span = n*10, true, decade
		if short {
			p.year, p.span = n+1, century
		}
		r.i += 2
		return nil
	}
	if skip := r.toMonthName(); skip > 0 && (short || len(t.text) == 4) {
		return r.withMonthName(p, skip)
	}
	if r.is(1, ".", "/", "-") && r.ahead(2).kind == number && next.glued && (r.ahead(2).glued || next.text == ".") {
		if done, err := r.numeric(p); done || err != nil {
			return err
		}
	}
	switch {
	case len(t.text) == 8 && eraNames[next.text] == 0:
		r.i++
		p.year, p.hasYear, p.month, p.day = n/10000, true, n/100%100, n%100
		p.monthAt, p.dayAt = t, t
		if p.month == 0 || p.day == 0 {
			return r.fail(t, "a date such as 20071226")
		}
		return nil
	case r.isYear(0):
		r.takeYear(p)
		return r.behindYear(p)
	case len(t.text) > 3 || n == 0:
		return r.fail(t, wantYear4)
	}
	// A day, a century or the end of a year: the other date of an interval tells.
	p.bare, p.bareDigits = n, len(t.text)
	r.i++
	if r.is(0, ".") && r.is(1, "-") {
		r.i++
	}
	if short && (r.is(0, ",") && r.isYear(1) || r.isYear(0)) {
		r.accept(",")
		p.day, p.dayAt, p.bare = n, t, 0
		r.takeYear(p)
	}
	return nil
}

// behindYear reads the season or the quarter that follows a year.
func (r *reader) behindYear(p *part) error {
	at := 0
	if r.is(0, ",") || r.is(0, "-") && r.peek().glued && r.ahead(1).glued {
		at = 1
	}
	switch t := r.ahead(at); {
	case t.kind != word:
	case seasonNames[t.text] > 0 && at == 0:
		p.season = seasonNames[t.text]
		r.i++
	case r.division(at):
		r.i += at
		return r.divisionMonths(p)
	}
	return nil
}

// ordinal reads what begins with "19th": a century, a quarter, a day.
func (r *reader) ordinal(p *part, n int) error {
	p.bare, p.bareDigits, p.dayAt = n, 2, r.peek()
	if n == 0 || n > 99 {
		return r.fail(r.peek(), "a day or a century")
	}
	r.i += 2
	switch {
	case centuryNames[r.peek().text]:
		r.i++
		p.year, p.hasYear, p.span, p.bare = n, true, century, 0
		r.eraOf(p)
	case r.is(0, "quarter", "half"):
		kind := r.peek().text
		p.bare = 0
		r.i++
		if err := r.setDivision(p, p.dayAt, kind, n); err != nil {
			return err
		}
		return r.yearOf(p)
	default:
		r.accept("of")
		if monthNames[r.peek().text] > 0 {
			p.day, p.bare = n, 0
			r.month(p)
			r.skipToYear()
			if r.isYear(0) {
				r.takeYear(p)
			}
		}
	}
	return nil
}

// pluralEnd gives how many tokens make the plural behind a number, "s" or "'s";
// 0 if there is none.
func (r *reader) pluralEnd() int {
	switch {
	case r.is(1, "s") && r.ahead(1).glued:
		return 1
	case r.is(1, "'", "\u2019") && r.is(2, "s") && r.ahead(2).glued:
		return 2
	}
	return 0
}

// decadeOf reads "1860s", "1900s" and, behind another decade, "70s".
func (r *reader) decadeOf(p *part, n int) error {
	t := r.peek()
	if n%10 != 0 || len(t.text) > 4 {
		return r.fail(t, "a decade or a century such as 1990s or 1900s")
	}
	r.i += 1 + r.pluralEnd()
	p.span = decade
	if n%100 == 0 {
		p.span = hundreds
	}
	r.eraOf(p)
	if len(t.text) == 4 || p.era != 0 {
		p.year, p.hasYear = n, true
		return nil
	}
	if len(t.text) != 2 || n == 0 {
		return r.fail(t, wantYear4)
	}
	p.bare, p.bareDigits = n, 2
	return nil
}

// unspecifiedEnd reports whether x stands for the last digits: 199x, 20xx.
func (r *reader) unspecifiedEnd() bool {
	t := r.peek()
	return r.ahead(1).glued && (len(t.text) == 3 && r.is(1, "x") || len(t.text) == 2 && r.is(1, "xx"))
}

// toMonthName gives how far behind a number the name of a month stands, 0 if
// none does: "26 December", "26th of December", "26-Dec", "26. December".
func (r *reader) toMonthName() int {
	n := 1
	glued := r.ahead(1).glued && r.ahead(2).glued
	if r.is(1, "of", ".") || glued && r.is(1, "-") || glued && r.is(1, "/") && len(r.peek().text) <= 2 {
		n = 2
	}
	if t := r.ahead(n); t.kind == word && monthNames[t.text] > 0 {
		return n
	}
	return 0
}

// withMonthName reads a day and a month or a year and a month, and what follows.
func (r *reader) withMonthName(p *part, skip int) error {
	if len(r.peek().text) <= 2 {
		if err := r.dayNumber(p); err != nil {
			return err
		}
		r.i += skip - 1
		r.month(p)
		r.skipToYear()
		if r.isYear(0) {
			r.takeYear(p)
		}
		return nil
	}
	p.year, _ = strconv.Atoi(r.peek().text)
	p.hasYear = true
	r.i += skip
	r.month(p)
	if r.is(0, "-") && r.peek().glued && r.ahead(1).glued && r.ahead(1).kind == number && len(r.ahead(1).text) <= 2 {
		r.i++
	}
	if t := r.peek(); t.kind == number && len(t.text) <= 2 {
		return r.dayNumber(p)
	}
	return nil
}

// numeric reads numbers parted by the same mark: 26.12.2007, 12/2007,
// 2007-12-26. It declines, and reads nothing, where they are two dates.
func (r *reader) numeric(p *part) (done bool, err error) {
	a, sep, b, c := r.ahead(0), r.ahead(1).text, r.ahead(2), r.ahead(4)
	three := r.is(3, sep) && r.ahead(3).glued && c.kind == number && (c.glued || sep == ".")
	second, _ := strconv.Atoi(b.text)
	isMonth := 1 <= second && second <= 12
	switch {
	case len(a.text) == 4 && len(b.text) <= 2:
		p.year, _ = strconv.Atoi(a.text)
		p.hasYear = true
		switch {
		case three && len(c.text) <= 2:
			r.i += 5
			return true, r.setDay(p, c, b)
		case sep == "-" && len(b.text) == 1:
			return true, r.fail(b, "two digits, of a month or of a year")
		case isMonth:
			p.month, p.monthAt = second, b
		case sep == "-" && 21 <= second && second <= 24:
			p.season = second
		case sep == ".":
			return true, r.fail(b, "a month from 1 to 12")
		default: // 1991-95
			p.year, p.hasYear = 0, false
			return false, nil
		}
		r.i += 3
		return true, nil
	case len(a.text) > 2:
		return false, nil
	case len(b.text) == 4:
		first, _ := strconv.Atoi(a.text)
		if first < 1 || first > 12 {
			return true, r.fail(a, "a month from 1 to 12")
		}
		p.month, p.monthAt = first, a
		r.i += 2
		return true, r.year(p)
	case len(b.text) > 2:
		return false, nil
	case three && len(c.text) == 4:
		r.i += 4
		if err := r.setDay(p, a, b); err != nil {
			return true, err
		}
		return true, r.year(p)
	case three:
		return true, r.fail(c, wantYear4)
	case sep == "-": // 12-15 June 2025
		return false, nil
	}
	r.i += 3
	if r.is(0, ".") && r.is(1, "-") {
		r.i++
	}
	return true, r.setDay(p, a, b) // 12.06. - 15.06.2025
}

// setDay sets a day and a month from numbers, which change places by the order
// of the reader and where only one order gives a month.
func (r *reader) setDay(p *part, day, month token) error {
	d, _ := strconv.Atoi(day.text)
	m, _ := strconv.Atoi(month.text)
	if yearLast := !p.hasYear; yearLast && d <= 12 && (r.order == MonthFirst || m > 12) {
		day, month, d, m = month, day, m, d
	}
	switch {
	case m < 1 || m > 12:
		return r.fail(month, "a month from 1 to 12")
	case d < 1:
		return r.fail(day, "a day from 1 to 31")
	}
	p.day, p.dayAt, p.month, p.monthAt = d, day, m, month
	return nil
}
