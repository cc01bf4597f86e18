package pdf

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image/color"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/carlos7ags/folio/core"
	"github.com/carlos7ags/folio/document"
	"github.com/carlos7ags/folio/font"
	"gonum.org/v1/plot/vg"

	"github.com/fairweather-app/fairweather/core/typeset"
)

// face is a font of the document. Its codes are its own, one for each glyph with
// the letters that it stands for: a glyph that serves two letters copies out as
// either, each where it was meant.
type face struct {
	name  string
	face  *typeset.Face
	dict  *core.PdfDictionary
	ref   *core.PdfIndirectReference
	codes map[coded]uint16
	order []coded
}

type coded struct {
	glyph uint16
	text  string
	bare  bool // has no width
}

func (p *Page) font(f *typeset.Face) *face {
	for _, x := range p.d.fonts {
		if x.face == f {
			p.fonts[x.name] = x.ref
			return x
		}
	}
	x := &face{name: fmt.Sprintf("F%d", len(p.d.fonts)+1), face: f, dict: core.NewPdfDictionary(), codes: map[coded]uint16{}}
	x.ref = p.d.w.AddObject(x.dict)
	p.d.fonts = append(p.d.fonts, x)
	p.fonts[x.name] = x.ref
	return x
}

func (f *face) code(k coded) uint16 {
	c, ok := f.codes[k]
	if !ok {
		f.order = append(f.order, k)
		c = uint16(len(f.order)) // 0 is for what is missing
		f.codes[k] = c
	}
	return c
}

// width gives a code's own width in thousandths of the em.
func (f *face) width(k coded) int {
	if k.bare {
		return 0
	}
	return int(math.Round(1000 * f.face.Advance(k.glyph)))
}

// Run sets a run of shaped text with its left end at a point on the baseline. A
// mark that stands above or below a letter is drawn there, but its letter is
// written on the baseline behind a blank: readers of text take what stands
// elsewhere for another line.
func (p *Page) Run(r typeset.Run, x, y float64, c color.Color) {
	if len(r.Glyphs) == 0 || r.Size <= 0 {
		return
	}
	f := p.font(r.Face)
	p.op("BT", "/"+f.name, num(r.Size), "Tf", fill(c))
	p.op("1 0 0 1", num(x), num(y), "Tm")
	var codes strings.Builder
	codes.WriteString("[<")
	pen := 0. // where the next code would stand
	for _, g := range r.Glyphs {
		k, at := coded{glyph: g.ID, text: g.Text}, g.X
		if g.Y != 0 {
			if g.Text == "" {
				continue
			}
			k = coded{glyph: r.Face.Blank(), text: g.Text, bare: true}
		}
		if off := math.Round((pen - at) * 1000 / r.Size); off != 0 {
			codes.WriteString(">" + strconv.Itoa(int(off)) + "<")
			pen -= off * r.Size / 1000
		}
		fmt.Fprintf(&codes, "%04X", f.code(k))
		pen += float64(f.width(k)) * r.Size / 1000
	}
	p.op(codes.String()+">]", "TJ")
	for _, g := range r.Glyphs {
		if g.Y != 0 {
			p.op("1 0 0 1", num(x+g.X), num(y+g.Y), "Tm", fmt.Sprintf("<%04X>", f.code(coded{glyph: g.ID})), "Tj")
		}
	}
	p.op("ET")
}

func fill(c color.Color) string {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return tint(n.R) + " " + tint(n.G) + " " + tint(n.B) + " rg"
}

func tint(v uint8) string { return strconv.FormatFloat(float64(v)/255, 'f', 3, 64) }

// write fills in the font's objects.
func (f *face) write(w *document.Writer) error {
	parsed, err := font.ParseFont(f.face.Data)
	if err != nil {
		return err
	}
	used := map[uint16]rune{}
	toGlyph := make([]byte, 2*(len(f.order)+1))
	widths := core.NewPdfArray()
	digest := sha256.New()
	for i, k := range f.order {
		if _, seen := used[k.glyph]; !seen {
			used[k.glyph] = rune(0x100 + i) // the subset's own table of letters is not used, but must be the same each time
		}
		toGlyph[2*i+2], toGlyph[2*i+3] = byte(k.glyph>>8), byte(k.glyph)
		widths.Add(whole(f.width(k)))
		fmt.Fprintf(digest, "%d %q\n", k.glyph, k.text)
	}
	subset, err := font.Subset(f.face.Data, used)
	if err != nil {
		return err
	}
	base := tag(digest.Sum(nil)) + "+" + parsed.PostScriptName()
	file := core.NewPdfStreamCompressed(subset)
	file.Dict.Set("Length1", whole(len(subset)))
	em := 1000 / float64(parsed.UnitsPerEm())
	box := core.NewPdfArray()
	for _, v := range parsed.BBox() {
		box.Add(whole(int(math.Round(float64(v) * em))))
	}
	scaled := func(v float64) *core.PdfNumber { return whole(int(math.Round(1000 * v))) }
	descriptor := dict("Type", name("FontDescriptor"), "FontName", name(base), "Flags", whole(4), "FontBBox", box, "ItalicAngle", whole(0),
		"Ascent", scaled(f.face.Ascent), "Descent", scaled(-f.face.Descent), "CapHeight", scaled(f.face.CapHeight), "StemV", whole(80), "FontFile2", w.AddObject(file))
	cid := dict("Type", name("Font"), "Subtype", name("CIDFontType2"), "BaseFont", name(base),
		"CIDSystemInfo", dict("Registry", core.NewPdfLiteralString("Adobe"), "Ordering", core.NewPdfLiteralString("Identity"), "Supplement", whole(0)),
		"FontDescriptor", w.AddObject(descriptor), "DW", whole(0), "W", core.NewPdfArray(whole(1), widths), "CIDToGIDMap", w.AddObject(core.NewPdfStreamCompressed(toGlyph)))
	for _, e := range []struct {
		key   string
		value core.PdfObject
	}{{"Type", name("Font")}, {"Subtype", name("Type0")}, {"BaseFont", name(base)}, {"Encoding", name("Identity-H")},
		{"DescendantFonts", core.NewPdfArray(w.AddObject(cid))}, {"ToUnicode", w.AddObject(core.NewPdfStreamCompressed(f.toUnicode()))}} {
		f.dict.Set(e.key, e.value)
	}
	return nil
}

// tag makes the six letters that mark a subset.
func tag(digest []byte) string {
	b := make([]byte, 6)
	for i := range b {
		b[i] = 'A' + digest[i]%26
	}
	return string(b)
}

// toUnicode names the letters behind each code, in the order in which they are read.
func (f *face) toUnicode() []byte {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	var lines []string
	for i, k := range f.order {
		if k.text == "" {
			continue
		}
		var code []byte
		for _, u := range utf16.Encode([]rune(k.text)) {
			code = append(code, byte(u>>8), byte(u))
		}
		lines = append(lines, fmt.Sprintf("<%04X> <%s>\n", i+1, strings.ToUpper(hex.EncodeToString(code))))
	}
	for len(lines) > 0 {
		n := min(100, len(lines))
		fmt.Fprintf(&b, "%d beginbfchar\n%sendbfchar\n", n, strings.Join(lines[:n], ""))
		lines = lines[n:]
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return []byte(b.String())
}

// Drawing is a part of a page on which a picture can be drawn: figure.Canvas.
type Drawing struct {
	p      *Page
	x, y   float64
	c      color.Color
	width  vg.Length
	dashes []vg.Length
}

// Draw gives the part of the page with its lower left corner at a point.
func (p *Page) Draw(x, y float64) *Drawing {
	return &Drawing{p: p, x: x, y: y, c: color.Black, width: 1}
}

// SetColor sets the colour of what follows.
func (g *Drawing) SetColor(c color.Color) { g.c = c }

// SetLineWidth sets the width of lines.
func (g *Drawing) SetLineWidth(w vg.Length) { g.width = w }

// SetLineDash sets the pattern of lines.
func (g *Drawing) SetLineDash(pattern []vg.Length, _ vg.Length) { g.dashes = pattern }

// Stroke draws the line of a path.
func (g *Drawing) Stroke(path vg.Path) {
	n := color.NRGBAModel.Convert(g.c).(color.NRGBA)
	g.p.op("q", tint(n.R), tint(n.G), tint(n.B), "RG", num(float64(g.width)), "w")
	g.alpha(n.A)
	if len(g.dashes) > 0 {
		var list []string
		for _, d := range g.dashes {
			list = append(list, num(float64(d)))
		}
		g.p.op("["+strings.Join(list, " ")+"]", "0", "d")
	}
	g.path(path)
	g.p.op("S", "Q")
}

// Fill fills a path.
func (g *Drawing) Fill(path vg.Path) {
	n := color.NRGBAModel.Convert(g.c).(color.NRGBA)
	g.p.op("q", fill(n))
	g.alpha(n.A)
	g.path(path)
	g.p.op("f", "Q")
}

func (g *Drawing) path(path vg.Path) {
	at := func(q vg.Point) string { return num(g.x+float64(q.X)) + " " + num(g.y+float64(q.Y)) }
	for _, c := range path {
		switch c.Type {
		case vg.MoveComp:
			g.p.op(at(c.Pos), "m")
		case vg.LineComp:
			g.p.op(at(c.Pos), "l")
		case vg.CloseComp:
			g.p.op("h")
		}
	}
}

// alpha makes what follows let the ground through.
func (g *Drawing) alpha(a uint8) {
	if a == 0xff {
		return
	}
	d := g.p.d
	key := fmt.Sprintf("A%d", a)
	if d.alphas[key] == nil {
		v := decimal(math.Round(float64(a)/255*1000) / 1000)
		d.alphas[key] = d.w.AddObject(dict("Type", name("ExtGState"), "ca", v, "CA", v))
	}
	g.p.alphas[key] = true
	g.p.op("/"+key, "gs")
}

// Rule draws a level line.
func (p *Page) Rule(x0, x1, y, width float64, c color.Color) {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	p.op("q", tint(n.R), tint(n.G), tint(n.B), "RG", num(width), "w", num(x0), num(y), "m", num(x1), num(y), "l", "S", "Q")
}
