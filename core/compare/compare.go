// Package compare sets pairs of actors side by side: one relier's many partners,
// one partner toward many reliers, one pair over time. Everything in it comes from
// answers of package assess; nothing is counted anew.
//
// A rank is given only where it is sure: where the 90 % intervals of two pairs
// overlap, neither stands above the other.
package compare

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// The rungs by which a table can be ranked: P(rung >= r).
const (
	LowestSpoken  = ledger.Words
	HighestSpoken = ledger.Fought
)

// Band is a probability with its 90 % interval.
type Band struct {
	P    float64 `json:"probability"`
	Low  float64 `json:"lower90"`
	High float64 `json:"upper90"`
	Word string  `json:"word,omitempty"`
}

// Row is one pair.
type Row struct {
	Relier      string  `json:"relier"`
	Partner     string  `json:"partner"`
	RelierName  string  `json:"relier_name"`
	PartnerName string  `json:"partner_name"`
	AtLeast     [4]Band `json:"at_least"` // words, a diplomatic act, material help, fighting
	Against     Band    `json:"against"`
	// Best and Worst bound the rank by Table.Rung: 1 is the likeliest. They are equal
	// where the rank is sure.
	Best       int      `json:"best_rank"`
	Worst      int      `json:"worst_rank"`
	Owed       int      `json:"owed"` // moments with something owed and conduct on record
	Kept       int      `json:"kept"`
	Moments    int      `json:"moments"` // with conduct on record
	Unknown    int      `json:"unknown"` // moments of need without
	Effective  float64  `json:"effective_sample"`
	Confidence string   `json:"confidence"`
	RestsOn    []string `json:"rests_on"`
}

// Band gives the probability of at least a spoken rung.
func (r *Row) Band(rung ledger.Rung) Band { return r.AtLeast[rung-LowestSpoken] }

// Table is a comparison of pairs.
type Table struct {
	AsOf      edtf.Day    `json:"as_of"`
	Situation string      `json:"situation"`
	Rung      ledger.Rung `json:"rung"` // ranked by P(at least this)
	Rows      []Row       `json:"rows"` // likeliest first
	// Groups are the rows, by index, that stand clear of each other: the interval of
	// every row of a group lies above those of all later groups. One group: no pair
	// can be told from the rest.
	Groups   [][]int  `json:"groups"`
	Warnings []string `json:"warnings"`
}

// common reports whether all rows have one relier, and whether they have one partner.
func (t *Table) common() (relier, partner bool) {
	relier, partner = true, true
	for _, r := range t.Rows {
		relier = relier && r.Relier == t.Rows[0].Relier
		partner = partner && r.Partner == t.Rows[0].Partner
	}
	return relier, partner
}

// Names says for each row what tells it from the rest.
func (t *Table) Names() []string {
	relier, partner := t.common()
	var out []string
	for _, r := range t.Rows {
		switch {
		case relier:
			out = append(out, r.PartnerName)
		case partner:
			out = append(out, r.RelierName)
		default:
			out = append(out, r.PartnerName+" for "+r.RelierName)
		}
	}
	return out
}

// Title says what the rows have in common.
func (t *Table) Title() string {
	relier, partner := t.common()
	switch {
	case len(t.Rows) == 1:
		return fmt.Sprintf("%s for %s", t.Rows[0].PartnerName, t.Rows[0].RelierName)
	case len(t.Rows) > 0 && relier:
		return "Partners of " + t.Rows[0].RelierName
	case len(t.Rows) > 0 && partner:
		return "Those who rely on " + t.Rows[0].PartnerName
	}
	return "Pairs side by side"
}

// Of sets answers side by side. All must be of one as-of day and situation, and
// rung one of +1 to +4. METHODS 1.
func Of(answers []*assess.Assessment, rung ledger.Rung) (*Table, error) {
	if rung < LowestSpoken || rung > HighestSpoken {
		return nil, fmt.Errorf("comparing by rung %s: choose from %s to %s", rung, LowestSpoken, HighestSpoken)
	}
	t := &Table{Rung: rung, Rows: []Row{}, Groups: [][]int{}, Warnings: []string{}}
	for i, a := range answers {
		if i == 0 {
			t.AsOf, t.Situation = a.Question.AsOf, a.Question.Situation
		} else if a.Question.AsOf != t.AsOf || a.Question.Situation != t.Situation {
			return nil, fmt.Errorf("comparing %s and %s: asked as of %s for %q, the first as of %s for %q", a.RelierName, a.PartnerName, a.Question.AsOf, a.Question.Situation, t.AsOf, t.Situation)
		}
		t.Rows = append(t.Rows, rowOf(a))
	}
	slices.SortStableFunc(t.Rows, func(x, y Row) int {
		return cmp.Or(-cmp.Compare(x.Band(rung).P, y.Band(rung).P), cmp.Compare(x.PartnerName, y.PartnerName), cmp.Compare(x.RelierName, y.RelierName))
	})
	t.rank()
	t.warn()
	return t, nil
}

func rowOf(a *assess.Assessment) Row {
	r := Row{Relier: a.Question.Relier, Partner: a.Question.Partner, RelierName: a.RelierName, PartnerName: a.PartnerName,
		Against: Band{a.Against.Probability, a.Against.Lower90, a.Against.Upper90, a.Against.Word},
		Owed:    a.Honoured.Owed, Kept: a.Honoured.Kept, Moments: a.Moments, Unknown: len(a.Unknown), Effective: a.EffectiveSample, Confidence: a.Confidence.Level, RestsOn: a.RestsOn}
	for _, x := range a.AtLeast {
		if x.Rung >= LowestSpoken {
			r.AtLeast[x.Rung-LowestSpoken] = Band{x.Probability, x.Lower90, x.Upper90, x.Word}
		}
	}
	return r
}

// rank bounds each row's rank: above it for sure are those whose interval lies
// wholly above its own, below it those wholly below.
func (t *Table) rank() {
	for i := range t.Rows {
		mine := t.Rows[i].Band(t.Rung)
		above, below := 0, 0
		for j := range t.Rows {
			switch other := t.Rows[j].Band(t.Rung); {
			case other.Low > mine.High:
				above++
			case other.High < mine.Low:
				below++
			}
		}
		t.Rows[i].Best, t.Rows[i].Worst = 1+above, len(t.Rows)-below
	}
	// A group ends where every interval so far lies above all that follow.
	var group []int
	for i := range t.Rows {
		group = append(group, i)
		low := 1.0
		for j := range i + 1 {
			low = min(low, t.Rows[j].Band(t.Rung).Low)
		}
		high := 0.0
		for j := i + 1; j < len(t.Rows); j++ {
			high = max(high, t.Rows[j].Band(t.Rung).High)
		}
		if i == len(t.Rows)-1 || high < low {
			t.Groups = append(t.Groups, group)
			group = nil
		}
	}
}

func (t *Table) warn() {
	sure := 0
	for _, r := range t.Rows {
		if r.Best == r.Worst {
			sure++
		}
	}
	switch n := len(t.Rows); {
	case n == 0:
		t.Warnings = append(t.Warnings, "There is no pair to compare.")
	case n > 1 && len(t.Groups) == 1 && sure == 0:
		t.Warnings = append(t.Warnings, "All intervals overlap: the order is that of the estimates, and no rank is sure.")
	case n > 1 && sure < n:
		t.Warnings = append(t.Warnings, fmt.Sprintf("%d of %d ranks are sure; a span of ranks stands where intervals overlap.", sure, n))
	}
	for _, r := range t.Rows {
		if r.Moments == 0 {
			t.Warnings = append(t.Warnings, fmt.Sprintf("Nothing is on record of what %s did for %s: its figures are the base rate.", r.PartnerName, r.RelierName))
		}
	}
}

// Partners asks the question of a relier about each of its partners: those named,
// or, where none are, all with conduct toward it on record or bound to it by a
// pledge that obliges.
func Partners(ctx context.Context, c *ledger.Case, relier string, partners []string, q assess.Question, s assess.Settings, rung ledger.Rung) (*Table, error) {
	if len(partners) == 0 {
		partners = others(c, relier, func(other string) bool { return connected(c, other, relier) })
	}
	var pairs []ledger.Dyad
	for _, p := range partners {
		pairs = append(pairs, ledger.Dyad{From: p, To: relier})
	}
	return ask(ctx, c, pairs, q, s, rung)
}

// Reliers asks the question about a partner for each relier: those named, or, where
// none are, all toward whom its conduct is on record or to whom a pledge obliges it.
func Reliers(ctx context.Context, c *ledger.Case, partner string, reliers []string, q assess.Question, s assess.Settings, rung ledger.Rung) (*Table, error) {
	if len(reliers) == 0 {
		reliers = others(c, partner, func(other string) bool { return connected(c, partner, other) })
	}
	var pairs []ledger.Dyad
	for _, r := range reliers {
		pairs = append(pairs, ledger.Dyad{From: partner, To: r})
	}
	return ask(ctx, c, pairs, q, s, rung)
}

func others(c *ledger.Case, than string, take func(string) bool) []string {
	var out []string
	for _, a := range c.Actors() {
		if a.ID != than && take(a.ID) {
			out = append(out, a.ID)
		}
	}
	return out
}

func connected(c *ledger.Case, from, to string) bool {
	return len(c.ConductBetween(from, to)) > 0 || slices.ContainsFunc(c.PledgesBetween(from, to), func(p *ledger.Pledge) bool { return len(p.Obliges) > 0 })
}

func ask(ctx context.Context, c *ledger.Case, pairs []ledger.Dyad, q assess.Question, s assess.Settings, rung ledger.Rung) (*Table, error) {
	var answers []*assess.Assessment
	for _, d := range pairs {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("comparing: %w", err)
		}
		q.Relier, q.Partner = d.To, d.From
		a, err := assess.Answer(c, q, s)
		if err != nil {
			return nil, fmt.Errorf("comparing %s and %s: %w", c.ActorName(d.To), c.ActorName(d.From), err)
		}
		answers = append(answers, a)
	}
	t, err := Of(answers, rung)
	if err != nil {
		return nil, err
	}
	if len(answers) == 0 {
		t.AsOf, t.Situation = q.AsOf, q.Situation
	}
	return t, nil
}

// Moment is a pair at one time.
type Moment struct {
	AsOf    edtf.Day `json:"as_of"`
	AtLeast [4]Band  `json:"at_least"`
	Against Band     `json:"against"`
	Moments int      `json:"moments"` // with conduct on record by then
}

// Time is one pair over time.
type Time struct {
	Relier      string   `json:"relier"`
	Partner     string   `json:"partner"`
	RelierName  string   `json:"relier_name"`
	PartnerName string   `json:"partner_name"`
	Points      []Moment `json:"points"`
}

// ErrFewDays says that a comparison over time needs two days.
var ErrFewDays = errors.New("a comparison over time needs two days at least")

// Yearly gives the same day of each of the years before a day, and the day: what a
// comparison over time is asked as of.
func Yearly(day edtf.Day, years int) []edtf.Day {
	y, m, d := day.Date()
	var out []edtf.Day
	for i := years; i > 0; i-- {
		out = append(out, edtf.DayOf(y-i, m, min(d, 28)))
	}
	return append(out, day)
}

// OverTime asks the question of one pair as of each day, which must be in order.
func OverTime(ctx context.Context, c *ledger.Case, q assess.Question, s assess.Settings, days []edtf.Day) (*Time, error) {
	if len(days) < 2 {
		return nil, ErrFewDays
	}
	history, err := assess.History(ctx, c, q, s, days)
	if err != nil {
		return nil, fmt.Errorf("comparing over time: %w", err)
	}
	t := &Time{Relier: q.Relier, Partner: q.Partner, RelierName: c.ActorName(q.Relier), PartnerName: c.ActorName(q.Partner), Points: make([]Moment, 0, len(history))}
	for _, h := range history {
		m := Moment{AsOf: h.AsOf, Moments: h.Moments, Against: Band{h.Against.Probability, h.Against.Lower90, h.Against.Upper90, s.Words.Word(h.Against.Probability)}}
		for i, b := range h.AtLeast {
			if i < len(m.AtLeast) {
				m.AtLeast[i] = Band{b.Probability, b.Lower90, b.Upper90, s.Words.Word(b.Probability)}
			}
		}
		t.Points = append(t.Points, m)
	}
	return t, nil
}
