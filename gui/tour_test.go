package gui

import (
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/tongue"
)

// tour looks for what a person would see as broken: text wider than its box, and
// things outside the window.
type tour struct {
	from, to fyne.Position // the place in which everything must be
	wrong    []string
}

// see walks an object and all it is made of. box is the place in which it must
// be: the window, or nothing where it scrolls.
func (v *tour) see(o fyne.CanvasObject, at fyne.Position, parent fyne.Size, path string, scrolls bool) {
	if !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	size := o.Size()
	name := strings.TrimPrefix(fmt.Sprintf("%T", o), "*")
	path += "/" + name
	if t, ok := o.(*canvas.Text); ok && t.Text != "" {
		room := size.Width
		if room == 0 {
			room = parent.Width - o.Position().X
		}
		if need := t.MinSize().Width; need > room+2 && room > 0 {
			v.wrong = append(v.wrong, fmt.Sprintf("%s: %q needs %.0f and has %.0f", path, t.Text, need, room))
		}
	}
	if !scrolls && size.Width > 1 && size.Height > 1 {
		if at.X < v.from.X-8 || at.Y < v.from.Y-8 || at.X+size.Width > v.to.X+8 || at.Y+size.Height > v.to.Y+8 {
			v.wrong = append(v.wrong, fmt.Sprintf("%s at %.0f,%.0f of size %.0fx%.0f leaves its place, %v to %v", path, at.X, at.Y, size.Width, size.Height, v.from, v.to))
			return // what it holds is no news
		}
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, c := range o.Objects {
			v.see(c, at, size, path, scrolls)
		}
	case *container.Scroll:
		v.see(o.Content, at, size, path, true)
	case fyne.Widget:
		if strings.HasSuffix(name, "Entry") || strings.HasSuffix(name, "Field") || strings.HasSuffix(name, "dateEntry") {
			return // what is typed scrolls
		}
		for _, c := range test.WidgetRenderer(o).Objects() {
			v.see(c, at, size, path, scrolls || name == "widget.List" || strings.HasSuffix(name, "List") || strings.HasSuffix(name, "List"))
		}
	}
}

// colours counts the colours of a picture within a place: a blank page has few.
func colours(img image.Image, in image.Rectangle) int {
	seen := map[[3]uint32]bool{}
	for y := in.Min.Y; y < in.Max.Y; y += 2 {
		for x := in.Min.X; x < in.Max.X; x++ {
			r, g, b, _ := img.At(x, y).RGBA()
			seen[[3]uint32{r >> 12, g >> 12, b >> 12}] = true
		}
	}
	return len(seen)
}

// Every page at 1280 by 800, in light and dark and in each language: nothing
// blank, cut or outside the window. FAIRWEATHER_TOUR names a folder for pictures.
func TestTour(t *testing.T) {
	pictures := os.Getenv("FAIRWEATHER_TOUR")
	defer speak("en")
	for _, code := range tongue.Codes {
		t.Run(code, func(t *testing.T) {
			speak(code)
			w := newWindowIn(t, "", code)
			c := w.s.State().Case
			w.s.Select(c.Conduct()[0].ID)
			for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
				if code != "en" && mode == theme.Dark {
					continue // dark has the same boxes
				}
				w.setMode(mode)
				for i, p := range page.Pages {
					w.Open(i)
					w.win.Resize(fyne.NewSize(1280, 800))
					w.draw()
					v := &tour{to: fyne.NewPos(1280, 800)}
					v.see(w.win.Canvas().Content(), fyne.Position{}, fyne.NewSize(1280, 800), p.Name, false)
					place := w.app.Driver().AbsolutePositionForObject(w.place)
					inside := &tour{from: place, to: place.Add(w.place.Size())}
					inside.see(w.place, place.Subtract(w.place.Position()), w.place.Size(), p.Name, false)
					v.wrong = append(v.wrong, inside.wrong...)
					told := map[string]bool{}
					for _, wrong := range v.wrong {
						if !told[wrong] {
							told[wrong] = true
							t.Errorf("%s %s: %s", mode, p.Name, wrong)
						}
					}
					img := w.win.Canvas().Capture()
					if n := colours(img, image.Rect(200, 80, 940, 740)); n < 12 {
						t.Errorf("%s %s: the page shows %d colours: it is blank", mode, p.Name, n)
					}
					if pictures != "" {
						save(t, img, filepath.Join(pictures, fmt.Sprintf("%s-%s-%02d-%s.png", code, mode, i+1, strings.ToLower(p.Name))))
					}
				}
			}
		})
	}
}

func save(t *testing.T, img image.Image, path string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(out, img); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

// The tour sees what it looks for.
func TestTourSees(t *testing.T) {
	cut := canvas.NewText("much too long for its box", nil)
	cut.Resize(fyne.NewSize(20, 20))
	out := canvas.NewRectangle(nil)
	out.Move(fyne.NewPos(90, 0))
	out.Resize(fyne.NewSize(60, 20))
	v := &tour{to: fyne.NewPos(100, 100)}
	box := container.NewWithoutLayout(cut, out)
	box.Resize(fyne.NewSize(100, 100))
	v.see(box, fyne.Position{}, box.Size(), "", false)
	if len(v.wrong) != 2 {
		t.Errorf("a cut text and a thing outside are told as %q", v.wrong)
	}
	if n := colours(image.NewRGBA(image.Rect(0, 0, 50, 50)), image.Rect(0, 0, 50, 50)); n != 1 {
		t.Errorf("a blank picture has %d colours", n)
	}
}
