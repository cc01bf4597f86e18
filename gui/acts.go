package gui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// typing gives what has the keyboard, if it is a text that is being written.
// The menu hears Undo, Copy and their like first and must hand them on.
func (w *Window) typing() (fyne.Shortcutable, bool) {
	f := w.win.Canvas().Focused()
	if _, ok := f.(interface{ SelectedText() string }); !ok {
		return nil, false
	}
	s, ok := f.(fyne.Shortcutable)
	return s, ok
}

// hand gives a shortcut to what has the keyboard; false if nothing takes any.
func (w *Window) hand(s fyne.Shortcut) bool {
	if t, ok := w.typing(); ok {
		t.TypedShortcut(s)
		return true
	}
	if f, ok := w.win.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
		return true
	}
	return false
}

func (w *Window) undo() {
	if t, ok := w.typing(); ok {
		t.TypedShortcut(&fyne.ShortcutUndo{})
		return
	}
	if w.free() {
		w.s.Undo()
	}
}

func (w *Window) redo() {
	if t, ok := w.typing(); ok {
		t.TypedShortcut(&fyne.ShortcutRedo{})
		return
	}
	if w.free() {
		w.s.Redo()
	}
}

// free reports that no dialog is open.
func (w *Window) free() bool { return w.win.Canvas().Overlays().Top() == nil }

func (w *Window) cut() { w.hand(&fyne.ShortcutCut{Clipboard: w.app.Clipboard()}) }
func (w *Window) paste() {
	if !w.hand(&fyne.ShortcutPaste{Clipboard: w.app.Clipboard()}) && w.free() {
		if p, ok := w.Page().(*page.Read); ok {
			p.Paste()
			return
		}
		w.Do("paste rows")
	}
}
func (w *Window) selectAll() { w.hand(&fyne.ShortcutSelectAll{}) }

func (w *Window) copy() {
	if !w.hand(&fyne.ShortcutCopy{Clipboard: w.app.Clipboard()}) {
		w.copyTable()
	}
}

// copyTable copies the rows of the page in view.
func (w *Window) copyTable() {
	if p, ok := w.Page().(page.Copier); ok {
		text := p.TSV()
		w.app.Clipboard().SetContent(text)
		w.status.say(fmt.Sprintf(lang.L("Copied %s"), page.Count(strings.Count(text, "\n")-1, "row")))
	}
}

// newRecord opens a form for a new record, filled in as far as what is on
// screen tells.
func (w *Window) newRecord(k ledger.Kind) {
	st := w.s.State()
	on, _ := st.Case.Get(st.Place.Record)
	r, err := page.Begin(st.Whole, k, st.Question.Relier, st.Question.Partner, on, w.s.Today())
	if err != nil {
		w.failed(session.Failure{Doing: "begin a " + string(k), Err: err})
		return
	}
	if rating, ok := r.(*ledger.Rating); ok {
		rating.Analyst = w.s.Analyst()
	}
	w.showInspector()
	w.s.Draft(r)
}

func (w *Window) showInspector() {
	if !w.side.Visible() {
		w.toggleInspector()
	}
}

func (w *Window) editRecord() {
	w.showInspector()
	w.s.Edit(w.s.State().Place.Record)
}

func (w *Window) apply() {
	if f := w.inspector.InDialog(); f != nil {
		f.Submit()
		return
	}
	if w.win.Canvas().Overlays().Top() != nil {
		return
	}
	if f := w.pageForm(); f != nil {
		f.ApplyForm()
		return
	}
	w.inspector.Apply()
}

func (w *Window) cancel() {
	if f := w.pageForm(); f != nil {
		f.CancelForm()
		return
	}
	w.inspector.Cancel()
}

func (w *Window) cite()         { w.inspector.Cite() }
func (w *Window) deleteRecord() { w.inspector.Delete() }

func (w *Window) duplicate() {
	st := w.s.State()
	if r, ok := st.Case.Get(st.Place.Record); ok && r.Kind() != ledger.KindMatter {
		w.s.Draft(page.Duplicate(st.Whole, r))
	}
}

// settings opens the case's question and settings as a form, and makes them
// first where the case has none.
func (w *Window) settings() {
	r, ok := matterOf(w.s.State().Case)
	w.showInspector()
	if ok {
		w.s.Edit(r.RecordID())
		return
	}
	w.s.Draft(r)
}

func (w *Window) aboutCase() {
	w.showInspector()
	w.s.Select(ledger.MatterID)
}

func (w *Window) fileWarnings() {
	st := w.s.State()
	lines := slices.Clone(st.Warnings)
	if st.ReadOnly != "" {
		lines = append([]string{fmt.Sprintf(lang.L("The case cannot be changed: %s."), st.ReadOnly)}, lines...)
	}
	if len(lines) == 0 {
		lines = []string{lang.L("All is well.")}
	}
	w.tell(lang.L("About the file ")+st.Path, strings.Join(lines, "\n\n"))
}

// check lists all problems of the case, with a way to each.
func (w *Window) check() {
	c := w.s.State().Case
	var d *dialog.CustomDialog
	grid := view.NewGrid([]view.Column{
		{Title: lang.L("Weight"), Width: 56}, {Title: lang.L("Record"), Width: 96}, {Title: lang.L("Field"), Width: 96}, {Title: lang.L("What is wrong"), Width: 220, Flex: true}, {Title: lang.L("What to do"), Width: 220, Flex: true},
	})
	grid.Empty = lang.L("Nothing is wrong with this case.")
	w.s.Go("Checking the case", func(context.Context) (func(), error) {
		problems := ledger.Check(c)
		return func() {
			rows := make([]view.Row, len(problems))
			errors := 0
			for i, p := range problems {
				tone := view.ToneWarn
				if p.Severity == ledger.Error {
					tone = view.ToneAgainst2
					errors++
				}
				rows[i] = view.Row{Key: fmt.Sprintf("%d %s", i, p.Record), Cells: []view.Cell{
					{Text: string(p.Severity), Tone: tone}, {Text: string(p.Kind) + " " + p.Record}, {Text: p.Field}, {Text: p.Message}, {Text: p.Fix},
				}}
			}
			open := func(key string) {
				_, id, _ := strings.Cut(key, " ")
				if d != nil {
					d.Hide()
				}
				w.showInspector()
				w.s.Select(id)
			}
			grid.OnOpen = open
			grid.SetRows(rows)
			warnings := len(problems) - errors
			title := fmt.Sprintf(lang.L("Check: %s, %s"), page.Count(errors, "error"), page.Count(warnings, "warning"))
			hint := widget.NewLabel(lang.L("Enter or a double click opens the record."))
			hint.Importance = widget.LowImportance
			d = dialog.NewCustom(title, lang.L("Close"), container.NewBorder(nil, hint, nil, nil, grid), w.win)
			d.Resize(fyne.NewSize(940, 520))
			d.Show()
			w.win.Canvas().Focus(grid)
		}, nil
	})
}

// edits opens the page of what was done to the case.
func (w *Window) edits() { w.Do("page history") }

// compare opens the page of two questions with the present one and its reverse.
func (w *Window) compare() {
	w.Do("page compare")
	if p, ok := w.Page().(*page.Compare); ok {
		p.Turn()
	}
}
