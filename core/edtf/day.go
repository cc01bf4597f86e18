package edtf

import (
	"fmt"
	"strconv"
	"time"
)

// Day counts days since 1970-01-01 in the proleptic Gregorian calendar, in
// which year 0 (1 BC) exists, as in ISO 8601.
type Day int32

// The days that a Day may hold, about 2.9 million years either way. Years
// beyond them are clamped, so that the difference of two Days always fits.
const (
	MaxDay Day = 1<<30 - 1
	MinDay Day = -MaxDay
)

// DaysPerYear turns a difference of days into years.
const DaysPerYear = 365.25

// Bounds that lie outside every Day; only Date uses them.
const (
	beforeAll Day = -1 << 31
	afterAll  Day = 1<<31 - 1
)

const (
	daysPer400Years = 146097
	// epochShift is the days from 0000-03-01 to 1970-01-01.
	epochShift = 719468
)

// DayOf gives the day of a year, month and day of the month. Values outside
// their ranges are carried over, as time.Date does (32 January is 1 February);
// days before MinDay or after MaxDay are clamped to them.
func DayOf(year int, month time.Month, day int) Day {
	// Limits far beyond MaxDay keep the sums below from overflowing.
	const limit = 1 << 40
	m := min(max(int64(month), -limit), limit) - 1
	y := min(max(int64(year), -limit), limit) + floorDiv(m, 12)
	m -= floorDiv(m, 12) * 12
	d := min(max(int64(day), -limit), limit)
	// Count from 1 March, so that the leap day ends the year.
	if m < 2 {
		y--
	}
	shifted := (m + 10) % 12
	era := floorDiv(y, 400)
	yearOfEra := y - era*400
	dayOfYear := (153*shifted+2)/5 + d - 1
	dayOfEra := yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear
	return Day(min(max(era*daysPer400Years+dayOfEra-epochShift, int64(MinDay)), int64(MaxDay)))
}

// DayOfTime gives the calendar day that t shows in its own location.
func DayOfTime(t time.Time) Day { return DayOf(t.Date()) }

// ParseDay reads a day as Day.String writes it: 2025-10-01. A year before 0000
// has a minus, one after 9999 more digits, and is clamped where DayOf clamps.
// The error is a *SyntaxError.
func ParseDay(s string) (Day, error) {
	fail := func(offset int, expected string) (Day, error) {
		return 0, &SyntaxError{Text: s, Offset: offset, Expected: expected}
	}
	pos := 0
	if pos < len(s) && s[pos] == '-' {
		pos++
	}
	first := pos
	for pos < len(s) && isDigit(s[pos]) {
		pos++
	}
	switch n := pos - first; {
	case n < 4:
		return fail(pos, "a year of four digits, as in 2025-10-01")
	case n > 4 && s[first] == '0':
		return fail(first, "a year of more than four digits without a leading 0")
	case n > 7:
		return fail(first, "a year of at most seven digits")
	}
	year, _ := strconv.Atoi(s[:pos])
	if year == 0 && first == 1 {
		return fail(0, "year 0000 without a minus")
	}
	for i, c := range []byte("-00-00") {
		at := pos + i
		if at >= len(s) || c == '-' && s[at] != '-' || c == '0' && !isDigit(s[at]) {
			return fail(at, map[byte]string{'-': `"-"`, '0': "two digits"}[c])
		}
	}
	month := twoDigits(s, pos+1)
	if month < 1 || month > 12 {
		return fail(pos+1, "a month from 01 to 12")
	}
	day := twoDigits(s, pos+4)
	if day < 1 || day > daysIn(year, month) {
		return fail(pos+4, expectedDay(year, month))
	}
	if len(s) > pos+6 {
		return fail(pos+6, "the end of the date")
	}
	return DayOf(year, time.Month(month), day), nil
}

// String writes the day as 2025-10-01: -0043-03-15 in 44 BC, and more than
// four digits after the year 9999.
func (d Day) String() string {
	y, m, dd := d.Date()
	sign := ""
	if y < 0 {
		sign, y = "-", -y
	}
	return fmt.Sprintf("%s%04d-%02d-%02d", sign, y, int(m), dd)
}

// Date gives the year (0 is 1 BC), the month and the day of the month.
func (d Day) Date() (year int, month time.Month, day int) {
	n := int64(d) + epochShift
	era := floorDiv(n, daysPer400Years)
	dayOfEra := n - era*daysPer400Years
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/(daysPer400Years-1)) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*dayOfYear + 2) / 153
	day = int(dayOfYear-(153*shifted+2)/5) + 1
	m := (shifted+2)%12 + 1
	y := yearOfEra + era*400
	if m <= 2 {
		y++
	}
	return int(y), time.Month(m), day
}

// Time gives midnight UTC at the start of the day.
func (d Day) Time() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

// MarshalText writes the day as String does.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a day as ParseDay does.
func (d *Day) UnmarshalText(text []byte) error {
	day, err := ParseDay(string(text))
	if err != nil {
		return err
	}
	*d = day
	return nil
}

// daysIn gives the length of a month from 1 to 12.
func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

func expectedDay(year, month int) string {
	return fmt.Sprintf("a day of %s %d, from 01 to %d", time.Month(month), year, daysIn(year, month))
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// twoDigits reads the two digits at s[at:]; the caller has checked them.
func twoDigits(s string, at int) int { return int(s[at]-'0')*10 + int(s[at+1]-'0') }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
