package assess

import (
	"slices"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// PledgeRow is one pledge as a table shows it, as known on a day.
type PledgeRow struct {
	Pledge     *ledger.Pledge
	State      ledger.PledgeState
	Ended      *ledger.Milestone  // that which ended it; nil while it is open
	Milestones []ledger.Milestone // known by then, by date
	Years      float64            // from the promise to its end, or to the day while it is open
	Overdue    bool               // open past the last day that it could be due
	LateYears  float64            // past the due date: of an overdue one by now, of a fulfilled one when it came; negative: early
	HasLate    bool               // whether LateYears means anything
}

// PledgeTable lists every pledge of the case that was made by a day, by date.
// METHODS 2.
func PledgeTable(c *ledger.Case, day edtf.Day) []PledgeRow {
	in := inquiry{c: c, q: Question{AsOf: day}}
	list := spells(c.Pledges(), day)
	late := Pledges{}
	in.delays(&late, list)
	byID := make(map[string]Delay, len(late.Delays))
	for _, d := range late.Delays {
		byID[d.Pledge] = d
	}
	rows := make([]PledgeRow, 0, len(list))
	for _, x := range list {
		r := PledgeRow{Pledge: x.p, Years: x.years, Overdue: in.overdue(x)}
		r.State, r.Ended = x.p.StateOn(day)
		for _, m := range x.p.Milestones {
			if ledger.KnownBy(m.Date, day) {
				r.Milestones = append(r.Milestones, m)
			}
		}
		slices.SortStableFunc(r.Milestones, func(a, b ledger.Milestone) int { return edtf.Compare(a.Date, b.Date) })
		if d, ok := byID[x.p.ID]; ok {
			r.LateYears, r.HasLate = d.Years, true
		}
		rows = append(rows, r)
	}
	return rows
}
