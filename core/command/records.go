package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/brief"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// records lists what each figure rests on, then each record with its sources,
// then the sources.
func (s *sheet) records(a *assess.Assessment, c *ledger.Case) {
	s.head("What each figure rests on")
	row := func(name string, ids []string) {
		text := strings.Join(ids, " ")
		if text == "" {
			text = "nothing on record"
		}
		s.hang("  "+pad(name, 29)+"  ", 33, text)
	}
	for _, r := range slices.Backward(a.AtLeast) {
		if r.Rung > ledger.LowestRung {
			row("at least "+r.Rung.String()+" "+r.Name, r.RestsOn)
		}
	}
	row("works against", a.Against.RestsOn)
	row("  both help and harm", a.Against.Mixed)
	row("owed and given", a.Honoured.RestsOn)
	row("asked and given", a.Asked.RestsOn)
	row("first support", a.First.RestsOn)
	row("pledges", a.Pledges.RestsOn)
	row("contested moments", a.Contested)
	row("unknown moments", a.Unknown)
	s.moments(a)
	s.head("Records")
	cited := map[string]bool{}
	for _, id := range a.RestsOn {
		r, ok := c.Get(id)
		if !ok {
			continue
		}
		if _, isSource := r.(*ledger.Source); isSource {
			cited[id] = true
			continue
		}
		s.hang("  "+pad(id, 10)+" ", 13, recordLine(r))
		for _, x := range ledger.Citations(r) {
			s.hang("             ", 17, citationLine(c, x))
			cited[x.Source] = true
		}
	}
	s.head("Sources")
	for _, src := range c.Sources() {
		if cited[src.ID] {
			s.hang("  "+pad(src.ID, 10)+" ", 13, sourceLine(src))
		}
	}
}

// moments lists the observations, with the weight of each.
func (s *sheet) moments(a *assess.Assessment) {
	s.head("Moments")
	s.line("  start       given   owed  asked  weight  if left out")
	for _, o := range a.Observations {
		due := func(r *assess.OwedRung) string {
			if r == nil {
				return "-"
			}
			return r.Rung.String()
		}
		given := o.Given.String()
		if o.Mixed {
			given += "/-"
		}
		s.line("  " + pad(o.Start.String(), 10) + right(given, 7) + right(due(o.Owed), 7) + right(due(o.AskedFor), 7) +
			right(fmt.Sprintf("%.3f", o.Weight), 8) + right(fmt.Sprintf("%+.1f pt", 100*o.Shift), 10) + "   " + pad(o.Title, 26))
	}
	s.para(2, "if left out: how far the probability of a diplomatic act would move, in points.")
}

func recordLine(r ledger.Record) string {
	switch r := r.(type) {
	case *ledger.Conduct:
		return fmt.Sprintf("%s %s at %s: %s", r.Date, r.Rung, r.Moment, oneLine(r.What))
	case *ledger.Request:
		return fmt.Sprintf("%s asked for %s at %s: %s", r.Date, r.Rung, r.Moment, oneLine(r.What))
	case *ledger.Pledge:
		return fmt.Sprintf("%s pledge: %s", r.Promised, oneLine(r.Title))
	case *ledger.Moment:
		return fmt.Sprintf("%s moment (%s): %s", r.Start, r.Type, oneLine(r.Title))
	}
	return string(r.Kind()) + ": " + oneLine(r.Name())
}

func citationLine(c *ledger.Case, x ledger.Citation) string {
	text := brief.Grade(c, x) + " " + x.Source
	if s, ok := c.Source(x.Source); ok {
		text += " " + oneLine(s.Name())
	}
	if x.Where != "" {
		text += ", " + oneLine(x.Where)
	}
	return text
}

func sourceLine(src *ledger.Source) string {
	text := src.Reliability + " " + oneLine(src.Name())
	for _, part := range []string{src.Publisher, src.Date.String(), src.URL} {
		if part != "" {
			text += ", " + oneLine(part)
		}
	}
	if src.Seen == "memory" {
		text += " (cited from memory)"
	}
	if src.Republishes != "" {
		text += " (a copy of " + src.Republishes + ")"
	}
	return text
}
