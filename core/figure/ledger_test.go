package figure

import (
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/balance"
	"github.com/fairweather-app/fairweather/core/compare"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// gave is a ledger of two actors with a name to escape, worked out by hand.
func gave() *balance.Balance {
	side := func(days []edtf.Day, totals ...float64) balance.Side {
		s := balance.Side{Count: len(totals), Total: totals[len(totals)-1]}
		for i, v := range totals {
			s.Curve = append(s.Curve, balance.Point{Day: days[i], Total: v})
		}
		return s
	}
	d := func(y int) edtf.Day { return edtf.DayOf(y, 7, 1) }
	return &balance.Balance{
		RelierName: "Serbia", PartnerName: "Russia <Empire>", AsOf: d(1914),
		Overall: balance.Line{Relier: side([]edtf.Day{d(1904)}, 2), Partner: side([]edtf.Day{d(1903), d(1908), d(1912)}, 3, 4, 9), Balance: &balance.Evenness{Value: .64, Low: .2, High: 1, Bounded: true}},
		Lines: []balance.Line{
			{Channel: "arms", Relier: side([]edtf.Day{d(1904)}, 2), Partner: side([]edtf.Day{d(1903)}, 3), Balance: &balance.Evenness{Value: .2}},
			{Channel: "money", Unit: "francs", Partner: side([]edtf.Day{d(1908)}, 12_500_000), Balance: &balance.Evenness{Value: 1}},
			{Channel: "troops"},
		},
	}
}

// table are three pairs, of which the last stands clear.
func table() *compare.Table {
	row := func(name string, p, low, high float64, best, worst int) compare.Row {
		b := compare.Band{P: p, Low: low, High: high}
		return compare.Row{Relier: "a", RelierName: "Serbia", Partner: name, PartnerName: name, AtLeast: [4]compare.Band{b, b, b, b}, Best: best, Worst: worst}
	}
	return &compare.Table{AsOf: edtf.DayOf(1914, 7, 27), Rung: ledger.DiplomaticAct, Groups: [][]int{{0, 1}, {2}},
		Rows: []compare.Row{row("Russia <Empire>", .8, .6, .9, 1, 2), row("France", .7, .5, .85, 1, 2), row("Bulgaria", .1, .02, .3, 3, 3)}}
}

func TestWhoGaveWhatIsSaidAsItIsDrawn(t *testing.T) {
	b := gave()
	if p := Mirror(b); !strings.Contains(p.Alt, "Money, francs: Serbia gave 0, Russia <Empire> gave 12\u00a0500\u00a0000, balance +1.00") || strings.Contains(p.Alt, "Troops") {
		t.Errorf("says %q", p.Alt)
	}
	if p := Given(b, b.Overall); !strings.Contains(p.Alt, "Russia <Empire> gave 9 in 3, from 1903-07-01 to 1912-07-01; Serbia gave 2 in 1") {
		t.Errorf("says %q", p.Alt)
	}
	if Mirror(&balance.Balance{}) != nil || Given(b, balance.Line{}) != nil {
		t.Error("a figure of nothing")
	}
}

func TestLeagueRanksOnlyWhatStandsClear(t *testing.T) {
	p := League(table())
	for _, want := range []string{"1–2 Russia <Empire>: 80 %", "3 Bulgaria: 10 %"} {
		if !strings.Contains(p.Alt, want) {
			t.Errorf("says %q, want %q in it", p.Alt, want)
		}
	}
	if League(&compare.Table{Rows: table().Rows[:1]}) != nil {
		t.Error("a league of one")
	}
}
