package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Flexible is an object whose height follows from its width: wrapped text and
// what holds it. Fyne's MinSize knows no width.
type Flexible interface {
	// HeightFor gives the height that the object needs at a width.
	HeightFor(width float32) float32
}

// heightOf gives the height of o at a width.
func heightOf(o fyne.CanvasObject, width float32) float32 {
	if f, ok := o.(Flexible); ok {
		return f.HeightFor(width)
	}
	return o.MinSize().Height
}

// Stack lays objects one below the other, each as wide as itself and as high
// as it must be at that width. Put into a scroller that is as wide as it, it needs
// no second layout for text that wraps, as Fyne's own boxes do.
type Stack struct {
	widget.BaseWidget
	items []fyne.CanvasObject
	gap   float32
	left  float32 // left free at the left, for what belongs to the line above
	right float32 // left free at the right, for a scroll bar
	width float32
}

// NewStack makes a stack with a gap between its objects.
func NewStack(gap float32, items ...fyne.CanvasObject) *Stack {
	c := &Stack{items: items, gap: gap}
	c.ExtendBaseWidget(c)
	return c
}

// Set changes the objects.
func (c *Stack) Set(items []fyne.CanvasObject) {
	c.items = items
	c.Refresh()
}

// HeightFor implements Flexible.
func (c *Stack) HeightFor(width float32) float32 {
	h, n := float32(0), 0
	width -= c.left + c.right
	for _, o := range c.items {
		if !o.Visible() {
			continue
		}
		h += heightOf(o, width)
		n++
	}
	return h + c.gap*float32(max(0, n-1))
}

func (c *Stack) place(width float32) {
	c.width = width
	width -= c.left + c.right
	y := float32(0)
	for _, o := range c.items {
		if !o.Visible() {
			continue
		}
		h := heightOf(o, width)
		o.Move(fyne.NewPos(c.left, y))
		o.Resize(fyne.NewSize(width, h))
		y += h + c.gap
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Stack) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{objects: c.items}
	r.layout = func(size fyne.Size) { c.place(size.Width) }
	r.min = func() fyne.Size {
		w := float32(0)
		for _, o := range c.items {
			if o.Visible() {
				w = max(w, o.MinSize().Width)
			}
		}
		w += c.left + c.right
		return fyne.NewSize(w, c.HeightFor(max(c.width, w)))
	}
	r.refresh = func() {
		r.objects = c.items
		if c.Size().Width > 0 {
			c.place(c.Size().Width)
		}
		for _, o := range c.items {
			o.Refresh()
		}
		canvas.Refresh(c)
	}
	return r
}

// Flow lays objects in lines, as words in a paragraph.
type Flow struct {
	widget.BaseWidget
	items []fyne.CanvasObject
	gap   float32
	width float32
}

// NewFlow makes a flow with a gap between its objects and its lines.
func NewFlow(gap float32, items ...fyne.CanvasObject) *Flow {
	f := &Flow{items: items, gap: gap}
	f.ExtendBaseWidget(f)
	return f
}

// Set changes the objects.
func (f *Flow) Set(items []fyne.CanvasObject) {
	f.items = items
	f.Refresh()
}

// walk gives each object its place at a width, and returns the height of all.
func (f *Flow) walk(width float32, place func(o fyne.CanvasObject, pos fyne.Position, size fyne.Size)) float32 {
	x, y, height := float32(0), float32(0), float32(0)
	type placed struct {
		o    fyne.CanvasObject
		x    float32
		size fyne.Size
	}
	var line []placed
	end := func() { // objects stand in the middle of their line
		for _, p := range line {
			place(p.o, fyne.NewPos(p.x, y+(height-p.size.Height)/2), p.size)
		}
		line = line[:0]
	}
	for _, o := range f.items {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		m.Width = min(m.Width, width)
		if x > 0 && x+m.Width > width {
			end()
			x, y, height = 0, y+height+f.gap, 0
		}
		line = append(line, placed{o, x, m})
		x += m.Width + f.gap
		height = max(height, m.Height)
	}
	end()
	return y + height
}

// HeightFor implements Flexible.
func (f *Flow) HeightFor(width float32) float32 {
	return f.walk(width, func(fyne.CanvasObject, fyne.Position, fyne.Size) {})
}

// CreateRenderer implements fyne.Widget.
func (f *Flow) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{objects: f.items}
	r.layout = func(size fyne.Size) {
		f.width = size.Width
		f.walk(size.Width, func(o fyne.CanvasObject, pos fyne.Position, size fyne.Size) {
			o.Move(pos)
			o.Resize(size)
		})
	}
	r.min = func() fyne.Size {
		if f.width == 0 {
			w := float32(0)
			for _, o := range f.items {
				w = max(w, o.MinSize().Width)
			}
			return fyne.NewSize(w, f.HeightFor(w))
		}
		return fyne.NewSize(20, f.HeightFor(f.width))
	}
	r.refresh = func() {
		r.objects = f.items
		r.layout(f.Size())
		for _, o := range f.items {
			o.Refresh()
		}
		canvas.Refresh(f)
	}
	return r
}

// words is wrapped text of one look.
type words struct {
	widget.BaseWidget
	text   string
	tone   Tone
	small  bool
	bold   bool
	lines  []*canvas.Text
	width  float32
	broken []string
	brokeW float32
	brokeS float32
}

func newWords(text string, tone Tone, small bool) *words {
	w := &words{text: text, tone: tone, small: small}
	w.ExtendBaseWidget(w)
	return w
}

func (w *words) set(text string, tone Tone) {
	if w.text == text && w.tone == tone {
		return
	}
	w.text, w.tone, w.broken = text, tone, nil
	w.Refresh()
}

func (w *words) size() float32 {
	if w.small {
		return captionSize()
	}
	return textSize()
}

func (w *words) wrap(width float32) []string {
	if w.text == "" {
		return nil
	}
	if w.broken == nil || w.brokeW != width || w.brokeS != w.size() {
		w.broken, w.brokeW, w.brokeS = wrapText(w.text, width, w.size()), width, w.size()
	}
	return w.broken
}

// HeightFor implements Flexible.
func (w *words) HeightFor(width float32) float32 {
	return float32(len(w.wrap(width))) * lineHeight(w.size())
}

// CreateRenderer implements fyne.Widget.
func (w *words) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{}
	r.layout = func(size fyne.Size) {
		w.width = size.Width
		lines := w.wrap(size.Width)
		for len(w.lines) < len(lines) {
			w.lines = append(w.lines, newText("", w.size(), foreground()))
		}
		w.lines = w.lines[:len(lines)]
		r.objects = r.objects[:0]
		h := lineHeight(w.size())
		for i, line := range lines {
			t := w.lines[i]
			setText(t, line, w.size(), w.tone.TextColor(), w.bold)
			t.Alignment = fyne.TextAlignLeading
			if rightToLeft(line) {
				t.Alignment = fyne.TextAlignTrailing
			}
			t.Move(fyne.NewPos(0, float32(i)*h))
			t.Resize(fyne.NewSize(size.Width, h))
			r.objects = append(r.objects, t)
		}
	}
	r.min = func() fyne.Size {
		width := w.width
		if width == 0 {
			width = 1e6
		}
		return fyne.NewSize(20, w.HeightFor(width))
	}
	r.refresh = func() { r.layout(w.Size()); canvas.Refresh(w) }
	return r
}
