package page

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/fairweather-app/fairweather/core/reading"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// hand asks what the selected words are.
func (p *Read) hand() {
	if _, ok := p.selected(); ok {
		p.byHand.Open()
		return
	}
	p.tellHere(tr("Select words first: with the mouse, or with Shift and the arrows."))
}

// selected gives the selection in the characters of what is read.
func (p *Read) selected() (view.Stretch, bool) {
	s, ok := p.text.Selection()
	if !ok || p.t == nil {
		return s, false
	}
	if !p.full || p.t.words == p.t.text.Full {
		return s, true
	}
	quote := string([]rune(p.t.text.Full)[s.Start:s.End])
	at := strings.Index(p.t.words, strings.TrimSpace(quote))
	if at < 0 {
		p.tellHere(tr("These words are not in the main text. “Read all of it” above reads them too."))
		return s, false
	}
	start := utf8.RuneCountInString(p.t.words[:at])
	return view.Stretch{Start: start, End: start + utf8.RuneCountInString(strings.TrimSpace(quote))}, true
}

// selectionChanged offers to make a candidate of words that are selected.
func (p *Read) selectionChanged() {
	if _, ok := p.text.Selection(); ok == p.byHand.Hidden {
		p.byHand.Hidden = !ok
		p.deskBox.Refresh()
	}
	p.drawKeys()
}

// make makes a candidate of the selected words and opens its form.
func (p *Read) make(kind reading.Kind) {
	at, ok := p.selected()
	if !ok {
		return
	}
	p.act(func() {
		t, r, who := p.t, p.r, p.who()
		p.writing = true
		p.s.WithTexts(tr("Looking at the words"), true, func(context.Context, session.Documents) (func(), error) {
			cand, err := readdesk.Select(t.words, r.Meta, t.lex, at.Start, at.End, kind)
			return func() {
				if !p.landed(t, err) {
					return
				}
				p.at, p.formNext = readdesk.IDOf(t.source, cand), true
				p.text.Select(view.Stretch{})
				p.keep(readdesk.Keep(t.source, cand, who), nil, nil)
			}, nil
		})
	})
}
