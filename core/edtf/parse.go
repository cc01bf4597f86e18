package edtf

import (
	"strings"
	"time"
)

// What is expected where, in the words of error messages.
const (
	wantDate      = "a date such as 2025-10-01, 2025-10 or 2025"
	wantYear      = "a year of four digits, as in 2025"
	wantQualified = `the end of the date, or "?", "~" or "%" as its last character`
	wantXXDay     = "XX, for a day of an unspecified month"
	wantNoX       = "known digits here"
)

// Features of level 2, named when they are refused.
const (
	levelSets       = "a set of dates"
	levelExponent   = "an exponential year"
	levelDigits     = "a number of significant digits"
	levelSeason     = "a division of the year from 25 to 41"
	levelQualifier  = "a qualifier that is not the last character"
	levelX          = "an unspecified digit before a known one"
	levelXMonth     = "a month in a year with unspecified digits"
	levelXDay       = "a known day in an unspecified month"
	levelXInterval  = "an unspecified digit in an interval"
	levelMonthDigit = "a half-known month or day"
)

// Parse reads EDTF of level 0 or 1. The whole text must be one date: spaces
// count. The error is a *SyntaxError.
func Parse(s string) (Date, error) {
	if s != "" && (s[0] == '[' || s[0] == '{') {
		return Date{}, &SyntaxError{Text: s, Expected: wantDate, Feature: levelSets}
	}
	slash := strings.IndexByte(s, '/')
	if slash < 0 {
		p := parser{text: s, end: len(s)}
		if err := p.date(); err != nil {
			return Date{}, err
		}
		return Date{
			text: s, startFrom: p.from, startTo: p.to, endFrom: p.from, endTo: p.to,
			flags: p.flags, precision: p.precision,
		}, nil
	}
	return parseInterval(s, slash)
}

// MustParse is Parse for texts known to be right; it panics on others.
func MustParse(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// parser reads one date: text[pos:end], alone or as one side of an interval.
type parser struct {
	text     string
	pos, end int
	interval bool

	from, to  Day
	flags     flags
	precision Precision
}

func (p *parser) fail(at int, expected string) error {
	return &SyntaxError{Text: p.text, Offset: at, Expected: expected}
}

func (p *parser) level2(at int, feature, expected string) error {
	return &SyntaxError{Text: p.text, Offset: at, Expected: expected, Feature: feature}
}

// peek gives the next byte, 0 at the end.
func (p *parser) peek() byte {
	if p.pos < p.end {
		return p.text[p.pos]
	}
	return 0
}

// date reads a date with its qualifier up to p.end.
func (p *parser) date() error {
	switch c := p.peek(); {
	case isQualifier(c) && p.end-p.pos > 1:
		return p.level2(p.pos, levelQualifier, "the year first")
	case c == 'Y':
		return p.longYear()
	}
	y, err := p.year()
	if err != nil {
		return err
	}
	if p.peek() != '-' {
		p.from, p.to = DayOf(y.first, time.January, 1), DayOf(y.last, time.December, 31)
		return p.finish(`"-" and a month, the end of the date, or "?", "~" or "%" as its last character`)
	}
	return p.month(y)
}

// yearRange is a year with how many of its digits are unspecified.
type yearRange struct {
	first, last int
	unknown     int // digits written X, from the right
	x           int // offset of the first X
}

// year reads four digits or X, with a minus before them or not.
func (p *parser) year() (yearRange, error) {
	var y yearRange
	begin := p.pos
	negative := p.peek() == '-'
	if negative {
		p.pos++
	}
	for range 4 {
		c := p.peek()
		switch {
		case c == 'X':
			if y.unknown == 0 {
				y.x = p.pos
			}
			y.unknown++
			y.first, y.last = y.first*10, y.last*10+9
		case !isDigit(c):
			want := wantYear
			switch {
			case c == 'x' && p.pos > begin:
				want = `digits, or a capital "X" for an unspecified one`
			case p.pos == begin:
				want = wantDate
				if p.interval {
					want = wantSide
				}
			}
			return y, p.fail(p.pos, want)
		case y.unknown > 0:
			return y, p.level2(y.x, levelX, "unspecified digits only at the right of the year")
		default:
			y.first, y.last = y.first*10+int(c-'0'), y.last*10+int(c-'0')
		}
		p.pos++
	}
	if negative {
		if y.last == 0 {
			return y, p.fail(begin, "the year 0 as 0000, without a minus")
		}
		// -000X holds -0001 to -0009: there is no -0000.
		y.first, y.last = -y.last, -max(y.first, 1)
	}
	p.precision = Year - Precision(y.unknown)
	switch c := p.peek(); {
	case y.unknown > 0:
		p.flags |= unspecified
		if p.interval {
			return y, p.level2(y.x, levelXInterval, wantNoX)
		}
	case c == 'S':
		return y, p.level2(p.pos, levelDigits, wantQualified)
	case c == 'E':
		return y, p.level2(p.pos, levelExponent, wantQualified)
	case isDigit(c):
		return y, p.fail(p.pos, `"-" and a month or the end of the date (a year of more digits begins with Y)`)
	}
	return y, nil
}

// farYear is beyond all Days, whose clamp it takes.
const farYear = 1_000_000_000

// longYear reads Y and a year of more than four digits.
func (p *parser) longYear() error {
	p.pos++
	negative := p.peek() == '-'
	if negative {
		p.pos++
	}
	first, year := p.pos, 0
	for isDigit(p.peek()) {
		year = min(year*10+int(p.peek()-'0'), farYear)
		p.pos++
	}
	if c := p.peek(); p.pos > first && c == 'E' {
		return p.level2(p.pos, levelExponent, "the digits of the year")
	}
	switch {
	case p.pos == first:
		return p.fail(p.pos, "the digits of a year after 9999 or before -9999")
	case p.text[first] == '0':
		return p.fail(first, "a year of more than four digits, without leading zeros")
	case p.pos-first <= 4:
		return p.fail(first, "a year of more than four digits (one of four digits has no Y)")
	case p.peek() == 'S':
		return p.level2(p.pos, levelDigits, wantQualified)
	}
	if negative {
		year = -year
	}
	p.precision = Year
	p.from, p.to = DayOf(year, time.January, 1), DayOf(year, time.December, 31)
	return p.finish(wantQualified + ` (a year with Y has no month)`)
}

// month reads "-", a month or a season, and what follows.
func (p *parser) month(y yearRange) error {
	p.pos++
	at := p.pos
	month, known, err := p.field(func() string { return "a month from 01 to 12, a season from 21 to 24, or XX" })
	if err != nil {
		return err
	}
	if y.unknown > 0 && (known || y.unknown < 4) {
		return p.level2(y.x, levelXMonth, wantNoX)
	}
	if !known {
		p.precision = Month
		p.from, p.to = DayOf(y.first, time.January, 1), DayOf(y.last, time.December, 31)
		if p.peek() != '-' {
			return p.finish(`"-XX", ` + wantQualified)
		}
		p.pos++
		if _, known, err = p.field(func() string { return wantXXDay }); err != nil {
			return err
		}
		if known {
			return p.level2(at, levelXDay, wantXXDay)
		}
		p.precision = DayOfMonth
		return p.finish(wantQualified)
	}
	switch {
	case 1 <= month && month <= 12:
		p.precision = Month
		p.from, p.to = DayOf(y.first, time.Month(month), 1), DayOf(y.last, time.Month(month), daysIn(y.last, month))
		if p.peek() == '-' {
			return p.day(y.first, month)
		}
		return p.finish(`"-" and a day, ` + wantQualified)
	case 21 <= month && month <= 24:
		p.precision = Season
		first, last := seasonMonths(month)
		p.from, p.to = DayOf(y.first, first, 1), DayOf(y.last, last, daysIn(y.last, int(last)))
		return p.finish(wantQualified + ` (a season has no day)`)
	case 25 <= month && month <= 41:
		return p.level2(at, levelSeason, "a month from 01 to 12 or a season from 21 to 24")
	}
	return p.fail(at, "a month from 01 to 12 or a season from 21 to 24")
}

// seasonMonths gives the months of a season, 21 to 24.
func seasonMonths(season int) (first, last time.Month) {
	if season == 24 {
		return time.December, time.December
	}
	first = time.March + time.Month(3*(season-21))
	return first, first + 2
}

// day reads "-", a day, and what follows.
func (p *parser) day(year, month int) error {
	p.pos++
	at := p.pos
	day, known, err := p.field(func() string { return expectedDay(year, month) + ", or XX" })
	if err != nil {
		return err
	}
	p.precision = DayOfMonth
	if !known {
		return p.finish(wantQualified)
	}
	if day < 1 || day > daysIn(year, month) {
		return p.fail(at, expectedDay(year, month))
	}
	p.from = DayOf(year, time.Month(month), day)
	p.to = p.from
	if p.peek() != 'T' {
		return p.finish(wantQualified)
	}
	if p.interval {
		return p.fail(p.pos, "the end of the date (an interval has no times of day)")
	}
	return p.time()
}

// field reads two digits or XX, and reports whether they are digits.
// What is expected is a function, because only errors need the words.
func (p *parser) field(expected func() string) (value int, known bool, err error) {
	at := p.pos
	if isQualifier(p.peek()) {
		return 0, false, p.level2(at, levelQualifier, expected())
	}
	x, xAt := 0, at
	for range 2 {
		c := p.peek()
		switch {
		case c == 'X':
			if x == 0 {
				xAt = p.pos
			}
			x++
		case isDigit(c):
			value = value*10 + int(c-'0')
		default:
			return 0, false, p.fail(p.pos, expected())
		}
		p.pos++
	}
	switch {
	case x == 1:
		return 0, false, p.level2(xAt, levelMonthDigit, expected())
	case x == 2 && p.interval:
		return 0, false, p.level2(at, levelXInterval, wantNoX)
	case x == 2:
		p.flags |= unspecified
	}
	return value, x == 0, nil
}

// finish reads a qualifier, if there is one, and the end.
func (p *parser) finish(expected string) error {
	if !isQualifier(p.peek()) {
		return p.atEnd(expected)
	}
	if c := p.peek(); c != '~' {
		p.flags |= uncertain
	}
	if c := p.peek(); c != '?' {
		p.flags |= approximate
	}
	p.pos++
	if p.peek() == '-' {
		return p.level2(p.pos-1, levelQualifier, "the qualifier at the end of the date")
	}
	return p.atEnd("the end of the date")
}

func (p *parser) atEnd(expected string) error {
	switch {
	case p.pos == p.end:
		return nil
	case isQualifier(p.peek()):
		return p.fail(p.pos, "the end of the date (no qualifier here)")
	}
	return p.fail(p.pos, expected)
}

func isQualifier(c byte) bool { return c == '?' || c == '~' || c == '%' }
