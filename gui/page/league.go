package page

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/compare"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// league draws a table of pairs, the likeliest first: the probability of one rung
// or more with its 90 % interval, and a rank only as far as the intervals allow
// one: "1", or "2–5" where they overlap. A tap or Enter asks about a pair.
type league struct {
	widget.BaseWidget
	onChosen func(row compare.Row)
	onMenu   func(at fyne.Position)
	empty    string

	table   *compare.Table
	partner bool   // rows are named by their partner
	asked   string // the actor of the row that is the question in view
	at      int    // row of the keyboard
	focused bool
}

func newLeague(empty string, partner bool) *league {
	l := &league{empty: empty, partner: partner}
	l.ExtendBaseWidget(l)
	return l
}

func (l *league) set(t *compare.Table, asked string) {
	l.table, l.asked = t, asked
	l.at = min(l.at, max(0, l.rows()-1))
	l.Refresh()
}

func (l *league) rows() int {
	if l.table == nil {
		return 0
	}
	return len(l.table.Rows)
}

func (l *league) rowHeight() float32 { return fynetheme.CaptionTextSize() * 2 }

func (l *league) actor(r compare.Row) (id, name string) {
	if l.partner {
		return r.Partner, r.PartnerName
	}
	return r.Relier, r.RelierName
}

// Tapped implements fyne.Tappable.
func (l *league) Tapped(e *fyne.PointEvent) {
	if i := int(e.Position.Y/l.rowHeight()) - 1; i >= 0 && i < l.rows() {
		l.at = i
		focus(l)
		l.choose()
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (l *league) TappedSecondary(e *fyne.PointEvent) {
	if l.onMenu != nil {
		l.onMenu(e.AbsolutePosition)
	}
}

func (l *league) choose() {
	if l.at < l.rows() && l.onChosen != nil {
		l.onChosen(l.table.Rows[l.at])
	}
}

// FocusGained implements fyne.Focusable.
func (l *league) FocusGained() { l.focused = true; l.Refresh() }

// FocusLost implements fyne.Focusable.
func (l *league) FocusLost() { l.focused = false; l.Refresh() }

// TypedRune implements fyne.Focusable.
func (l *league) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (l *league) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyUp:
		l.at = max(0, l.at-1)
	case fyne.KeyDown:
		l.at = min(l.rows()-1, l.at+1)
	case fyne.KeyReturn, fyne.KeyEnter:
		l.choose()
	case desktop.KeyMenu:
		menuBy(l, l.onMenu)
	default:
		return
	}
	l.Refresh()
}

// HeightFor implements view.Flexible.
func (l *league) HeightFor(float32) float32 { return l.rowHeight() * float32(2+max(1, l.rows())) }

// CreateRenderer implements fyne.Widget.
func (l *league) CreateRenderer() fyne.WidgetRenderer {
	return drawnOf(l, func() fyne.Size { return fyne.NewSize(220, l.HeightFor(0)) }, l.draw)
}

// rankText writes a rank, or the ranks between which a pair lies.
func rankText(r compare.Row) string {
	if r.Best == r.Worst {
		return tongue.Local(fmt.Sprint(r.Best))
	}
	return tongue.Local(fmt.Sprintf("%d–%d", r.Best, r.Worst))
}

func leagueSays(r compare.Row, rung ledger.Rung) string {
	b := r.Band(rung)
	return percent(b.P) + " (" + interval(b.Low, b.High) + ")"
}

func (l *league) draw(size fyne.Size) []fyne.CanvasObject {
	if size.Width < 160 {
		return nil
	}
	if l.rows() == 0 {
		return emptyText(l.empty, size)
	}
	k := newSketch()
	h := l.rowHeight()
	up := (h - k.caption*1.4) / 2
	muted, ink, faint := theme.Color(theme.ColorNameMuted), theme.Color(fynetheme.ColorNameForeground), theme.Color(theme.ColorNameFaint)
	rung := l.table.Rung
	rank, name, says, owed := textWidth(tr("Rank"), k.caption, fyne.TextStyle{}), float32(0), float32(0), textWidth(tr("Kept of owed"), k.caption, fyne.TextStyle{})
	for _, r := range l.table.Rows {
		_, n := l.actor(r)
		rank = max(rank, textWidth(rankText(r), k.caption, fyne.TextStyle{}))
		name = max(name, textWidth(n, k.caption, fyne.TextStyle{Bold: true}))
		says = max(says, textWidth(leagueSays(r, rung), k.caption, fyne.TextStyle{}))
	}
	name = min(name, size.Width*.3)
	if size.Width < rank+name+says+owed+140 {
		owed = 0
	}
	x0 := 6 + rank + 10 + name + 10
	x1 := size.Width - says - 12
	if owed > 0 {
		x1 -= owed + 12
	}
	at := func(v float64) float32 { return x0 + (x1-x0)*float32(v) }
	k.word(tr("Rank"), muted, 6, up, rank, fyne.TextAlignTrailing, false)
	k.word(trf("%s %s or more", rung, tr(rung.Label())), muted, x0, up, x1-x0, fyne.TextAlignLeading, false)
	if owed > 0 {
		k.word(tr("Kept of owed"), muted, size.Width-owed, up, owed, fyne.TextAlignTrailing, false)
	}
	first := map[int]bool{} // rows with which a group begins that stands clear of the one before
	for i, g := range l.table.Groups {
		if i > 0 && len(g) > 0 {
			first[g[0]] = true
		}
	}
	for i, r := range l.table.Rows {
		y := h * float32(i+1)
		id, n := l.actor(r)
		if id == l.asked {
			k.fill(faint, 0, y, size.Width, y+h)
		}
		if l.focused && i == l.at {
			k.fill(theme.Color(fynetheme.ColorNamePrimary), 0, y, 2, y+h)
		}
		if first[i] {
			k.line(muted, 1, 0, y, size.Width, y)
		}
		k.word(rankText(r), muted, 6, y+up, rank, fyne.TextAlignTrailing, false)
		k.word(n, ink, 16+rank, y+up, name, fyne.TextAlignLeading, id == l.asked)
		b := r.Band(rung)
		k.fill(view.ToneOfRung(rung).Color(), x0, y+h*.28, at(b.P), y+h*.72)
		k.line(ink, 1.5, at(b.Low), y+h/2, at(b.High), y+h/2)
		k.word(leagueSays(r, rung), ink, x1+12, y+up, says, fyne.TextAlignTrailing, false)
		if owed > 0 {
			text := "–"
			if r.Owed > 0 {
				text = tongue.Local(fmt.Sprintf("%d / %d", r.Kept, r.Owed))
			}
			k.word(text, muted, size.Width-owed, y+up, owed, fyne.TextAlignTrailing, false)
		}
	}
	foot := tr("No rank stands where the intervals overlap.")
	if len(l.table.Groups) < 2 {
		foot = tr("The intervals of all overlap: none can be told from the rest.")
	}
	if l.rows() < 2 {
		foot = ""
	}
	k.word(foot, muted, 6, h*float32(l.rows()+1)+up, size.Width-6, fyne.TextAlignLeading, false)
	return k.out
}

// AccessibilityLabel implements fyne.Accessible.
func (l *league) AccessibilityLabel() string {
	text := ""
	if l.table != nil {
		for _, r := range l.table.Rows {
			_, n := l.actor(r)
			text += rankText(r) + " " + n + ": " + leagueSays(r, l.table.Rung) + ". "
		}
	}
	return text
}
