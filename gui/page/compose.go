package page

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

// quick is how many records a case may have for its tables to be composed at
// once on the toolkit's thread: they take a few milliseconds then, and
// nothing flickers in the line of running work while a date is dragged.
const quick = 4000

// compose calls show with the result of work: at once for a small case, off the
// toolkit's thread for a large one. work must not touch the toolkit, nor tr. show
// must see for itself whether the result is still wanted: a page knows better than
// the session what its result hangs on.
func compose[T any](s *session.Session, c *ledger.Case, name string, work func() T, show func(T)) {
	if c.Len() <= quick {
		show(work())
		return
	}
	s.Always(name, func(context.Context) (func(), error) {
		result := work()
		return func() { show(result) }, nil
	})
}

// textWidth measures a line of text.
func textWidth(text string, size float32, style fyne.TextStyle) float32 {
	if text == "" {
		return 0
	}
	return fyne.MeasureText(text, size, style).Width
}

// fitText cuts a text to a width, with an ellipsis where something is missing,
// and reports whether it did.
func fitText(text string, width, size float32, style fyne.TextStyle) (string, bool) {
	if textWidth(text, size, style) <= width+.5 {
		return text, false
	}
	runes := []rune(text)
	low, high := 0, min(len(runes), int(width/(size*.25))+1)
	for low < high {
		mid := (low + high + 1) / 2
		if textWidth(string(runes[:mid])+"…", size, style) <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return string(runes[:low]) + "…", true
}

// place gives an object its place and size.
func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// drawn is a renderer made of functions.
type drawn struct {
	objects []fyne.CanvasObject
	layout  func(fyne.Size)
	min     func() fyne.Size
	refresh func()
}

// drawnOf renders a widget that is drawn anew whenever its size or its content
// changes.
func drawnOf(w fyne.Widget, least func() fyne.Size, draw func(fyne.Size) []fyne.CanvasObject) *drawn {
	r := &drawn{min: least}
	r.layout = func(size fyne.Size) { r.objects = draw(size) }
	r.refresh = func() {
		r.objects = draw(w.Size())
		repaint(w)
	}
	return r
}

func (d *drawn) Destroy()                     {}
func (d *drawn) Layout(size fyne.Size)        { d.layout(size) }
func (d *drawn) MinSize() fyne.Size           { return d.min() }
func (d *drawn) Objects() []fyne.CanvasObject { return d.objects }
func (d *drawn) Refresh()                     { d.refresh() }

// repaint tells the canvas that a widget's objects changed.
func repaint(o fyne.CanvasObject) { canvas.Refresh(o) }

// barLine is a layout of what stands above a page: from the left on, over as many
// lines as that takes, the last object at the right. The container asks for the
// height of one line until it was given a width; headed asks again then.
type barLine struct{ width float32 }

const barGap = 4

// lay calls put for every object with its place, and gives the height of all.
func (l *barLine) lay(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	height := float32(0)
	for _, o := range objects {
		height = max(height, o.MinSize().Height)
	}
	x, y := float32(0), float32(0)
	for i, o := range objects {
		w := min(o.MinSize().Width, width)
		if x > 0 && x+w > width {
			x, y = 0, y+height+barGap
		}
		at := x
		if i == len(objects)-1 {
			at = width - w
		}
		put(o, at, y, w, height)
		x += w + barGap
	}
	return y + height
}

// Layout implements fyne.Layout.
func (l *barLine) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.lay(objects, size.Width, place)
}

// MinSize implements fyne.Layout.
func (l *barLine) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := l.width
	if width == 0 {
		width = 1e6
	}
	return fyne.NewSize(leastWidth, l.lay(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {}))
}
