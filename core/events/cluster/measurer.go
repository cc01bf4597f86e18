package cluster

import (
	"context"
	"fmt"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events"
)

var _ events.Measurer = (*Store)(nil)

// Totals counts by day what states did toward anyone: the sources (none: all), but
// those without.
func (s *Store) Totals(ctx context.Context, f events.Filter, sources, without []string, within events.Span) (map[edtf.Day]int64, error) {
	sum, from, also := actsFrom(f)
	match := " AND " + between(within) + also
	if len(sources) > 0 {
		match += " AND source IN " + list(sources)
	}
	if len(without) > 0 {
		match += " AND source NOT IN " + list(without)
	}
	// By source too: a kind of act is one state's.
	out := map[edtf.Day]int64{}
	err := s.consistently(ctx, f.Provider, func(where string) error {
		clear(out)
		return s.rows(ctx, "SELECT day, sum(c) FROM (SELECT day, source, "+sum+" AS c FROM "+from+" WHERE "+where+match+" GROUP BY day, source) GROUP BY day", func(scan func(...any) error) error {
			var day int32
			var n int64
			err := scan(&day, &n)
			out[edtf.Day(day)] = n
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("counting acts by day: %w", err)
	}
	return out, nil
}

// Toward counts by day what all other states did toward the targets.
func (s *Store) Toward(ctx context.Context, f events.Filter, targets []string, within events.Span) ([]events.Count, error) {
	if len(targets) == 0 {
		return nil, nil
	}
	out, err := s.series(ctx, f, toward(targets, within))
	if err != nil {
		return nil, fmt.Errorf("counting acts toward %s: %w", strings.Join(targets, ", "), err)
	}
	return out, nil
}

// toward keeps what others did toward the targets.
func toward(targets []string, within events.Span) string {
	return "target IN " + list(targets) + " AND source NOT IN " + list(targets) + " AND " + between(within)
}

// Grid is Exposures for many spans, which may overlap.
func (s *Store) Grid(ctx context.Context, f events.Filter, targets []string, spans []events.Span, without []edtf.Day) ([]events.Exposure, error) {
	return s.Exposures(ctx, f, targets, spans, without)
}

// Behind tells which states did most of the conflict toward the targets, at most
// so many.
func (s *Store) Behind(ctx context.Context, f events.Filter, targets []string, within events.Span, most int) ([]events.By, error) {
	if len(targets) == 0 {
		return nil, nil
	}
	var out []events.By
	err := s.consistently(ctx, f.Provider, func(where string) error {
		out = nil
		query := "SELECT source, sum(c) AS acts FROM " + kinds(f, where+" AND "+toward(targets, within)) + " WHERE class IN (3, 4) GROUP BY source HAVING acts > 0 ORDER BY acts DESC, source"
		return s.rows(ctx, query+fmt.Sprintf(" LIMIT %d", most), func(scan func(...any) error) error {
			var b events.By
			err := scan(&b.State, &b.Acts)
			out = append(out, b)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("finding who is behind conflict toward %s: %w", strings.Join(targets, ", "), err)
	}
	return out, nil
}
