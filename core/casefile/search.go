package casefile

import (
	"context"
	"fmt"
	"strings"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// KindDocument stands in a Hit for a stored document that no source refers to.
// It is no kind of record.
const KindDocument ledger.Kind = "document"

// Hit is one thing that a search found.
type Hit struct {
	ID       string // of the record; of a document without a source, its SHA-256
	Kind     ledger.Kind
	Title    string
	Snippet  string // the words around the place, in the original spelling
	Document string // SHA-256 of the stored document in which it was found; empty: in the record itself
}

// Search finds records and documents that hold all words of a text, the best
// hits first, at most limit of them (0: 50). Words may be unfinished, as one
// types; case, accents and vowel signs do not matter; words in quotation marks
// must follow each other. Any text may be asked; an empty one finds nothing. A
// hit in a document is given as its source, where it has one.
func (f *File) Search(ctx context.Context, text string, limit int) ([]Hit, error) {
	match, prefixes := query(text)
	if match == "" {
		return nil, nil
	}
	if limit <= 0 {
		limit = 50
	}
	if err := f.lock(); err != nil {
		return nil, err
	}
	defer f.mu.Unlock()
	hits, err := f.search(ctx, match, prefixes, limit)
	return hits, explain("search", f.path, err)
}

func (f *File) search(ctx context.Context, match string, prefixes []string, limit int) ([]Hit, error) {
	found, err := f.matches(ctx, match, limit)
	if err != nil {
		return nil, err
	}
	c := f.Case()
	holders := map[string]*ledger.Source{}
	for _, s := range c.Sources() {
		if _, taken := holders[s.Document]; !taken && s.Document != "" {
			holders[s.Document] = s
		}
	}
	var hits []Hit
	seen := map[string]bool{}
	for _, m := range found {
		if m.record != "" {
			r, ok := c.Get(m.record)
			if !ok || seen[m.record] {
				continue // written by another window a moment ago: Refresh shows it
			}
			seen[m.record] = true
			_, body := searchable(r)
			hits = append(hits, Hit{ID: m.record, Kind: r.Kind(), Title: r.Name(), Snippet: snippet(body, prefixes)})
			continue
		}
		d, err := scanDocument(f.conn.QueryRowContext(ctx, "SELECT sha256, name, media_type, size, added, body FROM document WHERE sha256 = ?", m.document))
		if err != nil {
			return nil, err
		}
		hit := Hit{ID: d.SHA256, Kind: KindDocument, Title: d.Name, Document: d.SHA256}
		if s, ok := holders[d.SHA256]; ok {
			if seen[s.ID] {
				continue
			}
			seen[s.ID] = true
			hit.ID, hit.Kind, hit.Title = s.ID, s.Kind(), s.Name()
		}
		hit.Snippet = snippet(documentText(d.MediaType, d.Body), prefixes)
		hits = append(hits, hit)
	}
	return hits, nil
}

// found is a row of the index: either a record or a document.
type found struct{ record, document string }

func (f *File) matches(ctx context.Context, match string, limit int) ([]found, error) {
	// A hit in a title counts five times.
	rows, err := f.conn.QueryContext(ctx, fmt.Sprintf(`SELECT coalesce(c.record, ''), coalesce(d.sha256, '')
		FROM (SELECT rowid AS n, bm25(search, 5.0, 1.0) AS score FROM search WHERE search MATCH ? ORDER BY score, n LIMIT ?) AS s
		LEFT JOIN current AS c ON c.n = s.n
		LEFT JOIN document AS d ON d.n = s.n - %d
		ORDER BY s.score, s.n`, documentRows), match, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []found
	for rows.Next() {
		var m found
		if err := rows.Scan(&m.record, &m.document); err != nil {
			return nil, err
		}
		if m != (found{}) {
			out = append(out, m)
		}
	}
	return out, rows.Err()
}

// searchable gives the texts by which a record can be found: its title, and all
// else that a person wrote into it, with its id. References to other records
// are not among them.
func searchable(r ledger.Record) (title, text string) {
	parts := []string{}
	add := func(texts ...string) {
		for _, t := range texts {
			if t != "" {
				parts = append(parts, t)
			}
		}
	}
	switch r := r.(type) {
	case *ledger.Matter:
		add(r.About, r.Language, r.Coded.String())
		add(r.Channels...)
		for _, s := range r.Similarity {
			add(s.Basis)
		}
	case *ledger.Actor:
		add(r.Aliases...)
		add(r.About, r.Type, r.ISO3, r.Active.String())
		add(r.Tags...)
	case *ledger.Source:
		add(r.About, r.Publisher, r.Author, r.Date.String(), r.Type, r.URL, r.Language)
		add(r.Tags...)
	case *ledger.Moment:
		add(r.About, r.Type, r.Start.String(), r.End.String())
		add(r.Tags...)
	case *ledger.Conduct:
		add(r.What, r.Date.String())
		add(r.Tags...)
	case *ledger.Request:
		add(r.What, r.Date.String())
		add(r.Tags...)
	case *ledger.Pledge:
		add(r.About, r.Channel, r.Unit, r.Promised.String(), r.Due.String())
		for _, m := range r.Milestones {
			add(m.Note, m.Type, m.Date.String())
		}
		for _, o := range r.Obliges {
			add(o.Note)
			add(o.Moments...)
		}
		add(r.Tags...)
	case *ledger.Contribution:
		add(r.What, r.Channel, r.Unit, r.Date.String())
		add(r.Tags...)
	case *ledger.Dependence:
		add(r.Basis, r.Channel, r.Date.String())
		add(r.Tags...)
	case *ledger.Hypothesis:
		add(r.About)
		add(r.Tags...)
	case *ledger.Rating:
		add(r.Why, r.Analyst, r.Subject, r.Value, r.Certainty, r.Date.String())
	case *ledger.Note:
		add(r.Text, r.Date.String())
		add(r.Tags...)
	}
	for _, c := range ledger.Citations(r) {
		add(c.Quote, c.Where)
	}
	add(r.RecordID())
	return r.Name(), strings.Join(parts, "\n")
}
