package timeline

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// pattern is how a bar is filled, so that its state shows without colour.
type pattern uint8

const (
	plain  pattern = iota
	hatch          // diagonal lines of the text's colour
	broken         // pieces with gaps between
)

// zone is the part of the widget that a shape may be drawn in.
type zone uint8

const (
	zonePlot   zone = iota // lanes, right of the gutter
	zoneGutter             // lanes, left
	zoneFrame              // anywhere: axis, map
	zoneCount
)

// rect is a rectangle to paint, in units of the widget. Its opacity runs from a0
// at the left to a1 at the right.
type rect struct {
	x0, y0, x1, y1 float32
	a0, a1         uint8
	ink            ink
	pattern        pattern
	zone           zone
}

// stamp is a sign to paint around a place.
type stamp struct {
	x, y, size float32
	count      int32
	glyph      glyph
	tone       ink
	zone       zone
}

// curve is a line with the band of its interval; the band is closed.
type curve struct {
	line, band []pt
	tone       ink
	dash       float32 // 0: solid
}

// drawing is everything to paint, in order: rectangles, curves, stamps, and
// above them those of the frame.
type drawing struct {
	width, height float32
	zones         [zoneCount]rect // their boxes
	rects         []rect
	curves        []curve
	stamps        []stamp
	over          []rect // of zoneFrame
	overStamps    []stamp
}

func (d *drawing) reset(width, height float32) {
	d.width, d.height = width, height
	d.rects, d.curves, d.stamps = d.rects[:0], d.curves[:0], d.stamps[:0]
	d.over, d.overStamps = d.over[:0], d.overStamps[:0]
}

// painter paints a drawing into an image that it keeps.
type painter struct {
	pal    *palette
	stamps *stamps
	img    *image.RGBA
	scale  float32 // device pixels to a unit
	clip   [zoneCount]image.Rectangle
	cover  []uint8 // opacity of each column of a rectangle
	rast   vector.Rasterizer
}

// setPalette changes the colours; signs are made anew.
func (p *painter) setPalette(pal *palette) {
	p.pal, p.stamps = pal, newStamps(pal)
}

// paint draws d at w by h device pixels. The image is reused by the next paint.
func (p *painter) paint(d *drawing, w, h int) *image.RGBA {
	if p.img == nil || p.img.Bounds().Dx() != w || p.img.Bounds().Dy() != h {
		p.img = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	p.scale = 1
	if d.width > 0 {
		p.scale = float32(w) / d.width
	}
	for z := range p.clip {
		b := d.zones[z]
		p.clip[z] = image.Rect(p.px(b.x0), p.px(b.y0), p.px(b.x1), p.px(b.y1)).Intersect(p.img.Bounds())
	}
	p.ground()
	for i := range d.rects {
		p.rect(&d.rects[i])
	}
	for i := range d.curves {
		p.curve(&d.curves[i])
	}
	for i := range d.stamps {
		p.stamp(&d.stamps[i])
	}
	for i := range d.over {
		p.rect(&d.over[i])
	}
	for i := range d.overStamps {
		p.stamp(&d.overStamps[i])
	}
	return p.img
}

func (p *painter) px(v float32) int { return int(math.Round(float64(v * p.scale))) }

// ground paints the surface everywhere.
func (p *painter) ground() {
	pix := p.img.Pix
	if len(pix) == 0 {
		return
	}
	c := p.pal.inks[inkSurface]
	pix[0], pix[1], pix[2], pix[3] = c.R, c.G, c.B, c.A
	for n := 4; n < len(pix); n *= 2 {
		copy(pix[n:], pix[:n])
	}
}

// rect paints a rectangle: to a fraction of a pixel from left to right, in whole
// pixels up and down.
func (p *painter) rect(r *rect) {
	clip := p.clip[r.zone]
	y0 := p.px(r.y0)
	y1 := max(p.px(r.y1), y0+1)
	fx0, fx1 := r.x0*p.scale, r.x1*p.scale
	x0, x1 := int(math.Floor(float64(fx0))), int(math.Ceil(float64(fx1)))
	cx0, cx1 := max(x0, clip.Min.X), min(x1, clip.Max.X)
	y0, y1 = max(y0, clip.Min.Y), min(y1, clip.Max.Y)
	if cx0 >= cx1 || y0 >= y1 {
		return
	}
	c := p.pal.inks[r.ink]
	if r.pattern == plain && r.a0 == 255 && r.a1 == 255 {
		p.solid(c, cx0, y0, cx1, y1, fx0, fx1)
		return
	}
	if cap(p.cover) < cx1-cx0 {
		p.cover = make([]uint8, max(cx1-cx0, 2048))
	}
	cover := p.cover[:cx1-cx0]
	slope := float32(0)
	if fx1 > fx0 {
		slope = (float32(r.a1) - float32(r.a0)) / (fx1 - fx0)
	}
	for x := cx0; x < cx1; x++ {
		a := float32(r.a0) + slope*(float32(x)+0.5-fx0)
		a = min(max(a, 0), 255) * edge(x, fx0, fx1)
		cover[x-cx0] = uint8(a + 0.5)
	}
	step := max(2, int(3*p.scale+0.5))
	text := p.pal.inks[inkText]
	for y := y0; y < y1; y++ {
		row := p.img.Pix[p.img.PixOffset(cx0, y):p.img.PixOffset(cx1, y)]
		switch r.pattern {
		case hatch:
			line := max(1, int(p.scale+0.5))
			for i := range cover {
				d := row[i*4 : i*4+4 : i*4+4]
				blend(d, c, uint32(cover[i]))
				if (cx0+i-x0+y)%(2*step) < line {
					blend(d, text, uint32(cover[i])*2/5)
				}
			}
		case broken:
			for i := range cover {
				if (cx0+i-x0)/step%2 == 0 {
					blend(row[i*4:i*4+4:i*4+4], c, uint32(cover[i]))
				}
			}
		default:
			for i := range cover {
				blend(row[i*4:i*4+4:i*4+4], c, uint32(cover[i]))
			}
		}
	}
}

// edge is how much of a column of pixels lies between two places, in [0, 1].
func edge(x int, from, to float32) float32 {
	return max(0, min(float32(x)+1, to)-max(float32(x), from))
}

// solid paints an opaque rectangle.
func (p *painter) solid(c color.RGBA, x0, y0, x1, y1 int, fx0, fx1 float32) {
	left, right := uint32(255), uint32(255)
	if float32(x0) < fx0 {
		left = uint32(edge(x0, fx0, fx1)*255 + 0.5)
	}
	if x1-x0 > 1 && float32(x1) > fx1 {
		right = uint32(edge(x1-1, fx0, fx1)*255 + 0.5)
	} else if x1-x0 == 1 {
		left = uint32(edge(x0, fx0, fx1)*255 + 0.5)
	}
	in0, in1 := x0, x1
	if left < 255 {
		in0++
	}
	if right < 255 {
		in1--
	}
	var first []uint8
	for y := y0; y < y1; y++ {
		if left < 255 {
			o := p.img.PixOffset(x0, y)
			blend(p.img.Pix[o:o+4:o+4], c, left)
		}
		if right < 255 {
			o := p.img.PixOffset(x1-1, y)
			blend(p.img.Pix[o:o+4:o+4], c, right)
		}
		if in0 >= in1 {
			continue
		}
		row := p.img.Pix[p.img.PixOffset(in0, y):p.img.PixOffset(in1, y)]
		if first != nil {
			copy(row, first)
			continue
		}
		row[0], row[1], row[2], row[3] = c.R, c.G, c.B, 255
		for n := 4; n < len(row); n *= 2 {
			copy(row[n:], row[:n])
		}
		first = row
	}
}

// blend lays an opaque colour over an opaque pixel with an opacity from 0 to 255.
func blend(d []uint8, c color.RGBA, a uint32) {
	if a == 0 {
		return
	}
	b := 255 - a
	d[0] = uint8((uint32(c.R)*a + uint32(d[0])*b + 127) / 255)
	d[1] = uint8((uint32(c.G)*a + uint32(d[1])*b + 127) / 255)
	d[2] = uint8((uint32(c.B)*a + uint32(d[2])*b + 127) / 255)
}

// stamp copies the picture of a sign.
func (p *painter) stamp(s *stamp) {
	size := max(1, int(s.size*p.scale+0.5))
	if s.glyph != glyphTick || s.count > 0 {
		p.blit(p.stamps.get(stampKey{glyph: s.glyph, tone: s.tone, size: size, count: s.count}), s)
		return
	}
	// A tick is as high as its bar and as thin as a line: no picture of it fits both.
	half := 0.75 / p.scale * max(1, p.scale)
	p.rect(&rect{x0: s.x - half, x1: s.x + half, y0: s.y - s.size/2, y1: s.y + s.size/2, a0: 255, a1: 255, ink: s.tone, zone: s.zone})
}

func (p *painter) blit(src *image.RGBA, s *stamp) {
	b := src.Bounds()
	x := int(math.Round(float64(s.x*p.scale - float32(b.Dx())/2)))
	y := int(math.Round(float64(s.y*p.scale - float32(b.Dy())/2)))
	at := image.Rect(x, y, x+b.Dx(), y+b.Dy())
	clip := at.Intersect(p.clip[s.zone])
	for py := clip.Min.Y; py < clip.Max.Y; py++ {
		from := src.Pix[src.PixOffset(clip.Min.X-x, py-y):]
		to := p.img.Pix[p.img.PixOffset(clip.Min.X, py):p.img.PixOffset(clip.Max.X, py)]
		for i := 0; i+3 < len(to); i += 4 {
			a := from[i+3]
			switch a {
			case 0:
			case 255:
				copy(to[i:i+4], from[i:i+4])
			default:
				rest := uint32(255 - a)
				to[i] = from[i] + uint8(uint32(to[i])*rest/255)
				to[i+1] = from[i+1] + uint8(uint32(to[i+1])*rest/255)
				to[i+2] = from[i+2] + uint8(uint32(to[i+2])*rest/255)
			}
		}
	}
}

// curve paints a band and its line.
func (p *painter) curve(c *curve) {
	tone := p.pal.inks[c.tone]
	if len(c.band) > 2 {
		p.fill([][]pt{c.band}, color.NRGBA{tone.R, tone.G, tone.B, 0x2a})
	}
	const chunk = 24 // the cost of a fill is the area of its box
	width := 1.8 * p.scale
	var quads [][]pt
	flush := func() {
		p.fillPx(quads, tone)
		quads = quads[:0]
	}
	along := float32(0)
	for i := 1; i < len(c.line); i++ {
		a := pt{c.line[i-1].x * p.scale, c.line[i-1].y * p.scale}
		b := pt{c.line[i].x * p.scale, c.line[i].y * p.scale}
		if c.dash == 0 {
			quads = append(quads, quad(a, b, width))
		} else {
			along = p.dashes(&quads, a, b, width, c.dash*p.scale, along)
		}
		if len(quads) >= chunk {
			flush()
		}
	}
	flush()
}

// dashes adds the drawn pieces of a line from a to b, along units into the
// pattern, and gives how far into it b is.
func (p *painter) dashes(quads *[][]pt, a, b pt, width, dash, along float32) float32 {
	length := float32(math.Hypot(float64(b.x-a.x), float64(b.y-a.y)))
	if length == 0 {
		return along
	}
	for at := float32(0); at < length; {
		into := float32(math.Mod(float64(along), float64(2*dash)))
		piece := dash - into
		if into >= dash {
			piece = 2*dash - into
		}
		piece = min(max(piece, 0.01), length-at)
		if into < dash {
			f, t := at/length, (at+piece)/length
			*quads = append(*quads, quad(pt{a.x + (b.x-a.x)*f, a.y + (b.y-a.y)*f}, pt{a.x + (b.x-a.x)*t, a.y + (b.y-a.y)*t}, width))
		}
		at += piece
		along += piece
	}
	return along
}

// fill fills closed paths in units.
func (p *painter) fill(paths [][]pt, c color.Color) {
	scaled := make([][]pt, len(paths))
	for i, path := range paths {
		scaled[i] = make([]pt, len(path))
		for k, q := range path {
			scaled[i][k] = pt{q.x * p.scale, q.y * p.scale}
		}
	}
	p.fillPx(scaled, c)
}

// fillPx fills closed paths in device pixels, within the plot.
func (p *painter) fillPx(paths [][]pt, c color.Color) {
	lo, hi := pt{math.MaxFloat32, math.MaxFloat32}, pt{-math.MaxFloat32, -math.MaxFloat32}
	for _, path := range paths {
		for _, q := range path {
			lo = pt{min(lo.x, q.x), min(lo.y, q.y)}
			hi = pt{max(hi.x, q.x), max(hi.y, q.y)}
		}
	}
	if lo.x > hi.x {
		return
	}
	box := image.Rect(int(math.Floor(float64(lo.x))), int(math.Floor(float64(lo.y))),
		int(math.Ceil(float64(hi.x)))+1, int(math.Ceil(float64(hi.y)))+1).Intersect(p.clip[zonePlot])
	if box.Empty() {
		return
	}
	ox, oy := float32(box.Min.X), float32(box.Min.Y)
	p.rast.Reset(box.Dx(), box.Dy())
	p.rast.DrawOp = draw.Over
	for _, path := range paths {
		p.rast.MoveTo(path[0].x-ox, path[0].y-oy)
		for _, q := range path[1:] {
			p.rast.LineTo(q.x-ox, q.y-oy)
		}
		p.rast.ClosePath()
	}
	p.rast.Draw(p.img, box, image.NewUniform(c), image.Point{})
}
