package view

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// spotAt is the place under a position of the widget: the smallest of several; -1:
// none.
func (m *WorldMap) spotAt(at fyne.Position) int {
	best := -1
	for i, s := range m.spots { // the smaller ones come later
		q := m.place(s.lat, s.lon)
		if d := math.Hypot(float64(q.X-at.X), float64(q.Y-at.Y)); d <= float64(s.radius()+3) {
			best = i
		}
	}
	return best
}

func (m *WorldMap) open(spot int) {
	if spot >= 0 && spot < len(m.spots) && m.OnPoint != nil {
		m.OnPoint(m.points[m.spots[spot].at[0]].Key)
	}
}

// Tapped implements fyne.Tappable.
func (m *WorldMap) Tapped(e *fyne.PointEvent) {
	focusOn(m)
	m.at = m.spotAt(e.Position)
	m.Refresh()
}

// DoubleTapped implements fyne.DoubleTappable.
func (m *WorldMap) DoubleTapped(e *fyne.PointEvent) { m.open(m.spotAt(e.Position)) }

// Dragged implements fyne.Draggable.
func (m *WorldMap) Dragged(e *fyne.DragEvent) { m.move(-e.Dragged.DX, -e.Dragged.DY) }

// DragEnd implements fyne.Draggable.
func (m *WorldMap) DragEnd() {}

// Scrolled implements fyne.Scrollable.
func (m *WorldMap) Scrolled(e *fyne.ScrollEvent) {
	m.zoomAt(e.Position, math.Exp(float64(e.Scrolled.DY)*0.0075))
}

// FocusGained implements fyne.Focusable.
func (m *WorldMap) FocusGained() { m.focused = true; m.Refresh() }

// FocusLost implements fyne.Focusable.
func (m *WorldMap) FocusLost() { m.focused = false; m.Refresh() }

// TypedRune implements fyne.Focusable.
func (m *WorldMap) TypedRune(r rune) {
	middle := fyne.NewPos(m.Size().Width/2, m.Size().Height/2)
	switch r {
	case '+', '=':
		m.zoomAt(middle, 1.5)
	case '-', '_', '−':
		m.zoomAt(middle, 1/1.5)
	case '0':
		m.zoom = 1
		m.centre(0, 0)
	case 'j':
		m.step(1)
	case 'k':
		m.step(-1)
	}
}

// step goes to the next place or the one before, and brings it into view.
func (m *WorldMap) step(by int) {
	if len(m.spots) == 0 {
		return
	}
	m.at = min(max(m.at+by, 0), len(m.spots)-1)
	s := m.spots[m.at]
	if q := m.place(s.lat, s.lon); q.X < 0 || q.Y < 0 || q.X > m.Size().Width || q.Y > m.Size().Height {
		m.centre(s.lon, s.lat)
	}
	m.Refresh()
}

// TypedKey implements fyne.Focusable.
func (m *WorldMap) TypedKey(e *fyne.KeyEvent) {
	size := m.Size()
	switch e.Name {
	case fyne.KeyLeft:
		m.move(-size.Width/10, 0)
	case fyne.KeyRight:
		m.move(size.Width/10, 0)
	case fyne.KeyUp:
		m.move(0, -size.Height/10)
	case fyne.KeyDown:
		m.move(0, size.Height/10)
	case fyne.KeyReturn, fyne.KeyEnter:
		m.open(m.at)
	default:
		passKey(m, e)
	}
}

// MouseIn implements desktop.Hoverable.
func (m *WorldMap) MouseIn(e *desktop.MouseEvent) { m.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (m *WorldMap) MouseMoved(e *desktop.MouseEvent) {
	at := m.spotAt(e.Position)
	if at == m.at {
		return
	}
	hideTip(m)
	m.at = at
	m.Refresh()
	if at >= 0 {
		showTip(m, m.describe(at), e.AbsolutePosition)
	}
}

// MouseOut implements desktop.Hoverable.
func (m *WorldMap) MouseOut() {
	hideTip(m)
	m.at = -1
	m.Refresh()
}
