package forecasts

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading/desk"
)

func bundled(t testing.TB) (*ledger.Case, *assess.Assessment) {
	t.Helper()
	data, err := assets.Case(assets.FirstCase)
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := ledger.UnmarshalCase(data)
	if err != nil {
		t.Fatal(err)
	}
	a, err := assess.Answer(c, assess.DefaultQuestion(c, edtf.DayOf(2026, 1, 1)), assess.SettingsOf(c))
	if err != nil {
		t.Fatal(err)
	}
	return c, a
}

func step(t testing.TB, c *ledger.Case, e desk.Edit, err error) *ledger.Case {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	next := c.With(e.Changes...)
	var ids []string
	for _, ch := range e.Changes {
		ids = append(ids, ch.ID)
	}
	if bad := ledger.Errors(ledger.CheckRecords(next, ids)); len(bad) > 0 {
		t.Fatalf("%s: %v", e.Label, bad)
	}
	return next
}

func TestForecastIsKeptRatedAndResolved(t *testing.T) {
	c, a := bundled(t)
	day, horizon := edtf.DayOf(2030, 2, 1), edtf.DayOf(2031, 2, 1) // after all that the case records
	who := desk.Who{Analyst: "A. Mar", Day: day}
	p, err := OfRung(a, ledger.DiplomaticAct, horizon)
	if err != nil {
		t.Fatal(err)
	}
	own := .6
	e, err := Log(c, p, &own, who)
	note := e.Record
	c = step(t, c, e, err)
	e, err = Rate(c, note, .7, "a treaty since", desk.Who{Analyst: "A. Mar", Day: day + 30})
	c = step(t, c, e, err)
	e, err = Rate(c, note, .99, "afterwards", desk.Who{Analyst: "B. Ost", Day: horizon + 30})
	c = step(t, c, e, err)
	find := func(asOf edtf.Day) Kept {
		for _, k := range List(c, asOf) {
			if k.Note.ID == note {
				return k
			}
		}
		t.Fatal("the forecast is not listed")
		return Kept{}
	}
	k := find(day + 60)
	if len(k.Given) != 3 || k.Given[0].By != "A. Mar" || k.Given[0].Probability != .7 || k.Given[1].By != Program || math.Abs(k.Given[1].Probability-p.Probability) > 1e-5 || k.Overdue || k.Falls != horizon {
		t.Errorf("kept %+v", k)
	}
	if _, ok := k.Base(); !ok {
		t.Error("the base rate is lost")
	}
	k = find(horizon + 60)
	if !k.Overdue || len(k.Given) != 3 {
		t.Errorf("after the horizon: overdue %v, %+v", k.Overdue, k.Given)
	}
	if _, _, ok := Suggest(c, k, horizon+60); ok {
		t.Error("the record tells what came of it, though nothing happened")
	}
	relier, partner := a.Question.Relier, a.Question.Partner
	c = c.With(
		ledger.Change{Record: &ledger.Moment{ID: "mx", Title: "Later", InNeed: []string{relier}, Start: edtf.MustParse("2030-06-01"), Type: "blockade"}},
		ledger.Change{Record: &ledger.Conduct{ID: "cx", Moment: "mx", From: partner, To: relier, Date: edtf.MustParse("2030-06-02"), Rung: 1, What: "Spoke"}})
	happened, why, ok := Suggest(c, k, horizon+60)
	if !ok || happened || !strings.Contains(why, "the highest rung was +1, by cx") {
		t.Errorf("suggested %v, %q, %v", happened, why, ok)
	}
	d, err := desk.Resolve(c, note, happened, why, desk.Who{Analyst: "A. Mar", Day: horizon + 60})
	c = step(t, c, d, err)
	scores := Scores(c, horizon+90)
	if len(scores) < 3 || scores[0].By != Program || scores[1].By != BaseRate {
		t.Fatalf("scores %+v", scores)
	}
	for _, s := range scores {
		want := map[string]float64{"A. Mar": .49, Program: p.Probability * p.Probability}[s.By]
		if want != 0 && (s.N != 1 || math.Abs(s.Brier-want) > 1e-5 || s.BaseN != 1 || len(s.Bins) != 1 || s.Bins[0].Happened != 0) {
			t.Errorf("%s: %+v, want a Brier score of %v", s.By, s, want)
		}
	}
}

func TestPledgeForecast(t *testing.T) {
	c, a := bundled(t)
	if len(a.Pledges.Forecasts) == 0 {
		t.Fatal("the bundled case has no open pledge")
	}
	f := a.Pledges.Forecasts[0]
	p, err := OfPledge(a, f.Pledge)
	if err != nil {
		t.Fatal(err)
	}
	e, err := Log(c, p, nil, desk.Who{Day: a.Question.AsOf})
	c = step(t, c, e, err)
	after := p.Horizon + 1
	for _, k := range List(c, after) {
		if k.Note.ID != e.Record {
			continue
		}
		if happened, why, ok := Suggest(c, k, after); !ok || happened || !strings.Contains(why, "still open") {
			t.Errorf("suggested %v, %q, %v", happened, why, ok)
		}
		r, _ := c.Get(f.Pledge)
		kept := ledger.Clone(r).(*ledger.Pledge)
		kept.Milestones = append(kept.Milestones, ledger.Milestone{Date: edtf.DateOf(p.Horizon - 5), Type: "fulfilled"})
		if happened, _, ok := Suggest(c.With(ledger.Change{Record: kept}), k, after); !ok || !happened {
			t.Error("a pledge that was kept in time is not seen")
		}
	}
}

// Twenty forecasts of 0.8, of which sixteen came true: as calibrated as can be.
func TestScores(t *testing.T) {
	c, _ := bundled(t)
	before := len(Scores(c, edtf.DayOf(2030, 1, 1)))
	for i := range 20 {
		day := edtf.DayOf(2026, 1, 1)
		base := .5
		e, err := Log(c, Prediction{Title: fmt.Sprint("It happens, ", i), Horizon: day + 100, Probability: .8, Base: &base}, nil, desk.Who{Day: day})
		c = step(t, c, e, err)
		d, err := desk.Resolve(c, e.Record, i%5 != 0, "", desk.Who{Analyst: "A", Day: day + 101})
		c = step(t, c, d, err)
	}
	s := Scores(c, edtf.DayOf(2030, 1, 1))
	if len(s) != before+2 || s[0].By != Program || s[0].N != 20 || math.Abs(s[0].Brier-.16) > 1e-9 || math.Abs(s[0].Skill-(1-.16/.25)) > 1e-9 {
		t.Fatalf("scores %+v", s[0])
	}
	if want := -(16*math.Log(.8) + 4*math.Log(.2)) / 20; math.Abs(s[0].Log-want) > 1e-9 {
		t.Errorf("log score %v, want %v", s[0].Log, want)
	}
	if b := s[0].Bins; len(b) != 1 || b[0].N != 20 || b[0].Happened != 16 || math.Abs(b[0].Share-.8) > 1e-9 || !(b[0].Lower90 < .8 && b[0].Upper90 > .8) {
		t.Errorf("calibration %+v", b)
	}
	if s[1].By != BaseRate || math.Abs(s[1].Skill) > 1e-9 {
		t.Errorf("the base rate against itself: %+v", s[1])
	}
}

func TestForecastsThatCannotBeKept(t *testing.T) {
	c, a := bundled(t)
	bad := 1.5
	day := edtf.DayOf(2026, 1, 1)
	if _, err := OfRung(a, 9, day); err == nil {
		t.Error("a rung that is none")
	}
	if _, err := OfPledge(a, "nothing"); err == nil {
		t.Error("a pledge that is none")
	}
	if _, err := Log(c, Prediction{Title: "x", Horizon: day}, nil, desk.Who{Day: day}); err == nil {
		t.Error("a horizon that is not ahead")
	}
	if _, err := Log(c, Prediction{Title: "x", Horizon: day + 1}, &bad, desk.Who{Day: day}); err == nil {
		t.Error("a probability above 1")
	}
	if _, err := Rate(c, "nothing", .5, "", desk.Who{Analyst: "A", Day: day}); err == nil {
		t.Error("a note that is none was rated")
	}
}

func ExampleScores() {
	data, err := assets.Case(assets.FirstCase)
	if err != nil {
		fmt.Println(err)
		return
	}
	c, _, err := ledger.UnmarshalCase(data)
	if err != nil {
		fmt.Println(err)
		return
	}
	day := edtf.DayOf(2026, 1, 1)
	e, err := Log(c, Prediction{Title: "The talks resume", Horizon: day + 30, Probability: .7}, nil, desk.Who{Analyst: "A. Mar", Day: day})
	if err != nil {
		fmt.Println(err)
		return
	}
	c = c.With(e.Changes...)
	done, err := desk.Resolve(c, e.Record, true, "they did", desk.Who{Analyst: "A. Mar", Day: day + 20})
	if err != nil {
		fmt.Println(err)
		return
	}
	s := Scores(c.With(done.Changes...), day+40)[0]
	fmt.Printf("%s: %d forecast, Brier %.2f\n", s.By, s.N, s.Brier)
	// Output: Fairweather: 1 forecast, Brier 0.09
}
