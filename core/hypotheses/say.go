package hypotheses

import (
	"strconv"

	"github.com/fairweather-app/fairweather/core/assess"
)

// Said are sentences of a matrix from which its English texts are made.
type Said struct {
	Headline     []assess.Sentence
	Disagreement assess.Sentence
	Reasons      []assess.Sentence // of the confidence
	Warnings     []assess.Sentence
}

// What is said in sentences can be said in another language: their texts are keys
// of the translations.
var say, counted, at = assess.Say, assess.Counted, assess.At

// word is a word that a language has its own for, such as "likely".
func word(text string) assess.Sentence { return say(text) }

// quoted is a text of the record within a sentence.
func quoted(text string) string { return strconv.Quote(text) }

// key marks a text that the window translates as it stands.
func key(text string) string { return text }
