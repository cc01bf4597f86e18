package casefile

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestSaveAs(t *testing.T) {
	f := newFile(t, small())
	sha, err := f.AddDocument(ctx, "a.txt", "text/plain", []byte("the words of the treaty"))
	if err != nil {
		t.Fatal(err)
	}
	apply(t, f, "one", set(conduct("c002", "x"))...)
	undo(t, f)
	dir := t.TempDir()
	path := filepath.Join(dir, "copy.fairweather")
	for range 2 { // the second time over the first
		if err := f.SaveAs(ctx, path); err != nil {
			t.Fatal(err)
		}
	}
	alone(t, dir, "copy.fairweather")
	apply(t, f, "later", set(conduct("c003", "x"))...) // redo is gone here, not in the copy
	c := open(t, path)
	same(t, "the copy", c.Case(), small())
	if label, ok := c.RedoLabel(); !ok || label != "one" {
		t.Errorf("the history is not in the copy: %q", label)
	}
	if d, err := c.Document(ctx, sha); err != nil || d.Name != "a.txt" {
		t.Error(err)
	}
	if got := ids(t, c, "treaty words"); len(got) != 1 {
		t.Errorf("search in the copy: %v", got)
	}
	redo(t, c)
	if got := ids(t, c, "c002"); len(got) != 1 {
		t.Errorf("search after an edit of the copy: %v", got)
	}
	sound(t, c)
	sound(t, f)
}

func TestSaveAsRefuses(t *testing.T) {
	f := newFile(t, small())
	dir := filepath.Dir(f.Path())
	link := filepath.Join(dir, "link.fairweather")
	if err := os.Symlink(f.Path(), link); err != nil {
		t.Fatal(err)
	}
	busy := filepath.Join(dir, "busy.fairweather")
	if err := os.WriteFile(busy+"-journal", []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"itself": f.Path(), "itself by a link": link, "a folder": dir, "a file with a journal": busy} {
		if err := f.SaveAs(ctx, path); !errors.Is(err, ErrExists) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := f.SaveAs(ctx, filepath.Join(dir, "none", "x.fairweather")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no such folder: %v", err)
	}
	alone(t, dir, "case.fairweather", "link.fairweather", "busy.fairweather-journal")
	apply(t, f, "goes on", set(conduct("c002", "x"))...)
}

// A link to a case is opened as the case: its journal must lie beside the file.
func TestOpenThroughALink(t *testing.T) {
	f := newFile(t, small())
	dir := t.TempDir()
	link := filepath.Join(dir, "link.fairweather")
	if err := os.Symlink(f.Path(), link); err != nil {
		t.Fatal(err)
	}
	g := open(t, link)
	apply(t, g, "through the link", set(conduct("c002", "x"))...)
	if _, changed, err := f.Refresh(ctx); err != nil || !changed {
		t.Errorf("%v, %v", changed, err)
	}
	out := filepath.Join(dir, "out.fairweather")
	if err := os.Symlink(filepath.Join(dir, "target.fairweather"), out); err != nil {
		t.Fatal(err)
	}
	other := newFile(t, generate(30))
	if err := other.SaveAs(ctx, filepath.Join(dir, "target.fairweather")); err != nil {
		t.Fatal(err)
	}
	if err := g.SaveAs(ctx, out); err != nil {
		t.Fatal(err)
	}
	same(t, "what the link points to", open(t, filepath.Join(dir, "target.fairweather")).Case(), g.Case())
}
