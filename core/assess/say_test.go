package assess

import (
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// backwards is a language that puts the second place first, and counts in its own way.
type backwards struct{ English }

func (backwards) Text(key string) string {
	if key == "{a} and {b}" {
		return "{b} after {a}"
	}
	return strings.ReplaceAll(key, "k", "8")
}

func (backwards) Counted(key, one string, n int) string {
	if n%10 == 1 {
		return "ONE: {n}"
	}
	return "MANY: {n}"
}

func (backwards) Share(p float64) string { return "%" + strings.TrimSuffix(Percent(p), " %") }

func TestSentences(t *testing.T) {
	date := edtf.MustParse("2026-03~")
	for _, x := range []struct {
		name          string
		s             Sentence
		english, back string
	}{
		{"no place", word("likely"), "likely", "li8ely"},
		{"the order is the language's own", say("{a} and {b}", at("a", "x"), at("b", "y")), "x and y", "y after x"},
		{"one", counted(1, "one moment", "{n} moments"), "one moment", "ONE: 1"},
		{"several", counted(3, "one moment", "{n} moments"), "3 moments", "MANY: 3"},
		{"a language may count 21 as one", counted(21, "one moment", "{n} moments"), "21 moments", "ONE: 21"},
		{"a share, a sentence and a date within", say("{a} and {b}", at("a", Share(.004)), at("b", say("{date}", at("date", date)))), "under 1 % and about March 2026", "about March 2026 after %under 1"},
		{"braces of a record stay", say("{a} and {b}", at("a", "{b}"), at("b", "y")), "{b} and y", "y after {b}"},
		{"a place that nothing fills", say("{a} of {c}", at("a", "x")), "x of {c}", "x of {c}"},
		{"a capital before what follows", Sentence{Key: "{spelled} more", Capital: true, Args: []Arg{at("spelled", Spelt(3))}}, "Three more", "Three more"},
		{"an interval with an end that is nearly certain", say("{i}", at("i", Range{.52, .999})), "52 to over 99", "52 to over 99"},
	} {
		if got := x.s.English(); got != x.english {
			t.Errorf("%s: %q, want %q", x.name, got, x.english)
		}
		if got := x.s.In(backwards{}); got != x.back {
			t.Errorf("%s, in another language: %q, want %q", x.name, got, x.back)
		}
	}
}

func TestPiecesAreFigures(t *testing.T) {
	s := say("{moments}: {p} ({words})", at("moments", counted(2, "one moment", "{n} moments")).of(AboutMoments), at("p", Share(.7)).of("rung:2"), at("words", word("likely")))
	want := []Piece{{"2 moments", AboutMoments}, {": ", ""}, {"70 %", "rung:2"}, {" (likely)", ""}}
	got := s.Pieces(English{})
	if len(got) != len(want) {
		t.Fatalf("pieces %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("piece %d is %q, want %q", i, got[i], want[i])
		}
	}
}

// Every sentence of an answer has all its places filled, and says in English
// what the answer's texts say.
func TestAnswersAreSaidWhole(t *testing.T) {
	c := twoPairs()
	for _, situation := range []string{"any", "force"} {
		q := question(c)
		q.Situation = situation
		a := mustAnswer(t, c, q, DefaultSettings())
		pairs := map[string]string{a.Said.Verdict.English(): a.Backtest.Verdict}
		add := func(said []Sentence, texts []string) {
			if len(said) != len(texts) {
				t.Fatalf("%d sentences for %d texts: %q", len(said), len(texts), texts)
			}
			for i, s := range said {
				pairs[s.English()] = texts[i]
			}
		}
		add(a.Said.Headline, a.Headline)
		add(a.Said.Reasons, a.Confidence.Reasons)
		add(a.Said.Warnings, a.Warnings)
		for _, x := range a.Changes {
			add([]Sentence{x.Said}, []string{x.Text})
		}
		for _, x := range a.Pledges.Forecasts {
			add([]Sentence{x.Said}, []string{x.Basis})
		}
		for _, list := range [][]Influence{a.Robustness.Record, a.Robustness.Source, a.Robustness.Publisher} {
			for _, x := range list {
				add(x.Said, x.Words)
			}
		}
		for said, text := range pairs {
			if said != text || strings.ContainsAny(said, "{}") || strings.Contains(said, "..") {
				t.Errorf("it says %q for %q", said, text)
			}
		}
	}
}
