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

// reasons picks the records that weigh most: of the moments whose omission
// would lower the probability of a diplomatic act most, the record that shows
// the partner's help; of those whose omission would raise it, the one that
// shows its absence or its harm. At most three each way.
func reasons(a *assess.Assessment, k *citer) (helped, harmed []reason) {
	act := 0.0
	for _, p := range a.AtLeast {
		if p.Rung == ledger.DiplomaticAct {
			act = p.Probability
		}
	}
	list := slices.Clone(a.Observations)
	slices.SortStableFunc(list, func(x, y assess.Observation) int {
		return cmp.Or(cmp.Compare(math.Abs(y.Shift), math.Abs(x.Shift)), cmp.Compare(x.Moment, y.Moment))
	})
	for _, o := range list {
		to, side := &helped, o.Top
		if o.Shift > 0 {
			to = &harmed
			if o.Against {
				side = o.Records
			}
		}
		if o.Shift == 0 || len(*to) == 3 {
			continue
		}
		r, ok := telling(k.c, side, o.Shift > 0)
		if !ok {
			continue
		}
		*to = append(*to, reason{
			Date: Dated(r.Date.String()), Moment: o.Title, What: r.What, Rung: r.Rung, record: r.ID,
			Effect: leftOut(act + o.Shift),
		})
	}
	for _, side := range [][]reason{helped, harmed} { // cited in the order of the page
		for i := range side {
			side[i].Cites = k.record(side[i].record)
		}
	}
	return helped, harmed
}

// leftOut says what becomes of the probability of a diplomatic act without a moment.
func leftOut(without float64) string { return fmt.Sprintf("Without it: %s.", pointed(without)) }

// pointed writes a probability to a tenth of a per cent, where small shifts are told.
func pointed(p float64) string {
	switch text := fmt.Sprintf("%.1f %%", 100*p); {
	case text == "0.0 %" && p > 0:
		return "under 0.1 %"
	case text == "100.0 %" && p < 1:
		return "over 99.9 %"
	default:
		return text
	}
}

// telling picks, of a moment's records, the one that shows most: the lowest
// rung or the highest; among equals the most credible, then the first.
func telling(c *ledger.Case, ids []string, lowest bool) (*ledger.Conduct, bool) {
	var best *ledger.Conduct
	for _, id := range ids {
		got, _ := c.Get(id)
		r, ok := got.(*ledger.Conduct)
		if !ok {
			continue
		}
		if best == nil || lowest && r.Rung < best.Rung || !lowest && r.Rung > best.Rung ||
			r.Rung == best.Rung && credibility(c, r) > credibility(c, best) {
			best = r
		}
	}
	return best, best != nil
}

func credibility(c *ledger.Case, r *ledger.Conduct) float64 {
	v, _ := assess.Credibility(c, r.ID)
	return v
}

// rests says in figures what the answer stands on.
func rests(a *assess.Assessment, c *ledger.Case) []string {
	records, sources, memory := 0, 0, 0
	for _, id := range a.RestsOn {
		r, ok := c.Get(id)
		if !ok {
			continue
		}
		if s, isSource := r.(*ledger.Source); isSource {
			sources++
			if s.Seen == "memory" {
				memory++
			}
		} else {
			records++
		}
	}
	out := []string{fmt.Sprintf("The answer rests on what %s did at %s, told in %s from %s of %s. Weighed by credibility, situation and age they count as %.1f full moments; they are spread over as many voices as %.1f of equal weight would be (the effective sample).",
		a.PartnerName, count(a.Moments, "moment"), count(records, "record"), count(sources, "source"), count(len(a.Publishers), "independent publisher"), weightOf(a), a.EffectiveSample)}
	switch {
	case memory == sources && sources > 0:
		out = append(out, "None of these sources was open before those who made the record: all are cited from general knowledge and weigh less for it.")
	case memory > 0:
		out = append(out, fmt.Sprintf("Of the sources, %d %s not open before those who made the record: cited from general knowledge, %s less and %s marked below.", memory, wasWere(memory), map[bool]string{true: "it weighs", false: "they weigh"}[memory == 1], isAre(memory)))
	}
	return out
}

func (d *facts) pledges(k *citer) {
	d.ended(k)
	for _, f := range d.A.Pledges.Forecasts {
		if f.Standing { // listed by ended: no day can be forecast for it
			continue
		}
		row := pledgeRow{Forecast: f, Cites: k.record(f.Pledge)}
		if r, ok := k.c.Get(f.Pledge); ok {
			if p, ok := r.(*ledger.Pledge); ok {
				row.Promised, row.Due = p.Promised.String(), p.Due.String()
			}
		}
		d.Open = append(d.Open, row)
	}
	for _, f := range d.Open {
		basis, nothing := f.Basis, ""
		if i := strings.Index(basis, "; none"); i >= 0 && f.Probability == 0 { // said apart, since it is of these alone
			basis, nothing = basis[:i], "where no probability is given"+strings.Replace(basis[i:], "; none", ", none", 1)
		}
		for _, b := range []string{basis, nothing} {
			if b != "" && !slices.Contains(d.Bases, b) {
				d.Bases = append(d.Bases, b)
			}
		}
	}
	slices.SortStableFunc(d.Open, func(x, y pledgeRow) int { return cmp.Compare(y.Probability, x.Probability) })
	for _, l := range d.A.Pledges.Delays {
		if !l.Overdue {
			d.Late = append(d.Late, l)
		}
	}
}

// late says by how many years a pledge came late.
func late(years float64) string {
	switch text := fmt.Sprintf("%.1f", math.Abs(years)); {
	case text == "0.0":
		return "on time"
	case years < 0:
		return text + " early"
	default:
		return text
	}
}

func (d *facts) unknown(c *ledger.Case) {
	for _, id := range d.A.Unknown {
		if m, ok := c.Moment(id); ok {
			d.Unknown = append(d.Unknown, momentLine{Dated(m.Start.String()), m.Title, m.Type})
		}
	}
	d.Gaps = append(d.Gaps, d.A.Warnings...)
	if last, ok := c.Matter().Coded.Latest(); ok && last < d.A.Question.AsOf {
		d.Gaps = append(d.Gaps, fmt.Sprintf("The record was last gathered on %s: what became known since is not in it.", Date(last)))
	}
	if d.Stale != "" {
		d.Gaps = append(d.Gaps, d.Stale)
	}
}

// contested lists the disputed claims that bear on the answer, or on nothing in particular.
func (d *facts) contested(k *citer) {
	for _, n := range d.bearing(k.c) {
		if n.Contested {
			d.Contested = append(d.Contested, claim{n.Title, n.Text, k.cite(n.For), k.cite(n.Against), k.cite(n.Citations)})
		}
	}
}

// bearing lists the notes known by the day asked for that bear on the answer, or
// on nothing in particular.
func (d *facts) bearing(c *ledger.Case) []*ledger.Note {
	bears := map[string]bool{d.A.Question.Relier: true, d.A.Question.Partner: true, c.Matter().ID: true}
	for _, list := range [][]string{d.A.RestsOn, d.A.Contested, d.A.Unknown} {
		for _, id := range list {
			bears[id] = true
		}
	}
	var out []*ledger.Note
	for _, n := range c.Notes() {
		if (len(n.On) == 0 || slices.ContainsFunc(n.On, func(id string) bool { return bears[id] })) && (n.Date.IsZero() || ledger.KnownBy(n.Date, d.A.Question.AsOf)) {
			out = append(out, n)
		}
	}
	return out
}

// notes lists what its makers say of how the record is to be read. A note with a
// tag has a use of its own: it is evidence or an indicator of the rival readings,
// or a scenario.
func (d *facts) notes(c *ledger.Case) {
	for _, n := range d.bearing(c) {
		if !n.Contested && len(n.Tags) == 0 {
			d.Notes = append(d.Notes, note{n.Title, n.Text})
		}
	}
}

func (d *facts) moments(k *citer) {
	for _, o := range d.A.Observations {
		row := momentRow{Observation: o, Date: o.Start.String(), Disputed: slices.Contains(d.A.Contested, o.Moment)}
		if m, ok := k.c.Moment(o.Moment); ok {
			row.Date = m.Start.String()
		}
		if o.FirstDays != nil {
			row.First = firstDays(*o.FirstDays)
		}
		for _, due := range []*assess.OwedRung{o.Owed, o.AskedFor} {
			if due != nil {
				for _, id := range due.RestsOn {
					row.OwedCites = append(row.OwedCites, k.record(id)...)
				}
			}
		}
		for _, id := range o.Records {
			got, _ := k.c.Get(id)
			if r, ok := got.(*ledger.Conduct); ok {
				row.Conduct = append(row.Conduct, conductRow{r.ID, r.Date.String(), r.What, r.Rung, k.record(id)})
			}
		}
		slices.Sort(row.OwedCites)
		row.OwedCites = slices.Compact(row.OwedCites)
		d.Moments = append(d.Moments, row)
	}
}

func firstDays(days float64) string {
	if days < 1 {
		return "the first day"
	}
	return "after " + count(int(math.Round(days)), "day")
}
