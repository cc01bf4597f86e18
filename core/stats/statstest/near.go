// Package statstest compares numbers in tests, for every package that tests results of core/stats.
package statstest

import (
	"math"
	"testing"
)

// Relative is how far, relative to the larger of the two, a number may lie from its reference.
const Relative = 1e-9

// zero is what rounding leaves of numbers around 1 that should cancel. Compare references that are themselves that
// small as ratios to 1.
const zero = 1e-14

// Close reports whether got is want to Relative. A number that is not finite is close to nothing.
func Close(got, want float64) bool {
	return Within(got, want, Relative)
}

// Within reports whether got is want to the given relative tolerance.
func Within(got, want, relative float64) bool {
	gap := math.Abs(got - want)
	if math.IsInf(gap, 1) {
		return false
	}
	return gap <= relative*max(math.Abs(got), math.Abs(want)) || gap <= zero
}

// Near fails the test unless got is Close to want; what names the number.
func Near(tb testing.TB, what string, got, want float64) {
	tb.Helper()
	if !Close(got, want) {
		tb.Errorf("%s: got %.15g, want %.15g", what, got, want)
	}
}

// NearMaybe fails the test unless got exists just where want is not nil, and is Close to it.
func NearMaybe(tb testing.TB, what string, got float64, ok bool, want *float64) {
	tb.Helper()
	switch {
	case want == nil && ok:
		tb.Errorf("%s: got %.15g, want none", what, got)
	case want != nil && !ok:
		tb.Errorf("%s: got none, want %.15g", what, *want)
	case want != nil:
		Near(tb, what, got, *want)
	}
}
