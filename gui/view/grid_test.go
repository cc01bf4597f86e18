package view

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func press(o fyne.Focusable, keys ...fyne.KeyName) {
	for _, k := range keys {
		o.TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func fruit() []Row {
	return []Row{
		{Key: "b", Cells: []Cell{{Text: "beta"}, {Text: "10", Sort: 10.0}}},
		{Key: "a", Cells: []Cell{{Text: "Alpha"}, {Text: "9", Sort: 9.0}}},
		{Key: "d", Cells: []Cell{{Text: "delta"}, {Text: ""}}},
		{Key: "c", Cells: []Cell{{Text: "gamma, the alphabetic third"}, {Text: "100", Sort: 100.0}}},
	}
}

func smallGrid(t *testing.T) *Grid {
	g := NewGrid([]Column{{Title: "Name", Width: 100, Flex: true}, {Title: "Number", Width: 60, Align: fyne.TextAlignTrailing}})
	window(t, g, 400, 300)
	g.SetRows(fruit())
	return g
}

func order(g *Grid) string {
	var keys []string
	for _, r := range g.Rows() {
		keys = append(keys, r.Key)
	}
	return strings.Join(keys, "")
}

// rowWidget gives the widget that shows a place of the order.
func rowWidget(t *testing.T, g *Grid, id int) *gridRow {
	t.Helper()
	for _, o := range test.LaidOutObjects(g.list) {
		if r, ok := o.(*gridRow); ok && r.id == id {
			return r
		}
	}
	t.Fatalf("no row shows place %d", id)
	return nil
}

func TestGridSorts(t *testing.T) {
	g := smallGrid(t)
	for _, c := range []struct {
		name string
		taps int
		col  int
		want string
	}{
		{"letters whatever their case", 1, 0, "abdc"},
		{"second tap turns round", 1, 0, "cdba"},
		{"third tap restores", 1, 0, "badc"},
		{"numbers as numbers, what is missing last", 1, 1, "abcd"},
		{"what is missing stays last", 1, 1, "cbad"},
	} {
		for range c.taps {
			test.Tap(g.header.cells[c.col])
		}
		if got := order(g); got != c.want {
			t.Errorf("%s: order %s, want %s", c.name, got, c.want)
		}
	}
}

func TestGridKeys(t *testing.T) {
	g := smallGrid(t)
	var chosen, opened []string
	g.OnSelect = func(k string) { chosen = append(chosen, k) }
	g.OnOpen = func(k string) { opened = append(opened, k) }
	fyne.CurrentApp().Driver().CanvasForObject(g).Focus(g)
	press(g, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyEnd, fyne.KeyHome, fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyReturn)
	if want := []string{"a", "d", "a", "c", "b", "c", "b"}; !slices.Equal(chosen, want) {
		t.Errorf("chosen %v, want %v", chosen, want)
	}
	if want := []string{"b"}; !slices.Equal(opened, want) {
		t.Errorf("opened %v, want %v", opened, want)
	}
	g.TypedShortcut(&fyne.ShortcutSelectAll{})
	if got := g.Selected(); len(got) != 4 {
		t.Errorf("select all chose %v", got)
	}
}

func TestGridFindsByTyping(t *testing.T) {
	g := smallGrid(t)
	for _, c := range []struct{ name, typed, want string }{
		{"beginning before middle", "alpha", "a"},
		{"middle where nothing begins so", "third", "c"},
		{"a number", "9", "a"},
	} {
		g.find = typeFind{}
		test.Type(g, c.typed)
		if got := g.Selected(); len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: typing %q chose %v, want %s", c.name, c.typed, got, c.want)
		}
	}
}

func TestGridMouse(t *testing.T) {
	g := smallGrid(t)
	var menu, opened string
	g.OnMenu = func(k string, _ fyne.Position) { menu = k }
	g.OnOpen = func(k string) { opened = k }
	click := func(id int, m fyne.KeyModifier) {
		rowWidget(t, g, id).MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: m})
	}
	click(0, 0)
	click(2, fyne.KeyModifierControl)
	if got := g.Selected(); !slices.Equal(got, []string{"b", "d"}) {
		t.Errorf("Ctrl+click: %v", got)
	}
	click(2, fyne.KeyModifierControl)
	if got := g.Selected(); !slices.Equal(got, []string{"b"}) {
		t.Errorf("Ctrl+click again: %v", got)
	}
	click(1, 0)
	click(3, fyne.KeyModifierShift)
	if got := g.Selected(); !slices.Equal(got, []string{"a", "d", "c"}) {
		t.Errorf("Shift+click: %v", got)
	}
	test.TapSecondary(rowWidget(t, g, 3))
	rowWidget(t, g, 0).DoubleTapped(&fyne.PointEvent{})
	if menu != "c" || opened != "b" {
		t.Errorf("menu of %q, opened %q", menu, opened)
	}
}

func TestGridKeepsSelection(t *testing.T) {
	g := smallGrid(t)
	g.Select("d")
	rows := fruit()
	slices.Reverse(rows)
	g.SetRows(rows)
	if got := g.Selected(); !slices.Equal(got, []string{"d"}) {
		t.Errorf("after new rows: %v", got)
	}
	press(g, fyne.KeyDown)
	if got := g.Selected(); !slices.Equal(got, []string{"a"}) {
		t.Errorf("the cursor did not follow its row: Down chose %v", got)
	}
	g.SetRows(rows[:1])
	if got := g.Selected(); len(got) != 0 {
		t.Errorf("a row that is gone is still chosen: %v", got)
	}
	g.Select("no such row")
	if got := g.Selected(); len(got) != 0 {
		t.Errorf("an unknown key chose %v", got)
	}
}

func TestGridTSV(t *testing.T) {
	g := smallGrid(t)
	rows := fruit()
	rows[0].Cells[0].Text = "be\tta\nx"
	g.SetRows(rows)
	if got, want := g.TSV(), "Name\tNumber\nbe ta x\t10\nAlpha\t9\ndelta\t\ngamma, the alphabetic third\t100\n"; got != want {
		t.Errorf("all rows:\n%q\nwant\n%q", got, want)
	}
	g.Select("a")
	g.TypedShortcut(&fyne.ShortcutCopy{Clipboard: fyne.CurrentApp().Clipboard()})
	if got, want := fyne.CurrentApp().Clipboard().Content(), "Name\tNumber\nAlpha\t9\n"; got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
}

func TestGridEmptyAndTips(t *testing.T) {
	g := NewGrid([]Column{{Title: "Name", Width: 60}})
	g.Empty = "No moment yet. Add one with Ctrl+N."
	w := window(t, g, 200, 200)
	press(g, fyne.KeyDown, fyne.KeyReturn, fyne.KeyEnd) // nothing to move over
	if got := g.Selected(); got != nil {
		t.Errorf("chosen in an empty grid: %v", got)
	}
	g.SetRows([]Row{{Key: "x", Cells: []Cell{{Text: "a text that is longer than its column"}}}})
	r := rowWidget(t, g, 0)
	if got := r.texts[0].Text; !strings.HasSuffix(got, "…") || textWidth(got, textSize(), fyne.TextStyle{}) > g.widths[0]-2*gridPadding+1 {
		t.Errorf("cell shows %q", got)
	}
	test.MoveMouse(w.Canvas(), fyne.NewPos(20, 40))
	if got := layerOf(g).Text(); got != "a text that is longer than its column" {
		t.Errorf("tooltip %q", got)
	}
	test.MoveMouse(w.Canvas(), fyne.NewPos(20, 190))
	if got := layerOf(g).Text(); got != "" {
		t.Errorf("the tooltip %q stays", got)
	}
}

func TestGridScrollsToSelection(t *testing.T) {
	g := NewGrid(sampleColumns())
	window(t, g, 500, 300)
	g.SetRows(sampleRows(10000))
	g.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	rowWidget(t, g, 9999)
	g.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	rowWidget(t, g, 0)
	if n := len(g.Selected()); n != 1 {
		t.Errorf("%d rows chosen", n)
	}
}

func TestGridPassesTabOverList(t *testing.T) {
	g := smallGrid(t)
	c := fyne.CurrentApp().Driver().CanvasForObject(g)
	c.Focus(g)
	c.FocusNext()
	if c.Focused() != fyne.Focusable(g) {
		t.Errorf("Tab went to %T inside the grid", c.Focused())
	}
}

// Columns that can be spared go where not all have room, a hidden one always; no
// title is cut while there is room for it.
func TestGridColumnsThatGoFirst(t *testing.T) {
	g := NewGrid([]Column{{Title: "Name", Width: 100, Flex: true}, {Title: "Pair", Width: 60}, {Title: "A title longer than its column", Width: 20}, {Title: "Rests on", Width: 150, Spare: true}})
	g.SetRows([]Row{{Key: "a", Cells: []Cell{{Text: "one"}, {Text: "two"}, {Text: "3"}, {Text: "four"}}}})
	shown := func() (out []bool) {
		for _, c := range g.header.cells {
			out = append(out, c.Visible() && c.Size().Width > 0)
		}
		return out
	}
	window(t, g, 700, 300)
	if got := shown(); !slices.Equal(got, []bool{true, true, true, true}) {
		t.Errorf("in all the room there is: %v", got)
	}
	if g.header.cells[2].cut {
		t.Error("a title is cut where there is room for it")
	}
	g.Resize(fyne.NewSize(460, 300))
	if got := shown(); !slices.Equal(got, []bool{true, true, true, false}) {
		t.Errorf("in less room: %v", got)
	}
	g.HideColumn(1, true)
	if got := shown(); !slices.Equal(got, []bool{true, false, true, false}) && !slices.Equal(got, []bool{true, false, true, true}) {
		t.Errorf("with the pair hidden: %v", got)
	}
	if !strings.Contains(g.TSV(), "four") {
		t.Error("what is left out is not copied")
	}
}
