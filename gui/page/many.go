package page

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// many is what the inspector shows of several records: what can be done to all
// of them in one edit, and how that went.
type many struct {
	in     *Inspector
	what   *view.Choice // the field, or another thing to do
	choice *view.Choice // its value, where there is something to choose
	text   *Field       // its value otherwise
	value  *fyne.Container
	does   *view.Prose // what will happen
	set    *widget.Button
	del    *widget.Button
	says   *view.Prose // how it went
	items  *itemList
	root   *fyne.Container

	said     *ledger.Case // the case of which says speaks
	ids      []string
	deleting bool
}

func newMany(in *Inspector) *many {
	m := &many{in: in, what: view.NewChoice(""), choice: view.NewChoice(""), text: NewField("")}
	m.what.OnKey = func(string) { m.choose() }
	m.choice.OnKey = func(string) { m.foresee() }
	m.text.OnChanged = func(string) { m.foresee() }
	m.text.OnSubmitted = func(string) { m.apply() }
	m.does, m.says = in.prose(fynetheme.SizeNameText), in.prose(fynetheme.SizeNameText)
	m.set = widget.NewButton("", m.apply)
	m.set.Importance = widget.HighImportance
	m.del = widget.NewButton("", func() { m.remove() })
	m.items = newItemList(in.s.Select)
	m.items.onMenu = func(id string, at fyne.Position) { in.h.Menu(recordMenu(in.s, in.h, id), at) }
	m.value = container.NewStack()
	copyAll := view.NewLink(tr("Copy with all fields"), func() { in.h.Do("copy records") })
	tools := container.New(column{}, m.what, m.value, m.does, container.NewHBox(m.set, m.del), copyAll, m.says)
	m.root = container.New(headed{}, tools, m.items)
	return m
}

// show shows several records of the case.
func (m *many) show(st session.State, moved bool) {
	m.ids = m.ids[:0:0]
	kinds := map[ledger.Kind]bool{}
	for _, id := range st.Place.Records() {
		if r, ok := st.Case.Get(id); ok {
			m.ids = append(m.ids, id)
			kinds[r.Kind()] = true
		}
	}
	if moved || m.said != st.Case { // what was said is no longer so: it was undone, or others changed the case
		m.deleting = false
		m.says.SetSpans(nil)
	}
	options := []view.Option{}
	taggable := true
	citing := true
	for k := range kinds {
		_, has := fieldNamed(k, "tags")
		taggable = taggable && has
		_, cites := fieldNamed(k, "citations")
		citing = citing && cites
	}
	if taggable {
		options = append(options, view.Option{Key: bulkAddTag, Label: tr("Add tags")}, view.Option{Key: bulkDropTag, Label: tr("Take tags away")})
	}
	if citing {
		options = append(options, view.Option{Key: bulkCite, Label: tr("Cite a source in each")}, view.Option{Key: bulkCredibility, Label: tr("Credibility of what they cite")})
	}
	for _, f := range bulkFields(kinds) {
		options = append(options, view.Option{Key: f.Key, Label: trf("Set %s", tr(f.Label)), Detail: tr(f.Help)})
	}
	m.what.SetOptions(options)
	if len(options) > 0 && !slices.ContainsFunc(options, func(o view.Option) bool { return o.Key == m.what.Key() }) {
		m.what.SetKey(options[0].Key)
	}
	var word string
	if len(kinds) == 1 {
		for k := range kinds {
			word = trf("%s: %d", sentence(KindsWord(k)), len(m.ids))
		}
	} else {
		word = count(len(m.ids), "record")
	}
	m.items.set([]part{{title: tr("Chosen"), items: itemsOf(st.Case, m.ids)}})
	enable(m.del, st.ReadOnly == "")
	m.choose()
	m.in.set([]span{mute(tr("SEVERAL RECORDS"))}, word, false, m.root)
}

// field gives what is to be set as a field; false for the other things to do.
func (m *many) field() (ledger.Field, bool) {
	c := m.in.s.State().Case
	for _, id := range m.ids {
		if r, ok := c.Get(id); ok {
			return fieldNamed(r.Kind(), m.what.Key())
		}
	}
	return ledger.Field{}, false
}

// choose shows the way to give a value for what is to be done.
func (m *many) choose() {
	options, free, hint := m.options()
	var shown fyne.CanvasObject = m.text
	if !free {
		shown = m.choice
		m.choice.PlaceHolder = tr("Choose")
		m.choice.SetSource(nil, nil)
		m.choice.SetOptions(options)
		if f, ok := m.field(); m.what.Key() == bulkCite || ok && f.Type == ledger.ReferenceField {
			kind := ledger.KindSource
			if ok {
				kind = f.Refers
			}
			look := lookup{m.in.s}
			m.choice.SetSource(func(match string) []view.Option { return look.Options(kind, match, 50) }, look.Label)
		}
		m.choice.SetKey("")
	}
	m.text.SetPlaceHolder(hint)
	if len(m.value.Objects) != 1 || m.value.Objects[0] != shown {
		m.value.Objects = []fyne.CanvasObject{shown}
		m.value.Refresh()
	}
	m.foresee()
}

// options lists the values to choose from; free means that any text will do.
func (m *many) options() (options []view.Option, free bool, hint string) {
	switch m.what.Key() {
	case bulkAddTag, bulkDropTag:
		return nil, true, tr("tags; parted; by semicolons")
	case bulkCite:
		return nil, false, ""
	case bulkCredibility:
		for _, c := range credibilities() {
			options = append(options, view.Option{Key: c[:1], Label: c})
		}
		return options, false, ""
	}
	f, _ := m.field()
	switch f.Type {
	case ledger.ChoiceField:
		for _, o := range f.Options {
			options = append(options, view.Option{Key: o, Label: tr(o)})
		}
		return options, false, ""
	case ledger.RungField:
		for r := ledger.LowestRung; r <= ledger.HighestRung; r++ {
			options = append(options, view.Option{Key: r.String(), Label: r.String() + "  " + tr(r.Label())})
		}
		return options, false, ""
	case ledger.YesNoField:
		return []view.Option{{Key: "yes", Label: tr("yes")}, {Key: "no", Label: tr("no")}}, false, ""
	case ledger.ReferenceField:
		return nil, false, ""
	}
	hint = tr(f.Help)
	if hint == "" {
		hint = tr("empty takes the value away")
	}
	return nil, true, hint
}

func (m *many) input() string {
	if len(m.value.Objects) == 1 && m.value.Objects[0] == fyne.CanvasObject(m.choice) {
		return m.choice.Key()
	}
	return m.text.Text
}

// ready reports whether there is a value; only a field may be emptied.
func (m *many) ready() bool {
	if m.input() != "" {
		return true
	}
	_, isField := m.field()
	return isField && m.value.Objects[0] == fyne.CanvasObject(m.text)
}

func (m *many) outcome() outcome {
	return bulkChange(m.in.s.State().Case, m.ids, m.what.Key(), m.input(), DayOrder())
}

// foresee says what applying would come to.
func (m *many) foresee() {
	st := m.in.s.State()
	m.set.SetText(tr("Set"))
	m.del.SetText(tr("Delete…"))
	if !m.ready() || st.ReadOnly != "" || len(m.ids) == 0 {
		m.does.SetSpans([]span{mute(tr("One edit for all of them; one undo takes it back."))})
		enable(m.set, false)
		m.in.root.Refresh()
		return
	}
	out := m.outcome()
	m.does.SetSpans(out.spans(st.Case, tr("Will change %s."), false))
	enable(m.set, len(out.changes) > 0)
	m.in.root.Refresh()
}

// spans tells an outcome: how many change, how many are so already, and which
// stay as they are and why.
func (o outcome) spans(c *ledger.Case, changed string, all bool) []span {
	spans := []span{say(sprintf(changed, count(len(o.changes), "record")))}
	if o.same > 0 {
		spans = append(spans, mute(" "+trf("%s so already.", countIs(o.same))))
	}
	for i, t := range o.wrong {
		if i == 5 && !all {
			spans = append(spans, warn("\n"+trf("and %d more", len(o.wrong)-i)))
			break
		}
		spans = append(spans, say("\n"), link(itemOf(c, t.id).title, t.id), warn(": "+t.message))
	}
	return spans
}

// apply does to all records what was chosen, as one edit.
func (m *many) apply() {
	if !m.ready() {
		return
	}
	st := m.in.s.State()
	out := m.outcome()
	if len(out.changes) == 0 {
		return
	}
	edit := casefile.Edit{Label: m.label(len(out.changes)), Changes: out.changes, Base: st.Case}
	m.in.s.Apply(edit, func(err error) {
		if err != nil {
			m.in.s.Fail(session.Failure{Doing: edit.Label, Path: m.in.s.State().Path, Err: err, Edit: &edit})
			return
		}
		m.says.SetSpans(out.spans(m.in.s.State().Case, tr("Changed %s."), true))
		m.said = m.in.s.State().Case
		m.in.root.Refresh()
	})
}

// label names the edit in the list of edits; it stays English, as do all labels
// in a case file.
func (m *many) label(n int) string {
	value := m.input()
	if m.choice.Key() != "" && value == m.choice.Key() {
		if r, ok := m.in.s.State().Case.Get(value); ok {
			value = r.Name()
		}
	}
	records := count(n, "record")
	switch m.what.Key() {
	case bulkAddTag:
		return "Tag " + records + " “" + value + "”"
	case bulkDropTag:
		return "Take the tag “" + value + "” from " + records
	case bulkCite:
		return "Cite “" + value + "” in " + records
	case bulkCredibility:
		return "Set the credibility of what " + records + " cite to " + value
	}
	f, _ := m.field()
	if value == "" {
		return "Empty " + strings.ToLower(f.Label) + " of " + records
	}
	return "Set " + strings.ToLower(f.Label) + " of " + records + " to " + value
}

// remove says what deleting all of them takes along, and asks in place.
func (m *many) remove() {
	st := m.in.s.State()
	if len(m.ids) == 0 || st.ReadOnly != "" {
		return
	}
	changes, err := Remove(st.Whole, m.ids...)
	if err != nil {
		m.in.s.Fail(session.Failure{Doing: "delete several records", Err: err})
		return
	}
	also, loose := 0, 0
	for _, ch := range changes {
		switch {
		case slices.Contains(m.ids, ch.ID):
		case ch.Record == nil:
			also++
		default:
			loose++
		}
	}
	if m.deleting {
		m.deleting = false
		edit := casefile.Edit{Label: "Delete " + count(len(m.ids), "record"), Changes: changes, Base: st.Whole}
		m.in.s.Apply(edit, func(err error) {
			if err != nil {
				m.in.s.Fail(session.Failure{Doing: edit.Label, Path: m.in.s.State().Path, Err: err, Edit: &edit})
				return
			}
			m.in.s.Visit(session.Place{})
		})
		return
	}
	m.deleting = true
	text := trf("Delete %s?", count(len(m.ids), "record"))
	if also > 0 {
		text += " " + trf("%s cannot be without them and will be deleted as well.", sentence(count(also, "record")))
	}
	if loose > 0 {
		text += " " + trf("%s will lose a reference.", sentence(count(loose, "record")))
	}
	m.says.SetSpans([]span{warn(text), say("  "), link(tr("Delete"), command+"delete"), say("   "), link(tr("Keep"), "keep many")})
	m.in.root.Refresh()
}

func (m *many) keep() {
	m.deleting = false
	m.says.SetSpans(nil)
	m.in.root.Refresh()
}

// FocusMany gives the keyboard to what can be done to several records.
func (in *Inspector) FocusMany() {
	if in.s.State().Place.Many != "" {
		focus(in.many.what)
	}
}

// SetMany does one thing to the records in the inspector: it sets a field, by its
// key, to a value as it is typed.
func (in *Inspector) SetMany(key, value string) {
	in.many.what.SetKey(key)
	in.many.choose()
	in.many.text.SetText(value)
	in.many.choice.SetKey(value)
	in.many.apply()
}
