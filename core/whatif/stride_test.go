package whatif

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// In long steps a draw ends where steps of an eighth of a month take it, to a
// point in a hundred.
func TestLongStepsEndWhereShortOnesDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := random(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 5)), rapid.IntRange(2, 12).Draw(t, "actors"), rapid.IntRange(1, 40).Draw(t, "edges"))
		s := DefaultSettings()
		s.Horizon = rapid.SampledFrom([]int{12, 30, 60, 61}).Draw(t, "horizon")
		least := rapid.SampledFrom([]float64{1, 2, 3, 9}).Draw(t, "least months")
		for _, d := range c.Dependences() {
			d := *d
			d.SubstitutionMonths = max(d.SubstitutionMonths, least)
			c = c.With(ledger.Change{ID: d.ID, Record: &d})
		}
		sc := Scenario{Name: "x", Shocks: []Shock{{"a0", Triangle{.1, .2, .9}}}}
		net := newNetwork(c, today, s, sc)
		p := newPlan(net, sc, s)
		w := p.worker()
		w.sample(pathDraws) // a draw that keeps no course
		w.solve()
		w.course(pathDraws, lanes, &drawn{})
		for l := range lanes {
			a, shock := make([]float64, len(net.pairs)), make([]float64, len(net.actors))
			for k := range a {
				a[k] = w.coef[p.placed[k]][l]
			}
			for i := range shock {
				shock[i] = w.c[i][l]
			}
			_, peak, _ := net.walk(a, shock, p)
			for i := range peak {
				if math.Abs(w.top[i][l]-peak[i]) > .01 {
					t.Fatalf("stride %d: actor %d ends at %v, in short steps at %v", p.stride, i, w.top[i][l], peak[i])
				}
			}
		}
	})
}
