package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/gui/theme"
)

// formEntry is an entry of a form: Ctrl+Enter applies the form, Escape puts it
// back, Tab goes on also from paragraphs, and a placeholder that does not fit
// ends in an ellipsis.
type formEntry struct {
	widget.Entry
	form     *Form
	hint     string
	keys     func(e *fyne.KeyEvent) bool // true: used
	left     func()                      // the keyboard went elsewhere
	rows     int
	frame    *canvas.Rectangle
	scroller *container.Scroll
}

func newFormEntry(form *Form, long bool, hint string) *formEntry {
	e := &formEntry{form: form, hint: hint, rows: 1}
	if long {
		e.MultiLine = true
		e.Wrapping = fyne.TextWrapWord
		e.rows = 2
	}
	e.Scroll = fyne.ScrollNone
	if !long {
		e.Scroll = fyne.ScrollHorizontalOnly
		e.Wrapping = fyne.TextWrapOff
	}
	e.ExtendBaseWidget(e)
	if long {
		e.SetMinRowsVisible(e.rows)
	}
	return e
}

// CreateRenderer implements fyne.Widget. Fyne's frame of an entry has a
// transparent fill, which under OpenGL darkens its line; it gets the entry's own.
func (e *formEntry) CreateRenderer() fyne.WidgetRenderer {
	r := e.Entry.CreateRenderer()
	for _, o := range r.Objects() {
		switch o := o.(type) {
		case *canvas.Rectangle:
			e.frame = o // the second of two
		case *container.Scroll:
			e.scroller = o
		}
	}
	e.fillFrame()
	return r
}

func (e *formEntry) fillFrame() {
	if e.frame != nil {
		e.frame.FillColor = theme.Color(fynetheme.ColorNameInputBackground)
	}
}

// Refresh implements fyne.CanvasObject.
func (e *formEntry) Refresh() {
	e.fillFrame()
	e.Entry.Refresh()
}

// AcceptsTab implements fyne.Tabbable: Tab goes to the next field.
func (e *formEntry) AcceptsTab() bool { return false }

// Resize implements fyne.CanvasObject.
func (e *formEntry) Resize(size fyne.Size) {
	room := size.Width - 4*fynetheme.Size(fynetheme.SizeNameInnerPadding)
	shown, _ := fit(e.hint, room, textSize(), fyne.TextStyle{})
	if e.PlaceHolder != shown && room > 0 {
		e.SetPlaceHolder(shown)
	}
	e.Entry.Resize(size)
}

// heightFor gives the height of the whole text at a width. How an entry breaks
// its lines only the entry knows, so that it has to have that width.
func (e *formEntry) heightFor(width float32) float32 {
	if e.Size().Width != width {
		e.Resize(fyne.NewSize(width, e.Size().Height))
	}
	e.MinSize() // makes the renderer
	text := float32(len(wrapText(e.Text, width, textSize()))) * lineHeight(textSize())
	if e.scroller != nil && e.scroller.Content != nil {
		text = e.scroller.Content.MinSize().Height
	}
	return max(e.MinSize().Height, text+2*fynetheme.Size(fynetheme.SizeNameInputBorder))
}

// FocusGained implements fyne.Focusable.
func (e *formEntry) FocusGained() {
	e.Entry.FocusGained()
	e.form.reveal(e)
}

// FocusLost implements fyne.Focusable.
func (e *formEntry) FocusLost() {
	e.Entry.FocusLost()
	if e.left != nil {
		e.left()
	}
}

// TypedKey implements fyne.Focusable.
func (e *formEntry) TypedKey(k *fyne.KeyEvent) {
	if e.keys != nil && e.keys(k) {
		return
	}
	if k.Name == fyne.KeyEscape {
		if !e.form.key(k) {
			passKey(e, k)
		}
		return
	}
	if (k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter) && e.form.EnterSubmits && modifiers()&fyne.KeyModifierShift == 0 {
		e.form.Submit()
		return
	}
	e.Entry.TypedKey(k)
	e.form.revealCaret(e)
}

// TypedRune implements fyne.Focusable.
func (e *formEntry) TypedRune(r rune) {
	e.Entry.TypedRune(r)
	e.form.revealCaret(e)
}

// TypedShortcut implements fyne.Shortcutable.
func (e *formEntry) TypedShortcut(s fyne.Shortcut) {
	if e.form.shortcut(s) {
		return
	}
	if _, custom := s.(*desktop.CustomShortcut); custom && !entryUses(s.(*desktop.CustomShortcut)) {
		passOn(e, s)
		return
	}
	e.Entry.TypedShortcut(s)
}

// entryUses reports whether an entry has a use for a shortcut: moving and
// deleting by words. Others belong to the window.
func entryUses(s *desktop.CustomShortcut) bool {
	switch s.KeyName {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete:
		return true
	}
	return false
}

// shortcut applies the form on Ctrl+Enter, and reports whether it did.
func (f *Form) shortcut(s fyne.Shortcut) bool {
	c, ok := s.(*desktop.CustomShortcut)
	if !ok || c.Modifier != fyne.KeyModifierShortcutDefault || c.KeyName != fyne.KeyReturn && c.KeyName != fyne.KeyEnter {
		return false
	}
	f.Submit()
	return true
}

// key handles a key that a field does not use: Escape puts back what was set,
// once. Where there is nothing to put back it is left to the window.
func (f *Form) key(e *fyne.KeyEvent) bool {
	if e.Name == fyne.KeyEscape && f.Dirty() {
		f.Revert()
		return true
	}
	return false
}

// setEntry changes the text of an entry without news. The entry forgets what
// was typed before: it may have been about another record.
func setEntry(e *formEntry, text string) {
	heard := e.OnChanged
	e.OnChanged = nil
	e.SetText(text)
	e.OnChanged = heard
}
