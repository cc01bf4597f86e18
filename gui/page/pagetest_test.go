package page

import (
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// stage is a window with one page, as the shell would hold it.
type stage struct {
	t    testing.TB
	s    *session.Session
	page Page
	win  fyne.Window
	did  []string         // commands that the page asked for
	menu []*fyne.MenuItem // shown last
	work []func()         // spawned and not yet run, with held
	held bool
}

// Do implements Host.
func (g *stage) Do(command string) { g.did = append(g.did, command) }

// Menu implements Host.
func (g *stage) Menu(items []*fyne.MenuItem, _ fyne.Position) { g.menu = items }

func (g *stage) choose(label string) {
	g.t.Helper()
	for _, i := range g.menu {
		if i.Label == label {
			i.Action()
			return
		}
	}
	g.t.Fatalf("the menu has no line %q", label)
}

// newStage shows a page on a case; work runs at once.
func newStage(t testing.TB, c *ledger.Case, make func(*session.Session, Host) Page) *stage {
	t.Helper()
	g := &stage{t: t}
	g.s = session.New(session.Options{
		Do: func(f func()) { f() },
		Spawn: func(f func()) {
			if g.held {
				g.work = append(g.work, f)
				return
			}
			f()
		},
		Today: func() edtf.Day { return edtf.DayOf(2026, 1, 15) },
		Failed: func(f session.Failure) {
			t.Errorf("%s: %v", f.Doing, f.Err)
		},
	})
	g.s.Create(filepath.Join(t.TempDir(), "stage"+casefile.Extension), c, "Begin")
	g.page = make(g.s, g)
	g.s.OnChange(func(st session.State, w session.What) {
		if w != session.TasksChanged {
			g.page.Show(st, w)
		}
	})
	g.win = test.NewTempWindow(t, view.NewTooltipLayer(g.page.Object()))
	g.win.Resize(fyne.NewSize(820, 680))
	g.page.Show(g.s.State(), session.Everything)
	t.Cleanup(func() {
		g.held = false
		if err := g.s.Close(); err != nil {
			t.Error(err)
		}
	})
	return g
}

// finish runs what was held.
func (g *stage) finish() {
	for len(g.work) > 0 {
		f := g.work[0]
		g.work = g.work[1:]
		f()
	}
}

func (g *stage) key(name fyne.KeyName) {
	g.page.(Focuser).First().TypedKey(&fyne.KeyEvent{Name: name})
}

// threeActors is a case small enough to know by heart: at the war B gave little
// of what it owed and was asked, C did nothing that is on record; at the vote B
// both helped and harmed; D was in need once as well.
func threeActors() *ledger.Case {
	d := edtf.MustParse
	good := []ledger.Citation{{Source: "s1", Where: "p. 1", Credibility: 1}}
	poor := []ledger.Citation{{Source: "s2", Where: "p. 2", Credibility: 4}}
	return ledger.NewCase([]ledger.Record{
		&ledger.Matter{ID: ledger.MatterID, Title: "Three actors", Question: ledger.Question{Relier: "a001", Partner: "a002"}},
		&ledger.Actor{ID: "a001", Label: "Aland", Type: "state"}, &ledger.Actor{ID: "a002", Label: "Bland", Type: "state", ISO3: "BLA"},
		&ledger.Actor{ID: "a003", Label: "Cland", Type: "state"}, &ledger.Actor{ID: "a004", Label: "Dland", Type: "state"},
		&ledger.Source{ID: "s1", Title: "Good", Publisher: "P1", Reliability: "A", Seen: "page"},
		&ledger.Source{ID: "s2", Title: "Poor", Publisher: "P2", Reliability: "D", Seen: "page"},
		&ledger.Moment{ID: "m001", Title: "The war", InNeed: []string{"a001"}, Start: d("2015-01-01"), End: d("2015-06-01"), Type: "war", Citations: good},
		&ledger.Moment{ID: "m002", Title: "The vote", InNeed: []string{"a001"}, Start: d("2018-03-01"), Type: "vote", Citations: good},
		&ledger.Moment{ID: "m003", Title: "The flood", InNeed: []string{"a004"}, Start: d("2019-08-01"), Type: "disaster", Citations: poor},
		&ledger.Conduct{ID: "c001", Moment: "m001", From: "a002", To: "a001", Date: d("2015-01-11"), Rung: 1, What: "Spoke up", Citations: good},
		&ledger.Conduct{ID: "c002", Moment: "m002", From: "a002", To: "a001", Date: d("2018-03-01"), Rung: 2, What: "Voted with it", Citations: good},
		&ledger.Conduct{ID: "c003", Moment: "m002", From: "a002", To: "a001", Date: d("2018-03-02"), Rung: -1, What: "Delayed the credit", Citations: poor},
		&ledger.Conduct{ID: "c004", Moment: "m002", From: "a003", To: "a001", Date: d("2018-03-01"), Rung: -2, What: "Voted against it", Citations: good},
		&ledger.Conduct{ID: "c005", Moment: "m003", From: "a003", To: "a004", Date: d("2019-08-02"), Rung: 3, What: "Sent boats", Citations: good},
		&ledger.Request{ID: "q001", Moment: "m001", From: "a001", To: "a002", Date: d("2015-01-02"), Rung: 3, What: "Asked for arms", Citations: good},
		&ledger.Pledge{ID: "p001", Title: "Pact", From: "a002", To: "a001", Channel: "troops", Promised: d("2010-05-05"), Obliges: []ledger.Obligation{{Moments: []string{"war"}, Rung: 4}}, Citations: good},
		&ledger.Pledge{ID: "p002", Title: "Reactor", From: "a002", To: "a001", Channel: "energy", Promised: d("2011-02-03"), Due: d("2015"), Citations: good,
			Milestones: []ledger.Milestone{{Date: d("2012-04-01"), Type: "delayed", Citations: good}, {Date: d("2016-01-01"), Type: "fulfilled", Citations: good}}},
		&ledger.Pledge{ID: "p003", Title: "Credit", From: "a002", To: "a001", Channel: "money", Promised: d("2012-01-01"), Due: d("2014"), Citations: poor},
		&ledger.Pledge{ID: "p004", Title: "Gas", From: "a002", To: "a001", Channel: "energy", Promised: d("2013-01-01"), Citations: good, Milestones: []ledger.Milestone{{Date: d("2017"), Type: "cancelled", Citations: good}}},
		&ledger.Pledge{ID: "p005", Title: "Wheat", From: "a001", To: "a002", Channel: "trade", Promised: d("2013-01-01"), Citations: good},
		&ledger.Contribution{ID: "g001", From: "a002", To: "a001", Channel: "arms", Date: d("2014-05"), Magnitude: 3, What: "Rifles", Citations: good},
		&ledger.Contribution{ID: "g002", From: "a003", To: "a001", Channel: "money", Date: d("2014-07"), Magnitude: 2, What: "A loan", Citations: good},
	})
}
