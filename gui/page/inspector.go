package page

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// Inspector is the side at the right: the record, the form or the figure that
// the session's place names.
type Inspector struct {
	s *session.Session
	h Host

	caption    *view.Prose
	title      *view.Prose
	back, next *widget.Button
	actions    *fyne.Container
	edit       *widget.Button

	// a figure
	says  *view.Prose
	items *itemList
	// a record
	notice   *view.Prose
	card     *view.Card
	facts    *view.Prose
	versions *view.Versions
	history  bool // the versions are shown
	record   *flow
	// a form
	form     *view.Form
	formSays *view.Prose
	editing  *editing
	inDialog *view.Form       // a form over this one, of a record that it refers to; nil: none
	drafts   map[string]draft // unfinished changes, by record
	// several records
	many *many

	head, body *fyne.Container
	root       *fyne.Container
	shown      session.Place
	drawn      *ledger.Case
	answered   any
}

// NewInspector makes the inspector.
func NewInspector(s *session.Session, h Host) *Inspector {
	in := &Inspector{s: s, h: h, drafts: map[string]draft{}}
	in.caption, in.title = in.prose(fynetheme.SizeNameCaptionText), in.prose(fynetheme.SizeNameSubHeadingText)
	in.back = widget.NewButtonWithIcon("", fynetheme.NavigateBackIcon(), s.GoBack)
	in.next = widget.NewButtonWithIcon("", fynetheme.NavigateNextIcon(), s.GoNext)
	in.back.Importance, in.next.Importance = widget.LowImportance, widget.LowImportance
	in.edit = widget.NewButton(tr("Edit"), func() { h.Do("edit") })
	buttons := []fyne.CanvasObject{in.edit}
	for _, b := range []struct{ text, command string }{{tr("Cite"), "cite"}, {tr("Duplicate"), "duplicate"}, {tr("Delete"), "delete"}, {tr("History"), "history"}} {
		buttons = append(buttons, container.NewCenter(container.NewPadded(view.NewLink(b.text, func() { h.Do(b.command) }))))
	}
	in.actions = container.New(&wrapped{}, buttons...)

	in.says = in.prose(fynetheme.SizeNameText)
	in.items = newItemList(s.Select)
	in.items.onMenu = func(id string, at fyne.Position) { h.Menu(recordMenu(s, h, id), at) }
	in.items.onDrop = func(id string, at fyne.Position) { dropped(s, h, id, at) }

	look := lookup{s}
	in.notice, in.facts = in.prose(fynetheme.SizeNameText), in.prose(fynetheme.SizeNameText)
	in.card = view.NewCard(look)
	in.card.OnOpen = s.Select
	in.card.OnMenu = func(id string, at fyne.Position) { h.Menu(recordMenu(s, h, id), at) }
	in.versions = view.NewVersions()
	in.versions.OnRestore = in.restore
	one := even(1)
	in.record = newFlow(gutter,
		flowRow{objects: []fyne.CanvasObject{in.notice}, shares: one, after: 8},
		flowRow{objects: []fyne.CanvasObject{in.versions}, shares: one, after: 16},
		flowRow{objects: []fyne.CanvasObject{in.card}, shares: one, after: 8},
		flowRow{objects: []fyne.CanvasObject{in.facts}, shares: one},
	)

	in.form = view.NewForm(look)
	in.form.OnSubmit = in.keep
	in.form.OnOpen = s.Select
	in.form.OnNewNamed = in.nested
	in.formSays = in.prose(fynetheme.SizeNameText)
	in.many = newMany(in)
	in.head = container.NewStack()
	in.body = container.NewStack()
	in.root = container.New(headed{}, in.head, in.body)
	return in
}

func (in *Inspector) prose(size fyne.ThemeSizeName) *view.Prose {
	p := view.NewProse(size)
	p.OnTapped = in.follow
	p.OnMenu = linkMenu(in.s, in.h)
	return p
}

func (in *Inspector) follow(to string) {
	switch {
	case to == "keep many":
		in.many.keep()
	case to == "resume":
		in.resume()
	case to == "discard":
		delete(in.drafts, in.shown.Record)
		in.redraw()
	case strings.HasPrefix(to, "resume:"):
		in.resumeDraft(strings.TrimPrefix(to, "resume:"))
	default:
		follow(in.s, in.h, to)
	}
}

// Object is what the window shows.
func (in *Inspector) Object() fyne.CanvasObject { return in.root }

// Form gives the form that is open; nil where none is.
func (in *Inspector) Form() *view.Form {
	if in.editing == nil {
		return nil
	}
	return in.form
}

// Unfinished tells how many forms hold changes that were not applied.
func (in *Inspector) Unfinished() int {
	n := len(in.drafts)
	if in.editing != nil && in.form.Dirty() {
		n++
	}
	return n
}

// Show draws what the state's place names.
func (in *Inspector) Show(st session.State, what session.What) {
	if what.Has(session.FileChanged) {
		in.editing = nil
		in.drafts = map[string]draft{}
		in.history = false
	}
	moved := st.Place != in.shown || what.Has(session.FileChanged)
	if moved {
		in.leave()
		in.shown = st.Place
		in.history = in.history && st.Place.Record != ""
	}
	switch {
	case st.Place.Draft != nil:
		if moved {
			in.begin(st.Place.Draft, true, st.Case)
		}
	case st.Place.Edit:
		if r, ok := st.Case.Get(st.Place.Record); ok && moved {
			in.begin(r, false, st.Case)
		}
	case st.Place.Many != "":
		if moved || in.drawn != st.Case {
			in.many.show(st, moved)
		}
	case st.Place.Record != "":
		if moved || in.drawn != st.Case || in.answered != any(st.Answer) {
			in.showRecord(st, moved)
		}
	case st.Place.Figure != "":
		if moved || in.answered != any(st.Answer) {
			in.showFigure(st)
		}
	case moved || in.drawn != st.Case:
		in.showNothing(st)
	}
	in.drawn, in.answered = st.Case, st.Answer
	enable(in.back, st.Back)
	enable(in.next, st.Next)
}

func enable(b *widget.Button, on bool) {
	if on && b.Disabled() {
		b.Enable()
	}
	if !on && !b.Disabled() {
		b.Disable()
	}
}

func (in *Inspector) redraw() {
	in.drawn = nil
	in.Show(in.s.State(), session.PlaceChanged)
}

// set puts a head and a body into the inspector.
func (in *Inspector) set(caption []span, title string, withActions bool, body fyne.CanvasObject) {
	in.caption.SetSpans(caption)
	in.title.SetSpans([]span{strong(title)})
	var actions fyne.CanvasObject
	if withActions {
		actions = in.actions
	}
	head := container.New(column{}, container.NewBorder(nil, nil, nil, container.NewHBox(in.back, in.next), container.NewVBox(layout.NewSpacer(), in.caption, layout.NewSpacer())), in.title)
	if actions != nil {
		head.Add(actions)
	}
	in.head.Objects = []fyne.CanvasObject{head}
	in.body.Objects = []fyne.CanvasObject{body}
	in.root.Refresh()
}

// showNothing says what the inspector is for.
func (in *Inspector) showNothing(st session.State) {
	matter := st.Case.Matter()
	if !st.Open() {
		in.set(nil, "", false, layout.NewSpacer())
		return
	}
	spans := []span{say(matter.About)}
	if matter.About != "" {
		spans = append(spans, say("\n\n"))
	}
	if _, ok := st.Case.Get(ledger.MatterID); ok {
		spans = append(spans, link(tr("About this case, and its settings"), ledger.MatterID), say("\n\n"))
	}
	spans = append(spans, mute(tr("Follow any underlined figure to see what it rests on, a record to see who says so, and a citation to see the source.")))
	for _, id := range sortedKeys(in.drafts) {
		spans = append(spans, say("\n\n"), link(trf("Go on with the unfinished form: %s", KindWord(in.drafts[id].record.Kind())), "resume:"+id))
	}
	in.says.SetSpans(spans)
	in.set([]span{mute(tr("CASE"))}, matter.Name(), false, container.NewVScroll(container.New(column{}, in.says)))
}

// showFigure shows what a figure rests on.
func (in *Inspector) showFigure(st session.State) {
	f, ok := explain(st, st.Place.Figure)
	if !ok {
		f = figure{title: tr("Not in this answer"), says: []span{say(tr("The answer to the present question has no such figure."))}}
	}
	in.says.SetSpans(f.says)
	in.items.set(f.parts)
	in.set([]span{mute(tr("RESTS ON"))}, f.title, false, container.New(headed{}, container.New(column{}, in.says), in.items))
}

// showRecord shows a record, and what hangs on it.
func (in *Inspector) showRecord(st session.State, moved bool) {
	r, ok := st.Case.Get(st.Place.Record)
	if !ok {
		in.showNothing(st)
		return
	}
	enable(in.edit, st.ReadOnly == "")
	if _, unfinished := in.drafts[st.Place.Record]; unfinished {
		in.notice.SetSpans([]span{warn(tr("You have unfinished changes. ")), link(tr("Go on"), "resume"), say("  "), link(tr("Discard them"), "discard")})
		in.notice.Show()
	} else {
		in.notice.Hide()
	}
	in.card.SetRecord(withoutSeries(r))
	in.facts.SetSpans(recordFacts(st, r))
	if in.history {
		in.versions.Show()
		in.loadVersions(st.Place.Record)
	} else {
		in.versions.Hide()
	}
	in.set([]span{mute(strings.ToUpper(KindWord(r.Kind())) + "  " + r.RecordID())}, itemOf(st.Case, r.RecordID()).title, true, in.record.root)
	if moved {
		in.record.scroll.ScrollToTop()
	}
	in.record.changed()
}

// History shows the versions of the record, or hides them again.
func (in *Inspector) History() {
	in.history = !in.history
	in.redraw()
	in.record.scroll.ScrollToTop()
}

func (in *Inspector) loadVersions(id string) {
	in.s.Versions(id, func(list []casefile.Version) {
		if in.shown.Record != id || !in.history {
			return
		}
		var rows []view.VersionRow
		for i, v := range list {
			var before ledger.Record
			if i+1 < len(list) {
				before = list[i+1].Record
			}
			rows = append(rows, view.VersionRow{
				Key: fmt.Sprint(v.Seq), When: when(v.Time), Who: v.Analyst, Label: v.Label, Changes: ledger.Diff(before, v.Record), Current: i == 0,
			})
		}
		in.versions.SetRows(rows)
		in.record.changed()
	})
}

// when writes the time of an edit as a person here reads it.
func when(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }

func (in *Inspector) restore(key string) {
	var seq int64
	if _, err := fmt.Sscan(key, &seq); err == nil && in.shown.Record != "" {
		in.s.Restore(in.shown.Record, seq)
	}
}

// column stands objects one above the other, each as high as its text needs at
// the width there is.
type column struct{}

func (column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(4)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Resize(fyne.NewSize(size.Width-2*gutter, o.MinSize().Height))
		h := o.MinSize().Height
		o.Move(fyne.NewPos(gutter, y))
		o.Resize(fyne.NewSize(size.Width-2*gutter, h))
		y += h + 6
	}
}

func (column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var w, h float32
	for _, o := range objects {
		if o.Visible() {
			w = max(w, o.MinSize().Width)
			h += o.MinSize().Height + 6
		}
	}
	return fyne.NewSize(w+2*gutter, h+8)
}

// wrapped stands objects side by side, in as many lines as they need.
type wrapped struct{ width float32 }

// Layout implements fyne.Layout.
func (l *wrapped) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.arrange(objects, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
		o.Move(at)
		o.Resize(size)
	})
}

// arrange gives each object its place and returns the height of all.
func (l *wrapped) arrange(objects []fyne.CanvasObject, put func(fyne.CanvasObject, fyne.Position, fyne.Size)) float32 {
	var x, y, line float32
	for _, o := range objects {
		m := o.MinSize()
		if x > 0 && x+m.Width > l.width {
			x, y, line = 0, y+line, 0
		}
		put(o, fyne.NewPos(x, y), m)
		x += m.Width + 4
		line = max(line, m.Height)
	}
	return y + line
}

// MinSize implements fyne.Layout.
func (l *wrapped) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var w float32
	for _, o := range objects {
		w = max(w, o.MinSize().Width)
	}
	if l.width == 0 {
		l.width = leastWidth
	}
	return fyne.NewSize(w, l.arrange(objects, func(fyne.CanvasObject, fyne.Position, fyne.Size) {}))
}

// headed gives its first object the height that its text needs at the width
// there is, and the second the rest, but never less than some lines of text: a
// head that is a scroller then scrolls.
type headed struct{ lines float32 }

func (l headed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head, body := objects[0], objects[1]
	inner := head
	if s, ok := head.(*container.Scroll); ok {
		inner = s.Content
	}
	head.Resize(fyne.NewSize(size.Width, inner.MinSize().Height)) // texts break at this width
	h := min(inner.MinSize().Height, max(0, size.Height-l.lines*1.6*fynetheme.TextSize()))
	head.Resize(fyne.NewSize(size.Width, h))
	body.Move(fyne.NewPos(0, h))
	body.Resize(fyne.NewSize(size.Width, size.Height-h))
}

func (headed) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(leastWidth, 200)
}
