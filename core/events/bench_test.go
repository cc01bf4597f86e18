package events

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkImport takes a GDELT file in beside plain DuckDB, which reads the same
// columns of the same file into a table on disk. ns/op is the import; the plain
// read and the ratio stand beside it.
func BenchmarkImport(b *testing.B) {
	n := eventCount(b, 100_000)
	path := gdeltFile(b, n)
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	var ours, plain time.Duration
	for b.Loop() {
		start := time.Now()
		l, err := Open(ctx, b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		rs, err := l.Import(ctx, []string{path}, nil, nil)
		if err != nil || rs[0].Rows != int64(n) {
			b.Fatalf("%+v: %v", rs, err)
		}
		ours += time.Since(start)
		l.Close()
		plain += plainRead(b, path)
	}
	b.ReportMetric(float64(n)*float64(b.N)/ours.Seconds(), "rows/s")
	b.ReportMetric(float64(info.Size())*float64(b.N)/ours.Seconds()/1e6, "MB/s")
	b.ReportMetric(float64(n)*float64(b.N)/plain.Seconds(), "plain-rows/s")
	b.ReportMetric(plain.Seconds()/ours.Seconds(), "of-plain")
}

// plainRead is DuckDB's own reader filling a table of the same columns.
func plainRead(b *testing.B, path string) time.Duration {
	ctx := context.Background()
	dir := b.TempDir()
	start := time.Now()
	engine, err := startEngine(ctx, dir)
	if err != nil {
		b.Fatal(err)
	}
	defer engine.Close()
	m := member{path: path}
	if err := m.recognise(nil); err != nil {
		b.Fatal(err)
	}
	if _, err := engine.Exec("ATTACH " + literal(filepath.Join(dir, "plain.duckdb")) + " AS plain"); err != nil {
		b.Fatal(err)
	}
	if _, err := engine.Exec("CREATE TABLE plain.event AS " + m.selection()); err != nil {
		b.Fatal(err)
	}
	if _, err := engine.Exec("CHECKPOINT plain"); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

// BenchmarkQueries asks a library what the pages ask: a dyad's whole history, and
// what every state did toward one in a moment's window and baseline.
func BenchmarkQueries(b *testing.B) {
	l := drawnLibrary(b, eventCount(b, 200_000))
	ctx := context.Background()
	f := Filter{Provider: GDELT, Root: true}
	whole := Span{First: day("1979-01-01"), Last: day("2020-12-31")}
	u, err := l.Usage(ctx)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("Series", func(b *testing.B) {
		for b.Loop() {
			s, err := l.Series(ctx, f, []string{"RUS"}, []string{"IRN"}, whole)
			if err != nil || len(s) == 0 {
				b.Fatal(len(s), err)
			}
		}
		b.ReportMetric(float64(u[0].Events), "events")
		b.ReportMetric(float64(u[0].Bytes)/float64(u[0].Events), "bytes/event")
	})
	b.Run("Exposures", func(b *testing.B) {
		start := day("2018-06-13")
		for b.Loop() {
			e, err := l.Exposures(ctx, f, []string{"IRN"}, []Span{{First: start, Last: start + 13}, {First: start - 378, Last: start - 14}}, nil)
			if err != nil || len(e) == 0 {
				b.Fatal(len(e), err)
			}
		}
	})
	b.Run("Events", func(b *testing.B) {
		start := day("2018-06-13")
		for b.Loop() {
			if _, err := l.Events(ctx, Choice{Filter: f, Sources: []string{"RUS"}, Targets: []string{"IRN"}, Span: Span{First: start, Last: start + 30}, Limit: 50}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
