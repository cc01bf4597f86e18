package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// relayout follows a change of the height of some field.
func (f *Form) relayout() {
	if f.quiet || f.Size().Width == 0 {
		return
	}
	f.body.width = f.scroll.Size().Width
	f.body.place(f.body.width)
	f.scroll.Refresh()
}

// reveal scrolls until obj, or as much of it as there is room for, is in view.
func (f *Form) reveal(obj fyne.CanvasObject) {
	f.active = obj
	f.revealPart(obj, 0, obj.Size().Height)
}

// revealCaret scrolls until the caret of an entry is in view.
func (f *Form) revealCaret(e *formEntry) {
	if e.MultiLine {
		f.revealPart(e, e.CursorPosition().Y, lineHeight(textSize()))
	}
}

func (f *Form) revealPart(obj fyne.CanvasObject, from, height float32) {
	if canvasOf(f) == nil || f.Size().Height == 0 {
		return
	}
	d := fyne.CurrentApp().Driver()
	top := d.AbsolutePositionForObject(obj).Y + from - d.AbsolutePositionForObject(f.scroll).Y
	const margin = 24 // the label above the field
	switch bottom := top + height; {
	case top < margin:
		f.scroll.ScrollToOffset(fyne.NewPos(0, max(0, f.scroll.Offset.Y+top-margin)))
	case bottom > f.scroll.Size().Height:
		f.scroll.ScrollToOffset(fyne.NewPos(0, f.scroll.Offset.Y+min(top-margin, bottom-f.scroll.Size().Height+8)))
	}
}

// CreateRenderer implements fyne.Widget.
func (f *Form) CreateRenderer() fyne.WidgetRenderer {
	rule := canvas.NewRectangle(separator())
	r := &renderer{objects: []fyne.CanvasObject{f.scroll, rule, f.apply, f.revert}}
	var width float32
	r.layout = func(size fyne.Size) {
		if size.Width != width {
			width = size.Width
			f.update()
		}
		a, v := f.apply.MinSize(), f.revert.MinSize()
		foot := max(a.Height, v.Height) + 9
		shown := f.record != nil
		for _, o := range []fyne.CanvasObject{rule, f.apply, f.revert} {
			if shown {
				o.Show()
			} else {
				o.Hide()
			}
		}
		if !shown {
			foot = 0
		}
		room := max(0, size.Height-foot)
		f.body.width = size.Width
		f.scroll.Resize(fyne.NewSize(size.Width, room))
		rule.Move(fyne.NewPos(0, room))
		rule.Resize(fyne.NewSize(size.Width, 1))
		f.apply.Move(fyne.NewPos(0, room+5))
		f.apply.Resize(a)
		f.revert.Move(fyne.NewPos(a.Width+6, room+5))
		f.revert.Resize(v)
	}
	r.min = func() fyne.Size {
		return fyne.NewSize(220, 160)
	}
	r.refresh = func() {
		setFill(rule, separator())
		f.body.Refresh()
		f.update()
		r.layout(f.Size())
		canvas.Refresh(f)
	}
	return r
}
