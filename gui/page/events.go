package page

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events"
	"github.com/fairweather-app/fairweather/core/events/measure"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/states"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// Events is the page of event data: what two states did toward each other, who
// acted toward one, how quiet the partner was at each moment, moments that the case
// may lack, and what is loaded. It reads the library that all cases share.
type Events struct {
	s *session.Session
	h Host

	dir     string // of the library
	noDir   error
	place   eventsPlace
	reads   int   // how often it was asked to read anew
	trouble error // why what is loaded cannot be read
	parts   []eventsPart
	at      int

	tabs                                              []*widget.Button
	provider, lead, sources, unique, from, to, during *view.Choice
	bar                                               *fyne.Container
	body, root                                        *fyne.Container
	says                                              *view.Prose

	st    session.State
	ask   eventsAsk
	usage []events.Usage
	stamp string // of what is loaded, as it was read last
	busy  latest
}

// eventsAsk is what a person chose.
type eventsAsk struct {
	filter   measure.Filter
	from, to string       // whose acts toward whom; empty: the pair asked about
	span     measure.Span // zero: all that is loaded
}

// eventsKey is all that a part of the page depends on.
type eventsKey struct {
	stamp    string
	filter   measure.Filter
	span     measure.Span
	from, to eventsActor
	c        *ledger.Case
	q        assess.Question
	open     bool
}

// loaded reports whether there is event data to ask.
func (k eventsKey) loaded() bool { return k.filter.Provider != "" }

// eventsActor is a state as event data name it.
type eventsActor struct {
	name, codes, problem string // codes parted by commas
}

func (a eventsActor) list() []string { return strings.Split(a.codes, ",") }

// eventsPart is one of the views of the page.
type eventsPart interface {
	Object() fyne.CanvasObject
	// show draws what a key says, if that is not what is drawn.
	show(k eventsKey)
	first() fyne.Focusable
	tsv() string
}

// latest runs one thing at a time: of those asked for meanwhile the last.
type latest struct {
	busy bool
	next func(done func())
}

func (l *latest) run(start func(done func())) {
	if l.busy {
		l.next = start
		return
	}
	l.busy = true
	start(func() {
		l.busy = false
		if next := l.next; next != nil {
			l.next = nil
			l.run(next)
		}
	})
}

// The parts in the order of their buttons.
const (
	partDyad = iota
	partToward
	partSilence
	partSuggest
	partLibrary
)

// NewEvents makes the page.
func NewEvents(s *session.Session, h Host) *Events {
	p := &Events{s: s, h: h, says: view.NewProse(fynetheme.SizeNameCaptionText)}
	p.dir, p.noDir = events.DefaultDir()
	p.says.OnTapped = func(string) { p.defects() }
	choice := func(prefix string, set func(key string)) *view.Choice {
		c := view.NewChoice(prefix)
		c.OnKey = func(key string) {
			set(key)
			p.refresh()
		}
		return c
	}
	p.provider = choice("", func(key string) { p.ask.filter.Provider, p.ask.span = measure.Provider(key), measure.Span{} })
	p.lead = choice("", func(key string) { p.ask.filter.Root = key == "lead" })
	p.sources = choice("", func(key string) {
		p.ask.filter.Sources, _ = strconv.Atoi(key) // the options are numbers
	})
	p.unique = choice("", func(key string) { p.ask.filter.Unique = key == "unique" })
	p.from = choice("", func(key string) { p.ask.from = key })
	p.to = choice(tr("toward"), func(key string) { p.ask.to = key })
	p.during = choice("", func(key string) { p.ask.span = p.yearSpan(key) })
	p.lead.SetOptions([]view.Option{{Key: "", Label: tr("every event")}, {Key: "lead", Label: tr("lead events"), Detail: tr("the first of each text only")}})
	p.lead.SetKey("")
	p.sources.SetOptions([]view.Option{{Key: "0", Label: tr("any outlet")}, {Key: "2", Label: tr("2 outlets"), Detail: tr("or more carried it")}, {Key: "3", Label: tr("3 outlets"), Detail: tr("or more carried it")}})
	p.sources.SetKey("0")
	p.unique.SetOptions([]view.Option{{Key: "", Label: tr("every report")}, {Key: "unique", Label: tr("one a day"), Detail: tr("of a kind by one state toward another")}})
	p.unique.SetKey("")
	p.from.PlaceHolder, p.to.PlaceHolder = tr("whom?"), tr("whom?")
	p.bar = container.New(&shownLine{}, p.from, p.to, p.provider, p.lead, p.sources, p.unique, p.during)
	p.parts = []eventsPart{newEventsDyad(p), newEventsToward(p), newEventsSilence(p), newEventsSuggest(p), newEventsLibrary(p)}
	tabs := container.NewHBox()
	for i, name := range []string{tr("Two states"), tr("Toward one"), tr("Silence"), tr("Suggested moments"), tr("Library")} {
		b := widget.NewButton(name, func() { p.open(i) })
		p.tabs = append(p.tabs, b)
		tabs.Add(b)
	}
	p.body = container.NewStack()
	p.root = container.NewPadded(container.New(headed{}, container.NewPadded(container.New(lineStack{}, tabs, p.bar)),
		container.NewBorder(nil, container.New(column{}, p.says), nil, nil, p.body)))
	p.open(partDyad)
	s.OnTick(p.watch)
	return p
}

// pressTab shows one button of a row as the chosen one.
func pressTab(tabs []*widget.Button, at int) {
	for i, b := range tabs {
		b.Importance = widget.MediumImportance
		if i == at {
			b.Importance = widget.HighImportance
		}
		b.Refresh()
	}
}

// open shows a part.
func (p *Events) open(at int) {
	p.at = at
	pressTab(p.tabs, at)
	p.body.Objects = []fyne.CanvasObject{p.parts[at].Object()}
	p.body.Refresh()
	if p.st.Case == nil {
		return
	}
	if at == partLibrary && p.place.Server != "" {
		p.reads++ // others may have brought something in
	}
	p.refresh()
}

// Object implements Page.
func (p *Events) Object() fyne.CanvasObject { return p.root }

// First implements Focuser.
func (p *Events) First() fyne.Focusable { return p.parts[p.at].first() }

// TSV implements Copier.
func (p *Events) TSV() string { return p.parts[p.at].tsv() }

// Pictures implements Illustrated.
func (p *Events) Pictures() []Shown {
	d := p.parts[partDyad].(*eventsDyad)
	if p.at != partDyad {
		return nil
	}
	return pictured(Shown{Name: tr("Two states"), Picture: d.picture(), Object: d.plot})
}

// Show implements Page.
func (p *Events) Show(st session.State, what session.What) {
	if what == session.TasksChanged {
		return
	}
	p.st = st
	p.refresh()
}

// refresh draws the part in view for what is asked, after it was read what is
// loaded where that changed.
func (p *Events) refresh() {
	if now := eventsChosen(); now != p.place {
		p.place, p.usage, p.trouble, p.stamp = now, nil, nil, ""
		p.ask.filter.Provider, p.ask.span = "", measure.Span{}
	}
	if p.storeStamp() == "" {
		p.usage, p.stamp = nil, ""
	} else if p.stamp != p.storeStamp() {
		p.readUsage()
		if p.usage == nil {
			return // it is drawn once that is known
		}
	}
	p.choices()
	k := p.key()
	p.tell(k)
	p.bar.Hidden = !k.loaded() || p.at == partLibrary
	p.from.Hidden = p.at == partToward || p.at == partSuggest || p.at == partSilence
	p.to.Hidden = p.at == partSilence
	p.during.Hidden = p.at == partSilence
	p.bar.Refresh()
	p.root.Refresh()
	p.parts[p.at].show(k)
}

// readUsage reads what is loaded. Where that fails it is said in the page's own place,
// and tried again when asked.
func (p *Events) readUsage() {
	p.busy.run(func(done func()) {
		p.run(tr("Reading what is loaded"), false, func(ctx context.Context, l events.Measurer) (func(), error) {
			usage, err := l.Usage(ctx)
			return func() { p.usage = usage }, err
		}, func(then func(), err error) {
			done()
			p.usage, p.trouble = nil, err
			if err == nil {
				then()
			}
			if p.usage == nil {
				p.usage = []events.Usage{}
			}
			p.stamp = p.storeStamp() // opening it may write
			p.refresh()
		})
	})
}

// usageOf is what is loaded of a provider.
func (p *Events) usageOf(name measure.Provider) (events.Usage, bool) {
	i := slices.IndexFunc(p.usage, func(u events.Usage) bool { return u.Provider == name && u.Events > 0 })
	if i < 0 {
		return events.Usage{}, false
	}
	return p.usage[i], true
}

// choices fills the choices above with what there is to choose.
func (p *Events) choices() {
	var providers []view.Option
	for _, u := range p.usage {
		if u.Events > 0 {
			providers = append(providers, view.Option{Key: string(u.Provider), Label: providerName(u.Provider), Detail: trf("%s events, %s", grouped(u.Events), spanWords(u.Days))})
		}
	}
	u, ok := p.usageOf(p.ask.filter.Provider)
	if !ok {
		p.ask.filter.Provider, p.ask.span = "", measure.Span{}
		for _, x := range p.usage { // that of which there is most
			if x.Events > u.Events {
				p.ask.filter.Provider, u = x.Provider, x
			}
		}
	}
	p.provider.SetOptions(providers)
	p.provider.SetKey(string(p.ask.filter.Provider))
	years := []view.Option{{Key: "", Label: tr("all days"), Detail: spanWords(u.Days)}}
	if u.Events > 0 {
		first, _, _ := u.Days.First.Date()
		last, _, _ := u.Days.Last.Date()
		for y := last; y >= first; y-- {
			years = append(years, view.Option{Key: strconv.Itoa(y), Label: strconv.Itoa(y)})
		}
	}
	p.during.SetOptions(years)
	year := ""
	if p.ask.span != (measure.Span{}) {
		year = p.ask.span.First.String()[:4]
	}
	p.during.SetKey(year)
	c, q := p.st.Case, p.st.Question
	for _, x := range []struct {
		of    *view.Choice
		asked string
		key   *string
	}{{p.from, q.Partner, &p.ask.from}, {p.to, q.Relier, &p.ask.to}} {
		var options []view.Option
		if x.asked != "" {
			options = append(options, view.Option{Key: "", Label: c.ActorName(x.asked), Detail: tr("as asked above")})
		}
		known := *x.key == ""
		add := func(key, name, detail string) {
			options = append(options, view.Option{Key: key, Label: name, Detail: detail})
			known = known || key == *x.key
		}
		for _, a := range c.Actors() {
			if _, err := events.ActorCodes(a); err == nil && a.ID != x.asked {
				add("actor "+a.ID, a.Name(), tr("in the case"))
			}
		}
		for _, s := range states.All() {
			if codes := states.Codes(s.ID); len(codes) > 0 {
				add("state "+s.ID, s.Name, strings.Join(codes, ", "))
			}
		}
		if !known {
			*x.key = ""
		}
		x.of.SetOptions(options)
		x.of.SetKey(*x.key)
	}
}

// actor resolves a choice to a state.
func (p *Events) actor(key, asked string) eventsActor {
	c := p.st.Case
	if id, ok := strings.CutPrefix(key, "state "); ok {
		s, _ := states.ByID(id)
		return eventsActor{name: s.Name, codes: strings.Join(states.Codes(id), ",")}
	}
	if id, ok := strings.CutPrefix(key, "actor "); ok {
		asked = id
	}
	a, ok := c.Actor(asked)
	if !ok {
		return eventsActor{problem: tr("Choose a state above.")}
	}
	codes, err := events.ActorCodes(a)
	if err != nil {
		return eventsActor{name: a.Name(), problem: sentence(plainly(err).Error()) + "."}
	}
	return eventsActor{name: a.Name(), codes: strings.Join(codes, ",")}
}

// yearSpan is the days of a year that are loaded; of no year all of them.
func (p *Events) yearSpan(key string) measure.Span {
	year, err := strconv.Atoi(key)
	u, ok := p.usageOf(p.ask.filter.Provider)
	if err != nil || !ok {
		return measure.Span{}
	}
	return measure.Span{First: max(edtf.DayOf(year, 1, 1), u.Days.First), Last: min(edtf.DayOf(year, 12, 31), u.Days.Last)}
}

func (p *Events) key() eventsKey {
	k := eventsKey{stamp: p.stamp, filter: p.ask.filter, span: p.ask.span, c: p.st.Case, q: p.st.Question, open: p.st.Open()}
	k.from, k.to = p.actor(p.ask.from, k.q.Partner), p.actor(p.ask.to, k.q.Relier)
	if u, ok := p.usageOf(k.filter.Provider); ok && k.span == (measure.Span{}) {
		k.span = u.Days
	}
	return k
}

// tell says below every figure which events are counted, and what is known to be
// wrong with them.
func (p *Events) tell(k eventsKey) {
	p.says.Hidden = !k.loaded() || p.at == partLibrary
	if p.says.Hidden {
		return
	}
	spans := []span{mute(trf("Counted: %s. Known defects of these events: ", filterWords(k.filter)))}
	for i, d := range measure.Defects(k.filter.Provider) {
		if i > 0 {
			spans = append(spans, mute(", "))
		}
		spans = append(spans, link(tr(d.Name), "defects"))
	}
	p.says.SetSpans(append(spans, mute(".")))
}

// defects shows what is known to be wrong with the events in full.
func (p *Events) defects() {
	win := p.window()
	if win == nil {
		return
	}
	var b strings.Builder
	for _, d := range measure.Defects(p.ask.filter.Provider) {
		b.WriteString(sentence(tr(d.Name)) + ". " + tr(d.Text) + "\n" + d.Source + "\n\n")
	}
	tell(win, trf("Known defects of %s", providerName(p.ask.filter.Provider)), strings.TrimSpace(b.String()))
}

// providerName writes a provider as it calls itself.
func providerName(p measure.Provider) string { return p.Name() }

// filterWords says which events count.
func filterWords(f measure.Filter) string {
	words := []string{providerName(f.Provider)}
	if f.Root {
		words = append(words, tr("lead events"))
	} else {
		words = append(words, tr("every event"))
	}
	if f.Sources > 1 {
		words = append(words, trf("carried by %d outlets or more", f.Sources))
	}
	if f.Unique {
		words = append(words, tr("one of a kind a day"))
	}
	return strings.Join(words, ", ")
}

func spanWords(s measure.Span) string { return trf("%s to %s", s.First, s.Last) }

// noEvents says what to do where nothing is loaded, or what is loaded cannot be read.
func (p *Events) noEvents() []span {
	if p.trouble != nil {
		return append([]span{warn(trf("What is loaded in %s cannot be read: %s. ", p.where(), plainly(p.trouble)))},
			told(say, "{again}, or {choose}.", put("again", tr("Try again"), eventsAgain), put("choose", tr("choose in the preferences where event data is"), command+"preferences"))...)
	}
	if p.place.Server != "" {
		return told(say, "There is no event data on {server} yet. {years}, or {files}: files of GDELT, ICEWS, POLECAT, ACLED or UCDP, or any table of events, can also be dropped on this page.",
			fill("server", p.place.Server), put("years", tr("Pick years of GDELT"), eventsGet), put("files", tr("bring in files"), eventsImport))
	}
	return told(say, "There is no event data yet. {years}, or {files}: files of GDELT, ICEWS, POLECAT, ACLED or UCDP, or any table of events, can also be dropped on this page. What is loaded serves all cases.",
		put("years", tr("Pick years of GDELT"), eventsGet), put("files", tr("bring in files"), eventsImport))
}

// Links of the page's own.
const (
	eventsGet    = "events get"
	eventsImport = "events import"
	eventsAgain  = "events again"
)

// follow goes where a link of the page leads.
func (p *Events) follow(to string) {
	switch to {
	case eventsGet:
		p.open(partLibrary)
		p.parts[partLibrary].(*eventsLibrary).catalogue()
	case eventsImport:
		p.open(partLibrary)
		p.parts[partLibrary].(*eventsLibrary).askFiles()
	case eventsAgain:
		p.again()
	default:
		follow(p.s, p.h, to)
	}
}

// shownLine is a barLine of the objects that are not hidden.
type shownLine struct{ barLine }

func shownOf(objects []fyne.CanvasObject) []fyne.CanvasObject {
	return slices.DeleteFunc(slices.Clone(objects), func(o fyne.CanvasObject) bool { return !o.Visible() })
}

// Layout implements fyne.Layout.
func (l *shownLine) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.barLine.Layout(shownOf(objects), size)
}

// MinSize implements fyne.Layout.
func (l *shownLine) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return l.barLine.MinSize(shownOf(objects))
}

// lineStack is a layout of lines below each other, each as high as it needs to be at
// the width.
type lineStack struct{}

// Layout implements fyne.Layout.
func (lineStack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		h := o.MinSize().Height
		place(o, 0, y, size.Width, h)
		y += h + barGap
	}
}

// MinSize implements fyne.Layout.
func (lineStack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	h := float32(0)
	for _, o := range objects {
		if o.Visible() {
			h += o.MinSize().Height + barGap
		}
	}
	return fyne.NewSize(leastWidth, h)
}
