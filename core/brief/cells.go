package brief

import (
	"fmt"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func (t *Table) row(cells ...Cell) { t.Rows = append(t.Rows, Row{Cells: cells}) }

func text(s string) Cell { return Cell{Spans: plain(s)} }

func own(s string) Cell { return Cell{Spans: []Span{record(s)}} }

func rung(r ledger.Rung) Cell { return text(mark(r)) }

// share shows a probability in whole per cent and keeps it in full.
func share(p float64) Cell { return Cell{Spans: plain(assess.Percent(p)), Value: p} }

func maybeShare(p *float64) Cell {
	if p == nil {
		return Cell{}
	}
	return share(*p)
}

func number(v float64, decimals int) Cell {
	return Cell{Spans: plain(fmt.Sprintf("%.*f", decimals, v)), Value: v}
}

func whole(n int) Cell { return Cell{Spans: plain(fmt.Sprint(n)), Value: n} }

// date shows a date in words and keeps it as it is written (EDTF).
func date(s string) Cell { return Cell{Spans: plain(Dated(s)), Value: dayValue(s)} }

// dayValue gives a day on its own as a value, every other date as it is written,
// and nil for none.
func dayValue(s string) any {
	if s == "" {
		return nil
	}
	if d, err := edtf.ParseDay(s); err == nil {
		return d
	}
	return s
}

func yes(b bool) Cell {
	if b {
		return text("yes")
	}
	return text("no")
}
