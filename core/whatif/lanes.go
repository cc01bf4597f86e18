package whatif

import (
	"math"
	"math/rand/v2"
)

// A worker holds what one core needs for a batch of draws.
type worker struct {
	p             *plan
	value         []lane // of the inputs
	coef          []lane // of the pairs
	c, q          []lane // by actor: shock and solution
	x, y, g0, top []lane // course now and next, pull a step ago, peak
	goes, went    []lane // how far the last sweep took each actor, and the one before
	push          []lane // of the shock, by shock
	start         []lane // pull at the start
	when          [][lanes]int32
	at            []int // of each actor, its place in the component at hand
	pcg           rand.PCG
	harder        []int64 // i > j, by i*n+j
	months        []int64 // of peaks, by actor and month
	hardest       []int64
	claim, passed int64
}

func (p *plan) worker() *worker {
	n := len(p.n.actors)
	lanesOf := func(k int) []lane { return make([]lane, k) }
	w := &worker{p: p, value: lanesOf(len(p.inputs)), coef: lanesOf(len(p.n.pairs)),
		c: lanesOf(n), q: lanesOf(n), x: lanesOf(n), y: lanesOf(n), g0: lanesOf(n), start: lanesOf(n), goes: lanesOf(n), went: lanesOf(n), push: lanesOf(len(p.shocked)), top: lanesOf(n), when: make([][lanes]int32, n), at: make([]int, n),
		harder: make([]int64, n*n), months: make([]int64, n*(p.horizon+1)), hardest: make([]int64, n)}
	for i, s := range p.inputs {
		if s.fixed {
			for l := range lanes {
				w.value[i][l] = s.low
			}
		}
	}
	return w
}

func (w *worker) addTo(out *drawn) {
	for i, v := range w.harder {
		out.harder[i] += v
	}
	for i, v := range w.months {
		out.months[i] += v
	}
	for i, v := range w.hardest {
		out.hardest[i] += v
	}
	out.claim += w.claim
	out.passed += w.passed
}

// block works the draws of one block.
func (w *worker) block(b int, out *drawn, claim *Claim) tally {
	n := len(w.p.n.actors)
	t := tally{make([]float64, n), make([]float64, n), make([]float64, n)}
	for first := b * blockDraws; first < min((b+1)*blockDraws, w.p.draws); first += lanes {
		live := min(lanes, w.p.draws-first)
		w.sample(first)
		w.solve()
		if w.p.horizon > 0 {
			w.course(first, live, out)
			if w.p.lasts > 0 { // of a shock that ends, the peak is the hit
				copy(w.q, w.top)
			}
		} else {
			copy(w.top, w.q)
		}
		w.count(live, claim)
		for i := range n {
			for l := range live {
				out.hit[i][first+l], out.peak[i][first+l] = w.q[i][l], w.top[i][l]
				t.hit[i] += w.q[i][l]
				t.peak[i] += w.top[i][l]
				t.direct[i] += w.c[i][l]
				if w.p.horizon > 0 {
					w.months[i*(w.p.horizon+1)+int(w.when[i][l])]++
				}
			}
		}
		if first < driverDraws {
			for k := range w.value {
				for l := range min(live, len(out.inputs[k])-first) {
					out.inputs[k][first+l] = w.value[k][l]
				}
			}
		}
	}
	return t
}

// sample draws the inputs of a batch and makes coefficients and shocks of them.
func (w *worker) sample(first int) {
	for l := range lanes {
		w.pcg.Seed(w.p.seed, scramble(uint64(first+l)))
		for i := range w.p.inputs {
			if s := &w.p.inputs[i]; !s.fixed {
				w.value[i][l] = s.draw(float64(w.pcg.Uint64()>>11) * 0x1p-53)
			}
		}
	}
	clear(w.coef)
	edges, weights := len(w.p.n.edges), len(w.p.n.weights)
	for i := range w.p.n.edges {
		e := &w.p.n.edges[i]
		to, of, weight := &w.coef[w.p.placed[e.pair]], &w.value[i], &w.value[edges+e.knot]
		for l := range lanes {
			to[l] += of[l] * weight[l]
		}
	}
	clear(w.c)
	for k, i := range w.p.shocked {
		w.c[i] = w.value[edges+weights+k]
	}
}

// scramble spreads the number of a draw over all bits, so that neighbouring
// streams have nothing in common (the finaliser of SplitMix64).
func scramble(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// rowSum adds up a row of the network for all lanes: coefficients times the
// shares q of the actors in cells. Eight numbers by name stay in registers where
// an array would not.
func rowSum(coef []lane, cells []int32, q []lane) (s0, s1, s2, s3, s4, s5, s6, s7 float64) {
	for k := range coef {
		a, b := &coef[k], &q[cells[k]]
		s0 += a[0] * b[0]
		s1 += a[1] * b[1]
		s2 += a[2] * b[2]
		s3 += a[3] * b[3]
		s4 += a[4] * b[4]
		s5 += a[5] * b[5]
		s6 += a[6] * b[6]
		s7 += a[7] * b[7]
	}
	return s0, s1, s2, s3, s4, s5, s6, s7
}

// pull is what an actor loses by those it depends on.
func (w *worker) pull(i int, q []lane, out *lane) {
	from, to := w.p.start[i], w.p.start[i+1]
	out[0], out[1], out[2], out[3], out[4], out[5], out[6], out[7] = rowSum(w.coef[from:to], w.p.cells[from:to], q)
}

// rest is the movement at which the sweeps of a draw stop. leapFrom is the sweep
// after which draws that still move leap ahead, every leapEvery sweeps.
const (
	rest      = 1e-12
	leapFrom  = 12
	leapEvery = 5
)

// solve finds the least q with q = min(1, A q + c), component by component.
func (w *worker) solve() {
	copy(w.q, w.c)
	for _, comp := range w.p.n.order {
		moved := w.sweep(comp)
		for n := 2; n <= fewSweeps && len(comp) > 1 && moved > rest; n++ {
			if n > leapFrom && n%leapEvery == 0 {
				w.leap(comp)
			}
			w.went, w.goes = w.goes, w.went
			moved = w.sweep(comp)
		}
		if len(comp) > 1 && moved > rest {
			for l := range lanes {
				if !w.rests(comp, l) {
					w.finish(comp, l)
				}
			}
		}
	}
}

// sweep takes each actor of a component in turn to what its row says, notes in
// w.goes how far that is, and gives the longest way of all.
func (w *worker) sweep(comp []int) float64 {
	var v lane
	moved := int64(0)
	for _, i := range comp {
		w.pull(i, w.q, &v)
		q, c, goes := &w.q[i], &w.c[i], &w.goes[i]
		for l := range lanes {
			x := held(v[l] + c[l])
			d := x - q[l]
			moved = max(moved, int64(math.Float64bits(d)&^(1<<63)))
			q[l], goes[l] = x, d
		}
	}
	return math.Float64frombits(uint64(moved))
}

// held keeps a share between 0 and 1. Of numbers from 0 on the bits, as whole
// numbers, stand in the order of the numbers, and those of a number below 0 are
// below 0: so it takes no branch, which draws would take at random.
func held(x float64) float64 {
	return math.Float64frombits(uint64(min(max(int64(math.Float64bits(x)), 0), one)))
}

// one is 1 as bits.
const one = 0x3ff0000000000000

// leap takes each draw as far as sweeps without end would along the way they go.
// After a few sweeps that is one direction, that of the largest eigenvalue, and
// each sweep goes a fixed share of the one before (Aitken's extrapolation). A draw
// that goes ever faster is bound for somebody's collapse, and leaps to there.
// Sweeps from anywhere lead to the same solution, since an irreducible component
// that is hit at all has but one; who is not hit stays at 0.
func (w *worker) leap(comp []int) {
	for l := range lanes {
		way := newWay()
		for _, i := range comp {
			way.add(w.q[i][l], w.goes[i][l], w.went[i][l])
		}
		if far := way.far(); far > 0 {
			for _, i := range comp {
				w.q[i][l] = min(1, max(0, w.q[i][l]+far*w.goes[i][l]))
			}
		}
	}
}

// A way is how far two sweeps, one after the other, took a draw.
type way struct{ both, before, room float64 }

func newWay() way { return way{room: math.Inf(1)} }

// add takes in an actor, how far the last sweep took it and the one before.
func (y *way) add(q, goes, went float64) {
	y.both += goes * went
	y.before += went * went
	if goes > 0 {
		y.room = min(y.room, (1-q)/goes)
	}
}

// far is how many times the last sweep lies ahead; 0 where that cannot be told.
func (y *way) far() float64 {
	if y.before == 0 || y.both <= 0 {
		return 0
	}
	if share := y.both / y.before; share < 1 {
		return min(y.room, share/(1-share))
	}
	if math.IsInf(y.room, 1) {
		return 0
	}
	return y.room
}

// rests reports whether a draw has settled in a component.
func (w *worker) rests(comp []int, l int) bool {
	for _, i := range comp {
		v := w.c[i][l]
		for k := w.p.start[i]; k < w.p.start[i+1]; k++ {
			v += w.coef[k][l] * w.q[w.p.cells[k]][l]
		}
		if math.Abs(min(1, v)-w.q[i][l]) > rest {
			return false
		}
	}
	return true
}

// finish takes one draw of a component that is slow to settle to its solution.
func (w *worker) finish(comp []int, l int) {
	for i := range w.at {
		w.at[i] = -1
	}
	for k, i := range comp {
		w.at[i] = k
	}
	a, c, q := square(len(comp), len(comp)), make([]float64, len(comp)), make([]float64, len(comp))
	for k, i := range comp {
		c[k], q[k] = w.c[i][l], w.q[i][l]
		for n := w.p.start[i]; n < w.p.start[i+1]; n++ {
			to := int(w.p.cells[n])
			if j := w.at[to]; j >= 0 {
				a[k][j] = w.coef[n][l]
			} else {
				c[k] += w.coef[n][l] * w.q[to][l]
			}
		}
	}
	if !settle(a, c, q) {
		copy(q, c) // from below: a leap may have gone too far
		ascend(a, c, q)
	}
	for k, i := range comp {
		w.q[i][l] = q[k]
	}
}

// course walks q' = K (A q + c - q) from q(0) = c and keeps the peak of each
// actor and its month. Under a shock that lasts the course only rises, so that its
// peak is where the horizon ends, and draws that keep no course of months get
// there in the longer steps of the plan, the first of which is made of months.
func (w *worker) course(first, live int, out *drawn) {
	copy(w.x, w.c)
	copy(w.top, w.c)
	for i := range w.x {
		w.when[i] = [lanes]int32{}
		w.pull(i, w.x, &w.g0[i])
	}
	copy(w.start, w.g0)
	w.drive(w.p.steps)
	w.keep(0, first, live, out)
	// A course that rises to a solution well below 1 needs no holding.
	hold := w.p.lasts > 0
	for i := range w.q {
		for l := range lanes {
			hold = hold || w.q[i][l] > .9
		}
	}
	months, factors := 1, w.p.steps
	for m := 1; m <= w.p.horizon; m += months {
		if w.p.lasts > 0 && m == w.p.lasts+1 {
			clear(w.push)
		}
		w.step(factors)
		if hold {
			w.hold()
		}
		if w.p.lasts > 0 {
			w.peak(m)
		}
		w.keep(m, first, live, out)
		if m == w.p.stride && m > 1 && first >= pathDraws {
			copy(w.g0, w.start) // a long step ago
			months, factors = w.p.stride, w.p.strides
			w.drive(factors)
		}
	}
	if w.p.lasts == 0 {
		w.peak(w.p.horizon)
	}
}

// drive makes ready what the shock adds in each step.
func (w *worker) drive(factors []step) {
	for k, i := range w.p.shocked {
		for l := range lanes {
			w.push[k][l] = factors[i].take * w.c[i][l]
		}
	}
}

// peak notes who is worse off than ever.
func (w *worker) peak(month int) {
	for i := range w.x {
		x, top, when := &w.x[i], &w.top[i], &w.when[i]
		for l := range lanes {
			if x[l] > top[l] {
				top[l], when[l] = x[l], int32(month)
			}
		}
	}
}

// step goes one step on: w.x becomes what it is then.
func (w *worker) step(steps []step) {
	x, y, g0, cells := w.x, w.y, w.g0, w.p.cells
	end := 0
	for i := range x {
		from := end
		end = w.p.start[i+1]
		s0, s1, s2, s3, s4, s5, s6, s7 := rowSum(w.coef[from:end], cells[from:end], x)
		f, x, g, y := steps[i], &x[i], &g0[i], &y[i]
		both := f.take + f.lean
		y[0] = f.keep*x[0] + both*s0 - f.lean*g[0]
		y[1] = f.keep*x[1] + both*s1 - f.lean*g[1]
		y[2] = f.keep*x[2] + both*s2 - f.lean*g[2]
		y[3] = f.keep*x[3] + both*s3 - f.lean*g[3]
		y[4] = f.keep*x[4] + both*s4 - f.lean*g[4]
		y[5] = f.keep*x[5] + both*s5 - f.lean*g[5]
		y[6] = f.keep*x[6] + both*s6 - f.lean*g[6]
		y[7] = f.keep*x[7] + both*s7 - f.lean*g[7]
		g[0], g[1], g[2], g[3], g[4], g[5], g[6], g[7] = s0, s1, s2, s3, s4, s5, s6, s7
	}
	for k, i := range w.p.shocked {
		for l := range lanes {
			y[i][l] += w.push[k][l]
		}
	}
	w.x, w.y = y, x
}

// hold keeps all shares between 0 and 1.
func (w *worker) hold() {
	for i := range w.x {
		x := &w.x[i]
		for l := range lanes {
			x[l] = held(x[l])
		}
	}
}

func (w *worker) keep(month, first, live int, out *drawn) {
	if first >= pathDraws {
		return
	}
	for i := range w.x {
		at := out.path[i][month]
		for l := range min(live, len(at)-first) {
			at[first+l] = w.x[i][l]
		}
	}
}

// count compares every two actors in every draw.
func (w *worker) count(live int, claim *Claim) {
	n := len(w.q)
	for i := range n {
		// Of numbers from 0 on, the bits stand in the order of the numbers.
		var a [lanes]int64
		for l := range live {
			a[l] = int64(math.Float64bits(w.q[i][l]))
		}
		for j := i + 1; j < n; j++ {
			b := &w.q[j]
			var over, under uint64
			for l := range live {
				d := int64(math.Float64bits(b[l])) - a[l]
				over += uint64(d) >> 63 // 1 where i is hit harder
				under += uint64(-d) >> 63
			}
			w.harder[i*n+j] += int64(over)
			w.harder[j*n+i] += int64(under)
		}
	}
	for l := range live {
		best, share := -1, 0.0
		for i := range n {
			if w.q[i][l] > share && w.c[i][l] == 0 {
				best, share = i, w.q[i][l]
			}
		}
		if best >= 0 {
			w.hardest[best]++
		}
	}
	if claim != nil {
		i, j := w.p.n.at[claim.Harder], w.p.n.at[claim.Than]
		for l := range live {
			if w.q[i][l] > w.q[j][l] {
				w.claim++
			}
			if w.q[i][l]-w.c[i][l] > w.q[j][l]-w.c[j][l] {
				w.passed++
			}
		}
	}
}
