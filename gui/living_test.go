package gui

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/page"
	_ "github.com/fairweather-app/fairweather/gui/tongue" // before the toolkit asks for a language
	"github.com/fairweather-app/fairweather/gui/view"
)

// gridOf gives the grid of the page in view.
func gridOf(t *testing.T, w *Window) *view.Grid {
	t.Helper()
	g, _, ok := find(w, func(g *view.Grid) bool { return g.Visible() })
	if !ok {
		t.Fatal("no grid in view")
	}
	return g
}

func TestManyRecordsAtOnce(t *testing.T) {
	w := newWindow(t, newFile(t, 120))
	w.Do("page records")
	g := gridOf(t, w)
	w.win.Canvas().Focus(g)
	var ids []string
	for _, c := range w.s.State().Case.Conduct()[:5] {
		ids = append(ids, c.ID)
	}
	w.s.SelectMany(ids)
	if got := g.Selected(); len(got) != 5 {
		t.Fatalf("%d rows are chosen, want 5", len(got))
	}
	w.Do("set many")
	if _, ok := w.win.Canvas().Focused().(*view.Choice); !ok {
		t.Fatalf("the keyboard is at %T, want what there is to set", w.win.Canvas().Focused())
	}
	w.inspector.SetMany("rung", "+2")
	for _, id := range ids {
		r, _ := w.s.State().Case.Get(id)
		if r.(*ledger.Conduct).Rung != 2 {
			t.Errorf("%s has the rung %s", id, r.(*ledger.Conduct).Rung)
		}
	}
	if got := w.s.State().Undo; !strings.HasPrefix(got, "Set rung of 5") && !strings.HasPrefix(got, "Set rung of 4") && !strings.HasPrefix(got, "Set rung of 3") {
		t.Errorf("undo would undo %q", got)
	}
	w.Do("undo")
	same := 0
	for _, id := range ids {
		if r, _ := w.s.State().Case.Get(id); r.(*ledger.Conduct).Rung != 2 {
			same++
		}
	}
	if same == 0 {
		t.Error("one undo does not take all of it back")
	}

	// Delete asks in place, and one undo brings everything back.
	n := w.s.State().Case.Len()
	w.s.SelectMany(ids)
	w.Do("delete")
	if w.s.State().Case.Len() != n {
		t.Fatal("deleted without asking")
	}
	w.Do("delete")
	if got := w.s.State().Case.Len(); got > n-5 {
		t.Errorf("%d records are left of %d", got, n)
	}
	w.Do("undo")
	if got := w.s.State().Case.Len(); got != n {
		t.Errorf("after undo %d records, want %d", got, n)
	}
}

func TestSelectAllShowsSeveral(t *testing.T) {
	w := newWindow(t, newFile(t, 60))
	w.Do("page sources")
	g := gridOf(t, w)
	w.win.Canvas().Focus(g)
	w.Do("select all")
	if got, want := len(w.s.State().Place.Records()), len(w.s.State().Case.Sources()); got != want {
		t.Errorf("%d records in the inspector, want all %d sources", got, want)
	}
}

// Rows copied from a page come back by Paste: nothing new, nothing changed; with
// one cell changed, one record changes.
func TestCopyAndPasteRows(t *testing.T) {
	for _, name := range []string{"sources", "records"} {
		w := newWindow(t, newFile(t, 80))
		w.Do("page " + name)
		g := gridOf(t, w)
		w.win.Canvas().Focus(g)
		w.Do("copy")
		text := w.app.Clipboard().Content()
		w.Do("paste")
		if w.win.Canvas().Overlays().Top() == nil {
			t.Fatalf("%s: paste opens nothing", name)
		}
		if b, _, ok := find(w, func(b *page.KeyButton) bool { return strings.HasPrefix(b.Text, "Take in") }); !ok || !b.Disabled() {
			t.Errorf("%s: rows pasted over themselves would change something: %q", name, b.Text)
		}
		w.escape()
		if name != "sources" {
			continue
		}
		title := w.s.State().Case.Sources()[3].Title
		w.app.Clipboard().SetContent(strings.Replace(text, title, "Another title", 1))
		edits := w.s.State().Undo
		w.Do("paste")
		b, _, ok := find(w, func(b *page.KeyButton) bool { return strings.HasPrefix(b.Text, "Take in 1") })
		if !ok || b.Disabled() {
			t.Fatal("one changed cell does not make one row to take in")
		}
		b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if got := w.s.State().Case.Sources()[3].Title; got != "Another title" && w.s.State().Undo == edits {
			t.Errorf("the title is %q", got)
		}
		w.Do("undo")
	}
}

func TestRowMenu(t *testing.T) {
	w := newWindow(t, "")
	w.Do("page sources")
	g := gridOf(t, w)
	g.OnMenu(g.Rows()[0].Key, fyne.NewPos(200, 200))
	if w.win.Canvas().Overlays().Top() == nil {
		t.Error("a secondary tap opens no menu")
	}
}

func TestHistoryLeadsBack(t *testing.T) {
	w := newWindow(t, newFile(t, 60))
	m := w.s.State().Case.Moments()[0]
	old := m.Title
	for _, title := range []string{"First", "Second"} {
		next := ledger.Clone(m).(*ledger.Moment)
		next.Title = title
		w.s.Apply(casefile.Edit{Label: "Rename to " + title, Changes: []ledger.Change{{ID: m.ID, Record: next}}}, nil)
	}
	w.Do("edits")
	g := gridOf(t, w)
	if n := len(g.Rows()); n != 3 {
		t.Fatalf("%d edits are listed, want 3", n)
	}
	g.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	if _, _, ok := find(w, func(p *view.Prose) bool { return strings.Contains(p.String(), "First → Second") }); !ok {
		t.Error("nothing tells what the last edit changed")
	}
	g.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	g.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b := button(t, w, "Go back to the case as it was then")
	test.Tap(b)
	if got, _ := w.s.State().Case.Moment(m.ID); got.Title != old {
		t.Errorf("back at the first edit the title is %q, want %q", got.Title, old)
	}
	w.Do("undo")
	if got, _ := w.s.State().Case.Moment(m.ID); got.Title != "Second" {
		t.Errorf("going back is no edit that can be undone: the title is %q", got.Title)
	}
}

func TestCompareIsTheAnswerTheOtherWayRound(t *testing.T) {
	w := newWindow(t, "")
	first := w.s.State().Answer
	w.Do("compare")
	p := w.Page().(*page.Compare)
	text := p.TSV()
	if !strings.Contains(text, first.RelierName+" on "+first.PartnerName) || !strings.Contains(text, first.PartnerName+" on "+first.RelierName) {
		t.Errorf("the table does not name both questions:\n%s", text)
	}
	w.Do("swap")
	rows := strings.Split(text, "\n")
	turned := strings.Split(p.TSV(), "\n")
	a, b := strings.Split(rows[3], "\t"), strings.Split(turned[3], "\t")
	if a[1] != b[2] || a[2] != b[1] {
		t.Errorf("swapping the question does not swap the columns: %q, %q", rows[3], turned[3])
	}
}

func TestSecondWindow(t *testing.T) {
	w := newWindow(t, newFile(t, 60))
	x := w.p.another(w)
	if x.s.State().Path != w.s.State().Path {
		t.Fatalf("the second window is on %q", x.s.State().Path)
	}
	note := &ledger.Note{ID: "n900", Title: "From the second window"}
	x.s.Apply(casefile.Edit{Label: "Add", Changes: []ledger.Change{{ID: note.ID, Record: note}}}, nil)
	w.s.Refresh()
	if _, ok := w.s.State().Case.Get("n900"); !ok {
		t.Error("the first window does not see what the second wrote")
	}
	x.CloseWindow()
	if len(w.p.windows) != 1 {
		t.Errorf("%d windows are open, want 1", len(w.p.windows))
	}
	w.Do("page records") // the first goes on
}

// keeping makes a window that keeps unfinished forms and reports in dir.
func keeping(t *testing.T, path, dir string) *Window {
	t.Helper()
	a := test.NewApp()
	t.Cleanup(func() { test.NewApp() })
	a.Preferences().SetBool(keyWelcomed, true)
	a.Preferences().SetString(keyMode, "light")
	w := New(Options{App: a, Version: "test", Path: path, Data: t.TempDir(), Keep: dir, Do: inline, Spawn: inline, Today: func() edtf.Day { return today }, Exit: func() {}})
	w.win.Resize(fyne.NewSize(1280, 800))
	w.Show()
	return w
}

func TestUnfinishedFormsSurvive(t *testing.T) {
	path, dir := newFile(t, 60), t.TempDir()
	w := keeping(t, path, dir)
	m := w.s.State().Case.Moments()[0]
	w.s.Select(m.ID)
	w.Do("edit")
	w.inspector.Form().Focus("title")
	w.win.Canvas().Focused().(interface{ SetText(string) }).SetText("Half a title")
	w.keepDrafts() // what the clock does every second
	// The program is killed: no Close.

	x := keeping(t, path, dir)
	if n := x.inspector.Unfinished(); n != 1 {
		t.Fatalf("%d unfinished forms come back, want 1", n)
	}
	if !strings.Contains(x.notices.says(), "unfinished form") {
		t.Errorf("the notice says %q", x.notices.says())
	}
	link, _, ok := find(x, func(l *view.Link) bool { return l.Text() == "Go on" })
	if !ok {
		t.Fatal("nothing leads back to the form")
	}
	test.Tap(link)
	if r, _ := x.inspector.Form().Record(); r == nil || r.Name() != "Half a title" {
		t.Fatalf("the form comes back with %v", r)
	}
	x.Do("apply")
	if r, _ := x.s.State().Case.Moment(m.ID); r.Title != "Half a title" {
		t.Errorf("after it was applied the title is %q", r.Title)
	}
	x.keepDrafts()
	x.Close()
	y := keeping(t, path, dir)
	if n := y.inspector.Unfinished(); n != 0 {
		t.Errorf("a form that was applied comes back: %d", n)
	}
	y.Close()
}

func TestCrashIsToldAndOffersToReopen(t *testing.T) {
	path, dir := newFile(t, 60), t.TempDir()
	note := running{Process: 1 << 30, Case: path, Report: filepath.Join(dir, "report.txt")} // no such process
	body, err := json.Marshal(note)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"running.json": string(body), "report.txt": "Fairweather test\n\npanic: a fault"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	w := keeping(t, "", dir)
	if w.s.State().Open() {
		t.Error("the case that may have crashed the program is opened unasked")
	}
	if says := w.notices.says(); !strings.Contains(says, "ended unexpectedly") || !strings.Contains(says, note.Report) {
		t.Errorf("the notice says %q", says)
	}
	link, _, ok := find(w, func(l *view.Link) bool { return strings.HasPrefix(l.Text(), "Reopen") })
	if !ok {
		t.Fatal("nothing offers to reopen the case")
	}
	test.Tap(link)
	if w.s.State().Path != path {
		t.Errorf("open is %q", w.s.State().Path)
	}
	w.Close()
	if exists(filepath.Join(dir, "running.json")) {
		t.Error("the note that the program runs stays after it ended")
	}
}

func TestFaultLeavesAReportAndGoesOn(t *testing.T) {
	dir := t.TempDir()
	w := keeping(t, newFile(t, 60), dir)
	w.p.guarded(inline)(func() { panic("a fault in a callback") })
	if !strings.Contains(w.notices.says(), w.p.note.Report) {
		t.Errorf("the notice says %q", w.notices.says())
	}
	body, err := os.ReadFile(w.p.note.Report)
	if err != nil || !strings.Contains(string(body), "a fault in a callback") {
		t.Errorf("the report holds %q, %v", body, err)
	}
	w.Close()
}

func TestDroppedFilesBecomeSources(t *testing.T) {
	w := newWindow(t, newFile(t, 60))
	file := filepath.Join(t.TempDir(), "Joint statement.csv")
	if err := os.WriteFile(file, []byte("The two sides agreed on a zanzibar protocol."), 0o644); err != nil {
		t.Fatal(err)
	}
	n := len(w.s.State().Case.Sources())
	w.droppedFiles([]string{file})
	if len(w.s.State().Case.Sources()) != n {
		t.Fatal("a file becomes a source unasked")
	}
	link, _, ok := find(w, func(l *view.Link) bool { return l.Text() == "Add it" })
	if !ok {
		t.Fatal("nothing asks whether the file is a source")
	}
	test.Tap(link)
	var made *ledger.Source
	for _, s := range w.s.State().Case.Sources() {
		if s.Title == "Joint statement" {
			made = s
		}
	}
	if made == nil || made.Document == "" || w.s.State().Place.Record != made.ID {
		t.Fatalf("made %+v, shown %+v", made, w.s.State().Place)
	}
	var hits []casefile.Hit
	w.s.Search("zanzibar", 5, func(h []casefile.Hit) { hits = h })
	if len(hits) == 0 {
		t.Error("the text of the file is not found")
	}
	w.droppedFiles([]string{file})
	link, _, _ = find(w, func(l *view.Link) bool { return l.Text() == "Add it" })
	test.Tap(link)
	if got := len(w.s.State().Case.Sources()); got != n+1 {
		t.Errorf("the same file twice makes %d sources more, want 1", got-n)
	}
}

func TestPreferencesChangeTheCase(t *testing.T) {
	w := newWindow(t, newFile(t, 60))
	before := *w.s.State().Answer
	w.Do("preferences")
	p := w.p.chooser
	if p == nil {
		t.Fatal("no preferences")
	}
	p.name.SetText("Somebody Else")
	if w.s.Analyst() != "Somebody Else" {
		t.Errorf("edits are kept under %q", w.s.Analyst())
	}
	p.words.SetKey("phia")
	p.fields[0].SetText("3")
	p.apply()
	m := w.s.State().Case.Matter()
	if m.Settings.Words != "phia" || m.Settings.HalfLifeYears == nil || *m.Settings.HalfLifeYears != 3 {
		t.Fatalf("the case holds %+v; %s", m.Settings, p.says.Text)
	}
	if w.s.State().Answer.Settings == before.Settings {
		t.Error("the answer is not computed anew")
	}
	p.fields[1].SetText("7")
	p.apply()
	if m := w.s.State().Case.Matter(); m.Settings.OtherSituation != nil || !strings.Contains(p.says.Text, "0 to 1") {
		t.Errorf("a weight of 7 is taken: %+v, %q", m.Settings, p.says.Text)
	}
	w.Do("undo")
	if m := w.s.State().Case.Matter(); !m.Settings.IsZero() {
		t.Errorf("after undo the case holds %+v", m.Settings)
	}
	p.win.Close()
}

func TestFinderRemembersAndForgives(t *testing.T) {
	w := newWindow(t, "")
	w.Do("find")
	entry := w.win.Canvas().Focused().(*finderEntry)
	entry.SetText("chkcase") // letters of “Check the case”
	if len(entry.f.lines) == 0 || !strings.Contains(entry.f.lines[0].title, "Check the case") {
		t.Fatalf("chkcase finds %v", entry.f.lines)
	}
	entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	w.escape()
	w.Do("find")
	entry = w.win.Canvas().Focused().(*finderEntry)
	if len(entry.f.lines) == 0 || !strings.Contains(entry.f.lines[0].title, "Check the case") || !strings.Contains(entry.f.lines[0].detail, "Ctrl+Shift+K") {
		t.Errorf("what was used last does not come first: %v", entry.f.lines[:min(3, len(entry.f.lines))])
	}
	w.escape()
	for _, p := range page.Pages {
		w.Do("find")
		entry = w.win.Canvas().Focused().(*finderEntry)
		entry.SetText(p.Name + " page")
		if len(entry.f.lines) == 0 || entry.f.lines[0].title != p.Name {
			t.Errorf("%q finds %v first", p.Name+" page", entry.f.lines[:min(2, len(entry.f.lines))])
		}
		w.escape()
	}
}
