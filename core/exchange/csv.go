package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// row is one row of a table and the line on which it begins.
type row struct {
	line  int
	cells []string
}

// parseCSV takes a table apart as RFC 4180 has it: a quoted cell keeps every
// byte, line ends too. A quote inside an unquoted cell is a letter, as in the
// registers of this field, which never quote. Rows without any text are left
// out. What cannot be read (a quote that is not closed) is told by its line.
func parseCSV(data []byte, comma byte) ([]row, []*RowError) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	var rows []row
	var bad []*RowError
	line, at := 1, 0
	for at < len(data) {
		r := row{line: line}
		valid, closed := true, true
		for {
			var cell string
			if at < len(data) && data[at] == '"' {
				cell, at, line, closed = quotedCell(data, at+1, line)
			}
			from := at
			for at < len(data) && data[at] != comma && data[at] != '\n' && data[at] != '\r' {
				at++
			}
			cell += string(data[from:at]) // after a closing quote: kept, not lost
			valid = valid && utf8.ValidString(cell)
			r.cells = append(r.cells, cell)
			if at >= len(data) || data[at] != comma || len(r.cells) > maxFields {
				break
			}
			at++
		}
		for at < len(data) && data[at] != '\n' && data[at] != '\r' { // a row with too many cells
			at++
		}
		if at < len(data) && data[at] == '\r' {
			at++
		}
		if at < len(data) && data[at] == '\n' {
			at++
		}
		line++
		switch {
		case !closed:
			bad = append(bad, &RowError{Line: r.line, Err: errors.New("a quotation mark is not closed; the rest of the file is left out")})
		case len(r.cells) > maxFields:
			bad = append(bad, &RowError{Line: r.line, Err: fmt.Errorf("it has more than %d cells", maxFields)})
		case !valid:
			bad = append(bad, &RowError{Line: r.line, Err: errors.New("it is not UTF-8 text; save the file as UTF-8")})
		case strings.Join(r.cells, "") == "":
		default:
			rows = append(rows, r)
		}
		if len(rows) > maxRows {
			return rows[:maxRows], append(bad, &RowError{Line: r.line, Err: fmt.Errorf("the table has more than %d rows; the rest is left out", maxRows)})
		}
	}
	return rows, bad
}

// quotedCell reads from behind an opening quotation mark to behind its closing
// one, a doubled one being one of the text.
func quotedCell(data []byte, at, line int) (cell string, next, nextLine int, closed bool) {
	var b strings.Builder
	for at < len(data) {
		end := bytes.IndexByte(data[at:], '"')
		if end < 0 {
			break
		}
		line += bytes.Count(data[at:at+end], []byte("\n"))
		b.Write(data[at : at+end])
		at += end + 1
		if at >= len(data) || data[at] != '"' {
			return b.String(), at, line, true
		}
		b.WriteByte('"')
		at++
	}
	return b.String(), len(data), line, false
}

// writeRow appends a row as RFC 4180 has it, with line feeds between rows.
func writeRow(b *bytes.Buffer, cells []string) {
	for i, c := range cells {
		if i > 0 {
			b.WriteByte(',')
		}
		if c == "" && len(cells) == 1 || strings.ContainsAny(c, ",\"\r\n") || strings.TrimSpace(c) != c {
			b.WriteByte('"')
			b.WriteString(strings.ReplaceAll(c, `"`, `""`))
			b.WriteByte('"')
			continue
		}
		b.WriteString(c)
	}
	b.WriteByte('\n')
}

// sniffComma gives the mark that parts the cells of a table: comma, semicolon or
// tab, whichever its first line has most of outside quotation marks.
func sniffComma(data []byte) byte {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	counts := map[byte]int{}
	quoted := false
	for _, b := range first {
		if b == '"' {
			quoted = !quoted
		} else if !quoted {
			counts[b]++
		}
	}
	best := byte(',')
	for _, c := range []byte{';', '\t'} {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return best
}
