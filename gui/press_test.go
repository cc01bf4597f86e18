package gui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/view"
)

// pressMouse presses the primary button, or the secondary one, at a place as the
// desktop driver does: the topmost object there that hears any button gets it, and
// where that one does not hear this button, nobody does.
func pressMouse(t testing.TB, w *Window, at fyne.Position, secondary bool) bool {
	root := w.win.Canvas().Content()
	if top := w.win.Canvas().Overlays().Top(); top != nil {
		root = top
	}
	var hit fyne.CanvasObject
	var within fyne.Position
	for _, o := range test.LaidOutObjects(root) {
		p := w.app.Driver().AbsolutePositionForObject(o)
		if !o.Visible() || at.X < p.X || at.Y < p.Y || at.X >= p.X+o.Size().Width || at.Y >= p.Y+o.Size().Height {
			continue
		}
		switch o.(type) {
		case fyne.Tappable, fyne.SecondaryTappable, fyne.DoubleTappable, fyne.Focusable, desktop.Mouseable:
			hit, within = o, at.Subtract(p)
		}
	}
	ev := &fyne.PointEvent{AbsolutePosition: at, Position: within}
	if secondary {
		s, ok := hit.(fyne.SecondaryTappable)
		if ok {
			s.TappedSecondary(ev)
		}
		return ok
	}
	s, ok := hit.(fyne.Tappable)
	if !ok {
		t.Logf("%T is what the driver finds at %v", hit, at)
		return false
	}
	s.Tapped(ev)
	return true
}

func TestARowOfAListOpensAsTheDriverPressesIt(t *testing.T) {
	w := newWindow(t, "")
	// tap taps the nth row: it hears the secondary button, so the driver gives it
	// the first one, too, and never the list's own row below it.
	tap := func(n int) {
		t.Helper()
		seen := 0
		row, _, ok := find(w, func(o fyne.Widget) bool {
			if fmt.Sprintf("%T", o) == "*page.itemRow" {
				seen++
			}
			return seen == n+1
		})
		tapped, hears := row.(fyne.Tappable)
		if !ok || !hears {
			t.Fatalf("row %d hears no tap: %T", n, row)
		}
		if _, drags := row.(fyne.Draggable); !drags {
			t.Errorf("row %d cannot be dragged", n)
		}
		tapped.Tapped(&fyne.PointEvent{})
	}
	w.s.Explain("rung:2")
	for n := 1; n < 5; n++ {
		tap(n)
		if w.s.State().Place.Record == "" {
			t.Errorf("a tap on row %d opens nothing", n)
		}
		w.s.GoBack()
	}
	pledges := ids(w.s.State().Case.Pledges())
	w.s.SelectMany(pledges[:3])
	tap(1)
	if w.s.State().Place.Record == "" {
		t.Error("a tap on one of the chosen opens nothing")
	}
}

func ids(list []*ledger.Pledge) []string {
	var out []string
	for _, p := range list {
		out = append(out, p.ID)
	}
	return out
}

func TestTheSecondaryButtonOnAFigureOffersItsPicture(t *testing.T) {
	w := newWindow(t, "")
	_, at, ok := find[*view.Ladder](w, nil)
	if !ok {
		t.Fatal("no ladder")
	}
	for _, place := range []fyne.Position{fyne.NewPos(40, 15), fyne.NewPos(200, 70), fyne.NewPos(60, 95)} {
		if !pressMouse(t, w, at.Add(place), true) {
			t.Fatalf("the secondary button at %v of the ladder is heard by nobody", place)
		}
		top := w.win.Canvas().Overlays().Top()
		if top == nil {
			t.Fatalf("no menu at %v of the ladder", place)
		}
		w.win.Canvas().Overlays().Remove(top)
	}
}

// What hears the secondary button is what the driver finds under the mouse for
// the first one too; so in a list it has to hear both.
func TestWhatHearsTheSecondaryButtonHearsTheFirst(t *testing.T) {
	w := newWindow(t, "")
	w.s.Explain("rung:2")
	for i, p := range page.Pages {
		w.Open(i)
		for _, o := range test.LaidOutObjects(w.win.Canvas().Content()) {
			if _, second := o.(fyne.SecondaryTappable); !second {
				continue
			}
			_, first := o.(fyne.Tappable)
			_, mouse := o.(desktop.Mouseable)
			if !first && !mouse && strings.HasSuffix(fmt.Sprintf("%T", o), "Row") {
				t.Errorf("%s: %T hears only the secondary button", p.Name, o)
			}
		}
	}
}
