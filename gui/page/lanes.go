package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/view"
	"github.com/fairweather-app/fairweather/gui/view/timeline"
)

// laneKey names a lane by what it holds and whom it is about.
func laneKey(k ledger.Kind, a, b string) string { return string(k) + "|" + a + "|" + b }

func splitLane(key string) (k ledger.Kind, a, b string) {
	parts := strings.SplitN(key, "|", 3)
	for len(parts) < 3 {
		parts = append(parts, "")
	}
	return ledger.Kind(parts[0]), parts[1], parts[2]
}

// laneWords are the texts of the lanes, translated on the toolkit's thread.
type laneWords struct {
	inNeed, others, toward, pledges, gave, answer string
	given, against, noSource, sources             string
}

func newLaneWords() laneWords {
	return laneWords{
		inNeed: tr("In need: "), others: tr("third parties"), toward: tr(" toward "), pledges: tr("Pledges: "), gave: tr("Given: "), answer: tr("The answer"),
		given: ledger.DiplomaticAct.String() + " " + tr(ledger.DiplomaticAct.Label()) + tr(" or more"), against: tr("worked against"), noSource: tr("no source"), sources: tr("%s, %d sources"),
	}
}

// laneMaker makes the lanes of a case. It runs off the toolkit's thread.
type laneMaker struct {
	c       *ledger.Case
	key     timelineKey
	history []assess.Point
	words   laneWords
}

// lanes gives the lanes from the top down; those that would be empty are left
// out, but for the pair's own, in which a drag makes the first record.
func (m laneMaker) lanes() []timeline.Lane {
	if m.key.relier == "" || m.key.partner == "" {
		return nil
	}
	r, p := m.key.relier, m.key.partner
	var out []timeline.Lane
	shows := func(k ledger.Kind) bool { return m.key.lanes.kind == "" || m.key.lanes.kind == k }
	add := func(l timeline.Lane, own bool) {
		if own || len(l.Moments)+len(l.Conduct)+len(l.Pledges)+len(l.Contributions) > 0 {
			l.Creates = own && l.Kind != timeline.History
			out = append(out, l)
		}
	}
	if shows(ledger.KindMoment) {
		add(m.moments(r), true)
		add(m.moments(p), false)
	}
	if shows(ledger.KindConduct) {
		add(m.conduct(p, r), true)
		add(m.conduct(r, p), true)
		for _, third := range m.thirds() {
			add(m.conduct(third, r), false)
			add(m.conduct(third, p), false)
		}
		if m.key.lanes.actor == "" {
			l := m.conductWhere(func(x *ledger.Conduct) bool {
				return x.From != r && x.From != p && (x.To == r || x.To == p)
			})
			l.Key, l.Title, l.Folded = laneKey(ledger.KindConduct, "", r), sentence(m.words.others)+m.words.toward+m.c.ActorName(r)+", "+m.c.ActorName(p), true
			add(l, false)
		}
	}
	if shows(ledger.KindPledge) {
		add(m.pledges(p, r), true)
		add(m.pledges(r, p), false)
		for _, third := range m.thirds() {
			add(m.pledges(third, r), false)
			add(m.pledges(third, p), false)
		}
	}
	if shows(ledger.KindContribution) {
		add(m.contributions(p, r), true)
		add(m.contributions(r, p), false)
		for _, third := range m.thirds() {
			add(m.contributions(third, r), false)
			add(m.contributions(third, p), false)
		}
	}
	if len(m.history) > 0 {
		out = append(out, m.answer())
	}
	return out
}

// thirds are the actors beside the pair whose own lanes are asked for.
func (m laneMaker) thirds() []string {
	if a := m.key.lanes.actor; a != "" && a != pairOnly {
		return []string{a}
	}
	return nil
}

var gradeOrder = "ABCDE"

// passes reports whether a record rests on a source of the grade asked for.
func (m laneMaker) passes(cites []ledger.Citation) bool {
	worst := m.key.lanes.grade
	if worst == "" {
		return true
	}
	for _, x := range cites {
		if s, ok := m.c.Source(x.Source); ok && len(s.Reliability) == 1 && strings.Contains(gradeOrder, s.Reliability) && s.Reliability <= worst {
			return true
		}
	}
	return false
}

func (m laneMaker) throughChannel(channel string) bool {
	return m.key.lanes.channel == "" || m.key.lanes.channel == channel
}

// detail is what the tooltip tells below the dates.
func (m laneMaker) detail(id string, facts ...string) string {
	return strings.Join(slices.DeleteFunc(append(facts, m.grade(id)), func(s string) bool { return s == "" }), " · ")
}

// grade is the best grade of a record's citations and how many there are:
// gradeOf, but for its look-up of translations, which the toolkit's thread keeps.
func (m laneMaker) grade(id string) string {
	r, _ := m.c.Get(id)
	list := ledger.Citations(r)
	if len(list) == 0 {
		return m.words.noSource
	}
	best := grade(m.c, list[0])
	for _, x := range list[1:] {
		best = min(best, grade(m.c, x))
	}
	if len(list) > 1 {
		best = fmt.Sprintf(m.words.sources, best, len(list))
	}
	return best
}

func (m laneMaker) moments(actor string) timeline.Lane {
	l := timeline.Lane{Key: laneKey(ledger.KindMoment, actor, m.other(actor)), Title: m.words.inNeed + m.c.ActorName(actor), Kind: timeline.Moments}
	for _, x := range m.c.Moments() {
		if !x.Needs(actor) || !m.passes(x.Citations) {
			continue
		}
		conduct := m.c.ConductAt(x.ID)
		l.Moments = append(l.Moments, timeline.Moment{
			ID: x.ID, Label: x.Name(), Detail: m.detail(x.ID, x.Type), Start: x.Start, End: x.End, Importance: float64(len(conduct)),
		})
	}
	return l
}

func (m laneMaker) other(actor string) string {
	if actor == m.key.relier {
		return m.key.partner
	}
	return m.key.relier
}

func (m laneMaker) conduct(from, to string) timeline.Lane {
	l := timeline.Lane{Kind: timeline.ConductMarks}
	for _, x := range m.c.ConductBetween(from, to) {
		if m.passes(x.Citations) {
			l.Conduct = append(l.Conduct, m.mark(x))
		}
	}
	l.Key, l.Title = laneKey(ledger.KindConduct, from, to), m.c.ActorName(from)+m.words.toward+m.c.ActorName(to)
	return l
}

func (m laneMaker) conductWhere(pass func(*ledger.Conduct) bool) timeline.Lane {
	l := timeline.Lane{Kind: timeline.ConductMarks}
	for _, x := range m.c.Conduct() {
		if pass(x) && m.passes(x.Citations) {
			k := m.mark(x)
			k.Label = m.c.ActorName(x.From) + ": " + k.Label
			l.Conduct = append(l.Conduct, k)
		}
	}
	return l
}

func (m laneMaker) mark(x *ledger.Conduct) timeline.Conduct {
	moment := ""
	if at, ok := m.c.Moment(x.Moment); ok {
		moment = at.Name()
	}
	return timeline.Conduct{ID: x.ID, Label: x.Name(), Detail: m.detail(x.ID, moment), Date: x.Date, Rung: x.Rung, Importance: float64(max(x.Rung, -2*x.Rung))}
}

func (m laneMaker) pledges(from, to string) timeline.Lane {
	l := timeline.Lane{Key: laneKey(ledger.KindPledge, from, to), Title: m.words.pledges + m.c.ActorName(from) + " → " + m.c.ActorName(to), Kind: timeline.Pledges}
	for _, x := range m.c.PledgesBetween(from, to) {
		if !m.passes(x.Citations) || !m.throughChannel(x.Channel) {
			continue
		}
		p := timeline.Pledge{ID: x.ID, Label: x.Name(), Detail: m.detail(x.ID, x.Channel), Promised: x.Promised, Due: x.Due, Importance: float64(len(x.Milestones))}
		for _, s := range x.Milestones {
			p.Milestones = append(p.Milestones, timeline.Milestone{Date: s.Date, Type: s.Type, Note: s.Note})
		}
		l.Pledges = append(l.Pledges, p)
	}
	return l
}

func (m laneMaker) contributions(from, to string) timeline.Lane {
	l := timeline.Lane{Key: laneKey(ledger.KindContribution, from, to), Title: m.words.gave + m.c.ActorName(from) + " → " + m.c.ActorName(to), Kind: timeline.Contributions}
	for _, x := range m.c.Contributions() {
		if x.From == from && x.To == to && m.passes(x.Citations) && m.throughChannel(x.Channel) {
			l.Contributions = append(l.Contributions, timeline.Contribution{
				ID: x.ID, Label: x.Name(), Detail: m.detail(x.ID), Date: x.Date, Channel: x.Channel, Magnitude: x.Magnitude, Importance: float64(x.Magnitude),
			})
		}
	}
	slices.SortStableFunc(l.Contributions, func(a, b timeline.Contribution) int { return cmp.Compare(a.Channel, b.Channel) })
	return l
}

// answer is the lane of the answer's own history.
func (m laneMaker) answer() timeline.Lane {
	given := view.Series{Key: "given", Name: m.words.given, Tone: view.ToneGave3}
	against := view.Series{Key: figAgainst, Name: m.words.against, Tone: view.ToneAgainst2}
	for _, p := range m.history {
		b := p.AtLeast[ledger.DiplomaticAct-ledger.Words]
		given.Points = append(given.Points, view.SeriesPoint{Day: p.AsOf, Value: b.Probability, Lower: b.Lower90, Upper: b.Upper90})
		against.Points = append(against.Points, view.SeriesPoint{Day: p.AsOf, Value: p.Against.Probability, Lower: p.Against.Lower90, Upper: p.Against.Upper90})
	}
	return timeline.Lane{Key: "answer", Title: m.words.answer, Kind: timeline.History, Series: []view.Series{given, against}}
}
