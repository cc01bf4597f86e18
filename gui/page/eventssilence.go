package page

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/brief"
	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/events"
	"github.com/fairweather-app/fairweather/core/events/measure"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// eventsSilence is the part of how quiet the partner was at each moment at which the
// relier was in need.
type eventsSilence struct {
	p      *Events
	grid   *view.Grid
	says   *view.Prose
	detail *view.Prose
	keep   *widget.Button
	root   *fyne.Container

	drawn, asked eventsKey
	list         []*measure.Silence
	snaps        []*measure.Snapshot // in the order of list; nil where they are the kept ones
	not          []events.NotAsked
	busy         latest
}

func newEventsSilence(p *Events) *eventsSilence {
	x := &eventsSilence{p: p, says: view.NewProse(fynetheme.SizeNameText), detail: view.NewProse(fynetheme.SizeNameText)}
	x.says.OnTapped, x.detail.OnTapped = p.follow, p.follow
	right := fyne.TextAlignTrailing
	x.grid = view.NewGrid([]view.Column{
		{Title: tr("Moment"), Width: 120, Flex: true}, {Title: tr("Start"), Width: 76}, {Title: tr("Acts"), Width: 36, Align: right}, {Title: tr("Expected"), Width: 56, Align: right},
		{Title: tr("Verdict"), Width: 90}, {Title: tr("P so few"), Width: 52, Align: right}, {Title: tr("P so many"), Width: 62, Align: right}, {Title: tr("Surge"), Width: 38, Align: right, Spare: true},
		{Title: tr("Rank"), Width: 52, Align: right}, {Title: tr("First act"), Width: 54, Align: right}, {Title: tr("Tone"), Width: 34, Align: right}, {Title: tr("P of tone"), Width: 54, Align: right, Spare: true},
	})
	x.grid.OnSelect = func(id string) { x.tell(id); p.s.Select(id) }
	x.grid.OnOpen = func(id string) { x.days(id) }
	x.grid.OnMenu = func(id string, at fyne.Position) {
		p.h.Menu([]*fyne.MenuItem{fyne.NewMenuItem(tr("Show the days around it"), func() { x.days(id) }), fyne.NewMenuItem(tr("Show the moment"), func() { p.s.Select(id) }),
			fyne.NewMenuItemSeparator(), fyne.NewMenuItem(tr("Copy the table"), func() { p.h.Do("copy table") })}, at)
	}
	x.keep = widget.NewButton(tr("Keep in the case"), x.keepAll)
	foot := container.New(lines{5}, container.NewVScroll(x.detail))
	x.root = container.New(headed{}, container.New(lineStack{}, container.NewBorder(nil, nil, nil, container.NewVBox(x.keep), x.says)),
		container.NewBorder(nil, container.NewPadded(foot), nil, nil, x.grid))
	return x
}

func (x *eventsSilence) Object() fyne.CanvasObject { return x.root }

func (x *eventsSilence) first() fyne.Focusable { return x.grid }

func (x *eventsSilence) tsv() string { return x.grid.TSV() }

// show implements eventsPart.
func (x *eventsSilence) show(k eventsKey) {
	k.from, k.to, k.span = eventsActor{}, eventsActor{}, events.Span{} // it is of the pair asked about, at its moments
	if k == x.drawn || k == x.asked {
		return
	}
	if !k.loaded() || !k.open {
		x.drawn, x.asked = k, eventsKey{}
		x.snaps, x.not = nil, nil
		x.list = nil
		compose(x.p.s, k.c, tr("Measuring silence"), func() []*measure.Silence {
			return brief.KeptSilences(k.c, k.q.Relier, k.q.Partner, k.q.AsOf)
		}, func(list []*measure.Silence) {
			if k == x.drawn {
				x.list = list
				x.fill(k)
			}
		})
		return
	}
	asks, not, err := events.AsksOf(k.c, k.q.Relier, k.q.Partner, k.filter, k.q.AsOf)
	if err != nil {
		x.drawn, x.asked, x.list, x.snaps, x.not = k, eventsKey{}, nil, nil, nil
		x.fill(k)
		x.says.SetSpans([]span{warn(sentence(plainly(err).Error()) + ".")})
		x.root.Refresh()
		return
	}
	x.asked = k
	x.busy.run(func(done func()) {
		if k != x.asked {
			done() // a later question is waiting or drawn
			return
		}
		x.p.with(tr("Measuring silence"), false, done, func(ctx context.Context, l events.Measurer) (func(), error) {
			snaps, err := events.Snapshots(ctx, l, asks)
			if err != nil {
				return nil, err
			}
			var list []*measure.Silence
			for i, s := range snaps {
				one, err := s.Silence()
				if err != nil {
					return nil, err
				}
				list = append(list, one)
				if ctx.Err() != nil {
					return nil, fmt.Errorf("measured %d of %d moments: %w", i+1, len(snaps), ctx.Err())
				}
			}
			return func() {
				if k == x.asked {
					x.drawn, x.asked = k, eventsKey{}
					x.list, x.snaps, x.not = list, snaps, not
					x.fill(k)
				}
			}, nil
		})
	})
}

// silenceTone is the look of a verdict.
func silenceTone(v measure.Verdict) view.Tone {
	switch v {
	case measure.Quieter:
		return view.ToneAgainst1
	case measure.Louder:
		return view.ToneGave2
	case measure.NoFigure:
		return view.ToneMuted
	}
	return view.ToneNothing
}

// silenceWord is a verdict as a sign and a word.
func silenceWord(v measure.Verdict) string {
	switch v {
	case measure.Quieter:
		return "▾ " + tr("quieter")
	case measure.Louder:
		return "▴ " + tr("louder")
	case measure.AsUsual:
		return "= " + tr("as usual")
	}
	return tr("no figure")
}

// tailText writes the probability of a tail.
func tailText(p float64) string {
	if p < .001 {
		return tongue.Local("<0.001")
	}
	return tongue.Local(fmt.Sprintf("%.3f", p))
}

func (x *eventsSilence) fill(k eventsKey) {
	partner, relier := k.c.ActorName(k.q.Partner), k.c.ActorName(k.q.Relier)
	var rows []view.Row
	tally := map[measure.Verdict]int{}
	for _, s := range x.list {
		m, ok := k.c.Moment(s.Moment)
		if !ok {
			continue
		}
		tally[s.Verdict]++
		cells := []view.Cell{{Text: m.Title}, {Text: s.Start.String(), Sort: float64(s.Start)}}
		if s.Tails == nil {
			why := tr("no figure")
			cells = append(cells, numberCell(grouped(s.Acts), float64(s.Acts)), view.Cell{Sort: ""}, view.Cell{Text: why, Tone: view.ToneMuted, Tip: sentence(saidIn(s.Why))})
			for range 7 {
				cells = append(cells, view.Cell{Sort: ""})
			}
			rows = append(rows, view.Row{Key: s.Moment, Cells: cells})
			continue
		}
		surge, rank, first, tone, p := view.Cell{Sort: ""}, view.Cell{Sort: ""}, view.Cell{Text: tr("none"), Sort: ""}, view.Cell{Sort: ""}, view.Cell{Sort: ""}
		if a := s.Peers; a != nil {
			surge = numberCell(signless(a.Times, 2), a.Times)
			rank = numberCell(trf("%d of %d", a.Rank, a.Peers+1), float64(a.Rank))
		}
		if s.Response.Found {
			first = numberCell(count(s.Response.Days, "day"), float64(s.Response.Days))
		}
		if t := s.Tone; t != nil && t.Window != nil {
			tone = numberCell(signedTo(*t.Window, 1), *t.Window)
			if t.P != nil {
				p = numberCell(tailText(*t.P), *t.P)
			}
		}
		rows = append(rows, view.Row{Key: s.Moment, Cells: append(cells,
			numberCell(grouped(s.Acts), float64(s.Acts)), numberCell(decimal(s.Tails.Expected), s.Tails.Expected), view.Cell{Text: silenceWord(s.Verdict), Tone: silenceTone(s.Verdict)},
			numberCell(tailText(s.Tails.AtMost), s.Tails.AtMost), numberCell(tailText(s.Tails.AtLeast), s.Tails.AtLeast), surge, rank, first, tone, p)})
	}
	for _, n := range x.not {
		if m, ok := k.c.Moment(n.Moment); ok {
			cells := []view.Cell{{Text: m.Title}, dayCell(m.Start.String(), m.Start), {Sort: ""}, {Sort: ""}, {Text: tr("not asked"), Tone: view.ToneMuted, Tip: sentence(saidIn(n.Why))}}
			for range 7 {
				cells = append(cells, view.Cell{Sort: ""})
			}
			rows = append(rows, view.Row{Key: n.Moment, Cells: cells})
		}
	}
	x.grid.Empty = trf("The case has no moment at which %s was in need by %s.", relier, k.q.AsOf)
	var spans []span
	switch {
	case !k.open:
		spans = []span{say(tr("No case is open. "))}
		x.grid.Empty = tr("Silence is measured at the moments of a case.")
	case !k.loaded() && len(x.list) == 0:
		spans = x.p.noEvents()
		x.grid.Empty = trf("How quiet %s was about %s at each moment, once event data is there.", partner, relier)
	case !k.loaded():
		spans = append(silenceSpans(x.list, partner, relier), mute(tr(" From the series that the case keeps; there is no event data here.")))
	default:
		spans = silenceSpans(x.list, partner, relier)
	}
	x.says.SetSpans(spans)
	x.keep.Hidden = len(x.snaps) == 0
	if x.p.st.ReadOnly != "" {
		x.keep.Disable()
	} else {
		x.keep.Enable()
	}
	x.grid.SetRows(rows)
	if at := x.grid.Selected(); len(at) == 1 {
		x.tell(at[0])
	} else {
		x.detail.SetSpans([]span{mute(tr("Choose a moment to see its figures in words. Enter shows the days around it."))})
	}
	x.root.Refresh()
}

// signless writes a number without its sign.
func signless(v float64, decimals int) string {
	return tongue.Local(fmt.Sprintf("%.*f", decimals, v))
}

// silenceSpans says in a line what was found at all moments.
func silenceSpans(list []*measure.Silence, partner, relier string) []span {
	tally := map[measure.Verdict]int{}
	for _, s := range list {
		tally[s.Verdict]++
	}
	n := len(list) - tally[measure.NoFigure]
	if n == 0 {
		return []span{say(trf("Whether %s was quieter about %s than it should be: no figure at any of %s.", partner, relier, count(len(list), "moment")))}
	}
	spans := []span{say(trf("%s was quieter about %s than expected at ", partner, relier)), strong(trf("%d of %s", tally[measure.Quieter], count(n, "moment"))),
		say(trf(", louder at %d and about as expected at %d", tally[measure.Louder], tally[measure.AsUsual]))}
	if none := tally[measure.NoFigure]; none > 0 {
		spans = append(spans, say(trf("; at %d there is no figure", none)))
	}
	return append(spans, say("."))
}

// tell says the silence at a moment in words.
func (x *eventsSilence) tell(id string) {
	for _, n := range x.not {
		if n.Moment == id {
			x.detail.SetSpans([]span{say(tr("Not asked: ")), say(saidIn(n.Why) + ".")})
			return
		}
	}
	for _, s := range x.list {
		if s.Moment == id {
			x.detail.SetSpans(oneSilence(s, x.drawn.c, x.drawn.c.ActorName(x.drawn.q.Partner), x.drawn.c.ActorName(x.drawn.q.Relier)))
			return
		}
	}
	x.detail.SetSpans(nil)
}

// oneSilence says one silence with all its figures.
func oneSilence(s *measure.Silence, c *ledger.Case, partner, relier string) []span {
	m, _ := c.Moment(s.Moment)
	var out []span
	if m != nil {
		out = append(out, link(m.Title, m.ID), say(". "))
	}
	out = append(out, say(trf("From %s to %s %s did %s acts toward %s, of %s toward anyone", s.Window.First, s.Window.Last, partner, grouped(s.Acts), relier, grouped(s.Total))),
		mute(trf(" (in the year before %s of %s)", grouped(s.Acts0), grouped(s.Total0))))
	if n := s.WindowUnknown + s.BaselineUnknown; n > 0 {
		out = append(out, mute(trf("; unknown and left out: %s of the window, %s of the year before", count(s.WindowUnknown, "day"), count(s.BaselineUnknown, "day"))))
	}
	if s.Tails == nil {
		return append(out, say(". "), warn(trf("No figure: %s.", saidIn(s.Why))))
	}
	tails := func(t measure.Tails) string {
		return trf("%s expected, P(K ≤ %d) %s, P(K ≥ %d) %s", decimal(t.Expected), s.Acts, tailText(t.AtMost), s.Acts, tailText(t.AtLeast))
	}
	out = append(out, say(". "+trf("Against its own share of the year before: %s: ", tails(*s.Tails))), span{Text: tr(string(s.Verdict)), Bold: true, Tone: silenceTone(s.Verdict)}, say(". "))
	if p := s.Peers; p != nil {
		var most []string
		for _, y := range p.Most {
			most = append(most, stateName(y.State, s.Start)+" "+signless(y.Times, 1))
		}
		out = append(out, say(trf("Beside %s: its attention went to %s times the year before, theirs (median) to %s; rank %d of %d. ", count(p.Peers, "state"), signless(p.Times, 2), signless(p.Median, 2), p.Rank, p.Peers+1)),
			mute(trf("At their median surge: %s, %s. ", tails(p.Tails), tr(string(p.Tails.Verdict())))))
		if len(most) > 0 {
			out = append(out, mute(trf("Greatest surges: %s. ", strings.Join(most, ", "))))
		}
	} else {
		out = append(out, mute(tr("No other state had 20 acts in the window: nothing to set it beside. ")))
	}
	r := s.Response
	if r.Found {
		out = append(out, say(trf("First act toward %s: %s, after %s. ", relier, r.Day, count(r.Days, "day"))))
	} else {
		out = append(out, say(trf("No act toward %s in the %s looked at. ", relier, count(r.Days, "day"))))
	}
	if r.Unknown > 0 {
		out = append(out, mute(trf("%s before that unknown. ", count(r.Unknown, "day"))))
	}
	if t := s.Tone; t != nil && t.Window != nil && t.Baseline != nil && t.P != nil {
		out = append(out, say(trf("Tone: mean Goldstein %s, before %s", signedTo(*t.Window, 2), signedTo(*t.Baseline, 2))), mute(" (p "+brief.PValue(*t.P)+"). "))
	}
	for _, w := range s.Beware {
		out = append(out, warn(sentence(saidIn(w))+". "))
	}
	return out
}

// days shows the days around a moment.
func (x *eventsSilence) days(id string) {
	for _, s := range x.list {
		if s.Moment == id && x.drawn.loaded() {
			x.p.ask.from, x.p.ask.to, x.p.ask.span = "", "", events.Span{}
			x.p.open(partDyad)
			x.p.parts[partDyad].(*eventsDyad).reveal(events.Span{First: s.Window.First - measure.FollowDays, Last: s.Window.Last + measure.FollowDays})
			return
		}
	}
}

// keepAll keeps the series of all moments in the case.
func (x *eventsSilence) keepAll() {
	c := x.p.st.Case
	changes, err := brief.KeepSeries(c, x.snaps)
	if err != nil {
		x.p.fail(tr("keep the event series"), err)
		return
	}
	if len(changes) == 0 {
		if win := x.p.window(); win != nil {
			tell(win, tr("Keep in the case"), tr("The case keeps these series already."))
		}
		return
	}
	label := fmt.Sprintf("Keep the event series of %d moments", len(changes))
	if len(changes) == 1 {
		label = "Keep the event series of a moment"
	}
	x.p.s.Apply(casefile.Edit{Label: label, Changes: changes, Base: c}, nil)
}
