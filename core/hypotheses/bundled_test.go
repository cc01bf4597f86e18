package hypotheses_test

import (
	"slices"
	"testing"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/whatif"
)

// The bundled cases show what the method is for: rival readings, evidence that
// tells them apart by the day asked about, two coders, and something to watch.
func TestBundledMatrices(t *testing.T) {
	for _, name := range assets.Names() {
		body, err := assets.Case(name)
		if err != nil {
			t.Fatal(err)
		}
		c, bad, err := ledger.UnmarshalCase(body)
		if err != nil || len(bad) > 0 {
			t.Fatalf("%s: %v, %v", name, bad, err)
		}
		q := assess.DefaultQuestion(c, edtf.DayOf(2026, 11, 25))
		r, err := hypotheses.Weigh(c, q, hypotheses.SettingsOf(c))
		if err != nil {
			t.Fatal(err)
		}
		telling := 0
		for _, x := range r.Items {
			if x.Separates {
				telling++
			}
		}
		if len(r.Hypotheses) < 6 || telling < 40 || len(r.Analysts) < 2 {
			t.Errorf("%s: %d readings, %d items that tell them apart, %d analysts; want 6, 40 and 2", name, len(r.Hypotheses), telling, len(r.Analysts))
		}
		for _, a := range r.Analysts {
			if a.Rated < 40*len(r.Hypotheses) {
				t.Errorf("%s: %s rated %d cells", name, a.Name, a.Rated)
			}
		}
		i := slices.IndexFunc(r.Watch, func(w hypotheses.Watch) bool { return w.Kind == "indicator" })
		if i < 0 || r.Watch[i].Date.IsZero() || r.Watch[i].Seen == nil {
			t.Errorf("%s: nothing to watch for, with a date", name)
		}
		agree, err := hypotheses.Agree(c, q, hypotheses.SettingsOf(c))
		if err != nil {
			t.Fatal(err)
		}
		for what, a := range map[string]hypotheses.Alpha{"matrix": agree.Matrix, "rungs": agree.Rungs, "grades": agree.Grades} {
			// Two coders who never differed were not two. Grades of sources are a
			// matter of taste, and how far these differ is told as it is.
			if a.Alpha == nil || a.Lower90 == nil || what != "grades" && *a.Alpha < .667 || a.Exact == 1 {
				t.Errorf("%s: agreement on the %s: %+v", name, what, a)
			}
		}
		list, unread := whatif.ScenariosOf(c)
		if len(list) < 2 || len(unread) > 0 {
			t.Errorf("%s: %d scenarios, %v", name, len(list), unread)
		}
	}
}
