package brief

import (
	"fmt"
	"slices"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// fewestOfKind is how many moments a situation must have for an answer of its own.
const fewestOfKind = 3

// kinds answers the question anew for each situation of which the record holds
// some moments; none where the question is about one situation.
func kinds(a *assess.Assessment, c *ledger.Case) []kindRow {
	if a.Question.Situation != "" && a.Question.Situation != "any" {
		return nil
	}
	of := map[string]int{}
	for _, o := range a.Observations {
		of[o.Situation]++
	}
	var out []kindRow
	for _, s := range ledger.Situations {
		if s == "any" || of[s] < fewestOfKind {
			continue
		}
		q := a.Question
		q.Situation = s
		if b, err := assess.Answer(c, q, a.Settings); err == nil {
			out = append(out, kindRow{s, of[s], b})
		}
	}
	return out
}

// quietDays is after how many days without conduct on record a brief says so.
const quietDays = 90

// stale says that nothing is on record of what the partner did in the last
// months before the day asked about; nothing where something is.
func stale(a *assess.Assessment, c *ledger.Case) string {
	last, known := edtf.Day(0), false
	for _, r := range c.ConductBetween(a.Question.Partner, a.Question.Relier) {
		if !ledger.KnownBy(r.Date, a.Question.AsOf) {
			continue
		}
		if day, ok := r.Date.Latest(); ok {
			last, known = max(last, min(day, a.Question.AsOf)), true
		}
	}
	if !known || a.Question.AsOf-last < quietDays {
		return ""
	}
	return fmt.Sprintf("Nothing that %s did toward %s after %s is on record; in effect this is an answer as of then.", a.PartnerName, a.RelierName, Date(last))
}

// fought reports whether a war or an attack is among the moments that an answer
// rests on, or none is asked about.
func fought(a *assess.Assessment) bool {
	if s := a.Question.Situation; s != "" && s != "any" && s != "force" {
		return true
	}
	return len(a.Observations) == 0 || slices.ContainsFunc(a.Observations, func(o assess.Observation) bool { return o.Type == "war" || o.Type == "attack" })
}

// ended lists what became of pledges without a forecast, and which open ones were
// delivered in part.
func (d *facts) ended(k *citer) {
	d.Partly = map[string]bool{}
	for _, r := range assess.PledgeTable(k.c, d.A.Question.AsOf) {
		p := r.Pledge
		if p.From != d.A.Question.Partner || p.To != d.A.Question.Relier {
			continue
		}
		switch r.State {
		case ledger.Failed:
			row := endedRow{Title: p.Name(), Promised: p.Promised.String(), Cites: k.record(p.ID)}
			if r.Ended != nil {
				row.Ended, row.How = r.Ended.Date.String(), r.Ended.Type
			}
			d.Failed = append(d.Failed, row)
		case ledger.Open:
			if p.Standing() {
				d.Called = append(d.Called, endedRow{Title: p.Name(), Cites: k.record(p.ID)})
			}
			d.Partly[p.ID] = slices.ContainsFunc(r.Milestones, func(m ledger.Milestone) bool { return m.Type == "partly kept" })
		}
	}
}
