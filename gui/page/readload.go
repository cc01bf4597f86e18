package page

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/core/reading/intake"
	"github.com/fairweather-app/fairweather/core/reading/model"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// wholeTag marks a source of which all of the text is read, not the main text.
const wholeTag = "all text read"

// readText is a text that is open.
type readText struct {
	source    string
	text      intake.Text
	words     string // what is read: spans count in it
	whole     bool   // that is all of the text
	lex       *reading.Lexicon
	own       []reading.Candidate // the reader's
	proposals []readdesk.Proposal
	left      []view.Stretch // of all the text, what the main text leaves out
	leftWords int
	fullWords int
	wordCount int
}

// loadText reads a stored text and what the reader proposes for it.
func loadText(ctx context.Context, docs session.Documents, c *ledger.Case, id string) (*readText, error) {
	s, ok := c.Source(id)
	if !ok {
		return nil, fmt.Errorf("open the text of %s: the case has no such source", id)
	}
	if s.Document == "" {
		return nil, fmt.Errorf("open the text of %s: it is not stored in the case; open the file or address again and take it in", s.Name())
	}
	d, err := docs.Document(ctx, s.Document)
	if err != nil {
		return nil, err
	}
	list, err := intake.Parse(ctx, d.Name, d.Body)
	if err != nil {
		return nil, fmt.Errorf("open the text of %s: %w", s.Name(), err)
	}
	t := &readText{source: id, text: list[0], whole: slices.Contains(s.Tags, wholeTag)}
	t.words = t.text.Extract
	if t.whole {
		t.words = t.text.Full
	}
	if t.lex, err = wordsFor(c); err != nil {
		return nil, err
	}
	t.own = reading.Read(t.words, readdesk.MetaOf(s), t.lex)
	t.proposals = readdesk.Proposals(t.own, readdesk.ByReader)
	t.compare()
	return t, ctx.Err()
}

// compare finds what the main text leaves out.
func (t *readText) compare() {
	t.wordCount, t.fullWords = len(strings.Fields(t.words)), len(strings.Fields(t.text.Full))
	if t.text.Extract == t.text.Full {
		return
	}
	flat := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	main := flat(t.text.Extract)
	at := 0
	for _, par := range strings.SplitAfter(t.text.Full, "\n") {
		n := utf8.RuneCountInString(par)
		if words := flat(par); words != "" && !strings.Contains(main, words) {
			t.left = append(t.left, view.Stretch{Start: at, End: at + n})
			t.leftWords += len(strings.Fields(words))
		}
		at += n
	}
}

// open opens a text of the case.
func (p *Read) open(id string) {
	c := p.s.State().Case
	p.s.WithTexts(tr("Opening the text"), false, func(ctx context.Context, docs session.Documents) (func(), error) {
		t, err := loadText(ctx, docs, c, id)
		return func() {
			p.leave()
			p.t, p.full = t, false
			p.text.SetText(t.words)
			p.list.set(nil)
			p.show(readDesk)
			p.lay()
		}, err
	})
}

// Open opens a source's text on the page.
func (p *Read) Open(id string) { p.open(id) }

// laidOut is what a laying out hands to the page.
type laidOut struct {
	r  *readdesk.Reading
	at string
	drafted
}

// lay lays the reading out for the present case, and drafts what accepting the
// current candidate would write. Both take longer than a frame in a large case.
func (p *Read) lay() {
	t, c := p.t, p.s.State().Case
	if t == nil {
		return
	}
	p.gen++
	p.busy = true
	gen, at, onward, who := p.gen, p.at, p.onward, p.who()
	proposals, kept := t.proposals, maps.Clone(p.choices)
	p.s.WithTexts(tr("Matching with the record"), true, func(ctx context.Context, _ session.Documents) (func(), error) {
		var out laidOut
		r, err := readdesk.Of(c, t.source, t.words, proposals, t.lex)
		if err == nil {
			out.r, out.at = r, at
			i, found := itemAt(r, at)
			if !found || onward && r.Items[i].Decision.State != readdesk.Open {
				if !found {
					i = -1
				}
				if next, ok := r.Next(i); ok {
					i, found = next, true
				}
			}
			if found {
				out.at = r.Items[i].Decision.ID
				out.drafted = draftOf(c, r, i, t.lex, kept[out.at], who)
			}
		}
		return func() {
			if gen != p.gen || t != p.t {
				return
			}
			p.busy = false
			if err != nil { // the source was deleted, or its taking in undone
				p.leave()
				return
			}
			p.r, p.rc, p.drafted = out.r, c, out.drafted
			p.at, p.onward = out.at, false
			p.undrawn = true
			if p.formNext {
				p.formNext = false
				p.edit()
			}
			p.drain()
		}, nil
	})
}

// redraft drafts anew for the current candidate, after it or a choice changed.
func (p *Read) redraft() {
	i, ok := itemAt(p.r, p.at)
	p.drafted = drafted{}
	if !ok || p.t == nil {
		p.drawItem()
		return
	}
	p.gen++
	p.busy = true
	gen, t, c, r, choice, who := p.gen, p.t, p.rc, p.r, p.choices[p.at], p.who()
	p.drawItem()
	p.s.WithTexts(tr("Matching with the record"), true, func(context.Context, session.Documents) (func(), error) {
		d := draftOf(c, r, i, t.lex, choice, who)
		return func() {
			if gen != p.gen || t != p.t {
				return
			}
			p.busy, p.drafted = false, d
			p.drawItem()
			if p.s.State().Case != p.rc {
				p.lay()
				return
			}
			p.drain()
		}, nil
	})
}

// itemAt finds a candidate by the id of its decision.
func itemAt(r *readdesk.Reading, id string) (int, bool) {
	if r == nil {
		return 0, false
	}
	i := slices.IndexFunc(r.Items, func(it readdesk.Item) bool { return it.Decision.ID == id })
	return i, i >= 0
}

// draftOf drafts what accepting a candidate would write, as a person chose, and
// the edit that writes it: a key then has only to keep that.
func draftOf(c *ledger.Case, r *readdesk.Reading, i int, lex *reading.Lexicon, choice readChoice, who readdesk.Who) drafted {
	if r.Items[i].Decision.State != readdesk.Open {
		return drafted{}
	}
	if choice.modality != "" {
		same := *r
		same.Items = slices.Clone(r.Items)
		it := &same.Items[i]
		it.Candidate.Modality = choice.modality
		if choice.modality == reading.AsFact && it.Candidate.Kind != it.Decision.As {
			it.Candidate.Kind = it.Decision.As
		}
		it.Matches = reading.Matches(c, it.Candidate, lex)
		r = &same
	}
	var d *readdesk.Draft
	var err error
	switch {
	case choice.merge != "":
		d, err = readdesk.Cite(c, r, i, choice.merge)
	case choice.fresh:
		d, err = readdesk.New(c, r, i, lex)
	default:
		d, err = readdesk.Suggest(c, r, i, lex)
	}
	if err != nil {
		return drafted{problem: inTongue(err.Error())}
	}
	if choice.credibility > 0 {
		d.Record = withCredibility(d.Record, r.Source.ID, readdesk.Where(d.Candidate.Span), choice.credibility)
	}
	out := drafted{draft: d, readyBy: who}
	if e, err := d.Edit(c, who); err == nil {
		out.ready = &e
	}
	return out
}

// withCredibility gives a copy of a record in which the citation of a place of a
// source has another credibility.
func withCredibility(r ledger.Record, source, where string, n int) ledger.Record {
	out := ledger.Clone(r)
	set := func(list []ledger.Citation) {
		for i := range list {
			if list[i].Source == source && list[i].Where == where {
				list[i].Credibility = n
			}
		}
	}
	switch x := out.(type) {
	case *ledger.Moment:
		set(x.Citations)
	case *ledger.Conduct:
		set(x.Citations)
	case *ledger.Request:
		set(x.Citations)
	case *ledger.Pledge:
		set(x.Citations)
		for i := range x.Milestones {
			set(x.Milestones[i].Citations)
		}
	case *ledger.Contribution:
		set(x.Citations)
	case *ledger.Dependence:
		set(x.Citations)
	case *ledger.Hypothesis:
		set(x.Citations)
	case *ledger.Note:
		set(x.Citations)
		set(x.For)
	}
	return out
}

// act runs what a key asks for, at once or when the reading is laid out and the
// last edit is kept: keys may come faster.
func (p *Read) act(f func()) {
	if p.waits() || len(p.queue) > 0 {
		p.queue = append(p.queue, f)
		return
	}
	f()
}

// waits reports whether what is typed has to wait.
func (p *Read) waits() bool { return p.busy || p.writing || p.undoing }

// drain does what was typed meanwhile. What was laid out is drawn once nothing
// more waits: of ten candidates accepted in a row nobody sees each come up.
func (p *Read) drain() {
	for !p.waits() && len(p.queue) > 0 {
		f := p.queue[0]
		p.queue = p.queue[1:]
		f()
	}
	if p.undrawn && !p.waits() && p.t != nil {
		p.undrawn = false
		p.draw()
	}
}

// verdictWord says who proposes a candidate, where a model was asked too.
func verdictWord(v model.Verdict) string {
	switch v {
	case model.Agree:
		return tr("reader and model agree")
	case model.OnlyOurs:
		return tr("only the reader")
	case model.OnlyModel:
		return tr("only the model")
	}
	return ""
}
