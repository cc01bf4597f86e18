package timeline

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/fairweather-app/fairweather/gui/theme"
)

// textKey is what a text object looks like wherever it stands.
type textKey struct {
	text string
	ink  ink
}

// parts are the objects of the widget: the raster, the texts above it, and what
// changes with the mouse and the selection, for which the raster stays as it is.
type parts struct {
	t       *Timeline
	size    fyne.Size // laid out for
	objects []fyne.CanvasObject

	texts []*canvas.Text // in use
	keys  []textKey
	spare []*canvas.Text

	veil, asOf, thumb *canvas.Rectangle
	beam              *canvas.Rectangle // the days of what is selected or under the mouse, through all lanes
	hover             *canvas.Rectangle
	marked            []*canvas.Rectangle // around what is selected
	rubber            *canvas.Rectangle
	tipBox, dragBox   *canvas.Rectangle
	tip               []*canvas.Text
	tipKeys           []textKey
	dragText          *canvas.Text
	empty             *canvas.Text
	focus             *canvas.Rectangle
}

// CreateRenderer implements fyne.Widget.
func (t *Timeline) CreateRenderer() fyne.WidgetRenderer {
	p := &parts{t: t}
	for _, r := range []**canvas.Rectangle{&p.veil, &p.asOf, &p.thumb, &p.beam, &p.hover, &p.rubber, &p.tipBox, &p.dragBox, &p.focus} {
		*r = canvas.NewRectangle(color.Transparent)
		(*r).Hide()
	}
	p.dragText, p.empty = &canvas.Text{}, &canvas.Text{}
	t.parts = p
	t.update()
	return p
}

// Destroy implements fyne.WidgetRenderer.
func (p *parts) Destroy() {}

// Layout implements fyne.WidgetRenderer. The canvas asks for it whenever a text
// of the widget changes its size, that is in every frame of a zoom: nothing is to
// be done then, and drawing anew here would ask for yet another frame.
func (p *parts) Layout(size fyne.Size) {
	if p.size == size {
		return
	}
	p.size = size
	p.t.raster.Resize(size)
	p.t.update()
}

// MinSize implements fyne.WidgetRenderer.
func (p *parts) MinSize() fyne.Size { return fyne.NewSize(320, 200) }

// Objects implements fyne.WidgetRenderer.
func (p *parts) Objects() []fyne.CanvasObject { return p.objects }

// Refresh implements fyne.WidgetRenderer: the theme may have changed.
func (p *parts) Refresh() {
	p.t.restyle()
	p.spare = append(p.spare, p.texts...) // their colours are those of the theme before
	p.texts, p.keys = nil, nil
	p.tip, p.tipKeys = nil, nil
	p.t.update()
}

// block makes a rectangle.
func block(b box, c color.Color) *canvas.Rectangle {
	r := canvas.NewRectangle(c)
	place(r, b)
	return r
}

func place(r *canvas.Rectangle, b box) {
	r.Move(fyne.NewPos(b.x0, b.y0))
	r.Resize(fyne.NewSize(max(b.width(), 0), max(b.height(), 0)))
}

// write shows the labels of the scene. A text that is shown already keeps its
// object, which is only moved: making its picture is the cost.
func (p *parts) write(t *Timeline) {
	pal, labels := t.painter.pal, t.scene.labels
	old := make(map[textKey][]*canvas.Text, len(p.texts))
	for i, o := range p.texts {
		old[p.keys[i]] = append(old[p.keys[i]], o)
	}
	texts := make([]*canvas.Text, len(labels))
	keys := make([]textKey, len(labels))
	for i := range labels {
		keys[i] = textKey{labels[i].text, labels[i].ink}
		if have := old[keys[i]]; len(have) > 0 {
			texts[i] = have[len(have)-1]
			old[keys[i]] = have[:len(have)-1]
		}
	}
	for _, key := range p.keys { // in a fixed order, not that of the map
		if have := old[key]; len(have) > 0 {
			old[key] = have[:len(have)-1]
			p.spare = append(p.spare, have[len(have)-1])
		}
	}
	for i := range labels {
		fresh := texts[i] == nil
		if fresh {
			if n := len(p.spare); n > 0 {
				texts[i], p.spare = p.spare[n-1], p.spare[:n-1]
			} else {
				texts[i] = &canvas.Text{}
			}
		}
		placeText(texts[i], &labels[i], pal, t.ruler.size)
		if fresh {
			texts[i].Refresh()
		}
	}
	p.texts, p.keys = texts, keys
	if len(p.spare) > 400 {
		p.spare = p.spare[:400]
	}
}

// overlays places what changes without the raster, and lists all objects.
func (t *Timeline) overlays() {
	p := t.parts
	if p == nil || t.Size().Width < 1 {
		return
	}
	pal, s := t.painter.pal, &t.scene
	show := func(r *canvas.Rectangle, b box, on bool) {
		r.Hidden = !on
		if on {
			place(r, b)
		}
	}
	b, on := s.veilBox()
	p.veil.FillColor = pal.veil
	show(p.veil, b, on)
	b, on = s.asOfBox()
	p.asOf.FillColor = pal.inks[inkAccent]
	show(p.asOf, b, on)
	b, on = t.thumb()
	p.thumb.FillColor, p.thumb.CornerRadius = pal.inks[inkRule], 2
	show(p.thumb, b, on)

	p.beam.FillColor = pal.highlight
	b, on = t.beam()
	show(p.beam, b, on)
	b, on = t.outline(t.hovered)
	p.hover.StrokeColor, p.hover.StrokeWidth, p.hover.CornerRadius = pal.inks[inkMuted], 1, 3
	show(p.hover, b, on && t.hovered != t.current)
	t.mark()
	p.rubber.FillColor, p.rubber.StrokeColor, p.rubber.StrokeWidth = pal.band, pal.inks[inkAccent], 1
	b, on = t.rubber()
	show(p.rubber, b, on)
	t.dragWords(b, on)
	t.showTip()

	p.focus.StrokeColor, p.focus.StrokeWidth = theme.Color(fynetheme.ColorNameFocus), 2
	show(p.focus, box{0, 0, t.Size().Width, t.Size().Height}, t.focused)
	p.empty.Text = ""
	if len(t.x.items) == 0 && t.x.model.Empty != "" && !t.hasSeries() {
		h := s.frame.line()
		l := label{text: t.ruler.fit(t.x.model.Empty, s.at.width()-16), ink: inkMuted}
		w, y := t.ruler.width(l.text), (s.at.y0+s.at.y1)/2
		for i := range s.lanes {
			y = max(y, s.lanes[i].y1+2*h) // below what the lanes say of themselves
		}
		y = min(y, s.at.y1-h)
		l.box = box{(s.at.x0 + s.at.x1 - w) / 2, y - h/2, (s.at.x0 + s.at.x1 + w) / 2, y + h/2}
		placeText(p.empty, &l, pal, t.ruler.size)
	}

	o := append(p.objects[:0], t.raster)
	o = append(o, p.veil, p.beam)
	for _, text := range p.texts {
		o = append(o, text)
	}
	o = append(o, p.empty, p.hover)
	for _, r := range p.marked {
		o = append(o, r)
	}
	o = append(o, p.asOf, p.thumb, p.rubber, p.dragBox, p.dragText, p.focus, p.tipBox)
	for _, line := range p.tip {
		o = append(o, line)
	}
	p.objects = o
	// To refresh the widget would throw away the pictures of all its texts and of
	// the raster; any one object makes the canvas paint again.
	canvas.Refresh(p.beam)
}

func (t *Timeline) hasSeries() bool {
	for i := range t.x.model.Lanes {
		for _, s := range t.x.model.Lanes[i].Series {
			if len(s.Points) > 0 {
				return true
			}
		}
	}
	return false
}

// beam gives the days of what the mouse is on, or of what is selected, as a band
// through all lanes.
func (t *Timeline) beam() (box, bool) {
	k := t.hovered
	if k < 0 {
		k = t.current
	}
	if k < 0 {
		return box{}, false
	}
	s := &t.scene
	it := &t.x.items[k]
	_, end := t.x.ends(it.span)
	x0, x1 := max(s.x(it.span.s0), s.at.x0), min(max(s.x(end), s.x(it.span.s0)+1), s.at.x1)
	return box{x0, s.at.y0, x1, s.at.y1}, x1 > x0
}

// outline gives the frame around an item in view, or around the group it is in.
func (t *Timeline) outline(k int32) (box, bool) {
	if k < 0 {
		return box{}, false
	}
	sh, ok := t.scene.shapeAt(k)
	if !ok {
		return box{}, false
	}
	at := t.scene.at
	b := box{max(sh.x0-2, at.x0), max(sh.y0-2, at.y0), min(sh.x1+2, at.x1), min(sh.y1+2, at.y1)}
	return b, b.x1 > b.x0 && b.y1 > b.y0
}

// mark frames every item in view that has the selected id.
func (t *Timeline) mark() {
	p := t.parts
	n := 0
	for _, k := range t.x.byID[t.selected] {
		b, ok := t.outline(k)
		if !ok || t.selected == "" || n == 16 {
			continue
		}
		if n == len(p.marked) {
			p.marked = append(p.marked, canvas.NewRectangle(color.Transparent))
		}
		r := p.marked[n]
		r.Hidden = false
		r.StrokeColor, r.StrokeWidth, r.CornerRadius = t.painter.pal.inks[inkAccent], 2, 4
		place(r, b)
		n++
	}
	for _, r := range p.marked[n:] {
		r.Hidden = true
	}
}

// thumb gives the bar at the right that tells which of the lanes are in view.
func (t *Timeline) thumb() (box, bool) {
	at, all := t.scene.at, t.scene.height
	if all <= at.height()+0.5 {
		return box{}, false
	}
	h := max(at.height()*at.height()/all, 24)
	y := at.y0 + (at.height()-h)*t.top/(all-at.height())
	return box{at.x1 + 2, y, t.Size().Width - 2, y + h}, true
}
