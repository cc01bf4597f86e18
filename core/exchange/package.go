package exchange

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// Document is a stored text or file on which a source rests.
type Document struct {
	SHA256, Name, MediaType string
	Body                    []byte
}

// File is one file of a Data Package.
type File struct {
	Name string // with slashes: "documents/ab12.pdf"
	Body []byte
}

// Package is a case as a Frictionless Data Package: datapackage.json, a CSV file
// for each kind of record and for each list inside records, and the documents.
// Tables without rows are there, too, so that scripts find what they expect.
// The same case gives the same bytes.
//
// The descriptor follows version 2 of the standard and keeps the profile names
// of version 1, so that tools of either read it.
func Package(c *ledger.Case, documents []Document) ([]File, error) {
	rows := map[string][][]string{}
	for _, k := range ledger.Kinds {
		records := c.Of(k)
		slices.SortFunc(records, func(a, b ledger.Record) int { return strings.Compare(a.RecordID(), b.RecordID()) })
		t := recordTable(k)
		for _, r := range records {
			if err := split(t, r, rows); err != nil {
				return nil, fmt.Errorf("write %s %s into the data package: %w", k, r.RecordID(), err)
			}
		}
	}
	documents = slices.Clone(documents)
	slices.SortFunc(documents, func(a, b Document) int { return strings.Compare(a.SHA256, b.SHA256) })
	var stored []File
	for _, d := range documents {
		name := "documents/" + d.SHA256 + ending(d.Name)
		rows["document"] = append(rows["document"], []string{d.SHA256, d.Name, d.MediaType, strconv.Itoa(len(d.Body)), name})
		stored = append(stored, File{name, d.Body})
	}
	descriptor, err := describe(c, len(documents) > 0)
	if err != nil {
		return nil, err
	}
	files := []File{{"datapackage.json", descriptor}}
	for _, t := range tables() {
		var b bytes.Buffer
		var heads []string
		for _, c := range t.columns {
			heads = append(heads, c.name)
		}
		writeRow(&b, heads)
		for _, cells := range rows[t.name] {
			writeRow(&b, cells)
		}
		files = append(files, File{t.name + ".csv", b.Bytes()})
	}
	return append(files, stored...), nil
}

// ending gives the ending of a document's name, if it is a plain one.
func ending(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if len(ext) < 2 || len(ext) > 8 || strings.Trim(ext[1:], "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return ""
	}
	return ext
}

// fieldsOf takes a record apart; numbers keep their digits.
func fieldsOf(r ledger.Record) (map[string]any, error) {
	body, err := ledger.Encode(r)
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var out map[string]any
	return out, dec.Decode(&out)
}

// cellOf gives a value as the text of a cell.
func cellOf(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case bool:
		return strconv.FormatBool(v), nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return strings.TrimSuffix(b.String(), "\n"), err
}

// at finds a value by its path in a record.
func at(fields map[string]any, path string) any {
	head, rest, nested := strings.Cut(path, ".")
	if !nested {
		return fields[head]
	}
	inner, _ := fields[head].(map[string]any)
	return at(inner, rest)
}

// split writes the rows of a record into all tables that it has a part in.
func split(t *table, r ledger.Record, rows map[string][][]string) error {
	fields, err := fieldsOf(r)
	if err != nil {
		return err
	}
	id := r.RecordID()
	var cells []string
	for _, c := range t.columns {
		cell, err := cellOf(at(fields, c.path))
		if err != nil {
			return err
		}
		cells = append(cells, cell)
	}
	rows[t.name] = append(rows[t.name], cells)
	for _, l := range lists {
		if !slices.Contains(l.kinds, r.Kind()) {
			continue
		}
		members, _ := fields[l.path].([]any)
		for i, m := range members {
			text, _ := m.(string)
			rows[l.table] = append(rows[l.table], []string{id, strconv.Itoa(i + 1), text})
		}
	}
	parts := func(t *table, before []string, v any) error {
		members, _ := v.([]any)
		for i, m := range members {
			inner, _ := m.(map[string]any)
			given := before
			cells := make([]string, 0, len(t.columns))
			for _, c := range t.columns {
				switch {
				case c.name == "position":
					cells = append(cells, strconv.Itoa(i+1))
				case c.path == "":
					cells, given = append(cells, given[0]), given[1:]
				default:
					cell, err := cellOf(inner[c.path])
					if err != nil {
						return err
					}
					cells = append(cells, cell)
				}
			}
			rows[t.name] = append(rows[t.name], cells)
		}
		return nil
	}
	for _, field := range []string{"citations", "for", "against"} {
		if err := parts(citationTable, []string{id, field, ""}, fields[field]); err != nil {
			return err
		}
	}
	milestones, _ := fields["milestones"].([]any)
	for i, m := range milestones {
		inner, _ := m.(map[string]any)
		if err := parts(citationTable, []string{id, "milestones", strconv.Itoa(i + 1)}, inner["citations"]); err != nil {
			return err
		}
	}
	if err := parts(milestoneTable, []string{id}, fields["milestones"]); err != nil {
		return err
	}
	if err := parts(obligationTable, []string{id}, fields["obliges"]); err != nil {
		return err
	}
	return parts(similarityTable, []string{id}, fields["similarity"])
}

// describe writes datapackage.json.
func describe(c *ledger.Case, withDocuments bool) ([]byte, error) {
	type fk struct {
		Fields    []string       `json:"fields"`
		Reference map[string]any `json:"reference"`
	}
	var resources []any
	for _, t := range tables() {
		var fields []any
		var keys []fk
		for _, c := range t.columns {
			f := map[string]any{"name": c.name, "type": c.kind, "title": c.title}
			if c.about != "" {
				f["description"] = c.about
			}
			if c.unit != "" {
				f["unit"] = c.unit
			}
			limits := map[string]any{}
			if c.required {
				limits["required"] = true
			}
			if len(c.options) > 0 {
				limits["enum"] = c.options
			}
			if c.low != nil {
				limits["minimum"] = *c.low
			}
			if c.top != nil {
				limits["maximum"] = *c.top
			}
			if len(limits) > 0 {
				f["constraints"] = limits
			}
			fields = append(fields, f)
			if c.refers != "" {
				to := map[string]any{"resource": c.refers, "fields": []string{"id"}}
				if c.refers == t.name {
					to["resource"] = "" // how the standard names a table's own
				}
				keys = append(keys, fk{[]string{c.name}, to})
			}
		}
		schema := map[string]any{"fields": fields, "primaryKey": t.key, "missingValues": []string{""}}
		if len(keys) > 0 {
			schema["foreignKeys"] = keys
		}
		resources = append(resources, map[string]any{
			"name": t.name, "title": t.title, "path": t.name + ".csv", "profile": "tabular-data-resource", "type": "table",
			"format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "schema": schema,
			"dialect": map[string]any{"delimiter": ","}, // readers that guess it take the semicolons of a text for it
		})
	}
	about := "A case of Fairweather: what was promised, what happened at the key moments, and who gave what to whom."
	if withDocuments {
		about += " The texts on which its sources rest are in the folder documents."
	}
	d := map[string]any{
		"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "profile": "data-package",
		"name": "fairweather-case", "title": c.Matter().Name(), "description": about,
		"fairweather": map[string]any{"format": ledger.FormatName, "version": ledger.FormatVersion}, "resources": resources,
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(d); err != nil {
		return nil, fmt.Errorf("describe the data package: %w", err)
	}
	return b.Bytes(), nil
}

// sumOf gives the SHA-256 of a document, hexadecimal.
func sumOf(body []byte) string {
	digest := sha256.Sum256(body)
	return hex.EncodeToString(digest[:])
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
