package events

import (
	"io/fs"
	"strconv"
	"strings"
	"sync"

	"github.com/fairweather-app/fairweather/assets"
)

// Quad is the quad class of an event: verbal or material, cooperation or
// conflict; 0: not told.
type Quad uint8

// The quad classes, numbered as in GDELT.
const (
	VerbalCooperation Quad = iota + 1
	MaterialCooperation
	VerbalConflict
	MaterialConflict
)

// String says the class in words: "material conflict".
func (q Quad) String() string {
	switch q {
	case VerbalCooperation:
		return "verbal cooperation"
	case MaterialCooperation:
		return "material cooperation"
	case VerbalConflict:
		return "verbal conflict"
	case MaterialConflict:
		return "material conflict"
	}
	return "not told"
}

// Code is a kind of event in one of the coding schemes.
type Code struct {
	Code, Label string
	Quad        Quad
	Goldstein   float64 // -10 conflict to +10 cooperation (Goldstein 1992)
	Scored      bool    // whether there is a Goldstein score
}

var codes = sync.OnceValue(func() map[string]Code {
	out := map[string]Code{}
	for _, name := range []string{"cameo.tsv", "plover.tsv"} {
		text, err := fs.ReadFile(assets.EventTables(), name)
		if err != nil {
			panic(err) // embedded at build
		}
		for line := range strings.Lines(string(text)) {
			if line[0] == '#' {
				continue
			}
			f := append(strings.Split(strings.TrimRight(line, "\n"), "\t"), "", "")
			quad, err := strconv.Atoi(f[2])
			if err != nil {
				panic(name + ": " + line) // embedded at build; a test reads it
			}
			c := Code{Code: f[0], Label: f[1], Quad: Quad(quad)}
			c.Goldstein, err = strconv.ParseFloat(f[3], 64)
			c.Scored = err == nil
			out[c.Code] = c
		}
	}
	return out
})

// CodeOf finds what a CAMEO code ("0231") or a PLOVER type ("AID") says. A code
// is a string: 040 is not 40. A longer CAMEO code that is not in the list is
// read as the nearest shorter one.
func CodeOf(code string) (Code, bool) {
	for c := strings.TrimSpace(code); c != ""; c = c[:len(c)-1] {
		if got, ok := codes()[c]; ok {
			return got, true
		}
		if c[0] < '0' || c[0] > '9' {
			return Code{}, false
		}
	}
	return Code{}, false
}
