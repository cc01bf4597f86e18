package view

import (
	"image"
	"image/color"
	"image/draw"

	"fyne.io/fyne/v2"

	"github.com/fairweather-app/fairweather/gui/theme"
)

// matrixPaint draws a Matrix into a picture.
type matrixPaint struct {
	m     *Matrix
	img   *image.RGBA
	g     matrixGrid
	scale float32 // device pixels to a unit
	size  fyne.Size
}

// rect fills a rectangle given in units.
func (p *matrixPaint) rect(x, y, w, h float32, c color.Color) {
	r := image.Rect(p.px(x), p.px(y), p.px(x+w), p.px(y+h))
	draw.Draw(p.img, r, image.NewUniform(c), image.Point{}, draw.Over)
}

func (p *matrixPaint) px(v float32) int { return int(v*p.scale + .5) }

// text writes a line with its upper left corner at x, y in units.
func (p *matrixPaint) text(s string, size float32, bold bool, x, y float32, c color.Color) {
	p.m.ink.write(p.img, inkKey{text: s, size: size, bold: bold, scale: p.scale}, p.px(x), p.px(y), c)
}

// right writes a line that ends at x.
func (p *matrixPaint) right(s string, size float32, bold bool, x, y float32, c color.Color) {
	p.text(s, size, bold, x-textWidth(s, size, fyne.TextStyle{Bold: bold}), y, c)
}

// centre writes a line in the middle of a width.
func (p *matrixPaint) centre(s string, size float32, bold bool, x, y, w float32, c color.Color) {
	p.text(s, size, bold, x+(w-textWidth(s, size, fyne.TextStyle{Bold: bold}))/2, y, c)
}

func (p *matrixPaint) draw() {
	m, g := p.m, p.g
	draw.Draw(p.img, p.img.Bounds(), image.NewUniform(theme.Color(theme.ColorNameSurface)), image.Point{}, draw.Src)
	if len(m.rows.Heads) == 0 || len(m.columns.Heads) == 0 {
		return
	}
	p.corner()
	for i := range g.cols {
		p.column(m.left + i)
	}
	for i := range g.rows {
		p.row(m.top + i)
	}
	for i := range g.rows {
		for j := range g.cols {
			p.cell(m.top+i, m.left+j)
		}
	}
	p.rect(0, g.top-1, p.size.Width, 1, separator())
	p.rect(g.head-1, 0, 1, p.size.Height, separator())
	p.cursor()
	p.bars()
}

// corner names the figures of the heads.
func (p *matrixPaint) corner() {
	g, small := p.g, captionSize()
	h := lineHeight(small)
	y := g.top - h - 4
	for i, name := range p.m.rows.Figures {
		p.right(name, small, false, g.figures[i], y, muted())
	}
	for i, name := range p.m.columns.Figures {
		p.right(name, small, false, g.head-8, g.top-float32(len(p.m.columns.Figures)-i)*h-4-h*b2f(len(p.m.rows.Figures) > 0), muted())
	}
}

// b2f is 1 for true.
func b2f(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// inkOf is the colour of a head.
func inkOf(h MatrixHead) color.Color {
	if h.Muted {
		return muted()
	}
	return foreground()
}

// column draws the head of a column.
func (p *matrixPaint) column(i int) {
	m, g, small := p.m, p.g, captionSize()
	x, _ := m.corner(g, -1, i)
	head := m.columns.Heads[i]
	if i == m.col {
		p.rect(x, 0, g.cellW, g.top, theme.Color(theme.ColorNameSelected))
	}
	h := lineHeight(small)
	offset := h * b2f(len(m.rows.Figures) > 0 && len(m.columns.Figures) > 0)
	foot := g.top - float32(len(m.columns.Figures))*h - 4 - offset
	for j, text := range head.Figures {
		p.centre(text, small, head.Strong, x, foot+float32(j)*h, g.cellW, inkOf(head))
	}
	if m.columns.Turned {
		room := foot - 8
		lines := limited(head.Title, room, small, max(1, int((g.cellW-2)/h)))
		left := x + (g.cellW-float32(len(lines))*h)/2
		for j, line := range lines {
			w := textWidth(line, small, fyne.TextStyle{Bold: head.Strong})
			m.ink.write(p.img, inkKey{text: line, size: small, bold: head.Strong, scale: p.scale, turned: true},
				p.px(left+float32(j)*h), p.px(foot-4-w), inkOf(head))
		}
		return
	}
	lines := limited(head.Title, g.cellW-8, small, max(1, int((foot-4)/h)))
	top := foot - float32(len(lines))*h - 2
	for j, line := range lines {
		p.centre(line, small, head.Strong, x, top+float32(j)*h, g.cellW, inkOf(head))
	}
	if head.Share >= 0 {
		p.rect(x+4, g.top-4, (g.cellW-8)*float32(min(head.Share, 1)), 2, primary())
	}
}

// shareRoom is what the bar of a share takes of the foot of a row.
const shareRoom = 5

// limited breaks text into at most n lines; the last ends in an ellipsis where
// there is more.
func limited(text string, width, size float32, n int) []string {
	lines := wrapText(text, width, size)
	if len(lines) <= n {
		return lines
	}
	last, cut := fit(lines[n-1]+" "+lines[n], width, size, fyne.TextStyle{})
	if !cut {
		last, _ = fit(last+ellipsis, width, size, fyne.TextStyle{})
	}
	return append(lines[:n-1:n-1], last)
}

// row draws the head of a row and the line below it.
func (p *matrixPaint) row(i int) {
	m, g, text, small := p.m, p.g, textSize(), captionSize()
	_, y := m.corner(g, i, -1)
	head := m.rows.Heads[i]
	if i == m.row {
		p.rect(0, y, g.head, g.cellH, theme.Color(theme.ColorNameSelected))
	}
	h := lineHeight(text)
	room := g.cellH
	if head.Share >= 0 {
		room -= shareRoom
	}
	lines := limited(head.Title, g.title-16, text, max(1, int((room+1)/h)))
	top := y + (room-float32(len(lines))*h)/2
	for j, line := range lines {
		if rightToLeft(line) {
			p.right(line, text, head.Strong, g.title-8, top+float32(j)*h, inkOf(head))
			continue
		}
		p.text(line, text, head.Strong, 8, top+float32(j)*h, inkOf(head))
	}
	sh := lineHeight(small)
	for j, s := range head.Figures {
		if j < len(g.figures) {
			p.right(s, small, head.Strong, g.figures[j], y+(g.cellH-sh)/2, inkOf(head))
		}
	}
	if head.Share >= 0 {
		p.rect(8, y+g.cellH-4, (g.title-16)*float32(min(head.Share, 1)), 2, primary())
	}
	p.rect(0, y+g.cellH-1, g.head, 1, theme.Color(theme.ColorNameFaint))
}

// cell draws a cell: a strip of ground for each opinion, and the sign on it.
func (p *matrixPaint) cell(row, col int) {
	m, g := p.m, p.g
	x, y := m.corner(g, row, col)
	c := m.cell(row, col)
	fills := 0
	ink := foreground()
	if n := len(c.Tones); n > 0 {
		w := (g.cellW - 2) / float32(n)
		for i, t := range c.Tones {
			if t == ToneMuted {
				continue
			}
			fill := t.Color()
			if t == ToneNothing {
				fill = theme.Color(theme.ColorNameFaint)
			}
			if c.Muted {
				fill = withAlpha(fill, .35)
			} else if t != ToneNothing {
				ink = onFill(fill)
			}
			fills++
			p.rect(x+1+w*float32(i), y+1, w, g.cellH-2, fill)
		}
		if fills > 0 && !c.Muted && !same(c.Tones) {
			// Words on two grounds: a plate between them keeps the contrast.
			tw := textWidth(c.Text, textSize(), fyne.TextStyle{}) + 4
			h := lineHeight(textSize())
			if c.Below != "" {
				h += lineHeight(captionSize()) - 3
			}
			tw = max(tw, textWidth(c.Below, captionSize(), fyne.TextStyle{})+4)
			p.rect(x+(g.cellW-tw)/2, y+(g.cellH-h)/2, tw, h, withAlpha(theme.Color(theme.ColorNameSurface), .85))
			ink = foreground()
		}
	}
	if c.Muted {
		ink = muted()
	}
	if fills == 0 {
		p.rect(x, y+g.cellH-1, g.cellW, 1, theme.Color(theme.ColorNameFaint))
		p.rect(x+g.cellW-1, y, 1, g.cellH, theme.Color(theme.ColorNameFaint))
	}
	text, small := textSize(), captionSize()
	h := lineHeight(text)
	if c.Below == "" {
		p.centre(c.Text, text, false, x, y+(g.cellH-h)/2, g.cellW, ink)
		return
	}
	top := y + (g.cellH-h-lineHeight(small)+3)/2
	p.centre(c.Text, text, false, x, top, g.cellW, ink)
	p.centre(c.Below, small, false, x, top+h-3, g.cellW, ink)
}

func same(tones []Tone) bool {
	for _, t := range tones {
		if t != tones[0] {
			return false
		}
	}
	return true
}

// cursor frames the cell of the cursor.
func (p *matrixPaint) cursor() {
	m, g := p.m, p.g
	if m.row < 0 || m.col < 0 || m.row < m.top || m.col < m.left || m.row >= m.top+g.rows || m.col >= m.left+g.cols {
		return
	}
	x, y := m.corner(g, m.row, m.col)
	c, w := foreground(), float32(2)
	if !m.focused {
		c, w = muted(), 1
	}
	p.rect(x, y, g.cellW, w, c)
	p.rect(x, y+g.cellH-w, g.cellW, w, c)
	p.rect(x, y, w, g.cellH, c)
	p.rect(x+g.cellW-w, y, w, g.cellH, c)
}

// bars show which part is in view.
func (p *matrixPaint) bars() {
	m, g := p.m, p.g
	c := withAlpha(muted(), .55)
	if n := len(m.columns.Heads); n > g.fullCols {
		room := p.size.Width - g.head
		p.rect(g.head+room*float32(m.left)/float32(n), p.size.Height-4, room*float32(g.fullCols)/float32(n), 3, c)
	}
	if n := len(m.rows.Heads); n > g.fullRows {
		room := p.size.Height - g.top
		p.rect(p.size.Width-4, g.top+room*float32(m.top)/float32(n), 3, room*float32(g.fullRows)/float32(n), c)
	}
}
