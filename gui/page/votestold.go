package page

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/registers"
	"github.com/fairweather-app/fairweather/core/start"
	"github.com/fairweather-app/fairweather/gui/view"
)

// votesTold is what the register says of two seats.
type votesTold struct {
	relier, partner string // names
	seats           [2]string
	stand           registers.Standing
	years           []registers.YearAlignment
	usual           map[int]float64 // of the partner with all, by year
	issues          []issueVotes
	near            []registers.Near // to the partner
	actors          map[string]string
	around          []aroundMoment
	onEach          []start.Voted
	last            edtf.Day // of the register
	span            registers.Period
}

type issueVotes struct {
	issue registers.Issue
	registers.Alignment
}

// aroundMoment is how the two voted in the year before a moment and in the year
// from it on.
type aroundMoment struct {
	moment        *ledger.Moment
	day           edtf.Day
	before, after registers.Alignment
}

// fewVotes is below how many common roll calls a year is not drawn.
const fewVotes = 10

// aroundDays is how long before and after a moment votes are set side by side.
const aroundDays = 365

// votesOf reads what the register says of two actors up to a day; why says why it
// says nothing.
func votesOf(k votesKey) (t *votesTold, why string, err error) {
	v, err := registers.AllVotes()
	if err != nil {
		return nil, "", err
	}
	t = &votesTold{relier: k.c.ActorName(k.relier), partner: k.c.ActorName(k.partner), last: v.Calls[len(v.Calls)-1].Day, actors: map[string]string{}}
	for i, id := range []string{k.relier, k.partner} {
		seat, ok := start.Seat(v, k.c, id, k.asOf)
		if !ok {
			return nil, trf("%s has no vote on record in the General Assembly.", k.c.ActorName(id)), nil
		}
		t.seats[i] = seat
	}
	if t.seats[0] == t.seats[1] {
		return nil, trf("%s and %s hold one seat.", t.relier, t.partner), nil
	}
	last := min(k.asOf, t.last)
	year, month, day := last.Date()
	t.span = registers.Period{First: edtf.DayOf(year-k.years, month, day) + 1, Last: last, Issue: k.about}
	if k.years == 0 {
		t.span.First = v.Calls[0].Day
	}
	t.near = v.Nearest(t.seats[1], t.span)
	t.stand = registers.StandIn(t.near, v.Align(t.seats[0], t.seats[1], t.span))
	for _, y := range v.ByYear(t.seats[0], t.seats[1], k.about) {
		if edtf.DayOf(y.Year, 1, 1) <= k.asOf {
			t.years = append(t.years, y)
		}
	}
	if k.about == "" {
		t.usual = v.MedianByYear(t.seats[1])
	}
	for _, issue := range registers.Issues {
		p := t.span
		p.Issue = issue
		if a := v.Align(t.seats[0], t.seats[1], p); a.Votes > 0 {
			t.issues = append(t.issues, issueVotes{issue, a})
		}
	}
	slices.SortStableFunc(t.issues, func(x, y issueVotes) int { return cmp.Compare(y.Agreement, x.Agreement) })
	for _, a := range k.c.Actors() {
		if seat, ok := start.Seat(v, k.c, a.ID, k.asOf); ok {
			t.actors[seat] = a.ID
		}
	}
	for _, m := range k.c.Moments() {
		first, ok := m.Start.Earliest()
		if !ok || !m.Needs(k.relier) || first > k.asOf {
			continue
		}
		x := aroundMoment{moment: m, day: first}
		if x.before, x.after = v.Around(t.seats[0], t.seats[1], first, aroundDays); x.before.Votes > 0 && x.after.Votes > 0 {
			t.around = append(t.around, x)
		}
	}
	for _, pair := range [][2]string{{k.relier, k.partner}, {k.partner, k.relier}} {
		list, err := start.VotesOf(k.c, pair[0], pair[1], k.asOf)
		if err != nil {
			return nil, "", err
		}
		slices.Reverse(list) // the newest first
		t.onEach = append(t.onEach, list...)
	}
	return t, "", nil
}

// draw writes and draws what the register says.
func (p *Votes) draw(why string) {
	t := p.told
	for _, g := range p.grids {
		g.SetRows(nil)
	}
	p.history.SetData(nil, nil, 0, 0)
	p.allow()
	if t == nil {
		if why == "" {
			why = tr("No case is open.")
		}
		p.says.SetSpans([]span{mute(why)})
		p.root.Refresh()
		return
	}
	p.says.SetSpans(t.says(p.key))
	p.drawHistory(t)
	p.grids[votesBeside].SetRows(t.besideRows(p.key))
	p.grids[votesAround].SetRows(t.aroundRows())
	p.grids[votesOnEach].SetRows(t.onEachRows(p.key))
	p.allow()
	p.root.Refresh()
}

func (p *Votes) drawHistory(t *votesTold) {
	if len(t.years) == 0 {
		return
	}
	from, to := edtf.DayOf(t.years[0].Year, 1, 1), edtf.DayOf(t.years[len(t.years)-1].Year, 12, 31)
	pair := view.Series{Key: "pair", Name: trf("%s and %s: share voted alike", t.relier, t.partner), Tone: view.ToneGave4}
	usual := view.Series{Key: "usual", Name: trf("%s with all states: median", t.partner), Tone: view.ToneMuted}
	for _, y := range t.years {
		if y.Votes < fewVotes {
			continue // a handful of votes is no year
		}
		day := edtf.DayOf(y.Year, 7, 1)
		pair.Points = append(pair.Points, view.SeriesPoint{Day: day, Value: y.Agreement, Lower: 1, Upper: 0})
		if m, ok := t.usual[y.Year]; ok {
			usual.Points = append(usual.Points, view.SeriesPoint{Day: day, Value: m, Lower: 1, Upper: 0})
		}
	}
	series := []view.Series{pair}
	if len(usual.Points) > 0 {
		series = append(series, usual)
	}
	var marks []view.Mark
	for _, x := range t.around {
		marks = append(marks, view.Mark{Day: x.day, End: x.day, Key: x.moment.ID, Label: x.moment.Title})
	}
	p.history.SetData(series, marks, from, to)
}

// says tells the share in words, where it stands, and by issue.
func (t *votesTold) says(k votesKey) []span {
	var spans []span
	on := ""
	if k.about != "" {
		on = " " + trf("on %s", tr(string(k.about)))
	}
	if t.stand.Votes == 0 {
		return []span{mute(trf("From %s to %s they cast no vote on the same roll call%s.", t.span.First, t.span.Last, on))}
	}
	spans = append(spans, say(trf("From %s to %s they voted alike on %s of %d common roll calls%s", t.span.First, t.span.Last, percent(t.stand.Agreement), t.stand.Votes, on)))
	if t.stand.Of > 0 {
		spans = append(spans, say(trf("; number %d of %d states by nearness to %s (S %s, the median of all %s).", t.stand.Rank, t.stand.Of, t.partner, signedOf(t.stand.Absolute.S), signedOf(t.stand.Median))))
	} else {
		spans = append(spans, say("."))
	}
	for i, x := range t.issues {
		sep := ", "
		if i == 0 {
			sep = " " + tr("By issue") + ": "
		}
		spans = append(spans, mute(sep+tr(string(x.issue))+" "+percent(x.Agreement)+" ("+strconv.Itoa(x.Votes)+")"))
	}
	if k.asOf > t.last {
		spans = append(spans, mute(". "+trf("The register ends on %s.", t.last)))
	}
	return spans
}

// signedOf writes a measure between -1 and 1.
func signedOf(v float64) string { return fmt.Sprintf("%.2f", v) }

func (t *votesTold) besideRows(k votesKey) []view.Row {
	rows := make([]view.Row, 0, len(t.near))
	for i, n := range t.near {
		in := ""
		if id, ok := t.actors[n.Seat]; ok {
			in = k.c.ActorName(id)
		}
		maybe := func(v float64, ok bool) view.Cell {
			if !ok {
				return view.Cell{Text: "–", Sort: -2.}
			}
			return numberCell(signedOf(v), v)
		}
		rows = append(rows, view.Row{Key: n.Seat, Cells: []view.Cell{
			numberCell(strconv.Itoa(i+1), float64(i+1)), {Text: stateOfSeat(n.Seat, t.span.Last), Bold: n.Seat == t.seats[0]}, {Text: in, Tone: view.ToneMuted}, numberCell(strconv.Itoa(n.Votes), float64(n.Votes)),
			numberCell(percent(n.Agreement), n.Agreement), numberCell(signedOf(n.Absolute.S), n.Absolute.S), maybe(n.Absolute.Kappa.Value, n.Absolute.Kappa.OK), maybe(n.Absolute.Pi.Value, n.Absolute.Pi.OK),
		}})
	}
	return rows
}

func (t *votesTold) aroundRows() []view.Row {
	rows := make([]view.Row, 0, len(t.around))
	for _, x := range t.around {
		shift := x.after.Agreement - x.before.Agreement
		tone := view.ToneGave3
		if shift < 0 {
			tone = view.ToneAgainst2
		}
		of := func(a registers.Alignment) view.Cell {
			return numberCell(percent(a.Agreement)+" ("+strconv.Itoa(a.Votes)+")", a.Agreement)
		}
		rows = append(rows, view.Row{Key: x.moment.ID, Cells: []view.Cell{
			{Text: x.moment.Start.String(), Sort: float64(x.day)}, {Text: x.moment.Title}, of(x.before), of(x.after), {Text: points(shift), Sort: shift, Tone: tone},
			numberCell(signedOf(x.before.Absolute.S), x.before.Absolute.S), numberCell(signedOf(x.after.Absolute.S), x.after.Absolute.S),
		}})
	}
	slices.Reverse(rows) // the newest first
	return rows
}

func (t *votesTold) onEachRows(k votesKey) []view.Row {
	rows := make([]view.Row, 0, len(t.onEach))
	for i, v := range t.onEach {
		year := v.Moment.Start.String()[:4]
		state, tone := tr("candidate"), view.ToneAccent
		if v.Known {
			state, tone = tr("in the record"), view.ToneMuted
		}
		rung, what := "", ""
		for j, x := range v.Conduct {
			if j > 0 {
				rung += ", "
			}
			rung += x.Rung.String()
			what = x.What
		}
		rows = append(rows, view.Row{Key: strconv.Itoa(i), Cells: []view.Cell{
			{Text: year, Sort: year}, {Text: k.c.ActorName(v.Conduct[0].From)}, {Text: rung, Tone: view.ToneOfRung(v.Conduct[0].Rung)}, {Text: what, Tip: what}, numberCell(strconv.Itoa(len(v.Votes)), float64(len(v.Votes))), {Text: state, Tone: tone},
		}})
	}
	return rows
}
