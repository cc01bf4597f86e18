package gui

import (
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// setting is one number of the methods as it is edited: empty is the default.
type setting struct {
	title, help string
	fallback    float64
	least, most float64 // most 0: no bound
	at          func(*ledger.Settings) **float64
}

// methodSettings are the numbers of the methods that a case may change.
func methodSettings() []setting {
	d := assess.DefaultSettings()
	return []setting{
		{"Half-life of the past, years", "0: nothing fades", d.HalfLifeYears, 0, 0, func(s *ledger.Settings) **float64 { return &s.HalfLifeYears }},
		{"Weight of moments of another situation", "0 to 1", d.OtherSituation, 0, 1, func(s *ledger.Settings) **float64 { return &s.OtherSituation }},
		{"Weight of the prior, moments", "above 0", d.PriorMass, 1e-9, 0, func(s *ledger.Settings) **float64 { return &s.PriorMass }},
		{"Horizon of pledge forecasts, years", "above 0", d.HorizonYears, 1e-9, 0, func(s *ledger.Settings) **float64 { return &s.HorizonYears }},
	}
}

// preferencesWindow is the window in which a person sets the program, and the
// case that is open, to their liking. It stands beside the other windows and is
// in nobody's way.
type preferencesWindow struct {
	w       *Window
	win     fyne.Window
	name    *page.Field
	words   *view.Choice
	fields  []*page.Field
	numbers []setting
	says    *widget.Label
	base    *ledger.Case // from which the settings shown were read
}

// preferences opens them, or brings them to the front.
func (w *Window) preferences() {
	if w.p.chooser != nil {
		w.p.chooser.win.RequestFocus()
		return
	}
	p := &preferencesWindow{w: w, win: w.app.NewWindow(lang.L("Preferences"))}
	w.p.chooser = p
	p.win.SetContent(view.NewTooltipLayer(p.content()))
	p.win.Resize(fyne.NewSize(600, 620))
	p.win.SetOnClosed(func() { w.p.chooser = nil })
	p.win.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) {
		if ev.Name == fyne.KeyEscape {
			p.win.Close()
		}
	})
	p.win.Show()
	p.win.Canvas().Focus(p.name)
}

func (p *preferencesWindow) content() fyne.CanvasObject {
	w := p.w
	p.name = page.NewField(lang.L("your name, or what your colleagues call you"))
	p.name.SetText(w.s.Analyst())
	p.name.OnEscape = p.win.Close
	p.name.OnSubmitted = w.setName
	p.name.OnChanged = func(text string) {
		for _, x := range w.p.windows {
			x.setName(text)
		}
	}
	language := view.NewChoice("")
	options := []view.Option{{Key: "", Label: lang.L("As the system")}}
	for _, code := range tongue.Codes {
		options = append(options, view.Option{Key: code, Label: tongue.Names[code]})
	}
	language.SetOptions(options)
	language.SetKey(w.prefs.language())
	language.OnKey = func(code string) {
		w.prefs.setLanguage(code)
		speak(code)
		program := w.p
		p.win.Close()
		program.anew()
		program.windows[0].preferences()
	}
	mode := view.NewChoice("")
	mode.SetOptions([]view.Option{{Key: string(theme.System), Label: lang.L("As the system")}, {Key: string(theme.Light), Label: lang.L("Light")}, {Key: string(theme.Dark), Label: lang.L("Dark")}})
	mode.SetKey(string(w.prefs.mode()))
	mode.OnKey = func(key string) {
		w.setMode(theme.Mode(key))
		p.win.Content().Refresh()
	}
	size := view.NewChoice("")
	var sizes []view.Option
	for _, s := range []float32{.75, .9, 1, 1.1, 1.25, 1.5, 2} {
		sizes = append(sizes, view.Option{Key: fmt.Sprint(s), Label: tongue.Local(fmt.Sprintf("%.0f %%", s*100))})
	}
	size.SetOptions(sizes)
	size.SetKey(fmt.Sprint(w.prefs.text()))
	size.OnKey = func(key string) {
		if f, err := strconv.ParseFloat(key, 32); err == nil {
			w.scaleText(0)
			w.scaleText(float32(f))
			p.win.Content().Refresh()
		}
	}
	order := view.NewChoice("")
	order.SetOptions([]view.Option{
		{Key: "", Label: lang.L("As the language has it")}, {Key: "day first", Label: lang.L("Day first: 3/4/2007 is 3 April")}, {Key: "month first", Label: lang.L("Month first: 3/4/2007 is March 4")},
	})
	order.SetKey(w.prefs.dayOrder())
	order.OnKey = func(key string) {
		w.prefs.setDayOrder(key)
		page.SetDayOrder(key)
	}
	yours := widget.NewForm(
		widget.NewFormItem(lang.L("Your name"), p.name), widget.NewFormItem(lang.L("Language"), language), widget.NewFormItem(lang.L("Appearance"), mode),
		widget.NewFormItem(lang.L("Text size"), size), widget.NewFormItem(lang.L("Typed dates"), order),
	)
	parts := []fyne.CanvasObject{view.NewPanel(lang.L("You and this computer"), yours)}
	if st := w.s.State(); st.Open() {
		parts = append(parts, p.caseSettings(st))
	}
	scroll := container.NewVScroll(nil)
	model, _ := page.ModelPreferences(w.s, p.win.Close, scroll)
	scroll.Content = container.New(layout.NewCustomPaddedLayout(16, 16, 20, 20), container.NewVBox(append(parts, model)...))
	return scroll
}

// caseSettings are those that go with the case, whoever opens it.
func (p *preferencesWindow) caseSettings(st session.State) fyne.CanvasObject {
	m := st.Case.Matter()
	p.base = st.Case
	p.words = view.NewChoice("")
	var scales []view.Option
	for _, s := range assess.Scales {
		scales = append(scales, view.Option{Key: string(s), Label: s.Title(), Detail: strings.Join(s.Words(), ", ")})
	}
	p.words.SetOptions(scales)
	p.words.SetKey(string(assess.SettingsOf(st.Case).Words))
	form := widget.NewForm(widget.NewFormItem(lang.L("Words for probabilities"), p.words))
	p.numbers = methodSettings()
	p.fields = nil
	for _, s := range p.numbers {
		f := page.NewField(number(s.fallback))
		if v := *s.at(&m.Settings); v != nil {
			f.SetText(number(*v))
		}
		f.OnEscape = p.win.Close
		f.OnSubmitted = func(string) { p.apply() }
		p.fields = append(p.fields, f)
		beside := widget.NewLabel(fmt.Sprintf(lang.L("default %s; %s"), number(s.fallback), lang.L(s.help)))
		beside.Importance = widget.LowImportance
		form.Append(lang.L(s.title), container.NewBorder(nil, nil, nil, beside, f))
	}
	about := widget.NewLabel(fmt.Sprintf(lang.L("These go with the case “%s”: everybody who opens it gets the same words and the same figures. They are one edit, and can be undone."), m.Name()))
	about.Wrapping = fyne.TextWrapWord
	about.Importance = widget.LowImportance
	p.says = widget.NewLabel("")
	p.says.Wrapping = fyne.TextWrapWord
	apply := page.NewKeyButton(lang.L("Apply to the case"), p.apply)
	defaults := page.NewKeyButton(lang.L("All defaults"), func() {
		p.words.SetKey(string(assess.DefaultSettings().Words))
		for _, f := range p.fields {
			f.SetText("")
		}
	})
	if st.ReadOnly != "" {
		apply.Disable()
	}
	return view.NewPanel(lang.L("This case"), container.NewVBox(about, form, container.NewHBox(apply, defaults), p.says))
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// apply keeps the settings in the case, as one edit of its matter.
func (p *preferencesWindow) apply() {
	st := p.w.s.State()
	if !st.Open() || st.ReadOnly != "" {
		return
	}
	m := ledger.Clone(st.Case.Matter()).(*ledger.Matter)
	m.Settings.Words = ""
	if key := p.words.Key(); key != string(assess.DefaultSettings().Words) {
		m.Settings.Words = key
	}
	for i, s := range p.numbers {
		text := strings.Replace(strings.TrimSpace(p.fields[i].Text), ",", ".", 1)
		to := s.at(&m.Settings)
		if text == "" {
			*to = nil
			continue
		}
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || v < s.least || s.most > 0 && v > s.most {
			p.says.SetText(fmt.Sprintf(lang.L("%s: %q will not do; it takes a number (%s)."), lang.L(s.title), p.fields[i].Text, lang.L(s.help)))
			p.win.Canvas().Focus(p.fields[i])
			return
		}
		*to = &v
		if v == s.fallback {
			*to = nil
		}
	}
	p.w.s.Apply(casefile.Edit{Label: "Change the settings of the methods", Changes: []ledger.Change{{ID: m.ID, Record: m}}, Base: st.Case}, func(err error) {
		if err != nil {
			p.says.SetText(sentence(err.Error()))
			return
		}
		p.says.SetText(lang.L("Kept, and answered anew."))
	})
}
