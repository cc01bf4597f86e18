package page

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events"
	"github.com/fairweather-app/fairweather/core/events/measure"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// stateCase is threeActors with states that event data know, in need on two days.
func stateCase() *ledger.Case {
	c := threeActors()
	var changes []ledger.Change
	for id, iso := range map[string]string{"a001": "IRN", "a002": "RUS", "a003": "CHN"} {
		a, _ := c.Actor(id)
		x := ledger.Clone(a).(*ledger.Actor)
		x.ISO3 = iso
		changes = append(changes, ledger.Change{ID: id, Record: x})
	}
	for id, day := range map[string]string{"m010": "2017-05-01", "m011": "2017-09-01"} {
		changes = append(changes, ledger.Change{ID: id, Record: &ledger.Moment{ID: id, Title: "The crisis of " + day, InNeed: []string{"a001"}, Start: edtf.MustParse(day), Type: "crisis",
			Citations: []ledger.Citation{{Source: "s1", Where: "p. 1", Credibility: 1}}}})
	}
	return c.With(changes...)
}

// eventFile writes two years of events: Russia acts toward Iran 3 times a day, once
// from the first moment on for two weeks; Turkey does as always.
func eventFile(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "incidents.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := csv.NewWriter(f)
	write := func(row ...string) {
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	write("date", "who", "whom", "code", "lat", "lon", "url")
	quiet := measure.Span{First: edtf.DayOf(2017, 5, 1), Last: edtf.DayOf(2017, 5, 14)}
	for d := edtf.DayOf(2016, 1, 1); d <= edtf.DayOf(2017, 12, 31); d++ {
		n := 3
		if quiet.Has(d) {
			n = 0
		}
		for i := range 12 {
			whom := "USA"
			if i < n {
				whom = "IRN"
			}
			write(d.String(), "RUS", whom, "042", "35.7", "51.4", fmt.Sprintf("https://example.org/%s/%d", d, i))
		}
		write(d.String(), "TUR", "IRN", "112", "", "", "")
		write(d.String(), "TUR", "USA", "112", "", "", "")
		write(d.String(), "IRN", "RUS", "036", "", "", "")
	}
	if w.Flush(); w.Error() != nil {
		t.Fatal(w.Error())
	}
	return path
}

var incidents = &events.Mapping{Provider: "incidents", Day: "date", Source: "who", Target: "whom", Code: "code", Lat: "lat", Lon: "lon", URL: "url"}

// newEventsStage shows the page on a library of its own.
func newEventsStage(t *testing.T) (*stage, *Events) {
	t.Helper()
	t.Setenv(events.FolderVariable, filepath.Join(t.TempDir(), "events"))
	g := newStage(t, stateCase(), func(s *session.Session, h Host) Page { return NewEvents(s, h) })
	g.win.Resize(fyne.NewSize(1000, 760))
	return g, g.page.(*Events)
}

func loadedStage(t *testing.T) (*stage, *Events) {
	t.Helper()
	g, p := newEventsStage(t)
	p.parts[partLibrary].(*eventsLibrary).bring([]string{eventFile(t, t.TempDir())}, incidents)
	closeDialogs(g)
	return g, p
}

func closeDialogs(g *stage) {
	over := g.win.Canvas().Overlays()
	for over.Top() != nil {
		over.Remove(over.Top())
	}
}

// said is all the text of the dialog on top.
func said(g *stage) string {
	var b strings.Builder
	if top := g.win.Canvas().Overlays().Top(); top != nil {
		for _, o := range test.LaidOutObjects(top) {
			if l, ok := o.(*widget.Label); ok {
				b.WriteString(l.Text + "\n")
			}
		}
	}
	return b.String()
}

func TestEventsWithoutAnyTellsHowToGetThem(t *testing.T) {
	g, p := newEventsStage(t)
	for _, at := range []int{partDyad, partToward, partSilence, partSuggest, partLibrary} {
		p.open(at)
		text := ""
		for _, o := range test.LaidOutObjects(p.root) {
			if x, ok := o.(*view.Prose); ok && x.Visible() {
				text += x.String()
			}
		}
		if !strings.Contains(text, "There is no event data yet") || !strings.Contains(text, "Pick years of GDELT") {
			t.Errorf("part %d says %q", at, text)
		}
	}
	p.follow(eventsGet)
	if top := g.win.Canvas().Overlays().Top(); top == nil {
		t.Fatal("the link to GDELT opens nothing")
	}
	closeDialogs(g)
	if events.Exists(p.dir) {
		t.Error("looking made a library")
	}
}

func TestTwoStates(t *testing.T) {
	_, p := loadedStage(t)
	d := p.parts[partDyad].(*eventsDyad)
	p.open(partDyad)
	if len(d.plot.sides) != 2 || d.plot.sides[0].name != "Bland toward Aland" {
		t.Fatalf("drawn are %+v", d.plot.sides)
	}
	sum := int64(0)
	for _, x := range d.plot.shown.sides[0] {
		sum += x.N
	}
	if want := int64(3 * (731 - 14)); sum != want {
		t.Errorf("%d acts are drawn, want %d", sum, want)
	}
	if len(d.plot.bands) != 4 {
		t.Errorf("%d moments are marked, want the 4 at which the relier was in need", len(d.plot.bands))
	}
	rows := d.list.grid.Rows()
	if len(rows) == 0 || rows[0].Cells[3].Text != "make a visit" && rows[0].Cells[3].Text != "express intent to meet or negotiate" {
		t.Fatalf("the table begins with %+v", rows[:min(len(rows), 1)])
	}
	if !strings.Contains(p.says.String(), "incidents, every event") || !strings.Contains(p.says.String(), "duplicates") {
		t.Errorf("beside the figures stands %q", p.says.String())
	}

	// The keys of the timeline zoom and pan; the table follows.
	all := d.plot.span()
	for range 6 {
		d.plot.TypedRune('+')
	}
	near := d.plot.span()
	if near.Days() >= all.Days()/4 {
		t.Errorf("zoomed in, %d of %d days are in view", near.Days(), all.Days())
	}
	if d.top.span != d.plot.shown.span {
		t.Errorf("the table is of %s, in view is %s", d.top.span, d.plot.shown.span)
	}
	d.plot.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	if d.plot.span().First >= near.First {
		t.Error("Left does not pan")
	}
	d.plot.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if d.plot.span().Last != all.Last {
		t.Error("End does not go to the end")
	}
	d.plot.TypedRune('0')
	if d.plot.span() != all {
		t.Error("0 does not show all")
	}
	d.plot.TypedRune('j')
	if text := d.plot.AccessibilityLabel(); !strings.Contains(text, "2016-01-01 to 2016-01-03; Bland toward Aland: 9 = 9 verbal cooperation; Aland toward Bland: 3") {
		t.Errorf("the first period is told as %q", text)
	}

	// Another state and another filter.
	p.ask.from = "state turkey"
	p.unique.OnKey("unique")
	sum = 0
	for _, x := range d.plot.shown.sides[0] {
		sum += x.N
	}
	if sum != 731 {
		t.Errorf("Turkey's acts, one of a kind a day, are %d, want 731", sum)
	}
}

// Days that no file covers are told as unknown and never as zero.
func TestUnknownDaysAreNotZero(t *testing.T) {
	p := newEventPlot()
	w := test.NewTempWindow(t, p)
	w.Resize(fyne.NewSize(700, 300))
	in := measure.Span{First: edtf.DayOf(2018, 1, 1), Last: edtf.DayOf(2018, 3, 31)}
	var unknown []edtf.Day
	for d := edtf.DayOf(2018, 2, 1); d <= edtf.DayOf(2018, 2, 28); d++ {
		unknown = append(unknown, d)
	}
	p.show(false, measure.ByMonth)
	p.set(in, []eventSide{{"A toward B", []measure.Count{{Day: in.First, N: 2, Quads: [5]int64{0, 2}}}}}, unknown, nil)
	if got := p.describe(0, 1); got != "A toward B: unknown, no file covers it" {
		t.Errorf("an unknown month is told as %q", got)
	}
	if got := p.describe(0, 2); got != "A toward B: 0" {
		t.Errorf("a known month without acts is told as %q", got)
	}
	w.Canvas().Capture()
	marks := func(month int) int {
		n := 0
		size := p.drawing.Bounds().Size()
		for x := size.X*(month-1)/3 + 5; x < size.X*month/3-5; x++ {
			if p.drawing.RGBAAt(x, 20).A > 0 {
				n++
			}
		}
		return n
	}
	if marks(2) == 0 || marks(3) != 0 {
		t.Errorf("hatched are %d columns of the unknown month and %d of a known one", marks(2), marks(3))
	}
}

func TestTowardOne(t *testing.T) {
	_, p := loadedStage(t)
	p.open(partToward)
	x := p.parts[partToward].(*eventsToward)
	rows := x.grid.Rows()
	if len(rows) != 2 || rows[0].Key != "RUS" || rows[1].Key != "TUR" {
		t.Fatalf("toward Iran acted %+v", rows)
	}
	if got := rows[1].Cells[5].Text; got != "731" {
		t.Errorf("Turkey's conflict is %s", got)
	}
	x.grid.OnOpen("TUR")
	d := p.parts[partDyad].(*eventsDyad)
	if p.at != partDyad || d.plot.sides[0].name != "Turkey toward Aland" {
		t.Errorf("Enter shows %q", d.plot.sides[0].name)
	}
}

// Silence is measured at the moments, kept in the case by one edit, and told by the
// Answer, the grid of moments, and the page itself where there is no library.
func TestSilenceIsMeasuredAndKept(t *testing.T) {
	g, p := loadedStage(t)
	p.open(partSilence)
	x := p.parts[partSilence].(*eventsSilence)
	got := map[string]measure.Verdict{}
	for _, s := range x.list {
		got[s.Moment] = s.Verdict
	}
	if got["m010"] != measure.Quieter || got["m011"] == measure.NoFigure || got["m001"] != measure.NoFigure {
		t.Fatalf("the verdicts are %v", got)
	}
	if !strings.Contains(x.says.String(), "quieter about Aland than expected at 1 of 2") {
		t.Errorf("the page says %q", x.says.String())
	}
	x.tell("m010")
	if text := x.detail.String(); !strings.Contains(text, "0 acts toward Aland") || !strings.Contains(text, "First act toward Aland: 2017-05-15, after 14") {
		t.Errorf("the crisis is told as %q", text)
	}
	x.tell("m001")
	if text := x.detail.String(); !strings.Contains(text, "No figure: 14 of the 14 days") {
		t.Errorf("the war is told as %q", text)
	}
	undo := g.s.State().Undo
	test.Tap(x.keep)
	st := g.s.State()
	if st.Undo == undo || len(st.Case.Notes()) != len(x.list) {
		t.Fatalf("kept are %d notes by %q", len(st.Case.Notes()), st.Undo)
	}
	if shown := withoutSeries(st.Case.Notes()[0]).(*ledger.Note); len(shown.Text) > 400 || !strings.Contains(shown.Text, "toward Aland") {
		t.Errorf("the inspector shows %q", shown.Text)
	}
	grid := NewMomentGrid(g.s, g)
	grid.Show(st, session.Everything)
	if s := grid.table.silence[silenceAt{"m010", "a001", "a002"}]; s == nil || silenceMark(s) != "▾" || !strings.Contains(silenceTip(s), "quieter than expected, 0 acts") {
		t.Errorf("the grid has %+v", s)
	}
	a := NewAnswer(g.s, g)
	a.Show(st, session.Everything)
	if text := a.silence.text.String(); !strings.Contains(text, "quieter about Aland than expected at 1 of 2") || !a.silence.panel.Visible() {
		t.Errorf("the answer says %q", text)
	}

	// Elsewhere, without the library.
	if err := os.RemoveAll(p.dir); err != nil {
		t.Fatal(err)
	}
	p.refresh()
	if text := x.says.String(); !strings.Contains(text, "From the series that the case keeps") || len(x.grid.Rows()) != len(x.list) || x.keep.Visible() {
		t.Errorf("without a library the page says %q", text)
	}
}

func TestLibraryTellsWhatIsLoadedAndRemovesAPeriod(t *testing.T) {
	g, p := newEventsStage(t)
	dir := t.TempDir()
	real := filepath.Join("..", "..", "core", "events", "testdata", "20180101000000.export.CSV.gz")
	broken := filepath.Join(dir, "broken.csv")
	if err := os.WriteFile(broken, []byte("no,events\n1,2\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if p.TakesFiles([]string{filepath.Join(dir, "letter.pdf"), real}) {
		t.Error("a letter was taken for events")
	}
	if !p.TakesFiles([]string{real, broken}) {
		t.Fatal("files of events that are dropped are not taken")
	}
	text := said(g)
	if !strings.Contains(text, "GDELT 2.0 events, 2,414 events") || !strings.Contains(text, "broken.csv: not taken in") {
		t.Errorf("what became of the files: %q", text)
	}
	closeDialogs(g)
	x := p.parts[partLibrary].(*eventsLibrary)
	rows := x.totals.Rows()
	if len(rows) != 1 || rows[0].Key != "gdelt2" || rows[0].Cells[1].Text != "2,414" {
		t.Fatalf("loaded are %+v", rows)
	}
	if len(x.files.Rows()) != 1 {
		t.Fatalf("files: %+v", x.files.Rows())
	}
	x.malformed(x.files.Rows()[0].Key)
	if !strings.Contains(said(g), "All of its rows could be read") {
		t.Errorf("malformed rows: %q", said(g))
	}
	closeDialogs(g)
	x.remove("gdelt2", measure.Span{})
	if !strings.Contains(said(g), "1\u00a0file with 2,414 rows") {
		t.Errorf("before removing: %q", said(g))
	}
	for _, o := range test.LaidOutObjects(g.win.Canvas().Overlays().Top()) {
		if b, ok := o.(*widget.Button); ok && b.Text == "Remove" {
			test.Tap(b)
		}
	}
	if len(x.totals.Rows()) != 0 {
		t.Errorf("after removing, loaded are %+v", x.totals.Rows())
	}
}

func TestMappingATable(t *testing.T) {
	g, p := newEventsStage(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "table.csv")
	if err := os.WriteFile(path, []byte("when;who exactly;whom\n2018-01-02;Russia;Iran\n2018-01-03;Iran;Russia\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	x := p.parts[partLibrary].(*eventsLibrary)
	lines, err := events.Peek(path, 2)
	if err != nil {
		t.Fatal(err)
	}
	m := newMappingDialog(x, path, lines)
	m.show(g.win)
	if !m.take.Disabled() {
		t.Error("it can be brought in before its columns are mapped")
	}
	for i, column := range []string{"when", "who exactly", "whom"} {
		m.picks[i].SetSelected(column)
	}
	m.naming.SetSelectedIndex(1)
	if m.samples[1].Text != "Russia" {
		t.Errorf("beside the second column stands %q", m.samples[1].Text)
	}
	if m.take.Disabled() {
		t.Fatalf("it cannot be brought in: %s", m.says.Text)
	}
	as, err := m.mapping()
	if err != nil || as.Comma != ";" || as.Naming != "name" || as.Provider != "table" {
		t.Errorf("the mapping is %+v, %v", as, err)
	}
	m.take.OnTapped()
	if !strings.Contains(said(g), "2 events") {
		t.Errorf("what became of it: %q", said(g))
	}
	closeDialogs(g)
	again := newMappingDialog(x, path, lines)
	again.show(g.win)
	again.adopt(as)
	if got, err := again.mapping(); err != nil || *got != *as {
		t.Errorf("a mapping taken up again is %+v, %v", got, err)
	}
	closeDialogs(g)
}

// Before anything is asked of a host, the dialog says of which, and what others
// demand.
func TestCatalogueSaysWhomItAsks(t *testing.T) {
	g, p := newEventsStage(t)
	x := p.parts[partLibrary].(*eventsLibrary)
	p.open(partLibrary)
	x.catalogue()
	prose := func() string {
		var b strings.Builder
		for _, o := range test.LaidOutObjects(g.win.Canvas().Overlays().Top()) {
			if s, ok := o.(*view.Prose); ok {
				b.WriteString(s.String() + "\n")
			}
		}
		return b.String()
	}
	if text := prose(); !strings.Contains(text, "asks data.gdeltproject.org, over plain HTTP") {
		t.Errorf("it says %q", text)
	}
	for _, o := range test.LaidOutObjects(g.win.Canvas().Overlays().Top()) {
		if c, ok := o.(*view.Choice); ok {
			c.SetKey("acled")
			c.OnKey("acled")
		}
	}
	if text := prose(); !strings.Contains(text, "A program may not get these") || !strings.Contains(text, "acleddata.com") {
		t.Errorf("of ACLED it says %q", text)
	}
	closeDialogs(g)
}

func TestSuggestedMomentBecomesADraft(t *testing.T) {
	g, p := loadedStage(t)
	p.open(partSuggest)
	x := p.parts[partSuggest].(*eventsSuggest)
	x.list = []events.Suggestion{{Kind: "surge", Method: measure.BurstMethod, Stretch: measure.Stretch{Days: measure.Span{First: edtf.DayOf(2017, 2, 1), Last: edtf.DayOf(2017, 2, 9)}, Acts: 40, Expected: 10, Times: 4},
		Events: []events.Event{{Day: edtf.DayOf(2017, 2, 2), Source: "TUR", Target: "IRN", Code: "112", URL: "https://example.org/a"}}}}
	x.fill(x.drawn, 1)
	x.grid.Select("0")
	x.tell("0")
	if x.make.Disabled() || len(x.behind.list) != 1 {
		t.Fatal("the suggestion cannot become a moment")
	}
	n := len(g.s.State().Case.Sources())
	test.Tap(x.make)
	m, ok := g.s.State().Place.Draft.(*ledger.Moment)
	if !ok || m.Start.String() != "2017-02-01" || len(m.Citations) != 1 {
		t.Fatalf("the form is of %+v", g.s.State().Place.Draft)
	}
	cited, _ := g.s.State().Case.Get(m.Citations[0].Source)
	if s, ok := cited.(*ledger.Source); !ok || s.URL != "https://example.org/a" || s.Reliability != "F" || len(g.s.State().Case.Sources()) != n+1 {
		t.Errorf("it cites %+v", cited)
	}
	x.moment("0")
	if got := g.s.State().Case.Sources(); len(got) != n+1 {
		t.Error("a source that the case has was added again")
	}
}
