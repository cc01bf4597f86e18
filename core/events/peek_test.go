package events

import (
	"archive/zip"
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/klauspost/compress/zstd"
)

func TestPeek(t *testing.T) {
	const body = "\xef\xbb\xbfdate;who;whom\r\n2018-01-01;RUS;IRN\n2018-01-02;IRN;RUS\n"
	dir := t.TempDir()
	write := func(name string, pack func(f *os.File) error) string {
		path := filepath.Join(dir, name)
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := pack(f); err != nil {
			t.Fatal(err)
		}
		return path
	}
	paths := []string{
		write("plain.csv", func(f *os.File) error { _, err := f.WriteString(body); return err }),
		write("packed.gz", func(f *os.File) error {
			w := gzip.NewWriter(f)
			if _, err := w.Write([]byte(body)); err != nil {
				return err
			}
			return w.Close()
		}),
		write("packed.zst", func(f *os.File) error {
			w, err := zstd.NewWriter(f)
			if err != nil {
				return err
			}
			if _, err := w.Write([]byte(body)); err != nil {
				return err
			}
			return w.Close()
		}),
		write("packed.zip", func(f *os.File) error {
			w := zip.NewWriter(f)
			if _, err := w.Create("folder/"); err != nil {
				return err
			}
			x, err := w.Create("folder/events.csv")
			if err != nil {
				return err
			}
			if _, err := x.Write([]byte(body)); err != nil {
				return err
			}
			return w.Close()
		}),
	}
	for _, path := range paths {
		got, err := Peek(path, 2)
		if want := []string{"date;who;whom", "2018-01-01;RUS;IRN"}; err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v", filepath.Base(path), got, err)
		}
	}
	empty := write("empty.csv", func(*os.File) error { return nil })
	damaged := write("damaged.zip", func(f *os.File) error { _, err := f.WriteString("PK\x03\x04 and no more"); return err })
	for _, path := range []string{empty, damaged, filepath.Join(dir, "none.csv")} {
		if got, err := Peek(path, 2); err == nil {
			t.Errorf("%s: %q and no error", filepath.Base(path), got)
		}
	}
}
