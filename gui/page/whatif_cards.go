package page

import (
	"fmt"
	"strings"

	"github.com/fairweather-app/fairweather/core/whatif"
)

func (p *WhatIf) sayHead() {
	switch {
	case !p.st.Open():
		p.head.SetSpans([]span{say(tr("No case is open. ")), link(tr("Open the bundled case"), command+"bundled"), say(".")})
	case len(p.sc.Shocks) == 0 && !asked(p.st):
		p.head.SetSpans(append([]span{strong(tr("Who is hit first if somebody erodes?")), say(" ")}, whoAsks(p.st)...))
	case len(p.sc.Shocks) == 0:
		p.head.SetSpans([]span{mute(tr("Who is hit first if somebody erodes? Choose an actor to shock."))})
	case p.problem != "":
		p.head.SetSpans([]span{warn("! " + sentence(inNames(p.st.Case, p.problem)) + ".")})
	case p.r == nil:
		p.head.SetSpans([]span{mute("…")})
	case len(p.st.Case.Dependences()) == 0:
		p.head.SetSpans([]span{say(tr("No dependence is on record, so the shock stays where it falls. ")), link(tr("Add the first"), command+"new dependence"), say(tr(": who rests on whom, through which channel, by what share."))})
	default:
		var spans []span
		for i, h := range p.r.Said.Headline {
			text := inWords(h)
			if i > 0 {
				text = " " + text
			}
			if i == 0 {
				spans = append(spans, strong(text))
				continue
			}
			spans = append(spans, say(text))
		}
		p.head.SetSpans(spans)
	}
}

func (p *WhatIf) claimSpans() []span {
	x := p.r.Claim
	if x == nil {
		return []span{mute(tr("No claim is made. Choose above who is said to be hit harder than whom."))}
	}
	name := p.st.Case.ActorName
	spans := []span{say(tr("That ")), link(name(x.Harder), x.Harder), say(tr(" is hit harder than ")), link(name(x.Than), x.Than), say(": "), strong(tr(x.Word)), say(trf(" (%s).", inDraws(x.Probability)))}
	spans = append(spans, say(trf(" Of what comes on top of the shock itself, more falls on %s in %s.", name(x.Harder), inDraws(x.PassedOn))))
	told := 0
	for _, b := range x.BreakEven {
		if b.At != nil && told < 3 {
			told++
			spans = append(spans, say("\n"), strong(tr("Break-even: ")), say(inWords(b.Said)))
			if b.Within {
				spans = append(spans, mute(tr(" That lies within what was given.")))
			}
		}
	}
	if told == 0 {
		spans = append(spans, mute(tr("\nNo change of a single dependence turns that.")))
	}
	return spans
}

func (p *WhatIf) driverSpans() []span {
	if p.r == nil {
		return nil
	}
	list := func(title string, drivers []whatif.Driver) []span {
		spans := []span{strong(title)}
		if len(drivers) == 0 {
			return append(spans, mute(tr(" nothing that varies")))
		}
		for _, d := range drivers {
			name := say(inWords(d.Said))
			if _, ok := p.st.Case.Get(d.Input); ok {
				name = link(name.Text, d.Input)
			}
			spans = append(spans, say("\n"+signed(d.Correlation)+"  "), name)
		}
		return spans
	}
	var all [][]span
	for _, a := range p.r.Actors {
		if a.ID == p.chosen {
			all = append(all, list(trf("The loss of %s:", a.Name), a.Drivers))
		}
	}
	if x := p.r.Claim; x != nil {
		all = append(all, list(tr("The difference in the claim:"), x.Drivers))
	}
	return append(bullets(all), mute(tr("\nSpearman’s rank correlation over the first 2,048 draws. Choose another actor in the network or the list.")))
}

// signed writes a correlation: "+0.81".
func signed(v float64) string { return strings.Replace(fmt.Sprintf("%+.2f", v), "-", "−", 1) }

func (p *WhatIf) noteSpans() []span {
	r := p.r
	b := r.Basis
	spans := []span{say(trf("Of %s, ", count(len(r.Edges), "dependence"))), strong(trf("%d rest on a source, %d on an estimate, %d on no basis at all", b.Source, b.Estimate, b.None)), say(".")}
	if b.Parts > 0 {
		spans = append(spans, say(trf(" %d give a part of a channel that stands for the whole.", b.Parts)))
	}
	told := 0
	for _, a := range r.Actors {
		if a.Direct == 0 && a.Mean > 0 && told < 4 {
			told++
			spans = append(spans, mute("\n"), link(a.Name, a.ID), mute(trf(": %s of its loss hangs on estimates, %s on no basis, %s on parts", percent(a.Estimated), percent(a.Baseless), percent(a.InParts))))
		}
	}
	for i, x := range r.Left {
		if i == 0 {
			spans = append(spans, mute(tr("\nLeft out: ")))
		} else {
			spans = append(spans, mute("; "))
		}
		spans = append(spans, link(itemOf(p.st.Case, x.ID).title, x.ID), mute(" ("+inWords(x.Said)+")"))
	}
	spans = append(spans, mute(trf("\nIn the network: a whole line rests on a source, a dashed one on an estimate, a dotted one on nothing told. %d draws, always the same ones; spectral radius %.2f.", r.Settings.Draws, r.SpectralRadius)))
	return spans
}
