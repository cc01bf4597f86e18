package timeline

import (
	"bytes"
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/view"
)

// drawn paints rectangles and stamps on ten by ten units at a scale.
func drawn(scale float32, rects []rect, stamps []stamp) (*image.RGBA, *palette) {
	d := drawing{width: 10, height: 10, rects: rects, stamps: stamps}
	for z := range d.zones {
		d.zones[z] = rect{x1: 10, y1: 10}
	}
	d.zones[zonePlot] = rect{x0: 2, x1: 10, y1: 10}
	p := newPainter()
	return p.paint(&d, int(10*scale), int(10*scale)), p.pal
}

// TestPaintRect: whole pixels are full, parts of pixels are mixed, and nothing
// leaves its zone.
func TestPaintRect(t *testing.T) {
	full := rect{x0: 3, x1: 6.5, y0: 2, y1: 4, a0: 255, a1: 255, ink: inkText}
	img, pal := drawn(1, []rect{full}, nil)
	text, surface := pal.inks[inkText], pal.inks[inkSurface]
	half := mix(surface, text, 0.5)
	for _, c := range []struct {
		name string
		x, y int
		want color.RGBA
	}{
		{"inside", 4, 3, text}, {"left of it", 2, 3, surface}, {"half covered at the right", 6, 3, half}, {"below", 4, 4, surface}, {"above", 4, 1, surface},
	} {
		if got := img.RGBAAt(c.x, c.y); !near(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	img, _ = drawn(2, []rect{full}, nil)
	if got := img.RGBAAt(12, 6); !near(got, text) {
		t.Errorf("at scale 2 the half pixel is %v, want it whole", got)
	}
	img, _ = drawn(1, []rect{{x0: -5, x1: 5, y0: 0, y1: 9, a0: 255, a1: 255, ink: inkText}}, nil)
	if got := img.RGBAAt(1, 3); !near(got, surface) {
		t.Errorf("left of the plot there is %v", got)
	}
	in, _ := drawn(1, []rect{{x0: 2, x1: 10, y0: 0, y1: 9, a0: 0, a1: 255, ink: inkText}}, nil)
	out, _ := drawn(1, []rect{{x0: 2, x1: 10, y0: 0, y1: 9, a0: 255, a1: 0, ink: inkText}}, nil)
	for x := 3; x < 10; x++ {
		if luminance(in.RGBAAt(x, 3)) >= luminance(in.RGBAAt(x-1, 3)) || luminance(out.RGBAAt(x, 3)) <= luminance(out.RGBAAt(x-1, 3)) {
			t.Errorf("the fade stands still at %d", x)
		}
	}
	img, _ = drawn(1, []rect{{x0: 2, x1: 10, y0: 0.2, y1: 0.3, a0: 255, a1: 255, ink: inkText}}, nil)
	if got := img.RGBAAt(5, 0); !near(got, text) {
		t.Errorf("a thin bar is %v, want it seen", got)
	}
}

func near(a, b color.RGBA) bool {
	d := func(x, y uint8) bool { return max(x, y)-min(x, y) <= 2 }
	return d(a.R, b.R) && d(a.G, b.G) && d(a.B, b.B)
}

// TestSignsDifferWithoutColour: in one colour the marks for, against and nothing
// differ in shape, and so do the signs of milestones and the fills of states.
func TestSignsDifferWithoutColour(t *testing.T) {
	s := newStamps(variantPalette(fynetheme.VariantLight))
	differ := func(a, b *image.RGBA) float64 {
		if a.Bounds() != b.Bounds() {
			return 1
		}
		n := 0
		for i := 0; i < len(a.Pix); i += 4 {
			if c := max(a.Pix[i], b.Pix[i]) - min(a.Pix[i], b.Pix[i]); c > 60 || max(a.Pix[i+3], b.Pix[i+3])-min(a.Pix[i+3], b.Pix[i+3]) > 60 {
				n++
			}
		}
		return float64(n) / float64(len(a.Pix)/4)
	}
	for _, count := range []int32{0, 12} {
		marks := []glyph{glyphGave, glyphAgainst, glyphNothing}
		for i, a := range marks {
			for _, b := range marks[i+1:] {
				key := func(g glyph) stampKey { return stampKey{g, toneInk(view.ToneGave3), 13, count} }
				if d := differ(s.get(key(a)), s.get(key(b))); d < 0.04 {
					t.Errorf("marks %d and %d of count %d differ in %.1f %% of their pixels", a, b, count, 100*d)
				}
			}
		}
	}
	for i, a := range legendGlyphs {
		for _, b := range legendGlyphs[i+1:] {
			key := func(g glyph) stampKey { return stampKey{g, inkText, 11, 0} }
			if d := differ(s.get(key(a)), s.get(key(b))); d < 0.08 {
				t.Errorf("signs %d and %d differ in %.1f %% of their pixels", a, b, 100*d)
			}
		}
	}
	seen := map[pattern]int{}
	for _, st := range []state{open, delayed, suspended} {
		_, p := st.fill()
		seen[p]++
	}
	if len(seen) != 3 {
		t.Errorf("open, delayed and suspended have %d patterns, want 3", len(seen))
	}
}

// TestCountsAreWritten: the number in a count mark fits into it.
func TestCountsAreWritten(t *testing.T) {
	s := newStamps(variantPalette(fynetheme.VariantLight))
	blank := s.get(stampKey{glyphAgainst, toneInk(view.ToneGave3), 13, 0})
	for _, n := range []int32{2, 12, 345, 10000} {
		img := s.get(stampKey{glyphAgainst, toneInk(view.ToneGave3), 13, n})
		b := img.Bounds()
		if n > 9 && b.Dx() <= blank.Bounds().Dx() {
			t.Errorf("%d is no wider than a single mark", n)
		}
		sign := s.pal.signs[view.ToneGave3]
		inner := 0
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				if !near(img.RGBAAt(x, y), sign) || img.RGBAAt(x, y).A < 200 {
					continue
				}
				if x > b.Min.X+2 && x < b.Max.X-3 && y > b.Min.Y+2 && y < b.Max.Y-3 {
					inner++
				}
			}
		}
		if inner < 4 {
			t.Errorf("%d is not written in its mark: %d pixels", n, inner)
		}
	}
}

// TestTonesDifferInLightness: darker, or in the dark brighter, is more.
func TestTonesDifferInLightness(t *testing.T) {
	for name, v := range map[string]fyne.ThemeVariant{"light": fynetheme.VariantLight, "dark": fynetheme.VariantDark} {
		p := variantPalette(v)
		surface := luminance(p.inks[inkSurface])
		before := 0.0
		for r := ledger.Words; r <= ledger.Fought; r++ {
			d := luminance(p.inks[toneInk(view.ToneOfRung(r))]) - surface
			d = max(d, -d)
			if d <= before {
				t.Errorf("%s: %s stands out no more than the rung below", name, r)
			}
			before = d
		}
		for tone := range toneCount {
			a, b := luminance(p.inks[inkTone+tone]), luminance(p.signs[tone])
			if max(a, b)-min(a, b) < 0.3 {
				t.Errorf("%s: the sign on tone %d can hardly be seen", name, tone)
			}
		}
	}
}

// TestPicture: of the size asked for, the same each time, and not the same in
// light and dark or at another window.
func TestPicture(t *testing.T) {
	a := Picture(small(), 900, 500, 1, fynetheme.VariantLight)
	if got := a.Bounds().Size(); got != image.Pt(900, 500) {
		t.Errorf("the picture is %v", got)
	}
	if got := Picture(small(), 900, 500, 1.5, fynetheme.VariantLight).Bounds().Size(); got != image.Pt(1350, 750) {
		t.Errorf("at scale 1.5 it is %v", got)
	}
	pix := func(img image.Image) []byte { return img.(*image.NRGBA).Pix }
	if !bytes.Equal(pix(a), pix(Picture(small(), 900, 500, 1, fynetheme.VariantLight))) {
		t.Error("the same model gives another picture")
	}
	if bytes.Equal(pix(a), pix(Picture(small(), 900, 500, 1, fynetheme.VariantDark))) {
		t.Error("light and dark are the same")
	}
	tl, _, _ := shown(t, small(), 900, 600)
	if !bytes.Equal(pix(a), pix(tl.Picture(900, 500, 1, fynetheme.VariantLight))) {
		t.Error("a timeline that shows all draws another picture than its model")
	}
	tl.SetWindow(edtf.DayOf(2008, 1, 1), edtf.DayOf(2012, 1, 1))
	if bytes.Equal(pix(a), pix(tl.Picture(900, 500, 1, fynetheme.VariantLight))) {
		t.Error("the window does not show in the picture")
	}
}

// TestScreenAndPictureAgree: below the texts the window and the picture are the
// same drawing.
func TestScreenAndPictureAgree(t *testing.T) {
	m := small()
	m.HasAsOf = false
	tl, c, _ := shown(t, m, 900, 500)
	screen, pic := c.Capture(), tl.Picture(900, 500, 1, fynetheme.VariantLight)
	different := 0
	for y := range 500 {
		for x := range 900 {
			r, g, b, _ := screen.At(x, y).RGBA()
			r2, g2, b2, _ := pic.At(x, y).RGBA()
			if r != r2 || g != g2 || b != b2 {
				different++
			}
		}
	}
	if different > 0 {
		t.Errorf("%d pixels differ", different)
	}
}
