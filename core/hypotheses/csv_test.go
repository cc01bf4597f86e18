package hypotheses

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/ledger"
)

func mustImport(t interface{ Fatal(...any) }, c *ledger.Case, data, analyst string) *Import {
	im, err := ImportCSV(c, asked, []byte(data), analyst)
	if err != nil {
		t.Fatal(err)
	}
	return im
}

// What is written in either layout is read back as it was, and carries over to
// another case.
func TestCSVRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := random(t, 6)
		classic := rapid.Bool().Draw(t, "classic")
		data, err := ExportCSV(c, asked, DefaultSettings(), classic)
		if err != nil {
			t.Fatal(err)
		}
		if len(mustWeigh(t, c, DefaultSettings()).Analysts) == 0 {
			return
		}
		if im := mustImport(t, c, string(data), ""); len(im.Changes) != 0 {
			t.Fatalf("the same case changes: %+v\n%s", im, data)
		}
		other := caseOf()
		im := mustImport(t, other, string(data), "")
		next := other.With(im.Changes...)
		for _, r := range im.Rows {
			if r.Problem != "" {
				t.Fatalf("line %d %s\n%s", r.Line, r.Problem, data)
			}
		}
		a, b := mustWeigh(t, c, DefaultSettings()), mustWeigh(t, next, DefaultSettings())
		for i, h := range b.Hypotheses { // weights differ: the other case has no sources
			if h.Title != a.Hypotheses[i].Title || fmt.Sprintf("%.9f", h.Inconsistency) != fmt.Sprintf("%.9f", a.Hypotheses[i].Inconsistency) {
				t.Fatalf("%+v became %+v\n%s", a.Hypotheses[i], h, data)
			}
		}
	})
}

func TestCSVOfOtherPrograms(t *testing.T) {
	c := caseOf(hyps(2), []ledger.Record{note("n1", "2020", cited("s1", 1))}, rate("x", "n1", "C I"))
	im := mustImport(t, c, "\xef\xbb\xbfEvidence;Type;Reading 1;A new reading;Notes\r\nNote n1;Intel;--;Very consistent;remark\r\nA new item;;N/A;1/3;\r\n;;C;C;\r\nNote n1;;X;;\r\n", "x")
	if im.Hypotheses != 1 || im.Items != 1 || im.Ratings != 4 || fmt.Sprint(im.Passed) != "[Type Notes]" {
		t.Fatalf("%+v", im)
	}
	for i, want := range []string{"", "", "names neither", `"X" is no rating`} {
		if r := im.Rows[i]; r.Line != i+2 || !strings.Contains(r.Problem, want) || (want == "") != (r.Problem == "") {
			t.Errorf("row %d: %+v, want %q", i, r, want)
		}
	}
	next := c.With(im.Changes...)
	if rec, _ := next.Get("r-x-n1-h1"); rec.(*ledger.Rating).Value != "II" {
		t.Errorf("the rating that was there is %+v", rec)
	}
	// Hypotheses in rows, tabs, another analyst.
	im = mustImport(t, c, "hypothesis\tn1: whatever\tNote n1\nReading 2\tCC\t\n", "y")
	if im.Ratings != 1 || im.Items != 0 || im.Hypotheses != 0 {
		t.Errorf("%+v", im)
	}
	// A plain grid, whose first column names the lines.
	if im = mustImport(t, c, ",Reading 1,Reading 2\nNote n1,+,-\n", "z"); im.Ratings != 2 || im.Items != 0 {
		t.Errorf("%+v", im)
	}
}

func TestReadCell(t *testing.T) {
	for text, want := range map[string]string{"": "", "?": "", "cc": "CC", "N/A": "NA", "--": "II", "1/3": "1/3", "2 : 1": "2 : 1", ".5": ".5", "0": "N", "+3": "3", "1e2": "100", "5.": "5"} {
		if got, ok := readCell(text); !ok || got != want {
			t.Errorf("%q is read as %q, %v", text, got, ok)
		}
	}
	for _, text := range []string{"X", "-3", "1e9", "CCC"} {
		if got, ok := readCell(text); ok {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}

func TestCSVThatIsRefused(t *testing.T) {
	for _, x := range []struct{ name, data, want string }{
		{"nothing", "", "no line under its heading"},
		{"a heading alone", "evidence,H1\n", "no line under its heading"},
		{"no hypothesis", "evidence,weight\nx,1\n", "names no hypothesis"},
		{"not UTF-8", "evidence,H\xff\nx,C\n", "UTF-8"},
		{"too wide", strings.Repeat("a,", 2001) + "\nx\n", "columns"},
	} {
		if _, err := ImportCSV(caseOf(), asked, []byte(x.data), "x"); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v", x.name, err)
		}
	}
	if _, err := ImportCSV(caseOf(), asked, make([]byte, mostBytes+1), "x"); err == nil || !strings.Contains(err.Error(), "16 MB") {
		t.Errorf("too large: %v", err)
	}
	im := mustImport(t, caseOf(), "evidence,H1,H2\nx,C,I\n", "")
	if !strings.Contains(im.Rows[0].Problem, "whose ratings") || len(im.Changes) != 2 { // the hypotheses of the heading
		t.Errorf("%+v", im)
	}
	im = mustImport(t, caseOf(), "evidence,H1\nx,C,I\n", "x")
	if !strings.Contains(im.Rows[0].Problem, "3 fields, line 1 has 2") {
		t.Errorf("%+v", im)
	}
}

func TestCSVIsNoFormula(t *testing.T) {
	c := caseOf([]ledger.Record{&ledger.Hypothesis{ID: "h1", Title: "H"}, &ledger.Note{ID: "n1", Title: "=HYPERLINK(\"x\")"}}, rate("@x", "n1", "C"))
	data, err := ExportCSV(c, asked, DefaultSettings(), true)
	if err != nil || strings.Contains(string(data), ",\"=") || strings.HasPrefix(strings.Split(string(data), "\n")[1], "@") {
		t.Errorf("%s, %v", data, err)
	}
	if im := mustImport(t, c, string(data), ""); len(im.Changes) != 0 {
		t.Errorf("read back: %+v", im)
	}
}

// Whatever the bytes, the import does not fail badly, and what it changes keeps
// the case valid.
func FuzzImportCSV(f *testing.F) {
	for _, classic := range []bool{true, false} {
		data, err := ExportCSV(byHand(), asked, DefaultSettings(), classic)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("Evidence;H1;H2\n\"a\nb\";--;1/3\n"))
	f.Add([]byte("hypothesis\tE1\nx\tN/A\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := byHand().With(ledger.Change{ID: "rel"})
		im, err := ImportCSV(c, asked, data, "x")
		if err != nil {
			return
		}
		next := c.With(im.Changes...)
		for _, p := range ledger.Errors(ledger.Check(next)) {
			if p.Field != "value" { // likelihood ratios, which Check takes for no rating
				t.Fatal(p)
			}
		}
		mustWeigh(t, next, DefaultSettings())
		if again := mustImport(t, next, string(data), "x"); again.Hypotheses+again.Items != 0 {
			t.Fatalf("a second time it adds: %+v", again)
		}
	})
}

// What is exported for one analyst is a form: every item, nobody else's ratings,
// and nothing that follows from them.
func TestExportForOne(t *testing.T) {
	c := halfRated().With(ledger.Change{Record: &ledger.Rating{ID: "rel", Analyst: "y", Subject: "relevance", Record: "n1", Value: "0.125"}})
	for _, classic := range []bool{true, false} {
		for _, x := range []struct {
			who   string
			rated int
		}{{"x", 1}, {"new", 0}} {
			body, err := ExportCSV(c, asked, DefaultSettings(), classic, x.who)
			if err != nil {
				t.Fatal(err)
			}
			text := string(body)
			if strings.Contains(text, "0.125") || strings.Contains(text, "CC") || strings.Contains(text, "\ny,") || !strings.Contains(text, "n2") {
				t.Errorf("classic %v, for %s: %s", classic, x.who, text)
			}
			in, err := ImportCSV(c, asked, body, "")
			if err != nil || in.Same != x.rated || len(in.Changes) != 0 {
				t.Errorf("classic %v, for %s: %+v, %v", classic, x.who, in, err)
			}
		}
	}
}
