package reading_test

import (
	"fmt"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
)

func ExampleRead() {
	lex, err := reading.LoadLexicon(assets.Lexicon())
	if err != nil {
		fmt.Println(err)
		return
	}
	text := "Denmark promised Ukraine fighter jets last August. The delivery was postponed, an official in Copenhagen said."
	meta := reading.Meta{Date: edtf.MustParse("2024-02-08")}
	for _, c := range reading.Read(text, meta, lex) {
		from, to := c.Pair()
		fmt.Printf("%s: %s to %s, %s, %q\n", c.Kind, from, to, c.Polarity, c.Span.Text)
	}
	// Output:
	// pledge: denmark to ukraine, neutral, "Denmark promised Ukraine fighter jets last August"
	// milestone: denmark to ukraine, negative, "The delivery was postponed"
}

func ExampleMatches() {
	lex, err := reading.LoadLexicon(assets.Lexicon())
	if err != nil {
		fmt.Println(err)
		return
	}
	c := ledger.NewCase([]ledger.Record{
		&ledger.Actor{ID: "uk", Label: "United Kingdom", Type: "state", ISO3: "GBR"},
		&ledger.Actor{ID: "norway", Label: "Norway", Type: "state", ISO3: "NOR"},
		&ledger.Conduct{ID: "c001", From: "uk", To: "norway", Date: edtf.MustParse("1940-04-15"), Rung: 4, What: "British troops landed at Narvik."},
	})
	text := "Britain sent troops to Norway in April 1940."
	for _, cand := range reading.Read(text, reading.Meta{}, lex) {
		fmt.Println(reading.Matches(c, cand, lex))
	}
	// Output:
	// [adds a citation to c001]
}
