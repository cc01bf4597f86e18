package page

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

func TestTheHistoryEndsInTheAnswer(t *testing.T) {
	g := newStage(t, bundled(t, "russia-iran"), func(s *session.Session, h Host) Page { return NewAnswer(s, h) })
	for _, ask := range []struct {
		day       edtf.Day
		situation string
	}{{edtf.DayOf(2025, 11, 3), "any"}, {edtf.DayOf(2018, 5, 9), "any"}, {edtf.DayOf(2018, 5, 9), "force"}} {
		g.s.SetAsOf(ask.day)
		g.s.SetSituation(ask.situation)
		st := g.s.State()
		points := historyTo(st)
		last, x := points[len(points)-1], st.Answer
		if last.AsOf != ask.day || len(points) < 3 {
			t.Errorf("as of %s the history has %d points and ends on %s", ask.day, len(points), last.AsOf)
		}
		if last.Against.Probability != x.Against.Probability {
			t.Errorf("as of %s: against %v, the answer says %v", ask.day, last.Against.Probability, x.Against.Probability)
		}
		for i, r := range []ledger.Rung{1, 2, 3, 4} {
			for _, a := range x.AtLeast {
				if a.Rung == r && last.AtLeast[i].Probability != a.Probability {
					t.Errorf("as of %s, %s: %v, the answer says %v", ask.day, r, last.AtLeast[i].Probability, a.Probability)
				}
			}
		}
		for i := 1; i < len(points); i++ {
			if points[i].AsOf <= points[i-1].AsOf {
				t.Fatalf("the history goes from %s to %s", points[i-1].AsOf, points[i].AsOf)
			}
		}
	}
}

func TestWhatARungRestsOnReachesIt(t *testing.T) {
	g := newStage(t, threeActors(), func(s *session.Session, h Host) Page { return NewAnswer(s, h) })
	f, ok := explain(g.s.State(), figRung+"2")
	if !ok {
		t.Fatal("the rung has no figure")
	}
	for _, p := range f.parts {
		for _, it := range p.items {
			if strings.Contains(p.title, "or more") && (it.rung == nil || *it.rung < ledger.DiplomaticAct) {
				t.Errorf("%q lists %s with %v", p.title, it.id, it.rung)
			}
			// The credit was delayed a day after the moment began.
			if it.id == "c003" && !strings.HasPrefix(it.facts, "2018-03-02") {
				t.Errorf("c003 is dated %q, want its own date", it.facts)
			}
		}
	}
}

// inspected is a page that is the inspector.
type inspected struct{ in *Inspector }

func (p inspected) Object() fyne.CanvasObject { return p.in.Object() }

func (p inspected) Show(st session.State, what session.What) { p.in.Show(st, what) }

func TestWhatWasChangedIsUnsaidWhenUndone(t *testing.T) {
	var in *Inspector
	g := newStage(t, threeActors(), func(s *session.Session, h Host) Page { in = NewInspector(s, h); return inspected{in} })
	g.s.SelectMany([]string{"p001", "p002", "p003"})
	in.many.what.SetKey(bulkAddTag)
	in.many.choose()
	in.many.text.SetText("checked")
	in.many.choice.SetKey("checked")
	in.many.apply()
	if !strings.Contains(in.many.says.String(), "Changed") {
		t.Fatalf("after a change of three it says %q", in.many.says.String())
	}
	g.s.Undo()
	if got := in.many.says.String(); strings.Contains(got, "Changed") {
		t.Errorf("after undo it still says %q", got)
	}
}
