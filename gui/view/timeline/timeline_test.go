package timeline

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/gui/theme"
)

// small is a model whose places a test can name.
func small() Model {
	d := edtf.MustParse
	return Model{HasAsOf: true, AsOf: edtf.DayOf(2025, 10, 1), From: edtf.DayOf(2000, 1, 1), To: edtf.DayOf(2026, 12, 31), Lanes: []Lane{
		{Key: "m", Title: "Moments: Iran in need", Kind: Moments, Creates: true, Moments: []Moment{
			{ID: "m1", Label: "Twelve-day war", Start: d("2025-06-13"), End: d("2025-06-24")},
			{ID: "m2", Label: "Protests", Start: d("2009-06"), End: d("2010-02")}}},
		{Key: "c", Title: "Russia toward Iran", Kind: ConductMarks, Creates: true, Conduct: []Conduct{
			{ID: "c1", Label: "Condemned the strikes", Date: d("2025-06-13"), Rung: 1},
			{ID: "c2", Label: "Offered to mediate", Date: d("2025-06-14"), Rung: 2},
			{ID: "c3", Label: "Voted for sanctions", Date: d("2010-06-09"), Rung: -1},
			{ID: "c4", Label: "Condemned again", Date: d("2025-06-16"), Rung: 1}}},
		{Key: "p", Title: "Pledges", Kind: Pledges, Pledges: []Pledge{
			{ID: "p1", Label: "S-300 air defence", Promised: d("2007-12"), Milestones: []Milestone{
				{Date: d("2010-09-22"), Type: "suspended", Note: "by decree"}, {Date: d("2015-04-13"), Type: "resumed"}, {Date: d("2016-10"), Type: "fulfilled"}}}}},
		historyLane(),
	}}
}

// heard is what a timeline has told.
type heard struct {
	selected, edited, made, menu, days, folds []string
}

// shown puts a timeline in a window of the test driver.
func shown(t testing.TB, m Model, w, h float32) (*Timeline, fyne.Canvas, *heard) {
	tl := New()
	h0 := &heard{}
	tl.OnSelect = func(id string) { h0.selected = append(h0.selected, id) }
	tl.OnEdit = func(id string) { h0.edited = append(h0.edited, id) }
	tl.OnCreate = func(lane string, from, to edtf.Day) { h0.made = append(h0.made, fmt.Sprint(lane, " ", from, " ", to)) }
	tl.OnMenu = func(id string, _ fyne.Position) { h0.menu = append(h0.menu, id) }
	tl.OnAsOf = func(d edtf.Day, final bool) { h0.days = append(h0.days, fmt.Sprint(d, " ", final)) }
	tl.OnFold = func(lane string, folded bool) { h0.folds = append(h0.folds, fmt.Sprint(lane, " ", folded)) }
	win := test.NewTempWindow(t, tl)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(w, h))
	tl.SetModel(m)
	return tl, win.Canvas(), h0
}

// dayNumber is the morning of a day.
func dayNumber(y, m, d int) float64 { return float64(edtf.DayOf(y, time.Month(m), d)) }

// at gives the middle of an item in view.
func at(t testing.TB, tl *Timeline, id string) fyne.Position {
	t.Helper()
	sh, ok := tl.scene.shapeAt(tl.x.byID[id][0])
	if !ok {
		t.Fatalf("%s is not in view", id)
	}
	return fyne.NewPos((sh.x0+sh.x1)/2, (sh.y0+sh.y1)/2)
}

func wheel(tl *Timeline, x, y, dx, dy float32) {
	e := &fyne.ScrollEvent{Scrolled: fyne.NewDelta(dx, dy)}
	e.Position = fyne.NewPos(x, y)
	tl.Scrolled(e)
}

// dragged drags with the events of a driver with a mouse.
func dragged(tl *Timeline, from, to fyne.Position, button desktop.MouseButton, held fyne.KeyModifier) {
	tl.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: from}, Button: button, Modifier: held})
	for i := 1; i <= 4; i++ {
		step := fyne.NewPos(from.X+(to.X-from.X)*float32(i)/4, from.Y+(to.Y-from.Y)*float32(i)/4)
		tl.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: step}, Dragged: fyne.NewDelta((to.X-from.X)/4, (to.Y-from.Y)/4)})
	}
	tl.MouseUp(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: to}, Button: button})
	tl.DragEnd()
}

func equal(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// TestSetModelKeepsView: the window, the selection and the folds stay; before
// anybody moved, the window shows all of the new model.
func TestSetModelKeepsView(t *testing.T) {
	tl, _, h := shown(t, small(), 900, 600)
	m := small()
	m.From = edtf.DayOf(1950, 1, 1)
	tl.SetModel(m)
	if from, _ := tl.Window(); from > m.From {
		t.Errorf("the window begins on %v, want all of the new model", from)
	}
	tl.SetWindow(edtf.DayOf(2007, 1, 1), edtf.DayOf(2017, 1, 1))
	tl.Select("p1")
	tl.fold(1)
	w := tl.win
	m.Lanes[1].Conduct = m.Lanes[1].Conduct[1:]
	tl.SetModel(m)
	if tl.win != w {
		t.Error("the window moved")
	}
	if tl.Selected() != "p1" || !tl.parts.marked[0].Visible() {
		t.Error("the selection is gone")
	}
	if !tl.scene.lanes[1].folded {
		t.Error("the lane is open again")
	}
	m.Lanes[2].Pledges = nil
	tl.SetModel(m)
	if tl.current != -1 || tl.parts.marked[0].Visible() {
		t.Error("a record that is gone is still framed")
	}
	tl.SetModel(small())
	if tl.current < 0 {
		t.Error("a record that came back is not selected")
	}
	if len(h.selected) != 0 {
		t.Errorf("without a person it told %q", h.selected)
	}
}

// TestResizeKeepsDays: at another width the same days are in view.
func TestResizeKeepsDays(t *testing.T) {
	tl, _, _ := shown(t, small(), 900, 600)
	tl.SetWindow(edtf.DayOf(2007, 1, 1), edtf.DayOf(2017, 1, 1))
	tl.Resize(fyne.NewSize(1300, 700))
	if from, to := tl.Window(); math.Abs(float64(from-edtf.DayOf(2007, 1, 1))) > 1 || math.Abs(float64(to-edtf.DayOf(2017, 1, 1))) > 2 {
		t.Errorf("the window shows %v to %v", from, to)
	}
}

// TestTips: what the mouse rests on is told: its name, its days, its rung.
func TestTips(t *testing.T) {
	tl, c, _ := shown(t, small(), 900, 600)
	tell := func(p fyne.Position) []string {
		test.MoveMouse(c, p)
		var out []string
		for _, line := range tl.parts.tip {
			out = append(out, line.Text)
		}
		return out
	}
	equal(t, "a mark", tell(at(t, tl, "c3")), "Voted for sanctions", "2010-06-09 · −1 undercut")
	equal(t, "a count", tell(at(t, tl, "c1")), "2 records, 2025-06-13 to 2025-06-16: click to come nearer", "2025-06-13 Condemned the strikes", "2025-06-16 Condemned again")
	equal(t, "a pledge", tell(at(t, tl, "p1").AddXY(12, 0)), "S-300 air defence", "promised 2007-12 · fulfilled", "2010-09-22 suspended", "2015-04-13 resumed", "2016-10 fulfilled")
	equal(t, "a milestone", tell(fyne.NewPos(tl.scene.x(dayNumber(2010, 9, 22)), at(t, tl, "p1").Y)), "S-300 air defence", "promised 2007-12 · fulfilled", "2010-09-22 suspended: by decree")
	lines := tell(fyne.NewPos(500, tl.scene.lanes[3].body+20))
	if len(lines) != 3 || tl.parts.tipBox.Hidden {
		t.Errorf("the lines of the answer tell %q", lines)
	}
	box := tl.parts.tipBox
	tell(fyne.NewPos(tl.scene.at.x1-3, tl.scene.lanes[3].body+20))
	if end := box.Position().X + box.Size().Width; end > tl.Size().Width {
		t.Errorf("the tip ends at %v, outside %v", end, tl.Size().Width)
	}
	test.MoveMouse(c, fyne.NewPos(tl.scene.at.x0+4, tl.scene.lanes[1].y1-3))
	if box.Visible() {
		t.Error("over nothing there is a tip")
	}
	tl.TypedRune('j')
	if !box.Visible() {
		t.Error("what a key reaches has no tip")
	}
}

// TestFoldByClick: a lane whose rows are low gets room first, then folds.
func TestFoldByClick(t *testing.T) {
	m := big(600)
	tl, _, h := shown(t, m, 900, 600)
	lane := 4
	if !tl.scene.lanes[lane].low {
		t.Fatal("the rows of the pledges are not low; the test needs another size")
	}
	tl.fold(lane)
	if l := tl.scene.lanes[lane]; l.low || l.folded || len(h.folds) != 0 {
		t.Errorf("after the first click low %v, folded %v", l.low, l.folded)
	}
	tl.fold(lane)
	if l := tl.scene.lanes[lane]; !l.folded {
		t.Error("after the second click it is open")
	}
	tl.fold(lane)
	if l := tl.scene.lanes[lane]; l.folded {
		t.Error("after the third click it is folded")
	}
	equal(t, "folds", h.folds, "p true", "p false")
	tl.tall["m"] = true
	test.TapAt(tl, fyne.NewPos(30, tl.scene.lanes[0].y0+8))
	equal(t, "folds", h.folds, "p true", "p false", "m true")
}

// TestScrollsLanes: what does not fit is reached by the wheel over the names.
func TestScrollsLanes(t *testing.T) {
	tl, _, _ := shown(t, big(600), 900, 400)
	if !tl.parts.thumb.Visible() {
		t.Fatal("all fits; the test needs another size")
	}
	w := tl.win
	wheel(tl, 20, 200, 0, -2000)
	last := tl.scene.lanes[len(tl.scene.lanes)-1]
	if tl.win != w || math.Abs(float64(last.y1-tl.scene.at.y1)) > 1 {
		t.Errorf("scrolled down the last lane ends at %v, the plot at %v", last.y1, tl.scene.at.y1)
	}
	tl.modifiers = func() fyne.KeyModifier { return fyne.KeyModifierShift }
	wheel(tl, 500, 200, 5000, 0)
	if tl.top != 0 {
		t.Errorf("with Shift the wheel scrolled to %v, want the top", tl.top)
	}
}

// TestObjects: however much there is, the objects of the canvas are few, and a
// text that moves keeps its object.
func TestObjects(t *testing.T) {
	tl, c, _ := shown(t, big(10000), 1900, 1000)
	if n := len(tl.parts.Objects()); n >= 500 {
		t.Errorf("%d objects, want fewer than 500", n)
	}
	tl.SetWindow(edtf.DayOf(2010, 1, 1), edtf.DayOf(2012, 1, 1))
	before := map[*canvas.Text]string{}
	for _, o := range tl.parts.texts {
		before[o] = o.Text
	}
	tl.pan(-1)
	kept := 0
	for _, o := range tl.parts.texts {
		if before[o] == o.Text {
			kept++
		}
	}
	if kept*10 < len(before)*9 {
		t.Errorf("a step to the side kept %d of %d texts", kept, len(before))
	}
	c.Capture()
}

// TestFollowsTheme: in the dark the surface is dark.
func TestFollowsTheme(t *testing.T) {
	tl, c, _ := shown(t, small(), 900, 600)
	settings := fyne.CurrentApp().Settings()
	settings.SetTheme(theme.New(theme.Dark, 1.5))
	defer settings.SetTheme(theme.New(theme.Light, 1))
	test.WidgetRenderer(tl).Refresh()
	r, _, _, _ := c.Capture().At(int(tl.scene.at.x0)+20, int(tl.scene.at.y0)+2).RGBA()
	if r > 0x5000 {
		t.Errorf("the surface is %#x red in the dark", r)
	}
	if tl.unit() != 1.5 {
		t.Errorf("a unit is %v pixels, want 1.5", tl.unit())
	}
}

// TestActions: no sequence of events brings it down, and labels never collide.
func TestActions(t *testing.T) {
	tl, _, _ := shown(t, big(500), 900, 600)
	keys := []fyne.KeyName{fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyTab,
		fyne.KeyReturn, fyne.KeySpace, desktop.KeyMenu, fyne.KeyInsert, fyne.KeyEscape}
	rapid.Check(t, func(t *rapid.T) {
		place := func() fyne.Position {
			return fyne.NewPos(float32(rapid.IntRange(0, 899).Draw(t, "x")), float32(rapid.IntRange(0, 599).Draw(t, "y")))
		}
		for range rapid.IntRange(1, 8).Draw(t, "n") {
			switch p := place(); rapid.IntRange(0, 7).Draw(t, "act") {
			case 0:
				wheel(tl, p.X, p.Y, float32(rapid.IntRange(-50, 50).Draw(t, "dx")), float32(rapid.IntRange(-50, 50).Draw(t, "dy")))
			case 1:
				dragged(tl, p, place(), desktop.MouseButtonPrimary, 0)
			case 2:
				tl.Tapped(&fyne.PointEvent{Position: p})
			case 3:
				tl.TappedSecondary(&fyne.PointEvent{Position: p})
			case 4:
				tl.TypedKey(&fyne.KeyEvent{Name: rapid.SampledFrom(keys).Draw(t, "key")})
			case 5:
				tl.TypedRune(rapid.SampledFrom([]rune("+-0jkf")).Draw(t, "rune"))
			case 6:
				tl.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}})
				tl.Cursor()
			case 7:
				tl.Resize(fyne.NewSize(900, float32(rapid.IntRange(10, 700).Draw(t, "height"))))
				tl.Resize(fyne.NewSize(900, 600))
			}
			checkLabels(t, &tl.scene)
		}
	})
}

// The canvas lays the widget out anew whenever a text of it changes its size. At
// the same size that must not draw anything, or every frame asks for another.
func TestLayoutAtTheSameSizeDrawsNothing(t *testing.T) {
	tl, c, _ := shown(t, big(500), 1000, 600)
	c.Capture()
	tl.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(500, 300)}, Scrolled: fyne.NewDelta(0, 25)})
	if !tl.stale {
		t.Fatal("a notch of the wheel asks for no new picture")
	}
	c.Capture()
	if tl.stale {
		t.Fatal("the picture was not drawn")
	}
	tl.parts.Layout(tl.Size())
	if tl.stale {
		t.Error("a layout at the same size asks for a new picture")
	}
	tl.parts.Layout(fyne.NewSize(900, 600))
	if !tl.stale {
		t.Error("a layout at another size asks for no new picture")
	}
}
