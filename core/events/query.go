package events

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events/measure"
)

// Filter, Span and Count are those of package measure, which computes with them
// and knows no library.
type (
	Filter = measure.Filter
	Span   = measure.Span
	Count  = measure.Count
)

// column is that of a dyad part which the filter counts.
func columnOf(f Filter) string {
	switch {
	case f.Root && f.Sources >= 3:
		return "rootthree"
	case f.Root && f.Sources == 2:
		return "roottwo"
	case f.Sources >= 3:
		return "three"
	case f.Sources == 2:
		return "two"
	case f.Root:
		return "root"
	}
	return "n"
}

// counted is how many a row of a dyad part (all parts taken together) counts.
func countedBy(f Filter) string {
	if f.Unique {
		return "CAST(" + columnOf(f) + " > 0 AS INTEGER)"
	}
	return columnOf(f)
}

// retry runs a query again where a part vanished under it because another program
// merged it.
func (l *Library) retry(ctx context.Context, do func() error) error {
	var err error
	for range 3 {
		if err = do(); err == nil || ctx.Err() != nil || !strings.Contains(err.Error(), "No files found") && !strings.Contains(err.Error(), "No such file") {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
	return err
}

func list(of []string) string {
	quoted := make([]string, len(of))
	for i, v := range of {
		quoted[i] = literal(v)
	}
	return "(" + strings.Join(quoted, ", ") + ")"
}

func (l *Library) parts(ctx context.Context, kind string, p Provider) ([]string, error) {
	return l.names(ctx, "SELECT name FROM part WHERE kind = ? AND provider = ? AND rows > 0 ORDER BY name", kind, string(p))
}

// dyads writes the rows of all dyad parts that match, added up by key where more
// than one part may hold the same.
func (l *Library) dyads(parts []string, where string) string {
	from := l.read(parts) + " WHERE " + where
	if len(parts) == 1 {
		return "SELECT * FROM " + from
	}
	return "SELECT target, source, day, code, " + dyadAgain + " FROM " + from + " GROUP BY target, source, day, code"
}

func between(s Span) string {
	return "day BETWEEN DATE " + literal(s.First.String()) + " AND DATE " + literal(s.Last.String())
}

// Series counts by day what the sources did toward the targets (states by ISO
// 3166-1 alpha-3) in the span. Days without events are left out: ask Unknown
// whether such a day is known.
func (l *Library) Series(ctx context.Context, f Filter, sources, targets []string, s Span) ([]Count, error) {
	var out []Count
	err := l.retry(ctx, func() error {
		out = out[:0]
		parts, err := l.parts(ctx, "dyad", f.Provider)
		if err != nil || len(parts) == 0 || len(sources) == 0 || len(targets) == 0 {
			return err
		}
		inner := l.dyads(parts, "target IN "+list(targets)+" AND source IN "+list(sources)+" AND "+between(s))
		rows, err := l.engine.QueryContext(ctx, seriesQuery("SELECT day, quad, goldstein, "+countedBy(f)+" AS c FROM ("+inner+")"))
		if err != nil {
			return fmt.Errorf("counting events of %s toward %s: %w", strings.Join(sources, ", "), strings.Join(targets, ", "), err)
		}
		out, err = readCounts(rows)
		return err
	})
	return out, err
}

// seriesQuery adds rows of (day, quad, goldstein, c) up by day.
func seriesQuery(from string) string {
	return `SELECT day, sum(c), sum(CASE WHEN quad = 1 THEN c ELSE 0 END), sum(CASE WHEN quad = 2 THEN c ELSE 0 END), sum(CASE WHEN quad = 3 THEN c ELSE 0 END), sum(CASE WHEN quad = 4 THEN c ELSE 0 END),
	coalesce(sum(CASE WHEN goldstein IS NULL THEN 0 ELSE goldstein * c END), 0), coalesce(sum(CASE WHEN goldstein IS NULL THEN 0 ELSE c END), 0) FROM (` + from + `) AS t WHERE c > 0 GROUP BY day ORDER BY day`
}

func readCounts(rows *sql.Rows) ([]Count, error) {
	defer rows.Close()
	var out []Count
	for rows.Next() {
		var day time.Time
		var c Count
		var sum float64
		if err := rows.Scan(&day, &c.N, &c.Quads[1], &c.Quads[2], &c.Quads[3], &c.Quads[4], &sum, &c.Scored); err != nil {
			return nil, fmt.Errorf("reading a series: %w", err)
		}
		c.Day = edtf.DayOfTime(day)
		c.Quads[0] = c.N - c.Quads[1] - c.Quads[2] - c.Quads[3] - c.Quads[4]
		if c.Scored > 0 {
			c.Goldstein = sum / float64(c.Scored)
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// Exposure is what one state did in a span: toward the targets, and toward anyone
// (they included).
type Exposure struct {
	Source        string
	Toward, Total []int64 // one for each span
}

// Exposures counts, for every state that did anything toward anyone, its acts
// toward the targets and toward anyone in each of the spans, over the days that
// are not left out. METHODS 3.
func (l *Library) Exposures(ctx context.Context, f Filter, targets []string, spans []Span, without []edtf.Day) ([]Exposure, error) {
	var out []Exposure
	err := l.retry(ctx, func() error {
		out = out[:0]
		dyads, err := l.parts(ctx, "dyad", f.Provider)
		if err != nil || len(dyads) == 0 || len(spans) == 0 {
			return err
		}
		sources, err := l.parts(ctx, "source", f.Provider)
		if err != nil {
			return err
		}
		toward := l.dyads(dyads, "target IN "+list(targets)+" AND source NOT IN "+list(targets)+" AND "+known(spans, without))
		column := columnOf(f)
		if f.Unique {
			column = "u" + column
		}
		index := map[string]int{}
		take := func(query string, into func(*Exposure) []int64) error {
			rows, err := l.engine.QueryContext(ctx, query)
			if err != nil {
				return fmt.Errorf("counting acts toward %s: %w", strings.Join(targets, ", "), err)
			}
			defer rows.Close()
			for rows.Next() {
				var source string
				sums := make([]int64, len(spans))
				into2 := []any{&source}
				for i := range sums {
					into2 = append(into2, &sums[i])
				}
				if err := rows.Scan(into2...); err != nil {
					return fmt.Errorf("counting acts: %w", err)
				}
				i, ok := index[source]
				if !ok {
					i = len(out)
					index[source] = i
					out = append(out, Exposure{source, make([]int64, len(spans)), make([]int64, len(spans))})
				}
				copy(into(&out[i]), sums)
			}
			return rows.Err()
		}
		if err := take("SELECT source, "+sums(spans, countedBy(f))+" FROM ("+toward+") GROUP BY source", func(e *Exposure) []int64 { return e.Toward }); err != nil {
			return err
		}
		return take("SELECT source, "+sums(spans, column)+" FROM "+l.read(sources)+" WHERE source NOT IN "+list(targets)+" AND "+known(spans, without)+" GROUP BY source",
			func(e *Exposure) []int64 { return e.Total })
	})
	slices.SortFunc(out, func(a, b Exposure) int { return strings.Compare(a.Source, b.Source) })
	return out, err
}

// known writes the condition that a day is in one of the spans and is not left out.
func known(spans []Span, without []edtf.Day) string {
	in := make([]string, len(spans))
	for i, s := range spans {
		in[i] = between(s)
	}
	where := "(" + strings.Join(in, " OR ") + ")"
	var days []string
	for _, d := range without {
		if slices.ContainsFunc(spans, func(s Span) bool { return s.First <= d && d <= s.Last }) {
			days = append(days, "DATE "+literal(d.String()))
		}
	}
	if len(days) > 0 {
		where += " AND day NOT IN (" + strings.Join(days, ", ") + ")"
	}
	return where
}

func sums(spans []Span, column string) string {
	out := make([]string, len(spans))
	for i, s := range spans {
		out[i] = "CAST(sum(CASE WHEN " + between(s) + " THEN " + column + " ELSE 0 END) AS BIGINT)"
	}
	return strings.Join(out, ", ")
}

// Event is one event as it was imported.
type Event struct {
	ID        string   `json:"id"`
	Provider  Provider `json:"provider"`
	Day       edtf.Day `json:"day"`
	Source    string   `json:"source"` // states, ISO 3166-1 alpha-3; empty where the actor is no state
	Target    string   `json:"target"`
	Actor1    string   `json:"actor1"` // as the provider names them
	Actor2    string   `json:"actor2"`
	Code      string   `json:"code"`
	Quad      Quad     `json:"quad"`
	Goldstein float64  `json:"goldstein"`
	Scored    bool     `json:"scored"`
	Root      bool     `json:"root"`
	Sources   int64    `json:"sources"`
	Articles  int64    `json:"articles"`
	Deaths    int64    `json:"deaths"`
	Place     string   `json:"place"`
	Lat       float64  `json:"lat"`
	Lon       float64  `json:"lon"`
	Placed    bool     `json:"placed"` // whether Lat and Lon are told
	URL       string   `json:"url"`
	Publisher string   `json:"publisher"`
}

// Choice says which events to list.
type Choice struct {
	Filter           Filter
	Sources, Targets []string // empty: any
	Both             bool     // what the targets did toward the sources, too
	Span             Span
	Quad             Quad   // 0: any
	Code             string // a code or the beginning of one; empty: any
	Limit            int    // 0: 200
}

// Events lists events, those that most outlets and articles carried first.
func (l *Library) Events(ctx context.Context, c Choice) ([]Event, error) {
	var out []Event
	err := l.retry(ctx, func() error {
		out = out[:0]
		parts, err := l.eventParts(ctx, c)
		if err != nil || len(parts) == 0 {
			return err
		}
		limit := c.Limit
		if limit <= 0 {
			limit = 200
		}
		rows, err := l.engine.QueryContext(ctx, `SELECT coalesce(ref, CAST(id AS VARCHAR)), day, coalesce(source, ''), coalesce(target, ''), coalesce(actor1, ''), coalesce(actor2, ''), coalesce(code, ''), quad,
			coalesce(goldstein, 0), goldstein IS NOT NULL, root, sources, articles, coalesce(deaths, 0), coalesce(place, ''), coalesce(lat, 0), coalesce(lon, 0), lat IS NOT NULL AND lon IS NOT NULL, coalesce(url, ''), coalesce(publisher, '')
			FROM `+l.read(parts)+` WHERE `+c.where()+` ORDER BY sources DESC, articles DESC, mentions DESC, day, id LIMIT `+fmt.Sprint(limit))
		if err != nil {
			return fmt.Errorf("listing events: %w", err)
		}
		defer rows.Close()
		for rows.Next() {
			e := Event{Provider: c.Filter.Provider}
			var day time.Time
			if err := rows.Scan(&e.ID, &day, &e.Source, &e.Target, &e.Actor1, &e.Actor2, &e.Code, &e.Quad, &e.Goldstein, &e.Scored, &e.Root, &e.Sources, &e.Articles, &e.Deaths,
				&e.Place, &e.Lat, &e.Lon, &e.Placed, &e.URL, &e.Publisher); err != nil {
				return fmt.Errorf("listing events: %w", err)
			}
			e.Day = edtf.DayOfTime(day)
			out = append(out, e)
		}
		return rows.Err()
	})
	return out, err
}

func (c Choice) where() string {
	return c.Where(Dialect{Days: between, Quote: literal, Prefix: "starts_with", Lead: "root"})
}

// Dialect is how an engine writes what the two stores say differently.
type Dialect struct {
	Days   func(Span) string   // the condition that a day lies in a span
	Quote  func(string) string // a text as a literal: what must be escaped differs
	Prefix string              // the function that tells whether a text begins with another
	Lead   string              // the condition of a lead event
}

// Where writes a choice as the condition of a query, for either store.
func (c Choice) Where(d Dialect) string {
	in := func(of []string) string {
		quoted := make([]string, len(of))
		for i, v := range of {
			quoted[i] = d.Quote(v)
		}
		return " IN (" + strings.Join(quoted, ", ") + ")"
	}
	way := func(sources, targets []string) string {
		var out []string
		if len(sources) > 0 {
			out = append(out, "source"+in(sources))
		}
		if len(targets) > 0 {
			out = append(out, "target"+in(targets))
		}
		return strings.Join(out, " AND ")
	}
	where := d.Days(c.Span)
	switch there := way(c.Sources, c.Targets); {
	case there == "":
	case c.Both:
		where += " AND (" + there + " OR " + way(c.Targets, c.Sources) + ")"
	default:
		where += " AND " + there
	}
	if c.Quad != 0 {
		where += fmt.Sprintf(" AND quad = %d", c.Quad)
	}
	if c.Code != "" {
		where += " AND " + d.Prefix + "(code, " + d.Quote(c.Code) + ")"
	}
	if c.Filter.Root {
		where += " AND " + d.Lead
	}
	if c.Filter.Sources > 1 {
		where += fmt.Sprintf(" AND sources >= %d", min(c.Filter.Sources, 3))
	}
	return where
}
