package page

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/tongue"
)

// enter writes the sources of texts that are stored and read, as one edit, for
// the case as it is now.
func (p *Read) enter(list []*taken, problems []error, label string) {
	c, who := p.s.State().Case, p.who()
	p.s.WithTexts(label, false, func(context.Context, session.Documents) (func(), error) {
		changes, ids, again := entries(c, list, who)
		return func() {
			edit := casefile.Edit{Label: label, Changes: changes, Base: c}
			p.s.Apply(edit, func(err error) {
				if err != nil {
					p.s.Fail(session.Failure{Doing: label, Path: p.s.State().Path, Err: err, Edit: &edit})
					return
				}
				if len(ids) == 1 && len(problems) == 0 {
					p.open(ids[0])
					return
				}
				p.library.drawn = nil
				p.library.draw(p.s.State())
				p.tellTaken(len(list), again, list, problems)
			})
		}, nil
	})
}

// entries gives the changes that enter texts, the ids of their sources, and how
// many were in the case already.
func entries(c *ledger.Case, list []*taken, who readdesk.Who) (changes []ledger.Change, ids []string, again int) {
	next := c
	byDocument := map[string]string{}
	for _, s := range c.Sources() {
		if s.Document != "" && byDocument[s.Document] == "" {
			byDocument[s.Document] = s.ID
		}
	}
	var pending []ledger.Change
	for _, k := range list {
		if id := byDocument[k.sha]; id != "" {
			again++
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
			if _, _, _, read := openOf(next, id); read {
				continue
			}
		}
		e, id := readdesk.Begin(next, k.source, k.count, who)
		if of := byDocument[k.repeats]; of != "" && of != id {
			for i, ch := range e.Changes {
				if s, ok := ch.Record.(*ledger.Source); ok && s.Republishes == "" {
					copied := *s
					copied.Republishes = original(next, of, id)
					e.Changes[i].Record = &copied
				}
			}
		}
		pending = append(pending, e.Changes...)
		next = next.With(e.Changes...)
		byDocument[k.sha] = id
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return pending, ids, again
}

// original follows copies to the text from which they are; empty where that
// would lead back to id.
func original(c *ledger.Case, of, id string) string {
	at := of
	for range c.Sources() {
		s, ok := c.Source(at)
		if at == id {
			return ""
		}
		if !ok || s.Republishes == "" {
			break
		}
		at = s.Republishes
	}
	return of
}

// tellTaken says what became of many texts.
func (p *Read) tellTaken(n, again int, list []*taken, problems []error) {
	copies, foreign, found := 0, 0, 0
	for _, k := range list {
		found += k.count
		if k.repeats != "" {
			copies++
		}
		if l := k.source.Language; l != "" && !strings.HasPrefix(l, "en") {
			foreign++
		}
	}
	text := trf("%s read, %s found.", count(n, "text"), count(found, "candidate"))
	if again > 0 {
		text += " " + trf("%d were in the case already.", again)
	}
	if copies > 0 {
		text += " " + trf("%d repeat others: they are one voice.", copies)
	}
	if foreign > 0 {
		text += " " + trf("%d are not in English and wait for work by hand.", foreign)
	}
	spans := []span{say(tongue.Local(text))}
	if len(problems) > 0 {
		var lines []string
		for _, e := range problems {
			lines = append(lines, fault(e))
		}
		spans = append(spans, say(" "), link(trf("%s could not be read", count(len(problems), "file")), "read:problems"))
		p.library.says.OnTapped = func(string) {
			if win := p.window(); win != nil {
				tell(win, tr("Not read"), strings.Join(lines, "\n"))
			}
		}
	}
	p.library.say(spans...)
}

// readWhole reads all of the text instead of its main part, or the other way.
func (p *Read) readWhole(whole bool) {
	p.act(func() {
		if len(readdesk.Decisions(p.rc, p.t.source)) > 0 {
			p.tellHere(tr("Candidates of this text were decided on by their place in it: undo the reading first (U), then choose what is read."))
			return
		}
		t, c, who := p.t, p.rc, p.who()
		words := t.text.Extract
		if whole {
			words = t.text.Full
		}
		p.s.WithTexts(tr("Reading the text"), false, func(context.Context, session.Documents) (func(), error) {
			s, ok := c.Source(t.source)
			if !ok {
				return nil, fmt.Errorf("read %s: the case has no such source", t.source)
			}
			next := *s
			next.Tags = slices.DeleteFunc(slices.Clone(s.Tags), func(tag string) bool { return tag == wholeTag })
			if whole {
				next.Tags = append(next.Tags, wholeTag)
			}
			found := reading.Read(words, readdesk.MetaOf(&next), t.lex)
			e, _ := readdesk.Begin(c.With(ledger.Change{ID: next.ID, Record: &next}), next, len(found), who)
			label := "Read the main text of “" + s.Name() + "”"
			if whole {
				label = "Read all of “" + s.Name() + "”"
			}
			return func() {
				p.s.Apply(casefile.Edit{Label: label, Changes: e.Changes, Base: c}, func(err error) {
					if err != nil {
						p.s.Fail(session.Failure{Doing: label, Path: p.s.State().Path, Err: err})
						return
					}
					p.open(t.source)
				})
			}, nil
		})
	})
}
