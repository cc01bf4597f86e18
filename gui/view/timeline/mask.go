package timeline

import (
	"math"
	"math/bits"
)

// mask is a grid of cells that are taken or not.
type mask struct {
	at    box
	words int // of a line
	lines int
	taken []uint64
}

// cell is the side of a cell, in units of the widget.
const cell = 2

func (m *mask) reset(at box) {
	m.at = at
	m.words = int(at.width()/cell)/64 + 1
	m.lines = int(at.height()/cell) + 1
	n := m.words * m.lines
	if cap(m.taken) < n {
		m.taken = make([]uint64, n)
	}
	m.taken = m.taken[:n]
	clear(m.taken)
}

// cells gives the cells that a box touches; ok is false for none.
func (m *mask) cells(b box) (x0, y0, x1, y1 int, ok bool) {
	x0 = max(int((b.x0-m.at.x0)/cell), 0)
	y0 = max(int((b.y0-m.at.y0)/cell), 0)
	x1 = min(int(math.Ceil(float64((b.x1-m.at.x0)/cell)))-1, m.words*64-1)
	y1 = min(int(math.Ceil(float64((b.y1-m.at.y0)/cell)))-1, m.lines-1)
	return x0, y0, x1, y1, x0 <= x1 && y0 <= y1 && b.x1 > m.at.x0 && b.y1 > m.at.y0
}

// run gives the bits from x0 to x1 of a word.
func run(word, x0, x1 int) uint64 {
	mask := ^uint64(0)
	if lo := x0 - word*64; lo > 0 {
		mask &= ^uint64(0) << lo
	}
	if hi := x1 - word*64; hi < 63 {
		mask &= ^uint64(0) >> (63 - hi)
	}
	return mask
}

func (m *mask) set(b box) {
	x0, y0, x1, y1, ok := m.cells(b)
	if !ok {
		return
	}
	for y := y0; y <= y1; y++ {
		for w := x0 / 64; w <= x1/64; w++ {
			m.taken[y*m.words+w] |= run(w, x0, x1)
		}
	}
}

// any reports whether a cell of b is taken.
func (m *mask) any(b box) bool {
	x0, y0, x1, y1, ok := m.cells(b)
	if !ok {
		return false
	}
	for y := y0; y <= y1; y++ {
		for w := x0 / 64; w <= x1/64; w++ {
			if m.taken[y*m.words+w]&run(w, x0, x1) != 0 {
				return true
			}
		}
	}
	return false
}

// clear gives how wide a box from b's left edge may be before it touches a cell
// that is taken; at most as wide as b.
func (m *mask) clear(b box) float32 {
	x0, y0, x1, y1, ok := m.cells(b)
	if !ok {
		return b.width()
	}
	first := x1 + 1
	for y := y0; y <= y1; y++ {
		for w := x0 / 64; w <= x1/64 && w*64 < first; w++ {
			if full := m.taken[y*m.words+w] & run(w, x0, x1); full != 0 {
				first = min(first, w*64+bits.TrailingZeros64(full))
				break
			}
		}
	}
	if first > x1 {
		return b.width()
	}
	return max(0, m.at.x0+float32(first*cell)-b.x0)
}
