package gui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// status is the line below: what is kept, what undo would undo, what runs.
type status struct {
	w     *Window
	text  *view.Prose
	tasks *fyne.Container
	root  *fyne.Container
	note  string // said last, until something else happens
	edits string // the undo label when it was said
	last  string // what is shown
	busy  int
}

func newStatus(w *Window) *status {
	s := &status{w: w, text: view.NewProse(fynetheme.SizeNameCaptionText), tasks: container.NewHBox()}
	s.text.OnTapped = func(key string) { w.Do(key) }
	s.root = container.New(layout.NewCustomPaddedLayout(2, 5, 14, 12), container.NewBorder(nil, nil, nil, s.tasks, s.text))
	return s
}

// say shows a message until the next change of the case.
func (s *status) say(text string) {
	s.note, s.edits = text, s.w.s.State().Undo
	s.show(s.w.s.State())
}

func (s *status) show(st session.State) {
	s.showTasks(st)
	if s.note != "" && s.edits != st.Undo {
		s.note = ""
	}
	var spans []view.Span
	key := ""
	add := func(text, command string, tone view.Tone) {
		if len(spans) > 0 {
			spans = append(spans, view.Span{Text: "  ·  ", Tone: view.ToneMuted})
		}
		spans = append(spans, view.Span{Text: text, Key: command, Tone: tone})
		key += text + "\n"
	}
	if s.note != "" {
		add(s.note, "", view.ToneNeutral)
	}
	switch {
	case !st.Open():
		add(lang.L("No case is open"), "", view.ToneMuted)
	case st.ReadOnly != "":
		add(fmt.Sprintf(lang.L("Read-only: %s"), st.ReadOnly), "file warnings", view.ToneWarn)
	default:
		add(lang.L("All changes kept"), "edits", view.ToneMuted)
	}
	if st.Open() {
		records := st.Whole.Len()
		if _, ok := st.Case.Get(ledger.MatterID); ok {
			records-- // what the case says of itself is no record of what was done
		}
		add(page.Count(records, "record")+", "+page.Count(len(st.Case.Sources()), "source"), "", view.ToneMuted)
		add(fmt.Sprintf(lang.L("words: %s"), assess.SettingsOf(st.Case).Words.Title()), "settings", view.ToneMuted)
		if n := len(st.Warnings); n > 0 && st.ReadOnly == "" {
			add(fmt.Sprintf(lang.L("%s about the file"), page.Count(n, "warning")), "file warnings", view.ToneWarn)
		}
		if st.Undo != "" {
			add(fmt.Sprintf(lang.L("Undo: %s"), brief(st.Undo)), "undo", view.ToneMuted)
		}
		if s.w.s.Analyst() == "" {
			add(lang.L("Say who you are"), "name", view.ToneMuted)
		}
	}
	if key != s.last {
		s.last = key
		s.text.SetSpans(spans)
	}
}

// showTasks lists running work with a way to stop it.
func (s *status) showTasks(st session.State) {
	if len(st.Tasks) == 0 && s.busy == 0 {
		return
	}
	s.busy = len(st.Tasks)
	s.tasks.Objects = nil
	for _, t := range st.Tasks {
		name := widget.NewLabel(t.Name + "…")
		name.SizeName = fynetheme.SizeNameCaptionText
		var bar fyne.CanvasObject = widget.NewProgressBarInfinite()
		if t.Share >= 0 {
			far := widget.NewProgressBar()
			far.SetValue(t.Share)
			bar = far
		}
		stop := view.NewLink(lang.L("Cancel"), func() { s.w.s.Cancel(t.ID) })
		s.tasks.Add(container.NewHBox(name, container.NewGridWrap(fyne.NewSize(80, 14), bar), stop))
	}
	s.tasks.Refresh()
	s.root.Refresh()
}

// matterOf gives the case's matter as it can be edited: a new one where there is none.
func matterOf(c *ledger.Case) (ledger.Record, bool) {
	if r, ok := c.Get(ledger.MatterID); ok {
		return r, true
	}
	return c.Matter(), false
}
