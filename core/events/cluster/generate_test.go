package cluster

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
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

const realFile = "../testdata/20180101000000.export.CSV.gz"

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

func write(t testing.TB, name, text string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

// generated writes n events from an id on as GDELT 2.0 writes them, drawn row by
// row from a real file (so who, whom and how go together as they do) and spread
// over the days up to the last; a few in a hundred lie a month, a year or ten back.
func generated(t testing.TB, name string, from, n, days int, last edtf.Day) string {
	t.Helper()
	real := strings.Split(strings.TrimSuffix(gunzip(t, realFile), "\n"), "\n")
	p := filepath.Join(t.TempDir(), name)
	f, err := os.Create(p)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	for i := range n {
		draw := rand.New(rand.NewPCG(uint64(from+i), 1)) // an id is the same event in every file
		c := strings.Split(real[draw.IntN(len(real))], "\t")
		added := last - edtf.Day(draw.IntN(days))
		on := added
		switch draw.IntN(100) {
		case 0:
			on -= 30
		case 1:
			on -= 365
		case 2:
			on -= 3652
		}
		c[0], c[1], c[59] = fmt.Sprint(from+i), on.Time().Format("20060102"), added.Time().Format("20060102")+"000000"
		c[25], c[32] = fmt.Sprint(draw.IntN(2)), fmt.Sprint(1+draw.IntN(4)) // root, outlets
		c[60] += fmt.Sprintf("?%d", from+i)
		w.WriteString(strings.Join(c, "\t"))
		w.WriteByte('\n')
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return p
}

// mentions writes n mentions of events from an id on, each twice in a hundred
// doubled.
func mentions(t testing.TB, name string, from, n int) string {
	t.Helper()
	var b strings.Builder
	for i := range n {
		line := fmt.Sprintf("%d\t20180101000000\t20180101001500\t1\texample.org\thttps://example.org/%d\t1\t-1\t10\t20\t1\t%d\t1000\t-2.5\t\t\n", from+i/3, i, i%101)
		b.WriteString(line)
		if i%50 == 0 {
			b.WriteString(line)
		}
	}
	return write(t, name, b.String())
}
