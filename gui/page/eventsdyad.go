package page

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/brief"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events"
	"github.com/fairweather-app/fairweather/core/events/measure"
	drawing "github.com/fairweather-app/fairweather/core/figure"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// topEvents is how many events of the days in view the table lists.
const topEvents = 200

// eventsDyad is the part of what two states did toward each other.
type eventsDyad struct {
	p *Events

	plot             *eventPlot
	says             *view.Prose
	of, class, step  *view.Choice
	way              *view.Choice
	list             *eventTable
	where            *view.WorldMap
	below            *fyne.Container
	asMap            bool
	split            *container.Split
	root             *fyne.Container
	drawn, asked     eventsKey
	there, back      []measure.Count
	unknown          []edtf.Day
	top              topKey
	topBusy, dayBusy latest
	later            measure.Span // to be revealed once drawn
}

// topKey is what the table of events depends on.
type topKey struct {
	key  eventsKey
	span measure.Span
	way  string
	quad events.Quad
}

func newEventsDyad(p *Events) *eventsDyad {
	d := &eventsDyad{p: p, plot: newEventPlot(), says: view.NewProse(fynetheme.SizeNameText), list: newEventTable(p)}
	d.says.OnTapped = p.follow
	d.plot.onWindow = func(measure.Span) { d.showTop() }
	d.plot.onBand = func(id string) { p.s.Select(id) }
	d.plot.onMenu = func(at fyne.Position) { show(p.h, at, d.menu(), pictureMenu(p.h, d.picture())) }
	d.of, d.step, d.way, d.class = view.NewChoice(tr("show")), view.NewChoice(tr("by")), view.NewChoice(""), view.NewChoice("")
	d.of.SetOptions([]view.Option{{Key: "counts", Label: tr("events by class")}, {Key: "tone", Label: tr("Goldstein score"), Detail: tr("mean, from −10 to +10")}})
	d.of.SetKey("counts")
	d.step.SetOptions([]view.Option{{Key: "", Label: tr("what fits"), Detail: tr("day, week or month, by the zoom")}, {Key: "day", Label: tr("day")}, {Key: "week", Label: tr("week")}, {Key: "month", Label: tr("month")}, {Key: "year", Label: tr("year")}})
	d.step.SetKey("")
	drawn := func(string) { d.plot.show(d.of.Key() == "tone", measure.Step(d.step.Key())) }
	d.of.OnKey, d.step.OnKey = drawn, drawn
	d.way.OnKey = func(string) { d.showTop() }
	d.class.OnKey = func(string) { d.showTop() }
	d.class.SetOptions([]view.Option{{Key: "0", Label: tr("every class")}, {Key: "1", Label: classWord(1)}, {Key: "2", Label: classWord(2)}, {Key: "3", Label: classWord(3)}, {Key: "4", Label: classWord(4)}})
	d.class.SetKey("0")
	d.way.SetOptions([]view.Option{{Key: "", Label: tr("Both ways")}})
	all := widget.NewButton(tr("Show all"), func() { d.plot.TypedRune('0') })
	as := view.NewChoice(tr("as"))
	as.SetOptions([]view.Option{{Key: "table", Label: tr("table")}, {Key: "map", Label: tr("map"), Detail: tr("where they happened, as far as it is told")}})
	as.SetKey("table")
	as.OnKey = func(key string) {
		d.asMap = key == "map"
		d.arrange()
	}
	export := widget.NewButton(tr("Export…"), d.export)
	d.where = view.NewWorldMap()
	d.where.OnPoint = func(key string) { d.list.grid.Select(key); d.list.open(key) }
	d.below = container.NewStack()
	upper := container.New(headed{}, container.New(lineStack{}, container.New(&barLine{}, d.of, d.step, all), d.says), d.plot)
	lower := container.New(headed{}, container.New(&barLine{}, d.way, d.class, as, export, d.list.count), d.below)
	d.split = container.NewVSplit(upper, lower)
	d.split.Offset = 0.62
	d.root = container.NewStack(d.split)
	d.arrange()
	return d
}

func (d *eventsDyad) arrange() {
	d.below.Objects = []fyne.CanvasObject{d.list.grid}
	if d.asMap {
		d.below.Objects = []fyne.CanvasObject{d.where}
	}
	d.below.Refresh()
}

func (d *eventsDyad) Object() fyne.CanvasObject { return d.root }

func (d *eventsDyad) first() fyne.Focusable { return d.plot }

func (d *eventsDyad) tsv() string { return d.list.grid.TSV() }

// show implements eventsPart.
func (d *eventsDyad) show(k eventsKey) {
	k.q.AsOf = 0 // what is seen does not hang on it
	if k == d.drawn || k == d.asked {
		return
	}
	problem := ""
	switch {
	case !k.loaded():
		d.says.SetSpans(d.p.noEvents())
		d.clear(k, tr("What two states did toward each other, day by day, once event data is there."))
		return
	case k.from.problem != "":
		problem = k.from.problem
	case k.to.problem != "":
		problem = k.to.problem
	case k.from.codes == k.to.codes:
		problem = trf("%s and %s are one state; choose two.", k.from.name, k.to.name)
	}
	if problem != "" {
		d.says.SetSpans([]span{warn(problem)})
		d.clear(k, problem)
		return
	}
	d.asked = k
	d.dayBusy.run(func(done func()) { d.read(k, done) })
}

// reveal puts days in view, now or once the series are there.
func (d *eventsDyad) reveal(s measure.Span) {
	if d.asked.loaded() {
		d.later = s
		return
	}
	d.plot.reveal(s)
}

func (d *eventsDyad) clear(k eventsKey, empty string) {
	d.drawn, d.asked = k, eventsKey{}
	d.plot.empty = empty
	d.plot.set(measure.Span{}, nil, nil, nil)
	d.list.set(nil)
	d.where.SetPoints(nil)
	d.root.Refresh()
}

// read takes the two daily series from the library.
func (d *eventsDyad) read(k eventsKey, done func()) {
	d.p.with(tr("Reading what they did"), false, done, func(ctx context.Context, l events.Measurer) (func(), error) {
		there, err := l.Series(ctx, k.filter, k.from.list(), k.to.list(), k.span)
		if err != nil {
			return nil, err
		}
		back, err := l.Series(ctx, k.filter, k.to.list(), k.from.list(), k.span)
		if err != nil {
			return nil, err
		}
		unknown, err := l.Unknown(ctx, k.filter.Provider, k.span)
		if err != nil {
			return nil, err
		}
		r, err := measure.Reciprocate(there, back, k.span, unknown)
		if err != nil {
			return nil, err
		}
		return func() {
			if k != d.asked {
				return // something else is asked for by now
			}
			d.drawn, d.asked = k, eventsKey{}
			d.there, d.back, d.unknown = there, back, unknown
			names := [2]string{trf("%s toward %s", k.from.name, k.to.name), trf("%s toward %s", k.to.name, k.from.name)}
			d.plot.set(k.span, []eventSide{{names[0], there}, {names[1], back}}, unknown, momentBands(k.c, d.p.st.Question.Relier))
			d.says.SetSpans(reciprocitySpans(r, k, len(unknown)))
			d.way.SetOptions([]view.Option{{Key: "", Label: tr("Both ways")}, {Key: "there", Label: names[0]}, {Key: "back", Label: names[1]}})
			d.way.SetKey(d.way.Key())
			d.top = topKey{}
			d.root.Refresh()
			d.split.Refresh()
			if s := d.later; s != (measure.Span{}) {
				d.later = measure.Span{}
				d.plot.reveal(s)
			}
			d.showTop()
		}, nil
	})
}

// momentBands are the moments at which the relier was in need.
func momentBands(c *ledger.Case, relier string) []eventBand {
	var out []eventBand
	for _, m := range c.Moments() {
		first, ok := m.Start.Earliest()
		if !ok || !m.Needs(relier) {
			continue
		}
		b := eventBand{id: m.ID, title: m.Title, first: first, last: first}
		end := m.End
		if end.IsZero() {
			end = m.Start
		}
		if last, ok := end.Latest(); ok {
			b.last = max(last, first)
		}
		out = append(out, b)
	}
	return out
}

// reciprocitySpans says whether the two give as they get.
func reciprocitySpans(r *measure.Reciprocity, k eventsKey, unknown int) []span {
	var out []span
	if unknown > 0 {
		out = append(out, mute(trf("%s of %s are unknown: no file covers them, or far too few events are there. ", grouped(int64(unknown)), count(k.span.Days(), "day"))))
	}
	if r.Reason != "" {
		return append(out, mute(trf("Whether they give as they get: no figure, %s.", saidIn(r.Why))))
	}
	tell := func(cause, effect string, t *measure.Test) {
		if t == nil {
			return
		}
		text := trf("What %s does does not help to tell what %s will do", cause, effect)
		if t.P < .05 {
			text = trf("What %s does helps to tell what %s will do", cause, effect)
		}
		out = append(out, say(text), mute(fmt.Sprintf(" (Granger F(%d, %d) = %.2f, p %s). ", t.DF1, t.DF2, t.F, brief.PValue(t.P))))
	}
	tell(k.from.name, k.to.name, r.There)
	tell(k.to.name, k.from.name, r.Back)
	if len(r.Correlation) > 0 {
		best := 0
		for i, c := range r.Correlation {
			if c*c > r.Correlation[best]*r.Correlation[best] {
				best = i
			}
		}
		out = append(out, mute(trf("Weekly net cooperation correlates most at a lag of %s (r %s), over %s.", count(abs0(r.Lags[best]), "week"), signedTo(r.Correlation[best], 2), count(r.Number, "week"))))
	}
	return out
}

func abs0(n int) int { return max(n, -n) }

// showTop lists the events of the days in view that most outlets carried.
func (d *eventsDyad) showTop() {
	quad, _ := strconv.Atoi(d.class.Key()) // the options are numbers
	t := topKey{d.drawn, d.plot.shown.span, d.way.Key(), events.Quad(quad)}
	if t == d.top || !d.drawn.loaded() || len(d.plot.shown.sides) == 0 {
		return
	}
	d.top = t
	d.topBusy.run(func(done func()) {
		if t != d.top {
			t = d.top
		}
		d.p.with(tr("Listing events"), false, done, func(ctx context.Context, l events.Measurer) (func(), error) {
			c := t.choice()
			c.Limit = topEvents
			list, err := l.Events(ctx, c)
			if err != nil {
				return nil, err
			}
			return func() {
				if t == d.top {
					d.list.set(list)
					d.where.SetPoints(eventPoints(list))
				}
			}, nil
		})
	})
}

// choice is the events of the days in view.
func (t topKey) choice() events.Choice {
	c := events.Choice{Filter: t.key.filter, Sources: t.key.from.list(), Targets: t.key.to.list(), Span: t.span, Quad: t.quad, Both: t.way == ""}
	if t.way == "back" {
		c.Sources, c.Targets = c.Targets, c.Sources
	}
	return c
}

func (d *eventsDyad) menu() []*fyne.MenuItem {
	return []*fyne.MenuItem{
		fyne.NewMenuItem(tr("Show all"), func() { d.plot.TypedRune('0') }),
		fyne.NewMenuItem(tr("Zoom in"), func() { d.plot.TypedRune('+') }),
		fyne.NewMenuItem(tr("Zoom out"), func() { d.plot.TypedRune('-') }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(tr("Export…"), d.export),
	}
}

// picture is what is in view as a figure; nil where nothing is.
func (d *eventsDyad) picture() *drawing.Picture {
	s := drawing.EventSeries{Step: d.plot.shown.by, Tone: d.plot.tone, Counted: filterWords(d.drawn.filter), Sides: d.sides()}
	for _, b := range d.plot.bands {
		s.Moments = append(s.Moments, measure.Span{First: b.first, Last: b.last})
	}
	return drawing.Events(s)
}

// sides are what each did toward the other, as drawn.
func (d *eventsDyad) sides() []measure.Side {
	var out []measure.Side
	for i, list := range d.plot.shown.sides {
		out = append(out, measure.Side{Name: d.plot.sides[i].name, Periods: list})
	}
	return out
}

// export asks for a file and writes the events of the days in view, or the series.
func (d *eventsDyad) export() {
	win := d.p.window()
	if win == nil || !d.drawn.loaded() || len(d.plot.shown.sides) == 0 {
		return
	}
	what := widget.NewSelect([]string{tr("the events of the days in view"), tr("the series, as drawn")}, nil)
	what.SetSelectedIndex(0)
	pathAsk{title: tr("Export"), confirm: tr("Export"), path: d.proposed(), save: true, endings: []string{".csv", ".parquet"}, more: what,
		says: tr("A name that ends in .csv or .parquet.")}.show(win, func(path string) {
		if what.SelectedIndex() == 1 {
			d.writeSeries(path)
			return
		}
		d.writeEvents(path)
	})
}

func (d *eventsDyad) proposed() string {
	name := strings.ToLower(d.drawn.from.codes + "-" + d.drawn.to.codes + ".csv")
	return filepath.Join(filepath.Dir(beside(d.p.st, "")), strings.ReplaceAll(name, ",", "-"))
}

// writeEvents exports the events of the days in view, all of them.
func (d *eventsDyad) writeEvents(path string) {
	t := d.top
	t.key, t.span = d.drawn, d.plot.shown.span
	d.p.with(tr("Exporting ")+filepath.Base(path), false, nil, func(ctx context.Context, l events.Measurer) (func(), error) {
		n, err := l.Export(ctx, t.choice(), path)
		return func() {
			if win := d.p.window(); win != nil {
				tell(win, tr("Exported"), trf("%s events are in %s.", grouped(n), path)+"\n"+trf("Counted: %s.", filterWords(t.key.filter)))
			}
		}, err
	})
}

// writeSeries exports the periods as they are drawn.
func (d *eventsDyad) writeSeries(path string) {
	columns, rows := events.SeriesTable(d.sides(), filterWords(d.drawn.filter))
	d.p.s.Always(tr("Exporting ")+filepath.Base(path), func(ctx context.Context) (func(), error) {
		err := events.WriteTable(ctx, path, columns, rows)
		return func() {
			if win := d.p.window(); win != nil {
				tell(win, tr("Exported"), trf("The series are in %s.", path))
			}
		}, err
	})
}

// eventPoints are the places of events, as far as they are told.
func eventPoints(list []events.Event) []view.MapPoint {
	var out []view.MapPoint
	for i, e := range list {
		if !e.Placed {
			continue
		}
		tone := view.ToneNeutral
		for _, k := range classes {
			if k.quad == int(e.Quad) {
				tone = k.tone
			}
		}
		out = append(out, view.MapPoint{Key: strconv.Itoa(i), Lat: e.Lat, Lon: e.Lon, Tone: tone, Label: e.Day.String() + " " + eventLine(e) + "\n" + e.Place})
	}
	return out
}

// eventTable lists events.
type eventTable struct {
	p     *Events
	grid  *view.Grid
	count *widget.Label
	list  []events.Event
}

func newEventTable(p *Events) *eventTable {
	t := &eventTable{p: p, count: widget.NewLabel("")}
	t.count.Importance = widget.LowImportance
	t.grid = view.NewGrid([]view.Column{
		{Title: tr("Day"), Width: 70}, {Title: tr("Who"), Width: 90, Flex: true}, {Title: tr("Toward"), Width: 90, Flex: true}, {Title: tr("What, as coded"), Width: 150, Flex: true},
		{Title: tr("Goldstein"), Width: 60, Align: fyne.TextAlignTrailing}, {Title: tr("Class"), Width: 144, Spare: true}, {Title: tr("Sources"), Width: 50, Align: fyne.TextAlignTrailing},
		{Title: tr("Reports"), Width: 50, Align: fyne.TextAlignTrailing, Spare: true}, {Title: tr("Address"), Width: 120, Flex: true, Spare: true},
	})
	t.grid.Empty = tr("No events of this choice on the days in view.")
	t.grid.OnOpen = t.open
	t.grid.OnMenu = func(key string, at fyne.Position) {
		e, ok := t.at(key)
		if !ok {
			return
		}
		openIt := fyne.NewMenuItem(tr("Open the address"), func() { t.open(key) })
		copyIt := fyne.NewMenuItem(tr("Copy the address"), func() { fyne.CurrentApp().Clipboard().SetContent(e.URL) })
		openIt.Disabled, copyIt.Disabled = e.URL == "", e.URL == ""
		p.h.Menu([]*fyne.MenuItem{openIt, copyIt, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(tr("Copy the table"), func() { p.h.Do("copy table") })}, at)
	}
	return t
}

func (t *eventTable) at(key string) (events.Event, bool) {
	i, err := strconv.Atoi(key)
	if err != nil || i < 0 || i >= len(t.list) {
		return events.Event{}, false
	}
	return t.list[i], true
}

// open shows where an event was reported, in the browser. Addresses come from files:
// only those of the web are followed.
func (t *eventTable) open(key string) {
	e, ok := t.at(key)
	if !ok || e.URL == "" {
		return
	}
	address, err := url.Parse(e.URL)
	if err == nil && address.Scheme != "http" && address.Scheme != "https" {
		err = fmt.Errorf("%q is no address of the web", e.URL)
	}
	if err == nil {
		err = fyne.CurrentApp().OpenURL(address)
	}
	if err != nil {
		t.p.s.Fail(session.Failure{Doing: tr("open the address"), Err: err})
	}
}

// set lists other events.
func (t *eventTable) set(list []events.Event) {
	t.list = list
	rows := make([]view.Row, len(list))
	for i, e := range list {
		code, _ := events.CodeOf(e.Code)
		what := strings.ToLower(code.Label)
		if what == "" {
			what = e.Code
		}
		tone := view.ToneNeutral
		for _, k := range classes {
			if k.quad == int(e.Quad) {
				tone = k.tone
			}
		}
		score := view.Cell{Sort: ""}
		if e.Scored {
			score = numberCell(signedTo(e.Goldstein, 1), e.Goldstein)
		}
		rows[i] = view.Row{Key: strconv.Itoa(i), Cells: []view.Cell{
			{Text: e.Day.String(), Sort: float64(e.Day)}, {Text: nameOf(e.Actor1, e.Source)}, {Text: nameOf(e.Actor2, e.Target)}, {Text: what, Tip: e.Code + " " + code.Label}, score,
			{Text: classWord(int(e.Quad)), Tone: tone}, numberCell(grouped(e.Sources), float64(e.Sources)), numberCell(grouped(e.Articles), float64(e.Articles)), {Text: e.URL, Tone: view.ToneMuted},
		}}
	}
	t.grid.SetRows(rows)
	text := ""
	if len(list) > 0 {
		text = count(len(list), "event")
		if len(list) >= topEvents {
			text = trf("the %s most reported", count(len(list), "event"))
		}
	}
	t.count.SetText(text)
}

// nameOf names an actor of an event: as the file does, with its state's code.
func nameOf(name, code string) string {
	switch {
	case name == "":
		return code
	case code == "" || strings.EqualFold(name, code):
		return name
	}
	return name + " (" + code + ")"
}

// eventLine says an event in a line.
func eventLine(e events.Event) string {
	code, _ := events.CodeOf(e.Code)
	return nameOf(e.Actor1, e.Source) + " → " + nameOf(e.Actor2, e.Target) + ": " + strings.ToLower(code.Label)
}
