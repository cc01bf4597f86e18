package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
)

// State is what has become of a candidate.
type State string

// The states, in the words of ledger.CandidateStates.
const (
	Open     State = "open"
	Accepted State = "accepted" // a record was made of it
	Cited    State = "cited"    // it was added to a record that was there
	Rejected State = "rejected"
)

// Origin is who proposed a candidate.
type Origin string

// The origins.
const (
	ByReader Origin = ""      // reading.Read
	ByHand   Origin = "hand"  // words that a person selected
	ByModel  Origin = "model" // a language model
)

// Who is at the desk, and on which day.
type Who struct {
	Analyst string
	Day     edtf.Day
}

// Decision is what was decided on one candidate.
type Decision struct {
	ID         string // of the rating that keeps it; the same candidate, the same id
	Source     string
	Kind       reading.Kind // as it was proposed
	As         reading.Kind // what it was taken for; Kind unless a person changed it
	Start, End int          // Unicode characters of the text
	State      State
	Record     string   // that it became, or is cited on; may have been deleted since
	Edited     bool     // a person changed fields before accepting
	Origin     Origin   // who proposed it
	Made       []string // actors and moments that came with it
	Analyst    string
	Date       edtf.Date
	Why        string // of a rejection
}

// subjectCandidate and the others are the ratings in which a desk keeps things.
const (
	subjectCandidate  = "candidate"
	subjectReading    = "reading"
	subjectUsefulness = "usefulness"
	subjectForecast   = "forecast"
	subjectOutcome    = "outcome"
)

// IDOf gives the id of the decision on a candidate of a source. Two candidates
// of one text differ in kind, characters, actors or channel.
func IDOf(source string, cand reading.Candidate) string {
	from, to := cand.Pair()
	sum := sha256.Sum256([]byte(strings.Join(append([]string{from, to, cand.Fields.Channel}, cand.Fields.InNeed...), "|")))
	return longID("k", source, fmt.Sprintf("%s:%d-%d:%s", cand.Kind, cand.Span.Start, cand.Span.End, hex.EncodeToString(sum[:3])))
}

// longID joins a prefix, a source and the rest; a source's id that would make it
// longer than an id may be stands there by its checksum.
func longID(prefix, source, rest string) string {
	id := prefix + ":" + source + ":" + rest
	if len([]rune(id)) > 80 {
		sum := sha256.Sum256([]byte(source))
		id = prefix + ":" + hex.EncodeToString(sum[:6]) + ":" + rest
	}
	return id
}

// Decisions lists what was decided on the candidates of a source, by place in
// the text.
func Decisions(c *ledger.Case, source string) []Decision {
	var out []Decision
	for _, r := range c.RatingsOf(source) {
		if d, ok := decisionOf(r); ok {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b Decision) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		if a.End != b.End {
			return a.End - b.End
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out
}

// decisionOf reads a rating of a candidate; false for another, or one that
// somebody wrote by hand and that is none.
func decisionOf(r *ledger.Rating) (Decision, bool) {
	if r.Subject != subjectCandidate {
		return Decision{}, false
	}
	d := Decision{ID: r.ID, Source: r.Record, Analyst: r.Analyst, Date: r.Date, Why: r.Why}
	parts := strings.Split(r.ID, ":")
	if len(parts) < 5 || parts[0] != "k" {
		return d, false
	}
	d.Kind = reading.Kind(parts[len(parts)-3])
	d.As = d.Kind
	a, b, ok := strings.Cut(parts[len(parts)-2], "-")
	var err1, err2 error
	d.Start, err1 = strconv.Atoi(a)
	d.End, err2 = strconv.Atoi(b)
	if !ok || err1 != nil || err2 != nil || d.Start < 0 || d.End < d.Start || !slices.Contains(reading.Kinds, d.Kind) {
		return d, false
	}
	words := strings.Fields(r.Value)
	if len(words) == 0 || !slices.Contains(ledger.CandidateStates, words[0]) {
		return d, false
	}
	d.State = State(words[0])
	words = words[1:]
	if (d.State == Accepted || d.State == Cited) && len(words) > 0 {
		d.Record, words = words[0], words[1:]
	}
	for i := 0; i < len(words); i++ {
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		switch w := words[i]; {
		case w == "edited":
			d.Edited = true
		case w == "as" && slices.Contains(reading.Kinds, reading.Kind(next)):
			d.As = reading.Kind(next)
			i++
		case w == "by" && (next == string(ByHand) || next == string(ByModel)):
			d.Origin = Origin(next)
			i++
		case strings.HasPrefix(w, "+") && len(w) > 1:
			d.Made = append(d.Made, w[1:])
		}
	}
	return d, true
}

// rating gives the record that keeps a decision: its value is "accepted c012
// edited as pledge by hand +iran", as much of it as there is to say.
func (d Decision) rating() *ledger.Rating {
	words := []string{string(d.State)}
	if d.Record != "" && (d.State == Accepted || d.State == Cited) {
		words = append(words, d.Record)
	}
	if d.Edited {
		words = append(words, "edited")
	}
	if d.As != "" && d.As != d.Kind {
		words = append(words, "as", string(d.As))
	}
	if d.Origin != ByReader {
		words = append(words, "by", string(d.Origin))
	}
	for _, id := range d.Made {
		words = append(words, "+"+id)
	}
	return &ledger.Rating{ID: d.ID, Analyst: d.Analyst, Subject: subjectCandidate, Record: d.Source, Value: strings.Join(words, " "), Date: d.Date, Why: d.Why}
}
