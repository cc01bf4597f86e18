package brief

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/whatif"
)

// mostHit is how many actors the table of an erosion lists.
const mostHit = 8

// leastHit is what an actor must lose to be listed: less cannot be told from none.
const leastHit = .0005

// erosionOf works out who is hit if the relier erodes: by the first scenario of
// the case that shocks it, else by the one to begin with. Nil where nobody in the
// case depends on the relier.
func erosionOf(ctx context.Context, a *assess.Assessment, c *ledger.Case) *whatif.Result {
	q := a.Question
	if !slices.ContainsFunc(c.Dependences(), func(d *ledger.Dependence) bool { return d.On == q.Relier }) {
		return nil
	}
	s := whatif.DefaultSettings()
	s.Seed = a.Settings.Seed
	r, err := whatif.Run(ctx, c, q.AsOf, whatif.Beginning(c, q.Relier, q.Partner), s)
	if err != nil || len(r.Edges) == 0 {
		return nil
	}
	return r
}

func (l *layout) erosionSection(c *ledger.Case) {
	r := l.Erosion
	if r == nil {
		return
	}
	l.section("erosion", "If "+l.A.RelierName+" erodes")
	say := func(parts ...any) { l.add(&Paragraph{Spans: sentence(parts...)}) }
	shock := r.Scenario.Shocks[0]
	lasts := ""
	if n := r.Scenario.Months; n > 0 {
		lasts = fmt.Sprintf(" for %s", count(n, "month"))
	}
	say("Who is hit first if "+l.A.RelierName+" itself grows weak? The scenario is ", quotedTitle(r.Scenario.Name),
		fmt.Sprintf(": %s loses %s of its functioning%s, most likely %s. ", l.A.RelierName, shareRange(shock.Low, shock.High), lasts, loss(shock.Mode)), record(strings.TrimSpace(r.Scenario.Note)))
	spared := slices.DeleteFunc(slices.Clone(r.Actors), func(x whatif.Actor) bool { return x.Direct > 0 })
	if len(spared) == 0 || spared[0].Mean == 0 {
		say("Nobody else would lose anything by it: nobody on record depends on it.")
		return
	}
	first := spared[0]
	says := fmt.Sprintf("Of the others %s is hit hardest on average: it loses %s of its functioning (90 %% interval %s), and is the hardest hit %s.",
		first.Name, loss(first.Mean), shareRange(first.Lower90, first.Upper90), inDraws(first.Hardest))
	if i := slices.IndexFunc(spared, func(x whatif.Actor) bool { return x.ID == l.A.Question.Partner }); i > 0 && spared[i].Mean > 0 {
		says += fmt.Sprintf(" %s itself comes in %s place and loses %s (%s).", l.A.PartnerName, ordinal(i+1), loss(spared[i].Mean), shareRange(spared[i].Lower90, spared[i].Upper90))
	}
	say(says)
	if k := r.Claim; k != nil {
		say("That ", c.ActorName(k.Harder), " is hit harder than ", c.ActorName(k.Than), " ", Span{Text: predicate(k.Word), Strong: true}, fmt.Sprintf(": it is, %s. ", inDraws(k.Probability)), breakEven(k))
	}
	says = estimates(r, first)
	if ended := whatif.Ended(r); len(ended) > 0 {
		are := "more are"
		if len(ended) == 1 {
			are = "more is"
		}
		says += fmt.Sprintf(" %s %s on record but dated to a time that had ended by then, and so not in the network: %s.", upper(spelt(len(ended))), are, strings.Join(ended, "; "))
	}
	say(says)
	l.add(erosionTable(r, spared))
	l.note("Functioning lost is inoperability: what an actor loses directly and, by its dependences, through those it leans on, in the end. Each of %s draws takes every share anew between the lowest and the highest that were given; the order is by the mean, and “Hardest hit” tells in how many of the draws an actor loses more than any other that the shock spares. “Half by month” is when half of the loss has come, at the most likely shares.", thousands(r.Settings.Draws))
	if len(l.ErosionCites) > 0 {
		l.add(&Paragraph{Small: true, Spans: []Span{{Text: "What the dependences rest on:", Small: true, Cites: l.ErosionCites}}})
	}
}

func erosionTable(r *whatif.Result, spared []whatif.Actor) *Table {
	t := &Table{Name: "Erosion", Short: true, Caption: fmt.Sprintf("Who is hit in the scenario “%s”, the hardest first", strings.TrimRight(r.Scenario.Name, " .")),
		Columns: []Column{{Title: "Actor", Share: 3}, {Title: "Functioning lost", Format: Percent}, {Title: "90 % interval", Format: Percent, Share: 1.6}, {Title: "Hardest hit", Format: Percent}, {Title: "Half by month", Format: Number}, {Title: "On estimates", Format: Percent}}}
	for _, x := range spared[:min(len(spared), mostHit)] {
		if x.Mean < leastHit {
			break
		}
		half := Cell{}
		if x.Peak != nil {
			half = number(x.Peak.HalfMonth, 0)
		}
		t.row(own(x.Name), Cell{Spans: plain(loss(x.Mean)), Value: x.Mean}, text(shareRange(x.Lower90, x.Upper90)), share(x.Hardest), half, share(x.Estimated))
	}
	return t
}

// inDraws says in how many of the draws a thing is so.
func inDraws(p float64) string {
	switch p {
	case 0:
		return "in none of the draws"
	case 1:
		return "in every one of the draws"
	}
	return "in " + assess.Percent(p) + " of the draws"
}

// breakEven says whether the claim holds at the most likely shares and what would
// turn that.
func breakEven(k *whatif.ClaimResult) string {
	holds := "At the most likely shares it is so"
	if !k.Central {
		holds = "At the most likely shares it is not so"
	}
	i := slices.IndexFunc(k.BreakEven, func(b whatif.BreakEven) bool { return b.At != nil })
	if i < 0 {
		return holds + ", and no change of a single dependence turns that."
	}
	b := k.BreakEven[i]
	switch now, at := loss(b.Now), loss(*b.At); {
	case b.Kind == "all":
		return fmt.Sprintf("%s; %s would have to be %.2g times as large to turn that.", holds, b.Name, *b.At)
	case *b.At < .0005 && b.Holds == "above":
		return fmt.Sprintf("%s; any share above 0 of %s would do.", holds, b.Name)
	case *b.At < .0005:
		return fmt.Sprintf("%s; %s would have to vanish to turn that.", holds, b.Name)
	case now == at:
		return fmt.Sprintf("%s, but only just: the turn comes where %s is %s, which is about where it is.", holds, b.Name, at)
	case *b.At > b.Now:
		return fmt.Sprintf("%s; %s would have to rise from %s to %s to turn that.", holds, b.Name, now, at)
	default:
		return fmt.Sprintf("%s; %s would have to fall from %s to %s to turn that.", holds, b.Name, now, at)
	}
}

// estimates says how much of it is known and how much is guessed.
func estimates(r *whatif.Result, first whatif.Actor) string {
	var parts []string
	b := r.Basis
	for _, k := range []struct {
		n    int
		what string
	}{{b.Source, "on a cited source"}, {b.Estimate, "on an estimate"}, {b.None, "on no basis that is told"}} {
		switch {
		case k.n == 0:
		case k.n == len(r.Edges) && k.n == 2:
			parts = append(parts, "Both dependences in the network rest "+k.what)
		case k.n == len(r.Edges) && k.n > 1:
			parts = append(parts, fmt.Sprintf("All %s in the network rest %s", count(k.n, "dependence"), k.what))
		case len(parts) > 0:
			parts = append(parts, spelt(k.n)+" "+k.what)
		default:
			parts = append(parts, fmt.Sprintf("Of %s in the network %s %s %s", count(len(r.Edges), "dependence"), spelt(k.n), map[bool]string{true: "rests", false: "rest"}[k.n == 1], k.what))
		}
	}
	out := and(parts)
	switch {
	case first.Estimated >= 1-1e-9 && b.None+b.Estimate == len(r.Edges):
		out += ", so every figure here does."
	case first.Estimated == 0:
		out += fmt.Sprintf("; nothing of what %s loses hangs on estimates.", first.Name)
	default:
		out += fmt.Sprintf("; of what %s loses, %s hangs on estimates.", first.Name, assess.Percent(first.Estimated))
	}
	switch n := b.Parts; {
	case n == 1:
		out += " One share stands for a part of a channel and may overstate the whole."
	case n > 1:
		out += fmt.Sprintf(" %s stand for a part of a channel and may overstate the whole.", upper(count(n, "share")))
	}
	return out
}

// loss writes a share to a tenth of a per cent, without the tenths of a whole one.
func loss(p float64) string { return strings.Replace(pointed(p), ".0 %", " %", 1) }

func shareRange(low, high float64) string {
	if loss(low) == loss(high) {
		return loss(high)
	}
	return strings.TrimSuffix(loss(low), " %") + " to " + loss(high)
}

// ordinal writes a place as a word.
func ordinal(n int) string {
	words := []string{"", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}
	if n < len(words) {
		return words[n]
	}
	return fmt.Sprintf("%dth", n)
}

// thousands writes a whole number with a comma every three digits.
func thousands(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
