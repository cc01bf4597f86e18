package page

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// A pasted table becomes records in three steps: readSheet parts it into rows,
// guess maps its columns to fields, and plan says, row by row, what will happen.

// sheet is a table as it was pasted.
type sheet struct {
	header []string
	rows   []sheetRow
	wrong  []rowPlan // lines that could not be read
}

// sheetRow is one of its rows, with the line on which it began.
type sheetRow struct {
	line  int
	cells []string
}

// readSheet reads tab-separated text whose first line names the columns. Cells
// in quotes may hold tabs and line breaks, as spreadsheets copy them.
func readSheet(text string) (sheet, error) {
	var s sheet
	text = strings.TrimPrefix(text, "\ufeff")
	if strings.TrimSpace(text) == "" {
		return s, errors.New("there is no text on the clipboard; copy the rows with their header first")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = '\t'
	if !strings.Contains(text, "\t") && strings.Contains(strings.SplitN(text, "\n", 2)[0], ",") {
		r.Comma = ','
	}
	r.LazyQuotes = true
	r.FieldsPerRecord = -1
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return s, fmt.Errorf("read the rows: %w", err)
		}
		line, _ := r.FieldPos(0)
		blank := !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
		switch {
		case s.header == nil:
			for _, c := range cells {
				s.header = append(s.header, strings.TrimSpace(c))
			}
		case blank:
		case len(cells) > len(s.header):
			s.wrong = append(s.wrong, rowPlan{line: line, fate: fateWrong, title: strings.TrimSpace(cells[0]), says: fmt.Sprintf("has %d cells where the header has %d", len(cells), len(s.header))})
		default:
			s.rows = append(s.rows, sheetRow{line, cells})
		}
	}
	if len(s.header) < 2 && len(s.rows) == 0 {
		return s, errors.New("this is no table: its first line should name the columns, as a copied table has them")
	}
	return s, nil
}

// Columns that are no fields.
const (
	columnID   = "id"
	columnKind = "kind"
)

// headerWords are other names under which columns are copied from the pages.
var headerWords = map[string][]string{
	"reliability": {"grade"}, "rung": {"rung asked for"}, "name": {"actor", "record"}, "title": {"moment", "pledge", "source", "record"},
	"what": {"record", "conduct"}, "start": {"date"}, "promised": {"date"}, "citations": {"sources", "source"}, "url": {"address", "link"},
	"in_need": {"in need"}, "about": {"description"},
}

// guess maps each column of a header to the key of a field of a kind by its
// name; an empty key is a column that is left out.
func guess(k ledger.Kind, header []string) []string {
	keys := make([]string, len(header))
	taken := map[string]bool{}
	assign := func(match func(key, label, head string) bool) {
		for i, h := range header {
			head := strings.ToLower(strings.TrimSpace(h))
			if keys[i] != "" || head == "" {
				continue
			}
			for _, f := range append([]ledger.Field{{Key: columnID, Label: "Id"}, {Key: columnKind, Label: "Kind"}}, ledger.Schema(k)...) {
				if !taken[f.Key] && match(f.Key, f.Label, head) {
					keys[i], taken[f.Key] = f.Key, true
					break
				}
			}
		}
	}
	assign(func(key, label, head string) bool {
		return head == key || head == strings.ToLower(label) || head == strings.ToLower(tr(label))
	})
	assign(func(key, _, head string) bool { return slices.Contains(headerWords[key], head) })
	return keys
}

// guessKind finds the kind of record that most columns of a header fit; the one
// offered wins where several fit as well.
func guessKind(header []string, offered ledger.Kind) ledger.Kind {
	best, most := offered, -1
	for _, k := range append([]ledger.Kind{offered}, ledger.Kinds[1:]...) {
		if k == "" || k == ledger.KindMatter {
			continue
		}
		n := 0
		for _, key := range guess(k, header) {
			if key != "" {
				n++
			}
		}
		if n > most {
			best, most = k, n
		}
	}
	return best
}

// fate is what will happen to a row.
type fate int

const (
	fateNew fate = iota
	fateChange
	fateSame
	fateWrong
)

// word says it.
func (f fate) word() string {
	return map[fate]string{fateNew: tr("new"), fateChange: tr("changed"), fateSame: tr("as it is"), fateWrong: tr("left out")}[f]
}

// rowPlan says what will happen to a row, and why.
type rowPlan struct {
	line  int
	fate  fate
	id    string
	title string
	says  string
}

// plan says what pasting a sheet does: rows whose id is in the case change that
// record in the columns mapped, others become new records of the kind.
func plan(c *ledger.Case, s sheet, kind ledger.Kind, keys []string, order edtf.DayOrder) (rows []rowPlan, changes []ledger.Change) {
	rows = slices.Clone(s.wrong)
	now := c
	at := map[string]int{} // of rows, by record
	for _, row := range s.rows {
		p := rowPlan{line: row.line}
		r, old, err := rowRecord(c, now, row, s.header, kind, keys, order)
		switch {
		case err != nil:
			p.fate, p.says = fateWrong, err.Error()
			p.title = strings.TrimSpace(row.cells[0])
		case old == nil:
			p.fate, p.id, p.title = fateNew, r.RecordID(), r.Name()
			p.says = kindWord(r.Kind()) + " " + r.RecordID()
		default:
			p.id, p.title = r.RecordID(), r.Name()
			var told []string
			for _, d := range ledger.Diff(old, r) {
				told = append(told, fmt.Sprintf("%s: %s → %s", tr(d.Label), orEmpty(d.Old), orEmpty(d.New)))
			}
			p.fate, p.says = fateChange, strings.Join(told, "; ")
			if len(told) == 0 {
				p.fate = fateSame
			}
		}
		if i, twice := at[p.id]; twice && p.id != "" && p.fate != fateWrong {
			p.fate, p.says = fateWrong, fmt.Sprintf("line %d is about the same record", rows[i].line)
		}
		if p.fate == fateNew || p.fate == fateChange {
			at[p.id] = len(rows)
			changes = append(changes, ledger.Change{ID: p.id, Record: r})
			if p.fate == fateNew {
				now = now.With(ledger.Change{ID: p.id, Record: r}) // takes the id, and later rows may refer to it
			}
		}
		rows = append(rows, p)
	}
	good, wrong := sift(c, changes)
	for _, t := range wrong {
		if i, ok := at[t.id]; ok {
			rows[i].fate, rows[i].says = fateWrong, t.message
		}
	}
	slices.SortStableFunc(rows, func(a, b rowPlan) int { return a.line - b.line })
	return rows, good
}

// rowRecord makes the record of a row. old is the one in the case that it
// changes; nil for a new one, which gets the next free id in now. A row of
// another kind than the one chosen is mapped by its own fields.
func rowRecord(c, now *ledger.Case, row sheetRow, header []string, kind ledger.Kind, keys []string, order edtf.DayOrder) (r, old ledger.Record, err error) {
	cell := func(i int) string {
		if i < len(row.cells) {
			return strings.TrimSpace(row.cells[i])
		}
		return ""
	}
	id, chosen := "", kind
	for i, key := range keys {
		switch key {
		case columnID:
			id = cell(i)
		case columnKind:
			if text := cell(i); text != "" {
				k, ok := kindNamed(text)
				if !ok {
					return nil, nil, fmt.Errorf("there is no kind of record %q", text)
				}
				kind = k
			}
		}
	}
	if was, ok := c.Get(id); ok && id != "" {
		old, r, kind = was, was, was.Kind()
	} else if r, err = ledger.New(kind, now.NextID(kind)); err != nil {
		return nil, nil, err
	}
	if kind != chosen {
		keys = guess(kind, header)
	}
	fields, err := fieldsOf(r)
	if err != nil {
		return nil, nil, err
	}
	for i, key := range keys {
		if key == "" || key == columnID || key == columnKind {
			continue
		}
		f, ok := fieldNamed(kind, key)
		if !ok {
			continue // mapped for another kind
		}
		if old != nil && asShown(c, old, f, cell(i)) {
			continue // as it was copied
		}
		raw, err := typed(now, f, cell(i), order)
		if err != nil {
			return nil, nil, err
		}
		if raw == nil {
			delete(fields, f.Key)
		} else {
			fields[f.Key] = raw
		}
	}
	r, err = recordOf(kind, fields)
	return r, old, err
}

// asShown reports whether a text is what a table shows of a field: a line, with
// names for ids.
func asShown(c *ledger.Case, r ledger.Record, f ledger.Field, text string) bool {
	line := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	value := ledger.FieldText(r, f.Key)
	if line(value) == line(text) {
		return true
	}
	switch f.Type {
	case ledger.ReferenceField, ledger.ReferencesField:
		names := parts(value)
		for i, id := range names {
			if x, ok := c.Get(id); ok {
				names[i] = x.Name()
			}
		}
		return strings.Join(names, "; ") == text || strings.Join(names, ", ") == text
	}
	return false
}

func orEmpty(s string) string {
	if s == "" {
		return "–"
	}
	if r := []rune(s); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return s
}

// kindNamed finds a kind by what the screen calls it.
func kindNamed(text string) (ledger.Kind, bool) {
	for _, k := range ledger.Kinds {
		if strings.EqualFold(string(k), text) || strings.EqualFold(KindWord(k), text) {
			return k, true
		}
	}
	return "", false
}

// FullTable writes records with all their fields as a table that can be pasted
// back: what is more than a line is written as JSON.
func FullTable(c *ledger.Case, ids []string) string {
	kinds := map[ledger.Kind]bool{}
	for _, id := range ids {
		if r, ok := c.Get(id); ok {
			kinds[r.Kind()] = true
		}
	}
	var columns []ledger.Field
	seen := map[string]bool{}
	for _, k := range ledger.Kinds {
		for _, f := range ledger.Schema(k) {
			if kinds[k] && !seen[f.Key] {
				seen[f.Key] = true
				columns = append(columns, f)
			}
		}
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = '\t'
	header := []string{"Id", "Kind"}
	for _, f := range columns {
		header = append(header, f.Key)
	}
	_ = w.Write(header) // a strings.Builder takes everything
	for _, id := range ids {
		r, ok := c.Get(id)
		if !ok {
			continue
		}
		fields, err := fieldsOf(r)
		if err != nil {
			continue
		}
		row := []string{id, string(r.Kind())}
		for _, f := range columns {
			text := ledger.FieldText(r, f.Key)
			switch own, _ := fieldNamed(r.Kind(), f.Key); own.Type {
			case ledger.CitationsField, ledger.MilestonesField, ledger.ObligationsField, ledger.QuestionField, ledger.SettingsField, ledger.SimilaritiesField:
				text = compact(fields[f.Key])
			}
			row = append(row, text)
		}
		_ = w.Write(row)
	}
	w.Flush()
	return b.String()
}

func compact(raw json.RawMessage) string {
	var v any
	if len(raw) == 0 || json.Unmarshal(raw, &v) != nil {
		return ""
	}
	out, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(out)
}
