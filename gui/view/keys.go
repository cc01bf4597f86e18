package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// modifiers gives the keys held down with the last event; none without a desktop.
func modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// passOn gives a shortcut that a focused widget does not use to its canvas,
// which does not see it otherwise.
func passOn(obj fyne.CanvasObject, s fyne.Shortcut) {
	if c, ok := canvasOf(obj).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

// passKey gives a key that a focused widget does not use to its canvas.
func passKey(obj fyne.CanvasObject, e *fyne.KeyEvent) {
	if c := canvasOf(obj); c != nil {
		if f := c.OnTypedKey(); f != nil {
			f(e)
		}
	}
}

// keyHooks is what a widget does with keys that it does not use itself: it asks
// the form in which it stands, if any, and then its canvas.
type keyHooks struct{ form *Form }

func (k keyHooks) key(owner fyne.CanvasObject, e *fyne.KeyEvent) {
	if k.form == nil || !k.form.key(e) {
		passKey(owner, e)
	}
}

func (k keyHooks) shortcut(owner fyne.CanvasObject, s fyne.Shortcut) {
	if k.form == nil || !k.form.shortcut(s) {
		passOn(owner, s)
	}
}

// gained is called when the widget gets the keyboard.
func (k keyHooks) gained(owner fyne.CanvasObject) {
	if k.form != nil {
		k.form.reveal(owner)
	}
}
