package page

import (
	"cmp"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	drawing "github.com/fairweather-app/fairweather/core/figure"
	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/view"
)

// docView shows a document of any length. Only the blocks in view are made and
// measured: the height of the others is guessed from their letters, and put right
// when they come into view, so that a document of a thousand blocks opens as fast
// as one of ten.
//
// Keys: Up and Down a line, PageUp, PageDown and Space a page, Home and End.
type docView struct {
	widget.BaseWidget
	// onTapped hears the key of a link that leads out of the document.
	onTapped func(key string)
	// onPicture is asked for a menu on a figure.
	onPicture func(p *drawing.Picture, at fyne.Position)

	blocks  []docBlock
	objects []fyne.CanvasObject // made so far, by block
	heights []float32           // without the gap above; measured where the object is made
	tops    []float32
	width   float32 // of the text, for which was measured
	box     *fyne.Container
	scroll  *container.Scroll
	busy    bool // arranging: what the scroll tells is our own doing
	focused bool
}

// docMeasure is how wide the text may be at the normal size, for lines that can
// be read.
const docMeasure = 720

func newDocView() *docView {
	v := &docView{}
	v.box = container.New(docLayout{v})
	v.scroll = container.NewVScroll(v.box)
	v.scroll.OnScrolled = func(fyne.Position) { v.arrange() }
	v.ExtendBaseWidget(v)
	return v
}

// set shows another document at the same place of the page.
func (v *docView) set(blocks []docBlock) {
	v.blocks = blocks
	v.forget()
	v.arrange()
	v.Refresh()
}

// forget drops what was measured.
func (v *docView) forget() {
	v.objects = make([]fyne.CanvasObject, len(v.blocks))
	v.heights = make([]float32, len(v.blocks))
	v.tops = make([]float32, len(v.blocks)+1)
	letter := fynetheme.TextSize() * .5
	for i, b := range v.blocks {
		size := fynetheme.Size(cmp.Or(b.size, fynetheme.SizeNameText))
		lines := float32(int(float32(b.letters)*letter*size/fynetheme.TextSize()/max(v.width, 100))) + 1
		v.heights[i] = lines * size * 1.4
		if b.picture != nil {
			v.heights[i] = v.width * float32(b.picture.Height/b.picture.Width)
		}
	}
}

// arrange makes and places the blocks in view.
func (v *docView) arrange() {
	size := v.scroll.Size()
	if v.busy || size.Width < 40 || size.Height < 10 {
		return
	}
	v.busy = true
	defer func() { v.busy = false }()
	width := min(size.Width-2*margin, docMeasure*fynetheme.TextSize()/13)
	if width != v.width {
		v.width = width
		v.forget()
	}
	left := max(margin, (size.Width-width)/2)
	// The block at the top of the view stays where it is while others above it turn
	// out higher or lower than they were guessed.
	v.sum()
	top := v.scroll.Offset.Y
	anchor, _ := slices.BinarySearch(v.tops, top+1)
	anchor = max(0, min(anchor-1, len(v.blocks)-1))
	into := float32(0)
	if len(v.blocks) > 0 {
		into = top - v.tops[anchor]
	}
	for again := true; again; {
		again = false
		for i := range v.blocks {
			if v.objects[i] != nil || v.tops[i+1] < top-size.Height/2 || v.tops[i] > top+size.Height*1.5 {
				continue
			}
			v.objects[i] = v.object(v.blocks[i])
			v.heights[i] = heightAt(v.objects[i], width-v.blocks[i].indent)
			again = true
		}
		v.sum()
		if len(v.blocks) > 0 {
			top = max(0, min(v.tops[anchor]+into, v.tops[len(v.blocks)]-size.Height))
		}
	}
	v.box.Objects = v.box.Objects[:0]
	for i, o := range v.objects {
		if o == nil || v.tops[i+1] < top-size.Height/2 || v.tops[i] > top+size.Height*1.5 {
			continue
		}
		b := v.blocks[i]
		place(o, left+b.indent, v.tops[i]+b.before, width-b.indent, v.heights[i])
		v.box.Objects = append(v.box.Objects, o)
	}
	v.box.Resize(fyne.NewSize(size.Width, max(v.tops[len(v.blocks)], size.Height)))
	if top != v.scroll.Offset.Y {
		v.scroll.Offset.Y = top
	}
	v.scroll.Refresh()
}

// sum places the blocks one below the other.
func (v *docView) sum() {
	y := float32(0)
	for i, b := range v.blocks {
		v.tops[i] = y
		y += b.before + v.heights[i]
	}
	v.tops[len(v.blocks)] = y
}

// heightAt gives the height that an object needs at a width.
func heightAt(o fyne.CanvasObject, width float32) float32 {
	if f, ok := o.(view.Flexible); ok {
		return f.HeightFor(width)
	}
	return o.MinSize().Height
}

// object gives the object of a block.
func (v *docView) object(b docBlock) fyne.CanvasObject {
	switch {
	case b.picture != nil:
		f := newFigureBox(b.picture)
		f.onMenu = v.onPicture
		return f
	case b.shares == nil:
		return v.prose(b.size, b.cells[0])
	}
	return newDocRow(v, b)
}

func (v *docView) prose(size fyne.ThemeSizeName, spans []span) *view.Prose {
	p := view.NewProse(size)
	p.OnTapped = v.follow
	p.SetSpans(spans)
	return p
}

// follow goes to a reference of the document, or tells of a link out of it.
func (v *docView) follow(key string) {
	for i, b := range v.blocks {
		if b.cite > 0 && key == citeKey(b.cite) {
			v.to(i)
			return
		}
	}
	if v.onTapped != nil {
		v.onTapped(key)
	}
}

// to scrolls to a block.
func (v *docView) to(block int) {
	if block < 0 || block >= len(v.blocks) {
		return
	}
	v.sum()
	v.scrollTo(v.tops[block])
	v.scrollTo(v.tops[block]) // what was guessed is measured now
}

func (v *docView) scrollTo(y float32) {
	if n := len(v.blocks); n > 0 {
		v.scroll.Offset.Y = max(0, min(y, v.tops[n]-v.scroll.Size().Height))
		v.arrange()
	}
}

// FocusGained implements fyne.Focusable.
func (v *docView) FocusGained() { v.focused = true; v.Refresh() }

// FocusLost implements fyne.Focusable.
func (v *docView) FocusLost() { v.focused = false; v.Refresh() }

// TypedRune implements fyne.Focusable.
func (v *docView) TypedRune(r rune) {
	if r == ' ' {
		v.scrollTo(v.scroll.Offset.Y + v.scroll.Size().Height*.9)
	}
}

// TypedKey implements fyne.Focusable.
func (v *docView) TypedKey(e *fyne.KeyEvent) {
	line, page := fynetheme.TextSize()*3, v.scroll.Size().Height*.9
	switch e.Name {
	case fyne.KeyDown:
		v.scrollTo(v.scroll.Offset.Y + line)
	case fyne.KeyUp:
		v.scrollTo(v.scroll.Offset.Y - line)
	case fyne.KeyPageDown:
		v.scrollTo(v.scroll.Offset.Y + page)
	case fyne.KeyPageUp:
		v.scrollTo(v.scroll.Offset.Y - page)
	case fyne.KeyHome:
		v.scrollTo(0)
	case fyne.KeyEnd:
		v.to(len(v.blocks) - 1)
	default:
		handOn(v, e)
	}
}

// TypedShortcut implements fyne.Shortcutable: what is not used goes on to the window.
func (v *docView) TypedShortcut(s fyne.Shortcut) {
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(v).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

// CreateRenderer implements fyne.Widget.
func (v *docView) CreateRenderer() fyne.WidgetRenderer {
	ground, frame := canvas.NewRectangle(nil), canvas.NewRectangle(color.Transparent)
	r := &drawn{objects: []fyne.CanvasObject{ground, v.scroll, frame}}
	var text float32
	r.layout = func(size fyne.Size) {
		ground.Resize(size)
		frame.Resize(size)
		v.scroll.Resize(size)
		v.arrange()
	}
	r.min = func() fyne.Size { return fyne.NewSize(leastWidth, 120) }
	r.refresh = func() {
		ground.FillColor = theme.Color(theme.ColorNameSurface)
		frame.FillColor = color.Transparent
		frame.StrokeWidth = 0
		if v.focused {
			frame.StrokeWidth, frame.StrokeColor = 2, theme.Color(fynetheme.ColorNameFocus)
		}
		if text != fynetheme.TextSize() { // another size of text: all is measured anew
			text = fynetheme.TextSize()
			v.width = 0
			v.arrange()
		}
		repaint(v)
	}
	r.refresh()
	return r
}

// docLayout leaves the blocks where arrange put them.
type docLayout struct{ v *docView }

func (docLayout) Layout([]fyne.CanvasObject, fyne.Size) {}

func (l docLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	if n := len(l.v.blocks); n > 0 && len(l.v.tops) > n {
		return fyne.NewSize(leastWidth, l.v.tops[n])
	}
	return fyne.NewSize(leastWidth, 0)
}

// docRow is one row of a table.
type docRow struct {
	widget.BaseWidget
	b     docBlock
	cells []*view.Prose
	rule  *canvas.Rectangle
}

func newDocRow(v *docView, b docBlock) *docRow {
	r := &docRow{b: b, rule: canvas.NewRectangle(nil)}
	for _, spans := range b.cells {
		r.cells = append(r.cells, v.prose(b.size, spans))
	}
	r.ExtendBaseWidget(r)
	return r
}

func (r *docRow) widths(width float32) []float32 {
	out := make([]float32, len(r.cells))
	for i := range out {
		out[i] = max(12, (width-r.b.gap*float32(len(r.cells)-1))*r.b.shares[i])
	}
	return out
}

// HeightFor implements view.Flexible.
func (r *docRow) HeightFor(width float32) float32 {
	h := float32(0)
	for i, w := range r.widths(width) {
		h = max(h, r.cells[i].HeightFor(w))
	}
	return h + 4 // the line below
}

// CreateRenderer implements fyne.Widget.
func (r *docRow) CreateRenderer() fyne.WidgetRenderer {
	d := &drawn{min: func() fyne.Size { return fyne.NewSize(100, r.HeightFor(max(r.Size().Width, 100))) }}
	for _, c := range r.cells {
		d.objects = append(d.objects, c)
	}
	d.objects = append(d.objects, r.rule)
	d.layout = func(size fyne.Size) {
		x := float32(0)
		for i, w := range r.widths(size.Width) {
			at := x
			if r.b.right[i] { // a number stands at the right of its column
				if need := textWidth(r.cells[i].String(), fynetheme.Size(r.b.size), fyne.TextStyle{}) + 2; need < w {
					at, w = x+w-need, need
				}
			}
			place(r.cells[i], at, 0, w, size.Height-4)
			x += r.widths(size.Width)[i] + r.b.gap
		}
		place(r.rule, 0, size.Height-1, size.Width, 1)
	}
	r.rule.Hidden = !r.b.rule
	d.refresh = func() {
		r.rule.FillColor = theme.Color(theme.ColorNameFaint)
		r.rule.Refresh()
	}
	d.refresh()
	return d
}
