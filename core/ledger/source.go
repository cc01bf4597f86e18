package ledger

import "github.com/fairweather-app/fairweather/core/edtf"

// Source is a document, statement, report or data set that records rest on.
type Source struct {
	ID          string    `json:"id"`
	Title       string    `json:"title"`
	Publisher   string    `json:"publisher,omitempty"`
	Author      string    `json:"author,omitempty"`
	Date        edtf.Date `json:"date,omitzero"`
	Type        string    `json:"type,omitempty"` // one of SourceTypes
	URL         string    `json:"url,omitempty"`
	Reliability string    `json:"reliability"`           // Admiralty A (completely reliable) .. E (unreliable), F (cannot be judged)
	Seen        string    `json:"seen,omitempty"`        // one of SeenStates: what the analyst had before their eyes
	Republishes string    `json:"republishes,omitempty"` // the source of which this is a copy: it then adds no independent publisher
	Document    string    `json:"document,omitempty"`    // SHA-256, hexadecimal, of the stored text
	Language    string    `json:"language,omitempty"`    // BCP 47
	About       string    `json:"about,omitempty"`
	Tags        []string  `json:"tags,omitempty"`
}

// SourceTypes are the types of source.
var SourceTypes = []string{"news", "statement", "un-document", "treaty", "document", "report", "article", "book", "database", "interview", "other"}

// SeenStates say what of a source was seen: its page or an excerpt of it, its
// full text, or nothing (it is cited from memory).
var SeenStates = []string{"text", "page", "memory"}

// Reliabilities are the Admiralty grades of a source, best first; F cannot be judged.
var Reliabilities = []string{"A", "B", "C", "D", "E", "F"}

// RecordID implements Record.
func (s *Source) RecordID() string { return s.ID }

// Kind implements Record.
func (s *Source) Kind() Kind { return KindSource }

// Name implements Record.
func (s *Source) Name() string { return orID(s.Title, s.ID) }

// Citation says on which source a record rests, where in it, and how credible
// the item is.
type Citation struct {
	Source      string `json:"source"`
	Where       string `json:"where,omitempty"` // page, paragraph, article, minute
	Credibility int    `json:"credibility"`     // Admiralty 1 (confirmed) .. 5 (improbable), 6 (cannot be judged)
	Quote       string `json:"quote,omitempty"` // the words it rests on
}

// citationsOf gives the place of the citations of the record itself; nil for kinds
// that carry none.
func citationsOf(r Record) *[]Citation {
	switch r := r.(type) {
	case *Moment:
		return &r.Citations
	case *Conduct:
		return &r.Citations
	case *Request:
		return &r.Citations
	case *Pledge:
		return &r.Citations
	case *Contribution:
		return &r.Citations
	case *Dependence:
		return &r.Citations
	case *Hypothesis:
		return &r.Citations
	case *Note:
		return &r.Citations
	}
	return nil
}

// Citations returns the citations of r, those of its milestones and of either side
// of a claim among them; records of kinds that carry none have none.
func Citations(r Record) []Citation {
	own := citationsOf(r)
	if own == nil {
		return nil
	}
	all := (*own)[:len(*own):len(*own)]
	switch r := r.(type) {
	case *Pledge:
		for _, m := range r.Milestones {
			all = append(all, m.Citations...)
		}
	case *Note:
		all = append(append(all, r.For...), r.Against...)
	}
	return all
}

// Cite gives a copy of r with one citation more, on the record itself and none of
// its milestones; false for kinds without citations.
func Cite(r Record, cite Citation) (Record, bool) {
	out := Clone(r)
	own := citationsOf(out)
	if own == nil {
		return nil, false
	}
	*own = append(*own, cite)
	return out, true
}
