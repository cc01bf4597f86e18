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
	up     *Link
	down   *Link
}

const itemIndent = 10

func newItemBox(e *itemsEditor, it *item) *itemBox {
	b := &itemBox{editor: e, fields: it.fields, rule: canvas.NewRectangle(nil)}
	b.done = NewLink(lang.L("close"), func() {
		e.setOpen(b.index, false)
		focusOn(e.items[b.index].line)
	})
	b.remove = NewLink(lang.L("remove"), func() { e.remove(b.index) })
	b.up = NewLink(lang.L("up"), func() { e.move(b.index, -1) })
	b.down = NewLink(lang.L("down"), func() { e.move(b.index, 1) })
	for _, l := range b.links() {
		l.plain, l.keys.form = true, e.block.form
	}
	b.remove.tone = ToneAgainst2
	b.ExtendBaseWidget(b)
	return b
}

// links are those below the fields; an item alone has no place to move to.
func (b *itemBox) links() []*Link { return []*Link{b.done, b.up, b.down, b.remove} }

// foot places the links below the fields, in as many lines as they need, and gives
// their height.
func (b *itemBox) foot(width float32, put func(l *Link, at fyne.Position, size fyne.Size)) float32 {
	b.up.Hidden, b.down.Hidden = b.index == 0, b.index == len(b.editor.items)-1
	line := lineHeight(textSize()) + 4
	x, y := float32(itemIndent), float32(0)
	for _, l := range b.links() {
		if l.Hidden {
			continue
		}
		size := l.MinSize()
		if x > itemIndent && x+size.Width > width {
			x, y = itemIndent, y+line
		}
		put(l, fyne.NewPos(x, y), size)
		x += size.Width + 16
	}
	return y + line + 8
}

// HeightFor implements Flexible.
func (b *itemBox) HeightFor(width float32) float32 {
	return b.fields.HeightFor(width-itemIndent) + b.foot(width, func(*Link, fyne.Position, fyne.Size) {}) + 4
}

// CreateRenderer implements fyne.Widget.
func (b *itemBox) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{objects: []fyne.CanvasObject{b.rule, b.fields, b.done, b.up, b.down, b.remove}}
	r.layout = func(size fyne.Size) {
		setFill(b.rule, withAlpha(primary(), 0.5))
		b.rule.Resize(fyne.NewSize(2, size.Height-6))
		h := b.fields.HeightFor(size.Width - itemIndent)
		b.fields.Move(fyne.NewPos(itemIndent, 2))
		b.fields.Resize(fyne.NewSize(size.Width-itemIndent, h))
		b.foot(size.Width, func(l *Link, at fyne.Position, size fyne.Size) {
			l.Move(at.AddXY(0, h+6))
			l.Resize(size)
		})
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
