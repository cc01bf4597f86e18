package stats

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/stats/statstest"
)

// load reads a reference of testdata into v.
func load(t testing.TB, name string, v any) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// durationData is a set of durations as the tests' files hold it.
type durationData struct {
	times []float64
	cause []int
	ended []bool
	group []string
}

func (d *durationData) add(time float64, cause int, group string) {
	d.times = append(d.times, time)
	d.cause = append(d.cause, cause)
	d.ended = append(d.ended, cause != 0)
	d.group = append(d.group, group)
}

// only is the part of d in one group.
func (d durationData) only(group string) durationData {
	var out durationData
	for i, g := range d.group {
		if g == group {
			out.add(d.times[i], d.cause[i], g)
		}
	}
	return out
}

// readDurations reads three columns of a CSV file, gzipped or not.
func readDurations(t testing.TB, name, time, cause, group string) durationData {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var in io.Reader = bufio.NewReader(f)
	if strings.HasSuffix(name, ".gz") {
		if in, err = gzip.NewReader(in); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, h := range rows[0] {
		column[h] = i
	}
	var d durationData
	for _, row := range rows[1:] {
		years, err := strconv.ParseFloat(row[column[time]], 64)
		if err != nil {
			t.Fatal(err)
		}
		c := map[string]int{"1": 1, "2": 2, "True": 1}[row[column[cause]]]
		d.add(years, c, row[column[group]])
	}
	return d
}

// nearMaybe compares a number that may not exist with R's, null where R has NA, NaN or Inf.
func nearMaybe(t testing.TB, what string, got Maybe, want *float64) {
	t.Helper()
	statstest.NearMaybe(t, what, got.Value, got.OK, want)
}

func wantData(t testing.TB, what string, err error) {
	t.Helper()
	if !errors.Is(err, ErrData) {
		t.Errorf("%s: error is %v, want one that wraps ErrData", what, err)
	}
}

func wantPanic(t testing.TB, what string, f func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s: no panic", what)
		}
	}()
	f()
}

// columnOrName is a column of numbers in a file that elsewhere names a column instead.
type columnOrName struct{ numbers []float64 }

func (c *columnOrName) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		return nil
	}
	return json.Unmarshal(raw, &c.numbers)
}
