package exchange

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// Unpacked is what was read from a Data Package.
type Unpacked struct {
	Records   []ledger.Record
	Documents []Document
	Bad       []*RowError // rows that were left out, and why
}

// ReadPackage reads a Data Package that Package wrote, perhaps changed by other
// tools since: columns in another order, tables left out, rows added. A row that
// cannot be read is left out and told, with what hangs on it; the rest stands.
// It fails as a whole where there is no descriptor, or none of a case.
func ReadPackage(fsys fs.FS) (*Unpacked, error) {
	body, err := readMember(fsys, "datapackage.json")
	if err != nil {
		return nil, fmt.Errorf("read the data package: it has no datapackage.json at its top: %w", err)
	}
	var d struct {
		Resources []struct {
			Name string          `json:"name"`
			Path json.RawMessage `json:"path"`
		} `json:"resources"`
		Fairweather *struct {
			Version int `json:"version"`
		} `json:"fairweather"`
	}
	if err := json.Unmarshal(body, &d); err != nil {
		return nil, fmt.Errorf("read the data package: datapackage.json: %w", err)
	}
	switch {
	case d.Fairweather == nil:
		return nil, errors.New("read the data package: it is not one of a case; bring its CSV files in one by one, as tables")
	case d.Fairweather.Version > ledger.FormatVersion:
		return nil, fmt.Errorf("read the data package: it was written by a newer Fairweather (case format %d; this one reads up to %d): update the program", d.Fairweather.Version, ledger.FormatVersion)
	}
	files := map[string]string{}
	for _, r := range d.Resources {
		var p string
		if err := json.Unmarshal(r.Path, &p); err != nil || !fs.ValidPath(p) {
			return nil, fmt.Errorf("read the data package: the path of %s is %s, which is no file in it: %w", r.Name, r.Path, ErrHostile)
		}
		files[r.Name] = p
	}
	u := &unpacker{fsys: fsys, files: files, out: &Unpacked{}, lists: map[string][]part{}}
	return u.out, u.run()
}

func readMember(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxMember {
		return nil, fmt.Errorf("%s has more than %d MB: %w", name, maxMember>>20, ErrHostile)
	}
	return fs.ReadFile(fsys, name)
}

// part is one row of a table of lists.
type part struct {
	position, line int
	value          any
	milestone      int // that a citation is of
}

// parsed is one row of a record table.
type parsed struct {
	kind   ledger.Kind
	file   string
	line   int
	fields map[string]any
}

type unpacker struct {
	fsys    fs.FS
	files   map[string]string
	out     *Unpacked
	records []parsed
	byID    map[string]int
	lists   map[string][]part // by record and field
}

func (u *unpacker) bad(file string, line int, format string, args ...any) {
	u.out.Bad = append(u.out.Bad, &RowError{file, line, fmt.Errorf(format, args...)})
}

func (u *unpacker) run() error {
	u.byID = map[string]int{}
	for _, k := range ledger.Kinds {
		t := recordTable(k)
		if err := u.each(t, func(file string, line int, get func(string) string) {
			fields, err := values(t, get)
			if err != nil {
				u.bad(file, line, "%v", err)
				return
			}
			id := get("id")
			if first, taken := u.byID[id]; taken {
				u.bad(file, line, "the id %q is already that of %s, line %d; give one of them another", id, u.records[first].file, u.records[first].line)
				return
			}
			u.byID[id] = len(u.records)
			u.records = append(u.records, parsed{k, file, line, fields})
		}); err != nil {
			return err
		}
	}
	for _, l := range lists {
		t := listTable(l)
		if err := u.each(t, func(file string, line int, get func(string) string) {
			u.member(t, l.path, file, line, get, get(l.column), 0)
		}); err != nil {
			return err
		}
	}
	for _, x := range []struct {
		t    *table
		path string
	}{{milestoneTable, "milestones"}, {obligationTable, "obliges"}, {similarityTable, "similarity"}} {
		if err := u.each(x.t, func(file string, line int, get func(string) string) {
			if fields, err := values(x.t, get); err != nil {
				u.bad(file, line, "%v", err)
			} else {
				u.member(x.t, x.path, file, line, get, fields, 0)
			}
		}); err != nil {
			return err
		}
	}
	if err := u.each(citationTable, u.citation); err != nil {
		return err
	}
	u.assemble()
	return u.each(documentTable, u.document)
}

// each calls see with the rows of a table, if the package has it.
func (u *unpacker) each(t *table, see func(file string, line int, get func(string) string)) error {
	file, ok := u.files[t.name]
	if !ok {
		return nil
	}
	data, err := readMember(u.fsys, file)
	if errors.Is(err, fs.ErrNotExist) {
		u.bad(file, 0, "datapackage.json names it, but it is not there")
		return nil
	} else if err != nil {
		return fmt.Errorf("read the data package: %w", err)
	}
	rows, bad := parseCSV(data, sniffComma(data))
	for _, b := range bad {
		b.File = file
		u.out.Bad = append(u.out.Bad, b)
	}
	if len(rows) == 0 {
		return nil
	}
	where := map[string]int{}
	for i, name := range rows[0].cells {
		name = strings.TrimSpace(name)
		if t.index(name) < 0 {
			u.bad(file, rows[0].line, "there is no column %q in this table; it is left out", name)
		} else if _, twice := where[name]; !twice {
			where[name] = i
		}
	}
	for _, key := range t.key {
		if _, ok := where[key]; !ok && t.columns[t.index(key)].required {
			u.bad(file, rows[0].line, "the column %q is missing, so that the table cannot be read", key)
			return nil
		}
	}
	for _, r := range rows[1:] {
		if len(r.cells) > len(rows[0].cells) {
			u.bad(file, r.line, "it has %d cells where the table has %d columns", len(r.cells), len(rows[0].cells))
			continue
		}
		see(file, r.line, func(name string) string {
			if i, ok := where[name]; ok && i < len(r.cells) {
				return r.cells[i]
			}
			return ""
		})
	}
	return nil
}

// values reads the cells of a row that are parts of a record.
func values(t *table, get func(string) string) (map[string]any, error) {
	out := map[string]any{}
	for _, c := range t.columns {
		text := get(c.name)
		if c.path == "" || text == "" {
			continue
		}
		v, err := valueOf(c, text)
		if err != nil {
			return nil, err
		}
		head, rest, nested := strings.Cut(c.path, ".")
		if !nested {
			out[head] = v
			continue
		}
		inner, _ := out[head].(map[string]any)
		if inner == nil {
			inner = map[string]any{}
			out[head] = inner
		}
		inner[rest] = v
	}
	return out, nil
}

// valueOf reads one cell as its column's type.
func valueOf(c column, text string) (any, error) {
	switch c.kind {
	case "number", "integer":
		plain := strings.TrimSpace(text)
		if c.kind == "integer" {
			n, err := strconv.ParseInt(strings.TrimSuffix(plain, ".0"), 10, 64) // as a spreadsheet may write it
			if err != nil {
				return nil, fmt.Errorf("%s: %q is not a whole number", c.name, text)
			}
			return n, nil
		}
		if json.Valid([]byte(plain)) && plain[0] != '"' && plain[0] != '[' && plain[0] != '{' && plain[0] != 'n' && plain[0] != 't' && plain[0] != 'f' {
			return json.Number(plain), nil
		}
		x, err := strconv.ParseFloat(plain, 64)
		if err != nil || x != x || x-x != 0 {
			return nil, fmt.Errorf("%s: %q is not a number", c.name, text)
		}
		return x, nil
	case "boolean":
		switch strings.ToLower(strings.TrimSpace(text)) {
		case "true", "1", "yes":
			return true, nil
		case "false", "0", "no":
			return false, nil
		}
		return nil, fmt.Errorf("%s: %q is neither true nor false", c.name, text)
	case "array":
		var list []string
		if err := json.Unmarshal([]byte(text), &list); err != nil {
			return nil, fmt.Errorf("%s: %q is not a JSON list of texts", c.name, text)
		}
		return list, nil
	}
	return text, nil
}

// member keeps a row of a list for its record.
func (u *unpacker) member(t *table, field, file string, line int, get func(string) string, value any, milestone int) {
	parent := get(t.columns[0].name)
	if _, ok := u.byID[parent]; !ok {
		u.bad(file, line, "there is no %s %q for it to belong to, or its row could not be read", t.columns[0].name, parent)
		return
	}
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(get("position")), ".0"))
	if err != nil || n < 1 {
		u.bad(file, line, "the position %q is not a number from 1", get("position"))
		return
	}
	key := parent + "\x00" + field
	u.lists[key] = append(u.lists[key], part{n, line, value, milestone})
}

func (u *unpacker) citation(file string, line int, get func(string) string) {
	fields, err := values(citationTable, get)
	if err != nil {
		u.bad(file, line, "%v", err)
		return
	}
	field := get("field")
	if !slices.Contains([]string{"citations", "for", "against", "milestones"}, field) {
		u.bad(file, line, "a citation stands in citations, for, against or milestones, not in %q", field)
		return
	}
	milestone := 0
	if field == "milestones" {
		milestone, err = strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(get("milestone")), ".0"))
		known := slices.ContainsFunc(u.lists[get("record")+"\x00milestones"], func(p part) bool { return p.position == milestone })
		if err != nil || !known {
			u.bad(file, line, "%s has no milestone %q", get("record"), get("milestone"))
			return
		}
		field = "milestones.citations"
	}
	u.member(citationTable, field, file, line, get, fields, milestone)
}

// assemble puts the records together.
func (u *unpacker) assemble() {
	for key := range u.lists {
		slices.SortStableFunc(u.lists[key], func(a, b part) int { return cmp.Or(cmp.Compare(a.position, b.position), cmp.Compare(a.line, b.line)) })
	}
	for _, p := range u.records {
		id, _ := p.fields["id"].(string)
		for _, m := range u.lists[id+"\x00milestones"] {
			var cited []any
			for _, c := range u.lists[id+"\x00milestones.citations"] {
				if c.milestone == m.position {
					cited = append(cited, c.value)
				}
			}
			if cited != nil {
				m.value.(map[string]any)["citations"] = cited
			}
		}
		for _, field := range []string{"aliases", "in_need", "on", "channels", "tags", "milestones", "obliges", "similarity", "citations", "for", "against"} {
			var list []any
			for _, m := range u.lists[id+"\x00"+field] {
				list = append(list, m.value)
			}
			if list != nil {
				p.fields[field] = list
			}
		}
		r, err := recordOf(p.kind, p.fields)
		if err == nil && id == "" {
			err = errors.New("it has no id; give it one")
		}
		if err != nil {
			u.bad(p.file, p.line, "%v", err)
			continue
		}
		u.out.Records = append(u.out.Records, r)
	}
}

// recordOf makes a record of its fields.
func recordOf(k ledger.Kind, fields map[string]any) (ledger.Record, error) {
	body, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	return ledger.Decode(k, body)
}

func (u *unpacker) document(file string, line int, get func(string) string) {
	name := get("path")
	if !fs.ValidPath(name) || path.Clean(name) != name {
		u.bad(file, line, "the path %q leads out of the package", name)
		return
	}
	body, err := readMember(u.fsys, name)
	if err != nil {
		u.bad(file, line, "%v", err)
		return
	}
	if sum := sumOf(body); sum != get("sha256") {
		u.bad(file, line, "%s is not the document whose SHA-256 stands beside it", name)
		return
	}
	u.out.Documents = append(u.out.Documents, Document{get("sha256"), get("name"), get("media_type"), body})
}
