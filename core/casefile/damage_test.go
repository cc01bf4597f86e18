package casefile

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// lived is the path of a file with a history, of about records and edits: edits, undone ones, deletions and
// documents, one of them over many pages. The case it holds is given too, and
// every state in which each record has been.
func lived(tb testing.TB, records, edits int) (path string, c *ledger.Case, states map[string][]ledger.Record) {
	tb.Helper()
	path = filepath.Join(tb.TempDir(), "case.fairweather")
	f, err := Create(ctx, path, generate(records), "import", Options{Analyst: "A. Mar", Now: clock()})
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	for i := range edits {
		r := ledger.Clone(must(f.Case().Get(fmt.Sprintf("c%05d", i%7)))).(*ledger.Conduct)
		r.What = fmt.Sprintf("Version %d of this conduct", i)
		changes := set(r)
		if i%5 == 4 {
			extra := ledger.Clone(r).(*ledger.Conduct)
			extra.ID = fmt.Sprintf("x%d", i)
			changes = append(changes, set(extra)...)
		}
		if i == 12 {
			changes = append(changes, ledger.Change{ID: "x4"})
		}
		apply(tb, f, fmt.Sprintf("edit number %d", i), changes...)
	}
	undo(tb, f)
	undo(tb, f)
	for i := range 3 {
		body := strings.Repeat(fmt.Sprintf("document %d ", i), 10+i*edits*100)
		if _, err := f.AddDocument(ctx, fmt.Sprintf("d%d.txt", i), "text/plain", []byte(body)); err != nil {
			tb.Fatal(err)
		}
	}
	states = map[string][]ledger.Record{}
	list, err := f.Edits(ctx, 0, 0)
	if err != nil {
		tb.Fatal(err)
	}
	for _, e := range list {
		for _, id := range e.Records {
			if _, seen := states[id]; seen {
				continue
			}
			h, err := f.History(ctx, id)
			if err != nil {
				tb.Fatal(err)
			}
			for _, v := range h {
				states[id] = append(states[id], v.Record)
			}
		}
	}
	return path, f.Case(), states
}

// neverWrong opens what may be damaged and fails unless it is refused in words,
// shown right and complete, or shown as damaged with nothing in it that the
// case never held. It reports which.
func neverWrong(tb testing.TB, path string, c *ledger.Case, states map[string][]ledger.Record) string {
	tb.Helper()
	f, err := Open(ctx, path, Options{})
	if err != nil {
		for _, known := range []error{ErrNotCase, ErrDamaged} {
			if errors.Is(err, known) {
				return "refused"
			}
		}
		tb.Fatalf("an error without words: %v", err)
	}
	defer f.Close()
	reason, ro := f.ReadOnly()
	if !ro {
		if a, b := asJSON(tb, f.Case()), asJSON(tb, c); a != b {
			tb.Fatalf("another case is shown as if it were sound:\n%s", a)
		}
		// The rest is checked when it is used: nothing may be given that was
		// not written, whether there is an error or not.
		for _, id := range []string{"c00000", "x4", "x9"} {
			h, err := f.History(ctx, id)
			if err != nil && !errors.Is(err, ErrDamaged) {
				tb.Fatalf("history: an error without words: %v", err)
			}
			for i, v := range h {
				if len(h) != len(states[id]) || !sameRecord(v.Record, states[id][i]) {
					tb.Fatalf("history of %s: not what was written", id)
				}
			}
		}
		if _, err := f.Search(ctx, "version conduct", 10); err != nil && !errors.Is(err, ErrDamaged) {
			tb.Fatalf("search: an error without words: %v", err)
		}
		return "sound"
	}
	if !strings.Contains(reason, "damaged") || !strings.Contains(strings.Join(f.Warnings(), " "), "damaged") {
		tb.Fatalf("read-only, but it is not said that the file is damaged: %s; %q", reason, f.Warnings())
	}
	wholly := strings.Contains(strings.Join(f.Warnings(), " "), "Nothing was lost") || strings.Contains(strings.Join(f.Warnings(), " "), "as the last edit left them")
	if wholly && asJSON(tb, f.Case()) != asJSON(tb, c) {
		tb.Fatalf("it says that the records are right, and they are not: %q", f.Warnings())
	}
	for _, r := range f.Case().Records() {
		if !slices.ContainsFunc(states[r.RecordID()], func(s ledger.Record) bool { return sameRecord(r, s) }) {
			tb.Fatalf("%s was never so: %+v", r.RecordID(), r)
		}
	}
	report, damaged := f.Damage()
	if wrong, err := f.Verify(ctx); err != nil || len(wrong) == 0 || !damaged || report.Records != f.Case().Len() {
		tb.Fatalf("it is not told as damage: %q, %v; %+v", wrong, err, report)
	}
	f.damage = nil // now the copy that is shown
	sound(tb, f)
	return "salvaged"
}

func TestFlippedBytes(t *testing.T) {
	path, c, states := lived(t, 120, 30)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(t.TempDir(), "flipped.fairweather")
	seen := map[string]int{}
	flip := func(tb testing.TB, at []int, with byte) {
		broken := slices.Clone(data)
		for _, i := range at {
			broken[i] ^= with
		}
		if err := os.WriteFile(target, broken, 0o644); err != nil {
			tb.Fatal(err)
		}
		seen[neverWrong(tb, target, c, states)]++
	}
	t.Run("each byte of the header", func(t *testing.T) {
		for i := range 100 {
			flip(t, []int{i}, 0xff)
		}
	})
	t.Run("anywhere", func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			at := rapid.SliceOfN(rapid.IntRange(0, len(data)-1), 1, 40).Draw(rt, "at")
			with := byte(rapid.IntRange(1, 255).Draw(rt, "with"))
			flip(rt2{t, rt}, at, with)
		})
	})
	t.Run("one byte in each page's head", func(t *testing.T) {
		for page := range len(data) / pageSize {
			flip(t, []int{page*pageSize + page%12}, byte(1+page%255))
		}
	})
	if seen["sound"] == 0 || seen["salvaged"] == 0 || seen["refused"] > 0 {
		t.Errorf("of a file that is mostly there: %v", seen)
	}
}

func TestFileCutShort(t *testing.T) {
	path, c, states := lived(t, 120, 30)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(t.TempDir(), "cut.fairweather")
	seen := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, len(data)-1).Draw(rt, "length")
		if rapid.Bool().Draw(rt, "at a page") {
			n = max(1, n/pageSize) * pageSize
		}
		if err := os.WriteFile(target, data[:n], 0o644); err != nil {
			rt.Fatal(err)
		}
		got := neverWrong(rt2{t, rt}, target, c, states)
		if got == "sound" {
			rt.Fatalf("%d of %d bytes pass for the whole file", n, len(data))
		}
		seen[got]++
	})
	if seen["salvaged"] == 0 {
		t.Errorf("nothing could be salvaged: %v", seen)
	}
}

func TestRescue(t *testing.T) {
	path, c, states := lived(t, 120, 30)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := func(find string) int { // of the first text
		return strings.Index(string(data), find) / pageSize * pageSize
	}
	zero := func(from, n int) func([]byte) []byte {
		return func(b []byte) []byte { clear(b[from : from+n]); return b }
	}
	letter := func(old, new string) func([]byte) []byte { // wherever it stands: pages that are not in use may have it too
		return func(b []byte) []byte { return bytes.ReplaceAll(b, []byte(old), []byte(new)) }
	}
	for _, d := range []struct {
		name   string
		damage func([]byte) []byte
		says   []string
		whole  bool // the records are all there
	}{
		{"a sound file", func(b []byte) []byte { return b }, []string{"Nothing was lost"}, true},
		{"no header", zero(0, 100), []string{"Nothing was lost"}, true},
		{"no first page", zero(0, pageSize), nil, true},
		{"a letter in a version", letter("Version 17 of", "version 17 of"), []string{"changes of edit", "altered"}, true},
		{"a letter in an edit", letter("edit number 9", "Edit number 9"), []string{"who made edit 11", "altered"}, true},
		{"a page of versions", zero(page("Version 17 of"), pageSize), []string{"changes of edit"}, true},
		{"half the file", func(b []byte) []byte { return b[:len(b)/2] }, []string{"cut short", "pages are missing"}, false},
		{"a document", letter("document 0 document", "Document 0 document"), []string{"1 document that had been altered", "as the last edit left them"}, true},
	} {
		t.Run(d.name, func(t *testing.T) {
			dir := t.TempDir()
			broken := filepath.Join(dir, "broken.fairweather")
			if err := os.WriteFile(broken, d.damage(slices.Clone(data)), 0o644); err != nil {
				t.Fatal(err)
			}
			dest := filepath.Join(dir, "rescued.fairweather")
			report, err := Rescue(ctx, broken, dest)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range d.says {
				if !strings.Contains(report.String(), s) {
					t.Errorf("it does not say %q: %s", s, report)
				}
			}
			f := open(t, dest)
			if _, ro := f.ReadOnly(); ro {
				t.Fatal("the rescued file is read-only")
			}
			sound(t, f)
			if d.whole {
				same(t, "rescued", f.Case(), c)
			} else if f.Case().Len() == 0 || f.Case().Len() != report.Records {
				t.Errorf("%d records, the report says %d", f.Case().Len(), report.Records)
			}
			for _, r := range f.Case().Records() {
				if !slices.ContainsFunc(states[r.RecordID()], func(s ledger.Record) bool { return sameRecord(r, s) }) {
					t.Errorf("%s was never so", r.RecordID())
				}
			}
			apply(t, f, "goes on", set(&ledger.Actor{ID: "new", Label: "New", Type: "state"})...)
			undo(t, f)
			sound(t, f)
			if _, err := Rescue(ctx, broken, dest); !errors.Is(err, ErrExists) {
				t.Errorf("over the first: %v", err)
			}
		})
	}
}

func TestRescueKeepsTheHistory(t *testing.T) {
	path, _, states := lived(t, 120, 30)
	dest := filepath.Join(t.TempDir(), "rescued.fairweather")
	report, err := Rescue(ctx, path, dest)
	if err != nil || len(report.Lost) > 0 || !report.Current || report.Documents != 3 {
		t.Fatalf("%+v, %v", report, err)
	}
	was, f := open(t, path), open(t, dest)
	a, errA := was.Edits(ctx, 0, 0)
	b, errB := f.Edits(ctx, 0, 0)
	if errA != nil || errB != nil || fmt.Sprintf("%+v", a) != fmt.Sprintf("%+v", b) {
		t.Errorf("the edits differ: %v %v\n%+v\n%+v", errA, errB, a, b)
	}
	for id, want := range states {
		h, err := f.History(ctx, id)
		if err != nil || len(h) != len(want) {
			t.Fatalf("%s: %d versions of %d, %v", id, len(h), len(want), err)
		}
	}
	redo(t, f)
	docs, err := f.Documents(ctx)
	if err != nil || len(docs) != 3 {
		t.Fatalf("%v, %v", docs, err)
	}
	if got := ids(t, f, "document 2"); len(got) == 0 {
		t.Error("the documents cannot be found")
	}
}

func TestRescueRefuses(t *testing.T) {
	dir := t.TempDir()
	dest := filepath.Join(dir, "dest.fairweather")
	for name, c := range map[string]struct {
		path string
		want error
	}{
		"text":    {file(t, strings.Repeat("a letter ", 1000)), ErrNotCase},
		"nothing": {file(t, ""), ErrNotCase},
		"no file": {filepath.Join(dir, "none"), os.ErrNotExist},
	} {
		if _, err := Rescue(ctx, c.path, dest); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	alone(t, dir)
}

// A definition that a flipped bit changed would show other programs a wrong
// table: it is damage, though SQLite has nothing against it.
func TestChangedViewIsDamage(t *testing.T) {
	path := changed(t, "DROP VIEW conduct", "CREATE VIEW conduct AS SELECT record AS id, 0 AS rung FROM current")
	f := open(t, path)
	if _, ro := f.ReadOnly(); !ro || !strings.Contains(strings.Join(f.Warnings(), " "), "view conduct") {
		t.Errorf("warnings: %q", f.Warnings())
	}
	same(t, "salvaged", f.Case(), small())
	f.Close()
	f = open(t, changed(t, "CREATE VIEW mine AS SELECT * FROM conduct", "CREATE INDEX mine2 ON current (kind)"))
	if _, ro := f.ReadOnly(); ro {
		t.Errorf("a view of one's own is no damage: %q", f.Warnings())
	}
}

// What another program writes into the tables does not pass for the case.
func TestForeignWritesAreNoticed(t *testing.T) {
	for _, s := range []string{
		`UPDATE current SET body = replace(body, '"rung":2', '"rung":3') WHERE record = 'c001'`,
		"DELETE FROM current WHERE record = 'n001'",
		"INSERT INTO current SELECT 99, 'c099', kind, replace(body, 'c001', 'c099'), edit, sum FROM current WHERE record = 'c001'",
		"DROP TRIGGER edit_is_kept; PRAGMA foreign_keys = OFF; DELETE FROM edit",
	} {
		f := open(t, changed(t, s))
		if _, ro := f.ReadOnly(); !ro {
			t.Errorf("%s: not noticed", s)
		}
		same(t, s, f.Case(), small())
	}
}

func FuzzOpen(f *testing.F) {
	path, c, states := lived(f, 40, 6)
	data, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint32(0), []byte("SQLite"), uint32(0))
	f.Add(uint32(len(data)/2), []byte{0xff, 0, 0x0d}, uint32(1))
	f.Add(uint32(pageSize), []byte{0x0d, 0xff, 0xff, 0xff, 0xff}, uint32(7))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, at uint32, with []byte, cut uint32) {
		broken := slices.Clone(data)
		copy(broken[int(at)%len(broken):], with)
		broken = broken[:len(broken)-int(cut)%len(broken)]
		target := filepath.Join(dir, fmt.Sprintf("%d.fairweather", os.Getpid()))
		if err := os.WriteFile(target, broken, 0o644); err != nil {
			t.Fatal(err)
		}
		neverWrong(t, target, c, states)
	})
}

func FuzzPages(f *testing.F) {
	path, _, _ := lived(f, 40, 6)
	data, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	for page := range len(data) / pageSize {
		f.Add(data[page*pageSize : (page+1)*pageSize])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p := newPageReader(strings.NewReader(string(b)), int64(len(b)))
		if _, err := p.rows(ctx, func(_ int64, row []value) { _ = shape(row) }); err != nil {
			t.Fatal(err)
		}
	})
}
