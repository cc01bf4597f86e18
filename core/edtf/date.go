package edtf

import (
	"fmt"
	"strings"
)

// Date is a date as a source gives it. Two Dates are equal (==) if their texts
// are. The zero Date is no date.
type Date struct {
	text string
	// The start of what the date names lies in [startFrom, startTo], its end in
	// [endFrom, endTo]. A date that is no interval is one unknown day of its
	// range, so both are that range. beforeAll and afterAll stand for no bound.
	startFrom, startTo, endFrom, endTo Day
	flags                              flags
	precision                          Precision
}

type flags uint16

const (
	uncertain flags = 1 << iota
	approximate
	unspecified
	interval
	openStart
	openEnd
	unknownStart
	unknownEnd
)

// Precision is the smallest unit that a date names, from coarse to fine.
type Precision uint8

// The precisions. 2016-XX has month precision and 1985-XX-XX day precision,
// as the standard says: a month or a day is meant, but not known.
const (
	Undefined  Precision = iota // the zero Date, no date at either end, XXXX, or ends that differ
	Millennium                  // 2XXX
	Century                     // 20XX
	Decade                      // 201X
	Year                        // 2016, Y17000
	Season                      // 2016-21
	Month                       // 2016-12, 2016-XX
	DayOfMonth                  // 2016-12-26, 2016-12-XX
	Second                      // 2016-12-26T23:20:30
)

// String gives the name of the precision: "year".
func (p Precision) String() string {
	names := [...]string{"undefined", "millennium", "century", "decade", "year", "season", "month", "day", "second"}
	if int(p) < len(names) {
		return names[p]
	}
	return fmt.Sprintf("precision %d", uint8(p))
}

// String gives the text that was parsed, byte for byte.
func (d Date) String() string { return d.text }

// IsZero reports whether d is no date at all.
func (d Date) IsZero() bool { return d.text == "" }

// Earliest is the first day that d may mean; false if d has no start, or an
// unknown one. Qualifiers do not widen it. A year too far for a Day is clamped.
func (d Date) Earliest() (Day, bool) {
	return d.startFrom, !d.IsZero() && d.startFrom != beforeAll
}

// Latest is the last day that d may mean; false if d has no end, or an unknown
// one. Qualifiers do not widen it. A year too far for a Day is clamped.
func (d Date) Latest() (Day, bool) {
	return d.endTo, !d.IsZero() && d.endTo != afterAll
}

// Midpoint is the day halfway between the earliest and the latest, the earlier
// of two middle ones; false if either is missing.
func (d Date) Midpoint() (Day, bool) {
	from, ok := d.Earliest()
	to, ok2 := d.Latest()
	if !ok || !ok2 {
		return 0, false
	}
	return from + (to-from)/2, true
}

// Uncertain reports a '?' or '%', at either end of an interval.
func (d Date) Uncertain() bool { return d.flags&uncertain != 0 }

// Approximate reports a '~' or '%', at either end of an interval.
func (d Date) Approximate() bool { return d.flags&approximate != 0 }

// Unspecified reports unspecified digits: 201X, 2016-XX.
func (d Date) Unspecified() bool { return d.flags&unspecified != 0 }

// IsInterval reports whether d has a start and an end, parted by "/".
func (d Date) IsInterval() bool { return d.flags&interval != 0 }

// OpenStart reports a start without bound: ../2006.
func (d Date) OpenStart() bool { return d.flags&openStart != 0 }

// OpenEnd reports an end without bound: 2004/.. .
func (d Date) OpenEnd() bool { return d.flags&openEnd != 0 }

// UnknownStart reports a start that nobody knows: /2006.
func (d Date) UnknownStart() bool { return d.flags&unknownStart != 0 }

// UnknownEnd reports an end that nobody knows: 2004/ .
func (d Date) UnknownEnd() bool { return d.flags&unknownEnd != 0 }

// Precision is the smallest unit that d names. That of an interval is what its
// two ends agree on, or what its one dated end has; it is Undefined where they
// differ, as the standard says.
func (d Date) Precision() Precision { return d.precision }

// Start gives the start of an interval as a date of its own, zero if it is open
// or unknown; a date that is no interval is its own start.
func (d Date) Start() Date { return d.side(0) }

// End gives the end of an interval as a date of its own, zero if it is open or
// unknown; a date that is no interval is its own end.
func (d Date) End() Date { return d.side(1) }

func (d Date) side(i int) Date {
	if !d.IsInterval() {
		return d
	}
	text := strings.Split(d.text, "/")[i]
	if text == "" || text == ".." {
		return Date{}
	}
	return MustParse(text) // a side of a parsed interval parses
}

// MarshalText gives the date's text, empty for the zero Date.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.text), nil }

// UnmarshalText reads EDTF; empty text gives the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// DateOf gives the date that names one day. A day beyond the four-digit years
// can only be named by its year, so that the date then spans it.
func DateOf(d Day) Date {
	if y, _, _ := d.Date(); y < -9999 || y > 9999 {
		return MustParse(yearText(y))
	}
	return MustParse(d.String())
}

// yearText writes a year as EDTF: 0409, -0043, Y17000.
func yearText(y int) string {
	switch {
	case y < -9999 || y > 9999:
		return fmt.Sprintf("Y%d", y)
	case y < 0:
		return fmt.Sprintf("-%04d", -y)
	}
	return fmt.Sprintf("%04d", y)
}
