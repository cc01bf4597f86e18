package assess

import (
	"cmp"
	"slices"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// MomentGrid sets moments against partners: what each gave at each, as known on
// a day.
type MomentGrid struct {
	Partners []GridPartner // the partner asked about first, then by how many moments they are on record at
	Rows     []GridRow     // by start of the moment
}

// GridPartner is one column of a MomentGrid.
type GridPartner struct {
	Actor     string
	Name      string
	Moments   int // with conduct on record
	Supported int // of these, those at which words or more were given
	Against   int // of these, those at which it worked against the relier, whatever else it did
}

// GridRow is one moment at which one actor was in need, or toward whom conduct
// is on record there.
type GridRow struct {
	Moment    string
	Relier    string // toward whom
	Title     string
	Type      string // one of ledger.MomentTypes
	Situation string
	Date      edtf.Date
	Start     edtf.Day
	Cells     []*GridCell // one for each of Partners; nil: nothing on record, which is unknown and not silence
}

// GridCell is what one partner gave at one moment, and what it owed and was
// asked for. A rung of 0 that is on record was entered by a person; where
// nothing is on record Records is empty and Given means nothing.
type GridCell struct {
	Records   []string // all conduct there, by day
	Top       []string // that which gives the rung
	Given     ledger.Rung
	Against   bool
	Mixed     bool // both helped and worked against
	Owed      *OwedRung
	Asked     *OwedRung
	FirstDays *float64 // from the moment's start to the first support; nil: none on record
}

// OnRecord reports whether anything is.
func (x *GridCell) OnRecord() bool { return x != nil && len(x.Records) > 0 }

// Grid gives what every partner gave at the moments of the relier that q names,
// or with everybody at those of each actor, as known on q.AsOf: all conduct of
// one actor toward another at one moment counts once, with the highest rung, as
// in Answer. METHODS 1. It reads nothing dated later, and of q neither the
// situation nor, but for the order of the columns, the partner.
func Grid(c *ledger.Case, q Question, everybody bool) MomentGrid {
	b := gridBuilder{e: evidenceOf(c), q: q, everybody: everybody, at: map[gridKey]int{}, columns: map[string]*GridPartner{}}
	for _, m := range c.Moments() {
		if !ledger.KnownBy(m.Start, q.AsOf) {
			continue
		}
		for _, relier := range m.InNeed {
			if b.shows(relier) {
				b.row(m, relier)
			}
		}
	}
	for i := range b.e.groups {
		b.conduct(&b.e.groups[i])
	}
	for _, r := range c.Requests() {
		if m, ok := c.Moment(r.Moment); ok && b.shows(r.From) && ledger.KnownBy(r.Date, q.AsOf) && ledger.KnownBy(m.Start, q.AsOf) {
			d := ledger.Dyad{From: r.To, To: r.From}
			x := b.cell(b.row(m, r.From), r.To)
			if x.Asked == nil {
				x.Asked = asked(c, d, m, q.AsOf)
			}
		}
	}
	b.owed()
	return b.grid()
}

type gridKey struct{ moment, relier string }

// gridBuilder gathers rows whose columns are not known before the end.
type gridBuilder struct {
	e         *evidence
	q         Question
	everybody bool
	rows      []gridDraft
	at        map[gridKey]int
	columns   map[string]*GridPartner
}

type gridDraft struct {
	moment *ledger.Moment
	relier string
	start  edtf.Day
	dated  bool // start is known
	cells  map[string]*GridCell
}

func (b *gridBuilder) shows(relier string) bool { return b.everybody || relier == b.q.Relier }

func (b *gridBuilder) row(m *ledger.Moment, relier string) *gridDraft {
	k := gridKey{m.ID, relier}
	i, ok := b.at[k]
	if !ok {
		i = len(b.rows)
		b.at[k] = i
		r := gridDraft{moment: m, relier: relier, cells: map[string]*GridCell{}}
		r.start, r.dated = m.Start.Earliest()
		b.rows = append(b.rows, r)
	}
	return &b.rows[i]
}

func (b *gridBuilder) cell(r *gridDraft, partner string) *GridCell {
	x, ok := r.cells[partner]
	if !ok {
		x = &GridCell{}
		r.cells[partner] = x
		if b.columns[partner] == nil {
			b.columns[partner] = &GridPartner{Actor: partner, Name: b.e.c.ActorName(partner)}
		}
	}
	return x
}

func (b *gridBuilder) conduct(g *group) {
	if !b.shows(g.dyad.To) {
		return
	}
	st, n := g.asOf(b.q.AsOf)
	if n == 0 {
		return
	}
	r := b.row(g.moment, g.dyad.To)
	r.start, r.dated = g.start, true // of a moment without a first day, that of its first conduct
	x := b.cell(r, g.dyad.From)
	x.Given, x.Against, x.Mixed = st.given, st.against, st.against && st.help
	for _, e := range g.entries[:n] {
		x.Records = append(x.Records, e.c.ID)
		if e.c.Rung == st.given {
			x.Top = append(x.Top, e.c.ID)
		}
	}
	if days, came := supportAfter(g, g.entries[:n], b.q.AsOf); came {
		x.FirstDays = &days
	}
	p := b.columns[g.dyad.From]
	p.Moments++
	if st.given >= ledger.Words {
		p.Supported++
	}
	if st.against {
		p.Against++
	}
}

// owed enters what pledges oblige to at the rows.
func (b *gridBuilder) owed() {
	makers := map[string][]string{} // by relier, in the order of their first pledge
	for _, p := range b.e.c.Pledges() {
		if len(p.Obliges) > 0 && b.shows(p.To) && !slices.Contains(makers[p.To], p.From) {
			makers[p.To] = append(makers[p.To], p.From)
		}
	}
	for i := range b.rows {
		r := &b.rows[i]
		if !r.dated {
			continue
		}
		for _, partner := range makers[r.relier] {
			if o := b.e.owed(ledger.Dyad{From: partner, To: r.relier}, r.moment, r.start); o != nil {
				b.cell(r, partner).Owed = o
			}
		}
	}
}

func (b *gridBuilder) grid() MomentGrid {
	var out MomentGrid
	for _, a := range b.e.c.Actors() { // in the order of the record: it does not hang on names
		if p := b.columns[a.ID]; p != nil {
			out.Partners = append(out.Partners, *p)
		}
	}
	slices.SortStableFunc(out.Partners, func(x, y GridPartner) int {
		if (x.Actor == b.q.Partner) != (y.Actor == b.q.Partner) {
			return map[bool]int{true: -1, false: 1}[x.Actor == b.q.Partner]
		}
		return cmp.Compare(y.Moments, x.Moments)
	})
	slices.SortStableFunc(b.rows, func(x, y gridDraft) int {
		return cmp.Or(cmp.Compare(x.start, y.start), cmp.Compare(x.moment.ID, y.moment.ID))
	})
	out.Rows = make([]GridRow, 0, len(b.rows))
	for _, r := range b.rows {
		row := GridRow{
			Moment: r.moment.ID, Relier: r.relier, Title: r.moment.Name(), Type: r.moment.Type, Situation: ledger.SituationOf(r.moment.Type),
			Date: r.moment.Start, Start: r.start, Cells: make([]*GridCell, len(out.Partners)),
		}
		for i, p := range out.Partners {
			row.Cells[i] = r.cells[p.Actor]
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
