package session

import (
	"strings"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// Place is what the inspector shows: one record, a record that is being
// written, or what a figure of the answer rests on. The zero Place is nothing.
type Place struct {
	Record string        // the id of a record
	Edit   bool          // as a form
	Draft  ledger.Record // a new record, not yet in the case
	Figure string        // the key of a figure, as package page names them
	Many   string        // the ids of several records, one a line
}

// Records lists the ids of the records that the place is about.
func (p Place) Records() []string {
	switch {
	case p.Many != "":
		return strings.Split(p.Many, "\n")
	case p.Record != "":
		return []string{p.Record}
	}
	return nil
}

// IsZero reports whether there is nothing to show.
func (p Place) IsZero() bool { return p == Place{} }

// Select shows a record in the inspector.
func (s *Session) Select(id string) { s.Visit(Place{Record: id}) }

// SelectMany shows what can be done to several records at once.
func (s *Session) SelectMany(ids []string) {
	switch len(ids) {
	case 0:
		return
	case 1:
		s.Select(ids[0])
		return
	}
	p := Place{Many: strings.Join(ids, "\n")}
	if s.state.Place.Many != "" && p != s.state.Place && s.at < len(s.trail) { // a selection that grows is one place
		s.trail[s.at] = p
		s.arrive()
		return
	}
	s.Visit(p)
}

// Edit shows a record in the inspector as a form.
func (s *Session) Edit(id string) { s.Visit(Place{Record: id, Edit: true}) }

// Explain shows in the inspector what a figure of the answer rests on.
func (s *Session) Explain(figure string) { s.Visit(Place{Figure: figure}) }

// Draft shows an empty form for a new record, or one filled in to begin with.
func (s *Session) Draft(r ledger.Record) { s.Visit(Place{Draft: r}) }

// Visit shows a place in the inspector and remembers the one before it.
func (s *Session) Visit(p Place) {
	if p == s.state.Place {
		return
	}
	if s.at < len(s.trail) {
		s.trail = s.trail[:s.at+1]
	}
	// A form is left for good: going back leads to the record.
	if n := len(s.trail); n > 0 && (s.trail[n-1].Edit || s.trail[n-1].Draft != nil) {
		s.trail = s.trail[:n-1]
	}
	if n := len(s.trail); n == 0 || s.trail[n-1] != p {
		s.trail = append(s.trail, p)
	}
	s.at = len(s.trail) - 1
	s.arrive()
}

// Before gives the place before this one; none where there is none.
func (s *Session) Before() Place {
	if s.at < 1 || s.at >= len(s.trail) {
		return Place{}
	}
	return s.trail[s.at-1]
}

// GoBack shows the place before this one.
func (s *Session) GoBack() {
	if s.state.Back {
		s.at--
		s.arrive()
	}
}

// GoNext shows the place after this one.
func (s *Session) GoNext() {
	if s.state.Next {
		s.at++
		s.arrive()
	}
}

func (s *Session) arrive() {
	s.state.Place = s.trail[s.at]
	s.state.Back, s.state.Next = s.at > 0, s.at < len(s.trail)-1
	s.tell(PlaceChanged)
}

// forget drops the places of records that are no longer in the case.
func (s *Session) forget() {
	gone := func(p Place) bool {
		if p.Record == "" {
			return false
		}
		_, ok := s.state.Case.Get(p.Record)
		return !ok
	}
	if !gone(s.state.Place) {
		return
	}
	kept := s.trail[:0:0]
	for i, p := range s.trail {
		if i <= s.at && !gone(p) {
			kept = append(kept, p)
		}
	}
	s.trail, s.at = kept, len(kept)-1
	if len(kept) == 0 {
		s.trail, s.at = []Place{{}}, 0
	}
	s.state.Place = s.trail[s.at]
	s.state.Back, s.state.Next = s.at > 0, false
}
