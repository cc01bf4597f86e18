package typeset

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/bidi"
	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/assets"
)

// visual gives what a reader sees of a line, from left to right, letter by letter.
func visual(l Line) string {
	var b strings.Builder
	for _, r := range l.Runs {
		for _, g := range r.Glyphs {
			b.WriteString(g.Text)
		}
	}
	return b.String()
}

func TestOrder(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		dir            Direction
	}{
		{"latin", "abc 12", "abc 12", LeftToRight},
		{"hebrew in latin", "abc אבג def", "abc גבא def", LeftToRight},
		{"a number after hebrew belongs to it", "abc אבג 123 def", "abc 123 גבא def", LeftToRight},
		{"a number between hebrew words", "a אב 12 גד b", "a דג 12 בא b", LeftToRight},
		{"a number after latin", "abc 12 אב", "abc 12 בא", LeftToRight},
		{"hebrew paragraph", "אב abc גד", "דג abc בא", RightToLeft},
		{"found from its first letter", "אב abc", "abc בא", Auto},
		{"found from its first letter, latin", "1) abc אב", "1) abc בא", Auto},
		{"brackets keep to what they hold", "a (אב) b", "a (בא) b", LeftToRight},
		{"a stop at the end of a hebrew paragraph", "אב.", ".בא", RightToLeft},
		{"persian digits", "سال ۱۴۰۴ بود", "دوب ۱۴۰۴ لاس", RightToLeft},
	} {
		lines := New().Shape([]Span{{Text: c.in, Size: 10}}, c.dir).Lines(1e4)
		if len(lines) != 1 {
			t.Fatalf("%s: %d lines", c.name, len(lines))
		}
		if got := visual(lines[0]); got != c.want {
			t.Errorf("%s: %q is shown as %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

// TestIsolate holds an isolated name to its own direction: the number after it stays after it.
func TestIsolate(t *testing.T) {
	s := New()
	spans := []Span{{Text: "Source ", Size: 10}, {Text: "وزارت", Size: 10, Isolate: true}, {Text: " 12, page 3", Size: 10}}
	if got, want := visual(s.Shape(spans, LeftToRight).Lines(1e4)[0]), "Source ترازو 12, page 3"; got != want {
		t.Errorf("shown as %q, want %q", got, want)
	}
	spans[1].Isolate = false
	if got, want := visual(s.Shape(spans, LeftToRight).Lines(1e4)[0]), "Source 12 ترازو, page 3"; got != want {
		t.Errorf("without the isolate shown as %q, want %q", got, want)
	}
}

// TestScripts holds every script that the fonts are there for to glyphs of its own.
func TestScripts(t *testing.T) {
	for name, text := range map[string]string{
		"latin": "Größe, façade, Erdoğan, Đặng", "cyrillic": "Володимир Зеленський", "greek": "Κωνσταντίνος", "arabic": "السعودية", "persian": "پیمان گچپژ ۱۴۰۴",
		"hebrew": "ראש הממשלה", "armenian": "Հայաստան", "georgian": "საქართველო", "hindi": "भारत", "thai": "ไทย", "korean": "대한민국", "chinese": "中华人民共和国", "japanese": "日本国ひらがなカタカナ",
		"signs": "– — “” … − → ≥ € · №",
	} {
		for _, bold := range []bool{false, true} {
			for _, l := range New().Shape([]Span{{Text: text, Size: 10, Bold: bold}}, Auto).Lines(1e4) {
				for _, r := range l.Runs {
					for _, g := range r.Glyphs {
						drawn := false
						r.Face.Outline(g.ID, func(Op, []Point) { drawn = true })
						if g.ID == 0 || !drawn && strings.TrimSpace(g.Text) != "" {
							t.Errorf("%s, bold %v: no glyph for %q in %s", name, bold, g.Text, r.Face.Name)
						}
					}
				}
			}
		}
	}
}

func TestLines(t *testing.T) {
	s := New()
	text := strings.Repeat("the quick brown fox ", 20)
	p := s.Shape([]Span{{Text: text, Size: 10}}, LeftToRight)
	lines := p.Lines(200)
	if len(lines) < 5 {
		t.Fatalf("%d lines", len(lines))
	}
	var got strings.Builder
	for _, l := range lines {
		if l.Width > 200.01 {
			t.Errorf("a line is %.1f points wide: %q", l.Width, visual(l))
		}
		got.WriteString(visual(l))
	}
	if got.String() != text {
		t.Errorf("the lines hold\n%q, want\n%q", got.String(), text)
	}
	if w := p.LongestWord(); w < 20 || w > 40 {
		t.Errorf("the longest word is %.1f points wide", w)
	}
	if n := len(s.Shape(nil, LeftToRight).Lines(100)); n != 1 {
		t.Errorf("an empty paragraph has %d lines, want 1", n)
	}
	if l := s.Shape([]Span{{Text: strings.Repeat("unbreakable", 20), Size: 10}}, LeftToRight).Lines(100); len(l) < 5 || l[0].Width > 100.01 {
		t.Errorf("a word wider than the line makes %d lines, the first %.1f wide", len(l), l[0].Width)
	}
}

// TestKeepsText holds any text to come out letter by letter, each once, whatever
// the width: what is written can be copied.
func TestKeepsText(t *testing.T) {
	s := New()
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("ab 1.)(אבسلا\u0654ی۱中한нД,−\n\u202e\u200c\u0301😀")), 0, 40, -1).Draw(rt, "text")
		width := rapid.Float64Range(5, 300).Draw(rt, "width")
		var want []rune
		for _, r := range text {
			if r = shown(r); r >= 0 {
				want = append(want, r)
			}
		}
		var got []rune
		for _, l := range s.Shape([]Span{{Text: text, Size: 10, Isolate: len(text)%2 == 0}}, Auto).Lines(width) {
			got = append(got, []rune(visual(l))...)
		}
		slices.Sort(want)
		slices.Sort(got)
		if string(want) != string(got) {
			rt.Fatalf("%q is set as %q", string(want), string(got))
		}
	})
}

// TestLevels compares the levels with those of golang.org/x/text, which tells
// only whether they are odd, on text without what both are not made for.
func TestLevels(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("abאבس12۳ .,-+%:")), 1, 30, -1).Draw(rt, "text")
		var p bidi.Paragraph
		if _, err := p.SetString(text, bidi.DefaultDirection(bidi.LeftToRight)); err != nil {
			return
		}
		order, err := p.Order()
		if err != nil {
			return
		}
		runes := []rune(text)
		base := uint8(0)
		if firstStrong(runes) {
			base = 1
		}
		got := levels(runes, nil, base)
		for i := range order.NumRuns() {
			run := order.Run(i)
			from, to := run.Pos()
			for k := from; k <= to && k < len(got); k++ {
				if odd := run.Direction() == bidi.RightToLeft; odd != (got[k]%2 == 1) {
					rt.Fatalf("%q: rune %d has level %d, and %v in golang.org/x/text", text, k, got[k], run.Direction())
				}
			}
		}
	})
}

// TestFonts holds the embedded fonts to being there, whole, with their licences, in under 8 MB.
func TestFonts(t *testing.T) {
	sizes := map[string]int{}
	for _, f := range assets.FontFamilies() {
		for _, name := range []string{f.Regular, f.Bold} {
			face, err := file(name)
			if err != nil {
				t.Fatal(err)
			}
			if face.UnitsEm == 0 || face.Ascent <= 0 || face.Descent <= 0 {
				t.Errorf("%s: %+v", name, face)
			}
			sizes[name] = len(face.Data)
		}
	}
	total := 0
	for _, n := range sizes {
		total += n
	}
	if total > 8<<20 {
		t.Errorf("the fonts have %d bytes, more than 8 MB", total)
	}
	if _, err := assets.Font("Comic.ttf"); err == nil {
		t.Error("a font that is not there was given")
	}
}

func ExampleSetter_Shape() {
	for _, l := range New().Shape([]Span{{Text: "Tehran, تهران", Size: 12}}, LeftToRight).Lines(200) {
		for _, r := range l.Runs {
			fmt.Println(r.Face.Name, len(r.Glyphs))
		}
	}
	// Output:
	// NotoSans-Regular 8
	// NotoNaskhArabic-Regular 5
}

func BenchmarkShape(b *testing.B) {
	s := New()
	text := strings.Repeat("The minister said on 1 October that the treaty holds. ", 10)
	for b.Loop() {
		s.Shape([]Span{{Text: text, Size: 10}}, LeftToRight).Lines(300)
	}
}
