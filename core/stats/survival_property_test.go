package stats

import (
	"math"
	"reflect"
	"testing"

	"github.com/fairweather-app/fairweather/core/stats/statstest"
	"pgregory.net/rapid"
)

// drawDurations makes sets with many ties, every kind of end, and two to four groups.
func drawDurations(t *rapid.T) durationData {
	n := rapid.IntRange(2, 60).Draw(t, "n")
	groups := rapid.IntRange(2, 4).Draw(t, "groups")
	var d durationData
	for i := range n {
		time := float64(rapid.IntRange(0, 30).Draw(t, "time"))
		cause := rapid.IntRange(0, 2).Draw(t, "cause")
		g := i
		if i > 1 { // the first two make sure of two groups
			g = rapid.IntRange(0, groups-1).Draw(t, "group")
		}
		d.add(time, cause, string(rune('a'+g)))
	}
	return d
}

func (d durationData) permuted(order []int) durationData {
	var out durationData
	for _, i := range order {
		out.add(d.times[i], d.cause[i], d.group[i])
	}
	return out
}

func drawOrder(t *rapid.T, n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return rapid.Permutation(order).Draw(t, "order")
}

func TestCurveIsAProbabilityThatFalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDurations(t)
		c, err := KaplanMeier(d.times, d.ended, 0.9)
		if err != nil {
			t.Fatal(err)
		}
		last, seen := Step{Survival: 1, AtRisk: len(d.times), Time: -1}, 0
		for _, s := range c.Steps {
			if s.Survival > last.Survival || s.Survival < 0 || s.Time <= last.Time || s.AtRisk > last.AtRisk {
				t.Fatalf("%+v follows %+v", s, last)
			}
			if s.Lower.OK && !(s.Lower.Value <= s.Survival && s.Survival <= s.Upper.Value) {
				t.Fatalf("interval of %+v does not hold it", s)
			}
			seen += s.Events + s.Censored
			last = s
		}
		if seen != len(d.times) {
			t.Fatalf("%d durations in the steps, want %d", seen, len(d.times))
		}
		near, err := c.RestrictedMean(5)
		if err != nil {
			t.Fatal(err)
		}
		far, err := c.RestrictedMean(50)
		if err != nil {
			t.Fatal(err)
		}
		if near.Value > 5 || far.Value < near.Value || far.Value > 50 {
			t.Fatalf("restricted means %v within 5 and %v within 50", near, far)
		}
	})
}

func TestIncidencesAndSurvivalSumToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDurations(t)
		inc, err := AalenJohansen(d.times, d.cause, []int{1, 2}, 0.9)
		if err != nil {
			t.Fatal(err)
		}
		c, err := KaplanMeier(d.times, d.ended, 0.9)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range inc.Steps {
			sum := s.Survival
			for k, cause := range s.Causes {
				sum += cause.Incidence
				if i > 0 && cause.Incidence < inc.Steps[i-1].Causes[k].Incidence {
					t.Fatalf("incidence of cause %d falls at %v", k+1, s.Time)
				}
			}
			if !statstest.Close(sum, 1) || !statstest.Close(s.Survival, c.Steps[i].Survival) {
				t.Fatalf("at %v incidences and survival sum to %v; survival is %v, %v by Kaplan-Meier", s.Time, sum, s.Survival, c.Steps[i].Survival)
			}
		}
	})
}

// TestOneCauseIsKaplanMeier: with one cause the jackknife is Greenwood's error, and incidence is what survival lacks.
func TestOneCauseIsKaplanMeier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDurations(t)
		for i, c := range d.cause {
			d.cause[i] = min(c, 1)
		}
		inc, err := AalenJohansen(d.times, d.cause, []int{1}, 0.9)
		if err != nil {
			t.Fatal(err)
		}
		c, err := KaplanMeier(d.times, d.ended, 0.9)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range inc.Steps {
			greenwood := c.Steps[i].Survival * c.Steps[i].StdErrLog.Value
			if !statstest.Close(s.Causes[0].StdErr, greenwood) || !statstest.Close(s.SurvivalStdErr, greenwood) {
				t.Fatalf("at %v errors are %v and %v, Greenwood's is %v", s.Time, s.Causes[0].StdErr, s.SurvivalStdErr, greenwood)
			}
		}
	})
}

func TestOrderOfDurationsChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDurations(t)
		p := d.permuted(drawOrder(t, len(d.times)))
		all := func(d durationData) []any {
			c, _ := KaplanMeier(d.times, d.ended, 0.9)
			inc, _ := AalenJohansen(d.times, d.cause, []int{1, 2}, 0.9)
			l, _ := LogRank(d.times, d.ended, d.group)
			g, err := GrayTest(d.times, d.cause, d.group, 1)
			if err != nil {
				t.Fatal(err)
			}
			return []any{c, c.Median(), inc, l, g}
		}
		if a, b := all(d), all(p); !reflect.DeepEqual(a, b) {
			t.Fatalf("got %v after a permutation, %v before", b, a)
		}
	})
}

func TestTestsIgnoreNamesAndUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDurations(t)
		l, err := LogRank(d.times, d.ended, d.group)
		if err != nil {
			t.Fatal(err)
		}
		g, err := GrayTest(d.times, d.cause, d.group, 1)
		if err != nil {
			t.Fatal(err)
		}
		renamed, stretched := make([]string, len(d.group)), make([]float64, len(d.times))
		for i := range d.times {
			renamed[i] = string(rune('z' - (d.group[i][0] - 'a'))) // reverses their order
			stretched[i] = math.Expm1(d.times[i] / 10)             // any increasing scale
		}
		l2, err := LogRank(stretched, d.ended, renamed)
		if err != nil {
			t.Fatal(err)
		}
		g2, err := GrayTest(stretched, d.cause, renamed, 1)
		if err != nil {
			t.Fatal(err)
		}
		if !sameTest(l.Test, l2.Test) {
			t.Fatalf("log-rank %+v became %+v", l.Test, l2.Test)
		}
		if !sameTest(g, g2) {
			t.Fatalf("Gray's test %+v became %+v", g, g2)
		}
		observed, expected := 0.0, 0.0
		for _, g := range l.Groups {
			observed += float64(g.Observed)
			expected += g.Expected
		}
		if !statstest.Close(observed, expected) {
			t.Fatalf("%v ends observed, %v expected", observed, expected)
		}
	})
}

// sameTest allows 1e-6: which group is left out moves the rounding of a nearly singular variance.
func sameTest(a, b Test) bool {
	return a.OK == b.OK && a.DF == b.DF && statstest.Within(a.Stat, b.Stat, 1e-6) && math.Abs(a.P-b.P) < 1e-6
}

func TestCurveLookups(t *testing.T) {
	c, err := KaplanMeier([]float64{2, 2, 4, 6, 6}, []bool{true, false, true, true, false}, 0.9)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		name     string
		t        float64
		survival float64
		atRisk   int
	}{
		{"before the first end", 1, 1, 5},
		{"at an end", 2, 0.8, 5},
		{"between ends", 3, 0.8, 3},
		{"at the next", 4, 0.8 * 2 / 3, 3},
		{"at the last", 6, 0.8 / 3, 2},
		{"past the last: held, nobody at risk", 99, 0.8 / 3, 0},
	} {
		statstest.Near(t, want.name, c.At(want.t).Survival, want.survival)
		if got := c.AtRisk(want.t); got != want.atRisk {
			t.Errorf("%s: %d at risk, want %d", want.name, got, want.atRisk)
		}
	}
	if s := c.At(0); s.Lower.OK || !s.StdErrLog.OK || s.StdErrLog.Value != 0 {
		t.Errorf("before the first end: %+v, want survival 1 without error or interval", s)
	}
}

func TestIncidenceWithin(t *testing.T) {
	inc, err := AalenJohansen([]float64{1, 2, 3, 4, 5}, []int{1, 2, 0, 1, 0}, []int{1, 2}, 0.9)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name        string
		cause       int
		age, h      float64
		probability float64
		ok          bool
	}{
		{"from the start: the incidence itself", 1, 0, 1, 0.2, true},
		{"given two years open", 1, 2, 2, 0.5, true}, // 0.6 x 1/2 over 0.6
		{"nothing left to end by the cause", 2, 2, 9, 0, true},
		{"older than anything followed", 1, 5.5, 1, 0, false},
		{"a cause not asked for", 3, 1, 1, 0, false},
	} {
		got := inc.Within(c.cause, c.age, c.h)
		if got.OK != c.ok {
			t.Errorf("%s: got %v", c.name, got)
		}
		statstest.Near(t, c.name, got.Value, c.probability)
	}
	all, err := AalenJohansen([]float64{1, 2}, []int{1, 1}, []int{1}, 0.9)
	if err != nil {
		t.Fatal(err)
	}
	if got := all.Within(1, 2, 1); got.OK {
		t.Errorf("nothing outlives 2: got %v, want none", got)
	}
}

func TestBadDurationsAreErrors(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		name  string
		times []float64
		cause []int
		group []string
	}{
		{"nothing", nil, nil, nil},
		{"fewer ends than times", []float64{1, 2}, []int{1}, []string{"a", "b"}},
		{"negative", []float64{1, -2}, []int{1, 1}, []string{"a", "b"}},
		{"not a number", []float64{nan, 2}, []int{1, 1}, []string{"a", "b"}},
		{"infinite", []float64{inf, 2}, []int{1, 1}, []string{"a", "b"}},
	} {
		ended := make([]bool, len(c.cause))
		_, err := KaplanMeier(c.times, ended, 0.9)
		wantData(t, "KaplanMeier: "+c.name, err)
		_, err = AalenJohansen(c.times, c.cause, []int{1}, 0.9)
		wantData(t, "AalenJohansen: "+c.name, err)
		_, err = LogRank(c.times, ended, c.group)
		wantData(t, "LogRank: "+c.name, err)
		_, err = GrayTest(c.times, c.cause, c.group, 1)
		wantData(t, "GrayTest: "+c.name, err)
	}
	two, groups := []float64{1, 2}, []string{"a", "b"}
	_, err := AalenJohansen(two, []int{1, 3}, []int{1, 2}, 0.9)
	wantData(t, "a cause not among those named", err)
	_, err = AalenJohansen(two, []int{1, 1}, []int{1, 1}, 0.9)
	wantData(t, "a cause named twice", err)
	_, err = AalenJohansen(two, []int{1, 0}, []int{0, 1}, 0.9)
	wantData(t, "censoring named as a cause", err)
	_, err = LogRank(two, []bool{true, true}, []string{"a", "a"})
	wantData(t, "one group", err)
	_, err = LogRank(two, []bool{true, true}, groups[:1])
	wantData(t, "fewer groups than times", err)
	_, err = GrayTest(two, []int{1, 1}, groups, 0)
	wantData(t, "censoring as the cause of interest", err)
	wantPanic(t, "level 0", func() { KaplanMeier(two, []bool{true, true}, 0) })

	c, err := KaplanMeier(two, []bool{true, true}, 0.9)
	if err != nil {
		t.Fatal(err)
	}
	for _, horizon := range []float64{0, -1, nan, inf} {
		_, err := c.RestrictedMean(horizon)
		wantData(t, "horizon", err)
	}
}

func TestTestsThatCannotTell(t *testing.T) {
	l, err := LogRank([]float64{1, 2, 3}, []bool{false, false, false}, []string{"a", "b", "a"})
	if err != nil || l.OK {
		t.Errorf("nothing ended: log-rank %+v, %v; want not OK", l, err)
	}
	g, err := GrayTest([]float64{1, 2, 3}, []int{2, 0, 2}, []string{"a", "b", "a"}, 1)
	if err != nil || g.OK {
		t.Errorf("no end of interest: Gray's test %+v, %v; want not OK", g, err)
	}
}

func TestInputIsLeftAlone(t *testing.T) {
	d := durationData{}
	for i, x := range []float64{5, 1, 3, 3 + 1e-12, 2} {
		d.add(x, i%3, string(rune('a'+i%2)))
	}
	before := d.permuted([]int{0, 1, 2, 3, 4})
	causes := []int{2, 1}
	KaplanMeier(d.times, d.ended, 0.9)
	AalenJohansen(d.times, d.cause, causes, 0.9)
	LogRank(d.times, d.ended, d.group)
	GrayTest(d.times, d.cause, d.group, 1)
	if !reflect.DeepEqual(d, before) || causes[0] != 2 {
		t.Error("a function changed its arguments")
	}
}

// manyDurations are n durations in steps of a thousandth, one in three censored, in four groups.
func manyDurations(n int) durationData {
	var d durationData
	for i := range n {
		d.add(float64(i*7919%10007)/1000, i%3, string(rune('a'+i%4)))
	}
	return d
}

func BenchmarkKaplanMeier10000(b *testing.B) {
	d := manyDurations(10000)
	for b.Loop() {
		KaplanMeier(d.times, d.ended, 0.9)
	}
}

func BenchmarkAalenJohansen10000(b *testing.B) {
	d := manyDurations(10000)
	for b.Loop() {
		AalenJohansen(d.times, d.cause, []int{1, 2}, 0.9)
	}
}

func BenchmarkLogRank10000(b *testing.B) {
	d := manyDurations(10000)
	for b.Loop() {
		LogRank(d.times, d.ended, d.group)
	}
}

func BenchmarkGrayTest10000(b *testing.B) {
	d := manyDurations(10000)
	for b.Loop() {
		GrayTest(d.times, d.cause, d.group, 1)
	}
}
