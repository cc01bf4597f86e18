package command

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// swap changes two words of equal length for each other in a text.
func swap(text, a, b string) string {
	return strings.NewReplacer(a, b, b, a).Replace(text)
}

// TestSwappedActors is the test of even-handedness: two actors swapped
// throughout a case swap the output, to the last digit and word. The texts of
// the case name neither.
func TestSwappedActors(t *testing.T) {
	body, err := os.ReadFile("testdata/pair.json")
	if err != nil {
		t.Fatal(err)
	}
	both := func(s string) string { return swap(swap(s, "alpha", "bravo"), "Alpha", "Bravo") }
	file := filepath.Join(t.TempDir(), "pair.json")
	if err := os.WriteFile(file, []byte(both(string(body))), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name           string
		relier, swapTo string
		flags          []string
	}{
		{"as the case asks", "alpha", "bravo", nil},
		{"the other way round", "bravo", "alpha", nil},
		{"in one situation", "alpha", "bravo", []string{"--situation", "force"}},
		{"on an earlier day", "alpha", "bravo", []string{"--as-of", "2015"}},
		{"without decay", "bravo", "alpha", []string{"--half-life", "0"}},
		{"in other words", "alpha", "bravo", []string{"--words", "phia"}},
	} {
		partner := map[string]string{"alpha": "bravo", "bravo": "alpha"}
		for _, verb := range [][]string{{"assess", "--json"}, {"assess", "--records"}, {"brief"}} {
			ask := func(path, relier string) string {
				out, errs, code := runVerb(t, "", slices.Concat(verb, []string{path, "--relier", relier, "--partner", partner[relier]}, c.flags)...)
				if code != Done {
					t.Fatalf("%s: %s", c.name, errs)
				}
				return out
			}
			got, want := ask(file, c.swapTo), both(ask("testdata/pair.json", c.relier))
			if verb[len(verb)-1] == "--json" {
				got, want = unordered(t, got), unordered(t, want)
			}
			if got != want {
				t.Errorf("%s, %v: %s", c.name, verb, firstDifference(got, want))
			}
		}
	}
}

// unordered sorts the lists of an answer that stand in the order of actors'
// names, which a swap of names changes.
func unordered(t *testing.T, answer string) string {
	t.Helper()
	var a map[string]any
	if err := json.Unmarshal([]byte(answer), &a); err != nil {
		t.Fatal(err)
	}
	pledges := a["pledges"].(map[string]any)
	key := func(v any) string {
		body, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	slices.SortFunc(pledges["partners"].([]any), func(x, y any) int { return strings.Compare(key(x), key(y)) })
	for _, test := range []string{"log_rank", "gray_fulfilled", "gray_failed"} {
		if m, ok := pledges[test].(map[string]any); ok {
			slices.SortFunc(m["groups"].([]any), func(x, y any) int { return strings.Compare(key(x), key(y)) })
		}
	}
	body, err := json.MarshalIndent(a, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
