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
			Said: say("Leaving out {records} would {become} (now {now}).", at("records", in.named(f.Records)),
				at("become", become(word(Help(f.Rung)), f.Becomes)), at("now", word(f.Word))),
		})
	}
	slices.SortStableFunc(rest, func(x, y Change) int { return cmp.Compare(x.Count, y.Count) })
	a.Changes = slices.Concat([]Change{}, observe, rest, in.waiting(a), in.otherHalfLives(a), in.watch())
	for i := range a.Changes {
		a.Changes[i].Text = a.Changes[i].Said.English()
	}
}

// become says what an act is made by an event, in a word of the scale.
func become(what Sentence, to string) Sentence {
	args := []Arg{at("what", what), at("word", word(to))}
	switch {
	case strings.HasPrefix(to, "almost no chance"):
		return say("leave almost no chance of {what}", args...)
	case strings.HasSuffix(to, "chance"), strings.HasSuffix(to, "possibility"):
		return say("make {what} a {word}", args...)
	}
	return say("make {what} {word}", args...)
}

// named names up to two records by what they say, and counts more.
func (in *inquiry) named(ids []string) Sentence {
	var names []Sentence
	for _, id := range ids[:min(2, len(ids))] {
		name := id
		if r, ok := in.c.Get(id); ok {
			name = short(strings.TrimRight(r.Name(), "."), 100)
		}
		names = append(names, quoted(name))
	}
	switch more := len(ids) - len(names); {
	case len(ids) == 1:
		return say("the record {name}", at("name", names[0]))
	case more == 0:
		return say("the records {a} and {b}", at("a", names[0]), at("b", names[1]))
	default:
		return counted(more, "the records {a}, {b} and {more} other", "the records {a}, {b} and {more} others", at("a", names[0]), at("b", names[1]), at("more", Spelt(more)))
	}
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
// below it.
var does = map[ledger.Rung][2]string{
	ledger.Words:         {key("{partner} speaks up for {relier}"), key("{partner} says nothing for {relier}")},
	ledger.DiplomaticAct: {key("{partner} goes as far as a diplomatic act"), key("{partner} does not go as far as a diplomatic act")},
	ledger.MaterialHelp:  {key("{partner} gives material help"), key("{partner} gives no material help")},
	ledger.Fought:        {key("{partner} fights beside {relier}"), key("{partner} does not fight beside {relier}")},
}

// further finds how many more moments with rung r or above, and how many with
// less, would change the word for P(rung >= r).
func (in *inquiry) further(a *Assessment, r ledger.Rung) []Change {
	now := in.s.Words.Word(in.post.atLeast(r))
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
			if to == now {
				continue
			}
			act := does[r][0]
			if !with {
				act = does[r][1]
			}
			out = append(out, Change{
				Kind: "observe", Rung: r, From: now, To: to, Count: n,
				Said: in.moment(a, n, act, word(Help(r)), now, to),
			})
			break
		}
	}
	return out
}

func (in *inquiry) furtherAgainst(a *Assessment) []Change {
	now := in.s.Words.Word(in.post.againstMean())
	var out []Change
	for _, against := range []bool{true, false} {
		for n := 1; n <= farthestMoments; n++ {
			p := in.post
			p.own.add(state{given: ledger.Silent, against: against}, float64(n))
			to := in.s.Words.Word(p.againstMean())
			if to == now {
				continue
			}
			act := key("{partner} works against {relier}")
			if !against {
				act = key("{partner} does nothing against {relier}")
			}
			out = append(out, Change{
				Kind: "observe", From: now, To: to, Count: n,
				Said: in.moment(a, n, act, say("conduct against {relier}", at("relier", a.RelierName)), now, to),
			})
			break
		}
	}
	return out
}

// moment says what n more moments of one act would make of something.
func (in *inquiry) moment(a *Assessment, n int, act string, what Sentence, from, to string) Sentence {
	args := []Arg{
		at("spelt", Spelt(n)), at("act", say(act, at("partner", a.PartnerName), at("relier", a.RelierName))),
		at("become", become(what, to)), at("now", word(from)),
	}
	s := counted(n, "{spelt} more moment at which {act} would {become} (now {now}).", "{spelt} more moments at which {act} would {become} (now {now}).", args...)
	if phrase := SituationPhrase(in.q.Situation); phrase != "" {
		s = counted(n, "{spelt} more moment {situation} at which {act} would {become} (now {now}).",
			"{spelt} more moments {situation} at which {act} would {become} (now {now}).", append(args, at("situation", word(phrase)))...)
	}
	s.Capital = true
	return s
}

// waiting finds when, with nothing further on record, age alone changes a word.
func (in *inquiry) waiting(a *Assessment) []Change {
	if in.s.HalfLifeYears == 0 {
		return nil
	}
	var out []Change
	for _, r := range spoken {
		now := in.s.Words.Word(in.post.atLeast(r))
		for quarter := 1; quarter <= 4*farthestYears; quarter++ {
			day := in.q.AsOf + edtf.Day(float64(quarter)*edtf.DaysPerYear/4)
			p := in.post
			f := in.s.decay(in.q.AsOf, day)
			p.own.scale(f)
			p.base.scale(f)
			to := in.s.Words.Word(p.atLeast(r))
			if to == now {
				continue
			}
			year, _, _ := day.Date()
			out = append(out, Change{
				Kind: "wait", Rung: r, From: now, To: to, Date: &day,
				Said: say("If nothing further comes on record, age alone would {become} by {year} (now {now}).",
					at("become", become(word(Help(r)), to)), at("year", year), at("now", word(now))),
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
			now := in.s.Words.Word(in.post.atLeast(r))
			if h.Words[i] == now {
				continue
			}
			args := []Arg{at("become", become(word(Help(r)), h.Words[i])), at("now", word(now)), at("years", Decimal{h.Years, -1})}
			said := say("A half-life of {years} years would {become} (now {now}).", args...)
			if h.Years == 0 {
				said = say("No decay at all would {become} (now {now}).", args...)
			}
			out = append(out, Change{Kind: "half-life", Rung: r, From: now, To: h.Words[i], Said: said})
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
			Said: say("Watch: {pledge}, due {date}.", at("pledge", strings.TrimRight(x.p.Name(), ".")), at("date", x.p.Due)),
		})
	}
	slices.SortStableFunc(out, func(x, y Change) int { return cmp.Compare(*x.Date, *y.Date) })
	return out[:min(len(out), watchedPledges)]
}
