package stats

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/mathext"
)

// CrossCorrelation is the correlation of b with a so many steps earlier, for lags
// from -most to most, in that order: at lag h > 0 b follows a. Both series are as
// long, finite, and longer than most; it fails with ErrData otherwise, and for a
// series that never changes. METHODS.md 4.
// R: ccf(b, a, lag.max = most).
func CrossCorrelation(a, b []float64, most int) ([]float64, error) {
	if most < 0 {
		panic("stats: the most lags are at least 0")
	}
	if err := checkSeries(a, b); err != nil {
		return nil, err
	}
	n := len(a)
	if n <= most {
		return nil, fmt.Errorf("%w: %d steps for lags up to %d: give more", ErrData, n, most)
	}
	x, y := centred(a), centred(b)
	scale := math.Sqrt(squares(x)) * math.Sqrt(squares(y))
	if scale == 0 {
		return nil, fmt.Errorf("%w: a series that never changes has no correlation", ErrData)
	}
	out := make([]float64, 0, 2*most+1)
	for h := -most; h <= most; h++ {
		s := 0.0
		for t := max(0, -h); t < n && t+h < n; t++ {
			s += y[t+h] * x[t]
		}
		out = append(out, s/scale)
	}
	return out, nil
}

// FTest is a test that two regressions explain alike.
type FTest struct {
	F       float64
	DF1     int
	DF2     int
	P       float64
	Lags    int
	Perfect bool // what is left of the larger regression is rounding: F says nothing
}

// Granger tests whether the past of cause, up to lags steps back, helps to tell
// effect beyond effect's own past: the F test of two regressions by least squares
// with a constant. It needs more than 3 lags + 1 steps, and regressors that do not
// stand for each other; it fails with ErrData otherwise. METHODS.md 4; Granger
// (1969). R: lmtest::grangertest(cause, effect, order = lags).
func Granger(cause, effect []float64, lags int) (FTest, error) {
	if lags < 1 {
		panic("stats: lags are at least 1")
	}
	if err := checkSeries(cause, effect); err != nil {
		return FTest{}, err
	}
	cause, effect = standard(cause), standard(effect)
	n := len(effect) - lags
	df := n - 2*lags - 1
	if df < 1 {
		return FTest{}, fmt.Errorf("%w: %d steps for %d lags: give at least %d", ErrData, len(effect), lags, 3*lags+2)
	}
	with, err := residuals(effect, lags, lags, effect, cause)
	if err != nil {
		return FTest{}, err
	}
	without, err := residuals(effect, lags, lags, effect)
	if err != nil {
		return FTest{}, err
	}
	more, less := squares(with), squares(without)
	out := FTest{DF1: lags, DF2: df, Lags: lags, P: 1}
	if more <= 1e-24*squares(centred(effect[lags:])) {
		out.Perfect = true
		return out, nil
	}
	out.F = max(0, (less-more)/float64(lags)/(more/float64(df)))
	// P(F > f) by the incomplete beta function, which keeps its digits in the tail.
	d1, d2 := float64(lags), float64(df)
	out.P = mathext.RegIncBeta(d2/2, d1/2, d2/(d2+d1*out.F))
	return out, nil
}

// AkaikeLag is the number of lags, 1 to most, of the smallest Akaike criterion of a
// vector autoregression with a constant of both series, each fitted to the same
// steps: those after the first most. Where the series are too short for most lags
// it looks at fewer. It fails with ErrData where not even one lag fits.
// METHODS.md 4. R: vars::VARselect(cbind(a, b), lag.max = most)$selection["AIC(n)"].
func AkaikeLag(a, b []float64, most int) (int, error) {
	if most < 1 {
		panic("stats: the most lags are at least 1")
	}
	if err := checkSeries(a, b); err != nil {
		return 0, err
	}
	for len(a)-most-2*most-1 < 1 && most > 0 {
		most--
	}
	if most == 0 {
		return 0, fmt.Errorf("%w: %d steps: give at least 5", ErrData, len(a))
	}
	a, b = standard(a), standard(b)
	best, least := 0, math.Inf(1)
	n := float64(len(a) - most)
	for lags := 1; lags <= most; lags++ {
		u, err := residuals(a, most, lags, a, b)
		if err != nil {
			return 0, err
		}
		v, err := residuals(b, most, lags, a, b)
		if err != nil {
			return 0, err
		}
		cross := 0.0
		for i := range u {
			cross += u[i] * v[i]
		}
		det := squares(u)/n*(squares(v)/n) - cross/n*(cross/n)
		if !(det > 0) {
			return lags, nil // nothing is left to explain
		}
		if c := math.Log(det) + 2/n*float64(4*lags+2); c < least {
			best, least = lags, c
		}
	}
	return best, nil
}

// residuals regresses y from step first on upon a constant and lags 1 to lags of
// each of the series, by QR decomposition.
func residuals(y []float64, first, lags int, series ...[]float64) ([]float64, error) {
	n, k := len(y)-first, 1+lags*len(series)
	x := mat.NewDense(n, k, nil)
	for t := range n {
		x.Set(t, 0, 1)
		for s, z := range series {
			for l := 1; l <= lags; l++ {
				x.Set(t, s*lags+l, z[first+t-l])
			}
		}
	}
	var qr mat.QR
	qr.Factorize(x)
	if qr.Cond() > 1e12 { // of standardised series that is no matter of size
		return nil, fmt.Errorf("%w: the lags of the series stand for each other", ErrData)
	}
	target := mat.NewVecDense(n, y[first:])
	var beta mat.VecDense
	if err := qr.SolveVecTo(&beta, false, target); err != nil {
		return nil, fmt.Errorf("%w: regression on the lags of the series: %w", ErrData, err)
	}
	var fit mat.VecDense
	fit.MulVec(x, &beta)
	out := make([]float64, n)
	for t := range out {
		out[t] = target.AtVec(t) - fit.AtVec(t)
	}
	return out, nil
}

func checkSeries(a, b []float64) error {
	if len(a) != len(b) {
		return fmt.Errorf("%w: series of %d and of %d steps", ErrData, len(a), len(b))
	}
	for i := range a {
		if v := a[i] + b[i]; math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("%w: step %d holds %v and %v", ErrData, i+1, a[i], b[i])
		}
	}
	return nil
}

func centred(v []float64) []float64 {
	mean := 0.0
	for _, x := range v {
		mean += x / float64(len(v))
	}
	out := make([]float64, len(v))
	for i, x := range v {
		out[i] = x - mean
	}
	return out
}

// standard is a series with mean 0 and mean square 1, which changes no test; one
// that never changes is all 0.
func standard(v []float64) []float64 {
	out := centred(v)
	if scale := math.Sqrt(squares(out) / float64(len(out))); scale > 0 {
		for i := range out {
			out[i] /= scale
		}
	}
	return out
}

func squares(v []float64) (s float64) {
	for _, x := range v {
		s += x * x
	}
	return s
}
