package view

import (
	"image/color"
	"slices"
	"sort"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/gui/theme"
)

// Family is what highlighted words are about. Each has a ground and a line of
// its own below the words; the tag behind them says it in words.
type Family int

// The families.
const (
	FamilyDeed    Family = iota // a strong line: something was done, asked or needed
	FamilyPromise               // a double line: promised, delayed, kept
	FamilyTie                   // a line with ends: one depends on another
	FamilySaid                  // a thin line: a reading, a forecast, a claim
)

// Color gives the ground of the family, in the theme in use.
func (f Family) Color() color.Color {
	switch f {
	case FamilyPromise:
		return theme.Color(theme.ColorNamePromise)
	case FamilyTie:
		return theme.Color(theme.ColorNameTie)
	case FamilySaid:
		return theme.Color(theme.ColorNameSaid)
	}
	return theme.Color(theme.ColorNameDeed)
}

// Highlight marks words of a text.
type Highlight struct {
	Key        string
	Start, End int    // characters of the text, the end exclusive
	Tag        string // stands small behind the words: "3 conduct +1"
	Family     Family
	Tone       Tone // of the line and the tag
	Done       bool // decided on: without a ground
}

// Stretch is a part of a text, in characters, the end exclusive.
type Stretch struct{ Start, End int }

// Reader shows a long text with highlighted words. Only what is in view is
// drawn. Words are selected by the mouse, or by Shift with the arrows from the
// highlight that is current; what is typed is handed on.
type Reader struct {
	widget.BaseWidget

	// OnTapped hears the key of a highlight that was tapped.
	OnTapped func(key string)
	// OnRune and OnKey hear what is typed; OnKey reports whether it had a use
	// for the key.
	OnRune func(r rune)
	OnKey  func(ev *fyne.KeyEvent) bool
	// OnSelect hears that the selection changed.
	OnSelect func()
	// OnMenu hears a secondary tap, at a place of the window.
	OnMenu func(at fyne.Position)
	// OnPaste hears that something is pasted.
	OnPaste func()
	// Empty is shown where there is no text.
	Empty string

	text    []rune
	marks   []Highlight // by start
	left    []Stretch   // left out elsewhere: muted, with a bar
	current string
	from    int // of the selection; equal to to: none
	to      int // where the caret is

	page   *readerPage
	scroll *container.Scroll
	frame  focusFrame
	shift  bool
	has    bool // the keyboard
}

// NewReader makes an empty reader.
func NewReader() *Reader {
	r := &Reader{frame: newFocusFrame()}
	r.page = &readerPage{r: r}
	r.page.ExtendBaseWidget(r.page)
	r.scroll = container.NewVScroll(r.page)
	r.scroll.OnScrolled = func(fyne.Position) { r.page.scrolled() }
	r.ExtendBaseWidget(r)
	return r
}

// SetText shows another text from its beginning, without highlights.
func (r *Reader) SetText(text string) {
	r.text = []rune(text)
	r.marks, r.left, r.current, r.from, r.to = nil, nil, "", 0, 0
	r.scroll.Offset = fyne.Position{}
	r.page.anew()
	r.scroll.Refresh()
}

// Text gives the text.
func (r *Reader) Text() string { return string(r.text) }

// SetHighlights changes the highlights. What lies outside the text is left out.
func (r *Reader) SetHighlights(list []Highlight) {
	r.marks = r.marks[:0:0]
	for _, h := range list {
		if h.Start >= 0 && h.Start < h.End && h.End <= len(r.text) {
			r.marks = append(r.marks, h)
		}
	}
	slices.SortStableFunc(r.marks, func(a, b Highlight) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	r.page.anew()
	r.scroll.Refresh()
}

// SetLeft marks stretches that another form of the text leaves out.
func (r *Reader) SetLeft(list []Stretch) {
	r.left = list
	r.page.anew()
}

// SetCurrent makes a highlight the current one and brings it into view.
func (r *Reader) SetCurrent(key string) {
	if r.current == key {
		return
	}
	r.current = key
	r.from, r.to = 0, 0
	for _, h := range r.marks {
		if h.Key == key {
			r.from, r.to = h.Start, h.Start
			r.reveal(h.Start, h.End)
		}
	}
	r.page.redraw()
}

// Current gives the key of the current highlight.
func (r *Reader) Current() string { return r.current }

// Selection gives the selected stretch; false for none.
func (r *Reader) Selection() (Stretch, bool) {
	return Stretch{min(r.from, r.to), max(r.from, r.to)}, r.from != r.to
}

// Select selects a stretch and brings it into view; an empty one ends the
// selection.
func (r *Reader) Select(s Stretch) {
	clamp := func(i int) int { return min(max(i, 0), len(r.text)) }
	r.from, r.to = clamp(s.Start), clamp(s.End)
	if r.from != r.to {
		r.reveal(r.from, r.to)
	}
	r.selected()
}

func (r *Reader) selected() {
	r.page.redraw()
	if r.OnSelect != nil {
		r.OnSelect()
	}
}

// reveal scrolls so that characters are in view.
func (r *Reader) reveal(start, end int) {
	p := r.page
	if len(p.lines) == 0 || r.scroll.Size().Height < 1 {
		return
	}
	top := p.lines[p.lineOf(start)].y
	bottom := p.lines[p.lineOf(max(start, end-1))].y + p.lineH
	view := r.scroll.Size().Height
	y := r.scroll.Offset.Y
	if room := min(view/4, 3*p.lineH); top < y+room || bottom > y+view-room {
		y = top - view/3
	}
	y = min(max(y, 0), max(0, p.height-view))
	if y != r.scroll.Offset.Y {
		r.scroll.Offset.Y = y
		r.scroll.Refresh()
		p.scrolled()
	}
}

// CreateRenderer implements fyne.Widget.
func (r *Reader) CreateRenderer() fyne.WidgetRenderer {
	empty := newWords("", ToneMuted, false)
	back := canvas.NewRectangle(ground())
	ren := &renderer{objects: []fyne.CanvasObject{back, r.scroll, empty, r.frame.Rectangle}}
	ren.layout = func(size fyne.Size) {
		r.page.width = size.Width
		r.page.anew()
		back.Resize(size)
		r.scroll.Resize(size)
		r.frame.Resize(size)
		empty.Move(fyne.NewPos(readerPad, readerPad))
		empty.Resize(fyne.NewSize(size.Width-2*readerPad, empty.MinSize().Height))
		r.page.scrolled()
	}
	ren.min = func() fyne.Size { return fyne.NewSize(160, 80) }
	ren.refresh = func() {
		empty.set(r.Empty, ToneMuted)
		empty.Hidden = len(r.text) > 0
		r.frame.update(r.has)
		setFill(back, ground())
		if h := lineHeight(readerSize()) * readerLead; h != r.page.lineH || r.page.size != readerSize() {
			r.page.anew()
		}
		r.page.redraw()
		canvas.Refresh(r)
	}
	ren.refresh()
	return ren
}

const (
	readerPad  = 14
	readerLead = 1.28 // of the height of a line
)

// readerSize is the size of the text that is read.
func readerSize() float32 { return textSize() }

// readerLine is a line of the text as it is broken.
type readerLine struct {
	start, end int // characters, without the space at which it is broken
	y          float32
	turned     bool // written from right to left
}

// readerPage is what scrolls in a reader: the lines, of which those in view have
// objects.
type readerPage struct {
	widget.BaseWidget
	r       *Reader
	width   float32
	size    float32
	lineH   float32
	height  float32
	lines   []readerLine
	tags    map[int][]int    // the highlights whose tags stand before a character
	advance map[rune]float32 // the width of a letter
	first   int              // of the lines that have objects
	last    int
	cache   map[int][]fyne.CanvasObject
	objects []fyne.CanvasObject
	tapped  time.Time // for a double tap
	tapAt   int
}

// anew breaks the text into lines and draws it.
func (p *readerPage) anew() {
	p.breakLines()
	p.redraw()
}

// redraw draws the lines in view anew.
func (p *readerPage) redraw() {
	p.cache = nil
	p.first, p.last = 0, -1
	p.scrolled()
}

// tagGap is the room before a tag.
const tagGap = 3

// breakLines breaks the text at the width. A letter's width is looked up, not
// measured in its word: what that neglects (kerning, ligatures) is within the
// margin.
func (p *readerPage) breakLines() {
	if p.size != readerSize() || p.advance == nil {
		p.advance, p.size = map[rune]float32{}, readerSize()
	}
	p.lineH = lineHeight(p.size) * readerLead
	p.tags = map[int][]int{}
	for i, h := range p.r.marks {
		if h.Tag != "" {
			p.tags[h.End] = append(p.tags[h.End], i)
		}
	}
	tagWidths := map[int]float32{}
	for at := range p.tags {
		tagWidths[at] = p.tagWidth(at)
	}
	width := p.width - 2*readerPad - 10 // the bar of the scroll
	if width < 40 {
		width = 40
	}
	p.lines = p.lines[:0]
	y := float32(readerPad) / 2
	text := p.r.text
	for start := 0; start <= len(text); {
		end := start
		for end < len(text) && text[end] != '\n' {
			end++
		}
		if end == start {
			if start < len(text) {
				y += p.lineH * .45
			}
		} else {
			y = p.breakParagraph(start, end, width, y, tagWidths)
		}
		start = end + 1
	}
	p.height = y + readerPad
}

func (p *readerPage) breakParagraph(start, end int, width, y float32, tags map[int]float32) float32 {
	text := p.r.text
	turned := 0
	at, x := start, float32(0)
	breakAt, breakX := -1, float32(0)
	flush := func(to, next int) {
		p.lines = append(p.lines, readerLine{start: at, end: to, y: y})
		y += p.lineH
		at, breakAt = next, -1
	}
	for i := start; i < end; i++ {
		if i > at && tags[i] > 0 {
			if x += tags[i]; x > width && breakAt >= at && breakAt > 0 { // the tag goes with its word
				x -= breakX
				flush(breakAt, breakAt+1)
			}
		}
		w := p.letter(text[i])
		if text[i] == ' ' || text[i] == '\t' {
			if x <= width {
				breakAt, breakX = i, x+w
			}
			x += w
			continue
		}
		turned += direction1(text[i])
		if x+w > width && i > at {
			if breakAt >= at && breakAt > 0 {
				carry := x - breakX
				flush(breakAt, breakAt+1)
				x = max(carry, 0)
			} else {
				flush(i, i)
				x = 0
			}
		}
		x += w
	}
	if x += tags[end]; x > width && breakAt >= at && breakAt > 0 {
		flush(breakAt, breakAt+1)
	}
	flush(end, end)
	if turned < 0 {
		for i := len(p.lines) - 1; i >= 0 && p.lines[i].start >= start; i-- {
			p.lines[i].turned = true
		}
	}
	return y
}

// direction1 is the direction in which a letter is written: 1 from left to
// right, -1 from right to left, 0 for what is no letter.
func direction1(r rune) int {
	switch {
	case r < 0x590:
		if r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r > 0xbf {
			return 1
		}
		return 0
	case r <= 0x8ff || r >= 0xfb1d && r <= 0xfefc:
		return -1
	}
	return 1
}

// letter gives the width of a letter.
func (p *readerPage) letter(r rune) float32 {
	w, ok := p.advance[r]
	if !ok {
		if r == '\t' {
			r = ' '
		}
		w = textWidth(string(r), p.size, fyne.TextStyle{})*1.004 + .01
		p.advance[r] = w
	}
	return w
}

func (p *readerPage) tagWidth(at int) float32 {
	w := float32(0)
	for _, i := range p.tags[at] {
		w += textWidth(p.r.marks[i].Tag, p.tagSize(), fyne.TextStyle{}) + 2*tagGap
	}
	return w
}

func (p *readerPage) tagSize() float32 { return captionSize() * .86 }

// lineOf gives the line in which a character stands.
func (p *readerPage) lineOf(at int) int {
	i := sort.Search(len(p.lines), func(i int) bool { return p.lines[i].start > at }) - 1
	return min(max(i, 0), max(len(p.lines)-1, 0))
}

// MinSize implements fyne.CanvasObject.
func (p *readerPage) MinSize() fyne.Size { return fyne.NewSize(40, p.height) }

// scrolled gives objects to the lines that came into view.
func (p *readerPage) scrolled() {
	top, view := p.r.scroll.Offset.Y, p.r.scroll.Size().Height
	if view < 1 {
		return
	}
	first := sort.Search(len(p.lines), func(i int) bool { return p.lines[i].y+p.lineH >= top })
	last := sort.Search(len(p.lines), func(i int) bool { return p.lines[i].y > top+view }) - 1
	if first == p.first && last == p.last {
		return
	}
	p.first, p.last = first, last
	cache := make(map[int][]fyne.CanvasObject, last-first+1)
	p.objects = p.objects[:0:0]
	for i := first; i <= last; i++ {
		drawn, ok := p.cache[i]
		if !ok {
			drawn = p.drawLine(i)
		}
		cache[i] = drawn
		p.objects = append(p.objects, drawn...)
	}
	p.cache = cache
	p.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (p *readerPage) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{}
	r.layout = func(fyne.Size) {}
	r.min = func() fyne.Size { return p.MinSize() }
	r.refresh = func() {
		r.objects = p.objects
		canvas.Refresh(p)
	}
	r.objects = p.objects
	return r
}
