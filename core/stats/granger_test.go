package stats

import (
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/fairweather-app/fairweather/core/stats/statstest"
	"pgregory.net/rapid"
)

func readSeries(t testing.TB) (a, b []float64) {
	t.Helper()
	f, err := os.Open("testdata/series.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		x, err := strconv.ParseFloat(row[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		y, err := strconv.ParseFloat(row[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		a, b = append(a, x), append(b, y)
	}
	return a, b
}

func TestSeriesAgreeWithR(t *testing.T) {
	type test struct {
		F        float64
		DF1, DF2 int
		P        float64
	}
	var want struct {
		Granger []struct {
			Lags int
			AB   test `json:"a_causes_b"`
			BA   test `json:"b_causes_a"`
		}
		Cross struct {
			Lag []int
			B   []float64 `json:"b_after_a"`
		} `json:"cross_correlation"`
	}
	load(t, "series.expected.json", &want)
	if len(want.Granger) != 4 || len(want.Cross.Lag) != 9 {
		t.Fatalf("%+v", want)
	}
	a, b := readSeries(t)
	check := func(name string, cause, effect []float64, lags int, want test) {
		got, err := Granger(cause, effect, lags)
		if err != nil || got.DF1 != want.DF1 || got.DF2 != want.DF2 || got.Lags != lags || got.Perfect {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		statstest.Near(t, name+" F", got.F, want.F)
		statstest.Near(t, name+" p", got.P, want.P)
	}
	for _, g := range want.Granger {
		check(fmt.Sprintf("a on b at %d", g.Lags), a, b, g.Lags, g.AB)
		check(fmt.Sprintf("b on a at %d", g.Lags), b, a, g.Lags, g.BA)
	}
	// Lags 5 and 8 by lm.fit and pf on the same series.
	check("a on b at 5", a, b, 5, test{12.2411687303248, 5, 144, 6.77220421383033e-10})
	check("b on a at 8", b, a, 8, test{2.1624493046846478, 8, 135, .0341598304313718})
	got, err := CrossCorrelation(a, b, 8)
	if err != nil {
		t.Fatal(err)
	}
	for i, h := range want.Cross.Lag {
		statstest.Near(t, fmt.Sprintf("correlation at %d", h), got[h+8], want.Cross.B[i])
	}
	// ccf(b, a, lag.max = 8) at its ends.
	statstest.Near(t, "correlation at -8", got[0], -.00883690824827468)
	statstest.Near(t, "correlation at 8", got[16], .12776944115107877)
}

func TestAkaikeLag(t *testing.T) {
	a, b := readSeries(t)
	late := append(make([]float64, 3), b[:len(b)-3]...)
	for _, c := range []struct {
		name string
		a, b []float64
		most int
		want int
	}{
		{"made with one lag", a, b, 8, 1},
		{"b put off by three steps", a, late, 8, 4},
		{"one lag to choose from", a, late, 1, 1},
		{"too short for eight", a[:12], b[:12], 8, 3},
	} {
		got, err := AkaikeLag(c.a, c.b, c.most)
		if err != nil || got != c.want {
			t.Errorf("%s: %d, %v, want %d", c.name, got, err, c.want)
		}
	}
}

func TestSeriesThatCannotBeUsed(t *testing.T) {
	a, b := readSeries(t)
	same := make([]float64, 20)
	for name, f := range map[string]func() error{
		"lengths":       func() error { _, err := Granger(a, b[1:], 1); return err },
		"too short":     func() error { _, err := Granger(a[:7], b[:7], 2); return err },
		"no number":     func() error { _, err := Granger(append([]float64{math.NaN()}, a[1:]...), b, 2); return err },
		"constant":      func() error { _, err := Granger(same, b[:20], 2); return err },
		"twins":         func() error { _, err := Granger(a, a, 2); return err },
		"flat":          func() error { _, err := CrossCorrelation(same, b[:20], 2); return err },
		"short":         func() error { _, err := CrossCorrelation(a[:8], b[:8], 8); return err },
		"none":          func() error { _, err := CrossCorrelation(nil, nil, 0); return err },
		"lag of 4":      func() error { _, err := AkaikeLag(a[:3], b[:3], 8); return err },
		"lag of twins":  func() error { _, err := AkaikeLag(a, a, 8); return err },
		"lag of nobody": func() error { _, err := AkaikeLag(a, b[:3], 8); return err },
	} {
		wantData(t, name, f())
	}
	wantPanic(t, "no lags", func() { _, _ = Granger(a, b, 0) })
}

// Neither the unit nor the level of a series matters, and a lag of both moves
// nothing but the ends.
func TestSeriesProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		n := rapid.IntRange(20, 80).Draw(t, "steps")
		lags := rapid.IntRange(1, 4).Draw(t, "lags")
		a, b := make([]float64, n), make([]float64, n)
		for i := range a {
			a[i], b[i] = r.NormFloat64(), r.NormFloat64()
		}
		scaled := make([]float64, n)
		for i := range a {
			scaled[i] = 40*a[i] - 7
		}
		x, err := Granger(a, b, lags)
		if err != nil {
			t.Fatal(err)
		}
		y, err := Granger(scaled, b, lags)
		if err != nil || !statstest.Within(x.F, y.F, 1e-7) || !statstest.Within(x.P, y.P, 1e-7) || !(x.P >= 0 && x.P <= 1) {
			t.Fatalf("%+v and %+v, %v", x, y, err)
		}
		p, err := CrossCorrelation(a, b, 8)
		if err != nil {
			t.Fatal(err)
		}
		q, err := CrossCorrelation(b, scaled, 8)
		if err != nil {
			t.Fatal(err)
		}
		for h := range p {
			if !statstest.Within(p[h], q[len(q)-1-h], 1e-9) || math.Abs(p[h]) > 1+1e-12 {
				t.Fatalf("lag %d: %v and %v", h-8, p[h], q[len(q)-1-h])
			}
		}
	})
}

func BenchmarkGranger(b *testing.B) {
	x, y := readSeries(b)
	for b.Loop() {
		if _, err := Granger(x, y, 8); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAkaikeLag(b *testing.B) {
	x, y := readSeries(b)
	for b.Loop() {
		if _, err := AkaikeLag(x, y, 8); err != nil {
			b.Fatal(err)
		}
	}
}
