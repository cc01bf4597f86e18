package reading

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Relation says how a candidate stands to a record that the case has already.
type Relation string

// The relations.
const (
	Adds      Relation = "adds a citation to"
	Conflicts Relation = "conflicts with"
	Continues Relation = "continues" // a milestone of a pledge on record
)

// Match is a record of a case beside which a candidate belongs.
type Match struct {
	Record   string   // id
	Relation Relation // how it stands to the candidate
	Score    float64  // in (0, 1]; 1: the same in all that both say
	Why      string
}

// String gives "adds a citation to c012".
func (m Match) String() string { return string(m.Relation) + " " + m.Record }

// nearDays is how far two dates may lie apart and still tell of one event:
// reports of a day reach the next ones, and a text may name the month only.
const nearDays = 10

// Matches lists the records of a case to which a candidate belongs, the best
// first. lex gives the names under which the case may hold the candidate's
// actors; nil: ids must be the same.
func Matches(c *ledger.Case, cand Candidate, lex *Lexicon) []Match {
	m := matcher{c, lex, map[string]string{}}
	f := cand.Fields
	from, to := cand.Pair()
	from, to = m.actor(from), m.actor(to)
	var out []Match
	switch cand.Kind {
	case Conduct:
		out = m.conduct(from, to, f)
	case Request:
		for _, q := range c.RequestsBetween(from, to) {
			if s := near(q.Date, f.Date); s > 0 {
				out = append(out, Match{q.ID, Adds, s, "a request between the two at that time"})
			}
		}
	case Pledge, Milestone:
		out = m.pledges(cand, from, to)
	case Contribution:
		for _, g := range c.Contributions() {
			if g.From == from && g.To == to && g.Channel == f.Channel {
				if s := near(g.Date, f.Date); s > 0 {
					out = append(out, Match{g.ID, Adds, s * (.5 + .5*alike(g.What, f.What)), "given through the same channel at that time"})
				}
			}
		}
	case Dependence:
		for _, d := range c.Dependences() {
			if d.Actor == to && d.On == from && d.Channel == f.Channel {
				match := Match{d.ID, Adds, .8, "the same dependence"}
				if f.Share != nil && (*f.Share < d.Low-.15 || *f.Share > d.High+.15) {
					match.Relation, match.Why = Conflicts, fmt.Sprintf("the share on record is %.0f to %.0f %%", 100*d.Low, 100*d.High)
				}
				out = append(out, match)
			}
		}
	case Moment:
		for _, x := range c.Moments() {
			s := near(x.Start, f.Start)
			need := 0
			for _, a := range f.InNeed {
				if x.Needs(m.actor(a)) {
					need++
				}
			}
			if s > 0 && need > 0 && ledger.SituationOf(x.Type) == ledger.SituationOf(f.Type) {
				out = append(out, Match{x.ID, Adds, s * (.6 + .4*alike(x.Title, f.Title)), "a moment of need of the same actor at that time"})
			}
		}
	case Hypothesis:
		for _, h := range c.Hypotheses() {
			if a := alike(h.Title+" "+h.About, f.Title); a > .2 && (h.Relier == "" || h.Relier == to) && (h.Partner == "" || h.Partner == from) {
				out = append(out, Match{h.ID, Adds, a, "a reading in like words"})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Record, b.Record))
	})
	return out
}

// matcher knows the case's ids of the lexicon's actors.
type matcher struct {
	c     *ledger.Case
	lex   *Lexicon
	known map[string]string
}

// actor gives the case's id of an actor of the lexicon; the same where the case
// has none under any of its names.
func (m *matcher) actor(id string) string {
	if id == "" {
		return ""
	}
	if got, ok := m.known[id]; ok {
		return got
	}
	out := id
	if _, ok := m.c.Actor(id); !ok && m.lex != nil {
		if e := m.lex.byActor[id]; e != nil {
			for _, n := range append([]string{e.name, e.iso3}, e.names...) {
				if n == "" {
					continue
				}
				if a, err := m.c.FindActor(n); err == nil {
					out = a.ID
					break
				}
			}
		}
	}
	m.known[id] = out
	return out
}

func (m *matcher) conduct(from, to string, f Fields) []Match {
	var out []Match
	for _, x := range m.c.ConductBetween(from, to) {
		s := near(x.Date, f.Date)
		if moment, ok := m.c.Moment(x.Moment); ok && s == 0 && f.Date.IsZero() && f.Moment != "" {
			if a := alike(moment.Title, f.Moment); a >= .5 {
				s = a * .7
			}
		}
		if s == 0 || f.Rung == nil {
			continue
		}
		rung := ledger.Rung(*f.Rung)
		match := Match{x.ID, Adds, s * (.6 + .4*alike(x.What, f.What)), "conduct between the two at that time"}
		switch {
		case sign(rung) != sign(x.Rung):
			match.Relation = Conflicts
			match.Why = fmt.Sprintf("the record has rung %s, the text says %s", x.Rung, rung)
		case rung != x.Rung:
			match.Score *= .8
			match.Why = fmt.Sprintf("the record has rung %s, the text says %s", x.Rung, rung)
		}
		out = append(out, match)
	}
	return out
}

func (m *matcher) pledges(cand Candidate, from, to string) []Match {
	var out []Match
	f := cand.Fields
	for _, p := range m.c.PledgesBetween(from, to) {
		a := alike(p.Title+" "+p.About, f.Title+" "+f.What)
		if p.Channel != f.Channel && a < .25 {
			continue
		}
		if cand.Kind == Pledge {
			s := max(near(p.Promised, f.Promised), a)
			if s > 0 {
				out = append(out, Match{p.ID, Adds, min(1, .3+.7*s), "a pledge between the two in like words or at that time"})
			}
			continue
		}
		match := Match{p.ID, Continues, .4 + .6*a, "a pledge between the two through that channel"}
		for i := range p.Milestones {
			if x := &p.Milestones[i]; x.Type == f.Type && near(x.Date, f.Date) > 0 {
				match.Relation, match.Score, match.Why = Adds, min(1, match.Score+.2), "it has this milestone"
			}
		}
		if day, ok := f.Date.Latest(); ok && match.Relation == Continues {
			if state, end := p.StateOn(day); end != nil && (state == ledger.Fulfilled && cand.Polarity == Negative || state == ledger.Failed && f.Type == "fulfilled") {
				match.Relation, match.Why = Conflicts, "on record the pledge had ended: "+end.Type
			}
		}
		out = append(out, match)
	}
	return out
}

// near says how close two dates are: 1 where they may be the same day, less to
// nearDays apart, .3 where one of them is not known, else 0.
func near(a, b edtf.Date) float64 {
	if a.IsZero() || b.IsZero() {
		return .3
	}
	if a.PossiblyOverlaps(b) {
		return 1
	}
	am, aok := a.Midpoint()
	bm, bok := b.Midpoint()
	if !aok || !bok {
		return 0
	}
	d := int(am) - int(bm)
	if d < 0 {
		d = -d
	}
	if d > nearDays {
		return 0
	}
	return 1 - float64(d)/(2*nearDays)
}

func sign(r ledger.Rung) int { return cmp.Compare(r, 0) }

// alike gives the share of the longer words of the shorter text that the other
// has too, in [0, 1].
func alike(a, b string) float64 {
	x, y := longWords(a), longWords(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) == 0 {
		return 0
	}
	n := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			n++
		}
	}
	return float64(n) / float64(len(x))
}

func longWords(s string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127) }) {
		if (len(w) > 3 || w[0] >= '0' && w[0] <= '9') && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
