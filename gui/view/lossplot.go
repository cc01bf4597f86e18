package view

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/tongue"
)

// painted is a widget that is one picture, made anew when it changes.
type painted struct {
	widget.BaseWidget
	raster *canvas.Raster
	shown  *image.RGBA
	stale  bool
	night  bool
	ink    *inker
	least  func() fyne.Size
	paint  func(size fyne.Size, scale float32)
}

func (p *painted) begin(least func() fyne.Size, paint func(fyne.Size, float32)) {
	p.ink, p.stale, p.least, p.paint = newInker(), true, least, paint
	p.raster = canvas.NewRaster(func(w, h int) image.Image {
		fits := p.shown != nil && p.shown.Bounds().Dx() == w && p.shown.Bounds().Dy() == h
		if fits && !p.stale && p.night == theme.IsDark() {
			return p.shown
		}
		if !fits {
			p.shown = image.NewRGBA(image.Rect(0, 0, w, h))
		}
		p.stale, p.night = false, theme.IsDark()
		draw.Draw(p.shown, p.shown.Bounds(), image.NewUniform(theme.Color(theme.ColorNameSurface)), image.Point{}, draw.Src)
		if size := p.raster.Size(); size.Width > 0 && w > 0 && h > 0 {
			p.paint(size, float32(w)/size.Width)
		}
		return p.shown
	})
	p.raster.ScaleMode = canvas.ImageScalePixels
}

// CreateRenderer implements fyne.Widget.
func (p *painted) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		objects: []fyne.CanvasObject{p.raster},
		layout:  func(size fyne.Size) { p.stale = true; p.raster.Resize(size) },
		min:     p.least,
		refresh: func() { p.stale = true; p.raster.Refresh() },
	}
}

// words writes a line at a place in units.
func (p *painted) words(s string, size float32, bold bool, x, y, scale float32, c color.Color) {
	p.ink.write(p.shown, inkKey{text: s, size: size, bold: bold, scale: scale}, int(x*scale), int(y*scale), c)
}

// box fills a rectangle in units.
func (p *painted) box(x, y, w, h, scale float32, c color.Color) {
	r := image.Rect(int(x*scale+.5), int(y*scale+.5), int((x+w)*scale+.5), int((y+h)*scale+.5))
	draw.Draw(p.shown, r, image.NewUniform(c), image.Point{}, draw.Over)
}

// Loss is what one actor loses, with its band.
type Loss struct {
	Key, Name, Note    string
	Mean, Lower, Upper float64
	Struck, Strong     bool // by the shock itself; chosen
}

// Losses is a list of bars, the longest first, on an axis that ends where the
// largest of those does whom the shock spares; a longer one is cut and says so.
type Losses struct {
	painted
	// OnTapped hears the key of a bar.
	OnTapped func(key string)
	rows     []Loss
}

// NewLosses makes an empty list.
func NewLosses() *Losses {
	l := &Losses{}
	l.begin(func() fyne.Size {
		return fyne.NewSize(260, float32(max(len(l.rows), 3))*l.pitch()+lineHeight(captionSize())+4)
	}, l.draw)
	l.ExtendBaseWidget(l)
	return l
}

// SetRows changes the bars.
func (l *Losses) SetRows(rows []Loss) {
	l.rows = rows
	l.Refresh()
}

// pitch is the height of a row: the name, and below it as many lines as the
// longest note needs.
func (l *Losses) pitch() float32 {
	lines := 1
	if width := l.Size().Width; width > 0 {
		for _, r := range l.rows {
			lines = max(lines, len(noteLines(r.Note, width)))
		}
	}
	return lineHeight(textSize()) + float32(lines)*lineHeight(captionSize()) + 2
}

// noteLines breaks a note into two lines at most.
func noteLines(note string, width float32) []string {
	return limited(note, width-4, captionSize(), 2)
}

// most is where the axis ends: at the next round share above the largest of those
// whom the shock spares, or of all where it spares nobody.
func most(rows []Loss) float64 {
	top, spared := .01, false
	for _, r := range rows {
		spared = spared || !r.Struck
	}
	for _, r := range rows {
		if !r.Struck || !spared {
			top = max(top, r.Upper, r.Mean)
		}
	}
	for _, v := range []float64{.01, .02, .05, .1, .2, .3, .5, .75, 1} {
		if top <= v {
			return v
		}
	}
	return 1
}

func (l *Losses) draw(size fyne.Size, scale float32) {
	text, small := textSize(), captionSize()
	name, value := min(size.Width*.34, 150*textSize()/13), textWidth("100 %", small, fyne.TextStyle{})+8
	end := most(l.rows)
	x := func(v float64) float32 { return name + (size.Width-name-value)*float32(min(v/end, 1)) }
	foot := float32(len(l.rows)) * l.pitch()
	for i := range 5 {
		v := end * float64(i) / 4
		l.box(x(v), 0, 1, foot, scale, theme.Color(theme.ColorNameFaint))
		if i%2 == 0 {
			s := percentText(v)
			l.words(s, small, false, x(v)-textWidth(s, small, fyne.TextStyle{})/2, foot+2, scale, muted())
		}
	}
	for i, r := range l.rows {
		y := float32(i) * l.pitch()
		if r.Strong {
			l.box(0, y, size.Width, l.pitch(), scale, withAlpha(theme.Color(theme.ColorNameSelected), .7))
		}
		shown, _ := fit(r.Name, name-8, text, fyne.TextStyle{Bold: r.Strong})
		l.words(shown, text, r.Strong, 2, y+1, scale, foreground())
		for j, note := range noteLines(r.Note, size.Width) {
			l.words(note, small, false, 2, y+lineHeight(text)+float32(j)*lineHeight(small), scale, muted())
		}
		c := ToneAgainst2.Color()
		if r.Struck {
			c = theme.Color(theme.ColorNameNeutral)
		}
		h := lineHeight(text) * .5
		l.box(name, y+h*.5+1, max(1, x(r.Mean)-name), h, scale, c)
		mid := y + h + 1
		if r.Mean > end { // cut: the rest of the bar is beyond the axis
			for i := range 2 {
				l.box(x(end)-10+float32(i)*5, y+h*.5-1, 2, h+4, scale, theme.Color(theme.ColorNameSurface))
			}
			l.words(percentText(r.Mean), small, r.Strong, size.Width-value+6, y+2, scale, foreground())
			continue
		}
		l.box(x(r.Lower), mid-.75, max(1, x(r.Upper)-x(r.Lower)), 1.5, scale, foreground())
		l.box(x(r.Lower)-.5, mid-4, 1, 8, scale, foreground())
		l.box(x(r.Upper)-.5, mid-4, 1, 8, scale, foreground())
		l.words(percentText(r.Mean), small, r.Strong, size.Width-value+6, y+2, scale, foreground())
	}
}

// percentText writes a share, with a decimal where it is small.
func percentText(v float64) string {
	if v > 0 && v < .0995 {
		if v < .0005 {
			return tongue.Local("<0.1 %")
		}
		return tongue.Local(strings.Replace(fmt.Sprintf("%.1f %%", 100*v), ".0 ", " ", 1))
	}
	return tongue.Local(fmt.Sprintf("%.0f %%", 100*v))
}

// MouseDown implements desktop.Mouseable.
func (l *Losses) MouseDown(e *desktop.MouseEvent) {
	if i := int(e.Position.Y / l.pitch()); i >= 0 && i < len(l.rows) && l.OnTapped != nil {
		l.OnTapped(l.rows[i].Key)
	}
}

// MouseUp implements desktop.Mouseable.
func (l *Losses) MouseUp(*desktop.MouseEvent) {}

// AccessibilityLabel implements fyne.Accessible.
func (l *Losses) AccessibilityLabel() string {
	var parts []string
	for _, r := range l.rows {
		parts = append(parts, fmt.Sprintf("%s %s, %s to %s", r.Name, percentText(r.Mean), percentText(r.Lower), percentText(r.Upper)))
	}
	return strings.Join(parts, ". ")
}

// AccessibilityRole implements fyne.Accessible.
func (l *Losses) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Course is the loss of one actor month by month.
type Course struct {
	Key, Name          string
	Mean, Lower, Upper []float64
	Strong             bool // with its band
}

// Courses draws losses over months and a month that can be moved.
type Courses struct {
	painted
	// OnMonth hears where the month was moved to.
	OnMonth func(month int)
	lines   []Course
	month   int
	focused bool
}

// NewCourses makes an empty plot.
func NewCourses() *Courses {
	c := &Courses{}
	c.begin(func() fyne.Size { return fyne.NewSize(260, 190*textSize()/13) }, c.draw)
	c.ExtendBaseWidget(c)
	return c
}

// SetData changes the lines.
func (c *Courses) SetData(lines []Course, month int) {
	c.lines, c.month = lines, month
	c.Refresh()
}

// SetMonth moves the month, and tells nobody.
func (c *Courses) SetMonth(month int) {
	if month != c.month {
		c.month = month
		c.Refresh()
	}
}

func (c *Courses) months() int {
	n := 1
	for _, l := range c.lines {
		n = max(n, len(l.Mean)-1)
	}
	return n
}

const coursesLeft = 40

// lineTones are the colours of the lines, first the hardest hit.
var lineTones = []Tone{ToneAgainst2, ToneGave3, ToneAgainst1, ToneGave2, ToneMuted, ToneGave1}

func (c *Courses) draw(size fyne.Size, scale float32) {
	small := captionSize()
	h := lineHeight(small)
	if len(c.lines) == 0 {
		return
	}
	end := .01
	for _, l := range c.lines {
		for i, v := range l.Mean {
			end = max(end, v)
			if l.Strong && i < len(l.Upper) {
				end = max(end, l.Upper[i])
			}
		}
	}
	end = most([]Loss{{Upper: end}})
	names := size.Width * .3
	right, bottom := size.Width-names, size.Height-h-4
	n := c.months()
	x := func(i float64) float32 { return coursesLeft + (right-coursesLeft)*float32(i)/float32(n) }
	y := func(v float64) float32 { return bottom - (bottom-6)*float32(min(v/end, 1)) }
	for i := range 5 {
		v := end * float64(i) / 4
		c.box(coursesLeft, y(v), right-coursesLeft, 1, scale, theme.Color(theme.ColorNameFaint))
		s := percentText(v)
		c.words(s, small, false, coursesLeft-6-textWidth(s, small, fyne.TextStyle{}), y(v)-h/2, scale, muted())
	}
	free := float32(0) // where the next month has room
	for m := 0; m <= n; m += max(1, int(math.Ceil(float64(n)/60))) * 12 {
		s := fmt.Sprint(m)
		if m == 0 {
			s = tr("month 0")
		}
		wide := textWidth(s, small, fyne.TextStyle{})
		at := x(float64(m)) - wide/2*b2f(m > 0)
		if at < free {
			continue
		}
		free = at + wide + 6
		c.words(s, small, false, at, bottom+2, scale, muted())
	}
	p := newPlotter(c.shown)
	for i, l := range c.lines {
		tone := lineTones[i%len(lineTones)]
		if l.Strong && len(l.Upper) == len(l.Mean) && len(l.Lower) == len(l.Mean) {
			var band []point
			for m := range l.Mean {
				band = append(band, point{x(float64(m)) * scale, y(l.Upper[m]) * scale})
			}
			for m := len(l.Mean) - 1; m >= 0; m-- {
				band = append(band, point{x(float64(m)) * scale, y(l.Lower[m]) * scale})
			}
			p.fillPaths([][]point{band}, withAlpha(tone.Color(), .18))
		}
		var line []point
		for m, v := range l.Mean {
			line = append(line, point{x(float64(m)) * scale, y(v) * scale})
		}
		width := float32(1.5)
		if l.Strong {
			width = 2.5
		}
		p.strokeLine(line, width*scale, tone.Color())
		at := min(c.month, len(l.Mean)-1)
		if at < 0 {
			continue
		}
		ly := 2 + float32(i)*(h+2)
		c.box(right+10, ly+h/2-1, 12, 3, scale, tone.Color())
		text, _ := fit(l.Name, names-32-textWidth(" 00.0 %", small, fyne.TextStyle{}), small, fyne.TextStyle{Bold: l.Strong})
		c.words(text+" "+percentText(l.Mean[at]), small, l.Strong, right+26, ly, scale, foreground())
	}
	cursor := muted()
	if c.focused {
		cursor = primary()
	}
	c.box(x(float64(c.month))-.75, 4, 1.5, bottom-4, scale, cursor)
}

// to moves the month for a person.
func (c *Courses) to(month int) {
	month = max(0, min(month, c.months()))
	c.SetMonth(month)
	if c.OnMonth != nil {
		c.OnMonth(month)
	}
}

func (c *Courses) monthAt(x float32) int {
	right := c.Size().Width * .7
	return int(math.Round(float64((x-coursesLeft)/max(1, right-coursesLeft)) * float64(c.months())))
}

// MouseDown implements desktop.Mouseable.
func (c *Courses) MouseDown(e *desktop.MouseEvent) {
	focusOn(c)
	c.to(c.monthAt(e.Position.X))
}

// MouseUp implements desktop.Mouseable.
func (c *Courses) MouseUp(*desktop.MouseEvent) {}

// Dragged implements fyne.Draggable.
func (c *Courses) Dragged(e *fyne.DragEvent) { c.to(c.monthAt(e.Position.X)) }

// DragEnd implements fyne.Draggable.
func (c *Courses) DragEnd() {}

// FocusGained implements fyne.Focusable.
func (c *Courses) FocusGained() { c.focused = true; c.Refresh() }

// FocusLost implements fyne.Focusable.
func (c *Courses) FocusLost() { c.focused = false; c.Refresh() }

// TypedRune implements fyne.Focusable.
func (c *Courses) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (c *Courses) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		c.to(c.month - 1)
	case fyne.KeyRight:
		c.to(c.month + 1)
	case fyne.KeyHome:
		c.to(0)
	case fyne.KeyEnd:
		c.to(c.months())
	default:
		passKey(c, e)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (c *Courses) TypedShortcut(s fyne.Shortcut) { passOn(c, s) }

// AccessibilityLabel implements fyne.Accessible: the losses in the month shown.
func (c *Courses) AccessibilityLabel() string {
	parts := []string{fmt.Sprintf("month %d", c.month)}
	for _, l := range c.lines {
		if c.month < len(l.Mean) {
			parts = append(parts, l.Name+" "+percentText(l.Mean[c.month]))
		}
	}
	return strings.Join(parts, ", ")
}

// AccessibilityRole implements fyne.Accessible.
func (c *Courses) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
