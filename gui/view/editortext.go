package view

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// textEditor edits a text, or what is read from one.
type textEditor struct {
	widget.BaseWidget
	block *fieldBlock
	entry *formEntry
	read  reading
	long  bool
}

func newTextEditor(b *fieldBlock, long bool, read reading) *textEditor {
	t := &textEditor{block: b, read: read, long: long}
	t.entry = newFormEntry(b.form, long, tr(b.field.Help))
	t.entry.OnChanged = func(string) {
		b.changed()
		if long {
			b.form.relayout()
		}
	}
	t.ExtendBaseWidget(t)
	return t
}

// set implements editor.
func (t *textEditor) set(v any) { setEntry(t.entry, textOf(v)) }

// object implements editor.
func (t *textEditor) object() fyne.CanvasObject { return t }

// get implements editor.
func (t *textEditor) get() (any, []FieldError) {
	text := t.entry.Text
	if !t.long {
		text = strings.TrimSpace(text)
	}
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	v, wrong := t.read(text)
	if wrong != "" {
		return nil, []FieldError{{Message: wrong}}
	}
	return v, nil
}

// rawValue gives the text as typed.
func (t *textEditor) rawValue() any { return t.entry.Text }

// show implements editor.
func (t *textEditor) show(notes []note) []note { return notes }

// focus implements editor.
func (t *textEditor) focus(string) { focusOn(t.entry) }

// HeightFor implements Flexible.
func (t *textEditor) HeightFor(width float32) float32 {
	if !t.long {
		return lineHeight(textSize()) + 2*fynetheme.Size(fynetheme.SizeNameInnerPadding)
	}
	return t.entry.heightFor(width)
}

// CreateRenderer implements fyne.Widget.
func (t *textEditor) CreateRenderer() fyne.WidgetRenderer {
	wheel := newWheel(t.block.form)
	return &renderer{
		objects: []fyne.CanvasObject{t.entry, wheel},
		layout: func(size fyne.Size) {
			t.entry.Resize(size)
			wheel.Resize(size)
		},
		min:     func() fyne.Size { return fyne.NewSize(40, t.HeightFor(max(t.Size().Width, 40))) },
		refresh: func() { t.entry.Refresh() },
	}
}

// wheel lies over an entry and turns the form: an entry of several lines takes
// the wheel for itself even where all of its text shows.
type wheel struct {
	widget.BaseWidget
	form *Form
}

func newWheel(f *Form) *wheel {
	w := &wheel{form: f}
	w.ExtendBaseWidget(w)
	return w
}

// Scrolled implements fyne.Scrollable.
func (w *wheel) Scrolled(e *fyne.ScrollEvent) { w.form.scroll.Scrolled(e) }

// CreateRenderer implements fyne.Widget.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{layout: func(fyne.Size) {}, min: func() fyne.Size { return fyne.Size{} }, refresh: func() {}}
}

// dateEditor edits a date: what is typed, and below it the EDTF it becomes and
// the days it may mean.
type dateEditor struct {
	widget.BaseWidget
	block *fieldBlock
	entry *formEntry
	hint  *words
}

func newDateEditor(b *fieldBlock) *dateEditor {
	d := &dateEditor{block: b, hint: newWords("", ToneMuted, true)}
	d.entry = newFormEntry(b.form, false, tr(b.field.Help))
	d.entry.OnChanged = func(string) {
		b.changed()
		d.explain()
	}
	// What was typed is kept until it is left, then its EDTF stands there: a
	// person sees what will be stored.
	d.entry.left = func() {
		if date, ok := d.date(); ok && date.String() != d.entry.Text {
			setEntry(d.entry, date.String())
			d.explain()
		}
	}
	d.ExtendBaseWidget(d)
	return d
}

func (d *dateEditor) order() edtf.DayOrder {
	if l := d.block.form.lookup; l != nil {
		return l.DayOrder()
	}
	return edtf.DayFirst
}

func (d *dateEditor) date() (edtf.Date, bool) {
	if strings.TrimSpace(d.entry.Text) == "" {
		return edtf.Date{}, false
	}
	date, err := readDate(d.entry.Text, d.order())
	return date, err == nil
}

// explain tells what the date means.
func (d *dateEditor) explain() {
	text, tone := "", ToneMuted
	if strings.TrimSpace(d.entry.Text) != "" {
		date, err := readDate(d.entry.Text, d.order())
		if err != nil {
			text, tone = sentence(err.Error()), ToneWarn
		} else {
			text = describeDate(date, strings.TrimSpace(d.entry.Text))
		}
	}
	before := d.hint.HeightFor(max(d.Size().Width, 1))
	d.hint.set(text, tone)
	if d.hint.HeightFor(max(d.Size().Width, 1)) != before {
		d.block.form.relayout()
	}
}

// describeDate tells the EDTF of a date where it differs from what was typed,
// and its earliest and latest day where they differ from each other.
func describeDate(date edtf.Date, typed string) string {
	var parts []string
	if date.String() != typed {
		parts = append(parts, date.String())
	}
	from, hasFrom := date.Earliest()
	to, hasTo := date.Latest()
	switch {
	case hasFrom && hasTo && from != to:
		parts = append(parts, from.String()+lang.L(" to ")+to.String())
	case hasFrom && !hasTo && date.OpenEnd():
		parts = append(parts, lang.L("from ")+from.String()+lang.L(" on"))
	case hasFrom && !hasTo:
		parts = append(parts, lang.L("from ")+from.String()+lang.L(", end unknown"))
	case !hasFrom && hasTo && date.OpenStart():
		parts = append(parts, lang.L("until ")+to.String())
	case !hasFrom && hasTo:
		parts = append(parts, lang.L("start unknown, until ")+to.String())
	}
	if date.Uncertain() {
		parts = append(parts, lang.L("uncertain"))
	}
	if date.Approximate() {
		parts = append(parts, lang.L("approximate"))
	}
	return strings.Join(parts, ", ")
}

// set implements editor.
func (d *dateEditor) set(v any) {
	setEntry(d.entry, textOf(v))
	d.explain()
}

// object implements editor.
func (d *dateEditor) object() fyne.CanvasObject { return d }

// get implements editor.
func (d *dateEditor) get() (any, []FieldError) {
	if strings.TrimSpace(d.entry.Text) == "" {
		return nil, nil
	}
	date, err := readDate(d.entry.Text, d.order())
	if err != nil {
		return nil, []FieldError{{Message: sentence(err.Error())}}
	}
	return date.String(), nil
}

// rawValue gives the text as typed.
func (d *dateEditor) rawValue() any { return d.entry.Text }

// show implements editor; what cannot be read the hint says already.
func (d *dateEditor) show(notes []note) []note {
	var rest []note
	for _, n := range notes {
		if d.hint.tone != ToneWarn || n.text != d.hint.text {
			rest = append(rest, n)
		}
	}
	return rest
}

// focus implements editor.
func (d *dateEditor) focus(string) { focusOn(d.entry) }

func (d *dateEditor) entryHeight() float32 {
	return lineHeight(textSize()) + 2*fynetheme.Size(fynetheme.SizeNameInnerPadding)
}

// HeightFor implements Flexible.
func (d *dateEditor) HeightFor(width float32) float32 {
	h := d.entryHeight()
	if n := d.hint.HeightFor(width); n > 0 {
		h += n + 2
	}
	return h
}

// CreateRenderer implements fyne.Widget.
func (d *dateEditor) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{objects: []fyne.CanvasObject{d.entry, d.hint}}
	r.layout = func(size fyne.Size) {
		d.entry.Resize(fyne.NewSize(size.Width, d.entryHeight()))
		d.hint.Move(fyne.NewPos(0, d.entryHeight()+2))
		d.hint.Resize(fyne.NewSize(size.Width, d.hint.HeightFor(size.Width)))
	}
	r.min = func() fyne.Size { return fyne.NewSize(40, d.HeightFor(max(d.Size().Width, 40))) }
	r.refresh = func() {
		d.entry.Refresh()
		d.hint.Refresh()
		canvas.Refresh(d)
	}
	return r
}
