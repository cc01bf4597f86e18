package casefile

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// Compare lists the records in which two versions of a case differ, by kind in
// the order of ledger.Kinds and by id. ledger.Diff tells the fields of each.
func Compare(before, after *ledger.Case) []RecordChange {
	var out []RecordChange
	for _, r := range after.Records() {
		if old, _ := before.Get(r.RecordID()); !sameRecord(old, r) {
			out = append(out, RecordChange{r.RecordID(), old, r})
		}
	}
	for _, r := range before.Records() {
		if _, there := after.Get(r.RecordID()); !there {
			out = append(out, RecordChange{r.RecordID(), r, nil})
		}
	}
	rank := func(c RecordChange) int {
		r := c.After
		if r == nil {
			r = c.Before
		}
		return slices.Index(ledger.Kinds, r.Kind())
	}
	slices.SortStableFunc(out, func(a, b RecordChange) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// At gives the case as it was after the edit seq. It fails with ErrNoVersion if
// there is no such edit.
func (f *File) At(ctx context.Context, seq int64) (*ledger.Case, error) {
	if err := f.lock(); err != nil {
		return nil, err
	}
	defer f.mu.Unlock()
	var n int
	if err := f.conn.QueryRowContext(ctx, "SELECT count(*) FROM edit WHERE seq = ?", seq).Scan(&n); err != nil {
		return nil, explain("read an earlier version of", f.path, err)
	}
	if n == 0 {
		return nil, fmt.Errorf("edit %d: %w", seq, ErrNoVersion)
	}
	then, err := versions(ctx, f.conn, "edit = (SELECT max(edit) FROM version AS w WHERE w.record = v.record AND w.edit <= ?) ORDER BY record", seq)
	if err != nil {
		return nil, explain("read an earlier version of", f.path, err)
	}
	var records []ledger.Record
	for _, c := range then {
		if c.record != nil {
			records = append(records, c.record)
		}
	}
	return ledger.NewCase(records), nil
}

// SeqAt gives the newest edit that had been made before an instant; of a case
// that did not exist then, ErrNoVersion.
func (f *File) SeqAt(ctx context.Context, before time.Time) (int64, error) {
	if err := f.lock(); err != nil {
		return 0, err
	}
	defer f.mu.Unlock()
	var seq int64
	err := f.conn.QueryRowContext(ctx, "SELECT seq FROM edit WHERE time < ? ORDER BY seq DESC LIMIT 1", before.UTC().Format(timeLayout)).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("%s: there was no case before %s: %w", f.path, before.UTC().Format("2006-01-02 15:04"), ErrNoVersion)
	}
	return seq, explain("read the history of", f.path, err)
}
