package events

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events/measure"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// plain is the mapping of these tests' tables.
var plain = &Mapping{Provider: "acme", Day: "day", Source: "by", Target: "toward", Code: "code", Events: "n", Sources: "outlets", URL: "url"}

// table writes rows of who did how much of what toward whom.
type table struct{ strings.Builder }

func newTable() *table {
	t := &table{}
	t.WriteString("day,by,toward,code,n,outlets,url\n")
	return t
}

func (t *table) row(d edtf.Day, by, toward, code string, n int) {
	if n > 0 {
		fmt.Fprintf(t, "%s,%s,%s,%s,%d,2,https://news.example/%s/%s-%s-%s\n", d, by, toward, code, n, d, by, toward, code)
	}
}

// twoYears is a library in which, of 40 acts a day, Russia makes 2 toward Iran and
// Turkey 1 of 40; from the crisis on, for 14 days, Russia none and Turkey 4; Iraq
// attacks Iran for a week before.
func twoYears(t testing.TB) (*Library, edtf.Day) {
	t.Helper()
	crisis := day("2018-06-13")
	out := newTable()
	for d := crisis - 540; d < crisis+120; d++ {
		russia, turkey, iraq := 2, 1, 1
		if d >= crisis && d < crisis+14 {
			russia, turkey = 0, 4
		}
		if d >= crisis && d < crisis+7 {
			iraq = 30
		}
		out.row(d, "RUS", "IRN", "040", russia)
		out.row(d, "RUS", "USA", "112", 40-russia)
		out.row(d, "TUR", "IRN", "051", turkey)
		out.row(d, "TUR", "GRC", "112", 40-turkey)
		out.row(d, "IRQ", "IRN", "190", iraq)
		out.row(d, "IRQ", "SYR", "040", 40)
	}
	l := open(t)
	if r := load(t, l, plain, write(t, "acme.csv", out.String()))[0]; r.Err != nil || r.Refused != 0 {
		t.Fatalf("%+v", r)
	}
	return l, crisis
}

var acme = Filter{Provider: "acme"}

func TestSnapshotsByHand(t *testing.T) {
	l, crisis := twoYears(t)
	s, err := Snapshot(context.Background(), l, measure.Ask{Moment: "m", Toward: []string{"IRN"}, By: []string{"RUS"}, Start: crisis, Filter: acme})
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Unknown) != 0 || !reflect.DeepEqual(s.Peers, []measure.Peer{{State: "IRQ", Toward: 7*30 + 7, Total: 14*40 + 7*30 + 7, Toward0: 365, Total0: 365 * 41}, {State: "TUR", Toward: 56, Total: 560, Toward0: 365, Total0: 365 * 40}}) {
		t.Errorf("unknown %v, peers %+v", s.Unknown, s.Peers)
	}
	got, err := s.Silence()
	if err != nil {
		t.Fatal(err)
	}
	if got.Acts != 0 || got.Total != 14*40 || got.Acts0 != 2*365 || got.Total0 != 40*365 || got.Verdict != measure.Quieter || got.Peers.Rank != 3 || got.Response.Days != 14 {
		t.Errorf("%+v, peers %+v, response %+v", got, got.Peers, got.Response)
	}
}

// TestGridAgreesWithExposures sets the one pass for many moments beside the question
// that is asked for one span at a time.
func TestGridAgreesWithExposures(t *testing.T) {
	l := drawnLibrary(t, 60_000)
	ctx := context.Background()
	for _, f := range []Filter{{Provider: GDELT}, {Provider: GDELT, Root: true, Sources: 2}, {Provider: GDELT, Unique: true}, {Provider: GDELT, Unique: true, Root: true}} {
		var asks []measure.Ask
		for i := range 12 {
			a := measure.Ask{Toward: []string{"IRN", "SYR"}, By: []string{"RUS"}, Start: day("2005-03-01") + edtf.Day(i*150), Filter: f}
			if i%3 == 0 {
				a.By = []string{"USA"}
			}
			if i%4 == 0 {
				a.AsOf = a.Start + 8
			}
			asks = append(asks, a)
		}
		snaps, err := Snapshots(ctx, l, asks)
		if err != nil {
			t.Fatal(err)
		}
		peers := 0
		for i, a := range asks {
			window, baseline, _ := a.Spans()
			if a.AsOf != 0 {
				window.Last = a.AsOf
			}
			want, err := l.Exposures(ctx, f, a.Toward, []Span{window, baseline}, nil)
			if err != nil {
				t.Fatal(err)
			}
			var list []measure.Peer
			for _, e := range want {
				if e.Source == a.By[0] {
					got, err := snaps[i].Silence()
					if err != nil {
						t.Fatal(err)
					}
					if got.Acts != e.Toward[0] || got.Total != e.Total[0] || got.Acts0 != e.Toward[1] || got.Total0 != e.Total[1] {
						t.Errorf("%s, moment %d: %d of %d, %d of %d, want %+v", f, i, got.Acts, got.Total, got.Acts0, got.Total0, e)
					}
				} else if e.Total[0]+e.Total[1] > 0 {
					list = append(list, measure.Peer{State: e.Source, Toward: e.Toward[0], Total: e.Total[0], Toward0: e.Toward[1], Total0: e.Total[1]})
				}
			}
			peers += len(list)
			if !reflect.DeepEqual(snaps[i].Peers, list) {
				t.Errorf("%s, moment %d:\n%+v\nwant\n%+v", f, i, snaps[i].Peers, list)
			}
		}
		if peers < 12*12 {
			t.Errorf("%s: %d peers in all: too few to tell", f, peers)
		}
	}
}

func TestUnknownDaysReachTheSnapshot(t *testing.T) {
	l := open(t)
	start := day("2018-06-13")
	days := func(first, last edtf.Day) string {
		out := newTable()
		for d := first; d <= last; d++ {
			out.row(d, "RUS", "IRN", "040", 1)
			out.row(d, "TUR", "IRN", "040", 3)
			out.row(d, "TUR", "USA", "040", 3)
		}
		return out.String()
	}
	load(t, l, plain, write(t, "a.csv", days(start-400, start+2)), write(t, "b.csv", days(start+6, start+100)))
	s, err := Snapshot(context.Background(), l, measure.Ask{Toward: []string{"IRN"}, By: []string{"RUS"}, Start: start, Filter: acme})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(s.Unknown, []Span{{First: start + 3, Last: start + 5}}) || s.Peers[0].Toward != 33 || s.Peers[0].Total != 66 {
		t.Errorf("unknown %v, peers %+v", s.Unknown, s.Peers)
	}
	// Nothing loaded at all: no figure, and no error.
	if s, err = Snapshot(context.Background(), l, measure.Ask{Toward: []string{"IRN"}, By: []string{"RUS"}, Start: start, Filter: Filter{Provider: ICEWS}}); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Silence(); err != nil || !strings.Contains(got.Reason, "14 of the 14") {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := Snapshots(context.Background(), l, []measure.Ask{{Toward: []string{"IRN"}, Start: start, Filter: acme}}); err == nil {
		t.Error("a partner without a code is no question")
	}
}

func TestSuggest(t *testing.T) {
	l, crisis := twoYears(t)
	ctx := context.Background()
	look := Look{Targets: []string{"IRN"}, Filter: acme, Span: Span{First: crisis - 100, Last: crisis + 119}}
	got, err := Suggest(ctx, l, look)
	if err != nil || len(got.List) != 1 || got.Days != 220 || got.Judged != 220 {
		t.Fatalf("%+v, %v", got, err)
	}
	s := got.List[0]
	if s.Kind != "surge" || s.Days != (Span{First: crisis, Last: crisis + 6}) || s.Acts != 210 || s.Times < 20 || !strings.Contains(s.Method, "Kleinberg") {
		t.Errorf("%+v", s)
	}
	if !reflect.DeepEqual(s.By, []By{{"IRQ", 210}}) || len(s.Events) != 5 || !strings.HasPrefix(s.Events[0].URL, "https://news.example/2018-06-1") {
		t.Errorf("by %+v, events %+v", s.By, s.Events)
	}
	m := s.Moment(&ledger.Actor{ID: "iran", Label: "Iran"}, measure.Said.String)
	if m.Title != "Surge in conflict toward Iran" || m.Start.String() != "2018-06-13" || m.End.String() != "2018-06-19" || !m.Needs("iran") || !strings.Contains(m.About, "210 acts") {
		t.Errorf("%+v", m)
	}
	if src := s.Sources(); len(src) != 5 || src[0].Publisher != "news.example" || src[0].Reliability != "F" || !strings.HasPrefix(src[0].Title, "IRQ, IRN: ") {
		t.Errorf("%+v", src)
	}
	look.Known = []Span{{First: crisis + 6, Last: crisis + 30}}
	if got, err = Suggest(ctx, l, look); err != nil || len(got.List) != 0 {
		t.Errorf("a moment of the case is suggested again: %+v, %v", got, err)
	}
	look.Known, look.Targets = nil, []string{"GRC"} // Turkey's disapproval of Greece goes on as ever
	if got, err = Suggest(ctx, l, look); err != nil || len(got.List) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err = Suggest(ctx, l, Look{Filter: acme}); err == nil {
		t.Error("nobody to look at is no question")
	}
}

func TestSuggestAChangePoint(t *testing.T) {
	out := newTable()
	start := day("2016-01-04")
	for d := start; d < start+700; d++ {
		n := 4 + int(d)%2
		if d >= start+400 {
			n = 6 + int(d)%2 // too little for a surge, and lasting
		}
		out.row(d, "IRQ", "IRN", "130", n)
		out.row(d, "IRQ", "SYR", "040", 400)
	}
	l := open(t)
	load(t, l, plain, write(t, "acme.csv", out.String()))
	got, err := Suggest(context.Background(), l, Look{Targets: []string{"IRN"}, Filter: acme, Span: Span{First: start, Last: start + 699}})
	if err != nil || len(got.List) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	if s := got.List[0]; s.Kind != "change point" || s.Days.First < start+392 || s.Days.First > start+407 || s.Days.Days() != 14 || len(s.Events) == 0 || !strings.Contains(s.Method, "PELT") {
		t.Errorf("%+v", s)
	}
}

func TestCodes(t *testing.T) {
	for text, want := range map[string]string{"Iran": "IRN", "irn": "IRN", "russia": "RUS SUN", "RU": "RUS SUN", "united_states": "USA"} {
		got, err := CodesOf(text)
		slices.Sort(got)
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "Atlantis", "prussia"} {
		if got, err := CodesOf(text); err == nil && !slices.Contains(got, "DEU") {
			t.Errorf("%q: %v", text, got)
		}
	}
	for _, c := range []struct {
		of   ledger.Actor
		want string
	}{
		{ledger.Actor{ID: "a1", Label: "The Republic", Type: "state", ISO3: "IRN"}, "IRN"},
		{ledger.Actor{ID: "iran", Label: "ایران", Type: "state"}, "IRN"},
		{ledger.Actor{ID: "a1", Label: "Iran", Type: "state"}, "IRN"},
		{ledger.Actor{ID: "a1", Label: "They", Type: "state", COW: 630}, "IRN"},
		{ledger.Actor{ID: "hezbollah", Label: "Hezbollah", Type: "group"}, "Hezbollah is a group and has no state's code"},
		{ledger.Actor{ID: "alpha", Label: "Alpha", Type: "state", Aliases: []string{"A", "USA"}}, "Alpha has no state's code"},
	} {
		got, err := ActorCodes(&c.of)
		if say := strings.Join(got, " "); err != nil && !strings.Contains(err.Error(), c.want) || err == nil && say != c.want {
			t.Errorf("%+v: %s, %v", c.of, say, err)
		}
	}
}

func TestAsksOf(t *testing.T) {
	at := func(id, start, end string, who ...string) *ledger.Moment {
		m := &ledger.Moment{ID: id, Title: id, Start: edtf.MustParse(start), InNeed: who, Type: "crisis"}
		if end != "" {
			m.End = edtf.MustParse(end)
		}
		return m
	}
	c := ledger.NewCase([]ledger.Record{&ledger.Actor{ID: "iran", Label: "Iran", Type: "state"}, &ledger.Actor{ID: "russia", Label: "Russia", Type: "state"}, &ledger.Actor{ID: "g", Label: "Group", Type: "group"},
		at("m1", "2018-06-13", "2018-07-01", "iran"), at("m2", "2015", "", "iran"), at("m3", "2016-02", "", "iran"), at("m4", "2017-01-01", "", "russia"), at("m5", "2024-01-01", "", "iran"), at("m6", "2010-01-01", "2015-01-01", "iran")})
	asks, not, err := AsksOf(c, "iran", "russia", acme, day("2020-01-01"))
	if err != nil || len(asks) != 2 || asks[0].Moment != "m6" || asks[1].Moment != "m1" || asks[1].Start != day("2018-06-13") || asks[1].AsOf != day("2020-01-01") {
		t.Errorf("%+v, %v", asks, err)
	}
	if len(not) != 2 || not[0].Moment != "m2" || not[1].Moment != "m3" || !strings.Contains(not[0].Reason, "two weeks") {
		t.Errorf("%+v", not)
	}
	if _, _, err := AsksOf(c, "iran", "g", acme, day("2020-01-01")); err == nil || !strings.Contains(err.Error(), "no state's code") {
		t.Error(err)
	}
	if _, _, err := AsksOf(c, "iran", "nobody", acme, day("2020-01-01")); err == nil {
		t.Error("nobody is no actor")
	}
	spans := KnownSpans(c, "iran")
	if len(spans) != 5 || spans[0] != (Span{First: day("2010-01-01"), Last: day("2010-01-01") + 89}) || !slices.Contains(spans, Span{First: day("2018-06-13"), Last: day("2018-07-01")}) || !slices.Contains(spans, Span{First: day("2024-01-01"), Last: day("2024-01-01")}) {
		t.Errorf("%v", spans)
	}
}
