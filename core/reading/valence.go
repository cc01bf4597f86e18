package reading

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// tagSet is a set of the tags of valence.tsv.
type tagSet uint64

// tagNames are the tags of valence.tsv; a tag's bit is its place here. Those
// with "~" are WordNet's lexicographer files, which tell of words that nobody
// has classed what they are about.
var tagNames = []string{
	"help", "harm", "hold", "give", "get", "promise", "refuse", "delay", "ask", "join", "fight", "move", "end", "begin", "less", "more",
	"complete", "need", "vote", "meet", "force", "money", "supply", "law", "word", "diplomat", "refuge",
	"~body", "~change", "~cognition", "~communication", "~competition", "~consumption", "~contact", "~creation", "~emotion", "~motion", "~perception",
	"~possession", "~social", "~stative", "~weather", "~act", "~artifact", "~attribute", "~event", "~feeling", "~group", "~person", "~state", "~other",
}

// classed are the tags that a person gave, without those of WordNet's files.
const classed tagSet = 1<<27 - 1

// names lists the tags of a set.
func (s tagSet) names() []string {
	var out []string
	for i, n := range tagNames {
		if s&(1<<i) != 0 {
			out = append(out, n)
		}
	}
	return out
}

// parseTags reads a list of tags; a lexicographer file that has no tag of its
// own is "~other".
func parseTags(list []string) (tagSet, error) {
	var s tagSet
	for _, n := range list {
		i := slices.Index(tagNames, n)
		if i < 0 && strings.HasPrefix(n, "~") {
			i = slices.Index(tagNames, "~other")
		}
		if i < 0 {
			return 0, fmt.Errorf("tag %q does not exist (tags: %s)", n, strings.Join(tagNames, ", "))
		}
		s |= 1 << i
	}
	return s, nil
}

// addValence enters a line of valence.tsv: word, part of speech, tags.
func (lex *Lexicon) addValence(l fields) error {
	w := strings.ToLower(l.at(0))
	tags, err := parseTags(l.list(2, ","))
	if err != nil {
		return fmt.Errorf("%q: %w", w, err)
	}
	switch l.at(1) {
	case "v":
		lex.verbTags[w] |= tags
	case "n":
		for _, form := range []string{w, plural(w)} {
			lex.word(form).nounTags |= tags
		}
	case "a":
		lex.word(w).adjTags |= tags
	default:
		return fmt.Errorf("%q: part of speech %q is none of v, n, a", w, l.at(1))
	}
	return nil
}

// tagsOf gives the tags of a verb group, of the verb with its particle first.
func (r *reader) tagsOf(v *item) (tags tagSet, phrase string) {
	if v.main+1 < len(r.doc.tokens) {
		two := v.verb + " " + r.doc.tokens[v.main+1].norm
		if t, ok := r.lex.verbTags[two]; ok {
			return t, two
		}
	}
	return r.lex.verbTags[v.verb], v.verb
}

// nounTags gives the tags of the head of a noun phrase.
func (r *reader) nounTags(it *item) tagSet {
	if it.kind != nounPhrase || r.info[it.head] == nil {
		return 0
	}
	return r.info[it.head].nounTags
}

// sorts are what a clause of the broad reading can tell: kind and polarity.
var sorts = []struct {
	kind     Kind
	polarity Polarity
}{
	{Conduct, Positive}, {Conduct, Negative}, {Conduct, Neutral}, {Pledge, Neutral}, {Milestone, Negative}, {Milestone, Positive},
	{Contribution, Positive}, {Request, Neutral}, {Dependence, Neutral}, {Claim, Negative}, {Moment, Neutral},
}

// sortAt gives the place of a kind and polarity in sorts; -1 where it has none.
func sortAt(k Kind, p Polarity) int {
	for i, s := range sorts {
		if s.kind == k && s.polarity == p {
			return i
		}
	}
	return -1
}

// sortModel is the name of the model of a sort in weights.tsv.
func sortModel(i int) string { return "is " + string(sorts[i].kind) + " " + string(sorts[i].polarity) }

// sortWeights are the weights of all sorts by feature, so that a feature is
// looked up once.
type sortWeights map[string]*[11]float64

// tabulate joins the models of the sorts to one table.
func tabulate(models map[string]weights) sortWeights {
	out := sortWeights{}
	for i := range sorts {
		for f, w := range models[sortModel(i)] {
			if out[f] == nil {
				out[f] = &[11]float64{}
			}
			out[f][i] = w
		}
	}
	return out
}

// best gives the likeliest sort of a list of features and its log odds.
func (w sortWeights) best(features []string) (int, float64) {
	var sum [11]float64
	for _, f := range features {
		if row := w[f]; row != nil {
			for i, v := range row {
				sum[i] += v
			}
		}
	}
	at, odds := -1, math.Inf(-1)
	for i, v := range sum {
		if v > odds {
			at, odds = i, v
		}
	}
	return at, odds
}
