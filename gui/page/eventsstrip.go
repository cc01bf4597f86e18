package page

import (
	"image"
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events/measure"
	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// dayStrip is a calendar with a line for each year and a column for each day: which
// days are known, and which are not. Unknown days are hatched.
type dayStrip struct {
	widget.BaseWidget
	in      measure.Span
	unknown map[edtf.Day]bool
	raster  *canvas.Raster
	drawing *image.RGBA
	stale   bool
	night   bool     // what is drawn is for the dark theme
	at      edtf.Day // under the mouse
	over    bool
}

// stripDays is the most days that a year has.
const stripDays = 366

func newDayStrip() *dayStrip {
	d := &dayStrip{stale: true}
	d.raster = canvas.NewRaster(d.paint)
	d.raster.ScaleMode = canvas.ImageScalePixels
	d.ExtendBaseWidget(d)
	return d
}

// scrolled is the calendar in a place that may be too low for all years.
func (d *dayStrip) scrolled() fyne.CanvasObject { return container.NewVScroll(d) }

func (d *dayStrip) set(in measure.Span, unknown []edtf.Day) {
	d.in, d.unknown, d.over, d.stale = in, map[edtf.Day]bool{}, false, true
	for _, u := range unknown {
		d.unknown[u] = true
	}
	d.Refresh()
}

// years are the first and last that the calendar shows.
func (d *dayStrip) years() (first, last int) {
	if d.in == (measure.Span{}) {
		return 0, -1
	}
	first, _, _ = d.in.First.Date()
	last, _, _ = d.in.Last.Date()
	return first, last
}

func (d *dayStrip) left() float32 {
	return textWidth("2018 ", fynetheme.CaptionTextSize(), fyne.TextStyle{})
}

func stripLine() float32 { return fynetheme.CaptionTextSize() * 1.25 }

func (d *dayStrip) paint(w, h int) image.Image {
	if d.drawing == nil || d.drawing.Bounds().Dx() != w || d.drawing.Bounds().Dy() != h || d.night != dark() {
		d.drawing, d.stale, d.night = image.NewRGBA(image.Rect(0, 0, w, h)), true, dark()
	}
	if !d.stale {
		return d.drawing
	}
	d.stale = false
	clear(d.drawing.Pix)
	first, last := d.years()
	n := last - first + 1
	if n < 1 {
		return d.drawing
	}
	known := view.ToneGave2.Color()
	faint := color.NRGBAModel.Convert(theme.Color(theme.ColorNameMuted)).(color.NRGBA)
	faint.A = 0x58
	for day := d.in.First; day <= d.in.Last; day++ {
		year, _, _ := day.Date()
		row, at := year-first, int(day-edtf.DayOf(year, 1, 1))
		x0, x1 := at*w/stripDays, max((at+1)*w/stripDays, at*w/stripDays+1)
		y0, y1 := row*h/n+1, (row+1)*h/n-1
		if !d.unknown[day] {
			fillRect(d.drawing, known, x0, y0, x1, y1)
			continue
		}
		for x := x0; x < x1; x++ {
			for y := y0; y < y1; y++ {
				if (x+y)%5 == 0 {
					fillRect(d.drawing, faint, x, y, x+1, y+1)
				}
			}
		}
	}
	return d.drawing
}

// CreateRenderer implements fyne.Widget.
func (d *dayStrip) CreateRenderer() fyne.WidgetRenderer {
	r := &drawn{}
	r.min = func() fyne.Size {
		first, last := d.years()
		return fyne.NewSize(leastWidth, stripLine()*float32(max(last-first+1, 1)+2))
	}
	r.layout = func(size fyne.Size) { r.objects = d.draw(size) }
	r.refresh = func() {
		r.objects = d.draw(d.Size())
		repaint(d)
	}
	return r
}

func (d *dayStrip) draw(size fyne.Size) []fyne.CanvasObject {
	first, last := d.years()
	if last < first || size.Width < 60 {
		return nil
	}
	caption, line, left := fynetheme.CaptionTextSize(), stripLine(), d.left()
	muted := theme.Color(theme.ColorNameMuted)
	var out []fyne.CanvasObject
	word := func(text string, x, y, w float32) {
		t := canvas.NewText("", muted)
		t.TextSize = caption
		t.Text, _ = fitText(tongue.Local(text), w, caption, fyne.TextStyle{})
		place(t, x, y, w, line)
		out = append(out, t)
	}
	says := tr("Filled: known. Hatched: unknown, no file covers the day or far too few events are there.")
	if d.over {
		says = trf("%s: known", d.at)
		if d.unknown[d.at] {
			says = trf("%s: unknown", d.at)
		}
	}
	word(says, left, 0, size.Width-left)
	top, plot := 2*line, size.Width-left-4
	for m := range 12 {
		x := left + plot*float32(edtf.DayOf(2020, 1, 1).Time().AddDate(0, m, 0).YearDay()-1)/stripDays
		word(strconv.Itoa(m+1), x, line, plot/12)
	}
	for y := first; y <= last; y++ {
		word(strconv.Itoa(y), 0, top+float32(y-first)*line-1, left)
	}
	place(d.raster, left, top, plot, line*float32(last-first+1))
	d.raster.Refresh()
	return append(out, d.raster)
}

// MouseIn implements desktop.Hoverable.
func (d *dayStrip) MouseIn(e *desktop.MouseEvent) { d.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (d *dayStrip) MouseMoved(e *desktop.MouseEvent) {
	first, last := d.years()
	at := e.Position.Subtract(d.raster.Position())
	size := d.raster.Size()
	was, over := d.at, d.over
	d.over = false
	if at.X >= 0 && at.Y >= 0 && at.X < size.Width && at.Y < size.Height && last >= first {
		year := first + int(at.Y/stripLine())
		d.at = edtf.DayOf(year, 1, 1) + edtf.Day(at.X/size.Width*stripDays)
		d.over = d.in.Has(d.at)
	}
	if d.at != was || d.over != over {
		d.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (d *dayStrip) MouseOut() { d.over = false; d.Refresh() }

// AccessibilityLabel implements fyne.Accessible.
func (d *dayStrip) AccessibilityLabel() string {
	return trf("%s of %s unknown", grouped(int64(len(d.unknown))), count(max(d.in.Days(), 0), "day"))
}
