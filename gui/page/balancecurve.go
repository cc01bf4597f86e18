package page

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/balance"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/view"
)

// ledgerCurves draws what two actors had given each other by each day: the
// partner's curve above the line, the relier's mirrored below it, to one scale.
// Under the mouse it tells both totals; Left and Right go year by year.
type ledgerCurves struct {
	widget.BaseWidget
	empty           string
	relier, partner string
	line            balance.Line
	from, to        edtf.Day
	day             edtf.Day // asked about; 0: the last
	focused         bool
	onMenu          func(at fyne.Position)
}

func newLedgerCurves(empty string) *ledgerCurves {
	c := &ledgerCurves{empty: empty}
	c.ExtendBaseWidget(c)
	return c
}

func (c *ledgerCurves) set(relier, partner string, line balance.Line, to edtf.Day) {
	c.relier, c.partner, c.line, c.to, c.from, c.day = relier, partner, line, to, to, 0
	for _, s := range []balance.Side{line.Relier, line.Partner} {
		if len(s.Curve) > 0 {
			c.from = min(c.from, s.Curve[0].Day)
		}
	}
	c.Refresh()
}

// totalAt is what a side had given by the end of a day.
func totalAt(s balance.Side, day edtf.Day) float64 {
	total := 0.
	for _, p := range s.Curve {
		if p.Day > day {
			break
		}
		total = p.Total
	}
	return total
}

// says tells both totals on the day asked about.
func (c *ledgerCurves) says() string {
	day := c.to
	if c.day != 0 {
		day = c.day
	}
	return trf("By %s: %s had given %s, %s %s", day, c.partner, amount(totalAt(c.line.Partner, day)), c.relier, amount(totalAt(c.line.Relier, day)))
}

// box is where the curves stand: left, top, right and bottom.
func (c *ledgerCurves) box(size fyne.Size) (float32, float32, float32, float32) {
	h := fynetheme.CaptionTextSize() * 1.5
	most := max(c.line.Partner.Total, c.line.Relier.Total)
	return textWidth(amount(most), fynetheme.CaptionTextSize(), fyne.TextStyle{}) + 8, h + 4, size.Width - 8, size.Height - h
}

func (c *ledgerCurves) dayAt(x float32) edtf.Day {
	left, _, right, _ := c.box(c.Size())
	share := min(max((x-left)/max(1, right-left), 0), 1)
	return c.from + edtf.Day(float32(c.to-c.from)*share)
}

// MouseIn implements desktop.Hoverable.
func (c *ledgerCurves) MouseIn(e *desktop.MouseEvent) { c.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (c *ledgerCurves) MouseMoved(e *desktop.MouseEvent) {
	if c.to > c.from {
		c.day = c.dayAt(e.Position.X)
		c.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (c *ledgerCurves) MouseOut() {
	c.day = 0
	c.Refresh()
}

// Tapped implements fyne.Tappable.
func (c *ledgerCurves) Tapped(*fyne.PointEvent) { focus(c) }

// TappedSecondary implements fyne.SecondaryTappable.
func (c *ledgerCurves) TappedSecondary(e *fyne.PointEvent) {
	if c.onMenu != nil {
		c.onMenu(e.AbsolutePosition)
	}
}

// FocusGained implements fyne.Focusable.
func (c *ledgerCurves) FocusGained() { c.focused = true; c.Refresh() }

// FocusLost implements fyne.Focusable.
func (c *ledgerCurves) FocusLost() { c.focused = false; c.MouseOut() }

// TypedRune implements fyne.Focusable.
func (c *ledgerCurves) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (c *ledgerCurves) TypedKey(e *fyne.KeyEvent) {
	day := c.day
	if day == 0 {
		day = c.to
	}
	year, month, d := day.Date()
	switch e.Name {
	case fyne.KeyLeft:
		day = edtf.DayOf(year-1, month, d)
	case fyne.KeyRight:
		day = edtf.DayOf(year+1, month, d)
	case fyne.KeyHome:
		day = c.from
	case fyne.KeyEnd:
		day = c.to
	case desktop.KeyMenu:
		menuBy(c, c.onMenu)
		return
	default:
		return
	}
	c.day = min(max(day, c.from), c.to)
	c.Refresh()
}

// HeightFor implements view.Flexible.
func (c *ledgerCurves) HeightFor(float32) float32 { return fynetheme.TextSize() * 16 }

// CreateRenderer implements fyne.Widget.
func (c *ledgerCurves) CreateRenderer() fyne.WidgetRenderer {
	return drawnOf(c, func() fyne.Size { return fyne.NewSize(200, fynetheme.TextSize()*12) }, c.draw)
}

// AccessibilityLabel implements fyne.Accessible.
func (c *ledgerCurves) AccessibilityLabel() string { return c.says() }

func (c *ledgerCurves) draw(size fyne.Size) []fyne.CanvasObject {
	if size.Width < 120 || size.Height < 60 {
		return nil
	}
	most := max(c.line.Partner.Total, c.line.Relier.Total)
	if c.to <= c.from || most <= 0 {
		return emptyText(c.empty, size)
	}
	k := newSketch()
	muted, ink := theme.Color(theme.ColorNameMuted), theme.Color(fynetheme.ColorNameForeground)
	left, top, right, bottom := c.box(size)
	zero := (top + bottom) / 2
	k.word(c.says(), ink, 0, 0, size.Width, fyne.TextAlignLeading, false)
	x := func(d edtf.Day) float32 { return left + (right-left)*float32(d-c.from)/float32(c.to-c.from) }
	y := func(total, sign float64) float32 { return zero - float32(sign*total/most)*(zero-top-6) }
	for _, v := range []float64{most, -most} {
		sign := 1.
		if v < 0 {
			sign = -1
		}
		at := y(most, sign)
		k.line(theme.Color(theme.ColorNameFaint), 1, left, at, right, at)
		k.word(amount(most), muted, 0, at-k.caption*.7, left-6, fyne.TextAlignTrailing, false)
	}
	k.line(muted, 1, left, zero, right, zero)
	k.word("0", muted, 0, zero-k.caption*.7, left-6, fyne.TextAlignTrailing, false)
	for _, year := range yearTicks(c.from, c.to, right-left, textWidth("20000", k.caption, fyne.TextStyle{})) {
		at := x(edtf.DayOf(year, 1, 1))
		k.line(theme.Color(theme.ColorNameFaint), 1, at, top, at, bottom)
		if w := textWidth(fmt.Sprint(year), k.caption, fyne.TextStyle{}); at+w/2 <= size.Width {
			k.word(fmt.Sprint(year), muted, at-w/2, bottom, w+1, fyne.TextAlignCenter, false)
		}
	}
	curve := func(s balance.Side, sign float64, tone color.Color) {
		px, py := x(c.from), y(0, sign)
		for _, p := range s.Curve {
			nx, ny := x(p.Day), y(p.Total, sign)
			if nx-px >= 1 { // steps nearer than a pixel are one
				k.line(tone, 2, px, py, nx, py)
				px = nx
			}
			k.line(tone, 2, px, py, px, ny)
			py = ny
		}
		k.line(tone, 2, px, py, right, py)
	}
	curve(c.line.Partner, 1, view.ToneGave4.Color())
	curve(c.line.Relier, -1, view.ToneGave2.Color())
	k.word(trf("%s gave", c.partner), view.ToneGave4.TextColor(), left+6, top+6, right-left, fyne.TextAlignLeading, false)
	k.word(trf("%s gave", c.relier), view.ToneGave2.TextColor(), left+6, bottom-k.caption*1.7, right-left, fyne.TextAlignLeading, false)
	if c.day != 0 {
		k.line(theme.Color(fynetheme.ColorNamePrimary), 1, x(c.day), top, x(c.day), bottom)
	}
	return k.out
}

// yearTicks gives round years for an axis of a width on which a label needs room.
func yearTicks(from, to edtf.Day, width, label float32) []int {
	first, _, _ := from.Date()
	last, _, _ := to.Date()
	step := 1
	for _, s := range []int{1, 2, 5, 10, 20, 50, 100, 200, 500} {
		step = s
		if float32((last-first)/s+1)*label <= width {
			break
		}
	}
	var out []int
	for y := (first/step + 1) * step; y <= last; y += step {
		out = append(out, y)
	}
	return out
}
