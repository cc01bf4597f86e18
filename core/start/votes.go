package start

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/registers"
)

// comparatorYears is how far back votes on comparators are read.
const comparatorYears = 20

// A Vote is how a partner voted on a resolution whose title names the relier: a
// candidate for conduct.
type Vote struct {
	Call            registers.RollCall
	Relier, Partner uint8       // 1 yes, 2 abstain, 3 no
	Rung            ledger.Rung // +2 as the relier voted, -2 against it, 0 abstained
}

// VotesOn lists the roll calls on the relier in which it voted yes or no and the
// partner voted too, by day (ids of package states). What helps the relier is told
// by its own vote, so that nobody has to judge a resolution. A vote is an act of
// office: METHODS 1.
func VotesOn(roll *registers.Votes, relier, partner string) []Vote {
	a, okA := roll.SeatOf(relier)
	b, okB := roll.SeatOf(partner)
	if !okA || !okB || a == b {
		return nil
	}
	var out []Vote
	for _, i := range roll.About(titleWords(relier)) {
		x, y := roll.Vote(a, i), roll.Vote(b, i)
		if x != 1 && x != 3 || y == 0 {
			continue
		}
		v := Vote{Call: roll.Calls[i], Relier: x, Partner: y}
		switch y {
		case x:
			v.Rung = ledger.DiplomaticAct
		case 4 - x:
			v.Rung = ledger.Opposed
		}
		out = append(out, v)
	}
	return out
}

// demonyms are the adjectives of the reader's lexicon by actor, and its names with
// a full stop (U.S.); those that two actors share are left out, and American, which
// titles use of the continent.
var demonyms = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	body, err := fs.ReadFile(assets.Lexicon(), "actors.tsv")
	if err != nil {
		panic(err) // embedded at build; a test reads it
	}
	owners := map[string]int{}
	for line := range strings.Lines(string(body)) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if strings.HasPrefix(line, "#") || len(f) < 7 {
			continue
		}
		for _, w := range append(strings.Split(f[5], "|"), strings.Split(f[6], "|")...) {
			name, _, _ := strings.Cut(w, "@")
			short := strings.Contains(name, ".") && len(name) <= 8
			if name == "" || !short && !slices.Contains(strings.Split(f[6], "|"), w) || strings.HasPrefix(name, "American") {
				continue
			}
			owners[name]++
			out[f[0]] = append(out[f[0]], name)
		}
	}
	for id, words := range out {
		out[id] = slices.DeleteFunc(words, func(w string) bool { return owners[w] > 1 })
	}
	return out
})

// titleWords are the words by which a title names a state or one that held its
// number before or after.
func titleWords(id string) []string {
	b := builder{roll: &registers.Votes{}}
	p, err := b.player(id)
	if err != nil {
		return nil
	}
	out := append([]string{p.Name}, p.Names...)
	out = append(out, demonyms()[id]...)
	for _, n := range p.numbers {
		for _, s := range holders(n) {
			out = append(out, s.Name)
			out = append(out, demonyms()[s.ID]...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// votes enters the votes of each on resolutions about the other, one moment a
// year: thirty roll calls on one matter are one year's stand, not thirty moments.
// Like is set beside like: votes on comparators go in where the relier itself was
// voted on in the years that are read for them.
func (b *builder) votes() error {
	voted := false
	for _, p := range b.pairs() {
		var year []Vote
		list := VotesOn(b.roll, p.to.ID, p.from.ID)
		for n, v := range list {
			year = append(year, v)
			y, _, _ := v.Call.Day.Date()
			if n+1 < len(list) {
				if next, _, _ := list[n+1].Call.Day.Date(); next == y {
					continue
				}
			}
			recent := y > b.year-comparatorYears && y <= b.year
			voted = voted || recent && p.role == asked
			if p.role != beside || voted && recent && b.comparable(p.to, y) {
				b.yearOfVotes(p, y, year)
			}
			year = nil
		}
	}
	return nil
}

func (b *builder) yearOfVotes(p pair, y int, list []Vote) {
	if !b.o.Later {
		list = slices.DeleteFunc(list, func(v Vote) bool { return v.Call.Day > b.asOf })
	}
	if len(list) == 0 {
		return
	}
	first, last := list[0].Call.Day, list[len(list)-1].Call.Day
	id := fmt.Sprintf("m-unga-%s-%d", strings.ToLower(p.to.seat), y)
	name, _ := p.to.called(first)
	m := b.moments[id]
	if m == nil {
		b.titles[id] = &title{before: "Votes of the General Assembly on ", names: []string{the(name)}, after: fmt.Sprintf(", %d", y)}
		m = &ledger.Moment{ID: id, InNeed: []string{p.to.ID}, Start: month(first), End: month(last), Type: "vote", Tags: []string{"register"},
			About:     "Roll calls whose title names " + the(name) + " and in which it voted yes or no itself, one year as one moment.",
			Citations: []ledger.Citation{{Source: sourceVotes, Where: fmt.Sprint(y), Credibility: 2}}}
		b.moments[id] = m
	}
	if last := month(last); edtf.Compare(last, m.End) > 0 {
		m.End = last
	}
	if first := month(first); edtf.Compare(first, m.Start) < 0 {
		m.Start = first
	}
	byRung := map[ledger.Rung][]Vote{}
	for _, v := range list {
		byRung[v.Rung] = append(byRung[v.Rung], v)
	}
	with, against, apart := len(byRung[ledger.DiplomaticAct]), len(byRung[ledger.Opposed]), len(byRung[ledger.Silent])
	var rungs []ledger.Rung
	switch top := max(with, against, apart); {
	case with == top && against == top:
		rungs = []ledger.Rung{ledger.DiplomaticAct, ledger.Opposed} // a record that holds both signs is split in two
	case with == top:
		rungs = []ledger.Rung{ledger.DiplomaticAct}
	case against == top:
		rungs = []ledger.Rung{ledger.Opposed}
	default:
		rungs = []ledger.Rung{ledger.Silent}
	}
	from, _ := p.from.called(first)
	var where []string
	for _, v := range list {
		where = append(where, cmp.Or(v.Call.Number, fmt.Sprintf("roll call %d", v.Call.ID)))
	}
	for _, r := range rungs {
		var titles []string
		for _, v := range byRung[r] {
			titles = append(titles, strings.TrimSpace(v.Call.Number+" "+clipped(v.Call.Title)))
		}
		c := &ledger.Conduct{ID: fmt.Sprintf("c-unga-%s-%d-%s-%d", strings.ToLower(p.to.seat), y, strings.ToLower(p.from.seat), r+2), Moment: m.ID, From: p.from.ID, To: p.to.ID,
			Date: month(byRung[r][len(byRung[r])-1].Call.Day), Rung: r, Tags: []string{"register", "vote"},
			What:      votedWhat(capital(the(from)), the(name), r, with, against, apart, titles),
			Citations: []ledger.Citation{{Source: sourceVotes, Where: listed(where), Credibility: 2}}}
		b.add(c)
	}
}

// votedWhat says how a state voted on another in a year.
func votedWhat(from, name string, r ledger.Rung, with, against, apart int, titles []string) string {
	if with+against+apart == 1 {
		how := "abstained"
		switch r {
		case ledger.DiplomaticAct:
			how = "voted as " + name + " did"
		case ledger.Opposed:
			how = "voted against " + name
		}
		return fmt.Sprintf("%s %s on %s", from, how, titles[0])
	}
	return fmt.Sprintf("%s voted as %s did on %d, against it on %d, abstained on %d; among them: %s", from, name, with, against, apart, strings.Join(titles[:min(3, len(titles))], "; "))
}

// month gives the month of a roll call: the days in the register's early years are
// not to be relied on.
func month(d edtf.Day) edtf.Date {
	y, m, _ := d.Date()
	return edtf.MustParse(fmt.Sprintf("%04d-%02d", y, int(m)))
}

func clipped(s string) string {
	s, _, _ = strings.Cut(s, " : resolution")
	if r := []rune(s); len(r) > 90 {
		return string(r[:89]) + "…"
	}
	return s
}

// alignmentYears is the span of votes by which two states are likened.
const alignmentYears = 10

// period is the last ten years of roll calls known at the as-of day.
func (b *builder) period() (registers.Period, bool) {
	if len(b.roll.Calls) == 0 || b.roll.Calls[0].Day > b.asOf {
		return registers.Period{}, false
	}
	last := min(b.asOf, b.roll.Calls[len(b.roll.Calls)-1].Day)
	y, _, _ := last.Date()
	return registers.Period{First: edtf.DayOf(y-alignmentYears+1, time.January, 1), Last: last}, true
}

// similarity likens two states by their votes: S of the last ten years, from
// [-1, 1] to [0, 1]. False below ten common votes.
func (b *builder) similarity(x, y player) (ledger.Similarity, bool) {
	p, ok := b.period()
	if !ok || x.seat == "" || y.seat == "" || x.seat == y.seat {
		return ledger.Similarity{}, false
	}
	a := b.roll.Align(x.seat, y.seat, p)
	if a.Votes < 10 {
		return ledger.Similarity{}, false
	}
	from, _, _ := p.First.Date()
	to, _, _ := p.Last.Date()
	return ledger.Similarity{A: x.ID, B: y.ID, Value: (1 + a.Absolute.S) / 2,
		Basis: fmt.Sprintf("(1 + S) / 2 of %d common roll calls, %s, absolute distance", a.Votes, dated(from, to))}, true
}
