package cluster

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events"
)

// Questions are what Check asks of two stores: every combination of filter with
// each dyad, target and choice, and what is loaded and unknown in each span.
type Questions struct {
	Filters []events.Filter
	Dyads   [][2]string // source, target
	Targets []string
	Spans   []events.Span // the first is the moment's, the last the longest
	Limit   int           // events to list
}

// Difference is a question to which two stores gave other answers, with the first
// line in which they differ; "nothing" where one answer has no such line.
type Difference struct{ Question, A, B string }

// String tells the difference in a line.
func (d Difference) String() string { return d.Question + ": " + d.A + " | " + d.B }

// Ask makes questions about a provider from what a store holds: all twelve
// filters, the busiest targets with the sources that did most toward them, and the
// last month, year and all of the loaded days.
func Ask(ctx context.Context, s events.Store, p events.Provider) (Questions, error) {
	q := Questions{Limit: 100}
	for _, root := range []bool{false, true} {
		for sources := 1; sources <= 3; sources++ {
			for _, unique := range []bool{false, true} {
				q.Filters = append(q.Filters, events.Filter{Provider: p, Root: root, Sources: sources, Unique: unique})
			}
		}
	}
	usage, err := s.Usage(ctx)
	if err != nil {
		return q, err
	}
	i := slices.IndexFunc(usage, func(u events.Usage) bool { return u.Provider == p })
	if i < 0 {
		return q, fmt.Errorf("making questions: no events of %s are loaded", p)
	}
	// Events may lie before the days that their files cover: a report of an
	// anniversary is coded as of its day.
	last := usage[i].Days.Last
	q.Spans = []events.Span{{First: last - 29, Last: last}, {First: last - 395, Last: last - 30}, {First: usage[i].Days.First - 3700, Last: last + 1}}
	whole := q.Spans[2:]
	busy, err := s.Exposures(ctx, q.Filters[0], []string{"no state"}, whole, nil)
	if err != nil {
		return q, err
	}
	slices.SortStableFunc(busy, func(a, b events.Exposure) int { return int(b.Total[0] - a.Total[0]) })
	for _, b := range busy[:min(len(busy), 3)] {
		q.Targets = append(q.Targets, b.Source)
	}
	for _, t := range q.Targets {
		toward, err := s.Exposures(ctx, q.Filters[0], []string{t}, whole, nil)
		if err != nil {
			return q, err
		}
		slices.SortStableFunc(toward, func(a, b events.Exposure) int { return int(b.Toward[0] - a.Toward[0]) })
		for _, e := range toward[:min(len(toward), 2)] {
			q.Dyads = append(q.Dyads, [2]string{e.Source, t})
		}
	}
	return q, nil
}

// Check asks two stores the same questions and tells each that they answer
// differently. Sizes on disk, numbers of files and times of import are each store's
// own and are not compared. Mean scores may differ by 1 part in 100,000, for they
// are kept in single precision and added up in another order.
func Check(ctx context.Context, a, b events.Store, q Questions) (asked int, out []Difference, err error) {
	for _, one := range q.all() {
		var answers [2][]line
		for i, s := range []events.Store{a, b} {
			if answers[i], err = one.ask(ctx, s); err != nil {
				return asked, out, fmt.Errorf("asking %s: %w", one.text, err)
			}
		}
		asked++
		if x, y, differ := firstOther(answers[0], answers[1]); differ {
			out = append(out, Difference{one.text, x, y})
		}
	}
	return asked, out, nil
}

// line is one line of an answer; value is compared with tolerance.
type line struct {
	text  string
	value float64
}

// String writes the line with six digits of its number, by which the stores are compared.
func (l line) String() string { return fmt.Sprintf("%s %.6g", l.text, l.value) }

func firstOther(a, b []line) (x, y string, differ bool) {
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(a):
			return "nothing", b[i].String(), true
		case i >= len(b):
			return a[i].String(), "nothing", true
		case a[i].text != b[i].text || math.Abs(a[i].value-b[i].value) > 1e-5*max(1, math.Abs(a[i].value)):
			return a[i].String(), b[i].String(), true
		}
	}
	return "", "", false
}

type question struct {
	text string
	ask  func(context.Context, events.Store) ([]line, error)
}

func (q Questions) all() []question {
	var out []question
	add := func(text string, ask func(context.Context, events.Store) ([]line, error)) {
		out = append(out, question{text, ask})
	}
	add("files", askFiles)
	add("usage", askUsage)
	if len(q.Filters) == 0 || len(q.Spans) == 0 {
		return out
	}
	whole, p := q.Spans[len(q.Spans)-1], q.Filters[0].Provider
	for _, s := range q.Spans {
		add(fmt.Sprintf("unknown days of %s, %s", p, s), func(ctx context.Context, st events.Store) ([]line, error) {
			days, err := st.Unknown(ctx, p, s)
			return linesOf(days, func(d edtf.Day) line { return line{text: d.String()} }), err
		})
	}
	for _, f := range q.Filters {
		for _, d := range q.Dyads {
			add(fmt.Sprintf("series of %s toward %s, %s", d[0], d[1], f), func(ctx context.Context, st events.Store) ([]line, error) {
				counts, err := st.Series(ctx, f, d[:1], d[1:], whole)
				return linesOf(counts, seriesLine), err
			})
		}
		if len(q.Targets) > 1 {
			add(fmt.Sprintf("series of many toward many, %s", f), func(ctx context.Context, st events.Store) ([]line, error) {
				counts, err := st.Series(ctx, f, q.Targets, q.Targets, whole)
				return linesOf(counts, seriesLine), err
			})
		}
		for _, t := range q.Targets {
			for _, without := range [][]edtf.Day{nil, {q.Spans[0].First + 1, q.Spans[0].Last}} {
				add(fmt.Sprintf("exposures toward %s without %d days, %s", t, len(without), f), func(ctx context.Context, st events.Store) ([]line, error) {
					e, err := st.Exposures(ctx, f, []string{t}, q.Spans, without)
					return linesOf(e, func(e events.Exposure) line {
						return line{text: fmt.Sprintf("%s: %v of %v", e.Source, e.Toward, e.Total)}
					}), err
				})
			}
		}
		for _, t := range q.Targets {
			out = append(out, measured(f, t, q.Targets, q.Spans)...)
		}
		if f.Unique {
			continue // lists know no such thing
		}
		for _, c := range q.choices(f, whole) {
			add(fmt.Sprintf("events of %v toward %v, quad %d, code %q, %s", c.Sources, c.Targets, c.Quad, c.Code, f), func(ctx context.Context, st events.Store) ([]line, error) {
				list, err := st.Events(ctx, c)
				lines := linesOf(list, func(e events.Event) line {
					g := e.Goldstein
					e.Goldstein = 0
					return line{fmt.Sprintf("%+v", e), g}
				})
				slices.SortFunc(lines, func(a, b line) int { return strings.Compare(a.text, b.text) })
				return lines, err
			})
		}
	}
	return out
}

// measured are the questions that measures ask of a store that answers them.
func measured(f events.Filter, target string, sources []string, spans []events.Span) []question {
	whole := spans[len(spans)-1]
	one := func(text string, ask func(context.Context, events.Measurer) ([]line, error)) question {
		return question{fmt.Sprintf("%s %s, %s", text, target, f), func(ctx context.Context, s events.Store) ([]line, error) {
			m, ok := s.(events.Measurer)
			if !ok {
				return nil, fmt.Errorf("this store answers no measures")
			}
			return ask(ctx, m)
		}}
	}
	totals := func(text string, sources []string) question {
		return one(text, func(ctx context.Context, m events.Measurer) ([]line, error) {
			days, err := m.Totals(ctx, f, sources, []string{target}, whole)
			return linesOf(slices.Sorted(maps.Keys(days)), func(d edtf.Day) line { return line{text: fmt.Sprintf("%s: %d", d, days[d])} }), err
		})
	}
	return []question{
		totals("acts by day of all but", nil),
		totals("acts by day of some but", sources),
		one("acts of all others toward", func(ctx context.Context, m events.Measurer) ([]line, error) {
			counts, err := m.Toward(ctx, f, []string{target}, whole)
			return linesOf(counts, seriesLine), err
		}),
		one("grid of overlapping spans toward", func(ctx context.Context, m events.Measurer) ([]line, error) {
			many := slices.Clone(spans)
			for i := range edtf.Day(20) {
				many = append(many, events.Span{First: spans[0].First - 7*i, Last: spans[0].Last - 7*i})
			}
			e, err := m.Grid(ctx, f, []string{target}, many, []edtf.Day{spans[0].First})
			return linesOf(e, exposureLine), err
		}),
		one("those behind conflict toward", func(ctx context.Context, m events.Measurer) ([]line, error) {
			by, err := m.Behind(ctx, f, []string{target}, whole, 10)
			return linesOf(by, func(b events.By) line { return line{text: fmt.Sprintf("%s: %d", b.State, b.Acts)} }), err
		}),
	}
}

func exposureLine(e events.Exposure) line {
	return line{text: fmt.Sprintf("%s: %v of %v", e.Source, e.Toward, e.Total)}
}

func (q Questions) choices(f events.Filter, whole events.Span) []events.Choice {
	out := []events.Choice{{Filter: f, Span: whole, Limit: q.Limit, Quad: events.MaterialConflict}, {Filter: f, Span: whole, Limit: q.Limit, Code: "04"}}
	for _, d := range q.Dyads {
		out = append(out, events.Choice{Filter: f, Span: whole, Limit: q.Limit, Sources: d[:1], Targets: d[1:]})
	}
	return out
}

func linesOf[T any](of []T, say func(T) line) []line {
	var out []line
	for _, v := range of {
		out = append(out, say(v))
	}
	return out
}

func seriesLine(c events.Count) line {
	return line{fmt.Sprintf("%s: %d, %v, %d scored", c.Day, c.N, c.Quads, c.Scored), c.Goldstein}
}

func askFiles(ctx context.Context, s events.Store) ([]line, error) {
	files, err := s.Files(ctx)
	if err != nil {
		return nil, err
	}
	var out []line
	for _, f := range files {
		refusals, err := s.Refusals(ctx, f.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, line{text: fmt.Sprintf("%s %s %q: %d bytes, %d rows, %d refused %v, %d doubles, %s", f.Provider, f.Layout, f.Name, f.Bytes, f.Rows, f.Refused, refusals, f.Doubles, f.Days)})
	}
	slices.SortFunc(out, func(a, b line) int { return strings.Compare(a.text, b.text) })
	return out, nil
}

func askUsage(ctx context.Context, s events.Store) ([]line, error) {
	usage, err := s.Usage(ctx)
	return linesOf(usage, func(u events.Usage) line {
		return line{text: fmt.Sprintf("%s: %d files, %d events, %d mentions, %s", u.Provider, u.Files, u.Events, u.Mentions, u.Days)}
	}), err
}
