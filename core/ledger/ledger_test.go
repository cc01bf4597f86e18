package ledger_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/ledger/ledgertest"
)

func date(s string) edtf.Date { return edtf.MustParse(s) }

func day(s string) edtf.Day {
	d, err := edtf.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// A snapshot made by changes is the one made from the same records at once.
func TestWithIsNewCase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := ledgertest.Generate(rapid.IntRange(50, 120).Draw(t, "records"), rapid.Uint64Range(1, 1<<20).Draw(t, "seed"))
		other := ledgertest.Generate(120, rapid.Uint64Range(1, 1<<20).Draw(t, "other seed"))
		records := map[string]ledger.Record{}
		for _, r := range c.Records() {
			records[r.RecordID()] = r
		}
		before := fmt.Sprint(lists(c))
		next := c
		for range rapid.IntRange(1, 4).Draw(t, "edits") {
			var changes []ledger.Change
			for range rapid.IntRange(1, 3).Draw(t, "changes") {
				if ids := slices.Sorted(maps.Keys(records)); rapid.Bool().Draw(t, "delete") {
					id := rapid.SampledFrom(ids).Draw(t, "id")
					delete(records, id)
					changes = append(changes, ledger.Change{ID: id})
				} else {
					r := rapid.SampledFrom(other.Records()).Draw(t, "record")
					records[r.RecordID()] = r
					changes = append(changes, ledger.Change{Record: r})
				}
			}
			next = next.With(changes...)
		}
		whole := ledger.NewCase(slices.Collect(maps.Values(records)))
		if a, b := lists(next), lists(whole); !reflect.DeepEqual(a, b) {
			t.Fatalf("With gives\n%v\nNewCase gives\n%v", a, b)
		}
		if fmt.Sprint(lists(c)) != before {
			t.Fatal("With changed the snapshot it began from")
		}
	})
}

// lists gives everything a reader can ask a case for, by name.
func lists(c *ledger.Case) map[string]any {
	out := map[string]any{"dyads": c.Dyads(), "len": c.Len()}
	ids := func(records []ledger.Record) (s []string) {
		for _, r := range records {
			s = append(s, r.RecordID())
		}
		return s
	}
	for _, k := range ledger.Kinds {
		out[string(k)] = ids(c.Of(k))
	}
	actors := []string{"nobody"}
	for _, a := range c.Actors() {
		actors = append(actors, a.ID)
	}
	for _, a := range actors {
		for _, b := range actors {
			between := fmt.Sprint(len(c.ConductBetween(a, b)), len(c.PledgesBetween(a, b)), len(c.RequestsBetween(a, b)))
			if between != "0 0 0" {
				out[a+b] = between
			}
		}
	}
	for _, r := range c.Records() {
		id := r.RecordID()
		out["refers to "+id] = slices.Clone(c.Referrers(id))
		if len(c.Referrers(id)) == 0 {
			delete(out, "refers to "+id)
		}
		out["about "+id] = fmt.Sprint(len(c.RatingsOf(id)), len(c.NotesOn(id)), len(c.ConductAt(id)), c.Publisher(id))
	}
	return out
}

func TestCaseSurvivesItsJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := ledgertest.Generate(rapid.IntRange(50, 150).Draw(t, "records"), rapid.Uint64().Draw(t, "seed"))
		first, err := ledger.MarshalCase(c)
		if err != nil {
			t.Fatal(err)
		}
		back, bad, err := ledger.UnmarshalCase(first)
		if err != nil || len(bad) > 0 {
			t.Fatal(err, bad)
		}
		second, _ := ledger.MarshalCase(back)
		if string(first) != string(second) {
			t.Fatal("a case read back is written otherwise")
		}
		if !reflect.DeepEqual(lists(c), lists(back)) {
			t.Fatal("a case read back is another")
		}
	})
}

func TestBadRecordsAreToldByLineAndTheRestGoesIn(t *testing.T) {
	text := `{
"format": "fairweather-case",
"version": 1,
"matter": {"id":"matter","title":"T"},
"actors": [
{"id":"a","name":"A","type":"state"},
{"id":"b","name":"B","type":"state","colour":"red"},
{"id":"a","name":"Again","type":"state"},
{"name":"No id","type":"state"},
{"id":"c","name":"C","type":"state"}
],
"moments": [
{"id":"m","title":"M","in_need":["a"],"start":"2025-13","type":"war"},
{"id":"n","title":"N","in_need":"a","start":"2025","type":"war"}
]
}`
	c, bad, err := ledger.UnmarshalCase([]byte("\xef\xbb\xbf" + text))
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, b := range bad {
		told = append(told, b.Error())
	}
	want := []string{`line 7: actors b: `, `line 8: actors a: the id is already that of the record on line 6`, `line 9: actors (no id): has no id`, `line 13: moments m: `, `line 14: moments n: `}
	if len(told) != len(want) {
		t.Fatalf("told %q", told)
	}
	for i := range want {
		if !strings.HasPrefix(told[i], want[i]) {
			t.Errorf("told %q, want %q ...", told[i], want[i])
		}
	}
	if !strings.Contains(told[0], `"colour"`) || !strings.Contains(told[4], `"in_need"`) {
		t.Errorf("the field is not named: %q, %q", told[0], told[4])
	}
	if len(c.Actors()) != 2 || c.Matter().Title != "T" {
		t.Errorf("the rest did not go in: %d actors", len(c.Actors()))
	}
}

func TestTextsThatAreNoCase(t *testing.T) {
	for _, x := range []struct{ name, text, want string }{
		{"empty", "", "not a case"},
		{"a list", "[]", "not a case"},
		{"another program's JSON", `{"name":"x"}`, `no list "name"`},
		{"no format", `{"actors":[]}`, `"format" is ""`},
		{"newer", `{"format":"fairweather-case","version":2}`, "newer Fairweather"},
		{"cut short", `{"format":"fairweather-case","version":1,"actors":[` + "\n" + `{"id":"a"`, "line 2: the text ends"},
		{"not a list", `{"format":"fairweather-case","actors":{}}`, "is not a list"},
	} {
		if _, _, err := ledger.UnmarshalCase([]byte(x.text)); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v", x.name, err)
		}
	}
}

func FuzzUnmarshalCase(f *testing.F) {
	text, err := ledger.MarshalCase(ledgertest.Generate(50, 1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"format":"fairweather-case","version":1,"conduct":[{"id":"c","rung":1e99}]}`))
	f.Add([]byte(`{"format":"fairweather-case","notes":[{"id":"n","on":["n"]},{}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, _, err := ledger.UnmarshalCase(data)
		if err != nil {
			return
		}
		ledger.Check(c)
		out, err := ledger.MarshalCase(c)
		if err != nil {
			t.Fatal(err)
		}
		if _, bad, err := ledger.UnmarshalCase(out); err != nil || len(bad) > 0 {
			t.Fatal(err, bad)
		}
		for _, r := range c.Records() {
			ledger.Clone(r)
			ledger.Diff(nil, r)
		}
	})
}

func TestSchemaNamesEveryField(t *testing.T) {
	for _, k := range ledger.Kinds {
		r, err := ledger.New(k, "x")
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		typ := reflect.TypeOf(r).Elem()
		for i := range typ.NumField() {
			name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			if name != "id" {
				want = append(want, name)
			}
		}
		var got []string
		for _, f := range ledger.Schema(k) {
			got = append(got, f.Key)
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: the form has %v, the record %v", k, got, want)
		}
	}
}

func TestPublisherOfACopyIsItsOriginal(t *testing.T) {
	c := ledger.NewCase([]ledger.Record{
		&ledger.Source{ID: "wire", Publisher: "Wire"},
		&ledger.Source{ID: "paper", Publisher: "Paper", Republishes: "wire"},
		&ledger.Source{ID: "blog", Publisher: "Blog", Republishes: "paper"},
		&ledger.Source{ID: "loop", Publisher: "Loop", Republishes: "pool"},
		&ledger.Source{ID: "pool", Publisher: "Pool", Republishes: "loop"},
		&ledger.Source{ID: "alone"},
	})
	for id, want := range map[string]string{"wire": "Wire", "paper": "Wire", "blog": "Wire", "alone": "alone"} {
		if got := c.Publisher(id); got != want {
			t.Errorf("publisher of %s is %q, want %q", id, got, want)
		}
	}
	if c.Publisher("loop") == "" {
		t.Error("a loop of copies has no publisher")
	}
}

func TestFindActor(t *testing.T) {
	c := ledger.NewCase([]ledger.Record{
		&ledger.Actor{ID: "russia", Label: "Russia", ISO3: "RUS", Aliases: []string{"Russian Federation"}},
		&ledger.Actor{ID: "ussr", Label: "Soviet Union", Aliases: []string{"Russia"}},
	})
	for text, want := range map[string]string{"russia": "russia", "rus": "russia", "RUSSIAN federation": "russia", "soviet union": "ussr"} {
		if a, err := c.FindActor(text); err != nil || a.ID != want {
			t.Errorf("%s: %v, %v", text, a, err)
		}
	}
	if _, err := c.FindActor("Russia"); err == nil || !strings.Contains(err.Error(), "russia, ussr") {
		t.Errorf("two Russias: %v", err)
	}
	if _, err := c.FindActor("Prussia"); err == nil || !strings.Contains(err.Error(), "it has russia, ussr") {
		t.Errorf("no Prussia: %v", err)
	}
}

func TestStateOfAPledge(t *testing.T) {
	p := &ledger.Pledge{Promised: date("1882-05-20"), Milestones: []ledger.Milestone{
		{Date: date("1914-08-03"), Type: "suspended"}, {Date: date("1915-05-03"), Type: "cancelled"}, {Date: date("1915-05-23"), Type: "breached"},
	}, Obliges: []ledger.Obligation{{Moments: []string{"war", "attack"}, Rung: 4}, {Moments: []string{"force"}, Rung: 2}, {Moments: []string{"vote"}, Rung: 1}}}
	for _, x := range []struct {
		name    string
		on      string
		want    ledger.PledgeState
		inForce bool
	}{
		{"before it was made", "1882-05-19", ledger.NotPromised, false},
		{"the day it was made", "1882-05-20", ledger.Open, true},
		{"the day it was suspended it still bound", "1914-08-03", ledger.Open, true},
		{"the day after it did not", "1914-08-04", ledger.Open, false},
		{"the first end counts", "1920-01-01", ledger.Failed, false},
	} {
		if got, _ := p.StateOn(day(x.on)); got != x.want {
			t.Errorf("%s: %s, want %s", x.name, got, x.want)
		}
		if got := p.InForceBefore(day(x.on)); got != x.inForce {
			t.Errorf("%s: in force %v", x.name, got)
		}
	}
	if _, end := p.StateOn(day("1920-01-01")); end == nil || end.Type != "cancelled" {
		t.Errorf("ended by %v", end)
	}
	for kind, want := range map[string]ledger.Rung{"war": 4, "blockade": 2, "vote": 1} {
		if r, ok := p.Owes(kind); !ok || r != want {
			t.Errorf("at a %s it owes %v, %v; want %v", kind, r, ok, want)
		}
	}
	if _, ok := p.Owes("coup"); ok {
		t.Error("it owes something at a coup")
	}
	for _, x := range []struct {
		channel string
		want    ledger.PledgeState
	}{{"treaty", ledger.Expired}, {"arms", ledger.Failed}} { // a treaty ends with its term; what was to be delivered failed
		lapsed := &ledger.Pledge{Channel: x.channel, Promised: date("1887"), Milestones: []ledger.Milestone{{Date: date("1890-06-18"), Type: "lapsed"}}}
		if got, _ := lapsed.StateOn(day("1891-01-01")); got != x.want || lapsed.InForceBefore(day("1891-01-01")) {
			t.Errorf("lapsed through %s: %s, want %s and not in force", x.channel, got, x.want)
		}
	}
	p.Milestones = append(p.Milestones[:1], ledger.Milestone{Date: date("1914-09"), Type: "resumed"})
	if !p.InForceBefore(day("1914-10-01")) {
		t.Error("resumed, it does not bind")
	}
}

func TestDiffTellsWhatChanged(t *testing.T) {
	old := &ledger.Conduct{ID: "c", From: "a", To: "b", Rung: 0, Date: date("2025"), What: "silent"}
	now := ledger.Clone(old).(*ledger.Conduct)
	now.Rung, now.Citations = 1, []ledger.Citation{{Source: "s", Where: "p. 3", Credibility: 2}}
	got := fmt.Sprint(ledger.Diff(old, now))
	if got != "[{rung Rung 0 +1} {citations Citations  s, p. 3, credibility 2}]" {
		t.Errorf("diff is %s", got)
	}
	if n := len(ledger.Diff(nil, now)); n != 6 {
		t.Errorf("a new record differs in %d fields", n)
	}
	if ledger.Diff(now, now) != nil {
		t.Error("a record differs from itself")
	}
}

func TestNextID(t *testing.T) {
	c := ledger.NewCase([]ledger.Record{&ledger.Conduct{ID: "c009"}, &ledger.Conduct{ID: "cold-war"}, &ledger.Source{ID: "c010"}})
	if id := c.NextID(ledger.KindConduct); id != "c011" {
		t.Errorf("next conduct is %s", id)
	}
	if id := c.NextID(ledger.KindNote); id != "n001" {
		t.Errorf("first note is %s", id)
	}
}

func BenchmarkWith(b *testing.B) {
	c := ledgertest.Generate(10000, 1)
	r, _ := c.Get("c001")
	for b.Loop() {
		c.With(ledger.Change{Record: r})
	}
}

func BenchmarkCheck(b *testing.B) {
	c := ledgertest.Generate(10000, 1)
	for b.Loop() {
		ledger.Check(c)
	}
}
