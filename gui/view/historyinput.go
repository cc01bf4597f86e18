package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// goTo moves to a day within the range and tells it.
func (h *History) goTo(d edtf.Day) {
	if h.to == h.from {
		return
	}
	d = min(max(d, h.from), h.to)
	if h.hasDay && d == h.day {
		return
	}
	h.day, h.hasDay = d, true
	h.drawCursor()
	if h.OnDay != nil {
		h.OnDay(d)
	}
}

// Tapped implements fyne.Tappable: at the foot of a mark it opens the mark,
// elsewhere it moves the day.
func (h *History) Tapped(e *fyne.PointEvent) {
	focusOn(h)
	if i := h.markAt(e.Position.X); i >= 0 && h.inStrip(e.Position.Y) {
		h.openMark(i)
		return
	}
	h.mark = -1
	h.goTo(h.dayAt(e.Position.X))
}

func (h *History) inStrip(y float32) bool {
	bottom := h.frame(h.Size()).bottom
	return y > bottom-markStrip && y < bottom+4
}

// TappedSecondary implements fyne.SecondaryTappable.
func (h *History) TappedSecondary(e *fyne.PointEvent) {
	hideTip(h)
	focusOn(h)
	h.menu(h.markAt(e.Position.X), h.dayAt(e.Position.X), e.AbsolutePosition)
}

func (h *History) menu(mark int, day edtf.Day, at fyne.Position) {
	if h.OnMenu == nil || h.to == h.from {
		return
	}
	key := ""
	if mark >= 0 {
		key = h.marks[mark].Key
	}
	h.OnMenu(key, day, at)
}

func (h *History) openMark(i int) {
	if i >= 0 && h.OnMark != nil {
		hideTip(h)
		h.OnMark(h.marks[i].Key)
	}
}

// Dragged implements fyne.Draggable.
func (h *History) Dragged(e *fyne.DragEvent) {
	h.mark, h.hover = -1, -1
	h.goTo(h.dayAt(e.Position.X))
}

// DragEnd implements fyne.Draggable.
func (h *History) DragEnd() {}

// FocusGained implements fyne.Focusable.
func (h *History) FocusGained() { h.focused = true; h.drawCursor() }

// FocusLost implements fyne.Focusable.
func (h *History) FocusLost() { h.focused, h.mark = false, -1; h.drawCursor() }

// TypedRune implements fyne.Focusable.
func (h *History) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (h *History) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		h.goTo(addMonths(h.day, -1))
	case fyne.KeyRight:
		h.goTo(addMonths(h.day, 1))
	case fyne.KeyPageUp:
		h.goTo(addMonths(h.day, 12))
	case fyne.KeyPageDown:
		h.goTo(addMonths(h.day, -12))
	case fyne.KeyHome:
		h.goTo(h.from)
	case fyne.KeyEnd:
		h.goTo(h.to)
	case fyne.KeyDown:
		h.stepMark(1)
	case fyne.KeyUp:
		h.stepMark(-1)
	case fyne.KeyReturn, fyne.KeyEnter:
		h.openMark(h.mark)
	case desktop.KeyMenu:
		f := h.frame(h.Size())
		h.menu(h.mark, h.day, fyne.CurrentApp().Driver().AbsolutePositionForObject(h).AddXY(f.x(h, h.day), f.bottom))
	default:
		passKey(h, e)
	}
}

// stepMark goes to the next or previous mark from the one reached, or from the day.
func (h *History) stepMark(by int) {
	next := -1
	if h.mark >= 0 {
		next = h.mark + by
	} else {
		for i, m := range h.marks {
			if by > 0 && m.Day >= h.day || by < 0 && m.Day <= h.day {
				next = i
				if by > 0 {
					break
				}
			}
		}
	}
	if next < 0 || next >= len(h.marks) {
		return
	}
	h.goTo(h.marks[next].Day)
	h.mark = next
	h.drawCursor()
}

// TypedShortcut implements fyne.Shortcutable.
func (h *History) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*desktop.CustomShortcut); ok && c.Modifier == fyne.KeyModifierShortcutDefault {
		switch c.KeyName {
		case fyne.KeyLeft:
			h.goTo(h.day - 1)
			return
		case fyne.KeyRight:
			h.goTo(h.day + 1)
			return
		}
	}
	passOn(h, s)
}

// MouseIn implements desktop.Hoverable.
func (h *History) MouseIn(e *desktop.MouseEvent) { h.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (h *History) MouseMoved(e *desktop.MouseEvent) {
	f := h.frame(h.Size())
	x := e.Position.X
	if x < f.left || x > f.right || e.Position.Y > f.bottom+4 || h.to == h.from {
		h.MouseOut()
		return
	}
	h.hover, h.mark = x, h.markAt(x)
	h.overStrip = h.mark >= 0 && h.inStrip(e.Position.Y)
	h.drawCursor()
	hideTip(h)
	showTip(h, h.describe(h.dayAt(x)), e.AbsolutePosition)
}

// MouseOut implements desktop.Hoverable.
func (h *History) MouseOut() {
	hideTip(h)
	if h.hover < 0 && h.mark < 0 {
		return
	}
	h.hover, h.mark = -1, -1
	h.drawCursor()
}

// Cursor implements desktop.Cursorable.
func (h *History) Cursor() desktop.Cursor {
	if h.overStrip && h.OnMark != nil {
		return desktop.PointerCursor
	}
	return desktop.CrosshairCursor
}
