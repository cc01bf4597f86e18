package whatif

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
)

func (k *work) warnings(r *Result) {
	warn := func(s assess.Sentence) { r.Said.Warnings = append(r.Said.Warnings, s) }
	if len(k.n.edges) == 0 {
		warn(say("The case has no dependence known by {day}: the shock stays where it falls.", at("day", r.AsOf.String())))
		return
	}
	if n := r.Basis.None; n > 0 {
		warn(counted(n, "1 dependence has no basis: nothing says where the share comes from.", "{n} dependences have no basis: nothing says where the share comes from."))
	}
	if n := r.Basis.Estimate; n > 0 {
		warn(counted(n, "1 dependence rests on an estimate.", "{n} dependences rest on an estimate."))
	}
	if n := r.Basis.Parts; n > 0 {
		warn(counted(n, "1 dependence gives shares of a part of a channel that stand for the whole: that may overstate. Give the share of the whole channel, or leave parts out.",
			"{n} dependences give shares of a part of a channel that stand for the whole: that may overstate. Give the share of the whole channel, or leave parts out."))
	}
	if n := len(r.Left); n > 0 {
		warn(counted(n, "1 dependence is left out of the network; see left_out.", "{n} dependences are left out of the network; see left_out."))
	}
	if ended := Ended(r); len(ended) > 0 {
		warn(counted(len(ended), "1 dependence is left out as dated to a time that ended before {day}: {which}. Leave the end of a date open (2022/..) where one still holds.",
			"{n} dependences are left out as dated to a time that ended before {day}: {which}. Leave the end of a date open (2022/..) where one still holds.",
			at("day", r.AsOf.String()), at("which", strings.Join(ended, "; "))))
	}
	for _, x := range k.n.summed {
		w := k.n.weights[x]
		warn(say("The shares of {actor} for {channel} add up to more than 1.", at("actor", k.c.ActorName(k.n.actors[w.actor])), at("channel", word(w.channel))))
	}
	if r.Clipped {
		warn(say("At the most likely shares some actor would lose more than all it has: losses are held at 1 (spectral radius {radius}).", at("radius", fmt.Sprintf("%.3g", r.SpectralRadius))))
	}
	if k.sc.Months > 0 && k.s.Horizon == 0 {
		warn(counted(k.sc.Months, "The shock ends after 1 month, but without a horizon it is taken to last.", "The shock ends after {n} months, but without a horizon it is taken to last."))
	}
}

func (k *work) headline(r *Result) []assess.Sentence {
	var out []assess.Sentence
	add := func(s assess.Sentence) { out = append(out, s) }
	spared := slices.IndexFunc(r.Actors, func(a Actor) bool { return a.Direct == 0 && a.Mean > 0 })
	if spared < 0 {
		add(say("Nobody but those shocked is hit: nobody depends on them."))
	} else {
		a := r.Actors[spared]
		add(say("Of those the shock spares, {actor} is hit hardest on average: it loses {mean} of its functioning (90 % interval {low} to {high}), and is the hardest hit in {draws}.",
			at("actor", a.Name), at("mean", percent(a.Mean)), at("low", percent(a.Lower90)), at("high", percent(a.Upper90)), at("draws", inDraws(a.Hardest))))
	}
	if c := r.Claim; c != nil {
		pair := []assess.Arg{at("harder", k.c.ActorName(c.Harder)), at("than", k.c.ActorName(c.Than))}
		add(say("That {harder} is hit harder than {than}: {word} ({draws}).", append(pair, at("word", word(c.Word)), at("draws", inDraws(c.Probability)))...))
		add(say("Of what comes on top of the shock itself, more falls on {harder} than on {than} in {draws}.", append(pair, at("draws", inDraws(c.PassedOn)))...))
		if i := slices.IndexFunc(c.BreakEven, func(b BreakEven) bool { return b.At != nil }); i >= 0 {
			add(c.BreakEven[i].Said)
		} else {
			add(say("No change of a single dependence turns that."))
		}
	}
	if r.Basis.None+r.Basis.Estimate > 0 {
		add(counted(len(r.Edges), "{estimates} of 1 dependence rest on an estimate, {none} on no basis at all.", "{estimates} of {n} dependences rest on an estimate, {none} on no basis at all.",
			at("estimates", r.Basis.Estimate), at("none", r.Basis.None)))
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
