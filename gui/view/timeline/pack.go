package timeline

import (
	"container/heap"
	"math"
	"slices"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// The rows over which moments and pledges are spread at least, so that labels
// find room beside short ones.
const (
	momentRows = 4
	pledgeRows = 16
)

// rowEnd is when the last item of a row ends.
type rowEnd struct {
	row int
	end float64
}

type rowEnds []rowEnd

func (h rowEnds) Len() int { return len(h) }
func (h rowEnds) Less(i, j int) bool {
	if h[i].end != h[j].end {
		return h[i].end < h[j].end
	}
	return h[i].row < h[j].row
}
func (h rowEnds) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *rowEnds) Push(v any)   { *h = append(*h, v.(rowEnd)) }
func (h *rowEnds) Pop() any {
	old := *h
	v := old[len(old)-1]
	*h = old[:len(old)-1]
	return v
}

// pack shares items over rows so that none overlap within a row. The rows do
// not depend on the zoom: nothing jumps from row to row.
func (x *index) pack(items []int32, least int) []row {
	sorted := row{items: append([]int32(nil), items...)}
	x.finish(&sorted, Moments)
	var rows []row
	var ends rowEnds
	for _, k := range sorted.items {
		it := &x.items[k]
		end := it.span.e1
		if it.span.open {
			end = math.Inf(1)
		}
		if len(rows) < least || ends[0].end > it.span.s0 {
			rows = append(rows, row{})
			heap.Push(&ends, rowEnd{len(rows) - 1, end})
			it.row = int32(len(rows) - 1)
		} else {
			it.row = int32(ends[0].row)
			ends[0].end = end
			heap.Fix(&ends, 0)
		}
		r := &rows[it.row]
		r.items = append(r.items, k)
	}
	return rows
}

// rungRows makes a row for each rung between the highest and the lowest on
// record, and from undercut to a diplomatic act in any case.
func (x *index) rungRows(items []int32) []row {
	high, low := ledger.DiplomaticAct, ledger.Undercut
	for _, k := range items {
		it := &x.items[k]
		it.rung = min(max(it.rung, ledger.LowestRung), ledger.HighestRung)
		high, low = max(high, it.rung), min(low, it.rung)
	}
	rows := make([]row, high-low+1)
	for i := range rows {
		r := high - ledger.Rung(i)
		rows[i].rung, rows[i].name = r, rungWords(r)
	}
	for _, k := range items {
		it := &x.items[k]
		it.row = int32(high - it.rung)
		rows[it.row].items = append(rows[it.row].items, k)
	}
	return rows
}

// channelRows makes rows for each channel, as many as overlap asks for, the ledger's in its order before a
// case's own in theirs.
func (x *index) channelRows(lane *Lane, items []int32) []row {
	of := map[string][]int32{}
	channels := slices.Clone(ledger.Channels)
	for _, k := range items {
		c := lane.Contributions[x.items[k].ref].Channel
		if len(of[c]) == 0 && !slices.Contains(channels, c) {
			channels = append(channels, c)
		}
		of[c] = append(of[c], k)
	}
	var rows []row
	for _, c := range channels {
		if len(of[c]) == 0 {
			continue
		}
		own := x.pack(of[c], 1)
		own[0].name = channelWord(c)
		for _, k := range of[c] {
			x.items[k].row += int32(len(rows))
		}
		rows = append(rows, own...)
	}
	return rows
}
