package page

import (
	"slices"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// textOfSpans gives the words of a text.
func textOfSpans(list []span) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(s.Text)
	}
	return b.String()
}

func optionKeys(list []view.Option) []string {
	var out []string
	for _, o := range list {
		out = append(out, o.Key)
	}
	return out
}

func TestBlindHidesTheOthersEverywhere(t *testing.T) {
	d := newDesk(t, debate(2, 2, "Other"))
	d.s.SetAnalyst("Me")
	p := NewReadings(d.s, d)
	d.open(t, p, 800, 600)
	facts := func() string {
		st := d.s.State()
		r, _ := st.Case.Get("n001")
		return textOfSpans(recordFacts(st, r, d.s.Analyst()))
	}
	if !strings.Contains(facts(), "Other") {
		t.Fatal("a reader does not see who rated a record")
	}
	d.press("1")
	if strings.Contains(facts(), "Other:") {
		t.Error("the record tells the others' ratings to an analyst who rates blind")
	}
	if keys := optionKeys(p.offered); !slices.Equal(keys, []string{showMine}) {
		t.Errorf("an analyst who rates blind may choose to see %q", keys)
	}
	if !ratesBlind(d.s.State(), "Me") || ratesBlind(d.s.State(), "Reader") {
		t.Error("who rates blind is mistaken")
	}
	// Taken back, the analyst is a reader again and sees the matrix.
	d.s.Undo()
	if p.whose != showAll || p.d.blind || len(p.d.ratings) == 0 {
		t.Errorf("after the only rating is undone: shows %q, blind %v, %d cells", p.whose, p.d.blind, len(p.d.ratings))
	}
	// Chosen, it hides before the first rating.
	p.showOf(showMine)
	if strings.Contains(facts(), "Other:") {
		t.Error("choosing to rate alone leaves the others' ratings with the record")
	}
	p.showOf(showAll)
	d.press("1111")
	if p.d.blind || !strings.Contains(facts(), "Other:") {
		t.Error("the others' ratings stay hidden when all is rated")
	}
}

func TestACaseThatIsBegunSaysWhatToDoNext(t *testing.T) {
	matter := &ledger.Matter{ID: ledger.MatterID, Title: "New"}
	two := []ledger.Record{&ledger.Actor{ID: "a001", Label: "Aland", Type: "state"}, &ledger.Actor{ID: "a002", Label: "Bland", Type: "state"}}
	asking := &ledger.Matter{ID: ledger.MatterID, Title: "New", Question: ledger.Question{Relier: "a001", Partner: "a002"}}
	moment := &ledger.Moment{ID: "m001", Title: "The war", InNeed: []string{"a001"}, Start: edtf.MustParse("2015"), Type: "war"}
	for _, x := range []struct {
		name    string
		records []ledger.Record
		want    string
	}{
		{"nothing", []ledger.Record{matter}, "Add an actor"},
		{"one actor", append([]ledger.Record{matter}, two[0]), "Add an actor"},
		{"two, nothing asked", append([]ledger.Record{matter}, two...), "Choose above who asks"},
		{"asked", append([]ledger.Record{asking}, two...), "add a moment"},
		{"a moment", append([]ledger.Record{asking, moment}, two...), "Add conduct of Bland"},
	} {
		t.Run(x.name, func(t *testing.T) {
			var a *Answer
			nobody := func(g *stage) *stage {
				if x.name == "two, nothing asked" {
					g.s.SetQuestion(assess.Question{AsOf: g.s.Today(), Situation: "any"})
				}
				return g
			}
			nobody(newStage(t, ledger.NewCase(x.records), func(s *session.Session, h Host) Page { a = NewAnswer(s, h); return a }))
			text := a.headline.String() + " " + a.confidence.String()
			if !strings.Contains(text, x.want) {
				t.Errorf("says %q, want %q", text, x.want)
			}
			clean(t, "Answer", text)
			p := nobody(newStage(t, ledger.NewCase(x.records), func(s *session.Session, h Host) Page { return NewWhatIf(s, h) })).page.(*WhatIf)
			clean(t, "What if", p.head.String())
			if !asked(p.st) && !p.othersPanel.Hidden {
				t.Error("What if asks what nobody does")
			}
			r := nobody(newStage(t, ledger.NewCase(x.records), func(s *session.Session, h Host) Page { return NewReadings(s, h) })).page.(*Readings)
			clean(t, "Readings", r.matrix.Empty+r.head.String())
		})
	}
}

// clean fails where a text shows an id or an actor without a name.
func clean(t *testing.T, where, text string) {
	t.Helper()
	for _, bad := range []string{`""`, "a001", "a002", "no actor", "  does"} {
		if strings.Contains(text, bad) {
			t.Errorf("%s says %q", where, text)
		}
	}
}

func TestMessagesNameNoIDs(t *testing.T) {
	if got, want := inNames(threeActors(), `question: no pledge of "a002" to a001, only x999`), "question: no pledge of Bland to Aland, only x999"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
