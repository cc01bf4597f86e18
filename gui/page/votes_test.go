package page

import (
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

// voters is a case of two states that vote and of one that is none.
func voters() *ledger.Case {
	return threeActors().With(
		ledger.Change{ID: "a001", Record: &ledger.Actor{ID: "a001", Label: "Iran", Type: "state", ISO3: "IRN"}},
		ledger.Change{ID: "a002", Record: &ledger.Actor{ID: "a002", Label: "Moscow", Type: "state", COW: 365}},
	)
}

func TestVotesPage(t *testing.T) {
	var p *Votes
	g := newStage(t, voters(), func(s *session.Session, h Host) Page { p = NewVotes(s, h); return p })
	if p.told == nil {
		t.Fatalf("nothing is told of the votes of Iran and Russia: %s", p.says.String())
	}
	for _, want := range []string{"voted alike on", "by nearness to Moscow", "By issue"} {
		if says := p.says.String(); !strings.Contains(says, want) {
			t.Errorf("%q is not in %q", want, says)
		}
	}
	if n := len(p.told.near); n < 150 || len(p.told.usual) == 0 {
		t.Errorf("%d states beside Russia, %d years of what is usual", n, len(p.told.usual))
	}
	p.open(votesOnEach)
	before, years := g.s.State().Case.Len(), len(p.candidates())
	if years == 0 || p.take.Disabled() {
		t.Fatal("no candidates of conduct")
	}
	p.takeIn()
	if g.s.State().Case.Len() <= before || len(p.candidates()) != 0 {
		t.Errorf("%d records after taking %d years in, %d candidates left", g.s.State().Case.Len(), years, len(p.candidates()))
	}
	g.s.Undo()
	if g.s.State().Case.Len() != before || len(p.candidates()) != years {
		t.Error("one undo does not take the votes back")
	}
	q := g.s.State().Question
	q.AsOf = edtf.DayOf(1980, 6, 1)
	g.s.SetQuestion(q)
	if y := p.told.years[len(p.told.years)-1].Year; y > 1980 {
		t.Errorf("a question of 1980 is told of the votes of %d", y)
	}
	q.Partner = "a003"
	g.s.SetQuestion(q)
	if p.told != nil || !strings.Contains(p.says.String(), "no vote on record") {
		t.Errorf("votes of a state that is none: %s", p.says.String())
	}
}
