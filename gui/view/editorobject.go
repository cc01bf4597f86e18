package view

import (
	"maps"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// objectEditor edits an object with fixed parts: the question, the settings.
type objectEditor struct {
	widget.BaseWidget
	fields *fieldset
	values map[string]any
}

func newObjectEditor(b *fieldBlock) *objectEditor {
	o := &objectEditor{fields: newFieldset(b.form, partFields[b.field.Type])}
	o.ExtendBaseWidget(o)
	return o
}

// set implements editor.
func (o *objectEditor) set(v any) {
	o.values, _ = v.(map[string]any)
	o.fields.set(o.values)
}

// object implements editor.
func (o *objectEditor) object() fyne.CanvasObject { return o }

// get implements editor.
func (o *objectEditor) get() (any, []FieldError) {
	v, errs := o.fields.get(o.values, false)
	if isEmpty(v) {
		return nil, errs
	}
	return v, errs
}

// rawValue gives the parts also where they cannot be read.
func (o *objectEditor) rawValue() any {
	values := maps.Clone(o.values)
	if values == nil {
		values = map[string]any{}
	}
	maps.Copy(values, o.fields.raw())
	return values
}

// show implements editor.
func (o *objectEditor) show(notes []note) []note { return o.fields.show(notes) }

// focus implements editor.
func (o *objectEditor) focus(path string) { o.fields.focus(path) }

// HeightFor implements Flexible.
func (o *objectEditor) HeightFor(width float32) float32 {
	return o.fields.HeightFor(width - itemIndent)
}

// CreateRenderer implements fyne.Widget.
func (o *objectEditor) CreateRenderer() fyne.WidgetRenderer {
	rule := canvas.NewRectangle(separator())
	r := &renderer{objects: []fyne.CanvasObject{rule, o.fields}}
	r.layout = func(size fyne.Size) {
		setFill(rule, separator())
		rule.Resize(fyne.NewSize(2, size.Height))
		o.fields.Move(fyne.NewPos(itemIndent, 0))
		o.fields.Resize(fyne.NewSize(size.Width-itemIndent, size.Height))
	}
	r.min = func() fyne.Size { return fyne.NewSize(100, o.HeightFor(max(o.Size().Width, 100))) }
	r.refresh = func() {
		r.layout(o.Size())
		o.fields.Refresh()
		canvas.Refresh(o)
	}
	return r
}
