package stats

import (
	"cmp"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// Trend is Kendall's rank correlation with a two-sided p-value. OK is false where it does not exist: fewer than two
// pairs, or all x or all y equal.
type Trend struct {
	OK     bool
	TauB   float64 // in [-1, 1]
	P      float64 // P(|S| at least as large | no association)
	Method TrendMethod
	N      int // pairs
}

// TrendMethod says where a p-value comes from.
type TrendMethod string

const (
	// ByPermutation: random orders of y against x, (1 + as extreme) / (1 + draws).
	ByPermutation TrendMethod = "permutation"
	// ByNormal: normal approximation, the variance of S corrected for ties, |S| less 1 for continuity.
	ByNormal TrendMethod = "normal approximation"
)

// permutationLimit is the number of pairs that one machine word can hold, so that 10,000 draws take a few
// milliseconds; past it the normal approximation is off by no more than 10,000 draws are.
const permutationLimit = 64

// KendallTauB is the rank correlation of finite x and y, in [-1, 1], corrected for ties. It does not exist for fewer
// than two pairs, nor where all x or all y are equal. It fails with ErrData where the lengths differ or a number is
// not finite. METHODS.md 1; Kendall (1945). R: cor(x, y, method = "kendall").
func KendallTauB(x, y []float64) (Maybe, error) {
	t, err := KendallTest(x, y, 0, 0)
	return Maybe{t.TauB, t.OK}, err
}

// KendallTest is KendallTauB with a p-value from draws random orders by a generator seeded with seed; above 64 pairs,
// or with draws 0, from the normal approximation; Method says which.
// METHODS.md 1; Phipson and Smyth (2010) for the p-value of draws. R: cor.test(x, y, method = "kendall", exact =
// FALSE, continuity = TRUE) has that of ByNormal.
func KendallTest(x, y []float64, draws int, seed uint64) (Trend, error) {
	if len(x) != len(y) {
		return Trend{}, bad("%d values of x but %d of y: pass pairs", len(x), len(y))
	}
	for i := range x {
		if math.IsNaN(x[i]-x[i]) || math.IsNaN(y[i]-y[i]) {
			return Trend{}, bad("pair %d is (%v, %v): both must be finite", i+1, x[i], y[i])
		}
	}
	c := newPairing(x, y)
	n := len(x)
	pairs := n * (n - 1) / 2
	apartX, apartY := pairs-tiedPairs(c.runs), pairs-tiedPairs(c.counts)
	if apartX == 0 || apartY == 0 {
		return Trend{N: n}, nil
	}
	s := c.score()
	t := Trend{OK: true, N: n, TauB: float64(s) / math.Sqrt(float64(apartX)) / math.Sqrt(float64(apartY))}
	if n > permutationLimit || draws <= 0 {
		t.Method, t.P = ByNormal, c.normalP(s)
		return t, nil
	}
	t.Method, t.P = ByPermutation, c.permutationP(s, draws, seed)
	return t, nil
}

// pairing is pairs in order of x: the lengths of its runs of equal x, and the rank of y of each pair.
type pairing struct {
	runs   []int
	rank   []int
	counts []int // pairs at each rank of y
}

func newPairing(x, y []float64) pairing {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(x[a], x[b]), cmp.Compare(y[a], y[b])) })
	levels := slices.Clone(y)
	slices.Sort(levels)
	levels = slices.Compact(levels)
	c := pairing{
		runs:   runLengths(x, order),
		rank:   make([]int, len(x)),
		counts: make([]int, len(levels)),
	}
	for i, o := range order {
		r, _ := slices.BinarySearch(levels, y[o])
		c.rank[i] = r
		c.counts[r]++
	}
	return c
}

func runLengths(x []float64, order []int) []int {
	var runs []int
	for from, to := 0, 0; from < len(order); from = to {
		for to = from; to < len(order) && x[order[to]] == x[order[from]]; to++ {
		}
		runs = append(runs, to-from)
	}
	return runs
}

func tiedPairs(sizes []int) int {
	sum := 0
	for _, t := range sizes {
		sum += t * (t - 1) / 2
	}
	return sum
}

// score is concordant minus discordant pairs, counted with a Fenwick tree over the ranks of y.
func (c pairing) score() int {
	tree := make([]int, len(c.counts)+1)
	below := func(r int) (sum int) {
		for ; r > 0; r &= r - 1 {
			sum += tree[r]
		}
		return sum
	}
	s, i := 0, 0
	for _, run := range c.runs {
		for _, r := range c.rank[i : i+run] {
			s += below(r) - (i - below(r+1))
		}
		for _, r := range c.rank[i : i+run] {
			for k := r + 1; k < len(tree); k += k & -k {
				tree[k]++
			}
		}
		i += run
	}
	return s
}

// permutationP shuffles y against x, at most permutationLimit pairs; ties stay as they are, so S alone need be
// compared. Each pair has a bit of a word, in order of y; S is counted from the bits of the pairs before it in x.
func (c pairing) permutationP(observed, draws int, seed uint64) float64 {
	type slot struct{ own, below, upTo uint64 } // bits: its own, those of lower y, those of lower or equal y
	var slots [permutationLimit]slot
	var starts uint64 // bit i: pair i in order of x is the first with its x
	n, expected, first := len(c.rank), 0, 0
	for _, k := range c.counts {
		for i := range k {
			slots[first+i] = slot{1 << (first + i), 1<<first - 1, 1<<(first+k) - 1}
		}
		first += k
	}
	first = 0
	for _, k := range c.runs {
		starts |= 1 << first
		expected += first * k
		first += k
	}

	source := rand.NewPCG(seed, 0x9e3779b97f4a7c15)
	limit := max(observed, -observed)
	extreme := 0
	for range draws {
		var seen, before, random uint64
		s := -expected
		for i := range n {
			if i&1 == 0 {
				random = source.Uint64()
			} else {
				random >>= 32
			}
			// A multiply-shift of 32 bits: its bias, n in 2^32, is far below what draws can tell.
			j := (i + int(uint64(uint32(random))*uint64(n-i)>>32)) & (permutationLimit - 1)
			at := slots[j]
			slots[j] = slots[i&(permutationLimit-1)]
			slots[i&(permutationLimit-1)] = at
			if starts>>i&1 == 1 {
				before = seen
			}
			s += bits.OnesCount64(before&at.below) + bits.OnesCount64(before&at.upTo)
			seen |= at.own
		}
		if s >= limit || -s >= limit {
			extreme++
		}
	}
	return float64(1+extreme) / float64(1+draws)
}

// normalP is two-sided, by the variance of S under ties. Kendall (1970) 4.9.
func (c pairing) normalP(observed int) float64 {
	n := float64(len(c.rank))
	sums := func(sizes []int) (two, three, five float64) {
		for _, size := range sizes {
			t := float64(size)
			two += t * (t - 1)
			three += t * (t - 1) * (t - 2)
			five += t * (t - 1) * (2*t + 5)
		}
		return two, three, five
	}
	x2, x3, x5 := sums(c.runs)
	y2, y3, y5 := sums(c.counts)
	variance := (n*(n-1)*(2*n+5)-x5-y5)/18 + x2*y2/(2*n*(n-1))
	if n > 2 {
		variance += x3 * y3 / (9 * n * (n - 1) * (n - 2))
	}
	return math.Erfc(max(0, math.Abs(float64(observed))-1) / math.Sqrt(2*variance))
}
