package brief

import (
	"math"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// TestReliability compares with alpha worked out from its definition, and holds
// the adjudicator, unknown records and what was not yet known to being left out.
func TestReliability(t *testing.T) {
	a, c := worldly(t)
	if r := reliability(c, a); r.Why == "" || !strings.Contains(strings.Join(r.sentences(), " "), "not rated by two coders") {
		t.Errorf("without ratings: %+v", r)
	}
	rate := func(id, analyst, record, value string) ledger.Change {
		return ledger.Change{ID: id, Record: &ledger.Rating{ID: id, Analyst: analyst, Subject: "rung", Record: record, Value: value}}
	}
	c = c.With(rate("r1", "first coder", "c1", "2"), rate("r2", "second coder", "c1", "+2"), rate("r3", "first coder", "c2", "-1"), rate("r4", "second coder", "c2", "-1"),
		rate("r5", "first coder", "c3", "1"), rate("r6", "second coder", "c3", "2"), rate("r7", "adjudicator", "c3", "1"), rate("r8", "first coder", "nowhere", "1"))
	r := reliability(c, a)
	if r.Units != 3 || r.Exact != 2 || r.Decided != 1 || len(r.Coders) != 2 {
		t.Fatalf("%+v", r)
	}
	delta := func(x, y int) float64 { // over the counts of the values -1, 1, 2
		n := []float64{2, 1, 3}
		if x == y {
			return 0
		}
		if x > y {
			x, y = y, x
		}
		sum := 0.
		for k := x; k <= y; k++ {
			sum += n[k]
		}
		return math.Pow(sum-(n[x]+n[y])/2, 2)
	}
	expected := 0.
	for x, n := range []float64{2, 1, 3} {
		for y, m := range []float64{2, 1, 3} {
			expected += n * m * delta(x, y)
		}
	}
	want := 1 - 5*(2*delta(1, 2))/expected
	if math.Abs(r.Alpha.Alpha-want) > 1e-12 {
		t.Errorf("alpha %v, want %v", r.Alpha.Alpha, want)
	}
	text := strings.Join(r.sentences(), " ")
	for _, part := range []string{"Two coders rated the rungs", "On 3 records", "for 67 %", "An adjudicator decided one record"} {
		if !strings.Contains(text, part) {
			t.Errorf("no %q in %s", part, text)
		}
	}
	early := *a
	early.Question.AsOf = edtf.DayOf(2020, 1, 1)
	if r := reliability(c, &early); r.Units != 1 {
		t.Errorf("as of 2020 %d records are counted, want the one known by then", r.Units)
	}
}

// TestBundledReliability holds the bundled cases to being coded firmly.
func TestBundledReliability(t *testing.T) {
	for _, name := range assets.Names() {
		a, c := bundled(t, name)
		if r := reliability(c, a); r.Alpha.Alpha < firmAlpha || r.Units < 50 || !r.Alpha.Lower.OK {
			t.Errorf("%s: %+v", name, r)
		}
	}
}
