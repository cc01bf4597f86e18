package stats

import (
	"cmp"
	"math"
	"slices"
)

// GammaPoissonFit is a gamma distribution of rates over groups, fitted to their counts; or, where the counts spread
// no more than one shared rate would make them, that rate.
type GammaPoissonFit struct {
	Pooled     bool    // no spread between groups: Shape and Rate are 0, and PooledRate holds for every group
	Shape      float64 // of the gamma distribution, above 0
	Rate       float64 // of the gamma distribution, in units of exposure; its mean is Shape/Rate events per unit
	PooledRate float64 // all events over all exposure; 0 when nothing happened anywhere
	LogLik     float64 // ln of the marginal likelihood at the fit, in nats
	Groups     []GroupRate
}

// GroupRate is one group in the order of the input.
type GroupRate struct {
	Count    int
	Exposure float64
	Mean     float64 // posterior mean rate, events per unit of exposure
}

// GammaPoisson fits shape and rate by maximum marginal likelihood to counts (not negative) of events in exposures
// (above 0, in any unit, such as pledge-years): count ~ Poisson(rate x exposure), rate ~ gamma. The likelihood of one
// group, of groups without events, and of groups no more unlike than chance makes them is greatest as the shape grows
// without bound; the fit then is Pooled. Time grows with the largest count. It fails with ErrData on other data.
// METHODS.md 2; negative binomial regression on ln exposure alone. R: MASS::glm.nb(count ~ offset(log(exposure))),
// whose theta is Shape and exp(intercept) is Shape/Rate.
func GammaPoisson(counts []int, exposures []float64) (GammaPoissonFit, error) {
	if len(counts) == 0 {
		return GammaPoissonFit{}, bad("no counts: pass at least one group")
	}
	if len(counts) != len(exposures) {
		return GammaPoissonFit{}, bad("%d counts but %d exposures: pass one for each group", len(counts), len(exposures))
	}
	m := marginal{groups: make([]GroupRate, len(counts))}
	for i, k := range counts {
		if k < 0 {
			return GammaPoissonFit{}, bad("count %d of group %d: counts are not negative", k, i+1)
		}
		if !(exposures[i] > 0) || math.IsInf(exposures[i], 1) {
			return GammaPoissonFit{}, bad("exposure %v of group %d: exposures are above 0 and finite", exposures[i], i+1)
		}
		m.groups[i] = GroupRate{Count: k, Exposure: exposures[i]}
	}
	fit := GammaPoissonFit{Groups: slices.Clone(m.groups)}
	// Sums run in one order whatever the order of the groups.
	slices.SortFunc(m.groups, func(a, b GroupRate) int {
		return cmp.Or(cmp.Compare(a.Count, b.Count), cmp.Compare(a.Exposure, b.Exposure))
	})
	events, exposure := 0, 0.0
	for _, g := range m.groups {
		events += g.Count
		exposure += g.Exposure
	}
	fit.PooledRate = float64(events) / exposure
	dispersion := 0.0
	if events > 0 {
		dispersion = m.dispersion(fit.PooledRate)
	}
	mean := m.mean(dispersion, fit.PooledRate)
	fit.LogLik = m.logLik(dispersion, mean)
	if fit.Pooled = dispersion == 0; !fit.Pooled {
		fit.Shape = 1 / dispersion
		fit.Rate = fit.Shape / mean
	}
	for i := range fit.Groups {
		g := &fit.Groups[i]
		g.Mean = fit.PooledRate
		if !fit.Pooled {
			g.Mean = (fit.Shape + float64(g.Count)) / (fit.Rate + g.Exposure)
		}
	}
	return fit, nil
}

// ProbEventWithin is the probability of at least one event within a further h units of exposure, for a group with
// count events in exposure units so far: 1 - (b/(b+h))^a with a = Shape + count, b = Rate + exposure; under a pooled
// fit 1 - exp(-PooledRate h). It does not exist where the fit saw no event at all: the likelihood then is greatest at
// a rate of 0, which forecasts nothing. METHODS.md 2.
func (f GammaPoissonFit) ProbEventWithin(count int, exposure, h float64) (p float64, ok bool) {
	if !(count >= 0 && exposure >= 0 && h >= 0) {
		panic("stats: ProbEventWithin wants a count, an exposure and a horizon that are not negative")
	}
	switch {
	case f.PooledRate == 0:
		return 0, false
	case f.Pooled:
		return -math.Expm1(-f.PooledRate * h), true
	}
	return -math.Expm1(-(f.Shape + float64(count)) * math.Log1p(h/(f.Rate+exposure))), true
}

// marginal is the negative binomial likelihood of groups in order of count, by the mean rate and the dispersion
// 1/shape, in which the Poisson limit is the ordinary point 0.
type marginal struct {
	groups []GroupRate
}

// dispersion that maximises the likelihood, its mean rate being at its own best for each; 0 for the Poisson limit.
func (m marginal) dispersion(pooled float64) float64 {
	largest := 1.0
	for _, g := range m.groups {
		largest = max(largest, pooled*g.Exposure)
	}
	// Below this the variance is Poisson to eight digits.
	floor := math.Log(1e-8 / largest)
	const stride, top = 0.5, 16.0
	logLik := func(log float64) float64 {
		d := math.Exp(log)
		return m.logLik(d, m.mean(d, pooled))
	}
	rises := func(log float64) bool {
		d := math.Exp(log)
		return m.slope(d, m.mean(d, pooled)) > 0
	}
	// The likelihood may have several peaks: find the highest on a grid, then the zero of its slope beside it. One no
	// higher than rounding above the Poisson limit is that limit.
	best, peak := m.logLik(0, pooled), math.Inf(-1)
	best += 1e-11 * (1 + math.Abs(best))
	for log := floor; log < top; log += stride {
		if l := logLik(log); l > best {
			best, peak = l, log
		}
	}
	if math.IsInf(peak, -1) {
		return 0
	}
	lo, hi := peak, peak+stride
	if !rises(peak) {
		lo, hi = peak-stride, peak
	}
	for range 60 {
		mid := (lo + hi) / 2
		if mid <= lo || mid >= hi {
			break
		}
		if rises(mid) {
			lo = mid
		} else {
			hi = mid
		}
	}
	if hi <= floor {
		return 0
	}
	return math.Exp((lo + hi) / 2)
}

// mean rate that maximises the likelihood at a dispersion: the zero of sum (count - rate x exposure) / (1 +
// dispersion x rate x exposure), which falls in rate.
func (m marginal) mean(dispersion, pooled float64) float64 {
	if dispersion == 0 || pooled == 0 {
		return pooled
	}
	lo, hi := math.Inf(1), 0.0
	for _, g := range m.groups {
		r := float64(g.Count) / g.Exposure
		lo, hi = min(lo, r), max(hi, r)
	}
	rate := min(max(pooled, lo), hi)
	for range 200 {
		value, slope := 0.0, 0.0
		for _, g := range m.groups {
			expected := rate * g.Exposure
			w := 1 / (1 + dispersion*expected)
			value += (float64(g.Count) - expected) * w
			slope -= g.Exposure * (1 + dispersion*float64(g.Count)) * w * w
		}
		if value > 0 {
			lo = rate
		} else {
			hi = rate
		}
		next := rate - value/slope
		if !(next > lo && next < hi) {
			next = (lo + hi) / 2
		}
		if math.Abs(next-rate) <= 1e-15*rate {
			return next
		}
		rate = next
	}
	return rate
}

// logLik is the log marginal likelihood, with its constants.
func (m marginal) logLik(dispersion, mean float64) float64 {
	sum := 0.0
	for _, g := range m.groups {
		k, expected := float64(g.Count), mean*g.Exposure
		if g.Count > 0 {
			factorial, _ := math.Lgamma(k + 1)
			sum += k*math.Log(expected) - factorial
		}
		if dispersion == 0 {
			sum -= expected
			continue
		}
		sum -= (k + 1/dispersion) * math.Log1p(dispersion*expected)
	}
	m.eachBelow(func(j, groups float64) { sum += groups * math.Log1p(j*dispersion) })
	return sum
}

// slope is the derivative of the log likelihood by the dispersion, the mean held.
func (m marginal) slope(dispersion, mean float64) float64 {
	sum := 0.0
	for _, g := range m.groups {
		expected := mean * g.Exposure
		z := dispersion * expected
		sum += log1pRemainder(z)/(dispersion*dispersion) - float64(g.Count)*expected/(1+z)
	}
	m.eachBelow(func(j, groups float64) { sum += groups * j / (1 + j*dispersion) })
	return sum
}

// eachBelow calls f for j = 0, 1, ... with the number of groups whose count is above j: the sums over j < count that
// take the place of differences of ln Gamma, which cancel as the dispersion goes to 0.
func (m marginal) eachBelow(f func(j, groups float64)) {
	j := 0
	for i, g := range m.groups {
		for ; j < g.Count; j++ {
			f(float64(j), float64(len(m.groups)-i))
		}
	}
}

// log1pRemainder is ln(1+z) - z/(1+z), for z >= 0.
func log1pRemainder(z float64) float64 {
	if z > 0.05 {
		return math.Log1p(z) - z/(1+z)
	}
	// sum over n >= 2 of (-z)^n (n-1)/n
	sum, power := 0.0, -z
	for n := 2.0; n < 20; n++ {
		power *= -z
		sum += power * (n - 1) / n
	}
	return sum
}
