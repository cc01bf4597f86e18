package gui

import (
	"encoding/json"
	"maps"
	"runtime"
	"slices"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/tongue"
)

// spoken finds the texts of the language that is spoken.
var spoken atomic.Pointer[i18n.Localizer]

// The toolkit looks for the system's language when texts are added and knows no
// other way to choose one (fyne 2.8.0), so that on Windows and macOS a choice of
// language would do nothing. All texts, its own too, are asked for through these
// variables: they are answered by the library that it uses itself, in the
// language that was chosen.
func init() {
	lang.L = func(text string, data ...any) string { return localized(text, text, nil, data) }
	lang.X = func(key, text string, data ...any) string { return localized(key, text, nil, data) }
	lang.N = func(text string, n int, data ...any) string { return localized(text, text, n, data) }
	lang.XN = func(key, text string, n int, data ...any) string { return localized(key, text, n, data) }
}

// localized gives the text with a key, or text where the language has none; n is
// what it counts, or nil.
func localized(key, text string, n any, data []any) string {
	l := spoken.Load()
	if l == nil {
		return text
	}
	c := &i18n.LocalizeConfig{DefaultMessage: &i18n.Message{ID: key, Other: text}, PluralCount: n}
	if len(data) > 0 {
		c.TemplateData = data[0]
	}
	if found, err := l.Localize(c); found != "" || err == nil {
		return found
	}
	return text
}

// speak makes a language that of all texts made from now on; an empty code is
// the system's.
func speak(code string) {
	if code == "" && (runtime.GOOS == "windows" || runtime.GOOS == "darwin") {
		code = closest(lang.SystemLocale()) // the environment says nothing there
	}
	tongue.Speak(code)
	code = tongue.Code()
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	if code != tongue.Codes[0] {
		body, err := assets.Translation(code)
		if err == nil {
			body, err = messages(body)
		}
		if err == nil {
			_, err = bundle.ParseMessageFileBytes(body, code+".json")
		}
		if err != nil {
			fyne.LogError("read the texts in "+code, err)
		}
	}
	spoken.Store(i18n.NewLocalizer(bundle, code))
	page.Retranslate()
}

// closest gives the language of the window that a locale asks for; English where
// there is none.
func closest(l fyne.Locale) string {
	if tag, err := language.Parse(l.LanguageString()); err == nil {
		if base, _ := tag.Base(); slices.Contains(tongue.Codes, base.String()) {
			return base.String()
		}
	}
	return tongue.Codes[0]
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
