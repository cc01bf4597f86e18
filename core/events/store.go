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
	Export(ctx context.Context, c Choice, to string) (int64, error)
	Close() error
}

// Around is the span that UnknownDays must be told about to judge the days of s:
// it compares each day with those around it.
func Around(s Span) Span { return Span{First: s.First - around, Last: s.Last + around} }

// Covered is what share of each day of a span files of each layout hold. Half of a
// day's files in English and half of those translated are not a whole day: a day is
// covered as far as by the layout that covers most of it.
type Covered map[string][]float64

// Add notes that a file of a layout covers days, of those of a span.
func (c Covered) Add(layout string, in Span, by Cover) {
	if c[layout] == nil {
		c[layout] = make([]float64, in.Days())
	}
	for d := max(by.First, in.First); d <= min(by.Last, in.Last); d++ {
		c[layout][d-in.First] += by.Share
	}
}

// shares gives each day's.
func (c Covered) shares(in Span) []float64 {
	out := make([]float64, in.Days())
	for _, days := range c {
		for i, share := range days {
			out[i] = max(out[i], share)
		}
	}
	return out
}

// UnknownDays tells which days of a span are unknown, from what is loaded of the
// days of Around(s) and how many events are there. It is Library.Unknown's rule,
// for a store that keeps both elsewhere.
func UnknownDays(s Span, covered Covered, totals []int64) []edtf.Day {
	return unknown(s, Around(s), covered.shares(Around(s)), totals)
}

// Beside finds two of GDELT's sets that are both loaded for the same days: their
// events are counted apart, and whoever sees both must be told why.
func Beside(usage []Usage) (a, b Usage, found bool) {
	for i, a := range usage {
		for _, b := range usage[i+1:] {
			if a.Provider.OfGDELT() && b.Provider.OfGDELT() && a.Events > 0 && b.Events > 0 && a.Days.Meets(b.Days) {
				return a, b, true
			}
		}
	}
	return Usage{}, Usage{}, false
}
