package whatif_test

import (
	"context"
	"fmt"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/whatif"
)

// Who is hit if Aland loses half of its functioning? Bland gets 60 to 80 % of
// its energy from Aland, and Cland some from Bland.
func ExampleRun() {
	c := ledger.NewCase([]ledger.Record{
		&ledger.Actor{ID: "a", Label: "Aland", Type: "state"}, &ledger.Actor{ID: "b", Label: "Bland", Type: "state"}, &ledger.Actor{ID: "c", Label: "Cland", Type: "state"},
		&ledger.Dependence{ID: "d1", Actor: "b", On: "a", Channel: "energy", Low: .6, Mode: .7, High: .8, SubstitutionMonths: 12, Basis: "Imports in 2024"},
		&ledger.Dependence{ID: "d2", Actor: "c", On: "b", Channel: "energy", Low: .1, Mode: .2, High: .3, SubstitutionMonths: 3, Basis: "Imports in 2024"},
	})
	sc := whatif.Scenario{Name: "Aland erodes", Shocks: []whatif.Shock{{Actor: "a", Triangle: whatif.Exactly(.5)}}, Claim: &whatif.Claim{Harder: "b", Than: "c"}}
	r, err := whatif.Run(context.Background(), c, edtf.DayOf(2025, 10, 1), sc, whatif.DefaultSettings())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range r.Actors {
		fmt.Printf("%s loses %.0f %% (%.0f to %.0f)\n", a.Name, 100*a.Mean, 100*a.Lower90, 100*a.Upper90)
	}
	fmt.Printf("Bland is hit harder than Cland: %.0f %%\n", 100*r.Claim.Probability)
	// Output:
	// Aland loses 50 % (50 to 50)
	// Bland loses 35 % (32 to 38)
	// Cland loses 7 % (5 to 9)
	// Bland is hit harder than Cland: 100 %
}

// Two that rest on each other by half of what they do: a loss of 30 % comes back.
func ExampleInoperability() {
	s, err := whatif.Inoperability([][]float64{{0, .5}, {.5, 0}}, []float64{.3, 0})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.2f, spectral radius %.2f\n", s.Q, s.SpectralRadius)
	// Output: [0.40 0.20], spectral radius 0.50
}
