package pdf

import (
	"bytes"
	"fmt"
	"image/color"
	"strings"
	"testing"
	"time"

	"github.com/carlos7ags/folio/core"
	"github.com/carlos7ags/folio/reader"
	"gonum.org/v1/plot/vg"

	"github.com/fairweather-app/fairweather/core/typeset"
)

// small makes a document with one of everything.
func small(t testing.TB) []byte {
	t.Helper()
	set := typeset.New()
	d := New(Info{Title: "Title <&> ایران", Subject: "Subject", Creator: "Maker", Language: "en", Made: time.Date(2025, 10, 1, 0, 0, 0, 0, time.UTC)})
	for n := range 2 {
		p := d.AddPage(300, 200)
		write := func(e *Elem, text string, y float64) {
			for _, r := range set.Shape([]typeset.Span{{Text: text, Size: 12}}, typeset.Auto).Lines(280)[0].Runs {
				p.Mark(e, func() { p.Run(r, 10+r.X, y, color.Black) })
			}
		}
		d.Bookmark(fmt.Sprintf("Page %d", n+1), 1, p, 180)
		d.Bookmark("Part", 2, p, 150)
		write(d.Root().Add("H1"), fmt.Sprintf("Page %d", n+1), 170)
		write(d.Root().Add("P"), "خارجهٔ", 140)
		write(d.Root().Add("P"), "中国 Ελλάδα", 120)
		link := d.Root().Add("P").Add("Link")
		write(link, "a link", 100)
		p.Link(link, 10, 98, 60, 112, "https://example.org/", "")
		p.Link(link, 10, 78, 60, 92, "", "there")
		d.Target("there", p, 60)
		figure := d.Root().Add("Figure").Alt("A box.")
		p.Mark(figure, func() {
			g := p.Draw(100, 20)
			g.SetColor(color.NRGBA{0, 0, 0xff, 0x40})
			var path vg.Path
			path.Move(vg.Point{})
			path.Line(vg.Point{X: 20})
			path.Line(vg.Point{X: 20, Y: 20})
			path.Close()
			g.Fill(path)
			g.SetLineWidth(2)
			g.SetLineDash([]vg.Length{3, 1}, 0)
			g.Stroke(path)
		})
		p.Artifact(func() { p.Rule(10, 290, 10, .5, color.Gray{0x80}) })
	}
	var b bytes.Buffer
	if _, err := d.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDocument(t *testing.T) {
	body := small(t)
	if !bytes.Equal(body, small(t)) {
		t.Error("made twice, the bytes differ")
	}
	r, err := reader.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	if r.PageCount() != 2 {
		t.Fatalf("%d pages", r.PageCount())
	}
	if title, _, _, creator, _ := r.Info(); title != "Title <&> ایران" || creator != "Maker" {
		t.Errorf("title %q, creator %q", title, creator)
	}
	p, err := r.Page(1)
	if err != nil {
		t.Fatal(err)
	}
	text, err := p.ExtractText()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Page 2", "中国 Ελλάδα", "a link"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
	for _, letter := range "خارجهٔ" { // in whichever order this reader puts what runs from right to left
		if !strings.ContainsRune(text, letter) {
			t.Errorf("no %q in %q", letter, text)
		}
	}
	operators, err := p.ContentStream()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"/H1 <</MCID 0>> BDC", "/Figure <</MCID", "/Artifact BMC", "[3 1] 0 d", "/A64 gs"} {
		if !bytes.Contains(operators, []byte(want)) {
			t.Errorf("no %q in the page:\n%s", want, operators)
		}
	}
	if bytes.Count(operators, []byte("BDC"))+bytes.Count(operators, []byte("BMC")) != bytes.Count(operators, []byte("EMC")) {
		t.Error("marked content is not closed")
	}
	catalog := r.Catalog()
	for _, key := range []string{"StructTreeRoot", "MarkInfo", "Lang", "Outlines", "Metadata"} {
		if catalog.Get(key) == nil {
			t.Errorf("the catalog has no %s", key)
		}
	}
	outlines, err := r.ResolveObject(catalog.Get("Outlines"))
	if err != nil {
		t.Fatal(err)
	}
	if count := outlines.(*core.PdfDictionary).Get("Count"); fmt.Sprint(count.(*core.PdfNumber).IntValue()) != "2" {
		t.Errorf("bookmarks: %v, want 2 at the top", count)
	}
}

func TestNum(t *testing.T) {
	for v, want := range map[float64]string{0: "0", -.001: "0", 1: "1", 1.5: "1.5", -2.25: "-2.25", 12.345678: "12.35", 100: "100", .1: "0.1"} {
		if got := num(v); got != want {
			t.Errorf("num(%v) = %s, want %s", v, got, want)
		}
	}
}

func ExampleNew() {
	d := New(Info{Title: "Example", Made: time.Date(2025, 10, 1, 0, 0, 0, 0, time.UTC)})
	p := d.AddPage(595, 842)
	for _, r := range typeset.New().Shape([]typeset.Span{{Text: "Hello", Size: 12}}, typeset.LeftToRight).Lines(400)[0].Runs {
		p.Mark(d.Root().Add("P"), func() { p.Run(r, 72+r.X, 700, color.Black) })
	}
	var b bytes.Buffer
	if _, err := d.WriteTo(&b); err != nil {
		panic(err)
	}
	fmt.Printf("%s\n", b.Bytes()[:8])
	// Output: %PDF-1.7
}
