package page

import (
	"fmt"
	"image/color"
	"math"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// stepCurve is one curve of a curvePlot.
type stepCurve struct {
	name   string
	tone   view.Tone
	dashed bool
	start  float64 // the value before the first step
	steps  []assess.Step
}

// curvePlot draws curves that go in steps over the years since a promise, with
// their 90 % intervals. Under the mouse it tells the values at that age; Left and
// Right move there by key.
type curvePlot struct {
	widget.BaseWidget
	empty  string // shown without curves
	atRisk bool   // tell how many were still followed at each age
	onMenu func(at fyne.Position)

	curves  []stepCurve
	total   int
	years   float64
	at      float64 // the age asked about; negative: none
	focused bool
	parts   *drawn
}

func newCurvePlot(empty string) *curvePlot {
	c := &curvePlot{empty: empty, at: -1}
	c.ExtendBaseWidget(c)
	return c
}

// set changes the curves of a number of pledges.
func (c *curvePlot) set(total int, curves ...stepCurve) {
	c.curves, c.total, c.years, c.at = nil, total, 0, -1
	for _, x := range curves {
		if n := len(x.steps); n > 0 && x.steps[n-1].Time > 0 {
			c.curves = append(c.curves, x)
			c.years = max(c.years, x.steps[n-1].Time)
		}
	}
	c.Refresh()
}

// valueAt gives the step in force at an age; false before the first.
func (x stepCurve) valueAt(age float64) (s assess.Step, ok bool) {
	for _, y := range x.steps {
		if y.Time > age {
			break
		}
		s, ok = y, true
	}
	return s, ok
}

// followed is how many had not ended or been lost from view before an age.
func (x stepCurve) followed(age float64) int {
	for _, y := range x.steps {
		if y.Time >= age {
			return y.AtRisk
		}
	}
	return 0
}

// say gives a curve's name with its value at the age asked about, or at the end.
func (c *curvePlot) say(x stepCurve) string {
	age := c.at
	if age < 0 {
		age = c.years
	}
	s, ok := x.valueAt(age)
	if !ok {
		s.Value = x.start
	}
	text := x.name + " " + percent(s.Value)
	if s.Lower != nil && s.Upper != nil {
		text += " (" + interval(*s.Lower, *s.Upper) + ")"
	}
	return text
}

// describe tells all values at the age asked about in one line.
func (c *curvePlot) describe() string {
	age := c.at
	if age < 0 {
		age = c.years
	}
	text := trf("After %s", years(age))
	if c.atRisk && len(c.curves) > 0 {
		text += trf(", %d of %d still followed", c.curves[0].followed(age), c.total)
	}
	return text
}

// ageTicks gives round ages for an axis of a width.
func ageTicks(most float64, room, label float32) []float64 {
	step := 1.
	for _, s := range []float64{.25, .5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000} {
		step = s
		if float32(most/s+1)*label <= room {
			break
		}
	}
	var out []float64
	for i := 0; float64(i)*step <= most; i++ {
		out = append(out, float64(i)*step)
	}
	return out
}

const legendGap = 14

// widest makes a text as wide as it may become when its figures change, so that
// nothing moves with the mouse.
func widest(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0'
		}
		return r
	}, text)
}

// legend shares the words below the plot over lines: -1 is what describe says,
// the others are curves.
func (c *curvePlot) legend(width float32) [][]int {
	caption := fynetheme.CaptionTextSize()
	room := width - textWidth("100 %", caption, fyne.TextStyle{}) - 6
	lines, x := [][]int{nil}, float32(0)
	add := func(at int, w float32) {
		if x > 0 && x+w > room {
			lines, x = append(lines, nil), 0
		}
		lines[len(lines)-1] = append(lines[len(lines)-1], at)
		x += w + legendGap
	}
	// At the end of the curves the intervals are as long in words as they get.
	shown := c.at
	c.at = -1
	add(-1, textWidth(widest(c.describe()), caption, fyne.TextStyle{}))
	for i, k := range c.curves {
		add(i, 18+textWidth(widest(k.name+" 00 % (00 to 00 %)"), caption, fyne.TextStyle{}))
	}
	c.at = shown
	return lines
}

// plotBox is where the curves stand in the widget.
type plotBox struct{ left, top, right, bottom float32 }

func (c *curvePlot) box(size fyne.Size) plotBox {
	h := fynetheme.CaptionTextSize() * 1.45
	foot := h*float32(1+len(c.legend(size.Width))) + 4
	if c.atRisk {
		foot += h
	}
	left := textWidth("100 %", fynetheme.CaptionTextSize(), fyne.TextStyle{}) + 6
	return plotBox{left: left, top: h / 2, right: max(size.Width-10, left+20), bottom: max(size.Height-foot, h/2+20)}
}

func (b plotBox) x(age, years float64) float32 {
	return float32(math.Round(float64(b.left + (b.right-b.left)*float32(age/years)))) // whole units: no seams between areas
}

func (b plotBox) y(v float64) float32 {
	return b.bottom - (b.bottom-b.top)*float32(min(max(v, 0), 1))
}

// CreateRenderer implements fyne.Widget.
func (c *curvePlot) CreateRenderer() fyne.WidgetRenderer {
	r := &drawn{min: func() fyne.Size { return fyne.NewSize(160, fynetheme.TextSize()*9) }}
	r.layout = func(size fyne.Size) { r.objects = c.draw(size) }
	r.refresh = func() {
		r.objects = c.draw(c.Size())
		repaint(c)
	}
	c.parts = r
	return r
}

// draw makes the objects at a size: rectangles, since steps have no slopes.
func (c *curvePlot) draw(size fyne.Size) []fyne.CanvasObject {
	if size.Width < 40 || size.Height < 40 {
		return nil
	}
	var out []fyne.CanvasObject
	caption := fynetheme.CaptionTextSize()
	h := caption * 1.45
	muted := theme.Color(theme.ColorNameMuted)
	word := func(text string, ink color.Color, x, y, w float32, align fyne.TextAlign) {
		t := canvas.NewText(text, ink)
		t.TextSize, t.Alignment = caption, align
		t.Text, _ = fitText(text, size.Width-max(x, 0), caption, fyne.TextStyle{})
		place(t, x, y, w, h)
		out = append(out, t)
	}
	fill := func(ink color.Color, x0, y0, x1, y1 float32) {
		r := canvas.NewRectangle(ink)
		place(r, min(x0, x1), min(y0, y1), max(abs(x1-x0), 0), abs(y1-y0))
		out = append(out, r)
	}
	if len(c.curves) == 0 {
		l := widget.NewLabel(c.empty)
		l.Wrapping, l.Importance = fyne.TextWrapWord, widget.LowImportance
		l.Resize(size)
		return []fyne.CanvasObject{l}
	}
	b := c.box(size)
	for _, v := range []float64{0, .5, 1} {
		fill(theme.Color(theme.ColorNameFaint), b.left, b.y(v), b.right, b.y(v)+1)
		word(percent(v), muted, 0, b.y(v)-h/2, b.left-6, fyne.TextAlignTrailing)
	}
	label := textWidth("0000", caption, fyne.TextStyle{}) + 8
	ticks := ageTicks(c.years, b.right-b.left, label)
	for _, t := range ticks {
		x := b.x(t, c.years)
		fill(muted, x, b.bottom, x+1, b.bottom+4)
		w := min(label, 2*(size.Width-x))
		word(tongue.Local(strconv.FormatFloat(t, 'f', -1, 64)), muted, x-w/2, b.bottom+4, w, fyne.TextAlignCenter)
		if c.atRisk {
			word(tongue.Local(fmt.Sprint(c.curves[0].followed(t))), muted, x-w/2, b.bottom+4+h, w, fyne.TextAlignCenter)
		}
	}
	for _, x := range c.curves {
		ink := color.NRGBAModel.Convert(x.tone.Color()).(color.NRGBA)
		ink.A = 0x2c
		c.band(x, b, func(x0, y0, x1, y1 float32) { fill(ink, x0, y0, x1, y1) })
	}
	for _, x := range c.curves {
		ink := x.tone.Color()
		c.stairs(x, b, func(x0, y0, x1, y1 float32) { fill(ink, x0, y0, x1, y1) })
	}
	if c.at >= 0 {
		x := b.x(c.at, c.years)
		fill(theme.Color(fynetheme.ColorNamePrimary), x-.75, b.top, x+.75, b.bottom)
	}
	y := b.bottom + 4 + h
	if c.atRisk {
		y += h
	}
	for _, line := range c.legend(size.Width) {
		x := b.left
		for _, at := range line {
			if at < 0 {
				word(c.describe(), theme.Color(fynetheme.ColorNameForeground), x, y, size.Width-x, fyne.TextAlignLeading)
				x += textWidth(c.describe(), caption, fyne.TextStyle{}) + legendGap
				continue
			}
			k := c.curves[at]
			fill(k.tone.Color(), x, y+h/2-1, x+5, y+h/2+1)
			fill(k.tone.Color(), x+map[bool]float32{true: 8, false: 5}[k.dashed], y+h/2-1, x+13, y+h/2+1)
			word(c.say(k), k.tone.TextColor(), x+18, y, size.Width-x-18, fyne.TextAlignLeading)
			x += 18 + textWidth(widest(c.say(k)), caption, fyne.TextStyle{}) + legendGap
		}
		y += h
	}
	if c.focused {
		f := canvas.NewRectangle(color.Transparent)
		f.StrokeColor, f.StrokeWidth = theme.Color(fynetheme.ColorNameFocus), 2
		f.Resize(size)
		out = append(out, f)
	}
	return out
}

func abs(v float32) float32 {
	if v < 0 {
		return -v
	}
	return v
}

// dash is the length of a dash and of the gap behind it.
const dash, dashGap = 5, 3

// stairs draws a curve. Steps nearer than half a unit are drawn as one, so that
// thousands cost no more than the widget is wide.
func (c *curvePlot) stairs(x stepCurve, b plotBox, fill func(x0, y0, x1, y1 float32)) {
	const thick = 2
	level := func(x0, x1, y float32) {
		if !x.dashed {
			fill(x0, y-thick/2, x1, y+thick/2)
			return
		}
		for at := x0; at < x1; at += dash + dashGap {
			fill(at, y-thick/2, min(at+dash, x1), y+thick/2)
		}
	}
	px, py := b.x(0, c.years), b.y(x.start)
	for i, s := range x.steps {
		nx, ny := b.x(s.Time, c.years), b.y(s.Value)
		if nx-px < .5 && i+1 < len(x.steps) {
			continue // the next one stands within the same pixel
		}
		level(px, nx+thick/2, py)
		if ny != py {
			fill(nx-thick/2, py, nx+thick/2, ny)
		}
		px, py = nx, ny
	}
}

// band draws the interval of a curve where it has one.
func (c *curvePlot) band(x stepCurve, b plotBox, fill func(x0, y0, x1, y1 float32)) {
	for i := 0; i < len(x.steps); {
		s, j := x.steps[i], i+1
		for j < len(x.steps)-1 && b.x(x.steps[j].Time, c.years)-b.x(s.Time, c.years) < 1 {
			j++
		}
		if j < len(x.steps) && s.Lower != nil && s.Upper != nil {
			fill(b.x(s.Time, c.years), b.y(*s.Upper), b.x(x.steps[j].Time, c.years), b.y(*s.Lower))
		}
		i = j
	}
}

func (c *curvePlot) ask(age float64) {
	age = max(0, min(age, c.years))
	if len(c.curves) > 0 && age != c.at {
		c.at = age
		c.Refresh()
	}
}

// MouseIn implements desktop.Hoverable.
func (c *curvePlot) MouseIn(e *desktop.MouseEvent) { c.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (c *curvePlot) MouseMoved(e *desktop.MouseEvent) {
	b := c.box(c.Size())
	c.ask(c.years * float64((e.Position.X-b.left)/(b.right-b.left)))
}

// MouseOut implements desktop.Hoverable.
func (c *curvePlot) MouseOut() {
	c.at = -1
	c.Refresh()
}

// TappedSecondary implements fyne.SecondaryTappable.
func (c *curvePlot) TappedSecondary(e *fyne.PointEvent) {
	focus(c)
	if c.onMenu != nil {
		c.onMenu(e.AbsolutePosition)
	}
}

// FocusGained implements fyne.Focusable.
func (c *curvePlot) FocusGained() { c.focused = true; c.Refresh() }

// FocusLost implements fyne.Focusable.
func (c *curvePlot) FocusLost() { c.focused, c.at = false, -1; c.Refresh() }

// TypedRune implements fyne.Focusable.
func (c *curvePlot) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (c *curvePlot) TypedKey(e *fyne.KeyEvent) {
	at := c.at
	if at < 0 {
		at = c.years
	}
	switch e.Name {
	case fyne.KeyLeft:
		c.ask(at - c.years/40)
	case fyne.KeyRight:
		c.ask(at + c.years/40)
	case fyne.KeyHome:
		c.ask(0)
	case fyne.KeyEnd:
		c.ask(c.years)
	case desktop.KeyMenu:
		if c.onMenu != nil {
			c.onMenu(fyne.CurrentApp().Driver().AbsolutePositionForObject(c).AddXY(24, 24))
		}
	default:
		handOn(c, e)
	}
}

// handOn gives a key that a widget has no use for to the window.
func handOn(o fyne.CanvasObject, e *fyne.KeyEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(e)
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (c *curvePlot) AccessibilityLabel() string {
	if len(c.curves) == 0 {
		return c.empty
	}
	text := c.describe()
	for _, x := range c.curves {
		text += "; " + c.say(x)
	}
	return text
}
