package gui

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/view"
)

// A case goes out as a Data Package and comes back as the same case.
func TestPackageOutAndIn(t *testing.T) {
	w := newWindow(t, newFile(t, 60))
	n := w.s.State().Case.Len()
	w.Do("export records")
	to, _, ok := find(w, func(f *page.Field) bool { return filepath.Ext(f.Text) == ".zip" })
	if !ok {
		t.Fatal("no field for the file")
	}
	path := filepath.Join(t.TempDir(), "out.zip")
	to.SetText(path)
	press(t, w, "Export")
	if info, err := os.Stat(path); err != nil || info.Size() < 1000 {
		t.Fatalf("the package: %v", err)
	}
	w.importFrom(path, true)
	field, _, ok := find(w, func(f *page.Field) bool { return filepath.Ext(f.Text) == casefile.Extension })
	if !ok {
		t.Fatal("nothing asks for the new file")
	}
	back := filepath.Join(t.TempDir(), "back"+casefile.Extension)
	field.SetText(back)
	field.OnSubmitted("")
	if st := w.s.State(); st.Path != back || st.Case.Len() != n {
		t.Errorf("%s has %d records, want %d", st.Path, st.Case.Len(), n)
	}
}

func TestExportForms(t *testing.T) {
	w := newWindow(t, newFile(t, 60))
	for _, f := range exportForms()[1:] {
		w.Do("export records")
		choice, _, ok := find(w, func(c *view.Choice) bool { return c.Key() == "package" })
		if !ok {
			t.Fatal("no choice of a form")
		}
		pick(w, choice, f.label)
		to, _, ok := find(w, func(x *page.Field) bool { return filepath.Ext(x.Text) == f.ending })
		if !ok {
			t.Fatalf("%s: the file has another ending", f.label)
		}
		path := filepath.Join(t.TempDir(), "out"+f.ending)
		to.SetText(path)
		press(t, w, "Export")
		if body, err := os.ReadFile(path); err != nil || len(body) < 40 {
			t.Errorf("%s: %d bytes, %v", f.label, len(body), err)
		}
	}
}

func TestImportDialogTakesATable(t *testing.T) {
	w := newWindow(t, newFile(t, 60))
	n := len(w.s.State().Case.Notes())
	path := filepath.Join(t.TempDir(), "notes.csv")
	if err := os.WriteFile(path, []byte("Title,Text\nFirst,One\nSecond,Two\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	w.Do("import table")
	field, _, ok := find(w, func(f *page.Field) bool { return f.PlaceHolder == "path of a file, or of the folder of a Data Package" })
	if !ok {
		t.Fatal("no field for the file")
	}
	test.Type(field, path)
	field.OnSubmitted("")
	press(t, w, "Import 2\u00a0records")
	if got := len(w.s.State().Case.Notes()); got != n+2 {
		t.Errorf("%d notes, want %d", got, n+2)
	}
	w.Do("undo")
	if got := len(w.s.State().Case.Notes()); got != n {
		t.Errorf("after one undo %d notes, want %d", got, n)
	}
}
