package assets

import (
	"embed"
	"fmt"
)

//go:embed translations/*.json
var translations embed.FS

// Translation gives the window's texts in a language ("fa", "ru"), in the form
// that the toolkit reads: the English text, or the key of a count, and what it
// is in that language.
func Translation(code string) ([]byte, error) {
	body, err := translations.ReadFile("translations/" + code + ".json")
	if err != nil {
		return nil, fmt.Errorf("no translation into %q", code)
	}
	return body, nil
}
