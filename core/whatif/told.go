package whatif

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
)

func (k *work) warnings(r *Result) {
	warn := func(format string, args ...any) { r.Warnings = append(r.Warnings, fmt.Sprintf(format, args...)) }
	if len(k.n.edges) == 0 {
		warn("The case has no dependence known by %s: the shock stays where it falls.", r.AsOf)
		return
	}
	if n := r.Basis.None; n > 0 {
		warn("%s no basis: nothing says where the share comes from.", has(n, "dependence"))
	}
	if n := r.Basis.Estimate; n > 0 {
		warn("%s on an estimate.", rests(n, "dependence"))
	}
	if n := r.Basis.Parts; n > 0 {
		warn("%s shares of a part of a channel that stand for the whole: that may overstate. Give the share of the whole channel, or leave parts out.", gives(n, "dependence"))
	}
	if n := len(r.Left); n > 0 {
		warn("%s left out of the network; see left_out.", is(n, "dependence"))
	}
	if ended := Ended(r); len(ended) > 0 {
		warn("%s left out as dated to a time that ended before %s: %s. Leave the end of a date open (2022/..) where one still holds.",
			is(len(ended), "dependence"), r.AsOf, strings.Join(ended, "; "))
	}
	for _, who := range k.n.summed {
		warn("The shares of %s add up to more than 1.", who)
	}
	if r.Clipped {
		warn("At the most likely shares some actor would lose more than all it has: losses are held at 1 (spectral radius %.3g).", r.SpectralRadius)
	}
	if k.sc.Months > 0 && k.s.Horizon == 0 {
		warn("The shock ends after %s, but without a horizon it is taken to last.", plural(k.sc.Months, "month"))
	}
}

func has(n int, word string) string {
	if n == 1 {
		return "1 " + word + " has"
	}
	return plural(n, word) + " have"
}

func rests(n int, word string) string {
	if n == 1 {
		return "1 " + word + " rests"
	}
	return plural(n, word) + " rest"
}

func gives(n int, word string) string {
	if n == 1 {
		return "1 " + word + " gives"
	}
	return plural(n, word) + " give"
}

func is(n int, word string) string {
	if n == 1 {
		return "1 " + word + " is"
	}
	return plural(n, word) + " are"
}

// percent writes a share of functioning or of a channel, with a decimal where it
// is small.
func percent(p float64) string {
	switch {
	case p > 0 && p < .0005:
		return "under 0.1 %"
	case p > 0 && p < .0995:
		return fmt.Sprintf("%.1f %%", 100*p)
	}
	return assess.Percent(p)
}

// inDraws writes in how many of the draws something comes about: of a chance
// that is neither, draws may still show all or none.
func (k *work) inDraws(p float64) string {
	switch p {
	case 0:
		return "none of the draws"
	case 1:
		return "all draws"
	}
	return assess.Percent(p) + " of draws"
}

func (k *work) headline(r *Result) []string {
	var out []string
	spared := slices.IndexFunc(r.Actors, func(a Actor) bool { return a.Direct == 0 && a.Mean > 0 })
	if spared < 0 {
		out = append(out, "Nobody but those shocked is hit: nobody depends on them.")
	} else {
		a := r.Actors[spared]
		out = append(out, fmt.Sprintf("Of those the shock spares, %s is hit hardest on average: it loses %s of its functioning (90 %% interval %s to %s), and is the hardest hit in %s.",
			a.Name, percent(a.Mean), percent(a.Lower90), percent(a.Upper90), k.inDraws(a.Hardest)))
	}
	if c := r.Claim; c != nil {
		out = append(out, fmt.Sprintf("That %s is hit harder than %s: %s (%s).", k.c.ActorName(c.Harder), k.c.ActorName(c.Than), c.Word, k.inDraws(c.Probability)))
		out = append(out, fmt.Sprintf("Of what comes on top of the shock itself, more falls on %s than on %s in %s.", k.c.ActorName(c.Harder), k.c.ActorName(c.Than), k.inDraws(c.PassedOn)))
		if i := slices.IndexFunc(c.BreakEven, func(b BreakEven) bool { return b.At != nil }); i >= 0 {
			out = append(out, c.BreakEven[i].Text)
		} else {
			out = append(out, "No change of a single dependence turns that.")
		}
	}
	if r.Basis.None+r.Basis.Estimate > 0 {
		out = append(out, fmt.Sprintf("%d of %s rest on an estimate, %d on no basis at all.", r.Basis.Estimate, plural(len(r.Edges), "dependence"), r.Basis.None))
	}
	return out
}

func (k *work) restsOn() []string {
	ids := map[string]bool{}
	for _, e := range k.n.edges {
		ids[e.ID] = true
		for _, ct := range e.record.Citations {
			if _, ok := k.c.Source(ct.Source); ok {
				ids[ct.Source] = true
			}
		}
	}
	out := make([]string, 0, len(ids))
	for id := range ids {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// Ended names the dependences that a result leaves aside because they are dated to
// a period (a/b) which ended before its day, with that period.
func Ended(r *Result) []string {
	var out []string
	for _, x := range r.Left {
		if period, ok := strings.CutPrefix(x.Why, whyOver); ok {
			out = append(out, x.Name+period)
		}
	}
	return out
}
