package measure

import (
	"errors"
	"fmt"
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/stats"
)

// mostLags is how many weeks the cross-correlation and Granger's tests look back.
const mostLags = 8

// fewestWeeks is what the largest lag leaves a few degrees of freedom with.
const fewestWeeks = 3*mostLags + 2 + mostLags

// Week is what two states did toward each other from a Monday on: the sums of the
// Goldstein scores.
type Week struct {
	Monday edtf.Day `json:"monday"`
	There  float64  `json:"there"` // the first toward the second
	Back   float64  `json:"back"`
	Known  bool     `json:"known"`
}

// Test is Granger's test of one direction.
type Test struct {
	F   float64 `json:"f"`
	DF1 int     `json:"df1"`
	DF2 int     `json:"df2"`
	P   float64 `json:"p"`
}

// Reciprocity tells whether two states give as they get. METHODS 4.
type Reciprocity struct {
	Weeks  []Week `json:"weeks"`            // all whole weeks of the span
	Used   Span   `json:"used"`             // the longest stretch of known weeks, on which the rest is computed
	Number int    `json:"number"`           // of weeks in it
	Reason string `json:"reason,omitempty"` // why there are no figures, in English
	Why    Said   `json:"-"`                // the reason, for any language
	// Correlation of back with there so many weeks earlier, for lags -8 to 8: at a lag
	// above 0 the second follows the first.
	Lags        []int     `json:"lags,omitempty"`
	Correlation []float64 `json:"correlation,omitempty"`
	Lag         int       `json:"lag,omitempty"` // that Akaike's criterion picks
	There       *Test     `json:"there"`         // does the first's past help to tell the second's acts?
	Back        *Test     `json:"back"`          // and the other way round
}

// Reciprocate measures reciprocity from the two daily series of a span. Weeks run
// from Monday to Sunday; net cooperation is the sum of the scores (Goldstein 1992).
// A week with one unknown day is taken for seven sixths of its six; one with more is
// unknown, and the tests use the longest stretch without such a week.
func Reciprocate(there, back []Count, in Span, unknown []edtf.Day) (*Reciprocity, error) {
	first := in.First
	for first.Time().Weekday() != time.Monday {
		first++
	}
	n := max(0, (int(in.Last-first)+1)/7)
	out := &Reciprocity{Weeks: make([]Week, n)}
	dark := make([]int, n)
	week := func(d edtf.Day) (int, bool) {
		i := int(d-first) / 7
		return i, d >= first && i < n
	}
	lost := map[edtf.Day]bool{}
	for _, d := range unknown {
		if i, ok := week(d); ok && !lost[d] {
			dark[i]++
			lost[d] = true
		}
	}
	for i := range out.Weeks {
		out.Weeks[i].Monday = first + edtf.Day(7*i)
		out.Weeks[i].Known = dark[i] <= 1
	}
	for _, side := range []struct {
		of   []Count
		into func(*Week) *float64
	}{{there, func(w *Week) *float64 { return &w.There }}, {back, func(w *Week) *float64 { return &w.Back }}} {
		for _, c := range side.of {
			if i, ok := week(c.Day); ok && !lost[c.Day] && out.Weeks[i].Known {
				*side.into(&out.Weeks[i]) += c.Goldstein * float64(c.Scored) * 7 / float64(7-dark[i])
			}
		}
	}
	from, to := longest(out.Weeks)
	out.Number = to - from
	if out.Number > 0 {
		out.Used = Span{out.Weeks[from].Monday, out.Weeks[to-1].Monday + 6}
	}
	if out.Number < fewestWeeks {
		out.Why = say("the longest stretch of known weeks has %d; the tests need %d", out.Number, fewestWeeks)
		out.Reason = out.Why.String()
		return out, nil
	}
	a, b := make([]float64, out.Number), make([]float64, out.Number)
	for i, w := range out.Weeks[from:to] {
		a[i], b[i] = w.There, w.Back
	}
	if err := out.test(a, b); err != nil {
		if !errors.Is(err, stats.ErrData) {
			return nil, err
		}
		out.Why = say("the tests need two series that vary, and not as one")
		out.Reason = out.Why.String() + ": " + err.Error()
		out.Lags, out.Correlation, out.Lag, out.There, out.Back = nil, nil, 0, nil, nil
	}
	return out, nil
}

func (r *Reciprocity) test(a, b []float64) error {
	var err error
	if r.Correlation, err = stats.CrossCorrelation(a, b, mostLags); err != nil {
		return fmt.Errorf("cross-correlation: %w", err)
	}
	for lag := -mostLags; lag <= mostLags; lag++ {
		r.Lags = append(r.Lags, lag)
	}
	if r.Lag, err = stats.AkaikeLag(a, b, mostLags); err != nil {
		return fmt.Errorf("choice of lags: %w", err)
	}
	granger := func(cause, effect []float64) (*Test, error) {
		t, err := stats.Granger(cause, effect, r.Lag)
		if err != nil || t.Perfect {
			return nil, err
		}
		return &Test{t.F, t.DF1, t.DF2, t.P}, nil
	}
	if r.There, err = granger(a, b); err != nil {
		return fmt.Errorf("Granger's test: %w", err)
	}
	if r.Back, err = granger(b, a); err != nil {
		return fmt.Errorf("Granger's test: %w", err)
	}
	return nil
}

// longest finds the longest stretch of known weeks, the latest of equals.
func longest(weeks []Week) (from, to int) {
	start := 0
	for i := 0; i <= len(weeks); i++ {
		if i < len(weeks) && weeks[i].Known {
			continue
		}
		if i-start >= to-from {
			from, to = start, i
		}
		start = i + 1
	}
	return from, to
}
