package gui

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func ext(path string) string { return filepath.Ext(path) }

// withExtension gives path the ending if it has none.
func withExtension(path, ending string) string {
	if filepath.Ext(path) == "" {
		return path + ending
	}
	return path
}

// expand gives a path as a person types it its full form: ~ is the home folder.
func expand(path string) string {
	path = strings.TrimSpace(path)
	if rest, ok := strings.CutPrefix(path, "~"); ok && (rest == "" || rest[0] == '/' || rest[0] == filepath.Separator) {
		if home, err := os.UserHomeDir(); err == nil {
			return home + rest
		}
	}
	return path
}

// openFirstCase opens the bundled case that new people begin with.
func (w *Window) openFirstCase() { w.openBundled(assets.FirstCase) }

func (w *Window) openBundled(name string) { w.s.OpenBundled(w.o.Data, name) }

func (w *Window) bundledMenu() *fyne.Menu {
	var items []*fyne.MenuItem
	for _, name := range assets.Names() {
		items = append(items, fyne.NewMenuItem(name, func() { w.openBundled(name) }))
	}
	return fyne.NewMenu("", items...)
}

// recentMenu lists the cases opened last.
func (w *Window) recentMenu() {
	var items []*fyne.MenuItem
	for _, path := range w.prefs.recent() {
		items = append(items, fyne.NewMenuItem(path, func() {
			if !exists(path) {
				w.prefs.forget(path)
				w.recentMenu()
			}
			w.s.Open(path)
		}))
	}
	w.recent.ChildMenu.Items = items
	w.recent.Disabled = len(items) == 0
	if w.menu != nil {
		w.menu.Refresh()
	}
}

// pathField is a text field for a path, with a button that looks for one.
type pathField struct {
	entry *page.Field
	root  *fyne.Container
}

// newPathField makes one that looks for a file to open, or for a place to save to.
func (w *Window) newPathField(text string, save bool, endings ...string) *pathField {
	p := &pathField{entry: w.newField("")}
	p.entry.SetText(text)
	browse := widget.NewButton(lang.L("Browse…"), func() {
		chosen := func(u fyne.URI) { p.entry.SetText(u.Path()) }
		var d *dialog.FileDialog
		if save {
			d = dialog.NewFileSave(func(to fyne.URIWriteCloser, err error) {
				if err != nil || to == nil {
					return
				}
				chosen(to.URI())
				_ = to.Close() // made by the dialog, to be written by us
				_ = os.Remove(to.URI().Path())
			}, w.win)
			d.SetFileName(filepath.Base(text))
		} else {
			d = dialog.NewFileOpen(func(from fyne.URIReadCloser, err error) {
				if err != nil || from == nil {
					return
				}
				chosen(from.URI())
				_ = from.Close() // only its name was wanted
			}, w.win)
		}
		if len(endings) > 0 {
			d.SetFilter(storage.NewExtensionFileFilter(endings))
		}
		if folder, err := storage.ListerForURI(storage.NewFileURI(filepath.Dir(expand(p.entry.Text)))); err == nil {
			d.SetLocation(folder)
		}
		d.Resize(fyne.NewSize(820, 560))
		d.Show()
	})
	p.root = container.NewBorder(nil, nil, nil, browse, p.entry)
	return p
}

// newField makes a field for a dialog: Escape closes it.
func (w *Window) newField(placeHolder string) *page.Field {
	f := page.NewField(placeHolder)
	f.OnEscape = w.escape
	return f
}

// escape closes the dialog on top, as if it had never been opened.
func (w *Window) escape() {
	over := w.win.Canvas().Overlays()
	if top := over.Top(); top != nil {
		over.Remove(top)
	}
}

// folder is where new files go: beside the case that is open, or the documents.
func (w *Window) folder() string {
	if st := w.s.State(); st.Open() && filepath.Dir(st.Path) != w.o.Data {
		return filepath.Dir(st.Path)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "."
	}
	if docs := filepath.Join(home, "Documents"); exists(docs) {
		return docs
	}
	return home
}

// ask shows fields in a dialog; then is called when they are confirmed.
func (w *Window) ask(title, confirm string, focus fyne.Focusable, says string, fields []*widget.FormItem, then func()) dialog.Dialog {
	form := widget.NewForm(fields...)
	content := container.NewVBox(form)
	if says != "" {
		text := widget.NewLabel(says)
		text.Wrapping = fyne.TextWrapWord
		content.Objects = append([]fyne.CanvasObject{text}, content.Objects...)
	}
	d := dialog.NewCustomConfirm(title, confirm, lang.L("Cancel"), content, func(ok bool) {
		if ok {
			then()
		}
	}, w.win)
	for _, f := range fields {
		entry, ok := f.Widget.(*page.Field)
		if !ok {
			if box, is := f.Widget.(*fyne.Container); is {
				for _, o := range box.Objects {
					if e, is := o.(*page.Field); is {
						entry, ok = e, true
					}
				}
			}
		}
		if ok {
			entry.OnSubmitted = func(string) { d.Hide(); then() }
		}
	}
	d.Resize(fyne.NewSize(620, content.MinSize().Height+140))
	d.Show()
	w.win.Canvas().Focus(focus)
	return d
}

func (w *Window) openDialog() {
	path := w.newPathField("", false, casefile.Extension, ".json")
	path.entry.SetPlaceHolder(lang.L("path of a .fairweather or .json file"))
	var d dialog.Dialog
	open := func(p string) {
		d.Hide()
		w.OpenPath(p)
	}
	content := container.NewVBox(path.root)
	if recent := w.prefs.recent(); len(recent) > 0 {
		content.Add(widget.NewLabel(lang.L("Recent")))
		for _, p := range recent {
			b := widget.NewButton(p, func() { open(p) })
			b.Importance, b.Alignment = widget.LowImportance, widget.ButtonAlignLeading
			content.Add(b)
		}
	}
	d = dialog.NewCustomConfirm(lang.L("Open a case"), lang.L("Open"), lang.L("Cancel"), container.NewVScroll(content), func(ok bool) {
		if ok && expand(path.entry.Text) != "" {
			w.OpenPath(expand(path.entry.Text))
		}
	}, w.win)
	path.entry.OnSubmitted = func(text string) { open(expand(text)) }
	d.Resize(fyne.NewSize(620, 380))
	d.Show()
	w.win.Canvas().Focus(path.entry)
}

func (w *Window) saveAs() {
	st := w.s.State()
	path := w.newPathField(filepath.Join(w.folder(), st.Name()+" copy"+casefile.Extension), true, casefile.Extension)
	w.ask(lang.L("Save a copy, and go on in it"), lang.L("Copy"), path.entry,
		lang.L("There is no need to save: every change is on disk. A copy takes the whole history with it."),
		[]*widget.FormItem{widget.NewFormItem(lang.L("File"), path.root)}, func() {
			to := withExtension(expand(path.entry.Text), casefile.Extension)
			w.unlessThere(to, func() { w.s.SaveAs(to) })
		})
}

// unlessThere does what would replace a file, after asking if there is one.
func (w *Window) unlessThere(path string, do func()) {
	if !exists(path) {
		do()
		return
	}
	page.ConfirmText(w.win, lang.L("Replace the file?"), fmt.Sprintf(lang.L("%s is there already."), path), lang.L("Replace"), do)
}

func (w *Window) importDialog() {
	from := w.newPathField("", false, ".json")
	from.entry.SetPlaceHolder(lang.L("path of a case written as JSON"))
	w.ask(lang.L("Import a case"), lang.L("Next"), from.entry, "", []*widget.FormItem{widget.NewFormItem(lang.L("JSON file"), from.root)}, func() {
		w.importTo(expand(from.entry.Text))
	})
}

// importTo asks for the case file that a JSON file becomes.
func (w *Window) importTo(from string) {
	name := strings.TrimSuffix(filepath.Base(from), filepath.Ext(from)) + casefile.Extension
	to := w.newPathField(filepath.Join(filepath.Dir(from), name), true, casefile.Extension)
	w.ask(fmt.Sprintf(lang.L("Import %s"), filepath.Base(from)), lang.L("Import"), to.entry, lang.L("The records become a new case file."),
		[]*widget.FormItem{widget.NewFormItem(lang.L("Case file"), to.root)}, func() {
			w.s.Import(from, withExtension(expand(to.entry.Text), casefile.Extension))
		})
}

func (w *Window) exportDialog() {
	path := w.newPathField(filepath.Join(w.folder(), w.s.State().Name()+".json"), true, ".json")
	w.ask(lang.L("Export the whole case as JSON"), lang.L("Export"), path.entry, "", []*widget.FormItem{widget.NewFormItem(lang.L("File"), path.root)}, func() {
		to := withExtension(expand(path.entry.Text), ".json")
		w.unlessThere(to, func() { w.s.Export(to) })
	})
}

func (w *Window) rescueDialog() {
	st := w.s.State()
	damaged := ""
	if st.Damaged {
		damaged = st.Path
	}
	w.rescue(damaged)
}

// rescue asks where what is sound of a damaged case goes.
func (w *Window) rescue(damaged string) {
	from := w.newPathField(damaged, false, casefile.Extension)
	to := w.newPathField(rescuedPath(damaged), true, casefile.Extension)
	from.entry.OnChanged = func(s string) { to.entry.SetText(rescuedPath(expand(s))) }
	w.ask(lang.L("Rescue what is sound of a damaged case"), lang.L("Rescue"), from.entry, lang.L("The damaged file stays as it is. What is sound in it goes to a new one."),
		[]*widget.FormItem{widget.NewFormItem(lang.L("Damaged file"), from.root), widget.NewFormItem(lang.L("New file"), to.root)}, func() {
			w.s.Rescue(expand(from.entry.Text), withExtension(expand(to.entry.Text), casefile.Extension), func(r casefile.Report) {
				w.tell(lang.L("Rescued"), r.String())
			})
		})
}

func rescuedPath(damaged string) string {
	if damaged == "" {
		return ""
	}
	return strings.TrimSuffix(damaged, filepath.Ext(damaged)) + " rescued" + casefile.Extension
}

// tell shows a text in a dialog.
func (w *Window) tell(title, text string) {
	label := widget.NewLabel(text)
	label.Wrapping = fyne.TextWrapWord
	label.Selectable = true
	d := dialog.NewCustom(title, lang.L("Close"), container.NewVScroll(label), w.win)
	d.Resize(fyne.NewSize(520, 260))
	d.Show()
}

// failed says what happened, to which file, and what to do.
func (w *Window) failed(f session.Failure) {
	var conflict *casefile.ConflictError
	switch {
	case errors.As(f.Err, &conflict) && f.Edit != nil:
		w.conflict(conflict, *f.Edit)
	case errors.Is(f.Err, casefile.ErrDamaged) && f.Path != "":
		w.offerRescue(f.Path, f.Err.Error())
	default:
		w.notices.show(view.ToneWarn, fmt.Sprintf(lang.L("Not done: %s. %s"), f.Doing, sentence(f.Err.Error())))
	}
	if !w.s.State().Open() && f.Path != "" && f.Path == w.prefs.last() {
		w.prefs.p.SetString(keyLast, "") // begin elsewhere next time
	}
}

// offerRescue says that a case file is damaged and offers a copy of what is sound.
func (w *Window) offerRescue(path, what string) {
	text := widget.NewLabel(sentence(what))
	text.Wrapping = fyne.TextWrapWord
	page.Confirm(w.win, fmt.Sprintf(lang.L("%s is damaged"), filepath.Base(path)), lang.L("Rescue…"), lang.L("Close"), container.NewVScroll(text), fyne.NewSize(520, 300), func() { w.rescue(path) })
}

// conflict shows both versions of records that two people changed, and lets a
// person choose.
func (w *Window) conflict(e *casefile.ConflictError, edit casefile.Edit) {
	var text strings.Builder
	for _, c := range e.Clashes {
		who := c.By.Analyst
		if who == "" {
			who = lang.L("another window or program")
		}
		fmt.Fprintf(&text, lang.L("%s was changed by %s, %s (%s).")+"\n\n", c.ID, who, c.By.Time.Local().Format("2006-01-02 15:04"), c.By.Label)
		for _, f := range ledger.Diff(c.Theirs, c.Yours) {
			fmt.Fprintf(&text, "%s\n  "+lang.L("theirs:  %s")+"\n  "+lang.L("yours:  %s")+"\n", lang.L(f.Label), orNothing(f.Old), orNothing(f.New))
		}
		text.WriteString("\n")
	}
	label := widget.NewLabel(text.String())
	label.Wrapping = fyne.TextWrapWord
	label.Selectable = true
	d := dialog.NewCustomWithoutButtons(lang.L("Changed by somebody else meanwhile"), container.NewVScroll(label), w.win)
	theirs := page.NewKeyButton(lang.L("Keep theirs"), func() {
		d.Hide()
		w.s.Refresh()
		if w.inspector.Form() != nil {
			w.inspector.Cancel()
		}
	})
	yours := page.NewKeyButton(lang.L("Put yours in its place"), func() {
		d.Hide()
		w.s.Replace(edit, func(err error) {
			if err != nil {
				w.failed(session.Failure{Doing: edit.Label, Path: w.s.State().Path, Err: err})
				return
			}
			w.inspector.Cancel()
		})
	})
	d.SetButtons([]fyne.CanvasObject{theirs, yours})
	d.Resize(fyne.NewSize(600, 420))
	d.Show()
	w.win.Canvas().Focus(theirs)
}

func orNothing(s string) string {
	if s == "" {
		return lang.L("(nothing)")
	}
	return s
}

func sentence(text string) string {
	for i, r := range text {
		return strings.ToUpper(string(r)) + text[i+len(string(r)):]
	}
	return text
}
