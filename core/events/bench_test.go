//go:build unix

package events

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// BenchmarkImport takes a GDELT file in beside plain DuckDB, which reads the same
// columns of the same file into a table on disk, and, where FAIRWEATHER_PANDAS names
// a Python that has it, beside pandas, which reads the same file into memory. All
// take turns, so that what else the machine does weighs on each alike. ns/op is all
// of them; rows and ratios stand beside it, and the processor time that a row takes,
// which does not hang on who else uses the processors: pandas uses one of them, the
// engine all.
func BenchmarkImport(b *testing.B) {
	n := eventCount(b, 100_000)
	path := gdeltFile(b, n)
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	python := os.Getenv("FAIRWEATHER_PANDAS")
	ctx := context.Background()
	var ours, plain, pandas cost
	for b.Loop() {
		from := spent()
		l, err := Open(ctx, b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		rs, err := l.Import(ctx, []string{path}, nil, nil)
		if err != nil || rs[0].Rows != int64(n) {
			b.Fatalf("%+v: %v", rs, err)
		}
		ours.add(from)
		l.Close()
		from = spent()
		plainRead(b, path)
		plain.add(from)
		if python != "" {
			c := pandasRead(b, python, path, n)
			pandas.clock += c.clock
			pandas.processor += c.processor
		}
	}
	rows := float64(n) * float64(b.N)
	b.ReportMetric(rows/ours.clock.Seconds(), "rows/s")
	b.ReportMetric(ours.processor.Seconds()*1e9/rows, "cpu-ns/row")
	b.ReportMetric(float64(info.Size())*float64(b.N)/ours.clock.Seconds()/1e6, "MB/s")
	b.ReportMetric(rows/plain.clock.Seconds(), "plain-rows/s")
	b.ReportMetric(plain.processor.Seconds()*1e9/rows, "plain-cpu-ns/row")
	b.ReportMetric(plain.clock.Seconds()/ours.clock.Seconds(), "of-plain")
	if python != "" {
		b.ReportMetric(rows/pandas.clock.Seconds(), "pandas-rows/s")
		b.ReportMetric(pandas.processor.Seconds()*1e9/rows, "pandas-cpu-ns/row")
		b.ReportMetric(pandas.clock.Seconds()/ours.clock.Seconds(), "times-pandas")
	}
}

// cost is what something took, by the clock and of the processors.
type cost struct{ clock, processor time.Duration }

// spent is what this process took so far, by a clock that began at no special time.
func spent() cost {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err) // it knows no error for this process
	}
	return cost{time.Since(began), time.Duration(r.Utime.Nano() + r.Stime.Nano())}
}

var began = time.Now()

func (c *cost) add(from cost) {
	now := spent()
	c.clock += now.clock - from.clock
	c.processor += now.processor - from.processor
}

// pandasRead is read_csv of pandas with its defaults, timed by itself: what Python
// needs to start is not counted.
func pandasRead(b *testing.B, python, path string, n int) cost {
	out, err := exec.Command(python, "-c", `import sys, time, pandas
clock, processor = time.perf_counter(), time.process_time()
rows = len(pandas.read_csv(sys.argv[1], sep="\t", header=None))
print(rows, time.perf_counter() - clock, time.process_time() - processor)`, path).Output()
	if err != nil {
		b.Fatal("pandas: ", err)
	}
	var rows int
	var clock, processor float64
	if _, err := fmt.Sscan(string(out), &rows, &clock, &processor); err != nil || rows != n {
		b.Fatalf("pandas says %q of %d rows: %v", out, n, err)
	}
	return cost{time.Duration(clock * float64(time.Second)), time.Duration(processor * float64(time.Second))}
}

// plainRead is DuckDB's own reader filling a table of the same columns.
func plainRead(b *testing.B, path string) {
	ctx := context.Background()
	dir := b.TempDir()
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
	// Without this the engine would join the file to the states the slow way; see copyRows.
	if _, err := engine.Exec("SET disabled_optimizers = 'join_order,build_side_probe_side'"); err != nil {
		b.Fatal(err)
	}
	if _, err := engine.Exec("CREATE TABLE plain.event AS " + m.selection()); err != nil {
		b.Fatal(err)
	}
	if _, err := engine.Exec("CHECKPOINT plain"); err != nil {
		b.Fatal(err)
	}
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
