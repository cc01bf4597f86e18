package page

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Field is a line of text that hands on what it does not use: shortcuts of the
// window, which an Entry swallows (fyne #2627), and Escape.
type Field struct {
	widget.Entry
	// OnEscape hears Escape.
	OnEscape func()
	// OnFocus hears that the field has the keyboard.
	OnFocus func()
}

// NewField makes an empty field with a text that is shown while it is empty.
func NewField(placeHolder string) *Field {
	f := &Field{}
	f.ExtendBaseWidget(f)
	f.SetPlaceHolder(placeHolder)
	return f
}

// FocusGained implements fyne.Focusable.
func (f *Field) FocusGained() {
	f.Entry.FocusGained()
	if f.OnFocus != nil {
		f.OnFocus()
	}
}

// TypedKey implements fyne.Focusable.
func (f *Field) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape && f.OnEscape != nil {
		f.OnEscape()
		return
	}
	f.Entry.TypedKey(ev)
}

// TypedShortcut implements fyne.Shortcutable.
func (f *Field) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutUndo, *fyne.ShortcutRedo, *fyne.ShortcutCut, *fyne.ShortcutCopy, *fyne.ShortcutPaste, *fyne.ShortcutSelectAll:
		f.Entry.TypedShortcut(s)
		return
	}
	f.Entry.TypedShortcut(s)
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(f).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

// Wide is a layout that makes an object as wide as a sample of text is in the
// theme's size, with the padding of a field.
func Wide(sample string) fyne.Layout { return wide{sample} }

type wide struct{ sample string }

// Layout implements fyne.Layout.
func (w wide) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		h := o.MinSize().Height
		o.Move(fyne.NewPos(0, (size.Height-h)/2))
		o.Resize(fyne.NewSize(size.Width, h))
	}
}

// MinSize implements fyne.Layout.
func (w wide) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(fyne.MeasureText(w.sample, fynetheme.TextSize(), fyne.TextStyle{}).Width+4*fynetheme.InnerPadding(), 0)
	for _, o := range objects {
		size.Height = max(size.Height, o.MinSize().Height)
	}
	return size
}
