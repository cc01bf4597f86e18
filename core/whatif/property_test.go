package whatif

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// random makes a network of n actors and m dependences.
func random(r *rand.Rand, n, m int) *ledger.Case {
	records := []ledger.Record{&ledger.Matter{ID: "matter", Title: "Random"}}
	for i := range n {
		records = append(records, &ledger.Actor{ID: fmt.Sprint("a", i), Label: fmt.Sprint("Actor ", i), Type: "state"})
	}
	for k := range m {
		i := r.IntN(n)
		j := (i + 1 + r.IntN(n-1)) % n
		mode := r.Float64()
		records = append(records, &ledger.Dependence{ID: fmt.Sprintf("d%03d", k), Actor: fmt.Sprint("a", i), On: fmt.Sprint("a", j), Channel: ledger.Channels[r.IntN(4)],
			Low: mode * r.Float64(), Mode: mode, High: mode + (1-mode)*r.Float64(), SubstitutionMonths: float64(r.IntN(36)), Basis: "b"})
	}
	return ledger.NewCase(records)
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 8).Draw(t, "actors")
		c := random(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)), n, rapid.IntRange(0, 20).Draw(t, "edges"))
		sc := Scenario{Name: "x", Shocks: []Shock{{"a0", Triangle{.1, .2, .9}}}, Claim: &Claim{"a1", "a0"}, Months: rapid.SampledFrom([]int{0, 0, 5}).Draw(t, "months")}
		s := DefaultSettings()
		s.Draws = rapid.IntRange(1, 40).Draw(t, "draws")
		r := mustRun(t, c, sc, s)
		for i, a := range r.Actors {
			if !(a.Mean >= 0 && a.Mean <= 1+1e-12) || a.Lower90 > a.Upper90 || a.Peak.Lower90 > a.Peak.Upper90 {
				t.Fatalf("%+v", a)
			}
			if a.Mean < a.Direct-1e-12 && sc.Months == 0 {
				t.Fatalf("%s loses less than the shock takes: %+v", a.ID, a)
			}
			if sc.Months == 0 && a.Peak.Mean > a.Mean+.02 { // a course of months may overshoot a little
				t.Fatalf("%s peaks above where it ends: %+v", a.ID, a)
			}
			for j := range r.Actors {
				if p := r.Harder[i][j] + r.Harder[j][i]; p > 1+1e-12 || i == j && p != 0 {
					t.Fatalf("harder %v", r.Harder)
				}
			}
		}
		if !(r.Claim.Probability >= 0 && r.Claim.Probability <= 1) {
			t.Fatalf("%+v", r.Claim)
		}
		for _, b := range r.Claim.BreakEven {
			if b.At != nil && !(*b.At >= 0 && *b.At <= 20) {
				t.Fatalf("%+v", b)
			}
		}
	})
}

// Draws solve as the closed form does, and clip as it does.
func TestDrawsSolveAsTheClosedFormDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 8).Draw(t, "actors")
		c := random(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 2)), n, rapid.IntRange(1, 30).Draw(t, "edges"))
		s := DefaultSettings()
		s.Horizon = 0
		weight := rapid.Float64Range(.05, 1).Draw(t, "weight") // large ones collapse
		for _, ch := range ledger.Channels[:4] {
			s.Weights = append(s.Weights, Weight{Channel: ch, Triangle: Exactly(weight)})
		}
		sc := Scenario{Name: "x", Shocks: []Shock{{"a0", Triangle{.1, .2, .9}}}}
		net := newNetwork(c, today, s, sc)
		p := newPlan(net, sc, s)
		w := p.worker()
		w.sample(0)
		w.solve()
		for l := range lanes {
			a, shock := make([]float64, len(net.pairs)), make([]float64, len(net.actors))
			for k := range a {
				a[k] = w.coef[p.placed[k]][l]
			}
			for i := range shock {
				shock[i] = w.c[i][l]
			}
			want, err := Inoperability(net.dense(a), shock)
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(want.SpectralRadius-1) < .01 {
				continue // either way it converges too slowly to compare
			}
			hit := net.hit(a, shock, p)
			for i := range shock {
				if math.Abs(w.q[i][l]-want.Q[i]) > 1e-9 || math.Abs(hit[i]-want.Q[i]) > 1e-9 {
					t.Fatalf("actor %d: drawn %v, swept %v, closed form %v (radius %v)", i, w.q[i][l], hit[i], want.Q[i], want.SpectralRadius)
				}
			}
		}
	})
}

// A larger share never spares anybody.
func TestMoreDependenceNeverSpares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := random(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 3)), 6, rapid.IntRange(2, 15).Draw(t, "edges"))
		sc := Scenario{Name: "x", Shocks: []Shock{{"a0", Exactly(.5)}}}
		net := newNetwork(c, today, DefaultSettings(), sc)
		p := newPlan(net, sc, DefaultSettings())
		share, weight := net.modes()
		shock := []float64{}
		for _, a := range net.actors {
			shock = append(shock, map[bool]float64{true: .5}[a == "a0"])
		}
		before := net.hit(net.coefficients(share, weight), shock, p)
		share[rapid.IntRange(0, len(share)-1).Draw(t, "edge")] = 1
		after := net.hit(net.coefficients(share, weight), shock, p)
		for i := range before {
			if after[i] < before[i]-1e-12 {
				t.Fatalf("actor %d loses %v, and %v with more dependence", i, before[i], after[i])
			}
		}
	})
}

// near gives settings under which the most likely network of a case has a spectral
// radius.
func near(t testing.TB, c *ledger.Case, sc Scenario, radius float64) Settings {
	s := DefaultSettings()
	n := newNetwork(c, today, s, sc)
	share, weight := n.modes()
	sol, err := Inoperability(n.dense(n.coefficients(share, weight)), make([]float64, len(n.actors)))
	if err != nil {
		t.Fatal(err)
	}
	for _, ch := range n.channels {
		s.Weights = append(s.Weights, Weight{Channel: ch, Triangle: Exactly(radius / sol.SpectralRadius / float64(len(n.channels)))})
	}
	return s
}

// At the edge of collapse draws leap ahead; they still end at the least solution,
// and nearly none needs to be solved for directly.
func TestDrawsSolveAtTheEdgeOfCollapse(t *testing.T) {
	c := random(rand.New(rand.NewPCG(9, 9)), 50, 400)
	sc := Scenario{Name: "x", Shocks: []Shock{{"a0", Triangle{.1, .3, .6}}}}
	for _, radius := range []float64{.9, .97, 1, 1.03, 1.2} {
		s := near(t, c, sc, radius)
		p := newPlan(newNetwork(c, today, s, sc), sc, s)
		w := p.worker()
		for first := 0; first < 800; first += lanes {
			w.sample(first)
			w.solve()
			for l := range lanes {
				for i := range p.n.actors {
					v := w.c[i][l]
					for k := p.start[i]; k < p.start[i+1]; k++ {
						v += w.coef[k][l] * w.q[p.cells[k]][l]
					}
					if math.Abs(min(1, v)-w.q[i][l]) > 1e-11 || !(w.q[i][l] >= w.c[i][l]-1e-11) {
						t.Fatalf("radius %v, draw %d, actor %d: %v, and its row says %v", radius, first+l, i, w.q[i][l], min(1, v))
					}
				}
			}
		}
	}
}

func BenchmarkRun(b *testing.B) {
	sc := Scenario{Name: "x", Shocks: []Shock{{"a0", Triangle{.1, .3, .6}}}, Claim: &Claim{"a1", "a2"}}
	for _, x := range []struct {
		name    string
		edges   int
		horizon int
		radius  float64 // 0: as it comes
	}{{"static", 200, 0, 0}, {"60 months", 200, 60, 0}, {"dense 60 months", 400, 60, .5}, {"dense, near collapse", 400, 0, 1}, {"dense 60 months, near collapse", 400, 60, 1}} {
		b.Run(x.name, func(b *testing.B) {
			c := random(rand.New(rand.NewPCG(9, 9)), 50, x.edges)
			s := DefaultSettings()
			if x.radius > 0 {
				s = near(b, c, sc, x.radius)
			}
			s.Draws, s.Horizon = 100000, x.horizon
			for b.Loop() {
				mustRun(b, c, sc, s)
			}
		})
	}
}
