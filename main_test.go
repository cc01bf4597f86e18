package main

import (
	"bytes"
	"context"
	"encoding/json"
	"go/parser"
	"go/token"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/command"
)

const module = "github.com/fairweather-app/fairweather"

// floors are the packages of the house from the ground up; a package may use
// those of lower floors and of its own folder. DESIGN.md, The house.
var floors = map[string]int{
	"core/edtf": 0, "core/stats": 0, "assets": 0,
	"core/states": 1, "core/typeset": 1, "core/ledger": 1,
	"core/events":    2,
	"core/registers": 2, "core/casefile": 2, "core/exchange": 2, "core/reading": 2,
	"core/assess":     3,
	"core/hypotheses": 4, "core/whatif": 4, "core/forecasts": 4, "core/start": 3, "core/balance": 3, "core/compare": 4,
	"core/figure":  5,
	"core/brief":   6,
	"core/command": 7,
	"gui/theme":    8,
	"gui/tongue":   8,
	"gui/view":     9,
	"gui/session":  9,
	"gui/page":     10,
	"gui":          11,
	"":             12,
}

// imports lists what each package of the module imports, tests apart.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := d.Name(); d.IsDir() && path != "." && (name[0] == '.' || name == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(path))
		if dir == "." {
			dir = ""
		}
		for _, i := range f.Imports {
			out[dir] = append(out[dir], strings.Trim(i.Path.Value, `"`))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 8 {
		t.Fatalf("%d packages found: is this the top of the module?", len(out))
	}
	return out
}

// floor gives the floor of a package, that of the nearest folder above it where
// it has none of its own.
func floor(dir string) (int, bool) {
	for {
		if n, ok := floors[dir]; ok && (dir != "") {
			return n, true
		}
		i := strings.LastIndexByte(dir, '/')
		if i < 0 {
			n, ok := floors[dir]
			return n, ok
		}
		dir = dir[:i]
	}
}

func TestImportsRunDown(t *testing.T) {
	for dir, list := range imports(t) {
		from, ok := floor(dir)
		if !ok {
			t.Errorf("%s stands on no floor: give it one in this test", dir)
			continue
		}
		for _, path := range list {
			local, ours := strings.CutPrefix(path, module)
			local = strings.TrimPrefix(local, "/")
			fyne := strings.HasPrefix(path, "fyne.io/")
			switch {
			case fyne && strings.HasPrefix(dir, "core"):
				t.Errorf("%s imports %s: core knows no toolkit", dir, path)
			case path == "fyne.io/fyne/v2/app" && dir != "":
				t.Errorf("%s imports %s, which needs C and a display: main.go alone may", dir, path)
			case ours && local == "core/stats" && strings.HasPrefix(dir, "gui"):
				t.Errorf("%s imports %s: a page draws and computes nothing", dir, path)
			case ours && dir == "core/stats":
				t.Errorf("core/stats imports %s: it knows nothing of states", path)
			case ours:
				to, ok := floor(local)
				if !ok || to > from || to == from && local != dir && !strings.HasPrefix(local, dir+"/") && !strings.HasPrefix(dir, local+"/") && !sameFolder(dir, local) {
					t.Errorf("%s (floor %d) imports %s (floor %d): no arrow runs up", dir, from, local, to)
				}
			}
		}
	}
}

// sameFolder reports packages that share the folder of a floor: gui/view and
// gui/view/timeline do.
func sameFolder(a, b string) bool {
	for dir := range floors {
		if dir != "" && strings.HasPrefix(a+"/", dir+"/") && strings.HasPrefix(b+"/", dir+"/") && dir != "gui" {
			return true
		}
	}
	return false
}

func TestOnlyTheSessionStartsGoroutines(t *testing.T) {
	err := filepath.WalkDir("gui", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for n, line := range strings.Split(string(text), "\n") {
			if strings.HasPrefix(strings.TrimSpace(line), "go ") && filepath.ToSlash(filepath.Dir(path)) != "gui/session" {
				t.Errorf("%s:%d starts a goroutine: session.Go does", path, n+1)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestForWindow(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.fairweather")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args   []string
		path   string
		window bool
	}{
		{nil, "", true},
		{[]string{file}, file, true},
		{[]string{"russia-iran"}, "russia-iran", true},
		{[]string{"assess", "russia-iran"}, "", false},
		{[]string{"--help"}, "", false},
		{[]string{"asess"}, "", false}, // a mistyped verb: the verbs say so
		{[]string{file, file}, "", false},
	} {
		path, window := forWindow(c.args)
		if path != c.path || window != c.window {
			t.Errorf("forWindow(%v) = %q, %v, want %q, %v", c.args, path, window, c.path, c.window)
		}
	}
}

func TestHasDisplay(t *testing.T) {
	dir := t.TempDir()
	socket, err := net.Listen("unix", filepath.Join(dir, "wayland-9"))
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	for _, c := range []struct {
		name string
		env  map[string]string
		want bool
	}{
		{"nothing", nil, false},
		{"an X server that is gone", map[string]string{"DISPLAY": ":7531"}, false},
		{"a Wayland socket that answers", map[string]string{"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": dir}, true},
		{"a Wayland socket that is gone", map[string]string{"WAYLAND_DISPLAY": "wayland-8", "XDG_RUNTIME_DIR": dir}, false},
		{"an X server on another machine", map[string]string{"DISPLAY": "desk:0"}, true},
	} {
		if got := hasDisplay(func(name string) string { return c.env[name] }); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// Without a display the same command prints what the verb prints, and says how
// to get the window.
func TestWithoutDisplay(t *testing.T) {
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	var out, errs bytes.Buffer
	if code := run(context.Background(), nil, strings.NewReader(""), &out, &errs); code != command.Done {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	var verb bytes.Buffer
	command.Main(context.Background(), []string{"assess", "russia-iran"}, strings.NewReader(""), &verb, &errs, version())
	if !strings.HasPrefix(out.String(), verb.String()) || verb.Len() < 500 {
		t.Error("what is printed without a display is not what the verb prints")
	}
	for _, want := range append(command.Verbs(), "no display", "ssh -X") {
		if !strings.Contains(out.String(), want) {
			t.Errorf("nothing about %q", want)
		}
	}
	if errs.Len() > 0 {
		t.Errorf("noise on standard error: %s", errs.String())
	}
}

func TestVerbsGetThrough(t *testing.T) {
	var out, errs bytes.Buffer
	if code := run(context.Background(), []string{"assess", "russia-iran", "--json"}, strings.NewReader(""), &out, &errs); code != command.Done {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	var answer struct {
		AtLeast []struct{ Probability float64 } `json:"at_least"`
	}
	if err := json.Unmarshal(out.Bytes(), &answer); err != nil || len(answer.AtLeast) != 7 {
		t.Errorf("%d rungs, %v", len(answer.AtLeast), err)
	}
	errs.Reset()
	if code := run(context.Background(), []string{"asess"}, strings.NewReader(""), &out, &errs); code != command.WrongUsage || errs.Len() == 0 {
		t.Errorf("a mistyped verb exits with %d, says %q", code, errs.String())
	}
}

func TestQuietLog(t *testing.T) {
	var out bytes.Buffer
	q := &quietLog{to: &out}
	for _, line := range []string{
		"1 Fyne error:  failed to watch theme settings\n", "1   Cause: no bus\n", "1   At: a.go:1\n",
		"2 Fyne error:  something real\n", "2   Cause: x\n", "2   At: b.go:2\n", "plain\n",
	} {
		if n, err := q.Write([]byte(line)); n != len(line) || err != nil {
			t.Fatal(n, err)
		}
	}
	want := "2 Fyne error:  something real\n2   Cause: x\n2   At: b.go:2\nplain\n"
	if out.String() != want {
		t.Errorf("kept %q, want %q", out.String(), want)
	}
}

// A container often has the locale C.UTF-8, about which the toolkit complains
// while the program is loaded.
func TestNoNoiseInAnyLocale(t *testing.T) {
	if os.Getenv("FAIRWEATHER_TEST_CHILD") != "" {
		os.Exit(run(context.Background(), []string{"--version"}, os.Stdin, os.Stdout, os.Stderr))
	}
	for _, lang := range []string{"", "C", "C.UTF-8", "POSIX", "en_GB.UTF-8"} {
		c := exec.Command(os.Args[0], "-test.run=^TestNoNoiseInAnyLocale$")
		c.Env = append(os.Environ(), "FAIRWEATHER_TEST_CHILD=1", "LC_ALL=", "LC_MESSAGES=", "LANG="+lang)
		var errs bytes.Buffer
		c.Stderr = &errs
		if err := c.Run(); err != nil || errs.Len() > 0 {
			t.Errorf("LANG=%s: %v, %s", lang, err, errs.String())
		}
	}
}
