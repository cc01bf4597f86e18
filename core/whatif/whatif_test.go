package whatif

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/stats/statstest"
)

var today = edtf.DayOf(2025, 10, 1)

// The reference is R's: reference/make_reference.R, 7.
func TestInoperabilityAgreesWithR(t *testing.T) {
	var ref struct {
		A       [][]float64 `json:"A"`
		Shock   []float64   `json:"shock"`
		Q       []float64   `json:"q"`
		AStrong [][]float64 `json:"A_strong"`
		QStrong []float64   `json:"q_strong_clipped"`
	}
	data, err := os.ReadFile("testdata/inoperability.expected.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &ref); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		name    string
		a       [][]float64
		q       []float64
		clipped bool
	}{{"closed form", ref.A, ref.Q, false}, {"clipped", ref.AStrong, ref.QStrong, true}} {
		got, err := Inoperability(x.a, ref.Shock)
		if err != nil {
			t.Fatal(err)
		}
		for i := range x.q {
			statstest.Near(t, fmt.Sprint(x.name, " q", i+1), got.Q[i], x.q[i])
		}
		if got.Clipped != x.clipped {
			t.Errorf("%s: clipped is %v, spectral radius %v", x.name, got.Clipped, got.SpectralRadius)
		}
	}
}

func TestInoperabilityAtItsEdges(t *testing.T) {
	for _, x := range []struct {
		name    string
		a       [][]float64
		c, want []float64
		clipped bool
	}{
		{"nobody depends", [][]float64{{0, 0}, {0, 0}}, []float64{.3, 0}, []float64{.3, 0}, false},
		{"a chain", [][]float64{{0, 0}, {.5, 0}}, []float64{.4, 0}, []float64{.4, .2}, false},
		{"no shock", [][]float64{{0, 2}, {2, 0}}, []float64{0, 0}, []float64{0, 0}, true},
		{"radius below 1, yet more than all is lost", [][]float64{{0, .5}, {.9, 0}}, []float64{1, .6}, []float64{1, 1}, true},
		{"a loop of 1 collapses", [][]float64{{0, 1}, {1, 0}}, []float64{.1, 0}, []float64{1, 1}, true},
		{"a strong loop that the shock does not reach", [][]float64{{0, 0, 0}, {0, 0, 2}, {0, 2, 0}}, []float64{.1, 0, 0}, []float64{.1, 0, 0}, true},
	} {
		got, err := Inoperability(x.a, x.c)
		if err != nil {
			t.Fatalf("%s: %v", x.name, err)
		}
		for i := range x.want {
			if math.Abs(got.Q[i]-x.want[i]) > 1e-9 || got.Clipped != x.clipped {
				t.Errorf("%s: %+v, want %v", x.name, got, x.want)
			}
		}
	}
	for name, call := range map[string]func() (Solution, error){
		"no actor":          func() (Solution, error) { return Inoperability(nil, nil) },
		"A is not square":   func() (Solution, error) { return Inoperability([][]float64{{0, 1}, {0}}, []float64{0, 0}) },
		"negative":          func() (Solution, error) { return Inoperability([][]float64{{-1}}, []float64{0}) },
		"NaN":               func() (Solution, error) { return Inoperability([][]float64{{math.NaN()}}, []float64{0}) },
		"shock of over all": func() (Solution, error) { return Inoperability([][]float64{{0}}, []float64{1.5}) },
	} {
		if _, err := call(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func dep(id, actor, on, channel string, low, mode, high, months float64) *ledger.Dependence {
	return &ledger.Dependence{ID: id, Actor: actor, On: on, Channel: channel, Low: low, Mode: mode, High: high, SubstitutionMonths: months,
		Basis: "Trade statistics.", Citations: []ledger.Citation{{Source: "s1", Credibility: 1}}}
}

func caseOf(records ...ledger.Record) *ledger.Case {
	base := []ledger.Record{&ledger.Matter{ID: "matter", Title: "Test"}, &ledger.Source{ID: "s1", Title: "S", Reliability: "A"}}
	for _, id := range []string{"A", "B", "C", "D"} {
		base = append(base, &ledger.Actor{ID: id, Label: id + "land", Type: "state"})
	}
	return ledger.NewCase(append(base, records...))
}

func mustRun(t interface{ Fatal(...any) }, c *ledger.Case, sc Scenario, s Settings) *Result {
	r, err := Run(context.Background(), c, today, sc, s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func find(r *Result, id string) Actor {
	for _, a := range r.Actors {
		if a.ID == id {
			return a
		}
	}
	return Actor{}
}

func certain() Settings {
	s := DefaultSettings()
	s.Draws = 200
	return s
}

// A network without doubt, worked out by hand: B rests on A by .6 of energy and
// .2 of arms, C on B by .5 of energy; two channels, each of weight 1/2.
func TestRunByHand(t *testing.T) {
	c := caseOf(dep("d1", "B", "A", "energy", .6, .6, .6, 12), dep("d2", "B", "A", "arms", .2, .2, .2, 24), dep("d3", "C", "B", "energy", .5, .5, .5, 6))
	r := mustRun(t, c, Scenario{Name: "x", Shocks: []Shock{{"A", Exactly(.5)}}, Claim: &Claim{"B", "A"}}, certain())
	for id, want := range map[string]float64{"A": .5, "B": .4 * .5, "C": .25 * .4 * .5} {
		a := find(r, id)
		statstest.Near(t, id, a.Mean, want)
		statstest.Near(t, id+" central", a.Central, want)
		statstest.Near(t, id+" low", a.Lower90, want)
		statstest.Near(t, id+" high", a.Upper90, want)
	}
	if got := r.Harder[0]; got[0] != 0 || got[1] != 1 || got[2] != 1 {
		t.Errorf("A is hit harder with probabilities %v", got)
	}
	if find(r, "B").Hardest != 1 || len(find(r, "B").Drivers) != 0 {
		t.Errorf("B is %+v", find(r, "B"))
	}
	// B follows A at k = 1/15 months (12 and 24 weighted .3 and .1) from 0.
	course := r.Course.Central[1]
	for _, m := range []int{1, 12, 60} {
		if want := .2 * (1 - math.Exp(-float64(m)/15)); math.Abs(course[m]-want) > 1e-12 {
			t.Errorf("B after %d months is at %v, want %v", m, course[m], want)
		}
	}
	// C follows B: q = .25 (.2 - ...) in closed form of two exponentials.
	k, g := 1./6, 1./15
	for _, m := range []float64{6, 24, 60} {
		want := .25 * .2 * (1 - (k*math.Exp(-g*m)-g*math.Exp(-k*m))/(k-g))
		if got := r.Course.Central[2][int(m)]; math.Abs(got-want) > 1e-5 {
			t.Errorf("C after %v months is at %v, want %v", m, got, want)
		}
		if got := r.Course.Mean[2][int(m)]; math.Abs(got-want) > 2e-4 { // steps of a month
			t.Errorf("C after %v months is at %v in draws, want %v", m, got, want)
		}
	}
	b := r.Claim
	if b.Probability != 0 || b.Central || b.Word != "almost no chance" {
		t.Errorf("claim %+v", b)
	}
	if len(b.BreakEven) != 4 { // d3 has nothing to do with it
		t.Errorf("break-even %+v", b.BreakEven)
	}
	for _, x := range b.BreakEven {
		switch x.Kind + x.ID {
		case "pairB on A":
			if x.At != nil || x.Holds != "never" { // with all of A's loss B is hit as hard, not harder
				t.Errorf("break-even of the pair: %+v", x)
			}
		case "allB":
			if x.At == nil || math.Abs(*x.At-2.5) > 1e-8 || x.Holds != "above" {
				t.Errorf("break-even of the factor: %+v", x)
			}
		case "edged1":
			if x.At != nil || x.Holds != "never" {
				t.Errorf("break-even of d1: %+v", x)
			}
		}
	}
}

func TestShockThatEnds(t *testing.T) {
	c := caseOf(dep("d1", "B", "A", "energy", .6, .6, .6, 12))
	r := mustRun(t, c, Scenario{Name: "x", Shocks: []Shock{{"A", Exactly(.5)}}, Months: 6}, certain())
	a, b := find(r, "A"), find(r, "B")
	if a.Peak.Month != 0 || a.Mean != .5 {
		t.Errorf("A peaks in month %d at %v", a.Peak.Month, a.Mean)
	}
	if b.Peak.Month < 6 || b.Peak.Month > 20 || b.Mean >= .3 || b.Mean <= 0 {
		t.Errorf("B peaks in month %d at %v", b.Peak.Month, b.Mean)
	}
	if end := r.Course.Central[1][60]; end >= b.Mean/2 {
		t.Errorf("B has not recovered: %v", end)
	}
	if math.Abs(b.Mean-b.Central) > .01 {
		t.Errorf("draws %v, steps of an eighth month %v", b.Mean, b.Central)
	}
}

func TestWhatCountsAsAnEdge(t *testing.T) {
	part := func(d *ledger.Dependence) *ledger.Dependence { d.PartOnly = true; return d }
	dated := func(d *ledger.Dependence, date string) *ledger.Dependence { d.Date = edtf.MustParse(date); return d }
	for _, x := range []struct {
		name    string
		records []ledger.Record
		parts   bool // left out
		want    float64
		left    int
	}{
		{"one whole", []ledger.Record{dep("d1", "B", "A", "arms", 0, .4, 1, 1)}, false, .4, 0},
		{"a part beside the whole is left", []ledger.Record{dep("d1", "B", "A", "arms", 0, .4, 1, 1), part(dep("d2", "B", "A", "arms", 0, .9, 1, 1))}, false, .4, 1},
		{"of two parts the larger", []ledger.Record{part(dep("d1", "B", "A", "arms", 0, .5, 1, 1)), part(dep("d2", "B", "A", "arms", 0, .3, 1, 1))}, false, .5, 1},
		{"parts left out by setting", []ledger.Record{part(dep("d1", "B", "A", "arms", 0, .5, 1, 1))}, true, 0, 1},
		{"the later of two", []ledger.Record{dated(dep("d1", "B", "A", "arms", 0, .5, 1, 1), "2024"), dated(dep("d2", "B", "A", "arms", 0, .3, 1, 1), "2020")}, false, .5, 1},
		{"what is dated after the day", []ledger.Record{dated(dep("d1", "B", "A", "arms", 0, .5, 1, 1), "2025-10-02")}, false, 0, 1},
		{"a period that ended before the day", []ledger.Record{dated(dep("d1", "B", "A", "arms", 0, .5, 1, 1), "2022/2023")}, false, 0, 1},
		{"an earlier whole stands where a later period ended", []ledger.Record{dated(dep("d1", "B", "A", "arms", 0, .5, 1, 1), "2020"), dated(dep("d2", "B", "A", "arms", 0, .9, 1, 1), "2022/2023")}, false, .5, 1},
		{"a period up to the year of the day", []ledger.Record{dated(dep("d1", "B", "A", "arms", 0, .5, 1, 1), "2022/2025")}, false, .5, 0},
		{"a period without an end", []ledger.Record{dated(dep("d1", "B", "A", "arms", 0, .5, 1, 1), "2022/..")}, false, .5, 0},
		{"figures of one year stand", []ledger.Record{dated(dep("d1", "B", "A", "arms", 0, .5, 1, 1), "2019")}, false, .5, 0},
		{"shares out of order", []ledger.Record{dep("d1", "B", "A", "arms", .6, .5, 1, 1)}, false, 0, 1},
		{"two channels", []ledger.Record{dep("d1", "B", "A", "arms", 0, .5, 1, 1), dep("d2", "B", "A", "money", 0, .3, 1, 1)}, false, .4, 0},
		{"a channel of others weighs too", []ledger.Record{dep("d1", "B", "A", "arms", 0, .5, 1, 1), dep("d2", "C", "D", "money", 0, .3, 1, 1)}, false, .25, 0},
	} {
		s := certain()
		s.LeaveOutParts = x.parts
		r := mustRun(t, caseOf(x.records...), Scenario{Name: "x", Shocks: []Shock{{"A", Exactly(1)}}}, s)
		if got := find(r, "B").Central; math.Abs(got-x.want) > 1e-12 || len(r.Left) != x.left {
			t.Errorf("%s: B loses %v, want %v; left %v", x.name, got, x.want, r.Left)
		}
	}
}

func TestWeights(t *testing.T) {
	c := caseOf(dep("d1", "B", "A", "arms", .5, .5, .5, 1), dep("d2", "B", "A", "money", .2, .2, .2, 1), dep("d3", "C", "A", "arms", .5, .5, .5, 1))
	s := certain()
	s.Weights = []Weight{{Channel: "arms", Triangle: Exactly(.2)}, {Actor: "B", Channel: "arms", Triangle: Exactly(.9)}}
	r := mustRun(t, c, Scenario{Name: "x", Shocks: []Shock{{"A", Exactly(1)}}}, s)
	statstest.Near(t, "B: .9 arms, the rest money", find(r, "B").Mean, .9*.5+.1*.2)
	statstest.Near(t, "C: .2 arms", find(r, "C").Mean, .2*.5)
}

func TestEstimatesAreTold(t *testing.T) {
	none, guess := dep("d1", "B", "A", "arms", .5, .5, .5, 1), dep("d2", "C", "B", "arms", .4, .4, .4, 1)
	none.Basis = ""
	guess.Basis = "Share of imports; estimate."
	r := mustRun(t, caseOf(none, guess, dep("d3", "C", "A", "arms", .4, .4, .4, 1)), Scenario{Name: "x", Shocks: []Shock{{"A", Exactly(1)}}}, certain())
	if r.Basis != (BasisCount{None: 1, Estimate: 1, Source: 1}) {
		t.Errorf("basis %+v", r.Basis)
	}
	statstest.Near(t, "B hangs on nothing said", find(r, "B").Baseless, 1)
	statstest.Near(t, "C in part", find(r, "C").Estimated, 1-.4/(.4+.2))
	if text := strings.Join(r.Warnings, " "); !strings.Contains(text, "1 dependence has no basis") || !strings.Contains(text, "1 dependence rests on an estimate") {
		t.Errorf("warnings %s", text)
	}
}

func TestTriangularDraws(t *testing.T) {
	s := newSampler(Triangle{.2, .3, .7})
	for _, x := range []struct{ u, want float64 }{{0, .2}, {.2, .3}, {1, .7}, {.05, .2 + math.Sqrt(.05*.5*.1)}, {.6, .7 - math.Sqrt(.4*.5*.4)}} {
		if got := s.draw(x.u); math.Abs(got-x.want) > 1e-12 {
			t.Errorf("quantile %v is %v, want %v", x.u, got, x.want)
		}
	}
	c := caseOf(dep("d1", "B", "A", "arms", .2, .3, .7, 1))
	set := DefaultSettings()
	set.Draws = 100000
	b := find(mustRun(t, c, Scenario{Name: "x", Shocks: []Shock{{"A", Exactly(1)}}}, set), "B")
	if math.Abs(b.Mean-.4) > .001 || math.Abs(b.Lower90-s.draw(.05)) > .002 || math.Abs(b.Upper90-s.draw(.95)) > .002 {
		t.Errorf("B %+v", b)
	}
	if len(b.Drivers) != 1 || math.Abs(b.Drivers[0].Correlation-1) > 1e-12 || b.Drivers[0].Name != "Bland on Aland for arms" {
		t.Errorf("drivers %+v", b.Drivers)
	}
}

// The same seed gives the same bytes, however many cores there are; and scenarios
// and numbers of draws share their draws.
func TestSameSeedSameBytes(t *testing.T) {
	c := random(rand.New(rand.NewPCG(1, 1)), 12, 40)
	sc := Scenario{Name: "x", Shocks: []Shock{{"a0", Triangle{.1, .3, .6}}}, Claim: &Claim{"a1", "a2"}}
	var first []byte
	for _, cores := range []int{1, 2, 5} {
		old := runtime.GOMAXPROCS(cores)
		s := DefaultSettings()
		s.Draws = 3000
		got, err := json.Marshal(mustRun(t, c, sc, s))
		runtime.GOMAXPROCS(old)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = got
		} else if string(first) != string(got) {
			t.Fatalf("%d cores give other bytes", cores)
		}
	}
	s := DefaultSettings()
	n := newNetwork(c, today, s, sc)
	few, many := newPlan(n, sc, s), newPlan(n, sc, s)
	few.draws, many.draws = 700, 1400
	a, err := few.run(context.Background(), nil, func(float64) {})
	if err != nil {
		t.Fatal(err)
	}
	b, err := many.run(context.Background(), nil, func(float64) {})
	if err != nil {
		t.Fatal(err)
	}
	for i := range a.hit {
		for d := range a.hit[i] {
			if a.hit[i][d] != b.hit[i][d] {
				t.Fatalf("draw %d differs where more are made", d)
			}
		}
	}
}

func TestSpearman(t *testing.T) {
	// R: cor(c(1,2,2,5,4), c(3,1,4,4,9), method = "spearman")
	a, b := standard([]float64{1, 2, 2, 5, 4}), standard([]float64{3, 1, 4, 4, 9})
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	// ranks 1 2.5 2.5 5 4 and 2 1 3.5 3.5 5: products 5.75, squares 9.5 and 9.5
	statstest.Near(t, "rank correlation", sum, 5.75/9.5)
	if standard([]float64{2, 2, 2}) != nil {
		t.Error("what is constant has ranks")
	}
}

func TestQuantiles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 60).Draw(t, "values")
		if rapid.Bool().Draw(t, "ties") {
			for i := range v {
				v[i] = math.Round(v[i] * 3)
			}
		}
		p := rapid.Float64Range(0, 1).Draw(t, "p")
		sorted := append([]float64{}, v...)
		for i := range sorted { // insertion sort: nothing shared with the code tested
			for j := i; j > 0 && sorted[j] < sorted[j-1]; j-- {
				sorted[j], sorted[j-1] = sorted[j-1], sorted[j]
			}
		}
		at := p * float64(len(v)-1)
		want := sorted[int(at)]
		if int(at)+1 < len(v) {
			want += (at - math.Floor(at)) * (sorted[int(at)+1] - sorted[int(at)])
		}
		if got := quantile(v, p); math.Abs(got-want) > 1e-12 {
			t.Fatalf("quantile %v is %v, want %v", p, got, want)
		}
	})
}

func TestCannotBeRun(t *testing.T) {
	c := caseOf(dep("d1", "B", "A", "arms", 0, .4, 1, 1))
	for _, x := range []struct {
		name, want string
		change     func(*Scenario, *Settings)
	}{
		{"nobody shocked", "shocks nobody", func(sc *Scenario, _ *Settings) { sc.Shocks = nil }},
		{"no such actor", `no actor "X"`, func(sc *Scenario, _ *Settings) { sc.Shocks[0].Actor = "X" }},
		{"a name for an id", `must be named by its id, A`, func(sc *Scenario, _ *Settings) { sc.Shocks[0].Actor = "Aland" }},
		{"more than all", "shares from 0 to 1", func(sc *Scenario, _ *Settings) { sc.Shocks[0].High = 2 }},
		{"NaN", "not in order", func(sc *Scenario, _ *Settings) { sc.Shocks[0].Mode = math.NaN() }},
		{"twice", "given twice", func(sc *Scenario, _ *Settings) { sc.Shocks = append(sc.Shocks, sc.Shocks[0]) }},
		{"claim of one actor", "name two actors", func(sc *Scenario, _ *Settings) { sc.Claim = &Claim{"A", "A"} }},
		{"no draws", "0 draws", func(_ *Scenario, s *Settings) { s.Draws = 0 }},
		{"a horizon before now", "-1 months", func(_ *Scenario, s *Settings) { s.Horizon = -1 }},
		{"no substitution", "substitution time 0", func(_ *Scenario, s *Settings) { s.SubstitutionMonths = 0 }},
		{"a weight above 1", "weight of arms", func(_ *Scenario, s *Settings) { s.Weights = []Weight{{Channel: "arms", Triangle: Exactly(2)}} }},
	} {
		sc, s := Scenario{Name: "x", Shocks: []Shock{{"A", Exactly(.5)}}}, DefaultSettings()
		x.change(&sc, &s)
		if _, err := Run(context.Background(), c, today, sc, s); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v", x.name, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Run(ctx, c, today, Erosion(c, "A", "B"), DefaultSettings()); err == nil {
		t.Error("a cancelled run gives a result")
	}
}

// How far a run is rises to the part that the draws take, and a run that is
// cancelled on the way gives nothing.
func TestARunIsWatchedAndCancelled(t *testing.T) {
	c := random(rand.New(rand.NewPCG(1, 1)), 12, 40)
	sc := Scenario{Name: "x", Shocks: []Shock{{"a0", Exactly(.3)}}, Claim: &Claim{"a1", "a2"}}
	var told []float64
	if _, err := Watched(context.Background(), c, today, sc, DefaultSettings(), func(share float64) { told = append(told, share) }); err != nil {
		t.Fatal(err)
	}
	if len(told) < 5 || !slices.IsSorted(told) || told[len(told)-1] != drawsShare {
		t.Errorf("told %v", told)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	r, err := Watched(ctx, c, today, sc, DefaultSettings(), func(float64) {
		n++
		cancel()
	})
	if r != nil || !errors.Is(err, context.Canceled) || n == len(told) {
		t.Errorf("cancelled after the first block: %v, %v, told %d times", r, err, n)
	}
}

// The question begins with the scenario that the case keeps for it.
func TestBeginning(t *testing.T) {
	c := caseOf(dep("d1", "B", "A", "arms", 0, .4, 1, 1))
	if sc := Beginning(c, "A", "B"); sc.Claim == nil || sc.Claim.Harder != "B" || sc.Name != Erosion(c, "A", "B").Name {
		t.Errorf("without one that is kept: %+v", sc)
	}
	two := Scenario{Name: "Both", Shocks: []Shock{{"A", Exactly(.1)}, {"B", Exactly(.1)}}}
	kept := Scenario{Name: "Kept", Shocks: []Shock{{"A", Exactly(.2)}}}
	c = c.With(ledger.Change{Record: NoteOf("n1", two)}, ledger.Change{Record: NoteOf("n2", kept)})
	if sc := Beginning(c, "A", "B"); sc.Name != "Kept" || sc.Claim != nil {
		t.Errorf("with one: %+v", sc)
	}
	if sc := Beginning(c, "B", "A"); sc.Name != Erosion(c, "B", "A").Name {
		t.Errorf("the other way round: %+v", sc)
	}
}

func TestCompare(t *testing.T) {
	c := caseOf(dep("d1", "B", "A", "arms", .2, .4, .9, 1))
	mild, hard := Erosion(c, "A", "B"), Erosion(c, "A", "B")
	mild.Name, mild.Shocks[0].Triangle, mild.Claim = "mild", Exactly(.1), nil
	hard.Name, hard.Shocks[0].Triangle = "hard", Exactly(.2)
	x, err := Compare(context.Background(), c, today, []Scenario{mild, hard}, certain())
	if err != nil {
		t.Fatal(err)
	}
	if len(x.Actors) != 2 || x.Claims[0] != nil || x.Claims[1] == nil {
		t.Fatalf("%+v", x)
	}
	b := x.Actors[1]
	statstest.Near(t, "twice the shock on the same draws", b.Mean[1], 2*b.Mean[0])
	if _, err := Compare(context.Background(), c, today, nil, certain()); err == nil {
		t.Error("no scenario is compared")
	}
}
