package assets

import (
	"embed"
	"io/fs"
)

//go:embed lexicon
var lexicon embed.FS

// Lexicon gives the reader's word lists, tab-separated files of actors, office
// holders, verbs, nouns and the like, for reading.LoadLexicon. Each file says
// in its first lines what its fields are.
func Lexicon() fs.FS {
	sub, err := fs.Sub(lexicon, "lexicon")
	if err != nil {
		panic(err) // the name is a constant and valid
	}
	return sub
}
