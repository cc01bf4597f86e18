package gui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/gui/view"
)

// welcome tells in a minute what the window is for. It is shown once, and again
// from the menu.
func (w *Window) welcome() {
	w.prefs.setWelcomed()
	text := view.NewProse("")
	bold := func(s string) view.Span { return view.Span{Text: s, Bold: true} }
	say := func(s string) view.Span { return view.Span{Text: s} }
	keys := w.commandKeys
	spans := []view.Span{
		say(lang.L("Fairweather keeps one sourced record of what was promised, what happened when it mattered, and who gave what to whom. From it, it answers one question:")),
		bold("\n\n" + lang.L("Can Iran count on Russia, as of a day, in a situation?")),
		bold("\n\n" + lang.L("Above")), say(" " + lang.L("is the question. Change any part of it; drag the date, and the answer moves through time.")),
		bold("\n\n" + lang.L("In the middle")), say(" " + lang.L("is the answer. Every underlined figure leads to the records it rests on, and from there to who says so.")),
		bold("\n\n" + lang.L("At the right")), say(" " + fmt.Sprintf(lang.L("is what you chose: read it, or press %s to change it. What you apply is on disk at once; there is no saving. %s takes back anything."), keys("edit"), keys("undo"))),
		bold("\n\n" + keys("find")), say(" " + lang.L("finds any record, source or command;") + " "), bold(keys("shortcuts")), say(" " + lang.L("lists the shortcuts.")),
	}
	if w.s.State().Name() == assets.FirstCase {
		spans = append(spans, say("\n\n"+lang.L("The case before you is the partnership of Russia and Iran, a working copy of your own: try things out.")))
	}
	text.SetSpans(spans)
	name := w.newField(lang.L("your name, or what your colleagues call you"))
	name.SetText(w.s.Analyst())
	var d *dialog.CustomDialog
	begin := widget.NewButton(lang.L("Begin"), func() {
		w.setName(name.Text)
		d.Hide()
	})
	begin.Importance = widget.HighImportance
	skip := widget.NewButton(lang.L("Skip"), func() { d.Hide() })
	name.OnSubmitted = func(string) { begin.OnTapped() }
	who := container.NewBorder(nil, nil, widget.NewLabel(lang.L("Your edits are kept under")), nil, name)
	d = dialog.NewCustomWithoutButtons(lang.L("Who stands by whom when it matters?"), container.NewBorder(nil, who, nil, nil, text), w.win)
	d.SetButtons([]fyne.CanvasObject{skip, begin})
	d.Resize(fyne.NewSize(640, 440))
	d.Show()
	w.win.Canvas().Focus(name)
}

func (w *Window) setName(name string) {
	w.s.SetAnalyst(name)
	w.prefs.setAnalyst(w.s.Analyst())
	w.status.show(w.s.State())
}

// name asks for the name under which edits are kept.
func (w *Window) name() {
	name := w.newField("")
	name.SetText(w.s.Analyst())
	w.ask(lang.L("Your name"), lang.L("Keep it"), name, "It stands beside each of your edits in the case file.",
		[]*widget.FormItem{widget.NewFormItem(lang.L("Name"), name)}, func() { w.setName(name.Text) })
}

// commandKeys writes the shortcut of a command.
func (w *Window) commandKeys(id string) string { return w.commands[id].Keys() }

// shortcuts lists every shortcut, from the same list as the menu.
func (w *Window) shortcuts() {
	grid := view.NewGrid([]view.Column{{Title: lang.L("Menu"), Width: 60}, {Title: lang.L("Command"), Width: 240, Flex: true}, {Title: lang.L("Keys"), Width: 140}})
	var rows []view.Row
	for _, c := range w.list {
		if keys := c.Keys(); keys != "" {
			menu := ""
			if c.Menu != "" {
				menu = lang.L(c.Menu)
			}
			rows = append(rows, view.Row{Key: c.ID, Cells: []view.Cell{{Text: menu}, {Text: strings.TrimSuffix(c.title(), "…")}, {Text: keys}}})
		}
	}
	for i, k := range [][2]string{
		{lang.L("From part to part"), "Tab, Shift+Tab"}, {lang.L("In lists and the ladder"), "↑ ↓, Enter"},
		{lang.L("The date: a month, a day, a year"), "← →, Ctrl+← →, PageUp PageDown"},
		{lang.L("A form: put back what was there"), "Esc"}, {lang.L("A table: find by typing"), lang.L("letters")},
	} {
		rows = append(rows, view.Row{Key: fmt.Sprint("key", i), Cells: []view.Cell{{}, {Text: k[0]}, {Text: k[1]}}})
	}
	grid.SetRows(rows)
	d := dialog.NewCustom(lang.L("Keyboard shortcuts"), lang.L("Close"), grid, w.win)
	d.Resize(fyne.NewSize(560, 560))
	d.Show()
	w.win.Canvas().Focus(grid)
}

func (w *Window) about() {
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("icon.png", assets.Icon()))
	icon.SetMinSize(fyne.NewSize(64, 64))
	icon.FillMode = canvas.ImageFillContain
	text := widget.NewLabel(fmt.Sprintf(lang.L("Fairweather %s\n\nFind out who stands by whom when it matters.\n\nIt argues for no side: it holds the evidence both ways, says how sure it is and why, and shows what would change the answer."), w.o.Version))
	text.Wrapping = fyne.TextWrapWord
	d := dialog.NewCustom(lang.L("About"), lang.L("Close"), container.NewBorder(nil, nil, container.NewVBox(icon), nil, text), w.win)
	d.Resize(fyne.NewSize(460, 240))
	d.Show()
}
