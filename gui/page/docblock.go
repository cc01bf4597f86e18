package page

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/fairweather-app/fairweather/core/brief"
	drawing "github.com/fairweather-app/fairweather/core/figure"
	"github.com/fairweather-app/fairweather/gui/view"
)

// docBlock is one piece of a document as it stands on the screen: a paragraph,
// a row of a table, or a figure. It is plain data, made off the toolkit's thread.
type docBlock struct {
	cells   [][]span // one paragraph, or the cells of a row
	size    fyne.ThemeSizeName
	indent  float32
	before  float32   // the gap above
	shares  []float32 // of the width, of the cells of a row
	right   []bool    // cells set at the right
	gap     float32   // between cells
	rule    bool      // a line below
	picture *drawing.Picture
	letters int // of the longest cell in relation to its width, to guess the height from
	cite    int // the number of the reference that this is; 0: none
}

// docOutline is the heading of a section and the block that it is.
type docOutline struct {
	title string
	block int
}

// The links within a document.
const (
	citeLink   = "cite:"   // to a reference, by number
	sourceLink = "source:" // to the record of a source
)

func citeKey(n int) string { return fmt.Sprintf("%s%d", citeLink, n) }

// previewRows is how many rows of a table the preview shows; an export has all.
const previewRows = 60

// docBlocks lays a document out for the screen.
func docBlocks(d *brief.Document) (blocks []docBlock, outline []docOutline) {
	add := func(b docBlock) {
		for i, c := range b.cells {
			n, share := 0, float32(1)
			for _, s := range c {
				n += utf8.RuneCountInString(s.Text)
			}
			if b.shares != nil {
				share = b.shares[i]
			}
			b.letters = max(b.letters, int(float32(n)/share))
		}
		blocks = append(blocks, b)
	}
	para := func(before float32, size fyne.ThemeSizeName, spans ...span) {
		add(docBlock{cells: [][]span{spans}, size: size, before: before})
	}
	text, small := fynetheme.SizeNameText, fynetheme.SizeNameCaptionText
	para(12, fynetheme.SizeNameHeadingText, strong(d.Question))
	para(4, small, mute(d.Case+" · "+strings.Join(d.Meta, " · ")))
	for _, s := range d.Sections {
		outline = append(outline, docOutline{s.Title, len(blocks)})
		para(24, fynetheme.SizeNameSubHeadingText, strong(s.Title))
		for _, b := range s.Blocks {
			switch b := b.(type) {
			case *brief.Heading:
				para(14, text, bold(docSpans(b.Spans))...)
			case *brief.Paragraph:
				size := text
				if b.Small {
					size = small
				}
				if b.Lead {
					size = fynetheme.SizeNameSubHeadingText
				}
				para(8, size, docSpans(b.Spans)...)
			case *brief.List:
				for i, x := range b.Items {
					mark := "•"
					if b.Numbered {
						mark = fmt.Sprintf("%d.", i+1)
					}
					item := docBlock{shares: []float32{.03, .97}, right: []bool{true, false}, gap: 6, before: 3}
					item.cells, item.size = [][]span{{mute(mark)}, docSpans(x.Spans)}, text
					add(item)
					if len(x.Note) > 0 {
						item.cells, item.size, item.before = [][]span{nil, faint(docSpans(x.Note))}, small, 0
						add(item)
					}
				}
			case *brief.Table:
				tableBlocks(b, add)
			case *brief.Figure:
				add(docBlock{picture: b.Picture, before: 14})
				para(4, small, strong(fmt.Sprintf("Figure %d. ", b.Number)), mute(b.Caption))
			case *brief.References:
				for _, r := range b.List {
					add(docBlock{cells: [][]span{referenceSpans(r)}, size: small, before: 5, cite: r.Number})
				}
			}
		}
	}
	para(32, small, say(""))
	return blocks, outline
}

// docSpans turns the spans of a document into those of the screen.
func docSpans(in []brief.Span) []span {
	var out []span
	for _, s := range in {
		x := span{Text: s.Text, Bold: s.Strong, Key: s.Link}
		if s.Small {
			x.Tone = view.ToneMuted
		}
		if x.Text != "" {
			out = append(out, x)
		}
		for i, n := range s.Cites {
			mark := " ["
			if i > 0 {
				mark = ", "
			}
			out = append(out, mute(mark), link(fmt.Sprint(n), citeKey(n)))
		}
		if len(s.Cites) > 0 {
			out = append(out, mute("]"))
		}
	}
	return out
}

func bold(spans []span) []span {
	for i := range spans {
		spans[i].Bold = true
	}
	return spans
}

func faint(spans []span) []span {
	for i := range spans {
		if spans[i].Tone == view.ToneNeutral && spans[i].Key == "" {
			spans[i].Tone = view.ToneMuted
		}
	}
	return spans
}

func referenceSpans(r brief.Reference) []span {
	spans := []span{mute(fmt.Sprintf("%d. ", r.Number)), link(r.Title, sourceLink+r.Source)}
	var facts []string
	for _, s := range []string{r.Author, r.Publisher, r.Date, r.Where} {
		if s != "" {
			facts = append(facts, s)
		}
	}
	if len(facts) > 0 {
		spans = append(spans, say(". "+strings.Join(facts, ", ")))
	}
	if r.Quote != "" {
		spans = append(spans, mute(" “"+r.Quote+"”"))
	}
	spans = append(spans, mute(". Grade "+r.Grade+"."))
	if r.Memory {
		spans = append(spans, warn(" From memory, not seen."))
	}
	if r.Link != "" {
		spans = append(spans, say(" "), link(r.Link, r.Link))
	}
	return spans
}

// tableBlocks lays a table out as rows whose columns share the width by what
// stands in them.
func tableBlocks(t *brief.Table, add func(docBlock)) {
	small := fynetheme.SizeNameCaptionText
	add(docBlock{cells: [][]span{{strong(t.Caption)}}, size: small, before: 14})
	n := len(t.Columns)
	shares, right := make([]float32, n), make([]bool, n)
	total := float32(0)
	for i, c := range t.Columns {
		longest, all := utf8.RuneCountInString(c.Title), 0
		for _, r := range t.Rows {
			if i < len(r.Cells) {
				k := utf8.RuneCountInString(brief.Text(r.Cells[i].Spans))
				all += k
				longest = max(longest, min(k, 60))
			}
		}
		mean := float32(all) / float32(max(1, len(t.Rows)))
		shares[i] = max(float32(min(longest, 14)), (mean+float32(longest))/2) + 2
		right[i] = c.Format == brief.Percent || c.Format == brief.Number
		total += shares[i]
	}
	for i := range shares {
		shares[i] /= total
	}
	row := docBlock{size: small, shares: shares, right: right, gap: 10, rule: true, before: 4}
	for _, c := range t.Columns {
		row.cells = append(row.cells, []span{mute(c.Title)})
	}
	add(row)
	for i, r := range t.Rows {
		if i == previewRows {
			add(docBlock{cells: [][]span{{mute(fmt.Sprintf("and %d rows more, all of them in what is exported", len(t.Rows)-i))}}, size: small, before: 4})
			break
		}
		row := docBlock{size: small, shares: shares, right: right, gap: 10, rule: true, before: 2, cells: make([][]span, n)}
		for k := range n {
			if k < len(r.Cells) {
				row.cells[k] = docSpans(r.Cells[k].Spans)
				if r.Strong {
					row.cells[k] = bold(row.cells[k])
				}
			}
		}
		add(row)
	}
}
