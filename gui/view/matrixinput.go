package view

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// FocusGained implements fyne.Focusable.
func (m *Matrix) FocusGained() { m.focused = true; m.Refresh() }

// FocusLost implements fyne.Focusable.
func (m *Matrix) FocusLost() { m.focused = false; m.Refresh() }

// TypedRune implements fyne.Focusable.
func (m *Matrix) TypedRune(r rune) {
	if m.OnRune != nil {
		m.OnRune(r)
	}
}

// TypedKey implements fyne.Focusable.
func (m *Matrix) TypedKey(e *fyne.KeyEvent) {
	g := m.grid(m.Size())
	last := len(m.columns.Heads) - 1
	switch e.Name {
	case fyne.KeyUp:
		m.to(m.row-1, m.col)
	case fyne.KeyDown:
		m.to(m.row+1, m.col)
	case fyne.KeyLeft:
		m.to(m.row, m.col-1)
	case fyne.KeyRight:
		m.to(m.row, m.col+1)
	case fyne.KeyHome:
		m.to(m.row, 0)
	case fyne.KeyEnd:
		m.to(m.row, last)
	case fyne.KeyPageUp:
		m.page(-1, g)
	case fyne.KeyPageDown:
		m.page(1, g)
	case fyne.KeyReturn, fyne.KeyEnter:
		if m.OnOpen != nil {
			m.OnOpen(m.row, m.col)
		}
	case fyne.KeyDelete, fyne.KeyBackspace:
		if m.OnClear != nil {
			m.OnClear()
		}
	case desktop.KeyMenu:
		if m.OnMenu != nil {
			x, y := m.corner(g, m.row, m.col)
			m.OnMenu(m.row, m.col, fyne.CurrentApp().Driver().AbsolutePositionForObject(m).AddXY(x, y+g.cellH))
		}
	default:
		passKey(m, e)
	}
}

// page moves by what is in view: along the side of which less is.
func (m *Matrix) page(dir int, g matrixGrid) {
	if len(m.rows.Heads) > g.fullRows {
		m.to(max(0, m.row+dir*g.fullRows), m.col)
		return
	}
	m.to(m.row, max(0, m.col+dir*g.fullCols))
}

// TypedShortcut implements fyne.Shortcutable.
func (m *Matrix) TypedShortcut(s fyne.Shortcut) { passOn(m, s) }

// MouseDown implements desktop.Mouseable: it selects at once, where a tap would
// wait to see whether a second one makes it a double tap.
func (m *Matrix) MouseDown(e *desktop.MouseEvent) {
	focusOn(m)
	m.down = e.Position
	if row, col, ok := m.place(e.Position); ok {
		m.to(row, col)
	}
}

// MouseUp implements desktop.Mouseable.
func (m *Matrix) MouseUp(*desktop.MouseEvent) {}

// DoubleTapped implements fyne.DoubleTappable.
func (m *Matrix) DoubleTapped(e *fyne.PointEvent) {
	if row, col, ok := m.place(e.Position); ok && m.OnOpen != nil {
		m.OnOpen(row, col)
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (m *Matrix) TappedSecondary(e *fyne.PointEvent) {
	if row, col, ok := m.place(e.Position); ok && m.OnMenu != nil {
		m.OnMenu(row, col, e.AbsolutePosition)
	}
}

// Scrolled implements fyne.Scrollable. A wheel that only turns up and down moves
// the columns where all rows are in view.
func (m *Matrix) Scrolled(e *fyne.ScrollEvent) {
	g := m.grid(m.Size())
	dx, dy := e.Scrolled.DX, e.Scrolled.DY
	if len(m.rows.Heads) <= g.fullRows && dx == 0 || modifiers()&fyne.KeyModifierShift != 0 {
		dx, dy = dx+dy, 0
	}
	m.wheelX -= dx * 3
	m.wheelY -= dy * 3
	cols, rows := int(m.wheelX/g.cellW), int(m.wheelY/g.cellH)
	m.wheelX -= float32(cols) * g.cellW
	m.wheelY -= float32(rows) * g.cellH
	hideTip(m)
	m.scroll(rows, cols)
}

// Dragged implements fyne.Draggable: it pulls what is in view along.
func (m *Matrix) Dragged(e *fyne.DragEvent) {
	g := m.grid(m.Size())
	m.wheelX -= e.Dragged.DX
	m.wheelY -= e.Dragged.DY
	cols, rows := int(m.wheelX/g.cellW), int(m.wheelY/g.cellH)
	m.wheelX -= float32(cols) * g.cellW
	m.wheelY -= float32(rows) * g.cellH
	m.scroll(rows, cols)
}

// DragEnd implements fyne.Draggable.
func (m *Matrix) DragEnd() { m.wheelX, m.wheelY = 0, 0 }

// MouseIn implements desktop.Hoverable.
func (m *Matrix) MouseIn(e *desktop.MouseEvent) { m.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (m *Matrix) MouseMoved(e *desktop.MouseEvent) {
	row, col, ok := m.place(e.Position)
	if !ok {
		row, col = -2, -2
	}
	if at := [2]int{row, col}; at != m.over {
		m.over = at
		hideTip(m)
		if ok && m.Tip != nil {
			showTip(m, m.Tip(row, col), e.AbsolutePosition)
		}
	}
}

// MouseOut implements desktop.Hoverable.
func (m *Matrix) MouseOut() {
	m.over = [2]int{-2, -2}
	hideTip(m)
}

// AccessibilityLabel implements fyne.Accessible: the row, the column and the cell
// of the cursor.
func (m *Matrix) AccessibilityLabel() string {
	var parts []string
	if m.row >= 0 && m.row < len(m.rows.Heads) {
		parts = append(parts, m.rows.Heads[m.row].Title)
	}
	if m.col >= 0 && m.col < len(m.columns.Heads) {
		parts = append(parts, m.columns.Heads[m.col].Title)
	}
	if len(parts) == 2 {
		if text := m.cell(m.row, m.col).Text; text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ", ")
}

// AccessibilityRole implements fyne.Accessible.
func (m *Matrix) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
