package casefile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// Entry is one edit in the history of a case.
type Entry struct {
	Seq            int64 // its place in the file, from 1
	ID             string
	Time           time.Time // UTC
	Analyst, Label string    // the label of an undo is "undo: " and that of what it undoes
	Act            string    // create, edit, undo or redo
	Undoes         int64     // of an undo or redo: the Seq of the edit it takes back
	Records        []string  // the ids of the records it changed, sorted
}

// Version is one state of a record.
type Version struct {
	Entry
	Record ledger.Record // nil: deleted by this edit
}

// Edits lists the newest edits first: at most limit of them (0: all), and only
// those before the edit with the number before (0: from the newest).
func (f *File) Edits(ctx context.Context, limit int, before int64) ([]Entry, error) {
	if err := f.lock(); err != nil {
		return nil, err
	}
	defer f.mu.Unlock()
	if limit <= 0 {
		limit = -1 // SQLite: no limit
	}
	out, err := f.entries(ctx, "SELECT "+editColumns+" FROM edit WHERE ?1 = 0 OR seq < ?1 ORDER BY seq DESC LIMIT ?2", before, limit)
	return out, explain("list the edits of", f.path, err)
}

// entries reads edits with the records they changed.
func (f *File) entries(ctx context.Context, query string, args ...any) ([]Entry, error) {
	rows, err := f.conn.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var edits []editRow
	for rows.Next() {
		e, err := scanEdit(rows)
		if err != nil {
			return nil, err
		}
		edits = append(edits, e)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	out := make([]Entry, len(edits))
	for i, e := range edits {
		if out[i], err = f.entry(ctx, e); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (f *File) entry(ctx context.Context, e editRow) (Entry, error) {
	at, err := time.Parse(timeLayout, e.time)
	if err != nil {
		return Entry{}, fmt.Errorf("%w (edit %d has no time)", ErrDamaged, e.seq)
	}
	records, known := f.members[e.seq]
	if !known {
		if records, err = texts(ctx, f.conn, "SELECT record FROM version WHERE edit = ? ORDER BY record", e.seq); err != nil {
			return Entry{}, err
		}
		if int64(len(records)) != e.changes {
			return Entry{}, fmt.Errorf("%w (edit %d has lost versions)", ErrDamaged, e.seq)
		}
		f.members[e.seq] = records
	}
	return Entry{e.seq, e.id, at, e.analyst, e.label, e.act, e.undoes, records}, nil
}

// texts reads a column of texts.
func texts(ctx context.Context, conn *sql.Conn, query string, args ...any) ([]string, error) {
	rows, err := conn.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// lastEditOf gives the newest edit that changed a record; a zero Entry if none did.
func (f *File) lastEditOf(ctx context.Context, record string) (Entry, error) {
	list, err := f.entries(ctx, "SELECT "+editColumns+" FROM edit WHERE seq = (SELECT max(edit) FROM version WHERE record = ?)", record)
	if err != nil || len(list) == 0 {
		return Entry{}, err
	}
	return list[0], nil
}

// History lists the versions of a record, newest first; none for an id that the
// case has never had.
func (f *File) History(ctx context.Context, record string) ([]Version, error) {
	if err := f.lock(); err != nil {
		return nil, err
	}
	defer f.mu.Unlock()
	out, err := f.history(ctx, record)
	return out, explain("read the history of "+record+" in", f.path, err)
}

func (f *File) history(ctx context.Context, record string) ([]Version, error) {
	entries, err := f.entries(ctx, "SELECT "+editColumns+" FROM edit WHERE seq IN (SELECT edit FROM version WHERE record = ?) ORDER BY seq DESC", record)
	if err != nil {
		return nil, err
	}
	changes, err := versions(ctx, f.conn, "record = ? ORDER BY edit DESC", record)
	if err != nil {
		return nil, err
	}
	// The rows above were found through an index, which may be damaged alone.
	var there int
	if err := f.conn.QueryRowContext(ctx, "SELECT count(*) FROM version NOT INDEXED WHERE record = ?", record).Scan(&there); err != nil {
		return nil, err
	}
	if len(changes) != len(entries) || len(changes) != there {
		return nil, fmt.Errorf("%w (edits of record %s are missing)", ErrDamaged, record)
	}
	out := make([]Version, len(entries))
	for i, e := range entries {
		out[i] = Version{e, changes[i].record}
	}
	return out, nil
}

// versions reads and checks the rows of version for which where holds.
func versions(ctx context.Context, conn *sql.Conn, where string, args ...any) ([]change, error) {
	rows, err := conn.QueryContext(ctx, "SELECT record, kind, body, edit, sum FROM version AS v WHERE "+where, args...)
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

// Restore brings a record back to what it was after edit seq, as a new edit:
// to the version of that edit, or the latest before it. Other records stay. It
// fails with ErrNoVersion if the record did not exist then and never had, and
// like Apply if the old version does not fit the present case.
func (f *File) Restore(ctx context.Context, record string, seq int64) (*ledger.Case, error) {
	if err := f.lock(); err != nil {
		return nil, err
	}
	defer f.mu.Unlock()
	err := f.transact(ctx, "restore "+record, func(t *transaction) error {
		old, err := versions(ctx, f.conn, "record = ? AND edit <= ? ORDER BY edit DESC LIMIT 1", record, seq)
		if err != nil {
			return err
		}
		if len(old) == 0 {
			return fmt.Errorf("restore %s: %w", record, ErrNoVersion)
		}
		changes := withoutNoOps(t.c, old)
		if len(changes) == 0 {
			return nil
		}
		label := fmt.Sprintf("restore %s as of edit %d", record, seq)
		next := t.c.With(asChanges(changes)...)
		if err := newProblems(label, t.c, next, changes); err != nil {
			return err
		}
		row := newEditRow(f.now(), f.analyst, label, actEdit, 0)
		return t.write(ctx, &row, changes, next)
	})
	if err != nil {
		return nil, err
	}
	return f.Case(), nil
}

// RestoreCase brings the whole case back to what it was after edit seq, as a
// new edit. It fails with ErrNoVersion if there is no such edit.
func (f *File) RestoreCase(ctx context.Context, seq int64) (*ledger.Case, error) {
	if err := f.lock(); err != nil {
		return nil, err
	}
	defer f.mu.Unlock()
	err := f.transact(ctx, "restore the case", func(t *transaction) error {
		var at string
		err := f.conn.QueryRowContext(ctx, "SELECT time FROM edit WHERE seq = ?", seq).Scan(&at)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("restore the case as of edit %d: %w", seq, ErrNoVersion)
		} else if err != nil {
			return err
		}
		then, err := versions(ctx, f.conn, `edit = (SELECT max(edit) FROM version AS w WHERE w.record = v.record AND w.edit <= ?1)
			AND record IN (SELECT record FROM version WHERE edit > ?1) ORDER BY record`, seq)
		if err != nil {
			return err
		}
		since, err := texts(ctx, f.conn, "SELECT DISTINCT record FROM version WHERE edit > ? ORDER BY record", seq)
		if err != nil {
			return err
		}
		had := map[string]bool{}
		for _, c := range then {
			had[c.id] = true
		}
		for _, id := range since {
			if !had[id] {
				then = append(then, change{id: id}) // it came later
			}
		}
		changes := withoutNoOps(t.c, then)
		if len(changes) == 0 {
			return nil
		}
		row := newEditRow(f.now(), f.analyst, fmt.Sprintf("restore the case as of edit %d", seq), actEdit, 0)
		return t.write(ctx, &row, changes, t.c.With(asChanges(changes)...))
	})
	if err != nil {
		return nil, err
	}
	return f.Case(), nil
}
