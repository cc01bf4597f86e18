package view

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// MouseDown implements desktop.Mouseable.
func (n *Network) MouseDown(e *desktop.MouseEvent) {
	focusOn(n)
	node, key := n.at(e.Position)
	n.drag = node
	if key != "" {
		n.choose(key)
	}
}

// MouseUp implements desktop.Mouseable. The toolkit tells of it before the end of
// a drag.
func (n *Network) MouseUp(*desktop.MouseEvent) { n.drop() }

// drop leaves the node that was dragged where it is, and tells where.
func (n *Network) drop() {
	at, moved := n.drag, n.moved
	n.drag, n.moved = -1, false
	if moved && at >= 0 && at < len(n.nodes) && n.OnMoved != nil {
		x := n.nodes[at]
		n.OnMoved(x.Key, x.X, x.Y)
	}
}

func (n *Network) choose(key string) {
	n.Select(key)
	if n.OnSelect != nil {
		n.OnSelect(key)
	}
}

// Dragged implements fyne.Draggable.
func (n *Network) Dragged(e *fyne.DragEvent) {
	if n.drag < 0 || n.drag >= len(n.nodes) {
		return
	}
	hideTip(n)
	n.moved = true
	s := n.Size()
	x := &n.nodes[n.drag]
	x.X = max(0, min(1, (e.Position.X-networkEdge)/max(1, s.Width-2*networkEdge)))
	x.Y = max(0, min(1, (e.Position.Y-26)/max(1, s.Height-70)))
	n.Refresh()
}

// DragEnd implements fyne.Draggable.
func (n *Network) DragEnd() { n.drop() }

// MouseIn implements desktop.Hoverable.
func (n *Network) MouseIn(e *desktop.MouseEvent) { n.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (n *Network) MouseMoved(e *desktop.MouseEvent) {
	if _, key := n.at(e.Position); key != n.over {
		n.over = key
		hideTip(n)
		if key != "" && n.Tip != nil {
			showTip(n, n.Tip(key), e.AbsolutePosition)
		}
		n.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (n *Network) MouseOut() {
	n.over = ""
	hideTip(n)
	n.Refresh()
}

// FocusGained implements fyne.Focusable.
func (n *Network) FocusGained() { n.focused = true; n.Refresh() }

// FocusLost implements fyne.Focusable.
func (n *Network) FocusLost() { n.focused = false; n.Refresh() }

// TypedRune implements fyne.Focusable.
func (n *Network) TypedRune(rune) {}

// TypedKey implements fyne.Focusable: the arrows choose the next node, with Shift
// they move the chosen one.
func (n *Network) TypedKey(e *fyne.KeyEvent) {
	step, dx, dy := 0, float32(0), float32(0)
	switch e.Name {
	case fyne.KeyRight:
		step, dx = 1, .03
	case fyne.KeyLeft:
		step, dx = -1, -.03
	case fyne.KeyDown:
		step, dy = 1, .03
	case fyne.KeyUp:
		step, dy = -1, -.03
	case fyne.KeyReturn, fyne.KeyEnter:
		if n.selected != "" {
			n.choose(n.selected)
		}
		return
	default:
		passKey(n, e)
		return
	}
	if len(n.nodes) == 0 {
		return
	}
	at := -1
	for i, x := range n.nodes {
		if x.Key == n.selected {
			at = i
		}
	}
	if modifiers()&fyne.KeyModifierShift != 0 && at >= 0 {
		x := &n.nodes[at]
		x.X, x.Y = max(0, min(1, x.X+dx)), max(0, min(1, x.Y+dy))
		n.Refresh()
		if n.OnMoved != nil {
			n.OnMoved(x.Key, x.X, x.Y)
		}
		return
	}
	n.choose(n.nodes[(at+step+len(n.nodes))%len(n.nodes)].Key)
}

// TypedShortcut implements fyne.Shortcutable.
func (n *Network) TypedShortcut(s fyne.Shortcut) { passOn(n, s) }

// AccessibilityLabel implements fyne.Accessible: who depends on whom.
func (n *Network) AccessibilityLabel() string {
	var parts []string
	for _, x := range n.nodes {
		parts = append(parts, strings.TrimSpace(x.Label+" "+x.Value))
	}
	for _, e := range n.edges {
		if a, b, ok := n.ends(e); ok {
			parts = append(parts, a.Label+" → "+b.Label+": "+e.Label)
		}
	}
	return strings.Join(parts, ". ")
}

// AccessibilityRole implements fyne.Accessible.
func (n *Network) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
