package brief

import (
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/whatif"
)

// textOf gives all that a section says, without its tables.
func textOf(d *Document, id string) string {
	var b strings.Builder
	for _, s := range d.Sections {
		if s.ID != id {
			continue
		}
		for _, x := range s.Blocks {
			if p, ok := x.(*Paragraph); ok {
				b.WriteString(Text(p.Spans) + "\n")
			}
		}
	}
	return b.String()
}

func tableOf(d *Document, name string) *Table {
	for _, t := range d.Tables() {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// The sections on rival readings and on erosion say what hypotheses and whatif
// work out, and stand in the brief of a case that has them alone.
func TestReadingsAndErosion(t *testing.T) {
	for _, name := range assets.Names() {
		a, c := bundled(t, name)
		d := Compose(a, c)
		r, e := rivalReadings(a, c), erosionOf(t.Context(), a, c)
		said := textOf(d, "readings")
		best := r.ranked()[0]
		for _, want := range []string{"“" + strings.TrimRight(best.Title, ".") + "”", assess.Percent(best.Posterior), "Krippendorff's alpha", "What to watch: “"} {
			if !strings.Contains(said, strings.ReplaceAll(want, " %", "\u00a0%")) {
				t.Errorf("%s: the rival readings say nowhere %q: %s", name, want, said)
			}
		}
		if got := tableOf(d, "Rival readings"); got == nil || len(got.Rows) != len(r.Hypotheses) {
			t.Errorf("%s: the table of the readings is %v", name, got)
		}
		said = textOf(d, "erosion")
		for _, want := range []string{e.Scenario.Name, "hit hardest on average", "rest on", "At the most likely shares"} {
			if !strings.Contains(said, want) {
				t.Errorf("%s: the erosion says nowhere %q: %s", name, want, said)
			}
		}
		rows := tableOf(d, "Erosion").Rows
		for _, row := range rows {
			if v := row.Cells[1].Value.(float64); v < leastHit || v > rows[0].Cells[1].Value.(float64) {
				t.Errorf("%s: %s loses %v, out of order or nothing", name, Text(row.Cells[0].Spans), v)
			}
		}
		bare := c
		for _, x := range c.Records() {
			if k := x.Kind(); k == ledger.KindHypothesis || k == ledger.KindDependence {
				bare = bare.With(ledger.Change{ID: x.RecordID()})
			}
		}
		d = Compose(a, bare)
		for _, id := range []string{"readings", "erosion"} {
			if text := textOf(d, id); text != "" {
				t.Errorf("%s: without readings and dependences the brief has the section %s: %s", name, id, text)
			}
		}
	}
}

func TestBreakEven(t *testing.T) {
	v := func(x float64) *float64 { return &x }
	for _, x := range []struct {
		name string
		k    whatif.ClaimResult
		want string
	}{
		{"nothing turns it", whatif.ClaimResult{Central: true, BreakEven: []whatif.BreakEven{{Holds: "always"}}}, "At the most likely shares it is so, and no change of a single dependence turns that."},
		{"any share will do", whatif.ClaimResult{BreakEven: []whatif.BreakEven{{Kind: "edge", Name: "the gas", At: v(2.9e-11), Holds: "above"}}}, "At the most likely shares it is not so; any share above 0 of the gas would do."},
		{"it would have to vanish", whatif.ClaimResult{Central: true, BreakEven: []whatif.BreakEven{{Kind: "edge", Name: "the gas", Now: .1, At: v(1e-9), Holds: "below"}}}, "At the most likely shares it is so; the gas would have to vanish to turn that."},
		{"up", whatif.ClaimResult{BreakEven: []whatif.BreakEven{{Kind: "pair", Name: "all that A depends on B for", Now: .1, At: v(.255), Holds: "above"}}}, "At the most likely shares it is not so; all that A depends on B for would have to rise from 10 % to 25.5 % to turn that."},
		{"too near to tell", whatif.ClaimResult{BreakEven: []whatif.BreakEven{{Kind: "pair", Name: "all of it", Now: .1, At: v(.10001), Holds: "above"}}}, "At the most likely shares it is not so, but only just: the turn comes where all of it is 10 %, which is about where it is."},
		{"all of them", whatif.ClaimResult{Central: true, BreakEven: []whatif.BreakEven{{Kind: "all", Name: "all that A depends on", Now: 1, At: v(.42), Holds: "above"}}}, "At the most likely shares it is so; all that A depends on would have to be 0.42 times as large to turn that."},
	} {
		if got := breakEven(&x.k); got != x.want {
			t.Errorf("%s:\n got  %s\n want %s", x.name, got, x.want)
		}
	}
}

func TestEstimates(t *testing.T) {
	edges := func(n int) []whatif.Edge { return make([]whatif.Edge, n) }
	for _, x := range []struct {
		r     whatif.Result
		first whatif.Actor
		want  string
	}{
		{whatif.Result{Edges: edges(3), Basis: whatif.BasisCount{Estimate: 3}}, whatif.Actor{Name: "A", Estimated: 1}, "All three dependences in the network rest on an estimate, so every figure here does."},
		{whatif.Result{Edges: edges(4), Basis: whatif.BasisCount{Source: 1, Estimate: 2, None: 1, Parts: 1}}, whatif.Actor{Name: "A", Estimated: .4}, "Of four dependences in the network one rests on a cited source, two on an estimate and one on no basis that is told; of what A loses, 40 % hangs on estimates. One share stands for a part of a channel and may overstate the whole."},
		{whatif.Result{Edges: edges(2), Basis: whatif.BasisCount{Source: 2}}, whatif.Actor{Name: "A"}, "Both dependences in the network rest on a cited source; nothing of what A loses hangs on estimates."},
	} {
		if got := estimates(&x.r, x.first); got != x.want {
			t.Errorf("\n got  %s\n want %s", got, x.want)
		}
	}
}

func TestRerated(t *testing.T) {
	for _, x := range []struct {
		in   hypotheses.Rerate
		want string
	}{
		{hypotheses.Rerate{From: "N", To: "CC"}, "from neutral to very consistent"},
		{hypotheses.Rerate{To: "II"}, "which is not rated yet, as very inconsistent"},
		{hypotheses.Rerate{From: "1/3", To: "C"}, "from 1/3 to consistent"},
	} {
		if got := rerated(x.in); got != x.want {
			t.Errorf("%+v: %s, want %s", x.in, got, x.want)
		}
	}
}

func TestPointed(t *testing.T) {
	for p, want := range map[float64]string{0: "0.0 %", .0001: "under 0.1 %", .2345: "23.4 %", .9999: "over 99.9 %", 1: "100.0 %"} {
		if got := pointed(p); got != want {
			t.Errorf("%v: %s, want %s", p, got, want)
		}
	}
	if got := shareRange(.1, .1); got != "10 %" {
		t.Errorf("an interval of one point is %s", got)
	}
}
