package view

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func testForm(t testing.TB, r ledger.Record, isNew bool) *Form {
	t.Helper()
	f := NewForm(&names{})
	window(t, f, 320, 760)
	f.SetRecord(r, isNew)
	return f
}

// field gives the editor of a field.
func field[E editor](t testing.TB, f *Form, key string) E {
	t.Helper()
	for _, b := range f.fields.blocks {
		if b.field.Key == key {
			e, ok := b.editor.(E)
			if !ok {
				t.Fatalf("field %s has a %T", key, b.editor)
			}
			return e
		}
	}
	t.Fatalf("no field %s", key)
	panic("unreachable")
}

func encoded(t testing.TB, r ledger.Record) string {
	t.Helper()
	body, err := ledger.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// Every record of every bundled case goes through its form unchanged, and the
// form does not call it changed.
func TestFormKeepsEveryBundledRecord(t *testing.T) {
	f := NewForm(&names{})
	window(t, f, 320, 760)
	kinds := map[ledger.Kind]int{}
	for _, name := range assets.Names() {
		body, err := assets.Case(name)
		if err != nil {
			t.Fatal(err)
		}
		c, _, err := ledger.UnmarshalCase(body)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range c.Records() {
			kinds[r.Kind()]++
			f.SetRecord(r, false)
			if f.Dirty() {
				t.Fatalf("%s %s: changed as soon as shown", r.Kind(), r.RecordID())
			}
			got, errs := f.Record()
			if len(errs) > 0 {
				t.Fatalf("%s %s: %v", r.Kind(), r.RecordID(), errs)
			}
			if a, b := encoded(t, r), encoded(t, got); a != b {
				t.Fatalf("%s %s:\n%s\nbecame\n%s", r.Kind(), r.RecordID(), a, b)
			}
		}
	}
	if len(kinds) < 6 {
		t.Errorf("only %v were tried", kinds)
	}
}

// Every kind can be filled in from nothing through its schema, with all parts
// of its lists opened.
func TestFormOpensEveryKind(t *testing.T) {
	for _, k := range ledger.Kinds {
		r, err := ledger.New(k, "x1")
		if err != nil {
			t.Fatal(err)
		}
		f := testForm(t, r, true)
		if f.Dirty() {
			t.Errorf("%s: an empty new record is changed", k)
		}
		_, errs := f.Record()
		var missing []string
		for _, e := range errs {
			missing = append(missing, e.Field)
		}
		var want []string
		for _, s := range ledger.Schema(k) {
			if s.Required {
				want = append(want, s.Key)
			}
		}
		if !slices.Equal(missing, want) {
			t.Errorf("%s: missing %v, want %v", k, missing, want)
		}
		for _, b := range f.fields.blocks {
			if e, ok := b.editor.(*itemsEditor); ok {
				e.addItem()
				if len(e.items) != 1 || !e.items[0].open {
					t.Errorf("%s.%s: a new item is not open", k, b.field.Key)
				}
				e.remove(0)
			}
		}
		if f.Dirty() {
			t.Errorf("%s: changed after an item came and went", k)
		}
	}
}

func TestFormEdits(t *testing.T) {
	f := testForm(t, sampleConduct(), false)
	changes, submits := 0, 0
	f.OnChanged = func() { changes++ }
	f.OnSubmit = func() { submits++ }
	what := field[*textEditor](t, f, "what")
	test.Type(what.entry, "Twice: ")
	if !f.Dirty() || changes == 0 || f.apply.Disabled() {
		t.Fatalf("typing: dirty %v, %d changes, Apply disabled %v", f.Dirty(), changes, f.apply.Disabled())
	}
	when := field[*dateEditor](t, f, "date")
	when.entry.SetText("Dec 2007")
	if got := when.hint.text; got != "2007-12, 2007-12-01 to 2007-12-31" {
		t.Errorf("hint %q", got)
	}
	when.entry.FocusGained()
	when.entry.FocusLost()
	if got := when.entry.Text; got != "2007-12" {
		t.Errorf("left with %q in the field", got)
	}
	rung := field[*rungEditor](t, f, "rung")
	test.TapAt(rung, fyne.NewPos(rung.Size().Width-5, 5))
	tags := field[*chipsEditor](t, f, "tags")
	test.Type(tags.entry, "war;peace")
	what.entry.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
	if submits != 1 {
		t.Fatalf("Ctrl+Enter submitted %d times", submits)
	}
	r, errs := f.Record()
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	c := r.(*ledger.Conduct)
	want := sampleConduct()
	want.What, want.Date, want.Rung = "Twice: "+want.What, date("2007-12"), ledger.Fought
	want.Tags = append(want.Tags, "war", "peace")
	if encoded(t, c) != encoded(t, want) {
		t.Errorf("record\n%s\nwant\n%s", encoded(t, c), encoded(t, want))
	}
}

func TestFormRevertAndBringBack(t *testing.T) {
	f := testForm(t, sampleConduct(), false)
	when := field[*dateEditor](t, f, "date")
	when.entry.SetText("not a date")
	what := field[*textEditor](t, f, "what")
	what.entry.SetText("else")
	if !f.Dirty() {
		t.Fatal("not dirty")
	}
	press(what.entry, fyne.KeyEscape)
	if f.Dirty() || when.entry.Text != "2025-06-13" || what.entry.Text != sampleConduct().What {
		t.Errorf("after Escape: dirty %v, %q, %q", f.Dirty(), when.entry.Text, what.entry.Text)
	}
	press(what.entry, fyne.KeyEscape)
	if f.Dirty() {
		t.Error("a second Escape brought back what the first put away")
	}
	what.entry.SetText("again")
	tags := field[*chipsEditor](t, f, "tags")
	press(tags.flow.items[0].(*Chip), fyne.KeyEscape)
	if f.Dirty() {
		t.Error("Escape on a chip of the form is not heard")
	}
	what.entry.SetText("else")
	when.entry.SetText("not a date")
	press(what.entry, fyne.KeyEscape)
	if f.revert.Disabled() {
		t.Fatal("what was put away cannot be brought back")
	}
	test.Tap(f.revert)
	if when.entry.Text != "not a date" || what.entry.Text != "else" {
		t.Errorf("brought back %q, %q", when.entry.Text, what.entry.Text)
	}
}

func TestFormTellsErrors(t *testing.T) {
	f := testForm(t, &ledger.Conduct{ID: "c9", Moment: "m1"}, true)
	submits := 0
	f.OnSubmit = func() { submits++ }
	field[*dateEditor](t, f, "date").entry.SetText("sometime")
	f.Submit()
	if submits != 0 {
		t.Error("an incomplete record was submitted")
	}
	for _, b := range f.fields.blocks {
		want := ""
		switch b.field.Key {
		case "from", "to", "rung", "what":
			want = "This is needed."
		}
		if b.field.Key != "date" && b.notes.text != want {
			t.Errorf("%s: note %q, want %q", b.field.Key, b.notes.text, want)
		}
	}
	_, errs := f.Record()
	if i := slices.IndexFunc(errs, func(e FieldError) bool { return e.Field == "date" }); i < 0 || !strings.Contains(errs[i].Message, "such as") {
		t.Errorf("the date's error: %v", errs)
	}
	focused := fyne.CurrentApp().Driver().CanvasForObject(f).Focused()
	if focused != fyne.Focusable(field[*referenceEditor](t, f, "from").choice.Choice) {
		t.Errorf("the keyboard is at %T, not at the first field that is wrong", focused)
	}
	// A note goes when its field changes.
	test.Type(field[*textEditor](t, f, "what").entry, "x")
	for _, b := range f.fields.blocks {
		if b.field.Key == "what" && b.notes.text != "" {
			t.Error("the note stays")
		}
	}
}

func TestFormShowsProblems(t *testing.T) {
	f := testForm(t, samplePledge(3), false)
	f.SetProblems([]ledger.Problem{
		{Record: "p1", Field: "due", Severity: ledger.Warning, Message: "due before it was promised", Fix: "check both dates"},
		{Record: "p1", Field: "milestones[1].date", Severity: ledger.Error, Message: "before the promise", Fix: "correct the date"},
		{Record: "p1", Field: "nowhere", Severity: ledger.Warning, Message: "rests on one source"},
		{Record: "other", Field: "title", Severity: ledger.Error, Message: "not of this record"},
	})
	for _, b := range f.fields.blocks {
		want := ""
		if b.field.Key == "due" {
			want = "Due before it was promised. Check both dates."
		}
		if b.notes.text != want {
			t.Errorf("%s: %q, want %q", b.field.Key, b.notes.text, want)
		}
	}
	if !f.top.Visible() || f.top.text != "Rests on one source." {
		t.Errorf("above all: %q", f.top.text)
	}
	m := field[*itemsEditor](t, f, "milestones")
	if !m.items[1].open || m.items[0].open {
		t.Fatal("the milestone with the error is not open, or another is")
	}
	if got := m.items[1].fields.blocks[0].notes.text; got != "Before the promise. Correct the date." {
		t.Errorf("in the milestone: %q", got)
	}
	f.SetProblems(nil)
	if f.top.Visible() || m.items[1].fields.blocks[0].notes.text != "" {
		t.Error("problems stay")
	}
}

func TestFormCitations(t *testing.T) {
	f := testForm(t, sampleConduct(), false)
	var opened string
	f.OnOpen = func(id string) { opened = id }
	f.OnNew = func(k ledger.Kind, then func(string)) {
		if k != ledger.KindSource {
			t.Errorf("new %s", k)
		}
		then("s2")
	}
	f.SetRecord(sampleConduct(), false)
	e := field[*itemsEditor](t, f, "citations")
	chip, _, text, detail := e.summary(e.items[0].current())
	if chip != "B 2" || !strings.HasPrefix(text, "Statement of") || detail != "para 4" {
		t.Errorf("line %q %q %q", chip, text, detail)
	}
	test.Tap(e.items[0].line)
	parts := e.items[0].fields
	parts.blocks[1].editor.(*textEditor).entry.SetText("page 5")
	source := parts.blocks[0].editor.(*referenceEditor)
	test.Tap(source.open)
	if opened != "s1" {
		t.Errorf("opened %q", opened)
	}
	source.choice.onAct("")
	credibility := parts.blocks[2].editor.(*choiceEditor)
	if got := credibility.text(); got != "2  probably true" {
		t.Errorf("credibility reads %q", got)
	}
	test.Tap(e.add)
	if _, errs := f.Record(); len(errs) != 2 || errs[0].Field != "citations[2].source" || errs[1].Field != "citations[2].credibility" {
		t.Errorf("an empty citation: %v", errs)
	}
	press(e.items[2].line, fyne.KeyDelete)
	r, errs := f.Record()
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	want := []ledger.Citation{{Source: "s2", Where: "page 5", Credibility: 2, Quote: "categorically unacceptable"}, {Source: "s2", Credibility: 1}}
	if got := r.(*ledger.Conduct).Citations; !slices.Equal(got, want) {
		t.Errorf("citations %v, want %v", got, want)
	}
}

// A milestone that cannot be read stays open, so that it is not lost.
func TestFormItemWithErrorStaysOpen(t *testing.T) {
	f := testForm(t, samplePledge(2), false)
	e := field[*itemsEditor](t, f, "milestones")
	e.setOpen(0, true)
	e.items[0].fields.blocks[2].editor.(*textEditor).entry.SetText("150 %")
	e.setOpen(0, false)
	if !e.items[0].open {
		t.Error("closed with an error in it")
	}
	if _, errs := f.Record(); len(errs) != 1 || errs[0].Field != "milestones[0].share" {
		t.Errorf("errors %v", errs)
	}
	e.items[0].fields.blocks[2].editor.(*textEditor).entry.SetText("15 %")
	e.setOpen(0, false)
	if r, _ := f.Record(); *r.(*ledger.Pledge).Milestones[0].Share != .15 || e.items[0].open {
		t.Error("15 % is not .15, or it did not close")
	}
}

// Milestones change places by Alt and an arrow, by the links below an open one and
// by dragging, and what was typed goes along.
func TestFormReordersItems(t *testing.T) {
	f := testForm(t, samplePledge(3), false)
	e := field[*itemsEditor](t, f, "milestones")
	r, _ := f.Record()
	want := r.(*ledger.Pledge).Milestones
	order := func() (dates []string) {
		r, errs := f.Record()
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		for _, m := range r.(*ledger.Pledge).Milestones {
			dates = append(dates, m.Date.String())
		}
		return dates
	}
	expect := func(how string, at ...int) {
		t.Helper()
		var dates []string
		for _, i := range at {
			dates = append(dates, want[i].Date.String())
		}
		if got := order(); !slices.Equal(got, dates) {
			t.Errorf("%s: %v, want %v", how, got, dates)
		}
	}
	alt := func(i int, key fyne.KeyName) {
		e.items[i].line.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierAlt})
	}
	alt(0, fyne.KeyUp)
	expect("up from the top", 0, 1, 2)
	if f.Dirty() {
		t.Error("changed by a move that cannot be")
	}
	alt(0, fyne.KeyDown)
	expect("down", 1, 0, 2)
	if !f.Dirty() {
		t.Error("a form with its milestones in another order is not unfinished")
	}
	if got := fyne.CurrentApp().Driver().CanvasForObject(f).Focused(); got != fyne.Focusable(e.items[1].line) {
		t.Error("the keyboard does not go along")
	}
	e.setOpen(2, true)
	test.Tap(e.items[2].box.up)
	expect("the link up", 1, 2, 0)
	if !e.items[1].open || e.items[1].box.up.Hidden || e.items[1].box.down.Hidden {
		t.Error("the open one does not stay open, or lacks a way up or down")
	}
	e.setOpen(1, false)
	first := e.items[0].line
	for range 10 {
		first.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, first.Size().Height/4)})
	}
	first.DragEnd()
	expect("dragged two lines down", 2, 0, 1)
}

func TestFormDayOrder(t *testing.T) {
	for order, want := range map[edtf.DayOrder]string{edtf.DayFirst: "2007-04-03", edtf.MonthFirst: "2007-03-04"} {
		f := NewForm(&names{order: order})
		window(t, f, 320, 700)
		f.SetRecord(sampleConduct(), false)
		field[*dateEditor](t, f, "date").entry.SetText("03/04/2007")
		r, errs := f.Record()
		if len(errs) > 0 || r.(*ledger.Conduct).Date.String() != want {
			t.Errorf("03/04/2007 became %v (%v), want %s", r, errs, want)
		}
	}
}

// Tab reaches every field in order, and each is scrolled into view.
func TestFormTab(t *testing.T) {
	f := testForm(t, samplePledge(2), false)
	f.Resize(fyne.NewSize(320, 300))
	c := fyne.CurrentApp().Driver().CanvasForObject(f)
	f.Focus("title")
	seen := map[fyne.Focusable]bool{}
	for range 80 {
		o := c.Focused()
		if seen[o] {
			break
		}
		seen[o] = true
		if b, ok := o.(fyne.Widget); ok && b != fyne.Widget(f.apply) && b != fyne.Widget(f.revert) && !isLink(o) && !isChip(o) {
			d := fyne.CurrentApp().Driver()
			top := d.AbsolutePositionForObject(b).Y - d.AbsolutePositionForObject(f.scroll).Y
			if top < -1 || top > f.scroll.Size().Height {
				t.Errorf("%T has the keyboard out of view, at %v", o, top)
			}
		}
		c.FocusNext()
	}
	if len(seen) < 15 {
		t.Errorf("Tab reached only %d", len(seen))
	}
}

func isLink(o fyne.Focusable) bool { _, ok := o.(*Link); return ok }

func isChip(o fyne.Focusable) bool { _, ok := o.(*Chip); return ok }

// A field that is no longer shown does not keep the keyboard.
func TestFormLetsGoOfTheKeyboard(t *testing.T) {
	f := testForm(t, sampleConduct(), false)
	c := fyne.CurrentApp().Driver().CanvasForObject(f)
	f.Focus("what")
	f.SetRecord(sampleConduct(), false)
	if c.Focused() == nil {
		t.Error("the keyboard is lost though the field is still there")
	}
	f.SetRecord(samplePledge(1), false)
	if c.Focused() != nil {
		t.Errorf("%T keeps the keyboard", c.Focused())
	}
	f.Focus("title")
	f.SetRecord(nil, false)
	if c.Focused() != nil {
		t.Errorf("%T keeps the keyboard without a record", c.Focused())
	}
}

// Undo in a field does not bring back what stood there for another record.
func TestFormUndoStaysInTheRecord(t *testing.T) {
	f := testForm(t, sampleConduct(), false)
	e := field[*textEditor](t, f, "what").entry
	test.Type(e, "x")
	f.SetRecord(sampleConduct(), false)
	e.TypedShortcut(&fyne.ShortcutUndo{})
	if f.Dirty() {
		t.Errorf("undo made it %q", e.Text)
	}
}
