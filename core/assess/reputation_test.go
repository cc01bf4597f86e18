package assess

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/ledger/ledgertest"
)

func observer(r *Reputation, id string) (Observer, int) {
	for i, o := range r.Observers {
		if o.Actor == id {
			return o, i
		}
	}
	return Observer{}, -1
}

// By METHODS 8, worked out by hand on twoPairs: B acted toward A alone; D is as
// much like A as the table says, C as nobody says.
func TestReputationByHand(t *testing.T) {
	c := twoPairs()
	m := ledger.Clone(c.Matter()).(*ledger.Matter)
	m.Similarity = []ledger.Similarity{{A: "D", B: "A", Value: .25, Basis: "neighbours"}}
	c = c.With(ledger.Change{Record: m})
	r, err := ReputationOf(c, question(c), DefaultSettings(), nil)
	if err != nil {
		t.Fatal(err)
	}
	w1, w2 := math.Exp2(-7305/365.25/10), .5*math.Exp2(-3653/365.25/10)
	b4 := .25 * math.Exp2(-3653/365.25/10)
	prior := func(weight float64) float64 { return 2 * (weight + .5) / (b4 + 3.5) }
	for id, like := range map[string]float64{"A": 1, "D": .25, "C": .5} {
		o, _ := observer(r, id)
		closeTo(t, id+" P(>= 2)", o.AtLeast[1].Probability, (prior(0)*2+prior(b4)+w1*like)/(2+(w1+w2)*like), 1e-12)
		closeTo(t, id+" is like the relier", o.Similar, like, 0)
	}
	a := mustAnswer(t, c, question(c), DefaultSettings())
	o, _ := observer(r, "A")
	closeTo(t, "the relier sees what the answer says", o.AtLeast[2].Probability, a.AtLeast[5].Probability, 1e-12)
	closeTo(t, "own weight", o.Own, w1+w2, 1e-12)
	if d, _ := observer(r, "D"); d.Basis != "neighbours" || d.Guessed != 0 || d.Toward != 1 {
		t.Errorf("D %+v", d)
	}
	if !strings.Contains(strings.Join(r.Warnings, " "), "1 of 3 similarities") {
		t.Errorf("warnings %v", r.Warnings)
	}
	// The first moment, as of the day of c1: before it nothing of B is known, nor
	// of anybody else, so all rungs are even.
	x := r.Moments[0]
	if x.Moment != "m1" || x.Day != x.Start+10 || len(r.Moments) != 2 {
		t.Fatalf("%+v", x)
	}
	_, at := observer(r, "D")
	like := .25 * math.Exp2(-10/365.25/10)
	closeTo(t, "before", x.Observers[at].Before[2].Probability, 2./7, 1e-12)
	closeTo(t, "after", x.Observers[at].After[2].Probability, (2*2./7+like)/(2+like), 1e-12)
	votes := func(a, b string) (float64, bool) { return .9, a == "C" || b == "C" }
	if r, err = ReputationOf(c, question(c), DefaultSettings(), votes); err != nil {
		t.Fatal(err)
	}
	if o, _ := observer(r, "C"); o.Similar != .9 || o.Basis != "votes" {
		t.Errorf("votes come before the table: %+v", o)
	}
	q := question(c)
	q.Relier = "nobody"
	if _, err := ReputationOf(c, q, DefaultSettings(), nil); err == nil {
		t.Error("an actor that does not exist")
	}
}

func TestReputationProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := small(t)
		q := draw(t, c)
		r, err := ReputationOf(c, q, DefaultSettings(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range r.Moments {
			if x.Start > q.AsOf || x.Day > q.AsOf || len(x.Observers) != len(r.Observers) {
				t.Fatalf("%s lies after %s: %+v", x.Moment, q.AsOf, x)
			}
		}
		for _, o := range r.Observers {
			for i, b := range o.AtLeast {
				if !(b.Lower90 <= b.Probability && b.Probability <= b.Upper90) || i > 0 && b.Probability > o.AtLeast[i-1].Probability+1e-12 {
					t.Fatalf("%+v", o)
				}
			}
		}
		// Nothing dated later is read.
		var later []ledger.Change
		for _, x := range c.Conduct() {
			if !ledger.KnownBy(x.Date, q.AsOf) {
				later = append(later, ledger.Change{ID: x.ID})
			}
		}
		again, err := ReputationOf(ledger.NewCase(c.With(later...).Records()), q, DefaultSettings(), nil)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := json.Marshal(r)
		b, _ := json.Marshal(again)
		if string(a) != string(b) {
			t.Fatal("conduct dated later changes what is known")
		}
	})
}

// An observer in all ways like the relier learns what the relier does, but for
// what was done for the observer itself.
func TestReputationOfATwin(t *testing.T) {
	c := twoPairs()
	m := ledger.Clone(c.Matter()).(*ledger.Matter)
	m.Similarity = []ledger.Similarity{{A: "A", B: "D", Value: 1}}
	c = c.With(ledger.Change{Record: m})
	r, err := ReputationOf(c, question(c), DefaultSettings(), nil)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := observer(r, "A")
	d, _ := observer(r, "D")
	for i := range a.AtLeast {
		if a.AtLeast[i] != d.AtLeast[i] {
			t.Errorf("rung %+d: %v, %v", i+1, a.AtLeast[i], d.AtLeast[i])
		}
	}
}

func BenchmarkReputation(b *testing.B) {
	c := ledgertest.Generate(1000, 1)
	q := question(c)
	for b.Loop() {
		if _, err := ReputationOf(c, q, DefaultSettings(), nil); err != nil {
			b.Fatal(err)
		}
	}
}
