package page

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/balance"
	drawing "github.com/fairweather-app/fairweather/core/figure"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// Balance is the page of who gave what to whom, by channel and over time, both
// ways, and how even that is.
type Balance struct {
	s *session.Session
	h Host

	head, notes, basis *view.Prose
	mirror             *mirror
	curves             *ledgerCurves
	others             *evens
	series             *widget.Button
	panels             [3]*view.Panel
	flow               *flow
	root               *fyne.Container

	flows    []balance.Flow // a series by year, loaded beside the case
	flowName string
	flowBad  []balance.BadLine
	b        *balance.Balance
	lines    []balance.Line // as the rows stand: all channels first
	chosen   string         // the line chosen, by name
	drawn    balanceKey
}

// balanceKey is what the ledger depends on.
type balanceKey struct {
	c     *ledger.Case
	q     assess.Question
	flows string
}

// NewBalance makes the page.
func NewBalance(s *session.Session, h Host) *Balance {
	p := &Balance{s: s, h: h}
	prose := func(size fyne.ThemeSizeName) *view.Prose {
		t := view.NewProse(size)
		t.OnTapped = p.follow
		return t
	}
	p.head, p.notes, p.basis = prose(fynetheme.SizeNameHeadingText), prose(fynetheme.SizeNameText), prose(fynetheme.SizeNameText)
	p.mirror = newMirror(tr("Nothing given is on record between the two by that day."))
	p.curves = newLedgerCurves(tr("Nothing to draw: no amounts in this line."))
	p.others = newEvens(tr("The partner’s ledgers with others have no amounts to set beside this one."))
	p.mirror.onChosen = func(i int) {
		p.chosen = lineName(p.lines[i])
		p.line()
	}
	menu := func(o fyne.CanvasObject) func(at fyne.Position) {
		return func(at fyne.Position) {
			show(h, at, []*fyne.MenuItem{
				fyne.NewMenuItem(tr("Show what this line rests on"), func() { p.follow(restsOn) }),
				fyne.NewMenuItem(tr("Copy the table"), func() { h.Do("copy table") }),
				fyne.NewMenuItem(tr("Load a series of trade or aid…"), p.load),
				fyne.NewMenuItem(tr("New contribution"), func() { h.Do("new contribution") }),
			}, pictureMenu(h, pictureOf(p, o)))
		}
	}
	p.mirror.onMenu, p.curves.onMenu = menu(p.mirror), menu(p.curves)
	p.series = widget.NewButton(tr("Load a series of trade or aid…"), p.load)
	add := widget.NewButton(tr("New contribution"), func() { h.Do("new contribution") })
	p.panels = [3]*view.Panel{
		view.NewPanel(tr("What each gave, by channel"), p.mirror),
		view.NewPanel(tr("Over time"), p.curves),
		view.NewPanel(tr("How even, beside the partner’s ledgers with others"), p.others),
	}
	p.flow = newFlow(margin,
		flowRow{objects: []fyne.CanvasObject{p.head}, shares: even(1), after: 4},
		flowRow{objects: []fyne.CanvasObject{p.notes}, shares: even(1), after: gutter},
		flowRow{objects: []fyne.CanvasObject{p.panels[1], p.panels[2]}, shares: []float32{12, 10}, narrow: 620, after: gutter},
		flowRow{objects: []fyne.CanvasObject{p.basis}, shares: even(1), after: gutter},
		flowRow{objects: []fyne.CanvasObject{p.panels[0]}, shares: even(1)},
	)
	bar := container.NewHBox(add, p.series)
	p.root = container.NewBorder(container.NewVBox(container.NewPadded(bar), widget.NewSeparator()), nil, nil, nil, p.flow.root)
	return p
}

// Object implements Page.
func (p *Balance) Object() fyne.CanvasObject { return p.root }

// First implements Focuser.
func (p *Balance) First() fyne.Focusable { return p.mirror }

// Links of the page; and below how many contributions a balance is told to rest on few.
const (
	few      = 5
	restsOn  = "rests on"
	unjudged = "unjudged"
)

// follow goes where a link of the page leads.
func (p *Balance) follow(to string) {
	switch {
	case to == restsOn && p.mirror.chosen < len(p.lines):
		l := p.lines[p.mirror.chosen]
		p.s.SelectMany(slices.Concat(l.Relier.RestsOn, l.Partner.RestsOn))
	case to == unjudged && p.b != nil:
		p.s.SelectMany(p.b.Unjudged)
	default:
		follow(p.s, p.h, to)
	}
}

// Show implements Page.
func (p *Balance) Show(st session.State, what session.What) {
	if what.Has(session.FileChanged) {
		p.flows, p.flowName, p.flowBad = nil, "", nil
	}
	key := balanceKey{st.Case, st.Question, p.flowName}
	if key == p.drawn {
		return
	}
	p.drawn = key
	if !st.Open() {
		p.b = nil
		p.draw(nil)
		return
	}
	c, q, flows := st.Case, st.Question, p.flows
	p.s.Aside("balance", func(context.Context) (func(), error) {
		b, err := balance.Of(c, q.Relier, q.Partner, q.AsOf, flows, balance.DefaultSettings())
		return func() {
			if p.drawn == key {
				p.b = b
				p.draw(err)
			}
		}, nil
	})
}

// draw shows the ledger, or why there is none.
func (p *Balance) draw(problem error) {
	b := p.b
	p.lines = nil
	for _, x := range p.panels[1:] {
		x.Hide() // until there is something in it
	}
	if b == nil {
		text := tr("No case is open.")
		if problem != nil {
			text = sentence(problem.Error()) + "."
		}
		p.head.SetSpans([]span{say(text)})
		p.notes.SetSpans(nil)
		p.basis.SetSpans(nil)
		p.mirror.set("", "", nil, 0)
		p.others.set("", "", nil)
		p.flow.changed()
		return
	}
	if b.Overall.Balance != nil {
		p.lines = append(p.lines, b.Overall)
	}
	p.lines = append(p.lines, b.Lines...)
	p.head.SetSpans(balanceHead(b))
	var notes []span
	note := func(s ...span) {
		if len(notes) > 0 {
			notes = append(notes, say("\n"))
		}
		notes = append(notes, s...)
	}
	if n := b.Overall.Relier.Count + b.Overall.Partner.Count; n > 0 && n < few {
		note(warn("! " + trf("The balance over all channels rests on %s.", count(n, "contribution"))))
	}
	if n := len(b.Unjudged); n > 0 {
		note(link(sentence(count(n, "contribution")), unjudged), say(" "+tr("without a magnitude or a value count in no line.")))
	}
	if p.flowName != "" {
		note(mute(trf("Beside the case: the series %s, %s.", p.flowName, count(len(p.flows), "line"))))
	}
	for i, bad := range p.flowBad {
		if i == 5 {
			note(warn(trf("and %d more", len(p.flowBad)-i)))
			break
		}
		note(warn(trf("Left out: %s", bad.Error())))
	}
	note(mute(trf("Magnitudes of 1 to 5 are judged; amounts count in their own unit and are never added to others. Balance: +1 all from %s, 0 even, −1 all from %s, with the 90 %% interval.", b.PartnerName, b.RelierName)))
	p.notes.SetSpans(notes)
	p.mirror.set(b.RelierName, b.PartnerName, p.lines, p.row())
	p.compare()
	p.line()
}

// row finds the line chosen.
func (p *Balance) row() int {
	return max(0, slices.IndexFunc(p.lines, func(l balance.Line) bool { return lineName(l) == p.chosen }))
}

// line draws the line chosen over time.
func (p *Balance) line() {
	if len(p.lines) == 0 {
		p.curves.set("", "", balance.Line{}, 0)
		p.basis.SetSpans(nil)
		p.flow.changed()
		return
	}
	l := p.lines[p.row()]
	p.panels[1].Show()
	p.panels[1].SetTitle(trf("Over time: %s", lineName(l)))
	p.curves.set(p.b.RelierName, p.b.PartnerName, l, p.b.AsOf)
	n := len(l.Relier.RestsOn) + len(l.Partner.RestsOn)
	spans := []span{mute(lineName(l) + ": ")}
	switch {
	case l.Series:
		spans = append(spans, say(trf("from the series %s", p.flowName)))
	case n > 0:
		spans = append(spans, say(tr("rests on")+" "), link(count(n, "contribution"), restsOn))
	}
	p.basis.SetSpans(spans)
	p.flow.changed()
}

// compare sets how even this ledger is beside the partner's others, in the unit of
// most of them.
func (p *Balance) compare() {
	b := p.b
	rows := []evenRow{}
	if b.Overall.Balance != nil {
		rows = append(rows, evenRow{name: b.RelierName, bold: true, even: *b.Overall.Balance})
	}
	for _, c := range b.Comparators {
		if c.Unit == "" {
			rows = append(rows, evenRow{name: c.Name, note: strconv.Itoa(c.Count), even: c.Balance})
		}
	}
	for _, c := range b.Comparators {
		if c.Unit != "" {
			rows = append(rows, evenRow{name: c.Name, note: c.Unit, even: c.Balance})
		}
	}
	if len(rows) > 0 {
		p.panels[2].Show()
	}
	p.others.set(tr("all from the other"), trf("all from %s", b.PartnerName), rows)
}

// load asks for a series by year and sets it beside the case.
func (p *Balance) load() {
	win := windowOf(p.root)
	if win == nil || !p.s.State().Open() {
		return
	}
	pathAsk{title: tr("Load a series of trade or aid"), confirm: tr("Load"), endings: []string{".csv"},
		says: tr("A CSV file with the columns year, from, to, value and unit, and channel if it has one. It is shown beside the case and changes nothing in it.")}.show(win, p.read)
}

func (p *Balance) read(path string) {
	c := p.s.State().Case
	name := filepath.Base(path)
	p.s.Go(tr("Reading ")+name, func(context.Context) (func(), error) {
		body, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		flows, bad, err := balance.ReadFlows(bytes.NewReader(body), c)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		return func() {
			p.flows, p.flowName, p.flowBad = flows, name, bad
			p.drawn = balanceKey{}
			p.Show(p.s.State(), session.CaseChanged)
		}, nil
	})
}

// TSV implements Copier.
func (p *Balance) TSV() string {
	if p.b == nil {
		return ""
	}
	var t strings.Builder
	fmt.Fprintf(&t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", tr("Channel"), tr("Unit"), trf("%s gave", p.b.RelierName), trf("%s gave", p.b.PartnerName), tr("Balance"), tr("from"), tr("to"))
	for _, l := range p.lines {
		channel, unit := l.Channel, l.Unit
		if channel == "" {
			channel = tr("all channels")
		}
		if unit == "" {
			unit = tr("magnitude 1 to 5")
		}
		fmt.Fprintf(&t, "%s\t%s\t%g\t%g", channel, unit, l.Relier.Total, l.Partner.Total)
		if e := l.Balance; e != nil {
			fmt.Fprintf(&t, "\t%.4f", e.Value)
			if e.Bounded {
				fmt.Fprintf(&t, "\t%.4f\t%.4f", e.Low, e.High)
			}
		}
		t.WriteByte('\n')
	}
	return t.String()
}

// balanceHead says in a sentence who gave more.
func balanceHead(b *balance.Balance) []span {
	e := b.Overall.Balance
	if e == nil && len(b.Lines) == 0 {
		return []span{say(trf("Nothing that %s and %s gave each other is on record by %s: that is unknown, not even.", b.RelierName, b.PartnerName, b.AsOf))}
	}
	if e == nil {
		return []span{say(trf("What %s and %s gave each other is not judged on the scale of 1 to 5 by %s.", b.RelierName, b.PartnerName, b.AsOf))}
	}
	text := ""
	switch {
	case e.Bounded && e.Low > 0, !e.Bounded && e.Value > 0:
		text = trf("%s gave more than it got from %s.", b.PartnerName, b.RelierName)
	case e.Bounded && e.High < 0, !e.Bounded && e.Value < 0:
		text = trf("%s gave more than it got from %s.", b.RelierName, b.PartnerName)
	default:
		text = trf("Between %s and %s no side surely gave more.", b.RelierName, b.PartnerName)
	}
	return []span{say(text + " "), mute(trf("Balance %s, as of %s.", evenText(e), b.AsOf))}
}

// scaleOf is what lines on one scale have in common.
func scaleOf(l balance.Line) string {
	if l.Unit == "" && l.Channel == "" {
		return "all"
	}
	return "in " + l.Unit
}

// lineName names a line of a ledger: its channel and, where it has one, its unit.
func lineName(l balance.Line) string {
	name := tr("All channels")
	if l.Channel != "" {
		name = sentence(tr(l.Channel))
	}
	if l.Unit != "" {
		name += ", " + l.Unit
	}
	if l.Series {
		name += " " + tr("(series)")
	}
	return name
}

// sideText writes a total and how many contributions it is of.
func sideText(s balance.Side) string {
	if s.Count == 0 {
		return "0"
	}
	return amount(s.Total) + " (" + tongue.Local(strconv.Itoa(s.Count)) + ")"
}

// evenText writes a balance with its interval: "+0.47 (0.20 to 0.70)".
func evenText(e *balance.Evenness) string {
	if e == nil {
		return "–"
	}
	signed := func(v float64) string {
		text := fmt.Sprintf("%+.2f", v)
		if text == "-0.00" || text == "+0.00" {
			text = "0.00"
		}
		return tongue.Local(strings.Replace(text, "-", "−", 1))
	}
	if !e.Bounded {
		return signed(e.Value)
	}
	return trf("%s (%s to %s)", signed(e.Value), signed(e.Low), signed(e.High))
}

// amount writes a number as short as it is exact, in the window's digits.
func amount(v float64) string { return tongue.Local(drawing.Amount(v)) }
