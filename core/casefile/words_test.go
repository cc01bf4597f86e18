package casefile

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"case and punctuation", "The S-400, (Bushehr)!", "the s 400 bushehr"},
		{"accents, composed and not", "Résolution Re\u0301solution", "resolution resolution"},
		{"letters without decomposition", "Łódź Ærø Straße", "lodz aero strasse"},
		{"Turkish i", "İstanbul ılık", "istanbul ilik"},
		{"Russian", "Ёлка Путь", "елка путь"},
		{"Arabic with vowel signs and tatweel", "مُحَمَّد مــحمد", "محمد محمد"},
		{"Arabic and Persian letters", "يك یک", "یک یک"},
		{"Chinese, a word a character", "中国abc", "中 国 abc"},
		{"compatibility ideographs", "\uf900㏡", "豈 2日"},
		{"full width and ligatures", "ＡＢ ﬁn", "ab fin"},
		{"numbers", "½ ２０２５ 2025-10", "12 2025 2025 10"},
		{"marks alone", "\u0301 \u0301\u0302", ""},
		{"bytes that are no text", "a\xffb", "a b"},
	} {
		if got := foldText(c.text); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestQuery(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"iran deal", `"iran"* "deal"*`},
		{"S-400", `"s 400"*`},
		{`"joint exercise" gas`, `"joint exercise"* "gas"*`},
		{`an open "quote`, `"an"* "open"* "quote"*`},
		{`AND OR NOT NEAR( * ^ title: {a}`, `"and"* "or"* "not"* "near"* "title"* "a"*`},
		{"--- '' ; \x00", ""},
		{"", ""},
	} {
		if got, _ := query(c.text); got != c.want {
			t.Errorf("%q: %s, want %s", c.text, got, c.want)
		}
	}
}

func TestSnippet(t *testing.T) {
	long := strings.Repeat("before ", 20) + "the  Résolution\nof May" + strings.Repeat(" after", 20)
	for _, c := range []struct{ name, text, prefix, want string }{
		{"in the middle", long, "resol", "… before before before before before before before the Résolution of May after after after after after after …"},
		{"at the start", "Envoy sent.", "env", "Envoy sent"},
		{"no hit", "one two", "x", "one two"},
		{"no words", "...", "x", ""},
	} {
		if got := snippet(c.text, []string{c.prefix}); got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"Résolution", "مُحَمَّد", "中国", "S-400", "\xff\x00", "ﷺ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, w := range words(text) {
			if w.start < at || w.end <= w.start || w.end > len(text) || w.folded == "" || !utf8.ValidString(w.folded) {
				t.Fatalf("%q: %+v after %d", text, w, at)
			}
			at = w.end
			if again := words(text[w.start:w.end]); len(again) != 1 || again[0].folded != w.folded {
				t.Fatalf("%q: %q by itself folds to %+v", text, text[w.start:w.end], again)
			}
			if strings.ContainsAny(w.folded, "\" *\x00") {
				t.Fatalf("%q: the word %q could be read as a query", text, w.folded)
			}
		}
		snippet(text, []string{"a"})
	})
}
