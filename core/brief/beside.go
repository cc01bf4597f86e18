package brief

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/balance"
	"github.com/fairweather-app/fairweather/core/compare"
	"github.com/fairweather-app/fairweather/core/figure"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// mostBeside is how many pairs are set side by side: those with the most on record.
const mostBeside = 16

// gaveOf keeps the ledger of the two actors; nil where nothing is on record that
// one gave the other.
func gaveOf(a *assess.Assessment, c *ledger.Case) *balance.Balance {
	b, err := balance.Of(c, a.Question.Relier, a.Question.Partner, a.Question.AsOf, nil, balance.DefaultSettings())
	if err != nil || len(b.Lines) == 0 {
		return nil
	}
	return b
}

// leaguesOf sets the pair among the relier's partners, and among those who might
// count on the partner. A table of fewer than two pairs is left out.
func leaguesOf(ctx context.Context, a *assess.Assessment, c *ledger.Case) []*compare.Table {
	q := a.Question
	most := func(pair func(other string) (from, to string)) []string {
		type other struct {
			id string
			n  int
		}
		var list []other
		for _, x := range c.Actors() {
			from, to := pair(x.ID)
			known := 0
			for _, r := range c.ConductBetween(from, to) {
				if ledger.KnownBy(r.Date, q.AsOf) {
					known++
				}
			}
			if from != to && (known > 0 || from == q.Partner && to == q.Relier) {
				list = append(list, other{x.ID, known})
			}
		}
		slices.SortStableFunc(list, func(x, y other) int { return y.n - x.n })
		var ids []string
		for i, x := range list {
			if from, to := pair(x.id); i < mostBeside || from == q.Partner && to == q.Relier {
				ids = append(ids, x.id)
			}
		}
		return ids
	}
	var out []*compare.Table
	add := func(t *compare.Table, err error) {
		if err == nil && len(t.Rows) > 1 { // a pair that has no answer has none here either
			out = append(out, t)
		}
	}
	if ids := most(func(other string) (string, string) { return other, q.Relier }); len(ids) > 1 {
		add(compare.Partners(ctx, c, q.Relier, ids, q, a.Settings, ledger.DiplomaticAct))
	}
	if ids := most(func(other string) (string, string) { return q.Partner, other }); len(ids) > 1 {
		add(compare.Reliers(ctx, c, q.Partner, ids, q, a.Settings, ledger.DiplomaticAct))
	}
	return out
}

func (l *layout) balanceSection() {
	b := l.Gave
	if b == nil {
		return
	}
	l.section("balance", "Who gave what to whom")
	e := b.Overall.Balance
	switch {
	case e == nil:
		l.para("No contribution has a magnitude: there is no balance over all channels, for amounts of different units are not added.")
	default:
		says := fmt.Sprintf("who gave more cannot be told: the balance is %s", ledgerBalance(e))
		if e.Bounded && e.Low > 0 || !e.Bounded && e.Value > 0 {
			says = fmt.Sprintf("%s gave more than it got: the balance is %s", b.PartnerName, ledgerBalance(e))
		} else if e.Bounded && e.High < 0 || !e.Bounded && e.Value < 0 {
			says = fmt.Sprintf("%s gave more than it got: the balance is %s", b.RelierName, ledgerBalance(e))
		}
		l.para(fmt.Sprintf("Over all channels, by magnitude, %s.", says))
	}
	drawn := *b // the figure shows what was judged on one scale; amounts in units of their own stand in the table
	drawn.Lines = slices.DeleteFunc(slices.Clone(b.Lines), func(x balance.Line) bool { return x.Unit != "" })
	if e == nil {
		drawn.Lines = b.Lines
	}
	l.draw(figure.Mirror(&drawn), fmt.Sprintf("What %s and %s gave each other by channel; hatched: %s.", b.RelierName, b.PartnerName, b.RelierName))
	if e != nil {
		l.draw(figure.Given(b, b.Overall), "The same over all channels and over time, each side's total by each day.")
	}
	l.add(givenTable(b, "Balance", drawn.Lines))
	for _, w := range b.Warnings {
		l.note("%s", w)
	}
	if len(l.GaveCites) > 0 {
		l.add(&Paragraph{Small: true, Spans: []Span{{Text: "What the contributions rest on:", Small: true, Cites: l.GaveCites}}})
	}
}

// givenTable lists lines of a ledger.
func givenTable(b *balance.Balance, name string, lines []balance.Line) *Table {
	t := &Table{Name: name, Caption: fmt.Sprintf("What each gave the other by %s. +1: all from %s, 0: even, −1: all from %s", Date(b.AsOf), b.PartnerName, b.RelierName),
		Columns: []Column{{Title: "Channel", Share: 3}, {Title: "Unit", Share: 2}, {Title: b.RelierName + " gave", Format: Number}, {Title: b.PartnerName + " gave", Format: Number}, {Title: "Balance (90 % interval)", Share: 2.4}}}
	for _, x := range lines {
		unit := text("magnitude 1–5")
		if x.Unit != "" {
			unit = own(x.Unit)
		}
		t.row(own(x.Channel), unit, amounted(x.Relier.Total), amounted(x.Partner.Total), text(ledgerBalance(x.Balance)))
	}
	return t
}

// amounted writes a total with no more digits than it has.
func amounted(v float64) Cell {
	if v == float64(int64(v)) {
		return number(v, 0)
	}
	return number(v, 2)
}

func ledgerBalance(e *balance.Evenness) string {
	switch {
	case e == nil:
		return "–"
	case e.Bounded:
		return strings.ReplaceAll(fmt.Sprintf("%+.2f (%+.2f to %+.2f)", e.Value, e.Low, e.High), "-", "−")
	}
	return strings.ReplaceAll(fmt.Sprintf("%+.2f", e.Value), "-", "−")
}

func (l *layout) besideSection() {
	if len(l.Leagues) == 0 {
		return
	}
	l.section("beside", "Beside other pairs")
	for _, t := range l.Leagues {
		l.draw(figure.League(t), fmt.Sprintf("%s: how probable %s or more is, likeliest first, with 90 %% intervals. A single rank is sure; where intervals overlap there is a span of ranks instead.", t.Title(), t.Rung.Label()))
		x := &Table{Name: t.Title(), Caption: t.Title() + ", as the same method answers for each pair",
			Columns: []Column{{Title: "Rank"}, {Title: "Pair", Share: 3}, {Title: "Probability", Format: Percent}, {Title: "90 % interval", Format: Percent, Share: 1.5}, {Title: "Against", Format: Percent}, {Title: "Kept of owed"}, {Title: "Moments", Format: Number}}}
		for i, name := range t.Names() {
			r := t.Rows[i]
			b, kept := r.Band(t.Rung), "–"
			if r.Owed > 0 {
				kept = fmt.Sprintf("%d of %d", r.Kept, r.Owed)
			}
			x.row(text(figure.RankText(r)), own(name), share(b.P), text(interval(b.Low, b.High)), share(r.Against.P), text(kept), whole(r.Moments))
		}
		l.add(x)
	}
}
