package gui

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/start"
	"github.com/fairweather-app/fairweather/core/states"
	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// newCaseForm is the dialog of File > New case: two states and a day, of which
// the registers make a starting case, or a title and nothing else.
type newCaseForm struct {
	w               *Window
	relier, partner *view.Choice
	day, title      *page.Field
	later           *widget.Check
	path            *pathField
	problem         *widget.Label
	rows            [2][]*widget.FormItem // of two states, of a blank case
	form            *widget.Form
	kind            *view.Choice
	says            *widget.Label
	dialog          *dialog.CustomDialog
	ownPath         bool // a person chose the file
	setting         bool
}

// The ways to begin a case.
const (
	fromStates = "states"
	blankCase  = "blank"
)

func (w *Window) newCase() {
	f := &newCaseForm{w: w, kind: view.NewChoice(""), relier: newStateChoice(), partner: newStateChoice()}
	f.day, f.title = w.newField(lang.L("a day, a month or a year")), w.newField(lang.L("France and Britain, 1904 to 1914"))
	f.day.SetText(w.s.Today().String())
	f.later = widget.NewCheck(lang.L("Also what the registers know of the time after that day"), nil)
	f.path = w.newPathField("", true, casefile.Extension)
	f.path.entry.OnChanged = func(string) { f.ownPath = f.ownPath || !f.setting }
	f.problem = widget.NewLabel("")
	f.problem.Wrapping, f.problem.Importance = fyne.TextWrapWord, widget.WarningImportance
	f.problem.Hide()
	f.says = widget.NewLabel("")
	f.says.Wrapping = fyne.TextWrapWord
	f.kind.SetOptions([]view.Option{
		{Key: fromStates, Label: lang.L("Two states, from the registers")}, {Key: blankCase, Label: lang.L("A blank case")},
	})
	f.kind.SetKey(fromStates)
	day := f.day // the state of which day is meant tells which come first
	for _, c := range []*view.Choice{f.relier, f.partner} {
		c.SetSource(func(match string) []view.Option { return stateOptions(match, dayOf(day.Text, w.s.Today())) }, stateName)
	}
	file := widget.NewFormItem(lang.L("File"), f.path.root)
	f.rows[0] = []*widget.FormItem{
		widget.NewFormItem(lang.L("Can"), f.relier), widget.NewFormItem(lang.L("count on"), f.partner),
		widget.NewFormItem(lang.L("As of"), f.day), widget.NewFormItem("", f.later), file,
	}
	f.rows[1] = []*widget.FormItem{widget.NewFormItem(lang.L("Title"), f.title), file}
	f.form = widget.NewForm(f.rows[0]...)
	f.relier.OnKey = func(string) { f.changed() }
	f.partner.OnKey = func(string) { f.changed() }
	f.day.OnChanged = func(string) { f.changed() }
	f.title.OnChanged = func(string) { f.changed() }
	f.kind.OnKey = func(string) { f.switched() }

	content := container.NewVBox(container.NewHBox(widget.NewLabel(lang.L("Begin with")), f.kind), f.says, f.form, f.problem)
	f.dialog = dialog.NewCustomWithoutButtons(lang.L("New case"), container.NewVScroll(content), w.win)
	ok := page.NewKeyButton(lang.L("Make it"), f.make)
	ok.Importance = widget.HighImportance
	cancel := page.NewKeyButton(lang.L("Cancel"), f.dialog.Hide)
	ok.OnEscape, cancel.OnEscape = f.dialog.Hide, f.dialog.Hide
	f.title.OnSubmitted = func(string) { f.make() }
	f.day.OnSubmitted = func(string) { f.make() }
	f.path.entry.OnSubmitted = func(string) { f.make() }
	f.dialog.SetButtons([]fyne.CanvasObject{cancel, ok})
	f.switched()
	f.dialog.Resize(fyne.NewSize(640, 470))
	f.dialog.Show()
	w.win.Canvas().Focus(f.relier)
}

// switched shows the fields of the other way to begin.
func (f *newCaseForm) switched() {
	if f.kind.Key() == blankCase {
		f.form.Items = f.rows[1]
		f.says.SetText(lang.L("A case with nothing in it. Actors, moments, pledges and sources are yours to add."))
	} else {
		f.form.Items = f.rows[0]
		f.says.SetText(lang.L("The registers that are built in give the two states, what treaties bound them to, the wars and disputes in which each was in need and what the other did, and how they voted on each other; the same for the partner’s other allies, to compare. Each record names its register and edition."))
	}
	f.form.Refresh()
	f.changed()
}

// changed names the file after what was chosen, until a person names it.
func (f *newCaseForm) changed() {
	f.problem.Hide()
	if f.ownPath {
		return
	}
	name := strings.TrimSpace(f.title.Text)
	if f.kind.Key() == fromStates {
		name = ""
		if f.relier.Key() != "" && f.partner.Key() != "" {
			name = stateName(f.relier.Key()) + " on " + stateName(f.partner.Key())
		}
	}
	f.setting = true
	f.path.entry.SetText(freePath(f.w.folder(), name))
	f.setting = false
}

// freePath is a file in folder named after a case that is not there yet.
func freePath(folder, name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, strings.TrimSpace(name))
	if name == "" {
		name = "case"
	}
	path := filepath.Join(folder, name+casefile.Extension)
	for n := 2; exists(path); n++ {
		path = filepath.Join(folder, fmt.Sprintf("%s %d%s", name, n, casefile.Extension))
	}
	return path
}

func (f *newCaseForm) refuse(text string) {
	f.problem.SetText(text)
	f.problem.Show()
	f.form.Refresh()
}

// make makes the case and opens it.
func (f *newCaseForm) make() {
	w := f.w
	path := withExtension(expand(f.path.entry.Text), casefile.Extension)
	if exists(path) {
		f.refuse(fmt.Sprintf(lang.L("%s is there already. Choose another name."), path))
		return
	}
	if f.kind.Key() == blankCase {
		name := strings.TrimSpace(f.title.Text)
		if name == "" {
			name = strings.TrimSuffix(filepath.Base(path), casefile.Extension)
		}
		f.dialog.Hide()
		c := ledger.NewCase([]ledger.Record{&ledger.Matter{ID: ledger.MatterID, Title: name}})
		w.s.Create(path, c, "Begin the case “"+name+"”")
		return
	}
	relier, partner := f.relier.Key(), f.partner.Key()
	date, err := edtf.FromInput(f.day.Text, page.DayOrder())
	asOf, ok := date.Latest()
	switch {
	case relier == "" || partner == "":
		f.refuse(lang.L("Choose two states: type a part of a name to find it."))
	case relier == partner:
		f.refuse(lang.L("Relier and partner are the same state. Choose another."))
	case err != nil || !ok:
		f.refuse(fmt.Sprintf(lang.L("The date %q cannot be read."), f.day.Text))
	default:
		f.dialog.Hide()
		later := f.later.Checked
		w.s.Begin(path, "Begin with the registers on "+stateName(relier)+" and "+stateName(partner), func(ctx context.Context) (*ledger.Case, error) {
			session.Progress(ctx, 0.1, lang.L("reading the registers"))
			return start.Case(relier, partner, asOf, start.Options{Later: later})
		}, func(c *ledger.Case) { w.tellStart(c) })
	}
}

// tellStart says what a starting case holds and where the registers end.
func (w *Window) tellStart(c *ledger.Case) {
	text := view.NewProse("")
	spans := []view.Span{{Text: lang.L("From the registers"), Bold: true}, {Text: "\n"}}
	parts := []string{
		page.Count(len(c.Actors()), "actor"), page.Count(len(c.Pledges()), "pledge"), page.Count(len(c.Moments()), "moment"),
		fmt.Sprintf(lang.L("conduct on record: %d"), len(c.Conduct())), page.Count(len(c.Sources()), "source"),
	}
	spans = append(spans, view.Span{Text: strings.Join(parts, ", ") + "."})
	notes := c.Notes()
	slices.SortStableFunc(notes, func(a, b *ledger.Note) int { // the limits first
		return cmp.Compare(limitsFirst(a), limitsFirst(b))
	})
	for _, n := range notes {
		spans = append(spans, view.Span{Text: "\n\n" + n.Title, Bold: true}, view.Span{Text: "\n" + n.Text})
	}
	spans = append(spans, view.Span{Text: "\n\n" + lang.L("All of this stands in the case as notes. The records are yours to change, and to add to."), Tone: view.ToneMuted})
	text.SetSpans(spans)
	scroll := container.NewVScroll(text)
	d := dialog.NewCustomWithoutButtons(c.Matter().Title, scroll, w.win)
	ok := page.NewKeyButton(lang.L("Go to the answer"), func() {
		d.Hide()
		w.Open(0)
	})
	ok.Importance, ok.OnEscape = widget.HighImportance, d.Hide
	d.SetButtons([]fyne.CanvasObject{ok})
	size := w.win.Canvas().Size()
	d.Resize(fyne.NewSize(min(720, size.Width-80), min(560, size.Height-100)))
	d.Show()
	w.win.Canvas().Focus(ok)
}

func limitsFirst(n *ledger.Note) int {
	if n.ID == "n-limits" {
		return 0
	}
	return 1
}

func newStateChoice() *view.Choice {
	c := view.NewChoice("")
	c.Bold, c.PlaceHolder = true, lang.L("Choose a state")
	return c
}

func stateName(id string) string {
	s, _ := states.ByID(id)
	return s.Name
}

// dayOf reads a day as typed; another where it cannot be read.
func dayOf(text string, other edtf.Day) edtf.Day {
	d, err := edtf.FromInput(text, page.DayOrder())
	if day, ok := d.Latest(); err == nil && ok {
		return day
	}
	return other
}

// stateOptions finds states by name, other names and codes: those of the day
// first, and those whose name begins with what was typed before the others.
func stateOptions(match string, day edtf.Day) []view.Option {
	match = strings.ToLower(strings.TrimSpace(match))
	type found struct {
		s    states.State
		rank int
	}
	var list []found
	for _, s := range states.All() {
		rank := 3
		if strings.HasPrefix(strings.ToLower(s.Name), match) {
			rank = 0
		} else if strings.Contains(strings.ToLower(s.Name), match) {
			rank = 1
		} else if strings.EqualFold(s.ISO3, match) || strings.EqualFold(s.ISO2, match) {
			rank = 0
		} else if slices.ContainsFunc(s.Names, func(n string) bool { return strings.HasPrefix(strings.ToLower(n), match) }) {
			rank = 2
		}
		if rank == 3 {
			continue
		}
		if !s.In(day) {
			rank += 4
		}
		list = append(list, found{s, rank})
	}
	slices.SortStableFunc(list, func(a, b found) int { return cmp.Or(cmp.Compare(a.rank, b.rank), strings.Compare(a.s.Name, b.s.Name)) })
	options := make([]view.Option, len(list))
	for i, f := range list {
		options[i] = view.Option{Key: f.s.ID, Label: f.s.Name, Detail: stateYears(f.s)}
	}
	return options
}

// stateYears tells when a state was a member of the system of states.
func stateYears(s states.State) string {
	var parts []string
	for _, t := range s.System {
		first, _, _ := t.First.Date()
		last, _, _ := t.Last.Date()
		if t.Last == edtf.MaxDay {
			parts = append(parts, fmt.Sprintf(lang.L("since %d"), first))
		} else {
			parts = append(parts, fmt.Sprintf("%d–%d", first, last))
		}
	}
	return strings.Join(parts, ", ")
}
