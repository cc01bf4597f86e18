package hypotheses

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Ratios are the likelihood ratios that the words of a cell stand for.
type Ratios struct {
	CC float64 `json:"CC"`
	C  float64 `json:"C"`
	N  float64 `json:"N"`
	I  float64 `json:"I"`
	II float64 `json:"II"`
}

// Settings are the choices that the method needs.
type Settings struct {
	Ratios         Ratios       `json:"ratios"`
	SharePublisher bool         `json:"share_publisher"` // items resting on one publisher share one weight
	ShareEvent     bool         `json:"share_event"`     // items about one event share one weight
	Figures        []Figure     `json:"-"`               // the program's own figures, for notes that stand for them
	Words          assess.Scale `json:"words"`
	Draws          int          `json:"draws"` // of the bootstrap of agreement
	Seed           uint64       `json:"seed"`
}

// DefaultSettings are the defaults of METHODS 6.
func DefaultSettings() Settings {
	a := assess.DefaultSettings()
	return Settings{
		Ratios: Ratios{CC: 4, C: 2, N: 1, I: .5, II: .25}, SharePublisher: true, ShareEvent: true,
		Words: a.Words, Draws: 1000, Seed: a.Seed,
	}
}

// SettingsOf are the settings of a case: the defaults in the words that the
// case speaks.
func SettingsOf(c *ledger.Case) Settings {
	s := DefaultSettings()
	s.Words = assess.SettingsOf(c).Words
	return s
}

// Changed lists the settings that are not the default, each as a line for a brief.
func (s Settings) Changed() []string {
	d := DefaultSettings()
	var out []string
	was, is := d.Ratios.list(), s.Ratios.list()
	for i, word := range words {
		if is[i] != was[i] {
			out = append(out, fmt.Sprintf("likelihood ratio of %s %s (default %s)", word, number(is[i]), number(was[i])))
		}
	}
	if !s.SharePublisher {
		out = append(out, "items of one publisher do not share a weight (default: they do)")
	}
	if !s.ShareEvent {
		out = append(out, "items about one event do not share a weight (default: they do)")
	}
	if s.Draws != d.Draws {
		out = append(out, fmt.Sprintf("draws %d (default %d)", s.Draws, d.Draws))
	}
	if s.Seed != d.Seed {
		out = append(out, fmt.Sprintf("seed %d (default %d)", s.Seed, d.Seed))
	}
	return out
}

// words are the words of a cell that have a ratio, best first.
var words = []string{"CC", "C", "N", "I", "II"}

func (r Ratios) list() []float64 { return []float64{r.CC, r.C, r.N, r.I, r.II} }

func (s Settings) check() error {
	list := s.Ratios.list()
	for i, v := range list {
		if !(v >= 1/largestRatio && v <= largestRatio) {
			return fmt.Errorf("likelihood ratio of %s is %v: give a number from 1/%.0f to %.0f", words[i], v, largestRatio, largestRatio)
		}
		if i > 0 && v > list[i-1] {
			return fmt.Errorf("likelihood ratio of %s (%v) is above that of %s (%v): ratios fall from CC to II", words[i], v, words[i-1], list[i-1])
		}
	}
	if s.Draws < 0 {
		return fmt.Errorf("%d draws: give 0 for no interval, or more", s.Draws)
	}
	if !slices.Contains(assess.Scales, s.Words) {
		return fmt.Errorf("there is no scale of words %q; choose from %v", s.Words, assess.Scales)
	}
	return nil
}

// Of gives the likelihood ratio that the value of a cell stands for: of a word, or
// of a ratio written out; false for one that says nothing, such as NA.
func (r Ratios) Of(value string) (float64, bool) {
	ratio, _, applies := r.cell(value)
	return ratio, applies
}

// largestRatio bounds what one cell can say: no judgement is worth more.
const largestRatio = 1000.

// ParseRatio reads a likelihood ratio as people write it: 3, 0.2, 1/3, 2:1. It
// is false for anything else and for ratios outside 1/1000 to 1000.
func ParseRatio(text string) (float64, bool) {
	text = strings.TrimSpace(text)
	over, under, divided := strings.Cut(strings.Replace(text, ":", "/", 1), "/")
	v, err := strconv.ParseFloat(strings.TrimSpace(over), 64)
	if err != nil {
		return 0, false
	}
	if divided {
		d, err := strconv.ParseFloat(strings.TrimSpace(under), 64)
		if err != nil || d <= 0 {
			return 0, false
		}
		v /= d
	}
	return v, v >= 1/largestRatio*(1-1e-9) && v <= largestRatio
}

// cell reads the value of a rating: its ratio, and the word that it is or comes
// nearest to. ok is false for what says nothing: NA, empty, or no such value.
func (r Ratios) cell(value string) (ratio float64, word string, ok bool) {
	list := r.list()
	if i := slices.Index(words, value); i >= 0 {
		return list[i], value, true
	}
	ratio, ok = ParseRatio(value)
	if !ok {
		return 0, "", false
	}
	best := 0
	for i := range list {
		if math.Abs(math.Log(ratio/list[i])) < math.Abs(math.Log(ratio/list[best])) {
			best = i
		}
	}
	return ratio, words[best], true
}

// contrary is how much a word counts against a hypothesis: I 1, II 2. METHODS 6.
func contrary(word string) float64 {
	switch word {
	case "I":
		return 1
	case "II":
		return 2
	}
	return 0
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
