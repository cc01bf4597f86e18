package events

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/events/measure"
)

// Mapping says which columns of some other table are what, so that any CSV of
// events can be imported. A person makes it once and may share it: it is JSON.
type Mapping struct {
	Provider Provider `json:"provider"`           // a name of one's own: "acme"
	Comma    string   `json:"comma,omitempty"`    // "," (default), ";" or "\t"
	Headless bool     `json:"headless,omitempty"` // columns are then named column1, column2, ...

	Day    string `json:"day"`              // column of the day
	Source string `json:"source"`           // column of who acted
	Target string `json:"target"`           // column of who was acted upon
	Naming string `json:"naming,omitempty"` // how states are named: "code" (ISO or CAMEO, the default), "name", "cow"

	ID        string `json:"id,omitempty"` // column of a unique id; without one, equal rows are one event
	Code      string `json:"code,omitempty"`
	Quad      string `json:"quad,omitempty"`
	Goldstein string `json:"goldstein,omitempty"`
	Events    string `json:"events,omitempty"` // how many events a row stands for
	Sources   string `json:"sources,omitempty"`
	Place     string `json:"place,omitempty"`
	Lat       string `json:"lat,omitempty"`
	Lon       string `json:"lon,omitempty"`
	URL       string `json:"url,omitempty"`
}

// ParseMapping reads a mapping from JSON, and tells which part is missing or
// unknown.
func ParseMapping(data []byte) (*Mapping, error) {
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.DisallowUnknownFields()
	var m Mapping
	if err := d.Decode(&m); err != nil {
		return nil, fmt.Errorf("reading the mapping: %w", err)
	}
	for name, v := range map[string]string{"provider": string(m.Provider), "day": m.Day, "source": m.Source, "target": m.Target} {
		if v == "" {
			return nil, fmt.Errorf("the mapping names no %s", name)
		}
	}
	if m.Comma == "" {
		m.Comma = ","
	}
	if r := []rune(m.Comma); len(r) != 1 {
		return nil, fmt.Errorf("the mapping's comma %q is not one sign", m.Comma)
	}
	if !slices.Contains([]string{"", "code", "name", "cow"}, m.Naming) {
		return nil, fmt.Errorf("the mapping's naming %q is none of code, name and cow", m.Naming)
	}
	if slices.Contains(measure.Known(), m.Provider) {
		return nil, fmt.Errorf("the mapping's provider %q is one whose files are known: give it a name of its own", m.Provider)
	}
	return &m, nil
}

// Columns names the columns of a table by its first line: as that does, those of one
// name numbered, or where it is no header column1, column2 and so on.
func (m *Mapping) Columns(first string) []string {
	by := ','
	if m.Comma != "" {
		by = []rune(m.Comma)[0]
	}
	cols := SplitLine(first, by)
	for i, c := range cols {
		cols[i] = inQuotes(c)
		if m.Headless {
			cols[i] = fmt.Sprintf("column%d", i+1)
		}
	}
	return unique(cols)
}

// inQuotes is a name within the engine's quotes.
func inQuotes(name string) string { return strings.ReplaceAll(name, `"`, "'") }

// layout binds the mapping to a file by its first line.
func (m *Mapping) layout(first string) (*Layout, error) {
	if m.Comma == "" { // made in code, not by ParseMapping
		with := *m
		with.Comma = ","
		m = &with
	}
	cols := m.Columns(first)
	find := func(name string) (string, error) {
		for _, c := range cols {
			if strings.EqualFold(c, inQuotes(name)) {
				return c, nil
			}
		}
		return "", fmt.Errorf("the mapping names a column %q, which the file lacks; it has %s", name, strings.Join(cols[:min(len(cols), 12)], ", "))
	}
	l := &Layout{Name: "mapping " + string(m.Provider), Provider: m.Provider, Comma: []rune(m.Comma)[0], Quoted: true, Header: !m.Headless, Columns: cols, fields: map[string]string{}}
	bound := map[string]string{"day": m.Day, "source": m.Source, "target": m.Target, "ref": m.ID, "code": m.Code, "quad": m.Quad, "goldstein": m.Goldstein,
		"events": m.Events, "sources": m.Sources, "place": m.Place, "lat": m.Lat, "lon": m.Lon, "url": m.URL}
	for _, field := range slices.Sorted(maps.Keys(bound)) {
		if bound[field] == "" {
			continue
		}
		c, err := find(bound[field])
		if err != nil {
			return nil, err
		}
		bound[field] = c
	}
	naming := map[string]func(string) actor{"": byCode, "code": byCode, "name": byName, "cow": byNumber}[m.Naming]
	l.source, l.target = naming(bound["source"]), naming(bound["target"])
	l.fields["day"] = `coalesce(` + anyDate(bound["day"]) + `, ` + date8(bound["day"]) + `)`
	l.fields["actor1"], l.fields["actor2"] = text(bound["source"]), text(bound["target"])
	l.fields["added"] = l.fields["day"]
	for field, kind := range map[string]string{"quad": "UTINYINT", "goldstein": "FLOAT", "events": "UINTEGER", "sources": "UINTEGER", "lat": "FLOAT", "lon": "FLOAT"} {
		if bound[field] != "" {
			l.fields[field] = number(bound[field], kind)
		}
	}
	for _, field := range []string{"ref", "code", "place", "url"} {
		if bound[field] != "" {
			l.fields[field] = text(bound[field])
		}
	}
	if m.Code != "" && m.Quad == "" {
		l.fields["quad"] = quadOf(text(bound["code"]))
	}
	key := `"` + strings.Join(cols, `", "`) + `"`
	if m.ID != "" {
		key = `"` + bound["ref"] + `"`
	}
	l.fields["id"] = `CAST(hash(` + key + `) >> 1 AS BIGINT)`
	day := bound["day"]
	l.check = func(get func(string) string) string {
		if d := get(day); !isAnyDay(d) && !isDay8(d) {
			return fmt.Sprintf("date %q is no day", d)
		}
		return ""
	}
	return l, l.bind()
}
