package assets

import _ "embed" // the icon

//go:embed icon.png
var icon []byte

// Icon gives the program's icon, a PNG of 512 by 512 pixels: two rings, one in
// the other.
func Icon() []byte { return icon }
