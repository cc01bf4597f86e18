package stats

import (
	"fmt"
	"math"
	"testing"

	"github.com/fairweather-app/fairweather/core/stats/statstest"
	"pgregory.net/rapid"
)

func TestKendallAgreesWithR(t *testing.T) {
	var cases []struct {
		X, Y   []float64
		Tau, P float64
	}
	load(t, "kendall.expected.json", &cases)
	if len(cases) != 5 {
		t.Fatalf("%d cases, want 5", len(cases))
	}
	for i, c := range cases {
		name := fmt.Sprintf("case %d", i)
		tau, err := KendallTauB(c.X, c.Y)
		if err != nil || !tau.OK {
			t.Fatalf("%s: %v, %v", name, tau, err)
		}
		statstest.Near(t, name+" tau-b", tau.Value, c.Tau)
		got, err := KendallTest(c.X, c.Y, 0, 1)
		if err != nil || got.Method != ByNormal {
			t.Fatalf("%s: %+v, %v", name, got, err)
		}
		statstest.Near(t, name+" p by normal approximation", got.P, c.P)
	}
}

// permutations calls f with every order of y.
func permutations(y []float64, k int, f func()) {
	if k == len(y) {
		f()
		return
	}
	for i := k; i < len(y); i++ {
		y[k], y[i] = y[i], y[k]
		permutations(y, k+1, f)
		y[k], y[i] = y[i], y[k]
	}
}

func TestKendallDrawsApproachAllPermutations(t *testing.T) {
	for _, c := range []struct {
		name string
		x, y []float64
	}{
		{"rising", []float64{1, 2, 3, 4, 5}, []float64{1, 2, 3, 4, 5}},
		{"ties on the ladder", []float64{1, 2, 3, 4, 5, 6, 7}, []float64{-1, -1, 0, 2, 0, 2, 3}},
		{"ties in time", []float64{1, 1, 2, 2, 3, 3}, []float64{4, 3, 3, 1, 2, -2}},
		{"more than eight ranks, one time twice", []float64{1, 1, 3, 4, 5, 6, 7, 8, 9}, []float64{3, 1, 2, 5, 9, 4, 6, 8, 7}},
		{"two pairs: nothing can be rare", []float64{1, 2}, []float64{1, 2}},
	} {
		got, err := KendallTest(c.x, c.y, 10000, 7)
		if err != nil || got.Method != ByPermutation {
			t.Fatalf("%s: %+v, %v", c.name, got, err)
		}
		signs := func(y []float64) (s int) {
			for i := range y {
				for j := range i {
					if d := (c.x[i] - c.x[j]) * (y[i] - y[j]); d > 0 {
						s++
					} else if d < 0 {
						s--
					}
				}
			}
			return max(s, -s)
		}
		observed, extreme, all := signs(c.y), 0, 0
		y := append([]float64(nil), c.y...)
		permutations(y, 0, func() {
			all++
			if signs(y) >= observed {
				extreme++
			}
		})
		exact := float64(extreme) / float64(all)
		// Four standard errors of 10,000 draws, and the 1 added to them.
		if math.Abs(got.P-exact) > 4*math.Sqrt(exact*(1-exact)/10000)+1e-4 {
			t.Errorf("%s: p %v by draws, %v by all permutations", c.name, got.P, exact)
		}
	}
}

func TestKendallWithoutAnswer(t *testing.T) {
	for _, c := range []struct {
		name string
		x, y []float64
	}{
		{"nothing", nil, nil},
		{"one pair", []float64{1}, []float64{1}},
		{"all at one time", []float64{1, 1, 1}, []float64{1, 2, 3}},
		{"all on one rung", []float64{1, 2, 3}, []float64{2, 2, 2}},
	} {
		got, err := KendallTest(c.x, c.y, 100, 1)
		if err != nil || got != (Trend{N: len(c.x)}) {
			t.Errorf("%s: %+v, %v; want not OK", c.name, got, err)
		}
	}
	_, err := KendallTauB([]float64{1, 2}, []float64{1})
	wantData(t, "lengths differ", err)
	_, err = KendallTauB([]float64{1, math.NaN()}, []float64{1, 2})
	wantData(t, "x not a number", err)
	_, err = KendallTauB([]float64{1, 2}, []float64{1, math.Inf(-1)})
	wantData(t, "y infinite", err)
}

func TestKendallAboveTheLimitIsNormal(t *testing.T) {
	x, y := ladderSeries(permutationLimit + 1)
	got, err := KendallTest(x, y, 10000, 1)
	if err != nil || got.Method != ByNormal {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = KendallTest(x[1:], y[1:], 10000, 1)
	if err != nil || got.Method != ByPermutation {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestKendallNormalTakesOver holds the claim of permutationLimit: at the limit both p-values are one for a reader.
func TestKendallNormalTakesOver(t *testing.T) {
	x, y := ladderSeries(permutationLimit)
	for shift := range 5 {
		tilted := make([]float64, len(y))
		for i := range y {
			tilted[i] = y[i] + math.Floor(float64(i*shift)/60)
		}
		draws, err := KendallTest(x, tilted, 100000, 3)
		if err != nil {
			t.Fatal(err)
		}
		normal, err := KendallTest(x, tilted, 0, 3)
		if err != nil {
			t.Fatal(err)
		}
		if gap := math.Abs(draws.P - normal.P); gap > 0.005 {
			t.Errorf("tilt %d: p %v by draws, %v by the normal approximation", shift, draws.P, normal.P)
		}
	}
}

func TestKendallProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 40).Draw(t, "n")
		ranks := rapid.IntRange(2, 20).Draw(t, "ranks")
		x, y, mirrored := make([]float64, n), make([]float64, n), make([]float64, n)
		for i := range x {
			x[i] = float64(rapid.IntRange(0, 15).Draw(t, "x"))
			y[i] = float64(rapid.IntRange(0, ranks).Draw(t, "y"))
			mirrored[i] = -y[i]
		}
		got, err := KendallTest(x, y, 200, 5)
		if err != nil {
			t.Fatal(err)
		}
		order := drawOrder(t, n)
		x2, y2 := make([]float64, n), make([]float64, n)
		for i, o := range order {
			x2[i], y2[i] = math.Exp(x[o]/4), y[o]*3-1
		}
		moved, err := KendallTest(x2, y2, 200, 5)
		if err != nil {
			t.Fatal(err)
		}
		if moved != got {
			t.Fatalf("%+v after a permutation and increasing scales, %+v before", moved, got)
		}
		down, err := KendallTauB(x, mirrored)
		if err != nil {
			t.Fatal(err)
		}
		swapped, err := KendallTauB(y, x)
		if err != nil {
			t.Fatal(err)
		}
		if !got.OK {
			return
		}
		if !statstest.Close(down.Value, -got.TauB) || !statstest.Close(swapped.Value, got.TauB) || math.Abs(got.TauB) > 1+1e-12 || got.P <= 0 || got.P > 1 {
			t.Fatalf("tau-b %v, mirrored %v, swapped %v, p %v", got.TauB, down.Value, swapped.Value, got.P)
		}
	})
}

// ladderSeries is n pairs of a time and one of seven rungs.
func ladderSeries(n int) (x, y []float64) {
	for i := range n {
		x = append(x, float64(i))
		y = append(y, float64((i*i+i/9)%7-2))
	}
	return x, y
}

func BenchmarkKendall(b *testing.B) {
	for _, n := range []int{20, 40, 64, 200} {
		x, y := ladderSeries(n)
		many := make([]float64, n)
		for i := range many {
			many[i] = math.Sin(float64(i * i))
		}
		b.Run(fmt.Sprintf("rungs/%d", n), func(b *testing.B) {
			for b.Loop() {
				KendallTest(x, y, 10000, 1)
			}
		})
		b.Run(fmt.Sprintf("distinct/%d", n), func(b *testing.B) {
			for b.Loop() {
				KendallTest(x, many, 10000, 1)
			}
		})
	}
}
