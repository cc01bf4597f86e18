package command

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/brief"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// mostListed is how many of the unknown moments and open pledges the text
// names; the rest is counted, and is whole in JSON and in the brief.
const mostListed = 8

// answer lays out an answer for a terminal.
func (s *sheet) answer(a *assess.Assessment, c *ledger.Case) {
	s.para(0, brief.Question(a))
	s.line("")
	for _, h := range a.Headline {
		s.para(2, h)
	}
	s.ladder(a)
	s.head("Confidence: " + a.Confidence.Level)
	for _, r := range a.Confidence.Reasons {
		s.item(r)
	}
	s.head("Word and deed")
	for _, d := range brief.Deed(a) {
		s.item(d)
	}
	for _, x := range a.Honoured.Anchors {
		s.hang("  . ", 4, fmt.Sprintf("for comparison: %s, %s (%s)", x.Figure, x.Counts, x.Source))
	}
	s.pledges(a)
	s.change(a)
	s.tests(a)
	s.head("What would change it")
	for _, x := range a.Changes {
		s.item(x.Text)
	}
	if len(a.Changes) == 0 {
		s.para(2, "Nothing near enough to name would change a word of it.")
	}
	s.unknown(a, c)
	s.rests(a, c)
}

func (s *sheet) ladder(a *assess.Assessment) {
	const label, cells = 21, 14
	row := func(name string, p, low, high, base float64, word string) {
		s.line("  " + pad(name, label-2) + " " + bar(p, low, high, cells) + " " + right(short(p), 5) + " " +
			right(fmt.Sprintf("%.0f-%.0f %%", math.Round(100*low), math.Round(100*high)), 9) + " " + right(short(base), 6) + "  " + word)
	}
	s.line("")
	s.line(pad("FOR WHAT?", label) + " " + pad("0     50   100", cells) + "        90 % int.   base")
	for _, r := range slices.Backward(a.AtLeast) {
		if r.Rung >= ledger.Words {
			row(r.Rung.String()+" "+r.Name, r.Probability, r.Lower90, r.Upper90, r.BaseRate, r.Word)
		}
	}
	g := a.Against
	row(" - works against", g.Probability, g.Lower90, g.Upper90, g.BaseRate, g.Word)
	s.line("  █ below the 90 % interval, ▓░ within it; base: rate of all other pairs here")
	if n := len(g.Mixed); n > 0 {
		s.linef("  Both help and harm are on record at %d of %s.", n, plural(a.Moments, "moment"))
	}
}

// short writes a probability in a table's column.
func short(p float64) string {
	switch text := assess.Percent(p); text {
	case "under 1 %":
		return "<1 %"
	case "over 99 %":
		return ">99 %"
	default:
		return text
	}
}

func (s *sheet) pledges(a *assess.Assessment) {
	s.head("Pledges")
	for _, t := range brief.PledgeRecord(a) {
		s.item(t)
	}
	p := a.Pledges
	if p.LogRank != nil {
		s.item(fmt.Sprintf("Time to an ending, between %d partners: log-rank p %s.", len(p.LogRank.Groups), brief.PValue(p.LogRank.P)))
	}
	list := slices.Clone(p.Forecasts)
	slices.SortStableFunc(list, func(x, y assess.Forecast) int {
		return -compare(x.Probability, y.Probability)
	})
	for i, f := range list {
		if i == 0 {
			s.item(fmt.Sprintf("Open ones, by the probability that they are fulfilled within %s (%s):", brief.Years(f.Horizon), f.Basis))
		}
		if i == mostListed {
			s.linef("      and %d more", len(list)-mostListed)
			break
		}
		late := ""
		if f.Overdue {
			late = "overdue"
		}
		s.line("      " + right(short(f.Probability), 5) + "  " + pad(f.Title, 58) + "  " + late)
	}
}

func compare(x, y float64) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

func (s *sheet) change(a *assess.Assessment) {
	s.head("How it changed")
	if n := len(a.History); n > 1 {
		var act, against []float64
		for _, i := range spread(n, 56) {
			h := a.History[i]
			if len(h.AtLeast) > 1 {
				act = append(act, h.AtLeast[1].Probability)
				against = append(against, h.Against.Probability)
			}
		}
		s.line("  a diplomatic act   " + spark(act))
		s.line("  works against      " + spark(against))
		from, to := a.History[0].AsOf.String(), a.History[n-1].AsOf.String()
		s.line("                     " + from + strings.Repeat(" ", max(1, len(act)-len(from)-len(to))) + to)
	}
	s.item(brief.TrendSentence(a))
	if len(a.HalfLife) == 0 {
		return
	}
	s.line("")
	s.line("  half-life   words   act   help  fight  against   log score in backtest")
	for _, h := range a.HalfLife {
		name := fmt.Sprintf("%g years", h.Years)
		if h.Years == 0 {
			name = "none"
		}
		row := "  " + pad(name, 11)
		for i, w := range []int{6, 6, 7, 7} {
			text := ""
			if i < len(h.Probability) {
				text = short(h.Probability[i])
			}
			row += right(text, w)
		}
		row += right(short(h.Against), 9) + "   "
		if h.LogScore != nil {
			row += fmt.Sprintf("%.3f", *h.LogScore)
		} else {
			row += "too few moments"
		}
		if h.Best {
			row += "  best"
		}
		if h.Chosen {
			row += "  in force"
		}
		s.line(row)
	}
}

// spread picks at most n of a list's positions, evenly, the first and last among them.
func spread(of, n int) []int {
	if of <= n {
		n = of
	}
	out := make([]int, n)
	for i := range out {
		out[i] = i * (of - 1) / max(n-1, 1)
	}
	return out
}

func (s *sheet) tests(a *assess.Assessment) {
	s.head("How far it can be trusted")
	s.item(a.Backtest.Verdict)
	if len(a.Backtest.Scores) > 0 {
		s.line("    " + pad("", 22) + "  Brier score   of the base rate   happened")
	}
	for _, x := range a.Backtest.Scores {
		s.line("    " + pad(x.Rung.String()+" "+x.Rung.Label(), 22) + right(fmt.Sprintf("%.3f", x.Brier), 13) + right(fmt.Sprintf("%.3f", x.BrierBase), 19) +
			right(fmt.Sprintf("%d of %d", x.Happened, a.Backtest.Moments), 11))
	}
	for _, t := range brief.Sensitivity(a) {
		s.item(t)
	}
}

func (s *sheet) unknown(a *assess.Assessment, c *ledger.Case) {
	s.head("What is not known")
	for _, w := range a.Warnings {
		s.item(w)
	}
	switch {
	case a.Moments == 0 && len(a.Unknown) == 0:
		s.item(fmt.Sprintf("No moment at which %s was in need is on record.", a.RelierName))
	case len(a.Unknown) == 0:
		s.item(fmt.Sprintf("Something is on record for every moment at which %s was in need.", a.RelierName))
	default:
		s.item(fmt.Sprintf("%s of need with nothing on record of what %s did (unknown, not silence):", plural(len(a.Unknown), "moment"), a.PartnerName))
	}
	for _, id := range a.Unknown[max(0, len(a.Unknown)-mostListed):] {
		if m, ok := c.Moment(id); ok {
			s.hang("      ", 8, m.Start.String()+" "+oneLine(m.Title))
		}
	}
	if n := len(a.Unknown) - mostListed; n > 0 {
		s.linef("      and %d earlier", n)
	}
	if len(a.Contested) > 0 {
		var titles []string
		for _, id := range a.Contested {
			if m, ok := c.Moment(id); ok {
				titles = append(titles, oneLine(m.Title))
			}
		}
		s.item("Contested: " + strings.Join(titles, "; ") + ".")
	}
}

func (s *sheet) rests(a *assess.Assessment, c *ledger.Case) {
	records, sources := 0, 0
	for _, id := range a.RestsOn {
		if _, isSource := c.Source(id); isSource {
			sources++
		} else {
			records++
		}
	}
	s.head("Rests on")
	s.para(2, fmt.Sprintf("%s, %s, %s, %s (effective sample %.1f). Case: %s. Words: %s.",
		plural(a.Moments, "moment"), plural(records, "record"), plural(sources, "source"), plural(len(a.Publishers), "publisher"),
		a.EffectiveSample, oneLine(c.Matter().Name()), a.Settings.Words.Title()))
	if changed := a.Settings.Changed(); len(changed) > 0 {
		s.para(2, "Settings that are not the default: "+strings.Join(changed, "; ")+".")
	}
}
