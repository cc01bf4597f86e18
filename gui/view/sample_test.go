package view

import (
	"image"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/theme"
)

// window puts a widget of a size into a test window in the light theme.
func window(t testing.TB, o fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	return themedWindow(t, o, width, height, theme.Light, 1)
}

func themedWindow(t testing.TB, o fyne.CanvasObject, width, height float32, mode theme.Mode, factor float32) fyne.Window {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(mode, factor))
	w := test.NewTempWindow(t, NewTooltipLayer(o))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}

// capture gives the picture of a window at a scale.
func capture(w fyne.Window, scale float32) image.Image {
	w.Canvas().(test.WindowlessCanvas).SetScale(scale)
	return w.Canvas().Capture()
}

// names is a Lookup over a few records.
type names struct {
	order edtf.DayOrder
	asked []string
}

var nameList = []struct{ kind, id, label, detail string }{
	{"actor", "iran", "Iran", "state"},
	{"actor", "russia", "Russia", "state"},
	{"actor", "china", "China", "state"},
	{"actor", "israel", "Israel", "state"},
	{"moment", "m1", "Twelve-day war", "attack, 2025-06-13"},
	{"moment", "m2", "Snapback of United Nations sanctions", "sanctions, 2025-09"},
	{"source", "s1", "Statement of the Ministry of Foreign Affairs on the strikes against Iran", "statement"},
	{"source", "s2", "Treaty on the comprehensive strategic partnership", "treaty"},
}

func (n *names) Options(kind ledger.Kind, match string, limit int) []Option {
	n.asked = append(n.asked, match)
	var out []Option
	for _, r := range nameList {
		if kind == "" || string(kind) == r.kind {
			out = append(out, Option{Key: r.id, Label: r.label, Detail: r.detail})
		}
	}
	out = matchOptions(out, match)
	return out[:min(len(out), limit)]
}

func (n *names) Label(id string) string {
	for _, r := range nameList {
		if r.id == id {
			return r.label
		}
	}
	return ""
}

func (n *names) Channels() []string { return []string{"satellites"} }

func (n *names) DayOrder() edtf.DayOrder { return n.order }

func (n *names) Reliability(source string) string {
	return map[string]string{"s1": "B", "s2": "A"}[source]
}

func date(s string) edtf.Date {
	return edtf.MustParse(s)
}

func number(f float64) *float64 { return &f }

func sampleConduct() *ledger.Conduct {
	return &ledger.Conduct{
		ID: "c1", Moment: "m1", From: "russia", To: "iran", Date: date("2025-06-13"), Rung: ledger.Words,
		What: "The foreign ministry called the strikes unprovoked and offered mediation.",
		Citations: []ledger.Citation{
			{Source: "s1", Where: "para 4", Credibility: 2, Quote: "categorically unacceptable"},
			{Source: "s2", Credibility: 1},
		},
		Tags: []string{"statement", "mediation"},
	}
}

func samplePledge(milestones int) *ledger.Pledge {
	p := &ledger.Pledge{
		ID: "p1", Title: "S-300 air defence", From: "russia", To: "iran", Channel: "arms", Promised: date("2007-12"),
		Due: date("2010~"), Amount: number(5), Unit: "battalions", About: "Contract of 2007, frozen in 2010, delivered in 2016.",
		Obliges:   []ledger.Obligation{{Moments: []string{"attack", "pressure"}, Rung: ledger.DiplomaticAct, Note: "Article 3"}},
		Citations: []ledger.Citation{{Source: "s2", Where: "article 3", Credibility: 1}},
	}
	types := []string{"delayed", "suspended", "resumed", "partly kept", "fulfilled"}
	for i := range milestones {
		p.Milestones = append(p.Milestones, ledger.Milestone{
			Date: date("201" + string(rune('0'+i%10))), Type: types[i%len(types)], Share: number(float64(i) / 10), Note: "as reported",
			Citations: []ledger.Citation{{Source: "s1", Credibility: 3}},
		})
	}
	return p
}

func sampleLadder() []LadderRow {
	return []LadderRow{
		{Key: "+4", Label: "+4 fought beside", Word: "almost no chance", P: .03, Lower: .005, Upper: .105, Base: .085, Tone: ToneGave4},
		{Key: "+3", Label: "+3 material help", Word: "unlikely", P: .21, Lower: .075, Upper: .38, Base: .30, Tone: ToneGave3},
		{Key: "+2", Label: "+2 a diplomatic act", Word: "likely", P: .70, Lower: .52, Upper: .86, Base: .59, Tone: ToneGave2, Selected: true},
		{Key: "+1", Label: "+1 words", Word: "very likely", P: .81, Lower: .64, Upper: .94, Base: .685, Tone: ToneGave1},
		{Key: "-1", Label: "−1 worked against", Word: "unlikely", P: .41, Lower: .23, Upper: .59, Base: .20, Tone: ToneAgainst2},
	}
}

func sampleHistory(points, marks int) ([]Series, []Mark, edtf.Day, edtf.Day) {
	from, to := edtf.DayOf(2000, 1, 1), edtf.DayOf(2027, 1, 1)
	gave := Series{Key: "gave", Name: "a diplomatic act or more", Tone: ToneGave2}
	against := Series{Key: "against", Name: "worked against", Tone: ToneAgainst2}
	for i := range points {
		d := from + (to-from)*edtf.Day(i)/edtf.Day(points)
		v := .5 + .25*float64((i*37)%17-8)/17
		gave.Points = append(gave.Points, SeriesPoint{d, v, v - .2, v + .2})
		against.Points = append(against.Points, SeriesPoint{d, 1 - v, .8 - v, 1.1 - v})
	}
	var list []Mark
	for i := range marks {
		d := from + (to-from)*edtf.Day(i)/edtf.Day(max(marks, 1))
		list = append(list, Mark{Day: d, End: d + edtf.Day(i%5*20), Key: string(rune('a' + i%26)), Label: "moment " + strings.Repeat("x", i%9), Tone: ToneAgainst1})
	}
	return []Series{gave, against}, list, from, to
}

func sampleRows(n int) []Row {
	words := []string{"Vote on the resolution about inspections", "Talks resumed in the capital", "Air strikes on the air base", "Sanctions on exports of oil"}
	rows := make([]Row, n)
	for i := range rows {
		r := ledger.Rung(i%7 - 2)
		rows[i] = Row{Key: "k" + string(rune('0'+i%10)) + strings.Repeat("-", i/10%7) + itoa(i), Cells: []Cell{
			{Text: edtf.Day(10000 + i*7919%9000).String()},
			{Text: words[i%len(words)] + " " + itoa(i)},
			{Text: signText(r) + " " + r.Label(), Tone: ToneOfRung(r), Sort: float64(r)},
			{Text: itoa(i * 7919 % 100), Sort: float64(i * 7919 % 100)},
		}}
	}
	return rows
}

func itoa(i int) string { return textOf(i) }

func sampleColumns() []Column {
	return []Column{
		{Title: "Date", Width: 80},
		{Title: "What", Width: 160, Flex: true},
		{Title: "Rung", Width: 130},
		{Title: "Sources", Width: 60, Align: fyne.TextAlignTrailing},
	}
}
