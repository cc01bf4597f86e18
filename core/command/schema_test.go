package command

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/fairweather-app/fairweather/assets"
)

func answerSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(assets.AnswerSchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("answer.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("answer.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// TestSchema holds real answers to the schema: every pair of a case that has
// conduct, and cases with next to nothing in them.
func TestSchema(t *testing.T) {
	schema := answerSchema(t)
	questions := [][]string{
		{"testdata/pair.json"}, {"testdata/pair.json", "--situation", "force", "--words", "phia"},
		{"testdata/pair.json", "--relier", "B", "--partner", "A"}, {"testdata/pair.json", "--as-of", "1900"},
		{"testdata/pair.json", "--half-life", "0", "--history", "0"}, {"testdata/bare.json"},
	}
	for _, name := range assets.Names() {
		src := mustOpen(t, name)
		for _, d := range src.c.Dyads() {
			questions = append(questions, []string{name, "--relier", d.To, "--partner", d.From, "--history", "5"})
		}
	}
	for _, q := range questions {
		out, errs, code := runVerb(t, "", append([]string{"assess", "--json"}, q...)...)
		if code != Done {
			t.Errorf("%v: exit code %d: %s", q, code, errs)
			continue
		}
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%v: %v", q, err)
		}
	}
}

// TestSchemaRefuses shows that the schema is not one that takes anything.
func TestSchemaRefuses(t *testing.T) {
	schema := answerSchema(t)
	out, _, _ := runVerb(t, "", "assess", "testdata/pair.json", "--json")
	for name, change := range map[string]func(map[string]any){
		"a property is missing":     func(m map[string]any) { delete(m, "against") },
		"a property is unknown":     func(m map[string]any) { m["extra"] = 1 },
		"a probability is above 1":  func(m map[string]any) { m["against"].(map[string]any)["probability"] = json.Number("1.5") },
		"a day is not a day":        func(m map[string]any) { m["question"].(map[string]any)["as_of"] = "October" },
		"a rung is not on the list": func(m map[string]any) { m["at_least"].([]any)[0].(map[string]any)["rung"] = json.Number("5") },
		"a rung is missing":         func(m map[string]any) { m["at_least"] = m["at_least"].([]any)[1:] },
		"a list is null":            func(m map[string]any) { m["warnings"] = nil },
	} {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		change(doc.(map[string]any))
		if schema.Validate(doc) == nil {
			t.Errorf("%s, and the schema says nothing", name)
		}
	}
}

// TestSchemaExplains holds every property of the schema to a description.
func TestSchemaExplains(t *testing.T) {
	var doc map[string]any
	if err := json.NewDecoder(bytes.NewBufferString(assets.AnswerSchema())).Decode(&doc); err != nil {
		t.Fatal(err)
	}
	var walk func(at string, v any)
	walk = func(at string, v any) {
		m, ok := v.(map[string]any)
		if !ok {
			return
		}
		if props, ok := m["properties"].(map[string]any); ok {
			for name, p := range props {
				if d, _ := p.(map[string]any)["description"].(string); len(d) < 8 {
					t.Errorf("%s.%s has no description", at, name)
				}
			}
			if m["additionalProperties"] != false {
				t.Errorf("%s allows properties that it does not name", at)
			}
		}
		for key, sub := range m {
			walk(fmt.Sprintf("%s/%s", at, key), sub)
		}
	}
	walk("", doc)
}
