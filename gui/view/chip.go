package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/gui/theme"
)

// Chip is a small rounded label: a grade, a filter, a reference. It can be
// tapped, and taken away by its cross or Delete.
type Chip struct {
	widget.BaseWidget

	// OnTapped opens what the chip names; nil: it cannot be tapped.
	OnTapped func()
	// OnRemove takes the chip away; nil: it has no cross.
	OnRemove func()

	text    string
	tone    Tone
	focused bool
	hovered bool
	keys    keyHooks
}

// NewChip makes a chip. A tone of the ladder shows as a swatch before the text.
func NewChip(text string, tone Tone) *Chip {
	c := &Chip{text: text, tone: tone}
	c.ExtendBaseWidget(c)
	return c
}

// SetText changes the text.
func (c *Chip) SetText(text string, tone Tone) {
	if c.text != text || c.tone != tone {
		c.text, c.tone = text, tone
		c.Refresh()
	}
}

// Text gives the text.
func (c *Chip) Text() string { return c.text }

const (
	chipPadding = 7
	swatchSize  = 8
	crossWidth  = 16
)

func (c *Chip) minSize() fyne.Size {
	w := textWidth(c.text, captionSize(), fyne.TextStyle{}) + 2*chipPadding
	if c.tone.onLadder() {
		w += swatchSize + 4
	}
	if c.OnRemove != nil {
		w += crossWidth - 2
	}
	return fyne.NewSize(w, lineHeight(captionSize())+4)
}

// CreateRenderer implements fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	box := canvas.NewRectangle(nil)
	swatch := canvas.NewRectangle(nil)
	text := newText("", captionSize(), foreground())
	cross := newText("×", textSize(), muted())
	draw := func(size fyne.Size) {
		h := c.minSize().Height
		y := (size.Height - h) / 2
		box.FillColor = ground()
		if c.hovered && (c.OnTapped != nil || c.OnRemove != nil) {
			box.FillColor = theme.Color(theme.ColorNameFaint)
		}
		box.StrokeColor, box.StrokeWidth = theme.Color(fynetheme.ColorNameInputBorder), 1
		if c.focused {
			box.StrokeColor, box.StrokeWidth = primary(), 2
		}
		box.CornerRadius = h / 2
		box.Move(fyne.NewPos(0, y))
		box.Resize(fyne.NewSize(size.Width, h))
		box.Refresh()
		x := float32(chipPadding)
		swatch.Hidden = !c.tone.onLadder()
		if c.tone.onLadder() {
			setFill(swatch, c.tone.Color())
			swatch.CornerRadius = 2
			swatch.Move(fyne.NewPos(x, y+(h-swatchSize)/2))
			swatch.Resize(fyne.NewSquareSize(swatchSize))
			x += swatchSize + 4
		}
		right := float32(chipPadding)
		cross.Hidden = c.OnRemove == nil
		if c.OnRemove != nil {
			right = crossWidth + 2
			setText(cross, "×", textSize(), muted(), false)
			ch := lineHeight(textSize())
			cross.Move(fyne.NewPos(size.Width-crossWidth, y+(h-ch)/2))
			cross.Resize(fyne.NewSize(crossWidth, ch))
		}
		tc := foreground()
		if c.tone != ToneNeutral && !c.tone.onLadder() {
			tc = c.tone.TextColor()
		}
		shown, _ := fit(c.text, size.Width-x-right, captionSize(), fyne.TextStyle{})
		setText(text, shown, captionSize(), tc, false)
		text.Move(fyne.NewPos(x, y+2))
		text.Resize(fyne.NewSize(size.Width-x-right, lineHeight(captionSize())))
	}
	return &renderer{
		objects: []fyne.CanvasObject{box, swatch, text, cross},
		layout:  draw,
		min:     c.minSize,
		refresh: func() { draw(c.Size()); canvas.Refresh(c) },
	}
}

// Tapped implements fyne.Tappable.
func (c *Chip) Tapped(e *fyne.PointEvent) {
	switch {
	case c.OnRemove != nil && e != nil && e.Position.X >= c.Size().Width-crossWidth-2:
		c.OnRemove()
	case c.OnTapped != nil:
		c.OnTapped()
	}
}

// FocusGained implements fyne.Focusable.
func (c *Chip) FocusGained() {
	c.focused = true
	c.Refresh()
	c.keys.gained(c)
}

// FocusLost implements fyne.Focusable.
func (c *Chip) FocusLost() { c.focused = false; c.Refresh() }

// Disabled keeps a chip that does nothing out of the order of Tab.
func (c *Chip) Disabled() bool { return c.OnTapped == nil && c.OnRemove == nil }

// Disable implements fyne.Disableable: a chip without functions is disabled.
func (c *Chip) Disable() { c.OnTapped, c.OnRemove = nil, nil; c.Refresh() }

// Enable implements fyne.Disableable; set OnTapped or OnRemove instead.
func (c *Chip) Enable() {}

// TypedRune implements fyne.Focusable.
func (c *Chip) TypedRune(r rune) {
	if r == ' ' && c.OnTapped != nil {
		c.OnTapped()
	}
}

// TypedKey implements fyne.Focusable.
func (c *Chip) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if c.OnTapped != nil {
			c.OnTapped()
		}
	case fyne.KeyDelete, fyne.KeyBackspace:
		if c.OnRemove != nil {
			c.OnRemove()
		}
	default:
		c.keys.key(c, e)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (c *Chip) TypedShortcut(s fyne.Shortcut) { c.keys.shortcut(c, s) }

// MouseIn implements desktop.Hoverable.
func (c *Chip) MouseIn(e *desktop.MouseEvent) {
	c.hovered = true
	c.Refresh()
	if c.Size().Width < c.minSize().Width-1 {
		showTip(c, c.text, e.AbsolutePosition)
	}
}

// MouseMoved implements desktop.Hoverable.
func (c *Chip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *Chip) MouseOut() {
	c.hovered = false
	c.Refresh()
	hideTip(c)
}
