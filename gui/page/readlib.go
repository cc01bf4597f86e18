package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/fairweather-app/fairweather/core/ledger"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// readLibraryView lists the texts of the case.
type readLibraryView struct {
	p     *Read
	grid  *view.Grid
	says  *view.Prose
	count *widget.Label
	drawn *ledger.Case
	root  fyne.CanvasObject
}

func newReadLibrary(p *Read) *readLibraryView {
	l := &readLibraryView{p: p, says: view.NewProse(""), count: widget.NewLabel("")}
	l.count.Importance = widget.LowImportance
	l.grid = view.NewGrid([]view.Column{
		{Title: tr("Title"), Width: 220, Flex: true}, {Title: tr("Publisher"), Width: 130}, {Title: tr("Date"), Width: 84}, {Title: tr("Language"), Width: 76},
		{Title: tr("Grade"), Width: 44}, {Title: tr("Open"), Width: 48, Align: fyne.TextAlignTrailing}, {Title: tr("On record"), Width: 72, Align: fyne.TextAlignTrailing},
		{Title: tr("Rejected"), Width: 64, Align: fyne.TextAlignTrailing}, {Title: tr("Useful"), Width: 56},
	})
	l.grid.Empty = tr("No texts yet. Paste one here (Ctrl+V), drop a file or a folder on the window, or use a button above: the reader shows what of it could enter the record, and nothing enters until you accept it.")
	l.grid.OnOpen = func(key string) {
		if s, ok := p.s.State().Case.Source(key); ok && s.Document != "" {
			p.open(key)
		}
	}
	l.grid.OnSelect = func(key string) { p.s.Select(key) }
	l.grid.OnPaste = func(string) { p.Paste() }
	l.grid.OnMenu = func(key string, at fyne.Position) {
		items := []*fyne.MenuItem{fyne.NewMenuItem(tr("Read it"), func() { p.open(key) })}
		p.h.Menu(append(items, recordMenu(p.s, p.h, key)...), at)
	}
	tools := view.NewFlow(4,
		widget.NewButton(tr("Paste"), p.Paste), widget.NewButton(tr("Open a file or folder…"), p.OpenFile),
		widget.NewButton(tr("Address…"), p.OpenAddress), widget.NewButton(tr("Feeds…"), p.OpenFeeds), widget.NewButton(tr("Language model…"), p.OpenModel), widget.NewButton(tr("Next text"), p.nextText))
	l.root = container.New(headed{}, container.New(readColumn{}, tools, l.says, p.run.root, l.count), container.NewPadded(l.grid))
	return l
}

// textsOf lists the sources of which the case has the text, the newest first.
func textsOf(c *ledger.Case) []*ledger.Source {
	var out []*ledger.Source
	for _, s := range c.Sources() {
		if s.Document != "" {
			out = append(out, s)
		}
	}
	slices.Reverse(out)
	return out
}

// openOf tells how many candidates of a text are open, on record and rejected;
// ok is false for one that was not read.
func openOf(c *ledger.Case, source string) (open, taken, rejected int, ok bool) {
	proposed := 0
	for _, r := range c.RatingsOf(source) {
		if r.Subject == "reading" {
			proposed, _ = strconv.Atoi(r.Value)
			ok = true
		}
	}
	decided := 0
	for _, d := range readdesk.Decisions(c, source) {
		switch d.State {
		case readdesk.Accepted, readdesk.Cited:
			taken++
		case readdesk.Rejected:
			rejected++
		}
		if d.Origin == readdesk.ByReader && d.State != readdesk.Open {
			decided++
		}
		if d.Origin != readdesk.ByReader && d.State == readdesk.Open {
			open++
		}
	}
	return open + max(0, proposed-decided), taken, rejected, ok
}

func (l *readLibraryView) draw(st session.State) {
	if l.drawn == st.Case {
		return
	}
	l.drawn = st.Case
	var rows []view.Row
	total := 0
	for _, s := range textsOf(st.Case) {
		open, taken, rejected, ok := openOf(st.Case, s.ID)
		cell := func(n int) view.Cell {
			if !ok {
				return view.Cell{Text: "–", Sort: -1.0}
			}
			return numberCell(tongue.Local(strconv.Itoa(n)), float64(n))
		}
		total += open
		yes, no := 0, 0
		for _, v := range readdesk.Votes(st.Case, s.ID) {
			if v.Yes {
				yes++
			} else {
				no++
			}
		}
		useful := ""
		if yes+no > 0 {
			useful = tongue.Local(fmt.Sprintf("%d / %d", yes, yes+no))
		}
		title := s.Name()
		if s.Republishes != "" {
			title += " (" + trf("repeats %s", itemOf(st.Case, s.Republishes).title) + ")"
		}
		rows = append(rows, view.Row{Key: s.ID, Cells: []view.Cell{
			{Text: title}, {Text: s.Publisher}, dayCell(s.Date.String(), s.Date), {Text: languageName(s.Language)}, {Text: s.Reliability},
			cell(open), cell(taken), cell(rejected), {Text: useful},
		}})
	}
	l.grid.SetRows(rows)
	text := ""
	if len(rows) > 0 {
		text = trf("%s, %s open. Enter or a double click reads one.", count(len(rows), "text"), count(total, "candidate"))
	}
	l.count.SetText(text)
	l.count.Hidden = text == ""
	l.says.Hidden = l.says.String() == ""
	l.root.Refresh()
}

// say tells something above the list; tone warns.
func (l *readLibraryView) say(spans ...span) {
	l.says.SetSpans(spans)
	l.says.Hidden = len(spans) == 0
	l.root.Refresh()
}

// languageName names a language in the person's own.
func languageName(code string) string {
	if code == "" {
		return ""
	}
	tag, err := language.Parse(code)
	if err != nil {
		return code
	}
	own, err := language.Parse(tongue.Code())
	if err != nil {
		own = language.English
	}
	if name := display.Languages(own).Name(tag); name != "" {
		return name
	}
	return code
}

// nextText opens the next text of the list that has open candidates.
func (p *Read) nextText() {
	c := p.s.State().Case
	list := textsOf(c)
	from := -1
	if p.t != nil {
		from = slices.IndexFunc(list, func(s *ledger.Source) bool { return s.ID == p.t.source })
	}
	for k := 1; k <= len(list); k++ {
		s := list[(from+k+len(list))%len(list)]
		if open, _, _, ok := openOf(c, s.ID); ok && open > 0 && (p.t == nil || s.ID != p.t.source) {
			p.open(s.ID)
			return
		}
	}
	text := tr("No other text has open candidates.")
	if p.mode == readDesk {
		p.tellHere(text)
		return
	}
	p.library.say(mute(text))
}

// fileNames joins names for a sentence, and says how many more there are.
func fileNames(list []string) string {
	const most = 3
	if len(list) <= most {
		return strings.Join(list, ", ")
	}
	return trf("%s and %d more", strings.Join(list[:most], ", "), len(list)-most)
}
