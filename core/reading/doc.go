// Package reading reads a text and proposes what could enter the record: a pure
// function from text to candidates, by word lists and rules, the same for the
// same input. It knows no case; Match and Record tie a candidate to one.
//
// How a text is read: it is cut into sentences and words by Unicode's rules
// (github.com/clipperhouse/uax29, the library of UAX 29 that is fastest and
// kept up); names are found by the lexicon, with what stands for them (a
// capital, an office, a pronoun); each sentence is laid out in noun phrases,
// verb groups and what joins them; verbs and nouns of the lexicon tell who did
// what for whom, and what stands around them tells who says so and how surely.
//
// A clause of which no entry tells anything worth showing is read broadly: by the
// valence that its words have at large (valence.tsv) a model says what it tells, another whom
// it concerns; in an opinion piece, where words judge, it is not.
//
// Where a clause leaves open whom it concerns, the actors of the text are weighed
// by how it has spoken of them so far; each candidate is weighed by what it rests
// on, and those more likely wrong than worth showing are dropped. The weights are
// a logistic regression learned from texts coded by hand (weights.tsv); without
// them nothing is dropped.
//
// What is asked (a question), supposed (if, unless, whether) or only possible
// (could, may) is never taken for a fact. Where nothing of the lexicon matches
// there is no candidate.
package reading
