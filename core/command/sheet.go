package command

import (
	"fmt"
	"strings"

	"github.com/mattn/go-runewidth"
)

// width is that of a terminal in columns.
const width = 80

// columns measures texts of any script. Characters of ambiguous width count as
// one column, whatever the locale: same input, same bytes.
var columns = &runewidth.Condition{}

// sheet is a text laid out for a terminal.
type sheet struct{ b strings.Builder }

func newSheet() *sheet { return &sheet{} }

// bytes gives the text, without anything that a terminal would obey.
func (s *sheet) bytes() []byte { return []byte(printable(s.b.String())) }

func (s *sheet) line(text string) {
	s.b.WriteString(strings.TrimRight(text, " "))
	s.b.WriteByte('\n')
}

func (s *sheet) linef(format string, args ...any) { s.line(fmt.Sprintf(format, args...)) }

// head begins a section.
func (s *sheet) head(title string) {
	s.line("")
	s.line(strings.ToUpper(title))
}

// para writes a paragraph, each line after an indent.
func (s *sheet) para(indent int, text string) {
	s.hang(strings.Repeat(" ", indent), indent, text)
}

// item writes a point of a list.
func (s *sheet) item(text string) { s.hang("  - ", 4, text) }

// glued stands for a space at which no line is broken.
const glued = "\u2060"

// hang writes a paragraph with a first line that begins as given.
func (s *sheet) hang(first string, indent int, text string) {
	line := first
	used := columns.StringWidth(first)
	empty := true
	for _, w := range strings.Fields(strings.ReplaceAll(printable(text), " %", glued+"%")) {
		w = strings.ReplaceAll(w, glued, " ")
		n := columns.StringWidth(w)
		if !empty && used+1+n > width {
			s.line(line)
			line, used, empty = strings.Repeat(" ", indent), indent, true
		}
		if !empty {
			line += " "
			used++
		}
		line += w
		used += n
		empty = false
	}
	s.line(line)
}

// pad brings a text to n columns, cutting it where it is longer.
func pad(text string, n int) string {
	text = strings.ReplaceAll(printable(text), "\n", " ")
	if columns.StringWidth(text) > n {
		text = columns.Truncate(text, n, "…")
	}
	return columns.FillRight(text, n)
}

// right brings a text to n columns from the right.
func right(text string, n int) string {
	return strings.Repeat(" ", max(0, n-columns.StringWidth(text))) + text
}

// bar draws a probability with its interval in cells: full up to the interval,
// dark within it up to the probability, light beyond it up to the interval's end.
func bar(p, low, high float64, cells int) string {
	var b strings.Builder
	for i := range cells {
		switch at := (float64(i) + .5) / float64(cells); {
		case at < low:
			b.WriteRune('█')
		case at < p:
			b.WriteRune('▓')
		case at < high:
			b.WriteRune('░')
		default:
			b.WriteRune('·')
		}
	}
	return b.String()
}

// spark draws probabilities over time in one line.
func spark(values []float64) string {
	levels := []rune("▁▂▃▄▅▆▇█")
	var b strings.Builder
	for _, v := range values {
		b.WriteRune(levels[min(max(int(v*float64(len(levels))), 0), len(levels)-1)])
	}
	return b.String()
}
