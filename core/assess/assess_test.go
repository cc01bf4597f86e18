package assess

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/ledger/ledgertest"
)

var asOf = edtf.DayOf(2025, 10, 1)

func question(c *ledger.Case) Question { return DefaultQuestion(c, asOf) }

func mustAnswer(t interface{ Fatal(...any) }, c *ledger.Case, q Question, s Settings) *Assessment {
	a, err := Answer(c, q, s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// small draws a generated case of 60 to 200 records.
func small(t *rapid.T) *ledger.Case {
	return ledgertest.Generate(rapid.IntRange(60, 200).Draw(t, "records"), rapid.Uint64Range(1, 1<<30).Draw(t, "seed"))
}

func draw(t *rapid.T, c *ledger.Case) Question {
	q := question(c)
	q.AsOf = edtf.DayOf(1992, 1, 1) + edtf.Day(rapid.IntRange(0, 13000).Draw(t, "as of"))
	q.Situation = rapid.SampledFrom(ledger.Situations).Draw(t, "situation")
	return q
}

func closeTo(t interface {
	Helper()
	Errorf(string, ...any)
}, what string, got, want, relative float64) {
	t.Helper()
	if math.Abs(got-want) > relative*max(1, math.Abs(want)) {
		t.Errorf("%s = %.15g, want %.15g", what, got, want)
	}
}

// twoPairs is a case small enough to work out by hand: B stood by A twice (one
// good source, one poor), and C fought beside D once.
func twoPairs() *ledger.Case {
	d := edtf.MustParse
	return ledger.NewCase([]ledger.Record{
		&ledger.Matter{ID: "matter", Title: "Two pairs", Question: ledger.Question{Relier: "A", Partner: "B"}},
		&ledger.Actor{ID: "A", Label: "Aland", Type: "state"}, &ledger.Actor{ID: "B", Label: "Bland", Type: "state"},
		&ledger.Actor{ID: "C", Label: "Cland", Type: "state"}, &ledger.Actor{ID: "D", Label: "Dland", Type: "state"},
		&ledger.Source{ID: "s1", Title: "Good", Publisher: "P1", Reliability: "A"},
		&ledger.Source{ID: "s2", Title: "Poor", Publisher: "P2", Reliability: "C"},
		&ledger.Source{ID: "s3", Title: "Copy of the poor one", Publisher: "P3", Reliability: "A", Republishes: "s2"},
		&ledger.Moment{ID: "m1", Title: "First", InNeed: []string{"A"}, Start: d("2005-10-01"), End: d("2005-12-01"), Type: "war"},
		&ledger.Moment{ID: "m2", Title: "Second", InNeed: []string{"A", "D"}, Start: d("2015-10-01"), Type: "vote"},
		&ledger.Moment{ID: "m3", Title: "Nobody came", InNeed: []string{"A"}, Start: d("2020-01-01"), Type: "vote"},
		&ledger.Conduct{ID: "c1", Moment: "m1", From: "B", To: "A", Date: d("2005-10-11"), Rung: 3, What: "sent help", Citations: []ledger.Citation{{Source: "s1", Credibility: 1}}},
		&ledger.Conduct{ID: "c2", Moment: "m2", From: "B", To: "A", Date: d("2015-10-01"), Rung: -1, What: "voted against", Citations: []ledger.Citation{{Source: "s2", Credibility: 2}, {Source: "s3", Credibility: 3}}},
		&ledger.Conduct{ID: "c3", Moment: "m2", From: "B", To: "A", Date: d("2016"), Rung: 1, What: "spoke for", Citations: []ledger.Citation{{Source: "s1", Credibility: 6}}},
		&ledger.Conduct{ID: "c4", Moment: "m2", From: "C", To: "D", Date: d("2015-10-01"), Rung: 4, What: "fought"},
		&ledger.Pledge{ID: "p1", Title: "Pact", From: "B", To: "A", Channel: "troops", Promised: d("2000"), Obliges: []ledger.Obligation{{Moments: []string{"war"}, Rung: 4}, {Moments: []string{"pressure"}, Rung: 1}}},
		&ledger.Request{ID: "q1", Moment: "m1", From: "A", To: "B", Date: d("2005-10-02"), Rung: 3, What: "asked for arms", Citations: []ledger.Citation{{Source: "s1", Credibility: 1}}},
	})
}

// The figures of twoPairs by METHODS 1, worked out here by hand.
func TestAnswerByHand(t *testing.T) {
	c := twoPairs()
	a := mustAnswer(t, c, question(c), DefaultSettings())
	age1, age2 := 7305/365.25, 3653/365.25
	w1, w2 := 1*math.Exp2(-age1/10), .5*math.Exp2(-age2/10) // c3 gives m2's rung: A6
	b4 := .25 * math.Exp2(-age2/10)                         // uncited: F6
	n := b4 + 3.5
	prior := func(weight float64) float64 { return 2 * (weight + .5) / n }
	total := 2 + w1 + w2
	atLeast2 := (prior(0)*2 + prior(b4) + w1) / total
	atLeast1 := (prior(0)*3 + prior(b4) + w1 + w2) / total
	closeTo(t, "P(>= 2)", a.AtLeast[4].Probability, atLeast2, 1e-12)
	closeTo(t, "P(>= 1)", a.AtLeast[3].Probability, atLeast1, 1e-12)
	closeTo(t, "base >= 4", a.AtLeast[6].BaseRate, (b4+.5)/n, 1e-12)
	against := .5 / (b4 + 1)
	closeTo(t, "against", a.Against.Probability, (w2+2*against)/(w1+w2+2), 1e-12)
	closeTo(t, "mixed", a.Against.MixedShare, .5, 0)
	closeTo(t, "effective sample", a.EffectiveSample, (w1+w2)*(w1+w2)/(w1*w1+w2*w2), 1e-12)
	if got := fmt.Sprint(a.Publishers); got != "[P1 P2]" { // s3 goes back to s2
		t.Errorf("publishers %s", got)
	}
	if fmt.Sprint(a.Unknown) != "[m3]" || a.Moments != 2 {
		t.Errorf("unknown %v of %d moments", a.Unknown, a.Moments)
	}
	if a.Honoured.Owed != 2 || a.Honoured.Kept != 1 || a.Honoured.Unknown != 1 || a.Honoured.Shortfall != .5 {
		t.Errorf("honoured %+v", a.Honoured)
	}
	if a.Asked.Owed != 1 || a.Asked.Kept != 1 || a.Observations[0].AskedFor == nil {
		t.Errorf("asked %+v", a.Asked)
	}
	if d := a.Observations[0].FirstDays; d == nil || *d != 10 {
		t.Errorf("first support after %v days, want 10", d)
	}
	// m2 has no end; c3 is of 2016, whose midpoint is 1 July 2016 or the day before.
	if d := a.Observations[1].FirstDays; d == nil || *d < 273 || *d > 275 {
		t.Errorf("first support after %v days, want 274", *d)
	}
	if v, ok := Credibility(c, "c2"); !ok || math.Abs(v-.6) > 1e-12 { // C2 = .48 and, for the same voice, A3 = .6
		t.Errorf("credibility of c2 = %v", v)
	}
}

func TestCredibilityOfIndependentPublishers(t *testing.T) {
	c := twoPairs()
	r, _ := c.Get("c2")
	x := ledger.Clone(r).(*ledger.Conduct)
	x.Citations = append(x.Citations, ledger.Citation{Source: "s1", Credibility: 2})
	c = c.With(ledger.Change{Record: x})
	if v, _ := Credibility(c, "c2"); math.Abs(v-(1-.4*.2)) > 1e-12 {
		t.Errorf("credibility = %v, want 1 - .4 x .2", v)
	}
}

func TestSituationWeighsOthersHalf(t *testing.T) {
	c := twoPairs()
	q := question(c)
	q.Situation = "force"
	a := mustAnswer(t, c, q, DefaultSettings())
	b := mustAnswer(t, c, question(c), DefaultSettings())
	closeTo(t, "weight of the war", a.Observations[0].Weight, b.Observations[0].Weight, 0)
	closeTo(t, "weight of the vote", a.Observations[1].Weight, b.Observations[1].Weight/2, 1e-15)
}

func TestQuestionsThatCannotBeAsked(t *testing.T) {
	c := twoPairs()
	for _, x := range []struct {
		name, want string
		change     func(*Question, *Settings)
	}{
		{"no such actor", "no actor \"X\"", func(q *Question, _ *Settings) { q.Relier = "X" }},
		{"a record that is no actor", "no actor \"m1\"", func(q *Question, _ *Settings) { q.Partner = "m1" }},
		{"one actor twice", "name two actors", func(q *Question, _ *Settings) { q.Partner = q.Relier }},
		{"no such situation", "no situation \"flood\"", func(q *Question, _ *Settings) { q.Situation = "flood" }},
		{"negative half-life", "half-life", func(_ *Question, s *Settings) { s.HalfLifeYears = -1 }},
		{"NaN", "prior mass", func(_ *Question, s *Settings) { s.PriorMass = math.NaN() }},
		{"no such words", "scale of words", func(_ *Question, s *Settings) { s.Words = "bookmakers" }},
	} {
		q, s := question(c), DefaultSettings()
		x.change(&q, &s)
		if _, err := Answer(c, q, s); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v", x.name, err)
		}
		if _, err := History(context.Background(), c, q, s, nil); err == nil {
			t.Errorf("%s: History took it", x.name)
		}
	}
}

func TestWords(t *testing.T) {
	for _, x := range []struct {
		scale Scale
		p     float64
		want  string
	}{
		{ICD203, 0, "almost no chance"}, {ICD203, .0499, "almost no chance"}, {ICD203, .05, "very unlikely"}, {ICD203, .2, "unlikely"},
		{ICD203, .45, "roughly even chance"}, {ICD203, .55, "likely"}, {ICD203, .8, "very likely"}, {ICD203, .95, "almost certain"}, {ICD203, 1, "almost certain"},
		{PHIA, .05, "remote chance"}, {PHIA, .07, "remote chance"}, {PHIA, .08, "highly unlikely"}, {PHIA, .22, "highly unlikely"}, {PHIA, .23, "unlikely"},
		{PHIA, .36, "unlikely"}, {PHIA, .38, "realistic possibility"}, {PHIA, .52, "realistic possibility"}, {PHIA, .53, "likely"},
		{PHIA, .77, "likely"}, {PHIA, .78, "highly likely"}, {PHIA, .92, "highly likely"}, {PHIA, .93, "almost certain"},
	} {
		if got := x.scale.Word(x.p); got != x.want {
			t.Errorf("%s(%v) = %s, want %s", x.scale, x.p, got, x.want)
		}
	}
}

// Same input, same bytes.
func TestSameInputSameBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := small(t)
		q := draw(t, c)
		a, _ := json.Marshal(mustAnswer(t, c, q, DefaultSettings()))
		again := ledger.NewCase(c.Records()) // nothing remembered
		b, _ := json.Marshal(mustAnswer(t, again, q, DefaultSettings()))
		if string(a) != string(b) {
			t.Fatalf("two answers to one question")
		}
	})
}

// Swapping two actors throughout a case swaps their answers exactly.
func TestEvenHanded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := small(t)
		q := draw(t, c)
		other := rapid.SampledFrom([]string{ledgertest.Partner, "a003", "a007"}).Draw(t, "swapped with")
		swap := func(id string) string {
			switch id {
			case ledgertest.Relier:
				return other
			case other:
				return ledgertest.Relier
			}
			return id
		}
		var records []ledger.Record
		for _, r := range c.Records() {
			records = append(records, swapped(r, swap))
		}
		q2 := q
		q2.Relier, q2.Partner = swap(q.Relier), swap(q.Partner)
		a := mustAnswer(t, c, q, DefaultSettings())
		b := mustAnswer(t, ledger.NewCase(records), q2, DefaultSettings())
		// The second answer with its names changed back must be the first, to the last bit.
		b.Question = q
		for i := range b.Pledges.Partners {
			b.Pledges.Partners[i].Actor = swap(b.Pledges.Partners[i].Actor)
		}
		for _, x := range []*Test{b.Pledges.LogRank, b.Pledges.GrayFailed, b.Pledges.GrayFulfilled} {
			for i := range groupsOf(x) {
				x.Groups[i] = swap(x.Groups[i])
			}
		}
		x, _ := json.Marshal(a)
		y, _ := json.Marshal(b)
		if string(x) != string(y) {
			t.Fatalf("the swap changes the answer:\n%s\n%s", x, y)
		}
	})
}

func groupsOf(t *Test) []string {
	if t == nil {
		return nil
	}
	t.Groups = slices.Clone(t.Groups)
	return t.Groups
}

// swapped gives a copy of r in which every actor id is mapped; an actor's own
// record takes the other id and keeps its name for both to be told apart.
func swapped(r ledger.Record, swap func(string) string) ledger.Record {
	r = ledger.Clone(r)
	switch r := r.(type) {
	case *ledger.Matter:
		r.Question.Relier, r.Question.Partner = swap(r.Question.Relier), swap(r.Question.Partner)
	case *ledger.Actor:
		r.ID = swap(r.ID)
	case *ledger.Moment:
		for i := range r.InNeed {
			r.InNeed[i] = swap(r.InNeed[i])
		}
	case *ledger.Conduct:
		r.From, r.To = swap(r.From), swap(r.To)
	case *ledger.Request:
		r.From, r.To = swap(r.From), swap(r.To)
	case *ledger.Pledge:
		r.From, r.To = swap(r.From), swap(r.To)
	case *ledger.Contribution:
		r.From, r.To = swap(r.From), swap(r.To)
	case *ledger.Dependence:
		r.Actor, r.On = swap(r.Actor), swap(r.On)
	}
	return r
}

// Nothing dated after the as-of day is read.
func TestReadsNothingLater(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := small(t)
		q := draw(t, c)
		var known []ledger.Record
		for _, r := range c.Records() {
			switch x := r.(type) {
			case *ledger.Moment:
				if !ledger.KnownBy(x.Start, q.AsOf) {
					continue
				}
			case *ledger.Conduct:
				m, _ := c.Moment(x.Moment)
				if !ledger.KnownBy(x.Date, q.AsOf) || !ledger.KnownBy(m.Start, q.AsOf) {
					continue
				}
			case *ledger.Request:
				if !ledger.KnownBy(x.Date, q.AsOf) {
					continue
				}
			case *ledger.Pledge:
				if !ledger.KnownBy(x.Promised, q.AsOf) {
					continue
				}
				p := ledger.Clone(x).(*ledger.Pledge)
				p.Milestones = slices.DeleteFunc(p.Milestones, func(m ledger.Milestone) bool { return !ledger.KnownBy(m.Date, q.AsOf) })
				r = p
			case *ledger.Rating:
				y, _ := c.Get(x.Record)
				if !ledger.KnownBy(y.(*ledger.Conduct).Date, q.AsOf) {
					continue
				}
			}
			known = append(known, r)
		}
		a, _ := json.Marshal(mustAnswer(t, c, q, DefaultSettings()))
		b, _ := json.Marshal(mustAnswer(t, ledger.NewCase(known), q, DefaultSettings()))
		if string(a) != string(b) {
			t.Fatalf("records after %s change the answer", q.AsOf)
		}
	})
}

// History as of a day is what Answer says as of that day.
func TestHistoryIsAnswersOfThen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := small(t)
		q := draw(t, c)
		s := DefaultSettings()
		s.HalfLifeYears = rapid.SampledFrom([]float64{0, .1, 3, 10}).Draw(t, "half-life")
		days := HistoryDays(c, q, 7)
		points, err := History(context.Background(), c, q, s, days)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range points {
			q.AsOf = days[i]
			a := mustAnswer(t, c, q, s)
			for j, r := range spoken {
				x := a.AtLeast[r-ledger.LowestRung]
				closeTo(t, "P", p.AtLeast[j].Probability, x.Probability, 1e-9)
				closeTo(t, "lower", p.AtLeast[j].Lower90, x.Lower90, 1e-9)
				closeTo(t, "upper", p.AtLeast[j].Upper90, x.Upper90, 1e-9)
			}
			closeTo(t, "against", p.Against.Probability, a.Against.Probability, 1e-9)
			if p.Moments != a.Moments {
				t.Errorf("%d moments, Answer has %d", p.Moments, a.Moments)
			}
		}
	})
}

func TestHistoryCanBeCancelled(t *testing.T) {
	c := twoPairs()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := History(ctx, c, question(c), DefaultSettings(), HistoryDays(c, question(c), 5)); err == nil {
		t.Error("it went on")
	}
	q := question(c)
	if _, err := History(context.Background(), c, q, DefaultSettings(), []edtf.Day{asOf, asOf - 1}); err == nil {
		t.Error("days in the wrong order were taken")
	}
}

func TestConfidence(t *testing.T) {
	for _, x := range []struct {
		name       string
		sample     float64
		publishers int
		changed    int
		want       string
	}{
		{"all three conditions", 12, 3, 0, "high"},
		{"a source changes a word", 30, 9, 1, "moderate"},
		{"too few publishers, but nothing hangs on one source", 30, 2, 0, "moderate"},
		{"one source can change it and few publishers", 30, 2, 1, "low"},
		{"sample between the limits", 11.99, 9, 0, "moderate"},
		{"small sample", 3.99, 9, 0, "low"},
	} {
		a := &Assessment{EffectiveSample: x.sample, Publishers: make([]string, x.publishers)}
		(&inquiry{}).confidence(a, make([]Influence, x.changed))
		if a.Confidence.Level != x.want {
			t.Errorf("%s: %s, want %s", x.name, a.Confidence.Level, x.want)
		}
		if len(a.Confidence.Reasons) < 3 {
			t.Errorf("%s: reasons %q", x.name, a.Confidence.Reasons)
		}
	}
}

func TestPledgesCountAndForecast(t *testing.T) {
	d := edtf.MustParse
	records := twoPairs().Records()
	add := func(id, promised, due, end, how string) {
		p := &ledger.Pledge{ID: id, Title: id, From: "B", To: "A", Channel: "arms", Promised: d(promised), Milestones: []ledger.Milestone{}}
		if due != "" {
			p.Due = d(due)
		}
		if end != "" {
			p.Milestones = append(p.Milestones, ledger.Milestone{Date: d(end), Type: how})
		}
		records = append(records, p)
	}
	add("k1", "2010", "2012", "2013", "fulfilled")
	add("k2", "2010", "", "2014", "cancelled")
	add("k3", "2011", "2020", "", "")
	add("k4", "2012", "2031", "2026", "fulfilled") // not yet, as of 2025
	add("k5", "2030", "", "", "")                  // not promised yet
	c := ledger.NewCase(records)
	p := mustAnswer(t, c, question(c), DefaultSettings()).Pledges
	if p.Total != 5 || p.Open != 3 || p.Fulfilled != 1 || p.Failed != 1 || p.Overdue != 1 {
		t.Errorf("counts %+v", p)
	}
	if len(p.Delays) != 2 || p.Delays[0].Pledge != "k3" || math.Abs(p.Delays[1].Years-1) > .01 {
		t.Errorf("delays %+v", p.Delays)
	}
	if len(p.Forecasts) != 3 || !strings.Contains(p.Forecasts[0].Basis, "only pair") {
		t.Errorf("forecasts %+v", p.Forecasts)
	}
	for i := range 7 {
		add(fmt.Sprintf("n%d", i), "2010", "", fmt.Sprint(2012+2*i), []string{"fulfilled", "lapsed"}[i%2])
	}
	c = ledger.NewCase(records)
	p = mustAnswer(t, c, question(c), DefaultSettings()).Pledges
	if i := slices.IndexFunc(p.Forecasts, func(f Forecast) bool { return f.Pledge == "k3" }); i < 0 || !strings.Contains(p.Forecasts[i].Basis, "own curve") {
		t.Errorf("forecasts %+v", p.Forecasts)
	}
}
