package events

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
)

var _ Measurer = (*Library)(nil)

// Totals counts by day what states did toward anyone: the sources (none: all), but
// those without.
func (l *Library) Totals(ctx context.Context, f Filter, sources, without []string, s Span) (map[edtf.Day]int64, error) {
	where := between(s)
	if len(sources) > 0 {
		where += " AND source IN " + list(sources)
	}
	if len(without) > 0 {
		where += " AND source NOT IN " + list(without)
	}
	out := map[edtf.Day]int64{}
	err := l.retry(ctx, func() error {
		clear(out)
		parts, err := l.parts(ctx, "source", f.Provider)
		if err != nil || len(parts) == 0 {
			return err
		}
		rows, err := l.engine.QueryContext(ctx, "SELECT day, CAST(sum("+totalColumn(f)+") AS BIGINT) FROM "+l.read(parts)+" WHERE "+where+" GROUP BY day")
		if err != nil {
			return fmt.Errorf("counting acts by day: %w", err)
		}
		defer rows.Close()
		for rows.Next() {
			var day time.Time
			var n int64
			if err := rows.Scan(&day, &n); err != nil {
				return fmt.Errorf("counting acts by day: %w", err)
			}
			out[edtf.DayOfTime(day)] = n
		}
		return rows.Err()
	})
	return out, err
}

// totalColumn is that of a source part which the filter counts.
func totalColumn(f Filter) string {
	if f.Unique {
		return "u" + columnOf(f)
	}
	return columnOf(f)
}

// Grid counts what every state did toward the targets and toward anyone in each of
// many spans, which may overlap, over the days that are not left out, in one pass: the days of the
// spans are joined with the sums, which costs what the days hold and not what the
// number of spans times the days would.
func (l *Library) Grid(ctx context.Context, f Filter, targets []string, spans []Span, without []edtf.Day) ([]Exposure, error) {
	dark := map[edtf.Day]bool{}
	for _, d := range without {
		dark[d] = true
	}
	if len(spans) == 0 {
		return nil, nil
	}
	// Stretches of known days, each with its span's number.
	var stretches []string
	whole := Span{First: spans[0].First, Last: spans[0].Last}
	for i, s := range spans {
		whole.First, whole.Last = min(whole.First, s.First), max(whole.Last, s.Last)
		for d := s.First; d <= s.Last; d++ {
			if dark[d] {
				continue
			}
			first := d
			for d < s.Last && !dark[d+1] {
				d++
			}
			stretches = append(stretches, fmt.Sprintf("(%d, DATE '%s', DATE '%s')", i, first, d))
		}
	}
	if len(stretches) == 0 {
		return nil, nil
	}
	days := "WITH days AS (SELECT i, CAST(unnest(generate_series(a, b, INTERVAL 1 DAY)) AS DATE) AS d FROM (VALUES " + strings.Join(stretches, ", ") + ") AS t(i, a, b)) "
	var out []Exposure
	err := l.retry(ctx, func() error {
		out = out[:0]
		dyads, err := l.parts(ctx, "dyad", f.Provider)
		if err != nil || len(dyads) == 0 {
			return err
		}
		sources, err := l.parts(ctx, "source", f.Provider)
		if err != nil {
			return err
		}
		index := map[string]int{}
		take := func(query string, into func(*Exposure) []int64) error {
			rows, err := l.engine.QueryContext(ctx, days+query)
			if err != nil {
				return fmt.Errorf("counting acts toward %s: %w", strings.Join(targets, ", "), err)
			}
			defer rows.Close()
			return takeGrid(rows, len(spans), index, &out, into)
		}
		where := between(whole) + " AND source NOT IN " + list(targets)
		toward := l.dyads(dyads, "target IN "+list(targets)+" AND "+where)
		if err := take("SELECT source, i, CAST(sum(c) AS BIGINT) FROM (SELECT source, day, sum("+countedBy(f)+") AS c FROM ("+toward+") GROUP BY source, day) JOIN days ON d = day GROUP BY source, i",
			func(e *Exposure) []int64 { return e.Toward }); err != nil {
			return err
		}
		return take("SELECT source, i, CAST(sum("+totalColumn(f)+") AS BIGINT) FROM (SELECT * FROM "+l.read(sources)+" WHERE "+where+") JOIN days ON d = day GROUP BY source, i",
			func(e *Exposure) []int64 { return e.Total })
	})
	slices.SortFunc(out, func(a, b Exposure) int { return strings.Compare(a.Source, b.Source) })
	return out, err
}

func takeGrid(rows *sql.Rows, spans int, index map[string]int, out *[]Exposure, into func(*Exposure) []int64) error {
	for rows.Next() {
		var source string
		var i int
		var n int64
		if err := rows.Scan(&source, &i, &n); err != nil {
			return fmt.Errorf("counting acts: %w", err)
		}
		k, ok := index[source]
		if !ok {
			k = len(*out)
			index[source] = k
			*out = append(*out, Exposure{source, make([]int64, spans), make([]int64, spans)})
		}
		into(&(*out)[k])[i] = n
	}
	return rows.Err()
}

// Toward counts by day what all other states did toward the targets.
func (l *Library) Toward(ctx context.Context, f Filter, targets []string, s Span) ([]Count, error) {
	var out []Count
	err := l.retry(ctx, func() error {
		out = nil
		parts, err := l.parts(ctx, "dyad", f.Provider)
		if err != nil || len(parts) == 0 || len(targets) == 0 {
			return err
		}
		inner := l.dyads(parts, "target IN "+list(targets)+" AND source NOT IN "+list(targets)+" AND "+between(s))
		rows, err := l.engine.QueryContext(ctx, seriesQuery("SELECT day, quad, goldstein, "+countedBy(f)+" AS c FROM ("+inner+")"))
		if err != nil {
			return fmt.Errorf("counting acts toward %s: %w", strings.Join(targets, ", "), err)
		}
		out, err = readCounts(rows)
		return err
	})
	return out, err
}

// Behind tells which states did most of the conflict toward the targets.
func (l *Library) Behind(ctx context.Context, f Filter, targets []string, s Span, most int) ([]By, error) {
	var out []By
	err := l.retry(ctx, func() error {
		out = nil
		parts, err := l.parts(ctx, "dyad", f.Provider)
		if err != nil || len(parts) == 0 || len(targets) == 0 {
			return err
		}
		inner := l.dyads(parts, "target IN "+list(targets)+" AND source NOT IN "+list(targets)+" AND "+between(s))
		rows, err := l.engine.QueryContext(ctx, "SELECT source, CAST(sum("+countedBy(f)+") AS BIGINT) AS c FROM ("+inner+") WHERE quad IN (3, 4) GROUP BY source HAVING c > 0 ORDER BY c DESC, source LIMIT "+fmt.Sprint(most))
		if err != nil {
			return fmt.Errorf("finding who is behind conflict toward %s: %w", strings.Join(targets, ", "), err)
		}
		defer rows.Close()
		for rows.Next() {
			var b By
			if err := rows.Scan(&b.State, &b.Acts); err != nil {
				return fmt.Errorf("finding who is behind conflict: %w", err)
			}
			out = append(out, b)
		}
		return rows.Err()
	})
	return out, err
}
