package reading

import (
	"testing"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func bundledCase(t testing.TB) *ledger.Case {
	t.Helper()
	body, err := assets.Case(assets.FirstCase)
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := ledger.UnmarshalCase(body)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// smallCase holds a moment, an act and a pledge between the two.
func smallCase() *ledger.Case {
	return ledger.NewCase([]ledger.Record{
		&ledger.Actor{ID: "usa", Label: "United States", Type: "state", ISO3: "USA"},
		&ledger.Actor{ID: "poland", Label: "Poland", Type: "state", ISO3: "POL"},
		&ledger.Moment{ID: "m001", Title: "Border crisis", InNeed: []string{"poland"}, Start: edtf.MustParse("2021-11"), Type: "crisis"},
		&ledger.Conduct{ID: "c001", Moment: "m001", From: "usa", To: "poland", Date: edtf.MustParse("2021-11-20"), Rung: 3, What: "The United States sent soldiers."},
		&ledger.Pledge{ID: "p001", Title: "Patriot battery", From: "usa", To: "poland", Channel: "arms", Promised: edtf.MustParse("2018-03-28")},
		&ledger.Dependence{ID: "d001", Actor: "poland", On: "usa", Channel: "arms", Low: .4, Mode: .5, High: .6},
	})
}

func rungOf(n int) *int { return &n }

func TestMatches(t *testing.T) {
	lex := testLexicon(t)
	c := smallCase()
	share := .9
	for _, x := range []struct {
		name string
		cand Candidate
		want string
	}{
		{"the same act, another day", Candidate{Kind: Conduct, Fields: Fields{From: "united-states", To: "poland", Rung: rungOf(3), Date: edtf.MustParse("2021-11-22"), What: "America sent soldiers to the border"}}, "adds a citation to c001"},
		{"the contrary act", Candidate{Kind: Conduct, Fields: Fields{From: "united-states", To: "poland", Rung: rungOf(-1), Date: edtf.MustParse("2021-11-20")}}, "conflicts with c001"},
		{"an act of another year", Candidate{Kind: Conduct, Fields: Fields{From: "united-states", To: "poland", Rung: rungOf(3), Date: edtf.MustParse("2009")}}, ""},
		{"an act the other way", Candidate{Kind: Conduct, Fields: Fields{From: "poland", To: "united-states", Rung: rungOf(3), Date: edtf.MustParse("2021-11-20")}}, ""},
		{"the pledge again", Candidate{Kind: Pledge, Fields: Fields{From: "united-states", To: "poland", Channel: "arms", Title: "a Patriot battery"}}, "adds a citation to p001"},
		{"what became of it", Candidate{Kind: Milestone, Polarity: Negative, Fields: Fields{From: "united-states", To: "poland", Channel: "arms", Type: "delayed", Title: "the Patriot battery"}}, "continues p001"},
		{"a share beyond the record's", Candidate{Kind: Dependence, Fields: Fields{Actor: "poland", On: "united-states", Channel: "arms", Share: &share}}, "conflicts with d001"},
		{"the moment", Candidate{Kind: Moment, Fields: Fields{Title: "crisis at the border", InNeed: []string{"poland"}, Type: "crisis", Start: edtf.MustParse("2021-11-08")}}, "adds a citation to m001"},
	} {
		got := ""
		if list := Matches(c, x.cand, lex); len(list) > 0 {
			got = list[0].String()
			if list[0].Score <= 0 || list[0].Score > 1 || list[0].Why == "" {
				t.Errorf("%s: %+v has no score in (0, 1] or no reason", x.name, list[0])
			}
		}
		if got != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
	}
}

func TestRecordDrafts(t *testing.T) {
	lex := testLexicon(t)
	c := smallCase()
	span := Span{Text: "the words"}
	act := Candidate{Kind: Conduct, Span: span, Modality: AsFact, Fields: Fields{From: "united-states", To: "poland", Rung: rungOf(1), Date: edtf.MustParse("2021-11-25"), What: "spoke"}}
	r, err := Record(c, act, lex)
	if err != nil {
		t.Fatal(err)
	}
	got, ok := r.(*ledger.Conduct)
	if !ok || got.ID != "c002" || got.From != "usa" || got.Moment != "m001" || got.Rung != 1 || got.Citations[0].Quote != "the words" || got.Citations[0].Credibility != 3 {
		t.Errorf("conduct becomes %+v", r)
	}
	late := Candidate{Kind: Milestone, Span: span, Modality: AsAllegation, Polarity: Negative, Fields: Fields{From: "united-states", To: "poland", Channel: "arms", Type: "delayed", Title: "Patriot battery", Date: edtf.MustParse("2022")}}
	r, err = Record(c, late, lex)
	if err != nil {
		t.Fatal(err)
	}
	p, ok := r.(*ledger.Pledge)
	if !ok || p.ID != "p001" || len(p.Milestones) != 1 || p.Milestones[0].Type != "delayed" || p.Milestones[0].Citations[0].Credibility != 6 {
		t.Errorf("a milestone becomes %+v", r)
	}
	if old, _ := c.Get("p001"); len(old.(*ledger.Pledge).Milestones) != 0 {
		t.Error("drafting a milestone changed the case")
	}
	for _, k := range []Kind{Forecast, Prescription, Claim} {
		r, err := Record(c, Candidate{Kind: k, Span: span, AssertedBy: "united-states", Modality: AsOpinion, Fields: Fields{What: "it will come"}}, lex)
		if err != nil {
			t.Fatal(err)
		}
		n, ok := r.(*ledger.Note)
		if !ok || n.Text != "it will come" {
			t.Errorf("a %s becomes %+v: it must never become a fact", k, r)
		}
	}
	if _, err := Record(c, Candidate{Kind: "rumour"}, lex); err == nil {
		t.Error("a kind that does not exist makes a record")
	}
}

// Every candidate of the gold texts makes a record, and none changes the case.
func TestRecordOfEveryCandidate(t *testing.T) {
	lex := testLexicon(t)
	c := bundledCase(t)
	n := c.Len()
	for _, g := range loadGold(t, "tune") {
		for _, cand := range Read(g.text, g.meta, lex) {
			r, err := Record(c, cand, lex)
			if err != nil || r == nil {
				t.Fatalf("%s: %+v makes no record: %v", g.name, cand, err)
			}
			Matches(c, cand, lex)
		}
	}
	if c.Len() != n {
		t.Errorf("the case had %d records and has %d", n, c.Len())
	}
}
