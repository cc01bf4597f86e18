package gui

import (
	"fmt"
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"

	drawing "github.com/fairweather-app/fairweather/core/figure"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/page"
)

// need is what a command cannot do without.
type need uint

const (
	openCase   need = 1 << iota // a case is open
	writable                    // and can be changed
	selected                    // and a record of it is in the inspector
	openForm                    // a form is open
	chosen                      // and a record, or several, are in the inspector
	pictured                    // and the page in view can have figures
	anytime                     // works while a dialog is open
	everywhere                  // works while a dialog is open, too: it is for the text being typed
)

// Command is one thing that the window can do. The menu, the list of shortcuts,
// the search field and the tests are made from the list of them.
type Command struct {
	ID     string
	Menu   string // the menu it stands in; empty: none
	Under  string // the submenu; empty: the menu itself
	Title  string
	Key    fyne.KeyName
	Mod    fyne.KeyModifier
	Letter string        // heard by the page alone, since a menu hears no letter; stands behind the title
	Of     ledger.Kind   // the kind of record that the title names at its end
	Std    fyne.Shortcut // a shortcut that the toolkit knows by name
	Needs  need
	Apart  bool // a line stands above it
	Run    func(w *Window)
}

// menus are the menus in their order.
var menus = []string{"File", "Edit", "View", "Case", "Read", "Help"}

const (
	ctrl  = fyne.KeyModifierShortcutDefault // Command on a Mac
	shift = fyne.KeyModifierShift
	alt   = fyne.KeyModifierAlt
)

// newKeys are the letters of the shortcuts for new records.
var newKeys = map[ledger.Kind]fyne.KeyName{
	ledger.KindActor: fyne.KeyA, ledger.KindSource: fyne.KeyU, ledger.KindMoment: fyne.KeyM, ledger.KindConduct: fyne.KeyC,
	ledger.KindRequest: fyne.KeyQ, ledger.KindPledge: fyne.KeyP, ledger.KindContribution: fyne.KeyG, ledger.KindDependence: fyne.KeyD,
	ledger.KindHypothesis: fyne.KeyY, ledger.KindRating: fyne.KeyR, ledger.KindNote: fyne.KeyN,
}

// commands lists everything that the window can do.
func commands() []Command {
	list := []Command{
		{ID: "new window", Menu: "File", Title: "New window", Key: fyne.KeyN, Mod: ctrl | alt, Run: (*Window).newWindow},
		{ID: "new", Menu: "File", Title: "New case…", Key: fyne.KeyN, Mod: ctrl, Run: (*Window).newCase},
		{ID: "open", Menu: "File", Title: "Open…", Key: fyne.KeyO, Mod: ctrl, Run: (*Window).openDialog},
		{ID: "bundled", Run: (*Window).openFirstCase, Title: "Open the bundled case"},
		{ID: "save as", Menu: "File", Title: "Save as…", Key: fyne.KeyS, Mod: ctrl | shift, Needs: openCase, Apart: true, Run: (*Window).saveAs},
		{ID: "import", Menu: "File", Title: "Import JSON…", Run: (*Window).importDialog},
		{ID: "merge", Menu: "File", Title: "Merge another copy…", Needs: openCase | writable, Run: (*Window).mergeDialog},
		{ID: "import table", Menu: "File", Title: "Import records…", Key: fyne.KeyI, Mod: ctrl | alt, Run: (*Window).importRecords},
		{ID: "add votes", Menu: "File", Title: "Add votes of the General Assembly…", Needs: openCase, Run: (*Window).addVotes},
		{ID: "export brief", Menu: "File", Title: "Export the brief…", Needs: openCase, Run: onPage("brief", (*page.Brief).ToFile)},
		{ID: "export records", Menu: "File", Title: "Export for other tools…", Needs: openCase, Run: (*Window).exportRecords},
		{ID: "export", Menu: "File", Title: "Export JSON…", Key: fyne.KeyE, Mod: ctrl | shift, Needs: openCase, Run: (*Window).exportDialog},
		{ID: "save png", Menu: "File", Title: "Save picture as PNG…", Key: fyne.KeyP, Mod: ctrl | shift | alt, Needs: openCase | pictured, Run: func(w *Window) {
			w.withPicture(func(p *drawing.Picture) { w.SavePicture(p, page.PNG) })
		}},
		{ID: "save svg", Menu: "File", Title: "Save picture as SVG…", Key: fyne.KeyV, Mod: ctrl | shift | alt, Needs: openCase | pictured, Run: func(w *Window) {
			w.withPicture(func(p *drawing.Picture) { w.SavePicture(p, page.SVG) })
		}},
		{ID: "rescue", Menu: "File", Title: "Rescue a damaged case…", Run: (*Window).rescueDialog},
		{ID: "preferences", Menu: "File", Title: "Preferences…", Key: fyne.KeyComma, Mod: ctrl, Apart: true, Run: (*Window).preferences},
		{ID: "close", Menu: "File", Title: "Close the window", Key: fyne.KeyW, Mod: ctrl, Apart: true, Needs: anytime, Run: (*Window).CloseWindow},
		{ID: "quit", Menu: "File", Title: "Quit", Key: fyne.KeyQ, Mod: ctrl, Needs: anytime, Run: (*Window).Quit},

		{ID: "undo", Menu: "Edit", Title: "Undo", Std: &fyne.ShortcutUndo{}, Needs: everywhere, Run: (*Window).undo},
		{ID: "redo", Menu: "Edit", Title: "Redo", Std: &fyne.ShortcutRedo{}, Needs: everywhere, Run: (*Window).redo},
		{ID: "redo too", Title: "Redo", Key: fyne.KeyZ, Mod: ctrl | shift, Needs: everywhere, Run: (*Window).redo},
		{ID: "cut", Menu: "Edit", Title: "Cut", Std: &fyne.ShortcutCut{}, Needs: everywhere, Apart: true, Run: (*Window).cut},
		{ID: "copy", Menu: "Edit", Title: "Copy", Std: &fyne.ShortcutCopy{}, Needs: everywhere, Run: (*Window).copy},
		{ID: "paste", Menu: "Edit", Title: "Paste", Std: &fyne.ShortcutPaste{}, Needs: everywhere, Run: (*Window).paste},
		{ID: "select all", Menu: "Edit", Title: "Select all", Std: &fyne.ShortcutSelectAll{}, Needs: everywhere, Run: (*Window).selectAll},
		{ID: "copy table", Menu: "Edit", Title: "Copy the page’s table", Key: fyne.KeyC, Mod: ctrl | alt, Needs: openCase, Run: (*Window).copyTable},
		{ID: "copy records", Menu: "Edit", Title: "Copy the chosen records with all fields", Key: fyne.KeyC, Mod: ctrl | alt | shift, Needs: openCase, Run: (*Window).copyRecords},
		{ID: "copy picture", Menu: "Edit", Title: "Copy picture", Key: fyne.KeyP, Mod: ctrl | alt, Needs: openCase | pictured, Run: func(w *Window) { w.withPicture(w.CopyPicture) }},
		{ID: "paste rows", Menu: "Edit", Title: "Paste rows…", Key: fyne.KeyV, Mod: ctrl | alt, Needs: openCase | writable, Run: (*Window).pasteRows},
		{ID: "find", Menu: "Edit", Title: "Find, or a command…", Key: fyne.KeyK, Mod: ctrl, Apart: true, Run: (*Window).find},
		{ID: "find too", Title: "Find", Key: fyne.KeyF, Mod: ctrl, Run: (*Window).find},
	}
	for i, k := range ledger.Kinds[1:] {
		list = append(list, Command{
			ID: "new " + string(k), Menu: "Edit", Under: "New record", Title: "New " + string(k), Of: k, Key: newKeys[k], Mod: ctrl | shift,
			Needs: openCase | writable, Apart: i == 0, Run: func(w *Window) { w.newRecord(k) },
		})
	}
	list = append(list,
		Command{ID: "edit", Menu: "Edit", Title: "Edit the record", Key: fyne.KeyE, Mod: ctrl, Needs: openCase | writable | selected, Run: (*Window).editRecord},
		Command{ID: "apply", Menu: "Edit", Title: "Apply the form", Key: fyne.KeyReturn, Mod: ctrl, Needs: openForm | anytime, Run: (*Window).apply},
		Command{ID: "apply too", Title: "Apply the form", Key: fyne.KeyEnter, Mod: ctrl, Needs: openForm | anytime, Run: (*Window).apply},
		Command{ID: "cancel", Menu: "Edit", Title: "Leave the form", Key: fyne.KeyPeriod, Mod: ctrl, Needs: openForm, Run: (*Window).cancel},
		Command{ID: "cite", Menu: "Edit", Title: "Cite a source…", Key: fyne.KeyI, Mod: ctrl | shift, Needs: openCase | writable | selected, Run: (*Window).cite},
		Command{ID: "link", Menu: "Edit", Title: "Link to another record…", Key: fyne.KeyL, Mod: ctrl | shift, Needs: openCase | writable | selected, Run: (*Window).link},
		Command{ID: "set many", Menu: "Edit", Title: "Set a field, tag or grade of the chosen records…", Key: fyne.KeyJ, Mod: ctrl, Needs: openCase | writable, Run: (*Window).setMany},
		Command{ID: "rate", Menu: "Edit", Title: "Rate the record", Needs: openCase | writable | selected, Run: func(w *Window) { w.newRecord(ledger.KindRating) }},
		Command{ID: "duplicate", Menu: "Edit", Title: "Duplicate", Key: fyne.KeyD, Mod: ctrl, Needs: openCase | writable | selected, Run: (*Window).duplicate},
		Command{ID: "delete", Menu: "Edit", Title: "Delete…", Key: fyne.KeyBackspace, Mod: ctrl, Needs: openCase | writable | chosen, Run: (*Window).deleteRecord},
		Command{ID: "history", Menu: "Edit", Title: "History of the record", Key: fyne.KeyH, Mod: ctrl, Needs: openCase | selected, Run: func(w *Window) { w.inspector.History() }},
		Command{ID: "back", Menu: "View", Title: "Back in the inspector", Key: fyne.KeyLeft, Mod: alt, Needs: openCase, Run: func(w *Window) { w.s.GoBack() }},
		Command{ID: "forward", Menu: "View", Title: "Forward in the inspector", Key: fyne.KeyRight, Mod: alt, Needs: openCase, Run: func(w *Window) { w.s.GoNext() }},
	)
	for i, p := range page.Pages {
		c := Command{ID: "page " + strings.ToLower(p.Name), Menu: "View", Title: p.Name, Apart: i == 0, Run: func(w *Window) { w.Open(i) }}
		if i < 9 {
			c.Key, c.Mod = fyne.KeyName(rune('1'+i)), ctrl
		}
		list = append(list, c)
	}
	list = append(list,
		Command{ID: "question", Menu: "View", Title: "Go to the question", Key: fyne.KeyL, Mod: ctrl, Needs: openCase, Apart: true, Run: func(w *Window) { w.win.Canvas().Focus(w.bar.relier) }},
		Command{ID: "as of", Menu: "View", Title: "Go to the date", Key: fyne.KeyT, Mod: ctrl, Needs: openCase, Run: func(w *Window) { w.win.Canvas().Focus(w.bar.date) }},
		Command{ID: "swap", Menu: "View", Title: "Swap relier and partner", Key: fyne.KeyR, Mod: ctrl, Needs: openCase, Run: func(w *Window) { w.s.SetRelier(w.s.State().Question.Partner) }},
		Command{ID: "compare", Menu: "View", Title: "Compare with the other way round", Key: fyne.KeyR, Mod: ctrl | alt, Needs: openCase, Run: (*Window).compare},
		Command{ID: "light", Menu: "View", Under: "Appearance", Title: "Light", Apart: true, Run: func(w *Window) { w.setMode("light") }},
		Command{ID: "dark", Menu: "View", Under: "Appearance", Title: "Dark", Run: func(w *Window) { w.setMode("dark") }},
		Command{ID: "system", Menu: "View", Under: "Appearance", Title: "As the system", Run: func(w *Window) { w.setMode("system") }},
		Command{ID: "larger", Menu: "View", Title: "Larger text", Key: fyne.KeyEqual, Mod: ctrl, Run: func(w *Window) { w.scaleText(1.1) }},
		Command{ID: "smaller", Menu: "View", Title: "Smaller text", Key: fyne.KeyMinus, Mod: ctrl, Run: func(w *Window) { w.scaleText(1 / 1.1) }},
		Command{ID: "normal", Menu: "View", Title: "Normal text", Key: fyne.Key0, Mod: ctrl, Run: func(w *Window) { w.scaleText(0) }},
		Command{ID: "inspector", Menu: "View", Title: "Inspector", Key: fyne.KeyB, Mod: ctrl, Run: (*Window).toggleInspector},

		Command{ID: "check", Menu: "Case", Title: "Check the case…", Key: fyne.KeyK, Mod: ctrl | shift, Needs: openCase, Run: (*Window).check},
		Command{ID: "settings", Menu: "Case", Title: "Question and settings of the methods…", Needs: openCase | writable, Run: (*Window).settings},
		Command{ID: "edits", Menu: "Case", Title: "All edits", Key: fyne.KeyH, Mod: ctrl | shift, Needs: openCase, Run: (*Window).edits},
		Command{ID: "about case", Menu: "Case", Title: "About this case", Needs: openCase, Run: (*Window).aboutCase},
		Command{ID: "file warnings", Title: "Warnings about the file", Needs: openCase, Run: (*Window).fileWarnings},
	)
	list = append(list, judgeCommands()...)
	list = append(list, readCommands()...)
	return append(list,
		Command{ID: "shortcuts", Menu: "Help", Title: "Keyboard shortcuts", Key: fyne.KeySlash, Mod: ctrl, Run: (*Window).shortcuts},
		Command{ID: "welcome", Menu: "Help", Title: "First steps", Run: (*Window).welcome},
		Command{ID: "name", Menu: "Help", Title: "Your name…", Run: (*Window).name},
		Command{ID: "about", Menu: "Help", Title: "About Fairweather", Run: (*Window).about},
	)
}

// title is the command's title in the person's language.
func (c Command) title() string {
	if c.Of != "" {
		return fmt.Sprintf(lang.L("New %s"), lang.L(string(c.Of)))
	}
	if c.Letter != "" {
		return lang.L(c.Title) + "   (" + c.Letter + ")"
	}
	return lang.L(c.Title)
}

// Shortcut gives the command's shortcut as the toolkit wants it; nil for none.
func (c Command) Shortcut() fyne.Shortcut {
	if c.Std != nil {
		return c.Std
	}
	if c.Key == "" {
		return nil
	}
	return &desktop.CustomShortcut{KeyName: c.Key, Modifier: c.Mod}
}

// Keys writes the command's shortcut as people here read it: "Ctrl+Shift+M".
func (c Command) Keys() string {
	key, mod := c.Key, c.Mod
	if c.Std != nil {
		mod = ctrl
		switch c.Std.(type) {
		case *fyne.ShortcutUndo:
			key = fyne.KeyZ
		case *fyne.ShortcutRedo:
			key = fyne.KeyY
		case *fyne.ShortcutCut:
			key = fyne.KeyX
		case *fyne.ShortcutCopy:
			key = fyne.KeyC
		case *fyne.ShortcutPaste:
			key = fyne.KeyV
		case *fyne.ShortcutSelectAll:
			key = fyne.KeyA
		}
	}
	if key == "" {
		return ""
	}
	names := map[fyne.KeyName]string{
		fyne.KeyReturn: "Enter", fyne.KeyEnter: "Keypad Enter", fyne.KeyLeft: "←", fyne.KeyRight: "→", fyne.KeyBackspace: "Backspace",
	}
	word := string(key)
	if n, ok := names[key]; ok {
		word = n
	}
	if runtime.GOOS == "darwin" {
		return macKeys(mod) + word
	}
	var parts []string
	for _, m := range []struct {
		mod  fyne.KeyModifier
		name string
	}{{fyne.KeyModifierControl, "Ctrl"}, {fyne.KeyModifierAlt, "Alt"}, {fyne.KeyModifierShift, "Shift"}, {fyne.KeyModifierSuper, "Super"}} {
		if mod&m.mod != 0 {
			parts = append(parts, m.name)
		}
	}
	return strings.Join(append(parts, word), "+")
}

func macKeys(mod fyne.KeyModifier) string {
	var b strings.Builder
	for _, m := range []struct {
		mod  fyne.KeyModifier
		sign string
	}{{fyne.KeyModifierControl, "⌃"}, {fyne.KeyModifierAlt, "⌥"}, {fyne.KeyModifierShift, "⇧"}, {fyne.KeyModifierSuper, "⌘"}} {
		if mod&m.mod != 0 {
			b.WriteString(m.sign)
		}
	}
	return b.String()
}

// can reports whether a command has what it needs.
func (w *Window) can(c Command) bool {
	st := w.s.State()
	if c.Needs&openCase != 0 && !st.Open() {
		return false
	}
	if c.Needs&writable != 0 && st.ReadOnly != "" {
		return false
	}
	if c.Needs&selected != 0 {
		if _, ok := st.Case.Get(st.Place.Record); !ok {
			return false
		}
	}
	if c.Needs&chosen != 0 {
		if _, ok := st.Case.Get(st.Place.Record); !ok && st.Place.Many == "" {
			return false
		}
	}
	if c.Needs&pictured != 0 {
		if _, ok := w.Page().(page.Illustrated); !ok {
			return false
		}
	}
	return c.Needs&openForm == 0 || w.inspector.Form() != nil || w.pageForm() != nil
}

// Do implements page.Host: it runs a command, if it has what it needs and no
// dialog is in the way.
func (w *Window) Do(id string) {
	c, ok := w.commands[id]
	if !ok || !w.can(c) {
		return
	}
	if w.win.Canvas().Overlays().Top() != nil && c.Needs&(everywhere|anytime) == 0 {
		return
	}
	c.Run(w)
}

// menuItem makes the menu's line of a command. Its action asks anew whether the
// command can run: shortcuts reach lines that are greyed (fyne 2.8.0).
func (w *Window) menuItem(c Command) *fyne.MenuItem {
	item := fyne.NewMenuItem(c.title(), func() { w.Do(c.ID) })
	item.Shortcut = c.Shortcut()
	w.items[c.ID] = item
	return item
}

// buildMenu makes the main menu of the commands.
func (w *Window) buildMenu() *fyne.MainMenu {
	w.items = map[string]*fyne.MenuItem{}
	var all []*fyne.Menu
	for _, name := range menus {
		m := fyne.NewMenu(lang.L(name))
		under := map[string]*fyne.Menu{}
		for _, c := range w.list {
			if c.Menu != name {
				continue
			}
			target := m
			if c.Under != "" {
				if under[c.Under] == nil {
					if c.Apart {
						m.Items = append(m.Items, fyne.NewMenuItemSeparator())
					}
					parent := fyne.NewMenuItem(lang.L(c.Under), nil)
					under[c.Under] = fyne.NewMenu(lang.L(c.Under))
					parent.ChildMenu = under[c.Under]
					m.Items = append(m.Items, parent)
				}
				target = under[c.Under]
			} else if c.Apart {
				target.Items = append(target.Items, fyne.NewMenuItemSeparator())
			}
			item := w.menuItem(c)
			item.IsQuit = c.ID == "quit"
			target.Items = append(target.Items, item)
			if c.ID == "open" {
				w.recent = fyne.NewMenuItem(lang.L("Open recent"), nil)
				w.recent.ChildMenu = fyne.NewMenu(lang.L("Open recent"))
				bundled := fyne.NewMenuItem(lang.L("Open bundled case"), nil)
				bundled.ChildMenu = w.bundledMenu()
				m.Items = append(m.Items, w.recent, bundled)
			}
		}
		all = append(all, m)
	}
	// Shortcuts that are second names stand in no menu; the menu alone hears
	// keys while a text field has the keyboard (fyne #2627).
	w.recentMenu()
	return fyne.NewMainMenu(all...)
}

// hidden are the shortcuts that stand in no menu.
func (w *Window) hidden() {
	for _, c := range w.list {
		if sc := c.Shortcut(); c.Menu == "" && sc != nil {
			w.win.Canvas().AddShortcut(sc, func(fyne.Shortcut) { w.Do(c.ID) })
		}
	}
}

// greyMenu greys what cannot be done now and names what undo would undo.
func (w *Window) greyMenu() {
	st := w.s.State()
	changed := false
	set := func(id, label string, disabled bool) {
		if item := w.items[id]; item != nil && (item.Label != label || item.Disabled != disabled) {
			item.Label, item.Disabled = label, disabled
			changed = true
		}
	}
	for _, c := range w.list {
		if c.Menu == "" {
			continue
		}
		label := c.title()
		switch {
		case c.ID == "undo" && st.Undo != "":
			label = fmt.Sprintf(lang.L("Undo: %s"), brief(st.Undo))
		case c.ID == "redo" && st.Redo != "":
			label = fmt.Sprintf(lang.L("Redo: %s"), brief(st.Redo))
		}
		set(c.ID, label, !w.can(c))
	}
	if changed && w.menu != nil {
		w.menu.Refresh()
	}
}

// brief cuts a label so that it fits a line of a menu.
func brief(text string) string {
	if r := []rune(text); len(r) > 48 {
		return string(r[:47]) + "…"
	}
	return text
}
