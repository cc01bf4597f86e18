package command

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// caseFile makes a case file of the small case in a folder of its own.
func caseFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mine.fairweather")
	if err := os.WriteFile(path, []byte(pairFile(t)), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// edit applies changes to a case file.
func edit(t *testing.T, path, analyst string, changes ...ledger.Change) {
	t.Helper()
	f, err := casefile.Open(t.Context(), path, casefile.Options{Analyst: analyst})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Apply(t.Context(), casefile.Edit{Label: "An edit", Changes: changes}); err != nil {
		t.Fatal(err)
	}
}

func copyOf(t *testing.T, path, name string) string {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(filepath.Dir(path), name)
	if err := os.WriteFile(to, body, 0o644); err != nil {
		t.Fatal(err)
	}
	return to
}

// wants fails unless a verb ends with the code and its output holds the texts.
func wants(t *testing.T, code int, texts []string, args ...string) string {
	t.Helper()
	out, errs, got := runVerb(t, "", args...)
	if got != code {
		t.Fatalf("%v: exit code %d, want %d\n%s%s", args, got, code, out, errs)
	}
	for _, text := range texts {
		if !strings.Contains(strings.Join(strings.Fields(out+errs), " "), text) {
			t.Errorf("%v: %q is not in\n%s%s", args, text, out, errs)
		}
	}
	return out
}

func record(t *testing.T, path, id string) ledger.Record {
	t.Helper()
	r, ok := mustOpen(t, path).c.Get(id)
	if !ok {
		return nil
	}
	return r
}

func TestMergeVerb(t *testing.T) {
	mine := caseFile(t)
	theirs := copyOf(t, mine, "theirs.fairweather")
	c1 := ledger.Clone(record(t, mine, "c1")).(*ledger.Conduct)
	c1.What = "Their words"
	edit(t, theirs, "B. Ost", ledger.Change{ID: "c1", Record: c1}, ledger.Change{ID: "n90", Record: &ledger.Note{ID: "n90", Title: "A note of theirs"}})
	wants(t, Done, []string{"1 other copy", "theirs.fairweather", "1 edit new by B. Ost"}, "merge", mine, filepath.Dir(mine))
	wants(t, Done, []string{"To merge", "1 edit, 1 added, 1 changed", "B. Ost: An edit", "added note: A note of theirs", "-> Their words"}, "merge", mine, theirs, "--dry-run")
	if record(t, mine, "n90") != nil {
		t.Fatal("a dry run changed the case")
	}
	c1.What = "My words"
	edit(t, mine, "A. Mar", ledger.Change{ID: "c1", Record: c1})
	wants(t, BadData, []string{"mine: My words", "theirs: Their words", "nothing was changed", "--take"}, "merge", mine, theirs)
	out := wants(t, Done, nil, "merge", mine, theirs, "--take", "theirs", "--analyst", "A. Mar", "--json")
	var r mergedCopies
	if err := json.Unmarshal([]byte(out), &r); err != nil || !r.Applied || len(r.Conflicts) != 1 || r.Conflicts[0].Take != "theirs" || len(r.Edits) != 1 {
		t.Errorf("%v %+v", err, r)
	}
	if c := record(t, mine, "c1").(*ledger.Conduct); c.What != "Their words" || record(t, mine, "n90") == nil {
		t.Errorf("merged into %+v", c)
	}
	wants(t, Done, []string{"has nothing that"}, "merge", mine, theirs)
	wants(t, WrongUsage, []string{"two different cases"}, "merge", mine, otherCase(t))
	wants(t, WrongUsage, []string{"no side"}, "merge", mine, theirs, "--take", "both")
	wants(t, WrongUsage, []string{"needs a case and a copy or folder"}, "merge", mine)
	wants(t, WrongUsage, []string{"there is no file or folder"}, "merge", mine, "nowhere.fairweather")
}

func otherCase(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "other.fairweather")
	f, err := casefile.Create(t.Context(), path, mustOpen(t, "testdata/pair.json").c, "New case", casefile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestChangesVerb(t *testing.T) {
	mine := caseFile(t)
	old := copyOf(t, mine, "old.fairweather")
	c1 := ledger.Clone(record(t, mine, "c1")).(*ledger.Conduct)
	was := c1.Rung
	c1.Rung = 4
	edit(t, mine, "A. Mar", ledger.Change{ID: "c1", Record: c1}, ledger.Change{ID: "n90", Record: &ledger.Note{ID: "n90", Title: "A note"}})
	want := []string{"2 records differ", was.String() + " -> +4", "added note: A note", "WHAT IT DID TO THE ANSWER", "before", "after", "at least +4"}
	wants(t, Done, want, "changes", mine)
	wants(t, Done, want, "changes", mine, "--since", "1")
	wants(t, Done, want, "changes", mine, "--since", old)
	wants(t, Done, []string{"0 records differ since edit 2"}, "changes", mine, "--since", "#2")
	wants(t, Done, []string{"did not exist then", "no answer before"}, "changes", mine, "--since", "1999-01-01")
	wants(t, WrongUsage, []string{"there is no such version"}, "changes", mine, "--since", "99")
	wants(t, WrongUsage, []string{"no such file"}, "changes", mine, "--since", "soon")
	wants(t, WrongUsage, []string{"keeps no earlier versions"}, "changes", "testdata/pair.json")
	out := wants(t, Done, nil, "changes", mine, "--since", old, "--json")
	var r changedCase
	if err := json.Unmarshal([]byte(out), &r); err != nil || len(r.Records) != 2 || r.Before == nil || r.After.AtLeast["+4"] <= r.Before.AtLeast["+4"] {
		t.Errorf("%v %+v", err, r)
	}
}

// What export writes, import brings back.
func TestExportAndImportOtherFormats(t *testing.T) {
	mine, dir := caseFile(t), t.TempDir()
	edit(t, mine, "", ledger.Change{ID: "s80", Record: &ledger.Source{ID: "s80", Title: "A source", Publisher: "P", Reliability: "C", Tags: []string{"x"}}})
	before := asText(t, mine)
	for _, out := range []string{filepath.Join(dir, "case.zip"), filepath.Join(dir, "folder")} {
		wants(t, Done, nil, "export", mine, "--format", "package", "-o", out)
		back := filepath.Join(dir, "back-"+filepath.Base(out)+".fairweather")
		wants(t, Done, []string{"records"}, "import", out, "-o", back)
		if asText(t, back) != before {
			t.Errorf("%s does not come back the same", out)
		}
		wants(t, Done, []string{"0 added, 0 changed"}, "import", out, "--into", mine)
	}
	wants(t, WrongUsage, []string{"is not empty"}, "export", mine, "--format", "package", "-o", filepath.Join(dir, "folder"))
	for _, name := range []string{"s.bib", "s.ris", "s.csl.json"} {
		out := filepath.Join(dir, name)
		args := []string{"export", mine, "-o", out}
		if strings.HasSuffix(name, ".json") {
			args = append(args, "--format", "csl")
		}
		wants(t, Done, nil, args...)
		wants(t, Done, []string{"0 new, 0 changed"}, "import", out, "--into", mine)
		body, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(out, []byte(strings.Replace(string(body), "A source", "Another title", 1)), 0o644); err != nil {
			t.Fatal(err)
		}
		wants(t, Done, []string{"0 new, 1 changed", "Title: A source -> Another title", "nothing was written"}, "import", out, "--into", mine, "--dry-run")
	}
	if asText(t, mine) != before {
		t.Error("the case was changed")
	}
	if out := wants(t, Done, nil, "export", mine, "--format", "ics"); !strings.HasPrefix(out, "BEGIN:VCALENDAR\r\n") {
		t.Errorf("no calendar: %q", out)
	}
	wants(t, WrongUsage, []string{"is not written"}, "export", mine, "--format", "docx")
	wants(t, WrongUsage, []string{"is not read"}, "import", mine, "--format", "docx")
	wants(t, WrongUsage, []string{"--into"}, "import", filepath.Join(dir, "s.bib"))
}

func asText(t *testing.T, path string) string {
	t.Helper()
	body, err := ledger.MarshalCase(mustOpen(t, path).c)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestImportTable(t *testing.T) {
	mine, dir := caseFile(t), t.TempDir()
	table := filepath.Join(dir, "notes.csv")
	if err := os.WriteFile(table, []byte("Title;Text;On\nOne;Text;c1\nTwo;Text;nobody\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	mapping := filepath.Join(dir, "map.json")
	wants(t, BadData, []string{"line 2 new n001: One", "1 new, 0 changed, 0 the same as before, 1 refused (nothing was written)", "line 3: On: there is no record \"nobody\""},
		"import", table, "--kind", "note", "--save-map", mapping, "--into", mine, "--dry-run")
	if record(t, mine, "n001") != nil {
		t.Fatal("a dry run changed the case")
	}
	out := wants(t, BadData, nil, "import", table, "--map", mapping, "--into", mine, "--json")
	var r previewed
	if err := json.Unmarshal([]byte(out), &r); err != nil || !r.Applied || r.New != 1 || r.Refused != 1 || len(r.Rows) != 2 {
		t.Errorf("%v %+v", err, r)
	}
	if n, ok := record(t, mine, "n001").(*ledger.Note); !ok || n.Text != "Text" {
		t.Errorf("the row became %+v", n)
	}
	wants(t, BadData, []string{"0 new, 0 changed, 1 the same"}, "import", table, "--map", mapping, "--into", mine)
	kiel := filepath.Join(dir, "kiel.csv")
	if err := os.WriteFile(kiel, []byte("country,iso,year,month,total,financial,humanitarian,military,commitments,to_be_allocated\nNorway,NOR,2022,3,1,0,0,1,1.5,0.5\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	wants(t, Done, []string{"2 new", "2 actors added"}, "import", kiel, "--into", mine)
	wants(t, Done, []string{"0 new, 0 changed, 2 the same"}, "import", kiel, "--into", mine)
	wants(t, WrongUsage, []string{"no kind"}, "import", table, "--kind", "wish", "--into", mine)
	wants(t, WrongUsage, []string{"--map"}, "import", table, "--map", "nothing.json", "--into", mine)
	bomb := filepath.Join(dir, "x.zip")
	if err := os.WriteFile(bomb, []byte("PK\x03\x04"), 0o644); err != nil {
		t.Fatal(err)
	}
	wants(t, BadData, []string{"cut short"}, "import", bomb, "-o", filepath.Join(dir, "x.fairweather"))
}

func TestForecastVerb(t *testing.T) {
	mine := caseFile(t)
	wants(t, Done, []string{"keeps 0 forecasts"}, "forecast", mine)
	out := wants(t, Done, []string{"Keep a forecast"}, "forecast", mine, "--log", "+2", "--horizon", "2027-06-30", "--analyst", "A. Mar", "--probability", "0.4")
	id, _, _ := strings.Cut(out, ":")
	wants(t, Done, []string{"keeps 1 forecast", "open until 2027-06-30", "A. Mar 40 %", "Fairweather"}, "forecast", mine)
	wants(t, Done, nil, "forecast", mine, "--rate", id, "--probability", "0.3", "--analyst", "B. Ost")
	wants(t, WrongUsage, []string{"the record does not tell"}, "forecast", mine, "--resolve", id)
	wants(t, Done, nil, "forecast", mine, "--resolve", id, "--outcome", "no", "--analyst", "A. Mar", "--why", "nothing came")
	wants(t, Done, []string{"did not happen", "SCORES", "0.160", "came true 0 of 1"}, "forecast", mine)
	out = wants(t, Done, nil, "forecast", mine, "--json")
	var r keptForecasts
	if err := json.Unmarshal([]byte(out), &r); err != nil || len(r.Forecasts) != 1 || len(r.Scores) != 4 || r.Scores[0].By != "Fairweather" || r.Scores[0].Brier == nil {
		t.Errorf("%v %+v", err, r)
	}
	wants(t, WrongUsage, []string{"four different acts"}, "forecast", mine, "--resolve", id, "--log", "+2")
	wants(t, WrongUsage, []string{"is no rung"}, "forecast", mine, "--log", "high")
	wants(t, WrongUsage, []string{"is no probability"}, "forecast", mine, "--log", "+2", "--probability", "2")
	wants(t, WrongUsage, []string{"is not ahead"}, "forecast", mine, "--log", "+2", "--horizon", "2020")
}
