package exchange

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
)

// Sheet is one table as it was read: its head and its rows.
type Sheet struct {
	Name   string // of the worksheet; of a CSV file empty
	Header []string
	Rows   []SheetRow
	Bad    []*RowError // rows that could not be read
}

// SheetRow is one row and where it stands in the file.
type SheetRow struct {
	Line  int // from 1
	Cells []string
}

// ReadSheets reads the tables of a file: CSV with commas, semicolons or tabs, or
// every worksheet of an XLSX workbook that has a head and a row. Text that is
// not UTF-8 is taken for Latin 1. It fails with ErrHostile on a workbook that
// unpacks to more than is reasonable, holds links or XML entities.
func ReadSheets(data []byte) ([]Sheet, error) {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return readWorkbook(data)
	}
	if bytes.IndexByte(data[:min(len(data), 4096)], 0) >= 0 {
		return nil, fmt.Errorf("read the table: it is neither CSV nor XLSX; save it as one of them")
	}
	if !utf8.Valid(data) {
		data, _ = charmap.Windows1252.NewDecoder().Bytes(data) // every byte is a character there
	}
	rows, bad := parseCSV(data, sniffComma(data))
	if len(rows) == 0 {
		return nil, fmt.Errorf("read the table: it has no rows")
	}
	s := Sheet{Header: rows[0].cells, Bad: bad}
	for _, r := range rows[1:] {
		s.Rows = append(s.Rows, SheetRow{r.line, r.cells})
	}
	return []Sheet{s}, nil
}

// declares finds what can define entities in XML.
var declares = regexp.MustCompile(`(?i)<!\s*(DOCTYPE|ENTITY)`)

func readWorkbook(data []byte) ([]Sheet, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && archive == nil {
		return nil, fmt.Errorf("read the workbook: it is no XLSX file, or was cut short: %w", err)
	}
	if err := checkZip(archive); err != nil {
		return nil, fmt.Errorf("read the workbook: %w", err)
	}
	for _, f := range archive.File {
		name := strings.ToLower(f.Name)
		if !strings.HasSuffix(name, ".xml") && !strings.HasSuffix(name, ".rels") {
			continue
		}
		body, err := readZipMember(f)
		if err != nil {
			return nil, fmt.Errorf("read the workbook: %s: %w", f.Name, err)
		}
		if declares.Match(body) {
			return nil, fmt.Errorf("read the workbook: %w: %s declares XML entities", ErrHostile, f.Name)
		}
	}
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: MaxFile, UnzipXMLSizeLimit: maxMember, RawCellValue: true})
	if err != nil {
		return nil, fmt.Errorf("read the workbook: %w", err)
	}
	defer book.Close()
	w := workbook{File: book, dates: map[int]bool{}}
	var out []Sheet
	for _, name := range book.GetSheetList() {
		s, err := w.sheet(name)
		if err != nil {
			return nil, fmt.Errorf("read the worksheet %s: %w", name, err)
		}
		if len(s.Rows) > 0 {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("read the workbook: no worksheet has a head and a row below it")
	}
	return out, nil
}

type workbook struct {
	*excelize.File
	dates map[int]bool // by style: that it shows a number as a date
}

func (w *workbook) sheet(name string) (Sheet, error) {
	s := Sheet{Name: name}
	rows, err := w.Rows(name)
	if err != nil {
		return s, err
	}
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns()
		if err != nil {
			return s, err
		}
		if len(cells) > maxFields || len(s.Rows) >= maxRows {
			return s, fmt.Errorf("%w: it is larger than any table of records", ErrHostile)
		}
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		if s.Header == nil {
			s.Header = cells
			continue
		}
		for i, cell := range cells {
			cells[i] = w.date(name, i+1, line, cell)
		}
		s.Rows = append(s.Rows, SheetRow{line, cells})
	}
	return s, rows.Close()
}

// date gives a cell that is shown as a date as one; others as they are.
func (w *workbook) date(sheet string, column, line int, cell string) string {
	serial, err := strconv.ParseFloat(cell, 64)
	if err != nil || serial < 1 || serial > 2958465 { // 9999-12-31
		return cell
	}
	at, err := excelize.CoordinatesToCellName(column, line)
	if err != nil {
		return cell
	}
	style, err := w.GetCellStyle(sheet, at)
	if err != nil || style == 0 {
		return cell
	}
	isDate, known := w.dates[style]
	if !known {
		if x, err := w.GetStyle(style); err == nil {
			isDate = x.NumFmt >= 14 && x.NumFmt <= 17 || x.NumFmt == 22 || x.NumFmt >= 27 && x.NumFmt <= 36 || x.NumFmt >= 50 && x.NumFmt <= 58 ||
				x.CustomNumFmt != nil && strings.ContainsAny(strings.ToLower(*x.CustomNumFmt), "yd")
		}
		w.dates[style] = isDate
	}
	if !isDate {
		return cell
	}
	day, err := excelize.ExcelDateToTime(serial, false)
	if err != nil {
		return cell
	}
	return day.Format("2006-01-02")
}

// ReadAll reads a stream up to MaxFile bytes, and fails on a longer one.
func ReadAll(in io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(in, MaxFile+1))
	if err == nil && len(data) > MaxFile {
		err = fmt.Errorf("it has more than %d MB: split it", MaxFile>>20)
	}
	return data, err
}
