package stats

import (
	"fmt"
	"math"
	"testing"

	"github.com/fairweather-app/fairweather/core/stats/statstest"
	"pgregory.net/rapid"
)

func TestGammaPoissonAgreesWithR(t *testing.T) {
	var cases []struct {
		Counts              []int
		Exposures           []float64
		Shape, Rate, LogLik float64
		Means, Within2      []float64
	}
	load(t, "gammapoisson.expected.json", &cases)
	if len(cases) != 5 {
		t.Fatalf("%d cases, want 5", len(cases))
	}
	for i, c := range cases {
		name := fmt.Sprintf("case %d", i)
		fit, err := GammaPoisson(c.Counts, c.Exposures)
		if err != nil || fit.Pooled {
			t.Fatalf("%s: pooled %v, %v", name, fit.Pooled, err)
		}
		statstest.Near(t, name+" shape", fit.Shape, c.Shape)
		statstest.Near(t, name+" rate", fit.Rate, c.Rate)
		statstest.Near(t, name+" log likelihood", fit.LogLik, c.LogLik)
		for k, g := range fit.Groups {
			statstest.Near(t, name+" mean rate", g.Mean, c.Means[k])
			p, ok := fit.ProbEventWithin(g.Count, g.Exposure, 2)
			if !ok {
				t.Errorf("%s: no probability", name)
			}
			statstest.Near(t, name+" within 2", p, c.Within2[k])
		}
	}
}

func TestGammaPoissonPools(t *testing.T) {
	for _, c := range []struct {
		name      string
		counts    []int
		exposures []float64
		rate      float64
	}{
		{"one group: its spread cannot be known", []int{7}, []float64{2}, 3.5},
		{"no event anywhere", []int{0, 0, 0}, []float64{1, 2, 3}, 0},
		{"equal rates", []int{2, 4, 6}, []float64{1, 2, 3}, 2},
		{"less spread than chance makes", []int{5, 5, 6, 5}, []float64{1, 1, 1, 1}, 5.25},
		{"just as much spread as chance makes", []int{4, 4, 8, 8}, []float64{1, 1, 1, 1}, 6},
	} {
		fit, err := GammaPoisson(c.counts, c.exposures)
		if err != nil {
			t.Fatal(err)
		}
		if !fit.Pooled || fit.Shape != 0 || fit.Rate != 0 {
			t.Errorf("%s: %+v, want pooled", c.name, fit)
		}
		statstest.Near(t, c.name+" rate", fit.PooledRate, c.rate)
		logLik := 0.0
		for i, k := range c.counts { // R: sum(dpois(counts, rate * exposures, log = TRUE))
			f, _ := math.Lgamma(float64(k) + 1)
			if m := c.rate * c.exposures[i]; m > 0 {
				logLik += float64(k)*math.Log(m) - m - f
			}
			statstest.Near(t, c.name+" mean", fit.Groups[i].Mean, c.rate)
		}
		statstest.Near(t, c.name+" log likelihood", fit.LogLik, logLik)
		p, ok := fit.ProbEventWithin(1, 1, 2)
		if ok != (c.rate > 0) {
			t.Errorf("%s: probability exists: %v", c.name, ok)
		}
		statstest.Near(t, c.name+" within 2", p, 1-math.Exp(-2*c.rate))
	}
}

func TestGammaPoissonExtremes(t *testing.T) {
	for _, c := range []struct {
		name      string
		counts    []int
		exposures []float64
	}{
		{"large counts", []int{90000, 100000, 120000}, []float64{1, 1, 1}},
		{"one event in one of many", []int{0, 0, 0, 0, 0, 0, 0, 1}, []float64{9, 9, 9, 9, 9, 9, 9, 1e-6}},
		{"exposures of many sizes", []int{3, 0, 700, 12}, []float64{1e-3, 1e4, 10, 1e6}},
	} {
		fit, err := GammaPoisson(c.counts, c.exposures)
		if err != nil || fit.Pooled {
			t.Fatalf("%s: %+v, %v", c.name, fit, err)
		}
		for i, g := range fit.Groups {
			own := float64(c.counts[i]) / c.exposures[i]
			prior := fit.Shape / fit.Rate
			if !some(g.Mean).OK || g.Mean < min(own, prior)*(1-1e-9) || g.Mean > max(own, prior)*(1+1e-9) {
				t.Errorf("%s: mean %v of group %d lies outside %v and %v", c.name, g.Mean, i, own, prior)
			}
		}
	}
}

func TestGammaPoissonBadData(t *testing.T) {
	for _, c := range []struct {
		name      string
		counts    []int
		exposures []float64
	}{
		{"nothing", nil, nil},
		{"lengths differ", []int{1}, []float64{1, 2}},
		{"negative count", []int{-1}, []float64{1}},
		{"no exposure", []int{1, 0}, []float64{1, 0}},
		{"exposure not a number", []int{1}, []float64{math.NaN()}},
		{"exposure infinite", []int{1}, []float64{math.Inf(1)}},
	} {
		_, err := GammaPoisson(c.counts, c.exposures)
		wantData(t, c.name, err)
	}
	wantPanic(t, "negative horizon", func() { GammaPoissonFit{}.ProbEventWithin(1, 1, -1) })
}

func drawCounts(t *rapid.T) ([]int, []float64) {
	n := rapid.IntRange(1, 12).Draw(t, "groups")
	counts, exposures := make([]int, n), make([]float64, n)
	for i := range counts {
		counts[i] = rapid.IntRange(0, 40).Draw(t, "count")
		exposures[i] = rapid.Float64Range(0.1, 30).Draw(t, "exposure")
	}
	return counts, exposures
}

func TestGammaPoissonIsTheMaximum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts, exposures := drawCounts(t)
		fit, err := GammaPoisson(counts, exposures)
		if err != nil {
			t.Fatal(err)
		}
		// The likelihood by its textbook formula, anywhere else, is no higher.
		shape := math.Exp(rapid.Float64Range(-4, 6).Draw(t, "ln shape"))
		rate := math.Exp(rapid.Float64Range(-4, 6).Draw(t, "ln rate"))
		if !fit.Pooled {
			near := rapid.Float64Range(-0.1, 0.1)
			if rapid.Bool().Draw(t, "near") {
				shape, rate = fit.Shape*math.Exp(near.Draw(t, "a")), fit.Rate*math.Exp(near.Draw(t, "b"))
			}
		}
		other := 0.0
		for i, k := range counts {
			a, _ := math.Lgamma(shape + float64(k))
			b, _ := math.Lgamma(shape)
			c, _ := math.Lgamma(float64(k) + 1)
			other += a - b - c + shape*math.Log(rate/(rate+exposures[i])) + float64(k)*math.Log(exposures[i]/(rate+exposures[i]))
		}
		if other > fit.LogLik+1e-8*math.Abs(fit.LogLik) {
			t.Fatalf("shape %v and rate %v have %v, above the fit's %v: %+v", shape, rate, other, fit.LogLik, fit)
		}
	})
}

func TestGammaPoissonOrderAndUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts, exposures := drawCounts(t)
		fit, err := GammaPoisson(counts, exposures)
		if err != nil {
			t.Fatal(err)
		}
		order := drawOrder(t, len(counts))
		c2, e2 := make([]int, len(counts)), make([]float64, len(counts))
		for i, o := range order {
			c2[i], e2[i] = counts[o], exposures[o]
		}
		moved, err := GammaPoisson(c2, e2)
		if err != nil {
			t.Fatal(err)
		}
		if moved.Shape != fit.Shape || moved.Rate != fit.Rate || moved.LogLik != fit.LogLik || moved.Pooled != fit.Pooled {
			t.Fatalf("%+v after a permutation, %+v before", moved, fit)
		}
		for i, o := range order {
			if moved.Groups[i] != fit.Groups[o] {
				t.Fatalf("group %d: %+v, was %+v", i, moved.Groups[i], fit.Groups[o])
			}
		}
	})
}

func BenchmarkGammaPoisson(b *testing.B) {
	counts, exposures := make([]int, 60), make([]float64, 60)
	for i := range counts {
		counts[i], exposures[i] = i*i%37, 1+float64(i%9)
	}
	for b.Loop() {
		GammaPoisson(counts, exposures)
	}
}
