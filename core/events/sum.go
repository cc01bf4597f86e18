package events

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	// mergeAt is how many dyad parts of a provider may lie side by side; more are
	// merged, the smallest first, so that a history reads few places.
	mergeAt = 8
	// mergeEventsAt is the same for event parts, which are read for lists only.
	mergeEventsAt = 64
)

// The sums of a dyad part: what each filter counts. Root events, and those that
// two or three outlets carried, may be asked for together.
const dyadSums = `max(quad) AS quad, CAST(sum(events) AS UINTEGER) AS n, CAST(sum(CASE WHEN root THEN events ELSE 0 END) AS UINTEGER) AS root,
	CAST(sum(CASE WHEN sources >= 2 THEN events ELSE 0 END) AS UINTEGER) AS two, CAST(sum(CASE WHEN sources >= 3 THEN events ELSE 0 END) AS UINTEGER) AS three,
	CAST(sum(CASE WHEN root AND sources >= 2 THEN events ELSE 0 END) AS UINTEGER) AS roottwo, CAST(sum(CASE WHEN root AND sources >= 3 THEN events ELSE 0 END) AS UINTEGER) AS rootthree,
	CAST(sum(goldstein * events) / nullif(sum(CASE WHEN goldstein IS NULL THEN 0 ELSE events END), 0) AS FLOAT) AS goldstein`

// dyadAgain adds up sums that lie in several parts.
const dyadAgain = `max(quad) AS quad, CAST(sum(n) AS UINTEGER) AS n, CAST(sum(root) AS UINTEGER) AS root, CAST(sum(two) AS UINTEGER) AS two, CAST(sum(three) AS UINTEGER) AS three,
	CAST(sum(roottwo) AS UINTEGER) AS roottwo, CAST(sum(rootthree) AS UINTEGER) AS rootthree,
	CAST(sum(goldstein * n) / nullif(sum(CASE WHEN goldstein IS NULL THEN 0 ELSE n END), 0) AS FLOAT) AS goldstein`

// counts are the columns that filters choose from.
var counts = []string{"n", "root", "two", "three", "roottwo", "rootthree"}

// sourceSums make a source part from dyad rows: n acts, and u kinds of act toward
// one target, for each filter ("unique by day").
func sourceSums() string {
	var out []string
	for _, c := range counts {
		out = append(out, "CAST(sum("+c+") AS UINTEGER) AS "+c, "CAST(count(*) FILTER ("+c+" > 0) AS UINTEGER) AS u"+c)
	}
	return strings.Join(out, ", ")
}

// Sum brings the sums up to date with what was imported, and merges parts that
// have become many. Import calls it; after a kill, the next import or Sum goes on
// from there. Until then the events are loaded but not counted.
func (l *Library) Sum(ctx context.Context) error {
	providers, err := l.names(ctx, "SELECT DISTINCT provider FROM part WHERE kind = 'event' AND summed = 0 ORDER BY provider")
	if err != nil {
		return err
	}
	for _, p := range providers {
		if err := l.sumProvider(ctx, Provider(p)); err != nil {
			return fmt.Errorf("adding up the events of %s: %w", p, err)
		}
	}
	all, err := l.names(ctx, "SELECT DISTINCT provider FROM part ORDER BY provider")
	if err != nil {
		return err
	}
	for _, p := range all {
		if err := l.merge(ctx, Provider(p)); err != nil {
			return fmt.Errorf("merging the parts of %s: %w", p, err)
		}
	}
	return nil
}

func (l *Library) sumProvider(ctx context.Context, p Provider) error {
	fresh, err := l.names(ctx, "SELECT name FROM part WHERE kind = 'event' AND provider = ? AND summed = 0 ORDER BY name", string(p))
	if err != nil || len(fresh) == 0 {
		return err
	}
	old, err := l.names(ctx, "SELECT name FROM part WHERE kind = 'dyad' AND provider = ? ORDER BY name", string(p))
	if err != nil {
		return err
	}
	dyad, err := l.make(ctx, "dyad", p, "SELECT target, source, day, code, "+dyadSums+" FROM "+l.read(fresh)+
		" WHERE source IS NOT NULL AND target IS NOT NULL AND source <> target GROUP BY target, source, day, code ORDER BY target, source, day, code")
	if err != nil {
		return err
	}
	source, retired, err := l.sources(ctx, p, append(old, dyad.name), dyad.name)
	if err != nil {
		os.Remove(l.part(dyad.name))
		return err
	}
	return l.replace(ctx, []part{dyad, source}, retired, func(tx *sql.Tx) error {
		for _, f := range fresh {
			if err := one(tx.ExecContext(ctx, "UPDATE part SET summed = 1 WHERE name = ? AND summed = 0", f)); err != nil {
				return err
			}
		}
		return nil
	})
}

// sources makes the source part anew for the days that a dyad part touches; empty:
// for every day.
func (l *Library) sources(ctx context.Context, p Provider, dyads []string, touched string) (part, []string, error) {
	retired, err := l.names(ctx, "SELECT name FROM part WHERE kind = 'source' AND provider = ? ORDER BY name", string(p))
	if err != nil {
		return part{}, nil, err
	}
	where, keep := "", ""
	if touched != "" && len(retired) > 0 {
		days := "(SELECT DISTINCT day FROM " + l.read([]string{touched}) + ")"
		where = " WHERE day IN " + days
		keep = " UNION ALL SELECT * FROM " + l.read(retired) + " WHERE day NOT IN " + days
	}
	again := "SELECT target, source, day, code, " + dyadAgain + " FROM " + l.read(dyads) + where + " GROUP BY target, source, day, code"
	made, err := l.make(ctx, "source", p, "SELECT * FROM (SELECT source, day, "+sourceSums()+" FROM ("+again+") GROUP BY source, day"+keep+") ORDER BY day, source")
	return made, retired, err
}

// A part as it stands in the manifest.
type part struct {
	name, kind  string
	provider    Provider
	rows, bytes int64
	first, last string
}

// make writes a query's rows as a part that is in place and not yet named.
func (l *Library) make(ctx context.Context, kind string, p Provider, query string) (part, error) {
	made := part{name: kind + "-" + string(p) + "-" + token() + ".parquet", kind: kind, provider: p}
	staged := filepath.Join(l.dir, "staging", made.name)
	defer os.Remove(staged) // gone by rename where all went well
	if _, err := l.engine.ExecContext(ctx, "COPY ("+query+") TO "+literal(staged)+parquet); err != nil {
		return made, err
	}
	var first, last sql.NullTime
	if err := l.engine.QueryRowContext(ctx, "SELECT count(*), min(day), max(day) FROM "+literal(staged)).Scan(&made.rows, &first, &last); err != nil {
		return made, err
	}
	made.first, made.last = dayOf(first).String(), dayOf(last).String()
	if err := syncFile(staged); err != nil {
		return made, err
	}
	info, err := os.Stat(staged)
	if err != nil {
		return made, err
	}
	made.bytes = info.Size()
	return made, os.Rename(staged, l.part(made.name))
}

// replace names new parts and forgets old ones in one transaction. Where another
// program has changed one of the old parts meanwhile, nothing happens and the
// work is left for the next call.
func (l *Library) replace(ctx context.Context, made []part, retired []string, also func(*sql.Tx) error) error {
	err := l.transact(ctx, func(tx *sql.Tx) error {
		for _, p := range made {
			if _, err := tx.ExecContext(ctx, "INSERT INTO part VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 1)", p.name, p.kind, string(p.provider), p.rows, p.bytes, p.first, p.last); err != nil {
				return err
			}
		}
		for _, name := range retired {
			if err := one(tx.ExecContext(ctx, "DELETE FROM part WHERE name = ?", name)); err != nil {
				return err
			}
		}
		return also(tx)
	})
	gone := retired
	if err != nil {
		gone = nil
		for _, p := range made {
			gone = append(gone, p.name)
		}
	}
	for _, name := range gone {
		os.Remove(l.part(name)) // what cannot be removed now (open elsewhere), the sweep removes
	}
	return err
}

// one fails where a statement did not change exactly one row.
func one(r sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n != 1 {
		return errChanged
	}
	return nil
}

var errChanged = fmt.Errorf("another program changed the event library meanwhile: try again")

func (l *Library) merge(ctx context.Context, p Provider) error {
	dyads, err := l.names(ctx, "SELECT name FROM part WHERE kind = 'dyad' AND provider = ? ORDER BY rows, name", string(p))
	if err != nil {
		return err
	}
	if len(dyads) > mergeAt {
		small := dyads[:len(dyads)/2+1]
		made, err := l.make(ctx, "dyad", p, "SELECT target, source, day, code, "+dyadAgain+" FROM "+l.read(small)+" GROUP BY target, source, day, code ORDER BY target, source, day, code")
		if err != nil {
			return err
		}
		if err := l.replace(ctx, []part{made}, small, func(*sql.Tx) error { return nil }); err != nil {
			return err
		}
	}
	for _, kind := range []string{"event", "mention"} {
		parts, err := l.names(ctx, "SELECT name FROM part WHERE kind = ? AND provider = ? AND summed = 1 ORDER BY rows, name", kind, string(p))
		if err != nil {
			return err
		}
		if len(parts) <= mergeEventsAt {
			continue
		}
		small := parts[:len(parts)*3/4]
		made, err := l.make(ctx, kind, p, "SELECT * FROM "+l.read(small)+" ORDER BY day, id")
		if err != nil {
			return err
		}
		if err := l.replace(ctx, []part{made}, nil, func(tx *sql.Tx) error {
			var first, last int64
			in, args := holes(small)
			if err := tx.QueryRowContext(ctx, "SELECT min(first_id), max(last_id) FROM part WHERE name IN "+in, args...).Scan(&first, &last); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, "UPDATE part SET first_id = ?, last_id = ? WHERE name = ?", first, last, made.name); err != nil {
				return err
			}
			for _, name := range small {
				if _, err := tx.ExecContext(ctx, "UPDATE file SET part = ? WHERE part = ?", made.name, name); err != nil {
					return err
				}
				if err := one(tx.ExecContext(ctx, "DELETE FROM part WHERE name = ?", name)); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
		for _, name := range small {
			os.Remove(l.part(name))
		}
	}
	return nil
}

func holes(of []string) (string, []any) {
	args := make([]any, len(of))
	for i, v := range of {
		args[i] = v
	}
	return "(" + strings.TrimSuffix(strings.Repeat("?, ", len(of)), ", ") + ")", args
}

// abandoned is how old a file that nothing names must be to be swept: younger, it
// may be another program's that is at work.
const abandoned = time.Hour

// sweep removes what a killed import left behind.
func (l *Library) sweep(ctx context.Context) {
	if !l.sweeping.TryLock() {
		return
	}
	defer l.sweeping.Unlock()
	old := func(path string) bool {
		info, err := os.Stat(path)
		return err == nil && time.Since(info.ModTime()) > abandoned
	}
	staged, _ := filepath.Glob(filepath.Join(l.dir, "staging", "*"))
	for _, s := range staged {
		if old(s) {
			os.RemoveAll(s)
		}
	}
	named, err := l.names(ctx, "SELECT name FROM part")
	if err != nil {
		return // what is left lies until the next import
	}
	is := map[string]bool{}
	for _, n := range named {
		is[n] = true
	}
	parts, _ := filepath.Glob(filepath.Join(l.dir, "parts", "*.parquet"))
	for _, p := range parts {
		if !is[filepath.Base(p)] && old(p) {
			os.Remove(p)
		}
	}
}
