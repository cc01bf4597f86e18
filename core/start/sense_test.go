package start

import (
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// titles lists the moments at which the relier was in need.
func titles(c *ledger.Case, relier string) string {
	var out []string
	for _, m := range c.Moments() {
		if m.Needs(relier) {
			out = append(out, m.Title)
		}
	}
	return strings.Join(out, "\n")
}

// What a person who knows the two would find wrong.
func TestCasesReadAsThoseWhoKnowThemExpect(t *testing.T) {
	t.Run("a treaty goes on under the number of the state that joined", func(t *testing.T) {
		c := begin(t, "germany", "united-states", "2026-01-01", Options{})
		var open []string
		for _, p := range c.PledgesBetween("united-states", "germany") {
			state, _ := p.StateOn(day("2026-01-01"))
			if state == ledger.Open {
				open = append(open, p.Promised.String())
			}
			if state == ledger.Expired && p.Promised.String() > "1950" {
				t.Errorf("%s ended", p.Title)
			}
		}
		if len(open) != 1 || open[0] != "1954" {
			t.Errorf("in force from %v, want from 1954", open)
		}
		if s := titles(c, "germany"); strings.Contains(s, "Germany against Russia and Germany") || strings.Contains(s, "and Germany,") {
			t.Error("Germany stands against itself")
		}
	})
	t.Run("a war has its own years", func(t *testing.T) {
		s := titles(begin(t, "pakistan", "china", "2026-01-01", Options{}), "pakistan")
		if !strings.Contains(s, "Kargil War: Pakistan against India, 1999 (dispute from 1993)") {
			t.Errorf("no Kargil War of 1999 in\n%s", s)
		}
	})
	t.Run("a war of the year that the register dates no closer is not foretold", func(t *testing.T) {
		if s := titles(begin(t, "belgium", "united-kingdom", "1914-08-03", Options{}), "belgium"); strings.Contains(s, "1914") {
			t.Errorf("on 3 August 1914 it knows\n%s", s)
		}
		if s := titles(begin(t, "belgium", "united-kingdom", "1914-12-31", Options{}), "belgium"); !strings.Contains(s, "World War I") {
			t.Errorf("at the end of 1914 it knows\n%s", s)
		}
	})
	t.Run("treaties that ended are no broken promises", func(t *testing.T) {
		for _, pair := range [][2]string{{"poland", "united-states"}, {"chad", "france"}, {"egypt", "syria"}} {
			c := begin(t, pair[0], pair[1], "2026-01-01", Options{})
			q := assess.DefaultQuestion(c, day("2026-01-01"))
			a, err := assess.Answer(c, q, assess.SettingsOf(c))
			if err != nil {
				t.Fatal(err)
			}
			if p := a.Pledges; p.Failed != 0 || p.Expired == 0 || p.Expired+p.Open != p.Total {
				t.Errorf("%v: %d pledges, %d failed, %d ended, %d open", pair, p.Total, p.Failed, p.Expired, p.Open)
			}
		}
	})
	t.Run("two with nothing in common have an answer that says so", func(t *testing.T) {
		c := begin(t, "bhutan", "paraguay", "2026-01-01", Options{})
		if _, ok := c.Get("n-no-treaty"); !ok || len(c.ConductBetween("paraguay", "bhutan")) > 0 {
			t.Error("it does not say that no treaty is in the register, or has conduct")
		}
	})
}
