package casefile

import (
	"context"
	"fmt"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// RecordChange is what one edit did to one record.
type RecordChange struct {
	ID            string
	Before, After ledger.Record // nil: the record was not there
}

// Changes tells what the edit with the number seq did, record by record in the
// order of their ids: at most limit of them (0: all). It fails with
// ErrNoVersion if there is no such edit.
func (f *File) Changes(ctx context.Context, seq int64, limit int) ([]RecordChange, error) {
	if err := f.lock(); err != nil {
		return nil, err
	}
	defer f.mu.Unlock()
	out, err := f.changes(ctx, seq, limit)
	return out, explain("read an edit of", f.path, err)
}

func (f *File) changes(ctx context.Context, seq int64, limit int) ([]RecordChange, error) {
	if limit <= 0 {
		limit = -1 // SQLite: no limit
	}
	after, err := versions(ctx, f.conn, "edit = ? ORDER BY record LIMIT ?", seq, limit)
	if err != nil {
		return nil, err
	}
	if len(after) == 0 {
		var n int
		if err := f.conn.QueryRowContext(ctx, "SELECT count(*) FROM edit WHERE seq = ?", seq).Scan(&n); err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, fmt.Errorf("edit %d: %w", seq, ErrNoVersion)
		}
		return nil, nil
	}
	before, err := versions(ctx, f.conn, `edit = (SELECT max(edit) FROM version AS w WHERE w.record = v.record AND w.edit < ?1)
		AND record IN (SELECT record FROM version WHERE edit = ?1 ORDER BY record LIMIT ?2)`, seq, limit)
	if err != nil {
		return nil, err
	}
	was := map[string]ledger.Record{}
	for _, c := range before {
		was[c.id] = c.record
	}
	out := make([]RecordChange, len(after))
	for i, c := range after {
		out[i] = RecordChange{ID: c.id, Before: was[c.id], After: c.record}
	}
	return out, nil
}
