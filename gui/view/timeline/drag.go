package timeline

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// grasp is how near to a line the mouse must be to take hold of it.
const grasp = 4

// press is where a button of the mouse went down.
type press struct {
	at     fyne.Position
	button desktop.MouseButton
	held   fyne.KeyModifier
}

// dragKind is what a drag does.
type dragKind uint8

const (
	dragPan dragKind = iota
	dragCreate
	dragAsOf
	dragMap
	dragMapStart
	dragMapEnd
	dragLanes
	dragNothing // given up
)

// drag is one in progress.
type drag struct {
	kind     dragKind
	from, at fyne.Position
	win      window // when it began
	top      float32
	lane     int
	asOf     edtf.Day
}

// MouseDown implements desktop.Mouseable.
func (t *Timeline) MouseDown(e *desktop.MouseEvent) {
	t.press = &press{at: e.Position, button: e.Button, held: e.Modifier}
	t.takeFocus()
}

// MouseUp implements desktop.Mouseable.
func (t *Timeline) MouseUp(*desktop.MouseEvent) { t.press = nil }

func (t *Timeline) takeFocus() {
	if c := t.canvas(); c != nil && !t.focused {
		c.Focus(t)
	}
}

// canvas gives the canvas the widget is on; nil before.
func (t *Timeline) canvas() fyne.Canvas {
	d := fyne.CurrentApp().Driver()
	if len(d.AllWindows()) == 0 {
		return nil
	}
	return d.CanvasForObject(t)
}

// Dragged implements fyne.Draggable.
func (t *Timeline) Dragged(e *fyne.DragEvent) {
	at := e.Position
	if t.drag == nil {
		if t.press != nil {
			t.begin(t.press.at, at)
		} else {
			t.begin(at, at.Add(e.Dragged))
		}
	}
	if t.press == nil { // a driver without a mouse gives the start and the way
		at = t.drag.from.Add(e.Dragged)
	}
	t.drag.at = at
	t.dragTo()
}

// begin finds what a drag from a place to another does.
func (t *Timeline) begin(from, to fyne.Position) {
	s := &t.scene
	d := &drag{from: from, at: to, win: t.window(), top: t.top, lane: s.laneAt(from.Y), asOf: t.x.model.AsOf}
	t.drag = d
	free := t.press != nil && (t.press.button == desktop.MouseButtonTertiary || t.press.held&fyne.KeyModifierShift != 0)
	m := s.frame.minimap()
	w := s.mapWindow()
	thumb, scrolls := t.thumb()
	switch {
	case free:
		d.kind = dragPan
	case t.onAsOf(from):
		d.kind = dragAsOf
	case scrolls && from.X >= thumb.x0 && from.Y < s.at.y1:
		d.kind = dragLanes
	case from.Y >= m.y0-2 && from.X >= m.x0-grasp:
		switch x := from.X; {
		case math.Abs(float64(x-w.x0)) <= grasp && w.width() > 4*grasp:
			d.kind = dragMapStart
		case math.Abs(float64(x-w.x1)) <= grasp && w.width() > 4*grasp:
			d.kind = dragMapEnd
		default:
			d.kind = dragMap
			if x < w.x0 || x > w.x1 { // taken hold of elsewhere: the window comes there first
				d.win = t.centred(s.whole().day(x - m.x0))
			}
		}
	case t.creates(d.lane, from) && math.Abs(float64(to.X-from.X)) >= math.Abs(float64(to.Y-from.Y)):
		d.kind = dragCreate
	}
	t.hovered = -1
}

// creates reports whether a place is empty time in a lane that takes new records.
func (t *Timeline) creates(lane int, at fyne.Position) bool {
	return lane >= 0 && t.OnCreate != nil && t.x.model.Lanes[lane].Creates && t.scene.at.has(at.X, at.Y) && t.scene.hit(at.X, at.Y) == nil
}

// onAsOf reports whether a place is on the as-of line or on its day in the axis.
func (t *Timeline) onAsOf(at fyne.Position) bool {
	b, on := t.scene.asOfBox()
	if !on || t.OnAsOf == nil || at.Y >= t.scene.at.y1 {
		return false
	}
	return at.X >= b.x0-grasp && at.X <= b.x1+grasp
}

// centred gives the window moved so that a day is in its middle.
func (t *Timeline) centred(day float64) window {
	w := t.window()
	w.start = day - float64(t.plotWidth())*w.scale/2
	return w
}

// dragTo does what the drag does, up to where the mouse is.
func (t *Timeline) dragTo() {
	d, s := t.drag, &t.scene
	dx := d.at.X - d.from.X
	width := t.plotWidth()
	switch d.kind {
	case dragPan:
		t.top = t.clampTop(d.top - (d.at.Y - d.from.Y))
		if dx == 0 && t.win == d.win {
			t.update()
			return
		}
		t.setWindow(d.win.panned(-dx, width, t.x.first, t.x.last))
	case dragCreate:
		t.overlays()
	case dragAsOf:
		t.moveAsOf(t.lineDay(d.at.X), false)
	case dragMap, dragMapStart, dragMapEnd:
		move := float64(dx) * s.whole().scale
		first, last := d.win.start, d.win.day(width)
		switch d.kind {
		case dragMap:
			w := d.win
			w.start += move
			t.setWindow(w)
		case dragMapStart:
			t.setWindow(around(min(first+move, last-shortestWindow), last, width, 0))
		case dragMapEnd:
			t.setWindow(around(first, max(last+move, first+shortestWindow), width, 0))
		}
	case dragLanes:
		thumb, _ := t.thumb()
		if room := s.at.height() - thumb.height(); room > 0 {
			t.scroll(d.top + (d.at.Y-d.from.Y)*(s.height-s.at.height())/room - t.top)
		}
	}
}

// lineDay gives the day whose end is nearest to a place: where the as-of line
// may stand.
func (t *Timeline) lineDay(x float32) edtf.Day {
	s := &t.scene
	return dayOf(math.Round(s.frame.win.day(min(max(x, s.at.x0), s.at.x1)-s.at.x0)) - 1)
}

// moveAsOf moves the as-of line and tells.
func (t *Timeline) moveAsOf(day edtf.Day, final bool) {
	moved := day != t.x.model.AsOf
	if moved {
		t.x.model.AsOf = day
		t.update()
	}
	if t.OnAsOf != nil && (moved || final) {
		t.OnAsOf(day, final)
	}
}

// created gives the days that a drag on empty time spans.
func (t *Timeline) created() (from, to edtf.Day) {
	d, s := t.drag, &t.scene
	x0, x1 := min(d.from.X, d.at.X), max(d.from.X, d.at.X)
	x0, x1 = max(x0, s.at.x0), min(max(x1, s.at.x0), s.at.x1)
	return dayOf(s.frame.win.day(x0 - s.at.x0)), dayOf(s.frame.win.day(x1 - s.at.x0))
}

// rubber gives the band of a drag that makes a record.
func (t *Timeline) rubber() (box, bool) {
	if t.drag == nil || t.drag.kind != dragCreate {
		return box{}, false
	}
	from, to := t.created()
	s := &t.scene
	l := &s.lanes[t.drag.lane]
	x0, x1 := max(s.x(float64(from)), s.at.x0), min(s.x(float64(to)+1), s.at.x1)
	return box{x0, max(l.y0, s.at.y0), max(x1, x0+1), min(l.y1, s.at.y1)}, true
}

// DragEnd implements fyne.Draggable.
func (t *Timeline) DragEnd() {
	d := t.drag
	t.press = nil
	if d == nil {
		return
	}
	switch d.kind {
	case dragCreate:
		from, to := t.created()
		lane := t.x.model.Lanes[d.lane].Key
		t.drag = nil
		t.overlays()
		if t.OnCreate != nil {
			t.OnCreate(lane, from, to)
		}
	case dragAsOf:
		t.drag = nil
		t.moveAsOf(t.x.model.AsOf, true)
	}
	t.drag = nil
}

// cancelDrag ends a drag as if it had not been, and reports whether there was one.
func (t *Timeline) cancelDrag() bool {
	d := t.drag
	if d == nil {
		return false
	}
	t.drag = &drag{kind: dragNothing} // until the mouse is let go
	switch d.kind {
	case dragAsOf:
		t.moveAsOf(d.asOf, true)
	case dragCreate:
		t.overlays()
	case dragPan, dragMap, dragMapStart, dragMapEnd, dragLanes:
		t.top = d.top
		t.setWindow(d.win)
	}
	return true
}
