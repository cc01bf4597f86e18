package ledger

import (
	"regexp"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// Hypothesis is a rival reading of the partner's conduct.
type Hypothesis struct {
	ID        string     `json:"id"`
	Title     string     `json:"title"`
	About     string     `json:"about,omitempty"`
	Relier    string     `json:"relier,omitempty"` // the dyad it reads; empty: the case's question
	Partner   string     `json:"partner,omitempty"`
	Prior     *float64   `json:"prior,omitempty"` // in (0, 1); nil: equal shares
	Citations []Citation `json:"citations,omitempty"`
	Tags      []string   `json:"tags,omitempty"`
}

// RecordID implements Record.
func (h *Hypothesis) RecordID() string { return h.ID }

// Kind implements Record.
func (h *Hypothesis) Kind() Kind { return KindHypothesis }

// Name implements Record.
func (h *Hypothesis) Name() string { return orID(h.Title, h.ID) }

// Rating is one analyst's judgement of one thing: the rung of a conduct, the
// cell of a matrix, the grade of a source.
type Rating struct {
	ID         string    `json:"id"`
	Analyst    string    `json:"analyst"`
	Subject    string    `json:"subject"`              // one of RatingSubjects
	Record     string    `json:"record"`               // what is rated: conduct, evidence, source
	Hypothesis string    `json:"hypothesis,omitempty"` // for a cell
	Value      string    `json:"value"`                // a rung; CC C N I II NA or a likelihood ratio; A..F; a share
	Certainty  string    `json:"certainty,omitempty"`  // one of Certainties
	Date       edtf.Date `json:"date,omitzero"`
	Why        string    `json:"why,omitempty"`
}

// RatingSubjects are what a rating can judge: the rung of conduct, a cell of the
// matrix, a source's grade, an item's relevance; whether a source was of use
// (yes or no); with what probability a note that tags itself a forecast says
// that a thing will happen, and whether it did (yes or no); what was decided on
// a candidate of a source's text, and how many candidates a reading of it had.
// The last two are kept by package core/reading/desk.
var RatingSubjects = []string{"rung", "cell", "reliability", "relevance", "usefulness", "forecast", "outcome", "candidate", "reading"}

// CandidateStates are what can have become of a candidate; the value of a
// rating of one begins with it.
var CandidateStates = []string{"open", "accepted", "cited", "rejected"}

// Certainties are how sure an analyst can say to be.
var Certainties = []string{"low", "medium", "high"}

// CellValues are the ratings of a cell of the matrix, from very consistent to
// very inconsistent, and not applicable; METHODS 6.
var CellValues = []string{"CC", "C", "N", "I", "II", "NA"}

// likelihoodRatio is how a cell says by how much an item is likelier if its
// hypothesis holds: 3, 0.2, 1/3.
var likelihoodRatio = regexp.MustCompile(`^\s*(\d+(\.\d+)?|\.\d+)(\s*[/:]\s*(\d+(\.\d+)?|\.\d+))?\s*$`)

// RecordID implements Record.
func (r *Rating) RecordID() string { return r.ID }

// Kind implements Record.
func (r *Rating) Kind() Kind { return KindRating }

// Name implements Record.
func (r *Rating) Name() string {
	return orID(r.Analyst, "?") + " rates the " + orID(r.Subject, "?") + " of " + orID(r.Record, "?") + ": " + orID(r.Value, "?")
}

// Note is a remark on the record: an explanation, an open question, or a claim
// that is disputed, with the sources on either side.
type Note struct {
	ID        string     `json:"id"`
	Title     string     `json:"title"`
	Text      string     `json:"text,omitempty"`
	On        []string   `json:"on,omitempty"` // the records it is about
	Contested bool       `json:"contested,omitempty"`
	For       []Citation `json:"for,omitempty"`
	Against   []Citation `json:"against,omitempty"`
	Citations []Citation `json:"citations,omitempty"`
	Date      edtf.Date  `json:"date,omitzero"`
	Tags      []string   `json:"tags,omitempty"`
}

// RecordID implements Record.
func (n *Note) RecordID() string { return n.ID }

// Kind implements Record.
func (n *Note) Kind() Kind { return KindNote }

// Name implements Record.
func (n *Note) Name() string { return orID(n.Title, n.ID) }
