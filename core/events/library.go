package events

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	_ "github.com/duckdb/duckdb-go/v2" // the engine
	_ "modernc.org/sqlite"             // the manifest

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/states"
)

// Library is event data on disk, shared by all cases and by every program that
// has it open. Its methods may be called from several goroutines.
type Library struct {
	dir      string
	manifest *sql.DB
	engine   *sql.DB
	sweeping sync.Mutex
}

// memory is what DuckDB may use before it spills to disk; with the program's own
// share an import stays under 1 GB whatever the size of the file.
const memory = "600MB"

// Open opens the library in a folder, and makes it where there is none. Close it
// when done.
func Open(ctx context.Context, dir string) (*Library, error) {
	for _, d := range []string{dir, filepath.Join(dir, "parts"), filepath.Join(dir, "staging")} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			return nil, fmt.Errorf("making the event library: %w", err)
		}
	}
	l := &Library{dir: dir}
	var err error
	// EXTRA syncs the folder too, so that a committed file survives a loss of power.
	l.manifest, err = sql.Open("sqlite", "file:"+filepath.ToSlash(filepath.Join(dir, "manifest.db"))+
		"?_pragma=busy_timeout(20000)&_pragma=foreign_keys(1)&_pragma=synchronous(EXTRA)&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("opening the event library's manifest: %w", err)
	}
	if _, err := l.manifest.ExecContext(ctx, schema); err != nil {
		l.manifest.Close()
		return nil, fmt.Errorf("opening the event library's manifest in %s: %w", dir, err)
	}
	if l.engine, err = startEngine(ctx, filepath.Join(dir, "staging")); err != nil {
		l.manifest.Close()
		return nil, err
	}
	return l, nil
}

// startEngine opens a DuckDB of its own in memory.
func startEngine(ctx context.Context, spill string) (*sql.DB, error) {
	engine, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, fmt.Errorf("starting the event engine: %w", err)
	}
	for _, set := range []string{
		"SET memory_limit = '" + memory + "'",
		"SET threads = " + fmt.Sprint(runtime.NumCPU()),
		"SET preserve_insertion_order = false",
		"SET temp_directory = " + literal(spill),
		"SET parquet_metadata_cache = true",
		"SET autoinstall_known_extensions = false",
		"SET autoload_known_extensions = false",
		stateTables(),
	} {
		if _, err := engine.ExecContext(ctx, set); err != nil {
			engine.Close()
			return nil, fmt.Errorf("starting the event engine (%s): %w", firstWords(set), err)
		}
	}
	return engine, nil
}

func firstWords(s string) string { return s[:min(len(s), 40)] }

// stateTables makes the tables iso, named and numbered: from a code, a name in
// lower case or a number to ISO 3166-1 alpha-3. Names and numbers are those of our
// day: the providers that use them begin in 1989 at the earliest.
func stateTables() string {
	today := edtf.DayOf(2020, time.January, 1)
	iso, named, numbered := map[string]string{}, map[string]string{}, map[string]string{}
	for _, s := range states.All() {
		if s.ISO3 == "" {
			continue
		}
		for _, c := range append(slices.Clone(s.CAMEO), s.ISO3) {
			if of, ok := states.ByCode(c, today); ok && of.ISO3 != "" {
				iso[c] = of.ISO3
			}
		}
		for _, n := range append([]string{s.Name}, s.Names...) {
			if of, ok := states.ByName(n, today); ok && of.ISO3 != "" {
				named[strings.ToLower(n)] = of.ISO3
			}
		}
		if of, ok := states.ByCOW(s.COW, today); s.COW != 0 && ok && of.ISO3 != "" {
			numbered[strconv.Itoa(s.COW)] = of.ISO3
		}
	}
	table := func(name, kind string, of map[string]string) string {
		var rows []string
		for _, k := range slices.Sorted(maps.Keys(of)) {
			rows = append(rows, "("+literal(k)+", "+literal(of[k])+")")
		}
		return "CREATE TABLE " + name + " AS SELECT CAST(k AS " + kind + ") AS k, v FROM (VALUES " + strings.Join(rows, ", ") + ") AS t(k, v); "
	}
	return table("iso", "VARCHAR", iso) + table("named", "VARCHAR", named) + table("numbered", "INTEGER", numbered)
}

// literal writes a text as SQL.
func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// Close frees the library. What is on disk is complete at any moment.
func (l *Library) Close() error {
	return errors.Join(l.engine.Close(), l.manifest.Close())
}

// Dir is the library's folder.
func (l *Library) Dir() string { return l.dir }

func (l *Library) part(name string) string { return filepath.Join(l.dir, "parts", name) }

const schema = `
CREATE TABLE IF NOT EXISTS file (
  id        INTEGER PRIMARY KEY,
  provider  TEXT NOT NULL,
  layout    TEXT NOT NULL,
  name      TEXT NOT NULL,
  sha256    TEXT NOT NULL UNIQUE,
  mark      INTEGER NOT NULL,          -- its rows' column file
  bytes     INTEGER NOT NULL,          -- of the file as it came
  rows      INTEGER NOT NULL,          -- taken in
  refused   INTEGER NOT NULL,          -- malformed, told in table refused
  doubles   INTEGER NOT NULL,          -- in the library or in the file already
  first_day TEXT NOT NULL,             -- what the file covers, in all
  last_day  TEXT NOT NULL,
  imported  TEXT NOT NULL,             -- UTC
  part      TEXT NOT NULL              -- the event or mention part that holds it
);
CREATE TABLE IF NOT EXISTS cover (
  file      INTEGER NOT NULL REFERENCES file(id) ON DELETE CASCADE,
  first_day TEXT NOT NULL,             -- a run of days that it covers
  last_day  TEXT NOT NULL,
  share     REAL NOT NULL              -- of each of these days
);
CREATE INDEX IF NOT EXISTS cover_file ON cover(file);
CREATE TABLE IF NOT EXISTS refused (
  file   INTEGER NOT NULL REFERENCES file(id) ON DELETE CASCADE,
  line   INTEGER NOT NULL,
  reason TEXT NOT NULL,
  text   TEXT NOT NULL                 -- the row's first 200 bytes
);
CREATE TABLE IF NOT EXISTS part (
  name      TEXT PRIMARY KEY,
  kind      TEXT NOT NULL CHECK (kind IN ('event', 'mention', 'dyad', 'source')),
  provider  TEXT NOT NULL,
  rows      INTEGER NOT NULL,
  bytes     INTEGER NOT NULL,
  first_day TEXT NOT NULL,
  last_day  TEXT NOT NULL,
  first_id  INTEGER NOT NULL,          -- the range of event ids, for finding doubles
  last_id   INTEGER NOT NULL,
  summed    INTEGER NOT NULL           -- an event part that dyad parts hold: 1
);
CREATE INDEX IF NOT EXISTS part_kind ON part(kind, provider);
`
