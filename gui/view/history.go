package view

import (
	"fmt"
	"sort"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/gui/tongue"
)

// Series is a line of a History, with the band of its interval.
type Series struct {
	Key, Name string
	Tone      Tone
	Points    []SeriesPoint // by day
}

// SeriesPoint is a value on a day; Value, Lower and Upper are shares in [0, 1].
// An Upper below its Lower draws no band.
type SeriesPoint struct {
	Day                 edtf.Day
	Value, Lower, Upper float64
}

// Mark is a moment marked in a History: a line on its Day, and a band from Day
// to End at the foot, which grows to the whole height under the mouse.
type Mark struct {
	Day, End   edtf.Day
	Key, Label string
	Tone       Tone
}

// History draws shares over time, with their intervals and with moments marked.
// A tap or a drag moves the day; keys: Left and Right a month, with Ctrl a day,
// PageUp and PageDown a year, Up and Down from mark to mark, Enter opens a mark.
type History struct {
	widget.BaseWidget

	// OnDay hears the day that was tapped or dragged to, or reached by key.
	OnDay func(edtf.Day)
	// OnMark hears the key of a mark that was tapped at the foot of its band, or
	// entered.
	OnMark func(key string)
	// OnMenu is asked for a menu on a day and on the mark there, if there is one.
	OnMenu func(mark string, day edtf.Day, at fyne.Position)
	// Empty is shown where there is nothing to draw.
	Empty string

	series    []Series
	marks     []Mark
	from, to  edtf.Day
	day       edtf.Day
	hasDay    bool
	focused   bool
	hover     float32 // x in the widget; negative: none
	overStrip bool
	mark      int // under the mouse or reached by key; -1: none
	raster    *canvas.Raster
	drawing   plotDrawing
	parts     *historyParts
}

// NewHistory makes an empty one.
func NewHistory() *History {
	h := &History{hover: -1, mark: -1}
	h.raster = canvas.NewRaster(h.paint)
	h.raster.ScaleMode = canvas.ImageScalePixels
	h.drawing.stale = true
	h.ExtendBaseWidget(h)
	return h
}

// SetData changes the lines and marks, and the days between which they are drawn.
func (h *History) SetData(series []Series, marks []Mark, from, to edtf.Day) {
	h.series, h.marks = series, append([]Mark(nil), marks...)
	sort.SliceStable(h.marks, func(i, j int) bool { return h.marks[i].Day < h.marks[j].Day })
	for i := range h.marks {
		h.marks[i].End = max(h.marks[i].End, h.marks[i].Day)
	}
	h.from, h.to = from, max(to, from)
	h.mark = -1
	h.drawing.stale = true
	h.Refresh()
}

// SetCursor moves the upright line to a day.
func (h *History) SetCursor(day edtf.Day) {
	if h.hasDay && h.day == day {
		return
	}
	h.day, h.hasDay = day, true
	h.drawCursor()
}

// historyFrame is where the plot stands in the widget.
type historyFrame struct {
	left, top, right, bottom float32
	legend                   float32 // y of its first line
}

func (h *History) frame(size fyne.Size) historyFrame {
	cap := captionSize()
	line := lineHeight(cap)
	f := historyFrame{left: textWidth("100 %", cap, fyne.TextStyle{}) + 8, top: line/2 + 2, right: size.Width - 8}
	f.legend = size.Height - float32(len(h.legendLines(size.Width-f.left)))*line
	f.bottom = max(f.top+20, f.legend-line-6)
	f.right = max(f.right, f.left+20)
	return f
}

func (f historyFrame) x(h *History, d edtf.Day) float32 {
	if h.to == h.from {
		return f.left
	}
	return f.left + (f.right-f.left)*float32(float64(d-h.from)/float64(h.to-h.from))
}

// dayAt gives the day at an x in the widget, within the range.
func (h *History) dayAt(x float32) edtf.Day {
	f := h.frame(h.Size())
	p := min(max(float64((x-f.left)/(f.right-f.left)), 0), 1)
	return h.from + edtf.Day(float64(h.to-h.from)*p+0.5)
}

// legendItem is the name of a series and its value at the day in question.
type legendItem struct {
	text string
	tone Tone
	x, y float32
}

// legendDay is the day whose values the legend tells.
func (h *History) legendDay() (edtf.Day, bool) {
	if h.hover >= 0 {
		return h.dayAt(h.hover), true
	}
	return h.day, h.hasDay
}

// legendLines shares the names of the series over lines, as the width allows.
// Room for a value is always kept, so that nothing moves as it changes.
func (h *History) legendLines(width float32) [][]int {
	lines, x := [][]int{nil}, float32(0)
	for i, s := range h.series {
		w := textWidth(s.Name+"  100 %   ", captionSize(), fyne.TextStyle{})
		if x > 0 && x+w > width {
			lines, x = append(lines, nil), 0
		}
		lines[len(lines)-1] = append(lines[len(lines)-1], i)
		x += w
	}
	return lines
}

// valueOn gives the point of a series nearest to a day.
func (s Series) valueOn(d edtf.Day) (SeriesPoint, bool) {
	if len(s.Points) == 0 {
		return SeriesPoint{}, false
	}
	i := sort.Search(len(s.Points), func(i int) bool { return s.Points[i].Day >= d })
	if i == len(s.Points) || i > 0 && d-s.Points[i-1].Day < s.Points[i].Day-d {
		i--
	}
	return s.Points[i], true
}

// describe tells what the picture shows at a day, in lines.
func (h *History) describe(d edtf.Day) string {
	var b strings.Builder
	b.WriteString(d.String())
	for _, s := range h.series {
		p, ok := s.valueOn(d)
		if !ok {
			continue
		}
		fmt.Fprintf(&b, "\n%s: %s", s.Name, percent(p.Value))
		if p.Upper >= p.Lower {
			b.WriteString(tongue.Local(fmt.Sprintf(lang.L(", 90 %% interval %.0f to %.0f %%"), 100*p.Lower, 100*p.Upper)))
		}
	}
	if h.mark >= 0 {
		m := h.marks[h.mark]
		b.WriteString("\n" + m.Label + ", " + m.Day.String())
		if m.End != m.Day {
			b.WriteString(lang.L(" to ") + m.End.String())
		}
	}
	return b.String()
}

// markAt gives the mark at a day: of several the shortest, so that a day's
// attack in a year of talks can be reached; -1 for none within reach.
func (h *History) markAt(x float32) int {
	f := h.frame(h.Size())
	best, length := -1, edtf.Day(0)
	for i, m := range h.marks {
		a, b := f.x(h, m.Day)-3, f.x(h, m.End)+3
		if x < a || x > b || m.End < h.from || m.Day > h.to {
			continue
		}
		if n := m.End - m.Day; best < 0 || n < length {
			best, length = i, n
		}
	}
	return best
}
