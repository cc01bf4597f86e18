package events

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// sizes of the benchmarks: what a benchmark makes by default runs in CI; the sizes
// that users reach are asked for with FAIRWEATHER_EVENTS (100000000).
func eventCount(b *testing.B, usual int) int {
	n, err := strconv.Atoi(os.Getenv("FAIRWEATHER_EVENTS"))
	if err != nil {
		return usual
	}
	return n
}

// marginals makes tables of what real events hold, from a quarter of an hour of
// GDELT: who acts, upon whom, how; drawn from independently.
func marginals(t testing.TB, db *sql.DB) {
	t.Helper()
	real := &member{path: filepath.Join("testdata", "20180101000000.export.CSV.gz"), packed: "gzip", name: "20180101000000.export.CSV.gz"}
	if err := real.recognise(nil); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		"SET threads = 1", // the same draws on every machine
		"CREATE TABLE real AS " + real.selection(),
		"CREATE TABLE who AS SELECT row_number() OVER (ORDER BY id) - 1 AS k, source AS s, actor1 AS a FROM real",
		"CREATE TABLE whom AS SELECT row_number() OVER (ORDER BY id) - 1 AS k, target AS s, actor2 AS a FROM real",
		"CREATE TABLE how AS SELECT row_number() OVER (ORDER BY id) - 1 AS k, code, quad, goldstein, root, mentions, sources, articles, tone, place, lat, lon, url FROM real",
	} {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
}

// drawn writes the query for n events numbered from first, over the days from
// 1979-01-01 for the given number; coverage grows as GDELT's does.
func drawn(first, n, days int) string {
	r := func(salt int) string { return fmt.Sprintf("CAST(hash(i * 7919 + %d) %% 2414 AS BIGINT)", salt) } // so many rows has the real file
	return fmt.Sprintf(`SELECT i AS id, CAST(NULL AS VARCHAR) AS ref, CAST(DATE '1979-01-01' + CAST(floor(%d * pow((i - %d + 0.5) / %d, 0.35)) AS INTEGER) AS DATE) AS day,
		who.s AS source, whom.s AS target, who.a AS actor1, whom.a AS actor2, how.code, how.quad, how.goldstein, how.root, CAST(1 AS UINTEGER) AS events, how.mentions, how.sources, how.articles, how.tone,
		CAST(NULL AS UINTEGER) AS deaths, how.place, how.lat, how.lon, how.url || '?' || i AS url, CAST(NULL AS VARCHAR) AS publisher,
		CAST(DATE '1979-01-01' + CAST(floor(%d * pow((i - %d + 0.5) / %d, 0.35)) AS INTEGER) AS DATE) AS added, CAST(1 AS BIGINT) AS file
		FROM (SELECT i, %s AS k1, %s AS k2, %s AS k3 FROM range(%d, %d) AS t(i)) JOIN who ON who.k = k1 JOIN whom ON whom.k = k2 JOIN how ON how.k = k3`,
		days, first, n, days, first, n, r(1), r(2), r(3), first, first+n)
}

// gdeltFile writes n drawn events as a daily file of GDELT 1.0 would hold them.
func gdeltFile(t testing.TB, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "generated.csv")
	engine, err := startEngine(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	marginals(t, engine)
	cols := make([]string, 0, 58)
	has := map[string]string{"GLOBALEVENTID": "id", "SQLDATE": "strftime(day, '%Y%m%d')", "MonthYear": "strftime(day, '%Y%m')", "Year": "strftime(day, '%Y')",
		"FractionDate": "strftime(day, '%Y') || '.5'", "Actor1Code": "source", "Actor1Name": "actor1", "Actor1CountryCode": "source", "Actor2Code": "target", "Actor2Name": "actor2", "Actor2CountryCode": "target",
		"IsRootEvent": "CAST(root AS INTEGER)", "EventCode": "code", "EventBaseCode": "left(code, 3)", "EventRootCode": "left(code, 2)", "QuadClass": "quad", "GoldsteinScale": "goldstein",
		"NumMentions": "mentions", "NumSources": "sources", "NumArticles": "articles", "AvgTone": "tone", "ActionGeo_FullName": "place", "ActionGeo_Lat": "lat", "ActionGeo_Long": "lon",
		"Actor1Geo_FullName": "place", "Actor1Geo_Lat": "lat", "Actor1Geo_Long": "lon", "DATEADDED": "strftime(added, '%Y%m%d')", "SOURCEURL": "url"}
	for _, c := range gdelt1Columns {
		e := has[c]
		if e == "" {
			e = "NULL"
		}
		cols = append(cols, e+" AS "+c)
	}
	q := "COPY (SELECT "
	for i, c := range cols {
		if i > 0 {
			q += ", "
		}
		q += c
	}
	q += " FROM (" + drawn(1, n, 15000) + ")) TO " + literal(path) + ` (FORMAT csv, DELIMITER '\t', HEADER false, QUOTE '', ESCAPE '')`
	if _, err := engine.Exec(q); err != nil {
		t.Fatal(err)
	}
	return path
}

// drawnLibrary makes a library of n drawn events without going through a file.
func drawnLibrary(t testing.TB, n int) *Library {
	t.Helper()
	ctx := context.Background()
	l, err := Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	maker, err := startEngine(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer maker.Close()
	marginals(t, maker)
	if _, err := maker.Exec("SET threads = 2"); err != nil {
		t.Fatal(err)
	}
	name := "event-gdelt-" + token() + ".parquet"
	if _, err := maker.Exec("COPY (" + drawn(1, n, 15000) + ") TO " + literal(l.part(name)) + parquet); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(l.part(name))
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		fmt.Sprintf("INSERT INTO part VALUES ('%s', 'event', 'gdelt', %d, %d, '1979-01-01', '2020-01-25', 1, %d, 0)", name, n, info.Size(), n),
		fmt.Sprintf("INSERT INTO file (id, provider, layout, name, sha256, mark, bytes, rows, refused, doubles, first_day, last_day, imported, part) VALUES (1, 'gdelt', 'drawn', 'drawn', 'drawn', 1, 0, %d, 0, 0, '1979-01-01', '2020-01-25', '2026-01-01T00:00:00Z', '%s')", n, name),
		"INSERT INTO cover VALUES (1, '1979-01-01', '2020-01-25', 1)",
	} {
		if _, err := l.manifest.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Sum(ctx); err != nil {
		t.Fatal(err)
	}
	return l
}
