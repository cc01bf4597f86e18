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

// Reader turns event files into rows of the library's columns, for the library and
// for a store that is not one (package cluster): the same layouts, the same rows
// refused and told, the same doubles. It works in a folder of its own that Close
// removes, with an engine of its own, and within the library's bound of memory.
type Reader struct {
	engine *sql.DB
	dir    string
}

// OpenReader starts a reader.
func OpenReader(ctx context.Context) (*Reader, error) { return openReader(ctx, "") }

// openReader starts a reader whose folder is made in another; empty: in the
// system's for temporary files.
func openReader(ctx context.Context, in string) (*Reader, error) {
	dir, err := os.MkdirTemp(in, "fairweather-events-")
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

	m        *member
	conn     *sql.Conn
	made     string // the rows as read, then without doubles
	rows     int64  // well-formed ones
	distinct int64  // numbers among them
	had      string // where the store's rows with the same keys are; empty: it has none
	days     Span   // of the rows
}

// kind is that of the part which the table becomes.
func (t *Table) kind() string {
	if t.Mentions {
		return "mention"
	}
	return "event"
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
	if err := t.conn.QueryRowContext(ctx, "SELECT count(*), count(*) FILTER (id IS NULL OR day IS NULL), coalesce(min(id), 0), coalesce(max(id), 0), count(DISTINCT id) FILTER (day IS NOT NULL) FROM "+literal(t.made)).
		Scan(&rows, &empty, &t.FirstID, &t.LastID, &t.distinct); err != nil {
		return fmt.Errorf("counting its rows: %w", err)
	}
	t.rows, t.Refused = rows-empty, bad+empty
	if t.Refused > 0 {
		if t.Refusals, err = t.m.refusals(ctx); err != nil {
			return fmt.Errorf("finding its malformed rows: %w", err)
		}
	}
	return nil
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
	if t.had == "" {
		t.had = "double"
		if _, err := t.conn.ExecContext(ctx, "CREATE OR REPLACE TEMP TABLE double AS SELECT "+t.key()+" FROM "+literal(t.made)+" LIMIT 0"); err != nil {
			return fmt.Errorf("noting which events are loaded already: %w", err)
		}
	}
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
	made := t.made
	t.Rows = t.rows
	if t.had != "" || t.Refused > 0 || t.distinct < t.rows {
		clean := "SELECT * FROM " + literal(t.made) + " AS n WHERE id IS NOT NULL AND day IS NOT NULL"
		if t.had != "" {
			var on []string
			for _, k := range strings.Split(t.key(), ", ") {
				on = append(on, "o."+k+" IS NOT DISTINCT FROM n."+k)
			}
			clean += " AND NOT EXISTS (FROM " + t.had + " AS o WHERE " + strings.Join(on, " AND ") + ")"
		}
		if t.distinct < t.rows {
			clean += " QUALIFY row_number() OVER (PARTITION BY " + t.key() + ") = 1"
		}
		made = strings.TrimSuffix(t.made, ".parquet") + "-clean.parquet"
		if _, err := t.conn.ExecContext(ctx, "COPY ("+clean+") TO "+literal(made)+parquet); err != nil {
			return fmt.Errorf("leaving out doubles and malformed rows: %w", err)
		}
		if err := t.conn.QueryRowContext(ctx, "SELECT count(*) FROM "+literal(made)).Scan(&t.Rows); err != nil {
			return fmt.Errorf("counting its rows: %w", err)
		}
	}
	t.Doubles = t.rows - t.Rows
	var first, last sql.NullTime
	err := t.conn.QueryRowContext(ctx, "SELECT min(day), max(day) FROM "+literal(made)).Scan(&first, &last)
	if err != nil {
		return fmt.Errorf("finding its days: %w", err)
	}
	t.days = Span{First: dayOf(first), Last: dayOf(last)}
	if t.Covers, err = t.m.covers(ctx, t.conn, literal(made)); err != nil {
		return fmt.Errorf("finding the days it covers: %w", err)
	}
	if n := len(t.Covers); n > 0 {
		t.First, t.Last = t.Covers[0].First, t.Covers[n-1].Last
	}
	t.made = made
	return nil
}
