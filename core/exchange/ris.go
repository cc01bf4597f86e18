package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

var risTypes = map[string]string{
	"news": "NEWS", "statement": "GEN", "un-document": "GOVDOC", "treaty": "STAT", "document": "GOVDOC", "report": "RPRT", "article": "JOUR",
	"book": "BOOK", "database": "DATA", "interview": "PCOMM", "other": "GEN", "": "GEN",
}

var fromRIS = map[string]string{
	"NEWS": "news", "MGZN": "news", "BLOG": "news", "GOVDOC": "document", "STAT": "treaty", "RPRT": "report", "JOUR": "article", "EJOUR": "article", "JFULL": "article", "CPAPER": "article",
	"BOOK": "book", "CHAP": "book", "EBOOK": "book", "ECHAP": "book", "EDBOOK": "book", "DATA": "database", "DBASE": "database", "AGGR": "database", "PCOMM": "interview", "THES": "report", "UNPB": "report", "UNPD": "report",
}

// writeRIS writes references with one tag a line, as the format of 2001 has it.
func writeRIS(list []reference) ([]byte, error) {
	var b bytes.Buffer
	for _, r := range list {
		put := func(tag, value string) {
			if value != "" {
				// A line without a tag goes on with the one before.
				fmt.Fprintf(&b, "%s  - %s\r\n", tag, strings.ReplaceAll(strings.ReplaceAll(value, "\r\n", "\n"), "\n", "\r\n"))
			}
		}
		put("TY", risTypes[r.kind])
		put("ID", r.key)
		for _, a := range r.authors {
			put("AU", a)
		}
		put("TI", r.title)
		put("T2", r.container)
		put("PB", r.publisher)
		if plainDate.MatchString(r.date) {
			put("PY", r.date[:4])
			put("DA", strings.ReplaceAll(r.date, "-", "/"))
		} else {
			put("DA", r.date)
		}
		put("UR", r.url)
		put("LA", r.language)
		put("AB", r.abstract)
		for _, k := range r.keywords {
			put("KW", k)
		}
		for _, p := range r.extra {
			if risTag.MatchString(p.key + "  - ") {
				put(p.key, p.value)
			}
		}
		put("N1", r.note)
		b.WriteString("ER  - \r\n\r\n")
	}
	return b.Bytes(), nil
}

var risTag = regexp.MustCompile(`^([A-Z][A-Z0-9])  ?- ?`)

// readRIS reads references of a RIS file, each from TY to ER.
func readRIS(data []byte) ([]reference, []*RowError) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		return nil, []*RowError{{Err: errors.New("it is not UTF-8 text; save it as UTF-8")}}
	}
	var out []reference
	var bad []*RowError
	var now *reference
	var last *string
	lost := ""
	for n, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSuffix(line, "\r")
		at := risTag.FindStringIndex(line)
		if at == nil {
			switch {
			case now != nil && last != nil:
				*last += "\n" + line
			case now == nil && strings.TrimSpace(line) != "":
				bad = append(bad, &RowError{Line: n + 1, Err: errors.New("a line outside any reference: it has no tag, and none began with TY")})
			}
			continue
		}
		tag, value := line[:2], line[at[1]:]
		if tag == "TY" {
			if now != nil {
				bad = append(bad, &RowError{Line: now.line, Err: errors.New("the reference has no end (ER) before the next begins")})
			}
			kind := fromRIS[strings.TrimSpace(value)]
			if kind == "" {
				kind = "other"
			}
			now, last = &reference{line: n + 1, kind: kind}, nil
			continue
		}
		if now == nil {
			bad = append(bad, &RowError{Line: n + 1, Err: fmt.Errorf("a line %s outside any reference", tag)})
			continue
		}
		if tag == "ER" {
			now.tidy()
			out = append(out, *now)
			now, last = nil, nil
			continue
		}
		last = now.tag(tag, value, &lost)
	}
	if now != nil {
		bad = append(bad, &RowError{Line: now.line, Err: errors.New("the file ends before the reference does (ER)")})
	}
	return out, bad
}

// tag takes one line of a reference and gives the text to which the next line
// without a tag belongs.
func (r *reference) tag(tag, value string, lost *string) *string {
	once := func(to *string) *string {
		if *to != "" {
			r.extra = append(r.extra, pair{tag, value})
			return &r.extra[len(r.extra)-1].value
		}
		*to = value
		return to
	}
	switch tag {
	case "ID":
		r.key = value
		return lost
	case "AU", "A1":
		r.authors = append(r.authors, value)
		return &r.authors[len(r.authors)-1]
	case "TI", "T1":
		return once(&r.title)
	case "T2", "JO", "JF":
		return once(&r.container)
	case "PB":
		return once(&r.publisher)
	case "DA":
		r.date = strings.ReplaceAll(strings.TrimRight(value, "/"), "/", "-") // "2020/05//" has no day
		if !plainDate.MatchString(r.date) {
			r.date = strings.TrimRight(value, "/")
		}
		return lost
	case "PY", "Y1":
		if r.date == "" {
			r.date = strings.ReplaceAll(strings.TrimRight(value, "/"), "/", "-")
		}
		return lost
	case "UR":
		return once(&r.url)
	case "LA":
		return once(&r.language)
	case "AB", "N2":
		return once(&r.abstract)
	case "KW":
		r.keywords = append(r.keywords, value)
		return &r.keywords[len(r.keywords)-1]
	case "N1":
		if r.note != "" {
			r.note += "\n"
		}
		r.note += value
		return &r.note
	}
	r.extra = append(r.extra, pair{tag, value})
	return &r.extra[len(r.extra)-1].value
}

// tidy drops empty fields.
func (r *reference) tidy() {
	r.extra = slices.DeleteFunc(r.extra, func(p pair) bool { return strings.TrimSpace(p.value) == "" })
	r.keywords = slices.DeleteFunc(r.keywords, func(s string) bool { return s == "" })
}
