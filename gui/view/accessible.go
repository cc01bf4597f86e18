package view

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// What a screen reader says of the widgets (Fyne's build tag accessibility).

// AccessibilityLabel implements fyne.Accessible.
func (l *Link) AccessibilityLabel() string { return l.text }

// AccessibilityRole implements fyne.Accessible.
func (l *Link) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleLink }

// AccessibilityLabel implements fyne.Accessible.
func (c *Chip) AccessibilityLabel() string { return c.text }

// AccessibilityRole implements fyne.Accessible.
func (c *Chip) AccessibilityRole() fyne.AccessibleRole {
	if c.Disabled() {
		return fyne.AccessibleRoleText
	}
	return fyne.AccessibleRoleButton
}

// AccessibilityLabel implements fyne.Accessible.
func (c *Choice) AccessibilityLabel() string {
	text := c.text()
	if text == "" {
		text = c.PlaceHolder
	}
	return strings.TrimSpace(c.prefix + " " + text)
}

// AccessibilityRole implements fyne.Accessible.
func (c *Choice) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// AccessibilityLabel implements fyne.Accessible: the ladder as a person would read it out.
func (l *Ladder) AccessibilityLabel() string {
	lines := make([]string, len(l.rows))
	for i, r := range l.rows {
		lines[i] = strings.ReplaceAll(r.describe(), "\n", ", ")
	}
	return strings.Join(lines, ". ")
}

// AccessibilityRole implements fyne.Accessible.
func (l *Ladder) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel implements fyne.Accessible: what stood on the day of the cursor.
func (h *History) AccessibilityLabel() string {
	if !h.hasDay {
		return ""
	}
	return strings.ReplaceAll(h.describe(h.day), "\n", ", ")
}

// AccessibilityRole implements fyne.Accessible.
func (h *History) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel implements fyne.Accessible.
func (s *Scrubber) AccessibilityLabel() string { return s.day.String() }

// AccessibilityRole implements fyne.Accessible.
func (s *Scrubber) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// AccessibilityLabel implements fyne.Accessible.
func (r *gridRow) AccessibilityLabel() string {
	row, ok := r.row()
	if !ok {
		return ""
	}
	var parts []string
	for i, c := range row.Cells {
		if c.Text != "" && i < len(r.grid.columns) {
			parts = append(parts, r.grid.columns[i].Title+" "+c.Text)
		}
	}
	return strings.Join(parts, ", ")
}

// AccessibilityRole implements fyne.Accessible.
func (r *gridRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel implements fyne.Accessible.
func (r *rungEditor) AccessibilityLabel() string {
	if !r.chosen {
		return lang.L("choose a rung")
	}
	return signText(r.rung) + " " + tr(r.rung.Label())
}

// AccessibilityRole implements fyne.Accessible.
func (r *rungEditor) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
