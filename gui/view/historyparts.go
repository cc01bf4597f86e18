package view

import (
	"image/color"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/tongue"
)

// yearTicks gives the years to name on an axis of a width.
func yearTicks(from, to edtf.Day, width, label float32) []int {
	y0, _, _ := from.Date()
	y1, _, _ := to.Date()
	step := 1
	for _, s := range []int{1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000} {
		step = s
		if float32((y1-y0)/s+1)*label*1.35 <= width {
			break
		}
	}
	var years []int
	for y := y0 - ((y0%step)+step)%step; y <= y1; y += step {
		if edtf.DayOf(y, time.January, 1) >= from {
			years = append(years, y)
		}
	}
	return years
}

// historyParts are the objects of the widget.
type historyParts struct {
	render  *renderer
	grid    []fyne.CanvasObject // lines and axis texts
	legend  []fyne.CanvasObject
	cursor  *canvas.Rectangle
	date    *canvas.Text
	dateBox *canvas.Rectangle
	hover   *canvas.Rectangle
	band    *canvas.Rectangle // the mark in question
	empty   *canvas.Text
	focus   focusFrame
}

// CreateRenderer implements fyne.Widget.
func (h *History) CreateRenderer() fyne.WidgetRenderer {
	p := &historyParts{
		cursor: canvas.NewRectangle(nil), date: newText("", captionSize(), nil), dateBox: canvas.NewRectangle(nil),
		hover: canvas.NewRectangle(nil), band: canvas.NewRectangle(nil), empty: newText("", textSize(), nil), focus: newFocusFrame(),
	}
	h.parts = p
	r := &renderer{}
	p.render = r
	r.layout = func(fyne.Size) { h.build() }
	r.min = func() fyne.Size { return fyne.NewSize(220, 140) }
	r.refresh = func() {
		h.drawing.stale = true
		h.build()
		h.raster.Refresh()
		canvas.Refresh(h)
	}
	h.build()
	return r
}

// build makes and places the axes, the legend and the cursor.
func (h *History) build() {
	p, size := h.parts, h.Size()
	if p == nil || size.Width == 0 {
		return
	}
	f := h.frame(size)
	cap := captionSize()
	line := lineHeight(cap)
	p.grid = p.grid[:0]
	rule := func(x, y, w, hgt float32) {
		r := canvas.NewRectangle(theme.Color(theme.ColorNameFaint))
		r.Move(fyne.NewPos(x, y))
		r.Resize(fyne.NewSize(w, hgt))
		p.grid = append(p.grid, r)
	}
	word := func(text string, x, y, w float32, align fyne.TextAlign) {
		t := newText(text, cap, muted())
		t.Alignment = align
		t.Move(fyne.NewPos(x, y))
		t.Resize(fyne.NewSize(w, line))
		p.grid = append(p.grid, t)
	}
	step := 50
	if f.bottom-f.top > 180 {
		step = 25
	}
	for v := 0; v <= 100; v += step {
		y := f.bottom - (f.bottom-f.top)*float32(v)/100
		rule(f.left, y, f.right-f.left, 1)
		text := strconv.Itoa(v)
		if v == 100 {
			text += " %"
		}
		word(tongue.Local(text), 0, y-line/2, f.left-6, fyne.TextAlignTrailing)
	}
	if h.to > h.from {
		label := textWidth("2025", cap, fyne.TextStyle{})
		for _, year := range yearTicks(h.from, h.to, f.right-f.left, label) {
			x := f.x(h, edtf.DayOf(year, time.January, 1))
			rule(x, f.bottom, 1, 4)
			left := min(max(x-label, f.left-label), size.Width-label*1.6)
			if x+label/2 > size.Width {
				word(tongue.Local(strconv.Itoa(year)), left, f.bottom+4, size.Width-left, fyne.TextAlignTrailing)
			} else {
				word(tongue.Local(strconv.Itoa(year)), x-label, f.bottom+4, 2*label, fyne.TextAlignCenter)
			}
		}
	}
	h.raster.Move(fyne.NewPos(f.left, f.top))
	h.raster.Resize(fyne.NewSize(f.right-f.left, f.bottom-f.top))
	h.drawCursor()
}

// drawCursor places what moves with the day and the mouse; the picture stays.
func (h *History) drawCursor() {
	p, size := h.parts, h.Size()
	if p == nil || size.Width == 0 {
		return
	}
	f := h.frame(size)
	cap := captionSize()
	line := lineHeight(cap)
	upright := func(r *canvas.Rectangle, x float32, c color.Color, show bool) {
		r.Hidden = !show
		setFill(r, c)
		r.Move(fyne.NewPos(x-0.75, f.top))
		r.Resize(fyne.NewSize(1.5, f.bottom-f.top))
	}
	drawn := h.to > h.from && len(h.series) > 0
	inRange := h.hasDay && h.day >= h.from && h.day <= h.to && drawn
	upright(p.cursor, f.x(h, h.day), primary(), inRange)
	upright(p.hover, h.hover, muted(), h.hover >= 0 && drawn)
	p.band.Hidden = h.mark < 0
	if h.mark >= 0 {
		m := h.marks[h.mark]
		a, b := f.x(h, max(m.Day, h.from)), f.x(h, min(m.End, h.to))
		setFill(p.band, withAlpha(m.Tone.Color(), 0.30))
		p.band.Move(fyne.NewPos(a, f.top))
		p.band.Resize(fyne.NewSize(max(2, b-a), f.bottom-f.top))
	}
	day, ok := h.legendDay()
	p.date.Hidden, p.dateBox.Hidden = !ok || !drawn, !ok || !drawn
	if ok && drawn {
		text := day.String()
		if h.hover < 0 && h.mark >= 0 {
			text = h.marks[h.mark].Label
		}
		text, _ = fit(text, f.right-f.left-8, cap, fyne.TextStyle{})
		setText(p.date, text, cap, foreground(), false)
		w := p.date.MinSize().Width
		x := f.x(h, day)
		left := min(max(x-w/2, f.left+2), f.right-w-2)
		if day < h.from || day > h.to {
			p.date.Hidden, p.dateBox.Hidden = true, true
		}
		setFill(p.dateBox, withAlpha(theme.Color(theme.ColorNameSurface), 0.85))
		p.dateBox.CornerRadius = 3
		p.dateBox.Move(fyne.NewPos(left-3, f.top))
		p.dateBox.Resize(fyne.NewSize(w+6, line))
		p.date.Move(fyne.NewPos(left, f.top))
		p.date.Resize(fyne.NewSize(w, line))
	}
	p.legend = p.legend[:0]
	for i, indexes := range h.legendLines(size.Width - f.left) {
		x := f.left
		for _, k := range indexes {
			s := h.series[k]
			text := s.Name
			if v, has := s.valueOn(day); ok && has {
				text += "  " + percent(v.Value)
			}
			key := canvas.NewRectangle(s.Tone.Color())
			key.Move(fyne.NewPos(x, f.legend+float32(i)*line+line/2-1))
			key.Resize(fyne.NewSize(12, 2))
			t := newText(text, cap, s.Tone.TextColor())
			t.Text, _ = fit(text, size.Width-x-16, cap, fyne.TextStyle{})
			t.Move(fyne.NewPos(x+16, f.legend+float32(i)*line))
			t.Resize(fyne.NewSize(size.Width-x-16, line))
			p.legend = append(p.legend, key, t)
			x += 16 + textWidth(s.Name+"  100 %   ", cap, fyne.TextStyle{})
		}
	}
	p.empty.Hidden = drawn || h.Empty == ""
	if !p.empty.Hidden {
		text, _ := fit(h.Empty, size.Width-16, textSize(), fyne.TextStyle{})
		setText(p.empty, text, textSize(), muted(), false)
		p.empty.Alignment = fyne.TextAlignCenter
		p.empty.Move(fyne.NewPos(0, size.Height/2-line))
		p.empty.Resize(fyne.NewSize(size.Width, line))
	}
	p.focus.update(h.focused)
	p.focus.Resize(size)
	o := p.render.objects[:0]
	o = append(o, p.grid...)
	o = append(o, h.raster, p.band, p.hover, p.cursor, p.dateBox, p.date)
	o = append(o, p.legend...)
	p.render.objects = append(o, p.empty, p.focus.Rectangle)
	canvas.Refresh(h)
}
