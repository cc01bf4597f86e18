package events

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events/measure"
)

// Measurer is a Store that also answers what the measures of package measure ask
// of it, each in one pass over its sums.
type Measurer interface {
	Store
	// Totals counts by day what states did toward anyone: the sources (none: all), but
	// those without.
	Totals(ctx context.Context, f Filter, sources, without []string, s Span) (map[edtf.Day]int64, error)
	// Toward counts by day what all other states did toward the targets.
	Toward(ctx context.Context, f Filter, targets []string, s Span) ([]Count, error)
	// Grid is Exposures for many spans, which may overlap.
	Grid(ctx context.Context, f Filter, targets []string, spans []Span, without []edtf.Day) ([]Exposure, error)
	// Behind tells which states did most of the conflict toward the targets, at most so
	// many.
	Behind(ctx context.Context, f Filter, targets []string, s Span, most int) ([]By, error)
}

// Snapshots takes what the silences of several moments are computed from, one for
// each ask and in their order: a whole case's Moments grid in a few passes over the
// sums. Asks may be of different reliers, partners and filters.
func Snapshots(ctx context.Context, m Measurer, asks []measure.Ask) ([]*measure.Snapshot, error) {
	out := make([]*measure.Snapshot, len(asks))
	// Asks that look at the same relier through the same filter share their queries.
	type group struct {
		f      Filter
		toward string
	}
	groups := map[group][]int{}
	var order []group
	for i, a := range asks {
		if len(a.Toward) == 0 || len(a.By) == 0 {
			return nil, fmt.Errorf("taking the series of moment %q: no code of a state is given for the relier or the partner", a.Moment)
		}
		g := group{a.Filter, joined(a.Toward)}
		if groups[g] == nil {
			order = append(order, g)
		}
		groups[g] = append(groups[g], i)
	}
	for _, g := range order {
		var of []measure.Ask
		for _, i := range groups[g] {
			of = append(of, asks[i])
		}
		some, err := snapshots(ctx, m, of)
		if err != nil {
			return nil, err
		}
		for k, i := range groups[g] {
			out[i] = some[k]
		}
	}
	return out, nil
}

// Snapshot takes what the silence of one moment is computed from.
func Snapshot(ctx context.Context, m Measurer, a measure.Ask) (*measure.Snapshot, error) {
	all, err := Snapshots(ctx, m, []measure.Ask{a})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

func joined(codes []string) string {
	out := slices.Clone(codes)
	slices.Sort(out)
	return strings.Join(out, " ")
}

// wholeSpan is the least span that holds all days that the asks read.
func wholeSpan(asks []measure.Ask) Span {
	_, _, whole := asks[0].Spans()
	for _, a := range asks[1:] {
		_, _, s := a.Spans()
		whole.First, whole.Last = min(whole.First, s.First), max(whole.Last, s.Last)
	}
	return whole
}

// snapshots takes those of asks that share relier and filter.
func snapshots(ctx context.Context, m Measurer, asks []measure.Ask) ([]*measure.Snapshot, error) {
	f, toward, whole := asks[0].Filter, asks[0].Toward, wholeSpan(asks)
	unknown, err := m.Unknown(ctx, f.Provider, whole)
	if err != nil {
		return nil, err
	}
	type acts struct {
		toward []Count
		total  map[edtf.Day]int64
	}
	partners := map[string]acts{}
	var windows []Span
	place := map[[2]Span]int{} // of a moment's two spans among the windows: partners share them
	at := make([]int, len(asks))
	for i, a := range asks {
		if by := joined(a.By); partners[by].total == nil {
			counts, err := m.Series(ctx, f, a.By, toward, whole)
			if err != nil {
				return nil, err
			}
			totals, err := m.Totals(ctx, f, a.By, nil, whole)
			if err != nil {
				return nil, err
			}
			partners[by] = acts{counts, totals}
		}
		window, baseline, _ := a.Spans()
		if a.AsOf != 0 {
			window.Last, baseline.Last = min(window.Last, a.AsOf), min(baseline.Last, a.AsOf)
		}
		k, ok := place[[2]Span{window, baseline}]
		if !ok {
			k = len(windows)
			place[[2]Span{window, baseline}] = k
			windows = append(windows, window, baseline)
		}
		at[i] = k
	}
	grid, err := m.Grid(ctx, f, toward, windows, unknown)
	if err != nil {
		return nil, err
	}
	out := make([]*measure.Snapshot, len(asks))
	for i, a := range asks {
		peers := make([]measure.Exposure, 0, len(grid))
		for _, e := range grid {
			peers = append(peers, measure.Exposure{State: e.Source, Toward: e.Toward[at[i]], Total: e.Total[at[i]], Toward0: e.Toward[at[i]+1], Total0: e.Total[at[i]+1]})
		}
		p := partners[joined(a.By)]
		out[i] = measure.Take(a, p.toward, p.total, peers, unknown)
	}
	return out, nil
}
