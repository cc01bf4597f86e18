package reading

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
	"github.com/clipperhouse/uax29/v2/words"
)

// token is a word, number or mark of a text.
type token struct {
	start, end   int    // bytes of the text
	rstart, rend int    // Unicode characters of the text
	norm         string // lower case, straight apostrophe, no final full stop
	upper        bool   // begins with a capital
	caps         bool   // more than one letter, all capitals
	word         bool   // has a letter or digit
	num          bool   // begins with a digit
	space        bool   // white space before it
	poss         bool   // the possessive ending "'s", cut off its word
}

// span is a stretch of tokens, end exclusive.
type span struct{ from, to int }

// sentence is a stretch of tokens that ends with a full stop or the like.
type sentence struct {
	span
	paragraph int  // counted from 0
	question  bool // ends with a question mark
}

// document is a text cut into tokens and sentences.
type document struct {
	text      string
	tokens    []token
	sentences []sentence
}

// cut splits a text into tokens and sentences by Unicode's rules (UAX 29), and
// mends what they cannot know: abbreviations, lines broken by hand, "'s".
func cut(text string, lex *Lexicon) *document {
	d := &document{text: text, tokens: make([]token, 0, len(text)/5+1)}
	d.tokenize()
	d.split(lex)
	return d
}

func (d *document) tokenize() {
	pos, chars, space := 0, 0, true
	it := words.FromString(d.text)
	for it.Next() {
		w := it.Value()
		n := utf8.RuneCountInString(w)
		r, _ := utf8.DecodeRuneInString(w)
		if unicode.IsSpace(r) || !unicode.IsGraphic(r) {
			space = true
			pos, chars = pos+len(w), chars+n
			continue
		}
		t := token{start: pos, end: pos + len(w), rstart: chars, rend: chars + n, space: space}
		space = false
		pos, chars = pos+len(w), chars+n
		last := len(d.tokens) - 1
		if w == "." && last >= 0 && !t.space && initials(d.tokens[last].norm) {
			d.tokens[last].end, d.tokens[last].rend = t.end, t.rend // U.S.
			continue
		}
		t.norm = normal(w)
		t.num = unicode.IsDigit(r)
		t.word = unicode.IsLetter(r) || t.num
		t.upper = unicode.IsUpper(r)
		t.caps = t.upper && n > 1 && strings.ToUpper(w) == w
		if stem, tail, ok := d.cutEnding(t); ok {
			d.tokens = append(d.tokens, stem)
			t = tail
		} else if (w == "'" || w == "’") && last >= 0 && !t.space && strings.HasSuffix(d.tokens[last].norm, "s") && d.tokens[last].word {
			t.norm, t.poss = "'s", true // the allies' help
		}
		d.tokens = append(d.tokens, t)
	}
}

// endings are cut off their words: the possessive and short forms of verbs.
var endings = []string{"'s", "'re", "'ve", "'ll", "'d", "'m"}

// cutEnding parts "Iran's" and "we'll" in two tokens. "It's" is "it is".
func (d *document) cutEnding(t token) (stem, tail token, ok bool) {
	at := strings.LastIndexByte(t.norm, '\'')
	if at <= 0 || !t.word {
		return t, t, false
	}
	end := t.norm[at:]
	if !slices.Contains(endings, end) {
		return t, t, false
	}
	w := d.text[t.start:t.end]
	k := max(strings.LastIndex(w, "'"), strings.LastIndex(w, "’"))
	stem, tail = t, t
	stem.norm, stem.end, stem.rend = t.norm[:at], t.start+k, t.rend-len(end)
	stem.caps = stem.caps || len(stem.norm) > 1 && stem.upper && strings.ToUpper(w[:k]) == w[:k]
	tail.norm, tail.start, tail.rstart = end, stem.end, stem.rend
	tail.word, tail.upper, tail.caps, tail.space, tail.num = false, false, false, false, false
	switch stem.norm {
	case "it", "he", "she", "that", "there", "what", "who", "here", "where", "let":
		if end == "'s" {
			tail.norm = "is"
		}
	default:
		tail.poss = end == "'s"
	}
	return stem, tail, true
}

// initials reports a word like "u.s": letters parted by full stops.
func initials(w string) bool {
	if len(w) < 3 || len(w) > 9 {
		return false
	}
	for i := 0; i < len(w); i++ {
		if letter := w[i] >= 'a' && w[i] <= 'z'; letter != (i%2 == 0) || !letter && w[i] != '.' {
			return false
		}
	}
	return len(w)%2 == 1
}

// normal gives a word the form in which the lexicon knows it.
func normal(w string) string {
	plain := true
	for i := 0; i < len(w); i++ {
		if c := w[i]; c >= 0x80 || c >= 'A' && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return w
	}
	switch w {
	case "–", "‐", "‑":
		return "-"
	case "“", "”", "«", "»", "„":
		return `"`
	}
	w = strings.ToLower(w)
	if strings.Contains(w, "’") {
		w = strings.ReplaceAll(w, "’", "'")
	}
	return strings.TrimSuffix(w, ".")
}

// longest is the number of tokens after which a sentence is cut.
const longest = 300

// split finds the sentences. A boundary that Unicode's rules see after an
// abbreviation or at a line broken by hand is none.
func (d *document) split(lex *Lexicon) {
	ti, paragraph, pos := 0, 0, 0
	open := 0
	flush := func(end int) {
		for end-open > longest { // no sentence of people's: keep the work linear
			d.sentences = append(d.sentences, sentence{span: span{open, open + longest}, paragraph: paragraph})
			open += longest
		}
		if end > open {
			s := sentence{span: span{open, end}, paragraph: paragraph}
			for i := end - 1; i >= open && i >= end-3; i-- {
				if d.tokens[i].norm == "?" {
					s.question = true
				}
			}
			d.sentences = append(d.sentences, s)
			open = end
		}
	}
	it := sentences.FromString(d.calm())
	for it.Next() {
		v := it.Value()
		pos += len(v)
		for ti < len(d.tokens) && d.tokens[ti].start < pos {
			ti++
		}
		if ti == open {
			if strings.Contains(v, "\n") {
				paragraph++
			}
			continue
		}
		gap := v[len(strings.TrimRightFunc(v, unicode.IsSpace)):]
		blank := strings.Count(gap, "\n") > 1 || strings.HasPrefix(strings.TrimLeft(d.text[pos:min(len(d.text), pos+2)], " \t\r"), "\n")
		switch {
		case blank:
			flush(ti)
			paragraph++
		case d.goesOn(open, ti, gap, lex):
		default:
			flush(ti)
			if strings.Contains(gap, "\n") {
				paragraph++
			}
		}
	}
	flush(len(d.tokens))
}

// marksInARow is how many marks without a word between them the library of
// sentences is given. It looks back over quotation marks and spaces from each
// one, so that long runs of them would take the square of their length.
const marksInARow = 32

// calm gives the text with letters, byte for byte, in the place of what is too
// many marks or spaces in a row.
func (d *document) calm() string {
	var out []byte
	cover := func(from, to int) {
		if out == nil {
			out = []byte(d.text)
		}
		for i := from; i < to; i++ {
			out[i] = 'x'
		}
	}
	run, last := 0, 0
	for i := range d.tokens {
		t := &d.tokens[i]
		if t.start-last > 4*marksInARow {
			cover(last+marksInARow, t.start-marksInARow)
		}
		last = t.end
		if t.word {
			run = 0
			continue
		}
		if run++; run > marksInARow {
			cover(t.start, t.end)
		}
	}
	if len(d.text)-last > 4*marksInARow {
		cover(last+marksInARow, len(d.text))
	}
	if out == nil {
		return d.text
	}
	return string(out)
}

// goesOn reports whether the sentence goes on past a boundary before token ti.
func (d *document) goesOn(open, ti int, gap string, lex *Lexicon) bool {
	if ti >= len(d.tokens) {
		return false
	}
	last := d.tokens[ti-1]
	if strings.Contains(gap, "\n") && last.word {
		line := strings.LastIndexByte(d.text[:last.end], '\n')
		return last.end-line > 50 // a line broken by hand is long; a heading is short
	}
	if last.norm == "." && ti-2 >= open {
		before := d.tokens[ti-2]
		if lex.is(before.norm, classAbbreviation) && !before.num || len(before.norm) == 1 && before.upper {
			return true
		}
	}
	if initials(last.norm) { // the U.S. Congress; but "the U.S. It said"
		return !lex.starts(d.tokens[ti].norm)
	}
	return false
}
