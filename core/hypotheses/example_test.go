package hypotheses_test

import (
	"fmt"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Two readings, two items: a refusal seen by a good source, and a paid delivery.
func ExampleWeigh() {
	rating := func(id, item, hypothesis, value string) ledger.Record {
		return &ledger.Rating{ID: id, Analyst: "first", Subject: "cell", Record: item, Hypothesis: hypothesis, Value: value}
	}
	c := ledger.NewCase([]ledger.Record{
		&ledger.Matter{ID: "matter", Question: ledger.Question{Relier: "a", Partner: "b"}},
		&ledger.Actor{ID: "a", Label: "Aland", Type: "state"}, &ledger.Actor{ID: "b", Label: "Bland", Type: "state"},
		&ledger.Source{ID: "s1", Title: "Report", Publisher: "Press", Reliability: "A"},
		&ledger.Source{ID: "s2", Title: "Register", Publisher: "Office", Reliability: "B"},
		&ledger.Hypothesis{ID: "h1", Title: "Ally"}, &ledger.Hypothesis{ID: "h2", Title: "Seller"},
		&ledger.Note{ID: "n1", Title: "Help refused", Citations: []ledger.Citation{{Source: "s1", Credibility: 1}}},
		&ledger.Note{ID: "n2", Title: "Arms delivered once paid", Citations: []ledger.Citation{{Source: "s2", Credibility: 2}}},
		rating("r1", "n1", "h1", "II"), rating("r2", "n1", "h2", "C"),
		rating("r3", "n2", "h1", "N"), rating("r4", "n2", "h2", "CC"),
	})
	q := assess.Question{Relier: "a", Partner: "b", AsOf: edtf.DayOf(2025, 10, 1), Situation: "any"}
	r, err := hypotheses.Weigh(c, q, hypotheses.DefaultSettings())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, h := range r.Hypotheses {
		fmt.Printf("%s: %.3f, %s; contradicted %.0f\n", h.Title, h.Posterior, h.Word, h.Inconsistency)
	}
	fmt.Println(r.Overturn.Ratings[0].Item, r.Overturn.Ratings[0].To, r.Confidence.Level)
	// Output:
	// Ally: 0.049, almost no chance; contradicted 2
	// Seller: 0.951, almost certain; contradicted 0
	// n1 CC low
}
