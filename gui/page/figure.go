package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

// The keys of the figures that a person can ask "why?" about. Those that end
// in a colon take a rung, an index or a day.
const (
	figRung      = "rung:"
	figAgainst   = "against"
	figMixed     = "mixed"
	figMoments   = "moments"
	figEffective = "effective"
	figVoices    = "publishers"
	figUnknown   = "unknown"
	figContested = "contested"
	figOwed      = "owed"
	figAsked     = "asked"
	figFirst     = "first"
	figPledges   = "pledges"
	figOpen      = "pledges open"
	figFulfilled = "pledges fulfilled"
	figFailed    = "pledges failed"
	figOverdue   = "pledges overdue"
	figMedian    = "median"
	figTrend     = "trend"
	figBacktest  = "backtest"
	figHalfLife  = "half-life"
	figFewest    = "fewest:"
	figInfluence = "influence:" // records:0, sources:0, publishers:0
	figChange    = "change:"
	figChanges   = "changes"
	figRestsOn   = "rests on"
)

// figure is one figure of the answer, with what it rests on.
type figure struct {
	title string
	says  []span
	parts []part
}

// explain gives what a figure of the current answer rests on; false where the
// answer has no such figure.
func explain(st session.State, key string) (figure, bool) {
	a := st.Answer
	if a == nil {
		return figure{}, false
	}
	e := explainer{st: st, c: st.Case, a: a}
	name, arg := key, ""
	if i := strings.Index(key, ":"); i >= 0 {
		name, arg = key[:i+1], key[i+1:]
	}
	switch name {
	case figRung:
		return e.rung(arg)
	case figAgainst:
		return e.against(), true
	case figMixed:
		return e.observed("Both helped and worked against", trf("At %s of %s the record holds both. Nothing is averaged away: each counts.",
			count(len(a.Against.Mixed), "moment"), count(a.Moments, "moment")), func(o assess.Observation) bool { return o.Mixed }), true
	case figMoments:
		return e.observed(trf("%s with %s’s conduct on record", sentence(count(a.Moments, "moment")), a.PartnerName),
			"All conduct of a moment counts once, with the highest rung. Weight is credibility of the sources, times fit with the situation asked about, times recency.",
			func(assess.Observation) bool { return true }), true
	case figEffective:
		return e.observed("Effective sample "+decimal(a.EffectiveSample),
			"Moments do not weigh the same: old ones, ill-sourced ones and those of another situation weigh less. Together they tell as much as this many moments of full weight.",
			func(assess.Observation) bool { return true }), true
	case figVoices:
		return e.voices(), true
	case figUnknown:
		return figure{title: tr("Nothing on record"), says: []span{say(trf("At %s %s was in need and the case says nothing of what %s did. That is unknown, not silence, and counts nowhere.",
			count(len(a.Unknown), "moment"), a.RelierName, a.PartnerName))}, parts: []part{{"", e.records(a.Unknown)}}}, true
	case figContested:
		return e.contested(), true
	case figOwed:
		return e.deed("Owed by pledge", "owed", a.Honoured, func(o assess.Observation) *assess.OwedRung { return o.Owed }), true
	case figAsked:
		return e.deed("Asked for", "asked for", a.Asked, func(o assess.Observation) *assess.OwedRung { return o.AskedFor }), true
	case figFirst:
		return e.first(), true
	case figPledges, figOpen, figFulfilled, figFailed, figOverdue, figMedian:
		return e.pledges(key), true
	case figTrend:
		return e.trend(), true
	case figBacktest:
		return e.backtest(), true
	case figHalfLife:
		return e.halfLife(), true
	case figFewest:
		return e.fewest(arg)
	case figInfluence:
		return e.influence(arg)
	case figChange:
		return e.change(arg)
	case figChanges:
		return e.changes(), true
	case figRestsOn:
		return figure{title: tr("What the answer rests on"), says: []span{say(count(len(a.RestsOn), "record") + " and sources stand behind the figures.")},
			parts: e.byKind(a.RestsOn)}, true
	}
	return figure{}, false
}

type explainer struct {
	st session.State
	c  *ledger.Case
	a  *assess.Assessment
}

func (e explainer) rung(arg string) (figure, bool) {
	n, err := strconv.Atoi(arg)
	i := slices.IndexFunc(e.a.AtLeast, func(x assess.AtLeast) bool { return err == nil && int(x.Rung) == n })
	if i < 0 {
		return figure{}, false
	}
	x := e.a.AtLeast[i]
	f := figure{title: trf("%s or more: %s", sentence(x.Name), percent(x.Probability))}
	f.says = []span{
		say(trf("%s. Nine times in ten %s; the other pairs in the case: %s.", sentence(x.Word), betweenShares(x.Lower90, x.Upper90), percent(x.BaseRate))),
	}
	reached := func(it item) bool { return it.rung != nil && *it.rung >= x.Rung }
	given := e.observations(func(o assess.Observation) bool { return o.Given >= x.Rung })
	f.parts = []part{
		{trf("Conduct of %s or more", x.Rung), slices.DeleteFunc(slices.Clone(given), func(it item) bool { return !reached(it) })},
		{tr("Also on record at those moments"), slices.DeleteFunc(slices.Clone(given), reached)},
		{tr("Conduct at moments with less"), e.observations(func(o assess.Observation) bool { return o.Given < x.Rung })},
	}
	return f, true
}

func (e explainer) against() figure {
	x := e.a.Against
	f := figure{title: "Worked against: " + percent(x.Probability)}
	f.says = []span{say(trf("%s that %s works against %s at a moment, whatever else it does there. Nine times in ten %s; the other pairs in the case: %s. ",
		sentence(x.Word), e.a.PartnerName, e.a.RelierName, betweenShares(x.Lower90, x.Upper90), percent(x.BaseRate)))}
	if len(x.Mixed) > 0 {
		f.says = append(f.says, say(tr("At ")), link(count(len(x.Mixed), "moment"), figMixed), say(tr(" it helped as well.")))
	}
	f.parts = []part{{"Conduct that undercut or opposed", e.records(x.RestsOn)}}
	return f
}

// observed is a figure that rests on the observations that pass.
func (e explainer) observed(title, says string, pass func(assess.Observation) bool) figure {
	return figure{title: title, says: []span{say(says)}, parts: []part{{"", e.observations(pass)}}}
}

// observations lists the conduct behind the observations that pass, the latest
// moment first: what gives the rung before what else is on record there.
func (e explainer) observations(pass func(assess.Observation) bool) []item {
	var items []item
	for _, o := range slices.Backward(e.a.Observations) {
		if !pass(o) {
			continue
		}
		top := map[string]bool{}
		for _, id := range o.Top {
			top[id] = true
			it := e.item(id)
			it.facts = trf("%s · weight %.2f%s · %s", e.dayOf(id, o), o.Weight, e.gradeOf(id), o.Title)
			items = append(items, it)
		}
		for _, id := range o.Records {
			if !top[id] {
				it := e.item(id)
				it.facts = trf("%s · same moment%s · %s", e.dayOf(id, o), e.gradeOf(id), o.Title)
				it.faint = true
				items = append(items, it)
			}
		}
	}
	return items
}

// dayOf is when a record of a moment was; where it has no date, when the moment began.
func (e explainer) dayOf(id string, o assess.Observation) edtf.Date {
	if r, ok := e.c.Get(id); ok {
		if d := hypotheses.DateOf(r); !d.IsZero() {
			return d
		}
	}
	return edtf.DateOf(o.Start)
}

func (e explainer) voices() figure {
	var sources []string
	seen := map[string]bool{}
	for _, o := range e.a.Observations {
		for _, id := range o.Records {
			if r, ok := e.c.Get(id); ok {
				for _, cite := range ledger.Citations(r) {
					if !seen[cite.Source] {
						seen[cite.Source] = true
						sources = append(sources, cite.Source)
					}
				}
			}
		}
	}
	return figure{
		title: sentence(count(len(e.a.Publishers), "publisher")),
		says:  []span{say("Independent voices behind that conduct; copies of one text count once. " + strings.Join(e.a.Publishers, "; ") + ".")},
		parts: []part{{"Their sources", e.records(sources)}},
	}
}

func (e explainer) contested() figure {
	f := figure{title: tr("Contested"), says: []span{say(tr("At these moments a claim is disputed, or coders gave different rungs."))}}
	var moments, notes []string
	for _, m := range e.a.Contested {
		moments = append(moments, m)
		for _, r := range e.c.ConductAt(m) {
			for _, n := range e.c.NotesOn(r.ID) {
				if n.Contested && !slices.Contains(notes, n.ID) {
					notes = append(notes, n.ID)
				}
			}
		}
	}
	f.parts = []part{{"Moments", e.records(moments)}, {"Disputed claims", e.records(notes)}}
	return f
}

func (e explainer) deed(title, word string, h assess.Honoured, of func(assess.Observation) *assess.OwedRung) figure {
	f := figure{title: trf("%s at %s, given at %d", title, count(h.Owed, "moment"), h.Kept)}
	f.says = []span{say(trf("Share %s, nine times in ten %s. On average %s rungs less was given than was %s.",
		percent(h.Share), betweenShares(h.Lower90, h.Upper90), decimal(h.Shortfall), word))}
	if h.Unknown > 0 {
		f.says = append(f.says, say(trf(" At %s more nothing is on record.", count(h.Unknown, "moment"))))
	}
	if h.Comparators != nil {
		f.says = append(f.says, say(trf(" Other pairs: %d of %d (%s).", h.Comparators.Kept, h.Comparators.Of, percent(h.Comparators.Share))))
	}
	var kept, short []item
	for _, o := range slices.Backward(e.a.Observations) {
		owed := of(o)
		if owed == nil {
			continue
		}
		for i, id := range append(slices.Clone(owed.RestsOn), o.Top...) {
			it := e.item(id)
			if i < len(owed.RestsOn) {
				it.facts = fmt.Sprintf("%s · %s %s", o.Title, word, owed.Rung)
				rung := owed.Rung
				it.rung = &rung
			} else {
				it.facts = trf("%s · given %s", o.Title, o.Given)
			}
			if o.Given >= owed.Rung {
				kept = append(kept, it)
			} else {
				short = append(short, it)
			}
		}
	}
	f.parts = []part{{"Given in full", kept}, {"Less given", short}}
	return f
}

func (e explainer) first() figure {
	x := e.a.First
	f := figure{title: tr("First support")}
	f.says = []span{say(trf("Support is on record at %d of %s. ", x.Supported, count(x.Moments, "moment")))}
	if x.MedianDays != nil {
		text := "Half the time it came within " + days(*x.MedianDays)
		if x.Lower90 != nil && x.Upper90 != nil {
			text += trf(" (90 %% interval %.0f to %.0f days)", *x.Lower90, *x.Upper90)
		}
		f.says = append(f.says, say(text+"."))
	} else {
		f.says = append(f.says, say(tr("More often than not none came, so there is no median.")))
	}
	var came, not []item
	for _, o := range slices.Backward(e.a.Observations) {
		it := e.item(o.Moment)
		if len(o.Top) > 0 {
			it.rung = &o.Given
		}
		if o.FirstDays != nil {
			it.facts = o.Start.String() + " · after " + days(*o.FirstDays)
			came = append(came, it)
		} else {
			it.facts = o.Start.String() + " · none on record"
			not = append(not, it)
		}
	}
	f.parts = []part{{"Supported", came}, {"Not supported", not}}
	return f
}

func (e explainer) pledges(key string) figure {
	p := e.a.Pledges
	f := figure{title: sentence(count(p.Total, "pledge"))}
	groups := map[ledger.PledgeState][]item{}
	overdue := map[string]string{}
	for _, d := range p.Delays {
		if d.Overdue {
			overdue[d.Pledge] = " · overdue by " + years(d.Years)
		}
	}
	var late []item
	for _, id := range p.RestsOn {
		r, ok := e.c.Get(id)
		pledge, is := r.(*ledger.Pledge)
		if !ok || !is {
			continue
		}
		state, end := pledge.StateOn(e.a.Question.AsOf)
		it := e.item(id)
		it.facts = "promised " + pledge.Promised.String()
		if !pledge.Due.IsZero() {
			it.facts += " · due " + pledge.Due.String()
		}
		if end != nil {
			it.facts += " · " + end.Type + " " + end.Date.String()
		}
		it.facts += overdue[id]
		groups[state] = append(groups[state], it)
		if overdue[id] != "" {
			late = append(late, it)
		}
	}
	open := part{tr("Open"), groups[ledger.Open]}
	kept := part{tr("Fulfilled"), groups[ledger.Fulfilled]}
	failed := part{tr("Failed: cancelled, breached or lapsed"), groups[ledger.Failed]}
	over := part{tr("Ended with a treaty: neither kept nor failed"), groups[ledger.Expired]}
	switch key {
	case figOpen:
		f.title, f.parts = sentence(count(p.Open, "pledge"))+" open", []part{open}
	case figFulfilled:
		f.title, f.parts = sentence(count(p.Fulfilled, "pledge"))+" fulfilled", []part{kept}
	case figFailed:
		f.title, f.parts = sentence(count(p.Failed, "pledge"))+" failed", []part{failed}
	case figOverdue:
		f.title, f.parts = sentence(count(p.Overdue, "pledge"))+" overdue", []part{{"", late}}
	default:
		f.parts = []part{kept, failed, open, over}
	}
	if key == figMedian && p.Median != nil {
		f.title = "Half have ended after " + years(*p.Median)
		f.says = append(f.says, say(tr("Kaplan-Meier median of the time until a pledge ends, open ones counted as not yet ended.")))
		if p.Lower90 != nil && p.Upper90 != nil {
			f.says = append(f.says, say(trf(" 90 %% interval %s to %s.", decimal(*p.Lower90), years(*p.Upper90))))
		}
	}
	return f
}

// byKind lists records under the names of their kinds.
func (e explainer) byKind(ids []string) []part {
	byKind := map[ledger.Kind][]string{}
	for _, id := range ids {
		if r, ok := e.c.Get(id); ok {
			byKind[r.Kind()] = append(byKind[r.Kind()], id)
		}
	}
	var parts []part
	for _, k := range ledger.Kinds {
		if len(byKind[k]) > 0 {
			parts = append(parts, part{sentence(kindsWord(k)), e.records(byKind[k])})
		}
	}
	return parts
}

func (e explainer) records(ids []string) []item { return itemsOf(e.c, ids) }

func (e explainer) item(id string) item { return itemOf(e.c, id) }

func (e explainer) gradeOf(id string) string { return gradeOf(e.c, id) }
