package events

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// Report says what became of one file (of one member of a zip).
type Report struct {
	File     string
	Provider Provider
	Layout   string // "GDELT 2.0 events"
	Rows     int64  // taken in
	Doubles  int64  // in the file twice, or in the library already
	Refused  int64  // malformed
	Refusals []Refusal
	Already  bool   // the very file was loaded before: nothing was done
	Encoding string // "Latin-1" where it is not UTF-8
	// First and Last are the days that the file covers.
	First, Last edtf.Day
	Err         error // why the file could not be taken in; the others went on
}

// Refusal is a malformed row: which line, why, and how it begins.
type Refusal struct {
	Line   int64
	Reason string
	Text   string
}

// Progress is told what is being done and how much of all bytes is behind.
type Progress func(done, total int64, what string)

// keptRefusals is how many malformed rows of a file are told one by one; all are
// counted.
const keptRefusals = 1000

// Import takes files in, each in a transaction of its own: a kill or a cancel
// leaves every file before it whole and nothing of the file at work. Rows that
// are in the library already are left out, malformed rows are told, the rest
// goes in. Files that were loaded before are recognised by their checksum. The
// error is for the library; what is wrong with one file is in its Report.
func (l *Library) Import(ctx context.Context, paths []string, as *Mapping, progress Progress) ([]Report, error) {
	if progress == nil {
		progress = func(int64, int64, string) {}
	}
	l.sweep(ctx)
	r, err := openReader(ctx, filepath.Join(l.dir, "staging"))
	if err != nil {
		return nil, fmt.Errorf("importing: %w", err)
	}
	reports, err := r.Import(ctx, paths, as, progress, func(t *Table) error { return l.importTable(ctx, t) })
	if e := r.Close(); err == nil { // its memory is the sums' now
		err = e
	}
	if ctx.Err() != nil {
		// What was taken in before a cancel counts, too, if that is soon done.
		soon, stop := context.WithTimeout(context.WithoutCancel(ctx), afterCancel)
		defer stop()
		return reports, errors.Join(err, unlessLate(l.Sum(soon), soon))
	}
	if err != nil {
		return reports, err
	}
	progress(1, 1, "adding up")
	return reports, l.Sum(ctx)
}

// afterCancel is how long a cancelled import may add up what it took in; what is left
// then, the next import adds up.
const afterCancel = 10 * time.Second

// unlessLate is an error of work that had time.
func unlessLate(err error, until context.Context) error {
	if until.Err() != nil {
		return nil
	}
	return err
}

// Import opens files in turn and gives the tables in them to a store that takes each
// in, whole or not at all. What is wrong with one file is in its Report, and the
// others go on; the error is for a cancel.
func (r *Reader) Import(ctx context.Context, paths []string, as *Mapping, progress Progress, take func(*Table) error) ([]Report, error) {
	if progress == nil {
		progress = func(int64, int64, string) {}
	}
	var total, done int64
	sizes := make([]int64, len(paths))
	for i, p := range paths {
		if info, err := os.Stat(p); err == nil {
			sizes[i] = info.Size()
			total += info.Size()
		}
	}
	var reports []Report
	for i, p := range paths {
		progress(done, total, "reading "+filepath.Base(p))
		err := r.Tables(ctx, p, as, func(t *Table) error {
			if err := take(t); err != nil {
				return err
			}
			reports = append(reports, t.Report)
			return nil
		})
		if ctx.Err() != nil {
			return reports, ctx.Err()
		}
		if err != nil {
			reports = append(reports, Report{File: filepath.Base(p), Err: err})
		}
		done += sizes[i]
	}
	progress(done, total, "")
	return reports, nil
}

// importTable takes one table in, whole or not at all.
func (l *Library) importTable(ctx context.Context, t *Table) error {
	var had int
	if err := l.manifest.QueryRowContext(ctx, "SELECT count(*) FROM file WHERE sha256 = ?", t.SHA256).Scan(&had); err != nil {
		return fmt.Errorf("looking in the manifest: %w", err)
	}
	if had > 0 {
		t.Already = true
		return nil
	}
	if err := t.Read(ctx); err != nil {
		return err
	}
	err := l.retry(ctx, func() error {
		others, err := l.overlapping(ctx, t.kind(), t.Provider, t.FirstID, t.LastID)
		if err != nil {
			return err
		}
		t.had = ""
		if len(others) > 0 {
			t.had = l.read(others)
		}
		return t.Finish(ctx)
	})
	if err != nil {
		return err
	}
	return l.commit(ctx, t)
}

// selection writes the query that turns a file's rows into those of a part.
func (m *member) selection() string {
	l := m.layout
	var cols, names []string
	for _, c := range l.Columns {
		names = append(names, literal(strings.ReplaceAll(c, `"`, `'`))+": 'VARCHAR'")
	}
	for _, c := range l.columns() {
		e, ok := l.fields[c.name]
		switch {
		case c.name == "source" && l.source.table != "":
			e = "coalesce(s1.v, " + l.source.otherwise + ")"
		case c.name == "target" && l.target.table != "":
			e = "coalesce(s2.v, " + l.target.otherwise + ")"
		case !ok:
			e = c.fallback
		case c.fallback != "NULL":
			e = "coalesce(" + e + ", " + c.fallback + ")"
		}
		cols = append(cols, "CAST("+e+" AS "+c.kind+") AS "+c.name)
	}
	cols = append(cols, fmt.Sprintf("CAST(%d AS BIGINT) AS file", m.mark()))
	quote := "''"
	if l.Quoted {
		quote = `'"'`
	}
	encoding := "utf-8"
	if l.Latin1 {
		encoding = "latin-1"
	}
	packed := m.packed
	if packed == "" {
		packed = "none"
	}
	// Rows of the GDELT back files lack the last column: padding takes both.
	from := fmt.Sprintf("read_csv(%s, auto_detect = false, delim = %s, quote = %s, escape = %s, header = %t, columns = {%s}, null_padding = %t, "+
		"encoding = '%s', compression = '%s', store_rejects = true, rejects_table = 'bad_rows', rejects_scan = 'bad_scan', buffer_size = 16777216)",
		literal(m.path), literal(string(l.Comma)), quote, quote, l.Header, strings.Join(names, ", "), !l.Quoted, encoding, packed)
	q := "SELECT " + strings.Join(cols, ", ") + " FROM " + from + " AS f"
	if l.source.table != "" {
		q += " LEFT JOIN " + l.source.table + " AS s1 ON s1.k = " + l.source.key + " LEFT JOIN " + l.target.table + " AS s2 ON s2.k = " + l.target.key
	}
	return q
}

// mark tells the rows of one file from those of others within a part.
func (m *member) mark() int64 {
	h := fnv.New64a()
	h.Write([]byte(m.sha256))
	return int64(h.Sum64() >> 1)
}

// parquet is how parts are written: zstd is a third smaller than snappy, and
// groups of 122,880 rows let a query skip what cannot match.
const parquet = " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"

// copyRows writes a file's rows as a part, and counts those that the engine
// refused. A file that turns out not to be UTF-8 is read again as Latin-1.
func copyRows(ctx context.Context, conn *sql.Conn, m *member, to string) (bad int64, err error) {
	// The engine takes a file for a few dozen rows, and would hold all of it in memory
	// to join the table of states to it, not the other way round.
	if _, err := conn.ExecContext(ctx, "SET disabled_optimizers = 'join_order,build_side_probe_side'"); err != nil {
		return 0, fmt.Errorf("reading its rows: %w", err)
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), "RESET disabled_optimizers")
	for {
		conn.ExecContext(ctx, "DROP TABLE IF EXISTS bad_rows; DROP TABLE IF EXISTS bad_scan")
		if _, err := conn.ExecContext(ctx, "COPY ("+m.selection()+") TO "+literal(to)+parquet); err != nil {
			if !m.layout.Latin1 && strings.Contains(err.Error(), "utf-8") {
				m.layout.Latin1 = true
				continue
			}
			return 0, fmt.Errorf("reading its rows: %w", err)
		}
		var encoding int64
		if err := conn.QueryRowContext(ctx, "SELECT count(DISTINCT line), count(*) FILTER (error_type = 'INVALID ENCODING') FROM bad_rows").Scan(&bad, &encoding); err != nil {
			return 0, fmt.Errorf("counting refused rows: %w", err)
		}
		if encoding > 0 && !m.layout.Latin1 {
			m.layout.Latin1 = true
			continue
		}
		return bad, nil
	}
}

func token() string {
	b := make([]byte, 8)
	rand.Read(b)
	return hex.EncodeToString(b)
}

func dayOf(t sql.NullTime) edtf.Day {
	if !t.Valid {
		return 0
	}
	return edtf.DayOfTime(t.Time)
}

// overlapping names the parts that may hold events with ids in the range.
func (l *Library) overlapping(ctx context.Context, kind string, p Provider, first, last int64) ([]string, error) {
	return l.names(ctx, "SELECT name FROM part WHERE kind = ? AND provider = ? AND first_id <= ? AND last_id >= ? AND rows > 0 ORDER BY name", kind, string(p), last, first)
}

func (l *Library) names(ctx context.Context, query string, args ...any) ([]string, error) {
	rows, err := l.manifest.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("reading the event library's manifest: %w", err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var n string
		if err := rows.Scan(&n); err != nil {
			return nil, fmt.Errorf("reading the event library's manifest: %w", err)
		}
		out = append(out, n)
	}
	return out, rows.Err()
}

// read writes the engine's table function over parts.
func (l *Library) read(parts []string) string {
	quoted := make([]string, len(parts))
	for i, p := range parts {
		quoted[i] = literal(l.part(p))
	}
	return "read_parquet([" + strings.Join(quoted, ", ") + "])"
}

// commit moves a part into place and names it: from then on it is loaded.
func (l *Library) commit(ctx context.Context, t *Table) error {
	name := t.kind() + "-" + string(t.Provider) + "-" + token() + ".parquet"
	if err := syncFile(t.made); err != nil {
		return fmt.Errorf("writing the part: %w", err)
	}
	info, err := os.Stat(t.made)
	if err != nil {
		return fmt.Errorf("writing the part: %w", err)
	}
	if err := os.Rename(t.made, l.part(name)); err != nil {
		return fmt.Errorf("putting the part in place: %w", err)
	}
	err = l.transact(ctx, func(tx *sql.Tx) error {
		summed := 0
		if t.Mentions || t.Rows == 0 {
			summed = 1
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO part VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			name, t.kind(), string(t.Provider), t.Rows, info.Size(), t.days.First.String(), t.days.Last.String(), t.FirstID, t.LastID, summed); err != nil {
			return err
		}
		res, err := tx.ExecContext(ctx, "INSERT INTO file (provider, layout, name, sha256, mark, bytes, rows, refused, doubles, first_day, last_day, imported, part) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			string(t.Provider), t.Layout, t.File, t.SHA256, t.m.mark(), t.Bytes, t.Rows, t.Refused, t.Doubles, t.First.String(), t.Last.String(), time.Now().UTC().Format(time.RFC3339), name)
		if err != nil {
			return err
		}
		id, err := res.LastInsertId()
		if err != nil {
			return err
		}
		for _, c := range t.Covers {
			if _, err := tx.ExecContext(ctx, "INSERT INTO cover VALUES (?, ?, ?, ?)", id, c.First.String(), c.Last.String(), c.Share); err != nil {
				return err
			}
		}
		for _, f := range t.Refusals {
			if _, err := tx.ExecContext(ctx, "INSERT INTO refused VALUES (?, ?, ?, ?)", id, f.Line, f.Reason, f.Text); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		os.Remove(l.part(name))
		return fmt.Errorf("writing the manifest: %w", err)
	}
	return nil
}

func (l *Library) transact(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := l.manifest.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
