package whatif

import (
	"context"
	"errors"
	"fmt"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Comparison sets scenarios side by side. All are worked on the same draws of the
// network, so that they differ by what they assume and not by chance.
type Comparison struct {
	Scenarios []string   `json:"scenarios"`
	Actors    []Compared `json:"actors"` // those hit in any, the hardest hit in the first scenario first
	Claims    []*float64 `json:"claims"` // probability of each scenario's claim; nil: it makes none
	Results   []*Result  `json:"-"`
}

// Compared is one actor in every scenario.
type Compared struct {
	ID      string    `json:"actor"`
	Name    string    `json:"name"`
	Mean    []float64 `json:"mean"`
	Lower90 []float64 `json:"lower90"`
	Upper90 []float64 `json:"upper90"`
}

// Compare works several scenarios. It fails as Run does, and without a scenario.
func Compare(ctx context.Context, c *ledger.Case, day edtf.Day, list []Scenario, s Settings) (*Comparison, error) {
	if len(list) == 0 {
		return nil, errors.New("compare: no scenario: name at least one")
	}
	out := &Comparison{Actors: []Compared{}}
	at := map[string]int{}
	for i, sc := range list {
		r, err := Run(ctx, c, day, sc, s)
		if err != nil {
			return nil, fmt.Errorf("compare: %w", err)
		}
		out.Scenarios, out.Results = append(out.Scenarios, sc.Name), append(out.Results, r)
		var claim *float64
		if r.Claim != nil {
			claim = &r.Claim.Probability
		}
		out.Claims = append(out.Claims, claim)
		for _, a := range r.Actors {
			if a.Mean == 0 {
				continue
			}
			k, ok := at[a.ID]
			if !ok {
				k = len(out.Actors)
				at[a.ID] = k
				n := len(list)
				out.Actors = append(out.Actors, Compared{a.ID, a.Name, make([]float64, n), make([]float64, n), make([]float64, n)})
			}
			x := &out.Actors[k]
			x.Mean[i], x.Lower90[i], x.Upper90[i] = a.Mean, a.Lower90, a.Upper90
		}
	}
	return out, nil
}
