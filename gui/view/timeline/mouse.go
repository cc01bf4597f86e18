package timeline

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// doubleClick is the longest time between the two clicks of one. The widget
// counts for itself: a fyne.DoubleTappable hears every single click late.
const doubleClick = 400 * time.Millisecond

// Tapped implements fyne.Tappable.
func (t *Timeline) Tapped(e *fyne.PointEvent) {
	t.takeFocus()
	t.press = nil
	s, at := &t.scene, e.Position
	if m := s.frame.minimap(); at.Y >= m.y0-2 && at.X >= m.x0 && at.X < m.x1 {
		t.setWindow(t.centred(s.whole().day(at.X - m.x0)))
		return
	}
	if lane := s.laneAt(at.Y); lane >= 0 && at.X < s.at.x0 {
		t.fold(lane)
		return
	}
	sh := s.hit(at.X, at.Y)
	if sh == nil {
		t.choose(-1)
		return
	}
	k := sh.item
	if sh.group.n > 1 {
		if t.part(sh) {
			return
		}
		k = t.nextIn(sh)
	}
	id := t.x.items[k].id
	twice := id == t.tapID && t.now().Sub(t.tapAt) < doubleClick
	t.tapID, t.tapAt = id, t.now()
	t.choose(k)
	if twice {
		t.tapID = ""
		if t.OnEdit != nil {
			t.OnEdit(id)
		}
	}
}

// part zooms in until what was merged stands apart; false if the window is as
// narrow as it can be.
func (t *Timeline) part(sh *shape) bool {
	r := &t.x.lanes[sh.lane].rows[sh.row]
	width := t.plotWidth()
	if t.window().scale <= shortestWindow/float64(width)*1.01 {
		return false
	}
	w := t.x.partWindow(r, sh.group, width, sh.height())
	if w.scale >= t.win.scale { // the group is as wide as the window: still come nearer
		mid := sh.group.middle()
		w = window{start: mid - float64(width)*t.win.scale/4, scale: t.win.scale / 2}
	}
	t.setWindow(w)
	return true
}

// nextIn gives the item of a group after the one that is selected, so that
// clicking again reaches all of what no zoom can part.
func (t *Timeline) nextIn(sh *shape) int32 {
	r := &t.x.lanes[sh.lane].rows[sh.row]
	items := r.items[sh.group.first : sh.group.first+sh.group.n]
	for i, k := range items {
		if k == t.current {
			return items[(i+1)%len(items)]
		}
	}
	return items[0]
}

// choose selects an item, or nothing, and tells.
func (t *Timeline) choose(k int32) {
	id := ""
	if k >= 0 {
		id = t.x.items[k].id
		t.released = false
	}
	changed := id != t.selected
	t.selected, t.current, t.tipFor = id, k, -1
	t.overlays()
	if t.OnSelect != nil && (changed || id != "") {
		t.OnSelect(id)
	}
}

// fold unfolds a lane; one whose rows are low it gives the room they like; any
// other it folds.
func (t *Timeline) fold(lane int) {
	key := t.x.model.Lanes[lane].Key
	if !t.folded[key] && !t.tall[key] && t.scene.lanes[lane].low {
		t.tall[key] = true
		t.update()
		return
	}
	t.tall[key] = false
	t.folded[key] = !t.folded[key]
	t.update()
	if t.OnFold != nil {
		t.OnFold(key, t.folded[key])
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (t *Timeline) TappedSecondary(e *fyne.PointEvent) {
	t.takeFocus()
	t.press = nil
	id := ""
	if sh := t.scene.hit(e.Position.X, e.Position.Y); sh != nil {
		id = t.x.items[sh.item].id
		t.choose(sh.item)
	}
	t.menu(id, e.AbsolutePosition)
}

func (t *Timeline) menu(id string, at fyne.Position) {
	t.hovered, t.tipFor = -1, -1
	t.overlays()
	if t.OnMenu != nil {
		t.OnMenu(id, at)
	}
}

// Scrolled implements fyne.Scrollable. With Shift the driver may give the wheel
// as sideways.
func (t *Timeline) Scrolled(e *fyne.ScrollEvent) {
	held := t.modifiers()
	dx, dy := e.Scrolled.DX, e.Scrolled.DY
	x := e.Position.X - t.scene.at.x0
	switch {
	case held&fyne.KeyModifierShift != 0:
		t.scroll(-(dx + dy))
	case x < 0:
		t.scroll(-dy)
	case math.Abs(float64(dx)) > math.Abs(float64(dy)):
		t.pan(-dx)
	default:
		t.zoom(x, math.Exp(-float64(dy)*wheelZoom))
	}
}

// wheelZoom turns what the driver gives for the wheel into a zoom: a notch of 25
// is a fifth.
const wheelZoom = 0.0075

// zoom multiplies the days to a unit by a factor, around a place in the plot.
func (t *Timeline) zoom(x float32, factor float64) {
	width := t.plotWidth()
	w := t.window().zoomed(min(max(x, 0), width), factor, width, t.longest())
	if w == t.win {
		return
	}
	t.win, t.whole = w, false
	t.tipFor = -1
	t.update()
	t.rehover()
}

// pan moves the window by so many units.
func (t *Timeline) pan(dx float32) {
	t.setWindow(t.window().panned(dx, t.plotWidth(), t.x.first, t.x.last))
	t.rehover()
}

// scroll moves the lanes up by so many units.
func (t *Timeline) scroll(dy float32) {
	if top := t.clampTop(t.top + dy); top != t.top {
		t.top = top
		t.update()
		t.rehover()
	}
}

// MouseIn implements desktop.Hoverable.
func (t *Timeline) MouseIn(e *desktop.MouseEvent) { t.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (t *Timeline) MouseMoved(e *desktop.MouseEvent) {
	if t.drag != nil {
		return
	}
	t.mouse, t.inside, t.tipFor = e.Position, true, -1
	t.rehover()
}

// MouseOut implements desktop.Hoverable.
func (t *Timeline) MouseOut() {
	t.inside = false
	t.rehover()
}

// rehover finds what is under the mouse now.
func (t *Timeline) rehover() {
	t.hovered = -1
	if t.inside && t.drag == nil {
		if sh := t.scene.hit(t.mouse.X, t.mouse.Y); sh != nil {
			t.hovered = sh.item
		}
	}
	t.overlays()
}

// Cursor implements desktop.Cursorable.
func (t *Timeline) Cursor() desktop.Cursor {
	s, at := &t.scene, t.mouse
	switch {
	case t.hovered >= 0:
		return desktop.PointerCursor
	case t.onAsOf(at):
		return desktop.HResizeCursor
	case at.X < s.at.x0 && s.laneAt(at.Y) >= 0:
		return desktop.PointerCursor
	case t.creates(s.laneAt(at.Y), at):
		return desktop.CrosshairCursor
	}
	if w := s.mapWindow(); at.Y >= w.y0 && w.width() > 4*grasp &&
		(math.Abs(float64(at.X-w.x0)) <= grasp || math.Abs(float64(at.X-w.x1)) <= grasp) {
		return desktop.HResizeCursor
	}
	return desktop.DefaultCursor
}
