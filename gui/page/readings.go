package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// showAll shows the ratings of all analysts; else it is the name of one. An
// analyst who rates blind has none but their own.
const showAll = ""

// Readings is the page of the rival readings of the partner's conduct: the matrix
// of hypotheses and evidence, rated by key, and what follows from it.
//
// Keys in the matrix: 1 to 5 or cc, c, n, i, ii rate the cell, 0 or x says that
// it does not apply, = gives it a ratio, w says why; the cursor goes on to the
// next reading of the same item and, when that is rated against all of them, to
// the next item.
type Readings struct {
	s *session.Session
	h Host

	matrix                  *view.Matrix
	show, sort, turn, score *view.Choice
	head, detail            *view.Prose
	why                     *Field
	whyBox                  *fyne.Container
	cards                   *readingCards
	split                   *container.Split
	root                    *fyne.Container

	st      session.State
	d       *readingsData // what is drawn; nil: nothing yet
	drawn   readingsKey
	pending readingsKey

	whose    string        // showAll, or an analyst
	offered  []view.Option // of whose
	byDate   bool          // else by diagnosticity
	classic  bool          // evidence in rows
	hidden   bool          // the score
	item     string        // of the cursor; empty: the title of a reading
	hyp      string        // of the cursor; empty: the title of an item
	added    []string
	addedFor string // the case file of which added are records

	queue   []rerating // on their way to the disk, in order
	writing bool
	typed   rune             // the last letter, where a second may follow
	last    hypotheses.Place // rated last
}

// readingsKey is what the page depends on.
type readingsKey struct {
	c, whole *ledger.Case // as the analyst sees it; with what is hidden
	q        assess.Question
	a        *assess.Assessment
	analyst  string
	added    int
}

const (
	keyReadingsSort   = "readings sort"
	keyReadingsLayout = "readings layout"
	keyReadingsScore  = "readings score"
	keyReadingsAdded  = "readings added "
)

// NewReadings makes the page.
func NewReadings(s *session.Session, h Host) *Readings {
	p := &Readings{s: s, h: h, matrix: view.NewMatrix(), head: view.NewProse(fynetheme.SizeNameText), detail: view.NewProse(fynetheme.SizeNameText)}
	prefs := fyne.CurrentApp().Preferences()
	p.byDate = prefs.StringWithFallback(keyReadingsSort, "date") == "date"
	p.classic = prefs.String(keyReadingsLayout) == "classic"
	p.hidden = prefs.String(keyReadingsScore) == "hidden"

	p.show, p.sort, p.turn, p.score = view.NewChoice(tr("ratings:")), view.NewChoice(tr("by")), view.NewChoice(tr("rows:")), view.NewChoice(tr("score:"))
	p.sort.SetOptions([]view.Option{{Key: "date", Label: tr("date")}, {Key: "tells", Label: tr("what tells most")}})
	p.turn.SetOptions([]view.Option{
		{Key: "", Label: tr("readings"), Detail: tr("the layout that lowered confirmation bias in experiments")},
		{Key: "classic", Label: tr("evidence"), Detail: tr("the classic layout of the method")}})
	p.score.SetOptions([]view.Option{{Key: "shown", Label: tr("shown")}, {Key: "hidden", Label: tr("hidden"), Detail: tr("so that it does not steer the next rating")}})
	p.sort.OnKey = func(key string) { p.choose(&p.byDate, key == "date", keyReadingsSort, key) }
	p.turn.OnKey = func(key string) { p.choose(&p.classic, key == "classic", keyReadingsLayout, key) }
	p.score.OnKey = func(key string) { p.choose(&p.hidden, key == "hidden", keyReadingsScore, key) }
	p.show.OnKey = p.showOf
	p.setChoices()

	p.head.OnTapped, p.detail.OnTapped = p.follow, p.follow
	p.matrix.OnSelect = p.selected
	p.matrix.OnOpen = p.open
	p.matrix.OnRune = p.rune
	p.matrix.OnClear = func() { p.rate("") }
	p.matrix.OnMenu = p.menu
	p.matrix.Tip = p.tip

	p.why = NewField(tr("Why? Your reason is kept with the rating."))
	p.why.OnSubmitted = func(string) { p.keepWhy(); focus(p.matrix) }
	p.why.OnEscape = func() { p.say(); focus(p.matrix) }
	p.whyBox = container.NewBorder(nil, nil, nil, widget.NewButton(tr("Keep"), func() { p.why.OnSubmitted("") }), p.why)

	p.cards = newReadingCards(p.follow)
	add := widget.NewButton(tr("Add evidence…"), p.AddEvidence)
	reading := widget.NewButton(tr("Add reading…"), p.AddReading)
	more := widget.NewButton(tr("More…"), nil)
	more.OnTapped = func() { p.more(below(more)) }
	tools := view.NewFlow(6, p.show, p.sort, p.turn, p.score, add, reading, more)
	foot := container.New(lines{3}, container.NewVScroll(p.detail))
	matrix := container.New(headed{}, container.New(column{}, p.head, tools), container.NewBorder(nil, container.New(column{}, foot, p.whyBox), nil, nil, p.matrix))
	p.split = container.NewVSplit(matrix, p.cards.flow.root)
	p.root = container.New(&fitSplit{split: p.split, need: p.need}, p.split)
	return p
}

// need is the height at which every row is in view, up to a dozen.
func (p *Readings) need() float32 {
	rows := 0
	if p.d != nil {
		rows = len(p.d.hyps)
		if p.classic {
			rows = len(p.d.items)
		}
	}
	return 170 + p.head.MinSize().Height + 9*fynetheme.TextSize() + float32(min(rows, 12))*3.2*fynetheme.TextSize()
}

// fitSplit gives the upper side of a split the height it needs, as long as the
// lower one keeps a part of it; a person who drags the handle decides instead.
type fitSplit struct {
	split *container.Split
	need  func() float32
	set   float64
}

// Layout implements fyne.Layout.
func (l *fitSplit) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	if l.set == 0 || l.split.Offset == l.set {
		l.set = float64(max(.5, min(.85, l.need()/max(size.Height, 1))))
		l.split.Offset = l.set
	}
	place(l.split, 4, 4, size.Width-8, size.Height-8)
	l.split.Refresh()
}

// MinSize implements fyne.Layout.
func (l *fitSplit) MinSize([]fyne.CanvasObject) fyne.Size { return l.split.MinSize() }

// below is where a menu of a button opens.
func below(o fyne.CanvasObject) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).AddXY(0, o.Size().Height)
}

// Object implements Page.
func (p *Readings) Object() fyne.CanvasObject { return p.root }

// First implements Focuser.
func (p *Readings) First() fyne.Focusable { return p.matrix }

// choose sets one of the page's choices, remembers it and draws anew.
func (p *Readings) choose(what *bool, v bool, key, text string) {
	*what = v
	fyne.CurrentApp().Preferences().SetString(key, text)
	p.setChoices()
	p.draw()
}

func (p *Readings) setChoices() {
	p.sort.SetKey(map[bool]string{true: "date", false: "tells"}[p.byDate])
	p.turn.SetKey(map[bool]string{true: "classic"}[p.classic])
	p.score.SetKey(map[bool]string{true: "hidden", false: "shown"}[p.hidden])
}

// showOf shows the ratings of somebody else, or of all.
func (p *Readings) showOf(whose string) {
	p.whose = whose
	p.Show(p.s.State(), session.Everything)
	focus(p.matrix)
}

// Show implements Page.
func (p *Readings) Show(st session.State, _ session.What) {
	p.recall(st)
	key := readingsKey{st.Case, st.Whole, st.Question, st.Answer, p.s.Analyst(), len(p.added)}
	if p.d != nil && key == p.drawn {
		p.st = st
		p.draw()
		return
	}
	if key == p.pending {
		return
	}
	p.pending = key
	added := p.added
	show := func(d *readingsData) {
		if key != p.pending {
			return
		}
		p.drawn, p.pending, p.st, p.d = key, readingsKey{}, st, d
		d.speak()
		p.choices()
		p.draw()
	}
	composeReadings(p.s, key, added, show)
}

// recall takes up the evidence that a person chose for this case and has not
// rated yet.
func (p *Readings) recall(st session.State) {
	if p.addedFor == st.Path {
		return
	}
	p.addedFor, p.added, p.item, p.hyp = st.Path, nil, "", ""
	p.whose = showAll
	if st.Path != "" {
		p.added = fyne.CurrentApp().Preferences().StringList(keyReadingsAdded + st.Path)
	}
}

// choices fills the choice of whose ratings are shown.
func (p *Readings) choices() {
	d := p.d
	options := []view.Option{{Key: showAll, Label: tr("all analysts")}}
	found := p.whose == showAll
	if d.blind { // the others are not even named
		options[0] = view.Option{Key: showAll, Label: tr("only mine, blind until done"), Detail: trf("%d of %d cells rated", d.progress.Rated, d.progress.Cells)}
	} else {
		for _, name := range d.analysts {
			options = append(options, view.Option{Key: name, Label: name})
			found = found || p.whose == name
		}
	}
	if !found {
		p.whose = showAll
	}
	p.offered = options
	p.show.SetOptions(options)
	p.show.SetKey(p.whose)
}

// follow goes where a link of the page leads.
func (p *Readings) follow(to string) {
	if item, hyp, ok := cellOf(to); ok {
		p.item, p.hyp = item, hyp
		p.at()
		p.say()
		focus(p.matrix)
		return
	}
	switch to {
	case linkReading:
		p.AddReading()
	case linkEvidence:
		p.AddEvidence()
	case linkName:
		p.h.Do("name")
	case linkLook:
		p.LookOn()
	case linkScore:
		p.choose(&p.hidden, false, keyReadingsScore, "shown")
	default:
		follow(p.s, p.h, to)
	}
}

// The links of the page that lead to its own commands.
const (
	linkReading  = "readings:add"
	linkEvidence = "readings:evidence"
	linkName     = "readings:name"
	linkLook     = "readings:look"
	linkScore    = "readings:score"
)

// TSV implements Copier: the matrix as it is shown.
func (p *Readings) TSV() string {
	if p.d == nil {
		return ""
	}
	return p.d.tsv(p.rows(), p.text)
}
