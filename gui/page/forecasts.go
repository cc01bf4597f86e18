package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/edtf"
	drawing "github.com/fairweather-app/fairweather/core/figure"
	"github.com/fairweather-app/fairweather/core/forecasts"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// Forecasts is the page of what was foretold: what falls due, what came of it, and
// how well each analyst and the program told it, against the base rate.
type Forecasts struct {
	s *session.Session
	h Host

	says       *view.Prose
	grid       *view.Grid
	scores     *view.Grid
	plot       *fyne.Container
	keep       *widget.Button
	give, tell *widget.Button
	root       *fyne.Container
	list       []forecasts.Kept
	told       []forecasts.Score
	of         string // whose calibration is drawn
	picture    *drawing.Picture
	box        *figureBox // that shows it
	drawn      forecastsKey
}

type forecastsKey struct {
	c     *ledger.Case
	today edtf.Day
	only  string
}

// NewForecasts makes the page.
func NewForecasts(s *session.Session, h Host) *Forecasts {
	p := &Forecasts{s: s, h: h, says: view.NewProse(fynetheme.SizeNameText), of: forecasts.Program}
	p.says.OnTapped = func(to string) { follow(s, h, to) }
	right := fyne.TextAlignTrailing
	p.grid = view.NewGrid([]view.Column{{Title: tr("State"), Width: 96}, {Title: tr("Falls due"), Width: 80}, {Title: tr("What was foretold"), Width: 240, Flex: true}, {Title: forecasts.Program, Width: 76, Align: right},
		{Title: tr("Base rate"), Width: 64, Align: right}, {Title: tr("Analysts"), Width: 120}, {Title: tr("Made"), Width: 76, Spare: true}, {Title: tr("What the record says"), Width: 160, Flex: true, Spare: true}})
	p.grid.Empty = tr("No forecast is kept yet. Keep one from the answer: what it says today, for a day on which it can be judged.")
	p.grid.OnSelect = func(key string) { p.allow() }
	p.grid.OnOpen = func(key string) { p.s.Select(key) }
	p.grid.OnMenu = func(key string, at fyne.Position) {
		give, tell := fyne.NewMenuItem(tr("Give it my probability…"), p.giveMine), fyne.NewMenuItem(tr("Say what came of it…"), p.resolve)
		give.Disabled, tell.Disabled = p.give.Disabled(), p.tell.Disabled()
		h.Menu([]*fyne.MenuItem{fyne.NewMenuItem(tr("Open the record"), func() { p.s.Select(key) }), give, tell, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(tr("Copy the table"), func() { h.Do("copy table") })}, at)
	}
	p.scores = view.NewGrid([]view.Column{{Title: tr("Forecaster"), Width: 110, Flex: true}, {Title: tr("Resolved"), Width: 64, Align: right}, {Title: tr("Open"), Width: 44, Align: right},
		{Title: tr("Brier score"), Width: 72, Align: right}, {Title: tr("Log score"), Width: 68, Align: right}, {Title: tr("Skill"), Width: 52, Align: right}})
	p.scores.Empty = tr("Scores stand here once something is resolved.")
	p.scores.OnSelect = func(key string) { p.of = key; p.calibrate() }
	p.plot = container.NewStack()
	p.keep = widget.NewButton(tr("Keep a forecast…"), p.keepOne)
	p.give = widget.NewButton(tr("Give it my probability…"), p.giveMine)
	p.tell = widget.NewButton(tr("Say what came of it…"), p.resolve)
	below := container.NewHSplit(p.scores, p.plot)
	below.Offset = 0.5
	split := container.NewVSplit(p.grid, below)
	split.Offset = 0.5
	top := container.NewVBox(container.NewHBox(p.keep, p.give, p.tell), container.New(column{}, p.says))
	p.root = container.NewPadded(container.NewBorder(top, nil, nil, nil, split))
	p.allow()
	return p
}

// Object implements Page.
func (p *Forecasts) Object() fyne.CanvasObject { return p.root }

// First implements Focuser.
func (p *Forecasts) First() fyne.Focusable { return p.grid }

// TSV implements Copier.
func (p *Forecasts) TSV() string { return p.grid.TSV() + "\n" + p.scores.TSV() }

// Pictures implements Illustrated.
func (p *Forecasts) Pictures() []Shown {
	return pictured(Shown{trf("Calibration: %s", forecaster(p.of)), p.picture, p.box})
}

// Show implements Page.
func (p *Forecasts) Show(st session.State, _ session.What) {
	key := forecastsKey{st.Case, p.s.Today(), st.ReadOnly}
	if key == p.drawn {
		return
	}
	p.drawn = key
	p.list, p.told = nil, nil
	if st.Open() {
		p.list, p.told = forecasts.List(st.Case, key.today), forecasts.Scores(st.Case, key.today)
	}
	p.draw(st)
}

// forecaster names who gave probabilities.
func forecaster(by string) string {
	switch by {
	case "":
		return tr("no name")
	case forecasts.BaseRate:
		return tr("base rate")
	}
	return by
}

// draw shows the forecasts and the scores.
func (p *Forecasts) draw(st session.State) {
	overdue, soon := 0, 0
	rows := make([]view.Row, len(p.list))
	for i, k := range p.list {
		if k.Overdue {
			overdue++
		} else if k.Happened == nil && k.HasHorizon && k.Falls <= p.drawn.today+dueSoon {
			soon++
		}
		rows[i] = p.row(st, i, k)
	}
	p.grid.SetRows(rows)
	scores := make([]view.Row, len(p.told))
	for i, s := range p.told {
		number := func(v float64, ok bool) view.Cell {
			if !ok {
				return view.Cell{Text: "–", Sort: -9.}
			}
			return numberCell(tongue.Local(strings.Replace(fmt.Sprintf("%.3f", v), "-", "−", 1)), v)
		}
		scores[i] = view.Row{Key: s.By, Cells: []view.Cell{{Text: forecaster(s.By)}, numberCell(tongue.Local(strconv.Itoa(s.N)), float64(s.N)), numberCell(tongue.Local(strconv.Itoa(s.Open)), float64(s.Open)),
			number(s.Brier, s.N > 0), number(s.Log, s.N > 0), number(s.Skill, s.BaseN > 0 && s.By != forecasts.BaseRate)}}
	}
	p.scores.SetRows(scores)
	p.calibrate()
	var spans []span
	switch {
	case !st.Open():
		spans = []span{mute(tr("No case is open."))}
	case overdue > 0:
		spans = []span{warn(trf("%s fallen due: say what came of it.", sentence(count(overdue, "forecast"))))}
	case soon > 0:
		spans = []span{say(trf("%s due within a month.", sentence(count(soon, "forecast"))))}
	}
	if st.Open() {
		spans = append(spans, mute(" "+tr("Brier score: 0 is perfect, 0.25 is one half always. Log score: 0.69 is one half always. Skill: above 0 is better than the base rate.")))
	}
	p.says.SetSpans(spans)
	p.allow()
	p.root.Refresh()
}

// dueSoon is how many days ahead a forecast is said to fall due.
const dueSoon = 31

func (p *Forecasts) row(st session.State, i int, k forecasts.Kept) view.Row {
	state := view.Cell{Text: tr("open"), Sort: 1.}
	switch {
	case k.Overdue:
		state = view.Cell{Text: tr("fallen due"), Tone: view.ToneWarn, Sort: 0.}
	case k.Happened != nil && *k.Happened:
		state = view.Cell{Text: tr("happened"), Tone: view.ToneGave3, Sort: 2.}
	case k.Happened != nil:
		state = view.Cell{Text: tr("did not happen"), Tone: view.ToneMuted, Sort: 2.}
	}
	given := map[string]float64{}
	var analysts []string
	for _, g := range k.Given {
		given[g.By] = g.Probability
		if g.By != forecasts.Program && g.By != forecasts.BaseRate {
			analysts = append(analysts, forecaster(g.By)+" "+percent(g.Probability))
		}
	}
	cell := func(by string) view.Cell {
		v, ok := given[by]
		if !ok {
			return view.Cell{Text: "–", Sort: -1.}
		}
		return numberCell(percent(v), v)
	}
	says := ""
	if k.Happened == nil {
		if happened, why, ok := forecasts.Suggest(st.Case, k, p.drawn.today); ok {
			says = map[bool]string{true: tr("yes"), false: tr("no")}[happened] + ": " + why
		}
	}
	falls := view.Cell{Text: tr("no day"), Sort: "9"}
	if k.HasHorizon {
		falls = view.Cell{Text: k.Falls.String()}
	}
	return view.Row{Key: k.Note.ID, Cells: []view.Cell{state, falls, {Text: k.Note.Name(), Tip: k.Note.Name() + "\n" + k.Note.Text}, cell(forecasts.Program), cell(forecasts.BaseRate), {Text: strings.Join(analysts, ", ")}, {Text: k.Made.String()}, {Text: says, Tip: says, Tone: view.ToneMuted}}}
}

// calibrate draws the calibration of the forecaster chosen.
func (p *Forecasts) calibrate() {
	at := func(by string) forecasts.Score {
		if i := slices.IndexFunc(p.told, func(s forecasts.Score) bool { return s.By == by }); i >= 0 {
			return p.told[i]
		}
		return forecasts.Score{By: by}
	}
	p.picture = drawing.Calibration(at(p.of), at(forecasts.BaseRate))
	p.plot.Objects = nil
	if p.picture == nil {
		l := widget.NewLabel(trf("Nothing that %s foretold is resolved: there is no calibration to draw.", forecaster(p.of)))
		l.Wrapping, l.Importance = fyne.TextWrapWord, widget.LowImportance
		p.plot.Add(l)
	} else {
		p.box = newFigureBox(p.picture)
		p.box.onMenu = func(pic *drawing.Picture, at fyne.Position) { show(p.h, at, pictureMenu(p.h, pic)) }
		p.plot.Add(container.New(&proportioned{p.picture.Width / p.picture.Height}, p.box))
	}
	p.plot.Refresh()
}

// proportioned is a layout that keeps an object's shape.
type proportioned struct{ wide float64 } // width by height

// Layout implements fyne.Layout.
func (l *proportioned) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := min(size.Width, size.Height*float32(l.wide))
	place(objects[0], 0, 0, w, w/float32(l.wide))
}

// MinSize implements fyne.Layout.
func (l *proportioned) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(140, 120) }

// chosen is the forecast that is chosen, the first where it is the only one.
func (p *Forecasts) chosen() (forecasts.Kept, bool) {
	keys := p.grid.Selected()
	for _, k := range p.list {
		if len(keys) > 0 && k.Note.ID == keys[0] {
			return k, true
		}
	}
	return forecasts.Kept{}, false
}

// allow lets be done what can be.
func (p *Forecasts) allow() {
	st := p.s.State()
	writable := st.Open() && st.ReadOnly == ""
	k, ok := p.chosen()
	enable(p.keep, writable && st.Answer != nil)
	enable(p.give, writable && ok && k.Happened == nil && !k.Overdue)
	enable(p.tell, writable && ok)
}
