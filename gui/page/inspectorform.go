package page

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

// editing is what the form is about.
type editing struct {
	id    string
	isNew bool
	base  *ledger.Case // the snapshot that the form began from
	busy  bool
}

// draft is a form that was left before it was applied.
type draft struct {
	record ledger.Record
	isNew  bool
	base   *ledger.Case
}

// Draft is a form that was not applied, as it is kept on disk.
type Draft struct {
	Record ledger.Record
	Base   ledger.Record // what the form began from; nil: a new record
}

// Drafts lists the unfinished forms, by the ids of their records.
func (in *Inspector) Drafts() []Draft {
	all := map[string]draft{}
	for id, d := range in.drafts {
		all[id] = d
	}
	if e := in.editing; e != nil && in.form.Dirty() {
		if r, _ := in.form.Record(); r != nil {
			all[e.id] = draft{r, e.isNew, e.base}
		}
	}
	var out []Draft
	for _, id := range sortedKeys(all) {
		d := all[id]
		if d.record == nil {
			continue
		}
		k := Draft{Record: d.record}
		if !d.isNew {
			k.Base, _ = d.base.Get(id)
		}
		out = append(out, k)
	}
	return out
}

// Offer takes unfinished forms in that were kept on disk.
func (in *Inspector) Offer(list []Draft) {
	c := in.s.State().Case
	for _, d := range list {
		id := d.Record.RecordID()
		base := c
		if d.Base != nil { // what others changed since is a conflict, as ever
			base = c.With(ledger.Change{ID: id, Record: d.Base})
		}
		in.drafts[id] = draft{d.Record, d.Base == nil, base}
	}
	if len(list) > 0 {
		in.redraw()
	}
}

// ResumeFirst opens the first of the unfinished forms.
func (in *Inspector) ResumeFirst() {
	for _, id := range sortedKeys(in.drafts) {
		in.resumeDraft(id)
		return
	}
}

// begin opens a form on a record.
func (in *Inspector) begin(r ledger.Record, isNew bool, base *ledger.Case) {
	in.editing = &editing{id: r.RecordID(), isNew: isNew, base: base}
	if d, ok := in.drafts[r.RecordID()]; ok {
		r, in.editing.isNew, in.editing.base = d.record, d.isNew, d.base
		isNew = d.isNew
		delete(in.drafts, r.RecordID())
	}
	in.form.SetRecord(ledger.Clone(r), isNew)
	in.formSays.SetSpans(leaveSpans())
	what := strings.ToUpper(trf("Edit: %s", KindWord(r.Kind())))
	title := itemOf(base, r.RecordID()).title
	if isNew {
		what = strings.ToUpper(trf("New %s", KindWord(r.Kind())))
		title = trf("New %s", KindWord(r.Kind()))
	}
	in.set([]span{mute(what + "  " + r.RecordID())}, title, false, container.New(headed{}, container.New(column{}, in.formSays), container.New(layout.NewCustomPaddedLayout(0, 6, gutter, 8), in.form)))
	in.form.Focus("")
}

// leaveSpans is what stands above a form.
func leaveSpans() []span {
	return []span{mute(tr("Nothing is kept until you apply it. ")), link(tr("Leave the form"), command+"cancel")}
}

// leave keeps what was typed into a form that is not applied.
func (in *Inspector) leave() {
	if in.editing == nil {
		return
	}
	if in.form.Dirty() {
		r, _ := in.form.Record()
		in.drafts[in.editing.id] = draft{r, in.editing.isNew, in.editing.base}
	}
	in.editing = nil
}

// resume opens the form with the unfinished changes of the record shown.
func (in *Inspector) resume() { in.s.Edit(in.shown.Record) }

func (in *Inspector) resumeDraft(id string) {
	d, ok := in.drafts[id]
	if !ok {
		return
	}
	if d.isNew {
		in.s.Draft(d.record)
	} else {
		in.s.Edit(id)
	}
}

// Cancel leaves the form and forgets what was typed.
func (in *Inspector) Cancel() {
	e := in.editing
	if e == nil {
		return
	}
	in.editing = nil
	if e.isNew {
		if in.s.State().Back {
			in.s.GoBack()
		} else {
			in.s.Visit(session.Place{})
		}
		return
	}
	in.s.Select(e.id)
}

// Apply keeps what the form holds, if all of it can be read.
func (in *Inspector) Apply() {
	if in.editing != nil {
		in.form.Submit()
	}
}

// keep keeps what the form holds as one edit.
func (in *Inspector) keep() {
	e := in.editing
	if e == nil || e.busy {
		return
	}
	r, _ := in.form.Record()
	verb := "Change "
	if e.isNew {
		verb = "Add "
		r = freshID(in.s.State().Whole, r)
	}
	edit := casefile.Edit{Label: verb + label(r), Changes: []ledger.Change{{ID: r.RecordID(), Record: r}}}
	if !e.isNew {
		edit.Base = e.base
	}
	e.busy = true
	in.s.Apply(edit, func(err error) {
		e.busy = false
		in.applied(e, edit, r.RecordID(), err)
	})
}

// applied is told what became of an edit.
func (in *Inspector) applied(e *editing, edit casefile.Edit, id string, err error) {
	problems, refused := problemsOf(err)
	switch {
	case err == nil:
		if in.editing == e {
			in.editing = nil
			in.s.Select(id)
		}
	case refused && in.editing == e:
		in.form.SetProblems(problems)
		text := problems[0].Message
		if len(problems) > 1 {
			text = trf("%s, and %d more", text, len(problems)-1)
		}
		in.formSays.SetSpans([]span{warn(trf("Not kept: %s.", text))})
	default:
		in.s.Fail(session.Failure{Doing: edit.Label, Path: in.s.State().Path, Err: err, Edit: &edit})
	}
}

// problemsOf gives the problems for which an edit was refused.
func problemsOf(err error) ([]ledger.Problem, bool) {
	var p *casefile.ProblemsError
	if errors.As(err, &p) && len(p.Problems) > 0 {
		return p.Problems, true
	}
	return nil, false
}

// label names a record for the list of edits: "conduct “Voted no”".
func label(r ledger.Record) string {
	name := []rune(r.Name())
	if x, ok := r.(*ledger.Rating); ok { // others read it, and may still have to rate that
		name = []rune(x.Analyst + ": " + x.Subject + " of " + x.Record)
	}
	if len(name) > 60 {
		name = append(name[:59], '…')
	}
	return kindWord(r.Kind()) + " “" + string(name) + "”"
}
