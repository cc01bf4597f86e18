package desk_test

import (
	"fmt"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
	"github.com/fairweather-app/fairweather/core/reading/desk"
)

// A text is begun, read, and its first candidate accepted.
func Example() {
	c := ledger.NewCase([]ledger.Record{
		&ledger.Matter{ID: ledger.MatterID, Title: "Poland and the United States"},
		&ledger.Actor{ID: "usa", Label: "United States", Type: "state", ISO3: "USA"},
		&ledger.Moment{ID: "m001", Title: "Border crisis", InNeed: []string{"poland"}, Start: edtf.MustParse("2021-11"), Type: "crisis"},
	})
	lex, err := reading.LoadLexicon(assets.Lexicon())
	if err != nil {
		fmt.Println(err)
		return
	}
	text := "The United States condemned the attack on Poland on 20 November 2021."
	source := ledger.Source{Title: "A report", Publisher: "Agency", Date: edtf.MustParse("2021-11-21")}
	who := desk.Who{Analyst: "first coder", Day: edtf.DayOf(2025, 11, 1)}

	candidates := reading.Read(text, desk.MetaOf(&source), lex)
	e, id := desk.Begin(c, source, len(candidates), who)
	c = c.With(e.Changes...) // a program with a case file applies the edit
	r, err := desk.Of(c, id, text, desk.Proposals(candidates, desk.ByReader), lex)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range r.Items {
		if r.Items[i].Candidate.Kind != reading.Conduct {
			continue
		}
		d, err := desk.Suggest(c, r, i, lex)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, s := range d.Told {
			fmt.Println("told:", s)
		}
		e, err := d.Edit(c, who)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(e.Label)
		c = c.With(e.Changes...)
	}
	fmt.Println(len(ledger.Errors(ledger.Check(c))), "errors")
	// Output:
	// told: Poland is new to the case and is entered with it
	// told: credibility 3, possibly true, is proposed: one text reports it as a fact; the grade is yours
	// told: the source has no grade yet (F, cannot be judged)
	// Accept The United States condemned the attack on Poland on 20 November 2021
	// 0 errors
}
