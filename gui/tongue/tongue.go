// Package tongue names a language where the system names none: the toolkit
// reads it while the program is loaded, before main runs, and logs an error
// about the locale C (fyne 2.8.0). Go initialises a package as soon as what it
// imports is ready, in the order of import paths: this one, which needs the
// standard library alone, comes before the toolkit's.
package tongue

import (
	"os"
	"strings"
)

func init() {
	for _, name := range []string{"LANGUAGE", "LC_ALL"} {
		system[name] = os.Getenv(name)
	}
	set(os.Getenv, os.Setenv)
}

// set sets LC_ALL where the variables that say the language are empty or say C.
func set(getenv func(string) string, setenv func(name, value string) error) {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		v := getenv(name)
		if v == "" {
			continue
		}
		if base, _, _ := strings.Cut(v, "."); base != "C" && base != "POSIX" {
			return
		}
		break
	}
	_ = setenv("LC_ALL", "en") // fails only for a name that is empty or holds "="
}
