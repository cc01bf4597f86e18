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

// Kinder is a page whose rows are records of one kind.
type Kinder interface {
	// Kind is that kind; empty: several.
	Kind() ledger.Kind
}

// Kind implements Kinder.
func (m *Moments) Kind() ledger.Kind { return ledger.KindMoment }

// Kind implements Kinder.
func (p *Sources) Kind() ledger.Kind { return ledger.KindSource }

// Kind implements Kinder.
func (p *Records) Kind() ledger.Kind { return p.kind }

// pasting is the dialog in which a pasted table becomes records: which column is
// which field, and row by row what will happen.
type pasting struct {
	in    *Inspector
	sheet sheet
	kind  ledger.Kind
	keys  []string // of the fields, by column

	kinds   *view.Choice
	columns *fyne.Container
	picks   []*view.Choice
	grid    *view.Grid
	sum     *widget.Label
	ok      *KeyButton
	dialog  *dialog.CustomDialog
	changes []ledger.Change
	rows    []rowPlan
}

// Paste takes rows of a table in as records, after showing what will happen to
// each. Where the text is no table it says so.
func (in *Inspector) Paste(text string, offered ledger.Kind) {
	win := in.window()
	if win == nil || !in.s.State().Open() {
		return
	}
	s, err := readSheet(text)
	if err != nil {
		in.s.Fail(session.Failure{Doing: "paste rows", Err: err})
		return
	}
	p := &pasting{in: in, sheet: s, kind: guessKind(s.header, offered)}
	p.kinds = view.NewChoice(tr("as"))
	var options []view.Option
	for _, k := range ledger.Kinds[1:] {
		options = append(options, view.Option{Key: string(k), Label: KindsWord(k)})
	}
	p.kinds.SetOptions(options)
	p.kinds.SetKey(string(p.kind))
	p.kinds.OnKey = func(key string) {
		p.kind = ledger.Kind(key)
		p.keys = guess(p.kind, s.header)
		p.match()
		p.preview()
	}
	p.columns = container.NewHBox()
	p.grid = view.NewGrid([]view.Column{
		{Title: tr("Line"), Width: 32, Align: fyne.TextAlignTrailing}, {Title: tr("What happens"), Width: 76}, {Title: tr("Record"), Width: 180, Flex: true}, {Title: tr("Why, or what changes"), Width: 260, Flex: true},
	})
	p.grid.Empty = tr("No rows below the header.")
	p.sum = widget.NewLabel("")
	p.sum.Truncation = fyne.TextTruncateEllipsis
	p.keys = guess(p.kind, s.header)
	top := container.NewVBox(
		container.NewHBox(widget.NewLabel(tr("The rows are taken in")), p.kinds),
		container.NewHScroll(container.NewPadded(p.columns)), p.sum)
	p.dialog = dialog.NewCustomWithoutButtons(tr("Paste rows"), container.NewBorder(top, nil, nil, nil, p.grid), win)
	p.ok = NewKeyButton("", p.take)
	p.ok.Importance = widget.HighImportance
	cancel := NewKeyButton(tr("Cancel"), p.dialog.Hide)
	p.ok.OnEscape, cancel.OnEscape = p.dialog.Hide, p.dialog.Hide
	p.dialog.SetButtons([]fyne.CanvasObject{cancel, p.ok})
	p.match()
	p.preview()
	size := win.Canvas().Size()
	p.dialog.Resize(fyne.NewSize(min(960, size.Width-60), min(600, size.Height-80)))
	p.dialog.Show()
	win.Canvas().Focus(p.ok)
}

// match shows for each column the field to which it goes.
func (p *pasting) match() {
	options := []view.Option{{Key: "", Label: tr("(left out)")}, {Key: columnID, Label: tr("Id")}, {Key: columnKind, Label: tr("Kind")}}
	for _, f := range ledger.Schema(p.kind) {
		options = append(options, view.Option{Key: f.Key, Label: tr(f.Label)})
	}
	p.columns.Objects, p.picks = nil, nil
	for i, h := range p.sheet.header {
		pick := view.NewChoice("")
		pick.SetOptions(options)
		pick.SetKey(p.keys[i])
		pick.OnKey = func(key string) {
			p.keys[i] = key
			p.preview()
		}
		head := widget.NewLabel(h)
		head.Importance = widget.LowImportance
		p.picks = append(p.picks, pick)
		p.columns.Add(container.NewVBox(head, pick))
	}
	p.columns.Refresh()
}

// preview says what taking the rows in comes to.
func (p *pasting) preview() {
	p.rows, p.changes = plan(p.in.s.State().Case, p.sheet, p.kind, p.keys, DayOrder())
	rows := make([]view.Row, len(p.rows))
	n := map[fate]int{}
	for i, r := range p.rows {
		n[r.fate]++
		tone := view.ToneNeutral
		switch r.fate {
		case fateWrong:
			tone = view.ToneWarn
		case fateSame:
			tone = view.ToneMuted
		}
		rows[i] = view.Row{Key: fmt.Sprint(i), Cells: []view.Cell{
			{Text: strconv.Itoa(r.line), Sort: float64(r.line)}, {Text: r.fate.word(), Tone: tone}, {Text: r.title}, {Text: r.says, Tone: tone},
		}}
	}
	p.grid.SetRows(rows)
	p.sum.SetText(trf("%d new, %d changed, %d as they are, %d left out", n[fateNew], n[fateChange], n[fateSame], n[fateWrong]))
	p.ok.SetText(trf("Take in %s", count(len(p.changes), "row")))
	enable(&p.ok.Button, len(p.changes) > 0)
}

// take makes the records, as one edit.
func (p *pasting) take() {
	s := p.in.s
	edit := casefile.Edit{Label: "Paste " + count(len(p.changes), "row") + " of " + kindsWord(p.kind), Changes: p.changes, Base: s.State().Case}
	ids := make([]string, len(p.changes))
	for i, ch := range p.changes {
		ids[i] = ch.ID
	}
	s.Apply(edit, func(err error) {
		if problems, refused := problemsOf(err); refused {
			p.sum.SetText(trf("Not taken in: %s", problems[0].Message))
			return
		}
		p.dialog.Hide()
		if err != nil {
			s.Fail(session.Failure{Doing: edit.Label, Path: s.State().Path, Err: err, Edit: &edit})
			return
		}
		s.SelectMany(ids)
	})
}
