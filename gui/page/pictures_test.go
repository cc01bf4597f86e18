package page

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	drawing "github.com/fairweather-app/fairweather/core/figure"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

// keeper is a stage that keeps pictures.
type keeper struct {
	*stage
	copied []string
	saved  []string
}

// CopyPicture implements Gallery.
func (k *keeper) CopyPicture(p *drawing.Picture) { k.copied = append(k.copied, p.Name) }

// SavePicture implements Gallery.
func (k *keeper) SavePicture(p *drawing.Picture, ending string) {
	k.saved = append(k.saved, p.Name+ending)
}

// Every figure of every page can be copied and saved from its own menu, by mouse
// and, where it can have the keyboard, by the menu key.
func TestEveryFigureHasAMenu(t *testing.T) {
	want := map[string][]string{
		"Answer": {"ladder", "history"}, "Timeline": {"timeline"}, "Pledges": {"still-open", "fulfilled-and-failed", "partners"}, "Compare": {"ladder", "ladder", "league", "history"}, "Balance": {"balance", "given"},
		"What if": {"lessons"}, "Brief": {"ladder", "still-open", "fulfilled-and-failed", "partners", "timeline", "history"},
	}
	for _, entry := range Pages {
		names, ok := want[entry.Name]
		if !ok {
			continue
		}
		t.Run(entry.Name, func(t *testing.T) {
			k := &keeper{}
			c := threeActors()
			for _, id := range []string{"p006", "p007"} { // a second maker, to compare with
				lent := ledger.Clone(c.Pledges()[0]).(*ledger.Pledge)
				lent.ID, lent.From, lent.Title = id, "a003", "Loan"
				c = c.With(ledger.Change{ID: id, Record: lent})
			}
			g := newStage(t, c, func(s *session.Session, h Host) Page {
				k.stage = h.(*stage)
				return entry.New(s, k)
			})
			g.win.Resize(fyne.NewSize(1240, 900))
			if w, ok := g.page.(*WhatIf); ok {
				w.learn("m001")
			}
			list := g.page.(Illustrated).Pictures()
			var got []string
			for _, s := range list {
				got = append(got, s.Picture.Name)
				if s.Name == "" {
					t.Errorf("the figure %s has no name for a menu", s.Picture.Name)
				}
			}
			if entry.Name == "Brief" { // it may have more than the pages have
				got = slices.DeleteFunc(got, func(name string) bool { return !slices.Contains(names, name) })
			}
			if !slices.Equal(got, names) {
				t.Fatalf("figures %q, want %q", got, names)
			}
			for _, s := range list {
				object := s.Object
				if entry.Name == "Brief" { // the figures stand in the document
					object = box(g, s.Picture)
					if object == nil {
						continue // below what is in view
					}
				}
				tapped, ok := object.(fyne.SecondaryTappable)
				if !ok {
					t.Fatalf("%s: a right click is not heard", s.Picture.Name)
				}
				at := fyne.NewPos(object.Size().Width-4, object.Size().Height-4)
				k.menu = nil
				tapped.TappedSecondary(&fyne.PointEvent{Position: at, AbsolutePosition: at})
				for _, label := range []string{"Copy picture", "Save picture as PNG…", "Save picture as SVG…"} {
					k.choose(label)
				}
				if n := len(k.copied); n == 0 || k.copied[n-1] != s.Picture.Name {
					t.Errorf("%s: copied %q", s.Picture.Name, k.copied)
				}
				if n := len(k.saved); n < 2 || !slices.Equal(k.saved[n-2:], []string{s.Picture.Name + ".png", s.Picture.Name + ".svg"}) {
					t.Errorf("%s: saved %q", s.Picture.Name, k.saved)
				}
				if f, ok := object.(fyne.Focusable); ok && entry.Name != "Timeline" { // there the key is for what is selected
					k.menu = nil
					f.TypedKey(&fyne.KeyEvent{Name: desktop.KeyMenu})
					k.choose("Copy picture")
				}
			}
		})
	}
}

// box gives the object that shows a figure of a document.
func box(g *stage, p *drawing.Picture) fyne.CanvasObject {
	for _, o := range test.LaidOutObjects(g.win.Canvas().Content()) {
		if b, ok := o.(*figureBox); ok && b.picture == p {
			return b
		}
	}
	return nil
}

// A mark on the timeline has the menu of its record, and the days of the answer's
// history have theirs.
func TestMenusOfMarks(t *testing.T) {
	k := &keeper{}
	g := newStage(t, threeActors(), func(s *session.Session, h Host) Page {
		k.stage = h.(*stage)
		return NewTimeline(s, k)
	})
	g.page.(*Timeline).menu("c002", fyne.NewPos(10, 10))
	for _, label := range []string{"Ask as of 2018-03-01", "Cite a source…", "Copy the id", "Copy picture"} {
		k.choose(label)
	}
	if got := fyne.CurrentApp().Clipboard().Content(); got != "c002" {
		t.Errorf("copied the id %q", got)
	}
	if got := g.s.State().Question.AsOf.String(); got != "2018-03-01" {
		t.Errorf("asked as of %s", got)
	}
	g.page.(*Timeline).menu("", fyne.NewPos(10, 10))
	k.choose("Show all")
	k.choose("New moment")
	if !slices.Contains(k.did, "new moment") || !slices.Contains(k.did, "cite") {
		t.Errorf("did %q", k.did)
	}
}

// The history that is copied is that of the rung on screen.
func TestHistoryOfTheRungShown(t *testing.T) {
	g := newStage(t, threeActors(), func(s *session.Session, h Host) Page { return NewAnswer(s, h).menus() })
	a := g.page.(*Answer)
	alt := func() string { return pictureOf(a, a.history).Alt }
	before := alt()
	a.ladder.OnMenu("rung:3", fyne.NewPos(1, 1))
	g.choose("How it changed")
	if now := alt(); now == before {
		t.Error("the figure is still of the rung before")
	}
	g.choose("What it rests on")
	if got := g.s.State().Place.Figure; got != "rung:3" {
		t.Errorf("the inspector shows %q", got)
	}
}
