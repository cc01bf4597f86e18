package page

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/events/measure"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// MomentGrid is the page of what every partner gave at every moment: as a grid
// of moments and partners, or as the list of the partner asked about.
type MomentGrid struct {
	s *session.Session
	h Host

	table   *momentTable
	filter  *Field
	who     *view.Choice
	group   *view.Choice
	as      *view.Choice
	count   *widget.Label
	behind  *view.Prose
	gridTop *fyne.Container
	gridBox *fyne.Container
	list    *Moments
	root    *fyne.Container

	everybody bool
	asList    bool
	drawn     gridKey
	pending   gridKey
	state     session.State
}

// enterHere is the link that begins a conduct of the cell's partner.
const enterHere = "enter"

// gridKey is what the grid depends on.
type gridKey struct {
	c         *ledger.Case
	a         *assess.Assessment
	everybody bool
}

// NewMomentGrid makes the page.
func NewMomentGrid(s *session.Session, h Host) *MomentGrid {
	m := &MomentGrid{s: s, h: h, table: newMomentTable(), filter: NewField(tr("Filter")), count: widget.NewLabel(""), list: NewMoments(s, h)}
	m.count.Importance = widget.LowImportance
	m.filter.OnEscape = func() {
		m.filter.SetText("")
		focus(m.table)
	}
	m.filter.OnChanged = func(text string) {
		m.table.words = strings.Fields(strings.ToLower(text))
		m.rearrange()
	}
	m.filter.OnSubmitted = func(string) { focus(m.table) }
	m.who, m.group, m.as = view.NewChoice(""), view.NewChoice(tr("by")), view.NewChoice(tr("as"))
	m.who.OnKey = func(key string) {
		m.everybody = key == "all"
		m.Show(m.s.State(), session.Everything)
	}
	m.group.SetOptions([]view.Option{{Key: groupNone, Label: tr("date")}, {Key: groupType, Label: tr("type of moment")}, {Key: groupSituation, Label: tr("situation")}})
	m.group.SetKey(groupNone)
	m.group.OnKey = func(key string) {
		m.table.group = key
		m.rearrange()
	}
	m.as.SetOptions([]view.Option{{Key: "grid", Label: tr("grid of partners"), Detail: tr("moments and what each partner gave")}, {Key: "list", Label: tr("list"), Detail: tr("moments and the partner asked about")}})
	m.as.SetKey("grid")
	m.as.OnKey = func(key string) {
		m.asList = key == "list"
		m.arrangeRoot()
		m.Show(m.s.State(), session.Everything)
		focus(m.First())
	}
	m.behind = view.NewProse(fynetheme.SizeNameText)
	m.behind.OnTapped = func(to string) {
		if t := m.table; to == enterHere && t.line >= 0 && t.line < len(t.lines) {
			m.enter(t.grid.Rows[t.lines[t.line].row], t.partner(t.column))
			return
		}
		follow(s, h, to)
	}
	m.table.onCell = func(row, column int) { m.cell(row, column, true) }
	m.table.onOpen = func(moment string) { s.Edit(moment) }
	m.table.onMenu = m.menu
	m.gridBox = container.NewBorder(nil, container.New(layout.NewCustomPaddedLayout(8, 4, 8, 8), container.New(lines{3}, container.NewVScroll(m.behind))), nil, nil, m.table)
	add := widget.NewButton(tr("New moment"), func() { h.Do("new moment") })
	width := container.New(Wide("a filter of some words"), m.filter)
	m.gridTop = container.New(&barLine{}, width, m.who, m.group, m.as, add, m.count)
	m.root = container.NewStack()
	m.arrangeRoot()
	return m
}

// arrangeRoot shows the grid or the list.
func (m *MomentGrid) arrangeRoot() {
	if m.asList {
		line := container.New(layout.NewCustomPaddedLayout(8, 0, 8, 8), container.NewHBox(m.as))
		m.root.Objects = []fyne.CanvasObject{container.NewBorder(line, nil, nil, nil, m.list.Object())}
	} else {
		m.root.Objects = []fyne.CanvasObject{container.NewPadded(container.New(headed{}, container.NewPadded(m.gridTop), m.gridBox))}
	}
	m.root.Refresh()
}

// Object implements Page.
func (m *MomentGrid) Object() fyne.CanvasObject { return m.root }

// First implements Focuser.
func (m *MomentGrid) First() fyne.Focusable {
	if m.asList {
		return m.list.First()
	}
	return m.table
}

// TSV implements Copier.
func (m *MomentGrid) TSV() string {
	if m.asList {
		return m.list.TSV()
	}
	return m.table.TSV()
}

// Show implements Page.
func (m *MomentGrid) Show(st session.State, what session.What) {
	m.state = st
	if m.asList {
		m.list.Show(st, what)
		return
	}
	key := gridKey{st.Case, st.Answer, m.everybody}
	if key == m.drawn {
		m.pending = gridKey{}
		if p := st.Place; p.Record != "" && what.Has(session.PlaceChanged) {
			if r, ok := st.Case.Get(p.Record); ok && r.Kind() == ledger.KindMoment {
				m.table.selectMoment(p.Record)
			}
		}
		return
	}
	relier := st.Case.ActorName(st.Question.Relier)
	m.who.SetOptions([]view.Option{{Key: "relier", Label: relier + tr(" in need")}, {Key: "all", Label: tr("Anybody in need")}})
	m.who.SetKey(map[bool]string{true: "all", false: "relier"}[m.everybody])
	m.table.empty = tr("No moments yet. “New moment” adds the first: a time at which somebody was in need.")
	switch {
	case !st.Open():
		m.table.empty = tr("No case is open. Open one from the File menu, or begin a new one.")
	case len(m.table.words) > 0:
		m.table.empty = tr("No moment holds these words. Escape in the filter shows all again.")
	case st.Case.Len() > 0 && !m.everybody:
		m.table.empty = relier + tr(" was never in need, as far as this case says. Choose “Anybody in need”, or add a moment.")
	}
	if st.Answer == nil {
		m.pending = gridKey{}
		m.show(st, key, assess.MomentGrid{})
		return
	}
	if key == m.pending {
		return
	}
	m.pending = key
	q := st.Answer.Question
	compose(m.s, st.Case, tr("Setting out the moments"), func() assess.MomentGrid { return assess.Grid(key.c, q, key.everybody) }, func(g assess.MomentGrid) {
		if key == m.pending {
			m.show(st, key, g)
		}
	})
}

func (m *MomentGrid) show(st session.State, key gridKey, g assess.MomentGrid) {
	m.drawn, m.pending = key, gridKey{}
	m.table.set(g, m.everybody, st.Case.ActorName)
	keptSilences(m.s, st.Case, st.Question, func(all map[silenceAt]*measure.Silence) {
		if m.drawn == key {
			m.table.silence = all
			m.table.Refresh()
			if len(all) > 0 && m.table.line < 0 {
				m.behind.SetSpans([]span{mute(m.behind.String()), mute(tr(" ▾ ▴: quieter or louder than expected, by event data that the case keeps."))})
			}
		}
	})
	m.say()
	if t := m.table; t.line >= 0 {
		m.cell(t.lines[t.line].row, t.column, false)
	} else {
		m.behind.SetSpans([]span{mute(tr("Choose a cell to see what is behind it. A dot: nothing on record, which is unknown and counts nowhere; silence is a conduct of 0 that a person entered. ∓: both helped and worked against."))})
	}
}

// rearrange shows the rows in another order or choice.
func (m *MomentGrid) rearrange() {
	moment, _, _ := m.table.cursor()
	m.table.arrange()
	m.table.line = -1
	m.table.Refresh()
	if moment != "" {
		m.table.selectMoment(moment)
	}
	m.say()
}

func (m *MomentGrid) say() {
	text := count(m.table.shown(), "moment")
	if n := len(m.table.grid.Rows); n != m.table.shown() {
		text = trf("%d of %s", m.table.shown(), count(n, "moment"))
	}
	m.count.SetText(text)
	m.gridTop.Refresh() // its place hangs on its width
}

// cell says what is behind a cell and, if a person chose it, shows the conduct
// that gives the rung in the inspector.
func (m *MomentGrid) cell(row, column int, chosen bool) {
	r := m.table.grid.Rows[row]
	if column < 0 || column >= len(r.Cells) {
		m.behind.SetSpans([]span{link(r.Title, r.Moment), mute("  " + r.Date.String() + " · " + tr(r.Type) + trf(" · %s in need", m.table.reliers[r.Relier]))})
		if chosen {
			m.s.Select(r.Moment)
		}
		return
	}
	x, partner := r.Cells[column], m.table.grid.Partners[column]
	m.behind.SetSpans(m.behindSpans(r, partner, x))
	m.gridBox.Refresh()
	switch {
	case !chosen:
	case x.OnRecord():
		m.s.Select(x.Top[0])
	default:
		m.s.Select(r.Moment)
	}
}

// behindSpans names every record that a cell rests on.
func (m *MomentGrid) behindSpans(r assess.GridRow, partner assess.GridPartner, x *assess.GridCell) []span {
	c := m.state.Case
	spans := []span{strong(partner.Name), say(tr(" at ")), link(r.Title, r.Moment), say(": ")}
	if !x.OnRecord() {
		spans = append(spans, say(tr("nothing on record. That is unknown, not silence. ")), link(tr("Enter what it did"), enterHere), say("."))
	}
	if x == nil {
		return spans
	}
	for i, id := range x.Records {
		it := itemOf(c, id)
		if i > 0 {
			spans = append(spans, say("; "))
		}
		if it.rung != nil {
			spans = append(spans, span{Text: rungMark(*it.rung) + nbsp, Bold: true, Tone: view.ToneOfRung(*it.rung)})
		}
		spans = append(spans, link(it.title, id), mute(" "+strings.TrimSpace(strings.SplitN(it.facts, "·", 2)[0])))
	}
	if x.OnRecord() {
		spans = append(spans, say(". "))
	}
	due := func(o *assess.OwedRung, word string) {
		if o == nil {
			return
		}
		spans = append(spans, say(trf("%s %s by ", word, rungMark(o.Rung))))
		for i, id := range o.RestsOn {
			if i > 0 {
				spans = append(spans, say(", "))
			}
			spans = append(spans, link(itemOf(c, id).title, id))
		}
		spans = append(spans, say(". "))
	}
	due(x.Owed, tr("Owed"))
	due(x.Asked, tr("Asked"))
	if x.FirstDays != nil {
		spans = append(spans, mute(trf("First support: %s.", days(*x.FirstDays))))
	}
	if tip := silenceTip(m.table.silence[silenceAt{r.Moment, r.Relier, partner.Actor}]); tip != "" {
		spans = append(spans, mute(" "+strings.TrimSpace(tip)+". "), link(tr("Events"), command+"page events"))
	}
	return spans
}

// menu offers what can be done at a cell.
func (m *MomentGrid) menu(row, column int, at fyne.Position) {
	r := m.table.grid.Rows[row]
	var items []*fyne.MenuItem
	if column >= 0 && column < len(r.Cells) {
		if x := r.Cells[column]; x.OnRecord() {
			for _, id := range x.Records {
				it := itemOf(m.state.Case, id)
				title, _ := fitText(it.title, 320, fynetheme.TextSize(), fyne.TextStyle{})
				if it.rung != nil {
					title = rungMark(*it.rung) + " " + title
				}
				items = append(items, fyne.NewMenuItem(title, func() { m.s.Select(id) }))
			}
			items = append(items, fyne.NewMenuItemSeparator())
		}
		partner := m.table.grid.Partners[column]
		items = append(items, fyne.NewMenuItem(trf("New conduct of %s at this moment", partner.Name), func() { m.enter(r, partner.Actor) }))
	}
	items = append(items,
		fyne.NewMenuItem(tr("Show the moment"), func() { m.s.Select(r.Moment) }),
		fyne.NewMenuItem(tr("Edit the moment"), func() { m.s.Edit(r.Moment) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(tr("Copy the table"), func() { m.h.Do("copy table") }))
	m.h.Menu(items, at)
}

// enter begins a conduct of a partner at a moment.
func (m *MomentGrid) enter(r assess.GridRow, partner string) {
	c := m.s.State().Case
	moment, ok := c.Moment(r.Moment)
	if !ok {
		return
	}
	record, err := Begin(c, ledger.KindConduct, r.Relier, partner, moment, m.s.Today())
	if err != nil {
		m.s.Fail(session.Failure{Doing: tr("begin a conduct"), Err: err})
		return
	}
	m.s.Draft(record)
}

// lines is a layout as high as some lines of text.
type lines struct{ n float32 }

func (l lines) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

func (l lines) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(100, l.n*fynetheme.TextSize()*1.45)
}
