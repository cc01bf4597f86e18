package assess

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// A Sentence is something that an answer says, before it is said in a language:
// an English text with places such as {partner}, and what stands in them. A
// language gives its own text for the key, with the places in its own order.
type Sentence struct {
	Key     string // English; of several, where it counts
	One     string // English of one; empty where the sentence counts nothing
	N       int    // what it counts: place {n}
	Capital bool   // begins with a capital letter whatever stands first
	Args    []Arg
}

// An Arg is what stands in one place of a sentence.
type Arg struct {
	Place string
	Value any    // string, as it is; Sentence; Share; Range; Decimal; int; Spelt; edtf.Date; edtf.Day
	About string // the figure that it is: AboutMoments and so on, or "rung:2"; empty: none
}

// The values of an Arg that are more than text.
type (
	Share   float64                     // a probability or share
	Range   struct{ Low, High float64 } // a 90 % interval of one
	Spelt   int                         // a number that a sentence writes as a word
	Decimal struct {
		Value  float64
		Places int // decimals; below 0 as many as it needs
	}
)

// What an Arg can be about, beside "rung:N".
const (
	AboutAgainst   = "against"
	AboutMoments   = "moments"
	AboutEffective = "effective"
	AboutVoices    = "publishers"
	AboutSources   = "sources"
	AboutContested = "contested"
	AboutUnknown   = "unknown"
)

// A Tongue says the parts of a sentence in a language.
type Tongue interface {
	Text(key string) string                // of a sentence that counts nothing
	Counted(key, one string, n int) string // of one that counts n
	Share(p float64) string                // "70 %"
	Range(low, high float64) string        // "52 to 86"
	Number(v float64, decimals int) string // "31.8"; below 0 as many decimals as it needs
	Spelt(n int) string                    // "three"
}

// A Piece is a stretch of a sentence said, and the figure that it is, if any.
type Piece struct{ Text, About string }

// Pieces says a sentence in a language, so that its figures can be told apart.
func (s Sentence) Pieces(t Tongue) []Piece {
	var out []Piece
	put := func(p Piece) {
		switch last := len(out) - 1; {
		case p.Text == "":
		case last >= 0 && p.About == out[last].About:
			out[last].Text += p.Text
		default:
			out = append(out, p)
		}
	}
	text := s.Key
	if s.One != "" {
		text = t.Counted(s.Key, s.One, s.N)
	} else if text != "" {
		text = t.Text(s.Key)
	}
	for text != "" {
		before, rest, found := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		arg, known := s.arg(name)
		if !found || !closed || !known {
			put(Piece{Text: text})
			break
		}
		put(Piece{Text: before})
		if inner, ok := arg.Value.(Sentence); ok {
			for _, p := range inner.Pieces(t) {
				if p.About == "" {
					p.About = arg.About
				}
				put(p)
			}
		} else {
			put(Piece{arg.in(t), arg.About})
		}
		text = after
	}
	if s.Capital && len(out) > 0 {
		out[0].Text = upperFirst(out[0].Text)
	}
	return out
}

func (s Sentence) arg(place string) (Arg, bool) {
	for _, a := range s.Args {
		if a.Place == place {
			return a, true
		}
	}
	if s.One != "" && place == "n" {
		return Arg{Place: place, Value: s.N}, true
	}
	return Arg{}, false
}

func (a Arg) in(t Tongue) string {
	switch v := a.Value.(type) {
	case string:
		return v
	case Share:
		return t.Share(float64(v))
	case Range:
		return t.Range(v.Low, v.High)
	case Decimal:
		return t.Number(v.Value, v.Places)
	case int:
		return t.Number(float64(v), 0)
	case Spelt:
		return t.Spelt(int(v))
	case edtf.Date:
		return SayDate(v.String()).In(t)
	case edtf.Day:
		return SayDate(v.String()).In(t)
	}
	panic(fmt.Sprintf("assess: place %q of a sentence holds a %T", a.Place, a.Value))
}

// In says a sentence in a language.
func (s Sentence) In(t Tongue) string {
	var b strings.Builder
	for _, p := range s.Pieces(t) {
		b.WriteString(p.Text)
	}
	return b.String()
}

// English says a sentence in English.
func (s Sentence) English() string { return s.In(English{}) }

// IsZero reports whether there is nothing to say.
func (s Sentence) IsZero() bool { return s.Key == "" }

// English is the tongue of the verbs, of briefs and of --json.
type English struct{}

// Text implements Tongue.
func (English) Text(key string) string { return key }

// Counted implements Tongue.
func (English) Counted(key, one string, n int) string {
	if n == 1 {
		return one
	}
	return key
}

// Share implements Tongue.
func (English) Share(p float64) string { return Percent(p) }

// Range implements Tongue.
func (English) Range(low, high float64) string { return Interval(low, high) }

// Number implements Tongue.
func (English) Number(v float64, decimals int) string {
	return strconv.FormatFloat(v, format(decimals), decimals, 64)
}

// format keeps short numbers short and others from exponents.
func format(decimals int) byte {
	if decimals < 0 {
		return 'g'
	}
	return 'f'
}

// Spelt implements Tongue.
func (English) Spelt(n int) string { return spelt(n) }

// say makes a sentence. Its text is a key of the translations.
func say(key string, args ...Arg) Sentence { return Sentence{Key: key, Args: args} }

// counted makes a sentence whose text depends on a number, place {n}. Both texts
// are English; the second is the key of the translations.
func counted(n int, one, key string, args ...Arg) Sentence {
	return Sentence{Key: key, One: one, N: n, Args: args}
}

// Say, Counted and At make sentences for the packages that judge besides this one;
// there too their texts are keys of the translations.
func Say(text string, args ...Arg) Sentence { return say(text, args...) }

// Counted makes a sentence whose text depends on a number, place {n}: the first
// text is said of one, the second, the key of the translations, of others.
func Counted(n int, one, many string, args ...Arg) Sentence { return counted(n, one, many, args...) }

// At fills a place.
func At(place string, value any) Arg { return at(place, value) }

// InEnglish says sentences in English.
func InEnglish(list []Sentence) []string { return english(list) }

// key marks a text of the answer that the window translates as it stands.
func key(text string) string { return text }

// at fills a place.
func at(place string, value any) Arg { return Arg{Place: place, Value: value} }

// of says which figure fills a place.
func (a Arg) of(figure string) Arg {
	a.About = figure
	return a
}

// word is a text that stands for itself within a sentence, such as "likely".
func word(text string) Sentence { return Sentence{Key: text} }

// list folds sentences into one by a pattern with the places {a} and {b}.
func list(pattern string, items []Sentence) Sentence {
	if len(items) == 0 {
		return Sentence{}
	}
	s := items[0]
	for _, x := range items[1:] {
		s = Sentence{Key: pattern, Args: []Arg{at("a", s), at("b", x)}}
	}
	return s
}

// quoted is a text of the record within a sentence.
func quoted(text string) Sentence { return say("“{text}”", at("text", text)) }

func english(list []Sentence) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s.English()
	}
	return out
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
