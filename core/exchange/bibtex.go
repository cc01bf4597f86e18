package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

var bibtexTypes = map[string]string{
	"news": "article", "article": "article", "book": "book", "report": "techreport",
	"statement": "misc", "un-document": "misc", "treaty": "misc", "document": "misc", "database": "misc", "interview": "misc", "other": "misc", "": "misc",
}

// fromBibTeX are the types of source for the types of entry.
var fromBibTeX = map[string]string{
	"article": "article", "book": "book", "inbook": "book", "incollection": "book", "collection": "book", "proceedings": "book", "inproceedings": "article",
	"techreport": "report", "report": "report", "phdthesis": "report", "mastersthesis": "report", "thesis": "report", "dataset": "database", "newspaper": "news",
}

var bibtexEscapes = strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "%", `\%`, "&", `\&`, "#", `\#`, "_", `\_`, "$", `\$`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`)

// writeBibTeX writes entries with one field a line.
func writeBibTeX(list []reference) ([]byte, error) {
	var b bytes.Buffer
	for i, r := range list {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "@%s{%s", bibtexTypes[r.kind], bibKey(r.key))
		put := func(key, value string) {
			if value != "" {
				fmt.Fprintf(&b, ",\n  %s = {%s}", key, bibtexEscapes.Replace(value))
			}
		}
		var authors []string
		for _, a := range r.authors {
			a = bibtexEscapes.Replace(a)
			if strings.Contains(a, " ") && !strings.Contains(a, ",") || strings.Contains(" "+a+" ", " and ") {
				a = "{" + a + "}" // one name, not to be taken apart
			}
			authors = append(authors, a)
		}
		if len(authors) > 0 {
			fmt.Fprintf(&b, ",\n  author = {%s}", strings.Join(authors, " and "))
		}
		put("title", r.title)
		put("journal", r.container)
		put("publisher", r.publisher)
		put("date", r.date)
		if plainDate.MatchString(r.date) {
			put("year", r.date[:4])
		}
		put("url", r.url)
		put("langid", r.language)
		put("abstract", r.abstract)
		put("keywords", strings.Join(r.keywords, ", "))
		for _, p := range r.extra {
			if p.key != "container" {
				put(p.key, p.value)
			}
		}
		put("note", r.note)
		b.WriteString("\n}\n")
	}
	return b.Bytes(), nil
}

// bibKey keeps to what a citation key may hold.
func bibKey(id string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_:.", r) {
			return r
		}
		return '-'
	}, id)
}

// bibReader takes a BibTeX file apart. It never fails as a whole: an entry that
// cannot be read is told by its line, and reading goes on at the next @ that
// begins a line.
type bibReader struct {
	text    string
	at      int
	strings map[string]string
}

func readBibTeX(data []byte) ([]reference, []*RowError) {
	if !utf8.Valid(data) {
		return nil, []*RowError{{Err: errors.New("it is not UTF-8 text; save it as UTF-8")}}
	}
	r := &bibReader{text: strings.ReplaceAll(string(data), "\r\n", "\n"), strings: map[string]string{}}
	for i, m := range []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"} {
		r.strings[strings.ToLower(m[:3])] = fmt.Sprintf("%02d", i+1)
	}
	var out []reference
	var bad []*RowError
	line, counted := 1, 0
	for {
		next := strings.IndexByte(r.text[r.at:], '@')
		if next < 0 {
			return out, bad
		}
		r.at += next
		line += strings.Count(r.text[counted:r.at], "\n")
		counted = r.at
		start := r.at
		ref, ok, err := r.entry()
		if err != nil {
			bad = append(bad, &RowError{Line: line, Err: err})
			if again := strings.Index(r.text[start+1:], "\n@"); again >= 0 {
				r.at = start + 2 + again
			} else {
				return out, bad
			}
			continue
		}
		if ok {
			ref.line = line
			out = append(out, ref)
		}
	}
}

func (r *bibReader) space() {
	for r.at < len(r.text) && strings.IndexByte(" \t\n\r", r.text[r.at]) >= 0 {
		r.at++
	}
}

// word reads up to any of the marks that end a name.
func (r *bibReader) word() string {
	from := r.at
	for r.at < len(r.text) && strings.IndexByte(" \t\n\r{}(),=\"#@", r.text[r.at]) < 0 {
		r.at++
	}
	return r.text[from:r.at]
}

func (r *bibReader) take(b byte) bool {
	r.space()
	if r.at < len(r.text) && r.text[r.at] == b {
		r.at++
		return true
	}
	return false
}

// entry reads one entry from its @; ok is false for what is no reference.
func (r *bibReader) entry() (out reference, ok bool, err error) {
	r.at++
	kind := strings.ToLower(r.word())
	end := byte('}')
	if !r.take('{') {
		if !r.take('(') {
			return out, false, nil // an address in the text between entries
		}
		end = ')'
	}
	if kind == "comment" || kind == "preamble" {
		r.at--
		_, err := r.braced()
		return out, false, err
	}
	if kind != "string" {
		r.space()
		out.key = r.word()
	}
	fields := map[string]string{}
	var order []string
	for first := true; ; first = false {
		if r.take(end) {
			break
		}
		if (!first || kind != "string") && !r.take(',') {
			return out, false, fmt.Errorf("the entry %s: a comma or a closing brace is missing", out.key)
		}
		if r.take(end) {
			break
		}
		r.space()
		name := strings.ToLower(r.word())
		if name == "" || !r.take('=') {
			return out, false, fmt.Errorf("the entry %s: a field without a name or an equals sign", out.key)
		}
		value, err := r.value()
		if err != nil {
			return out, false, fmt.Errorf("the entry %s, field %s: %w", out.key, name, err)
		}
		if _, twice := fields[name]; !twice {
			order = append(order, name)
		}
		fields[name] = value
	}
	if kind == "string" {
		for _, name := range order {
			r.strings[name] = fields[name]
		}
		return out, false, nil
	}
	out.fill(kind, fields, order)
	return out, true, nil
}

// value reads texts and names joined by #.
func (r *bibReader) value() (string, error) {
	var b strings.Builder
	for {
		r.space()
		switch {
		case r.at >= len(r.text):
			return "", errors.New("the file ends in it")
		case r.text[r.at] == '{':
			text, err := r.braced()
			if err != nil {
				return "", err
			}
			b.WriteString(text)
		case r.text[r.at] == '"':
			text, err := r.quoted()
			if err != nil {
				return "", err
			}
			b.WriteString(text)
		default:
			name := r.word()
			if name == "" {
				return "", errors.New("it has no value")
			}
			if text, ok := r.strings[strings.ToLower(name)]; ok {
				name = text
			}
			b.WriteString(name)
		}
		if !r.take('#') {
			return b.String(), nil
		}
	}
}

// braced reads from an opening brace to the one that closes it.
func (r *bibReader) braced() (string, error) {
	depth, from := 0, r.at+1
	for ; r.at < len(r.text); r.at++ {
		switch r.text[r.at] {
		case '\\':
			r.at++
		case '{', '(':
			if r.text[r.at] == '{' || r.at == from-1 {
				depth++
			}
		case '}':
			if depth--; depth <= 0 {
				r.at++
				return r.text[from : r.at-1], nil
			}
		case ')':
			if depth == 1 && r.text[from-1] == '(' {
				r.at++
				return r.text[from : r.at-1], nil
			}
		}
	}
	r.at = len(r.text)
	return "", errors.New("a brace is not closed")
}

func (r *bibReader) quoted() (string, error) {
	r.at++
	depth, from := 0, r.at
	for ; r.at < len(r.text); r.at++ {
		switch r.text[r.at] {
		case '\\':
			r.at++
		case '{':
			depth++
		case '}':
			depth--
		case '"':
			if depth == 0 {
				r.at++
				return r.text[from : r.at-1], nil
			}
		}
	}
	r.at = len(r.text)
	return "", errors.New("a quotation mark is not closed")
}

// fill puts the fields of an entry in their places.
func (out *reference) fill(kind string, fields map[string]string, order []string) {
	out.kind = fromBibTeX[kind]
	if out.kind == "" {
		out.kind = "other"
	}
	if out.kind == "article" && strings.EqualFold(fields["entrysubtype"], "newspaper") {
		out.kind = "news"
	}
	take := func(names ...string) string {
		for _, n := range names {
			if v, ok := fields[n]; ok {
				delete(fields, n)
				return plainTeX(v)
			}
		}
		return ""
	}
	out.title = take("title")
	for _, a := range splitAuthors(fields["author"]) {
		out.authors = append(out.authors, plainTeX(a))
	}
	delete(fields, "author")
	out.container = take("journaltitle", "journal")
	out.publisher = take("publisher", "institution", "organization", "school")
	out.url = take("url")
	out.language = take("langid", "language")
	out.abstract = take("abstract")
	for _, k := range strings.FieldsFunc(take("keywords"), func(r rune) bool { return r == ',' || r == ';' }) {
		out.keywords = append(out.keywords, strings.TrimSpace(k))
	}
	out.note = take("note")
	year, month, day := take("year"), take("month"), take("day")
	if out.date = take("date"); out.date == "" && year != "" {
		out.date = year
		if len(year) == 4 && len(month) == 1 {
			month = "0" + month
		}
		if len(year) == 4 && len(month) == 2 {
			out.date += "-" + month
			if len(day) == 1 {
				day = "0" + day
			}
			if len(day) == 2 {
				out.date += "-" + day
			}
		} else if month != "" {
			out.date = month + " " + year
		}
	}
	for _, name := range order {
		if v, left := fields[name]; left && strings.TrimSpace(v) != "" {
			out.extra = append(out.extra, pair{name, plainTeX(v)})
		}
	}
}

// splitAuthors parts names at "and" outside braces.
func splitAuthors(s string) []string {
	var out []string
	depth, from := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			depth--
		case ' ', '\n':
			if depth == 0 && len(s) >= i+5 && strings.EqualFold(strings.Join(strings.Fields(s[i:i+5]), " "), "and") && strings.TrimSpace(s[i+4:i+5]) == "" {
				out = append(out, strings.TrimSpace(s[from:i]))
				from, i = i+5, i+4
			}
		}
	}
	if last := strings.TrimSpace(s[from:]); last != "" {
		out = append(out, last)
	}
	return out
}

// accents are TeX's marks over a letter, as combining characters.
var accents = map[byte]string{'`': "\u0300", '\'': "\u0301", '^': "\u0302", '~': "\u0303", '=': "\u0304", 'u': "\u0306", '.': "\u0307", '"': "\u0308", 'r': "\u030a", 'H': "\u030b", 'v': "\u030c", 'c': "\u0327", 'k': "\u0328"}

// controls are TeX's words for characters.
var controls = map[string]string{
	"textbackslash": `\`, "textasciitilde": "~", "textasciicircum": "^", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å",
	"l": "ł", "L": "Ł", "i": "ı", "textendash": "–", "textemdash": "—", "textquotesingle": "'", "ldots": "…", "dots": "…", "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“", "textquotedblright": "”", "dh": "ð", "th": "þ",
}

// plainTeX gives a field's text as a person reads it.
func plainTeX(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '{' || c == '}':
			i++
		case c == '~':
			b.WriteString("\u00a0")
			i++
		case c != '\\':
			b.WriteByte(c)
			i++
		case i+1 >= len(s):
			i++
		default:
			text, n := control(s[i+1:])
			b.WriteString(text)
			i += 1 + n
		}
	}
	return norm.NFC.String(b.String())
}

// control reads what follows a backslash and gives how much of it that was.
func control(s string) (text string, n int) {
	letters := 0
	for letters < len(s) && (s[letters] >= 'a' && s[letters] <= 'z' || s[letters] >= 'A' && s[letters] <= 'Z') {
		letters++
	}
	word := s[:letters]
	if text, ok := controls[word]; ok {
		n := letters
		if strings.HasPrefix(s[n:], "{}") {
			n += 2
		} else if n < len(s) && s[n] == ' ' {
			n++
		}
		return text, n
	}
	mark := byte(0)
	if letters <= 1 {
		mark = s[0]
	}
	if combining, ok := accents[mark]; ok {
		n := 1
		for n < len(s) && (s[n] == '{' || s[n] == ' ' || s[n] == '\\') {
			n++
		}
		if n < len(s) && s[n] != '}' {
			_, size := utf8.DecodeRuneInString(s[n:])
			return s[n:n+size] + combining, n + size
		}
		return "", n
	}
	if letters > 0 {
		return "", letters // a command without a character: \emph
	}
	_, size := utf8.DecodeRuneInString(s)
	return s[:size], size
}
