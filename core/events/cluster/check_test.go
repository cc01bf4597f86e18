package cluster

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events"
)

func TestLiterals(t *testing.T) {
	for in, want := range map[string]string{"": "''", "it's": `'it\'s'`, `\'`: `'\\\''`, "a\x00b": `'a\0b'`} {
		if got := literal(in); got != want {
			t.Errorf("%q is written %s, not %s", in, got, want)
		}
	}
	if got := name("a`b"); got != "`a\\`b`" {
		t.Error(got)
	}
}

// Loads that are at work or removed since are not asked for.
func TestALookHides(t *testing.T) {
	if got := (look{last: 7}).where("gdelt"); got != "provider = 'gdelt' AND load <= 7" {
		t.Error(got)
	}
	if got := (look{7, []int32{3, 5}}).where("o'neil"); got != `provider = 'o\'neil' AND load <= 7 AND load NOT IN (3, 5)` {
		t.Error(got)
	}
	for _, c := range []struct {
		name          string
		before, since look
		want          bool
	}{
		{"nothing happened", look{7, []int32{3}}, look{7, []int32{3}}, false},
		{"a load was begun", look{7, []int32{3}}, look{9, []int32{3, 8, 9}}, false},
		{"a load ended", look{7, []int32{3, 7}}, look{7, []int32{3}}, false},
		{"a file is being removed", look{7, []int32{3}}, look{7, []int32{2, 3}}, true},
		{"a file is being removed, another begun", look{7, nil}, look{8, []int32{1, 8}}, true},
	} {
		if got := c.before.spoilt(c.since); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// Two libraries that hold the same answer alike, whatever the files were; one
// that lacks an event does not, and Check says where.
func TestCheckFindsWhatDiffers(t *testing.T) {
	ctx := context.Background()
	all := gunzip(t, realFile)
	lines := strings.SplitAfter(all, "\n")
	lacking := slices.IndexFunc(lines, func(l string) bool { f := strings.Split(l, "\t"); return f[7] == "USA" && f[17] == "ISR" })
	less := write(t, "20180101000000.export.CSV", strings.Join(slices.Delete(slices.Clone(lines), lacking, lacking+1), ""))
	var stores []events.Store
	for _, path := range []string{realFile, realFile, less} {
		l, err := events.Open(ctx, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		if rs, err := l.Import(ctx, []string{path}, nil, nil); err != nil || rs[0].Err != nil {
			t.Fatal(rs, err)
		}
		stores = append(stores, l)
	}
	q, err := Ask(ctx, stores[0], events.GDELT2)
	if err != nil {
		t.Fatal(err)
	}
	q.Filters = q.Filters[:2]
	q.Targets = append(q.Targets, "ISR")
	q.Dyads = append(q.Dyads, [2]string{"USA", "ISR"})
	n, differences, err := Check(ctx, stores[0], stores[1], q)
	if err != nil || len(differences) > 0 || n < 20 {
		t.Errorf("the same: %d questions, %v, %v", n, differences, err)
	}
	_, differences, err = Check(ctx, stores[0], stores[2], q)
	if err != nil {
		t.Fatal(err)
	}
	told := fmt.Sprint(differences)
	for _, want := range []string{"files", "usage", "series of USA toward ISR", "exposures toward ISR", "events of [USA] toward [ISR]"} {
		if !strings.Contains(told, want) {
			t.Errorf("no difference is told in %s: %.400s", want, told)
		}
	}
	if strings.Contains(told, "unknown days") {
		t.Errorf("unknown days do not differ: %.400s", told)
	}
	if _, err := Ask(ctx, stores[0], events.ICEWS); err == nil {
		t.Error("questions about a provider of whom nothing is loaded")
	}
}

// A reader gives the rows that an import takes in, batch by batch, without the
// doubles it is told of.
func TestAReaderGivesWhatAnImportTakes(t *testing.T) {
	ctx := context.Background()
	r, err := events.OpenReader(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	lines := strings.SplitAfter(gunzip(t, realFile), "\n")
	path := write(t, "20180102.export.CSV", strings.Join(lines[:50], "")+strings.Join(lines[:20], "")+"no event\n")
	tables := 0
	err = r.Tables(ctx, path, nil, func(tb *events.Table) error {
		tables++
		if err := tb.Read(ctx); err != nil {
			return err
		}
		// Four of the fifty are told to be there already.
		told := false
		err := tb.Keys(ctx, 4, func(b events.Batch) error {
			if told {
				return nil
			}
			told = true
			return tb.Had(ctx, b)
		})
		if err != nil {
			return err
		}
		if err := tb.Finish(ctx); err != nil {
			return err
		}
		if tb.Rows != 46 || tb.Doubles != 24 || tb.Refused != 1 || len(tb.Refusals) != 1 || tb.Refusals[0].Line != 71 {
			t.Errorf("%+v", tb.Report)
		}
		if len(tb.Covers) != 1 || tb.Covers[0].First != day("2018-01-02") || tb.Covers[0].Share != 1 {
			t.Errorf("covers %+v", tb.Covers)
		}
		rows, ids := 0, map[int64]bool{}
		err = tb.Each(ctx, 20, func(b events.Batch) error {
			if b.Rows > 20 || len(b.Columns) != len(tb.Columns()) {
				t.Errorf("a batch of %d rows, %d columns", b.Rows, len(b.Columns))
			}
			rows += b.Rows
			for i, c := range tb.Columns() {
				switch c {
				case "id":
					for _, id := range b.Columns[i].([]int64) {
						ids[id] = true
					}
				case "day":
					for _, d := range b.Columns[i].([]int32) {
						if edtf.Day(d) < day("2008-01-01") || edtf.Day(d) > day("2018-01-01") {
							t.Errorf("day %s", edtf.Day(d))
						}
					}
				}
			}
			return nil
		})
		if rows != 46 || len(ids) != 46 {
			t.Errorf("%d rows, %d ids", rows, len(ids))
		}
		return err
	})
	if err != nil || tables != 1 {
		t.Error(tables, err)
	}
}
