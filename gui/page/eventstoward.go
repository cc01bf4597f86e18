package page

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events"
	"github.com/fairweather-app/fairweather/core/states"
	"github.com/fairweather-app/fairweather/gui/view"
)

// eventsToward is the part of who acted toward one state in a span.
type eventsToward struct {
	p            *Events
	grid         *view.Grid
	says         *view.Prose
	count        *widget.Label
	root         *fyne.Container
	drawn, asked eventsKey
	busy         latest
}

func newEventsToward(p *Events) *eventsToward {
	t := &eventsToward{p: p, says: view.NewProse(fynetheme.SizeNameText), count: widget.NewLabel("")}
	t.says.OnTapped = p.follow
	t.grid = view.NewGrid([]view.Column{
		{Title: tr("State"), Width: 150, Flex: true}, {Title: tr("Acts toward it"), Width: 90, Align: fyne.TextAlignTrailing}, {Title: tr("Of all toward it"), Width: 100, Align: fyne.TextAlignTrailing},
		{Title: tr("Of its own acts"), Width: 100, Align: fyne.TextAlignTrailing}, {Title: tr("Its acts toward anyone"), Width: 140, Align: fyne.TextAlignTrailing, Spare: true}, {Title: tr("Conflict"), Width: 80, Align: fyne.TextAlignTrailing},
	})
	t.grid.OnOpen = func(code string) { p.dyadOf(code) }
	t.grid.OnMenu = func(code string, at fyne.Position) {
		p.h.Menu([]*fyne.MenuItem{fyne.NewMenuItem(tr("Show what it did, day by day"), func() { p.dyadOf(code) }), fyne.NewMenuItem(tr("Copy the table"), func() { p.h.Do("copy table") })}, at)
	}
	t.root = container.New(headed{}, container.New(lineStack{}, t.says), t.grid)
	return t
}

// dyadOf shows what a state did toward the one in question.
func (p *Events) dyadOf(code string) {
	s, ok := states.ByCode(code, p.key().span.Last)
	if !ok {
		return
	}
	p.ask.from = "state " + s.ID
	p.open(partDyad)
}

func (t *eventsToward) Object() fyne.CanvasObject { return t.root }

func (t *eventsToward) first() fyne.Focusable { return t.grid }

func (t *eventsToward) tsv() string { return t.grid.TSV() }

// show implements eventsPart.
func (t *eventsToward) show(k eventsKey) {
	k.q, k.c, k.from = t.drawn.q, t.drawn.c, eventsActor{} // it hangs on none of them
	if k == t.drawn || k == t.asked {
		return
	}
	if !k.loaded() || k.to.problem != "" {
		t.drawn = k
		t.grid.SetRows(nil)
		t.says.SetSpans([]span{warn(k.to.problem)})
		if !k.loaded() {
			t.says.SetSpans(t.p.noEvents())
		}
		t.root.Refresh()
		return
	}
	t.asked = k
	t.busy.run(func(done func()) { t.read(k, done) })
}

func (t *eventsToward) read(k eventsKey, done func()) {
	t.p.with(tr("Counting who acted"), false, done, func(ctx context.Context, l events.Measurer) (func(), error) {
		unknown, err := l.Unknown(ctx, k.filter.Provider, k.span)
		if err != nil {
			return nil, err
		}
		list, err := l.Exposures(ctx, k.filter, k.to.list(), []events.Span{k.span}, unknown)
		if err != nil {
			return nil, err
		}
		behind, err := l.Behind(ctx, k.filter, k.to.list(), k.span, 1000)
		if err != nil {
			return nil, err
		}
		conflict := map[string]int64{}
		for _, b := range behind {
			conflict[b.State] = b.Acts
		}
		return func() {
			if k != t.asked {
				return
			}
			t.drawn, t.asked = k, eventsKey{}
			t.fill(k, list, conflict, unknown)
		}, nil
	})
}

func (t *eventsToward) fill(k eventsKey, list []events.Exposure, conflict map[string]int64, unknown []edtf.Day) {
	list = slices.DeleteFunc(list, func(x events.Exposure) bool { return x.Toward[0] == 0 || slices.Contains(k.to.list(), x.Source) })
	slices.SortStableFunc(list, func(a, b events.Exposure) int { return int(b.Toward[0] - a.Toward[0]) })
	total := int64(0)
	for _, x := range list {
		total += x.Toward[0]
	}
	rows := make([]view.Row, len(list))
	for i, x := range list {
		n, all := x.Toward[0], x.Total[0]
		rows[i] = view.Row{Key: x.Source, Cells: []view.Cell{
			{Text: stateName(x.Source, k.span.Last)}, numberCell(grouped(n), float64(n)), partCell(n, total), partCell(n, all), numberCell(grouped(all), float64(all)),
			numberCell(grouped(conflict[x.Source]), float64(conflict[x.Source])),
		}}
	}
	t.grid.Empty = trf("Nobody did anything toward %s on these days, as far as these events tell.", k.to.name)
	t.grid.SetRows(rows)
	text := trf("Toward %s, %s: %s by %s", k.to.name, spanWords(k.span), grouped(total)+nbsp+tr("acts"), count(len(list), "state"))
	if n := len(unknown); n > 0 {
		text += trf(", on the known days (%s of %s unknown)", grouped(int64(n)), count(k.span.Days(), "day"))
	}
	t.says.SetSpans([]span{say(text + ". "), mute(tr("Enter shows what a state did, day by day."))})
	t.root.Refresh()
}

func partCell(n, of int64) view.Cell {
	if of == 0 {
		return view.Cell{Sort: ""}
	}
	v := float64(n) / float64(of)
	return view.Cell{Text: decimal(100*v) + nbsp + "%", Sort: v}
}

// stateName names a state by its code.
func stateName(code string, day edtf.Day) string {
	if s, ok := states.ByCode(code, day); ok {
		return s.Name + " (" + code + ")"
	}
	return code
}
