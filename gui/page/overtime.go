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
	"github.com/fairweather-app/fairweather/core/compare"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// overTimeYears is how far back one pair is followed.
const overTimeYears = 20

// overTime follows the pair asked about year by year: the chance of one rung or
// more with its interval, drawn and as a table.
type overTime struct {
	history *view.History
	table   *yearTable
	panel   *view.Panel
	told    *compare.Time
	rung    ledger.Rung
}

func newOverTime(s *session.Session) *overTime {
	o := &overTime{history: view.NewHistory(), table: newYearTable()}
	o.history.Empty = tr("No answer to follow over time.")
	o.history.OnDay = s.SetAsOf
	o.history.OnMark = func(key string) { s.Select(key) }
	o.panel = view.NewPanel(tr("The pair year by year"), container.New(overTimeLayout{}, o.history, o.table))
	return o
}

// overTimeLayout sets the figure above the table.
type overTimeLayout struct{}

const overTimeHigh = 15 // of the figure, in heights of text

// Layout implements fyne.Layout.
func (overTimeLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	h := fynetheme.TextSize() * overTimeHigh
	place(objects[0], 0, 0, size.Width, h)
	place(objects[1], 0, h+8, size.Width, max(0, size.Height-h-8))
}

// MinSize implements fyne.Layout.
func (overTimeLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(300, fynetheme.TextSize()*overTimeHigh+8+objects[1].MinSize().Height)
}

// ask works out the table for a question.
func (o *overTime) ask(ctx context.Context, c *ledger.Case, q assess.Question, settings assess.Settings) (*compare.Time, error) {
	return compare.OverTime(ctx, c, q, settings, compare.Yearly(q.AsOf, overTimeYears))
}

// set draws a pair over time by a rung; nil draws nothing.
func (o *overTime) set(c *ledger.Case, t *compare.Time, rung ledger.Rung) {
	o.told, o.rung = t, rung
	o.table.set(t)
	if t == nil {
		o.history.SetData(nil, nil, 0, 0)
		return
	}
	series := view.Series{Key: "pair", Name: trf("%s for %s: %s %s or more", t.PartnerName, t.RelierName, rung, tr(rung.Label())), Tone: view.ToneOfRung(rung)}
	for _, x := range t.Points {
		b := x.AtLeast[rung-compare.LowestSpoken]
		series.Points = append(series.Points, view.SeriesPoint{Day: x.AsOf, Value: b.P, Lower: b.Low, Upper: b.High})
	}
	from, to := t.Points[0].AsOf, t.Points[len(t.Points)-1].AsOf
	var marks []view.Mark
	for _, m := range c.Moments() {
		if day, ok := m.Start.Earliest(); ok && m.Needs(t.Relier) && day >= from && day <= to {
			marks = append(marks, view.Mark{Day: day, End: day, Key: m.ID, Label: m.Title})
		}
	}
	o.history.SetData([]view.Series{series}, marks, from, to)
}

// tsv writes the table as tab-separated text.
func (o *overTime) tsv() string {
	if o.told == nil {
		return ""
	}
	var b strings.Builder
	b.WriteString("\n" + strings.Join(yearHeads(), "\t") + "\n")
	for _, x := range o.told.Points {
		fmt.Fprintf(&b, "%s", x.AsOf)
		for _, p := range x.AtLeast {
			fmt.Fprintf(&b, "\t%.4f", p.P)
		}
		fmt.Fprintf(&b, "\t%.4f\t%d\n", x.Against.P, x.Moments)
	}
	return b.String()
}

func yearHeads() []string {
	heads := []string{tr("As of")}
	for r := compare.LowestSpoken; r <= compare.HighestSpoken; r++ {
		heads = append(heads, r.String()+" "+tr(r.Label()))
	}
	return append(heads, "− "+tr("worked against"), tr("Moments"))
}

// yearTable draws a pair's figures year by year, the newest first.
type yearTable struct {
	widget.BaseWidget
	time *compare.Time
}

func newYearTable() *yearTable {
	y := &yearTable{}
	y.ExtendBaseWidget(y)
	return y
}

func (y *yearTable) set(t *compare.Time) {
	y.time = t
	y.Refresh()
}

func (y *yearTable) rows() int {
	if y.time == nil {
		return 0
	}
	return len(y.time.Points)
}

func (y *yearTable) rowHeight() float32 { return fynetheme.CaptionTextSize() * 1.6 }

// CreateRenderer implements fyne.Widget.
func (y *yearTable) CreateRenderer() fyne.WidgetRenderer {
	return drawnOf(y, func() fyne.Size { return fyne.NewSize(280, y.rowHeight()*float32(1+y.rows())) }, y.draw)
}

func (y *yearTable) draw(size fyne.Size) []fyne.CanvasObject {
	if y.rows() == 0 || size.Width < 160 {
		return nil
	}
	k := newSketch()
	muted, ink := theme.Color(theme.ColorNameMuted), theme.Color(fynetheme.ColorNameForeground)
	heads := yearHeads()
	first := textWidth("0000-00-00", k.caption, fyne.TextStyle{}) + 12
	wide := (size.Width - first) / float32(len(heads)-1)
	for i, h := range heads {
		if i == 0 {
			k.word(h, muted, 0, 0, first, fyne.TextAlignLeading, false)
			continue
		}
		k.word(h, muted, first+wide*float32(i-1)+4, 0, wide-8, fyne.TextAlignTrailing, false)
	}
	for i, x := range y.time.Points {
		at := y.rowHeight() * float32(y.rows()-i)
		cells := []string{}
		for _, b := range x.AtLeast {
			cells = append(cells, percent(b.P))
		}
		cells = append(cells, percent(x.Against.P), tongue.Local(fmt.Sprint(x.Moments)))
		k.word(x.AsOf.String(), ink, 0, at, first, fyne.TextAlignLeading, false)
		for j, text := range cells {
			k.word(text, ink, first+wide*float32(j)+4, at, wide-8, fyne.TextAlignTrailing, false)
		}
	}
	return k.out
}

// AccessibilityLabel implements fyne.Accessible.
func (y *yearTable) AccessibilityLabel() string {
	text := ""
	if y.time != nil {
		for _, x := range y.time.Points {
			text += fmt.Sprintf("%s: %s. ", x.AsOf, percent(x.AtLeast[ledger.DiplomaticAct-compare.LowestSpoken].P))
		}
	}
	return text
}
