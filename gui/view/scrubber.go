package view

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/gui/theme"
)

// Scrubber is a slider over days. Keys: Left and Right a month, with Ctrl a
// day, PageUp and PageDown a year, Home and End the ends.
type Scrubber struct {
	widget.BaseWidget

	// OnDay hears each day on the way of a drag, with final false, and the day
	// at its end, or after a tap or a key, with final true.
	OnDay func(d edtf.Day, final bool)

	min, max, day edtf.Day
	focused       bool
	hovered       bool
	dragging      bool
}

const (
	scrubberThumb = 14
	scrubberTrack = 4
)

// NewScrubber makes a scrubber; give it a range.
func NewScrubber() *Scrubber {
	s := &Scrubber{}
	s.ExtendBaseWidget(s)
	return s
}

// SetRange changes the first and last day.
func (s *Scrubber) SetRange(first, last edtf.Day) {
	if last < first {
		first, last = last, first
	}
	if s.min == first && s.max == last {
		return
	}
	s.min, s.max = first, last
	s.Refresh()
}

// SetDay moves the thumb and tells nobody. A day outside the range is shown at
// its end, and kept.
func (s *Scrubber) SetDay(d edtf.Day) {
	if s.day == d {
		return
	}
	s.day = d
	s.Refresh()
}

// Day gives the day of the thumb.
func (s *Scrubber) Day() edtf.Day { return s.day }

// position is where along the track the day stands, in [0, 1].
func (s *Scrubber) position() float32 {
	if s.max == s.min {
		return 0
	}
	p := float64(s.day-s.min) / float64(s.max-s.min)
	return float32(min(max(p, 0), 1))
}

// dayAt gives the day at an x within the widget.
func (s *Scrubber) dayAt(x float32) edtf.Day {
	room := s.Size().Width - scrubberThumb
	if room <= 0 {
		return s.day
	}
	p := min(max((x-scrubberThumb/2)/room, 0), 1)
	return s.min + edtf.Day(float64(s.max-s.min)*float64(p)+0.5)
}

// move goes to a day within the range and tells it.
func (s *Scrubber) move(d edtf.Day, final bool) {
	d = min(max(d, s.min), s.max)
	same := d == s.day
	s.day = d
	s.Refresh()
	if s.OnDay != nil && (!same || final) {
		s.OnDay(d, final)
	}
}

// addMonths moves a day by months; the 31st becomes the last of a shorter month.
func addMonths(d edtf.Day, months int) edtf.Day {
	y, m, dom := d.Date()
	first := edtf.DayOf(y, m+time.Month(months), 1)
	fy, fm, _ := first.Date()
	_, _, last := edtf.DayOf(fy, fm+1, 0).Date()
	return first + edtf.Day(min(dom, last)-1)
}

// CreateRenderer implements fyne.Widget.
func (s *Scrubber) CreateRenderer() fyne.WidgetRenderer {
	track, done := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	thumb := canvas.NewCircle(nil)
	draw := func(size fyne.Size) {
		mid := size.Height / 2
		track.FillColor = theme.Color(fynetheme.ColorNameInputBorder)
		track.CornerRadius = scrubberTrack / 2
		track.Move(fyne.NewPos(scrubberThumb/2, mid-scrubberTrack/2))
		track.Resize(fyne.NewSize(max(0, size.Width-scrubberThumb), scrubberTrack))
		x := scrubberThumb/2 + s.position()*max(0, size.Width-scrubberThumb)
		done.FillColor = withAlpha(primary(), 0.35)
		done.CornerRadius = scrubberTrack / 2
		done.Move(track.Position())
		done.Resize(fyne.NewSize(x-scrubberThumb/2, scrubberTrack))
		d := float32(scrubberThumb)
		if s.hovered || s.dragging {
			d += 2
		}
		thumb.FillColor = primary()
		thumb.StrokeWidth, thumb.StrokeColor = 0, color.Transparent
		if s.focused {
			thumb.StrokeWidth, thumb.StrokeColor = 3, theme.Color(fynetheme.ColorNameFocus)
			d += 4
		}
		thumb.Move(fyne.NewPos(x-d/2, mid-d/2))
		thumb.Resize(fyne.NewSquareSize(d))
		for _, o := range []fyne.CanvasObject{track, done, thumb} {
			o.Refresh()
		}
	}
	return &renderer{
		objects: []fyne.CanvasObject{track, done, thumb},
		layout:  draw,
		min:     func() fyne.Size { return fyne.NewSize(120, scrubberThumb+10) },
		refresh: func() { draw(s.Size()); canvas.Refresh(s) },
	}
}

// Tapped implements fyne.Tappable.
func (s *Scrubber) Tapped(e *fyne.PointEvent) {
	focusOn(s)
	s.move(s.dayAt(e.Position.X), true)
}

// Dragged implements fyne.Draggable.
func (s *Scrubber) Dragged(e *fyne.DragEvent) {
	s.dragging = true
	s.move(s.dayAt(e.Position.X), false)
}

// DragEnd implements fyne.Draggable.
func (s *Scrubber) DragEnd() {
	s.dragging = false
	s.move(s.day, true)
}

// Scrolled moves by months with the wheel; up is later.
func (s *Scrubber) Scrolled(e *fyne.ScrollEvent) {
	switch d := e.Scrolled.DY + e.Scrolled.DX; {
	case d > 0:
		s.move(addMonths(s.day, 1), true)
	case d < 0:
		s.move(addMonths(s.day, -1), true)
	}
}

// FocusGained implements fyne.Focusable.
func (s *Scrubber) FocusGained() { s.focused = true; s.Refresh() }

// FocusLost implements fyne.Focusable.
func (s *Scrubber) FocusLost() { s.focused = false; s.Refresh() }

// TypedRune implements fyne.Focusable.
func (s *Scrubber) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (s *Scrubber) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyDown:
		s.move(addMonths(s.day, -1), true)
	case fyne.KeyRight, fyne.KeyUp:
		s.move(addMonths(s.day, 1), true)
	case fyne.KeyPageUp:
		s.move(addMonths(s.day, 12), true)
	case fyne.KeyPageDown:
		s.move(addMonths(s.day, -12), true)
	case fyne.KeyHome:
		s.move(s.min, true)
	case fyne.KeyEnd:
		s.move(s.max, true)
	default:
		passKey(s, e)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (s *Scrubber) TypedShortcut(sc fyne.Shortcut) {
	if c, ok := sc.(*desktop.CustomShortcut); ok && c.Modifier == fyne.KeyModifierShortcutDefault {
		switch c.KeyName {
		case fyne.KeyLeft:
			s.move(s.day-1, true)
			return
		case fyne.KeyRight:
			s.move(s.day+1, true)
			return
		}
	}
	passOn(s, sc)
}

// MouseIn implements desktop.Hoverable.
func (s *Scrubber) MouseIn(*desktop.MouseEvent) { s.hovered = true; s.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (s *Scrubber) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (s *Scrubber) MouseOut() { s.hovered = false; s.Refresh() }

// Cursor implements desktop.Cursorable.
func (s *Scrubber) Cursor() desktop.Cursor { return desktop.HResizeCursor }
