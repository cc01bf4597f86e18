package brief

import (
	"fmt"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// further makes the tables that a brief does not print: every figure in full and
// the records behind them, for who works on with them.
func (l *layout) further(c *ledger.Case) []*Table {
	a := l.A
	tables := []*Table{
		ladderTable(a), historyTable(a), l.momentTable(), l.conductTable(c), pledgeTable(a, c),
		stepTable("Still not ended", "The partner's pledges by age: share not ended (Kaplan-Meier)", a.Pledges.StillOpen),
		stepTable("Share fulfilled", "The partner's pledges by age: cumulative share fulfilled (Aalen-Johansen)", a.Pledges.IncFulfilled),
		stepTable("Share failed", "The partner's pledges by age: cumulative share failed (Aalen-Johansen)", a.Pledges.IncFailed),
		partnerTable(a), influenceTable(a), l.citationTable(),
		l.sourceTable("Sources", "Every source behind the answer, with its grade and the number of records here that cite it", func(sourceRow) bool { return true }),
		settingTable(a.Settings),
	}
	if l.Gave != nil {
		tables = append(tables, givenTable(l.Gave, "Given, by unit", l.Gave.Lines))
	}
	var out []*Table
	for _, t := range tables {
		if len(t.Rows) > 0 {
			out = append(out, t)
		}
	}
	return out
}

func ladderTable(a *assess.Assessment) *Table {
	t := &Table{Name: "Ladder", Caption: "Probability of each rung or more, and of conduct against the relier",
		Columns: []Column{{Title: "Rung"}, {Title: "Name"}, {Title: "Probability", Format: Percent}, {Title: "Lower 90 %", Format: Percent}, {Title: "Upper 90 %", Format: Percent}, {Title: "In words"}, {Title: "Base rate", Format: Percent}, {Title: "Records", Format: Number}}}
	for _, p := range a.AtLeast {
		t.row(Cell{Spans: plain(signed(p.Rung)), Value: int(p.Rung)}, text(p.Name), share(p.Probability), share(p.Lower90), share(p.Upper90), text(p.Word), share(p.BaseRate), whole(len(p.RestsOn)))
	}
	g := a.Against
	t.row(text("against"), text("works against it"), share(g.Probability), share(g.Lower90), share(g.Upper90), text(g.Word), share(g.BaseRate), whole(len(g.RestsOn)))
	return t
}

func historyTable(a *assess.Assessment) *Table {
	t := &Table{Name: "History", Caption: "What the answer would have been as of each day", Columns: []Column{{Title: "As of", Format: Day}, {Title: "Moments", Format: Number}}}
	for _, name := range []string{"words or more", "a diplomatic act or more", "material help or more", "fighting", "against"} {
		t.Columns = append(t.Columns, Column{Title: upper(name), Format: Percent}, Column{Title: "lower 90 %", Format: Percent}, Column{Title: "upper 90 %", Format: Percent})
	}
	for _, p := range a.History {
		cells := []Cell{dayCell(p.AsOf), whole(p.Moments)}
		for _, b := range append(append([]assess.Band{}, p.AtLeast...), p.Against) {
			cells = append(cells, share(b.Probability), share(b.Lower90), share(b.Upper90))
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	return t
}

func (l *layout) momentTable() *Table {
	t := &Table{Name: "Moments", Caption: "Moments with conduct of the partner on record",
		Columns: []Column{{Title: "Id"}, {Title: "Moment"}, {Title: "Start", Format: Day}, {Title: "Type"}, {Title: "Situation"}, {Title: "Given", Format: Number}, {Title: "Against"}, {Title: "Both"}, {Title: "Owed", Format: Number}, {Title: "Asked", Format: Number},
			{Title: "First support, days", Format: Number}, {Title: "Credibility", Format: Number}, {Title: "Weight", Format: Number}, {Title: "Shift without it", Format: Number}, {Title: "Contested"}, {Title: "Records"}}}
	due := func(o *assess.OwedRung) Cell {
		if o == nil {
			return Cell{}
		}
		return whole(int(o.Rung))
	}
	for _, m := range l.Moments {
		first := Cell{}
		if m.FirstDays != nil {
			first = number(*m.FirstDays, 0)
		}
		t.row(text(m.Moment), own(m.Title), date(m.Date), text(m.Type), text(m.Situation), whole(int(m.Given)), yes(m.Against), yes(m.Mixed), due(m.Owed), due(m.AskedFor),
			first, number(m.Credibility, 2), number(m.Weight, 3), number(m.Shift, 4), yes(m.Disputed), text(strings.Join(m.Records, ", ")))
	}
	return t
}

func (l *layout) conductTable(c *ledger.Case) *Table {
	t := &Table{Name: "Conduct", Caption: "Everything on record that the partner did for or against the relier",
		Columns: []Column{{Title: "Id"}, {Title: "Moment"}, {Title: "Date", Format: Day}, {Title: "Rung", Format: Number}, {Title: "What"}, {Title: "Credibility", Format: Number}, {Title: "Grades"}, {Title: "Citations"}}}
	for _, m := range l.Moments {
		for _, x := range m.Conduct {
			credible := Cell{}
			if v, ok := assess.Credibility(c, x.ID); ok {
				credible = number(v, 2)
			}
			var grades, numbers []string
			if r, ok := c.Get(x.ID); ok {
				for _, ct := range ledger.Citations(r) {
					grades = append(grades, Grade(c, ct))
				}
			}
			for _, n := range x.Cites {
				numbers = append(numbers, fmt.Sprint(n))
			}
			t.row(text(x.ID), own(m.Title), date(x.Date), whole(int(x.Rung)), own(x.What), credible, text(strings.Join(grades, ", ")), text(strings.Join(numbers, ", ")))
		}
	}
	return t
}

func pledgeTable(a *assess.Assessment, c *ledger.Case) *Table {
	t := &Table{Name: "Pledges", Caption: "Every pledge of the partner to the relier known by the day asked for",
		Columns: []Column{{Title: "Id"}, {Title: "Pledge"}, {Title: "Channel"}, {Title: "Promised", Format: Day}, {Title: "Due", Format: Day}, {Title: "State"}, {Title: "Ended", Format: Day}, {Title: "By"}, {Title: "Milestones", Format: Number}}}
	for _, p := range c.PledgesBetween(a.Question.Partner, a.Question.Relier) {
		state, end := p.StateOn(a.Question.AsOf)
		if state == ledger.NotPromised {
			continue
		}
		ended, by := "", ""
		if end != nil {
			ended, by = end.Date.String(), end.Type
		}
		known := 0
		for _, m := range p.Milestones {
			if ledger.KnownBy(m.Date, a.Question.AsOf) {
				known++
			}
		}
		t.row(text(p.ID), own(p.Name()), text(p.Channel), date(p.Promised.String()), date(p.Due.String()), text(state.String()), date(ended), text(by), whole(known))
	}
	return t
}

func stepTable(name, caption string, steps []assess.Step) *Table {
	t := &Table{Name: name, Caption: caption, Columns: []Column{{Title: "Years", Format: Number}, {Title: "Share", Format: Percent}, {Title: "Lower 90 %", Format: Percent}, {Title: "Upper 90 %", Format: Percent}, {Title: "At risk", Format: Number}}}
	for _, s := range steps {
		t.row(number(s.Time, 2), share(s.Value), maybeShare(s.Lower), maybeShare(s.Upper), whole(s.AtRisk))
	}
	return t
}

func partnerTable(a *assess.Assessment) *Table {
	t := &Table{Name: "Partners", Caption: "Pledges of every maker of pledges in the case, to anyone",
		Columns: []Column{{Title: "Maker"}, {Title: "Pledges", Format: Number}, {Title: "Fulfilled", Format: Number}, {Title: "Failed", Format: Number}, {Title: "Ended with a treaty", Format: Number}, {Title: "Open", Format: Number}, {Title: "Median years to an end", Format: Number}}}
	for _, m := range a.Pledges.Partners {
		median := Cell{}
		if m.Median != nil {
			median = number(*m.Median, 2)
		}
		t.row(own(m.Name), whole(m.Total), whole(m.Fulfilled), whole(m.Failed), whole(m.Expired), whole(m.Total-m.Fulfilled-m.Failed-m.Expired), median)
	}
	return t
}

func influenceTable(a *assess.Assessment) *Table {
	t := &Table{Name: "Leave one out", Caption: "How far the probabilities move when one record, source or publisher is left out",
		Columns: []Column{{Title: "Kind"}, {Title: "Left out"}, {Title: "Words", Format: Number}, {Title: "Diplomatic act", Format: Number}, {Title: "Material help", Format: Number}, {Title: "Fighting", Format: Number}, {Title: "Words that change"}, {Title: "Records", Format: Number}}}
	for _, k := range []struct {
		kind string
		list []assess.Influence
	}{{"record", a.Robustness.Record}, {"source", a.Robustness.Source}, {"publisher", a.Robustness.Publisher}} {
		for _, x := range k.list {
			cells := []Cell{text(k.kind), own(x.Name)}
			for _, s := range x.Shift {
				cells = append(cells, number(s, 4))
			}
			t.Rows = append(t.Rows, Row{Cells: append(cells, text(strings.Join(x.Words, "; ")), whole(x.Records))})
		}
	}
	return t
}

func (l *layout) citationTable() *Table {
	t := &Table{Name: "Citations", Caption: "The numbered citations of the brief",
		Columns: []Column{{Title: "Number", Format: Number}, {Title: "Author"}, {Title: "Title"}, {Title: "Publisher"}, {Title: "Date", Format: Day}, {Title: "Where"}, {Title: "Grade"}, {Title: "From memory"}, {Title: "Quote"}, {Title: "Address"}}}
	for _, r := range l.References {
		t.row(whole(r.Number), own(r.Author), own(r.Title), own(r.Publisher), date(r.Date), own(r.Where), text(r.Grade), yes(r.Memory), own(r.Quote), Cell{Spans: []Span{{Text: r.Link, Link: r.Link}}})
	}
	return t
}

func settingTable(s assess.Settings) *Table {
	t := &Table{Name: "Settings", Caption: "The settings of the methods", Columns: []Column{{Title: "Setting"}, {Title: "In force"}, {Title: "Default"}}}
	d := assess.DefaultSettings()
	for _, x := range []struct {
		name     string
		now, def float64
	}{
		{"Half-life of a moment's weight, years (0: none)", s.HalfLifeYears, d.HalfLifeYears}, {"Weight of moments of another situation", s.OtherSituation, d.OtherSituation},
		{"Weight of the base rate, moments", s.PriorMass, d.PriorMass}, {"Horizon of pledge forecasts, years", s.HorizonYears, d.HorizonYears},
		{"Permutation draws", float64(s.Draws), float64(d.Draws)}, {"Seed", float64(s.Seed), float64(d.Seed)},
	} {
		t.row(text(x.name), Cell{Spans: plain(fmt.Sprint(x.now)), Value: x.now}, Cell{Spans: plain(fmt.Sprint(x.def)), Value: x.def})
	}
	t.row(text("Words of probability"), text(s.Words.Title()), text(d.Words.Title()))
	return t
}

func dayCell(d edtf.Day) Cell { return Cell{Spans: plain(d.String()), Value: d} }
