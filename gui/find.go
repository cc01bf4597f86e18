package gui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	"github.com/sahilm/fuzzy"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/theme"
)

// The most that the search field shows of each.
const (
	foundRecords  = 40
	foundCommands = 8
	foundRecent   = 12
)

// found is one line of what was found: a page, a command or a record.
type found struct {
	key           string // by which it is remembered; empty: not
	title, detail string
	open          func()
}

// finder is the field in which pages, records and commands are found by typing.
// With pick set it is for records alone and hands over the one chosen.
type finder struct {
	w     *Window
	pick  func(id string)
	entry *finderEntry
	list  *widget.List
	popup *widget.PopUp
	none  *widget.Label // says that nothing was found
	lines []found
	at    int
	seq   int // of the search last asked for

	searching bool // its records are still being looked for
	eager     bool // Enter was pressed meanwhile
}

func (w *Window) find() { w.openFinder(lang.L("A page, a record, a source, a command"), nil) }

// pickRecord asks for a record and hands it over.
func (w *Window) pickRecord(asks string, then func(id string)) { w.openFinder(asks, then) }

func (w *Window) openFinder(asks string, pick func(string)) {
	f := &finder{w: w, pick: pick}
	f.entry = &finderEntry{f: f}
	f.entry.ExtendBaseWidget(f.entry)
	f.entry.SetPlaceHolder(asks)
	f.entry.OnChanged = f.search
	f.list = widget.NewList(
		func() int { return len(f.lines) },
		func() fyne.CanvasObject { return newFinderRow() },
		func(i widget.ListItemID, o fyne.CanvasObject) { o.(*finderRow).show(f.lines[i], i == f.at) },
	)
	f.list.HideSeparators = true
	f.list.OnSelected = func(i widget.ListItemID) { f.open(i) }
	f.none = widget.NewLabel(lang.L("Nothing is called so. Type the name of a page, a record, a source or a command, or fewer letters of it."))
	f.none.Importance, f.none.Wrapping = widget.LowImportance, fyne.TextWrapWord
	content := container.NewBorder(f.entry, nil, nil, nil, container.NewStack(f.list, container.NewBorder(f.none, nil, nil, nil)))
	c := w.win.Canvas()
	size := fyne.NewSize(min(640, c.Size().Width-40), min(440, c.Size().Height-120))
	f.popup = widget.NewModalPopUp(content, c)
	f.popup.Resize(size)
	f.popup.Show()
	f.search("")
	c.Focus(f.entry)
}

// search looks for commands at once and for records off the toolkit's thread.
func (f *finder) search(text string) {
	f.seq++
	seq := f.seq
	f.searching, f.eager = false, false
	if strings.TrimSpace(text) == "" {
		f.set(f.first())
		return
	}
	commands := f.commands(text)
	f.searching = true
	f.set(commands)
	f.w.s.Search(text, foundRecords, func(hits []casefile.Hit) {
		if seq != f.seq {
			return // another search was asked for
		}
		f.searching = false
		defer func() {
			if f.eager {
				f.open(0)
			}
		}()
		var lines []found
		for _, h := range hits {
			lines = append(lines, f.record(h.ID, h.Title, page.KindWord(h.Kind)+" "+h.ID+"  "+h.Snippet))
		}
		// A name that is typed is meant before the letters of a command that
		// happen to lie in it.
		best := 0
		for best < len(commands) && strings.Contains(strings.ToLower(commands[best].title), strings.ToLower(strings.TrimSpace(text))) {
			best++
		}
		if f.pick == nil && len(strings.Fields(text)) == 1 && len(lines) > 8 {
			f.set(slices.Concat(commands[:best:best], lines[:8:8], commands[best:], lines[8:]))
			return
		}
		f.set(slices.Concat(commands[:best:best], lines, commands[best:]))
	})
}

// record is the line of a record.
func (f *finder) record(id, title, detail string) found {
	return found{"record " + id, title, detail, func() {
		if f.pick != nil {
			f.pick(id)
			return
		}
		f.w.showInspector()
		f.w.s.Select(id)
	}}
}

// command is the line of a command.
func (f *finder) command(c Command) found {
	return found{"command " + c.ID, strings.TrimSuffix(c.title(), "…"), strings.TrimSpace(lang.L(c.Menu) + "   " + c.Keys()), func() { f.w.Do(c.ID) }}
}

// offered reports whether a command is for the finder.
func (f *finder) offered(c Command) bool {
	return f.pick == nil && c.Menu != "" && f.w.can(c) && c.Needs&everywhere == 0 && c.ID != "find"
}

// first lists what was used last, then the pages: what is shown before anything
// is typed.
func (f *finder) first() []found {
	var out []found
	seen := map[string]bool{}
	add := func(l found) {
		if !seen[l.key] {
			seen[l.key] = true
			out = append(out, l)
		}
	}
	c := f.w.s.State().Case
	for _, key := range f.w.prefs.used() {
		if len(out) == foundRecent {
			break
		}
		if id, ok := strings.CutPrefix(key, "record "); ok {
			if r, there := c.Get(id); there {
				add(f.record(id, r.Name(), page.KindWord(r.Kind())+" "+id))
			}
		} else if id, ok := strings.CutPrefix(key, "command "); ok {
			if cmd, there := f.w.commands[id]; there && f.offered(cmd) {
				add(f.command(cmd))
			}
		}
	}
	for _, cmd := range f.w.list {
		if f.offered(cmd) && (strings.HasPrefix(cmd.ID, "page ") || cmd.Under == "New record") {
			add(f.command(cmd))
		}
	}
	return out
}

// commands lists the commands whose titles fit a text, loosely, the best first.
func (f *finder) commands(text string) []found {
	var offered []Command
	var titles []string
	for _, c := range f.w.list {
		if f.offered(c) {
			offered = append(offered, c)
			title := c.title()
			if strings.HasPrefix(c.ID, "page ") {
				title += " " + lang.L("page")
			}
			titles = append(titles, title+" "+lang.L(c.Menu))
		}
	}
	used := f.w.prefs.used()
	matches := fuzzy.Find(strings.ReplaceAll(text, " ", ""), titles)
	if words := strings.Fields(text); len(words) > 1 { // words in any order, each whole
		for i, t := range titles {
			low, all := strings.ToLower(t), true
			for _, word := range words {
				all = all && strings.Contains(low, strings.ToLower(word))
			}
			if all && !slices.ContainsFunc(matches, func(m fuzzy.Match) bool { return m.Index == i }) {
				matches = append(matches, fuzzy.Match{Index: i, Score: 50})
			}
		}
	}
	slices.SortStableFunc(matches, func(a, b fuzzy.Match) int {
		rank := func(m fuzzy.Match) int {
			// "read" is Read before it is Readings.
			if typed, title := strings.Fields(text), strings.Fields(titles[m.Index]); len(typed) > 0 && len(title) > 0 && strings.EqualFold(typed[0], title[0]) {
				m.Score += 100
			}
			if i := slices.Index(used, "command "+offered[m.Index].ID); i >= 0 {
				return m.Score + 20 - min(i, 20)
			}
			return m.Score
		}
		return rank(b) - rank(a)
	})
	var out []found
	for _, m := range matches {
		if m.Score < 0 && len(out) > 0 {
			break // letters far apart
		}
		out = append(out, f.command(offered[m.Index]))
		if len(out) == foundCommands {
			break
		}
	}
	return out
}

func (f *finder) set(lines []found) {
	f.lines, f.at = lines, 0
	f.none.Hidden = len(lines) > 0 || f.searching
	f.none.Refresh()
	f.list.UnselectAll()
	f.list.Refresh()
	f.list.ScrollToTop()
}

func (f *finder) move(by int) {
	f.at = min(max(f.at+by, 0), max(len(f.lines)-1, 0))
	f.list.ScrollTo(f.at)
	f.list.Refresh()
}

func (f *finder) open(i int) {
	if len(f.lines) == 0 && f.searching {
		f.eager = true
		return
	}
	if i < 0 || i >= len(f.lines) {
		return
	}
	f.popup.Hide()
	if key := f.lines[i].key; key != "" && f.pick == nil {
		f.w.prefs.use(key)
	}
	f.lines[i].open()
}

// finderEntry is the text field: the arrows choose below it.
type finderEntry struct {
	widget.Entry
	f *finder
}

// TypedKey implements fyne.Focusable.
func (e *finderEntry) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyDown:
		e.f.move(1)
	case fyne.KeyUp:
		e.f.move(-1)
	case fyne.KeyPageDown:
		e.f.move(8)
	case fyne.KeyPageUp:
		e.f.move(-8)
	case fyne.KeyReturn, fyne.KeyEnter:
		e.f.open(e.f.at)
	case fyne.KeyEscape:
		e.f.seq++ // what is still looked for is not wanted
		e.f.popup.Hide()
	default:
		e.Entry.TypedKey(ev)
	}
}

// finderRow draws a line of what was found.
type finderRow struct {
	widget.BaseWidget
	ground *canvas.Rectangle
	title  *widget.Label
	detail *widget.RichText
}

func newFinderRow() *finderRow {
	r := &finderRow{ground: canvas.NewRectangle(nil), title: widget.NewLabel(""), detail: widget.NewRichText(&widget.TextSegment{
		Style: widget.RichTextStyle{ColorName: theme.ColorNameMuted, SizeName: fynetheme.SizeNameCaptionText, Inline: true},
	})}
	r.title.Truncation, r.detail.Truncation = fyne.TextTruncateEllipsis, fyne.TextTruncateEllipsis
	r.ExtendBaseWidget(r)
	return r
}

func (r *finderRow) show(f found, at bool) {
	r.title.SetText(f.title)
	r.detail.Segments[0].(*widget.TextSegment).Text = f.detail
	r.detail.Refresh()
	r.ground.FillColor = fynetheme.Color(fynetheme.ColorNameOverlayBackground)
	if at {
		r.ground.FillColor = theme.Color(theme.ColorNameSelected)
	}
	r.ground.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (r *finderRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(r.ground, container.NewGridWithColumns(2, r.title, r.detail)))
}
