package registers

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/states"
)

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestATreatyShowsFromBothEnds(t *testing.T) {
	all := must[map[direction][]yearly](t)(treaties())
	if len(all) < 5000 {
		t.Fatalf("%d directed pairs", len(all))
	}
	for k, list := range all {
		for _, y := range list {
			if y.year%20 != 0 {
				continue // Allies goes through the whole register
			}
			if !slices.Contains(must[[]int](t)(Allies(k.to, y.year)), k.by) || !slices.Contains(must[[]int](t)(Allies(k.by, y.year)), k.to) {
				t.Fatalf("%d is bound to %d in %d (%s), and it does not show from both ends", k.by, k.to, y.year, y.promise)
			}
		}
	}
}

func TestTreatiesThatEveryoneKnows(t *testing.T) {
	tests := []struct {
		a, b, year int
		what       string
		has, lacks Promise
	}{
		{2, 740, 1980, "United States to Japan", Defence, 0},
		{740, 2, 1980, "Japan to the United States", Consultation, Defence},
		{2, 290, 2010, "United States and Poland (NATO)", Defence, 0},
		{2, 290, 1980, "the same before Poland joined", 0, Defence},
		{371, 365, 2010, "Armenia and Russia", Defence, 0},
		{630, 365, 2010, "Iran and Russia", 0, Defence},
		{710, 731, 2010, "China and North Korea", Defence, 0},
		{2, 732, 1960, "United States and South Korea", Defence, 0},
		{255, 300, 1913, "Germany and Austria-Hungary", Defence, 0},
		{200, 640, 1878, "United Kingdom to the Ottoman Empire", Defence, 0},
		{640, 200, 1878, "Ottoman Empire to the United Kingdom", 0, Defence},
		{220, 365, 1913, "France and Russia", Defence, 0},
	}
	for _, tt := range tests {
		got := must[Promise](t)(Promised(tt.a, tt.b, tt.year))
		if got&tt.has != tt.has || got&tt.lacks != 0 {
			t.Errorf("%s, %d: %s", tt.what, tt.year, got)
		}
	}
}

// The base rates once more, by another way: pair by pair from the rows as they
// stand in the files, without the types of this package.
func TestBaseRatesCountedAnotherWay(t *testing.T) {
	type row = []int
	var rows []row
	if err := each("cow_interstate_war_dyad_years.csv.gz", func(n []int, _ []string) error {
		rows = append(rows, slices.Clone(n))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	atop := map[string][]int{}
	if err := each("atop_dyad_years.csv.gz", func(n []int, _ []string) error {
		atop[fmt.Sprint(n[0], n[1], n[2])] = slices.Clone(n[3:8])
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	first := map[int]int{}
	for _, r := range rows {
		if y, ok := first[r[0]]; !ok || r[3] < y {
			first[r[0]] = r[3]
		}
	}
	began, ever, initiated := map[string]int{}, map[string]map[int]bool{}, map[string]bool{}
	for _, r := range rows {
		for i := range 2 {
			k := fmt.Sprint(r[0], r[1+i])
			if ever[k] == nil {
				ever[k] = map[int]bool{}
			}
			ever[k][r[6+i]] = true
			if r[3] == first[r[0]] {
				began[k] = r[6+i]
				initiated[k] = initiated[k] || r[8+i] == 1
			}
		}
	}
	kept, of := map[string]int{}, map[string]int{}
	for war, year := range first {
		var system []int
		for b := 1; b < 1000; b++ {
			if in(b, year) {
				system = append(system, b)
			}
		}
		for a := 1; a < 1000; a++ {
			ka := fmt.Sprint(war, a)
			if began[ka] == 0 {
				continue
			}
			for _, b := range system {
				if b == a {
					continue
				}
				kb := fmt.Sprint(war, b)
				flags := atop[fmt.Sprint(b, a, year-1)]
				if flags == nil {
					flags = make([]int, 5)
				}
				count := func(kind string, honoured bool) {
					of[kind]++
					if honoured {
						kept[kind]++
					}
				}
				if flags[2]+flags[3] > 0 {
					count("restraint", !ever[kb][3-began[ka]])
				}
				if began[kb] != 0 {
					continue
				}
				beside := ever[kb][began[ka]]
				switch {
				case initiated[ka] && flags[1] == 1:
					count("offence", beside)
				case !initiated[ka] && opposed(began, initiated, war, began[ka]) && flags[0] == 1:
					count("defence", beside)
				case !initiated[ka] && opposed(began, initiated, war, began[ka]) && slices.Max(flags) == 0:
					count("no pact", beside)
				case !initiated[ka] && opposed(began, initiated, war, began[ka]) && flags[0]+flags[1] == 0:
					count("other pact", beside)
				}
			}
		}
	}
	for _, b := range must[[]BaseRate](t)(BaseRates(0)) {
		k := b.Kind.String()
		if b.Overall.Kept != kept[k] || b.Overall.Of != of[k] {
			t.Errorf("%s: %d of %d, counted another way %d of %d", k, b.Overall.Kept, b.Overall.Of, kept[k], of[k])
		}
		if b.Periods[0].Of+b.Periods[1].Of != b.Overall.Of || b.Periods[0].Kept+b.Periods[1].Kept != b.Overall.Kept {
			t.Errorf("%s: the periods do not add up", k)
		}
	}
}

func in(number, year int) bool {
	for _, s := range states.All() {
		if s.COW != number {
			continue
		}
		for _, t := range s.System {
			if t.First <= edtf.DayOf(year, 12, 31) && t.Last >= edtf.DayOf(year, 1, 1) {
				return true
			}
		}
	}
	return false
}

// opposed tells whether an initiator stands on the other side.
func opposed(began map[string]int, initiated map[string]bool, war, side int) bool {
	for k, s := range began {
		var w, state int
		fmt.Sscan(k, &w, &state)
		if w == war && s == 3-side && initiated[k] {
			return true
		}
	}
	return false
}

func TestAPairWithinOneWarIsNotIndependent(t *testing.T) {
	for _, b := range must[[]BaseRate](t)(BaseRates(365)) {
		r := b.Overall
		if r.Clustered != (r.Kept > 0 && r.Kept < r.Of) || r.Wars < 10 || r.Wars > r.Of {
			t.Errorf("%s: %+v", b.Kind, r)
		}
		if r.Low > r.Mean || r.Mean > r.High || r.ClusterLow > r.ClusterHigh {
			t.Errorf("%s: intervals out of order %+v", b.Kind, r)
		}
		again := RateOf("overall", must[*Tests](t)(AllTests()).ByKind[b.Kind])
		again.Label = r.Label
		if again != r {
			t.Errorf("%s: two runs differ: %+v, %+v", b.Kind, r, again)
		}
	}
}

func TestDisputes(t *testing.T) {
	all := must[[]Dispute](t)(AllDisputes())
	if len(all) < 2000 {
		t.Fatalf("%d disputes", len(all))
	}
	for _, d := range all {
		sides := map[bool]bool{}
		for _, p := range d.Parts {
			sides[p.First] = true
			if edtf.Compare(p.Start, p.End) > 0 && p.Start.String()[:4] > p.End.String()[:4] {
				t.Errorf("dispute %d: %d from %s to %s", d.Number, p.State, p.Start, p.End)
			}
		}
		if len(sides) != 2 {
			t.Errorf("dispute %d has one side", d.Number)
		}
	}
}

func TestVotes(t *testing.T) {
	v := must[*Votes](t)(AllVotes())
	cast := 0
	for _, s := range v.Seats() {
		for i := range v.Calls {
			if v.Vote(s, i) != 0 {
				cast++
			}
		}
	}
	if len(v.Calls) != 6203 || cast != 870_107 {
		t.Errorf("%d roll calls, %d votes", len(v.Calls), cast)
	}
	if !slices.IsSortedFunc(v.Calls, func(a, b RollCall) int { return int(a.Day - b.Day) }) {
		t.Error("roll calls out of order")
	}
	seats := v.Seats()
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.SampledFrom(seats).Draw(t, "a"), rapid.SampledFrom(seats).Draw(t, "b")
		p := Period{v.Calls[0].Day, v.Calls[len(v.Calls)-1].Day, rapid.SampledFrom(append([]Issue{""}, Issues...)).Draw(t, "issue")}
		if x, y := v.Align(a, b, p), v.Align(b, a, p); x.Votes != y.Votes || x.Agreement != y.Agreement || math.Abs(x.Absolute.S-y.Absolute.S) > 1e-12 {
			t.Fatalf("%s and %s: %+v, %+v", a, b, x, y)
		}
		if x := v.Align(a, a, p); x.Votes > 0 && x.Agreement != 1 {
			t.Fatalf("%s with itself: %+v", a, x)
		}
	})
	for id, want := range map[string]string{"russia": "RU", "soviet-union": "RU", "serbia": "YU", "west-germany": "DE", "prussia": "", "ottoman-empire": "", "atlantis": "", "palestine": ""} {
		if seat, ok := v.SeatOf(id); ok != (want != "") || ok && seat != want {
			t.Errorf("the seat of %s is %q, %v; want %q", id, seat, ok, want)
		}
	}
	// Israel and the United States are near in every year, Cuba and the United States far.
	near, far := v.Stand("IL", "US", Period{day("2000-01-01"), day("2019-12-31"), ""}), v.Stand("CU", "US", Period{day("2000-01-01"), day("2019-12-31"), ""})
	if near.Rank > 5 || far.Rank < near.Of-20 {
		t.Errorf("Israel ranks %d, Cuba %d of %d", near.Rank, far.Rank, near.Of)
	}
}

func day(s string) edtf.Day {
	d, err := edtf.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestANewYearsFileIsAdded(t *testing.T) {
	v := must[*Votes](t)(AllVotes())
	dir := t.TempDir()
	calls, votes := filepath.Join(dir, "roll_calls.csv"), filepath.Join(dir, "votes.csv")
	writeFile := func(path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	writeFile(calls, "rcid,session,importantvote,date,unres,short\n99001,80,0,2025-12-01,R/80/1,\"Something, new\"\n")
	writeFile(votes, "rcid,country_code,country,vote\n99001,IR,Iran,yes\n99001,RU,Russia,no\n99001,US,United States,8\n99001,XX,Atlantis,1\n99001,IR,Iran,maybe\n7,IR,Iran,1\n")
	UseFolder(filepath.Join(dir, "kept"))
	t.Cleanup(func() { UseFolder("") })
	added, err := AddVotes(votes, calls)
	if err != nil {
		t.Fatal(err)
	}
	var bad []string
	for _, b := range added.Bad {
		bad = append(bad, b.Error())
	}
	want := []string{"votes.csv, line 5: no state is called \"Atlantis\"", "votes.csv, line 6: vote \"maybe\" is none of 1 (yes), 2 (abstain), 3 (no), 8 (absent), 9 (no member)", "votes.csv, line 7: roll call \"7\" is not in the list of roll calls"}
	if !slices.Equal(bad, want) || added.Calls != 1 || added.New != 1 {
		t.Errorf("%+v, lines %q, want %q", added, bad, want)
	}
	last := Period{day("2025-01-01"), day("2025-12-31"), ""}
	check := func(how string) {
		t.Helper()
		more := must[*Votes](t)(AllVotes())
		if x := more.Align("IR", "RU", last); len(more.Calls) != len(v.Calls)+1 || x.Votes != 1 || x.Agreement != 0 {
			t.Errorf("%s: %d calls, alignment %+v", how, len(more.Calls), x)
		}
		if a, b := v.Align("IR", "RU", Period{day("1990-01-01"), day("1999-12-31"), ""}), more.Align("IR", "RU", Period{day("1990-01-01"), day("1999-12-31"), ""}); a != b {
			t.Errorf("%s: what was there changed: %+v, %+v", how, a, b)
		}
	}
	check("added")
	UseFolder(filepath.Join(dir, "kept"))
	check("read again from the folder")
	if _, err := AddVotes(votes, calls); err != nil {
		t.Fatal(err)
	}
	check("added a second time")
	writeFile(votes, "something,else\n1,2\n")
	if _, err := AddVotes(votes); !errors.Is(err, ErrNoVotes) {
		t.Errorf("a file of something else: %v", err)
	}
}

// The forms in which roll calls are published say the same.
func TestEveryFormOfVotesIsRead(t *testing.T) {
	old := must[*Votes](t)(AllVotes())
	known := old.Calls[len(old.Calls)-1]
	for name, files := range map[string][]File{
		"the data set whole":      {{"UNVotes.csv", []byte("\"rcid\",\"ccode\",\"member\",\"vote\",\"Country\",\"year\",\"session\",\"date\",\"unres\",\"short\"\n99001,630,1,1,\"IRN\",2025,80,2025-12-01,\"R/80/1\",\"Human rights\"\n99001,365,1,3,\"RUS\",2025,80,2025-12-01,\"R/80/1\",\"Human rights\"\n")}},
		"the United Nations' own": {{"ga.csv", []byte("undl_id,ms_code,ms_name,ms_vote,date,session,resolution,title\n4000001,IRN,IRAN (ISLAMIC REPUBLIC OF),Y,2025-12-01,80,A/RES/80/1,Human rights\n4000001,RUS,RUSSIAN FEDERATION,N,2025-12-01,80,A/RES/80/1,Human rights\n4000001,USA,UNITED STATES,X,2025-12-01,80,A/RES/80/1,Human rights\n")}},
	} {
		v, bad, err := ReadVotes(files...)
		if err != nil || len(bad) > 0 {
			t.Errorf("%s: %v, %v", name, err, bad)
			continue
		}
		if x := v.Align("IR", "RU", Period{day("2025-01-01"), day("2025-12-31"), HumanRights}); x.Votes != 1 || x.Agreement != 0 || v.Calls[0].Number != "R/80/1" {
			t.Errorf("%s: %+v, %+v", name, x, v.Calls)
		}
	}
	// A resolution that is known under another id is not doubled.
	again := fmt.Sprintf("undl_id,ms_code,ms_name,ms_vote,date,session,resolution,title\n4000002,IRN,IRAN,Y,%s,74,%s,%s\n", known.Day, strings.Replace(known.Number, "R/", "A/RES/", 1), "x")
	v, _, err := ReadVotes(File{"ga.csv", []byte(again)})
	if err != nil {
		t.Fatal(err)
	}
	same := 0
	for _, c := range old.With(v).Calls {
		if plainNumber(c.Number) == plainNumber(known.Number) {
			same++
		}
	}
	if known.Number == "" || same != 1 {
		t.Errorf("%d roll calls on %q", same, known.Number)
	}
}

func FuzzReadVotes(f *testing.F) {
	f.Add("rcid,session,date,unres,short\n1,1,1946-01-01,R,x\n", "rcid,country_code,country,vote\n1,US,United States,1\n")
	f.Add("rcid,ccode,vote,date\n1,2,1,1946-01-01\n", "undl_id,ms_code,ms_vote,date\n1,USA,Y,1946-01-01\n")
	f.Fuzz(func(t *testing.T, a, b string) {
		v, _, err := ReadVotes(File{"a", []byte(a)}, File{"b", []byte(b)})
		if err != nil {
			return
		}
		for _, s := range v.Seats() {
			v.ByYear(s, s, "")
		}
	})
}

func FuzzVotes(f *testing.F) {
	f.Add("rcid,session,date,unres,short\n1,1,1946-01-01,R,x\n", "rcid,country_code,country,vote\n1,US,United States,1\n")
	f.Add("rcid,session,date,unres,short\n", "rcid,country_code\n,,")
	f.Fuzz(func(t *testing.T, calls, votes string) {
		v, err := readVotes(strings.NewReader(calls), strings.NewReader(votes))
		if err != nil {
			return
		}
		for _, s := range v.Seats() {
			v.ByYear(s, s, "")
			break
		}
	})
}

func BenchmarkFirstUse(b *testing.B) {
	for b.Loop() {
		calls, err := open("roll_calls.csv.gz")
		if err != nil {
			b.Fatal(err)
		}
		votes, err := open("votes.csv.gz")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := readVotes(calls, votes); err != nil {
			b.Fatal(err)
		}
		calls.Close()
		votes.Close()
	}
}

func BenchmarkAlignment(b *testing.B) {
	v, err := AllVotes()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		v.ByYear("IR", "RU", "")
	}
}

func BenchmarkBaseRates(b *testing.B) {
	start := time.Now()
	if _, err := AllTests(); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(time.Since(start).Milliseconds()), "first-ms")
	for b.Loop() {
		if _, err := BaseRates(365); err != nil {
			b.Fatal(err)
		}
	}
}

// The usual nearness to a seat lies among those of its nearest and farthest.
func TestTheMedianLiesAmongTheRest(t *testing.T) {
	v := must[*Votes](t)(AllVotes())
	year := Period{day("2019-01-01"), day("2019-12-31"), ""}
	list, median := v.Nearest("RU", year), v.MedianByYear("RU")[2019]
	below, above := 0, 0
	for i, n := range list {
		if i > 0 && n.Absolute.S > list[i-1].Absolute.S {
			t.Errorf("%s stands before %s", list[i-1].Seat, n.Seat)
		}
		if n.Agreement < median {
			below++
		} else if n.Agreement > median {
			above++
		}
	}
	if len(list) < 150 || below > len(list)/2 || above > len(list)/2 {
		t.Errorf("%d seats, %d below the median and %d above", len(list), below, above)
	}
	if s := v.Stand(list[0].Seat, "RU", year); s.Rank != 1 || s.Of != len(list) {
		t.Errorf("the nearest stands at %+v", s)
	}
}

func BenchmarkMedianByYear(b *testing.B) {
	v := must[*Votes](b)(AllVotes())
	for b.Loop() {
		v.MedianByYear("RU")
	}
}
