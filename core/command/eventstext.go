package command

import (
	"fmt"
	"strings"

	"github.com/fairweather-app/fairweather/core/brief"
	"github.com/fairweather-app/fairweather/core/events"
	"github.com/fairweather-app/fairweather/core/events/measure"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// figureOr writes a figure that may be missing.
func figureOr(v *float64, format, none string) string {
	if v == nil {
		return none
	}
	return fmt.Sprintf(format, *v)
}

// series lays out what one state did toward another.
func (s *sheet) series(o seriesOut, by, toward string) {
	s.para(0, fmt.Sprintf("What %s (%s) did toward %s (%s), %s", by, strings.Join(o.By, ", "), toward, strings.Join(o.Toward, ", "), o.Span))
	s.para(0, "Events counted: "+o.Events+".")
	s.line("")
	s.line(pad("FROM", 12) + right("acts", 9) + right("verbal+", 9) + right("mat.+", 8) + right("verbal-", 9) + right("mat.-", 8) + right("Goldstein", 11) + right("unknown", 9))
	for _, x := range o.Series {
		if x.Unknown == x.Days.Days() {
			s.line(pad(x.Days.First.String(), 12) + right("unknown", 9))
			continue
		}
		dark := ""
		if x.Unknown > 0 {
			dark = fmt.Sprintf("%d d", x.Unknown)
		}
		s.line(pad(x.Days.First.String(), 12) + right(comma(x.N), 9) + right(comma(x.Quads[1]), 9) + right(comma(x.Quads[2]), 8) + right(comma(x.Quads[3]), 9) + right(comma(x.Quads[4]), 8) +
			right(figureOr(x.Mean, "%+.2f", ""), 11) + right(dark, 9))
	}
	s.line("  + cooperation, - conflict; Goldstein: mean score from -10 to +10")
	s.reciprocity(o.Reciprocity, by, toward)
	s.defects(o.Defects)
}

func (s *sheet) reciprocity(r *measure.Reciprocity, by, toward string) {
	s.head("Does it give as it gets?")
	if r.Reason != "" {
		s.para(2, "No figure: "+r.Reason+".")
		return
	}
	s.para(2, fmt.Sprintf("Weekly net cooperation (sums of Goldstein scores), %s, %s.", many(int64(r.Number), "week"), r.Used))
	tell := func(cause, effect string, t *measure.Test) {
		if t == nil {
			s.item(fmt.Sprintf("What %s does tells what %s will do: no figure, the series leave nothing to explain.", cause, effect))
			return
		}
		s.item(fmt.Sprintf("What %s does helps to tell what %s will do: Granger F(%d, %d) = %.2f, %s.", cause, effect, t.DF1, t.DF2, t.F, pValue(t.P)))
	}
	tell(by, toward, r.There)
	tell(toward, by, r.Back)
	best := 0
	for i, c := range r.Correlation {
		if c*c > r.Correlation[best]*r.Correlation[best] {
			best = i
		}
	}
	s.item(fmt.Sprintf("Strongest correlation of weeks: %.2f, %s; lags of Granger's test: %d (Akaike).", r.Correlation[best], lagWords(r.Lags[best], by, toward), r.Lag))
	s.line("")
	line, values := "  lag", "  r  "
	for i, lag := range r.Lags {
		if lag%2 == 0 {
			line += right(fmt.Sprintf("%+d", lag), 7)
			values += right(fmt.Sprintf("%.2f", r.Correlation[i]), 7)
		}
	}
	s.line(line)
	s.line(values)
}

// pValue writes "p = 0.012", which no line break parts.
func pValue(p float64) string { return strings.ReplaceAll("p "+brief.PValue(p), " ", glued) }

func lagWords(lag int, by, toward string) string {
	switch {
	case lag > 0:
		return fmt.Sprintf("%s %s after %s", toward, many(int64(lag), "week"), by)
	case lag < 0:
		return fmt.Sprintf("%s %s after %s", by, many(int64(-lag), "week"), toward)
	}
	return "in the same week"
}

// silence lays out the silence at moments: a table, and one moment in full.
func (s *sheet) silence(o silenceOut, c *ledger.Case) {
	relier, partner := c.ActorName(o.Relier), c.ActorName(o.Partner)
	s.para(0, fmt.Sprintf("Was %s quieter about %s than it should be, as of %s?", partner, relier, o.AsOf))
	s.para(0, "Events counted: "+o.Events+".")
	if len(o.Silence) == 1 {
		s.oneSilence(o.Silence[0], c, relier, partner)
	} else if len(o.Silence) > 0 {
		s.manySilences(o.Silence, c)
	}
	if len(o.Silence) == 0 && len(o.NotAsked) == 0 {
		s.para(2, fmt.Sprintf("The case has no moment at which %s was in need by that day.", relier))
	}
	if len(o.NotAsked) > 0 {
		s.head("Not measured")
		for _, n := range o.NotAsked {
			m, _ := c.Moment(n.Moment)
			s.item(fmt.Sprintf("%s %s: %s.", m.Start, oneLine(m.Title), n.Reason))
		}
	}
	s.defects(o.Defects)
}

// probability writes a tail in a table's column.
func probability(p float64) string {
	if p < 0.001 {
		return "<.001"
	}
	return strings.TrimPrefix(fmt.Sprintf("%.3f", p), "0")
}

func (s *sheet) manySilences(list []*measure.Silence, c *ledger.Case) {
	s.line("")
	s.line(pad("MOMENT", 34) + right("k", 6) + right("expected", 9) + right("P(<=k)", 7) + right("P(>=k)", 7) + right("peers", 8) + right("first", 6))
	for _, x := range list {
		m, _ := c.Moment(x.Moment)
		name := pad(x.Start.String()+" "+oneLine(m.Title), 33) + " "
		if x.Tails == nil {
			why := "no acts in the year before"
			if x.WindowUnknown > 0 {
				why = fmt.Sprintf("%d of %d days unknown", x.WindowUnknown, x.Window.Days())
			}
			s.line(name + "  no figure: " + why)
			continue
		}
		rank, first := "", "none"
		if x.Peers != nil {
			rank = fmt.Sprintf("%d/%d", x.Peers.Rank, x.Peers.Peers+1)
		}
		if x.Response.Found {
			first = fmt.Sprintf("%d d", x.Response.Days)
		}
		mark := ""
		switch x.Verdict {
		case measure.Quieter:
			mark = " <"
		case measure.Louder:
			mark = " >"
		}
		s.line(name + right(comma(x.Acts), 6) + right(fmt.Sprintf("%.1f", x.Tails.Expected), 9) + right(probability(x.Tails.AtMost), 7) + right(probability(x.Tails.AtLeast), 7) + right(rank, 8) + right(first, 6) + mark)
	}
	s.para(2, "k: acts toward the relier in the 14 days from the start; expected: at the share of the year before; peers: rank of the surge among states with 20 acts or more (1 the greatest); first: days to the first act; < quieter, > louder than expected (5 %).")
}

func (s *sheet) oneSilence(x *measure.Silence, c *ledger.Case, relier, partner string) {
	m, _ := c.Moment(x.Moment)
	s.head(m.Start.String() + " " + oneLine(m.Title))
	s.item(fmt.Sprintf("In the window %s: %s toward %s among %s toward anyone.", x.Window, many(x.Acts, "act"), relier, many(x.Total, "act")))
	s.item(fmt.Sprintf("In the baseline %s: %s among %s.", x.Baseline, comma(x.Acts0), comma(x.Total0)))
	if n := x.WindowUnknown + x.BaselineUnknown; n > 0 {
		s.item(fmt.Sprintf("Unknown days, left out: %d of the window, %d of the baseline.", x.WindowUnknown, x.BaselineUnknown))
	}
	if x.Tails == nil {
		s.item("No figure: " + x.Reason + ".")
		return
	}
	tails := func(t measure.Tails) string {
		low := strings.ReplaceAll(fmt.Sprintf("P(K <= %d) %s", x.Acts, probability(t.AtMost)), " ", glued)
		high := strings.ReplaceAll(fmt.Sprintf("P(K >= %d) %s", x.Acts, probability(t.AtLeast)), " ", glued)
		return fmt.Sprintf("%.1f expected, %s, %s: %s", t.Expected, low, high, t.Verdict())
	}
	s.item("Against its own baseline: " + tails(*x.Tails) + ".")
	if p := x.Peers; p != nil {
		s.item(fmt.Sprintf("Beside %s: its attention went to %.2f times the baseline, theirs (median) to %.2f; rank %d of %d. At their median surge: %s.",
			many(int64(p.Peers), "other state"), p.Times, p.Median, p.Rank, p.Peers+1, tails(p.Tails)))
		var most []string
		for _, y := range p.Most {
			most = append(most, fmt.Sprintf("%s %.1f", y.State, y.Times))
		}
		s.item("Greatest surges: " + strings.Join(most, ", ") + ".")
	} else {
		s.item("No other state had 20 acts in the window: nothing to set it beside.")
	}
	r := x.Response
	dark := ""
	if r.Unknown > 0 {
		dark = fmt.Sprintf(" (%s before that unknown)", many(int64(r.Unknown), "day"))
	}
	if r.Found {
		s.item(fmt.Sprintf("First act toward %s: %s, after %s%s.", relier, r.Day, many(int64(r.Days), "day"), dark))
	} else {
		s.item(fmt.Sprintf("No act toward %s in the %s looked at%s.", relier, many(int64(r.Days), "day"), dark))
	}
	if t := x.Tone; t.Window != nil && t.Baseline != nil {
		s.item(fmt.Sprintf("Tone: mean Goldstein %+.2f, before %+.2f; %s (circular blocks of a week).", *t.Window, *t.Baseline, pValue(*t.P)))
	} else {
		s.item("Tone: no scored acts to compare.")
	}
	for _, w := range x.Warnings {
		s.item("Beware: " + w + ".")
	}
}

// suggestions lays out moments that a case may lack.
func (s *sheet) suggestions(o suggestOut, actor *ledger.Actor) {
	s.para(0, fmt.Sprintf("Moments that the case may lack: conflict toward %s (%s), %s", oneLine(actor.Name()), strings.Join(o.Codes, ", "), o.Span))
	s.para(0, "Events counted: "+o.Events+".")
	if o.Judged < o.Days {
		s.para(0, fmt.Sprintf("Surges could be looked for on %s of %s: a day must be known, and 90 of the year before it.", comma(int64(o.Judged)), many(int64(o.Days), "day")))
	}
	if o.Known > 0 {
		s.para(0, fmt.Sprintf("Found at moments of the case, and left out: %d.", o.Known))
	}
	if o.Judged == 0 {
		s.para(2, "Nothing can be told of surges: load the year before these days, too.")
	} else if len(o.List) == 0 {
		s.para(2, "None: no surge and no change outside of the moments of the case.")
	}
	method := ""
	for _, x := range o.List {
		if x.Method != method {
			method = x.Method
			s.head(x.Kind + "s")
			s.para(2, "By "+method+".")
		}
		s.line("")
		s.linef("  %s: %s, %.1f times the %.1f expected", x.Days, many(x.Acts, "act"), x.Times, x.Expected)
		var by []string
		for _, b := range x.By {
			by = append(by, fmt.Sprintf("%s %s", b.State, comma(b.Acts)))
		}
		if len(by) > 0 {
			s.para(4, "By "+strings.Join(by, ", "))
		}
		for _, ev := range x.Events {
			s.event(ev)
		}
	}
	s.defects(o.Defects)
}

func (s *sheet) event(e events.Event) {
	code, _ := events.CodeOf(e.Code)
	s.hang("    ", 6, fmt.Sprintf("%s %s toward %s: %s (%s)", e.Day, nameOr(e.Actor1, e.Source), nameOr(e.Actor2, e.Target), nameOr(strings.ToLower(code.Label), e.Code), many(e.Sources, "source")))
	if e.URL != "" {
		s.line("      " + oneLine(e.URL))
	}
}

func nameOr(name, other string) string {
	if name = oneLine(name); name != "" {
		return name
	}
	return other
}

// defects tells what is known to be wrong with the events, beside every figure.
func (s *sheet) defects(list []measure.Defect) {
	s.head("Known defects of these events")
	for _, d := range list {
		s.item(d.Name + ": " + d.Text + " (" + d.Source + ")")
	}
}
