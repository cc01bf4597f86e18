package compare

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// answer makes an answer of one band for rung +2.
func answer(partner string, low, p, high float64) *assess.Assessment {
	a := &assess.Assessment{Question: assess.Question{Relier: "a", Partner: partner, AsOf: edtf.DayOf(2020, 1, 1), Situation: "any"}, RelierName: "Alpha", PartnerName: partner, Moments: 3}
	for r := ledger.LowestRung; r <= ledger.HighestRung; r++ {
		a.AtLeast = append(a.AtLeast, assess.AtLeast{Rung: r, Probability: p, Lower90: low, Upper90: high})
	}
	return a
}

func TestNoRankWhereIntervalsOverlap(t *testing.T) {
	for _, tt := range []struct {
		name    string
		answers []*assess.Assessment
		ranks   string
		groups  string
	}{
		{"all clear", []*assess.Assessment{answer("low", .1, .15, .2), answer("high", .8, .9, .95), answer("mid", .4, .5, .6)}, "high 1-1, mid 2-2, low 3-3", "[[0] [1] [2]]"},
		{"all overlap", []*assess.Assessment{answer("x", .2, .5, .8), answer("y", .3, .6, .9), answer("z", .1, .4, .7)}, "y 1-3, x 1-3, z 1-3", "[[0 1 2]]"},
		{"one clear of two", []*assess.Assessment{answer("top", .8, .9, .99), answer("x", .2, .5, .7), answer("y", .1, .4, .6)}, "top 1-1, x 2-3, y 2-3", "[[0] [1 2]]"},
		{"a chain: the ends part, the middle does not", []*assess.Assessment{answer("x", .6, .7, .8), answer("y", .45, .55, .65), answer("z", .3, .4, .5)}, "x 1-2, y 1-3, z 2-3", "[[0 1 2]]"},
		{"touching is overlap", []*assess.Assessment{answer("x", .5, .6, .7), answer("y", .3, .4, .5)}, "x 1-2, y 1-2", "[[0 1]]"},
		{"one", []*assess.Assessment{answer("x", .5, .6, .7)}, "x 1-1", "[[0]]"},
	} {
		got, err := Of(tt.answers, ledger.DiplomaticAct)
		if err != nil {
			t.Fatal(err)
		}
		ranks := ""
		for i, r := range got.Rows {
			if i > 0 {
				ranks += ", "
			}
			ranks += fmt.Sprintf("%s %d-%d", r.Partner, r.Best, r.Worst)
		}
		if ranks != tt.ranks || fmt.Sprint(got.Groups) != tt.groups {
			t.Errorf("%s: %s in %v; want %s in %s", tt.name, ranks, got.Groups, tt.ranks, tt.groups)
		}
	}
}

// Whatever the bands: a rank that is sure is the place in the order, two sure ranks
// differ, and the order in which answers come does not matter.
func TestRanks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []*assess.Assessment
		for i := range rapid.IntRange(1, 8).Draw(t, "n") {
			cut := rapid.SliceOfN(rapid.Float64Range(0, 1), 3, 3).Draw(t, "band")
			slices.Sort(cut)
			list = append(list, answer(fmt.Sprint("p", i), cut[0], cut[1], cut[2]))
		}
		a, err := Of(list, ledger.DiplomaticAct)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[int]bool{}
		for i, r := range a.Rows {
			if r.Best > i+1 || r.Worst < i+1 {
				t.Fatalf("row %d has rank %d-%d", i+1, r.Best, r.Worst)
			}
			if r.Best == r.Worst && seen[r.Best] {
				t.Fatalf("two rows have rank %d for sure", r.Best)
			}
			seen[r.Best] = seen[r.Best] || r.Best == r.Worst
		}
		n := 0
		for _, g := range a.Groups {
			n += len(g)
		}
		if n != len(list) {
			t.Fatalf("%d rows in groups of %d", n, len(list))
		}
		slices.Reverse(list)
		b, _ := Of(list, ledger.DiplomaticAct)
		x, _ := json.Marshal(a)
		y, _ := json.Marshal(b)
		if string(x) != string(y) {
			t.Fatal("the order of the answers matters")
		}
	})
}

func bundled(t testing.TB) *ledger.Case {
	t.Helper()
	data, err := assets.Case("july-1914")
	if err != nil {
		t.Fatal(err)
	}
	c, bad, err := ledger.UnmarshalCase(data)
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	return c
}

func question() assess.Question {
	return assess.Question{AsOf: edtf.DayOf(1914, 7, 28), Situation: "any"}
}

func TestBothWays(t *testing.T) {
	c := bundled(t)
	s := assess.SettingsOf(c)
	partners, err := Partners(context.Background(), c, "serbia", nil, question(), s, ledger.DiplomaticAct)
	if err != nil {
		t.Fatal(err)
	}
	reliers, err := Reliers(context.Background(), c, "russia", nil, question(), s, ledger.DiplomaticAct)
	if err != nil {
		t.Fatal(err)
	}
	if len(partners.Rows) < 2 || len(reliers.Rows) < 2 {
		t.Fatalf("%d partners of Serbia, %d reliers on Russia", len(partners.Rows), len(reliers.Rows))
	}
	find := func(t *Table) *Row {
		i := slices.IndexFunc(t.Rows, func(r Row) bool { return r.Relier == "serbia" && r.Partner == "russia" })
		if i < 0 {
			return nil
		}
		return &t.Rows[i]
	}
	x, y := find(partners), find(reliers)
	if x == nil || y == nil || x.AtLeast != y.AtLeast || x.Against != y.Against {
		t.Errorf("Serbia and Russia differ by the way they are asked: %+v, %+v", x, y)
	}
	q := question()
	q.Relier, q.Partner = "serbia", "russia"
	a, err := assess.Answer(c, q, s)
	if err != nil {
		t.Fatal(err)
	}
	if b := x.Band(ledger.DiplomaticAct); b.P != a.AtLeast[ledger.DiplomaticAct-ledger.LowestRung].Probability {
		t.Errorf("the table says %v, the answer %v", b.P, a.AtLeast[4].Probability)
	}
}

func TestOverTime(t *testing.T) {
	c := bundled(t)
	q := question()
	q.Relier, q.Partner = "serbia", "russia"
	days := []edtf.Day{edtf.DayOf(1905, 1, 1), edtf.DayOf(1910, 1, 1), edtf.DayOf(1914, 7, 28)}
	got, err := OverTime(context.Background(), c, q, assess.SettingsOf(c), days)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Points) != 3 || got.Points[2].Moments < got.Points[0].Moments || got.RelierName != "Serbia" {
		t.Errorf("%+v", got)
	}
	if _, err := OverTime(context.Background(), c, q, assess.SettingsOf(c), days[:1]); err != ErrFewDays {
		t.Errorf("one day: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Partners(ctx, c, "serbia", nil, question(), assess.SettingsOf(c), ledger.Words); err == nil {
		t.Error("a cancelled comparison was answered")
	}
}

func TestRefusals(t *testing.T) {
	if _, err := Of(nil, ledger.Silent); err == nil {
		t.Error("ranked by silence")
	}
	other := answer("x", 0, .5, 1)
	other.Question.AsOf++
	if _, err := Of([]*assess.Assessment{answer("y", 0, .5, 1), other}, ledger.Words); err == nil {
		t.Error("answers of two days were compared")
	}
	none, err := Of(nil, ledger.Words)
	if err != nil || len(none.Warnings) != 1 {
		t.Errorf("%+v, %v", none, err)
	}
	if _, err := Partners(context.Background(), bundled(t), "serbia", []string{"atlantis"}, question(), assess.DefaultSettings(), ledger.Words); err == nil {
		t.Error("a partner that is not in the case was compared")
	}
}

func BenchmarkPartners(b *testing.B) {
	c := bundled(b)
	for range b.N {
		if _, err := Partners(context.Background(), c, "serbia", nil, question(), assess.SettingsOf(c), ledger.DiplomaticAct); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleOf() {
	t, err := Of([]*assess.Assessment{answer("Bravo", .6, .8, .9), answer("Delta", .2, .4, .5), answer("Kilo", .1, .3, .45)}, ledger.DiplomaticAct)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range t.Rows {
		fmt.Printf("%d-%d %s %.2f\n", r.Best, r.Worst, r.PartnerName, r.Band(t.Rung).P)
	}
	fmt.Println(t.Warnings[0])
	// Output:
	// 1-1 Bravo 0.80
	// 2-3 Delta 0.40
	// 2-3 Kilo 0.30
	// 1 of 3 ranks are sure; a span of ranks stands where intervals overlap.
}
