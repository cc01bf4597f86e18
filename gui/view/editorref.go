package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// yesNoEditor edits a yes or no.
type yesNoEditor struct {
	widget.Check
	block *fieldBlock
}

func newYesNoEditor(b *fieldBlock) *yesNoEditor {
	y := &yesNoEditor{block: b}
	y.Text = lang.L("yes")
	y.OnChanged = func(bool) { b.changed() }
	y.ExtendBaseWidget(y)
	return y
}

// set implements editor.
func (y *yesNoEditor) set(v any) {
	on, _ := v.(bool)
	y.OnChanged = nil
	y.SetChecked(on)
	y.OnChanged = func(bool) { y.block.changed() }
}

// object implements editor.
func (y *yesNoEditor) object() fyne.CanvasObject { return y }

// get implements editor.
func (y *yesNoEditor) get() (any, []FieldError) {
	if !y.Checked {
		return nil, nil
	}
	return true, nil
}

// show implements editor.
func (y *yesNoEditor) show(notes []note) []note { return notes }

// focus implements editor.
func (y *yesNoEditor) focus(string) { focusOn(y) }

// TypedKey implements fyne.Focusable.
func (y *yesNoEditor) TypedKey(e *fyne.KeyEvent) {
	if !y.block.form.key(e) {
		y.Check.TypedKey(e)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (y *yesNoEditor) TypedShortcut(s fyne.Shortcut) {
	keyHooks{y.block.form}.shortcut(y, s)
}

// referenceEditor edits a reference to a record: found by typing, or made new;
// "open" follows it.
type referenceEditor struct {
	widget.BaseWidget
	block  *fieldBlock
	choice *choiceEditor
	open   *Link
}

// lookupLimit is how many options a pop-up asks for.
const lookupLimit = 60

func newReferenceEditor(b *fieldBlock) *referenceEditor {
	r := &referenceEditor{block: b}
	f := b.form
	c := newFormChoice(b)
	c.SetSource(func(match string) []Option {
		if f.lookup == nil {
			return nil
		}
		options := f.lookup.Options(b.field.Refers, match, lookupLimit)
		if !b.field.Required && match == "" {
			options = append([]Option{{Key: "", Label: lang.L("none")}}, options...)
		}
		return options
	}, func(id string) string {
		if f.lookup == nil || id == "" {
			return ""
		}
		return f.lookup.Label(id)
	})
	c.OnKey = func(string) {
		r.update()
		b.changed()
	}
	r.choice = c
	r.open = NewLink(lang.L("open"), func() {
		if f.OnOpen != nil && c.key != "" {
			f.OnOpen(c.key)
		}
	})
	r.open.plain, r.open.tone = true, ToneMuted
	r.open.keys.form = f
	r.ExtendBaseWidget(r)
	return r
}

// update follows the chosen record.
func (r *referenceEditor) update() {
	f := r.block.form
	if f.creates() && r.block.field.Refers != "" {
		kind := r.block.field.Refers
		r.choice.SetAction(newRecordText(kind), func(name string) {
			f.create(kind, name, func(id string) {
				if id == "" {
					return
				}
				r.choice.SetKey(id)
				r.update()
				r.block.changed()
			})
		})
	}
	r.open.Hidden = r.choice.key == "" || f.OnOpen == nil
	r.Refresh()
}

// newRecordText is the line of a pop-up that makes a record of a kind.
func newRecordText(k ledger.Kind) string {
	return "+ " + lang.L("new "+string(k)) + ellipsis
}

// set implements editor.
func (r *referenceEditor) set(v any) {
	r.choice.SetKey(textOf(v))
	r.update()
}

// object implements editor.
func (r *referenceEditor) object() fyne.CanvasObject { return r }

// get implements editor.
func (r *referenceEditor) get() (any, []FieldError) { return r.choice.get() }

// show implements editor.
func (r *referenceEditor) show(notes []note) []note { return notes }

// focus implements editor.
func (r *referenceEditor) focus(string) { r.choice.focus("") }

// CreateRenderer implements fyne.Widget.
func (r *referenceEditor) CreateRenderer() fyne.WidgetRenderer {
	layout := func(size fyne.Size) {
		w := size.Width
		if !r.open.Hidden {
			m := r.open.MinSize()
			w -= m.Width + 8
			r.open.Move(fyne.NewPos(size.Width-m.Width-1, (size.Height-m.Height)/2))
			r.open.Resize(m)
		}
		r.choice.Resize(fyne.NewSize(max(0, w), size.Height))
	}
	return &renderer{
		objects: []fyne.CanvasObject{r.choice.Choice, r.open},
		layout:  layout,
		min:     func() fyne.Size { return fyne.NewSize(80, r.choice.MinSize().Height) },
		refresh: func() {
			layout(r.Size())
			r.choice.Refresh()
			r.open.Refresh()
			canvas.Refresh(r)
		},
	}
}
