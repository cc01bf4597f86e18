package hypotheses

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func (k *work) warnings(r *Readings) {
	m := k.m
	warn := func(format string, args ...any) { r.Warnings = append(r.Warnings, fmt.Sprintf(format, args...)) }
	switch {
	case len(m.hyps) == 0:
		warn("The case has no hypothesis on %s and %s: add one, or start from the standard readings.", r.PartnerName, r.RelierName)
	case len(m.hyps) == 1:
		warn("One hypothesis has no rival: its probability of 1 says nothing.")
	case len(m.items) == 0:
		warn("No evidence known by %s is rated: the figures are the priors.", m.q.AsOf)
	}
	r.Warnings = append(r.Warnings, k.notes...)
	if r.UnratedCells > 0 && len(m.items) > 0 {
		warn("%s not rated: they count as ratio 1 and bend the comparison. Rate an item against every hypothesis before the next.", plural(r.UnratedCells, "cell"))
	}
	if r.WithoutSpread > 0 {
		warn("%s the same for every hypothesis: greyed, they weigh nothing.", are(r.WithoutSpread, "item"))
	}
	if len(m.bad) > 0 {
		warn("%s a value that is no rating and count as not applicable: %s.", have(len(m.bad), "rating"), strings.Join(m.bad, ", "))
	}
	if m.old > 0 {
		warn("%s by a later one of the same analyst.", are(m.old, "rating")+" replaced")
	}
	switch n := len(r.Shared); {
	case n > 0 && !m.s.SharePublisher && !m.s.ShareEvent:
		warn("%s of items rest on one publisher or tell of one event and, by setting, count as independent: the evidence may be counted twice.", plural(n, "group"))
	case n > 0:
		warn("%s of items rest on one publisher or tell of one event: each shares one weight, so that it is not counted twice.", plural(n, "group"))
	}
	overdue := 0
	for _, x := range m.ahead {
		if x.indicates() && m.passed(x) {
			overdue++
		}
	}
	if overdue > 0 {
		warn("%s whose day has passed: say whether it was seen, by a record or a later day.", plural(overdue, "indicator"))
	}
	figures := 0
	for _, x := range m.items {
		if x.figure != nil && slices.ContainsFunc(m.items, func(y *item) bool { return slices.Contains(x.figure.RestsOn, y.id) }) {
			figures++
		}
	}
	if figures > 0 {
		warn("%s on records that are items themselves: what they say is counted twice. Keep the figure or its records.", plural(figures, "figure")+" rest")
	}
	for _, l := range m.links {
		from, to := k.place(l.From), k.place(l.To)
		if from < 0 || to < 0 {
			continue
		}
		switch l.Type {
		case "overlaps":
			warn("%q and %q overlap: shares that sum to 1 take them for exclusive, and so understate both.", k.name(from), k.name(to))
		case "subsumes":
			warn("%q subsumes %q: its own share is that of the rest of it; see with_subsumed for the whole.", k.name(from), k.name(to))
		}
	}
}

func are(n int, word string) string {
	if n == 1 {
		return "1 " + word + " is"
	}
	return plural(n, word) + " are"
}

func have(n int, word string) string {
	if n == 1 {
		return "1 " + word + " has"
	}
	return plural(n, word) + " have"
}

func (k *work) place(id string) int {
	return slices.IndexFunc(k.m.hyps, func(h *ledger.Hypothesis) bool { return h.ID == id })
}

func (k *work) headline(r *Readings) []string {
	if len(k.m.hyps) < 2 || len(k.m.items) == 0 || k.e.a == 0 {
		return []string{fmt.Sprintf("No reading of %s's conduct toward %s can be told from another yet.", r.PartnerName, r.RelierName)}
	}
	var out []string
	if k.v.bayes < 0 {
		out = append(out, fmt.Sprintf("No reading leads: the best share %s.", assess.Percent(k.v.pooled[k.bestFits])))
	} else {
		x := r.Hypotheses[k.v.bayes]
		between := ""
		if k.e.a > 1 {
			between = fmt.Sprintf("; by analyst %s to %s", assess.Percent(x.Low), assess.Percent(x.High))
			if assess.Percent(x.Low) == assess.Percent(x.High) {
				between = "; the same by every analyst"
			}
		}
		next := k.runnerUp()
		out = append(out, fmt.Sprintf("Of %s of %s's conduct toward %s, %q fits the record best: %s (%s%s), before %q (%s).",
			plural(len(k.m.hyps), "reading"), r.PartnerName, r.RelierName, x.Title, x.Word, assess.Percent(x.Posterior), between, k.name(next), assess.Percent(k.v.pooled[next])))
	}
	switch {
	case r.Disagreement != nil:
		out = append(out, r.Disagreement.Text)
	case k.v.contradicted >= 0 && k.v.contradicted == k.v.bayes:
		out = append(out, "It is also the one that the evidence contradicts least.")
	}
	if r.Overturn != nil {
		n := len(r.Overturn.Ratings)
		proof := ""
		if !r.Overturn.Exact {
			proof = " (found step by step; fewer may do)"
		}
		out = append(out, fmt.Sprintf("Changing %s would put %q in front%s.", plural(n, "rating"), k.name(k.place(r.Overturn.To)), proof))
	}
	return out
}
