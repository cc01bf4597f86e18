package casefile

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/ledger"
)

func undo(t testing.TB, f *File) Entry {
	t.Helper()
	_, e, err := f.Undo(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func redo(t testing.TB, f *File) Entry {
	t.Helper()
	_, e, err := f.Redo(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestUndoRedo(t *testing.T) {
	f := newFile(t, small())
	if _, _, err := f.Undo(ctx); !errors.Is(err, ErrNothingToUndo) {
		t.Fatalf("undo of the import: %v", err)
	}
	if _, _, err := f.Redo(ctx); !errors.Is(err, ErrNothingToRedo) {
		t.Fatalf("redo of nothing: %v", err)
	}
	one := apply(t, f, "one", set(conduct("c002", "1"))...)
	two := apply(t, f, "two", append(set(conduct("c002", "2")), ledger.Change{ID: "n001"})...)
	labels := func(wantUndo, wantRedo string) {
		t.Helper()
		u, _ := f.UndoLabel()
		r, _ := f.RedoLabel()
		if u != wantUndo || r != wantRedo {
			t.Fatalf("labels %q, %q; want %q, %q", u, r, wantUndo, wantRedo)
		}
	}
	labels("two", "")
	if e := undo(t, f); e.Label != "two" || len(e.Records) != 2 {
		t.Errorf("undid %+v", e)
	}
	same(t, "two undone", f.Case(), one)
	labels("one", "two")
	f.Close()
	f = open(t, f.Path()) // the next day
	labels("one", "two")
	undo(t, f)
	same(t, "one undone", f.Case(), small())
	labels("", "one")
	redo(t, f)
	redo(t, f)
	same(t, "both redone", f.Case(), two)
	labels("two", "")
	undo(t, f)
	labels("one", "two")
	three := apply(t, f, "three", set(conduct("c003", "3"))...)
	labels("three", "") // a new edit ends what can be redone
	undo(t, f)
	same(t, "three undone", f.Case(), one)
	redo(t, f)
	same(t, "three redone", f.Case(), three)
	list, err := f.Edits(ctx, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var log []string
	for _, e := range list {
		log = append(log, fmt.Sprintf("%d %s %q %d", e.Seq, e.Act, e.Label, e.Undoes))
	}
	want := []string{
		`11 redo "redo: three" 10`, `10 undo "undo: three" 9`, `9 edit "three" 0`, `8 undo "undo: two" 7`, `7 redo "redo: two" 4`, `6 redo "redo: one" 5`,
		`5 undo "undo: one" 2`, `4 undo "undo: two" 3`, `3 edit "two" 0`, `2 edit "one" 0`, `1 create "import" 0`,
	}
	if got := strings.Join(log, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("log:\n%s", got)
	}
	sound(t, f)
}

func TestUndoTakesTheNewestEditOfTheFile(t *testing.T) {
	a := newFile(t, small())
	b := open(t, a.Path())
	apply(t, a, "by a", set(conduct("c002", "a"))...)
	apply(t, b, "by b", set(conduct("c003", "b"))...)
	if e := undo(t, a); e.Label != "by b" || e.Analyst != "B. Ost" {
		t.Errorf("undid %+v", e)
	}
	if e := undo(t, b); e.Label != "by a" {
		t.Errorf("undid %+v", e)
	}
	same(t, "both undone", b.Case(), small())
	sound(t, b)
}

// A merge may bring in edits that build on one that is undone here: then to
// undo would overwrite or orphan them, and is refused in words. Within one file
// it cannot happen, so the test writes such a file by hand.
func TestUndoRefusesToLoseLaterChanges(t *testing.T) {
	f := newFile(t, small())
	apply(t, f, "a source", set(&ledger.Source{ID: "s002", Title: "x", Publisher: "y", Reliability: "B"})...)
	second := small().With(set(&ledger.Source{ID: "s002", Title: "x", Publisher: "y", Reliability: "B"})...)
	cited := conduct("c002", "cites it")
	cited.Citations = []ledger.Citation{{Source: "s002", Credibility: 3}}
	// As a redo whose undo names no edit that could be undone next, the later
	// edit does not stand on the stack above the source.
	err := f.transact(ctx, "test", func(tx *transaction) error {
		c, err := encode(cited)
		if err != nil {
			return err
		}
		row := newEditRow(f.now(), "C. Nor", "cite", actUndo, 1)
		return tx.write(ctx, &row, []change{c}, second.With(set(cited)...))
	})
	if err != nil {
		t.Fatal(err)
	}
	var problems *ProblemsError
	if _, _, err := f.Undo(ctx); !errors.As(err, &problems) || !strings.Contains(err.Error(), "s002") {
		t.Errorf("orphaning: %v", err)
	}
	changed := &ledger.Source{ID: "s002", Title: "retitled", Publisher: "y", Reliability: "B"}
	err = f.transact(ctx, "test", func(tx *transaction) error {
		c, err := encode(changed)
		if err != nil {
			return err
		}
		row := newEditRow(f.now(), "C. Nor", "retitle", actUndo, 3)
		return tx.write(ctx, &row, []change{c}, tx.c.With(set(changed)...))
	})
	if err != nil {
		t.Fatal(err)
	}
	before := f.Case()
	if _, _, err := f.Undo(ctx); !errors.Is(err, ErrConflict) || !strings.Contains(err.Error(), "C. Nor") {
		t.Errorf("overwriting: %v", err)
	}
	if f.Case() != before {
		t.Error("something changed")
	}
}

// The whole life of a file against a model: two windows that edit, undo, redo,
// restore, close and open in any order; after each step the case, what can be
// undone and every state on record are as the model says.
func TestLifeOfAFile(t *testing.T) {
	dir := t.TempDir()
	runs := 0
	rapid.Check(t, func(rt *rapid.T) {
		runs++
		path := filepath.Join(dir, fmt.Sprintf("%d.fairweather", runs))
		must := func(err error) {
			if err != nil {
				rt.Fatalf("%+v", err)
			}
		}
		first, err := Create(ctx, path, small(), "import", Options{Now: clock()})
		must(err)
		second, err := Open(ctx, path, Options{Now: clock()})
		must(err)
		windows := []*File{first, second}
		defer func() { windows[0].Close(); windows[1].Close() }()

		type step struct{ before, after *ledger.Case }
		states := []*ledger.Case{small()} // after each edit
		var done, undone []step
		now := func() *ledger.Case { return states[len(states)-1] }
		for range rapid.IntRange(1, 14).Draw(rt, "steps") {
			w := rapid.IntRange(0, 1).Draw(rt, "window")
			f := windows[w]
			_, _, err := f.Refresh(ctx)
			must(err)
			switch rapid.SampledFrom([]string{"edit", "edit", "delete", "undo", "undo", "redo", "reopen", "restore", "restore case"}).Draw(rt, "act") {
			case "edit":
				id := fmt.Sprintf("c%03d", rapid.IntRange(1, 4).Draw(rt, "id"))
				ch := set(conduct(id, rapid.StringN(1, 20, 60).Filter(func(s string) bool { return strings.TrimSpace(s) != "" && strings.ToValidUTF8(s, "") == s }).Draw(rt, "what")))
				after, err := f.Apply(ctx, Edit{Label: "edit", Changes: ch})
				must(err)
				want := now().With(ch...)
				if asJSON(t, want) != asJSON(t, now()) {
					done, undone = append(done, step{now(), want}), nil
					states = append(states, want)
				}
				same(rt2{t, rt}, "edit", after, want)
			case "delete":
				id := fmt.Sprintf("c%03d", rapid.IntRange(2, 4).Draw(rt, "id"))
				_, had := now().Get(id)
				_, err := f.Apply(ctx, Edit{Label: "delete", Changes: []ledger.Change{{ID: id}}})
				must(err)
				if had {
					want := now().With(ledger.Change{ID: id})
					done, undone = append(done, step{now(), want}), nil
					states = append(states, want)
				}
			case "undo":
				_, _, err := f.Undo(ctx)
				if len(done) == 0 {
					if !errors.Is(err, ErrNothingToUndo) {
						rt.Fatalf("undo of nothing: %v", err)
					}
					continue
				}
				must(err)
				s := done[len(done)-1]
				done, undone = done[:len(done)-1], append(undone, s)
				states = append(states, s.before)
			case "redo":
				_, _, err := f.Redo(ctx)
				if len(undone) == 0 {
					if !errors.Is(err, ErrNothingToRedo) {
						rt.Fatalf("redo of nothing: %v", err)
					}
					continue
				}
				must(err)
				s := undone[len(undone)-1]
				undone, done = undone[:len(undone)-1], append(done, s)
				states = append(states, s.after)
			case "reopen":
				must(f.Close())
				windows[w], err = Open(ctx, path, Options{Now: clock()})
				must(err)
				f = windows[w]
			case "restore", "restore case":
				seq := rapid.IntRange(1, len(states)).Draw(rt, "seq")
				got, err := f.RestoreCase(ctx, int64(seq))
				must(err)
				want := states[seq-1]
				same(rt2{t, rt}, "restore", got, want)
				if asJSON(t, want) != asJSON(t, now()) {
					done, undone = append(done, step{now(), want}), nil
					states = append(states, want)
				}
			}
			same(rt2{t, rt}, "now", f.Case(), now())
			if _, ok := f.UndoLabel(); ok != (len(done) > 0) {
				rt.Fatalf("can undo: %v, the model has %d", ok, len(done))
			}
			if _, ok := f.RedoLabel(); ok != (len(undone) > 0) {
				rt.Fatalf("can redo: %v, the model has %d", ok, len(undone))
			}
		}
		list, err := windows[0].Edits(ctx, 0, 0)
		must(err)
		if len(list) != len(states) {
			rt.Fatalf("%d edits, the model has %d", len(list), len(states))
		}
		wrong, err := windows[1].Verify(ctx)
		must(err)
		if len(wrong) > 0 {
			rt.Fatalf("not in order: %q", wrong)
		}
	})
}

// rt2 lets helpers for testing.TB end a rapid run.
type rt2 struct {
	testing.TB
	rt *rapid.T
}

func (r rt2) Helper()                   {}
func (r rt2) Fatalf(f string, a ...any) { r.rt.Fatalf(f, a...) }
func (r rt2) Fatal(a ...any)            { r.rt.Fatal(a...) }
