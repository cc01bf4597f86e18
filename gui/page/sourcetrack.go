package page

import (
	"context"
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// Whose track record the page of sources shows.
const (
	showSources    = ""
	showPublishers = "publishers"
	showAuthors    = "authors"
)

// trackRecord shows what became of the texts of each publisher or author.
type trackRecord struct {
	s     *session.Session
	grid  *view.Grid
	says  *view.Prose
	root  *fyne.Container
	drawn trackKey
}

// trackKey is what the track record depends on.
type trackKey struct {
	c     *ledger.Case
	asOf  edtf.Day
	whose string
}

func newTrackRecord(s *session.Session, choice fyne.CanvasObject) *trackRecord {
	end := fyne.TextAlignTrailing
	t := &trackRecord{s: s, says: view.NewProse(fynetheme.SizeNameCaptionText)}
	t.grid = view.NewGrid([]view.Column{
		{Title: tr("Name"), Width: 150, Flex: true}, {Title: tr("Texts"), Width: 44, Align: end}, {Title: tr("Read"), Width: 40, Align: end},
		{Title: tr("Proposed"), Width: 64, Align: end}, {Title: tr("On record"), Width: 66, Align: end}, {Title: tr("Kept"), Width: 120},
		{Title: tr("Useful"), Width: 120}, {Title: tr("Claims"), Width: 48, Align: end}, {Title: tr("Borne out"), Width: 140},
		{Title: tr("Forecasts"), Width: 140}, {Title: tr("Brier"), Width: 70, Align: end},
	})
	t.grid.Empty = tr("Nothing yet. What is read on the page “Read” and decided there makes a track record.")
	t.says.SetSpans([]span{mute(tr("Kept: of the candidates decided on, those that entered the record. Borne out: of the claims that a later, better graded record of another publisher confirmed or contradicted, those confirmed. Forecasts: of those due and resolved, those that came true. Shares stand with their 90 % interval; k/n is what they rest on. A copy counts for the text that it repeats."))})
	t.root = container.NewPadded(container.New(headed{}, container.New(column{}, choice, t.says), t.grid))
	t.root.Hide()
	return t
}

// show computes the track record off the thread and draws it.
func (t *trackRecord) show(st session.State, whose string) {
	k := trackKey{st.Case, st.Question.AsOf, whose}
	if k == t.drawn {
		return
	}
	t.drawn = k
	t.s.WithTexts(tr("Track record"), true, func(context.Context, session.Documents) (func(), error) {
		list := readdesk.Publishers
		if whose == showAuthors {
			list = readdesk.Authors
		}
		tracks := list(k.c, k.asOf)
		return func() {
			if k == t.drawn {
				t.grid.SetRows(trackRows(tracks))
			}
		}, nil
	})
}

func trackRows(list []readdesk.Track) []view.Row {
	whole := func(n int) view.Cell { return numberCell(tongue.Local(strconv.Itoa(n)), float64(n)) }
	rows := make([]view.Row, 0, len(list))
	for _, x := range list {
		claims := shareCell(x.Bore)
		if x.Contradicted > 0 {
			claims.Tone = view.ToneAgainst2
		}
		forecasts := shareCell(x.CameTrue)
		if x.Resolved == 0 && x.Forecasts > 0 {
			forecasts = view.Cell{Text: trf("%d made, %d due", x.Forecasts, x.Due), Tone: view.ToneMuted, Sort: -1.0}
		}
		brier := view.Cell{Text: "–", Sort: 2.0}
		if v := x.Brier.Value; x.Brier.OK {
			brier = numberCell(tongue.Local(fmt.Sprintf("%.2f (%d)", v, x.BrierN)), v)
		}
		rows = append(rows, view.Row{Key: x.Name, Cells: []view.Cell{
			{Text: x.Name}, whole(x.Sources), whole(x.Read), whole(x.Proposed), whole(x.Accepted + x.Cited), shareCell(x.Kept), shareCell(x.Useful), whole(x.Claims), claims, forecasts, brier,
		}})
	}
	return rows
}

// shareCell writes a share by what it rests on, with its interval: "2/3 (35 to
// 91 %)".
func shareCell(s readdesk.Share) view.Cell {
	if s.N == 0 {
		return view.Cell{Text: "–", Tone: view.ToneMuted, Sort: -1.0}
	}
	return view.Cell{Text: tongue.Local(fmt.Sprintf("%d/%d (", s.K, s.N)) + interval(s.Lower, s.Upper) + ")", Sort: s.Mean}
}

// choose makes the choice of what the page of sources shows; one stands above
// either table.
func (p *Sources) choose(n int) *view.Choice {
	c := view.NewChoice("")
	c.SetOptions([]view.Option{
		{Key: showSources, Label: tr("Sources")}, {Key: showPublishers, Label: tr("Track record of publishers"), Detail: tr("what became of their texts")},
		{Key: showAuthors, Label: tr("Track record of authors"), Detail: tr("what became of their texts")},
	})
	c.OnKey = p.showWhose
	p.whose[n] = c
	return c
}

// showWhose shows the sources, or a track record.
func (p *Sources) showWhose(whose string) {
	for _, c := range p.whose {
		c.SetKey(whose)
	}
	p.table.root.Hidden, p.track.root.Hidden = whose != showSources, whose == showSources
	p.root.Refresh()
	p.Show(p.s.State(), session.Everything)
	focus(p.First())
}

// Object implements Page.
func (p *Sources) Object() fyne.CanvasObject { return p.root }

// First implements Focuser.
func (p *Sources) First() fyne.Focusable {
	if p.track.root.Visible() {
		return p.track.grid
	}
	return p.grid
}

// TSV implements Copier.
func (p *Sources) TSV() string {
	if p.track.root.Visible() {
		return p.track.grid.TSV()
	}
	return p.table.TSV()
}
