package timeline

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// keyStep is the share of the window that an arrow pans, and keyZoom what a key
// zooms.
const (
	keyStep = 0.1
	keyZoom = 1.5
)

// FocusGained implements fyne.Focusable.
func (t *Timeline) FocusGained() {
	t.focused, t.released = true, false
	t.overlays()
}

// FocusLost implements fyne.Focusable.
func (t *Timeline) FocusLost() {
	t.focused, t.tipFor = false, -1
	t.overlays()
}

// AcceptsTab implements fyne.Tabbable: Tab goes from record to record until the
// last, or until Escape.
func (t *Timeline) AcceptsTab() bool {
	_, ok := t.neighbour(t.tabStep())
	return ok && !t.released
}

func (t *Timeline) tabStep() int {
	if t.modifiers()&fyne.KeyModifierShift != 0 {
		return -1
	}
	return 1
}

// TypedRune implements fyne.Focusable.
func (t *Timeline) TypedRune(r rune) {
	switch r {
	case '+', '=':
		t.zoomAtSelected(1 / keyZoom)
	case '-', '_', '−':
		t.zoomAtSelected(keyZoom)
	case '0':
		t.top = 0
		t.ShowAll()
	case 'j':
		t.step(1)
	case 'k':
		t.step(-1)
	case 'f':
		if t.current >= 0 {
			t.fold(int(t.x.items[t.current].lane))
		} else if lane := t.scene.laneAt(t.mouse.Y); lane >= 0 && t.inside {
			t.fold(lane)
		}
	default:
		if c := t.canvas(); c != nil && c.OnTypedRune() != nil {
			c.OnTypedRune()(r)
		}
	}
}

// TypedKey implements fyne.Focusable.
func (t *Timeline) TypedKey(e *fyne.KeyEvent) {
	width := t.plotWidth()
	switch e.Name {
	case fyne.KeyLeft:
		t.pan(-width * keyStep)
	case fyne.KeyRight:
		t.pan(width * keyStep)
	case fyne.KeyUp:
		t.scroll(-3 * t.scene.frame.line())
	case fyne.KeyDown:
		t.scroll(3 * t.scene.frame.line())
	case fyne.KeyPageUp:
		t.scroll(-t.scene.at.height() * 0.9)
	case fyne.KeyPageDown:
		t.scroll(t.scene.at.height() * 0.9)
	case fyne.KeyHome:
		w := t.window()
		w.start = t.x.first - 0.03*w.scale*float64(width)
		t.setWindow(w)
	case fyne.KeyEnd:
		w := t.window()
		w.start = t.x.last - 0.97*w.scale*float64(width)
		t.setWindow(w)
	case fyne.KeyTab:
		t.step(t.tabStep())
	case fyne.KeyReturn, fyne.KeyEnter:
		if t.current >= 0 && t.OnEdit != nil {
			t.OnEdit(t.selected)
		}
	case fyne.KeySpace:
		if t.current >= 0 && t.OnSelect != nil {
			t.OnSelect(t.selected)
		}
	case desktop.KeyMenu:
		t.menuByKey()
	case fyne.KeyInsert:
		t.createByKey()
	case fyne.KeyEscape:
		t.escape(e)
	default:
		t.passKey(e)
	}
}

func (t *Timeline) passKey(e *fyne.KeyEvent) {
	if c := t.canvas(); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(e)
	}
}

func (t *Timeline) escape(e *fyne.KeyEvent) {
	if t.cancelDrag() {
		return
	}
	t.released = true
	if t.selected == "" && t.tipFor < 0 {
		t.passKey(e)
		return
	}
	t.choose(-1)
}

// zoomAtSelected zooms around what is selected, if it is in view, or the middle.
func (t *Timeline) zoomAtSelected(factor float64) {
	width := t.plotWidth()
	x := width / 2
	if t.current >= 0 {
		if at := t.window().x(t.x.items[t.current].at); at >= 0 && at <= width {
			x = at
		}
	}
	t.zoom(x, factor)
}

// neighbour gives the next (1) or previous (-1) item in time from the one that is
// selected; from none, the first or last that is in view.
func (t *Timeline) neighbour(by int) (int32, bool) {
	order := t.x.byTime
	if t.current >= 0 {
		i := int(t.x.order[t.current]) + by
		if i < 0 || i >= len(order) {
			return 0, false
		}
		return order[i], true
	}
	if len(order) == 0 {
		return 0, false
	}
	w := t.window()
	first, last := w.start, w.day(t.plotWidth())
	best := -1
	for i, k := range order {
		if at := t.x.items[k].at; at >= first && at <= last {
			best = i
			if by > 0 {
				break
			}
		}
	}
	if best < 0 {
		best = 0
		if by < 0 {
			best = len(order) - 1
		}
	}
	return order[best], true
}

// step selects the next or previous item, brings it into view and shows its tip.
func (t *Timeline) step(by int) {
	k, ok := t.neighbour(by)
	if !ok {
		return
	}
	t.reveal(k)
	t.choose(k)
	t.hovered, t.tipFor = -1, k
	t.overlays()
}

// reveal brings an item into view: up or down by scrolling, in time by panning.
func (t *Timeline) reveal(k int32) {
	it := &t.x.items[k]
	width := t.plotWidth()
	w := t.window()
	if x := w.x(it.at); x < 0 || x > width {
		w.start = it.at - float64(width)*w.scale/2
		t.setWindow(w)
	}
	if int(it.lane) >= len(t.scene.lanes) {
		return // not laid out yet
	}
	l := &t.scene.lanes[it.lane]
	top, bottom := l.row(it.row), l.row(it.row)+l.rowH
	at := t.scene.at
	switch {
	case top < at.y0:
		t.scroll(top - at.y0 - lanePad)
	case bottom > at.y1:
		t.scroll(bottom - at.y1 + lanePad)
	}
}

func (t *Timeline) menuByKey() {
	if t.current < 0 {
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(t)
	if b, ok := t.outline(t.current); ok {
		at = at.AddXY(b.x0, b.y1)
	}
	t.menu(t.selected, at)
}

// createByKey asks for a new record on the day of what is selected, or else on
// the as-of day, or in the middle of the window.
func (t *Timeline) createByKey() {
	if t.OnCreate == nil {
		return
	}
	lane := -1
	day := math.Floor(t.window().day(t.plotWidth() / 2))
	if t.x.model.HasAsOf {
		day = float64(t.x.model.AsOf)
	}
	if t.current >= 0 {
		it := &t.x.items[t.current]
		lane, day = int(it.lane), it.at
	}
	if lane < 0 || !t.x.model.Lanes[lane].Creates {
		lane = -1
		for i := range t.x.model.Lanes {
			if t.x.model.Lanes[i].Creates {
				lane = i
				break
			}
		}
	}
	if lane >= 0 {
		d := dayOf(day)
		t.OnCreate(t.x.model.Lanes[lane].Key, d, d)
	}
}
