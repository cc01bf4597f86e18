package brief

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events/measure"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// quiet is a snapshot in which the partner did a fifth of what it usually does
// toward the relier.
func quiet(moment string, start edtf.Day, asOf edtf.Day) *measure.Snapshot {
	a := measure.Ask{Moment: moment, Relier: "iran", Partner: "russia", Toward: []string{"IRN"}, By: []string{"RUS"}, Start: start, AsOf: asOf, Filter: measure.Filter{Provider: measure.GDELT, Root: true}}
	window, baseline, all := a.Spans()
	var toward []measure.Count
	total := map[edtf.Day]int64{}
	for d := all.First; d <= all.Last; d++ {
		total[d] = 50
		n := int64(5)
		if d >= start {
			n = 1
		}
		toward = append(toward, measure.Count{Day: d, N: n, Goldstein: float64(n), Scored: n})
	}
	peers := []measure.Exposure{{State: "TUR", Toward: 30, Total: 300, Toward0: 400, Total0: 8000}}
	unknown := []edtf.Day{baseline.First + 3, window.First + 2}
	return measure.Take(a, toward, total, peers, unknown)
}

func caseWithMoments(t *testing.T) (*ledger.Case, []*ledger.Moment) {
	t.Helper()
	_, c := bundled(t, "russia-iran")
	var out []*ledger.Moment
	for _, m := range c.Moments() {
		if start, ok := m.Start.Earliest(); ok && m.Needs("iran") && start > edtf.DayOf(1990, 1, 1) {
			out = append(out, m)
		}
	}
	if len(out) < 3 {
		t.Fatalf("the case has %d moments to measure at", len(out))
	}
	return c, out
}

func startOf(m *ledger.Moment) edtf.Day {
	d, _ := m.Start.Earliest()
	return d
}

// What a case keeps gives the very figures of the snapshot it was kept from, after
// being written as a case is written; keeping twice changes nothing, and a new
// series of the same moment takes the place of the old one.
func TestKeepSeries(t *testing.T) {
	c, moments := caseWithMoments(t)
	asOf := edtf.DayOf(2026, 1, 1)
	one, two := quiet(moments[0].ID, startOf(moments[0]), asOf), quiet(moments[1].ID, startOf(moments[1]), asOf)
	changes, err := KeepSeries(c, []*measure.Snapshot{one, two})
	if err != nil || len(changes) != 2 {
		t.Fatalf("%d changes, %v", len(changes), err)
	}
	c = c.With(changes...)
	if problems := ledger.Check(c); len(problems) > 0 {
		for _, p := range problems {
			for _, ch := range changes {
				if p.Record == ch.ID {
					t.Errorf("a kept series is no sound record: %+v", p)
				}
			}
		}
	}
	for _, ch := range changes {
		for _, line := range strings.Split(ch.Record.(*ledger.Note).Text, "\n") {
			if len(line) > seriesLine+60 {
				t.Errorf("a line of a kept series has %d bytes", len(line))
			}
		}
	}
	got := KeptSilences(c, "iran", "russia", asOf)
	if len(got) != 2 {
		t.Fatalf("%d silences are kept, want 2", len(got))
	}
	want, _ := one.Silence()
	a, _ := json.Marshal(got[0])
	b, _ := json.Marshal(want)
	if string(a) != string(b) {
		t.Errorf("kept: %s\nmeasured: %s", a, b)
	}
	if again, err := KeepSeries(c, []*measure.Snapshot{one, two}); err != nil || len(again) != 0 {
		t.Errorf("kept again: %d changes, %v", len(again), err)
	}
	two.Acts[len(two.Acts)-80] = 0
	two.Goldstein[len(two.Acts)-80], two.Scored[len(two.Acts)-80] = 0, 0
	if again, err := KeepSeries(c, []*measure.Snapshot{two}); err != nil || len(again) != 1 || again[0].ID != changes[1].ID {
		t.Errorf("another series of a moment: %+v, %v", again, err)
	}
	if len(KeptSilences(c, "russia", "iran", asOf)) != 0 {
		t.Error("the pair the other way round has a silence, too")
	}
	two.Moment = "gone"
	if _, err := KeepSeries(c, []*measure.Snapshot{two}); err == nil {
		t.Error("a series of no moment is kept")
	}
}

// Asked as of an earlier day, a kept series tells nothing that came later.
func TestKeptSeriesForgetsWhatCameLater(t *testing.T) {
	c, moments := caseWithMoments(t)
	m := moments[0]
	start := startOf(m)
	changes, err := KeepSeries(c, []*measure.Snapshot{quiet(m.ID, start, 0)})
	if err != nil {
		t.Fatal(err)
	}
	c = c.With(changes...)
	if n := len(KeptSeries(c, "iran", "russia", start+12)); n != 0 {
		t.Error("a window is told about that has not ended")
	}
	day := start + 13
	list := KeptSeries(c, "iran", "russia", day)
	if len(list) != 1 {
		t.Fatalf("%d series, want 1", len(list))
	}
	want, err := quiet(m.ID, start, day).Silence()
	if err != nil {
		t.Fatal(err)
	}
	got, err := list[0].Silence()
	if err != nil {
		t.Fatal(err)
	}
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	if string(a) != string(b) {
		t.Errorf("as of %s\n%s\nmeasured that day\n%s", day, a, b)
	}
	for x := day + 1; x <= list[0].Days.Last; x++ {
		if list[0].Total[x-list[0].Days.First] != 0 {
			t.Errorf("day %s is told", x)
		}
	}
}

func TestSilenceSection(t *testing.T) {
	c, moments := caseWithMoments(t)
	q := assess.Question{Relier: "iran", Partner: "russia", AsOf: edtf.DayOf(2026, 1, 1), Situation: "any"}
	compose := func(c *ledger.Case) *Document {
		a, err := assess.Answer(c, q, assess.SettingsOf(c))
		if err != nil {
			t.Fatal(err)
		}
		return Compose(a, c)
	}
	if said := textOf(compose(c), "silence"); said != "" {
		t.Errorf("a case without series says %q", said)
	}
	dark := quiet(moments[1].ID, startOf(moments[1]), q.AsOf)
	dark.Unknown = []measure.Span{dark.Window}
	for i := range dark.Acts {
		if dark.Window.Has(dark.Days.First + edtf.Day(i)) {
			dark.Acts[i], dark.Total[i], dark.Goldstein[i], dark.Scored[i] = 0, 0, 0, 0
		}
	}
	changes, err := KeepSeries(c, []*measure.Snapshot{quiet(moments[0].ID, startOf(moments[0]), q.AsOf), dark})
	if err != nil {
		t.Fatal(err)
	}
	d := compose(c.With(changes...))
	said := textOf(d, "silence")
	for _, want := range []string{"quieter than expected at one", "gdelt, root events", "Known defects", "louder at none", "No figure for "} {
		if !strings.Contains(said, want) {
			t.Errorf("the section lacks %q: %s", want, said)
		}
	}
	for _, s := range d.Sections {
		if s.ID != "silence" && strings.Contains(textOf(d, s.ID), SeriesHead) {
			t.Errorf("the section %s prints a series", s.ID)
		}
	}
}
