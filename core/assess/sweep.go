package assess

import (
	"cmp"
	"slices"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// A sweep walks the as-of day forward through a case and keeps the tallies of
// one dyad and of all others, for one or more half-lives at once. Its cost is
// one pass over the records, however many days it stops at.
type sweep struct {
	e         *evidence
	s         Settings
	halfLives []float64
	events    []event
	next      int
	at        edtf.Day
	begun     bool
	post      []posterior // one a half-life
	moments   int         // of the dyad, known so far
}

// An event is a record becoming known: a group's state changes.
type event struct {
	day      edtf.Day
	start    edtf.Day
	from, to state
	first    bool // the group was not known before
	own      bool
	weight   float64 // of the situation
}

func (e *evidence) sweep(q Question, s Settings, halfLives []float64) *sweep {
	w := &sweep{e: e, s: s, halfLives: halfLives, post: make([]posterior, len(halfLives))}
	for i := range w.post {
		w.post[i].mass = s.PriorMass
	}
	asked := ledger.Dyad{From: q.Partner, To: q.Relier}
	for i := range e.groups {
		g := &e.groups[i]
		var st state
		for j, x := range g.entries {
			before := st
			st = st.see(x.c.Rung, x.cred, j == 0)
			if j > 0 && st == before {
				continue
			}
			w.events = append(w.events, event{x.day, g.start, before, st, j == 0, g.dyad == asked, s.situationWeight(q.Situation, g.situation)})
		}
	}
	slices.SortStableFunc(w.events, func(a, b event) int { return cmp.Compare(a.day, b.day) })
	return w
}

// to advances to a day, which must not lie before the last one.
func (w *sweep) to(day edtf.Day) {
	if w.begun {
		for i, h := range w.halfLives {
			f := decay(h, w.at, day)
			w.post[i].own.scale(f)
			w.post[i].base.scale(f)
		}
	}
	w.at, w.begun = day, true
	for ; w.next < len(w.events) && w.events[w.next].day <= day; w.next++ {
		ev := &w.events[w.next]
		if ev.own && ev.first {
			w.moments++
		}
		for i, h := range w.halfLives {
			f := ev.weight * decay(h, ev.start, day)
			t := &w.post[i].base
			if ev.own {
				t = &w.post[i].own
			}
			if !ev.first {
				t.add(ev.from, -f*ev.from.cred)
			}
			t.add(ev.to, f*ev.to.cred)
		}
	}
}
