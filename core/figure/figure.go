// Package figure draws pictures of results: the ladder with its intervals and
// base rates, and the answer's history. Each has an alternative text made from
// the same data. Colour only helps: blue for what was given, rust for what was
// done against, told apart by lightness, line style and words as well.
//
// It is drawn on the canvas of gonum.org/v1/plot, the sister of the library that
// computes the figures: text stays text in an SVG, the same data gives the same
// bytes, and its other canvases can take the same drawing as PNG or PDF. Its
// charts know neither intervals on bars nor our marks, so the marks are ours.
package figure

import (
	"bytes"
	"fmt"
	"html"
	"image/color"
	"io"
	"strings"
	"sync"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Picture is a figure that can be drawn at any size.
type Picture struct {
	Title string
	Alt   string // what the picture shows, in words and figures
	paint func(draw.Canvas)
}

// The colours, from dark to light for more to less. Blue and rust stay apart
// for the colour-blind and in grey.
var (
	ink       = color.NRGBA{0x1b, 0x22, 0x30, 0xff}
	quiet     = color.NRGBA{0x5b, 0x66, 0x78, 0xff}
	hair      = color.NRGBA{0xd9, 0xde, 0xe6, 0xff}
	rust      = color.NRGBA{0xb2, 0x51, 0x26, 0xff}
	blue      = color.NRGBA{0x1f, 0x55, 0xb5, 0xff}
	blueWash  = color.NRGBA{0x1f, 0x55, 0xb5, 0x2e}
	rustWash  = color.NRGBA{0xb2, 0x51, 0x26, 0x26}
	rungShade = map[int]color.NRGBA{
		4: {0x10, 0x34, 0x74, 0xff}, 3: {0x24, 0x5f, 0xc4, 0xff}, 2: {0x5f, 0x95, 0xe6, 0xff}, 1: {0xa9, 0xc6, 0xf4, 0xff},
	}
)

// WriteSVG writes p as one svg element, to stand in a page of HTML or in a file
// of its own. Width and height are in points.
func (p *Picture) WriteSVG(w io.Writer, width, height float64) error {
	c := vgsvg.New(vg.Length(width), vg.Length(height))
	p.paint(draw.New(c))
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return fmt.Errorf("draw the figure %q: %w", p.Title, err)
	}
	_, body, found := strings.Cut(b.String(), "xmlns:xlink=\"http://www.w3.org/1999/xlink\">")
	if !found {
		return fmt.Errorf("draw the figure %q: the SVG writer's output has no head that is known here", p.Title)
	}
	// Liberation Sans is seldom installed; its metrics are those of Arial and Helvetica.
	body = strings.ReplaceAll(body, "font-family:Liberation Sans;font-variant:none;", "font-family:'Liberation Sans',Arial,Helvetica,sans-serif;")
	_, err := fmt.Fprintf(w, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %g %g\" width=\"%gpt\" height=\"%gpt\" role=\"img\">\n<title>%s</title>\n<desc>%s</desc>%s",
		width, height, width, height, html.EscapeString(p.Title), html.EscapeString(p.Alt), body)
	if err != nil {
		return fmt.Errorf("write the figure %q: %w", p.Title, err)
	}
	return nil
}

// fonts holds the typefaces by whose metrics texts are placed, read when first drawn.
var fonts = sync.OnceValue(func() *font.Cache { return font.NewCache(liberation.Collection()) })

// style gives the text style of a size in points.
func style(size float64, c color.Color, bold bool) draw.TextStyle {
	f := font.Font{Typeface: "Liberation", Variant: "Sans", Size: vg.Length(size)}
	if bold {
		f.Weight = 2 // golang.org/x/image/font.WeightBold
	}
	return draw.TextStyle{Color: c, Font: f, YAlign: draw.YCenter, Handler: text.Plain{Fonts: fonts()}}
}

// at aligns a style: -1 left (or bottom), 0 centre, 1 right.
func at(s draw.TextStyle, align int) draw.TextStyle {
	s.XAlign = map[int]text.XAlignment{-1: draw.XLeft, 0: draw.XCenter, 1: draw.XRight}[align]
	return s
}

func box(c draw.Canvas, col color.Color, x0, y0, x1, y1 vg.Length) {
	c.FillPolygon(col, []vg.Point{{X: x0, Y: y0}, {X: x1, Y: y0}, {X: x1, Y: y1}, {X: x0, Y: y1}})
}

func line(c draw.Canvas, col color.Color, width float64, dashes []vg.Length, points ...vg.Point) {
	c.StrokeLines(draw.LineStyle{Color: col, Width: vg.Length(width), Dashes: dashes}, points)
}
