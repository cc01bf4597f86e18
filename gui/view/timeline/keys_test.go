package timeline

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// TestKeysReachEveryMark, forwards and backwards, each brought into view.
func TestKeysReachEveryMark(t *testing.T) {
	m := big(400)
	m.Lanes[3].Folded = true
	tl, _, h := shown(t, m, 900, 500)
	tl.SetWindow(edtf.DayOf(1970, 1, 1), edtf.DayOf(1990, 1, 1))
	tl.SetWindow(edtf.DayOf(1984, 1, 1), edtf.DayOf(1987, 1, 1))
	for _, key := range []rune{'j', 'k'} {
		h.selected = nil
		for range tl.x.items {
			tl.TypedRune(key)
			if _, ok := tl.outline(tl.current); !ok {
				t.Fatalf("%s, reached by %q, is not in view", tl.Selected(), key)
			}
		}
		if key == 'k' {
			h.selected = append(h.selected, tl.x.items[tl.x.byTime[len(tl.x.byTime)-1]].id) // where it began
		}
		seen := map[string]bool{}
		for _, id := range h.selected {
			seen[id] = true
		}
		if len(seen) != len(tl.x.items) {
			t.Errorf("%q reached %d of %d", key, len(seen), len(tl.x.items))
		}
	}
}

// TestTabLeaves: Tab goes through the records, and out after the last or Escape.
func TestTabLeaves(t *testing.T) {
	tl, _, h := shown(t, small(), 900, 600)
	tl.FocusGained()
	tab := &fyne.KeyEvent{Name: fyne.KeyTab}
	n := 0
	for ; tl.AcceptsTab() && n < 20; n++ {
		tl.TypedKey(tab)
	}
	if n != len(tl.x.items) {
		t.Errorf("Tab stopped after %d records, want %d", n, len(tl.x.items))
	}
	tl.modifiers = func() fyne.KeyModifier { return fyne.KeyModifierShift }
	if !tl.AcceptsTab() {
		t.Error("from the last record Shift+Tab does not go back")
	}
	tl.TypedKey(tab)
	tl.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if tl.Selected() != "" || h.selected[len(h.selected)-1] != "" {
		t.Errorf("Escape left %q selected", tl.Selected())
	}
	tl.modifiers = func() fyne.KeyModifier { return 0 }
	if tl.AcceptsTab() {
		t.Error("after Escape Tab does not leave")
	}
	tl.FocusGained()
	if !tl.AcceptsTab() {
		t.Error("come back by Tab it is not in the records")
	}
}

// TestKeys: what each does, once.
func TestKeys(t *testing.T) {
	tl, c, h := shown(t, small(), 900, 600)
	key := func(k fyne.KeyName) { tl.TypedKey(&fyne.KeyEvent{Name: k}) }
	tl.SetWindow(edtf.DayOf(2008, 1, 1), edtf.DayOf(2012, 1, 1))
	w := tl.win
	key(fyne.KeyRight)
	if got, want := tl.win.start-w.start, w.scale*float64(tl.plotWidth())*keyStep; math.Abs(got-want) > 1e-3 {
		t.Errorf("Right moved by %v days, want %v", got, want)
	}
	key(fyne.KeyLeft)
	if math.Abs(tl.win.start-w.start) > 1e-6 {
		t.Error("Left does not undo Right")
	}
	tl.TypedRune('+')
	if tl.win.scale >= w.scale {
		t.Error("+ does not zoom in")
	}
	tl.TypedRune('-')
	if math.Abs(tl.win.scale-w.scale) > 1e-9 {
		t.Error("- does not undo +")
	}
	key(fyne.KeyEnd)
	if _, to := tl.Window(); to < tl.x.model.To {
		t.Errorf("End shows up to %v, want %v", to, tl.x.model.To)
	}
	key(fyne.KeyHome)
	if from, _ := tl.Window(); from > tl.x.model.From {
		t.Errorf("Home shows from %v, want %v", from, tl.x.model.From)
	}
	tl.TypedRune('0')
	if from, to := tl.Window(); from > tl.x.model.From || to < tl.x.model.To {
		t.Errorf("0 shows %v to %v, want all", from, to)
	}
	tl.Select("p1")
	key(fyne.KeyReturn)
	equal(t, "Enter edits", h.edited, "p1")
	key(desktop.KeyMenu)
	equal(t, "Menu", h.menu, "p1")
	key(fyne.KeyInsert)
	equal(t, "Insert, where the lane takes no records, makes one in the first that does", h.made[:1], "m "+dayOf(tl.x.items[tl.current].at).String()+" "+dayOf(tl.x.items[tl.current].at).String())
	tl.TypedRune('f')
	equal(t, "f", h.folds, "p true")
	var passed []string
	c.SetOnTypedKey(func(e *fyne.KeyEvent) { passed = append(passed, string(e.Name)) })
	c.SetOnTypedRune(func(r rune) { passed = append(passed, string(r)) })
	key(fyne.KeyF5)
	tl.TypedRune('3')
	equal(t, "keys that are not its own", passed, "F5", "3")
}
