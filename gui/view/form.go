package view

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Lookup is what a form asks of the case around its record.
type Lookup interface {
	// Options gives up to limit records of a kind (empty: of any) that match a
	// text; all for an empty text.
	Options(kind ledger.Kind, match string, limit int) []Option
	// Label names a record; empty for one that is not there.
	Label(id string) string
	// Channels gives the case's own channels, beside the standard ones.
	Channels() []string
	// DayOrder tells how 03/04/2007 is read.
	DayOrder() edtf.DayOrder
}

// SourceGrades is what a Lookup may also implement, so that citations show the
// reliability of their source beside their own credibility ("B 2").
type SourceGrades interface {
	// Reliability gives the grade of a source, A to F; empty if unknown.
	Reliability(source string) string
}

// FieldError says what is wrong with a field, for the person who filled it in.
type FieldError struct {
	Field   string // "date", "milestones[2].date"; empty: the record as a whole
	Message string
}

// Error implements error.
func (e FieldError) Error() string {
	if e.Field == "" {
		return e.Message
	}
	return e.Field + ": " + e.Message
}

// Form edits one record of any kind by its ledger schema. It scrolls itself:
// give it room. What it does not show is kept. Nothing is applied as one types:
// Apply or Ctrl+Enter hands the record over as one edit, Escape puts back what
// was set.
type Form struct {
	widget.BaseWidget

	// OnSubmit is called by Apply and Ctrl+Enter, once every field can be read.
	OnSubmit func()
	// OnOpen follows a reference to a record.
	OnOpen func(id string)
	// OnNew makes a record of a kind and calls then with its id.
	OnNew func(kind ledger.Kind, then func(id string))
	// OnNewNamed does so for a record whose name was typed while it was looked for;
	// nil: OnNew does.
	OnNewNamed func(kind ledger.Kind, name string, then func(id string))
	// OnChanged is called after each change in a field.
	OnChanged func()
	// EnterSubmits lets Enter in a text do what Ctrl+Enter does; with Shift it
	// begins a new line.
	EnterSubmits bool

	lookup   Lookup
	record   ledger.Record
	isNew    bool
	original map[string]any
	lost     map[string]any // what the last revert put away
	fields   *fieldset
	sets     map[ledger.Kind]*fieldset // made once a kind
	top      *words                    // problems of the record as a whole
	body     *Stack
	scroll   *container.Scroll
	apply    *widget.Button
	revert   *widget.Button
	quiet    bool              // fields are being set: no news
	active   fyne.CanvasObject // the field that had the keyboard last
}

// NewForm makes a form without a record.
func NewForm(lookup Lookup) *Form {
	f := &Form{lookup: lookup, sets: map[ledger.Kind]*fieldset{}, top: newWords("", ToneWarn, false)}
	f.top.Hide()
	f.body = NewStack(fieldGap)
	f.body.right = 8
	f.scroll = container.NewVScroll(f.body)
	f.apply = widget.NewButton("", f.Submit)
	f.apply.Importance = widget.HighImportance
	f.revert = widget.NewButton("", f.Revert)
	f.revert.Importance = widget.LowImportance
	f.ExtendBaseWidget(f)
	return f
}

// creates reports whether the form can have a record made that it refers to.
func (f *Form) creates() bool { return f.OnNew != nil || f.OnNewNamed != nil }

// create has a record made, by the name that was typed for it.
func (f *Form) create(kind ledger.Kind, name string, then func(id string)) {
	if f.OnNewNamed != nil {
		f.OnNewNamed(kind, name, then)
		return
	}
	f.OnNew(kind, then)
}

// SetLookup asks another case from now on.
func (f *Form) SetLookup(lookup Lookup) { f.lookup = lookup }

// shortcutName writes a key with the platform's main modifier.
func shortcutName(key string) string {
	if runtime.GOOS == "darwin" {
		return "⌘" + key
	}
	return "Ctrl+" + key
}

// SetRecord shows a record; nil shows none. A new record may have fields that
// are zero because nobody has judged them yet: those are shown as empty.
func (f *Form) SetRecord(r ledger.Record, isNew bool) {
	f.record, f.isNew, f.lost = r, isNew, nil
	f.original = map[string]any{}
	if r == nil {
		f.letGo()
		f.fields = nil
		f.body.Set(nil)
		f.Refresh()
		return
	}
	f.original = recordMap(r)
	if isNew {
		dropUnjudged(r.Kind(), f.original)
	}
	set, ok := f.sets[r.Kind()]
	if !ok {
		set = newFieldset(f, ledger.Schema(r.Kind()))
		f.sets[r.Kind()] = set
	}
	changed := f.fields != set
	if changed {
		f.letGo()
	}
	f.fields = set
	f.fill(f.original)
	f.top.set("", ToneWarn)
	f.top.Hide()
	if changed {
		f.body.items = []fyne.CanvasObject{f.top, set}
		f.body.Refresh()
	}
	f.scroll.Offset = fyne.Position{}
	f.relayout()
	f.update()
}

// letGo takes the keyboard from a field that will not be shown any more.
func (f *Form) letGo() {
	if f.active == nil {
		return
	}
	if c := canvasOf(f); c != nil && c.Focused() != nil && c.Focused().(fyne.CanvasObject) == f.active {
		c.Unfocus()
	}
	f.active = nil
}

// fill sets every field.
func (f *Form) fill(values map[string]any) {
	f.quiet = true
	f.fields.set(values)
	f.fields.clearNotes()
	f.quiet = false
}

// recordMap gives a record as its JSON object, numbers as written.
func recordMap(r ledger.Record) map[string]any {
	m := map[string]any{}
	body, err := ledger.Encode(r)
	if err != nil {
		return m // a record that the ledger holds can be written
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	if err := dec.Decode(&m); err != nil {
		return map[string]any{}
	}
	return m
}

// dropUnjudged takes zeros out of a new record that mean "not yet judged": a
// rung or a share of a record about which nothing has been said.
func dropUnjudged(k ledger.Kind, m map[string]any) {
	zero := func(key string) bool { n, ok := m[key].(json.Number); return ok && n.String() == "0" }
	switch k {
	case ledger.KindConduct, ledger.KindRequest:
		if zero("rung") && (k == ledger.KindRequest || m["what"] == "" || m["what"] == nil) {
			delete(m, "rung")
		}
	case ledger.KindDependence:
		if zero("share_low") && zero("share_mode") && zero("share_high") {
			delete(m, "share_low")
			delete(m, "share_mode")
			delete(m, "share_high")
		}
	}
}

// Record gives the record as it stands in the form, and what is wrong with it.
// With errors the record holds only what could be read; it is nil without one
// set.
func (f *Form) Record() (ledger.Record, []FieldError) {
	if f.record == nil {
		return nil, nil
	}
	values, errs := f.fields.get(f.original, true)
	body, err := json.Marshal(values)
	if err != nil {
		return nil, append(errs, FieldError{Message: fmt.Sprintf("the record cannot be written: %v", err)})
	}
	r, err := ledger.Decode(f.record.Kind(), body)
	if err != nil {
		return nil, append(errs, FieldError{Message: err.Error()})
	}
	return r, errs
}

// Dirty reports whether a field differs from what was set.
func (f *Form) Dirty() bool {
	if f.record == nil {
		return false
	}
	return f.fields.dirty(f.original)
}

// SetProblems shows what the ledger found wrong with the record, each at its
// field. Problems of other records are left out.
func (f *Form) SetProblems(problems []ledger.Problem) {
	if f.record == nil {
		return
	}
	var notes []note
	for _, p := range problems {
		if p.Record != f.record.RecordID() {
			continue
		}
		text := sentence(p.Message)
		if p.Fix != "" {
			text += " " + sentence(p.Fix)
		}
		notes = append(notes, note{p.Field, text, p.Severity == ledger.Warning})
	}
	f.show(notes)
}

// sentence makes a message of the core one: a capital, a full stop.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return s
	}
	r := []rune(s)
	s = strings.ToUpper(string(r[:1])) + string(r[1:])
	if !strings.ContainsAny(s[len(s)-1:], ".?!") {
		s += "."
	}
	return s
}

// show puts notes at their fields, and above all fields what has none.
func (f *Form) show(notes []note) {
	rest := f.fields.show(notes)
	var top []string
	tone := ToneWarn
	for _, n := range rest {
		top = append(top, n.text)
		if !n.warning {
			tone = toneError
		}
	}
	f.top.set(strings.Join(top, "\n"), tone)
	f.top.Hidden = len(top) == 0
	f.relayout()
}

// Submit hands the record over by OnSubmit, or shows what is missing.
func (f *Form) Submit() {
	if f.record == nil {
		return
	}
	_, errs := f.Record()
	if len(errs) > 0 {
		notes := make([]note, len(errs))
		for i, e := range errs {
			notes[i] = note{e.Field, e.Message, false}
		}
		f.show(notes)
		f.fields.focus(errs[0].Field)
		return
	}
	if f.OnSubmit != nil {
		f.OnSubmit()
	}
}

// Revert puts back what was set. A second call brings back what the first put
// away.
func (f *Form) Revert() {
	if f.record == nil {
		return
	}
	if f.Dirty() {
		f.lost = f.fields.raw()
		f.fill(f.original)
	} else if f.lost != nil {
		lost := f.lost
		f.lost = nil
		f.fill(lost)
	} else {
		return
	}
	f.relayout()
	f.update()
	if f.OnChanged != nil {
		f.OnChanged()
	}
}

// Focus gives the keyboard to the first field, or to the one with this key.
func (f *Form) Focus(key string) {
	if f.fields != nil {
		f.fields.focus(key)
	}
}

// changed is called by an editor after each change of its value.
func (f *Form) changed() {
	if f.quiet {
		return
	}
	f.update()
	if f.OnChanged != nil {
		f.OnChanged()
	}
}

// update sets the buttons to what can be done.
func (f *Form) update() {
	dirty := f.Dirty()
	verb := lang.L("Apply")
	if f.isNew {
		verb = lang.L("Add")
	}
	back, canRevert := lang.L("Revert"), dirty
	if !dirty && f.lost != nil {
		back, canRevert = lang.L("Bring back"), true
	}
	long := [2]string{verb + "  " + shortcutName("Enter"), back + "  Esc"}
	bold := fyne.TextStyle{Bold: true}
	need := textWidth(long[0], textSize(), bold) + textWidth(long[1], textSize(), bold) + 4*fynetheme.Size(fynetheme.SizeNameInnerPadding) + 6
	if need > f.Size().Width { // the keys go before the words do
		long = [2]string{verb, back}
	}
	setButton(f.apply, long[0], f.record != nil && (dirty || f.isNew))
	setButton(f.revert, long[1], canRevert)
}

func setButton(b *widget.Button, text string, enabled bool) {
	if b.Text != text {
		b.SetText(text)
	}
	if enabled && b.Disabled() {
		b.Enable()
	} else if !enabled && !b.Disabled() {
		b.Disable()
	}
}
