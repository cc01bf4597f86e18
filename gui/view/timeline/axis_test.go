package timeline

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// TestTicks: the axis speaks in the unit that the window asks for.
func TestTicks(t *testing.T) {
	for _, c := range []struct {
		name     string
		from, to string
		want     []string // the first few
	}{
		{"two centuries by decades", "1814-06-01", "2014-06-01", []string{"1820", "1830", "1840"}},
		{"forty years", "1985-01-01", "2025-01-01", []string{"1986", "1988", "1990"}},
		{"two years by quarters", "2023-11-15", "2025-06-01", []string{"Dec", "2024", "Feb"}},
		{"a month by days", "2025-05-29", "2025-06-28", []string{"29", "Jun 2025", "3"}},
		{"a day", "2025-06-13", "2025-06-14", []string{"13", "14"}},
		{"across the year 1 BC", "-0002-06-01", "0002-06-01", []string{"Jul", "Oct", "−1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := around(mustDay(t, c.from), mustDay(t, c.to), 800, 0)
			ticks := ticksOf(w, 800, stepFor(w.scale, 34))
			if len(ticks) < len(c.want) {
				t.Fatalf("%d ticks, want %q first", len(ticks), c.want)
			}
			for i, want := range c.want {
				if ticks[i].label != want {
					t.Errorf("tick %d is %q, want %q", i, ticks[i].label, want)
				}
			}
		})
	}
}

// TestTicksInOrder: at any zoom there is an axis, its ticks are in order, and
// there are no more than have room.
func TestTicksInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := float32(rapid.IntRange(100, 2000).Draw(t, "width"))
		span := math.Exp(rapid.Float64Range(0, math.Log(400000)).Draw(t, "span"))
		w := window{start: rapid.Float64Range(-800000, 100000).Draw(t, "start"), scale: span / float64(width)}
		ticks := ticksOf(w, width, stepFor(w.scale, 34))
		if len(ticks) > int(width/15)+3 {
			t.Fatalf("%d ticks on %v pixels", len(ticks), width)
		}
		for i := 1; i < len(ticks); i++ {
			if ticks[i].day <= ticks[i-1].day {
				t.Fatalf("%v follows %v", ticks[i].day, ticks[i-1].day)
			}
		}
	})
	far := window{start: float64(edtf.MaxDay), scale: 1}
	if got := ticksOf(far, 100, step{1, years, 365}); got != nil {
		t.Errorf("beyond all days there are ticks: %v", got)
	}
}

// TestWindowZoom: zooming keeps the day under the pointer, between a day and the
// longest window.
func TestWindowZoom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := float32(rapid.IntRange(200, 2000).Draw(t, "width"))
		w := window{start: rapid.Float64Range(-40000, 30000).Draw(t, "start"), scale: century / float64(width)}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			x := float32(rapid.Float64Range(0, float64(width)).Draw(t, "x"))
			at := w.day(x)
			w = w.zoomed(x, rapid.Float64Range(0.2, 4).Draw(t, "factor"), width, 2*century)
			if got := w.x(at); math.Abs(float64(got-x)) > 0.05 {
				t.Fatalf("the day under the pointer moved from %v to %v", x, got)
			}
			if span := w.scale * float64(width); span < shortestWindow*0.999 || span > 2*century*1.001 {
				t.Fatalf("the window spans %v days", span)
			}
		}
	})
}
