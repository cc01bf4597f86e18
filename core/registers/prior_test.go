package registers

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func TestPriorsByPromise(t *testing.T) {
	base := map[Kind]Rate{}
	for _, b := range must[[]BaseRate](t)(BaseRates(0)) {
		base[b.Kind] = b.Overall
	}
	for _, tt := range []struct {
		promise Promise
		kind    Kind
	}{
		{Defence | Consultation, DefenceKept}, {Offence, OffenceKept}, {Defence | Offence, DefenceKept},
		{NonAggression, OtherPact}, {Consultation, OtherPact}, {0, NoPact},
	} {
		p := must[Prior](t)(PriorOf(tt.promise, 2026))
		if p.Kind != tt.kind || p.Fought.Kept != base[tt.kind].Kept || p.Fought.Of != base[tt.kind].Of {
			t.Errorf("%s: %s, fought %d of %d; want %s, %d of %d", tt.promise, p.Kind, p.Fought.Kept, p.Fought.Of, tt.kind, base[tt.kind].Kept, base[tt.kind].Of)
		}
	}
	pact, none := must[Prior](t)(PriorOf(Defence, 2026)), must[Prior](t)(PriorOf(0, 2026))
	if pact.Fought.Mean <= none.Fought.Mean {
		t.Errorf("a defence pact makes fighting no likelier: %v against %v without", pact.Fought.Mean, none.Fought.Mean)
	}
	if july := must[Prior](t)(PriorOf(Defence, 1914)); july.Fought.Of >= pact.Fought.Of {
		t.Errorf("in 1914 %d tests are known, in 2026 %d", july.Fought.Of, pact.Fought.Of)
	}
}

func TestPriorsSumToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, err := PriorOf(Promise(rapid.IntRange(0, 31).Draw(t, "promise")), rapid.IntRange(1800, 2030).Draw(t, "year"))
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for i, s := range p.Rungs {
			if s < 0 {
				t.Fatalf("rung %d has %v", i-2, s)
			}
			sum += s
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Fatalf("shares sum to %v", sum)
		}
		if p.Fought.Wars > 0 && p.Fought.Kept > p.Fought.Of {
			t.Fatalf("%+v", p.Fought)
		}
	})
}

func TestActs(t *testing.T) {
	// The register's own codes: the quarantine of Cuba is 13, the war of 1991 was joined
	// with 16, attack, and begun with 20.
	for act, want := range map[int]struct {
		name  string
		level Hostility
	}{
		0: {"no militarized act", NoAct}, 1: {"threat to use force", Threat}, 12: {"border violation", Display},
		13: {"blockade", Use}, 16: {"attack", Use}, 17: {"clash", Use}, 19: {"use of weapons of mass destruction", Use},
		20: {"beginning of interstate war", FullWar}, 21: {"joining interstate war", FullWar}, 22: {"act unknown to the register's list", FullWar},
	} {
		if ActName(act) != want.name || HostilityOf(act) != want.level {
			t.Errorf("act %d: %q, level %d; want %q, %d", act, ActName(act), HostilityOf(act), want.name, want.level)
		}
	}
	for _, d := range must[[]Dispute](t)(AllDisputes()) {
		for _, p := range d.Parts {
			if p.Act < 0 || p.Act > 21 {
				t.Errorf("dispute %d: act %d of %d has no name", d.Number, p.Act, p.State)
			}
		}
	}
}

func TestThePromiseThatACaseHolds(t *testing.T) {
	pact := func(id string, from, until string, obliges []ledger.Obligation, tags ...string) ledger.Record {
		p := &ledger.Pledge{ID: id, Title: id, From: "b", To: "a", Channel: "treaty", Promised: edtf.MustParse(from), Obliges: obliges, Tags: tags}
		if until != "" {
			p.Milestones = []ledger.Milestone{{Date: edtf.MustParse(until), Type: "lapsed"}}
		}
		return p
	}
	fight := func(moments ...string) []ledger.Obligation {
		return []ledger.Obligation{{Moments: moments, Rung: ledger.Fought}}
	}
	c := ledger.NewCase([]ledger.Record{
		pact("old", "1900", "1910", fight("attack")),
		pact("now", "1950", "", fight("war")),
		pact("quiet", "1960", "", nil, "non-aggression"),
		pact("advice", "1930", "1940", []ledger.Obligation{{Moments: []string{"force"}, Rung: ledger.DiplomaticAct}}),
	})
	for _, tt := range []struct {
		day  string
		want Promise
	}{{"1905-01-01", Defence}, {"1920-01-01", 0}, {"1935-01-01", Consultation}, {"1955-01-01", Offence}, {"1970-01-01", Offence | NonAggression}} {
		if got := PromisedIn(c, "b", "a", day(tt.day)); got != tt.want {
			t.Errorf("on %s: %s, want %s", tt.day, got, tt.want)
		}
		if got := PromisedIn(c, "a", "b", day(tt.day)); got != 0 {
			t.Errorf("on %s the other way: %s", tt.day, got)
		}
	}
}

func TestVotesAroundAMoment(t *testing.T) {
	v := must[*Votes](t)(AllVotes())
	before, after := v.Around("RU", "US", day("1992-01-01"), 730)
	first := v.Align("RU", "US", Period{day("1990-01-01"), day("1991-12-31"), ""})
	if before != first {
		t.Errorf("two years before 1992: %+v, want %+v", before, first)
	}
	if after.Votes == 0 || after.Agreement <= before.Agreement {
		t.Errorf("Russia did not draw nearer to the United States than the Soviet Union was: %v, %v", before.Agreement, after.Agreement)
	}
}
