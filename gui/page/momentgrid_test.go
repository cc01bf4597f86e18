package page

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/ledger/ledgertest"
	"github.com/fairweather-app/fairweather/gui/session"
)

func newMomentStage(t testing.TB, c *ledger.Case) (*stage, *MomentGrid) {
	g := newStage(t, c, func(s *session.Session, h Host) Page { return NewMomentGrid(s, h) })
	return g, g.page.(*MomentGrid)
}

// cellAt finds the cell of a moment and a partner on the screen.
func cellAt(t *testing.T, g *stage, moment, partner string) *momentCell {
	t.Helper()
	for _, o := range test.LaidOutObjects(g.page.Object()) {
		c, ok := o.(*momentCell)
		if !ok || !c.Visible() || c.row.id < 0 || c.row.id >= len(c.row.t.lines) || c.row.t.lines[c.row.id].title != "" {
			continue
		}
		table := c.row.t
		if table.grid.Rows[table.lines[c.row.id].row].Title == moment && c.column() >= 0 && table.grid.Partners[c.column()].Name == partner {
			return c
		}
	}
	t.Fatalf("no cell of %s at %s", partner, moment)
	return nil
}

func titles(table *momentTable) string {
	var out []string
	for _, l := range table.lines {
		if l.title != "" {
			out = append(out, "["+strings.Fields(l.title)[0]+"]")
		} else {
			out = append(out, table.grid.Rows[l.row].Title)
		}
	}
	return strings.Join(out, ", ")
}

func TestACellLeadsToTheConductBehindIt(t *testing.T) {
	g, m := newMomentStage(t, threeActors())
	cellAt(t, g, "The vote", "Bland").MouseDown(&desktop.MouseEvent{})
	if p := g.s.State().Place; p.Record != "c002" {
		t.Errorf("a click shows %+v, want the conduct that gives the rung", p)
	}
	for _, says := range []string{"Bland at The vote", "+2", "Voted with it", "−1", "Delayed the credit", "the same day"} {
		if !strings.Contains(m.behind.String(), says) {
			t.Errorf("below the grid %q is missing: %s", says, m.behind.String())
		}
	}
	cellAt(t, g, "The war", "Bland").MouseDown(&desktop.MouseEvent{})
	for _, says := range []string{"Owed +4 by Pact", "Asked +3 by Asked for arms"} {
		if !strings.Contains(m.behind.String(), says) {
			t.Errorf("below the grid %q is missing: %s", says, m.behind.String())
		}
	}
	cellAt(t, g, "The war", "Bland").DoubleTapped(nil)
	if p := g.s.State().Place; p.Record != "m001" || !p.Edit {
		t.Errorf("a double click opens %+v, want the moment as a form", p)
	}
}

func TestWhatACellShows(t *testing.T) {
	g, _ := newMomentStage(t, threeActors())
	c := cellAt(t, g, "The war", "Bland")
	if c.sign.Text != "+1" || c.soon.Text != "10 d" || c.owed.Text != "owed +4" || c.asked.Text != "a +3" || c.dot.Visible() {
		t.Errorf("the cell shows %q %q %q %q", c.sign.Text, c.soon.Text, c.owed.Text, c.asked.Text)
	}
	if c = cellAt(t, g, "The vote", "Bland"); c.sign.Text != "+2 ∓" || c.owed.Text != "" {
		t.Errorf("mixed conduct shows as %q, owed %q", c.sign.Text, c.owed.Text)
	}
	if c = cellAt(t, g, "The vote", "Cland"); c.sign.Text != "−2" || c.soon.Text != "" {
		t.Errorf("conduct against shows as %q, first support %q", c.sign.Text, c.soon.Text)
	}
}

// Nothing on record is unknown; it is neither a 0 nor silence, on screen and in a copy.
func TestAnEmptyCellIsNotSilence(t *testing.T) {
	g, m := newMomentStage(t, threeActors())
	c := cellAt(t, g, "The war", "Cland")
	if c.sign.Visible() || !c.dot.Visible() {
		t.Error("an empty cell shows more than a dot")
	}
	if says := cellWords(c.x); !strings.Contains(says, "Nothing on record: unknown, not silence") {
		t.Errorf("the tooltip says %q", says)
	}
	for _, line := range strings.Split(m.TSV(), "\n") {
		if strings.Contains(line, "The war") && !strings.HasSuffix(line, "\t+1\t") {
			t.Errorf("copied as %q, want an empty field for Cland", line)
		}
	}
	c.MouseDown(&desktop.MouseEvent{})
	if g.s.State().Place.Record != "m001" || !strings.Contains(m.behind.String(), "unknown, not silence") {
		t.Errorf("a click shows %+v and says %q", g.s.State().Place, m.behind.String())
	}
	m.behind.OnTapped(enterHere)
	draft, ok := g.s.State().Place.Draft.(*ledger.Conduct)
	if !ok || draft.Moment != "m001" || draft.From != "a003" || draft.To != "a001" {
		t.Errorf("entering conduct begins with %+v", g.s.State().Place.Draft)
	}
}

func TestSortGroupAndFilterMoments(t *testing.T) {
	g, m := newMomentStage(t, threeActors())
	check := func(what, want string) {
		t.Helper()
		if got := titles(m.table); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	check("at first", "The vote, The war")
	m.who.OnKey("all")
	check("of everybody", "The flood, The vote, The war")
	if m.table.grid.Partners[0].Name != "Bland" {
		t.Errorf("the first column is %s, want the partner asked about", m.table.grid.Partners[0].Name)
	}
	m.table.sort(1) // Cland: flood +3, vote -2, war nothing
	check("by Cland", "The flood, The vote, The war")
	m.table.sort(1)
	check("by Cland, lowest first", "The vote, The flood, The war")
	m.table.sort(1)
	check("by date again", "The flood, The vote, The war")
	m.group.OnKey(groupType)
	check("by type", "[War], The war, [Vote], The vote, [Disaster], The flood")
	m.group.OnKey(groupSituation)
	check("by situation", "[Force], The war, [Pressure], The vote, [Disaster], The flood")
	m.filter.SetText("vote 2018")
	check("filtered", "[Pressure], The vote")
	if m.count.Text != "1 of 3"+nbsp+"moments" {
		t.Errorf("the count says %q", m.count.Text)
	}
	m.filter.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if m.table.shown() != 3 {
		t.Error("Escape in the filter does not show all")
	}
	g.s.SetAsOf(edtfDay("2016-01-01"))
	check("as of 2016", "[Force], The war")
}

func TestMomentsByKeyboard(t *testing.T) {
	g, m := newMomentStage(t, threeActors())
	g.key(fyne.KeyDown)
	if p := g.s.State().Place.Record; p != "c002" {
		t.Errorf("Down shows %q", p)
	}
	g.key(fyne.KeyRight)
	if p := g.s.State().Place.Record; p != "c004" {
		t.Errorf("Right shows %q", p)
	}
	g.key(fyne.KeyEnd)
	if p := g.s.State().Place.Record; p != "m001" {
		t.Errorf("End shows %q", p)
	}
	g.key(desktop.KeyMenu)
	g.choose("New conduct of Cland at this moment")
	if d, ok := g.s.State().Place.Draft.(*ledger.Conduct); !ok || d.From != "a003" {
		t.Errorf("the menu begins %+v", g.s.State().Place.Draft)
	}
	g.key(fyne.KeyReturn)
	if p := g.s.State().Place; p.Record != "m001" || !p.Edit {
		t.Errorf("Enter opens %+v", p)
	}
	g.s.Select("m002")
	if at, _, _ := m.table.cursor(); at != "m002" {
		t.Errorf("a moment chosen elsewhere leaves the cursor at %q", at)
	}
}

func TestMomentsAsAList(t *testing.T) {
	g, m := newMomentStage(t, threeActors())
	m.as.OnKey("list")
	if !strings.HasPrefix(m.TSV(), "Date\tMoment\tType\tIn need\tGiven") || m.First() != fyne.Focusable(m.list.grid) {
		t.Errorf("the list copies as %q", m.TSV())
	}
	g.s.SetAsOf(edtfDay("2016-01-01"))
	m.as.OnKey("grid")
	if got := titles(m.table); got != "The war" {
		t.Errorf("back at the grid: %s", got)
	}
}

func TestMomentsWithoutACase(t *testing.T) {
	s := session.New(session.Options{Do: func(f func()) { f() }, Failed: func(session.Failure) {}})
	m := NewMomentGrid(s, &stage{})
	m.Show(s.State(), session.Everything)
	if !strings.Contains(m.table.empty, "No case is open") {
		t.Errorf("says %q", m.table.empty)
	}
}

// The rows of a large case are set out off the toolkit's thread; what a later
// question overtook is dropped.
func TestLargeGridsAreMadeOffTheThread(t *testing.T) {
	g, m := newMomentStage(t, ledgertest.Generate(10000, 1))
	g.held = true
	before := m.table.grid.Rows
	m.who.OnKey("all")
	if len(g.work) == 0 || len(m.table.grid.Rows) != len(before) {
		t.Fatal("composed on the toolkit's thread")
	}
	m.who.OnKey("relier")
	g.finish()
	if len(m.table.grid.Rows) != len(before) || m.everybody {
		t.Errorf("%d rows in view, want the %d of the relier", len(m.table.grid.Rows), len(before))
	}
	m.who.OnKey("all")
	g.finish()
	if len(m.table.grid.Rows) <= len(before) {
		t.Errorf("%d rows of everybody", len(m.table.grid.Rows))
	}
	best := time.Hour
	for range 5 {
		st := g.s.State()
		answer := *st.Answer
		st.Answer = &answer
		began := time.Now()
		m.Show(st, session.AnswerChanged)
		best = min(best, time.Since(began))
	}
	if best > 10*16*time.Millisecond { // ten frames, ten times what it takes: the machine has other tests to run
		t.Errorf("takes %v of the toolkit's thread", best)
	}
	g.work = nil
}
