package session

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Each analyst rates alone: State.Case is the case without the ratings that are
// hidden from the person at the keyboard, so that no page, search, copy or brief
// shows them; State.Whole has them all. What the session reads of the file's
// history passes through the same veil.

// see makes c the case that is shown, as far as the analyst may see it.
func (s *Session) see(c *ledger.Case) {
	who := s.analyst
	if s.looked {
		who = ""
	}
	s.veil = hypotheses.VeilOf(c, who)
	s.state.Whole, s.state.Case = c, s.veil.Over(c)
}

// ForBrief gives the case for a document: without the cells that are hidden from
// the analyst; hidden tells that there are such.
func (s *Session) ForBrief() (c *ledger.Case, hidden bool) {
	c = s.veil.OverMatrix(s.state.Whole)
	return c, c != s.state.Whole
}

// again shows the same records after what may be seen of them has changed.
func (s *Session) again() {
	old := s.state.Case
	s.see(s.state.Whole)
	if s.state.Case != old {
		s.changed()
	}
}

// VeilOver gives the veil that the analyst would have after changes that are not
// made yet.
func (s *Session) VeilOver(changes ...ledger.Change) hypotheses.Veil {
	if s.looked {
		return hypotheses.VeilOf(s.state.Whole, "")
	}
	return hypotheses.VeilOf(s.state.Whole.With(changes...), s.analyst)
}

// LookOn shows the analyst the others' ratings before rating alone. The case
// keeps that as an edit; one that cannot be changed shows them until it is closed.
func (s *Session) LookOn() {
	if s.analyst == "" || !s.state.Open() || s.state.Whole == s.state.Case {
		return
	}
	if s.state.ReadOnly != "" {
		s.looked = true
		s.again()
		return
	}
	n := hypotheses.Look(s.state.Whole, s.analyst, s.Today())
	s.Apply(casefile.Edit{Label: n.Title, Changes: []ledger.Change{{ID: n.ID, Record: n}}}, nil)
}

// numbered gives an edit whose new ratings have ids that no hidden rating has.
func (s *Session) numbered(e casefile.Edit) casefile.Edit {
	var again []int
	for i, ch := range e.Changes {
		if r, ok := ch.Record.(*ledger.Rating); ok {
			old, _ := s.state.Whole.Get(r.ID)
			if s.veil.Hides(old) && old.(*ledger.Rating).Analyst != r.Analyst {
				again = append(again, i)
			}
		}
	}
	if again == nil {
		return e
	}
	e.Changes = slices.Clone(e.Changes)
	taken := s.state.Whole.With(e.Changes...)
	for _, i := range again {
		r := ledger.Clone(e.Changes[i].Record).(*ledger.Rating)
		r.ID = taken.NextID(ledger.KindRating)
		e.Changes[i] = ledger.Change{ID: r.ID, Record: r}
		taken = taken.With(e.Changes[i])
	}
	return e
}

// masked gives an edit of the history without what it says of a hidden rating.
func (s *Session) masked(e casefile.Entry) casefile.Entry {
	if s.state.Whole == s.state.Case || e.Analyst == s.analyst {
		return e
	}
	for _, id := range e.Records {
		r, there := s.state.Whole.Get(id)
		if there && s.veil.Hides(r) || !there && strings.HasPrefix(id, ledger.KindRating.Prefix()) {
			e.Label = fmt.Sprintf("Ratings by %s, hidden until yours are done", e.Analyst)
			return e
		}
	}
	return e
}
