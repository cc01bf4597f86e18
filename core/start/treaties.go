package start

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/registers"
)

// A span is the years in which promises began and ended together.
type span struct {
	number      int // of the state that was bound
	to          int
	first, last int
	promise     registers.Promise
}

// spansOf takes the bonds of one state to another apart by promise and puts those
// of the same years together: non-aggression from 1975 goes on when defence is
// added in 1997, and is not a treaty that lapsed.
func spansOf(by, to int) ([]span, error) {
	bonds, err := registers.Bonds(by, to)
	if err != nil {
		return nil, err
	}
	var out []span
	for _, p := range registers.Promises {
		var run *span
		for _, x := range bonds {
			switch {
			case x.Promise&p == 0:
				continue
			case run != nil && run.last == x.First-1:
				run.last = x.Last
			default:
				out = append(out, span{by, to, x.First, x.Last, p})
				run = &out[len(out)-1]
			}
		}
	}
	slices.SortStableFunc(out, func(a, b span) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last)) })
	joined := out[:0]
	for _, s := range out {
		if n := len(joined); n > 0 && joined[n-1].first == s.first && joined[n-1].last == s.last {
			joined[n-1].promise |= s.promise
		} else {
			joined = append(joined, s)
		}
	}
	return joined, nil
}

// bonds enters the treaties between relier and partner, both ways, and those by
// which the partner is bound to fight for the comparators.
func (b *builder) bonds() error {
	pairs := b.pairs()
	if !b.o.Both { // treaties show from both ends in any case
		pairs = append(pairs, pair{b.relier, b.partner, reverse})
	}
	for _, p := range pairs {
		var all []span
		for _, from := range p.from.numbers {
			for _, to := range p.to.numbers {
				spans, err := spansOf(from, to)
				if err != nil {
					return err
				}
				all = append(all, spans...)
			}
		}
		for _, s := range carriedOn(all) {
			if !b.known(yearDate(s.first)) || p.role == beside && s.promise&(registers.Defence|registers.Offence) == 0 {
				continue
			}
			b.bound = b.bound || p.role == asked
			b.records = append(b.records, b.pledge(p, s))
		}
	}
	return nil
}

// carriedOn joins what a state promised, or was promised, under one number of the
// register and goes on under the next: a treaty did not lapse in 1990 because the
// Federal Republic of Germany has another number from then on.
func carriedOn(list []span) []span {
	slices.SortStableFunc(list, func(a, b span) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last)) })
	var out []span
	for _, s := range list {
		i := slices.IndexFunc(out, func(x span) bool {
			return x.promise == s.promise && (x.number != s.number || x.to != s.to) && x.last >= s.first-1 && x.last <= s.last
		})
		if i < 0 {
			out = append(out, s)
			continue
		}
		out[i].number, out[i].to, out[i].last = s.number, s.to, s.last
	}
	return out
}

func (b *builder) pledge(p pair, s span) *ledger.Pledge {
	last := edtf.DayOf(min(s.last, max(s.first, b.year)), 7, 1) // a treaty goes on under the name of the state that kept it
	from, to := then(s.number, last), then(s.to, last)
	years := dated(s.first, s.last)
	if s.last == registers.LastTreatyYear {
		years = fmt.Sprintf("from %d", s.first)
	}
	out := &ledger.Pledge{
		ID:    fmt.Sprintf("p-atop-%d-%d-%d-%d-%d", s.number, s.to, s.first, s.last, s.promise),
		Title: fmt.Sprintf("%s pact of %s toward %s, %s", capital(s.promise.String()), the(from), the(to), years),
		From:  p.from.ID, To: p.to.ID, Channel: ledger.TreatyChannel, Promised: yearDate(s.first),
		Obliges: obligations(s.promise), Tags: append([]string{"register"}, strings.Split(s.promise.String(), ", ")...),
		Citations: []ledger.Citation{{Source: sourceATOP, Where: fmt.Sprintf("directed dyad-years %d to %d, %s", s.number, s.to, dated(s.first, s.last)), Credibility: 2}},
	}
	about := []string{promiseText(s.promise)}
	switch {
	case s.last == registers.LastTreatyYear && b.year > registers.LastTreatyYear:
		out.Tags = append(out.Tags, "not known after 2018")
		about = append(about, fmt.Sprintf("In force in %d, the register's last year; not known after. It is kept in force here, and that is uncertain: check it.", s.last))
	case s.last < registers.LastTreatyYear && (b.o.Later || s.last+1 <= b.year):
		out.Milestones = []ledger.Milestone{{Date: yearDate(s.last + 1), Type: "lapsed",
			Note: fmt.Sprintf("In the register to %d. It does not say here how the promise ended: by its term, by denunciation, in another treaty or in war.", s.last), Citations: out.Citations}}
	}
	about = append(about, "The register gives what treaties in force promised year by year, not which treaty it was, nor its conditions.")
	if from != p.from.Name || to != p.to.Name {
		out.Tags = append(out.Tags, "predecessor")
	}
	out.About = strings.Join(about, " ")
	return out
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func promiseText(p registers.Promise) string {
	texts := map[registers.Promise]string{
		registers.Defence: "to fight beside the other where it is attacked", registers.Offence: "to fight beside it in a war that it begins or joins",
		registers.Neutrality: "to stay neutral where it is at war", registers.NonAggression: "not to attack it", registers.Consultation: "to consult with it in a crisis",
	}
	var out []string
	for _, q := range registers.Promises {
		if p&q != 0 {
			out = append(out, texts[q])
		}
	}
	return "Promised " + strings.Join(out, "; ") + "."
}

// obligations lays promises on the ladder. Defence is owed where the relier is
// attacked and not in a war of its own choice; neutrality and non-aggression
// oblige to no help.
func obligations(p registers.Promise) []ledger.Obligation {
	var out []ledger.Obligation
	if p&registers.Defence != 0 {
		out = append(out, ledger.Obligation{Moments: []string{"attack"}, Rung: ledger.Fought, Note: "Defence: owed where the other is attacked (moments of type attack)."})
	}
	if p&registers.Offence != 0 {
		out = append(out, ledger.Obligation{Moments: []string{"war"}, Rung: ledger.Fought, Note: "Offence: owed in a war that the other begins or joins (moments of type war)."})
	}
	if p&registers.Consultation != 0 {
		out = append(out, ledger.Obligation{Moments: []string{"force"}, Rung: ledger.DiplomaticAct, Note: "Consultation: to confer in a crisis, an act of office."})
	}
	return out
}
