package start

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/registers"
	"github.com/fairweather-app/fairweather/core/states"
)

// Rules says how entries of the registers become records of a case. The same for
// every state.
const Rules = "Treaties: each run of years in which the register has a promise in force is a pledge, in the direction in which it bound. Defence obliges to fight at moments of type attack, offence at those of type war, consultation to a diplomatic act under force; neutrality and non-aggression oblige to no help.\n" +
	"Disputes and wars: a state is in need where it was in the dispute from its first day or in the war from its first year; who joined the dispute of another is not. A war is an attack on those whom the register has on the side that did not begin it; below war, those who did not act first and met force were attacked; the rest are crises.\n" +
	"On its side with a threat: +1. With a show of force: +3. With use of force or in war: +4. On the other side with any militarized act: -2. Not among those who took part, or without a militarized act: nothing is on record, which is not silence.\n" +
	"Comparators: others to whom the partner had made the same kind of promise as to the relier, in the years in which it had; of their disputes those in which force was used against them and the partner took part, and, where the relier itself was voted on in the last 20 years, votes on them in those. Without a promise in force there are none, unless asked for: the registers show states without a pact only where they fight.\n" +
	"Votes: roll calls whose title names the state and in which it voted yes or no. As it voted: +2; against its vote: -2; abstained: 0. A year is one moment and counts as most of its votes went, as a record each way where they were even; the record tells the count.\n" +
	"States before it: records of a state that held the same number in the registers (the Soviet Union and the Russian Empire before Russia, the Ottoman Empire before Turkey, Yugoslavia before Serbia) count under the present name, carry the tag \"predecessor\" and name the state of the time. The registers count them as one state. Their weight falls with age; take them out by that tag to see what they carry."

// Limits says where the registers end; the roll calls on a day, for newer ones may have been added.
func Limits(lastVote edtf.Day) string {
	return fmt.Sprintf("Treaties are known to %d, militarized disputes to %d, interstate wars to 2003, votes to %s: what came after is not in this case and must be added by hand. "+
		"The registers hold alliances, not agreements on arms, bases, training or money; disputes between states, not civil wars, interventions by invitation or attacks by groups; votes in the General Assembly, not vetoes in the Security Council. "+
		"They list who took part, so that help short of a show of force (words, mediation, arms, money) is missing, and rates of fighting among the moments on record are higher than among all moments of need: the base rates of METHODS 11 count those who stayed out.", registers.LastTreatyYear, registers.LastDisputeYear, lastVote)
}

// holders are the states that held a number, one after the other.
func holders(number int) []states.State {
	var out []states.State
	for _, s := range states.All() {
		if s.COW == number {
			out = append(out, s)
		}
	}
	return out
}

func (b *builder) actor(p player) *ledger.Actor {
	a := &ledger.Actor{ID: p.ID, Label: p.Name, Type: "state", COW: p.COW, ISO3: p.ISO3, Tags: []string{"register"}}
	if len(p.System) == 1 {
		first := p.System[0]
		end := ".."
		if first.Last != edtf.MaxDay {
			end = first.Last.String()
		}
		a.Active = edtf.MustParse(first.First.String() + "/" + end)
	}
	var about []string
	for _, t := range p.System {
		text := "Member of the system of states from " + t.First.String()
		if t.Last != edtf.MaxDay {
			text += " to " + t.Last.String()
		}
		about = append(about, text+".")
	}
	var before []string
	for _, n := range p.numbers {
		for _, s := range holders(n) {
			if s.ID != p.ID {
				before = append(before, s.Name)
			}
		}
	}
	if len(before) > 0 {
		about = append(about, fmt.Sprintf("In the registers it is one state with %s; records of theirs count here and carry the tag \"predecessor\".", listed(before)))
	}
	if p.COW == 0 {
		about = append(about, "It has no number in the registers of treaties, wars and disputes: nothing of it is known from there.")
	}
	if p.seat == "" {
		about = append(about, "It has no vote on record in the General Assembly.")
	} else {
		about = append(about, fmt.Sprintf("It votes in the General Assembly (seat %s in the register).", p.seat))
	}
	a.About = strings.Join(about, " ")
	return a
}

// finish brings the records together: the matter, the actors, the sources and the
// notes.
func (b *builder) finish() error {
	treaties := b.records
	limits := Limits(b.roll.Calls[len(b.roll.Calls)-1].Day)
	m := &ledger.Matter{ID: ledger.MatterID, Title: fmt.Sprintf("Can %s count on %s?", the(b.relier.Name), the(b.partner.Name)), Channels: []string{ledger.TreatyChannel}, Language: "en", Similarity: b.alike,
		About:    "A starting case from the registers of treaties, wars, disputes and votes. " + limits,
		Question: ledger.Question{Relier: b.relier.ID, Partner: b.partner.ID, AsOf: edtf.DateOf(b.asOf)}}
	b.records = []ledger.Record{m, b.actor(b.relier), b.actor(b.partner)}
	for _, c := range b.comparators {
		b.records = append(b.records, b.actor(c))
	}
	b.records = append(b.records, sources()...)
	b.records = append(b.records, treaties...)
	var ids []string
	for id := range b.moments {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		b.moments[id].Title = b.titles[id].String()
		b.records = append(b.records, b.moments[id])
	}
	for _, id := range b.order {
		b.records = append(b.records, b.conduct[id])
	}
	notes := []*ledger.Note{{ID: "n-limits", Title: "Where the registers end", Text: limits}, {ID: "n-rules", Title: "How the registers were coded", Text: Rules}}
	if !b.bound && b.partner.COW != 0 && b.relier.COW != 0 {
		notes = append(notes, &ledger.Note{ID: "n-no-treaty", Title: fmt.Sprintf("No alliance of %s with %s is in the register", the(b.partner.Name), the(b.relier.Name)),
			Text: fmt.Sprintf("The register of treaties has no promise of %s to %s by %d. An agreement on defence cooperation, bases, arms or exercises is no alliance to it: add by hand what there is, with what it obliges to.", the(b.partner.Name), the(b.relier.Name), min(b.year, registers.LastTreatyYear))})
	}
	rates, err := b.baseRates()
	if err != nil {
		return err
	}
	notes = append(notes, rates)
	if n := b.alignment(); n != nil {
		notes = append(notes, n)
	}
	for _, n := range notes {
		n.On, n.Tags = []string{ledger.MatterID}, []string{"register"}
		b.records = append(b.records, n)
	}
	return nil
}

// baseRates is a note on how often promises like the partner's were kept.
func (b *builder) baseRates() (*ledger.Note, error) {
	prior, err := registers.PriorOf(b.inForce, b.year)
	if err != nil {
		return nil, err
	}
	promise := "no pact"
	if b.inForce != 0 {
		promise = b.inForce.String()
	}
	text := fmt.Sprintf("In force from %s toward %s at the as-of day: %s. Of wars that ended before %d, partners %s fought beside the state in need in %d of %d pairs (%d wars) and against it in %d. %s %s",
		the(b.partner.Name), the(b.relier.Name), promise, b.year, prior.Kind.Partners(), prior.Fought.Kept, prior.Fought.Of, prior.Fought.Wars, prior.Opposed.Kept, prior.Kind.Definition(), registers.WhyTheyDiffer)
	return &ledger.Note{ID: "n-base-rate", Title: "How often such promises were kept", Text: text,
		Citations: []ledger.Citation{{Source: sourceATOP, Credibility: 2}, {Source: sourceWars, Credibility: 2}}}, nil
}

// alignment is a note on how the two voted.
func (b *builder) alignment() *ledger.Note {
	p, ok := b.period()
	if !ok || b.relier.seat == "" || b.partner.seat == "" {
		return nil
	}
	s := b.roll.Stand(b.relier.seat, b.partner.seat, p)
	if s.Votes == 0 {
		return nil
	}
	from, _, _ := p.First.Date()
	to, _, _ := p.Last.Date()
	return &ledger.Note{ID: "n-alignment", Title: "How the two voted in the General Assembly",
		Text: fmt.Sprintf("%s and %s voted alike on %.0f %% of %d common roll calls in %s; S %.2f by absolute distance, number %d of %d states by nearness to %s, whose median with all is %.2f.",
			capital(the(b.relier.Name)), the(b.partner.Name), 100*s.Agreement, s.Votes, dated(from, to), s.Absolute.S, s.Rank, s.Of, the(b.partner.Name), s.Median),
		Citations: []ledger.Citation{{Source: sourceVotes, Where: dated(from, to), Credibility: 2}}}
}

// the gives a state's name as it stands in a sentence.
func the(name string) string {
	for _, w := range []string{"United ", "Soviet ", "Ottoman ", "Netherlands", "Philippines", "Bahamas", "Gambia", "Maldives", "Seychelles", "Comoros", "Central African", "Dominican Republic", "Czech Republic", "Republic ", "Democratic Republic"} {
		if strings.HasPrefix(name, w) {
			return "the " + name
		}
	}
	for _, w := range []string{" Islands", " Republic"} {
		if strings.HasSuffix(name, w) {
			return "the " + name
		}
	}
	return name
}
