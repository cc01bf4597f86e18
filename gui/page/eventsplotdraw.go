package page

import (
	"image/color"
	"math"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/dustin/go-humanize"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events/measure"
	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// grouped writes a number with its thousands parted.
func grouped(n int64) string { return tongue.Local(humanize.Comma(n)) }

// signedTo writes a number with its sign and some decimals.
func signedTo(v float64, decimals int) string {
	text := strconv.FormatFloat(v, 'f', decimals, 64)
	if v >= 0 {
		text = "+" + text
	}
	return tongue.Local(strings.Replace(text, "-", "−", 1))
}

// dayTick is a line of an axis of days.
type dayTick struct {
	day   edtf.Day
	label string
}

// dayTicks gives the first days of years, months or single days for an axis, as
// many as have room for their labels.
func dayTicks(in measure.Span, scale float64, label float32) []dayTick {
	room := float64(label) * scale // days that a label takes
	var out []dayTick
	switch {
	case room > 170:
		step := 1
		for _, n := range []int{1, 2, 5, 10, 20, 50} {
			if step = n; float64(n)*365 > room {
				break
			}
		}
		year, _, _ := in.First.Date()
		for y := (year + step - 1) / step * step; ; y += step {
			d := edtf.DayOf(y, time.January, 1)
			if d > in.Last {
				return out
			}
			if d >= in.First {
				out = append(out, dayTick{d, strconv.Itoa(y)})
			}
		}
	case room > 14:
		step := 1
		for _, n := range []int{1, 3, 6} {
			if step = n; float64(n)*30 > room {
				break
			}
		}
		year, _, _ := in.First.Date()
		for m := 0; ; m += step {
			d := edtf.DayOf(year, time.January+time.Month(m), 1)
			if d > in.Last {
				return out
			}
			if d >= in.First {
				out = append(out, dayTick{d, d.String()[:7]})
			}
		}
	}
	step := max(1, int(math.Ceil(room)))
	for d := in.First; d <= in.Last; d += edtf.Day(step) {
		out = append(out, dayTick{d, d.String()})
	}
	return out
}

// CreateRenderer implements fyne.Widget.
func (p *eventPlot) CreateRenderer() fyne.WidgetRenderer {
	r := &drawn{min: func() fyne.Size { return fyne.NewSize(240, fynetheme.TextSize()*13) }}
	last := fyne.Size{}
	r.layout = func(size fyne.Size) {
		if size != last {
			last = size
			p.moved()
		}
	}
	r.refresh = func() {
		r.objects = p.draw(p.Size())
		repaint(p)
	}
	r.objects = []fyne.CanvasObject{p.raster}
	return r
}

// draw makes what stands around the picture: axes, names, legend, cursor.
func (p *eventPlot) draw(size fyne.Size) []fyne.CanvasObject {
	b := p.box(size)
	if size.Width < 60 || size.Height < 60 {
		return nil
	}
	if len(p.shown.sides) == 0 {
		l := widget.NewLabel(p.empty)
		l.Wrapping, l.Importance = fyne.TextWrapWord, widget.LowImportance
		l.Resize(size)
		return []fyne.CanvasObject{l}
	}
	caption := fynetheme.CaptionTextSize()
	muted, ink := theme.Color(theme.ColorNameMuted), theme.Color(fynetheme.ColorNameForeground)
	place(p.raster, b.left, b.top, b.width(), b.bottom-b.top)
	p.raster.Refresh()
	out := []fyne.CanvasObject{}
	fill := func(c color.Color, x0, y0, x1, y1 float32) {
		r := canvas.NewRectangle(c)
		place(r, x0, y0, max(x1-x0, 0), y1-y0)
		out = append(out, r)
	}
	word := func(text string, c color.Color, x, y, w float32, align fyne.TextAlign) float32 {
		t := canvas.NewText("", c)
		t.TextSize, t.Alignment = caption, align
		t.Text, _ = fitText(text, w, caption, fyne.TextStyle{})
		place(t, x, y, w, b.line)
		out = append(out, t)
		return textWidth(t.Text, caption, fyne.TextStyle{})
	}
	start, scale := p.window(b)
	label := textWidth("2018-01-01", caption, fyne.TextStyle{}) + 14
	for _, t := range dayTicks(p.shown.span, scale, label) {
		x := b.left + float32((float64(t.day)-start)/scale)
		if x < b.left || x > b.right {
			continue
		}
		fill(theme.Color(theme.ColorNameFaint), x, b.top, x+1, b.bottom)
		w := min(label, 2*(size.Width-x))
		word(tongue.Local(t.label), muted, x-w/2, b.bottom+2, w, fyne.TextAlignCenter)
	}
	out = append(out, p.raster)
	n := len(p.shown.sides)
	field := (b.bottom - b.top) / float32(n)
	for i := range p.shown.sides {
		top := b.top + float32(i)*field
		high, low := grouped(p.shown.most), ""
		if p.tone {
			high, low = signedTo(10, 0), signedTo(-10, 0)
		} else if field > 4*b.line {
			low = high
		}
		word(high, muted, 0, top, b.left-5, fyne.TextAlignTrailing)
		word(tongue.Local("0"), muted, 0, top+field/2-b.line/2, b.left-5, fyne.TextAlignTrailing)
		word(low, muted, 0, top+field-b.line, b.left-5, fyne.TextAlignTrailing)
		if p.cursor < 0 {
			word(p.sides[i].name, ink, b.left+4, top, b.width()-8, fyne.TextAlignLeading)
		} else {
			ground := canvas.NewRectangle(theme.Color(fynetheme.ColorNameOverlayBackground))
			text := tongue.Local(p.describe(i, p.cursor))
			place(ground, b.left+1, top, min(textWidth(text, caption, fyne.TextStyle{})+8, b.width()-2), b.line)
			out = append(out, ground)
			word(text, ink, b.left+4, top, b.width()-8, fyne.TextAlignLeading)
		}
	}
	head := trf("by %s", tr(string(p.shown.by)))
	if p.cursor >= 0 {
		x := p.shown.sides[0][p.cursor].Days
		head = periodWords(x, p.shown.by)
		x0 := b.left + float32((float64(x.First)-start)/scale)
		x1 := b.left + float32((float64(x.Last+1)-start)/scale)
		frame := canvas.NewRectangle(color.Transparent)
		frame.StrokeColor, frame.StrokeWidth = theme.Color(fynetheme.ColorNamePrimary), 1
		x0, x1 = max(x0, b.left), min(max(x1, x0+2), b.right)
		place(frame, x0, b.top, max(x1-x0, 1), b.bottom-b.top)
		out = append(out, frame)
		if i := p.bandUnder(x); i >= 0 {
			head += " · " + p.bands[i].title
		}
	}
	word(tongue.Local(head), ink, b.left+4, 0, b.width()-8, fyne.TextAlignLeading)
	p.legend(b, fill, word)
	if p.focused {
		f := canvas.NewRectangle(color.Transparent)
		f.StrokeColor, f.StrokeWidth = theme.Color(fynetheme.ColorNameFocus), 2
		f.Resize(size)
		out = append(out, f)
	}
	return out
}

// bandUnder is a moment that shares a day with a period.
func (p *eventPlot) bandUnder(s measure.Span) int {
	best := -1
	for i, m := range p.bands {
		if s.Meets(measure.Span{First: m.first, Last: m.last}) && (best < 0 || m.last-m.first < p.bands[best].last-p.bands[best].first) {
			best = i
		}
	}
	return best
}

// legend names the colours below the axis, as far as there is room.
func (p *eventPlot) legend(b plotSides, fill func(color.Color, float32, float32, float32, float32), word func(string, color.Color, float32, float32, float32, fyne.TextAlign) float32) {
	x, y := b.left, b.bottom+b.line+4
	muted := theme.Color(theme.ColorNameMuted)
	item := func(tone color.Color, text string) {
		w := textWidth(text, fynetheme.CaptionTextSize(), fyne.TextStyle{})
		if x+14+w > b.right {
			return
		}
		fill(tone, x, y+b.line/2-4, x+9, y+b.line/2+4)
		word(text, muted, x+13, y, w+1, fyne.TextAlignLeading)
		x += 13 + w + legendGap
	}
	if p.tone {
		item(view.ToneGave3.Color(), tr("+ mean Goldstein score, cooperation"))
		item(view.ToneAgainst2.Color(), tr("− conflict"))
	} else {
		for _, k := range []int{0, 1, 3, 4, 2} {
			c := classes[k]
			if c.quad == 0 && !p.shown.untold {
				continue
			}
			sign := "+ "
			if c.down {
				sign = "− "
			} else if c.quad == 0 {
				sign = ""
			}
			item(c.tone.Color(), sign+classWord(c.quad))
		}
	}
	if len(p.unknown) > 0 {
		hatched := color.NRGBAModel.Convert(muted).(color.NRGBA)
		hatched.A = 0x40
		item(hatched, tr("hatched: unknown"))
	}
	if len(p.bands) > 0 {
		band := color.NRGBAModel.Convert(theme.Color(fynetheme.ColorNamePrimary)).(color.NRGBA)
		band.A = 0x40
		item(band, tr("moments of the case"))
	}
}
