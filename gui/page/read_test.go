package page

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/gui/theme"
)

// readCase is a case of two states and one moment, on which articles are read.
func readCase() *ledger.Case {
	d := edtf.MustParse
	return ledger.NewCase([]ledger.Record{
		&ledger.Matter{ID: ledger.MatterID, Title: "Russia and Iran", Question: ledger.Question{Relier: "iran", Partner: "russia"}},
		&ledger.Actor{ID: "iran", Label: "Iran", Type: "state", ISO3: "IRN"}, &ledger.Actor{ID: "russia", Label: "Russia", Type: "state", ISO3: "RUS"},
		&ledger.Source{ID: "s1", Title: "Old report", Publisher: "Old", Reliability: "B", Seen: "page"},
		&ledger.Moment{ID: "m001", Title: "Twelve-day war", InNeed: []string{"iran"}, Start: d("2025-06-13"), End: d("2025-06-24"), Type: "war", Citations: []ledger.Citation{{Source: "s1", Credibility: 2}}},
	})
}

const firstArticle = `Russia condemned the strikes on Iran on 14 June 2025.

In 2024 Russia delivered air defence systems to Iran. The delivery of Su-35 fighters to Iran was delayed by Russia again in 2024.`

const secondArticle = `The Kremlin said nothing new on Monday. But on 14 June 2025 Russia condemned the strikes on Iran, the agency reported, and the ministry in Moscow repeated it.`

// readHost undoes, as the window does.
type readHost struct{ *desk }

// Do implements Host.
func (h readHost) Do(name string) {
	if name == "undo" {
		h.s.Undo()
	}
	h.desk.Do(name)
}

// newRead opens the page on a case, with the window to look at.
func newRead(t testing.TB, c *ledger.Case) (*desk, *Read) {
	t.Helper()
	d := newDesk(t, c)
	d.s.SetAnalyst("Ann")
	p := NewRead(d.s, readHost{d})
	d.open(t, p, 860, 700)
	return d, p
}

// takeText pastes a text, checks its date and reads it.
func takeText(t testing.TB, p *Read, text, title, day string) {
	t.Helper()
	fyne.CurrentApp().Clipboard().SetContent(text)
	p.First().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
	if p.mode != readChecking {
		t.Fatalf("a pasted text is not shown to be checked: mode %d, %q", p.mode, p.library.says.String())
	}
	p.check.title.SetText(title)
	p.check.date.SetText(day)
	p.check.publisher.SetText(title + " Press")
	p.check.date.OnSubmitted("")
	if p.mode != readDesk || p.r == nil {
		t.Fatalf("the text is not open: mode %d", p.mode)
	}
}

func (p *Read) press(keys string) {
	for _, r := range keys {
		p.text.TypedRune(r)
	}
}

// toKind goes to the first open candidate of a kind.
func (p *Read) toKind(t testing.TB, kind reading.Kind) *readdesk.Item {
	t.Helper()
	for range p.r.Items {
		i, ok := itemAt(p.r, p.at)
		if ok && p.r.Items[i].Candidate.Kind == kind && p.r.Items[i].Decision.State == readdesk.Open {
			return &p.r.Items[i]
		}
		p.press("n")
	}
	for i := range p.r.Items {
		if it := &p.r.Items[i]; it.Candidate.Kind == kind && it.Decision.State == readdesk.Open {
			p.goTo(it.Decision.ID)
			return it
		}
	}
	t.Fatalf("no open candidate of kind %s", kind)
	return nil
}

func TestReadPictures(t *testing.T) {
	for _, x := range []struct {
		name string
		mode theme.Mode
		w, h float32
	}{{"light", theme.Light, 830, 690}, {"dark", theme.Dark, 1460, 970}} {
		d := newDesk(t, bundled(t, "russia-iran"))
		fyne.CurrentApp().Settings().SetTheme(theme.New(x.mode, 1))
		d.s.SetAnalyst("Ann")
		p := NewRead(d.s, readHost{d})
		d.open(t, p, x.w, x.h)
		d.picture(t, "read-library-"+x.name)
		takeText(t, p, firstArticle, "First", "2025-06-20")
		d.picture(t, "read-desk-"+x.name)
		p.press("e")
		d.picture(t, "read-form-"+x.name)
	}
}

func TestKeysAcceptAndUndo(t *testing.T) {
	d, p := newRead(t, readCase())
	takeText(t, p, firstArticle, "First", "2025-06-20")
	if n := len(p.r.Items); n < 3 {
		t.Fatalf("%d candidates", n)
	}
	it := p.toKind(t, reading.Conduct)
	id := it.Decision.ID
	if p.draft == nil || len(p.draft.Missing) > 0 {
		t.Fatalf("the draft lacks %+v: %s", p.draft, p.problem)
	}
	before := len(d.s.State().Case.Of(ledger.KindConduct))
	p.press("a")
	c := d.s.State().Case
	if got := len(c.Of(ledger.KindConduct)); got != before+1 {
		t.Fatalf("%d conduct after accepting, want %d", got, before+1)
	}
	if !strings.HasPrefix(d.s.State().Undo, "Accept: ") {
		t.Errorf("the edit is called %q", d.s.State().Undo)
	}
	if p.at == id {
		t.Error("the next candidate is not current")
	}
	made := c.Of(ledger.KindConduct)[before].(*ledger.Conduct)
	if cites := made.Citations; len(cites) != 1 || cites[0].Source != p.t.source || !strings.Contains(firstArticle, cites[0].Quote) {
		t.Errorf("it rests on %+v", made.Citations)
	}
	p.press("u")
	if got := len(d.s.State().Case.Of(ledger.KindConduct)); got != before {
		t.Errorf("%d conduct after undo, want %d", got, before)
	}
	if p.at != id {
		t.Errorf("undo leads to %q, want %q", p.at, id)
	}
	i, _ := itemAt(p.r, id)
	if p.r.Items[i].Decision.State != readdesk.Open {
		t.Error("the candidate is not open again")
	}
	p.press("r")
	if i, _ := itemAt(p.r, id); p.r.Items[i].Decision.State != readdesk.Rejected {
		t.Error("r does not reject")
	}
}

func TestSecondArticleAddsACitation(t *testing.T) {
	d, p := newRead(t, readCase())
	takeText(t, p, firstArticle, "First", "2025-06-20")
	p.toKind(t, reading.Conduct)
	p.press("a")
	n := len(d.s.State().Case.Of(ledger.KindConduct))
	p.leave()
	takeText(t, p, secondArticle, "Second", "2025-06-21")
	for it := p.toKind(t, reading.Conduct); it.Candidate.Fields.Rung == nil || *it.Candidate.Fields.Rung != 1; it = p.toKind(t, reading.Conduct) {
		p.press("n")
	}
	if p.draft == nil || p.draft.New {
		t.Fatalf("the draft is no citation: %+v", p.draft)
	}
	if !strings.Contains(p.detail.String(), "adds a citation to") {
		t.Errorf("beside the candidate stands %q", p.detail.String())
	}
	p.press("a")
	all := d.s.State().Case.Of(ledger.KindConduct)
	if len(all) != n {
		t.Fatalf("%d conduct, want %d: the record is doubled", len(all), n)
	}
	if cites := ledger.Citations(all[n-1]); len(cites) != 2 {
		t.Errorf("%d citations, want 2", len(cites))
	}
}

func TestWordsByHand(t *testing.T) {
	d, p := newRead(t, readCase())
	takeText(t, p, firstArticle, "First", "2025-06-20")
	n := len(p.r.Items)
	p.text.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	p.text.KeyDown(shift)
	for range 5 {
		p.text.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	p.text.KeyUp(shift)
	at, ok := p.selected()
	if !ok || string([]rune(p.t.words)[at.Start:at.End]) != "Russia condemned the strikes on" {
		t.Fatalf("selected %v", at)
	}
	p.make(reading.Contribution)
	if len(p.r.Items) != n+1 || !p.HasForm() {
		t.Fatalf("%d candidates after one by hand, want %d; form open: %v", len(p.r.Items), n+1, p.HasForm())
	}
	i, _ := itemAt(p.r, p.at)
	it := p.r.Items[i]
	if it.Decision.Origin != readdesk.ByHand || it.Candidate.Kind != reading.Contribution || it.Candidate.Fields.From != "russia" {
		t.Errorf("it is %+v", it)
	}
	p.CancelForm()
	if p.HasForm() {
		t.Error("Escape does not leave the form")
	}
	p.press("u")
	if len(p.r.Items) != n {
		t.Errorf("%d candidates after undo, want %d", len(p.r.Items), n)
	}
	_ = d
}

func TestFormAcceptsOnEnterAndNamesWhatIsMissing(t *testing.T) {
	d, p := newRead(t, readCase())
	takeText(t, p, firstArticle, "First", "2025-06-20")
	p.toKind(t, reading.Contribution)
	if p.draft == nil {
		t.Fatalf("no draft: %s", p.problem)
	}
	p.press("e")
	if !p.HasForm() {
		t.Fatal("e opens no form")
	}
	n := len(d.s.State().Case.Of(ledger.KindContribution))
	p.takeIt.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got := len(d.s.State().Case.Of(ledger.KindContribution)); len(p.draftMissing()) == 0 && got != n+1 {
		t.Errorf("%d contributions after Enter, want %d", got, n+1)
	}
	p.CancelForm()
	it := p.toKind(t, reading.Milestone)
	p.changeKind(reading.Dependence)
	if p.draft == nil || len(p.draft.Missing) == 0 {
		t.Fatalf("as a dependence %q lacks nothing", it.Candidate.Span.Text)
	}
	if text := p.detail.String(); !strings.Contains(text, "Missing: ") {
		t.Errorf("what is missing is not named: %q", text)
	}
	p.press("a")
	if !p.HasForm() {
		t.Error("accepting what lacks something does not open the form")
	}
}

func (p *Read) draftMissing() []ledger.Problem {
	if p.draft == nil {
		return nil
	}
	return p.draft.Missing
}

func TestMergeGradeAndUndoTheReading(t *testing.T) {
	d, p := newRead(t, readCase())
	takeText(t, p, firstArticle, "First", "2025-06-20")
	before := len(d.s.State().Case.Records())
	p.toKind(t, reading.Moment)
	if o := p.mergeOptions(""); len(o) == 0 || o[0].Key != "m001" {
		t.Errorf("the first to merge with is %+v", o)
	}
	p.gradeAs("2")
	p.mergeWith("m001")
	m, _ := d.s.State().Case.Moment("m001")
	if len(m.Citations) != 2 || m.Citations[1].Credibility != 2 {
		t.Errorf("merged with citations %+v", m.Citations)
	}
	p.gradeAs("C")
	if s, _ := d.s.State().Case.Source(p.t.source); s.Reliability != "C" {
		t.Errorf("the source has grade %s", s.Reliability)
	}
	p.press("r")
	p.takeBack()
	if n := len(d.s.State().Case.Records()); n > before {
		t.Errorf("%d records after the reading is undone, %d before", n, before)
	}
	if m, _ := d.s.State().Case.Moment("m001"); len(m.Citations) != 1 {
		t.Errorf("%d citations are left", len(m.Citations))
	}
	if _, ok := d.s.State().Case.Source(p.s.State().Case.Sources()[1].ID); !ok {
		t.Error("the text is gone")
	}
}

func TestFiltersAndKeysOfTheList(t *testing.T) {
	_, p := newRead(t, readCase())
	takeText(t, p, firstArticle, "First", "2025-06-20")
	all := len(p.list.rows)
	p.press("r")
	p.state.SetKey("open")
	p.filtered()
	if len(p.list.rows) != all-1 {
		t.Errorf("%d open of %d after one is rejected", len(p.list.rows), all)
	}
	p.state.SetKey("")
	p.only.SetKey(string(reading.Milestone))
	p.filtered()
	for _, r := range p.list.rows {
		if r.kind != "milestone" {
			t.Errorf("%s passes the filter", r.kind)
		}
	}
	p.only.SetKey("")
	p.filtered()
	p.goTo(p.list.rows[0].key)
	p.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if p.at != p.list.rows[1].key || p.text.Current() != p.at || p.list.at != 1 {
		t.Errorf("Down leads to %q, marked in the text %q, in the list %d", p.at, p.text.Current(), p.list.at)
	}
	p.list.TypedRune('k') // changes the kind; the picker has the keyboard
	p.text.OnTapped(p.list.rows[2].key)
	if p.list.at != 2 {
		t.Error("a tap in the text does not reach the list")
	}
	if table := p.TSV(); strings.Count(table, "\n") != all+1 {
		t.Errorf("the table has %d lines", strings.Count(table, "\n"))
	}
}

func TestCopiesLanguagesAndUse(t *testing.T) {
	d, p := newRead(t, readCase())
	long := strings.Repeat(firstArticle+" "+secondArticle+"\n\n", 3)
	takeText(t, p, long, "First", "2025-06-20")
	first := p.t.source
	p.press("y")
	p.giveReason("dates")
	votes := readdesk.Votes(d.s.State().Case, first)
	if len(votes) != 1 || !votes[0].Yes || votes[0].Why != "dates" {
		t.Errorf("votes %+v", votes)
	}
	p.leave()
	takeText(t, p, "Agency copy.\n\n"+long, "Second", "2025-06-21")
	s, _ := d.s.State().Case.Source(p.t.source)
	if s.Republishes != first {
		t.Errorf("the copy repeats %q, want %q", s.Republishes, first)
	}
	if !strings.Contains(p.head.String(), "repeats First") {
		t.Errorf("the head says %q", p.head.String())
	}
	p.leave()
	takeText(t, p, strings.Repeat("Министерство иностранных дел заявило, что стороны обсудили поставки и договорились продолжить консультации. ", 4), "Third", "2025-06-22")
	if !strings.Contains(p.notes.String(), "Russian") {
		t.Errorf("the notes say %q", p.notes.String())
	}
	p.leave()
	if n := len(p.library.grid.Rows()); n != 3 {
		t.Errorf("%d texts in the list", n)
	}
}

func TestSameTextIsStoredOnce(t *testing.T) {
	d, p := newRead(t, readCase())
	takeText(t, p, firstArticle, "First", "2025-06-20")
	n := len(d.s.State().Case.Sources())
	p.leave()
	takeText(t, p, firstArticle, "First", "2025-06-20")
	if got := len(d.s.State().Case.Sources()); got != n {
		t.Errorf("%d sources after the same text twice, want %d", got, n)
	}
}

// articles writes texts into a folder.
func articles(t testing.TB, n int) string {
	t.Helper()
	dir := t.TempDir()
	for i := range n {
		text := strings.ReplaceAll(firstArticle, "2024", []string{"2019", "2020", "2021", "2022"}[i%4]) + strings.Repeat(" Number "+string(rune('a'+i%26))+" of the series.", i%7)
		if err := os.WriteFile(filepath.Join(dir, strings.Repeat("a", i%9+1)+string(rune('a'+i%26))+".txt"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestFolderIsOneEdit(t *testing.T) {
	d, p := newRead(t, readCase())
	dir := articles(t, 20)
	if err := os.WriteFile(filepath.Join(dir, "broken.pdf"), []byte("%PDF-1.4 nothing"), 0o644); err != nil {
		t.Fatal(err)
	}
	before := len(d.s.State().Case.Sources())
	p.Take([]string{dir})
	c := d.s.State().Case
	if len(c.Sources()) < before+10 {
		t.Fatalf("%d sources after a folder: %s", len(c.Sources()), p.library.says.String())
	}
	if says := p.library.says.String(); !strings.Contains(says, "could not be read") || !strings.Contains(says, "text") {
		t.Errorf("the page says %q", says)
	}
	if p.run.root.Visible() {
		t.Error("the line of progress is still there")
	}
	d.s.Undo()
	if got := len(d.s.State().Case.Sources()); got != before {
		t.Errorf("%d sources after undo, want %d", got, before)
	}
}

func TestStopTakesNothingIn(t *testing.T) {
	d, p := newRead(t, readCase())
	dir := articles(t, 20)
	before := d.s.State().Case
	p.run.onShow = func(done int) {
		if done > 2 {
			p.Stop()
		}
	}
	p.Take([]string{dir})
	if d.s.State().Case != before {
		t.Fatal("what was stopped is in the case")
	}
	if says := p.library.says.String(); !strings.Contains(says, "Stopped after") {
		t.Fatalf("the page says %q", says)
	}
	if p.library.says.OnTapped != nil {
		p.library.says.OnTapped("read:partly")
		if d.s.State().Case == before {
			t.Error("what was read before cannot be taken in")
		}
	}
}
