package page

import (
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

// textOfSpans gives the words of a text.
func textOfSpans(list []span) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(s.Text)
	}
	return b.String()
}

// Nothing that a page asks for tells an analyst who rates blind how others rated:
// not the record, the list of records, the history, nor what is found.
func TestBlindHidesTheOthersEverywhere(t *testing.T) {
	rung := ledger.Change{Record: &ledger.Rating{ID: "r901", Analyst: "Other", Subject: "rung", Record: "c001", Value: "3", Why: "It was so."}}
	c := debate(2, 2, "Other").With(
		ledger.Change{Record: &ledger.Moment{ID: "m001", Title: "War", InNeed: []string{"a"}, Start: edtf.MustParse("2015"), Type: "war"}},
		ledger.Change{Record: &ledger.Conduct{ID: "c001", Moment: "m001", From: "b", To: "a", Date: edtf.MustParse("2015"), Rung: 1, What: "Spoke up"}}, rung)
	d := newDesk(t, c)
	p := NewReadings(d.s, d)
	d.open(t, p, 800, 600)
	facts := func(id string) string {
		st := d.s.State()
		r, _ := st.Case.Get(id)
		return textOfSpans(recordFacts(st, r))
	}
	if !strings.Contains(facts("n001"), "Other: CC") || !strings.Contains(facts("c001"), "Other: 3") {
		t.Fatal("a reader does not see who rated a record")
	}
	d.s.SetAnalyst("Me")
	told := func(when string) {
		t.Helper()
		if strings.Contains(facts("n001"), "Other") || !strings.Contains(facts("n001"), "every cell") {
			t.Errorf("%s: the item says %q", when, facts("n001"))
		}
		if _, ok := d.s.State().Case.Get("r001"); ok {
			t.Errorf("%s: a rating can be opened", when)
		}
		d.s.Search("Other", 10, func(hits []casefile.Hit) {
			if len(hits) > 0 {
				t.Errorf("%s: found %v", when, hits)
			}
		})
	}
	told("before the first rating")
	d.press("1")
	told("after it")
	// A new rating takes no id that a hidden one has.
	if r, _ := d.s.State().Whole.Get("r001"); r.(*ledger.Rating).Analyst != "Other" || len(d.s.State().Whole.Ratings()) != 6 {
		t.Error("a rating replaced a hidden one")
	}
	d.s.Undo()
	told("after the only rating is undone")
	if strings.Contains(facts("c001"), "Other") || !strings.Contains(facts("c001"), "rated it") {
		t.Errorf("the conduct says %q", facts("c001"))
	}
	own := &ledger.Rating{ID: "r950", Analyst: "Me", Subject: "rung", Record: "c001", Value: "1"}
	d.s.Apply(casefile.Edit{Label: "Rate", Changes: []ledger.Change{{ID: own.ID, Record: own}}}, nil)
	if !strings.Contains(facts("c001"), "Other: 3") {
		t.Error("the other's rung stays hidden when one's own is given")
	}
	d.press("1111")
	if p.d.blind || !strings.Contains(facts("n001"), "Other: CC") {
		t.Error("the others' ratings stay hidden when all is rated")
	}
	// What somebody else did is listed without what it says.
	d.s.SetAnalyst("Third")
	d.s.Edits(0, func(list []casefile.Entry) {
		for _, e := range list {
			if e.Analyst == "Me" && strings.HasPrefix(e.Label, "Rate") {
				t.Errorf("the history says %q", e.Label)
			}
			d.s.Changed(e.Seq, 0, func(changes []casefile.RecordChange) {
				for _, ch := range changes {
					if x, ok := ch.After.(*ledger.Rating); ok && (x.Value != hypotheses.Masked || x.Why != "") {
						t.Errorf("edit %d tells %+v", e.Seq, x)
					}
				}
			})
		}
	})
	d.s.LookOn()
	if st := d.s.State(); st.Whole != st.Case || !hypotheses.HasLooked(st.Case, "Third") || hypotheses.HasLooked(st.Case, "Me") {
		t.Error("who looks on does not see all, or the case does not keep it")
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
