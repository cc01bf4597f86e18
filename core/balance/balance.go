// Package balance keeps the ledger of METHODS 4: who gave what to whom, by
// channel and over time, and how even it is.
//
// Amounts of different units are never added. A contribution that carries a value
// with its unit counts in the line of its channel and unit; one that carries a
// magnitude from 1 to 5 counts in the ordinal line of its channel; one that carries
// both counts in both, and one that carries neither in none.
package balance

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Settings are the choices of the bootstrap.
type Settings struct {
	Draws int    // >= 1
	Seed  uint64 // fixed, so that the same ledger has the same interval
}

// DefaultSettings are the defaults of METHODS 4.
func DefaultSettings() Settings { return Settings{Draws: 10_000, Seed: 1914} }

// Point is a step of a cumulative curve: what had been given by the end of a day.
type Point struct {
	Day   edtf.Day `json:"day"`
	Total float64  `json:"total"`
}

// Side is what one actor gave the other.
type Side struct {
	Total   float64  `json:"total"`
	Count   int      `json:"count"`
	Curve   []Point  `json:"curve,omitempty"`    // cumulative, by day
	RestsOn []string `json:"rests_on,omitempty"` // contributions, by day
}

// Evenness is a balance (partner gave - partner got) / (both), in [-1, 1]: 1 all from
// the partner, 0 even, -1 all from the relier.
type Evenness struct {
	Value float64 `json:"value"`
	// Low and High are its 90 % interval: contributions drawn with replacement.
	// Bounded is false, and there is none, where fewer than two stand behind it or all
	// went one way: drawing them anew then shows nothing but what happened.
	Low     float64 `json:"lower90"`
	High    float64 `json:"upper90"`
	Bounded bool    `json:"bounded"`
}

// Line is one channel in one unit.
type Line struct {
	Channel string `json:"channel"` // empty: all channels
	Unit    string `json:"unit"`    // empty: ordinal magnitude, 1 to 5
	Partner Side   `json:"partner"` // from the partner to the relier
	Relier  Side   `json:"relier"`  // from the relier to the partner
	// Balance is nil where both gave nothing.
	Balance *Evenness `json:"balance"`
	Series  bool      `json:"series,omitempty"` // from a series by year, not from contributions
}

// Comparator is how even the partner's ledger with another actor is.
type Comparator struct {
	Actor   string   `json:"actor"`
	Name    string   `json:"name"`
	Unit    string   `json:"unit"`
	Count   int      `json:"count"`
	Balance Evenness `json:"balance"`
}

// Balance is the ledger of a relier and a partner.
type Balance struct {
	Relier      string       `json:"relier"`
	Partner     string       `json:"partner"`
	RelierName  string       `json:"relier_name"`
	PartnerName string       `json:"partner_name"`
	AsOf        edtf.Day     `json:"as_of"`
	Overall     Line         `json:"overall"`     // ordinal, over all channels
	Lines       []Line       `json:"lines"`       // by channel, ordinal before values
	Comparators []Comparator `json:"comparators"` // by unit, most given by the partner first
	// Unjudged are contributions with neither a magnitude nor a value.
	Unjudged []string `json:"unjudged"`
	Warnings []string `json:"warnings"`
}

// item is one thing given, in one line.
type item struct {
	id      string
	day     edtf.Day
	amount  float64
	partner bool // from the partner
}

// Of keeps the ledger of two actors from the contributions known by a day and, if
// there are any, flows by year (see ReadFlows). Nothing dated later is read. It
// fails for actors that the case does not have, and for settings out of range.
func Of(c *ledger.Case, relier, partner string, asOf edtf.Day, flows []Flow, s Settings) (*Balance, error) {
	for _, id := range []string{relier, partner} {
		if _, ok := c.Actor(id); !ok {
			return nil, fmt.Errorf("balance of %s and %s: the case has no actor %q", relier, partner, id)
		}
	}
	if relier == partner {
		return nil, fmt.Errorf("balance: relier and partner are both %q; name two actors", relier)
	}
	if s.Draws < 1 {
		return nil, fmt.Errorf("balance: %d draws; give at least 1", s.Draws)
	}
	b := &Balance{Relier: relier, Partner: partner, RelierName: c.ActorName(relier), PartnerName: c.ActorName(partner), AsOf: asOf,
		Lines: []Line{}, Comparators: []Comparator{}, Unjudged: []string{}, Warnings: []string{}}
	lines, unjudged := gather(c, relier, partner, asOf, flows)
	b.Unjudged = append(b.Unjudged, unjudged...)
	var all []item
	for _, k := range sortedLines(lines) {
		if k.unit == "" {
			all = append(all, lines[k]...)
		}
		b.Lines = append(b.Lines, lineOf(k, lines[k], s))
	}
	sortItems(all)
	b.Overall = lineOf(key{}, all, s)
	b.compare(c, flows, s)
	b.warn()
	return b, nil
}

type key struct {
	channel, unit string
	series        bool
}

// gather sorts what two actors gave each other into lines.
func gather(c *ledger.Case, relier, partner string, asOf edtf.Day, flows []Flow) (map[key][]item, []string) {
	lines := map[key][]item{}
	var unjudged []string
	for _, g := range c.Contributions() {
		partnerGave := g.From == partner && g.To == relier
		if !partnerGave && (g.From != relier || g.To != partner) || !ledger.KnownBy(g.Date, asOf) {
			continue
		}
		day, ok := g.Date.Midpoint()
		if !ok {
			day, _ = g.Date.Earliest()
		}
		day = min(day, asOf) // a year that is not over counts to the day
		if g.Magnitude > 0 {
			k := key{channel: g.Channel}
			lines[k] = append(lines[k], item{g.ID, day, float64(g.Magnitude), partnerGave})
		}
		if g.Value != nil && *g.Value >= 0 && g.Unit != "" {
			k := key{channel: g.Channel, unit: g.Unit}
			lines[k] = append(lines[k], item{g.ID, day, *g.Value, partnerGave})
		} else if g.Magnitude == 0 {
			unjudged = append(unjudged, g.ID)
		}
	}
	for _, f := range flows {
		partnerGave := f.From == partner && f.To == relier
		if !partnerGave && (f.From != relier || f.To != partner) || edtf.DayOf(f.Year, 12, 31) > asOf {
			continue
		}
		k := key{f.Channel, f.Unit, true}
		lines[k] = append(lines[k], item{day: edtf.DayOf(f.Year, 12, 31), amount: f.Value, partner: partnerGave})
	}
	for _, list := range lines {
		sortItems(list)
	}
	return lines, unjudged
}

func sortItems(list []item) {
	slices.SortStableFunc(list, func(a, b item) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.id, b.id)) })
}

// sortedLines gives the lines by channel in the order of the ledger's own channels,
// the case's after them; ordinal before values, contributions before series.
func sortedLines(lines map[key][]item) []key {
	place := func(channel string) int {
		if i := slices.Index(ledger.Channels, channel); i >= 0 {
			return i
		}
		return len(ledger.Channels)
	}
	var keys []key
	for k := range lines {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(place(a.channel), place(b.channel)), cmp.Compare(a.channel, b.channel), cmp.Compare(a.unit, b.unit), cmp.Compare(count(a.series), count(b.series)))
	})
	return keys
}

func count(v bool) int {
	if v {
		return 1
	}
	return 0
}

func lineOf(k key, items []item, s Settings) Line {
	l := Line{Channel: k.channel, Unit: k.unit, Series: k.series}
	for _, x := range items {
		side := &l.Relier
		if x.partner {
			side = &l.Partner
		}
		side.Total += x.amount
		side.Count++
		if x.id != "" {
			side.RestsOn = append(side.RestsOn, x.id)
		}
		if n := len(side.Curve); n > 0 && side.Curve[n-1].Day == x.day {
			side.Curve[n-1].Total = side.Total
		} else {
			side.Curve = append(side.Curve, Point{x.day, side.Total})
		}
	}
	l.Balance = evenness(items, s)
	return l
}

func share(items []item) (float64, bool) {
	var gave, got float64
	for _, x := range items {
		if x.partner {
			gave += x.amount
		} else {
			got += x.amount
		}
	}
	if gave+got == 0 {
		return 0, false
	}
	return (gave - got) / (gave + got), true
}

// evenness gives the balance with its bootstrap interval: contributions, or years
// of a series, drawn with replacement. METHODS 4.
func evenness(items []item, s Settings) *Evenness {
	v, ok := share(items)
	if !ok {
		return nil
	}
	out := &Evenness{Value: v, Low: v, High: v}
	if len(items) < 2 || v == 1 || v == -1 {
		return out
	}
	rng := rand.New(rand.NewPCG(s.Seed, uint64(len(items))))
	shares := make([]float64, 0, s.Draws)
	for range s.Draws {
		var gave, got float64
		for range items {
			if x := &items[rng.IntN(len(items))]; x.partner {
				gave += x.amount
			} else {
				got += x.amount
			}
		}
		if gave+got > 0 { // amounts of nothing alone were drawn: no balance
			shares = append(shares, (gave-got)/(gave+got))
		}
	}
	if len(shares) == 0 {
		return out
	}
	slices.Sort(shares)
	at := func(q float64) float64 { return shares[min(len(shares)-1, int(q*float64(len(shares))))] }
	out.Low, out.High, out.Bounded = at(.05), at(.95), true
	return out
}

// compare sets the partner's ledgers with others beside this one: the ordinal one
// over all channels, and each series in the same unit.
func (b *Balance) compare(c *ledger.Case, flows []Flow, s Settings) {
	for _, a := range c.Actors() {
		if a.ID == b.Relier || a.ID == b.Partner {
			continue
		}
		lines, _ := gather(c, a.ID, b.Partner, b.AsOf, flows)
		var all []item
		series := map[string][]item{}
		for _, k := range sortedLines(lines) {
			if k.unit == "" {
				all = append(all, lines[k]...)
			} else if k.series {
				series[k.channel+", "+k.unit] = lines[k]
			}
		}
		sortItems(all)
		if e := evenness(all, s); e != nil {
			b.Comparators = append(b.Comparators, Comparator{a.ID, a.Name(), "", len(all), *e})
		}
		var units []string
		for u := range series {
			units = append(units, u)
		}
		slices.Sort(units)
		for _, u := range units {
			if e := evenness(series[u], s); e != nil {
				b.Comparators = append(b.Comparators, Comparator{a.ID, a.Name(), u, len(series[u]), *e})
			}
		}
	}
	slices.SortStableFunc(b.Comparators, func(x, y Comparator) int {
		return cmp.Or(cmp.Compare(x.Unit, y.Unit), -cmp.Compare(x.Balance.Value, y.Balance.Value), cmp.Compare(x.Name, y.Name))
	})
}

func (b *Balance) warn() {
	n := b.Overall.Partner.Count + b.Overall.Relier.Count
	switch {
	case n == 0 && len(b.Lines) == 0:
		b.Warnings = append(b.Warnings, "Nothing that one gave the other is on record: that is unknown, not even.")
	case n == 0:
		b.Warnings = append(b.Warnings, "No contribution has a magnitude: there is no balance over all channels, for values of different units are not added.")
	case n == 1:
		b.Warnings = append(b.Warnings, "The balance over all channels rests on 1 contribution.")
	case n < 5:
		b.Warnings = append(b.Warnings, fmt.Sprintf("The balance over all channels rests on %d contributions.", n))
	}
	switch k := len(b.Unjudged); {
	case k == 1:
		b.Warnings = append(b.Warnings, "1 contribution has neither a magnitude nor a value with a unit, and counts nowhere.")
	case k > 1:
		b.Warnings = append(b.Warnings, fmt.Sprintf("%d contributions have neither a magnitude nor a value with a unit, and count nowhere.", k))
	}
}
