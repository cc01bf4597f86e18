package cluster

import (
	"context"
	"fmt"
	"time"

	"github.com/fairweather-app/fairweather/core/events"
)

// buried is after how long a dead load is forgotten: until then it stays hidden,
// in case a batch of it was still on its way when its rows were deleted.
const buried = 24 * time.Hour

// Remove takes the files out whose days lie within the span, or touch it, and
// tells which. They stop counting at once and together; their rows are deleted
// before it returns, or, where it is interrupted, by the next import.
func (s *Store) Remove(ctx context.Context, p events.Provider, within events.Span) ([]events.Loaded, error) {
	files, err := s.files(ctx, p)
	if err != nil {
		return nil, err
	}
	var out []events.Loaded
	b, err := s.conn.PrepareBatch(ctx, "INSERT INTO log (provider, load, token, step, name)")
	if err != nil {
		return nil, fmt.Errorf("removing events of %s: %w", p, err)
	}
	defer b.Close()
	for _, f := range files {
		if !f.Days.Meets(within) {
			continue
		}
		out = append(out, f.Loaded)
		if err := b.Append(string(p), f.load, f.token, uint8(removing), f.Name); err != nil {
			return nil, fmt.Errorf("removing events of %s: %w", p, err)
		}
	}
	if len(out) == 0 {
		return nil, nil
	}
	if err := b.Send(); err != nil {
		return nil, fmt.Errorf("removing events of %s: %w", p, err)
	}
	if err := s.sweep(ctx); err != nil {
		return nil, fmt.Errorf("removing events of %s: %w", p, err)
	}
	return out, nil
}

// sweep deletes the rows of loads that are dead or being removed, on every shard.
func (s *Store) sweep(ctx context.Context) error {
	type ended struct {
		load
		last  uint8
		quiet int64 // seconds
	}
	byProvider := map[string][]ended{}
	var providers []string
	err := s.rows(ctx, fmt.Sprintf("SELECT provider, load, token, last, toInt64(now()) - toInt64(seen) FROM (SELECT provider, load, token, max(step) AS last, max(at) AS seen FROM log GROUP BY provider, load, token) WHERE last IN (%d, %d, %d) ORDER BY provider, load, token",
		begun, dead, removing), func(scan func(...any) error) error {
		var p string
		var e ended
		if err := scan(&p, &e.number, &e.token, &e.last, &e.quiet); err != nil {
			return err
		}
		e.provider = events.Provider(p)
		if e.last == begun && e.quiet < int64(s.abandoned.Seconds()) {
			return nil // at work
		}
		if byProvider[p] == nil {
			providers = append(providers, p)
		}
		byProvider[p] = append(byProvider[p], e)
		return nil
	})
	if err != nil {
		return fmt.Errorf("looking for loads that were broken off: %w", err)
	}
	for _, p := range providers {
		var loads []int32
		for i, e := range byProvider[p] {
			loads = append(loads, e.number)
			if e.last == begun {
				if err := s.note(ctx, &byProvider[p][i].load, dead); err != nil {
					return err
				}
			}
		}
		for _, sh := range s.shards {
			for _, t := range []string{"event", "act", "mention"} {
				if err := s.delete(ctx, sh, s.local(t), "provider = "+literal(p)+" AND load IN ("+numbers(loads)+")"); err != nil {
					return fmt.Errorf("deleting what was broken off or removed, on %s: %w", sh.name, err)
				}
			}
		}
		for _, e := range byProvider[p] {
			if e.last == removing || e.last == dead && e.quiet > int64(buried.Seconds()) {
				if err := s.note(ctx, &e.load, gone); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// delete deletes rows of a table on one shard, and waits until they are gone.
func (s *Store) delete(ctx context.Context, sh shard, table, where string) error {
	var n uint64
	if err := sh.conn.QueryRow(ctx, "SELECT count() FROM "+table+" WHERE "+where).Scan(&n); err != nil || n == 0 {
		return err
	}
	if err := sh.conn.Exec(ctx, "ALTER TABLE "+table+" DELETE WHERE "+where); err != nil {
		return err
	}
	for wait := 10 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		if err := sh.conn.QueryRow(ctx, "SELECT count() FROM system.mutations WHERE database = currentDatabase() AND table = "+literal(table)+" AND is_done = 0").Scan(&n); err != nil || n == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
}
