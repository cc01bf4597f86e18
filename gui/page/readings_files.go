package page

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

// windowOf is the window in which an object is; nil while it is in none.
func windowOf(o fyne.CanvasObject) fyne.Window {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		if w.Canvas() == c {
			return w
		}
	}
	return nil
}

// Shell is a host with a window and a line of text below it.
type Shell interface {
	// Window gives the window.
	Window() fyne.Window
	// Say shows a text in the line below until the case changes.
	Say(text string)
}

// written tells in the line below that a file is on disk.
func written(h Host, path string) {
	if s, ok := h.(Shell); ok {
		s.Say(trf("Written to %s", path))
	}
}

// windowFor is the window of a page: the toolkit knows it only of what it has drawn,
// and a command may open a page and ask something on it at once.
func windowFor(h Host, o fyne.CanvasObject) fyne.Window {
	if w, ok := h.(Shell); ok {
		return w.Window()
	}
	return windowOf(o)
}

// pathAsk asks for a file by its path, typed or looked for.
type pathAsk struct {
	title, confirm, says string
	path                 string // to begin with
	save                 bool
	endings              []string          // the first is added where there is none
	more                 fyne.CanvasObject // asked besides; may be nil
}

// show opens the dialog and hands over the path that was chosen.
func (a pathAsk) show(win fyne.Window, then func(path string)) {
	field := NewField("")
	field.SetText(a.path)
	browse := widget.NewButton(tr("Browse…"), func() { a.browse(win, field) })
	says := widget.NewLabel(a.says)
	says.Wrapping = fyne.TextWrapWord
	body := container.NewVBox(container.NewBorder(nil, nil, widget.NewLabel(tr("File")), browse, field), says)
	if a.more != nil {
		body.Add(a.more)
	}
	var d *dialog.ConfirmDialog
	d = dialog.NewCustomConfirm(a.title, a.confirm, tr("Cancel"), body, func(ok bool) {
		path := strings.TrimSpace(field.Text)
		if !ok || path == "" {
			return
		}
		if filepath.Ext(path) == "" {
			path += a.endings[0]
		}
		if _, err := os.Stat(path); a.save && err == nil {
			dialog.ShowConfirm(tr("Replace the file?"), trf("%s is there already.", path), func(ok bool) {
				if ok {
					then(path)
				}
			}, win)
			return
		}
		then(path)
	}, win)
	field.OnSubmitted = func(string) { d.Confirm() }
	field.OnEscape = func() { d.Hide() }
	d.Resize(fyne.NewSize(560, 220))
	d.Show()
	win.Canvas().Focus(field)
	field.CursorColumn = len([]rune(field.Text))
	field.Refresh()
}

func (a pathAsk) browse(win fyne.Window, field *Field) {
	var d *dialog.FileDialog
	if a.save {
		d = dialog.NewFileSave(func(to fyne.URIWriteCloser, err error) {
			if err != nil || to == nil {
				return
			}
			field.SetText(to.URI().Path())
			_ = to.Close() // made by the dialog, to be written by us
			_ = os.Remove(to.URI().Path())
		}, win)
		d.SetFileName(filepath.Base(a.path))
	} else {
		d = dialog.NewFileOpen(func(from fyne.URIReadCloser, err error) {
			if err != nil || from == nil {
				return
			}
			field.SetText(from.URI().Path())
			_ = from.Close() // only its name was wanted
		}, win)
	}
	d.SetFilter(storage.NewExtensionFileFilter(a.endings))
	if folder, err := storage.ListerForURI(storage.NewFileURI(filepath.Dir(field.Text))); err == nil {
		d.SetLocation(folder)
	}
	d.Resize(fyne.NewSize(820, 560))
	d.Show()
}

// beside gives the path of a file next to the case, with an ending of its own.
func beside(st session.State, ending string) string {
	return filepath.Join(filepath.Dir(st.Path), st.Name()+ending)
}

// tell shows what became of something in a dialog.
func tell(win fyne.Window, title, text string) {
	label := widget.NewLabel(text)
	label.Wrapping, label.Selectable = fyne.TextWrapWord, true
	d := dialog.NewCustom(title, tr("Close"), container.NewVScroll(label), win)
	d.Resize(fyne.NewSize(520, 260))
	d.Show()
}

// ExportCSV writes the matrix as CSV, in the layout shown.
func (p *Readings) ExportCSV() {
	win := windowFor(p.h, p.root)
	if win == nil || !p.st.Open() {
		return
	}
	pathAsk{title: tr("Export the matrix as CSV"), confirm: tr("Export"), path: beside(p.st, "-readings.csv"), save: true, endings: []string{".csv"},
		says: tr("A spreadsheet reads it. Ids stand with the titles, so that what is changed there comes back as ratings of the same cells.")}.show(win, p.writeCSV)
}

func (p *Readings) writeCSV(path string) {
	c, q, set, classic := p.st.Whole, p.st.Question, hypotheses.SettingsOf(p.st.Case), p.classic
	var only []string
	if p.d != nil && p.d.blind { // a form to fill in elsewhere
		only = []string{p.s.Analyst()}
	}
	p.s.Always(tr("Exporting ")+filepath.Base(path), func(context.Context) (func(), error) {
		body, err := hypotheses.ExportCSV(c, q, set, classic, only...)
		if err != nil {
			return nil, err
		}
		return func() { written(p.h, path) }, os.WriteFile(path, body, 0o644)
	})
}

// ImportCSV reads a matrix from a CSV file.
func (p *Readings) ImportCSV() {
	win := windowFor(p.h, p.root)
	if win == nil || !p.st.Open() {
		return
	}
	if p.s.Analyst() == "" {
		p.h.Do("name")
		return
	}
	pathAsk{title: tr("Import a matrix from CSV"), confirm: tr("Import"), path: beside(p.st, "-readings.csv"), endings: []string{".csv", ".tsv", ".txt"},
		says: trf("Either layout, with CC C N I II NA, ratios, or ++ + 0 − −−. Ratings without a name of an analyst are kept as those of %s.", p.s.Analyst())}.show(win, p.readCSV)
}

func (p *Readings) readCSV(path string) {
	c, q, who := p.st.Whole, p.st.Question, p.s.Analyst()
	p.s.Go(tr("Reading ")+filepath.Base(path), func(context.Context) (func(), error) {
		body, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		in, err := hypotheses.ImportCSV(c, q, body, who)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
		}
		return func() { p.imported(filepath.Base(path), in, c) }, nil
	})
}

// imported keeps what a file brought as one edit, and says what that is.
func (p *Readings) imported(name string, in *hypotheses.Import, base *ledger.Case) {
	var problems []string
	for _, r := range in.Rows {
		if r.Problem != "" {
			problems = append(problems, trf("Line %d: %s", r.Line, r.Problem))
		}
	}
	text := trf("%s new or changed, %s and %s new; %d were so already.", count(in.Ratings, "rating"), count(in.Hypotheses, "reading"), count(in.Items, "item"), in.Same)
	if len(in.Passed) > 0 {
		text += "\n\n" + trf("Passed over, since no rating stands in them: %s.", strings.Join(in.Passed, ", "))
	}
	if len(problems) > 0 {
		text += "\n\n" + trf("Not taken: %s\n", count(len(problems), "line")) + strings.Join(problems, "\n")
	}
	done := func(err error) {
		if err != nil {
			p.s.Fail(session.Failure{Doing: tr("import ") + name, Path: p.st.Path, Err: err})
			return
		}
		if win := windowFor(p.h, p.root); win != nil {
			tell(win, tr("Imported ")+name, text)
		}
	}
	if len(in.Changes) == 0 {
		done(nil)
		return
	}
	p.s.Apply(casefile.Edit{Label: "Import the matrix " + name, Changes: in.Changes, Base: base}, done)
}
