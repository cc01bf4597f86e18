package view

import (
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/fairweather-app/fairweather/gui/theme"
)

func sampleNetwork() *Network {
	n := NewNetwork()
	n.SetData([]NetworkNode{
		{Key: "a", Label: "Aland", Value: "36 %", X: .1, Y: .2, Loss: 1, Struck: true},
		{Key: "b", Label: "Bland", Value: "5 %", X: .9, Y: .3, Loss: .2},
		{Key: "c", Label: "Cland", X: .5, Y: .9},
	}, []NetworkEdge{
		{Key: "d1", From: "b", To: "a", Label: "energy 70 %", Size: 1},
		{Key: "d2", From: "b", To: "a", Label: "arms 20 %", Size: .4, Basis: EdgeEstimate},
		{Key: "d3", From: "c", To: "b", Label: "trade 5 %", Size: .1, Basis: EdgeBaseless},
		{Key: "d4", From: "c", To: "nobody", Label: "an end that is not there"},
	})
	return n
}

func TestNetworkDrag(t *testing.T) {
	n := sampleNetwork()
	window(t, n, 600, 400)
	var moved, chosen string
	var x, y float32
	n.OnMoved = func(key string, at, down float32) { moved, x, y = key, at, down }
	n.OnSelect = func(key string) { chosen = key }
	from := n.spot(n.nodes[1])
	to := fyne.NewPos(from.x-120, from.y+60)
	n.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(from.x, from.y)}})
	n.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}})
	n.SetData([]NetworkNode{n.nodes[0], {Key: "b", Label: "Bland", X: .9, Y: .3}, n.nodes[2]}, n.edges) // drawn anew meanwhile
	if at := n.spot(n.nodes[1]); far(at, point{to.X, to.Y}) > 1 {
		t.Errorf("the node being dragged is at %v, not at the mouse", at)
	}
	n.MouseUp(&desktop.MouseEvent{}) // the toolkit says so before the end of the drag
	n.DragEnd()
	if moved != "b" || chosen != "b" || !(x > 0 && x < .9 && y > .3) {
		t.Errorf("moved %q to %v, %v; chosen %q", moved, x, y, chosen)
	}
	moved = ""
	n.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: to}})
	n.MouseUp(&desktop.MouseEvent{})
	if moved != "" {
		t.Error("a click moves a node")
	}
}

func TestNetworkKeysAndEdges(t *testing.T) {
	n := sampleNetwork()
	w := window(t, n, 600, 400)
	w.Canvas().Focus(n)
	var chosen []string
	n.OnSelect = func(key string) { chosen = append(chosen, key) }
	for _, k := range []fyne.KeyName{fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft} {
		n.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if got := chosen; len(got) != 5 || got[0] != "a" || got[2] != "c" || got[3] != "a" || got[4] != "c" {
		t.Errorf("the arrows choose %v", got)
	}
	mid := n.curve(1)[len(n.curve(1))/2]
	if _, key := n.at(fyne.NewPos(mid.x, mid.y)); key != "d2" {
		t.Errorf("in the middle of the second edge is %q", key)
	}
	if n.curve(3) != nil {
		t.Error("an edge to nobody has a line")
	}
	if far(n.curve(0)[14], n.curve(1)[14]) < 10 {
		t.Error("two edges between the same two cover each other")
	}
}

// Each widget draws something, in both themes, and quickly; an empty one draws
// nothing and does not fail.
func TestPaintedWidgets(t *testing.T) {
	month := func(top float64) []float64 {
		out := make([]float64, 61)
		for i := range out {
			out[i] = top * float64(i) / 60
		}
		return out
	}
	losses := NewLosses()
	losses.SetRows([]Loss{{Key: "a", Name: "Aland", Mean: .36, Lower: .2, Upper: .5, Struck: true}, {Key: "b", Name: "Bland", Note: "half of it after 14 months", Mean: .05, Lower: .04, Upper: .07, Strong: true}})
	courses := NewCourses()
	courses.SetData([]Course{{Key: "b", Name: "Bland", Mean: month(.05), Lower: month(.04), Upper: month(.07), Strong: true}, {Key: "c", Name: "Cland", Mean: month(.01)}}, 12)
	multiples := NewMultiples()
	multiples.SetFigures([]BeforeAfter{{Key: "a", Name: "Aland", Labels: []string{"words", "acts"}, Before: []float64{.5, .3}, After: []float64{.7, .2}}, {Key: "b", Name: "Bland"}})
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		for name, c := range map[string]struct {
			full, empty fyne.CanvasObject
		}{"network": {sampleNetwork(), NewNetwork()}, "losses": {losses, NewLosses()}, "courses": {courses, NewCourses()}, "multiples": {multiples, NewMultiples()}} {
			w := themedWindow(t, c.full, 500, 320, mode, 1)
			if n := colours(capture(w, 1)); n < 4 {
				t.Errorf("%s, %s: a picture of %d colours", name, mode, n)
			}
			began := time.Now()
			c.full.Refresh()
			capture(w, 2)
			t.Logf("%s, %s: %v at twice the pixels", name, mode, time.Since(began))
			capture(themedWindow(t, c.empty, 500, 320, mode, 1), 1)
		}
	}
}

func colours(img image.Image) int {
	seen := map[[3]uint32]bool{}
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y += 2 {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x += 2 {
			r, g, b, _ := img.At(x, y).RGBA()
			seen[[3]uint32{r, g, b}] = true
		}
	}
	return len(seen)
}

func TestCoursesMonth(t *testing.T) {
	c := NewCourses()
	window(t, c, 500, 240)
	c.SetData([]Course{{Key: "b", Name: "Bland", Mean: make([]float64, 61)}}, 60)
	heard := -1
	c.OnMonth = func(m int) { heard = m }
	for _, x := range []struct {
		key  fyne.KeyName
		want int
	}{{fyne.KeyLeft, 59}, {fyne.KeyHome, 0}, {fyne.KeyLeft, 0}, {fyne.KeyRight, 1}, {fyne.KeyEnd, 60}, {fyne.KeyRight, 60}} {
		c.TypedKey(&fyne.KeyEvent{Name: x.key})
		if heard != x.want {
			t.Errorf("after %s month %d, want %d", x.key, heard, x.want)
		}
	}
	c.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(coursesLeft, 100)}})
	if heard != 0 {
		t.Errorf("at the left end is month %d", heard)
	}
}

func TestAxisEndsAtTheSpared(t *testing.T) {
	for _, c := range []struct {
		name string
		rows []Loss
		want float64
	}{
		{"the shocked one is cut", []Loss{{Mean: .4, Upper: .5, Struck: true}, {Mean: .05, Upper: .07}}, .1},
		{"all are shocked", []Loss{{Mean: .4, Upper: .45, Struck: true}}, .5},
		{"nobody", nil, .01},
		{"beyond all", []Loss{{Mean: 1, Upper: 1}}, 1},
	} {
		if got := most(c.rows); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestMultiplesTapped(t *testing.T) {
	m := NewMultiples()
	m.SetFigures([]BeforeAfter{{Key: "a", Name: "Aland", Labels: []string{"words"}, Before: []float64{.1}, After: []float64{.2}}, {Key: "b", Name: "Bland"}, {Key: "c", Name: "Cland"}})
	window(t, m, 420, 300)
	got := ""
	m.OnTapped = func(key string) { got = key }
	for _, c := range []struct {
		x, y float32
		want string
	}{{10, 10, "a"}, {410, 10, "b"}, {10, m.high() + 5, "c"}, {410, m.high() + 5, ""}} {
		got = ""
		m.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(c.x, c.y)}})
		if got != c.want {
			t.Errorf("at %v, %v is %q, want %q", c.x, c.y, got, c.want)
		}
	}
}
