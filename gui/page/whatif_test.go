package page

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/whatif"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/theme"
)

func TestWhatIfPictures(t *testing.T) {
	for _, x := range []struct {
		name, of string
		mode     theme.Mode
		w, h     float32
	}{{"light", "russia-iran", theme.Light, 830, 690}, {"dark", "july-1914", theme.Dark, 1460, 970}} {
		d := newDesk(t, bundled(t, x.of))
		fyne.CurrentApp().Settings().SetTheme(theme.New(x.mode, 1))
		p := NewWhatIf(d.s, d)
		d.open(t, p, x.w, x.h)
		d.picture(t, "whatif-"+x.name)
		p.keepAs("Erosion, as begun with")
		p.sc.Shocks[0].Triangle = whatif.Exactly(.6)
		p.sc.Name = "Worse"
		p.changed()
		p.Compare()
		p.learn(p.lessonMoments()[0].Key)
		p.flow.scroll.ScrollToBottom()
		d.picture(t, "whatif-low-"+x.name)
	}
}

// web makes a case in which b depends on a, and c on b.
func web() *ledger.Case {
	return ledger.NewCase([]ledger.Record{
		&ledger.Matter{ID: "matter", Title: "Web", Question: ledger.Question{Relier: "a", Partner: "b"}},
		&ledger.Actor{ID: "a", Label: "Aland", Type: "state"}, &ledger.Actor{ID: "b", Label: "Bland", Type: "state"}, &ledger.Actor{ID: "c", Label: "Cland", Type: "state"},
		&ledger.Dependence{ID: "d1", Actor: "b", On: "a", Channel: "energy", Low: .6, Mode: .7, High: .8, SubstitutionMonths: 12, Basis: "Imports in 2024"},
		&ledger.Dependence{ID: "d2", Actor: "c", On: "b", Channel: "energy", Low: .1, Mode: .2, High: .3, SubstitutionMonths: 3},
	})
}

func TestShocksMoveTheResult(t *testing.T) {
	d := newDesk(t, web())
	p := NewWhatIf(d.s, d)
	d.open(t, p, 900, 700)
	if p.r == nil || len(p.sc.Shocks) != 1 {
		t.Fatalf("no result to begin with: %s", p.problem)
	}
	row := p.shocks.Objects[0].(*shockRow)
	before := p.r.Actors[1].Mean
	row.slider.SetValue(.9)
	if p.r.Actors[1].Mean <= before || p.sc.Shocks[0].Triangle != whatif.Exactly(.9) {
		t.Errorf("a larger shock: %v after %v, scenario %+v", p.r.Actors[1].Mean, before, p.sc.Shocks)
	}
	row.field.OnSubmitted("10 20 40 %")
	if want := (whatif.Triangle{Low: .1, Mode: .2, High: .4}); p.sc.Shocks[0].Triangle != want {
		t.Errorf("typed %+v, want %+v", p.sc.Shocks[0].Triangle, want)
	}
	if p.shocks.Objects[0] != fyne.CanvasObject(row) || row.slider.Value != .2 {
		t.Error("the slider does not follow what was typed")
	}
	p.addShock("c")
	if len(p.shocks.Objects) != 2 || len(p.sc.Shocks) != 2 {
		t.Fatalf("%d shocks after a second", len(p.sc.Shocks))
	}
	p.shocks.Objects[0].(*shockRow).onRemove()
	if len(p.sc.Shocks) != 1 || p.sc.Shocks[0].Actor != "c" {
		t.Errorf("shocks %+v, want that of c alone", p.sc.Shocks)
	}
	p.shocks.Objects[0].(*shockRow).onRemove()
	if p.r != nil || p.lossPanel.Visible() || !strings.Contains(p.head.String(), "Choose an actor") {
		t.Errorf("without a shock the page says %q", p.head.String())
	}
}

func TestTriangleOf(t *testing.T) {
	for _, c := range []struct {
		text string
		want whatif.Triangle
		ok   bool
	}{
		{"33 %", whatif.Exactly(.33), true}, {"0.5", whatif.Exactly(.5), true}, {"50", whatif.Exactly(.5), true}, {"0,25", whatif.Exactly(.25), true},
		{"0.2 0.33 0.5", whatif.Triangle{Low: .2, Mode: .33, High: .5}, true}, {"33 % (20 to 50)", whatif.Triangle{Low: .2, Mode: .33, High: .5}, true},
		{"1", whatif.Exactly(1), true}, {"", whatif.Triangle{}, false}, {"0.2 0.5", whatif.Triangle{}, false}, {"much", whatif.Triangle{}, false}, {"130 %", whatif.Triangle{}, false}, {"-0.2", whatif.Triangle{}, false},
	} {
		got, err := triangleOf(c.text)
		if (err == nil) != c.ok || c.ok && got != c.want {
			t.Errorf("%q is %+v, %v; want %+v", c.text, got, err, c.want)
		}
		if c.ok {
			if again, err := triangleOf(triangle(got)); err != nil || again != got {
				t.Errorf("%q is written as %q, which reads as %+v, %v", c.text, triangle(got), again, err)
			}
		}
	}
}

func TestScenariosAreKept(t *testing.T) {
	d := newDesk(t, web())
	p := NewWhatIf(d.s, d)
	d.open(t, p, 900, 700)
	p.keepAs("First")
	p.sc.Shocks = []whatif.Shock{{Actor: "b", Triangle: whatif.Exactly(.5)}}
	p.sc.Months = 6
	p.changed()
	p.keepAs("Second")
	list, problems := whatif.ScenariosOf(d.s.State().Case)
	if len(list) != 2 || len(problems) != 0 || list[1].Months != 6 {
		t.Fatalf("kept %+v, %v", list, problems)
	}
	p.keepAs("Second") // again: in its place, and nothing new
	if list, _ := whatif.ScenariosOf(d.s.State().Case); len(list) != 2 {
		t.Errorf("%d scenarios after keeping one twice", len(list))
	}
	p.load("0")
	if p.sc.Name != "First" || p.sc.Shocks[0].Actor != "a" {
		t.Errorf("loaded %+v", p.sc)
	}
	p.Compare()
	if p.comparedPanel.Hidden {
		t.Error("nothing is compared")
	}
	d.s.Undo()
	if list, _ := whatif.ScenariosOf(d.s.State().Case); len(list) != 1 {
		t.Errorf("%d scenarios after undo, want 1", len(list))
	}
}

func TestNetworkStaysWhereItIsPut(t *testing.T) {
	d := newDesk(t, web())
	p := NewWhatIf(d.s, d)
	d.open(t, p, 900, 700)
	if len(p.spots) < 3 {
		t.Fatalf("%d actors have a place", len(p.spots))
	}
	p.network.OnMoved("b", .25, .75)
	again := NewWhatIf(d.s, d)
	again.Show(d.s.State(), session.Everything)
	if again.placed["b"] != (spot{.25, .75}) {
		t.Errorf("b stands at %v in another window", again.placed["b"])
	}
	p.rearrange()
	if len(p.placed) != 0 || len(placesOf(p.st.Path)) != 0 {
		t.Error("arranged anew, it is where a person put it")
	}
}

func TestArrange(t *testing.T) {
	actors := []string{"a", "b", "c", "d", "alone"}
	edges := []whatif.Edge{{Actor: "b", On: "a"}, {Actor: "c", On: "b"}, {Actor: "b", On: "c"}, {Actor: "d", On: "d"}}
	first, second := arrange(actors, edges), arrange(actors, edges)
	for _, id := range actors {
		at, ok := first[id]
		if !ok || at != second[id] || !(at[0] >= 0 && at[0] <= 1 && at[1] >= 0 && at[1] <= 1) {
			t.Errorf("%s stands at %v, then at %v", id, at, second[id])
		}
	}
	for _, few := range [][]string{nil, {"a"}, {"a", "b"}} {
		if got := arrange(few, edges); len(got) != len(few) {
			t.Errorf("%v: places %v", few, got)
		}
	}
}

func TestMonthsArePlayed(t *testing.T) {
	d := newDesk(t, web())
	p := NewWhatIf(d.s, d)
	d.open(t, p, 900, 700)
	p.choose("c")
	end, _, _ := p.at(p.r.Actors[2])
	p.courses.OnMonth(0)
	begin, _, _ := p.at(p.r.Actors[2])
	if !(begin < end) {
		t.Errorf("c loses %v in month 0 and %v in the end", begin, end)
	}
	p.monthsOf("6")
	if p.sc.Months != 6 || p.r == nil {
		t.Errorf("the shock lasts %d months", p.sc.Months)
	}
	p.courses.OnMonth(3)
	p.toggle() // the test's animations run to their end at once
	if last := len(p.r.Course.Mean[0]) - 1; p.month != last || p.player != nil {
		t.Errorf("played to month %d of %d, still playing: %v", p.month, last, p.player != nil)
	}
}

func TestClaimOf(t *testing.T) {
	d := newDesk(t, web())
	p := NewWhatIf(d.s, d)
	d.open(t, p, 900, 700)
	p.claimOf("b", "c")
	if p.r.Claim == nil || p.r.Claim.Probability < .99 {
		t.Errorf("b is hit harder than c: %+v", p.r.Claim)
	}
	if text := p.claim.text.String(); !strings.Contains(text, "Bland is hit harder than Cland: almost certain") {
		t.Errorf("the claim reads %q", text)
	}
	if text := p.notes.text.String(); !strings.Contains(text, "1 on no basis at all") && !strings.Contains(text, "2 on no basis") {
		t.Errorf("nothing says that a dependence has no basis: %q", text)
	}
}

func TestNetworkGraphML(t *testing.T) {
	d := newDesk(t, web())
	p := NewWhatIf(d.s, d)
	d.open(t, p, 900, 700)
	path := filepath.Join(t.TempDir(), "web.graphml")
	p.writeGraph(path)
	before := d.s.State().Case
	p.readGraph(path, "")
	if d.s.State().Case != before {
		t.Error("a network that comes back as it went out changed the case")
	}
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(body), "Cland", "Dland", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	p.readGraph(path, "")
	if len(d.s.State().Case.Dependences()) < 2 {
		t.Error("a network lost its dependences")
	}
}

func TestObserversLearn(t *testing.T) {
	d := newDesk(t, bundled(t, "russia-iran"))
	p := NewWhatIf(d.s, d)
	d.open(t, p, 900, 700)
	options := p.lessonMoments()
	if len(options) == 0 {
		t.Fatal("no moment to learn from")
	}
	p.learn(options[len(options)/2].Key)
	if p.lessons.r == nil || !strings.Contains(p.othersSay.String(), "before") {
		t.Errorf("nothing is learnt: %q", p.othersSay.String())
	}
}

// What the pages show may be stale by an edit or a question; a run that a newer
// one made moot is not drawn, and the last one is.
func TestWhatIfFollowsTheCase(t *testing.T) {
	d := newDesk(t, web())
	p := NewWhatIf(d.s, d)
	d.open(t, p, 900, 700)
	d.s.SetAsOf(edtf.DayOf(2020, 1, 1))
	if p.r.AsOf != edtf.DayOf(2020, 1, 1) {
		t.Errorf("the result is as of %s", p.r.AsOf)
	}
	d.s.SetRelier("b")
	if p.sc.Shocks[0].Actor != "b" {
		t.Errorf("another relier is asked about, and %+v is shocked", p.sc.Shocks)
	}
}

// Default draws of a bundled case, from the slider to the result.
func TestWhatIfIsFast(t *testing.T) {
	d := newDesk(t, bundled(t, "july-1914"))
	p := NewWhatIf(d.s, d)
	d.open(t, p, 900, 700)
	row := p.shocks.Objects[0].(*shockRow)
	v := .3
	took := quickest(5, func() { v += .05; row.slider.SetValue(v) })
	t.Logf("a step of the slider, worked out and drawn: %v", took)
	if took > 200*time.Millisecond {
		t.Errorf("a step of the slider takes %v", took)
	}
	if !slices.ContainsFunc(p.r.Actors, func(a whatif.Actor) bool { return a.Direct > 0 }) {
		t.Error("nobody is shocked")
	}
}

func TestWhatIfEmptyStates(t *testing.T) {
	none := ledger.NewCase([]ledger.Record{&ledger.Matter{ID: "matter", Title: "Bare", Question: ledger.Question{Relier: "a", Partner: "b"}},
		&ledger.Actor{ID: "a", Label: "Aland", Type: "state"}, &ledger.Actor{ID: "b", Label: "Bland", Type: "state"}})
	d := newDesk(t, none)
	p := NewWhatIf(d.s, d)
	d.open(t, p, 900, 700)
	if !strings.Contains(p.head.String(), "No dependence is on record") {
		t.Errorf("a case without dependences says %q", p.head.String())
	}
	if p.TSV() == "" {
		t.Error("no table to copy")
	}
}
