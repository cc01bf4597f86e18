package whatif

import (
	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// What is said in sentences can be said in another language: their texts are keys
// of the translations.
var say, counted, at = assess.Say, assess.Counted, assess.At

// word is a text of the record that a language may have its own word for, such as
// a channel.
func word(text string) assess.Sentence { return say(text) }

// percent says a share of functioning or of a channel, with a decimal where it is
// small.
func percent(p float64) any {
	switch {
	case p > 0 && p < .0005:
		return say("under 0.1 %")
	case p > 0 && p < .0995:
		return say("{n} %", at("n", assess.Decimal{Value: 100 * p, Places: 1}))
	}
	return assess.Share(p)
}

// inDraws says in how many of the draws something comes about: of a chance that is
// neither, draws may still show all or none.
func inDraws(p float64) assess.Sentence {
	switch p {
	case 0:
		return say("none of the draws")
	case 1:
		return say("all draws")
	}
	return say("{p} of draws", at("p", assess.Share(p)))
}

// edgeName names a dependence for a person.
func edgeName(c *ledger.Case, actor, on, channel string) assess.Sentence {
	return say("{actor} on {on} for {channel}", at("actor", c.ActorName(actor)), at("on", c.ActorName(on)), at("channel", word(channel)))
}
