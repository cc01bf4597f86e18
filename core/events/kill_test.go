package events

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMain lets this test binary be the program that is killed: with a library
// and files in its environment it imports them.
func TestMain(m *testing.M) {
	if dir := os.Getenv("FAIRWEATHER_IMPORT_INTO"); dir != "" {
		l, err := Open(context.Background(), dir)
		if err == nil {
			_, err = l.Import(context.Background(), filepath.SplitList(os.Getenv("FAIRWEATHER_IMPORT_FILES")), nil, nil)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// Fifty imports are killed at any moment. What was committed before stays, whole;
// what was at work is not there; and the import that is let through ends with the
// library that one undisturbed import makes.
func TestFiftyKillsLoseNothing(t *testing.T) {
	lines := strings.SplitAfter(gunzip(t, realFile), "\n")
	lines = lines[:len(lines)-1]
	var files []string
	for i := range 24 {
		var b strings.Builder
		for j := i; j < len(lines); j += 24 {
			b.WriteString(lines[j])
		}
		files = append(files, write(t, fmt.Sprintf("20180101%02d0000.export.CSV", i), b.String()))
	}
	dir := t.TempDir()
	ctx := context.Background()
	draw := rand.New(rand.NewPCG(1, 2))
	before := 0
	for kill := range 50 {
		// A few files more each time, so that kills fall all along the way.
		upTo := min(len(files), 1+kill/2)
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "FAIRWEATHER_IMPORT_INTO="+dir, "FAIRWEATHER_IMPORT_FILES="+strings.Join(files[:upTo], string(os.PathListSeparator)))
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(draw.IntN(400)) * time.Millisecond)
		cmd.Process.Kill()
		cmd.Wait()
		if kill%5 == 0 || kill == 49 {
			before = whole(t, dir, before)
		}
	}
	l, err := Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	load(t, l, nil, files...)
	undisturbed := open(t)
	load(t, undisturbed, nil, files...)
	f := Filter{Provider: GDELT2}
	span := []Span{{First: day("2010-01-01"), Last: day("2020-01-01")}}
	for _, target := range []string{"USA", "ISR", "IRN", "RUS"} {
		a, err := l.Exposures(ctx, f, []string{target}, span, nil)
		if err != nil {
			t.Fatal(err)
		}
		b, err := undisturbed.Exposures(ctx, f, []string{target}, span, nil)
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(a) != fmt.Sprint(b) || len(a) == 0 {
			t.Errorf("toward %s after the kills\n%v\nundisturbed\n%v", target, a, b)
		}
	}
}

// whole checks that every file the manifest names is there with all its rows, and
// that none that was there before is gone.
func whole(t *testing.T, dir string, before int) int {
	t.Helper()
	ctx := context.Background()
	l, err := Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	files, err := l.Files(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < before {
		t.Fatalf("%d files are loaded, %d were before", len(files), before)
	}
	rows, err := l.manifest.Query("SELECT f.name, f.part, f.mark, f.rows FROM file f")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name, part string
		var mark, want, got int64
		if err := rows.Scan(&name, &part, &mark, &want); err != nil {
			t.Fatal(err)
		}
		if err := l.engine.QueryRow("SELECT count(*) FROM "+l.read([]string{part})+" WHERE file = ?", mark).Scan(&got); err != nil || got != want {
			t.Errorf("%s: %d rows of %d (%v)", name, got, want, err)
		}
	}
	return len(files)
}
