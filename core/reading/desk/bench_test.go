package desk

import (
	"fmt"
	"testing"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
)

// crowded is a case of 10,000 acts and 10,000 decisions on other texts.
func crowded(b *testing.B) (*ledger.Case, *Reading) {
	c, r := begun(b)
	var more []ledger.Change
	for i := range 10_000 {
		d := date("2010")
		more = append(more, ledger.Change{Record: &ledger.Conduct{ID: fmt.Sprintf("x%05d", i), Moment: "m001", From: "usa", To: "poland", Date: d, Rung: 1, What: fmt.Sprintf("Said thing number %d about matter %d in the council", i, i%97)}})
		x := Decision{ID: IDOf("s001", reading.Candidate{Kind: reading.Conduct, Span: reading.Span{Start: i, End: i + 9}}), Source: "s001", Kind: reading.Conduct, As: reading.Conduct, State: Rejected, Analyst: "x", Date: d}
		more = append(more, ledger.Change{Record: x.rating()})
	}
	return c.With(more...), r
}

// One key: what is proposed is drafted, checked and becomes a new snapshot.
func BenchmarkAcceptInACrowdedCase(b *testing.B) {
	c, r := crowded(b)
	lex := testLexicon(b)
	for b.Loop() {
		d, err := Suggest(c, r, 0, lex)
		if err != nil {
			b.Fatal(err)
		}
		e, err := d.Edit(c, ann)
		if err != nil {
			b.Fatal(err)
		}
		c.With(e.Changes...)
	}
}

// After an edit, the reading is laid out anew, with matches.
func BenchmarkLayOutInACrowdedCase(b *testing.B) {
	c, r := crowded(b)
	lex := testLexicon(b)
	for b.Loop() {
		if _, err := Of(c.With(), r.Source.ID, article, Proposals(proposals(), ByReader), lex); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTrackRecordOfACrowdedCase(b *testing.B) {
	c, _ := crowded(b)
	for b.Loop() {
		Publishers(c, ann.Day)
	}
}
