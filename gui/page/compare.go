package page

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// Compare is the page that sets the answer to a second question beside that to
// the first: at first the same one the other way round.
type Compare struct {
	s *session.Session
	h Host

	relier, partner, situation *view.Choice
	date                       *Field
	sides                      [2]*side
	figures                    *fyne.Container // of the table below
	rows                       [][4]string
	problem                    *view.Prose
	flow                       *flow
	top                        *fyne.Container
	root                       *fyne.Container

	other  assess.Question // the second question
	own    bool            // a person chose it; else it is the first turned round
	answer *assess.Assessment
	drawn  [3]any

	tables  [2]*view.Panel
	leagues [2]*league // the relier's many partners, the partner toward many reliers
	over    *overTime  // one pair over time
	ranked  *view.Choice
	rung    ledger.Rung // by which they are ranked
	tabled  leagueKey
}

// leagueKey is what the tables of pairs depend on.
type leagueKey struct {
	c    *ledger.Case
	q    assess.Question
	rung ledger.Rung
}

// side is one of the two answers.
type side struct {
	title, headline, confidence *view.Prose
	ladder                      *view.Ladder
	panel                       *view.Panel
}

func newSide(s *session.Session, h Host) *side {
	d := &side{ladder: view.NewLadder()}
	prose := func(size fyne.ThemeSizeName) *view.Prose {
		p := view.NewProse(size)
		p.OnTapped = func(to string) { follow(s, h, to) }
		return p
	}
	d.title, d.headline, d.confidence = prose(fynetheme.SizeNameHeadingText), prose(fynetheme.SizeNameText), prose(fynetheme.SizeNameText)
	d.panel = view.NewPanel(tr("For what?"), d.ladder)
	return d
}

// NewCompare makes the page.
func NewCompare(s *session.Session, h Host) *Compare {
	p := &Compare{s: s, h: h, relier: view.NewChoice(""), partner: view.NewChoice(""), situation: view.NewChoice(""), problem: view.NewProse("")}
	p.relier.Bold, p.partner.Bold = true, true
	set := func(change func(q *assess.Question)) {
		q := p.other
		change(&q)
		p.ask(q)
	}
	p.relier.OnKey = func(key string) {
		set(func(q *assess.Question) {
			if key == q.Partner {
				q.Partner = q.Relier
			}
			q.Relier = key
		})
	}
	p.partner.OnKey = func(key string) {
		set(func(q *assess.Question) {
			if key == q.Relier {
				q.Relier = q.Partner
			}
			q.Partner = key
		})
	}
	p.situation.OnKey = func(key string) { set(func(q *assess.Question) { q.Situation = key }) }
	var options []view.Option
	for _, x := range ledger.Situations {
		options = append(options, view.Option{Key: x, Label: SituationWord(x)})
	}
	p.situation.SetOptions(options)
	p.date = NewField("")
	p.date.OnEscape = func() { p.date.SetText(p.other.AsOf.String()) }
	p.date.OnSubmitted = func(text string) {
		d, err := edtf.FromInput(text, DayOrder())
		day, ok := d.Latest()
		if err != nil || !ok {
			p.problem.SetSpans([]span{warn(trf("The date %q cannot be read.", text))})
			p.flow.changed()
			return
		}
		set(func(q *assess.Question) { q.AsOf = day })
	}
	turn := widget.NewButton(tr("The other way round"), p.Turn)
	p.sides = [2]*side{newSide(s, h), newSide(s, h)}
	p.figures = container.NewGridWithColumns(4)
	p.newLeagues()
	two := even(2)
	figures := view.NewPanel(tr("Side by side"), p.figures)
	p.flow = newFlow(margin,
		flowRow{objects: []fyne.CanvasObject{p.problem}, shares: even(1), after: 4},
		flowRow{objects: []fyne.CanvasObject{p.sides[0].title, p.sides[1].title}, shares: two, narrow: 560, after: 4},
		flowRow{objects: []fyne.CanvasObject{p.sides[0].headline, p.sides[1].headline}, shares: two, narrow: 560, after: 4},
		flowRow{objects: []fyne.CanvasObject{p.sides[0].confidence, p.sides[1].confidence}, shares: two, narrow: 560, after: gutter},
		flowRow{objects: []fyne.CanvasObject{p.sides[0].panel, p.sides[1].panel}, shares: two, narrow: 560, after: gutter},
		flowRow{objects: []fyne.CanvasObject{figures}, shares: even(1), after: gutter},
		flowRow{objects: []fyne.CanvasObject{container.NewHBox(p.ranked)}, shares: even(1), after: 4},
		flowRow{objects: []fyne.CanvasObject{p.tables[0], p.tables[1]}, shares: two, narrow: 620, after: gutter},
		flowRow{objects: []fyne.CanvasObject{p.over.panel}, shares: even(1)},
	)
	p.top = container.NewHBox(widget.NewLabel(tr("beside: can")), p.relier, widget.NewLabel(tr("count on")), p.partner, widget.NewLabel(tr("as of")),
		container.New(Wide("-0000-00-00"), p.date), p.situation, turn)
	p.root = container.NewBorder(container.NewVBox(container.NewHScroll(container.NewPadded(p.top)), widget.NewSeparator()), nil, nil, nil, p.flow.root)
	return p
}

// Object implements Page.
func (p *Compare) Object() fyne.CanvasObject { return p.root }

// First implements Focuser.
func (p *Compare) First() fyne.Focusable { return p.relier }

// TSV implements Copier.
func (p *Compare) TSV() string {
	var b strings.Builder
	for _, r := range p.rows {
		b.WriteString(strings.Join(r[:], "\t") + "\n")
	}
	return b.String() + p.leagueRows() + p.over.tsv()
}

// Turn asks the first question the other way round, and keeps to that as the
// first changes.
func (p *Compare) Turn() {
	p.own = false
	p.drawn = [3]any{}
	p.Show(p.s.State(), session.Everything)
}

// turned is a question the other way round.
func turned(q assess.Question) assess.Question {
	q.Relier, q.Partner = q.Partner, q.Relier
	return q
}

// ask sets the second question to one of a person's own.
func (p *Compare) ask(q assess.Question) {
	p.own = true
	p.other = q
	p.Show(p.s.State(), session.QuestionChanged)
}

// Show implements Page.
func (p *Compare) Show(st session.State, what session.What) {
	if what.Has(session.FileChanged) {
		p.own = false
	}
	if !p.own {
		p.other = turned(st.Question)
	}
	var actors []view.Option
	for _, a := range st.Case.Actors() {
		actors = append(actors, view.Option{Key: a.ID, Label: a.Name(), Detail: a.Type})
	}
	if p.drawn[0] != any(st.Case) {
		p.relier.SetOptions(actors)
		p.partner.SetOptions(actors)
	}
	p.relier.SetKey(p.other.Relier)
	p.partner.SetKey(p.other.Partner)
	p.situation.SetKey(p.other.Situation)
	if text := p.other.AsOf.String(); st.Open() && p.date.Text != text {
		p.date.SetText(text)
	}
	p.top.Refresh()
	p.many(st)
	key := [3]any{st.Case, st.Answer, p.other}
	if key == p.drawn {
		return
	}
	p.drawn = key
	if !st.Open() {
		return
	}
	c, q := st.Case, p.other
	settings := assess.SettingsOf(c)
	p.s.Aside("second answer", func(context.Context) (func(), error) {
		a, err := assess.Answer(c, q, settings)
		return func() {
			if q == p.other {
				p.answer = a
				p.draw(p.s.State(), err)
			}
		}, nil
	})
}

// draw shows both answers.
func (p *Compare) draw(st session.State, problem error) {
	p.problem.SetSpans(nil)
	p.problem.Hide()
	if problem != nil {
		p.problem.SetSpans([]span{warn(sentence(problem.Error()) + ".")})
		p.problem.Show()
	}
	p.sides[0].show(st.Case, st.Answer, st.Question, func(key string) { p.s.Explain(key) })
	p.sides[1].show(st.Case, p.answer, p.other, func(string) { p.swapIn() })
	p.rows = nil
	if st.Answer != nil && p.answer != nil {
		p.rows = compared(st.Answer, p.answer)
	}
	p.figures.Objects = nil
	for i, r := range p.rows {
		for column, text := range r {
			if tongue.RightToLeft() && i > 0 {
				// fyne 2.8.0: a label draws text of two directions in the order of writing.
				cell := view.NewProse("")
				cell.SetSpans([]span{say(text)})
				p.figures.Add(container.NewPadded(cell))
				continue
			}
			l := widget.NewLabel(text)
			l.Truncation = fyne.TextTruncateEllipsis
			l.TextStyle.Bold = i == 0
			if column == 0 {
				l.Importance = widget.LowImportance
			}
			if column == 3 {
				l.Alignment = fyne.TextAlignTrailing
			}
			p.figures.Add(l)
		}
	}
	p.figures.Refresh()
	p.flow.changed()
}

// swapIn asks the second question in place of the first, which becomes the second.
func (p *Compare) swapIn() {
	first := p.s.State().Question
	second := p.other
	p.own, p.other = second != turned(first), first
	p.s.SetQuestion(second)
}

func (d *side) show(c *ledger.Case, a *assess.Assessment, q assess.Question, tapped func(key string)) {
	title := trf("Can %s count on %s?", c.ActorName(q.Relier), c.ActorName(q.Partner))
	if phrase := assess.SituationPhrase(q.Situation); phrase != "" {
		title = trf("Can %s count on %s %s?", c.ActorName(q.Relier), c.ActorName(q.Partner), tr(phrase))
	}
	d.title.SetSpans([]span{strong(title)})
	if a == nil {
		d.headline.SetSpans([]span{mute(tr("No answer."))})
		d.confidence.SetSpans(nil)
		d.ladder.SetRows(nil, nil)
		return
	}
	var head []span
	for i, s := range a.Said.Headline {
		if i > 0 {
			head = append(head, say(" "))
		}
		head = append(head, say(inWords(s)))
	}
	d.headline.SetSpans(head)
	d.confidence.SetSpans(told(mute, "Confidence: {level}. As of {day}.", fill("level", tr(a.Confidence.Level)), fill("day", a.Question.AsOf)))
	rows := ladderRows(a)
	d.ladder.SetRows(rows, map[string]bool{figAgainst: true})
	d.ladder.OnTapped = tapped
}

// ladderRows draws the ladder of an answer from the highest rung down.
func ladderRows(a *assess.Assessment) []view.LadderRow {
	var rows []view.LadderRow
	for i := len(a.AtLeast) - 1; i >= 0; i-- {
		x := a.AtLeast[i]
		if x.Rung < ledger.Words {
			continue
		}
		rows = append(rows, view.LadderRow{
			Key: fmt.Sprintf("rung:%d", x.Rung), Label: x.Rung.String() + " " + tr(x.Rung.Label()), Word: tr(x.Word),
			P: x.Probability, Lower: x.Lower90, Upper: x.Upper90, Base: x.BaseRate, Tone: view.ToneOfRung(x.Rung),
		})
	}
	x := a.Against
	return append(rows, view.LadderRow{Key: figAgainst, Label: "− " + tr("worked against"), Word: tr(x.Word), P: x.Probability, Lower: x.Lower90, Upper: x.Upper90, Base: x.BaseRate, Tone: view.ToneAgainst2})
}

// compared lists the figures of two answers in one table.
func compared(a, b *assess.Assessment) [][4]string {
	rows := [][4]string{{tr("Figure"), trf("%s on %s", a.RelierName, a.PartnerName), trf("%s on %s", b.RelierName, b.PartnerName), tr("Difference, points")}}
	add := func(what, x, y, difference string) { rows = append(rows, [4]string{what, x, y, difference}) }
	for i := len(a.AtLeast) - 1; i >= 0; i-- {
		x := a.AtLeast[i]
		if x.Rung < ledger.Words || i >= len(b.AtLeast) {
			continue
		}
		y := b.AtLeast[i]
		add(x.Rung.String()+" "+tr(x.Rung.Label()), withInterval(x.Probability, x.Lower90, x.Upper90), withInterval(y.Probability, y.Lower90, y.Upper90), points(y.Probability-x.Probability))
	}
	add("− "+tr("worked against"), withInterval(a.Against.Probability, a.Against.Lower90, a.Against.Upper90), withInterval(b.Against.Probability, b.Against.Lower90, b.Against.Upper90), points(b.Against.Probability-a.Against.Probability))
	add(tr("Moments on record"), count(len(a.Observations), "moment"), count(len(b.Observations), "moment"), "")
	add(tr("Effective sample"), decimal(a.EffectiveSample), decimal(b.EffectiveSample), "")
	add(tr("Confidence"), tr(a.Confidence.Level), tr(b.Confidence.Level), "")
	return rows
}

func withInterval(p, low, high float64) string { return percent(p) + " (" + interval(low, high) + ")" }
