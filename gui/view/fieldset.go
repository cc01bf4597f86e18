package view

import (
	"maps"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// note is something to tell at a field: what is wrong with it.
type note struct {
	path    string // of the field, relative to who shows it
	text    string
	warning bool
}

// editor edits one value of a record. Values are those of encoding/json with
// numbers as json.Number; nil stands for an empty field.
type editor interface {
	// object is what stands in the form.
	object() fyne.CanvasObject
	// set shows a value.
	set(v any)
	// get gives the value as it stands. What cannot be read is told, with its
	// path relative to this field.
	get() (any, []FieldError)
	// show tells notes at parts of the value; it returns those that have no part.
	show(notes []note) []note
	// focus gives the keyboard to the part with a path.
	focus(path string)
}

// fieldset is the fields of a record, or of a part of one, one below the other;
// narrow neighbours share a line.
type fieldset struct {
	widget.BaseWidget
	form   *Form
	blocks []*fieldBlock
	width  float32
}

// pairWidth is the width from which two narrow fields share a line.
const pairWidth = 250

const (
	fieldGap = 10
	pairGap  = 8
)

func newFieldset(form *Form, fields []ledger.Field) *fieldset {
	s := &fieldset{form: form}
	for _, f := range fields {
		s.blocks = append(s.blocks, newFieldBlock(form, f))
	}
	s.ExtendBaseWidget(s)
	return s
}

// narrow reports whether half a line is enough for a field.
func narrow(f ledger.Field) bool {
	switch f.Type {
	case ledger.DateField, ledger.NumberField, ledger.ShareField, ledger.WholeField, ledger.ChoiceField, credibilityField:
		return true
	case ledger.TextField:
		return f.Key == "unit" || f.Key == "language" || f.Key == "iso3" || f.Key == "value" || f.Key == "where"
	}
	return false
}

// walk gives each block its place at a width, and returns the height of all.
func (s *fieldset) walk(width float32, place func(b *fieldBlock, pos fyne.Position, size fyne.Size)) float32 {
	y := float32(0)
	for i := 0; i < len(s.blocks); i++ {
		if i > 0 {
			y += fieldGap
		}
		b := s.blocks[i]
		if width >= pairWidth && i+1 < len(s.blocks) && narrow(b.field) && narrow(s.blocks[i+1].field) {
			next := s.blocks[i+1]
			w := (width - pairGap) / 2
			h := max(b.HeightFor(w), next.HeightFor(w))
			place(b, fyne.NewPos(0, y), fyne.NewSize(w, h))
			place(next, fyne.NewPos(w+pairGap, y), fyne.NewSize(w, h))
			y += h
			i++
			continue
		}
		h := b.HeightFor(width)
		place(b, fyne.NewPos(0, y), fyne.NewSize(width, h))
		y += h
	}
	return y
}

// HeightFor implements Flexible.
func (s *fieldset) HeightFor(width float32) float32 {
	return s.walk(width, func(*fieldBlock, fyne.Position, fyne.Size) {})
}

// CreateRenderer implements fyne.Widget.
func (s *fieldset) CreateRenderer() fyne.WidgetRenderer {
	objects := make([]fyne.CanvasObject, len(s.blocks))
	for i, b := range s.blocks {
		objects[i] = b
	}
	r := &renderer{objects: objects}
	r.layout = func(size fyne.Size) {
		s.width = size.Width
		s.walk(size.Width, func(b *fieldBlock, pos fyne.Position, size fyne.Size) {
			b.Move(pos)
			b.Resize(size)
		})
	}
	r.min = func() fyne.Size { return fyne.NewSize(160, s.HeightFor(max(s.width, 160))) }
	r.refresh = func() {
		r.layout(s.Size())
		for _, b := range s.blocks {
			b.Refresh()
		}
		canvas.Refresh(s)
	}
	return r
}

// set shows the values of an object.
func (s *fieldset) set(values map[string]any) {
	for _, b := range s.blocks {
		b.editor.set(values[b.field.Key])
	}
}

// get gives base with the fields as they stand; with complete, required fields
// that are empty are errors.
func (s *fieldset) get(base map[string]any, complete bool) (map[string]any, []FieldError) {
	out := maps.Clone(base)
	if out == nil {
		out = map[string]any{}
	}
	var errs []FieldError
	for _, b := range s.blocks {
		v, wrong := b.editor.get()
		for _, e := range wrong {
			e.Field = joinPath(b.field.Key, e.Field)
			errs = append(errs, e)
		}
		if isEmpty(v) {
			if complete && b.field.Required && len(wrong) == 0 {
				errs = append(errs, FieldError{b.field.Key, lang.L("This is needed.")})
			}
			delete(out, b.field.Key)
			continue
		}
		out[b.field.Key] = v
	}
	return out, errs
}

// raw gives the values as they stand, also those that cannot be read, so that
// set can show them again.
func (s *fieldset) raw() map[string]any {
	out := map[string]any{}
	for _, b := range s.blocks {
		if r, ok := b.editor.(interface{ rawValue() any }); ok {
			out[b.field.Key] = r.rawValue()
			continue
		}
		v, _ := b.editor.get()
		out[b.field.Key] = v
	}
	return out
}

// dirty reports whether a field differs from an object.
func (s *fieldset) dirty(original map[string]any) bool {
	for _, b := range s.blocks {
		v, wrong := b.editor.get()
		if len(wrong) > 0 || !sameValue(v, original[b.field.Key]) {
			return true
		}
	}
	return false
}

// show tells notes at their fields and returns those that have none. Notes told
// before are gone.
func (s *fieldset) show(notes []note) []note {
	byKey := map[string][]note{}
	for _, n := range notes {
		key, rest := splitPath(n.path)
		n.path = rest
		byKey[key] = append(byKey[key], n)
	}
	for _, b := range s.blocks {
		b.setNotes(b.editor.show(byKey[b.field.Key]))
		delete(byKey, b.field.Key)
	}
	var rest []note
	for _, n := range notes {
		if key, _ := splitPath(n.path); len(byKey[key]) > 0 {
			rest = append(rest, n)
		}
	}
	return rest
}

func (s *fieldset) clearNotes() {
	for _, b := range s.blocks {
		b.setNotes(b.editor.show(nil))
	}
}

// focus gives the keyboard to the field with a path, or to the first.
func (s *fieldset) focus(path string) {
	key, rest := splitPath(path)
	for _, b := range s.blocks {
		if b.field.Key == key || key == "" {
			b.editor.focus(rest)
			return
		}
	}
}
