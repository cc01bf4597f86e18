package balance

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func value(v float64) *float64 { return &v }

func gift(id, from, to, channel, date string, magnitude int, amount *float64, unit string) ledger.Record {
	return &ledger.Contribution{ID: id, From: from, To: to, Channel: channel, Date: edtf.MustParse(date), Magnitude: magnitude, Value: amount, Unit: unit, What: id}
}

func actors(ids ...string) []ledger.Record {
	var out []ledger.Record
	for _, id := range ids {
		out = append(out, &ledger.Actor{ID: id, Label: strings.ToUpper(id[:1]) + id[1:], Type: "state"})
	}
	return out
}

func small() *ledger.Case {
	return ledger.NewCase(append(actors("alpha", "bravo", "delta"),
		gift("g1", "bravo", "alpha", "arms", "2000", 4, nil, ""),
		gift("g2", "alpha", "bravo", "energy", "2001", 2, value(100), "MW"),
		gift("g3", "bravo", "alpha", "money", "2002", 0, value(300), "USD million"),
		gift("g4", "bravo", "alpha", "money", "2003", 0, value(50), "EUR million"),
		gift("g5", "alpha", "bravo", "money", "2004", 0, value(100), "USD million"),
		gift("g6", "bravo", "alpha", "legitimacy", "2005", 0, nil, ""),
		gift("g7", "bravo", "alpha", "arms", "2030", 5, nil, ""),
		gift("g8", "bravo", "delta", "arms", "2001", 1, nil, ""),
		gift("g9", "delta", "bravo", "arms", "2002", 3, nil, "")))
}

func of(t testing.TB, c *ledger.Case, flows []Flow) *Balance {
	t.Helper()
	b, err := Of(c, "alpha", "bravo", edtf.DayOf(2020, 1, 1), flows, DefaultSettings())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestUnitsAreNeverAdded(t *testing.T) {
	b := of(t, small(), nil)
	want := map[string][2]float64{"arms|": {4, 0}, "energy|": {0, 2}, "energy|MW": {0, 100}, "money|USD million": {300, 100}, "money|EUR million": {50, 0}}
	for _, l := range b.Lines {
		k := l.Channel + "|" + l.Unit
		w, ok := want[k]
		if !ok || l.Partner.Total != w[0] || l.Relier.Total != w[1] {
			t.Errorf("%s: %v and %v, want %v", k, l.Partner.Total, l.Relier.Total, w)
		}
		delete(want, k)
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
	if o := b.Overall; o.Partner.Total != 4 || o.Relier.Total != 2 || o.Balance == nil || math.Abs(o.Balance.Value-1./3) > 1e-12 {
		t.Errorf("overall %+v", o)
	}
	if len(b.Unjudged) != 1 || b.Unjudged[0] != "g6" {
		t.Errorf("unjudged %v", b.Unjudged)
	}
	if len(b.Comparators) != 1 || b.Comparators[0].Actor != "delta" || b.Comparators[0].Balance.Value != -.5 {
		t.Errorf("comparators %+v", b.Comparators)
	}
}

func TestCurvesAreCumulative(t *testing.T) {
	c := ledger.NewCase(append(actors("alpha", "bravo"),
		gift("g1", "bravo", "alpha", "arms", "2000-01-05", 4, nil, ""), gift("g2", "bravo", "alpha", "arms", "2000-01-05", 1, nil, ""), gift("g3", "bravo", "alpha", "arms", "2001-02-01", 2, nil, "")))
	curve := of(t, c, nil).Lines[0].Partner.Curve
	want := []Point{{edtf.DayOf(2000, 1, 5), 5}, {edtf.DayOf(2001, 2, 1), 7}}
	if fmt.Sprint(curve) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", curve, want)
	}
}

// Seen from the other side the balance turns its sign; its interval lies within
// [-1, 1]; same input, same interval.
func TestTheOtherSide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := actors("alpha", "bravo")
		for i := range rapid.IntRange(0, 12).Draw(t, "n") {
			from, to := "alpha", "bravo"
			if rapid.Bool().Draw(t, "way") {
				from, to = to, from
			}
			records = append(records, gift(fmt.Sprintf("g%02d", i), from, to, rapid.SampledFrom(ledger.Channels[:3]).Draw(t, "channel"), fmt.Sprint(rapid.IntRange(1990, 2010).Draw(t, "year")), rapid.IntRange(0, 5).Draw(t, "m"), nil, ""))
		}
		c := ledger.NewCase(records)
		s := Settings{Draws: 200, Seed: 7}
		a, err := Of(c, "alpha", "bravo", edtf.DayOf(2020, 1, 1), nil, s)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := Of(c, "bravo", "alpha", edtf.DayOf(2020, 1, 1), nil, s)
		x, y := a.Overall.Balance, b.Overall.Balance
		if (x == nil) != (y == nil) {
			t.Fatal("one end has a balance, the other none")
		}
		if x == nil {
			return
		}
		if x.Value != -y.Value || x.Low < -1 || x.High > 1 || x.Low > x.High || a.Overall.Partner.Total != b.Overall.Relier.Total {
			t.Fatalf("%+v and %+v", x, y)
		}
		again, _ := Of(c, "alpha", "bravo", edtf.DayOf(2020, 1, 1), nil, s)
		if *again.Overall.Balance != *x {
			t.Fatal("two runs differ")
		}
	})
}

func TestFlows(t *testing.T) {
	c := small()
	text := "\ufeffYear,from,to,value,unit\n2001,Bravo,alpha,\"1,000\",USD million\n2001,alpha,Bravo,250,USD million\n2002,Bravo,alpha,x,USD million\n2002,Bravo,Atlantis,5,USD million\n2002,Bravo,alpha,-4,USD million\n2002,Bravo,alpha,5,\n2001,Bravo,alpha,7,USD million\nwhen,a,b\n2003,Russia,bravo,9,USD million\n2001,bravo,delta,10,USD million\n2001,delta,bravo,30,USD million\n"
	flows, bad, err := ReadFlows(strings.NewReader(text), c)
	if err != nil {
		t.Fatal(err)
	}
	if len(flows) != 5 || len(bad) != 6 {
		t.Fatalf("%d flows, bad: %v", len(flows), bad)
	}
	for i, line := range []int{4, 5, 6, 7, 8, 9} {
		if bad[i].Line != line {
			t.Errorf("%v, want line %d", bad[i], line)
		}
	}
	b := of(t, c, flows)
	found := false
	for _, l := range b.Lines {
		if l.Series {
			found = true
			if l.Channel != "trade" || l.Unit != "USD million" || l.Balance.Value != .6 {
				t.Errorf("%+v", l)
			}
		}
	}
	if !found {
		t.Error("the series makes no line")
	}
	series := false
	for _, x := range b.Comparators {
		series = series || x.Unit == "trade, USD million" && x.Actor == "delta" && x.Balance.Value == -.5
	}
	if !series {
		t.Errorf("no series beside it: %+v", b.Comparators)
	}
	if _, _, err := ReadFlows(strings.NewReader("a,b\n1,2\n"), c); err == nil {
		t.Error("a file without the columns was read")
	}
}

func TestRefusals(t *testing.T) {
	for _, tt := range [][2]string{{"alpha", "nobody"}, {"alpha", "alpha"}} {
		if _, err := Of(small(), tt[0], tt[1], 0, nil, DefaultSettings()); err == nil {
			t.Errorf("%v was answered", tt)
		}
	}
	if _, err := Of(small(), "alpha", "bravo", 0, nil, Settings{}); err == nil {
		t.Error("no draws were taken")
	}
	if w := of(t, ledger.NewCase(actors("alpha", "bravo")), nil).Warnings; len(w) != 1 || !strings.Contains(w[0], "unknown") {
		t.Errorf("an empty ledger warns %q", w)
	}
}

func FuzzReadFlows(f *testing.F) {
	c := small()
	for _, s := range []string{"year,from,to,value,unit\n2001,bravo,alpha,1,USD\n", "year,from,to,value,unit,channel\n\"2001", "", "year,from,to,value,unit\n2001,USA,RUS,1e400,t\n", "to,unit,value,from,year\nalpha,t,3,bravo,1999\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		flows, _, err := ReadFlows(strings.NewReader(text), c)
		if err != nil {
			return
		}
		for _, x := range flows {
			if x.From == "" || x.To == "" || x.From == x.To || x.Unit == "" || !(x.Value >= 0) || math.IsInf(x.Value, 0) {
				t.Fatalf("%+v", x)
			}
		}
		if _, err := Of(c, "alpha", "bravo", edtf.DayOf(2020, 1, 1), flows, Settings{Draws: 10, Seed: 1}); err != nil {
			t.Fatal(err)
		}
	})
}

func bundled(t testing.TB) *ledger.Case {
	t.Helper()
	data, err := assets.Case(assets.FirstCase)
	if err != nil {
		t.Fatal(err)
	}
	c, bad, err := ledger.UnmarshalCase(data)
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	return c
}

func TestTheBundledCase(t *testing.T) {
	b, err := Of(bundled(t), "iran", "russia", edtf.DayOf(2025, 10, 1), nil, DefaultSettings())
	if err != nil {
		t.Fatal(err)
	}
	if b.Overall.Balance == nil || !b.Overall.Balance.Bounded || len(b.Lines) < 3 {
		t.Errorf("%+v", b.Overall)
	}
}

func BenchmarkOf(b *testing.B) {
	c := bundled(b)
	for range b.N {
		if _, err := Of(c, "iran", "russia", edtf.DayOf(2025, 10, 1), nil, DefaultSettings()); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleOf() {
	c := small()
	b, err := Of(c, "alpha", "bravo", edtf.DayOf(2020, 1, 1), nil, DefaultSettings())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range b.Lines {
		fmt.Printf("%s (%s): %v from %s, %v from %s\n", l.Channel, l.Unit, l.Partner.Total, b.PartnerName, l.Relier.Total, b.RelierName)
	}
	// Output:
	// arms (): 4 from Bravo, 0 from Alpha
	// money (EUR million): 50 from Bravo, 0 from Alpha
	// money (USD million): 300 from Bravo, 100 from Alpha
	// energy (): 0 from Bravo, 2 from Alpha
	// energy (MW): 0 from Bravo, 100 from Alpha
}
