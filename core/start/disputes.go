package start

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/registers"
)

// A fight is a dispute with the interstate war that it became, if any.
type fight struct {
	registers.Dispute
	war *registers.War
}

// allFights finds for each dispute that came to war the war of the register of
// wars that most of its belligerents fought in, on opposite sides, in years that
// overlap.
var allFights = sync.OnceValues(func() ([]fight, error) {
	disputes, err := registers.AllDisputes()
	if err != nil {
		return nil, err
	}
	wars, err := registers.AllWars()
	if err != nil {
		return nil, err
	}
	out := make([]fight, len(disputes))
	for i, d := range disputes {
		out[i].Dispute = d
		first, last := 9999, 0
		sides := map[int]int{} // as in War.Sides, by the side that the register of disputes names first
		for _, p := range d.Parts {
			if registers.HostilityOf(p.Act) < registers.FullWar {
				continue
			}
			first, last = min(first, yearOf(p.Start)), max(last, yearOf(p.End))
			side := 2
			if p.First {
				side = 1
			}
			sides[p.State] |= side
		}
		best := 1
		for j := range wars {
			w := &wars[j]
			if w.First > last || w.Last < first {
				continue
			}
			shared, one, two := 0, 0, 0
			for s, side := range w.Sides {
				if sides[s] != 0 {
					shared++
					one, two = one|side, two|sides[s]
				}
			}
			if shared > best && one == 3 && two == 3 {
				best, out[i].war = shared, w
			}
		}
	}
	return out, nil
})

// parts are the stints of a player on one side of a dispute.
func (f fight) parts(p player, first bool) []registers.Participant {
	var out []registers.Participant
	for _, x := range f.Parts {
		if p.is(x.State) && x.First == first {
			out = append(out, x)
		}
	}
	return out
}

// inNeed gives the stint with which a player was in the dispute from its first day,
// or in the war from its first year, on this side: who joined another's dispute was
// not in need. That a dispute became a war is not known while it runs.
func (b *builder) inNeed(f fight, p player, first bool) (registers.Participant, bool) {
	for _, x := range f.parts(p, first) {
		if x.Original || f.war != nil && b.known(x.End) && f.war.Began[x.State] != 0 && registers.HostilityOf(x.Act) == registers.FullWar {
			return x, true
		}
	}
	return registers.Participant{}, false
}

// against is the highest act of the other side.
func (f fight) against(first bool) int {
	top := 0
	for _, x := range f.Parts {
		if x.First != first {
			top = max(top, x.Act)
		}
	}
	return top
}

// An act is what one player did in another's dispute.
type act struct {
	with    bool // on its side; else on the other
	act     int
	name    string // what the state was called then
	date    edtf.Date
	joined  bool // after the first day
	running bool // at the as-of day: the highest act may be later
}

// acts finds what a player did in a dispute of another that was in need there.
func (b *builder) acts(f fight, p pair, first bool, need registers.Participant) []act {
	begin, _ := need.Start.Earliest()
	over, hasEnd := need.End.Latest()
	var out []act
	for _, with := range []bool{true, false} {
		for _, x := range f.parts(p.from, first == with) {
			from, _ := x.Start.Earliest()
			until, ok := x.End.Latest()
			if x.Act == 0 || ok && until < begin || hasEnd && from > over {
				continue
			}
			a := act{with: with, act: x.Act, name: then(x.State, from), date: x.Start, joined: !x.Original, running: !b.o.Later && !ledger.KnownBy(x.End, b.asOf)}
			if from < begin {
				a.date = need.Start
			}
			if b.known(a.date) {
				out = append(out, a)
			}
		}
	}
	return out
}

// countActs counts what the partner did in the disputes of a state to which it had
// made the kind of promise that it made to the relier.
func (b *builder) countActs(c player) int {
	n := 0
	for _, f := range fightsOf(b.fights, c) {
		for _, first := range []bool{true, false} {
			if need, ok := b.inNeed(f, c, first); ok && b.beside(f, c, first, need) {
				n += len(b.acts(f, pair{from: b.partner, to: c}, first, need))
			}
		}
	}
	return n
}

// beside tells whether a dispute of a comparator goes in: force was used against
// it, and it had the kind of promise that the relier has.
func (b *builder) beside(f fight, c player, first bool, need registers.Participant) bool {
	return b.known(need.Start) && f.counts(first) && b.comparable(c, yearOf(need.Start))
}

// fightsOf are the disputes that a player was in.
func fightsOf(all []fight, p player) []fight {
	var out []fight
	for _, f := range all {
		if slices.ContainsFunc(f.Parts, func(x registers.Participant) bool { return p.is(x.State) }) {
			out = append(out, f)
		}
	}
	return out
}

// counts tells whether a dispute is grave enough for a comparator: force was used
// against it.
func (f fight) counts(first bool) bool {
	return registers.HostilityOf(f.against(first)) >= registers.Use
}

// disputes enters the disputes of the relier, and those of the partner and of the
// comparators in which the other took part.
func (b *builder) disputes() error {
	pairs := b.pairs()
	for _, f := range b.fights {
		for _, first := range []bool{true, false} {
			for _, p := range pairs {
				need, ok := b.inNeed(f, p.to, first)
				if !ok || !b.known(need.Start) {
					continue
				}
				acts := b.acts(f, p, first, need)
				if p.role != asked && len(acts) == 0 || p.role == beside && !b.beside(f, p.to, first, need) {
					continue
				}
				m := b.moment(f, first, p.to, need)
				for n, a := range acts {
					b.enter(f, m, p, a, n)
				}
				if p.role == asked && !b.tookPart(f, first) {
					m.About += fmt.Sprintf(" %s is not among those who took part: what it did short of that is not on record, and that is not silence.", capital(the(b.partner.Name)))
					m.About += b.apart(f, first, need)
				}
			}
		}
	}
	return nil
}

func (b *builder) tookPart(f fight, first bool) bool {
	return len(f.parts(b.partner, first)) > 0 || len(f.parts(b.partner, !first)) > 0
}

// apart tells of the partner's own disputes with the same adversaries at the same
// time: the register counts apart what may have been help. A person must judge.
func (b *builder) apart(f fight, first bool, need registers.Participant) string {
	from, _ := need.Start.Earliest()
	to, ends := need.End.Latest()
	out := ""
	for _, g := range b.fights {
		for _, side := range []bool{true, false} {
			for _, x := range g.parts(b.partner, side) {
				start, _ := x.Start.Earliest()
				end, ended := x.End.Latest()
				if g.Number == f.Number || !b.known(x.Start) || ended && end < from || ends && start > to || !shareFoe(f, g, first, side) {
					continue
				}
				out += fmt.Sprintf(" In that time %s was in a dispute of its own with the same adversary (dispute %d, from %s), which the register counts apart: judge whether it was help.", the(then(x.State, start)), g.Number, x.Start)
			}
		}
	}
	return out
}

// shareFoe tells whether a state stands on the other side in both disputes.
func shareFoe(f, g fight, first, side bool) bool {
	return slices.ContainsFunc(f.Parts, func(x registers.Participant) bool {
		return x.First != first && slices.ContainsFunc(g.Parts, func(y registers.Participant) bool { return y.First != side && y.State == x.State })
	})
}

// moment gives the moment of one side of a dispute, made when first asked for.
func (b *builder) moment(f fight, first bool, p player, need registers.Participant) *ledger.Moment {
	letter := "b"
	if first {
		letter = "a"
	}
	id := fmt.Sprintf("m-gml-%d-%s", f.Number, letter)
	day, _ := need.Start.Earliest()
	name := then(need.State, day)
	if m, ok := b.moments[id]; ok {
		b.titles[id].name(the(name))
		if !m.Needs(p.ID) {
			m.InNeed = append(m.InNeed, p.ID)
		}
		if edtf.Compare(need.Start, m.Start) < 0 {
			m.Start = need.Start
		}
		if !m.End.IsZero() && edtf.Compare(need.End, m.End) > 0 {
			m.End = need.End
		}
		return m
	}
	running := !b.known(need.End)
	kind := f.typeOf(first, need)
	if running { // how far it went may lie after the as-of day
		kind = "crisis"
	}
	m := &ledger.Moment{ID: id, InNeed: []string{p.ID}, Start: need.Start, End: need.End, Type: kind, Tags: []string{"register"},
		Citations: []ledger.Citation{{Source: sourceDisputes, Where: fmt.Sprintf("dispute %d", f.Number), Credibility: 2}}}
	other := b.others(f, p, first)
	years := dated(yearOf(need.Start), yearOf(need.End))
	if running {
		m.End = edtf.Date{}
		years = fmt.Sprintf("from %d", yearOf(need.Start))
	}
	t := &title{before: "Dispute of ", names: []string{the(name)}, after: " with " + other + ", " + years}
	switch {
	case f.war != nil && !running:
		t.before, t.after = warName(f.war)+": ", " against "+other+", "+dated(f.war.First, f.war.Last)
		if from := yearOf(need.Start); from < f.war.First {
			t.after += fmt.Sprintf(" (dispute from %d)", from)
		}
		m.Citations = append(m.Citations, ledger.Citation{Source: sourceWars, Where: fmt.Sprintf("war %d", f.war.Number), Credibility: 2})
	case kind == "attack":
		t.before, t.after = "Force used against ", " by "+other+", "+years
	case kind == "blockade":
		t.before, t.after = "Blockade of ", " by "+other+", "+years
	}
	b.titles[id] = t
	who := "the other side acted first"
	if first {
		who = "its side acted first"
	}
	if running {
		m.About = fmt.Sprintf("Militarized dispute %d of the register: %s.", f.Number, who)
	} else {
		m.About = fmt.Sprintf("Militarized dispute %d of the register: %s; highest act of %s %s, of the other side %s.", f.Number, who, name, registers.ActName(need.Act), registers.ActName(f.against(first)))
	}
	if other, old := p.called(day); old {
		m.Tags = append(m.Tags, "predecessor")
		m.About += fmt.Sprintf(" %s is here %s.", capital(the(p.Name)), the(other))
	}
	b.moments[id] = m
	return m
}

// typeOf gives the type of moment. A war is an attack on those whom the register
// of wars has on the side that did not begin it. Below war the side that did not
// act first was attacked where it met force; the rest are crises.
func (f fight) typeOf(first bool, need registers.Participant) string {
	if f.war != nil && f.war.Began[need.State] != 0 && registers.HostilityOf(need.Act) == registers.FullWar {
		switch mine := f.war.Began[need.State]; {
		case begunBy(f.war)&mine != 0:
			return "war"
		case begunBy(f.war) != 0:
			return "attack"
		}
	}
	switch top := f.against(first); {
	case first:
		return "crisis"
	case top == 13:
		return "blockade"
	case top == 14 || top >= 16:
		return "attack"
	}
	return "crisis" // a seizure of ships calls no ally to arms
}

// begunBy is the set of sides on which initiators stand.
func begunBy(w *registers.War) int {
	sides := 0
	for _, s := range w.Initiators {
		sides |= w.Began[s]
	}
	return sides
}

func warName(w *registers.War) string {
	return cmp.Or(warNames[w.Number], fmt.Sprintf("War %d", w.Number))
}

// others names the states of the other side, those in it from the first day first.
// Irregulars of a state may stand in the register against its own troops.
func (b *builder) others(f fight, p player, first bool) string {
	var names []string
	for _, original := range []bool{true, false} {
		for _, x := range f.Parts {
			day, _ := x.Start.Earliest()
			if name := the(then(x.State, day)); x.First != first && !p.is(x.State) && x.Original == original && b.known(x.Start) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return listed(names)
}

// listed joins names; of more than four it names three and counts the rest.
func listed(names []string) string {
	if n := len(names); n > 4 {
		return fmt.Sprintf("%s and %d others", strings.Join(names[:3], ", "), n-3)
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// rungOf lays a side and an act on the ladder. METHODS 1: forces of its own beside
// the relier's are +4; a show of force is help that is seen, +3; help threatened is
// +1; the other side is -2.
func rungOf(with bool, a int) ledger.Rung {
	if !with {
		return ledger.Opposed
	}
	switch registers.HostilityOf(a) {
	case registers.FullWar, registers.Use:
		return ledger.Fought
	case registers.Display:
		return ledger.MaterialHelp
	case registers.Threat:
		return ledger.Words
	}
	return ledger.Silent
}

func (b *builder) enter(f fight, m *ledger.Moment, p pair, a act, n int) {
	if a.running {
		m.About += fmt.Sprintf(" %s was in it at the as-of day; how far it went is dated no closer than the dispute, and is left out.", capital(the(a.name)))
		return
	}
	id := fmt.Sprintf("c-%s-%d-%d", strings.TrimPrefix(m.ID, "m-"), p.from.COW, p.to.COW)
	if n > 0 {
		id = fmt.Sprintf("%s-%d", id, n+1)
	}
	day, _ := a.date.Earliest()
	other, oldTo := p.to.called(day)
	side := "on the side of"
	if !a.with {
		side = "on the side against"
	}
	how := ""
	if !a.joined {
		how = ", in it from the first day"
	}
	c := &ledger.Conduct{ID: id, Moment: m.ID, From: p.from.ID, To: p.to.ID, Date: a.date, Rung: rungOf(a.with, a.act), Tags: []string{"register"},
		What:      fmt.Sprintf("%s %s %s%s; highest act: %s", capital(the(a.name)), side, the(other), how, registers.ActName(a.act)),
		Citations: []ledger.Citation{{Source: sourceDisputes, Where: fmt.Sprintf("dispute %d", f.Number), Credibility: 3}}}
	if oldTo || a.name != p.from.Name {
		c.Tags = append(c.Tags, "predecessor")
	}
	if f.war != nil {
		for _, number := range p.from.numbers {
			if f.war.Sides[number] != 0 && registers.HostilityOf(a.act) == registers.FullWar {
				c.Citations = append(c.Citations, ledger.Citation{Source: sourceWars, Where: fmt.Sprintf("war %d", f.war.Number), Credibility: 2})
			}
		}
	}
	b.add(c)
}

func (b *builder) add(c *ledger.Conduct) {
	if _, ok := b.conduct[c.ID]; !ok {
		b.order = append(b.order, c.ID)
	}
	b.conduct[c.ID] = c
}
