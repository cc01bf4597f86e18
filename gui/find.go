package gui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/gui/theme"
)

// The most that the search field shows of each.
const (
	foundRecords  = 40
	foundCommands = 8
)

// found is one line of what was found: a command or a record.
type found struct {
	title, detail string
	open          func()
}

// finder is the field in which records and commands are found by typing.
type finder struct {
	w     *Window
	entry *finderEntry
	list  *widget.List
	popup *widget.PopUp
	lines []found
	at    int
	seq   int // of the search last asked for
}

func (w *Window) find() {
	f := &finder{w: w}
	f.entry = &finderEntry{f: f}
	f.entry.ExtendBaseWidget(f.entry)
	f.entry.SetPlaceHolder(lang.L("A record, a source, a command"))
	f.entry.OnChanged = f.search
	f.list = widget.NewList(
		func() int { return len(f.lines) },
		func() fyne.CanvasObject { return newFinderRow() },
		func(i widget.ListItemID, o fyne.CanvasObject) { o.(*finderRow).show(f.lines[i], i == f.at) },
	)
	f.list.HideSeparators = true
	f.list.OnSelected = func(i widget.ListItemID) { f.open(i) }
	content := container.NewBorder(f.entry, nil, nil, nil, f.list)
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
	commands := f.commands(text)
	if strings.TrimSpace(text) == "" {
		f.set(commands)
		return
	}
	f.w.s.Search(text, foundRecords, func(hits []casefile.Hit) {
		if seq != f.seq {
			return // another search was asked for
		}
		var lines []found
		for _, h := range hits {
			lines = append(lines, found{h.Title, string(h.Kind) + " " + h.ID + "  " + h.Snippet, func() {
				f.w.showInspector()
				f.w.s.Select(h.ID)
			}})
		}
		if len(commands) > 0 && len(lines) > 8 && len(strings.Fields(text)) == 1 {
			f.set(append(append(lines[:8:8], commands...), lines[8:]...))
			return
		}
		f.set(append(lines, commands...))
	})
}

// commands lists the commands in whose title every word of a text occurs.
func (f *finder) commands(text string) []found {
	words := strings.Fields(strings.ToLower(text))
	var out []found
	for _, c := range f.w.list {
		if c.Menu == "" || !f.w.can(c) || c.Needs&everywhere != 0 {
			continue
		}
		title := strings.ToLower(c.Menu + " " + c.Title)
		all := true
		for _, word := range words {
			all = all && strings.Contains(title, word)
		}
		if all && (len(words) > 0 || c.Menu == "View" || c.Under != "") {
			out = append(out, found{c.Title, strings.TrimSpace(c.Menu + "   " + c.Keys()), func() { f.w.Do(c.ID) }})
		}
		if len(out) == foundCommands && len(words) > 0 {
			break
		}
	}
	return out
}

func (f *finder) set(lines []found) {
	f.lines, f.at = lines, 0
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
	if i < 0 || i >= len(f.lines) {
		return
	}
	f.popup.Hide()
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
