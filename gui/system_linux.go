package gui

import (
	"github.com/rymdport/portal/settings/appearance"

	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/theme"
)

// watchSystemTheme finds out whether the desktop says if it is light or dark.
// Where nothing says so the toolkit takes dark (fyne 2.8.0); a desktop without
// such a setting is light. The question may take long, so it is asked aside.
func watchSystemTheme(do func(func()), changed func()) {
	theme.SetUnknown(true)
	session.Beside(do, func() func() {
		if _, err := appearance.GetColorScheme(); err != nil {
			return nil
		}
		return func() {
			theme.SetUnknown(false)
			changed()
		}
	})
}
