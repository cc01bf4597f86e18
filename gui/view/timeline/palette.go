package timeline

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/view"
)

// ink names a colour of the drawing.
type ink uint8

const (
	inkSurface ink = iota
	inkGround      // behind the axis and the map
	inkFaint       // grid lines
	inkRule        // between lanes
	inkText
	inkMuted
	inkAccent
	inkTone     // + view.Tone: the full colour of a tone
	inkSoft     = inkTone + toneCount
	inkSofter   = inkSoft + toneCount
	inkCount    = inkSofter + toneCount
	toneCount   = ink(view.ToneWarn) + 1
	softShare   = 0.50 // of the tone in a soft colour, the rest is surface
	softerShare = 0.28
)

func toneInk(t view.Tone) ink   { return inkTone + known(t) }
func softInk(t view.Tone) ink   { return inkSoft + known(t) }
func softerInk(t view.Tone) ink { return inkSofter + known(t) }

func known(t view.Tone) ink {
	if t < 0 || ink(t) >= toneCount {
		return ink(view.ToneNeutral)
	}
	return ink(t)
}

// toneNames gives the theme's name of each tone's colour of areas.
var toneNames = [toneCount]fyne.ThemeColorName{
	view.ToneNeutral:  theme.ColorNameNeutral,
	view.ToneGave1:    theme.ColorNameGave1,
	view.ToneGave2:    theme.ColorNameGave2,
	view.ToneGave3:    theme.ColorNameGave3,
	view.ToneGave4:    theme.ColorNameGave4,
	view.ToneAgainst1: theme.ColorNameAgainst1,
	view.ToneAgainst2: theme.ColorNameAgainst2,
	view.ToneMuted:    theme.ColorNameMuted,
	view.ToneAccent:   fynetheme.ColorNamePrimary,
	view.ToneWarn:     fynetheme.ColorNameWarning,
}

// palette is every colour of the drawing. All are opaque but the last four.
type palette struct {
	inks  [inkCount]color.RGBA
	signs [toneCount]color.RGBA // what a sign on a mark of that tone is drawn in

	veil      color.NRGBA // over what is after the as-of day
	highlight color.NRGBA // over the span of what is selected
	band      color.NRGBA // the band that a drag draws
	tip       color.Color
}

// newPalette asks a theme for its colours.
func newPalette(lookup func(fyne.ThemeColorName) color.Color) *palette {
	p := &palette{}
	p.inks[inkSurface] = opaque(lookup(theme.ColorNameSurface))
	surface := p.inks[inkSurface]
	p.inks[inkGround] = opaque(lookup(fynetheme.ColorNameHeaderBackground))
	p.inks[inkFaint] = opaque(lookup(theme.ColorNameFaint))
	p.inks[inkRule] = opaque(lookup(fynetheme.ColorNameSeparator))
	p.inks[inkText] = opaque(lookup(fynetheme.ColorNameForeground))
	p.inks[inkMuted] = opaque(lookup(theme.ColorNameMuted))
	p.inks[inkAccent] = opaque(lookup(fynetheme.ColorNamePrimary))
	for t := ink(0); t < toneCount; t++ {
		c := opaque(lookup(toneNames[t]))
		p.inks[inkTone+t] = c
		p.inks[inkSoft+t] = mix(surface, c, softShare)
		p.inks[inkSofter+t] = mix(surface, c, softerShare)
		p.signs[t] = color.RGBA{0xff, 0xff, 0xff, 0xff}
		if luminance(c) > 0.5 {
			p.signs[t] = color.RGBA{0x10, 0x14, 0x1c, 0xff}
		}
	}
	p.veil = withOpacity(surface, 0x99)
	p.highlight = withOpacity(p.inks[inkAccent], 0x16)
	p.band = withOpacity(p.inks[inkAccent], 0x30)
	p.tip = lookup(fynetheme.ColorNameOverlayBackground)
	return p
}

// currentPalette is that of the theme in use.
func currentPalette() *palette { return newPalette(theme.Color) }

// variantPalette is Fairweather's own, light or dark.
func variantPalette(v fyne.ThemeVariant) *palette {
	mode := theme.Light
	if v == fynetheme.VariantDark {
		mode = theme.Dark
	}
	own := theme.New(mode, 1)
	return newPalette(func(n fyne.ThemeColorName) color.Color { return own.Color(n, v) })
}

func opaque(c color.Color) color.RGBA {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return color.RGBA{n.R, n.G, n.B, 0xff}
}

// withOpacity gives c with an opacity.
func withOpacity(c color.RGBA, a uint8) color.NRGBA { return color.NRGBA{c.R, c.G, c.B, a} }

// mix gives a with a share of b in it.
func mix(a, b color.RGBA, share float64) color.RGBA {
	m := func(x, y uint8) uint8 { return uint8(float64(x)*(1-share) + float64(y)*share + 0.5) }
	return color.RGBA{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B), 0xff}
}

// luminance is how light a colour looks, in [0, 1].
func luminance(c color.RGBA) float64 {
	return (0.2126*float64(c.R) + 0.7152*float64(c.G) + 0.0722*float64(c.B)) / 255
}
