package view

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// shownTexts gives the texts drawn in o, in order.
func shownTexts(o fyne.CanvasObject) []string {
	var out []string
	for _, part := range test.LaidOutObjects(o) {
		if t, ok := part.(*canvas.Text); ok && t.Visible() && t.Text != "" {
			out = append(out, t.Text)
		}
	}
	return out
}

func TestChoice(t *testing.T) {
	c := NewChoice("in")
	c.SetOptions([]Option{{"any", "any situation", ""}, {"force", "under attack or threat", "war, blockade"}, {"pressure", "under pressure", "sanctions"}})
	w := window(t, container.NewVBox(c), 400, 400)
	c.SetKey("any")
	var keys []string
	c.OnKey = func(k string) { keys = append(keys, k) }
	c.SetKey("force")
	if len(keys) > 0 || !slices.Contains(shownTexts(c), "under attack or threat") {
		t.Errorf("SetKey told %v and shows %v", keys, shownTexts(c))
	}
	w.Canvas().Focus(c)
	typed := func(text string) {
		for _, r := range text {
			w.Canvas().Focused().TypedRune(r)
		}
	}
	key := func(k fyne.KeyName) { press(w.Canvas().Focused(), k) }
	key(fyne.KeyReturn)
	if !c.picker.open() || c.picker.cursor != 1 {
		t.Fatalf("open %v at %d", c.picker.open(), c.picker.cursor)
	}
	key(fyne.KeyDown)
	key(fyne.KeyReturn)
	if w.Canvas().Focused() != fyne.Focusable(c) || c.picker.open() {
		t.Error("the keyboard is not back")
	}
	typed("san")
	key(fyne.KeyReturn) // the same as is chosen: no news
	typed("a")
	if got := c.picker.options[0].Key; got != "any" {
		t.Errorf("the first match of a is %s", got)
	}
	key(fyne.KeyReturn)
	typed("zzz")
	key(fyne.KeyReturn)
	if !c.picker.open() {
		t.Error("closed on nothing found")
	}
	key(fyne.KeyEscape)
	if want := []string{"pressure", "any"}; !slices.Equal(keys, want) || c.picker.open() {
		t.Errorf("keys %v, want %v", keys, want)
	}
}

func TestChoiceFreeAndAction(t *testing.T) {
	c := NewChoice("")
	c.free = true
	c.SetOptions([]Option{{"arms", "arms", ""}})
	acted := ""
	c.SetAction("+ new…", func(match string) { acted = match })
	w := window(t, container.NewVBox(c), 400, 400)
	var keys []string
	c.OnKey = func(k string) { keys = append(keys, k) }
	w.Canvas().Focus(c)
	c.TypedRune('s')
	for _, r := range "atellites" {
		w.Canvas().Focused().TypedRune(r)
	}
	press(w.Canvas().Focused(), fyne.KeyReturn)
	c.TypedRune('x')
	press(w.Canvas().Focused(), fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	if !slices.Equal(keys, []string{"satellites"}) || acted != "x" {
		t.Errorf("keys %v, acted %q", keys, acted)
	}
}

func TestMatchOptions(t *testing.T) {
	all := []Option{{"1", "North Korea", "state"}, {"2", "Korea", "state"}, {"3", "South Korea", "republic"}, {"4", "Iran", "Korea's customer"}}
	for _, c := range []struct{ name, match, want string }{
		{"all", " ", "1234"},
		{"beginning first", "kor", "2134"},
		{"every word", "korea state", "12"},
		{"detail", "republic", "3"},
		{"none", "x", ""},
	} {
		got := ""
		for _, o := range matchOptions(all, c.match) {
			got += o.Key
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestProse(t *testing.T) {
	p := NewProse("")
	p.SetSpans([]Span{{Text: "A diplomatic act is "}, {Text: "likely indeed", Key: "k"}, {Text: ", nothing else."}})
	window(t, NewStack(0, p), 160, 200)
	var tapped []string
	p.OnTapped = func(k string) { tapped = append(tapped, k) }
	var links []*Link
	for _, o := range p.objects {
		if l, ok := o.(*Link); ok {
			links = append(links, l)
			test.Tap(l)
			test.Type(l, " ")
			press(l, fyne.KeyReturn)
		}
		if right := o.Position().X + o.Size().Width; right > 161 {
			t.Errorf("%v reaches to %v", o, right)
		}
	}
	if len(links) == 0 || len(tapped) != 3*len(links) || tapped[0] != "k" {
		t.Errorf("%d links, tapped %v", len(links), tapped)
	}
	if got := p.String(); got != "A diplomatic act is likely indeed, nothing else." {
		t.Errorf("text %q", got)
	}
	long := NewProse("")
	long.SetSpans([]Span{{Text: "See "}, {Text: "https://example.org/a/very/long/address/without/any/space", Key: "u"}})
	long.Resize(fyne.NewSize(120, 100))
	for _, o := range test.WidgetRenderer(long).Objects() {
		if right := o.Position().X + o.MinSize().Width; right > 121 {
			t.Errorf("a piece of an address reaches to %v", right)
		}
	}
	if h := p.HeightFor(160); h != p.height || h <= p.HeightFor(1000) {
		t.Errorf("height %v at 160, %v laid out, %v at 1000", h, p.height, p.HeightFor(1000))
	}
}

func TestWrapAndFit(t *testing.T) {
	window(t, widget.NewLabel(""), 10, 10)
	text := strings.Repeat("words of several lengths ", 8) + "\nnext"
	for _, line := range wrapText(text, 120, textSize()) {
		if w := textWidth(line, textSize(), fyne.TextStyle{}); w > 120 {
			t.Errorf("line %q is %v wide", line, w)
		}
	}
	address := "https://example.org/a/very/long/address/without/any/space/in/it"
	if got := wrapText("see "+address, 120, textSize()); strings.Join(got[1:], "") != address || len(got) < 4 {
		t.Errorf("an address is broken into %q", got)
	}
	if got := strings.Join(wrapText("a  b\n\nc", 500, 13), "|"); got != "a b||c" {
		t.Errorf("lines %q", got)
	}
	for width := float32(5); width < 300; width += 13 {
		got, cut := fit("دانشگاه تهران and others", width, 13, fyne.TextStyle{})
		if cut && textWidth(got, 13, fyne.TextStyle{}) > max(width, textWidth("…", 13, fyne.TextStyle{}))+.5 {
			t.Errorf("%q is wider than %v", got, width)
		}
		if !cut && got != "دانشگاه تهران and others" {
			t.Errorf("cut without saying so: %q", got)
		}
	}
	if !rightToLeft("(1) تهران") || rightToLeft("Tehran تهران") || rightToLeft("2024") {
		t.Error("direction")
	}
}

func TestPanelStackAndFlow(t *testing.T) {
	a, b := NewProse(""), newWords(strings.Repeat("some words ", 30), ToneMuted, true)
	a.SetSpans([]Span{{Text: strings.Repeat("more words ", 30)}})
	p := NewPanel("Title", NewStack(6, a, b))
	outer := NewStack(8, p, NewChip("x", ToneNeutral))
	scroll := container.NewVScroll(outer)
	window(t, scroll, 240, 300)
	// One layout is enough: nothing overlaps.
	if bottom := a.Position().Y + a.height; bottom > b.Position().Y {
		t.Errorf("the first text ends at %v, the second begins at %v", bottom, b.Position().Y)
	}
	if got, want := p.Size().Height, p.HeightFor(p.Size().Width); got != want {
		t.Errorf("panel is %v high, needs %v", got, want)
	}
	if !slices.Contains(shownTexts(p), "TITLE") {
		t.Errorf("title in %v", shownTexts(p)[:2])
	}
	p.SetTitle("Other")
	p.SetAction(NewLink("all", nil))
	if got := shownTexts(p); !slices.Contains(got, "OTHER") || !slices.Contains(got, "all") {
		t.Errorf("after change: %v", got)
	}
	f := NewFlow(4)
	var chips []fyne.CanvasObject
	for range 12 {
		chips = append(chips, NewChip("chip", ToneGave1))
	}
	f.Set(chips)
	f.Resize(fyne.NewSize(120, f.HeightFor(120)))
	for _, c := range chips {
		if r := c.Position().X + c.Size().Width; r > 120.5 {
			t.Errorf("a chip reaches to %v", r)
		}
	}
	if last := chips[11]; last.Position().Y+last.Size().Height > f.HeightFor(120)+.5 {
		t.Error("the flow is higher than it says")
	}
}

func TestChip(t *testing.T) {
	c := NewChip("Russia", ToneNeutral)
	w := window(t, container.NewHBox(c), 200, 40)
	if !c.Disabled() {
		t.Error("a chip that does nothing takes the keyboard")
	}
	var got []string
	c.OnTapped = func() { got = append(got, "tap") }
	c.OnRemove = func() { got = append(got, "remove") }
	c.Refresh()
	w.SetContent(container.NewHBox(c))
	test.TapAt(c, fyne.NewPos(4, 4))
	test.TapAt(c, fyne.NewPos(c.Size().Width-4, 4))
	press(c, fyne.KeyReturn, fyne.KeyDelete)
	test.Type(c, " ")
	if s := strings.Join(got, " "); s != "tap remove tap remove tap" {
		t.Errorf("heard %s", s)
	}
}

func TestStatus(t *testing.T) {
	s := NewStatus()
	w := window(t, s, 600, 30)
	s.SetText("All changes kept")
	undone, cancelled := false, false
	s.Toast("Rung changed", ToneNeutral, "Undo", func() { undone = true })
	if got := shownTexts(s); !slices.Contains(got, "Rung changed") || slices.Contains(got, "All changes kept") {
		t.Errorf("shows %v", got)
	}
	test.Tap(s.action)
	if !undone || s.Text() != "All changes kept" {
		t.Errorf("undone %v, then %q", undone, s.Text())
	}
	s.Start("f", "Forecast", func() { cancelled = true })
	s.Progress("f", .5)
	if got := shownTexts(s); !slices.Contains(got, "Forecast") {
		t.Errorf("shows %v", got)
	}
	for _, o := range test.LaidOutObjects(s) {
		if l, ok := o.(*Link); ok && l.Visible() {
			test.Tap(l)
		}
	}
	s.Done("f")
	if !cancelled || slices.Contains(shownTexts(s), "Forecast") {
		t.Errorf("cancelled %v, shows %v", cancelled, shownTexts(s))
	}
	w.Resize(fyne.NewSize(260, 30))
	s.Toast(strings.Repeat("a long message ", 10), ToneWarn, "Details", func() {})
	for _, o := range test.LaidOutObjects(s) {
		if r := o.Position().X + o.Size().Width; o.Visible() && r > 261 {
			t.Errorf("%T reaches to %v", o, r)
		}
	}
}

func TestTooltip(t *testing.T) {
	tapped := false
	b := widget.NewButton("Go", func() { tapped = true })
	w := window(t, container.NewWithoutLayout(), 300, 200)
	tip := WithTooltip(b, "Starts it")
	tip.Resize(fyne.NewSize(100, 30))
	w.SetContent(NewTooltipLayer(container.NewWithoutLayout(tip)))
	test.MoveMouse(w.Canvas(), fyne.NewPos(20, 10))
	if got := layerOf(tip).Text(); got != "Starts it" {
		t.Errorf("shows %q", got)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(20, 10))
	if !tapped {
		t.Error("the tooltip takes the tap")
	}
	test.MoveMouse(w.Canvas(), fyne.NewPos(250, 150))
	if got := layerOf(tip).Text(); got != "" {
		t.Errorf("still shows %q", got)
	}
}

func TestCard(t *testing.T) {
	c := NewCard(&names{})
	window(t, container.NewVScroll(c), 300, 900)
	var opened []string
	c.OnOpen = func(id string) { opened = append(opened, id) }
	for _, r := range []ledger.Record{sampleConduct(), samplePledge(3), &ledger.Matter{
		ID: "matter", Title: "A case", Question: ledger.Question{Relier: "iran", Partner: "russia"},
		Similarity: []ledger.Similarity{{A: "china", B: "iran", Value: .4}}, Settings: ledger.Settings{HalfLifeYears: number(10)},
	}} {
		c.SetRecord(r)
		all := strings.Join(shownTexts(c), " ")
		for _, s := range ledger.Schema(r.Kind()) {
			if s.Key == "unit" || s.Key == "from" || s.Key == "to" {
				continue
			}
			if has := strings.Contains(all, s.Label); has != (ledger.FieldText(r, s.Key) != "") {
				t.Errorf("%s: label %s shown %v", r.Kind(), s.Label, has)
			}
		}
	}
	c.SetRecord(sampleConduct())
	all := strings.Join(shownTexts(c), " ")
	for _, want := range []string{"Twelve-day war", "Russia", "→", "Iran", "+1  words", "B 2", "para 4", "“categorically unacceptable”"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in %s", want, all)
		}
	}
	for _, o := range test.LaidOutObjects(c) {
		if l, ok := o.(*Link); ok {
			test.Tap(l)
		}
	}
	for _, want := range []string{"m1", "russia", "iran", "s1", "s2"} {
		if !slices.Contains(opened, want) {
			t.Errorf("no link to %s among %v", want, opened)
		}
	}
	c.SetRecord(nil)
	if got := shownTexts(c); len(got) > 0 {
		t.Errorf("of nothing it shows %v", got)
	}
}

func TestVersions(t *testing.T) {
	v := NewVersions()
	window(t, container.NewVScroll(v), 300, 400)
	if got := strings.Join(shownTexts(v), " "); !strings.Contains(got, "No edit of this record yet.") {
		t.Errorf("empty: %s", got)
	}
	var restored []string
	v.OnRestore = func(k string) { restored = append(restored, k) }
	v.SetRows([]VersionRow{
		{Key: "2", When: "14:02", Who: "analyst 1", Label: "Change the rung", Changes: []ledger.FieldChange{{Key: "rung", Label: "Rung", Old: "0", New: "+1"}}, Current: true},
		{Key: "1", When: "13:58", Who: "analyst 1", Label: "Add conduct", Changes: []ledger.FieldChange{{Key: "tags", Label: "Tags", Old: "a"}}},
	})
	all := strings.Join(shownTexts(v), " ")
	for _, want := range []string{"Change the rung", "as it stands", "14:02 · analyst 1", "Rung: ", " → ", "+1", "empty"} {
		if !strings.Contains(all, strings.TrimSpace(want)) {
			t.Errorf("no %q in %s", want, all)
		}
	}
	for _, o := range test.LaidOutObjects(v) {
		if l, ok := o.(*Link); ok {
			test.Tap(l)
		}
	}
	if !slices.Equal(restored, []string{"1"}) {
		t.Errorf("restored %v", restored)
	}
}

func TestToneOfRung(t *testing.T) {
	want := []Tone{ToneAgainst2, ToneAgainst1, ToneNothing, ToneGave1, ToneGave2, ToneGave3, ToneGave4}
	for i, w := range want {
		if got := ToneOfRung(ledger.LowestRung + ledger.Rung(i)); got != w {
			t.Errorf("rung %v: tone %v, want %v", ledger.LowestRung+ledger.Rung(i), got, w)
		}
	}
	window(t, widget.NewLabel(""), 10, 10)
	if ToneGave1.Color() == ToneGave4.Color() || Tone(99).Color() != ToneNeutral.Color() || fynetheme.TextSize() != 13 {
		t.Error("colours of tones")
	}
}
