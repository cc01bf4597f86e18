package registers

import (
	"fmt"
	"slices"
	"sync"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Prior is what to expect of a partner of whom a case has nothing to compare
// with: the base rates of METHODS 11, laid on the ladder of METHODS 1.
type Prior struct {
	Kind    Kind // which tests it counts
	Fought  Rate // on the relier's side at any time of the war
	Opposed Rate // on the opposite side
	// Rungs are the shares from the lowest rung to the highest; they sum to 1. The
	// registers tell who fought and on which side, and nothing of what lies between:
	// the rest is spread evenly over the rungs from undercut to material help.
	Rungs [ledger.NumberOfRungs]float64
	// Says is the prior in a sentence for the answer.
	Says string
}

// KindOf tells which tests speak of a promise: defence before offence, then any
// other pact, then none.
func KindOf(p Promise) Kind {
	switch {
	case p&Defence != 0:
		return DefenceKept
	case p&Offence != 0:
		return OffenceKept
	case p != 0:
		return OtherPact
	}
	return NoPact
}

// PriorOf gives the prior for a partner that made a promise to the relier, from
// the wars that had ended before a year: nothing is known after the as-of date.
// Of a time before the first war that tested such a promise it is even over the
// rungs that it could be (Jeffreys' prior alone).
func PriorOf(p Promise, year int) (Prior, error) {
	k := priorKey{KindOf(p), year}
	if kept, ok := priors.Load(k); ok {
		return kept.(Prior), nil
	}
	out, err := priorOf(k.kind, year)
	if err != nil {
		return Prior{}, fmt.Errorf("prior by %s: %w", k.kind, err)
	}
	priors.Store(k, out)
	return out, nil
}

// priors keeps what was computed: a backtest asks for every year again and again.
var priors sync.Map

type priorKey struct {
	kind Kind
	year int
}

func priorOf(kind Kind, year int) (Prior, error) {
	all, err := AllTests()
	if err != nil {
		return Prior{}, err
	}
	out := Prior{Kind: kind}
	known := filter(all.ByKind[out.Kind], func(t Test) bool { return t.Ended < year })
	out.Fought = countOf("fought beside", known)
	for i := range known {
		known[i].Honoured = known[i].Opposed
	}
	out.Opposed = countOf("fought against", known)
	fought, opposed := out.Fought.Mean, out.Opposed.Mean
	if sum := fought + opposed; sum > 1 { // without a single test both are 1/2
		fought, opposed = fought/sum, opposed/sum
	}
	last := len(out.Rungs) - 1
	out.Rungs[last], out.Rungs[0] = fought, opposed
	for i := 1; i < last; i++ {
		out.Rungs[i] = (1 - fought - opposed) / float64(last-1)
	}
	out.Says = fmt.Sprintf("The case has no other pair of actors to compare with: the base rate is that of wars that ended before %d, in which partners %s fought beside the state in need in %d of %d pairs and against it in %d; what lies between the registers do not tell, and it is spread evenly.",
		year, out.Kind.Partners(), out.Fought.Kept, out.Fought.Of, out.Opposed.Kept)
	return out, nil
}

// Partners says which partners a kind of test is of: "with a defence pact".
func (k Kind) Partners() string {
	switch k {
	case DefenceKept:
		return "with a defence pact"
	case OffenceKept:
		return "with an offence pact"
	case OtherPact:
		return "with a pact that promises no fighting"
	case NoPact:
		return "without any pact"
	}
	return "with a pact of neutrality or non-aggression"
}

// PromisedIn tells what the pledges of a case that are in force on a day promise
// one actor by another, in the terms of the register of treaties: by what they
// oblige to, and by tags that name a promise ("non-aggression").
func PromisedIn(c *ledger.Case, by, to string, day edtf.Day) Promise {
	var out Promise
	for _, p := range c.PledgesBetween(by, to) {
		if !p.InForceBefore(day) {
			continue
		}
		for _, q := range Promises {
			if slices.Contains(p.Tags, q.String()) {
				out |= q
			}
		}
		if r, ok := p.Owes("attack"); ok && r == ledger.Fought {
			out |= Defence
		}
		if r, ok := p.Owes("war"); ok && r == ledger.Fought {
			out |= Offence
		}
		if len(p.Obliges) > 0 && out == 0 {
			out |= Consultation // a pact that obliges to less than fighting
		}
	}
	return out
}
