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
