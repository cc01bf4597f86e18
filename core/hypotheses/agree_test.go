package hypotheses

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/stats"
	"github.com/fairweather-app/fairweather/core/stats/statstest"
)

func TestAgree(t *testing.T) {
	c := caseOf(hyps(2), []ledger.Record{note("n1", "2020", nil), note("n2", "2020", nil), note("n3", "2020", nil), note("n4", "2030", nil)},
		rate("x", "n1", "CC N"), rate("x", "n2", "I C"), rate("x", "n3", "N NA"), rate("x", "n4", "CC CC"),
		rate("y", "n1", "C N"), rate("y", "n2", "II C"), rate("y", "n3", "CC II"), rate("y", "n4", "II II"))
	a, err := Agree(c, asked, DefaultSettings())
	if err != nil {
		t.Fatal(err)
	}
	ok := func(v float64) stats.Maybe { return stats.Maybe{Value: v, OK: true} }
	want, err := stats.KrippendorffAlpha([][]stats.Maybe{{ok(5), ok(2), ok(3), ok(3), ok(4), {}}, {ok(4), ok(1), ok(5), ok(3), ok(4), ok(1)}}, stats.Ordinal, .9, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	statstest.Near(t, "alpha", *a.Matrix.Alpha, want.Alpha) // the item of 2030 is not there yet
	if a.Matrix.Units != 5 || a.Matrix.Lower90 == nil || *a.Matrix.Lower90 > *a.Matrix.Upper90 || a.Matrix.Exact != .4 {
		t.Errorf("matrix %+v", a.Matrix)
	}
	if h2 := a.ByHypothesis[1]; h2.Hypothesis != "h2" || h2.Alpha.Alpha == nil || *h2.Alpha.Alpha != 1 || h2.Verdict != "firm" {
		t.Errorf("h2 %+v", h2)
	}
	if d := a.Disputed; len(d) != 3 || d[0].Item != "n3" || d[0].Steps != 2 || d[0].Opposite || fmt.Sprint(d[0].Values) != "[N CC]" {
		t.Errorf("disputed %+v", d)
	}
	for _, x := range []struct {
		name, want string
		c          *ledger.Case
	}{
		{"one analyst", "one analyst", caseOf(hyps(1), []ledger.Record{note("n1", "2020", nil)}, rate("x", "n1", "C"))},
		{"no unit in common", "nothing is rated by two", caseOf(hyps(1), []ledger.Record{note("n1", "2020", nil), note("n2", "2020", nil)}, rate("x", "n1", "C"), rate("y", "n2", "C"))},
		{"no variety", "all ratings are equal", caseOf(hyps(1), []ledger.Record{note("n1", "2020", nil)}, rate("x", "n1", "C"), rate("y", "n1", "C"))},
	} {
		a, err := Agree(x.c, asked, DefaultSettings())
		if err != nil || a.Matrix.Alpha != nil || !strings.Contains(a.Matrix.Verdict, x.want) {
			t.Errorf("%s: %+v, %v", x.name, a, err)
		}
	}
}

func TestCoding(t *testing.T) {
	conduct := func(id string, rung ledger.Rung) ledger.Record {
		return &ledger.Conduct{ID: id, From: "B", To: "A", Rung: rung, What: id}
	}
	rung := func(who, id, v string) ledger.Record {
		return &ledger.Rating{ID: who + id, Analyst: who, Subject: "rung", Record: id, Value: v}
	}
	c := caseOf([]ledger.Record{conduct("c1", 2), conduct("c2", -1), conduct("c3", 3),
		rung("first", "c1", "2"), rung("second", "c1", "2"), rung("judge", "c1", "4"),
		rung("first", "c2", "-1"), rung("second", "c2", "0"),
		rung("second", "c3", "3"), rung("second", "c1x", "3")})
	a, err := Coding(c, "rung", []string{"judge"}, DefaultSettings())
	if err != nil || a.Alpha == nil || a.Units != 3 || a.Ratings != 6 {
		t.Fatalf("%+v, %v", a, err)
	}
	statstest.Near(t, "equal", a.Exact, 2./3)
	if _, err := Coding(c, "cell", nil, DefaultSettings()); err == nil {
		t.Error("coding of cells")
	}
	grades := c.With(ledger.Change{Record: &ledger.Rating{ID: "g1", Analyst: "x", Subject: "reliability", Record: "s1", Value: "B"}},
		ledger.Change{Record: &ledger.Rating{ID: "g2", Analyst: "x", Subject: "reliability", Record: "s2", Value: "C"}})
	if a, err := Coding(grades, "reliability", nil, DefaultSettings()); err != nil || a.Units != 2 || a.Exact != .5 {
		t.Errorf("grades %+v, %v", a, err)
	}
}

// Agreement tells of rungs and grades too, and an adjudicator is no coder.
func TestAgreementTellsOfTheCoding(t *testing.T) {
	list := hyps(2)
	for i, v := range []string{"2", "-1", "3"} {
		id := fmt.Sprint("c", i)
		list = append(list, &ledger.Conduct{ID: id, From: "B", To: "A", Rung: 2, What: id})
		for _, who := range []string{"first", "second", "The Adjudicator"} {
			value := v
			if who == "The Adjudicator" {
				value = "4"
			}
			list = append(list, &ledger.Rating{ID: who + id, Analyst: who, Subject: "rung", Record: id, Value: value})
		}
	}
	list = append(list, &ledger.Rating{ID: "g1", Analyst: "first", Subject: "reliability", Record: "s1", Value: "B"},
		&ledger.Rating{ID: "g2", Analyst: "second", Subject: "reliability", Record: "s1", Value: "C"})
	a, err := Agree(caseOf(list), asked, DefaultSettings())
	if err != nil {
		t.Fatal(err)
	}
	if a.Rungs.Alpha == nil || *a.Rungs.Alpha != 1 || a.Rungs.Units != 3 || a.Rungs.Ratings != 6 {
		t.Errorf("rungs %+v", a.Rungs)
	}
	if a.Grades.Units != 1 || a.Grades.Exact != 0 {
		t.Errorf("grades %+v", a.Grades)
	}
}

// Of an analyst's ratings of one cell the latest counts, and of one day the last.
func TestCellsOf(t *testing.T) {
	r := func(id, who, date, v string) ledger.Record {
		return &ledger.Rating{ID: id, Analyst: who, Subject: "cell", Record: "n1", Hypothesis: "h1", Value: v, Date: edtf.MustParse(date)}
	}
	c := caseOf(hyps(1), []ledger.Record{note("n1", "2020", nil), r("r1", "b", "2024-02", "C"), r("r2", "b", "2024-01", "II"), r("r3", "a", "2024-01", "I"), r("r4", "a", "2024-01", "CC"),
		&ledger.Rating{ID: "r5", Analyst: "a", Subject: "cell", Record: "gone", Hypothesis: "h1", Value: "C"}})
	cells, replaced := CellsOf(c, HypothesesOf(c, asked))
	if len(cells) != 1 || replaced != 2 {
		t.Fatalf("%v, %d replaced", cells, replaced)
	}
	list := cells[Place{"n1", "h1"}]
	if len(list) != 2 || list[0].ID != "r4" || list[1].ID != "r1" {
		t.Errorf("%+v", list)
	}
	for value, want := range map[string]float64{"CC": 4, "II": .25, "1/3": 1. / 3} {
		if got, ok := DefaultSettings().Ratios.Of(value); !ok || got != want {
			t.Errorf("%s: %v, %v", value, got, ok)
		}
	}
	if _, ok := DefaultSettings().Ratios.Of("NA"); ok {
		t.Error("not applicable has a ratio")
	}
}

// A case that two rate: x has begun, y has rated every cell.
func halfRated() *ledger.Case {
	return caseOf(hyps(2), []ledger.Record{note("n1", "2020", nil), note("n2", "2021", nil), note("n3", "2022", nil)},
		rate("x", "n1", "C -"), rate("y", "n1", "CC I"), rate("y", "n2", "CC NA"))
}

func TestProgress(t *testing.T) {
	c, s := halfRated(), DefaultSettings()
	p := ProgressOf(c, asked, s, "x", "n3", "n1", "none")
	if p.Rated != 1 || p.Cells != 6 || p.Done || p.Item != "n1" || p.Hypothesis != "h2" {
		t.Errorf("%+v", p)
	}
	if p := ProgressOf(c, asked, s, "new"); p.Rated != 0 || p.Item != "n1" || p.Hypothesis != "h1" {
		t.Errorf("%+v", p)
	}
	if p := ProgressOf(caseOf(), asked, s, "x"); p.Done {
		t.Error("nothing to rate is done")
	}
	early := asked
	early.AsOf = edtf.DayOf(2020, 12, 31)
	if p := ProgressOf(c, early, s, "y"); p.Cells != 4 || !p.Done {
		t.Errorf("an item of a later day does not count: %+v", p)
	}
}

func TestVeil(t *testing.T) {
	rating := func(id, who, subject, record, value string) ledger.Change {
		return ledger.Change{Record: &ledger.Rating{ID: id, Analyst: who, Subject: subject, Record: record, Value: value, Why: "since"}}
	}
	c := halfRated().With(rating("rel", "y", "relevance", "n2", ".5"), rating("rung1", "y", "rung", "c1", "2"), rating("rung2", "y", "rung", "c2", "1"),
		rating("rung3", "x", "rung", "c2", "3"), rating("grade", "y", "reliability", "s1", "B"), rating("use", "y", "usefulness", "s1", "yes"))
	none := []string{}
	begun := []string{"grade", "r-y-n1-h1", "r-y-n1-h2", "r-y-n2-h1", "r-y-n2-h2", "rel", "rung1"}
	rest := []ledger.Change{rating("d1", "x", "cell", "n1", "I"), rating("d2", "x", "cell", "n2", "N"), rating("d3", "x", "cell", "n2", "NA")}
	for i, h := range []string{"h2", "h1", "h2"} {
		rest[i].Record.(*ledger.Rating).Hypothesis = h
	}
	other := &ledger.Hypothesis{ID: "h9", Title: "Of another pair", Relier: "b", Partner: "a"}
	theirs := rating("o1", "y", "cell", "n1", "CC")
	theirs.Record.(*ledger.Rating).Hypothesis = other.ID
	both := c.With(rest...).With(ledger.Change{Record: other}, theirs)
	for _, x := range []struct {
		name, who string
		c         *ledger.Case
		want      []string
	}{
		{"who has begun", "x", c, begun},
		{"who has not begun sees no more", "z", c, append(slices.Clone(begun), "r-x-n1-h1", "rung2", "rung3")},
		{"who is done with the cells, and rated one rung of two", "x", c.With(rest...), []string{"grade", "rung1"}},
		{"done, and the other's own is hidden by record", "y", c, []string{}},
		{"a reader without a name", "", c, none},
		{"who chose to look on", "x", c.With(ledger.Change{Record: Look(c, "x", 0)}), none},
		{"a matrix on another pair is done by itself", "x", both, []string{"grade", "o1", "rung1"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			v := VeilOf(x.c, x.who)
			hidden := []string{}
			seen := v.Over(x.c)
			for _, r := range x.c.Ratings() {
				_, there := seen.Get(r.ID)
				if v.Hides(r) == there {
					t.Errorf("%s: hidden %v, there %v", r.ID, v.Hides(r), there)
				}
				if v.Hides(r) {
					hidden = append(hidden, r.ID)
				}
				if m := v.Mask(r).(*ledger.Rating); v.Hides(r) && (m.Value != Masked || m.Why != "") || !v.Hides(r) && m != r {
					t.Errorf("%s is masked as %+v", r.ID, m)
				}
			}
			slices.Sort(x.want)
			slices.Sort(hidden)
			if !slices.Equal(hidden, x.want) {
				t.Errorf("hidden %v, want %v", hidden, x.want)
			}
			if len(hidden) == 0 && seen != x.c {
				t.Error("nothing hidden, yet another case")
			}
		})
	}
}

// Who looked on is no independent rater.
func TestLookersDoNotCountInAgreement(t *testing.T) {
	c := caseOf(hyps(2), []ledger.Record{note("n1", "2020", nil), note("n2", "2021", nil)},
		rate("x", "n1", "CC I"), rate("x", "n2", "I C"), rate("y", "n1", "CC I"), rate("y", "n2", "I C"), rate("z", "n1", "II CC"), rate("z", "n2", "C II"))
	before, err := Agree(c, asked, DefaultSettings())
	if err != nil {
		t.Fatal(err)
	}
	look := Look(c, "z", edtf.DayOf(2025, 1, 2))
	if !HasLooked(c.With(ledger.Change{Record: look}), "z") || HasLooked(c, "z") || !TellsOfLooking(look) {
		t.Error("looking on is not told")
	}
	after, err := Agree(c.With(ledger.Change{Record: look}), asked, DefaultSettings())
	if err != nil {
		t.Fatal(err)
	}
	if *before.Matrix.Alpha == 1 || *after.Matrix.Alpha != 1 || !slices.Equal(after.LookedOn, []string{"z"}) {
		t.Errorf("alpha %v, then %v without %v", *before.Matrix.Alpha, *after.Matrix.Alpha, after.LookedOn)
	}
}

func TestLibrary(t *testing.T) {
	keys, titles := map[string]bool{}, map[string]bool{}
	for _, s := range Library() {
		if keys[s.Key] || titles[s.Title] || s.About == "" || len(s.Expects) < 2 || len(s.Against) < 2 || len(s.Literature) == 0 {
			t.Errorf("%+v", s)
		}
		keys[s.Key], titles[s.Title] = true, true
	}
	first := Library()[0]
	c := caseOf([]ledger.Record{first.Hypothesis("h1", "A", "B"), &ledger.Hypothesis{ID: "h2", Title: "transactional PARTNER"}})
	if p := ledger.Errors(ledger.Check(c)); len(p) != 0 {
		t.Errorf("%v", p)
	}
	p := Unwritten(c, asked)
	if len(p.Standards) != len(keys)-2 || !strings.Contains(p.Text, "2 readings") {
		t.Errorf("%d standards left: %s", len(p.Standards), p.Text)
	}
	Library()[0].Title = "changed"
	if Library()[0].Title == "changed" {
		t.Error("the library can be changed")
	}
}

func TestFiguresAreEvidence(t *testing.T) {
	c := caseOf(hyps(2), []ledger.Record{
		&ledger.Moment{ID: "m1", Title: "War", InNeed: []string{"A"}, Start: note("", "2019", nil).Date, Type: "war"},
		&ledger.Pledge{ID: "p1", Title: "Pact", From: "B", To: "A", Channel: "troops", Promised: note("", "2000", nil).Date, Obliges: []ledger.Obligation{{Moments: []string{"war"}, Rung: 4}}, Citations: cited("s1", 1)},
		&ledger.Conduct{ID: "c1", Moment: "m1", From: "B", To: "A", Date: note("", "2019", nil).Date, Rung: 1, What: "spoke", Citations: cited("s2", 2)},
		note("n1", "2019", nil, FigureTag("honoured")),
	}, rate("x", "n1", "I C"), rate("x", "c1", "I C"))
	a, err := assess.Answer(c, asked, assess.DefaultSettings())
	if err != nil {
		t.Fatal(err)
	}
	s := DefaultSettings()
	s.Figures = FiguresOf(a)
	r := mustWeigh(t, c, s)
	var fig *Item
	for i := range r.Items {
		if r.Items[i].ID == "n1" {
			fig = &r.Items[i]
		}
	}
	if fig == nil || fig.Figure != "honoured" || !strings.Contains(fig.Name, "gave what was owed at 0 of 1 moment") || len(fig.Publishers) == 0 {
		t.Fatalf("%+v", fig)
	}
	if !(fig.Credibility > .25 && fig.Credibility < 1) {
		t.Errorf("credibility %v", fig.Credibility)
	}
	if !strings.Contains(strings.Join(r.Warnings, " "), "counted twice. Keep the figure or its records") {
		t.Errorf("warnings %v", r.Warnings)
	}
	if plain := mustWeigh(t, c, DefaultSettings()); plain.Items[0].Figure != "" && plain.Items[1].Figure != "" {
		t.Error("a figure that is not there")
	}
}

// Where the ratings are published a reader sees them, and one who begins to rate
// does not until done.
func TestPublishedRatingsAreOpenToReaders(t *testing.T) {
	c := caseOf(hyps(2), []ledger.Record{note("n1", "2020", nil)}, rate("x", "n1", "C I"))
	rating := rate("x", "n1", "C I")[0]
	if !VeilOf(c, "z").Hides(rating) {
		t.Error("the ratings of a case that is not published are seen before one has rated")
	}
	open := c.With(ledger.Change{Record: &ledger.Note{ID: "open", Title: "Open", Tags: []string{OpenTag}}})
	if VeilOf(open, "z").Hides(rating) {
		t.Error("published ratings are hidden from a reader")
	}
	begun := open.With(ledger.Change{Record: &ledger.Rating{ID: "z1", Analyst: "z", Subject: "cell", Record: "n1", Hypothesis: "h1", Value: "C"}})
	if !VeilOf(begun, "z").Hides(rating) {
		t.Error("one who has begun to rate sees the others' ratings")
	}
}
