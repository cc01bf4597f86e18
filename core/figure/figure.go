// Package figure draws pictures of results: the ladder with its intervals and
// base rates, the answer's history, the curves of pledges, partners side by
// side, and one strip of moments, conduct and pledges. Each has an alternative
// text made from the same data. Colour only helps: blue for what was given, rust
// for what was done against, told apart by lightness, line style, shape, sign
// and word as well, so that a print in black and white says the same.
//
// It is drawn on the canvas of gonum.org/v1/plot, the sister of the library that
// computes the figures: one drawing, and canvases that make it an SVG, a PNG or a
// part of a PDF. Its charts know neither intervals on bars nor our marks, so the
// marks are ours. Text stays text in an SVG; in a picture of pixels it is set by
// core/typeset, which knows all scripts, and drawn as outlines.
package figure

import (
	"bytes"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/png"
	"io"
	"strings"
	"sync"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"

	"github.com/fairweather-app/fairweather/core/typeset"
)

// Picture is a figure that can be drawn at any size.
type Picture struct {
	Name          string // a short name for files: "ladder"
	Title         string
	Alt           string  // what the picture shows, in words and figures
	Width, Height float64 // points, at which it is best drawn
	paint         func(*pen)
}

// Theme is the ground that a picture of pixels stands on.
type Theme int

// The themes.
const (
	Light Theme = iota
	Dark
)

// Words sets text for a canvas on which a picture is drawn.
type Words interface {
	// Width is that of a text at a size, in points.
	Width(s string, size float64, bold bool) float64
	// Draw sets a text with the left end of its baseline at a point.
	Draw(s string, size float64, bold bool, x, y float64, c color.Color)
}

// Canvas is what a picture is drawn on, from its lower left corner in points. The
// canvases of gonum.org/v1/plot/vg are such.
type Canvas interface {
	SetColor(color.Color)
	SetLineWidth(vg.Length)
	SetLineDash(pattern []vg.Length, offset vg.Length)
	Stroke(vg.Path)
	Fill(vg.Path)
}

// Paint draws p on any canvas, its lower left corner at the origin. Width and
// height are in points.
func (p *Picture) Paint(c Canvas, w Words, width, height float64) {
	p.paint(&pen{canvas: c, words: w, w: width, h: height, shade: func(c color.Color) color.Color { return c }})
}

// WriteSVG writes p as one svg element, to stand in a page of HTML or in a file
// of its own. Width and height are in points.
func (p *Picture) WriteSVG(w io.Writer, width, height float64) error {
	c := vgsvg.New(vg.Length(width), vg.Length(height))
	p.Paint(c, svgWords{c}, width, height)
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
		width, height, width, height, html.EscapeString(legal(p.Title)), html.EscapeString(legal(p.Alt)), body)
	if err != nil {
		return fmt.Errorf("write the figure %q: %w", p.Title, err)
	}
	return nil
}

// SVG gives p as one svg element at its own size.
func (p *Picture) SVG() (string, error) {
	var b strings.Builder
	err := p.WriteSVG(&b, p.Width, p.Height)
	return b.String(), err
}

// Image draws p as pixels. Width and height are in points, scale in pixels a
// point (> 0): 1 for a plain screen, 2 for a fine one, 300/72 for print. It may
// be called from several goroutines at once.
func (p *Picture) Image(width, height, scale float64, theme Theme) image.Image {
	ground := color.Color(color.White)
	shade := func(c color.Color) color.Color { return c }
	if theme == Dark {
		ground, shade = night, dark
	}
	// vgimg counts in whole dots an inch: the drawing is scaled, not the dots.
	const dpi = 72
	c := vgimg.NewWith(vgimg.UseWH(vg.Length(width*scale), vg.Length(height*scale)), vgimg.UseDPI(dpi), vgimg.UseBackgroundColor(ground))
	c.Scale(scale, scale)
	s := setters.Get().(*typeset.Setter)
	defer setters.Put(s)
	p.paint(&pen{canvas: c, words: &outlines{s, c}, w: width, h: height, shade: shade})
	return c.Image()
}

var setters = sync.Pool{New: func() any { return typeset.New() }}

// WritePNG writes p as a PNG, as Image draws it on light ground.
func (p *Picture) WritePNG(w io.Writer, width, height, scale float64) error {
	if err := (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(w, p.Image(width, height, scale, Light)); err != nil {
		return fmt.Errorf("write the figure %q as PNG: %w", p.Title, err)
	}
	return nil
}

// legal drops what XML cannot hold.
func legal(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == '\ufffe' || r == '\uffff' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// fonts holds the typefaces by whose metrics the texts of an SVG are placed,
// read when first drawn.
var fonts = sync.OnceValue(func() *font.Cache { return font.NewCache(liberation.Collection()) })

// svgWords leaves text to the program that shows the SVG.
type svgWords struct{ c vg.Canvas }

func (svgWords) face(size float64, bold bool) font.Face {
	f := font.Font{Typeface: "Liberation", Variant: "Sans", Size: vg.Length(size)}
	if bold {
		f.Weight = 2 // golang.org/x/image/font.WeightBold
	}
	return fonts().Lookup(f, vg.Length(size))
}

// Width implements words: how wide a text is, in points.
func (w svgWords) Width(s string, size float64, bold bool) float64 {
	f := w.face(size, bold)
	return float64(f.Width(s))
}

// Draw implements words: it writes the text as SVG text.
func (w svgWords) Draw(s string, size float64, bold bool, x, y float64, c color.Color) {
	w.c.SetColor(c)
	w.c.FillString(w.face(size, bold), vg.Point{X: vg.Length(x), Y: vg.Length(y)}, legal(s))
}

// outlines sets text as the outlines of its glyphs.
type outlines struct {
	s *typeset.Setter
	c vg.Canvas
}

func (w *outlines) shape(s string, size float64, bold bool) *typeset.Text {
	return w.s.Shape([]typeset.Span{{Text: s, Size: size, Bold: bold}}, typeset.LeftToRight)
}

// Width implements words: how wide a text is, in points.
func (w *outlines) Width(s string, size float64, bold bool) float64 {
	return w.shape(s, size, bold).Width()
}

// Draw implements words: it draws the letters as outlines.
func (w *outlines) Draw(s string, size float64, bold bool, x, y float64, c color.Color) {
	w.c.SetColor(c)
	for _, l := range w.shape(s, size, bold).Lines(1e6) {
		for _, r := range l.Runs {
			for _, g := range r.Glyphs {
				var path vg.Path
				at := func(p typeset.Point) vg.Point {
					return vg.Point{X: vg.Length(x + r.X + g.X + p.X*r.Size), Y: vg.Length(y + g.Y + p.Y*r.Size)}
				}
				r.Face.Outline(g.ID, func(op typeset.Op, p []typeset.Point) {
					switch op {
					case typeset.MoveTo:
						path.Close()
						path.Move(at(p[0]))
					case typeset.LineTo:
						path.Line(at(p[0]))
					case typeset.QuadTo:
						path.QuadTo(at(p[0]), at(p[1]))
					case typeset.CubicTo:
						path.CubeTo(at(p[0]), at(p[1]), at(p[2]))
					}
				})
				if len(path) > 0 {
					path.Close()
					w.c.Fill(path[1:])
				}
			}
		}
		break
	}
}
