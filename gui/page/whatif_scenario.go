package page

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/whatif"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// choices fills the choices above the network.
func (p *WhatIf) choices() {
	c := p.st.Case
	list, problems := whatif.ScenariosOf(c)
	options := []view.Option{{Key: "", Label: p.scName(), Detail: tr("as it stands on this page")}}
	for i, sc := range list {
		options = append(options, view.Option{Key: strconv.Itoa(i), Label: sc.Name, Detail: p.saysOf(sc)})
	}
	for _, e := range problems {
		options = append(options, view.Option{Key: "!", Label: tr("cannot be read"), Detail: e.Error()})
	}
	p.scenario.SetOptions(options)
	p.scenario.SetKey("")
	var actors, shockable []view.Option
	for _, a := range c.Actors() {
		o := view.Option{Key: a.ID, Label: a.Name()}
		actors = append(actors, o)
		if !slices.ContainsFunc(p.sc.Shocks, func(x whatif.Shock) bool { return x.Actor == a.ID }) {
			shockable = append(shockable, o)
		}
	}
	p.shock.SetOptions(shockable)
	p.shock.SetKey("")
	p.harder.SetOptions(actors)
	p.than.SetOptions(actors)
	harder, than := "", ""
	if p.sc.Claim != nil {
		harder, than = p.sc.Claim.Harder, p.sc.Claim.Than
	}
	p.harder.SetKey(harder)
	p.than.SetKey(than)
	text := ""
	if p.sc.Months > 0 {
		text = strconv.Itoa(p.sc.Months)
	}
	if p.months.Text != text {
		p.months.SetText(text)
	}
	p.shockRows()
	p.momentChoices()
}

func (p *WhatIf) scName() string {
	if p.sc.Name == "" {
		return tr("a scenario without a name")
	}
	return p.sc.Name
}

// saysOf says a scenario in a line: "Iran loses 33 % (20 to 50)".
func (p *WhatIf) saysOf(sc whatif.Scenario) string {
	var parts []string
	for _, x := range sc.Shocks {
		parts = append(parts, trf("%s loses %s", p.st.Case.ActorName(x.Actor), triangle(x.Triangle)))
	}
	return strings.Join(parts, ", ")
}

// triangle writes what is known of a share: "33 %", "33 % (20 to 50)".
func triangle(t whatif.Triangle) string {
	text := strconv.FormatFloat(100*t.Mode, 'f', -1, 64)
	if len(text) > 5 {
		text = fmt.Sprintf("%.1f", 100*t.Mode)
	}
	if t.Low == t.High {
		return text + " %"
	}
	return fmt.Sprintf("%s %% (%.3g to %.3g)", text, 100*t.Low, 100*t.High)
}

// triangleOf reads one share or three, as people write them: "33 %", "0.2 0.33
// 0.5", "20 to 50 %, most likely 33" is too much.
func triangleOf(text string) (whatif.Triangle, error) {
	percent := strings.Contains(text, "%")
	clean := strings.NewReplacer("%", " ", "(", " ", ")", " ", ";", " ", "to", " ", "–", " ").Replace(text)
	var v []float64
	for _, f := range strings.Fields(clean) {
		x, err := numberOf(f)
		if err != nil {
			return whatif.Triangle{}, err
		}
		v = append(v, x)
	}
	if percent || slices.ContainsFunc(v, func(x float64) bool { return x > 1 }) {
		for i := range v {
			v[i] /= 100
		}
	}
	slices.Sort(v) // "33 % (20 to 50)" as this page writes it
	for _, x := range v {
		if x < 0 || x > 1 {
			return whatif.Triangle{}, fmt.Errorf("%q is no share from 0 to 100 %%", text)
		}
	}
	switch len(v) {
	case 1:
		return whatif.Exactly(v[0]), nil
	case 3:
		return whatif.Triangle{Low: v[0], Mode: v[1], High: v[2]}, nil
	}
	return whatif.Triangle{}, fmt.Errorf("%q: give one share, or low, most likely and high, as in 20 33 50 %%", text)
}

// shockRows makes a line for each shock: the actor, a slider, a field, and a way
// to take it away.
func (p *WhatIf) shockRows() {
	if len(p.sc.Shocks) == p.rowsMade && len(p.shocks.Objects) == p.rowsMade && p.rowsMade > 0 && p.sameRows() {
		for i, o := range p.shocks.Objects {
			o.(*shockRow).set(p.sc.Shocks[i].Triangle)
		}
		return
	}
	p.shocks.Objects = nil
	for i, x := range p.sc.Shocks {
		row := newShockRow(x.Actor, p.st.Case.ActorName(x.Actor))
		row.set(x.Triangle)
		row.onChange = func(t whatif.Triangle) {
			p.sc.Shocks = slices.Clone(p.sc.Shocks)
			p.sc.Shocks[i].Triangle = t
			p.changed()
		}
		row.onWrong = func(text string) { p.s.Fail(session.Failure{Doing: tr("read the shock"), Err: errors.New(text)}) }
		row.onRemove = func() {
			p.sc.Shocks = slices.Delete(slices.Clone(p.sc.Shocks), i, i+1)
			p.changed()
		}
		p.shocks.Objects = append(p.shocks.Objects, row)
	}
	p.rowsMade = len(p.sc.Shocks)
	p.shocks.Hidden = p.rowsMade == 0
	p.shocks.Refresh()
	p.flow.changed()
}

func (p *WhatIf) sameRows() bool {
	for i, o := range p.shocks.Objects {
		if o.(*shockRow).actor != p.sc.Shocks[i].Actor {
			return false
		}
	}
	return true
}

func (p *WhatIf) addShock(actor string) {
	if actor == "" {
		return
	}
	p.sc.Shocks = append(slices.Clone(p.sc.Shocks), whatif.Shock{Actor: actor, Triangle: whatif.Exactly(.3)})
	p.changed()
}

func (p *WhatIf) claimOf(harder, than string) {
	if harder == "" || than == "" {
		return
	}
	if harder == than {
		p.s.Fail(session.Failure{Doing: tr("compare"), Err: errors.New(tr("nobody is hit harder than itself: choose two actors"))})
		p.choices()
		return
	}
	p.sc.Claim = &whatif.Claim{Harder: harder, Than: than}
	p.changed()
}

func (p *WhatIf) monthsOf(text string) {
	n := 0
	if text = strings.TrimSpace(text); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil || n < 1 || n > 1200 {
			p.s.Fail(session.Failure{Doing: tr("read how long the shock lasts"), Err: fmt.Errorf("%q is no number of months from 1 to 1200; leave it empty for a shock that lasts", text)})
			return
		}
	}
	if n != p.sc.Months {
		p.sc.Months = n
		p.changed()
	}
}
