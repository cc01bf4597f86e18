package page

import (
	"testing"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/forecasts"
	"github.com/fairweather-app/fairweather/core/ledger"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/gui/session"
)

func TestForecastsFallDueAndAreScored(t *testing.T) {
	note := func(id, date string) ledger.Change {
		return ledger.Change{ID: id, Record: &ledger.Note{ID: id, Title: "It helps", On: []string{"a001", "a002"}, Date: edtf.MustParse(date), Tags: []string{"forecast"}}}
	}
	c := threeActors().With(note("n901", "2020-01-01/2021-01-01"), note("n902", "2020-01-01/2199-01-01"))
	e, err := forecasts.Rate(c, "n901", .8, "", readdesk.Who{Analyst: forecasts.Program, Day: edtf.DayOf(2020, 1, 2)})
	if err != nil {
		t.Fatal(err)
	}
	c = c.With(e.Changes...)
	var p *Forecasts
	g := newStage(t, c, func(s *session.Session, h Host) Page { p = NewForecasts(s, h); return p })
	if Reminder(g.s.State().Case, g.s.Today()) == "" || len(p.list) != 2 || !p.list[0].Overdue {
		t.Fatalf("no reminder of what fell due: %+v", p.list)
	}
	p.grid.Select("n901")
	p.allow()
	if p.tell.Disabled() || !p.give.Disabled() {
		t.Error("what fell due is to be resolved, and is too late for a probability")
	}
	done, err := readdesk.Resolve(g.s.State().Whole, "n901", true, "seen", p.who())
	if err != nil {
		t.Fatal(err)
	}
	p.apply(done)
	if Reminder(g.s.State().Case, g.s.Today()) != "" {
		t.Error("it is still called due")
	}
	if len(p.told) != 1 || p.told[0].N != 1 || p.picture == nil || len(p.Pictures()) != 1 {
		t.Errorf("scores %+v, picture %v", p.told, p.picture)
	}
}

func TestChanceIsReadAsPeopleWriteIt(t *testing.T) {
	for text, want := range map[string]float64{"40": .4, "40 %": .4, "0.4": .4, "0,4": .4, "1": .01, "100": 1, "0": 0} {
		if got, err := chance(text); err != nil || got == nil || *got != want {
			t.Errorf("%q is %v, %v; want %v", text, got, err, want)
		}
	}
	if got, err := chance(" "); got != nil || err != nil {
		t.Errorf("nothing typed is %v, %v", got, err)
	}
	for _, text := range []string{"-1", "101", "x", "NaN"} {
		if _, err := chance(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}
