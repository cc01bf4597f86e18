package brief

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/figure"
)

// Document is a brief as every format writes it: sections of headings,
// paragraphs, lists, tables, figures and references, all of them plain data.
type Document struct {
	Title    string
	Question string
	Case     string
	Meta     []string // the line under the title
	AsOf     edtf.Day
	Sections []Section
	Further  []*Table // tables that are not printed: what the figures are drawn from, and the record in full
}

// Section is one part under a heading of its own. ID is a name for links to it.
type Section struct {
	ID, Title string
	Blocks    []Block
}

// Block is a *Heading, *Paragraph, *List, *Table, *Figure or *References.
type Block interface{ texts(func(*string)) }

// Heading heads a part of a section.
type Heading struct{ Spans []Span }

// Paragraph is one paragraph.
type Paragraph struct {
	Spans []Span
	Lead  bool // the answer itself
	Small bool
	Auto  bool // runs in the direction of its own first letter
}

// List is a list of items, numbered or not.
type List struct {
	Numbered bool
	Items    []Item
}

// Item is one of a list, with a remark of its own beneath.
type Item struct{ Spans, Note []Span }

// Table is a table with a heading a column; the first cell of each row heads it.
type Table struct {
	Name    string // for a sheet or a file: "Open pledges"
	Caption string
	Columns []Column
	Rows    []Row
	Short   bool // kept on one page
}

// Column is a column's heading and what stands in it.
type Column struct {
	Title  string
	Format Format
	Share  float64 // of the width of the page, in relation to the others; 0: as much as its longest word needs
}

// Format is how a column's values are written and aligned.
type Format int

// The formats of a column. Values of Percent are shares of 1.
const (
	Plain   Format = iota
	Percent        // aligned right
	Number         // aligned right
	Day
)

// Row is a row of cells; a strong one stands out.
type Row struct {
	Cells  []Cell
	Strong bool
}

// Cell is what a cell shows, and where that is more or other than its text, the
// value: a float64, an int, an edtf.Day, or a date as EDTF writes it.
type Cell struct {
	Spans []Span
	Value any
}

// Figure is a picture with its number and caption.
type Figure struct {
	Picture *figure.Picture
	Number  int
	Caption string
}

// References are the numbered citations.
type References struct{ List []Reference }

// Span is a stretch of text in one style.
type Span struct {
	Text    string
	Strong  bool
	Small   bool
	Isolate bool   // a text of the record, whose direction must not spill over
	Rung    bool   // a mark on the ladder
	Link    string // an http or https address
	Cites   []int  // numbers of references that follow the text
}

func plain(s string) []Span { return []Span{{Text: s}} }

func record(s string) Span { return Span{Text: s, Isolate: true} }

func small(s string) Span { return Span{Text: s, Small: true} }

// stressed turns the marks of stressed words into spans.
func stressed(s string) []Span {
	var out []Span
	for s != "" {
		before, rest, found := strings.Cut(s, Strong)
		if before != "" {
			out = append(out, Span{Text: before})
		}
		if !found {
			break
		}
		word, after, _ := strings.Cut(rest, EndStrong)
		if word != "" {
			out = append(out, Span{Text: word, Strong: true})
		}
		s = after
	}
	return out
}

// Text is the spans' text without style or citations.
func Text(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

// Tables lists the tables of the document, those within its text first.
func (d *Document) Tables() []*Table {
	var out []*Table
	for _, s := range d.Sections {
		for _, b := range s.Blocks {
			if t, ok := b.(*Table); ok {
				out = append(out, t)
			}
		}
	}
	return append(out, d.Further...)
}

// Figures lists the figures of the document in order.
func (d *Document) Figures() []*Figure {
	var out []*Figure
	for _, s := range d.Sections {
		for _, b := range s.Blocks {
			if f, ok := b.(*Figure); ok {
				out = append(out, f)
			}
		}
	}
	return out
}

// stamp is the time that a document bears as that of its making: the day it
// speaks of, so that the same case gives the same bytes on any day. Formats
// know no years before 1970; those get that one's first day.
func (d *Document) stamp() time.Time {
	year, month, day := d.AsOf.Date()
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if first := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC); t.Before(first) || year > 2100 {
		return first
	}
	return t
}

// settle makes every text of the document one that all formats can hold: no
// character that XML lacks, none that turns the direction of what follows, and
// no line end between a number and its per cent sign, or within "p = 0.05".
func (d *Document) settle() {
	unbroken := strings.NewReplacer(" %", "\u00a0%", " p = ", " p\u00a0=\u00a0", " p < ", " p\u00a0<\u00a0")
	fix := func(s *string) { *s = unbroken.Replace(clean(*s)) }
	for _, s := range []*string{&d.Title, &d.Question, &d.Case} {
		fix(s)
	}
	for i := range d.Meta {
		fix(&d.Meta[i])
	}
	for i := range d.Sections {
		fix(&d.Sections[i].Title)
		for _, b := range d.Sections[i].Blocks {
			b.texts(fix)
		}
	}
	for _, t := range d.Further {
		t.texts(fix)
	}
}

// clean drops what documents cannot hold.
func clean(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return ' '
		case r < ' ', r >= 0x7f && r < 0xa0, r == '\ufffe', r == '\uffff', r == '\ufeff', r == '\u2028', r == '\u2029',
			r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\u200e', r == '\u200f', r == '\u061c':
			return -1
		}
		return r
	}, s)
}

// isolated splits a text so that what runs from right to left in it stands for
// itself: a number or a bracket after a Persian name stays after it.
func isolated(s string) []Span {
	runes := []rune(s)
	var out []Span
	put := func(from, to int, alone bool) {
		if from < to {
			out = append(out, Span{Text: string(runes[from:to]), Isolate: alone})
		}
	}
	done := 0
	for i := 0; i < len(runes); i++ {
		if !turned(runes[i]) {
			continue
		}
		end := i + 1
		for j := end; j < len(runes) && (turned(runes[j]) || !unicode.IsLetter(runes[j])); j++ {
			if turned(runes[j]) || end == j && unicode.Is(unicode.Mn, runes[j]) {
				end = j + 1
			}
		}
		put(done, i, false)
		put(i, end, true)
		done, i = end, end-1
	}
	put(done, len(runes), false)
	return out
}

// turned reports whether a letter runs from right to left.
func turned(r rune) bool {
	return unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko)
}

// apart isolates the texts within spans that are not of the record as a whole.
func apart(spans []Span) []Span {
	if !slices.ContainsFunc(spans, func(s Span) bool { return !s.Isolate && strings.ContainsFunc(s.Text, turned) }) {
		return spans
	}
	var out []Span
	for _, s := range spans {
		if s.Isolate || !strings.ContainsFunc(s.Text, turned) {
			out = append(out, s)
			continue
		}
		parts := isolated(s.Text)
		for i, p := range parts {
			x := s
			x.Text, x.Isolate, x.Cites = p.Text, p.Isolate, nil
			if i == len(parts)-1 {
				x.Cites = s.Cites
			}
			out = append(out, x)
		}
	}
	return out
}

func eachText(spans []Span, f func(*string)) {
	for i := range spans {
		f(&spans[i].Text)
	}
}

func (h *Heading) texts(f func(*string)) {
	h.Spans = apart(h.Spans)
	eachText(h.Spans, f)
}

func (p *Paragraph) texts(f func(*string)) {
	p.Spans = apart(p.Spans)
	eachText(p.Spans, f)
}

func (l *List) texts(f func(*string)) {
	for i := range l.Items {
		x := &l.Items[i]
		x.Spans, x.Note = apart(x.Spans), apart(x.Note)
		eachText(x.Spans, f)
		eachText(x.Note, f)
	}
}

func (t *Table) texts(f func(*string)) {
	f(&t.Name)
	f(&t.Caption)
	for i := range t.Columns {
		f(&t.Columns[i].Title)
	}
	for _, r := range t.Rows {
		for i := range r.Cells {
			r.Cells[i].Spans = apart(r.Cells[i].Spans)
			eachText(r.Cells[i].Spans, f)
		}
	}
}

func (x *Figure) texts(f func(*string)) {
	f(&x.Caption)
	f(&x.Picture.Title)
	f(&x.Picture.Alt)
}

func (r *References) texts(f func(*string)) {
	for i := range r.List {
		x := &r.List[i]
		for _, s := range []*string{&x.Title, &x.Publisher, &x.Author, &x.Date, &x.Where, &x.Quote} {
			f(s)
		}
	}
}
