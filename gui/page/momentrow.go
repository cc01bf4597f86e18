package page

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/view"
)

// momentList is the list of a momentTable's lines. The table has the keyboard,
// not the list: Fyne passes over what is disabled when Tab looks for the next widget.
type momentList struct{ widget.List }

func newMomentList(t *momentTable) *momentList {
	l := &momentList{}
	l.Length = func() int { return len(t.lines) }
	l.CreateItem = func() fyne.CanvasObject { return newMomentRow(t) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) { o.(*momentRow).show(i) }
	l.HideSeparators = true
	l.ExtendBaseWidget(l)
	return l
}

// Disabled implements fyne.Disableable.
func (l *momentList) Disabled() bool { return true }

// Disable implements fyne.Disableable.
func (l *momentList) Disable() {}

// Enable implements fyne.Disableable.
func (l *momentList) Enable() {}

func momentRowHeight() float32 { return fynetheme.TextSize() * 2.9 }

// momentRow draws one line: a title, or a moment with its cells.
type momentRow struct {
	widget.BaseWidget
	t              *momentTable
	id             int
	ground, rule   *canvas.Rectangle
	title, caption *canvas.Text
	tip            *view.Tooltip // over title and caption
	sensor         *momentCell   // of the moment itself
	cells          []*momentCell
	tips           []*view.Tooltip
}

func newMomentRow(t *momentTable) *momentRow {
	r := &momentRow{t: t, id: -1, ground: canvas.NewRectangle(color.Transparent), rule: canvas.NewRectangle(nil), title: canvas.NewText("", nil), caption: canvas.NewText("", nil)}
	r.sensor = newMomentCell(r, -1)
	r.tip = view.WithTooltip(r.sensor, "")
	r.ExtendBaseWidget(r)
	return r
}

func (r *momentRow) show(id int) {
	r.id = id
	r.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (r *momentRow) CreateRenderer() fyne.WidgetRenderer {
	d := &drawn{}
	d.layout = func(size fyne.Size) { d.objects = r.draw(size) }
	d.min = func() fyne.Size { return fyne.NewSize(0, momentRowHeight()) }
	d.refresh = func() { d.layout(r.Size()); repaint(r) }
	return d
}

// draw places everything and gives the objects in view.
func (r *momentRow) draw(size fyne.Size) []fyne.CanvasObject {
	t := r.t
	if r.id < 0 || r.id >= len(t.lines) || size.Width == 0 {
		return nil
	}
	line := t.lines[r.id]
	text, caption := fynetheme.TextSize(), fynetheme.CaptionTextSize()
	pad := fynetheme.Padding()
	place(r.rule, 0, size.Height+pad/2-1, size.Width, 1)
	r.rule.FillColor = theme.Color(theme.ColorNameFaint)
	set := func(o *canvas.Text, s string, at float32, c fyne.ThemeColorName, x, y, w float32, bold bool) bool {
		style := fyne.TextStyle{Bold: bold}
		shown, cut := fitText(s, w, at, style)
		o.Text, o.TextSize, o.TextStyle, o.Color = shown, at, style, theme.Color(c)
		place(o, x, y, w, at*1.4)
		o.Refresh()
		return cut
	}
	if line.title != "" {
		set(r.title, line.title, caption, theme.ColorNameMuted, 8, size.Height-caption*1.7, size.Width-16, true)
		r.caption.Hidden = true
		return []fyne.CanvasObject{r.rule, r.title}
	}
	row := t.grid.Rows[line.row]
	moment, cell, n := t.columns(size.Width)
	place(r.ground, 0, -pad/2, size.Width, size.Height+pad)
	r.ground.FillColor = color.Transparent
	if r.id == t.line {
		r.ground.FillColor = theme.Color(theme.ColorNameSelected)
	}
	facts := row.Date.String() + " · " + tr(row.Type)
	if t.many {
		facts += " · " + t.reliers[row.Relier]
	}
	r.caption.Hidden = false
	top := (size.Height - text*1.4 - caption*1.4) / 2
	cut := set(r.title, row.Title, text, fynetheme.ColorNameForeground, 8, top, moment-16, false)
	cut = set(r.caption, facts, caption, theme.ColorNameMuted, 8, top+text*1.4, moment-16, false) || cut
	tip := ""
	if cut {
		tip = row.Title + "\n" + facts
	}
	r.tip.SetText(tip)
	place(r.tip, 0, 0, moment, size.Height)
	objects := []fyne.CanvasObject{r.ground, r.rule, r.title, r.caption, r.tip}
	for len(r.cells) < n {
		c := newMomentCell(r, len(r.cells))
		r.cells = append(r.cells, c)
		r.tips = append(r.tips, view.WithTooltip(c, ""))
	}
	for i := range n {
		c := r.cells[i]
		x := row.Cells[t.first+i]
		quiet := t.silence[silenceAt{row.Moment, row.Relier, t.grid.Partners[t.first+i].Actor}]
		r.tips[i].SetText(t.grid.Partners[t.first+i].Name + ": " + cellWords(x) + silenceTip(quiet))
		c.quiet = silenceMark(quiet)
		place(r.tips[i], moment+float32(i)*cell, 0, cell, size.Height)
		c.Resize(fyne.NewSize(cell, size.Height))
		c.set(x, r.id == t.line && t.column == t.first+i)
		objects = append(objects, r.tips[i])
	}
	return objects
}

// momentCell draws what one partner gave at one moment. The cell of the moment
// itself is empty and only hears.
type momentCell struct {
	widget.BaseWidget
	row           *momentRow
	at            int // of the cells in view; -1: the moment
	x             *assess.GridCell
	frame, swatch *canvas.Rectangle
	dot           *canvas.Circle
	sign, soon    *canvas.Text
	owed, asked   *canvas.Text
	marked        bool
	quiet         string // how loud it was by event data, as a sign
}

func newMomentCell(r *momentRow, at int) *momentCell {
	c := &momentCell{row: r, at: at, frame: canvas.NewRectangle(color.Transparent), swatch: canvas.NewRectangle(nil), dot: canvas.NewCircle(nil)}
	c.swatch.CornerRadius, c.frame.CornerRadius = 2, 3
	for _, t := range []**canvas.Text{&c.sign, &c.soon, &c.owed, &c.asked} {
		*t = canvas.NewText("", nil)
	}
	c.soon.Alignment = fyne.TextAlignTrailing
	c.ExtendBaseWidget(c)
	return c
}

func (c *momentCell) set(x *assess.GridCell, marked bool) {
	c.x, c.marked = x, marked
	c.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (c *momentCell) CreateRenderer() fyne.WidgetRenderer {
	d := &drawn{min: func() fyne.Size { return fyne.NewSize(20, 20) }}
	if c.at < 0 {
		d.layout, d.refresh = func(fyne.Size) {}, func() {}
		return d
	}
	d.objects = []fyne.CanvasObject{c.frame, c.swatch, c.dot, c.sign, c.soon, c.owed, c.asked}
	d.layout = c.draw
	d.refresh = func() { c.draw(c.Size()) }
	return d
}

func (c *momentCell) draw(size fyne.Size) {
	if size.Width == 0 {
		return
	}
	text, caption := fynetheme.TextSize(), fynetheme.CaptionTextSize()
	set := func(o *canvas.Text, s string, at float32, ink color.Color, x, y, w float32) {
		o.Text, o.TextSize, o.Color = s, at, ink
		place(o, x, y, w, at*1.4)
		o.Refresh()
	}
	muted := theme.Color(theme.ColorNameMuted)
	top := (size.Height - text*1.4 - caption*1.4) / 2
	c.frame.StrokeWidth = 0
	if c.marked {
		c.frame.StrokeWidth, c.frame.StrokeColor = 1.5, theme.Color(fynetheme.ColorNamePrimary)
	}
	place(c.frame, 1, 0, size.Width-2, size.Height)
	c.frame.Refresh()
	on := c.x.OnRecord()
	c.swatch.Hidden, c.sign.Hidden, c.dot.Hidden = !on, !on && c.quiet == "", on
	left := float32(8)
	if on {
		tone := view.ToneOfRung(c.x.Given)
		c.swatch.FillColor = tone.Color()
		place(c.swatch, left, top+text*.7-5, 10, 10)
		c.swatch.Refresh()
		mark := rungMark(c.x.Given)
		if c.x.Mixed {
			mark += " ∓"
		}
		if c.quiet != "" {
			mark += " " + c.quiet
		}
		set(c.sign, mark, text, tone.TextColor(), left+15, top, size.Width-left-15)
	} else {
		c.dot.FillColor = theme.Color(theme.ColorNameNeutral)
		place(c.dot, left+3.5, top+text*.7-1.5, 3, 3)
		c.dot.Refresh()
		set(c.sign, c.quiet, text, muted, left+15, top, size.Width-left-15)
	}
	late := ""
	if c.x != nil && c.x.FirstDays != nil {
		late = soon(*c.x.FirstDays)
	}
	set(c.soon, late, caption, muted, left, top+(text-caption), size.Width-left-6)
	// Owed and asked stand where they differ from what was given.
	x := left
	for _, m := range []struct {
		o    *canvas.Text
		rung *assess.OwedRung
		word string
	}{{c.owed, c.owedRung(), tr("owed")}, {c.asked, c.askedRung(), tr("asked")}} {
		s, ink := "", muted
		if m.rung != nil && (!on || m.rung.Rung != c.x.Given) {
			s = m.word + " " + rungMark(m.rung.Rung)
			if on && m.rung.Rung > c.x.Given {
				ink = view.ToneAgainst1.TextColor()
			}
		}
		if x > left && s != "" { // the second has less room
			s = m.word[:1] + " " + rungMark(m.rung.Rung)
		}
		set(m.o, s, caption, ink, x, top+text*1.4, size.Width-x)
		if s != "" {
			x += textWidth(s, caption, fyne.TextStyle{}) + 6
		}
	}
}

func (c *momentCell) owedRung() *assess.OwedRung {
	if c.x == nil {
		return nil
	}
	return c.x.Owed
}

func (c *momentCell) askedRung() *assess.OwedRung {
	if c.x == nil {
		return nil
	}
	return c.x.Asked
}

// column is the cell's column in the table.
func (c *momentCell) column() int {
	if c.at < 0 {
		return -1
	}
	return c.row.t.first + c.at
}

// MouseDown implements desktop.Mouseable: it selects at once, where a tap would
// wait to see whether a second one makes it a double tap.
func (c *momentCell) MouseDown(*desktop.MouseEvent) {
	focus(c.row.t)
	c.row.t.to(c.row.id, c.column())
}

// MouseUp implements desktop.Mouseable.
func (c *momentCell) MouseUp(*desktop.MouseEvent) {}

// DoubleTapped implements fyne.DoubleTappable.
func (c *momentCell) DoubleTapped(*fyne.PointEvent) {
	t := c.row.t
	if c.row.id < len(t.lines) && t.onOpen != nil {
		t.onOpen(t.grid.Rows[t.lines[c.row.id].row].Moment)
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (c *momentCell) TappedSecondary(e *fyne.PointEvent) {
	t := c.row.t
	if t.onMenu != nil && c.row.id < len(t.lines) {
		t.onMenu(t.lines[c.row.id].row, c.column(), e.AbsolutePosition)
	}
}
