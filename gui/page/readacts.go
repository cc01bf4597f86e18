package page

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/gui/view"
)

// readAct is one thing that the desk can do with the current candidate or text.
type readAct struct {
	ID    string // as the menu names it: "accept"
	Title string
	Key   string // the letter; upper case with Shift
	Chip  string // the word below the candidate; empty: none
	run   func(p *Read)
}

// ReadActs are what the page does with a text, in the order of the menu.
var ReadActs = []readAct{
	{"next", key("Next candidate"), "N", "", func(p *Read) { p.step(1) }},
	{"previous", key("Previous candidate"), "P", "", func(p *Read) { p.step(-1) }},
	{"accept", key("Accept"), "A", key("accept"), (*Read).pressAccept},
	{"edit", key("Edit and accept…"), "E", key("edit"), func(p *Read) { p.act(p.edit) }},
	{"reject", key("Reject"), "R", key("reject"), func(p *Read) { p.act(func() { p.reject("") }) }},
	{"reason", key("Reject with a reason…"), "Shift+R", "", func(p *Read) { p.act(p.askWhy) }},
	{"reopen", key("Open it again"), "O", "", func(p *Read) { p.act(p.reopen) }},
	{"kind", key("Change the kind…"), "K", "", func(p *Read) { p.act(p.kind.Open) }},
	{"merge", key("Merge with a record…"), "M", "", func(p *Read) { p.act(p.openMerge) }},
	{"asserted", key("Change how it is asserted…"), "S", "", func(p *Read) { p.act(p.as.Open) }},
	{"grade", key("Grade the source or the item…"), "G", "", func(p *Read) { p.act(p.openGrade) }},
	{"hand", key("Make a candidate of the selected words…"), "H", key("by hand"), func(p *Read) { p.act(p.hand) }},
	{"model", key("Ask the model…"), "Shift+M", "", func(p *Read) { p.act(p.askModel) }},
	{"undo", key("Undo"), "U", "", func(p *Read) { p.act(p.undo) }},
	{"undo reading", key("Undo the whole reading…"), "Shift+U", "", func(p *Read) { p.act(p.undoReading) }},
	{"useful", key("It was useful"), "Y", "", func(p *Read) { p.act(func() { p.vote(true) }) }},
	{"useless", key("It was not useful"), "Shift+Y", "", func(p *Read) { p.act(func() { p.vote(false) }) }},
	{"next text", key("Next text with open candidates"), "T", "", func(p *Read) { p.act(p.nextText) }},
	{"texts", key("All texts of the case"), "L", "", func(p *Read) { p.act(p.leave) }},
}

// Act does what a command of the menu names, if the desk is open.
func (p *Read) Act(id string) {
	if p.mode != readDesk || p.editing {
		return
	}
	for _, a := range ReadActs {
		if a.ID == id {
			a.run(p)
		}
	}
}

// typed hears a letter.
func (p *Read) typed(r rune) {
	if p.mode != readDesk {
		return
	}
	if p.editing { // a letter of the row of presses that opened the form
		p.pressed = time.Now()
		return
	}
	name := strings.ToUpper(string(r))
	switch {
	case r == 'j':
		name = "N"
	case name == string(r):
		name = "Shift+" + name
	}
	for _, a := range ReadActs {
		if a.Key == name {
			a.run(p)
			return
		}
	}
}

// key hears a key that the text or the list has no use for.
func (p *Read) key(ev *fyne.KeyEvent) bool {
	if p.editing {
		p.keyedEarly(ev)
		return true
	}
	switch ev.Name {
	case fyne.KeyDown:
		p.step(1)
	case fyne.KeyUp:
		p.step(-1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if _, ok := p.text.Selection(); ok {
			p.act(p.hand)
		} else {
			p.act(p.edit)
		}
	case fyne.KeyEscape:
		if p.whyBox.Visible() {
			p.why.OnEscape()
			return true
		}
		p.act(p.leave) // what was typed before is done first
	default:
		return false
	}
	return true
}

// shown gives the indices of the candidates that the filters leave.
func (p *Read) shown() []int {
	if p.r == nil {
		return nil
	}
	var out []int
	for i := range p.r.Items {
		it := &p.r.Items[i]
		open := it.Decision.State == readdesk.Open
		switch {
		case p.state.Key() == "open" && !open && it.Decision.ID != p.at, p.state.Key() == "done" && open:
		case p.only.Key() != "" && p.only.Key() != string(it.Candidate.Kind):
		case p.manner.Key() != "" && p.manner.Key() != string(it.Candidate.Modality):
		default:
			out = append(out, i)
		}
	}
	return out
}

// step goes to the next candidate, or the one before.
func (p *Read) step(by int) {
	move := func() {
		list := p.shown()
		if len(list) == 0 {
			return
		}
		at := slices.IndexFunc(list, func(i int) bool { return p.r.Items[i].Decision.ID == p.at })
		if at < 0 {
			at = 0
			if by < 0 {
				at = len(list) - 1
			}
		} else {
			at = min(max(at+by, 0), len(list)-1)
		}
		p.goTo(p.r.Items[list[at]].Decision.ID)
	}
	if p.writing || p.undoing || len(p.queue) > 0 {
		p.queue = append(p.queue, move)
		return
	}
	move()
}

// goTo makes a candidate the current one.
func (p *Read) goTo(id string) {
	if id == p.at || p.editing {
		return
	}
	p.at, p.said = id, ""
	p.redraft()
	p.follows()
}

// menu is what a secondary tap offers.
func (p *Read) menu() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, a := range ReadActs {
		item := fyne.NewMenuItem(tr(a.Title)+"   "+a.Key, func() { p.focus(p.text); p.Act(a.ID) })
		if a.ID == "hand" {
			_, ok := p.text.Selection()
			item.Disabled = !ok
		}
		items = append(items, item)
	}
	return items
}

// actChips are the buttons below a candidate.
func (p *Read) actChips() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, a := range ReadActs {
		if a.Chip == "" {
			continue
		}
		chip := view.NewChip(a.Key+" "+tr(a.Chip), view.ToneNeutral)
		chip.OnTapped = func() { p.focus(p.text); p.Act(a.ID) }
		out = append(out, view.WithTooltip(chip, tr(a.Title)))
	}
	return out
}
