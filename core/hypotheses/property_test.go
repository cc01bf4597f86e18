package hypotheses

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// perform does what an overturn says and weighs again.
func perform(t interface{ Fatal(...any) }, c *ledger.Case, o *Overturn) *Readings {
	for _, x := range o.Ratings {
		id := fmt.Sprintf("r-%s-%s-%s", x.Analyst, x.Item, x.Hypothesis)
		c = c.With(ledger.Change{Record: &ledger.Rating{ID: id, Analyst: x.Analyst, Subject: "cell", Record: x.Item, Hypothesis: x.Hypothesis, Value: x.To}})
	}
	return mustWeigh(t, c, DefaultSettings())
}

// random draws a matrix: some items share sources, some cells are empty.
func random(t *rapid.T, mostItems int) *ledger.Case {
	n := rapid.IntRange(2, 4).Draw(t, "hypotheses")
	lists := [][]ledger.Record{hyps(n)}
	for i := range rapid.IntRange(1, mostItems).Draw(t, "items") {
		id := fmt.Sprint("n", i)
		var c []ledger.Citation
		for _, s := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"s1", "s2", "s3"}), 0, 2, rapid.ID).Draw(t, "sources") {
			c = append(c, ledger.Citation{Source: s, Credibility: rapid.IntRange(1, 6).Draw(t, "credibility")})
		}
		x := note(id, "2020", c)
		if rapid.Bool().Draw(t, "at the moment") {
			x.On = []string{"m1"}
		}
		lists = append(lists, []ledger.Record{x})
		for _, who := range []string{"x", "y"}[:rapid.IntRange(1, 2).Draw(t, "analysts")] {
			var v []string
			for range n {
				v = append(v, rapid.SampledFrom([]string{"CC", "C", "N", "I", "II", "NA", "-", "3"}).Draw(t, "cell"))
			}
			lists = append(lists, rate(who, id, strings.Join(v, " ")))
		}
	}
	lists = append(lists, []ledger.Record{&ledger.Moment{ID: "m1", Title: "M", InNeed: []string{"A"}, Start: edtf.MustParse("2019"), Type: "war"}})
	return caseOf(lists...)
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := random(t, 7)
		r := mustWeigh(t, c, DefaultSettings())
		sum := 0.0
		for _, h := range r.Hypotheses {
			if !(h.Posterior > 0 && h.Posterior <= 1) || h.Low > h.Median || h.Median > h.High {
				t.Fatalf("%+v", h)
			}
			sum += h.Posterior
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Fatalf("posteriors sum to %v", sum)
		}
		// One publisher's items weigh no more than one, nor do those of one event.
		by := map[string]float64{}
		for _, x := range r.Items {
			if len(x.Publishers) < 2 {
				by["p"+fmt.Sprint(x.Publishers)] += x.Independence
			}
			if x.Event != "" {
				by["e"+x.Event] += x.Independence
			}
		}
		for k, v := range by {
			if v > 1+1e-9 {
				t.Fatalf("%s weighs %v", k, v)
			}
		}
		if o := r.Overturn; o != nil {
			after := perform(t, c, o)
			if after.Leading == r.Leading || after.Leading != o.To {
				t.Fatalf("after the change of %d ratings %q leads, not %q", len(o.Ratings), after.Leading, o.To)
			}
		}
		if o := r.OverturnHeuer; o != nil {
			if after := perform(t, c, o); after.LeastContradicted == r.LeastContradicted {
				t.Fatalf("the least contradicted stays %q", o.From)
			}
		}
		a, _ := json.Marshal(r)
		b, _ := json.Marshal(mustWeigh(t, ledger.NewCase(c.Records()), DefaultSettings()))
		if string(a) != string(b) {
			t.Fatal("two results from one case")
		}
	})
}

// No single change of a rating does it where the set found is larger.
func TestOverturnOfOneIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := random(t, 4)
		r := mustWeigh(t, c, DefaultSettings())
		if r.Leading == "" || len(r.Analysts) == 0 {
			return
		}
		found := r.Overturn != nil && len(r.Overturn.Ratings) == 1
		possible := false
		for _, x := range r.Items {
			for _, who := range r.Analysts {
				for _, h := range r.Hypotheses {
					for _, v := range words {
						o := &Overturn{Ratings: []Rerate{{who.Name, x.ID, h.ID, "", v}}}
						if l := perform(t, c, o).Leading; l != "" && l != r.Leading {
							possible = true
						}
					}
				}
			}
		}
		if found != possible {
			t.Fatalf("one rating changes the leader: %v, found: %v", possible, found)
		}
	})
}

// Volume alone changes nothing: a copy of an item leaves the reading and the
// confidence as they are.
func TestCopiesChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := random(t, 6)
		r := mustWeigh(t, c, DefaultSettings())
		if len(r.Items) == 0 {
			return // every cell drawn is empty: there is nothing to copy
		}
		x := r.Items[rapid.IntRange(0, len(r.Items)-1).Draw(t, "copied")]
		rec, _ := c.Get(x.ID)
		many := c
		for i := range rapid.IntRange(1, 5).Draw(t, "times") {
			n := ledger.Clone(rec).(*ledger.Note)
			n.ID = fmt.Sprint("copy", i)
			many = many.With(ledger.Change{Record: n})
			for _, y := range c.RatingsOf(x.ID) {
				z := ledger.Clone(y).(*ledger.Rating)
				z.ID, z.Record = fmt.Sprint(z.ID, "-copy", i), n.ID
				many = many.With(ledger.Change{Record: z})
			}
		}
		s := mustWeigh(t, many, DefaultSettings())
		for h := range r.Hypotheses {
			if math.Abs(r.Hypotheses[h].Posterior-s.Hypotheses[h].Posterior) > 1e-12 || math.Abs(r.Hypotheses[h].Weighted-s.Hypotheses[h].Weighted) > 1e-9 {
				t.Fatalf("%s: %v becomes %v", r.Hypotheses[h].ID, r.Hypotheses[h], s.Hypotheses[h])
			}
		}
		if math.Abs(r.EffectiveSample-s.EffectiveSample) > 1e-9 || r.Confidence.Level != s.Confidence.Level {
			t.Fatalf("confidence %v, %v becomes %v, %v", r.Confidence, r.EffectiveSample, s.Confidence, s.EffectiveSample)
		}
	})
}

// An item without spread changes nothing either.
func TestNeutralItemsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := random(t, 5)
		r := mustWeigh(t, c, DefaultSettings())
		v := rapid.SampledFrom([]string{"CC", "N", "II"}).Draw(t, "value")
		more := c.With(ledger.Change{Record: note("flat", "2020", cited(rapid.SampledFrom([]string{"s1", "s2"}).Draw(t, "source"), 1))})
		for _, x := range rate("x", "flat", strings.Repeat(v+" ", len(r.Hypotheses))) {
			more = more.With(ledger.Change{Record: x})
		}
		s := mustWeigh(t, more, DefaultSettings())
		if len(r.Analysts) != len(s.Analysts) {
			return // a new analyst is a new voice
		}
		for h := range r.Hypotheses {
			if r.Hypotheses[h].Posterior != s.Hypotheses[h].Posterior {
				t.Fatalf("%v becomes %v", r.Hypotheses[h], s.Hypotheses[h])
			}
		}
	})
}

// The names of actors, analysts' notes and the order of records do not matter.
func TestNamesDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := random(t, 6)
		swapped := ledger.NewCase(nil)
		for _, r := range c.Records() {
			r = ledger.Clone(r)
			switch r := r.(type) {
			case *ledger.Actor:
				r.ID = map[string]string{"A": "zz", "B": "aa"}[r.ID]
			case *ledger.Matter:
				r.Question = ledger.Question{Relier: "zz", Partner: "aa"}
			case *ledger.Moment:
				r.InNeed = []string{"zz"}
			}
			swapped = swapped.With(ledger.Change{Record: r})
		}
		q := asked
		q.Relier, q.Partner = "zz", "aa"
		a := mustWeigh(t, c, DefaultSettings())
		b, err := Weigh(swapped, q, DefaultSettings())
		if err != nil {
			t.Fatal(err)
		}
		x, _ := json.Marshal(a.Hypotheses)
		y, _ := json.Marshal(b.Hypotheses)
		if string(x) != string(y) || a.Leading != b.Leading {
			t.Fatalf("other names, other reading: %s, %s", x, y)
		}
	})
}

// big makes a matrix of the size that must stay quick.
func big(items, hypotheses, analysts int) *ledger.Case {
	r := rand.New(rand.NewPCG(7, 7))
	lists := [][]ledger.Record{hyps(hypotheses)}
	for i := range items / 2 {
		lists = append(lists, []ledger.Record{&ledger.Source{ID: fmt.Sprint("src", i), Title: "S", Publisher: fmt.Sprint("pub", r.IntN(60)), Reliability: "B"}})
	}
	for i := range items {
		id := fmt.Sprintf("n%03d", i)
		x := note(id, "2020", nil)
		for range 1 + r.IntN(3) {
			x.Citations = append(x.Citations, ledger.Citation{Source: fmt.Sprint("src", r.IntN(items/2)), Credibility: 1 + r.IntN(5)})
		}
		lists = append(lists, []ledger.Record{x})
		truth := make([]string, hypotheses)
		for h := range truth {
			truth[h] = words[min(4, r.IntN(5)+h%2)]
		}
		for a := range analysts {
			v := slices.Clone(truth)
			for h := range v {
				if r.IntN(4) == 0 {
					v[h] = words[r.IntN(5)]
				}
			}
			if i%9 == 0 {
				for h := range v {
					v[h] = "N"
				}
			}
			lists = append(lists, rate(fmt.Sprint("analyst", a), id, strings.Join(v, " ")))
		}
	}
	return caseOf(lists...)
}

func BenchmarkWeigh(b *testing.B) {
	c := big(200, 12, 4)
	for b.Loop() {
		mustWeigh(b, c, DefaultSettings())
	}
}

func BenchmarkAgree(b *testing.B) {
	c := big(200, 12, 4)
	for b.Loop() {
		if _, err := Agree(c, asked, DefaultSettings()); err != nil {
			b.Fatal(err)
		}
	}
}
