package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// A Bin is what fell into one step of a series, such as the scores of the acts of
// a day: their sum and their number. A bin without any says nothing.
type Bin struct {
	Sum   float64
	Count int
}

// Shift is how far the mean of a window lies from the mean of the rest.
type Shift struct {
	Inside  Maybe // mean per act in the window
	Outside Maybe
	P       Maybe // two-sided; none where either mean does not exist
}

// BlockShift compares the mean over bins from up to but not including to with the
// mean over all others, by circular block permutation: the series is closed to a
// ring, cut from a random place on into blocks of so many bins (the last may be
// shorter), and the blocks put in random order, so that what hangs together within
// a block stays together. p is the share of draws, the series itself counted as
// one, whose two means lie at least as far apart. A draw that leaves one side
// without any act counts as no further apart.
//
// It fails with ErrData for a window that is empty, no part of the series or all
// of it, and for numbers that cannot be; block and draws below 1 panic.
// METHODS.md 3; Politis and Romano (1992) for the ring.
func BlockShift(bins []Bin, from, to, block, draws int, seed uint64) (Shift, error) {
	if block < 1 || draws < 1 {
		panic("stats: blocks and draws are at least 1")
	}
	n := len(bins)
	if from < 0 || from >= to || to > n || to-from == n {
		return Shift{}, fmt.Errorf("%w: window %d to %d of %d: give a part of the series", ErrData, from, to, n)
	}
	// Sums up to a bin, over the ring taken twice, so that any stretch is a difference.
	sum, count := make([]float64, 2*n+1), make([]int, 2*n+1)
	for i := range 2 * n {
		b := bins[i%n]
		if b.Count < 0 || math.IsNaN(b.Sum) || math.IsInf(b.Sum, 0) || b.Count == 0 && b.Sum != 0 {
			return Shift{}, fmt.Errorf("%w: bin %d holds %v in %d", ErrData, i%n+1, b.Sum, b.Count)
		}
		sum[i+1], count[i+1] = sum[i]+b.Sum, count[i]+b.Count
	}
	apart := func(in float64, inside int) (float64, bool) {
		outside := count[n] - inside
		if inside == 0 || outside == 0 {
			return 0, false
		}
		return math.Abs(in/float64(inside) - (sum[n]-in)/float64(outside)), true
	}
	in, inside := sum[to]-sum[from], count[to]-count[from]
	var out Shift
	if inside > 0 {
		out.Inside = some(in / float64(inside))
	}
	if inside < count[n] {
		out.Outside = some((sum[n] - in) / float64(count[n]-inside))
	}
	observed, ok := apart(in, inside)
	if !ok {
		return out, nil
	}
	// Equal means must not differ by rounding alone.
	limit := observed * (1 - 1e-12)
	random := rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15))
	starts := make([]int, (n+block-1)/block)
	extreme := 0
	for range draws {
		first := random.IntN(n)
		for i := range starts {
			starts[i] = i * block
		}
		random.Shuffle(len(starts), func(i, j int) { starts[i], starts[j] = starts[j], starts[i] })
		in, inside = 0, 0
		place := 0
		for _, s := range starts {
			if place >= to {
				break
			}
			length := min(block, n-s)
			// What of the block falls into the window, from its place on.
			low, high := max(from-place, 0), min(to-place, length)
			if low < high {
				at := (first + s) % n
				in += sum[at+high] - sum[at+low]
				inside += count[at+high] - count[at+low]
			}
			place += length
		}
		if gap, ok := apart(in, inside); ok && gap >= limit {
			extreme++
		}
	}
	out.P = some(float64(1+extreme) / float64(1+draws))
	return out, nil
}
