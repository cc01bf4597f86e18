package gui

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/exchange"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/view"
)

// importRecords asks for a file of other people's: a table, references, a register,
// or a Data Package.
func (w *Window) importRecords() {
	path := w.newPathField("", false, page.RecordFiles...)
	path.entry.SetPlaceHolder(lang.L("path of a file, or of the folder of a Data Package"))
	fresh := widget.NewCheck(lang.L("A Data Package becomes a new case file"), nil)
	if st := w.s.State(); !st.Open() || st.ReadOnly != "" {
		fresh.SetChecked(true)
	}
	says := lang.L("Tables (CSV, XLSX), references (BibTeX, RIS, CSL JSON), registers (SIPRI arms transfers, Kiel tracker, AidData, IATI) and Data Packages. What will happen is shown row by row before anything does.")
	w.ask(lang.L("Import records"), lang.L("Next"), path.entry, says, []*widget.FormItem{widget.NewFormItem(lang.L("File"), path.root), widget.NewFormItem("", fresh)}, func() {
		if from := expand(path.entry.Text); from != "" {
			w.importFrom(from, fresh.Checked)
		}
	})
}

// importFrom reads a file and shows what bringing it in would do; a Data Package
// becomes a case of its own if fresh.
func (w *Window) importFrom(path string, fresh bool) {
	w.s.Always("Reading "+filepath.Base(path), func(context.Context) (func(), error) {
		in, err := page.ReadIncoming(path)
		if err != nil {
			return nil, err
		}
		return func() {
			records, whole := in.Package()
			st := w.s.State()
			switch {
			case whole && fresh:
				w.packageTo(path, records)
			case !st.Open() || st.ReadOnly != "":
				w.tell(lang.L("Import records"), lang.L("Records go into a case: open one that can be changed first, or begin a new one."))
			default:
				page.NewImporting(w.s, w.win, in).Show()
			}
		}, nil
	})
}

// packageTo asks for the case file that a Data Package becomes.
func (w *Window) packageTo(from string, records []ledger.Record) {
	name := strings.TrimSuffix(filepath.Base(from), filepath.Ext(from))
	if strings.EqualFold(filepath.Base(from), "datapackage.json") {
		name = filepath.Base(filepath.Dir(from))
	}
	to := w.newPathField(freePath(w.folder(), name), true, casefile.Extension)
	w.ask(fmt.Sprintf(lang.L("Import %s"), filepath.Base(from)), lang.L("Import"), to.entry, lang.L("The records become a new case file."),
		[]*widget.FormItem{widget.NewFormItem(lang.L("Case file"), to.root)}, func() {
			w.s.Begin(withExtension(expand(to.entry.Text), casefile.Extension), "Import "+filepath.Base(from), func(context.Context) (*ledger.Case, error) {
				return ledger.NewCase(records), nil
			}, nil)
		})
}

// exportForm is one of the forms in which a case is given to other tools.
type exportForm struct {
	key, label, says, ending string
	make                     func(ctx context.Context, w *Window, f *casefile.File, c *ledger.Case) ([]byte, error)
}

// exportForms lists the forms in the order of the dialog.
func exportForms() []exportForm {
	sources := func(b exchange.Bibliography) func(context.Context, *Window, *casefile.File, *ledger.Case) ([]byte, error) {
		return func(_ context.Context, _ *Window, _ *casefile.File, c *ledger.Case) ([]byte, error) {
			return exchange.WriteSources(c.Sources(), b)
		}
	}
	return []exportForm{
		{"package", lang.L("Data Package (all tables as CSV)"), lang.L("The whole case without loss, with types, units and descriptions, and its documents: for R, Python, Excel. It can be imported again."), ".zip", packageOf},
		{"bibtex", "BibTeX", lang.L("The sources, for reference managers. What one changes there can be imported again."), ".bib", sources(exchange.BibTeX)},
		{"ris", "RIS", lang.L("The sources, for reference managers. What one changes there can be imported again."), ".ris", sources(exchange.RIS)},
		{"csl", "CSL JSON", lang.L("The sources, for reference managers. What one changes there can be imported again."), ".json", sources(exchange.CSLJSON)},
		{"calendar", "iCalendar", lang.L("What falls due: open pledges and forecasts, with a reminder a week before."), ".ics", func(_ context.Context, w *Window, f *casefile.File, c *ledger.Case) ([]byte, error) {
			return exchange.Calendar(c, filepath.Base(f.Path()), w.s.Today()), nil
		}},
	}
}

// packageOf gives the case and its documents as a zipped Data Package.
func packageOf(ctx context.Context, _ *Window, f *casefile.File, _ *ledger.Case) ([]byte, error) {
	list, err := f.Documents(ctx)
	if err != nil {
		return nil, err
	}
	documents := make([]exchange.Document, 0, len(list))
	for _, d := range list {
		whole, err := f.Document(ctx, d.SHA256)
		if err != nil {
			return nil, err
		}
		documents = append(documents, exchange.Document{SHA256: whole.SHA256, Name: whole.Name, MediaType: whole.MediaType, Body: whole.Body})
	}
	files, err := exchange.Package(f.Case(), documents) // whole, ratings that are hidden from the analyst too
	if err != nil {
		return nil, err
	}
	return exchange.Zip(files)
}

// exportRecords asks for the form and the file in which the case is given to other
// tools.
func (w *Window) exportRecords() {
	forms := exportForms()
	form := forms[0]
	base := filepath.Join(w.folder(), w.s.State().Name())
	path := w.newPathField(base+form.ending, true)
	says := widget.NewLabel(form.says)
	says.Wrapping = fyne.TextWrapWord
	choice := view.NewChoice("")
	var options []view.Option
	for _, f := range forms {
		options = append(options, view.Option{Key: f.key, Label: f.label})
	}
	choice.SetOptions(options)
	choice.SetKey(form.key)
	choice.OnKey = func(key string) {
		for _, f := range forms {
			if f.key == key {
				path.entry.SetText(strings.TrimSuffix(path.entry.Text, form.ending) + f.ending)
				form = f
				says.SetText(f.says)
			}
		}
	}
	d := dialog.NewCustomWithoutButtons(lang.L("Export for other tools"), container.NewVBox(widget.NewForm(widget.NewFormItem(lang.L("As"), choice), widget.NewFormItem(lang.L("File"), path.root)), says), w.win)
	export := func() {
		d.Hide()
		to := withExtension(expand(path.entry.Text), form.ending)
		w.unlessThere(to, func() {
			w.s.Write(to, func(ctx context.Context, f *casefile.File, c *ledger.Case) ([]byte, error) {
				return form.make(ctx, w, f, c)
			})
		})
	}
	ok, cancel := page.NewKeyButton(lang.L("Export"), export), page.NewKeyButton(lang.L("Cancel"), d.Hide)
	ok.Importance = widget.HighImportance
	ok.OnEscape, cancel.OnEscape = d.Hide, d.Hide
	path.entry.OnSubmitted = func(string) { export() }
	d.SetButtons([]fyne.CanvasObject{cancel, ok})
	d.Resize(fyne.NewSize(640, 300))
	d.Show()
	w.win.Canvas().Focus(choice)
}
