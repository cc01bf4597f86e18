package states

import (
	_ "embed"
	"strings"
	"testing"
)

//go:embed testdata/names.tsv
var calledBy string

// What people and data sets call a state is found, and on the day it is that state.
func TestStatesAreFoundByTheirOfficialAndUsualNames(t *testing.T) {
	seen := map[string]bool{}
	for line := range strings.Lines(calledBy) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		seen[f[0]] = true
		if got, ok := ByName(f[1], day(t, f[2])); !ok || got.ID != f[0] {
			t.Errorf("%q on %s is %q (%v), want %s", f[1], f[2], got.ID, ok, f[0])
		}
	}
	for _, s := range All() {
		if !seen[s.ID] {
			t.Errorf("no name of %s is looked for", s.ID)
		}
	}
}

// No state bears the name of another: a name that two share is told apart by the day.
func TestNamesDoNotStray(t *testing.T) {
	for name, of := range load().byName {
		for i, a := range of {
			for _, b := range of[i+1:] {
				for _, x := range load().all[a].System {
					if load().all[b].In(x.First) {
						t.Errorf("on %s %q is both %s and %s", x.First, name, load().all[a].ID, load().all[b].ID)
					}
				}
			}
		}
	}
}
