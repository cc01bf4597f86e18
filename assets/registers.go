package assets

import (
	"embed"
	"io/fs"
)

//go:embed registers/*.gz
var registers embed.FS

// Registers gives the registers of treaties, wars, disputes and votes, as gzipped
// CSV, for package registers. registers/README.md says where they are from.
func Registers() fs.FS {
	sub, err := fs.Sub(registers, "registers")
	if err != nil {
		panic(err) // the name is a constant and valid
	}
	return sub
}
