package reading

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Record drafts the record that an accepted candidate becomes, with the next
// free id of the case and the candidate's words as its citation's quote; the
// source is for the caller to enter. Actors are those of the case where it has
// them under any name the lexicon knows. What the text does not say stays empty
// for a person to fill in: Check tells what is missing. A milestone becomes the
// pledge of the best match with the milestone added, or a new pledge where
// there is none.
//
// What is no fact never becomes one: a forecast, a prescription and a claim,
// and whatever is asserted as an opinion, forecast or prescription, become a
// note that says whose it is. A reading asserted becomes a hypothesis.
func Record(c *ledger.Case, cand Candidate, lex *Lexicon) (ledger.Record, error) {
	m := matcher{c: c, x: indexOf(c), lex: lex}
	f := cand.Fields
	from, to := cand.Pair()
	from, to = m.actor(from), m.actor(to)
	cites := []ledger.Citation{{Quote: cand.Span.Text, Credibility: credibility(cand)}}
	rung := ledger.Rung(0)
	if f.Rung != nil {
		rung = ledger.Rung(*f.Rung)
	}
	if !slices.Contains(Kinds, cand.Kind) {
		return nil, fmt.Errorf("drafting a record: kind %q does not exist", cand.Kind)
	}
	if !cand.Factual() && cand.Kind != Hypothesis {
		return m.note(cand, cites), nil
	}
	var tags []string
	if cand.Modality == AsAllegation {
		tags = []string{"alleged"}
	}
	switch cand.Kind {
	case Moment:
		x := &ledger.Moment{ID: c.NextID(ledger.KindMoment), Title: f.Title, Start: f.Start, End: f.End, Type: f.Type, Citations: cites, Tags: tags}
		for _, a := range f.InNeed {
			x.InNeed = append(x.InNeed, m.actor(a))
		}
		return x, nil
	case Conduct:
		return &ledger.Conduct{ID: c.NextID(ledger.KindConduct), Moment: m.moment(f, to), From: from, To: to, Date: f.Date, Rung: rung, What: f.What, Citations: cites, Tags: tags}, nil
	case Request:
		return &ledger.Request{ID: c.NextID(ledger.KindRequest), Moment: m.moment(f, from), From: from, To: to, Date: f.Date, Rung: rung, What: f.What, Citations: cites, Tags: tags}, nil
	case Pledge:
		p := m.pledge(cand, from, to, cites)
		p.Tags = tags
		return p, nil
	case Milestone:
		step := StepOf(cand)
		if old := m.pledgeOf(cand, from, to); old != nil {
			return WithMilestone(old, step), nil
		}
		p := m.pledge(cand, from, to, nil)
		p.Amount = nil // what was delivered is not what was promised
		p.Milestones = []ledger.Milestone{step}
		return p, nil
	case Contribution:
		return &ledger.Contribution{ID: c.NextID(ledger.KindContribution), From: from, To: to, Channel: f.Channel, Date: f.Date, Magnitude: f.Magnitude, Value: f.Value, Unit: f.Unit, What: f.What, Citations: cites, Tags: tags}, nil
	case Dependence:
		d := &ledger.Dependence{ID: c.NextID(ledger.KindDependence), Actor: to, On: from, Channel: f.Channel, Basis: f.What, Date: f.Date, Citations: cites, Tags: tags}
		if f.Share != nil { // a text gives one figure; how far it may be off is for a person to say
			d.Low, d.Mode, d.High = *f.Share, *f.Share, *f.Share
		}
		return d, nil
	}
	return &ledger.Hypothesis{ID: c.NextID(ledger.KindHypothesis), Title: f.Title, About: f.What, Relier: to, Partner: from, Citations: cites}, nil
}

// Kinds lists the kinds of candidate in the order of the record.
var Kinds = []Kind{Moment, Conduct, Request, Pledge, Milestone, Contribution, Dependence, Hypothesis, Forecast, Prescription, Claim}

// Factual reports whether a candidate may become a record that the methods
// compute with: it is of such a kind, and asserted as a fact or an allegation.
func (c Candidate) Factual() bool {
	switch c.Kind {
	case Forecast, Prescription, Claim, Hypothesis:
		return false
	}
	return c.Modality == AsFact || c.Modality == AsAllegation || c.Modality == ""
}

// note keeps what is no fact, with whose it is. A disputed claim is contested,
// and its words stand for it.
func (m *matcher) note(cand Candidate, cites []ledger.Citation) *ledger.Note {
	by := cand.AssertedBy
	switch by {
	case "":
		by = Article
	case Article:
	default:
		by = m.name(by)
	}
	name := string(cand.Kind)
	switch {
	case cand.Kind == Forecast || cand.Kind == Prescription || cand.Kind == Claim:
	case cand.Modality != "":
		name = string(cand.Modality)
	}
	text := cmp.Or(cand.Fields.What, cand.Fields.Title, cand.Span.Text)
	n := &ledger.Note{ID: m.c.NextID(ledger.KindNote), Title: fmt.Sprintf("%s (%s): %s", title(name), by, short(text, 60)), Text: text, Tags: []string{name}}
	if name != string(cand.Kind) {
		n.Tags = append(n.Tags, string(cand.Kind))
	}
	if cand.Modality == AsAllegation || cand.Kind == Claim {
		n.Contested, n.For = true, cites
	} else {
		n.Citations = cites
	}
	return n
}

// short cuts a text after a word, at most n characters.
func short(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	for i := n; i > n/2; i-- {
		if r[i] == ' ' {
			return string(r[:i]) + " …"
		}
	}
	return string(r[:n]) + "…"
}

// StepOf gives the milestone that a candidate becomes, its words cited; the
// source is for the caller to enter.
func StepOf(cand Candidate) ledger.Milestone {
	f := cand.Fields
	return ledger.Milestone{Date: f.Date, Type: f.Type, Share: f.Share, Amount: f.Amount, Note: f.What, Citations: []ledger.Citation{{Quote: cand.Span.Text, Credibility: credibility(cand)}}}
}

// WithMilestone gives a copy of a pledge with a milestone in its place by date.
func WithMilestone(old *ledger.Pledge, step ledger.Milestone) *ledger.Pledge {
	p := *old
	at := len(old.Milestones)
	if !step.Date.IsZero() {
		for at > 0 && edtf.Compare(old.Milestones[at-1].Date, step.Date) > 0 {
			at--
		}
	}
	p.Milestones = slices.Insert(slices.Clone(old.Milestones), at, step)
	return &p
}

// pledgeOf gives the pledge on record that a milestone belongs to: the best
// match; nil where there is none, or several of which none is like it in words.
func (m *matcher) pledgeOf(cand Candidate, from, to string) *ledger.Pledge {
	var best *Match
	found := m.milestones(cand, from, to)
	for i := range found {
		if x := &found[i]; best == nil || x.Score > best.Score || x.Score == best.Score && x.Record < best.Record {
			best = x
		}
	}
	if best == nil || best.Score < sameEvent && len(found) > 1 {
		return nil
	}
	r, _ := m.c.Get(best.Record)
	p, _ := r.(*ledger.Pledge)
	return p
}

func (m *matcher) pledge(cand Candidate, from, to string, cites []ledger.Citation) *ledger.Pledge {
	f := cand.Fields
	return &ledger.Pledge{ID: m.c.NextID(ledger.KindPledge), Title: cmp.Or(f.Title, short(f.What, 80)), From: from, To: to, Channel: f.Channel, Promised: f.Promised, Due: f.Due, Amount: f.Amount, Unit: f.Unit, Citations: cites}
}

// moment finds the case's moment at which the actor was in need when the
// candidate's conduct took place; empty where none or several fit equally.
func (m *matcher) moment(f Fields, inNeed string) string {
	best, top, tie := "", 0., false
	for _, x := range m.c.Moments() {
		if !x.Needs(inNeed) {
			continue
		}
		s := 0.
		if f.Moment != "" {
			s = alike(x.Title, f.Moment)
		}
		if !f.Date.IsZero() {
			if n := near(x.Start, f.Date); n > .3 {
				s += n
			} else if !x.End.IsZero() && f.Date.PossiblyOverlaps(span2(x.Start, x.End)) {
				s += .5 // it was going on
			}
		}
		if s < .5 || s < top {
			continue
		}
		tie = s == top
		best, top = x.ID, s
	}
	if tie {
		return ""
	}
	return best
}

// CaseActor gives the id under which a case has an actor of the lexicon, and
// where it has none the record with which to enter it, under the lexicon's id;
// false for an id that neither knows.
func CaseActor(c *ledger.Case, id string, lex *Lexicon) (string, *ledger.Actor, bool) {
	m := matcher{c: c, x: indexOf(c), lex: lex}
	got := m.actor(id)
	if _, ok := c.Actor(got); ok {
		return got, nil, true
	}
	if lex == nil || lex.byActor[id] == nil {
		return "", nil, false
	}
	e := lex.byActor[id]
	a := &ledger.Actor{ID: id, Label: e.name, Type: e.kind, ISO3: e.iso3}
	if _, taken := c.Get(id); taken { // by a record of another kind
		a.ID = c.NextID(ledger.KindActor)
	}
	return a.ID, a, true
}

// NamedMoment drafts the moment that a text calls by a name which the lexicon
// knows ("the twelve-day war"), with its type, dates and those in need as ids of
// the lexicon; false where it knows none of that title.
func (lex *Lexicon) NamedMoment(title string) (*ledger.Moment, bool) {
	for _, w := range lex.words {
		for _, p := range w.phrases {
			if p.kind != isMoment || p.moment.title != title {
				continue
			}
			m := &ledger.Moment{Title: title, Type: p.moment.kind, InNeed: slices.Clone(p.moment.inNeed)}
			var err error
			if m.Start, err = edtf.Parse(p.moment.start); err != nil {
				return nil, false
			}
			if p.moment.end != "" {
				if m.End, err = edtf.Parse(p.moment.end); err != nil {
					return nil, false
				}
			}
			return m, true
		}
	}
	return nil, false
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
