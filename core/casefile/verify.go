package casefile

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
)

// Verify checks everything in the file: SQLite's structures, the chain of
// edits, every version that was ever made, that the current records are those
// that the versions lead to, and the documents. It gives what is wrong, in
// words; nothing if all is well. Of a file that was found damaged when it was
// opened it gives what is lost. It reads the file as of one instant, beside
// the work of f, in about a second for a history of 100,000 versions.
func (f *File) Verify(ctx context.Context) (wrong []string, err error) {
	if err := f.lock(); err != nil {
		return nil, err
	}
	if f.damage != nil {
		defer f.mu.Unlock()
		return append([]string{"the file is damaged. " + f.damage.String()}, f.damage.Lost...), nil
	}
	var file string
	err = f.conn.QueryRowContext(ctx, "SELECT file FROM pragma_database_list WHERE name = 'main'").Scan(&file)
	f.mu.Unlock()
	if err != nil {
		return nil, explain("verify", f.path, err)
	}
	db, conn, err := connect(ctx, uri(file, "ro"))
	if err != nil {
		return nil, explain("verify", f.path, err)
	}
	defer db.Close()
	defer conn.Close()
	v := verifier{File: &File{path: f.path, db: db, conn: conn, members: map[int64][]string{}}}
	if _, err := conn.ExecContext(ctx, "BEGIN"); err != nil {
		return nil, explain("verify", f.path, err)
	}
	for _, check := range []func(context.Context) error{v.structure, v.chain, v.state, v.merges, v.documents} {
		err := check(ctx)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil && !isDamage(err) {
			return nil, explain("verify", f.path, err)
		}
		if err != nil {
			v.say("%v", err)
		}
	}
	return v.wrong, nil
}

type verifier struct {
	*File
	wrong  []string
	now    map[string]latest // each record's, by the history
	newest sum               // the state that the newest edit left
}

// latest is what is known of a record's last version.
type latest struct{ row, content sum }

func (v *verifier) say(format string, args ...any) {
	v.wrong = append(v.wrong, fmt.Sprintf(format, args...))
}

func (v *verifier) structure(ctx context.Context) error {
	found, err := texts(ctx, v.conn, "PRAGMA integrity_check")
	if err != nil {
		return err
	}
	for _, line := range found {
		if line != "ok" {
			v.say("the database is not in order: %s", line)
		}
	}
	return v.checkFormat(ctx)
}

// chain follows the edits from the first and sums their versions.
func (v *verifier) chain(ctx context.Context) error {
	sums := map[int64][]sum{}
	v.now = map[string]latest{}
	rows, err := v.conn.QueryContext(ctx, "SELECT edit, record, kind, coalesce(body, ''), body IS NULL, sum FROM version ORDER BY edit")
	if err != nil {
		return err
	}
	defer rows.Close()
	var h hasher
	for rows.Next() {
		var edit int64
		var record, kind string
		var body, stored []byte
		var deleted bool
		if err := rows.Scan(&edit, &record, &kind, &body, &deleted, &stored); err != nil {
			return err
		}
		if deleted {
			body = nil
		} else if body == nil {
			body = []byte{}
		}
		content := h.content(record, kind, body)
		s := h.row(edit, content)
		if want, ok := sumFrom(stored); !ok || s != want {
			v.say("the version of %s by edit %d is not what was written", record, edit)
		}
		sums[edit] = append(sums[edit], s)
		if deleted {
			delete(v.now, record)
		} else {
			v.now[record] = latest{s, content}
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	edits, err := v.conn.QueryContext(ctx, "SELECT "+editColumns+" FROM edit ORDER BY seq")
	if err != nil {
		return err
	}
	defer edits.Close()
	var last head
	for edits.Next() {
		e, err := scanEdit(edits)
		if err != nil {
			return err
		}
		if e.seq != last.seq+1 || e.parent != last.hash {
			v.say("edit %d does not follow from the one before", e.seq)
		}
		if int64(len(sums[e.seq])) != e.changes || sumVersions(sums[e.seq]) != e.sums {
			v.say("the versions of edit %d are not those that were written", e.seq)
		}
		delete(sums, e.seq)
		last = head{e.seq, e.hash, e.state}
	}
	for _, seq := range slices.Sorted(maps.Keys(sums)) {
		v.say("there are versions of edit %d, but not the edit", seq)
	}
	v.newest = last.state
	return edits.Err()
}

// state compares the current records with what the history leads to.
func (v *verifier) state(ctx context.Context) error {
	var all sum
	for _, s := range v.now {
		all = all.xor(s.content)
	}
	if all != v.newest {
		v.say("the versions do not lead to the state that the last edit left")
	}
	rows, err := v.conn.QueryContext(ctx, "SELECT record, kind, body, edit, sum FROM current ORDER BY record")
	if err != nil {
		return err
	}
	defer rows.Close()
	var h hasher
	for rows.Next() {
		var record, kind string
		var body, stored []byte
		var edit int64
		if err := rows.Scan(&record, &kind, &body, &edit, &stored); err != nil {
			return err
		}
		s, ok := sumFrom(stored)
		if !ok || s != h.row(edit, h.content(record, kind, body)) || s != v.now[record].row {
			v.say("record %s is not what its last version says", record)
		}
		delete(v.now, record)
	}
	for _, record := range slices.Sorted(maps.Keys(v.now)) {
		v.say("record %s is missing from the current records", record)
	}
	return rows.Err()
}

// merges reads what was taken in from other copies.
func (v *verifier) merges(ctx context.Context) error {
	_, err := readMerged(ctx, v.conn)
	return err
}

func (v *verifier) documents(ctx context.Context) error {
	shas, err := texts(ctx, v.conn, "SELECT sha256 FROM document ORDER BY n")
	if err != nil {
		return err
	}
	for _, sha := range shas { // one at a time: they may be large
		var body []byte
		if err := v.conn.QueryRowContext(ctx, "SELECT body FROM document WHERE sha256 = ?", sha).Scan(&body); err != nil {
			return err
		}
		if digest := sha256.Sum256(body); hex.EncodeToString(digest[:]) != sha {
			v.say("the document %s is not what was stored", sha)
		}
	}
	return nil
}
