package command

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBriefFormats writes a brief in every format by the ending of its file, and
// the tables in every form, and holds each to being what its ending says.
func TestBriefFormats(t *testing.T) {
	t.Chdir(workspace(t))
	for _, c := range []struct {
		name, args, file, begins string
	}{
		{"html", "brief pair.json -o a.html", "a.html", "<!DOCTYPE html>"},
		{"capital ending", "brief pair.json -o A.HTM", "A.HTM", "<!DOCTYPE html>"},
		{"pdf", "brief pair.json -o a.pdf", "a.pdf", "%PDF-1.7"},
		{"docx", "brief pair.json -o a.docx", "a.docx", "PK"},
		{"markdown", "brief pair.json -o a.md", "a.md", "# Can "},
		{"no ending, named format", "brief pair.json -o a --format pdf", "a", "%PDF-1.7"},
		{"both agree", "brief pair.json -o b.markdown --format md", "b.markdown", "# Can "},
		{"workbook", "brief pair.json --tables t.xlsx", "t.xlsx", "PK"},
		{"csv in a zip", "brief pair.json --tables t.zip", "t.zip", "PK"},
		{"csv in a folder", "brief pair.json --tables tables", filepath.Join("tables", "Contents.csv"), "Table,What it holds,Rows\r\n"},
		{"csv in a folder that is there", "brief pair.json --tables tables", filepath.Join("tables", "Ladder.csv"), "Rung,Name,Probability"},
	} {
		out, errs, code := runVerb(t, "", strings.Fields(c.args)...)
		if code != Done || out+errs != "" {
			t.Fatalf("%s: exit code %d, %s%s", c.name, code, out, errs)
		}
		body, err := os.ReadFile(c.file)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if !strings.HasPrefix(string(body), c.begins) {
			t.Errorf("%s: it begins %q, want %q", c.name, body[:min(len(body), 20)], c.begins)
		}
	}
}

// TestBriefAndTables writes both at once, the document to standard output.
func TestBriefAndTables(t *testing.T) {
	t.Chdir(workspace(t))
	out, errs, code := runVerb(t, "", "brief", "pair.json", "--format", "md", "--tables", "t.zip")
	if code != Done || !strings.HasPrefix(out, "# Can ") {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	body, err := os.ReadFile("t.zip")
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil || len(z.File) < 10 {
		t.Errorf("%d tables, %v", len(z.File), err)
	}
}
