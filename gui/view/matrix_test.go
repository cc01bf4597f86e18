package view

import (
	"fmt"
	"image/color"
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/gui/theme"
)

// sampleMatrix makes a matrix and counts the cells it asks for.
func sampleMatrix(rows, cols int, turned bool) (*Matrix, *int) {
	m := NewMatrix()
	asked := 0
	head := func(n int, word string) []MatrixHead {
		out := make([]MatrixHead, n)
		for i := range out {
			out[i] = MatrixHead{Title: fmt.Sprintf("%s number %d of some length", word, i+1), Figures: []string{fmt.Sprint(i), "0.5"}, Share: .3}
		}
		return out
	}
	words := []string{"CC", "C", "N", "I", "II", "NA"}
	tones := []Tone{ToneGave3, ToneGave1, ToneNothing, ToneAgainst1, ToneAgainst2, ToneMuted}
	m.SetData(MatrixAxis{Heads: head(rows, "Reading"), Figures: []string{"Bayes", "Against"}, Cell: 36, Title: 160},
		MatrixAxis{Heads: head(cols, "Item"), Figures: []string{"year", "tells"}, Cell: 38, Title: 100, Turned: turned},
		func(row, col int) MatrixCell {
			asked++
			i, j := (row+col)%6, (row*col+1)%6
			return MatrixCell{Text: words[i], Below: "×2", Tones: []Tone{tones[i], tones[j]}}
		})
	return m, &asked
}

func TestMatrixDrawsWhatIsInView(t *testing.T) {
	for _, turned := range []bool{true, false} {
		m, asked := sampleMatrix(12, 200, turned)
		w := window(t, m, 800, 500)
		*asked = 0
		m.Refresh()
		capture(w, 1)
		if *asked == 0 || *asked > 12*16 {
			t.Errorf("%d cells asked for, want those in view of 2400", *asked)
		}
	}
}

func TestMatrixKeys(t *testing.T) {
	m, _ := sampleMatrix(12, 200, true)
	w := window(t, m, 800, 360)
	w.Canvas().Focus(m)
	var at [2]int
	m.OnSelect = func(row, col int) { at = [2]int{row, col} }
	key := func(name fyne.KeyName) { m.TypedKey(&fyne.KeyEvent{Name: name}) }
	for _, c := range []struct {
		key  fyne.KeyName
		want [2]int
	}{
		{fyne.KeyRight, [2]int{0, 1}}, {fyne.KeyDown, [2]int{1, 1}}, {fyne.KeyEnd, [2]int{1, 199}}, {fyne.KeyRight, [2]int{1, 199}},
		{fyne.KeyHome, [2]int{1, 0}}, {fyne.KeyLeft, [2]int{1, -1}}, {fyne.KeyUp, [2]int{0, -1}}, {fyne.KeyRight, [2]int{0, 0}}, {fyne.KeyUp, [2]int{-1, 0}},
	} {
		key(c.key)
		if at != c.want {
			t.Fatalf("after %s the cursor is at %v, want %v", c.key, at, c.want)
		}
		g := m.grid(m.Size())
		if row, col := m.Cursor(); row >= 0 && (row < m.top || row >= m.top+g.fullRows) || col >= 0 && (col < m.left || col >= m.left+g.fullCols) {
			t.Errorf("after %s the cursor is out of view", c.key)
		}
	}
	typed, cleared, opened := "", 0, 0
	m.OnRune = func(r rune) { typed += string(r) }
	m.OnClear = func() { cleared++ }
	m.OnOpen = func(int, int) { opened++ }
	test.Type(m, "3c")
	key(fyne.KeyDelete)
	key(fyne.KeyReturn)
	if typed != "3c" || cleared != 1 || opened != 1 {
		t.Errorf("typed %q, cleared %d, opened %d", typed, cleared, opened)
	}
}

func TestMatrixMouse(t *testing.T) {
	m, _ := sampleMatrix(12, 200, true)
	w := window(t, m, 800, 680)
	capture(w, 1)
	var at [2]int
	m.OnSelect = func(row, col int) { at = [2]int{row, col} }
	g := m.grid(m.Size())
	for _, c := range []struct {
		what string
		x, y float32
		want [2]int
	}{
		{"the third cell of the second row", g.head + 2.5*g.cellW, g.top + 1.5*g.cellH, [2]int{1, 2}},
		{"the title of a row", 20, g.top + 3.5*g.cellH, [2]int{3, -1}},
		{"the title of a column", g.head + 4.5*g.cellW, 30, [2]int{-1, 4}},
	} {
		m.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(c.x, c.y)}})
		if at != c.want {
			t.Errorf("%s is %v, want %v", c.what, at, c.want)
		}
	}
	m.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -60}}) // all rows are in view: the columns move
	if m.left == 0 {
		t.Error("the wheel does not move the columns")
	}
	m.Dragged(&fyne.DragEvent{Dragged: fyne.Delta{DX: 1e6}})
	if m.left != 0 {
		t.Error("dragging right does not lead back to the first column")
	}
}

func TestMatrixHoldsItsCursor(t *testing.T) {
	m, _ := sampleMatrix(12, 200, true)
	window(t, m, 800, 500)
	m.Go(11, 199)
	small, _ := sampleMatrix(2, 3, true)
	m.SetData(small.rows, small.columns, small.cell)
	if row, col := m.Cursor(); row != 1 || col != 2 {
		t.Errorf("the cursor is at %d, %d of a matrix of 2 by 3", row, col)
	}
	m.SetData(MatrixAxis{}, MatrixAxis{}, small.cell)
	m.Empty = "Nothing yet"
	m.Refresh()
	m.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) // nowhere to go
}

// A scroll step of two hundred columns is drawn within a frame.
func TestMatrixIsDrawnWithinAFrame(t *testing.T) {
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		m, _ := sampleMatrix(12, 200, true)
		themedWindow(t, m, 1100, 620, mode, 1)
		best := time.Hour
		for i := range 24 { // the first rounds draw each word once
			m.Go(0, i*3)
			m.stale = true
			began := time.Now()
			m.pixels(1100, 620)
			best = min(best, time.Since(began))
		}
		t.Logf("%s: %v", mode, best)
		if best > 10*16*time.Millisecond { // ten frames, ten times what it takes: the machine has other tests to run
			t.Errorf("%s: a step takes %v", mode, best)
		}
	}
}

func TestOnFillContrasts(t *testing.T) {
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		m, _ := sampleMatrix(2, 2, true)
		themedWindow(t, m, 400, 300, mode, 1)
		for _, tone := range []Tone{ToneGave1, ToneGave3, ToneAgainst1, ToneAgainst2} {
			if c := contrast(onFill(tone.Color()), tone.Color()); c < 4.5 {
				t.Errorf("%s: words on tone %d have a contrast of %.1f, want 4.5", mode, tone, c)
			}
		}
	}
}

// contrast is that of WCAG 2.2 between two colours.
func contrast(a, b color.Color) float64 {
	light := func(c color.Color) float64 {
		r, g, bl, _ := c.RGBA()
		part := func(v uint32) float64 {
			x := float64(v) / 0xffff
			if x <= .03928 {
				return x / 12.92
			}
			return math.Pow((x+.055)/1.055, 2.4)
		}
		return .2126*part(r) + .7152*part(g) + .0722*part(bl)
	}
	x, y := light(a), light(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}
