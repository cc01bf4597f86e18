package page

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	fynetheme "fyne.io/fyne/v2/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/registers"
	"github.com/fairweather-app/fairweather/core/states"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// votesYears is how long before the as-of day votes are compared.
const votesYears = 10

// votesCard tells how alike two states voted in the General Assembly: by year, by
// issue, and beside how the partner voted with every other state.
type votesCard struct {
	s       *session.Session
	says    *view.Prose
	history *view.History
	panel   *view.Panel
	asked   votesKey
	told    *votesTold
}

type votesKey struct {
	relier, partner string // seats
	asOf            edtf.Day
}

// votesTold is what the register says of two seats.
type votesTold struct {
	stand  registers.Standing
	years  []registers.YearAlignment
	issues []issueVotes
	last   edtf.Day // of the register
}

type issueVotes struct {
	issue registers.Issue
	registers.Alignment
}

func newVotesCard(s *session.Session) *votesCard {
	c := &votesCard{s: s, says: view.NewProse(fynetheme.SizeNameText), history: view.NewHistory()}
	c.history.Empty = tr("No common roll calls.")
	c.panel = view.NewPanel(tr("Votes in the General Assembly"), container.New(saysOver{}, c.says, c.history))
	return c
}

// saysOver is a layout of a text above a figure of fixed height.
type saysOver struct{}

// Layout implements fyne.Layout.
func (saysOver) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(size.Width, objects[0].MinSize().Height))
	h := objects[0].MinSize().Height
	place(objects[0], 0, 0, size.Width, h)
	place(objects[1], 0, h+8, size.Width, max(0, size.Height-h-8))
}

// MinSize implements fyne.Layout.
func (saysOver) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(240, objects[0].MinSize().Height+8+fynetheme.TextSize()*13)
}

// seatOf finds the seat of an actor of a case in the General Assembly.
func seatOf(v *registers.Votes, c *ledger.Case, id string, day edtf.Day) (string, bool) {
	if seat, ok := v.SeatOf(id); ok {
		return seat, true
	}
	a, ok := c.Actor(id)
	if !ok {
		return "", false
	}
	s, ok := states.State{}, false
	if a.ISO3 != "" {
		s, ok = states.ByCode(a.ISO3, day)
	}
	if !ok && a.COW != 0 {
		s, ok = states.ByCOW(a.COW, day)
	}
	if !ok {
		s, ok = states.ByName(a.Name(), day)
	}
	if !ok {
		return "", false
	}
	return v.SeatOf(s.ID)
}

// show compares the votes of a question's two actors; changed is called when the
// card has another height.
func (k *votesCard) show(st session.State, changed func()) {
	c, q := st.Case, st.Question
	if !st.Open() || q.Relier == "" || q.Partner == "" {
		k.panel.Hide()
		return
	}
	k.s.Aside("votes", func(context.Context) (func(), error) {
		v, err := registers.AllVotes()
		if err != nil {
			return nil, err
		}
		a, okA := seatOf(v, c, q.Relier, q.AsOf)
		b, okB := seatOf(v, c, q.Partner, q.AsOf)
		if !okA || !okB || a == b {
			return func() {
				k.told, k.asked = nil, votesKey{}
				k.panel.Hide()
				changed()
			}, nil
		}
		key := votesKey{a, b, q.AsOf}
		t := votesOf(v, key)
		return func() {
			k.asked, k.told = key, t
			k.draw(c.ActorName(q.Relier), c.ActorName(q.Partner))
			changed()
		}, nil
	})
}

// votesOf reads what the register says of two seats up to a day.
func votesOf(v *registers.Votes, key votesKey) *votesTold {
	t := &votesTold{last: v.Calls[len(v.Calls)-1].Day}
	last := min(key.asOf, t.last)
	year, month, day := last.Date()
	p := registers.Period{First: edtf.DayOf(year-votesYears, month, day), Last: last}
	t.stand = v.Stand(key.relier, key.partner, p)
	for _, y := range v.ByYear(key.relier, key.partner, "") {
		if edtf.DayOf(y.Year, 1, 1) <= key.asOf {
			t.years = append(t.years, y)
		}
	}
	for _, issue := range registers.Issues {
		p.Issue = issue
		if a := v.Align(key.relier, key.partner, p); a.Votes > 0 {
			t.issues = append(t.issues, issueVotes{issue, a})
		}
	}
	slices.SortStableFunc(t.issues, func(x, y issueVotes) int { return cmp.Compare(y.Agreement, x.Agreement) })
	return t
}

// draw writes and draws what the register says.
func (k *votesCard) draw(relier, partner string) {
	t := k.told
	if t == nil || len(t.years) == 0 {
		k.panel.Hide()
		return
	}
	k.panel.Show()
	from, to := edtf.DayOf(t.years[0].Year, 1, 1), edtf.DayOf(t.years[len(t.years)-1].Year, 12, 31)
	s := view.Series{Key: "votes", Name: trf("alike: %s and %s", relier, partner), Tone: view.ToneGave3}
	for _, y := range t.years {
		s.Points = append(s.Points, view.SeriesPoint{Day: edtf.DayOf(y.Year, 7, 1), Value: y.Agreement, Lower: 1, Upper: 0})
	}
	k.history.SetData([]view.Series{s}, nil, from, to)
	var spans []span
	if t.stand.Votes > 0 {
		spans = append(spans, say(trf("In the %d years to %s they voted alike on %s of %d common roll calls", votesYears, min(k.asked.asOf, t.last), percent(t.stand.Agreement), t.stand.Votes)))
		if t.stand.Rank > 0 {
			spans = append(spans, say(trf("; number %d of %d states by nearness to %s.", t.stand.Rank, t.stand.Of, partner)))
		} else {
			spans = append(spans, say("."))
		}
	}
	for i, x := range t.issues {
		sep := ", "
		if i == 0 {
			sep = " " + tr("By issue") + ": "
		}
		spans = append(spans, mute(sep+tr(string(x.issue))+" "+percent(x.Agreement)+" ("+strconv.Itoa(x.Votes)+")"))
	}
	if k.asked.asOf > t.last {
		spans = append(spans, mute(". "+trf("The register ends on %s.", t.last)))
	}
	k.says.SetSpans(spans)
}
