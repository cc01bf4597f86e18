package page

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/whatif"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// WhatIf is the page of who is hit if an actor erodes: the network of
// dependences, the shocks, and what follows from them.
type WhatIf struct {
	s *session.Session
	h Host

	head                         *view.Prose
	scenario, shock              *view.Choice
	harder, than, moment         *view.Choice
	months                       *Field
	shocks                       *fyne.Container
	network                      *view.Network
	losses                       *view.Losses
	courses                      *view.Courses
	coursePanel, pairPanel       *view.Panel
	networkPanel, lossPanel      *view.Panel
	comparedPanel, othersPanel   *view.Panel
	play                         *widget.Button
	pairs, compared              *view.Matrix
	others                       *view.Multiples
	othersSay                    *view.Prose
	claim, drivers, notes, warns *card
	flow                         *flow

	st       session.State
	sc       whatif.Scenario
	scOf     whatIfPair
	drawn    whatIfKey
	version  int // rises with each change of the scenario
	running  bool
	r        *whatif.Result // nil: none yet
	problem  string
	spots    map[string]spot // computed
	placed   map[string]spot // by a person
	chosen   string          // actor
	month    int             // shown; -1: the end
	player   *fyne.Animation
	versus   bool // scenarios are compared
	lessons  lessons
	rowsMade int
}

// whatIfPair is what a scenario that nobody changed belongs to.
type whatIfPair struct{ path, relier, partner string }

// whatIfKey is what a result depends on.
type whatIfKey struct {
	c       *ledger.Case
	day     edtf.Day
	version int
}

// NewWhatIf makes the page.
func NewWhatIf(s *session.Session, h Host) *WhatIf {
	p := &WhatIf{s: s, h: h, head: view.NewProse(fynetheme.SizeNameText), month: -1, spots: map[string]spot{}, placed: map[string]spot{}}
	p.head.OnTapped = func(to string) { follow(s, h, to) }
	p.scenario, p.shock = view.NewChoice(tr("scenario:")), view.NewChoice("")
	p.scenario.OnKey = p.load
	p.shock.PlaceHolder = tr("Shock an actor")
	p.shock.OnKey = p.addShock
	p.harder, p.than = view.NewChoice(tr("claim:")), view.NewChoice(tr("is hit harder than"))
	p.harder.OnKey = func(key string) { p.claimOf(key, p.than.Key()) }
	p.than.OnKey = func(key string) { p.claimOf(p.harder.Key(), key) }
	p.months = NewField(tr("to the end"))
	p.months.OnSubmitted = p.monthsOf
	p.months.OnEscape = func() { focus(p.network) }
	keep := widget.NewButton(tr("Keep…"), p.Keep)
	compare := widget.NewButton(tr("Compare"), p.Compare)
	more := widget.NewButton(tr("More…"), nil)
	more.OnTapped = func() { p.more(below(more)) }
	lasts := container.NewHBox(widget.NewLabel(tr("months it lasts:")), container.New(Wide("to the end"), p.months))
	tools := view.NewFlow(6, p.scenario, p.shock, p.harder, p.than, lasts, keep, compare, more)
	p.shocks = container.NewVBox()

	p.network = view.NewNetwork()
	p.network.OnSelect = p.choose
	p.network.OnMoved = func(key string, x, y float32) {
		p.placed[key] = spot{x, y}
		keepPlaces(p.st.Path, p.placed)
	}
	p.network.Tip = p.tip
	p.losses = view.NewLosses()
	p.losses.OnTapped = p.choose
	p.courses = view.NewCourses()
	p.courses.OnMonth = func(m int) { p.stop(); p.setMonth(m) }
	p.play = widget.NewButton(tr("Play"), p.toggle)
	p.pairs, p.compared = view.NewMatrix(), view.NewMatrix()
	p.others = view.NewMultiples()
	p.othersSay = view.NewProse(fynetheme.SizeNameText)
	p.othersSay.OnTapped = p.head.OnTapped
	p.moment = view.NewChoice(tr("before and after:"))
	p.moment.PlaceHolder = tr("choose a moment")
	p.moment.OnKey = p.learn
	p.others.OnTapped = func(key string) { s.Select(key) }

	make := func(title string) *card {
		c := &card{text: view.NewProse(fynetheme.SizeNameText)}
		c.text.OnTapped = p.head.OnTapped
		c.panel = view.NewPanel(title, c.text)
		return c
	}
	p.claim, p.drivers = make(tr("The claim")), make(tr("What drives it"))
	p.notes, p.warns = make(tr("What rests on estimates")), make(tr("Warnings"))
	p.networkPanel, p.lossPanel = view.NewPanel(tr("Who depends on whom"), p.network), view.NewPanel(tr("Who is hit, in the end"), p.losses)
	p.coursePanel = view.NewPanel(tr("When"), p.courses)
	p.coursePanel.SetAction(p.play)
	p.pairPanel = view.NewPanel(tr("Row is hit harder than column, with what probability"), container.New(tall{8}, p.pairs))
	p.comparedPanel = view.NewPanel(tr("Scenarios compared: mean, and 90 % interval"), container.New(tall{8}, p.compared))
	p.othersPanel = view.NewPanel(tr("What the other partners learn"), view.NewStack(8, container.NewHBox(p.moment), p.othersSay, p.others))
	p.flow = newFlow(margin,
		flowRow{objects: []fyne.CanvasObject{p.head}, shares: even(1), after: 8},
		flowRow{objects: []fyne.CanvasObject{tools}, shares: even(1), after: 6},
		flowRow{objects: []fyne.CanvasObject{p.shocks}, shares: even(1), after: gutter},
		flowRow{objects: []fyne.CanvasObject{p.networkPanel, p.lossPanel}, shares: []float32{12, 10}, narrow: 560, after: gutter},
		flowRow{objects: []fyne.CanvasObject{p.comparedPanel}, shares: even(1), after: gutter},
		flowRow{objects: []fyne.CanvasObject{p.coursePanel, p.pairPanel}, shares: []float32{10, 10}, narrow: 640, after: gutter},
		flowRow{objects: []fyne.CanvasObject{p.claim.panel, p.drivers.panel, p.notes.panel, p.warns.panel}, after: gutter},
		flowRow{objects: []fyne.CanvasObject{p.othersPanel}, shares: even(1)},
	)
	return p
}

// tall is a layout as high as some lines of text.
type tall struct{ n float32 }

func (l tall) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

func (l tall) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, l.n*1.9*fynetheme.TextSize())
}

// Object implements Page.
func (p *WhatIf) Object() fyne.CanvasObject { return p.flow.root }

// First implements Focuser.
func (p *WhatIf) First() fyne.Focusable { return p.network }

// Show implements Page.
func (p *WhatIf) Show(st session.State, what session.What) {
	p.st = st
	if pair := (whatIfPair{st.Path, st.Question.Relier, st.Question.Partner}); pair != p.scOf {
		if pair.path != p.scOf.path {
			p.placed, p.spots = placesOf(st.Path), map[string]spot{}
		}
		p.scOf, p.sc, p.chosen, p.versus = pair, whatif.Scenario{}, "", false
		if asked(st) {
			p.sc = whatif.Beginning(st.Case, pair.relier, pair.partner)
		}
		p.version++
		p.month, p.lessons, p.r = -1, lessons{}, nil
	}
	key := whatIfKey{st.Case, st.Question.AsOf, p.version}
	if key == p.drawn {
		if r := st.Place.Record; what.Has(session.PlaceChanged) && r != "" {
			p.network.Select(r)
		}
		return
	}
	p.choices()
	p.run()
}

// changed works the scenario anew.
func (p *WhatIf) changed() {
	p.version++
	p.choices()
	p.run()
}

// run works the scenario off the toolkit's thread, one run at a time; when it
// ends and the scenario has moved on, the next starts.
func (p *WhatIf) run() {
	if p.running {
		return
	}
	key := whatIfKey{p.st.Case, p.st.Question.AsOf, p.version}
	if len(p.sc.Shocks) == 0 || !p.st.Open() {
		p.drawn, p.r, p.problem = key, nil, ""
		p.draw()
		return
	}
	p.running = true
	sc, known := p.sc, maps.Clone(p.spots)
	maps.Copy(known, p.placed)
	// Never stale for the session: this page has a key of its own, and has to hear
	// that a run ended.
	p.s.Always(tr("Working out who is hit"), func(ctx context.Context) (func(), error) {
		r, err := whatif.Watched(ctx, key.c, key.day, sc, whatif.DefaultSettings(), func(share float64) { session.Progress(ctx, share, "") })
		var spots map[string]spot
		if err == nil {
			actors := actorsOf(r)
			if slices.ContainsFunc(actors, func(id string) bool { _, ok := known[id]; return !ok }) {
				spots = arrange(actors, r.Edges)
			}
		}
		return func() {
			p.running = false
			p.drawn, p.r, p.problem = key, r, ""
			if err != nil {
				p.r, p.problem = nil, err.Error()
			}
			if spots != nil {
				p.spots = spots
			}
			if now := (whatIfKey{p.st.Case, p.st.Question.AsOf, p.version}); now != key && !errors.Is(err, context.Canceled) {
				p.run()
				return
			}
			p.draw()
			if p.versus {
				p.compareNow()
			}
		}, nil
	})
}

// setMonth shows the losses of a month; -1 those in the end.
func (p *WhatIf) setMonth(m int) {
	p.month = m
	p.courses.SetMonth(max(m, 0))
	p.drawMonth()
}

// toggle plays the months from the one shown, or stops.
func (p *WhatIf) toggle() {
	if p.player != nil {
		p.stop()
		return
	}
	if p.r == nil || p.r.Course == nil || len(p.r.Course.Mean) == 0 {
		return
	}
	last := len(p.r.Course.Mean[0]) - 1
	from := p.month
	if from < 0 || from >= last {
		from = 0
	}
	p.play.SetText(tr("Stop"))
	p.player = fyne.NewAnimation(time.Duration(last-from)*120*time.Millisecond, func(done float32) {
		m := from + int(float32(last-from)*done+.5)
		if m != p.month {
			p.setMonth(m)
		}
		if done == 1 {
			p.stop()
		}
	})
	p.player.Curve = fyne.AnimationLinear
	p.player.Start()
}

func (p *WhatIf) stop() {
	if p.player != nil {
		p.player.Stop()
		p.player = nil
		p.play.SetText(tr("Play"))
	}
}

// choose shows an actor or a dependence in the inspector and marks it.
func (p *WhatIf) choose(key string) {
	if _, ok := p.st.Case.Actor(key); ok {
		p.chosen = key
	}
	p.network.Select(key)
	p.s.Select(key)
	p.drawMonth()
	p.drivers.set(p.driverSpans()...)
	p.flow.changed()
}

// TSV implements Copier: who loses how much.
func (p *WhatIf) TSV() string {
	if p.r == nil {
		return ""
	}
	var b strings.Builder
	b.WriteString(strings.Join([]string{tr("Actor"), tr("By the shock"), tr("Mean"), "5 %", "95 %", tr("Most likely shares"), tr("Hardest hit of those spared"), tr("From estimates"), "Id"}, "\t") + "\n")
	for _, a := range p.r.Actors {
		fmt.Fprintf(&b, "%s\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%s\n", strings.ReplaceAll(a.Name, "\t", " "), a.Direct, a.Mean, a.Lower90, a.Upper90, a.Central, a.Hardest, a.Estimated, a.ID)
	}
	return b.String()
}
