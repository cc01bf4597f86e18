package view

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/fairweather-app/fairweather/gui/theme"
)

// BeforeAfter is one small figure of Multiples: how some shares were before
// something, and after.
type BeforeAfter struct {
	Key, Name string
	Labels    []string
	Before    []float64
	After     []float64
	Strong    bool
}

// Multiples draws small figures of one kind beside each other: in each a line a
// share, from where it was to where it came.
type Multiples struct {
	painted
	// OnTapped hears the key of a figure.
	OnTapped func(key string)
	// OnMenu is asked for a menu on all of them.
	OnMenu  func(at fyne.Position)
	figures []BeforeAfter
}

// NewMultiples makes an empty set.
func NewMultiples() *Multiples {
	m := &Multiples{}
	m.begin(func() fyne.Size { return fyne.NewSize(m.each(), m.HeightFor(max(m.Size().Width, m.each()))) }, m.draw)
	m.ExtendBaseWidget(m)
	return m
}

// SetFigures changes the figures.
func (m *Multiples) SetFigures(figures []BeforeAfter) {
	m.figures = figures
	m.Refresh()
}

func (m *Multiples) each() float32 { return 196 * textSize() / 13 }

// high is the height of one figure.
func (m *Multiples) high() float32 {
	rows := 0
	for _, f := range m.figures {
		rows = max(rows, len(f.Labels))
	}
	return lineHeight(textSize()) + float32(rows)*lineHeight(captionSize()) + 14
}

func (m *Multiples) across(width float32) int { return max(1, int(width/m.each())) }

// HeightFor implements Flexible.
func (m *Multiples) HeightFor(width float32) float32 {
	n := m.across(width)
	return float32((len(m.figures)+n-1)/n) * m.high()
}

func (m *Multiples) draw(size fyne.Size, scale float32) {
	text, small := textSize(), captionSize()
	n := m.across(size.Width)
	w := size.Width / float32(n)
	lh := lineHeight(small)
	p := newPlotter(m.shown)
	for i, f := range m.figures {
		x, y := float32(i%n)*w, float32(i/n)*m.high()
		name, _ := fit(f.Name, w-12, text, fyne.TextStyle{Bold: f.Strong})
		m.words(name, text, f.Strong, x, y, scale, foreground())
		left, right := x+w*.5, x+w-22
		for j, label := range f.Labels {
			if j >= len(f.Before) || j >= len(f.After) {
				break
			}
			ly := y + lineHeight(text) + float32(j)*lh
			shown, _ := fit(label, left-x-6, small, fyne.TextStyle{})
			m.words(shown, small, false, x, ly, scale, muted())
			mid := ly + lh/2
			m.box(left, mid, right-left, 1, scale, theme.Color(theme.ColorNameFaint))
			at := func(v float64) float32 { return left + (right-left)*float32(max(0, min(v, 1))) }
			a, b := at(f.Before[j]), at(f.After[j])
			c := theme.Color(theme.ColorNameNeutral)
			switch {
			case f.After[j] > f.Before[j]+.0005:
				c = theme.Color(fynetheme.ColorNamePrimary)
			case f.After[j] < f.Before[j]-.0005:
				c = ToneAgainst2.Color()
			}
			m.box(min(a, b), mid-.5, max(1, max(a, b)-min(a, b)), 2, scale, c)
			dot := func(v, r float32, c color.Color) {
				list := circle(point{v, mid + .5}, r)
				for k := range list {
					list[k].x, list[k].y = list[k].x*scale, list[k].y*scale
				}
				p.fillPaths([][]point{list}, c)
			}
			dot(a, 3.5, muted())
			dot(a, 2.2, theme.Color(theme.ColorNameSurface))
			dot(b, 3.5, c)
		}
	}
}

// MouseDown implements desktop.Mouseable.
func (m *Multiples) MouseDown(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonSecondary {
		return
	}
	n := m.across(m.Size().Width)
	i := int(e.Position.Y/m.high())*n + min(n-1, int(e.Position.X/(m.Size().Width/float32(n))))
	if i >= 0 && i < len(m.figures) && m.OnTapped != nil {
		m.OnTapped(m.figures[i].Key)
	}
}

// MouseUp implements desktop.Mouseable.
func (m *Multiples) MouseUp(*desktop.MouseEvent) {}

// TappedSecondary implements fyne.SecondaryTappable.
func (m *Multiples) TappedSecondary(e *fyne.PointEvent) {
	if m.OnMenu != nil && len(m.figures) > 0 {
		m.OnMenu(e.AbsolutePosition)
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (m *Multiples) AccessibilityLabel() string {
	var parts []string
	for _, f := range m.figures {
		line := f.Name
		for j, l := range f.Labels {
			if j < len(f.Before) && j < len(f.After) {
				line += ", " + l + " " + percentText(f.Before[j]) + " → " + percentText(f.After[j])
			}
		}
		parts = append(parts, line)
	}
	return strings.Join(parts, ". ")
}

// AccessibilityRole implements fyne.Accessible.
func (m *Multiples) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
