package hypotheses

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// The columns of a matrix written as CSV that are no hypothesis or item.
const (
	analystColumn = "analyst"
	idColumn      = "id"
	nameColumn    = "evidence"
	rowColumn     = "hypothesis"
)

// about are the further columns of the classic layout; they are told, and on
// reading passed over, since they follow from the case.
var about = []string{"date", "credibility", "relevance", "weight", "diagnosticity"}

// ExportCSV writes the matrix of a question as CSV: in the classic layout a line
// for each item and analyst and a column for each hypothesis, else (hypotheses
// in rows) a line for each hypothesis and analyst and a column for each item.
// Ids stand with the titles, so that ImportCSV finds the records again. With only
// it has the lines of these analysts alone, rated or to be filled in, and nothing
// that follows from the ratings of others. It fails as Weigh does.
func ExportCSV(c *ledger.Case, q assess.Question, s Settings, classic bool, only ...string) ([]byte, error) {
	if err := q.Check(c); err != nil {
		return nil, fmt.Errorf("question: %w", err)
	}
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	k := newWork(c, q, s)
	rows := [][]string{k.head(classic)}
	who := k.m.analysts
	if len(only) > 0 {
		who = only
	}
	for _, analyst := range who {
		a := slices.Index(k.m.analysts, analyst)
		if classic {
			for i, x := range k.m.items {
				rows = append(rows, k.itemLine(analyst, a, i, x, len(only) > 0))
			}
			continue
		}
		for h, hyp := range k.m.hyps {
			line := []string{analyst, hyp.ID, hyp.Name()}
			for _, x := range k.m.items {
				line = append(line, valueOf(x.at(a, h)))
			}
			rows = append(rows, line)
		}
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, r := range rows {
		for i := range r {
			r[i] = guard(r[i])
		}
		if err := w.Write(r); err != nil {
			return nil, fmt.Errorf("write the matrix as CSV: %w", err)
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return nil, fmt.Errorf("write the matrix as CSV: %w", err)
	}
	return b.Bytes(), nil
}

func (k *work) head(classic bool) []string {
	if !classic {
		out := []string{analystColumn, idColumn, rowColumn}
		for _, x := range k.m.items {
			out = append(out, x.id+": "+oneLine(x.name))
		}
		return out
	}
	out := append([]string{analystColumn, idColumn, nameColumn}, about...)
	for _, h := range k.m.hyps {
		out = append(out, h.ID+": "+oneLine(h.Name()))
	}
	return out
}

// itemLine writes an item as an analyst rated it; alone leaves out what others'
// ratings say of it.
func (k *work) itemLine(analyst string, a, i int, x *item, alone bool) []string {
	round := func(v float64) string { return strconv.FormatFloat(v, 'f', 3, 64) }
	line := []string{analyst, x.id, oneLine(x.name), x.date.String(), round(worth(x.cites))}
	if alone {
		line = append(line, "", "", "")
	} else {
		line = append(line, round(x.relevance), round(k.w[i]), round(x.diagnosticity()))
	}
	for h := range k.m.hyps {
		line = append(line, valueOf(x.at(a, h)))
	}
	return line
}

func valueOf(c *cell) string {
	if c == nil {
		return ""
	}
	return c.value
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// formula are the signs with which a text begins that a spreadsheet would take
// for a formula.
const formula = "=+-@"

// guard puts an apostrophe before such a text, as spreadsheets do; unguard takes
// it away.
func guard(s string) string {
	if s != "" && strings.ContainsRune(formula, rune(s[0])) {
		return "'" + s
	}
	return s
}

func unguard(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune(formula, rune(s[1])) {
		return s[1:]
	}
	return s
}

// Row is what became of one line of an imported file.
type Row struct {
	Line    int    `json:"line"`
	Problem string `json:"problem,omitempty"` // empty: taken
	Rated   int    `json:"rated"`             // ratings new or changed
}

// Import is what an imported matrix would change.
type Import struct {
	Changes    []ledger.Change `json:"-"` // to apply as one edit
	Hypotheses int             `json:"new_hypotheses"`
	Items      int             `json:"new_items"` // notes, for evidence that the case does not have
	Ratings    int             `json:"ratings"`   // new or changed
	Same       int             `json:"same"`      // already so in the case
	Passed     []string        `json:"passed"`    // columns without a rating in them, passed over
	Rows       []Row           `json:"rows"`
}

// The bounds of an imported matrix.
const (
	mostBytes   = 16 << 20
	mostColumns = 2000
)

// ImportCSV reads a matrix in either layout, separated by commas, semicolons or
// tabs, in UTF-8. A column or line is matched with a record by its id ("h001:
// Title", or the id column), else by its title; what the case does not have
// becomes a new hypothesis of the question's dyad, or a new note. Cells hold CC C
// N I II NA, a likelihood ratio, or the signs of other programs (++ + 0 - --,
// "very inconsistent"). analyst is whose ratings they are where the file has no
// such column; a rating that this analyst already gave is replaced. It fails for
// a file that is no matrix; a line that cannot be used is told in Rows and the
// others are taken.
func ImportCSV(c *ledger.Case, q assess.Question, data []byte, analyst string) (*Import, error) {
	if err := q.Check(c); err != nil {
		return nil, fmt.Errorf("import of a matrix: question: %w", err)
	}
	table, err := readTable(data)
	if err != nil {
		return nil, fmt.Errorf("import of a matrix: %w", err)
	}
	im := newImporter(c, q)
	if err := im.read(table, analyst); err != nil {
		return nil, fmt.Errorf("import of a matrix: %w", err)
	}
	return &im.out, nil
}

// A line of a table, with its number in the file.
type line struct {
	n      int
	fields []string
}

func readTable(data []byte) ([]line, error) {
	if len(data) > mostBytes {
		return nil, fmt.Errorf("the file has %d MB, more than the %d MB that a matrix may have", len(data)>>20, mostBytes>>20)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		return nil, errors.New("the file is not UTF-8; save it as CSV UTF-8")
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = separator(data)
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	var out []line
	for {
		fields, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err // it names the line
		}
		if len(fields) > mostColumns {
			return nil, fmt.Errorf("a line has %d columns, more than the %d that a matrix may have", len(fields), mostColumns)
		}
		n, _ := r.FieldPos(0)
		for i := range fields {
			fields[i] = unguard(strings.TrimSpace(fields[i]))
		}
		if slices.ContainsFunc(fields, func(s string) bool { return s != "" }) {
			out = append(out, line{n, fields})
		}
	}
	if len(out) < 2 {
		return nil, errors.New("the file has no line under its heading")
	}
	return out, nil
}

// separator is the one of comma, semicolon and tab that the first line has most.
func separator(data []byte) rune {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	best := ','
	for _, sep := range []rune{';', '\t'} {
		if bytes.Count(first, []byte(string(sep))) > bytes.Count(first, []byte(string(best))) {
			best = sep
		}
	}
	return best
}

// signs are how other programs write the words of a cell.
var signs = map[string]string{
	"++": "CC", "+": "C", "0": "N", "=": "N", "-": "I", "--": "II", "n/a": "NA", "na": "NA", "not applicable": "NA",
	"very consistent": "CC", "highly consistent": "CC", "consistent": "C", "neutral": "N", "inconsistent": "I", "very inconsistent": "II", "highly inconsistent": "II",
	"cc": "CC", "c": "C", "n": "N", "i": "I", "ii": "II",
}

// readCell gives the value of a cell as a rating holds it; empty: not rated.
func readCell(text string) (string, bool) {
	if text == "" || text == "?" {
		return "", true
	}
	if w, ok := signs[strings.ToLower(text)]; ok {
		return w, true
	}
	v, ok := ParseRatio(text)
	if ok && !plainRatio.MatchString(text) { // 1e2, +3
		text = strconv.FormatFloat(v, 'f', -1, 64)
	}
	return text, ok
}

// plainRatio is a likelihood ratio as a case writes it.
var plainRatio = regexp.MustCompile(`^(\d+(\.\d+)?|\.\d+)( ?[/:] ?(\d+(\.\d+)?|\.\d+))?$`)
