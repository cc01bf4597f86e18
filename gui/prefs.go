package gui

import (
	"encoding/json"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/theme"
)

// The keys of what is remembered from one day to the next.
const (
	keyAnalyst   = "analyst"
	keyMode      = "theme"
	keyText      = "text size"
	keyWidth     = "window width"
	keyHeight    = "window height"
	keySide      = "inspector width"
	keyLast      = "last case"
	keyRecent    = "recent cases"
	keyQuestions = "questions"
	keyWelcomed  = "welcomed"
	keyLanguage  = "language"
	keyDayOrder  = "day order"
	keyUsed      = "used"

	manyRecent    = 10
	manyQuestions = 50
	manyUsed      = 40
)

// prefs are what a person chose, kept by the toolkit.
type prefs struct{ p fyne.Preferences }

func (p prefs) analyst() string        { return p.p.String(keyAnalyst) }
func (p prefs) setAnalyst(name string) { p.p.SetString(keyAnalyst, name) }
func (p prefs) mode() theme.Mode {
	return theme.Mode(p.p.StringWithFallback(keyMode, string(theme.System)))
}
func (p prefs) setMode(m theme.Mode) { p.p.SetString(keyMode, string(m)) }
func (p prefs) text() float32        { return float32(p.p.FloatWithFallback(keyText, 1)) }
func (p prefs) setText(f float32)    { p.p.SetFloat(keyText, float64(f)) }
func (p prefs) side() float32        { return float32(p.p.FloatWithFallback(keySide, 312)) }
func (p prefs) setSide(w float32)    { p.p.SetFloat(keySide, float64(w)) }
func (p prefs) last() string         { return p.p.String(keyLast) }
func (p prefs) recent() []string     { return p.p.StringList(keyRecent) }
func (p prefs) welcomed() bool       { return p.p.Bool(keyWelcomed) }
func (p prefs) setWelcomed()         { p.p.SetBool(keyWelcomed, true) }

// language is the code of the language of the window; empty: the system's.
func (p prefs) language() string        { return p.p.String(keyLanguage) }
func (p prefs) setLanguage(code string) { p.p.SetString(keyLanguage, code) }

// dayOrder says how a typed 03/04/2007 is read: "day first", "month first", or
// empty as the language has it.
func (p prefs) dayOrder() string         { return p.p.String(keyDayOrder) }
func (p prefs) setDayOrder(order string) { p.p.SetString(keyDayOrder, order) }

// used lists what was opened from the finder, the last first.
func (p prefs) used() []string { return p.p.StringList(keyUsed) }

// use remembers that something was opened from the finder.
func (p prefs) use(key string) {
	list := append([]string{key}, slices.DeleteFunc(p.used(), func(s string) bool { return s == key })...)
	p.p.SetStringList(keyUsed, list[:min(len(list), manyUsed)])
}

func (p prefs) size() fyne.Size {
	return fyne.NewSize(float32(p.p.FloatWithFallback(keyWidth, 1280)), float32(p.p.FloatWithFallback(keyHeight, 800)))
}

func (p prefs) setSize(s fyne.Size) {
	p.p.SetFloat(keyWidth, float64(s.Width))
	p.p.SetFloat(keyHeight, float64(s.Height))
}

// setLast remembers a case as the one to begin with, and as a recent one.
func (p prefs) setLast(path string) {
	p.p.SetString(keyLast, path)
	recent := append([]string{path}, slices.DeleteFunc(p.recent(), func(s string) bool { return s == path })...)
	p.p.SetStringList(keyRecent, recent[:min(len(recent), manyRecent)])
}

// forget takes a case from the recent ones.
func (p prefs) forget(path string) {
	p.p.SetStringList(keyRecent, slices.DeleteFunc(p.recent(), func(s string) bool { return s == path }))
}

// asked is a question that was put to a case, the newest last in the list.
type asked struct {
	Path      string `json:"path"`
	Relier    string `json:"relier"`
	Partner   string `json:"partner"`
	AsOf      string `json:"as_of"` // empty: today
	Situation string `json:"situation"`
}

func (p prefs) questions() []asked {
	var list []asked
	if err := json.Unmarshal([]byte(p.p.StringWithFallback(keyQuestions, "[]")), &list); err != nil {
		return nil // of another version: forgotten
	}
	return list
}

// question gives the question last put to a case, or q if there is none or it
// does not fit the case any more.
func (p prefs) question(path string, c *ledger.Case, q assess.Question, today edtf.Day) assess.Question {
	for _, a := range p.questions() {
		if a.Path != path {
			continue
		}
		old := assess.Question{Relier: a.Relier, Partner: a.Partner, AsOf: today, Situation: a.Situation}
		if day, err := edtf.ParseDay(a.AsOf); err == nil {
			old.AsOf = day
		}
		if old.Check(c) == nil {
			return old
		}
	}
	return q
}

// setQuestion remembers what is asked of the case that is open.
func (p prefs) setQuestion(st session.State, today edtf.Day) {
	if !st.Open() {
		return
	}
	q := st.Question
	a := asked{Path: st.Path, Relier: q.Relier, Partner: q.Partner, Situation: q.Situation}
	if q.AsOf != today {
		a.AsOf = q.AsOf.String()
	}
	list := append(slices.DeleteFunc(p.questions(), func(x asked) bool { return x.Path == a.Path }), a)
	if text, err := json.Marshal(list[max(0, len(list)-manyQuestions):]); err == nil {
		p.p.SetString(keyQuestions, string(text))
	}
}
