package view

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	"golang.org/x/text/unicode/bidi"

	"github.com/fairweather-app/fairweather/gui/tongue"
)

// wrapText breaks text into lines no wider than width, between words; a word
// that is wider, such as an address, within itself. Line breaks are kept.
func wrapText(text string, width, size float32) []string {
	var lines []string
	for _, par := range strings.Split(text, "\n") {
		line := ""
		for _, word := range strings.Fields(par) {
			next := word
			if line != "" {
				next = line + " " + word
			}
			if textWidth(next, size, fyne.TextStyle{}) > width {
				if line != "" {
					lines = append(lines, line)
				}
				pieces := breakWord(word, width, size, fyne.TextStyle{})
				lines = append(lines, pieces[:len(pieces)-1]...)
				next = pieces[len(pieces)-1]
			}
			line = next
		}
		lines = append(lines, line)
	}
	return lines
}

// breakWord cuts a word into pieces no wider than width, of at least one letter.
func breakWord(word string, width, size float32, style fyne.TextStyle) []string {
	if textWidth(word, size, style) <= width {
		return []string{word}
	}
	var pieces []string
	runes := []rune(word)
	for len(runes) > 0 {
		n := sort.Search(len(runes), func(i int) bool { return textWidth(string(runes[:i+1]), size, style) > width })
		n = max(n, 1)
		pieces = append(pieces, string(runes[:n]))
		runes = runes[n:]
	}
	return pieces
}

// Span is a run of text of one look; with a Key it is a link.
type Span struct {
	Text string
	Key  string
	Bold bool
	Tone Tone // ToneNeutral: plain text
}

// Prose is a paragraph of which words can be links, wrapped to its width.
// Its links are reached by Tab and followed by Enter.
type Prose struct {
	widget.BaseWidget

	// OnTapped hears the key of the link that was followed.
	OnTapped func(key string)
	// OnMenu hears a secondary tap on a link, at an absolute position; nil: none.
	OnMenu func(key string, at fyne.Position)

	spans    []Span
	sizeName fyne.ThemeSizeName
	width    float32
	height   float32
	objects  []fyne.CanvasObject
}

// NewProse makes an empty paragraph in the theme's text size, or in another
// named size (theme.SizeNameHeadingText for a headline).
func NewProse(sizeName fyne.ThemeSizeName) *Prose {
	if sizeName == "" {
		sizeName = fynetheme.SizeNameText
	}
	p := &Prose{sizeName: sizeName}
	p.ExtendBaseWidget(p)
	return p
}

// SetSpans changes the text.
func (p *Prose) SetSpans(spans []Span) {
	p.spans = spans
	p.Refresh()
}

// String gives the text without its looks.
func (p *Prose) String() string {
	var b strings.Builder
	for _, s := range p.spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

// CreateRenderer implements fyne.Widget.
func (p *Prose) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{}
	r.layout = func(size fyne.Size) {
		if size.Width != p.width {
			p.width = size.Width
			p.build()
			r.objects = p.objects
			canvas.Refresh(p)
		}
	}
	r.min = func() fyne.Size {
		return fyne.NewSize(8*fynetheme.Size(p.sizeName), max(p.height, p.lineHeight()))
	}
	r.refresh = func() {
		p.build()
		r.objects = p.objects
		canvas.Refresh(p)
	}
	p.build()
	r.objects = p.objects
	return r
}

// HeightFor implements Flexible.
func (p *Prose) HeightFor(width float32) float32 {
	return p.walk(width, func(Span, string, int, float32, float32, float32) {})
}

// walk breaks the spans into lines of a width and gives each run on a line its
// place and width; it returns the height of all. A width that is not positive
// gives one line.
func (p *Prose) walk(width float32, place func(s Span, text string, paragraph int, x, y, w float32)) float32 {
	size := fynetheme.Size(p.sizeName)
	lineH := p.lineHeight()
	if width <= 0 {
		width = 1e6
	}
	x, y, paragraph := float32(0), float32(0), 0
	for n, s := range p.spans {
		style := fyne.TextStyle{Bold: s.Bold}
		put := func(text string) {
			w := textWidth(text, size, style)
			place(s, text, paragraph, x, y, w)
			x += w
		}
		for i, par := range strings.Split(s.Text, "\n") {
			if i > 0 {
				x, y = 0, y+lineH
				paragraph++
			}
			run := ""
			words := splitWords(par)
			for j, word := range words {
				need := textWidth(run+strings.TrimRight(word, " "), size, style)
				if j == len(words)-1 && !strings.HasSuffix(s.Text, " ") {
					need += p.glued(n, size)
				}
				if x+need > width && (x > 0 || run != "") && !(i == 0 && j == 0 && p.isGlued(n)) {
					if run != "" {
						put(strings.TrimRight(run, " "))
					}
					x, y, run = 0, y+lineH, ""
					word = strings.TrimLeft(word, " ")
				}
				if x == 0 && run == "" {
					fits := strings.TrimRight(word, " ")
					pieces := breakWord(fits, width, size, style)
					for _, piece := range pieces[:len(pieces)-1] {
						put(piece)
						x, y = 0, y+lineH
					}
					word = pieces[len(pieces)-1] + word[len(fits):]
				}
				run += word
			}
			if run != "" {
				put(run)
			}
		}
	}
	return y + lineH
}

// glued is the width of what follows a span without a space, and so must stand
// on its line: the full stop after a link, the figure after a bracket.
func (p *Prose) glued(n int, size float32) float32 {
	total := float32(0)
	for _, s := range p.spans[n+1:] {
		end := strings.IndexAny(s.Text, " \n")
		if end < 0 {
			end = len(s.Text)
		}
		total += textWidth(s.Text[:end], size, fyne.TextStyle{Bold: s.Bold})
		if end < len(s.Text) {
			break
		}
	}
	return total
}

// isGlued reports whether a span continues the word before it.
func (p *Prose) isGlued(n int) bool {
	if n == 0 || p.spans[n].Text == "" || strings.ContainsAny(p.spans[n].Text[:1], " \n") {
		return false
	}
	before := p.spans[n-1].Text
	return before != "" && !strings.ContainsAny(before[len(before)-1:], " \n")
}

func (p *Prose) lineHeight() float32 { return lineHeight(fynetheme.Size(p.sizeName)) + 2 }

// proseRun is a run of a span on a line.
type proseRun struct {
	span      Span
	text      string
	paragraph int
	x, y, w   float32
}

// order gives the runs of each line their places as the paragraph is read. One
// that has right-to-left words fills its lines from the right where the window
// speaks such a language or most words are such; in others a sequence of such
// runs stands in its own order.
func (p *Prose) order(runs []proseRun) []proseRun {
	var out []proseRun
	for from := 0; from < len(runs); {
		to := from
		for to < len(runs) && runs[to].paragraph == runs[from].paragraph {
			to++
		}
		out = append(out, p.orderParagraph(runs[from:to])...)
		from = to
	}
	return out
}

func (p *Prose) orderParagraph(runs []proseRun) []proseRun {
	if !anyRightToLeft(runs) {
		return runs
	}
	base := tongue.RightToLeft() || mostlyRightToLeft(runs)
	var out []proseRun
	for from := 0; from < len(runs); {
		to := from
		for to < len(runs) && runs[to].y == runs[from].y {
			to++
		}
		line := runs[from:to]
		from = to
		if base && p.width > 0 {
			out = append(out, p.fromTheRight(line)...)
			continue
		}
		for i := 0; i < len(line); {
			j := i
			for n := i; n < len(line); n++ { // what has no letters goes with its neighbours on both sides
				if direction(line[n].text) < 0 {
					j = n + 1
				} else if n == i || direction(line[n].text) != 0 {
					break
				}
			}
			if j-i > 1 {
				turnRuns(line[i:j])
			}
			i = max(j, i+1)
		}
		out = append(out, line...)
	}
	return out
}

// fromTheRight fills a line from the right. The toolkit (2.8.0) takes every text
// to begin at the left and draws what it holds of several directions or fonts in
// the order in which it is written, so each object gets what is of one: runs are
// cut where the Unicode Bidirectional Algorithm changes direction, and around
// what a font of letters may lack. A link stays one object, its parts turned.
func (p *Prose) fromTheRight(line []proseRun) []proseRun {
	var all strings.Builder
	for _, r := range line {
		all.WriteString(r.text)
	}
	var paragraph bidi.Paragraph
	text := all.String()
	// The days of a date are one number: a point between two of any kind joins them.
	if _, err := paragraph.SetString(dashed.ReplaceAllString(dashed.ReplaceAllString(text, "$1.$2"), "$1.$2"), bidi.DefaultDirection(bidi.RightToLeft)); err != nil {
		return line
	}
	ordering, err := paragraph.Order()
	if err != nil {
		return line
	}
	type part struct {
		run         int
		text        string
		leftToRight bool
	}
	var parts []part
	add := func(x part) {
		if last := len(parts) - 1; last >= 0 && parts[last].run == x.run && line[x.run].span.Key != "" {
			parts[last].text = x.text + leftMark + parts[last].text
			parts[last].leftToRight = parts[last].leftToRight && x.leftToRight
			return
		}
		parts = append(parts, x)
	}
	n, done := 0, 0 // the run at hand, and how much of it is cut
	for i := range ordering.NumRuns() {
		piece := ordering.Run(i)
		for left := len(piece.String()); left > 0 && n < len(line); {
			take := min(left, len(line[n].text)-done)
			if piece.Direction() != bidi.RightToLeft {
				add(part{n, text[:take], true})
			} else {
				for _, x := range turnedParts(text[:take]) {
					add(part{n, x, false})
				}
			}
			text, left = text[take:], left-take
			if done += take; done == len(line[n].text) {
				n, done = n+1, 0
			}
		}
	}
	x := p.width
	var out []proseRun
	put := func(y part) {
		r := line[y.run]
		r.text, r.w = y.text, textWidth(y.text, fynetheme.Size(p.sizeName), fyne.TextStyle{Bold: r.span.Bold})
		x -= r.w
		r.x = x
		out = append(out, r)
	}
	for from := 0; from < len(parts); {
		to := from
		for to < len(parts) && parts[to].leftToRight {
			to++
		}
		for _, y := range slices.Backward(parts[from:to]) {
			put(y)
		}
		if from = to; from < len(parts) {
			put(parts[from])
			from++
		}
	}
	return out
}

// dashed finds the dashes of a date.
var dashed = regexp.MustCompile(`([0-9])-([0-9])`)

// leftMark is a letter without form that is read from left to right: it keeps the
// spaces beside it where they are written.
const leftMark = "\u200e"

// mirrored are the signs that open to the other side from right to left.
var mirrored = strings.NewReplacer("(", ")", ")", "(", "[", "]", "]", "[", "«", "»", "»", "«", "<", ">", ">", "<", "“", "”", "”", "“")

// turnedParts cuts a text from right to left into words with the spaces between
// them, and signs, each alone and turned.
func turnedParts(text string) []string {
	letter := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) || r == '\u200c' || r == '\u200d'
	}
	var out []string
	word, spaces := "", ""
	flush := func() {
		if word != "" {
			out = append(out, word)
		}
		if spaces != "" {
			out = append(out, spaces)
		}
		word, spaces = "", ""
	}
	for _, r := range text {
		switch {
		case r == '\u00a0': // many fonts of letters lack it: it would be drawn before them
			flush()
			out = append(out, string(r))
		case letter(r):
			if word == "" {
				flush() // a space that leads stands at the right
			}
			word, spaces = word+spaces+string(r), ""
		case unicode.IsSpace(r):
			spaces += string(r)
		default:
			flush()
			out = append(out, mirrored.Replace(string(r)))
		}
	}
	flush()
	return out
}

// turnRuns mirrors runs within the room that they take together.
func turnRuns(runs []proseRun) {
	left, right := runs[0].x, runs[0].x+runs[0].w
	for _, r := range runs {
		left, right = min(left, r.x), max(right, r.x+r.w)
	}
	for i := range runs {
		runs[i].x = left + right - runs[i].x - runs[i].w
	}
}

func anyRightToLeft(runs []proseRun) bool {
	for _, r := range runs {
		if direction(r.text) < 0 {
			return true
		}
	}
	return false
}

// mostlyRightToLeft reports whether more letters are written so than not.
func mostlyRightToLeft(runs []proseRun) bool {
	sum := 0
	for _, r := range runs {
		for _, letter := range r.text {
			sum += direction(string(letter))
		}
	}
	return sum < 0
}

// direction is that of the first letter of a text: 1 left to right, -1 right to
// left, 0 for a text without letters.
func direction(text string) int {
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Arabic, unicode.Hebrew) && unicode.IsLetter(r):
			return -1
		case unicode.IsLetter(r):
			return 1
		}
	}
	return 0
}

// build makes an object of each run on a line.
func (p *Prose) build() {
	p.objects = nil
	size := fynetheme.Size(p.sizeName)
	lineH := p.lineHeight() - 2
	var runs []proseRun
	p.height = p.walk(p.width, func(s Span, text string, paragraph int, x, y, w float32) {
		runs = append(runs, proseRun{s, text, paragraph, x, y, w})
	})
	for _, r := range p.order(runs) {
		s := r.span
		if s.Key != "" {
			link := NewLink(r.text, func() {
				if p.OnTapped != nil {
					p.OnTapped(s.Key)
				}
			})
			if p.OnMenu != nil {
				link.OnMenu = func(at fyne.Position) { p.OnMenu(s.Key, at) }
			}
			link.size, link.bold, link.tone = size, s.Bold, s.Tone
			link.Move(fyne.NewPos(r.x, r.y))
			link.Resize(fyne.NewSize(r.w+1, lineH))
			p.objects = append(p.objects, link)
			continue
		}
		if strings.TrimSpace(r.text) == "" {
			continue
		}
		c := foreground()
		if s.Tone != ToneNeutral {
			c = s.Tone.TextColor()
		}
		t := newText(r.text, size, c)
		t.TextStyle.Bold = s.Bold
		t.Move(fyne.NewPos(r.x, r.y))
		t.Resize(fyne.NewSize(r.w, lineH))
		p.objects = append(p.objects, t)
	}
}

// splitWords cuts text before each word, keeping the spaces at the end of the
// word before: "a b" gives "a ", "b".
func splitWords(text string) []string {
	var words []string
	start := 0
	for i := 1; i < len(text); i++ {
		if text[i-1] == ' ' && text[i] != ' ' {
			words = append(words, text[start:i])
			start = i
		}
	}
	if start < len(text) {
		words = append(words, text[start:])
	}
	return words
}
