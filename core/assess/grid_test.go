package assess

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/ledger/ledgertest"
)

// cellOf finds a cell of a grid; nil where nothing is on record.
func cellOf(g MomentGrid, moment, relier, partner string) *GridCell {
	i := slices.IndexFunc(g.Partners, func(p GridPartner) bool { return p.Actor == partner })
	for _, r := range g.Rows {
		if i >= 0 && r.Moment == moment && r.Relier == relier {
			return r.Cells[i]
		}
	}
	return nil
}

func TestGridByHand(t *testing.T) {
	c := twoPairs()
	g := Grid(c, question(c), true)
	var rows []string
	for _, r := range g.Rows {
		rows = append(rows, r.Moment+" "+r.Relier)
	}
	if want := []string{"m1 A", "m2 A", "m2 D", "m3 A"}; !slices.Equal(rows, want) {
		t.Errorf("rows %v, want %v", rows, want)
	}
	if g.Partners[0] != (GridPartner{"B", "Bland", 2, 2, 1}) || g.Partners[1] != (GridPartner{"C", "Cland", 1, 1, 0}) {
		t.Errorf("partners %v", g.Partners)
	}
	x := cellOf(g, "m1", "A", "B")
	if x == nil || x.Given != 3 || x.Against || x.Owed == nil || x.Owed.Rung != 4 || x.Asked == nil || x.Asked.Rung != 3 || x.FirstDays == nil || *x.FirstDays != 10 {
		t.Errorf("m1: %+v", x)
	}
	x = cellOf(g, "m2", "A", "B")
	if x == nil || x.Given != 1 || !x.Mixed || !slices.Equal(x.Records, []string{"c2", "c3"}) || !slices.Equal(x.Top, []string{"c3"}) || x.Owed.Rung != 1 || x.Asked != nil {
		t.Errorf("m2: %+v", x)
	}
	// Owed at m3, and nothing on record: unknown, not silence.
	x = cellOf(g, "m3", "A", "B")
	if x == nil || x.OnRecord() || x.Owed == nil || x.FirstDays != nil {
		t.Errorf("m3: %+v", x)
	}
	if x = cellOf(g, "m1", "A", "C"); x != nil {
		t.Errorf("of C nothing is on record at m1, but the grid holds %+v", x)
	}
	if g := Grid(c, question(c), false); len(g.Rows) != 3 || len(g.Partners) != 1 {
		t.Errorf("of the relier alone: %d rows, %d partners", len(g.Rows), len(g.Partners))
	}
}

// The grid and the answer say the same of the pair asked about.
func TestGridAgreesWithAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := small(t)
		q := draw(t, c)
		everybody := rapid.Bool().Draw(t, "everybody")
		a := mustAnswer(t, c, q, DefaultSettings())
		g := Grid(c, q, everybody)
		seen := 0
		for _, r := range g.Rows {
			if r.Relier == q.Relier && cellOf(MomentGrid{g.Partners, []GridRow{r}}, r.Moment, r.Relier, q.Partner).OnRecord() {
				seen++
			}
		}
		if seen != len(a.Observations) {
			t.Fatalf("%d moments in the grid, %d in the answer", seen, len(a.Observations))
		}
		for _, o := range a.Observations {
			x := cellOf(g, o.Moment, q.Relier, q.Partner)
			got := GridCell{o.Records, o.Top, o.Given, o.Against, o.Mixed, o.Owed, o.AskedFor, o.FirstDays}
			if !reflect.DeepEqual(*x, got) {
				t.Fatalf("%s: grid %+v, answer %+v", o.Moment, *x, got)
			}
		}
		for _, id := range a.Unknown {
			if cellOf(g, id, q.Relier, q.Partner).OnRecord() {
				t.Fatalf("%s is unknown to the answer and on record in the grid", id)
			}
		}
	})
}

// Records dated after the as-of day change nothing, in either table.
func TestTablesReadNothingLater(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := small(t)
		q := draw(t, c)
		later := edtf.MustParse((q.AsOf + 1).String())
		var changes []ledger.Change
		for _, r := range []ledger.Record{
			&ledger.Conduct{ID: "c9999", Moment: c.Moments()[0].ID, From: q.Partner, To: q.Relier, Date: later, Rung: 4, What: "later"},
			&ledger.Request{ID: "q9999", Moment: c.Moments()[0].ID, From: q.Relier, To: q.Partner, Date: later, Rung: 4, What: "later"},
			&ledger.Moment{ID: "m9999", Title: "later", InNeed: []string{q.Relier}, Start: later, Type: "war"},
			&ledger.Pledge{ID: "p9999", Title: "later", From: q.Partner, To: q.Relier, Channel: "arms", Promised: later, Obliges: []ledger.Obligation{{Moments: []string{"any"}, Rung: 4}}},
		} {
			changes = append(changes, ledger.Change{ID: r.RecordID(), Record: r})
		}
		for _, p := range c.Pledges() {
			next := ledger.Clone(p).(*ledger.Pledge)
			next.Milestones = append(next.Milestones, ledger.Milestone{Date: later, Type: "fulfilled"})
			changes = append(changes, ledger.Change{ID: p.ID, Record: next})
		}
		with := c.With(changes...)
		if !reflect.DeepEqual(Grid(c, q, true), Grid(with, q, true)) {
			t.Fatal("the grid knows what came later")
		}
		before, after := PledgeTable(c, q.AsOf), PledgeTable(with, q.AsOf)
		for i := range before {
			before[i].Pledge, after[i].Pledge = nil, nil
		}
		if !reflect.DeepEqual(before, after) {
			t.Fatal("the table of pledges knows what came later")
		}
	})
}

func TestPledgeTable(t *testing.T) {
	d := edtf.MustParse
	c := ledger.NewCase([]ledger.Record{
		&ledger.Actor{ID: "A", Label: "Aland", Type: "state"}, &ledger.Actor{ID: "B", Label: "Bland", Type: "state"},
		&ledger.Pledge{ID: "p1", From: "B", To: "A", Title: "late", Promised: d("2000-01-01"), Due: d("2004-01-01"), Milestones: []ledger.Milestone{
			{Date: d("2006-01-01"), Type: "fulfilled"}, {Date: d("2002-01-01"), Type: "delayed"}}},
		&ledger.Pledge{ID: "p2", From: "B", To: "A", Title: "overdue", Promised: d("2020-10-01"), Due: d("2024-10-01")},
		&ledger.Pledge{ID: "p3", From: "A", To: "B", Title: "open without a date", Promised: d("2025-09-30")},
		&ledger.Pledge{ID: "p4", From: "A", To: "B", Title: "not yet", Promised: d("2025-10-02")},
	})
	rows := PledgeTable(c, asOf)
	if len(rows) != 3 {
		t.Fatalf("%d rows", len(rows))
	}
	if r := rows[0]; r.State != ledger.Fulfilled || r.Milestones[0].Type != "delayed" || !r.HasLate || r.Overdue {
		t.Errorf("late: %+v", r)
	}
	closeTo(t, "years to fulfilment", rows[0].Years, 2192/edtf.DaysPerYear, 1e-12)
	closeTo(t, "late by", rows[0].LateYears, 731/edtf.DaysPerYear, 1e-12)
	if r := rows[1]; r.State != ledger.Open || !r.Overdue || r.LateYears != 365/edtf.DaysPerYear {
		t.Errorf("overdue: %+v", r)
	}
	if r := rows[2]; r.Overdue || r.HasLate || r.Ended != nil {
		t.Errorf("open: %+v", r)
	}
}

func BenchmarkGrid10000(b *testing.B) {
	c := ledgertest.Generate(10000, 1)
	q := question(c)
	for _, x := range []struct {
		name      string
		everybody bool
	}{{"relier", false}, {"everybody", true}} {
		b.Run(x.name, func(b *testing.B) {
			for b.Loop() {
				Grid(c, q, x.everybody)
			}
		})
	}
}

func BenchmarkPledgeTable10000(b *testing.B) {
	c := ledgertest.Generate(10000, 1)
	for b.Loop() {
		PledgeTable(c, asOf)
	}
}
