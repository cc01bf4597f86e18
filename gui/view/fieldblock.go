package view

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// fieldBlock is a field with its label above and its notes below.
type fieldBlock struct {
	widget.BaseWidget
	form   *Form
	field  ledger.Field
	label  *fieldLabel
	editor editor
	notes  *words
}

func newFieldBlock(form *Form, field ledger.Field) *fieldBlock {
	b := &fieldBlock{form: form, field: field, label: newFieldLabel(field), notes: newWords("", ToneWarn, true)}
	b.editor = newEditor(b, field)
	b.ExtendBaseWidget(b)
	return b
}

// changed tells the form, and takes away notes that may no longer be true.
func (b *fieldBlock) changed() {
	if b.notes.text != "" {
		b.setNotes(nil)
		b.form.relayout()
	}
	b.form.changed()
}

func (b *fieldBlock) setNotes(notes []note) {
	var lines []string
	tone := ToneWarn
	for _, n := range notes {
		lines = append(lines, n.text)
		if !n.warning {
			tone = toneError
		}
	}
	b.notes.set(strings.Join(lines, "\n"), tone)
}

func (b *fieldBlock) labelHeight() float32 {
	if b.field.Label == "" {
		return 0
	}
	return lineHeight(captionSize()) + 2
}

// HeightFor implements Flexible.
func (b *fieldBlock) HeightFor(width float32) float32 {
	h := b.labelHeight() + heightOf(b.editor.object(), width)
	if n := b.notes.HeightFor(width); n > 0 {
		h += n + 2
	}
	return h
}

// CreateRenderer implements fyne.Widget.
func (b *fieldBlock) CreateRenderer() fyne.WidgetRenderer {
	edit := b.editor.object()
	r := &renderer{objects: []fyne.CanvasObject{b.label, edit, b.notes}}
	r.layout = func(size fyne.Size) {
		top := b.labelHeight()
		b.label.Resize(fyne.NewSize(size.Width, max(0, top-2)))
		h := heightOf(edit, size.Width)
		edit.Move(fyne.NewPos(0, top))
		edit.Resize(fyne.NewSize(size.Width, h))
		b.notes.Move(fyne.NewPos(0, top+h+2))
		b.notes.Resize(fyne.NewSize(size.Width, b.notes.HeightFor(size.Width)))
	}
	r.min = func() fyne.Size { return fyne.NewSize(60, b.HeightFor(max(b.Size().Width, 60))) }
	r.refresh = func() {
		r.layout(b.Size())
		for _, o := range r.objects {
			o.Refresh()
		}
		canvas.Refresh(b)
	}
	return r
}

// fieldLabel names a field; its help shows while the mouse rests on it.
type fieldLabel struct {
	widget.BaseWidget
	field ledger.Field
	cut   bool
}

func newFieldLabel(f ledger.Field) *fieldLabel {
	l := &fieldLabel{field: f}
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer implements fyne.Widget.
func (l *fieldLabel) CreateRenderer() fyne.WidgetRenderer {
	text := newText("", captionSize(), muted())
	star := newText("", captionSize(), toneError.TextColor())
	draw := func(size fyne.Size) {
		sign, room := "", size.Width
		if l.field.Required {
			sign, room = "*", room-13
		}
		var shown string
		shown, l.cut = fit(tr(l.field.Label), room, captionSize(), fyne.TextStyle{})
		setText(text, shown, captionSize(), muted(), false)
		setText(star, sign, captionSize(), ToneAgainst2.TextColor(), false)
		w := text.MinSize().Width
		text.Resize(fyne.NewSize(w, size.Height))
		star.Move(fyne.NewPos(w+3, 0))
		star.Resize(fyne.NewSize(10, size.Height))
	}
	return &renderer{
		objects: []fyne.CanvasObject{text, star},
		layout:  draw,
		min:     func() fyne.Size { return fyne.NewSize(20, lineHeight(captionSize())) },
		refresh: func() { draw(l.Size()); canvas.Refresh(l) },
	}
}

// MouseIn implements desktop.Hoverable.
func (l *fieldLabel) MouseIn(e *desktop.MouseEvent) {
	help := tr(l.field.Help)
	if l.cut {
		help = strings.TrimSpace(tr(l.field.Label) + "\n" + help)
	}
	if l.field.Required {
		help = strings.TrimSpace(help + "\n" + lang.L("* is needed"))
	}
	showTip(l, help, e.AbsolutePosition)
}

// MouseMoved implements desktop.Hoverable.
func (l *fieldLabel) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (l *fieldLabel) MouseOut() { hideTip(l) }
