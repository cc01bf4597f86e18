//go:build unix

package casefile

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestOpenReadOnlyAsAsked(t *testing.T) {
	f := newFile(t, small())
	apply(t, f, "one", set(conduct("c002", "x"))...)
	ro, err := Open(ctx, f.Path(), Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer ro.Close()
	refused := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, ErrReadOnly) || !strings.Contains(err.Error(), "as asked") {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err = ro.Apply(ctx, Edit{Label: "x", Changes: set(conduct("c003", "x"))})
	refused("Apply", err)
	_, _, err = ro.Undo(ctx)
	refused("Undo", err)
	_, err = ro.RestoreCase(ctx, 1)
	refused("RestoreCase", err)
	_, err = ro.AddDocument(ctx, "x", "text/plain", []byte("x"))
	refused("AddDocument", err)
	if _, ok := ro.UndoLabel(); ok {
		t.Error("it offers to undo")
	}
	if got := ids(t, ro, "envoy"); len(got) == 0 {
		t.Error("nothing is found")
	}
	sound(t, ro)
	apply(t, f, "two", set(conduct("c003", "x"))...)
	if _, changed, err := ro.Refresh(ctx); err != nil || !changed {
		t.Errorf("it does not follow the writer: %v, %v", changed, err)
	}
	copied := filepath.Join(t.TempDir(), "copy.fairweather")
	if err := ro.SaveAs(ctx, copied); err != nil {
		t.Fatal(err)
	}
	apply(t, open(t, copied), "the copy can be changed", set(conduct("c004", "x"))...)
}

func init() {
	// A child without root's rights, for whom the permission bits hold.
	children["read-only"] = func() error {
		f, err := Open(ctx, os.Getenv("CASE"), Options{})
		if err != nil {
			return err
		}
		reason, _ := f.ReadOnly()
		_, err = f.Apply(ctx, Edit{Label: "x", Changes: set(conduct("c009", "x"))})
		_, found := f.Case().Get("c002")
		h, histErr := f.History(ctx, "c001")
		var refused = "applied"
		if errors.Is(err, ErrReadOnly) {
			refused = "refused"
		}
		if histErr != nil || len(h) == 0 {
			refused += ", no history"
		}
		if found {
			refused += ", with the last edit"
		}
		os.Stdout.WriteString(refused + "\n" + reason + "\n" + strings.Join(f.Warnings(), "\n"))
		return f.Close()
	}
}

func init() {
	children["unreadable"] = func() error {
		_, err := Open(ctx, os.Getenv("CASE"), Options{})
		_, printErr := fmt.Println(err, errors.Is(err, os.ErrPermission))
		return printErr
	}
}

// asNobody runs a child as a user for whom permission bits hold.
func asNobody(t *testing.T, child string, env ...string) string {
	t.Helper()
	exe := testBinary(t)
	cmd := exec.Command(exe)
	temp := openDir(t)
	cmd.Env = append(os.Environ(), childVariable+"="+child, "TMPDIR="+temp)
	cmd.Env = append(cmd.Env, env...)
	cmd.Dir = "/"
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("the child: %v: %s", err, stderr.String())
	}
	if entries, err := os.ReadDir(temp); err != nil || len(entries) != 0 {
		t.Errorf("temporary files are left: %v %v", entries, err)
	}
	return string(out)
}

// openDir is a folder that every user can reach and write, unlike t.TempDir.
func openDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "fairweather-test-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		os.Chmod(dir, 0o755)
		os.RemoveAll(dir)
	})
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	return dir
}

// testBinary is a copy of the running test binary that every user can run.
func testBinary(t *testing.T) string {
	t.Helper()
	own, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	exe := filepath.Join(openDir(t), "child")
	if err := copyFile(own, exe); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(exe, 0o755); err != nil {
		t.Fatal(err)
	}
	return exe
}

func TestReadOnlyFileAndFolder(t *testing.T) {
	for _, c := range []struct {
		name         string
		file, folder os.FileMode
		hot          bool // a writer was killed in the middle of its commit
		want         []string
	}{
		{"both can be written", 0o666, 0o777, false, []string{"applied, with the last edit"}},
		{"the file cannot", 0o444, 0o777, false, []string{"refused, with the last edit", "the file cannot be written"}},
		{"the folder cannot", 0o666, 0o555, false, []string{"refused, with the last edit", "the folder", "cannot be written"}},
		{"neither can", 0o444, 0o555, false, []string{"refused, with the last edit", "the file cannot be written"}},
		{"a journal to roll back, and nothing can be written", 0o444, 0o555, true, []string{"refused, with the last edit", "the file cannot be written", "shown is a copy"}},
		{"a journal to roll back, and all can be written", 0o666, 0o777, true, []string{"applied, with the last edit"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := openDir(t)
			path := filepath.Join(dir, "case.fairweather")
			f, err := Create(ctx, path, small(), "import", Options{})
			if err != nil {
				t.Fatal(err)
			}
			apply(t, f, "one", set(conduct("c002", "x"))...)
			f.Close()
			if c.hot {
				leaveHotJournal(t, path)
			}
			for _, p := range []string{path, path + "-journal"} {
				if err := os.Chmod(p, c.file); err != nil && !os.IsNotExist(err) {
					t.Fatal(err)
				}
			}
			if err := os.Chmod(dir, c.folder); err != nil {
				t.Fatal(err)
			}
			before, _ := os.ReadFile(path)
			out := asNobody(t, "read-only", "CASE="+path)
			for _, s := range c.want {
				if !strings.Contains(out, s) {
					t.Errorf("it does not say %q: %s", s, out)
				}
			}
			after, _ := os.ReadFile(path)
			if refused := strings.Contains(out, "refused"); refused != bytes.Equal(before, after) {
				t.Errorf("refused is %v, and the file is untouched: %v", refused, bytes.Equal(before, after))
			}
		})
	}
}

func TestUnreadableFile(t *testing.T) {
	dir := openDir(t)
	path := filepath.Join(dir, "case.fairweather")
	f, err := Create(ctx, path, small(), "import", Options{})
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	if out := asNobody(t, "unreadable", "CASE="+path); !strings.Contains(out, "you may not read this file") || !strings.Contains(out, "true") {
		t.Errorf("it says %s", out)
	}
}

// leaveHotJournal brings a file and its journal into the state in which a kill
// between the writing of pages and the end of the commit leaves them: pages of
// the new edit in the file, and the old ones in the journal.
func leaveHotJournal(t *testing.T, path string) {
	t.Helper()
	f, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	// With so small a cache, pages are written before the commit.
	if _, err := f.conn.ExecContext(ctx, "PRAGMA cache_size = 1"); err != nil {
		t.Fatal(err)
	}
	if _, err := f.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	w := writer{conn: f.conn, head: f.head}
	changes, err := encodeAll(generate(200).Records())
	if err != nil {
		t.Fatal(err)
	}
	row := newEditRow(f.now(), "", "half an edit", actEdit, 0)
	if err := w.append(ctx, &row, changes); err != nil {
		t.Fatal(err)
	}
	killed := filepath.Join(t.TempDir(), "killed")
	for _, ending := range []string{"", "-journal"} {
		if err := copyFile(path+ending, killed+ending); err != nil {
			t.Fatal(err)
		}
	}
	w.close()
	if _, err := f.conn.ExecContext(ctx, "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	f.Close()
	before, _ := os.ReadFile(path)
	for _, ending := range []string{"", "-journal"} {
		if err := os.Rename(killed+ending, path+ending); err != nil {
			t.Fatal(err)
		}
	}
	if after, _ := os.ReadFile(path); bytes.Equal(before, after) {
		t.Fatal("no page was written before the commit: there is nothing to roll back")
	}
}

func TestHotJournalIsRolledBack(t *testing.T) {
	f := newFile(t, small())
	f.Close()
	leaveHotJournal(t, f.Path())
	g := open(t, f.Path())
	same(t, "recovered", g.Case(), small())
	sound(t, g)
	alone(t, filepath.Dir(f.Path()), "case.fairweather")
}

func TestPlaceWarnings(t *testing.T) {
	for path, want := range map[string]string{
		"/home/a/Dropbox/x.fairweather":                                            "Dropbox",
		"/home/a/Dropbox (Personal)/cases/x.fairweather":                           "Dropbox",
		"C:/Users/a/OneDrive - Example/x.fairweather":                              "OneDrive",
		"/Users/a/Library/CloudStorage/GoogleDrive-a@b.org/My Drive/x.fairweather": "Google Drive",
		"/Users/a/Library/Mobile Documents/com~apple~CloudDocs/x.fairweather":      "iCloud",
		"/home/a/Nextcloud/x.fairweather":                                          "Nextcloud",
		"/home/a/dropboxes/x.fairweather":                                          "",
		"/home/a/cases/Dropbox.fairweather":                                        "",
	} {
		if got := syncService(filepath.FromSlash(path)); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	dir := filepath.Join(t.TempDir(), "Dropbox")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Iran (A's conflicted copy 2025-10-01).fairweather", "iran.sync-conflict-20251001-120000-ABC.fairweather", "Iraq.fairweather", "Iran notes.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f, err := Create(ctx, filepath.Join(dir, "Iran.fairweather"), small(), "import", Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := f.Warnings()
	if len(w) != 3 || !strings.Contains(w[0], "Dropbox synchronises") || !strings.Contains(w[1], "conflicted copy 2025") || !strings.Contains(w[2], "sync-conflict") {
		t.Errorf("warnings: %q", w)
	}
}
