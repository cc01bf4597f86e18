package view

import (
	"fmt"
	"image/color"
	"math"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/tongue"
)

// LadderRow is one bar of the ladder. P, Lower, Upper and Base are shares in
// [0, 1]; a negative Base is not drawn, nor an interval whose Upper is below its Lower.
type LadderRow struct {
	Key, Label, Word      string
	P, Lower, Upper, Base float64
	Tone                  Tone
	Selected              bool
}

// Ladder shows for each rung its probability as a bar, the interval as a line
// over it, the base rate as dashes, and the word at the right. Up, Down and
// Enter work it.
type Ladder struct {
	widget.BaseWidget

	// OnTapped hears the key of the row that was tapped or entered.
	OnTapped func(key string)
	// OnMenu is asked for a menu on a row, or with an empty key beside them.
	OnMenu func(key string, at fyne.Position)
	// Animate lets bars glide from old to new values.
	Animate bool
	// Legend is the line below the axis.
	Legend string

	rows    []LadderRow
	shown   []LadderRow // rows, on their way to their values
	gap     map[string]bool
	items   []*ladderItem
	cursor  int
	hovered int // -1: none
	focused bool
	motion  *fyne.Animation
}

const (
	ladderTime  = 160 * time.Millisecond
	ladderPitch = 28
	ladderBar   = 16
	ladderGap   = 10
)

// NewLadder makes a ladder without rows.
func NewLadder() *Ladder {
	l := &Ladder{hovered: -1, Animate: true, Legend: lang.L("bar: mean   line: 90 % interval   dashes: base rate of all other pairs")}
	l.ExtendBaseWidget(l)
	return l
}

// SetRows changes the rows; a gap is left before those whose keys are in gapBefore.
func (l *Ladder) SetRows(rows []LadderRow, gapBefore map[string]bool) {
	if l.motion != nil {
		l.motion.Stop()
		l.motion = nil
	}
	from := map[string]LadderRow{}
	for _, r := range l.shown {
		from[r.Key] = r
	}
	l.rows, l.gap = rows, gapBefore
	l.cursor = min(l.cursor, max(0, len(rows)-1))
	moves := false
	for _, r := range rows {
		old, ok := from[r.Key]
		moves = moves || ok && (old.P != r.P || old.Lower != r.Lower || old.Upper != r.Upper || old.Base != r.Base)
	}
	if !l.Animate || !moves {
		l.shown = append([]LadderRow(nil), rows...)
		l.Refresh()
		return
	}
	l.motion = fyne.NewAnimation(ladderTime, func(done float32) {
		l.shown = append(l.shown[:0:0], rows...)
		for i, r := range rows {
			if old, ok := from[r.Key]; ok && done < 1 {
				l.shown[i].P = between(old.P, r.P, done)
				l.shown[i].Lower = between(old.Lower, r.Lower, done)
				l.shown[i].Upper = between(old.Upper, r.Upper, done)
				l.shown[i].Base = between(old.Base, r.Base, done)
			}
		}
		l.Refresh()
	})
	l.motion.Curve = fyne.AnimationEaseOut
	l.motion.Start()
}

func between(a, b float64, done float32) float64 { return a + (b-a)*float64(done) }

// percent writes a share as the answer does: 70 %.
func percent(p float64) string { return tongue.Local(fmt.Sprintf("%.0f %%", math.Round(100*p))) }

// describe tells all of a row in words.
func (r LadderRow) describe() string {
	text := r.Label + ": " + r.Word + ", " + percent(r.P)
	if r.Upper >= r.Lower {
		text += "\n" + tongue.Local(fmt.Sprintf(lang.L("90 %% interval %.0f to %.0f %%"), 100*r.Lower, 100*r.Upper))
	}
	if r.Base >= 0 {
		text += "\n" + tongue.Local(fmt.Sprintf(lang.L("base rate %.0f %%"), 100*r.Base))
	}
	return text
}

// ladderItem holds the objects of one row.
type ladderItem struct {
	ground, bar, interval *canvas.Rectangle
	dashes                [4]*canvas.Rectangle
	label, word, value    *canvas.Text
}

func newLadderItem() *ladderItem {
	it := &ladderItem{
		ground: canvas.NewRectangle(nothing()), bar: canvas.NewRectangle(nil), interval: canvas.NewRectangle(nil),
		label: newText("", textSize(), nil), word: newText("", textSize(), nil), value: newText("", textSize(), nil),
	}
	for i := range it.dashes {
		it.dashes[i] = canvas.NewRectangle(nil)
	}
	return it
}

func (it *ladderItem) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{it.ground, it.label, it.bar, it.word, it.value}
	for _, d := range it.dashes {
		out = append(out, d)
	}
	return append(out, it.interval)
}

// leastLadderPlot is how wide the bars stay while there is a choice.
const leastLadderPlot = 60

// ladderFrame is where things stand in a size.
type ladderFrame struct {
	left, right, bottom float32 // of the plot
	wordX, valueX       float32
	tops                []float32 // of the rows
	pitch               float32
}

func (l *Ladder) frame(size fyne.Size) ladderFrame {
	ts := textSize()
	label, word := float32(0), float32(0)
	for _, r := range l.rows {
		label = max(label, textWidth(r.Label, ts, fyne.TextStyle{}))
		word = max(word, textWidth(r.Word, ts, fyne.TextStyle{Bold: true}))
	}
	value := textWidth("100 %", ts, fyne.TextStyle{})
	word = min(word, size.Width*0.45) // the words are the answer: the names of the rungs give way, and the bars
	label = min(label, max(size.Width*0.25, min(size.Width*0.4, size.Width-word-value-leastLadderPlot-40)))
	f := ladderFrame{pitch: ladderPitch * max(1, ts/13)}
	f.left = label + 14
	f.valueX = size.Width - value
	f.wordX = f.valueX - 10 - word
	f.right = max(f.left+40, f.wordX-16)
	y := float32(2)
	for i, r := range l.rows {
		if i > 0 && l.gap[r.Key] {
			y += ladderGap
		}
		f.tops = append(f.tops, y)
		y += f.pitch
	}
	f.bottom = y + 2
	return f
}

// CreateRenderer implements fyne.Widget.
func (l *Ladder) CreateRenderer() fyne.WidgetRenderer {
	var grid [5]*canvas.Rectangle
	var ticks [5]*canvas.Text
	for i := range grid {
		grid[i] = canvas.NewRectangle(nil)
		ticks[i] = newText(fmt.Sprintf("%d %%", 25*i), captionSize(), muted())
		ticks[i].Alignment = fyne.TextAlignCenter
	}
	legend := [2]*canvas.Text{newText("", captionSize(), muted()), newText("", captionSize(), muted())}
	focus := newFocusFrame()
	r := &renderer{}
	r.layout = func(size fyne.Size) { l.draw(size, grid, ticks, legend, focus) }
	r.min = func() fyne.Size {
		f := l.frame(fyne.NewSize(320, 0))
		lines := 2
		if width := l.Size().Width; width > 0 && l.legendLines(width)[1] != "" {
			lines = 3
		}
		return fyne.NewSize(320, f.bottom+float32(lines)*lineHeight(captionSize())+4)
	}
	r.refresh = func() {
		for len(l.items) < len(l.rows) {
			l.items = append(l.items, newLadderItem())
		}
		l.items = l.items[:len(l.rows)]
		r.objects = r.objects[:0]
		for _, g := range grid {
			r.objects = append(r.objects, g)
		}
		for _, it := range l.items {
			r.objects = append(r.objects, it.objects()...)
		}
		for _, t := range ticks {
			r.objects = append(r.objects, t)
		}
		r.objects = append(r.objects, legend[0], legend[1], focus.Rectangle)
		l.draw(l.Size(), grid, ticks, legend, focus)
		canvas.Refresh(l)
	}
	r.refresh()
	return r
}

func (l *Ladder) draw(size fyne.Size, grid [5]*canvas.Rectangle, ticks [5]*canvas.Text, legend [2]*canvas.Text, focus focusFrame) {
	if size.Width == 0 || len(l.items) != len(l.rows) {
		return
	}
	f := l.frame(size)
	width := f.right - f.left
	at := func(p float64) float32 { return f.left + width*float32(min(max(p, 0), 1)) }
	caption := lineHeight(captionSize())
	for i := range grid {
		x := f.left + width*float32(i)/4
		setFill(grid[i], theme.Color(theme.ColorNameFaint))
		grid[i].Move(fyne.NewPos(x, 0))
		grid[i].Resize(fyne.NewSize(1, f.bottom))
		setText(ticks[i], percent(float64(i)/4), captionSize(), muted(), false)
		ticks[i].Move(fyne.NewPos(x-25, f.bottom+1))
		ticks[i].Resize(fyne.NewSize(50, caption))
		// Between narrow ticks the quarters go.
		ticks[i].Hidden = i%2 == 1 && width < 220 || i%4 != 0 && width < 110
	}
	lines := l.legendLines(size.Width)
	legendX := f.left
	if lines[1] != "" || textWidth(lines[0], captionSize(), fyne.TextStyle{}) > size.Width-f.left {
		legendX = 0
	}
	for i, line := range lines {
		text, _ := fit(line, size.Width-legendX, captionSize(), fyne.TextStyle{})
		setText(legend[i], text, captionSize(), muted(), false)
		legend[i].Move(fyne.NewPos(legendX, f.bottom+1+float32(i+1)*caption))
		legend[i].Resize(fyne.NewSize(size.Width-legendX, caption))
	}
	ts := textSize()
	h := lineHeight(ts)
	for i, row := range l.shown {
		if i >= len(l.items) {
			break
		}
		it, top := l.items[i], f.tops[i]
		mid := top + f.pitch/2
		ground := nothing()
		switch {
		case row.Selected:
			ground = theme.Color(theme.ColorNameSelected)
		case i == l.hovered || l.focused && i == l.cursor:
			ground = theme.Color(fynetheme.ColorNameHover)
		}
		setFill(it.ground, ground)
		it.ground.CornerRadius = 4
		it.ground.Move(fyne.NewPos(-6, top))
		it.ground.Resize(fyne.NewSize(size.Width+12, f.pitch))
		place := func(t *canvas.Text, text string, x, room float32, c color.Color, bold bool) {
			shown, _ := fit(text, room, ts, fyne.TextStyle{Bold: bold})
			setText(t, shown, ts, c, bold)
			t.Move(fyne.NewPos(x, mid-h/2))
			t.Resize(fyne.NewSize(room, h))
		}
		place(it.label, row.Label, 0, f.left-14, foreground(), false)
		place(it.word, row.Word, f.wordX, f.valueX-f.wordX-8, foreground(), true)
		it.value.Alignment = fyne.TextAlignTrailing
		place(it.value, percent(row.P), f.valueX, size.Width-f.valueX, muted(), false)
		setFill(it.bar, row.Tone.Color())
		it.bar.CornerRadius = 2
		it.bar.Move(fyne.NewPos(f.left, mid-ladderBar/2))
		it.bar.Resize(fyne.NewSize(max(1, at(row.P)-f.left), ladderBar))
		it.interval.Hidden = row.Upper < row.Lower
		setFill(it.interval, foreground())
		it.interval.Move(fyne.NewPos(at(row.Lower), mid-0.75))
		it.interval.Resize(fyne.NewSize(max(1, at(row.Upper)-at(row.Lower)), 1.5))
		for k, d := range it.dashes {
			d.Hidden = row.Base < 0
			setFill(d, foreground())
			d.Move(fyne.NewPos(at(row.Base)-0.75, mid-11+float32(k)*6))
			d.Resize(fyne.NewSize(1.5, 3.5))
		}
	}
	focus.update(l.focused)
	focus.Move(fyne.NewPos(-6, 0))
	focus.Resize(fyne.NewSize(size.Width+12, f.bottom))
}

// legendLines shares the legend over two lines where one is too long.
func (l *Ladder) legendLines(width float32) (lines [2]string) {
	for _, part := range strings.Split(l.Legend, ladderLegendGap) {
		i := 0
		if lines[1] != "" || lines[0] != "" && textWidth(lines[0]+ladderLegendGap+part, captionSize(), fyne.TextStyle{}) > width {
			i = 1
		}
		if lines[i] != "" {
			lines[i] += ladderLegendGap
		}
		lines[i] += part
	}
	return lines
}

// ladderLegendGap stands between what the legend explains.
const ladderLegendGap = "   "

// rowAt gives the row at a height; -1 for none.
func (l *Ladder) rowAt(y float32) int {
	f := l.frame(l.Size())
	for i, top := range f.tops {
		if y >= top && y < top+f.pitch {
			return i
		}
	}
	return -1
}

func (l *Ladder) enter(i int) {
	if i < 0 || i >= len(l.rows) {
		return
	}
	l.cursor = i
	l.Refresh()
	if l.OnTapped != nil {
		l.OnTapped(l.rows[i].Key)
	}
}

// Tapped implements fyne.Tappable.
func (l *Ladder) Tapped(e *fyne.PointEvent) {
	hideTip(l)
	l.enter(l.rowAt(e.Position.Y))
}

// TappedSecondary implements fyne.SecondaryTappable.
func (l *Ladder) TappedSecondary(e *fyne.PointEvent) {
	hideTip(l)
	focusOn(l)
	i := l.rowAt(e.Position.Y)
	if i >= 0 {
		l.cursor = i
		l.Refresh()
	}
	l.menu(i, e.AbsolutePosition)
}

func (l *Ladder) menu(i int, at fyne.Position) {
	if l.OnMenu == nil {
		return
	}
	key := ""
	if i >= 0 && i < len(l.rows) {
		key = l.rows[i].Key
	}
	l.OnMenu(key, at)
}

// FocusGained implements fyne.Focusable.
func (l *Ladder) FocusGained() { l.focused = true; l.Refresh() }

// FocusLost implements fyne.Focusable.
func (l *Ladder) FocusLost() { l.focused = false; l.Refresh() }

// TypedRune implements fyne.Focusable.
func (l *Ladder) TypedRune(r rune) {
	if r == ' ' {
		l.enter(l.cursor)
	}
}

// TypedKey implements fyne.Focusable.
func (l *Ladder) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyUp:
		l.cursor = max(0, l.cursor-1)
	case fyne.KeyDown:
		l.cursor = max(0, min(len(l.rows)-1, l.cursor+1))
	case fyne.KeyHome:
		l.cursor = 0
	case fyne.KeyEnd:
		l.cursor = max(0, len(l.rows)-1)
	case fyne.KeyReturn, fyne.KeyEnter:
		l.enter(l.cursor)
	case desktop.KeyMenu:
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l)
		if f := l.frame(l.Size()); l.cursor < len(f.tops) {
			at = at.AddXY(f.left, f.tops[l.cursor]+f.pitch)
		}
		l.menu(l.cursor, at)
	default:
		passKey(l, e)
		return
	}
	l.Refresh()
}

// MouseIn implements desktop.Hoverable.
func (l *Ladder) MouseIn(e *desktop.MouseEvent) { l.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (l *Ladder) MouseMoved(e *desktop.MouseEvent) {
	i := l.rowAt(e.Position.Y)
	if i == l.hovered {
		return
	}
	hideTip(l)
	l.hovered = i
	l.Refresh()
	if i >= 0 {
		showTip(l, l.rows[i].describe(), e.AbsolutePosition)
	}
}

// MouseOut implements desktop.Hoverable.
func (l *Ladder) MouseOut() {
	l.hovered = -1
	hideTip(l)
	l.Refresh()
}

// Cursor implements desktop.Cursorable.
func (l *Ladder) Cursor() desktop.Cursor {
	if l.hovered >= 0 && l.OnTapped != nil {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}
