package stats

import "math"

// The Beta distribution is worked in the logit u = ln(x/(1-x)): its density there is x^a (1-x)^b / B(a,b), x and
// 1-x are both exact however near 0 or 1, and ln F(u) is concave, so Newton's method cannot run away.

// betaQuantile is the x with P(X <= x) = p for X ~ Beta(a, b), to about 1e-13 relative. p in (0, 1), a and b > 0.
// R: qbeta(p, a, b).
func betaQuantile(p, a, b float64) float64 {
	if p > 0.5 {
		// By symmetry, so that the iteration always sees the tail that holds less.
		return logistic(-betaLogitQuantile(1-p, b, a))
	}
	return logistic(betaLogitQuantile(p, a, b))
}

func logistic(u float64) float64 { return 1 / (1 + math.Exp(-u)) }

// betaLogitQuantile solves ln F(u) = ln p for p <= 1/2 by Halley's method.
func betaLogitQuantile(p, a, b float64) float64 {
	target := math.Log(p)
	d := newBetaDensity(a, b)
	// F(u) <= e^(au) / (a B), so this is never right of the root, and is the root where x is below rounding.
	left := (target + math.Log(a) + d.logBeta) / a
	if left < -40 {
		return left
	}
	u := max(left, betaLogitGuess(p, a, b))
	const enough = 1e-5 // Halley's last step cubes the error
	for range 200 {
		logBelow, slope := d.at(u)
		gap := logBelow - target
		x := logistic(u)
		curve := slope * (a*(1-x) - b*x - slope) // second derivative of ln F, negative
		step := gap / slope
		if h := 1 - step*curve/(2*slope); h > 0.5 && h < 2 {
			step /= h
		}
		step = max(-20, min(20, step))
		u = max(left, u-step)
		if math.Abs(step) < enough {
			break
		}
	}
	return u
}

// betaLogitGuess is a first guess at the logit of a quantile: Abramowitz and Stegun 26.5.22 where both shapes
// exceed 1, else the larger of two power-law ends.
func betaLogitGuess(p, a, b float64) float64 {
	if a >= 1 && b >= 1 {
		z := math.Sqrt2 * math.Erfinv(1-2*p)
		ra, rb := 1/(2*a-1), 1/(2*b-1)
		l := (z*z - 3) / 6
		h := 2 / (ra + rb)
		w := z*math.Sqrt(h+l)/h - (rb-ra)*(l+5.0/6-2/(3*h))
		if g := math.Log(a/b) - 2*w; !math.IsNaN(g) {
			return g
		}
	}
	ta := math.Exp(a*math.Log(a/(a+b))) / a
	tb := math.Exp(b*math.Log(b/(a+b))) / b
	if w := ta + tb; p*w >= ta {
		lny := math.Log(b*w*(1-p)) / b
		return math.Log(-math.Expm1(lny)) - lny
	}
	return math.Inf(-1) // the caller's left end is this case
}

// betaDensity is what does not change with u.
type betaDensity struct {
	a, b    float64
	logNorm float64 // ln of sqrt(ab / (2 pi n)) and the Stirling corrections
	logBeta float64 // ln B(a, b)
}

func newBetaDensity(a, b float64) betaDensity {
	n := a + b
	d := betaDensity{a: a, b: b}
	d.logNorm = 0.5*math.Log(a/n*b/(2*math.Pi)) + stirlingError(n) - stirlingError(a) - stirlingError(b)
	// a ln(a/n) + b ln(b/n), the smaller share through its logarithm and the larger through log1p.
	s, l := min(a, b), max(a, b)
	d.logBeta = s*math.Log(s/n) - l*math.Log1p(s/l) - d.logNorm
	return d
}

// at gives ln P(U <= u) and its slope, the density on the logit scale over P(U <= u).
func (d betaDensity) at(u float64) (logBelow, slope float64) {
	x, y := logistic(u), logistic(-u)
	lnx, lny := -log1pexp(-u), -log1pexp(u)
	n := d.a + d.b
	// Loader's deviance form: no large logarithms cancel when a and b are large.
	logDensity := d.logNorm - deviance(d.a, n, x, lnx) - deviance(d.b, n, y, lny)
	if x <= (d.a+1)/(n+2) {
		// In logarithms, since far left both underflow.
		part := betaFraction(x, d.a, d.b) / d.a
		return logDensity + math.Log(part), 1 / part
	}
	density := math.Exp(logDensity)
	above := density * betaFraction(y, d.b, d.a) / d.b
	return math.Log1p(-above), density / (1 - above)
}

// deviance is a ln(a/(n x)) + n x - a, from x and its logarithm. Loader (2000).
func deviance(a, n, x, lnx float64) float64 {
	m := n * x
	if math.Abs(a-m) >= 0.1*(a+m) {
		return a*(math.Log(a/n)-lnx) + m - a
	}
	v := (a - m) / (a + m)
	sum := (a - m) * v
	term := 2 * a * v
	v *= v
	for j := 1.0; j < 1000; j++ {
		term *= v
		next := sum + term/(2*j+1)
		if next == sum {
			break
		}
		sum = next
	}
	return sum
}

func log1pexp(u float64) float64 {
	if u > 0 {
		return u + math.Log1p(math.Exp(-u))
	}
	return math.Log1p(math.Exp(u))
}

// stirlingError is ln Gamma(z) - ((z-1/2) ln z - z + ln(2 pi)/2), z > 0.
func stirlingError(z float64) float64 {
	if z < 10 {
		lg, _ := math.Lgamma(z)
		return lg - (z-0.5)*math.Log(z) + z - 0.5*math.Log(2*math.Pi)
	}
	r := 1 / z
	s := r * r
	return r * (1./12 - s*(1./360-s*(1./1260-s*(1./1680-s*(1./1188-s*(691./360360-s/156))))))
}

// betaFraction is the continued fraction F with I_x(a,b) = x^a (1-x)^b / (a B(a,b)) F, by Lentz's method; it
// converges fast for x below (a+1)/(a+b+2). DLMF 8.17.22.
func betaFraction(x, a, b float64) float64 {
	const tiny, eps = 1e-300, 4e-16
	safe := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	c, d := 1.0, 1/safe(1-(a+b)*x/(a+1))
	f := d
	for m := 1.0; m < 1e6; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d = 1 / safe(1+even*d)
		c = safe(1 + even/c)
		f *= d * c
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d = 1 / safe(1+odd*d)
		c = safe(1 + odd/c)
		step := d * c
		f *= step
		if math.Abs(step-1) < eps {
			break
		}
	}
	return f
}
