package stats_test

import (
	"fmt"

	"github.com/fairweather-app/fairweather/core/stats"
)

func ExampleAtLeast() {
	// Weighted counts and prior mass on four rungs; is the answer at least rung r?
	for r, e := range stats.AtLeast([]float64{0.5, 3.5, 2.5, 1.5}, 0.9) {
		fmt.Printf("%d: %.2f (%.2f to %.2f)\n", r, e.Mean, e.Lower, e.Upper)
	}
	// Output:
	// 0: 1.00 (1.00 to 1.00)
	// 1: 0.94 (0.77 to 1.00)
	// 2: 0.50 (0.23 to 0.77)
	// 3: 0.19 (0.03 to 0.44)
}

func ExampleJeffreys() {
	mean, lower, upper := stats.Jeffreys(3, 10, 0.9)
	fmt.Printf("%.3f (%.3f to %.3f)\n", mean, lower, upper)
	// Output: 0.318 (0.117 to 0.558)
}

func ExampleKaplanMeier() {
	years := []float64{1, 2, 2, 3, 5, 8}
	ended := []bool{true, true, false, true, false, true}
	c, err := stats.KaplanMeier(years, ended, 0.9)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range c.Steps {
		fmt.Printf("%g: %d of %d ended, %.3f still open\n", s.Time, s.Events, s.AtRisk, s.Survival)
	}
	fmt.Println("median", c.Median().Time)
	mean, _ := c.RestrictedMean(4)
	fmt.Printf("mean within 4 years %.3f, standard error %.3f\n", mean.Value, mean.StdErr)
	// Output:
	// 1: 1 of 6 ended, 0.833 still open
	// 2: 1 of 5 ended, 0.667 still open
	// 3: 1 of 3 ended, 0.444 still open
	// 5: 0 of 2 ended, 0.444 still open
	// 8: 1 of 1 ended, 0.000 still open
	// median {3 true}
	// mean within 4 years 2.944, standard error 0.470
}

func ExampleAalenJohansen() {
	const fulfilled, failed = 1, 2
	inc, err := stats.AalenJohansen([]float64{1, 2, 3, 4}, []int{fulfilled, failed, 0, fulfilled}, []int{fulfilled, failed}, 0.9)
	if err != nil {
		fmt.Println(err)
		return
	}
	now := inc.At(3)
	fmt.Printf("after 3 years: fulfilled %.2f, failed %.2f, open %.2f\n", now.Causes[0].Incidence, now.Causes[1].Incidence, now.Survival)
	fmt.Printf("open at 3: fulfilled within 2 more %.2f\n", inc.Within(fulfilled, 3, 2).Value)
	// Output:
	// after 3 years: fulfilled 0.25, failed 0.25, open 0.50
	// open at 3: fulfilled within 2 more 1.00
}

func ExampleLogRank() {
	r, err := stats.LogRank([]float64{10, 20, 30, 10, 20, 50}, []bool{true, true, true, true, true, true}, []string{"x", "x", "x", "y", "y", "y"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("chi-squared %.4f on %d, p %.4f\n", r.Stat, r.DF, r.P)
	// Output: chi-squared 0.2542 on 1, p 0.6141
}

func ExampleGrayTest() {
	r, err := stats.GrayTest([]float64{1, 2, 3, 4, 5, 6}, []int{1, 1, 0, 2, 1, 2}, []string{"x", "x", "x", "y", "y", "y"}, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("chi-squared %.4f on %d, p %.4f\n", r.Stat, r.DF, r.P)
	// Output: chi-squared 2.4381 on 1, p 0.1184
}

func ExampleGammaPoisson() {
	fit, err := stats.GammaPoisson([]int{0, 2, 1, 9, 0, 4}, []float64{3, 5, 2.5, 4, 8, 6})
	if err != nil {
		fmt.Println(err)
		return
	}
	p, ok := fit.ProbEventWithin(0, 1, 2)
	fmt.Printf("gamma(%.3f, %.3f); new group, one year without: %.3f within two more (%v)\n", fit.Shape, fit.Rate, p, ok)
	// Output: gamma(0.688, 1.115); new group, one year without: 0.367 within two more (true)
}

func ExampleKendallTest() {
	t, err := stats.KendallTest([]float64{2007, 2010, 2015, 2020, 2022, 2024}, []float64{1, 0, 1, 2, 2, 3}, 10000, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("tau-b %.3f, p %.3f by %s\n", t.TauB, t.P, t.Method)
	// Output: tau-b 0.788, p 0.043 by permutation
}

func ExampleLogScore() {
	s, err := stats.LogScore([]float64{0.9, 0.2, 0}, []bool{true, false, true}, 0.01)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.3f nats over %d, %d said to be impossible\n", s.Mean, s.N, s.Impossible)
	// Output: 1.645 nats over 3, 1 said to be impossible
}

func ExampleKrippendorffAlpha() {
	r := func(v float64) stats.Maybe { return stats.Maybe{Value: v, OK: true} }
	missing := stats.Maybe{}
	a, err := stats.KrippendorffAlpha([][]stats.Maybe{
		{r(0), r(1), r(2), r(3), r(4), missing},
		{r(0), r(1), r(1), r(3), r(4), r(2)},
	}, stats.Ordinal, 0.95, 1000, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("alpha %.3f over %d units\n", a.Alpha, a.Units)
	// Output: alpha 0.954 over 5 units
}

func ExampleBetaBinomialTails() {
	// None of 120 acts, after 300 of 9,000.
	t, err := stats.BetaBinomialTails(0, 120, 300.5, 8700.5)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("expected %.1f, none or fewer %.3f\n", t.Expected, t.AtMost)
	// Output: expected 4.0, none or fewer 0.017
}

func ExampleBlockShift() {
	// Ten quiet days, then four hostile ones.
	bins := make([]stats.Bin, 14)
	for i := range bins {
		bins[i] = stats.Bin{Sum: 2, Count: 1}
		if i >= 10 {
			bins[i].Sum = -5
		}
	}
	s, err := stats.BlockShift(bins, 10, 14, 2, 10000, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%g against %g, p %.2f\n", s.Inside.Value, s.Outside.Value, s.P.Value)
	// Output: -5 against 2, p 0.02
}

func ExampleGranger() {
	gave := []float64{1, 3, 2, 5, 4, 6, 3, 7, 5, 8, 6, 9}
	got := []float64{2, 1, 3, 2, 5, 4, 6, 3, 7, 5, 8, 7}
	f, err := stats.Granger(gave, got, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d and %d degrees of freedom, p below .001: %v\n", f.DF1, f.DF2, f.P < .001)
	// Output: 1 and 8 degrees of freedom, p below .001: true
}
