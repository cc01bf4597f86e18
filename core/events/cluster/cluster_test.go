//go:build clickhouse && linux

package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fairweather-app/fairweather/core/events"
)

// store opens a database of its own on running servers, as a cluster where there
// are several.
func store(t testing.TB, hosts []string, database string) *Store {
	t.Helper()
	a := Address{Hosts: hosts[:1], User: "default", Database: database}
	if len(hosts) > 1 {
		a.Cluster = "shards"
	}
	s, err := Open(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func library(t testing.TB) *events.Library {
	t.Helper()
	l, err := events.Open(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// imported takes files into a store, and fails where one could not be taken in.
func imported(t testing.TB, s events.Store, paths ...string) []events.Report {
	t.Helper()
	rs, err := s.Import(context.Background(), paths, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rs {
		if r.Err != nil {
			t.Fatal(r.File, r.Err)
		}
	}
	return rs
}

// same checks that two stores answer alike to all questions about what they hold,
// through every filter or some.
func same(t testing.TB, a, b events.Store, filters ...events.Filter) {
	t.Helper()
	ctx := context.Background()
	usage, err := a.Usage(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range usage {
		q, err := Ask(ctx, a, u.Provider)
		if err != nil {
			t.Fatal(err)
		}
		if len(filters) > 0 {
			q.Filters = slices.Clone(filters)
			for i := range q.Filters {
				q.Filters[i].Provider = u.Provider
			}
		}
		n, differences, err := Check(ctx, a, b, q)
		if err != nil {
			t.Fatal(err)
		}
		if n < 10 {
			t.Errorf("%s: only %d questions", u.Provider, n)
		}
		for _, d := range differences[:min(len(differences), 5)] {
			t.Error(d)
		}
	}
	if _, differences, err := Check(ctx, a, b, Questions{}); err != nil || len(differences) > 0 { // files and usage, where nothing is loaded too
		t.Error(differences, err)
	}
}

// The library and ClickHouse are given the same files, in the same order, and
// asked the same questions: one server, and two as shards.
func TestBothStoresAnswerAlike(t *testing.T) {
	hosts := servers(t, 2)
	real := gunzip(t, realFile)
	lines := strings.SplitAfter(real, "\n")
	files := []string{
		generated(t, "20180615.export.CSV", 900_000_000, 20_000, 500, day("2018-06-15")),
		realFile,
		generated(t, "20180616.export.CSV", 900_015_000, 20_000, 500, day("2018-06-15")), // a quarter of its events are there
		// Doubles within the file and with the real one, malformed rows, Latin-1.
		write(t, "20180102.export.CSV", strings.Join(lines[:50], "")+strings.Join(lines[:20], "")+"no event\n"+strings.Replace(lines[60], "\t2018", "\t20x8", 1)+strings.Replace(lines[70], "United States", "\xc9tats-Unis", 1)),
		mentions(t, "20180101001500.mentions.CSV", 900_000_000, 3000),
		mentions(t, "20180101003000.mentions.CSV", 900_000_000, 4000), // the first 3000 again
		"../testdata/ucdp_ged_sample.csv.gz",
		// Before 1970, where a Date of ClickHouse ends.
		generated(t, "19550101.export.CSV", 1, 2_000, 100, day("1955-01-01")),
	}
	for name, hosts := range map[string][]string{"one": hosts[:1], "two": hosts} {
		t.Run(name+" server", func(t *testing.T) {
			l, s := library(t), store(t, hosts, name)
			for i := range files {
				want, got := imported(t, l, files[i])[0], imported(t, s, files[i])[0]
				if fmt.Sprintf("%+v", want) != fmt.Sprintf("%+v", got) {
					t.Errorf("library: %+v\ncluster: %+v", want, got)
				}
			}
			some := []events.Filter{{Root: true, Sources: 2}, {Unique: true}}
			if len(hosts) > 1 {
				same(t, l, s) // through every filter
			} else {
				same(t, l, s, some...)
			}
			for _, r := range imported(t, s, files...) {
				if !r.Already {
					t.Errorf("%s was loaded twice", r.File)
				}
			}
			within := events.Span{First: day("2018-06-16"), Last: day("2018-06-16")}
			for _, st := range []events.Store{l, s} {
				removed, err := st.Remove(context.Background(), events.GDELT2, within)
				if err != nil || len(removed) != 1 || removed[0].Name != "20180616.export.CSV" {
					t.Fatal(removed, err)
				}
			}
			same(t, l, s, some...)
			// What was removed can be loaded again.
			imported(t, l, files[2])
			if r := imported(t, s, files[2])[0]; r.Already || r.Rows != 15_000 || r.Doubles != 5_000 {
				t.Errorf("again: %+v", r)
			}
			same(t, l, s, some...)
		})
	}
}

// Both shards hold a fair share, and a dyad's events lie on one.
func TestShardsShare(t *testing.T) {
	hosts := servers(t, 2)
	s := store(t, hosts, "share")
	imported(t, s, generated(t, "20180615.export.CSV", 1, 30_000, 30, day("2018-06-15")))
	ctx := context.Background()
	var dyads [2]map[string]bool
	var n [2]uint64
	for i, sh := range s.shards {
		if err := sh.conn.QueryRow(ctx, "SELECT count() FROM event_local").Scan(&n[i]); err != nil {
			t.Fatal(err)
		}
		var of []string
		if err := sh.conn.QueryRow(ctx, "SELECT groupUniqArray(concat(target, source)) FROM event_local WHERE target != '' AND source != ''").Scan(&of); err != nil {
			t.Fatal(err)
		}
		dyads[i] = map[string]bool{}
		for _, d := range of {
			dyads[i][d] = true
		}
	}
	t.Logf("%d and %d events", n[0], n[1])
	if n[0]+n[1] != 30_000 || min(n[0], n[1]) < 9_000 {
		t.Errorf("shards hold %d and %d events", n[0], n[1])
	}
	for d := range dyads[0] {
		if dyads[1][d] {
			t.Errorf("dyad %s lies on both shards", d)
		}
	}
}

// Wherever an import is cancelled, nothing of the file at work counts, and the next
// import takes it in whole.
func TestACancelLeavesNothingHalfIn(t *testing.T) {
	s := store(t, servers(t, 2), "cancel")
	first := generated(t, "20180614.export.CSV", 1, 5_000, 30, day("2018-06-14"))
	imported(t, s, first)
	second := generated(t, "20180615.export.CSV", 10_001, 60_000, 30, day("2018-06-15"))
	undisturbed := library(t)
	imported(t, undisturbed, first)
	cancelled := 0
	for i := range 12 {
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(80*(i+1))*time.Millisecond)
		_, err := s.Import(ctx, []string{second}, nil, nil)
		cancel()
		if err == nil {
			break
		}
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		cancelled++
		same(t, undisturbed, s, events.Filter{Unique: true})
	}
	if cancelled < 3 {
		t.Fatalf("only %d imports were cancelled", cancelled)
	}
	imported(t, s, second)
	imported(t, undisturbed, second)
	same(t, undisturbed, s, events.Filter{Unique: true})
}

// A program that died while it sent rows leaves a load that never ends: it counts
// for nobody, keeps others out while it may live, and is swept when it is dead.
func TestADeadLoadIsSwept(t *testing.T) {
	hosts := servers(t, 2)
	s := store(t, hosts, "dead")
	ctx := context.Background()
	path := generated(t, "20180615.export.CSV", 1, 4_000, 30, day("2018-06-15"))
	reader, err := events.OpenReader(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	var broken *load
	err = reader.Tables(ctx, path, nil, func(t *events.Table) error {
		if err := t.Read(ctx); err != nil {
			return err
		}
		if broken, err = s.begin(ctx, t); err != nil {
			return err
		}
		if err := s.doubles(ctx, t, broken); err != nil {
			return err
		}
		if err := t.Finish(ctx); err != nil {
			return err
		}
		return t.Each(ctx, 1_000, func(b events.Batch) error {
			columns := append(t.Columns(), "provider", "load")
			b.Columns = append(b.Columns, slices.Repeat([]string{string(events.GDELT2)}, b.Rows), slices.Repeat([]int32{broken.number}, b.Rows))
			return s.send(ctx, "event", columns, b)
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	count := func() (n uint64) {
		if err := s.conn.QueryRow(ctx, "SELECT count() FROM event").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if count() != 4_000 {
		t.Fatalf("%d rows were sent", count())
	}
	all := events.Choice{Filter: events.Filter{Provider: events.GDELT2}, Span: events.Span{First: 0, Last: 20000}}
	if seen, err := s.Events(ctx, all); err != nil || len(seen) != 0 {
		t.Fatalf("%d events of a load that is at work are seen: %v", len(seen), err)
	}
	if rs, err := s.Import(ctx, []string{path}, nil, nil); err != nil || rs[0].Err == nil || !strings.Contains(rs[0].Err.Error(), "another program is loading") {
		t.Fatalf("while another is at work: %+v %v", rs, err)
	}
	s.abandoned = time.Second
	time.Sleep(2500 * time.Millisecond)
	if broken.seen = time.Now().Add(-time.Minute); s.alive(ctx, broken) == nil {
		t.Error("a load that was away for longer than others wait goes on")
	}
	if err := s.sweep(ctx); err != nil || count() != 0 {
		t.Fatalf("%d rows are left after the sweep: %v", count(), err)
	}
	s.abandoned = time.Minute
	imported(t, s, path)
	if count() != 4_000 {
		t.Errorf("%d rows after the sweep and the import", count())
	}
	seen, err := s.Events(ctx, all)
	if err != nil || len(seen) != 200 {
		t.Errorf("%d events: %v", len(seen), err)
	}
}

// Two programs that load the same files at once load each once.
func TestTwoProgramsLoadAtOnce(t *testing.T) {
	hosts := servers(t, 2)
	a, b := store(t, hosts, "both"), store(t, hosts, "both")
	files := []string{
		generated(t, "20180614.export.CSV", 1, 3_000, 30, day("2018-06-14")),
		generated(t, "20180615.export.CSV", 2_001, 3_000, 30, day("2018-06-14")), // a third of the first again
	}
	var wait sync.WaitGroup
	for _, s := range []*Store{a, b} {
		wait.Go(func() {
			for range 20 {
				rs, err := s.Import(context.Background(), files, nil, nil)
				if err != nil {
					t.Error(err)
					return
				}
				if rs[0].Err == nil && rs[1].Err == nil {
					return
				}
			}
			t.Error("one program never found the other done")
		})
	}
	wait.Wait()
	l := library(t)
	imported(t, l, files...)
	usage, err := a.Usage(context.Background())
	if err != nil || len(usage) != 1 || usage[0].Files != 2 || usage[0].Events != 5_000 {
		t.Errorf("%+v %v", usage, err)
	}
}

// Texts with any sign come back as they went in.
func TestLiteralsComeBack(t *testing.T) {
	s := store(t, servers(t, 1), "literals")
	for _, want := range []string{"", "it's", `back\slash`, `'); DROP TABLE event; --`, "tab\tline\n", "nul\x00", "Ünï فارسی", "?", "{a:String}", "$1", "@x", "`name`"} {
		var got string
		if err := s.conn.QueryRow(context.Background(), "SELECT "+literal(want)).Scan(&got); err != nil || got != want {
			t.Errorf("%q came back as %q: %v", want, got, err)
		}
	}
}

// The tables say what made them: another cluster's name, and tables of a newer
// program, are refused; without a name the database's own is taken.
func TestTablesAreKnownByVersion(t *testing.T) {
	hosts := servers(t, 2)
	s := store(t, hosts, "version")
	ctx := context.Background()
	again, err := Open(ctx, Address{Hosts: hosts[1:], User: "default", Database: "version"})
	if err != nil || again.cluster != "shards" || len(again.shards) != 2 {
		t.Fatalf("%+v %v", again, err)
	}
	again.Close()
	for _, c := range []struct{ cluster, database, says string }{
		{"other", "version", `was made for cluster "shards"`},
		{"none", "fresh", `knows no cluster "none"`},
	} {
		if _, err := Open(ctx, Address{Hosts: hosts[:1], User: "default", Database: c.database, Cluster: c.cluster}); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("cluster %s: %v", c.cluster, err)
		}
	}
	if err := s.shards[0].conn.Exec(ctx, "INSERT INTO made SELECT toUInt32(2), 'shards'"); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, Address{Hosts: hosts[:1], User: "default", Database: "version"}); err == nil || !strings.Contains(err.Error(), "use a newer Fairweather") {
		t.Error(err)
	}
}

// Both stores export the same rows in the same columns and order.
func TestExportsAreAlike(t *testing.T) {
	s, l := store(t, servers(t, 2), "exports"), library(t)
	paths := []string{realFile, generated(t, "generated.csv", 1, 3000, 30, day("2018-06-30"))}
	imported(t, s, paths...)
	imported(t, l, paths...)
	whole := events.Choice{Filter: events.Filter{Provider: events.GDELT2, Root: true}, Span: events.Span{First: day("2000-01-01"), Last: day("2019-12-31")}}
	limited := whole
	limited.Limit, limited.Quad = 7, events.MaterialConflict
	for _, c := range []events.Choice{whole, limited} {
		var texts [2]string
		for i, st := range []events.Store{s, l} {
			to := filepath.Join(t.TempDir(), "out.csv")
			n, err := st.Export(context.Background(), c, to)
			if err != nil || n == 0 {
				t.Fatal(n, err)
			}
			text, err := os.ReadFile(to)
			if err != nil {
				t.Fatal(err)
			}
			texts[i] = string(text)
		}
		a, b := strings.Split(texts[0], "\n"), strings.Split(texts[1], "\n")
		for i := range max(len(a), len(b)) {
			if i >= len(a) || i >= len(b) || noDeaths(a[i]) != noDeaths(b[i]) {
				t.Fatalf("line %d of %d and %d:\n%s\n%s", i, len(a), len(b), a[min(i, len(a)-1)], b[min(i, len(b)-1)])
			}
		}
	}
}

// noDeaths is a line without its number of dead: the cluster holds 0 where none is
// told, the library nothing.
func noDeaths(line string) string {
	f := strings.Split(line, ",")
	if len(f) > 16 && (f[16] == "0" || f[16] == "") {
		f[16] = ""
	}
	return strings.Join(f, ",")
}

// Probe says what stands at an address, and changes nothing there.
func TestProbe(t *testing.T) {
	ctx := context.Background()
	hosts := servers(t, 2)
	a := Address{Hosts: hosts[:1], User: "default", Database: "probed", Cluster: "shards"}
	for range 2 { // the first makes nothing
		if f, err := Probe(ctx, a); err != nil || f.Made || f.Shards != 2 || f.Server == "" {
			t.Fatalf("%+v, %v", f, err)
		}
	}
	s := store(t, hosts, "probed")
	imported(t, s, realFile)
	a.Cluster = ""
	if f, err := Probe(ctx, a); err != nil || !f.Made || f.Shards != 2 || f.Files != 1 {
		t.Errorf("%+v, %v", f, err)
	}
	for want, change := range map[string]func(*Address){
		"refuses the user":     func(a *Address) { a.User = "nobody" },
		"knows no cluster":     func(a *Address) { a.Database, a.Cluster = "other", "nowhere" },
		"was made for cluster": func(a *Address) { a.Cluster = "other" },
	} {
		b := a
		change(&b)
		if _, err := Probe(ctx, b); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
