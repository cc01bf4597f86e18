//go:build documents

// These tests hand what is written to other people's programs: LibreOffice and
// poppler. They need the Debian packages libreoffice-writer-nogui,
// libreoffice-calc-nogui and poppler-utils, and fail without them.

package brief

import (
	"bytes"
	"encoding/csv"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	var errs bytes.Buffer
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, errs.String())
	}
	return string(out)
}

// save writes a brief into a folder of its own and gives its path.
func save(t *testing.T, name, format string, a *assess.Assessment, c *ledger.Case) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name+"."+format)
	if err := os.WriteFile(path, put(t, format, a, c), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// convert has LibreOffice write a file in another format, in a profile of its own.
func convert(t *testing.T, path, to string) string {
	t.Helper()
	dir := t.TempDir()
	run(t, "soffice", "-env:UserInstallation=file://"+t.TempDir(), "--headless", "--convert-to", to, "--outdir", dir, path)
	ext, _, _ := strings.Cut(to, ":")
	return filepath.Join(dir, strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))+"."+ext)
}

// marks are what poppler puts around text that runs from right to left.
var marks = strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "", "\u200e", "", "\u200f", "", "\u00ad", "")

// said is the text of a PDF, without the line at the foot of each page and
// without white space.
func said(t *testing.T, path, question string) string {
	t.Helper()
	text := marks.Replace(run(t, "pdftotext", path, "-"))
	foot := regexp.MustCompile(regexp.QuoteMeta(squeezed(question)) + `[0-9]+of[0-9]+`)
	return foot.ReplaceAllString(squeezed(strings.ReplaceAll(text, "\f", " ")), "")
}

// all lists every text of a document that stands on its own: spans, captions,
// headings. Texts that run from right to left are left to TestNames: how a
// reader joins them to their neighbours is its own affair.
func all(d *Document) []string {
	var out []string
	add := func(s string) {
		if s = strings.TrimSpace(s); s != "" && !strings.ContainsFunc(s, turned) {
			out = append(out, s)
		}
	}
	spans := func(list []Span) {
		for _, s := range list {
			add(s.Text)
		}
	}
	for _, s := range d.Sections {
		add(s.Title)
		for _, b := range s.Blocks {
			switch b := b.(type) {
			case *Heading:
				spans(b.Spans)
			case *Paragraph:
				spans(b.Spans)
			case *List:
				for _, i := range b.Items {
					spans(i.Spans)
					spans(i.Note)
				}
			case *Table:
				add(b.Caption)
				for _, r := range b.Rows {
					for _, c := range r.Cells {
						spans(c.Spans)
					}
				}
			case *Figure:
				add(b.Caption)
			case *References:
				for _, r := range b.List {
					spans(r.spans())
					add(r.Quote)
				}
			}
		}
	}
	return out
}

// holds checks that a text holds what a document says, all but a share of its
// texts: on a page a raised number that a reader of lines puts between them, or
// the turn of the page within a table, cuts a few.
func holds(t *testing.T, what, text string, d *Document, but float64) {
	t.Helper()
	texts := all(d)
	var missing []string
	for _, s := range texts {
		if !strings.Contains(text, squeezed(s)) {
			missing = append(missing, s)
		}
	}
	if share := float64(len(missing)) / float64(len(texts)); share > but {
		t.Errorf("%s: %d of %d texts are not found, such as %q", what, len(missing), len(texts), missing[:min(5, len(missing))])
	}
}

func TestPoppler(t *testing.T) {
	for _, name := range assets.Names() {
		a, c := bundled(t, name)
		d := Compose(a, c)
		path := save(t, name, "pdf", a, c)
		holds(t, name, said(t, path, d.Question), d, .03)
		info := run(t, "pdfinfo", "-isodates", path)
		for _, want := range []string{"Tagged:          yes", "Creator:         Fairweather", "CreationDate:    " + d.stamp().Format("2006-01-02T15:04:05"), "Page size:       595.28 x 841.89 pts (A4)", "JavaScript:      no"} {
			if !strings.Contains(info, want) {
				t.Errorf("%s: pdfinfo says nowhere %q:\n%s", name, want, info)
			}
		}
		for _, line := range strings.Split(strings.TrimSpace(run(t, "pdffonts", path)), "\n")[2:] {
			if f := strings.Fields(line); strings.Join(f[len(f)-5:len(f)-2], " ") != "yes yes yes" || !strings.Contains(f[0], "+") {
				t.Errorf("%s: a font is not embedded as a subset with its letters: %s", name, line)
			}
		}
		structure := run(t, "pdfinfo", "-struct", path)
		for _, want := range []string{"H1", "H2", "H3", "P ", "L ", "LI", "Table", "TR", "TH", "TD", "Figure", "Caption", "Link"} {
			if !strings.Contains(structure, want) {
				t.Errorf("%s: the structure has no %s", name, want)
			}
		}
	}
}

// TestNames holds the PDF, and the one that LibreOffice makes of the DOCX, to
// giving back names in every script in the order in which they are read.
func TestNames(t *testing.T) {
	a, c := worldly(t)
	pdf := marks.Replace(run(t, "pdftotext", save(t, "world", "pdf", a, c), "-"))
	word := marks.Replace(run(t, "pdftotext", convert(t, save(t, "world", "docx", a, c), "pdf"), "-"))
	text := run(t, "cat", convert(t, save(t, "world", "docx", a, c), "txt:Text (encoded):UTF8"))
	for _, want := range []string{names.persian, names.russian, names.chinese, names.hebrew, names.korean, names.arabic} {
		if !strings.Contains(squeezed(pdf), squeezed(want)) {
			t.Errorf("the PDF does not give back %q", want)
		}
		if !strings.Contains(text, want) {
			t.Errorf("LibreOffice does not read %q in the DOCX", want)
		}
	}
	for _, want := range []string{names.russian, names.chinese, names.korean} { // how it writes the rest is not ours
		if !strings.Contains(squeezed(word), squeezed(want)) {
			t.Errorf("LibreOffice's PDF of the DOCX does not give back %q", want)
		}
	}
}

// TestLibreOfficeWriter opens the DOCX and finds all its text, its headings, its
// tables and its pictures.
func TestLibreOfficeWriter(t *testing.T) {
	for _, name := range assets.Names() {
		a, c := bundled(t, name)
		d := Compose(a, c)
		path := save(t, name, "docx", a, c)
		text, err := os.ReadFile(convert(t, path, "txt:Text (encoded):UTF8"))
		if err != nil {
			t.Fatal(err)
		}
		holds(t, name+" as text", squeezed(string(text)), d, 0)
		holds(t, name+" as PDF", said(t, convert(t, path, "pdf"), d.Question), d, .05)
		page, err := os.ReadFile(convert(t, path, "html"))
		if err != nil {
			t.Fatal(err)
		}
		p := parse(t, string(page))
		if got, want := p.elements["table"], len(d.tablesWithin()); got != want {
			t.Errorf("%s: LibreOffice sees %d tables, want %d", name, got, want)
		}
		if got, want := p.elements["img"], len(d.Figures()); got != want {
			t.Errorf("%s: LibreOffice sees %d pictures, want %d", name, got, want)
		}
		if got, want := p.elements["h1"], len(d.Sections); got < want {
			t.Errorf("%s: LibreOffice sees %d headings, want %d at least", name, got, want)
		}
	}
}

// TestLibreOfficeCalc opens the workbook and finds the same numbers.
func TestLibreOfficeCalc(t *testing.T) {
	a, c := bundled(t, assets.FirstCase)
	d := Compose(a, c)
	path := filepath.Join(t.TempDir(), "tables.xlsx")
	if err := os.WriteFile(path, workbook(t, d), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	run(t, "soffice", "-env:UserInstallation=file://"+t.TempDir(), "--headless", "--convert-to", `csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1`, "--outdir", dir, path)
	tables, titles := d.sheets()
	for i, table := range tables {
		f, err := os.Open(filepath.Join(dir, "tables-"+titles[i]+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(f).ReadAll()
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		if err != nil || len(rows) != len(table.Rows)+1 {
			t.Errorf("%s: LibreOffice sees %d rows, want %d (%v)", titles[i], len(rows), len(table.Rows)+1, err)
			continue
		}
		for r, row := range table.Rows {
			for k, cell := range row.Cells {
				v, ok := cell.Value.(float64)
				if !ok {
					continue
				}
				shown, percent := strings.CutSuffix(rows[r+1][k], "%")
				got, err := strconv.ParseFloat(shown, 64)
				if percent {
					got /= 100
				}
				if err != nil || math.Abs(got-v) > 1e-9 {
					t.Errorf("%s row %d column %d: LibreOffice reads %q, want %v", titles[i], r+2, k+1, rows[r+1][k], v)
				}
			}
		}
	}
}
