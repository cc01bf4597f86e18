package page

import (
	"bytes"
	"context"
	"net/url"
	"path/filepath"
	"strings"
	"sync"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/core/reading/intake"
	"github.com/fairweather-app/fairweather/gui/session"
)

// alikeTexts knows the texts of the case by their words, so that a copy is
// recognised. Only one piece of work at a time has it.
type alikeTexts struct {
	mu    sync.Mutex
	index *intake.Index
	known map[string]bool // by SHA-256
}

func (a *alikeTexts) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.index, a.known = nil, nil
}

// learn enters the texts of the case that are not known yet. The caller holds mu.
func (a *alikeTexts) learn(ctx context.Context, docs session.Documents, c *ledger.Case) error {
	if a.index == nil {
		a.index, a.known = intake.NewIndex(), map[string]bool{}
	}
	for _, s := range c.Sources() {
		if s.Document == "" || a.known[s.Document] {
			continue
		}
		d, err := docs.Document(ctx, s.Document)
		if err != nil {
			return err
		}
		a.known[s.Document] = true
		list, err := intake.Parse(ctx, d.Name, d.Body)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil && len(list) > 0 {
			a.index.Add(s.Document, s.Document, list[0].Full)
		}
	}
	return ctx.Err()
}

// taken is a text that is ready to enter the case.
type taken struct {
	text    intake.Text
	stored  []byte // what is kept of it
	sha     string // of that
	name    string
	media   string
	source  ledger.Source
	count   int    // of candidates
	repeats string // the document of the text of which it is a copy
	how     intake.Relation
	shared  float64
}

// prepare finds what is kept of a text and what is known of it. Where a file
// held several texts, each is kept as its own words.
func prepare(ctx context.Context, t intake.Text, alone bool) (*taken, error) {
	k := &taken{text: t, stored: t.Raw, name: filepath.Base(t.Name), media: t.MIME}
	if u, err := url.Parse(t.Name); err == nil && u.Scheme != "" && u.Host != "" {
		k.name = t.Name
	}
	again, err := intake.Parse(ctx, k.name, t.Raw)
	if err != nil || !alone || len(again) != 1 || again[0].Full != t.Full || again[0].Extract != t.Extract {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		k.stored, k.media, k.name = []byte(t.Full), "text/plain; charset=utf-8", shortTitle(t)+".txt"
		if again, err = intake.Parse(ctx, k.name, k.stored); err != nil {
			return nil, err
		}
		k.text.Full, k.text.Extract = again[0].Full, again[0].Extract
	}
	if k.name == "" || k.name == "." {
		k.name = shortTitle(t)
	}
	k.sha = shaOf(k.stored)
	k.source = ledger.Source{Title: t.Title, Author: t.Author, Publisher: t.Publisher, URL: t.URL, Language: t.Language, Document: k.sha, Type: typeOf(t)}
	if k.source.Title == "" {
		k.source.Title = shortTitle(t)
	}
	if day, err := edtf.Parse(t.Date); err == nil {
		k.source.Date = day
	}
	return k, nil
}

// typeOf proposes the type of a source.
func typeOf(t intake.Text) string {
	switch {
	case strings.HasPrefix(t.URL, "http"), strings.Contains(t.MIME, "html"):
		return "article"
	case strings.Contains(t.MIME, "pdf"), strings.Contains(t.MIME, "word"):
		return "document"
	}
	return "article"
}

// shortTitle names a text by its title or first words.
func shortTitle(t intake.Text) string {
	text := t.Title
	if text == "" {
		text, _, _ = strings.Cut(strings.TrimSpace(t.Full), "\n")
	}
	words := []rune(strings.Join(strings.Fields(text), " "))
	if len(words) > 80 {
		words = append(words[:79], '…')
	}
	return string(words)
}

// compareOne finds the text of the case that a text repeats.
func (p *Read) compareOne(ctx context.Context, docs session.Documents, c *ledger.Case, k *taken) error {
	p.alike.mu.Lock()
	defer p.alike.mu.Unlock()
	if err := p.alike.learn(ctx, docs, c); err != nil {
		return err
	}
	k.likeness(p.alike.index.Like(k.sha, k.text.Full))
	return nil
}

func (k *taken) likeness(list []intake.Likeness) {
	for _, l := range list {
		if l.Relation != intake.Alike && l.ID != k.sha {
			k.repeats, k.how, k.shared = l.ID, l.Relation, l.Shared
			return
		}
	}
}

// prepareMany stores and reads texts one by one; on cancel it gives those that
// are done, with the error.
func (p *Read) prepareMany(ctx context.Context, docs session.Documents, c *ledger.Case, list []intake.Text, progress func(string, int, int)) ([]*taken, error) {
	lex, err := wordsFor(c)
	if err != nil {
		return nil, err
	}
	p.alike.mu.Lock()
	defer p.alike.mu.Unlock()
	progress(tr("Comparing with the texts of the case"), 0, len(list))
	if err := p.alike.learn(ctx, docs, c); err != nil {
		return nil, err
	}
	var out []*taken
	for i, t := range list {
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
		k, err := prepare(ctx, t, sole(list, i))
		if err != nil {
			return out, err
		}
		if !p.alike.known[k.sha] {
			k.likeness(p.alike.index.Add(k.sha, k.sha, k.text.Full))
			p.alike.known[k.sha] = true
		}
		if err := k.store(ctx, docs); err != nil {
			return out, err
		}
		k.count = len(reading.Read(k.text.Extract, readdesk.MetaOf(&k.source), lex))
		out = append(out, k)
		progress(trf("Read %d of %d", i+1, len(list)), i+1, len(list))
	}
	return out, ctx.Err()
}

// sole reports whether a text is the only one of its file.
func sole(list []intake.Text, i int) bool {
	for j := range list {
		if j != i && bytes.Equal(list[j].Raw, list[i].Raw) && list[j].Name == list[i].Name {
			return false
		}
	}
	return true
}

func (k *taken) store(ctx context.Context, docs session.Documents) error {
	sha, err := docs.AddDocument(ctx, k.name, k.media, k.stored)
	if err != nil {
		return err
	}
	k.sha, k.source.Document = sha, sha
	return nil
}
