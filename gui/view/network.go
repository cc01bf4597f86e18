package view

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/gui/theme"
)

// NetworkNode is an actor of a Network, at a place from 0, 0 to 1, 1.
type NetworkNode struct {
	Key, Label, Value string
	X, Y              float32
	Loss              float64 // 0 to 1, of what is drawn as the worst: how dark it is
	Struck            bool    // by the shock itself
}

// NetworkEdge leads from who depends to on whom it does.
type NetworkEdge struct {
	Key, From, To, Label string
	Size                 float64 // 0 to 1: how wide it is
	Basis                EdgeBasis
}

// EdgeBasis says what stands behind an edge; each is drawn in its own way.
type EdgeBasis int

// The bases: a source behind it is a whole line, an estimate a dashed one, and
// one without any basis a dotted one in the colour of warnings.
const (
	EdgeSourced EdgeBasis = iota
	EdgeEstimate
	EdgeBaseless
)

// Network draws who depends on whom. A node can be dragged to another place; Tab
// and the arrows go from node to node, and Enter chooses.
type Network struct {
	widget.BaseWidget

	// OnSelect hears the key of the node or edge that was chosen.
	OnSelect func(key string)
	// OnMoved hears that a node was dragged to another place.
	OnMoved func(key string, x, y float32)
	// Tip gives what a node or edge says under the mouse.
	Tip func(key string) string
	// Empty is shown where there are no nodes.
	Empty string

	nodes    []NetworkNode
	edges    []NetworkEdge
	selected string
	drag     int // the node on its way; -1: none
	moved    bool
	over     string
	focused  bool
	raster   *canvas.Raster
	shown    *image.RGBA
	stale    bool
	night    bool
	ink      *inker
}

// NewNetwork makes an empty network.
func NewNetwork() *Network {
	n := &Network{drag: -1, ink: newInker(), stale: true}
	n.raster = canvas.NewRaster(n.pixels)
	n.raster.ScaleMode = canvas.ImageScalePixels
	n.ExtendBaseWidget(n)
	return n
}

// SetData changes what is shown.
func (n *Network) SetData(nodes []NetworkNode, edges []NetworkEdge) {
	if n.drag >= 0 && n.drag < len(n.nodes) { // what is being dragged stays at the mouse
		at := n.nodes[n.drag]
		n.drag = -1
		for i := range nodes {
			if nodes[i].Key == at.Key {
				nodes[i].X, nodes[i].Y, n.drag = at.X, at.Y, i
			}
		}
	}
	n.nodes, n.edges = nodes, edges
	n.Refresh()
}

// Select marks a node or edge, and tells nobody.
func (n *Network) Select(key string) {
	if n.selected != key {
		n.selected = key
		n.Refresh()
	}
}

const (
	nodeRadius  = 10
	networkEdge = 52 // free around the nodes, for their labels
)

// spot gives the place of a node in units.
func (n *Network) spot(x NetworkNode) point {
	s := n.Size()
	return point{networkEdge + x.X*max(0, s.Width-2*networkEdge), 26 + x.Y*max(0, s.Height-70)}
}

// curve gives the points of an edge: bent to one side, more for each further edge
// between the same two, so that all can be seen.
func (n *Network) curve(i int) []point {
	e := n.edges[i]
	a, b, ok := n.ends(e)
	if !ok {
		return nil
	}
	rank := 0
	for _, other := range n.edges[:i] {
		if other.From == e.From && other.To == e.To {
			rank++
		}
	}
	p, q := n.spot(a), n.spot(b)
	dx, dy := q.x-p.x, q.y-p.y
	length := float32(math.Hypot(float64(dx), float64(dy)))
	if length == 0 {
		return nil
	}
	bend := 14 + 17*float32(rank)
	c := point{(p.x+q.x)/2 - dy/length*bend*2, (p.y+q.y)/2 + dx/length*bend*2}
	const steps = 28
	out := make([]point, 0, steps+1)
	for k := range steps + 1 {
		t := float32(k) / steps
		u := 1 - t
		at := point{u*u*p.x + 2*u*t*c.x + t*t*q.x, u*u*p.y + 2*u*t*c.y + t*t*q.y}
		if far(at, p) >= nodeRadius+1 && far(at, q) >= nodeRadius+3 {
			out = append(out, at)
		}
	}
	return out
}

func far(a, b point) float32 { return float32(math.Hypot(float64(a.x-b.x), float64(a.y-b.y))) }

func (n *Network) ends(e NetworkEdge) (from, to NetworkNode, ok bool) {
	found := 0
	for _, x := range n.nodes {
		if x.Key == e.From {
			from = x
			found++
		}
		if x.Key == e.To {
			to = x
			found++
		}
	}
	return from, to, found == 2
}

// at gives what is under a position: a node, or else an edge.
func (n *Network) at(pos fyne.Position) (node int, key string) {
	p := point{pos.X, pos.Y}
	best, node := float32(nodeRadius+8), -1
	for i, x := range n.nodes {
		if d := far(p, n.spot(x)); d < best {
			best, node = d, i
		}
	}
	if node >= 0 {
		return node, n.nodes[node].Key
	}
	best = 6
	for i, e := range n.edges {
		for _, q := range n.curve(i) {
			if d := far(p, q); d < best {
				best, key = d, e.Key
			}
		}
	}
	return -1, key
}

// CreateRenderer implements fyne.Widget.
func (n *Network) CreateRenderer() fyne.WidgetRenderer {
	frame := newFocusFrame()
	empty := newWords("", ToneMuted, false)
	r := &renderer{objects: []fyne.CanvasObject{n.raster, empty, frame.Rectangle}}
	r.layout = func(size fyne.Size) {
		n.raster.Resize(size)
		n.stale = true
		frame.Resize(size)
		empty.Resize(fyne.NewSize(size.Width, empty.HeightFor(size.Width)))
	}
	r.min = func() fyne.Size { return fyne.NewSize(240, 300) }
	r.refresh = func() {
		n.stale = true
		empty.Hidden = len(n.nodes) > 0
		empty.set(n.Empty, ToneMuted)
		frame.update(n.focused)
		r.layout(n.Size())
		n.raster.Refresh()
		canvas.Refresh(n)
	}
	r.refresh()
	return r
}

func (n *Network) pixels(w, h int) image.Image {
	fits := n.shown != nil && n.shown.Bounds().Dx() == w && n.shown.Bounds().Dy() == h
	if fits && !n.stale && n.night == theme.IsDark() {
		return n.shown
	}
	if !fits {
		n.shown = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	n.stale, n.night = false, theme.IsDark()
	draw.Draw(n.shown, n.shown.Bounds(), image.NewUniform(theme.Color(theme.ColorNameSurface)), image.Point{}, draw.Src)
	if n.Size().Width > 0 && w > 0 && h > 0 {
		n.paint(float32(w) / n.Size().Width)
	}
	return n.shown
}

// paint draws edges, then nodes, then words.
func (n *Network) paint(scale float32) {
	p := newPlotter(n.shown)
	device := func(list []point) []point {
		out := make([]point, len(list))
		for i, q := range list {
			out[i] = point{q.x * scale, q.y * scale}
		}
		return out
	}
	named := len(n.edges) <= 40
	type word struct {
		text string
		line []point
	}
	var first, then []word // those of what is chosen have the first choice of a place
	for i, e := range n.edges {
		line := n.curve(i)
		if len(line) < 4 {
			continue
		}
		of := e.Key == n.selected || e.From == n.selected || e.To == n.selected || e.Key == n.over
		c := color.Color(withAlpha(muted(), .6))
		if e.Basis == EdgeBaseless {
			c = ToneWarn.Color()
		}
		if of {
			c = primary()
		}
		width := (1 + 5*float32(min(e.Size, 1))) * scale
		dash, gap := 0, 0
		switch e.Basis {
		case EdgeEstimate:
			dash, gap = 2, 1
		case EdgeBaseless:
			dash, gap = 1, 2
		}
		pieces(device(line), dash, gap, func(part []point) { p.strokeLine(part, width, c) })
		tip, before := line[len(line)-1], line[len(line)-3]
		p.fillPaths([][]point{device(arrowHead(before, tip, 5+width/scale))}, c)
		switch {
		case of:
			first = append(first, word{e.Label, line})
		case named:
			then = append(then, word{e.Label, line})
		}
	}
	small, text := captionSize(), textSize()
	plate := func(s string, size float32, bold bool, at point, c color.Color) {
		w, h := textWidth(s, size, fyne.TextStyle{Bold: bold}), lineHeight(size)
		x := max(2, min(at.x-w/2, n.Size().Width-w-2))
		r := image.Rect(int((x-2)*scale), int(at.y*scale), int((x+w+2)*scale), int((at.y+h)*scale))
		draw.Draw(n.shown, r, image.NewUniform(withAlpha(theme.Color(theme.ColorNameSurface), .8)), image.Point{}, draw.Over)
		n.ink.write(n.shown, inkKey{text: s, size: size, bold: bold, scale: scale}, int(x*scale), int(at.y*scale), c)
	}
	taken := n.plates()
	for _, w := range append(first, then...) {
		wide, high := textWidth(w.text, small, fyne.TextStyle{})+6, lineHeight(small)
		for _, share := range []int{50, 40, 60, 32, 68, 25, 75} { // along the line, until there is room
			q := w.line[(len(w.line)-1)*share/100]
			box := plateBox{q.x - wide/2, q.y - high/2, wide, high}
			if taken.free(box) {
				taken = append(taken, box)
				plate(w.text, small, false, point{q.x, box.y}, muted())
				break
			}
		}
	}
	for _, x := range n.nodes {
		at := n.spot(x)
		fill := color.Color(theme.Color(theme.ColorNameNeutral))
		if x.Loss > 0 {
			fill = blendOf(ToneAgainst1.Color(), ToneAgainst2.Color(), min(x.Loss, 1))
		}
		radius := float32(nodeRadius)
		if x.Key == n.selected || x.Struck {
			ring := foreground()
			if x.Key == n.selected {
				ring = primary()
			}
			p.fillPaths([][]point{device(circle(at, radius+3))}, ring)
			p.fillPaths([][]point{device(circle(at, radius+1.5))}, theme.Color(theme.ColorNameSurface))
		}
		p.fillPaths([][]point{device(circle(at, radius))}, fill)
		plate(x.Label, text, x.Key == n.selected, point{at.x, at.y + radius + 3}, foreground())
		if x.Value != "" {
			plate(x.Value, small, false, point{at.x, at.y + radius + 1 + lineHeight(text)}, muted())
		}
	}
}

// plateBox is the room that a label takes.
type plateBox struct{ x, y, w, h float32 }

type plateBoxes []plateBox

// free reports whether a box meets none of those taken.
func (p plateBoxes) free(b plateBox) bool {
	for _, o := range p {
		if b.x < o.x+o.w && o.x < b.x+b.w && b.y < o.y+o.h && o.y < b.y+b.h {
			return false
		}
	}
	return true
}

// plates is the room that the nodes and their labels take.
func (n *Network) plates() plateBoxes {
	var out plateBoxes
	for _, x := range n.nodes {
		at := n.spot(x)
		w := textWidth(x.Label, textSize(), fyne.TextStyle{})
		h := lineHeight(textSize())
		if x.Value != "" {
			h += lineHeight(captionSize())
		}
		out = append(out, plateBox{at.x - nodeRadius, at.y - nodeRadius, 2 * nodeRadius, 2 * nodeRadius}, plateBox{at.x - w/2, at.y + nodeRadius + 2, w, h})
	}
	return out
}

// pieces cuts a line into dashes of some segments with gaps between; 0 is no cut.
func pieces(line []point, dash, gap int, stroke func([]point)) {
	if dash == 0 {
		stroke(line)
		return
	}
	for i := 0; i+1 < len(line); i += dash + gap {
		stroke(line[i:min(i+dash+1, len(line))])
	}
}

// arrowHead gives the head of an arrow that ends at tip.
func arrowHead(from, tip point, size float32) []point {
	d := far(from, tip)
	if d == 0 {
		return nil
	}
	ux, uy := (tip.x-from.x)/d, (tip.y-from.y)/d
	end := point{tip.x + ux*2, tip.y + uy*2}
	back := point{end.x - ux*size*1.5, end.y - uy*size*1.5}
	return []point{end, {back.x - uy*size*.6, back.y + ux*size*.6}, {back.x + uy*size*.6, back.y - ux*size*.6}}
}

func circle(at point, r float32) []point {
	const n = 28
	out := make([]point, n)
	for i := range out {
		a := 2 * math.Pi * float64(i) / n
		out[i] = point{at.x + r*float32(math.Cos(a)), at.y + r*float32(math.Sin(a))}
	}
	return out
}

// blendOf gives the colour that lies between two.
func blendOf(a, b color.Color, t float64) color.Color {
	x, y := color.NRGBAModel.Convert(a).(color.NRGBA), color.NRGBAModel.Convert(b).(color.NRGBA)
	mix := func(p, q uint8) uint8 { return uint8(float64(p) + (float64(q)-float64(p))*t + .5) }
	return color.NRGBA{mix(x.R, y.R), mix(x.G, y.G), mix(x.B, y.B), 0xff}
}
