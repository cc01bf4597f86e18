//go:build clickhouse && linux

package cluster

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/fairweather-app/fairweather/core/events"
)

// eventCount is how many events a benchmark asks: few by default, so that CI runs
// it; FAIRWEATHER_EVENTS=100000000 gives what users reach.
func eventCount(b *testing.B, usual int) int {
	n, err := strconv.Atoi(os.Getenv("FAIRWEATHER_EVENTS"))
	if err != nil {
		return usual
	}
	return n
}

// BenchmarkLoad sends a file of drawn events, of a month and what was reported of
// earlier days in it, into one server.
func BenchmarkLoad(b *testing.B) {
	s := store(b, servers(b, 1), "load")
	n := min(eventCount(b, 20_000), 1_000_000)
	path := generated(b, "generated.csv", 1, n, 30, day("2020-01-24"))
	before := worked(b)
	for b.Loop() {
		if _, err := s.Remove(context.Background(), events.GDELT2, events.Span{First: -100_000, Last: 100_000}); err != nil {
			b.Fatal(err)
		}
		if r := imported(b, s, path)[0]; r.Rows != int64(n) {
			b.Fatalf("%+v", r)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric((worked(b)-before).Seconds()*1e9/float64(n)/float64(b.N), "server-ns/row")
}

// drawn fills a store with n events without going through a file: those of a real
// quarter of an hour over and over, each with a day of its own, ever more of them
// toward the end as in GDELT.
func drawn(b *testing.B, s *Store, n int) {
	b.Helper()
	ctx := context.Background()
	imported(b, s, realFile)
	const columns = "provider, ref, source, target, actor1, actor2, code, quad, goldstein, root, events, mentions, sources, articles, tone, deaths, place, lat, lon, publisher"
	const day = "toInt32(3287 + floor(15000 * pow((cityHash64(2414 * n + id) % 1000000 + 0.5) / 1000000, 0.35)))"
	const step = 400
	for from := 0; from*2414 < n; from += step {
		many := min(step, n/2414-from)
		if many <= 0 {
			break
		}
		if err := s.conn.Exec(ctx, fmt.Sprintf("INSERT INTO event (%s, id, day, added, url, load) SELECT %s, 1000000000 + 2414 * n + id %% 2414, %s AS d, d, concat(url, toString(n)), load FROM event CROSS JOIN (SELECT number + %d AS n FROM numbers(%d)) WHERE id < 1000000000",
			columns, columns, day, from, many)); err != nil {
			b.Fatal(err)
		}
	}
	var have uint64
	if err := s.conn.QueryRow(ctx, "SELECT count() FROM event").Scan(&have); err != nil {
		b.Fatal(err)
	}
	usage, err := s.Usage(ctx)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d events, %.1f bytes an event, %d sums", have, float64(usage[0].Bytes)/float64(have), usage[0].Sums)
}

// BenchmarkQueries asks one server and two shards what the pages ask: a dyad's
// whole history, what every state did toward one in a moment's window and
// baseline, the kinds of act by day, and a list.
func BenchmarkQueries(b *testing.B) {
	all := servers(b, 2)
	n := eventCount(b, 100_000)
	for _, hosts := range [][]string{all[:1], all} {
		s := store(b, hosts, fmt.Sprintf("queries%d", len(hosts)))
		drawn(b, s, n)
		questions(b, s, fmt.Sprintf("servers=%d/", len(hosts)))
		for _, sh := range s.shards { // room on the disk for the next
			if err := sh.conn.Exec(context.Background(), "TRUNCATE TABLE "+s.local("event")); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func questions(b *testing.B, s *Store, name string) {
	ctx := context.Background()
	start := day("2018-06-13")
	spans := []events.Span{{First: start, Last: start + 13}, {First: start - 378, Last: start - 14}}
	ask := func(what string, do func() error) {
		b.Run(name+what, func(b *testing.B) {
			before := worked(b)
			for b.Loop() {
				if err := do(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric((worked(b)-before).Seconds()*1000/float64(b.N), "server-ms/op")
		})
	}
	whole := events.Span{First: day("1979-01-01"), Last: day("2020-12-31")}
	for _, f := range []events.Filter{{Provider: events.GDELT2, Root: true}, {Provider: events.GDELT2, Unique: true}} {
		ask("Series/"+f.String(), func() error {
			c, err := s.Series(ctx, f, []string{"PRK"}, []string{"USA"}, whole)
			if err == nil && len(c) == 0 {
				err = fmt.Errorf("no events")
			}
			return err
		})
		ask("Exposures/"+f.String(), func() error {
			e, err := s.Exposures(ctx, f, []string{"IRN"}, spans, nil)
			if err == nil && len(e) == 0 {
				err = fmt.Errorf("no exposures")
			}
			return err
		})
	}
	ask("Events", func() error {
		_, err := s.Events(ctx, events.Choice{Filter: events.Filter{Provider: events.GDELT2}, Sources: []string{"PRK"}, Targets: []string{"USA"}, Span: events.Span{First: start, Last: start + 30}, Limit: 50})
		return err
	})
	ask("Unknown", func() error {
		_, err := s.Unknown(ctx, events.GDELT2, spans[1])
		return err
	})
}
