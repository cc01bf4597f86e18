package brief

import (
	"context"
	"fmt"
	"io"
	"strings"
)

// writeMarkdown writes CommonMark with GitHub's tables. A figure stands as its
// caption and its text, since a single file holds no pictures that every reader
// of Markdown shows; citations are links to the list at the end.
func writeMarkdown(_ context.Context, w io.Writer, d *Document) error {
	m := &markdown{}
	m.line("# " + heading(inline(isolated(d.Question))))
	m.line("")
	m.line(inline([]Span{{Text: "Brief · "}, record(d.Case), {Text: " · " + strings.Join(d.Meta, " · ")}}))
	for _, s := range d.Sections {
		m.line("")
		m.line("## " + escape(s.Title))
		for _, b := range s.Blocks {
			m.line("")
			m.block(b)
		}
	}
	if _, err := io.WriteString(w, m.String()); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

type markdown struct{ strings.Builder }

func (m *markdown) line(s string) {
	m.WriteString(strings.TrimRight(s, " "))
	m.WriteByte('\n')
}

func (m *markdown) block(b Block) {
	switch b := b.(type) {
	case *Heading:
		m.line("### " + heading(inline(b.Spans)))
	case *Paragraph:
		m.line(opening(inline(b.Spans)))
	case *List:
		for i, x := range b.Items {
			bullet := "- "
			if b.Numbered {
				bullet = fmt.Sprintf("%d. ", i+1)
			}
			m.line(bullet + opening(inline(x.Spans)))
			if len(x.Note) > 0 {
				m.line("")
				m.line(strings.Repeat(" ", len(bullet)) + opening(inline(x.Note)))
			}
		}
	case *Table:
		m.table(b)
	case *Figure:
		m.line(fmt.Sprintf("**Figure %d.** %s", b.Number, inline(isolated(b.Caption))))
		if !strings.Contains(b.Caption, b.Picture.Alt) {
			m.line("")
			m.line("> " + opening(inline(isolated(b.Picture.Alt))))
		}
	case *References:
		for _, r := range b.List {
			m.reference(r)
		}
	}
}

func (m *markdown) table(t *Table) {
	m.line("*" + inline(isolated(t.Caption)) + "*")
	m.line("")
	head, rule := "|", "|"
	for _, c := range t.Columns {
		head += " " + cell(c.Title) + " |"
		if c.Format == Percent || c.Format == Number {
			rule += " ---: |"
		} else {
			rule += " --- |"
		}
	}
	m.line(head)
	m.line(rule)
	for _, r := range t.Rows {
		row := "|"
		for _, c := range r.Cells {
			text := strings.ReplaceAll(inline(c.Spans), "\n", " ")
			if r.Strong && text != "" {
				text = "**" + text + "**"
			}
			row += " " + text + " |"
		}
		m.line(row)
	}
}

func cell(s string) string { return strings.ReplaceAll(escape(s), "\n", " ") }

func (m *markdown) reference(r Reference) {
	text := fmt.Sprintf("%d. <a id=\"ref-%d\"></a>", r.Number, r.Number)
	if r.Author != "" {
		text += escape(r.Author) + ", "
	}
	text += escape(r.Title)
	if r.Publisher != "" {
		text += ". " + escape(r.Publisher)
	}
	if r.Date != "" {
		text += ", " + escape(r.Said())
	}
	if r.Where != "" {
		text += ", " + escape(r.Where)
	}
	text += ". " + r.Grade
	if r.Memory {
		text += ", cited from memory"
	}
	text += "."
	if r.Link != "" {
		text += " <" + angled(r.Link) + ">"
	}
	m.line(text)
	if r.Quote != "" {
		m.line("")
		m.line("   > " + opening(escape(r.Quote)))
		m.line("")
	}
}

// inline writes spans. A text of the record that runs from right to left is
// closed off by isolates, so that what follows keeps its place.
func inline(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		lead := s.Text[:len(s.Text)-len(strings.TrimLeft(s.Text, " "))]
		trail := s.Text[len(strings.TrimRight(s.Text, " ")):]
		text := escape(strings.TrimSpace(s.Text))
		if strings.TrimSpace(s.Text) == "" {
			lead, trail = s.Text, ""
		}
		if s.Isolate && rightToLeft(s.Text) {
			text = "\u2068" + text + "\u2069"
		}
		if s.Strong && text != "" {
			text = "**" + text + "**"
		}
		if s.Link != "" && text != "" {
			text = "[" + text + "](<" + angled(s.Link) + ">)"
		}
		b.WriteString(lead + text)
		for i, n := range s.Cites {
			if i > 0 || text != "" && len(s.Cites) > 0 && s.Small {
				b.WriteString(" ")
			}
			fmt.Fprintf(&b, "[\\[%d\\]](#ref-%d)", n, n)
		}
		b.WriteString(trail)
	}
	return strings.ReplaceAll(b.String(), "\n", " ")
}

// angled makes an address safe between angle brackets.
func angled(s string) string {
	return strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20", "\n", "").Replace(s)
}

func rightToLeft(s string) bool { return strings.ContainsFunc(s, turned) }

// escape keeps a text from being read as Markdown or HTML.
func escape(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case strings.ContainsRune("\\`*_[]<>|&~$", r), r == '!' && i == len(s)-1: // a link that follows would be a picture
			b.WriteByte('\\')
		case r == ':' && scheme(s[:i]), r == '@': // no address is made a link that was none
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// scheme reports whether a text ends in what begins an address.
func scheme(s string) bool {
	s = strings.ToLower(s)
	return strings.HasSuffix(s, "http") || strings.HasSuffix(s, "https") || strings.HasSuffix(s, "ftp") || strings.HasSuffix(s, "javascript") || strings.HasSuffix(s, "mailto")
}

// heading keeps the signs at a heading's end, which else would close it.
func heading(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasSuffix(s, "#") {
		return s[:len(s)-1] + "\\#"
	}
	return s
}

// opening keeps the start of a block from being read as that of another: a
// heading, a list, a rule, code.
func opening(s string) string {
	s = strings.TrimLeft(s, " \t")
	if s == "" {
		return s
	}
	next := byte(' ')
	if len(s) > 1 {
		next = s[1]
	}
	if s[0] == '#' || strings.ContainsRune("+-=", rune(s[0])) && (next == ' ' || next == '\t' || next == s[0]) {
		return "\\" + s
	}
	if rest := strings.TrimLeft(s, "0123456789"); len(rest) < len(s) && rest != "" && (rest[0] == '.' || rest[0] == ')') && (len(rest) == 1 || rest[1] == ' ' || rest[1] == '\t') {
		return s[:len(s)-len(rest)] + "\\" + rest
	}
	return s
}
