package exchange

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Mapping says how the columns of a table become the fields of records of one
// kind. It is saved as JSON and used again for the next table of the same form.
type Mapping struct {
	Kind ledger.Kind `json:"kind"`
	// Columns gives the field for a column by its head; columns that it does not
	// name are not read. Fields are those of ledger.Schema, "id", and for one
	// citation a row "source", "where", "credibility" and "quote".
	Columns map[string]string `json:"columns"`
	// Fixed are values for fields that no column has, the same in every row.
	Fixed map[string]string `json:"fixed,omitempty"`
	// Separator parts the members of a list in one cell; empty: ";".
	Separator string `json:"separator,omitempty"`
	// MonthFirst reads 3/4/2020 as the 4th of March.
	MonthFirst bool `json:"month_first,omitempty"`
}

// citationKeys are the parts of the one citation that a row can carry.
var citationKeys = []string{"source", "where", "credibility", "quote"}

// Targets lists the fields that a column can become for a kind, with labels, in
// the order of a form. Lists whose members have parts are not among them: they
// need a table of their own, as a Data Package has.
func Targets(k ledger.Kind) []ledger.Field {
	out := []ledger.Field{{Key: "id", Label: "Id", Type: ledger.TextField}}
	for _, f := range ledger.Schema(k) {
		if tabular(f.Type) {
			out = append(out, f)
		}
	}
	if k != ledger.KindSource && k != ledger.KindActor && k != ledger.KindMatter && k != ledger.KindRating {
		out = append(out,
			ledger.Field{Key: "source", Label: "Source", Type: ledger.ReferenceField, Refers: ledger.KindSource},
			ledger.Field{Key: "where", Label: "Where in the source", Type: ledger.TextField},
			ledger.Field{Key: "credibility", Label: "Credibility", Type: ledger.WholeField},
			ledger.Field{Key: "quote", Label: "Quote", Type: ledger.LongTextField})
	}
	return out
}

func tabular(t ledger.FieldType) bool {
	switch t {
	case ledger.CitationsField, ledger.MilestonesField, ledger.ObligationsField, ledger.QuestionField, ledger.SettingsField, ledger.SimilaritiesField:
		return false
	}
	return true
}

// synonyms are heads that tables of this field use for a field.
var synonyms = map[string][]string{
	"from": {"from actor", "donor", "supplier", "giver", "promiser", "sender", "partner", "actor 1", "source actor", "who acted", "who promised", "who gave"},
	"to":   {"to actor", "recipient", "receiver", "relier", "target", "actor 2", "target actor", "toward whom", "to whom", "who got"},
	"on":   {"on actor", "depends on", "on whom"}, "actor": {"who depends"},
	"date": {"day", "when", "event date", "published", "publication date"}, "promised": {"date promised", "announced", "announcement date", "commitment date", "date"},
	"due": {"due date", "deadline"}, "start": {"begin", "begins", "start date", "from date", "date"}, "end": {"ends", "end date", "until"},
	"title": {"name", "headline"}, "name": {"country", "state", "title"}, "what": {"description", "event", "notes", "text", "what happened", "what was done"},
	"about": {"description", "notes", "comment", "comments"}, "amount": {"number", "quantity"}, "value": {"amount"}, "unit": {"currency"},
	"url": {"link", "web address"}, "publisher": {"outlet", "newspaper"}, "reliability": {"grade", "source grade"}, "iso3": {"iso", "iso3c", "country code"},
	"cow": {"cow code", "ccode"}, "tags": {"keywords", "labels"}, "source": {"source id", "citation", "reference"}, "where": {"page", "where in"},
	"in_need": {"actor", "who", "whom it befell"}, "id": {"record", "record id", "identifier"},
}

// plainHead makes heads equal that differ in case and punctuation.
func plainHead(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !isWord(r) }), " ")
}

// Sniff guesses the mapping of a table from the names of its columns. The kind
// whose needed fields the table has most of wins; pass one to hold it to that.
// The guess is for a person to look at.
func Sniff(s Sheet, kind ledger.Kind) Mapping {
	best, bestScore := Mapping{}, -1<<30
	for _, k := range ledger.Kinds {
		if k == ledger.KindMatter || kind != "" && k != kind {
			continue
		}
		m := Mapping{Kind: k, Columns: map[string]string{}}
		score := 0
		for rank := range 2 { // a field's own name first, then words for it
			for _, head := range s.Header {
				if _, done := m.Columns[head]; done || strings.TrimSpace(head) == "" {
					continue
				}
				for _, f := range Targets(k) {
					names := []string{f.Key, f.Label}
					if rank == 1 {
						names = synonyms[f.Key]
					}
					if m.has(f.Key) || !slices.ContainsFunc(names, func(n string) bool { return plainHead(n) == plainHead(head) }) {
						continue
					}
					m.Columns[head] = f.Key
					score += 3 - rank
					if f.Required {
						score += 2
					}
					break
				}
			}
		}
		for _, f := range ledger.Schema(k) {
			if f.Required && !m.has(f.Key) {
				score -= 2
			}
		}
		if plainHead(s.Name) == string(k) || plainHead(s.Name) == string(k)+"s" {
			score += 10
		}
		if score > bestScore {
			best, bestScore = m, score
		}
	}
	if len(best.Columns) == 0 && kind == "" { // no head is known: what such tables most often hold
		best.Kind = ledger.KindPledge
	}
	return best
}

func (m Mapping) has(field string) bool {
	for _, f := range m.Columns {
		if f == field {
			return true
		}
	}
	return false
}

// Check says what is wrong with a mapping for a table: a field that the kind
// does not have, two columns for one, a column that is not there.
func (m Mapping) Check(s Sheet) error {
	targets := Targets(m.Kind)
	if len(ledger.Schema(m.Kind)) == 0 {
		return fmt.Errorf("the mapping: there is no kind of record %q", m.Kind)
	}
	seen := map[string]string{}
	check := func(field string) error {
		if !slices.ContainsFunc(targets, func(f ledger.Field) bool { return f.Key == field }) {
			return fmt.Errorf("the mapping: a %s has no field %q", m.Kind, field)
		}
		return nil
	}
	for _, head := range slices.Sorted(maps.Keys(m.Columns)) {
		field := m.Columns[head]
		if field == "" {
			continue
		}
		if err := check(field); err != nil {
			return err
		}
		if other, twice := seen[field]; twice {
			return fmt.Errorf("the mapping: the columns %q and %q both become %s; choose one", other, head, field)
		}
		seen[field] = head
		if !slices.Contains(s.Header, head) {
			return fmt.Errorf("the mapping: the table has no column %q; it has %s", head, strings.Join(s.Header, ", "))
		}
	}
	for _, field := range slices.Sorted(maps.Keys(m.Fixed)) {
		if err := check(field); err != nil {
			return err
		}
	}
	return nil
}

// ReadMapping reads a mapping that was saved as JSON.
func ReadMapping(data []byte) (Mapping, error) {
	var m Mapping
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return m, fmt.Errorf("read the mapping: %w", err)
	}
	return m, nil
}

// JSON gives the mapping for saving: the same mapping, the same bytes.
func (m Mapping) JSON() ([]byte, error) {
	body, err := json.MarshalIndent(m, "", "  ")
	return append(body, '\n'), err
}

// cells reads the cells of one row into fields of a record.
type cells struct {
	m       Mapping
	c       *ledger.Case
	cast    *cast
	sources map[string]string // id by title, in small letters
	moments map[string]string
}

func newCells(m Mapping, c *ledger.Case, k *cast) *cells {
	x := &cells{m, c, k, map[string]string{}, map[string]string{}}
	for _, s := range c.Sources() {
		x.sources[strings.ToLower(s.Title)] = s.ID
	}
	for _, s := range c.Moments() {
		x.moments[strings.ToLower(s.Title)] = s.ID
	}
	return x
}

// day gives the first day of the row's own date, on which its states are named.
func (x *cells) day(get func(string) string) edtf.Day {
	for _, key := range []string{"date", "promised", "start"} {
		if d, err := x.date(get(key)); err == nil {
			if first, ok := d.Earliest(); ok && get(key) != "" {
				return first
			}
		}
	}
	return edtf.DayOf(2020, 1, 1)
}

func (x *cells) date(text string) (edtf.Date, error) {
	order := edtf.DayFirst
	if x.m.MonthFirst {
		order = edtf.MonthFirst
	}
	return edtf.FromInput(text, order)
}

func (x *cells) members(text string) []string {
	var out []string
	for _, part := range strings.Split(text, cmp.Or(x.m.Separator, ";")) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func (x *cells) reference(kind ledger.Kind, text string, day edtf.Day) (string, error) {
	text = strings.TrimSpace(text)
	if kind == ledger.KindActor {
		if id, ok := x.cast.find(text, day); ok {
			return id, nil
		}
		return "", fmt.Errorf("there is no actor %q, in the case or among the states; add it first", text)
	}
	if r, ok := x.c.Get(text); ok && (kind == "" || r.Kind() == kind) {
		return text, nil
	}
	byTitle := map[ledger.Kind]map[string]string{ledger.KindSource: x.sources, ledger.KindMoment: x.moments}[kind]
	if id, ok := byTitle[strings.ToLower(text)]; ok {
		return id, nil
	}
	return "", fmt.Errorf("there is no %s %q in the case; add it first, or name another", cmp.Or(string(kind), "record"), text)
}

// value reads one cell as the type of its field, in the form of JSON.
func (x *cells) value(f ledger.Field, text string, day edtf.Day) (any, error) {
	trimmed := strings.TrimSpace(text)
	switch f.Type {
	case ledger.DateField:
		d, err := x.date(trimmed)
		if err != nil {
			return nil, err
		}
		return d.String(), nil
	case ledger.ChoiceField, ledger.OpenChoiceField:
		for _, o := range f.Options {
			if strings.EqualFold(o, trimmed) {
				return o, nil
			}
		}
		if f.Type == ledger.OpenChoiceField {
			return trimmed, nil
		}
		return nil, fmt.Errorf("%q is not one of %s", trimmed, strings.Join(f.Options, ", "))
	case ledger.RungField:
		for r := ledger.LowestRung; r <= ledger.HighestRung; r++ {
			if trimmed == r.String() || strings.EqualFold(trimmed, r.Label()) || trimmed == fmt.Sprint(int(r)) {
				return int(r), nil
			}
		}
		return nil, fmt.Errorf("%q is not a rung: from -2 (opposed) to 4 (fought beside)", trimmed)
	case ledger.NumberField, ledger.ShareField, ledger.WholeField:
		kind := "number"
		if f.Type == ledger.WholeField {
			kind = "integer"
		}
		return valueOf(column{name: f.Label, kind: kind}, ungrouped(trimmed))
	case ledger.YesNoField:
		return valueOf(column{name: f.Label, kind: "boolean"}, trimmed)
	case ledger.ReferenceField:
		return x.reference(f.Refers, trimmed, day)
	case ledger.ReferencesField:
		var ids []any
		for _, part := range x.members(text) {
			id, err := x.reference(f.Refers, part, day)
			if err != nil {
				return nil, err
			}
			ids = append(ids, id)
		}
		return ids, nil
	case ledger.ListField:
		return x.members(text), nil
	case ledger.LongTextField:
		return text, nil
	}
	return trimmed, nil
}

// ungrouped takes the thousands marks out of a number: 1,200,000 and 1 200 000.
func ungrouped(s string) string {
	for _, mark := range []string{",", " ", "\u00a0", "\u202f"} {
		parts := strings.Split(s, mark)
		if len(parts) == 1 || len(parts[0]) > 3 {
			continue
		}
		grouped := true
		for i, p := range parts[1:] {
			digits, rest, _ := strings.Cut(p, ".")
			grouped = grouped && len(digits) == 3 && (rest == "" || i == len(parts)-2)
		}
		if grouped {
			return strings.Join(parts, "")
		}
	}
	return s
}

// citation reads the one citation of a row; nil if it has none.
func (x *cells) citation(get func(string) string) (map[string]any, error) {
	if strings.TrimSpace(get("source")) == "" {
		return nil, nil
	}
	id, err := x.reference(ledger.KindSource, get("source"), 0)
	if err != nil {
		return nil, err
	}
	out := map[string]any{"source": id, "credibility": 6}
	if text := strings.TrimSpace(get("credibility")); text != "" {
		n, err := valueOf(column{name: "credibility", kind: "integer"}, text)
		if err != nil {
			return nil, err
		}
		if n, _ := n.(int64); n < 1 || n > 6 {
			return nil, errors.New("credibility: give 1 (confirmed) to 5 (improbable), or 6 (cannot be judged)")
		}
		out["credibility"] = n
	}
	for _, key := range []string{"where", "quote"} {
		if text := get(key); text != "" {
			out[key] = text
		}
	}
	return out, nil
}
