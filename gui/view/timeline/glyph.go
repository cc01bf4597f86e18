package timeline

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strconv"
	"sync"

	fyne "fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// glyph is a sign that is drawn, so that it looks the same in every font.
type glyph uint8

const (
	glyphTick      glyph = iota // something happened: an upright line
	glyphDelayed                // a chevron to the right
	glyphSuspended              // two upright lines
	glyphResumed                // a triangle to the right
	glyphPartly                 // a disc, its lower half full
	glyphKept                   // a check mark
	glyphFailed                 // a cross
	glyphDue                    // a hollow diamond
	glyphGave                   // a disc with a plus
	glyphAgainst                // a square with a minus
	glyphNothing                // a ring
	glyphUnfolded               // a triangle down
	glyphFolded                 // a triangle to the right
	glyphCount
)

// legendGlyphs are the signs on pledges, in the order of the legend.
var legendGlyphs = []glyph{glyphKept, glyphPartly, glyphFailed, glyphDelayed, glyphSuspended, glyphResumed, glyphTick, glyphDue}

// stampKey is what the picture of a sign depends on.
type stampKey struct {
	glyph glyph
	tone  ink // full colour of marks; colour of strokes else
	size  int // device pixels
	count int32
}

// stamps keeps pictures of signs and counts, made when first used.
type stamps struct {
	pal  *palette
	made map[stampKey]*image.RGBA
}

func newStamps(p *palette) *stamps { return &stamps{pal: p, made: map[stampKey]*image.RGBA{}} }

// get gives the picture of a sign; its bounds are as large as needed.
func (s *stamps) get(k stampKey) *image.RGBA {
	if img, ok := s.made[k]; ok {
		return img
	}
	if len(s.made) > 4096 { // sizes change with the text size and the screen only, counts are few
		s.made = map[stampKey]*image.RGBA{}
	}
	var img *image.RGBA
	switch k.glyph {
	case glyphGave, glyphAgainst, glyphNothing:
		img = s.mark(k)
	default:
		img = s.sign(k)
	}
	s.made[k] = img
	return img
}

// pen draws closed paths into an image, antialiased.
type pen struct {
	img  *image.RGBA
	rast vector.Rasterizer
}

func newPen(w, h int) *pen { return &pen{img: image.NewRGBA(image.Rect(0, 0, w, h))} }

type pt struct{ x, y float32 }

func (p *pen) fill(c color.Color, paths ...[]pt) {
	b := p.img.Bounds()
	p.rast.Reset(b.Dx(), b.Dy())
	for _, path := range paths {
		p.rast.MoveTo(path[0].x, path[0].y)
		for _, q := range path[1:] {
			p.rast.LineTo(q.x, q.y)
		}
		p.rast.ClosePath()
	}
	p.rast.Draw(p.img, b, image.NewUniform(c), image.Point{})
}

// stroke draws a line of a width through points.
func (p *pen) stroke(c color.Color, width float32, points ...pt) {
	for i := 1; i < len(points); i++ {
		p.fill(c, quad(points[i-1], points[i], width))
	}
}

// quad gives the outline of a line between two points, a little longer so that
// lines join.
func quad(a, b pt, width float32) []pt {
	dx, dy := b.x-a.x, b.y-a.y
	n := float32(math.Hypot(float64(dx), float64(dy)))
	if n == 0 {
		return []pt{a, a, a}
	}
	dx, dy = dx/n*width/2, dy/n*width/2
	a, b = pt{a.x - dx/2, a.y - dy/2}, pt{b.x + dx/2, b.y + dy/2}
	return []pt{{a.x - dy, a.y + dx}, {a.x + dy, a.y - dx}, {b.x + dy, b.y - dx}, {b.x - dy, b.y + dx}}
}

// round gives a rectangle with round corners.
func round(x0, y0, x1, y1, r float32) []pt {
	r = min(r, (x1-x0)/2, (y1-y0)/2)
	var path []pt
	corner := func(cx, cy float32, from float64) {
		for i := 0; i <= 8; i++ {
			a := from + float64(i)*math.Pi/16
			path = append(path, pt{cx + r*float32(math.Cos(a)), cy + r*float32(math.Sin(a))})
		}
	}
	corner(x1-r, y1-r, 0)
	corner(x0+r, y1-r, math.Pi/2)
	corner(x0+r, y0+r, math.Pi)
	corner(x1-r, y0+r, 3*math.Pi/2)
	return path
}

func reversed(path []pt) []pt {
	out := make([]pt, len(path))
	for i, p := range path {
		out[len(path)-1-i] = p
	}
	return out
}

// mark draws a piece of conduct, or a count of some: a disc for what was given,
// a square for what was done against, a ring for nothing; each with a rim of
// surface around it, so that neighbours stay apart.
func (s *stamps) mark(k stampKey) *image.RGBA {
	size := float32(k.size)
	w := size
	if k.count > 1 {
		w = float32(math.Ceil(float64(countWidth(k.count, size))))
	}
	rim := max(1, size/12)
	p := newPen(int(w+2*rim+0.5), int(size+2*rim+0.5))
	W, H := float32(p.img.Bounds().Dx()), float32(p.img.Bounds().Dy())
	r := size / 2
	if k.glyph == glyphAgainst {
		r = size / 6
	}
	surface := s.pal.inks[inkSurface]
	fill, sign := s.pal.inks[k.tone], s.pal.signs[k.tone-inkTone]
	p.fill(surface, round(0, 0, W, H, r+rim))
	p.fill(fill, round(rim, rim, W-rim, H-rim, r))
	if k.glyph == glyphNothing {
		line := max(1.2, size/8)
		p.fill(surface, round(rim+line, rim+line, W-rim-line, H-rim-line, r-line))
		sign = s.pal.inks[inkText]
	}
	cx, cy := W/2, H/2
	switch {
	case k.count > 1:
		s.number(p.img, k.count, size*0.74, sign)
	case k.size < 7: // too small for a sign; its shape and its row tell
	default:
		arm, line := size*0.27, max(1, size/8)
		if k.glyph != glyphNothing {
			p.fill(sign, []pt{{cx - arm, cy - line/2}, {cx + arm, cy - line/2}, {cx + arm, cy + line/2}, {cx - arm, cy + line/2}})
		}
		if k.glyph == glyphGave {
			p.fill(sign, []pt{{cx - line/2, cy - arm}, {cx + line/2, cy - arm}, {cx + line/2, cy + arm}, {cx - line/2, cy + arm}})
		}
	}
	return p.img
}

// sign draws what stands on a pledge at a milestone, and the triangles of lanes.
func (s *stamps) sign(k stampKey) *image.RGBA {
	n := float32(k.size)
	p := newPen(k.size, k.size)
	c := s.pal.inks[k.tone]
	line := max(1.2, n/6.5)
	at := func(x, y float32) pt { return pt{x * n, y * n} }
	switch k.glyph {
	case glyphTick:
		p.stroke(c, line, at(0.5, 0.1), at(0.5, 0.9))
	case glyphDelayed:
		p.stroke(c, line, at(0.32, 0.15), at(0.7, 0.5), at(0.32, 0.85))
	case glyphSuspended:
		p.stroke(c, line, at(0.32, 0.15), at(0.32, 0.85))
		p.stroke(c, line, at(0.68, 0.15), at(0.68, 0.85))
	case glyphResumed, glyphFolded:
		p.fill(c, []pt{at(0.28, 0.12), at(0.85, 0.5), at(0.28, 0.88)})
	case glyphUnfolded:
		p.fill(c, []pt{at(0.12, 0.28), at(0.88, 0.28), at(0.5, 0.85)})
	case glyphPartly:
		p.fill(c, round(n*0.08, n*0.08, n*0.92, n*0.92, n))
		inner := n*0.08 + max(1, n/9)
		p.fill(s.pal.inks[inkSurface], []pt{{n * 0.06, n * 0.5}, {inner, n * 0.5}, {n * 0.25, inner + n*0.06}, {n * 0.5, inner},
			{n * 0.75, inner + n*0.06}, {n - inner, n * 0.5}, {n * 0.5, n * 0.5}})
	case glyphKept:
		p.stroke(c, line*1.2, at(0.12, 0.52), at(0.4, 0.82), at(0.88, 0.18))
	case glyphFailed:
		p.stroke(c, line*1.2, at(0.16, 0.16), at(0.84, 0.84))
		p.stroke(c, line*1.2, at(0.84, 0.16), at(0.16, 0.84))
	case glyphDue:
		outer := []pt{at(0.5, 0.02), at(0.98, 0.5), at(0.5, 0.98), at(0.02, 0.5)}
		in := float32(0.02) + 1.5*line/n
		inner := []pt{at(0.5, in), at(1-in, 0.5), at(0.5, 1-in), at(in, 0.5)}
		p.fill(s.pal.inks[inkSurface], outer)
		p.fill(c, outer, reversed(inner))
	}
	return p.img
}

// digits is the bold face of Fyne's own theme, parsed once.
var digits = sync.OnceValue(func() *sfnt.Font {
	f, err := opentype.Parse(fynetheme.DefaultTheme().Font(fyne.TextStyle{Bold: true}).Content())
	if err != nil {
		panic(fmt.Sprintf("timeline: the toolkit's own font cannot be read: %v", err))
	}
	return f
})

// number writes a number into the middle of an image.
func (s *stamps) number(img *image.RGBA, n int32, size float32, c color.Color) {
	face, err := opentype.NewFace(digits(), &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(fmt.Sprintf("timeline: a face of size %g: %v", size, err))
	}
	defer face.Close()
	text := strconv.Itoa(int(n))
	b, _ := font.BoundString(face, text)
	size26 := img.Bounds()
	x := fixed.I(size26.Dx())/2 - (b.Min.X+b.Max.X)/2
	y := fixed.I(size26.Dy())/2 - (b.Min.Y+b.Max.Y)/2
	d := font.Drawer{Dst: img, Src: image.NewUniform(c), Face: face, Dot: fixed.Point26_6{X: x, Y: y}}
	d.DrawString(text)
}
