package page

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/core/reading/model"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// keyModel is where the choice of a language model is kept; its key is not.
const keyModel = "model"

// modelSettings are the person's choice of a model; off where there is none.
func modelSettings() model.Settings {
	var s model.Settings
	if err := json.Unmarshal([]byte(fyne.CurrentApp().Preferences().StringWithFallback(keyModel, "{}")), &s); err != nil {
		return model.Settings{} // of another version: off
	}
	return s
}

func setModelSettings(s model.Settings) {
	if body, err := json.Marshal(s); err == nil {
		fyne.CurrentApp().Preferences().SetString(keyModel, string(body))
	}
}

// OpenModel asks which language model is to be asked, if any.
func (p *Read) OpenModel() {
	win := p.window()
	if win == nil {
		return
	}
	var d *dialog.CustomDialog
	content, first := ModelPreferences(p.s, func() { d.Hide() }, nil)
	shut := NewKeyButton(tr("Close"), func() { d.Hide() })
	d = dialog.NewCustomWithoutButtons(tr("Language model"), content, win)
	d.SetButtons([]fyne.CanvasObject{shut})
	shut.OnEscape = d.Hide
	d.SetOnClosed(func() {
		if p.r != nil {
			p.drawHead()
		}
		p.focus(p.toward)
	})
	d.Resize(fyne.NewSize(600, 420))
	d.Show()
	win.Canvas().Focus(first)
}

// reveal scrolls until an object is in view.
func reveal(scroll *container.Scroll, obj fyne.CanvasObject) {
	d := fyne.CurrentApp().Driver()
	top := d.AbsolutePositionForObject(obj).Y - d.AbsolutePositionForObject(scroll).Y
	const margin = 24
	switch below := top + obj.Size().Height + margin - scroll.Size().Height; {
	case top < margin:
		scroll.ScrollToOffset(fyne.NewPos(0, max(0, scroll.Offset.Y+top-margin)))
	case below > 0:
		scroll.ScrollToOffset(fyne.NewPos(0, scroll.Offset.Y+below))
	}
}

// ModelPreferences is the part of the preferences in which a person chooses a
// language model for the page of reading, and the field in which that begins.
// close closes the window around it; scroll, if any, follows the keyboard.
func ModelPreferences(s *session.Session, close func(), scroll *container.Scroll) (fyne.CanvasObject, fyne.Focusable) {
	now := modelSettings()
	about := widget.NewLabel(tr("A language model can propose candidates beside the reader’s own. It is off until an address and a model are named here. Before a text is sent you are shown where it goes and how much of it; what comes back is checked against the text word for word and waits for you like any candidate."))
	about.Wrapping, about.Importance = fyne.TextWrapWord, widget.LowImportance
	says := widget.NewLabel("")
	says.Wrapping = fyne.TextWrapWord
	address, name := NewField("http://localhost:11434/v1"), NewField(tr("as the server calls it"))
	secret := NewField(tr("none is needed for a server on this machine"))
	secret.Password = true
	address.SetText(now.BaseURL)
	name.SetText(now.Model)
	plain := widget.NewCheck(tr("send without encryption, beyond this machine too"), nil)
	plain.SetChecked(now.PlainHTTP)
	tell := func(text string) {
		says.SetText(text)
		if scroll != nil && scroll.Size().Height > 0 {
			reveal(scroll, says)
		}
	}
	state := func(tell func(string)) {
		cur := modelSettings()
		if !cur.On() {
			tell(tr("Off: nothing leaves this machine."))
			return
		}
		d, err := cur.Depart()
		if err != nil {
			tell(fault(err))
			return
		}
		where := trf("Texts are sent to %s, each time after you press Send.", d.Host)
		if d.Local {
			where = trf("On, at %s on this machine: nothing leaves it.", d.Host)
		}
		tell(where)
		s.Always(tr("Looking for the key"), func(context.Context) (func(), error) {
			_, kept := modelKeys.Get(cur)
			return func() { tell(where + " " + inTongue(kept.String())) }, nil
		})
	}
	apply := func() {
		next := model.Settings{BaseURL: strings.TrimSpace(address.Text), Model: strings.TrimSpace(name.Text), PlainHTTP: plain.Checked}
		if err := next.Check(); err != nil && !errors.Is(err, model.ErrOff) {
			tell(fault(err))
			return
		}
		setModelSettings(next)
		word := strings.TrimSpace(secret.Text)
		if word == "" || !next.On() {
			state(tell)
			return
		}
		secret.SetText("")
		s.Always(tr("Keeping the key"), func(context.Context) (func(), error) {
			_, err := modelKeys.Set(next, word)
			return func() {
				if err != nil {
					tell(fault(err))
					return
				}
				state(tell)
			}, nil
		})
	}
	off := func() {
		cur := modelSettings()
		setModelSettings(model.Settings{})
		address.SetText("")
		name.SetText("")
		if cur.On() {
			s.Always(tr("Forgetting the key"), func(context.Context) (func(), error) {
				_, err := modelKeys.Set(cur, "")
				return func() { state(tell) }, err
			})
			return
		}
		state(tell)
	}
	for _, f := range []*Field{address, name, secret} {
		f.OnSubmitted = func(string) { apply() }
		f.OnEscape = close
	}
	state(says.SetText)
	use, none := NewKeyButton(tr("Use it"), apply), NewKeyButton(tr("Off"), off)
	use.OnEscape, none.OnEscape = close, close
	if scroll != nil {
		for _, f := range []*Field{address, name, secret} {
			f.OnFocus = func() { reveal(scroll, f) }
		}
		use.OnFocus, none.OnFocus = func() { reveal(scroll, says) }, func() { reveal(scroll, says) }
	}
	form := widget.NewForm(widget.NewFormItem(tr("Address"), address), widget.NewFormItem(tr("Model"), name), widget.NewFormItem(tr("Key"), secret), widget.NewFormItem("", plain))
	return view.NewPanel(tr("A language model, if you have one"), container.NewVBox(about, form, container.NewHBox(use, none), says)), address
}

// askModel shows what would leave the machine, and asks the model once a person
// presses Send.
func (p *Read) askModel() {
	win := p.window()
	if win == nil || p.t == nil || p.mode != readDesk {
		return
	}
	set := modelSettings()
	d, err := set.Depart(model.Text{Title: p.r.Source.Name(), Body: p.t.words})
	if err != nil {
		p.tellHere(fault(err))
		return
	}
	says := widget.NewLabel(departure(d))
	says.Wrapping = fyne.TextWrapWord
	Confirm(win, tr("What leaves the machine"), tr("Send"), tr("Cancel"), container.NewStack(says), fyne.NewSize(480, 240), func() {
		p.focus(p.text)
		p.sendToModel(set)
	})
}

// droppedIn says how many proposals of a model were not taken, and why.
func droppedIn(list []model.Drop) string {
	n := 0
	var why []string
	for _, d := range list {
		n += d.Count
		why = append(why, sprintf("%d: %s", d.Count, inTongue(d.Reason)))
	}
	if n == 0 {
		return tr("none was dropped")
	}
	return trf("%d were dropped (%s)", n, strings.Join(why, "; "))
}

// departure says what would leave the machine, and where it would go.
func departure(d model.Departure) string {
	names := "“" + strings.Join(d.Texts, "”, “") + "”"
	what := trf("the whole text of %s (%s, in %s), its date, instructions that are the same for every text, and the key if one is kept", names, count(d.Characters, "character"), count(d.Requests, "part"))
	switch {
	case d.Local:
		return trf("Nothing leaves this machine. To %s, a program on it, goes: %s. What that program does with it is its own affair.", d.Host, what)
	case d.Encrypted:
		return trf("To %s goes, encrypted: %s. Nothing else of the case is sent.", d.Host, what)
	}
	return trf("To %s goes, NOT encrypted, for anybody on the way to read: %s. Nothing else of the case is sent.", d.Host, what)
}

// sendToModel asks the model for candidates and sets them beside the reader's.
func (p *Read) sendToModel(set model.Settings) {
	t, c, meta := p.t, p.rc, p.r.Meta
	p.tellHere(tr("Asking the model…"))
	p.s.WithTexts(trf("Asking %s", set.Model), false, func(ctx context.Context, _ session.Documents) (func(), error) {
		secret, _ := p.keys.Get(set)
		client, err := model.NewClient(set, secret)
		if err != nil {
			return nil, err
		}
		answer, err := client.Propose(ctx, t.words, meta, c, t.lex, func(done, of int) {
			p.s.Tell(func() {
				if t == p.t {
					p.tellHere(tongue.Local(trf("Asking the model: %d of %d", done, of)))
				}
			})
		})
		if err != nil && len(answer.Candidates) == 0 {
			return func() {
				if t == p.t {
					p.tellHere(fault(err))
				}
			}, nil
		}
		verdicts := map[string]model.Verdict{}
		proposals := readdesk.Proposals(t.own, readdesk.ByReader)
		agree, more := 0, 0
		for _, x := range model.Compare(t.own, answer.Candidates) {
			verdicts[readdesk.IDOf(t.source, x.Candidate)] = x.Verdict
			switch x.Verdict {
			case model.Agree:
				agree++
			case model.OnlyModel:
				more++
				proposals = append(proposals, readdesk.Proposal{Candidate: x.Candidate, Origin: readdesk.ByModel})
			}
		}
		return func() {
			if t != p.t {
				return
			}
			t.proposals, p.verdicts = proposals, verdicts
			p.said = tongue.Local(trf("The model: %d agree with the reader, %d are its own, %s.", agree, more, droppedIn(answer.Dropped)))
			if err != nil {
				p.said += " " + fault(err)
			}
			p.lay()
		}, nil
	})
}
