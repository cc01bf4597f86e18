package figure

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
)

// The colours, from dark to light for more to less. Blue and rust stay apart
// for the colour-blind and in grey.
var (
	ink       = color.NRGBA{0x1b, 0x22, 0x30, 0xff}
	quiet     = color.NRGBA{0x5b, 0x66, 0x78, 0xff}
	hair      = color.NRGBA{0xd9, 0xde, 0xe6, 0xff}
	lasting   = color.NRGBA{0xc4, 0xcb, 0xd6, 0xff}
	paper     = color.NRGBA{0xff, 0xff, 0xff, 0xff}
	rust      = color.NRGBA{0xb2, 0x51, 0x26, 0xff}
	blue      = color.NRGBA{0x1f, 0x55, 0xb5, 0xff}
	blueWash  = color.NRGBA{0x1f, 0x55, 0xb5, 0x2e}
	rustWash  = color.NRGBA{0xb2, 0x51, 0x26, 0x26}
	rungShade = map[int]color.NRGBA{
		4: {0x10, 0x34, 0x74, 0xff}, 3: {0x24, 0x5f, 0xc4, 0xff}, 2: {0x5f, 0x95, 0xe6, 0xff}, 1: {0xa9, 0xc6, 0xf4, 0xff},
		0: {0x8c, 0x95, 0xa3, 0xff}, -1: {0xd2, 0x83, 0x58, 0xff}, -2: {0x8f, 0x3a, 0x14, 0xff},
	}
	night = color.NRGBA{0x1a, 0x1e, 0x25, 0xff}
)

// dark gives the colour that stands for one of the light theme's on dark
// ground: what is near the paper goes near the night, hues stay and lighten.
func dark(c color.Color) color.Color {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	switch n {
	case ink:
		return color.NRGBA{0xe8, 0xec, 0xf2, 0xff}
	case quiet:
		return color.NRGBA{0xa4, 0xae, 0xbd, 0xff}
	case hair:
		return color.NRGBA{0x33, 0x3c, 0x4a, 0xff}
	case lasting:
		return color.NRGBA{0x4a, 0x55, 0x66, 0xff}
	case paper:
		return night
	case rungShade[4]: // the strongest stands out most on either ground
		return color.NRGBA{0xd6, 0xe4, 0xff, 0xff}
	case rungShade[3]:
		return color.NRGBA{0x8f, 0xb5, 0xf7, 0xff}
	case rungShade[1]:
		return color.NRGBA{0x2c, 0x4d, 0x86, 0xff}
	case rungShade[-2]:
		return color.NRGBA{0xf7, 0xb0, 0x8c, 0xff}
	}
	lift := func(v uint8) uint8 { return v + uint8((255-int(v))*38/100) }
	a := n.A
	if a < 0xff {
		a = uint8(min(255, int(a)*3/2))
	}
	return color.NRGBA{lift(n.R), lift(n.G), lift(n.B), a}
}

// pt is a point of a picture, in points from its lower left corner.
type pt struct{ x, y float64 }

// pen draws on a canvas. It rounds every coordinate to a hundredth of a point,
// so that a processor that fuses multiplication and addition draws the same.
type pen struct {
	canvas Canvas
	words  Words
	w, h   float64
	shade  func(color.Color) color.Color
}

// rounded gives v in hundredths. The small part added keeps what lies between
// two of them, but for the last bit, from falling now to one and now to the other.
func rounded(v float64) float64 { return math.Floor(float64(v*100)+.5+1e-6) / 100 }

func at(p pt) vg.Point { return vg.Point{X: vg.Length(rounded(p.x)), Y: vg.Length(rounded(p.y))} }

// poly fills a shape.
func (p *pen) poly(c color.Color, points ...pt) {
	if len(points) == 0 {
		return
	}
	var path vg.Path
	path.Move(at(points[0]))
	for _, q := range points[1:] {
		path.Line(at(q))
	}
	path.Close()
	p.canvas.SetColor(p.shade(c))
	p.canvas.Fill(path)
}

func (p *pen) box(c color.Color, x0, y0, x1, y1 float64) {
	p.poly(c, pt{x0, y0}, pt{x1, y0}, pt{x1, y1}, pt{x0, y1})
}

// frame draws the edge of a box.
func (p *pen) frame(c color.Color, width, x0, y0, x1, y1 float64) {
	p.line(c, width, nil, pt{x0, y0}, pt{x1, y0}, pt{x1, y1}, pt{x0, y1}, pt{x0, y0})
}

func (p *pen) line(c color.Color, width float64, dashes []float64, points ...pt) {
	if len(points) < 2 {
		return
	}
	var path vg.Path
	path.Move(at(points[0]))
	for _, q := range points[1:] {
		path.Line(at(q))
	}
	pattern := make([]vg.Length, len(dashes))
	for i, d := range dashes {
		pattern[i] = vg.Length(d)
	}
	p.canvas.SetColor(p.shade(c))
	p.canvas.SetLineWidth(vg.Length(width))
	p.canvas.SetLineDash(pattern, 0)
	p.canvas.Stroke(path)
}

// hatch strokes the inside of a box aslant, so that it differs without colour.
func (p *pen) hatch(c color.Color, x0, y0, x1, y1 float64) {
	const slope = .6 // run over rise
	for x := x0 + 4; x < x1; x += 5 {
		end := min(x+(y1-y0)*slope, x1)
		p.line(c, .7, nil, pt{x, y0}, pt{end, min(y1, y0+(x1-x)/slope)})
	}
}

// dot fills a circle, drawn as a polygon so that every canvas draws the same.
func (p *pen) dot(c color.Color, x, y, r float64) {
	const corners = 20
	points := make([]pt, corners)
	for i := range points {
		points[i] = onCircle(x, y, r, i, corners)
	}
	p.poly(c, points...)
}

// onCircle gives one of the corners of a circle drawn as a polygon.
func onCircle(x, y, r float64, i, corners int) pt {
	a := 2 * math.Pi * float64(i) / float64(corners)
	return pt{x + r*math.Cos(a), y + r*math.Sin(a)}
}

// diamond fills a square that stands on its corner.
func (p *pen) diamond(c color.Color, x, y, r float64) {
	p.poly(c, pt{x, y - r}, pt{x + r, y}, pt{x, y + r}, pt{x - r, y})
}

// Where a text stands by the point it is given: left of it ends there.
type align int

const (
	left align = iota
	centre
	right
)

// style is that of a text.
type style struct {
	size float64
	c    color.Color
	bold bool
}

// text sets a text with the middle of its capitals at a height.
func (p *pen) text(s style, a align, x, y float64, text string) {
	switch a {
	case centre:
		x -= p.width(s, text) / 2
	case right:
		x -= p.width(s, text)
	}
	p.words.Draw(text, s.size, s.bold, rounded(x), rounded(y-.36*s.size), p.shade(s.c))
}

func (p *pen) width(s style, text string) float64 { return p.words.Width(text, s.size, s.bold) }

// fit cuts a text at a letter so that it is no wider than asked, and says so by an ellipsis.
func (p *pen) fit(s style, text string, width float64) string {
	if p.width(s, text) <= width {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high {
		mid := (low + high + 1) / 2
		if p.width(s, string(runes[:mid])+"…") <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return string(runes[:low]) + "…"
}
