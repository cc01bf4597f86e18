package assets

import _ "embed"

//go:embed states/states.tsv
var states string

// States is the table of states, their numbers and codes, for package states.
// Its first lines say what its fields are and where they are from.
func States() string { return states }
