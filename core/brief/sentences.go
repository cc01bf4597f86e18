package brief

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Question is the question as a person asks it.
func Question(a *assess.Assessment) string {
	return fmt.Sprintf("Can %s count on %s, as of %s, %s?", a.RelierName, a.PartnerName, Date(a.Question.AsOf),
		cmp.Or(assess.SituationPhrase(a.Question.Situation), "in any situation"))
}

// deeds says what giving at least a rung is, after "to" and after "would".
var deeds = map[ledger.Rung]string{
	ledger.Words: "speak up for %s", ledger.DiplomaticAct: "go as far as a diplomatic act",
	ledger.MaterialHelp: "give material help", ledger.Fought: "fight beside %s",
}

// Answer composes the answer in a paragraph: what the partner is likely to do
// and not to do, with intervals, whether it also works against the relier, and
// how that compares with others. Words of probability stand between Strong and
// EndStrong.
func Answer(a *assess.Assessment) []string {
	var groups [][]assess.AtLeast // adjacent rungs that share a word
	for _, p := range a.AtLeast {
		if deeds[p.Rung] == "" {
			continue
		}
		if n := len(groups); n > 0 && groups[n-1][0].Word == p.Word {
			groups[n-1] = append(groups[n-1], p)
		} else {
			groups = append(groups, []assess.AtLeast{p})
		}
	}
	var clauses []string
	for i, g := range groups {
		who, note := "it", ""
		if i == 0 {
			who, note = a.PartnerName, "90 % interval "
		}
		var acts []string
		for _, p := range g {
			who := a.RelierName
			if i == 0 { // the sentence has just named it
				who = "it"
			}
			act := strings.ReplaceAll(deeds[p.Rung], "%s", who)
			acts = append(acts, fmt.Sprintf("%s (%s; %s%s)", act, assess.Percent(p.Probability), note, interval(p.Lower90, p.Upper90)))
			note = ""
		}
		clauses = append(clauses, chance(g[0].Word, who, acts))
	}
	var out []string
	for i, c := range clauses {
		switch {
		case i == 0:
			out = append(out, "When "+a.RelierName+" is in need"+needIn(a)+", "+c+".")
		case i > 1 && i == len(clauses)-1: // the last two in one sentence
			out[len(out)-1] = strings.TrimSuffix(out[len(out)-1], ".") + ", and " + c + "."
		default:
			out = append(out, upper(c)+".")
		}
	}
	return append(out, againstSentence(a), comparison(a))
}

func needIn(a *assess.Assessment) string {
	if s := assess.SituationPhrase(a.Question.Situation); s != "" {
		return " " + s
	}
	return ""
}

// Strong and EndStrong enclose what a sentence stresses.
const (
	Strong    = "\x01"
	EndStrong = "\x02"
)

// chance says in a clause how probable the acts are, in the word of the scale.
func chance(word, who string, acts []string) string {
	strong := Strong + word + EndStrong
	joined := strings.Join(acts, " and to ")
	unlikely := strings.Contains(word, "unlikely")
	switch {
	case strings.HasPrefix(word, "almost no chance"):
		return "there is " + strong + " that " + who + " would " + strings.Join(acts, " or ")
	case strings.HasSuffix(word, "chance"), strings.HasSuffix(word, "possibility"):
		return "there is a " + strong + " that " + who + " would " + strings.Join(acts, " or ")
	case unlikely && len(acts) > 1:
		joined = strings.Join(acts, " or to ")
	}
	return who + " is " + strong + " to " + joined
}

func againstSentence(a *assess.Assessment) string {
	g := a.Against
	clause := chance(g.Word, "it", []string{"work against " + a.RelierName + fmt.Sprintf(" at such a moment (%s; %s)", assess.Percent(g.Probability), interval(g.Lower90, g.Upper90))})
	lead := "Whatever it gives, "
	if g.Probability < .2 {
		lead = "For its part, "
	}
	text := lead + clause
	harmed := 0
	for _, o := range a.Observations {
		if o.Against {
			harmed++
		}
	}
	switch n := len(g.Mixed); {
	case harmed == 0:
	case n == 0:
		text += fmt.Sprintf("; it did at %s on record", ofMoments(harmed, a.Moments))
	case n == harmed:
		text += fmt.Sprintf("; it did at %s on record, each time beside help", ofMoments(harmed, a.Moments))
	default:
		text += fmt.Sprintf("; it did at %s on record, at %s of them beside help", ofMoments(harmed, a.Moments), spelt(n))
	}
	return text + "."
}

// comparison sets the answer beside what the other pairs in the case do.
func comparison(a *assess.Assessment) string {
	i := slices.IndexFunc(a.AtLeast, func(p assess.AtLeast) bool { return p.Rung == ledger.DiplomaticAct })
	if i < 0 {
		return ""
	}
	act, against := a.AtLeast[i], a.Against
	help, harm := beside(act.Probability, act.BaseRate), beside(against.Probability, against.BaseRate)
	said := fmt.Sprintf("%s of the first and %s of the second", help, harm)
	if help == harm {
		said = help + " of both"
	}
	text := fmt.Sprintf("For comparison: among the other pairs of actors in this case %s of such moments bring a diplomatic act or more, and %s conduct against the one in need; from %s %s is to be expected",
		assess.Percent(act.BaseRate), assess.Percent(against.BaseRate), a.PartnerName, said)
	within := act.BaseRate > act.Lower90 && act.BaseRate < act.Upper90 && against.BaseRate > against.Lower90 && against.BaseRate < against.Upper90
	// What is said of diplomatic acts must not be taken to hold of arms and men.
	for _, p := range a.AtLeast {
		if d := p.Probability - p.BaseRate; p.Rung == ledger.MaterialHelp && math.Abs(d) >= .03 && d*(act.Probability-act.BaseRate) <= 0 {
			text += fmt.Sprintf(", but %s material help (%s; the others %s)", beside(p.Probability, p.BaseRate), assess.Percent(p.Probability), assess.Percent(p.BaseRate))
			within = within && p.BaseRate > p.Lower90 && p.BaseRate < p.Upper90
		}
	}
	if within && (help != "about as much" || harm != help) {
		text += "; all of these differences lie within the intervals, so that none of them is certain"
	}
	return text + "."
}

// beside compares a probability with a base rate in words.
func beside(p, base float64) string {
	switch d := p - base; {
	case math.Abs(d) < .03:
		return "about as much"
	case d > .2:
		return "much more"
	case d > 0:
		return "more"
	case d < -.2:
		return "much less"
	}
	return "less"
}

// TrendSentence says whether the support given rises or falls over time.
func TrendSentence(a *assess.Assessment) string {
	t := a.Trend
	switch t.Direction {
	case "rising", "falling":
		return fmt.Sprintf("Over %s the support given is %s (Kendall's tau-b %.2f, permutation p %s).", count(t.Moments, "moment"), t.Direction, t.Tau, PValue(t.P))
	case "no clear trend":
		return fmt.Sprintf("Over %s the support given shows no clear trend (Kendall's tau-b %.2f, permutation p %s).", count(t.Moments, "moment"), t.Tau, PValue(t.P))
	}
	return fmt.Sprintf("With %s on record there are too few to see a trend.", count(t.Moments, "moment"))
}

// mostInfluences is how many an answer lists of a kind: there may be more.
const mostInfluences = 10

// Sensitivity says in sentences whether one record, source or publisher carries
// the answer, and which moves it most.
func Sensitivity(a *assess.Assessment) []string {
	r := a.Robustness
	var out []string
	steady := []string{}
	for _, k := range []struct {
		what string
		list []assess.Influence
	}{{"record", r.Record}, {"source", r.Source}, {"publisher", r.Publisher}} {
		var moved []assess.Influence
		for _, i := range k.list {
			if len(i.Words) > 0 {
				moved = append(moved, i)
			}
		}
		if len(moved) == 0 {
			if len(k.list) > 0 {
				steady = append(steady, k.what+"s")
			}
			continue
		}
		lead := "A word of the answer can hang on a single %s"
		if len(out) > 0 {
			lead = "The same holds of a single %s"
		}
		s := fmt.Sprintf(lead+": it would change without “%s” (%s)", k.what, short(moved[0].Name, 90), strings.Join(moved[0].Words, "; "))
		switch n := len(moved) - 1; {
		case n == 1:
			s += ", and without one other"
		case n > 1 && len(moved) == mostInfluences:
			s += fmt.Sprintf(", and without each of at least %s others", spelt(n))
		case n > 1:
			s += fmt.Sprintf(", and without each of %s others", spelt(n))
		}
		out = append(out, s+".")
	}
	if len(out) > 1 { // one thought, one paragraph
		out = []string{strings.Join(out, " ")}
	}
	if len(steady) > 0 {
		out = append([]string{fmt.Sprintf("Of the %s that weigh most, none would change a word of the answer if it were left out.", and(steady))}, out...)
	}
	var most []string
	for _, k := range []struct {
		what string
		list []assess.Influence
	}{{"record", r.Record}, {"publisher", r.Publisher}} {
		if len(k.list) > 0 && k.list[0].Largest >= .0005 {
			most = append(most, fmt.Sprintf("among %ss, “%s” (%s)", k.what, short(k.list[0].Name, 110), points(k.list[0].Largest)))
		}
	}
	if len(most) > 0 {
		out = append(out, "What moves a figure most when it is left out is, "+joined(most, "and,")+".")
	}
	return out
}

// points writes a difference of probabilities.
func points(d float64) string { return fmt.Sprintf("%.1f points", 100*d) }

func interval(low, high float64) string { return assess.Interval(low, high) + " %" }

// PValue writes the p-value of a test.
func PValue(p float64) string {
	if p < .001 {
		return "< 0.001"
	}
	return fmt.Sprintf("= %.3f", p)
}

// Years writes a length of time in years.
func Years(y float64) string {
	if text := strings.TrimSuffix(fmt.Sprintf("%.1f", y), ".0"); text != "1" {
		return text + " years"
	}
	return "one year"
}

func count(n int, word string) string {
	if n == 1 {
		return "one " + word
	}
	return fmt.Sprintf("%s %ss", spelt(n), word)
}

func ofThem(n, of int) string {
	switch {
	case of == 2 && n == 2:
		return "both"
	case n == of:
		return "all " + spelt(of)
	case n == 0:
		return "none of them"
	}
	return spelt(n) + " of them"
}

// part counts some of a whole in the words that fit.
func part(n, of int) string {
	switch {
	case of == 1:
		return "it"
	case n == of && n == 2:
		return "both"
	case n == of:
		return "all"
	case of <= 12: // small numbers as words, but no mixture in one sentence
		return spelt(n)
	}
	return fmt.Sprint(n)
}

func ofMoments(n, of int) string {
	switch {
	case of == 1:
		return "the one moment"
	case n == of:
		return "all " + count(of, "moment")
	}
	return fmt.Sprintf("%d of the %d moments", n, of)
}

func wasWere(n int) string { return map[bool]string{true: "was", false: "were"}[n == 1] }
func isAre(n int) string   { return map[bool]string{true: "is", false: "are"}[n == 1] }

func and(list []string) string { return joined(list, "and") }

func joined(list []string, last string) string {
	switch n := len(list); n {
	case 0:
		return ""
	case 1:
		return list[0]
	case 2:
		return list[0] + " " + last + " " + list[1]
	default:
		return strings.Join(list[:n-1], ", ") + " " + last + " " + list[n-1]
	}
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func trim(list []string) []string {
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}

// short cuts a text at a word near n runes and says so by an ellipsis. A stop at
// its end is dropped, since the text will stand within a sentence.
func short(s string, n int) string {
	s = strings.TrimRight(s, " .")
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	cut := strings.TrimRight(string(runes[:n]), " ,.;:")
	if i := strings.LastIndexByte(cut, ' '); runes[n] != ' ' && i > n/2 {
		cut = strings.TrimRight(cut[:i], " ,.;:")
	}
	return cut + " …"
}

// ConfidenceReasons says in sentences why confidence is what it is.
func ConfidenceReasons(a *assess.Assessment) []string {
	size := fmt.Sprintf("It rests on %s; weighed by credibility, situation and age they count as %.1f full ones (effective sample %.1f).", count(a.Moments, "moment"), weightOf(a), a.EffectiveSample)
	if a.Moments == 0 {
		size = "It rests on no moment at all."
	}
	stand := "No publisher stands behind it."
	if n := len(a.Publishers); n > 0 {
		stand = upper(count(n, "independent publisher")) + " " + map[bool]string{true: "stands", false: "stand"}[n == 1] + " behind it."
	}
	switch {
	case a.Moments > 0 && a.EffectiveSample < 4:
		size += " Below four, confidence is low."
	case a.Moments > 0 && a.EffectiveSample < 12:
		size += " High confidence takes twelve."
	}
	if len(a.Publishers) < 3 {
		stand += " High confidence takes three."
	}
	out := []string{size, stand}
	for i, r := range a.Confidence.Reasons {
		if i >= len(out) { // the first two say the same in figures
			out = append(out, upper(r)+".")
		}
	}
	return out
}

// weightOf is what the moments of an answer weigh together.
func weightOf(a *assess.Assessment) float64 {
	sum := 0.0
	for _, o := range a.Observations {
		sum += o.Weight
	}
	return sum
}

// noBetter says for which rungs the forecasts of the backtest were no better than
// the base rate alone, where over all rungs they were.
func noBetter(b assess.Backtest) string {
	if !b.Enough || b.LogBase-b.LogRung <= 0 {
		return ""
	}
	var rungs []string
	for _, s := range b.Scores {
		if s.Brier >= s.BrierBase {
			rungs = append(rungs, assess.Help(s.Rung))
		}
	}
	if len(rungs) == 0 {
		return ""
	}
	return "For " + and(rungs) + " alone they were worse than the base rate, or no better."
}
