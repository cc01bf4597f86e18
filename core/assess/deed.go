package assess

import (
	"slices"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/stats"
)

// anchors are published figures on how often alliances are honoured, METHODS 1.
var anchors = []Anchor{
	{"74.5 %", key("alliance terms honoured in wars, 1816-1944"), "Leeds, Long and Mitchell (2000), Journal of Conflict Resolution 44:686-699"},
	{"50 %", key("alliance commitments honoured in wars: 66 % before 1945, 22 % 1945-2003; by type offence 74, neutrality 78, defence 41, non-aggression 37 %"), "Berkemeier and Fuhrmann (2018), Research and Politics 5(2)"},
	{key("about two thirds"), key("invoked alliances honoured; the fall after 1945 rests on a few related multilateral cases"), "Chiba et al. (2026), International Studies Quarterly"},
}

// owed gives the highest rung that pledges of one actor to another, in force
// when a moment starts, oblige to at that type of moment, with those pledges.
func (e *evidence) owed(d ledger.Dyad, m *ledger.Moment, start edtf.Day) *OwedRung {
	var o *OwedRung
	for _, p := range e.obliging[d] {
		if !p.InForceBefore(start) {
			continue
		}
		rung, ok := p.Owes(m.Type)
		switch {
		case !ok:
		case o == nil || rung > o.Rung:
			o = &OwedRung{rung, []string{p.ID}}
		case rung == o.Rung:
			o.RestsOn = append(o.RestsOn, p.ID)
		}
	}
	return o
}

// asked gives the highest rung that the relier requested of the partner at a
// moment by a day, with those requests.
func asked(c *ledger.Case, d ledger.Dyad, m *ledger.Moment, day edtf.Day) *OwedRung {
	var o *OwedRung
	for _, r := range c.RequestsBetween(d.To, d.From) {
		switch {
		case r.Moment != m.ID || !ledger.KnownBy(r.Date, day):
		case o == nil || r.Rung > o.Rung:
			o = &OwedRung{r.Rung, []string{r.ID}}
		case r.Rung == o.Rung:
			o.RestsOn = append(o.RestsOn, r.ID)
		}
	}
	return o
}

// wordAndDeed compares what was owed and asked with what was given, and finds
// how soon support came. METHODS 1.
func (in *inquiry) wordAndDeed(a *Assessment) {
	dyad := ledger.Dyad{From: in.q.Partner, To: in.q.Relier}
	var o, r account
	for i := range in.seen {
		x := &in.seen[i]
		obs := &a.Observations[i]
		obs.Owed = in.e.owed(dyad, x.g.moment, x.g.start)
		obs.AskedFor = asked(in.c, dyad, x.g.moment, in.q.AsOf)
		o.enter(obs.Owed, x.state.given, obs.Top)
		r.enter(obs.AskedFor, x.state.given, obs.Top)
	}
	for _, id := range a.Unknown {
		m, _ := in.c.Moment(id)
		start, ok := m.Start.Earliest()
		if ok && in.e.owed(dyad, m, start) != nil {
			o.unknown++
		}
		if asked(in.c, dyad, m, in.q.AsOf) != nil {
			r.unknown++
		}
	}
	var others, othersAsked account
	for i := range in.e.groups {
		g := &in.e.groups[i]
		if g.dyad == dyad {
			continue
		}
		if st, n := g.asOf(in.q.AsOf); n > 0 {
			others.enter(in.e.owed(g.dyad, g.moment, g.start), st.given, nil)
			othersAsked.enter(asked(in.c, g.dyad, g.moment, in.q.AsOf), st.given, nil)
		}
	}
	a.Honoured, a.Asked = o.honoured(others), r.honoured(othersAsked)
	a.Honoured.Anchors = anchors
	in.firstSupport(a)
}

// account adds up promises (or requests) against deeds.
type account struct {
	owed, kept, unknown int
	shortfall           int
	restsOn             map[string]bool
}

func (a *account) enter(o *OwedRung, given ledger.Rung, top []string) {
	if o == nil {
		return
	}
	a.owed++
	if given >= o.Rung {
		a.kept++
	}
	a.shortfall += int(o.Rung - given)
	if a.restsOn == nil {
		a.restsOn = map[string]bool{}
	}
	for _, id := range slices.Concat(o.RestsOn, top) {
		a.restsOn[id] = true
	}
}

func (a *account) honoured(others account) Honoured {
	h := Honoured{Owed: a.owed, Kept: a.kept, Unknown: a.unknown, RestsOn: sortedKeys(a.restsOn)}
	h.Share, h.Lower90, h.Upper90 = stats.Jeffreys(a.kept, a.owed, level)
	if a.owed > 0 {
		h.Shortfall = float64(a.shortfall) / float64(a.owed)
	}
	if others.owed > 0 {
		c := Rate{Of: others.owed, Kept: others.kept}
		c.Share, c.Lower90, c.Upper90 = stats.Jeffreys(others.kept, others.owed, level)
		h.Comparators = &c
	}
	return h
}

// firstSupport gives the days from a moment's start to the partner's first
// conduct at +1 or above, censored at the moment's end or the as-of day.
func (in *inquiry) firstSupport(a *Assessment) {
	f := &a.First
	f.Curve, f.RestsOn = []Step{}, []string{}
	var days []float64
	var came []bool
	for i, o := range in.seen {
		d, ok := supportAfter(o.g, o.known, in.q.AsOf)
		if ok {
			f.Supported++
			a.Observations[i].FirstDays = &d
		}
		days, came = append(days, d), append(came, ok)
		f.RestsOn = append(f.RestsOn, a.Observations[i].Records...)
	}
	f.Moments = len(days)
	if f.Moments == 0 {
		return
	}
	curve, err := stats.KaplanMeier(days, came, level)
	if err != nil {
		return // no day is negative or missing: there is nothing that it could refuse
	}
	f.Curve = survivalSteps(curve)
	m := curve.Median()
	f.MedianDays, f.Lower90, f.Upper90 = pointer(m.Time), pointer(m.Lower), pointer(m.Upper)
}

// supportAfter gives the days from a moment's start to the first conduct at +1
// or above among those known, and true; or to where that is cut off, the
// moment's end or the day, and false.
func supportAfter(g *group, known []entry, day edtf.Day) (days float64, came bool) {
	until := day
	if end, ok := g.moment.End.Latest(); ok {
		until = min(until, end)
	}
	first := until
	for _, x := range known { // by the day known, which need not be the order of midpoints
		if x.c.Rung < ledger.Words {
			continue
		}
		if d := midOr(x.c.Date, x.day); d <= until && (!came || d < first) {
			first, came = d, true
		}
	}
	return float64(max(0, first-midOr(g.moment.Start, g.start))), came
}

// midOr is the midpoint of a date, or a day known otherwise where the date has
// an open or unknown end.
func midOr(d edtf.Date, day edtf.Day) edtf.Day {
	if m, ok := d.Midpoint(); ok {
		return m
	}
	return day
}
