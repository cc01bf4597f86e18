package stats

import (
	"fmt"
	"math"
)

// Similarity compares two vote profiles, by one distance between votes.
type Similarity struct {
	// S is 1 - 2 x mean distance / greatest distance, in [-1, 1] (Signorino and Ritter
	// 1999).
	S float64
	// Kappa and Pi correct for chance: by each side's own votes (Cohen 1960) and by
	// the votes of both (Scott 1955); Häge 2011. Neither exists where chance alone
	// leaves no distance, as when both always vote the same one way.
	Kappa, Pi Maybe
}

// Alignment is how alike two vote profiles are.
type Alignment struct {
	Votes     int     // compared
	Agreement float64 // share of votes that are the same
	Absolute  Similarity
	Squared   Similarity
}

// VoteAlignment compares votes on the scale 1 yes, 2 abstain, 3 no, one by one.
// The error wraps ErrData where the lengths differ, there are none, or a vote is
// off the scale. METHODS 5.
func VoteAlignment(a, b []uint8) (Alignment, error) {
	if len(a) != len(b) || len(a) == 0 {
		return Alignment{}, fmt.Errorf("%w: %d and %d votes", ErrData, len(a), len(b))
	}
	var table [3][3]float64
	for i := range a {
		if a[i] < 1 || a[i] > 3 || b[i] < 1 || b[i] > 3 {
			return Alignment{}, fmt.Errorf("%w: votes %d and %d, want 1 to 3", ErrData, a[i], b[i])
		}
		table[a[i]-1][b[i]-1]++
	}
	n := float64(len(a))
	out := Alignment{Votes: len(a), Agreement: (table[0][0] + table[1][1] + table[2][2]) / n}
	out.Absolute = similarity(table, n, math.Abs)
	out.Squared = similarity(table, n, func(d float64) float64 { return d * d })
	return out, nil
}

func similarity(table [3][3]float64, n float64, distance func(float64) float64) Similarity {
	var pa, pb [3]float64
	var observed float64
	for i := range 3 {
		for j := range 3 {
			share := table[i][j] / n
			pa[i] += share
			pb[j] += share
			observed += share * distance(float64(i-j))
		}
	}
	var own, both float64
	for i := range 3 {
		for j := range 3 {
			d := distance(float64(i - j))
			own += d * pa[i] * pb[j]
			both += d * (pa[i] + pb[i]) / 2 * (pa[j] + pb[j]) / 2
		}
	}
	out := Similarity{S: 1 - 2*observed/distance(2)}
	if own > 0 {
		out.Kappa = Maybe{Value: 1 - observed/own, OK: true}
	}
	if both > 0 {
		out.Pi = Maybe{Value: 1 - observed/both, OK: true}
	}
	return out
}
