package page

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2/lang"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/gui/tongue"
)

// here says the sentences of an answer in the person's language. It implements
// assess.Tongue.
type here struct{}

func (here) Text(key string) string { return tr(key) }

func (here) Counted(key, one string, n int) string {
	if tongue.Code() == "en" {
		return assess.English{}.Counted(key, one, n)
	}
	at := fmt.Sprintf("%s\x00%d", key, n)
	if t, ok := translations.Load(at); ok {
		return t.(string)
	}
	t := lang.XN(key, key, n)
	translations.Store(at, t)
	return t
}

func (here) Share(p float64) string {
	text := assess.Percent(p)
	if strings.Contains(text, "r ") { // "under 1 %", "over 99 %": few, and worth a translation each
		text = tr(text)
	}
	return tongue.Local(strings.ReplaceAll(text, " ", nbsp))
}

func (h here) Range(low, high float64) string {
	if h.end(low) == h.end(high) {
		return h.end(high)
	}
	return strings.ReplaceAll(trf("%s to %s", h.end(low), h.end(high)), " ", nbsp)
}

// end is one end of an interval, a share without its sign.
func (h here) end(p float64) string {
	return strings.TrimSuffix(strings.TrimSuffix(h.Share(p), tongue.Local("%")), nbsp)
}

func (here) Number(v float64, decimals int) string {
	return tongue.Local(strings.Replace(assess.English{}.Number(v, decimals), "-", "−", 1))
}

// Spelt writes a number as a word where a text may hold one whatever follows; in
// languages that bend it, in figures.
func (h here) Spelt(n int) string {
	if tongue.Code() == "en" {
		return assess.English{}.Spelt(n)
	}
	return h.Number(float64(n), 0)
}

// inWords says a sentence of an answer in the person's language.
func inWords(s assess.Sentence) string { return s.In(here{}) }

// aboutStrong is what a place is about that only stands out.
const aboutStrong = "strong"

// spansOf says a sentence with its figures as links and the rest in one look.
// key tells where the link of a figure leads; empty: it is no link.
func spansOf(s assess.Sentence, look func(string) span, key func(about string) string) []span {
	var spans []span
	for _, p := range s.Pieces(here{}) {
		x := look(p.Text)
		switch {
		case p.About == aboutStrong:
			x.Bold = true
		case p.About != "":
			if x.Key = key(p.About); x.Key != "" {
				x.Tone = 0
			}
		}
		spans = append(spans, x)
	}
	return spans
}

// itself is the key of a figure that is called as the answer calls it.
func itself(about string) string { return about }

// told is a sentence of the window with links in it; text is English and the key
// of its translations.
func told(look func(string) span, text string, args ...assess.Arg) []span {
	return spansOf(assess.Sentence{Key: text, Args: args}, look, itself)
}

// put fills a place of a sentence with a text that is a link.
func put(place, text, to string) assess.Arg { return assess.Arg{Place: place, Value: text, About: to} }

// fill fills a place of a sentence: with a text, a number or another value that
// sentences know.
func fill(place string, value any) assess.Arg { return assess.Arg{Place: place, Value: value} }

// series folds sentences into one with a comma between them.
func series(items []assess.Sentence) assess.Sentence {
	var s assess.Sentence
	for i, x := range items {
		if i == 0 {
			s = x
			continue
		}
		s = assess.Sentence{Key: "{a}, {b}", Args: []assess.Arg{fill("a", s), fill("b", x)}}
	}
	return s
}

// line ends the spans of a line.
func line(spans []span) []span { return append(spans, say("\n")) }
