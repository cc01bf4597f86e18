package page

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/theme"
)

// twelve is a text of more than twelve candidates that lack nothing.
var twelve = func() string {
	var b strings.Builder
	for day := 13; day <= 24; day++ { // of the war in readCase
		fmt.Fprintf(&b, "On %d June 2025 Russia condemned the attack on Iran. On %d June 2025 Russia delivered missiles to Iran.\n\n", day, day)
	}
	return b.String()
}()

// loop is the toolkit's thread and the work beside it, run step by step.
type loop struct{ todo []func() }

func (l *loop) later(f func()) { l.todo = append(l.todo, f) }

// step does one piece of what waits, and reports whether there was any.
func (l *loop) step() bool {
	if len(l.todo) == 0 {
		return false
	}
	f := l.todo[0]
	l.todo = l.todo[1:]
	f()
	return true
}

func (l *loop) run() {
	for l.step() {
	}
}

// newLoopedRead opens the page with a text to read; work and what comes of it
// waits in the loop.
func newLoopedRead(t testing.TB, text string) (*loop, *Read, *session.Session) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light, 1))
	l := &loop{}
	s := session.New(session.Options{Do: l.later, Spawn: l.later, Today: func() edtf.Day { return edtf.DayOf(2026, 1, 15) },
		Failed: func(f session.Failure) { t.Errorf("%s: %v", f.Doing, f.Err) }})
	s.Create(filepath.Join(t.TempDir(), "row"+casefile.Extension), readCase(), "Begin")
	l.run()
	s.SetAnalyst("Ann")
	p := NewRead(s, readHost{&desk{}})
	w := test.NewTempWindow(t, p.Object())
	w.Resize(fyne.NewSize(860, 700))
	s.OnChange(func(st session.State, what session.What) { p.Show(st, what) })
	p.Show(s.State(), session.Everything)
	w.Canvas().Focus(p.First())
	fyne.CurrentApp().Clipboard().SetContent(text)
	p.Paste()
	l.run()
	p.check.date.SetText("2025-06-20")
	p.check.take()
	l.run()
	if p.mode != readDesk || p.r == nil {
		t.Fatalf("the text is not open: mode %d", p.mode)
	}
	t.Cleanup(func() {
		l.run()
		_ = s.Close()
	})
	return l, p, s
}

// However presses and the work that they ask for fall between each other, each
// press has a candidate of its own, and each is one step back.
func TestTwelvePressesInARowAllLand(t *testing.T) {
	l, p, s := newLoopedRead(t, twelve)
	if n := len(p.r.Items); n < 12 {
		t.Fatalf("the text gives %d candidates", n)
	}
	whole := s.State().Case
	pass := func(key rune, steps []int) {
		for i := range 12 {
			p.text.TypedRune(key)
			for range steps[i%len(steps)] {
				l.step()
			}
		}
		l.run()
	}
	for _, steps := range [][]int{{0}, {1}, {2}, {3}, {5}, {40}, {0, 3, 1}, {2, 0, 0, 4}, {0, 0, 0, 9}} {
		pass('a', steps)
		counts := p.r.Counts()
		if n := counts[readdesk.Accepted] + counts[readdesk.Cited]; n != 12 {
			t.Fatalf("steps %v: %d of 12 presses landed: %s", steps, n, p.said)
		}
		for i := range p.r.Items {
			if open := p.r.Items[i].Decision.State == readdesk.Open; open == (i < 12) {
				t.Errorf("steps %v: candidate %d: %s", steps, i+1, p.r.Items[i].Decision.State)
			}
		}
		if got, want := len(p.list.rows), len(p.r.Items); got != want || p.list.rows[11].done != true {
			t.Errorf("steps %v: %d rows are drawn of %d", steps, got, want)
		}
		pass('u', steps)
		if n := p.r.Counts()[readdesk.Open]; n != len(p.r.Items) {
			t.Fatalf("steps %v: %d of %d are open after twelve times back", steps, n, len(p.r.Items))
		}
		if got, want := len(s.State().Case.Records()), len(whole.Records()); got != want {
			t.Errorf("steps %v: %d records after all is taken back, %d before", steps, got, want)
		}
		p.goTo(p.r.Items[0].Decision.ID)
		l.run()
	}
}

// Undo and Accept in one breath: what is accepted is what undo led back to.
func TestAcceptRightAfterUndo(t *testing.T) {
	l, p, _ := newLoopedRead(t, twelve)
	first := p.at
	for _, r := range "aua" {
		p.text.TypedRune(r)
	}
	l.run()
	i, _ := itemAt(p.r, first)
	if p.r.Items[i].Decision.State == readdesk.Open || p.r.Counts()[readdesk.Open] != len(p.r.Items)-1 {
		t.Errorf("the first is %s, %d are open of %d", p.r.Items[i].Decision.State, p.r.Counts()[readdesk.Open], len(p.r.Items))
	}
}

// A row of presses stops at a candidate that lacks something: no form opens
// under it, and no letter falls into a field.
func TestARowOfPressesStopsWhereSomethingIsMissing(t *testing.T) {
	l, p, _ := newLoopedRead(t, "On 14 June 2025 Russia condemned the attack on Iran.\n\nRussia provided Iran with weapons.\n\nOn 16 June 2025 Russia condemned the attack on Iran.")
	lacks := 0
	for i := range p.r.Items {
		p.goTo(p.r.Items[i].Decision.ID)
		l.run()
		lacks += len(p.draftMissing())
	}
	if lacks == 0 {
		t.Fatal("no candidate of the text lacks anything")
	}
	p.goTo(p.r.Items[0].Decision.ID)
	l.run()
	for i := range 8 {
		if i > 0 {
			p.pressed = time.Now() // however slow the machine
		}
		p.text.TypedRune('a')
		l.run()
	}
	if p.r.Counts()[readdesk.Accepted] == 0 {
		t.Error("nothing before it is accepted")
	}
	if p.HasForm() || !strings.Contains(p.said, "lacks") {
		t.Fatalf("form open: %v; it says %q", p.HasForm(), p.said)
	}
	p.pressed = time.Time{} // the keys have rested
	p.text.TypedRune('a')
	if !p.HasForm() {
		t.Fatal("a press by itself does not open the form")
	}
	p.pressed = time.Now()
	p.text.TypedKey(&fyne.KeyEvent{Name: fyne.KeyA}) // one too many: the toolkit tells the key, then the letter
	p.text.TypedRune('a')
	l.run() // until the keys rest
	if p.early || p.form.Dirty() {
		t.Errorf("the form waits: %v; a letter fell into it: %v", p.early, p.form.Dirty())
	}
}
