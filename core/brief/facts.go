package brief

import (
	"context"
	"fmt"
	"slices"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/balance"
	"github.com/fairweather-app/fairweather/core/compare"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/whatif"
)

// facts is what a brief says, before it is laid out.
type facts struct {
	A        *assess.Assessment
	Case     string
	About    string
	Coded    string
	Question string
	Answer   []string

	For, Against []reason
	Moments      []momentRow
	Rests        []string
	Sensitivity  []string
	HalfLives    []halfLifeRow
	Fewest       []fewestRow

	Deed      []string
	Pledges   []string
	Open      []pledgeRow
	Bases     []string
	Late      []assess.Delay
	Trend     string
	Stale     string // that nothing is on record of the last months; empty: something is
	Failed    []endedRow
	Called    []endedRow // open pledges that fall due when called on
	Partly    map[string]bool
	Kinds     []kindRow
	Unknown   []momentLine
	Gaps      []string
	Contested []claim

	References []Reference
	Sources    []sourceRow
	Settings   []string
	Changed    []string
	Scale      string

	Rivals       *rivals        // nil: the case has no rival readings
	Erosion      *whatif.Result // nil: nobody depends on the relier
	ErosionCites []int
	Learnt       *assess.Reputation
	Gave         *balance.Balance // nil: nothing that one gave the other is on record
	GaveCites    []int
	Leagues      []*compare.Table

	Reliability coding
	Notes       []note // on how the record was made, in dispute with nobody
}

type note struct{ Title, Text string }

// reason is one record that speaks for or against relying on the partner.
type reason struct {
	Date, Moment, What string
	Rung               ledger.Rung
	Effect             string
	Cites              []int

	record string
}

type momentRow struct {
	assess.Observation
	Date, First string
	Conduct     []conductRow
	OwedCites   []int
	Disputed    bool
}

type conductRow struct {
	ID, Date, What string
	Rung           ledger.Rung
	Cites          []int
}

type momentLine struct{ Date, Title, Type string }

// endedRow is a pledge that came to nothing.
type endedRow struct {
	Title, Promised, Ended, How string
	Cites                       []int
}

// kindRow is the answer for one kind of situation.
type kindRow struct {
	situation string
	moments   int
	a         *assess.Assessment
}

type pledgeRow struct {
	assess.Forecast
	Promised, Due string
	Cites         []int
}

type halfLifeRow struct {
	assess.HalfLife
	Name string
}

type fewestRow struct {
	assess.Fewest
	Names []string
}

// claim is a disputed claim with the sources on either side.
type claim struct {
	Title, Text  string
	For, Against []int
	Other        []int
}

// gather works out what the brief of an answer says. Citations are numbered in
// the order in which layout makes them.
func gather(ctx context.Context, a *assess.Assessment, c *ledger.Case) *facts {
	m := c.Matter()
	d := &facts{
		A: a, Case: m.Name(), About: m.About, Coded: m.Coded.String(),
		Question: Question(a), Answer: Answer(a),
		Deed: Deed(a), Pledges: PledgeRecord(a), Trend: TrendSentence(a), Sensitivity: Sensitivity(a),
		Settings: settings(a.Settings), Changed: a.Settings.Changed(), Scale: a.Settings.Words.Title(),
	}
	k := newCiter(c)
	d.For, d.Against = reasons(a, k)
	d.Rests = rests(a, c)
	for _, h := range a.HalfLife {
		name := fmt.Sprintf("%g years", h.Years)
		if h.Years == 0 {
			name = "none"
		}
		d.HalfLives = append(d.HalfLives, halfLifeRow{h, name})
	}
	for _, f := range a.Robustness.Fewest {
		row := fewestRow{Fewest: f}
		for _, id := range f.Records {
			if r, ok := c.Get(id); ok {
				row.Names = append(row.Names, short(r.Name(), 90))
			}
		}
		d.Fewest = append(d.Fewest, row)
	}
	d.Stale = stale(a, c)
	d.Kinds = kinds(a, c)
	d.pledges(k)
	d.unknown(c)
	d.Rivals, d.Erosion = rivalReadings(a, c), erosionOf(ctx, a, c)
	if d.Erosion != nil {
		for _, e := range d.Erosion.Edges {
			d.ErosionCites = append(d.ErosionCites, k.record(e.ID)...)
		}
		slices.Sort(d.ErosionCites)
		d.ErosionCites = slices.Compact(d.ErosionCites)
	}
	d.Leagues = leaguesOf(ctx, a, c)
	if d.Gave = gaveOf(a, c); d.Gave != nil {
		for _, line := range d.Gave.Lines {
			for _, id := range slices.Concat(line.Relier.RestsOn, line.Partner.RestsOn) {
				d.GaveCites = append(d.GaveCites, k.record(id)...)
			}
		}
		slices.Sort(d.GaveCites)
		d.GaveCites = slices.Compact(d.GaveCites)
	}
	d.Learnt, _ = assess.ReputationOf(c, a.Question, a.Settings, nil) // it refuses what the answer has refused before
	d.contested(k)
	d.moments(k) // an appendix: its citations come after the text's
	d.References = k.list
	d.Sources = k.sources(a.RestsOn)
	d.Reliability = reliability(c, a)
	d.notes(c)
	return d
}

// settings tells every choice of the methods that is in force.
func settings(s assess.Settings) []string {
	halfLife := fmt.Sprintf("half-life of a moment's weight: %g years", s.HalfLifeYears)
	if s.HalfLifeYears == 0 {
		halfLife = "half-life of a moment's weight: none"
	}
	return []string{
		halfLife, fmt.Sprintf("weight of moments of another situation than the one asked about: %g", s.OtherSituation),
		fmt.Sprintf("weight of the base rate: as %g moments", s.PriorMass), "words of probability: " + s.Words.Title(),
		fmt.Sprintf("horizon of pledge forecasts: %s", Years(s.HorizonYears)), fmt.Sprintf("permutation draws: %s, seed %d", thousands(s.Draws), s.Seed),
	}
}
