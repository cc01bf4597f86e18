package assess

import (
	"fmt"
	"slices"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/stats"
)

// level is that of every interval: from the 5 % to the 95 % quantile.
const level = .90

// spoken are the rungs that the headline speaks of: words, a diplomatic act,
// material help, fighting.
var spoken = []ledger.Rung{ledger.Words, ledger.DiplomaticAct, ledger.MaterialHelp, ledger.Fought}

// seen is one observation of the dyad asked about, as of the day asked.
type seen struct {
	g      *group
	state  state
	known  []entry // the group's entries known by then
	weight float64 // credibility x situation x decay
	factor float64 // situation x decay
}

// inquiry is a question put to a case: what its measures share.
type inquiry struct {
	c    *ledger.Case
	q    Question
	s    Settings
	e    *evidence
	seen []seen // by start of the moment
	post posterior

	removals []removal // of single records, once asked for
}

// Answer answers a question from a case: the ladder, word and deed, pledges,
// robustness, the backtest and what would change it. Same input, same answer to
// the last bit. It fails for a question that names an actor or a situation that
// does not exist, and for settings out of range.
func Answer(c *ledger.Case, q Question, s Settings) (*Assessment, error) {
	if err := q.Check(c); err != nil {
		return nil, fmt.Errorf("question: %w", err)
	}
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	in := inquire(c, q, s)
	a := &Assessment{
		Question: q, Settings: s, CaseTitle: c.Matter().Title,
		RelierName: c.ActorName(q.Relier), PartnerName: c.ActorName(q.Partner),
		Unknown: []string{}, Contested: []string{}, Warnings: []string{},
	}
	// Pledges share nothing with the ladder: they are worked out beside it.
	pledges := make(chan error, 1)
	go func() { pledges <- in.pledges(&a.Pledges) }()
	in.ladder(a)
	in.wordAndDeed(a)
	in.trend(a)
	in.backtest(a)
	changed := in.robustness(a)
	in.confidence(a, changed)
	if err := <-pledges; err != nil {
		return nil, fmt.Errorf("pledges of %s to %s: %w", a.PartnerName, a.RelierName, err)
	}
	in.changes(a)
	a.Said.Headline = in.headline(a)
	a.Headline = english(a.Said.Headline)
	in.warnings(a)
	a.RestsOn = in.restsOn(a)
	return a, nil
}

func (s Settings) check() error {
	switch {
	case !(s.HalfLifeYears >= 0):
		return fmt.Errorf("half-life %v years: give a positive number, or 0 for none", s.HalfLifeYears)
	case !(s.OtherSituation >= 0 && s.OtherSituation <= 1):
		return fmt.Errorf("weight of other situations %v: give a number from 0 to 1", s.OtherSituation)
	case !(s.PriorMass > 0):
		return fmt.Errorf("prior mass %v: give a positive number", s.PriorMass)
	case !(s.HorizonYears > 0):
		return fmt.Errorf("forecast horizon %v years: give a positive number", s.HorizonYears)
	case s.Draws < 1:
		return fmt.Errorf("%d draws: give at least 1", s.Draws)
	case !slices.Contains(Scales, s.Words):
		return fmt.Errorf("there is no scale of words %q; choose from %v", s.Words, Scales)
	}
	return nil
}

func inquire(c *ledger.Case, q Question, s Settings) *inquiry {
	in := &inquiry{c: c, q: q, s: s, e: evidenceOf(c)}
	in.post.mass = s.PriorMass
	asked := ledger.Dyad{From: q.Partner, To: q.Relier}
	for i := range in.e.groups {
		g := &in.e.groups[i]
		if g.dyad == asked {
			continue
		}
		if st, n := g.asOf(q.AsOf); n > 0 {
			in.post.base.add(st, st.cred*in.factor(g))
		}
	}
	in.post.fallback = fallbackOf(c, asked, q.AsOf)
	for _, i := range in.e.byDyad[asked] {
		g := &in.e.groups[i]
		st, n := g.asOf(q.AsOf)
		if n == 0 {
			continue
		}
		f := in.factor(g)
		in.post.own.add(st, st.cred*f)
		in.seen = append(in.seen, seen{g, st, g.entries[:n], st.cred * f, f})
	}
	return in
}

// factor is the part of an observation's weight that does not hang on its sources.
func (in *inquiry) factor(g *group) float64 {
	return in.s.situationWeight(in.q.Situation, g.situation) * in.s.decay(g.start, in.q.AsOf)
}

func (in *inquiry) ladder(a *Assessment) {
	alpha := in.post.alpha()
	base := in.post.baseRungs()
	for i, x := range stats.AtLeast(alpha[:], level) {
		r := ledger.LowestRung + ledger.Rung(i)
		a.AtLeast = append(a.AtLeast, AtLeast{
			Rung: r, Name: r.Label(), Probability: x.Mean, Lower90: x.Lower, Upper90: x.Upper,
			Word: in.s.Words.Word(x.Mean), BaseRate: shareFrom(base, r),
			RestsOn: in.conduct(func(c *ledger.Conduct) bool { return c.Rung >= r }),
		})
	}
	alphaAgainst, betaAgainst := in.post.againstAB()
	mean, low, high := stats.BetaInterval(alphaAgainst, betaAgainst, level)
	a.Against = Against{
		Probability: mean, Lower90: low, Upper90: high, Word: in.s.Words.Word(mean), BaseRate: in.post.baseAgainst(),
		Mixed: []string{}, RestsOn: in.conduct(func(c *ledger.Conduct) bool { return c.Rung < 0 }),
	}
	weights := make([]float64, 0, len(in.seen))
	publishers := map[string]bool{}
	onRecord := map[string]bool{}
	a.Observations = []Observation{}
	for _, o := range in.seen {
		weights = append(weights, o.weight)
		onRecord[o.g.moment.ID] = true
		mixed := o.state.against && o.state.help
		if mixed {
			a.Against.Mixed = append(a.Against.Mixed, o.g.moment.ID)
		}
		var records, top []string
		for _, x := range o.known {
			records = append(records, x.c.ID)
			if x.c.Rung == o.state.given {
				top = append(top, x.c.ID)
			}
			for _, ct := range x.cites {
				publishers[in.e.publishers[ct.publisher]] = true
			}
		}
		a.Observations = append(a.Observations, Observation{
			Moment: o.g.moment.ID, Title: o.g.moment.Title, Start: o.g.start, Type: o.g.moment.Type, Situation: o.g.situation,
			Given: o.state.given, Against: o.state.against, Mixed: mixed, Credibility: o.state.cred, Weight: o.weight,
			Records: records, Top: top, Shift: in.without(o).atLeast(ledger.DiplomaticAct) - in.post.atLeast(ledger.DiplomaticAct),
		})
		if in.contested(o) {
			a.Contested = append(a.Contested, o.g.moment.ID)
		}
	}
	a.Moments = len(in.seen)
	if a.Moments > 0 {
		a.Against.MixedShare = float64(len(a.Against.Mixed)) / float64(a.Moments)
	}
	a.EffectiveSample = stats.EffectiveSample(weights)
	a.Publishers = sortedKeys(publishers)
	for _, m := range in.c.Moments() {
		if m.Needs(in.q.Relier) && !onRecord[m.ID] && ledger.KnownBy(m.Start, in.q.AsOf) {
			a.Unknown = append(a.Unknown, m.ID)
		}
	}
}

// without gives the posterior less one observation.
func (in *inquiry) without(o seen) *posterior {
	p := in.post
	p.own.add(o.state, -o.weight)
	return &p
}

// conduct lists the known conduct of the dyad that passes, by date and id.
func (in *inquiry) conduct(pass func(*ledger.Conduct) bool) []string {
	ids := []string{}
	for _, o := range in.seen {
		for _, x := range o.known {
			if pass(x.c) {
				ids = append(ids, x.c.ID)
			}
		}
	}
	return ids
}

// contested reports whether somebody disputes what was done at a moment: a
// contested note bears on it, or its coders gave a record different rungs.
func (in *inquiry) contested(o seen) bool {
	disputed := func(id string) bool {
		return slices.ContainsFunc(in.c.NotesOn(id), func(n *ledger.Note) bool {
			return n.Contested && ledger.KnownBy(n.Date, in.q.AsOf)
		})
	}
	if disputed(o.g.moment.ID) {
		return true
	}
	for _, x := range o.known {
		if disputed(x.c.ID) {
			return true
		}
		value := ""
		for _, r := range in.c.RatingsOf(x.c.ID) {
			if r.Subject != "rung" || !ledger.KnownBy(r.Date, in.q.AsOf) {
				continue
			}
			if value != "" && r.Value != value {
				return true
			}
			value = r.Value
		}
	}
	return false
}

func (in *inquiry) trend(a *Assessment) {
	x, y := make([]float64, len(in.seen)), make([]float64, len(in.seen))
	for i, o := range in.seen {
		x[i], y[i] = float64(o.g.start), float64(o.state.given)
	}
	a.Trend = Trend{P: 1, Moments: len(x), Direction: key("too few moments")}
	k, err := stats.KendallTest(x, y, in.s.Draws, in.s.Seed)
	if err != nil || !k.OK || len(x) < 4 { // below four no order of the rungs can come out below p = .10
		return
	}
	a.Trend.Tau, a.Trend.P, a.Trend.Direction = k.TauB, k.P, key("no clear trend")
	if k.P < .10 {
		a.Trend.Direction = key("rising")
		if k.TauB < 0 {
			a.Trend.Direction = key("falling")
		}
	}
}

func (in *inquiry) warnings(a *Assessment) {
	warn := func(s Sentence) { a.Said.Warnings = append(a.Said.Warnings, s) }
	switch {
	case a.Moments == 0:
		warn(say("Nothing is on record of what {partner} did for {relier} by {day}: the figures are the base rate of the other pairs in the case.",
			at("partner", a.PartnerName), at("relier", a.RelierName), at("day", in.q.AsOf)))
	case a.EffectiveSample < 4:
		warn(counted(a.Moments, "{n} moment on record: the base rate of the other pairs weighs heavily in these figures.",
			"{n} moments on record: the base rate of the other pairs weighs heavily in these figures."))
	}
	if in.post.registered() {
		p := in.post.fallback()
		year, _, _ := in.q.AsOf.Date()
		warn(say("The case has no other pair of actors to compare with: the base rate is that of wars that ended before {year}, in which partners {who} fought beside the state in need in {kept} of {of} pairs and against it in {against}; what lies between the registers do not tell, and it is spread evenly.",
			at("year", year), at("who", word(p.Kind.Partners())), at("kept", p.Fought.Kept), at("of", p.Fought.Of), at("against", p.Opposed.Kept)))
	}
	if last, ok := in.lastKnown(); ok && in.q.AsOf-last > 366 {
		warn(say("The last conduct on record is of {day}: what came after is unknown, not silence.", at("day", last)))
	}
	a.Warnings = english(a.Said.Warnings)
}

func (in *inquiry) lastKnown() (last edtf.Day, ok bool) {
	for _, o := range in.seen {
		for _, x := range o.known {
			if !ok || x.day > last {
				last, ok = x.day, true
			}
		}
	}
	return last, ok
}

// restsOn lists all records that stand behind the figures of this dyad, and
// the sources that those cite, sorted.
func (in *inquiry) restsOn(a *Assessment) []string {
	ids := map[string]bool{}
	add := func(list []string) {
		for _, id := range list {
			ids[id] = true
		}
	}
	for _, o := range a.Observations {
		ids[o.Moment] = true
		add(o.Records)
	}
	add(a.Honoured.RestsOn)
	add(a.Asked.RestsOn)
	add(a.Pledges.RestsOn)
	for _, id := range sortedKeys(ids) {
		if r, ok := in.c.Get(id); ok {
			for _, cite := range ledger.Citations(r) {
				if _, ok := in.c.Source(cite.Source); ok {
					ids[cite.Source] = true
				}
			}
		}
	}
	return sortedKeys(ids)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
