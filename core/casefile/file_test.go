package casefile

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/ledger"
)

func TestCreateAndOpenKeepTheCase(t *testing.T) {
	for _, c := range []struct {
		name string
		c    *ledger.Case
	}{
		{"small", small()},
		{"generated", generate(500)},
		{"empty", ledger.NewCase(nil)},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFile(t, c.c)
			same(t, "after Create", f.Case(), c.c)
			sound(t, f)
			f.Close()
			again := open(t, f.Path())
			same(t, "after Open", again.Case(), c.c)
			if reason, ro := again.ReadOnly(); ro {
				t.Errorf("read-only: %s", reason)
			}
			if w := again.Warnings(); len(w) > 0 {
				t.Errorf("warnings: %q", w)
			}
			alone(t, filepath.Dir(f.Path()), "case.fairweather")
		})
	}
}

func TestCreateRefusesToOverwrite(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.fairweather")
	if err := os.WriteFile(path, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(ctx, path, small(), "import", Options{}); !errors.Is(err, ErrExists) {
		t.Fatalf("over a file: %v", err)
	}
	if got, _ := os.ReadFile(path); string(got) != "mine" {
		t.Fatalf("the file was touched: %q", got)
	}
	other := filepath.Join(dir, "y.fairweather")
	if err := os.WriteFile(other+"-journal", []byte("left by another"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(ctx, other, small(), "import", Options{}); !errors.Is(err, ErrExists) || !strings.Contains(err.Error(), "y.fairweather-journal") {
		t.Fatalf("beside a journal: %v", err)
	}
	alone(t, dir, "x.fairweather", "y.fairweather-journal")
	if _, err := Create(ctx, filepath.Join(dir, "none", "z.fairweather"), small(), "import", Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("in a folder that does not exist: %v", err)
	}
}

func sqliteFile(t *testing.T, statements ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.fairweather")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	run(t, db, statements...)
	return path
}

func run(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// changed makes a sound case file and lets statements loose on it.
func changed(t *testing.T, statements ...string) string {
	t.Helper()
	f := newFile(t, small())
	f.Close()
	db, err := sql.Open("sqlite", f.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	run(t, db, statements...)
	return f.Path()
}

func file(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.fairweather")
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOpenRefusesWithWords(t *testing.T) {
	for _, c := range []struct {
		name string
		path string
		want error
		says string
	}{
		{"no file", filepath.Join(t.TempDir(), "x.fairweather"), fs.ErrNotExist, "there is no such file"},
		{"a folder", t.TempDir(), ErrNotCase, "it is a folder"},
		{"an empty file", file(t, ""), ErrNotCase, "the file is empty"},
		{"text", file(t, strings.Repeat("Dear reader, this is a letter.\n", 500)), ErrNotCase, "open a .fairweather file"},
		{"one byte", file(t, "x"), ErrNotCase, "open a .fairweather file"},
		{"another program's database", sqliteFile(t, "CREATE TABLE t (a, b)", "INSERT INTO t VALUES (1, 'x')"), ErrNotCase, "open a .fairweather file"},
		{"another with tables like ours", sqliteFile(t, "CREATE TABLE about (key, value)", "CREATE TABLE edit (seq, id)"), ErrNotCase, "open a .fairweather file"},
		{"the header of a database and no more", file(t, "SQLite format 3\x00"), ErrNotCase, "open a .fairweather file"},
		{"a newer format", changed(t, "PRAGMA user_version = 7", "UPDATE about SET value = '7' WHERE key = 'format'"), ErrNewer, fmt.Sprintf("format 7, this program reads up to %d", Format())},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := Open(ctx, c.path, Options{})
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %v with %q", err, c.want, c.says)
			}
			if err == nil {
				f.Close()
			}
		})
	}
}

func TestClosedFileSaysSo(t *testing.T) {
	f := newFile(t, small())
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	if _, err := f.Apply(ctx, Edit{Label: "x", Changes: set(conduct("c9", "x"))}); !errors.Is(err, ErrClosed) {
		t.Errorf("Apply: %v", err)
	}
	if _, err := f.Search(ctx, "x", 1); !errors.Is(err, ErrClosed) {
		t.Errorf("Search: %v", err)
	}
	if _, ok := f.UndoLabel(); ok {
		t.Error("there is something to undo")
	}
}

func TestHeaderTellsTheFormat(t *testing.T) {
	f := newFile(t, small())
	f.Close()
	data, err := os.ReadFile(f.Path())
	if err != nil {
		t.Fatal(err)
	}
	if string(data[68:72]) != "Fair" || data[63] != byte(Format()) {
		t.Errorf("application_id %q, user_version %d", data[68:72], data[63])
	}
	if data[18] != 1 || data[19] != 1 {
		t.Error("the file is in WAL mode")
	}
}

// A format that does not exist yet: an older file is brought up to date when
// it is opened, once, and read as it is where it cannot be written.
func TestMigration(t *testing.T) {
	f := newFile(t, small())
	f.Close()
	was := migrations
	defer func() { migrations = was }()
	freshWas := freshSchema
	defer func() { freshSchema = freshWas }()
	old := byte(Format())
	migrations = append(was[:len(was):len(was)], migration{Format() + 1, []string{"CREATE TABLE extra (a)", "ALTER TABLE document ADD COLUMN note TEXT"}})
	freshSchema = func() (map[string]string, error) {
		db, conn, err := connect(ctx, ":memory:")
		if err != nil {
			return nil, err
		}
		defer db.Close()
		defer conn.Close()
		if err := migrate(ctx, conn, migrations); err != nil {
			return nil, err
		}
		return schemaOf(ctx, conn)
	}

	ro, err := Open(ctx, f.Path(), Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "read-only", ro.Case(), small())
	ro.Close()
	data, _ := os.ReadFile(f.Path())
	if data[63] != old {
		t.Fatal("opening read-only changed the file")
	}
	for range 2 {
		rw := open(t, f.Path())
		same(t, "brought up to date", rw.Case(), small())
		sound(t, rw)
		rw.Close()
	}
	data, _ = os.ReadFile(f.Path())
	if data[63] != old+1 {
		t.Fatalf("user_version is %d", data[63])
	}
}
