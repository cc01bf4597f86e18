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
		return "support in words"
	case ledger.DiplomaticAct:
		return "a diplomatic act"
	case ledger.MaterialHelp:
		return "material help"
	case ledger.Fought:
		return "fighting side by side"
	}
	return ""
}

// SituationPhrase says a situation as part of a sentence: "under attack"; empty
// for any situation.
func SituationPhrase(situation string) string {
	switch situation {
	case "force":
		return "under attack"
	case "pressure":
		return "under pressure"
	case "internal":
		return "in unrest at home"
	case "disaster":
		return "in a disaster"
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

// Interval writes a 90 % interval in whole per cent: "52 to 86".
func Interval(low, high float64) string {
	return fmt.Sprintf("%.0f to %.0f", math.Round(100*low), math.Round(100*high))
}

// headline says the figures in sentences: for what the relier can count on the
// partner, and how often the partner works against it. METHODS 10.
func (in *inquiry) headline(a *Assessment) []string {
	var parts []string
	for _, r := range []ledger.Rung{ledger.DiplomaticAct, ledger.MaterialHelp, ledger.Fought} {
		x := a.AtLeast[r-ledger.LowestRung]
		parts = append(parts, fmt.Sprintf("%s %s (%s, %s)", Help(r), in.s.Words.phrase(x.Probability), Percent(x.Probability), Interval(x.Lower90, x.Upper90)))
	}
	first := strings.Join(parts[:2], ", ") + ", " + parts[2] + "."
	if phrase := SituationPhrase(in.q.Situation); phrase != "" {
		first = fmt.Sprintf("For %s %s: %s", a.RelierName, phrase, first)
	} else {
		first = upperFirst(first)
	}
	g := a.Against
	second := fmt.Sprintf("That %s works against %s at such a moment, whatever else it does, %s (%s, %s): %s.",
		a.PartnerName, a.RelierName, in.s.Words.phrase(g.Probability), Percent(g.Probability), Interval(g.Lower90, g.Upper90), compare(g.Probability, g.BaseRate))
	return []string{first, second}
}

// compare sets a probability beside the base rate, in words.
func compare(p, base float64) string {
	with := fmt.Sprintf("others do at %s of theirs", Percent(base))
	switch ratio := p / base; {
	case ratio >= 2.75:
		return fmt.Sprintf("%.0f times as often as others (%s)", math.Round(ratio), with)
	case ratio >= 1.75:
		return "about twice as often as others (" + with + ")"
	case ratio >= 1.15:
		return "more often than others (" + with + ")"
	case ratio > 1/1.15:
		return "about as often as others (" + with + ")"
	case ratio > 1/1.75:
		return "less often than others (" + with + ")"
	default:
		return "about half as often as others or less (" + with + ")"
	}
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
