package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/gui/theme"
)

// Choice is a compact drop-down in which an option is found by typing. Enter,
// Space or Down open it; a letter opens it and starts the search.
type Choice struct {
	widget.BaseWidget

	// OnKey hears the key of the option that was chosen.
	OnKey func(key string)
	// Bold sets the chosen label in bold.
	Bold bool
	// PlaceHolder is shown while nothing is chosen.
	PlaceHolder string

	prefix  string
	options []Option
	source  func(match string) []Option
	label   func(key string) string
	key     string
	picker  *picker
	action  string
	onAct   func(match string)
	free    bool
	keys    keyHooks
	focused bool
	hovered bool
	cut     bool
}

// NewChoice makes a choice; the prefix stands before the chosen label ("in").
func NewChoice(prefix string) *Choice {
	c := &Choice{prefix: prefix}
	c.ExtendBaseWidget(c)
	return c
}

// SetOptions changes what there is to choose.
func (c *Choice) SetOptions(options []Option) {
	c.options = options
	c.Refresh()
}

// SetSource lets options be looked up as one types, where there are too many to
// set; label names the chosen key.
func (c *Choice) SetSource(source func(match string) []Option, label func(key string) string) {
	c.source, c.label = source, label
	c.Refresh()
}

// SetAction adds a last line to the options, such as "+ new source…"; act
// receives what was typed.
func (c *Choice) SetAction(text string, act func(match string)) {
	c.action, c.onAct = text, act
}

// SetKey chooses an option and tells nobody; empty chooses none.
func (c *Choice) SetKey(key string) {
	if c.key == key {
		return
	}
	c.key = key
	c.Refresh()
}

// Key gives the key that is chosen.
func (c *Choice) Key() string { return c.key }

// text is the label of the chosen option.
func (c *Choice) text() string {
	if c.key != "" || c.label == nil {
		for _, o := range c.options {
			if o.Key == c.key {
				return o.Label
			}
		}
	}
	if c.key == "" {
		return ""
	}
	if c.label != nil {
		if l := c.label(c.key); l != "" {
			return l
		}
	}
	return c.key
}

// Open shows the options.
func (c *Choice) Open() {
	hideTip(c)
	source := c.source
	if source == nil {
		source = func(match string) []Option { return matchOptions(c.options, match) }
	}
	c.picker = &picker{source: source, current: c.key, action: c.action, onAct: c.onAct, free: c.free,
		onPick: func(o Option) {
			focusOn(c)
			if o.Key == c.key {
				return
			}
			c.key = o.Key
			c.Refresh()
			if c.OnKey != nil {
				c.OnKey(o.Key)
			}
		}}
	c.picker.show(c)
}

const arrow = "▾"

// CreateRenderer implements fyne.Widget.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(nil)
	prefix, text := newText("", textSize(), muted()), newText("", textSize(), foreground())
	mark := newText(arrow, textSize(), muted())
	const pad = 8
	prefixWidth := func() float32 {
		if c.prefix == "" {
			return 0
		}
		return textWidth(c.prefix+" ", textSize(), fyne.TextStyle{})
	}
	draw := func(size fyne.Size) {
		ground.FillColor = theme.Color(fynetheme.ColorNameInputBackground)
		if c.hovered {
			ground.FillColor = theme.Color(fynetheme.ColorNameHeaderBackground)
		}
		ground.StrokeColor, ground.StrokeWidth = theme.Color(fynetheme.ColorNameInputBorder), 1
		if c.focused {
			ground.StrokeColor, ground.StrokeWidth = primary(), 2
		}
		ground.CornerRadius = fynetheme.Size(fynetheme.SizeNameInputRadius)
		ground.Resize(size)
		ground.Refresh()
		h := lineHeight(textSize())
		y := (size.Height - h) / 2
		x := float32(pad)
		setText(prefix, c.prefix, textSize(), muted(), false)
		prefix.Move(fyne.NewPos(x, y))
		prefix.Resize(fyne.NewSize(prefixWidth(), h))
		x += prefixWidth()
		room := size.Width - x - pad - 14
		words, col := c.text(), foreground()
		if words == "" {
			words, col = c.PlaceHolder, theme.Color(fynetheme.ColorNamePlaceHolder)
		}
		var shown string
		shown, c.cut = fit(words, room, textSize(), fyne.TextStyle{Bold: c.Bold})
		setText(text, shown, textSize(), col, c.Bold)
		text.Move(fyne.NewPos(x, y))
		text.Resize(fyne.NewSize(room, h))
		setText(mark, arrow, 1.5*textSize(), muted(), false)
		mark.Move(fyne.NewPos(size.Width-pad-10, (size.Height-lineHeight(1.5*textSize()))/2))
		mark.Resize(fyne.NewSize(10, lineHeight(1.5*textSize())))
	}
	return &renderer{
		objects: []fyne.CanvasObject{ground, prefix, text, mark},
		layout:  draw,
		min: func() fyne.Size {
			words := c.text()
			if words == "" {
				words = c.PlaceHolder
			}
			w := min(textWidth(words, textSize(), fyne.TextStyle{Bold: c.Bold}), 220)
			return fyne.NewSize(max(pad+prefixWidth()+w+1+pad+14, 48), lineHeight(textSize())+10)
		},
		refresh: func() { draw(c.Size()); canvas.Refresh(c) },
	}
}

// Tapped implements fyne.Tappable.
func (c *Choice) Tapped(*fyne.PointEvent) {
	focusOn(c)
	c.Open()
}

// FocusGained implements fyne.Focusable.
func (c *Choice) FocusGained() {
	c.focused = true
	c.Refresh()
	c.keys.gained(c)
}

// FocusLost implements fyne.Focusable.
func (c *Choice) FocusLost() { c.focused = false; c.Refresh() }

// TypedRune implements fyne.Focusable.
func (c *Choice) TypedRune(r rune) {
	c.Open()
	if r != ' ' && c.picker != nil && c.picker.open() {
		c.picker.entry.TypedRune(r)
	}
}

// TypedKey implements fyne.Focusable.
func (c *Choice) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown:
		c.Open()
	default:
		c.keys.key(c, e)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (c *Choice) TypedShortcut(s fyne.Shortcut) { c.keys.shortcut(c, s) }

// MouseIn implements desktop.Hoverable.
func (c *Choice) MouseIn(e *desktop.MouseEvent) {
	c.hovered = true
	c.Refresh()
	if c.cut {
		showTip(c, c.text(), e.AbsolutePosition)
	}
}

// MouseMoved implements desktop.Hoverable.
func (c *Choice) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *Choice) MouseOut() {
	c.hovered = false
	c.Refresh()
	hideTip(c)
}

// Cursor implements desktop.Cursorable.
func (c *Choice) Cursor() desktop.Cursor { return desktop.PointerCursor }
