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
			Text: fmt.Sprintf("Without %s (%s) %s would be %s instead of %s.", plural(len(f.Records), "record"), strings.Join(f.Records, ", "), Help(f.Rung), article(f.Becomes), article(f.Word)),
		})
	}
	slices.SortStableFunc(rest, func(x, y Change) int { return cmp.Compare(x.Count, y.Count) })
	a.Changes = slices.Concat([]Change{}, observe, rest, in.waiting(a), in.otherHalfLives(a), in.watch())
}

// article puts the words of the scales that are nouns after their article.
func article(word string) string {
	switch word {
	case "roughly even chance", "remote chance", "realistic possibility":
		return "a " + word
	}
	return word
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
			what := fmt.Sprintf("with %s or above (%s)", r, Help(r))
			if !with {
				what = fmt.Sprintf("without %s (below %s)", Help(r), r)
			}
			out = append(out, Change{
				Kind: "observe", Rung: r, From: word, To: to, Count: n,
				Text: fmt.Sprintf("%s %s: %s becomes %s, from %s.", in.moreMoments(a, n), what, Help(r), article(to), article(word)),
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
			what := fmt.Sprintf("at which %s works against %s", a.PartnerName, a.RelierName)
			if !against {
				what = fmt.Sprintf("at which %s does nothing against %s", a.PartnerName, a.RelierName)
			}
			out = append(out, Change{
				Kind: "observe", From: word, To: to, Count: n,
				Text: fmt.Sprintf("%s %s: that it does becomes %s, from %s.", in.moreMoments(a, n), what, article(to), article(word)),
			})
			break
		}
	}
	return out
}

func (in *inquiry) moreMoments(a *Assessment, n int) string {
	s := "One more moment"
	if n > 1 {
		s = fmt.Sprintf("%d more moments", n)
	}
	if phrase := SituationPhrase(in.q.Situation); phrase != "" {
		s += " " + phrase
	}
	return s
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
				Text: fmt.Sprintf("With nothing further on record %s becomes %s by %d, as the record ages.", Help(r), article(to), year),
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
			name := fmt.Sprintf("With a half-life of %s years", number(h.Years))
			if h.Years == 0 {
				name = "With no decay at all"
			}
			out = append(out, Change{
				Kind: "half-life", Rung: r, From: word, To: h.Words[i],
				Text: fmt.Sprintf("%s %s would be %s instead of %s.", name, Help(r), article(h.Words[i]), article(word)),
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
			Text: fmt.Sprintf("Watch: %s, due %s.", x.p.Name(), x.p.Due),
		})
	}
	slices.SortStableFunc(out, func(x, y Change) int { return cmp.Compare(*x.Date, *y.Date) })
	return out[:min(len(out), watchedPledges)]
}
