package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

// itemBox holds the fields of an open item, set off by a line at the left.
type itemBox struct {
	widget.BaseWidget
	editor *itemsEditor
	fields *fieldset
	index  int
	rule   *canvas.Rectangle
	remove *Link
	done   *Link
}

const itemIndent = 10

func newItemBox(e *itemsEditor, it *item) *itemBox {
	b := &itemBox{editor: e, fields: it.fields, rule: canvas.NewRectangle(nil)}
	b.done = NewLink(lang.L("close"), func() {
		e.setOpen(b.index, false)
		focusOn(e.items[b.index].line)
	})
	b.remove = NewLink(lang.L("remove"), func() { e.remove(b.index) })
	b.done.plain, b.remove.plain = true, true
	b.done.keys.form, b.remove.keys.form = e.block.form, e.block.form
	b.remove.tone = ToneAgainst2
	b.ExtendBaseWidget(b)
	return b
}

func (b *itemBox) footHeight() float32 { return lineHeight(textSize()) + 12 }

// HeightFor implements Flexible.
func (b *itemBox) HeightFor(width float32) float32 {
	return b.fields.HeightFor(width-itemIndent) + b.footHeight() + 4
}

// CreateRenderer implements fyne.Widget.
func (b *itemBox) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{objects: []fyne.CanvasObject{b.rule, b.fields, b.done, b.remove}}
	r.layout = func(size fyne.Size) {
		setFill(b.rule, withAlpha(primary(), 0.5))
		b.rule.Resize(fyne.NewSize(2, size.Height-6))
		h := b.fields.HeightFor(size.Width - itemIndent)
		b.fields.Move(fyne.NewPos(itemIndent, 2))
		b.fields.Resize(fyne.NewSize(size.Width-itemIndent, h))
		d := b.done.MinSize()
		b.done.Move(fyne.NewPos(itemIndent, h+6))
		b.done.Resize(d)
		b.remove.Move(fyne.NewPos(itemIndent+d.Width+16, h+6))
		b.remove.Resize(b.remove.MinSize())
	}
	r.min = func() fyne.Size { return fyne.NewSize(100, b.HeightFor(max(b.Size().Width, 100))) }
	r.refresh = func() {
		r.layout(b.Size())
		for _, o := range r.objects {
			o.Refresh()
		}
		canvas.Refresh(b)
	}
	return r
}
