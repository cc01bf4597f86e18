package page

import (
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func (e explainer) trend() figure {
	t := e.a.Trend
	return e.observed(trf("Trend: %s", tr(t.Direction)), trf("Kendall’s tau-b of the rung given on time: %.2f, p %.2f by permutation, over %s. Rising or falling is said below p .10.",
		t.Tau, t.P, count(t.Moments, "moment")), func(assess.Observation) bool { return true })
}

func (e explainer) backtest() figure {
	b := e.a.Backtest
	f := figure{title: tr("Would it have foretold the past?")}
	f.says = []span{say(trf("Each of %s was predicted from what was known the day before. %s", count(b.Moments, "moment"), inWords(e.a.Said.Verdict)))}
	for _, s := range b.Scores {
		f.says = append(f.says, say(trf(" %s or more: happened %d times, Brier score %.3f against %.3f for the base rate (lower is better).",
			sentence(tr(s.Rung.Label())), s.Happened, s.Brier, s.BrierBase)))
	}
	f.parts = []part{{tr("The moments"), e.observations(func(assess.Observation) bool { return true })}}
	return f
}

func (e explainer) halfLife() figure {
	f := figure{title: tr("How fast the past fades")}
	for _, h := range e.a.HalfLife {
		parts := []assess.Sentence{{Key: "{text}", Args: []assess.Arg{fill("text", halfLifeName(h))}}}
		for i, p := range h.Probability {
			parts = append(parts, assess.Sentence{Key: "{rung} {p}", Args: []assess.Arg{fill("rung", ledger.Rung(i+1).String()), fill("p", assess.Share(p))}})
		}
		parts = append(parts, assess.Sentence{Key: "against {p}", Args: []assess.Arg{fill("p", assess.Share(h.Against))}})
		text := key("{figures}.")
		switch {
		case h.Chosen && h.Best:
			text = key("{figures} (in force; foretold the past best).")
		case h.Chosen:
			text = key("{figures} (in force).")
		case h.Best:
			text = key("{figures} (foretold the past best).")
		}
		f.says = append(f.says, told(say, text, fill("figures", series(parts)))...)
		f.says = append(f.says, say(" "))
	}
	f.parts = []part{{tr("The moments and their weights"), e.observations(func(assess.Observation) bool { return true })}}
	return f
}

func (e explainer) fewest(arg string) (figure, bool) {
	i, err := strconv.Atoi(arg)
	if err != nil || i < 0 || i >= len(e.a.Robustness.Fewest) {
		return figure{}, false
	}
	x := e.a.Robustness.Fewest[i]
	f := figure{title: trf("%s: %s would become %s", sentence(tr(x.Rung.Label())), tr(x.Word), tr(x.Becomes))}
	how := tr("found step by step; a smaller set may exist")
	if x.Exact {
		how = tr("no smaller set does")
	}
	f.says = []span{say(trf("Without %s the word changes (%s).", count(len(x.Records), "record"), how))}
	f.parts = []part{{"", e.records(x.Records)}}
	return f, true
}

func (e explainer) influence(arg string) (figure, bool) {
	list, index, ok := strings.Cut(arg, ":")
	i, err := strconv.Atoi(index)
	all := map[string][]assess.Influence{"records": e.a.Robustness.Record, "sources": e.a.Robustness.Source, "publishers": e.a.Robustness.Publisher}[list]
	if !ok || err != nil || i < 0 || i >= len(all) {
		return figure{}, false
	}
	x := all[i]
	f := figure{title: trf("Without %s", x.Name)}
	for j, shift := range x.Shift {
		f.says = append(f.says, say(trf("%s %s points. ", sentence(tr(ledger.Rung(j+1).Label())), points(shift))))
	}
	if len(x.Words) == 0 {
		f.says = append(f.says, say(tr("No word changes.")))
	} else {
		f.says = append(f.says, told(say, "{words}.", fill("words", series(x.Said)))...)
	}
	var ids []string
	for _, o := range e.a.Observations {
		for _, id := range o.Records {
			if e.cites(id, list, x.ID) {
				ids = append(ids, id)
			}
		}
	}
	f.parts = []part{{tr("Records it stands behind"), e.records(ids)}}
	return f, true
}

// cites reports whether a record is, or cites, what an influence is about.
func (e explainer) cites(record, list, id string) bool {
	if list == "records" {
		return record == id
	}
	r, ok := e.c.Get(record)
	return ok && slices.ContainsFunc(ledger.Citations(r), func(c ledger.Citation) bool {
		return c.Source == id || list == "publishers" && e.c.Publisher(c.Source) == id
	})
}

func (e explainer) change(arg string) (figure, bool) {
	i, err := strconv.Atoi(arg)
	if err != nil || i < 0 || i >= len(e.a.Changes) {
		return figure{}, false
	}
	x := e.a.Changes[i]
	return figure{title: tr("What would change it"), says: []span{say(inWords(x.Said))}, parts: []part{{"", e.records(x.Records)}}}, true
}

// changes lists all that would change the answer.
func (e explainer) changes() figure {
	f := figure{title: tr("What would change it")}
	var records []string
	for i, x := range e.a.Changes {
		f.says = append(f.says, changeSpan(x, i), say("\n"))
		for _, id := range x.Records {
			if !slices.Contains(records, id) {
				records = append(records, id)
			}
		}
	}
	f.says = trimmed(f.says)
	f.parts = []part{{tr("Records that matter here"), e.records(records)}}
	return f
}
