package page

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/brief"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// Pledges is the page of what was promised and what became of it.
type Pledges struct {
	*table
	counts                 *view.Prose
	who, channel, as, over *view.Choice
	still, ended           *curvePlot
	others                 *makersPlot
	compared               *view.Prose
	figures                *fyne.Container
	panels                 [3]*view.Panel
	root                   *fyne.Container

	rows      []assess.PledgeRow // as known on the day asked about
	forecasts map[string]assess.Forecast
	st        session.State
	pair      pledgePair
	inChannel string
	inState   string
	drawn     pledgeKey
	pending   pledgeKey
}

// pledgeKey is what the page depends on.
type pledgeKey struct {
	c *ledger.Case
	a *assess.Assessment
}

// pledgePair is whose pledges the table shows: those of the partner to the
// relier, of one maker to anybody, or all.
type pledgePair string

const (
	pairAsked pledgePair = ""
	pairAll   pledgePair = "all"
)

// NewPledges makes the page.
func NewPledges(s *session.Session, h Host) *Pledges {
	p := &Pledges{counts: view.NewProse(fynetheme.SizeNameText), compared: view.NewProse(fynetheme.SizeNameText)}
	p.counts.OnTapped = func(to string) { follow(s, h, to) }
	p.who, p.channel, p.as, p.over = view.NewChoice(""), view.NewChoice(""), view.NewChoice(""), view.NewChoice(tr("figures:"))
	p.who.OnKey = func(key string) { p.pair = pledgePair(key); p.fill() }
	p.channel.OnKey = func(key string) { p.inChannel = key; p.fill() }
	p.as.OnKey = func(key string) { p.inState = key; p.fill() }
	add := widget.NewButton(tr("New pledge"), func() { h.Do("new pledge") })
	p.table = newTable(s, h, "pledge", []view.Column{
		{Title: tr("Pledge"), Width: 140, Flex: true}, {Title: tr("From → to"), Width: 74}, {Title: tr("Channel"), Width: 72, Spare: true}, {Title: tr("Promised"), Width: 54},
		{Title: tr("Due"), Width: 54}, {Title: tr("State"), Width: 72}, {Title: tr("Milestones"), Width: 130, Flex: true, Spare: true},
		{Title: tr("Age"), Width: 32, Align: fyne.TextAlignTrailing, Spare: true}, {Title: tr("Overdue"), Width: 50, Align: fyne.TextAlignTrailing},
		{Title: tr("Forecast"), Width: 74, Align: fyne.TextAlignTrailing}, {Title: tr("Rests on"), Width: 190, Flex: true, Spare: true},
	}, p.who, p.channel, p.as, add)
	few := tr("A curve needs two pledges, one of which has ended.")
	p.still, p.ended, p.others = newCurvePlot(few), newCurvePlot(few), newMakersPlot(tr("Nobody in this case has made a pledge by this day."))
	p.still.atRisk = true
	p.others.onTapped = func(actor string) {
		p.pair = pledgePair(actor)
		p.who.SetKey(actor)
		p.fill()
	}
	p.panels = [3]*view.Panel{
		view.NewPanel(tr("Still not ended, by age"), p.still), view.NewPanel(tr("Fulfilled and failed, by age"), p.ended), view.NewPanel(tr("Beside the other partners"), p.others),
	}
	p.menus()
	p.figures = container.New(&abreast{height: 190, least: 330}, p.panels[0], p.panels[1], p.panels[2])
	p.over.SetOptions([]view.Option{{Key: "curves", Label: tr("curves")}, {Key: "partners", Label: tr("partners")}, {Key: "none", Label: tr("none"), Detail: tr("all room for the table")}})
	p.over.SetKey("curves")
	p.over.OnKey = func(key string) {
		first := map[string]int{"curves": 0, "partners": 2}[key]
		p.figures.Layout.(*abreast).first = first
		p.figures.Hidden = key == "none"
		p.figures.Refresh()
		p.root.Refresh()
	}
	head := container.NewBorder(nil, nil, nil, container.NewVBox(p.over), p.counts)
	top := container.NewVScroll(container.New(column{}, head, p.figures, p.compared))
	signs := view.NewProse(fynetheme.SizeNameCaptionText)
	signs.SetSpans([]span{mute(tr("=  reaffirmed    →  delayed    ‖  suspended    ▸  resumed    ½  partly kept    ✓  fulfilled    ×  cancelled, breached or lapsed"))})
	p.root = container.New(headed{lines: 11}, top, container.NewBorder(nil, container.New(column{}, signs), nil, nil, p.table.root))
	return p
}

// Object implements Page.
func (p *Pledges) Object() fyne.CanvasObject { return p.root }

// Show implements Page.
func (p *Pledges) Show(st session.State, _ session.What) {
	key := pledgeKey{st.Case, st.Answer}
	if key == p.drawn {
		p.pending = pledgeKey{}
		p.follow(st)
		return
	}
	if key == p.pending {
		return
	}
	p.pending = key
	day := st.Question.AsOf
	if st.Answer != nil {
		day = st.Answer.Question.AsOf
	}
	type made struct {
		rows     []assess.PledgeRow
		record   []string
		compared []assess.Sentence
	}
	compose(p.s, st.Case, tr("Reckoning the pledges"), func() made {
		m := made{rows: assess.PledgeTable(key.c, day)}
		if key.a != nil {
			m.record, m.compared = brief.PledgeRecord(key.a), assess.ComparedPledges(key.a)
		}
		return m
	}, func(m made) {
		if key != p.pending {
			return
		}
		p.drawn, p.pending = key, pledgeKey{}
		p.st, p.rows = st, m.rows
		p.curves(st)
		p.words(st, m.record, m.compared)
		p.choices(st)
		p.fill()
		p.root.Refresh()
	})
}

// curves draws what became of the pledges by their age.
func (p *Pledges) curves(st session.State) {
	p.others.set(nil, "")
	if st.Answer != nil {
		p.others.set(st.Answer.Pledges.Partners, st.Answer.Question.Partner)
	}
	if st.Answer == nil || st.Answer.Pledges.Total < 2 || st.Answer.Pledges.Fulfilled+st.Answer.Pledges.Failed == 0 {
		p.still.set(0)
		p.ended.set(0)
		return
	}
	x := st.Answer.Pledges
	p.still.set(x.Total, stepCurve{name: tr("still not ended"), tone: view.ToneGave3, start: 1, steps: x.Followed(x.StillOpen)})
	p.ended.set(x.Total, stepCurve{name: tr("fulfilled"), tone: view.ToneGave3, steps: x.Followed(x.IncFulfilled)},
		stepCurve{name: tr("failed"), tone: view.ToneAgainst2, dashed: true, steps: x.Followed(x.IncFailed)})
}

// words writes the counts above and the comparison below the figures.
func (p *Pledges) words(st session.State, record []string, compared []assess.Sentence) {
	a := st.Answer
	p.compared.Hidden = len(compared) == 0
	var says []string
	for _, s := range compared {
		says = append(says, inWords(s))
	}
	p.compared.SetSpans([]span{mute(strings.Join(says, " "))})
	switch {
	case !st.Open():
		p.counts.SetSpans([]span{say(tr("No case is open. ")), link(tr("Open the bundled case"), command+"bundled"), say(".")})
	case a == nil:
		p.counts.SetSpans([]span{mute(tr("There is no answer to this question, and so no figures of its pledges."))})
	case a.Pledges.Total == 0:
		p.counts.SetSpans([]span{say(strings.Join(record, " ") + " "), link(tr("Add one"), command+"new pledge"), say(tr(", or choose all pledges of the case below."))})
	default:
		x := a.Pledges
		spans := []span{strong(trf("%s to %s: ", a.PartnerName, a.RelierName)), link(count(x.Total, "pledge"), figPledges), say(", "),
			link(trf("%d fulfilled", x.Fulfilled), figFulfilled), say(", "), link(trf("%d failed", x.Failed), figFailed), say(", "), link(trf("%d open", x.Open), figOpen)}
		if x.Expired > 0 {
			spans = append(spans, say(", "+trf("%d ended with a treaty", x.Expired)))
		}
		if x.Overdue > 0 {
			spans = append(spans, say(tr(", of them ")), link(trf("%d overdue", x.Overdue), figOverdue))
		}
		spans = append(spans, say(". "))
		if x.Median != nil {
			spans = append(spans, say(tr("Half have ended after ")), link(years(*x.Median), figMedian))
			if x.Lower90 != nil && x.Upper90 != nil {
				spans = append(spans, mute(trf(" (90 %% interval %s to %s)", decimal(*x.Lower90), years(*x.Upper90))))
			}
			spans = append(spans, say("."))
		} else if len(record) > 1 {
			spans = append(spans, mute(record[len(record)-1]))
		}
		p.counts.SetSpans(spans)
	}
}

// choices fills the choices above the table with what there is to choose.
func (p *Pledges) choices(st session.State) {
	p.forecasts = map[string]assess.Forecast{}
	who := []view.Option{{Key: string(pairAsked), Label: trf("%s to %s", st.Case.ActorName(st.Question.Partner), st.Case.ActorName(st.Question.Relier))},
		{Key: string(pairAll), Label: tr("All pledges")}}
	if a := st.Answer; a != nil {
		for _, f := range a.Pledges.Forecasts {
			p.forecasts[f.Pledge] = f
		}
		for _, m := range a.Pledges.Partners {
			who = append(who, view.Option{Key: m.Actor, Label: trf("By %s", m.Name), Detail: trf("%d, of them %d fulfilled and %d failed", m.Total, m.Fulfilled, m.Failed)})
		}
	}
	p.who.SetOptions(who)
	if !slices.ContainsFunc(who, func(o view.Option) bool { return o.Key == string(p.pair) }) {
		p.pair = pairAsked
	}
	p.who.SetKey(string(p.pair))
	seen := map[string]int{}
	for _, r := range p.rows {
		seen[r.Pledge.Channel]++
	}
	channels := []view.Option{{Key: "", Label: tr("Every channel")}}
	for _, name := range sortedKeys(seen) {
		if name != "" {
			channels = append(channels, view.Option{Key: name, Label: sentence(tr(name)), Detail: fmt.Sprint(seen[name])})
		}
	}
	p.channel.SetOptions(channels)
	if seen[p.inChannel] == 0 {
		p.inChannel = ""
	}
	p.channel.SetKey(p.inChannel)
	p.as.SetOptions([]view.Option{{Key: "", Label: tr("Any state")}, {Key: "open", Label: tr("Open")}, {Key: overdueKey, Label: tr("Overdue")}, {Key: "fulfilled", Label: tr("Fulfilled")}, {Key: "failed", Label: tr("Failed")}, {Key: "ended", Label: tr("Ended with a treaty")}})
	p.as.SetKey(p.inState)
}

const overdueKey = "overdue"

// fromTo is the column of maker and receiver.
const fromTo = 1

// fill shows the rows that pass the choices: overdue ones first, then open ones,
// each the oldest first.
func (p *Pledges) fill() {
	q := p.st.Question
	if p.st.Answer != nil {
		q = p.st.Answer.Question
	}
	p.grid.HideColumn(fromTo, p.pair == pairAsked) // all rows say the same, and the choice above says it
	p.grid.Empty = tr("No pledge of this choice. “New pledge” adds one: something promised, by whom, to whom and when.")
	order := func(r assess.PledgeRow) int {
		switch {
		case r.Overdue:
			return 0
		case r.State == ledger.Open:
			return 1
		}
		return 2
	}
	var kept []assess.PledgeRow
	for _, r := range p.rows {
		x := r.Pledge
		switch p.pair {
		case pairAsked:
			if x.From != q.Partner || x.To != q.Relier {
				continue
			}
		case pairAll:
		default:
			if x.From != string(p.pair) {
				continue
			}
		}
		if p.inChannel != "" && x.Channel != p.inChannel {
			continue
		}
		if p.inState == overdueKey && !r.Overdue || p.inState != "" && p.inState != overdueKey && r.State.String() != p.inState {
			continue
		}
		kept = append(kept, r)
	}
	slices.SortStableFunc(kept, func(a, b assess.PledgeRow) int { return order(a) - order(b) })
	rows := make([]view.Row, len(kept))
	for i, r := range kept {
		rows[i] = p.row(r)
	}
	p.set(rows)
}

// milestoneMark is the sign of a milestone in a line of them.
func milestoneMark(kind string) string {
	switch kind {
	case "reaffirmed":
		return "="
	case "delayed":
		return "→"
	case "suspended":
		return "‖"
	case "resumed":
		return "▸"
	case "partly kept":
		return "½"
	case "fulfilled":
		return "✓"
	}
	return "×"
}

// milestoneLine writes milestones as signs with their years: "‖ 2010 ▸ 2015 ✓ 2016".
func milestoneLine(list []ledger.Milestone) string {
	var b strings.Builder
	for i, m := range list {
		if i > 0 {
			b.WriteString("  ")
		}
		b.WriteString(milestoneMark(m.Type) + nbsp)
		text := m.Date.String()
		if len(text) > 4 && text[4] == '-' {
			text = text[:4]
		}
		b.WriteString(text)
	}
	return b.String()
}

// shortYears writes years with one decimal in as little room as there is.
func shortYears(n float64) string { return strings.ReplaceAll(trf("%s y", decimal(n)), " ", nbsp) }

// milestoneList writes milestones in words, a line each.
func milestoneList(list []ledger.Milestone) string {
	lines := make([]string, len(list))
	for i, m := range list {
		lines[i] = m.Date.String() + "  " + tr(m.Type)
	}
	return strings.Join(lines, "\n")
}

// TSV implements Copier: the rows chosen, or all in view, with what the table has
// no room for.
func (p *Pledges) TSV() string {
	byID := make(map[string]assess.PledgeRow, len(p.rows))
	for _, r := range p.rows {
		byID[r.Pledge.ID] = r
	}
	ids := p.grid.Selected()
	if len(ids) == 0 {
		for _, r := range p.grid.Rows() {
			ids = append(ids, r.Key)
		}
	}
	var b strings.Builder
	clean := strings.NewReplacer("\t", " ", "\r", " ", "\n", " ")
	line := func(cells ...string) {
		for i, c := range cells {
			if i > 0 {
				b.WriteByte('\t')
			}
			clean.WriteString(&b, c)
		}
		b.WriteByte('\n')
	}
	line(tr("Id"), tr("Pledge"), tr("From"), tr("To"), tr("Channel"), tr("Promised"), tr("Due"), tr("State"), tr("Milestones"), tr("Age in years"), tr("Overdue by years"), tr("Forecast"), tr("Within years"), tr("Rests on"))
	for _, id := range ids {
		r, x := byID[id], byID[id].Pledge
		var milestones []string
		for _, m := range r.Milestones {
			milestones = append(milestones, m.Type+" "+m.Date.String())
		}
		overdue, forecast, within, basis := "", "", "", ""
		if r.Overdue {
			overdue = fmt.Sprintf("%.2f", r.LateYears)
		}
		if f, ok := p.forecasts[id]; ok {
			forecast, within, basis = fmt.Sprintf("%.4f", f.Probability), fmt.Sprint(f.Horizon), f.Basis
		}
		line(id, x.Name(), p.st.Case.ActorName(x.From), p.st.Case.ActorName(x.To), x.Channel, x.Promised.String(), x.Due.String(), r.State.String(),
			strings.Join(milestones, "; "), fmt.Sprintf("%.2f", r.Years), overdue, forecast, within, basis)
	}
	return b.String()
}

func (p *Pledges) row(r assess.PledgeRow) view.Row {
	x, c := r.Pledge, p.st.Case
	state := view.Cell{Text: sentence(tr(r.State.String())), Sort: r.State.String()}
	switch {
	case r.State == ledger.Fulfilled:
		state.Tone = view.ToneGave3
	case r.State == ledger.Failed:
		state.Tone = view.ToneAgainst2
		if r.Ended != nil {
			state.Text = sentence(tr(r.Ended.Type))
		}
	}
	overdue := view.Cell{Sort: ""}
	if r.Overdue {
		overdue = view.Cell{Text: shortYears(r.LateYears), Sort: r.LateYears, Tone: view.ToneWarn}
	}
	forecast, basis := view.Cell{Sort: ""}, view.Cell{Tone: view.ToneMuted}
	if f, ok := p.forecasts[x.ID]; ok {
		forecast = numberCell(percent(f.Probability), f.Probability)
		if f.Probability == 0 { // a flat curve knows of none; it does not know that there will be none
			forecast.Text = tr("none seen")
		}
		basis.Text = trf("within %s; %s", years(f.Horizon), inWords(f.Said))
		if f.Standing {
			forecast, basis.Text = view.Cell{Text: tr("if called on"), Sort: ""}, tr("a promise that falls due only when it is called on; no day can be forecast for it")
		}
		forecast.Tip = basis.Text // the column beside it gives way where there is no room
	}
	return view.Row{Key: x.ID, Cells: []view.Cell{
		{Text: x.Name()}, {Text: short(c, x.From) + " → " + short(c, x.To)}, {Text: tr2(x.Channel)}, dayCell(month(x.Promised), x.Promised), dayCell(month(x.Due), x.Due),
		state, {Text: milestoneLine(r.Milestones), Tone: view.ToneMuted, Sort: float64(len(r.Milestones)), Tip: milestoneList(r.Milestones)},
		numberCell(decimal(r.Years), r.Years), overdue, forecast, basis,
	}}
}

// short names a state by its three letters, anybody else in full.
func short(c *ledger.Case, id string) string {
	if a, ok := c.Actor(id); ok && a.ISO3 != "" {
		return a.ISO3
	}
	return c.ActorName(id)
}

// month writes a day as its month, which a narrow column has room for; the record
// beside it has the day. Other dates stay as they are.
func month(d edtf.Date) string {
	text := d.String()
	if len(text) >= 10 && text[4] == '-' && text[7] == '-' && !strings.Contains(text, "/") {
		return text[:7] + text[10:]
	}
	return text
}

// tr2 translates a text that may be empty.
func tr2(text string) string {
	if text == "" {
		return ""
	}
	return tr(text)
}

// abreast is a layout of panels side by side, as many as there is room for; the
// rest are out of view until first moves.
type abreast struct {
	height, least float32
	first         int // the first in view where not all are
}

// Layout implements fyne.Layout.
func (l *abreast) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	n := min(len(objects), max(1, int((size.Width+gutter)/(l.least*l.factor()+gutter))))
	first := min(l.first, len(objects)-1)
	if n == len(objects) {
		first = 0
	}
	if l.first > 0 && n < len(objects) {
		n = 1 // one was asked for: it has all the room
	}
	w := (size.Width - gutter*float32(n-1)) / float32(n)
	for i, o := range objects {
		if i < first || i >= first+n {
			o.Hide()
			continue
		}
		o.Show()
		place(o, float32(i-first)*(w+gutter), 0, w, size.Height)
	}
}

func (l *abreast) factor() float32 { return fynetheme.TextSize() / 13 }

// MinSize implements fyne.Layout.
func (l *abreast) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(leastWidth, l.height*l.factor())
}
