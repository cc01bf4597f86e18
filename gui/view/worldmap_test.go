package view

import (
	"image"
	"math"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestOutlines(t *testing.T) {
	areas := outlines()
	if len(areas) < 250 {
		t.Fatalf("%d areas", len(areas))
	}
	holes, jumps := 0, 0
	for _, area := range areas {
		for i, ring := range area {
			if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
				t.Fatalf("a ring of %d points is not closed", len(ring))
			}
			if i > 0 {
				holes++
			}
			for k, p := range ring {
				if k > 0 && p.y > -89 && abs32(p.x-ring[k-1].x) > 180 {
					jumps++
				}
				if math.Abs(float64(p.x)) > 541 || math.Abs(float64(p.y)) > 90.01 {
					t.Fatalf("%v is not on Earth", p)
				}
			}
		}
	}
	if jumps > 0 {
		t.Errorf("%d lines go round the world", jumps)
	}
	if holes != 1 {
		t.Errorf("%d holes, want one: Lesotho in South Africa", holes)
	}
}

func TestWorldMap(t *testing.T) {
	m := NewWorldMap()
	var opened []string
	m.OnPoint = func(key string) { opened = append(opened, key) }
	w := test.NewTempWindow(t, NewTooltipLayer(m))
	w.Resize(fyne.NewSize(720, 380))
	m.SetPoints([]MapPoint{
		{Key: "a", Lat: 35.7, Lon: 51.4, Tone: ToneGave1, Label: "in Tehran"}, {Key: "b", Lat: 35.7, Lon: 51.4, Tone: ToneGave1, Label: "in Tehran, too"},
		{Key: "c", Lat: 55.75, Lon: 37.6, Tone: ToneAgainst2, Label: "in Moscow"}, {Key: "d", Lat: 400, Lon: 0, Label: "nowhere"}, {Key: "e", Lat: math.NaN(), Lon: 0, Label: "nowhere"},
	})
	if len(m.spots) != 2 || m.placed() != 3 {
		t.Fatalf("%d places of %d points", len(m.spots), m.placed())
	}
	tehran, moscow := m.place(35.7, 51.4), m.place(55.75, 37.6)
	if tehran.X <= moscow.X || tehran.Y <= moscow.Y {
		t.Errorf("Tehran at %v is not south-east of Moscow at %v", tehran, moscow)
	}
	if got := m.describe(m.spotAt(tehran)); !strings.Contains(got, "in Tehran\nin Tehran, too") {
		t.Errorf("at Tehran is %q", got)
	}
	test.DoubleTap(m)
	m.DoubleTapped(&fyne.PointEvent{Position: moscow})
	if len(opened) != 1 || opened[0] != "c" {
		t.Errorf("opened %q", opened)
	}

	// What is under the mouse stays there as one zooms.
	m.zoomAt(tehran, 4)
	if at := m.place(35.7, 51.4); math.Abs(float64(at.X-tehran.X)) > 1 || math.Abs(float64(at.Y-tehran.Y)) > 1 {
		t.Errorf("Tehran went from %v to %v", tehran, at)
	}
	m.FocusGained()
	m.TypedRune('0')
	m.TypedRune('j')
	m.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if opened[len(opened)-1] != "a" {
		t.Errorf("the first place opens %q", opened)
	}
	for _, key := range []fyne.KeyName{fyne.KeyLeft, fyne.KeyUp, fyne.KeyRight, fyne.KeyDown} {
		m.TypedKey(&fyne.KeyEvent{Name: key})
	}
	for range 20 {
		m.TypedRune('+')
	}
	if m.zoom != mostZoom {
		t.Errorf("zoomed to %v", m.zoom)
	}

	// Land is drawn, and sea is not.
	m.TypedRune('0')
	w.Canvas().Capture()
	alpha := func(lat, lon float64) uint8 {
		p := m.place(lat, lon)
		ratio := float32(m.drawing.Bounds().Dx()) / m.Size().Width
		return m.drawing.RGBAAt(int(p.X*ratio), int(p.Y*ratio)).A
	}
	if alpha(48, 66) == 0 || alpha(-25, -135) != 0 {
		t.Errorf("Kazakhstan has the opacity %d, the South Pacific %d", alpha(48, 66), alpha(-25, -135))
	}
}

// What a pan leaves in view is what drawing it anew gives, to the last pixel.
func TestAPannedMapIsThatDrawnAnew(t *testing.T) {
	m := NewWorldMap()
	w := test.NewTempWindow(t, m)
	w.Resize(fyne.NewSize(400, 240))
	m.zoomAt(fyne.NewPos(250, 90), 5)
	size := m.raster.Size()
	width, height := int(size.Width), int(size.Height)
	m.paint(width, height)
	for i, by := range []fyne.Delta{{DX: 7, DY: 0}, {DX: -3.4, DY: 5.2}, {DX: 0, DY: -60}, {DX: 90, DY: 30}, {DX: 2000, DY: 0}, {DX: 0, DY: 0}} {
		m.move(by.DX, by.DY)
		m.stale = true
		moved := append([]uint8(nil), m.paint(width, height).(*image.RGBA).Pix...)
		m.land, m.stale = landPicture{}, true
		anew := m.paint(width, height).(*image.RGBA).Pix
		if !slices.ContainsFunc(anew, func(v uint8) bool { return v > 0 }) {
			t.Fatal("nothing is drawn")
		}
		differ := 0
		for k := range anew {
			if d := int(anew[k]) - int(moved[k]); d > 2 || d < -2 {
				differ++
			}
		}
		if differ > 0 {
			t.Errorf("pan %d: %d of %d values differ", i, differ, len(anew))
		}
	}
}

// A frame of the map as one pans, with two hundred places.
func BenchmarkWorldMapPan(b *testing.B) {
	m := NewWorldMap()
	w := test.NewTempWindow(b, m)
	w.Resize(fyne.NewSize(1200, 700))
	m.zoomAt(fyne.NewPos(700, 300), 3)
	m.paint(1200, 700)
	by := float32(8)
	for b.Loop() {
		if m.lon > 100 || m.lon < -100 {
			by = -by
		}
		m.move(by, by/4)
		m.stale = true
		m.paint(1200, 700)
	}
}

// A frame of the map drawn anew, with two hundred places.
func BenchmarkWorldMap(b *testing.B) {
	m := NewWorldMap()
	w := test.NewTempWindow(b, m)
	w.Resize(fyne.NewSize(1200, 700))
	var points []MapPoint
	for i := range 200 {
		points = append(points, MapPoint{Key: "x", Lat: float64(i%120) - 60, Lon: float64(i*7%360) - 180, Tone: ToneGave3})
	}
	m.SetPoints(points)
	for b.Loop() {
		m.land, m.stale = landPicture{}, true
		m.paint(1200, 700)
	}
}
