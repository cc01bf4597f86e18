package reading

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/fairweather-app/fairweather/core/edtf"
	"pgregory.net/rapid"
)

// checkSpans fails where a candidate does not stand in the text as it says, or
// says something outside the format.
func checkSpans(t interface{ Fatalf(string, ...any) }, text string, got []Candidate) {
	chars := []rune(text)
	for _, c := range got {
		s := c.Span
		if s.Start < 0 || s.End > len(chars) || s.Start >= s.End {
			t.Fatalf("span %d..%d is not within 0..%d", s.Start, s.End, len(chars))
		}
		if have := string(chars[s.Start:s.End]); utf8.ValidString(text) && have != s.Text {
			t.Fatalf("span %d..%d says %q, the text has %q", s.Start, s.End, s.Text, have)
		}
		if c.Confidence <= 0 || c.Confidence >= 1 {
			t.Fatalf("confidence %v of %v is not within (0, 1)", c.Confidence, c)
		}
		if c.Reason == "" || c.AssertedBy == "" || c.Modality == "" || c.Polarity == "" {
			t.Fatalf("candidate lacks a reason, an asserter, a modality or a polarity: %+v", c)
		}
		if r := c.Fields.Rung; r != nil && (*r < -2 || *r > 4) {
			t.Fatalf("rung %d is not on the ladder", *r)
		}
		if from, to := c.Pair(); from != "" && from == to {
			t.Fatalf("%s concerns its own maker %s", c.Kind, from)
		}
	}
}

func FuzzRead(f *testing.F) {
	lex := testLexicon(f)
	for _, g := range loadGold(f, "tune") {
		f.Add(g.text, "2024-05-01")
	}
	f.Add("Russia’s promise to Iran: “we will—if asked—help”. (U.S.) It’s 5 %.", "")
	f.Add("\xff\xfe Iran\x00 asked Russia", "2025")
	f.Fuzz(func(t *testing.T, text, date string) {
		day, _ := edtf.Parse(date)
		checkSpans(t, text, Read(text, Meta{Date: day, Title: text, Publisher: text}, lex))
	})
}

// words from which odd but readable sentences are put together.
var pieces = []string{"Russia", "Iran", "'s", "the Kremlin", "promised", "to deliver", "S-400", "missiles", ",", "and", "but", "which", "that", "said", "it", "will", "not",
	"“", "”", "\"", "—", "(", ")", ".", "?", "\n\n", "\n", "during the twelve-day war", "last Tuesday", "in June", "by", "from", "has been", "delayed", "silence", "its ally",
	"the two countries", "U.S.", "$5 billion", "if", "should", "according to", "neither", "Élysée", "he", "they", "refused", "request", "for", "of", "attack on", "12", "2024", "who", "which", "asked", "officials", "sent", "to help", "helping", "should", "had", "was", "never", "because", "until", ";", ":", "some say", "others"}

func TestSpansStandInTheText(t *testing.T) {
	lex := testLexicon(t)
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 60).Draw(t, "pieces")
		text := strings.Join(list, " ")
		meta := Meta{Date: edtf.MustParse("2025-07-01"), Title: "Russia and Iran"}
		got := Read(text, meta, lex)
		checkSpans(t, text, got)
		again := Read(text, meta, lex)
		if len(again) != len(got) {
			t.Fatalf("read twice, %d and %d candidates", len(got), len(again))
		}
		for i := range got {
			if got[i].Span != again[i].Span || got[i].Kind != again[i].Kind || got[i].Fields.From != again[i].Fields.From {
				t.Fatalf("read twice, candidate %d differs: %+v and %+v", i, got[i], again[i])
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	lex := testLexicon(b)
	var all strings.Builder
	texts := loadGold(b, "tune")
	for all.Len() < 1<<20 {
		for _, g := range texts {
			all.WriteString(g.text)
			all.WriteString("\n\n")
		}
	}
	text := all.String()
	meta := Meta{Date: edtf.MustParse("2024-05-01")}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Read(text, meta, lex)
	}
}

func BenchmarkReadArticle(b *testing.B) {
	lex := testLexicon(b)
	texts := loadGold(b, "tune")
	n := 0
	for _, g := range texts {
		n += len(g.text)
	}
	b.SetBytes(int64(n))
	for b.Loop() {
		for _, g := range texts {
			Read(g.text, g.meta, lex)
		}
	}
}

func BenchmarkLoadLexicon(b *testing.B) {
	for b.Loop() {
		if _, err := loadFresh(); err != nil {
			b.Fatal(err)
		}
	}
}
