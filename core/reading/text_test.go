package reading

import (
	"slices"
	"testing"
)

func TestSentences(t *testing.T) {
	lex := testLexicon(t)
	for _, c := range []struct {
		name, text string
		want       int
	}{
		{"plain", "Russia spoke. Iran listened.", 2},
		{"title", "Mr. Lavrov flew to Tehran. He stayed.", 2},
		{"initials before a name", "The U.S. Congress voted. It was late.", 2},
		{"initials at the end", "He praised the U.S. It said nothing.", 2},
		{"general", "Gen. Munir met the envoy.", 1},
		{"initial of a name", "J. Smith wrote it.", 1},
		{"lines broken by hand", "The ministers of the two countries met on Friday in the\ncapital and signed nothing.", 1},
		{"heading", "A short heading\nThe text begins here.", 2},
		{"paragraphs", "No full stop\n\nAnother", 2},
		{"question", "Will Moscow help? Nobody knows.", 2},
		{"empty", "", 0},
		{"spaces", " \n\t ", 0},
		{"abbreviated month", "On Sept. 14 they met.", 1},
		{"quotation", "“We will help.” That was all.", 2},
	} {
		d := cut(c.text, lex)
		if len(d.sentences) != c.want {
			t.Errorf("%s: %q has %d sentences, want %d", c.name, c.text, len(d.sentences), c.want)
		}
	}
}

func TestTokens(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"possessive", "Iran's oil", []string{"iran", "'s", "oil"}},
		{"typographic possessive", "Iran’s oil", []string{"iran", "'s", "oil"}},
		{"plural possessive", "the allies’ help", []string{"the", "allies", "'s", "help"}},
		{"it is", "it’s late", []string{"it", "is", "late"}},
		{"short will", "we'll help", []string{"we", "'ll", "help"}},
		{"designation", "an S-400", []string{"an", "s", "-", "400"}},
		{"initials", "the U.S. fleet", []string{"the", "u.s", "fleet"}},
		{"number", "5.4 billion", []string{"5.4", "billion"}},
		{"other scripts", "Élysée и Москва", []string{"élysée", "и", "москва"}},
	} {
		d := &document{text: c.text}
		d.tokenize()
		var got []string
		for _, x := range d.tokens {
			got = append(got, x.norm)
			if c.text[x.start:x.end] == "" {
				t.Errorf("%s: token %q stands nowhere", c.name, x.norm)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q is %q, want %q", c.name, c.text, got, c.want)
		}
	}
}

func TestOffsetsCountCharacters(t *testing.T) {
	d := &document{text: "Élysée’s “aid”"}
	d.tokenize()
	chars := []rune(d.text)
	for _, x := range d.tokens {
		if string(chars[x.rstart:x.rend]) != d.text[x.start:x.end] {
			t.Errorf("token %q: characters %d to %d are %q", d.text[x.start:x.end], x.rstart, x.rend, string(chars[x.rstart:x.rend]))
		}
	}
}
