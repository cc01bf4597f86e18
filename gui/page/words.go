package page

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"fyne.io/fyne/v2/lang"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// translations are the texts of the window in the person's language, looked up
// once each: a page asks for the same ones at every frame of a drag.
var translations sync.Map

// tr gives a text of the window in the person's language.
func tr(text string) string {
	if text == "" {
		return ""
	}
	if t, ok := translations.Load(text); ok {
		return t.(string)
	}
	t := lang.L(text)
	translations.Store(text, t)
	return t
}

// Retranslate forgets the texts: the language is another.
func Retranslate() { translations.Clear() }

// trf is fmt.Sprintf with a format in the person's language.
func trf(format string, args ...any) string { return fmt.Sprintf(tr(format), args...) }

// sprintf is fmt.Sprintf with a format that is in the person's language already.
func sprintf(format string, args ...any) string { return fmt.Sprintf(format, args...) }

// countIs writes "1 is", "3 are".
func countIs(n int) string {
	if n == 1 {
		return "1" + nbsp + tr("is")
	}
	return fmt.Sprintf("%d"+nbsp+"%s", n, tr("are"))
}

// span is a stretch of a paragraph; one with a key is a link to a figure, a
// record, or a command.
type span = view.Span

// say is a plain span.
func say(text string) span { return span{Text: text} }

// strong is a span that stands out.
func strong(text string) span { return span{Text: text, Bold: true} }

// mute is a span that matters less.
func mute(text string) span { return span{Text: text, Tone: view.ToneMuted} }

// warn is a span that needs a look.
func warn(text string) span { return span{Text: text, Tone: view.ToneWarn} }

// link is a span that leads somewhere.
func link(text, to string) span { return span{Text: text, Key: to} }

// nbsp keeps a number and its unit on one line.
const nbsp = "\u00a0"

// percent writes a share or probability in whole per cent, as everywhere else.
func percent(p float64) string {
	return here{}.Share(p)
}

// interval writes an interval of probabilities: "12 to 30 %".
func interval(low, high float64) string {
	return here{}.Range(low, high) + nbsp + tongue.Local("%")
}

// betweenShares writes an interval of probabilities in a sentence: "between 12 and 30 %".
func betweenShares(low, high float64) string {
	return trf("between %s and %s", here{}.end(low), here{}.Share(high))
}

// points writes a shift of a probability in points, with its sign.
func points(shift float64) string {
	text := fmt.Sprintf("%+.1f", shift*100)
	if text == "+0.0" || text == "-0.0" {
		return "0.0"
	}
	return tongue.Local(strings.Replace(text, "-", "−", 1))
}

// decimal writes a number with one decimal.
func decimal(v float64) string {
	return tongue.Local(strings.Replace(fmt.Sprintf("%.1f", v), "-", "−", 1))
}

// count writes "1 moment", "3 moments", in the person's language.
func count(n int, one string) string { return Count(n, one) }

// Count writes how many there are of something named in the singular: "1 moment",
// "3 moments", or as the person's language has it.
func Count(n int, one string) string {
	if tongue.Code() != "en" {
		key := "count " + one
		if text := lang.XN(key, key, n, map[string]any{"N": n}); text != key {
			return tongue.Local(strings.Replace(text, " ", nbsp, 1))
		}
	}
	if n == 1 {
		return "1" + nbsp + one
	}
	many := one + "s"
	if strings.HasSuffix(one, "s") {
		many = one + "es"
	}
	if rest, ok := strings.CutSuffix(one, "is"); ok {
		many = rest + "es"
	}
	if rest, ok := strings.CutSuffix(one, "py"); ok {
		many = rest + "pies"
	}
	return fmt.Sprintf("%d"+nbsp+"%s", n, many)
}

// days writes a number of days as a person says it.
func days(n float64) string {
	switch {
	case n < 1:
		return tr("the same day")
	case n < 90:
		return count(int(n+.5), "day")
	}
	return years(n / edtf.DaysPerYear)
}

// years writes a number of years with one decimal, or none where it is 0.
func years(n float64) string {
	text := strings.TrimSuffix(strings.Replace(fmt.Sprintf("%.1f", n), "-", "−", 1), ".0")
	if whole, err := strconv.Atoi(text); err == nil {
		return count(whole, "year")
	}
	return tongue.Local(trf("%s years", text))
}

// sentence gives text with a capital first letter.
func sentence(text string) string {
	for i, r := range text {
		return strings.ToUpper(string(r)) + text[i+len(string(r)):]
	}
	return text
}

// KindWord names a kind of record, one of them, in the person's language.
func KindWord(k ledger.Kind) string { return tr(kindWord(k)) }

// kindWord names a kind of record, one of them, in English: what stands in the
// list of edits, and the key of its translations.
func kindWord(k ledger.Kind) string {
	if k == ledger.KindMatter {
		return "this case"
	}
	return string(k)
}

// KindsWord names a kind of record, several of them, in the person's language.
func KindsWord(k ledger.Kind) string { return tr(kindsWord(k)) }

// kindsWord names a kind of record, several of them.
func kindsWord(k ledger.Kind) string {
	switch k {
	case ledger.KindMatter:
		return "this case"
	case ledger.KindConduct:
		return "conduct"
	case ledger.KindHypothesis:
		return "hypotheses"
	}
	return string(k) + "s"
}

// SituationWord says in which situation a question is asked.
func SituationWord(s string) string {
	if phrase := assess.SituationPhrase(s); phrase != "" {
		return tr(phrase)
	}
	return tr("in any situation")
}

// dates writes the days of a record: "2025-06-13 – 2025-06-24".
func dates(start, end edtf.Date) string {
	if end.IsZero() || end == start {
		return start.String()
	}
	return start.String() + " – " + end.String()
}
