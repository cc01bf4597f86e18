package brief

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func workbook(t testing.TB, d *Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := d.WriteTables(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestWorkbook opens the workbook again and finds every table, its headings in
// view, its numbers as numbers and its days as days.
func TestWorkbook(t *testing.T) {
	a, c := worldly(t)
	d := Compose(a, c)
	body := workbook(t, d)
	if !bytes.Equal(body, workbook(t, Compose(worldly(t)))) {
		t.Error("written twice, the bytes differ")
	}
	f, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tables, titles := d.sheets()
	if got := f.GetSheetList(); !slices.Equal(got, titles) {
		t.Fatalf("sheets %v, want %v", got, titles)
	}
	for i, table := range tables {
		rows, err := f.GetRows(titles[i])
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != len(table.Rows)+1 {
			t.Errorf("%s: %d rows, want %d and the headings", titles[i], len(rows), len(table.Rows))
		}
		panes, err := f.GetPanes(titles[i])
		if err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("%s: the headings are not kept in view: %+v %v", titles[i], panes, err)
		}
		for r, row := range table.Rows {
			for k, cell := range row.Cells {
				at, err := excelize.CoordinatesToCellName(k+1, r+2)
				if err != nil {
					t.Fatal(err)
				}
				raw, err := f.GetCellValue(titles[i], at, excelize.Options{RawCellValue: true})
				if err != nil {
					t.Fatal(err)
				}
				kind, err := f.GetCellType(titles[i], at)
				if err != nil {
					t.Fatal(err)
				}
				switch v := cell.Value.(type) {
				case float64:
					// The library reads back 15 digits, as Excel shows them.
					if got, err := strconv.ParseFloat(raw, 64); err != nil || math.Abs(got-v) > 1e-13*max(1, math.Abs(v)) {
						t.Errorf("%s %s: %q, want the number %v", titles[i], at, raw, v)
					}
				case int:
					if raw != fmt.Sprint(v) || kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
						t.Errorf("%s %s: %q of type %v, want the number %d", titles[i], at, raw, kind, v)
					}
				case nil:
					if raw != plainText(cell) {
						t.Errorf("%s %s: %q, want %q", titles[i], at, raw, plainText(cell))
					}
				}
			}
		}
	}
	for _, want := range []string{titles[0], "Answer", "Open pledges", "Sources", "Ladder", "History", "Moments", "Conduct", "Pledges", "Citations", "Settings"} {
		if !slices.Contains(f.GetSheetList(), want) {
			t.Errorf("there is no sheet %q", want)
		}
	}
}

func TestCSV(t *testing.T) {
	a, c := worldly(t)
	d := Compose(a, c)
	var b bytes.Buffer
	if err := d.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	tables, titles := d.sheets()
	if len(z.File) != len(tables) {
		t.Fatalf("%d files, want %d", len(z.File), len(tables))
	}
	found := false
	for i, f := range z.File {
		if f.Name != titles[i]+".csv" {
			t.Errorf("file %q, want %q", f.Name, titles[i]+".csv")
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(body, []byte("\r\n")) {
			t.Errorf("%s: lines do not end as RFC 4180 has it", f.Name)
		}
		rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != len(tables[i].Rows)+1 {
			t.Errorf("%s: %d rows, want %d", f.Name, len(rows), len(tables[i].Rows)+1)
		}
		found = found || strings.Contains(string(body), names.treaty)
	}
	if !found {
		t.Errorf("no file holds %q", names.treaty)
	}
}

func TestHarmless(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"=1+1", "'=1+1"}, {"@SUM(A1)", "'@SUM(A1)"}, {"+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"}, {"-2", "-2"}, {"+2 a diplomatic act", "+2 a diplomatic act"}, {"-1+1|cmd", "'-1+1|cmd"},
		{"plain", "plain"}, {"", ""}, {"2025-10-01", "2025-10-01"},
	} {
		if got := harmless(c.in); got != c.want {
			t.Errorf("harmless(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestSheetNames(t *testing.T) {
	got := sheetNames([]*Table{{Name: "Open: pledges/due"}, {Name: "open pledgesdue"}, {Name: ""}, {Name: strings.Repeat("ф", 50)}})
	want := []string{"Open pledgesdue", "open pledgesdue 2", "Table", strings.Repeat("ф", 28)}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTablesFormat(t *testing.T) {
	for path, want := range map[string]string{"a/b.xlsx": XLSX, "B.ZIP": ZIP, "folder": "", "a.b/folder": ""} {
		if got, err := TablesFormat(path); got != want || err != nil {
			t.Errorf("%s: %q, %v", path, got, err)
		}
	}
	if _, err := TablesFormat("tables.ods"); err == nil || !strings.Contains(err.Error(), ".xlsx") {
		t.Errorf("for .ods the error is %v", err)
	}
}
