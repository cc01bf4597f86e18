package assess

import (
	"context"
	"fmt"
	"testing"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/ledger/ledgertest"
)

func BenchmarkAnswer(b *testing.B) {
	for _, n := range []int{500, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := ledgertest.Generate(n, 1)
			q := question(c)
			for b.Loop() {
				mustAnswer(b, c, q, DefaultSettings())
			}
		})
	}
}

func BenchmarkAnswerOfNewSnapshot(b *testing.B) {
	c := ledgertest.Generate(10000, 1)
	q := question(c)
	r, _ := c.Get("c001")
	for b.Loop() {
		mustAnswer(b, c.With(ledger.Change{Record: r}), q, DefaultSettings())
	}
}

func BenchmarkHistory200(b *testing.B) {
	c := ledgertest.Generate(10000, 1)
	q := question(c)
	days := HistoryDays(c, q, 200)
	for b.Loop() {
		if _, err := History(context.Background(), c, q, DefaultSettings(), days); err != nil {
			b.Fatal(err)
		}
	}
}
