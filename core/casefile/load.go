package casefile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// load reads the current records and the newest edit as of one instant, checks
// that they belong together, and makes the snapshot.
func (f *File) load(ctx context.Context, file string) error {
	if _, err := f.conn.ExecContext(ctx, "BEGIN"); err != nil {
		return err
	}
	defer func() { _, _ = f.conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK") }() // only reading
	h, err := newest(ctx, f.conn)
	if err != nil {
		return err
	}
	records, state, err := readCurrent(ctx, f.conn)
	if err != nil {
		return err
	}
	if state != h.state {
		return fmt.Errorf("%w (its records are not those that the last edit left)", ErrDamaged)
	}
	if err := checkLength(ctx, f.conn, file); err != nil {
		return err
	}
	if err := f.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&f.dataVersion); err != nil {
		return err
	}
	f.head = h
	f.members = map[int64][]string{}
	f.snap.Store(ledger.NewCase(records))
	return nil
}

// checkLength fails on a file that was cut short in pages that nothing has read
// yet. It holds while no other program can write, as in a transaction.
func checkLength(ctx context.Context, conn *sql.Conn, file string) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	var want int64
	if err := conn.QueryRowContext(ctx, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").Scan(&want); err != nil {
		return err
	}
	if info.Size() < want {
		return fmt.Errorf("%w (it was cut short: %d of %d bytes are there)", ErrDamaged, info.Size(), want)
	}
	return nil
}

const editColumns = "seq, id, time, analyst, label, act, coalesce(undoes, 0), changes, sums, state, parent, hash"

// scanEdit reads the editColumns of a row and checks them against its hash.
func scanEdit(row interface{ Scan(...any) error }) (editRow, error) {
	var e editRow
	var sums, state, parent, hash []byte
	err := row.Scan(&e.seq, &e.id, &e.time, &e.analyst, &e.label, &e.act, &e.undoes, &e.changes, &sums, &state, &parent, &hash)
	if err != nil {
		return e, err
	}
	for _, c := range []struct {
		to   *sum
		from []byte
	}{{&e.sums, sums}, {&e.state, state}, {&e.parent, parent}, {&e.hash, hash}} {
		s, ok := sumFrom(c.from)
		if !ok {
			return e, fmt.Errorf("%w (edit %d has no checksum)", ErrDamaged, e.seq)
		}
		*c.to = s
	}
	if e.sum() != e.hash {
		return e, fmt.Errorf("%w (edit %d is not what was written)", ErrDamaged, e.seq)
	}
	return e, nil
}

// newest reads the last edit.
func newest(ctx context.Context, conn *sql.Conn) (head, error) {
	e, err := scanEdit(conn.QueryRowContext(ctx, "SELECT "+editColumns+" FROM edit ORDER BY seq DESC LIMIT 1"))
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("%w (it has no edits)", ErrDamaged)
	}
	return head{e.seq, e.hash, e.state}, err
}

// batch is how many records go to a decoder at a time: enough that handing them
// over costs nothing.
const batch = 128

type rawRecord struct{ id, kind, body string }

// readCurrent reads the table current, decoding on all processors while the
// rows come in, and sums what it read.
func readCurrent(ctx context.Context, conn *sql.Conn) ([]ledger.Record, sum, error) {
	rows, err := conn.QueryContext(ctx, "SELECT record, kind, body FROM current")
	if err != nil {
		return nil, sum{}, err
	}
	defer rows.Close()

	work := make(chan []rawRecord, 2*runtime.GOMAXPROCS(0))
	var mu sync.Mutex
	var records []ledger.Record
	var state sum
	var failed error
	var decoders sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		decoders.Go(func() {
			for raws := range work {
				decoded, s, err := decodeBatch(raws)
				mu.Lock()
				records = append(records, decoded...)
				state = state.xor(s)
				if failed == nil {
					failed = err
				}
				mu.Unlock()
			}
		})
	}
	err = func() error {
		defer close(work)
		raws := make([]rawRecord, 0, batch)
		for rows.Next() {
			var r rawRecord
			if err := rows.Scan(&r.id, &r.kind, &r.body); err != nil {
				return err
			}
			if raws = append(raws, r); len(raws) == batch {
				work <- raws
				raws = make([]rawRecord, 0, batch)
			}
		}
		work <- raws
		return rows.Err()
	}()
	decoders.Wait()
	return records, state, errors.Join(err, failed)
}

func decodeBatch(raws []rawRecord) ([]ledger.Record, sum, error) {
	var h hasher
	var state sum
	out := make([]ledger.Record, 0, len(raws))
	for _, raw := range raws {
		body := []byte(raw.body)
		state = state.xor(h.content(raw.id, raw.kind, body))
		r, err := decode(raw.id, ledger.Kind(raw.kind), body)
		if err != nil {
			return out, state, err
		}
		out = append(out, r)
	}
	return out, state, nil
}

// decode reads a version's body; what cannot be read is damage.
func decode(id string, k ledger.Kind, body []byte) (ledger.Record, error) {
	r, err := ledger.Decode(k, body)
	if err == nil && r.RecordID() != id {
		err = fmt.Errorf("it says that it is %q", r.RecordID())
	}
	if err != nil {
		return nil, fmt.Errorf("%w (record %s cannot be read: %w)", ErrDamaged, id, err)
	}
	return r, nil
}
