package whatif

import (
	"errors"
	"fmt"
	"math"
	"math/cmplx"
	"slices"

	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
	"gonum.org/v1/gonum/mat"
)

// Solution is an inoperability with how it was found.
type Solution struct {
	Q              []float64 `json:"q"`
	SpectralRadius float64   `json:"spectral_radius"`
	Clipped        bool      `json:"clipped"` // some actor would lose more than all, or the closed form does not exist
}

// Inoperability solves q = A q + c: in closed form where the spectral radius of
// A is below 1 and no q exceeds 1, else by the least q with q = min(1, A q + c).
// A is square, c as long; both are finite and not negative, c at most 1; it
// fails otherwise. METHODS 7; Haimes and Santos.
// R: solve(diag(n) - A, c).
func Inoperability(a [][]float64, c []float64) (Solution, error) {
	n := len(c)
	if len(a) != n || n == 0 {
		return Solution{}, fmt.Errorf("inoperability: %d rows of A for %d actors: give one each, at least one", len(a), n)
	}
	dense := mat.NewDense(n, n, nil)
	for i, row := range a {
		if len(row) != n {
			return Solution{}, fmt.Errorf("inoperability: row %d of A has %d entries, not %d", i+1, len(row), n)
		}
		for j, v := range row {
			if !(v >= 0) || math.IsInf(v, 1) {
				return Solution{}, fmt.Errorf("inoperability: entry (%d, %d) of A is %v: give a number from 0", i+1, j+1, v)
			}
			dense.Set(i, j, v)
		}
		if !(c[i] >= 0 && c[i] <= 1) {
			return Solution{}, fmt.Errorf("inoperability: shock %d is %v: give a share from 0 to 1", i+1, c[i])
		}
	}
	radius, err := spectralRadius(dense)
	if err != nil {
		return Solution{}, fmt.Errorf("inoperability: %w", err)
	}
	out := Solution{SpectralRadius: radius}
	if radius < 1 {
		if q, ok := closed(dense, c); ok {
			out.Q = q
			return out, nil
		}
	}
	out.Q, out.Clipped = clipped(dense, c), true
	return out, nil
}

func spectralRadius(a *mat.Dense) (float64, error) {
	var e mat.Eigen
	if !e.Factorize(a, mat.EigenNone) {
		return 0, errors.New("the eigenvalues of A cannot be found")
	}
	r := 0.0
	for _, v := range e.Values(nil) {
		r = max(r, cmplx.Abs(v))
	}
	return r, nil
}

// closed solves (I - A) q = c; false where some q lies outside [0, 1] or the
// system cannot be solved to precision.
func closed(a *mat.Dense, c []float64) ([]float64, bool) {
	n := len(c)
	m := mat.NewDense(n, n, nil)
	m.Scale(-1, a)
	for i := range n {
		m.Set(i, i, 1+m.At(i, i))
	}
	var q mat.VecDense
	if err := q.SolveVec(m, mat.NewVecDense(n, slices.Clone(c))); err != nil {
		return nil, false
	}
	out := make([]float64, n)
	for i := range out {
		v := q.AtVec(i)
		if v < -1e-12 || v > 1+1e-12 {
			return nil, false
		}
		out[i] = min(1, max(0, v))
	}
	return out, true
}

// clipped sweeps from c upward to the least q with q = min(1, A q + c).
func clipped(a *mat.Dense, c []float64) []float64 {
	rows := make([][]float64, len(c))
	for i := range rows {
		rows[i] = a.RawRowView(i)
	}
	q := slices.Clone(c)
	ascend(rows, c, q)
	return q
}

// settled is the movement at which sweeps have come to rest. mostSweeps bounds
// them, and fewSweeps is after how many a direct solution is tried: more are
// needed only at the edge of collapse.
const (
	settled    = 1e-15
	mostSweeps = 10000
	fewSweeps  = 64
)

// ascend takes q, which lies at or below the least solution of q = min(1, A q +
// c), up to it. Sweeps alone get there, slowly where the spectral radius is near
// 1; so now and then those below 1 are solved for directly, and where that gives
// shares it is the answer.
func ascend(a [][]float64, c, q []float64) {
	for n := 1; n <= mostSweeps; n++ {
		moved := 0.0
		for i, row := range a {
			v := c[i]
			for j, x := range row {
				v += x * q[j]
			}
			v = min(1, v)
			moved, q[i] = max(moved, v-q[i]), max(v, q[i])
		}
		if moved <= settled || n%fewSweeps == 0 && direct(a, c, q) {
			return
		}
	}
}

// direct solves for those below 1 with the others at 1. False, with q as it was,
// where that has no solution in shares, or where somebody would lose more than all.
func direct(a [][]float64, c, q []float64) bool {
	open, x, ok := among(a, c, q)
	if !ok || len(x) > 0 && slices.Max(x) > 1 {
		return false
	}
	for k, i := range open {
		q[i] = max(q[i], x[k])
	}
	return true
}

// settle takes q from near the only solution of q = min(1, A q + c) to it, by
// guessing who is at 1, solving for the others and mending the guess. A has to
// be irreducible and c not 0. False, with q as it was, where the guesses do not
// come to rest.
func settle(a [][]float64, c, q []float64) bool {
	z := slices.Clone(q)
	above := false
	for range 2 * len(q) {
		open, x, ok := among(a, c, z)
		if !ok {
			if above {
				return false
			}
			above = true // too few at 1: begin with all and let go
			for i := range z {
				z[i] = 1
			}
			continue
		}
		before := slices.Clone(z)
		for k, i := range open {
			z[i] = min(1, x[k])
		}
		same := true
		for i, row := range a {
			v := c[i]
			for j, w := range row {
				v += w * z[j]
			}
			switch {
			case before[i] >= 1 && v < 1-settled:
				z[i], same = v, false // taken for lost and is not
			case before[i] < 1 && z[i] == 1:
				same = false
			}
		}
		if same {
			copy(q, z)
			return true
		}
	}
	return false
}

// among solves for those of q below 1 with the others at 1. Elimination without
// pivoting keeps its pivots above 0 just where the spectral radius of A among
// them is below 1 (I - A is then an M-matrix), which a pivoted solver does not
// tell; false where they are not.
func among(a [][]float64, c, q []float64) (open []int, x []float64, ok bool) {
	for i, v := range q {
		if v < 1 {
			open = append(open, i)
		}
	}
	n := len(open)
	m := square(n, n+1)
	for k, i := range open {
		row := m[k]
		row[n] = c[i]
		for j, x := range a[i] {
			if q[j] >= 1 {
				row[n] += x
			}
		}
		for l, j := range open {
			row[l] = -a[i][j]
		}
		row[k]++
	}
	for k := range n {
		if m[k][k] <= 1e-10 {
			return nil, nil, false
		}
		top := m[k][k+1:]
		for _, row := range m[k+1:] {
			if f := row[k] / m[k][k]; f != 0 {
				row := row[k+1 : k+1+len(top)]
				for j, v := range top {
					row[j] -= f * v
				}
			}
		}
	}
	x = make([]float64, n)
	for k := n - 1; k >= 0; k-- {
		v := m[k][n]
		for j := k + 1; j < n; j++ {
			v -= m[k][j] * x[j]
		}
		x[k] = v / m[k][k]
	}
	return open, x, true
}

// dense gives A as rows from the coefficients of the pairs.
func (n *network) dense(a []float64) [][]float64 {
	rows := make([][]float64, len(n.actors))
	for i := range rows {
		rows[i] = make([]float64, len(n.actors))
	}
	for p, v := range a {
		rows[n.pairs[p].from][n.pairs[p].to] = v
	}
	return rows
}

// components orders the actors for solving: strongly connected components,
// those that others depend on first.
func (n *network) components() [][]int {
	g := simple.NewDirectedGraph()
	for i := range n.actors {
		g.AddNode(simple.Node(i))
	}
	for _, p := range n.pairs {
		g.SetEdge(simple.Edge{F: simple.Node(p.from), T: simple.Node(p.to)})
	}
	// The algorithm visits nodes in no fixed order; any order of components in
	// which none comes before what it depends on will do, so take a fixed one.
	at := make([]int, len(n.actors))
	var comps [][]int
	for _, c := range topo.TarjanSCC(g) {
		var list []int
		for _, v := range c {
			list = append(list, int(v.ID()))
		}
		slices.Sort(list)
		comps = append(comps, list)
	}
	slices.SortFunc(comps, func(a, b []int) int { return a[0] - b[0] })
	for k, c := range comps {
		for _, i := range c {
			at[i] = k
		}
	}
	var out [][]int
	done := make([]bool, len(comps))
	var visit func(k int)
	visit = func(k int) {
		if done[k] {
			return
		}
		done[k] = true
		for _, i := range comps[k] {
			for _, p := range n.rows[i] {
				visit(at[n.pairs[p].to])
			}
		}
		out = append(out, comps[k])
	}
	for k := range comps {
		visit(k)
	}
	return out
}
