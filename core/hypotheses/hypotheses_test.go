package hypotheses

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/stats/statstest"
)

var asked = assess.Question{Relier: "A", Partner: "B", AsOf: edtf.DayOf(2025, 10, 1), Situation: "any"}

// actors and sources that every case of these tests has: three publishers, of
// which the grades give credibilities 1, .48 and .16.
func ground() []ledger.Record {
	return []ledger.Record{
		&ledger.Matter{ID: "matter", Title: "Test", Question: ledger.Question{Relier: "A", Partner: "B"}},
		&ledger.Actor{ID: "A", Label: "Aland", Type: "state"}, &ledger.Actor{ID: "B", Label: "Bland", Type: "state"},
		&ledger.Source{ID: "s1", Title: "Good", Publisher: "P1", Reliability: "A"},
		&ledger.Source{ID: "s2", Title: "Fair", Publisher: "P2", Reliability: "C"},
		&ledger.Source{ID: "s3", Title: "Poor", Publisher: "P3", Reliability: "D"},
		&ledger.Source{ID: "s4", Title: "Copy of the good one", Publisher: "P4", Reliability: "A", Republishes: "s1"},
	}
}

func cited(source string, credibility int) []ledger.Citation {
	return []ledger.Citation{{Source: source, Credibility: credibility}}
}

func note(id, date string, c []ledger.Citation, tags ...string) *ledger.Note {
	return &ledger.Note{ID: id, Title: "Note " + id, Date: edtf.MustParse(date), Citations: c, Tags: tags}
}

// rate writes an analyst's ratings of an item: one word for each hypothesis, -
// for none.
func rate(analyst, item string, values string) []ledger.Record {
	var out []ledger.Record
	for i, v := range strings.Fields(values) {
		if v != "-" {
			out = append(out, &ledger.Rating{ID: fmt.Sprintf("r-%s-%s-h%d", analyst, item, i+1), Analyst: analyst, Subject: "cell", Record: item, Hypothesis: fmt.Sprintf("h%d", i+1), Value: v})
		}
	}
	return out
}

func hyps(n int) []ledger.Record {
	var out []ledger.Record
	for i := range n {
		out = append(out, &ledger.Hypothesis{ID: fmt.Sprintf("h%d", i+1), Title: fmt.Sprintf("Reading %d", i+1)})
	}
	return out
}

func caseOf(lists ...[]ledger.Record) *ledger.Case {
	return ledger.NewCase(slices.Concat(append([][]ledger.Record{ground()}, lists...)...))
}

func mustWeigh(t interface{ Fatal(...any) }, c *ledger.Case, s Settings) *Readings {
	r, err := Weigh(c, asked, s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// two publishers, three items, two analysts, worked out by hand.
func byHand() *ledger.Case {
	return caseOf(hyps(3),
		[]ledger.Record{note("n1", "2020", cited("s1", 1)), note("n2", "2021", cited("s2", 2)), note("n3", "2022", cited("s2", 2)), note("n4", "2023", cited("s3", 4))},
		rate("x", "n1", "CC N II"), rate("x", "n2", "I C N"), rate("x", "n3", "N N N"),
		rate("y", "n1", "C C I"), rate("y", "n2", "II CC N"), rate("y", "n4", "C C C"),
		[]ledger.Record{&ledger.Rating{ID: "rel", Analyst: "x", Subject: "relevance", Record: "n2", Value: "50 %"}},
	)
}

func TestWeighByHand(t *testing.T) {
	r := mustWeigh(t, byHand(), DefaultSettings())
	// n3 has no spread: n2 does not share its publisher's weight with it.
	w1, w2 := 1.0, .6*.8*.5
	share := func(v ...float64) []float64 {
		sum := 0.0
		for _, x := range v {
			sum += x
		}
		for i := range v {
			v[i] /= sum
		}
		return v
	}
	x := share(math.Pow(4, w1)*math.Pow(.5, w2), math.Pow(2, w2), math.Pow(.25, w1))
	y := share(math.Pow(2, w1)*math.Pow(.25, w2), math.Pow(2, w1)*math.Pow(4, w2), math.Pow(.5, w1))
	for h, z := range r.Hypotheses {
		statstest.Near(t, z.ID+" by x", z.ByAnalyst[0], x[h])
		statstest.Near(t, z.ID+" by y", z.ByAnalyst[1], y[h])
		statstest.Near(t, z.ID, z.Posterior, (x[h]+y[h])/2)
		statstest.Near(t, z.ID+" median", z.Median, (x[h]+y[h])/2)
		statstest.Near(t, z.ID+" prior", z.Prior, 1./3)
	}
	statstest.Near(t, "weight of n2", r.Items[1].Weight, w2)
	statstest.Near(t, "plain inconsistency of h1", r.Hypotheses[0].Inconsistency, (1.+2)/2)
	statstest.Near(t, "weighted inconsistency of h1", r.Hypotheses[0].Weighted, w2*(1.+2)/2)
	statstest.Near(t, "weighted inconsistency of h3", r.Hypotheses[2].Weighted, w1*(2.+1)/2)
	// Of (2, 0, -2) and (1, 1, -1): standard deviations over the hypotheses.
	statstest.Near(t, "diagnosticity of n1", r.Items[0].Diagnosticity, (math.Sqrt(8./3)+math.Sqrt(8./9))/2)
	if r.Items[2].Separates || r.Items[3].Separates || r.Items[2].Weight != 0 || r.WithoutSpread != 2 {
		t.Errorf("items without spread weigh: %+v", r.Items[2:])
	}
	if r.Leading != "h1" || r.LeastContradicted != "h2" {
		t.Errorf("leading %s, least contradicted %s", r.Leading, r.LeastContradicted)
	}
	if r.Disagreement == nil || r.Disagreement.Support <= 0 || r.Disagreement.Contrary >= 0 {
		t.Errorf("why they disagree: %+v", r.Disagreement)
	} else {
		d, sum := r.Disagreement, 0.0
		for a := range 2 { // the parts add up to the mean of the analysts' log odds
			sum += math.Log2(r.Hypotheses[0].ByAnalyst[a]/r.Hypotheses[1].ByAnalyst[a]) / 2
		}
		statstest.Near(t, "parts of the odds", d.Prior+d.Support+d.Contrary, sum)
	}
	statstest.Near(t, "tempered cell", r.Items[1].Ratings[1].Cells[0].Tempered, math.Pow(.25, w2))
}

func TestSharedWeights(t *testing.T) {
	moment := func(id string) ledger.Record {
		return &ledger.Moment{ID: id, Title: id, InNeed: []string{"A"}, Start: edtf.MustParse("2019"), Type: "war"}
	}
	conduct := func(id, at, source string) ledger.Record {
		return &ledger.Conduct{ID: id, Moment: at, From: "B", To: "A", Date: edtf.MustParse("2019"), What: "Did " + id, Citations: cited(source, 1)}
	}
	both := func(id string) *ledger.Note {
		n := note(id, "2018", nil)
		n.Citations = []ledger.Citation{{Source: "s1", Credibility: 1}, {Source: "s2", Credibility: 1}}
		return n
	}
	for _, x := range []struct {
		name  string
		items []ledger.Record
		want  map[string]float64
	}{
		{"two items of one publisher", []ledger.Record{note("n1", "2020", cited("s1", 1)), moment("m1"), conduct("c1", "m1", "s1")}, map[string]float64{"n1": .5, "c1": .5}},
		{"a copy of a source is the same voice", []ledger.Record{moment("m1"), conduct("c1", "m1", "s1"), moment("m2"), conduct("c2", "m2", "s4")}, map[string]float64{"c1": .5, "c2": .5}},
		{"two publishers on one event", []ledger.Record{moment("m1"), conduct("c1", "m1", "s1"), conduct("c2", "m1", "s2")}, map[string]float64{"c1": .5, "c2": .5}},
		{"a note on conduct is of its event", []ledger.Record{moment("m1"), conduct("c1", "m1", "s1"), &ledger.Note{ID: "n1", Title: "On it", On: []string{"c1"}, Citations: cited("s2", 1)}}, map[string]float64{"c1": .5, "n1": .5}},
		{"nothing shared", []ledger.Record{moment("m1"), conduct("c1", "m1", "s1"), moment("m2"), conduct("c2", "m2", "s2")}, map[string]float64{"c1": 1, "c2": 1}},
		{"two of one publisher on one event are one of its two events", []ledger.Record{moment("m1"), conduct("c1", "m1", "s1"), conduct("c2", "m1", "s1"), moment("m2"), conduct("c3", "m2", "s1")}, map[string]float64{"c1": .25, "c2": .25, "c3": .5}},
		{"several publishers share with none", []ledger.Record{both("n1"), note("n2", "2020", cited("s1", 1)), note("n3", "2020", cited("s2", 1))}, map[string]float64{"n1": 1, "n2": 1, "n3": 1}},
		{"what no source bears out shares one weight", []ledger.Record{note("n1", "2020", nil), note("n2", "2021", nil)}, map[string]float64{"n1": .5, "n2": .5}},
	} {
		lists := [][]ledger.Record{hyps(2), x.items}
		for id := range x.want {
			lists = append(lists, rate("x", id, "C I"))
		}
		r := mustWeigh(t, caseOf(lists...), DefaultSettings())
		for _, it := range r.Items {
			if math.Abs(it.Independence-x.want[it.ID]) > 1e-12 {
				t.Errorf("%s: independence of %s is %v, want %v", x.name, it.ID, it.Independence, x.want[it.ID])
			}
		}
		s := DefaultSettings()
		s.SharePublisher, s.ShareEvent = false, false
		for _, it := range mustWeigh(t, caseOf(lists...), s).Items {
			if it.Independence != 1 {
				t.Errorf("%s: independence of %s is %v with nothing shared", x.name, it.ID, it.Independence)
			}
		}
	}
}

func TestPriors(t *testing.T) {
	p := func(v float64) *float64 { return &v }
	for _, x := range []struct {
		name  string
		given []*float64
		want  []float64
		notes int
	}{
		{"none given", []*float64{nil, nil, nil, nil}, []float64{.25, .25, .25, .25}, 0},
		{"the rest is shared", []*float64{p(.4), nil, nil}, []float64{.4, .3, .3}, 0},
		{"all given", []*float64{p(.7), p(.3)}, []float64{.7, .3}, 0},
		{"more than 1 is scaled", []*float64{p(.9), p(.9)}, []float64{.5, .5}, 1},
		{"less than 1 is scaled", []*float64{p(.2), p(.2)}, []float64{.5, .5}, 1},
		{"nothing left for the one without", []*float64{p(.5), p(.5), nil}, []float64{1. / 3, 1. / 3, 1. / 3}, 1},
		{"out of range is left aside", []*float64{p(1), p(.5)}, []float64{.5, .5}, 1},
	} {
		var list []*ledger.Hypothesis
		for _, v := range x.given {
			list = append(list, &ledger.Hypothesis{ID: "h", Title: "H", Prior: v})
		}
		got, notes := priors(list)
		for i := range got {
			statstest.Near(t, x.name, got[i], x.want[i])
		}
		if len(notes) != x.notes {
			t.Errorf("%s: %v", x.name, notes)
		}
	}
}

func TestNothingAfterTheAsOfDay(t *testing.T) {
	c := byHand()
	later := c.With(ledger.Change{Record: note("n9", "2025-10-02", cited("s1", 1))})
	for i, v := range []string{"II", "CC", "CC"} {
		later = later.With(ledger.Change{Record: &ledger.Rating{ID: fmt.Sprint("late", i), Analyst: "x", Subject: "cell", Record: "n9", Hypothesis: fmt.Sprint("h", i+1), Value: v}})
	}
	a, b := mustWeigh(t, c, DefaultSettings()), mustWeigh(t, later, DefaultSettings())
	for h := range a.Hypotheses {
		if a.Hypotheses[h].Posterior != b.Hypotheses[h].Posterior {
			t.Errorf("an item dated later moves %s", a.Hypotheses[h].ID)
		}
	}
	for _, w := range b.Watch {
		if w.ID == "n9" {
			t.Fatalf("what nobody knew of is watched for: %+v", w)
		}
	}
	sign := later.With(ledger.Change{Record: note("n9", "2025-10-02", cited("s1", 1), IndicatorTag)})
	b = mustWeigh(t, sign, DefaultSettings())
	if len(b.Watch) == 0 || b.Watch[0].ID != "n9" || b.Watch[0].Kind != "indicator" || b.Watch[0].Seen == nil {
		t.Fatalf("an indicator is not watched for: %+v", b.Watch)
	}
	w := b.Watch[0]
	statstest.Near(t, "what comes of it, on average", w.Seen.Probability*w.Seen.Posterior+w.NotSeen.Probability*w.NotSeen.Posterior, b.Hypotheses[0].Posterior)
}

func TestIndicatorIsTheDiscriminator(t *testing.T) {
	c := caseOf(hyps(2), []ledger.Record{
		note("n1", "2020", cited("s1", 1)), note("telling", "2026-06", nil, IndicatorTag), note("dull", "2027", nil, IndicatorTag), note("past", "2020", nil, IndicatorTag), note("flat", "2026", nil, IndicatorTag),
	}, rate("x", "n1", "C N"), rate("x", "telling", "CC II"), rate("x", "dull", "C N"), rate("x", "past", "CC II"), rate("x", "flat", "C C"))
	r := mustWeigh(t, c, DefaultSettings())
	if len(r.Watch) != 2 || r.Watch[0].ID != "telling" || r.Watch[1].ID != "dull" {
		t.Fatalf("watch %+v", r.Watch)
	}
	// P(h1) = 2/3; seen with .8 and .2.
	p, seen := 2./3, 2./3*.8+1./3*.2
	entropy := func(p float64) float64 { return -p*math.Log2(p) - (1-p)*math.Log2(1-p) }
	bits := entropy(p) - seen*entropy(p*.8/seen) - (1-seen)*entropy(p*.2/(1-seen))
	statstest.Near(t, "expected information", r.Watch[0].Bits, bits)
	statstest.Near(t, "if seen", r.Watch[0].Seen.Posterior, p*.8/seen)
	if r.Watch[0].NotSeen.Leading != "h2" || !strings.Contains(r.Watch[0].Text, "2026-06") {
		t.Errorf("%+v", r.Watch[0])
	}
}

func TestOverturn(t *testing.T) {
	one := mustWeigh(t, byHand(), DefaultSettings())
	if o := one.Overturn; o == nil || len(o.Ratings) != 1 || !o.Exact || o.From != "h1" {
		t.Errorf("overturn %+v", o)
	}
	// Six independent items for h1: one or two ratings do not do.
	lists := [][]ledger.Record{hyps(2)}
	for i := range 6 {
		id := fmt.Sprint("n", i)
		lists = append(lists, []ledger.Record{&ledger.Source{ID: "src" + id, Title: id, Publisher: id, Reliability: "A"}, note(id, "2020", cited("src"+id, 1))}, rate("x", id, "CC II"))
	}
	r := mustWeigh(t, caseOf(lists...), DefaultSettings())
	if o := r.Overturn; o == nil || len(o.Ratings) < 4 || o.Exact || o.To != "h2" {
		t.Errorf("overturn of six %+v", o)
	}
	if r.OverturnHeuer == nil || !r.OverturnHeuer.Exact {
		t.Errorf("overturn of the count %+v", r.OverturnHeuer)
	}
	if r.Without.ItemsThatChange != (Changes{Of: 6}) {
		t.Errorf("one item changes the leader: %+v", r.Without.ItemsThatChange)
	}
}

func TestCannotBeWeighed(t *testing.T) {
	for _, x := range []struct {
		name, want string
		change     func(*assess.Question, *Settings)
	}{
		{"no such actor", `no actor "X"`, func(q *assess.Question, _ *Settings) { q.Relier = "X" }},
		{"a ratio of 0", "ratio of II is 0", func(_ *assess.Question, s *Settings) { s.Ratios.II = 0 }},
		{"NaN", "ratio of C is NaN", func(_ *assess.Question, s *Settings) { s.Ratios.C = math.NaN() }},
		{"ratios that do not fall", "ratios fall from CC to II", func(_ *assess.Question, s *Settings) { s.Ratios.I = 3 }},
		{"no such words", "scale of words", func(_ *assess.Question, s *Settings) { s.Words = "bookmakers" }},
		{"fewer than no draws", "-1 draws", func(_ *assess.Question, s *Settings) { s.Draws = -1 }},
	} {
		q, s := asked, DefaultSettings()
		x.change(&q, &s)
		if _, err := Weigh(byHand(), q, s); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v", x.name, err)
		}
		if _, err := Agree(byHand(), q, s); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: Agree: %v", x.name, err)
		}
	}
}

func TestEmptyCasesSaySo(t *testing.T) {
	for _, x := range []struct {
		name, want string
		c          *ledger.Case
	}{
		{"no hypothesis", "no hypothesis on Bland and Aland", caseOf()},
		{"one hypothesis", "no rival", caseOf(hyps(1))},
		{"no ratings", "the figures are the priors", caseOf(hyps(3))},
		{"a hypothesis on others", "no hypothesis", caseOf([]ledger.Record{&ledger.Hypothesis{ID: "h", Title: "H", Relier: "B", Partner: "A"}})},
	} {
		r := mustWeigh(t, x.c, DefaultSettings())
		if !strings.Contains(strings.Join(r.Warnings, " "), x.want) || r.Confidence.Level != "low" || r.Overturn != nil {
			t.Errorf("%s: %v, %+v", x.name, r.Warnings, r.Confidence)
		}
		if _, err := json.Marshal(r); err != nil {
			t.Errorf("%s: %v", x.name, err)
		}
	}
}

func TestLinks(t *testing.T) {
	tag := func(c *ledger.Case, id string, tags ...string) *ledger.Case {
		rec, _ := c.Get(id)
		h := ledger.Clone(rec).(*ledger.Hypothesis)
		h.Tags = tags
		return c.With(ledger.Change{Record: h})
	}
	c := tag(byHand(), "h1", LinkTag("subsumes", "h2"), "subsumes:h9", "likes:h2", "subsumes:h1")
	c = tag(c, "h2", LinkTag("subsumes", "h1"), LinkTag("overlaps", "h3"))
	r := mustWeigh(t, c, DefaultSettings())
	if len(r.Links) != 3 {
		t.Errorf("links %v", r.Links)
	}
	statstest.Near(t, "h1 with what it subsumes", r.Hypotheses[0].Family, r.Hypotheses[0].Posterior+r.Hypotheses[1].Posterior)
	statstest.Near(t, "h3 subsumes none", r.Hypotheses[2].Family, r.Hypotheses[2].Posterior)
	if text := strings.Join(r.Warnings, " "); !strings.Contains(text, "overlap") || !strings.Contains(text, "subsumes") {
		t.Errorf("warnings %s", text)
	}
}

func TestSplitCarriesRatingsOver(t *testing.T) {
	c := byHand().With(ledger.Change{ID: "rel"})
	changes, err := Split(c, "h1", []*ledger.Hypothesis{{Title: "Narrow"}, {Title: "Wide"}})
	if err != nil {
		t.Fatal(err)
	}
	next := c.With(changes...)
	if p := ledger.Errors(ledger.Check(next)); len(p) != 0 {
		t.Fatalf("the case is no longer valid: %v", p)
	}
	if _, still := next.Get("h1"); still || len(next.Hypotheses()) != 4 {
		t.Errorf("hypotheses %v", next.Hypotheses())
	}
	before, after := mustWeigh(t, c, DefaultSettings()), mustWeigh(t, next, DefaultSettings())
	for _, h := range after.Hypotheses {
		if h.Title == "Narrow" || h.Title == "Wide" {
			statstest.Near(t, h.Title, h.Inconsistency, before.Hypotheses[0].Inconsistency)
		}
	}
	if _, err := Split(c, "n1", []*ledger.Hypothesis{{Title: "X"}}); err == nil || !strings.Contains(err.Error(), "no hypothesis n1") {
		t.Errorf("split of a note: %v", err)
	}
	if _, err := Refine(c, "h1", []*ledger.Hypothesis{{ID: "h2", Title: "X"}}); err == nil || !strings.Contains(err.Error(), "taken") {
		t.Errorf("an id that is taken: %v", err)
	}
	refined, err := Refine(c, "h1", []*ledger.Hypothesis{{Title: "Narrow"}})
	if err != nil {
		t.Fatal(err)
	}
	next = c.With(refined...)
	if links := LinksOf(next.Hypotheses()); len(next.Hypotheses()) != 4 || len(links) != 1 || links[0].From != "h1" {
		t.Errorf("refined: %v", links)
	}
}

func TestParseRatio(t *testing.T) {
	for text, want := range map[string]float64{"3": 3, " 0.2 ": .2, "1/3": 1. / 3, "2:1": 2, "1 / 4": .25, "1/1000": .001} {
		if v, ok := ParseRatio(text); !ok || math.Abs(v-want) > 1e-12 {
			t.Errorf("%q is %v, %v", text, v, ok)
		}
	}
	for _, text := range []string{"", "C", "0", "-3", "1/0", "NaN", "Inf", "2000", "1/2/3", "3x", "-1/-3"} {
		if v, ok := ParseRatio(text); ok {
			t.Errorf("%q is %v", text, v)
		}
	}
}
