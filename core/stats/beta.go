package stats

import (
	"fmt"
	"math"
)

// BetaInterval gives the mean of Beta(a, b) and the bounds that leave (1-level)/2 below and above.
// Shapes must be finite, not negative and not both 0; a shape of 0 puts all mass on one end (a = 0 on 0, b = 0 on 1).
// METHODS.md 1. R: qbeta((1-level)/2, a, b), qbeta((1+level)/2, a, b).
func BetaInterval(a, b, level float64) (mean, lower, upper float64) {
	mustLevel(level)
	if !(a >= 0 && b >= 0 && a+b > 0) || math.IsInf(a+b, 0) {
		panic(fmt.Sprintf("stats: Beta shapes %v and %v", a, b))
	}
	switch {
	case a == 0:
		return 0, 0, 0
	case b == 0:
		return 1, 1, 1
	}
	tail := (1 - level) / 2
	return a / (a + b), betaQuantile(tail, a, b), betaQuantile(1-tail, a, b)
}

// Jeffreys is the posterior of a share of which k of n cases are on record, under Jeffreys' prior:
// Beta(k+1/2, n-k+1/2), its mean and central interval. 0 <= k <= n; n = 0 gives the prior.
// METHODS.md 1 and 11; Brown, Cai and DasGupta (2001) without their end-point rule. R: qbeta.
func Jeffreys(k, n int, level float64) (mean, lower, upper float64) {
	if k < 0 || k > n {
		panic(fmt.Sprintf("stats: %d of %d cases", k, n))
	}
	return BetaInterval(float64(k)+0.5, float64(n-k)+0.5, level)
}

// Exceedance is the posterior of P(category >= r): its mean and central interval.
type Exceedance struct {
	Mean, Lower, Upper float64
}

// AtLeast gives, for ordered categories with a Dirichlet(alpha) posterior, P(category >= r) at every index r:
// the marginal Beta(sum alpha[r:], sum alpha[:r]). Index 0 is certain: 1, 1, 1. Entries may be 0, their sum may not.
// METHODS.md 1. R: qbeta.
func AtLeast(alpha []float64, level float64) []Exceedance {
	mustLevel(level)
	out := make([]Exceedance, len(alpha))
	below := 0.0
	for r := range alpha {
		if !(alpha[r] >= 0) {
			panic(fmt.Sprintf("stats: Dirichlet mass %v at %d", alpha[r], r))
		}
		above := 0.0
		for _, v := range alpha[r:] {
			above += v
		}
		e := &out[r]
		e.Mean, e.Lower, e.Upper = BetaInterval(above, below, level)
		below += alpha[r]
	}
	return out
}
