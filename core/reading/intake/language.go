package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"
	"golang.org/x/text/language"
)

// enough is the number of letters from which a language is told by the words
// themselves; below, what the source declares stands.
const enough = 150

// tellLanguage finds the language of a text by its words. What the source
// declared is in t.Language; where the words say otherwise, and surely, they win.
func tellLanguage(t *Text) {
	declared := strings.ToLower(strings.TrimSpace(t.Language))
	declared = strings.ReplaceAll(declared, "_", "-")
	if i := strings.IndexAny(declared, ",; "); i >= 0 {
		declared = declared[:i]
	}
	if len(declared) < 2 || len(declared) > 12 {
		declared = ""
	}
	t.Language = declared
	if letters(cutRunes(t.Extract, 100_000)) < enough {
		if declared == "" {
			t.note("Too few words to tell the language.")
		}
		return
	}
	lang, ok := vote(t.Extract)
	if !ok {
		if declared == "" {
			t.note("The language could not be told.")
		}
		return
	}
	base, _ := language.All.Make(lang.Iso6393()).Base() // fa, not pes
	code := base.String()
	if main, _, _ := strings.Cut(declared, "-"); main == code {
		return // "en-gb" says more than "en"
	}
	if declared != "" {
		t.note("The source says its language is %q; the words are %s.", declared, lang.String())
	}
	t.Language = code
	if code != "en" {
		t.note("The language is %s: the text is kept whole, to be worked by hand.", lang.String())
	}
}

// letters counts the letters of a text; 0 where they are less than half of it: a
// table, or no words at all.
func letters(s string) int {
	n, all := 0, 0
	for _, r := range s {
		all++
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsSpace(r) {
			n++
		}
	}
	if n*2 < all {
		return 0
	}
	return n
}

// sampleSize is the size in bytes of a sample by which the language is told.
const sampleSize = 600

// places are where in a text the samples are taken, as shares of it: the middle
// first, for menus and small print stand at the ends.
var places = []float64{.5, .25, .75, .1, .9, .4, .6}

// vote tells the language of a text by samples of it, each of a size that the
// library is made for. Two that agree are enough; names and quotations sway one
// of them, seldom two, and then the more decide.
func vote(s string) (whatlanggo.Lang, bool) {
	if len(s) <= 2*sampleSize {
		return whatlanggo.DetectLang(s), true
	}
	votes := map[whatlanggo.Lang]int{}
	for i, at := range places {
		from := int(at * float64(len(s)-sampleSize))
		for from > 0 && !utf8.RuneStart(s[from]) {
			from--
		}
		l := whatlanggo.DetectLang(cutRunes(s[from:], sampleSize))
		if votes[l]++; votes[l] >= 2 && votes[l]*3 >= 2*(i+1) {
			return l, true
		}
	}
	return 0, false
}
