package intake

import (
	"bytes"
	"context"
	"net/url"
	"path"
	"strings"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// maxElements is the number of elements above which the main text of a page is
// not looked for: the search compares them with each other.
const maxElements = 60_000

// readHTML reads a web page: all that a browser would show, and beside it the
// main text. Nothing is run and nothing fetched.
func readHTML(ctx context.Context, raw []byte, h hint) ([]Text, error) {
	var t Text
	s, err := decodeHTML(raw, h, &t)
	if err != nil {
		return nil, err
	}
	if err := readPage(ctx, &t, s, h.url); err != nil {
		return nil, err
	}
	return []Text{finish(t, raw, h, "text/html")}, nil
}

// decodeHTML gives a page as UTF-8, by its mark, the answer's header, the page's
// own word, or guessed.
func decodeHTML(raw []byte, h hint, t *Text) (string, error) {
	declared := h.charset
	if declared == "" {
		if _, name, _ := charset.DetermineEncoding(raw[:min(len(raw), 1024)], ""); name != "windows-1252" || bytes.Contains(bytes.ToLower(raw[:min(len(raw), 1024)]), []byte("charset")) {
			declared = name
		}
	}
	return decode(raw, declared, t)
}

// page fills in a text from a page of HTML in UTF-8.
func readPage(ctx context.Context, t *Text, s, address string) error {
	doc, err := html.Parse(strings.NewReader(s))
	if err != nil {
		// Elements within elements beyond what browsers bear: the words alone.
		t.note("The page's elements stand too deep within each other: its words were taken without them, and no main text was looked for.")
		t.Full = tokensText(s)
		return nil
	}
	var hidden int
	t.Full = visible(doc, &hidden)
	if hidden > 0 {
		t.note("%s that the page does not show left out.", countOf(hidden, "element", "elements"))
	}
	m := metaOf(doc)
	if address == "" {
		address = savedFrom(s)
	}
	base, _ := url.Parse(address)
	if base == nil || base.Host == "" {
		base, _ = url.Parse(m.url)
	}
	m.into(t, base)
	if err := ctx.Err(); err != nil {
		return err
	}
	extract(t, doc, base, m)
	return nil
}

// savedFrom gives the address that browsers write into a page they save.
func savedFrom(s string) string {
	_, rest, ok := strings.Cut(s[:min(len(s), 4096)], "saved from url=(")
	if !ok {
		return ""
	}
	_, rest, ok = strings.Cut(rest, ")")
	if !ok {
		return ""
	}
	address, _, _ := strings.Cut(rest, "-->")
	address = strings.TrimSpace(address)
	if !strings.HasPrefix(address, "http") {
		return ""
	}
	return address
}

// extract finds the main text of a page. Where there is none, or hardly any of
// what the page shows, all of it stays the text to read.
func extract(t *Text, doc *html.Node, base *url.URL, m meta) {
	p := readability.NewParser()
	p.MaxElemsToParse = maxElements
	if base == nil || base.Host == "" {
		base = &url.URL{Scheme: "http", Host: "page.invalid", Path: "/"}
	}
	a, err := p.ParseAndMutate(doc, base)
	if err != nil || a.Node == nil {
		t.note("No main text could be told apart: all of the page is read.")
		return
	}
	if t.Title == "" {
		t.Title = a.Title()
	}
	if t.Author == "" {
		t.Author = a.Byline()
	}
	if t.Language == "" {
		t.Language = a.Language()
	}
	var hidden int
	main := clean(visible(a.Node, &hidden), &oddities{})
	full := clean(t.Full, &oddities{})
	all, part := utf8.RuneCountInString(full), utf8.RuneCountInString(main)
	if part < 140 && part*2 < all || part == 0 {
		t.note("No main text could be told apart: all of the page is read.")
		return
	}
	if part >= all*97/100 {
		return // the same, near enough: one text is simpler to check
	}
	lost, sure := lead(full, main, t.Title)
	if len(lost) > 0 && sure {
		main = strings.Join(lost, "\n\n") + "\n\n" + main
		t.note("%s before the main text, between it and the title, put back into it.", countOf(len(lost), "paragraph", "paragraphs"))
	} else if len(lost) > 0 {
		t.note("Before the main text stands what may belong to it: “%s”.", cutRunes(lost[len(lost)-1], 160))
	}
	t.Extract = main
	t.note("The main text is %d %% of what the page shows.", 100*utf8.RuneCountInString(main)/max(all, 1))
}

// lead finds what an extractor loses most: sentences between the title of a page
// and the first paragraph of the main text. sure tells whether the title was
// found above them.
func lead(full, main, title string) (lost []string, sure bool) {
	paragraphs := strings.Split(full, "\n\n")
	first, _, _ := strings.Cut(main, "\n\n")
	at := -1
	for i, p := range paragraphs {
		if p == first {
			at = i
			break
		}
	}
	if at < 0 {
		return nil, false
	}
	head := oneLine(title)
	for i := at - 1; i >= 0 && i >= at-12; i-- {
		p := oneLine(paragraphs[i])
		if head != "" && (strings.EqualFold(p, head) || utf8.RuneCountInString(p) > 15 && strings.HasPrefix(head, p)) {
			return lost, true
		}
		if prose(p) {
			lost = append([]string{paragraphs[i]}, lost...)
		}
	}
	if len(lost) > 1 {
		lost = lost[len(lost)-1:]
	}
	return lost, false
}

// prose reports a paragraph that is a sentence, not a menu or a caption.
func prose(p string) bool {
	last, _ := utf8.DecodeLastRuneInString(p)
	return utf8.RuneCountInString(p) >= 60 && strings.ContainsRune(".!?”\"»。؟", last) && strings.Count(p, " ") > 8 && !strings.Contains(p, "©")
}

// unseen are elements whose content no reader of a page sees as text.
var unseen = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Iframe: true, atom.Object: true, atom.Embed: true,
	atom.Svg: true, atom.Canvas: true, atom.Audio: true, atom.Video: true, atom.Head: true, atom.Select: true, atom.Textarea: true, atom.Input: true, atom.Datalist: true,
	atom.Frameset: true, atom.Noframes: true, atom.Noembed: true, atom.Title: true}

// blocks are elements that stand on lines of their own: true, with an empty line
// around.
var blocks = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Section: true, atom.Article: true, atom.Header: true, atom.Footer: true, atom.Main: true, atom.Nav: true, atom.Aside: true, atom.Blockquote: true, atom.Pre: true,
	atom.Ul: true, atom.Ol: true, atom.Dl: true, atom.Table: true, atom.Figure: true, atom.Figcaption: true, atom.Form: true, atom.Hr: true, atom.Body: true,
	atom.Address: true, atom.Details: true, atom.Fieldset: true, atom.Caption: true,
	atom.Li: false, atom.Tr: false, atom.Dt: false, atom.Dd: false, atom.Br: false, atom.Summary: false, atom.Legend: false, atom.Option: false}

// visible gives the words of a page as a browser without scripts shows them,
// and counts what the page hides.
func visible(n *html.Node, hidden *int) string {
	w := writer{}
	w.node(n, hidden, false)
	return w.b.String()
}

// writer lays out words in lines.
type writer struct {
	b     strings.Builder
	space bool // one is due before the next word
	lines int  // as many line ends are
}

// node writes an element; the parser has seen to it that they stand at most 512
// deep.
func (w *writer) node(n *html.Node, hidden *int, pre bool) {
	switch n.Type {
	case html.TextNode:
		w.text(n.Data, pre)
		return
	case html.ElementNode:
		if unseen[n.DataAtom] {
			return
		}
		if isHidden(n) {
			if n.FirstChild != nil {
				*hidden++
			}
			return
		}
	case html.DocumentNode:
	default:
		return
	}
	around, block := blocks[n.DataAtom]
	if block {
		w.end(around)
	}
	pre = pre || n.DataAtom == atom.Pre
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c, hidden, pre)
	}
	switch {
	case block && n.DataAtom != atom.Br:
		w.end(around)
	case n.DataAtom == atom.Td || n.DataAtom == atom.Th:
		w.space = true
	}
}

// isHidden reports an element that a page holds and does not show.
func isHidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return a.Val != "until-found"
		case "style":
			style := strings.ToLower(strings.Join(strings.Fields(a.Val), ""))
			if strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

func (w *writer) end(around bool) {
	if around {
		w.lines = max(w.lines, 2)
	} else {
		w.lines = max(w.lines, 1)
	}
}

func (w *writer) text(s string, pre bool) {
	if pre {
		for i, line := range strings.Split(s, "\n") {
			if i > 0 {
				w.lines++
			}
			w.words(line)
		}
		return
	}
	w.words(s)
}

// words writes text with each run of white space as one space.
func (w *writer) words(s string) {
	for len(s) > 0 {
		i := strings.IndexAny(s, " \t\n\r\f")
		switch i {
		case 0:
			w.space = true
			s = strings.TrimLeft(s, " \t\n\r\f")
			continue
		case -1:
			i = len(s)
		}
		switch {
		case w.b.Len() == 0:
		case w.lines > 1:
			w.b.WriteString("\n\n")
		case w.lines == 1:
			w.b.WriteByte('\n')
		case w.space:
			w.b.WriteByte(' ')
		}
		w.space, w.lines = false, 0
		w.b.WriteString(s[:i])
		s = s[i:]
	}
}

// tokensText gives the words of markup that is too deep for the parser, from its
// tags one by one.
func tokensText(s string) string {
	z := html.NewTokenizer(strings.NewReader(s))
	w := writer{}
	var skip atom.Atom
	for {
		switch z.Next() {
		case html.ErrorToken:
			return w.b.String()
		case html.TextToken:
			if skip == 0 {
				w.text(string(z.Text()), false)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			if skip == 0 && unseen[tag] && tag != atom.Head && tag != atom.Input && tag != atom.Embed {
				skip = tag
			}
			if around, ok := blocks[tag]; ok {
				w.end(around)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			if tag == skip {
				skip = 0
			}
			if around, ok := blocks[tag]; ok && tag != atom.Br {
				w.end(around)
			}
		}
	}
}

// nameFrom gives the last part of an address or path, without folders that could
// lead anywhere.
func nameFrom(s string) string {
	s = strings.ReplaceAll(s, "\\", "/")
	s = path.Base(path.Clean("/" + s))
	if s == "/" || s == "." {
		return ""
	}
	return cutRunes(oneLine(s), 200)
}
