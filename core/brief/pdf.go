package brief

import (
	"context"
	"fmt"
	"image/color"
	"io"
	"strings"

	"github.com/fairweather-app/fairweather/core/brief/pdf"
	"github.com/fairweather-app/fairweather/core/typeset"
)

// The page, in points: A4, with what is left around the text.
const (
	paperWidth, paperHeight     = 595.28, 841.89
	marginX, marginTop, marginY = 62., 64., 68.
	textWidth                   = paperWidth - 2*marginX
	bodySize, smallSize         = 10., 8.5
	tableSize                   = 8.
	leading                     = 1.42
)

var (
	inkColour   = color.NRGBA{0x1b, 0x22, 0x30, 0xff}
	quietColour = color.NRGBA{0x4a, 0x55, 0x68, 0xff}
	linkColour  = color.NRGBA{0x1f, 0x55, 0xb5, 0xff}
	ruleColour  = color.NRGBA{0xd0, 0xd6, 0xdf, 0xff}
)

// writePDF sets the document on pages of A4.
func writePDF(ctx context.Context, w io.Writer, d *Document) error {
	s := &sheet{ctx: ctx, set: typeset.New(), doc: pdf.New(pdf.Info{Title: d.Title, Subject: d.Case, Creator: "Fairweather", Language: "en", Made: d.stamp()})}
	s.newPage()
	s.front(d)
	for _, sec := range d.Sections {
		s.section(sec)
	}
	s.footers(d)
	if err := ctx.Err(); err != nil {
		return err
	}
	_, err := s.doc.WriteTo(w)
	return err
}

// sheet sets blocks one under the other.
type sheet struct {
	ctx  context.Context
	set  *typeset.Setter
	doc  *pdf.Document
	page *pdf.Page
	y    float64 // of the lower edge of what stands on the page
}

func (s *sheet) newPage() {
	s.page = s.doc.AddPage(paperWidth, paperHeight)
	s.y = paperHeight - marginTop
}

// need turns the page where a height is not left on it.
func (s *sheet) need(height float64) {
	if s.y-height < marginY && s.y < paperHeight-marginTop {
		s.newPage()
	}
}

// style is how a paragraph is set.
type style struct {
	size       float64
	bold       bool
	colour     color.NRGBA
	auto       bool
	keep       float64 // height that must be left under it
	indent     float64
	width      float64 // 0: what is left of the text's
	lineHeight float64 // 0: leading x size
}

func (t style) line() float64 {
	if t.lineHeight > 0 {
		return t.lineHeight
	}
	return t.size * leading
}

// piece is what a span of shaped text is beside its letters.
type piece struct {
	colour color.NRGBA
	rise   float64
	uri    string
	target string
}

// shaped is a paragraph ready to be broken into lines.
type shaped struct {
	text   *typeset.Text
	pieces []piece
	style  style
}

// shape makes spans ready, citations raised behind them.
func (s *sheet) shape(spans []Span, t style) shaped {
	var out []typeset.Span
	var pieces []piece
	add := func(sp typeset.Span, p piece) { out, pieces = append(out, sp), append(pieces, p) }
	for _, x := range spans {
		sp := typeset.Span{Text: x.Text, Size: t.size, Bold: t.bold || x.Strong, Isolate: x.Isolate}
		p := piece{colour: t.colour}
		if x.Small {
			sp.Size, p.colour, sp.Bold = min(t.size, smallSize), quietColour, false
		}
		if x.Link != "" {
			p.colour, p.uri = linkColour, x.Link
		}
		if x.Text != "" {
			add(sp, p)
		}
		for i, n := range x.Cites {
			mark, size, rise := fmt.Sprint(n), .62*t.size, .36*t.size
			if x.Text == "" { // a number within the sentence
				mark, size, rise = fmt.Sprintf("[%d]", n), sp.Size, 0
			}
			if i > 0 {
				add(typeset.Span{Text: ", ", Size: size}, piece{colour: quietColour, rise: rise})
			} else if rise > 0 {
				add(typeset.Span{Text: " ", Size: size * .5}, piece{colour: quietColour, rise: rise})
			}
			add(typeset.Span{Text: mark, Size: size}, piece{colour: linkColour, rise: rise, target: fmt.Sprintf("ref-%d", n)})
		}
	}
	dir := typeset.LeftToRight
	if t.auto {
		dir = typeset.Auto
	}
	return shaped{s.set.Shape(out, dir), pieces, t}
}

// line sets one line with its upper edge at y, and marks it as content of e.
func (s *sheet) line(l typeset.Line, sh shaped, x, y, width float64, right bool, e *pdf.Elem) {
	if l.RTL || right {
		x += width - l.Width
	}
	base := y - sh.style.line()*.5 - sh.style.size*.33
	for i := 0; i < len(l.Runs); {
		p := sh.pieces[l.Runs[i].Span]
		j := i + 1
		linked := p.uri != "" || p.target != ""
		for j < len(l.Runs) {
			q := sh.pieces[l.Runs[j].Span]
			if linked && l.Runs[j].Span != l.Runs[i].Span || !linked && (q.uri != "" || q.target != "") {
				break
			}
			j++
		}
		of := e
		if linked {
			of = e.Add("Link")
		}
		group := l.Runs[i:j]
		s.page.Mark(of, func() {
			for _, r := range group {
				q := sh.pieces[r.Span]
				s.page.Run(r, x+r.X, base+q.rise, q.colour)
			}
		})
		if linked {
			last := group[len(group)-1]
			s.page.Link(of, x+group[0].X, base+p.rise-.25*group[0].Size, x+last.X+last.Width, base+p.rise+.9*group[0].Size, p.uri, p.target)
		}
		i = j
	}
}

// para sets a paragraph as content of e, over as many pages as it takes.
func (s *sheet) para(spans []Span, t style, e *pdf.Elem) {
	if s.ctx.Err() != nil {
		return
	}
	width := t.width
	if width == 0 {
		width = textWidth - t.indent
	}
	sh := s.shape(spans, t)
	lines := sh.text.Lines(width)
	for i, l := range lines {
		// No line of a paragraph stands alone at the end or the head of a page.
		left := len(lines) - i
		need := t.line()
		if i == 0 && left > 1 || left == 2 {
			need = 2 * t.line()
		}
		if left == 1 || i == 0 {
			need += t.keep
		}
		s.need(need)
		s.line(l, sh, marginX+t.indent, s.y, width, false, e)
		s.y -= t.line()
	}
}

func (s *sheet) front(d *Document) {
	root := s.doc.Root()
	meta := style{size: smallSize, colour: quietColour}
	s.para([]Span{{Text: "Brief · "}, record(d.Case)}, meta, root.Add("P"))
	s.y -= 4
	s.doc.Bookmark(d.Question, 1, s.page, s.y)
	s.para(isolated(d.Question), style{size: 19, bold: true, colour: inkColour, lineHeight: 25}, root.Add("H1"))
	s.y -= 5
	s.para(plain(strings.Join(d.Meta, " · ")), meta, root.Add("P"))
}

func (s *sheet) section(sec Section) {
	root := s.doc.Root()
	s.y -= 16
	together := 70. // the heading and what must not be parted from it
	if len(sec.Blocks) > 0 {
		switch first := sec.Blocks[0].(type) {
		case *Figure:
			together += first.Picture.Height + 30
		case *Heading:
			together += 40
		}
	}
	s.need(together)
	if s.y < paperHeight-marginTop-1 {
		s.rule(s.y+4, marginX, marginX+textWidth, .6)
		s.y -= 4
	}
	s.doc.Bookmark(sec.Title, 2, s.page, s.y)
	s.doc.Target(sec.ID, s.page, s.y)
	s.para(isolated(sec.Title), style{size: 13.5, bold: true, colour: inkColour, keep: 40}, root.Add("H2"))
	for _, b := range sec.Blocks {
		s.block(b, root)
	}
}

func (s *sheet) block(b Block, root *pdf.Elem) {
	switch b := b.(type) {
	case *Heading:
		s.y -= 6
		s.need(50)
		s.doc.Bookmark(Text(b.Spans), 3, s.page, s.y)
		s.para(b.Spans, style{size: 10.5, bold: true, colour: inkColour, keep: 30}, root.Add("H3"))
		s.y -= 1
	case *Paragraph:
		t := style{size: bodySize, colour: inkColour, auto: b.Auto}
		if b.Lead {
			t.size = 11
		} else if b.Small {
			t.size, t.colour = smallSize, quietColour
		}
		s.y -= 3
		s.para(b.Spans, t, root.Add("P"))
		s.y -= 4
	case *List:
		s.list(b, root.Add("L"))
	case *Table:
		s.table(b, root.Add("Table"))
	case *Figure:
		s.figure(b, root)
	case *References:
		s.refs(b, root.Add("L"))
	}
}

func (s *sheet) list(l *List, e *pdf.Elem) {
	t := style{size: bodySize, colour: inkColour, indent: 16}
	s.y -= 1
	for i, x := range l.Items {
		li := e.Add("LI")
		label := "•"
		if l.Numbered {
			label = fmt.Sprintf("%d.", i+1)
		}
		s.y -= 1.5
		s.label(label, t, li.Add("Lbl"))
		body := li.Add("LBody")
		s.para(x.Spans, t, body)
		if len(x.Note) > 0 {
			s.para(x.Note, style{size: smallSize, colour: quietColour, indent: 16}, body.Add("P"))
		}
		s.y -= 1.5
	}
	s.y -= 3
}

// label sets what stands before an item, on the line on which that will begin.
func (s *sheet) label(text string, t style, e *pdf.Elem) {
	s.need(2 * t.line())
	sh := s.shape(plain(text), style{size: t.size, colour: quietColour})
	l := sh.text.Lines(1e4)[0]
	x := marginX + t.indent - 5 - l.Width
	sh.style.lineHeight = t.line()
	s.line(l, sh, x, s.y, l.Width, false, e)
}

func (s *sheet) refs(r *References, e *pdf.Elem) {
	t := style{size: smallSize, colour: inkColour, indent: 24}
	for _, x := range r.List {
		li := e.Add("LI")
		s.label(fmt.Sprintf("%d.", x.Number), t, li.Add("Lbl"))
		s.doc.Target(fmt.Sprintf("ref-%d", x.Number), s.page, s.y+4)
		body := li.Add("LBody")
		s.para(x.spans(), t, body)
		if x.Quote != "" {
			s.para([]Span{record(x.Quote)}, style{size: smallSize, colour: quietColour, indent: 36, auto: true}, body.Add("BlockQuote"))
		}
		s.y -= 3
	}
}

// spans say a citation in full.
func (r Reference) spans() []Span {
	var out []Span
	if r.Author != "" {
		out = append(out, record(r.Author), Span{Text: ", "})
	}
	out = append(out, record(r.Title))
	if r.Publisher != "" {
		out = append(out, Span{Text: ". "}, record(r.Publisher))
	}
	if r.Date != "" {
		out = append(out, Span{Text: ", " + r.Said()})
	}
	if r.Where != "" {
		out = append(out, Span{Text: ", "}, record(r.Where))
	}
	grade := ". " + r.Grade
	if r.Memory {
		grade += ", cited from memory"
	}
	out = append(out, Span{Text: grade + "."})
	if r.Link != "" {
		out = append(out, Span{Text: " "}, Span{Text: r.Link, Link: r.Link})
	}
	return out
}

func (s *sheet) figure(f *Figure, root *pdf.Elem) {
	height := f.Picture.Height
	caption := style{size: smallSize, colour: quietColour}
	text := append([]Span{{Text: fmt.Sprintf("Figure %d. ", f.Number), Strong: true}}, isolated(f.Caption)...)
	lines := s.shape(text, caption).text.Lines(textWidth)
	s.y -= 8
	s.need(height + 6 + float64(len(lines))*caption.line())
	e := root.Add("Figure").Alt(f.Picture.Title + ". " + f.Picture.Alt)
	s.page.Mark(e, func() {
		// The type of a figure keeps its size on the page; only its width gives way.
		f.Picture.Paint(s.page.Draw(marginX, s.y-height), &pageWords{s, marginX, s.y - height}, textWidth, height)
	})
	s.y -= height + 6
	s.para(text, caption, root.Add("P"))
	s.y -= 8
}

// pageWords sets the words of a figure on the page it stands on: figure.Words.
type pageWords struct {
	s    *sheet
	x, y float64
}

func (w *pageWords) shape(text string, size float64, bold bool) *typeset.Text {
	return w.s.set.Shape([]typeset.Span{{Text: text, Size: size * .92, Bold: bold}}, typeset.LeftToRight)
}

// Width implements figure.Words.
func (w *pageWords) Width(text string, size float64, bold bool) float64 {
	return w.shape(text, size, bold).Width()
}

// Draw implements figure.Words.
func (w *pageWords) Draw(text string, size float64, bold bool, x, y float64, c color.Color) {
	for _, r := range w.shape(text, size, bold).Lines(1e6)[0].Runs {
		w.s.page.Run(r, w.x+x+r.X, w.y+y, c)
	}
}

// rule draws a line across the page that is no content.
func (s *sheet) rule(y, x0, x1, width float64) {
	s.page.Artifact(func() { s.page.Rule(x0, x1, y, width, ruleColour) })
}

func (s *sheet) footers(d *Document) {
	pages := s.doc.Pages()
	for i, p := range pages {
		s.page = p
		left := s.shape(isolated(d.Question), style{size: 7.5, colour: quietColour})
		right := s.shape(plain(fmt.Sprintf("%d of %d", i+1, len(pages))), style{size: 7.5, colour: quietColour})
		p.Artifact(func() {
			for _, part := range []struct {
				sh  shaped
				end bool
			}{{left, false}, {right, true}} {
				l := part.sh.text.Lines(textWidth - 60)[0]
				x := marginX
				if part.end {
					x = marginX + textWidth - l.Width
				}
				for _, r := range l.Runs {
					p.Run(r, x+r.X, marginY-30, quietColour)
				}
			}
		})
	}
}
