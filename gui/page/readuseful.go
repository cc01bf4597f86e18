package page

import (
	"strings"

	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
)

// drawUseful asks whether the text was of use.
func (p *Read) drawUseful() {
	spans := []span{mute(tr("Was this useful?") + "  "), link(tr("Yes"), linkYes), mute("  "), link(tr("No"), linkNo)}
	why, voted := "", false
	votes := readdesk.Votes(p.rc, p.t.source)
	for _, v := range votes {
		word := tr("no")
		if v.Yes {
			word = tr("yes")
		}
		spans = append(spans, mute("   "), say(sprintf("%s: %s", v.Analyst, word)))
		if v.Why != "" {
			spans = append(spans, mute(" ("+v.Why+")"))
		}
		if v.Analyst == p.voter() {
			why, voted = v.Why, true
		}
	}
	p.useful.SetSpans(spans)
	if p.useWhy.Text != why {
		p.useWhy.SetText(why)
	}
	p.useWhy.Hidden = !voted
}

// vote says whether the text was of use.
func (p *Read) vote(yes bool) {
	why := ""
	for _, v := range readdesk.Votes(p.rc, p.t.source) {
		if v.Analyst == p.voter() {
			why = v.Why
		}
	}
	p.keepVote(yes, why)
}

func (p *Read) keepVote(yes bool, why string) {
	e, err := readdesk.Useful(p.rc, p.t.source, yes, strings.TrimSpace(why), p.who())
	if err != nil {
		p.tellHere(fault(err))
		return
	}
	p.keep(e, nil, nil)
}

// voter is the name under which the person at the desk votes.
func (p *Read) voter() string {
	if name := p.s.Analyst(); name != "" {
		return name
	}
	return "analyst"
}

// giveReason keeps why a person found the text of use, or of none.
func (p *Read) giveReason(why string) {
	p.act(func() {
		for _, v := range readdesk.Votes(p.rc, p.t.source) {
			if v.Analyst == p.voter() {
				p.keepVote(v.Yes, why)
				return
			}
		}
		p.tellHere(tr("Say first whether it was useful: y for yes, Y for no."))
	})
}
