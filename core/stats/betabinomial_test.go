package stats

import (
	"fmt"
	"math"
	"testing"

	"github.com/fairweather-app/fairweather/core/stats/statstest"
	"pgregory.net/rapid"
)

func TestBetaBinomialTailsAgreeWithR(t *testing.T) {
	var cases []struct {
		K, N, K0, N0 int
		Expected     float64
		AtMost       float64 `json:"p_at_most"`
		AtLeast      float64 `json:"p_at_least"`
	}
	load(t, "silence.expected.json", &cases)
	if len(cases) != 6 {
		t.Fatalf("%d cases, want 6", len(cases))
	}
	for _, c := range cases {
		name := fmt.Sprintf("%d of %d after %d of %d", c.K, c.N, c.K0, c.N0)
		got, err := BetaBinomialTails(c.K, c.N, float64(c.K0)+.5, float64(c.N0-c.K0)+.5)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		statstest.Near(t, name+" expected", got.Expected, c.Expected)
		statstest.Near(t, name+" at most", got.AtMost, c.AtMost)
		statstest.Near(t, name+" at least", got.AtLeast, c.AtLeast)
	}
}

// The numbers are R's, by sums of exp(lchoose(n, i) + lbeta(i + a, n - i + b) - lbeta(a, b)).
func TestBetaBinomialTails(t *testing.T) {
	for _, c := range []struct {
		name                      string
		k, n                      int
		a, b                      float64
		expected, atMost, atLeast float64
	}{
		{"two heaps: both shapes below 1", 3, 10, .5, .5, 5, .408035278320312, .657424926757812},
		{"no acts at all: nothing is odd", 0, 0, 1, 1, 0, 1, 1},
		{"all of them, against a rare share", 5, 5, .5, 30.5, .0806451612903226, 1, 7.58069906848371e-07},
		{"never before, not now", 0, 14, .5, 365.5, .0191256830601093, .981368968637255, 1},
		{"shapes that are no halves", 7, 40, 2.25, 60, 1.44578313253012, .996690667064549, .00815580591583976},
	} {
		got, err := BetaBinomialTails(c.k, c.n, c.a, c.b)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		statstest.Near(t, c.name+": expected", got.Expected, c.expected)
		statstest.Near(t, c.name+": at most", got.AtMost, c.atMost)
		statstest.Near(t, c.name+": at least", got.AtLeast, c.atLeast)
	}
	for _, c := range []struct {
		k, n int
		a, b float64
	}{{-1, 3, 1, 1}, {4, 3, 1, 1}, {0, -1, 1, 1}, {0, 1, 0, 1}, {0, 1, 1, math.NaN()}, {0, 1, math.Inf(1), 1}} {
		_, err := BetaBinomialTails(c.k, c.n, c.a, c.b)
		wantData(t, fmt.Sprint(c), err)
	}
}

func TestBetaBinomialTailsProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 300).Draw(t, "n")
		a, b := rapid.Float64Range(.01, 400).Draw(t, "a"), rapid.Float64Range(.01, 400).Draw(t, "b")
		tails := func(k, n int, a, b float64) Tails {
			x, err := BetaBinomialTails(k, n, a, b)
			if err != nil {
				t.Fatal(err)
			}
			return x
		}
		mean, before := 0.0, 0.0
		for k := range n + 1 {
			x := tails(k, n, a, b)
			p := x.AtMost - before
			if p < -1e-12 || math.Abs(x.AtLeast-(1-before)) > 1e-9 {
				t.Fatalf("k %d: %+v after %v", k, x, before)
			}
			mean += float64(k) * p
			before = x.AtMost
			other := tails(n-k, n, b, a) // who counts what was not toward A
			if !statstest.Within(x.AtMost, other.AtLeast, 1e-9) {
				t.Fatalf("k %d: %v and %v", k, x.AtMost, other.AtLeast)
			}
		}
		if x := tails(0, n, a, b); !statstest.Within(mean, x.Expected, 1e-7) || before < 1-1e-12 {
			t.Fatalf("mean %v, expected %v, all %v", mean, x.Expected, before)
		}
	})
}

func BenchmarkBetaBinomialTails(b *testing.B) {
	for b.Loop() {
		if _, err := BetaBinomialTails(900, 20000, 4000.5, 86000.5); err != nil {
			b.Fatal(err)
		}
	}
}
