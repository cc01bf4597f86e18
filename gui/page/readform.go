package page

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// edit opens the form of what was drafted, in the place of the candidates.
func (p *Read) edit() {
	d := p.draft
	if d == nil {
		if p.problem != "" {
			p.tellHere(sentence(p.problem) + ".")
		}
		return
	}
	p.editing = true
	p.form.SetLookup(draftLookup{lookup{p.s}, p.rc.With(changesOf(d.Also)...)})
	p.form.SetRecord(ledger.Clone(d.Record), true)
	p.form.SetProblems(problemsInTongue(d.Missing))
	p.drawForm()
	p.cards.Hide()
	p.formBox.Show()
	p.right.Refresh()
	if time.Since(p.pressed) < 4*inRow { // by the key of Accept: more of them may be on their way
		p.early, p.pressed = true, time.Now()
		p.focusWhenStill(false)
	} else {
		p.focusForm()
	}
	p.drawKeys()
}

// focusForm gives the keyboard to the form: to what is missing, or to the button
// where nothing is: Enter accepts, Tab goes to the fields.
func (p *Read) focusForm() {
	p.early = false
	if p.draft != nil && len(p.draft.Missing) > 0 {
		p.form.Focus(p.draft.Missing[0].Field)
		return
	}
	p.focus(p.takeIt)
}

// heard is long enough for the window to hear what was typed while it drew.
const heard = 60 * time.Millisecond

// focusWhenStill gives the keyboard to the form once nothing is typed any more:
// of letters in a row none falls into a field. sure says that the window had time
// to hear them.
func (p *Read) focusWhenStill(sure bool) {
	rest := inRow - time.Since(p.pressed)
	if rest <= 0 && sure {
		p.focusForm()
		return
	}
	t := p.t
	p.s.WithTexts(tr("Accepting"), true, func(ctx context.Context, _ session.Documents) (func(), error) {
		select {
		case <-ctx.Done():
		case <-time.After(max(rest, heard)):
		}
		return func() {
			if p.editing && p.t == t && p.early {
				p.focusWhenStill(rest <= 0)
			}
		}, nil
	})
}

// keyedEarly hears a key before the form has the keyboard.
func (p *Read) keyedEarly(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyEscape:
		p.CancelForm()
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyUp, fyne.KeyDown: // a letter is a key, too, and is heard as one
		p.focusForm()
	}
}

func changesOf(list []ledger.Record) []ledger.Change {
	out := make([]ledger.Change, len(list))
	for i, r := range list {
		out[i] = ledger.Change{ID: r.RecordID(), Record: r}
	}
	return out
}

// closeForm puts the candidates back in their place.
func (p *Read) closeForm() {
	if !p.editing {
		return
	}
	p.editing, p.early = false, false
	p.formBox.Hide()
	p.cards.Show()
	p.right.Refresh()
	p.focus(p.text)
	p.drawKeys()
}

// HasForm reports whether a form is open on the page.
func (p *Read) HasForm() bool { return p.editing }

// ApplyForm accepts what the form holds.
func (p *Read) ApplyForm() { p.form.Submit() }

// CancelForm leaves the form; nothing is kept of it.
func (p *Read) CancelForm() {
	if p.editing {
		p.closeForm()
		p.redraft()
	}
}

// keepForm accepts the candidate as the form has it.
func (p *Read) keepForm() {
	d := p.draft
	if d == nil || p.writing {
		return
	}
	r, problems := p.form.Record()
	if len(problems) > 0 || r == nil {
		return // the form shows them
	}
	d.Record = r
	switch x := r.(type) { // what a person left or put there is said now
	case *ledger.Conduct:
		rung := int(x.Rung)
		d.Candidate.Fields.Rung = &rung
	case *ledger.Dependence:
		share := x.Mode
		d.Candidate.Fields.Share = &share
	}
	p.writeDraft(d)
}

// newInForm makes a record that the form's record needs, and then uses it.
func (p *Read) newInForm(kind ledger.Kind, then func(id string)) {
	win := p.window()
	if win == nil {
		return
	}
	c := p.s.State().Case
	r, err := Begin(c, kind, "", "", p.r.Source, p.s.Today())
	if err != nil {
		p.s.Fail(session.Failure{Doing: "begin a " + string(kind), Err: err})
		return
	}
	d := p.draft
	taken := c.With(changesOf(d.Also)...)
	r = withID(r, taken.NextID(kind))
	if m, ok := r.(*ledger.Moment); ok { // the usual want: the words say when, and who was in need
		f := d.Candidate.Fields
		m.Title, m.Start = f.Moment, f.Date
		if _, to := d.Candidate.Pair(); to != "" {
			m.InNeed = []string{to}
		}
	}
	form := view.NewForm(draftLookup{lookup{p.s}, taken})
	form.SetRecord(r, true)
	box := dialog.NewCustom(trf("New %s", KindWord(kind)), tr("Cancel"), form, win)
	form.OnSubmit = func() {
		made, problems := form.Record()
		if len(problems) > 0 || made == nil {
			return
		}
		d.Also = append(d.Also, made)
		p.form.SetLookup(draftLookup{lookup{p.s}, taken.With(ledger.Change{ID: made.RecordID(), Record: made})})
		box.Hide()
		then(made.RecordID())
		p.drawForm()
	}
	box.Resize(fyne.NewSize(460, 560))
	box.Show()
	form.Focus("")
}

// drawForm says above the form what is missing and what was filled in.
func (p *Read) drawForm() {
	d := p.draft
	i, ok := itemAt(p.r, p.at)
	if d == nil || !ok {
		return
	}
	title := trf("Accept as a new %s", KindWord(d.Record.Kind()))
	if !d.New {
		title = trf("Cite on “%s”", d.Record.Name())
	}
	spans := []span{strong(title), say("\n"),
		say("“" + p.r.Items[i].Candidate.Span.Text + "”"), say("\n")}
	for _, m := range d.Missing {
		spans = append(spans, warn(sprintf("%s: %s. %s.", tr(fieldLabel(m)), sentence(inTongue(m.Message)), sentence(inTongue(m.Fix)))), say("\n"))
	}
	spans = append(spans, toldSpans(d)...)
	for _, r := range d.Also {
		if r.Kind() != ledger.KindRating {
			spans = append(spans, mute(trf("With it: %s “%s”", KindWord(r.Kind()), r.Name())), say("\n"))
		}
	}
	p.formTop.SetSpans(trimmed(spans))
	p.formBox.Refresh()
}

// draftLookup answers what a form asks of the case with the records that would
// come with a draft.
type draftLookup struct {
	lookup
	c *ledger.Case
}

// Options implements view.Lookup.
func (l draftLookup) Options(kind ledger.Kind, match string, limit int) []view.Option {
	return optionsOf(l.c, kind, match, limit)
}

// Label implements view.Lookup.
func (l draftLookup) Label(id string) string {
	if _, ok := l.c.Get(id); !ok {
		return id
	}
	return itemOf(l.c, id).title
}

// Reliability implements view.SourceGrades.
func (l draftLookup) Reliability(source string) string {
	if s, ok := l.c.Source(source); ok {
		return s.Reliability
	}
	return ""
}

// DayOrder implements view.Lookup.
func (l draftLookup) DayOrder() edtf.DayOrder { return DayOrder() }
