package page

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/view"
)

// desk is a page in a window with a session of its own.
type desk struct {
	s    *session.Session
	win  fyne.Window
	done []string // commands that the page asked for
	menu []*fyne.MenuItem
}

func (d *desk) Do(name string)                               { d.done = append(d.done, name) }
func (d *desk) Menu(items []*fyne.MenuItem, _ fyne.Position) { d.menu = items }

// newDesk opens a case in a session where everything runs at once.
func newDesk(t testing.TB, c *ledger.Case) *desk {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light, 1))
	d := &desk{}
	inline := func(f func()) { f() }
	d.s = session.New(session.Options{Do: inline, Spawn: inline, Today: func() edtf.Day { return edtf.DayOf(2026, 1, 15) },
		Failed: func(f session.Failure) { t.Errorf("%s: %v", f.Doing, f.Err) }})
	d.s.Create(filepath.Join(t.TempDir(), "desk"+casefile.Extension), c, "Begin")
	t.Cleanup(func() { _ = d.s.Close() })
	return d
}

// open shows a page in a window of a size.
func (d *desk) open(t testing.TB, p Page, width, height float32) {
	t.Helper()
	d.win = test.NewTempWindow(t, view.NewTooltipLayer(p.Object()))
	d.win.SetPadded(false)
	d.win.Resize(fyne.NewSize(width, height))
	d.s.OnChange(func(st session.State, what session.What) { p.Show(st, what) })
	p.Show(d.s.State(), session.Everything)
	if f, ok := p.(Focuser); ok {
		d.win.Canvas().Focus(f.First())
	}
}

// picture writes what the window shows to a file, where PICTURES names a folder.
func (d *desk) picture(t testing.TB, name string) {
	t.Helper()
	dir := os.Getenv("PICTURES")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, d.win.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
}

func bundled(t testing.TB, name string) *ledger.Case {
	t.Helper()
	c, err := session.Bundled(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestReadingsPictures(t *testing.T) {
	for _, x := range []struct {
		name string
		mode theme.Mode
		w, h float32
	}{{"light", theme.Light, 830, 690}, {"dark", theme.Dark, 1460, 970}} {
		d := newDesk(t, bundled(t, "russia-iran"))
		fyne.CurrentApp().Settings().SetTheme(theme.New(x.mode, 1))
		p := NewReadings(d.s, d)
		d.open(t, p, x.w, x.h)
		d.picture(t, "readings-"+x.name)
		p.choose(&p.classic, true, keyReadingsLayout, "classic")
		d.picture(t, "readings-classic-"+x.name)
	}
}

// debate makes a case of hypotheses and notes, rated by the analysts named.
func debate(hyps, notes int, analysts ...string) *ledger.Case {
	records := []ledger.Record{
		&ledger.Matter{ID: "matter", Title: "Debate", Question: ledger.Question{Relier: "a", Partner: "b"}},
		&ledger.Actor{ID: "a", Label: "Aland", Type: "state"}, &ledger.Actor{ID: "b", Label: "Bland", Type: "state"},
		&ledger.Source{ID: "s1", Title: "Report", Publisher: "Press", Reliability: "A", Seen: "page"},
	}
	for i := range hyps {
		records = append(records, &ledger.Hypothesis{ID: fmt.Sprintf("h%03d", i+1), Title: fmt.Sprintf("Reading %d", i+1)})
	}
	n := 0
	for i := range notes {
		id := fmt.Sprintf("n%03d", i+1)
		records = append(records, &ledger.Note{ID: id, Title: fmt.Sprintf("Something that was seen, number %d", i+1), Date: edtf.MustParse(fmt.Sprint(1990 + i%30)),
			Citations: []ledger.Citation{{Source: "s1", Credibility: 2}}})
		for a, name := range analysts {
			for h := range hyps {
				n++
				records = append(records, &ledger.Rating{ID: fmt.Sprintf("r%03d", n), Analyst: name, Subject: "cell", Record: id, Hypothesis: fmt.Sprintf("h%03d", h+1),
					Value: cellWords5[(i+2*h+a)%5], Date: edtf.MustParse("2025-01-01")})
			}
		}
	}
	return ledger.NewCase(records)
}

func (d *desk) press(keys string) {
	for _, r := range keys {
		d.win.Canvas().Focused().TypedRune(r)
	}
}

// cellsOf gives an analyst's ratings as the case has them: "n001 h002 CC".
func (d *desk) cellsOf(analyst string) []string {
	var out []string
	for _, r := range d.s.State().Case.Ratings() {
		if r.Analyst == analyst && r.Subject == "cell" {
			out = append(out, r.Record+" "+r.Hypothesis+" "+r.Value)
		}
	}
	slices.Sort(out)
	return out
}

func TestRatingByKeys(t *testing.T) {
	for _, classic := range []bool{false, true} {
		d := newDesk(t, debate(3, 2, "Other"))
		d.s.SetAnalyst("Me")
		p := NewReadings(d.s, d)
		p.classic = classic
		d.open(t, p, 800, 600)
		d.press("1") // the first item, the first reading
		if got, want := p.item+" "+p.hyp, "n001 h002"; got != want {
			t.Fatalf("after a rating the cursor is at %s, want the next reading: %s", got, want)
		}
		d.press("c")
		d.press("c") // twice: very consistent, in the same cell
		d.press("5")
		if got, want := p.item+" "+p.hyp, "n002 h001"; got != want {
			t.Fatalf("an item rated against all is followed by %s, want %s", got, want)
		}
		if want := []string{"n001 h001 CC", "n001 h002 CC", "n001 h003 II"}; !slices.Equal(d.cellsOf("Me"), want) {
			t.Fatalf("rated %v, want %v", d.cellsOf("Me"), want)
		}
		d.press("0in")
		if want := []string{"n001 h001 CC", "n001 h002 CC", "n001 h003 II", "n002 h001 NA", "n002 h002 I", "n002 h003 N"}; !slices.Equal(d.cellsOf("Me"), want) {
			t.Fatalf("rated %v, want %v", d.cellsOf("Me"), want)
		}
		if len(d.cellsOf("Other")) != 6 {
			t.Error("the other analyst's ratings changed")
		}
	}
}

func TestARatingIsOneUndo(t *testing.T) {
	d := newDesk(t, debate(3, 2, "Other"))
	d.s.SetAnalyst("Me")
	p := NewReadings(d.s, d)
	d.open(t, p, 800, 600)
	d.press("123")
	if n := len(d.cellsOf("Me")); n != 3 {
		t.Fatalf("%d ratings, want 3", n)
	}
	d.s.Undo()
	if want := []string{"n001 h001 CC", "n001 h002 C"}; !slices.Equal(d.cellsOf("Me"), want) {
		t.Errorf("after undo %v, want %v", d.cellsOf("Me"), want)
	}
	d.s.Redo()
	if n := len(d.cellsOf("Me")); n != 3 {
		t.Errorf("after redo %d ratings, want 3", n)
	}
	// Delete takes the rating under the cursor back.
	p.follow(linkCell("n001", "h001"))
	d.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if want := []string{"n001 h002 C", "n001 h003 N"}; !slices.Equal(d.cellsOf("Me"), want) {
		t.Errorf("after Delete %v, want %v", d.cellsOf("Me"), want)
	}
}

// Rating goes on while the disk is slow: ids are not given twice, and what is on
// its way shows at once.
func TestRatingWhileTheDiskIsSlow(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light, 1))
	d := &desk{}
	var work []func()
	slow := false
	d.s = session.New(session.Options{Do: func(f func()) { f() }, Spawn: func(f func()) {
		if slow {
			work = append(work, f)
			return
		}
		f()
	}, Today: func() edtf.Day { return edtf.DayOf(2026, 1, 15) }, Failed: func(f session.Failure) { t.Errorf("%s: %v", f.Doing, f.Err) }})
	d.s.Create(filepath.Join(t.TempDir(), "slow"+casefile.Extension), debate(4, 3, "Other"), "Begin")
	t.Cleanup(func() { _ = d.s.Close() })
	d.s.SetAnalyst("Me")
	p := NewReadings(d.s, d)
	d.open(t, p, 800, 600)
	slow = true
	d.press("12345")
	if got := p.text(hypotheses.Place{Item: "n001", Hypothesis: "h004"}); got != "I" {
		t.Errorf("a rating on its way shows as %q, want I", got)
	}
	if got := p.item + " " + p.hyp; got != "n002 h002" {
		t.Errorf("the cursor is at %s while the disk is slow, want n002 h002", got)
	}
	for len(work) > 0 {
		f := work[0]
		work = work[1:]
		f()
	}
	if want := []string{"n001 h001 CC", "n001 h002 C", "n001 h003 N", "n001 h004 I", "n002 h001 II"}; !slices.Equal(d.cellsOf("Me"), want) {
		t.Errorf("kept %v, want %v", d.cellsOf("Me"), want)
	}
	slow = false
}

func TestBlindUntilDone(t *testing.T) {
	d := newDesk(t, debate(2, 2, "Other"))
	p := NewReadings(d.s, d)
	d.open(t, p, 800, 600)
	if got := p.text(hypotheses.Place{Item: "n002", Hypothesis: "h002"}); got != "I" {
		t.Fatalf("to a reader without a name the other's rating is %q, want I", got)
	}
	d.s.SetAnalyst("Me") // who has a name rates, and rates alone
	hidden := func(when string) {
		t.Helper()
		if !p.d.blind || p.d.agree != nil || len(p.offered) != 1 {
			t.Errorf("%s: blind %v, agreement %v, %d choices", when, p.d.blind, p.d.agree, len(p.offered))
		}
		for _, key := range []hypotheses.Place{{Item: "n002", Hypothesis: "h001"}, {Item: "n002", Hypothesis: "h002"}, {Item: "n001", Hypothesis: "h002"}} {
			if got := p.text(key); got != "" {
				t.Errorf("%s: %v shows %q", when, key, got)
			}
		}
	}
	hidden("before the first rating")
	d.press("1")
	hidden("after the first")
	p.showOf("Other")
	hidden("asked to show the other's")
	if len(p.d.items) != 2 {
		t.Errorf("%d items to rate, want 2", len(p.d.items))
	}
	d.s.SetAsOf(edtf.DayOf(1990, 12, 31)) // nothing but the first item is known then
	d.press("1")
	if !p.d.blind {
		t.Error("an early day shows the others' ratings before all is rated")
	}
	d.s.SetAsOf(d.s.Today())
	p.follow(linkCell("n002", "h001"))
	d.press("11")
	if p.d.blind || p.text(hypotheses.Place{Item: "n002", Hypothesis: "h002"}) != "CC/I" {
		t.Errorf("after the last cell the other's ratings show as %q, want CC/I", p.text(hypotheses.Place{Item: "n002", Hypothesis: "h002"}))
	}
	if p.d.agree == nil || len(p.offered) != 3 {
		t.Error("no agreement, or no choice of whose ratings, after the last cell")
	}
}

func TestRatingNeedsAName(t *testing.T) {
	d := newDesk(t, debate(2, 2, "Other"))
	p := NewReadings(d.s, d)
	d.open(t, p, 800, 600)
	d.press("1")
	if !slices.Contains(d.done, "name") || len(d.s.State().Case.Ratings()) != 4 {
		t.Errorf("a rating without a name: commands %v", d.done)
	}
}

func TestWhyAndRatio(t *testing.T) {
	d := newDesk(t, debate(2, 2, "Other"))
	d.s.SetAnalyst("Me")
	p := NewReadings(d.s, d)
	d.open(t, p, 800, 600)
	d.press("1")
	p.follow(linkCell("n001", "h001"))
	d.press("w")
	test.Type(d.win.Canvas().Focused(), "It was paid for.")
	p.why.OnSubmitted("")
	r := p.d.of(hypotheses.Place{Item: "n001", Hypothesis: "h001"}, "Me")
	if r == nil || r.Why != "It was paid for." || r.Value != "CC" {
		t.Fatalf("the reason is not kept: %+v", r)
	}
	p.follow(linkCell("n001", "h002"))
	d.press("=")
	field := d.win.Canvas().Focused().(*Field)
	test.Type(field, "1/3")
	field.OnSubmitted("")
	if want := []string{"n001 h001 CC", "n001 h002 1/3"}; !slices.Equal(d.cellsOf("Me"), want) {
		t.Errorf("rated %v, want %v", d.cellsOf("Me"), want)
	}
	if got := p.d.ratio("1/3"); got != "×0.333" {
		t.Errorf("the ratio shows as %q", got)
	}
}

func TestEvidenceIsAdded(t *testing.T) {
	d := newDesk(t, debate(2, 3))
	d.s.SetAnalyst("Me")
	p := NewReadings(d.s, d)
	d.open(t, p, 800, 600)
	if len(p.d.items) != 0 {
		t.Fatalf("%d items that nobody rated", len(p.d.items))
	}
	if rows := p.candidates(); len(rows) < 3 {
		t.Fatalf("%d candidates, want the notes at least", len(rows))
	}
	p.take([]string{"n002", "n003"})
	if len(p.d.items) != 2 || p.item != "n003" {
		t.Fatalf("items %v, cursor at %s", p.d.items, p.item)
	}
	p.follow(linkCell("n002", "h001"))
	d.press("14")
	if want := []string{"n002 h001 CC", "n002 h002 I"}; !slices.Equal(d.cellsOf("Me"), want) {
		t.Errorf("rated %v, want %v", d.cellsOf("Me"), want)
	}
	// What was added and not rated is there when the page is made again.
	again := NewReadings(d.s, d)
	again.Show(d.s.State(), session.Everything)
	if len(again.d.items) != 2 {
		t.Errorf("%d items in another window, want 2", len(again.d.items))
	}
}

func TestReadingsSplitRefineLinkLibrary(t *testing.T) {
	d := newDesk(t, debate(2, 2, "Other"))
	p := NewReadings(d.s, d)
	d.open(t, p, 800, 600)
	p.divided("h001", false, []string{"Narrow", " ", "Narrower"})
	if n := len(p.d.hyps); n != 4 {
		t.Fatalf("%d readings after refining one into two, want 4", n)
	}
	p.divided("h002", true, []string{"Left", "Right"})
	if n := len(p.d.hyps); n != 5 {
		t.Fatalf("%d readings after splitting one into two, want 5", n)
	}
	if got := p.text(hypotheses.Place{Item: "n001", Hypothesis: p.d.hyps[len(p.d.hyps)-1].ID}); got == "" {
		t.Error("a split reading lost its ratings")
	}
	p.linked("h001", "excludes", p.d.hyps[2].ID)
	if len(p.d.read.Links) == 0 || !slices.ContainsFunc(p.d.read.Links, func(l hypotheses.Link) bool { return l.Type == "excludes" }) {
		t.Errorf("links %v", p.d.read.Links)
	}
	p.takeReadings([]string{hypotheses.Library()[0].Key, hypotheses.Library()[1].Key})
	if n := len(p.d.hyps); n != 7 {
		t.Errorf("%d readings with two of the library, want 7", n)
	}
	for range 4 {
		d.s.Undo()
	}
	if n := len(p.d.hyps); n != 2 {
		t.Errorf("%d readings after undoing all, want 2", n)
	}
}

func TestReadingsCSV(t *testing.T) {
	for _, classic := range []bool{false, true} {
		d := newDesk(t, debate(3, 4, "First", "Second"))
		p := NewReadings(d.s, d)
		p.classic = classic
		d.open(t, p, 800, 600)
		path := filepath.Join(t.TempDir(), "matrix.csv")
		p.writeCSV(path)
		before := d.s.State().Case
		p.readCSV(path)
		if d.s.State().Case != before {
			t.Error("a matrix that comes back as it went out changed the case")
		}
		body, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.Replace(string(body), "First", "Third", 1)
		if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
		p.readCSV(path)
		if n := len(d.cellsOf("Third")); n == 0 {
			t.Error("the ratings of a third analyst were not taken in")
		}
		d.s.Undo()
		if n := len(d.cellsOf("Third")); n != 0 {
			t.Error("an import is not one edit")
		}
	}
}

// Hidden until asked for: nothing on the page tells who leads.
func TestScoreCanBeHidden(t *testing.T) {
	d := newDesk(t, debate(3, 4, "First"))
	p := NewReadings(d.s, d)
	d.open(t, p, 800, 600)
	if !strings.Contains(p.head.String(), "fits the record best") && !strings.Contains(p.head.String(), "No reading leads") {
		t.Fatalf("the head says %q", p.head.String())
	}
	p.choose(&p.hidden, true, keyReadingsScore, "hidden")
	if strings.Contains(p.head.String(), "best") || p.cards.lead.panel.Visible() || p.cards.overturn.panel.Visible() {
		t.Error("the score shows though it is hidden")
	}
}

func TestReadingsEmptyStates(t *testing.T) {
	for name, c := range map[string]*ledger.Case{"no hypotheses": debate(0, 2), "no evidence": debate(2, 2), "one reading": debate(1, 2, "A")} {
		d := newDesk(t, c)
		p := NewReadings(d.s, d)
		d.open(t, p, 800, 600)
		if name != "one reading" && p.matrix.Empty == "" {
			t.Errorf("%s: nothing says what to do", name)
		}
		d.press("1cw=x")
		if p.TSV() == "" {
			t.Errorf("%s: no table to copy", name)
		}
	}
}

// Two hundred items against twelve readings by two analysts: a key, and a scroll
// step, are within a frame; how long the picture takes, package view tests.
func TestLargeMatrixIsSmooth(t *testing.T) {
	d := newDesk(t, debate(12, 200, "First", "Second"))
	p := NewReadings(d.s, d)
	d.open(t, p, 1100, 700)
	key := func(name fyne.KeyName) func() { return func() { p.matrix.TypedKey(&fyne.KeyEvent{Name: name}) } }
	for name, do := range map[string]func(){"arrow": key(fyne.KeyRight), "page": key(fyne.KeyPageDown), "wheel": func() { p.matrix.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DX: -40}}) }, "draw": p.draw} {
		if took := quickest(7, do); took > 16*time.Millisecond {
			t.Errorf("%s takes %v", name, took)
		} else {
			t.Logf("%s: %v", name, took)
		}
	}
	began := time.Now()
	p.Show(d.s.State(), session.Everything)
	newReadingsData(p.drawn, nil)
	t.Logf("weighing it: %v", time.Since(began))
}

func quickest(n int, f func()) time.Duration {
	best := time.Hour
	for range n {
		began := time.Now()
		f()
		best = min(best, time.Since(began))
	}
	return best
}

// What the page Answer says of the readings: of both bundled cases, and of a case
// without any.
func TestLeadingForTheAnswer(t *testing.T) {
	for name, c := range cases(t) {
		st := stateOf(t, c)
		var lead, watch []span
		called := 0
		composeLeading(newDesk(t, debate(0, 0)).s, leadingKey{st.Case, st.Answer, false}, func(l, w []span) { lead, watch, called = l, w, called+1 })
		text := ""
		for _, s := range lead {
			text += s.Text
			if _, ok := c.Get(s.Key); s.Key != "" && !ok && s.Key != command+"page readings" {
				t.Errorf("%s: a link leads to %q", name, s.Key)
			}
		}
		switch {
		case called != 1:
			t.Errorf("%s: called %d times", name, called)
		case name == "generated" && (lead != nil || watch != nil):
			t.Errorf("%s has no readings, and the page says %q", name, text)
		case name != "generated" && !strings.Contains(text, "fits the record best"):
			t.Errorf("%s: %q", name, text)
		}
	}
	rivals := debate(2, 3, "A").With(
		ledger.Change{ID: "n900", Record: &ledger.Note{ID: "n900", Title: "A base is opened", Date: edtf.MustParse("2030"), Tags: []string{hypotheses.IndicatorTag}}},
		ledger.Change{ID: "r900", Record: &ledger.Rating{ID: "r900", Analyst: "A", Subject: "cell", Record: "n900", Hypothesis: "h001", Value: "CC"}},
		ledger.Change{ID: "r901", Record: &ledger.Rating{ID: "r901", Analyst: "A", Subject: "cell", Record: "n900", Hypothesis: "h002", Value: "II"}})
	st := stateOf(t, rivals)
	composeLeading(nil, leadingKey{st.Case, st.Answer, false}, func(_, w []span) {
		text := ""
		for _, s := range w {
			text += s.Text
		}
		if !strings.HasPrefix(text, "To watch: A base is opened by 2030.") {
			t.Errorf("the discriminator reads %q", text)
		}
	})
}
