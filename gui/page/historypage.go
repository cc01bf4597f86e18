package page

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// The most that the page of edits reads: of edits, and of an edit's records.
const (
	manyEdits   = 2000
	manyChanged = 60
)

// Edits is the page of everything that was done to the case: when, by whom, what
// it changed, and a way back to any point.
type Edits struct {
	s *session.Session
	h Host

	filter *Field
	count  *widget.Label
	grid   *view.Grid
	head   *view.Prose
	back   *widget.Button
	after  *widget.Button // what changed since
	says   *view.Prose
	scroll *container.Scroll
	root   *fyne.Container

	list  []casefile.Entry
	shown int64 // the edit whose changes are shown
	drawn *ledger.Case
	path  string
}

// NewEdits makes the page.
func NewEdits(s *session.Session, h Host) *Edits {
	p := &Edits{s: s, h: h, filter: NewField(tr("Filter")), count: widget.NewLabel("")}
	p.count.Importance = widget.LowImportance
	p.grid = view.NewGrid([]view.Column{
		{Title: tr("Edit"), Width: 40, Align: fyne.TextAlignTrailing}, {Title: tr("When"), Width: 116}, {Title: tr("Who"), Width: 110},
		{Title: tr("What"), Width: 280, Flex: true}, {Title: tr("Records"), Width: 56, Align: fyne.TextAlignTrailing},
	})
	p.grid.Empty = tr("Nothing was done yet. Every edit of the case is listed here, and each can be gone back to.")
	p.grid.OnSelect = p.choose
	p.grid.OnOpen = func(string) { focus(p.back) }
	p.grid.OnMenu = func(key string, at fyne.Position) {
		p.choose(key)
		back := fyne.NewMenuItem(tr("Go back to the case as it was then"), p.goBack)
		back.Disabled = p.back.Disabled()
		after := fyne.NewMenuItem(tr("What changed since then"), p.since)
		after.Disabled = p.after.Disabled()
		h.Menu([]*fyne.MenuItem{after, back, fyne.NewMenuItem(tr("Copy rows"), func() { h.Do("copy table") })}, at)
	}
	p.filter.OnChanged = func(string) { p.draw() }
	p.filter.OnSubmitted = func(string) { focus(p.grid) }
	p.filter.OnEscape = func() {
		p.filter.SetText("")
		focus(p.grid)
	}
	prose := func(size fyne.ThemeSizeName) *view.Prose {
		t := view.NewProse(size)
		t.OnTapped = func(to string) { follow(s, h, to) }
		t.OnMenu = linkMenu(s, h)
		return t
	}
	p.head, p.says = prose(fynetheme.SizeNameSubHeadingText), prose(fynetheme.SizeNameText)
	p.back = widget.NewButton(tr("Go back to the case as it was then"), p.goBack)
	p.back.Disable()
	p.after = widget.NewButton(tr("What changed since then"), p.since)
	p.after.Disable()
	p.scroll = container.NewVScroll(container.New(column{}, p.says))
	p.scroll.SetMinSize(fyne.NewSize(100, 190))
	width := container.New(Wide("a filter of some words or so"), p.filter)
	below := container.NewBorder(container.NewVBox(widget.NewSeparator(), container.NewBorder(nil, nil, nil, container.NewHBox(p.after, p.back), container.New(column{}, p.head))), nil, nil, nil, p.scroll)
	p.root = container.NewPadded(container.NewBorder(container.NewPadded(container.NewHBox(width, layout.NewSpacer(), p.count)), below, nil, nil, p.grid))
	return p
}

// Object implements Page.
func (p *Edits) Object() fyne.CanvasObject { return p.root }

// First implements Focuser.
func (p *Edits) First() fyne.Focusable { return p.grid }

// TSV implements Copier.
func (p *Edits) TSV() string { return p.grid.TSV() }

// Show implements Page.
func (p *Edits) Show(st session.State, what session.What) {
	if p.drawn == st.Case && p.path == st.Path {
		return
	}
	if p.path != st.Path {
		p.list, p.shown = nil, 0
		p.tell(nil)
	}
	p.drawn, p.path = st.Case, st.Path
	if !st.Open() {
		p.draw()
		return
	}
	p.s.Edits(manyEdits, func(list []casefile.Entry) {
		p.list = list
		p.draw()
		if p.shown == 0 && len(list) > 0 {
			p.grid.Select(fmt.Sprint(list[0].Seq))
			p.choose(fmt.Sprint(list[0].Seq))
		}
		p.allow()
	})
}

// draw lists the edits in which every word of the filter occurs: in what was
// done, by whom, when, or to which record.
func (p *Edits) draw() {
	words := strings.Fields(strings.ToLower(p.filter.Text))
	var rows []view.Row
next:
	for _, e := range p.list {
		who := e.Analyst
		if who == "" {
			who = tr("nobody named")
		}
		text := strings.ToLower(strings.Join([]string{e.Label, who, when(e.Time), strings.Join(e.Records, " ")}, " "))
		for _, w := range words {
			if !strings.Contains(text, w) {
				continue next
			}
		}
		tone := view.ToneNeutral
		if e.Act == "undo" || e.Act == "redo" {
			tone = view.ToneMuted
		}
		rows = append(rows, view.Row{Key: fmt.Sprint(e.Seq), Cells: []view.Cell{
			numberCell(fmt.Sprint(e.Seq), float64(e.Seq)), {Text: when(e.Time), Sort: float64(e.Seq)}, {Text: who}, {Text: e.Label, Tone: tone},
			numberCell(fmt.Sprint(len(e.Records)), float64(len(e.Records))),
		}})
	}
	p.grid.SetRows(rows)
	text := count(len(rows), "edit")
	if len(rows) < len(p.list) {
		text = trf("%d of %s", len(rows), count(len(p.list), "edit"))
	} else if len(p.list) == manyEdits {
		text = trf("the newest %d edits", manyEdits)
	}
	p.count.SetText(text)
}

func (p *Edits) entry(seq int64) (casefile.Entry, bool) {
	for _, e := range p.list {
		if e.Seq == seq {
			return e, true
		}
	}
	return casefile.Entry{}, false
}

// choose shows what an edit changed.
func (p *Edits) choose(key string) {
	var seq int64
	if _, err := fmt.Sscan(key, &seq); err != nil {
		return
	}
	e, ok := p.entry(seq)
	if !ok {
		return
	}
	p.shown = seq
	p.allow()
	p.s.Changed(seq, manyChanged, func(list []casefile.RecordChange) {
		if p.shown == seq {
			p.tell(&e, list...)
		}
	})
}

// allow lets a person go back where there is something to go back to.
func (p *Edits) allow() {
	enable(p.after, p.shown != 0 && len(p.list) > 0 && p.shown != p.list[0].Seq)
	enable(p.back, p.shown != 0 && p.s.State().ReadOnly == "" && len(p.list) > 0 && p.shown != p.list[0].Seq)
}

func (p *Edits) goBack() {
	if !p.back.Disabled() {
		p.s.RestoreCase(p.shown)
	}
}

// tell writes what an edit changed, record by record.
func (p *Edits) tell(e *casefile.Entry, list ...casefile.RecordChange) {
	if e == nil {
		p.head.SetSpans(nil)
		p.says.SetSpans(nil)
		p.allow()
		return
	}
	p.head.SetSpans([]span{strong(e.Label)})
	var spans []span
	for i, ch := range list {
		if i > 0 {
			spans = append(spans, say("\n"))
		}
		r := ch.After
		if r == nil {
			r = ch.Before
		}
		if r == nil {
			continue
		}
		name := link(r.Name(), ch.ID)
		if _, there := p.s.State().Case.Get(ch.ID); !there {
			name = say(r.Name())
		}
		spans = append(spans, mute(KindWord(r.Kind())+" "+ch.ID+"  "), name, mute("  "+changeWord(ch)))
		if ch.Before == nil || ch.After == nil {
			continue
		}
		for _, d := range ledger.Diff(ch.Before, ch.After) {
			spans = append(spans, mute("\n    "+tr(d.Label)+": "), say(orEmpty(d.Old)), mute(" → "), say(orEmpty(d.New)))
		}
	}
	if len(e.Records) > len(list) {
		spans = append(spans, mute("\n"+trf("and %d more", len(e.Records)-len(list))))
	}
	p.says.SetSpans(spans)
	p.scroll.ScrollToTop()
	p.root.Refresh()
}
