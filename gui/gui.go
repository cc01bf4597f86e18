// Package gui is the window: the question above, the pages at the left, the
// inspector at the right, the state of things below. It shows what session
// holds and turns keys and taps into its commands.
package gui

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/view"
)

// Options are what a window needs from outside.
type Options struct {
	App     fyne.App
	Version string
	Path    string               // of the case to open; empty: the last one, or the bundled one
	Data    string               // the folder for working copies of bundled cases
	Do      func(func())         // fyne.Do; a test's own
	Spawn   func(func())         // nil: a goroutine
	Today   func() edtf.Day      // nil: by the clock
	Poll    time.Duration        // how often to look for edits of others; 0: never
	Exit    func()               // ends the program; nil: App.Quit
	Menu    func(*fyne.MainMenu) // nil: the window's own; a test's
}

// Window is the one window of the program.
type Window struct {
	o   Options
	app fyne.App
	win fyne.Window
	s   *session.Session

	list     []Command
	commands map[string]Command
	items    map[string]*fyne.MenuItem
	menu     *fyne.MainMenu
	recent   *fyne.MenuItem

	pages  []page.Page // nil until first opened
	stale  []session.What
	at     int
	nav    *nav
	bar    *bar
	status *status
	place  *fyne.Container // of the page
	split  *split
	side   fyne.CanvasObject
	form   bool // a form is open in the inspector

	inspector *page.Inspector
	prefs     prefs
}

// New makes the window and opens the case that it begins with. It does not show it.
func New(o Options) *Window {
	if o.Exit == nil {
		o.Exit = o.App.Quit
	}
	w := &Window{o: o, app: o.App, prefs: prefs{o.App.Preferences()}, commands: map[string]Command{}}
	w.setTheme()
	w.win = o.App.NewWindow("Fairweather")
	w.win.SetIcon(fyne.NewStaticResource("icon.png", assets.Icon()))
	w.s = session.New(session.Options{Do: o.Do, Spawn: o.Spawn, Today: o.Today, Failed: w.failed, Ask: w.prefs.question})
	w.s.SetAnalyst(w.prefs.analyst())
	w.list = commands()
	for _, c := range w.list {
		w.commands[c.ID] = c
	}

	w.pages = make([]page.Page, len(page.Pages))
	w.stale = make([]session.What, len(page.Pages))
	w.nav = newNav(w)
	w.bar = newBar(w)
	w.status = newStatus(w)
	w.inspector = page.NewInspector(w.s, w)
	w.place = container.NewStack()
	w.side = container.NewStack(newSurface(), w.inspector.Object())
	w.split = newSplit(w.place, w.side, w.prefs.side())

	w.menu = w.buildMenu()
	w.win.SetMainMenu(w.menu)
	w.hidden()
	top := container.NewVBox(container.NewPadded(w.bar.root), widget.NewSeparator())
	bottom := container.NewVBox(widget.NewSeparator(), w.status.root)
	left := container.NewBorder(nil, nil, nil, widget.NewSeparator(), container.NewStack(newSurface(), w.nav))
	w.win.SetContent(view.NewTooltipLayer(container.NewBorder(top, bottom, left, nil, w.split.root)))
	w.win.Resize(w.prefs.size())
	w.win.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { // what has the keyboard had no use for it
		if ev.Name == fyne.KeyEscape {
			w.escape()
		}
	})
	w.win.SetMaster()
	w.win.SetCloseIntercept(w.Quit)
	w.win.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) {
		for _, u := range uris {
			w.OpenPath(u.Path())
			return // one window, one case
		}
	})
	w.s.OnChange(w.changed)
	w.Open(0)
	w.begin()
	if o.Poll > 0 {
		w.s.Watch(o.Poll)
	}
	return w
}

// Show puts the window on the screen and, the first time, says what it is.
func (w *Window) Show() {
	w.win.Show()
	if !w.prefs.welcomed() {
		w.welcome()
	}
}

// Session gives the window's state, for tests.
func (w *Window) Session() *session.Session { return w.s }

// Canvas gives what the window is drawn on, for tests.
func (w *Window) Canvas() fyne.Canvas { return w.win.Canvas() }

// Page gives the page in view.
func (w *Window) Page() page.Page { return w.pages[w.at] }

// Inspector gives the side at the right.
func (w *Window) Inspector() *page.Inspector { return w.inspector }

// begin opens the case that was asked for, that was open last, or the bundled one.
func (w *Window) begin() {
	switch last := w.prefs.last(); {
	case w.o.Path != "":
		w.OpenPath(w.o.Path)
	case last != "" && exists(last):
		w.s.Open(last)
	default:
		w.openFirstCase()
	}
}

// OpenPath opens a case file, or imports a case written as JSON.
func (w *Window) OpenPath(path string) {
	if slices.Contains(assets.Names(), path) && !exists(path) {
		w.openBundled(path)
		return
	}
	if strings.EqualFold(ext(path), ".json") {
		w.importTo(path)
		return
	}
	w.s.Open(path)
}

// Open brings a page into view.
func (w *Window) Open(i int) {
	if i < 0 || i >= len(w.pages) {
		return
	}
	if w.pages[i] == nil {
		w.pages[i] = page.Pages[i].New(w.s, w)
		w.stale[i] = session.Everything
	}
	w.at = i
	w.place.Objects = []fyne.CanvasObject{w.pages[i].Object()}
	w.place.Refresh()
	w.draw()
	w.nav.show(i)
	if f, ok := w.pages[i].(page.Focuser); ok {
		w.win.Canvas().Focus(f.First())
	}
}

// draw brings the page in view up to date.
func (w *Window) draw() {
	if what := w.stale[w.at]; what != 0 {
		w.stale[w.at] = 0
		w.pages[w.at].Show(w.s.State(), what)
	}
}

// changed is told by the session; it draws what is in view and marks the rest stale.
func (w *Window) changed(st session.State, what session.What) {
	if what.Has(session.FileChanged) {
		w.fileChanged(st)
	}
	if what.Has(session.QuestionChanged | session.FileChanged) {
		w.prefs.setQuestion(st, w.s.Today())
	}
	for i := range w.stale {
		w.stale[i] |= what
	}
	w.bar.show(st, what)
	if what != session.TasksChanged {
		w.draw()
		w.inspector.Show(st, what)
		form := w.inspector.Form() != nil
		if w.form && !form {
			w.leaveForm()
		}
		w.form = form
		w.greyMenu()
	}
	w.status.show(st)
}

// leaveForm takes the keyboard from a field of a form that is gone, which would
// keep it unseen.
func (w *Window) leaveForm() {
	c := w.win.Canvas()
	first := fyne.Focusable(nil)
	if p, ok := w.pages[w.at].(page.Focuser); ok {
		first = p.First()
	}
	if f := c.Focused(); f == nil || f == first || w.bar.has(f) || f == fyne.Focusable(w.nav) {
		return
	}
	c.Unfocus()
	if first != nil {
		c.Focus(first)
	}
}

func (w *Window) fileChanged(st session.State) {
	title := "Fairweather"
	if st.Open() {
		title = st.Case.Matter().Name() + " – Fairweather"
		w.prefs.setLast(st.Path)
		w.recentMenu()
	}
	w.win.SetTitle(title)
	switch {
	case st.Damaged:
		w.offerRescue(st.Path, strings.Join(st.Warnings, "\n\n"))
	case len(st.Warnings) > 0:
		w.status.say("! " + st.Warnings[0])
	}
}

// Menu implements page.Host.
func (w *Window) Menu(items []*fyne.MenuItem, at fyne.Position) {
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), w.win.Canvas(), at)
}

// Quit keeps the preferences, waits for edits on their way to the disk, and
// ends the program.
func (w *Window) Quit() {
	if n := w.inspector.Unfinished(); n > 0 {
		w.confirmQuit(n)
		return
	}
	w.Close()
}

// Close ends the program without asking. Forms that were not applied are lost.
func (w *Window) Close() {
	w.prefs.setSize(w.win.Canvas().Size())
	w.prefs.setSide(w.split.width)
	if err := w.s.Close(); err != nil {
		fyne.LogError("close the case", err)
	}
	w.o.Exit()
}

func (w *Window) toggleInspector() {
	if w.side.Visible() {
		w.side.Hide()
	} else {
		w.side.Show()
	}
	w.split.root.Refresh()
}

func (w *Window) setMode(mode theme.Mode) {
	w.prefs.setMode(mode)
	w.setTheme()
	w.redrawAll()
}

// scaleText makes all text larger or smaller by a factor; 0 makes it normal.
func (w *Window) scaleText(factor float32) {
	text := w.prefs.text() * factor
	if factor == 0 {
		text = 1
	}
	w.prefs.setText(min(max(text, theme.SmallestText), theme.LargestText))
	w.setTheme()
	w.redrawAll()
}

func (w *Window) setTheme() {
	w.app.Settings().SetTheme(theme.New(w.prefs.mode(), w.prefs.text()))
}

// redrawAll draws everything anew in another theme.
func (w *Window) redrawAll() {
	for i := range w.stale {
		w.stale[i] = session.Everything
	}
	w.draw()
	w.win.Content().Refresh()
}

// surface is a ground in the colour of side bars that follows the theme.
type surface struct{ widget.BaseWidget }

func newSurface() *surface {
	s := &surface{}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *surface) CreateRenderer() fyne.WidgetRenderer {
	return &surfaceRenderer{canvas.NewRectangle(theme.Color(theme.ColorNameSurface))}
}

type surfaceRenderer struct{ ground *canvas.Rectangle }

func (r *surfaceRenderer) Destroy()                     {}
func (r *surfaceRenderer) Layout(size fyne.Size)        { r.ground.Resize(size) }
func (r *surfaceRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *surfaceRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.ground} }

func (r *surfaceRenderer) Refresh() {
	r.ground.FillColor = theme.Color(theme.ColorNameSurface)
	r.ground.Refresh()
}

// nav is the list of pages at the left.
type nav struct {
	widget.List
	w *Window
}

func newNav(w *Window) *nav {
	n := &nav{w: w}
	n.Length = func() int { return len(page.Pages) }
	n.CreateItem = func() fyne.CanvasObject {
		key := widget.NewLabel("")
		key.Importance = widget.LowImportance
		key.SizeName = fynetheme.SizeNameCaptionText
		return container.NewBorder(nil, nil, nil, key, widget.NewLabel(lang.L("Moments  ")))
	}
	n.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		objects := o.(*fyne.Container).Objects
		name, key := objects[0].(*widget.Label), objects[1].(*widget.Label)
		name.TextStyle.Bold = i == w.at
		name.SetText(lang.L(page.Pages[i].Name))
		if i < 9 {
			key.SetText(string(rune('1' + i)))
		}
	}
	n.HideSeparators = true
	n.OnSelected = func(i widget.ListItemID) {
		if i != w.at {
			w.Open(i)
		}
	}
	n.ExtendBaseWidget(n)
	return n
}

// MinSize implements fyne.CanvasObject: wide enough for the names.
func (n *nav) MinSize() fyne.Size {
	return fyne.NewSize(max(132, n.List.MinSize().Width), 100)
}

// show marks a page as the one in view.
func (n *nav) show(i int) {
	n.Select(i)
	n.Refresh()
}
