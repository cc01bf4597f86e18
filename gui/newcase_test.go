package gui

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/states"
	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/view"
)

// pick opens a choice, types and takes the first that is found.
func pick(w *Window, c *view.Choice, text string) {
	c.Open()
	test.Type(w.win.Canvas().Focused(), text)
	w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
}

func press(t *testing.T, w *Window, label string) {
	t.Helper()
	b, _, ok := find(w, func(b *page.KeyButton) bool { return b.Text == label })
	if !ok {
		t.Fatalf("there is no button %q", label)
	}
	test.Tap(b)
}

func TestNewCaseOfTwoStates(t *testing.T) {
	w := newWindow(t, newFile(t, 20))
	w.Do("new")
	var choices []*view.Choice
	for _, o := range test.LaidOutObjects(w.win.Canvas().Overlays().Top()) {
		if c, ok := o.(*view.Choice); ok && c.PlaceHolder != "" {
			choices = append(choices, c)
		}
	}
	if len(choices) != 2 {
		t.Fatalf("the dialog asks for %d states", len(choices))
	}
	press(t, w, "Make it")
	if w.win.Canvas().Overlays().Top() == nil {
		t.Fatal("a case without states was made")
	}
	pick(w, choices[0], "poland")
	pick(w, choices[1], "usa")
	if choices[0].Key() != "poland" || choices[1].Key() != "united-states" {
		t.Fatalf("found %q and %q", choices[0].Key(), choices[1].Key())
	}
	press(t, w, "Make it")
	st := w.s.State()
	if st.Question.Relier != "poland" || st.Question.Partner != "united-states" || st.Question.AsOf != today {
		t.Errorf("the question is %+v", st.Question)
	}
	if filepath.Base(st.Path) != "Poland on United States"+casefile.Extension || len(st.Case.Pledges()) == 0 || len(st.Case.Moments()) == 0 {
		t.Errorf("%s has %d pledges and %d moments", st.Path, len(st.Case.Pledges()), len(st.Case.Moments()))
	}
	if _, _, ok := find(w, func(p *view.Prose) bool { return strings.Contains(p.String(), "Where the registers end") }); !ok {
		t.Error("nothing says where the registers end")
	}
	press(t, w, "Go to the answer")
	if st.Answer == nil {
		t.Errorf("no answer: %s", st.NoAnswer)
	}
}

func TestBlankCase(t *testing.T) {
	w := newWindow(t, newFile(t, 20))
	w.Do("new")
	kind, _, ok := find(w, func(c *view.Choice) bool { return c.Key() == fromStates })
	if !ok {
		t.Fatal("nothing to choose how to begin")
	}
	pick(w, kind, "blank")
	title, _, ok := find(w, func(f *page.Field) bool { return strings.HasPrefix(f.PlaceHolder, "France and Britain") })
	if !ok {
		t.Fatal("no field for the title")
	}
	test.Type(title, "A/B")
	press(t, w, "Make it")
	st := w.s.State()
	if st.Case.Matter().Title != "A/B" || st.Case.Len() != 1 || filepath.Base(st.Path) != "A-B"+casefile.Extension {
		t.Errorf("%s, %q with %d records", st.Path, st.Case.Matter().Title, st.Case.Len())
	}
}

// Every state is found by its name, on a day on which it was one and on another.
func TestStatesAreFound(t *testing.T) {
	day := edtf.DayOf(1985, 6, 1)
	for _, s := range states.All() {
		found := stateOptions(strings.ToUpper(s.Name), day)
		if len(found) == 0 {
			t.Errorf("%s is not found", s.Name)
			continue
		}
		has := false
		for _, o := range found {
			has = has || o.Key == s.ID
		}
		if !has {
			t.Errorf("%s is not among %v", s.Name, found)
		}
	}
	if got := stateOptions("ru", day); got[0].Key == "russia" {
		t.Error("in 1985 Russia comes before states that there were")
	}
	if got := stateOptions("zzz", day); len(got) != 0 {
		t.Errorf("found %v", got)
	}
}
