package states

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/edtf"
)

func day(t *testing.T, s string) edtf.Day {
	t.Helper()
	d, err := edtf.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestCodesAndNumbersFollowTheDay(t *testing.T) {
	tests := []struct {
		by        func(edtf.Day) (State, bool)
		what, day string
		want      string
	}{
		{func(d edtf.Day) (State, bool) { return ByCOW(365, d) }, "365", "1914-08-01", "russia"},
		{func(d edtf.Day) (State, bool) { return ByCOW(365, d) }, "365", "1962-10-22", "soviet-union"},
		{func(d edtf.Day) (State, bool) { return ByCOW(365, d) }, "365", "1991-12-26", "russia"},
		{func(d edtf.Day) (State, bool) { return ByCode("RU", d) }, "RU", "1962-10-22", "soviet-union"},
		{func(d edtf.Day) (State, bool) { return ByCode("ru", d) }, "ru", "2020-01-01", "russia"},
		{func(d edtf.Day) (State, bool) { return ByCOW(255, d) }, "255", "1866-06-15", "prussia"},
		{func(d edtf.Day) (State, bool) { return ByCOW(345, d) }, "345", "1914-07-28", "serbia"},
		{func(d edtf.Day) (State, bool) { return ByCOW(345, d) }, "345", "1999-03-24", "yugoslavia"},
		{func(d edtf.Day) (State, bool) { return ByCOW(640, d) }, "640", "1912-10-08", "ottoman-empire"},
		{func(d edtf.Day) (State, bool) { return ByCode("DE", d) }, "DE", "1980-01-01", "west-germany"},
		{func(d edtf.Day) (State, bool) { return ByCode("ROM", d) }, "ROM", "2000-01-01", "romania"},
		{func(d edtf.Day) (State, bool) { return ByCode("PSE", d) }, "PSE", "2000-01-01", "palestine"},
		{func(d edtf.Day) (State, bool) { return ByName("Moldova, Republic of", d) }, "Moldova", "2018-06-01", "moldova"},
		{func(d edtf.Day) (State, bool) { return ByName("the Cote d'Ivoire", d) }, "Cote d'Ivoire", "2018-06-01", "ivory-coast"},
		{func(d edtf.Day) (State, bool) { return ByName("TÜRKIYE", d) }, "Türkiye", "2018-06-01", "turkey"},
	}
	for _, tt := range tests {
		if got, ok := tt.by(day(t, tt.day)); !ok || got.ID != tt.want {
			t.Errorf("%s on %s is %q (%v), want %q", tt.what, tt.day, got.ID, ok, tt.want)
		}
	}
	for _, nobody := range []string{"", "EUR", "XYZ"} {
		if s, ok := ByCode(nobody, 0); ok {
			t.Errorf("code %q is %s, want no state", nobody, s.ID)
		}
	}
}

func TestTheTableHolds(t *testing.T) {
	all, err := parse(assets.States())
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 200 {
		t.Fatalf("%d states", len(all))
	}
	seen := map[string]bool{}
	for _, s := range all {
		if s.ID == "" || s.Name == "" || seen[s.ID] {
			t.Errorf("%q (%s): no id, no name or twice there", s.ID, s.Name)
		}
		seen[s.ID] = true
		if !slices.IsSortedFunc(s.System, func(a, b Term) int { return int(a.First) - int(b.First) }) {
			t.Errorf("%s: terms out of order", s.ID)
		}
	}
}

func TestEveryStateIsFoundByWhatItIsCalled(t *testing.T) {
	all := All()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(all).Draw(t, "state")
		if len(s.System) == 0 {
			return
		}
		term := rapid.SampledFrom(s.System).Draw(t, "term")
		d := term.First
		if s.COW != 0 {
			if got, _ := ByCOW(s.COW, d); got.ID != s.ID {
				t.Fatalf("%d on %s is %s, want %s", s.COW, d, got.ID, s.ID)
			}
		}
		if s.ISO3 != "" {
			if got, _ := ByCode(s.ISO3, d); got.ID != s.ID {
				t.Fatalf("%s on %s is %s, want %s", s.ISO3, d, got.ID, s.ID)
			}
		}
		if got, _ := ByName(s.Name, d); got.ID != s.ID {
			t.Fatalf("%s on %s is %s, want %s", s.Name, d, got.ID, s.ID)
		}
		if !s.In(d) || s.In(d-400000) {
			t.Fatalf("%s: in the system on %s: %v", s.ID, d, s.In(d))
		}
	})
}

func TestCodesSpanWhatHeldTheNumber(t *testing.T) {
	if got := Codes("russia"); !slices.Equal(got, []string{"RUS", "SUN"}) {
		t.Errorf("Codes(russia) = %v", got)
	}
	if got := Codes("nowhere"); got != nil {
		t.Errorf("Codes(nowhere) = %v", got)
	}
}
