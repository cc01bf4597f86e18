package page

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/ledger/ledgertest"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view/timeline"
)

func newTimelineStage(t testing.TB, c *ledger.Case) (*stage, *Timeline) {
	g := newStage(t, c, func(s *session.Session, h Host) Page { return NewTimeline(s, h) })
	return g, g.page.(*Timeline)
}

// lanesOf gives the lanes that a choice shows.
func lanesOf(g *stage, chosen lanes) []timeline.Lane {
	st := g.s.State()
	m := laneMaker{c: st.Case, key: timelineKey{relier: st.Question.Relier, partner: st.Question.Partner, lanes: chosen}, history: st.History, words: newLaneWords()}
	return m.lanes()
}

func laneTitles(all []timeline.Lane) string {
	var out []string
	for _, l := range all {
		out = append(out, l.Title)
	}
	return strings.Join(out, "; ")
}

func TestLanes(t *testing.T) {
	g, _ := newTimelineStage(t, threeActors())
	for _, c := range []struct {
		name   string
		chosen lanes
		want   string
		marks  int
	}{
		{"all", lanes{}, "In need: Aland; Bland toward Aland; Aland toward Bland; Third parties toward Aland, Bland; Pledges: Bland → Aland; Pledges: Aland → Bland; Given: Bland → Aland; The answer", 12},
		{"the pair", lanes{actor: pairOnly}, "In need: Aland; Bland toward Aland; Aland toward Bland; Pledges: Bland → Aland; Pledges: Aland → Bland; Given: Bland → Aland; The answer", 11},
		{"with a third", lanes{actor: "a003"}, "In need: Aland; Bland toward Aland; Aland toward Bland; Cland toward Aland; Pledges: Bland → Aland; Pledges: Aland → Bland; Given: Bland → Aland; Given: Cland → Aland; The answer", 13},
		{"energy", lanes{channel: "energy", kind: ledger.KindPledge}, "Pledges: Bland → Aland; The answer", 2},
		{"conduct", lanes{kind: ledger.KindConduct, actor: pairOnly}, "Bland toward Aland; Aland toward Bland; The answer", 3},
		{"well sourced", lanes{kind: ledger.KindConduct, actor: pairOnly, grade: "B"}, "Bland toward Aland; Aland toward Bland; The answer", 2},
	} {
		all := lanesOf(g, c.chosen)
		if got := laneTitles(all); got != c.want {
			t.Errorf("%s: lanes %s\nwant %s", c.name, got, c.want)
		}
		if got := marks(all); got != c.marks {
			t.Errorf("%s: %d records, want %d", c.name, got, c.marks)
		}
	}
	all := lanesOf(g, lanes{})
	last := all[len(all)-1]
	if len(last.Series) != 2 || len(last.Series[0].Points) != len(g.s.State().History) {
		t.Errorf("the answer's lane holds %d series", len(last.Series))
	}
	if i := slices.IndexFunc(all[1].Conduct, func(x timeline.Conduct) bool { return x.ID == "c002" }); i < 0 || strings.ReplaceAll(all[1].Conduct[i].Detail, nbsp, " ") != "The vote · A 1" {
		t.Errorf("of the conduct the tooltip tells %+v", all[1].Conduct)
	}
}

func TestTimelineDragsMakeRecords(t *testing.T) {
	g, line := newTimelineStage(t, threeActors())
	from, to := edtfDay("2020-02-01"), edtfDay("2020-03-15")
	draft := func(k ledger.Kind, a, b string) ledger.Record {
		line.create(laneKey(k, a, b), from, to)
		return g.s.State().Place.Draft
	}
	if m, ok := draft(ledger.KindMoment, "a001", "a002").(*ledger.Moment); !ok || m.Start.String() != "2020-02-01" || m.End.String() != "2020-03-15" || m.InNeed[0] != "a001" {
		t.Errorf("moment: %+v", g.s.State().Place.Draft)
	}
	if c, ok := draft(ledger.KindConduct, "a002", "a001").(*ledger.Conduct); !ok || c.Date.String() != "2020-02-01" || c.From != "a002" || c.To != "a001" {
		t.Errorf("conduct: %+v", g.s.State().Place.Draft)
	}
	if p, ok := draft(ledger.KindPledge, "a001", "a002").(*ledger.Pledge); !ok || p.From != "a001" || p.Due.String() != "2020-03-15" {
		t.Errorf("pledge: %+v", g.s.State().Place.Draft)
	}
	if x, ok := draft(ledger.KindContribution, "a002", "a001").(*ledger.Contribution); !ok || x.Date.String() != "2020-02-01/2020-03-15" {
		t.Errorf("contribution: %+v", g.s.State().Place.Draft)
	}
}

func TestTimelineAndTheRestOfTheWindow(t *testing.T) {
	g, line := newTimelineStage(t, threeActors())
	line.line.TypedRune('j')
	if at := g.s.State().Place.Record; at == "" {
		t.Error("the next record in time is not shown")
	}
	g.s.Select("c004")
	if line.line.Selected() != "c004" {
		t.Errorf("marked is %q", line.line.Selected())
	}
	g.key(fyne.KeyReturn)
	if p := g.s.State().Place; p.Record != "c004" || !p.Edit {
		t.Errorf("Enter opens %+v", p)
	}
	line.line.OnAsOf(edtfDay("2016-01-01"), false)
	if q := g.s.State().Question; q.AsOf != edtfDay("2016-01-01") || g.s.State().Answer.Question != q {
		t.Error("dragging the as-of line does not move the question")
	}
	line.menu("m002", fyne.Position{})
	g.choose("Ask as of 2018-03-01")
	if g.s.State().Question.AsOf != edtfDay("2018-03-01") {
		t.Error("the menu does not move the question")
	}
	g.choose("Edit")
	line.menu("", fyne.Position{})
	g.choose("New pledge")
	if strings.Join(g.did, ",") != "edit,new pledge" {
		t.Errorf("the menus do %v", g.did)
	}
	line.actor.OnKey("a004")
	g.s.SetPartner("a004")
	if line.chosen.actor != "" {
		t.Errorf("a third party that became one of the pair is still chosen: %q", line.chosen.actor)
	}
}

// A dragged date moves a line; it neither composes nor draws the lanes anew.
func TestScrubbingKeepsTheLanes(t *testing.T) {
	g, line := newTimelineStage(t, ledgertest.Generate(10000, 1))
	g.held = true
	st := g.s.State()
	st.Question.AsOf = edtfDay("2010-01-01")
	began := time.Now()
	for range 20 {
		st.Question.AsOf += 30
		line.Show(st, session.QuestionChanged)
	}
	if len(g.work) > 0 {
		t.Errorf("%d compositions for a dragged date", len(g.work))
	}
	if took := time.Since(began) / 20; took > 10*16*time.Millisecond { // ten frames, ten times what it takes: the machine has other tests to run
		t.Errorf("a step takes %v", took)
	}
}
