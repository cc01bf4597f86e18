package stats

import (
	"fmt"
	"math"
)

// Tails says where a count lies among those that were to be expected.
type Tails struct {
	Expected float64 // mean of K
	AtMost   float64 // P(K <= k)
	AtLeast  float64 // P(K >= k)
}

// BetaBinomialTails places k among n draws whose chance is Beta(a, b): the
// expected count and both tails, each with k itself. k is from 0 to n, a and b
// above 0 and finite; it fails with ErrData otherwise. With k0 of n0 in a baseline
// a is k0 + 1/2 and b is n0 - k0 + 1/2. METHODS.md 3.
// R: i <- 0:n; p <- exp(lchoose(n, i) + lbeta(i + a, n - i + b) - lbeta(a, b)).
//
// Each probability is made from that of the count beside it, outwards from the
// likeliest, and all are divided by their sum: what rounding there is does not
// grow with n as it does in differences of logarithms of the gamma function.
func BetaBinomialTails(k, n int, a, b float64) (Tails, error) {
	if n < 0 || k < 0 || k > n {
		return Tails{}, fmt.Errorf("%w: %d of %d: give a count from 0 to what there is", ErrData, k, n)
	}
	if !(a > 0) || !(b > 0) || math.IsInf(a, 1) || math.IsInf(b, 1) {
		return Tails{}, fmt.Errorf("%w: shapes %v and %v: give numbers above 0", ErrData, a, b)
	}
	size := float64(n)
	top := min(n, max(0, int(float64(n+1)*(a/(a+b)))))
	var below, at, above float64 // unnormalised mass under k, of k, and over k
	add := func(i int, p float64) {
		switch {
		case i < k:
			below += p
		case i > k:
			above += p
		default:
			at += p
		}
	}
	add(top, 1)
	p := 1.
	for i := top; i < n; i++ {
		x := float64(i)
		if p *= (size - x) / (x + 1) * ((x + a) / (size - x - 1 + b)); p == 0 {
			break
		}
		add(i+1, p)
	}
	p = 1
	for i := top; i > 0; i-- {
		x := float64(i)
		if p *= x / (size - x + 1) * ((size - x + b) / (x - 1 + a)); p == 0 {
			break
		}
		add(i-1, p)
	}
	all := below + at + above
	return Tails{Expected: size * (a / (a + b)), AtMost: min(1, (below+at)/all), AtLeast: min(1, (at+above)/all)}, nil
}
