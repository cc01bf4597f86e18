package reading

import (
	"fmt"
	"slices"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// Record drafts the record that an accepted candidate becomes, with the next
// free id of the case and the candidate's words as its citation's quote; the
// source is for the caller to enter. Actors are those of the case where it has
// them under any name the lexicon knows. What the text does not say stays empty
// for a person to fill in: Check tells what is missing. A milestone becomes the
// pledge of the best match with the milestone added, or a new pledge where
// there is none. A forecast, a prescription and a claim become a note, which
// says whose it is: never a fact.
func Record(c *ledger.Case, cand Candidate, lex *Lexicon) (ledger.Record, error) {
	m := matcher{c, lex, map[string]string{}}
	f := cand.Fields
	from, to := cand.Pair()
	from, to = m.actor(from), m.actor(to)
	cites := []ledger.Citation{{Quote: cand.Span.Text, Credibility: credibility(cand)}}
	rung := ledger.Rung(0)
	if f.Rung != nil {
		rung = ledger.Rung(*f.Rung)
	}
	switch cand.Kind {
	case Moment:
		x := &ledger.Moment{ID: c.NextID(ledger.KindMoment), Title: f.Title, Start: f.Start, End: f.End, Type: f.Type, Citations: cites}
		for _, a := range f.InNeed {
			x.InNeed = append(x.InNeed, m.actor(a))
		}
		return x, nil
	case Conduct:
		return &ledger.Conduct{ID: c.NextID(ledger.KindConduct), Moment: m.moment(f, to), From: from, To: to, Date: f.Date, Rung: rung, What: f.What, Citations: cites}, nil
	case Request:
		return &ledger.Request{ID: c.NextID(ledger.KindRequest), Moment: m.moment(f, from), From: from, To: to, Date: f.Date, Rung: rung, What: f.What, Citations: cites}, nil
	case Pledge:
		return m.pledge(cand, from, to, cites), nil
	case Milestone:
		step := ledger.Milestone{Date: f.Date, Type: f.Type, Share: f.Share, Note: f.What, Citations: cites}
		if found := m.pledges(cand, from, to); len(found) > 0 {
			best := slices.MaxFunc(found, func(a, b Match) int {
				if a.Score != b.Score {
					return map[bool]int{true: 1, false: -1}[a.Score > b.Score]
				}
				return map[bool]int{true: 1, false: -1}[a.Record < b.Record]
			})
			if r, ok := c.Get(best.Record); ok {
				if old, ok := r.(*ledger.Pledge); ok {
					p := *old
					p.Milestones = append(slices.Clone(old.Milestones), step)
					return &p, nil
				}
			}
		}
		p := m.pledge(cand, from, to, nil)
		p.Milestones = []ledger.Milestone{step}
		return p, nil
	case Contribution:
		return &ledger.Contribution{ID: c.NextID(ledger.KindContribution), From: from, To: to, Channel: f.Channel, Date: f.Date, Magnitude: f.Magnitude, Value: f.Value, Unit: f.Unit, What: f.What, Citations: cites}, nil
	case Dependence:
		d := &ledger.Dependence{ID: c.NextID(ledger.KindDependence), Actor: to, On: from, Channel: f.Channel, Basis: f.What, Date: f.Date, Citations: cites}
		if f.Share != nil { // a text gives one figure; how far it may be off is for a person to say
			d.Low, d.Mode, d.High = *f.Share, *f.Share, *f.Share
		}
		return d, nil
	case Hypothesis:
		return &ledger.Hypothesis{ID: c.NextID(ledger.KindHypothesis), Title: f.Title, Relier: to, Partner: from, Citations: cites}, nil
	case Forecast, Prescription, Claim:
		by := cand.AssertedBy
		if by != Article {
			by = m.name(by)
		}
		return &ledger.Note{ID: c.NextID(ledger.KindNote), Title: fmt.Sprintf("%s (%s)", title(string(cand.Kind)), by), Text: f.What, Contested: cand.Modality == AsAllegation, Citations: cites}, nil
	}
	return nil, fmt.Errorf("drafting a record: kind %q does not exist", cand.Kind)
}

func (m *matcher) pledge(cand Candidate, from, to string, cites []ledger.Citation) *ledger.Pledge {
	f := cand.Fields
	name := f.Title
	if name == "" {
		name = f.What
	}
	return &ledger.Pledge{ID: m.c.NextID(ledger.KindPledge), Title: name, From: from, To: to, Channel: f.Channel, Promised: f.Promised, Due: f.Due, Amount: f.Amount, Unit: f.Unit, Citations: cites}
}

// moment finds the case's moment at which the actor was in need when the
// candidate's conduct took place; empty where none or several fit equally.
func (m *matcher) moment(f Fields, inNeed string) string {
	best, score, tie := "", 0., false
	for _, x := range m.c.Moments() {
		if !x.Needs(inNeed) {
			continue
		}
		s := 0.
		if f.Moment != "" {
			s = alike(x.Title, f.Moment)
		}
		if !f.Date.IsZero() && near(x.Start, f.Date) > .3 {
			s += near(x.Start, f.Date)
		}
		if s < .5 || s < score {
			continue
		}
		tie = s == score
		best, score = x.ID, s
	}
	if tie {
		return ""
	}
	return best
}

// name gives an actor's name in the case or the lexicon.
func (m *matcher) name(id string) string {
	if a, ok := m.c.Actor(m.actor(id)); ok {
		return a.Name()
	}
	if m.lex != nil {
		return m.lex.ActorName(id)
	}
	return id
}

// credibility proposes an Admiralty grade for the item: what a text alleges or
// holds cannot be judged from the text (6); what it reports as fact is possibly
// true (3) until another source confirms it.
func credibility(cand Candidate) int {
	if cand.Modality == AsFact {
		return 3
	}
	return 6
}

func title(s string) string { return string(s[0]-'a'+'A') + s[1:] }
