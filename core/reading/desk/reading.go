package desk

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
)

// Edit is one step to apply to the case, whole or not at all, and to undo.
type Edit struct {
	Label   string
	Changes []ledger.Change
	Record  string // that the person should see next: made, cited or decided on
}

// Reading is a text at the desk.
type Reading struct {
	Source *ledger.Source
	Text   string // what the spans count in
	Meta   reading.Meta
	Items  []Item // in the order of the text
}

// Item is a candidate and what was decided on it.
type Item struct {
	Candidate reading.Candidate // as its kind was changed, if it was
	Decision  Decision
	Matches   []reading.Match // of an open one: the records beside which it belongs, best first
	Lost      bool            // it was decided on, and is no longer proposed: only its words are known
}

// MetaOf gives what a source tells the reader of its text.
func MetaOf(s *ledger.Source) reading.Meta {
	return reading.Meta{Date: s.Date, Title: s.Title, Publisher: s.Publisher, Author: s.Author, Language: s.Language}
}

// Begin enters the source of a text, and that it was read with so many
// candidates proposed. A source without an id is the one that the case has with
// the same document or address, which gets the document and what was not known
// of it; or a new one. It gives the edit and the source's id. A new source
// without a grade gets F, which cannot be judged: a person should grade it.
// Reading a text again counts it once and renews the number.
func Begin(c *ledger.Case, s ledger.Source, proposed int, who Who) (Edit, string) {
	old := known(c, &s)
	if old != nil {
		merged := *old
		merged.Document = cmp.Or(s.Document, old.Document)
		merged.Title, merged.Publisher, merged.Author = cmp.Or(old.Title, s.Title), cmp.Or(old.Publisher, s.Publisher), cmp.Or(old.Author, s.Author)
		merged.URL, merged.Type, merged.Language = cmp.Or(old.URL, s.URL), cmp.Or(old.Type, s.Type), cmp.Or(old.Language, s.Language)
		if old.Date.IsZero() {
			merged.Date = s.Date
		}
		s = merged
	} else if s.ID == "" {
		s.ID = c.NextID(ledger.KindSource)
	}
	s.Title = cmp.Or(s.Title, s.URL, "Text without a title")
	s.Reliability = cmp.Or(s.Reliability, "F")
	s.Seen = "text"
	e := Edit{Label: "Read " + s.Title, Record: s.ID}
	e.Changes = append(e.Changes, ledger.Change{ID: s.ID, Record: &s}, ledger.Change{Record: &ledger.Rating{
		ID: longID("read", s.ID, "text"), Analyst: who.name(), Subject: subjectReading, Record: s.ID, Value: strconv.Itoa(max(0, proposed)), Date: edtf.DateOf(who.Day),
	}})
	return e, s.ID
}

// known finds the source of the case that a text is from.
func known(c *ledger.Case, s *ledger.Source) *ledger.Source {
	if s.ID != "" {
		old, _ := c.Source(s.ID)
		return old
	}
	for _, x := range c.Sources() {
		if s.Document != "" && x.Document == s.Document {
			return x
		}
	}
	for _, x := range c.Sources() {
		if s.URL != "" && x.URL == s.URL && (x.Document == "" || s.Document == "") {
			return x
		}
	}
	return nil
}

// name is the analyst's, or words for one who gave none: a rating needs one.
func (w Who) name() string { return cmp.Or(w.Analyst, "analyst") }

// Of gives the reading of a source: the candidates proposed for its text (the
// reader's, or the reader's and a model's, in any order) with what was decided
// on each, those made by hand, and those that were decided on and are no longer
// proposed. text is what was read: spans count in its characters. lex resolves
// names; nil: the case's own.
//
// It fails where the case has no such source.
func Of(c *ledger.Case, source, text string, proposed []Proposal, lex *reading.Lexicon) (*Reading, error) {
	s, ok := c.Source(source)
	if !ok {
		return nil, fmt.Errorf("reading of source %q: the case has no such source; begin the reading first", source)
	}
	r := &Reading{Source: s, Text: text, Meta: MetaOf(s)}
	decided := Decisions(c, source)
	used := make([]bool, len(decided))
	take := func(fits func(d *Decision) bool) (Decision, bool) {
		for i := range decided {
			if !used[i] && fits(&decided[i]) {
				used[i] = true
				return decided[i], true
			}
		}
		return Decision{}, false
	}
	open := make([]int, 0, len(proposed))
	seen := map[string]bool{}
	for _, p := range proposed {
		id := IDOf(source, p.Candidate)
		if seen[id] {
			continue
		}
		seen[id] = true
		it := Item{Candidate: p.Candidate}
		if d, ok := take(func(d *Decision) bool { return d.ID == id }); ok {
			it.Decision = d
		} else {
			it.Decision = Decision{ID: id, Source: source, Kind: p.Kind, As: p.Kind, Start: p.Span.Start, End: p.Span.End, State: Open, Origin: p.Origin}
			open = append(open, len(r.Items))
		}
		r.Items = append(r.Items, it)
	}
	for _, i := range open { // read with other word lists since: the same words and kind
		it := &r.Items[i]
		if d, ok := take(func(d *Decision) bool {
			return d.Kind == it.Candidate.Kind && d.Start == it.Candidate.Span.Start && d.End == it.Candidate.Span.End && d.Origin != ByHand
		}); ok {
			it.Decision = d
		}
	}
	for i, d := range decided {
		if used[i] {
			continue
		}
		cand, err := Select(text, r.Meta, lex, d.Start, d.End, d.Kind)
		it := Item{Candidate: cand, Decision: d, Lost: d.Origin != ByHand}
		if err != nil { // the text is another: keep the decision in sight
			it.Candidate = reading.Candidate{Kind: d.Kind, Span: reading.Span{Start: d.Start, End: d.End}, Modality: reading.AsFact, AssertedBy: reading.Article}
			it.Lost = true
		}
		r.Items = append(r.Items, it)
	}
	for i := range r.Items {
		it := &r.Items[i]
		if it.Decision.As != it.Candidate.Kind {
			it.Candidate = As(it.Candidate, it.Decision.As)
		}
		if it.Decision.State == Open {
			it.Matches = reading.Matches(c, it.Candidate, lex)
		}
	}
	slices.SortStableFunc(r.Items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Candidate.Span.Start, b.Candidate.Span.Start), cmp.Compare(a.Candidate.Span.End, b.Candidate.Span.End))
	})
	return r, nil
}

// Proposal is a candidate and who proposed it.
type Proposal struct {
	reading.Candidate
	Origin Origin
}

// Proposals gives candidates their origin.
func Proposals(list []reading.Candidate, by Origin) []Proposal {
	out := make([]Proposal, len(list))
	for i, c := range list {
		out[i] = Proposal{c, by}
	}
	return out
}

// Counts counts the items by what was decided.
func (r *Reading) Counts() map[State]int {
	out := map[State]int{}
	for i := range r.Items {
		out[r.Items[i].Decision.State]++
	}
	return out
}

// Next gives the first open item after the place at, or before it where all
// after it are decided; false where none is open. at -1 begins at the start.
func (r *Reading) Next(at int) (int, bool) {
	n := len(r.Items)
	for k := 1; k <= n; k++ {
		if i := (at + k + n) % n; r.Items[i].Decision.State == Open {
			return i, true
		}
	}
	return 0, false
}

// UndoReading takes back, as one edit, all that a reading of a source brought:
// its decisions, the citations of its words, the records made of them, and the
// actors and moments that came with those. What others have come to rest on
// stays, and so does a record that another source is cited on: it loses this
// source only. The source stays. It fails where nothing was decided.
func UndoReading(c *ledger.Case, source string) (Edit, error) {
	s, ok := c.Source(source)
	if !ok {
		return Edit{}, fmt.Errorf("undoing the reading of %q: the case has no such source", source)
	}
	e := Edit{Label: "Undo the reading of " + s.Name(), Record: source}
	gone := map[string]bool{}
	touched := map[string]bool{}
	var made []string
	for _, r := range c.RatingsOf(source) {
		d, is := decisionOf(r)
		if !is && r.Subject != subjectReading {
			continue
		}
		gone[r.ID] = true
		if is && (d.State == Accepted || d.State == Cited) {
			touched[d.Record] = true
			made = append(made, d.Made...)
		}
		if is && d.State == Accepted {
			made = append(made, d.Record)
		}
	}
	if len(gone) == 0 {
		return Edit{}, errors.New("undoing the reading: nothing of " + s.Name() + " was read or decided")
	}
	for _, r := range c.Records() { // a forecast's rating goes with its note
		if x, ok := r.(*ledger.Rating); ok && (x.Subject == subjectForecast || x.Subject == subjectOutcome) && slices.Contains(made, x.Record) {
			gone[x.ID] = true
		}
	}
	without := map[string]ledger.Record{}
	for id := range touched {
		if r, ok := c.Get(id); ok {
			without[id] = uncited(r, source)
		}
	}
	// Whoever was made goes once nothing that stays refers to it; what goes may
	// free others.
	for again := true; again; {
		again = false
		for _, id := range made {
			r, ok := c.Get(id)
			if !ok || gone[id] {
				continue
			}
			if left := without[id]; left != nil && (len(ledger.Citations(left)) > 0 || len(milestones(left)) > 0) {
				continue // another source carries it
			} else if left == nil && len(ledger.Citations(uncited(r, source))) > 0 {
				continue
			}
			if !slices.ContainsFunc(c.Referrers(id), func(from string) bool { return !gone[from] }) {
				gone[id], again = true, true
			}
		}
	}
	for _, id := range sortedKeys(without) {
		if !gone[id] {
			e.Changes = append(e.Changes, ledger.Change{ID: id, Record: without[id]})
		}
	}
	for _, id := range sortedKeys(gone) {
		e.Changes = append(e.Changes, ledger.Change{ID: id})
	}
	return e, nil
}

func milestones(r ledger.Record) []ledger.Milestone {
	if p, ok := r.(*ledger.Pledge); ok {
		return p.Milestones
	}
	return nil
}

// uncited gives a copy of a record without the citations of a source's words,
// and without the milestones that rested on them alone.
func uncited(r ledger.Record, source string) ledger.Record {
	out := ledger.Clone(r)
	each(out, func(list []ledger.Citation) []ledger.Citation {
		return slices.DeleteFunc(list, func(x ledger.Citation) bool { return x.Source == source && strings.HasPrefix(x.Where, wherePrefix) })
	})
	if p, ok := out.(*ledger.Pledge); ok {
		old := r.(*ledger.Pledge).Milestones
		kept := p.Milestones[:0]
		for i := range p.Milestones {
			if len(p.Milestones[i].Citations) > 0 || len(old[i].Citations) == 0 {
				kept = append(kept, p.Milestones[i])
			}
		}
		p.Milestones = kept
		if len(kept) == 0 {
			p.Milestones = nil
		}
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// each replaces every list of citations of a record by what change makes of it.
func each(r ledger.Record, change func([]ledger.Citation) []ledger.Citation) {
	switch r := r.(type) {
	case *ledger.Moment:
		r.Citations = change(r.Citations)
	case *ledger.Conduct:
		r.Citations = change(r.Citations)
	case *ledger.Request:
		r.Citations = change(r.Citations)
	case *ledger.Pledge:
		r.Citations = change(r.Citations)
		for i := range r.Milestones {
			r.Milestones[i].Citations = change(r.Milestones[i].Citations)
		}
	case *ledger.Contribution:
		r.Citations = change(r.Citations)
	case *ledger.Dependence:
		r.Citations = change(r.Citations)
	case *ledger.Hypothesis:
		r.Citations = change(r.Citations)
	case *ledger.Note:
		r.Citations, r.For, r.Against = change(r.Citations), change(r.For), change(r.Against)
	}
}
