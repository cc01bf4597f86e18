package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/view"
)

// itemList is a list of records in two lines each, under the titles of their
// parts. The arrows move in it, Enter and a tap open.
type itemList struct {
	widget.List
	onOpen func(id string)
	onMenu func(id string, at fyne.Position) // a secondary tap; nil: none
	onDrop func(id string, at fyne.Position) // dragged to a place of the window; nil: not
	lines  []itemLine
	at     widget.ListItemID
}

// itemLine is a title, or a record.
type itemLine struct {
	title string
	item  item
}

func newItemList(onOpen func(string)) *itemList {
	l := &itemList{onOpen: onOpen}
	l.Length = func() int { return len(l.lines) }
	l.CreateItem = func() fyne.CanvasObject { return newItemRow(l) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) { o.(*itemRow).show(i, l.lines[i]) }
	l.HideSeparators = true
	l.OnHighlighted = func(i widget.ListItemID) { l.at = i }
	l.OnSelected = func(i widget.ListItemID) {
		l.UnselectAll()
		l.open(i)
	}
	l.ExtendBaseWidget(l)
	return l
}

// set replaces the list. A part without records is left out.
func (l *itemList) set(parts []part) {
	l.lines = l.lines[:0]
	for _, p := range parts {
		if len(p.items) == 0 {
			continue
		}
		if p.title != "" {
			l.lines = append(l.lines, itemLine{title: p.title + " (" + count(len(p.items), "record") + ")"})
		}
		for _, it := range p.items {
			l.lines = append(l.lines, itemLine{item: it})
		}
	}
	l.Refresh()
	l.ScrollToTop()
}

func (l *itemList) open(i int) {
	if i >= 0 && i < len(l.lines) && l.lines[i].item.id != "" {
		l.onOpen(l.lines[i].item.id)
	}
}

// focusAt gives the list the keyboard, at a row.
func (l *itemList) focusAt(i widget.ListItemID) {
	l.Highlight(i)
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		c.Focus(l)
	}
}

// TypedKey implements fyne.Focusable: a List does not hear Enter.
func (l *itemList) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		l.open(l.at)
	case desktop.KeyMenu:
		if l.at >= 0 && l.at < len(l.lines) && l.lines[l.at].item.id != "" && l.onMenu != nil {
			l.onMenu(l.lines[l.at].item.id, fyne.CurrentApp().Driver().AbsolutePositionForObject(l).AddXY(24, 24))
		}
	case fyne.KeyHome:
		l.ScrollToTop()
	case fyne.KeyEnd:
		l.ScrollToBottom()
	default:
		l.List.TypedKey(ev)
	}
}

// itemRow draws one line of an itemList.
type itemRow struct {
	widget.BaseWidget
	swatch       *canvas.Rectangle
	sign         *canvas.Text
	title, facts *widget.RichText
	caption      *canvas.Text
	line         itemLine
	index        widget.ListItemID
	list         *itemList
	dragged      fyne.Position // where it was dragged to; zero: nowhere
}

func newItemRow(l *itemList) *itemRow {
	r := &itemRow{list: l, swatch: canvas.NewRectangle(nil), sign: canvas.NewText("", nil), title: widget.NewRichText(&widget.TextSegment{}), facts: widget.NewRichText(&widget.TextSegment{}), caption: canvas.NewText("", nil)}
	r.swatch.CornerRadius = 2
	for _, l := range []*widget.RichText{r.title, r.facts} {
		l.Truncation = fyne.TextTruncateEllipsis
	}
	r.ExtendBaseWidget(r)
	return r
}

func (r *itemRow) show(index widget.ListItemID, line itemLine) {
	r.index, r.line = index, line
	r.Refresh()
}

// Tapped implements fyne.Tappable. A row that hears the secondary button is what
// the driver finds under the mouse, so the list's own row never hears a tap: the
// row does what that would have done.
func (r *itemRow) Tapped(*fyne.PointEvent) {
	r.list.focusAt(r.index)
	r.list.open(r.index)
}

// TappedSecondary implements fyne.SecondaryTappable.
func (r *itemRow) TappedSecondary(ev *fyne.PointEvent) {
	if id := r.line.item.id; id != "" && r.list.onMenu != nil {
		r.list.onMenu(id, ev.AbsolutePosition)
	}
}

// Dragged implements fyne.Draggable.
func (r *itemRow) Dragged(ev *fyne.DragEvent) { r.dragged = ev.AbsolutePosition }

// DragEnd implements fyne.Draggable.
func (r *itemRow) DragEnd() {
	at := r.dragged
	r.dragged = fyne.Position{}
	if id := r.line.item.id; id != "" && r.list.onDrop != nil && !at.IsZero() {
		r.list.onDrop(id, at)
	}
}

// CreateRenderer implements fyne.Widget.
func (r *itemRow) CreateRenderer() fyne.WidgetRenderer {
	d := &itemRowRenderer{r}
	d.Refresh()
	return d
}

type itemRowRenderer struct{ r *itemRow }

func (d *itemRowRenderer) Destroy() {}

func (d *itemRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.r.swatch, d.r.sign, d.r.title, d.r.facts, d.r.caption}
}

func (d *itemRowRenderer) MinSize() fyne.Size {
	return fyne.NewSize(100, fynetheme.Size(fynetheme.SizeNameText)*3.1)
}

func (d *itemRowRenderer) Layout(size fyne.Size) {
	r := d.r
	pad := fynetheme.InnerPadding()
	text, caption := fynetheme.Size(fynetheme.SizeNameText), fynetheme.Size(fynetheme.SizeNameCaptionText)
	left := float32(4)
	r.swatch.Move(fyne.NewPos(left, size.Height/2-text*.95))
	r.swatch.Resize(fyne.NewSize(8, 8))
	r.sign.Move(fyne.NewPos(left+12, size.Height/2-text*1.3))
	r.sign.Resize(r.sign.MinSize())
	indent := left
	if r.line.item.rung != nil {
		indent = left + 34
	}
	r.title.Move(fyne.NewPos(indent-pad, size.Height/2-text*1.3-pad))
	r.title.Resize(fyne.NewSize(size.Width-indent+pad, text*1.5+2*pad))
	r.facts.Move(fyne.NewPos(indent-pad, size.Height/2+text*.15-pad))
	r.facts.Resize(fyne.NewSize(size.Width-indent+pad, caption*1.5+2*pad))
	r.caption.Move(fyne.NewPos(left, size.Height-caption*1.7))
	r.caption.Resize(fyne.NewSize(size.Width-left, caption*1.4))
}

func (d *itemRowRenderer) Refresh() {
	r := d.r
	isTitle := r.line.title != ""
	it := r.line.item
	r.caption.Hidden = !isTitle
	r.title.Hidden, r.facts.Hidden = isTitle, isTitle
	r.swatch.Hidden, r.sign.Hidden = it.rung == nil, it.rung == nil
	if isTitle {
		r.caption.Text, r.caption.TextSize = r.line.title, fynetheme.Size(fynetheme.SizeNameCaptionText)
		r.caption.TextStyle.Bold = true
		r.caption.Color = theme.Color(theme.ColorNameMuted)
		r.caption.Refresh()
	} else {
		color := fynetheme.ColorNameForeground
		if it.faint {
			color = theme.ColorNameMuted
		}
		setLine(r.title, it.title, color, fynetheme.SizeNameText)
		setLine(r.facts, it.facts, theme.ColorNameMuted, fynetheme.SizeNameCaptionText)
		if it.rung != nil {
			tone := view.ToneOfRung(*it.rung)
			r.swatch.FillColor = tone.Color()
			r.sign.Text, r.sign.TextSize, r.sign.Color = it.rung.String(), fynetheme.Size(fynetheme.SizeNameText), tone.TextColor()
			r.sign.Refresh()
			r.swatch.Refresh()
		}
		r.title.Refresh()
		r.facts.Refresh()
	}
	d.Layout(r.Size())
}

// setLine sets the one segment of a line of text.
func setLine(t *widget.RichText, text string, color fyne.ThemeColorName, size fyne.ThemeSizeName) {
	s := t.Segments[0].(*widget.TextSegment)
	s.Text = text
	s.Style = widget.RichTextStyle{ColorName: color, SizeName: size, Inline: true}
}
