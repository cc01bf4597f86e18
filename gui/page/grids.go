package page

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// table is what the pages with a grid share: a line with a filter and a count
// above it, and the selected record followed both ways.
type table struct {
	s      *session.Session
	h      Host
	grid   *view.Grid
	filter *Field
	count  *widget.Label
	line   *fyne.Container // above the grid
	root   *fyne.Container
	one    string // what a row is

	all   []view.Row
	texts []string // what the filter looks in, by row
}

// newTable puts a grid under a filter; more stands between filter and count.
func newTable(s *session.Session, h Host, one string, columns []view.Column, more ...fyne.CanvasObject) *table {
	t := &table{s: s, h: h, one: one, grid: view.NewGrid(columns), filter: NewField(tr("Filter")), count: widget.NewLabel("")}
	t.count.Importance = widget.LowImportance
	t.filter.OnEscape = func() {
		t.filter.SetText("")
		focus(t.grid)
	}
	t.filter.OnChanged = func(string) { t.draw() }
	t.filter.OnSubmitted = func(string) { focus(t.grid) }
	t.grid.OnChosen = func(keys []string) { s.SelectMany(keys) }
	t.grid.OnOpen = func(key string) { s.Edit(key) }
	t.grid.OnMenu = func(key string, at fyne.Position) {
		if keys := t.grid.Selected(); len(keys) > 1 {
			h.Menu(manyMenu(s, h, keys), at)
			return
		}
		s.Select(key)
		h.Menu(recordMenu(s, h, key), at)
	}
	t.grid.OnDrop = func(key string, at fyne.Position) { dropped(s, h, key, at) }
	t.grid.Copy = t.TSV
	t.grid.OnPaste = func(string) { h.Do("paste rows") }
	width := container.New(Wide("a filter of some words or so"), t.filter)
	t.line = container.New(&barLine{}, append(append([]fyne.CanvasObject{width}, more...), t.count)...)
	t.root = container.NewPadded(container.New(headed{}, container.NewPadded(t.line), t.grid))
	return t
}

// Object implements Page.
func (t *table) Object() fyne.CanvasObject { return t.root }

// First implements Focuser.
func (t *table) First() fyne.Focusable { return t.grid }

// TSV implements Copier. The ids go along, so that the rows can be pasted back.
func (t *table) TSV() string {
	lines := strings.Split(strings.TrimSuffix(t.grid.TSV(), "\n"), "\n")
	if head := strings.Split(lines[0], "\t"); head[len(head)-1] == tr("Id") {
		return t.grid.TSV()
	}
	ids := t.grid.Selected()
	if len(ids) == 0 {
		for _, r := range t.grid.Rows() {
			ids = append(ids, r.Key)
		}
	}
	lines[0] += "\tId"
	for i, id := range ids {
		lines[i+1] += "\t" + id
	}
	return strings.Join(lines, "\n") + "\n"
}

// Chosen gives the ids of the chosen rows; of all where none is.
func (t *table) Chosen() []string {
	ids := t.grid.Selected()
	if len(ids) == 0 {
		for _, r := range t.grid.Rows() {
			ids = append(ids, r.Key)
		}
	}
	return ids
}

// RecordAt implements Targets.
func (t *table) RecordAt(at fyne.Position) (string, bool) { return t.grid.RowAt(at) }

// set replaces the rows.
func (t *table) set(rows []view.Row) {
	t.all, t.texts = rows, nil
	t.draw()
}

// search makes what the filter looks in, once something is typed into it.
func (t *table) search() {
	if t.texts != nil {
		return
	}
	t.texts = make([]string, len(t.all))
	for i, r := range t.all {
		var b strings.Builder
		for _, c := range r.Cells {
			b.WriteString(strings.ToLower(c.Text))
			b.WriteByte('\t')
		}
		b.WriteString(strings.ToLower(r.Key))
		t.texts[i] = b.String()
	}
}

// draw shows the rows that hold every word of the filter.
func (t *table) draw() {
	words := strings.Fields(strings.ToLower(t.filter.Text))
	rows := t.all
	if len(words) > 0 {
		t.search()
		rows = nil
		for i, r := range t.all {
			if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(t.texts[i], w) }) {
				rows = append(rows, r)
			}
		}
	}
	t.grid.SetRows(rows)
	text := count(len(rows), t.one)
	if len(rows) != len(t.all) {
		text = trf("%d of %s", len(rows), count(len(t.all), t.one))
	}
	t.count.SetText(text)
	t.line.Refresh() // the choice beside it may be wider
	t.follow(t.s.State())
}

// follow selects the row of the record in the inspector.
func (t *table) follow(st session.State) {
	if st.Place.Many != "" {
		if ids := st.Place.Records(); !slices.Equal(ids, t.grid.Selected()) {
			t.grid.SelectAllOf(ids)
		}
		return
	}
	if at := t.grid.Selected(); len(at) == 1 && at[0] == st.Place.Record {
		return
	}
	t.grid.Select(st.Place.Record)
}

// focus gives the keyboard to obj, if it is on a screen.
func focus(obj fyne.Focusable) {
	o, ok := obj.(fyne.CanvasObject)
	if !ok {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil {
		c.Focus(obj)
	}
}

// dayCell is a cell that sorts by the earliest day of a date.
func dayCell(text string, d edtf.Date) view.Cell {
	c := view.Cell{Text: text, Sort: ""}
	if first, ok := d.Earliest(); ok {
		c.Sort = float64(first)
	}
	return c
}

// numberCell is a cell that sorts by a number.
func numberCell(text string, v float64) view.Cell { return view.Cell{Text: text, Sort: v} }

// rungCell is a cell that shows a rung with its colour and sign.
func rungCell(r ledger.Rung) view.Cell {
	return view.Cell{Text: r.String(), Tone: view.ToneOfRung(r), Sort: float64(r)}
}

// Moments is the page of the moments at which somebody was in need.
type Moments struct {
	*table
	who   *view.Choice
	all   bool // not only those of the relier
	drawn [3]any
}

// NewMoments makes the page.
func NewMoments(s *session.Session, h Host) *Moments {
	m := &Moments{}
	m.who = view.NewChoice("")
	m.who.OnKey = func(key string) {
		m.all = key == "all"
		m.drawn = [3]any{}
		m.Show(s.State(), session.Everything)
	}
	add := widget.NewButton(tr("New moment"), func() { h.Do("new moment") })
	m.table = newTable(s, h, "moment", []view.Column{
		{Title: tr("Date"), Width: 76}, {Title: tr("Moment"), Width: 130, Flex: true}, {Title: tr("Type"), Width: 60}, {Title: tr("In need"), Width: 56},
		{Title: tr("Given"), Width: 38}, {Title: tr("Against"), Width: 46}, {Title: tr("Owed"), Width: 36}, {Title: tr("Asked"), Width: 38},
		{Title: tr("First support"), Width: 74, Align: fyne.TextAlignTrailing}, {Title: tr("Weight"), Width: 42, Align: fyne.TextAlignTrailing},
	}, m.who, add)
	return m
}

// Show implements Page.
func (m *Moments) Show(st session.State, what session.What) {
	key := [3]any{st.Case, st.Answer, m.all}
	if key == m.drawn {
		m.follow(st)
		return
	}
	m.drawn = key
	relier := st.Case.ActorName(st.Question.Relier)
	m.who.SetOptions([]view.Option{{Key: "relier", Label: trf("%s in need", relier)}, {Key: "all", Label: tr("Anybody in need")}})
	if m.all {
		m.who.SetKey("all")
	} else {
		m.who.SetKey("relier")
	}
	m.grid.Empty = tr("No moments yet. “New moment” adds the first: a time at which somebody was in need.")
	if st.Case.Len() > 0 && !m.all {
		m.grid.Empty = trf("%s was never in need, as far as this case says. Choose “Anybody in need”, or add a moment.", relier)
	}
	seen := map[string]int{}
	if st.Answer != nil {
		for i, o := range st.Answer.Observations {
			seen[o.Moment] = i
		}
	}
	var rows, later []view.Row
	for _, x := range st.Case.Moments() {
		if !m.all && !x.Needs(st.Question.Relier) {
			continue
		}
		names := make([]string, len(x.InNeed))
		for i, id := range x.InNeed {
			names[i] = st.Case.ActorName(id)
		}
		cells := []view.Cell{dayCell(x.Start.String(), x.Start), {Text: x.Title}, {Text: tr(x.Type)}, {Text: strings.Join(names, ", ")}}
		if i, ok := seen[x.ID]; ok && st.Answer != nil {
			o := st.Answer.Observations[i]
			cells = append(cells, rungCell(o.Given), view.Cell{Sort: ""}, view.Cell{Sort: ""}, view.Cell{Sort: ""}, view.Cell{Sort: ""}, numberCell(fmt.Sprintf("%.2f", o.Weight), o.Weight))
			if o.Against {
				cells[5] = view.Cell{Text: "−", Tone: view.ToneAgainst1, Sort: 1.}
			}
			if o.Owed != nil {
				cells[6] = rungCell(o.Owed.Rung)
			}
			if o.AskedFor != nil {
				cells[7] = rungCell(o.AskedFor.Rung)
			}
			if o.FirstDays != nil {
				text := days(*o.FirstDays)
				if *o.FirstDays < 1 {
					text = tr("same day")
				}
				cells[8] = numberCell(text, *o.FirstDays)
			}
		} else if ledger.KnownBy(x.Start, st.Question.AsOf) {
			cells = append(cells, view.Cell{Text: "?", Tone: view.ToneMuted, Sort: ""})
		} else {
			for i := range cells {
				cells[i].Tone = view.ToneMuted
			}
			later = append(later, view.Row{Key: x.ID, Cells: append(cells, view.Cell{Text: tr("later"), Tone: view.ToneMuted, Sort: ""})})
			continue
		}
		rows = append(rows, view.Row{Key: x.ID, Cells: cells})
	}
	slices.Reverse(rows) // the latest known first, then what is not known yet
	m.set(append(rows, later...))
}

// Sources is the page of the sources and their grades.
type Sources struct {
	*table
	track *trackRecord
	whose [2]*view.Choice // above either table
	root  *fyne.Container
	drawn *ledger.Case
}

// NewSources makes the page.
func NewSources(s *session.Session, h Host) *Sources {
	p := &Sources{}
	add := widget.NewButton(tr("New source"), func() { h.Do("new source") })
	p.table = newTable(s, h, "source", []view.Column{
		{Title: tr("Grade"), Width: 44}, {Title: tr("Title"), Width: 220, Flex: true}, {Title: tr("Publisher"), Width: 140}, {Title: tr("Date"), Width: 84},
		{Title: tr("Type"), Width: 72}, {Title: tr("Seen"), Width: 60}, {Title: tr("Cited by"), Width: 56, Align: fyne.TextAlignTrailing},
	}, p.choose(0), add)
	p.track = newTrackRecord(s, p.choose(1))
	p.root = container.NewStack(p.table.root, p.track.root)
	p.grid.Empty = tr("No sources yet. “New source” adds the first: a document, statement or report that records rest on.")
	return p
}

// Show implements Page.
func (p *Sources) Show(st session.State, what session.What) {
	if whose := p.whose[0].Key(); whose != showSources {
		p.track.show(st, whose)
		return
	}
	if p.drawn == st.Case {
		p.follow(st)
		return
	}
	p.drawn = st.Case
	rows := make([]view.Row, 0, len(st.Case.Sources()))
	for _, x := range st.Case.Sources() {
		cited := len(st.Case.Referrers(x.ID))
		seen := view.Cell{Text: tr(x.Seen)}
		if x.Seen == "memory" {
			seen.Tone = view.ToneWarn
		}
		rows = append(rows, view.Row{Key: x.ID, Cells: []view.Cell{
			{Text: x.Reliability}, {Text: x.Title}, {Text: x.Publisher}, dayCell(x.Date.String(), x.Date), {Text: tr(x.Type)}, seen,
			numberCell(strconv.Itoa(cited), float64(cited)),
		}})
	}
	slices.Reverse(rows)
	p.set(rows)
}

// Records is the page of everything in the case, by kind.
type Records struct {
	*table
	kind  ledger.Kind // empty: all
	kinds *view.Choice
	drawn [2]any
}

// NewRecords makes the page.
func NewRecords(s *session.Session, h Host) *Records {
	p := &Records{}
	p.kinds = view.NewChoice("")
	p.kinds.OnKey = func(key string) {
		p.kind = ledger.Kind(key)
		p.drawn = [2]any{}
		p.Show(s.State(), session.Everything)
	}
	add := widget.NewButton(tr("New record"), func() {
		if p.kind != "" && p.kind != ledger.KindMatter {
			h.Do("new " + string(p.kind))
			return
		}
		var items []*fyne.MenuItem
		for _, k := range ledger.Kinds[1:] {
			items = append(items, fyne.NewMenuItem(sentence(KindWord(k)), func() { h.Do("new " + string(k)) }))
		}
		h.Menu(items, fyne.CurrentApp().Driver().AbsolutePositionForObject(p.kinds).AddXY(0, p.kinds.Size().Height))
	})
	p.table = newTable(s, h, "record", []view.Column{
		{Title: tr("Kind"), Width: 84}, {Title: tr("Record"), Width: 240, Flex: true}, {Title: tr("Facts"), Width: 240, Flex: true},
		{Title: tr("Rung"), Width: 40}, {Title: tr("Id"), Width: 72},
	}, p.kinds, add)
	p.grid.Empty = tr("Nothing of this kind yet. The button above adds the first.")
	return p
}

// Show implements Page.
func (p *Records) Show(st session.State, what session.What) {
	key := [2]any{st.Case, p.kind}
	if key == p.drawn {
		p.follow(st)
		return
	}
	p.drawn = key
	options := []view.Option{{Key: "", Label: tr("Everything"), Detail: strconv.Itoa(st.Case.Len())}}
	for _, k := range ledger.Kinds {
		options = append(options, view.Option{Key: string(k), Label: sentence(KindsWord(k)), Detail: strconv.Itoa(len(st.Case.Of(k)))})
	}
	p.kinds.SetOptions(options)
	p.kinds.SetKey(string(p.kind))
	records := st.Case.Records()
	if p.kind != "" {
		records = st.Case.Of(p.kind)
	}
	rows := make([]view.Row, 0, len(records))
	for _, r := range records {
		it := itemOf(st.Case, r.RecordID())
		cells := []view.Cell{{Text: KindWord(r.Kind()), Tone: view.ToneMuted}, {Text: it.title}, {Text: it.facts, Tone: view.ToneMuted, Sort: cmp.Or(it.facts, "")}, {}, {Text: it.id, Tone: view.ToneMuted}}
		if it.rung != nil {
			cells[3] = rungCell(*it.rung)
		}
		rows = append(rows, view.Row{Key: it.id, Cells: cells})
	}
	p.set(rows)
}
