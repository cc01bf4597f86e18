package figure

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

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
	if err := p.WriteSVG(&b, 520, 220); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for name, p := range map[string]*Picture{"ladder.svg": Ladder(sample()), "history.svg": History(sample())} {
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
	for _, p := range []*Picture{Ladder(sample()), History(sample())} {
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
	for _, want := range []string{"from 1990-05-03 to 2029-05-03", "gives a diplomatic act or more goes from 40 % to 40 %", "its highest 68 %, as of 2002-05-03"} {
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

func BenchmarkLadder(b *testing.B) {
	p := Ladder(sample())
	for b.Loop() {
		if err := p.WriteSVG(io.Discard, 520, 220); err != nil {
			b.Fatal(err)
		}
	}
}
