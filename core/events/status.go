package events

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// Loaded is one file of the library.
type Loaded struct {
	ID                            int64
	Provider                      Provider
	Layout, Name                  string
	Bytes, Rows, Refused, Doubles int64
	Days                          Span
	Imported                      time.Time
}

// Files lists what is loaded, newest days last.
func (l *Library) Files(ctx context.Context) ([]Loaded, error) {
	rows, err := l.manifest.QueryContext(ctx, "SELECT id, provider, layout, name, bytes, rows, refused, doubles, first_day, last_day, imported FROM file ORDER BY provider, first_day, name")
	if err != nil {
		return nil, fmt.Errorf("listing the event library: %w", err)
	}
	defer rows.Close()
	var out []Loaded
	for rows.Next() {
		var f Loaded
		var first, last, imported string
		if err := rows.Scan(&f.ID, &f.Provider, &f.Layout, &f.Name, &f.Bytes, &f.Rows, &f.Refused, &f.Doubles, &first, &last, &imported); err != nil {
			return nil, fmt.Errorf("listing the event library: %w", err)
		}
		if f.Days.First, err = edtf.ParseDay(first); err == nil {
			f.Days.Last, err = edtf.ParseDay(last)
		}
		if err == nil {
			f.Imported, err = time.Parse(time.RFC3339, imported)
		}
		if err != nil {
			return nil, fmt.Errorf("listing the event library, file %s: %w", f.Name, err)
		}
		out = append(out, f)
	}
	return out, rows.Err()
}

// Refusals lists the malformed rows of a loaded file, as many as were kept.
func (l *Library) Refusals(ctx context.Context, file int64) ([]Refusal, error) {
	rows, err := l.manifest.QueryContext(ctx, "SELECT line, reason, text FROM refused WHERE file = ? ORDER BY line", file)
	if err != nil {
		return nil, fmt.Errorf("listing malformed rows: %w", err)
	}
	defer rows.Close()
	var out []Refusal
	for rows.Next() {
		var r Refusal
		if err := rows.Scan(&r.Line, &r.Reason, &r.Text); err != nil {
			return nil, fmt.Errorf("listing malformed rows: %w", err)
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// Usage is what a provider takes.
type Usage struct {
	Provider         Provider
	Files            int
	Events, Mentions int64
	Sums             int64 // rows of dyad parts
	Bytes            int64 // on disk, all parts
	Days             Span
}

// Usage tells for each provider how much is loaded and what it takes on disk.
func (l *Library) Usage(ctx context.Context) ([]Usage, error) {
	rows, err := l.manifest.QueryContext(ctx, `SELECT p.provider, (SELECT count(*) FROM file f WHERE f.provider = p.provider),
		coalesce(sum(CASE WHEN kind = 'event' THEN rows END), 0), coalesce(sum(CASE WHEN kind = 'mention' THEN rows END), 0), coalesce(sum(CASE WHEN kind = 'dyad' THEN rows END), 0), sum(bytes),
		(SELECT min(first_day) FROM file f WHERE f.provider = p.provider), (SELECT max(last_day) FROM file f WHERE f.provider = p.provider) FROM part p GROUP BY p.provider ORDER BY p.provider`)
	if err != nil {
		return nil, fmt.Errorf("measuring the event library: %w", err)
	}
	defer rows.Close()
	var out []Usage
	for rows.Next() {
		var u Usage
		var first, last sql.NullString
		if err := rows.Scan(&u.Provider, &u.Files, &u.Events, &u.Mentions, &u.Sums, &u.Bytes, &first, &last); err != nil {
			return nil, fmt.Errorf("measuring the event library: %w", err)
		}
		if first.Valid && last.Valid {
			u.Days.First, _ = edtf.ParseDay(first.String) // written by this package
			u.Days.Last, _ = edtf.ParseDay(last.String)
		}
		out = append(out, u)
	}
	return out, rows.Err()
}

const (
	// shortDay: a day with less than this share of the median of the days around it
	// is a short file, not a quiet world.
	shortDay = 0.25
	// around is how many days to either side the median is taken over.
	around = 28
	// steady is the median below which a provider's days vary too much to tell a
	// short one.
	steady = 20
	// wholeDay is how much of a day's files must be loaded.
	wholeDay = 0.9
)

// Unknown lists the days of a span that are unknown: no file covers them, files of
// them are missing, or far fewer events are there than on the days around (a
// quarter of their median). Unknown is never silence.
func (l *Library) Unknown(ctx context.Context, p Provider, s Span) ([]edtf.Day, error) {
	wide := Span{First: s.First - around, Last: s.Last + around}
	covered := Covered{}
	rows, err := l.manifest.QueryContext(ctx, "SELECT f.layout, c.first_day, c.last_day, c.share FROM cover c JOIN file f ON f.id = c.file WHERE f.provider = ? AND f.layout NOT LIKE '%mentions%' AND c.first_day <= ? AND c.last_day >= ?",
		string(p), wide.Last.String(), wide.First.String())
	if err != nil {
		return nil, fmt.Errorf("finding the days that are loaded: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var layout, first, last string
		var share float64
		if err := rows.Scan(&layout, &first, &last, &share); err != nil {
			return nil, fmt.Errorf("finding the days that are loaded: %w", err)
		}
		a, err := edtf.ParseDay(first)
		if err != nil {
			return nil, fmt.Errorf("finding the days that are loaded: %w", err)
		}
		b, err := edtf.ParseDay(last)
		if err != nil {
			return nil, fmt.Errorf("finding the days that are loaded: %w", err)
		}
		covered.Add(layout, wide, Cover{Span{First: a, Last: b}, share})
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("finding the days that are loaded: %w", err)
	}
	totals, err := l.totals(ctx, p, wide)
	if err != nil {
		return nil, err
	}
	return unknown(s, wide, covered.shares(wide), totals), nil
}

// totals counts the events of all dyads by day, one for each day of the span.
func (l *Library) totals(ctx context.Context, p Provider, s Span) ([]int64, error) {
	out := make([]int64, s.Days())
	err := l.retry(ctx, func() error {
		clear(out)
		parts, err := l.parts(ctx, "source", p)
		if err != nil || len(parts) == 0 {
			return err
		}
		rows, err := l.engine.QueryContext(ctx, "SELECT day, CAST(sum(n) AS BIGINT) FROM "+l.read(parts)+" WHERE "+between(s)+" GROUP BY day")
		if err != nil {
			return fmt.Errorf("counting events by day: %w", err)
		}
		defer rows.Close()
		for rows.Next() {
			var day time.Time
			var n int64
			if err := rows.Scan(&day, &n); err != nil {
				return fmt.Errorf("counting events by day: %w", err)
			}
			out[edtf.DayOfTime(day)-s.First] = n
		}
		return rows.Err()
	})
	return out, err
}

func unknown(s, wide Span, covered []float64, totals []int64) []edtf.Day {
	var out []edtf.Day
	var near []int64
	for d := s.First; d <= s.Last; d++ {
		i := int(d - wide.First)
		if covered[i] < wholeDay {
			out = append(out, d)
			continue
		}
		// Days without any event in the world are no measure of a usual day: a gap of
		// months within one file must not make itself the rule.
		near = near[:0]
		days := 0
		for j := i - around; j <= i+around; j++ {
			if j != i && j >= 0 && j < len(totals) && covered[j] >= wholeDay {
				days++
				if totals[j] > 0 {
					near = append(near, totals[j])
				}
			}
		}
		switch {
		case days < 7:
		case len(near) == 0:
			if totals[i] == 0 {
				out = append(out, d)
			}
		default:
			slices.Sort(near)
			if median := float64(near[len(near)/2]); median >= steady && float64(totals[i]) < shortDay*median {
				out = append(out, d)
			}
		}
	}
	return out
}

// Remove takes the files out whose days lie within the span, or touch it, and
// tells which. The sums follow in the same transaction.
func (l *Library) Remove(ctx context.Context, p Provider, s Span) ([]Loaded, error) {
	files, err := l.Files(ctx)
	if err != nil {
		return nil, err
	}
	var gone []Loaded
	ids := map[int64]bool{}
	for _, f := range files {
		if f.Provider == p && f.Days.First <= s.Last && f.Days.Last >= s.First {
			gone = append(gone, f)
			ids[f.ID] = true
		}
	}
	if len(gone) == 0 {
		return nil, nil
	}
	marks := map[string][]int64{} // by part
	rows, err := l.manifest.QueryContext(ctx, "SELECT id, part, mark FROM file WHERE provider = ?", string(p))
	if err != nil {
		return nil, fmt.Errorf("removing events: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, mark int64
		var name string
		if err := rows.Scan(&id, &name, &mark); err != nil {
			return nil, fmt.Errorf("removing events: %w", err)
		}
		if ids[id] {
			marks[name] = append(marks[name], mark)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("removing events: %w", err)
	}
	made := map[string]part{} // what takes a part's place; no name: nothing is left of it
	names := make([]string, 0, len(marks))
	for name := range marks {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		kind := "event"
		if name[:7] == "mention" {
			kind = "mention"
		}
		in := fmt.Sprint(marks[name])
		left, err := l.make(ctx, kind, p, "SELECT * FROM "+l.read([]string{name})+" WHERE file NOT IN ("+spaced(in)+")")
		if err != nil {
			return nil, fmt.Errorf("removing events: %w", err)
		}
		made[name] = left
	}
	events, err := l.parts(ctx, "event", p)
	if err != nil {
		return nil, err
	}
	var stay []string
	for _, e := range events {
		if m, ok := made[e]; !ok {
			stay = append(stay, e)
		} else if m.rows > 0 {
			stay = append(stay, m.name)
		}
	}
	retired, err := l.names(ctx, "SELECT name FROM part WHERE kind IN ('dyad', 'source') AND provider = ? ORDER BY name", string(p))
	if err != nil {
		return nil, err
	}
	var fresh []part
	if len(stay) > 0 {
		dyad, err := l.make(ctx, "dyad", p, "SELECT target, source, day, code, "+dyadSums+" FROM "+l.read(stay)+
			" WHERE source IS NOT NULL AND target IS NOT NULL AND source <> target GROUP BY target, source, day, code ORDER BY target, source, day, code")
		if err != nil {
			return nil, fmt.Errorf("removing events: %w", err)
		}
		source, _, err := l.sources(ctx, p, []string{dyad.name}, "")
		if err != nil {
			return nil, fmt.Errorf("removing events: %w", err)
		}
		fresh = []part{dyad, source}
	}
	err = l.replace(ctx, fresh, retired, func(tx *sql.Tx) error {
		for _, name := range names {
			m := made[name]
			if m.rows > 0 {
				if _, err := tx.ExecContext(ctx, "INSERT INTO part SELECT ?, kind, provider, ?, ?, ?, ?, first_id, last_id, 1 FROM part WHERE name = ?", m.name, m.rows, m.bytes, m.first, m.last, name); err != nil {
					return err
				}
				if _, err := tx.ExecContext(ctx, "UPDATE file SET part = ? WHERE part = ?", m.name, name); err != nil {
					return err
				}
			}
			if err := one(tx.ExecContext(ctx, "DELETE FROM part WHERE name = ?", name)); err != nil {
				return err
			}
		}
		for _, f := range gone {
			if _, err := tx.ExecContext(ctx, "DELETE FROM file WHERE id = ?", f.ID); err != nil {
				return err
			}
		}
		// What had been imported and not yet added up is in the new sums.
		_, err := tx.ExecContext(ctx, "UPDATE part SET summed = 1 WHERE provider = ? AND kind = 'event'", string(p))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("removing events: %w", err)
	}
	for _, name := range names {
		os.Remove(l.part(name)) // what is open elsewhere, the sweep removes
		if m := made[name]; m.rows == 0 {
			os.Remove(l.part(m.name))
		}
	}
	return gone, nil
}

// spaced turns "[1 2 3]" into "1, 2, 3".
func spaced(list string) string {
	out := make([]byte, 0, len(list))
	for _, c := range []byte(list[1 : len(list)-1]) {
		if c == ' ' {
			out = append(out, ',')
		}
		out = append(out, c)
	}
	return string(out)
}
