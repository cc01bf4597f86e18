package start

import (
	"fmt"
	"slices"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/registers"
	"github.com/fairweather-app/fairweather/core/states"
)

// Voted is how one actor of a case voted in a year on resolutions that name
// another: a candidate for its conduct.
type Voted struct {
	Moment  *ledger.Moment
	Conduct []*ledger.Conduct // one, or one each way where the year was even
	Votes   []Vote
	Known   bool // the case has all of it
}

// StateOf finds the state that an actor of a case is: by its id, its code, its
// number or its name on a day.
func StateOf(c *ledger.Case, actor string, day edtf.Day) (states.State, bool) {
	if s, ok := states.ByID(actor); ok {
		return s, true
	}
	a, ok := c.Actor(actor)
	if !ok {
		return states.State{}, false
	}
	if a.ISO3 != "" {
		if s, ok := states.ByCode(a.ISO3, day); ok {
			return s, true
		}
	}
	if a.COW != 0 {
		if s, ok := states.ByCOW(a.COW, day); ok {
			return s, true
		}
	}
	return states.ByName(a.Name(), day)
}

// VotesOf lists by year how the partner voted on resolutions that name the relier
// (actors of a case), up to a day, by the rules of a starting case. None where
// either is no state that votes.
func VotesOf(c *ledger.Case, relier, partner string, asOf edtf.Day) ([]Voted, error) {
	to, okTo := StateOf(c, relier, asOf)
	from, okFrom := StateOf(c, partner, asOf)
	if !okTo || !okFrom || to.ID == from.ID {
		return nil, nil
	}
	b, err := newBuilder(to.ID, from.ID, asOf, Options{Comparators: -1})
	if err != nil {
		return nil, fmt.Errorf("votes of %s on %s: %w", from.Name, to.Name, err)
	}
	if err := b.votes(); err != nil {
		return nil, err
	}
	var ids []string
	for id := range b.moments {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	votes := VotesOn(b.roll, to.ID, from.ID)
	var out []Voted
	for _, id := range ids {
		m := b.moments[id]
		m.Title, m.InNeed = b.titles[id].String(), []string{relier}
		v := Voted{Moment: m}
		_, v.Known = c.Get(id)
		for _, k := range b.order {
			if x := b.conduct[k]; x.Moment == id {
				x.From, x.To = partner, relier
				v.Conduct = append(v.Conduct, x)
				_, there := c.Get(k)
				v.Known = v.Known && there
			}
		}
		for _, x := range votes {
			if y, _, _ := x.Call.Day.Date(); y == yearOf(m.Start) && x.Call.Day <= asOf {
				v.Votes = append(v.Votes, x)
			}
		}
		out = append(out, v)
	}
	return out, nil
}

// Changes takes years of votes into a case: the register as a source, the moments
// and the conduct, as far as the case lacks them.
func Changes(c *ledger.Case, list []Voted) []ledger.Change {
	var out []ledger.Change
	seen := map[string]bool{}
	add := func(r ledger.Record) {
		if _, there := c.Get(r.RecordID()); !there && !seen[r.RecordID()] {
			seen[r.RecordID()] = true
			out = append(out, ledger.Change{ID: r.RecordID(), Record: r})
		}
	}
	for _, v := range list {
		for _, s := range sources() {
			if s.RecordID() == sourceVotes {
				add(s)
			}
		}
		add(v.Moment)
		for _, x := range v.Conduct {
			add(x)
		}
	}
	return out
}

// Seat finds the seat of an actor of a case in the General Assembly.
func Seat(roll *registers.Votes, c *ledger.Case, actor string, day edtf.Day) (string, bool) {
	s, ok := StateOf(c, actor, day)
	if !ok {
		return "", false
	}
	return roll.SeatOf(s.ID)
}
