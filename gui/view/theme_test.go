package view

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/theme"
)

// allWidgets makes one of each widget, filled.
var allWidgets = []struct {
	name string
	make func() fyne.CanvasObject
}{
	{"grid", func() fyne.CanvasObject {
		g := NewGrid(sampleColumns())
		g.SetRows(sampleRows(20))
		g.Select(g.Rows()[2].Key)
		g.SortBy(0, true)
		return g
	}},
	{"ladder", func() fyne.CanvasObject {
		l := NewLadder()
		l.SetRows(sampleLadder(), map[string]bool{"-1": true})
		return l
	}},
	{"history", func() fyne.CanvasObject {
		h := NewHistory()
		h.SetData(sampleHistory(40, 12))
		h.SetCursor(edtf.DayOf(2020, 1, 1))
		return h
	}},
	{"small", func() fyne.CanvasObject {
		s := NewScrubber()
		s.SetRange(0, 100)
		s.SetDay(60)
		c := NewChoice("in")
		c.SetOptions([]Option{{"any", "any situation", ""}})
		c.SetKey("any")
		p := NewProse("")
		p.SetSpans([]Span{{Text: "A diplomatic act is "}, {Text: "likely", Key: "k", Bold: true}, {Text: " (70 %).", Tone: ToneMuted}})
		chip := NewChip("+2 a diplomatic act", ToneGave2)
		chip.OnRemove = func() {}
		st := NewStatus()
		st.SetText("All changes kept")
		st.Start("x", "Forecast", func() {})
		return NewStack(8, s, c, p, NewFlow(4, chip, NewChip("B 2", ToneNeutral)), NewPanel("Panel", newWords("Some words.", ToneWarn, false)), st)
	}},
	{"form", func() fyne.CanvasObject {
		f := NewForm(&names{})
		f.OnOpen = func(string) {}
		f.SetRecord(samplePledge(3), false)
		f.fields.blocks[8].editor.(*itemsEditor).setOpen(1, true)
		f.SetProblems([]ledger.Problem{{Record: "p1", Field: "due", Severity: ledger.Warning, Message: "due before it was promised"}})
		return f
	}},
	{"matter", func() fyne.CanvasObject {
		f := NewForm(&names{})
		f.SetRecord(&ledger.Matter{ID: "matter", Title: "Russia and Iran", Question: ledger.Question{Relier: "iran", Partner: "russia"}}, false)
		return f
	}},
	{"conduct", func() fyne.CanvasObject {
		f := NewForm(&names{})
		f.SetRecord(sampleConduct(), false)
		return f
	}},
	{"card", func() fyne.CanvasObject {
		c := NewCard(&names{})
		c.SetRecord(sampleConduct())
		return container.NewVScroll(c)
	}},
	{"versions", func() fyne.CanvasObject {
		v := NewVersions()
		v.SetRows([]VersionRow{{Key: "1", When: "13:58", Who: "analyst 1", Label: "Add conduct", Changes: []ledger.FieldChange{{Label: "Rung", Old: "0", New: "+1"}}}})
		return container.NewVScroll(v)
	}},
}

// madeIn makes a widget where a theme is in use.
func madeIn(t *testing.T, make func() fyne.CanvasObject, width float32, mode theme.Mode, factor float32) fyne.Window {
	w := themedWindow(t, canvas.NewRectangle(nil), width, 420, mode, factor)
	w.SetContent(NewTooltipLayer(make()))
	w.Resize(fyne.NewSize(width, 420))
	return w
}

func pixels(img image.Image) []byte {
	if n, ok := img.(*image.NRGBA); ok {
		return n.Pix
	}
	var b bytes.Buffer
	_ = png.Encode(&b, img)
	return b.Bytes()
}

// A widget that was made light and turned dark, or large, looks as one made so.
func TestWidgetsFollowTheTheme(t *testing.T) {
	for _, c := range allWidgets {
		for _, to := range []struct {
			name   string
			mode   theme.Mode
			factor float32
		}{{"dark", theme.Dark, 1}, {"large", theme.Light, 1.5}} {
			t.Run(c.name+" "+to.name, func(t *testing.T) {
				want := capture(madeIn(t, c.make, 330, to.mode, to.factor), 1)
				w := madeIn(t, c.make, 330, theme.Light, 1)
				capture(w, 1)
				test.ApplyTheme(t, theme.New(to.mode, to.factor))
				got := capture(w, 1)
				if !bytes.Equal(pixels(got), pixels(want)) {
					dir := t.TempDir()
					save(t, filepath.Join(dir, "got.png"), got)
					save(t, filepath.Join(dir, "want.png"), want)
					if keep := os.Getenv("KEEP_PICTURES"); keep != "" {
						save(t, filepath.Join(keep, c.name+"-"+to.name+"-got.png"), got)
						save(t, filepath.Join(keep, c.name+"-"+to.name+"-want.png"), want)
					}
					t.Error("it does not look as one made so (KEEP_PICTURES=folder keeps both pictures)")
				}
			})
		}
	}
}

func save(t *testing.T, path string, img image.Image) {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Whatever the width, no text is drawn beyond its widget.
func TestNoTextLeavesItsWidget(t *testing.T) {
	for _, c := range allWidgets {
		for _, width := range []float32{240, 330, 640} {
			for _, factor := range []float32{1, 1.6} {
				w := madeIn(t, c.make, width, theme.Light, factor)
				right := w.Canvas().Size().Width
				forEachText(w.Content(), fyne.Position{}, func(text *canvas.Text, at fyne.Position) {
					drawn := text.MinSize().Width
					end := at.X + drawn
					if text.Alignment != fyne.TextAlignLeading && drawn < text.Size().Width {
						end = at.X + text.Size().Width
					}
					if end > right+1.5 {
						t.Errorf("%s at %v, text x %v: %q ends at %v", c.name, width, factor, text.Text, end)
					}
				})
			}
		}
	}
}

// forEachText visits the texts in o that are drawn, with their places.
func forEachText(o fyne.CanvasObject, at fyne.Position, visit func(*canvas.Text, fyne.Position)) {
	if !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	switch o := o.(type) {
	case *canvas.Text:
		if o.Text != "" {
			visit(o, at)
		}
	case *fyne.Container:
		for _, part := range o.Objects {
			forEachText(part, at, visit)
		}
	case fyne.Widget:
		for _, part := range test.WidgetRenderer(o).Objects() {
			forEachText(part, at, visit)
		}
	}
}
