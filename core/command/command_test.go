package command

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// runVerb runs a verb whole on a fixed day.
func runVerb(t testing.TB, stdin string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	p := &program{stdin: strings.NewReader(stdin), stdout: &out, stderr: &errs, version: "1.2.3",
		now: func() time.Time { return time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC) }}
	code = p.run(context.Background(), args)
	return out.String(), errs.String(), code
}

func mustOpen(t testing.TB, arg string) *source {
	t.Helper()
	src, err := (&program{now: time.Now}).open(context.Background(), arg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = src.close() })
	return src
}

// golden compares a text with testdata/NAME.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; look at the difference, then run the test with -update\n%s", file, firstDifference(got, string(want)))
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			other := "(nothing)"
			if i < len(w) {
				other = w[i]
			}
			return fmt.Sprintf("line %d\n got  %s\n want %s", i+1, g[i], other)
		}
	}
	return "the golden file goes on"
}

// workspace makes a folder with the files that the golden runs use.
func workspace(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	put := func(name, body string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"pair.json", "bare.json", "broken.json"} {
		body, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		put(name, string(body))
	}
	put("empty.fairweather", "")
	put("text.fairweather", "this is no case\n")
	put("text.json", "this is no case\n")
	put("empty.json", "")
	put("cut.json", `{"format":"fairweather-case","version":1,"actors":[{"id":"a`)
	put("newer.json", `{"format":"fairweather-case","version":99}`)
	put("other.json", `{"format":"something else","version":1}`)
	put("latin1.json", "{\"format\":\"fairweather-case\",\n\"version\":1,\"matter\":{\"id\":\"matter\",\"title\":\"caf\xe9\"}}")
	put("deep.json", `{"format":"fairweather-case","version":1,"actors":[`+strings.Repeat("[", 20000)+strings.Repeat("]", 20000)+`]}`)
	put("list.json", `{"format":"fairweather-case","version":1,"wishes":[]}`)
	put("noactors.json", `{"format":"fairweather-case","version":1,"matter":{"id":"matter","title":"Nobody"}}`)
	put("clash.json", `{"format":"fairweather-case","version":1,
"actors":[{"id":"c1","name":"Papa","type":"state"},{"id":"papa","name":"Papa","type":"state"}],
"conduct":[{"id":"c90","moment":"m1","from":"papa","to":"alpha","date":"1999-05-01","rung":1,"what":"Spoke."},
{"id":"c91","moment":"nowhere","from":"papa","to":"alpha","date":"1999-05-01","rung":1,"what":"Spoke elsewhere."}]}`)
	put("escape.json", `{"format":"fairweather-case","version":1,"matter":{"id":"matter","title":"\u001b[31mred","question":{"relier":"a","partner":"b","as_of":"2000-01-01"}},
"actors":[{"id":"a","name":"\u001b]0;title\u0007Alpha","type":"state"},{"id":"b","name":"Bravo\u202e","type":"state"}]}`)
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	put("LICENCE", "a file without an ending")
	put("pair.fairweather", pairFile(t))
	put("aid.txt", "Aid is late\nOslo, 8 February 2024\n\nDenmark promised Ukraine fighter jets last August. The delivery was postponed, an official in Copenhagen said.\n")
	put("page.html", "<html><head><title>Late</title></head><body><nav>Menu \x1b[31m</nav><p>No state is named here.</p></body></html>")
	return dir
}

var pairBytes string

// pairFile gives a case file of the small case, made once for all tests.
func pairFile(t *testing.T) string {
	t.Helper()
	if pairBytes == "" {
		path := filepath.Join(t.TempDir(), "pair.fairweather")
		f, err := casefile.Create(t.Context(), path, mustOpen(t, "testdata/pair.json").c, "New case", casefile.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		body, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		pairBytes = string(body)
	}
	return pairBytes
}

var changing = regexp.MustCompile(`\.[0-9]+\.tmp`)

// TestVerbs runs each verb on good and bad input, and holds stdout, stderr and
// exit code to golden files.
func TestVerbs(t *testing.T) {
	for _, c := range []struct {
		name string
		args string // by spaces; a _ within an argument is a space
		in   string
		code int
	}{
		{"help", "--help", "", Done},
		{"help-assess", "assess --help", "", Done},
		{"help-verb", "help import", "", Done},
		{"help-unknown", "help wish", "", WrongUsage},
		{"version", "--version", "", Done},
		{"nothing", "", "", Done},
		{"verb-unknown", "asess russia-iran", "", WrongUsage},
		{"verb-far", "frobnicate", "", WrongUsage},
		{"completion-none", "completion", "", WrongUsage},
		{"completion-unknown", "completion tcsh", "", WrongUsage},

		{"assess", "assess pair.json", "", Done},
		{"assess-file", "assess pair.fairweather --history 0", "", Done},
		{"assess-records", "assess pair.json --records --history 10", "", Done},
		{"assess-json", "assess pair.json --json --history 3", "", Done},
		{"assess-other-way", "assess pair.json --relier Bravo --history 0", "", Done},
		{"assess-flags", "assess pair.json --relier A --partner bravo --as-of Dec_2014 --situation force --half-life 5 --words phia --history 8", "", Done},
		{"assess-early", "assess pair.json --as-of 1900", "", Done},
		{"assess-bare", "assess bare.json", "", Done},
		{"assess-escape", "assess escape.json", "", Done},
		{"assess-stdin", "assess - --history 0", `{"format":"fairweather-case","version":1,"matter":{"id":"matter","title":"T","question":{"relier":"a","partner":"b","as_of":"2000-01-01"}},"actors":[{"id":"a","name":"Alpha","type":"state"},{"id":"b","name":"Bravo","type":"state"}]}`, Done},
		{"assess-no-case", "assess", "", WrongUsage},
		{"assess-two", "assess pair.json bare.json", "", WrongUsage},
		{"assess-missing", "assess russia_iran", "", WrongUsage},
		{"assess-folder", "assess folder", "", WrongUsage},
		{"assess-flag", "assess pair.json --relyer iran", "", WrongUsage},
		{"assess-actor", "assess pair.json --relier Zulu", "", WrongUsage},
		{"assess-same", "assess pair.json --relier Alpha --partner A", "", WrongUsage},
		{"assess-date", "assess pair.json --as-of yesterday", "", WrongUsage},
		{"assess-open-date", "assess pair.json --as-of since_2004", "", WrongUsage},
		{"assess-situation", "assess pair.json --situation weather", "", WrongUsage},
		{"assess-words", "assess pair.json --words plain", "", WrongUsage},
		{"assess-half-life", "assess pair.json --half-life -3", "", WrongUsage},
		{"assess-half-life-text", "assess pair.json --half-life long", "", WrongUsage},
		{"assess-history", "assess pair.json --history 1", "", WrongUsage},
		{"assess-json-records", "assess pair.json --json --records", "", WrongUsage},
		{"assess-broken", "assess broken.json", "", BadData},
		{"assess-no-actors", "assess noactors.json", "", BadData},
		{"assess-empty", "assess empty.fairweather", "", BadData},
		{"assess-text", "assess text.fairweather", "", BadData},
		{"assess-deep", "assess deep.json", "", BadData},

		{"help-read", "read --help", "", Done},
		{"read-page", "read page.html", "", Done},
		{"read-none", "read", "", WrongUsage},
		{"read-missing", "read nowhere.txt", "", WrongUsage},
		{"read-both", "read aid.txt --full --extract", "", WrongUsage},
		{"read-twice", "read - -", "x", WrongUsage},
		{"read-date", "read aid.txt --date yesterday", "", WrongUsage},
		{"read-open-date", "read aid.txt --date ../..", "", WrongUsage},
		{"read-case", "read aid.txt --case nowhere", "", WrongUsage},
		{"read-empty", "read empty.json page.html --json", "", BadData},
		{"read-program", "read pair.fairweather", "", BadData},

		{"brief-ending", "brief pair.json -o brief.odt", "", WrongUsage},
		{"brief-format", "brief pair.json --format word", "", WrongUsage},
		{"brief-format-ending", "brief pair.json --format pdf -o brief.docx", "", WrongUsage},
		{"brief-tables-ending", "brief pair.json --tables tables.ods", "", WrongUsage},
		{"brief-tables-file", "brief pair.json --tables LICENCE", "", WrongUsage},
		{"brief-tables-stdout", "brief pair.json --tables -", "", WrongUsage},
		{"brief-tables-nowhere", "brief pair.json --tables nowhere/tables.xlsx", "", BadData},
		{"brief-markdown", "brief pair.json --format md --history 5", "", Done},
		{"brief-over-case", "brief pair.json -o pair.fairweather", "", WrongUsage},
		{"brief-folder", "brief pair.json -o folder", "", WrongUsage},
		{"brief-nowhere", "brief pair.json -o nowhere/brief.html", "", BadData},
		{"brief-no-case", "brief", "", WrongUsage},
		{"brief-broken", "brief broken.json", "", BadData},

		{"check", "check pair.fairweather", "", Done},
		{"check-broken", "check broken.json", "", BadData},
		{"check-json", "check broken.json --json", "", BadData},
		{"check-none", "check", "", WrongUsage},
		{"check-cut", "check cut.json", "", BadData},
		{"check-empty", "check empty.json", "", BadData},
		{"check-text", "check text.json", "", BadData},
		{"check-newer", "check newer.json", "", BadData},
		{"check-other", "check other.json", "", BadData},
		{"check-list", "check list.json", "", BadData},
		{"check-latin1", "check latin1.json", "", BadData},

		{"new", "new baltic --title Baltic_security --relier Estonia --partner United_States", "", Done},
		{"new-there", "new pair.fairweather", "", WrongUsage},
		{"new-same", "new x --relier Estonia --partner estonia", "", WrongUsage},
		{"new-no-name", "new x --relier !!!", "", WrongUsage},
		{"new-nowhere", "new nowhere/x", "", WrongUsage},
		{"new-none", "new", "", WrongUsage},

		{"export", "export pair.fairweather", "", Done},
		{"export-over-case", "export bare.json -o pair.fairweather", "", WrongUsage},
		{"export-html", "export pair.json -o pair.html", "", WrongUsage},
		{"export-broken", "export broken.json", "", BadData},

		{"import", "import pair.json -o fresh", "", Done},
		{"import-beside", "import bare.json", "", Done},
		{"import-into", "import bare.json --into pair.fairweather", "", Done},
		{"import-same", "import pair.json --into pair.fairweather", "", Done},
		{"import-broken", "import broken.json -o broken", "", BadData},
		{"import-broken-into", "import broken.json --into pair.fairweather", "", BadData},
		{"import-clash", "import clash.json --into pair.fairweather", "", BadData},
		{"import-there", "import bare.json -o pair.fairweather", "", WrongUsage},
		{"import-both", "import bare.json -o x --into y", "", WrongUsage},
		{"import-stdin-nowhere", "import -", "{}", WrongUsage},
		{"import-stdin-empty", "import - -o x", "", BadData},
		{"import-stdout", "import bare.json -o -", "", WrongUsage},
		{"import-case", "import pair.fairweather -o x", "", WrongUsage},
		{"import-into-json", "import bare.json --into pair.json", "", WrongUsage},
		{"import-into-missing", "import bare.json --into nowhere.fairweather", "", WrongUsage},
		{"import-missing", "import nowhere.json -o x", "", WrongUsage},
		{"import-cut", "import cut.json -o x", "", BadData},
	} {
		t.Run(c.name, func(t *testing.T) {
			update := filepath.Join("testdata", "golden")
			if err := os.MkdirAll(update, 0o755); err != nil {
				t.Fatal(err)
			}
			dir := workspace(t)
			here, err := os.Getwd()
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(dir)
			var args []string
			for _, a := range strings.Fields(c.args) {
				if a != "russia_iran" {
					a = strings.ReplaceAll(a, "_", " ")
				}
				args = append(args, a)
			}
			out, errs, code := runVerb(t, c.in, args...)
			if code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			if code == WrongUsage && (out != "" || strings.Count(errs, "\n") != 1) {
				t.Errorf("wrong usage is to give one line on stderr and nothing on stdout:\n%s%s", out, errs)
			}
			if code == BadData && errs == "" && !strings.HasPrefix(c.args, "check") {
				t.Error("a problem in the data is to be told on stderr")
			}
			got := fmt.Sprintf("$ fairweather %s\n%s", strings.Join(args, " "), out)
			if errs != "" {
				got += "--- stderr\n" + errs
			}
			got += fmt.Sprintf("--- exit code %d\n", code)
			got = strings.ReplaceAll(got, dir, "$DIR")
			got = changing.ReplaceAllString(got, ".tmp")
			t.Chdir(here)
			golden(t, filepath.Join("golden", c.name+".txt"), got)
		})
	}
}

// TestOutputFits holds what is laid out for a terminal to 80 columns.
func TestOutputFits(t *testing.T) {
	for _, args := range [][]string{{"assess", "testdata/pair.json"}, {"assess", "russia-iran", "--records"}, {"assess", "july-1914", "--words", "phia"},
		{"--help"}, {"assess", "--help"}, {"brief", "--help"}, {"check", "--help"}, {"new", "--help"}, {"export", "--help"}, {"import", "--help"}, {"read", "--help"}, {"read", "testdata/pair.json"}} {
		out, errs, code := runVerb(t, "", args...)
		if code != Done {
			t.Errorf("%v: exit code %d: %s", args, code, errs)
		}
		for _, line := range strings.Split(out, "\n") {
			long := strings.Contains(line, "://") || strings.HasPrefix(line, "  fairweather ") // an address or an example is not broken
			if n := columns.StringWidth(line); n > width && !long {
				t.Errorf("%v: %d columns: %s", args, n, line)
			}
		}
	}
}

func TestIsVerb(t *testing.T) {
	for s, want := range map[string]bool{"assess": true, "import": true, "help": true, "--version": true, "completion": true, "__complete": true,
		"": false, "russia-iran": false, "case.fairweather": false, "--nonsense": false} {
		if got := IsVerb(s); got != want {
			t.Errorf("IsVerb(%q) = %v", s, got)
		}
	}
}

func TestCompletion(t *testing.T) {
	for _, c := range []struct {
		args string
		want []string
	}{
		{"__complete assess r", []string{"russia-iran\tbundled case"}},
		{"__complete assess testdata/pair.json --relier ", []string{"alpha\tAlpha", "kilo\tKilo"}},
		{"__complete assess testdata/pair.json --situation ", []string{"any", "disaster", "force"}},
		{"__complete brief july-1914 --partner ", []string{"germany\tGermany"}},
		{"__complete read x --case ju", []string{"july-1914\tbundled case"}},
		{"__complete ch", []string{"check\tList every problem of a case"}},
	} {
		out, _, code := runVerb(t, "", strings.Split(c.args, " ")...)
		if code != Done {
			t.Errorf("%s: exit code %d", c.args, code)
		}
		for _, w := range c.want {
			if !strings.Contains("\n"+out, "\n"+w+"\n") {
				t.Errorf("%s: no %q in\n%s", c.args, w, out)
			}
		}
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		out, _, code := runVerb(t, "", "completion", shell)
		if code != Done || !strings.Contains(out, "fairweather") || len(out) < 1000 {
			t.Errorf("completion %s: exit code %d, %d bytes", shell, code, len(out))
		}
	}
}

func TestBundled(t *testing.T) {
	var b bytes.Buffer
	if err := Bundled(t.Context(), &b, 20000); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(b.String(), "\n"), "\n")
	if !strings.HasPrefix(lines[0], "Can ") {
		t.Errorf("it begins %q, not with the question", lines[0])
	}
	last := strings.Join(lines[len(lines)-2:], " ")
	for _, want := range append(Verbs(), "DISPLAY") {
		if !strings.Contains(last, want) {
			t.Errorf("the last two lines lack %q: %s", want, last)
		}
	}
}

// TestSameBytes holds the outputs to giving the same bytes for the same case,
// whether it comes from JSON or from a case file.
func TestSameBytes(t *testing.T) {
	t.Chdir(workspace(t))
	for _, verb := range []string{"assess --json", "assess --records", "brief", "brief --format pdf", "brief --format docx", "brief --format md", "export"} {
		args := strings.Fields(verb)
		first := ""
		for range 3 {
			for _, name := range []string{"pair.json", "pair.fairweather"} {
				out, errs, code := runVerb(t, "", append(args, name)...)
				if code != Done {
					t.Fatalf("%s %s: %s", verb, name, errs)
				}
				if first == "" {
					first = out
				}
				if out != first {
					t.Errorf("%s %s: %s", verb, name, firstDifference(out, first))
				}
			}
		}
	}
}

func TestTooLarge(t *testing.T) {
	path := filepath.Join(t.TempDir(), "huge.json")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(maxJSON + 1); err != nil { // a hole: it takes no space
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"assess", "brief", "check", "export", "import"} {
		_, errs, code := runVerb(t, "", verb, path)
		if code != BadData || !strings.Contains(errs, "larger than 256 MB") {
			t.Errorf("%s: exit code %d: %s", verb, code, errs)
		}
	}
}

// TestCancelled holds a verb to stopping when its context ends.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs bytes.Buffer
	p := &program{stdin: strings.NewReader(""), stdout: &out, stderr: &errs, now: time.Now}
	if code := p.run(ctx, []string{"assess", "testdata/pair.json"}); code != BadData || out.Len() > 0 || !strings.Contains(errs.String(), "canceled") {
		t.Errorf("exit code %d: %s%s", code, out.String(), errs.String())
	}
}

// failing is a stdout that takes nothing, as a full disk or a closed pipe.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestStdoutFails(t *testing.T) {
	for _, args := range [][]string{{"assess", "testdata/pair.json"}, {"assess", "testdata/pair.json", "--json"}, {"brief", "testdata/pair.json"}, {"check", "testdata/pair.json"}, {"export", "testdata/pair.json"}} {
		var errs bytes.Buffer
		p := &program{stdin: strings.NewReader(""), stdout: failing{}, stderr: &errs, now: time.Now}
		if code := p.run(t.Context(), args); code != BadData || !strings.Contains(errs.String(), "write to standard output") {
			t.Errorf("%v: exit code %d: %s", args, code, errs.String())
		}
	}
}

// TestDamaged holds the verbs to saying so where a case file was cut short, and
// to giving no answer from what is left.
func TestDamaged(t *testing.T) {
	t.Chdir(workspace(t))
	if _, errs, code := runVerb(t, "", "import", "pair.json", "-o", "big"); code != Done {
		t.Fatal(errs)
	}
	body, err := os.ReadFile("big.fairweather")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("cut.fairweather", body[:len(body)*9/10], 0o644); err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"assess", "brief", "check", "export"} {
		out, errs, code := runVerb(t, "", verb, "cut.fairweather")
		if said := out + errs; code != BadData || !strings.Contains(said, "damaged") {
			t.Errorf("%s: exit code %d: %s", verb, code, said)
		}
		if strings.Contains(out, "Can Alpha") {
			t.Errorf("%s answers from a damaged file", verb)
		}
	}
}

func TestNewThenUse(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, errs, code := runVerb(t, "", "new", "baltic", "--relier", "Estonia", "--partner", "Виктория & Co.", "--analyst", "me"); code != Done {
		t.Fatal(errs)
	}
	src := mustOpen(t, "baltic.fairweather")
	if q := src.c.Matter().Question; q.Relier != "estonia" || q.Partner != "виктория_co" {
		t.Errorf("question %+v", q)
	}
	if errs := ledger.Errors(ledger.Check(src.c)); len(errs) > 0 {
		t.Errorf("a new case has errors: %v", errs)
	}
	if out, errs, code := runVerb(t, "", "assess", "baltic.fairweather"); code != Done || !strings.Contains(out, "Can Estonia count on Виктория & Co., as of 24 November 2026") {
		t.Errorf("exit code %d: %s%s", code, out, errs)
	}
}

func ExampleMain() {
	code := Main(context.Background(), []string{"check", "testdata/pair.json"}, os.Stdin, os.Stdout, os.Stderr, "1.0")
	fmt.Println("exit code", code)
	// Output:
	// testdata/pair.json: 0 errors, 0 warnings in 46 records
	// exit code 0
}
