package measure

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/edtf"
)

func TestPeriods(t *testing.T) {
	day := func(m time.Month, d int) edtf.Day { return edtf.DayOf(2018, m, d) }
	days := []Count{
		{Day: day(1, 1), N: 9, Quads: [5]int64{0, 9}}, // before the span
		{Day: day(1, 30), N: 2, Quads: [5]int64{0, 1, 0, 1}, Goldstein: 2, Scored: 1},
		{Day: day(1, 31), N: 7, Quads: [5]int64{0, 7}, Goldstein: 9, Scored: 7}, // unknown
		{Day: day(2, 3), N: 3, Quads: [5]int64{1, 0, 2}, Goldstein: -4, Scored: 2},
	}
	got := Periods(days, Span{First: day(1, 29), Last: day(3, 4)}, []edtf.Day{day(1, 2), day(1, 31), day(3, 1), day(3, 2), day(3, 3), day(3, 4)}, ByMonth)
	if len(got) != 3 {
		t.Fatalf("%d periods, want 3", len(got))
	}
	jan, feb, mar := got[0], got[1], got[2]
	if jan.Days.String() != "2018-01-29 to 2018-01-31" || jan.Unknown != 1 || jan.N != 2 || jan.Quads[3] != 1 || *jan.Mean != 2 || !jan.Known() {
		t.Errorf("January is %+v", jan)
	}
	if feb.Unknown != 0 || feb.N != 3 || *feb.Mean != -4 {
		t.Errorf("February is %+v", feb)
	}
	if mar.Known() || mar.N != 0 || mar.Mean != nil {
		t.Errorf("March is %+v, want unknown", mar)
	}
	for by, want := range map[Step]int{ByDay: 35, ByWeek: 5, ByYear: 1} { // 2018-01-29 is a Monday
		if n := len(Periods(nil, Span{First: day(1, 29), Last: day(3, 4)}, nil, by)); n != want {
			t.Errorf("by %s: %d periods, want %d", by, n, want)
		}
	}
}

// By whatever step, the periods cover the span without gap or overlap, and nothing
// on a known day is lost.
func TestPeriodsLoseNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := edtf.Day(rapid.IntRange(3000, 20000).Draw(t, "first"))
		in := Span{First: first, Last: first + edtf.Day(rapid.IntRange(0, 900).Draw(t, "days"))}
		var days []Count
		var unknown []edtf.Day
		sum := int64(0)
		for d := in.First - 3; d <= in.Last+3; d++ {
			dark := rapid.IntRange(0, 5).Draw(t, "dark") == 0
			if dark {
				unknown = append(unknown, d)
			}
			if n := int64(rapid.IntRange(0, 3).Draw(t, "n")); n > 0 {
				days = append(days, Count{Day: d, N: n})
				if !dark && in.Has(d) {
					sum += n
				}
			}
		}
		by := rapid.SampledFrom([]Step{ByDay, ByWeek, ByMonth, ByYear}).Draw(t, "by")
		next, got := in.First, int64(0)
		for _, p := range Periods(days, in, unknown, by) {
			if p.Days.First != next || p.Days.Last < p.Days.First {
				t.Fatalf("a period is %s after %s", p.Days, next-1)
			}
			next, got = p.Days.Last+1, got+p.N
		}
		if next != in.Last+1 || got != sum {
			t.Fatalf("the periods end on %s with %d acts, want %s with %d", next-1, got, in.Last, sum)
		}
	})
}
