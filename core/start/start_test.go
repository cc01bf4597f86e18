package start

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/registers"
	"github.com/fairweather-app/fairweather/core/states"
)

func day(s string) edtf.Day {
	d, err := edtf.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func begin(t testing.TB, relier, partner, asOf string, o Options) *ledger.Case {
	t.Helper()
	c, err := Case(relier, partner, day(asOf), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range ledger.Check(c) {
		t.Errorf("%s and %s: %s", relier, partner, p)
	}
	return c
}

// conductWith finds conduct of one toward another at a moment whose title holds a text.
func conductWith(c *ledger.Case, from, to, title string) []*ledger.Conduct {
	var out []*ledger.Conduct
	for _, x := range c.ConductBetween(from, to) {
		if m, ok := c.Moment(x.Moment); ok && strings.Contains(m.Title, title) {
			out = append(out, x)
		}
	}
	return out
}

// What somebody who knows the pair would look for first.
func TestPairsThatPeopleKnow(t *testing.T) {
	for _, tt := range []struct {
		relier, partner, asOf, moment string
		rung                          ledger.Rung
		why                           string
	}{
		{"poland", "united-states", "2026-01-01", "World War II", ledger.Fought, "co-belligerent from 1941"},
		{"poland", "united-kingdom", "2026-01-01", "World War II", ledger.Fought, "the guarantee of March 1939 honoured by war"},
		{"poland", "russia", "2026-01-01", "World War II", ledger.Opposed, "the Soviet Union invaded in September 1939"},
		{"pakistan", "china", "2026-01-01", "on Pakistan, 1971", ledger.DiplomaticAct, "the vote on the war of 1971"},
		{"armenia", "russia", "2026-01-01", "Azeri-Armenian War", ledger.Fought, "clashes on Armenia's side in 1993"},
		{"azerbaijan", "russia", "2026-01-01", "Azeri-Armenian War", ledger.Opposed, "the same clashes from the other side"},
		{"azerbaijan", "turkey", "2026-01-01", "Azeri-Armenian War", ledger.Fought, "attack on Azerbaijan's side in 1993"},
		{"serbia", "russia", "1914-07-28", "Austria-Hungary, 1912", ledger.MaterialHelp, "mobilization in the crisis of November 1912"},
		{"iran", "russia", "2026-01-01", "on Iran, 2016", ledger.DiplomaticAct, "voted with Iran on its human rights"},
		{"south-korea", "united-states", "2026-01-01", "Korean War", ledger.Fought, "from June 1950"},
		{"france", "united-kingdom", "1938-09-15", "World War I", ledger.Fought, "from August 1914"},
	} {
		c := begin(t, tt.relier, tt.partner, tt.asOf, Options{})
		found := conductWith(c, tt.partner, tt.relier, tt.moment)
		if !slices.ContainsFunc(found, func(x *ledger.Conduct) bool { return x.Rung == tt.rung }) {
			t.Errorf("%s of %s at %q: no %s (%s) among %d records", tt.partner, tt.relier, tt.moment, tt.rung, tt.why, len(found))
		}
	}
}

func TestTreatiesOfPairsThatPeopleKnow(t *testing.T) {
	for _, tt := range []struct {
		relier, partner, asOf, momentType string
		owed                              ledger.Rung
		known                             bool // after 2018
	}{
		{"poland", "united-states", "2018-06-01", "attack", ledger.Fought, true},
		{"poland", "united-states", "2026-01-01", "attack", ledger.Fought, false},
		{"poland", "united-states", "2026-01-01", "war", ledger.DiplomaticAct, false}, // of its own choice: consultation alone
		{"armenia", "russia", "2026-01-01", "attack", ledger.Fought, false},
		{"pakistan", "china", "2026-01-01", "attack", ledger.DiplomaticAct, false},
		{"qatar", "turkey", "2026-01-01", "attack", 0, false},
		{"france", "united-kingdom", "1938-09-15", "attack", ledger.Fought, true},
		{"serbia", "russia", "1914-07-28", "attack", 0, true},
	} {
		c := begin(t, tt.relier, tt.partner, tt.asOf, Options{})
		var owed ledger.Rung
		uncertain := false
		for _, p := range c.PledgesBetween(tt.partner, tt.relier) {
			if !p.InForceBefore(day(tt.asOf)) {
				continue
			}
			if r, ok := p.Owes(tt.momentType); ok {
				owed = max(owed, r)
				uncertain = uncertain || slices.Contains(p.Tags, "not known after 2018")
			}
		}
		if owed != tt.owed || owed > 0 && uncertain == tt.known {
			t.Errorf("%s to %s as of %s: owes %s, uncertain %v; want %s, %v", tt.partner, tt.relier, tt.asOf, owed, uncertain, tt.owed, !tt.known)
		}
	}
	c := begin(t, "qatar", "turkey", "2026-01-01", Options{})
	if n := len(c.Actors()); n != 2 {
		t.Errorf("without a pact %d actors are compared", n)
	}
	if wide := begin(t, "qatar", "turkey", "2026-01-01", Options{Comparators: 5}); len(wide.Actors()) != 7 {
		t.Errorf("five comparators asked for, %d actors", len(wide.Actors()))
	}
	if _, ok := c.Get("n-no-treaty"); !ok {
		t.Error("nothing says that the register has no treaty of Turkey and Qatar")
	}
}

// An alliance must show from both ends, and what one did must be the same seen from
// either.
func TestBothEnds(t *testing.T) {
	for _, p := range [][2]string{{"poland", "united-states"}, {"pakistan", "china"}, {"armenia", "russia"}, {"france", "united-kingdom"}, {"japan", "united-states"}} {
		a := begin(t, p[0], p[1], "2026-01-01", Options{Comparators: -1, Both: true})
		b := begin(t, p[1], p[0], "2026-01-01", Options{Comparators: -1, Both: true})
		for _, d := range [][2]string{{p[0], p[1]}, {p[1], p[0]}} {
			var x, y []string
			for _, l := range a.PledgesBetween(d[0], d[1]) {
				x = append(x, l.ID)
			}
			for _, l := range b.PledgesBetween(d[0], d[1]) {
				y = append(y, l.ID)
			}
			if !slices.Equal(x, y) || len(x) == 0 {
				t.Errorf("%s to %s: %v from one end, %v from the other", d[0], d[1], x, y)
			}
			var cx, cy []string
			for _, l := range a.ConductBetween(d[0], d[1]) {
				cx = append(cx, fmt.Sprint(l.ID, l.Rung))
			}
			for _, l := range b.ConductBetween(d[0], d[1]) {
				cy = append(cy, fmt.Sprint(l.ID, l.Rung))
			}
			slices.Sort(cx)
			slices.Sort(cy)
			if !slices.Equal(cx, cy) {
				t.Errorf("conduct of %s toward %s: %v from one end, %v from the other", d[0], d[1], cx, cy)
			}
		}
	}
}

func TestNothingAfterTheDay(t *testing.T) {
	asOf := day("1914-07-28")
	c := begin(t, "serbia", "russia", "1914-07-28", Options{})
	for _, x := range c.Conduct() {
		if !ledger.KnownBy(x.Date, asOf) {
			t.Errorf("%s is of %s", x.ID, x.Date)
		}
		if strings.Contains(x.What, "World War") || strings.Contains(x.Moment, "257") {
			t.Errorf("%s tells what came after: %s", x.ID, x.What)
		}
	}
	for _, m := range c.Moments() {
		if !ledger.KnownBy(m.Start, asOf) || strings.Contains(m.Title, "World War") {
			t.Errorf("%s: %s of %s", m.ID, m.Title, m.Start)
		}
	}
	later := begin(t, "serbia", "russia", "1914-07-28", Options{Later: true})
	if len(conductWith(later, "russia", "serbia", "World War I")) == 0 {
		t.Error("with what came later the war is missing")
	}
}

// Whatever two states and day, a case comes out whole: no error and no warning, each
// record cited, silence never made of absence, the same twice.
func TestAnyTwoStates(t *testing.T) {
	all := states.All()
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.SampledFrom(all).Draw(t, "relier"), rapid.SampledFrom(all).Draw(t, "partner")
		asOf := edtf.DayOf(rapid.IntRange(1816, 2027).Draw(t, "year"), 7, rapid.IntRange(1, 31).Draw(t, "day"))
		o := Options{Later: rapid.Bool().Draw(t, "later"), Both: rapid.Bool().Draw(t, "both")}
		c, err := Case(a.ID, b.ID, asOf, o)
		if a.ID == b.ID || a.COW != 0 && a.COW == b.COW {
			if err == nil {
				t.Fatalf("%s and %s made a case", a.ID, b.ID)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range ledger.Check(c) {
			t.Fatal(p)
		}
		for _, x := range c.Conduct() {
			m, _ := c.Moment(x.Moment)
			if x.Rung == ledger.Silent && m.Type != "vote" {
				t.Fatalf("%s makes silence of %q", x.ID, x.What)
			}
			if !o.Later && !ledger.KnownBy(x.Date, asOf) {
				t.Fatalf("%s is of %s, after %s", x.ID, x.Date, asOf)
			}
			if len(x.Citations) == 0 || !m.Needs(x.To) {
				t.Fatalf("%s: %d citations, %v in need", x.ID, len(x.Citations), m.InNeed)
			}
		}
		again, _ := Case(a.ID, b.ID, asOf, o)
		one, err := ledger.MarshalCase(c)
		if err != nil {
			t.Fatal(err)
		}
		two, _ := ledger.MarshalCase(again)
		if string(one) != string(two) {
			t.Fatal("two runs differ")
		}
	})
}

func TestRefusals(t *testing.T) {
	for _, tt := range []struct{ relier, partner, says string }{
		{"atlantis", "russia", "no state"}, {"russia", "russia", "both"}, {"russia", "soviet-union", "one state to the registers"},
	} {
		if _, err := Case(tt.relier, tt.partner, day("2026-01-01"), Options{}); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s and %s: %v", tt.relier, tt.partner, err)
		}
	}
}

func TestVotesOnAState(t *testing.T) {
	roll, err := registers.AllVotes()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range VotesOn(roll, "iran", "russia") {
		if strings.Contains(v.Call.Title, "LANGUAGES") || v.Relier == 2 || v.Rung == ledger.DiplomaticAct && v.Relier != v.Partner {
			t.Errorf("%+v", v)
		}
	}
	for _, v := range VotesOn(roll, "south-korea", "united-states") {
		if strings.Contains(strings.ToUpper(v.Call.Title), "DEMOCRATIC PEOPLE") {
			t.Errorf("a vote on the north counts for the south: %s", v.Call.Title)
		}
	}
	for _, v := range VotesOn(roll, "india", "russia") {
		if strings.Contains(strings.ToUpper(v.Call.Title), "INDIAN OCEAN") {
			t.Errorf("the ocean counts for the state: %s", v.Call.Title)
		}
	}
	if a, b := len(VotesOn(roll, "russia", "iran")), len(VotesOn(roll, "atlantis", "iran")); a == 0 || b != 0 {
		t.Errorf("%d votes on Russia and the Soviet Union, %d on no state", a, b)
	}
}

func TestEveryWarHasAName(t *testing.T) {
	all, err := registers.AllWars()
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range all {
		if warNames[w.Number] == "" {
			t.Errorf("war %d of %d has no name", w.Number, w.First)
		}
	}
	if len(all) != len(warNames) {
		t.Errorf("%d wars, %d names", len(all), len(warNames))
	}
	for number, year := range map[int]int{58: 1870, 106: 1914, 139: 1939, 151: 1950, 216: 1993, 221: 1999, 227: 2003} {
		if i := slices.IndexFunc(all, func(w registers.War) bool { return w.Number == number }); i < 0 || all[i].First != year {
			t.Errorf("%s does not begin in %d", warNames[number], year)
		}
	}
}

func BenchmarkCase(b *testing.B) {
	for _, p := range [][2]string{{"poland", "united-states"}, {"united-states", "united-kingdom"}, {"armenia", "russia"}} {
		b.Run(p[0]+"-"+p[1], func(b *testing.B) {
			for range b.N {
				if _, err := Case(p[0], p[1], day("2026-01-01"), Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func ExampleCase() {
	c, err := Case("qatar", "turkey", day("2026-01-01"), Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Matter().Title)
	for _, m := range c.Moments() {
		if m.Needs("qatar") {
			fmt.Println(m.Start, m.Title)
		}
	}
	// Output:
	// Can Qatar count on Turkey?
	// 1986-04-26 Dispute of Qatar with Bahrain, 1986
	// 1986-08-29 Dispute of Qatar with Iran, 1986
	// 1987-05-21 Force used against Qatar by Iran, 1987
	// 1992-09-30 Force used against Qatar by Saudi Arabia, 1992
	// 1995-06-27 Dispute of Qatar with Saudi Arabia, 1995
	// 2004-06-10 Dispute of Qatar with Iran, 2004
}

// Comparators are those to whom the partner made the same kind of promise, and only
// what it did while it had.
func TestComparatorsAreBoundAlike(t *testing.T) {
	for _, p := range [][2]string{{"poland", "united-states"}, {"pakistan", "china"}, {"armenia", "russia"}, {"cuba", "united-states"}} {
		b, err := newBuilder(p[0], p[1], day("2026-01-01"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		c := begin(t, p[0], p[1], "2026-01-01", Options{})
		beside := 0
		for _, x := range c.Conduct() {
			if x.From != p[1] {
				t.Errorf("%s is of %s", x.ID, x.From)
			}
			if x.To == p[0] {
				continue
			}
			beside++
			o, err := b.player(x.To)
			if err != nil {
				t.Fatal(err)
			}
			m, _ := c.Moment(x.Moment)
			alike := false
			for y := yearOf(m.Start) - 1; y <= yearOf(x.Date); y++ {
				alike = alike || registers.KindOf(promised(b.partner, o, y)) == b.kind
			}
			if !alike {
				t.Errorf("%s: %s had not promised %s the like in %d", x.ID, p[1], x.To, yearOf(x.Date))
			}
		}
		if beside == 0 && b.kind != registers.NoPact {
			t.Errorf("%s and %s: nothing to compare with", p[0], p[1])
		}
	}
}
