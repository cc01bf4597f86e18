package hypotheses

import (
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func (k *work) warnings(r *Readings) {
	m := k.m
	warn := func(s assess.Sentence) { r.Said.Warnings = append(r.Said.Warnings, s) }
	switch {
	case len(m.hyps) == 0:
		warn(say("The case has no hypothesis on {partner} and {relier}: add one, or start from the standard readings.", at("partner", r.PartnerName), at("relier", r.RelierName)))
	case len(m.hyps) == 1:
		warn(say("One hypothesis has no rival: its probability of 1 says nothing."))
	case len(m.items) == 0:
		warn(say("No evidence known by {day} is rated: the figures are the priors.", at("day", m.q.AsOf.String())))
	}
	r.Said.Warnings = append(r.Said.Warnings, k.notes...)
	if r.UnratedCells > 0 && len(m.items) > 0 {
		warn(counted(r.UnratedCells, "1 cell is not rated: it counts as ratio 1 and bends the comparison. Rate an item against every hypothesis before the next.",
			"{n} cells are not rated: they count as ratio 1 and bend the comparison. Rate an item against every hypothesis before the next."))
	}
	if r.WithoutSpread > 0 {
		warn(counted(r.WithoutSpread, "1 item is the same for every hypothesis: greyed, it weighs nothing.", "{n} items are the same for every hypothesis: greyed, they weigh nothing."))
	}
	if n := len(m.bad); n > 0 {
		warn(counted(n, "1 rating has a value that is no rating and counts as not applicable: {which}.", "{n} ratings have a value that is no rating and count as not applicable: {which}.",
			at("which", strings.Join(m.bad, ", "))))
	}
	if m.old > 0 {
		warn(counted(m.old, "1 rating is replaced by a later one of the same analyst.", "{n} ratings are replaced by a later one of the same analyst."))
	}
	switch n := len(r.Shared); {
	case n > 0 && !m.s.SharePublisher && !m.s.ShareEvent:
		warn(counted(n, "1 group of items rests on one publisher or tells of one event and, by setting, counts as independent: the evidence may be counted twice.",
			"{n} groups of items rest on one publisher or tell of one event and, by setting, count as independent: the evidence may be counted twice."))
	case n > 0:
		warn(counted(n, "1 group of items rests on one publisher or tells of one event: it shares one weight, so that it is not counted twice.",
			"{n} groups of items rest on one publisher or tell of one event: each shares one weight, so that it is not counted twice."))
	}
	overdue := 0
	for _, x := range m.ahead {
		if x.indicates() && m.passed(x) {
			overdue++
		}
	}
	if overdue > 0 {
		warn(counted(overdue, "1 indicator whose day has passed: say whether it was seen, by a record or a later day.", "{n} indicators whose day has passed: say whether they were seen, by a record or a later day."))
	}
	figures := 0
	for _, x := range m.items {
		if x.figure != nil && slices.ContainsFunc(m.items, func(y *item) bool { return slices.Contains(x.figure.RestsOn, y.id) }) {
			figures++
		}
	}
	if figures > 0 {
		warn(counted(figures, "1 figure rests on records that are items themselves: what they say is counted twice. Keep the figure or its records.",
			"{n} figures rest on records that are items themselves: what they say is counted twice. Keep the figure or its records."))
	}
	for _, l := range m.links {
		from, to := k.place(l.From), k.place(l.To)
		if from < 0 || to < 0 {
			continue
		}
		pair := []assess.Arg{at("a", quoted(k.name(from))), at("b", quoted(k.name(to)))}
		switch l.Type {
		case "overlaps":
			warn(say("{a} and {b} overlap: shares that sum to 1 take them for exclusive, and so understate both.", pair...))
		case "subsumes":
			warn(say("{a} subsumes {b}: its own share is that of the rest of it; see with_subsumed for the whole.", pair...))
		}
	}
}

func (k *work) place(id string) int {
	return slices.IndexFunc(k.m.hyps, func(h *ledger.Hypothesis) bool { return h.ID == id })
}

func (k *work) headline(r *Readings) []assess.Sentence {
	pair := []assess.Arg{at("partner", r.PartnerName), at("relier", r.RelierName)}
	if len(k.m.hyps) < 2 || len(k.m.items) == 0 || k.e.a == 0 {
		return []assess.Sentence{say("No reading of {partner}'s conduct toward {relier} can be told from another yet.", pair...)}
	}
	var out []assess.Sentence
	if k.v.bayes < 0 {
		out = append(out, say("No reading leads: the best share {p}.", at("p", assess.Share(k.v.pooled[k.bestFits]))))
	} else {
		x := r.Hypotheses[k.v.bayes]
		share := assess.Share(x.Posterior)
		how := assess.Sentence{Key: "{p}", Args: []assess.Arg{at("p", share)}}
		if k.e.a > 1 {
			how = say("{p}; by analyst {low} to {high}", at("p", share), at("low", assess.Share(x.Low)), at("high", assess.Share(x.High)))
			if assess.Percent(x.Low) == assess.Percent(x.High) {
				how = say("{p}; the same by every analyst", at("p", share))
			}
		}
		next := k.runnerUp()
		out = append(out, counted(len(k.m.hyps), "Of 1 reading of {partner}'s conduct toward {relier}, {title} fits the record best: {word} ({how}), before {next} ({nextShare}).",
			"Of {n} readings of {partner}'s conduct toward {relier}, {title} fits the record best: {word} ({how}), before {next} ({nextShare}).",
			append(pair, at("title", quoted(x.Title)), at("word", word(x.Word)), at("how", how), at("next", quoted(k.name(next))), at("nextShare", assess.Share(k.v.pooled[next])))...))
	}
	switch {
	case r.Disagreement != nil:
		out = append(out, r.Said.Disagreement)
	case k.v.contradicted >= 0 && k.v.contradicted == k.v.bayes:
		out = append(out, say("It is also the one that the evidence contradicts least."))
	}
	if r.Overturn != nil {
		n, to := len(r.Overturn.Ratings), at("to", quoted(k.name(k.place(r.Overturn.To))))
		if r.Overturn.Exact {
			out = append(out, counted(n, "Changing 1 rating would put {to} in front.", "Changing {n} ratings would put {to} in front.", to))
		} else {
			out = append(out, counted(n, "Changing 1 rating would put {to} in front (found step by step; fewer may do).", "Changing {n} ratings would put {to} in front (found step by step; fewer may do).", to))
		}
	}
	return out
}
