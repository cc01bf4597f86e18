package edtf

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestRelations(t *testing.T) {
	tests := []struct {
		a, b string
		want string // possibly and certainly before, after, overlapping: bB aA oO
	}{
		{"2007-12-26", "2007-12-27", "bB"},
		{"2007-12-26", "2007-12-26", "oO"},
		{"2007-12", "2007-12-31", "bo"},
		{"2007", "2007", "bao"}, // each some day of the year
		{"2007", "2007-06-15", "bao"},
		{"2016?", "2016-01-01", "ao"},     // a qualifier widens nothing
		{"2006/2008", "2007-06-15", "oO"}, // the interval surely covers it
		{"2006/2008", "2007", "oO"},
		{"2006/2007-06-15", "2007-06-15", "oO"}, // the end is that very day
		{"2006/2007", "2007-06-15", "bo"},       // it may have ended before
		{"2006/2007", "2008", "bB"},
		{"2006/2007-06", "2007-06/2008", "bo"}, // both within June
		{"2004/..", "2025", "oO"},              // no end: still going on
		{"2004/", "2025", "bo"},                // an end that nobody knows
		{"../2006", "1990", "oO"},
		{"/2006", "1990", "ao"},
		{"/2006", "2007", "bB"},
		{"../..", "2007", "oO"},
		{"/", "2007", "bao"},
		{"/..", "2007", "ao"}, // it may start later
		{"../", "2007", "bo"},
		{"2004/2004-06", "2004-07/2004-08", "bB"}, // it ends by June
		{"2004/2004-06", "2004-06-30/2004-08", "bo"},
		{"Y170000002", "Y180000002", "oO"}, // both clamped to the same day
		{"-0001", "0000", "bB"},
		{"2001-24", "2002-01", "bB"}, // winter is December
	}
	for _, tt := range tests {
		a, b := MustParse(tt.a), MustParse(tt.b)
		if got := relations(a, b); got != tt.want {
			t.Errorf("%s and %s: %q, want %q", tt.a, tt.b, got, tt.want)
		}
	}
}

func relations(a, b Date) string {
	var s []byte
	for _, r := range []struct {
		holds bool
		sign  byte
	}{
		{a.PossiblyBefore(b), 'b'}, {a.CertainlyBefore(b), 'B'},
		{a.PossiblyAfter(b), 'a'}, {a.CertainlyAfter(b), 'A'},
		{a.PossiblyOverlaps(b), 'o'}, {a.CertainlyOverlaps(b), 'O'},
	} {
		if r.holds {
			s = append(s, r.sign)
		}
	}
	return string(s)
}

func TestZeroDateHasNoRelations(t *testing.T) {
	for _, other := range []Date{{}, MustParse("2007"), MustParse("../..")} {
		if got := relations(Date{}, other) + relations(other, Date{}); got != "" {
			t.Errorf("the zero Date and %q: %q", other, got)
		}
	}
}

func TestRelationProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := MustParse(validDate(t, "a")), MustParse(validDate(t, "b"))
		implies := func(p, q bool, what string) {
			if p && !q {
				t.Fatalf("%s and %s: %s", a, b, what)
			}
		}
		implies(a.CertainlyBefore(b), a.PossiblyBefore(b), "certainly before, but not possibly")
		implies(a.CertainlyAfter(b), a.PossiblyAfter(b), "certainly after, but not possibly")
		implies(a.CertainlyOverlaps(b), a.PossiblyOverlaps(b), "certainly overlapping, but not possibly")
		implies(a.CertainlyBefore(b), !b.PossiblyBefore(a), "before each other")
		implies(a.PossiblyBefore(b), b.PossiblyAfter(a), "before, but the other is not after")
		implies(a.PossiblyOverlaps(b), b.PossiblyOverlaps(a), "overlap is not mutual")
		implies(a.CertainlyOverlaps(b), b.CertainlyOverlaps(a), "certain overlap is not mutual")
		if a.CertainlyOverlaps(b) == (a.PossiblyBefore(b) || a.PossiblyAfter(b)) {
			t.Fatalf("%s and %s: certain overlap must be that neither may be first", a, b)
		}
		if a.PossiblyOverlaps(b) == (a.CertainlyBefore(b) || a.CertainlyAfter(b)) {
			t.Fatalf("%s and %s: possible overlap must be that neither is surely first", a, b)
		}
		day := Day(rapid.Int32Range(-4_000_000, 3_000_000).Draw(t, "day"))
		implies(a.CertainlyContains(day), a.PossiblyContains(day), "certainly contains, but not possibly")
		implies(a.CertainlyContains(day) && b.CertainlyContains(day), a.CertainlyOverlaps(b), "share a day, but do not overlap")
	})
}

// Every way that two dates of bounded days may truly have been, tried one by one.
func TestRelationsByEnumeration(t *testing.T) {
	dates := []string{"2004-02", "2004-02-01", "2004-02-29", "2004-02-10", "2004-02-XX", "2004-01-31",
		"2004-02/2004-02-20", "2004-02-05/2004-03", "2004-02-05/2004-02-20", "2004-02/2004-02", "2004-01/2004-02",
		"2004-02-10/2004-02-10"}
	for _, x := range dates {
		for _, y := range dates {
			a, b := MustParse(x), MustParse(y)
			var ways, before, after int
			for _, p := range truths(a) {
				for _, q := range truths(b) {
					ways++
					if p[1] < q[0] {
						before++
					}
					if p[0] > q[1] {
						after++
					}
				}
			}
			over := ways - before - after
			for _, r := range []struct {
				name string
				got  bool
				want bool
			}{
				{"possibly before", a.PossiblyBefore(b), before > 0}, {"certainly before", a.CertainlyBefore(b), before == ways},
				{"possibly after", a.PossiblyAfter(b), after > 0}, {"certainly after", a.CertainlyAfter(b), after == ways},
				{"possibly overlaps", a.PossiblyOverlaps(b), over > 0}, {"certainly overlaps", a.CertainlyOverlaps(b), over == ways},
			} {
				if r.got != r.want {
					t.Errorf("%s %s %s: %v, want %v", x, r.name, y, r.got, r.want)
				}
			}
		}
	}
}

// truths gives every start and end that d may have had: one day, or a start
// from its start's days and an end from its end's that is not before it.
func truths(d Date) [][2]Day {
	var out [][2]Day
	bounds := func(d Date) (Day, Day) {
		from, _ := d.Earliest()
		to, _ := d.Latest()
		return from, to
	}
	startFrom, startTo := bounds(d.Start())
	endFrom, endTo := bounds(d.End())
	for s := startFrom; s <= startTo; s++ {
		if !d.IsInterval() {
			out = append(out, [2]Day{s, s})
			continue
		}
		for e := max(s, endFrom); e <= endTo; e++ {
			out = append(out, [2]Day{s, e})
		}
	}
	return out
}

func TestContains(t *testing.T) {
	tests := []struct {
		date, day           string
		possibly, certainly bool
	}{
		{"2004", "2004-06-15", true, false},
		{"2004-06-15", "2004-06-15", true, true},
		{"2004-06-15~", "2004-06-16", false, false},
		{"2004/2006", "2004-12-30", true, false},
		{"2004/2006", "2004-12-31", true, true},
		{"2004/2006", "2006-01-01", true, true},
		{"2004/2006", "2006-01-02", true, false},
		{"2004/2006", "2007-01-01", false, false},
		{"2004/..", "2525-01-01", true, true},
		{"2004/", "2525-01-01", true, false},
		{"2004/", "2003-12-31", false, false},
		{"../2004", "-0500-01-01", true, true},
		{"/2004", "-0500-01-01", true, false},
	}
	for _, tt := range tests {
		d := MustParse(tt.date)
		day, err := ParseDay(tt.day)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.PossiblyContains(day); got != tt.possibly {
			t.Errorf("%s possibly contains %s: %v", tt.date, tt.day, got)
		}
		if got := d.CertainlyContains(day); got != tt.certainly {
			t.Errorf("%s certainly contains %s: %v", tt.date, tt.day, got)
		}
	}
}

func TestCompareSorts(t *testing.T) {
	want := []string{"../2004", "/2004", "../..", "-0500", "2004-01-01", "2004-01", "2004", "2004?", "2004/2005",
		"2004/", "2004/..", "2004-02", ""}
	var dates []Date
	for _, text := range want {
		d := Date{}
		if text != "" {
			d = MustParse(text)
		}
		dates = append(dates, d)
	}
	slices.Reverse(dates)
	slices.SortFunc(dates, Compare)
	for i, d := range dates {
		if d.String() != want[i] {
			t.Fatalf("got %v, want %v", dates, want)
		}
	}
}

func TestCompareIsAnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := MustParse(validDate(t, "a")), MustParse(validDate(t, "b")), MustParse(validDate(t, "c"))
		if rapid.Bool().Draw(t, "zero") {
			c = Date{}
		}
		if Compare(a, b) != -Compare(b, a) || Compare(a, c) != -Compare(c, a) || Compare(a, a) != 0 || Compare(c, c) != 0 {
			t.Fatalf("not antisymmetric: %s %s %s", a, b, c)
		}
		if Compare(a, b) <= 0 && Compare(b, c) <= 0 && Compare(a, c) > 0 {
			t.Fatalf("not transitive: %s %s %s", a, b, c)
		}
		if (Compare(a, b) == 0) != (a == b) {
			t.Fatalf("equal in order but not in text: %s %s", a, b)
		}
		if a.CertainlyBefore(b) && Compare(a, b) >= 0 {
			t.Fatalf("%s is certainly before %s but does not sort so", a, b)
		}
	})
}
