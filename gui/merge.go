package gui

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/view"
)

// mergeDialog asks for another copy of the case: one of those that lie in its
// folder, or any file.
func (w *Window) mergeDialog() {
	st := w.s.State()
	path := w.newPathField("", false, casefile.Extension)
	path.entry.SetPlaceHolder(lang.L("path of another copy of this case"))
	grid := view.NewGrid([]view.Column{
		{Title: lang.L("File"), Width: 200, Flex: true}, {Title: lang.L("New edits"), Width: 70, Align: fyne.TextAlignTrailing}, {Title: lang.L("By"), Width: 120, Flex: true}, {Title: lang.L("Newest"), Width: 116},
	})
	grid.Empty = lang.L("Looking for copies beside this case…")
	says := widget.NewLabel(lang.L("Each of you worked in a copy of this case, and the copies went separate ways. What the other copy has and this one lacks is brought in; where both changed the same, you choose. One undo takes all of it back."))
	says.Wrapping = fyne.TextWrapWord
	beside := widget.NewLabel(fmt.Sprintf(lang.L("Copies in %s"), filepath.Base(filepath.Dir(st.Path))))
	beside.Importance = widget.LowImportance
	beside.Truncation = fyne.TextTruncateEllipsis
	d := dialog.NewCustomWithoutButtons(lang.L("Merge another copy"), container.NewBorder(container.NewVBox(says, beside), path.root, nil, nil, grid), w.win)
	next := func() {
		from := expand(path.entry.Text)
		if from == "" {
			return
		}
		d.Hide()
		w.mergeFrom(from)
	}
	ok, cancel := page.NewKeyButton(lang.L("Compare"), next), page.NewKeyButton(lang.L("Cancel"), d.Hide)
	ok.Importance = widget.HighImportance
	ok.OnEscape, cancel.OnEscape = d.Hide, d.Hide
	path.entry.OnSubmitted = func(string) { next() }
	grid.OnSelect = func(key string) { path.entry.SetText(key) }
	grid.OnOpen = func(key string) {
		path.entry.SetText(key)
		next()
	}
	d.SetButtons([]fyne.CanvasObject{cancel, ok})
	d.Resize(fyne.NewSize(680, 440))
	d.Show()
	w.win.Canvas().Focus(path.entry)
	w.s.Copies(filepath.Dir(st.Path), func(list []casefile.Copy) {
		grid.Empty = lang.L("No other copy lies beside this case. Name one below.")
		var rows []view.Row
		for _, c := range list {
			cells := []view.Cell{{Text: filepath.Base(c.Path)}, {Text: fmt.Sprint(c.New), Sort: float64(c.New)}, {Text: strings.Join(c.Analysts, ", ")}, {}}
			if !c.Last.IsZero() {
				cells[3].Text = c.Last.Local().Format("2006-01-02 15:04")
			}
			switch {
			case c.Err != nil:
				cells[1] = view.Cell{Text: "?", Sort: -1.}
				cells[2] = view.Cell{Text: sentence(c.Err.Error()), Tone: view.ToneWarn}
			case c.New == 0:
				cells[2] = view.Cell{Text: lang.L("nothing that this copy lacks"), Tone: view.ToneMuted}
			}
			rows = append(rows, view.Row{Key: c.Path, Cells: cells})
		}
		grid.SetRows(rows)
		if len(rows) > 0 && path.entry.Text == "" {
			grid.Select(rows[0].Key)
			path.entry.SetText(rows[0].Key)
			w.win.Canvas().Focus(grid)
		}
	})
}

// mergeFrom compares the case with a copy and shows what a merge would do.
func (w *Window) mergeFrom(path string) {
	w.s.PlanMerge(path, func(m *casefile.Merge) {
		if m.Empty() {
			w.tell(lang.L("Nothing to merge"), fmt.Sprintf(lang.L("%s has nothing that this copy lacks."), filepath.Base(path)))
			return
		}
		page.NewMerging(w.s, w.win, m, func(err error) {
			if errors.Is(err, casefile.ErrConflict) {
				w.mergeFrom(path) // the case went on meanwhile: compare anew
			}
		}).Show()
	})
}
