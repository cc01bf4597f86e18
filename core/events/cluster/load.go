package cluster

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/ext"
	"github.com/ClickHouse/clickhouse-go/v2/lib/column"

	"github.com/fairweather-app/fairweather/core/events"
)

const (
	// batch is how many events are sent at once: large enough that a server's parts
	// are few, small enough that a batch takes less than 100 MB here.
	batch = 200_000
	// beat is how often a load gives a sign of life.
	beat = 20 * time.Second
)

// Import loads files, each whole or not at all; see events.Library.Import.
func (s *Store) Import(ctx context.Context, paths []string, as *events.Mapping, progress events.Progress) ([]events.Report, error) {
	if err := s.sweep(ctx); err != nil {
		return nil, err
	}
	reader, err := events.OpenReader(ctx)
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	return reader.Import(ctx, paths, as, progress, func(t *events.Table) error { return s.load(ctx, t) })
}

// load takes one table in.
func (s *Store) load(ctx context.Context, t *events.Table) error {
	had, err := s.had(ctx, t.SHA256)
	if err != nil || had {
		t.Already = had
		return err
	}
	if err := t.Read(ctx); err != nil {
		return err
	}
	l, err := s.begin(ctx, t)
	if err != nil {
		return err
	}
	// Another program may have loaded the file while this one read it.
	if had, err = s.had(ctx, t.SHA256); err == nil && !had {
		err = s.fill(ctx, t, l)
	}
	if had || err != nil {
		t.Already = had
		s.giveUp(ctx, l)
	}
	return err
}

// had tells whether a file is loaded.
func (s *Store) had(ctx context.Context, sha256 string) (bool, error) {
	var n uint64
	err := s.conn.QueryRow(ctx, fmt.Sprintf("SELECT count() FROM (SELECT max(step) AS last FROM log WHERE (provider, load, token) GLOBAL IN (SELECT provider, load, token FROM log WHERE step = %d AND sha256 = %s) GROUP BY provider, load, token) WHERE last = %d",
		loaded, literal(sha256), loaded)).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("looking in the log of loads: %w", err)
	}
	return n > 0, nil
}

// A load is one file on its way in.
type load struct {
	provider events.Provider
	number   int32
	token    uint64
	name     string
	seen     time.Time // the last sign of life
	sent     bool      // whether rows are in the tables
}

// begin takes a number for a load, so that no other is at work on the provider.
// Whoever sees another at work steps back, waits a little and tries again.
func (s *Store) begin(ctx context.Context, t *events.Table) (*load, error) {
	var other string
	for try := range 6 {
		if try > 0 {
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-time.After(time.Duration(50+rand.IntN(400<<try)) * time.Millisecond):
			}
		}
		look, err := s.lookAt(ctx, t.Provider)
		if err != nil {
			return nil, err
		}
		l := &load{provider: t.Provider, number: look.last + 1, token: rand.Uint64(), name: t.File}
		if err := s.note(ctx, l, begun); err != nil {
			s.giveUp(ctx, l) // broken off as it was, the note may yet have reached the server
			return nil, err
		}
		other = ""
		err = s.rows(ctx, fmt.Sprintf("SELECT name FROM (SELECT token, max(step) AS last, max(at) AS seen, any(name) AS name FROM log WHERE provider = %s GROUP BY load, token) WHERE last = %d AND token != %d AND seen > now() - %d LIMIT 1",
			literal(string(t.Provider)), begun, l.token, int(s.abandoned.Seconds())), func(scan func(...any) error) error { return scan(&other) })
		if err != nil {
			s.giveUp(ctx, l)
			return nil, fmt.Errorf("reading the log of loads: %w", err)
		}
		if other == "" {
			return l, nil
		}
		if err := s.note(ctx, l, gone); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("another program is loading events of %s (%s): import again when it is done", t.Provider, other)
}

// note writes a step of a load into the log.
func (s *Store) note(ctx context.Context, l *load, step uint8) error {
	b, err := s.conn.PrepareBatch(ctx, "INSERT INTO log (provider, load, token, step, name)")
	if err != nil {
		return fmt.Errorf("writing the log of loads: %w", err)
	}
	defer b.Close()
	if err := b.Append(string(l.provider), l.number, l.token, step, l.name); err != nil {
		return fmt.Errorf("writing the log of loads: %w", err)
	}
	if err := b.Send(); err != nil {
		return fmt.Errorf("writing the log of loads: %w", err)
	}
	l.seen = time.Now()
	return nil
}

// alive gives a sign of life where one is due. A load that was away too long (a
// computer that slept) may have been taken for dead, and must not go on.
func (s *Store) alive(ctx context.Context, l *load) error {
	switch away := time.Since(l.seen); {
	case away > s.abandoned/2:
		return fmt.Errorf("loading %s: no sign of life for %s, so that others may have taken this import for dead: import the file again", l.name, away.Round(time.Second))
	case away > beat:
		return s.note(ctx, l, begun)
	}
	return nil
}

// fill sends a table's rows and, as the last thing, notes that they are loaded.
func (s *Store) fill(ctx context.Context, t *events.Table, l *load) error {
	if err := s.doubles(ctx, t, l); err != nil {
		return err
	}
	if err := t.Finish(ctx); err != nil {
		return err
	}
	into := "event"
	if t.Mentions {
		into = "mention"
	}
	columns := append(t.Columns(), "provider", "load")
	err := t.Each(ctx, batch, func(rows events.Batch) error {
		if err := s.alive(ctx, l); err != nil {
			return err
		}
		rows.Columns = append(rows.Columns, slices.Repeat([]string{string(l.provider)}, rows.Rows), slices.Repeat([]int32{l.number}, rows.Rows))
		l.sent = true
		return s.send(ctx, into, columns, rows)
	})
	if err != nil {
		return fmt.Errorf("sending its rows: %w", err)
	}
	if err := s.alive(ctx, l); err != nil {
		return err
	}
	return s.commit(ctx, t, l)
}

func (s *Store) send(ctx context.Context, into string, columns []string, rows events.Batch) error {
	b, err := s.conn.PrepareBatch(ctx, "INSERT INTO "+into+" ("+strings.Join(columns, ", ")+")")
	if err != nil {
		return err
	}
	defer b.Close()
	for i, c := range rows.Columns {
		if err := b.Column(i).Append(c); err != nil {
			return fmt.Errorf("column %s: %w", columns[i], err)
		}
	}
	return b.Send()
}

// doubles asks the server which of a table's rows it has, where the event numbers
// of other files reach into those of this one.
func (s *Store) doubles(ctx context.Context, t *events.Table, l *load) error {
	var overlapping uint64
	if err := s.conn.QueryRow(ctx, fmt.Sprintf("SELECT count() FROM log WHERE provider = %s AND step = %d AND mentions = %d AND first_id <= %d AND last_id >= %d AND rows > 0",
		literal(string(l.provider)), loaded, flag(t.Mentions), t.LastID, t.FirstID)).Scan(&overlapping); err != nil {
		return fmt.Errorf("reading the log of loads: %w", err)
	}
	if overlapping == 0 {
		return nil
	}
	look, err := s.lookAt(ctx, l.provider)
	if err != nil {
		return err
	}
	from, names, kinds := "event", []string{"id", "day", "source", "target"}, []column.Type{"Int64", "Int32", "String", "String"}
	if t.Mentions {
		from, names, kinds = "mention", []string{"id", "url"}, []column.Type{"Int64", "String"}
	}
	key := strings.Join(names, ", ")
	return t.Keys(ctx, batch, func(keys events.Batch) error {
		if err := s.alive(ctx, l); err != nil {
			return err
		}
		var columns []func(*ext.Table) error
		for i, n := range names {
			columns = append(columns, ext.Column(n, kinds[i]))
		}
		asked, err := ext.NewTable("asked", columns...)
		if err != nil {
			return fmt.Errorf("asking for doubles: %w", err)
		}
		row := make([]any, len(names))
		for i := range keys.Rows {
			for k, c := range keys.Columns {
				row[k] = at(c, i)
			}
			if err := asked.Append(row...); err != nil {
				return fmt.Errorf("asking for doubles: %w", err)
			}
		}
		ids := keys.Columns[0].([]int64)
		query := fmt.Sprintf("SELECT DISTINCT %s FROM %s WHERE %s AND id BETWEEN %d AND %d AND (%s) GLOBAL IN (SELECT %s FROM asked)", key, from, look.where(l.provider), slices.Min(ids), slices.Max(ids), key, key)
		found := events.Batch{Columns: []any{[]int64(nil), []int32(nil), []string(nil), []string(nil)}}
		if t.Mentions {
			found.Columns = []any{[]int64(nil), []string(nil)}
		}
		err = s.rows(clickhouse.Context(ctx, clickhouse.WithExternalTable(asked)), query, func(scan func(...any) error) error {
			found.Rows++
			return scanInto(scan, found.Columns)
		})
		if err != nil {
			return fmt.Errorf("asking for doubles: %w", err)
		}
		return t.Had(ctx, found)
	})
}

func at(of any, i int) any {
	switch c := of.(type) {
	case []int64:
		return c[i]
	case []int32:
		return c[i]
	}
	return of.([]string)[i]
}

// scanInto scans a row and adds it to columns.
func scanInto(scan func(...any) error, columns []any) error {
	into := make([]any, len(columns))
	for k, c := range columns {
		switch c.(type) {
		case []int64:
			into[k] = new(int64)
		case []int32:
			into[k] = new(int32)
		default:
			into[k] = new(string)
		}
	}
	if err := scan(into...); err != nil {
		return err
	}
	for k, v := range into {
		switch v := v.(type) {
		case *int64:
			columns[k] = append(columns[k].([]int64), *v)
		case *int32:
			columns[k] = append(columns[k].([]int32), *v)
		case *string:
			columns[k] = append(columns[k].([]string), *v)
		}
	}
	return nil
}

func flag(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}

// commit notes that a load is whole, all about it in one row: from then on it
// counts. It looks whether others took the load for dead meanwhile.
func (s *Store) commit(ctx context.Context, t *events.Table, l *load) error {
	b, err := s.conn.PrepareBatch(ctx, `INSERT INTO log (provider, load, token, step, layout, name, sha256, mentions, bytes, rows, refused, doubles,
		first_day, last_day, first_id, last_id, cover_first, cover_last, cover_share, refused_line, refused_reason, refused_text)`)
	if err != nil {
		return fmt.Errorf("writing the log of loads: %w", err)
	}
	defer b.Close()
	first, last, share := []int32{}, []int32{}, []float64{}
	for _, c := range t.Covers {
		first, last, share = append(first, int32(c.First)), append(last, int32(c.Last)), append(share, c.Share)
	}
	line, reason, text := []int64{}, []string{}, []string{}
	for _, r := range t.Refusals {
		line, reason, text = append(line, r.Line), append(reason, r.Reason), append(text, r.Text)
	}
	if err := b.Append(string(l.provider), l.number, l.token, uint8(loaded), t.Layout, t.File, t.SHA256, flag(t.Mentions), t.Bytes, t.Rows, t.Refused, t.Doubles,
		int32(t.First), int32(t.Last), t.FirstID, t.LastID, first, last, share, line, reason, text); err != nil {
		return fmt.Errorf("writing the log of loads: %w", err)
	}
	if err := b.Send(); err != nil {
		return fmt.Errorf("writing the log of loads: %w", err)
	}
	var step uint8
	if err := s.conn.QueryRow(ctx, fmt.Sprintf("SELECT max(step) FROM log WHERE provider = %s AND load = %d AND token = %d", literal(string(l.provider)), l.number, l.token)).Scan(&step); err != nil {
		return fmt.Errorf("reading the log of loads: %w", err)
	}
	if step != loaded {
		return fmt.Errorf("loading %s: another program took this import for dead and swept it: import the file again", l.name)
	}
	return nil
}

// giveUp notes that a load will not go on, though its context has ended. Where even
// that fails, its last sign of life grows old, and the next import sweeps it.
func (s *Store) giveUp(ctx context.Context, l *load) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	step := uint8(gone)
	if l.sent {
		step = dead
	}
	if s.note(ctx, l, step) == nil && step == dead {
		s.sweep(ctx)
	}
}
