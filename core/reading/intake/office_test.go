package intake

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

// packed makes a ZIP file of parts.
func packed(t testing.TB, parts map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"word/document.xml", "word/footnotes.xml", "word/comments.xml", "docProps/core.xml", "xl/workbook.xml", "../../evil.txt"} {
		if body, ok := parts[name]; ok {
			w, err := z.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(w, body); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const wordHead = `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>`
const wordFoot = `</w:body></w:document>`

func para(s string) string { return "<w:p><w:r><w:t>" + s + "</w:t></w:r></w:p>" }

func TestDOCX(t *testing.T) {
	x := one(t, "a.docx", packed(t, map[string]string{
		"word/document.xml": wordHead + `<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>A title</w:t></w:r></w:p>` +
			`<w:p><w:r><w:t xml:space="preserve">One </w:t></w:r><w:ins><w:r><w:t>put in</w:t></w:r></w:ins><w:del><w:r><w:delText>GONE</w:delText></w:r></w:del><w:r><w:noBreakHyphen/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r></w:p>` +
			`<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>UNSEEN</w:t></w:r><w:r><w:fldChar/><w:instrText>CODE</w:instrText><w:t>seen</w:t></w:r></w:p>` +
			`<mc:AlternateContent><mc:Choice>` + para("box") + `</mc:Choice><mc:Fallback>` + para("AGAIN") + `</mc:Fallback></mc:AlternateContent>` + wordFoot,
		"word/footnotes.xml": wordHead + para("A note.") + wordFoot,
		"word/comments.xml":  wordHead + para("COMMENT") + wordFoot,
		"docProps/core.xml":  `<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:creator>A. Writer</dc:creator><dcterms:created>2024-01-02T10:00:00Z</dcterms:created><dcterms:modified>2024-03-04T10:00:00Z</dcterms:modified></cp:coreProperties>`,
		"../../evil.txt":     "EVIL",
	}))
	if want := "A title\n\nOne put in-b c\n\nseen\n\nbox"; x.Extract != want {
		t.Errorf("got %q, want %q", x.Extract, want)
	}
	if x.Full != x.Extract+"\n\nA note." || x.Title != "A title" || x.Author != "A. Writer" || x.Date != "2024-03-04" {
		t.Errorf("got %q, %q, %q, %q", x.Full, x.Title, x.Author, x.Date)
	}
	for _, s := range []string{"tracked changes", "1 hidden stretch", "Comments are left out", "last saved"} {
		noted(t, x, s)
	}
}

func refusedAs(t *testing.T, name, raw, want string) {
	t.Helper()
	start := time.Now()
	_, err := Parse(t.Context(), name, []byte(raw))
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%s: %v, want it to say %q", name, err, want)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("%s: it took %v to refuse", name, took)
	}
}

func TestHostileDOCX(t *testing.T) {
	refusedAs(t, "bomb.docx", packed(t, map[string]string{"word/document.xml": wordHead + strings.Repeat(" ", 40_000_000) + wordFoot}), "zip bomb")
	refusedAs(t, "lie.docx", lyingZip("word/document.xml", strings.Repeat("a", 6_000_000)), "unpack word/document.xml")
	refusedAs(t, "laughs.docx", packed(t, map[string]string{"word/document.xml": laughs + `<w:document xmlns:w="w"><w:p><w:r><w:t>&lol9;</w:t></w:r></w:p></w:document>`}), "broken")
	refusedAs(t, "deep.docx", packed(t, map[string]string{"word/document.xml": wordHead + strings.Repeat("<w:p>", 5_000)}), "deep within each other")
	refusedAs(t, "cut.docx", packed(t, map[string]string{"word/document.xml": wordHead + para("x") + wordFoot})[:200], "no whole DOCX")
	refusedAs(t, "sheet.docx", packed(t, map[string]string{"xl/workbook.xml": "<x/>"}), "spreadsheet")
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range maxEntries + 1 {
		if _, err := z.Create(fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	refusedAs(t, "many.docx", b.String(), "packs 5001 files")
}

// lyingZip packs a part stored as it is whose header declares another size than
// it has.
func lyingZip(name, body string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(body)), CompressedSize64: uint64(len(body)), UncompressedSize64: 10})
	if err == nil {
		_, err = io.WriteString(w, body)
	}
	if err = z.Close(); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.String()
}

const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;"><!ENTITY lol2 "&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;"><!ENTITY lol9 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]>`

// pdfOf makes a small PDF of objects, numbered from 1; the first is the catalog.
func pdfOf(objects ...string) string {
	objects = append(objects, "<< /Title (The title) /Author (A. Writer) /CreationDate (D:20240506101112Z) >>")
	var b strings.Builder
	b.WriteString("%PDF-1.4\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, len(objects), start)
	return b.String()
}

// pdfPages makes a PDF with lines of text on each page, 14 points apart, an
// empty line being a gap.
func pdfPages(pages ...[]string) string {
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
	var kids strings.Builder
	for _, lines := range pages {
		var s strings.Builder
		s.WriteString("BT /F1 11 Tf 14 TL 72 720 Td\n")
		for _, l := range lines {
			fmt.Fprintf(&s, "(%s) Tj T*\n", strings.NewReplacer("(", `\(`, ")", `\)`).Replace(l))
		}
		s.WriteString("ET")
		n := len(objects)
		fmt.Fprintf(&kids, "%d 0 R ", n+1)
		objects = append(objects, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>", n+2),
			fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", s.Len(), s.String()))
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids.String(), len(pages))
	return pdfOf(objects...)
}

func TestPDF(t *testing.T) {
	x := one(t, "a.pdf", pdfPages(
		[]string{"Report of the Council - page 1", "", "Norway promised Ukraine two air-defence systems in March, and the", "delivery was postponed twice because of the many orders from the coun-", "tries of the alliance.", "", "The minister told parliament that the first of them would arrive be-", "fore the winter and that crews"},
		[]string{"Report of the Council - page 2", "", "were being trained already in the south of the country."},
		[]string{"Report of the Council - page 3", "", "It ends here."}))
	want := "Norway promised Ukraine two air-defence systems in March, and the delivery was postponed twice because of the many orders from the countries of the alliance.\n\n" +
		"The minister told parliament that the first of them would arrive before the winter and that crews were being trained already in the south of the country.\n\nIt ends here."
	if x.Extract != want {
		t.Errorf("got  %q\nwant %q", x.Extract, want)
	}
	if !strings.Contains(x.Full, "Report of the Council - page 2") || x.Title != "The title" || x.Author != "A. Writer" || x.Date != "2024-05-06" {
		t.Errorf("got %q, %q, %q, %q", x.Full, x.Title, x.Author, x.Date)
	}
	noted(t, x, "head or foot")
	noted(t, x, "on which the PDF was made")
}

func TestHostilePDF(t *testing.T) {
	page := "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
	refusedAs(t, "million.pdf", pdfOf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>", page), "declares 1000000 pages, the most that is read is 5000")
	refusedAs(t, "loop.pdf", pdfOf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"), "none of its pages can be read")
	refusedAs(t, "parent.pdf", pdfOf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 100 >>", "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 100 >>"), "none of its pages can be read")
	refusedAs(t, "picture.pdf", pdfOf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page), "OCR")
	refusedAs(t, "cut.pdf", pdfPages([]string{"words"})[:60], "no whole PDF")
	refusedAs(t, "empty.pdf", "%PDF-1.7\n", "no whole PDF")
	// A form that draws itself twice, and so on: a bomb of marks.
	form := "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >> /Length 10 >>\nstream\n/X Do /X Do\nendstream"
	forms := pdfOf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /XObject << /X 4 0 R >> >> /Contents 5 0 R >>", form, "<< /Length 5 >>\nstream\n/X Do\nendstream")
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	start := time.Now()
	if _, err := Parse(ctx, "forms.pdf", []byte(forms)); err == nil || time.Since(start) > 5*time.Second {
		t.Errorf("forms.pdf: %v after %v", err, time.Since(start))
	}
}

// TestPDFEnds holds the reading of a PDF to stopping when its context ends.
func TestPDFEnds(t *testing.T) {
	lines := strings.Split(strings.Repeat("Norway promised Ukraine two air-defence systems in March, and the\n", 45), "\n")
	var pages [][]string
	for range 200 {
		pages = append(pages, lines)
	}
	raw := []byte(pdfPages(pages...))
	if _, err := Parse(t.Context(), "warm.pdf", []byte(pdfPages(lines))); err != nil { // what follows counts no compilation
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	if _, err := Parse(ctx, "long.pdf", raw); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("it went on for %v", took)
	}
	one(t, "after.pdf", pdfPages(lines)) // and the next is read
}

// TestRealPDF reads a PDF that a program of everyday use made, two columns with
// hyphens and kerning.
func TestRealPDF(t *testing.T) {
	raw, err := os.ReadFile("testdata/columns.pdf")
	if err != nil {
		t.Fatal(err)
	}
	x := one(t, "columns.pdf", string(raw))
	want, err := os.ReadFile("testdata/columns.txt")
	if err != nil {
		t.Fatal(err)
	}
	if x.Extract != strings.TrimSpace(string(want)) {
		t.Errorf("got\n%s", x.Extract)
	}
}
