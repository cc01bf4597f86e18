package page

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/events"
	"github.com/fairweather-app/fairweather/core/events/measure"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/view"
)

// eventsSuggest is the part of moments that the case may lack: surges of conflict
// toward a state, and the beginnings of more of it.
type eventsSuggest struct {
	p      *Events
	grid   *view.Grid
	behind *eventTable
	says   *view.Prose
	detail *view.Prose
	make   *widget.Button
	root   *fyne.Container

	drawn, asked eventsKey
	list         []events.Suggestion
	shown        measure.Span // of the suggestion whose events stand below
	busy         latest
}

func newEventsSuggest(p *Events) *eventsSuggest {
	x := &eventsSuggest{p: p, says: view.NewProse(fynetheme.SizeNameText), detail: view.NewProse(fynetheme.SizeNameCaptionText), behind: newEventTable(p)}
	x.says.OnTapped = p.follow
	right := fyne.TextAlignTrailing
	x.grid = view.NewGrid([]view.Column{
		{Title: tr("From"), Width: 70}, {Title: tr("To"), Width: 70}, {Title: tr("What"), Width: 90}, {Title: tr("Acts"), Width: 60, Align: right},
		{Title: tr("Expected"), Width: 70, Align: right}, {Title: tr("Times"), Width: 50, Align: right}, {Title: tr("Weight"), Width: 56, Align: right, Spare: true}, {Title: tr("By"), Width: 160, Flex: true},
	})
	x.grid.OnSelect = x.tell
	x.grid.OnOpen = x.moment
	x.grid.OnMenu = func(key string, at fyne.Position) {
		item := fyne.NewMenuItem(tr("Make a moment…"), func() { x.moment(key) })
		item.Disabled = !p.st.Open() || p.st.ReadOnly != ""
		p.h.Menu([]*fyne.MenuItem{item, fyne.NewMenuItem(tr("Copy the table"), func() { p.h.Do("copy table") })}, at)
	}
	x.make = widget.NewButton(tr("Make a moment…"), func() {
		if keys := x.grid.Selected(); len(keys) > 0 {
			x.moment(keys[0])
		}
	})
	x.make.Disable()
	x.behind.grid.Empty = tr("Choose a line above to see the events behind it.")
	lower := container.New(headed{}, container.New(lineStack{}, container.NewBorder(nil, nil, nil, container.NewVBox(x.make), x.detail)), x.behind.grid)
	split := container.NewVSplit(x.grid, lower)
	split.Offset = 0.6
	x.root = container.New(headed{}, container.New(lineStack{}, x.says), split)
	return x
}

func (x *eventsSuggest) Object() fyne.CanvasObject { return x.root }

func (x *eventsSuggest) first() fyne.Focusable { return x.grid }

func (x *eventsSuggest) tsv() string { return x.grid.TSV() }

// actor is the actor of the case toward whom one looks; empty where it is a state
// that the case has not.
func (x *eventsSuggest) actor() string {
	key := x.p.ask.to
	if key == "" {
		return x.p.st.Question.Relier
	}
	id, _ := strings.CutPrefix(key, "actor ")
	if _, ok := x.p.st.Case.Actor(id); !ok {
		return ""
	}
	return id
}

// show implements eventsPart.
func (x *eventsSuggest) show(k eventsKey) {
	k.from = eventsActor{}
	k.q.AsOf, k.q.Partner, k.q.Situation = 0, "", ""
	if k == x.drawn || k == x.asked {
		return
	}
	if !k.loaded() || k.to.problem != "" {
		x.drawn, x.list = k, nil
		x.says.SetSpans([]span{warn(k.to.problem)})
		if !k.loaded() {
			x.says.SetSpans(x.p.noEvents())
		}
		x.fill(k, 0)
		return
	}
	look := events.Look{Targets: k.to.list(), Filter: k.filter, Span: k.span, Known: events.KnownSpans(k.c, x.actor())}
	x.asked = k
	x.busy.run(func(done func()) {
		x.p.with(tr("Looking for moments"), false, done, func(ctx context.Context, l events.Measurer) (func(), error) {
			found, err := events.Suggest(ctx, l, look)
			if err != nil {
				return nil, err
			}
			return func() {
				if k != x.asked {
					return
				}
				x.drawn, x.asked = k, eventsKey{}
				x.list = found.List
				text := trf("Surges of conflict toward %s and the beginnings of more of it, %s; what overlaps a moment of the case is left out. A suggestion is a place to look, no finding.", k.to.name, spanWords(k.span))
				spans := []span{say(text)}
				if found.Judged < found.Days {
					spans = append(spans, mute(trf(" Surges could be looked for on %s of %s: a day must be known, and 90 of the year before it.", grouped(int64(found.Judged)), count(found.Days, "day"))))
				}
				if found.Known > 0 {
					spans = append(spans, mute(" "+trf("Found at moments of the case, and left out: %d.", found.Known)))
				}
				x.says.SetSpans(spans)
				x.fill(k, found.Judged)
			}, nil
		})
	})
}

func (x *eventsSuggest) fill(k eventsKey, judged int) {
	was := x.shown
	rows := make([]view.Row, len(x.list))
	for i, s := range x.list {
		var by []string
		for _, b := range s.By {
			by = append(by, stateName(b.State, s.Days.First)+" "+grouped(b.Acts))
		}
		rows[i] = view.Row{Key: strconv.Itoa(i), Cells: []view.Cell{
			{Text: s.Days.First.String(), Sort: float64(s.Days.First)}, {Text: s.Days.Last.String(), Sort: float64(s.Days.Last)}, {Text: tr(s.Kind)}, numberCell(grouped(s.Acts), float64(s.Acts)),
			numberCell(decimal(s.Expected), s.Expected), numberCell(decimal(s.Times), s.Times), numberCell(decimal(s.Weight), s.Weight), {Text: strings.Join(by, ", ")},
		}}
	}
	x.grid.Empty = tr("No surge and no change outside of the moments of the case.")
	if k.loaded() && judged == 0 {
		x.grid.Empty = tr("Nothing can be told of surges: load the year before these days, too.")
	}
	x.grid.SetRows(rows)
	x.make.Disable()
	x.detail.SetSpans(nil)
	x.behind.set(nil)
	x.shown = measure.Span{}
	// An edit of the case makes the list anew: what was chosen stays so.
	if i := slices.IndexFunc(x.list, func(s events.Suggestion) bool { return s.Days == was }); i >= 0 {
		x.grid.Select(strconv.Itoa(i))
		x.tell(strconv.Itoa(i))
	}
	x.root.Refresh()
}

func (x *eventsSuggest) at(key string) (events.Suggestion, bool) {
	i, err := strconv.Atoi(key)
	if err != nil || i < 0 || i >= len(x.list) {
		return events.Suggestion{}, false
	}
	return x.list[i], true
}

// tell shows the events behind a suggestion.
func (x *eventsSuggest) tell(key string) {
	s, ok := x.at(key)
	if !ok {
		return
	}
	x.shown = s.Days
	x.detail.SetSpans([]span{mute(trf("By %s. ", s.Method)), mute(trf("%s events that most outlets carried:", grouped(int64(len(s.Events)))))})
	x.behind.set(s.Events)
	if x.p.st.Open() && x.p.st.ReadOnly == "" && x.actor() != "" {
		x.make.Enable()
	}
	x.root.Refresh()
}

// moment takes the sources behind a suggestion into the case and opens the form of a
// new moment that cites them, for a person to look at and change.
func (x *eventsSuggest) moment(key string) {
	s, ok := x.at(key)
	st := x.p.st
	if !ok || !st.Open() || st.ReadOnly != "" {
		return
	}
	actor, ok := st.Case.Actor(x.actor())
	if !ok {
		x.p.fail(tr("begin a moment"), fmt.Errorf("the state is no actor of the case: add it first"))
		return
	}
	m := s.Moment(actor, saidIn)
	m.ID = st.Case.NextID(ledger.KindMoment)
	c := st.Case
	var changes []ledger.Change
	m.Citations = nil
	for _, source := range s.Sources() {
		known := slices.IndexFunc(c.Sources(), func(have *ledger.Source) bool { return have.URL != "" && have.URL == source.URL })
		id := ""
		if known >= 0 {
			id = c.Sources()[known].ID
		} else {
			fresh := source
			fresh.ID = c.NextID(ledger.KindSource)
			if fresh.Reliability == "" {
				fresh.Reliability = "F" // cannot be judged: a person grades it
			}
			change := ledger.Change{ID: fresh.ID, Record: &fresh}
			changes = append(changes, change)
			c = c.With(change)
			id = fresh.ID
		}
		m.Citations = append(m.Citations, ledger.Citation{Source: id, Credibility: 6})
	}
	if len(changes) == 0 {
		x.p.s.Draft(m)
		return
	}
	label := fmt.Sprintf("Add %d sources behind a suggested moment", len(changes))
	if len(changes) == 1 {
		label = "Add the source behind a suggested moment"
	}
	x.p.s.Apply(casefile.Edit{Label: label, Changes: changes, Base: st.Case}, func(err error) {
		if err != nil {
			x.p.fail(label, err)
			return
		}
		x.p.s.Draft(m)
	})
}
