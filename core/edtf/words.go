package edtf

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// token is a number, a word or a mark of what a person typed.
type token struct {
	kind  tokenKind
	text  string // in lower case, dashes as "-"; "B.C." as "bc"
	at    int    // offset in the input
	glued bool   // nothing stands between it and the token before
}

type tokenKind uint8

const (
	endOfText tokenKind = iota
	number
	word
	mark
)

// tokens splits a text; the last token is its end.
func tokens(s string) []token {
	var out []token
	glued := false
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsSpace(r):
			i, glued = i+size, false
			continue
		case r < utf8.RuneSelf && isDigit(byte(r)):
			j := i
			for j < len(s) && isDigit(s[j]) {
				j++
			}
			out = append(out, token{number, s[i:j], i, glued})
			i = j
		case unicode.IsLetter(r):
			text, next := scanWord(s, i)
			out = append(out, token{word, text, i, glued})
			i = next
		default:
			text := string(r)
			if unicode.Is(unicode.Pd, r) || r == '\u2212' {
				text = "-"
			}
			out = append(out, token{mark, text, i, glued})
			i += size
		}
		glued = true
	}
	return append(out, token{at: len(s), glued: glued})
}

// scanWord reads the word at s[i:], with the full stop of an abbreviation, and
// the stops inside "B.C.E.".
func scanWord(s string, i int) (text string, next int) {
	var b strings.Builder
	letters := func(i int) int {
		for i < len(s) {
			r, size := utf8.DecodeRuneInString(s[i:])
			if !unicode.IsLetter(r) {
				break
			}
			b.WriteRune(unicode.ToLower(r))
			i += size
		}
		return i
	}
	next = letters(i)
	single := next-i == 1
	for single && next+1 < len(s) && s[next] == '.' && isLetter(s[next+1]) &&
		(next+2 == len(s) || !isLetter(s[next+2])) {
		next = letters(next + 1)
	}
	if strings.HasPrefix(s[next:], ".") {
		next++
	}
	return b.String(), next
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// Words that qualify a date, before or after it.
var qualifierWords = map[string]flags{
	"about": approximate, "approx": approximate, "approximately": approximate, "around": approximate,
	"c": approximate, "ca": approximate, "cca": approximate, "circa": approximate, "roughly": approximate,
	"maybe": uncertain, "perhaps": uncertain, "possibly": uncertain, "probably": uncertain,
	"uncertain": uncertain, "guess": uncertain,
	"~": approximate, "?": uncertain, "%": approximate | uncertain,
}

// Words that leave the days a date may mean as they are.
var plainWords = set("the", "a", "an", "in", "on", "of", "during", "year", "decade", "birthday",
	"middle", "beginning", "start", "end")

// Words before all else.
var introWords = []string{"active", "date", "dated", "ongoing", "some time", "sometime"}

// Words before one date. How each reads is said at FromInput.
var (
	beforeWords = []string{"before", "by", "earlier than", "no later than", "not after", "not later than", "pre", "prior to"}
	afterWords  = []string{"after", "later than", "no earlier than", "not before", "not earlier than", "post"}
	untilWords  = []string{"until", "till", "til", "up to", "up until", "to", "through"}
	sinceWords  = []string{"since", "from", "between", "starting"}
	toWords     = []string{"to", "until", "till", "til", "up to", "through", "thru", "and"}
	laterWords  = []string{"onwards", "onward", "on", "and later", "or later", "and after", "or after"}
	formerWords = []string{"and earlier", "or earlier", "and before", "or before"}
	openWords   = []string{"present", "the present", "now", "date", "today", "ongoing", "current"}
	clockWords  = []string{"today", "now", "yesterday", "tomorrow", "last", "next", "this"}
	copyWords   = []string{"printed", "reprinted", "published", "cast", "copied"}
)

var monthNames = func() map[string]int {
	m := map[string]int{"sept": 9}
	for i := time.January; i <= time.December; i++ {
		name := strings.ToLower(i.String())
		m[name], m[name[:3]] = int(i), int(i)
	}
	return m
}()

var weekdayNames = func() map[string]time.Weekday {
	m := map[string]time.Weekday{"tues": time.Tuesday, "thur": time.Thursday, "thurs": time.Thursday}
	for i := time.Sunday; i <= time.Saturday; i++ {
		name := strings.ToLower(i.String())
		m[name], m[name[:3]] = i, i
	}
	return m
}()

var (
	seasonNames  = map[string]int{"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
	eraNames     = map[string]int{"bc": -1, "bce": -1, "ad": 1, "ce": 1}
	centuryNames = set("c", "cent", "century", "centuries")
	ordinalEnds  = set("st", "nd", "rd", "th")
	ordinalNames = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4}
)

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
