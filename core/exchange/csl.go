package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

var cslTypes = map[string]string{
	"news": "article-newspaper", "statement": "speech", "un-document": "document", "treaty": "treaty", "document": "document", "report": "report",
	"article": "article-journal", "book": "book", "database": "dataset", "interview": "interview", "other": "webpage", "": "webpage",
}

var fromCSL = map[string]string{
	"article-newspaper": "news", "post-weblog": "news", "article-magazine": "news", "broadcast": "news", "speech": "statement", "document": "document", "treaty": "treaty", "report": "report",
	"article-journal": "article", "article": "article", "paper-conference": "article", "book": "book", "chapter": "book", "thesis": "report", "dataset": "database", "interview": "interview",
}

type cslName struct {
	Family  string `json:"family,omitempty"`
	Given   string `json:"given,omitempty"`
	Literal string `json:"literal,omitempty"`
}

type cslDate struct {
	Parts   [][]json.RawMessage `json:"date-parts,omitempty"`
	Literal string              `json:"literal,omitempty"`
	Raw     string              `json:"raw,omitempty"`
}

// cslKnown are the variables that have a home in a source.
var cslKnown = []string{"id", "type", "title", "author", "container-title", "publisher", "issued", "URL", "language", "abstract", "keyword", "note"}

func writeCSL(list []reference) ([]byte, error) {
	items := []map[string]any{}
	for _, r := range list {
		x := map[string]any{"id": r.key, "type": cslTypes[r.kind]}
		for key, value := range map[string]string{"title": r.title, "container-title": r.container, "publisher": r.publisher, "URL": r.url, "language": r.language, "abstract": r.abstract, "keyword": strings.Join(r.keywords, ", "), "note": r.note} {
			if value != "" {
				x[key] = value
			}
		}
		var names []cslName
		for _, a := range r.authors {
			family, given, parts := strings.Cut(a, ", ")
			if parts {
				names = append(names, cslName{Family: family, Given: given})
			} else {
				names = append(names, cslName{Literal: a})
			}
		}
		if len(names) > 0 {
			x["author"] = names
		}
		switch {
		case plainDate.MatchString(r.date):
			var parts []int
			for _, p := range strings.Split(r.date, "-") {
				n, err := strconv.Atoi(p)
				if err != nil {
					return nil, err
				}
				parts = append(parts, n)
			}
			x["issued"] = map[string]any{"date-parts": [][]int{parts}}
		case r.date != "":
			x["issued"] = map[string]any{"literal": r.date}
		}
		for _, p := range r.extra {
			if slices.Contains(cslKnown, p.key) {
				continue
			}
			if json.Valid([]byte(p.value)) && strings.ContainsAny(p.value[:1], "[{") {
				x[p.key] = json.RawMessage(p.value)
			} else {
				x[p.key] = p.value
			}
		}
		items = append(items, x)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(items)
	return b.Bytes(), err
}

func readCSL(data []byte) ([]reference, []*RowError) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	dec := json.NewDecoder(bytes.NewReader(data))
	lineOf := func() int { return 1 + bytes.Count(data[:dec.InputOffset()], []byte("\n")) }
	if t, err := dec.Token(); err != nil || t != json.Delim('[') {
		return nil, []*RowError{{Line: 1, Err: errors.New("CSL JSON is a list of references: [ { ... } ]")}}
	}
	var out []reference
	var bad []*RowError
	for dec.More() {
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return out, append(bad, &RowError{Line: lineOf(), Err: fmt.Errorf("it is not JSON: %w", err)})
		}
		line := lineOf() - bytes.Count(raw, []byte("\n"))
		r, err := cslItem(raw)
		if err != nil {
			bad = append(bad, &RowError{Line: line, Err: err})
			continue
		}
		r.line = line
		out = append(out, r)
	}
	if _, err := dec.Token(); err != nil {
		bad = append(bad, &RowError{Line: lineOf(), Err: errors.New("the list is not closed; the file may have been cut short")})
	}
	return out, bad
}

func cslItem(raw []byte) (reference, error) {
	var fields map[string]json.RawMessage
	var r reference
	if err := json.Unmarshal(raw, &fields); err != nil {
		return r, errors.New("a reference is an object: { ... }")
	}
	text := func(key string) string {
		var s string
		if err := json.Unmarshal(fields[key], &s); err == nil {
			return s
		}
		var n json.Number // an id may be a number
		if err := json.Unmarshal(fields[key], &n); err == nil {
			return n.String()
		}
		return ""
	}
	r.key, r.kind = text("id"), fromCSL[text("type")]
	if r.kind == "" {
		r.kind = "other"
	}
	r.title, r.container, r.publisher, r.url = text("title"), text("container-title"), text("publisher"), text("URL")
	r.language, r.abstract, r.note = text("language"), text("abstract"), text("note")
	if k := text("keyword"); k != "" {
		r.keywords = strings.Split(k, ", ")
	}
	var names []cslName
	if raw, ok := fields["author"]; ok {
		if err := json.Unmarshal(raw, &names); err != nil {
			return r, fmt.Errorf("the reference %s: its author is no list of names", r.key)
		}
	}
	for _, n := range names {
		switch {
		case n.Literal != "":
			r.authors = append(r.authors, n.Literal)
		case n.Given != "":
			r.authors = append(r.authors, n.Family+", "+n.Given)
		case n.Family != "":
			r.authors = append(r.authors, n.Family)
		}
	}
	if raw, ok := fields["issued"]; ok {
		var d cslDate
		if err := json.Unmarshal(raw, &d); err != nil {
			return r, fmt.Errorf("the reference %s: its date is not in the form of CSL", r.key)
		}
		r.date = d.text()
	}
	for _, key := range sortedKeys(fields) {
		if slices.Contains(cslKnown, key) {
			continue
		}
		value := text(key)
		if value == "" {
			var b bytes.Buffer
			if err := json.Compact(&b, fields[key]); err != nil {
				return r, err
			}
			value = b.String()
		}
		if value != "null" && value != `""` {
			r.extra = append(r.extra, pair{key, value})
		}
	}
	return r, nil
}

// text gives a date in EDTF as far as it is in parts.
func (d cslDate) text() string {
	var sides []string
	for _, parts := range d.Parts {
		var s string
		for i, p := range parts {
			n, err := strconv.Atoi(strings.Trim(string(p), `"`))
			if err != nil {
				return d.Literal + d.Raw
			}
			if i == 0 {
				s = fmt.Sprintf("%04d", n)
			} else {
				s += fmt.Sprintf("-%02d", n)
			}
		}
		sides = append(sides, s)
	}
	if len(sides) == 0 {
		return d.Literal + d.Raw
	}
	return strings.Join(sides, "/")
}
