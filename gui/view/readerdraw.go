package view

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/fairweather-app/fairweather/gui/theme"
)

// readerPiece is a part of a line between two tags.
type readerPiece struct {
	start, end int
	x, w       float32
	turned     bool
}

// at gives the place of a character in the piece.
func (q readerPiece) at(p *readerPage, i int) float32 {
	w := p.measure(q.start, min(max(i, q.start), q.end))
	if q.turned {
		return q.x + q.w - w
	}
	return q.x + w
}

// measure gives the width of a stretch as it is drawn.
func (p *readerPage) measure(start, end int) float32 {
	return textWidth(p.words(start, end), p.size, fyne.TextStyle{})
}

func (p *readerPage) words(start, end int) string {
	return strings.ReplaceAll(string(p.r.text[start:end]), "\t", " ")
}

// pieces gives the parts of a line in the order in which they are read.
func (p *readerPage) pieces(l readerLine) []readerPiece {
	var out []readerPiece
	x := float32(readerPad)
	if l.turned {
		x = max(p.width-readerPad-10, 40)
	}
	add := func(a, b int) {
		q := readerPiece{start: a, end: b, w: p.measure(a, b), turned: l.turned}
		if l.turned {
			x -= q.w
			q.x = x
		} else {
			q.x = x
			x += q.w
		}
		out = append(out, q)
	}
	from := l.start
	for i := l.start + 1; i <= l.end; i++ {
		if _, ok := p.tags[i]; !ok {
			continue
		}
		add(from, i)
		w := p.tagWidth(i)
		if l.turned {
			w = -w
		}
		x += w
		from = i
	}
	if from < l.end || len(out) == 0 {
		add(from, l.end)
	}
	return out
}

// deepest is how many lines stand below words that are marked more than once.
const deepest = 3

// drawLine makes the objects of a line: grounds, words, the lines below them,
// tags.
func (p *readerPage) drawLine(n int) []fyne.CanvasObject {
	l := p.lines[n]
	r := p.r
	pieces := p.pieces(l)
	var grounds, over []fyne.CanvasObject
	rect := func(x, y, w, h float32) *canvas.Rectangle {
		o := canvas.NewRectangle(nothing())
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
		return o
	}
	h := lineHeight(p.size)
	// spread calls put for the room of a stretch in each piece.
	spread := func(start, end int, put func(x, w float32)) {
		for _, q := range pieces {
			a, b := max(start, q.start), min(end, q.end)
			if a >= b {
				continue
			}
			x1, x2 := q.at(p, a), q.at(p, b)
			put(min(x1, x2), max(x1, x2)-min(x1, x2))
		}
	}
	depth := 0
	for i := range r.marks {
		m := &r.marks[i]
		if m.Start >= l.end {
			break
		}
		if m.End <= l.start {
			continue
		}
		level := float32(min(depth, deepest-1))
		depth++
		spread(m.Start, m.End, func(x, w float32) {
			current := m.Key == r.current
			if !m.Done || current {
				g := rect(x-1, l.y, w+2, h)
				g.FillColor, g.CornerRadius = m.Family.Color(), 2
				if current {
					g.StrokeColor, g.StrokeWidth = primary(), 1.5
				}
				grounds = append(grounds, g)
			}
			over = append(over, p.underline(m, x, l.y+h-1+3*level, w)...)
		})
	}
	if s, ok := r.Selection(); ok && s.Start < l.end && s.End > l.start {
		spread(s.Start, s.End, func(x, w float32) {
			g := rect(x, l.y, w, h)
			g.FillColor = theme.Color(fynetheme.ColorNameSelection)
			grounds = append(grounds, g)
		})
	}
	muting := false
	for _, s := range r.left {
		if s.Start < l.end && s.End > l.start {
			muting = true
		}
	}
	ink := foreground()
	if muting {
		ink = muted()
		bar := rect(readerPad-9, l.y, 3, p.lineH)
		bar.FillColor = theme.Color(theme.ColorNameNeutral)
		over = append(over, bar)
	}
	out := grounds
	for _, q := range pieces {
		if q.start < q.end {
			t := newText(p.words(q.start, q.end), p.size, ink)
			t.Move(fyne.NewPos(q.x, l.y))
			t.Resize(fyne.NewSize(q.w, h))
			out = append(out, t)
		}
		x := q.x + q.w
		if l.turned {
			x = q.x - p.tagWidth(q.end)
		}
		for _, i := range p.tags[q.end] {
			m := &r.marks[i]
			c := m.Tone.TextColor()
			if m.Done {
				c = muted()
			}
			t := newText(m.Tag, p.tagSize(), c)
			w := textWidth(m.Tag, p.tagSize(), fyne.TextStyle{})
			t.Move(fyne.NewPos(x+tagGap, l.y-1))
			t.Resize(fyne.NewSize(w, lineHeight(p.tagSize())))
			out = append(out, t)
			x += w + 2*tagGap
		}
	}
	if r.has && r.from == r.to && r.to >= l.start && r.to <= l.end && r.current == "" {
		for _, q := range pieces {
			if r.to >= q.start && r.to <= q.end {
				caret := rect(q.at(p, r.to)-.5, l.y, 1.5, h)
				caret.FillColor = primary()
				out = append(out, caret)
				break
			}
		}
	}
	return append(out, over...)
}

// underline makes the line of a family below words.
func (p *readerPage) underline(m *Highlight, x, y, w float32) []fyne.CanvasObject {
	c := m.Tone.TextColor()
	if m.Done {
		c = theme.Color(theme.ColorNameNeutral)
	}
	line := func(x, y, w, h float32) fyne.CanvasObject {
		o := canvas.NewRectangle(c)
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
		return o
	}
	switch m.Family {
	case FamilyPromise:
		return []fyne.CanvasObject{line(x, y-1, w, 1), line(x, y+1, w, 1)}
	case FamilyTie:
		return []fyne.CanvasObject{line(x, y, w, 1), line(x, y-3, 1, 4), line(x+w-1, y-3, 1, 4)}
	case FamilySaid:
		return []fyne.CanvasObject{line(x, y, w, 1)}
	}
	return []fyne.CanvasObject{line(x, y-.5, w, 2)}
}

// charAt gives the character at a place of the page, and whether the place is on
// its line.
func (p *readerPage) charAt(at fyne.Position) (int, bool) {
	if len(p.lines) == 0 {
		return 0, false
	}
	n := 0
	for n < len(p.lines)-1 && p.lines[n+1].y <= at.Y {
		n++
	}
	l := p.lines[n]
	pieces := p.pieces(l)
	best, near := l.end, float32(1e9)
	on := false
	for _, q := range pieces {
		if at.X >= q.x-2 && at.X <= q.x+q.w+2 {
			on = at.Y >= l.y && at.Y <= l.y+p.lineH
		}
		lo, hi := q.start, q.end
		for lo < hi { // the first character that begins behind the place
			mid := (lo + hi) / 2
			x := q.at(p, mid)
			if q.turned && x <= at.X || !q.turned && x >= at.X {
				hi = mid
			} else {
				lo = mid + 1
			}
		}
		for _, i := range []int{lo - 1, lo} {
			if i < q.start || i > q.end {
				continue
			}
			x := q.at(p, i)
			if d := max(x-at.X, at.X-x); d < near {
				best, near = i, d
			}
		}
	}
	return best, on
}

// markAt gives the innermost highlight at a place, by its words or its tag.
func (p *readerPage) markAt(at fyne.Position) (string, bool) {
	if len(p.lines) == 0 {
		return "", false
	}
	n := 0
	for n < len(p.lines)-1 && p.lines[n+1].y <= at.Y {
		n++
	}
	l := p.lines[n]
	for _, q := range p.pieces(l) {
		x := q.x + q.w
		if l.turned {
			x = q.x - p.tagWidth(q.end)
		}
		for _, i := range p.tags[q.end] {
			w := textWidth(p.r.marks[i].Tag, p.tagSize(), fyne.TextStyle{}) + 2*tagGap
			if at.X >= x && at.X < x+w {
				return p.r.marks[i].Key, true
			}
			x += w
		}
	}
	i, on := p.charAt(at)
	if !on {
		return "", false
	}
	found, size := "", 1<<30
	for _, m := range p.r.marks {
		if m.Start <= i && i <= m.End && m.End-m.Start < size {
			found, size = m.Key, m.End-m.Start
		}
	}
	return found, found != ""
}
