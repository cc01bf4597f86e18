package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/reading"
	"github.com/fairweather-app/fairweather/gui/view"
)

// buildDesk makes the widgets of a text and its candidates.
func (p *Read) buildDesk() {
	p.text = view.NewReader()
	p.text.OnTapped = func(key string) { p.goTo(key) }
	p.text.OnRune = p.typed
	p.text.OnKey = p.key
	p.text.OnSelect = p.selectionChanged
	p.text.OnPaste = p.Paste
	p.text.OnMenu = func(at fyne.Position) { p.h.Menu(p.menu(), at) }
	p.list = newCandidateList(p)

	p.head, p.notes, p.detail = view.NewProse(fynetheme.SizeNameText), view.NewProse(fynetheme.SizeNameCaptionText), view.NewProse(fynetheme.SizeNameText)
	p.useful, p.keyLine = view.NewProse(fynetheme.SizeNameText), view.NewProse(fynetheme.SizeNameCaptionText)
	for _, x := range []*view.Prose{p.head, p.notes, p.detail, p.useful, p.keyLine} {
		x.OnTapped = p.follow
	}
	p.detail.OnMenu = linkMenu(p.s, p.h)

	p.which = view.NewChoice("")
	p.which.OnKey = func(key string) { p.full = key == "full"; p.drawText(); p.focus(p.text) }
	p.kind, p.merge, p.grade, p.byHand, p.as = view.NewChoice(tr("kind:")), view.NewChoice(tr("goes to:")), view.NewChoice(tr("grade:")), view.NewChoice(tr("the words are:")), view.NewChoice(tr("asserted as:"))
	p.kind.SetOptions(kindOptions())
	p.byHand.SetOptions(kindOptions())
	p.kind.OnKey = func(key string) { p.focus(p.text); p.changeKind(reading.Kind(key)) }
	p.byHand.OnKey = func(key string) { p.byHand.SetKey(""); p.focus(p.text); p.make(reading.Kind(key)) }
	p.merge.OnKey = func(key string) { p.focus(p.text); p.mergeWith(key) }
	p.merge.SetSource(p.mergeOptions, p.mergeLabel)
	p.grade.OnKey = func(key string) { p.focus(p.text); p.gradeAs(key) }
	p.as.SetOptions(modalityOptions())
	p.as.OnKey = func(key string) { p.focus(p.text); p.assertedAs(reading.Modality(key)) }

	p.state, p.only, p.manner = view.NewChoice(""), view.NewChoice(tr("kind:")), view.NewChoice(tr("as:"))
	p.state.SetOptions([]view.Option{{Key: "", Label: tr("all candidates")}, {Key: "open", Label: tr("open ones")}, {Key: "done", Label: tr("decided ones")}})
	p.only.SetOptions(append([]view.Option{{Key: "", Label: tr("any")}}, kindOptions()...))
	p.manner.SetOptions(append([]view.Option{{Key: "", Label: tr("any")}}, modalityOptions()...))
	for _, c := range []*view.Choice{p.state, p.only, p.manner} {
		c.OnKey = func(string) { p.filtered(); p.focus(p.text) }
	}
	p.counts = view.NewProse(fynetheme.SizeNameText)

	p.why = NewField(tr("Why is it rejected? Enter keeps the reason."))
	p.why.OnSubmitted = func(text string) { p.whyBox.Hide(); p.focus(p.text); p.reject(text) }
	p.why.OnEscape = func() { p.whyBox.Hide(); p.cards.Refresh(); p.focus(p.text) }
	p.whyBox = container.NewStack(p.why)
	p.whyBox.Hide()
	p.useWhy = NewField(tr("why, if you like; Enter keeps it"))
	p.useWhy.OnSubmitted = func(text string) { p.focus(p.text); p.giveReason(text) }
	p.useWhy.OnEscape = func() { p.focus(p.text) }

	p.acts = view.NewFlow(4, append(p.actChips(), p.kind, p.as, p.merge)...)
	filters := view.NewFlow(4, p.state, p.only, p.manner)
	foot := container.New(readColumn{}, p.acts, p.whyBox, p.useful, p.useWhy)
	scroll := container.NewVScroll(container.New(readColumn{}, p.detail))
	p.lower = container.New(footed{}, scroll, foot)
	p.below = scroll
	split := container.NewVSplit(p.list, p.lower)
	split.Offset = .38
	p.cards = container.New(headed{}, container.New(readColumn{}, filters, p.counts), split)
	p.formTop = view.NewProse(fynetheme.SizeNameText)
	p.formTop.OnTapped = p.follow
	p.form = view.NewForm(lookup{p.s})
	p.form.EnterSubmits = true
	p.form.OnSubmit = p.keepForm
	p.form.OnOpen = p.s.Select
	p.form.OnNew = p.newInForm
	p.takeIt, p.leaveIt = NewKeyButton(tr("Accept  (Enter)"), p.form.Submit), NewKeyButton(tr("Leave  (Esc)"), p.CancelForm)
	p.takeIt.Importance = widget.HighImportance
	p.takeIt.OnEscape, p.leaveIt.OnEscape = p.CancelForm, p.CancelForm
	p.formBox = container.New(headed{}, container.New(readColumn{}, p.formTop, container.NewHBox(p.takeIt, p.leaveIt)), container.NewPadded(p.form))
	p.formBox.Hide()
	p.right = container.NewStack(p.cards, p.formBox)

	back := widget.NewButton(tr("All texts"), func() { p.act(p.leave) })
	next := widget.NewButton(tr("Next text"), func() { p.act(p.nextText) })
	p.ask = widget.NewButton(tr("Ask the model…"), p.askModel)
	p.byHand.Hide()
	p.tools = view.NewFlow(4, back, next, p.which, p.grade, p.byHand, p.ask)
	tools := p.tools
	left := container.New(headed{}, container.New(readColumn{}, tools, p.head, p.notes), container.NewPadded(p.text))
	sides := container.NewHSplit(left, p.right)
	sides.Offset = .54
	p.deskBox = container.NewBorder(nil, container.New(readColumn{}, p.keyLine), nil, nil, sides)
}

// footed gives the second object the height it needs at its width, and the rest
// to the first.
type footed struct{}

// Layout implements fyne.Layout.
func (footed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	body, foot := objects[0], objects[1]
	foot.Resize(fyne.NewSize(size.Width, foot.MinSize().Height)) // texts break at this width
	h := min(foot.MinSize().Height, size.Height)
	place(foot, 0, size.Height-h, size.Width, h)
	place(body, 0, 0, size.Width, size.Height-h)
}

// MinSize implements fyne.Layout.
func (footed) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(leastWidth, 120) }

// readColumn lays objects below each other, as high as they are at the width.
type readColumn struct{}

// Layout implements fyne.Layout.
func (readColumn) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(4)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Resize(fyne.NewSize(size.Width-16, o.MinSize().Height)) // texts break at this width
		h := o.MinSize().Height
		if f, ok := o.(view.Flexible); ok {
			h = f.HeightFor(size.Width - 16)
		}
		place(o, 8, y, size.Width-16, h)
		y += h + 5
	}
}

// MinSize implements fyne.Layout.
func (readColumn) MinSize(objects []fyne.CanvasObject) fyne.Size {
	h := float32(4)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if f, ok := o.(view.Flexible); ok && o.Size().Width > 0 {
			h += f.HeightFor(o.Size().Width) + 5
			continue
		}
		h += o.MinSize().Height + 5
	}
	return fyne.NewSize(leastWidth, h)
}
