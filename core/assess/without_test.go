package assess

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// What is told of leaving something out is what Answer says without it.
func TestInfluencesAreAnswersWithout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := small(t)
		q := draw(t, c)
		a := mustAnswer(t, c, q, DefaultSettings())
		check := func(x Influence, changes []ledger.Change) {
			b := mustAnswer(t, c.With(changes...), q, DefaultSettings())
			for i, r := range spoken {
				closeTo(t, x.ID, x.Shift[i], b.AtLeast[r-ledger.LowestRung].Probability-a.AtLeast[r-ledger.LowestRung].Probability, 1e-9)
			}
		}
		if list := a.Robustness.Record; len(list) > 0 {
			check(list[0], []ledger.Change{{ID: list[0].ID}})
		}
		without := func(gone func(source string) bool) (out []ledger.Change) {
			for _, r := range c.Conduct() {
				x := ledger.Clone(r).(*ledger.Conduct)
				x.Citations = slices.DeleteFunc(x.Citations, func(y ledger.Citation) bool { return gone(y.Source) })
				switch {
				case len(x.Citations) == len(r.Citations):
				case len(x.Citations) == 0:
					out = append(out, ledger.Change{ID: x.ID})
				default:
					out = append(out, ledger.Change{Record: x})
				}
			}
			return out
		}
		for _, x := range a.Robustness.Source[:min(2, len(a.Robustness.Source))] {
			check(x, without(func(s string) bool { return s == x.ID }))
		}
		for _, x := range a.Robustness.Publisher[:min(2, len(a.Robustness.Publisher))] {
			check(x, without(func(s string) bool { return c.Publisher(s) == x.ID }))
		}
	})
}

// The fewest records change the word, and up to two no smaller set does.
func TestFewestIsFewest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := small(t)
		q := draw(t, c)
		in := inquire(c, q, DefaultSettings())
		var all []string
		for _, o := range in.seen {
			for _, x := range o.known {
				all = append(all, x.c.ID)
			}
		}
		word := func(r ledger.Rung, gone ...string) string {
			p := in.post
			for _, o := range in.seen {
				in.replace(&p.own, o, func(e entry) (float64, bool) { return e.cred, !slices.Contains(gone, e.c.ID) })
			}
			return in.s.Words.Word(p.atLeast(r))
		}
		for _, f := range in.fewest() {
			r := f.Rung
			now := word(r)
			if len(f.Records) > 0 && (word(r, f.Records...) == now || word(r, f.Records...) != f.Becomes) {
				t.Fatalf("%v: without %v it is %q, told %q, now %q", r, f.Records, word(r, f.Records...), f.Becomes, now)
			}
			smallest := 99
			for i, x := range all {
				if word(r, x) != now {
					smallest = 1
				}
				for _, y := range all[i+1:] {
					if smallest > 2 && word(r, x, y) != now {
						smallest = 2
					}
				}
			}
			if smallest <= 2 && (len(f.Records) != smallest || !f.Exact) {
				t.Fatalf("%v: told %v (exact %v); %d would do", r, f.Records, f.Exact, smallest)
			}
			if smallest > 2 && len(f.Records) > 0 && (len(f.Records) <= 2 || f.Exact) {
				t.Fatalf("%v: told %v, but no one or two records do", r, f.Records)
			}
		}
	})
}

// The backtest's predictions are what Answer would have said on the eve.
func TestBacktestPredictsFromTheEve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := small(t)
		q := draw(t, c)
		a := mustAnswer(t, c, q, DefaultSettings())
		brier, n := 0.0, 0
		for _, o := range a.Observations {
			q.AsOf = o.Start - 1
			p := mustAnswer(t, c, q, DefaultSettings()).AtLeast[ledger.DiplomaticAct-ledger.LowestRung].Probability
			happened := 0.0
			if o.Given >= ledger.DiplomaticAct {
				happened = 1
			}
			brier += (p - happened) * (p - happened)
			n++
		}
		if n > 0 {
			closeTo(t, "Brier", a.Backtest.Scores[1].Brier, brier/float64(n), 1e-9)
		}
	})
}

// What is said to change a word does, and one less does not.
func TestFurtherMomentsChangeTheWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := small(t)
		q := draw(t, c)
		s := DefaultSettings()
		a := mustAnswer(t, c, q, s)
		kind := map[string]string{"any": "war", "force": "war", "pressure": "vote", "internal": "coup", "disaster": "disaster"}[q.Situation]
		for _, ch := range a.Changes {
			if ch.Kind != "observe" || ch.Rung == 0 {
				continue
			}
			up := slices.Index(s.Words.Words(), ch.To) > slices.Index(s.Words.Words(), ch.From)
			with := func(n int) string {
				changes := []ledger.Change{{Record: &ledger.Source{ID: "sure", Title: "Sure", Publisher: "Sure", Reliability: "A"}}}
				for i := range n {
					m := fmt.Sprintf("new%d", i)
					given := ch.Rung
					if !up {
						given--
					}
					day := edtf.MustParse(q.AsOf.String())
					changes = append(changes,
						ledger.Change{Record: &ledger.Moment{ID: m, Title: m, InNeed: []string{q.Relier}, Start: day, Type: kind}},
						ledger.Change{Record: &ledger.Conduct{ID: "x" + m, Moment: m, From: q.Partner, To: q.Relier, Date: day, Rung: given, What: "x", Citations: []ledger.Citation{{Source: "sure", Credibility: 1}}}})
				}
				return mustAnswer(t, c.With(changes...), q, s).AtLeast[ch.Rung-ledger.LowestRung].Word
			}
			if got := with(ch.Count); got != ch.To {
				t.Fatalf("%s: it becomes %q", ch.Text, got)
			}
			if got := with(ch.Count - 1); got != ch.From {
				t.Fatalf("%s: it is %q with one less", ch.Text, got)
			}
		}
	})
}

// What would change the answer is said in sentences that name acts and records.
func TestChangesAreSaidInSentences(t *testing.T) {
	c := twoPairs()
	in := inquire(c, question(c), DefaultSettings())
	a := mustAnswer(t, c, question(c), DefaultSettings())
	for _, x := range []struct {
		got  Sentence
		want string
	}{
		{in.moment(a, 1, does[ledger.Words][0], word(Help(1)), "unlikely", "likely"), "One more moment at which Bland speaks up for Aland would make support in words likely (now unlikely)."},
		{in.moment(a, 20, does[ledger.MaterialHelp][1], word(Help(3)), "unlikely", "almost no chance"), "20 more moments at which Bland gives no material help would leave almost no chance of material help (now unlikely)."},
		{become(word(Help(4)), "roughly even chance"), "make fighting side by side a roughly even chance"},
		{in.named([]string{"c1"}), "the record “sent help”"},
		{in.named([]string{"c1", "c3"}), "the records “sent help” and “spoke for”"},
		{in.named([]string{"c1", "c3", "c2"}), "the records “sent help”, “spoke for” and one other"},
	} {
		if got := x.got.English(); got != x.want {
			t.Errorf("got  %s\nwant %s", got, x.want)
		}
	}
	if got := short("one two three four", 15); got != "one two three …" {
		t.Errorf("shortened: %s", got)
	}
	q := question(c)
	q.Situation = "force"
	if got := inquire(c, q, DefaultSettings()).moment(a, 2, does[ledger.Fought][0], word(Help(4)), "x", "likely").English(); got != "Two more moments under attack at which Bland fights beside Aland would make fighting side by side likely (now x)." {
		t.Errorf("got %s", got)
	}
}
