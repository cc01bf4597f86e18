package view

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/vector"
)

// point is a place in device pixels.
type point struct{ x, y float32 }

// plotter draws lines and areas into an image.
type plotter struct {
	img  *image.RGBA
	rast *vector.Rasterizer
}

func newPlotter(img *image.RGBA) *plotter {
	return &plotter{img: img, rast: vector.NewRasterizer(0, 0)}
}

// fillPaths fills closed paths with a colour, antialiased. Paths that overlap
// count once where they turn the same way.
func (p *plotter) fillPaths(paths [][]point, c color.Color) {
	minX, minY := float32(math.MaxFloat32), float32(math.MaxFloat32)
	maxX, maxY := float32(-math.MaxFloat32), float32(-math.MaxFloat32)
	for _, path := range paths {
		for _, q := range path {
			minX, maxX = min(minX, q.x), max(maxX, q.x)
			minY, maxY = min(minY, q.y), max(maxY, q.y)
		}
	}
	if minX > maxX {
		return
	}
	// Rasterize no more than the box of the paths: the cost is its area.
	box := image.Rect(int(math.Floor(float64(minX))), int(math.Floor(float64(minY))),
		int(math.Ceil(float64(maxX)))+1, int(math.Ceil(float64(maxY)))+1).Intersect(p.img.Bounds())
	if box.Empty() {
		return
	}
	ox, oy := float32(box.Min.X), float32(box.Min.Y)
	p.rast.Reset(box.Dx(), box.Dy())
	for _, path := range paths {
		if len(path) < 3 {
			continue
		}
		p.rast.MoveTo(path[0].x-ox, path[0].y-oy)
		for _, q := range path[1:] {
			p.rast.LineTo(q.x-ox, q.y-oy)
		}
		p.rast.ClosePath()
	}
	p.rast.Draw(p.img, box, image.NewUniform(c), image.Point{})
}

// strokeChunk is how many segments of a line are drawn at once, so that the box
// of each is small.
const strokeChunk = 24

// strokeLine draws a line through points, with round joins.
func (p *plotter) strokeLine(points []point, width float32, c color.Color) {
	half := width / 2
	var paths [][]point
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		dx, dy := b.x-a.x, b.y-a.y
		n := float32(math.Hypot(float64(dx), float64(dy)))
		if n == 0 {
			continue
		}
		nx, ny := -dy/n*half, dx/n*half
		// The quad turns the same way whatever the direction of the line.
		paths = append(paths, []point{{a.x + nx, a.y + ny}, {a.x - nx, a.y - ny}, {b.x - nx, b.y - ny}, {b.x + nx, b.y + ny}})
		if i > 1 {
			paths = append(paths, disc(a, half))
		}
		if i%strokeChunk == 0 {
			p.fillPaths(paths, c)
			paths = paths[:0]
		}
	}
	if len(paths) > 0 {
		p.fillPaths(paths, c)
	}
}

// disc gives an octagon as a round join, turning like the quads of strokeLine.
func disc(at point, r float32) []point {
	const k = 0.70710678
	return []point{{at.x - r, at.y}, {at.x - k*r, at.y - k*r}, {at.x, at.y - r}, {at.x + k*r, at.y - k*r},
		{at.x + r, at.y}, {at.x + k*r, at.y + k*r}, {at.x, at.y + r}, {at.x - k*r, at.y + k*r}}
}

// fillBand fills between two lines of one point a column of pixels, from the
// column first on. It blends row by row, several times faster than a polygon;
// what that costs in smoothness of steep edges a pale band does not show.
func (p *plotter) fillBand(first int, top, bottom []float32, c color.Color) {
	b := p.img.Bounds()
	src := color.RGBAModel.Convert(c).(color.RGBA)
	lowest, highest := float32(b.Dy()), float32(0)
	for i := range top {
		lowest, highest = min(lowest, top[i]), max(highest, bottom[i])
	}
	for y := max(0, int(lowest)); y < min(b.Dy(), int(highest)+1); y++ {
		row := p.img.Pix[p.img.PixOffset(first, y):]
		upper, lower := float32(y), float32(y+1)
		for i := range top {
			covered := min(lower, bottom[i]) - max(upper, top[i])
			switch {
			case covered <= 0:
			case covered >= 1:
				blend(row[4*i:4*i+4], src)
			default:
				k := uint32(covered * 255)
				blend(row[4*i:4*i+4], color.RGBA{scaled(src.R, k), scaled(src.G, k), scaled(src.B, k), scaled(src.A, k)})
			}
		}
	}
}

func scaled(v uint8, k uint32) uint8 { return uint8(uint32(v) * k / 255) }

// blend puts a premultiplied colour over a pixel.
func blend(pix []uint8, c color.RGBA) {
	k := 255 - uint32(c.A)
	pix[0] = c.R + uint8(uint32(pix[0])*k/255)
	pix[1] = c.G + uint8(uint32(pix[1])*k/255)
	pix[2] = c.B + uint8(uint32(pix[2])*k/255)
	pix[3] = c.A + uint8(uint32(pix[3])*k/255)
}

// fillRows gives every row from one to before another the pixels of row.
func (p *plotter) fillRows(from, to int, row []uint8) {
	for y := from; y < to; y++ {
		copy(p.img.Pix[p.img.PixOffset(0, y):], row)
	}
}
