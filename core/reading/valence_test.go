package reading

import (
	"slices"
	"testing"

	"github.com/fairweather-app/fairweather/core/edtf"
)

func TestParseTags(t *testing.T) {
	got, err := parseTags([]string{"help", "give", "~possession", "~plant"})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"help", "give", "~possession", "~other"}; !slices.Equal(got.names(), want) {
		t.Errorf("tags %q, want %q", got.names(), want)
	}
	if got&classed != 1<<0|1<<3 {
		t.Errorf("classes given by a person: %q", (got & classed).names())
	}
	if _, err := parseTags([]string{"friendly"}); err == nil {
		t.Error("a tag that does not exist was taken")
	}
}

// Words in no class of their own must have a valence: verbs with a particle
// before the verb alone.
func TestTagsOf(t *testing.T) {
	lex := testLexicon(t)
	for _, c := range []struct {
		verb string
		tag  string
	}{{"succour", "help"}, {"ostracise", "harm"}, {"vacillate", "hold"}, {"donate", "give"}, {"vote down", "refuse"}} {
		if !slices.Contains(lex.verbTags[c.verb].names(), c.tag) {
			t.Errorf("%s has tags %q, not %q", c.verb, lex.verbTags[c.verb].names(), c.tag)
		}
	}
}

// The best sort of a clause is the one whose weights sum highest.
func TestSortWeights(t *testing.T) {
	w := tabulate(map[string]weights{
		sortModel(sortAt(Conduct, Positive)): {"v help": 1, "not": -2},
		sortModel(sortAt(Conduct, Neutral)):  {"not": 1.5},
	})
	for _, c := range []struct {
		features []string
		kind     Kind
		polarity Polarity
	}{{[]string{"v help"}, Conduct, Positive}, {[]string{"v help", "not"}, Conduct, Neutral}} {
		at, odds := w.best(c.features)
		if sorts[at].kind != c.kind || sorts[at].polarity != c.polarity {
			t.Errorf("%q gives %s %s at %.1f", c.features, sorts[at].kind, sorts[at].polarity, odds)
		}
	}
	if sortAt(Forecast, Neutral) != -1 {
		t.Error("a forecast is no sort of the broad reading")
	}
}

// The broad reading tells nothing where no word has a class, where a thing is
// only possible, and where the lexicon says that it is only said or thought.
func TestBroadIsSilent(t *testing.T) {
	lex := testLexicon(t)
	for _, text := range []string{
		"Japan may succour Nepal.",
		"Would Japan succour Nepal?",
		"If Japan succours Nepal, others will follow.",
		"Japan lies east of Nepal.",
	} {
		if got := Read(text, Meta{Date: edtf.MustParse("2024")}, lex); len(got) > 0 {
			t.Errorf("%q gives %s %s", text, got[0].Kind, got[0].Reason)
		}
	}
}
