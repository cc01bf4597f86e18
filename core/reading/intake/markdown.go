package intake

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"sort"
	"strings"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	xhtml "golang.org/x/net/html"
	"gopkg.in/yaml.v3"
)

// maxFront is the size in bytes above which what stands between the dashes is no
// front matter.
const maxFront = 64 << 10

// hasFrontMatter reports a text that begins as Markdown does when it says of
// itself what it is.
func hasFrontMatter(s string) bool {
	rest, ok := strings.CutPrefix(s, "---\n")
	if !ok {
		rest, ok = strings.CutPrefix(s, "---\r\n")
	}
	line, _, _ := strings.Cut(rest, "\n")
	key, _, colon := strings.Cut(line, ":")
	return ok && colon && key != "" && !strings.ContainsAny(key, " <\"")
}

// readMarkdown reads Markdown: what it renders to, read as a page, and its front
// matter for what is known of it.
func readMarkdown(_ context.Context, raw []byte, h hint) ([]Text, error) {
	var t Text
	s, err := decode(raw, h.charset, &t)
	if err != nil {
		return nil, err
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	front, body := cutFront(s)
	if knotted(body) {
		t.note("Its marks are too many or too deep for Markdown: it is read as plain text.")
		t.Full = body
		if front != "" {
			frontInto(&t, front)
		}
		return []Text{finish(t, raw, h, "text/plain")}, nil
	}
	var out bytes.Buffer
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough), goldmark.WithRendererOptions(html.WithUnsafe()))
	if err := md.Convert([]byte(body), &out); err != nil {
		return nil, fmt.Errorf("read it as Markdown: %w", err)
	}
	heading := ""
	if doc, err := xhtml.Parse(bytes.NewReader(out.Bytes())); err != nil {
		t.Full = tokensText(out.String())
	} else {
		var hidden int
		t.Full = visible(doc, &hidden)
		if hidden > 0 {
			t.note("%s that the page does not show left out.", countOf(hidden, "element", "elements"))
		}
		m := metaOf(doc)
		heading = m.first
	}
	if front != "" {
		frontInto(&t, front)
	}
	t.Title = firstOf(t.Title, heading)
	if u, err := url.Parse(t.URL); t.Publisher == "" && err == nil && u.Host != "" {
		t.Publisher = strings.TrimPrefix(u.Hostname(), "www.")
		t.note("The publisher is guessed from the address.")
	}
	t = finish(t, raw, h, "text/markdown")
	if front == "" {
		headOf(&t)
	}
	return []Text{t}, nil
}

// The limits within which Markdown is read as such: what it takes grows with the
// square of the marks in one block, and of those at the head of one line.
const (
	maxMarkdown = 5_000_000 // bytes
	maxMarks    = 2_000     // in a block
	maxHead     = 200       // at the head of a line
)

// knotted reports Markdown that would take too long to read.
func knotted(s string) bool {
	if len(s) > maxMarkdown {
		return true
	}
	marks := 0
	for line := range strings.Lines(s) {
		words := strings.TrimLeft(line, "> \t-*+")
		if words == "" || words == "\n" {
			marks = 0
		}
		if len(line)-len(words) > maxHead {
			return true
		}
		for i := range len(line) {
			switch line[i] {
			case '*', '_', '[', ']', '!', '`', '~', '<', '(', '|', '&':
				marks++
			}
		}
		if marks > maxMarks {
			return true
		}
	}
	return false
}

// cutFront parts the front matter from the text.
func cutFront(s string) (front, body string) {
	if !hasFrontMatter(s) {
		return "", s
	}
	rest := s[len("---\n"):]
	for _, end := range []string{"\n---\n", "\n...\n"} {
		if i := strings.Index(rest[:min(len(rest), maxFront)], end); i >= 0 {
			return rest[:i], rest[i+len(end):]
		}
	}
	return "", s
}

// frontInto fills in what the front matter says.
func frontInto(t *Text, front string) {
	var all map[string]yaml.Node
	if err := yaml.Unmarshal([]byte(front), &all); err != nil {
		t.note("The front matter could not be read: %v.", err)
		return
	}
	low := map[string]yaml.Node{}
	keys := make([]string, 0, len(all))
	for k := range all {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		low[strings.ToLower(k)] = all[k]
	}
	get := func(keys ...string) string {
		for _, k := range keys {
			n := low[k]
			if n.Kind == yaml.AliasNode {
				continue // what an alias stands for can grow without bound
			}
			if v := scalar(&n); v != "" {
				return v
			}
		}
		return ""
	}
	t.Title = get("title", "headline")
	t.Author = get("author", "authors", "byline", "creator")
	t.Publisher = get("publisher", "site", "site_name", "publication", "source")
	t.URL = get("url", "source_url", "link", "canonical", "canonical_url", "source-url")
	t.Language = get("language", "lang")
	for _, k := range []string{"date", "published", "published_time", "publish_date", "pubdate", "created"} {
		v := get(k)
		if day, ok := dayOf(v); ok {
			t.Date = day
			break
		}
		if d, err := time.Parse("2006-01-02 15:04:05 -0700", v); err == nil {
			t.Date = d.Format(time.DateOnly)
			break
		}
	}
	if strings.HasPrefix(t.Publisher, "http") {
		t.Publisher = ""
	}
}

// scalar gives a value as text: a word, a list of them, or a thing's name.
func scalar(n *yaml.Node) string {
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Tag == "!!null" {
			return ""
		}
		return oneLine(n.Value)
	case yaml.SequenceNode:
		var all []string
		for _, x := range n.Content {
			if v := scalar(x); v != "" && len(all) < 20 {
				all = append(all, v)
			}
		}
		return strings.Join(all, ", ")
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == "name" && n.Content[i+1].Kind == yaml.ScalarNode {
				return oneLine(n.Content[i+1].Value)
			}
		}
	}
	return ""
}
