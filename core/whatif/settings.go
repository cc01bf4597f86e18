package whatif

import (
	"fmt"
	"math"
	"strconv"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Triangle is what is known of a number: at least Low, most likely Mode, at most
// High. Its distribution is triangular; equal ends make it certain.
type Triangle struct {
	Low  float64 `json:"low"`
	Mode float64 `json:"mode"`
	High float64 `json:"high"`
}

// Exactly is a number without doubt.
func Exactly(v float64) Triangle { return Triangle{v, v, v} }

func (t Triangle) check() error {
	switch {
	case !(t.Low >= 0 && t.High <= 1):
		return fmt.Errorf("low %v, high %v: give shares from 0 to 1", t.Low, t.High)
	case !(t.Low <= t.Mode && t.Mode <= t.High):
		return fmt.Errorf("low %v, most likely %v and high %v are not in order", t.Low, t.Mode, t.High)
	}
	return nil
}

// Shock takes a share of an actor's functioning.
type Shock struct {
	Actor string `json:"actor"`
	Triangle
}

// Scenario is one question to the network.
type Scenario struct {
	Name   string  `json:"name"`
	Shocks []Shock `json:"shocks"`
	Months int     `json:"months,omitempty"` // that the shock lasts; 0: to the end
	Claim  *Claim  `json:"claim,omitempty"`
	// Weights of channels in this scenario; they come before those of the settings.
	Weights []Weight `json:"weights,omitempty"`
	Note    string   `json:"note,omitempty"`
}

// Claim is that one actor is hit harder than another.
type Claim struct {
	Harder string `json:"harder"`
	Than   string `json:"than"`
}

// Weight is what a channel weighs in an actor's functioning.
type Weight struct {
	Actor   string `json:"actor,omitempty"` // empty: of every actor without a weight of its own
	Channel string `json:"channel"`
	Triangle
}

// Settings are the choices that the method needs.
type Settings struct {
	Draws              int      `json:"draws"`
	Seed               uint64   `json:"seed"`
	Horizon            int      `json:"horizon_months"`
	SubstitutionMonths float64  `json:"substitution_months"` // of a dependence without one on record
	Weights            []Weight `json:"weights,omitempty"`
	LeaveOutParts      bool     `json:"leave_out_parts"` // shares of a part of a channel do not count at all
}

// DefaultSettings are the defaults of METHODS 7.
func DefaultSettings() Settings {
	return Settings{Draws: 10000, Seed: assess.DefaultSettings().Seed, Horizon: 60, SubstitutionMonths: 12}
}

// The bounds of a run.
const (
	mostDraws   = 2_000_000
	mostHorizon = 600
)

func (s Settings) check(c *ledger.Case) error {
	switch {
	case s.Draws < 1 || s.Draws > mostDraws:
		return fmt.Errorf("%d draws: give 1 to %d", s.Draws, mostDraws)
	case s.Horizon < 0 || s.Horizon > mostHorizon:
		return fmt.Errorf("horizon of %d months: give 0 for no course, to %d", s.Horizon, mostHorizon)
	case !(s.SubstitutionMonths > 0 && s.SubstitutionMonths < math.Inf(1)):
		return fmt.Errorf("substitution time %v months: give a positive number", s.SubstitutionMonths)
	}
	return checkWeights(c, s.Weights)
}

func checkWeights(c *ledger.Case, list []Weight) error {
	seen := map[[2]string]bool{}
	for _, w := range list {
		if err := w.check(); err != nil {
			return fmt.Errorf("weight of %s: %w", w.Channel, err)
		}
		if w.Actor != "" {
			if _, err := actor(c, w.Actor); err != nil {
				return fmt.Errorf("weight of %s: %w", w.Channel, err)
			}
		}
		k := [2]string{w.Actor, w.Channel}
		if seen[k] {
			return fmt.Errorf("weight of %s is given twice for one actor", w.Channel)
		}
		seen[k] = true
	}
	return nil
}

// Changed lists the settings that are not the default, each as a line for a brief.
func (s Settings) Changed() []string {
	d := DefaultSettings()
	var out []string
	note := func(name string, v, def float64, unit string) {
		if v != def {
			out = append(out, fmt.Sprintf("%s %s%s (default %s)", name, number(v), unit, number(def)))
		}
	}
	note("draws", float64(s.Draws), float64(d.Draws), "")
	note("seed", float64(s.Seed), float64(d.Seed), "")
	note("horizon", float64(s.Horizon), float64(d.Horizon), " months")
	note("substitution time where none is on record", s.SubstitutionMonths, d.SubstitutionMonths, " months")
	if s.LeaveOutParts {
		out = append(out, "shares of a part of a channel left out (default: the largest stands for a channel without a whole)")
	}
	for _, w := range s.Weights {
		who := w.Actor
		if who == "" {
			who = "every actor"
		}
		out = append(out, fmt.Sprintf("weight of %s for %s %s to %s, most likely %s (default: the same for every channel)", w.Channel, who, number(w.Low), number(w.High), number(w.Mode)))
	}
	return out
}

func (sc Scenario) check(c *ledger.Case) error {
	if len(sc.Shocks) == 0 {
		return fmt.Errorf("scenario %q shocks nobody: name an actor and how much it loses", sc.Name)
	}
	seen := map[string]bool{}
	for _, x := range sc.Shocks {
		if _, err := actor(c, x.Actor); err != nil {
			return fmt.Errorf("shock: %w", err)
		}
		if err := x.check(); err != nil {
			return fmt.Errorf("shock to %s: %w", x.Actor, err)
		}
		if seen[x.Actor] {
			return fmt.Errorf("shock to %s is given twice: give one", x.Actor)
		}
		seen[x.Actor] = true
	}
	if err := checkWeights(c, sc.Weights); err != nil {
		return err
	}
	if sc.Months < 0 {
		return fmt.Errorf("shock of %d months: give 0 for one that lasts, or more", sc.Months)
	}
	if sc.Claim != nil {
		for _, id := range []string{sc.Claim.Harder, sc.Claim.Than} {
			if _, err := actor(c, id); err != nil {
				return fmt.Errorf("claim: %w", err)
			}
		}
		if sc.Claim.Harder == sc.Claim.Than {
			return fmt.Errorf("claim: %s cannot be hit harder than itself; name two actors", sc.Claim.Harder)
		}
	}
	return nil
}

// actor finds an actor by id alone, and tells the ids there are.
func actor(c *ledger.Case, id string) (*ledger.Actor, error) {
	if a, ok := c.Actor(id); ok {
		return a, nil
	}
	a, err := c.FindActor(id)
	if err == nil {
		err = fmt.Errorf("actor %q must be named by its id, %s", id, a.ID)
	}
	return nil, err
}

// Erosion is the scenario to begin with: the relier loses a fifth to a half of
// its functioning, most likely a third, and the claim is that the partner is hit
// harder than the relier.
func Erosion(c *ledger.Case, relier, partner string) Scenario {
	return Scenario{
		Name:   c.ActorName(relier) + " erodes",
		Shocks: []Shock{{relier, Triangle{.2, 1. / 3, .5}}},
		Claim:  &Claim{Harder: partner, Than: relier},
	}
}

// Beginning is the scenario with which the question who is hit first begins,
// wherever it is asked: the first that the case keeps and that shocks the relier
// alone, else Erosion. Scenarios that cannot be read are for ScenariosOf to tell.
func Beginning(c *ledger.Case, relier, partner string) Scenario {
	kept, _ := ScenariosOf(c)
	for _, sc := range kept {
		if len(sc.Shocks) == 1 && sc.Shocks[0].Actor == relier {
			return sc
		}
	}
	return Erosion(c, relier, partner)
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
