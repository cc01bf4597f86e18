package page

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

// givenAndGot is threeActors with a ledger of two channels, one of them in money.
func givenAndGot() *ledger.Case {
	d := edtf.MustParse
	good := []ledger.Citation{{Source: "s1", Where: "p. 1", Credibility: 1}}
	give := func(id, from, to, channel, date string, magnitude int) ledger.Change {
		return ledger.Change{ID: id, Record: &ledger.Contribution{ID: id, From: from, To: to, Channel: channel, Date: d(date), Magnitude: magnitude, What: "Something", Citations: good}}
	}
	return threeActors().With(
		give("g003", "a002", "a001", "arms", "2015", 4), give("g004", "a002", "a001", "money", "2016-02", 2), give("g005", "a001", "a002", "money", "2017", 1),
		give("g006", "a002", "a003", "arms", "2017", 1), give("g007", "a003", "a002", "arms", "2018", 5), give("g008", "a001", "a002", "arms", "2018", 2),
	)
}

func TestBalancePage(t *testing.T) {
	var p *Balance
	g := newStage(t, givenAndGot(), func(s *session.Session, h Host) Page { p = NewBalance(s, h); return p })
	if head := p.head.String(); !strings.Contains(head, "Bland") || !strings.Contains(head, "Balance +0.50") {
		t.Errorf("the page says %q", head)
	}
	var names []string
	for _, l := range p.lines {
		names = append(names, lineName(l))
	}
	if got := strings.Join(names, "|"); got != "All channels|Arms|Money" {
		t.Errorf("the lines are %s", got)
	}
	if tsv := p.TSV(); !strings.Contains(tsv, "arms\tmagnitude 1 to 5\t2\t7") {
		t.Errorf("the table is %q", tsv)
	}
	p.First().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if p.chosen != "Arms" || !strings.Contains(p.curves.says(), "Bland had given 7, Aland 2") {
		t.Errorf("%s chosen: %q", p.chosen, p.curves.says())
	}
	p.curves.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(0, 10)}})
	if !strings.Contains(p.curves.says(), "Bland had given 3, Aland 0") {
		t.Errorf("at the first day: %q", p.curves.says())
	}
	p.follow(restsOn)
	if got := g.s.State().Place.Records(); len(got) != 3 {
		t.Errorf("arms rest on %v", got)
	}
	if len(p.others.rows) != 2 || !p.others.rows[0].bold || p.others.rows[1].name != "Cland" {
		t.Errorf("beside it stand %+v", p.others.rows)
	}
	for _, o := range test.LaidOutObjects(p.Object()) {
		if m, ok := o.(*mirror); ok && m.Size().Height < m.HeightFor(0) {
			t.Errorf("the bars have %v of %v", m.Size().Height, m.HeightFor(0))
		}
	}
}

func TestBalanceSeries(t *testing.T) {
	var p *Balance
	newStage(t, givenAndGot(), func(s *session.Session, h Host) Page { p = NewBalance(s, h); return p })
	path := filepath.Join(t.TempDir(), "trade.csv")
	body := "year,from,to,value,unit\n2014,Aland,Bland,100,USD million\n2014,Bland,Aland,300,USD million\n2015,Nowhere,Bland,x,USD million\n"
	if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
		t.Fatal(err)
	}
	p.read(path)
	found := false
	for _, l := range p.lines {
		found = found || l.Series && l.Unit == "USD million" && l.Partner.Total == 300 && l.Relier.Total == 100
	}
	if !found {
		t.Errorf("the series is not among %+v", p.lines)
	}
	if got := p.notes.String(); !strings.Contains(got, "line 4") || !strings.Contains(got, "trade.csv") {
		t.Errorf("the notes say %q", got)
	}
}

func TestBalanceOfNothing(t *testing.T) {
	var p *Balance
	g := newStage(t, threeActors(), func(s *session.Session, h Host) Page { p = NewBalance(s, h); return p })
	q := g.s.State().Question
	q.Relier = "a004"
	g.s.SetQuestion(q)
	if got := p.head.String(); !strings.Contains(got, "unknown, not even") {
		t.Errorf("it says %q", got)
	}
	if p.TSV() == "" || len(p.lines) != 0 {
		t.Errorf("lines %v", p.lines)
	}
}

func TestAmount(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 12: "12", 1234: "1" + nbsp + "234", 1234567.5: "1" + nbsp + "234" + nbsp + "567.5", 0.123: "0.12"} {
		if got := amount(v); got != want {
			t.Errorf("%v is written %q", v, got)
		}
	}
}
