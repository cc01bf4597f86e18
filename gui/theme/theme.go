// Package theme is the look of Fairweather: a quiet surface, one accent, and
// the colours that carry meaning (blue gave, rust against, grey nothing).
// It builds on Fyne's own theme, from which it keeps the icons and the face.
package theme

import (
	_ "embed"
	"image/color"
	"sync/atomic"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Mode says whether the window is light or dark.
type Mode string

// The modes. System follows the desktop's own setting.
const (
	System Mode = "system"
	Light  Mode = "light"
	Dark   Mode = "dark"
)

// The bounds of the text size factor.
const (
	SmallestText float32 = 0.75
	LargestText  float32 = 2
)

// unknown is set where the desktop does not say whether it is light or dark.
var unknown atomic.Bool

// SetUnknown says whether the system's own setting is not known; light is shown
// then.
func SetUnknown(is bool) { unknown.Store(is) }

// Theme is a fyne.Theme; New makes one.
type Theme struct {
	mode   Mode
	factor float32
}

// New gives the theme in a mode, with all text larger or smaller by a factor
// (1 is the normal size; it is kept between SmallestText and LargestText, and 0
// means 1). A mode that does not exist follows the system.
func New(mode Mode, textFactor float32) *Theme {
	if textFactor == 0 {
		textFactor = 1
	}
	return &Theme{mode: mode, factor: min(max(textFactor, SmallestText), LargestText)}
}

// Mode gives the mode with which the theme was made.
func (t *Theme) Mode() Mode { return t.mode }

// TextFactor gives the factor by which text differs from its normal size.
func (t *Theme) TextFactor() float32 { return t.factor }

// variant is what the theme shows where the system shows v.
func (t *Theme) variant(v fyne.ThemeVariant) fyne.ThemeVariant {
	switch t.mode {
	case Light:
		return fynetheme.VariantLight
	case Dark:
		return fynetheme.VariantDark
	}
	if unknown.Load() {
		return fynetheme.VariantLight
	}
	return v
}

// Color implements fyne.Theme.
func (t *Theme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	v = t.variant(v)
	if c, ok := paletteColor(name, v); ok {
		return c
	}
	return fynetheme.DefaultTheme().Color(name, v)
}

// The text fonts are Fyne's own with arrows, the minus and the like added;
// font/README.md says why.
var (
	//go:embed font/NotoSans-Regular.ttf
	regularTTF []byte
	//go:embed font/NotoSans-Bold.ttf
	boldTTF []byte
	//go:embed font/NotoSans-Italic.ttf
	italicTTF []byte

	regular = fyne.NewStaticResource("NotoSans-Regular.ttf", regularTTF)
	bold    = fyne.NewStaticResource("NotoSans-Bold.ttf", boldTTF)
	italic  = fyne.NewStaticResource("NotoSans-Italic.ttf", italicTTF)
)

// Font implements fyne.Theme.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch style {
	case fyne.TextStyle{}:
		return regular
	case fyne.TextStyle{Bold: true}:
		return bold
	case fyne.TextStyle{Italic: true}:
		return italic
	}
	return fynetheme.DefaultTheme().Font(style)
}

// Icon implements fyne.Theme.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fynetheme.DefaultTheme().Icon(name)
}

// Size implements fyne.Theme. Text and what stands in line with it grow by the
// text factor, paddings do not.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case fynetheme.SizeNameText:
		return 13 * t.factor
	case fynetheme.SizeNameCaptionText:
		return 11 * t.factor
	case fynetheme.SizeNameSubHeadingText:
		return 15 * t.factor
	case fynetheme.SizeNameHeadingText:
		return 18 * t.factor
	case fynetheme.SizeNameInlineIcon:
		return 16 * t.factor
	case fynetheme.SizeNameInnerPadding:
		return 6
	case fynetheme.SizeNamePadding:
		return 4
	case fynetheme.SizeNameLineSpacing:
		return 4
	case fynetheme.SizeNameScrollBar:
		return 10
	case fynetheme.SizeNameScrollBarSmall:
		return 3
	case fynetheme.SizeNameInputRadius, fynetheme.SizeNameButtonRadius:
		return 4
	case fynetheme.SizeNamePopupRadius, fynetheme.SizeNameMenuRadius, fynetheme.SizeNameCardRadius, fynetheme.SizeNameDialogRadius:
		return 6
	case fynetheme.SizeNameModalBlurRadius:
		return 0 // a blur of the whole window costs a frame; the shade is enough
	}
	return fynetheme.DefaultTheme().Size(name)
}

// Color gives a colour of the theme in use, for drawing outside widgets that
// know their own theme. Under a theme that lacks the name (a test's, say) it
// gives Fairweather's own, light or dark as the app is.
func Color(name fyne.ThemeColorName) color.Color {
	settings := fyne.CurrentApp().Settings()
	v := settings.ThemeVariant()
	if t, ok := settings.Theme().(*Theme); ok {
		return t.Color(name, v)
	}
	if _, own := ownNames[name]; own {
		c, _ := paletteColor(name, v)
		return c
	}
	return settings.Theme().Color(name, v)
}

// IsDark reports whether the theme in use is dark.
func IsDark() bool {
	settings := fyne.CurrentApp().Settings()
	v := settings.ThemeVariant()
	if t, ok := settings.Theme().(*Theme); ok {
		v = t.variant(v)
	}
	return v == fynetheme.VariantDark
}
