package page

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/brief"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/ledger/ledgertest"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

func newBriefStage(t testing.TB, c *ledger.Case) (*stage, *Brief) {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	g := newStage(t, c, func(s *session.Session, h Host) Page { return NewBrief(s, h) })
	return g, g.page.(*Brief)
}

// inView gives the text of the preview that is on the screen.
func inView(b *Brief) string {
	var out strings.Builder
	for _, o := range test.LaidOutObjects(b.preview) {
		if p, ok := o.(*view.Prose); ok && p.Visible() {
			out.WriteString(p.String() + "\n")
		}
	}
	return strings.ReplaceAll(out.String(), nbsp, " ")
}

func TestBriefPreview(t *testing.T) {
	g, b := newBriefStage(t, threeActors())
	for _, says := range []string{"Can Aland count on Bland", "The answer", "When Aland is in need"} {
		if !strings.Contains(inView(b), says) {
			t.Errorf("the preview lacks %q: %s", says, inView(b))
		}
	}
	if n := len(b.outline.Objects); n != len(b.doc.Sections) {
		t.Errorf("%d lines in the outline of %d sections", n, len(b.doc.Sections))
	}
	for i, o := range b.outline.Objects {
		l := o.(*fyne.Container).Objects[0].(*view.Link)
		test.Tap(l)
		if !strings.Contains(inView(b), b.doc.Sections[i].Title) {
			t.Errorf("%s: the outline leads elsewhere", l.Text())
		}
	}
	b.preview.follow(citeKey(1))
	if !strings.Contains(inView(b), "1. Good. P1") && !strings.Contains(inView(b), "1. Poor. P2") {
		t.Errorf("a citation leads to %s", inView(b))
	}
	b.follow(sourceLink + "s1")
	if g.s.State().Place.Record != "s1" {
		t.Error("a reference does not lead to its source")
	}
	g.key(fyne.KeyHome)
	g.s.SetAsOf(edtfDay("2016-01-01"))
	if !strings.Contains(inView(b), "1 January 2016") {
		t.Errorf("another date leaves %s", inView(b))
	}
}

// The preview is as high as its blocks, and none lies over another.
func TestBriefBlocksStandInOrder(t *testing.T) {
	g, b := newBriefStage(t, threeActors())
	for range 40 {
		g.key(fyne.KeyPageDown)
	}
	v := b.preview
	if end := v.tops[len(v.blocks)]; v.scroll.Offset.Y+v.scroll.Size().Height < end-1 {
		t.Errorf("the end is at %v, in view is down to %v", end, v.scroll.Offset.Y+v.scroll.Size().Height)
	}
	last := float32(-1)
	for i, o := range v.objects {
		if o == nil {
			t.Fatalf("block %d was never in view on the way down", i)
		}
		if top := v.tops[i] + v.blocks[i].before; top < last-.5 {
			t.Errorf("block %d begins at %v above the end of the one before at %v", i, top, last)
		} else {
			last = top + heightAt(o, v.width-v.blocks[i].indent)
		}
	}
}

func TestExportBrief(t *testing.T) {
	_, b := newBriefStage(t, threeActors())
	home, _ := os.UserHomeDir()
	if b.path.Text != filepath.Join(home, "aland-on-bland-2026-01-15.pdf") {
		t.Errorf("proposed is %q", b.path.Text)
	}
	dir := t.TempDir()
	for _, c := range []struct{ format, ending, begins, holds string }{
		{"html", ".html", "<!doctype html", "Can Aland count on Bland"},
		{"md", ".md", "# Can Aland count on Bland", "## The answer"},
		{"pdf", ".pdf", "%PDF-", ""},
		{"docx", ".docx", "PK", ""},
		{tablesXLSX, ".xlsx", "PK", ""},
		{tablesCSV, ".zip", "PK", ""},
	} {
		b.path.SetText(filepath.Join(dir, "mine.x"))
		b.format.SetKey(c.format)
		b.format.OnKey(c.format)
		path := filepath.Join(dir, "mine"+c.ending)
		if b.path.Text != path {
			t.Errorf("%s: the path becomes %q", c.format, b.path.Text)
		}
		test.Tap(b.write)
		body, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("%s: %v (%s)", c.format, err, b.says.String())
		}
		if !strings.HasPrefix(strings.ToLower(string(body)), strings.ToLower(c.begins)) || !strings.Contains(string(body), c.holds) {
			t.Errorf("%s begins with %.20q", c.format, body)
		}
		if says := b.says.String(); !strings.Contains(says, path) || !strings.Contains(says, "Open its folder") {
			t.Errorf("%s: afterwards it says %q", c.format, says)
		}
	}
	archive, err := zip.OpenReader(filepath.Join(dir, "mine.zip"))
	if err != nil || len(archive.File) < 5 {
		t.Fatalf("the tables as CSV: %v", err)
	}
	archive.Close()
	left, _ := filepath.Glob(filepath.Join(dir, ".brief-*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// What the window writes and what the command writes are the same bytes.
func TestExportIsWhatTheCommandWrites(t *testing.T) {
	g, b := newBriefStage(t, threeActors())
	st := g.s.State()
	a := *st.Answer
	var err error
	if a.History, err = assess.History(context.Background(), st.Case, a.Question, a.Settings, assess.HistoryDays(st.Case, a.Question, 60)); err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := brief.Write(context.Background(), &want, "html", &a, st.Case); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x.html")
	if _, err := writeBrief(context.Background(), b.doc, "html", path); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, _ := io.ReadAll(f)
	if !bytes.Equal(got, want.Bytes()) {
		t.Error("the two differ")
	}
}

func TestExportThatFails(t *testing.T) {
	_, b := newBriefStage(t, threeActors())
	b.format.SetKey("html")
	path := filepath.Join(t.TempDir(), "no such folder", "x.html")
	b.path.SetText(path)
	b.export()
	if says := b.says.String(); !strings.Contains(says, "Not written") || !strings.Contains(says, "choose another folder") {
		t.Errorf("it says %q", says)
	}
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := writeBrief(ctx, b.doc, "html", filepath.Join(dir, "x.html")); err == nil {
		t.Error("a cancelled export is not an error")
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("a cancelled export leaves %v", left)
	}
	// A file of somebody else's is not replaced without being asked.
	mine := filepath.Join(dir, "mine.html")
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.path.SetText(mine)
	b.export()
	if body, _ := os.ReadFile(mine); string(body) != "mine" {
		t.Error("a file was replaced without asking")
	}
}

func TestBriefWithoutAnAnswer(t *testing.T) {
	_, b := newBriefStage(t, ledger.NewCase(nil))
	if !strings.Contains(inView(b), "no brief") || !b.write.Disabled() {
		t.Errorf("it says %q", inView(b))
	}
}

// A brief of 10,000 records is composed off the toolkit's thread, one at a time,
// and costs that thread less than a frame.
func TestBriefIsComposedOffTheThread(t *testing.T) {
	g, b := newBriefStage(t, ledgertest.Generate(10000, 1))
	shown := b.doc
	best := time.Hour
	for range 5 {
		g.held = true
		for range 3 { // a date dragged
			st := g.s.State()
			answer := *st.Answer
			st.Answer = &answer
			b.Show(st, session.AnswerChanged)
		}
		if len(g.work) != 1 {
			t.Fatalf("%d compositions at once", len(g.work))
		}
		if b.doc != shown {
			t.Fatal("composed on the toolkit's thread")
		}
		g.finish()
		if b.doc == shown || b.drawn != b.wanted {
			t.Fatal("the last date is not in view")
		}
		shown = b.doc
		blocks, outline := docBlocks(b.doc)
		began := time.Now()
		b.show(blocks, outline)
		best = min(best, time.Since(began))
	}
	if best > 10*16*time.Millisecond { // ten frames, ten times what it takes: the machine has other tests to run
		t.Errorf("showing a document takes %v", best)
	}
}

// The figures of the preview are drawn, in the colours of the theme.
func TestBriefFigures(t *testing.T) {
	_, b := newBriefStage(t, threeActors())
	n := 0
	for _, x := range b.preview.blocks {
		if x.picture == nil {
			continue
		}
		n++
		f := newFigureBox(x.picture)
		f.Resize(fyne.NewSize(600, f.HeightFor(600)))
		img := f.pixels(600, int(f.HeightFor(600)))
		colours := map[any]bool{}
		for i := 0; i < 600; i += 3 {
			for k := 0; k < img.Bounds().Dy(); k += 3 {
				colours[img.At(i, k)] = true
			}
		}
		if len(colours) < 3 || f.AccessibilityLabel() == "" {
			t.Errorf("%s: %d colours, in words %q", x.picture.Name, len(colours), f.AccessibilityLabel())
		}
	}
	if n != len(b.doc.Figures()) || n == 0 {
		t.Errorf("%d figures in the preview, %d in the document", n, len(b.doc.Figures()))
	}
}

func BenchmarkBrief10000(b *testing.B) {
	c := ledgertest.Generate(10000, 1)
	q := assess.DefaultQuestion(c, edtf.DayOf(2026, 1, 15))
	a, err := assess.Answer(c, q, assess.DefaultSettings())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if made := composeBrief(context.Background(), briefKey{c, a}); made.err != nil {
			b.Fatal(made.err)
		}
	}
}
