package view

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/gui/theme"
)

// MatrixHead names a row or a column of a Matrix.
type MatrixHead struct {
	Title   string
	Figures []string // beside the title of a row, below that of a column
	Share   float64  // a bar below the title, 0 to 1; negative: none
	Muted   bool     // matters less
	Strong  bool     // stands out
}

// MatrixAxis is the rows or the columns of a Matrix.
type MatrixAxis struct {
	Heads   []MatrixHead
	Figures []string // what the figures of the heads are called
	Cell    float32  // the height of a row, or the width of a column
	Title   float32  // the least width of the rows' titles, or the height of the columns'
	Turned  bool     // the titles of columns stand on their side
}

// MatrixCell is one cell. Its ground is divided between the tones, one for each
// opinion; ToneMuted leaves its part empty.
type MatrixCell struct {
	Text  string
	Below string // small, below the text
	Tones []Tone
	Muted bool
}

// Matrix is a table of cells that is read both ways: a few words for each row
// and column, and in each cell a sign on coloured ground. It draws what is in
// view, so that two hundred columns are as fast as ten.
//
// Keys: the arrows go from cell to cell and, before the first, to the title of a
// row or column; Home and End, PageUp and PageDown go further; Enter opens, Menu
// opens the menu, Delete empties. Letters and figures go to OnRune.
type Matrix struct {
	widget.BaseWidget

	// OnSelect hears where the cursor went, by key or mouse; -1 is a title.
	OnSelect func(row, col int)
	// OnOpen hears Enter and double taps.
	OnOpen func(row, col int)
	// OnRune hears what is typed.
	OnRune func(r rune)
	// OnClear hears Delete and Backspace.
	OnClear func()
	// OnMenu hears secondary taps and the menu key, at an absolute position.
	OnMenu func(row, col int, at fyne.Position)
	// Tip gives what a cell or title says under the mouse; nil: nothing.
	Tip func(row, col int) string
	// Empty is shown where there are no rows or no columns.
	Empty string

	rows, columns MatrixAxis
	cell          func(row, col int) MatrixCell
	row, col      int // the cursor
	top, left     int // the first in view
	wheelX        float32
	wheelY        float32
	focused       bool
	over          [2]int // under the mouse
	down          fyne.Position
	raster        *canvas.Raster
	shown         *image.RGBA
	stale         bool
	night         bool
	ink           *inker
}

// NewMatrix makes an empty matrix.
func NewMatrix() *Matrix {
	m := &Matrix{ink: newInker(), over: [2]int{-2, -2}, stale: true}
	m.cell = func(int, int) MatrixCell { return MatrixCell{} }
	m.raster = canvas.NewRaster(m.pixels)
	m.raster.ScaleMode = canvas.ImageScalePixels
	m.ExtendBaseWidget(m)
	return m
}

// SetData changes what is shown. cell is asked for the cells in view only.
func (m *Matrix) SetData(rows, columns MatrixAxis, cell func(row, col int) MatrixCell) {
	m.rows, m.columns, m.cell = rows, columns, cell
	m.row, m.col = m.held(m.row, m.col)
	m.top = max(0, min(m.top, len(rows.Heads)-1))
	m.left = max(0, min(m.left, len(columns.Heads)-1))
	m.Refresh()
}

// Cursor gives the row and column of the cursor; -1 is a title.
func (m *Matrix) Cursor() (row, col int) { return m.row, m.col }

// held keeps a place within the matrix.
func (m *Matrix) held(row, col int) (int, int) {
	return max(-1, min(row, len(m.rows.Heads)-1)), max(-1, min(col, len(m.columns.Heads)-1))
}

// Go moves the cursor, brings it into view, and tells nobody.
func (m *Matrix) Go(row, col int) {
	m.row, m.col = m.held(row, col)
	m.reveal()
	m.Refresh()
}

// to moves the cursor for a person.
func (m *Matrix) to(row, col int) {
	row, col = m.held(row, col)
	if row < 0 && col < 0 {
		return
	}
	m.Go(row, col)
	if m.OnSelect != nil {
		m.OnSelect(row, col)
	}
}

// matrixGrid is where the parts of a matrix stand, in units of the window.
type matrixGrid struct {
	title      float32   // width of the rows' titles
	figures    []float32 // right ends of the rows' figures
	head       float32   // width of titles and figures
	top        float32   // height of the columns' titles and figures
	cellW      float32
	cellH      float32
	cols, rows int // in view, the last ones perhaps in part
	fullCols   int // in view as a whole
	fullRows   int
}

func (m *Matrix) factor() float32 { return textSize() / 13 }

func (m *Matrix) grid(size fyne.Size) matrixGrid {
	f, small := m.factor(), captionSize()
	g := matrixGrid{cellW: m.columns.Cell * f, cellH: m.rows.Cell * f}
	widths := make([]float32, len(m.rows.Figures))
	total := float32(0)
	for i, name := range m.rows.Figures {
		widths[i] = textWidth(name, small, fyne.TextStyle{})
		for _, h := range m.rows.Heads {
			if i < len(h.Figures) {
				widths[i] = max(widths[i], textWidth(h.Figures[i], small, fyne.TextStyle{Bold: h.Strong}))
			}
		}
		widths[i] += 12
		total += widths[i]
	}
	g.title = max(m.rows.Title*f, size.Width-total-float32(len(m.columns.Heads))*g.cellW-8)
	g.title = min(g.title, size.Width*.62)
	if m.columns.Turned { // titles of a few words need no more
		g.title = min(g.title, max(m.rows.Title*f, size.Width*.3))
	}
	at := g.title
	for _, w := range widths {
		at += w
		g.figures = append(g.figures, at-6)
	}
	g.head = at
	g.top = m.columns.Title*f + float32(len(m.columns.Figures))*lineHeight(small) + 6
	if g.cellW > 0 {
		g.fullCols = max(1, int((size.Width-g.head)/g.cellW))
		g.cols = max(0, min(g.fullCols+1, len(m.columns.Heads)-m.left))
	}
	if g.cellH > 0 {
		g.fullRows = max(1, int((size.Height-g.top)/g.cellH))
		g.rows = max(0, min(g.fullRows+1, len(m.rows.Heads)-m.top))
	}
	return g
}

// reveal scrolls until the cursor is in view.
func (m *Matrix) reveal() {
	if m.Size().Width == 0 {
		return
	}
	g := m.grid(m.Size())
	if m.row >= 0 {
		m.top = max(min(m.top, m.row), m.row-g.fullRows+1)
	}
	if m.col >= 0 {
		m.left = max(min(m.left, m.col), m.col-g.fullCols+1)
	}
}

// scroll moves what is in view by rows and columns.
func (m *Matrix) scroll(rows, cols int) {
	g := m.grid(m.Size())
	top := max(0, min(m.top+rows, len(m.rows.Heads)-g.fullRows))
	left := max(0, min(m.left+cols, len(m.columns.Heads)-g.fullCols))
	if top != m.top || left != m.left {
		m.top, m.left = top, left
		m.Refresh()
	}
}

// place gives the row and column at a position; -1 is a title, false is outside.
func (m *Matrix) place(at fyne.Position) (row, col int, ok bool) {
	g := m.grid(m.Size())
	row, col = -1, -1
	if at.Y >= g.top {
		row = m.top + int((at.Y-g.top)/g.cellH)
	}
	if at.X >= g.head {
		col = m.left + int((at.X-g.head)/g.cellW)
	}
	ok = row < len(m.rows.Heads) && col < len(m.columns.Heads) && (row >= 0 || col >= 0)
	return row, col, ok
}

// CreateRenderer implements fyne.Widget.
func (m *Matrix) CreateRenderer() fyne.WidgetRenderer {
	frame := newFocusFrame()
	empty := newWords("", ToneMuted, false)
	r := &renderer{objects: []fyne.CanvasObject{m.raster, empty, frame.Rectangle}}
	r.layout = func(size fyne.Size) {
		if m.raster.Size() != size {
			m.raster.Resize(size)
			m.stale = true
			m.scroll(0, 0)
		}
		frame.Resize(size)
		w := min(size.Width-32, 560)
		empty.Move(fyne.NewPos(16, 16))
		empty.Resize(fyne.NewSize(w, empty.HeightFor(w)))
	}
	r.min = func() fyne.Size { return fyne.NewSize(320, 140) }
	r.refresh = func() {
		m.stale = true
		none := len(m.rows.Heads) == 0 || len(m.columns.Heads) == 0
		empty.Hidden = !none
		empty.set(m.Empty, ToneMuted)
		r.layout(m.Size())
		frame.update(m.focused)
		m.raster.Refresh()
		canvas.Refresh(m)
	}
	r.refresh()
	return r
}

// pixels draws the matrix, once for each change.
func (m *Matrix) pixels(w, h int) image.Image {
	if m.shown != nil && !m.stale && m.shown.Bounds().Dx() == w && m.shown.Bounds().Dy() == h && m.night == theme.IsDark() {
		return m.shown
	}
	if m.shown == nil || m.shown.Bounds().Dx() != w || m.shown.Bounds().Dy() != h {
		m.shown = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	m.stale, m.night = false, theme.IsDark()
	size := m.Size()
	if size.Width > 0 && w > 0 && h > 0 {
		p := matrixPaint{m: m, img: m.shown, g: m.grid(size), scale: float32(w) / size.Width, size: size}
		p.draw()
	}
	return m.shown
}

// corner gives the upper left corner of a cell or title.
func (m *Matrix) corner(g matrixGrid, row, col int) (x, y float32) {
	if col >= 0 {
		x = g.head + float32(col-m.left)*g.cellW
	}
	if row >= 0 {
		y = g.top + float32(row-m.top)*g.cellH
	}
	return x, y
}

// onFill gives the colour of words on a ground: dark on bright, bright on dark.
func onFill(fill color.Color) color.Color {
	r, g, b, _ := fill.RGBA()
	// Relative luminance without the curve; the grounds are far apart.
	if (299*r+587*g+114*b)/1000 > 0x7800 {
		return color.NRGBA{0x12, 0x18, 0x22, 0xff}
	}
	return color.White
}
