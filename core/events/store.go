package events

import (
	"context"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// Store is where event data lie and what is asked of them. It is an interface
// because there are two: the Library on this computer's disk, and, for those who
// outgrow one machine, a ClickHouse server or cluster (package cluster). Pages and
// verbs hold a Store and do not know which; cluster.Check shows that both answer
// every question alike.
type Store interface {
	Import(ctx context.Context, paths []string, as *Mapping, progress Progress) ([]Report, error)
	Series(ctx context.Context, f Filter, sources, targets []string, s Span) ([]Count, error)
	Exposures(ctx context.Context, f Filter, targets []string, spans []Span, without []edtf.Day) ([]Exposure, error)
	Events(ctx context.Context, c Choice) ([]Event, error)
	Unknown(ctx context.Context, p Provider, s Span) ([]edtf.Day, error)
	Usage(ctx context.Context) ([]Usage, error)
	Files(ctx context.Context) ([]Loaded, error)
	Refusals(ctx context.Context, file int64) ([]Refusal, error)
	Remove(ctx context.Context, p Provider, s Span) ([]Loaded, error)
	Close() error
}

// Around is the span that UnknownDays must be told about to judge the days of s:
// it compares each day with those around it.
func Around(s Span) Span { return Span{First: s.First - around, Last: s.Last + around} }

// UnknownDays tells which days of a span are unknown, from what share of each day
// of Around(s) is loaded and how many events are there. It is Library.Unknown's
// rule, for a store that keeps both elsewhere.
func UnknownDays(s Span, covered []float64, totals []int64) []edtf.Day {
	return unknown(s, Around(s), covered, totals)
}
