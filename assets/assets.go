// Package assets holds what is built into the program: the bundled cases, the
// icon, the JSON Schema of an answer.
package assets

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
)

//go:embed cases
var cases embed.FS

//go:embed schema/answer.schema.json
var answerSchema string

// AnswerSchema is the JSON Schema (2020-12) of what "assess --json" writes.
func AnswerSchema() string { return answerSchema }

// Names lists the bundled cases, by name.
func Names() []string {
	entries, err := cases.ReadDir("cases")
	if err != nil {
		return nil // embedded at build: it is there
	}
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".json"); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// FirstCase is the case that the window opens on when nothing else was asked for.
const FirstCase = "russia-iran"

// Case gives the JSON of a bundled case, for ledger.UnmarshalCase. It fails for
// a name that is not bundled, and says which are.
func Case(name string) ([]byte, error) {
	body, err := cases.ReadFile(path.Join("cases", name+".json"))
	if err != nil {
		return nil, fmt.Errorf("no bundled case %q; there are %s", name, strings.Join(Names(), ", "))
	}
	return body, nil
}
