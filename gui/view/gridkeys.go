package view

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// pick moves the cursor to a row and selects: that row alone, with toggle also
// that row (or no longer), with extend all rows from the anchor to it.
func (g *Grid) pick(id int, toggle, extend bool) {
	if id < 0 || id >= len(g.order) {
		return
	}
	key := g.rows[g.order[id]].Key
	switch {
	case extend && g.anchor >= 0:
		if !toggle {
			g.selected = map[string]bool{}
		}
		for i := min(g.anchor, id); i <= max(g.anchor, id); i++ {
			g.selected[g.rows[g.order[i]].Key] = true
		}
	case toggle:
		if g.selected[key] {
			delete(g.selected, key)
		} else {
			g.selected[key] = true
		}
		g.anchor = id
	default:
		g.selected = map[string]bool{key: true}
		g.anchor = id
	}
	g.cursor = id
	g.reveal(id)
	g.list.Refresh()
	if g.OnSelect != nil && g.selected[key] {
		g.OnSelect(key)
	}
	g.chosen()
}

func (g *Grid) chosen() {
	if g.OnChosen != nil {
		g.OnChosen(g.Selected())
	}
}

// SelectAll chooses every row.
func (g *Grid) SelectAll() {
	for _, r := range g.rows {
		g.selected[r.Key] = true
	}
	g.list.Refresh()
	g.chosen()
}

// FocusGained implements fyne.Focusable.
func (g *Grid) FocusGained() {
	g.focused = true
	if g.cursor < 0 && len(g.order) > 0 {
		g.cursor = 0
	}
	g.Refresh()
}

// FocusLost implements fyne.Focusable.
func (g *Grid) FocusLost() {
	g.focused = false
	g.Refresh()
}

// pageRows is how many rows fit into view.
func (g *Grid) pageRows() int {
	return max(1, int(g.list.Size().Height/g.pitch())-1)
}

// TypedKey implements fyne.Focusable.
func (g *Grid) TypedKey(e *fyne.KeyEvent) {
	extend := modifiers()&fyne.KeyModifierShift != 0
	switch e.Name {
	case fyne.KeyDown:
		g.pick(min(g.cursor+1, len(g.order)-1), false, extend)
	case fyne.KeyUp:
		g.pick(max(g.cursor-1, 0), false, extend)
	case fyne.KeyPageDown:
		g.pick(min(max(g.cursor, 0)+g.pageRows(), len(g.order)-1), false, extend)
	case fyne.KeyPageUp:
		g.pick(max(g.cursor-g.pageRows(), 0), false, extend)
	case fyne.KeyHome:
		g.pick(0, false, extend)
	case fyne.KeyEnd:
		g.pick(len(g.order)-1, false, extend)
	case fyne.KeyReturn, fyne.KeyEnter:
		if g.OnOpen != nil && g.cursor >= 0 && g.cursor < len(g.order) {
			g.OnOpen(g.rows[g.order[g.cursor]].Key)
		}
	case desktop.KeyMenu:
		if g.OnMenu != nil && g.cursor >= 0 && g.cursor < len(g.order) {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(g)
			g.OnMenu(g.rows[g.order[g.cursor]].Key, at.AddXY(24, 48))
		}
	case fyne.KeyBackspace:
		g.find.text = ""
	default:
		passKey(g, e)
	}
}

// TypedRune implements fyne.Focusable: what is typed finds the next row that
// has a cell beginning with it, or else containing it.
func (g *Grid) TypedRune(r rune) {
	if len(g.order) == 0 {
		return
	}
	if r == ' ' && g.find.text == "" {
		g.pick(max(g.cursor, 0), true, false)
		return
	}
	again := g.find.add(r)
	start := max(g.cursor, 0)
	if again {
		start++
	}
	for _, match := range []func(s, find string) bool{strings.HasPrefix, strings.Contains} {
		for i := range g.order {
			id := (start + i) % len(g.order)
			for _, c := range g.rows[g.order[id]].Cells {
				if match(strings.ToLower(c.Text), g.find.text) {
					g.pick(id, false, false)
					return
				}
			}
		}
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (g *Grid) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutSelectAll:
		g.SelectAll()
	case *fyne.ShortcutCopy:
		clip := s.Clipboard
		if clip == nil {
			clip = fyne.CurrentApp().Clipboard()
		}
		if g.Copy != nil {
			clip.SetContent(g.Copy())
			return
		}
		clip.SetContent(g.TSV())
	case *fyne.ShortcutPaste:
		clip := s.Clipboard
		if clip == nil {
			clip = fyne.CurrentApp().Clipboard()
		}
		if g.OnPaste != nil {
			g.OnPaste(clip.Content())
		}
	default:
		passOn(g, s)
	}
}

// typeFind gathers what is typed without a pause.
type typeFind struct {
	text string
	last time.Time
}

const findPause = time.Second

// add takes a letter and reports whether the search should go on to the next
// row: the same single letter again.
func (f *typeFind) add(r rune) bool {
	now := time.Now()
	letter := strings.ToLower(string(r))
	if now.Sub(f.last) > findPause {
		f.text = ""
	}
	f.last = now
	if f.text == letter {
		return true
	}
	f.text += letter
	return len([]rune(f.text)) == 1
}
