package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Link is a piece of underlined text that can be followed by tap, Enter or Space.
// Where it has less room than it needs it ends in an ellipsis and tells the
// whole in a tooltip.
type Link struct {
	widget.BaseWidget

	// OnTapped follows the link.
	OnTapped func()
	// OnMenu hears a secondary tap at an absolute position; nil: none.
	OnMenu func(at fyne.Position)

	text    string
	size    float32 // 0: the theme's text size
	bold    bool
	plain   bool // no underline until the mouse is on it
	tone    Tone // ToneNeutral: the accent
	focused bool
	hovered bool
	cut     bool
	keys    keyHooks
}

// NewLink makes a link.
func NewLink(text string, tapped func()) *Link {
	l := &Link{text: text, OnTapped: tapped}
	l.ExtendBaseWidget(l)
	return l
}

// SetText changes the words of the link.
func (l *Link) SetText(text string) {
	if l.text == text {
		return
	}
	l.text = text
	l.Refresh()
}

// Text gives the words of the link.
func (l *Link) Text() string { return l.text }

func (l *Link) fontSize() float32 {
	if l.size > 0 {
		return l.size
	}
	return textSize()
}

// CreateRenderer implements fyne.Widget.
func (l *Link) CreateRenderer() fyne.WidgetRenderer {
	text := newText("", l.fontSize(), primary())
	line := canvas.NewRectangle(primary())
	frame := newFocusFrame()
	draw := func(size fyne.Size) {
		style := fyne.TextStyle{Bold: l.bold}
		c := primary()
		if l.tone != ToneNeutral {
			c = l.tone.TextColor()
		}
		shown := l.text
		if size.Width > 0 {
			shown, l.cut = fit(l.text, size.Width, l.fontSize(), style)
		}
		setText(text, shown, l.fontSize(), c, l.bold)
		h := lineHeight(l.fontSize())
		w := textWidth(shown, l.fontSize(), style)
		y := (size.Height - h) / 2
		text.Move(fyne.NewPos(0, y))
		text.Resize(fyne.NewSize(w, h))
		alpha := 0.45
		if l.hovered || l.focused {
			alpha = 1
		} else if l.plain {
			alpha = 0
		}
		setFill(line, withAlpha(c, alpha))
		line.Move(fyne.NewPos(0, y+h-l.fontSize()*0.16))
		line.Resize(fyne.NewSize(w, 1))
		frame.update(l.focused)
		frame.Move(fyne.NewPos(-2, y-1))
		frame.Resize(fyne.NewSize(w+4, h+2))
	}
	return &renderer{
		objects: []fyne.CanvasObject{frame.Rectangle, text, line},
		layout:  draw,
		min: func() fyne.Size {
			return fyne.NewSize(textWidth(l.text, l.fontSize(), fyne.TextStyle{Bold: l.bold}), lineHeight(l.fontSize()))
		},
		refresh: func() { draw(l.Size()); canvas.Refresh(l) },
	}
}

// Tapped implements fyne.Tappable.
func (l *Link) Tapped(*fyne.PointEvent) {
	hideTip(l)
	if l.OnTapped != nil {
		l.OnTapped()
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (l *Link) TappedSecondary(e *fyne.PointEvent) {
	hideTip(l)
	if l.OnMenu != nil {
		l.OnMenu(e.AbsolutePosition)
	}
}

// FocusGained implements fyne.Focusable.
func (l *Link) FocusGained() {
	l.focused = true
	l.Refresh()
	l.keys.gained(l)
}

// FocusLost implements fyne.Focusable.
func (l *Link) FocusLost() { l.focused = false; l.Refresh() }

// TypedRune implements fyne.Focusable.
func (l *Link) TypedRune(r rune) {
	if r == ' ' {
		l.Tapped(nil)
	}
}

// TypedKey implements fyne.Focusable.
func (l *Link) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
		l.Tapped(nil)
		return
	}
	if e.Name == desktop.KeyMenu && l.OnMenu != nil {
		l.OnMenu(fyne.CurrentApp().Driver().AbsolutePositionForObject(l).AddXY(0, l.Size().Height))
		return
	}
	l.keys.key(l, e)
}

// TypedShortcut implements fyne.Shortcutable.
func (l *Link) TypedShortcut(s fyne.Shortcut) { l.keys.shortcut(l, s) }

// MouseIn implements desktop.Hoverable.
func (l *Link) MouseIn(e *desktop.MouseEvent) {
	l.hovered = true
	l.Refresh()
	if l.cut {
		showTip(l, l.text, e.AbsolutePosition)
	}
}

// MouseMoved implements desktop.Hoverable.
func (l *Link) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (l *Link) MouseOut() {
	l.hovered = false
	l.Refresh()
	hideTip(l)
}

// Cursor implements desktop.Cursorable.
func (l *Link) Cursor() desktop.Cursor { return desktop.PointerCursor }
