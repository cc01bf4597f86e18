package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// The bounds of the inspector's width.
const (
	leastSide = 260
	leastPage = 420
	dragZone  = 7
)

// split keeps the inspector at a width of its own beside the page, whatever
// the window's size; the line between them is dragged. Fyne's own split shares
// by proportion and draws a thick bar.
type split struct {
	page, side fyne.CanvasObject
	line       *splitLine
	width      float32 // of the side
	root       *fyne.Container
}

func newSplit(page, side fyne.CanvasObject, width float32) *split {
	s := &split{page: page, side: side, width: max(width, leastSide)}
	s.line = &splitLine{s: s}
	s.line.ExtendBaseWidget(s.line)
	s.root = container.New(s, page, side, s.line)
	return s
}

// Layout implements fyne.Layout.
func (s *split) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	if !s.side.Visible() {
		s.line.Hide()
		s.page.Move(fyne.NewPos(0, 0))
		s.page.Resize(size)
		return
	}
	s.line.Show()
	w := max(leastSide, min(s.width, size.Width-leastPage))
	x := size.Width - w
	s.page.Move(fyne.NewPos(0, 0))
	s.page.Resize(fyne.NewSize(x, size.Height))
	s.side.Move(fyne.NewPos(x, 0))
	s.side.Resize(fyne.NewSize(w, size.Height))
	s.line.Move(fyne.NewPos(x-dragZone/2, 0))
	s.line.Resize(fyne.NewSize(dragZone, size.Height))
}

// MinSize implements fyne.Layout.
func (s *split) MinSize([]fyne.CanvasObject) fyne.Size {
	if !s.side.Visible() {
		return fyne.NewSize(leastPage, 200)
	}
	return fyne.NewSize(leastPage+leastSide, 200)
}

// splitLine is the line between page and inspector.
type splitLine struct {
	widget.BaseWidget
	s *split
}

// Dragged implements fyne.Draggable.
func (l *splitLine) Dragged(ev *fyne.DragEvent) {
	l.s.width = max(leastSide, min(l.s.width-ev.Dragged.DX, l.s.root.Size().Width-leastPage))
	l.s.root.Refresh()
}

// DragEnd implements fyne.Draggable.
func (l *splitLine) DragEnd() {}

// Cursor implements desktop.Cursorable.
func (l *splitLine) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// CreateRenderer implements fyne.Widget.
func (l *splitLine) CreateRenderer() fyne.WidgetRenderer {
	r := &splitLineRenderer{canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type splitLineRenderer struct{ line *canvas.Rectangle }

func (r *splitLineRenderer) Destroy()                     {}
func (r *splitLineRenderer) MinSize() fyne.Size           { return fyne.NewSize(dragZone, 1) }
func (r *splitLineRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line} }

func (r *splitLineRenderer) Layout(size fyne.Size) {
	r.line.Move(fyne.NewPos(dragZone/2, 0))
	r.line.Resize(fyne.NewSize(1, size.Height))
}

func (r *splitLineRenderer) Refresh() {
	r.line.FillColor = fynetheme.Color(fynetheme.ColorNameSeparator)
	r.line.Refresh()
}
