// Package gui is the window: the question above, the pages at the left, the
// inspector at the right, the state of things below. It shows what session
// holds and turns keys and taps into its commands.
package gui

import (
	"fmt"
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
	Path    string                 // of the case to open; empty: the last one, or the bundled one
	Data    string                 // the folder for working copies of bundled cases
	Keep    string                 // the folder for unfinished forms and reports of crashes; empty: none are kept
	Do      func(func())           // fyne.Do; a test's own
	Spawn   func(func())           // nil: a goroutine
	Today   func() edtf.Day        // nil: by the clock
	Poll    time.Duration          // how often to look for edits of others; 0: never
	Clip    func(png []byte) error // puts a picture on the clipboard; nil: the system's
	Exit    func()                 // ends the program; nil: App.Quit
	Menu    func(*fyne.MainMenu)   // nil: the window's own; a test's
}

// Window is a window of the program.
type Window struct {
	p   *program
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
	notices   *notices
	draftsOf  string // the case to which the inspector's unfinished forms belong
	prefs     prefs
}

// New makes the first window and opens the case that it begins with. It does
// not show it.
func New(o Options) *Window {
	if o.Exit == nil {
		o.Exit = o.App.Quit
	}
	if o.Clip == nil {
		o.Clip = clipImage
	}
	p := newProgram(o)
	w := p.window()
	w.begin()
	return w
}

// window makes a window without a case.
func (p *program) window() *Window {
	o := p.o
	w := &Window{p: p, o: o, app: o.App, prefs: p.prefs, commands: map[string]Command{}}
	w.win = o.App.NewWindow("Fairweather")
	w.win.SetIcon(fyne.NewStaticResource("icon.png", assets.Icon()))
	w.s = session.New(session.Options{Do: p.guarded(o.Do), Spawn: o.Spawn, Today: o.Today, Failed: w.failed, Ask: w.prefs.question, Panicked: p.panicked})
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
	w.notices = newNotices(w)
	top := container.NewVBox(container.NewPadded(w.bar.root), widget.NewSeparator(), w.notices.root)
	bottom := container.NewVBox(widget.NewSeparator(), w.status.root)
	left := container.NewBorder(nil, nil, nil, widget.NewSeparator(), container.NewStack(newSurface(), w.nav))
	w.win.SetContent(view.NewTooltipLayer(container.NewBorder(top, bottom, left, nil, w.split.root)))
	w.win.Resize(w.prefs.size())
	w.win.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { // what has the keyboard had no use for it
		if ev.Name == fyne.KeyEscape {
			w.escape()
		}
	})
	w.win.SetCloseIntercept(w.CloseWindow)
	w.win.SetOnDropped(func(at fyne.Position, uris []fyne.URI) {
		var paths []string
		for _, u := range uris {
			paths = append(paths, u.Path())
		}
		w.droppedFiles(paths)
	})
	w.s.OnChange(w.changed)
	w.s.OnTick(w.keepDrafts)
	p.windows = append(p.windows, w)
	w.Open(0)
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

// Frame implements page.Framed.
func (w *Window) Frame() fyne.Window { return w.win }

// Page gives the page in view.
func (w *Window) Page() page.Page { return w.pages[w.at] }

// Inspector gives the side at the right.
func (w *Window) Inspector() *page.Inspector { return w.inspector }

// begin opens the case that was asked for, that was open last, or the bundled
// one. After a crash it offers to, instead: the case may have had a part in it.
func (w *Window) begin() {
	crash, crashed := w.p.lastCrash()
	last := w.prefs.last()
	switch {
	case w.o.Path != "":
		w.OpenPath(w.o.Path)
	case crashed && crash.Case != "":
	case last != "" && exists(last):
		w.s.Open(last)
	default:
		w.openFirstCase()
	}
	if crashed {
		w.offerReopen(crash)
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
		w.keepDrafts() // of the case before
		w.notices.hide()
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
		if what.Has(session.FileChanged) {
			w.offerDrafts(st)
			w.remind(st)
		}
		form := w.inspector.Form() != nil
		switch {
		case form && !w.form:
			w.showInspector() // nobody should type into what they do not see, or look for a draft
		case w.form && !form:
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
		w.p.remember()
	}
	w.win.SetTitle(title)
	switch {
	case st.Damaged:
		w.offerRescue(st.Path, strings.Join(st.Warnings, "\n\n"))
	case len(st.Warnings) > 0:
		w.status.say("! " + st.Warnings[0])
	}
}

// offerDrafts takes in the forms that were left unfinished the last time,
// unless another window has them.
func (w *Window) offerDrafts(st session.State) {
	w.draftsOf = st.Path
	for _, x := range w.p.windows {
		if x != w && x.draftsOf == st.Path {
			return
		}
	}
	list := w.p.drafts(st.Path, st.Case)
	if len(list) == 0 {
		return
	}
	w.inspector.Offer(list)
	w.notices.show(view.ToneNeutral, fmt.Sprintf(lang.L("Kept from last time: %s."), page.Count(len(list), "unfinished form")),
		action{lang.L("Go on"), func() { w.showInspector(); w.inspector.ResumeFirst() }})
}

// Menu implements page.Host.
func (w *Window) Menu(items []*fyne.MenuItem, at fyne.Position) {
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), w.win.Canvas(), at)
}

// Quit ends the program. Forms that were not applied are kept and offered the
// next time.
func (w *Window) Quit() { w.Close() }

// Close closes every window and ends the program: it keeps the preferences and
// unfinished forms, and waits for edits on their way to the disk.
func (w *Window) Close() {
	for _, x := range slices.Clone(w.p.windows) {
		if x != w {
			x.CloseWindow()
		}
	}
	w.CloseWindow()
}

// CloseWindow closes this window, and with the last one ends the program.
func (w *Window) CloseWindow() {
	if !slices.Contains(w.p.windows, w) {
		return // closed already
	}
	w.prefs.setSize(w.win.Canvas().Size())
	w.prefs.setSide(w.split.width)
	w.keepDrafts()
	if err := w.s.Close(); err != nil {
		fyne.LogError("close the case", err)
	}
	w.p.windows = slices.DeleteFunc(w.p.windows, func(x *Window) bool { return x == w })
	for _, x := range w.p.windows {
		if x.draftsOf == w.draftsOf && w.draftsOf != "" {
			x.inspector.Offer(w.inspector.Drafts()) // they would be lost with this window
			break
		}
	}
	if w.p.chooser != nil && (w.p.chooser.w == w || len(w.p.windows) == 0) {
		w.p.chooser.win.Close()
		w.p.chooser = nil
	}
	if len(w.p.windows) > 0 {
		w.p.remember()
		w.win.Close()
		return
	}
	w.p.ended()
	w.o.Exit()
}

func (w *Window) toggleInspector() {
	if w.side.Visible() {
		w.side.Hide()
		if n := w.inspector.Unfinished(); n > 0 || w.inspector.Form() != nil {
			w.notices.show(view.ToneNeutral, fmt.Sprintf(lang.L("The inspector is hidden, and holds %s."), page.Count(max(n, 1), "unfinished form")),
				action{lang.L("Show it"), w.showInspector})
		}
	} else {
		w.side.Show()
	}
	w.split.root.Refresh()
}

func (w *Window) setMode(mode theme.Mode) {
	w.prefs.setMode(mode)
	w.p.setTheme()
}

// scaleText makes all text larger or smaller by a factor; 0 makes it normal.
func (w *Window) scaleText(factor float32) {
	text := w.prefs.text() * factor
	if factor == 0 {
		text = 1
	}
	w.prefs.setText(min(max(text, theme.SmallestText), theme.LargestText))
	w.p.setTheme()
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
