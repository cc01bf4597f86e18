package casefile

import (
	"context"
	"fmt"
	"os"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// Refresh takes in what other windows and programs wrote, and reports whether
// the snapshot changed. Where nothing was written it costs next to nothing, so
// that it can be asked every second.
//
// If the file itself was replaced, as sync services do, the new one is opened;
// if edits that this File has seen are not in it, Warnings says so.
func (f *File) Refresh(ctx context.Context) (c *ledger.Case, changed bool, err error) {
	if err := f.lock(); err != nil {
		return nil, false, err
	}
	defer f.mu.Unlock()
	if f.info == nil {
		return f.Case(), false, nil // a copy: nobody else writes to it
	}
	if moved(f.path, f.info) {
		return f.reopen(ctx)
	}
	var version int64
	if err := f.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version); err != nil {
		return nil, false, explain("refresh", f.path, err)
	}
	if version == f.dataVersion {
		return f.Case(), false, nil
	}
	if _, err := f.conn.ExecContext(ctx, "BEGIN"); err != nil {
		return nil, false, explain("refresh", f.path, err)
	}
	defer func() { _, _ = f.conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK") }() // only reading
	next, h, err := changesSince(ctx, f.conn, f.Case(), f.head)
	if err != nil {
		return nil, false, explain("refresh", f.path, err)
	}
	if err := f.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&f.dataVersion); err != nil {
		return nil, false, explain("refresh", f.path, err)
	}
	changed = h != f.head // a document may have been added, which is no edit
	f.head = h
	f.snap.Store(next)
	return next, changed, nil
}

// moved reports whether the file at path is no longer the one that was opened.
func moved(path string, was os.FileInfo) bool {
	now, err := os.Stat(path)
	return err != nil || !os.SameFile(now, was)
}

// reopen leaves the file that was replaced and opens the one in its place.
func (f *File) reopen(ctx context.Context) (*ledger.Case, bool, error) {
	next, err := Open(ctx, f.path, Options{Analyst: f.analyst, ReadOnly: f.readOnly != "", Now: f.now})
	if err != nil {
		return nil, false, err
	}
	var hash []byte
	err = next.conn.QueryRowContext(ctx, "SELECT hash FROM edit WHERE seq = ?", f.head.seq).Scan(&hash)
	if seen, ok := sumFrom(hash); err != nil || !ok || seen != f.head.hash {
		next.warnings = append(next.warnings, fmt.Sprintf(
			"%s was replaced by a version that lacks edits made here; look beside it for a conflicting copy, and compare the histories", f.path))
	}
	f.detach()
	if f.cleanup != nil {
		if err := f.cleanup(); err != nil {
			next.warnings = append(next.warnings, err.Error())
		}
	}
	changed := next.head != f.head
	f.db, f.conn, f.readOnly, f.warnings, f.info = next.db, next.conn, next.readOnly, next.warnings, next.info
	f.head, f.dataVersion, f.members, f.cleanup, f.damage = next.head, next.dataVersion, next.members, next.cleanup, next.damage
	f.snap.Store(next.Case())
	return f.Case(), changed, nil
}
