package casefile

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// big makes a case file of 10,000 records.
func big(tb testing.TB) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "big.fairweather")
	f, err := Create(context.Background(), path, generate(10_000), "generate", Options{})
	if err != nil {
		tb.Fatal(err)
	}
	if err := f.Close(); err != nil {
		tb.Fatal(err)
	}
	return path
}

func BenchmarkOpen(b *testing.B) {
	path := big(b)
	for b.Loop() {
		f, err := Open(context.Background(), path, Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		f.Close()
		b.StartTimer()
	}
}

func BenchmarkCreate(b *testing.B) {
	c := generate(10_000)
	dir := b.TempDir()
	for n := 0; b.Loop(); n++ {
		f, err := Create(context.Background(), filepath.Join(dir, fmt.Sprintf("%d.fairweather", n)), c, "generate", Options{})
		if err != nil {
			b.Fatal(err)
		}
		f.Close()
	}
}

func openBig(b *testing.B) *File {
	f, err := Open(context.Background(), big(b), Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { f.Close() })
	return f
}

func BenchmarkApply(b *testing.B) {
	f := openBig(b)
	r, _ := f.Case().Get("c00000")
	for n := 0; b.Loop(); n++ {
		changed := ledger.Clone(r).(*ledger.Conduct)
		changed.What = fmt.Sprintf("Sent envoy %d", n)
		if _, err := f.Apply(context.Background(), Edit{Label: "change", Changes: []ledger.Change{{ID: "c00000", Record: changed}}}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUndoRedo(b *testing.B) {
	f := openBig(b)
	changed := ledger.Clone(must(f.Case().Get("c00000"))).(*ledger.Conduct)
	changed.What = "Sent an envoy"
	if _, err := f.Apply(context.Background(), Edit{Label: "change", Changes: []ledger.Change{{Record: changed}}}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, _, err := f.Undo(context.Background()); err != nil {
			b.Fatal(err)
		}
		if _, _, err := f.Redo(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}

func must(r ledger.Record, ok bool) ledger.Record {
	if !ok {
		panic("no such record")
	}
	return r
}

func BenchmarkSearch(b *testing.B) {
	f := openBig(b)
	for _, q := range []string{"s", "sanctions", "sanc env", "c00123", `"joint exercise"`, "zzz"} {
		b.Run(q, func(b *testing.B) {
			for b.Loop() {
				if _, err := f.Search(context.Background(), q, 50); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRefreshUnchanged(b *testing.B) {
	f := openBig(b)
	for b.Loop() {
		if _, changed, err := f.Refresh(context.Background()); err != nil || changed {
			b.Fatal(changed, err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	f := openBig(b)
	for b.Loop() {
		if wrong, err := f.Verify(context.Background()); err != nil || len(wrong) > 0 {
			b.Fatal(wrong, err)
		}
	}
}

func BenchmarkSalvage(b *testing.B) {
	path := big(b)
	for b.Loop() {
		if _, err := findSound(context.Background(), path); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHistory(b *testing.B) {
	f := openBig(b)
	for b.Loop() {
		if v, err := f.History(context.Background(), "c00000"); err != nil || len(v) == 0 {
			b.Fatal(v, err)
		}
	}
}
