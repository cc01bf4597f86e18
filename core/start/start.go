// Package start makes the case that any two states begin with: who they are,
// what treaties bind them, what each did in the other's wars and disputes, how they
// voted on each other, and what the partner did for others to whom it promised the
// same, from the registers that are built in. Nothing in it is typed by hand, and one
// rule holds for every state.
//
// How a register's entry becomes a rung is said in Rules, where the registers end
// in Limits; both go into the case as notes.
package start

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/registers"
	"github.com/fairweather-app/fairweather/core/states"
)

// Options say how much goes into a case. The zero value is the default.
type Options struct {
	// Later also takes in what the registers know of the time after the as-of day.
	// Without it a case of 1914 ends in 1914.
	Later bool
	// Both also takes in what the relier did for the partner. It stays out otherwise:
	// the base rate is that of partners, and would be the relier's own conduct too.
	Both bool
	// Comparators is how many others are set beside the relier at most; below 0 none; 0
	// for 12, and for none where the partner promised the relier nothing: the registers
	// show states without a pact only where they fight, so that the base rates of
	// METHODS 11, which count those who stayed out, are the fairer ones.
	Comparators int
}

const usualComparators = 12

// Case makes a starting case of two states (ids of package states) as of a day: a
// whole case without errors, each record with its register and edition as source.
// It fails for a state that the table does not hold, and for one asked about
// itself.
func Case(relier, partner string, asOf edtf.Day, o Options) (*ledger.Case, error) {
	b, err := newBuilder(relier, partner, asOf, o)
	if err != nil {
		return nil, fmt.Errorf("starting case of %s and %s: %w", relier, partner, err)
	}
	for _, step := range []func() error{b.choose, b.bonds, b.disputes, b.wars, b.votes, b.finish} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("starting case of %s and %s: %w", relier, partner, err)
		}
	}
	return ledger.NewCase(b.records), nil
}

// A player is a state of the case, with the numbers under which the registers
// know it.
type player struct {
	states.State
	numbers []int
	seat    string // in the General Assembly; empty: none
}

// continues lists states that the register numbers anew though they are, in law,
// those that came before: Germany joined the Federal Republic, and Yemen the
// Republic in the north.
var continues = map[int][]int{255: {260}, 679: {678}}

func (b *builder) player(id string) (player, error) {
	s, ok := states.ByID(id)
	if !ok {
		return player{}, fmt.Errorf("there is no state %q; ids are like united-states, russia, south-korea", id)
	}
	p := player{State: s}
	if s.COW != 0 {
		p.numbers = append([]int{s.COW}, continues[s.COW]...)
	}
	if seat, ok := b.roll.SeatOf(id); ok {
		p.seat = seat
	}
	return p, nil
}

func (p player) is(number int) bool { return slices.Contains(p.numbers, number) }

// then is what the state with this number was called on a day: Soviet Union.
func then(number int, day edtf.Day) string {
	if s, ok := states.ByCOW(number, day); ok {
		return s.Name
	}
	return fmt.Sprintf("state %d", number)
}

// called is a player's name on a day, and whether it was another's than now.
func (p player) called(day edtf.Day) (string, bool) {
	for _, n := range p.numbers {
		if s, ok := states.ByCOW(n, day); ok && s.In(day) {
			return s.Name, s.ID != p.ID
		}
	}
	return p.Name, false
}

// A title is made when all who were in need at a moment are known.
type title struct {
	before, after string
	names         []string
}

// String implements fmt.Stringer.
func (t *title) String() string { return t.before + listed(t.names) + t.after }

func (t *title) name(name string) {
	if !slices.Contains(t.names, name) {
		t.names = append(t.names, name)
	}
}

type builder struct {
	relier, partner player
	comparators     []player
	asOf            edtf.Day
	year            int
	o               Options
	roll            *registers.Votes
	fights          []fight

	records []ledger.Record
	moments map[string]*ledger.Moment
	titles  map[string]*title // of the moments
	conduct map[string]*ledger.Conduct
	order   []string // of conduct, as it came
	bound   bool     // the partner was ever bound to the relier
	inForce registers.Promise
	kind    registers.Kind // of inForce
	alike   []ledger.Similarity
}

func newBuilder(relier, partner string, asOf edtf.Day, o Options) (*builder, error) {
	roll, err := registers.AllVotes()
	if err != nil {
		return nil, err
	}
	b := &builder{asOf: asOf, o: o, roll: roll, moments: map[string]*ledger.Moment{}, titles: map[string]*title{}, conduct: map[string]*ledger.Conduct{}}
	if b.relier, err = b.player(relier); err != nil {
		return nil, err
	}
	if b.partner, err = b.player(partner); err != nil {
		return nil, err
	}
	if relier == partner {
		return nil, fmt.Errorf("relier and partner are both %q; name two states", relier)
	}
	if b.relier.COW != 0 && b.relier.COW == b.partner.COW {
		return nil, fmt.Errorf("%s and %s are one state to the registers (number %d), one before the other", b.relier.Name, b.partner.Name, b.relier.COW)
	}
	b.year, _, _ = asOf.Date()
	if b.fights, err = allFights(); err != nil {
		return nil, err
	}
	b.inForce = promised(b.partner, b.relier, b.year)
	b.kind = registers.KindOf(b.inForce)
	return b, nil
}

// known tells whether something of a day goes into the case.
func (b *builder) known(d edtf.Date) bool { return b.o.Later || ledger.KnownBy(d, b.asOf) }

// choose finds the comparators: others to whom the partner made the same kind of
// promise as to the relier (fighting in defence, fighting in offence, less than
// fighting, nothing), first those in whose wars and disputes it took part while it
// was so bound, then those to whom it is so bound at the as-of day, then those most
// like the relier by their votes, then those with most on record.
func (b *builder) choose() error {
	limit := b.o.Comparators
	if limit == 0 && b.kind != registers.NoPact {
		limit = usualComparators
	}
	if limit <= 0 || len(b.partner.numbers) == 0 {
		return nil
	}
	type candidate struct {
		player
		acts    int
		now     bool
		similar float64
	}
	var all []candidate
	for _, s := range states.All() {
		if s.COW == 0 || b.relier.is(s.COW) || b.partner.is(s.COW) {
			continue
		}
		if now, ok := states.ByCOW(s.COW, b.asOf); !ok || now.ID != s.ID || s.System[0].First > b.asOf || slices.ContainsFunc(all, func(c candidate) bool { return c.is(s.COW) }) {
			continue // another holds its number now
		}
		p, err := b.player(s.ID)
		if err != nil {
			return err
		}
		c := candidate{player: p, acts: b.countActs(p), now: s.In(b.asOf) && b.comparable(p, b.year)}
		if c.acts == 0 && !(c.now && b.kind != registers.NoPact) {
			continue
		}
		if x, ok := b.similarity(b.relier, p); ok {
			c.similar = x.Value
		}
		all = append(all, c)
	}
	yes := func(v bool) int {
		if v {
			return 0
		}
		return 1
	}
	slices.SortFunc(all, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(yes(x.acts > 0), yes(y.acts > 0)), cmp.Compare(yes(x.now), yes(y.now)), -cmp.Compare(x.similar, y.similar), -cmp.Compare(x.acts, y.acts), cmp.Compare(x.COW, y.COW))
	})
	for _, c := range all[:min(limit, len(all))] {
		b.comparators = append(b.comparators, c.player)
	}
	observers := append([]player{b.relier}, b.comparators...)
	for i, x := range observers {
		for _, y := range observers[i+1:] {
			if s, ok := b.similarity(x, y); ok {
				b.alike = append(b.alike, s)
			}
		}
	}
	return nil
}

// pairs are the pairs of which conduct is sought: what the first did for the second.
func (b *builder) pairs() []pair {
	out := []pair{{b.partner, b.relier, asked}}
	if b.o.Both {
		out = append(out, pair{b.relier, b.partner, reverse})
	}
	for _, c := range b.comparators {
		out = append(out, pair{b.partner, c, beside})
	}
	return out
}

// A pair is what one did for another, and what for it stands in the case.
type pair struct {
	from, to player
	role     role
}

type role int

const (
	asked   role = iota // the partner for the relier
	reverse             // the relier for the partner
	beside              // the partner for a comparator
)

// promised is what treaties bound one to do for the other in a year.
func promised(by, to player, year int) registers.Promise {
	var out registers.Promise
	for _, x := range by.numbers {
		for _, y := range to.numbers {
			if p, err := registers.Promised(x, y, min(year, registers.LastTreatyYear)); err == nil {
				out |= p
			}
		}
	}
	return out
}

// comparable tells whether the partner's promise to a comparator in a year, or in
// the one before, was of the kind that binds it to the relier: what it did for those
// to whom it promised more or less says little of this one.
func (b *builder) comparable(c player, year int) bool {
	return registers.KindOf(promised(b.partner, c, year-1)) == b.kind || registers.KindOf(promised(b.partner, c, year)) == b.kind
}

// dated writes a span of years.
func dated(first, last int) string {
	if first == last {
		return fmt.Sprint(first)
	}
	return fmt.Sprintf("%d-%d", first, last)
}

func yearOf(d edtf.Date) int {
	day, _ := d.Earliest()
	y, _, _ := day.Date()
	return y
}

// yearDate is a year as a date.
func yearDate(y int) edtf.Date { return edtf.MustParse(fmt.Sprintf("%04d", y)) }
