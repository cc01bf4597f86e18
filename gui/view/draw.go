package view

import (
	"image/color"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/fairweather-app/fairweather/gui/theme"
)

const ellipsis = "…"

func textSize() float32    { return fynetheme.Size(fynetheme.SizeNameText) }
func captionSize() float32 { return fynetheme.Size(fynetheme.SizeNameCaptionText) }

func foreground() color.Color { return theme.Color(fynetheme.ColorNameForeground) }
func muted() color.Color      { return theme.Color(theme.ColorNameMuted) }
func separator() color.Color  { return theme.Color(fynetheme.ColorNameSeparator) }
func primary() color.Color    { return theme.Color(fynetheme.ColorNamePrimary) }

// tr translates a text that is not known here: a label of the schema, a word of
// the ledger. lang.L complains of an empty one.
func tr(text string) string {
	if text == "" {
		return ""
	}
	return lang.L(text)
}

// newText is canvas.NewText without its look-up of the size.
func newText(text string, size float32, c color.Color) *canvas.Text {
	return &canvas.Text{Text: text, TextSize: size, Color: c}
}

// setText changes t and redraws it, if anything differs.
func setText(t *canvas.Text, text string, size float32, c color.Color, bold bool) {
	if t.Text == text && t.TextSize == size && t.Color == c && t.TextStyle.Bold == bold {
		return
	}
	t.Text, t.TextSize, t.Color, t.TextStyle.Bold = text, size, c, bold
	t.Refresh()
}

// setFill changes the fill of r and redraws it, if it differs.
func setFill(r *canvas.Rectangle, c color.Color) {
	if r.FillColor == c {
		return
	}
	r.FillColor = c
	r.Refresh()
}

// lineHeight is the height of a line of text of a size.
func lineHeight(size float32) float32 {
	return fyne.MeasureText("Mg", size, fyne.TextStyle{}).Height
}

func textWidth(text string, size float32, style fyne.TextStyle) float32 {
	if text == "" {
		return 0
	}
	return fyne.MeasureText(text, size, style).Width
}

// fit gives text cut to a width, with an ellipsis where something is missing,
// and whether it was cut.
func fit(text string, width, size float32, style fyne.TextStyle) (string, bool) {
	if text == "" || textWidth(text, size, style) <= width+0.5 {
		return text, false
	}
	runes := []rune(text)
	// Guess by the mean width of a letter, then search: measuring is the cost.
	lo, hi := 0, min(len(runes), int(width/(size*0.25))+1)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if textWidth(string(runes[:mid])+ellipsis, size, style) <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	if lo == 0 {
		return ellipsis, true
	}
	return string(runes[:lo]) + ellipsis, true
}

// rightToLeft reports whether the first letter of text is of a script that is
// written from right to left; Fyne orders such text but aligns it left (fyne #90).
func rightToLeft(text string) bool {
	for _, r := range text {
		if unicode.IsLetter(r) {
			return unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana)
		}
	}
	return false
}

// withAlpha gives c with its opacity multiplied by a in [0, 1].
func withAlpha(c color.Color, a float64) color.NRGBA {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = uint8(float64(n.A)*a + 0.5)
	return n
}

// canvasOf gives the canvas on which obj is; nil before it is on one.
func canvasOf(obj fyne.CanvasObject) fyne.Canvas {
	d := fyne.CurrentApp().Driver()
	if len(d.AllWindows()) == 0 {
		return nil // the test driver has no answer then
	}
	return d.CanvasForObject(obj)
}

// nothing is a fill that does not show.
func nothing() color.Color { return color.Transparent }

// ground is the fill of framed things that stand on a surface. Under OpenGL the
// line of a frame mixes with its fill, and a transparent one darkens it.
func ground() color.Color { return theme.Color(theme.ColorNameSurface) }

// focusOn gives the keyboard to obj, if it is on a canvas.
func focusOn(obj fyne.Focusable) {
	if c := canvasOf(obj.(fyne.CanvasObject)); c != nil {
		c.Focus(obj)
		return
	}
	// The driver knows an object's canvas from the first frame on. A form that
	// was opened a moment ago takes the keyboard all the same.
	if all := fyne.CurrentApp().Driver().AllWindows(); len(all) == 1 {
		all[0].Canvas().Focus(obj)
	}
}

// focusFrame draws the frame around a widget that has the keyboard.
type focusFrame struct{ *canvas.Rectangle }

func newFocusFrame() focusFrame {
	r := canvas.NewRectangle(nothing())
	r.Hide()
	return focusFrame{r}
}

func (f focusFrame) update(focused bool) {
	if !focused {
		f.Hide()
		return
	}
	f.StrokeColor = theme.Color(fynetheme.ColorNameFocus)
	f.StrokeWidth = 2
	f.CornerRadius = fynetheme.Size(fynetheme.SizeNameInputRadius)
	f.Show()
	f.Refresh()
}
