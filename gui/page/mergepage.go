package page

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// Merging is the dialog in which another copy's edits are brought in: what comes,
// and for each conflict which side to take, field by field where one likes.
type Merging struct {
	s       *session.Session
	win     fyne.Window
	m       *casefile.Merge
	veil    hypotheses.Veil // over the case as it will be
	stopped func(error)     // hears why nothing was merged

	decisions map[string]casefile.Decision
	rows      []mergeRow
	shown     string // the key of the row shown
	field     string // the key of the field chosen in it

	sum                *view.Prose
	grid, fields       *view.Grid
	title              *view.Prose
	mine, theirs, both *KeyButton
	one, other         *KeyButton // of the chosen field
	left, right        *widget.Label
	below              *fyne.Container
	ok                 *KeyButton
	dialog             *dialog.CustomDialog
}

// mergeRow is one record that a merge touches.
type mergeRow struct {
	key, word string
	change    casefile.RecordChange
	conflict  *casefile.MergeConflict
	hidden    bool // a rating that the analyst is not to see yet
}

// fields gives the fields in which the sides of a conflict differ, as the analyst
// may see them.
func (r mergeRow) fields() []casefile.FieldConflict {
	list := slices.Clone(r.conflict.Fields)
	for i := range list {
		if r.hidden {
			list[i].Base, list[i].Mine, list[i].Theirs = hypotheses.Masked, hypotheses.Masked, hypotheses.Masked
		}
	}
	return list
}

// NewMerging makes the dialog; decisions that need no choice are made already.
// stopped hears of an error after which the plan is no longer good.
func NewMerging(s *session.Session, win fyne.Window, m *casefile.Merge, stopped func(error)) *Merging {
	d := &Merging{s: s, win: win, m: m, stopped: stopped, decisions: map[string]casefile.Decision{}}
	var coming []ledger.Change
	for _, ch := range slices.Concat(m.Added, m.Changed) {
		coming = append(coming, ledger.Change{ID: ch.ID, Record: ch.After})
	}
	d.veil = s.VeilOver(coming...)
	for i := range m.Conflicts {
		c := &m.Conflicts[i]
		if c.Proposal != nil {
			d.decisions[c.ID] = *c.Proposal
		}
		d.rows = append(d.rows, mergeRow{key: "conflict " + c.ID, word: "conflict", change: d.seen(casefile.RecordChange{ID: c.ID, Before: c.Mine, After: c.Theirs}), conflict: c,
			hidden: d.veil.Hides(c.Mine) || d.veil.Hides(c.Theirs)})
	}
	for _, g := range []struct {
		word string
		list []casefile.RecordChange
	}{{"added", m.Added}, {"changed", m.Changed}, {"deleted", m.Deleted}, {"kept", m.Kept}} {
		for _, ch := range g.list {
			d.rows = append(d.rows, mergeRow{key: g.word + " " + ch.ID, word: g.word, change: d.seen(ch)})
		}
	}
	d.sum, d.title = view.NewProse(""), view.NewProse("")
	d.grid = view.NewGrid([]view.Column{
		{Title: tr("What happens"), Width: 96}, {Title: tr("Kind"), Width: 84}, {Title: tr("Record"), Width: 200, Flex: true}, {Title: tr("What changes, or what is taken"), Width: 240, Flex: true},
	})
	d.grid.OnSelect = d.choose
	d.grid.OnOpen = func(string) { focus(d.fields) }
	d.fields = view.NewGrid([]view.Column{
		{Title: tr("Field"), Width: 90}, {Title: tr("Before"), Width: 120, Flex: true}, {Title: tr("This copy"), Width: 120, Flex: true}, {Title: tr("The other copy"), Width: 120, Flex: true}, {Title: tr("Taken"), Width: 90},
	})
	d.fields.Empty = tr("Choose a record above.")
	d.fields.OnSelect = d.chooseField
	d.fields.OnOpen = func(key string) { d.turn(key) }
	side := func(text string, act func()) *KeyButton { return NewKeyButton(text, act) }
	d.mine = side(tr("Take this copy’s"), func() { d.decide(casefile.Mine) })
	d.theirs = side(tr("Take the other copy’s"), func() { d.decide(casefile.Theirs) })
	d.both = side(tr("Keep both records"), func() { d.decide(casefile.Both) })
	d.one = side(tr("Take this"), func() { d.mix(d.field, casefile.Mine) })
	d.other = side(tr("Take this"), func() { d.mix(d.field, casefile.Theirs) })
	d.left, d.right = widget.NewLabel(""), widget.NewLabel("")
	for _, l := range []*widget.Label{d.left, d.right} {
		l.Wrapping, l.Selectable = fyne.TextWrapWord, true
	}
	pane := func(head string, l *widget.Label, b *KeyButton) fyne.CanvasObject {
		h := widget.NewLabel(head)
		h.Importance, h.Truncation = widget.LowImportance, fyne.TextTruncateEllipsis
		return container.NewBorder(container.NewBorder(nil, nil, nil, b, h), nil, nil, nil, container.NewVScroll(l))
	}
	panes := container.NewGridWithColumns(2, pane(tr("This copy"), d.left, d.one), pane(tr("The other copy"), d.right, d.other))
	choice := container.NewHBox(d.mine, d.theirs, d.both)
	d.below = container.NewBorder(container.NewVBox(container.New(column{}, d.title), choice), nil, nil, nil, container.NewVSplit(d.fields, panes))
	split := container.NewVSplit(d.grid, d.below)
	split.Offset = 0.36
	d.dialog = dialog.NewCustomWithoutButtons(trf("Merge %s", filepath.Base(m.Path)), container.NewBorder(container.New(column{}, d.sum), nil, nil, nil, split), win)
	d.ok = NewKeyButton("", d.take)
	d.ok.Importance = widget.HighImportance
	cancel := NewKeyButton(tr("Cancel"), d.dialog.Hide)
	d.ok.OnEscape, cancel.OnEscape = d.dialog.Hide, d.dialog.Hide
	d.dialog.SetButtons([]fyne.CanvasObject{cancel, d.ok})
	d.draw()
	if len(d.rows) > 0 {
		d.choose(d.rows[0].key)
		d.grid.Select(d.rows[0].key)
	}
	return d
}

// seen gives a change as the analyst may see it: a colleague's ratings come in
// hidden until one's own are done.
func (d *Merging) seen(ch casefile.RecordChange) casefile.RecordChange {
	ch.Before, ch.After = d.veil.Mask(ch.Before), d.veil.Mask(ch.After)
	return ch
}

// Show opens the dialog.
func (d *Merging) Show() {
	size := d.win.Canvas().Size()
	d.dialog.Resize(fyne.NewSize(min(1080, size.Width-60), min(720, size.Height-60)))
	d.dialog.Show()
	if d.ok.Disabled() {
		focus(d.grid)
		return
	}
	focus(d.ok)
}

func (d *Merging) row(key string) (mergeRow, bool) {
	for _, r := range d.rows {
		if r.key == key {
			return r, true
		}
	}
	return mergeRow{}, false
}

// open lists the conflicts that nobody has decided.
func (d *Merging) open() int { return len(d.m.Undecided(d.decisions)) }

// draw shows what the merge comes to with the decisions made so far.
func (d *Merging) draw() {
	var who []string
	for _, e := range d.m.Edits {
		if e.Analyst != "" && !slices.Contains(who, e.Analyst) {
			who = append(who, e.Analyst)
		}
	}
	slices.Sort(who)
	text := trf("%s to take in", sentence(count(len(d.m.Edits), "edit")))
	if len(who) > 0 {
		text = trf("%s by %s to take in", sentence(count(len(d.m.Edits), "edit")), strings.Join(who, ", "))
	}
	spans := []span{say(text + ": "), say(trf("%d added, %d changed, %d deleted", len(d.m.Added), len(d.m.Changed), len(d.m.Deleted)))}
	if n := len(d.m.Documents); n > 0 {
		spans = append(spans, say(", "+count(n, "document")))
	}
	spans = append(spans, say(". "))
	if n := len(d.m.Conflicts); n > 0 {
		spans = append(spans, strong(trf("Both changed %s in different ways.", count(n, "record"))), say(" "))
	}
	if n := d.open(); n > 0 {
		spans = append(spans, warn(trf("To be decided: %d", n)))
	}
	for _, p := range d.m.Problems {
		spans = append(spans, warn("\n"+trf("After the merge: %s", p.Message)))
	}
	d.sum.SetSpans(spans)
	rows := make([]view.Row, len(d.rows))
	for i, r := range d.rows {
		rows[i] = d.line(r)
	}
	d.grid.SetRows(rows)
	d.grid.Select(d.shown)
	d.ok.SetText(tr("Merge"))
	if n := d.open(); n > 0 {
		d.ok.SetText(trf("To be decided: %d", n))
	}
	enable(&d.ok.Button, d.open() == 0)
}

// line writes a record of the merge.
func (d *Merging) line(r mergeRow) view.Row {
	x := cmp.Or[ledger.Record](r.change.After, r.change.Before)
	says, tone := "", view.ToneNeutral
	word := tr(r.word)
	switch r.word {
	case "conflict":
		says = d.decided(r.conflict)
		if _, ok := d.decisions[r.change.ID]; !ok {
			tone = view.ToneWarn
		}
	case "changed":
		var names []string
		for _, f := range ledger.Diff(r.change.Before, r.change.After) {
			names = append(names, tr(f.Label)+": "+orEmpty(f.Old)+" → "+orEmpty(f.New))
		}
		says = strings.Join(names, "; ")
	case "kept":
		says, tone = tr("deleted in one copy, referred to in the other: it stays"), view.ToneMuted
	case "deleted":
		tone = view.ToneMuted
	}
	return view.Row{Key: r.key, Cells: []view.Cell{{Text: word, Tone: tone, Bold: r.conflict != nil}, {Text: KindWord(x.Kind()), Tone: view.ToneMuted}, {Text: x.Name()}, {Text: says, Tone: tone}}}
}

// decided says what becomes of a conflict.
func (d *Merging) decided(c *casefile.MergeConflict) string {
	dec, ok := d.decisions[c.ID]
	switch {
	case !ok:
		return tr("to be decided")
	case dec.Fields != nil:
		n := 0
		for _, s := range dec.Fields {
			if s == casefile.Theirs {
				n++
			}
		}
		return trf("a mix: %d of %s from the other copy", n, count(len(dec.Fields), "field"))
	}
	return sideWord(dec.Take)
}

func sideWord(s casefile.Side) string {
	switch s {
	case casefile.Mine:
		return tr("this copy")
	case casefile.Theirs:
		return tr("the other copy")
	case casefile.Both:
		return tr("both")
	}
	return ""
}

// choose shows one record of the merge.
func (d *Merging) choose(key string) {
	r, ok := d.row(key)
	if !ok {
		return
	}
	d.shown, d.field = key, ""
	x := cmp.Or[ledger.Record](r.change.After, r.change.Before)
	spans := []span{strong(x.Name()), mute("  " + KindWord(x.Kind()) + " " + r.change.ID)}
	c := r.conflict
	if c != nil {
		by := c.By.Analyst
		if by == "" {
			by = tr("nobody named")
		}
		done := c.By.Label
		if r.hidden {
			done = hypotheses.Masked
		}
		spans = append(spans, mute("  "+trf("there changed by %s, %s (%s)", by, when(c.By.Time), done)))
		switch {
		case c.Mine == nil:
			spans = append(spans, say("\n"+tr("Deleted in this copy, changed in the other.")))
		case c.Theirs == nil:
			spans = append(spans, say("\n"+tr("Changed in this copy, deleted in the other.")))
		case c.MayKeepBoth:
			spans = append(spans, say("\n"+tr("Both copies added a record under this id. They may be two: then keep both.")))
		}
	}
	d.title.SetSpans(spans)
	for _, b := range []*KeyButton{d.mine, d.theirs, d.both, d.one, d.other} {
		b.Hide()
	}
	if c != nil {
		d.mine.Show()
		d.theirs.Show()
		if c.MayKeepBoth {
			d.both.Show()
		}
	}
	d.drawFields(r)
	d.below.Refresh()
}

// taken gives the side from which a field of a conflict is taken.
func (d *Merging) taken(c *casefile.MergeConflict, field string) casefile.Side {
	dec := d.decisions[c.ID]
	if dec.Fields != nil {
		return dec.Fields[field]
	}
	return dec.Take
}

// drawFields lists the fields in which the sides of a record differ.
func (d *Merging) drawFields(r mergeRow) {
	var rows []view.Row
	if c := r.conflict; c != nil && c.Mine != nil && c.Theirs != nil {
		for _, f := range r.fields() {
			side := d.taken(c, f.Key)
			cells := []view.Cell{{Text: tr(f.Label)}, {Text: f.Base, Tone: view.ToneMuted}, {Text: f.Mine, Bold: side == casefile.Mine || side == casefile.Both}, {Text: f.Theirs, Bold: side == casefile.Theirs || side == casefile.Both}, {Text: sideWord(side)}}
			if side == "" {
				cells[4] = view.Cell{Text: tr("to be decided"), Tone: view.ToneWarn}
			}
			rows = append(rows, view.Row{Key: f.Key, Cells: cells})
		}
	} else {
		for _, f := range diffOf(r.change.Before, r.change.After) {
			mine, theirs := f.Old, f.New
			rows = append(rows, view.Row{Key: f.Key, Cells: []view.Cell{{Text: tr(f.Label)}, {}, {Text: mine}, {Text: theirs}, {}}})
		}
	}
	d.fields.SetRows(rows)
	if d.field == "" && len(rows) > 0 {
		d.field = rows[0].Key
	}
	d.fields.Select(d.field)
	d.chooseField(d.field)
}

// diffOf is ledger.Diff for records of which one may be missing.
func diffOf(before, after ledger.Record) []ledger.FieldChange {
	if before != nil && after != nil && before.Kind() == after.Kind() {
		return ledger.Diff(before, after)
	}
	x := cmp.Or(after, before)
	if x == nil {
		return nil
	}
	var out []ledger.FieldChange
	for _, f := range ledger.Schema(x.Kind()) {
		c := ledger.FieldChange{Key: f.Key, Label: f.Label}
		if before != nil {
			c.Old = ledger.FieldText(before, f.Key)
		}
		if after != nil {
			c.New = ledger.FieldText(after, f.Key)
		}
		if c.Old != c.New {
			out = append(out, c)
		}
	}
	return out
}

// chooseField shows both sides of a field in full.
func (d *Merging) chooseField(key string) {
	d.field = key
	r, _ := d.row(d.shown)
	d.left.SetText("")
	d.right.SetText("")
	d.one.Hide()
	d.other.Hide()
	if c := r.conflict; c != nil && c.Mine != nil && c.Theirs != nil {
		for _, f := range r.fields() {
			if f.Key == key {
				d.left.SetText(f.Mine)
				d.right.SetText(f.Theirs)
				d.one.Show()
				d.other.Show()
			}
		}
		return
	}
	for _, f := range diffOf(r.change.Before, r.change.After) {
		if f.Key == key {
			d.left.SetText(f.Old)
			d.right.SetText(f.New)
		}
	}
}

// decide takes one side for the record shown.
func (d *Merging) decide(s casefile.Side) {
	r, ok := d.row(d.shown)
	if !ok || r.conflict == nil {
		return
	}
	d.decisions[r.change.ID] = casefile.Decision{Take: s}
	d.draw()
	d.drawFields(r)
	d.next()
}

// next goes to the next conflict that nobody has decided, or to the button that merges.
func (d *Merging) next() {
	for _, r := range d.rows {
		if _, done := d.decisions[r.change.ID]; r.conflict != nil && !done {
			d.grid.Select(r.key)
			d.choose(r.key)
			focus(d.mine)
			return
		}
	}
	focus(d.ok)
}

// turn takes the other side for a field.
func (d *Merging) turn(field string) {
	r, ok := d.row(d.shown)
	if !ok || r.conflict == nil {
		return
	}
	side := casefile.Theirs
	if d.taken(r.conflict, field) == casefile.Theirs {
		side = casefile.Mine
	}
	d.mix(field, side)
}

// mix takes a side for one field; the others stay, or if nobody chose yet are
// taken from where they were changed, this copy where both did.
func (d *Merging) mix(field string, side casefile.Side) {
	r, ok := d.row(d.shown)
	if !ok || r.conflict == nil || field == "" || r.conflict.Mine == nil || r.conflict.Theirs == nil {
		return
	}
	c := r.conflict
	fields := map[string]casefile.Side{}
	for _, f := range c.Fields {
		fields[f.Key] = d.taken(c, f.Key)
		if fields[f.Key] != casefile.Mine && fields[f.Key] != casefile.Theirs {
			fields[f.Key] = casefile.Mine
			if f.Changed == casefile.Theirs {
				fields[f.Key] = casefile.Theirs
			}
		}
	}
	fields[field] = side
	d.decisions[c.ID] = casefile.Decision{Fields: fields}
	d.draw()
	d.drawFields(r)
}

// take merges.
func (d *Merging) take() {
	if d.open() > 0 {
		return
	}
	d.s.Merge(d.m, d.decisions, func(err error) {
		if problems, refused := problemsOf(err); refused {
			d.sum.SetSpans([]span{warn(trf("Not taken in: %s", problems[0].Message))})
			return
		}
		d.dialog.Hide()
		switch {
		case errors.Is(err, casefile.ErrConflict):
			d.stopped(err)
		case err != nil:
			d.s.Fail(session.Failure{Doing: fmt.Sprintf("merge %s", filepath.Base(d.m.Path)), Path: d.m.Path, Err: err})
		}
	})
}
