package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/fairweather-app/fairweather/core/stats/statstest"
	"pgregory.net/rapid"
)

// acts puts one act of each score into a bin of its own.
func acts(scores ...float64) []Bin {
	out := make([]Bin, len(scores))
	for i, v := range scores {
		out[i] = Bin{v, 1}
	}
	return out
}

func TestBlockShift(t *testing.T) {
	flat := make([]float64, 379)
	cold := make([]float64, 379)
	for i := range cold {
		flat[i] = 2
		cold[i] = float64(i % 5)
		if i >= 365 {
			cold[i] = -8
		}
	}
	for _, c := range []struct {
		name            string
		bins            []Bin
		from, to        int
		inside, outside float64
		low, high       float64 // of p
	}{
		{"no difference is never rare", acts(flat...), 365, 379, 2, 2, 1, 1},
		{"two weeks of their own kind", acts(cold...), 365, 379, -8, 2, 1. / 10001, .01},
		{"acts, not days, are counted", []Bin{{3, 3}, {8, 1}, {0, 0}, {2, 2}, {-6, 3}}, 3, 5, -.8, 2.75, 0, 1},
	} {
		got, err := BlockShift(c.bins, c.from, c.to, 7, 10000, 1)
		if err != nil || !got.Inside.OK || !got.Outside.OK || !got.P.OK {
			t.Fatalf("%s: %+v, %v", c.name, got, err)
		}
		statstest.Near(t, c.name+": inside", got.Inside.Value, c.inside)
		statstest.Near(t, c.name+": outside", got.Outside.Value, c.outside)
		if got.P.Value < c.low || got.P.Value > c.high {
			t.Errorf("%s: p %v, want %v to %v", c.name, got.P.Value, c.low, c.high)
		}
	}
}

// With blocks of one bin it is the plain permutation test, whose p is known by counting.
func TestBlockShiftOfSingleBinsIsAPermutationTest(t *testing.T) {
	scores := []float64{1, 4, 2, 8, 5, 7}
	extreme, all := 0, 0
	far := math.Abs((5.+7)/2 - (1.+4+2+8)/4)
	for i := range scores {
		for j := range i {
			in, sum := scores[i]+scores[j], 27.
			all++
			if math.Abs(in/2-(sum-in)/4) >= far-1e-12 {
				extreme++
			}
		}
	}
	got, err := BlockShift(acts(scores...), 4, 6, 1, 200000, 3)
	if err != nil {
		t.Fatal(err)
	}
	want := float64(extreme) / float64(all)
	if math.Abs(got.P.Value-want) > .005 {
		t.Errorf("p %v, by counting %v", got.P.Value, want)
	}
}

// Where days hang together, blocks find less to wonder at than single days do.
func TestBlockShiftHeedsWhatHangsTogether(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	scores := make([]float64, 371)
	level := 0.0
	for i := range scores {
		if i%7 == 0 {
			level = r.NormFloat64()
		}
		scores[i] = level + .1*r.NormFloat64()
	}
	for i := 357; i < 371; i++ {
		scores[i] += 1.4
	}
	days, err := BlockShift(acts(scores...), 357, 371, 1, 10000, 1)
	if err != nil {
		t.Fatal(err)
	}
	weeks, err := BlockShift(acts(scores...), 357, 371, 7, 10000, 1)
	if err != nil {
		t.Fatal(err)
	}
	if weeks.P.Value < 2*days.P.Value {
		t.Errorf("p %v by weeks, %v by days", weeks.P.Value, days.P.Value)
	}
}

func TestBlockShiftWithoutActs(t *testing.T) {
	got, err := BlockShift([]Bin{{4, 2}, {}, {}, {}}, 2, 4, 2, 100, 1)
	if err != nil || got.P.OK || got.Inside.OK || !got.Outside.OK || got.Outside.Value != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	for _, c := range []struct {
		bins     []Bin
		from, to int
	}{{nil, 0, 0}, {acts(1, 2), 1, 1}, {acts(1, 2), 0, 2}, {acts(1, 2), -1, 1}, {acts(1, 2), 1, 3}, {acts(1, math.NaN()), 0, 1}, {[]Bin{{1, 0}, {1, 1}}, 0, 1}, {[]Bin{{1, -1}, {1, 1}}, 0, 1}} {
		_, err := BlockShift(c.bins, c.from, c.to, 7, 10, 1)
		wantData(t, fmt.Sprint(c), err)
	}
	wantPanic(t, "no block", func() { _, _ = BlockShift(acts(1, 2), 0, 1, 0, 10, 1) })
}

func TestBlockShiftProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 60).Draw(t, "bins")
		bins := make([]Bin, n)
		for i := range bins {
			if k := rapid.IntRange(0, 3).Draw(t, "acts"); k > 0 {
				bins[i] = Bin{float64(rapid.IntRange(-10, 10).Draw(t, "sum")), k}
			}
		}
		from := rapid.IntRange(0, n-2).Draw(t, "from")
		to := rapid.IntRange(from+1, n-1).Draw(t, "to")
		block, seed := rapid.IntRange(1, 9).Draw(t, "block"), rapid.Uint64().Draw(t, "seed")
		a, err := BlockShift(bins, from, to, block, 50, seed)
		if err != nil {
			t.Fatal(err)
		}
		if b, _ := BlockShift(bins, from, to, block, 50, seed); a != b {
			t.Fatalf("%+v and %+v", a, b)
		}
		if a.P.OK != (a.Inside.OK && a.Outside.OK) || a.P.OK && !(a.P.Value >= 1./51 && a.P.Value <= 1) {
			t.Fatalf("%+v", a)
		}
	})
}

func BenchmarkBlockShift(b *testing.B) {
	bins := make([]Bin, 379)
	for i := range bins {
		bins[i] = Bin{float64(i % 11), 1 + i%4}
	}
	for b.Loop() {
		if _, err := BlockShift(bins, 365, 379, 7, 10000, 1); err != nil {
			b.Fatal(err)
		}
	}
}
