package reading

import (
	"cmp"
	"fmt"
	"math"
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

// Strong is the score from which a match that Adds is the same event, so that
// a citation on it is proposed in the place of a new record.
const Strong = .5

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
// actors; nil: by the case's own ids, names and aliases alone.
//
// Between the same two actors, dates are compared as EDTF means them (two
// reports of one event may lie days apart) and words by their stems, a rare
// word counting for more than a common one. The same event under another rung,
// amount or date, and another sign or milestone at the same time, is a conflict.
func Matches(c *ledger.Case, cand Candidate, lex *Lexicon) []Match {
	m := matcher{c: c, x: indexOf(c), lex: lex}
	from, to := cand.Pair()
	from, to = m.actor(from), m.actor(to)
	var out []Match
	switch cand.Kind {
	case Conduct:
		out = m.conduct(cand, from, to)
	case Request:
		out = m.requests(cand, from, to)
	case Pledge:
		out = m.pledges(cand, from, to)
	case Milestone:
		out = m.milestones(cand, from, to)
	case Contribution:
		out = m.contributions(cand, from, to)
	case Dependence:
		out = m.dependences(cand, from, to)
	case Moment:
		out = m.moments(cand)
	case Hypothesis:
		out = m.hypotheses(cand, from, to)
	case Forecast, Prescription, Claim:
		out = m.notes(cand)
	}
	slices.SortStableFunc(out, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Record, b.Record))
	})
	return out
}

// matcher ties candidates to one case.
type matcher struct {
	c   *ledger.Case
	x   *caseIndex
	lex *Lexicon
}

// actor gives the case's id of an actor of the lexicon; the same where the case
// has none under any of its names.
func (m *matcher) actor(id string) string {
	if id == "" {
		return ""
	}
	if _, ok := m.c.Actor(id); ok {
		return id
	}
	if got, ok := m.x.names[fold(id)]; ok && got != "" {
		return got
	}
	if m.lex == nil {
		return id
	}
	if e := m.lex.byActor[id]; e != nil {
		for _, n := range append([]string{e.name, e.iso3}, e.names...) {
			if got := m.x.names[fold(n)]; got != "" && n != "" {
				return got
			}
		}
	}
	return id
}

// What a date, the words and the rung of conduct weigh in a score.
const (
	dateAlone  = .35 // the score of the same pair on the same day in other words
	wordsFully = 1 - dateAlone
	otherKind  = .85 // the same event, entered as another kind of record
	sameEvent  = .45 // alikeness of words from which two texts tell of one event
)

// sameness puts date and words together. Without words on either side the date
// must do.
func sameness(date, alike float64, silent bool) float64 {
	if silent {
		return date * .55
	}
	return date * (dateAlone + wordsFully*alike)
}

func (m *matcher) conduct(cand Candidate, from, to string) []Match {
	f := cand.Fields
	rung := ledger.Rung(0)
	if f.Rung != nil {
		rung = ledger.Rung(*f.Rung)
	}
	q := m.x.query(f.What, f.Date)
	atMoment := map[string]float64{}
	if f.Moment != "" {
		for id := range m.x.momentWords(f.Moment) {
			atMoment[id] = .7
		}
	}
	var out []Match
	for _, e := range m.x.between[ledger.Dyad{From: from, To: to}] {
		switch e.kind {
		case ledger.KindConduct:
			rec := e.record.(*ledger.Conduct)
			near, alike := q.near(e), q.alike(e)
			if q.undated {
				// Without a day, only the words or the moment tell that it is this record:
				// all that ever passed between the two is no match.
				if near = max(near, atMoment[rec.Moment]); atMoment[rec.Moment] == 0 && alike < sameEvent {
					continue
				}
			}
			match := Match{Record: e.id, Relation: Adds, Score: sameness(near, alike, q.silent(e))}
			if near > 0 {
				match.Why = why(near, alike, "conduct between the two")
			} else if alike >= sameEvent && q.within(e, 400) {
				match.Relation, match.Score = Conflicts, .5*alike
				match.Why = fmt.Sprintf("the same in words, but the record is dated %s, the text says %s", rec.Date, f.Date)
			} else {
				continue
			}
			switch {
			case f.Rung == nil: // made by hand: nothing to compare
			case sign(rung) != sign(rec.Rung):
				match.Relation = Conflicts
				match.Why = fmt.Sprintf("the record has rung %s (%s), the text says %s (%s)", rec.Rung, rec.Rung.Label(), rung, rung.Label())
			case rung != rec.Rung:
				match.Score *= .9
				match.Why += fmt.Sprintf("; the record has rung %s, the text says %s", rec.Rung, rung)
			}
			out = append(out, match)
		case ledger.KindContribution:
			if near, alike := q.near(e), q.alike(e); near > 0 && alike >= sameEvent && (f.Rung == nil || rung >= ledger.MaterialHelp) {
				out = append(out, Match{e.id, Adds, otherKind * sameness(near, alike, false), why(near, alike, "on record as a contribution")})
			}
		}
	}
	return out
}

func (m *matcher) requests(cand Candidate, from, to string) []Match {
	q := m.x.query(cand.Fields.What, cand.Fields.Date)
	var out []Match
	for _, e := range m.x.between[ledger.Dyad{From: from, To: to}] {
		if near := q.near(e); e.kind == ledger.KindRequest && near > 0 {
			out = append(out, Match{e.id, Adds, sameness(near, q.alike(e), q.silent(e)), why(near, q.alike(e), "a request between the two")})
		}
	}
	return out
}

func (m *matcher) contributions(cand Candidate, from, to string) []Match {
	f := cand.Fields
	q := m.x.query(f.Title+" "+f.What, f.Date)
	var out []Match
	for _, e := range m.x.between[ledger.Dyad{From: from, To: to}] {
		near, alike := q.near(e), q.alike(e)
		switch e.kind {
		case ledger.KindContribution:
			rec := e.record.(*ledger.Contribution)
			if rec.Channel != f.Channel && alike < sameEvent || near == 0 && (alike < sameEvent || !q.within(e, 400)) {
				continue
			}
			match := Match{e.id, Adds, sameness(near, alike, q.silent(e)), why(near, alike, "given between the two, "+rec.Channel)}
			switch {
			case near == 0:
				match.Relation, match.Score = Conflicts, .5*alike
				match.Why = fmt.Sprintf("the same in words, but the record is dated %s, the text says %s", rec.Date, f.Date)
			case alike >= sameEvent && differ(rec.Value, f.Value) && strings.EqualFold(rec.Unit, f.Unit):
				match.Relation = Conflicts
				match.Why = fmt.Sprintf("the record has %v %s, the text says %v", *rec.Value, rec.Unit, *f.Value)
			}
			out = append(out, match)
		case ledger.KindConduct:
			if rec := e.record.(*ledger.Conduct); near > 0 && alike >= sameEvent && rec.Rung >= ledger.MaterialHelp {
				out = append(out, Match{e.id, Adds, otherKind * sameness(near, alike, false), why(near, alike, "on record as conduct")})
			}
		}
	}
	return out
}

func (m *matcher) pledges(cand Candidate, from, to string) []Match {
	f := cand.Fields
	q := m.x.query(f.Title+" "+f.What, f.Promised)
	var out []Match
	for _, e := range m.x.between[ledger.Dyad{From: from, To: to}] {
		if e.kind != ledger.KindPledge {
			continue
		}
		rec := e.record.(*ledger.Pledge)
		near, alike := q.near(e), q.alike(e)
		if rec.Channel != f.Channel && alike < .25 {
			continue
		}
		// A text may tell of a promise long after it was made, with no date or
		// one of its own; a title that is the same then says more than a day.
		byTitle := .85 * alike
		if near == 0 {
			byTitle = .55 * alike
		}
		match := Match{e.id, Adds, min(1, max(sameness(near, alike, q.silent(e)), byTitle)), why(near, alike, "a pledge between the two")}
		if match.Score < .1 {
			continue
		}
		switch {
		case alike >= sameEvent && differ(rec.Amount, f.Amount) && strings.EqualFold(rec.Unit, f.Unit):
			match.Relation = Conflicts
			match.Why = fmt.Sprintf("the record has %v %s, the text says %v", *rec.Amount, rec.Unit, *f.Amount)
		case alike >= sameEvent && near == 0 && q.within(e, 400):
			match.Relation = Conflicts
			match.Why = fmt.Sprintf("the same in words, but promised %s on record, the text says %s", rec.Promised, f.Promised)
		}
		out = append(out, match)
	}
	return out
}

// badEnds are the milestones that say that a pledge is not being kept.
var badEnds = []string{"delayed", "suspended", "cancelled", "breached", "lapsed"}

func (m *matcher) milestones(cand Candidate, from, to string) []Match {
	f := cand.Fields
	q := m.x.query(f.Title+" "+f.What, edtf.Date{})
	var out []Match
	for _, e := range m.x.between[ledger.Dyad{From: from, To: to}] {
		if e.kind != ledger.KindPledge {
			continue
		}
		rec := e.record.(*ledger.Pledge)
		a := q.alike(e)
		if rec.Channel != f.Channel && a < .25 || !f.Date.IsZero() && f.Date.CertainlyBefore(rec.Promised) {
			continue
		}
		match := Match{e.id, Continues, .3 + .7*a, "a pledge between the two through " + rec.Channel}
		if a >= .25 {
			match.Why = "a pledge between the two in like words"
		}
		if i := MilestoneLike(rec, cand); i >= 0 {
			match.Relation, match.Score, match.Why = Adds, min(1, match.Score+.2), "it has this milestone: "+f.Type+" "+rec.Milestones[i].Date.String()
		} else if x := contrary(rec, cand); x != nil {
			match.Relation, match.Why = Conflicts, fmt.Sprintf("on record it was %s (%s) at about that time, the text says %s", x.Type, x.Date, f.Type)
		} else if day, ok := f.Date.Latest(); ok {
			if state, end := rec.StateOn(day); end != nil && (state == ledger.Fulfilled) == slices.Contains(badEnds, f.Type) {
				match.Relation, match.Why = Conflicts, fmt.Sprintf("on record the pledge had ended: %s (%s)", end.Type, end.Date)
			}
		}
		out = append(out, match)
	}
	return out
}

// MilestoneLike gives the place of the milestone of a pledge that says what a
// candidate says: the same type at about the same date; -1 where it has none.
func MilestoneLike(p *ledger.Pledge, cand Candidate) int {
	best, top := -1, 0.
	for i := range p.Milestones {
		x := &p.Milestones[i]
		if s := near(x.Date, cand.Fields.Date); x.Type == cand.Fields.Type && s > top {
			best, top = i, s
		}
	}
	return best
}

// contrary gives the milestone on record that the candidate's cannot stand
// beside: of the other sign at about the same date.
func contrary(p *ledger.Pledge, cand Candidate) *ledger.Milestone {
	for i := range p.Milestones {
		x := &p.Milestones[i]
		if !cand.Fields.Date.IsZero() && near(x.Date, cand.Fields.Date) > .4 && slices.Contains(badEnds, x.Type) != slices.Contains(badEnds, cand.Fields.Type) {
			return x
		}
	}
	return nil
}

func (m *matcher) dependences(cand Candidate, from, to string) []Match {
	f := cand.Fields
	var out []Match
	for _, e := range m.x.between[ledger.Dyad{From: from, To: to}] {
		rec, ok := e.record.(*ledger.Dependence)
		if !ok || rec.Channel != f.Channel {
			continue
		}
		s := .8
		if !rec.Date.IsZero() && !f.Date.IsZero() && !rec.Date.PossiblyOverlaps(f.Date) {
			s = .45 // it may have changed since
		}
		match := Match{e.id, Adds, s, "the same dependence"}
		if f.Share != nil && (*f.Share < rec.Low-.15 || *f.Share > rec.High+.15) {
			match.Relation = Conflicts
			match.Why = fmt.Sprintf("the share on record is %.0f to %.0f %%, the text says %.0f %%", 100*rec.Low, 100*rec.High, 100**f.Share)
		}
		out = append(out, match)
	}
	return out
}

func (m *matcher) moments(cand Candidate) []Match {
	f := cand.Fields
	q := m.x.query(f.Title, f.Start)
	var out []Match
	for _, e := range m.x.moments {
		rec := e.record.(*ledger.Moment)
		need := 0
		for _, a := range f.InNeed {
			if rec.Needs(m.actor(a)) {
				need++
			}
		}
		if need == 0 || ledger.SituationOf(rec.Type) != ledger.SituationOf(f.Type) {
			continue
		}
		near, alike := near(rec.Start, f.Start), q.alike(e)
		if near == 0 && !f.Start.IsZero() && !rec.End.IsZero() && f.Start.PossiblyOverlaps(span2(rec.Start, rec.End)) {
			near = .6 // it was going on
		}
		s := near * (.6 + .4*alike)
		if f.Start.IsZero() {
			s = .3 + .6*alike
		}
		if s < .15 {
			continue
		}
		out = append(out, Match{e.id, Adds, s, why(near, alike, "a moment of need of the same actor")})
	}
	return out
}

func (m *matcher) hypotheses(cand Candidate, from, to string) []Match {
	q := m.x.query(cand.Fields.Title, edtf.Date{})
	var out []Match
	for _, e := range m.x.hypotheses {
		rec := e.record.(*ledger.Hypothesis)
		if a := q.alike(e); a > .2 && (rec.Relier == "" || rec.Relier == to) && (rec.Partner == "" || rec.Partner == from) {
			out = append(out, Match{e.id, Adds, a, "a reading in like words"})
		}
	}
	return out
}

func (m *matcher) notes(cand Candidate) []Match {
	q := m.x.query(cand.Fields.What, edtf.Date{})
	var out []Match
	for _, e := range m.x.notes {
		if a := q.alike(e); a >= sameEvent {
			out = append(out, Match{e.id, Adds, a, "a note in like words"})
		}
	}
	return out
}

// why says in words how a date and words agree.
func why(near, alike float64, what string) string {
	switch {
	case near >= .9:
		what += " at that time"
	case near > .3:
		what += " at about that time"
	case near > 0:
		what += ", not dated on both sides"
	}
	switch {
	case alike >= .75:
		what += ", in the same words"
	case alike >= sameEvent:
		what += ", in like words"
	case alike > 0:
		what += ", in other words"
	}
	return what
}

// differ reports two figures that are not the same within a tenth.
func differ(a, b *float64) bool {
	return a != nil && b != nil && math.Abs(*a-*b) > .1*max(math.Abs(*a), math.Abs(*b))
}

func span2(start, end edtf.Date) edtf.Date {
	if d, err := edtf.Parse(start.String() + "/" + end.String()); err == nil {
		return d
	}
	return start
}

func sign(r ledger.Rung) int { return cmp.Compare(r, 0) }
