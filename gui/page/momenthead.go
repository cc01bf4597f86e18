package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/view"
)

// momentHeader names the partners; a tap sorts.
type momentHeader struct {
	widget.BaseWidget
	t      *momentTable
	titles []*momentTitle
	less   *view.Link
	more   *view.Link
}

// CreateRenderer implements fyne.Widget.
func (h *momentHeader) CreateRenderer() fyne.WidgetRenderer {
	h.less = view.NewLink("", func() { h.t.shift(h.t.first - 1) })
	h.more = view.NewLink("", func() { h.t.shift(h.t.first + 1) })
	r := &drawn{}
	r.layout = func(size fyne.Size) {
		t := h.t
		moment, cell, n := t.columns(size.Width)
		for len(h.titles) < n+1 {
			x := &momentTitle{h: h}
			x.text = canvas.NewText("", nil)
			x.ExtendBaseWidget(x)
			h.titles = append(h.titles, x)
		}
		r.objects = r.objects[:0]
		right := moment
		h.less.Hidden, h.more.Hidden = t.first == 0, t.first+n >= len(t.grid.Partners)
		for _, l := range []struct {
			link *view.Link
			text string
		}{{h.more, trf("%d more ›", len(t.grid.Partners)-t.first-n)}, {h.less, trf("‹ %d", t.first)}} {
			if l.link.Hidden {
				continue
			}
			l.link.SetText(l.text)
			w := l.link.MinSize()
			right -= w.Width + 8
			place(l.link, right, (size.Height-w.Height)/2, w.Width, w.Height)
			r.objects = append(r.objects, l.link)
		}
		for i := range n + 1 {
			x := h.titles[i]
			x.column = i - 1
			if i > 0 {
				x.column += t.first
			}
			if i == 0 {
				place(x, 0, 0, right, size.Height)
			} else {
				place(x, moment+float32(i-1)*cell, 0, cell, size.Height)
			}
			x.draw()
			r.objects = append(r.objects, x)
		}
	}
	r.min = func() fyne.Size { return fyne.NewSize(0, fynetheme.CaptionTextSize()*2.2) }
	r.refresh = func() { r.layout(h.Size()); repaint(h) }
	return r
}

// momentTitle is the title of one column.
type momentTitle struct {
	widget.BaseWidget
	h      *momentHeader
	column int // -1: the moments
	text   *canvas.Text
}

func (x *momentTitle) draw() {
	t := x.h.t
	name := tr("Moment")
	on := t.sortBy < 0
	if x.column >= 0 && x.column < len(t.grid.Partners) {
		name, on = t.grid.Partners[x.column].Name, t.sortBy == x.column
	}
	arrow := ""
	if on && t.up {
		arrow = " ↑"
	} else if on {
		arrow = " ↓"
	}
	size := fynetheme.CaptionTextSize()
	style := fyne.TextStyle{Bold: on}
	shown, _ := fitText(name, x.Size().Width-12-textWidth(arrow, size, style), size, style)
	x.text.Text, x.text.TextSize, x.text.TextStyle = shown+arrow, size, style
	x.text.Color = theme.Color(theme.ColorNameMuted)
	if on {
		x.text.Color = theme.Color(fynetheme.ColorNameForeground)
	}
	h := x.text.MinSize().Height
	place(x.text, 8, (x.Size().Height-h)/2, x.Size().Width-12, h)
	x.text.Refresh()
}

// Tapped implements fyne.Tappable.
func (x *momentTitle) Tapped(*fyne.PointEvent) {
	if x.column >= 0 {
		x.h.t.sort(x.column)
		return
	}
	t := x.h.t
	t.up = t.sortBy < 0 && !t.up
	t.sortBy = -1
	t.arrange()
	t.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (x *momentTitle) CreateRenderer() fyne.WidgetRenderer {
	return &drawn{objects: []fyne.CanvasObject{x.text}, layout: func(fyne.Size) { x.draw() }, min: func() fyne.Size { return fyne.NewSize(20, 20) }, refresh: x.draw}
}
