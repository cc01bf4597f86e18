package page

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/exchange"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// Incoming is a file of records as it was read: tables, references, a register or
// a Data Package; only one of them.
type Incoming struct {
	name     string
	data     []byte
	sheets   []exchange.Sheet
	biblio   exchange.Bibliography
	register exchange.Register
	unpacked *exchange.Unpacked
}

// RecordFiles are the endings of files that records can be read from.
var RecordFiles = []string{".csv", ".tsv", ".txt", ".xlsx", ".xml", ".bib", ".ris", ".json", ".zip"}

// MayHoldRecords reports, by its ending, whether records may be read from a file.
func MayHoldRecords(path string) bool {
	return slices.Contains(RecordFiles, strings.ToLower(filepath.Ext(path)))
}

// ReadIncoming reads a file, or the folder of a Data Package, and tells by its name
// and beginning what it is.
func ReadIncoming(path string) (*Incoming, error) {
	in := &Incoming{name: filepath.Base(path)}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if strings.EqualFold(in.name, "datapackage.json") {
		path, info = filepath.Dir(path), nil
	}
	if info == nil || info.IsDir() {
		root, err := exchange.OpenFolder(path)
		if err != nil {
			return nil, err
		}
		defer root.Close()
		return in, in.unpack(root.FS())
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if in.data, err = exchange.ReadAll(f); err != nil {
		return nil, fmt.Errorf("read %s: %w", in.name, err)
	}
	return in, in.sniff()
}

// sniff tells what was read.
func (in *Incoming) sniff() error {
	switch strings.ToLower(filepath.Ext(in.name)) {
	case ".zip":
		fsys, err := exchange.OpenZip(in.data)
		if err != nil {
			return fmt.Errorf("open %s: %w", in.name, err)
		}
		return in.unpack(fsys)
	case ".bib":
		in.biblio = exchange.BibTeX
		return nil
	case ".ris":
		in.biblio = exchange.RIS
		return nil
	case ".json":
		in.biblio = exchange.CSLJSON
		return nil
	}
	if r, ok := exchange.SniffRegister(in.data); ok {
		in.register = r
		return nil
	}
	var err error
	if in.sheets, err = exchange.ReadSheets(in.data); err != nil {
		return fmt.Errorf("read %s: %w", in.name, err)
	}
	if len(in.sheets) == 0 {
		return fmt.Errorf("%s holds no table: a head and a row at least are needed", in.name)
	}
	return nil
}

func (in *Incoming) unpack(fsys fs.FS) error {
	u, err := exchange.ReadPackage(fsys)
	if err != nil {
		return fmt.Errorf("read %s: %w", in.name, err)
	}
	in.unpacked = u
	return nil
}

// Package gives the records of a Data Package; false for any other file.
func (in *Incoming) Package() ([]ledger.Record, bool) {
	if in.unpacked == nil {
		return nil, false
	}
	return in.unpacked.Records, true
}

// Importing is the dialog in which a file of records is brought into the case:
// which column is which field, and row by row what will happen. It is one edit.
type Importing struct {
	s   *session.Session
	win fyne.Window
	in  *Incoming

	sheet   int
	mapping exchange.Mapping
	only    string // an id of an actor: rows of others are left out
	shown   *exchange.Preview
	changes []ledger.Change
	base    *ledger.Case
	asked   int // previews asked for: older ones are stale

	kinds, tables, onlys *view.Choice
	cites                *view.Choice
	columns              *fyne.Container
	grid                 *view.Grid
	sum                  *view.Prose
	ok                   *KeyButton
	dialog               *dialog.CustomDialog
}

// NewImporting makes the dialog for a file that was read.
func NewImporting(s *session.Session, win fyne.Window, in *Incoming) *Importing {
	d := &Importing{s: s, win: win, in: in, sum: view.NewProse("")}
	d.grid = view.NewGrid([]view.Column{
		{Title: tr("Line"), Width: 40, Align: fyne.TextAlignTrailing}, {Title: tr("What happens"), Width: 84}, {Title: tr("Kind"), Width: 84}, {Title: tr("Record"), Width: 140, Flex: true}, {Title: tr("Why, or what changes"), Width: 360, Flex: true},
	})
	d.grid.Empty = tr("No rows.")
	d.dialog = dialog.NewCustomWithoutButtons(trf("Import %s", in.name), container.NewBorder(d.top(), nil, nil, nil, d.grid), win)
	d.ok = NewKeyButton(tr("Import"), d.take)
	d.ok.Importance = widget.HighImportance
	d.ok.Disable()
	cancel := NewKeyButton(tr("Cancel"), d.dialog.Hide)
	d.ok.OnEscape, cancel.OnEscape = d.dialog.Hide, d.dialog.Hide
	d.dialog.SetButtons([]fyne.CanvasObject{cancel, d.ok})
	return d
}

// top is what is chosen above the rows.
func (d *Importing) top() fyne.CanvasObject {
	box := container.NewVBox()
	switch {
	case d.in.sheets != nil:
		box.Add(d.tableTop())
	case d.in.register != "":
		d.onlys = view.NewChoice(tr("of"))
		options := []view.Option{{Key: "", Label: tr("everybody")}}
		c := d.s.State().Case
		for _, a := range c.Actors() {
			options = append(options, view.Option{Key: a.ID, Label: a.Name(), Detail: a.Type})
		}
		d.onlys.SetOptions(options)
		d.only = d.s.State().Question.Partner
		d.onlys.SetKey(d.only)
		d.onlys.OnKey = func(key string) { d.only = key; d.preview() }
		box.Add(container.NewHBox(widget.NewLabel(trf("The register %s: rows", registerWord(d.in.register))), d.onlys))
	}
	box.Add(container.New(column{}, d.sum))
	return box
}

// tableTop is the mapping of a table.
func (d *Importing) tableTop() fyne.CanvasObject {
	d.kinds, d.tables, d.cites = view.NewChoice(tr("as")), view.NewChoice(tr("from")), view.NewChoice("")
	var options []view.Option
	for _, k := range ledger.Kinds[1:] {
		options = append(options, view.Option{Key: string(k), Label: KindsWord(k)})
	}
	d.kinds.SetOptions(options)
	d.kinds.OnKey = func(key string) { d.sniffed(ledger.Kind(key)) }
	var sheets []view.Option
	for i, s := range d.in.sheets {
		name := s.Name
		if name == "" {
			name = d.in.name
		}
		sheets = append(sheets, view.Option{Key: strconv.Itoa(i), Label: name, Detail: count(len(s.Rows), "row")})
	}
	d.tables.SetOptions(sheets)
	d.tables.SetKey("0")
	d.tables.OnKey = func(key string) {
		if i, err := strconv.Atoi(key); err == nil {
			d.sheet = i
			d.sniffed("")
		}
	}
	look := lookup{d.s}
	d.cites.PlaceHolder = tr("no source for all rows")
	d.cites.SetSource(func(match string) []view.Option {
		return append([]view.Option{{Key: "", Label: tr("no source for all rows")}}, look.Options(ledger.KindSource, match, 50)...)
	}, look.Label)
	d.cites.OnKey = func(key string) {
		d.mapping.Fixed = nil
		if key != "" {
			d.mapping.Fixed = map[string]string{"source": key}
		}
		d.preview()
	}
	months := widget.NewCheck(tr("3/4 is the 4th of March"), nil)
	months.SetChecked(DayOrder() == edtf.MonthFirst)
	months.OnChanged = func(yes bool) { d.mapping.MonthFirst = yes; d.preview() }
	d.columns = container.NewHBox()
	save := widget.NewButton(tr("Save the mapping…"), d.saveMapping)
	load := widget.NewButton(tr("Use a saved mapping…"), d.loadMapping)
	first := view.NewFlow(8, widget.NewLabel(tr("The rows are taken in")), d.tables, d.kinds, months, widget.NewLabel(tr("citing")), d.cites, load, save)
	return container.NewVBox(first, container.NewHScroll(container.NewPadded(d.columns)))
}

// Show opens the dialog and reads the rows.
func (d *Importing) Show() {
	size := d.win.Canvas().Size()
	d.dialog.Resize(fyne.NewSize(min(1100, size.Width-60), min(700, size.Height-60)))
	d.dialog.Show()
	if d.in.sheets != nil {
		d.sniffed("")
	} else {
		d.preview()
	}
	focus(d.ok)
}

// sniffed guesses the mapping of the table.
func (d *Importing) sniffed(kind ledger.Kind) {
	before := d.mapping
	d.mapping = exchange.Sniff(d.in.sheets[d.sheet], kind)
	d.mapping.Fixed, d.mapping.MonthFirst = before.Fixed, before.MonthFirst
	if before.Kind == "" {
		d.mapping.MonthFirst = DayOrder() == edtf.MonthFirst
	}
	d.match()
	d.preview()
}

// match shows for each column the field to which it goes.
func (d *Importing) match() {
	d.kinds.SetKey(string(d.mapping.Kind))
	options := []view.Option{{Key: "", Label: tr("(left out)")}, {Key: "id", Label: tr("Id")}}
	for _, f := range exchange.Targets(d.mapping.Kind) {
		if f.Key != "id" {
			options = append(options, view.Option{Key: f.Key, Label: tr(f.Label)})
		}
	}
	d.columns.Objects = nil
	for _, head := range d.in.sheets[d.sheet].Header {
		if head == "" {
			continue
		}
		pick := view.NewChoice("")
		pick.SetOptions(options)
		pick.SetKey(d.mapping.Columns[head])
		pick.OnKey = func(key string) {
			if d.mapping.Columns == nil {
				d.mapping.Columns = map[string]string{}
			}
			delete(d.mapping.Columns, head)
			if key != "" {
				d.mapping.Columns[head] = key
			}
			d.preview()
		}
		name := widget.NewLabel(head)
		name.Importance = widget.LowImportance
		d.columns.Add(container.NewVBox(name, pick))
	}
	d.columns.Refresh()
}

// preview reads the rows off the toolkit's thread and says what will happen.
func (d *Importing) preview() {
	d.asked++
	asked, c := d.asked, d.s.State().Case
	m := d.mapping
	m.Columns = map[string]string{}
	for k, v := range d.mapping.Columns { // the dialog may change its own meanwhile
		m.Columns[k] = v
	}
	in, sheet, only, today := d.in, d.sheet, d.only, d.s.Today()
	d.s.Aside("preview of "+in.name, func(context.Context) (func(), error) {
		p, err := in.preview(c, sheet, m, only, today)
		return func() {
			if d.asked == asked {
				d.base = c
				d.draw(p, err)
			}
		}, nil
	})
}

// preview says what a file would do to a case.
func (in *Incoming) preview(c *ledger.Case, sheet int, m exchange.Mapping, only string, today edtf.Day) (*exchange.Preview, error) {
	switch {
	case in.unpacked != nil:
		return unpackedPreview(c, in.unpacked), nil
	case in.biblio != "":
		return exchange.ReadSources(c, in.data, in.biblio)
	case in.register != "":
		o := exchange.RegisterOptions{Retrieved: today}
		if only != "" {
			o.Only = []string{only}
		}
		return exchange.ReadRegister(c, in.data, in.register, o)
	}
	return m.Preview(c, in.sheets[sheet])
}

// unpackedPreview sets the records of a Data Package beside those of a case.
func unpackedPreview(c *ledger.Case, u *exchange.Unpacked) *exchange.Preview {
	p := &exchange.Preview{}
	for _, r := range u.Records {
		row := exchange.PreviewRow{ID: r.RecordID(), Record: r, State: exchange.New}
		if old, ok := c.Get(r.RecordID()); ok {
			row.State = exchange.Changed
			if row.Fields = diffOf(old, r); len(row.Fields) == 0 {
				row.State = exchange.Unchanged
			}
		}
		p.Rows = append(p.Rows, row)
	}
	for _, b := range u.Bad {
		why := b.Err.Error()
		if b.File != "" {
			why = b.File + ": " + why
		}
		p.Rows = append(p.Rows, exchange.PreviewRow{Line: b.Line, State: exchange.Refused, Why: why})
	}
	return p
}

// draw shows what will happen, row by row.
func (d *Importing) draw(p *exchange.Preview, problem error) {
	d.shown, d.changes = p, nil
	if problem != nil {
		d.grid.SetRows(nil)
		d.sum.SetSpans([]span{warn(sentence(problem.Error()) + ".")})
		d.ok.Disable()
		return
	}
	d.changes = p.Changes()
	rows := make([]view.Row, 0, len(p.Rows))
	for i, r := range p.Rows {
		tone, says, name, kind := view.ToneNeutral, r.Note, "", ""
		switch r.State {
		case exchange.Refused:
			tone, says = view.ToneWarn, r.Why
		case exchange.Unchanged:
			tone = view.ToneMuted
		case exchange.Changed:
			var fields []string
			for _, f := range r.Fields {
				fields = append(fields, tr(f.Label)+": "+orEmpty(f.Old)+" → "+orEmpty(f.New))
			}
			says = strings.Join(append(fields, r.Note), "; ")
		}
		if r.Record != nil {
			name, kind = r.Record.Name(), KindWord(r.Record.Kind())
		}
		line := view.Cell{Sort: float64(r.Line)}
		if r.Line > 0 {
			line.Text = strconv.Itoa(r.Line)
		}
		rows = append(rows, view.Row{Key: strconv.Itoa(i), Cells: []view.Cell{line, {Text: stateWord(r.State), Tone: tone}, {Text: kind, Tone: view.ToneMuted}, {Text: name}, {Text: strings.Trim(says, "; "), Tone: tone}}})
	}
	slices.SortStableFunc(rows, func(a, b view.Row) int { return refusedFirst(a) - refusedFirst(b) })
	d.grid.SetRows(rows)
	spans := []span{say(trf("%d new, %d changed, %d as they are, %d left out", p.Count(exchange.New), p.Count(exchange.Changed), p.Count(exchange.Unchanged), p.Count(exchange.Refused)))}
	if n := len(p.Actors); n > 0 {
		names := make([]string, 0, 6)
		for i, a := range p.Actors {
			if i == 6 {
				names = append(names, "…")
				break
			}
			names = append(names, a.Name())
		}
		spans = append(spans, say(". "+trf("Added with them: %s (%s)", count(n, "actor"), strings.Join(names, ", "))))
	}
	if p.Source != nil {
		spans = append(spans, mute(". "+trf("Source: %s", p.Source.Title)))
	}
	d.sum.SetSpans(append(spans, mute(". "+tr("It is one edit; one undo takes it back."))))
	d.ok.SetText(trf("Import %s", count(p.Count(exchange.New)+p.Count(exchange.Changed), "record")))
	enable(&d.ok.Button, len(d.changes) > 0)
}

// refusedFirst puts the rows that a person should look at above the others.
func refusedFirst(r view.Row) int {
	if r.Cells[1].Tone == view.ToneWarn {
		return 0
	}
	return 1
}

func stateWord(s exchange.RowState) string {
	switch s {
	case exchange.New:
		return tr("new")
	case exchange.Changed:
		return tr("changed")
	case exchange.Unchanged:
		return tr("as it is")
	}
	return tr("left out")
}

func registerWord(r exchange.Register) string {
	switch r {
	case exchange.SIPRI:
		return "SIPRI Arms Transfers"
	case exchange.Kiel:
		return "Kiel Ukraine Support Tracker"
	case exchange.AidData:
		return "AidData GCDF"
	}
	return "IATI"
}

// mostChosen is how many imported records are chosen afterwards.
const mostChosen = 500

// take brings the rows in, as one edit.
func (d *Importing) take() {
	if len(d.changes) == 0 {
		return
	}
	edit := casefile.Edit{Label: "Import " + d.in.name, Changes: d.changes, Base: d.base}
	documents := []exchange.Document(nil)
	if d.in.unpacked != nil {
		documents = d.in.unpacked.Documents
	}
	d.ok.Disable()
	d.store(documents, func() {
		d.s.Apply(edit, func(err error) {
			if problems, refused := problemsOf(err); refused {
				d.sum.SetSpans([]span{warn(trf("Not taken in: %s", problems[0].Message))})
				d.ok.Enable()
				return
			}
			d.dialog.Hide()
			if err != nil {
				d.s.Fail(session.Failure{Doing: edit.Label, Path: d.s.State().Path, Err: err, Edit: &edit})
				return
			}
			ids := make([]string, 0, len(edit.Changes))
			for _, ch := range edit.Changes {
				ids = append(ids, ch.ID)
			}
			d.s.SelectMany(ids[:min(len(ids), mostChosen)])
		})
	})
}

// store puts the documents of a package into the case, one after the other.
func (d *Importing) store(list []exchange.Document, then func()) {
	if len(list) == 0 {
		then()
		return
	}
	d.s.AddDocument(list[0].Name, list[0].MediaType, list[0].Body, func(string) { d.store(list[1:], then) })
}

// saveMapping writes the mapping to a file, for the next table of the same form.
func (d *Importing) saveMapping() {
	m := d.mapping
	pathAsk{title: tr("Save the mapping"), confirm: tr("Save"), path: beside(d.s.State(), "-mapping.json"), save: true, endings: []string{".json"},
		says: tr("Which column is which field, for the next table of the same form.")}.show(d.win, func(path string) {
		d.s.Always(tr("Exporting ")+filepath.Base(path), func(context.Context) (func(), error) {
			body, err := m.JSON()
			if err != nil {
				return nil, err
			}
			return nil, os.WriteFile(path, body, 0o644)
		})
	})
}

// loadMapping takes up a mapping that was saved.
func (d *Importing) loadMapping() {
	pathAsk{title: tr("Use a saved mapping"), confirm: tr("Use it"), endings: []string{".json"}}.show(d.win, d.useMapping)
}

func (d *Importing) useMapping(path string) {
	d.s.Always(tr("Reading ")+filepath.Base(path), func(context.Context) (func(), error) {
		body, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		m, err := exchange.ReadMapping(body)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
		}
		return func() {
			d.mapping = m
			d.match()
			d.preview()
		}, nil
	})
}
