package measure

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/edtf"
)

func day(s string) edtf.Day {
	d, err := edtf.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*max(math.Abs(want), 1e-12) {
		t.Errorf("%s = %.15g, want %.15g", what, got, want)
	}
}

func reference(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

var gdelt = Filter{Provider: GDELT, Root: true}

func silence(t testing.TB, s *Snapshot) *Silence {
	t.Helper()
	out, err := s.Silence()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// start is the moment of these tests.
var start = day("2018-06-13")

func ask() Ask {
	return Ask{Moment: "m", Relier: "iran", Partner: "russia", Toward: []string{"IRN"}, By: []string{"RUS"}, Start: start, Filter: gdelt}
}

func TestSilenceAgreesWithR(t *testing.T) {
	var cases []struct {
		K, N, K0, N0 int64
		Expected     float64
		AtMost       float64 `json:"p_at_most"`
		AtLeast      float64 `json:"p_at_least"`
	}
	reference(t, "silence.expected.json", &cases)
	if len(cases) < 6 {
		t.Fatal(len(cases), "cases")
	}
	for _, c := range cases {
		s := Take(ask(), []Count{{Day: start, N: c.K}, {Day: start - 100, N: c.K0}}, map[edtf.Day]int64{start: c.N, start - 100: c.N0}, nil, nil)
		got := silence(t, s)
		if got.Acts != c.K || got.Total != c.N || got.Acts0 != c.K0 || got.Total0 != c.N0 {
			t.Errorf("counts %d of %d, %d of %d", got.Acts, got.Total, got.Acts0, got.Total0)
		}
		near(t, "expected", got.Tails.Expected, c.Expected)
		near(t, "at most", got.Tails.AtMost, c.AtMost)
		near(t, "at least", got.Tails.AtLeast, min(c.AtLeast, 1))
	}
}

func TestSpans(t *testing.T) {
	window, baseline, all := ask().Spans()
	for got, want := range map[Span]string{window: "2018-06-13 to 2018-06-26", baseline: "2017-05-31 to 2018-05-30", all: "2017-05-31 to 2018-09-10"} {
		if got.String() != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if baseline.Days() != 365 || window.Days() != 14 {
		t.Errorf("%d and %d days", baseline.Days(), window.Days())
	}
}

// handMade is a moment counted by hand: 2 of 40 acts in the window against 60 of
// 1200 in the baseline, and three peers, one of them with too few acts.
func handMade(a Ask, unknown ...edtf.Day) *Snapshot {
	toward := []Count{
		{Day: start - 200, N: 30, Goldstein: 2, Scored: 30}, {Day: start - 60, N: 30, Goldstein: 4, Scored: 20},
		{Day: start - 13, N: 500, Goldstein: -9, Scored: 500}, // in the gap: counts for nothing
		{Day: start + 3, N: 1, Goldstein: -2, Scored: 1}, {Day: start + 13, N: 1, Goldstein: 3, Scored: 1},
		{Day: start + 14, N: 70, Goldstein: 1, Scored: 70}, // after the window
	}
	total := map[edtf.Day]int64{start - 200: 600, start - 60: 600, start - 13: 900, start + 1: 18, start + 3: 11, start + 13: 11, start + 14: 100}
	return Take(a, toward, total, []Exposure{
		{"TUR", 30, 300, 100, 5999},  // surge 30 / (300 * 100.5 / 6000)
		{"CHN", 1, 20, 9, 1999},      // 1 / (20 * 9.5 / 2000)
		{"QAT", 19, 19, 1, 50},       // too few acts
		{"RUS", 2, 40, 60, 1200},     // the partner itself
		{"IRN", 10, 400, 100, 10000}, // the relier
		{"DEU", 4, 400, 199, 3999},   // 4 / (400 * 199.5 / 4000)
		{"XXX", 0, 25, 0, 0},         // no baseline
		{"YYY", 0, 0, 0, 0},          // nothing at all: left out
	}, unknown)
}

func TestSilenceByHand(t *testing.T) {
	got := silence(t, handMade(ask()))
	if got.Acts != 2 || got.Total != 40 || got.Acts0 != 60 || got.Total0 != 1200 || got.WindowUnknown != 0 {
		t.Fatalf("%+v", got)
	}
	near(t, "expected", got.Tails.Expected, 40*60.5/1201)
	p := got.Peers
	tur, chn, deu := 30/(300*100.5/6000), 1/(20*9.5/2000), 4/(400*199.5/4000)
	if p.Peers != 3 || p.Rank != 3 || p.Most[0].State != "CHN" || p.Most[1].State != "TUR" || p.Most[2].State != "DEU" {
		t.Fatalf("peers %+v", p)
	}
	near(t, "most", p.Most[0].Times, chn)
	near(t, "median", p.Median, tur)
	near(t, "least", p.Most[2].Times, deu)
	near(t, "times", p.Times, 2/(40*60.5/1201))
	near(t, "expected among peers", p.Expected, 40*(60*tur+.5)/1201)
	if r := got.Response; !r.Found || r.Days != 3 || r.Day != start+3 || r.Unknown != 0 {
		t.Errorf("response %+v", r)
	}
	tone := got.Tone
	near(t, "tone", *tone.Window, 0.5)
	near(t, "tone before", *tone.Baseline, (30*2+20*4)/50.)
	if tone.Acts != 2 || tone.Acts0 != 50 || tone.P == nil || *tone.P <= 0 || *tone.P > 1 {
		t.Errorf("tone %+v", tone)
	}
	if got.Events != "gdelt, root events" || got.Verdict != AsUsual || p.Tails.Verdict() != Quieter {
		t.Errorf("%s: %s, among peers %s (%+v)", got.Events, got.Verdict, p.Tails.Verdict(), p.Tails)
	}
}

func TestUnknownDaysLeaveBoth(t *testing.T) {
	got := silence(t, handMade(ask(), start+3, start+1, start-200, start+90, start-14-365))
	if got.Acts != 1 || got.Total != 11 || got.Acts0 != 30 || got.Total0 != 600 || got.WindowUnknown != 2 || got.BaselineUnknown != 1 {
		t.Errorf("%+v", got)
	}
	if r := got.Response; !r.Found || r.Days != 13 || r.Unknown != 2 {
		t.Errorf("response %+v", r)
	}
}

func TestNoFigure(t *testing.T) {
	for _, c := range []struct {
		name, reason string
		of           *Snapshot
	}{
		{"4 of 14 days are more than a quarter", "4 of the 14 days of the window are unknown", handMade(ask(), start, start+5, start+6, start+7)},
		{"3 are not", "", handMade(ask(), start, start+5, start+6)},
		{"nothing after the as-of day is known", "7 of the 14", func() *Snapshot { a := ask(); a.AsOf = start + 6; return handMade(a) }()},
		{"an empty baseline", "holds no act", Take(ask(), nil, map[edtf.Day]int64{start: 5}, nil, nil)},
		{"no day known", "14 of the 14", Take(ask(), nil, nil, nil, func() (out []edtf.Day) {
			for d := start - 400; d < start+100; d++ {
				out = append(out, d)
			}
			return
		}())},
	} {
		got := silence(t, c.of)
		if (got.Reason == "") != (c.reason == "") || !strings.Contains(got.Reason, c.reason) {
			t.Errorf("%s: %q", c.name, got.Reason)
		}
		if (got.Tails == nil) != (c.reason != "") || (got.Verdict == NoFigure) != (c.reason != "") || c.reason != "" && (got.Peers != nil || got.Response != nil || got.Tone != nil) {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestNoResponseWithinTheDaysKnown(t *testing.T) {
	a := ask()
	a.AsOf = start + 20
	s := Take(a, []Count{{Day: start + 40, N: 3}}, map[edtf.Day]int64{start - 30: 10, start + 2: 30, start + 40: 3}, nil, []edtf.Day{start + 10})
	if r := silence(t, s).Response; r.Found || r.Days != 21 || r.Unknown != 1 {
		t.Errorf("%+v", r)
	}
}

func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		t    Tails
		want Verdict
	}{{Tails{4, .01, .999}, Quieter}, {Tails{4, .99, .02}, Louder}, {Tails{4, .05, .97}, AsUsual}, {Tails{4, .5, .7}, AsUsual}} {
		if got := c.t.Verdict(); got != c.want {
			t.Errorf("%+v: %s", c.t, got)
		}
	}
}

func TestSnapshotIsKept(t *testing.T) {
	s := handMade(ask(), start+3, start+4, start-200)
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if len(data) > 6000 {
		t.Errorf("%d bytes for a moment with few peers", len(data))
	}
	again, err := FromSnapshot(data)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(s, again) {
		t.Errorf("\n%+v\n%+v", s, again)
	}
	if a, b := silence(t, s), silence(t, again); !reflect.DeepEqual(a, b) {
		t.Errorf("\n%+v\n%+v", a, b)
	}
	for _, c := range []struct{ name, old, new, say string }{
		{"cut", `"acts":[`, `"acts":[1,`, "entries of acts"},
		{"negative", `["CHN",1,20,9,1999]`, `["CHN",1,20,9,-1999]`, "peer CHN"},
		{"short peer", `["CHN",1,20,9,1999]`, `["CHN",1,20]`, "5 parts"},
		{"window elsewhere", `"window":{"first":"2018-06-13"`, `"window":{"first":"1918-06-13"`, "lies outside"},
		{"endless", `"days":{"first":"2017-05-31","last":"2018-09-10"}`, `"days":{"first":"0001-05-31","last":"9999-09-10"}`, "no stretch"},
	} {
		bad := strings.Replace(string(data), c.old, c.new, 1)
		if bad == string(data) {
			t.Fatalf("%s: %q is not there", c.name, c.old)
		}
		if _, err := FromSnapshot([]byte(bad)); err == nil || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func FuzzFromSnapshot(f *testing.F) {
	good, err := json.Marshal(handMade(ask(), start+3))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"days":{"first":"2018-01-01","last":"2018-01-01"},"acts":[1],"total":[1],"goldstein":[0],"scored":[0]}`))
	f.Add([]byte(`{"peers":[["A",1,2,3]]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := FromSnapshot(data)
		if err != nil {
			return
		}
		if _, err := s.Silence(); err != nil {
			t.Logf("%v", err)
		}
		again, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := FromSnapshot(again); err != nil {
			t.Fatalf("%v: %s", err, again)
		}
	})
}

// readSeries reads the two weekly series of the reference as daily counts, the whole of
// a week on its Wednesday.
func readSeries(t *testing.T) (there, back []Count, in Span) {
	t.Helper()
	f, err := os.Open("testdata/series.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	monday := day("2010-01-04")
	for i, r := range rows[1:] {
		for k, into := range []*[]Count{&there, &back} {
			v, err := strconv.ParseFloat(r[k+1], 64)
			if err != nil {
				t.Fatal(err)
			}
			*into = append(*into, Count{Day: monday + edtf.Day(7*i) + 2, N: 1, Goldstein: v, Scored: 1})
		}
	}
	// The span begins on a Friday and ends on a Saturday: the broken weeks do not count.
	return there, back, Span{monday - 3, monday + edtf.Day(7*(len(rows)-1)) + 5}
}

func TestReciprocityAgreesWithR(t *testing.T) {
	var want struct {
		Granger []struct {
			Lags  int
			There Test `json:"a_causes_b"`
			Back  Test `json:"b_causes_a"`
		}
		Cross struct {
			Lag []int
			B   []float64 `json:"b_after_a"`
		} `json:"cross_correlation"`
	}
	reference(t, "series.expected.json", &want)
	there, back, in := readSeries(t)
	got, err := Reciprocate(there, back, in, nil)
	if err != nil || got.Reason != "" {
		t.Fatal(err, got.Reason)
	}
	if got.Number != 160 || len(got.Weeks) != 160 || got.Used.Days() != 7*160 {
		t.Fatalf("%d weeks, %s", got.Number, got.Used)
	}
	at := slices.Index(got.Lags, want.Cross.Lag[0])
	for i, v := range want.Cross.B {
		near(t, fmt.Sprintf("correlation at %d", want.Cross.Lag[i]), got.Correlation[at+i], v)
	}
	found := false
	for _, g := range want.Granger {
		if g.Lags == got.Lag {
			found = true
			for _, x := range []struct{ got, want Test }{{*got.There, g.There}, {*got.Back, g.Back}} {
				near(t, "F", x.got.F, x.want.F)
				near(t, "p", x.got.P, x.want.P)
				if x.got.DF1 != x.want.DF1 || x.got.DF2 != x.want.DF2 {
					t.Errorf("degrees of freedom %+v, want %+v", x.got, x.want)
				}
			}
		}
	}
	if !found {
		t.Errorf("lag %d is none of the reference's", got.Lag)
	}
}

func TestUnknownWeeks(t *testing.T) {
	there, back, in := readSeries(t)
	monday := day("2010-01-04")
	// One unknown day scales the week; two make it unknown, and cut the series there.
	got, err := Reciprocate(there, back, in, []edtf.Day{monday + 7*10, monday + 7*60, monday + 7*60 + 1})
	if err != nil || got.Reason != "" {
		t.Fatal(err, got.Reason)
	}
	near(t, "scaled week", got.Weeks[10].There, there[10].Goldstein*7/6)
	if got.Weeks[60].Known || got.Weeks[60].There != 0 || got.Number != 99 || got.Used.First != monday+7*61 {
		t.Errorf("week 60 %+v, %d weeks used from %s", got.Weeks[60], got.Number, got.Used.First)
	}
	if got, err := Reciprocate(there[:20], back[:20], Span{in.First, monday + 7*20}, nil); err != nil || !strings.Contains(got.Reason, "20") {
		t.Errorf("too short: %+v, %v", got, err)
	}
	if got, err := Reciprocate(nil, back, in, nil); err != nil || got.Reason == "" || got.There != nil {
		t.Errorf("one side never acts: %+v, %v", got, err)
	}
	if got, err := Reciprocate(nil, nil, Span{monday, monday + 3}, nil); err != nil || got.Reason == "" || got.Number != 0 {
		t.Errorf("no whole week: %+v, %v", got, err)
	}
}

func TestDefectsHaveSources(t *testing.T) {
	for _, p := range append(Known(), "mine") {
		list := Defects(p)
		if len(list) < 2 {
			t.Errorf("%s: %d defects", p, len(list))
		}
		for _, d := range list {
			if d.Name == "" || len(d.Text) < 40 || len(d.Source) < 20 {
				t.Errorf("%s: %+v", p, d)
			}
		}
	}
	if Defects(GDELT)[0].Name != "accuracy" || Defects(ICEWS)[0].Name == "accuracy" {
		t.Error("GDELT's own audit is told of GDELT, and first")
	}
}

func ExampleSnapshot_Silence() {
	s, err := handMade(ask()).Silence()
	if err != nil {
		panic(err)
	}
	fmt.Printf("%d of %d acts, %.1f expected: %s (%s)\n", s.Acts, s.Total, s.Tails.Expected, s.Verdict, s.Events)
	fmt.Printf("rank %d of %d, first act after %d days\n", s.Peers.Rank, s.Peers.Peers+1, s.Response.Days)
	// Output:
	// 2 of 40 acts, 2.0 expected: about as expected (gdelt, root events)
	// rank 3 of 4, first act after 3 days
}

func BenchmarkSilence(b *testing.B) {
	s := handMade(ask())
	for b.Loop() {
		silence(b, s)
	}
}
