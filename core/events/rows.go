package events

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// Reader turns event files into rows of the library's columns for a store that is
// not the library (package cluster): the same layouts, the same rows refused and
// told, the same doubles. It works in a folder of its own that Close removes, and
// within the library's bound of memory.
type Reader struct {
	engine *sql.DB
	dir    string
}

// OpenReader starts a reader.
func OpenReader(ctx context.Context) (*Reader, error) {
	dir, err := os.MkdirTemp("", "fairweather-events-")
	if err != nil {
		return nil, fmt.Errorf("starting to read event files: %w", err)
	}
	engine, err := startEngine(ctx, dir)
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	return &Reader{engine, dir}, nil
}

// Close frees the reader and removes what it wrote.
func (r *Reader) Close() error {
	err := r.engine.Close()
	if e := os.RemoveAll(r.dir); err == nil {
		err = e
	}
	return err
}

// Cover is a run of days that a file covers, and what share of each it holds.
type Cover struct {
	Span
	Share float64
}

// Table is one event file, or one file within a zip. Read it, say which of its
// keys are had already, then Finish and take its Rows.
type Table struct {
	// Report is as that of an import: Refused from Read on, Rows, Doubles and the
	// days from Finish on.
	Report
	SHA256   string
	Bytes    int64 // of the file as it came
	Mentions bool  // rows are mentions of events, not events
	// FirstID and LastID bound the events' numbers.
	FirstID, LastID int64
	Covers          []Cover

	m    *member
	conn *sql.Conn
	made string // the rows as read, then without doubles
	rows int64  // well-formed ones
	had  bool   // whether table double holds any
}

// Batch is some rows, column by column: []int64, []int32 (a day, as edtf.Day
// counts), []uint8 (also for yes and no), []uint32, []string (empty: not told) or
// []*float32 (nil: not told).
type Batch struct {
	Rows    int
	Columns []any
}

// Tables opens a file and gives each table in it to a function, which must not
// keep it. The function may leave a table unread.
func (r *Reader) Tables(ctx context.Context, path string, as *Mapping, each func(*Table) error) error {
	dir, err := os.MkdirTemp(r.dir, "file-")
	if err != nil {
		return fmt.Errorf("reading %s: %w", path, err)
	}
	defer os.RemoveAll(dir)
	members, err := openMembers(ctx, path, dir, as)
	if err != nil {
		return err
	}
	for _, m := range members {
		if err := r.table(ctx, m, dir, each); err != nil {
			return fmt.Errorf("reading %s: %w", m.name, err)
		}
	}
	return nil
}

func (r *Reader) table(ctx context.Context, m member, dir string, each func(*Table) error) error {
	conn, err := r.engine.Conn(ctx)
	if err != nil {
		return fmt.Errorf("starting the engine: %w", err)
	}
	defer conn.Close()
	t := &Table{m: &m, conn: conn, made: filepath.Join(dir, token()+".parquet"), SHA256: m.sha256, Bytes: m.bytes, Mentions: m.layout.mentions}
	t.File, t.Provider, t.Layout = m.name, m.layout.Provider, m.layout.Name
	return each(t)
}

// Read reads the rows and tells the malformed ones.
func (t *Table) Read(ctx context.Context) error {
	bad, err := copyRows(ctx, t.conn, t.m, t.made)
	if err != nil {
		return err
	}
	if t.m.layout.Latin1 {
		t.Encoding = "Latin-1"
	}
	var rows, empty int64
	if err := t.conn.QueryRowContext(ctx, "SELECT count(*), count(*) FILTER (id IS NULL OR day IS NULL), coalesce(min(id), 0), coalesce(max(id), 0) FROM "+literal(t.made)).
		Scan(&rows, &empty, &t.FirstID, &t.LastID); err != nil {
		return fmt.Errorf("counting its rows: %w", err)
	}
	t.rows, t.Refused = rows-empty, bad+empty
	if t.Refused > 0 {
		if t.Refusals, err = t.m.refusals(ctx); err != nil {
			return fmt.Errorf("finding its malformed rows: %w", err)
		}
	}
	_, err = t.conn.ExecContext(ctx, "CREATE OR REPLACE TEMP TABLE double AS SELECT "+t.key()+" FROM "+literal(t.made)+" LIMIT 0")
	return err
}

// key is what makes two rows one event, or one mention.
func (t *Table) key() string {
	if t.Mentions {
		return "id, url"
	}
	return "id, day, source, target"
}

// Keys gives what makes two rows one: id, day, source and target of an event, id
// and url of a mention.
func (t *Table) Keys(ctx context.Context, size int, each func(Batch) error) error {
	return t.batches(ctx, keyColumns(t.m.layout.columns(), t.key()), "DISTINCT", size, each)
}

func keyColumns(all []column, key string) []column {
	var out []column
	for _, k := range strings.Split(key, ", ") {
		for _, c := range all {
			if c.name == k {
				out = append(out, c)
			}
		}
	}
	return out
}

// Had says that the store has events or mentions with these keys already: columns
// as in Keys.
func (t *Table) Had(ctx context.Context, keys Batch) error {
	if keys.Rows == 0 {
		return nil
	}
	t.had = true
	err := t.conn.Raw(func(c any) error {
		a, err := duckdb.NewAppenderFromConn(c.(driver.Conn), "", "double")
		if err != nil {
			return err
		}
		row := make([]driver.Value, len(keys.Columns))
		for i := range keys.Rows {
			for k, col := range keys.Columns {
				switch col := col.(type) {
				case []int64:
					row[k] = col[i]
				case []int32:
					row[k] = time.Unix(int64(col[i])*24*60*60, 0).UTC()
				case []string:
					row[k] = nil
					if col[i] != "" {
						row[k] = col[i]
					}
				}
			}
			if err := a.AppendRow(row...); err != nil {
				a.Close()
				return err
			}
		}
		return a.Close()
	})
	if err != nil {
		return fmt.Errorf("noting which events are loaded already: %w", err)
	}
	return nil
}

// Finish leaves out malformed rows and doubles, and finds the days that the file
// covers.
func (t *Table) Finish(ctx context.Context) error {
	quoted := literal(t.made)
	clean := "SELECT * FROM " + quoted + " AS n WHERE id IS NOT NULL AND day IS NOT NULL"
	if t.had {
		var on []string
		for _, k := range strings.Split(t.key(), ", ") {
			on = append(on, "o."+k+" IS NOT DISTINCT FROM n."+k)
		}
		clean += " AND NOT EXISTS (FROM double AS o WHERE " + strings.Join(on, " AND ") + ")"
	}
	clean += " QUALIFY row_number() OVER (PARTITION BY " + t.key() + ") = 1"
	var distinct int64
	if err := t.conn.QueryRowContext(ctx, "SELECT count(DISTINCT id) FROM "+quoted+" WHERE id IS NOT NULL AND day IS NOT NULL").Scan(&distinct); err != nil {
		return fmt.Errorf("looking for doubles: %w", err)
	}
	t.Rows = t.rows
	if t.had || t.Refused > 0 || distinct < t.rows {
		second := strings.TrimSuffix(t.made, ".parquet") + "-clean.parquet"
		if _, err := t.conn.ExecContext(ctx, "COPY ("+clean+") TO "+literal(second)+parquet); err != nil {
			return fmt.Errorf("leaving out doubles and malformed rows: %w", err)
		}
		t.made, quoted = second, literal(second)
		if err := t.conn.QueryRowContext(ctx, "SELECT count(*) FROM "+quoted).Scan(&t.Rows); err != nil {
			return fmt.Errorf("counting its rows: %w", err)
		}
	}
	t.Doubles = t.rows - t.Rows
	runs, err := t.m.covers(ctx, t.conn, quoted)
	if err != nil {
		return fmt.Errorf("finding the days it covers: %w", err)
	}
	for _, r := range runs {
		t.Covers = append(t.Covers, Cover{r.Span, r.share})
	}
	if len(runs) > 0 {
		t.First, t.Last = runs[0].First, runs[len(runs)-1].Last
	}
	return nil
}

// Columns names the columns of the batches that Each gives.
func (t *Table) Columns() []string {
	var out []string
	for _, c := range t.m.layout.columns() {
		out = append(out, c.name)
	}
	return out
}

// Each gives the rows, at most size at a time. A column whose absence would mean
// nothing else than none (deaths, confidence) is 0 where it is not told, and a row
// whose day of adding is not told was added on its own day.
func (t *Table) Each(ctx context.Context, size int, each func(Batch) error) error {
	return t.batches(ctx, t.m.layout.columns(), "", size, each)
}

// batches gives columns of the well-formed rows.
func (t *Table) batches(ctx context.Context, columns []column, distinct string, size int, each func(Batch) error) error {
	exprs := make([]string, len(columns))
	for i, c := range columns {
		switch c.kind {
		case "DATE":
			e := c.name
			if e == "added" {
				e = "coalesce(added, day)"
			}
			exprs[i] = "CAST(" + e + " - DATE '1970-01-01' AS INTEGER)"
		case "VARCHAR":
			exprs[i] = "coalesce(" + c.name + ", '')"
		case "BOOLEAN":
			exprs[i] = "CAST(" + c.name + " AS UTINYINT)"
		case "UINTEGER", "UTINYINT":
			exprs[i] = "CAST(coalesce(" + c.name + ", 0) AS " + c.kind + ")"
		default:
			exprs[i] = c.name
		}
	}
	rows, err := t.conn.QueryContext(ctx, "SELECT "+distinct+" "+strings.Join(exprs, ", ")+" FROM "+literal(t.made)+" WHERE id IS NOT NULL AND day IS NOT NULL")
	if err != nil {
		return fmt.Errorf("reading its rows: %w", err)
	}
	defer rows.Close()
	fill := make([]filler, len(columns))
	into := make([]any, len(columns))
	values := make([]any, len(columns))
	for i := range into {
		into[i] = &values[i]
	}
	n := 0
	give := func() error {
		b := Batch{n, make([]any, len(columns))}
		for i := range fill {
			b.Columns[i] = fill[i].take()
		}
		n = 0
		return each(b)
	}
	for i, c := range columns {
		fill[i] = newFiller(c.kind, size)
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("reading its rows: %w", err)
		}
		for i, v := range values {
			fill[i].add(v)
		}
		if n++; n == size {
			if err := give(); err != nil {
				return err
			}
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("reading its rows: %w", err)
	}
	if n > 0 {
		return give()
	}
	return nil
}

// filler gathers the values of one column.
type filler interface {
	add(any)
	take() any
}

func newFiller(kind string, size int) filler {
	switch kind {
	case "BIGINT":
		return &scalars[int64]{size: size}
	case "DATE":
		return &scalars[int32]{size: size}
	case "UTINYINT", "BOOLEAN":
		return &scalars[uint8]{size: size}
	case "UINTEGER":
		return &scalars[uint32]{size: size}
	case "FLOAT":
		return &floats{size: size}
	}
	return &scalars[string]{size: size}
}

// scalars holds values that are always told.
type scalars[T any] struct {
	of   []T
	size int
}

func (c *scalars[T]) add(v any) {
	if c.of == nil {
		c.of = make([]T, 0, c.size)
	}
	c.of = append(c.of, v.(T))
}

func (c *scalars[T]) take() any {
	of := c.of
	c.of = nil
	return of
}

// floats holds values that may not be told.
type floats struct {
	of     []*float32
	values []float32 // what of points into
	size   int
}

func (c *floats) add(v any) {
	if c.of == nil {
		c.of, c.values = make([]*float32, 0, c.size), make([]float32, 0, c.size)
	}
	f, ok := v.(float32)
	if !ok {
		c.of = append(c.of, nil)
		return
	}
	c.values = append(c.values, f) // within its capacity: pointers stay good
	c.of = append(c.of, &c.values[len(c.values)-1])
}

func (c *floats) take() any {
	of := c.of
	c.of, c.values = nil, nil
	return of
}
