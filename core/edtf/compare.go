package edtf

import (
	"cmp"
	"strings"
)

// How two dates stand to each other. Each date means some true start and end,
// known only within bounds. "Certainly" holds however those fall; "possibly"
// holds for at least one way. A date that is no interval is a single day
// somewhere in its range, so 2016 is not certainly at the same time as 2016.
// Every relation with the zero Date is false. For two others, exactly one holds of
//
//	a.PossiblyBefore(b) || a.PossiblyAfter(b)     and   a.CertainlyOverlaps(b)
//	a.CertainlyBefore(b) || a.CertainlyAfter(b)   and   a.PossiblyOverlaps(b)

// PossiblyBefore reports whether a may end before b starts.
func (a Date) PossiblyBefore(b Date) bool { return both(a, b) && a.endFrom < b.startTo }

// CertainlyBefore reports whether a ends before b starts, whatever is unknown.
func (a Date) CertainlyBefore(b Date) bool { return both(a, b) && a.endTo < b.startFrom }

// PossiblyAfter reports whether a may start after b ends.
func (a Date) PossiblyAfter(b Date) bool { return b.PossiblyBefore(a) }

// CertainlyAfter reports whether a starts after b ends, whatever is unknown.
func (a Date) CertainlyAfter(b Date) bool { return b.CertainlyBefore(a) }

// PossiblyOverlaps reports whether a and b may share a day.
func (a Date) PossiblyOverlaps(b Date) bool {
	return both(a, b) && a.startFrom <= b.endTo && b.startFrom <= a.endTo
}

// CertainlyOverlaps reports whether a and b share a day, whatever is unknown.
func (a Date) CertainlyOverlaps(b Date) bool {
	return both(a, b) && a.startTo <= b.endFrom && b.startTo <= a.endFrom
}

// PossiblyContains reports whether d may cover the day.
func (d Date) PossiblyContains(day Day) bool {
	return !d.IsZero() && d.startFrom <= day && day <= d.endTo
}

// CertainlyContains reports whether d covers the day, whatever is unknown:
// 2004/2006 covers all days from the end of 2004 to the beginning of 2006.
func (d Date) CertainlyContains(day Day) bool {
	return !d.IsZero() && d.startTo <= day && day <= d.endFrom
}

func both(a, b Date) bool { return !a.IsZero() && !b.IsZero() }

// Compare orders dates for sorting: by earliest day (no start comes first),
// then by latest day (no end comes last), then by text; zero Dates come last.
// It is 0 only for equal Dates.
func Compare(a, b Date) int {
	if a.IsZero() || b.IsZero() {
		return cmp.Compare(zeroRank(a), zeroRank(b))
	}
	return cmp.Or(
		cmp.Compare(a.startFrom, b.startFrom),
		cmp.Compare(a.endTo, b.endTo),
		strings.Compare(a.text, b.text),
	)
}

func zeroRank(d Date) int {
	if d.IsZero() {
		return 1
	}
	return 0
}
