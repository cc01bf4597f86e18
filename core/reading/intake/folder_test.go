//go:build unix

package intake

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func put(t *testing.T, path, body string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestReadFolder(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "secret.txt")
	put(t, outside, "SECRET")
	dir := t.TempDir()
	put(t, filepath.Join(dir, "b.txt"), "Second.")
	put(t, filepath.Join(dir, "a.html"), "<p>First.")
	put(t, filepath.Join(dir, "sub", "c.md"), "Third.")
	put(t, filepath.Join(dir, "sub", "bad.png"), "\x89PNG\r\n")
	put(t, filepath.Join(dir, ".hidden", "d.txt"), "HIDDEN")
	for link, to := range map[string]string{"out.txt": outside, "loop": ".", "within.txt": "b.txt"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	makePipe(t, filepath.Join(dir, "pipe"))
	var last [2]int
	texts, bad, err := ReadFolder(t.Context(), dir, func(done, total int) { last = [2]int{done, total} })
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range texts {
		rel, err := filepath.Rel(dir, x.Name)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, filepath.ToSlash(rel)+"="+x.Full)
	}
	if want := "a.html=First.|b.txt=Second.|sub/c.md=Third.|within.txt=Second."; strings.Join(got, "|") != want {
		t.Errorf("got %s", strings.Join(got, "|"))
	}
	if len(bad) != 2 || !strings.Contains(bad[0].Error(), "out.txt: it is a link out of the folder") || !strings.Contains(bad[1].Error(), "bad.png") {
		t.Errorf("problems: %v", bad)
	}
	if last[0] != last[1] || last[1] != 7 {
		t.Errorf("progress ended at %v", last)
	}
	ctx, cancel := context.WithCancel(t.Context())
	texts, _, err = ReadFolder(ctx, dir, func(done, _ int) {
		if done == 2 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || len(texts) != 2 {
		t.Errorf("ended after the second file: %d texts, %v", len(texts), err)
	}
	if _, _, err := ReadFolder(t.Context(), filepath.Join(dir, "nowhere"), nil); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	huge := filepath.Join(dir, "huge.txt")
	f, err := os.Create(huge)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(2 << 30); err != nil { // a hole: it takes no space
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	pipe := filepath.Join(dir, "pipe")
	makePipe(t, pipe)
	for path, want := range map[string]string{huge: "it has 2148 MB, the most that is read is 100 MB", pipe: "no plain file", dir: "it is a folder", filepath.Join(dir, "x"): "no such file"} {
		if _, err := ReadFile(t.Context(), path); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := ReadAll(endless{}); err == nil || !strings.Contains(err.Error(), "more than 100 MB") {
		t.Error(err)
	}
}

// endless never ends.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestNameFrom(t *testing.T) {
	for in, want := range map[string]string{"a.txt": "a.txt", "../../etc/passwd": "passwd", `..\..\a.doc`: "a.doc", "/": "", "..": "", "": "", "a\x00b\u202e.txt": "ab.txt"} {
		if got := nameFrom(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// makePipe makes a file that nobody writes to: opening it would wait for ever.
func makePipe(t *testing.T, path string) {
	t.Helper()
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
}
