package brief

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/carlos7ags/folio/reader"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	gmtext "github.com/yuin/goldmark/text"
	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func TestSameBytes(t *testing.T) {
	for _, f := range Formats() {
		a, c := worldly(t)
		b, d := worldly(t)
		if !bytes.Equal(put(t, f.Name, a, c), put(t, f.Name, b, d)) {
			t.Errorf("%s: the same case gives different bytes", f.Title)
		}
	}
}

func TestFormatOf(t *testing.T) {
	for in, want := range map[string]string{"html": "html", ".HTM": "html", "a/b.PDF": "pdf", "x.docx": "docx", "markdown": "", "b.markdown": "md", "MD": "md"} {
		f, err := FormatOf(in)
		if (err == nil) != (want != "") || f.Name != want {
			t.Errorf("FormatOf(%q) = %q, %v; want %q", in, f.Name, err, want)
		}
	}
	if _, err := FormatOf("a.odt"); err == nil || !strings.Contains(err.Error(), ".pdf") {
		t.Errorf("the error names no formats: %v", err)
	}
}

func TestCancelled(t *testing.T) {
	a, c := worldly(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, f := range Formats() {
		var b bytes.Buffer
		if err := Write(ctx, &b, f.Name, a, c); !errors.Is(err, context.Canceled) || b.Len() > 0 {
			t.Errorf("%s: %d bytes, %v", f.Title, b.Len(), err)
		}
	}
}

// unpacked gives the parts of a DOCX by name.
func unpacked(t testing.TB, body []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(text)
	}
	return out
}

// wellFormed reads XML strictly and gives its text, and the values of an
// attribute by element.
func wellFormed(name, body string) (content string, values map[string][]string, err error) {
	dec := xml.NewDecoder(strings.NewReader(body))
	var b strings.Builder
	values = map[string][]string{}
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return b.String(), values, nil
		}
		if err != nil {
			return "", nil, fmt.Errorf("%s: %w", name, err)
		}
		switch tok := tok.(type) {
		case xml.CharData:
			b.Write(tok)
		case xml.StartElement:
			for _, a := range tok.Attr {
				key := tok.Name.Local + "@" + a.Name.Local
				values[key] = append(values[key], a.Value)
			}
			values[tok.Name.Local] = append(values[tok.Name.Local], "")
		}
	}
}

// docxSound holds a DOCX to what programs that open one rely on.
func docxSound(body []byte, d *Document) error {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return err
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return err
		}
		text, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		parts[f.Name] = string(text)
		if strings.HasSuffix(f.Name, ".xml") || strings.HasSuffix(f.Name, ".rels") {
			if _, _, err := wellFormed(f.Name, string(text)); err != nil {
				return err
			}
		}
	}
	content, values, err := wellFormed("word/document.xml", parts["word/document.xml"])
	if err != nil {
		return err
	}
	_, styles, err := wellFormed("word/styles.xml", parts["word/styles.xml"])
	if err != nil {
		return err
	}
	for _, key := range []string{"pStyle@val", "rStyle@val", "tblStyle@val"} {
		for _, s := range values[key] {
			if !slices.Contains(styles["style@styleId"], s) {
				return fmt.Errorf("the style %q is used and not defined", s)
			}
		}
	}
	_, relations, err := wellFormed("relations", parts["word/_rels/document.xml.rels"])
	if err != nil {
		return err
	}
	for _, id := range append(values["hyperlink@id"], values["blip@embed"]...) {
		if !slices.Contains(relations["Relationship@Id"], id) {
			return fmt.Errorf("the relation %s is used and not there", id)
		}
	}
	for i, target := range relations["Relationship@Target"] {
		if _, inside := parts["word/"+target]; !inside && !strings.HasPrefix(target, "http") {
			return fmt.Errorf("relation %d leads to %q, which is not there", i+1, target)
		}
	}
	for _, a := range values["hyperlink@anchor"] {
		if !slices.Contains(values["bookmarkStart@name"], a) {
			return fmt.Errorf("the link to %q leads nowhere", a)
		}
	}
	if got, want := len(values["tbl"]), len(d.tablesWithin()); got != want || len(values["tblHeader"]) != want {
		return fmt.Errorf("%d tables with %d header rows, want %d of each", got, len(values["tblHeader"]), want)
	}
	if got, want := len(values["blip"]), len(d.Figures()); got != want {
		return fmt.Errorf("%d pictures, want %d", got, want)
	}
	for _, alt := range values["docPr@descr"] {
		if len(alt) < 30 {
			return fmt.Errorf("a picture has the alternative text %q", alt)
		}
	}
	for _, s := range d.Sections {
		if !strings.Contains(content, s.Title) {
			return fmt.Errorf("the section %q is missing", s.Title)
		}
	}
	return nil
}

func (d *Document) tablesWithin() []*Table { return d.Tables()[:len(d.Tables())-len(d.Further)] }

func TestDOCX(t *testing.T) {
	a, c := worldly(t)
	d := Compose(a, c)
	body := put(t, "docx", a, c)
	if err := docxSound(body, d); err != nil {
		t.Fatal(err)
	}
	parts := unpacked(t, body)
	content, _, err := wellFormed("word/document.xml", parts["word/document.xml"])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{names.persian, names.treaty, names.russian, names.chinese, names.hebrew, names.korean, names.arabic} {
		if !strings.Contains(content, want) {
			t.Errorf("the document lacks %q", want)
		}
	}
	for _, run := range regexp.MustCompile(`<w:rtl/></w:rPr><w:t[^>]*>([^<]*)`).FindAllStringSubmatch(parts["word/document.xml"], -1) {
		if !strings.ContainsFunc(run[1], turned) || strings.ContainsAny(run[1], "abcdefghijklmnopqrstuvwxyz") {
			t.Errorf("a run from right to left holds %q", run[1])
		}
	}
	for part, wants := range map[string][]string{
		"docProps/core.xml": {"2025-10-01T00:00:00Z", "a brief"}, "word/footer1.xml": {"PAGE", "NUMPAGES"},
		"word/document.xml": {`w:val="Title"`, `w:val="Heading1"`, `w:val="Heading2"`, `w:val="Caption"`, "SEQ Figure", "<w:bidi/>", "<w:rtl/>"},
	} {
		for _, want := range wants {
			if !strings.Contains(parts[part], want) {
				t.Errorf("%s lacks %s", part, want)
			}
		}
	}
}

// read gives the text of a PDF by a reader that knows nothing of how it was made.
func read(body []byte) (pages int, content string, err error) {
	r, err := reader.Parse(body)
	if err != nil {
		return 0, "", err
	}
	var b strings.Builder
	for i := range r.PageCount() {
		p, err := r.Page(i)
		if err != nil {
			return 0, "", err
		}
		s, err := p.ExtractText()
		if err != nil {
			return 0, "", err
		}
		b.WriteString(s + "\n")
	}
	return r.PageCount(), b.String(), nil
}

func TestPDF(t *testing.T) {
	for _, name := range assets.Names() {
		a, c := bundled(t, name)
		body := put(t, "pdf", a, c)
		pages, content, err := read(body)
		if err != nil {
			t.Fatal(err)
		}
		if pages < 5 || pages > 60 {
			t.Errorf("%s: %d pages", name, pages)
		}
		flat := squeezed(content)
		for _, s := range Compose(a, c).Sections {
			if !strings.Contains(flat, squeezed(s.Title)) {
				t.Errorf("%s: the section %q is missing", name, s.Title)
			}
		}
		d := Compose(a, c)
		heads := 0
		for _, sec := range d.Sections {
			for _, b := range sec.Blocks {
				if _, ok := b.(*Heading); ok {
					heads++
				}
			}
		}
		for tag, want := range map[string]int{"H1": 1, "H2": len(d.Sections), "H3": heads, "Table": len(d.tablesWithin()), "Figure": len(d.Figures())} {
			if got := bytes.Count(body, []byte("/S /"+tag+" ")); got != want {
				t.Errorf("%s: the structure has %d %s, want %d", name, got, tag, want)
			}
		}
		for _, want := range []string{"/MarkInfo", "/StructTreeRoot", "/Outlines", "/Lang", "/S /H1", "/S /TH", "/Alt", "/Subtype /Link"} {
			if !bytes.Contains(body, []byte(want)) {
				t.Errorf("%s: no %s in the file", name, want)
			}
		}
	}
}

// squeezed drops all white space, so that line ends do not matter.
func squeezed(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00a0", " ")), "")
}

// TestMarkdown reads the Markdown as its users' programs do: the same headings
// and tables, no HTML but the anchors, no links but those of the brief.
func TestMarkdown(t *testing.T) {
	for _, name := range assets.Names() {
		a, c := bundled(t, name)
		d := Compose(a, c)
		if err := markdownSound(put(t, "md", a, c), d); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

var anchor = regexp.MustCompile(`^(<a id="ref-[0-9]+">|</a>)$`)

func markdownSound(source []byte, d *Document) error {
	root := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(gmtext.NewReader(source))
	counts := map[string]int{}
	err := ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			counts[fmt.Sprintf("h%d", n.Level)]++
		case *ast.RawHTML:
			if s := string(n.Segments.Value(source)); !anchor.MatchString(s) {
				return ast.WalkStop, fmt.Errorf("HTML in the text: %q", s)
			}
		case *ast.HTMLBlock:
			return ast.WalkStop, fmt.Errorf("a block of HTML: %q", n.Lines().Value(source))
		case *ast.CodeBlock, *ast.FencedCodeBlock, *ast.Image:
			return ast.WalkStop, fmt.Errorf("a %s, which no brief has", n.Kind())
		case *ast.Link:
			if to := string(n.Destination); !strings.HasPrefix(to, "#ref-") && !strings.HasPrefix(to, "http://") && !strings.HasPrefix(to, "https://") {
				return ast.WalkStop, fmt.Errorf("a link to %q", to)
			}
		case *extast.Table:
			counts["tables"]++
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return err
	}
	heads := 0
	for _, s := range d.Sections {
		for _, b := range s.Blocks {
			if _, ok := b.(*Heading); ok {
				heads++
			}
		}
	}
	if counts["h1"] != 1 || counts["h2"] != len(d.Sections) || counts["h3"] != heads || counts["tables"] != len(d.tablesWithin()) {
		return fmt.Errorf("headings and tables %v, want 1, %d, %d and %d", counts, len(d.Sections), heads, len(d.tablesWithin()))
	}
	return nil
}

// anything draws texts as careless people, broken imports and attackers write them.
func anything(t *rapid.T, label string) string {
	return rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{"\x00\x01\x02\x1b[31m", "</w:t><w:p/>", "]]>", "<script>alert(1)</script>", "# head\n- item\n| a | b |", "=HYPERLINK(\"x\")", "\u202eabc\u202c", "وزارت (۱۴۰۴) x 12", "\xff\xfe", "a\uffffb\ufffe", "😀👩‍👩‍👧", strings.Repeat("long ", 300), strings.Repeat("x", 3000), "\n\n\n", "1. a\n\n    code", "![x](y)", "`a`", "$x$", "http://example.org/<b>"}),
	).Draw(t, label)
}

// TestAnyText holds every format to a sound document whatever the records say.
func TestAnyText(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		say := func() string { return anything(rt, "text") }
		d := edtf.MustParse
		cites := []ledger.Citation{{Source: "s1", Credibility: 2, Where: say(), Quote: say()}}
		c := ledger.NewCase([]ledger.Record{
			&ledger.Matter{ID: "matter", Title: say(), About: say(), Question: ledger.Question{Relier: "a", Partner: "b", AsOf: d("2025-10-01")}},
			&ledger.Actor{ID: "a", Label: say(), Type: "state"}, &ledger.Actor{ID: "b", Label: say(), Type: "state"},
			&ledger.Source{ID: "s1", Title: say(), Publisher: say(), Author: say(), URL: "https://example.org/" + say(), Reliability: "B", Date: d("2019")},
			&ledger.Moment{ID: "m1", Title: say(), InNeed: []string{"a"}, Start: d("2019-05-01"), Type: "sanctions"},
			&ledger.Conduct{ID: "c1", Moment: "m1", From: "b", To: "a", Date: d("2019-05-10"), Rung: 2, What: say(), Citations: cites},
			&ledger.Pledge{ID: "p1", Title: say(), From: "b", To: "a", Channel: "arms", Promised: d("2016"), Citations: cites},
			&ledger.Pledge{ID: "p2", Title: say(), From: "b", To: "a", Channel: "arms", Promised: d("2017"), Milestones: []ledger.Milestone{{Date: d("2019-03"), Type: "fulfilled"}}},
			&ledger.Note{ID: "n1", Title: say(), Text: say(), Contested: true, For: cites},
		})
		a, err := assess.Answer(c, assess.DefaultQuestion(c, edtf.DayOf(2025, 10, 1)), assess.SettingsOf(c))
		if err != nil {
			rt.Fatal(err)
		}
		doc := Compose(a, c)
		f := rapid.SampledFrom(Formats()).Draw(rt, "format")
		var b bytes.Buffer
		if err := doc.Write(context.Background(), &b, f); err != nil {
			rt.Fatal(err)
		}
		switch f.Name {
		case "docx":
			err = docxSound(b.Bytes(), doc)
		case "md":
			err = markdownSound(b.Bytes(), doc)
		case "pdf":
			_, _, err = read(b.Bytes())
		case "html":
			p := parse(t, b.String())
			for _, e := range []string{"script", "img", "iframe"} {
				if p.elements[e] > 0 {
					err = fmt.Errorf("the page has a <%s>", e)
				}
			}
		}
		if err != nil {
			rt.Fatalf("%s: %v", f.Title, err)
		}
		files, err := doc.CSV()
		if err != nil || len(files) < 5 {
			rt.Fatalf("CSV: %d files, %v", len(files), err)
		}
	})
}

func ExampleFormats() {
	for _, f := range Formats() {
		fmt.Println(f.Name, f.Extensions[0])
	}
	// Output:
	// html .html
	// pdf .pdf
	// docx .docx
	// md .md
}

func ExampleWrite() {
	c := ledger.NewCase([]ledger.Record{&ledger.Actor{ID: "a", Label: "Alpha", Type: "state"}, &ledger.Actor{ID: "b", Label: "Bravo", Type: "state"}})
	a, err := assess.Answer(c, assess.DefaultQuestion(c, edtf.DayOf(2025, 10, 1)), assess.SettingsOf(c))
	if err != nil {
		panic(err)
	}
	var b strings.Builder
	if err := Write(context.Background(), &b, "md", a, c); err != nil {
		panic(err)
	}
	first, _, _ := strings.Cut(b.String(), "\n")
	fmt.Println(first)
	// Output: # Can Alpha count on Bravo, as of 1 October 2025, in any situation?
}

func BenchmarkFormats(b *testing.B) {
	a, c := bundled(b, assets.FirstCase)
	for _, f := range Formats() {
		b.Run(f.Name, func(b *testing.B) {
			for b.Loop() {
				if err := Write(b.Context(), io.Discard, f.Name, a, c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	d := Compose(a, c)
	b.Run("xlsx", func(b *testing.B) {
		for b.Loop() {
			if err := d.WriteTables(b.Context(), io.Discard); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("csv", func(b *testing.B) {
		for b.Loop() {
			if err := d.WriteCSV(io.Discard); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("compose", func(b *testing.B) {
		for b.Loop() {
			Compose(a, c)
		}
	})
}
