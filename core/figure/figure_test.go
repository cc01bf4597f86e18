package figure

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"image/color"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
	vgrec "gonum.org/v1/plot/vg/recorder"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func sample() *assess.Assessment {
	a := &assess.Assessment{RelierName: "Serbia", PartnerName: "Russia <Empire>"}
	for i, p := range []float64{1, .97, .9, .81, .7, .21, .031} {
		r := ledger.LowestRung + ledger.Rung(i)
		a.AtLeast = append(a.AtLeast, assess.AtLeast{Rung: r, Name: r.Label(), Probability: p, Lower90: p * .7, Upper90: p + (1-p)*.3,
			Word: assess.ICD203.Word(p), BaseRate: p * .8})
	}
	a.Against = assess.Against{Probability: .41, Lower90: .25, Upper90: .6, Word: "unlikely", BaseRate: .2}
	for i := range 40 {
		p := .4 + .3*float64(i%13)/13
		b := assess.Band{Probability: p, Lower90: p - .2, Upper90: p + .2}
		a.History = append(a.History, assess.Point{AsOf: edtf.DayOf(1990+i, 5, 3), AtLeast: []assess.Band{b, b, b, b},
			Against: assess.Band{Probability: 1 - p, Lower90: .7 - p, Upper90: 1.2 - p}, Moments: i})
		if i%5 == 0 {
			a.Observations = append(a.Observations, assess.Observation{Start: edtf.DayOf(1991+i, 1, 1)})
		}
	}
	return a
}

func svg(t *testing.T, p *Picture) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.WriteSVG(&b, p.Width, p.Height); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// pair gives the small case of the verbs' tests, and its answer.
func pair(t testing.TB) (*assess.Assessment, *ledger.Case) {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("..", "command", "testdata", "pair.json"))
	if err != nil {
		t.Fatal(err)
	}
	c, bad, err := ledger.UnmarshalCase(body)
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	a, err := assess.Answer(c, assess.DefaultQuestion(c, edtf.DayOf(2026, 11, 24)), assess.SettingsOf(c))
	if err != nil {
		t.Fatal(err)
	}
	return a, c
}

// pledged is the sample with what became of nine pledges, worked out by hand.
func pledged() *assess.Assessment {
	a := sample()
	a.Question.Partner = "b"
	v := func(x float64) *float64 { return &x }
	a.Pledges = assess.Pledges{
		Total: 9, Open: 4, Fulfilled: 3, Failed: 2, Median: v(4),
		StillOpen: []assess.Step{{Time: 1, Value: 8. / 9, Lower: v(.55), Upper: v(.97), AtRisk: 9}, {Time: 2.5, Value: 7. / 9, Lower: v(.46), Upper: v(.92), AtRisk: 8},
			{Time: 3, Value: 7. / 9, Lower: v(.46), Upper: v(.92), AtRisk: 7}, {Time: 4, Value: 28. / 54, Lower: v(.2), Upper: v(.75), AtRisk: 6}, {Time: 9, Value: 28. / 54, Lower: v(.2), Upper: v(.75), AtRisk: 3}},
		IncFulfilled: []assess.Step{{Time: 1, Value: 1. / 9, AtRisk: 9}, {Time: 4, Value: .37, Lower: v(.1), Upper: v(.6), AtRisk: 6}, {Time: 9, Value: .37, Lower: v(.1), Upper: v(.6), AtRisk: 3}},
		IncFailed:    []assess.Step{{Time: 2.5, Value: 1. / 9, Lower: v(.02), Upper: v(.4), AtRisk: 8}, {Time: 9, Value: 1. / 9, Lower: v(.02), Upper: v(.4), AtRisk: 3}},
		Partners:     []assess.Maker{{Actor: "c", Name: "中华人民共和国", Total: 12, Fulfilled: 7, Failed: 1}, {Actor: "b", Name: "Russia <Empire>", Total: 9, Fulfilled: 3, Failed: 2}, {Actor: "d", Name: "Once", Total: 1}},
	}
	return a
}

// pictures are all that this package draws, of data with a name to escape.
func pictures(t testing.TB) []*Picture {
	a, c := pair(t)
	p := pledged()
	return []*Picture{Ladder(sample()), History(sample()), Survival(p), Incidence(p), Partners(p), Strip(a, c), Lessons(learning(), "m1"), Mirror(gave()), Given(gave(), gave().Overall), League(table())}
}

// learning is what two observers learnt from a moment.
func learning() *assess.Reputation {
	ladder := func(p ...float64) (out []assess.Band) {
		for _, v := range p {
			out = append(out, assess.Band{Probability: v})
		}
		return out
	}
	return &assess.Reputation{
		Question: assess.Question{Relier: "a", Partner: "b"}, Partner: "Russia <Empire>",
		Observers: []assess.Observer{{Actor: "a", Name: "Serbia"}, {Actor: "c", Name: "中华人民共和国"}},
		Moments: []assess.Lesson{{Moment: "m1", Title: "The war", Observers: []assess.Shift{
			{Before: ladder(.8, .6, .3, .1), After: ladder(.8, .5, .3, .1)}, {Before: ladder(.7, .2, .1, .05), After: ladder(.9, .6, .3, .1)}}}},
	}
}

// The observer whom the moment moved most stands first, in words as in the picture.
func TestLessons(t *testing.T) {
	p := Lessons(learning(), "m1")
	if want := "A diplomatic act or more: 中华人民共和国 20 % to 60 %; Serbia 60 % to 50 %."; !strings.Contains(p.Alt, want) {
		t.Errorf("says %q, want %q in it", p.Alt, want)
	}
	if Lessons(learning(), "m2") != nil || Lessons(&assess.Reputation{}, "m1") != nil {
		t.Error("a figure of nothing")
	}
}

func TestHistoryOfAnyRung(t *testing.T) {
	a := sample()
	for i := range a.History {
		a.History[i].AtLeast[0].Probability = .93
	}
	if p := HistoryOf(a, ledger.Words); !strings.Contains(p.Alt, "gives words or more goes from 93 % to 93 %") {
		t.Errorf("says %q", p.Alt)
	}
	if HistoryOf(a, ledger.Silent) != nil {
		t.Error("a figure of a rung that nobody gives")
	}
}

func TestGolden(t *testing.T) {
	for _, p := range pictures(t) {
		name := p.Name + ".svg"
		got := svg(t, p)
		file := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs from its golden file; look at it, then run the test with -update", name)
		}
		if again := svg(t, p); again != got {
			t.Errorf("%s: drawn twice, the bytes differ", name)
		}
	}
}

// TestWellFormed holds the pictures to XML that a strict reader takes, whatever
// the actors are called, and to a name and a description.
func TestWellFormed(t *testing.T) {
	for _, p := range pictures(t) {
		text := svg(t, p)
		dec := xml.NewDecoder(strings.NewReader(text))
		seen := map[string]int{}
		for {
			tok, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", p.Title, err)
			}
			if e, ok := tok.(xml.StartElement); ok {
				seen[e.Name.Local]++
			}
		}
		if seen["title"] != 1 || seen["desc"] != 1 {
			t.Errorf("%s: %d titles and %d descriptions, want one of each", p.Title, seen["title"], seen["desc"])
		}
		if seen["image"]+seen["script"]+seen["style"]+seen["Empire"] > 0 {
			t.Errorf("%s: holds an element that it should not: %v", p.Title, seen)
		}
	}
}

func TestAlt(t *testing.T) {
	alt := Ladder(sample()).Alt
	for _, want := range []string{"at least material help: unlikely, 21 %", "conduct against Serbia: unlikely, 41 % (90 % interval 25 to 60 %; base rate 20 %)"} {
		if !strings.Contains(alt, want) {
			t.Errorf("the ladder's text lacks %q:\n%s", want, alt)
		}
	}
	alt = History(sample()).Alt
	for _, want := range []string{"from 3 May 1990 to 3 May 2029", "gives a diplomatic act or more goes from 40 % to 40 %", "its highest 68 %, as of 3 May 2002"} {
		if !strings.Contains(alt, want) {
			t.Errorf("the history's text lacks %q:\n%s", want, alt)
		}
	}
}

func TestHistoryNeedsTwoDays(t *testing.T) {
	a := sample()
	for _, points := range [][]assess.Point{nil, a.History[:1], {a.History[0], a.History[0]}, {{}, {}}} {
		a.History = points
		if p := History(a); p != nil {
			t.Errorf("%d points gave a picture", len(points))
		}
	}
}

func TestPledgeAlts(t *testing.T) {
	for _, c := range []struct {
		p    *Picture
		want []string
	}{
		{Survival(pledged()), []string{"the share of 9 pledges", "89 % after 2 years (55 to 97 %)", "52 % after 4 years (20 to 75 %)", "Half had ended after 4 years."}},
		{Incidence(pledged()), []string{"after 4 years 37 % fulfilled and 11 % failed", "the rest is still open"}},
		{Partners(pledged()), []string{"Russia <Empire> 9: 3 fulfilled, 2 failed, 4 open; 中华人民共和国 12: 7 fulfilled, 1 failed, 4 open."}},
	} {
		for _, want := range c.want {
			if !strings.Contains(c.p.Alt, want) {
				t.Errorf("%s: the text lacks %q:\n%s", c.p.Name, want, c.p.Alt)
			}
		}
	}
}

func TestStripAlt(t *testing.T) {
	a, c := pair(t)
	conduct := 0
	for _, r := range c.ConductBetween(a.Question.Partner, a.Question.Relier) {
		if ledger.KnownBy(r.Date, a.Question.AsOf) {
			conduct++
		}
	}
	for _, want := range []string{fmt.Sprintf("%d records of its conduct", conduct), fmt.Sprintf("%d pledges to %s", a.Pledges.Total, a.RelierName),
		fmt.Sprintf("at %d of which something that %s did is on record", a.Moments, a.PartnerName)} {
		if alt := Strip(a, c).Alt; !strings.Contains(alt, want) {
			t.Errorf("the text lacks %q:\n%s", want, alt)
		}
	}
}

// TestNothingToDraw holds every picture that needs data to being left out without.
func TestNothingToDraw(t *testing.T) {
	a := sample()
	if Survival(a) != nil || Incidence(a) != nil || Partners(a) != nil {
		t.Error("a picture of pledges is drawn where there are none")
	}
	a.Pledges = assess.Pledges{Total: 3, Open: 3, StillOpen: []assess.Step{{Time: 4, Value: 1, AtRisk: 3}}}
	if Survival(a) != nil {
		t.Error("a curve is drawn where no pledge has ended")
	}
	if Strip(a, ledger.NewCase(nil)) != nil {
		t.Error("a strip is drawn of an empty case")
	}
}

// TestImage holds the pixels to the size asked for, to showing what the SVG
// shows, to standing on dark ground where asked, and to the same bytes each time.
func TestImage(t *testing.T) {
	for _, p := range pictures(t) {
		light, dim := p.Image(p.Width, p.Height, 2, Light), p.Image(p.Width, p.Height, 2, Dark)
		if got, want := light.Bounds().Dx(), int(2*p.Width); got != want {
			t.Errorf("%s: %d pixels wide, want %d", p.Name, got, want)
		}
		if c := color.NRGBAModel.Convert(light.At(1, 1)); c != color.Color(paper) {
			t.Errorf("%s: the ground is %v", p.Name, c)
		}
		if c := color.NRGBAModel.Convert(dim.At(1, 1)); c != color.Color(night) {
			t.Errorf("%s: the dark ground is %v", p.Name, c)
		}
		marked := 0
		b := light.Bounds()
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				if r, _, _, _ := light.At(x, y).RGBA(); r < 0xc000 {
					marked++
				}
			}
		}
		if share := float64(marked) / float64(b.Dx()*b.Dy()); share < .004 || share > .6 {
			t.Errorf("%s: %.1f %% of the picture is drawn on", p.Name, 100*share)
		}
		var one, two bytes.Buffer
		if err := errors.Join(p.WritePNG(&one, p.Width, p.Height, 1), p.WritePNG(&two, p.Width, p.Height, 1)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Errorf("%s: written twice as PNG, the bytes differ", p.Name)
		}
	}
}

// TestWithin holds every mark and word to the picture's edges.
func TestWithin(t *testing.T) {
	for _, p := range pictures(t) {
		r := &vgrec.Canvas{}
		w := &measured{w: svgWords{}, t: t, p: p}
		p.Paint(r, w, p.Width, p.Height)
		for _, a := range r.Actions {
			var path vg.Path
			switch a := a.(type) {
			case *vgrec.Fill:
				path = a.Path
			case *vgrec.Stroke:
				path = a.Path
			}
			for _, q := range path {
				if x, y := float64(q.Pos.X), float64(q.Pos.Y); q.Type != vg.CloseComp && (x < -1 || x > p.Width+1 || y < -1 || y > p.Height+1) {
					t.Errorf("%s: a mark at %.1f, %.1f stands outside", p.Name, x, y)
				}
				if x := float64(q.Pos.X) * 100; math.Abs(x-math.Round(x)) > 1e-6 {
					t.Errorf("%s: the coordinate %v is not round", p.Name, q.Pos.X)
				}
			}
		}
	}
}

// measured checks where words stand.
type measured struct {
	w Words
	t *testing.T
	p *Picture
}

func (m *measured) Width(s string, size float64, bold bool) float64 { return m.w.Width(s, size, bold) }

func (m *measured) Draw(s string, size float64, bold bool, x, y float64, _ color.Color) {
	if x < -1 || x+m.w.Width(s, size, bold) > m.p.Width+1 || y < 0 || y+size*.75 > m.p.Height+1 {
		m.t.Errorf("%s: the words %q at %.0f, %.0f leave the picture", m.p.Name, s, x, y)
	}
}

func TestRounded(t *testing.T) {
	for _, c := range []struct{ in, want float64 }{{1.005, 1.01}, {1.0049999999999999, 1.01}, {-2.345, -2.34}, {0, 0}, {3.14159, 3.14}} {
		if got := rounded(c.in); got != c.want {
			t.Errorf("rounded(%v) = %v, want %v", c.in, got, c.want)
		}
	}
}

func TestYearTicks(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"1991-03-01", "2025-10-01", "1995 2000 2005 2010 2015 2020 2025"},
		{"1879-10-07", "1914-08-12", "1880 1885 1890 1895 1900 1905 1910"},
		{"1914-07-01", "1914-08-12", "1914"}, // no new year within
		{"-0431-01-01", "-0400-01-01", "-430 -425 -420 -415 -410 -405 -400"},
	} {
		from, _ := edtf.ParseDay(c.from)
		to, _ := edtf.ParseDay(c.to)
		var got []string
		for _, d := range yearTicks(from, to) {
			got = append(got, yearText(d))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s to %s: %s, want %s", c.from, c.to, s, c.want)
		}
	}
}

func ExampleLadder() {
	if err := Ladder(sample()).WriteSVG(io.Discard, 560, 200); err != nil {
		panic(err)
	}
	fmt.Println(Ladder(sample()).Title)
	// Output: What Serbia can count on Russia <Empire> for
}

func BenchmarkSVG(b *testing.B) {
	for _, p := range pictures(b) {
		b.Run(p.Name, func(b *testing.B) {
			for b.Loop() {
				if err := p.WriteSVG(io.Discard, p.Width, p.Height); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkImage(b *testing.B) {
	for _, p := range pictures(b) {
		b.Run(p.Name, func(b *testing.B) {
			for b.Loop() {
				p.Image(p.Width, p.Height, 1, Light)
			}
		})
	}
}
