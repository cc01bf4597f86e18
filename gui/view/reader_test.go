package view

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// shownReader shows a text in a window.
func shownReader(t testing.TB, text string, width, height float32) *Reader {
	t.Helper()
	test.NewTempApp(t)
	r := NewReader()
	w := test.NewTempWindow(t, r)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	r.SetText(text)
	return r
}

// lineTexts gives the words of each line.
func (r *Reader) lineTexts() []string {
	var out []string
	for _, l := range r.page.lines {
		out = append(out, string(r.text[l.start:l.end]))
	}
	return out
}

func TestReaderBreaksLinesAtWords(t *testing.T) {
	text := "One two three four five six seven eight nine ten.\n\nA second paragraph with Averyverylongwordthatdoesnotfitintoanylineatallandhastobebrokensomewhere in it.\nLast"
	for _, width := range []float32{120, 200, 333, 900} {
		r := shownReader(t, text, width, 300)
		joined := ""
		for _, l := range r.page.lines {
			if w := r.page.measure(l.start, l.end); w > width-2*readerPad {
				t.Errorf("at %.0f the line %q is %.0f wide", width, string(r.text[l.start:l.end]), w)
			}
			joined += string(r.text[l.start:l.end])
		}
		if clean := strings.NewReplacer(" ", "", "\n", "").Replace; clean(joined) != clean(text) {
			t.Errorf("at %.0f the lines hold %q", width, joined)
		}
	}
}

func TestReaderTagsFit(t *testing.T) {
	text := strings.Repeat("Russia delivered arms to Iran and then delayed them again. ", 20)
	r := shownReader(t, text, 300, 300)
	var marks []Highlight
	for i := range 20 {
		marks = append(marks, Highlight{Key: string(rune('a' + i)), Start: i * 59, End: i*59 + 29, Tag: "7 contribution +", Family: FamilyPromise})
	}
	r.SetHighlights(marks)
	for _, l := range r.page.lines {
		end := float32(0)
		for _, q := range r.page.pieces(l) {
			end = q.x + q.w + r.page.tagWidth(q.end)
		}
		if end > 300 {
			t.Errorf("the line %q with its tags ends at %.0f", string(r.text[l.start:l.end]), end)
		}
	}
	if len(r.page.tags) != 20 {
		t.Errorf("%d tags", len(r.page.tags))
	}
}

func TestReaderSelectsByKeyAndMouse(t *testing.T) {
	r := shownReader(t, "Moscow said that it would help Tehran.", 400, 200)
	r.SetHighlights([]Highlight{{Key: "k", Start: 12, End: 25, Tag: "1 pledge +"}})
	tapped := ""
	r.OnTapped = func(key string) { tapped = key }
	r.SetCurrent("k")
	r.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	r.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	s, ok := r.Selection()
	if got := string(r.text[s.Start:s.End]); !ok || got != "that it" {
		t.Errorf("the keys select %q", got)
	}
	clip := test.NewClipboard()
	r.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clip})
	if clip.Content() != "that it" {
		t.Errorf("copied %q", clip.Content())
	}
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if _, ok := r.Selection(); ok {
		t.Error("Escape keeps the selection")
	}
	q := r.page.pieces(r.page.lines[0])[0]
	y := r.page.lines[0].y + 4
	r.page.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(q.at(r.page, 0), y)}, Button: desktop.MouseButtonPrimary})
	r.page.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(q.at(r.page, 6), y)}})
	if s, _ := r.Selection(); string(r.text[s.Start:s.End]) != "Moscow" {
		t.Errorf("the mouse selects %q", string(r.text[s.Start:s.End]))
	}
	r.Select(Stretch{})
	r.page.Tapped(&fyne.PointEvent{Position: fyne.NewPos(q.at(r.page, 14), y)})
	if tapped != "k" {
		t.Errorf("a tap on highlighted words tells %q", tapped)
	}
}

func TestReaderShowsWhatIsLeftOutAndTurnsPersian(t *testing.T) {
	r := shownReader(t, "Menu\nThe main text.\nروسیه از ایران حمایت کرد", 300, 200)
	r.SetLeft([]Stretch{{0, 5}})
	r.SetHighlights([]Highlight{{Key: "a", Start: 21, End: 26, Tag: "1 conduct"}})
	l := r.page.lines[2]
	if !l.turned || r.page.lines[1].turned {
		t.Fatalf("turned: %+v", r.page.lines)
	}
	q := r.page.pieces(l)[0]
	if q.x+q.w < 250 {
		t.Errorf("Persian ends at %.0f, not at the right", q.x+q.w)
	}
	if a, b := q.at(r.page, 21), q.at(r.page, 24); a <= b {
		t.Errorf("the first letter stands at %.0f, a later one at %.0f", a, b)
	}
	bars := 0
	for _, o := range r.page.objects {
		if rect, ok := o.(*canvas.Rectangle); ok && rect.Position().X == readerPad-9 {
			bars++
		}
	}
	if bars != 1 {
		t.Errorf("%d bars beside what is left out", bars)
	}
}

// article100k is a text of 100 kB with 300 highlights.
func article100k() (string, []Highlight) {
	var b strings.Builder
	for b.Len() < 100_000 {
		for range 6 {
			b.WriteString("The ministry said on Tuesday that delivery of the trainer aircraft had been completed, but a date for the fighters would not be given. ")
		}
		b.WriteString("\n\n")
	}
	var marks []Highlight
	for i := range 300 {
		at := i * 330
		marks = append(marks, Highlight{Key: "k" + string(rune(i)), Start: at, End: at + 60, Tag: "12 conduct +", Family: Family(i % 4), Tone: ToneGave3})
	}
	return b.String(), marks
}

func TestReaderScrollsALongTextSmoothly(t *testing.T) {
	text, marks := article100k()
	r := shownReader(t, "", 520, 700)
	r.SetText(text)
	r.SetHighlights(marks)
	r.scrollBy(.5) // letters are measured once
	start := time.Now()
	const steps = 100
	for range steps {
		r.scroll.Offset.Y += 60
		r.page.scrolled()
	}
	// 16 ms are a frame; a busy machine gets three times that.
	if step := time.Since(start) / steps; step > 48*time.Millisecond {
		t.Errorf("a step takes %v", step)
	}
	if n := len(r.page.objects); n > 500 {
		t.Errorf("%d objects in view", n)
	}
}

func BenchmarkReaderOpen100kB(b *testing.B) {
	text, marks := article100k()
	r := shownReader(b, "", 520, 700)
	for b.Loop() {
		r.SetText(text)
		r.SetHighlights(marks)
	}
}

func BenchmarkReaderScrollStep(b *testing.B) {
	text, marks := article100k()
	r := shownReader(b, "", 520, 700)
	r.SetText(text)
	r.SetHighlights(marks)
	for b.Loop() {
		r.scroll.Offset.Y += 60
		if r.scroll.Offset.Y > r.page.height-800 {
			r.scroll.Offset.Y = 0
		}
		r.page.scrolled()
	}
}

func BenchmarkReaderCurrent(b *testing.B) {
	text, marks := article100k()
	r := shownReader(b, "", 520, 700)
	r.SetText(text)
	r.SetHighlights(marks)
	i := 0
	for b.Loop() {
		i = (i + 7) % len(marks)
		r.SetCurrent(marks[i].Key)
	}
}
