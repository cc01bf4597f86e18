package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/tongue"
)

// speak makes a language that of all texts made from now on; an empty code is
// the system's. The toolkit looks for the language when texts are added, and
// asks the environment for it (fyne 2.8.0, Linux; elsewhere it asks the system,
// so that there the language of the window is the system's).
func speak(code string) {
	tongue.Speak(code)
	for _, c := range tongue.Codes[1:] {
		body, err := assets.Translation(c)
		if err == nil {
			err = lang.AddTranslationsForLocale(body, fyne.Locale(c))
		}
		if err != nil {
			fyne.LogError("read the texts in "+c, err)
		}
	}
	page.Retranslate()
}
