package page

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fairweather-app/fairweather/gui/session"
)

// A thousand articles are read off the toolkit's thread; what runs on it between
// two of them must fit into a frame.
func TestManyArticlesLeaveTheWindowSmooth(t *testing.T) {
	d, p := newRead(t, readCase())
	dir := t.TempDir()
	for i := range 150 {
		text := fmt.Sprintf("Article %d.\n\n", i) + strings.Repeat(fmt.Sprintf("On %d May 2024 Russia delivered air defence systems to Iran, the agency said of shipment %d. ", i%28+1, i), 20)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%04d.txt", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	told := 0
	p.run.onShow = func(int) { told++ }
	p.Take([]string{dir})
	p.run.onShow = nil
	if n := len(textsOf(d.s.State().Case)); n != 150 {
		t.Fatalf("%d texts: %s", n, p.library.says.String())
	}
	if told == 0 {
		t.Error("nothing tells how far it is")
	}
	p.library.drawn = nil
	start := time.Now()
	p.Show(d.s.State(), session.CaseChanged)
	if took := time.Since(start); took > 48*time.Millisecond { // a busy machine gets three frames
		t.Errorf("the list of texts takes %v", took)
	}
}

func BenchmarkLibraryOf1000Texts(b *testing.B) {
	d, p := newRead(b, readCase())
	dir := b.TempDir()
	for i := range 1000 {
		text := fmt.Sprintf("Article %d.\n\n", i) + strings.Repeat(fmt.Sprintf("On %d May 2024 Russia delivered air defence systems to Iran, the agency said of shipment %d. ", i%28+1, i), 20)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%04d.txt", i)), []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	start := time.Now()
	p.Take([]string{dir})
	took := time.Since(start)
	for b.Loop() {
		p.library.drawn = nil
		p.Show(d.s.State(), session.CaseChanged)
	}
	b.ReportMetric(took.Seconds(), "s-to-take-in")
}
