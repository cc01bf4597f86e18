//go:build linux || darwin

package casefile

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// fill makes edits until one fails, and checks that the failing one left
// nothing, on screen or on disk. It gives the error.
func fill(f *File) error {
	r := rand.New(rand.NewPCG(1, 2))
	for n := 0; n < 2000; n++ {
		before := f.Case()
		_, err := f.Apply(ctx, Edit{Label: "fill", Changes: set(conduct(fmt.Sprintf("f%d", n), sentence(r, 300)))})
		if err == nil {
			continue
		}
		if f.Case() != before {
			return fmt.Errorf("the snapshot changed by an edit that failed: %w", err)
		}
		if wrong, verifyErr := f.Verify(ctx); verifyErr != nil || len(wrong) > 0 {
			return fmt.Errorf("the file is not in order: %q %v, after %w", wrong, verifyErr, err)
		}
		again, openErr := Open(ctx, f.Path(), Options{})
		if openErr != nil {
			return openErr
		}
		defer again.Close()
		if again.Case().Len() != before.Len() {
			return fmt.Errorf("%d records on disk, %d on screen, after %w", again.Case().Len(), before.Len(), err)
		}
		return err
	}
	return nil
}

func TestFullFile(t *testing.T) {
	f := newFile(t, small())
	if _, err := f.conn.ExecContext(ctx, "PRAGMA max_page_count = 100"); err != nil {
		t.Fatal(err)
	}
	if err := fill(f); !errors.Is(err, ErrFull) || !strings.Contains(err.Error(), "free some space") {
		t.Fatalf("got %v", err)
	}
	if _, err := f.AddDocument(ctx, "x", "text/plain", make([]byte, 500_000)); !errors.Is(err, ErrFull) {
		t.Errorf("a document: %v", err)
	}
	if _, err := f.conn.ExecContext(ctx, "PRAGMA max_page_count = 10000"); err != nil {
		t.Fatal(err)
	}
	apply(t, f, "there is room again", set(conduct("c002", "x"))...)
	sound(t, f)
}

func init() {
	// A child whose files may not grow: writes fail in the system call, wherever
	// SQLite is at the time, as they do on a disk that is full. No right is
	// needed for that.
	children["full"] = func() error {
		signal.Ignore(syscall.SIGXFSZ)
		dir := os.Getenv("DIR")
		path := filepath.Join(dir, "case.fairweather")
		f, err := Create(ctx, path, small(), "import", Options{})
		if err != nil {
			return err
		}
		defer f.Close()
		copied := filepath.Join(dir, "copy.fairweather")
		if err := f.SaveAs(ctx, copied); err != nil {
			return err
		}
		was, err := os.ReadFile(copied)
		if err != nil {
			return err
		}
		var limit syscall.Rlimit
		if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			return err
		}
		low := limit
		low.Cur = uint64(len(was)) + 3*pageSize + 1000
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &low); err != nil {
			return err
		}
		if err := fill(f); !errors.Is(err, ErrFull) && !errors.Is(err, ErrDisk) {
			return fmt.Errorf("fill: %w", err)
		}
		low.Cur = 5 * pageSize // the case itself fits no more
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &low); err != nil {
			return err
		}
		if err := noRoomFor(f, dir, copied, was); err != nil {
			return err
		}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			return err
		}
		return roomAgain(f)
	}
}

// noRoomFor checks that new files fail whole on a full disk, and leave what is
// there as it was.
func noRoomFor(f *File, dir, copied string, was []byte) error {
	isFull := func(err error) bool {
		return errors.Is(err, ErrFull) || errors.Is(err, ErrDisk) || errors.Is(err, syscall.ENOSPC)
	}
	apart := filepath.Join(dir, "new.fairweather")
	if _, err := Create(ctx, apart, generate(3000), "import", Options{}); !isFull(err) {
		return fmt.Errorf("create: %w", err)
	}
	if _, err := os.Stat(apart); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("a half file is left: %w", err)
	}
	if err := f.SaveAs(ctx, copied); !isFull(err) {
		return fmt.Errorf("save as: %w", err)
	}
	now, err := os.ReadFile(copied)
	if err != nil || string(now) != string(was) {
		return fmt.Errorf("the older copy was touched: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() != "case.fairweather" && e.Name() != "copy.fairweather" && e.Name() != "ballast" {
			return fmt.Errorf("%s is left behind", e.Name())
		}
	}
	return nil
}

func roomAgain(f *File) error {
	if _, err := f.Apply(ctx, Edit{Label: "there is room again", Changes: set(conduct("c002", "x"))}); err != nil {
		return err
	}
	wrong, err := f.Verify(ctx)
	if len(wrong) > 0 {
		err = fmt.Errorf("%q", wrong)
	}
	return err
}

func TestFullDisk(t *testing.T) {
	t.Run("files that may not grow", func(t *testing.T) {
		cmd := startChild(t, "full", "DIR="+t.TempDir())
		if err := cmd.Run(); err != nil {
			t.Error(err)
		}
	})
	// And a disk that really is full, where this process may mount one.
	dir := t.TempDir()
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", dir).Run(); err != nil {
		t.Logf("no disk of one's own here (%v)", err)
		return
	}
	defer func() {
		if err := exec.Command("umount", dir).Run(); err != nil {
			t.Error(err)
		}
	}()
	t.Run("a disk of 1 MB", func(t *testing.T) {
		f, err := Create(ctx, filepath.Join(dir, "case.fairweather"), small(), "import", Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		copied := filepath.Join(dir, "copy.fairweather")
		if err := f.SaveAs(ctx, copied); err != nil {
			t.Fatal(err)
		}
		was, err := os.ReadFile(copied)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "ballast"), make([]byte, 300_000), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := fill(f); !errors.Is(err, ErrFull) {
			t.Fatalf("fill: %v", err)
		}
		if err := noRoomFor(f, dir, copied, was); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(dir, "ballast")); err != nil {
			t.Fatal(err)
		}
		if err := roomAgain(f); err != nil {
			t.Fatal(err)
		}
	})
}

// An edit that fails for want of space leaves redo as it was.
func TestFailedEditKeepsRedo(t *testing.T) {
	f := newFile(t, small())
	apply(t, f, "one", set(conduct("c002", "x"))...)
	undo(t, f)
	if _, err := f.conn.ExecContext(ctx, "PRAGMA max_page_count = 1"); err != nil { // no more than there are
		t.Fatal(err)
	}
	big := conduct("c003", strings.Repeat("word ", 50_000))
	if _, err := f.Apply(ctx, Edit{Label: "two", Changes: []ledger.Change{{Record: big}}}); !errors.Is(err, ErrFull) {
		t.Fatalf("got %v", err)
	}
	if label, ok := f.RedoLabel(); !ok || label != "one" {
		t.Errorf("redo: %q", label)
	}
}
