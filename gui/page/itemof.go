package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// part is a titled list of records.
type part struct {
	title string
	items []item
}

// item is one record in a list, ready to draw.
type item struct {
	id    string
	title string
	facts string // date, weight, grade
	rung  *ledger.Rung
	faint bool // on record, but not counted here
}

// itemsOf makes list items of records.
func itemsOf(c *ledger.Case, ids []string) []item {
	items := make([]item, 0, len(ids))
	for _, id := range ids {
		items = append(items, itemOf(c, id))
	}
	return items
}

// itemOf makes a list item of a record: what it is, when, and how well sourced.
func itemOf(c *ledger.Case, id string) item {
	r, ok := c.Get(id)
	if !ok {
		return item{id: id, title: id, facts: "not in the case", faint: true}
	}
	it := item{id: id, title: r.Name()}
	switch r := r.(type) {
	case *ledger.Conduct:
		it.rung = &r.Rung
		it.facts = trf("%s · %s to %s%s", r.Date, c.ActorName(r.From), c.ActorName(r.To), gradeOf(c, id))
	case *ledger.Request:
		it.rung = &r.Rung
		it.facts = trf("%s · %s asked %s%s", r.Date, c.ActorName(r.From), c.ActorName(r.To), gradeOf(c, id))
	case *ledger.Pledge:
		it.facts = trf("promised %s · %s to %s", r.Promised, c.ActorName(r.From), c.ActorName(r.To))
	case *ledger.Contribution:
		it.facts = trf("%s · %s to %s · %s%s", r.Date, c.ActorName(r.From), c.ActorName(r.To), r.Channel, gradeOf(c, id))
	case *ledger.Moment:
		it.facts = dates(r.Start, r.End) + " · " + r.Type
	case *ledger.Source:
		it.facts = join(" · ", "grade "+r.Reliability, r.Publisher, r.Date.String())
	case *ledger.Dependence:
		it.title = trf("%s depends on %s for %s", c.ActorName(r.Actor), c.ActorName(r.On), r.Channel)
		it.facts = trf("%s to %s", percent(r.Low), percent(r.High))
	case *ledger.Rating:
		it.title = fmt.Sprintf("%s: %s %s", r.Analyst, r.Subject, r.Value)
		it.facts = join(" · ", r.Certainty, r.Why)
	case *ledger.Note:
		if r.Contested {
			it.facts = "disputed"
		}
		it.facts = join(" · ", it.facts, r.Date.String(), r.Text)
	case *ledger.Actor:
		it.facts = join(" · ", r.Type, strings.Join(r.Aliases, ", "))
	case *ledger.Hypothesis:
		it.facts = r.About
	}
	return it
}

// gradeOf gives the best citation of a record as " · B 2", and how many there are.
func gradeOf(c *ledger.Case, id string) string {
	r, ok := c.Get(id)
	if !ok {
		return ""
	}
	list := ledger.Citations(r)
	if len(list) == 0 {
		return " · no source"
	}
	best := grade(c, list[0])
	for _, cite := range list[1:] {
		best = min(best, grade(c, cite))
	}
	if len(list) > 1 {
		return trf(" · %s, %d sources", best, len(list))
	}
	return " · " + best
}

// grade writes the Admiralty grade of a citation: "B 2".
func grade(c *ledger.Case, cite ledger.Citation) string {
	reliability := "?"
	if s, ok := c.Source(cite.Source); ok {
		reliability = s.Reliability
	}
	return reliability + nbsp + strconv.Itoa(cite.Credibility)
}

// join puts the parts that are not empty together.
func join(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), sep)
}
