package registers

import (
	"cmp"
	"slices"
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/stats"
)

// Period is a choice of roll calls.
type Period struct {
	First, Last edtf.Day // both included
	Issue       Issue    // empty: all
}

// Align compares how two seats voted on the roll calls of a period in which both
// voted. Without any, Votes is 0. METHODS 5.
func (v *Votes) Align(a, b string, p Period) stats.Alignment {
	x, y := v.cast[a], v.cast[b]
	if x == nil || y == nil {
		return stats.Alignment{}
	}
	lo, _ := slices.BinarySearchFunc(v.Calls, p.First, func(c RollCall, d edtf.Day) int { return cmp.Compare(c.Day, d) })
	var va, vb []uint8
	for i := lo; i < len(v.Calls) && v.Calls[i].Day <= p.Last; i++ {
		if x[i] == 0 || y[i] == 0 || p.Issue != "" && !slices.Contains(v.Calls[i].Issues, p.Issue) {
			continue
		}
		va, vb = append(va, x[i]), append(vb, y[i])
	}
	if len(va) == 0 {
		return stats.Alignment{}
	}
	out, err := stats.VoteAlignment(va, vb)
	if err != nil {
		return stats.Alignment{} // lengths are equal and votes were read as 1 to 3
	}
	return out
}

// Around compares two seats in the days before a day and in as many from it on, to
// show whether they drew together or apart at a moment.
func (v *Votes) Around(a, b string, day edtf.Day, days int) (before, after stats.Alignment) {
	return v.Align(a, b, Period{First: day - edtf.Day(days), Last: day - 1}), v.Align(a, b, Period{First: day, Last: day + edtf.Day(days) - 1})
}

// YearAlignment is the alignment of one year.
type YearAlignment struct {
	Year int
	stats.Alignment
}

// ByYear compares two seats year by year; years without a common vote are left out.
func (v *Votes) ByYear(a, b string, issue Issue) []YearAlignment {
	var out []YearAlignment
	for year, last := v.years(); year <= last; year++ {
		p := Period{edtf.DayOf(year, time.January, 1), edtf.DayOf(year, time.December, 31), issue}
		if x := v.Align(a, b, p); x.Votes > 0 {
			out = append(out, YearAlignment{year, x})
		}
	}
	return out
}

func (v *Votes) years() (first, last int) {
	if len(v.Calls) == 0 {
		return 0, -1
	}
	first, _, _ = v.Calls[0].Day.Date()
	last, _, _ = v.Calls[len(v.Calls)-1].Day.Date()
	return first, last
}

// Standing is where a pair's alignment lies among the partner's with every state.
type Standing struct {
	stats.Alignment
	Rank, Of int     // 1: nearest of all
	Median   float64 // of the partner's S with all others, by absolute distance
}

// Near is how a seat voted beside another.
type Near struct {
	Seat string
	stats.Alignment
}

// leastCommon is how many roll calls two seats must share to be set beside others.
const leastCommon = 10

// Nearest lists how every other seat with at least 10 common votes voted beside one
// in a period, the nearest first, by S with absolute distance.
func (v *Votes) Nearest(seat string, p Period) []Near {
	var out []Near
	for _, s := range v.Seats() {
		if s == seat {
			continue
		}
		if x := v.Align(s, seat, p); x.Votes >= leastCommon {
			out = append(out, Near{s, x})
		}
	}
	slices.SortStableFunc(out, func(a, b Near) int { return -cmp.Compare(a.Absolute.S, b.Absolute.S) })
	return out
}

// Stand compares a pair with the partner's alignment with every other seat in a
// period, by S with absolute distance, over seats with at least 10 common votes.
func (v *Votes) Stand(relier, partner string, p Period) Standing {
	return StandIn(v.Nearest(partner, p), v.Align(relier, partner, p))
}

// StandIn tells where an alignment lies in a list of Nearest.
func StandIn(list []Near, x stats.Alignment) Standing {
	out := Standing{Alignment: x, Rank: 1, Of: len(list)}
	for _, n := range list {
		if n.Absolute.S > x.Absolute.S {
			out.Rank++
		}
	}
	if out.Of > 0 {
		out.Median = list[(out.Of-1)/2].Absolute.S // of an even number the upper, as the list falls
	}
	return out
}

// MedianByYear gives for each year the median share of votes in which other seats
// voted as one did, over seats with at least 10 common votes: what is usual for it.
func (v *Votes) MedianByYear(seat string) map[int]float64 {
	out := map[int]float64{}
	for year, last := v.years(); year <= last; year++ {
		var all []float64
		for _, n := range v.Nearest(seat, Period{edtf.DayOf(year, time.January, 1), edtf.DayOf(year, time.December, 31), ""}) {
			all = append(all, n.Agreement)
		}
		if len(all) > 0 {
			slices.Sort(all)
			out[year] = all[len(all)/2]
		}
	}
	return out
}
