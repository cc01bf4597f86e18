package casefile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// The acts of an edit.
const (
	actCreate = "create"
	actEdit   = "edit"
	actUndo   = "undo"
	actRedo   = "redo"
)

// change is one version that is to be written.
type change struct {
	id     string
	kind   ledger.Kind
	body   []byte        // nil: deleted
	record ledger.Record // nil: deleted
}

// encode readies a record for writing. The record is read back from its bytes,
// so that what is shown is what is on disk, and so that the caller may go on
// using its own.
func encode(r ledger.Record) (change, error) {
	body, err := ledger.Encode(r)
	if err != nil {
		return change{}, err
	}
	back, err := ledger.Decode(r.Kind(), body)
	if err != nil {
		return change{}, fmt.Errorf("%s %s cannot be stored: %w", r.Kind(), r.RecordID(), err)
	}
	return change{r.RecordID(), r.Kind(), body, back}, nil
}

func encodeAll(records []ledger.Record) ([]change, error) {
	out := make([]change, 0, len(records))
	for _, r := range records {
		c, err := encode(r)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// writer appends edits within a transaction that its owner begins and ends.
// Close it before that ends.
type writer struct {
	conn  *sql.Conn
	head  head
	stmts map[string]*sql.Stmt
}

func (w *writer) close() {
	for _, s := range w.stmts {
		_ = s.Close() // they only read memory
	}
	w.stmts = nil
}

// stmt prepares a statement once.
func (w *writer) stmt(ctx context.Context, text string) (*sql.Stmt, error) {
	if s, ok := w.stmts[text]; ok {
		return s, nil
	}
	s, err := w.conn.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	if w.stmts == nil {
		w.stmts = map[string]*sql.Stmt{}
	}
	w.stmts[text] = s
	return s, nil
}

func (w *writer) exec(ctx context.Context, text string, args ...any) error {
	s, err := w.stmt(ctx, text)
	if err != nil {
		return err
	}
	_, err = s.ExecContext(ctx, args...)
	return err
}

// append writes one edit with its versions and brings current, search and the
// chain forward. A seq of 0 takes the next number.
func (w *writer) append(ctx context.Context, e *editRow, changes []change) error {
	if e.seq == 0 {
		e.seq = w.head.seq + 1
	}
	var h hasher
	sums := make([]sum, len(changes))
	rows := make([]int64, len(changes)) // in current; 0: none
	e.state = w.head.state
	// The foreign keys of versions want their edit first, and its hash covers
	// the state after them: find that before writing.
	for i, c := range changes {
		content := h.content(c.id, string(c.kind), c.body)
		sums[i] = h.row(e.seq, content)
		if c.body != nil {
			e.state = e.state.xor(content)
		}
		n, was, err := w.currentRow(ctx, c.id)
		if err != nil {
			return err
		}
		if n != 0 {
			rows[i] = n
			e.state = e.state.xor(h.content(was.id, string(was.kind), was.body))
		}
	}
	e.changes, e.sums, e.parent = int64(len(changes)), sumVersions(sums), w.head.hash
	e.hash = e.sum()
	var undoes any
	if e.undoes != 0 {
		undoes = e.undoes
	}
	err := w.exec(ctx, `INSERT INTO edit (seq, id, time, analyst, label, act, undoes, changes, sums, state, parent, hash)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.seq, e.id, e.time, e.analyst, e.label, e.act, undoes, e.changes, e.sums[:], e.state[:], e.parent[:], e.hash[:])
	if err != nil {
		return err
	}
	for i, c := range changes {
		if rows[i], err = w.version(ctx, e.seq, c, sums[i], rows[i]); err != nil {
			return err
		}
	}
	// By itself: statements in between would make the index flush to disk at each.
	for i, c := range changes {
		if err := w.index(ctx, c, rows[i]); err != nil {
			return err
		}
	}
	w.head = head{e.seq, e.hash, e.state}
	return nil
}

// currentRow finds a record in current; n is 0 if it is not there.
func (w *writer) currentRow(ctx context.Context, id string) (n int64, was change, err error) {
	s, err := w.stmt(ctx, "SELECT record, kind, body, edit, sum, n FROM current WHERE record = ?")
	if err != nil {
		return 0, was, err
	}
	was, err = scanChange(s.QueryRowContext(ctx, id), &n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, change{}, nil
	}
	return n, was, err
}

// version writes one version; n is the record's row in current, 0 if it has
// none. It gives the row that the record then has, or had if it is deleted.
func (w *writer) version(ctx context.Context, edit int64, c change, s sum, n int64) (int64, error) {
	var body any
	if c.body != nil {
		body = string(c.body)
	}
	err := w.exec(ctx, "INSERT INTO version (edit, record, kind, body, sum) VALUES (?, ?, ?, ?, ?)",
		edit, c.id, string(c.kind), body, s[:])
	switch {
	case err != nil:
	case c.body == nil && n == 0:
	case c.body == nil:
		err = w.exec(ctx, "DELETE FROM current WHERE n = ?", n)
	case n != 0:
		err = w.exec(ctx, "UPDATE current SET kind = ?, body = ?, edit = ?, sum = ? WHERE n = ?", string(c.kind), body, edit, s[:], n)
	default:
		var st *sql.Stmt
		if st, err = w.stmt(ctx, "INSERT INTO current (record, kind, body, edit, sum) VALUES (?, ?, ?, ?, ?) RETURNING n"); err == nil {
			err = st.QueryRowContext(ctx, c.id, string(c.kind), body, edit, s[:]).Scan(&n)
		}
	}
	return n, err
}

// index brings the full-text index forward for a record in row n.
func (w *writer) index(ctx context.Context, c change, n int64) error {
	if c.body == nil {
		return w.exec(ctx, "DELETE FROM search WHERE rowid = ?", n)
	}
	title, text := searchable(c.record)
	return w.exec(ctx, "INSERT OR REPLACE INTO search (rowid, title, text) VALUES (?, ?, ?)", n, foldText(title), foldText(text))
}

// builder fills a new database that nobody else can see yet.
type builder struct{ writer }

// build makes a database in an empty file and fills it. id is the identity of
// the case; empty: a new one.
func build(ctx context.Context, path, id string, fill func(*builder) error) (err error) {
	db, conn, err := connect(ctx, uri(path, "rwc"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(), db.Close()) }()
	// Nothing to roll back to: if this fails the file is thrown away. place
	// syncs it when it is complete.
	for _, s := range []string{"PRAGMA journal_mode = MEMORY", "PRAGMA synchronous = OFF"} {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	if err := migrate(ctx, conn, migrations); err != nil {
		return err
	}
	if id == "" {
		id = uuid.Must(uuid.NewV7()).String()
	}
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	b := &builder{writer{conn: conn}}
	err = b.exec(ctx, "INSERT INTO about (key, value) VALUES ('case', ?)", id)
	if err == nil {
		err = fill(b)
	}
	b.close()
	if err != nil {
		return err // the file is thrown away
	}
	_, err = conn.ExecContext(ctx, "COMMIT")
	return err
}
