package cluster

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events"
)

// passes is the condition that an event passes a filter; Unique apart.
func passes(f events.Filter) string {
	w := "events > 0"
	if f.Root {
		w += " AND root = 1"
	}
	if f.Sources > 1 {
		w += fmt.Sprintf(" AND sources >= %d", min(f.Sources, 3))
	}
	return w
}

// columnOf is that of table act which a filter counts.
func columnOf(f events.Filter) string {
	column := "n"
	if f.Root {
		column += "_root"
	}
	switch {
	case f.Sources >= 3:
		column += "_three"
	case f.Sources == 2:
		column += "_two"
	}
	return column
}

func list(of []string) string {
	quoted := make([]string, len(of))
	for i, v := range of {
		quoted[i] = literal(v)
	}
	return "(" + strings.Join(quoted, ", ") + ")"
}

func between(s events.Span) string { return fmt.Sprintf("day BETWEEN %d AND %d", s.First, s.Last) }

// dyadic keeps events by which one state acted toward another.
const dyadic = " AND source != '' AND target != '' AND source != target"

// kinds adds events up by kind of act by one state toward another on a day, as the
// library does: a kind has one quad class and one mean score, and with Unique
// counts once.
func kinds(f events.Filter, where string) string {
	c := "sum(if(" + passes(f) + ", toInt64(events), 0))"
	if f.Unique {
		c = "toInt64(" + c + " > 0)"
	}
	return "(SELECT source, day, max(quad) AS class, " + c + ` AS c, sum(ifNull(toFloat64(goldstein), 0) * events) AS score, sum(if(isNull(goldstein), 0, toInt64(events))) AS scored
	FROM event WHERE ` + where + dyadic + " GROUP BY target, source, day, code)"
}

// seriesQuery counts by day the events that match.
func seriesQuery(f events.Filter, where string) string {
	return `SELECT day, toInt64(sum(c)), toInt64(sumIf(c, class = 1)), toInt64(sumIf(c, class = 2)), toInt64(sumIf(c, class = 3)), toInt64(sumIf(c, class = 4)),
	sum(if(scored > 0, toFloat64(toFloat32(score / scored)) * c, 0)), toInt64(sumIf(c, scored > 0))
	FROM ` + kinds(f, where) + " WHERE c > 0 GROUP BY day ORDER BY day"
}

// Series counts by day what the sources did toward the targets; see
// events.Library.Series.
func (s *Store) Series(ctx context.Context, f events.Filter, sources, targets []string, within events.Span) ([]events.Count, error) {
	if len(sources) == 0 || len(targets) == 0 {
		return nil, nil
	}
	out, err := s.series(ctx, f, "target IN "+list(targets)+" AND source IN "+list(sources)+" AND "+between(within))
	if err != nil {
		return nil, fmt.Errorf("counting events of %s toward %s: %w", strings.Join(sources, ", "), strings.Join(targets, ", "), err)
	}
	return out, nil
}

func (s *Store) series(ctx context.Context, f events.Filter, match string) ([]events.Count, error) {
	var out []events.Count
	err := s.consistently(ctx, f.Provider, func(where string) error {
		out = nil
		return s.rows(ctx, seriesQuery(f, where+" AND "+match), func(scan func(...any) error) error {
			var day int32
			var score float64
			var c events.Count
			if err := scan(&day, &c.N, &c.Quads[1], &c.Quads[2], &c.Quads[3], &c.Quads[4], &score, &c.Scored); err != nil {
				return err
			}
			c.Day = edtf.Day(day)
			c.Quads[0] = c.N - c.Quads[1] - c.Quads[2] - c.Quads[3] - c.Quads[4]
			if c.Scored > 0 {
				c.Goldstein = score / float64(c.Scored)
			}
			out = append(out, c)
			return nil
		})
	})
	return out, err
}

// known is the condition that a day is in one of the spans and is not left out.
func known(spans []events.Span, without []edtf.Day) string {
	var stretches []events.Span
	for _, s := range slices.SortedFunc(slices.Values(spans), func(a, b events.Span) int { return cmp.Compare(a.First, b.First) }) {
		if n := len(stretches); n > 0 && s.First <= stretches[n-1].Last+1 {
			stretches[n-1].Last = max(stretches[n-1].Last, s.Last)
		} else {
			stretches = append(stretches, s)
		}
	}
	in := make([]string, len(stretches))
	for i, s := range stretches {
		in[i] = between(s)
	}
	// The whole apart, for partitions are chosen by it.
	where := between(events.Span{First: stretches[0].First, Last: stretches[len(stretches)-1].Last}) + " AND (" + strings.Join(in, " OR ") + ")"
	days := slices.DeleteFunc(slices.Clone(without), func(d edtf.Day) bool {
		return !slices.ContainsFunc(stretches, func(s events.Span) bool { return s.Has(d) })
	})
	if len(days) > 0 {
		where += " AND day NOT IN (" + numbers(days) + ")"
	}
	return where
}

// actsFrom gives a table and how many acts its rows count: act, or, where kinds of
// act count once a day, the events themselves, for those of several files may be
// one kind.
func actsFrom(f events.Filter) (sum, from, also string) {
	if f.Unique {
		return "toInt64(uniqExactIf((target, day, code), " + passes(f) + "))", "event", dyadic
	}
	return "toInt64(sum(" + columnOf(f) + "))", "act", ""
}

// exposureQueries count toward the targets and toward anyone, by source: by day
// first, so that many spans cost what their days hold.
func exposureQueries(f events.Filter, targets []string, spans []events.Span, without []edtf.Day, where string) (toward, total string) {
	columns := "source"
	for _, s := range spans {
		columns += ", sum(if(" + between(s) + ", c, 0))"
	}
	in := where + " AND " + known(spans, without) + " AND source NOT IN " + list(targets)
	by := func(sum, from, where string) string {
		return "SELECT " + columns + " FROM (SELECT source, day, " + sum + " AS c FROM " + from + " WHERE " + where + " GROUP BY source, day) GROUP BY source"
	}
	acts := "sum(if(" + passes(f) + ", toInt64(events), 0))"
	sum, from, also := actsFrom(f)
	if f.Unique {
		acts = sum
	}
	return by(acts, "event", in+" AND target IN "+list(targets)+dyadic), by(sum, from, in+also)
}

// Exposures counts, for every state that did anything, its acts toward the targets
// and toward anyone in each of the spans; see events.Library.Exposures.
func (s *Store) Exposures(ctx context.Context, f events.Filter, targets []string, spans []events.Span, without []edtf.Day) ([]events.Exposure, error) {
	if len(targets) == 0 || len(spans) == 0 {
		return nil, nil
	}
	var out []events.Exposure
	err := s.consistently(ctx, f.Provider, func(where string) error {
		out = nil
		index := map[string]int{}
		take := func(query string, into func(*events.Exposure) []int64) error {
			return s.rows(ctx, query, func(scan func(...any) error) error {
				var source string
				sums := make([]int64, len(spans))
				to := []any{&source}
				for i := range sums {
					to = append(to, &sums[i])
				}
				if err := scan(to...); err != nil {
					return err
				}
				i, ok := index[source]
				if !ok {
					i = len(out)
					index[source] = i
					out = append(out, events.Exposure{Source: source, Toward: make([]int64, len(spans)), Total: make([]int64, len(spans))})
				}
				copy(into(&out[i]), sums)
				return nil
			})
		}
		toward, total := exposureQueries(f, targets, spans, without, where)
		if err := take(toward, func(e *events.Exposure) []int64 { return e.Toward }); err != nil {
			return err
		}
		return take(total, func(e *events.Exposure) []int64 { return e.Total })
	})
	if err != nil {
		return nil, fmt.Errorf("counting acts toward %s: %w", strings.Join(targets, ", "), err)
	}
	slices.SortFunc(out, func(a, b events.Exposure) int { return strings.Compare(a.Source, b.Source) })
	return out, nil
}

// chosen is the condition that an event is of a choice.
func chosen(c events.Choice) string {
	return c.Where(events.Dialect{Days: between, Quote: literal, Prefix: "startsWith", Lead: "root = 1"})
}

// Events lists events, those that most outlets and articles carried first.
func (s *Store) Events(ctx context.Context, c events.Choice) ([]events.Event, error) {
	limit := c.Limit
	if limit <= 0 {
		limit = 200
	}
	var out []events.Event
	err := s.consistently(ctx, c.Filter.Provider, func(where string) error {
		out = nil
		query := `SELECT if(ref = '', toString(id), ref), day, source, target, actor1, actor2, code, quad, ifNull(goldstein, 0), isNotNull(goldstein), root,
			toInt64(sources), toInt64(articles), toInt64(deaths), place, ifNull(lat, 0), ifNull(lon, 0), toUInt8(isNotNull(lat) AND isNotNull(lon)), url, publisher
			FROM event WHERE ` + where + " AND " + chosen(c) + fmt.Sprintf(" ORDER BY sources DESC, articles DESC, mentions DESC, day, id LIMIT %d", limit)
		return s.rows(ctx, query, func(scan func(...any) error) error {
			e := events.Event{Provider: c.Filter.Provider}
			var day int32
			var quad, scored, root, placed uint8
			var goldstein, lat, lon float32
			if err := scan(&e.ID, &day, &e.Source, &e.Target, &e.Actor1, &e.Actor2, &e.Code, &quad, &goldstein, &scored, &root, &e.Sources, &e.Articles, &e.Deaths,
				&e.Place, &lat, &lon, &placed, &e.URL, &e.Publisher); err != nil {
				return err
			}
			e.Day, e.Quad, e.Scored, e.Root, e.Placed = edtf.Day(day), events.Quad(quad), scored == 1, root == 1, placed == 1
			e.Goldstein, e.Lat, e.Lon = decimal(goldstein), decimal(lat), decimal(lon)
			out = append(out, e)
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("listing events: %w", err)
	}
	return out, nil
}

// decimal is the number that was written, 37.6922, and not 37.69219970703125, which
// single precision makes of it.
func decimal(f float32) float64 {
	d, _ := strconv.ParseFloat(strconv.FormatFloat(float64(f), 'g', -1, 32), 64) // what was just written can be read
	return d
}
