package casefile

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// Edit is one step in the life of a case: all of its changes, or none.
type Edit struct {
	Label   string          // what was done, in words: "Add a pledge"
	Changes []ledger.Change // a nil Record deletes; of several changes of one record the last counts
	// Base is the snapshot on which the changes were made, where that may be
	// older than File.Case: a form that was open while the case was refreshed.
	// nil: File.Case.
	Base *ledger.Case
}

// Apply makes an edit. When it returns without error the edit is on disk and
// the snapshot it gives is the current one. An edit that changes nothing writes
// nothing.
//
// Edits that other windows or programs made in the meantime are taken in. If
// one of them changed a record that this edit changes too, Apply fails with a
// *ConflictError; if the edit would bring an error into a record it touches, or
// leave a reference to a record it deletes, with a *ProblemsError. On any error
// nothing was changed.
func (f *File) Apply(ctx context.Context, e Edit) (*ledger.Case, error) {
	if err := f.lock(); err != nil {
		return nil, err
	}
	defer f.mu.Unlock()
	changes, err := f.encodeEdit(e)
	if err != nil {
		return nil, fmt.Errorf("edit %q: %w", e.Label, err)
	}
	base := e.Base
	if base == nil {
		base = f.Case()
	}
	if len(withoutNoOps(base, changes)) == 0 {
		return f.Case(), nil
	}
	err = f.transact(ctx, "edit", func(t *transaction) error {
		if err := t.conflicts(ctx, e.Label, base, changes); err != nil {
			return err
		}
		changes := withoutNoOps(t.c, changes)
		if len(changes) == 0 {
			return nil
		}
		next := t.c.With(asChanges(changes)...)
		if err := newProblems(e.Label, t.c, next, changes); err != nil {
			return err
		}
		row := newEditRow(f.now(), f.analyst, e.Label, actEdit, 0)
		return t.write(ctx, &row, changes, next)
	})
	if err != nil {
		return nil, err
	}
	return f.Case(), nil
}

// encodeEdit readies the changes of an edit, one for each record.
func (f *File) encodeEdit(e Edit) ([]change, error) {
	var order []string
	byID := map[string]change{}
	for _, ch := range e.Changes {
		c := change{id: ch.ID}
		if ch.Record != nil {
			var err error
			if c, err = encode(ch.Record); err != nil {
				return nil, err
			}
			if ch.ID != "" && ch.ID != c.id {
				return nil, fmt.Errorf("the change of %s holds the record %s; delete the one and add the other", ch.ID, c.id)
			}
		}
		if c.id == "" {
			return nil, errors.New("a record has no id; give it one")
		}
		if _, seen := byID[c.id]; !seen {
			order = append(order, c.id)
		}
		byID[c.id] = c
	}
	changes := make([]change, len(order))
	for i, id := range order {
		changes[i] = byID[id]
	}
	return changes, nil
}

func asChanges(changes []change) []ledger.Change {
	out := make([]ledger.Change, len(changes))
	for i, c := range changes {
		out[i] = ledger.Change{ID: c.id, Record: c.record}
	}
	return out
}

// withoutNoOps drops changes that leave a record as it is in c, and gives
// deletions the kind of what they delete.
func withoutNoOps(c *ledger.Case, changes []change) []change {
	var out []change
	for _, ch := range changes {
		old, is := c.Get(ch.id)
		if ch.body == nil && !is || is && sameRecord(old, ch.record) {
			continue
		}
		if ch.body == nil {
			ch.kind = old.Kind()
		}
		out = append(out, ch)
	}
	return out
}

// sameRecord reports whether two records are equal, or both none.
func sameRecord(a, b ledger.Record) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	if a == b {
		return true
	}
	if a.Kind() != b.Kind() {
		return false
	}
	x, errX := ledger.Encode(a)
	y, errY := ledger.Encode(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// newProblems fails if next has errors, in what the changes touch, that prev
// had not.
func newProblems(label string, prev, next *ledger.Case, changes []change) error {
	var ids []string
	kinds := []ledger.Problem{}
	for _, ch := range changes {
		ids = append(ids, ch.id)
		if old, is := prev.Get(ch.id); is && ch.record != nil && old.Kind() != ch.kind {
			kinds = append(kinds, ledger.Problem{
				Record: ch.id, Kind: ch.kind, Field: "id", Severity: ledger.Error,
				Message: fmt.Sprintf("the id is already that of a %s", old.Kind()), Fix: "give it another",
			})
		}
	}
	bad := append(kinds, ledger.Errors(ledger.CheckRecords(next, ids))...)
	if len(bad) == 0 {
		return nil
	}
	old := ledger.Errors(ledger.CheckRecords(prev, ids))
	bad = slices.DeleteFunc(bad, func(p ledger.Problem) bool { return slices.Contains(old, p) })
	if len(bad) == 0 {
		return nil
	}
	return &ProblemsError{label, bad}
}

// transaction is a turn at writing: it holds the file's write lock, and c is
// the case as it is on disk.
type transaction struct {
	writer
	f *File
	c *ledger.Case
}

// transact runs do while no other program can write, on the case as it then is
// on disk, and commits what it wrote. If do or the commit fails, nothing has
// changed, on disk or in f.
func (f *File) transact(ctx context.Context, op string, do func(*transaction) error) (err error) {
	if f.readOnly != "" {
		return fmt.Errorf("%s: %w (%s)", op, ErrReadOnly, f.readOnly)
	}
	if moved(f.path, f.info) {
		return fmt.Errorf("%s: %w", op, ErrMoved)
	}
	if _, err := f.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return explain(op, f.path, err)
	}
	t := &transaction{writer: writer{conn: f.conn, head: f.head}, f: f, c: f.Case()}
	defer func() {
		if err != nil {
			t.close()
			// The first error is the one to report, and a transaction that
			// SQLite has already rolled back cannot be rolled back again.
			_, _ = f.conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
			err = explain(op, f.path, err)
		}
	}()
	if err := t.catchUp(ctx); err != nil {
		return err
	}
	before := t.head
	if err := do(t); err != nil {
		return err
	}
	t.close()
	end := "COMMIT"
	if t.head == before {
		end = "ROLLBACK" // nothing was written
	}
	// Not cancellable: an interrupted commit would leave the caller unsure.
	if _, err := f.conn.ExecContext(context.WithoutCancel(ctx), end); err != nil {
		return err
	}
	f.head = t.head
	f.snap.Store(t.c)
	return nil
}

// catchUp takes in what others wrote since f's snapshot.
func (t *transaction) catchUp(ctx context.Context) error {
	c, h, err := changesSince(ctx, t.conn, t.c, t.head)
	if err != nil {
		return err
	}
	t.c, t.head = c, h
	return nil
}

// changesSince gives the case that c has become in the file since the edit at,
// and the newest edit.
func changesSince(ctx context.Context, conn *sql.Conn, c *ledger.Case, at head) (*ledger.Case, head, error) {
	rows, err := conn.QueryContext(ctx, "SELECT "+editColumns+" FROM edit WHERE seq >= ? ORDER BY seq", at.seq)
	if err != nil {
		return nil, at, err
	}
	defer rows.Close()
	now := at
	n := 0
	for ; rows.Next(); n++ {
		e, err := scanEdit(rows)
		if err != nil {
			return nil, at, err
		}
		// The edits must go on from the one that c shows.
		if n == 0 && (e.seq != at.seq || e.hash != at.hash) || n > 0 && e.parent != now.hash {
			return nil, at, fmt.Errorf("%w (edit %d does not follow from the one before)", ErrDamaged, e.seq)
		}
		now = head{e.seq, e.hash, e.state}
	}
	if err := rows.Err(); err != nil {
		return nil, at, err
	}
	if n == 0 {
		return nil, at, fmt.Errorf("%w (edits that were there are gone)", ErrDamaged)
	}
	if n == 1 {
		return c, at, nil
	}
	changes, err := currentOf(ctx, conn, "SELECT record FROM version WHERE edit > ?", at.seq)
	if err != nil {
		return nil, at, err
	}
	return c.With(asChanges(changes)...), now, nil
}

// currentOf reads the present state of the records that a query names; those
// that are deleted come with a nil body.
func currentOf(ctx context.Context, conn *sql.Conn, query string, args ...any) ([]change, error) {
	rows, err := conn.QueryContext(ctx, `SELECT v.record, coalesce(c.kind, ''), c.body, coalesce(c.edit, 0), c.sum
		FROM (SELECT DISTINCT record FROM (`+query+`)) AS v LEFT JOIN current AS c ON c.record = v.record ORDER BY v.record`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []change
	for rows.Next() {
		c, err := scanChange(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// scanChange reads record, kind, body, edit and sum, checks them against each
// other, and reads more. Without a body and a sum, the record is not there.
func scanChange(row interface{ Scan(...any) error }, more ...any) (change, error) {
	var c change
	var body sql.NullString
	var edit int64
	var stored []byte
	if err := row.Scan(append([]any{&c.id, &c.kind, &body, &edit, &stored}, more...)...); err != nil {
		return c, err
	}
	if body.Valid {
		c.body = []byte(body.String)
	} else if stored == nil {
		return c, nil
	}
	var h hasher
	if want, ok := sumFrom(stored); !ok || h.row(edit, h.content(c.id, string(c.kind), c.body)) != want {
		return c, fmt.Errorf("%w (a version of record %s is not what was written)", ErrDamaged, c.id)
	}
	if c.body == nil {
		return c, nil
	}
	var err error
	c.record, err = decode(c.id, c.kind, c.body)
	return c, err
}

// write appends an edit; next is the case it leads to.
func (t *transaction) write(ctx context.Context, row *editRow, changes []change, next *ledger.Case) error {
	if err := t.append(ctx, row, changes); err != nil {
		return err
	}
	t.c = next
	return nil
}

// conflicts fails if a record among changes is not, on disk, what it was in base.
// That both made the same of it is no conflict.
func (t *transaction) conflicts(ctx context.Context, label string, base *ledger.Case, changes []change) error {
	if base == t.c {
		return nil
	}
	var clashes []Clash
	for _, ch := range changes {
		was, _ := base.Get(ch.id)
		theirs, _ := t.c.Get(ch.id)
		if sameRecord(was, theirs) || sameRecord(theirs, ch.record) {
			continue
		}
		by, err := t.f.lastEditOf(ctx, ch.id)
		if err != nil {
			return err
		}
		clashes = append(clashes, Clash{ch.id, was, theirs, ch.record, by})
	}
	if len(clashes) == 0 {
		return nil
	}
	return &ConflictError{label, clashes}
}
