package pdf

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"

	"github.com/carlos7ags/folio/core"
)

// Elem is an element of the structure: a heading, a paragraph, a cell.
type Elem struct {
	tag   string
	alt   string
	scope string // of a heading cell: Column, Row
	kids  []kid
	ref   *core.PdfIndirectReference
}

// kid is what an element holds: another, marked content of a page, or a link.
type kid struct {
	elem *Elem
	page *Page
	mcid int
	link *link
}

// Root is the element that holds all others.
func (d *Document) Root() *Elem { return d.root }

// Add adds an element within e. Tags are those of ISO 32000-1, 14.8.4: H1, P, L,
// LI, Lbl, LBody, Table, TR, TH, TD, Figure, Caption, Link.
func (e *Elem) Add(tag string) *Elem {
	k := &Elem{tag: tag}
	e.kids = append(e.kids, kid{elem: k})
	return k
}

// Alt gives e a text that stands for it.
func (e *Elem) Alt(text string) *Elem {
	e.alt = text
	return e
}

// Heads says what a heading cell heads: "Column" or "Row".
func (e *Elem) Heads(scope string) *Elem {
	e.scope = scope
	return e
}

// Mark marks what draw draws as the content of e.
func (p *Page) Mark(e *Elem, draw func()) {
	id := len(p.content)
	p.content = append(p.content, e)
	e.kids = append(e.kids, kid{page: p, mcid: id})
	p.op("/"+e.tag, fmt.Sprintf("<</MCID %d>>", id), "BDC")
	draw()
	p.op("EMC")
}

// Artifact marks what draw draws as no content: rules, page numbers.
func (p *Page) Artifact(draw func()) {
	p.op("/Artifact", "BMC")
	draw()
	p.op("EMC")
}

// structure writes the tree, and the tables from content and links to it.
func (d *Document) structure() *core.PdfIndirectReference {
	root := dict("Type", name("StructTreeRoot"))
	ref := d.w.AddObject(root)
	parents := map[*link]*core.PdfIndirectReference{}
	root.Set("K", d.element(d.root, ref, parents))
	nums := core.NewPdfArray()
	for i, p := range d.pages {
		list := core.NewPdfArray()
		for _, e := range p.content {
			list.Add(e.ref)
		}
		nums.Add(whole(i))
		nums.Add(d.w.AddObject(list))
	}
	for i, l := range d.links {
		key := len(d.pages) + i
		l.dict.Set("StructParent", whole(key))
		nums.Add(whole(key))
		nums.Add(parents[l])
	}
	root.Set("ParentTree", d.w.AddObject(dict("Nums", nums)))
	root.Set("ParentTreeNextKey", whole(len(d.pages)+len(d.links)))
	return ref
}

func (d *Document) element(e *Elem, parent *core.PdfIndirectReference, parents map[*link]*core.PdfIndirectReference) *core.PdfIndirectReference {
	out := dict("Type", name("StructElem"), "S", name(e.tag), "P", parent)
	e.ref = d.w.AddObject(out)
	if e.alt != "" {
		out.Set("Alt", core.NewPdfTextString(e.alt))
	}
	if e.scope != "" {
		out.Set("A", dict("O", name("Table"), "Scope", name(e.scope)))
	}
	kids := core.NewPdfArray()
	for _, k := range e.kids {
		switch {
		case k.elem != nil:
			kids.Add(d.element(k.elem, e.ref, parents))
		case k.link != nil:
			kids.Add(dict("Type", name("OBJR"), "Obj", k.link.ref, "Pg", k.link.page.ref))
			parents[k.link] = e.ref
		default:
			kids.Add(dict("Type", name("MCR"), "Pg", k.page.ref, "MCID", whole(k.mcid)))
		}
	}
	if kids.Len() > 0 {
		out.Set("K", kids)
	}
	return e.ref
}

// metadata is the XMP packet.
func (d *Document) metadata() *core.PdfStream {
	escaped := func(s string) string {
		var b bytes.Buffer
		if err := xml.EscapeText(&b, []byte(s)); err != nil {
			return ""
		}
		return b.String()
	}
	stamp := d.info.Made.UTC().Format("2006-01-02T15:04:05Z")
	text := fmt.Sprintf(`<?xpacket begin="%s" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>%s</xmp:CreatorTool><xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate>
<pdf:Producer>%s</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`, "\ufeff", escaped(d.info.Title), escaped(d.info.Subject), escaped(d.info.Language), escaped(d.info.Creator), stamp, stamp, escaped(d.info.Creator))
	s := core.NewPdfStream([]byte(text))
	s.Dict.Set("Type", name("Metadata"))
	s.Dict.Set("Subtype", name("XML"))
	return s
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
