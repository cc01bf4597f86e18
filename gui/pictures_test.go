package gui

import (
	"bytes"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/view"
)

// A figure goes to the clipboard as a picture from its menu, by the shortcut while
// it has the keyboard, and from the palette, where of several one is chosen.
func TestCopyPicture(t *testing.T) {
	w := newWindow(t, "")
	var clip []byte
	w.o.Clip = func(png []byte) error { clip = png; return nil }
	taken := func(how string) {
		t.Helper()
		img, err := png.Decode(bytes.NewReader(clip))
		if err != nil {
			t.Fatalf("%s: on the clipboard is no PNG: %v", how, err)
		}
		if s := img.Bounds().Size(); s.X < 1000 || s.Y < 300 {
			t.Errorf("%s: the picture has %v pixels", how, s)
		}
		clip = nil
	}
	ladder, _, ok := find[*view.Ladder](w, nil)
	if !ok {
		t.Fatal("no ladder")
	}
	test.TapSecondaryAt(ladder, fyne.NewPos(60, 70))
	tapMenu(t, w, "Copy picture")
	taken("menu")
	w.win.Canvas().Focus(ladder)
	w.Do("copy picture")
	taken("keyboard")
	if !strings.Contains(w.status.text.String(), "Copied the picture") {
		t.Errorf("the status line says %q", w.status.text.String())
	}
	w.win.Canvas().Unfocus()
	w.Do("copy picture")
	tapMenu(t, w, "How that changed")
	taken("of two, the second")
}

// Where the clipboard takes no picture it gets the drawing as text, and says so.
func TestCopyPictureAsText(t *testing.T) {
	w := newWindow(t, "")
	w.o.Clip = func([]byte) error { return errors.New("no display") }
	w.CopyPicture(w.Page().(page.Illustrated).Pictures()[0].Picture)
	if got := w.app.Clipboard().Content(); !strings.HasPrefix(got, "<svg ") {
		t.Errorf("on the clipboard is %.40q", got)
	}
	if _, _, said := find(w, func(p *view.Prose) bool { return strings.Contains(p.String(), "SVG text instead") }); !said {
		t.Error("nothing says that it is no picture")
	}
}

func TestSavePicture(t *testing.T) {
	w := newWindow(t, newFile(t, 200))
	w.Do("page pledges")
	w.win.Canvas().Unfocus()
	folder := t.TempDir()
	figure := w.Page().(page.Illustrated).Pictures()[0].Picture
	for _, c := range []struct{ ending, begins string }{{page.SVG, "<svg "}, {page.PNG, "\x89PNG"}} {
		w.SavePicture(figure, c.ending)
		field, _, ok := find(w, func(f *page.Field) bool { return strings.HasSuffix(f.Text, figure.Name+c.ending) })
		if !ok {
			t.Fatal("no path is proposed")
		}
		path := filepath.Join(folder, "figure")
		field.SetText(path)
		field.OnSubmitted(path)
		body, err := os.ReadFile(path + c.ending)
		if err != nil || !strings.HasPrefix(string(body), c.begins) {
			t.Errorf("%s: %v, %.20q", c.ending, err, body)
		}
		if left, _ := filepath.Glob(filepath.Join(folder, ".fairweather-*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
	w.Do("page history") // without figures
	if w.can(w.commands["copy picture"]) {
		t.Error("a page without figures offers to copy one")
	}
}

// A folder that cannot be written to is said, and the file there before stays.
func TestSavePictureFails(t *testing.T) {
	w := newWindow(t, "")
	figure := w.Page().(page.Illustrated).Pictures()[0].Picture
	w.writePicture(figure, page.PNG, filepath.Join(t.TempDir(), "nowhere", "x.png"))
	if _, _, said := find(w, func(p *view.Prose) bool { return strings.Contains(p.String(), "choose another folder") }); !said {
		t.Error("nothing says that the picture was not saved")
	}
}

// tapMenu taps a line of the menu that is open.
func tapMenu(t *testing.T, w *Window, label string) {
	t.Helper()
	if w.win.Canvas().Overlays().Top() == nil {
		t.Fatalf("no menu with the line %q is open", label)
	}
	var line fyne.Tappable // the last before its text
	for _, o := range test.LaidOutObjects(w.win.Canvas().Overlays().Top()) {
		if x, ok := o.(fyne.Tappable); ok {
			line = x
		}
		if text, ok := o.(*canvas.Text); ok && text.Text == label && line != nil {
			line.Tapped(&fyne.PointEvent{})
			return
		}
	}
	t.Fatalf("the menu has no line %q", label)
}
