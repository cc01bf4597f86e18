package view

import (
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// quickest gives the least time of some runs: what the work costs, without what
// the machine does beside it.
func quickest(runs int, f func(i int)) time.Duration {
	best := time.Hour
	for i := range runs {
		start := time.Now()
		f(i)
		best = min(best, time.Since(start))
	}
	return best
}

// The budgets that a person feels. They are several times what is measured on
// two cores, so that only a change of kind breaks them.
func TestBudgets(t *testing.T) {
	rows := sampleRows(10000)
	g := NewGrid(sampleColumns())
	w := window(t, g, 900, 600)
	form := NewForm(&names{})
	conduct, pledge := sampleConduct(), samplePledge(10)
	h := NewHistory()
	series, marks, from, to := sampleHistory(200, 90)
	for _, c := range []struct {
		name   string
		budget time.Duration
		f      func(i int)
	}{
		{"open 10,000 rows", 30 * time.Millisecond, func(int) { g.SetRows(rows) }},
		{"scroll them a step", 5 * time.Millisecond, func(i int) { g.list.ScrollToOffset(float32(i * 90)) }},
		{"select among them", 15 * time.Millisecond, func(i int) { g.pick(i*3, false, false) }},
		{"draw a history", 20 * time.Millisecond, func(int) {
			h.SetData(series, marks, from, to)
			h.paint(800, 240)
		}},
		{"set a conduct", 40 * time.Millisecond, func(int) { form.SetRecord(conduct, false) }},
		{"set a pledge of 10 milestones", 100 * time.Millisecond, func(int) { form.SetRecord(pledge, false) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			switch c.name {
			case "set a conduct":
				w.SetContent(NewTooltipLayer(form))
			case "draw a history":
				h.Resize(fyne.NewSize(400, 200))
			}
			if took := quickest(8, c.f); took > c.budget {
				t.Errorf("took %v, more than %v", took, c.budget)
			}
		})
	}
}

func BenchmarkGridOpen(b *testing.B) {
	rows := sampleRows(10000)
	w := window(b, NewGrid(sampleColumns()), 900, 600)
	for b.Loop() {
		g := NewGrid(sampleColumns())
		w.SetContent(NewTooltipLayer(g))
		g.SetRows(rows)
	}
}

func BenchmarkGridSort(b *testing.B) {
	g := NewGrid(sampleColumns())
	window(b, g, 900, 600)
	g.SetRows(sampleRows(10000))
	for i := 0; b.Loop(); i++ {
		g.SortBy(1, i%2 == 0)
	}
}

func BenchmarkGridScroll(b *testing.B) {
	g := NewGrid(sampleColumns())
	w := window(b, g, 900, 600)
	g.SetRows(sampleRows(10000))
	for i := 0; b.Loop(); i++ {
		dy := float32(-90)
		if i%2000 >= 1000 {
			dy = 90
		}
		test.Scroll(w.Canvas(), fyne.NewPos(300, 300), 0, dy)
	}
}

func BenchmarkGridSelect(b *testing.B) {
	g := NewGrid(sampleColumns())
	window(b, g, 900, 600)
	g.SetRows(sampleRows(10000))
	for i := 0; b.Loop(); i++ {
		g.pick(i%20, false, false)
	}
}

func BenchmarkHistoryPaint(b *testing.B) {
	h := NewHistory()
	window(b, h, 420, 240)
	h.SetData(sampleHistory(200, 90))
	var img image.Image
	for b.Loop() {
		h.drawing.stale = true
		img = h.paint(800, 360) // 400 x 180 at scale 2
	}
	_ = img
}

func BenchmarkHistorySetData(b *testing.B) {
	h := NewHistory()
	window(b, h, 420, 240)
	series, marks, from, to := sampleHistory(200, 90)
	for b.Loop() {
		h.SetData(series, marks, from, to)
	}
}

func BenchmarkHistoryCursor(b *testing.B) {
	h := NewHistory()
	window(b, h, 420, 240)
	h.SetData(sampleHistory(200, 90))
	for i := 0; b.Loop(); i++ {
		h.SetCursor(edtf.Day(11000 + i%9000))
	}
}

func BenchmarkLadderSetRows(b *testing.B) {
	l := NewLadder()
	l.Animate = false
	window(b, l, 480, 240)
	rows := sampleLadder()
	for i := 0; b.Loop(); i++ {
		rows[0].P = float64(i%100) / 100
		l.SetRows(rows, nil)
	}
}

func benchmarkForm(b *testing.B, r ledger.Record, fresh bool) {
	f := NewForm(&names{})
	w := window(b, f, 320, 760)
	f.SetRecord(r, false)
	for b.Loop() {
		if fresh {
			f = NewForm(&names{})
			w.SetContent(NewTooltipLayer(f))
		}
		f.SetRecord(r, false)
	}
}

func BenchmarkFormFirstConduct(b *testing.B) { benchmarkForm(b, sampleConduct(), true) }
func BenchmarkFormNextConduct(b *testing.B)  { benchmarkForm(b, sampleConduct(), false) }
func BenchmarkFormFirstPledge(b *testing.B)  { benchmarkForm(b, samplePledge(10), true) }
func BenchmarkFormNextPledge(b *testing.B)   { benchmarkForm(b, samplePledge(10), false) }

func BenchmarkFormKey(b *testing.B) {
	f := NewForm(&names{})
	window(b, f, 320, 760)
	f.SetRecord(samplePledge(10), false)
	e := f.fields.blocks[0].editor.(*textEditor).entry
	for b.Loop() {
		e.TypedRune('x')
		e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
}
