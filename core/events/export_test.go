package events

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// csvOf reads a CSV or Parquet file back as lines of fields.
func csvOf(t *testing.T, path string) []string {
	t.Helper()
	engine, err := startEngine(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	from := literal(path)
	if strings.HasSuffix(path, ".csv") {
		from = "read_csv(" + from + ", all_varchar = true)"
	}
	rows, err := engine.Query("SELECT * FROM " + from)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	out := []string{strings.Join(names, "|")}
	for rows.Next() {
		values, into := make([]any, len(names)), make([]any, len(names))
		for i := range into {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		out = append(out, strings.TrimSuffix(fmt.Sprintln(values...), "\n"))
	}
	return out
}

func TestExport(t *testing.T) {
	ctx := context.Background()
	l := open(t)
	load(t, l, nil, realFile)
	c := Choice{Filter: Filter{Provider: GDELT2}, Sources: []string{"PSE"}, Targets: []string{"ISR"}, Span: Span{First: day("2017-01-01"), Last: day("2018-12-31")}}
	list, err := l.Events(ctx, c)
	if err != nil || len(list) == 0 {
		t.Fatal(len(list), err)
	}
	dir := t.TempDir()
	for _, name := range []string{"it's.csv", "events.parquet"} {
		to := filepath.Join(dir, name)
		n, err := l.Export(ctx, c, to)
		if err != nil || n != int64(len(list)) {
			t.Fatalf("%s: %d of %d: %v", name, n, len(list), err)
		}
		lines := csvOf(t, to)
		if len(lines) != len(list)+1 || !strings.HasPrefix(lines[0], "id|ref|day|source|target|") || strings.Contains(lines[0], "file") {
			t.Errorf("%s: %d lines, %s", name, len(lines), lines[0])
		}
		for _, e := range list {
			if !strings.Contains(strings.Join(lines, "\n"), e.ID+" ") {
				t.Errorf("%s lacks event %s", name, e.ID)
			}
		}
	}
	c.Limit = 1
	if n, err := l.Export(ctx, c, filepath.Join(dir, "one.csv")); n != 1 || err != nil {
		t.Errorf("with a limit of 1: %d, %v", n, err)
	}
	for to, c := range map[string]Choice{"events.xlsx": c, "none.csv": {Filter: Filter{Provider: ICEWS}, Span: c.Span}, filepath.Join("nowhere", "a.csv"): c} {
		if _, err := l.Export(ctx, c, filepath.Join(dir, to)); err == nil {
			t.Errorf("%s: written", to)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 3 {
		t.Errorf("the folder holds %v", left)
	}
}

func TestWriteTable(t *testing.T) {
	ctx := context.Background()
	columns := []TableColumn{{"name", "VARCHAR"}, {"day", "DATE"}, {"n", "BIGINT"}, {"mean", "DOUBLE"}}
	var rows [][]any
	for i := range 300 {
		rows = append(rows, []any{fmt.Sprintf("a, \"%d\"", i), day("2018-01-01") + edtf.Day(i), int64(i), nil})
	}
	rows[1][2], rows[1][3] = nil, -1.5
	for _, name := range []string{"a.csv", "a.parquet"} {
		to := filepath.Join(t.TempDir(), name)
		if err := WriteTable(ctx, to, columns, rows); err != nil {
			t.Fatal(err)
		}
		lines := csvOf(t, to)
		if len(lines) != 301 || lines[0] != "name|day|n|mean" || !strings.HasPrefix(lines[1], `a, "0" 2018-01-01`) || !strings.HasSuffix(lines[2], "<nil> -1.5") || !strings.HasPrefix(lines[300], `a, "299"`) {
			t.Errorf("%s: %d lines: %q", name, len(lines), lines[:3])
		}
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	to := filepath.Join(t.TempDir(), "a.csv")
	if err := WriteTable(stopped, to, columns, rows); err == nil {
		t.Error("a cancel changes nothing")
	}
	if _, err := os.Stat(to); err == nil {
		t.Error("a cancel leaves a file")
	}
}
