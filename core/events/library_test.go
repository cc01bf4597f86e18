package events

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/fairweather-app/fairweather/core/edtf"
)

func open(t testing.TB) *Library {
	t.Helper()
	l, err := Open(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func day(s string) edtf.Day {
	d, err := edtf.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func write(t testing.TB, name, text string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

func gunzip(t testing.TB, path string) string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

const realFile = "testdata/20180101000000.export.CSV.gz"

func load(t testing.TB, l *Library, as *Mapping, paths ...string) []Report {
	t.Helper()
	rs, err := l.Import(context.Background(), paths, as, nil)
	if err != nil {
		t.Fatal(err)
	}
	return rs
}

func series(t testing.TB, l *Library, f Filter, source, target string) []Count {
	t.Helper()
	s, err := l.Series(context.Background(), f, []string{source}, []string{target}, Span{First: day("1900-01-01"), Last: day("2100-01-01")})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// countByHand counts in a GDELT text what a series should say.
func countByHand(text, source, target string, root bool) (n int64, goldstein float64) {
	for line := range strings.Lines(text) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) < 31 || f[7] != source || f[17] != target || (root && f[25] != "1") {
			continue
		}
		var g float64
		fmt.Sscan(f[30], &g)
		n++
		goldstein += g
	}
	return n, goldstein / float64(max(n, 1))
}

func TestARealFileIsCountedAsByHand(t *testing.T) {
	l := open(t)
	r := load(t, l, nil, realFile)[0]
	if r.Err != nil || r.Rows != 2414 || r.Refused != 0 || r.Provider != GDELT2 || r.First != day("2018-01-01") || r.Last != r.First {
		t.Fatalf("report %+v", r)
	}
	text := gunzip(t, realFile)
	for _, pair := range [][2]string{{"PSE", "ISR"}, {"RUS", "USA"}, {"IRN", "USA"}, {"USA", "ISR"}, {"PRK", "KOR"}} {
		for _, root := range []bool{false, true} {
			want, tone := countByHand(text, pair[0], pair[1], root)
			var got int64
			var sum float64
			for _, c := range series(t, l, Filter{Provider: GDELT2, Root: root}, pair[0], pair[1]) {
				got += c.N
				sum += c.Goldstein * float64(c.Scored)
			}
			if got != want {
				t.Errorf("%s toward %s, root %v: %d events, by hand %d", pair[0], pair[1], root, got, want)
			}
			if want > 0 && (sum/float64(got)-tone > 1e-4 || tone-sum/float64(got) > 1e-4) {
				t.Errorf("%s toward %s: mean Goldstein %g, by hand %g", pair[0], pair[1], sum/float64(got), tone)
			}
		}
	}
	events, err := l.Events(context.Background(), Choice{Filter: Filter{Provider: GDELT2}, Sources: []string{"PRK"}, Targets: []string{"KOR"}, Span: Span{First: day("2017-01-01"), Last: day("2018-12-31")}})
	if err != nil || len(events) == 0 {
		t.Fatal(events, err)
	}
	for _, e := range events {
		if !strings.HasPrefix(e.URL, "http") || e.Source != "PRK" || e.Target != "KOR" {
			t.Errorf("%+v", e)
		}
	}
}

func TestTheSameFileIsTakenOnce(t *testing.T) {
	l := open(t)
	load(t, l, nil, realFile)
	again := load(t, l, nil, realFile)[0]
	if !again.Already || again.Rows != 0 {
		t.Errorf("again: %+v", again)
	}
	// Another file with the same events in it adds nothing either, and what is new in it goes in.
	text := gunzip(t, realFile)
	fresh := strings.Replace(text[:strings.IndexByte(text, '\n')+1], "719024875", "999999999", 1)
	r := load(t, l, nil, write(t, "20180101001500.export.CSV", text+fresh))[0]
	if r.Rows != 1 || r.Doubles != 2414 {
		t.Errorf("overlapping file: %d rows, %d doubles, want 1 and 2414", r.Rows, r.Doubles)
	}
	// Within one file too: real files hold exact duplicates.
	l2 := open(t)
	r = load(t, l2, nil, write(t, "twice.csv", text+text))[0]
	if r.Rows != 2414 || r.Doubles != 2414 {
		t.Errorf("doubled file: %d rows, %d doubles", r.Rows, r.Doubles)
	}
}

func TestFilesAsTheyCome(t *testing.T) {
	text := []byte(gunzip(t, realFile))
	var zipped, squeezed bytes.Buffer
	z := zip.NewWriter(&zipped)
	w, err := z.Create("20180101000000.export.CSV")
	if err != nil {
		t.Fatal(err)
	}
	w.Write(text)
	z.Close()
	enc, err := zstd.NewWriter(&squeezed)
	if err != nil {
		t.Fatal(err)
	}
	enc.Write(text)
	enc.Close()
	for name, content := range map[string][]byte{"20180101000000.export.CSV.zip": zipped.Bytes(), "20180101000000.export.CSV.zst": squeezed.Bytes(), "20180101000000.export.CSV": text} {
		l := open(t)
		r := load(t, l, nil, write(t, name, string(content)))[0]
		if r.Err != nil || r.Rows != 2414 || r.First != day("2018-01-01") {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestMalformedRowsAreToldAndTheRestGoesIn(t *testing.T) {
	lines := strings.SplitAfter(gunzip(t, realFile), "\n")[:20]
	cut := strings.Join(strings.Split(lines[5], "\t")[:30], "\t") + "\n"
	date := strings.Replace(lines[9], "\t2017", "\tmidsummer2017", 1)
	long := strings.TrimSuffix(lines[12], "\n") + "\tone\ttoo many\n"
	lines[5], lines[9], lines[12] = cut, date, long
	l := open(t)
	r := load(t, l, nil, write(t, "20180101.export.CSV", strings.Join(lines, "")))[0]
	if r.Err != nil || r.Rows != 17 || r.Refused != 3 {
		t.Fatalf("rows %d, refused %d, %v", r.Rows, r.Refused, r.Err)
	}
	var at []int64
	for _, f := range r.Refusals {
		at = append(at, f.Line)
		if f.Reason == "" || f.Text == "" {
			t.Errorf("line %d: reason %q, text %q", f.Line, f.Reason, f.Text)
		}
	}
	if !slices.Equal(at, []int64{6, 10, 13}) {
		t.Errorf("malformed lines %v, want 6, 10, 13", at)
	}
	files, err := l.Files(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	kept, err := l.Refusals(context.Background(), files[0].ID)
	if err != nil || len(kept) != 3 {
		t.Errorf("kept %v: %v", kept, err)
	}
}

const icewsHeader = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n"

func icewsRow(id int, date, from, code, to string) string {
	return fmt.Sprintf("%d\t%s\tForeign Affairs (%s)\tGovernment\t%s\tSays \"so\t%s\t-2\tGovernment (%s)\tGovernment\t%s\t1\t2\tAn Agency\tHanoi\tNA\tNA\tVietnam\t21.02\t105.8\n", id, date, from, from, code, to, to)
}

func TestProviders(t *testing.T) {
	polecat := strings.Join([]string{"Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country", "Recipient Name", "Recipient Country", "Placename", "Latitude", "Longitude", "Source", "Publication Date", "Headline"}, "\t") + "\n" +
		strings.Join([]string{"X-1", "2021-03-04", "AID", "None", "7", "MATERIAL COOPERATION", "None", "Russia", "RUS; BLR", "Iran", "IRN", "Caf\xe9", "None", "None", "Agency", "2021-03-05"}, "\t") + "\n"
	type sample struct {
		name, text string
		as         *Mapping
		f          Filter
		from, to   string
		day        string
		quad       Quad
		goldstein  float64
	}
	tests := []sample{
		{"icews of 2017.tab", icewsHeader + icewsRow(1, "6/28/2017", "Russian Federation", "40", "Iran"), nil, Filter{Provider: ICEWS}, "RUS", "IRN", "2017-06-28", VerbalCooperation, -2},
		{"icews.tab", icewsHeader + icewsRow(1, "2018-06-01", "Moldova, Republic of", "190", "Cote d'Ivoire"), nil, Filter{Provider: ICEWS}, "MDA", "CIV", "2018-06-01", MaterialConflict, -2},
		{"polecat.txt", polecat, nil, Filter{Provider: POLECAT}, "RUS", "IRN", "2021-03-04", MaterialCooperation, 7},
		{"acled.csv", "event_id_cnty,event_date,year,event_type,sub_event_type,actor1,actor2,iso,location,latitude,longitude,source,fatalities\nUKR1,16 May 2025,2025,Battles,Armed clash,Military Forces of Russia (2000-),Military Forces of Ukraine (2019-),804,\"Here, there\",48,37,A; B; C,12\n", nil, Filter{Provider: ACLED, Sources: 3}, "RUS", "UKR", "2025-05-16", MaterialConflict, 0},
		{"reduced.txt", "20010911\tUSAGOV\tAFGREB\t190\t3\t9\t4\t-10.0\t1\t1\t1\t1\t1\t1\t1\t34.5\t69.1\n", nil, Filter{Provider: GDELTReduced}, "USA", "AFG", "2001-09-11", MaterialConflict, -10},
		{"own.csv", "when;who;whom;what\n1999-03-24;United States;Yugoslavia;bombed\n1999-03-25;United States;Serbia;bombed\n", &Mapping{Provider: "mine", Comma: ";", Day: "when", Source: "who", Target: "whom", Naming: "name", Code: "what"}, Filter{Provider: "mine"}, "USA", "SRB", "1999-03-25", 0, 0},
	}
	// Names of columns in quotes, with the sign that parts columns in them, and quotes.
	for sign, name := range map[string]string{",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"} {
		head := strings.Join([]string{`"the ` + sign + `day"`, `"who ""did"""`, "whom", `"what` + sign + `"`}, sign)
		row := strings.Join([]string{`"1999-03-24"`, "USA", `"SRB"`, `"bombed` + sign + ` and ""more"""`}, sign)
		tests = append(tests, sample{name + ".csv", head + "\n" + row + "\n", &Mapping{Provider: "mine", Comma: sign, Day: "the " + sign + "day", Source: `who "did"`, Target: "WHOM", Code: "what" + sign}, Filter{Provider: "mine"}, "USA", "SRB", "1999-03-24", 0, 0})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := open(t)
			r := load(t, l, tt.as, write(t, tt.name, tt.text))[0]
			if r.Err != nil || r.Rows == 0 || r.Refused != 0 {
				t.Fatalf("%+v", r)
			}
			got := series(t, l, tt.f, tt.from, tt.to)
			if len(got) != 1 || got[0].Day != day(tt.day) || got[0].Goldstein != tt.goldstein || got[0].Quads[tt.quad] == 0 {
				t.Errorf("series %+v", got)
			}
		})
	}
	t.Run("ucdp", func(t *testing.T) {
		l := open(t)
		r := load(t, l, nil, "testdata/ucdp_ged_sample.csv.gz")[0]
		if r.Err != nil || r.Rows != 667 || r.Refused != 0 {
			t.Fatalf("%+v", r)
		}
		if got := series(t, l, Filter{Provider: UCDP}, "RUS", "UKR"); len(got) == 0 || got[0].Quads[MaterialConflict] == 0 {
			t.Errorf("series %+v", got)
		}
	})
}

func TestFiltersCountLess(t *testing.T) {
	l := open(t)
	load(t, l, nil, realFile)
	n := func(f Filter) (n int64) {
		f.Provider = GDELT2
		for _, c := range series(t, l, f, "PSE", "ISR") {
			n += c.N
		}
		return n
	}
	all, unique := n(Filter{}), n(Filter{Unique: true})
	if all == 0 || unique == 0 || unique > all || n(Filter{Root: true}) > all || n(Filter{Sources: 3}) > n(Filter{Sources: 2}) || n(Filter{Sources: 2}) > all {
		t.Errorf("all %d, unique %d, root %d, two %d, three %d", all, unique, n(Filter{Root: true}), n(Filter{Sources: 2}), n(Filter{Sources: 3}))
	}
}

// Sums from many small files are those of one large file.
func TestManyFilesAddUpToOne(t *testing.T) {
	lines := strings.SplitAfter(gunzip(t, realFile), "\n")
	lines = lines[:len(lines)-1]
	many, one := open(t), open(t)
	load(t, one, nil, realFile)
	for i := range 12 {
		var part strings.Builder
		for j := i; j < len(lines); j += 12 {
			part.WriteString(lines[j])
		}
		load(t, many, nil, write(t, fmt.Sprintf("2018010100%02d00.export.CSV", i), part.String()))
	}
	for _, f := range []Filter{{Provider: GDELT2}, {Provider: GDELT2, Unique: true}, {Provider: GDELT2, Root: true, Sources: 2}} {
		whole := Span{First: day("2016-01-01"), Last: day("2019-01-01")}
		a, err := one.Exposures(context.Background(), f, []string{"USA"}, []Span{whole}, nil)
		if err != nil {
			t.Fatal(err)
		}
		b, err := many.Exposures(context.Background(), f, []string{"USA"}, []Span{whole}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(a) != fmt.Sprint(b) || len(a) < 20 {
			t.Errorf("%s: one file %v\nmany %v", f, a, b)
		}
		if fmt.Sprint(series(t, one, f, "PSE", "ISR")) != fmt.Sprint(series(t, many, f, "PSE", "ISR")) {
			t.Errorf("%s: the series differ", f)
		}
	}
	parts, err := many.parts(context.Background(), "dyad", GDELT2)
	if err != nil || len(parts) > mergeAt {
		t.Errorf("%d dyad parts: %v", len(parts), err)
	}
}

func TestUnknownDaysAreNotSilence(t *testing.T) {
	row := strings.Split(strings.SplitAfter(gunzip(t, realFile), "\n")[0], "\t")
	daily := func(l *Library, date string, n int, id int) {
		var b strings.Builder
		for i := range n {
			f := slices.Clone(row[:57:57])
			f[0], f[1], f[7], f[17], f[56] = fmt.Sprint(id+i), date, "RUS", "IRN", date
			f = append(f, "http://example.org")
			b.WriteString(strings.Join(f, "\t") + "\n")
		}
		load(t, l, nil, write(t, date+".export.CSV", b.String()))
	}
	l := open(t)
	for i := range 30 {
		n := 40
		if i == 20 {
			n = 5 // a short file
		}
		if i != 10 { // a missing file
			daily(l, fmt.Sprintf("201304%02d", i+1), n, 1000*i)
		}
	}
	got, err := l.Unknown(context.Background(), GDELT, Span{First: day("2013-03-31"), Last: day("2013-04-30")})
	if err != nil {
		t.Fatal(err)
	}
	want := []edtf.Day{day("2013-03-31"), day("2013-04-11"), day("2013-04-21")}
	if !slices.Equal(got, want) {
		t.Errorf("unknown %v, want %v", got, want)
	}
}

func TestSplitLine(t *testing.T) {
	for _, c := range []struct {
		name, line string
		by         rune
		want       []string
	}{
		{"nothing", "", ',', []string{""}},
		{"an empty last field", "a,b,\r\n", ',', []string{"a", "b", ""}},
		{"the sign in quotes", `a;"b;c"; "d" `, ';', []string{"a", "b;c", "d"}},
		{"tabs", "\"a\tb\"\tc", '\t', []string{"a\tb", "c"}},
		{"quotes in quotes", `"say ""no""",x`, ',', []string{`say "no"`, "x"}},
		{"a quote within a field is text", `5" nail,x`, ',', []string{`5" nail`, "x"}},
		{"a quote that is never closed", `"a,b`, ',', []string{"a,b"}},
	} {
		if got := SplitLine(c.line, c.by); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

// The daily file of GDELT 1.0 and the files of 2.0 hold one day in events of their
// own numbers: no count has both, and whoever sees both is told.
func TestADayIsNeverCountedFromTwoSetsOfGDELT(t *testing.T) {
	ctx := context.Background()
	var daily strings.Builder
	for i, line := range strings.Split(strings.TrimSpace(gunzip(t, realFile)), "\n") {
		f := strings.Split(line, "\t")
		for _, adm2 := range []int{54, 47, 39} { // the columns that 1.0 lacks
			f = slices.Delete(f, adm2, adm2+1)
		}
		f[0], f[56] = fmt.Sprint(900000000+i), f[56][:8]
		daily.WriteString(strings.Join(f, "\t") + "\n")
	}
	l, alone := open(t), open(t)
	load(t, alone, nil, realFile)
	if rs := load(t, l, nil, realFile, write(t, "20180101.export.CSV", daily.String())); rs[1].Provider != GDELT || rs[1].Rows != 2414 || rs[1].Doubles != 0 {
		t.Fatalf("%+v", rs[1])
	}
	want := series(t, alone, Filter{Provider: GDELT2}, "PSE", "ISR")
	for _, p := range []Provider{GDELT, GDELT2} {
		if got := series(t, l, Filter{Provider: p}, "PSE", "ISR"); len(want) == 0 || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s counts %v, and a library that holds one set %v", p.Name(), got, want)
		}
	}
	usage, err := l.Usage(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if a, b, found := Beside(usage); !found || a.Provider != GDELT || b.Provider != GDELT2 {
		t.Errorf("beside each other are %v and %v: %v", a, b, found)
	}
	if usage, err = alone.Usage(ctx); err != nil {
		t.Fatal(err)
	}
	if _, _, found := Beside(usage); found {
		t.Error("one set stands beside itself")
	}
}

// Half a day's files in English and half of those translated are half a day.
func TestTranslatedFilesMakeNoWholeDay(t *testing.T) {
	in := Span{First: day("2018-01-01"), Last: day("2018-01-02")}
	c := Covered{}
	for i := range quarters {
		layout := "GDELT 2.0 events"
		if i%2 == 1 {
			layout += ", translated"
		}
		c.Add(layout, in, Cover{Span{First: in.First, Last: in.First}, 1. / quarters})
	}
	if got := c.shares(in); got[0] < .49 || got[0] > .51 || got[1] != 0 {
		t.Errorf("covered is %v", got)
	}
	translated := &member{path: realFile, packed: "gzip", name: "20180101000000.translation.export.CSV.gz"}
	if err := translated.recognise(nil); err != nil || translated.layout.Name != "GDELT 2.0 events, translated" {
		t.Errorf("%+v: %v", translated.layout, err)
	}
}

func TestALongGapWithinAFileIsUnknown(t *testing.T) {
	span := Span{First: day("2014-01-01"), Last: day("2014-06-30")}
	wide := Around(span)
	covered, totals := Covered{"one": make([]float64, wide.Days())}, make([]int64, wide.Days())
	gap := Span{First: day("2014-02-01"), Last: day("2014-04-30")}
	for i := range totals {
		covered["one"][i] = 1 // one file says that it covers all of it
		if d := wide.First + edtf.Day(i); d < gap.First || d > gap.Last {
			totals[i] = 50
		}
	}
	got := UnknownDays(span, covered, totals)
	if len(got) != gap.Days() || got[0] != gap.First || got[len(got)-1] != gap.Last {
		t.Errorf("%d days unknown, want the %d of the gap: %v", len(got), gap.Days(), got)
	}
	// A provider with an event now and then has quiet days, which are known.
	for i := range totals {
		totals[i] = 0
		if i%20 == 0 {
			totals[i] = 2
		}
	}
	if got := UnknownDays(span, covered, totals); len(got) != 0 {
		t.Errorf("of a sparse provider %d days are unknown: %v", len(got), got)
	}
}

func TestAPeriodIsRemoved(t *testing.T) {
	ctx := context.Background()
	l, never := open(t), open(t)
	text := gunzip(t, realFile)
	half := strings.Index(text[len(text)/2:], "\n") + len(text)/2 + 1
	a, b := write(t, "20180101.export.CSV", text[:half]), write(t, "20180102.export.CSV", text[half:])
	load(t, never, nil, a)
	load(t, l, nil, a, b)
	gone, err := l.Remove(ctx, GDELT2, Span{First: day("2018-01-02"), Last: day("2018-01-02")})
	if err != nil || len(gone) != 1 || gone[0].Name != "20180102.export.CSV" {
		t.Fatalf("%+v: %v", gone, err)
	}
	if x, y := series(t, l, Filter{Provider: GDELT2}, "PSE", "ISR"), series(t, never, Filter{Provider: GDELT2}, "PSE", "ISR"); fmt.Sprint(x) != fmt.Sprint(y) {
		t.Errorf("after removal %v, never loaded %v", x, y)
	}
	// What was removed can be loaded again.
	if r := load(t, l, nil, b)[0]; r.Already || r.Rows == 0 {
		t.Errorf("again: %+v", r)
	}
	if _, err := l.Remove(ctx, GDELT2, Span{First: day("2018-01-01"), Last: day("2018-01-31")}); err != nil {
		t.Fatal(err)
	}
	if u, err := l.Usage(ctx); err != nil || len(u) != 0 {
		t.Errorf("usage of an emptied library: %+v %v", u, err)
	}
	left, _ := filepath.Glob(filepath.Join(l.Dir(), "parts", "*"))
	if len(left) != 0 {
		t.Errorf("left on disk: %v", left)
	}
}

func TestHostileFilesAreRefused(t *testing.T) {
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	w, _ := z.Create("20180101.export.CSV")
	zeros := make([]byte, 1<<20)
	for range 600 {
		w.Write(zeros)
	}
	z.Close()
	var climbing bytes.Buffer
	z = zip.NewWriter(&climbing)
	w, _ = z.Create("../../../../climbed.export.CSV")
	w.Write([]byte(gunzip(t, realFile)))
	z.Close()
	l := open(t)
	for name, tt := range map[string]struct{ text, says string }{
		"bomb.zip":     {bomb.String(), "times its size"},
		"empty.csv":    {"", "is empty"},
		"nul.csv":      {"a\tb\x00c\n", "NUL"},
		"broken.zip":   {"PK\x03\x04 nothing", "damaged zip"},
		"broken.gz":    {"\x1f\x8b nothing", "opening it"},
		"unknown.csv":  {"a,b,c\n1,2,3\n", "make a mapping"},
		"one line.txt": {strings.Repeat("x", 3<<20), "make a mapping"},
	} {
		r := load(t, l, nil, write(t, name, tt.text))[0]
		if r.Err == nil || !strings.Contains(r.Err.Error(), tt.says) {
			t.Errorf("%s: %v, want it to say %q", name, r.Err, tt.says)
		}
	}
	if r := load(t, l, nil, write(t, "climbing.zip", climbing.String()))[0]; r.Err != nil || r.Rows != 2414 {
		t.Errorf("a zip with a climbing name: %+v", r)
	}
	if _, err := os.Stat(filepath.Join(l.Dir(), "..", "climbed.export.CSV")); err == nil {
		t.Error("the zip wrote outside of the library")
	}
	staged, _ := filepath.Glob(filepath.Join(l.Dir(), "staging", "*"))
	if len(staged) != 0 {
		t.Errorf("left in staging: %v", staged)
	}
}

func TestACancelLeavesNothingHalfDone(t *testing.T) {
	l := open(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := l.Import(ctx, []string{realFile}, nil, nil); err == nil {
		t.Error("a cancelled import said nothing")
	}
	if u, err := l.Usage(context.Background()); err != nil || len(u) != 0 {
		t.Errorf("%+v %v", u, err)
	}
}

// A cancel keeps the files before it, and what is in them counts.
func TestWhatWasTakenInBeforeACancelCounts(t *testing.T) {
	l := open(t)
	ctx, cancel := context.WithCancel(context.Background())
	second := write(t, "20180101001500.export.CSV", gunzip(t, realFile))
	_, err := l.Import(ctx, []string{realFile, second}, nil, func(done, _ int64, _ string) {
		if done > 0 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled import says %v", err)
	}
	if u, err := l.Usage(context.Background()); err != nil || len(u) != 1 || u[0].Files != 1 || u[0].Sums == 0 {
		t.Errorf("%+v %v", u, err)
	}
}
