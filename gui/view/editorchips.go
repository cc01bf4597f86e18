package view

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// chipsEditor edits a list of texts, of references, or of types of moment:
// chips that can be taken away, and a place to add one.
type chipsEditor struct {
	widget.BaseWidget
	block *fieldBlock
	items []string
	flow  *Flow
	entry *formEntry    // of texts
	add   *choiceEditor // of what is chosen
}

func newChipsEditor(b *fieldBlock) *chipsEditor {
	c := &chipsEditor{block: b, flow: NewFlow(4)}
	if b.field.Type == ledger.ListField {
		c.entry = newFormEntry(b.form, false, lang.L("add, then Enter"))
		c.entry.OnChanged = func(text string) {
			if head, tail, cut := strings.Cut(text, ";"); cut {
				c.take(head)
				setEntry(c.entry, strings.TrimSpace(tail))
			}
			b.changed()
		}
		c.entry.keys = func(e *fyne.KeyEvent) bool {
			switch {
			case (e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter) && strings.TrimSpace(c.entry.Text) != "":
				text := c.entry.Text
				setEntry(c.entry, "")
				c.take(text)
				return true
			case e.Name == fyne.KeyBackspace && c.entry.Text == "" && len(c.items) > 0:
				c.remove(len(c.items) - 1)
				return true
			}
			return false
		}
	} else {
		c.add = newFormChoice(b)
		c.add.PlaceHolder = lang.L("+ add")
		c.add.SetSource(c.options, nil)
		c.add.OnKey = func(key string) {
			c.add.SetKey("")
			c.take(key)
		}
	}
	c.ExtendBaseWidget(c)
	c.build()
	return c
}

// options gives what is not chosen yet.
func (c *chipsEditor) options(match string) []Option {
	f := c.block.form
	var all []Option
	if c.block.field.Type == momentsField {
		for _, s := range ledger.Situations {
			detail := lang.L("situation")
			all = append(all, Option{Key: s, Label: tr(s), Detail: detail})
		}
		for _, t := range ledger.MomentTypes {
			all = append(all, Option{Key: t, Label: tr(t), Detail: tr(situationWords[ledger.SituationOf(t)])})
		}
		all = matchOptions(all, match)
	} else if f.lookup != nil {
		all = f.lookup.Options(c.block.field.Refers, match, lookupLimit)
	}
	taken := map[string]bool{}
	for _, item := range c.items {
		taken[item] = true
	}
	var out []Option
	for _, o := range all {
		if !taken[o.Key] {
			out = append(out, o)
		}
	}
	return out
}

// take adds an item, once.
func (c *chipsEditor) take(item string) {
	item = strings.TrimSpace(item)
	if item == "" {
		return
	}
	for _, have := range c.items {
		if have == item {
			return
		}
	}
	c.items = append(c.items, item)
	c.build()
	c.block.changed()
	c.block.form.relayout()
}

func (c *chipsEditor) remove(i int) {
	c.items = append(append([]string(nil), c.items[:i]...), c.items[i+1:]...)
	c.build()
	c.block.changed()
	c.block.form.relayout()
	c.focus("")
}

// label names an item.
func (c *chipsEditor) label(item string) string {
	switch c.block.field.Type {
	case ledger.ReferencesField:
		if l := c.block.form.lookup; l != nil {
			if name := l.Label(item); name != "" {
				return name
			}
		}
	case momentsField:
		return tr(item)
	}
	return item
}

// build makes the chips.
func (c *chipsEditor) build() {
	f := c.block.form
	var objects []fyne.CanvasObject
	for i, item := range c.items {
		chip := NewChip(c.label(item), ToneNeutral)
		chip.keys.form = f
		chip.OnRemove = func() { c.remove(i) }
		if c.block.field.Type == ledger.ReferencesField {
			chip.OnTapped = func() {
				if f.OnOpen != nil {
					f.OnOpen(item)
				}
			}
		}
		objects = append(objects, chip)
	}
	if c.add != nil {
		if f.creates() && c.block.field.Refers != "" {
			kind := c.block.field.Refers
			c.add.SetAction(newRecordText(kind), func(name string) { f.create(kind, name, c.take) })
		}
		objects = append(objects, c.add.Choice)
	}
	c.flow.Set(objects)
	c.Refresh()
}

// set implements editor.
func (c *chipsEditor) set(v any) {
	c.items = nil
	if list, ok := v.([]any); ok {
		for _, item := range list {
			c.items = append(c.items, textOf(item))
		}
	}
	if c.entry != nil {
		setEntry(c.entry, "")
	}
	c.build()
}

// object implements editor.
func (c *chipsEditor) object() fyne.CanvasObject { return c }

// get implements editor. What stands in the entry counts: it was meant.
func (c *chipsEditor) get() (any, []FieldError) {
	var list []any
	for _, item := range c.items {
		list = append(list, item)
	}
	if c.entry != nil {
		if text := strings.TrimSpace(c.entry.Text); text != "" {
			list = append(list, text)
		}
	}
	if len(list) == 0 {
		return nil, nil
	}
	return list, nil
}

// show implements editor.
func (c *chipsEditor) show(notes []note) []note { return notes }

// focus implements editor.
func (c *chipsEditor) focus(string) {
	if c.entry != nil {
		focusOn(c.entry)
		return
	}
	focusOn(c.add.Choice)
}

func (c *chipsEditor) entryHeight() float32 {
	if c.entry == nil {
		return 0
	}
	return lineHeight(textSize()) + 2*fynetheme.Size(fynetheme.SizeNameInnerPadding)
}

// HeightFor implements Flexible.
func (c *chipsEditor) HeightFor(width float32) float32 {
	h := c.flow.HeightFor(width)
	if h > 0 && c.entry != nil {
		h += 4
	}
	return h + c.entryHeight()
}

// CreateRenderer implements fyne.Widget.
func (c *chipsEditor) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{objects: []fyne.CanvasObject{c.flow}}
	if c.entry != nil {
		r.objects = append(r.objects, c.entry)
	}
	r.layout = func(size fyne.Size) {
		h := c.flow.HeightFor(size.Width)
		c.flow.Resize(fyne.NewSize(size.Width, h))
		if c.entry != nil {
			if h > 0 {
				h += 4
			}
			c.entry.Move(fyne.NewPos(0, h))
			c.entry.Resize(fyne.NewSize(size.Width, c.entryHeight()))
		}
	}
	r.min = func() fyne.Size { return fyne.NewSize(60, c.HeightFor(max(c.Size().Width, 60))) }
	r.refresh = func() {
		r.layout(c.Size())
		for _, o := range r.objects {
			o.Refresh()
		}
		canvas.Refresh(c)
	}
	return r
}
