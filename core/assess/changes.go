package assess

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// How far "what would change it" looks.
const (
	farthestMoments = 30
	farthestYears   = 30
	watchedPledges  = 5
)

// changes finds the nearest events that would move a word of the answer, each
// computed by running it: further moments of weight 1 (credible, today, in the
// situation asked about), records that fall, time that passes without news,
// another half-life; and the dates to watch. METHODS has no formula for this:
// it is the posterior of section 1 with the event added.
func (in *inquiry) changes(a *Assessment) {
	var observe, rest []Change
	for _, r := range spoken {
		observe = append(observe, in.further(a, r)...)
	}
	observe = append(observe, in.furtherAgainst(a)...)
	slices.SortStableFunc(observe, func(x, y Change) int { return cmp.Compare(x.Count, y.Count) })
	for _, f := range a.Robustness.Fewest {
		if len(f.Records) == 0 || len(f.Records) > 10 {
			continue
		}
		rest = append(rest, Change{
			Kind: "remove", Rung: f.Rung, From: f.Word, To: f.Becomes, Count: len(f.Records), Records: f.Records,
			Text: fmt.Sprintf("Leaving out %s would %s (now %s).", in.named(f.Records), become(Help(f.Rung), f.Becomes), f.Word),
		})
	}
	slices.SortStableFunc(rest, func(x, y Change) int { return cmp.Compare(x.Count, y.Count) })
	a.Changes = slices.Concat([]Change{}, observe, rest, in.waiting(a), in.otherHalfLives(a), in.watch())
}

// become says what an act is made by an event, in a word of the scale.
func become(what, word string) string {
	switch {
	case strings.HasPrefix(word, "almost no chance"):
		return "leave almost no chance of " + what
	case strings.HasSuffix(word, "chance"), strings.HasSuffix(word, "possibility"):
		return "make " + what + " a " + word
	}
	return "make " + what + " " + word
}

// named names up to two records by what they say, and counts more.
func (in *inquiry) named(ids []string) string {
	if len(ids) > 2 {
		return fmt.Sprintf("%s records (%s)", spelt(len(ids)), strings.Join(ids, ", "))
	}
	var names []string
	for _, id := range ids {
		name := id
		if r, ok := in.c.Get(id); ok {
			name = "“" + short(strings.TrimRight(r.Name(), "."), 100) + "”"
		}
		names = append(names, name)
	}
	if len(ids) == 1 {
		return "the record " + names[0]
	}
	return "the records " + strings.Join(names, " and ")
}

// short cuts a text at a word before n runes and says so by an ellipsis.
func short(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	cut := string(runes[:n])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,.;:") + " …"
}

// spelt writes small numbers as words.
func spelt(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	if n < len(words) {
		return words[n]
	}
	return fmt.Sprint(n)
}

// does says what the partner does at a rung or above, and what it does not do
// below it; %s is the relier.
var does = map[ledger.Rung][2]string{
	ledger.Words:         {"speaks up for %s", "says nothing for %s"},
	ledger.DiplomaticAct: {"goes as far as a diplomatic act", "does not go as far as a diplomatic act"},
	ledger.MaterialHelp:  {"gives material help", "gives no material help"},
	ledger.Fought:        {"fights beside %s", "does not fight beside %s"},
}

// further finds how many more moments with rung r or above, and how many with
// less, would change the word for P(rung >= r).
func (in *inquiry) further(a *Assessment, r ledger.Rung) []Change {
	word := in.s.Words.Word(in.post.atLeast(r))
	var out []Change
	for _, with := range []bool{true, false} {
		for n := 1; n <= farthestMoments; n++ {
			p := in.post
			given := r - 1
			if with {
				given = r
			}
			p.own.add(state{given: given}, float64(n))
			to := in.s.Words.Word(p.atLeast(r))
			if to == word {
				continue
			}
			act := does[r][0]
			if !with {
				act = does[r][1]
			}
			out = append(out, Change{
				Kind: "observe", Rung: r, From: word, To: to, Count: n,
				Text: in.moment(a, n, strings.ReplaceAll(act, "%s", a.RelierName), Help(r), word, to),
			})
			break
		}
	}
	return out
}

func (in *inquiry) furtherAgainst(a *Assessment) []Change {
	word := in.s.Words.Word(in.post.againstMean())
	var out []Change
	for _, against := range []bool{true, false} {
		for n := 1; n <= farthestMoments; n++ {
			p := in.post
			p.own.add(state{given: ledger.Silent, against: against}, float64(n))
			to := in.s.Words.Word(p.againstMean())
			if to == word {
				continue
			}
			act := "works against "
			if !against {
				act = "does nothing against "
			}
			out = append(out, Change{
				Kind: "observe", From: word, To: to, Count: n,
				Text: in.moment(a, n, act+a.RelierName, "conduct against "+a.RelierName, word, to),
			})
			break
		}
	}
	return out
}

// moment says what n more moments of one act would make of something.
func (in *inquiry) moment(a *Assessment, n int, act, what, from, to string) string {
	s := "more moments"
	if n == 1 {
		s = "more moment"
	}
	if phrase := SituationPhrase(in.q.Situation); phrase != "" {
		s += " " + phrase
	}
	return fmt.Sprintf("%s %s at which %s %s would %s (now %s).", upperFirst(spelt(n)), s, a.PartnerName, act, become(what, to), from)
}

// waiting finds when, with nothing further on record, age alone changes a word.
func (in *inquiry) waiting(a *Assessment) []Change {
	if in.s.HalfLifeYears == 0 {
		return nil
	}
	var out []Change
	for _, r := range spoken {
		word := in.s.Words.Word(in.post.atLeast(r))
		for quarter := 1; quarter <= 4*farthestYears; quarter++ {
			day := in.q.AsOf + edtf.Day(float64(quarter)*edtf.DaysPerYear/4)
			p := in.post
			f := in.s.decay(in.q.AsOf, day)
			p.own.scale(f)
			p.base.scale(f)
			to := in.s.Words.Word(p.atLeast(r))
			if to == word {
				continue
			}
			year, _, _ := day.Date()
			out = append(out, Change{
				Kind: "wait", Rung: r, From: word, To: to, Date: &day,
				Text: fmt.Sprintf("If nothing further comes on record, age alone would %s by %d (now %s).", become(Help(r), to), year, word),
			})
			break
		}
	}
	slices.SortStableFunc(out, func(x, y Change) int { return cmp.Compare(*x.Date, *y.Date) })
	return out
}

func (in *inquiry) otherHalfLives(a *Assessment) []Change {
	var out []Change
	for _, h := range a.HalfLife {
		if h.Chosen {
			continue
		}
		for i, r := range spoken {
			word := in.s.Words.Word(in.post.atLeast(r))
			if h.Words[i] == word {
				continue
			}
			name := fmt.Sprintf("A half-life of %s years", number(h.Years))
			if h.Years == 0 {
				name = "No decay at all"
			}
			out = append(out, Change{
				Kind: "half-life", Rung: r, From: word, To: h.Words[i],
				Text: fmt.Sprintf("%s would %s (now %s).", name, become(Help(r), h.Words[i]), word),
			})
		}
	}
	return out
}

// watch lists the open pledges that fall due next.
func (in *inquiry) watch() []Change {
	var out []Change
	for _, x := range spells(in.c.PledgesBetween(in.q.Partner, in.q.Relier), in.q.AsOf) {
		due, ok := x.p.Due.Latest()
		if !ok || x.cause != stillOpen || due < in.q.AsOf {
			continue
		}
		out = append(out, Change{
			Kind: "watch", Records: []string{x.p.ID}, Date: &due,
			Text: fmt.Sprintf("Watch: %s, due %s.", x.p.Name(), said(x.p.Due)),
		})
	}
	slices.SortStableFunc(out, func(x, y Change) int { return cmp.Compare(*x.Date, *y.Date) })
	return out[:min(len(out), watchedPledges)]
}

// said writes a date as a person says it: "about 2026" for 2026~.
func said(d edtf.Date) string {
	text := strings.TrimRight(d.String(), "?~%")
	switch {
	case d.Uncertain() && d.Approximate():
		return "perhaps about " + text
	case d.Uncertain():
		return "perhaps " + text
	case d.Approximate():
		return "about " + text
	}
	return text
}
