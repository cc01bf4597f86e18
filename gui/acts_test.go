package gui

import (
	"context"
	"fyne.io/fyne/v2/canvas"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/ledger/ledgertest"
	"github.com/fairweather-app/fairweather/gui/page"
	_ "github.com/fairweather-app/fairweather/gui/tongue" // before the toolkit asks for a language
	"github.com/fairweather-app/fairweather/gui/view"
)

func TestEditChangesAnswerAndFile(t *testing.T) {
	w := newWindow(t, newFile(t, 300))
	var c *ledger.Conduct
	for _, x := range w.s.State().Case.ConductBetween(ledgertest.Partner, ledgertest.Relier) {
		if x.Rung == ledger.Silent {
			c = x
		}
	}
	fought := func() float64 {
		return w.s.State().Answer.AtLeast[ledger.Fought-ledger.LowestRung].Probability
	}
	before := fought()
	w.s.Select(c.ID)
	w.Do("edit")
	form := w.inspector.Form()
	if form == nil {
		t.Fatal("no form")
	}
	form.Focus("rung")
	w.win.Canvas().Focused().TypedRune('4')
	if !form.Dirty() {
		t.Fatal("typing 4 at the rung changed nothing in the form")
	}
	if fought() != before {
		t.Error("the answer changed before the form was applied")
	}
	w.Do("apply")
	if w.inspector.Form() != nil {
		t.Error("the form stays open after it was applied")
	}
	if fought() <= before {
		t.Errorf("P(fought) is %v after the edit, was %v", fought(), before)
	}
	onDisk := func() ledger.Rung {
		f, err := casefile.Open(context.Background(), w.s.State().Path, casefile.Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		r, _ := f.Case().Get(c.ID)
		return r.(*ledger.Conduct).Rung
	}
	if onDisk() != ledger.Fought {
		t.Errorf("on disk the rung is %s", onDisk())
	}
	if label := w.items["undo"].Label; !strings.HasPrefix(label, "Undo: Change conduct") {
		t.Errorf("the menu says %q", label)
	}
	w.Do("undo")
	if fought() != before || onDisk() != ledger.Silent {
		t.Errorf("after undo %v and %s, want %v and 0", fought(), onDisk(), before)
	}
}

func TestRefusedEditShowsItsProblemsInTheForm(t *testing.T) {
	w := newWindow(t, newFile(t, 100))
	w.s.Select(w.s.State().Case.Moments()[0].ID)
	w.Do("edit")
	w.inspector.Form().Focus("end")
	entry := w.win.Canvas().Focused().(interface{ SetText(string) })
	entry.SetText("1815-06-18") // before it began
	w.Do("apply")
	if w.inspector.Form() == nil {
		t.Fatal("a form that was refused is gone")
	}
	if _, _, ok := find(w, func(p *view.Prose) bool { return strings.Contains(p.String(), "Not kept") }); !ok {
		t.Error("nothing says that the edit was not kept")
	}
}

func TestUnfinishedFormIsKept(t *testing.T) {
	w := newWindow(t, newFile(t, 100))
	moments := w.s.State().Case.Moments()
	w.s.Select(moments[0].ID)
	w.Do("edit")
	w.inspector.Form().Focus("title")
	w.win.Canvas().Focused().(interface{ SetText(string) }).SetText("Half a title")
	w.s.Select(moments[1].ID)
	if n := w.inspector.Unfinished(); n != 1 {
		t.Fatalf("%d unfinished forms", n)
	}
	w.s.Select(moments[0].ID)
	link, _, ok := find(w, func(l *view.Link) bool { return l.Text() == "Go on" })
	if !ok {
		t.Fatal("nothing leads back to the unfinished form")
	}
	test.Tap(link)
	r, _ := w.inspector.Form().Record()
	if r.Name() != "Half a title" {
		t.Errorf("the form comes back with %q", r.Name())
	}
}

func TestNewRecordOfEveryKind(t *testing.T) {
	w := newWindow(t, newFile(t, 100))
	for _, k := range ledger.Kinds[1:] {
		w.Do("new " + string(k))
		if w.inspector.Form() == nil {
			t.Fatalf("no form for a new %s", k)
		}
		if r, _ := w.inspector.Form().Record(); r == nil || r.Kind() != k {
			t.Errorf("the form for a new %s holds %v", k, r)
		}
		w.Do("cancel")
	}
	// One of them all the way.
	n := len(w.s.State().Case.Notes())
	w.Do("new note")
	w.inspector.Form().Focus("title")
	w.win.Canvas().Focused().(interface{ SetText(string) }).SetText("A remark")
	w.Do("apply")
	if got := len(w.s.State().Case.Notes()); got != n+1 {
		t.Errorf("%d notes, want %d", got, n+1)
	}
}

func TestDeleteTakesReferencesAlong(t *testing.T) {
	w := newWindow(t, newFile(t, 200))
	c := w.s.State().Case
	for _, r := range []ledger.Record{c.Moments()[0], c.Sources()[0], c.Conduct()[0]} {
		changes, err := page.Remove(w.s.State().Case, r.RecordID())
		if err != nil {
			t.Fatal(err)
		}
		var failed error
		w.s.Apply(casefile.Edit{Label: "Delete", Changes: changes}, func(err error) { failed = err })
		if failed != nil {
			t.Errorf("delete %s %s: %v", r.Kind(), r.RecordID(), failed)
		}
		if _, ok := w.s.State().Case.Get(r.RecordID()); ok {
			t.Errorf("%s is still there", r.RecordID())
		}
		if refs := w.s.State().Case.Referrers(r.RecordID()); len(refs) > 0 {
			t.Errorf("%v still refer to %s", refs, r.RecordID())
		}
		w.Do("undo")
	}
}

func TestJSONOpensByImport(t *testing.T) {
	w := newWindow(t, newFile(t, 60))
	out := filepath.Join(t.TempDir(), "case.json")
	w.s.Export(out)
	w.OpenPath(out)
	if w.win.Canvas().Overlays().Top() == nil {
		t.Error("a JSON file asks for no case file")
	}
}

func TestEscapeClosesDialogs(t *testing.T) {
	w := newWindow(t, newFile(t, 60))
	for _, id := range []string{"new", "open", "export", "check", "shortcuts", "find", "welcome", "name"} {
		w.Do(id)
		if w.win.Canvas().Overlays().Top() == nil {
			t.Errorf("%s opens no dialog", id)
			continue
		}
		w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if w.win.Canvas().Overlays().Top() != nil {
			t.Errorf("Escape does not close %s", id)
			w.escape()
		}
	}
}

// button gives the visible button with a text.
func button(t *testing.T, w *Window, text string) *widget.Button {
	t.Helper()
	if b, _, ok := find(w, func(b *page.KeyButton) bool { return b.Text == text }); ok {
		return &b.Button
	}
	b, _, ok := find(w, func(b *widget.Button) bool { return b.Text == text })
	if !ok {
		t.Fatalf("no button %q", text)
	}
	return b
}

func TestConflictLetsThePersonChoose(t *testing.T) {
	for _, c := range []struct{ choose, want string }{
		{"Keep theirs", "Their title"},
		{"Put yours in its place", "My title"},
	} {
		w := newWindow(t, newFile(t, 100))
		moment := w.s.State().Case.Moments()[0]
		w.s.Select(moment.ID)
		w.Do("edit")
		w.inspector.Form().Focus("title")
		w.win.Canvas().Focused().(interface{ SetText(string) }).SetText("My title")

		other, err := casefile.Open(context.Background(), w.s.State().Path, casefile.Options{Analyst: "Other"})
		if err != nil {
			t.Fatal(err)
		}
		theirs := ledger.Clone(moment).(*ledger.Moment)
		theirs.Title = "Their title"
		if _, err := other.Apply(context.Background(), casefile.Edit{Label: "Rename", Changes: []ledger.Change{{ID: moment.ID, Record: theirs}}}); err != nil {
			t.Fatal(err)
		}
		if err := other.Close(); err != nil {
			t.Fatal(err)
		}
		w.s.Refresh() // theirs is seen while the form is open

		w.Do("apply")
		text, _, ok := find(w, func(l *widget.Label) bool { return strings.Contains(l.Text, "Their title") })
		if !ok || !strings.Contains(text.Text, "My title") || !strings.Contains(text.Text, "Other") {
			t.Fatal("the dialog does not show both versions and who made the other")
		}
		test.Tap(button(t, w, c.choose))
		if m, _ := w.s.State().Case.Moment(moment.ID); m.Title != c.want {
			t.Errorf("%s: the title is %q", c.choose, m.Title)
		}
		if w.inspector.Form() != nil {
			t.Errorf("%s: the form stays open", c.choose)
		}
	}
}

func TestDamagedFileOpensReadOnlyAndOffersRescue(t *testing.T) {
	path := newFile(t, 2000)
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(body) / 2; i < len(body)/2+40000; i += 7 {
		body[i] ^= 0x55
	}
	if err := os.WriteFile(path, body, 0o644); err != nil {
		t.Fatal(err)
	}
	w := newWindow(t, path)
	st := w.s.State()
	if !st.Damaged || st.ReadOnly == "" || st.Case.Len() == 0 {
		t.Fatalf("damaged %v, read-only %q, %d records", st.Damaged, st.ReadOnly, st.Case.Len())
	}
	if !strings.Contains(w.status.text.String(), "Read-only") {
		t.Errorf("the status line says %q", w.status.text.String())
	}
	test.Tap(button(t, w, "Rescue…"))
	test.Tap(button(t, w, "Rescue"))
	w.escape() // the report
	if st := w.s.State(); st.Damaged || !strings.HasSuffix(st.Path, "rescued"+casefile.Extension) || st.Case.Len() == 0 {
		t.Errorf("after the rescue open is %s, damaged %v, %d records", st.Path, st.Damaged, st.Case.Len())
	}
}

func TestReadOnlyCaseCannotBeEdited(t *testing.T) {
	path := newFile(t, 60)
	if err := os.Chmod(path, 0o444); err != nil {
		t.Fatal(err)
	}
	w := newWindow(t, path)
	if w.s.State().ReadOnly == "" {
		t.Log("this user may write anything: nothing to test")
		return
	}
	w.s.Select(w.s.State().Case.Moments()[0].ID)
	w.Do("edit")
	if w.inspector.Form() != nil {
		t.Error("a form opens on a case that cannot be changed")
	}
}

func TestFailureIsToldInWords(t *testing.T) {
	w := newWindow(t, newFile(t, 60))
	text := filepath.Join(t.TempDir(), "letter.fairweather")
	if err := os.WriteFile(text, []byte("Dear Sir"), 0o644); err != nil {
		t.Fatal(err)
	}
	w.OpenPath(text)
	said := w.notices.says()
	if !strings.Contains(said, "not a Fairweather case") || !strings.Contains(said, "letter") {
		t.Errorf("what happened, and to which file, is told as %q", said)
	}
}

// A form that is opened while the inspector is hidden is seen, and hiding the
// inspector with one in it says so.
func TestDraftIsSeen(t *testing.T) {
	w := newWindow(t, newFile(t, 60))
	begin := map[string]func(){
		"new record": func() { w.Do("new moment") },
		"duplicate":  func() { w.s.Select(w.s.State().Case.Moments()[0].ID); w.Do("duplicate") },
		"on a page":  func() { w.s.Edit(w.s.State().Case.Moments()[0].ID) },
	}
	for _, how := range slices.Sorted(maps.Keys(begin)) {
		w.Do("inspector")
		if w.side.Visible() {
			t.Fatal("the inspector is not hidden")
		}
		begin[how]()
		if w.inspector.Form() == nil || !w.side.Visible() {
			t.Errorf("%s: the form is out of sight", how)
		}
		w.inspector.Cancel()
	}
	w.Do("new moment")
	w.Do("inspector")
	notice, _, ok := find(w, func(p *view.Prose) bool { return strings.Contains(p.String(), "holds 1\u00a0unfinished form") })
	if !ok {
		t.Fatal("nothing says that a form is out of sight")
	}
	notice.OnTapped("Show it")
	if !w.side.Visible() || w.inspector.Form() == nil {
		t.Error("“Show it” does not show it")
	}
}

// A source that is dragged from its table onto the inspector is cited in the
// record that was shown there, though pressing the row shows the source.
func TestDragOntoTheInspector(t *testing.T) {
	w := newWindow(t, "")
	c := w.s.State().Case
	record := c.Conduct()[0]
	w.Do("page sources")
	w.s.Select(record.ID)
	g := gridOf(t, w)
	id := ""
	for _, s := range c.Sources() {
		if !slices.ContainsFunc(record.Citations, func(x ledger.Citation) bool { return x.Source == s.ID }) {
			id = s.ID
			break
		}
	}
	w.s.Select(id) // as a press does
	at := w.app.Driver().AbsolutePositionForObject(w.side).AddXY(60, 200)
	g.OnDrop(id, at)
	source, _ := c.Source(id)
	if w.win.Canvas().Overlays().Top() == nil {
		t.Fatal("no menu offers to link them")
	}
	said := ""
	for _, o := range test.LaidOutObjects(w.win.Canvas().Overlays().Top()) {
		if text, ok := o.(*canvas.Text); ok {
			said += text.Text + "\n"
		}
	}
	if !strings.Contains(said, "Cite “"+string([]rune(source.Name())[:10])) {
		t.Errorf("the menu says %q", said)
	}
}
