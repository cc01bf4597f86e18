package page

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
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

// ModelPreferences is the part of the preferences in which a person chooses a
// language model for the page of reading. close closes the window around it.
func ModelPreferences(s *session.Session, close func()) fyne.CanvasObject {
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
	state := func() {
		cur := modelSettings()
		if !cur.On() {
			says.SetText(tr("Off: nothing leaves this machine."))
			return
		}
		d, err := cur.Depart()
		if err != nil {
			says.SetText(sentence(err.Error()) + ".")
			return
		}
		where := trf("Texts are sent to %s, each time after you press Send.", d.Host)
		if d.Local {
			where = trf("On, at %s on this machine: nothing leaves it.", d.Host)
		}
		says.SetText(where)
		s.Always(tr("Looking for the key"), func(context.Context) (func(), error) {
			_, kept := modelKeys.Get(cur)
			return func() { says.SetText(where + " " + trf("The key: %s.", tr(kept.String()))) }, nil
		})
	}
	apply := func() {
		next := model.Settings{BaseURL: strings.TrimSpace(address.Text), Model: strings.TrimSpace(name.Text), PlainHTTP: plain.Checked}
		if err := next.Check(); err != nil && !errors.Is(err, model.ErrOff) {
			says.SetText(sentence(err.Error()) + ".")
			return
		}
		setModelSettings(next)
		word := strings.TrimSpace(secret.Text)
		if word == "" || !next.On() {
			state()
			return
		}
		secret.SetText("")
		s.Always(tr("Keeping the key"), func(context.Context) (func(), error) {
			_, err := modelKeys.Set(next, word)
			return func() {
				if err != nil {
					says.SetText(sentence(err.Error()) + ".")
					return
				}
				state()
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
				return state, err
			})
			return
		}
		state()
	}
	for _, f := range []*Field{address, name, secret} {
		f.OnSubmitted = func(string) { apply() }
		f.OnEscape = close
	}
	state()
	form := widget.NewForm(widget.NewFormItem(tr("Address"), address), widget.NewFormItem(tr("Model"), name), widget.NewFormItem(tr("Key"), secret), widget.NewFormItem("", plain))
	return view.NewPanel(tr("A language model, if you have one"), container.NewVBox(about, form, container.NewHBox(NewKeyButton(tr("Use it"), apply), NewKeyButton(tr("Off"), off)), says))
}

// askModel shows what would leave the machine, and asks the model once a person
// presses Send.
func (p *Read) askModel() {
	win := windowOf(p.root)
	if win == nil || p.t == nil || p.mode != readDesk {
		return
	}
	set := modelSettings()
	d, err := set.Depart(model.Text{Title: p.r.Source.Name(), Body: p.t.words})
	if err != nil {
		p.tellHere(sentence(err.Error()) + ".")
		return
	}
	says := widget.NewLabel(d.String())
	says.Wrapping = fyne.TextWrapWord
	Confirm(win, tr("What leaves the machine"), tr("Send"), tr("Cancel"), container.NewStack(says), fyne.NewSize(480, 240), func() {
		p.focus(p.text)
		p.sendToModel(set)
	})
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
					p.tellHere(sentence(err.Error()) + ".")
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
		dropped := 0
		for _, d := range answer.Dropped {
			dropped += d.Count
		}
		return func() {
			if t != p.t {
				return
			}
			t.proposals, p.verdicts = proposals, verdicts
			p.said = tongue.Local(trf("The model: %d agree with the reader, %d are its own, %d were dropped because they do not hold to the text.", agree, more, dropped))
			if err != nil {
				p.said += " " + sentence(err.Error()) + "."
			}
			p.lay()
		}, nil
	})
}
