package edtf

import (
	"fmt"
	"time"
)

// part is one date of what a person typed. Until check it may lack what the
// other date of an interval gives it.
type part struct {
	at, monthAt, dayAt token
	next               token // what follows

	year    int
	hasYear bool
	era     int // 1 for AD, -1 for BC, 0 if unsaid
	span    yearSpan

	month, day, season int
	lastMonth          int // of a quarter, half or winter that begins with month

	// bare is a number that may be a day, a year or the last digits of one, or
	// a century; 0 if there is none.
	bare, bareDigits int

	anyMonth, anyDay bool // "month in 1872", "day in 1872"
	weekday          time.Weekday
	hasWeekday       bool
	flags            flags

	firstYear, lastYear int    // set by check
	unspecified         string // "199X", set by check
}

// yearSpan is what the number in part.year stands for.
type yearSpan uint8

const (
	oneYear  yearSpan = iota
	decade            // 1990 for 1990s
	hundreds          // 1900 for 1900s: the century, or the decade if approximate
	century           // 19 for the 19th century
	winter            // 1990 for winter 1990/91
)

type side bool

const (
	first side = false
	last  side = true
)

// check settles the years, and finds what is missing or wrong.
func (p *part) check(r *reader) error {
	switch {
	case p.bare > 0 && p.next.kind == word:
		return r.fail(p.next, "the English name of a month")
	case p.bare > 0:
		return r.fail(p.at, wantYear4)
	case p.day > 0 && p.month == 0:
		return r.fail(p.dayAt, "a month beside the day")
	case !p.hasYear:
		return r.fail(p.next, wantYear4)
	case p.era != 0 && p.year == 0, p.span == century && p.year == 0:
		return r.fail(p.at, "a year or century from 1: there is no 0 in AD and BC")
	case p.era < 0 && (p.span == decade || p.span == hundreds):
		return r.fail(p.at, "years or a century BC, as in 569 BC to 560 BC")
	}
	p.settle()
	switch {
	case (p.firstYear < -9999 || p.lastYear > 9999) && (p.month > 0 || p.season > 0 || p.anyMonth || p.anyDay):
		return r.fail(p.at, "only a year, if it has more than four digits")
	case p.month > 12:
		return r.fail(p.monthAt, "a month from 1 to 12")
	case p.day > 0 && p.day > daysIn(p.firstYear, p.month):
		return r.fail(p.dayAt, expectedDay(p.firstYear, p.month))
	case p.hasWeekday && p.day == 0:
		return r.fail(p.at, "a full date beside the weekday")
	case p.hasWeekday:
		day := DayOf(p.firstYear, time.Month(p.month), p.day)
		if w := day.Time().Weekday(); w != p.weekday {
			return r.fail(p.at, fmt.Sprintf("%s, the weekday of %s", w, day))
		}
	}
	return nil
}

// settle gives the years of ISO 8601, in which 1 BC is 0.
func (p *part) settle() {
	if p.span == hundreds && p.flags&approximate != 0 {
		p.span = decade
	}
	switch y := p.year; {
	case p.span == century && p.era < 0:
		p.firstYear, p.lastYear = 1-100*y, -100*(y-1)
		if y > 1 { // the first holds the year 0, which no -00XX does
			p.unspecified = fmt.Sprintf("-%02dXX", y-1)
		}
	case p.span == century:
		p.firstYear, p.lastYear = 100*(y-1), 100*y-1
		p.unspecified = fmt.Sprintf("%02dXX", y-1)
	case p.span == hundreds:
		p.firstYear, p.lastYear = y, y+99
		p.unspecified = fmt.Sprintf("%02dXX", y/100)
	case p.span == decade:
		p.firstYear, p.lastYear = y, y+9
		p.unspecified = fmt.Sprintf("%03dX", y/10)
	case p.span == winter:
		p.firstYear, p.lastYear = y, y+1
	case p.era < 0:
		p.firstYear, p.lastYear = 1-y, 1-y
	default:
		p.firstYear, p.lastYear = y, y
	}
}

// alone gives the EDTF of a date that stands for itself.
func (p *part) alone() string {
	switch {
	case p.unspecified != "":
		return p.unspecified + p.qualifier()
	case p.firstYear != p.lastYear, p.lastMonth > 0:
		return p.edge(first) + "/" + p.edge(last)
	case p.anyDay && p.month == 0 && p.season == 0:
		return yearText(p.firstYear) + "-XX-XX" + p.qualifier()
	case p.anyDay && p.season == 0:
		return fmt.Sprintf("%s-%02d-XX%s", yearText(p.firstYear), p.month, p.qualifier())
	case p.anyMonth && p.month == 0 && p.season == 0:
		return yearText(p.firstYear) + "-XX" + p.qualifier()
	}
	return p.edge(first)
}

// edge gives the EDTF of one side of an interval. A century or decade there is
// its outer year, which is then approximate.
func (p *part) edge(s side) string {
	year, month := p.firstYear, p.month
	if s == last {
		year = p.lastYear
		if p.lastMonth > 0 {
			month = p.lastMonth
		}
	}
	q := *p
	if p.span == century || p.span == decade || p.span == hundreds {
		q.flags |= approximate
	}
	text := yearText(year)
	switch {
	case p.season > 0:
		text += fmt.Sprintf("-%02d", p.season)
	case p.day > 0:
		text += fmt.Sprintf("-%02d-%02d", month, p.day)
	case month > 0:
		text += fmt.Sprintf("-%02d", month)
	}
	return text + q.qualifier()
}

func (p *part) qualifier() string {
	switch p.flags & (uncertain | approximate) {
	case uncertain:
		return "?"
	case approximate:
		return "~"
	case uncertain | approximate:
		return "%"
	}
	return ""
}

// complete gives each date of an interval what only the other one says: "12-15
// June 2025", "17-19th century", "1861-67", "264-146 BC".
func complete(r *reader, p, q *part) error {
	if p.bare > 0 {
		switch {
		case q.span == century:
			p.year, p.hasYear, p.span, p.bare = p.bare, true, century, 0
		case q.day > 0:
			p.day, p.dayAt, p.month, p.bare = p.bare, p.at, q.month, 0
		case q.era != 0:
			p.year, p.hasYear, p.bare = p.bare, true, 0
		}
	}
	if q.bare > 0 {
		switch full := p.year/100*100 + q.bare; {
		case p.span == century && p.hasYear:
			q.year, q.hasYear, q.span, q.bare = q.bare, true, century, 0
		case p.day > 0:
			q.day, q.dayAt, q.month, q.bare = q.bare, q.at, p.month, 0
		case p.era > 0:
			q.year, q.hasYear, q.bare = q.bare, true, 0
		case !p.hasYear || p.month > 0 || p.season > 0 || p.era < 0 || q.bareDigits != 2:
			return r.fail(q.at, wantYear4)
		case full <= p.year:
			return r.fail(q.at, fmt.Sprintf("a year after %d, or one of four digits", p.year))
		default:
			q.year, q.hasYear, q.bare = full, true, 0
		}
	}
	if q.day > 0 && q.month == 0 && p.day > 0 {
		q.month = p.month // June 12-15, 2025
	}
	if !p.hasYear && !q.hasYear {
		return r.fail(q.next, wantYear4)
	}
	if !p.hasYear && q.hasYear {
		p.year, p.hasYear, p.era = q.year, true, q.era
	}
	if !q.hasYear && p.hasYear {
		q.year, q.hasYear, q.era = p.year, true, p.era
	}
	if p.era == 0 && q.era < 0 && p.year >= q.year {
		p.era = q.era
	}
	if p.era < 0 && q.era == 0 {
		return r.fail(q.at, "BC or AD beside both years")
	}
	if p.span == decade && q.span == hundreds {
		q.span = decade // 1990s to 2000s
	}
	return nil
}
