package whatif

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/stats/statstest"
)

func TestScenarioRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		triangle := func() Triangle {
			if rapid.Bool().Draw(t, "certain") {
				return Exactly(rapid.Float64Range(0, 1).Draw(t, "value"))
			}
			low := rapid.Float64Range(0, .3).Draw(t, "low")
			return Triangle{low, rapid.Float64Range(.3, .6).Draw(t, "mode"), rapid.Float64Range(.7, 1).Draw(t, "high")}
		}
		sc := Scenario{Name: "A falls", Shocks: []Shock{{"A", triangle()}, {"B", triangle()}}, Months: rapid.IntRange(0, 90).Draw(t, "months")}
		if rapid.Bool().Draw(t, "claims") {
			sc.Claim = &Claim{"C", "A"}
		}
		if rapid.Bool().Draw(t, "weights") {
			sc.Weights = []Weight{{Channel: "diplomatic cover", Triangle: triangle()}, {Actor: "C", Channel: "arms", Triangle: triangle()}}
		}
		if rapid.Bool().Draw(t, "remarks") {
			sc.Note = "As argued in the spring.\nNot likely."
		}
		c := caseOf(NoteOf("n1", sc))
		if p := ledger.Errors(ledger.Check(c)); len(p) != 0 {
			t.Fatal(p)
		}
		list, problems := ScenariosOf(c)
		if len(problems) != 0 || len(list) != 1 || !reflect.DeepEqual(list[0], sc) {
			t.Fatalf("%+v became %+v, %v", sc, list, problems)
		}
	})
}

func TestScenarioThatCannotBeRead(t *testing.T) {
	for _, x := range []struct{ text, want string }{
		{"", "shocks nobody"},
		{"shock: A", "write a name, ="},
		{"remark\nshock: A = x", `line 2: "x" is no number`},
		{"shock: A = .1 .2", "give one number, or low"},
		{"shock: A = .5 .4 .6", "not in order"},
		{"shock: A = .5\nmonths: soon", "no number of months"},
		{"shock: A = .5\nclaim: A is hit", "write harder > than"},
		{"shock: X = .5", `no actor "X"`},
		{"shock: A = .5\nweight: arms for X = .5", `no actor "X"`},
	} {
		c := caseOf(&ledger.Note{ID: "n1", Title: "T", Text: x.text, Tags: []string{ScenarioTag}}, &ledger.Note{ID: "n2", Title: "another", Text: "shock: nonsense"})
		list, problems := ScenariosOf(c)
		if len(list) != 0 || len(problems) != 1 || !strings.Contains(problems[0].Error(), x.want) || !strings.Contains(problems[0].Error(), "scenario n1") {
			t.Errorf("%q: %v, %v", x.text, list, problems)
		}
	}
}

func TestWeightsOfAScenarioComeFirst(t *testing.T) {
	c := caseOf(dep("d1", "B", "A", "arms", .5, .5, .5, 1), dep("d2", "B", "A", "money", .2, .2, .2, 1))
	s := certain()
	s.Weights = []Weight{{Channel: "arms", Triangle: Exactly(.2)}}
	sc := Scenario{Name: "x", Shocks: []Shock{{"A", Exactly(1)}}, Weights: []Weight{{Channel: "arms", Triangle: Exactly(.6)}}}
	statstest.Near(t, "B", find(mustRun(t, c, sc, s), "B").Mean, .6*.5+.4*.2)
}

// Break-evens are told in words: what no person could measure is nothing.
func TestBreakEvenInWords(t *testing.T) {
	at := func(v float64) *float64 { return &v }
	k := &work{c: ledger.NewCase([]ledger.Record{&ledger.Actor{ID: "a", Label: "Alpha"}, &ledger.Actor{ID: "b", Label: "Bravo"}}), sc: Scenario{Claim: &Claim{"a", "b"}}}
	for _, x := range []struct {
		name string
		b    BreakEven
		want string
	}{
		{"any share", BreakEven{Kind: "edge", name: word("Alpha on Bravo for arms"), Now: .1, At: at(3e-11), Holds: "above"}, "It holds that Alpha is hit harder than Bravo as soon as Alpha on Bravo for arms is above 0: any share will do."},
		{"none at all", BreakEven{Kind: "edge", name: word("Bravo on Alpha for arms"), Now: .1, At: at(3e-11), Holds: "below"}, "It holds that Alpha is hit harder than Bravo only where Bravo on Alpha for arms is 0: any share undoes it."},
		{"rise", BreakEven{Kind: "edge", name: word("x"), Now: .1, At: at(.35), Holds: "above"}, "For the claim that Alpha is hit harder than Bravo to hold, x would have to rise from 10 % to 35 %."},
		{"fall", BreakEven{Kind: "edge", name: word("x"), Now: .9999, At: at(.0712), Holds: "above"}, "For the claim that Alpha is hit harder than Bravo to fail, x would have to fall from over 99 % to 7.1 %."},
		{"a hair's breadth", BreakEven{Kind: "edge", name: word("x"), Now: .351, At: at(.3514), Holds: "above"}, "For the claim that Alpha is hit harder than Bravo to hold, x would have to rise from 35.1 % to 35.14 %."},
		{"all of it", BreakEven{Kind: "all", name: word("all that Alpha depends on"), Now: 1, At: at(4.9961), Holds: "above"}, "For the claim that Alpha is hit harder than Bravo to hold, all that Alpha depends on would have to be 5 times as large."},
		{"gone", BreakEven{Kind: "all", name: word("all that Alpha depends on"), Now: 1, At: at(9e-10), Holds: "above"}, "For the claim that Alpha is hit harder than Bravo to fail, all that Alpha depends on would have to vanish."},
		{"never", BreakEven{Kind: "edge", name: word("x"), Holds: "never"}, "Whatever x is, it does not hold that Alpha is hit harder than Bravo."},
	} {
		if got := k.evenText(x.b).English(); got != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
	}
}
