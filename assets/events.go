package assets

import (
	"embed"
	"io/fs"
)

//go:embed events
var eventTables embed.FS

// EventTables gives the code tables of event data, cameo.tsv and plover.tsv, for
// package events. Each says in its first lines what its fields are.
func EventTables() fs.FS {
	sub, err := fs.Sub(eventTables, "events")
	if err != nil {
		panic(err) // the name is a constant and valid
	}
	return sub
}
