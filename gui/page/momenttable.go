package page

import (
	"cmp"
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events/measure"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/tongue"
)

// Sizes of the table, at the normal size of text.
const (
	cellWidth   = 96
	leastMoment = 190 // of the column of moments
)

// How the rows of a momentTable are gathered under titles.
const (
	groupNone      = ""
	groupType      = "type"
	groupSituation = "situation"
)

// momentTable sets moments against partners: a row a moment, a column a partner,
// in each cell the rung given. Rows are a widget.List, which draws those in view.
//
// Keys: the arrows go from cell to cell, PageUp, PageDown, Home and End by rows,
// Enter opens the moment as a form, Space says what is behind the cell, Menu opens
// its menu.
type momentTable struct {
	widget.BaseWidget

	// onCell hears the cell that was chosen: a row and a column, -1 for the moment itself.
	onCell func(row, column int)
	onOpen func(moment string)
	onMenu func(row, column int, at fyne.Position)
	empty  string

	grid    assess.MomentGrid
	many    bool // rows tell toward whom
	reliers map[string]string
	silence map[silenceAt]*measure.Silence // by event data that the case keeps
	lines   []momentLine
	group   string
	words   []string // of the filter
	sortBy  int      // column of a partner; -1: by date
	up      bool     // the earliest first, or the lowest rung
	first   int      // the first column in view
	line    int      // of the cursor; -1: none
	column  int      // of the cursor; -1: the moment
	focused bool

	list   *momentList
	header *momentHeader
}

// momentLine is the title of a group, or a row of the grid.
type momentLine struct {
	title string
	row   int
}

func newMomentTable() *momentTable {
	t := &momentTable{sortBy: -1, line: -1, column: 0, reliers: map[string]string{}}
	t.header = &momentHeader{t: t}
	t.header.ExtendBaseWidget(t.header)
	t.list = newMomentList(t)
	t.ExtendBaseWidget(t)
	return t
}

// set replaces what is shown; the cursor stays on its moment and partner.
func (t *momentTable) set(g assess.MomentGrid, many bool, name func(string) string) {
	moment, relier, partner := t.cursor()
	sorted := t.partner(t.sortBy)
	t.grid, t.many = g, many
	t.reliers = map[string]string{}
	for _, r := range g.Rows {
		if _, ok := t.reliers[r.Relier]; !ok {
			t.reliers[r.Relier] = name(r.Relier)
		}
	}
	at := func(actor string) int {
		return slices.IndexFunc(g.Partners, func(p assess.GridPartner) bool { return p.Actor == actor && actor != "" })
	}
	t.sortBy = at(sorted)
	if c := at(partner); c >= 0 {
		t.column = c
	} else {
		t.column = min(t.column, len(g.Partners)-1)
	}
	t.arrange()
	t.line = slices.IndexFunc(t.lines, func(l momentLine) bool {
		return l.title == "" && t.grid.Rows[l.row].Moment == moment && t.grid.Rows[l.row].Relier == relier
	})
	t.Refresh()
}

// cursor names the moment, the relier and the partner that the cursor is on.
func (t *momentTable) cursor() (moment, relier, partner string) {
	if t.line >= 0 && t.line < len(t.lines) && t.lines[t.line].title == "" {
		r := t.grid.Rows[t.lines[t.line].row]
		moment, relier = r.Moment, r.Relier
	}
	return moment, relier, t.partner(t.column)
}

func (t *momentTable) partner(column int) string {
	if column < 0 || column >= len(t.grid.Partners) {
		return ""
	}
	return t.grid.Partners[column].Actor
}

// selectMoment puts the cursor on a moment, if it is not there.
func (t *momentTable) selectMoment(id string) {
	if m, _, _ := t.cursor(); m == id {
		return
	}
	t.line = slices.IndexFunc(t.lines, func(l momentLine) bool { return l.title == "" && t.grid.Rows[l.row].Moment == id })
	if t.line >= 0 && t.list.Size().Height > 0 {
		t.list.ScrollTo(t.line)
	}
	t.list.Refresh()
}

// arrange filters, sorts and groups the rows.
func (t *momentTable) arrange() {
	rows := make([]int, 0, len(t.grid.Rows))
	for i, r := range t.grid.Rows {
		text := strings.ToLower(r.Title + " " + r.Type + " " + r.Situation + " " + r.Date.String() + " " + t.reliers[r.Relier])
		if !slices.ContainsFunc(t.words, func(w string) bool { return !strings.Contains(text, w) }) {
			rows = append(rows, i)
		}
	}
	if !t.up {
		slices.Reverse(rows) // the grid's are the earliest first
	}
	if t.sortBy >= 0 {
		rank := func(i int) (given int, on bool) {
			x := t.grid.Rows[i].Cells[t.sortBy]
			if !x.OnRecord() {
				return 0, false // what is missing stands last either way
			}
			if t.up {
				return int(x.Given), true
			}
			return -int(x.Given), true
		}
		slices.SortStableFunc(rows, func(a, b int) int {
			ra, oka := rank(a)
			rb, okb := rank(b)
			if oka != okb {
				return map[bool]int{true: -1, false: 1}[oka]
			}
			return cmp.Compare(ra, rb)
		})
	}
	t.lines = t.lines[:0]
	if t.group == groupNone {
		for _, i := range rows {
			t.lines = append(t.lines, momentLine{row: i})
		}
		return
	}
	by := map[string][]int{}
	for _, i := range rows {
		by[t.groupOf(i)] = append(by[t.groupOf(i)], i)
	}
	order := ledger.MomentTypes
	if t.group == groupSituation {
		order = ledger.Situations[1:]
	}
	for _, name := range append(slices.Clone(order), "") {
		list := by[name]
		if len(list) == 0 {
			continue
		}
		title := tr("Other")
		if name != "" {
			title = sentence(tr(name))
		}
		t.lines = append(t.lines, momentLine{title: title + "  " + count(len(list), "moment")})
		for _, i := range list {
			t.lines = append(t.lines, momentLine{row: i})
		}
	}
}

func (t *momentTable) groupOf(row int) string {
	r := t.grid.Rows[row]
	name := r.Type
	if t.group == groupSituation {
		name = r.Situation
	}
	if ledger.SituationOf(r.Type) == "" {
		return ""
	}
	return name
}

// shown counts the rows that pass the filter.
func (t *momentTable) shown() int {
	n := 0
	for _, l := range t.lines {
		if l.title == "" {
			n++
		}
	}
	return n
}

// TSV gives the table as tab-separated text: a column a partner.
func (t *momentTable) TSV() string {
	var b strings.Builder
	clean := strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")
	b.WriteString(tr("Date") + "\t" + tr("Moment") + "\t" + tr("Type") + "\t" + tr("In need"))
	for _, p := range t.grid.Partners {
		b.WriteByte('\t')
		clean.WriteString(&b, p.Name)
	}
	b.WriteByte('\n')
	for _, l := range t.lines {
		if l.title != "" {
			continue
		}
		r := t.grid.Rows[l.row]
		b.WriteString(r.Date.String() + "\t")
		clean.WriteString(&b, r.Title)
		b.WriteString("\t" + r.Type + "\t")
		clean.WriteString(&b, t.reliers[r.Relier])
		for _, x := range r.Cells {
			b.WriteByte('\t')
			if x.OnRecord() {
				b.WriteString(x.Given.String())
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func (t *momentTable) factor() float32 { return fynetheme.TextSize() / 13 }

// columns gives the width of the column of moments, of a cell, and how many
// cells are in view.
func (t *momentTable) columns(width float32) (moment, cell float32, n int) {
	cell = cellWidth * t.factor()
	room := width - leastMoment*t.factor() - 12
	n = min(max(1, int(room/cell)), len(t.grid.Partners))
	return width - 12 - float32(n)*cell, cell, n
}

// bring moves the columns until one is in view.
func (t *momentTable) bring(column int) {
	_, _, n := t.columns(t.Size().Width)
	first := t.first
	if column >= 0 {
		first = min(first, column)
		first = max(first, column-n+1)
	}
	t.shift(first)
}

// shift makes a column the first in view.
func (t *momentTable) shift(first int) {
	_, _, n := t.columns(t.Size().Width)
	first = max(0, min(first, len(t.grid.Partners)-n))
	if first != t.first {
		t.first = first
		t.Refresh()
	}
}

// to moves the cursor and says where it is.
func (t *momentTable) to(line, column int) {
	if line < 0 || line >= len(t.lines) || t.lines[line].title != "" {
		return
	}
	t.line, t.column = line, max(-1, min(column, len(t.grid.Partners)-1))
	t.bring(t.column)
	t.list.ScrollTo(line)
	t.list.Refresh()
	if t.onCell != nil {
		t.onCell(t.lines[line].row, t.column)
	}
}

// step moves the cursor by rows, over titles.
func (t *momentTable) step(n int) {
	at := t.line + n
	dir := 1
	if n < 0 {
		dir = -1
	}
	at = max(0, min(at, len(t.lines)-1))
	for at >= 0 && at < len(t.lines) && t.lines[at].title != "" {
		at += dir
	}
	t.to(at, t.column)
}

// sort orders by a column: a second time the other way round, a third by date.
func (t *momentTable) sort(column int) {
	switch {
	case t.sortBy != column:
		t.sortBy, t.up = column, false
	case !t.up:
		t.up = true
	default:
		t.sortBy, t.up = -1, false
	}
	moment, _, _ := t.cursor()
	t.arrange()
	t.line = -1
	t.selectMoment(moment)
	t.Refresh()
}

// FocusGained implements fyne.Focusable.
func (t *momentTable) FocusGained() { t.focused = true; t.Refresh() }

// FocusLost implements fyne.Focusable.
func (t *momentTable) FocusLost() { t.focused = false; t.Refresh() }

// TypedRune implements fyne.Focusable.
func (t *momentTable) TypedRune(r rune) {
	if r == ' ' {
		t.to(max(t.line, 0), t.column)
	}
}

// TypedKey implements fyne.Focusable.
func (t *momentTable) TypedKey(e *fyne.KeyEvent) {
	page := max(1, int(t.list.Size().Height/(momentRowHeight()+fynetheme.Padding()))-1)
	switch e.Name {
	case fyne.KeyDown:
		t.step(1)
	case fyne.KeyUp:
		t.step(-1)
	case fyne.KeyPageDown:
		t.step(page)
	case fyne.KeyPageUp:
		t.step(-page)
	case fyne.KeyHome:
		t.step(-len(t.lines))
	case fyne.KeyEnd:
		t.step(len(t.lines))
	case fyne.KeyLeft:
		t.to(max(t.line, 0), t.column-1)
	case fyne.KeyRight:
		t.to(max(t.line, 0), t.column+1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if m, _, _ := t.cursor(); m != "" && t.onOpen != nil {
			t.onOpen(m)
		}
	case desktop.KeyMenu:
		if m, _, _ := t.cursor(); m != "" && t.onMenu != nil {
			t.onMenu(t.lines[t.line].row, t.column, fyne.CurrentApp().Driver().AbsolutePositionForObject(t).AddXY(24, 48))
		}
	default:
		handOn(t, e)
	}
}

// TypedShortcut implements fyne.Shortcutable: what is not used goes on to the window.
func (t *momentTable) TypedShortcut(s fyne.Shortcut) {
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(t).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

// CreateRenderer implements fyne.Widget.
func (t *momentTable) CreateRenderer() fyne.WidgetRenderer {
	ground, rule := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	frame := canvas.NewRectangle(color.Transparent)
	empty := widget.NewLabel("")
	empty.Wrapping, empty.Alignment, empty.Importance = fyne.TextWrapWord, fyne.TextAlignCenter, widget.LowImportance
	r := &drawn{objects: []fyne.CanvasObject{ground, t.header, rule, t.list, empty, frame}}
	r.layout = func(size fyne.Size) {
		h := t.header.MinSize().Height
		ground.Resize(size)
		frame.Resize(size)
		place(t.header, 0, 0, size.Width, h)
		place(rule, 0, h, size.Width, 1)
		place(t.list, 0, h+1, size.Width, max(0, size.Height-h-1))
		place(empty, 0, h+1, size.Width, max(0, size.Height-h-1))
		t.bring(t.first)
	}
	r.min = func() fyne.Size { return fyne.NewSize(300, 160) }
	r.refresh = func() {
		ground.FillColor = theme.Color(theme.ColorNameSurface)
		rule.FillColor = theme.Color(fynetheme.ColorNameSeparator)
		frame.StrokeWidth = 0
		if t.focused {
			frame.StrokeWidth, frame.StrokeColor = 2, theme.Color(fynetheme.ColorNameFocus)
		}
		empty.Hidden = len(t.lines) > 0
		if empty.Text != t.empty {
			empty.SetText(t.empty)
		}
		t.header.Refresh()
		t.list.Refresh()
		repaint(t)
	}
	r.refresh()
	return r
}

// rungMark writes a rung as the screen does, with a minus as wide as the plus.
func rungMark(r ledger.Rung) string { return strings.Replace(r.String(), "-", "−", 1) }

// cellWords says in a line what a cell holds.
func cellWords(x *assess.GridCell) string {
	var parts []string
	if x.OnRecord() {
		text := rungMark(x.Given) + " " + x.Given.Label()
		if x.Mixed {
			text += tr(", and worked against as well")
		}
		parts = append(parts, text)
	} else {
		parts = append(parts, tr("Nothing on record: unknown, not silence"))
	}
	if x != nil && x.Owed != nil {
		parts = append(parts, trf("owed %s %s", rungMark(x.Owed.Rung), x.Owed.Rung.Label()))
	}
	if x != nil && x.Asked != nil {
		parts = append(parts, trf("asked %s %s", rungMark(x.Asked.Rung), x.Asked.Rung.Label()))
	}
	if x != nil && x.FirstDays != nil {
		parts = append(parts, trf("first support after %s", days(*x.FirstDays)))
	}
	return strings.Join(parts, "; ")
}

// soon writes the days to the first support in as little room as there is.
func soon(n float64) string {
	if n < 90 {
		return tongue.Local(trf("%.0f d", n))
	}
	return shortYears(n / edtf.DaysPerYear)
}
