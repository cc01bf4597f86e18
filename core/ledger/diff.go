package ledger

import (
	"encoding/json"
	"fmt"
	"strings"
)

// FieldChange tells how one field of a record changed, in words for a person.
type FieldChange struct {
	Key, Label string
	Old, New   string // empty: the field was, or became, empty
}

// Diff lists the fields in which two versions of a record differ, in the order
// of its form. A nil version stands for a record that is not there.
func Diff(old, new Record) []FieldChange {
	var k Kind
	switch {
	case new != nil:
		k = new.Kind()
	case old != nil:
		k = old.Kind()
	}
	a, b := fieldTexts(old), fieldTexts(new)
	var out []FieldChange
	for _, f := range Schema(k) {
		if a[f.Key] != b[f.Key] {
			out = append(out, FieldChange{f.Key, f.Label, a[f.Key], b[f.Key]})
		}
	}
	return out
}

// FieldText gives the value of one field of r as a person reads it, in one line.
func FieldText(r Record, key string) string { return fieldTexts(r)[key] }

func fieldTexts(r Record) map[string]string {
	if r == nil {
		return nil
	}
	body, err := Encode(r)
	if err != nil {
		return nil
	}
	dec := json.NewDecoder(strings.NewReader(string(body)))
	dec.UseNumber()
	var fields map[string]any
	if err := dec.Decode(&fields); err != nil {
		return nil
	}
	out := make(map[string]string, len(fields))
	for _, f := range Schema(r.Kind()) {
		if v, ok := fields[f.Key]; ok {
			out[f.Key] = valueText(f, v)
		}
	}
	return out
}

func valueText(f Field, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case json.Number:
		if f.Type == RungField && !strings.HasPrefix(v.String(), "-") && v.String() != "0" {
			return "+" + v.String()
		}
		return v.String()
	case []any:
		parts := make([]string, 0, len(v))
		for _, item := range v {
			parts = append(parts, valueText(f, item))
		}
		return strings.Join(parts, "; ")
	case map[string]any:
		return itemText(f, v)
	}
	return fmt.Sprint(v)
}

// itemText writes one citation, milestone or the like in a line: its parts in
// the order in which a person would say them.
func itemText(f Field, m map[string]any) string {
	order := map[FieldType][]string{
		CitationsField:    {"source", "where", "credibility", "quote"},
		MilestonesField:   {"date", "type", "share", "amount", "note", "citations"},
		ObligationsField:  {"rung", "moments", "against", "note"},
		QuestionField:     {"relier", "partner", "as_of", "situation"},
		SettingsField:     {"half_life_years", "other_situation", "prior_mass", "words", "horizon_years"},
		SimilaritiesField: {"a", "b", "value", "basis"},
	}[f.Type]
	inner := f
	var parts []string
	for _, key := range order {
		v, ok := m[key]
		if !ok {
			continue
		}
		switch key {
		case "citations":
			inner = Field{Type: CitationsField}
		case "rung":
			inner = Field{Type: RungField}
		default:
			inner = Field{Type: TextField}
		}
		text := valueText(inner, v)
		switch {
		case text == "":
			continue
		case f.Type == SettingsField:
			text = strings.ReplaceAll(key, "_", " ") + " " + text
		case key == "share":
			text = "share " + text
		case key == "credibility":
			text = "credibility " + text
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}
