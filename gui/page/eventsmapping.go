package page

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/events"
	"github.com/fairweather-app/fairweather/core/events/measure"
)

// mappingField is one field of a mapping with the column that a person chose for it.
type mappingField struct {
	label string
	of    func(*events.Mapping) *string
	must  bool
}

var mappingFields = []mappingField{
	{"Day", func(m *events.Mapping) *string { return &m.Day }, true},
	{"Who acted", func(m *events.Mapping) *string { return &m.Source }, true},
	{"Toward whom", func(m *events.Mapping) *string { return &m.Target }, true},
	{"Id", func(m *events.Mapping) *string { return &m.ID }, false},
	{"Code (CAMEO or PLOVER)", func(m *events.Mapping) *string { return &m.Code }, false},
	{"Quad class", func(m *events.Mapping) *string { return &m.Quad }, false},
	{"Goldstein score", func(m *events.Mapping) *string { return &m.Goldstein }, false},
	{"Number of events", func(m *events.Mapping) *string { return &m.Events }, false},
	{"Number of sources", func(m *events.Mapping) *string { return &m.Sources }, false},
	{"Place", func(m *events.Mapping) *string { return &m.Place }, false},
	{"Latitude", func(m *events.Mapping) *string { return &m.Lat }, false},
	{"Longitude", func(m *events.Mapping) *string { return &m.Lon }, false},
	{"Address", func(m *events.Mapping) *string { return &m.URL }, false},
}

// askMapping asks for a table, then opens the dialog that maps its columns.
func (x *eventsLibrary) askMapping(path string) {
	win := x.p.window()
	if win == nil {
		return
	}
	if path == "" {
		pathAsk{title: tr("Map a table’s columns"), confirm: tr("Open"), endings: eventEndings, says: tr("A table of events with a column each for the day, who acted and toward whom.")}.show(win, x.askMapping)
		return
	}
	x.p.s.Aside(tr("Looking into the table"), func(context.Context) (func(), error) {
		lines, err := events.Peek(path, 2)
		return func() { newMappingDialog(x, path, lines).show(win) }, err
	})
}

// mappingDialog says which columns of a table are what.
type mappingDialog struct {
	x       *eventsLibrary
	path    string
	lines   []string
	comma   string
	columns []string
	sample  []string

	name    *Field
	naming  *widget.Select
	header  *widget.Check
	picks   []*widget.Select
	samples []*widget.Label
	says    *widget.Label
	take    *KeyButton
	d       *dialog.CustomDialog
}

// parting finds the sign that parts the columns: that which cuts the first line into
// most.
func parting(line string) string {
	best, most := ",", 0
	for _, sign := range ",\t;|" {
		if n := len(events.SplitLine(line, sign)); n > most {
			best, most = string(sign), n
		}
	}
	return best
}

// splitLine cuts a line at the sign that parts its columns.
func splitLine(line, comma string) []string { return events.SplitLine(line, []rune(comma)[0]) }

func newMappingDialog(x *eventsLibrary, path string, lines []string) *mappingDialog {
	m := &mappingDialog{x: x, path: path, lines: lines, comma: parting(lines[0]), name: NewField(tr("a name of one’s own")), says: widget.NewLabel("")}
	m.says.Wrapping = fyne.TextWrapWord
	base := strings.ToLower(filepath.Base(path))
	base, _, _ = strings.Cut(base, ".")
	m.name.SetText(base)
	m.naming = widget.NewSelect([]string{tr("codes (ISO or CAMEO)"), tr("names"), tr("Correlates of War numbers")}, nil)
	m.naming.SetSelectedIndex(0)
	m.header = widget.NewCheck(tr("The first line names the columns"), func(bool) { m.columned() })
	for range mappingFields {
		m.picks = append(m.picks, widget.NewSelect(nil, func(string) { m.changed() }))
		sample := widget.NewLabel("")
		sample.Truncation, sample.Importance = fyne.TextTruncateEllipsis, widget.LowImportance
		m.samples = append(m.samples, sample)
	}
	m.header.Checked = true
	return m
}

// columned names the columns that there are to choose.
func (m *mappingDialog) columned() {
	m.columns, m.sample = (&events.Mapping{Comma: m.comma, Headless: !m.header.Checked}).Columns(m.lines[0]), nil
	switch {
	case !m.header.Checked:
		m.sample = splitLine(m.lines[0], m.comma)
	case len(m.lines) > 1:
		m.sample = splitLine(m.lines[1], m.comma)
	}
	for i, f := range mappingFields {
		options := m.columns
		if !f.must {
			options = append([]string{"–"}, options...)
		}
		m.picks[i].Options = options
		if !f.must && m.picks[i].Selected == "" {
			m.picks[i].Selected = "–"
		}
		m.picks[i].Refresh()
	}
	m.changed()
}

// mapping is what is chosen.
func (m *mappingDialog) mapping() (*events.Mapping, error) {
	out := &events.Mapping{Provider: measure.Provider(strings.ToLower(strings.TrimSpace(m.name.Text))), Comma: m.comma, Headless: !m.header.Checked, Naming: []string{"code", "name", "cow"}[max(m.naming.SelectedIndex(), 0)]}
	for i, f := range mappingFields {
		if pick := m.picks[i].Selected; pick != "–" {
			*f.of(out) = pick
		}
	}
	body, err := json.Marshal(out)
	if err != nil {
		return nil, err
	}
	return events.ParseMapping(body)
}

// changed shows a value of each chosen column, and what is missing.
func (m *mappingDialog) changed() {
	for i := range mappingFields {
		text := ""
		for at, c := range m.columns {
			if c == m.picks[i].Selected && at < len(m.sample) {
				text = m.sample[at]
			}
		}
		m.samples[i].SetText(text)
	}
	if m.take == nil {
		return
	}
	if _, err := m.mapping(); err != nil {
		m.says.SetText(sentence(err.Error()) + ".")
		m.take.Disable()
		return
	}
	m.says.SetText(tr("Beside each column stands what it holds in the first row."))
	m.take.Enable()
}

func (m *mappingDialog) show(win fyne.Window) {
	grid := container.NewGridWithColumns(3)
	for i, f := range mappingFields {
		label := tr(f.label)
		if f.must {
			label += " *"
		}
		grid.Add(widget.NewLabel(label))
		grid.Add(m.picks[i])
		grid.Add(m.samples[i])
	}
	top := container.NewVBox(container.NewBorder(nil, nil, widget.NewLabel(tr("Provider")), nil, m.name), container.NewBorder(nil, nil, widget.NewLabel(tr("States are given as")), nil, m.naming), m.header)
	m.d = dialog.NewCustomWithoutButtons(trf("Map the columns of %s", filepath.Base(m.path)), container.NewBorder(top, m.says, nil, nil, container.NewVScroll(grid)), win)
	m.take = NewKeyButton(tr("Bring in"), func() {
		as, err := m.mapping()
		if err != nil {
			return
		}
		m.d.Hide()
		m.x.bring([]string{m.path}, as)
	})
	m.take.Importance = widget.HighImportance
	load := NewKeyButton(tr("Open a mapping…"), func() { m.load(win) })
	save := NewKeyButton(tr("Save the mapping…"), func() { m.save(win) })
	closing := NewKeyButton(tr("Cancel"), m.d.Hide)
	for _, b := range []*KeyButton{m.take, load, save, closing} {
		b.OnEscape = m.d.Hide
	}
	m.name.OnEscape = m.d.Hide
	m.name.OnChanged = func(string) { m.changed() }
	m.d.SetButtons([]fyne.CanvasObject{closing, load, save, m.take})
	m.columned()
	m.d.Resize(fyne.NewSize(660, 580))
	m.d.Show()
	win.Canvas().Focus(m.name)
}

// load takes up a mapping that somebody shared.
func (m *mappingDialog) load(win fyne.Window) {
	pathAsk{title: tr("Open a mapping"), confirm: tr("Open"), endings: []string{".json"}}.show(win, func(path string) {
		m.x.p.s.Aside(tr("Opening the mapping"), func(context.Context) (func(), error) {
			body, err := os.ReadFile(path)
			if err != nil {
				return nil, err
			}
			as, err := events.ParseMapping(body)
			return func() { m.adopt(as) }, err
		})
	})
}

// adopt fills the dialog from a mapping.
func (m *mappingDialog) adopt(as *events.Mapping) {
	m.name.SetText(string(as.Provider))
	m.comma = as.Comma
	m.header.Checked = !as.Headless
	m.header.Refresh()
	m.naming.SetSelectedIndex(map[string]int{"name": 1, "cow": 2}[as.Naming])
	for i, f := range mappingFields {
		m.picks[i].Selected = *f.of(as)
	}
	m.columned()
}

// save writes the mapping as JSON, to share.
func (m *mappingDialog) save(win fyne.Window) {
	as, err := m.mapping()
	if err != nil {
		m.says.SetText(sentence(err.Error()) + ".")
		return
	}
	pathAsk{title: tr("Save the mapping"), confirm: tr("Save"), path: filepath.Join(filepath.Dir(m.path), string(as.Provider)+"-mapping.json"), save: true, endings: []string{".json"}}.show(win, func(path string) {
		m.x.p.s.Always(tr("Saving the mapping"), func(context.Context) (func(), error) {
			body, err := json.MarshalIndent(as, "", "  ")
			if err != nil {
				return nil, err
			}
			_, err = WriteWhole(path, func(w io.Writer) error { _, err := w.Write(append(body, '\n')); return err })
			return nil, err
		})
	})
}
