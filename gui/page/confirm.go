package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"
)

// KeyButton is a button that Enter presses, and that hears Escape: Fyne's hears
// neither.
type KeyButton struct {
	widget.Button
	// OnEscape hears Escape.
	OnEscape func()
	// OnFocus hears that the button has the keyboard.
	OnFocus func()
}

// NewKeyButton makes one.
func NewKeyButton(text string, tapped func()) *KeyButton {
	b := &KeyButton{}
	b.Text, b.OnTapped = text, tapped
	b.ExtendBaseWidget(b)
	return b
}

// FocusGained implements fyne.Focusable.
func (b *KeyButton) FocusGained() {
	b.Button.FocusGained()
	if b.OnFocus != nil {
		b.OnFocus()
	}
}

// TypedKey implements fyne.Focusable.
func (b *KeyButton) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if !b.Disabled() && b.OnTapped != nil {
			b.OnTapped()
		}
	case fyne.KeyEscape:
		if b.OnEscape != nil {
			b.OnEscape()
		}
	default:
		b.Button.TypedKey(ev)
	}
}

// Confirm asks a question in a dialog. Enter presses yes, which has the
// keyboard; Escape and no close it.
func Confirm(win fyne.Window, title, yes, no string, content fyne.CanvasObject, size fyne.Size, then func()) {
	d := dialog.NewCustomWithoutButtons(title, content, win)
	ok := NewKeyButton(yes, func() {
		d.Hide()
		then()
	})
	ok.Importance = widget.HighImportance
	cancel := NewKeyButton(no, d.Hide)
	ok.OnEscape, cancel.OnEscape = d.Hide, d.Hide
	d.SetButtons([]fyne.CanvasObject{cancel, ok})
	d.Resize(size)
	d.Show()
	win.Canvas().Focus(ok)
}

// ConfirmText asks a question in words.
func ConfirmText(win fyne.Window, title, text, yes string, then func()) {
	says := widget.NewLabel(text)
	says.Wrapping = fyne.TextWrapWord
	Confirm(win, title, yes, tr("Cancel"), says, fyne.NewSize(460, 220), then)
}
