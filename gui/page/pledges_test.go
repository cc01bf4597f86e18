package page

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

func edtfDay(s string) edtf.Day {
	d, _ := edtf.MustParse(s).Earliest()
	return d
}

func newPledgeStage(t testing.TB, c *ledger.Case) (*stage, *Pledges) {
	g := newStage(t, c, func(s *session.Session, h Host) Page { return NewPledges(s, h) })
	return g, g.page.(*Pledges)
}

func pledgesShown(p *Pledges) string {
	var out []string
	for _, r := range p.grid.Rows() {
		out = append(out, r.Cells[0].Text)
	}
	return strings.Join(out, ", ")
}

func TestPledgesSayWhatBecameOfThem(t *testing.T) {
	g, p := newPledgeStage(t, threeActors())
	if got := pledgesShown(p); got != "Credit, Pact, Reactor, Gas" {
		t.Errorf("in view: %s; want the overdue one, the open one, then the others", got)
	}
	if says := strings.ReplaceAll(p.counts.String(), nbsp, " "); !strings.Contains(says, "Bland to Aland: 4 pledges, 1 fulfilled, 1 failed, 2 open, of them 1 overdue") {
		t.Errorf("above: %q", says)
	}
	if says := p.compared.String(); !strings.Contains(says, "fulfilled 1 of 4") {
		t.Errorf("beside others: %q", says)
	}
	rows := map[string]view.Row{}
	for _, r := range p.grid.Rows() {
		rows[r.Key] = r
	}
	reactor := rows["p002"].Cells
	if reactor[1].Text != "BLA → Aland" || reactor[5].Text != "Fulfilled" || reactor[5].Tone != view.ToneGave3 || !strings.Contains(reactor[6].Text, "→"+nbsp+"2012") || !strings.Contains(reactor[6].Text, "✓"+nbsp+"2016") {
		t.Errorf("the reactor: %+v", reactor)
	}
	if gas := rows["p004"].Cells; gas[5].Text != "Cancelled" || gas[5].Tone != view.ToneAgainst2 {
		t.Errorf("gas: %+v", gas)
	}
	credit := rows["p003"].Cells
	if credit[8].Tone != view.ToneWarn || !strings.HasPrefix(credit[8].Text, "11.") || credit[9].Text == "" || !strings.Contains(credit[10].Text, "within 1"+nbsp+"year; ") {
		t.Errorf("credit: overdue %q, forecast %q, rests on %q", credit[8].Text, credit[9].Text, credit[10].Text)
	}
	if len(p.still.curves) != 1 || len(p.ended.curves) != 2 || len(p.others.makers) != 2 {
		t.Errorf("%d and %d curves, %d makers", len(p.still.curves), len(p.ended.curves), len(p.others.makers))
	}
	g.s.SetAsOf(edtfDay("2012-06-01"))
	if got := pledgesShown(p); got != "Pact, Reactor, Credit" {
		t.Errorf("in view as of 2012: %s", got)
	}
	for _, r := range p.grid.Rows() {
		if r.Key == "p002" && (r.Cells[5].Text != "Open" || strings.Contains(r.Cells[6].Text, "2016")) {
			t.Errorf("the reactor as of 2012: %+v", r.Cells)
		}
	}
}

func TestFilterPledges(t *testing.T) {
	_, p := newPledgeStage(t, threeActors())
	check := func(what, want string) {
		t.Helper()
		if got := pledgesShown(p); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	p.channel.OnKey("energy")
	check("energy", "Reactor, Gas")
	p.as.OnKey("failed")
	check("energy that failed", "Gas")
	p.channel.OnKey("")
	p.as.OnKey(overdueKey)
	check("overdue", "Credit")
	p.as.OnKey("")
	p.who.OnKey(string(pairAll))
	check("all", "Credit, Pact, Wheat, Reactor, Gas")
	p.others.onTapped("a001")
	check("by Aland", "Wheat")
	p.who.OnKey(string(pairAsked))
	p.filter.SetText("pact")
	check("by words", "Pact")
}

func TestPledgesByKeyboardAndCopy(t *testing.T) {
	g, p := newPledgeStage(t, threeActors())
	g.win.Canvas().Focus(p.grid)
	g.key(fyne.KeyDown)
	if at := g.s.State().Place.Record; at != "p001" {
		t.Errorf("Down shows %q", at)
	}
	p.grid.TypedShortcut(&fyne.ShortcutSelectAll{})
	if n := strings.Count(p.TSV(), "\n"); n != 5 {
		t.Errorf("%d lines copied of four pledges", n)
	}
	p.grid.Select("p002")
	for _, says := range []string{"Milestones", "2011-02-03", "delayed 2012-04-01; fulfilled 2016-01-01", "Bland\tAland"} {
		if !strings.Contains(p.TSV(), says) {
			t.Errorf("the copy lacks %q: %s", says, p.TSV())
		}
	}
	if strings.Contains(p.TSV(), "Credit") {
		t.Error("a row that is not chosen is copied")
	}
	g.key(fyne.KeyReturn)
	if at := g.s.State().Place; !at.Edit {
		t.Errorf("Enter opens %+v", at)
	}
	g.key(desktop.KeyMenu)
	g.choose("Duplicate")
	if len(g.did) != 1 || g.did[0] != "duplicate" {
		t.Errorf("the menu does %v", g.did)
	}
}

func TestCurvesTellTheirValues(t *testing.T) {
	g, p := newPledgeStage(t, threeActors())
	c := p.still
	for _, size := range []fyne.Size{{Width: 380, Height: 150}, {Width: 200, Height: 120}, {Width: 60, Height: 60}} {
		c.Resize(size)
		for _, o := range c.draw(size) {
			if o.Position().X < -40 || o.Position().X+o.Size().Width > size.Width+1 || o.Size().Width < 0 || o.Size().Height < 0 {
				t.Fatalf("at %v something stands at %v with %v", size, o.Position(), o.Size())
			}
		}
	}
	c.Resize(fyne.NewSize(380, 150))
	b := c.box(c.Size())
	c.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(b.left, 20)}})
	if says := strings.ReplaceAll(c.AccessibilityLabel(), nbsp, " "); !strings.Contains(says, "After 0 years, 4 of 4 still followed; still not ended 100 %") {
		t.Errorf("at the start: %q", says)
	}
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	s, _ := c.curves[0].valueAt(c.years)
	if says := c.AccessibilityLabel(); !strings.Contains(says, percent(s.Value)) {
		t.Errorf("at the end: %q, want %s", says, percent(s.Value))
	}
	g.s.SetPartner("a003") // has promised nothing
	if len(c.curves) != 0 || !strings.Contains(c.AccessibilityLabel(), "two pledges") {
		t.Errorf("without pledges: %q", c.AccessibilityLabel())
	}
	if !strings.Contains(p.counts.String(), "No pledge of Cland to Aland") {
		t.Errorf("without pledges above: %q", p.counts.String())
	}
}

func TestFiguresOfPledgesGiveRoom(t *testing.T) {
	g, p := newPledgeStage(t, threeActors())
	low := p.grid.Size().Height
	p.over.OnKey("none")
	if p.grid.Size().Height <= low || p.figures.Visible() {
		t.Error("without the figures the table is no higher")
	}
	p.over.OnKey("partners")
	if !p.panels[2].Visible() || p.panels[0].Visible() {
		t.Error("the partners are not in view")
	}
	p.over.OnKey("curves")
	g.win.Resize(fyne.NewSize(1500, 900))
	for i, x := range p.panels {
		if !x.Visible() {
			t.Errorf("on a wide screen panel %d is not in view", i)
		}
	}
}
