package view

import (
	"fmt"
	"maps"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// itemsEditor edits a list of objects: citations, milestones, obligations,
// similarities. Each is a line; a tap or Enter opens its fields below it, and
// only then are they made, so that ten milestones open as fast as none.
type itemsEditor struct {
	widget.BaseWidget
	block *fieldBlock
	items []*item
	col   *Stack
	add   *Link
}

// item is one object of the list. Its fields, once open, hold its values.
type item struct {
	values map[string]any
	fields *fieldset
	open   bool
	line   *itemLine
	box    *itemBox
	wrong  []note // at it, by the path within it
}

func newItemsEditor(b *fieldBlock) *itemsEditor {
	e := &itemsEditor{block: b, col: NewStack(2)}
	e.add = NewLink("+ "+tr(addWords[b.field.Type]), e.addItem)
	e.add.plain = true
	e.add.keys.form = b.form
	e.ExtendBaseWidget(e)
	e.build()
	return e
}

var addWords = map[ledger.FieldType]string{
	ledger.CitationsField: "cite a source", ledger.MilestonesField: "add a milestone",
	ledger.ObligationsField: "add an obligation", ledger.SimilaritiesField: "add a pair",
}

// current gives the values of an item as they stand.
func (it *item) current() map[string]any {
	if it.fields == nil {
		return it.values
	}
	v, _ := it.fields.get(it.values, false)
	return v
}

// set implements editor.
func (e *itemsEditor) set(v any) {
	list, _ := v.([]any)
	old := e.items
	e.items = nil
	for i, part := range list {
		values, _ := part.(map[string]any)
		it := &item{values: values}
		if i < len(old) { // its objects serve again
			it.line = old[i].line
		}
		e.items = append(e.items, it)
	}
	e.build()
}

// object implements editor.
func (e *itemsEditor) object() fyne.CanvasObject { return e }

// get implements editor.
func (e *itemsEditor) get() (any, []FieldError) {
	var list []any
	var errs []FieldError
	for i, it := range e.items {
		values := it.values
		if it.fields != nil {
			got, wrong := it.fields.get(it.values, true)
			values = got
			for _, w := range wrong {
				w.Field = joinPath(fmt.Sprintf("[%d]", i), w.Field)
				errs = append(errs, w)
			}
		}
		list = append(list, values)
	}
	if len(list) == 0 {
		return nil, nil
	}
	return list, errs
}

// rawValue gives the items also where they cannot be read.
func (e *itemsEditor) rawValue() any {
	var list []any
	for _, it := range e.items {
		values := maps.Clone(it.values)
		if values == nil {
			values = map[string]any{}
		}
		if it.fields != nil {
			maps.Copy(values, it.fields.raw())
		}
		list = append(list, values)
	}
	return list
}

// show implements editor: an item with a note is marked, and opened for an error.
func (e *itemsEditor) show(notes []note) []note {
	var rest []note
	for _, it := range e.items {
		it.wrong = nil
	}
	for _, n := range notes {
		i, path, ok := splitIndex(n.path)
		if !ok || i >= len(e.items) {
			rest = append(rest, n)
			continue
		}
		e.items[i].wrong = append(e.items[i].wrong, note{path, n.text, n.warning})
	}
	for i, it := range e.items {
		for _, n := range it.wrong {
			if !n.warning && !it.open {
				e.setOpen(i, true)
			}
		}
		if it.fields != nil {
			for _, n := range it.fields.show(it.wrong) {
				rest = append(rest, n)
			}
		}
		if it.line != nil {
			it.line.Refresh()
		}
	}
	return rest
}

// focus implements editor.
func (e *itemsEditor) focus(path string) {
	if i, rest, ok := splitIndex(path); ok && i < len(e.items) {
		if it := e.items[i]; it.open {
			it.fields.focus(rest)
			return
		}
		focusOn(e.items[i].line)
		return
	}
	focusOn(e.add)
}

// addItem appends an item and opens it.
func (e *itemsEditor) addItem() {
	e.items = append(e.items, &item{values: map[string]any{}})
	e.setOpen(len(e.items)-1, true)
	e.block.changed()
	e.items[len(e.items)-1].fields.focus("")
}

func (e *itemsEditor) remove(i int) {
	e.items = append(append([]*item(nil), e.items[:i]...), e.items[i+1:]...)
	e.build()
	e.block.changed()
	e.block.form.relayout()
	if len(e.items) > 0 {
		focusOn(e.items[min(i, len(e.items)-1)].line)
	} else {
		focusOn(e.add)
	}
}

// move moves an item among the others by so many places, as far as there are any,
// and takes the keyboard along.
func (e *itemsEditor) move(i, by int) {
	to := max(0, min(i+by, len(e.items)-1))
	if to == i || i < 0 || i >= len(e.items) {
		return
	}
	it := e.items[i]
	e.items = slices.Insert(slices.Delete(slices.Clone(e.items), i, i+1), to, it)
	e.build()
	e.block.changed()
	e.block.form.relayout()
	focusOn(it.line)
}

// setOpen opens or closes an item. One with an error stays open.
func (e *itemsEditor) setOpen(i int, open bool) {
	it := e.items[i]
	if !open && it.fields != nil {
		if _, wrong := it.fields.get(it.values, false); len(wrong) > 0 {
			it.fields.focus(wrong[0].Field)
			return
		}
	}
	it.open = open
	if open && it.fields == nil {
		quiet := e.block.form.quiet
		e.block.form.quiet = true
		it.fields = newFieldset(e.block.form, partFields[e.block.field.Type])
		it.fields.set(it.values)
		it.fields.show(it.wrong)
		e.block.form.quiet = quiet
	}
	e.build()
	e.block.form.relayout()
	if open {
		e.block.form.revealPart(it.box, 0, it.box.Size().Height)
	}
}

// build makes the lines, and the fields of those that are open.
func (e *itemsEditor) build() {
	var objects []fyne.CanvasObject
	for i, it := range e.items {
		if it.line == nil {
			it.line = newItemLine(e)
		}
		it.line.set(i, it)
		objects = append(objects, it.line)
		if it.open {
			if it.box == nil || it.box.fields != it.fields {
				it.box = newItemBox(e, it)
			}
			it.box.index = i
			objects = append(objects, it.box)
		}
	}
	e.col.Set(append(objects, e.add))
}

// HeightFor implements Flexible.
func (e *itemsEditor) HeightFor(width float32) float32 { return e.col.HeightFor(width) }

// CreateRenderer implements fyne.Widget.
func (e *itemsEditor) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		objects: []fyne.CanvasObject{e.col},
		layout:  func(size fyne.Size) { e.col.Resize(size) },
		min:     func() fyne.Size { return fyne.NewSize(100, e.HeightFor(max(e.Size().Width, 100))) },
		refresh: func() { e.col.Refresh() },
	}
}
