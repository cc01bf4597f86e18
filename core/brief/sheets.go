package brief

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// The formats of tables, by the ending of the file.
const (
	XLSX = ".xlsx" // one sheet a table
	ZIP  = ".zip"  // one CSV file a table, packed
)

// WriteTables writes all tables of the document, one sheet each, with typed
// cells, the headings in view and columns as wide as what they hold.
func (d *Document) WriteTables(ctx context.Context, w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	b := &book{f: f, styles: map[string]int{}}
	tables, names := d.sheets()
	for i, t := range tables {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("write the tables: %w", err)
		}
		if err := b.sheet(names[i], t); err != nil {
			return fmt.Errorf("write the sheet %q: %w", names[i], err)
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		return fmt.Errorf("write the tables: %w", err)
	}
	f.SetActiveSheet(0)
	stamp := d.stamp().Format(time.RFC3339)
	if err := f.SetDocProps(&excelize.DocProperties{Title: d.Title, Subject: d.Case, Creator: "Fairweather", Created: stamp, Modified: stamp, Language: "en"}); err != nil {
		return fmt.Errorf("write the tables: %w", err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return fmt.Errorf("write the tables: %w", err)
	}
	return repacked(w, out.Bytes(), d.stamp())
}

// sheets lists the tables with their names, before them one of what each holds.
func (d *Document) sheets() ([]*Table, []string) {
	contents := &Table{Name: "Contents", Columns: []Column{{Title: "Table"}, {Title: "What it holds"}, {Title: "Rows", Format: Number}}}
	tables := append([]*Table{contents}, d.Tables()...)
	names := sheetNames(tables)
	contents.row(text("Question"), text(d.Question), Cell{})
	contents.row(text("Case"), text(d.Case), Cell{})
	for i, t := range tables[1:] {
		contents.row(text(names[i+1]), text(t.Caption), whole(len(t.Rows)))
	}
	return tables, names
}

// sheetNames gives each table a name that a sheet and a file can have: at most
// 31 letters, none that is forbidden, no two the same.
func sheetNames(tables []*Table) []string {
	var out []string
	taken := map[string]bool{}
	for _, t := range tables {
		base := strings.Trim(strings.Map(func(r rune) rune {
			if strings.ContainsRune(`:\/?*[]'"<>|`, r) || r < ' ' {
				return -1
			}
			return r
		}, t.Name), " .")
		if runes := []rune(base); len(runes) > 28 {
			base = string(runes[:28])
		}
		if base == "" {
			base = "Table"
		}
		name := base
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s %d", base, n)
		}
		taken[strings.ToLower(name)] = true
		out = append(out, name)
	}
	return out
}

// book is a workbook in the making.
type book struct {
	f      *excelize.File
	styles map[string]int
}

func (b *book) style(key string, s excelize.Style) (int, error) {
	if id, ok := b.styles[key]; ok {
		return id, nil
	}
	id, err := b.f.NewStyle(&s)
	b.styles[key] = id
	return id, err
}

// The formats of cells, as Excel writes them.
var cellFormats = map[Format]string{Percent: "0.0%", Number: "General", Day: "yyyy-mm-dd"}

func (b *book) sheet(name string, t *Table) error {
	if _, err := b.f.NewSheet(name); err != nil {
		return err
	}
	head, err := b.style("head", excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}, Border: []excelize.Border{{Type: "bottom", Color: "5B6678", Style: 2}}})
	if err != nil {
		return err
	}
	stream, err := b.f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, w := range columnLetters(t) {
		if err := stream.SetColWidth(i+1, i+1, w); err != nil {
			return err
		}
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	row := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		row[i] = excelize.Cell{StyleID: head, Value: unbound(c.Title)}
	}
	if err := stream.SetRow("A1", row); err != nil {
		return err
	}
	for i, r := range t.Rows {
		row := make([]any, 0, len(r.Cells))
		for j, c := range r.Cells {
			cell, err := b.cell(c, t.Columns[min(j, len(t.Columns)-1)].Format)
			if err != nil {
				return err
			}
			row = append(row, cell)
		}
		if err := stream.SetRow(fmt.Sprintf("A%d", i+2), row); err != nil {
			return err
		}
	}
	return stream.Flush()
}

// cell types a cell: a number as a number, a day that a sheet can count as one,
// all else as text.
func (b *book) cell(c Cell, f Format) (any, error) {
	textual := excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}} // 49: text, so that nothing is read as a formula or a date
	format := cellFormats[f]
	switch v := c.Value.(type) {
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			break
		}
		if f == Plain {
			format = "General"
		}
		id, err := b.style("number "+format, excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top"}})
		return excelize.Cell{StyleID: id, Value: v}, err
	case int:
		id, err := b.style("whole", excelize.Style{NumFmt: 1, Alignment: &excelize.Alignment{Vertical: "top"}})
		return excelize.Cell{StyleID: id, Value: v}, err
	case edtf.Day:
		year, month, day := v.Date()
		if year >= 1901 && year <= 9999 {
			format = cellFormats[Day]
			id, err := b.style("day", excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left"}})
			return excelize.Cell{StyleID: id, Value: time.Date(year, month, day, 0, 0, 0, 0, time.UTC)}, err
		}
	}
	shown := plainText(c)
	if v, ok := c.Value.(string); ok {
		shown = v
	}
	id, err := b.style("text", textual)
	return excelize.Cell{StyleID: id, Value: cut(shown)}, err
}

// plainText is what a cell says.
func plainText(c Cell) string { return unbound(Text(c.Spans)) }

// unbound gives a text back the plain space before its per cent signs.
func unbound(s string) string { return strings.ReplaceAll(s, "\u00a0%", " %") }

// cut holds a text to what a cell of a sheet can hold.
func cut(s string) string {
	if runes := []rune(s); len(runes) > excelize.TotalCellChars {
		return string(runes[:excelize.TotalCellChars-1]) + "…"
	}
	return s
}

// columnLetters gives the widths of a table's columns in letters.
func columnLetters(t *Table) []float64 {
	out := make([]float64, len(t.Columns))
	for i, c := range t.Columns {
		n := len([]rune(c.Title)) + 2
		for _, r := range t.Rows {
			if i < len(r.Cells) {
				n = max(n, len([]rune(Text(r.Cells[i].Spans)))+2)
			}
		}
		out[i] = float64(min(max(n, 8), 60))
	}
	return out
}

// CSVFile is one table as CSV.
type CSVFile struct {
	Name string // "Open pledges.csv"
	Body []byte
}

// CSV gives every table as a file: RFC 4180, UTF-8, numbers in full with a point.
func (d *Document) CSV() ([]CSVFile, error) {
	var out []CSVFile
	tables, names := d.sheets()
	for i, t := range tables {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.UseCRLF = true
		head := make([]string, len(t.Columns))
		for j, c := range t.Columns {
			head[j] = harmless(unbound(c.Title))
		}
		rows := [][]string{head}
		for _, r := range t.Rows {
			row := make([]string, len(t.Columns))
			for j, c := range r.Cells {
				if j < len(row) {
					row[j] = csvValue(c)
				}
			}
			rows = append(rows, row)
		}
		if err := w.WriteAll(rows); err != nil {
			return nil, fmt.Errorf("write the table %q as CSV: %w", t.Name, err)
		}
		out = append(out, CSVFile{names[i] + ".csv", b.Bytes()})
	}
	return out, nil
}

func csvValue(c Cell) string {
	switch v := c.Value.(type) {
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case int:
		return strconv.Itoa(v)
	case edtf.Day:
		return v.String()
	case string:
		return harmless(v)
	}
	return harmless(plainText(c))
}

// harmless keeps a text from being run as a formula by a program that opens CSV.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		if _, err := strconv.ParseFloat(strings.TrimPrefix(s, "+"), 64); err != nil && !rungText(s) {
			return "'" + s
		}
	}
	return s
}

// rungText reports whether a text is a mark on the ladder, as "+2 a diplomatic act".
func rungText(s string) bool {
	return len(s) >= 2 && (s[0] == '+' || s[0] == '-') && s[1] >= '0' && s[1] <= '9' && !strings.ContainsAny(s, "=()!|")
}

// WriteCSV writes every table as a CSV file into one ZIP.
func (d *Document) WriteCSV(w io.Writer) error {
	files, err := d.CSV()
	if err != nil {
		return err
	}
	var parts []packed
	for _, f := range files {
		parts = append(parts, packed{f.Name, string(f.Body)})
	}
	return zipped(w, parts, d.stamp())
}

// TablesFormat says how tables are written to a path: XLSX, ZIP, or for a folder
// of CSV files the empty string. It fails for any other ending.
func TablesFormat(path string) (string, error) {
	ext := strings.ToLower(filepath.Ext(path))
	if slices.Contains([]string{XLSX, ZIP, ""}, ext) {
		return ext, nil
	}
	return "", fmt.Errorf("tables cannot be written as %q; name a file that ends in %s or %s, or a folder for CSV files", ext, XLSX, ZIP)
}
