package view

import (
	"image"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/core/edtf"
)

func TestLadder(t *testing.T) {
	l := NewLadder()
	w := window(t, l, 480, 240)
	l.SetRows(sampleLadder(), map[string]bool{"-1": true})
	var tapped []string
	l.OnTapped = func(k string) { tapped = append(tapped, k) }
	w.Canvas().Focus(l)
	press(l, fyne.KeyDown, fyne.KeyReturn, fyne.KeyEnd, fyne.KeyEnter, fyne.KeyHome, fyne.KeyUp)
	test.Type(l, " ")
	f := l.frame(l.Size())
	test.TapCanvas(w.Canvas(), fyne.NewPos(30, f.tops[2]+5))
	test.TapCanvas(w.Canvas(), fyne.NewPos(30, f.tops[4]-4)) // the gap
	if got := strings.Join(tapped, " "); got != "+3 -1 +4 +2" {
		t.Errorf("tapped %s", got)
	}
	test.MoveMouse(w.Canvas(), fyne.NewPos(30, f.tops[3]+5))
	if got, want := layerOf(l).Text(), "+1 words: very likely, 81 %\n90 % interval 64 to 94 %\nbase rate 69 %"; got != want && !strings.HasPrefix(got, "+1 words: very likely, 81 %\n90 % interval 64 to 94 %\nbase rate 68") {
		t.Errorf("tooltip %q, want %q", got, want)
	}
}

// Bars, intervals and dashes stand where their values say, on one scale.
func TestLadderScale(t *testing.T) {
	l := NewLadder()
	l.Animate = false
	window(t, l, 600, 240)
	rows := sampleLadder()
	rows[0].P, rows[0].Lower, rows[0].Upper, rows[0].Base = 1, 0, .5, .25
	rows[1].Base, rows[1].Lower, rows[1].Upper = -1, 1, 0
	l.SetRows(rows, nil)
	f := l.frame(l.Size())
	width := f.right - f.left
	near := func(name string, got, want float32) {
		t.Helper()
		if d := got - want; d > 1 || d < -1 {
			t.Errorf("%s at %v, want %v", name, got, want)
		}
	}
	it := l.items[0]
	near("bar's width", it.bar.Size().Width, width)
	near("interval's start", it.interval.Position().X, f.left)
	near("interval's width", it.interval.Size().Width, width/2)
	near("dashes", it.dashes[0].Position().X+.75, f.left+width/4)
	if !l.items[1].interval.Hidden || !l.items[1].dashes[0].Hidden {
		t.Error("an interval and a base rate that are not there are drawn")
	}
}

func TestLadderGlides(t *testing.T) {
	l := NewLadder()
	window(t, l, 480, 240)
	rows := sampleLadder()
	l.SetRows(rows, nil)
	rows = sampleLadder()
	rows[2].P = .2
	l.SetRows(rows, nil)
	if l.motion == nil {
		t.Fatal("a change is not animated")
	}
	l.motion.Tick(0.5)
	if p := l.shown[2].P; p < .44 || p > .46 {
		t.Errorf("halfway from .70 to .20 stands %v", p)
	}
	l.motion.Tick(1)
	if l.shown[2].P != .2 {
		t.Errorf("the end is %v", l.shown[2].P)
	}
	l.SetRows(rows[:2], nil)
	if len(l.shown) != 2 || len(l.items) != 2 {
		t.Errorf("%d rows shown by %d items, want 2", len(l.shown), len(l.items))
	}
}

func TestScrubber(t *testing.T) {
	s := NewScrubber()
	w := window(t, s, 314, 40) // 300 units of track
	from := edtf.DayOf(2020, 1, 31)
	s.SetRange(from, from+3000)
	s.SetDay(from)
	var days []edtf.Day
	var finals []bool
	s.OnDay = func(d edtf.Day, final bool) { days, finals = append(days, d), append(finals, final) }
	last := func() edtf.Day { return days[len(days)-1] }
	for _, c := range []struct {
		name string
		do   func()
		want string
	}{
		{"a month on from the 31st", func() { press(s, fyne.KeyRight) }, "2020-02-29"},
		{"a year on", func() { press(s, fyne.KeyPageUp) }, "2021-02-28"},
		{"a month back", func() { press(s, fyne.KeyLeft) }, "2021-01-28"},
		{"a day on", func() {
			s.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyRight, Modifier: fyne.KeyModifierShortcutDefault})
		}, "2021-01-29"},
		{"a day back", func() {
			s.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyLeft, Modifier: fyne.KeyModifierShortcutDefault})
		}, "2021-01-28"},
		{"a year back ends at the first day", func() { press(s, fyne.KeyPageDown) }, "2020-01-31"},
		{"the end", func() { press(s, fyne.KeyEnd) }, (from + 3000).String()},
		{"beyond the end", func() { press(s, fyne.KeyRight) }, (from + 3000).String()},
		{"the start", func() { press(s, fyne.KeyHome) }, from.String()},
		{"a tap in the middle", func() { test.TapCanvas(w.Canvas(), fyne.NewPos(157, 20)) }, (from + 1500).String()},
		{"the wheel", func() { test.Scroll(w.Canvas(), fyne.NewPos(100, 20), 0, 5) }, addMonths(from+1500, 1).String()},
	} {
		c.do()
		if got := last().String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if !finals[len(finals)-1] {
			t.Errorf("%s: not final", c.name)
		}
	}
	n := len(days)
	s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(57, 20)}})
	s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(58, 20)}})
	s.DragEnd()
	if got := len(days) - n; got != 3 || finals[n] || finals[n+1] || !finals[n+2] || days[n+1] != from+510 {
		t.Errorf("a drag told %v final %v", days[n:], finals[n:])
	}
	s.SetDay(from + 7)
	if len(days) != n+3 {
		t.Error("SetDay told somebody")
	}
}

func TestHistoryKeysAndMouse(t *testing.T) {
	h := NewHistory()
	w := window(t, h, 420, 240)
	series, _, from, to := sampleHistory(100, 0)
	marks := []Mark{
		{Day: edtf.DayOf(2010, 1, 1), End: edtf.DayOf(2015, 1, 1), Key: "long", Label: "talks", Tone: ToneAgainst1},
		{Day: edtf.DayOf(2012, 6, 1), Key: "short", Label: "strikes", Tone: ToneAgainst1},
	}
	h.SetData(series, marks, from, to)
	h.SetCursor(edtf.DayOf(2005, 3, 31))
	var days []string
	var opened []string
	h.OnDay = func(d edtf.Day) { days = append(days, d.String()) }
	h.OnMark = func(k string) { opened = append(opened, k) }
	press(h, fyne.KeyLeft, fyne.KeyPageUp, fyne.KeyDown, fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn, fyne.KeyUp, fyne.KeyEnd, fyne.KeyHome)
	h.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyRight, Modifier: fyne.KeyModifierShortcutDefault})
	want := "2005-02-28 2006-02-28 2010-01-01 2012-06-01 2010-01-01 2027-01-01 2000-01-01 2000-01-02"
	if got := strings.Join(days, " "); got != want {
		t.Errorf("days %s\nwant %s", got, want)
	}
	if got := strings.Join(opened, " "); got != "long short" {
		t.Errorf("opened %s", got)
	}
	f := h.frame(h.Size())
	x := f.x(h, edtf.DayOf(2012, 6, 1))
	opened, days = nil, nil
	test.MoveMouse(w.Canvas(), fyne.NewPos(x, (f.top+f.bottom)/2))
	tip := layerOf(h).Text()
	if !strings.Contains(tip, "strikes, 2012-06-01") || !strings.Contains(tip, "a diplomatic act or more: ") || !strings.Contains(tip, "90 % interval") {
		t.Errorf("tooltip %q", tip)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(x, f.bottom-3))
	test.TapCanvas(w.Canvas(), fyne.NewPos(x, f.top+10))
	if strings.Join(opened, " ") != "short" || len(days) != 1 || !strings.HasPrefix(days[0], "2012-0") {
		t.Errorf("taps opened %v and went to %v", opened, days)
	}
}

// The picture is drawn again only when something changed, in device pixels.
func TestHistoryPicture(t *testing.T) {
	h := NewHistory()
	window(t, h, 420, 240)
	h.SetData(sampleHistory(100, 30))
	first := h.paint(720, 300).(*image.RGBA)
	if h.drawing.stale {
		t.Error("the picture is not kept")
	}
	h.SetCursor(edtf.DayOf(2010, 1, 1))
	if h.drawing.stale {
		t.Error("moving the cursor draws the picture again")
	}
	if got := h.paint(360, 150).Bounds(); got.Dx() != 360 || got.Dy() != 150 {
		t.Errorf("bounds %v", got)
	}
	h.SetData(nil, nil, 0, 100)
	for _, v := range h.paint(360, 150).(*image.RGBA).Pix {
		if v != 0 {
			t.Fatal("something is drawn of nothing")
		}
	}
	if first == nil {
		t.Fatal("no picture")
	}
}

// A flat line at 1/4 with a band from 0 to 1/2 colours the pixels it should.
func TestHistoryDrawsWhatItIsGiven(t *testing.T) {
	h := NewHistory()
	window(t, h, 420, 240)
	s := Series{Name: "x", Tone: ToneGave3, Points: []SeriesPoint{{0, .25, 0, .5}, {100, .25, 0, .5}}}
	h.SetData([]Series{s}, nil, 0, 100)
	img := h.paint(int(2*h.raster.Size().Width), 200).(*image.RGBA)
	alpha := func(x, y int) uint8 { return img.RGBAAt(x, y).A }
	for _, c := range []struct {
		name     string
		y        int
		from, to uint8
	}{
		{"above the band", 50, 0, 0},
		{"in the band", 120, 30, 60},
		{"on the line", 150, 250, 255},
		{"below the line", 180, 30, 60},
	} {
		if a := alpha(100, c.y); a < c.from || a > c.to {
			t.Errorf("%s: opacity %d, want %d to %d", c.name, a, c.from, c.to)
		}
	}
}

func TestYearTicks(t *testing.T) {
	for _, c := range []struct {
		name     string
		from, to edtf.Day
		width    float32
		want     []int
	}{
		{"a few years", edtf.DayOf(2020, 6, 1), edtf.DayOf(2023, 2, 1), 300, []int{2021, 2022, 2023}},
		{"decades", edtf.DayOf(1990, 1, 1), edtf.DayOf(2025, 1, 1), 200, []int{1990, 2000, 2010, 2020}},
		{"before our era", edtf.DayOf(-500, 1, 1), edtf.DayOf(0, 1, 1), 260, []int{-500, -400, -300, -200, -100, 0}},
	} {
		got := yearTicks(c.from, c.to, c.width, 24)
		if len(got) != len(c.want) || got[0] != c.want[0] || got[len(got)-1] != c.want[len(c.want)-1] {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
