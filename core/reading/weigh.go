package reading

import (
	"fmt"
	"math"
	"strconv"
)

// weights is a linear model: what each feature adds to the log odds that a
// candidate, or a guess at an actor, is right. They are learned from the texts
// coded by hand (TestWeights) and stand in weights.tsv, one feature a line, so
// that a candidate's confidence can be taken apart.
type weights map[string]float64

// sum gives the log odds of a list of features; a feature without a weight adds nothing.
func (w weights) sum(features []string) float64 {
	s := 0.0
	for _, f := range features {
		s += w[f]
	}
	return s
}

// share turns log odds into a share in (0, 1).
func share(odds float64) float64 { return 1 / (1 + math.Exp(-odds)) }

// addWeight enters a line of weights.tsv: model ("keep", "to" or "from"), feature, weight.
func (lex *Lexicon) addWeight(l fields) error {
	v, err := strconv.ParseFloat(l.at(2), 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return fmt.Errorf("weight of %q: %q is no number", l.at(1), l.at(2))
	}
	m := lex.weights[l.at(0)]
	if m == nil {
		m = weights{}
		lex.weights[l.at(0)] = m
	}
	m[l.at(1)] = v
	return nil
}
