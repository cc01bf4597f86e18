package edtf

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestFromInput(t *testing.T) {
	groups := []struct {
		why   string
		cases map[string]string
	}{
		{"EDTF stays as it is", map[string]string{
			"2016": "2016", " 2016-05\t": "2016-05", "2004-06-11%/..": "2004-06-11%/..", "2004-06": "2004-06",
			"1910-21": "1910-21", "20xx": "20XX", "y17000": "Y17000", "1985-04-12t23:20:30z": "1985-04-12T23:20:30Z",
			"../2006": "../2006", "/": "/", "-0499": "-0499",
		}},
		{"days", map[string]string{
			"26 December 2007": "2007-12-26", "26th of December, 2007": "2007-12-26", "the 26th December 2007": "2007-12-26",
			"December 26, 2007": "2007-12-26", "Dec. 26th 2007": "2007-12-26", "DEC 26 2007": "2007-12-26",
			"26-Dec-2007": "2007-12-26", "26/Dec/2007": "2007-12-26", "26dec2007": "2007-12-26", "26. December 2007": "2007-12-26",
			"2007 Dec 26": "2007-12-26", "2007-Dec-26": "2007-12-26", "Sept. 11, 2001": "2001-09-11", "11 sept 2001": "2001-09-11",
			"on 1 May 2004": "2004-05-01", "26 December 2007.": "2007-12-26", "26\u00a0December\u00a02007": "2007-12-26",
		}},
		{"days in numbers", map[string]string{
			"26.12.2007": "2007-12-26", "26/12/2007": "2007-12-26", "26-12-2007": "2007-12-26", "12/26/2007": "2007-12-26",
			"26. 12. 2007": "2007-12-26", "2007/12/26": "2007-12-26", "2007.12.26": "2007-12-26", "2007-1-5": "2007-01-05",
			"20071226": "2007-12-26", "3/4/2007": "2007-04-03",
		}},
		{"weekdays", map[string]string{
			"Friday, 13 June 2025": "2025-06-13", "Fri 13 June 2025": "2025-06-13", "Tues. June 10, 2025": "2025-06-10",
		}},
		{"months and seasons", map[string]string{
			"Dec 2007": "2007-12", "December, 2007": "2007-12", "December of 2007": "2007-12", "Dec-2007": "2007-12",
			"2007 December": "2007-12", "12/2007": "2007-12", "12.2007": "2007-12", "2007/12": "2007-12", "2007.1": "2007-01",
			"May 2001": "2001-05", "spring 1990": "1990-21", "summer of 1990": "1990-22", "Fall, 1990": "1990-23",
			"autumn 1990": "1990-23", "1990 winter": "1990-24", "winter 1990/91": "1990-12/1991-02",
			"winter 1990-1991": "1990-12/1991-02",
		}},
		{"parts of a year", map[string]string{
			"Q2 2001": "2001-04/2001-06", "2001 Q2": "2001-04/2001-06", "2001-Q4": "2001-10/2001-12", "H2 2025": "2025-07/2025-12",
			"second quarter of 2001": "2001-04/2001-06", "first half of the year 2025": "2025-01/2025-06",
			"3rd quarter 2001": "2001-07/2001-09", "about Q1 2001": "2001-01~/2001-03~", "end of 2004": "2004",
			"since Q2 2001": "2001-04/..", "before Q2 2001": "/2001-06", "Q1 2001 to Q2 2002": "2001-01/2002-06",
		}},
		{"qualifiers", map[string]string{
			"about 2016": "2016~", "c. 1914": "1914~", "circa 1914": "1914~", "c1914": "1914~", "ca. 1914": "1914~",
			"around June 1914": "1914-06~", "roughly 1914": "1914~", "1914 approx.": "1914~", "~1914": "1914~",
			"perhaps 1862": "1862?", "maybe 1862": "1862?", "probably 1862": "1862?", "1862 (?)": "1862?", "1862, perhaps": "1862?",
			"possibly about 1862": "1862%", "ca. 1862?": "1862%", "3 June 1914 (circa)": "1914-06-03~", "1862 ?": "1862?",
		}},
		{"intervals", map[string]string{
			"2004 to 2006": "2004/2006", "2004-2006": "2004/2006", "2004\u20132006": "2004/2006", "2004 \u2014 2006": "2004/2006",
			"2004 through 2006": "2004/2006", "between 2004 and 2006": "2004/2006", "from 2004 to 2006": "2004/2006",
			"from 2004 until June 2006": "2004/2006-06", "2004-06 to 2006-08": "2004-06/2006-08",
			"from 2004-06-11% to 2006?": "2004-06-11%/2006?", "1861-67": "1861/1867", "2012-13": "2012/2013", "2001-25": "2001/2025",
			"1991/95": "1991/1995", "12-15 June 2025": "2025-06-12/2025-06-15", "June 12-15, 2025": "2025-06-12/2025-06-15",
			"12th to 15th June 2025": "2025-06-12/2025-06-15", "12.-15.06.2025": "2025-06-12/2025-06-15",
			"12.06. - 15.06.2025": "2025-06-12/2025-06-15", "12/06-15/06/2025": "2025-06-12/2025-06-15",
			"June 12 - July 3, 2025": "2025-06-12/2025-07-03", "June-July 2025": "2025-06/2025-07",
			"13 June 2025 - 24 June": "2025-06-13/2025-06-24", "June 2025 - Feb 2026": "2025-06/2026-02",
			"1/2/2025 - 3/2/2025": "2025-02-01/2025-02-03", "2025-10-01-2025-10-05": "2025-10-01/2025-10-05",
			"spring to autumn 1990": "1990-21/1990-23", "about 2004 to 2006": "2004~/2006", "2004 to about 2006": "2004/2006~",
			"Friday 13 - Sunday 15 June 2025": "2025-06-13/2025-06-15", "1999/Jan 2004": "1999/2004-01",
		}},
		{"open and unknown ends", map[string]string{
			"from 2004": "2004/..", "since 2004": "2004/..", "since 3 May 2004": "2004-05-03/..", "2004 onwards": "2004/..",
			"2004+": "2004/..", "2004-": "2004/..", "2004 to present": "2004/..", "2004\u2013present": "2004/..", "2004 to date": "2004/..",
			"2004 or later": "2004/..", "ongoing since 2004": "2004/..", "since 2004-06?": "2004-06?/..",
			"until 2006": "../2006", "up to June 2006": "../2006-06", "till 2006": "../2006", "2006 or earlier": "../2006",
			"before 2006": "/2006", "by 2006": "/2006", "pre-1928": "/1928", "no later than 3 May 2006": "/2006-05-03",
			"not after 2006": "/2006", "after 2004": "2004/", "post 2004": "2004/", "not before 2004": "2004/", "after about 2004": "2004~/",
		}},
		{"decades and centuries", map[string]string{
			"1990s": "199X", "the 1990's": "199X", "early 1990s": "199X", "mid-1860s": "186X", "1900s": "19XX", "circa 1900s": "190X~",
			"19th century": "18XX", "19th cent.": "18XX", "the late 20th century": "19XX", "1st century": "00XX", "21st c.": "20XX",
			"since the 1990s": "1990~/..", "1990s to 2000s": "1990~/2009~", "1860s-70s": "1860~/1879~", "from 20xx": "2000~/..",
			"until 199x": "../1999~", "17th century to 19th": "1600~/1899~",
		}},
		{"eras", map[string]string{
			"500 BC": "-0499", "1 BC": "0000", "2 BCE": "-0001", "44 B.C.": "-0043", "15 March 44 BC": "-0043-03-15",
			"March 15, 44 BC": "-0043-03-15", "c. 500 BC": "-0499~", "12000 BC": "Y-11999", "AD 731": "0731", "A.D. 17": "0017",
			"17 CE": "0017", "264-146 BC": "-0263/-0145", "27 BC - 14 AD": "-0026/0014", "AD 14-37": "0014/0037", "50-40 BC": "-0049/-0039",
			"14-37 AD": "0014/0037", "2nd century BC": "-01XX", "1st century BC": "-0099~/0000~", "5th to 3rd century BC": "-0499~/-0200~",
			"BC 44": "-0043",
		}},
		{"a day or a month that is not known", map[string]string{
			"month in 1872": "1872-XX", "day in 1872": "1872-XX-XX", "a day in January 1872": "1872-01-XX", "year in the 1860s": "186X",
			"some time in 1990": "1990", "the year 1800": "1800", "date: 3 May 1990": "1990-05-03",
		}},
	}
	for _, group := range groups {
		for text, want := range group.cases {
			d, err := FromInput(text, DayFirst)
			if err != nil || d.String() != want {
				t.Errorf("%s: FromInput(%q) = %q, want %q: %v", group.why, text, d, want, err)
			}
		}
	}
}

func TestFromInputOrder(t *testing.T) {
	tests := []struct{ text, dayFirst, monthFirst string }{
		{"03/04/2007", "2007-04-03", "2007-03-04"},
		{"3.4.2007", "2007-04-03", "2007-03-04"},
		{"03-04-2007", "2007-04-03", "2007-03-04"},
		{"12/26/2007", "2007-12-26", "2007-12-26"}, // only one order gives a month
		{"26/12/2007", "2007-12-26", "2007-12-26"},
		{"2007/03/04", "2007-03-04", "2007-03-04"}, // after the year, the month
		{"2007-3-4", "2007-03-04", "2007-03-04"},
		{"3 April 2007", "2007-04-03", "2007-04-03"},
		{"01/02 - 03/02/2007", "2007-02-01/2007-02-03", "2007-01-02/2007-03-02"},
		{"03/2007", "2007-03", "2007-03"},
	}
	for _, tt := range tests {
		for order, want := range map[DayOrder]string{DayFirst: tt.dayFirst, MonthFirst: tt.monthFirst} {
			if d, err := FromInput(tt.text, order); err != nil || d.String() != want {
				t.Errorf("FromInput(%q, %d) = %q, want %q: %v", tt.text, order, d, want, err)
			}
		}
	}
}

func TestFromInputErrors(t *testing.T) {
	tests := []struct {
		text   string
		offset int
		want   string // a part of what was expected
	}{
		{"", 0, "a date such as"},
		{"  ", 2, "a date such as"},
		{",", 0, "a date such as"},
		{"23rd Dynasty", 5, "name of a month"},
		{"war in 1990", 0, "a date such as"},
		{"not 1990", 0, "a date such as"},
		{"Resolution 1929", 0, "a date such as"},
		{"today", 0, "day of reading"},
		{"since yesterday", 6, "day of reading"},
		{"last week", 0, "day of reading"},
		{"January", 7, "year"},
		{"January 12", 10, "year"},
		{"12.12", 5, "year"},
		{"90", 0, "year of four digits"},
		{"26 Dec '07", 7, "year"},
		{"12/06/07", 6, "year of four digits"},
		{"731", 0, "year of four digits"},
		{"70s", 0, "year of four digits"},
		{"1905s", 0, "a decade"},
		{"31.02.2007", 0, "a day of February 2007, from 01 to 28"},
		{"30 February 2007", 0, "a day of February 2007"},
		{"February 30, 2007", 9, "a day of February 2007"},
		{"0 May 2007", 0, "a day from 1 to 31"},
		{"13/13/2007", 3, "month"},
		{"26.00.2007", 3, "month"},
		{"0.5.2007", 0, "a day"},
		{"12.13", 5, "year"},
		{"13/2007", 0, "month"},
		{"2007.13", 5, "month"},
		{"20071326", 0, "month"},
		{"Thursday, 13 June 2025", 10, "Friday, the weekday of 2025-06-13"},
		{"Friday, June 2025", 8, "a full date"},
		{"2006 to 2004", 8, "not begin before the start, 2006"},
		{"1867-61", 5, "month"},
		{"1867\u201361", 7, "after 1867"},
		{"2004-5", 6, "month"},
		{"2004 to", 7, "a date such as"},
		{"between 2004", 12, `"and"`},
		{"2004 and 2006", 5, "the end"},
		{"1900; 1973", 4, "the end"},
		{"2004 2006", 5, "the end"},
		{"2007-12-26 14:30", 11, "the end"},
		{"0 AD", 0, "no 0"},
		{"0 BC", 0, "no 0"},
		{"spring 12000 BC", 0, "only a year"},
		{"day in 12000 BC", 7, "only a year"},
		{"44 BC to 2004", 9, "BC or AD"},
		{"5th quarter 2001", 0, "a quarter from 1 to 4"},
		{"3rd half of 2001", 0, "a half from 1 to 2"},
		{"January 0, 2007", 8, "a day from 1 to 31"},
		{"0s", 0, "year of four digits"},
		{"12.123", 0, "year of four digits"},
		{"20070026", 0, "20071226"},
		{"before 31.04.2007", 7, "a day of April 2007"},
		{"before", 6, "a date such as"},
		{"30 Feb 2007 to 2008", 0, "a day of February 2007"},
		{"2007 to 30 Feb 2008", 8, "a day of February 2008"},
		{"2007 to 2008 and more", 13, "the end"},
		{"Y2006", 1, "more than four digits"},
		{"12345", 0, "year of four digits"},
		{"8 2007", 0, "a month beside the day"},
		{"before 2004-5", 12, "two digits"},
		{"560s BC", 0, "569 BC"},
		{"44 BC to 20", 9, "year"},
		{"0th century", 0, "century"},
		{"Q5 2001", 0, "quarter from 1 to 4"},
		{"Q2", 2, "year of four digits"},
		{"June 12-15", 10, "year"},
		{"99999999999999999999 BC", 0, "a date such as"},
		{"26 D\u00e9cembre 2007", 3, "name of a month"},
		{"\u06f1\u06f4\u06f0\u06f4", 0, "a date such as"},
		{"2023-02-30", 8, "a day of February 2023"}, // meant as EDTF: its error
		{" 2016-13", 6, "a month from 01 to 12"},
		{"2004?-06-11", 4, "the qualifier at the end"},
		{"[1667,1668]", 0, "a date such as"},
	}
	for _, tt := range tests {
		d, err := FromInput(tt.text, DayFirst)
		if err == nil {
			t.Errorf("FromInput(%q) = %q, want an error", tt.text, d)
			continue
		}
		checkSyntaxError(t, tt.text, err)
		syntax := err.(*SyntaxError)
		if syntax.Offset != tt.offset || !strings.Contains(syntax.Expected, tt.want) {
			t.Errorf("FromInput(%q): offset %d, want %d; expected %q, want %q in it",
				tt.text, syntax.Offset, tt.offset, syntax.Expected, tt.want)
		}
	}
}

// A page pasted into a date field is refused at once.
func TestFromInputOfLongText(t *testing.T) {
	for _, unit := range []string{"the ", "about ", "2004-", "c", "9", "?", "Friday, ", "\u2013", "June 12, ", "2004 to "} {
		text := strings.Repeat(unit, 200_000)
		start := time.Now()
		if d, err := FromInput(text, DayFirst); err == nil {
			t.Errorf("%q repeated reads as %s", unit, d)
		}
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%q repeated took %v", unit, took)
		}
	}
}

// Every day, however it is written out, reads as that day.
func TestFromInputReadsWrittenDays(t *testing.T) {
	layouts := []string{"2 January 2006", "2 Jan 2006", "January 2, 2006", "Jan. 2, 2006", "Monday, 2 January 2006",
		"Mon Jan 2 2006", "02.01.2006", "2/1/2006", "2006/1/2", "2006 Jan 2", "20060102", "02-Jan-2006"}
	rapid.Check(t, func(t *rapid.T) {
		day := Day(rapid.Int32Range(int32(DayOf(1000, 1, 1)), int32(DayOf(9999, 12, 31))).Draw(t, "day"))
		text := day.Time().Format(rapid.SampledFrom(layouts).Draw(t, "layout"))
		d, err := FromInput(text, DayFirst)
		if err != nil || d.String() != day.String() {
			t.Fatalf("FromInput(%q) = %q, want %s: %v", text, d, day, err)
		}
	})
}

// A range of days in words has the days of its two ends.
func TestFromInputReadsWrittenIntervals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := Day(rapid.Int32Range(int32(DayOf(1000, 1, 1)), int32(DayOf(9000, 12, 31))).Draw(t, "from"))
		to := from + Day(rapid.Int32Range(0, 20000).Draw(t, "length"))
		pattern := rapid.SampledFrom([]string{"A to B", "A - B", "from A until B", "between A and B", "A/B"}).Draw(t, "pattern")
		format := func(d Day) string { return d.Time().Format("2 January 2006") }
		text := strings.NewReplacer("A", format(from), "B", format(to)).Replace(pattern)
		d, err := FromInput(text, MonthFirst)
		if err != nil {
			t.Fatal(err)
		}
		earliest, _ := d.Earliest()
		latest, _ := d.Latest()
		if earliest != from || latest != to || !d.IsInterval() {
			t.Fatalf("FromInput(%q) = %s, want %s/%s", text, d, from, to)
		}
	})
}

func TestEveryMonthAndWeekdayIsKnown(t *testing.T) {
	for m := time.January; m <= time.December; m++ {
		for _, name := range []string{m.String(), m.String()[:3], strings.ToUpper(m.String())} {
			if d, err := FromInput(name+" 2004", DayFirst); err != nil || d.String() != "2004"+dashed(int(m)) {
				t.Errorf("%s: %s, %v", name, d, err)
			}
		}
	}
	for i := range 7 {
		day := DayOf(2025, 6, 9+i)
		for _, layout := range []string{"Monday 2 January 2006", "Mon 2 January 2006"} {
			if d, err := FromInput(day.Time().Format(layout), DayFirst); err != nil || d != DateOf(day) {
				t.Errorf("%s: %s, %v", day.Time().Format(layout), d, err)
			}
		}
	}
}
