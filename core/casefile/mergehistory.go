package casefile

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"
)

// mergedRow is a row of the table merged: one edit of another copy, or, under
// the id of the merge itself, what was decided anew by it.
type mergedRow struct {
	edit                              int64
	id, time, analyst, label, records string
}

// sum computes the checksum of the row.
func (m *mergedRow) sum() sum {
	var h hasher
	h.int(m.edit)
	for _, s := range []string{m.id, m.time, m.analyst, m.label, m.records} {
		h.text(s)
	}
	return h.sum()
}

type mergedKey struct {
	edit int64
	id   string
}

func (k mergedKey) compare(other mergedKey) int {
	return cmp.Or(cmp.Compare(k.edit, other.edit), strings.Compare(k.id, other.id))
}

// merged writes a row of that table.
func (w *writer) merged(ctx context.Context, m mergedRow) error {
	s := m.sum()
	return w.exec(ctx, "INSERT INTO merged (edit, id, time, analyst, label, records, sum) VALUES (?, ?, ?, ?, ?, ?, ?)",
		m.edit, m.id, m.time, m.analyst, m.label, m.records, s[:])
}

// readMerged reads and checks all rows of that table, by edit and in the order
// in which they were written.
func readMerged(ctx context.Context, conn *sql.Conn) (map[int64][]mergedRow, error) {
	rows, err := conn.QueryContext(ctx, "SELECT edit, id, time, analyst, label, records, sum FROM merged ORDER BY rowid")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64][]mergedRow{}
	for rows.Next() {
		var m mergedRow
		var stored []byte
		if err := rows.Scan(&m.edit, &m.id, &m.time, &m.analyst, &m.label, &m.records, &stored); err != nil {
			return nil, err
		}
		if s, ok := sumFrom(stored); !ok || s != m.sum() {
			return nil, fmt.Errorf("%w (what edit %d took in from another copy is not what was written)", ErrDamaged, m.edit)
		}
		out[m.edit] = append(out[m.edit], m)
	}
	return out, rows.Err()
}

// OtherEdit is an edit that was made in another copy of the case.
type OtherEdit struct {
	ID             string
	Time           time.Time // UTC
	Analyst, Label string
	Records        []string // the ids of the records that it changed
}

// known is one edit that a copy knows of: its own, or one that it took in.
type known struct {
	OtherEdit
	seq int64 // of the edit of this copy by which it came
}

// lineage is all that a copy knows: the edits that made it what it is, in order.
// Two copies compare by the ids of these.
//
// A merge counts for what it decided anew, and else only through the edits that
// it took in. A merge that was undone, and the undo, count for nothing: the
// edits taken in are unknown again.
type lineage struct {
	edits []known
	ids   map[string]bool
}

func (l *lineage) add(k known) {
	if !l.ids[k.ID] {
		l.ids[k.ID] = true
		l.edits = append(l.edits, k)
	}
}

// readLineage reads what a file knows.
func readLineage(ctx context.Context, conn *sql.Conn) (*lineage, error) {
	merged, err := readMerged(ctx, conn)
	if err != nil {
		return nil, err
	}
	rows, err := conn.QueryContext(ctx, "SELECT "+editColumns+" FROM edit ORDER BY seq")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var edits []editRow
	root := map[int64]int64{}   // of an undo or redo: the edit that it is about in the end
	inForce := map[int64]bool{} // of a merge: that it was not undone, or made again
	for rows.Next() {
		e, err := scanEdit(rows)
		if err != nil {
			return nil, err
		}
		edits = append(edits, e)
		root[e.seq] = e.seq
		if e.undoes != 0 {
			root[e.seq] = root[e.undoes]
		}
		inForce[root[e.seq]] = e.act != actUndo
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	touched, err := touchedBy(ctx, conn)
	if err != nil {
		return nil, err
	}
	l := &lineage{ids: map[string]bool{}}
	for _, e := range edits {
		_, isMerge := merged[root[e.seq]]
		if !isMerge {
			at, err := time.Parse(timeLayout, e.time)
			if err != nil {
				return nil, fmt.Errorf("%w (edit %d has no time)", ErrDamaged, e.seq)
			}
			l.add(known{OtherEdit{e.id, at, e.analyst, e.label, touched[e.seq]}, e.seq})
			continue
		}
		if root[e.seq] != e.seq || !inForce[e.seq] {
			continue
		}
		for _, m := range merged[e.seq] {
			at, err := time.Parse(timeLayout, m.time)
			if err != nil {
				return nil, fmt.Errorf("%w (an edit that edit %d took in has no time)", ErrDamaged, e.seq)
			}
			k := known{OtherEdit{ID: m.id, Time: at, Analyst: m.analyst, Label: m.label}, e.seq}
			if err := json.Unmarshal([]byte(m.records), &k.Records); err != nil {
				return nil, fmt.Errorf("%w (what edit %d took in cannot be read)", ErrDamaged, e.seq)
			}
			l.add(k)
		}
	}
	return l, nil
}

func touchedBy(ctx context.Context, conn *sql.Conn) (map[int64][]string, error) {
	rows, err := conn.QueryContext(ctx, "SELECT edit, record FROM version ORDER BY edit, record")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64][]string{}
	for rows.Next() {
		var edit int64
		var record string
		if err := rows.Scan(&edit, &record); err != nil {
			return nil, err
		}
		out[edit] = append(out[edit], record)
	}
	return out, rows.Err()
}

// lacking gives the edits of other that l does not know, in their order.
func (l *lineage) lacking(other *lineage) []known {
	var out []known
	for _, k := range other.edits {
		if !l.ids[k.ID] {
			out = append(out, k)
		}
	}
	return out
}

// shared gives how many of the edits of a record, from the first on, other
// knows as well, and the seq of the edit that brought the first one
// that other does not know.
func shared(touching []known, other *lineage) (n int, until int64) {
	for _, k := range touching {
		if !other.ids[k.ID] {
			return n, k.seq
		}
		n++
	}
	return n, math.MaxInt64
}

// byRecord groups edits by the records that they changed.
func byRecord(edits []known, only map[string]bool) map[string][]known {
	out := map[string][]known{}
	for _, k := range edits {
		for _, id := range k.Records {
			if only == nil || only[id] {
				out[id] = append(out[id], k)
			}
		}
	}
	return out
}

// caseID gives the identity of the case in a file, which its copies share.
func caseID(ctx context.Context, conn *sql.Conn) (string, error) {
	var id string
	err := conn.QueryRowContext(ctx, "SELECT value FROM about WHERE key = 'case'").Scan(&id)
	return id, err
}
