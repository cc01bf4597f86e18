package stats

import (
	"fmt"
	"math"
	"testing"

	"github.com/fairweather-app/fairweather/core/stats/statstest"
)

// rCurve is a Kaplan-Meier curve of the methods' reference set.
type rCurve struct {
	Time          []float64
	AtRisk        []int `json:"at_risk"`
	Events        []int
	Surv          []float64
	StdErrLog     []*float64 `json:"std_err_log"`
	Lower90       []*float64
	Upper90       []*float64
	Median        *float64
	MedianLower90 *float64 `json:"median_lower90"`
	MedianUpper90 *float64 `json:"median_upper90"`
	RMST10        float64
	RMST10SE      float64 `json:"rmst10_se"`
}

// rIncidence is an Aalen-Johansen estimate of it.
type rIncidence struct {
	Time, Fulfilled, Failed []float64
	SEFulfilled             []float64 `json:"se_fulfilled"`
	SEFailed                []float64 `json:"se_failed"`
}

func (want rCurve) check(t *testing.T, name string, d durationData) {
	t.Helper()
	c, err := KaplanMeier(d.times, d.ended, 0.9)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Steps) != len(want.Time) {
		t.Fatalf("%s: %d steps, want %d", name, len(c.Steps), len(want.Time))
	}
	for i, s := range c.Steps {
		what := fmt.Sprintf("%s at %v: ", name, want.Time[i])
		statstest.Near(t, what+"time", s.Time, want.Time[i])
		if s.AtRisk != want.AtRisk[i] || s.Events != want.Events[i] {
			t.Errorf("%s%d events of %d, want %d of %d", what, s.Events, s.AtRisk, want.Events[i], want.AtRisk[i])
		}
		statstest.Near(t, what+"survival", s.Survival, want.Surv[i])
		nearMaybe(t, what+"standard error", s.StdErrLog, want.StdErrLog[i])
		nearMaybe(t, what+"lower", s.Lower, want.Lower90[i])
		nearMaybe(t, what+"upper", s.Upper, want.Upper90[i])
	}
	m := c.Median()
	nearMaybe(t, name+" median", m.Time, want.Median)
	nearMaybe(t, name+" median's lower", m.Lower, want.MedianLower90)
	nearMaybe(t, name+" median's upper", m.Upper, want.MedianUpper90)
	mean, err := c.RestrictedMean(10)
	if err != nil {
		t.Fatal(err)
	}
	statstest.Near(t, name+" restricted mean", mean.Value, want.RMST10)
	statstest.Near(t, name+" its error", mean.StdErr, want.RMST10SE)
}

func (want rIncidence) check(t *testing.T, name string, d durationData) {
	t.Helper()
	inc, err := AalenJohansen(d.times, d.cause, []int{1, 2}, 0.9)
	if err != nil {
		t.Fatal(err)
	}
	if len(inc.Steps) != len(want.Time) {
		t.Fatalf("%s: %d steps, want %d", name, len(inc.Steps), len(want.Time))
	}
	for i, s := range inc.Steps {
		what := fmt.Sprintf("%s at %v: ", name, want.Time[i])
		statstest.Near(t, what+"time", s.Time, want.Time[i])
		statstest.Near(t, what+"fulfilled", s.Causes[0].Incidence, want.Fulfilled[i])
		statstest.Near(t, what+"failed", s.Causes[1].Incidence, want.Failed[i])
		statstest.Near(t, what+"error of fulfilled", s.Causes[0].StdErr, want.SEFulfilled[i])
		statstest.Near(t, what+"error of failed", s.Causes[1].StdErr, want.SEFailed[i])
	}
}

type rLogRank struct {
	Chisq    float64
	DF       int
	P        *float64
	Observed []int
	Expected []float64
}

func (want rLogRank) check(t *testing.T, name string, d durationData) {
	t.Helper()
	r, err := LogRank(d.times, d.ended, d.group)
	if err != nil {
		t.Fatal(err)
	}
	for i, g := range r.Groups {
		statstest.Near(t, name+" expected in "+g.Name, g.Expected, want.Expected[i])
		if g.Observed != want.Observed[i] {
			t.Errorf("%s observed in %s: %d, want %d", name, g.Name, g.Observed, want.Observed[i])
		}
	}
	if r.OK != (want.DF > 0) {
		t.Fatalf("%s: OK is %v where R has %d degrees of freedom", name, r.OK, want.DF)
	}
	if r.OK {
		want.checkTest(t, name, r.Test)
	}
}

func (want rLogRank) checkTest(t *testing.T, name string, got Test) {
	t.Helper()
	statstest.Near(t, name+" chi-squared", got.Stat, want.Chisq)
	// As a ratio, since some are of the order of 1e-60.
	statstest.Near(t, name+" p ratio", got.P / *want.P, 1)
	if got.DF != want.DF {
		t.Errorf("%s: %d degrees of freedom, want %d", name, got.DF, want.DF)
	}
}

func TestDurationsAgreeWithR(t *testing.T) {
	d := readDurations(t, "durations.csv", "years", "status", "group")
	var r struct {
		All     rCurve                `json:"kaplan_meier_all"`
		ByGroup map[string]rCurve     `json:"kaplan_meier_by_group"`
		Ends    rIncidence            `json:"aalen_johansen_all"`
		EndsBy  map[string]rIncidence `json:"aalen_johansen_by_group"`
		LogRank struct {
			Chisq, P           float64
			DF                 int
			Observed, Expected []float64
		} `json:"log_rank"`
		Gray map[string]struct {
			Stat, P float64
			DF      int
		} `json:"gray_test"`
	}
	load(t, "durations.expected.json", &r)
	r.All.check(t, "all", d)
	r.Ends.check(t, "all", d)
	if len(r.ByGroup) != 3 || len(r.EndsBy) != 3 || len(r.Gray) != 2 {
		t.Fatal("the reference has three groups and two causes")
	}
	for g := range r.ByGroup {
		r.ByGroup[g].check(t, g, d.only(g))
		r.EndsBy[g].check(t, g, d.only(g))
	}
	l, err := LogRank(d.times, d.ended, d.group)
	if err != nil {
		t.Fatal(err)
	}
	statstest.Near(t, "log-rank", l.Stat, r.LogRank.Chisq)
	statstest.Near(t, "log-rank p", l.P, r.LogRank.P)
	for i, g := range l.Groups {
		statstest.Near(t, "observed in "+g.Name, float64(g.Observed), r.LogRank.Observed[i])
		statstest.Near(t, "expected in "+g.Name, g.Expected, r.LogRank.Expected[i])
	}
	for cause, name := range map[int]string{1: "cause1", 2: "cause2"} {
		got, err := GrayTest(d.times, d.cause, d.group, cause)
		if err != nil || !got.OK {
			t.Fatalf("%s: %v, OK %v", name, err, got.OK)
		}
		statstest.Near(t, name, got.Stat, r.Gray[name].Stat)
		statstest.Near(t, name+" p", got.P, r.Gray[name].P)
		if got.DF != r.Gray[name].DF {
			t.Errorf("%s: %d degrees of freedom", name, got.DF)
		}
	}
}

func TestLeukaemiaAgreesWithR(t *testing.T) {
	d := readDurations(t, "aml.csv", "years", "status", "group")
	var r struct {
		ByGroup map[string]rCurve          `json:"kaplan_meier_by_group"`
		LogRank struct{ Chisq, P float64 } `json:"log_rank"`
	}
	load(t, "aml.expected.json", &r)
	if len(r.ByGroup) != 2 {
		t.Fatal("the reference has two groups")
	}
	for g := range r.ByGroup {
		r.ByGroup[g].check(t, g, d.only(g))
	}
	got, err := LogRank(d.times, d.ended, d.group)
	if err != nil {
		t.Fatal(err)
	}
	statstest.Near(t, "log-rank", got.Stat, r.LogRank.Chisq)
	statstest.Near(t, "log-rank p", got.P, r.LogRank.P)
}

// TestHardSetsAgreeWithR runs the sets of make_stats.R: each special case by name, and random ones.
func TestHardSetsAgreeWithR(t *testing.T) {
	var sets []struct {
		Name           string
		Times          []float64
		Causes         []int
		Groups         []string
		Horizon        float64
		Time           []float64
		AtRisk         []int `json:"at_risk"`
		Events         []int
		Survival       []float64
		StdErrLog      []*float64 `json:"std_err_log"`
		Lower, Upper   []*float64
		Median         []*float64
		RMean          []float64
		Incidence      [][]float64
		IncidenceSE    [][]float64  `json:"incidence_se"`
		IncidenceLower [][]*float64 `json:"incidence_lower"`
		IncidenceUpper [][]*float64 `json:"incidence_upper"`
		SurvivalSE     []float64    `json:"survival_se"`
		LogRank        *rLogRank    `json:"log_rank"`
		Gray           []struct {
			Cause   int
			Stat, P float64
		}
	}
	load(t, "curves.expected.json", &sets)
	if len(sets) < 50 {
		t.Fatalf("%d sets only", len(sets))
	}
	for _, s := range sets {
		t.Run(s.Name, func(t *testing.T) {
			var d durationData
			for i, x := range s.Times {
				d.add(x, s.Causes[i], s.Groups[i])
			}
			c, err := KaplanMeier(d.times, d.ended, 0.9)
			if err != nil {
				t.Fatal(err)
			}
			if len(c.Steps) != len(s.Time) {
				t.Fatalf("%d steps, want %d", len(c.Steps), len(s.Time))
			}
			for i, got := range c.Steps {
				at := fmt.Sprintf("at %v: ", s.Time[i])
				if got.AtRisk != s.AtRisk[i] || got.Events != s.Events[i] {
					t.Errorf("%s%d events of %d, want %d of %d", at, got.Events, got.AtRisk, s.Events[i], s.AtRisk[i])
				}
				statstest.Near(t, at+"survival", got.Survival, s.Survival[i])
				nearMaybe(t, at+"standard error", got.StdErrLog, s.StdErrLog[i])
				nearMaybe(t, at+"lower", got.Lower, s.Lower[i])
				nearMaybe(t, at+"upper", got.Upper, s.Upper[i])
			}
			m := c.Median()
			nearMaybe(t, "median", m.Time, s.Median[0])
			nearMaybe(t, "median's lower", m.Lower, s.Median[1])
			nearMaybe(t, "median's upper", m.Upper, s.Median[2])
			mean, err := c.RestrictedMean(s.Horizon)
			if err != nil {
				t.Fatal(err)
			}
			statstest.Near(t, "restricted mean", mean.Value, s.RMean[0])
			statstest.Near(t, "its error", mean.StdErr, s.RMean[1])

			inc, err := AalenJohansen(d.times, d.cause, []int{1, 2}, 0.9)
			if err != nil {
				t.Fatal(err)
			}
			for i, got := range inc.Steps {
				statstest.Near(t, "error of survival", got.SurvivalStdErr, s.SurvivalSE[i])
				for k, cause := range got.Causes {
					at := fmt.Sprintf("cause %d at %v: ", k+1, s.Time[i])
					statstest.Near(t, at+"incidence", cause.Incidence, s.Incidence[k][i])
					statstest.Near(t, at+"error", cause.StdErr, s.IncidenceSE[k][i])
					if s.Incidence[k][i] > 1-1e-12 {
						continue // R's interval of 1 is rounding: none, 1, or between
					}
					nearMaybe(t, at+"lower", cause.Lower, s.IncidenceLower[k][i])
					nearMaybe(t, at+"upper", cause.Upper, s.IncidenceUpper[k][i])
				}
			}
			if s.LogRank != nil {
				s.LogRank.check(t, "log-rank", d)
			}
			for _, want := range s.Gray {
				got, err := GrayTest(d.times, d.cause, d.group, want.Cause)
				if err != nil {
					t.Fatal(err)
				}
				if got.OK != (want.Stat >= 0) {
					t.Fatalf("Gray's test of cause %d: OK is %v where R has %v", want.Cause, got.OK, want.Stat)
				}
				if got.OK {
					statstest.Near(t, fmt.Sprintf("Gray's test of cause %d", want.Cause), got.Stat, want.Stat)
					statstest.Near(t, fmt.Sprintf("its p of cause %d", want.Cause), got.P, want.P)
				}
			}
		})
	}
}

func TestPublicSetsAgreeWithR(t *testing.T) {
	columns := map[string][3]string{
		"lifelines_waltons_dataset.csv": {"T", "E", "group"},
		"lifelines_g3.csv":              {"time", "event", "group"},
		"lifelines_dd.csv.gz":           {"duration", "observed", "regime"},
	}
	var sets []struct {
		rLogRank
		File    string
		Groups  []string
		Median  []*float64
		RMean20 []float64
	}
	load(t, "public.expected.json", &sets)
	if len(sets) != len(columns) {
		t.Fatalf("%d sets, want %d", len(sets), len(columns))
	}
	for _, s := range sets {
		h := columns[s.File]
		d := readDurations(t, s.File, h[0], h[1], h[2])
		s.check(t, s.File, d)
		c, err := KaplanMeier(d.times, d.ended, 0.9)
		if err != nil {
			t.Fatal(err)
		}
		m := c.Median()
		nearMaybe(t, s.File+" median", m.Time, s.Median[0])
		nearMaybe(t, s.File+" median's lower", m.Lower, s.Median[1])
		nearMaybe(t, s.File+" median's upper", m.Upper, s.Median[2])
		mean, err := c.RestrictedMean(20)
		if err != nil {
			t.Fatal(err)
		}
		statstest.Near(t, s.File+" restricted mean", mean.Value, s.RMean20[0])
		statstest.Near(t, s.File+" its error", mean.StdErr, s.RMean20[1])
	}
}

// TestPeersAgree runs the cases that lifelines tests itself with.
func TestPeersAgree(t *testing.T) {
	var peers struct {
		Cases []struct {
			Test, Data         string
			Where              string
			Times, Survival    []float64
			RelativeTolerance  float64   `json:"relative_tolerance"`
			TimeA              []float64 `json:"time_a"`
			TimeB              []float64 `json:"time_b"`
			EventA             []int     `json:"event_a"`
			EventB             []int     `json:"event_b"`
			Time, Event, Group columnOrName
			Statistic          *float64
			StatisticTolerance float64  `json:"statistic_tolerance"`
			PValue             *float64 `json:"p_value"`
			Tolerance          float64
		}
	}
	load(t, "survival.json", &peers)
	if len(peers.Cases) != 6 {
		t.Fatalf("%d cases, want 6", len(peers.Cases))
	}
	for i, c := range peers.Cases {
		name := fmt.Sprintf("case %d (%s)", i+1, c.Test)
		var d durationData
		switch {
		case c.Data == "lifelines_dd.csv.gz":
			d = readDurations(t, c.Data, "duration", "observed", "regime")
		case c.Data != "":
			d = readDurations(t, c.Data, "time", "event", "group")
		case c.TimeA != nil:
			for k, x := range c.TimeA {
				d.add(x, c.EventA[k], "a")
			}
			for k, x := range c.TimeB {
				d.add(x, c.EventB[k], "b")
			}
		default:
			for k, x := range c.Time.numbers {
				d.add(x, int(c.Event.numbers[k]), fmt.Sprint(c.Group.numbers[k]))
			}
		}
		if c.Survival != nil {
			group := "RIT"
			if c.Where == "group != RIT" {
				group = "Control"
			}
			d = d.only(group)
			curve, err := KaplanMeier(d.times, d.ended, 0.95)
			if err != nil {
				t.Fatal(err)
			}
			for k, at := range c.Times {
				if got := curve.At(at).Survival; !statstest.Within(got, c.Survival[k], c.RelativeTolerance) {
					t.Errorf("%s at %v: got %v, want %v", name, at, got, c.Survival[k])
				}
			}
			continue
		}
		got, err := LogRank(d.times, d.ended, d.group)
		if err != nil {
			t.Fatal(err)
		}
		if tolerance := max(c.Tolerance, c.StatisticTolerance); c.Statistic != nil && !(math.Abs(got.Stat-*c.Statistic) <= tolerance) {
			t.Errorf("%s: statistic %v, want %v", name, got.Stat, *c.Statistic)
		}
		if c.PValue != nil && !(math.Abs(got.P-*c.PValue) <= c.Tolerance) {
			t.Errorf("%s: p %v, want %v", name, got.P, *c.PValue)
		}
	}
}
