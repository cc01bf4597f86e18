package page

import (
	"image"
	"image/color"
	"math"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events/measure"
	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// eventSide is what one state did toward another, by day.
type eventSide struct {
	name string // "Russia toward Iran"
	days []measure.Count
}

// eventBand is a moment of the case in an eventPlot.
type eventBand struct {
	id, title   string
	first, last edtf.Day
}

// eventPlot draws what two states did toward each other over time: a field for
// each direction, cooperation above its line and conflict below, or the mean
// Goldstein score. Days that are unknown are hatched, and never drawn as zero.
//
// Keys are those of the timeline: Left and Right pan, + and - zoom, 0 shows all,
// Home and End go to the ends, j and k step from period to period, Menu opens the
// menu; the wheel zooms at the mouse and a drag pans.
type eventPlot struct {
	widget.BaseWidget

	// onWindow hears the days in view after each change.
	onWindow func(measure.Span)
	// onBand hears the id of a moment that was tapped.
	onBand func(id string)
	onMenu func(at fyne.Position)
	empty  string

	sides   []eventSide
	bands   []eventBand
	unknown []edtf.Day
	dark    []int // unknown days before each day of in
	in      measure.Span
	tone    bool         // Goldstein, not counts
	by      measure.Step // empty: as the zoom allows

	start, scale float64 // the first day in view, and days to a unit of width
	cursor       int     // period told about; -1: none
	focused      bool
	raster       *canvas.Raster
	drawing      *image.RGBA
	stale, night bool // night: what is drawn is for the dark theme
	shown        shownPeriods
}

// shownPeriods are the periods of the days in view.
type shownPeriods struct {
	span   measure.Span
	by     measure.Step
	sides  [][]measure.Period
	most   int64 // the most on either side of a line
	untold bool  // whether events of no class are among them
}

func newEventPlot() *eventPlot {
	p := &eventPlot{cursor: -1, stale: true}
	p.raster = canvas.NewRaster(p.paint)
	p.raster.ScaleMode = canvas.ImageScalePixels
	p.ExtendBaseWidget(p)
	return p
}

// set replaces what is drawn; the days in view stay where the span is the same.
func (p *eventPlot) set(in measure.Span, sides []eventSide, unknown []edtf.Day, bands []eventBand) {
	same := in == p.in && len(p.sides) > 0
	p.in, p.sides, p.unknown, p.bands, p.cursor = in, sides, unknown, bands, -1
	p.dark = make([]int, max(0, in.Days())+1)
	for _, d := range unknown {
		if in.Has(d) {
			p.dark[d-in.First+1]++
		}
	}
	for i := 1; i < len(p.dark); i++ {
		p.dark[i] += p.dark[i-1]
	}
	if !same {
		p.start, p.scale = 0, 0
	}
	p.moved()
}

// show chooses what is drawn of each period.
func (p *eventPlot) show(tone bool, by measure.Step) {
	p.tone, p.by, p.cursor = tone, by, -1
	p.moved()
}

// plotSides is where the fields stand in the widget.
type plotSides struct {
	left, right, top, bottom float32
	line                     float32 // height of a line of text
}

func (p *eventPlot) box(size fyne.Size) plotSides {
	line := fynetheme.CaptionTextSize() * 1.45
	left := textWidth("100,000", fynetheme.CaptionTextSize(), fyne.TextStyle{}) + 6
	return plotSides{left: left, right: max(size.Width-6, left+20), top: line + 4, bottom: max(size.Height-2*line-6, line+40), line: line}
}

func (b plotSides) width() float32 { return b.right - b.left }

// window gives the first day in view and how many days a unit of width is.
func (p *eventPlot) window(b plotSides) (start, scale float64) {
	days := float64(max(p.in.Days(), 1))
	whole := days / float64(b.width())
	if p.scale == 0 {
		return float64(p.in.First), whole
	}
	return p.start, p.scale
}

// span is the days in view.
func (p *eventPlot) span() measure.Span {
	b := p.box(p.Size())
	start, scale := p.window(b)
	return measure.Span{First: max(p.in.First, edtf.Day(math.Floor(start))), Last: min(p.in.Last, edtf.Day(math.Ceil(start+scale*float64(b.width())))-1)}
}

// to puts other days in view.
func (p *eventPlot) to(start, scale float64) {
	b := p.box(p.Size())
	w := float64(b.width())
	whole := float64(max(p.in.Days(), 1)) / w
	scale = min(max(scale, min(14/w, whole)), whole)
	start = min(max(start, float64(p.in.First)), float64(p.in.Last)+1-scale*w)
	if was, s := p.window(b); was == start && s == scale {
		return
	}
	p.start, p.scale, p.cursor = start, scale, -1
	if scale == whole {
		p.scale = 0
	}
	p.moved()
	if p.onWindow != nil {
		p.onWindow(p.span())
	}
}

func (p *eventPlot) zoom(x float32, factor float64) {
	start, scale := p.window(p.box(p.Size()))
	p.to(start+float64(x)*scale*(1-factor), scale*factor)
}

func (p *eventPlot) pan(by float32) {
	start, scale := p.window(p.box(p.Size()))
	p.to(start+float64(by)*scale, scale)
}

// reveal puts days in view with some around them.
func (p *eventPlot) reveal(s measure.Span) {
	w := float64(p.box(p.Size()).width())
	days := max(float64(s.Days())*1.5, 90)
	p.to(float64(s.First)+float64(s.Days())/2-days/2, days/w)
}

// fitting is the step whose periods are a few units wide.
func (p *eventPlot) fitting(scale float64) measure.Step {
	if p.by != "" {
		return p.by
	}
	switch days := 4 * scale; {
	case days <= 1:
		return measure.ByDay
	case days <= 7:
		return measure.ByWeek
	}
	return measure.ByMonth
}

// moved adds up what is in view and draws it.
func (p *eventPlot) moved() {
	p.shown = shownPeriods{}
	if len(p.sides) > 0 && p.Size().Width > 0 && p.in.Days() > 0 {
		_, scale := p.window(p.box(p.Size()))
		s := shownPeriods{span: p.span(), by: p.fitting(scale)}
		in := whole(s.span, p.in, s.by)
		for _, side := range p.sides {
			list := measure.Periods(side.days, in, p.unknown, s.by)
			s.sides = append(s.sides, list)
			for _, x := range list {
				s.untold = s.untold || x.Quads[0] > 0
				s.most = max(s.most, x.Quads[0]+x.Quads[1]+x.Quads[2], x.Quads[3]+x.Quads[4])
			}
		}
		p.shown = s
	}
	p.stale = true
	p.Refresh()
}

// whole widens days in view to the periods that they cut.
func whole(s, in measure.Span, by measure.Step) measure.Span {
	year, month, _ := s.First.Date()
	switch by {
	case measure.ByWeek:
		for s.First.Time().Weekday() != time.Monday && s.First > in.First {
			s.First--
		}
		for s.Last.Time().Weekday() != time.Sunday && s.Last < in.Last {
			s.Last++
		}
		return s
	case measure.ByMonth:
		s.First = edtf.DayOf(year, month, 1)
		year, month, _ = s.Last.Date()
		s.Last = edtf.DayOf(year, month+1, 1) - 1
	case measure.ByYear:
		s.First = edtf.DayOf(year, time.January, 1)
		year, _, _ = s.Last.Date()
		s.Last = edtf.DayOf(year, time.December, 31)
	}
	return measure.Span{First: max(s.First, in.First), Last: min(s.Last, in.Last)}
}

// classes are the quad classes in the order of their distance from the line: what
// is said nearest, what is done beyond.
var classes = []struct {
	quad int
	tone view.Tone
	down bool
}{{1, view.ToneGave1, false}, {2, view.ToneGave3, false}, {0, view.ToneNeutral, false}, {3, view.ToneAgainst1, true}, {4, view.ToneAgainst2, true}}

// classWord names a quad class.
func classWord(quad int) string {
	return tr([]string{"class not told", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"}[quad])
}

// paint draws bands, periods and unknown days in the pixels of the screen.
func (p *eventPlot) paint(w, h int) image.Image {
	if p.drawing == nil || p.drawing.Bounds().Dx() != w || p.drawing.Bounds().Dy() != h || p.night != dark() {
		p.drawing, p.stale, p.night = image.NewRGBA(image.Rect(0, 0, w, h)), true, dark()
	}
	if !p.stale || p.raster.Size().Width == 0 {
		return p.drawing
	}
	p.stale = false
	clear(p.drawing.Pix)
	n := len(p.shown.sides)
	if n == 0 {
		return p.drawing
	}
	start, scale := p.window(p.box(p.Size()))
	ratio := float64(w) / float64(p.raster.Size().Width)
	x := func(d edtf.Day) int { return int(math.Round((float64(d) - start) / scale * ratio)) }
	fill := func(c color.Color, x0, y0, x1, y1 int) { fillRect(p.drawing, c, x0, y0, x1, y1) }
	p.moments(x, ratio)
	field := h / n
	gap := int(5 * ratio)
	for i, list := range p.shown.sides {
		top, foot := i*field+gap, (i+1)*field-gap
		line := (top + foot) / 2
		p.hatch(start, scale, ratio, top, foot)
		half := float64(line - top - 1)
		for _, s := range list {
			x0, x1 := x(s.Days.First), x(s.Days.Last+1)
			if x1-x0 > int(3*ratio) {
				x1 -= max(1, int(ratio/2)) // periods that have room stand apart
			}
			x1 = max(x1, x0+1)
			if p.tone {
				if s.Mean != nil {
					tone, y := view.ToneGave3, line-int(math.Round(*s.Mean/10*half))
					if *s.Mean < 0 {
						tone = view.ToneAgainst2
					}
					fill(tone.Color(), x0, min(y, line), x1, max(y, line+1))
				}
				continue
			}
			up, down := int64(0), int64(0)
			at := func(n int64) int { return int(math.Round(float64(n) / float64(max(p.shown.most, 1)) * half)) }
			for _, k := range classes {
				n := s.Quads[k.quad]
				if n == 0 {
					continue
				}
				if k.down {
					fill(k.tone.Color(), x0, line+at(down), x1, max(line+at(down+n), line+at(down)+1))
					down += n
				} else {
					fill(k.tone.Color(), x0, min(line-at(up+n), line-at(up)-1), x1, line-at(up))
					up += n
				}
			}
		}
		fill(theme.Color(theme.ColorNameMuted), 0, line, w, line+1)
	}
	return p.drawing
}

// moments draws each moment as a line on its first day and a pale ground behind its
// days, one ground for all that overlap: years of them would cover what the picture
// is about.
func (p *eventPlot) moments(x func(edtf.Day) int, ratio float64) {
	w, h := p.drawing.Bounds().Dx(), p.drawing.Bounds().Dy()
	pale := color.NRGBAModel.Convert(theme.Color(fynetheme.ColorNamePrimary)).(color.NRGBA)
	pale.A = 0x14
	edge := pale
	edge.A = 0x70
	starts, within := make([]bool, w), make([]bool, w)
	for _, m := range p.bands {
		first, line := x(m.first), max(1, int(ratio))
		for i := max(first, 0); i < min(max(x(m.last+1), first+line), w); i++ {
			within[i] = true
			starts[i] = starts[i] || i < first+line
		}
	}
	for i := range w {
		if within[i] {
			fillRect(p.drawing, pale, i, 0, i+1, h)
		}
		if starts[i] {
			fillRect(p.drawing, edge, i, 0, i+1, h)
		}
	}
}

// hatch marks unknown days: the whole field where all days of a column of pixels
// are unknown, its foot where some are.
func (p *eventPlot) hatch(start, scale, ratio float64, top, foot int) {
	ink := color.NRGBAModel.Convert(theme.Color(theme.ColorNameMuted)).(color.NRGBA)
	ink.A = 0x58
	w := p.drawing.Bounds().Dx()
	step := max(4, int(6*ratio))
	for px := range w {
		first := edtf.Day(math.Floor(start + float64(px)/ratio*scale))
		last := max(edtf.Day(math.Ceil(start+float64(px+1)/ratio*scale))-1, first)
		first, last = max(first, p.in.First), min(last, p.in.Last)
		if last < first {
			continue
		}
		n := p.dark[last-p.in.First+1] - p.dark[first-p.in.First]
		from := foot
		switch {
		case n == int(last-first)+1:
			from = top
		case n > 0:
			from = foot - int(4*ratio)
		}
		for y := from; y < foot; y++ {
			if (px+y)%step < max(1, int(ratio)) {
				fillRect(p.drawing, ink, px, y, px+1, y+1)
			}
		}
	}
}

// fillRect puts a colour over a rectangle of an image.
func fillRect(img *image.RGBA, c color.Color, x0, y0, x1, y1 int) {
	r := image.Rect(x0, y0, x1, y1).Intersect(img.Bounds())
	if r.Empty() {
		return
	}
	src := color.RGBAModel.Convert(c).(color.RGBA)
	rest := 255 - uint32(src.A)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := img.Pix[img.PixOffset(r.Min.X, y) : img.PixOffset(r.Max.X-1, y)+4]
		for i := 0; i < len(row); i += 4 {
			row[i] = src.R + uint8(uint32(row[i])*rest/255)
			row[i+1] = src.G + uint8(uint32(row[i+1])*rest/255)
			row[i+2] = src.B + uint8(uint32(row[i+2])*rest/255)
			row[i+3] = src.A + uint8(uint32(row[i+3])*rest/255)
		}
	}
}

// periodWords names a period: its day, or its days.
func periodWords(s measure.Span, by measure.Step) string {
	year, month, _ := s.First.Date()
	switch {
	case s.Days() == 1:
		return s.First.String()
	case by == measure.ByMonth && s.First == edtf.DayOf(year, month, 1):
		return s.First.String()[:7]
	case by == measure.ByYear && s.First == edtf.DayOf(year, time.January, 1):
		return s.First.String()[:4]
	}
	return trf("%s to %s", s.First, s.Last)
}

// describe tells what one side did in a period.
func (p *eventPlot) describe(side, at int) string {
	x := p.shown.sides[side][at]
	name := p.sides[side].name
	if !x.Known() {
		return trf("%s: unknown, no file covers it", name)
	}
	var b strings.Builder
	b.WriteString(name + ": " + grouped(x.N))
	first := true
	for _, k := range []int{1, 2, 3, 4, 0} {
		if x.Quads[k] == 0 {
			continue
		}
		if first {
			b.WriteString(" = ")
		} else {
			b.WriteString(" + ")
		}
		first = false
		b.WriteString(grouped(x.Quads[k]) + " " + classWord(k))
	}
	if x.Mean != nil {
		b.WriteString("; " + trf("Goldstein %s", signedTo(*x.Mean, 2)))
	}
	if x.Unknown > 0 {
		b.WriteString("; " + trf("%s unknown", count(x.Unknown, "day")))
	}
	return b.String()
}

// step goes to the next or previous period in view.
func (p *eventPlot) step(by int) {
	if len(p.shown.sides) == 0 || len(p.shown.sides[0]) == 0 {
		return
	}
	n := len(p.shown.sides[0])
	switch {
	case p.cursor < 0 && by > 0:
		p.cursor = 0
	case p.cursor < 0:
		p.cursor = n - 1
	default:
		p.cursor = min(max(p.cursor+by, 0), n-1)
	}
	p.Refresh()
}

// periodAt is the period under a place of the widget; -1: none.
func (p *eventPlot) periodAt(at fyne.Position) int {
	b := p.box(p.Size())
	if len(p.shown.sides) == 0 || at.X < b.left || at.X > b.right {
		return -1
	}
	start, scale := p.window(b)
	d := edtf.Day(math.Floor(start + float64(at.X-b.left)*scale))
	for i, x := range p.shown.sides[0] {
		if x.Days.Has(d) {
			return i
		}
	}
	return -1
}

// bandAt is the shortest moment under a place of the widget; -1: none.
func (p *eventPlot) bandAt(x float32) int {
	b := p.box(p.Size())
	start, scale := p.window(b)
	best := -1
	for i, m := range p.bands {
		x0 := b.left + float32((float64(m.first)-start)/scale)
		x1 := b.left + float32((float64(m.last+1)-start)/scale)
		if x < x0-3 || x > max(x1, x0+2)+3 {
			continue
		}
		if best < 0 || m.last-m.first < p.bands[best].last-p.bands[best].first {
			best = i
		}
	}
	return best
}

// Tapped implements fyne.Tappable.
func (p *eventPlot) Tapped(e *fyne.PointEvent) {
	focus(p)
	p.cursor = p.periodAt(e.Position)
	p.Refresh()
	if i := p.bandAt(e.Position.X); i >= 0 && p.onBand != nil {
		p.onBand(p.bands[i].id)
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (p *eventPlot) TappedSecondary(e *fyne.PointEvent) {
	focus(p)
	if p.onMenu != nil {
		p.onMenu(e.AbsolutePosition)
	}
}

// Dragged implements fyne.Draggable.
func (p *eventPlot) Dragged(e *fyne.DragEvent) { p.pan(-e.Dragged.DX) }

// DragEnd implements fyne.Draggable.
func (p *eventPlot) DragEnd() {}

// Scrolled implements fyne.Scrollable.
func (p *eventPlot) Scrolled(e *fyne.ScrollEvent) {
	if dx, dy := e.Scrolled.DX, e.Scrolled.DY; abs(dx) > abs(dy) {
		p.pan(-dx)
	} else {
		p.zoom(e.Position.X-p.box(p.Size()).left, math.Exp(-float64(dy)*0.0075))
	}
}

// MouseIn implements desktop.Hoverable.
func (p *eventPlot) MouseIn(e *desktop.MouseEvent) { p.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (p *eventPlot) MouseMoved(e *desktop.MouseEvent) {
	if at := p.periodAt(e.Position); at != p.cursor {
		p.cursor = at
		p.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (p *eventPlot) MouseOut() { p.cursor = -1; p.Refresh() }

// FocusGained implements fyne.Focusable.
func (p *eventPlot) FocusGained() { p.focused = true; p.Refresh() }

// FocusLost implements fyne.Focusable.
func (p *eventPlot) FocusLost() { p.focused = false; p.Refresh() }

// TypedRune implements fyne.Focusable.
func (p *eventPlot) TypedRune(r rune) {
	middle := p.box(p.Size()).width() / 2
	switch r {
	case '+', '=':
		p.zoom(middle, 1/1.5)
	case '-', '_', '−':
		p.zoom(middle, 1.5)
	case '0':
		p.to(0, math.Inf(1))
	case 'j':
		p.step(1)
	case 'k':
		p.step(-1)
	}
}

// TypedKey implements fyne.Focusable.
func (p *eventPlot) TypedKey(e *fyne.KeyEvent) {
	width := p.box(p.Size()).width()
	_, scale := p.window(p.box(p.Size()))
	switch e.Name {
	case fyne.KeyLeft:
		p.pan(-width / 10)
	case fyne.KeyRight:
		p.pan(width / 10)
	case fyne.KeyHome:
		p.to(float64(p.in.First), scale)
	case fyne.KeyEnd:
		p.to(float64(p.in.Last), scale)
	case desktop.KeyMenu:
		if p.onMenu != nil {
			p.onMenu(fyne.CurrentApp().Driver().AbsolutePositionForObject(p).AddXY(24, 24))
		}
	default:
		handOn(p, e)
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (p *eventPlot) AccessibilityLabel() string {
	if len(p.shown.sides) == 0 {
		return p.empty
	}
	text := trf("%s to %s", p.shown.span.First, p.shown.span.Last)
	if p.cursor >= 0 {
		text = periodWords(p.shown.sides[0][p.cursor].Days, p.shown.by)
		for i := range p.sides {
			text += "; " + p.describe(i, p.cursor)
		}
	}
	return tongue.Local(text)
}
