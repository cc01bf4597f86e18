package edtf

import (
	"errors"
	"testing"
)

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"2007-12-26", "2007-12", "2007", "2016?", "201X~", "-01XX", "2016-XX-XX%", "Y-170000002",
		"2001-21", "2016-05-02T16:54:59.042+04:30", "2004-06-11%/..", "/2006", "../..", "2004-02-01/2005", "156X-12-25",
		"[1667,1668]", "2004?-06", "1950S2", "-0000", "2023-02-30", "2016-05-02T24:00:00Z", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Parse(text)
		if err != nil {
			checkRefusal(t, text, d, err)
			return
		}
		checkDate(t, text, d)
		for _, side := range []Date{d.Start(), d.End()} {
			if !side.IsZero() {
				checkDate(t, side.String(), side)
			}
		}
	})
}

func FuzzFromInput(f *testing.F) {
	for _, seed := range []string{"26 December 2007", "Dec. 26th, 2007", "03/04/2007", "12-15 June 2025", "c. 1914",
		"between 2004 and about 2006", "since the 1990s", "264-146 BC", "17-19th centuries", "winter 1990/91", "Q2 2001",
		"first half of 2025", "Friday, 13 June 2025", "until 2006 (?)", "1863, printed 1870", "12.-15.06.2025", "2004+",
		"day in January 1872", "A.D. 17", "2007-Dec-26", "1860s-70s", "20071226", "31.02.2007", "before mid-1860s", "20xx"} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, text string, monthFirst bool) {
		order := DayFirst
		if monthFirst {
			order = MonthFirst
		}
		d, err := FromInput(text, order)
		if err != nil {
			checkRefusal(t, text, d, err)
			return
		}
		checkDate(t, d.String(), d)
		// What was read does not depend on the order any more.
		for _, order := range []DayOrder{DayFirst, MonthFirst} {
			if again, err := FromInput(d.String(), order); err != nil || again != d {
				t.Fatalf("%q reads as %q, which reads as %q, %v", text, d, again, err)
			}
		}
	})
}

func checkRefusal(t *testing.T, text string, d Date, err error) {
	if !d.IsZero() {
		t.Fatalf("%q: a date %q beside the error %v", text, d, err)
	}
	var syntax *SyntaxError
	if !errors.As(err, &syntax) {
		t.Fatalf("%q: the error is a %T: %v", text, err, err)
	}
	if syntax.Text != text || syntax.Offset < 0 || syntax.Offset > len(text) || syntax.Expected == "" || syntax.Error() == "" {
		t.Fatalf("%q: incomplete error %+v", text, *syntax)
	}
}

func FuzzParseDay(f *testing.F) {
	for _, seed := range []string{"2025-10-01", "-0043-03-15", "12025-10-01", "2023-02-29", "9999999-12-31", "2025-10"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDay(text)
		if err != nil {
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || syntax.Offset < 0 || syntax.Offset > len(text) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if d > MinDay && d < MaxDay && d.String() != text {
			t.Fatalf("%q reads as %s", text, d)
		}
	})
}
