package page

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// candidateRow is one line of the list of candidates, ready to draw.
type candidateRow struct {
	key, kind, sign, title, facts string
	number                        int
	tone                          view.Tone
	family                        view.Family
	done                          bool
}

// candidateList lists candidates in the order of the text, in two lines each.
// Keys are those of the page.
type candidateList struct {
	widget.List
	p    *Read
	rows []candidateRow
	at   int // the current one; -1: none
}

func newCandidateList(p *Read) *candidateList {
	l := &candidateList{p: p, at: -1}
	l.Length = func() int { return len(l.rows) }
	l.CreateItem = func() fyne.CanvasObject { return newCandidateLine(l) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) { o.(*candidateLine).show(i) }
	l.HideSeparators = true
	l.ExtendBaseWidget(l)
	return l
}

func (l *candidateList) set(rows []candidateRow) {
	l.rows, l.at = rows, -1
	l.Refresh()
}

// follow marks the row of a candidate and brings it into view.
func (l *candidateList) follow(key string) {
	at := -1
	for i, r := range l.rows {
		if r.key == key {
			at = i
		}
	}
	if at == l.at {
		return
	}
	old := l.at
	l.at = at
	if old >= 0 && old < len(l.rows) {
		l.RefreshItem(old)
	}
	if at >= 0 {
		l.RefreshItem(at)
		l.ScrollTo(at)
	}
}

// TypedRune implements fyne.Focusable.
func (l *candidateList) TypedRune(r rune) { l.p.typed(r) }

// TypedKey implements fyne.Focusable.
func (l *candidateList) TypedKey(ev *fyne.KeyEvent) {
	if !l.p.key(ev) {
		l.List.TypedKey(ev)
	}
}

// candidateLine draws one line of a candidateList.
type candidateLine struct {
	widget.BaseWidget
	l            *candidateList
	i            int
	ground, swab *canvas.Rectangle
	kind, title  *canvas.Text
	facts        *canvas.Text
}

func newCandidateLine(l *candidateList) *candidateLine {
	r := &candidateLine{l: l, ground: canvas.NewRectangle(color.Transparent), swab: canvas.NewRectangle(color.Transparent),
		kind: canvas.NewText("", nil), title: canvas.NewText("", nil), facts: canvas.NewText("", nil)}
	r.ExtendBaseWidget(r)
	return r
}

func (r *candidateLine) show(i int) {
	r.i = i
	r.Refresh()
}

// Tapped implements fyne.Tappable.
func (r *candidateLine) Tapped(*fyne.PointEvent) {
	r.l.p.focus(r.l.p.text)
	if r.i < len(r.l.rows) {
		r.l.p.goTo(r.l.rows[r.i].key)
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (r *candidateLine) TappedSecondary(ev *fyne.PointEvent) {
	r.Tapped(ev)
	r.l.p.h.Menu(r.l.p.menu(), ev.AbsolutePosition)
}

func (r *candidateLine) draw(size fyne.Size) {
	if r.i >= len(r.l.rows) {
		return
	}
	row := r.l.rows[r.i]
	text, small := fynetheme.TextSize(), fynetheme.CaptionTextSize()
	h := fyne.MeasureText("Mg", text, fyne.TextStyle{}).Height
	sh := fyne.MeasureText("Mg", small, fyne.TextStyle{}).Height
	r.ground.FillColor = color.Transparent
	if r.i == r.l.at {
		r.ground.FillColor = theme.Color(theme.ColorNameSelected)
	}
	place(r.ground, 0, 0, size.Width, size.Height)
	r.swab.FillColor = row.family.Color()
	if row.done {
		r.swab.FillColor = color.Transparent
	}
	r.swab.CornerRadius = 2
	ink, soft := theme.Color(fynetheme.ColorNameForeground), theme.Color(theme.ColorNameMuted)
	if row.done {
		ink = soft
	}
	set := func(t *canvas.Text, words string, size float32, c color.Color, bold bool) {
		t.Text, t.TextSize, t.Color, t.TextStyle.Bold = words, size, c, bold
		t.Refresh()
	}
	tag := tongue.Local(fmt.Sprintf("%d", row.number)) + nbsp + row.kind + " " + row.sign
	w := fyne.MeasureText(tag, small, fyne.TextStyle{}).Width
	set(r.kind, tag, small, row.tone.TextColor(), false)
	if row.done {
		r.kind.Color = soft
	}
	place(r.swab, 8, 4, w+10, sh+2)
	place(r.kind, 13, 5, w, sh)
	x := 8 + w + 18
	set(r.title, cut(row.title, size.Width-x-6, text), text, ink, false)
	place(r.title, x, 4+(sh-h)/2+1, size.Width-x-6, h)
	set(r.facts, cut(row.facts, size.Width-20, small), small, soft, false)
	place(r.facts, 13, 6+h, size.Width-20, sh)
	r.ground.Refresh()
	r.swab.Refresh()
}

// cut ends a text that is too wide in an ellipsis.
func cut(text string, width, size float32) string {
	if fyne.MeasureText(text, size, fyne.TextStyle{}).Width <= width {
		return text
	}
	letters := []rune(text)
	lo, hi := 0, len(letters)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if fyne.MeasureText(string(letters[:mid])+"…", size, fyne.TextStyle{}).Width <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return string(letters[:lo]) + "…"
}

// CreateRenderer implements fyne.Widget.
func (r *candidateLine) CreateRenderer() fyne.WidgetRenderer {
	return &drawn{
		objects: []fyne.CanvasObject{r.ground, r.swab, r.kind, r.title, r.facts},
		layout:  r.draw,
		min: func() fyne.Size {
			return fyne.NewSize(120, fyne.MeasureText("Mg", fynetheme.TextSize(), fyne.TextStyle{}).Height+fyne.MeasureText("Mg", fynetheme.CaptionTextSize(), fyne.TextStyle{}).Height+12)
		},
		refresh: func() { r.draw(r.Size()); repaint(r) },
	}
}
