package casefile

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// word is a run of letters and digits, and where in its text it stands.
type word struct {
	folded     string
	start, end int // bytes
}

// words splits a text into words as the full-text index holds them: folded so
// that case, accents, vowel signs and variant letters do not matter (Unicode
// NFKD without marks, lower case; Arabic yeh and kaf as their Persian forms).
// Chinese and Japanese, which have no spaces, give one word a character.
func words(text string) []word {
	var out []word
	var b strings.Builder
	start, end := -1, 0
	flush := func() {
		if start >= 0 && b.Len() > 0 {
			out = append(out, word{b.String(), start, end})
		}
		b.Reset()
		start = -1
	}
	for i, r := range text {
		size := len(string(r))
		if r < 0x80 {
			switch {
			case 'A' <= r && r <= 'Z':
				r += 'a' - 'A'
			case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			default:
				flush()
				continue
			}
			if start < 0 {
				start = i
			}
			b.WriteByte(byte(r))
			end = i + size
			continue
		}
		if unicode.Is(unicode.M, r) || r == 'ـ' { // marks and the tatweel are part of a word, and nothing
			if start >= 0 {
				end = i + size
			}
			continue
		}
		plain := norm.NFKD.String(string(r))
		alone := strings.ContainsFunc(plain, ideographic)
		if alone {
			flush()
		}
		before := b.Len()
		for _, d := range plain {
			if unicode.IsLetter(d) || unicode.IsNumber(d) {
				b.WriteString(foldRune(d))
			}
		}
		switch {
		case alone:
			start, end = i, i+size
			flush()
			continue
		case b.Len() == before:
			flush()
			continue
		}
		if start < 0 {
			start = i
		}
		end = i + size
	}
	flush()
	return out
}

func ideographic(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// foldRune gives the lower case of a letter, and plain letters for those that
// have no decomposition.
func foldRune(r rune) string {
	switch r = unicode.ToLower(r); r {
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ø':
		return "o"
	case 'đ', 'ð':
		return "d"
	case 'ł':
		return "l"
	case 'ı':
		return "i"
	case 'ي', 'ى':
		return "ی"
	case 'ك':
		return "ک"
	}
	return string(r)
}

// foldText gives the words of a text for the index.
func foldText(text string) string {
	var b strings.Builder
	for i, w := range words(text) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.folded)
	}
	return b.String()
}

// query turns what a person typed into words to look for and the index's own
// query. Every word may go on (iran finds Iranian), all must occur, and what is
// typed without a space (S-400) or in quotation marks must stand together. Any
// text is a query; one without letters or digits finds nothing.
func query(text string) (match string, prefixes []string) {
	var parts []string
	for i, quoted := range strings.Split(text, `"`) {
		chunks := []string{quoted}
		if i%2 == 0 {
			chunks = strings.Fields(quoted)
		}
		for _, chunk := range chunks {
			var together []string
			for _, w := range words(chunk) {
				together = append(together, w.folded)
				prefixes = append(prefixes, w.folded)
			}
			if len(together) > 0 {
				parts = append(parts, `"`+strings.Join(together, " ")+`"*`)
			}
		}
	}
	return strings.Join(parts, " "), prefixes
}

// snippetWords is how many words a snippet shows before and after the hit.
const snippetWords = 8

// snippet gives a part of text around the first word that begins with one of
// the prefixes; the beginning of text if there is none.
func snippet(text string, prefixes []string) string {
	list := words(text)
	if len(list) == 0 {
		return ""
	}
	hit := 0
	for i, w := range list {
		if hasAnyPrefix(w.folded, prefixes) {
			hit = i
			break
		}
	}
	from, to := max(0, hit-snippetWords), min(len(list)-1, hit+snippetWords)
	start, end := list[from].start, list[to].end
	out := strings.Join(strings.Fields(text[start:end]), " ")
	if from > 0 {
		out = "… " + out
	}
	if to < len(list)-1 {
		out += " …"
	}
	return out
}

func hasAnyPrefix(w string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(w, p) {
			return true
		}
	}
	return false
}
