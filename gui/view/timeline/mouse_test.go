package timeline

import (
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// TestWheelZoomsAtPointer: the day under the pointer stays under it.
func TestWheelZoomsAtPointer(t *testing.T) {
	tl, _, _ := shown(t, small(), 900, 600)
	rapid.Check(t, func(t *rapid.T) {
		tl.ShowAll()
		for range rapid.IntRange(1, 12).Draw(t, "notches") {
			x := float32(rapid.IntRange(int(tl.scene.at.x0)+1, int(tl.scene.at.x1)-1).Draw(t, "x"))
			before := tl.win.day(x - tl.scene.at.x0)
			wheel(tl, x, 100, 0, float32(rapid.SampledFrom([]int{-25, 25, 10}).Draw(t, "wheel")))
			if moved := tl.win.x(before) - (x - tl.scene.at.x0); math.Abs(float64(moved)) > 0.05 {
				t.Fatalf("the day under the pointer moved by %v", moved)
			}
		}
	})
	tl.ShowAll()
	for range 100 {
		wheel(tl, 500, 100, 0, 25)
	}
	if from, to := tl.Window(); to-from > 1 {
		t.Errorf("zoomed in all the way the window shows %v to %v, want a day", from, to)
	}
	for range 300 {
		wheel(tl, 500, 100, 0, -25)
	}
	if from, to := tl.Window(); float64(to-from) < century-2 {
		t.Errorf("zoomed out all the way the window shows %v to %v, want a century", from, to)
	}
}

// TestDragPans: the day taken hold of follows the mouse, and there is no more
// movement when it is let go.
func TestDragPans(t *testing.T) {
	tl, _, h := shown(t, small(), 900, 600)
	tl.SetWindow(edtf.DayOf(2008, 1, 1), edtf.DayOf(2018, 1, 1))
	y := tl.scene.lanes[2].y0 + 3 // a lane that makes no records
	before := tl.win.day(500 - tl.scene.at.x0)
	dragged(tl, fyne.NewPos(500, y), fyne.NewPos(420, y), desktop.MouseButtonPrimary, 0)
	if moved := tl.win.x(before) - (420 - tl.scene.at.x0); math.Abs(float64(moved)) > 0.05 {
		t.Errorf("the day taken hold of is %v off the mouse", moved)
	}
	w := tl.win
	tl.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(300, y)}})
	if tl.win != w {
		t.Error("it moved on after the mouse was let go")
	}
	lane := tl.scene.lanes[0]
	dragged(tl, fyne.NewPos(500, lane.y0+2), fyne.NewPos(450, lane.y0+2), desktop.MouseButtonPrimary, fyne.KeyModifierShift)
	dragged(tl, fyne.NewPos(500, lane.y0+2), fyne.NewPos(450, lane.y0+2), desktop.MouseButtonTertiary, 0)
	if len(h.made) != 0 {
		t.Errorf("with Shift or the middle button a drag made %q", h.made)
	}
	if tl.win == w {
		t.Error("with Shift a drag over a lane that makes records does not pan")
	}
}

// TestDragCreates: a drag on empty time in a lane that takes records asks for one
// over those days, with the band drawn meanwhile; Escape gives it up.
func TestDragCreates(t *testing.T) {
	tl, c, h := shown(t, small(), 900, 600)
	tl.SetWindow(edtf.DayOf(2012, 1, 1), edtf.DayOf(2012, 12, 31))
	y := tl.scene.lanes[1].y0 + 30
	x := func(y, m, d int) float32 { return tl.scene.x(dayNumber(y, m, d)) }
	from, to := fyne.NewPos(x(2012, 3, 10)+0.5, y), fyne.NewPos(x(2012, 4, 20)+0.5, y)
	tl.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: from}, Button: desktop.MouseButtonPrimary})
	tl.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}})
	if !tl.parts.rubber.Visible() || tl.parts.dragText.Text != "2012-03-10 to 2012-04-20" {
		t.Errorf("while dragging the band shows %v and says %q", tl.parts.rubber.Visible(), tl.parts.dragText.Text)
	}
	tl.DragEnd()
	equal(t, "made", h.made, "c 2012-03-10 2012-04-20")
	if tl.parts.rubber.Visible() {
		t.Error("the band stays")
	}
	tl.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: from}, Button: desktop.MouseButtonPrimary})
	tl.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}})
	tl.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	tl.DragEnd()
	if len(h.made) != 1 {
		t.Errorf("after Escape it still made %q", h.made)
	}
	h.made = nil
	test.Drag(c, from, to.X-from.X, 2)
	equal(t, "made with the events of a driver without a mouse", h.made, "c 2012-03-10 2012-04-20")
	h.made = nil
	test.Drag(c, from, 3, 60)
	if len(h.made) != 0 {
		t.Errorf("a drag down made %q", h.made)
	}
}

// TestClicks: one selects, two edit, the right button opens the menu, a click on
// nothing clears.
func TestClicks(t *testing.T) {
	tl, _, h := shown(t, small(), 900, 600)
	now := time.Unix(0, 0)
	tl.now = func() time.Time { return now }
	p := at(t, tl, "c3")
	test.TapAt(tl, p)
	equal(t, "selected", h.selected, "c3")
	if tl.Selected() != "c3" || !tl.parts.marked[0].Visible() {
		t.Error("the selected mark has no frame")
	}
	now = now.Add(time.Second)
	test.TapAt(tl, p)
	if len(h.edited) != 0 {
		t.Errorf("two slow clicks edited %q", h.edited)
	}
	now = now.Add(200 * time.Millisecond)
	test.TapAt(tl, p)
	equal(t, "edited", h.edited, "c3")
	test.TapSecondaryAt(tl, at(t, tl, "p1"))
	equal(t, "menu", h.menu, "p1")
	h.selected = nil
	empty := fyne.NewPos(tl.scene.at.x0+5, tl.scene.lanes[1].y1-3)
	test.TapAt(tl, empty)
	equal(t, "selected by a click on nothing", h.selected, "")
	test.TapSecondaryAt(tl, empty)
	equal(t, "menu", h.menu, "p1", "")
}

// TestLabelsAreClickable: a click on the words is a click on the record.
func TestLabelsAreClickable(t *testing.T) {
	tl, _, h := shown(t, small(), 900, 600)
	for _, l := range tl.scene.labels {
		if l.item > 0 && tl.x.items[l.item-1].id == "c3" {
			test.TapAt(tl, fyne.NewPos((l.x0+l.x1)/2, (l.y0+l.y1)/2))
			equal(t, "selected", h.selected, "c3")
			return
		}
	}
	t.Error("the mark has no label")
}

// TestCountZoomsIn: a click on a count of two goes on until both stand apart.
func TestCountZoomsIn(t *testing.T) {
	tl, _, h := shown(t, small(), 900, 600)
	sh, _ := tl.scene.shapeAt(tl.x.byID["c1"][0])
	if sh.group.n != 2 {
		t.Fatalf("the count is %d, want 2 (c1 and c4)", sh.group.n)
	}
	test.TapAt(tl, at(t, tl, "c1"))
	for _, id := range []string{"c1", "c4"} {
		if sh, ok := tl.scene.shapeAt(tl.x.byID[id][0]); !ok || sh.group.n != 1 {
			t.Errorf("after the click %s is still merged, or out of view", id)
		}
	}
	if len(h.selected) != 0 {
		t.Errorf("the click selected %q", h.selected)
	}
}

// TestAsOfDrags: the line can be dragged, tells each day once, and the last.
func TestAsOfDrags(t *testing.T) {
	tl, _, h := shown(t, small(), 900, 600)
	tl.SetWindow(edtf.DayOf(2025, 9, 1), edtf.DayOf(2025, 10, 31))
	b, ok := tl.scene.asOfBox()
	if !ok {
		t.Fatal("there is no line")
	}
	x := (b.x0 + b.x1) / 2
	to := tl.scene.x(dayNumber(2025, 9, 11))
	dragged(tl, fyne.NewPos(x+2, 200), fyne.NewPos(to, 200), desktop.MouseButtonPrimary, 0)
	if n := len(h.days); n < 3 || h.days[n-1] != "2025-09-10 true" {
		t.Errorf("the line told %q, want 2025-09-10 at last", h.days)
	}
	for i, d := range h.days[:len(h.days)-1] {
		if i > 0 && d == h.days[i-1] {
			t.Errorf("%s was told twice", d)
		}
	}
	if b, _ := tl.scene.asOfBox(); math.Abs(float64((b.x0+b.x1)/2-to)) > 1 {
		t.Errorf("the line is at %v, want %v", (b.x0+b.x1)/2, to)
	}
	tl.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(to, 200)}, Button: desktop.MouseButtonPrimary})
	tl.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(to+100, 200)}})
	tl.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	tl.DragEnd()
	if got := tl.x.model.AsOf; got != edtf.DayOf(2025, 9, 10) {
		t.Errorf("after Escape the line is on %v", got)
	}
}

// TestMap: a click comes there, a drag of the window moves it, a drag of an edge
// widens it.
func TestMap(t *testing.T) {
	tl, _, _ := shown(t, small(), 900, 600)
	tl.SetWindow(edtf.DayOf(2010, 1, 1), edtf.DayOf(2014, 1, 1))
	m := tl.scene.frame.minimap()
	y := (m.y0 + m.y1) / 2
	whole := tl.scene.whole()
	test.TapAt(tl, fyne.NewPos(m.x0+whole.x(dayNumber(2020, 1, 1)), y))
	from, to := tl.Window()
	if mid := (from + to) / 2; math.Abs(float64(mid-edtf.DayOf(2020, 1, 1))) > 30 {
		t.Errorf("after a click on 2020 the middle is %v", mid)
	}
	w := tl.scene.mapWindow()
	dragged(tl, fyne.NewPos((w.x0+w.x1)/2, y), fyne.NewPos((w.x0+w.x1)/2-100, y), desktop.MouseButtonPrimary, 0)
	moved := float64(from) - tl.win.start
	if want := 100 * whole.scale; math.Abs(moved-want) > 5 {
		t.Errorf("dragged by 100 the window moved %v days, want %v", moved, want)
	}
	_, end := tl.Window()
	w = tl.scene.mapWindow()
	dragged(tl, fyne.NewPos(w.x0+1, y), fyne.NewPos(w.x0-40, y), desktop.MouseButtonPrimary, 0)
	if got := tl.scene.mapWindow(); math.Abs(float64(got.x0-(w.x0-41))) > 2 {
		t.Errorf("the edge dragged is at %v, want %v", got.x0, w.x0-41)
	}
	if _, now := tl.Window(); now != end && now != end-1 && now != end+1 {
		t.Errorf("the other edge moved from %v to %v", end, now)
	}
}
