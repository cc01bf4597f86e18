package casefile

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// three records that every edit of the writing child sets to the same text: a
// half edit would show.
var three = []string{"c101", "c102", "c103"}

func init() {
	// A child that writes until it is killed, and says on its output what has
	// been acknowledged: the label of each edit, once Apply has returned.
	children["writer"] = func() error {
		path, run := os.Getenv("CASE"), os.Getenv("RUN")
		f, err := Open(ctx, path, Options{Analyst: run})
		if errors.Is(err, os.ErrNotExist) {
			f, err = Create(ctx, path, small(), "import", Options{Analyst: run})
		}
		if err != nil {
			return err
		}
		seed, err := strconv.ParseUint(run, 10, 64)
		if err != nil {
			return err
		}
		r := rand.New(rand.NewPCG(seed, 7))
		for n := 0; ; n++ {
			label := fmt.Sprintf("edit %s.%d", run, n)
			switch {
			case n%11 == 5:
				var e Entry
				if _, e, err = f.Undo(ctx); err == nil {
					label = undoPrefix + e.Label
				}
			case n%11 == 8:
				label = fmt.Sprintf("document %s.%d", run, n)
				_, err = f.AddDocument(ctx, label, "text/plain", []byte(label+strings.Repeat(" word", r.IntN(9000))))
			case n%11 == 10:
				label = "copy"
				err = f.SaveAs(ctx, os.Getenv("COPY"))
			default:
				var changes []ledger.Change
				what := label + strings.Repeat(" long", r.IntN(2000))
				for _, id := range three {
					changes = append(changes, set(conduct(id, what))...)
				}
				_, err = f.Apply(ctx, Edit{Label: label, Changes: changes})
			}
			if err != nil {
				return err
			}
			if _, err := fmt.Println(label); err != nil {
				return err
			}
		}
	}
	// A child that counts in a record that others count in too, and adds
	// records of its own.
	children["counter"] = func() error {
		f, err := Open(ctx, os.Getenv("CASE"), Options{Analyst: os.Getenv("RUN")})
		if err != nil {
			return err
		}
		defer f.Close()
		rounds, err := strconv.Atoi(os.Getenv("ROUNDS"))
		if err != nil {
			return err
		}
		return count(f, os.Getenv("RUN"), rounds)
	}
}

// count makes rounds edits: each adds one to the number that the conduct
// "counter" tells, and a record of its own.
func count(f *File, name string, rounds int) error {
	for n := 0; n < rounds; {
		base := f.Case()
		counter := ledger.Clone(must(base.Get("counter"))).(*ledger.Conduct)
		// With the name, no two writers make the same of a record by chance,
		// which would be no conflict.
		counter.What = fmt.Sprintf("%d by %s", counted(counter)+1, name)
		own := conduct(fmt.Sprintf("own-%s-%d", name, n), "x")
		_, err := f.Apply(ctx, Edit{Label: "count", Changes: set(counter, own), Base: base})
		switch {
		case err == nil:
			n++
		case errors.Is(err, ErrConflict):
			if _, _, err := f.Refresh(ctx); err != nil {
				return err
			}
		default:
			return err
		}
	}
	return nil
}

func counted(r ledger.Record) int {
	number, _, _ := strings.Cut(r.(*ledger.Conduct).What, " ")
	n, err := strconv.Atoi(number)
	if err != nil {
		panic(err) // only count writes it
	}
	return n
}

func counterCase() *ledger.Case {
	return small().With(set(&ledger.Conduct{ID: "counter", Moment: "m001", From: "north", To: "south", Date: edtf.MustParse("2001-05-03"), What: "0"})...)
}

// startChild runs the test binary as a child.
func startChild(t *testing.T, name string, env ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(append(os.Environ(), childVariable+"="+name), env...)
	cmd.Stderr = os.Stderr
	return cmd
}

// TestKill kills a writing program 300 times, at random moments from its start
// on: while it opens, creates, edits, undoes, stores documents and copies.
// After each kill the file opens, everything acknowledged is in it, nothing is
// in it by half, and all of it is in order.
func TestKill(t *testing.T) {
	const lanes, kills = 4, 75
	var hot, acknowledged atomic.Int64 // kills in the middle of a commit; edits
	t.Run("lanes", func(t *testing.T) {
		for lane := range lanes {
			t.Run(strconv.Itoa(lane), func(t *testing.T) {
				t.Parallel()
				path := filepath.Join(t.TempDir(), "case.fairweather")
				copied := filepath.Join(t.TempDir(), "copy.fairweather")
				r := rand.New(rand.NewPCG(uint64(lane), 3))
				var acks []string
				for k := range kills {
					lines := writeAndKill(t, path, copied, lane*1000+k, time.Duration(r.IntN(150_000))*time.Microsecond)
					acknowledged.Add(int64(len(lines)))
					if _, err := os.Stat(path + "-journal"); err == nil {
						hot.Add(1)
					}
					acks = append(acks, lines...)
					checkKilled(t, path, copied, acks)
				}
			})
		}
	})
	t.Logf("%d kills, %d of them during a commit; %d acknowledged", lanes*kills, hot.Load(), acknowledged.Load())
	if hot.Load() == 0 || acknowledged.Load() < lanes*kills/10 {
		t.Errorf("the kills did not fall into the work: %d during a commit, %d acknowledged", hot.Load(), acknowledged.Load())
	}
}

// writeAndKill starts a writer, kills it after a while, and gives what it had
// acknowledged.
func writeAndKill(t *testing.T, path, copied string, run int, after time.Duration) []string {
	t.Helper()
	cmd := startChild(t, "writer", "CASE="+path, "COPY="+copied, "RUN="+strconv.Itoa(run))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	var lines []string
	in := bufio.NewReader(out)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			break // a line that was cut off acknowledges nothing
		}
		lines = append(lines, strings.TrimSuffix(line, "\n"))
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() == 1 {
		t.Fatalf("the writer ended by itself: %v", err)
	}
	return lines
}

func checkKilled(t *testing.T, path, copied string, acks []string) {
	t.Helper()
	f, err := Open(ctx, path, Options{})
	if errors.Is(err, os.ErrNotExist) && len(acks) == 0 {
		return // killed before the file was made
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if reason, ro := f.ReadOnly(); ro {
		t.Fatalf("read-only: %s; %q", reason, f.Warnings())
	}
	sound(t, f)
	edits, err := f.Edits(ctx, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range edits {
		found = append(found, e.Label)
		if e.Act != actCreate && !slices.Equal(e.Records, three) {
			t.Fatalf("half an edit: %+v", e)
		}
	}
	documents, err := f.Documents(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range documents {
		found = append(found, d.Name)
	}
	for _, a := range acks {
		if a != "copy" && !slices.Contains(found, a) {
			t.Fatalf("acknowledged and lost: %q", a)
		}
	}
	first, is := f.Case().Get(three[0])
	for _, id := range three {
		r, has := f.Case().Get(id)
		if has != is || is && r.(*ledger.Conduct).What != first.(*ledger.Conduct).What {
			t.Fatalf("half an edit: %s differs from %s", id, three[0])
		}
	}
	if slices.Contains(acks, "copy") {
		c, err := Open(ctx, copied, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		sound(t, c)
	}
}

// Two windows in this program and two other programs write to one file at once:
// no count and no record is lost.
func TestManyWriters(t *testing.T) {
	const rounds = 25
	f := newFile(t, counterCase())
	var others []*exec.Cmd
	for _, name := range []string{"p", "q"} {
		cmd := startChild(t, "counter", "CASE="+f.Path(), "RUN="+name, fmt.Sprintf("ROUNDS=%d", rounds))
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		others = append(others, cmd)
	}
	windows := []*File{f, open(t, f.Path())}
	var wg sync.WaitGroup
	errs := make([]error, len(windows))
	for i, w := range windows {
		wg.Go(func() { errs[i] = count(w, strconv.Itoa(i), rounds) })
	}
	wg.Wait()
	for _, cmd := range others {
		if err := cmd.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	for i, w := range append(windows, open(t, f.Path())) {
		c, _, err := w.Refresh(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if got := counted(must(c.Get("counter"))); got != 4*rounds {
			t.Errorf("window %d counts %d, want %d", i, got, 4*rounds)
		}
		if want := counterCase().Len() + 4*rounds; c.Len() != want {
			t.Errorf("window %d has %d records, want %d", i, c.Len(), want)
		}
	}
	sound(t, f)
	alone(t, filepath.Dir(f.Path()), "case.fairweather")
}

// One File used from several goroutines, as a window does.
func TestConcurrentUseOfOneFile(t *testing.T) {
	f := newFile(t, counterCase())
	var wg sync.WaitGroup
	errs := make(chan error, 100)
	for i := range 4 {
		wg.Go(func() { errs <- count(f, strconv.Itoa(i), 5) })
		wg.Go(func() {
			for range 10 {
				_, err := f.Search(ctx, "envoy", 5)
				errs <- err
				_, err = f.History(ctx, "counter")
				errs <- err
				_, _ = f.UndoLabel()
			}
		})
	}
	wg.Go(func() {
		wrong, err := f.Verify(ctx)
		if len(wrong) > 0 {
			err = fmt.Errorf("%q", wrong)
		}
		errs <- err
	})
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	if got := counted(must(f.Case().Get("counter"))); got != 20 {
		t.Errorf("it counts %d", got)
	}
}
