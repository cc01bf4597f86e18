package view

import (
	"encoding/json"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// choiceEditor edits a choice, open or not.
type choiceEditor struct {
	*Choice
	block *fieldBlock
}

func newChoiceEditor(b *fieldBlock) *choiceEditor {
	c := newFormChoice(b)
	c.free = b.field.Type == ledger.OpenChoiceField
	c.SetOptions(optionsOf(b.field, b.form.lookup))
	c.OnKey = func(string) { b.changed() }
	return c
}

// newFormChoice makes a choice that passes on the keys of the form.
func newFormChoice(b *fieldBlock) *choiceEditor {
	c := &choiceEditor{Choice: NewChoice(""), block: b}
	c.PlaceHolder = lang.L("choose")
	c.keys.form = b.form
	return c
}

// object implements editor.
func (c *choiceEditor) object() fyne.CanvasObject { return c.Choice }

// set implements editor.
func (c *choiceEditor) set(v any) {
	text := textOf(v)
	if c.block.field.Type == credibilityField && text == "0" {
		text = "" // not yet judged
	}
	if c.block.field.Type == ledger.OpenChoiceField {
		c.options = optionsOf(c.block.field, c.block.form.lookup) // the case may have new channels
	}
	c.SetKey(text)
}

// get implements editor.
func (c *choiceEditor) get() (any, []FieldError) {
	if c.key == "" {
		return nil, nil
	}
	if c.block.field.Type == credibilityField {
		return json.Number(c.key), nil
	}
	return c.key, nil
}

// show implements editor.
func (c *choiceEditor) show(notes []note) []note { return notes }

// focus implements editor.
func (c *choiceEditor) focus(string) { focusOn(c.Choice) }
