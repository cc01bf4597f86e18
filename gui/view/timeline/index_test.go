package timeline

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// mustDay is the first day of a date that has one.
func mustDay(t *testing.T, text string) float64 {
	t.Helper()
	d, ok := edtf.MustParse(text).Earliest()
	if !ok {
		t.Fatalf("%q has no day", text)
	}
	return float64(d)
}

func TestSpanOf(t *testing.T) {
	inf := math.Inf(1)
	at := func(text string) float64 { return mustDay(t, text) }
	for _, c := range []struct {
		name       string
		start, end string
		ongoing    bool
		want       span
	}{
		{"a day is whole from morning to evening", "2025-06-13", "", false,
			span{at("2025-06-13"), at("2025-06-13"), at("2025-06-14"), at("2025-06-14"), false}},
		{"days between two ends", "2025-06-13", "2025-06-24", false,
			span{at("2025-06-13"), at("2025-06-13"), at("2025-06-25"), at("2025-06-25"), false}},
		{"months as ends fade over the month", "1992-04", "1995-12", false,
			span{at("1992-04-01"), at("1992-05-01"), at("1995-12-01"), at("1996-01-01"), false}},
		{"some day of a year", "2016", "", false,
			span{at("2016-01-01"), at("2017-01-01"), at("2016-01-01"), at("2017-01-01"), false}},
		{"an interval in one date", "2011/2025", "", false,
			span{at("2011-01-01"), at("2012-01-01"), at("2025-01-01"), at("2026-01-01"), false}},
		{"not ended, by the date", "2024-11-05/..", "", false,
			span{at("2024-11-05"), at("2024-11-05"), inf, inf, true}},
		{"not ended, by the model", "2024-11-05", "", true,
			span{at("2024-11-05"), at("2024-11-05"), inf, inf, true}},
		{"an end that nobody knows fades", "2024-11-05/", "", false,
			span{at("2024-11-05"), at("2024-11-05"), at("2024-11-06"), at("2024-11-06") + unknownSpread, false}},
		{"a start that nobody knows fades", "/2006-01-01", "", false,
			span{at("2006-01-01") - unknownSpread, at("2006-01-01"), at("2006-01-02"), at("2006-01-02"), false}},
		{"a qualifier widens nothing", "2016-05-01~", "", false,
			span{at("2016-05-01"), at("2016-05-01"), at("2016-05-02"), at("2016-05-02"), false}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var end edtf.Date
			if c.end != "" {
				end = edtf.MustParse(c.end)
			}
			got, ok := spanOf(edtf.MustParse(c.start), end, c.ongoing)
			if !ok || got != c.want {
				t.Errorf("span %+v (%v), want %+v", got, ok, c.want)
			}
		})
	}
	for _, none := range []string{"", "../..", "XXXX"} {
		var d edtf.Date
		if none != "" {
			d = edtf.MustParse(none)
		}
		if s, ok := spanOf(d, edtf.Date{}, false); ok && (math.IsInf(s.s0, 0) || math.IsInf(s.e1, 0)) {
			t.Errorf("%q gives the span %+v, which has no place", none, s)
		}
	}
}

func TestDateWords(t *testing.T) {
	for text, want := range map[string]string{
		"2016-12-26": "2016-12-26", "2016~": "about 2016", "1862?": "1862 (uncertain)", "1862%": "about 1862 (uncertain)",
		"2004/2006": "2004 to 2006", "2004/..": "since 2004", "../2006": "until 2006", "2004/": "from 2004, its end unknown",
		"/2006": "to 2006, its start unknown", "2015~/2016": "about 2015 to 2016",
	} {
		if got := dateWords(edtf.MustParse(text)); got != want {
			t.Errorf("%s is told as %q, want %q", text, got, want)
		}
	}
}

func TestStateAfter(t *testing.T) {
	for _, m := range ledger.MilestoneTypes {
		ends := m == "fulfilled" || m == "cancelled" || m == "breached" || m == "lapsed"
		if got := open.after(m).ended(); got != ends {
			t.Errorf("after %q a pledge has ended: %v, want %v", m, got, ends)
		}
		if m != "reaffirmed" && glyphOf(m) == glyphTick {
			t.Errorf("%q has no sign of its own", m)
		}
		if failed.after(m) != failed {
			t.Errorf("%q brings a failed pledge back", m)
		}
	}
}

// TestPledgeStages: the bar ends with the first milestone that ends the promise,
// and its outcome is the one known on the as-of day.
func TestPledgeStages(t *testing.T) {
	p := Pledge{ID: "p", Promised: edtf.MustParse("2005-02-27"), Milestones: []Milestone{
		{Date: edtf.MustParse("2013-09-23"), Type: "fulfilled"},
		{Date: edtf.MustParse("2007-03"), Type: "suspended"},
		{Date: edtf.MustParse("2007-12-16"), Type: "resumed"},
	}}
	m := Model{Lanes: []Lane{{Key: "p", Kind: Pledges, Pledges: []Pledge{p}}}, HasAsOf: true, AsOf: edtf.DayOf(2025, 1, 1)}
	x := newIndex(m)
	it := &x.items[0]
	if len(it.stages) != 3 || it.stages[0].state != suspended || it.stages[1].state != open || it.stages[2].state != fulfilled {
		t.Fatalf("the stages are %+v, want suspended, open, fulfilled in order of time", it.stages)
	}
	if it.span.e1 != mustDay(t, "2013-09-24") {
		t.Errorf("the bar ends on %v, want the evening of the day it was fulfilled", dayOf(it.span.e1))
	}
	if got := x.outcome(it); got != fulfilled {
		t.Errorf("its outcome is %v, want fulfilled", got.word())
	}
	x.model.AsOf = edtf.DayOf(2007, 6, 1)
	if got := x.outcome(it); got != suspended {
		t.Errorf("its outcome in June 2007 is %v, want suspended", got.word())
	}
}

// TestPackedRowsDoNotOverlap: within a row of bands or bars nothing lies on
// anything else.
func TestPackedRowsDoNotOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 60).Draw(t, "n")
		l := Lane{Key: "m", Kind: Moments}
		for i := range n {
			start := edtf.Day(rapid.IntRange(0, 2000).Draw(t, "start"))
			end := start + edtf.Day(rapid.IntRange(0, 400).Draw(t, "length"))
			l.Moments = append(l.Moments, Moment{ID: fmt.Sprint(i), Start: edtf.DateOf(start), End: edtf.DateOf(end), Ongoing: i%17 == 3})
		}
		x := newIndex(Model{Lanes: []Lane{l}})
		seen := 0
		for _, r := range x.lanes[0].rows {
			end := math.Inf(-1)
			for _, k := range r.items {
				s := x.items[k].span
				if s.s0 < end {
					t.Fatalf("item %d begins on %v, before its neighbour ends on %v", k, s.s0, end)
				}
				end = s.e1
				seen++
			}
		}
		if seen != n {
			t.Fatalf("%d of %d items are in a row", seen, n)
		}
	})
}

// TestBetweenFindsAll: the search in a row finds what a look at each item finds.
func TestBetweenFindsAll(t *testing.T) {
	x := newIndex(big(2000))
	rapid.Check(t, func(t *rapid.T) {
		lane := &x.lanes[rapid.SampledFrom([]int{0, 4, 5}).Draw(t, "lane")]
		r := &lane.rows[rapid.IntRange(0, len(lane.rows)-1).Draw(t, "row")]
		a := rapid.Float64Range(x.first-1000, x.last).Draw(t, "from")
		b := a + rapid.Float64Range(0, 5000).Draw(t, "length")
		lo, hi := r.between(a, b)
		for i, k := range r.items {
			s := x.items[k].span
			if touches := s.s0 <= b && s.e1 >= a; touches && (i < lo || i >= hi) {
				t.Fatalf("item %d (%v to %v) touches %v to %v but is not among %d to %d", i, s.s0, s.e1, a, b, lo, hi)
			}
		}
	})
}

// TestMergedMarks: at any zoom every mark is in one group, groups do not cover
// each other by more than touch, and marks nearer than a pixel are one.
func TestMergedMarks(t *testing.T) {
	x := newIndex(big(1500))
	rapid.Check(t, func(t *rapid.T) {
		lane := &x.lanes[rapid.IntRange(1, 3).Draw(t, "lane")]
		r := &lane.rows[rapid.IntRange(0, len(lane.rows)-1).Draw(t, "row")]
		key := groupKey{math.Pow(10, rapid.Float64Range(-3, 2).Draw(t, "zoom")), 13}
		groups := x.merge(r, key)
		next := int32(0)
		for i, g := range groups {
			if g.first != next {
				t.Fatalf("group %d begins with item %d, want %d", i, g.first, next)
			}
			next += g.n
			if i == 0 {
				continue
			}
			before := groups[i-1]
			apart := float32((g.middle() - before.middle()) / key.scale)
			if least := (g.width+before.width)/2 - touch*min(g.width, before.width); apart < least-0.001 {
				t.Fatalf("groups %d and %d are %v apart, want %v at least", i-1, i, apart, least)
			}
			last, first := x.items[r.items[g.first-1]].at, x.items[r.items[g.first]].at
			if (first-last)/key.scale < 1 && g.n == 1 && before.n == 1 {
				t.Fatalf("two single marks are %v pixels apart", (first-last)/key.scale)
			}
		}
		if int(next) != len(r.items) {
			t.Fatalf("the groups count %d marks, want %d", next, len(r.items))
		}
	})
}

// TestMarksOfOneDayStandApart: the closest zoom parts what happened on one day.
func TestMarksOfOneDayStandApart(t *testing.T) {
	l := Lane{Key: "c", Kind: ConductMarks}
	for i := range 12 {
		l.Conduct = append(l.Conduct, Conduct{ID: fmt.Sprint(i), Date: edtf.MustParse("2025-06-13"), Rung: 2})
	}
	x := newIndex(Model{Lanes: []Lane{l}})
	r := &x.lanes[0].rows[0]
	if groups := x.merge(r, groupKey{10, 13}); len(groups) != 1 || groups[0].n != 12 {
		t.Errorf("at ten days to a pixel there are %d groups, want one of 12", len(groups))
	}
	if groups := x.merge(r, groupKey{shortestWindow / 600, 13}); len(groups) != 12 {
		t.Errorf("at a day to the window there are %d groups, want 12", len(groups))
	}
}
