package gui

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/fairweather-app/fairweather/gui/page"
)

func TestDroppedTextsAreRead(t *testing.T) {
	w := newWindow(t, newFile(t, 60))
	dir := t.TempDir()
	for _, name := range []string{"one.txt", "two.html"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("<p>Russia condemned the strikes on Iran on 14 June 2025, said "+name+".</p>"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	n := len(w.s.State().Case.Sources())
	w.droppedFiles([]string{filepath.Join(dir, "one.txt")})
	if _, ok := w.Page().(*page.Read); !ok {
		t.Fatalf("a dropped text opens %T", w.Page())
	}
	if got := len(w.s.State().Case.Sources()); got != n {
		t.Errorf("%d sources before a person has checked the text, want %d", got, n)
	}
	w.droppedFiles([]string{dir})
	if got := len(w.s.State().Case.Sources()); got != n+2 {
		t.Errorf("%d sources after a folder of two, want %d", got, n+2)
	}
}

func TestPasteOnThePageReads(t *testing.T) {
	w := newWindow(t, newFile(t, 60))
	w.Do("page read")
	w.app.Clipboard().SetContent("Russia condemned the strikes on Iran on 14 June 2025.")
	w.Do("paste")
	p := w.Page().(*page.Read)
	field, ok := p.First().(*page.Field)
	if !ok {
		t.Fatalf("after pasting the keyboard is with %T", p.First())
	}
	field.OnSubmitted("")
	if n := len(w.s.State().Case.Sources()); n == 0 || w.s.State().Case.Sources()[n-1].Document == "" {
		t.Fatal("the text is not in the case")
	}
	if p.TSV() == "" || p.HasForm() {
		t.Error("the text is not open")
	}
	w.Do("read edit")
	if !p.HasForm() {
		t.Fatal("the menu opens no form")
	}
	if !w.can(w.commands["cancel"]) {
		t.Error("the menu knows nothing of the page's form")
	}
	w.Do("cancel")
	if p.HasForm() {
		t.Error("the menu does not leave the form")
	}
	if f := w.win.Canvas().Focused(); f == fyne.Focusable(nil) {
		t.Error("nothing has the keyboard")
	}
}
