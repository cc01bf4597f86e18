package reading

import "strings"

// classSet is a set of word classes.
type classSet uint64

// classNames are the classes of grammar.tsv; a class's bit is its place here.
var classNames = []string{
	"det", "poss", "prep", "conj", "sub", "be", "have", "do", "modal", "future", "unsure", "duty", "neg", "none", "pron",
	"adv", "adj", "hedge", "forecast", "duty-phrase", "reading", "opinion", "agent", "country", "bloc", "group",
	"pair", "friend", "prop", "unreal", "they", "it", "we", "you", "he", "i", "abbreviation", "speaker", "source",
}

const (
	classDet classSet = 1 << iota
	classPoss
	classPrep
	classConj
	classSub
	classBe
	classHave
	classDo
	classModal
	classFuture
	classUnsure
	classDuty
	classNeg
	classNone
	classPron
	classAdv
	classAdj
	classHedge
	classForecast
	classDutyPhrase
	classReading
	classOpinion
	classAgent
	classCountry
	classBloc
	classGroup
	classPair
	classFriend
	classProp
	classUnreal
	classThey
	classIt
	classWe
	classYou
	classHe
	classI
	classAbbreviation
	classSpeaker
	classSource
)

func classNamed(name string) classSet {
	for i, n := range classNames {
		if n == name {
			return 1 << i
		}
	}
	return 0
}

// is reports whether a word belongs to one of the classes.
func (lex *Lexicon) is(w string, c classSet) bool {
	i := lex.words[w]
	return i != nil && i.class&c != 0
}

// starts reports a word that begins a sentence more often than it goes on after
// an abbreviation.
func (lex *Lexicon) starts(w string) bool {
	return lex.is(w, classDet|classPoss|classPron|classSub|classConj|classPrep)
}

// plural gives the form in -s of a noun or verb; of a phrase, that of its last word.
func plural(w string) string {
	switch {
	case w == "" || strings.HasSuffix(w, "ss") || strings.HasSuffix(w, "x") || strings.HasSuffix(w, "ch") || strings.HasSuffix(w, "sh"):
		return w + "es"
	case strings.HasSuffix(w, "s"):
		return w
	case strings.HasSuffix(w, "y") && len(w) > 1 && !vowel(w[len(w)-2]):
		return w[:len(w)-1] + "ies"
	case strings.HasSuffix(w, "to") || strings.HasSuffix(w, "go") || w == "do":
		return w + "es"
	}
	return w + "s"
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// doubles reports a verb whose last letter is doubled before -ed and -ing: one
// syllable with one vowel before one consonant, or the stress at its end.
func doubles(w string) bool {
	for _, s := range []string{"mit", "fer", "ter", "quip", "cur", "pel", "gret", "beg"} {
		if strings.HasSuffix(w, s) && w != "offer" && w != "enter" && w != "differ" && w != "suffer" && w != "counter" && w != "matter" && w != "shelter" && w != "alter" && w != "limit" {
			return true
		}
	}
	if n := len(w); n >= 3 && n <= 5 {
		vowels := 0
		for i := 0; i < n; i++ {
			if vowel(w[i]) {
				vowels++
			}
		}
		return vowels == 1 && !vowel(w[n-1]) && vowel(w[n-2]) && strings.IndexByte("wxy", w[n-1]) < 0
	}
	return false
}

func pastForms(w string) (past, part []string) {
	n := len(w)
	var out []string
	switch {
	case strings.HasSuffix(w, "e"):
		out = []string{w + "d"}
	case strings.HasSuffix(w, "y") && n > 1 && !vowel(w[n-2]):
		out = []string{w[:n-1] + "ied"}
	case doubles(w):
		out = []string{w + w[n-1:] + "ed"}
	case strings.HasSuffix(w, "el") || strings.HasSuffix(w, "al") && !strings.HasSuffix(w, "eal"): // cancelled, canceled
		out = []string{w + "ed", w + "led"}
	default:
		out = []string{w + "ed"}
	}
	return out, out
}

func ingForms(w string) []string {
	n := len(w)
	switch {
	case strings.HasSuffix(w, "ie"):
		return []string{w[:n-2] + "ying"}
	case strings.HasSuffix(w, "e") && !strings.HasSuffix(w, "ee") && n > 2:
		return []string{w[:n-1] + "ing"}
	case doubles(w) || w == "cut" || w == "put" || w == "let" || w == "get" || w == "sit" || w == "run" || w == "win" || w == "hit" || w == "set":
		return []string{w + w[n-1:] + "ing"}
	case strings.HasSuffix(w, "el"):
		return []string{w + "ing", w + "ling"}
	}
	return []string{w + "ing"}
}
