package exchange

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// RowState says what becomes of one row of a table.
type RowState string

// The states of a row.
const (
	New       RowState = "new"
	Changed   RowState = "changed"
	Unchanged RowState = "unchanged"
	Refused   RowState = "refused"
)

// PreviewRow is what will happen to one row.
type PreviewRow struct {
	Line   int
	State  RowState
	ID     string
	Record ledger.Record        // as it will be; nil: refused
	Fields []ledger.FieldChange // of a record that changes
	Why    string               // of a row that is refused
	Note   string               // what a person should look at; empty: nothing
}

// Preview is what bringing a table into a case will do, row by row.
type Preview struct {
	Mapping Mapping
	Rows    []PreviewRow
	Actors  []*ledger.Actor // that the rows name and the case lacks: they are added
	Source  *ledger.Source  // the data set, of a register; nil: none
}

// Count gives the number of rows in a state.
func (p *Preview) Count(s RowState) int {
	n := 0
	for _, r := range p.Rows {
		if r.State == s {
			n++
		}
	}
	return n
}

// Changes gives all of it as the changes of one edit.
func (p *Preview) Changes() []ledger.Change {
	var out []ledger.Change
	if p.Source != nil && p.Count(New)+p.Count(Changed) > 0 {
		out = append(out, ledger.Change{ID: p.Source.ID, Record: p.Source})
	}
	for _, a := range p.Actors {
		out = append(out, ledger.Change{ID: a.ID, Record: a})
	}
	for _, r := range p.Rows {
		if r.State == New || r.State == Changed {
			out = append(out, ledger.Change{ID: r.ID, Record: r.Record})
		}
	}
	return out
}

// Preview reads a table through the mapping and says what each row would do to a
// case. A row with the id of a record changes that record: fields without a
// column, and those whose cell is empty, stay. A row without an id that says
// what a record of the case says already leaves it unchanged, so that a table
// can be brought in twice. A row that would bring an error into the case is
// refused with the reason. It fails as a whole where the mapping does not fit.
func (m Mapping) Preview(c *ledger.Case, s Sheet) (*Preview, error) {
	if err := m.Check(s); err != nil {
		return nil, err
	}
	k := newCast(c)
	x := newCells(m, c, k)
	v := &viewer{cells: x, numbers: newNumbers(c), fields: map[string]ledger.Field{}, column: map[string]int{}, taken: map[string]int{}, seen: map[string]string{}}
	for _, f := range Targets(m.Kind) {
		v.fields[f.Key] = f
	}
	for i, head := range s.Header {
		if field := m.Columns[head]; field != "" {
			v.column[field] = i
		}
	}
	for _, r := range c.Of(m.Kind) {
		fields, err := fieldsOf(r)
		if err != nil {
			return nil, err
		}
		key := v.signature(fields)
		if _, twice := v.seen[key]; !twice {
			v.seen[key] = r.RecordID()
		}
	}
	p := &Preview{Mapping: m}
	for _, b := range s.Bad {
		p.Rows = append(p.Rows, PreviewRow{Line: b.Line, State: Refused, Why: b.Err.Error()})
	}
	for _, r := range s.Rows {
		if len(v.column) == 0 {
			p.Rows = append(p.Rows, PreviewRow{Line: r.Line, State: Refused, Why: "no column is taken in: say what the columns hold"})
			continue
		}
		row, err := v.row(r)
		if err != nil {
			row = PreviewRow{Line: r.Line, State: Refused, Why: err.Error()}
		}
		p.Rows = append(p.Rows, row)
	}
	for _, id := range k.order {
		p.Actors = append(p.Actors, k.added[id])
	}
	p.refuse(c)
	slices.SortStableFunc(p.Rows, func(a, b PreviewRow) int { return a.Line - b.Line })
	return p, nil
}

// viewer makes records of rows.
type viewer struct {
	*cells
	numbers *numbers
	fields  map[string]ledger.Field
	column  map[string]int
	taken   map[string]int    // line by id
	seen    map[string]string // id by signature
}

// signature is what a record says in the fields that the table has.
func (v *viewer) signature(fields map[string]any) string {
	said := map[string]any{}
	for key, f := range v.fields {
		_, hasColumn := v.column[key]
		_, fixed := v.m.Fixed[key]
		if (hasColumn || fixed) && key != "id" && f.Key == key && !slices.Contains(citationKeys, key) {
			said[key] = fields[key]
		}
	}
	body, err := json.Marshal(said) // keys sorted
	if err != nil {
		return ""
	}
	return string(body)
}

func (v *viewer) row(r SheetRow) (PreviewRow, error) {
	out := PreviewRow{Line: r.Line}
	get := func(key string) string {
		if i, ok := v.column[key]; ok && i < len(r.Cells) && r.Cells[i] != "" {
			return r.Cells[i]
		}
		return v.m.Fixed[key]
	}
	id := get("id")
	fields := map[string]any{}
	old, there := v.c.Get(id)
	if there {
		if old.Kind() != v.m.Kind {
			return out, fmt.Errorf("the id %s is that of a %s; give the row another", id, old.Kind())
		}
		var err error
		if fields, err = fieldsOf(old); err != nil {
			return out, err
		}
	}
	day := v.day(get)
	for _, f := range Targets(v.m.Kind) {
		text := get(f.Key)
		if text == "" || f.Key == "id" || slices.Contains(citationKeys, f.Key) && ledgerField(v.m.Kind, f.Key) == nil {
			continue
		}
		value, err := v.value(f, text, day)
		if err != nil {
			return out, fmt.Errorf("%s: %w", f.Label, err)
		}
		fields[f.Key] = value
	}
	if ledgerField(v.m.Kind, "citations") != nil {
		cited, err := v.citation(get)
		if err != nil {
			return out, err
		}
		if cited != nil && !hasCitation(fields["citations"], cited) {
			list, _ := fields["citations"].([]any)
			fields["citations"] = append(slices.Clone(list), cited)
		}
	}
	if id == "" {
		if v.m.Kind == ledger.KindActor {
			name, _ := fields["name"].(string)
			id = v.cast.free(slug(name))
		} else {
			id = v.numbers.next(v.m.Kind)
		}
	}
	if first, twice := v.taken[id]; twice {
		return out, fmt.Errorf("the id %s is already that of line %d; give one of them another", id, first)
	}
	fields["id"] = id
	rec, err := recordOf(v.m.Kind, fields)
	if err != nil {
		return out, err
	}
	if !there {
		if fields, err = fieldsOf(rec); err != nil { // as the record writes them
			return out, err
		}
		key := v.signature(fields)
		if same, ok := v.seen[key]; ok && get("id") == "" {
			record, _ := v.c.Get(same)
			if record == nil {
				return out, fmt.Errorf("it says the same as an earlier row, which became %s", same)
			}
			out.State, out.ID, out.Record = Unchanged, same, record
			return out, nil
		}
		v.seen[key] = id
	}
	v.taken[id] = r.Line
	out.ID, out.Record, out.State = id, rec, New
	if there {
		out.State = Unchanged
		if out.Fields = ledger.Diff(old, rec); len(out.Fields) > 0 {
			out.State = Changed
		}
	}
	return out, nil
}

func ledgerField(k ledger.Kind, key string) *ledger.Field {
	for _, f := range ledger.Schema(k) {
		if f.Key == key {
			return &f
		}
	}
	return nil
}

// hasCitation reports whether a list already cites the source at that place.
func hasCitation(list any, cited map[string]any) bool {
	members, _ := list.([]any)
	return slices.ContainsFunc(members, func(m any) bool {
		x, _ := m.(map[string]any)
		return x["source"] == cited["source"] && fmt.Sprint(x["where"]) == fmt.Sprint(cited["where"])
	})
}

// refuse takes out rows that would bring an error into the case.
func (p *Preview) refuse(c *ledger.Case) {
	for {
		changes := p.Changes()
		var ids []string
		for _, ch := range changes {
			ids = append(ids, ch.ID)
		}
		was := map[ledger.Problem]bool{}
		for _, e := range ledger.Errors(ledger.CheckRecords(c, ids)) {
			was[e] = true
		}
		bad := map[string]string{}
		next := c.With(changes...)
		for _, e := range ledger.Errors(ledger.CheckRecords(next, ids)) {
			if !was[e] && bad[e.Record] == "" {
				bad[e.Record] = fmt.Sprintf("%s: %s (%s)", e.Field, e.Message, e.Fix)
			}
		}
		again := false
		for i := range p.Rows {
			r := &p.Rows[i]
			if why := bad[r.ID]; why != "" && (r.State == New || r.State == Changed) {
				*r = PreviewRow{Line: r.Line, State: Refused, Why: why}
				again = true
			}
		}
		if !again {
			p.Actors = slices.DeleteFunc(p.Actors, func(a *ledger.Actor) bool { return len(next.Referrers(a.ID)) == 0 })
			return
		}
	}
}
