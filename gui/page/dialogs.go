package page

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// nested makes a record that a form needs, such as a source that is cited for
// the first time, in a dialog of its own, and hands over its id. What was typed
// to find it is its name.
func (in *Inspector) nested(kind ledger.Kind, name string, then func(string)) {
	st := in.s.State()
	r, err := Begin(st.Whole, kind, "", "", nil, in.s.Today())
	if err != nil {
		in.s.Fail(session.Failure{Doing: "begin a " + string(kind), Err: err})
		return
	}
	win := in.window()
	if win == nil {
		return
	}
	form := view.NewForm(lookup{in.s})
	form.SetRecord(named(r, name), true)
	d := dialog.NewCustom(trf("New %s", KindWord(kind)), tr("Cancel"), form, win)
	form.OnSubmit = func() {
		r, _ := form.Record()
		r = freshID(in.s.State().Whole, r)
		edit := casefile.Edit{Label: "Add " + label(r), Changes: []ledger.Change{{ID: r.RecordID(), Record: r}}}
		in.s.Apply(edit, func(err error) {
			if err == nil {
				d.Hide()
				then(r.RecordID())
				return
			}
			if p, ok := problemsOf(err); ok {
				form.SetProblems(p)
				return
			}
			d.Hide()
			in.s.Fail(session.Failure{Doing: edit.Label, Path: in.s.State().Path, Err: err, Edit: &edit})
		})
	}
	in.inDialog = form
	d.SetOnClosed(func() { in.inDialog = nil })
	d.Resize(fyne.NewSize(460, 560))
	d.Show()
	form.Focus("")
}

// InDialog gives the form that is open over the inspector's; nil where none is.
func (in *Inspector) InDialog() *view.Form { return in.inDialog }

// named gives a record that has no name yet the one that was typed for it.
func named(r ledger.Record, name string) ledger.Record {
	if name == "" || r.Name() != r.RecordID() {
		return r
	}
	switch x := r.(type) {
	case *ledger.Source:
		x.Title = name
	case *ledger.Actor:
		x.Label = name
	case *ledger.Moment:
		x.Title = name
	case *ledger.Pledge:
		x.Title = name
	case *ledger.Hypothesis:
		x.Title = name
	}
	return r
}

// window is the window in which the inspector is; nil while it is in none.
func (in *Inspector) window() fyne.Window {
	c := fyne.CurrentApp().Driver().CanvasForObject(in.root)
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		if w.Canvas() == c {
			return w
		}
	}
	return nil
}

// credibilities are the Admiralty grades of an item of information.
func credibilities() []string {
	return []string{"1 " + tr("confirmed"), "2 " + tr("probably true"), "3 " + tr("possibly true"), "4 " + tr("doubtful"), "5 " + tr("improbable"), "6 " + tr("cannot be judged")}
}

// Cite asks for a source and adds a citation of it to the record shown.
func (in *Inspector) Cite() {
	st := in.s.State()
	r, ok := st.Case.Get(st.Place.Record)
	win := in.window()
	if !ok || win == nil {
		return
	}
	if _, can := ledger.Cite(r, ledger.Citation{}); !can {
		in.s.Fail(session.Failure{Doing: "cite a source", Err: fmt.Errorf("a %s carries no citations; cite in the record that it is about", kindWord(r.Kind()))})
		return
	}
	source := view.NewChoice("")
	source.PlaceHolder = tr("Choose a source")
	look := lookup{in.s}
	source.SetSource(func(match string) []view.Option { return look.Options(ledger.KindSource, match, 50) }, look.Label)
	where := widget.NewEntry()
	where.SetPlaceHolder(tr("page, paragraph, article, minute"))
	quote := widget.NewMultiLineEntry()
	quote.Wrapping = fyne.TextWrapWord
	quote.SetPlaceHolder(tr("the words it rests on"))
	credible := widget.NewSelect(credibilities(), nil)
	credible.SetSelectedIndex(1)
	items := []*widget.FormItem{
		widget.NewFormItem(tr("Source"), source), widget.NewFormItem(tr("Where"), where),
		widget.NewFormItem(tr("Credibility"), credible), widget.NewFormItem(tr("Quote"), quote),
	}
	d := dialog.NewForm(tr("Cite a source"), tr("Cite"), tr("Cancel"), items, func(ok bool) {
		if !ok || source.Key() == "" {
			return
		}
		n, err := strconv.Atoi(credible.Selected[:1])
		if err != nil {
			return // the list holds nothing else
		}
		next, _ := ledger.Cite(r, ledger.Citation{Source: source.Key(), Where: where.Text, Credibility: n, Quote: quote.Text})
		in.s.Apply(casefile.Edit{Label: "Cite “" + look.Label(source.Key()) + "”", Changes: []ledger.Change{{ID: r.RecordID(), Record: next}}, Base: st.Case}, nil)
	}, win)
	d.Resize(fyne.NewSize(460, 320))
	d.Show()
	win.Canvas().Focus(source)
}

// Delete asks whether to delete the record shown, and says what goes with it.
func (in *Inspector) Delete() {
	st := in.s.State()
	if st.Place.Many != "" {
		in.many.remove()
		return
	}
	r, ok := st.Case.Get(st.Place.Record)
	win := in.window()
	if !ok || win == nil {
		return
	}
	changes, err := Remove(st.Whole, r.RecordID()) // hidden ratings go with it too
	if err != nil {
		in.s.Fail(session.Failure{Doing: "delete " + label(r), Err: err})
		return
	}
	also, loose := 0, 0
	for _, c := range changes {
		switch {
		case c.ID == r.RecordID():
		case c.Record == nil:
			also++
		default:
			loose++
		}
	}
	text := itemOf(st.Case, r.RecordID()).title
	if also > 0 {
		text += "\n\n" + trf("%s cannot be without it and will be deleted as well.", sentence(count(also, "record")))
	}
	if loose > 0 {
		text += "\n\n" + trf("%s will lose the reference to it.", sentence(count(loose, "record")))
	}
	says := widget.NewLabel(text + "\n\n" + tr("Undo brings everything back."))
	says.Wrapping = fyne.TextWrapWord
	Confirm(win, trf("Delete this %s?", KindWord(r.Kind())), tr("Delete"), tr("Keep"), container.NewStack(says), fyne.NewSize(420, 240), func() {
		in.s.Apply(casefile.Edit{Label: "Delete " + label(r), Changes: changes, Base: st.Whole}, nil)
	})
}
