package events

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events/measure"
)

// Look says where to look for moments that a case lacks.
type Look struct {
	Targets []string // the actor's codes
	Filter  Filter
	Span    Span
	Known   []Span  // the case's moments: what overlaps one is not suggested
	Most    int     // how many of each method, the weightiest; 0: 12
	Times   float64 // the base rate's multiple in a surge; 0: 2
	Gamma   float64 // the cost of entering one, in ln(days); 0: 1
	Events  int     // to list behind each; 0: 5
}

// Suggestion is a time that may be a moment of the case: a surge in conflict toward
// the actor, or the beginning of more of it.
type Suggestion struct {
	Kind   string `json:"kind"`   // "surge" or "change point"
	Method string `json:"method"` // with its source
	measure.Stretch
	By     []By    `json:"by"`     // who did most of it, the greatest first
	Events []Event `json:"events"` // that most outlets carried
}

// By is how much of a stretch one state did.
type By struct {
	State string `json:"state"`
	Acts  int64  `json:"acts"`
}

// reach is how many days of a change point's segment are taken for its moment: the
// change is the moment, not the years that may follow.
const reach = 14

// The kinds of suggestion.
const (
	surge       = "surge"
	changePoint = "change point"
)

// Suggested is what a look found, and over how much it could look.
type Suggested struct {
	List   []Suggestion `json:"suggestions"` // by method and weight, those first that weigh most
	Days   int          `json:"days"`        // of the span
	Judged int          `json:"judged"`      // of them, that are known and have a base rate
	Known  int          `json:"known"`       // found at moments of the case, and left out
}

// Suggest finds surges and change points in conflict toward an actor: its share,
// verbal and material, in all acts of all other states toward anyone, so that the
// growth of coverage is none. Change points are looked for on the days outside of
// surges.
func Suggest(ctx context.Context, m Measurer, look Look) (*Suggested, error) {
	if len(look.Targets) == 0 {
		return nil, fmt.Errorf("looking for moments: no code of a state is given")
	}
	look.Most, look.Events = cmp.Or(max(look.Most, 0), 12), cmp.Or(max(look.Events, 0), 5)
	look.Times, look.Gamma = cmp.Or(look.Times, 2), cmp.Or(look.Gamma, 1)
	days, err := conflict(ctx, m, look)
	if err != nil {
		return nil, err
	}
	out := &Suggested{List: []Suggestion{}, Days: max(0, look.Span.Days()), Judged: measure.Judged(days, look.Span)}
	bursts, err := measure.Bursts(days, look.Times, look.Gamma)
	if err != nil {
		return nil, err
	}
	// A surge of a week would make a segment of its own: change points are those of the other days.
	inBurst := func(d measure.Share) bool {
		return slices.ContainsFunc(bursts, func(b measure.Stretch) bool { return b.Days.Has(d.Day) })
	}
	shifts, err := measure.Shifts(slices.DeleteFunc(days, inBurst))
	if err != nil {
		return nil, err
	}
	shifts = slices.DeleteFunc(shifts, func(s measure.Stretch) bool { return s.Times <= 1 })
	for i := range shifts {
		shifts[i].Days.Last = min(shifts[i].Days.Last, shifts[i].Days.First+reach-1)
	}
	for _, of := range []struct {
		kind, method string
		list         []measure.Stretch
	}{{surge, measure.BurstMethod, bursts}, {changePoint, measure.ShiftMethod, shifts}} {
		slices.SortStableFunc(of.list, func(a, b measure.Stretch) int { return cmp.Compare(b.Weight, a.Weight) })
		found := 0
		for _, s := range of.list {
			if found == look.Most {
				break
			}
			if s.Days.First >= look.Span.First && slices.ContainsFunc(look.Known, s.Days.Meets) {
				out.Known++
				continue
			}
			if s.Days.First < look.Span.First || slices.ContainsFunc(out.List, func(o Suggestion) bool { return o.Days.Meets(s.Days) }) {
				continue
			}
			found++
			out.List = append(out.List, Suggestion{Kind: of.kind, Method: of.method, Stretch: s})
		}
	}
	for i := range out.List {
		if err := fill(ctx, m, look, &out.List[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// conflict gives the share of conflict toward the targets by known day.
func conflict(ctx context.Context, m Measurer, look Look) ([]measure.Share, error) {
	// A surge at the beginning of the span needs the days before as its baseline.
	wide := Span{First: look.Span.First - measure.BaselineDays - measure.GapDays, Last: look.Span.Last}
	unknown, err := m.Unknown(ctx, look.Filter.Provider, wide)
	if err != nil {
		return nil, err
	}
	all, err := m.Totals(ctx, look.Filter, nil, look.Targets, wide)
	if err != nil {
		return nil, err
	}
	counts, err := m.Toward(ctx, look.Filter, look.Targets, wide)
	if err != nil {
		return nil, err
	}
	of := map[edtf.Day]int64{}
	for _, c := range counts {
		of[c.Day] = c.Quads[VerbalConflict] + c.Quads[MaterialConflict]
	}
	for _, d := range unknown {
		delete(all, d)
	}
	var out []measure.Share
	for _, d := range slices.Sorted(maps.Keys(all)) {
		out = append(out, measure.Share{Day: d, Of: of[d], Total: all[d]})
	}
	return out, nil
}

// most is how many states are named behind a suggestion.
const most = 5

// fill finds who did most of a suggestion, and its most carried events.
func fill(ctx context.Context, m Measurer, look Look, s *Suggestion) error {
	var err error
	if s.By, err = m.Behind(ctx, look.Filter, look.Targets, s.Days, most); err != nil {
		return err
	}
	var sources []string
	for _, b := range s.By {
		sources = append(sources, b.State)
	}
	if len(sources) == 0 {
		return nil
	}
	for _, q := range []Quad{MaterialConflict, VerbalConflict} {
		list, err := m.Events(ctx, Choice{Filter: look.Filter, Sources: sources, Targets: look.Targets, Span: s.Days, Quad: q, Limit: look.Events})
		if err != nil {
			return err
		}
		s.Events = append(s.Events, list...)
	}
	slices.SortStableFunc(s.Events, func(a, b Event) int {
		return cmp.Or(cmp.Compare(b.Sources, a.Sources), cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.Day, b.Day), strings.Compare(a.ID, b.ID))
	})
	s.Events = distinct(s.Events)
	s.Events = s.Events[:min(len(s.Events), look.Events)]
	return nil
}

// distinct keeps the first event of each address: one text makes many rows.
func distinct(list []Event) []Event {
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(e Event) bool {
		if e.URL == "" {
			return false
		}
		was := seen[e.URL]
		seen[e.URL] = true
		return was
	})
}
