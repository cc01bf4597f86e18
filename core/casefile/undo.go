package casefile

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// An edit is undone by a later one whose undoes names it. An undo is undone by
// a redo, and a redo by an undo. So what can be undone is the newest edit or
// redo that nothing undoes; what can be redone is the newest undo that nothing
// undoes and that no edit of another kind has followed. The edit with which the
// file was created cannot be undone: there is no case before it.
const (
	undoable = "SELECT " + editColumns + ` FROM edit AS e WHERE act IN ('edit', 'redo')
		AND NOT EXISTS (SELECT 1 FROM edit AS u WHERE u.undoes = e.seq) ORDER BY seq DESC LIMIT 1`
	redoable = "SELECT " + editColumns + ` FROM edit AS e WHERE act = 'undo'
		AND NOT EXISTS (SELECT 1 FROM edit AS u WHERE u.undoes = e.seq)
		AND seq > (SELECT max(seq) FROM edit WHERE act IN ('create', 'edit')) ORDER BY seq DESC LIMIT 1`
)

const (
	undoPrefix = "undo: "
	redoPrefix = "redo: "
)

// plainLabel is the label of the edit that was first made.
func plainLabel(e editRow) string {
	switch e.act {
	case actUndo:
		return strings.TrimPrefix(e.label, undoPrefix)
	case actRedo:
		return strings.TrimPrefix(e.label, redoPrefix)
	}
	return e.label
}

// Undo takes back the newest edit of the file that is not undone, whoever made
// it, by appending an edit with the opposite changes. It gives the case after
// it and the edit that was taken back. There is no limit to it, and it works
// across restarts. It fails with ErrNothingToUndo; with ErrConflict if a record
// of that edit was changed since; and with a *ProblemsError if other records
// have come to rest on what the edit added.
func (f *File) Undo(ctx context.Context) (*ledger.Case, Entry, error) {
	return f.takeBack(ctx, undoable, actUndo, undoPrefix, ErrNothingToUndo)
}

// Redo makes the edit again that Undo took back last, as a new edit. A new edit
// ends what can be redone; what was undone stays in the history. It gives the
// case after it and the undo that was taken back, and fails as Undo does, or
// with ErrNothingToRedo.
func (f *File) Redo(ctx context.Context) (*ledger.Case, Entry, error) {
	return f.takeBack(ctx, redoable, actRedo, redoPrefix, ErrNothingToRedo)
}

func (f *File) takeBack(ctx context.Context, find, act, prefix string, none error) (*ledger.Case, Entry, error) {
	if err := f.lock(); err != nil {
		return nil, Entry{}, err
	}
	defer f.mu.Unlock()
	var taken Entry
	err := f.transact(ctx, act, func(t *transaction) error {
		target, err := scanEdit(f.conn.QueryRowContext(ctx, find))
		if errors.Is(err, sql.ErrNoRows) {
			return none
		} else if err != nil {
			return err
		}
		if taken, err = f.entry(ctx, target); err != nil {
			return err
		}
		label := prefix + plainLabel(target)
		opposite, err := t.opposite(ctx, label, target)
		if err != nil {
			return err
		}
		before := t.c
		next := before.With(asChanges(opposite)...)
		row := newEditRow(f.now(), f.analyst, label, act, target.seq)
		if err := t.write(ctx, &row, opposite, next); err != nil {
			return err
		}
		// The case may have had errors from the start; to go back to a state in
		// which it has been is allowed, to come into a new one with errors is not.
		var known bool
		err = f.conn.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM edit WHERE state = ? AND seq < ? ORDER BY seq DESC)", row.state[:], row.seq).Scan(&known)
		if err != nil || known {
			return err
		}
		return newProblems(label, before, next, opposite)
	})
	if err != nil {
		return nil, Entry{}, err
	}
	return f.Case(), taken, nil
}

// opposite gives the changes that take an edit back. They may only take back
// that edit: a record that is not as it left it is a conflict.
func (t *transaction) opposite(ctx context.Context, label string, target editRow) ([]change, error) {
	left, err := versions(ctx, t.conn, "edit = ? ORDER BY record", target.seq)
	if err != nil {
		return nil, err
	}
	var out []change
	var clashes []Clash
	for _, now := range left {
		was, err := versions(ctx, t.conn, "record = ? AND edit < ? ORDER BY edit DESC LIMIT 1", now.id, target.seq)
		if err != nil {
			return nil, err
		}
		back := change{id: now.id, kind: now.kind}
		if len(was) > 0 {
			back = was[0]
		}
		if theirs, _ := t.c.Get(now.id); !sameRecord(theirs, now.record) {
			by, err := t.f.lastEditOf(ctx, now.id)
			if err != nil {
				return nil, err
			}
			clashes = append(clashes, Clash{now.id, now.record, theirs, back.record, by})
		}
		out = append(out, back)
	}
	if len(clashes) > 0 {
		return nil, &ConflictError{label, clashes}
	}
	return out, nil
}

// UndoLabel is the label of the edit that Undo would take back; false if there
// is none, or the case cannot be changed.
func (f *File) UndoLabel() (string, bool) { return f.peek(undoable) }

// RedoLabel is the label of the edit that Redo would make again; false if there
// is none, or the case cannot be changed.
func (f *File) RedoLabel() (string, bool) { return f.peek(redoable) }

func (f *File) peek(find string) (string, bool) {
	if f.lock() != nil {
		return "", false
	}
	defer f.mu.Unlock()
	if f.readOnly != "" {
		return "", false
	}
	target, err := scanEdit(f.conn.QueryRowContext(context.Background(), find))
	if err != nil { // Undo itself says what is wrong
		return "", false
	}
	return plainLabel(target), true
}
