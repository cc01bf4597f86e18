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
	asked     ledger.Dyad
	situation string
	next      int
	at        edtf.Day
	begun     bool
	post      []posterior // one a half-life
	moments   int         // of the dyad, known so far
}

// An event is a record becoming known: a group's state changes.
type event struct {
	day      edtf.Day
	group    int
	from, to state
	first    bool // the group was not known before
}

// timeline gives the events of all groups in the order of their days.
func timeline(groups []group) []event {
	n := 0
	for i := range groups {
		n += len(groups[i].entries)
	}
	events := make([]event, 0, n)
	for i := range groups {
		var st state
		for j, x := range groups[i].entries {
			before := st
			if st = st.see(x.c.Rung, x.cred, j == 0); j == 0 || st != before {
				events = append(events, event{x.day, i, before, st, j == 0})
			}
		}
	}
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Compare(a.day, b.day) })
	return events
}

func (e *evidence) sweep(q Question, s Settings, halfLives []float64) *sweep {
	w := &sweep{
		e: e, s: s, halfLives: halfLives, post: make([]posterior, len(halfLives)),
		asked: ledger.Dyad{From: q.Partner, To: q.Relier}, situation: q.Situation,
	}
	for i := range w.post {
		w.post[i].mass = s.PriorMass
	}
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
	for ; w.next < len(w.e.events) && w.e.events[w.next].day <= day; w.next++ {
		ev := &w.e.events[w.next]
		g := &w.e.groups[ev.group]
		own := g.dyad == w.asked
		if own && ev.first {
			w.moments++
		}
		weight := w.s.situationWeight(w.situation, g.situation)
		for i, h := range w.halfLives {
			f := weight * decay(h, g.start, day)
			t := &w.post[i].base
			if own {
				t = &w.post[i].own
			}
			if !ev.first {
				t.add(ev.from, -f*ev.from.cred)
			}
			t.add(ev.to, f*ev.to.cred)
		}
	}
	fallback := fallbackOf(w.e.c, w.asked, day)
	for i := range w.post {
		w.post[i].fallback = fallback
	}
}
