package gui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/view"
)

// bar is the question above the pages: can [relier] count on [partner] as of
// [day] [in a situation]?
type bar struct {
	w                          *Window
	relier, partner, situation *view.Choice
	date                       *dateEntry
	scrubber                   *view.Scrubber
	root                       *fyne.Container
	actors                     *ledger.Case // whose actors the choices hold
}

func newBar(w *Window) *bar {
	b := &bar{w: w}
	b.relier, b.partner, b.situation = view.NewChoice(""), view.NewChoice(""), view.NewChoice("")
	b.relier.Bold, b.partner.Bold = true, true
	b.relier.PlaceHolder, b.partner.PlaceHolder = lang.L("whom?"), lang.L("whom?")
	b.relier.OnKey = w.s.SetRelier
	b.partner.OnKey = w.s.SetPartner
	b.situation.OnKey = w.s.SetSituation
	var options []view.Option
	for _, s := range ledger.Situations {
		options = append(options, view.Option{Key: s, Label: page.SituationWord(s), Detail: strings.Join(translated(typesOf(s)), ", ")})
	}
	b.situation.SetOptions(options)
	b.date = newDateEntry(func(text string) {
		day, err := readDay(text, w.s.Today())
		if err != nil {
			w.status.say("! " + err.Error())
			return
		}
		w.s.SetAsOf(day)
	}, func() string { return w.s.State().Question.AsOf.String() })
	b.scrubber = view.NewScrubber()
	b.scrubber.OnDay = func(d edtf.Day, final bool) { w.s.SetAsOf(d) }
	find := newFindField(w.commandKeys("find"), func() { w.Do("find") })
	dateBox := container.New(page.Wide("-0000-00-00"), b.date)
	left := container.NewHBox(widget.NewLabel(lang.L("Can")), b.relier, widget.NewLabel(lang.L("count on")), b.partner, widget.NewLabel(lang.L("as of")), dateBox)
	right := container.NewHBox(b.situation, widget.NewLabel("?"), find)
	b.root = container.New(barLayout{}, left, b.scrubber, right)
	return b
}

// oneLine is the width up to which the bar keeps to one line: that of the
// smallest screen it is made for. Larger text breaks it into two.
const oneLine = 1240

// barLayout lays the question, the scrubber and what stands at the right on one
// line, or the last two below the first where text is so large that a small
// screen would not hold them.
type barLayout struct{}

// breaks reports whether the objects take two lines.
func (barLayout) breaks(objects []fyne.CanvasObject) bool {
	w := float32(0)
	for _, o := range objects {
		w += o.MinSize().Width
	}
	return w+2*fynetheme.Padding() > oneLine
}

// MinSize implements fyne.Layout.
func (l barLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	question, scrubber, right := objects[0].MinSize(), objects[1].MinSize(), objects[2].MinSize()
	gap := fynetheme.Padding()
	if second := scrubber.Width + gap + right.Width; l.breaks(objects) {
		return fyne.NewSize(max(question.Width, second), question.Height+gap+max(scrubber.Height, right.Height))
	}
	return fyne.NewSize(question.Width+scrubber.Width+right.Width+2*gap, max(question.Height, scrubber.Height, right.Height))
}

// Layout implements fyne.Layout.
func (l barLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	question, scrubber, right := objects[0], objects[1], objects[2]
	gap := fynetheme.Padding()
	q, r := question.MinSize(), right.MinSize()
	x, y, height := q.Width+gap, float32(0), size.Height
	if l.breaks(objects) {
		x, y, height = 0, q.Height+gap, size.Height-q.Height-gap
		question.Resize(fyne.NewSize(size.Width, q.Height))
	} else {
		question.Resize(fyne.NewSize(q.Width, size.Height))
	}
	question.Move(fyne.NewPos(0, 0))
	scrubber.Move(fyne.NewPos(x, y))
	scrubber.Resize(fyne.NewSize(max(0, size.Width-r.Width-gap-x), height))
	right.Move(fyne.NewPos(size.Width-r.Width, y))
	right.Resize(fyne.NewSize(r.Width, height))
}

// has reports whether f is a part of the bar.
func (b *bar) has(f fyne.Focusable) bool {
	return f == fyne.Focusable(b.relier) || f == fyne.Focusable(b.partner) || f == fyne.Focusable(b.situation) ||
		f == fyne.Focusable(b.date) || f == fyne.Focusable(b.scrubber)
}

// typesOf lists the types of moment of a situation.
func typesOf(situation string) []string {
	var out []string
	for _, t := range ledger.MomentTypes {
		if ledger.SituationOf(t) == situation {
			out = append(out, t)
		}
	}
	return out
}

// translated gives words in the person's language.
func translated(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = lang.L(w)
	}
	return out
}

// show sets the bar to the question. Setting asks nothing.
func (b *bar) show(st session.State, what session.What) {
	if b.actors != st.Case {
		b.actors = st.Case
		var options []view.Option
		for _, a := range st.Case.Actors() {
			options = append(options, view.Option{Key: a.ID, Label: a.Name(), Detail: a.Type})
		}
		b.relier.SetOptions(options)
		b.partner.SetOptions(options)
		b.scrubber.SetRange(b.w.s.FirstDay(), b.w.s.LastDay())
	}
	if !what.Has(session.QuestionChanged | session.CaseChanged | session.FileChanged) {
		return
	}
	q := st.Question
	width := b.relier.MinSize().Width + b.partner.MinSize().Width + b.situation.MinSize().Width
	b.relier.SetKey(q.Relier)
	b.partner.SetKey(q.Partner)
	b.situation.SetKey(q.Situation)
	b.scrubber.SetDay(q.AsOf)
	if text := q.AsOf.String(); st.Open() && !b.date.focused && b.date.Text != text {
		b.date.SetText(text)
	}
	if width != b.relier.MinSize().Width+b.partner.MinSize().Width+b.situation.MinSize().Width {
		b.root.Refresh()
	}
}

// readDay reads the day that a person means by a date: its last.
func readDay(text string, today edtf.Day) (edtf.Day, error) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "today", "now", "":
		return today, nil
	}
	d, err := edtf.FromInput(text, page.DayOrder())
	if err != nil {
		return 0, fmt.Errorf("the date %q cannot be read: %w", text, err)
	}
	day, ok := d.Latest()
	if !ok {
		return 0, fmt.Errorf("the date %q has no end: name a day, a month or a year", text)
	}
	return day, nil
}

// dateEntry is a text field for a date: Enter and leaving it ask as of that
// date, Escape puts back what was there.
type dateEntry struct {
	page.Field
	asked   func(text string)
	current func() string
	focused bool
}

func newDateEntry(asked func(string), current func() string) *dateEntry {
	e := &dateEntry{asked: asked, current: current}
	e.ExtendBaseWidget(e)
	e.OnEscape = func() { e.SetText(e.current()) }
	e.OnSubmitted = func(text string) {
		e.asked(text)
		e.SetText(e.current())
	}
	return e
}

// FocusGained implements fyne.Focusable.
func (e *dateEntry) FocusGained() {
	e.focused = true
	e.Entry.FocusGained()
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// FocusLost implements fyne.Focusable.
func (e *dateEntry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	if e.Text != e.current() {
		e.asked(e.Text)
		e.SetText(e.current())
	}
}

// findField looks like a field to search in, and opens the one there is.
type findField struct {
	widget.BaseWidget
	keys    string
	tapped  func()
	focused bool
	hovered bool
}

func newFindField(keys string, tapped func()) *findField {
	f := &findField{keys: keys, tapped: tapped}
	f.ExtendBaseWidget(f)
	return f
}

// Tapped implements fyne.Tappable.
func (f *findField) Tapped(*fyne.PointEvent) { f.tapped() }

// FocusGained implements fyne.Focusable.
func (f *findField) FocusGained() { f.focused = true; f.Refresh() }

// FocusLost implements fyne.Focusable.
func (f *findField) FocusLost() { f.focused = false; f.Refresh() }

// TypedRune implements fyne.Focusable.
func (f *findField) TypedRune(rune) { f.tapped() }

// TypedKey implements fyne.Focusable.
func (f *findField) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter {
		f.tapped()
	}
}

// MouseIn implements desktop.Hoverable.
func (f *findField) MouseIn(*desktop.MouseEvent) { f.hovered = true; f.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (f *findField) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (f *findField) MouseOut() { f.hovered = false; f.Refresh() }

// Cursor implements desktop.Cursorable.
func (f *findField) Cursor() desktop.Cursor { return desktop.TextCursor }

// CreateRenderer implements fyne.Widget.
func (f *findField) CreateRenderer() fyne.WidgetRenderer {
	r := &findRenderer{f: f, ground: canvas.NewRectangle(nil), text: canvas.NewText(lang.L("Find, or a command"), nil), keys: canvas.NewText(f.keys, nil)}
	r.Refresh()
	return r
}

type findRenderer struct {
	f          *findField
	ground     *canvas.Rectangle
	text, keys *canvas.Text
}

func (r *findRenderer) Destroy() {}

func (r *findRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.text, r.keys}
}

func (r *findRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.text.MinSize().Width+r.keys.MinSize().Width+36, r.text.MinSize().Height+10)
}

func (r *findRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	t, k := r.text.MinSize(), r.keys.MinSize()
	r.text.Move(fyne.NewPos(10, (size.Height-t.Height)/2))
	r.text.Resize(t)
	r.keys.Move(fyne.NewPos(size.Width-10-k.Width, (size.Height-k.Height)/2))
	r.keys.Resize(k)
}

func (r *findRenderer) Refresh() {
	r.ground.CornerRadius = fynetheme.Size(fynetheme.SizeNameInputRadius)
	r.ground.FillColor = fynetheme.Color(fynetheme.ColorNameInputBackground)
	r.ground.StrokeColor, r.ground.StrokeWidth = fynetheme.Color(fynetheme.ColorNameInputBorder), 1
	if r.f.hovered || r.f.focused {
		r.ground.StrokeColor = fynetheme.Color(fynetheme.ColorNamePrimary)
	}
	for _, t := range []*canvas.Text{r.text, r.keys} {
		t.Color = theme.Color(theme.ColorNameMuted)
		t.TextSize = fynetheme.Size(fynetheme.SizeNameText)
	}
	r.keys.TextSize = fynetheme.Size(fynetheme.SizeNameCaptionText)
	r.Layout(r.f.Size())
	canvas.Refresh(r.f)
}
