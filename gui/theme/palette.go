package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// The colours that Fyne's names do not cover. Gave1 to Gave4 grow away from
// the surface, dark on a light one and bright on a dark one, so that more is
// seen as more without telling hues apart; Against1 and Against2 likewise. The
// Text names are what words in that colour are set in: they keep a contrast of
// at least 4.5 to 1 on the surface (WCAG 2.2, 1.4.3).
const (
	ColorNameSurface     fyne.ThemeColorName = "fairweather.surface"     // side bars, panels, tables
	ColorNameMuted       fyne.ThemeColorName = "fairweather.muted"       // captions and what matters less
	ColorNameFaint       fyne.ThemeColorName = "fairweather.faint"       // grid lines of figures
	ColorNameNeutral     fyne.ThemeColorName = "fairweather.neutral"     // nothing was done
	ColorNameGave1       fyne.ThemeColorName = "fairweather.gave1"       // words
	ColorNameGave2       fyne.ThemeColorName = "fairweather.gave2"       // a diplomatic act
	ColorNameGave3       fyne.ThemeColorName = "fairweather.gave3"       // material help
	ColorNameGave4       fyne.ThemeColorName = "fairweather.gave4"       // fought beside
	ColorNameAgainst1    fyne.ThemeColorName = "fairweather.against1"    // undercut
	ColorNameAgainst2    fyne.ThemeColorName = "fairweather.against2"    // opposed
	ColorNameGaveText    fyne.ThemeColorName = "fairweather.gaveText"    // words about what was given
	ColorNameAgainstText fyne.ThemeColorName = "fairweather.againstText" // words about what was done against
	ColorNameWarnText    fyne.ThemeColorName = "fairweather.warnText"    // words of warning
	ColorNameSelected    fyne.ThemeColorName = "fairweather.selected"    // ground of the chosen page or row

	// Grounds of words in a text that is read. A line below and a word behind
	// them say the same.
	ColorNameDeed    fyne.ThemeColorName = "fairweather.deed"    // something was done, asked or needed
	ColorNamePromise fyne.ThemeColorName = "fairweather.promise" // something was promised, and what came of it
	ColorNameTie     fyne.ThemeColorName = "fairweather.tie"     // one depends on another
	ColorNameSaid    fyne.ThemeColorName = "fairweather.said"    // a reading, a forecast, a claim: no fact
)

// ownNames are the names above.
var ownNames = map[fyne.ThemeColorName]struct{}{
	ColorNameSurface: {}, ColorNameMuted: {}, ColorNameFaint: {}, ColorNameNeutral: {},
	ColorNameGave1: {}, ColorNameGave2: {}, ColorNameGave3: {}, ColorNameGave4: {},
	ColorNameAgainst1: {}, ColorNameAgainst2: {}, ColorNameGaveText: {}, ColorNameAgainstText: {},
	ColorNameWarnText: {}, ColorNameSelected: {},
	ColorNameDeed: {}, ColorNamePromise: {}, ColorNameTie: {}, ColorNameSaid: {},
}

func paletteColor(name fyne.ThemeColorName, v fyne.ThemeVariant) (color.Color, bool) {
	palette := lightPalette
	if v == fynetheme.VariantDark {
		palette = darkPalette
	}
	c, ok := palette[name]
	return c, ok
}

// rgb makes an opaque colour of 0xRRGGBB.
func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

func rgba(hex uint32, alpha uint8) color.NRGBA {
	c := rgb(hex)
	c.A = alpha
	return c
}

var lightPalette = map[fyne.ThemeColorName]color.NRGBA{
	fynetheme.ColorNameBackground:          rgb(0xf6f7f9),
	fynetheme.ColorNameButton:              rgb(0xeef0f4),
	fynetheme.ColorNameDisabledButton:      rgb(0xf3f4f6),
	fynetheme.ColorNameDisabled:            rgb(0x828a98),
	fynetheme.ColorNameError:               rgb(0xb3261e),
	fynetheme.ColorNameFocus:               rgba(0x1f4fb8, 0x5c),
	fynetheme.ColorNameForeground:          rgb(0x1b212c),
	fynetheme.ColorNameForegroundOnError:   rgb(0xffffff),
	fynetheme.ColorNameForegroundOnPrimary: rgb(0xffffff),
	fynetheme.ColorNameForegroundOnSuccess: rgb(0xffffff),
	fynetheme.ColorNameForegroundOnWarning: rgb(0xffffff),
	fynetheme.ColorNameHeaderBackground:    rgb(0xfafbfc),
	fynetheme.ColorNameHover:               rgba(0x1b212c, 0x0c),
	fynetheme.ColorNameHyperlink:           rgb(0x1f4fb8),
	fynetheme.ColorNameInputBackground:     rgb(0xffffff),
	fynetheme.ColorNameInputBorder:         rgb(0xd9dde4),
	fynetheme.ColorNameMenuBackground:      rgb(0xffffff),
	fynetheme.ColorNameOverlayBackground:   rgb(0xffffff),
	fynetheme.ColorNamePlaceHolder:         rgb(0x7d8695),
	fynetheme.ColorNamePressed:             rgba(0x1b212c, 0x19),
	fynetheme.ColorNamePrimary:             rgb(0x1f4fb8),
	fynetheme.ColorNameScrollBar:           rgba(0x1b212c, 0x55),
	fynetheme.ColorNameScrollBarBackground: rgba(0x1b212c, 0x0a),
	fynetheme.ColorNameSelection:           rgba(0x1f4fb8, 0x26),
	fynetheme.ColorNameSeparator:           rgb(0xe3e6eb),
	fynetheme.ColorNameShadow:              rgba(0x101828, 0x2c),
	fynetheme.ColorNameSuccess:             rgb(0x2f7d4f),
	fynetheme.ColorNameWarning:             rgb(0xb97a06),

	ColorNameSurface:     rgb(0xffffff),
	ColorNameMuted:       rgb(0x606a7a),
	ColorNameFaint:       rgb(0xe9ebef),
	ColorNameNeutral:     rgb(0x98a1af),
	ColorNameGave1:       rgb(0xa9c6f6),
	ColorNameGave2:       rgb(0x5c90e6),
	ColorNameGave3:       rgb(0x2863c7),
	ColorNameGave4:       rgb(0x0e357f),
	ColorNameAgainst1:    rgb(0xd5875f),
	ColorNameAgainst2:    rgb(0xa8441f),
	ColorNameGaveText:    rgb(0x1f4fb8),
	ColorNameAgainstText: rgb(0xa2431e),
	ColorNameWarnText:    rgb(0x8a5a00),
	ColorNameSelected:    rgb(0xe8eefb),
	ColorNameDeed:        rgb(0xdde8fb),
	ColorNamePromise:     rgb(0xdff2e6),
	ColorNameTie:         rgb(0xfaecd0),
	ColorNameSaid:        rgb(0xece4f9),
}

var darkPalette = map[fyne.ThemeColorName]color.NRGBA{
	fynetheme.ColorNameBackground:          rgb(0x14171c),
	fynetheme.ColorNameButton:              rgb(0x2a303a),
	fynetheme.ColorNameDisabledButton:      rgb(0x22272f),
	fynetheme.ColorNameDisabled:            rgb(0x788292),
	fynetheme.ColorNameError:               rgb(0xf28b82),
	fynetheme.ColorNameFocus:               rgba(0x8fb4ff, 0x66),
	fynetheme.ColorNameForeground:          rgb(0xe5e8ed),
	fynetheme.ColorNameForegroundOnError:   rgb(0x14171c),
	fynetheme.ColorNameForegroundOnPrimary: rgb(0x0f1a33),
	fynetheme.ColorNameForegroundOnSuccess: rgb(0x14171c),
	fynetheme.ColorNameForegroundOnWarning: rgb(0x14171c),
	fynetheme.ColorNameHeaderBackground:    rgb(0x1f242c),
	fynetheme.ColorNameHover:               rgba(0xffffff, 0x0f),
	fynetheme.ColorNameHyperlink:           rgb(0x8fb4ff),
	fynetheme.ColorNameInputBackground:     rgb(0x171b21),
	fynetheme.ColorNameInputBorder:         rgb(0x3a424e),
	fynetheme.ColorNameMenuBackground:      rgb(0x22272f),
	fynetheme.ColorNameOverlayBackground:   rgb(0x22272f),
	fynetheme.ColorNamePlaceHolder:         rgb(0x7f8998),
	fynetheme.ColorNamePressed:             rgba(0xffffff, 0x1c),
	fynetheme.ColorNamePrimary:             rgb(0x8fb4ff),
	fynetheme.ColorNameScrollBar:           rgba(0xffffff, 0x55),
	fynetheme.ColorNameScrollBarBackground: rgba(0xffffff, 0x0a),
	fynetheme.ColorNameSelection:           rgba(0x8fb4ff, 0x38),
	fynetheme.ColorNameSeparator:           rgb(0x2d333d),
	fynetheme.ColorNameShadow:              rgba(0x000000, 0x7a),
	fynetheme.ColorNameSuccess:             rgb(0x7fc79a),
	fynetheme.ColorNameWarning:             rgb(0xe5b454),

	ColorNameSurface:     rgb(0x1a1e25),
	ColorNameMuted:       rgb(0x98a2b1),
	ColorNameFaint:       rgb(0x272d36),
	ColorNameNeutral:     rgb(0x707a89),
	ColorNameGave1:       rgb(0x35507f),
	ColorNameGave2:       rgb(0x4577cc),
	ColorNameGave3:       rgb(0x7aa7f5),
	ColorNameGave4:       rgb(0xc4d9ff),
	ColorNameAgainst1:    rgb(0xa3552f),
	ColorNameAgainst2:    rgb(0xe58a5e),
	ColorNameGaveText:    rgb(0x93b6fa),
	ColorNameAgainstText: rgb(0xeb9a72),
	ColorNameWarnText:    rgb(0xe5b454),
	ColorNameSelected:    rgb(0x243250),
	ColorNameDeed:        rgb(0x22365a),
	ColorNamePromise:     rgb(0x1d3f2e),
	ColorNameTie:         rgb(0x463716),
	ColorNameSaid:        rgb(0x372c50),
}
