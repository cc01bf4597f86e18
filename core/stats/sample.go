package stats

import "math"

// EffectiveSample is Kish's effective size of a weighted sample, (sum w)^2 / sum w^2: the number of equal weights that
// would carry as much. Weights are finite and not negative; without a positive one it is 0.
// METHODS.md 10; Kish (1965).
func EffectiveSample(w []float64) float64 {
	largest := 0.0
	for _, v := range w {
		if !(v >= 0) || math.IsInf(v, 1) {
			panic("stats: a weight is negative or not finite")
		}
		largest = max(largest, v)
	}
	if largest == 0 {
		return 0
	}
	sum, squares := 0.0, 0.0
	for _, v := range w {
		v /= largest // so that squares neither vanish nor overflow
		sum += v
		squares += v * v
	}
	return sum * sum / squares
}
