// Package measure holds what is computed from event data: how quiet a partner is
// at a moment, and whether two states give as they get (METHODS 3 and 4); surges
// and change points that may be moments; and what is wrong with machine-coded
// events, to be told beside every figure.
//
// All of it is pure: series in, figures out. The series come from a library
// (package events), which knows DuckDB; this package knows none, so that a case
// that kept its series can be measured again anywhere. The statistics are those of
// core/stats. No kept Go library was found for Kleinberg's bursts or for PELT.
package measure

import (
	"fmt"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// Provider names whose events they are. Series of two providers are never added:
// they count different things.
type Provider string

// The providers that are known by their files. A mapping may name others.
//
// GDELT is three. Its daily files (1.0), its files of a quarter of an hour (2.0) and
// its reduced set hold the same days, but each numbers its events for itself and
// finds others: the rows of two cannot be matched, so that added up an act would
// count twice, and counting one until a day and another from then on would take the
// change of source for a change of the world.
const (
	GDELT        Provider = "gdelt" // 1.0
	GDELT2       Provider = "gdelt2"
	GDELTReduced Provider = "gdelt-reduced"
	ICEWS        Provider = "icews"
	POLECAT      Provider = "polecat"
	ACLED        Provider = "acled"
	UCDP         Provider = "ucdp"
)

// Known lists the providers that are known by their files.
func Known() []Provider {
	return []Provider{GDELT, GDELT2, GDELTReduced, ICEWS, POLECAT, ACLED, UCDP}
}

// Name is how a provider calls itself; of one that a mapping names, that name.
func (p Provider) Name() string {
	switch p {
	case GDELT:
		return "GDELT 1.0"
	case GDELT2:
		return "GDELT 2.0"
	case GDELTReduced:
		return "GDELT 1.0 reduced"
	case ICEWS, POLECAT, ACLED, UCDP:
		return strings.ToUpper(string(p))
	}
	return string(p)
}

// OfGDELT reports whether events are one of GDELT's three sets.
func (p Provider) OfGDELT() bool { return p == GDELT || p == GDELT2 || p == GDELTReduced }

// Filter is which events count. It is the analyst's choice and is printed with
// every figure that rests on it.
type Filter struct {
	Provider Provider `json:"provider"`
	// Root keeps the lead events of their texts only.
	Root bool `json:"root,omitempty"`
	// Sources is how many outlets must have carried an event: 1 (or 0), 2 or 3.
	Sources int `json:"sources,omitempty"`
	// Unique counts each kind of act by one state toward another once a day, however
	// often it was reported.
	Unique bool `json:"unique,omitempty"`
}

// String says the filter in words: "gdelt, root events, at least 2 sources".
func (f Filter) String() string {
	out := []string{string(f.Provider)}
	if f.Root {
		out = append(out, "root events")
	}
	if f.Sources > 1 {
		out = append(out, fmt.Sprintf("at least %d sources", min(f.Sources, 3)))
	}
	if f.Unique {
		out = append(out, "one of a kind a day")
	}
	return strings.Join(out, ", ")
}

// Span is a stretch of days, both included.
type Span struct {
	First edtf.Day `json:"first"`
	Last  edtf.Day `json:"last"`
}

// Days is how many days the span has.
func (s Span) Days() int { return int(s.Last-s.First) + 1 }

// Has tells whether a day lies in the span.
func (s Span) Has(d edtf.Day) bool { return s.First <= d && d <= s.Last }

// Meets tells whether the two spans share a day.
func (s Span) Meets(o Span) bool { return s.First <= o.Last && o.First <= s.Last }

// String says the span: "2018-06-01 to 2018-06-14".
func (s Span) String() string {
	if s.First == s.Last {
		return s.First.String()
	}
	return s.First.String() + " to " + s.Last.String()
}

// Count is what one side did toward another on a day.
type Count struct {
	Day       edtf.Day `json:"day"`
	N         int64    `json:"n"`
	Quads     [5]int64 `json:"quads"`     // by quad class: not told, verbal and material cooperation, verbal and material conflict
	Goldstein float64  `json:"goldstein"` // mean of the scored events; 0 where none is
	Scored    int64    `json:"scored"`    // how many the mean is over
}
