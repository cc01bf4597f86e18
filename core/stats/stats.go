// Package stats holds the methods on numbers: posteriors of shares, curves and tests for durations, shrunken
// rates, scores of forecasts, trend and agreement. It knows nothing of states, records or dates.
//
// Methods agree with R (survival 3.5, cmprsk 2.2, MASS, base) to 1e-9 relative; each names the R call it matches.
// Bad data (lengths that differ, negative or non-finite numbers, nothing at all) comes back as an error that wraps
// ErrData. Arguments that only code can get wrong (a level outside (0, 1), a negative Beta shape) panic. A number
// that does not exist is a Maybe or (value, false), never NaN. No function changes its arguments, reads a clock or
// draws from anything but the seed it is passed.
//
// Libraries: gonum gives the incomplete gamma function and linear solving. Its inverse of the incomplete beta function
// is off by up to 5e-9 relative where one shape is small and the other large, and takes four times as long as the one
// in betaquantile.go. Its rank correlation knows no ties. No kept Go library was found for survival curves with
// competing ends, Gray's test, marginal gamma-Poisson fits or Krippendorff's alpha.
package stats

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// ErrData is wrapped by every error that says the data passed in cannot be used.
var ErrData = errors.New("bad data")

// Maybe is a number that may not exist, such as the median of a curve that never falls to one half.
// Value is 0 and means nothing when OK is false.
type Maybe struct {
	Value float64
	OK    bool
}

// some is a number that exists, unless it is NaN or infinite.
func some(v float64) Maybe {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Maybe{}
	}
	return Maybe{v, true}
}

func bad(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrData}, args...)...)
}

// mustLevel panics unless level is a coverage strictly between 0 and 1.
func mustLevel(level float64) {
	if !(level > 0 && level < 1) {
		panic(fmt.Sprintf("stats: level %v is not between 0 and 1", level))
	}
}

// normalHalfWidth is the z with P(-z <= Z <= z) = level for a standard normal Z. R: qnorm((1+level)/2).
func normalHalfWidth(level float64) float64 {
	return math.Sqrt2 * math.Erfinv(level)
}

// chiSquaredTail is P(X >= x) for X chi-squared with df degrees. R: pchisq(x, df, lower.tail = FALSE).
func chiSquaredTail(x float64, df int) float64 {
	if x <= 0 {
		return 1
	}
	return mathext.GammaIncRegComp(float64(df)/2, x/2)
}
