package assess

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Question is what is asked of a case.
type Question struct {
	Relier    string   `json:"relier"`
	Partner   string   `json:"partner"`
	AsOf      edtf.Day `json:"as_of"`
	Situation string   `json:"situation"` // one of ledger.Situations
}

// DefaultQuestion is the question that a case itself asks, for today where it
// names no day. Of a case that names no actors it takes the dyad with most
// conduct, and so asks something as long as there are two actors.
func DefaultQuestion(c *ledger.Case, today edtf.Day) Question {
	m := c.Matter().Question
	q := Question{Relier: m.Relier, Partner: m.Partner, AsOf: today, Situation: "any"}
	if last, ok := m.AsOf.Latest(); ok && !m.AsOf.IsZero() {
		q.AsOf = last
	}
	if m.Situation != "" {
		q.Situation = m.Situation
	}
	if q.Relier == "" || q.Partner == "" {
		best := -1
		for _, d := range c.Dyads() {
			if n := len(c.ConductBetween(d.From, d.To)); n > best && (q.Relier == "" || d.To == q.Relier) && (q.Partner == "" || d.From == q.Partner) {
				best, m.Relier, m.Partner = n, d.To, d.From
			}
		}
		for _, a := range c.Actors() {
			if m.Relier == "" && a.ID != m.Partner {
				m.Relier = a.ID
			} else if m.Partner == "" && a.ID != m.Relier {
				m.Partner = a.ID
			}
		}
		q.Relier, q.Partner = m.Relier, m.Partner
	}
	return q
}

// Check says what is wrong with a question to a case: nil, or an error that
// names the actor or situation that does not exist.
func (q Question) Check(c *ledger.Case) error {
	for _, id := range []string{q.Relier, q.Partner} {
		if _, ok := c.Actor(id); !ok {
			_, err := c.FindActor(id)
			if err == nil {
				err = fmt.Errorf("actor %q must be named by its id", id)
			}
			return err
		}
	}
	if q.Relier == q.Partner {
		return fmt.Errorf("relier and partner are both %q; name two actors", q.Relier)
	}
	if !slices.Contains(ledger.Situations, q.Situation) {
		return fmt.Errorf("there is no situation %q; choose from %s", q.Situation, strings.Join(ledger.Situations, ", "))
	}
	return nil
}

// Settings are the choices that the methods need, resolved.
type Settings struct {
	HalfLifeYears  float64 `json:"half_life_years"` // 0: no decay
	OtherSituation float64 `json:"other_situation"` // weight of moments of another situation
	PriorMass      float64 `json:"prior_mass"`
	Words          Scale   `json:"words"`
	HorizonYears   float64 `json:"horizon_years"` // of pledge forecasts
	Seed           uint64  `json:"seed"`
	Draws          int     `json:"draws"` // of permutation tests
}

// DefaultSettings are the defaults of METHODS.md.
func DefaultSettings() Settings {
	return Settings{HalfLifeYears: 10, OtherSituation: .5, PriorMass: 2, Words: ICD203, HorizonYears: 1, Seed: 1914, Draws: 10000}
}

// SettingsOf are the settings of a case: the defaults, but for what its Matter changes.
func SettingsOf(c *ledger.Case) Settings {
	s, m := DefaultSettings(), c.Matter().Settings
	set := func(to *float64, from *float64) {
		if from != nil {
			*to = *from
		}
	}
	set(&s.HalfLifeYears, m.HalfLifeYears)
	set(&s.OtherSituation, m.OtherSituation)
	set(&s.PriorMass, m.PriorMass)
	set(&s.HorizonYears, m.HorizonYears)
	if m.Words != "" {
		s.Words = Scale(m.Words)
	}
	return s
}

// Changed lists the settings that are not the default, each as a line for a
// brief: "half-life 5 years (default 10)".
func (s Settings) Changed() []string {
	d := DefaultSettings()
	var out []string
	note := func(name string, v, def float64, unit string) {
		if v != def {
			out = append(out, fmt.Sprintf("%s %s%s (default %s)", name, number(v), unit, number(def)))
		}
	}
	if s.HalfLifeYears == 0 {
		out = append(out, "half-life none (default 10 years)")
	} else {
		note("half-life", s.HalfLifeYears, d.HalfLifeYears, " years")
	}
	note("weight of other situations", s.OtherSituation, d.OtherSituation, "")
	note("prior mass", s.PriorMass, d.PriorMass, "")
	note("forecast horizon", s.HorizonYears, d.HorizonYears, " years")
	note("seed", float64(s.Seed), float64(d.Seed), "")
	note("draws", float64(s.Draws), float64(d.Draws), "")
	if s.Words != d.Words {
		out = append(out, fmt.Sprintf("words %s (default %s)", s.Words.Title(), d.Words.Title()))
	}
	return out
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
