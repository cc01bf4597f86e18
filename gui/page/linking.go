package page

import (
	"encoding/json"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

// linking is one way in which a record can refer to another.
type linking struct {
	says   string // for the menu
	label  string // for the list of edits
	record ledger.Record
}

// linkings lists the ways in which one of two records can refer to the other:
// a source is cited, an actor set as From or added to those in need, a moment
// set as the one to which conduct belongs, a note put on anything.
func linkings(c *ledger.Case, from, onto string) []linking {
	if from == onto {
		return nil
	}
	a, okA := c.Get(from)
	b, okB := c.Get(onto)
	if !okA || !okB {
		return nil
	}
	list := waysInto(a, b)
	for _, l := range waysInto(b, a) {
		if !slices.ContainsFunc(list, func(x linking) bool { return x.says == l.says }) {
			list = append(list, l)
		}
	}
	return list
}

// waysInto lists how b can refer to a.
func waysInto(a, b ledger.Record) []linking {
	var out []linking
	if a.Kind() == ledger.KindSource {
		if next, ok := ledger.Cite(b, ledger.Citation{Source: a.RecordID(), Credibility: 6}); ok {
			out = append(out, linking{trf("Cite %s in %s", quoted(a), quoted(b)), "Cite " + quoted(a) + " in " + quoted(b), next})
		}
	}
	fields, err := fieldsOf(b)
	if err != nil {
		return out
	}
	for _, f := range ledger.Schema(b.Kind()) {
		if f.Refers != a.Kind() && (f.Refers != "" || a.Kind() == ledger.KindSource) {
			continue
		}
		var value any
		says, label := "", ""
		switch f.Type {
		case ledger.ReferenceField:
			value = a.RecordID()
			says, label = trf("Set %s of %s to %s", tr(f.Label), quoted(b), quoted(a)), "Set "+f.Label+" of "+quoted(b)+" to "+quoted(a)
		case ledger.ReferencesField:
			var ids []string
			if raw, ok := fields[f.Key]; ok && json.Unmarshal(raw, &ids) != nil {
				continue
			}
			if slices.Contains(ids, a.RecordID()) {
				continue
			}
			value = append(ids, a.RecordID())
			says, label = trf("Add %s to %s of %s", quoted(a), tr(f.Label), quoted(b)), "Add "+quoted(a)+" to "+f.Label+" of "+quoted(b)
		default:
			continue
		}
		raw, err := json.Marshal(value)
		if err != nil {
			continue
		}
		next, err := withField(b, f.Key, raw)
		if err != nil || len(ledger.Diff(b, next)) == 0 {
			continue
		}
		out = append(out, linking{says, label, next})
	}
	return out
}

func quoted(r ledger.Record) string {
	name := []rune(r.Name())
	if len(name) > 40 {
		name = append(name[:39], '…')
	}
	return "“" + string(name) + "”"
}

// Link offers the ways to link two records in a menu, and makes the one chosen.
// Two records that cannot be linked are told so.
func Link(s *session.Session, h Host, from, onto string, at fyne.Position) {
	st := s.State()
	list := linkings(st.Case, from, onto)
	var items []*fyne.MenuItem
	for _, l := range list {
		items = append(items, fyne.NewMenuItem(l.says, func() {
			s.Apply(casefile.Edit{Label: l.label, Changes: []ledger.Change{{ID: l.record.RecordID(), Record: l.record}}, Base: st.Case}, nil)
		}))
	}
	if len(items) == 0 {
		none := fyne.NewMenuItem(tr("These two records cannot refer to each other"), nil)
		none.Disabled = true
		items = append(items, none)
	}
	h.Menu(items, at)
}

// targeter is a host that knows which record lies under a place of its window.
type targeter interface {
	RecordAt(at fyne.Position) (id string, ok bool)
}

// inspecting is a host that knows whether a place of its window is in the inspector.
type inspecting interface{ Beside(at fyne.Position) bool }

// Targets is a page that knows which of its records lies under a place.
type Targets interface {
	RecordAt(at fyne.Position) (id string, ok bool)
}

// dropped links a record that was dragged somewhere to the one that lies there.
func dropped(s *session.Session, h Host, id string, at fyne.Position) {
	t, ok := h.(targeter)
	if !ok || s.State().ReadOnly != "" {
		return
	}
	onto, ok := t.RecordAt(at)
	if b, has := h.(inspecting); ok && onto == id && has && b.Beside(at) {
		onto = s.Before().Record // pressing the row showed it: meant is the one that was there before
	}
	if ok && onto != id && onto != "" {
		Link(s, h, id, onto, at)
	}
}

// recordMenu is the menu of one record, wherever it is shown.
func recordMenu(s *session.Session, h Host, id string) []*fyne.MenuItem {
	at := func(command string) func() {
		return func() {
			if s.State().Place.Record != id {
				s.Select(id)
			}
			h.Do(command)
		}
	}
	c := s.State().Case
	r, ok := c.Get(id)
	if !ok {
		return nil
	}
	item := func(title string, do func(), off bool) *fyne.MenuItem {
		m := fyne.NewMenuItem(title, do)
		m.Disabled = off
		return m
	}
	fixed := s.State().ReadOnly != ""
	_, cites := fieldNamed(r.Kind(), "citations")
	return []*fyne.MenuItem{
		item(tr("Open"), func() { s.Select(id) }, false),
		item(tr("Edit"), at("edit"), fixed),
		item(tr("Duplicate"), at("duplicate"), fixed || r.Kind() == ledger.KindMatter),
		item(tr("Cite a source…"), at("cite"), fixed || !cites),
		item(tr("Link to another record…"), at("link"), fixed),
		item(tr("Rate"), at("rate"), fixed),
		item(tr("History of the record"), at("history"), false),
		fyne.NewMenuItemSeparator(),
		item(tr("Copy the title"), func() { fyne.CurrentApp().Clipboard().SetContent(itemOf(c, id).title) }, false),
		item(tr("Copy the id"), func() { fyne.CurrentApp().Clipboard().SetContent(id) }, false),
		item(tr("Copy with all fields"), func() { fyne.CurrentApp().Clipboard().SetContent(FullTable(c, []string{id})) }, false),
		fyne.NewMenuItemSeparator(),
		item(tr("Delete…"), at("delete"), fixed),
	}
}

// manyMenu is the menu of several records that are chosen together.
func manyMenu(s *session.Session, h Host, ids []string) []*fyne.MenuItem {
	do := func(command string) func() {
		return func() {
			s.SelectMany(ids)
			h.Do(command)
		}
	}
	drop := fyne.NewMenuItem(tr("Delete…"), do("delete"))
	drop.Disabled = s.State().ReadOnly != ""
	return []*fyne.MenuItem{
		fyne.NewMenuItem(trf("Set a field, tag or grade of %s…", count(len(ids), "record")), do("set many")),
		fyne.NewMenuItem(tr("Copy rows"), func() { h.Do("copy table") }),
		fyne.NewMenuItem(tr("Copy with all fields"), do("copy records")),
		fyne.NewMenuItemSeparator(),
		drop,
	}
}

// linkMenu gives what opens the menu of a link in a text: of the record it leads
// to, or of the figure.
func linkMenu(s *session.Session, h Host) func(key string, at fyne.Position) {
	return func(key string, at fyne.Position) {
		if items := recordMenu(s, h, key); items != nil {
			h.Menu(items, at)
			return
		}
		if _, ok := explain(s.State(), key); ok {
			h.Menu([]*fyne.MenuItem{fyne.NewMenuItem(tr("What it rests on"), func() { s.Explain(key) })}, at)
		}
	}
}
