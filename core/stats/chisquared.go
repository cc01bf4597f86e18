package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Test is a chi-squared test. OK is false where the data cannot tell the groups apart at all (no end on record, or
// groups never at risk together); Stat and P then mean nothing.
type Test struct {
	OK   bool
	Stat float64 // chi-squared, not negative
	DF   int     // degrees of freedom
	P    float64 // P(chi-squared with DF degrees >= Stat)
}

// quadratic is u' V^-1 u with its chi-squared tail, for scores u of k groups with the singular variance v: scores sum
// to 0, so the last group is left out. v is k by k in rows. What is left must have full rank: no column may be a sum of
// those before it to within 1e-7 of its length, as in R's qr.
func quadratic(u []float64, v [][]float64) Test {
	k := len(u) - 1
	if k < 1 {
		return Test{}
	}
	variance := mat.NewDense(k, k, nil)
	for i := range k {
		for j := range k {
			variance.Set(i, j, v[i][j])
		}
	}
	var qr mat.QR
	qr.Factorize(variance)
	var triangle mat.Dense
	qr.RTo(&triangle)
	const rankTolerance = 1e-7
	for j := range k {
		// Not above covers zero columns and NaN too.
		if length := mat.Norm(variance.ColView(j), 2); !(math.Abs(triangle.At(j, j)) > rankTolerance*length) {
			return Test{}
		}
	}
	var solved mat.VecDense
	if err := qr.SolveVecTo(&solved, false, mat.NewVecDense(k, u[:k])); err != nil {
		return Test{}
	}
	stat := some(mat.Dot(&solved, mat.NewVecDense(k, u[:k])))
	if !stat.OK || stat.Value < 0 {
		return Test{}
	}
	return Test{OK: true, Stat: stat.Value, DF: k, P: chiSquaredTail(stat.Value, k)}
}

// square is a k by k matrix of zeros in rows.
func square(k int) [][]float64 {
	rows, cells := make([][]float64, k), make([]float64, k*k)
	for i := range rows {
		rows[i] = cells[i*k : (i+1)*k]
	}
	return rows
}
