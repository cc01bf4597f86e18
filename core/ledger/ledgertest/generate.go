// Package ledgertest makes cases for tests and benchmarks: valid ones, of any
// size, the same for the same seed.
package ledgertest

import (
	"fmt"
	"math/rand/v2"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Relier and Partner are the actors of the question of every case that Generate
// makes; they are the pair with most conduct.
const (
	Relier  = "a001"
	Partner = "a002"
)

// Generate makes a valid case of about n records, at least 50: a dozen actors,
// a tenth sources, a tenth moments from 1990 to 2025, half conduct (a fifth of
// it within the pair asked about), the rest requests, pledges, contributions,
// ratings and notes.
func Generate(n int, seed uint64) *ledger.Case {
	g := generator{rand: rand.New(rand.NewPCG(seed, 1)), n: max(n, 50)}
	return ledger.NewCase(g.records())
}

type generator struct {
	rand *rand.Rand
	n    int
	out  []ledger.Record
}

func (g *generator) add(r ledger.Record) { g.out = append(g.out, r) }

func id(k ledger.Kind, i int) string { return fmt.Sprintf("%s%03d", k.Prefix(), i+1) }

func pick[T any](g *generator, list []T) T { return list[g.rand.IntN(len(list))] }

func (g *generator) day() edtf.Day {
	return edtf.DayOf(1990, 1, 1) + edtf.Day(g.rand.IntN(13000))
}

func date(d edtf.Day) edtf.Date { return edtf.MustParse(d.String()) }

func (g *generator) pair() (from, to string) {
	if g.rand.IntN(5) == 0 {
		return Partner, Relier
	}
	a := g.rand.IntN(actors)
	b := (a + 1 + g.rand.IntN(actors-1)) % actors
	return id(ledger.KindActor, a), id(ledger.KindActor, b)
}

const actors = 12

func (g *generator) records() []ledger.Record {
	g.add(&ledger.Matter{ID: ledger.MatterID, Title: "A generated case", Question: ledger.Question{Relier: Relier, Partner: Partner}})
	for i := range actors {
		g.add(&ledger.Actor{ID: id(ledger.KindActor, i), Label: fmt.Sprintf("Actor %d", i+1), Type: "state"})
	}
	sources := g.n / 10
	for i := range sources {
		s := &ledger.Source{
			ID: id(ledger.KindSource, i), Title: fmt.Sprintf("Report %d on what was said and done", i+1), Publisher: fmt.Sprintf("Publisher %d", g.rand.IntN(1+sources/4)),
			Date: date(g.day()), Type: "news", Reliability: pick(g, ledger.Reliabilities), Seen: pick(g, ledger.SeenStates),
		}
		if i > 0 && g.rand.IntN(20) == 0 {
			s.Republishes = id(ledger.KindSource, g.rand.IntN(i))
		}
		g.add(s)
	}
	cite := func() []ledger.Citation {
		list := make([]ledger.Citation, 1+g.rand.IntN(3))
		for i := range list {
			list[i] = ledger.Citation{Source: id(ledger.KindSource, g.rand.IntN(sources)), Where: fmt.Sprintf("para %d", 1+g.rand.IntN(40)), Credibility: 1 + g.rand.IntN(6)}
		}
		return list
	}
	moments := make([]*ledger.Moment, g.n/10)
	for i := range moments {
		start := g.day()
		m := &ledger.Moment{ID: id(ledger.KindMoment, i), Title: fmt.Sprintf("Moment %d", i+1), Start: date(start), End: date(start + edtf.Day(g.rand.IntN(90))), Type: pick(g, ledger.MomentTypes), Citations: cite()}
		for a := range actors {
			m.InNeed = append(m.InNeed, id(ledger.KindActor, a))
		}
		moments[i] = m
		g.add(m)
	}
	for i := range g.n / 2 {
		from, to := g.pair()
		m := pick(g, moments)
		start, _ := m.Start.Earliest()
		g.add(&ledger.Conduct{
			ID: id(ledger.KindConduct, i), Moment: m.ID, From: from, To: to, Date: date(start + edtf.Day(g.rand.IntN(60))),
			Rung: ledger.LowestRung + ledger.Rung(g.rand.IntN(ledger.NumberOfRungs)), What: fmt.Sprintf("What was done, the %d. time, in words of some length for a reader", i+1), Citations: cite(),
		})
	}
	for i := range g.n / 50 {
		from, to := g.pair()
		m := pick(g, moments)
		g.add(&ledger.Request{ID: id(ledger.KindRequest, i), Moment: m.ID, From: to, To: from, Date: m.Start, Rung: ledger.Rung(1 + g.rand.IntN(4)), What: "Asked for help", Citations: cite()})
	}
	for i := range g.n / 10 {
		from, to := g.pair()
		promised := g.day()
		p := &ledger.Pledge{ID: id(ledger.KindPledge, i), Title: fmt.Sprintf("Pledge %d", i+1), From: from, To: to, Channel: pick(g, ledger.Channels), Promised: date(promised), Due: date(promised + 700), Citations: cite()}
		at := promised
		for range g.rand.IntN(4) {
			at += edtf.Day(1 + g.rand.IntN(900))
			p.Milestones = append(p.Milestones, ledger.Milestone{Date: date(at), Type: pick(g, ledger.MilestoneTypes[:5])})
		}
		if g.rand.IntN(2) == 0 {
			p.Milestones = append(p.Milestones, ledger.Milestone{Date: date(at + edtf.Day(g.rand.IntN(900))), Type: pick(g, ledger.MilestoneTypes[5:])})
		}
		if g.rand.IntN(4) == 0 {
			p.Obliges = []ledger.Obligation{{Moments: []string{pick(g, ledger.MomentTypes)}, Rung: ledger.Rung(1 + g.rand.IntN(4))}}
		}
		g.add(p)
	}
	for i := range g.n / 25 {
		from, to := g.pair()
		g.add(&ledger.Contribution{ID: id(ledger.KindContribution, i), From: from, To: to, Channel: pick(g, ledger.Channels), Date: date(g.day()), Magnitude: 1 + g.rand.IntN(5), What: "Something given", Citations: cite()})
	}
	for i := range g.n / 12 {
		g.add(&ledger.Rating{ID: id(ledger.KindRating, i), Analyst: "second coder", Subject: "rung", Record: id(ledger.KindConduct, g.rand.IntN(g.n/2)), Value: fmt.Sprint(g.rand.IntN(ledger.NumberOfRungs) - 2), Certainty: pick(g, ledger.Certainties)})
	}
	for i := range g.n / 50 {
		g.add(&ledger.Note{ID: id(ledger.KindNote, i), Title: fmt.Sprintf("Note %d", i+1), Text: "A remark.", On: []string{id(ledger.KindConduct, g.rand.IntN(g.n/2))}})
	}
	return g.out
}
