package page

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/compare"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/forecasts"
	"github.com/fairweather-app/fairweather/core/ledger"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// who is the person at the desk today.
func (p *Forecasts) who() readdesk.Who { return readdesk.Who{Analyst: p.s.Analyst(), Day: p.s.Today()} }

// ask opens a dialog of a few fields; take gives why it cannot be done.
func (p *Forecasts) ask(title, confirm string, first fyne.Focusable, body fyne.CanvasObject, take func() error) {
	win := windowOf(p.root)
	if win == nil {
		return
	}
	problem := widget.NewLabel("")
	problem.Wrapping, problem.Importance = fyne.TextWrapWord, widget.WarningImportance
	problem.Hide()
	d := dialog.NewCustomWithoutButtons(title, container.NewVBox(body, problem), win)
	ok := NewKeyButton(confirm, nil)
	ok.OnTapped = func() {
		if err := take(); err != nil {
			problem.SetText(sentence(err.Error()) + ".")
			problem.Show()
			return
		}
		d.Hide()
	}
	ok.Importance = widget.HighImportance
	cancel := NewKeyButton(tr("Cancel"), d.Hide)
	ok.OnEscape, cancel.OnEscape = d.Hide, d.Hide
	d.SetButtons([]fyne.CanvasObject{cancel, ok})
	d.Resize(fyne.NewSize(560, 320))
	d.Show()
	win.Canvas().Focus(first)
}

// apply makes an edit and chooses what it is of.
func (p *Forecasts) apply(e readdesk.Edit) {
	p.s.Apply(casefile.Edit{Label: e.Label, Changes: e.Changes}, func(err error) {
		if err != nil {
			p.s.Fail(session.Failure{Doing: e.Label, Path: p.s.State().Path, Err: err})
			return
		}
		p.grid.Select(e.Record)
		p.allow()
	})
}

// chance reads a probability: "40", "40 %" or "0.4"; none where nothing is typed.
func chance(text string) (*float64, error) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	if text == "" {
		return nil, nil
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", "."), 64)
	if v > 1 || text == "1" && err == nil {
		v /= 100
	}
	if err != nil || !(v >= 0 && v <= 1) {
		return nil, errors.New(trf("%q is no probability: give one from 0 to 100 %%", text))
	}
	return &v, nil
}

// oneLineLabel is a label that is cut where it does not fit.
func oneLineLabel(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Truncation = fyne.TextTruncateEllipsis
	return l
}

// keepOne asks what of the answer to keep, and until when.
func (p *Forecasts) keepOne() {
	st := p.s.State()
	if p.keep.Disabled() {
		return
	}
	var options []view.Option
	for r := compare.HighestSpoken; r >= compare.LowestSpoken; r-- {
		options = append(options, view.Option{Key: strconv.Itoa(int(r)), Label: trf("%s %s or more at the next moment of need", r, tr(r.Label()))})
	}
	for _, f := range st.Answer.Pledges.Forecasts {
		options = append(options, view.Option{Key: f.Pledge, Label: trf("fulfilled: %s", f.Title), Detail: percent(f.Probability)})
	}
	what := view.NewChoice("")
	what.SetOptions(options)
	what.SetKey(strconv.Itoa(int(ledger.DiplomaticAct)))
	horizon, own := NewField(tr("a day, a month or a year")), NewField(tr("in per cent, if you have one"))
	horizon.SetText((p.s.Today() + 365).String())
	what.OnKey = func(key string) {
		horizon.Enable()
		if _, err := strconv.Atoi(key); err != nil {
			horizon.Disable() // a pledge's forecast has a horizon of its own
		}
	}
	who := widget.NewFormItem(tr("My probability"), own)
	body := widget.NewForm(widget.NewFormItem(tr("What"), what), widget.NewFormItem(tr("By"), horizon), who)
	p.ask(tr("Keep a forecast"), tr("Keep it"), what, body, func() error {
		mine, err := chance(own.Text)
		if err != nil {
			return err
		}
		if mine != nil && p.s.Analyst() == "" {
			return errors.New(tr("say who you are first: Help, Your name"))
		}
		d, err := edtf.FromInput(horizon.Text, DayOrder())
		last, ok := d.Latest()
		if err != nil || !ok {
			return errors.New(trf("the date %q cannot be read", horizon.Text))
		}
		if last <= p.s.Today() {
			return errors.New(trf("%s is not ahead of today", last))
		}
		p.keepThis(what.Key(), last, mine)
		return nil
	})
}

// keepThis works out the answer of today, with all that is known, and keeps what it
// says.
func (p *Forecasts) keepThis(what string, last edtf.Day, own *float64) {
	st, who := p.s.State(), p.who()
	c, whole, q := st.Case, st.Whole, st.Question
	q.AsOf = who.Day
	p.s.Always(tr("Keeping a forecast"), func(context.Context) (func(), error) {
		a, err := assess.Answer(c, q, assess.SettingsOf(c))
		if err != nil {
			return nil, err
		}
		x, err := forecasts.OfPledge(a, what)
		if rung, isRung := strconv.Atoi(what); isRung == nil {
			x, err = forecasts.OfRung(a, ledger.Rung(rung), last)
		}
		if err != nil {
			return nil, err
		}
		e, err := forecasts.Log(whole, x, own, who)
		return func() { p.apply(e) }, err
	})
}

// giveMine asks for the analyst's own probability of the forecast chosen.
func (p *Forecasts) giveMine() {
	k, ok := p.chosen()
	if !ok || p.give.Disabled() {
		return
	}
	own, why := NewField(tr("in per cent")), NewField(tr("on what grounds"))
	body := widget.NewForm(widget.NewFormItem(tr("Forecast"), oneLineLabel(k.Note.Name())), widget.NewFormItem(tr("My probability"), own), widget.NewFormItem(tr("Why"), why))
	p.ask(tr("Give it my probability"), tr("Give it"), own, body, func() error {
		mine, err := chance(own.Text)
		switch {
		case err != nil:
			return err
		case mine == nil:
			return errors.New(tr("give a probability from 0 to 100 %"))
		case p.s.Analyst() == "":
			return errors.New(tr("say who you are first: Help, Your name"))
		}
		e, err := forecasts.Rate(p.s.State().Whole, k.Note.ID, *mine, strings.TrimSpace(why.Text), p.who())
		if err == nil {
			p.apply(e)
		}
		return err
	})
}

// resolve asks what came of the forecast chosen; what the record says is proposed.
func (p *Forecasts) resolve() {
	k, ok := p.chosen()
	if !ok || p.tell.Disabled() {
		return
	}
	came := view.NewChoice("")
	came.SetOptions([]view.Option{{Key: "yes", Label: tr("it happened")}, {Key: "no", Label: tr("it did not happen")}})
	why := NewField(tr("on what grounds"))
	says := tr("The record does not tell what came of it.")
	if happened, told, ok := forecasts.Suggest(p.s.State().Case, k, p.s.Today()); ok {
		came.SetKey(map[bool]string{true: "yes", false: "no"}[happened])
		why.SetText(told)
		says = trf("The record says: %s", told)
	}
	text := widget.NewLabel(says)
	text.Wrapping = fyne.TextWrapWord
	body := container.NewVBox(text, widget.NewForm(widget.NewFormItem(tr("Forecast"), oneLineLabel(k.Note.Name())), widget.NewFormItem(tr("What came of it"), came), widget.NewFormItem(tr("Why"), why)))
	p.ask(tr("Say what came of it"), tr("Resolve it"), came, body, func() error {
		if came.Key() == "" {
			return errors.New(tr("choose what came of it"))
		}
		e, err := readdesk.Resolve(p.s.State().Whole, k.Note.ID, came.Key() == "yes", strings.TrimSpace(why.Text), p.who())
		if err == nil {
			p.apply(e)
		}
		return err
	})
}

// Reminder says how many forecasts of a case have fallen due; empty: none.
func Reminder(c *ledger.Case, today edtf.Day) string {
	n := 0
	for _, k := range forecasts.List(c, today) {
		if k.Overdue {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return trf("%s fallen due: say what came of it.", sentence(count(n, "forecast")))
}
