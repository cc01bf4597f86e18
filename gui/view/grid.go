package view

import (
	"sort"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/gui/theme"
)

// Column is a column of a Grid.
type Column struct {
	Title string
	Width float32 // of the text, in Fyne's units; of a Flex column the least
	Align fyne.TextAlign
	Flex  bool // shares the room that is left over
	Spare bool // left out where not all columns have room, the last such first
}

// Row is a row of a Grid. Key is unique in it.
type Row struct {
	Key   string
	Cells []Cell
}

// Cell is what stands in a column of a row.
type Cell struct {
	Text string
	Tone Tone // of the ladder: a swatch stands before the text; else the text's colour
	Bold bool
	Sort any    // string or float64: what the column sorts by; nil: Text
	Tip  string // told under the mouse; empty: Text where it is cut
}

// Grid is a table of rows that can be sorted by its header, selected, opened,
// searched by typing, and copied as tab-separated text. Rows are a widget.List,
// which draws only those in view: ten thousand open as fast as ten. Fyne's Table
// with a header costs memory and time for every row that is not.
type Grid struct {
	widget.BaseWidget

	// OnSelect hears the key of the row that was chosen.
	OnSelect func(key string)
	// OnChosen hears the keys of all chosen rows, in the order shown, after each
	// choice a person makes.
	OnChosen func(keys []string)
	// OnOpen hears Enter and double taps.
	OnOpen func(key string)
	// Copy gives what Ctrl+C copies; nil: TSV.
	Copy func() string
	// OnPaste hears Ctrl+V with the text of the clipboard.
	OnPaste func(text string)
	// OnDrop hears that a row was dragged to an absolute position.
	OnDrop func(key string, at fyne.Position)
	// OnMenu hears a secondary tap, or the menu key, at an absolute position.
	OnMenu func(key string, at fyne.Position)
	// Empty is shown where there are no rows: what to do next.
	Empty string

	columns  []Column
	rows     []Row // as set
	order    []int // of rows, as shown
	place    map[string]int
	selected map[string]bool
	cursor   int // in order; -1: none
	anchor   int // where a selection by Shift starts
	sortBy   int // column; -1: as set
	sortDown bool
	widths   []float32 // 0: left out
	hide     map[int]bool
	list     *gridList
	header   *gridHeader
	focused  bool
	hidden   bool // the cursor is to be scrolled into view
	find     typeFind
	drag     gridDrag
}

// NewGrid makes a grid without rows.
func NewGrid(columns []Column) *Grid {
	g := &Grid{columns: columns, cursor: -1, sortBy: -1, selected: map[string]bool{}, widths: make([]float32, len(columns))}
	for i, c := range columns {
		g.widths[i] = c.Width
	}
	g.list = newGridList(g)
	g.header = newGridHeader(g)
	g.ExtendBaseWidget(g)
	return g
}

// SetRows changes the rows. What is selected stays selected if its key is still
// there, and the order of sorting is kept.
func (g *Grid) SetRows(rows []Row) {
	var at string
	if g.cursor >= 0 && g.cursor < len(g.order) {
		at = g.rows[g.order[g.cursor]].Key
	}
	g.rows = rows
	g.sortRows()
	for key := range g.selected {
		if _, ok := g.place[key]; !ok {
			delete(g.selected, key)
		}
	}
	g.cursor = -1
	if i, ok := g.place[at]; ok && at != "" {
		g.cursor = i
	}
	g.anchor = g.cursor
	g.Refresh()
}

// Rows gives the rows in the order in which they are shown.
func (g *Grid) Rows() []Row {
	out := make([]Row, len(g.order))
	for i, r := range g.order {
		out[i] = g.rows[r]
	}
	return out
}

// Select chooses one row, scrolls to it, and tells nobody; an unknown or empty
// key clears the selection.
func (g *Grid) Select(key string) {
	g.selected = map[string]bool{}
	g.cursor = -1
	if i, ok := g.place[key]; ok {
		g.selected[key] = true
		g.cursor, g.anchor = i, i
		g.reveal(i)
	}
	g.list.Refresh()
}

// SelectAllOf chooses all rows with these keys and tells nobody; unknown keys
// are left out.
func (g *Grid) SelectAllOf(keys []string) {
	g.selected = map[string]bool{}
	first := -1
	for _, key := range keys {
		if i, ok := g.place[key]; ok {
			g.selected[key] = true
			if first < 0 || i < first {
				first = i
			}
		}
	}
	if first >= 0 && (g.cursor < 0 || g.cursor >= len(g.order) || !g.selected[g.rows[g.order[g.cursor]].Key]) {
		g.cursor, g.anchor = first, first
		g.reveal(first)
	}
	g.list.Refresh()
}

// HideColumn leaves a column out, or shows it again. What is copied has it still.
func (g *Grid) HideColumn(column int, hide bool) {
	if g.hide[column] == hide {
		return
	}
	if g.hide == nil {
		g.hide = map[int]bool{}
	}
	g.hide[column] = hide
	g.layoutColumns(g.Size().Width)
	g.Refresh()
}

// RowAt gives the key of the row at an absolute position; false where there is none.
func (g *Grid) RowAt(at fyne.Position) (string, bool) {
	driver := fyne.CurrentApp().Driver()
	origin := driver.AbsolutePositionForObject(g.list)
	size := g.list.Size()
	if !g.Visible() || canvasOf(g) == nil || at.X < origin.X || at.Y < origin.Y || at.X > origin.X+size.Width || at.Y > origin.Y+size.Height {
		return "", false
	}
	i := int((at.Y - origin.Y + g.list.GetScrollOffset()) / g.pitch())
	if i < 0 || i >= len(g.order) {
		return "", false
	}
	return g.rows[g.order[i]].Key, true
}

// pitch is the height of a row with the gap below it.
func (g *Grid) pitch() float32 {
	return lineHeight(textSize()) + 4 + fynetheme.Size(fynetheme.SizeNamePadding)
}

// Selected gives the keys of the chosen rows in the order shown.
func (g *Grid) Selected() []string {
	var keys []string
	for _, r := range g.order {
		if key := g.rows[r].Key; g.selected[key] {
			keys = append(keys, key)
		}
	}
	return keys
}

// SortBy orders the rows by a column; a negative column restores the order in
// which they were set. Rows that are equal keep their order.
func (g *Grid) SortBy(column int, descending bool) {
	if column >= len(g.columns) {
		column = -1
	}
	g.sortBy, g.sortDown = column, descending
	g.SetRows(g.rows)
	if g.cursor >= 0 {
		g.reveal(g.cursor)
	}
}

func (g *Grid) sortRows() {
	g.order = make([]int, len(g.rows))
	for i := range g.order {
		g.order[i] = i
	}
	if g.sortBy >= 0 {
		keys := make([]sortKey, len(g.rows))
		for i, r := range g.rows {
			if g.sortBy < len(r.Cells) {
				keys[i] = keyOf(r.Cells[g.sortBy])
			}
		}
		sort.SliceStable(g.order, func(i, j int) bool {
			a, b := keys[g.order[i]], keys[g.order[j]]
			if a.empty != b.empty {
				return b.empty // what is missing stands last either way
			}
			if g.sortDown {
				a, b = b, a
			}
			return a.less(b)
		})
	}
	g.place = make(map[string]int, len(g.order))
	for i, r := range g.order {
		g.place[g.rows[r].Key] = i
	}
}

type sortKey struct {
	empty, isText bool
	number        float64
	text          string
}

func keyOf(c Cell) sortKey {
	switch v := c.Sort.(type) {
	case float64:
		return sortKey{number: v}
	case string:
		return sortKey{isText: true, text: strings.ToLower(v), empty: v == ""}
	}
	return sortKey{isText: true, text: strings.ToLower(c.Text), empty: c.Text == ""}
}

// less orders numbers before texts.
func (a sortKey) less(b sortKey) bool {
	if a.isText != b.isText {
		return !a.isText
	}
	if a.isText {
		return a.text < b.text
	}
	return a.number < b.number
}

// TSV gives the chosen rows, or all if none is chosen, with the titles of the
// columns, as tab-separated text for a spreadsheet.
func (g *Grid) TSV() string {
	var b strings.Builder
	clean := strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ")
	for i, c := range g.columns {
		if i > 0 {
			b.WriteByte('\t')
		}
		clean.WriteString(&b, c.Title)
	}
	b.WriteByte('\n')
	for _, r := range g.order {
		row := g.rows[r]
		if len(g.selected) > 0 && !g.selected[row.Key] {
			continue
		}
		for i := range g.columns {
			if i > 0 {
				b.WriteByte('\t')
			}
			if i < len(row.Cells) {
				clean.WriteString(&b, row.Cells[i].Text)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// reveal scrolls to a place, now or once the grid has a size.
func (g *Grid) reveal(id int) {
	if g.list.Size().Height == 0 {
		g.hidden = true
		return
	}
	g.list.ScrollTo(id)
}

// gridPadding is the room at the left and right of each cell.
const gridPadding = 6

// layoutColumns shares a width among the columns.
func (g *Grid) layoutColumns(width float32) {
	factor := textSize() / 13 // widths are given for the normal text size
	fixed, flex := float32(0), 0
	for i, c := range g.columns {
		g.widths[i] = 0
		if !g.hide[i] {
			g.widths[i] = max(c.Width*factor, textWidth(c.Title+" ↓", captionSize(), fyne.TextStyle{Bold: true})) + 2*gridPadding
		}
		fixed += g.widths[i]
	}
	for i := len(g.columns) - 1; i >= 0 && width > 0 && fixed > width; i-- {
		if g.columns[i].Spare {
			fixed -= g.widths[i]
			g.widths[i] = 0
		}
	}
	for i, c := range g.columns {
		if c.Flex && g.widths[i] > 0 {
			flex++
		}
	}
	extra := float32(0)
	if flex > 0 {
		extra = max(0, width-fixed) / float32(flex)
	}
	// In too little room all columns are narrower; their texts end in an ellipsis.
	squeeze := float32(1)
	if width > 0 && fixed > width {
		squeeze = width / fixed
	}
	for i, c := range g.columns {
		if g.widths[i] == 0 {
			continue
		}
		g.widths[i] *= squeeze
		if c.Flex {
			g.widths[i] += extra
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (g *Grid) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(nil)
	rule := canvas.NewRectangle(nil)
	empty := widget.NewLabel("")
	empty.Wrapping = fyne.TextWrapWord
	empty.Alignment = fyne.TextAlignCenter
	empty.Importance = widget.LowImportance
	frame := newFocusFrame()
	layout := func(size fyne.Size) {
		g.layoutColumns(size.Width)
		h := g.header.MinSize().Height
		ground.Resize(size)
		g.header.Resize(fyne.NewSize(size.Width, h))
		rule.Move(fyne.NewPos(0, h))
		rule.Resize(fyne.NewSize(size.Width, 1))
		g.list.Move(fyne.NewPos(0, h+1))
		g.list.Resize(fyne.NewSize(size.Width, max(0, size.Height-h-1)))
		if g.hidden && g.cursor >= 0 && size.Height > h+1 {
			g.hidden = false
			g.list.ScrollTo(g.cursor)
		}
		empty.Move(fyne.NewPos(0, h+1))
		empty.Resize(fyne.NewSize(size.Width, max(0, size.Height-h-1)))
		frame.Resize(size)
	}
	r := &renderer{
		objects: []fyne.CanvasObject{ground, g.header, rule, g.list, empty, frame.Rectangle},
		layout:  layout,
		min: func() fyne.Size {
			w := float32(0)
			for _, c := range g.columns {
				w += min(c.Width, 60) + 2*gridPadding
			}
			return fyne.NewSize(w, g.header.MinSize().Height+3*(lineHeight(textSize())+12))
		},
	}
	var width float32
	r.refresh = func() {
		ground.FillColor = theme.Color(theme.ColorNameSurface)
		rule.FillColor = separator()
		frame.update(g.focused)
		empty.Hidden = len(g.rows) > 0 || g.Empty == ""
		if empty.Text != g.Empty {
			empty.SetText(g.Empty)
		}
		if width != textSize() { // the text size changed: widths follow
			width = textSize()
			g.layoutColumns(g.Size().Width)
		}
		g.header.Refresh()
		g.list.Refresh()
		canvas.Refresh(g)
	}
	r.refresh()
	return r
}

// gridHeader is the row of titles; a tap sorts.
type gridHeader struct {
	widget.BaseWidget
	grid  *Grid
	cells []*gridTitle
}

func newGridHeader(g *Grid) *gridHeader {
	h := &gridHeader{grid: g}
	for i := range g.columns {
		t := &gridTitle{grid: g, column: i}
		t.ExtendBaseWidget(t)
		h.cells = append(h.cells, t)
	}
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer implements fyne.Widget.
func (h *gridHeader) CreateRenderer() fyne.WidgetRenderer {
	objects := make([]fyne.CanvasObject, len(h.cells))
	for i, c := range h.cells {
		objects[i] = c
	}
	layout := func(size fyne.Size) {
		x := float32(0)
		for i, c := range h.cells {
			c.Hidden = h.grid.widths[i] == 0
			c.Move(fyne.NewPos(x, 0))
			c.Resize(fyne.NewSize(h.grid.widths[i], size.Height))
			x += h.grid.widths[i]
		}
	}
	return &renderer{
		objects: objects,
		layout:  layout,
		min:     func() fyne.Size { return fyne.NewSize(0, lineHeight(captionSize())+10) },
		refresh: func() {
			layout(h.Size())
			for _, c := range h.cells {
				c.Refresh()
			}
		},
	}
}

func (g *Grid) isSortedBy(column int) (bool, bool) { return g.sortBy == column, g.sortDown }

// titleText is the title of a column with the sign of its order.
func (g *Grid) titleText(column int) string {
	title := g.columns[column].Title
	if on, down := g.isSortedBy(column); on && down {
		return title + " ↓"
	} else if on {
		return title + " ↑"
	}
	return title
}
