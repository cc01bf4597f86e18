package gui

import (
	"slices"

	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/theme"
)

// program is what the windows of one process share.
type program struct {
	o       Options
	prefs   prefs
	windows []*Window
	kept    map[string]string // the unfinished forms on disk, by case: as last written

	chooser *preferencesWindow // nil: not open

	note     running // that the program runs; zero where none is kept
	last     crashed
	hadCrash bool // last has not been told yet
}

func newProgram(o Options) *program {
	p := &program{o: o, prefs: prefs{o.App.Preferences()}, kept: map[string]string{}}
	speak(p.prefs.language())
	page.SetDayOrder(p.prefs.dayOrder())
	p.setTheme()
	p.began()
	watchSystemTheme(o.Do, p.setTheme)
	return p
}

// setTheme shows every window in the theme and text size of the preferences.
func (p *program) setTheme() {
	p.o.App.Settings().SetTheme(theme.New(p.prefs.mode(), p.prefs.text()))
	for _, w := range p.windows {
		w.redrawAll()
	}
}

// another opens a window more, on the same case as w and with the same question.
func (p *program) another(w *Window) *Window {
	st := w.s.State()
	x := p.window()
	if st.Open() {
		x.s.Open(st.Path)
	}
	x.win.Show()
	return x
}

// anew makes every window again, in another language.
func (p *program) anew() {
	for _, old := range slices.Clone(p.windows) {
		st, at := old.s.State(), old.at
		old.keepDrafts()
		x := p.window()
		x.win.Resize(old.win.Canvas().Size())
		if st.Open() {
			x.s.Open(st.Path)
		}
		x.Open(at)
		x.win.Show()
		old.CloseWindow()
	}
}

// guarded wraps what runs functions on the toolkit's thread, so that one that
// fails leaves a report and the window goes on.
func (p *program) guarded(do func(func())) func(func()) {
	if p.o.Keep == "" {
		return do
	}
	return func(f func()) {
		do(func() {
			defer p.recovered()
			f()
		})
	}
}

// newWindow opens a second window.
func (w *Window) newWindow() { w.p.another(w) }

// Forget says that the program did not crash where it ends before its window was
// on the screen.
func (w *Window) Forget() { w.p.ended() }
