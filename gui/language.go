package gui

import (
	"encoding/json"
	"maps"
	"slices"

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
			body, err = messages(body)
		}
		if err == nil {
			err = lang.AddTranslationsForLocale(body, fyne.Locale(c))
		}
		if err != nil {
			fyne.LogError("read the texts in "+c, err)
		}
	}
	page.Retranslate()
}

// messages turns a table of texts into the list of messages that go-i18n reads,
// too: in a table it takes texts such as "Other" for words of its own.
func messages(body []byte) ([]byte, error) {
	var table map[string]any
	if err := json.Unmarshal(body, &table); err != nil {
		return nil, err
	}
	var list []map[string]any
	for _, key := range slices.Sorted(maps.Keys(table)) {
		m := map[string]any{"id": key}
		switch v := table[key].(type) {
		case string:
			m["other"] = v
		case map[string]any: // the forms of a count
			maps.Copy(m, v)
		}
		list = append(list, m)
	}
	return json.Marshal(list)
}
