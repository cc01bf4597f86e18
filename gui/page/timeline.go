package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
	"github.com/fairweather-app/fairweather/gui/view/timeline"
)

// Timeline is the page of everything in its time: moments, conduct, pledges and
// contributions of the pair asked about and of third parties, with the answer's
// own history below.
type Timeline struct {
	s *session.Session
	h Host

	line                       *timeline.Timeline
	actor, channel, kind, best *view.Choice
	count                      *widget.Label
	bar, root                  *fyne.Container
	chosen                     lanes
	drawn, pending             timelineKey
}

// lanes is what a person chose to see.
type lanes struct {
	actor   string // empty: the pair and third parties; pairOnly; else the pair and this one
	channel string // empty: every one
	kind    ledger.Kind
	grade   string // the worst reliability of a source that a record may rest on at best; empty: any
}

const pairOnly = "pair"

// timelineKey is what the model depends on; the as-of day is the widget's own.
type timelineKey struct {
	c               *ledger.Case
	relier, partner string
	history         *assess.Point
	lanes           lanes
}

// NewTimeline makes the page.
func NewTimeline(s *session.Session, h Host) *Timeline {
	t := &Timeline{s: s, h: h, line: timeline.New(), count: widget.NewLabel("")}
	t.count.Importance = widget.LowImportance
	t.line.OnSelect = func(id string) {
		if id != "" {
			s.Select(id)
		}
	}
	t.line.OnEdit = s.Edit
	t.line.OnCreate = t.create
	t.line.OnMenu = t.menu
	t.line.OnAsOf = func(day edtf.Day, _ bool) { s.SetAsOf(day) }
	t.actor, t.channel, t.kind, t.best = view.NewChoice(""), view.NewChoice(""), view.NewChoice(""), view.NewChoice("")
	again := func(set func(string)) func(string) {
		return func(key string) {
			set(key)
			t.Show(s.State(), session.Everything)
		}
	}
	t.actor.OnKey = again(func(key string) { t.chosen.actor = key })
	t.channel.OnKey = again(func(key string) { t.chosen.channel = key })
	t.kind.OnKey = again(func(key string) { t.chosen.kind = ledger.Kind(key) })
	t.best.OnKey = again(func(key string) { t.chosen.grade = key })
	t.kind.SetOptions([]view.Option{{Key: "", Label: tr("Everything")}, {Key: string(ledger.KindMoment), Label: tr("Moments")}, {Key: string(ledger.KindConduct), Label: tr("Conduct")},
		{Key: string(ledger.KindPledge), Label: tr("Pledges")}, {Key: string(ledger.KindContribution), Label: tr("Contributions")}})
	t.kind.SetKey("")
	t.best.SetOptions([]view.Option{{Key: "", Label: tr("Any grade")}, {Key: "A", Label: tr("Grade A"), Detail: tr("completely reliable sources")},
		{Key: "B", Label: tr("Grade B or better"), Detail: tr("usually reliable")}, {Key: "C", Label: tr("Grade C or better"), Detail: tr("fairly reliable")}})
	t.best.SetKey("")
	whole := widget.NewButton(tr("Show all"), t.line.ShowAll)
	year := widget.NewButton(tr("As-of year"), func() {
		day := s.State().Question.AsOf
		t.line.SetWindow(day-300, day+65)
	})
	t.bar = container.New(&barLine{}, t.actor, t.kind, t.channel, t.best, whole, year, t.count)
	t.root = container.NewPadded(container.New(headed{}, container.NewPadded(t.bar), t.line))
	return t
}

// Object implements Page.
func (t *Timeline) Object() fyne.CanvasObject { return t.root }

// First implements Focuser.
func (t *Timeline) First() fyne.Focusable { return t.line }

// Show implements Page.
func (t *Timeline) Show(st session.State, what session.What) {
	t.line.SetAsOf(st.Question.AsOf)
	key := timelineKey{c: st.Case, relier: st.Question.Relier, partner: st.Question.Partner, lanes: t.chosen}
	if len(st.History) > 0 {
		key.history = &st.History[0]
	}
	if key == t.drawn {
		t.pending = key
		t.follow(st, what)
		return
	}
	t.choices(st)
	key.lanes = t.chosen // a choice that is no more is taken back
	if key == t.pending {
		return
	}
	m := laneMaker{c: st.Case, key: key, history: st.History, words: newLaneWords()}
	t.pending = key
	compose(t.s, st.Case, tr("Drawing the timeline"), m.lanes, func(all []timeline.Lane) {
		if key != t.pending {
			return
		}
		t.drawn = key
		empty := tr("Nothing of this choice has a date. Choose “Everything” above, or drag over empty time to enter a moment.")
		if !st.Open() {
			empty = tr("No case is open. Open one from the File menu, or begin a new one.")
		}
		t.line.SetModel(timeline.Model{Lanes: all, HasAsOf: st.Open(), AsOf: t.s.State().Question.AsOf, Empty: empty})
		t.count.SetText(count(marks(all), "record"))
		t.bar.Refresh() // its place hangs on its width
		t.follow(t.s.State(), what)
	})
}

func marks(all []timeline.Lane) int {
	n := 0
	for _, l := range all {
		n += len(l.Moments) + len(l.Conduct) + len(l.Pledges) + len(l.Contributions)
	}
	return n
}

// follow marks the record of the inspector, and brings one into view that was
// chosen elsewhere.
func (t *Timeline) follow(st session.State, what session.What) {
	if t.line.Selected() == st.Place.Record {
		return
	}
	t.line.Select(st.Place.Record)
	if what.Has(session.PlaceChanged) && st.Place.Record != "" {
		t.line.Reveal(st.Place.Record)
	}
}

// choices fills the choices above with what there is to choose.
func (t *Timeline) choices(st session.State) {
	c, q := st.Case, st.Question
	who := []view.Option{{Key: "", Label: tr("The pair and third parties")}, {Key: pairOnly, Label: trf("%s and %s", c.ActorName(q.Relier), c.ActorName(q.Partner))}}
	known := t.chosen.actor == "" || t.chosen.actor == pairOnly
	for _, a := range c.Actors() {
		if a.ID != q.Relier && a.ID != q.Partner {
			who = append(who, view.Option{Key: a.ID, Label: trf("The pair and %s", a.Name())})
			known = known || a.ID == t.chosen.actor
		}
	}
	if !known {
		t.chosen.actor = ""
	}
	t.actor.SetOptions(who)
	t.actor.SetKey(t.chosen.actor)
	seen := map[string]bool{}
	for _, x := range c.Contributions() {
		seen[x.Channel] = true
	}
	for _, x := range c.Pledges() {
		seen[x.Channel] = true
	}
	channels := []view.Option{{Key: "", Label: tr("Every channel")}}
	for _, name := range sortedKeys(seen) {
		if name != "" {
			channels = append(channels, view.Option{Key: name, Label: sentence(tr(name))})
		}
	}
	if !seen[t.chosen.channel] {
		t.chosen.channel = ""
	}
	t.channel.SetOptions(channels)
	t.channel.SetKey(t.chosen.channel)
}

// create begins a record of the kind of a lane, on the days dragged over.
func (t *Timeline) create(lane string, from, to edtf.Day) {
	st := t.s.State()
	if st.ReadOnly != "" || !st.Open() {
		return
	}
	kind, a, b := splitLane(lane)
	relier, partner := a, b
	if kind != ledger.KindMoment { // its lane names who acts, then toward whom
		relier, partner = b, a
	}
	on, _ := st.Case.Get(st.Place.Record)
	r, err := Begin(st.Case, kind, relier, partner, on, t.s.Today())
	if err != nil {
		t.s.Fail(session.Failure{Doing: tr("begin a ") + string(kind), Err: err})
		return
	}
	start, span := edtf.DateOf(from), edtf.DateOf(from)
	if to > from {
		span = edtf.MustParse(from.String() + "/" + to.String())
	}
	switch r := r.(type) {
	case *ledger.Moment:
		r.Start = start
		if to > from {
			r.End = edtf.DateOf(to)
		}
	case *ledger.Conduct:
		r.Date = start
	case *ledger.Pledge:
		r.Promised = start
		if to > from {
			r.Due = edtf.DateOf(to)
		}
	case *ledger.Contribution:
		r.Date = span
	}
	t.s.Draft(r)
}

// menu offers what can be done at a place.
func (t *Timeline) menu(id string, at fyne.Position) {
	if id == "" {
		whole := []*fyne.MenuItem{fyne.NewMenuItem(tr("Show all"), t.line.ShowAll)}
		var items []*fyne.MenuItem
		for _, k := range []ledger.Kind{ledger.KindMoment, ledger.KindConduct, ledger.KindPledge, ledger.KindContribution} {
			item := fyne.NewMenuItem(tr("New "+string(k)), func() { t.h.Do("new " + string(k)) })
			item.Disabled = t.s.State().ReadOnly != ""
			items = append(items, item)
		}
		show(t.h, at, whole, items, pictureMenu(t.h, pictureOf(t, t.line)))
		return
	}
	t.s.Select(id)
	var items []*fyne.MenuItem
	if r, ok := t.s.State().Case.Get(id); ok {
		if day, ok := firstDay(r); ok {
			items = append(items, fyne.NewMenuItem(trf("Ask as of %s", day), func() { t.s.SetAsOf(day) }))
		}
		if r.Kind() == ledger.KindMoment {
			item := fyne.NewMenuItem(tr("New conduct at this moment"), func() { t.h.Do("new conduct") })
			item.Disabled = t.s.State().ReadOnly != ""
			items = append(items, item)
		}
	}
	show(t.h, at, items, recordMenu(t.s, t.h, id), pictureMenu(t.h, pictureOf(t, t.line)))
}

// firstDay is the first day of a record that has a date.
func firstDay(r ledger.Record) (edtf.Day, bool) {
	switch r := r.(type) {
	case *ledger.Moment:
		return r.Start.Earliest()
	case *ledger.Conduct:
		return r.Date.Earliest()
	case *ledger.Pledge:
		return r.Promised.Earliest()
	case *ledger.Contribution:
		return r.Date.Earliest()
	}
	return 0, false
}
