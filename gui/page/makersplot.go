package page

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/view"
)

// makersPlot sets what became of the pledges of every maker in the case side by
// side: a bar each, its fulfilled share at the left and its failed one at the
// right, with the numbers in words. A tap on a maker chooses their pledges.
type makersPlot struct {
	widget.BaseWidget
	onTapped func(actor string)
	onMenu   func(actor string, at fyne.Position) // actor empty: beside the bars
	empty    string

	makers []assess.Maker
	actor  string // asked about; stands out
}

func newMakersPlot(empty string) *makersPlot {
	m := &makersPlot{empty: empty}
	m.ExtendBaseWidget(m)
	return m
}

func (m *makersPlot) set(makers []assess.Maker, actor string) {
	m.makers, m.actor = makers, actor
	m.Refresh()
}

func (m *makersPlot) rowHeight() float32 { return fynetheme.CaptionTextSize() * 2 }

// rows is how many makers there is room for, the last line being left for the key.
func (m *makersPlot) rows(height float32) int {
	return min(len(m.makers), max(1, int(height/m.rowHeight())-1))
}

// Tapped implements fyne.Tappable.
func (m *makersPlot) Tapped(e *fyne.PointEvent) {
	if i := int(e.Position.Y / m.rowHeight()); m.onTapped != nil && i < m.rows(m.Size().Height) {
		m.onTapped(m.makers[i].Actor)
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (m *makersPlot) TappedSecondary(e *fyne.PointEvent) {
	if m.onMenu == nil {
		return
	}
	actor := ""
	if i := int(e.Position.Y / m.rowHeight()); len(m.makers) > 0 && i < m.rows(m.Size().Height) {
		actor = m.makers[i].Actor
	}
	m.onMenu(actor, e.AbsolutePosition)
}

// CreateRenderer implements fyne.Widget.
func (m *makersPlot) CreateRenderer() fyne.WidgetRenderer {
	return drawnOf(m, func() fyne.Size { return fyne.NewSize(160, m.rowHeight()*3) }, m.draw)
}

func (m *makersPlot) draw(size fyne.Size) []fyne.CanvasObject {
	if size.Width < 60 {
		return nil
	}
	if len(m.makers) == 0 {
		l := widget.NewLabel(m.empty)
		l.Wrapping, l.Importance = fyne.TextWrapWord, widget.LowImportance
		l.Resize(size)
		return []fyne.CanvasObject{l}
	}
	var out []fyne.CanvasObject
	caption, h := fynetheme.CaptionTextSize(), m.rowHeight()
	word := func(text string, ink color.Color, x, y, w float32, style fyne.TextStyle) {
		t := canvas.NewText("", ink)
		t.TextSize, t.TextStyle = caption, style
		t.Text, _ = fitText(text, w, caption, style)
		place(t, x, y+(h-caption*1.4)/2, w, caption*1.4)
		out = append(out, t)
	}
	fill := func(ink color.Color, x0, y0, x1, y1 float32) {
		r := canvas.NewRectangle(ink)
		place(r, x0, y0, max(0, x1-x0), y1-y0)
		out = append(out, r)
	}
	muted, ink := theme.Color(theme.ColorNameMuted), theme.Color(fynetheme.ColorNameForeground)
	n := m.rows(size.Height)
	says := func(x assess.Maker) string {
		return trf("%d of %d fulfilled, %d failed", x.Fulfilled, x.Total, x.Failed)
	}
	name, said := float32(0), float32(0)
	for _, x := range m.makers[:n] {
		name = max(name, textWidth(x.Name, caption, fyne.TextStyle{Bold: x.Actor == m.actor}))
		said = max(said, textWidth(says(x), caption, fyne.TextStyle{}))
	}
	name = min(name, size.Width*.3)
	x0, x1 := name+10, max(name+40, size.Width-said-10)
	for i, x := range m.makers[:n] {
		y := float32(i) * h
		word(x.Name, ink, 0, y, name, fyne.TextStyle{Bold: x.Actor == m.actor})
		at := func(k int) float32 { return x0 + (x1-x0)*float32(k)/float32(max(1, x.Total)) }
		top, bottom := y+h*.25, y+h*.75
		fill(theme.Color(theme.ColorNameFaint), x0, top, x1, bottom)
		fill(view.ToneGave3.Color(), x0, top, at(x.Fulfilled), bottom)
		fill(view.ToneAgainst1.Color(), at(x.Total-x.Failed), top, x1, bottom)
		word(says(x), muted, x1+8, y, size.Width-x1-8, fyne.TextStyle{})
	}
	key, y := tr("blue: fulfilled, at the left; rust: failed, at the right; between them open, or ended with a treaty"), float32(n)*h
	if n < len(m.makers) {
		key = trf("and %d makers more", len(m.makers)-n)
	}
	word(key, muted, 0, y, size.Width, fyne.TextStyle{})
	return out
}

// AccessibilityLabel implements fyne.Accessible.
func (m *makersPlot) AccessibilityLabel() string {
	text := ""
	for _, x := range m.makers {
		text += x.Name + ": " + trf("%d of %d fulfilled, %d failed", x.Fulfilled, x.Total, x.Failed) + ". "
	}
	return text
}
