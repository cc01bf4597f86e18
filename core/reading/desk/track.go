package desk

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/stats"
)

// Share is k of n with the 90 % interval that Jeffreys' prior gives; n = 0: no
// share, and the rest is the prior's.
type Share struct {
	K, N               int
	Mean, Lower, Upper float64
}

func share(k, n int) Share {
	s := Share{K: k, N: n}
	s.Mean, s.Lower, s.Upper = stats.Jeffreys(k, n, .9)
	return s
}

// Track is what became of the texts of one publisher or author.
//
// A claim is one record of the case on one of its sources. It is confirmed where
// a later source of another voice, in a citation of strictly better grade, is
// cited on the same record; it is contradicted where a record that cannot stand
// beside it carries such a citation. The grade of a citation is the product of
// METHODS.md 1 (reliability of the source, credibility of the item). Records
// cannot stand beside each other: conduct of one pair at one moment with
// opposite signs at dates that may be the same; milestones of one pledge of
// opposite signs at such dates; dependences of one pair, channel and time whose
// shares do not meet; and the two sides of a contested note. A claim may be both.
type Track struct {
	Name     string // of the publisher or author
	Sources  int    // that the case has
	Read     int    // of them, at the desk
	Proposed int    // candidates, by the count of the last reading of each
	Accepted int    // candidates that became records
	Cited    int    // candidates that were added to one
	Rejected int

	Useful       Share // votes: yes of all
	Kept         Share // candidates accepted or cited, of those decided on
	Claims       int
	Confirmed    int
	Contradicted int
	Bore         Share // claims confirmed and not contradicted, of those confirmed or contradicted

	Forecasts int         // made by the voice itself, not by those it quotes
	Due       int         // of them, whose horizon has passed
	Resolved  int         // of those due, whose outcome is on record
	CameTrue  Share       // of those resolved, what was foretold as likely and happened, or as unlikely and did not
	Brier     stats.Maybe // over those resolved that have a probability; 0 perfect, 1/4 one half always
	BrierN    int
}

// Publishers gives the track record of every publisher known on a day, by name.
// A copy of another's text counts for the one that it repeats.
func Publishers(c *ledger.Case, asOf edtf.Day) []Track {
	return tracks(c, asOf, func(s *ledger.Source) string { return c.Publisher(s.ID) })
}

// Authors gives the track record of every author who is named, by name.
func Authors(c *ledger.Case, asOf edtf.Day) []Track {
	return tracks(c, asOf, func(s *ledger.Source) string { return strings.TrimSpace(s.Author) })
}

func tracks(c *ledger.Case, asOf edtf.Day, voice func(*ledger.Source) string) []Track {
	byName := map[string]*Track{}
	type tally struct {
		yes, votes, true_, bore, settled int
		p                                []float64
		happened                         []bool
	}
	sums := map[string]*tally{}
	of := func(source string) (*Track, *tally) {
		s, ok := c.Source(source)
		if !ok || !ledger.KnownBy(s.Date, asOf) {
			return nil, nil
		}
		name := voice(s)
		if name == "" {
			return nil, nil
		}
		if byName[name] == nil {
			byName[name], sums[name] = &Track{Name: name}, &tally{}
		}
		return byName[name], sums[name]
	}
	for _, s := range c.Sources() {
		t, sum := of(s.ID)
		if t == nil {
			continue
		}
		t.Sources++
		for _, r := range c.RatingsOf(s.ID) {
			if !ledger.KnownBy(r.Date, asOf) {
				continue
			}
			switch r.Subject {
			case subjectReading:
				t.Read++
				t.Proposed += atoi(r.Value)
			case subjectUsefulness:
				sum.votes++
				if r.Value == "yes" {
					sum.yes++
				}
			case subjectCandidate:
				switch d, _ := decisionOf(r); d.State {
				case Accepted:
					t.Accepted++
				case Cited:
					t.Cited++
				case Rejected:
					t.Rejected++
				}
			}
		}
	}
	for _, x := range claims(c, asOf) {
		t, sum := of(x.source)
		if t == nil {
			continue
		}
		t.Claims++
		if x.confirmed {
			t.Confirmed++
		}
		if x.contradicted {
			t.Contradicted++
		}
		if x.confirmed || x.contradicted {
			sum.settled++
			if !x.contradicted {
				sum.bore++
			}
		}
	}
	for _, f := range Forecasts(c, asOf) {
		if f.By != "" {
			continue
		}
		seen := map[string]bool{}
		for _, cite := range ledger.Citations(f.Note) {
			t, sum := of(cite.Source)
			if t == nil || seen[t.Name] {
				continue
			}
			seen[t.Name] = true
			t.Forecasts++
			if !f.Due(asOf) {
				continue
			}
			t.Due++
			if f.Happened == nil {
				continue
			}
			t.Resolved++
			likely := f.Probability == nil || *f.Probability >= .5
			if likely == *f.Happened {
				sum.true_++
			}
			if f.Probability != nil {
				sum.p, sum.happened = append(sum.p, *f.Probability), append(sum.happened, *f.Happened)
			}
		}
	}
	var out []Track
	for _, name := range sortedKeys(byName) {
		t, sum := byName[name], sums[name]
		t.Useful = share(sum.yes, sum.votes)
		t.Kept = share(t.Accepted+t.Cited, t.Accepted+t.Cited+t.Rejected)
		t.Bore = share(sum.bore, sum.settled)
		t.CameTrue = share(sum.true_, t.Resolved)
		if score, err := stats.Brier(sum.p, sum.happened); err == nil && len(sum.p) > 0 {
			t.Brier, t.BrierN = stats.Maybe{Value: score.Mean, OK: true}, score.N
		}
		out = append(out, *t)
	}
	return out
}

func atoi(s string) int {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' || n > 1<<30 {
			return 0
		}
		n = 10*n + int(r-'0')
	}
	return n
}

// The weights of the Admiralty grades, METHODS.md 1.
var (
	reliabilityWeight = map[string]float64{"A": 1, "B": .8, "C": .6, "D": .4, "E": .2, "F": .5}
	credibilityWeight = map[int]float64{1: 1, 2: .8, 3: .6, 4: .4, 5: .2, 6: .5}
)

// claim is one record on one source.
type claim struct {
	record, source          string
	confirmed, contradicted bool
}

// bearing is a citation with what decides whether it outdoes another.
type bearing struct {
	source, voice string
	date          edtf.Date
	grade         float64
}

// outdoes reports whether b is of another voice, dated later and better graded.
func (b bearing) outdoes(a bearing) bool {
	return b.voice != a.voice && b.grade > a.grade && !b.date.IsZero() && !a.date.IsZero() && b.date.CertainlyAfter(a.date)
}

// statement is what can be confirmed or contradicted: a record, a milestone, one
// side of a contested note.
type statement struct {
	record string
	by     []bearing
	rivals []int // statements that cannot stand beside it
}

// claims lists every record on every source known on a day, by record and source.
func claims(c *ledger.Case, asOf edtf.Day) []claim {
	var all []statement
	add := func(record string, cites []ledger.Citation) int {
		s := statement{record: record}
		for _, x := range cites {
			if src, ok := c.Source(x.Source); ok && ledger.KnownBy(src.Date, asOf) {
				s.by = append(s.by, bearing{x.Source, c.Publisher(x.Source), src.Date, reliabilityWeight[src.Reliability] * credibilityWeight[x.Credibility]})
			}
		}
		all = append(all, s)
		return len(all) - 1
	}
	against := func(a, b int) {
		all[a].rivals, all[b].rivals = append(all[a].rivals, b), append(all[b].rivals, a)
	}
	type place struct {
		moment, from, to string
		sign             int
	}
	at := map[place][]int{}
	conduct := map[int]*ledger.Conduct{}
	for _, r := range c.Conduct() {
		if !ledger.KnownBy(r.Date, asOf) {
			continue
		}
		n := add(r.ID, r.Citations)
		sign := cmp.Compare(r.Rung, 0)
		if sign == 0 {
			continue
		}
		conduct[n] = r
		for _, m := range at[place{r.Moment, r.From, r.To, -sign}] {
			if conduct[m].Date.PossiblyOverlaps(r.Date) {
				against(n, m)
			}
		}
		k := place{r.Moment, r.From, r.To, sign}
		at[k] = append(at[k], n)
	}
	for _, r := range c.Requests() {
		if ledger.KnownBy(r.Date, asOf) {
			add(r.ID, r.Citations)
		}
	}
	for _, p := range c.Pledges() {
		if !ledger.KnownBy(p.Promised, asOf) {
			continue
		}
		add(p.ID, p.Citations)
		steps := map[int]int{} // place of the milestone -> its statement
		for i := range p.Milestones {
			m := &p.Milestones[i]
			if !ledger.KnownBy(m.Date, asOf) {
				continue
			}
			n := add(p.ID, m.Citations)
			for j := range i {
				o := &p.Milestones[j]
				k, known := steps[j]
				if known && kept(o.Type) != kept(m.Type) && o.Date.PossiblyOverlaps(m.Date) {
					against(n, k)
				}
			}
			steps[i] = n
		}
	}
	for _, r := range c.Contributions() {
		if ledger.KnownBy(r.Date, asOf) {
			add(r.ID, r.Citations)
		}
	}
	first := len(all)
	deps := c.Dependences()
	var used []*ledger.Dependence
	for _, r := range deps {
		if !r.Date.IsZero() && !ledger.KnownBy(r.Date, asOf) {
			continue
		}
		n := add(r.ID, r.Citations)
		for k, o := range used {
			if o.Actor == r.Actor && o.On == r.On && o.Channel == r.Channel && o.PartOnly == r.PartOnly && (o.High < r.Low || r.High < o.Low) &&
				(o.Date.IsZero() || r.Date.IsZero() || o.Date.PossiblyOverlaps(r.Date)) {
				against(n, first+k)
			}
		}
		used = append(used, r)
	}
	for _, n := range c.Notes() {
		if n.Contested && (n.Date.IsZero() || ledger.KnownBy(n.Date, asOf)) {
			against(add(n.ID, n.For), add(n.ID, n.Against))
		}
	}
	var out []claim
	for i := range all {
		s := &all[i]
		bySource := map[string]int{}
		for _, a := range s.by {
			k, seen := bySource[a.source]
			if !seen {
				k = len(out)
				bySource[a.source] = k
				out = append(out, claim{record: s.record, source: a.source})
			}
			x := &out[k]
			x.confirmed = x.confirmed || slices.ContainsFunc(s.by, func(b bearing) bool { return b.outdoes(a) })
			for _, rival := range s.rivals {
				x.contradicted = x.contradicted || slices.ContainsFunc(all[rival].by, func(b bearing) bool { return b.outdoes(a) })
			}
		}
	}
	slices.SortStableFunc(out, func(a, b claim) int {
		return cmp.Or(cmp.Compare(a.record, b.record), cmp.Compare(a.source, b.source))
	})
	return out
}

// kept reports a milestone that says that a pledge is being kept.
func kept(milestone string) bool {
	return slices.Contains([]string{"reaffirmed", "resumed", "partly kept", "fulfilled"}, milestone)
}
