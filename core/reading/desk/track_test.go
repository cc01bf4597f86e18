package desk

import (
	"math"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
)

// voices is a case in which an early, poorly graded paper is borne out once and
// contradicted once.
func voices() *ledger.Case {
	cite := func(s string, n int) []ledger.Citation { return []ledger.Citation{{Source: s, Credibility: n}} }
	return ledger.NewCase([]ledger.Record{
		&ledger.Matter{ID: "matter", Title: "x", Question: ledger.Question{Relier: "a", Partner: "b"}},
		&ledger.Actor{ID: "a", Label: "Aland", Type: "state"}, &ledger.Actor{ID: "b", Label: "Bland", Type: "state"},
		&ledger.Source{ID: "s1", Title: "Early", Publisher: "Herald", Author: "B. Nowak", Date: date("2000-02-02"), Reliability: "C"},
		&ledger.Source{ID: "s2", Title: "Later", Publisher: "Archive", Date: date("2005"), Reliability: "A"},
		&ledger.Source{ID: "s3", Title: "Copy", Publisher: "Courier", Date: date("2006"), Reliability: "A", Republishes: "s1"},
		&ledger.Moment{ID: "m", Title: "War", InNeed: []string{"a"}, Start: date("2000-01"), End: date("2000-03"), Type: "war"},
		&ledger.Conduct{ID: "c1", Moment: "m", From: "b", To: "a", Date: date("2000-02"), Rung: 2, What: "borne out", Citations: append(cite("s1", 3), cite("s2", 1)...)},
		&ledger.Conduct{ID: "c2", Moment: "m", From: "b", To: "a", Date: date("2000-01-05"), Rung: 3, What: "said to have helped", Citations: cite("s1", 3)},
		&ledger.Conduct{ID: "c3", Moment: "m", From: "b", To: "a", Date: date("2000-01"), Rung: -1, What: "held back", Citations: cite("s2", 1)},
		&ledger.Conduct{ID: "c4", Moment: "m", From: "b", To: "a", Date: date("2000-03-05"), Rung: 1, What: "only its own copy", Citations: append(cite("s1", 3), cite("s3", 1)...)},
		&ledger.Note{ID: "n1", Title: "Forecast", Tags: []string{"forecast"}, Date: date("2000-02-02/2001-02-02"), Citations: cite("s1", 6)},
		&ledger.Note{ID: "n2", Title: "Forecast", Tags: []string{"forecast"}, Date: date("2000-02-02/2003-02-02"), Citations: cite("s1", 6)},
		&ledger.Note{ID: "n3", Title: "Another's", Tags: []string{"forecast", "asserted by b"}, Date: date("2000-02-02/2001-02-02"), Citations: cite("s1", 6)},
		&ledger.Rating{ID: "f1", Analyst: "x", Subject: "forecast", Record: "n1", Value: "0.8", Date: date("2000-03-01")},
		&ledger.Rating{ID: "o1", Analyst: "x", Subject: "outcome", Record: "n1", Value: "yes", Date: date("2001-03-01")},
		&ledger.Rating{ID: "f2", Analyst: "x", Subject: "forecast", Record: "n2", Value: "0.6", Date: date("2000-03-01")},
		&ledger.Rating{ID: "o2", Analyst: "x", Subject: "outcome", Record: "n2", Value: "no", Date: date("2003-03-01")},
		&ledger.Rating{ID: "read:s1:text", Analyst: "x", Subject: "reading", Record: "s1", Value: "9", Date: date("2000-03-01")},
		&ledger.Rating{ID: "k:s1:conduct:0-9:abcdef", Analyst: "x", Subject: "candidate", Record: "s1", Value: "accepted c1", Date: date("2000-03-01")},
		&ledger.Rating{ID: "k:s1:conduct:9-19:abcdef", Analyst: "x", Subject: "candidate", Record: "s1", Value: "rejected", Date: date("2004-03-01")},
		&ledger.Rating{ID: "u1", Analyst: "x", Subject: "usefulness", Record: "s1", Value: "yes", Date: date("2000-03-01")},
		&ledger.Rating{ID: "u2", Analyst: "y", Subject: "usefulness", Record: "s1", Value: "no", Date: date("2000-03-01")},
	})
}

func TestTrackRecord(t *testing.T) {
	c := voices()
	if bad := ledger.Errors(ledger.Check(c)); len(bad) > 0 {
		t.Fatal(bad)
	}
	get := func(list []Track, name string) Track {
		for _, x := range list {
			if x.Name == name {
				return x
			}
		}
		return Track{}
	}
	h := get(Publishers(c, day("2010-01-01")), "Herald")
	if h.Sources != 2 || h.Read != 1 || h.Proposed != 9 || h.Accepted != 1 || h.Rejected != 1 {
		t.Errorf("texts and candidates: %+v", h)
	}
	if h.Useful.K != 1 || h.Useful.N != 2 || math.Abs(h.Useful.Mean-.5) > 1e-9 || h.Useful.Lower >= h.Useful.Mean || h.Useful.Upper <= h.Useful.Mean {
		t.Errorf("votes: %+v", h.Useful)
	}
	// c1 is borne out by the archive, c2 contradicted by c3; c4 only by its own copy, which is itself a claim.
	if h.Claims != 4 || h.Confirmed != 1 || h.Contradicted != 1 || h.Bore.K != 1 || h.Bore.N != 2 {
		t.Errorf("claims: %+v", h)
	}
	if h.Forecasts != 2 || h.Due != 2 || h.Resolved != 2 || h.CameTrue.K != 1 || h.BrierN != 2 || math.Abs(h.Brier.Value-(.04+.36)/2) > 1e-9 {
		t.Errorf("forecasts: %+v", h)
	}
	if a := get(Authors(c, day("2010-01-01")), "B. Nowak"); a.Sources != 1 || a.Claims != 4-1 || a.Resolved != 2 {
		t.Errorf("the author: %+v", a)
	}
	// As of 2002 the archive, the copy and the second outcome are not known.
	e := get(Publishers(c, day("2002-01-01")), "Herald")
	if e.Sources != 1 || e.Confirmed != 0 || e.Contradicted != 0 || e.Due != 1 || e.Resolved != 1 || e.Rejected != 0 || e.Brier.Value-.04 > 1e-9 {
		t.Errorf("as of 2002: %+v", e)
	}
	if none := Publishers(c, day("1990-01-01")); len(none) != 0 {
		t.Errorf("before there was anything: %+v", none)
	}
}

// Contradiction runs by the grades: a worse or earlier source contradicts nobody.
func TestOnlyBetterAndLaterSourcesTell(t *testing.T) {
	for _, x := range []struct {
		name  string
		other ledger.Source
		want  int
	}{
		{"better and later", ledger.Source{Reliability: "A", Date: date("2005"), Publisher: "Archive"}, 1},
		{"worse", ledger.Source{Reliability: "E", Date: date("2005"), Publisher: "Archive"}, 0},
		{"earlier", ledger.Source{Reliability: "A", Date: date("1999"), Publisher: "Archive"}, 0},
		{"the same publisher", ledger.Source{Reliability: "A", Date: date("2005"), Publisher: "Herald"}, 0},
		{"perhaps the same day", ledger.Source{Reliability: "A", Date: date("2000-02"), Publisher: "Archive"}, 0},
	} {
		s := x.other
		s.ID, s.Title = "s2", "Later"
		n := 0
		for _, y := range claims(voices().With(ledger.Change{Record: &s}), day("2010-01-01")) {
			if y.record == "c1" && y.source == "s1" && y.confirmed {
				n++
			}
		}
		if n != x.want {
			t.Errorf("%s: confirmed %d times, want %d", x.name, n, x.want)
		}
	}
}

func TestMilestonesSharesAndNotesContradict(t *testing.T) {
	low := []ledger.Citation{{Source: "s1", Credibility: 3}}
	high := []ledger.Citation{{Source: "s2", Credibility: 1}}
	c := voices().With(
		ledger.Change{Record: &ledger.Pledge{ID: "p", Title: "Pact", From: "b", To: "a", Channel: "arms", Promised: date("1999"), Milestones: []ledger.Milestone{
			{Date: date("2000-01-01"), Type: "fulfilled", Citations: low}, {Date: date("2000-01"), Type: "delayed", Citations: high}}}},
		ledger.Change{Record: &ledger.Dependence{ID: "d1", Actor: "a", On: "b", Channel: "arms", Low: .1, Mode: .1, High: .2, Date: date("2000"), Citations: low}},
		ledger.Change{Record: &ledger.Dependence{ID: "d2", Actor: "a", On: "b", Channel: "arms", Low: .6, Mode: .7, High: .8, Date: date("2000"), Citations: high}},
		ledger.Change{Record: &ledger.Note{ID: "n", Title: "Disputed", Contested: true, For: low, Against: high}},
	)
	got := map[string]bool{}
	for _, x := range claims(c, day("2010-01-01")) {
		if x.source == "s1" && x.contradicted {
			got[x.record] = true
		}
	}
	for _, id := range []string{"p", "d1", "n", "c2"} {
		if !got[id] {
			t.Errorf("%s is not contradicted", id)
		}
	}
	if len(got) != 4 {
		t.Errorf("contradicted: %v", got)
	}
}

// Ten copies of one text are one voice in the answer: a copy adds no publisher.
func TestRepeatsAreOneVoice(t *testing.T) {
	c := voices().With(ledger.Change{ID: "s3", Record: &ledger.Source{ID: "s3", Title: "Copy", Publisher: "Courier", Date: date("2006"), Reliability: "A"}})
	publishers := func(c *ledger.Case) int {
		a, err := assess.Answer(c, assess.Question{Relier: "a", Partner: "b", AsOf: day("2010-01-01"), Situation: "any"}, assess.DefaultSettings())
		if err != nil {
			t.Fatal(err)
		}
		return len(a.Publishers)
	}
	if n := publishers(c); n != 3 {
		t.Fatalf("%d publishers before", n)
	}
	e, err := Repeats(c, "s3", "s1")
	if err != nil {
		t.Fatal(err)
	}
	c = step(t, c, e)
	if n := publishers(c); n != 2 || c.Publisher("s3") != "Herald" {
		t.Errorf("%d publishers when one repeats another, as %s", n, c.Publisher("s3"))
	}
	if _, err := Repeats(c, "s1", "s3"); err == nil {
		t.Error("copies in a circle pass")
	}
	if e, err = Repeats(c, "s3", ""); err != nil || publishers(step(t, c, e)) != 3 {
		t.Errorf("what is no copy after all: %v", err)
	}
}

func TestVotesAndOutcomes(t *testing.T) {
	c := voices()
	e, err := Useful(c, "s2", false, "nothing new", ann)
	if err != nil {
		t.Fatal(err)
	}
	c = step(t, c, e)
	if e, err = Useful(c, "s2", true, "on second thought", ann); err != nil {
		t.Fatal(err)
	}
	c = step(t, c, e)
	if v := Votes(c, "s2"); len(v) != 1 || !v[0].Yes || v[0].Why != "on second thought" {
		t.Errorf("votes %+v: one an analyst", v)
	}
	if _, err := Resolve(c, "c1", true, "", ann); err == nil {
		t.Error("conduct is resolved as a forecast")
	}
	if e, err = Resolve(c, "n3", false, "it did not", ann); err != nil {
		t.Fatal(err)
	}
	for _, f := range Forecasts(step(t, c, e), ann.Day) {
		if f.Note.ID == "n3" && (f.Happened == nil || *f.Happened || f.By != "b") {
			t.Errorf("%+v", f)
		}
	}
}

func TestProbabilityIsReadFromWords(t *testing.T) {
	for _, x := range []struct {
		text string
		want float64
	}{
		{"Russia is very unlikely to come", .125}, {"It is likely that Moscow will, again, wait.", .675}, {"Iran will be abandoned", .875},
		{"almost certainly", .97}, {"They may, of course, help", .5}, {"the unlikelihood of it", .875},
	} {
		if p, why := Probability(x.text); p != x.want || why == "" {
			t.Errorf("%q: %v (%s), want %v", x.text, p, why, x.want)
		}
	}
}

func TestWordsSelectedByHand(t *testing.T) {
	lex := testLexicon(t)
	text := "On 3 May 2016 the mood was odd. Ankara and Doha, with artillery worth $20 million, in June 2017: a marriage of sorts."
	s := span(text, "Ankara and Doha, with artillery worth $20 million, in June 2017")
	c, err := Select(text, reading.Meta{Date: date("2017-07-01")}, lex, s.Start-1, s.End, reading.Contribution)
	if err != nil {
		t.Fatal(err)
	}
	f := c.Fields
	if f.From != "turkey" || f.To != "qatar" || f.Date != date("2017-06") || f.Channel != "arms" || f.Value == nil || c.Span != s {
		t.Errorf("%+v %+v", f, c.Span)
	}
	if m, err := Select(text, reading.Meta{}, lex, s.Start, s.End, reading.Conduct); err != nil || m.Fields.Rung != nil || m.Fields.From != "turkey" {
		t.Errorf("conduct: %+v, %v", m.Fields, err)
	}
	for _, k := range reading.Kinds {
		if _, err := Select(text, reading.Meta{}, lex, s.Start, s.End, k); err != nil {
			t.Error(err)
		}
		if a, err := Select(text, reading.Meta{}, nil, s.Start, s.End, k); err != nil || a.Span != s {
			t.Errorf("without a lexicon: %+v %v", a.Span, err)
		}
	}
	for _, bad := range [][2]int{{5, 5}, {-4, -1}, {9000, 9001}, {13, 14}} {
		if _, err := Select(text, reading.Meta{}, lex, bad[0], bad[1], reading.Claim); err == nil {
			t.Errorf("characters %v make a candidate: %v", bad, strings.TrimSpace(text))
		}
	}
	if _, err := Select(text, reading.Meta{}, lex, 0, 9, "rumour"); err == nil {
		t.Error("a kind that does not exist passes")
	}
}

// The rung that nobody gave is asked for, not taken for silence.
func TestAnUnsaidRungIsMissing(t *testing.T) {
	lex := testLexicon(t)
	c, r := begun(t)
	it := &r.Items[0]
	it.Candidate.Fields.Rung = nil
	d, err := New(c, r, 0, lex)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Missing) != 1 || d.Missing[0].Field != "rung" {
		t.Fatalf("missing: %v", d.Missing)
	}
	d.Candidate.Fields.Rung = rung(0)
	if _, err := d.Edit(c, ann); err != nil {
		t.Errorf("silence that a person means: %v", err)
	}
	it.Candidate = As(proposals()[0], reading.Dependence)
	if d, err = New(c, r, 0, lex); err != nil || !strings.Contains((&MissingError{"", d.Missing}).Error(), "share") {
		t.Errorf("a dependence without a share: %v %v", d.Missing, err)
	}
}

// A person may merge a milestone with any pledge: it is added, or cited where the
// pledge has one like it.
func TestMilestoneOnAChosenPledge(t *testing.T) {
	c, r := begun(t)
	r.Items[0].Candidate.Kind = reading.Milestone
	r.Items[0].Candidate.Fields = reading.Fields{From: "usa", To: "poland", Type: "delayed", Date: date("2021-11"), Channel: "energy", What: "late"}
	for n, want := range []int{1, 2} {
		d, err := Cite(c, r, 0, "p001")
		if err != nil {
			t.Fatal(err)
		}
		e, err := d.Edit(c, ann)
		if err != nil {
			t.Fatal(err)
		}
		c = step(t, c, e)
		got, _ := c.Get("p001")
		p := got.(*ledger.Pledge)
		if len(p.Milestones) != 1 || len(p.Milestones[0].Citations) != want {
			t.Fatalf("time %d: %+v", n, p.Milestones)
		}
		r.Items[0].Candidate.Span = reading.Span{Start: 80, End: 90, Text: "other words"}
	}
	e, err := UndoReading(c, r.Source.ID)
	if err != nil {
		t.Fatal(err)
	}
	got, _ := step(t, c, e).Get("p001")
	if p := got.(*ledger.Pledge); len(p.Milestones) != 0 || len(p.Citations) != 1 {
		t.Errorf("undone: %+v", p)
	}
}
