package registers

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/states"
	"github.com/fairweather-app/fairweather/core/stats"
)

// Test is one pair whose promise a war put to the test.
type Test struct {
	War      int // number in the register
	Year     int // the war's first
	Ended    int // the war's last year
	Relier   int // the state that was in need: target, initiator or original
	Partner  int // the state that had promised (or not)
	Honoured bool
	Opposed  bool    // the partner ever fought on the opposite side
	Promise  Promise // what was in force between the two the year before
}

// Kind is which promise a test is of.
type Kind int

// The kinds of test of METHODS 11.
const (
	// DefenceKept: a target and a partner with a defence pact; honoured where the
	// partner is ever on the target's side.
	DefenceKept Kind = iota
	// OffenceKept: an initiator and a partner with an offence pact; honoured likewise.
	OffenceKept
	// RestraintKept: an original and any other state with a neutrality or
	// non-aggression pact; honoured where the other is never on the opposite side.
	RestraintKept
	// NoPact: a target and a partner without any pact; "honoured" where the partner is
	// ever on the target's side all the same.
	NoPact
	// OtherPact: a target and a partner bound by neutrality, non-aggression or
	// consultation and to no fighting; "honoured" likewise.
	OtherPact
)

// Kinds lists the kinds of test in the order of the page.
var Kinds = []Kind{DefenceKept, OffenceKept, RestraintKept, OtherPact, NoPact}

// String says the kind in words.
func (k Kind) String() string {
	return [...]string{"defence", "offence", "restraint", "no pact", "other pact"}[k]
}

// MarshalText gives the kind in words.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// Definition says what is counted, in a sentence for the page and the brief.
func (k Kind) Definition() string {
	switch k {
	case DefenceKept:
		return "States attacked at the outset of an interstate war and their partners by a defence pact of the year before; kept where the partner fought on the attacked state's side at any time of the war."
	case OffenceKept:
		return "States that began an interstate war and their partners by an offence pact of the year before; kept where the partner fought on their side at any time of the war."
	case RestraintKept:
		return "States at war from the outset and every other state bound to them by a neutrality or non-aggression pact of the year before; kept where the other never fought on the opposite side."
	case OtherPact:
		return "States attacked at the outset of an interstate war and their partners by a pact of the year before that promised no fighting: neutrality, non-aggression or consultation alone; counted where the partner fought on their side all the same."
	}
	return "States attacked at the outset of an interstate war and every state without any pact with them the year before; counted where it fought on their side all the same."
}

// Tests are all tests of the register.
type Tests struct {
	ByKind map[Kind][]Test
	// LeftOut are the wars whose initiators stand on both sides.
	LeftOut []War
}

// AllTests goes through the wars and lists every pair whose promise was put to
// the test. METHODS 11.
func AllTests() (*Tests, error) { return tests() }

var tests = sync.OnceValues(func() (*Tests, error) {
	all, err := wars()
	if err != nil {
		return nil, err
	}
	out := &Tests{ByKind: map[Kind][]Test{}}
	for _, w := range all {
		side := 0
		for _, s := range w.Initiators {
			side |= w.Began[s]
		}
		if side == 3 {
			out.LeftOut = append(out.LeftOut, w)
			continue
		}
		system := inSystem(w.First)
		for _, relier := range w.Originals() {
			mine := w.Began[relier]
			initiator := slices.Contains(w.Initiators, relier)
			target := side != 0 && mine != side
			for _, other := range system {
				if other == relier {
					continue
				}
				p, err := Promised(other, relier, w.First-1)
				if err != nil {
					return nil, err
				}
				back, err := Promised(relier, other, w.First-1)
				if err != nil {
					return nil, err
				}
				original := w.Began[other] != 0
				t := Test{War: w.Number, Year: w.First, Ended: w.Last, Relier: relier, Partner: other, Promise: p, Opposed: w.Sides[other]&(3-mine) != 0}
				if p&(Neutrality|NonAggression) != 0 {
					t.Honoured = w.Sides[other]&(3-mine) == 0
					out.ByKind[RestraintKept] = append(out.ByKind[RestraintKept], t)
				}
				if original {
					continue
				}
				t.Honoured = w.Sides[other]&mine != 0
				switch {
				case target && p&Defence != 0:
					out.ByKind[DefenceKept] = append(out.ByKind[DefenceKept], t)
				case target && p != 0 && p&(Defence|Offence) == 0:
					out.ByKind[OtherPact] = append(out.ByKind[OtherPact], t)
				case target && p == 0 && back == 0:
					out.ByKind[NoPact] = append(out.ByKind[NoPact], t)
				}
				if initiator && p&Offence != 0 {
					out.ByKind[OffenceKept] = append(out.ByKind[OffenceKept], t)
				}
			}
		}
	}
	return out, nil
})

// inSystem lists the states that were members of the system at any time of a year,
// by number.
func inSystem(year int) []int {
	first, last := edtf.DayOf(year, 1, 1), edtf.DayOf(year, 12, 31)
	var out []int
	for _, s := range states.All() {
		if s.COW != 0 && slices.ContainsFunc(s.System, func(t states.Term) bool { return t.First <= last && t.Last >= first }) {
			out = append(out, s.COW)
		}
	}
	slices.Sort(out)
	return slices.Compact(out) // Prussia and Germany share a number in 1871
}

// Rate is a share of promises kept, with its two intervals.
type Rate struct {
	Label string  `json:"label"` // "overall", "to 1945", "after 1945", a partner's name
	Kept  int     `json:"kept"`
	Of    int     `json:"of"`
	Wars  int     `json:"wars"`    // that put them to the test
	Mean  float64 `json:"mean"`    // Jeffreys posterior mean
	Low   float64 `json:"lower90"` // its 90 % interval, as if pairs were independent
	High  float64 `json:"upper90"`
	// ClusterLow and ClusterHigh are the 90 % interval of the share where whole wars
	// are drawn with replacement, for pairs within one war are not independent.
	// Clustered is false where a single war stands behind it, or all or none were kept:
	// drawing wars anew then shows nothing but what happened.
	ClusterLow  float64 `json:"lower90_by_war"`
	ClusterHigh float64 `json:"upper90_by_war"`
	Clustered   bool    `json:"clustered"`
}

const (
	level     = 0.90
	draws     = 10_000
	seed      = 20250613 // fixed, so that the same question has the same answer
	lastOfOld = 1945     // the last year of the earlier period
)

type cluster struct{ kept, of int } // of one war

// countOf counts tests, without the interval clustered by war.
func countOf(label string, of []Test) Rate {
	r, _ := clustersOf(label, of)
	return r
}

func clustersOf(label string, of []Test) (Rate, []cluster) {
	r := Rate{Label: label, Of: len(of)}
	index := map[int]int{}
	var clusters []cluster
	for _, t := range of {
		i, ok := index[t.War]
		if !ok {
			i = len(clusters)
			index[t.War] = i
			clusters = append(clusters, cluster{})
		}
		clusters[i].of++
		if t.Honoured {
			clusters[i].kept++
			r.Kept++
		}
	}
	r.Wars = len(clusters)
	r.Mean, r.Low, r.High = stats.Jeffreys(r.Kept, r.Of, level)
	return r, clusters
}

// RateOf counts tests.
func RateOf(label string, of []Test) Rate {
	r, clusters := clustersOf(label, of)
	if r.Wars < 2 || r.Kept == 0 || r.Kept == r.Of {
		return r
	}
	rng := rand.New(rand.NewPCG(seed, uint64(r.Of)))
	shares := make([]float64, draws)
	for d := range shares {
		var kept, n int
		for range clusters {
			c := clusters[rng.IntN(len(clusters))]
			kept, n = kept+c.kept, n+c.of
		}
		shares[d] = float64(kept) / float64(n)
	}
	slices.Sort(shares)
	r.ClusterLow, r.ClusterHigh, r.Clustered = shares[draws*5/100], shares[draws*95/100-1], true
	return r
}

// BaseRate is what the register says of one kind of promise.
type BaseRate struct {
	Kind    Kind   `json:"kind"`
	Overall Rate   `json:"overall"`
	Periods []Rate `json:"periods"` // to 1945, after 1945
	Partner Rate   `json:"partner"` // by this partner, under every state that held its number
	// Types are the rates of pacts that promise this with something else: defence
	// alone, defence and offence, and so on.
	Types []Rate `json:"types"`
}

// BaseRates counts for each kind of promise how often it was kept: overall, by
// period, by type of treaty and by one partner (a Correlates of War number; 0 for
// none). Partners by other states are the prior where a case has none of its own.
func BaseRates(partner int) ([]BaseRate, error) {
	all, err := AllTests()
	if err != nil {
		return nil, err
	}
	var out []BaseRate
	for _, k := range Kinds {
		of := all.ByKind[k]
		b := BaseRate{Kind: k, Overall: RateOf("overall", of)}
		b.Periods = []Rate{
			RateOf(fmt.Sprintf("to %d", lastOfOld), filter(of, func(t Test) bool { return t.Year <= lastOfOld })),
			RateOf(fmt.Sprintf("after %d", lastOfOld), filter(of, func(t Test) bool { return t.Year > lastOfOld })),
		}
		if partner != 0 {
			b.Partner = RateOf("this partner", filter(of, func(t Test) bool { return t.Partner == partner }))
		}
		byType := map[Promise][]Test{}
		for _, t := range of {
			byType[t.Promise] = append(byType[t.Promise], t)
		}
		var types []Promise
		for p := range byType {
			types = append(types, p)
		}
		slices.SortFunc(types, func(a, b Promise) int {
			if n := len(byType[b]) - len(byType[a]); n != 0 {
				return n
			}
			return int(a) - int(b)
		})
		for _, p := range types {
			if p != 0 {
				b.Types = append(b.Types, RateOf(p.String(), byType[p]))
			}
		}
		out = append(out, b)
	}
	return out, nil
}

func filter(of []Test, keep func(Test) bool) []Test {
	var out []Test
	for _, t := range of {
		if keep(t) {
			out = append(out, t)
		}
	}
	return out
}

// Anchor is a published figure to show beside a base rate. They count different
// things; Counts says what.
type Anchor struct {
	Share    float64 `json:"share"`
	Of       string  `json:"of"` // "offence", "overall before 1945"
	Counts   string  `json:"counts"`
	Citation string  `json:"citation"`
}

// Anchors are the published figures of METHODS 1.
var Anchors = []Anchor{
	{0.745, "all terms, 1816-1944", "alliance terms, each asked of the wars that invoked it, with its conditions read", "Leeds, Long and Mitchell (2000), Journal of Conflict Resolution 44:686-699"},
	{0.50, "overall", "alliances that a war put to the test", "Berkemeier and Fuhrmann (2018), Research and Politics 5"},
	{0.66, "overall, before 1945", "alliances that a war put to the test", "Berkemeier and Fuhrmann (2018), Research and Politics 5"},
	{0.22, "overall, 1945-2003", "alliances that a war put to the test", "Berkemeier and Fuhrmann (2018), Research and Politics 5"},
	{0.74, "offence", "alliances that a war put to the test", "Berkemeier and Fuhrmann (2018), Research and Politics 5"},
	{0.78, "neutrality", "alliances that a war put to the test", "Berkemeier and Fuhrmann (2018), Research and Politics 5"},
	{0.41, "defence", "alliances that a war put to the test", "Berkemeier and Fuhrmann (2018), Research and Politics 5"},
	{0.37, "non-aggression", "alliances that a war put to the test", "Berkemeier and Fuhrmann (2018), Research and Politics 5"},
	{0.67, "invoked alliances", "alliances that were invoked; the fall after 1945 rests on a few related multilateral cases", "Chiba et al. (2026), International Studies Quarterly"},
}

// WhyTheyDiffer says why the counts here and the published figures are not the
// same.
const WhyTheyDiffer = "Here a pair is counted by the flags of the treaty alone: whether its conditions were met (the adversary, the place, the provocation) is not read, so that pacts which the war did not invoke count as broken. " +
	"A war with many partners counts many pairs. The published figures read the conditions, or count alliances instead of pairs."
