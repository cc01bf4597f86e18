package cluster

import (
	"context"
	"fmt"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events"
)

// file is a loaded file and what the log calls it.
type file struct {
	events.Loaded
	load     int32
	token    uint64
	mentions bool
}

// stands keeps the rows of the log by which files are loaded and not removed.
var stands = fmt.Sprintf("step = %d AND (provider, load, token) GLOBAL NOT IN (SELECT provider, load, token FROM log WHERE step > %d)", loaded, loaded)

// id numbers a file for whoever asks for its refusals: by a provider's load.
// Providers share numbers, so the log's token tells them apart.
func id(token uint64) int64 { return int64(token >> 1) }

// files lists a provider's files; empty: all.
func (s *Store) files(ctx context.Context, p events.Provider) ([]file, error) {
	where := stands
	if p != "" {
		where += " AND provider = " + literal(string(p))
	}
	var out []file
	err := s.rows(ctx, "SELECT provider, load, token, layout, name, bytes, rows, refused, doubles, first_day, last_day, at, mentions FROM log WHERE "+where+" ORDER BY provider, first_day, name", func(scan func(...any) error) error {
		var f file
		var p string
		var first, last int32
		var mentions uint8
		if err := scan(&p, &f.load, &f.token, &f.Layout, &f.Name, &f.Bytes, &f.Rows, &f.Refused, &f.Doubles, &first, &last, &f.Imported, &mentions); err != nil {
			return err
		}
		f.Provider, f.Days, f.mentions, f.ID, f.Imported = events.Provider(p), span(first, last), mentions == 1, id(f.token), f.Imported.UTC()
		out = append(out, f)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing the loaded files: %w", err)
	}
	return out, nil
}

// Files lists what is loaded, newest days last.
func (s *Store) Files(ctx context.Context) ([]events.Loaded, error) {
	files, err := s.files(ctx, "")
	if err != nil {
		return nil, err
	}
	var out []events.Loaded
	for _, f := range files {
		out = append(out, f.Loaded)
	}
	return out, nil
}

// Refusals lists the malformed rows of a loaded file, as many as were kept.
func (s *Store) Refusals(ctx context.Context, file int64) ([]events.Refusal, error) {
	var out []events.Refusal
	err := s.rows(ctx, fmt.Sprintf("SELECT line, reason, text FROM log ARRAY JOIN refused_line AS line, refused_reason AS reason, refused_text AS text WHERE step = %d AND intDiv(token, 2) = %d ORDER BY line", loaded, file), func(scan func(...any) error) error {
		var r events.Refusal
		err := scan(&r.Line, &r.Reason, &r.Text)
		out = append(out, r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing malformed rows: %w", err)
	}
	return out, nil
}

// Usage tells for each provider how much is loaded and what it takes on the disks
// of all shards. Sums are the rows of table act.
func (s *Store) Usage(ctx context.Context) ([]events.Usage, error) {
	files, err := s.files(ctx, "")
	if err != nil {
		return nil, err
	}
	var out []events.Usage
	for _, f := range files { // by provider
		if n := len(out); n == 0 || out[n-1].Provider != f.Provider {
			out = append(out, events.Usage{Provider: f.Provider, Days: f.Days})
		}
		u := &out[len(out)-1]
		u.Files++
		u.Days.First, u.Days.Last = min(u.Days.First, f.Days.First), max(u.Days.Last, f.Days.Last)
		if f.mentions {
			u.Mentions += f.Rows
		} else {
			u.Events += f.Rows
		}
	}
	for i := range out {
		u := &out[i]
		for _, sh := range s.shards {
			var sums, bytes int64
			// A partition is written as ('gdelt',1003).
			err := sh.conn.QueryRow(ctx, fmt.Sprintf("SELECT toInt64(sum(if(table = %s, rows, 0))), toInt64(sum(bytes_on_disk)) FROM system.parts WHERE active AND database = currentDatabase() AND table IN (%s, %s, %s) AND startsWith(partition, %s)",
				literal(s.local("act")), literal(s.local("event")), literal(s.local("act")), literal(s.local("mention")), literal("("+literal(string(u.Provider))+","))).Scan(&sums, &bytes)
			if err != nil {
				return nil, fmt.Errorf("measuring the events of %s on %s: %w", u.Provider, sh.name, err)
			}
			u.Sums += sums
			u.Bytes += bytes
		}
	}
	return out, nil
}

// Unknown lists the days of a span that are unknown; see events.Library.Unknown.
func (s *Store) Unknown(ctx context.Context, p events.Provider, within events.Span) ([]edtf.Day, error) {
	wide := events.Around(within)
	covered := events.Covered{}
	totals := make([]int64, wide.Days())
	err := s.consistently(ctx, p, func(where string) error {
		clear(covered)
		clear(totals)
		err := s.rows(ctx, fmt.Sprintf("SELECT layout, a, b, sum(share) FROM log ARRAY JOIN cover_first AS a, cover_last AS b, cover_share AS share WHERE %s AND provider = %s AND mentions = 0 AND a <= %d AND b >= %d GROUP BY layout, a, b ORDER BY layout, a, b",
			stands, literal(string(p)), wide.Last, wide.First), func(scan func(...any) error) error {
			var layout string
			var a, b int32
			var share float64
			if err := scan(&layout, &a, &b, &share); err != nil {
				return err
			}
			covered.Add(layout, wide, events.Cover{Span: span(a, b), Share: share})
			return nil
		})
		if err != nil {
			return err
		}
		return s.rows(ctx, "SELECT day, toInt64(sum(n)) FROM act WHERE "+where+" AND "+between(wide)+" GROUP BY day", func(scan func(...any) error) error {
			var day int32
			var n int64
			if err := scan(&day, &n); err != nil {
				return err
			}
			totals[edtf.Day(day)-wide.First] = n
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("finding the days that are loaded: %w", err)
	}
	return events.UnknownDays(within, covered, totals), nil
}
