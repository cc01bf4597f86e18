package command

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/whatif"
)

// goldenRun is one run of a verb that is held to a golden file.
type goldenRun struct {
	name string
	args []string
	code int
}

// goldenRuns runs verbs in the folder of the golden runs, with a case of rival
// readings and dependences in it.
func goldenRuns(t *testing.T, runs []goldenRun) {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", "rivals.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range runs {
		t.Run(c.name, func(t *testing.T) {
			dir := workspace(t)
			if err := os.WriteFile(filepath.Join(dir, "rivals.json"), body, 0o644); err != nil {
				t.Fatal(err)
			}
			here, err := os.Getwd()
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(dir)
			out, errs, code := runVerb(t, "", c.args...)
			t.Chdir(here)
			if code != c.code {
				t.Errorf("exit code %d, want %d: %s", code, c.code, errs)
			}
			if code == WrongUsage && (out != "" || strings.Count(errs, "\n") != 1) {
				t.Errorf("wrong usage is to give one line on stderr and nothing on stdout:\n%s%s", out, errs)
			}
			got := fmt.Sprintf("$ fairweather %s\n%s", strings.Join(c.args, " "), out)
			if errs != "" {
				got += "--- stderr\n" + errs
			}
			golden(t, filepath.Join("golden", c.name+".txt"), strings.ReplaceAll(got, dir, "$DIR")+fmt.Sprintf("--- exit code %d\n", code))
		})
	}
}

func TestReadingsVerb(t *testing.T) {
	goldenRuns(t, []goldenRun{
		{"help-readings", []string{"readings", "--help"}, Done},
		{"readings", []string{"readings", "rivals.json"}, Done},
		{"readings-json", []string{"readings", "rivals.json", "--json"}, Done},
		{"readings-csv", []string{"readings", "rivals.json", "--csv"}, Done},
		{"readings-classic", []string{"readings", "rivals.json", "--csv", "--classic"}, Done},
		{"readings-early", []string{"readings", "rivals.json", "--as-of", "2013", "--words", "phia"}, Done},
		{"readings-other-way", []string{"readings", "rivals.json", "--relier", "Bravo"}, Done},
		{"readings-bare", []string{"readings", "bare.json"}, Done},
		{"readings-none", []string{"readings"}, WrongUsage},
		{"readings-both", []string{"readings", "rivals.json", "--json", "--csv"}, WrongUsage},
		{"readings-layout", []string{"readings", "rivals.json", "--classic"}, WrongUsage},
		{"readings-actor", []string{"readings", "rivals.json", "--partner", "Zulu"}, WrongUsage},
		{"readings-broken", []string{"readings", "broken.json"}, BadData},
	})
}

func TestWhatIfVerb(t *testing.T) {
	goldenRuns(t, []goldenRun{
		{"help-whatif", []string{"whatif", "--help"}, Done},
		{"whatif", []string{"whatif", "rivals.json"}, Done},
		{"whatif-json", []string{"whatif", "rivals.json", "--json", "--draws", "200", "--horizon", "3"}, Done},
		{"whatif-shocks", []string{"whatif", "rivals.json", "--shock", "Alpha=50%", "--shock", "delta=0.1:0.2:0.4", "--claim", "bravo > kilo", "--months", "6"}, Done},
		{"whatif-scenario", []string{"whatif", "rivals.json", "--scenario", "bravo at half"}, Done},
		{"whatif-graphml", []string{"whatif", "rivals.json", "--graphml"}, Done},
		{"whatif-bare", []string{"whatif", "bare.json"}, Done},
		{"whatif-none", []string{"whatif"}, WrongUsage},
		{"whatif-no-scenario", []string{"whatif", "rivals.json", "--scenario", "Oil"}, WrongUsage},
		{"whatif-scenario-shock", []string{"whatif", "rivals.json", "--scenario", "Oil", "--shock", "alpha=1"}, WrongUsage},
		{"whatif-shock-actor", []string{"whatif", "rivals.json", "--shock", "Zulu=0.5"}, WrongUsage},
		{"whatif-shock-share", []string{"whatif", "rivals.json", "--shock", "alpha=half"}, WrongUsage},
		{"whatif-shock-order", []string{"whatif", "rivals.json", "--shock", "alpha=0.5:0.3:0.2"}, WrongUsage},
		{"whatif-shock-text", []string{"whatif", "rivals.json", "--shock", "alpha"}, WrongUsage},
		{"whatif-claim", []string{"whatif", "rivals.json", "--claim", "alpha"}, WrongUsage},
		{"whatif-claim-same", []string{"whatif", "rivals.json", "--claim", "alpha > Alpha"}, WrongUsage},
		{"whatif-months", []string{"whatif", "rivals.json", "--months", "-1"}, WrongUsage},
		{"whatif-draws", []string{"whatif", "rivals.json", "--draws", "0"}, WrongUsage},
		{"whatif-both", []string{"whatif", "rivals.json", "--json", "--graphml"}, WrongUsage},
		{"whatif-broken", []string{"whatif", "broken.json"}, BadData},
	})
}

// What is laid out for a terminal fits it, on the bundled cases too.
func TestReadingsAndWhatIfFit(t *testing.T) {
	for _, args := range [][]string{{"readings", "russia-iran"}, {"readings", "july-1914"}, {"whatif", "russia-iran"}, {"whatif", "july-1914"}, {"readings", "--help"}, {"whatif", "--help"}} {
		out, errs, code := runVerb(t, "", args...)
		if code != Done {
			t.Errorf("%v: exit code %d: %s", args, code, errs)
		}
		for _, line := range strings.Split(out, "\n") {
			if n := columns.StringWidth(line); n > width && !strings.HasPrefix(line, "  fairweather ") {
				t.Errorf("%v: %d columns: %s", args, n, line)
			}
		}
	}
}

// The JSON of the verbs is that of the engines: same figures, to the last bit.
func TestReadingsAndWhatIfJSON(t *testing.T) {
	src := mustOpen(t, "russia-iran")
	out, errs, code := runVerb(t, "", "readings", "russia-iran", "--as-of", "2025-10-01", "--json")
	if code != Done {
		t.Fatal(errs)
	}
	var got readingsOut
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	q := got.Question
	set := hypotheses.SettingsOf(src.c)
	a, err := assess.Answer(src.c, q, assess.SettingsOf(src.c))
	if err != nil {
		t.Fatal(err)
	}
	set.Figures = hypotheses.FiguresOf(a)
	want, err := hypotheses.Weigh(src.c, q, set)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Hypotheses) < 6 || len(got.Items) < 40 || got.Agreement == nil || len(got.Hypotheses) != len(want.Hypotheses) {
		t.Fatalf("%d readings, %d items, agreement %v", len(got.Hypotheses), len(got.Items), got.Agreement)
	}
	for i, h := range got.Hypotheses {
		if h.Posterior != want.Hypotheses[i].Posterior {
			t.Errorf("%s has %v, want %v", h.ID, h.Posterior, want.Hypotheses[i].Posterior)
		}
	}

	out, errs, code = runVerb(t, "", "whatif", "russia-iran", "--as-of", "2025-10-01", "--json")
	if code != Done {
		t.Fatal(errs)
	}
	var result whatif.Result
	if err := json.Unmarshal([]byte(out), &result); err != nil {
		t.Fatal(err)
	}
	run, err := whatif.Run(t.Context(), src.c, result.AsOf, whatif.Beginning(src.c, q.Relier, q.Partner), whatif.DefaultSettings())
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range run.Actors {
		if result.Actors[i].ID != x.ID || result.Actors[i].Mean != x.Mean || result.Actors[i].Hardest != x.Hardest {
			t.Errorf("%s: %+v, want %+v", x.ID, result.Actors[i], x)
		}
	}
}
