package assess

import (
	"fmt"
	"math"
	"strings"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// Help names what a partner gives at a rung from +1 to +4, as part of a
// sentence: "support in words", "a diplomatic act", "material help", "fighting side
// by side". Empty for other rungs.
func Help(r ledger.Rung) string {
	switch r {
	case ledger.Words:
		return key("support in words")
	case ledger.DiplomaticAct:
		return key("a diplomatic act")
	case ledger.MaterialHelp:
		return key("material help")
	case ledger.Fought:
		return key("fighting side by side")
	}
	return ""
}

// SituationPhrase says a situation as part of a sentence: "under attack"; empty
// for any situation.
func SituationPhrase(situation string) string {
	switch situation {
	case "force":
		return key("under attack")
	case "pressure":
		return key("under pressure")
	case "internal":
		return key("in unrest at home")
	case "disaster":
		return key("in a disaster")
	}
	return ""
}

// Percent writes a probability in whole per cent: "70 %". What would round to 0
// or 100 but is neither is "under 1 %" or "over 99 %".
func Percent(p float64) string {
	switch n := math.Round(100 * p); {
	case n == 0 && p > 0:
		return "under 1 %"
	case n == 100 && p < 1:
		return "over 99 %"
	default:
		return fmt.Sprintf("%.0f %%", n)
	}
}

// Interval writes a 90 % interval in whole per cent: "52 to 86". An end that
// would round to 0 or 100 but is neither is "under 1" or "over 99"; two ends that
// read alike are one.
func Interval(low, high float64) string {
	from, to := strings.TrimSuffix(Percent(low), " %"), strings.TrimSuffix(Percent(high), " %")
	if from == to {
		return to
	}
	return from + " to " + to
}

// headline says the figures in sentences: for what the relier can count on the
// partner, and how often the partner works against it. METHODS 10.
func (in *inquiry) headline(a *Assessment) []Sentence {
	var acts []Sentence
	for _, r := range []ledger.Rung{ledger.DiplomaticAct, ledger.MaterialHelp, ledger.Fought} {
		x := a.AtLeast[r-ledger.LowestRung]
		acts = append(acts, say("{act} {is} ({p}, {interval})", at("act", word(Help(r))), at("is", word(in.s.Words.phrase(x.Probability))),
			at("p", Share(x.Probability)).of(aboutRung(r)), at("interval", Range{x.Lower90, x.Upper90})))
	}
	all := list("{a}, {b}", acts)
	first := say("{acts}.", at("acts", all))
	if phrase := SituationPhrase(in.q.Situation); phrase != "" {
		first = say("For {relier} {situation}: {acts}.", at("relier", a.RelierName), at("situation", word(phrase)), at("acts", all))
	}
	first.Capital = true
	g := a.Against
	return []Sentence{first, say("That {partner} works against {relier} at such a moment, whatever else it does, {is} ({p}, {interval}): {compared}.",
		at("partner", a.PartnerName), at("relier", a.RelierName), at("is", word(in.s.Words.phrase(g.Probability))),
		at("p", Share(g.Probability)).of(AboutAgainst), at("interval", Range{g.Lower90, g.Upper90}), at("compared", compare(g.Probability, g.BaseRate)))}
}

func aboutRung(r ledger.Rung) string { return fmt.Sprintf("rung:%d", int(r)) }

// compare sets a probability beside the base rate, in words.
func compare(p, base float64) Sentence {
	others := at("base", Share(base))
	switch ratio := p / base; {
	case ratio >= 2.75:
		n := int(math.Round(ratio))
		return counted(n, "{n} time as often as others (others do at {base} of theirs)", "{n} times as often as others (others do at {base} of theirs)", others)
	case ratio >= 1.75:
		return say("about twice as often as others (others do at {base} of theirs)", others)
	case ratio >= 1.15:
		return say("more often than others (others do at {base} of theirs)", others)
	case ratio > 1/1.15:
		return say("about as often as others (others do at {base} of theirs)", others)
	case ratio > 1/1.75:
		return say("less often than others (others do at {base} of theirs)", others)
	default:
		return say("about half as often as others or less (others do at {base} of theirs)", others)
	}
}
