package view

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/fairweather-app/fairweather/gui/theme"
)

// gridList is the list of a grid's rows. The grid has the keyboard, not the
// list: Fyne passes over what is disabled when Tab looks for the next widget.
type gridList struct {
	widget.List
	grid *Grid
}

func newGridList(g *Grid) *gridList {
	l := &gridList{grid: g}
	l.Length = func() int { return len(g.order) }
	l.CreateItem = func() fyne.CanvasObject { return newGridRow(g) }
	l.UpdateItem = func(id widget.ListItemID, item fyne.CanvasObject) { item.(*gridRow).set(id) }
	l.HideSeparators = true
	l.ExtendBaseWidget(l)
	return l
}

// Disabled implements fyne.Disableable.
func (l *gridList) Disabled() bool { return true }

// Disable implements fyne.Disableable.
func (l *gridList) Disable() {}

// Enable implements fyne.Disableable.
func (l *gridList) Enable() {}

// FocusGained hands the keyboard to the grid.
func (l *gridList) FocusGained() { focusOn(l.grid) }

// gridRow shows one row.
type gridRow struct {
	widget.BaseWidget

	grid   *Grid
	id     int
	ground *canvas.Rectangle
	rule   *canvas.Rectangle
	texts  []*canvas.Text
	swatch []*canvas.Rectangle
	cut    []bool
	over   int // the column under the mouse; -1: none
	width  float32
}

func newGridRow(g *Grid) *gridRow {
	n := len(g.columns)
	r := &gridRow{
		grid: g, id: -1, over: -1,
		ground: canvas.NewRectangle(color.Transparent),
		rule:   canvas.NewRectangle(separator()),
		cut:    make([]bool, n),
	}
	for range g.columns {
		r.texts = append(r.texts, newText("", textSize(), foreground()))
		s := canvas.NewRectangle(color.Transparent)
		s.CornerRadius = 2
		s.Hidden = true
		r.swatch = append(r.swatch, s)
	}
	r.ExtendBaseWidget(r)
	return r
}

// set shows the row at a place of the grid's order.
func (r *gridRow) set(id int) {
	r.id = id
	r.draw()
}

func (r *gridRow) row() (Row, bool) {
	if r.id < 0 || r.id >= len(r.grid.order) {
		return Row{}, false
	}
	return r.grid.rows[r.grid.order[r.id]], true
}

// CreateRenderer implements fyne.Widget.
func (r *gridRow) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{r.ground, r.rule}
	for i := range r.texts {
		objects = append(objects, r.swatch[i], r.texts[i])
	}
	return &renderer{
		objects: objects,
		layout: func(size fyne.Size) {
			if size.Width != r.width {
				r.draw()
			}
		},
		min:     func() fyne.Size { return fyne.NewSize(0, lineHeight(textSize())+4) },
		refresh: func() { r.draw() },
	}
}

func (r *gridRow) draw() {
	size := r.Size()
	row, ok := r.row()
	if !ok || size.Width == 0 {
		return
	}
	r.width = size.Width
	g := r.grid
	// The list leaves a padding between its items; the row's ground covers it.
	gap := fynetheme.Size(fynetheme.SizeNamePadding)
	r.ground.Move(fyne.NewPos(0, -gap/2))
	r.ground.Resize(fyne.NewSize(size.Width, size.Height+gap))
	setFill(r.ground, g.groundOf(r.id, row.Key, r.over >= 0))
	r.rule.Move(fyne.NewPos(0, size.Height+gap/2-1))
	r.rule.Resize(fyne.NewSize(size.Width, 1))
	setFill(r.rule, theme.Color(theme.ColorNameFaint))
	fontSize := textSize()
	h := lineHeight(fontSize)
	x := float32(0)
	for i, c := range g.columns {
		var cell Cell
		if i < len(row.Cells) {
			cell = row.Cells[i]
		}
		w := g.widths[i]
		r.texts[i].Hidden = w == 0
		if w == 0 {
			r.swatch[i].Hidden, r.cut[i] = true, false
			continue
		}
		left, room := x+gridPadding, w-2*gridPadding
		r.swatch[i].Hidden = !cell.Tone.onLadder()
		if cell.Tone.onLadder() {
			setFill(r.swatch[i], cell.Tone.Color())
			r.swatch[i].Move(fyne.NewPos(left, (size.Height-swatchSize)/2))
			r.swatch[i].Resize(fyne.NewSquareSize(swatchSize))
			left, room = left+swatchSize+5, room-swatchSize-5
		}
		style := fyne.TextStyle{Bold: cell.Bold}
		shown, cut := fit(cell.Text, room, fontSize, style)
		r.cut[i] = cut
		tc := foreground()
		if cell.Tone != ToneNeutral {
			tc = cell.Tone.TextColor()
		}
		t := r.texts[i]
		t.Alignment = c.Align
		if c.Align == fyne.TextAlignLeading && rightToLeft(cell.Text) {
			t.Alignment = fyne.TextAlignTrailing
		}
		setText(t, shown, fontSize, tc, cell.Bold)
		t.Move(fyne.NewPos(left, (size.Height-h)/2))
		t.Resize(fyne.NewSize(room, h))
		x += w
	}
}

// groundOf gives the colour behind a row.
func (g *Grid) groundOf(id int, key string, hovered bool) color.Color {
	switch {
	case g.selected[key]:
		return theme.Color(theme.ColorNameSelected)
	case hovered || g.focused && id == g.cursor:
		return theme.Color(fynetheme.ColorNameHover)
	}
	return nothing()
}

// MouseDown implements desktop.Mouseable: it selects at once, where a tap would
// wait to see whether a second one makes it a double tap.
func (r *gridRow) MouseDown(e *desktop.MouseEvent) {
	if r.id < 0 || r.id >= len(r.grid.order) {
		return
	}
	focusOn(r.grid)
	row, _ := r.row()
	if e.Button == desktop.MouseButtonSecondary && r.grid.selected[row.Key] {
		return // the menu is about all that is selected
	}
	r.grid.pick(r.id, e.Modifier&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0, e.Modifier&fyne.KeyModifierShift != 0)
}

// MouseUp implements desktop.Mouseable.
func (r *gridRow) MouseUp(*desktop.MouseEvent) {}

// gridDrag is a row that is being dragged somewhere.
type gridDrag struct {
	key string
	at  fyne.Position
}

// Dragged implements fyne.Draggable: the row is carried elsewhere.
func (r *gridRow) Dragged(e *fyne.DragEvent) {
	g := r.grid
	if g.OnDrop == nil {
		return
	}
	if g.drag.key == "" {
		row, ok := r.row()
		if !ok {
			return
		}
		g.drag.key = row.Key
	}
	g.drag.at = e.AbsolutePosition
}

// DragEnd implements fyne.Draggable.
func (r *gridRow) DragEnd() {
	g := r.grid
	d := g.drag
	g.drag = gridDrag{}
	if d.key != "" && g.OnDrop != nil {
		g.OnDrop(d.key, d.at)
	}
}

// DoubleTapped implements fyne.DoubleTappable.
func (r *gridRow) DoubleTapped(*fyne.PointEvent) {
	if row, ok := r.row(); ok && r.grid.OnOpen != nil {
		r.grid.OnOpen(row.Key)
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (r *gridRow) TappedSecondary(e *fyne.PointEvent) {
	if row, ok := r.row(); ok && r.grid.OnMenu != nil {
		hideTip(r)
		r.grid.OnMenu(row.Key, e.AbsolutePosition)
	}
}

// MouseIn implements desktop.Hoverable.
func (r *gridRow) MouseIn(e *desktop.MouseEvent) { r.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (r *gridRow) MouseMoved(e *desktop.MouseEvent) {
	column, x := len(r.grid.columns)-1, float32(0)
	for i, w := range r.grid.widths {
		if x += w; e.Position.X < x {
			column = i
			break
		}
	}
	if column == r.over {
		return
	}
	entered := r.over < 0
	r.over = column
	if entered {
		r.draw()
	}
	hideTip(r)
	if row, ok := r.row(); ok && column >= 0 && column < len(row.Cells) {
		cell := row.Cells[column]
		switch {
		case cell.Tip != "":
			showTip(r, cell.Tip, e.AbsolutePosition)
		case r.cut[column]:
			showTip(r, cell.Text, e.AbsolutePosition)
		}
	}
}

// MouseOut implements desktop.Hoverable.
func (r *gridRow) MouseOut() {
	r.over = -1
	hideTip(r)
	r.draw()
}

// gridTitle is the title of one column; a tap sorts by it, a second one turns
// the order round, a third restores the order in which the rows were set.
type gridTitle struct {
	widget.BaseWidget
	grid    *Grid
	column  int
	hovered bool
	cut     bool
}

// CreateRenderer implements fyne.Widget.
func (t *gridTitle) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(color.Transparent)
	text := newText("", captionSize(), muted())
	draw := func(size fyne.Size) {
		ground.Resize(size)
		c := nothing()
		if t.hovered {
			c = theme.Color(fynetheme.ColorNameHover)
		}
		setFill(ground, c)
		on, _ := t.grid.isSortedBy(t.column)
		var shown string
		shown, t.cut = fit(t.grid.titleText(t.column), size.Width-2*gridPadding, captionSize(), fyne.TextStyle{Bold: on})
		tc := muted()
		if on {
			tc = foreground()
		}
		text.Alignment = t.grid.columns[t.column].Align
		setText(text, shown, captionSize(), tc, on)
		h := lineHeight(captionSize())
		text.Move(fyne.NewPos(gridPadding, (size.Height-h)/2))
		text.Resize(fyne.NewSize(size.Width-2*gridPadding, h))
	}
	return &renderer{
		objects: []fyne.CanvasObject{ground, text},
		layout:  draw,
		min:     func() fyne.Size { return fyne.NewSize(20, lineHeight(captionSize())+10) },
		refresh: func() { draw(t.Size()); canvas.Refresh(t) },
	}
}

// Tapped implements fyne.Tappable.
func (t *gridTitle) Tapped(*fyne.PointEvent) {
	switch on, down := t.grid.isSortedBy(t.column); {
	case !on:
		t.grid.SortBy(t.column, false)
	case !down:
		t.grid.SortBy(t.column, true)
	default:
		t.grid.SortBy(-1, false)
	}
}

// MouseIn implements desktop.Hoverable.
func (t *gridTitle) MouseIn(e *desktop.MouseEvent) {
	t.hovered = true
	t.Refresh()
	if t.cut {
		showTip(t, t.grid.columns[t.column].Title, e.AbsolutePosition)
	}
}

// MouseMoved implements desktop.Hoverable.
func (t *gridTitle) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (t *gridTitle) MouseOut() {
	t.hovered = false
	t.Refresh()
	hideTip(t)
}
