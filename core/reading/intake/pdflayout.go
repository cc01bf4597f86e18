package intake

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pdfLine is a line of a page, or several that PDFium joined at a hyphen.
type pdfLine struct {
	text        string
	left, right float64   // points from the lower left corner: where the first begins and the last ends
	first, last float64   // the base lines of the first and the last
	height      float64   // of the letters above the base line
	lastFrom    float64   // where the last begins
	pitches     []float64 // from each of the joined lines to the next
	placed      bool      // the places are known
}

// lineMaker makes a line of its characters.
type lineMaker struct {
	b           strings.Builder
	l           pdfLine
	bases, tops []float64 // of the letters of the line at hand
	begun       bool      // it has a letter
}

// add takes a character with its place.
func (m *lineMaker) add(text string, left, right, top, bottom float64) {
	if text == "\u0002" || text == "\ufffe" || text == "\u00ad" { // the word goes on in the next line
		m.turn()
		return
	}
	m.b.WriteString(text)
	r, _ := utf8.DecodeRuneInString(text)
	if !unicode.IsLetter(r) && !unicode.IsDigit(r) || right <= left {
		return
	}
	if !m.l.placed {
		m.l.left, m.l.placed = left, true
	}
	if !m.begun {
		m.l.lastFrom, m.begun = left, true
	}
	m.l.right = right
	m.bases = append(m.bases, bottom)
	m.tops = append(m.tops, top)
}

// turn ends one of the lines that are joined. Most letters stand on the base
// line: it is the median of their lower edges.
func (m *lineMaker) turn() {
	if !m.begun {
		return
	}
	base := quantile(m.bases, .5)
	if m.l.height == 0 {
		m.l.first = base
	} else {
		m.l.pitches = append(m.l.pitches, m.l.last-base)
	}
	m.l.last = base
	m.l.height = max(m.l.height, quantile(m.tops, .9)-base, .1)
	m.bases, m.tops, m.begun = m.bases[:0], m.tops[:0], false
}

// end appends the line, unless it is empty, and begins another.
func (m *lineMaker) end(lines []pdfLine) []pdfLine {
	m.turn()
	m.l.text = strings.Join(strings.Fields(m.b.String()), " ")
	if m.l.text != "" {
		lines = append(lines, m.l)
	}
	m.b.Reset()
	m.l = pdfLine{}
	return lines
}

// edge is how many lines at the head and at the foot of a page are looked at for
// what runs through the document.
const edge = 3

// runningLines finds what stands at the head or foot of page after page: the
// same words but for their numbers, on two pages and a third of all.
func runningLines(pages [][]pdfLine) map[string]bool {
	count := map[string]int{}
	for _, lines := range pages {
		seen := map[string]bool{}
		for i, l := range lines {
			if i < edge || i >= len(lines)-edge {
				seen[shapeOf(l.text)] = true
			}
		}
		for s := range seen {
			count[s]++
		}
	}
	out := map[string]bool{}
	for s, n := range count {
		if n >= 2 && n*3 >= len(pages) && utf8.RuneCountInString(s) < 120 {
			out[s] = true
		}
	}
	return out
}

// shapeOf gives a line with each number as one mark.
func shapeOf(s string) string {
	var b strings.Builder
	digit := false
	for _, r := range strings.Join(strings.Fields(s), " ") {
		if unicode.IsDigit(r) {
			if !digit {
				b.WriteByte('#')
			}
			digit = true
			continue
		}
		digit = false
		b.WriteRune(r)
	}
	return b.String()
}

// enoughLines is from how many lines a page is measured by itself: a title page
// has other letters than a page of text.
const enoughLines = 12

// layOut makes paragraphs of the lines of pages, without the lines that run
// through them.
func layOut(pages [][]pdfLine, running map[string]bool) string {
	var b strings.Builder
	last := "" // of the text so far
	whole := measure(slices.Concat(pages...))
	for _, lines := range pages {
		kept := make([]pdfLine, 0, len(lines))
		for i, l := range lines {
			if (i < edge || i >= len(lines)-edge) && running[shapeOf(l.text)] {
				continue
			}
			kept = append(kept, l)
		}
		m := whole
		if len(kept) >= enoughLines {
			m = measure(kept)
		}
		for i, l := range kept {
			text := l.text
			begins := i > 0 && m.begins(kept[i-1], l)
			if i == 0 { // over the page's end
				begins = last == "" || endsSentence(last) || !startsSmall(text)
			}
			switch {
			case b.Len() == 0:
			case begins:
				b.WriteString("\n\n")
			case joins(last, text):
			default:
				b.WriteByte(' ')
			}
			b.WriteString(text)
			last = text
		}
	}
	return b.String()
}

// measures are what most lines of a page have alike, in points.
type measures struct{ pitch, height, width float64 }

func measure(lines []pdfLine) measures {
	var pitches, heights, widths []float64
	for i, l := range lines {
		if !l.placed {
			continue
		}
		heights = append(heights, l.height)
		pitches = append(pitches, l.pitches...)
		if l.right > l.lastFrom {
			widths = append(widths, l.right-l.lastFrom)
		}
		if i > 0 && lines[i-1].placed {
			if p := lines[i-1].last - l.first; p > .5*l.height && p < 6*l.height {
				pitches = append(pitches, p)
			}
		}
	}
	return measures{pitch: quantile(pitches, .3), height: quantile(heights, .5), width: quantile(widths, .8)}
}

func quantile(x []float64, q float64) float64 {
	if len(x) == 0 {
		return 0
	}
	slices.Sort(x)
	return x[int(q*float64(len(x)-1))]
}

// begins reports that a paragraph begins with a line: more space above it than
// between most lines, letters of another size, a first line set in, or a line
// before it that ends early with a sentence.
func (m measures) begins(before, l pdfLine) bool {
	anew := endsSentence(before.text) && !startsSmall(l.text)
	if !before.placed || !l.placed || m.height <= 0 {
		return anew && utf8.RuneCountInString(before.text) < 60
	}
	pitch := before.last - l.first
	switch {
	case pitch < -2*m.height: // the next column
		return anew
	case pitch > 1.3*m.pitch+.2*m.height:
		return true
	case before.height > 1.3*l.height || l.height > 1.3*before.height:
		return !startsSmall(l.text)
	case l.left > before.lastFrom+m.height && l.left < before.lastFrom+8*m.height && anew:
		return true
	}
	if !startsSmall(l.text) && !strings.HasSuffix(before.text, ",") && before.right < l.left+.6*m.width {
		return true // a heading, or what stands at the head of a statement
	}
	return anew && before.right < l.left+.85*m.width
}

func endsSentence(s string) bool {
	s = strings.TrimRight(s, " ”\"’')»]")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?:。؟।", r)
}

func startsSmall(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// joins reports a line that goes on within a word: at a hyphen that PDFium left,
// or in a script without spaces.
func joins(last, text string) bool {
	before, _ := utf8.DecodeLastRuneInString(last)
	after, _ := utf8.DecodeRuneInString(text)
	if unicode.In(before, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer) && unicode.In(after, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer) {
		return true
	}
	return before == '-' && unicode.IsLetter(after)
}
