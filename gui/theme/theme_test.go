package theme

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
)

// luminance and contrast are those of WCAG 2.2.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	lin := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(r) + 0.7152*lin(g) + 0.0722*lin(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

var both = map[string]*Theme{"light": New(Light, 1), "dark": New(Dark, 1)}

func TestWordsAreReadable(t *testing.T) {
	for name, th := range both {
		for _, ground := range []fyne.ThemeColorName{ColorNameSurface, fynetheme.ColorNameBackground, ColorNameSelected, fynetheme.ColorNameInputBackground} {
			for _, c := range []fyne.ThemeColorName{
				fynetheme.ColorNameForeground, ColorNameMuted, ColorNameGaveText, ColorNameAgainstText,
				ColorNameWarnText, fynetheme.ColorNamePrimary, fynetheme.ColorNameError,
			} {
				if got := contrast(th.Color(c, 0), th.Color(ground, 0)); got < 4.5 {
					t.Errorf("%s: %s on %s has a contrast of %.2f", name, c, ground, got)
				}
			}
		}
		if got := contrast(th.Color(fynetheme.ColorNameForegroundOnPrimary, 0), th.Color(fynetheme.ColorNamePrimary, 0)); got < 4.5 {
			t.Errorf("%s: words on the accent have a contrast of %.2f", name, got)
		}
	}
}

// More is always further from the surface, and by enough to be seen without
// telling hues apart.
func TestMoreIsSeenAsMore(t *testing.T) {
	for name, th := range both {
		for _, ramp := range [][]fyne.ThemeColorName{
			{ColorNameGave1, ColorNameGave2, ColorNameGave3, ColorNameGave4},
			{ColorNameAgainst1, ColorNameAgainst2},
		} {
			before := 1.0
			for _, c := range ramp {
				got := contrast(th.Color(c, 0), th.Color(ColorNameSurface, 0))
				if got < before*1.3 {
					t.Errorf("%s: %s has a contrast of %.2f with the surface, after %.2f", name, c, got, before)
				}
				before = got
			}
		}
	}
}

func TestModes(t *testing.T) {
	for _, c := range []struct {
		name   string
		mode   Mode
		system fyne.ThemeVariant
		dark   bool
	}{
		{"system, light", System, fynetheme.VariantLight, false},
		{"system, dark", System, fynetheme.VariantDark, true},
		{"light whatever the system", Light, fynetheme.VariantDark, false},
		{"dark whatever the system", Dark, fynetheme.VariantLight, true},
		{"a mode that does not exist", "sepia", fynetheme.VariantDark, true},
	} {
		got := luminance(New(c.mode, 1).Color(fynetheme.ColorNameBackground, c.system)) < 0.2
		if got != c.dark {
			t.Errorf("%s: dark %v", c.name, got)
		}
	}
}

func TestBothPalettesHaveEveryName(t *testing.T) {
	for name := range lightPalette {
		if _, ok := darkPalette[name]; !ok {
			t.Errorf("dark lacks %s", name)
		}
	}
	for name := range darkPalette {
		if _, ok := lightPalette[name]; !ok {
			t.Errorf("light lacks %s", name)
		}
	}
	for name := range ownNames {
		if _, ok := lightPalette[name]; !ok {
			t.Errorf("no colour %s", name)
		}
	}
}

func TestTextFactor(t *testing.T) {
	for _, c := range []struct{ factor, text float32 }{{0, 13}, {1, 13}, {1.5, 19.5}, {9, 26}, {0.1, 9.75}} {
		th := New(Light, c.factor)
		if got := th.Size(fynetheme.SizeNameText); got != c.text {
			t.Errorf("factor %v: text of %v, want %v", c.factor, got, c.text)
		}
		if th.Size(fynetheme.SizeNamePadding) != 4 {
			t.Errorf("factor %v changes paddings", c.factor)
		}
	}
}

// The signs that the window shows are in the fonts that it brings along.
func TestFontsHaveTheSigns(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(New(Light, 1))
	for _, style := range []fyne.TextStyle{{}, {Bold: true}, {Italic: true}} {
		if New(Light, 1).Font(style) == fynetheme.DefaultTheme().Font(style) {
			t.Errorf("%+v is Fyne's own font", style)
		}
		// A sign of another font takes the space after it along, as a box wider
		// than a space.
		for _, sign := range []string{"→", "−", "↑", "↓", "≥", "≤", "▸", "▾", "✓"} {
			alone := fyne.MeasureText(sign+"x", 100, style).Width
			spaced := fyne.MeasureText(sign+" x", 100, style).Width
			space := fyne.MeasureText("a b", 100, style).Width - fyne.MeasureText("ab", 100, style).Width
			if d := spaced - alone - space; d > 2 || d < -2 {
				t.Errorf("%+v: the space after %s is %.1f wider than another", style, sign, d)
			}
		}
	}
}

func TestColor(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(New(Dark, 1))
	if Color(ColorNameSurface) != color.Color(darkPalette[ColorNameSurface]) || !IsDark() {
		t.Error("dark is not dark")
	}
	app.Settings().SetTheme(fynetheme.DefaultTheme())
	if Color(ColorNameGave1) == nil || Color(fynetheme.ColorNameForeground) == nil {
		t.Error("no colour under another theme")
	}
}
