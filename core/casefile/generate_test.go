package casefile

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

var vocabulary = []string{
	"delivered", "condemned", "abstained", "envoy", "Bushehr", "sanctions", "résolution", "aircraft", "S-400", "gas",
	"corridor", "treaty", "council", "ministre", "Тегеран", "روسیه", "statement", "joint", "exercise", "credit", "tanker",
	"delay", "visit", "signed", "protocol", "centrifuge", "radar", "missile", "embargo", "loan",
}

func sentence(r *rand.Rand, n int) string {
	out := ""
	for i := range n {
		if i > 0 {
			out += " "
		}
		out += vocabulary[r.IntN(len(vocabulary))]
	}
	return out
}

// generate makes a case of n records (at least 20) without errors; the same n,
// the same case.
func generate(n int) *ledger.Case {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	day := func() edtf.Date {
		return edtf.MustParse(fmt.Sprintf("%d-%02d-%02d", 1990+r.IntN(35), 1+r.IntN(12), 1+r.IntN(28)))
	}
	records := []ledger.Record{&ledger.Matter{ID: ledger.MatterID, Title: "A generated case", Question: ledger.Question{Relier: "a000", Partner: "a001"}}}
	actors, sources, moments := 8, max(2, n/5), max(2, n/10)
	for i := range actors {
		records = append(records, &ledger.Actor{ID: fmt.Sprintf("a%03d", i), Label: fmt.Sprintf("Actor %d", i), Type: "state"})
	}
	for i := range sources {
		records = append(records, &ledger.Source{
			ID: fmt.Sprintf("s%05d", i), Title: sentence(r, 6), Publisher: fmt.Sprintf("Agency %d", r.IntN(40)), Date: day(), Type: "news",
			URL: fmt.Sprintf("https://example.org/%d", i), Reliability: ledger.Reliabilities[r.IntN(6)], About: sentence(r, 12),
		})
	}
	needs := make([]string, moments)
	for i := range moments {
		needs[i] = fmt.Sprintf("a%03d", r.IntN(actors))
		records = append(records, &ledger.Moment{
			ID: fmt.Sprintf("m%05d", i), Title: sentence(r, 4), InNeed: []string{needs[i]}, Start: edtf.MustParse("1990-01-01"), End: edtf.MustParse("2026-01-01"),
			Type: ledger.MomentTypes[r.IntN(len(ledger.MomentTypes))], About: sentence(r, 15),
		})
	}
	cite := func() []ledger.Citation {
		var out []ledger.Citation
		for range 1 + r.IntN(2) {
			out = append(out, ledger.Citation{Source: fmt.Sprintf("s%05d", r.IntN(sources)), Where: "p. 2", Credibility: 1 + r.IntN(6), Quote: sentence(r, 10)})
		}
		return out
	}
	for i := 0; len(records) < n; i++ {
		if i%10 == 9 {
			from := r.IntN(actors)
			records = append(records, &ledger.Pledge{
				ID: fmt.Sprintf("p%05d", i), Title: sentence(r, 5), From: fmt.Sprintf("a%03d", from), To: fmt.Sprintf("a%03d", (from+1)%actors), Channel: "arms",
				Promised: edtf.MustParse("1991"), Citations: cite(),
				Milestones: []ledger.Milestone{{Date: edtf.MustParse("1995-06"), Type: "delayed", Note: sentence(r, 6), Citations: cite()}},
			})
			continue
		}
		m := r.IntN(moments)
		from := needs[m]
		for from == needs[m] {
			from = fmt.Sprintf("a%03d", r.IntN(actors))
		}
		records = append(records, &ledger.Conduct{
			ID: fmt.Sprintf("c%05d", i), Moment: fmt.Sprintf("m%05d", m), From: from, To: needs[m], Date: day(),
			Rung: ledger.Rung(r.IntN(7) - 2), What: sentence(r, 14), Citations: cite(),
		})
	}
	return ledger.NewCase(records)
}

func TestGeneratedCaseHasNoErrors(t *testing.T) {
	if bad := ledger.Errors(ledger.Check(generate(300))); len(bad) > 0 {
		t.Fatalf("%d errors, the first: %v", len(bad), bad[0])
	}
}

// clock gives a time a second later at each call.
func clock() func() time.Time {
	at := time.Date(2025, 10, 1, 12, 0, 0, 0, time.UTC)
	return func() time.Time { at = at.Add(time.Second); return at }
}
