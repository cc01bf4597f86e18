package measure

import (
	"math"
	"slices"
	"testing"

	"github.com/fairweather-app/fairweather/core/edtf"
	"pgregory.net/rapid"
)

// flat makes days of 1000 acts, of which so many are of the kind.
func flat(n int, of func(i int) int64) []Share {
	out := make([]Share, n)
	for i := range out {
		out[i] = Share{start + edtf.Day(i), of(i), 1000}
	}
	return out
}

func TestBursts(t *testing.T) {
	days := flat(500, func(i int) int64 {
		if i >= 300 && i < 306 {
			return 40
		}
		return 10
	})
	got, err := Bursts(days, 2, 1)
	if err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	if s := got[0]; s.Days != (Span{start + 300, start + 305}) || s.Acts != 240 || math.Abs(s.Expected-60) > 0.1 || math.Abs(s.Times-4) > 0.01 || s.Weight <= 0 {
		t.Errorf("%+v", s)
	}
	for name, of := range map[string][]Share{
		"all the same": flat(500, func(int) int64 { return 10 }),
		"a quiet spell": flat(500, func(i int) int64 {
			if i > 300 && i < 310 {
				return 0
			}
			return 10
		}),
		"no baseline": flat(90, func(i int) int64 { return int64(i) }),
		"coverage grows, shares do not": func() []Share {
			d := flat(500, func(int) int64 { return 10 })
			for i := 300; i < 320; i++ {
				d[i].Of, d[i].Total = 100, 10_000
			}
			return d
		}(),
		"nothing": nil,
	} {
		if got, err := Bursts(of, 2, 1); err != nil || len(got) != 0 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	// A single day must stand out by more than the cost of entering.
	if got, _ := Bursts(flat(500, func(i int) int64 {
		if i == 400 {
			return 16
		}
		return 10
	}), 2, 1); len(got) != 0 {
		t.Errorf("a chance day: %+v", got)
	}
	for _, bad := range []struct {
		days         []Share
		times, gamma float64
	}{{nil, 1, 1}, {nil, math.NaN(), 1}, {nil, 2, -1}, {[]Share{{start, 5, 4}}, 2, 1}, {[]Share{{start, 1, 4}, {start, 1, 4}}, 2, 1}} {
		if got, err := Bursts(bad.days, bad.times, bad.gamma); err == nil {
			t.Errorf("%+v: %v", bad, got)
		}
	}
}

// TestBurstsAreTheBestPath sets the automaton beside every path through a few days.
func TestBurstsAreTheBestPath(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const tail = 8
		days := flat(120, func(int) int64 { return 10 })
		for i := range tail {
			days[120-tail+i].Of = int64(rapid.IntRange(0, 40).Draw(t, "of"))
		}
		gamma := rapid.Float64Range(0, 3).Draw(t, "gamma")
		got, err := Bursts(days, 2, gamma)
		if err != nil {
			t.Fatal(err)
		}
		p := baseRates(days)
		gain := func(i int) float64 {
			if p[i] == 0 {
				return math.Inf(-1)
			}
			r, n := float64(days[i].Of), 1000.
			return r*math.Log(2) + (n-r)*math.Log((1-2*p[i])/(1-p[i]))
		}
		value := func(in func(i int) bool) (v float64) {
			for i := range days {
				if in(i) {
					v += gain(i)
					if i == 0 || !in(i-1) {
						v -= gamma * math.Log(120)
					}
				}
			}
			return v
		}
		best := 0.
		for mask := range 1 << tail {
			best = max(best, value(func(i int) bool { return i >= 120-tail && mask>>(i-120+tail)&1 == 1 }))
		}
		found := value(func(i int) bool {
			return slices.ContainsFunc(got, func(s Stretch) bool { return s.Days.Has(days[i].Day) })
		})
		if math.Abs(found-best) > 1e-9 {
			t.Errorf("a path worth %g, the best is worth %g", found, best)
		}
	})
}

func TestShifts(t *testing.T) {
	days := flat(7*60, func(i int) int64 {
		if i >= 7*25 && i < 7*45 {
			return 20
		}
		return 10
	})
	got, err := Shifts(days)
	if err != nil || len(got) != 2 {
		t.Fatal(got, err)
	}
	if s := got[0]; s.Days != (Span{start + 7*25, start + 7*45 - 1}) || s.Acts != 20*7*20 || math.Abs(s.Times-2) > 0.01 || s.Weight <= 0 {
		t.Errorf("%+v", s)
	}
	if s := got[1]; s.Days.First != start+7*45 || math.Abs(s.Times-.5) > 0.01 {
		t.Errorf("%+v", s)
	}
	for name, of := range map[string][]Share{"level": flat(7*60, func(int) int64 { return 10 }), "too short": flat(20, func(i int) int64 { return int64(i) }), "never": flat(400, func(int) int64 { return 0 }), "none": nil} {
		if got, err := Shifts(of); err != nil || len(got) != 0 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// TestPruningLosesNothing sets PELT beside the same search without pruning.
func TestPruningLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(8, 40).Draw(t, "weeks")
		level := int64(10)
		days := flat(7*n, func(i int) int64 {
			if i%35 == 0 {
				level = int64(rapid.IntRange(0, 60).Draw(t, "level"))
			}
			return level + int64(i%3)
		})
		got, err := Shifts(days)
		if err != nil {
			t.Fatal(err)
		}
		want := unpruned(days)
		if len(got) != len(want) {
			t.Fatalf("%d change points, without pruning %d", len(got), len(want))
		}
		for i, s := range got {
			if s.Days.First != want[i] {
				t.Errorf("change %d at %s, without pruning %s", i, s.Days.First, want[i])
			}
		}
	})
}

// unpruned is optimal partitioning (Jackson et al. 2005), written apart.
func unpruned(days []Share) []edtf.Day {
	n := len(days) / 7
	r, d := make([]float64, n), make([]float64, n)
	for i, x := range days {
		r[i/7] += float64(x.Of)
		d[i/7] += float64(x.Total)
	}
	spread, pairs := 0., 0.
	for i := 1; i < n; i++ {
		if rate := (r[i] + r[i-1]) / (d[i] + d[i-1]); rate > 0 {
			for _, k := range []int{i - 1, i} {
				spread += (r[k] - rate*d[k]) * (r[k] - rate*d[k]) / (rate * d[k])
			}
			pairs++
		}
	}
	over := 1.
	if pairs > 0 {
		over = max(1, spread/pairs)
	}
	cost := func(i, j int) float64 {
		a, b := 0., 0.
		for k := i; k < j; k++ {
			a, b = a+r[k], b+d[k]
		}
		if a == 0 {
			return 0
		}
		return -2 * a * math.Log(a/b) / over
	}
	pen := 3 * math.Log(float64(n))
	best, last := make([]float64, n+1), make([]int, n+1)
	for j := 1; j <= n; j++ {
		best[j] = math.Inf(1)
		for i := 0; i <= j-4; i++ {
			if i > 0 && i < 4 {
				continue
			}
			before := best[i]
			if i == 0 {
				before = -pen
			}
			if v := before + cost(i, j) + pen; v < best[j] {
				best[j], last[j] = v, i
			}
		}
	}
	var out []edtf.Day
	for j := n; last[j] > 0; j = last[j] {
		out = append(out, days[7*last[j]].Day)
	}
	slices.Reverse(out)
	return out
}

func BenchmarkReading(b *testing.B) {
	days := flat(15000, func(i int) int64 { return int64(10 + i%7 + 20*(i%997/990)) })
	b.Run("Bursts", func(b *testing.B) {
		for b.Loop() {
			if _, err := Bursts(days, 2, 1); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Shifts", func(b *testing.B) {
		for b.Loop() {
			if _, err := Shifts(days); err != nil {
				b.Fatal(err)
			}
		}
	})
}
