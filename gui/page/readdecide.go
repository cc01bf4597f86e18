package page

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/gui/session"
)

// keep writes an edit of the desk.
func (p *Read) keep(e readdesk.Edit, base *ledger.Case, then func()) {
	p.writing = true
	edit := casefile.Edit{Label: e.Label, Changes: e.Changes, Base: base}
	t := p.t
	p.s.Apply(edit, func(err error) {
		p.writing = false
		if err != nil {
			if problems, ok := problemsOf(err); ok {
				p.said = sentence(inTongue(problems[0].Message))
				p.drawKeys()
			} else {
				p.s.Fail(session.Failure{Doing: e.Label, Path: p.s.State().Path, Err: err, Edit: &edit})
			}
		} else if then != nil && t == p.t {
			then()
		}
		p.drain()
	})
}

// decided remembers that a candidate was decided on and goes on to the next.
func (p *Read) decided() {
	p.trail = append(p.trail, p.at)
	p.onward = true
}

// inRow is how soon one press of Accept follows another when a person accepts
// one candidate after the other without looking.
const inRow = 300 * time.Millisecond

// pressAccept accepts the current candidate. Of presses in a row each has its
// own; one that lacks something ends the row, so that no form opens under
// letters that were meant for the desk.
func (p *Read) pressAccept() {
	now := time.Now()
	row := now.Sub(p.pressed) < inRow
	p.pressed = now
	p.act(func() { p.accept(row) })
}

// accept writes what was drafted for the current candidate; row says that the
// key was pressed right after another.
func (p *Read) accept(row bool) {
	d := p.draft
	switch {
	case d == nil && p.problem != "":
		p.tellHere(sentence(p.problem) + ".")
		return
	case d == nil:
		if i, ok := itemAt(p.r, p.at); ok && p.r.Items[i].Decision.State != readdesk.Open {
			p.tellHere(tr("It is decided already; o opens it again."))
		}
		return
	case p.st.ReadOnly != "":
		p.tellHere(trf("The case cannot be changed: %s.", p.st.ReadOnly))
		return
	case len(d.Missing) > 0 && row:
		p.tellHere(trf("Accepting stopped here: this one lacks %s. Press a to fill it in.", missingWords(d)))
		return
	case len(d.Missing) > 0:
		p.edit()
		return
	}
	if p.ready != nil && p.readyBy == p.who() {
		p.writeReady(d, *p.ready, p.rc)
		return
	}
	p.writeDraft(d)
}

// missingWords names the fields that a draft lacks.
func missingWords(d *readdesk.Draft) string {
	var names []string
	for _, m := range d.Missing {
		if name := tr(fieldLabel(m)); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// writeReady keeps the edit that writes a draft and goes on.
func (p *Read) writeReady(d *readdesk.Draft, e readdesk.Edit, c *ledger.Case) {
	e.Label = strings.Replace(strings.Replace(e.Label, "Accept ", "Accept: ", 1), "Cite on ", "Cite on: ", 1)
	p.said = shortened(sentence(e.Label), 70)
	p.decided()
	p.closeForm()
	p.keep(e, c, func() { delete(p.choices, d.Decision.ID) })
}

// writeDraft makes the edit of a draft off the thread and keeps it.
func (p *Read) writeDraft(d *readdesk.Draft) {
	c, who, t := p.rc, p.who(), p.t
	p.writing = true
	p.s.WithTexts(tr("Accepting"), true, func(context.Context, session.Documents) (func(), error) {
		e, err := d.Edit(c, who)
		return func() {
			p.writing = false
			if t != p.t {
				return
			}
			var missing *readdesk.MissingError
			switch {
			case errors.As(err, &missing):
				p.draft.Missing = missing.Problems
				p.edit()
			case err != nil:
				p.tellHere(fault(err))
			default:
				p.writeReady(d, e, c)
				return
			}
			p.drain()
		}, nil
	})
}

// reject sets the current candidate aside.
func (p *Read) reject(why string) {
	i, ok := itemAt(p.r, p.at)
	if !ok || p.r.Items[i].Decision.State != readdesk.Open {
		return
	}
	p.said = tr("Rejected")
	p.decided()
	p.keep(readdesk.Reject(p.r, i, strings.TrimSpace(why), p.who()), nil, nil)
}

func (p *Read) askWhy() {
	if i, ok := itemAt(p.r, p.at); !ok || p.r.Items[i].Decision.State != readdesk.Open {
		return
	}
	p.why.SetText("")
	p.whyBox.Show()
	p.cards.Refresh()
	p.focus(p.why)
}

// reopen makes the current candidate open again.
func (p *Read) reopen() {
	if i, ok := itemAt(p.r, p.at); ok && p.r.Items[i].Decision.State != readdesk.Open {
		p.keep(readdesk.Reopen(p.r, i, p.who()), nil, nil)
	}
}

// changeKind takes the current candidate for another kind.
func (p *Read) changeKind(kind reading.Kind) {
	p.act(func() {
		i, ok := itemAt(p.r, p.at)
		if !ok || p.r.Items[i].Candidate.Kind == kind {
			return
		}
		e, err := readdesk.ChangeKind(p.r, i, kind, p.who())
		if err != nil {
			p.tellHere(fault(err))
			return
		}
		delete(p.choices, p.at)
		p.keep(e, nil, nil)
	})
}

// undo takes back the last edit and goes back to its candidate.
func (p *Read) undo() {
	if n := len(p.trail); n > 0 {
		p.at = p.trail[n-1]
		p.trail = p.trail[:n-1]
	}
	p.onward, p.said = false, ""
	p.undoing = true // until the session tells that it is done
	p.s.Undo()
}

// undoReading asks whether to take back all that this reading brought.
func (p *Read) undoReading() {
	win := p.window()
	if win == nil || p.r == nil {
		return
	}
	counts := p.r.Counts()
	n := counts[readdesk.Accepted] + counts[readdesk.Cited] + counts[readdesk.Rejected]
	if n == 0 {
		p.tellHere(tr("Nothing was decided in this reading."))
		return
	}
	ConfirmText(win, tr("Undo the whole reading?"), trf("%s are taken back: the records made of them, their citations, and what came with those. The text stays in the case. It is one edit, and can be undone itself.", count(n, "decision")), tr("Undo the reading"), func() {
		p.focus(p.text)
		p.act(p.takeBack)
	})
}

// landed ends a piece of work on the text t: it reports whether that is still open
// and the work went well, and tells what went wrong.
func (p *Read) landed(t *readText, err error) bool {
	p.writing = false
	if t != p.t {
		return false
	}
	if err != nil {
		p.tellHere(fault(err))
		p.drain()
	}
	return err == nil
}

func (p *Read) takeBack() {
	c, t := p.rc, p.t
	p.writing = true
	p.s.WithTexts(tr("Undoing the reading"), true, func(context.Context, session.Documents) (func(), error) {
		e, err := readdesk.UndoReading(c, t.source)
		return func() {
			if !p.landed(t, err) {
				return
			}
			p.trail, p.onward = nil, false
			p.said = tr("The reading is undone")
			p.keep(e, c, nil)
		}, nil
	})
}
