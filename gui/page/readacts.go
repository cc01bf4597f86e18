package page

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// readAct is one thing that the desk can do with the current candidate or text.
type readAct struct {
	ID    string // as the menu names it: "accept"
	Title string
	Key   string // the letter; upper case with Shift
	Chip  string // the word below the candidate; empty: none
	run   func(p *Read)
}

// ReadActs are what the page does with a text, in the order of the menu.
var ReadActs = []readAct{
	{"next", key("Next candidate"), "N", "", func(p *Read) { p.step(1) }},
	{"previous", key("Previous candidate"), "P", "", func(p *Read) { p.step(-1) }},
	{"accept", key("Accept"), "A", key("accept"), func(p *Read) { p.act(p.accept) }},
	{"edit", key("Edit and accept…"), "E", key("edit"), func(p *Read) { p.act(p.edit) }},
	{"reject", key("Reject"), "R", key("reject"), func(p *Read) { p.act(func() { p.reject("") }) }},
	{"reason", key("Reject with a reason…"), "Shift+R", "", func(p *Read) { p.act(p.askWhy) }},
	{"reopen", key("Open it again"), "O", "", func(p *Read) { p.act(p.reopen) }},
	{"kind", key("Change the kind…"), "K", "", func(p *Read) { p.act(p.kind.Open) }},
	{"merge", key("Merge with a record…"), "M", "", func(p *Read) { p.act(p.openMerge) }},
	{"asserted", key("Change how it is asserted…"), "S", "", func(p *Read) { p.act(p.as.Open) }},
	{"grade", key("Grade the source or the item…"), "G", "", func(p *Read) { p.act(p.openGrade) }},
	{"hand", key("Make a candidate of the selected words…"), "H", key("by hand"), func(p *Read) { p.act(p.hand) }},
	{"undo", key("Undo"), "U", "", func(p *Read) { p.act(p.undo) }},
	{"undo reading", key("Undo the whole reading…"), "Shift+U", "", func(p *Read) { p.act(p.undoReading) }},
	{"useful", key("It was useful"), "Y", "", func(p *Read) { p.act(func() { p.vote(true) }) }},
	{"useless", key("It was not useful"), "Shift+Y", "", func(p *Read) { p.act(func() { p.vote(false) }) }},
	{"next text", key("Next text with open candidates"), "T", "", func(p *Read) { p.act(p.nextText) }},
	{"texts", key("All texts of the case"), "L", "", func(p *Read) { p.act(p.leave) }},
}

// Act does what a command of the menu names, if the desk is open.
func (p *Read) Act(id string) {
	if p.mode != readDesk || p.editing {
		return
	}
	for _, a := range ReadActs {
		if a.ID == id {
			a.run(p)
		}
	}
}

// typed hears a letter.
func (p *Read) typed(r rune) {
	if p.mode != readDesk || p.editing {
		return
	}
	name := strings.ToUpper(string(r))
	switch {
	case r == 'j':
		name = "N"
	case name == string(r):
		name = "Shift+" + name
	}
	for _, a := range ReadActs {
		if a.Key == name {
			a.run(p)
			return
		}
	}
}

// key hears a key that the text or the list has no use for.
func (p *Read) key(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyDown:
		p.step(1)
	case fyne.KeyUp:
		p.step(-1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if _, ok := p.text.Selection(); ok {
			p.act(p.hand)
		} else {
			p.act(p.edit)
		}
	case fyne.KeyEscape:
		if p.whyBox.Visible() {
			p.why.OnEscape()
			return true
		}
		p.act(p.leave) // what was typed before is done first
	default:
		return false
	}
	return true
}

// shown gives the indices of the candidates that the filters leave.
func (p *Read) shown() []int {
	if p.r == nil {
		return nil
	}
	var out []int
	for i := range p.r.Items {
		it := &p.r.Items[i]
		open := it.Decision.State == readdesk.Open
		switch {
		case p.state.Key() == "open" && !open && it.Decision.ID != p.at, p.state.Key() == "done" && open:
		case p.only.Key() != "" && p.only.Key() != string(it.Candidate.Kind):
		case p.manner.Key() != "" && p.manner.Key() != string(it.Candidate.Modality):
		default:
			out = append(out, i)
		}
	}
	return out
}

// step goes to the next candidate, or the one before.
func (p *Read) step(by int) {
	move := func() {
		list := p.shown()
		if len(list) == 0 {
			return
		}
		at := slices.IndexFunc(list, func(i int) bool { return p.r.Items[i].Decision.ID == p.at })
		if at < 0 {
			at = 0
			if by < 0 {
				at = len(list) - 1
			}
		} else {
			at = min(max(at+by, 0), len(list)-1)
		}
		p.goTo(p.r.Items[list[at]].Decision.ID)
	}
	if p.writing || len(p.queue) > 0 {
		p.queue = append(p.queue, move)
		return
	}
	move()
}

// goTo makes a candidate the current one.
func (p *Read) goTo(id string) {
	if id == p.at || p.editing {
		return
	}
	p.at, p.said = id, ""
	p.redraft()
	p.follows()
}

// keep writes an edit of the desk.
func (p *Read) keep(e readdesk.Edit, base *ledger.Case, then func()) {
	p.writing = true
	edit := casefile.Edit{Label: e.Label, Changes: e.Changes, Base: base}
	t := p.t
	p.s.Apply(edit, func(err error) {
		p.writing = false
		if err != nil {
			if problems, ok := problemsOf(err); ok {
				p.said = sentence(problems[0].Message)
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

// accept writes what was drafted for the current candidate.
func (p *Read) accept() {
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
	case len(d.Missing) > 0:
		p.edit()
		return
	}
	p.writeDraft(d)
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
				return
			case err != nil:
				p.tellHere(sentence(err.Error()) + ".")
				return
			}
			e.Label = strings.Replace(strings.Replace(e.Label, "Accept ", "Accept: ", 1), "Cite on ", "Cite on: ", 1)
			p.said = shortened(sentence(e.Label), 70)
			p.decided()
			p.closeForm()
			p.keep(e, c, func() { delete(p.choices, d.Decision.ID) })
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
			p.tellHere(sentence(err.Error()) + ".")
			return
		}
		delete(p.choices, p.at)
		p.keep(e, nil, nil)
	})
}

// choose sets what a person chose for the current candidate.
func (p *Read) choose(set func(*readChoice)) {
	p.act(func() {
		if _, ok := itemAt(p.r, p.at); !ok {
			return
		}
		c := p.choices[p.at]
		set(&c)
		p.choices[p.at] = c
		p.redraft()
	})
}

// mergeWith cites the candidate's words on a record that the case has, as one
// edit; the key freshRecord makes a record of its own instead.
func (p *Read) mergeWith(id string) {
	if id == freshRecord {
		p.choose(func(c *readChoice) { c.merge, c.fresh = "", true })
		return
	}
	p.choose(func(c *readChoice) { c.merge, c.fresh = id, false })
	p.act(func() {
		if p.draft != nil {
			p.accept()
		}
	})
}

// openMerge offers records to merge with; the list begins at the best match, not
// at where the draft goes now.
func (p *Read) openMerge() {
	if i, ok := itemAt(p.r, p.at); !ok || p.r.Items[i].Decision.State != readdesk.Open {
		return
	}
	now := p.merge.Key()
	p.merge.SetKey("")
	p.merge.Open()
	p.merge.SetKey(now)
}

// assertedAs changes as what the candidate is asserted.
func (p *Read) assertedAs(m reading.Modality) {
	p.choose(func(c *readChoice) { c.modality = m })
}

// freshRecord is the option of a record of its own.
const freshRecord = "\x00new"

// mergeOptions are the records with which the current candidate can be merged:
// those that match first.
func (p *Read) mergeOptions(match string) []view.Option {
	i, ok := itemAt(p.r, p.at)
	if !ok {
		return nil
	}
	var first []view.Option
	seen := map[string]bool{}
	for _, m := range p.r.Items[i].Matches {
		if len(first) == 12 {
			break
		}
		it := itemOf(p.rc, m.Record)
		first = append(first, view.Option{Key: m.Record, Label: it.title, Detail: relationWord(m.Relation) + ": " + m.Why})
		seen[m.Record] = true
	}
	fresh := view.Option{Key: freshRecord, Label: tr("a record of its own"), Detail: tr("whatever is there already")}
	words := strings.Fields(strings.ToLower(match))
	fits := func(o view.Option) bool {
		text := strings.ToLower(o.Label + " " + o.Detail + " " + o.Key)
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
	}
	var out []view.Option
	for _, o := range append(first, fresh) {
		if fits(o) {
			out = append(out, o)
		}
	}
	for _, kind := range []ledger.Kind{ledger.KindConduct, ledger.KindPledge, ledger.KindContribution, ledger.KindMoment, ledger.KindRequest, ledger.KindDependence, ledger.KindHypothesis, ledger.KindNote} {
		for _, o := range (lookup{p.s}).Options(kind, match, 30) {
			if !seen[o.Key] {
				o.Detail = KindWord(kind) + " · " + o.Detail
				out = append(out, o)
			}
		}
	}
	return out
}

// mergeLabel says where the draft goes.
func (p *Read) mergeLabel(key string) string {
	if key == freshRecord || key == "" {
		return tr("a record of its own")
	}
	return itemOf(p.s.State().Case, key).title
}

// openGrade offers the grades of the source and of the item.
func (p *Read) openGrade() {
	if p.r == nil {
		return
	}
	p.grade.SetOptions(gradeOptions())
	p.grade.Open()
}

// gradeAs grades the source by a letter, or the item by a number.
func (p *Read) gradeAs(key string) {
	if n, err := strconv.Atoi(key); err == nil {
		p.grade.SetKey(p.r.Source.Reliability)
		p.choose(func(c *readChoice) { c.credibility = n })
		return
	}
	p.act(func() {
		s, ok := p.s.State().Case.Source(p.t.source)
		if !ok || s.Reliability == key {
			return
		}
		next := *s
		next.Reliability = key
		p.keep(readdesk.Edit{Label: "Grade “" + s.Name() + "” " + key, Changes: []ledger.Change{{ID: s.ID, Record: &next}}}, p.s.State().Case, nil)
	})
}

// undo takes back the last edit and goes back to its candidate.
func (p *Read) undo() {
	if n := len(p.trail); n > 0 {
		p.at = p.trail[n-1]
		p.trail = p.trail[:n-1]
	}
	p.onward, p.said = false, ""
	p.h.Do("undo")
}

// undoReading asks whether to take back all that this reading brought.
func (p *Read) undoReading() {
	win := windowOf(p.root)
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

func (p *Read) takeBack() {
	c, t := p.rc, p.t
	p.writing = true
	p.s.WithTexts(tr("Undoing the reading"), true, func(context.Context, session.Documents) (func(), error) {
		e, err := readdesk.UndoReading(c, t.source)
		return func() {
			p.writing = false
			if t != p.t {
				return
			}
			if err != nil {
				p.tellHere(sentence(err.Error()) + ".")
				return
			}
			p.trail, p.onward = nil, false
			p.said = tr("The reading is undone")
			p.keep(e, c, nil)
		}, nil
	})
}

// hand asks what the selected words are.
func (p *Read) hand() {
	if _, ok := p.selected(); ok {
		p.byHand.Open()
		return
	}
	p.tellHere(tr("Select words first: with the mouse, or with Shift and the arrows."))
}

// selected gives the selection in the characters of what is read.
func (p *Read) selected() (view.Stretch, bool) {
	s, ok := p.text.Selection()
	if !ok || p.t == nil {
		return s, false
	}
	if !p.full || p.t.words == p.t.text.Full {
		return s, true
	}
	quote := string([]rune(p.t.text.Full)[s.Start:s.End])
	at := strings.Index(p.t.words, strings.TrimSpace(quote))
	if at < 0 {
		p.tellHere(tr("These words are not in the main text. “Read all of it” above reads them too."))
		return s, false
	}
	start := utf8.RuneCountInString(p.t.words[:at])
	return view.Stretch{Start: start, End: start + utf8.RuneCountInString(strings.TrimSpace(quote))}, true
}

// selectionChanged offers to make a candidate of words that are selected.
func (p *Read) selectionChanged() {
	if _, ok := p.text.Selection(); ok == p.byHand.Hidden {
		p.byHand.Hidden = !ok
		p.deskBox.Refresh()
	}
	p.drawKeys()
}

// make makes a candidate of the selected words and opens its form.
func (p *Read) make(kind reading.Kind) {
	at, ok := p.selected()
	if !ok {
		return
	}
	p.act(func() {
		t, r, who := p.t, p.r, p.who()
		p.writing = true
		p.s.WithTexts(tr("Looking at the words"), true, func(context.Context, session.Documents) (func(), error) {
			cand, err := readdesk.Select(t.words, r.Meta, t.lex, at.Start, at.End, kind)
			return func() {
				p.writing = false
				if t != p.t {
					return
				}
				if err != nil {
					p.tellHere(sentence(err.Error()) + ".")
					p.drain()
					return
				}
				p.at, p.formNext = readdesk.IDOf(t.source, cand), true
				p.text.Select(view.Stretch{})
				p.keep(readdesk.Keep(t.source, cand, who), nil, nil)
			}, nil
		})
	})
}

// tellHere says something in the key line.
func (p *Read) tellHere(text string) {
	p.said = text
	p.drawKeys()
}

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
	p.form.SetProblems(d.Missing)
	p.drawForm()
	p.cards.Hide()
	p.formBox.Show()
	p.right.Refresh()
	if len(d.Missing) > 0 {
		p.form.Focus(d.Missing[0].Field)
	} else {
		p.focus(p.takeIt) // Enter accepts, Tab goes to the fields
	}
	p.drawKeys()
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
	p.editing = false
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
	win := windowOf(p.root)
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

// vote says whether the text was of use.
func (p *Read) vote(yes bool) {
	why := ""
	for _, v := range readdesk.Votes(p.rc, p.t.source) {
		if v.Analyst == p.voter() {
			why = v.Why
		}
	}
	p.keepVote(yes, why)
}

func (p *Read) keepVote(yes bool, why string) {
	e, err := readdesk.Useful(p.rc, p.t.source, yes, strings.TrimSpace(why), p.who())
	if err != nil {
		p.tellHere(sentence(err.Error()) + ".")
		return
	}
	p.keep(e, nil, nil)
}

// voter is the name under which the person at the desk votes.
func (p *Read) voter() string {
	if name := p.s.Analyst(); name != "" {
		return name
	}
	return "analyst"
}

// giveReason keeps why a person found the text of use, or of none.
func (p *Read) giveReason(why string) {
	p.act(func() {
		for _, v := range readdesk.Votes(p.rc, p.t.source) {
			if v.Analyst == p.voter() {
				p.keepVote(v.Yes, why)
				return
			}
		}
		p.tellHere(tr("Say first whether it was useful: y for yes, Y for no."))
	})
}
