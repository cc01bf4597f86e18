package page

import (
	"fmt"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// Answer is the page that answers the question: in words, in figures, and with
// what would change it. Every figure leads to the records it rests on.
type Answer struct {
	s *session.Session
	h Host

	flow                            *flow
	headline, confidence, warnings  *view.Prose
	ladder                          *view.Ladder
	history                         *view.History
	ladderPanel, historyPanel       *view.Panel
	pledges, deed, firm, past, fade *card
	change, anchors, leading        *card
	silence                         *card
	figures                         []*card
	drawn                           *assess.Assessment
	shownRung                       ledger.Rung // whose history is drawn
}

// card is a panel of text.
type card struct {
	panel *view.Panel
	text  *view.Prose
}

func (a *Answer) card(title string) *card {
	c := &card{text: a.prose(fynetheme.SizeNameText)}
	c.panel = view.NewPanel(title, c.text)
	return c
}

func (c *card) set(spans ...span) {
	if len(spans) == 0 {
		c.panel.Hide()
		return
	}
	c.panel.Show()
	c.text.SetSpans(spans)
}

func (a *Answer) prose(size fyne.ThemeSizeName) *view.Prose {
	p := view.NewProse(size)
	p.OnTapped = func(to string) { follow(a.s, a.h, to) }
	return p
}

// NewAnswer makes the page.
func NewAnswer(s *session.Session, h Host) *Answer {
	a := &Answer{s: s, h: h, shownRung: ledger.DiplomaticAct}
	a.headline = a.prose(fynetheme.SizeNameHeadingText)
	a.confidence = a.prose(fynetheme.SizeNameText)
	a.warnings = a.prose(fynetheme.SizeNameText)

	a.ladder = view.NewLadder()
	a.ladder.OnTapped = func(key string) { s.Explain(key) }
	a.ladderPanel = view.NewPanel(tr("For what?"), a.ladder)

	a.history = view.NewHistory()
	a.history.OnDay = func(day edtf.Day) { s.SetAsOf(day) }
	a.history.OnMark = func(key string) { s.Select(key) }
	a.historyPanel = view.NewPanel(tr("How that changed"), a.history)

	a.pledges, a.deed = a.card(tr("Pledges")), a.card(tr("Word and deed"))
	a.firm, a.past = a.card(tr("How firm is it?")), a.card(tr("Would it have foretold the past?"))
	a.fade, a.change = a.card(tr("Trend, and how the past fades")), a.card(tr("What would change it"))
	a.anchors = a.card(tr("Published figures to set beside it"))
	a.leading = a.card(tr("Leading reading"))
	a.silence = a.card(tr("Silence in event data"))
	a.silence.set() // most cases keep no series
	a.figures = []*card{a.change, a.pledges, a.deed, a.firm, a.past, a.fade, a.anchors, a.leading, a.silence}

	a.flow = newFlow(margin,
		flowRow{objects: []fyne.CanvasObject{a.headline}, shares: even(1), after: 4},
		flowRow{objects: []fyne.CanvasObject{a.confidence}, shares: even(1), after: 4},
		flowRow{objects: []fyne.CanvasObject{a.warnings}, shares: even(1), after: gutter},
		flowRow{objects: []fyne.CanvasObject{a.ladderPanel, a.historyPanel}, shares: []float32{15, 10}, narrow: 640, after: gutter},
		flowRow{objects: []fyne.CanvasObject{a.pledges.panel, a.deed.panel, a.leading.panel, a.firm.panel}, after: gutter},
		flowRow{objects: []fyne.CanvasObject{a.change.panel}, shares: even(1), after: gutter},
		flowRow{objects: []fyne.CanvasObject{a.past.panel, a.fade.panel, a.silence.panel}, after: gutter},
		flowRow{objects: []fyne.CanvasObject{a.anchors.panel}, shares: even(1)},
	)
	return a
}

// Object implements Page.
func (a *Answer) Object() fyne.CanvasObject { return a.flow.root }

// First implements Focuser.
func (a *Answer) First() fyne.Focusable { return a.ladder }

// Show implements Page.
func (a *Answer) Show(st session.State, what session.What) {
	if st.Answer == nil || !begun(st.Case) {
		a.drawn = nil
		a.empty(st)
		return
	}
	if st.Answer != a.drawn {
		a.drawn = st.Answer
		a.words(st)
		a.rungs(st)
		a.flow.changed()
	} else if what.Has(session.PlaceChanged) {
		a.rungs(st)
	}
	if what.Has(session.HistoryChanged | session.AnswerChanged | session.PlaceChanged) {
		a.past200(st)
	}
	a.history.SetCursor(st.Answer.Question.AsOf)
}

// empty says what to do where there is no answer.
func (a *Answer) empty(st session.State) {
	a.ladderPanel.Hide()
	a.historyPanel.Hide()
	for _, c := range a.figures {
		c.set()
	}
	a.warnings.SetSpans(nil)
	a.warnings.Hide()
	switch {
	case !st.Open():
		a.headline.SetSpans([]span{say(tr("No case is open."))})
		a.confidence.SetSpans(told(say, "{bundled}, {open}, or {begin}.", put("bundled", tr("Open the bundled case"), command+"bundled"),
			put("open", tr("open a file"), command+"open"), put("begin", tr("begin a new case"), command+"new")))
	case !asked(st):
		a.headline.SetSpans([]span{say(tr("Who might count on whom?"))})
		a.confidence.SetSpans(whoAsks(st))
	case !begun(st.Case):
		a.headline.SetSpans(told(say, "Can {relier} count on {partner}?", fill("relier", st.Case.ActorName(st.Question.Relier)), fill("partner", st.Case.ActorName(st.Question.Partner))))
		a.confidence.SetSpans(whatNext(st))
	case st.NoAnswer != "":
		a.headline.SetSpans([]span{say(tr("There is no answer to this question."))})
		a.confidence.SetSpans(told(say, "{problem}. Choose another relier, partner, date or situation above.", fill("problem", sentence(inNames(st.Case, st.NoAnswer)))))
	default:
		a.headline.SetSpans([]span{mute("…")})
		a.confidence.SetSpans(nil)
	}
	a.flow.changed()
}

// words writes what is said in sentences.
func (a *Answer) words(st session.State) {
	x := st.Answer
	for _, o := range []fyne.CanvasObject{a.ladderPanel, a.historyPanel, a.warnings} {
		o.Show()
	}
	a.headline.SetSpans(headlineSpans(x))
	a.confidence.SetSpans(confidenceSpans(x))
	var warnings []span
	for i, w := range x.Said.Warnings {
		if i > 0 {
			warnings = append(warnings, say("\n"))
		}
		warnings = append(warnings, warn("! "+inWords(w)))
	}
	a.warnings.SetSpans(warnings)
	if len(warnings) == 0 {
		a.warnings.Hide()
	}
	a.pledges.set(a.pledgeSpans(x)...)
	a.deed.set(a.deedSpans(x)...)
	a.firm.set(a.firmSpans(x)...)
	a.past.set(a.pastSpans(x)...)
	a.fade.set(a.fadeSpans(x)...)
	a.change.set(changeSpans(x)...)
	composeLeading(a.s, leadingKey{st.Case, x, st.Whole != st.Case}, func(lead, watch []span) {
		if a.drawn != x {
			return
		}
		a.leading.set(lead...)
		if len(watch) > 0 {
			a.change.set(append(append(changeSpans(x), say("\n")), watch...)...)
		}
		a.flow.changed()
	})
	a.anchors.set(anchorSpans(x)...)
	a.silenceCard(st)
}

// rungs draws the ladder.
func (a *Answer) rungs(st session.State) {
	x := st.Answer
	var rows []view.LadderRow
	for i := len(x.AtLeast) - 1; i >= 0; i-- {
		r := x.AtLeast[i]
		if r.Rung < ledger.Words {
			continue
		}
		key := fmt.Sprintf("%s%d", figRung, int(r.Rung))
		rows = append(rows, view.LadderRow{
			Key: key, Label: r.Rung.String() + " " + tr(r.Rung.Label()), Word: tr(r.Word), P: r.Probability, Lower: r.Lower90, Upper: r.Upper90,
			Base: r.BaseRate, Tone: view.ToneOfRung(r.Rung), Selected: st.Place.Figure == key,
		})
		if st.Place.Figure == key {
			a.shownRung = r.Rung
		}
	}
	rows = append(rows, view.LadderRow{
		Key: figAgainst, Label: tr("− worked against"), Word: tr(x.Against.Word), P: x.Against.Probability, Lower: x.Against.Lower90, Upper: x.Against.Upper90,
		Base: x.Against.BaseRate, Tone: view.ToneAgainst2, Selected: st.Place.Figure == figAgainst,
	})
	a.ladder.SetRows(rows, map[string]bool{figAgainst: true})
}

// past200 draws the answer's history.
func (a *Answer) past200(st session.State) {
	points := historyTo(st)
	if len(st.History) == 0 {
		a.history.SetData(nil, nil, a.s.FirstDay(), a.s.LastDay())
		return
	}
	given := view.Series{Key: "given", Name: trf("%s %s or more", a.shownRung, tr(a.shownRung.Label())), Tone: view.ToneOfRung(max(a.shownRung, ledger.DiplomaticAct))}
	against := view.Series{Key: figAgainst, Name: tr("worked against"), Tone: view.ToneAgainst2}
	for _, p := range points {
		b := p.AtLeast[a.shownRung-ledger.Words]
		given.Points = append(given.Points, view.SeriesPoint{Day: p.AsOf, Value: b.Probability, Lower: b.Lower90, Upper: b.Upper90})
		against.Points = append(against.Points, view.SeriesPoint{Day: p.AsOf, Value: p.Against.Probability, Lower: p.Against.Lower90, Upper: p.Against.Upper90})
	}
	a.history.SetData([]view.Series{given, against}, a.marks(st), points[0].AsOf, st.History[len(st.History)-1].AsOf)
}

// historyTo is the answer's history up to the day asked about: its last point is
// the answer itself, so that no figure says another thing than the headline. What
// came after that day is nothing the question knows of.
func historyTo(st session.State) []assess.Point {
	x := st.Answer
	var out []assess.Point
	for _, p := range st.History {
		if p.AsOf < x.Question.AsOf {
			out = append(out, p)
		}
	}
	last := assess.Point{AsOf: x.Question.AsOf, Moments: x.Moments,
		Against: assess.Band{Probability: x.Against.Probability, Lower90: x.Against.Lower90, Upper90: x.Against.Upper90}}
	for _, r := range x.AtLeast {
		if r.Rung >= ledger.Words {
			last.AtLeast = append(last.AtLeast, assess.Band{Probability: r.Probability, Lower90: r.Lower90, Upper90: r.Upper90})
		}
	}
	return append(out, last)
}

// marks are the moments at which the relier was in need.
func (a *Answer) marks(st session.State) []view.Mark {
	given := map[string]ledger.Rung{}
	for _, o := range st.Answer.Observations {
		given[o.Moment] = o.Given
	}
	var marks []view.Mark
	for _, m := range st.Case.Moments() {
		start, ok := m.Start.Earliest()
		if !ok || !m.Needs(st.Question.Relier) {
			continue
		}
		mark := view.Mark{Day: start, End: start, Key: m.ID, Label: m.Title, Tone: view.ToneMuted}
		if end, ok := m.End.Latest(); ok && !m.End.IsZero() {
			mark.End = end
		}
		if rung, known := given[m.ID]; known {
			mark.Tone = view.ToneOfRung(rung)
			mark.Label = fmt.Sprintf("%s: %s %s", m.Title, rung, tr(rung.Label()))
		}
		marks = append(marks, mark)
	}
	return marks
}
