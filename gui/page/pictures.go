package page

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/fairweather-app/fairweather/core/edtf"
	drawing "github.com/fairweather-app/fairweather/core/figure"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Shown is a figure that a page shows, as core/figure draws it: the same in a
// brief and in what is copied or saved.
type Shown struct {
	Name    string            // as its panel is called
	Picture *drawing.Picture  // never nil
	Object  fyne.CanvasObject // that shows it
}

// The endings of files that a figure can be saved as.
const (
	PNG = ".png"
	SVG = ".svg"
)

// Illustrated is a page with figures that can be copied and saved.
type Illustrated interface {
	// Pictures lists those that there is something to draw in.
	Pictures() []Shown
}

// Gallery is a host that can copy and save figures.
type Gallery interface {
	// CopyPicture puts a figure on the clipboard.
	CopyPicture(p *drawing.Picture)
	// SavePicture asks for a file and writes a figure to it; the ending is PNG or SVG.
	SavePicture(p *drawing.Picture, ending string)
}

// pictureMenu gives the lines of a menu on a figure; none where there is nothing
// to draw, or the host keeps no pictures.
func pictureMenu(h Host, p *drawing.Picture) []*fyne.MenuItem {
	g, ok := h.(Gallery)
	if !ok || p == nil {
		return nil
	}
	return []*fyne.MenuItem{
		fyne.NewMenuItem(tr("Copy picture"), func() { g.CopyPicture(p) }),
		fyne.NewMenuItem(tr("Save picture as PNG…"), func() { g.SavePicture(p, PNG) }),
		fyne.NewMenuItem(tr("Save picture as SVG…"), func() { g.SavePicture(p, SVG) }),
	}
}

// groups sets a line between groups of a menu's lines.
func groups(list ...[]*fyne.MenuItem) []*fyne.MenuItem {
	var out []*fyne.MenuItem
	for _, g := range list {
		if len(out) > 0 && len(g) > 0 {
			out = append(out, fyne.NewMenuItemSeparator())
		}
		out = append(out, g...)
	}
	return out
}

// show opens a menu unless it is empty.
func show(h Host, at fyne.Position, list ...[]*fyne.MenuItem) {
	if items := groups(list...); len(items) > 0 {
		h.Menu(items, at)
	}
}

// pictured keeps the figures of a page that can be drawn.
func pictured(list ...Shown) []Shown {
	return slices.DeleteFunc(list, func(s Shown) bool { return s.Picture == nil })
}

// pictureOf gives the figure that an object shows; nil for none.
func pictureOf(p Illustrated, o fyne.CanvasObject) *drawing.Picture {
	for _, s := range p.Pictures() {
		if s.Object == o {
			return s.Picture
		}
	}
	return nil
}

// menus gives the figures of the page their menus.
func (a *Answer) menus() *Answer {
	a.ladder.OnMenu = func(key string, at fyne.Position) {
		var why []*fyne.MenuItem
		if key != "" {
			why = append(why, fyne.NewMenuItem(tr("What it rests on"), func() { a.s.Explain(key) }))
		}
		if rung, err := strconv.Atoi(strings.TrimPrefix(key, figRung)); err == nil && strings.HasPrefix(key, figRung) {
			why = append(why, fyne.NewMenuItem(tr("How it changed"), func() {
				a.shownRung = ledger.Rung(rung)
				a.past200(a.s.State())
			}))
		}
		show(a.h, at, why, pictureMenu(a.h, pictureOf(a, a.ladder)))
	}
	a.history.OnMenu = func(mark string, day edtf.Day, at fyne.Position) {
		var there []*fyne.MenuItem
		if r, ok := a.s.State().Case.Get(mark); ok {
			there = append(there, fyne.NewMenuItem(trf("Open %s", quoted(r)), func() { a.s.Select(mark) }))
		}
		there = append(there, fyne.NewMenuItem(trf("Ask as of %s", day), func() { a.s.SetAsOf(day) }))
		show(a.h, at, there, pictureMenu(a.h, pictureOf(a, a.history)))
	}
	return a
}

// Pictures implements Illustrated.
func (a *Answer) Pictures() []Shown {
	st := a.s.State()
	if st.Answer == nil {
		return nil
	}
	with := *st.Answer
	if len(st.History) > 0 { // worked out apart, after the answer
		with.History = historyTo(st)
	}
	return pictured(
		Shown{tr("For what?"), drawing.Ladder(st.Answer), a.ladder},
		Shown{tr("How that changed"), drawing.HistoryOf(&with, a.shownRung), a.history},
	)
}

// menus gives the figures of the page their menus.
func (p *Compare) menus() *Compare {
	for _, d := range p.sides {
		before := d.ladder.OnTapped
		d.ladder.OnMenu = func(key string, at fyne.Position) {
			var why []*fyne.MenuItem
			if key != "" && before != nil {
				why = append(why, fyne.NewMenuItem(tr("What it rests on"), func() { before(key) }))
			}
			show(p.h, at, why, pictureMenu(p.h, pictureOf(p, d.ladder)))
		}
	}
	for _, l := range p.leagues {
		l.onMenu = func(at fyne.Position) { show(p.h, at, pictureMenu(p.h, pictureOf(p, l))) }
	}
	p.over.history.OnMenu = func(_ string, day edtf.Day, at fyne.Position) {
		ask := []*fyne.MenuItem{fyne.NewMenuItem(trf("Ask as of %s", day), func() { p.s.SetAsOf(day) })}
		show(p.h, at, ask, pictureMenu(p.h, pictureOf(p, p.over.history)))
	}
	return p
}

// Pictures implements Illustrated.
func (p *Balance) Pictures() []Shown {
	if p.b == nil {
		return nil
	}
	out := []Shown{{tr("What each gave, by channel"), drawing.Mirror(p.b), p.mirror}}
	if len(p.lines) > 0 {
		out = append(out, Shown{trf("Over time: %s", lineName(p.lines[p.row()])), drawing.Given(p.b, p.lines[p.row()]), p.curves})
	}
	return pictured(out...)
}

// Pictures implements Illustrated.
func (p *Compare) Pictures() []Shown {
	var out []Shown
	if a := p.s.State().Answer; a != nil {
		out = append(out, Shown{trf("%s on %s", a.RelierName, a.PartnerName), drawing.Ladder(a), p.sides[0].ladder})
	}
	if a := p.answer; a != nil {
		out = append(out, Shown{trf("%s on %s", a.RelierName, a.PartnerName), drawing.Ladder(a), p.sides[1].ladder})
	}
	st := p.s.State()
	for i, l := range p.leagues {
		if l.table != nil {
			out = append(out, Shown{leagueTitle(st, i), drawing.League(l.table), l})
		}
	}
	if st.Answer != nil && len(st.History) > 0 {
		with := *st.Answer
		with.History = historyTo(st)
		out = append(out, Shown{tr("The pair year by year"), drawing.HistoryOf(&with, p.rung), p.over.history})
	}
	return pictured(out...)
}

// menus gives the figures of the page their menus.
func (p *Pledges) menus() {
	p.still.onMenu = func(at fyne.Position) { show(p.h, at, pictureMenu(p.h, pictureOf(p, p.still))) }
	p.ended.onMenu = func(at fyne.Position) { show(p.h, at, pictureMenu(p.h, pictureOf(p, p.ended))) }
	p.others.onMenu = func(actor string, at fyne.Position) {
		var theirs []*fyne.MenuItem
		if actor != "" {
			theirs = append(theirs, fyne.NewMenuItem(trf("Pledges by %s", p.st.Case.ActorName(actor)), func() { p.others.onTapped(actor) }))
		}
		show(p.h, at, theirs, pictureMenu(p.h, pictureOf(p, p.others)))
	}
}

// Pictures implements Illustrated.
func (p *Pledges) Pictures() []Shown {
	a := p.st.Answer
	if a == nil {
		return nil
	}
	return pictured(
		Shown{tr("Still not ended, by age"), drawing.Survival(a), p.still},
		Shown{tr("Fulfilled and failed, by age"), drawing.Incidence(a), p.ended},
		Shown{tr("Beside the other partners"), drawing.Partners(a), p.others},
	)
}

// Pictures implements Illustrated.
func (t *Timeline) Pictures() []Shown {
	st := t.s.State()
	if st.Answer == nil {
		return nil
	}
	return pictured(Shown{tr("Timeline"), drawing.Strip(st.Answer, st.Case), t.line})
}

// menus gives the figures of the page their menus.
func (p *WhatIf) menus() *WhatIf {
	p.others.OnMenu = func(at fyne.Position) { show(p.h, at, pictureMenu(p.h, pictureOf(p, p.others))) }
	return p
}

// Pictures implements Illustrated.
func (p *WhatIf) Pictures() []Shown {
	if p.lessons.r == nil {
		return nil
	}
	return pictured(Shown{tr("What the other partners learn"), drawing.Lessons(p.lessons.r, p.lessons.moment), p.others})
}

// Pictures implements Illustrated.
func (b *Brief) Pictures() []Shown {
	var out []Shown
	for _, x := range b.preview.blocks {
		if x.picture != nil {
			out = append(out, Shown{x.picture.Title, x.picture, b.preview})
		}
	}
	return out
}
