package page

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/balance"
	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/view"
)

// sketch collects the objects of a figure that is drawn with text in one size.
type sketch struct {
	out     []fyne.CanvasObject
	caption float32
}

func newSketch() *sketch { return &sketch{caption: fynetheme.CaptionTextSize()} }

// word writes a text into a box, cut where it does not fit.
func (k *sketch) word(text string, ink color.Color, x, y, w float32, align fyne.TextAlign, bold bool) {
	t := canvas.NewText("", ink)
	t.TextSize, t.TextStyle.Bold, t.Alignment = k.caption, bold, align
	t.Text, _ = fitText(text, w, k.caption, t.TextStyle)
	place(t, x, y, w, k.caption*1.4)
	k.out = append(k.out, t)
}

func (k *sketch) fill(ink color.Color, x0, y0, x1, y1 float32) {
	if x1 <= x0 || y1 <= y0 {
		return
	}
	r := canvas.NewRectangle(ink)
	place(r, x0, y0, x1-x0, y1-y0)
	k.out = append(k.out, r)
}

func (k *sketch) line(ink color.Color, width, x0, y0, x1, y1 float32) {
	l := canvas.NewLine(ink)
	l.StrokeWidth = width
	l.Position1, l.Position2 = fyne.NewPos(x0, y0), fyne.NewPos(x1, y1)
	k.out = append(k.out, l)
}

// menuBy opens the menu of a figure that has the keyboard, at its middle.
func menuBy(o fyne.CanvasObject, onMenu func(at fyne.Position)) {
	if onMenu != nil {
		size := o.Size()
		onMenu(fyne.CurrentApp().Driver().AbsolutePositionForObject(o).AddXY(size.Width/2, size.Height/2))
	}
}

// emptyText is what stands in a figure with nothing in it.
func emptyText(text string, size fyne.Size) []fyne.CanvasObject {
	l := widget.NewLabel(text)
	l.Wrapping, l.Importance = fyne.TextWrapWord, widget.LowImportance
	l.Resize(size)
	return []fyne.CanvasObject{l}
}

// mirror sets what two actors gave each other side by side: a row for each channel
// and unit, the relier's bar to the left of the middle and the partner's to the
// right. Bars are to one scale within a unit, never across units. Up and Down
// choose a row.
type mirror struct {
	widget.BaseWidget
	onChosen func(row int)
	onMenu   func(at fyne.Position)
	empty    string

	relier, partner string
	lines           []balance.Line
	chosen          int
	focused         bool
}

func newMirror(empty string) *mirror {
	m := &mirror{empty: empty}
	m.ExtendBaseWidget(m)
	return m
}

func (m *mirror) set(relier, partner string, lines []balance.Line, chosen int) {
	m.relier, m.partner, m.lines, m.chosen = relier, partner, lines, chosen
	m.Refresh()
}

func (m *mirror) rowHeight() float32 { return fynetheme.CaptionTextSize() * 2 }

// Tapped implements fyne.Tappable.
func (m *mirror) Tapped(e *fyne.PointEvent) {
	focus(m)
	m.choose(int(e.Position.Y/m.rowHeight()) - 1)
}

// TappedSecondary implements fyne.SecondaryTappable.
func (m *mirror) TappedSecondary(e *fyne.PointEvent) {
	if m.onMenu != nil {
		m.onMenu(e.AbsolutePosition)
	}
}

func (m *mirror) choose(row int) {
	if row < 0 || row >= len(m.lines) || row == m.chosen {
		return
	}
	m.chosen = row
	m.Refresh()
	if m.onChosen != nil {
		m.onChosen(row)
	}
}

// FocusGained implements fyne.Focusable.
func (m *mirror) FocusGained() { m.focused = true; m.Refresh() }

// FocusLost implements fyne.Focusable.
func (m *mirror) FocusLost() { m.focused = false; m.Refresh() }

// TypedRune implements fyne.Focusable.
func (m *mirror) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (m *mirror) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyUp:
		m.choose(m.chosen - 1)
	case fyne.KeyDown:
		m.choose(m.chosen + 1)
	case fyne.KeyHome:
		m.choose(0)
	case fyne.KeyEnd:
		m.choose(len(m.lines) - 1)
	case desktop.KeyMenu:
		menuBy(m, m.onMenu)
	}
}

// HeightFor implements view.Flexible.
func (m *mirror) HeightFor(float32) float32 { return m.rowHeight() * float32(1+max(1, len(m.lines))) }

// CreateRenderer implements fyne.Widget.
func (m *mirror) CreateRenderer() fyne.WidgetRenderer {
	return drawnOf(m, func() fyne.Size { return fyne.NewSize(240, m.HeightFor(0)) }, m.draw)
}

func (m *mirror) draw(size fyne.Size) []fyne.CanvasObject {
	if size.Width < 120 {
		return nil
	}
	if len(m.lines) == 0 {
		return emptyText(m.empty, size)
	}
	k := newSketch()
	h := m.rowHeight()
	up := (h - k.caption*1.4) / 2
	muted, ink := theme.Color(theme.ColorNameMuted), theme.Color(fynetheme.ColorNameForeground)
	name, even, number := float32(0), textWidth(tr("Balance"), k.caption, fyne.TextStyle{}), float32(0)
	most := map[string]float64{}
	for _, l := range m.lines {
		name = max(name, textWidth(lineName(l), k.caption, fyne.TextStyle{Bold: true}))
		even = max(even, textWidth(evenText(l.Balance), k.caption, fyne.TextStyle{}))
		number = max(number, textWidth(sideText(l.Relier), k.caption, fyne.TextStyle{}), textWidth(sideText(l.Partner), k.caption, fyne.TextStyle{}))
		most[scaleOf(l)] = max(most[scaleOf(l)], l.Relier.Total, l.Partner.Total)
	}
	name = min(name, size.Width*.26)
	left, right := name+12, size.Width-even-12
	if right-left < 2*number+60 { // no room for bars: the figures are what matters
		right = size.Width
		even = 0
	}
	middle := (left + right) / 2
	room := (right-left)/2 - number - 8
	k.word(trf("%s gave", m.relier), muted, left, up, middle-left-6, fyne.TextAlignTrailing, false)
	k.word(trf("%s gave", m.partner), muted, middle+6, up, right-middle-6, fyne.TextAlignLeading, false)
	if even > 0 {
		k.word(tr("Balance"), muted, right+12, up, even, fyne.TextAlignTrailing, false)
	}
	for i, l := range m.lines {
		y := h * float32(i+1)
		if i == m.chosen {
			k.fill(theme.Color(theme.ColorNameFaint), 0, y, size.Width, y+h)
			if m.focused {
				k.fill(theme.Color(fynetheme.ColorNamePrimary), 0, y, 2, y+h)
			}
		}
		k.word(lineName(l), ink, 6, y+up, name, fyne.TextAlignLeading, i == m.chosen)
		bar := func(total float64) float32 {
			if most[scaleOf(l)] <= 0 || room <= 0 {
				return 0
			}
			return room * float32(total/most[scaleOf(l)])
		}
		a, b := bar(l.Relier.Total), bar(l.Partner.Total)
		k.fill(view.ToneGave2.Color(), middle-a, y+h*.25, middle, y+h*.75)
		k.fill(view.ToneGave4.Color(), middle, y+h*.25, middle+b, y+h*.75)
		k.word(sideText(l.Relier), muted, middle-a-number-6, y+up, number, fyne.TextAlignTrailing, false)
		k.word(sideText(l.Partner), muted, middle+b+6, y+up, number, fyne.TextAlignLeading, false)
		if even > 0 {
			k.word(evenText(l.Balance), ink, right+12, y+up, even, fyne.TextAlignTrailing, false)
		}
	}
	k.line(muted, 1, middle, h*.9, middle, h*float32(len(m.lines)+1))
	return k.out
}

// AccessibilityLabel implements fyne.Accessible.
func (m *mirror) AccessibilityLabel() string {
	text := ""
	for _, l := range m.lines {
		text += lineName(l) + ": " + trf("%s gave", m.relier) + " " + sideText(l.Relier) + ", " + trf("%s gave", m.partner) + " " + sideText(l.Partner) + ". "
	}
	return text
}

// evenRow is how even one ledger is.
type evenRow struct {
	name, note string
	bold       bool
	even       balance.Evenness
}

// evens sets balances beside each other on one axis: at the left all came from the
// other, at the right all from the partner, with the 90 % intervals.
type evens struct {
	widget.BaseWidget
	empty       string
	left, right string // what the ends mean
	rows        []evenRow
}

func newEvens(empty string) *evens {
	e := &evens{empty: empty}
	e.ExtendBaseWidget(e)
	return e
}

func (e *evens) set(left, right string, rows []evenRow) {
	e.left, e.right, e.rows = left, right, rows
	e.Refresh()
}

func (e *evens) rowHeight() float32 { return fynetheme.CaptionTextSize() * 2 }

// HeightFor implements view.Flexible.
func (e *evens) HeightFor(float32) float32 { return e.rowHeight() * float32(1+max(1, len(e.rows))) }

// CreateRenderer implements fyne.Widget.
func (e *evens) CreateRenderer() fyne.WidgetRenderer {
	return drawnOf(e, func() fyne.Size { return fyne.NewSize(200, e.HeightFor(0)) }, e.draw)
}

func (e *evens) draw(size fyne.Size) []fyne.CanvasObject {
	if size.Width < 120 {
		return nil
	}
	if len(e.rows) == 0 {
		return emptyText(e.empty, size)
	}
	k := newSketch()
	h := e.rowHeight()
	up := (h - k.caption*1.4) / 2
	muted, ink := theme.Color(theme.ColorNameMuted), theme.Color(fynetheme.ColorNameForeground)
	name, says := float32(0), float32(0)
	for _, r := range e.rows {
		name = max(name, textWidth(r.name+"  "+r.note, k.caption, fyne.TextStyle{Bold: r.bold}))
		says = max(says, textWidth(evenText(&r.even), k.caption, fyne.TextStyle{Bold: r.bold}))
	}
	name = min(name, size.Width*.34)
	x0, x1 := name+14, size.Width-says-14
	at := func(v float64) float32 { return x0 + (x1-x0)*float32((v+1)/2) }
	k.word("← "+e.left, muted, 0, up, size.Width/2-4, fyne.TextAlignLeading, false)
	k.word(e.right+" →", muted, size.Width/2+4, up, size.Width/2-4, fyne.TextAlignTrailing, false)
	k.line(theme.Color(theme.ColorNameFaint), 1, at(0), h, at(0), h*float32(len(e.rows)+1))
	for i, r := range e.rows {
		y := h * float32(i+1)
		text := r.name
		if r.note != "" {
			text += "  " + r.note
		}
		k.word(text, ink, 0, y+up, name, fyne.TextAlignLeading, r.bold)
		tone := view.ToneGave2.Color()
		if r.bold {
			tone = view.ToneGave4.Color()
		}
		k.fill(theme.Color(theme.ColorNameFaint), x0, y+h/2, x1, y+h/2+1)
		if r.even.Bounded {
			k.fill(tone, at(r.even.Low), y+h/2-1, at(r.even.High), y+h/2+2)
		}
		dot := canvas.NewCircle(tone)
		place(dot, at(r.even.Value)-4, y+h/2-4, 9, 9)
		k.out = append(k.out, dot)
		k.word(evenText(&r.even), ink, x1+14, y+up, says, fyne.TextAlignTrailing, r.bold)
	}
	return k.out
}

// AccessibilityLabel implements fyne.Accessible.
func (e *evens) AccessibilityLabel() string {
	text := ""
	for _, r := range e.rows {
		text += r.name + ": " + evenText(&r.even) + ". "
	}
	return text
}
