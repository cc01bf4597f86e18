package view

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/theme"
)

// Tone is what a colour means: that something was given, that something was
// done against, and how much. A sign or a word always stands beside it.
type Tone int

// The tones. Those that gave grow away from the surface with what was given.
const (
	ToneNeutral  Tone = iota // none: plain text
	ToneGave1                // words
	ToneGave2                // a diplomatic act
	ToneGave3                // material help
	ToneGave4                // fought beside
	ToneAgainst1             // undercut
	ToneAgainst2             // opposed
	ToneMuted                // matters less
	ToneAccent               // can be acted upon
	ToneWarn                 // needs a look
	ToneNothing              // nothing was done
	toneError                // is wrong; of words at a field
)

// ToneOfRung gives the tone of a rung of the ladder.
func ToneOfRung(r ledger.Rung) Tone {
	switch {
	case r <= ledger.Opposed:
		return ToneAgainst2
	case r == ledger.Undercut:
		return ToneAgainst1
	case r == ledger.Silent:
		return ToneNothing
	case r == ledger.Words:
		return ToneGave1
	case r == ledger.DiplomaticAct:
		return ToneGave2
	case r == ledger.MaterialHelp:
		return ToneGave3
	}
	return ToneGave4
}

// toneNames gives each tone the theme colours of its areas and of its words.
var toneNames = [...]struct{ fill, text fyne.ThemeColorName }{
	ToneNeutral:  {theme.ColorNameNeutral, fynetheme.ColorNameForeground},
	ToneGave1:    {theme.ColorNameGave1, theme.ColorNameGaveText},
	ToneGave2:    {theme.ColorNameGave2, theme.ColorNameGaveText},
	ToneGave3:    {theme.ColorNameGave3, theme.ColorNameGaveText},
	ToneGave4:    {theme.ColorNameGave4, theme.ColorNameGaveText},
	ToneAgainst1: {theme.ColorNameAgainst1, theme.ColorNameAgainstText},
	ToneAgainst2: {theme.ColorNameAgainst2, theme.ColorNameAgainstText},
	ToneMuted:    {theme.ColorNameMuted, theme.ColorNameMuted},
	ToneAccent:   {fynetheme.ColorNamePrimary, fynetheme.ColorNamePrimary},
	ToneNothing:  {theme.ColorNameNeutral, fynetheme.ColorNameForeground},
	ToneWarn:     {fynetheme.ColorNameWarning, theme.ColorNameWarnText},
	toneError:    {fynetheme.ColorNameError, fynetheme.ColorNameError},
}

// Color gives the colour of areas and lines in this tone, in the theme in use.
func (t Tone) Color() color.Color { return theme.Color(t.names().fill) }

// TextColor gives the colour of words in this tone, readable on the surface.
func (t Tone) TextColor() color.Color { return theme.Color(t.names().text) }

func (t Tone) names() struct{ fill, text fyne.ThemeColorName } {
	if t < 0 || int(t) >= len(toneNames) {
		t = ToneNeutral
	}
	return toneNames[t]
}

// onLadder reports whether t is a tone of conduct, which has a swatch beside
// its word.
func (t Tone) onLadder() bool { return t >= ToneGave1 && t <= ToneAgainst2 || t == ToneNothing }
