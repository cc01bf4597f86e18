package page

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/core/compare"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

func TestLeagueTables(t *testing.T) {
	var p *Compare
	g := newStage(t, threeActors(), func(s *session.Session, h Host) Page { p = NewCompare(s, h).menus(); return p })
	if n := p.leagues[0].rows(); n != 2 {
		t.Fatalf("%d partners of Aland", n)
	}
	if p.leagues[1].rows() == 0 {
		t.Fatal("nobody counts on Bland")
	}
	if tsv := p.TSV(); !strings.Contains(tsv, "Aland\tCland") {
		t.Errorf("the table lacks a pair: %q", tsv)
	}
	for _, r := range p.leagues[0].table.Rows {
		if len(p.leagues[0].table.Groups) == 1 && (r.Best != 1 || r.Worst != 2) {
			t.Errorf("%s has the rank %s though the intervals overlap", r.PartnerName, rankText(r))
		}
	}
	p.ranked.OnKey("4")
	if p.leagues[0].table.Rung != ledger.Fought {
		t.Errorf("ranked by %s", p.leagues[0].table.Rung)
	}
	// Enter asks about the pair of the keyboard's row.
	l := p.leagues[0]
	for i, r := range l.table.Rows {
		if r.Partner == "a003" {
			l.at = i
		}
	}
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if q := g.s.State().Question; q.Partner != "a003" {
		t.Errorf("the question is %+v", q)
	}
	for _, o := range test.LaidOutObjects(p.Object()) {
		if x, ok := o.(*league); ok && x.Size().Height < x.HeightFor(0) {
			t.Errorf("a table has %v of %v", x.Size().Height, x.HeightFor(0))
		}
	}
}

func TestRankText(t *testing.T) {
	if got := rankText(compare.Row{Best: 2, Worst: 2}); got != "2" {
		t.Error(got)
	}
	if got := rankText(compare.Row{Best: 2, Worst: 5}); got != "2–5" {
		t.Error(got)
	}
}
