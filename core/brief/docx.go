package brief

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
)

// Lengths in a DOCX: twentieths of a point, and 12700 to the point for drawings.
const (
	twips      = 20
	emu        = 12700
	docxWidth  = 9300 // of the text between the margins, in twentieths of a point
	figureFine = 2.5  // pixels a point of a figure's PNG
)

// writeDOCX writes Office Open XML (ECMA-376) with real styles, headings, lists,
// tables and captions, so that a reader can go on writing in it.
func writeDOCX(ctx context.Context, w io.Writer, d *Document) error {
	x := &docx{relations: []relation{
		{"styles", "styles.xml", false}, {"numbering", "numbering.xml", false}, {"settings", "settings.xml", false}, {"footer", "footer1.xml", false},
	}}
	x.front(d)
	for _, s := range d.Sections {
		if err := ctx.Err(); err != nil {
			return err
		}
		x.bookmark(s.ID)
		x.para("Heading1", isolated(s.Title), false)
		for _, b := range s.Blocks {
			if err := x.block(b); err != nil {
				return err
			}
		}
	}
	parts := []packed{
		{"[Content_Types].xml", contentTypes}, {"_rels/.rels", packageRelations}, {"docProps/core.xml", coreProperties(d)}, {"docProps/app.xml", appProperties},
		{"word/document.xml", documentHead + x.body.String() + documentTail}, {"word/styles.xml", docxStyles}, {"word/numbering.xml", x.numbering()},
		{"word/settings.xml", docxSettings}, {"word/footer1.xml", docxFooter(d)}, {"word/_rels/document.xml.rels", x.relationsPart()},
	}
	return zipped(w, append(parts, x.media...), d.stamp())
}

// packed is one file of a package.
type packed struct{ name, body string }

// zipped writes files as a ZIP in the order given, all of one time: the same
// files give the same bytes.
func zipped(w io.Writer, parts []packed, stamp time.Time) error {
	z := zip.NewWriter(w)
	for _, p := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: stamp})
		if err == nil {
			_, err = io.WriteString(f, p.body)
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", p.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("finish the file: %w", err)
	}
	return nil
}

type relation struct {
	kind, target string
	external     bool
}

// docx is a word/document.xml in the making, with what it refers to.
type docx struct {
	body      strings.Builder
	relations []relation
	media     []packed
	lists     int // numbered ones, each of which counts from 1
	marks     int // bookmarks
	pending   string
}

func (x *docx) relate(kind, target string, external bool) string {
	for i, r := range x.relations {
		if r == (relation{kind, target, external}) {
			return fmt.Sprintf("rId%d", i+1)
		}
	}
	x.relations = append(x.relations, relation{kind, target, external})
	return fmt.Sprintf("rId%d", len(x.relations))
}

func escaped(s string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return "" // a bytes.Buffer does not fail
	}
	return b.String()
}

// bookmark gives the next paragraph a name for links.
func (x *docx) bookmark(name string) {
	x.marks++
	x.pending += fmt.Sprintf(`<w:bookmarkStart w:id="%d" w:name="%s"/><w:bookmarkEnd w:id="%d"/>`, x.marks, escaped(name), x.marks)
}

func (x *docx) front(d *Document) {
	x.para("Note", []Span{{Text: "Brief · "}, record(d.Case)}, false)
	x.para("Title", isolated(d.Question), false)
	x.para("Subtitle", isolated(strings.Join(d.Meta, " · ")), false)
}

// para writes a paragraph in a style; more is what its properties hold beside.
func (x *docx) para(style string, spans []Span, auto bool, more ...string) {
	properties := fmt.Sprintf(`<w:pStyle w:val="%s"/>`, style) + strings.Join(more, "")
	if auto && firstTurned(spans) {
		properties += `<w:bidi/>`
	}
	x.body.WriteString(`<w:p><w:pPr>` + properties + `</w:pPr>` + x.pending)
	x.pending = ""
	x.runs(spans)
	x.body.WriteString("</w:p>\n")
}

// firstTurned reports whether the first letter runs from right to left.
func firstTurned(spans []Span) bool {
	for _, r := range Text(spans) {
		switch {
		case turned(r):
			return true
		case 'A' <= r && r <= 'Z', 'a' <= r && r <= 'z', r > 0x2e80, r >= 0xc0 && r < 0x590:
			return false
		}
	}
	return false
}

func (x *docx) runs(spans []Span) {
	for _, s := range spans {
		switch {
		case s.Text == "":
		case s.Link != "":
			fmt.Fprintf(&x.body, `<w:hyperlink r:id="%s">`, x.relate("hyperlink", s.Link, true))
			x.run(s, `<w:rStyle w:val="Hyperlink"/>`)
			x.body.WriteString(`</w:hyperlink>`)
		default:
			x.run(s, "")
		}
		for i, n := range s.Cites {
			style, text := `<w:rStyle w:val="Citation"/>`, fmt.Sprint(n)
			if s.Text == "" {
				style, text = `<w:rStyle w:val="Hyperlink"/>`, fmt.Sprintf("[%d]", n)
			}
			if i > 0 {
				x.run(Span{Text: ", "}, map[bool]string{true: style}[s.Text != ""])
			}
			fmt.Fprintf(&x.body, `<w:hyperlink w:anchor="ref-%d">`, n)
			x.run(Span{Text: text}, style)
			x.body.WriteString(`</w:hyperlink>`)
		}
	}
}

// run writes a text; what in it runs from right to left is a run of its own that
// says so.
func (x *docx) run(s Span, style string) {
	for _, part := range isolated(s.Text) {
		properties := style
		switch {
		case style != "":
		case s.Small:
			properties += `<w:rStyle w:val="SmallText"/>`
		case s.Rung:
			properties += `<w:rStyle w:val="Rung"/>`
		}
		if s.Strong {
			properties += `<w:b/><w:bCs/>`
		}
		if part.Isolate {
			properties += `<w:rtl/>`
		}
		x.body.WriteString(`<w:r>`)
		if properties != "" {
			x.body.WriteString(`<w:rPr>` + properties + `</w:rPr>`)
		}
		x.body.WriteString(`<w:t xml:space="preserve">` + escaped(part.Text) + `</w:t></w:r>`)
	}
}

func (x *docx) block(b Block) error {
	switch b := b.(type) {
	case *Heading:
		x.para("Heading2", b.Spans, false)
	case *Paragraph:
		style := "BodyText"
		if b.Lead {
			style = "Lead"
		} else if b.Small {
			style = "Note"
		}
		x.para(style, b.Spans, b.Auto)
	case *List:
		x.list(b)
	case *Table:
		x.table(b)
	case *Figure:
		return x.figure(b)
	case *References:
		x.refs(b)
	}
	return nil
}

// numbered starts a list that counts from 1 and gives its number.
func (x *docx) numbered() int {
	x.lists++
	return 1 + x.lists
}

func (x *docx) list(l *List) {
	style, id := "ListBullet", 1
	if l.Numbered {
		style, id = "ListNumber", x.numbered()
	}
	for _, i := range l.Items {
		x.para(style, i.Spans, false, fmt.Sprintf(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr>`, id))
		if len(i.Note) > 0 {
			x.para("ListNote", i.Note, false)
		}
	}
}

func (x *docx) refs(r *References) {
	id := x.numbered()
	for _, ref := range r.List {
		x.bookmark(fmt.Sprintf("ref-%d", ref.Number))
		x.para("Reference", ref.spans(), false, fmt.Sprintf(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr>`, id))
		if ref.Quote != "" {
			x.para("Quote", []Span{record(ref.Quote)}, true)
		}
	}
}

// What a letter of a table's text takes, and a cell beside it, in twentieths of a
// point: with room to spare, since the reader's typeface is not known.
const (
	letterWidth = 96
	cellMargin  = 180
	longWord    = 18 // letters: what is longer may be broken
)

// widths shares the width of the text out among a table's columns: each has what
// its longest word needs, or without a share its longest text; the rest goes by
// shares.
func (t *Table) widths(total int) []int {
	least := make([]float64, len(t.Columns))
	sum, shares := 0., 0.
	for i, c := range t.Columns {
		longest := longestWord(c.Title)
		for _, r := range t.Rows {
			if i < len(r.Cells) {
				text := Text(r.Cells[i].Spans)
				n := longestWord(text)
				if c.Share == 0 {
					n = len([]rune(text))
				}
				longest = max(longest, min(n, longWord))
			}
		}
		least[i] = float64(longest*letterWidth + cellMargin)
		sum += least[i]
		shares += weight(c)
	}
	out := make([]int, len(least))
	for i, c := range t.Columns {
		if free := float64(total) - sum; free > 0 {
			out[i] = int(least[i] + free*weight(c)/shares)
		} else {
			out[i] = int(least[i] / sum * float64(total))
		}
	}
	return out
}

func longestWord(s string) int {
	n := 0
	for _, w := range strings.Fields(s) {
		n = max(n, len([]rune(w)))
	}
	return n
}

func (x *docx) table(t *Table) {
	x.para("TableCaption", isolated(t.Caption), false)
	widths := t.widths(docxWidth)
	fmt.Fprintf(&x.body, `<w:tbl><w:tblPr><w:tblStyle w:val="BriefTable"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/><w:tblCaption w:val="%s"/></w:tblPr><w:tblGrid>`,
		docxWidth, escaped(t.Name))
	for _, w := range widths {
		fmt.Fprintf(&x.body, `<w:gridCol w:w="%d"/>`, w)
	}
	x.body.WriteString("</w:tblGrid>\n")
	cell := func(i int, style string, spans []Span) {
		more := ""
		if f := t.Columns[i].Format; i > 0 && (f == Percent || f == Number) {
			more = `<w:jc w:val="right"/>`
		}
		fmt.Fprintf(&x.body, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, widths[i])
		x.para(style, spans, false, more)
		x.body.WriteString("</w:tc>")
	}
	x.body.WriteString(`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, c := range t.Columns {
		cell(i, "TableHead", isolated(c.Title))
	}
	x.body.WriteString("</w:tr>\n")
	for _, r := range t.Rows {
		x.body.WriteString(`<w:tr>`)
		for i := range t.Columns {
			var spans []Span
			if i < len(r.Cells) {
				spans = r.Cells[i].Spans
			}
			style := "TableText"
			if r.Strong {
				style = "TableHead"
			}
			cell(i, style, spans)
		}
		x.body.WriteString("</w:tr>\n")
	}
	x.body.WriteString("</w:tbl>\n")
	x.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr></w:p>` + "\n")
}

// figure embeds the picture as pixels: fine enough for print, and the same in
// every program, which drawings as SVG are not.
func (x *docx) figure(f *Figure) error {
	p := f.Picture
	var png bytes.Buffer
	if err := p.WritePNG(&png, p.Width, p.Height, figureFine); err != nil {
		return err
	}
	file := fmt.Sprintf("media/figure-%d.png", f.Number)
	x.media = append(x.media, packed{"word/" + file, png.String()})
	pixels := x.relate("image", file, false)
	const width = docxWidth / twips * emu
	height := int(p.Height / p.Width * width)
	x.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="Figure"/></w:pPr>` + x.pending + `<w:r><w:drawing>`)
	x.pending = ""
	fmt.Fprintf(&x.body, `<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="Figure %d" title="%s" descr="%s"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>`,
		width, height, f.Number, f.Number, escaped(p.Title), escaped(p.Alt))
	fmt.Fprintf(&x.body, `<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%d" name="figure-%d.png" descr="%s"/><pic:cNvPicPr/></pic:nvPicPr>`,
		f.Number, f.Number, escaped(p.Alt))
	fmt.Fprintf(&x.body, `<pic:blipFill><a:blip r:embed="%s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`, pixels)
	fmt.Fprintf(&x.body, `<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`+"\n", width, height)
	x.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="Caption"/></w:pPr><w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space="preserve">Figure </w:t></w:r>`)
	fmt.Fprintf(&x.body, `<w:fldSimple w:instr=" SEQ Figure \* ARABIC "><w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t>%d</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve">. </w:t></w:r>`, f.Number)
	x.runs(isolated(f.Caption))
	x.body.WriteString("</w:p>\n")
	return nil
}

func (x *docx) relationsPart() string {
	const base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i, r := range x.relations {
		mode := ""
		if r.external {
			mode = ` TargetMode="External"`
		}
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s%s" Target="%s"%s/>`, i+1, base, r.kind, escaped(r.target), mode)
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}
