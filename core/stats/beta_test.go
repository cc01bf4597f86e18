package stats

import (
	"fmt"
	"math"
	"testing"

	"github.com/fairweather-app/fairweather/core/stats/statstest"
	"pgregory.net/rapid"
)

func TestAtLeastAgreesWithR(t *testing.T) {
	var cases []struct {
		Counts, Prior []float64
		AtLeast       []struct{ Rung, Mean, Lower90, Upper90 float64 } `json:"at_least"`
	}
	load(t, "ladder.expected.json", &cases)
	if len(cases) != 3 {
		t.Fatalf("%d cases, want 3", len(cases))
	}
	for i, c := range cases {
		alpha := make([]float64, len(c.Counts))
		for r := range alpha {
			alpha[r] = c.Counts[r] + c.Prior[r]
		}
		got := AtLeast(alpha, 0.9)
		if len(got) != len(c.AtLeast) {
			t.Fatalf("case %d: %d rungs, want %d", i, len(got), len(c.AtLeast))
		}
		for r, want := range c.AtLeast {
			what := fmt.Sprintf("case %d rung %v", i, want.Rung)
			statstest.Near(t, what+" mean", got[r].Mean, want.Mean)
			statstest.Near(t, what+" lower", got[r].Lower/want.Lower90, 1)
			statstest.Near(t, what+" upper", got[r].Upper/want.Upper90, 1)
		}
	}
}

func TestBetaQuantileAgreesWithR(t *testing.T) {
	var r struct{ A, B, P, Q []float64 }
	load(t, "qbeta.expected.json", &r)
	if len(r.Q) != 320 {
		t.Fatalf("%d quantiles, want 320", len(r.Q))
	}
	for i, want := range r.Q {
		got := betaQuantile(r.P[i], r.A[i], r.B[i])
		// As a ratio, since some are of the order of 1e-50.
		statstest.Near(t, fmt.Sprintf("qbeta(%v, %v, %v) ratio", r.P[i], r.A[i], r.B[i]), got/want, 1)
	}
}

func TestBetaIntervalEnds(t *testing.T) {
	for _, c := range []struct {
		name               string
		a, b               float64
		mean, lower, upper float64
	}{
		{"no mass above: certain not to be", 0, 3, 0, 0, 0},
		{"no mass below: certain to be", 3, 0, 1, 1, 1},
		{"uniform", 1, 1, 0.5, 0.05, 0.95},
		{"quantiles below the least double are 0", 1e-4, 1e-4, 0.5, 0, 1},
		{"power law: x^a = p", 4, 1, 0.8, math.Pow(0.05, 0.25), math.Pow(0.95, 0.25)},
	} {
		mean, lower, upper := BetaInterval(c.a, c.b, 0.9)
		statstest.Near(t, c.name+": mean", mean, c.mean)
		statstest.Near(t, c.name+": lower", lower, c.lower)
		statstest.Near(t, c.name+": upper", upper, c.upper)
	}
	wantPanic(t, "negative shape", func() { BetaInterval(-1, 2, 0.9) })
	wantPanic(t, "NaN shape", func() { BetaInterval(math.NaN(), 2, 0.9) })
	wantPanic(t, "no mass at all", func() { BetaInterval(0, 0, 0.9) })
	wantPanic(t, "infinite shape", func() { BetaInterval(math.Inf(1), 2, 0.9) })
	wantPanic(t, "level 1", func() { BetaInterval(1, 2, 1) })
	wantPanic(t, "level NaN", func() { BetaInterval(1, 2, math.NaN()) })
	wantPanic(t, "negative Dirichlet mass", func() { AtLeast([]float64{1, -1}, 0.9) })
	wantPanic(t, "more kept than made", func() { Jeffreys(3, 2, 0.9) })
}

func TestAtLeastEdges(t *testing.T) {
	if got := AtLeast(nil, 0.9); len(got) != 0 {
		t.Errorf("no categories: got %v", got)
	}
	got := AtLeast([]float64{2, 0, 0}, 0.9)
	if got[1] != (Exceedance{}) || got[2] != (Exceedance{}) {
		t.Errorf("no mass above the first: got %v, want zeros", got[1:])
	}
}

func TestJeffreys(t *testing.T) {
	mean, lower, upper := Jeffreys(3, 10, 0.9)
	statstest.Near(t, "mean", mean, 3.5/11)
	// R: qbeta(c(.05, .95), 3.5, 7.5)
	statstest.Near(t, "lower", lower, 0.117329376680210)
	statstest.Near(t, "upper", upper, 0.558126766484634)
}

func drawShape(t *rapid.T, name string) float64 {
	return math.Exp(rapid.Float64Range(math.Log(1e-3), math.Log(1e6)).Draw(t, name))
}

// betaCDF is P(X <= x) for X ~ Beta(a, b), 0 < x < 1. R: pbeta(x, a, b).
func betaCDF(x, a, b float64) float64 {
	logBelow, _ := newBetaDensity(a, b).at(math.Log(x) - math.Log1p(-x))
	return math.Exp(logBelow)
}

func TestBetaQuantileInvertsItsDistribution(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawShape(t, "a"), drawShape(t, "b")
		p := rapid.Float64Range(0.001, 0.999).Draw(t, "p")
		x := betaQuantile(p, a, b)
		if !(x >= 0 && x <= 1) {
			t.Fatalf("quantile %v of Beta(%v, %v) is %v", p, a, b, x)
		}
		// Near its ends a double cannot hold x finely enough to give p back.
		if x < 1e-290 || x > 1-1e-6 {
			return
		}
		if got := betaCDF(x, a, b); !statstest.Within(got, p, 1e-8) {
			t.Fatalf("P(X <= %v) of Beta(%v, %v) is %v, want %v", x, a, b, got, p)
		}
	})
}

func TestBetaIsSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawShape(t, "a"), drawShape(t, "b")
		mean, lower, upper := BetaInterval(a, b, 0.9)
		mirrorMean, mirrorLower, mirrorUpper := BetaInterval(b, a, 0.9)
		if !(lower <= upper) || !statstest.Close(mean, 1-mirrorMean) || !statstest.Close(lower, 1-mirrorUpper) || !statstest.Close(upper, 1-mirrorLower) {
			t.Fatalf("Beta(%v, %v): %v [%v, %v] against %v [%v, %v]", a, b, mean, lower, upper, mirrorMean, mirrorLower, mirrorUpper)
		}
	})
}

func TestAtLeastFalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		alpha := rapid.SliceOfN(rapid.Float64Range(0.01, 50), 1, 9).Draw(t, "alpha")
		got := AtLeast(alpha, rapid.Float64Range(0.5, 0.99).Draw(t, "level"))
		for r := 1; r < len(got); r++ {
			if got[r].Mean > got[r-1].Mean || got[r].Lower > got[r-1].Lower || got[r].Upper > got[r-1].Upper {
				t.Fatalf("rung %d is likelier than the one below it: %v", r, got)
			}
		}
	})
}

func BenchmarkBetaInterval(b *testing.B) {
	for _, c := range []struct {
		name string
		a, b float64
	}{{"usual", 4.3, 12.1}, {"small", 0.3, 2.1}, {"large", 1e5, 3e4}, {"lopsided", 0.1, 1e5}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				BetaInterval(c.a, c.b, 0.9)
			}
		})
	}
}

func BenchmarkAtLeast(b *testing.B) {
	alpha := []float64{0.9, 1.9, 2.7, 0.9, 1.4, 0.2, 0.1}
	for b.Loop() {
		AtLeast(alpha, 0.9)
	}
}
