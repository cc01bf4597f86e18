// Package pdf writes a PDF that can be read, searched, copied from and listened
// to: text that core/typeset has shaped, in embedded subsets of its fonts that
// name the letters behind each glyph; a structure tree that says what is a
// heading, a paragraph, a cell; bookmarks, links, metadata.
//
// Objects, cross-references and font subsets are github.com/carlos7ags/folio's,
// the best kept of the PDF libraries served. Its own text engine is not used: it
// drops brackets and misplaces vowel signs in Arabic script, and its fonts name
// one letter a glyph in presentation forms, so that Persian copied out is not
// what was put in. Of the others, go-pdf/fpdf and signintech/gopdf do not shape,
// and tdewolff/canvas writes no structure.
package pdf

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/carlos7ags/folio/core"
	"github.com/carlos7ags/folio/document"
)

// Info is what a document says of itself.
type Info struct {
	Title, Subject, Creator string
	Language                string // BCP 47: "en"
	Made                    time.Time
}

// Document is a PDF in the making.
type Document struct {
	info     Info
	w        *document.Writer
	pages    []*Page
	tree     *core.PdfIndirectReference // of the pages
	treeDict *core.PdfDictionary
	fonts    []*face
	root     *Elem
	marks    []mark
	alphas   map[string]*core.PdfIndirectReference
	dests    map[string]dest
	links    []*link
}

type dest struct {
	page *Page
	y    float64
}

// mark is a bookmark.
type mark struct {
	title string
	level int
	at    dest
}

// Page is one page; its origin is the lower left corner, its unit the point.
type Page struct {
	d       *Document
	dict    *core.PdfDictionary
	ref     *core.PdfIndirectReference
	w, h    float64
	out     bytes.Buffer
	fonts   map[string]*core.PdfIndirectReference
	alphas  map[string]bool
	content []*Elem // by marked-content id
	annots  *core.PdfArray
}

type link struct {
	page           *Page
	dict           *core.PdfDictionary
	ref            *core.PdfIndirectReference
	elem           *Elem
	x0, y0, x1, y1 float64
	uri, dest      string
}

// New starts a document.
func New(info Info) *Document {
	d := &Document{info: info, w: document.NewWriter("1.7"), alphas: map[string]*core.PdfIndirectReference{}, dests: map[string]dest{}}
	d.treeDict = core.NewPdfDictionary()
	d.tree = d.w.AddObject(d.treeDict)
	d.root = &Elem{tag: "Document"}
	return d
}

// AddPage adds a page of a size in points.
func (d *Document) AddPage(w, h float64) *Page {
	p := &Page{d: d, dict: core.NewPdfDictionary(), w: w, h: h, fonts: map[string]*core.PdfIndirectReference{}, alphas: map[string]bool{}, annots: core.NewPdfArray()}
	p.ref = d.w.AddObject(p.dict)
	d.pages = append(d.pages, p)
	return p
}

// Pages are the pages so far.
func (d *Document) Pages() []*Page { return d.pages }

// Bookmark adds one, at a level from 1, to a place on a page.
func (d *Document) Bookmark(title string, level int, p *Page, y float64) {
	d.marks = append(d.marks, mark{title, level, dest{p, y}})
}

// Target gives a place a name for links within the document.
func (d *Document) Target(name string, p *Page, y float64) {
	if _, taken := d.dests[name]; !taken {
		d.dests[name] = dest{p, y}
	}
}

// Link makes an area of a page a link to an address, or where that is empty to a
// named place, and tells the structure that it belongs to e.
func (p *Page) Link(e *Elem, x0, y0, x1, y1 float64, uri, name string) {
	dict := core.NewPdfDictionary()
	l := &link{page: p, dict: dict, ref: p.d.w.AddObject(dict), elem: e, x0: x0, y0: y0, x1: x1, y1: y1, uri: uri, dest: name}
	p.d.links = append(p.d.links, l)
	p.annots.Add(l.ref)
	e.kids = append(e.kids, kid{link: l})
}

func (p *Page) op(parts ...string) {
	for i, s := range parts {
		if i > 0 {
			p.out.WriteByte(' ')
		}
		p.out.WriteString(s)
	}
	p.out.WriteByte('\n')
}

// num writes a number to a hundredth: as fine as any printer, and the same on
// processors that differ in the last bit.
func num(v float64) string {
	if v > -.005 && v < .005 {
		return "0"
	}
	s := strconv.FormatFloat(v+1e-7, 'f', 2, 64)
	for s[len(s)-1] == '0' {
		s = s[:len(s)-1]
	}
	if s[len(s)-1] == '.' {
		s = s[:len(s)-1]
	}
	return s
}

func name(s string) *core.PdfName       { return core.NewPdfName(s) }
func decimal(v float64) *core.PdfNumber { return core.NewPdfReal(v) }
func whole(n int) *core.PdfNumber       { return core.NewPdfInteger(n) }

func dict(pairs ...any) *core.PdfDictionary {
	d := core.NewPdfDictionary()
	for i := 0; i+1 < len(pairs); i += 2 {
		d.Set(pairs[i].(string), pairs[i+1].(core.PdfObject))
	}
	return d
}

// WriteTo writes the document; nothing may be added to it after.
func (d *Document) WriteTo(w io.Writer) (int64, error) {
	for _, f := range d.fonts {
		if err := f.write(d.w); err != nil {
			return 0, fmt.Errorf("embed the font %s: %w", f.face.Name, err)
		}
	}
	kids := core.NewPdfArray()
	for i, p := range d.pages {
		kids.Add(p.ref)
		p.write(i)
	}
	d.treeDict.Set("Type", name("Pages"))
	d.treeDict.Set("Kids", kids)
	d.treeDict.Set("Count", whole(len(d.pages)))
	catalog := dict("Type", name("Catalog"), "Pages", d.tree,
		"MarkInfo", dict("Marked", core.NewPdfBoolean(true)), "Lang", core.NewPdfTextString(d.info.Language),
		"ViewerPreferences", dict("DisplayDocTitle", core.NewPdfBoolean(true)))
	catalog.Set("StructTreeRoot", d.structure())
	if outline := d.outline(); outline != nil {
		catalog.Set("Outlines", outline)
		catalog.Set("PageMode", name("UseOutlines"))
	}
	catalog.Set("Metadata", d.w.AddObject(d.metadata()))
	for _, l := range d.links {
		l.write()
	}
	stamp := core.NewPdfLiteralString(d.info.Made.UTC().Format("D:20060102150405Z"))
	d.w.SetInfo(d.w.AddObject(dict("Title", core.NewPdfTextString(d.info.Title), "Subject", core.NewPdfTextString(d.info.Subject),
		"Creator", core.NewPdfTextString(d.info.Creator), "Producer", core.NewPdfTextString(d.info.Creator), "CreationDate", stamp, "ModDate", stamp)))
	d.w.SetRoot(d.w.AddObject(catalog))
	n, err := d.w.WriteToWithOptions(w, document.WriteOptions{Deterministic: true})
	if err != nil {
		return n, fmt.Errorf("write the PDF: %w", err)
	}
	return n, nil
}

func (p *Page) write(index int) {
	fonts := core.NewPdfDictionary()
	for _, f := range p.d.fonts {
		if ref, ok := p.fonts[f.name]; ok {
			fonts.Set(f.name, ref)
		}
	}
	resources := dict("Font", fonts)
	states := core.NewPdfDictionary()
	for _, a := range sortedKeys(p.alphas) {
		states.Set(a, p.d.alphas[a])
	}
	if states.Len() > 0 {
		resources.Set("ExtGState", states)
	}
	p.dict.Set("Type", name("Page"))
	p.dict.Set("Parent", p.d.tree)
	p.dict.Set("MediaBox", core.NewPdfArray(whole(0), whole(0), decimal(p.w), decimal(p.h)))
	p.dict.Set("Resources", resources)
	p.dict.Set("Contents", p.d.w.AddObject(core.NewPdfStreamCompressed(p.out.Bytes())))
	p.dict.Set("StructParents", whole(index))
	p.dict.Set("Tabs", name("S"))
	if p.annots.Len() > 0 {
		p.dict.Set("Annots", p.annots)
	}
}

func (l *link) write() {
	d := l.dict
	d.Set("Type", name("Annot"))
	d.Set("Subtype", name("Link"))
	d.Set("Rect", core.NewPdfArray(decimal(l.x0), decimal(l.y0), decimal(l.x1), decimal(l.y1)))
	d.Set("Border", core.NewPdfArray(whole(0), whole(0), whole(0)))
	d.Set("F", whole(4))
	if l.uri != "" {
		d.Set("A", dict("S", name("URI"), "URI", core.NewPdfLiteralString(l.uri)))
		d.Set("Contents", core.NewPdfTextString(l.uri))
		return
	}
	if to, ok := l.page.d.dests[l.dest]; ok {
		d.Set("Dest", to.array())
	}
}

func (t dest) array() *core.PdfArray {
	return core.NewPdfArray(t.page.ref, name("XYZ"), whole(0), decimal(t.y), whole(0))
}

// outline builds the tree of bookmarks; nil without any.
func (d *Document) outline() *core.PdfIndirectReference {
	if len(d.marks) == 0 {
		return nil
	}
	root := dict("Type", name("Outlines"))
	rootRef := d.w.AddObject(root)
	dicts, refs := make([]*core.PdfDictionary, len(d.marks)), make([]*core.PdfIndirectReference, len(d.marks))
	for i, m := range d.marks {
		dicts[i] = dict("Title", core.NewPdfTextString(m.title), "Dest", m.at.array())
		refs[i] = d.w.AddObject(dicts[i])
	}
	// children links the marks from one up to another, those of the level given, beneath a parent.
	var children func(from, to, level int, parent *core.PdfDictionary, ref *core.PdfIndirectReference) int
	children = func(from, to, level int, parent *core.PdfDictionary, ref *core.PdfIndirectReference) int {
		last, n := -1, 0
		for i := from; i < to; {
			end := i + 1
			for end < to && d.marks[end].level > level {
				end++
			}
			dicts[i].Set("Parent", ref)
			if last < 0 {
				parent.Set("First", refs[i])
			} else {
				dicts[i].Set("Prev", refs[last])
				dicts[last].Set("Next", refs[i])
			}
			if inner := children(i+1, end, level+1, dicts[i], refs[i]); inner > 0 {
				dicts[i].Set("Count", whole(-inner)) // shut until opened
			}
			last, i, n = i, end, n+1
		}
		if last >= 0 {
			parent.Set("Last", refs[last])
		}
		return n
	}
	root.Set("Count", whole(children(0, len(d.marks), 1, root, rootRef)))
	return rootRef
}
