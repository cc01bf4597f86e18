package casefile

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fairweather-app/fairweather/core/ledger"
)

func TestApply(t *testing.T) {
	f := newFile(t, small())
	before := f.Case()
	after := apply(t, f, "add conduct", set(conduct("c002", "Sent grain"))...)
	if _, ok := before.Get("c002"); ok {
		t.Error("the old snapshot changed")
	}
	if f.Case() != after {
		t.Error("Case is not the snapshot that Apply gave")
	}
	own := conduct("c003", "Sent words")
	after = apply(t, f, "add, change and delete", append(set(own, conduct("c002", "Sent much grain")), ledger.Change{ID: "c001"}, ledger.Change{ID: "n001"})...)
	own.What = "changed by the caller afterwards"
	want := before.With(ledger.Change{ID: "c001"}, ledger.Change{ID: "n001"}).With(set(conduct("c002", "Sent much grain"), conduct("c003", "Sent words"))...)
	same(t, "after", after, want)
	sound(t, f)
	f.Close()
	same(t, "after reopening", open(t, f.Path()).Case(), want)
}

func TestApplyOfNothingWritesNothing(t *testing.T) {
	f := newFile(t, small())
	old := must(f.Case().Get("c001"))
	for name, changes := range map[string][]ledger.Change{
		"no changes":                        nil,
		"the same record":                   set(old),
		"a copy of it":                      set(ledger.Clone(old)),
		"deletion of what is not there":     {{ID: "c999"}},
		"there and back in one edit":        {{ID: "c001", Record: conduct("c001", "x")}, {ID: "c001", Record: old}},
		"addition and deletion in one edit": {{ID: "c9", Record: conduct("c9", "x")}, {ID: "c9"}},
	} {
		c, err := f.Apply(ctx, Edit{Label: name, Changes: changes})
		if err != nil || c != f.Case() {
			t.Errorf("%s: %v", name, err)
		}
	}
	if list, err := f.Edits(ctx, 0, 0); err != nil || len(list) != 1 {
		t.Errorf("%d edits, %v", len(list), err)
	}
	if _, ok := f.UndoLabel(); ok {
		t.Error("there is something to undo")
	}
}

func TestApplyRefusesErrors(t *testing.T) {
	bad := func(change func(*ledger.Conduct)) ledger.Record {
		r := conduct("c002", "x")
		change(r)
		return r
	}
	for _, c := range []struct {
		name    string
		changes []ledger.Change
		says    []string
	}{
		{"a rung off the ladder", set(bad(func(r *ledger.Conduct) { r.Rung = 9 })), []string{"c002, rung"}},
		{"all problems at once", set(bad(func(r *ledger.Conduct) { r.Rung = 9; r.Moment = "m999"; r.What = "" })), []string{"rung", "m999", "what"}},
		{"a source that is cited", []ledger.Change{{ID: "s001"}}, []string{"c001", "m001", "p001", "n001", `"s001"`}},
		{"an actor that is named", []ledger.Change{{ID: "north"}}, []string{`"north"`}},
		{"an id of another kind", set(&ledger.Actor{ID: "c001", Label: "x", Type: "state"}), []string{"already that of a conduct"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFile(t, small())
			_, err := f.Apply(ctx, Edit{Label: "try", Changes: c.changes})
			var problems *ProblemsError
			if !errors.As(err, &problems) {
				t.Fatalf("got %v", err)
			}
			for _, s := range c.says {
				if !strings.Contains(err.Error(), s) {
					t.Errorf("it does not say %q: %v", s, err)
				}
			}
			same(t, "afterwards", f.Case(), small())
			f.Close()
			same(t, "on disk", open(t, f.Path()).Case(), small())
		})
	}
}

func TestApplyRefusesWhatIsNoEdit(t *testing.T) {
	f := newFile(t, small())
	for name, ch := range map[string]ledger.Change{
		"no id":           {Record: conduct("", "x")},
		"no id to delete": {},
		"two ids":         {ID: "c001", Record: conduct("c002", "x")},
	} {
		if _, err := f.Apply(ctx, Edit{Label: name, Changes: []ledger.Change{ch}}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// A case that came with errors can be put right step by step, but not be made worse.
func TestOldErrorsDoNotBlock(t *testing.T) {
	broken := small().With(set(&ledger.Conduct{ID: "c005", Moment: "m999", From: "north", To: "nobody", Rung: 9, What: "x"})...)
	f := newFile(t, broken)
	r := ledger.Clone(must(broken.Get("c005"))).(*ledger.Conduct)
	r.To = "south"
	apply(t, f, "one of three", set(r)...)
	worse := ledger.Clone(r).(*ledger.Conduct)
	worse.From = "nobody"
	var problems *ProblemsError
	if _, err := f.Apply(ctx, Edit{Label: "worse", Changes: set(worse)}); !errors.As(err, &problems) || len(problems.Problems) != 1 {
		t.Errorf("got %v", err)
	}
	if _, _, err := f.Undo(ctx); err != nil {
		t.Errorf("undo back to the errors that were there: %v", err)
	}
	same(t, "undone", f.Case(), broken)
}

func TestTwoFilesMerge(t *testing.T) {
	a := newFile(t, small())
	b := open(t, a.Path())
	apply(t, a, "by a", set(conduct("c002", "by a"))...)
	got := apply(t, b, "by b", set(conduct("c003", "by b"))...)
	want := small().With(set(conduct("c002", "by a"), conduct("c003", "by b"))...)
	same(t, "b", got, want)
	c, changed, err := a.Refresh(ctx)
	if err != nil || !changed {
		t.Fatalf("refresh: %v, %v", changed, err)
	}
	same(t, "a", c, want)
	if _, changed, err = a.Refresh(ctx); err != nil || changed {
		t.Errorf("refresh again: %v, %v", changed, err)
	}
	if _, changed, err = b.Refresh(ctx); err != nil || changed {
		t.Errorf("refresh of the one who wrote last: %v, %v", changed, err)
	}
	sound(t, a)
}

func TestConflict(t *testing.T) {
	a := newFile(t, small())
	b := open(t, a.Path())
	mine, theirs := conduct("c001", "mine"), conduct("c001", "theirs")
	apply(t, b, "by b", set(theirs)...)
	edit := Edit{Label: "by a", Changes: append(set(conduct("c002", "beside it")), set(mine)...)}
	_, err := a.Apply(ctx, edit)
	var conflict *ConflictError
	if !errors.As(err, &conflict) || !errors.Is(err, ErrConflict) || len(conflict.Clashes) != 1 {
		t.Fatalf("got %v", err)
	}
	c := conflict.Clashes[0]
	if c.ID != "c001" || !sameRecord(c.Base, must(small().Get("c001"))) || !sameRecord(c.Theirs, theirs) || !sameRecord(c.Yours, mine) || c.By.Analyst != "B. Ost" || c.By.Label != "by b" {
		t.Errorf("clash %+v", c)
	}
	same(t, "a's snapshot", a.Case(), small())
	if _, err := a.Apply(ctx, edit); !errors.Is(err, ErrConflict) {
		t.Errorf("a second try without looking: %v", err)
	}
	if _, _, err := a.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	got, err := a.Apply(ctx, edit)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "after deciding", got, small().With(set(conduct("c002", "beside it"), mine)...))
	if h, err := a.History(ctx, "c001"); err != nil || len(h) != 3 || !sameRecord(h[1].Record, theirs) {
		t.Errorf("their version is not in the history: %v, %v", h, err)
	}
}

func TestConflictsWithABase(t *testing.T) {
	a := newFile(t, small())
	base := a.Case() // a form is opened
	b := open(t, a.Path())
	apply(t, b, "by b", set(conduct("c001", "theirs"))...)
	if _, _, err := a.Refresh(ctx); err != nil { // by a timer
		t.Fatal(err)
	}
	if _, err := a.Apply(ctx, Edit{Label: "the form", Base: base, Changes: set(conduct("c001", "mine"))}); !errors.Is(err, ErrConflict) {
		t.Errorf("got %v", err)
	}
	if _, err := a.Apply(ctx, Edit{Label: "the same", Base: base, Changes: set(conduct("c001", "theirs"))}); err != nil {
		t.Errorf("both made the same of it: %v", err)
	}
	if list, err := a.Edits(ctx, 0, 0); err != nil || len(list) != 2 {
		t.Errorf("%d edits, %v", len(list), err)
	}
}

func TestConflictOfDeletions(t *testing.T) {
	a := newFile(t, small())
	b := open(t, a.Path())
	apply(t, b, "delete", ledger.Change{ID: "n001"})
	if _, err := a.Apply(ctx, Edit{Label: "delete too", Changes: []ledger.Change{{ID: "n001"}}}); err != nil {
		t.Errorf("both delete: %v", err)
	}
	// b deletes what a's new record rests on.
	apply(t, b, "delete", ledger.Change{ID: "p001"}, ledger.Change{ID: "c001"}, ledger.Change{ID: "m001"})
	var problems *ProblemsError
	if _, err := open(t, a.Path()).Apply(ctx, Edit{Label: "x", Changes: set(conduct("c002", "x"))}); !errors.As(err, &problems) {
		t.Errorf("on what is gone: %v", err)
	}
	if _, err := a.Apply(ctx, Edit{Label: "x", Changes: set(conduct("c002", "x"))}); !errors.As(err, &problems) {
		t.Errorf("on what went meanwhile: %v", err)
	}
}

func TestCancelledEditChangesNothing(t *testing.T) {
	f := newFile(t, small())
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := f.Apply(cancelled, Edit{Label: "x", Changes: set(conduct("c002", "x"))}); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	same(t, "afterwards", f.Case(), small())
	apply(t, f, "again", set(conduct("c002", "x"))...)
	sound(t, f)
}

func TestBusy(t *testing.T) {
	a := newFile(t, small())
	b := open(t, a.Path())
	if _, err := b.conn.ExecContext(ctx, "PRAGMA busy_timeout = 20"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Apply(ctx, Edit{Label: "x", Changes: set(conduct("c002", "x"))}); !errors.Is(err, ErrBusy) {
		t.Errorf("got %v", err)
	}
	if _, err := a.conn.ExecContext(ctx, "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	apply(t, b, "later", set(conduct("c002", "x"))...)
}

func TestReplacedFile(t *testing.T) {
	a := newFile(t, small())
	other := newFile(t, small().With(set(conduct("c007", "from another machine"))...))
	other.Close()
	apply(t, a, "here", set(conduct("c002", "here"))...)
	if err := os.Rename(other.Path(), a.Path()); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Apply(ctx, Edit{Label: "into nowhere", Changes: set(conduct("c003", "x"))}); !errors.Is(err, ErrMoved) {
		t.Fatalf("got %v", err)
	}
	c, changed, err := a.Refresh(ctx)
	if err != nil || !changed {
		t.Fatalf("refresh: %v, %v", changed, err)
	}
	if _, ok := c.Get("c007"); !ok {
		t.Error("the new file is not shown")
	}
	if w := strings.Join(a.Warnings(), " "); !strings.Contains(w, "lacks edits made here") {
		t.Errorf("warnings: %q", w)
	}
	apply(t, a, "goes on", set(conduct("c003", "x"))...)
	sound(t, a)
	if err := os.Remove(a.Path()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.Refresh(ctx); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("refresh of a removed file: %v", err)
	}
}

// Texts that other programs trip over come back as they went in.
func TestStrangeTexts(t *testing.T) {
	strange := "a\x00b \u2028 \\ ' \" \U0001f600 \u202e"
	f, err := Create(ctx, filepath.Join(t.TempDir(), "x ?#%25 ünï.fairweather"), small(), strange, Options{Analyst: strange})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	apply(t, f, strange, set(conduct("c002", strange))...)
	if _, err := f.Apply(ctx, Edit{Label: "broken \xff text", Changes: set(conduct("c003", "broken \xff text"))}); err != nil {
		t.Fatal(err)
	}
	if _, err := f.AddDocument(ctx, strange, strange, []byte(strange)); err != nil {
		t.Fatal(err)
	}
	sound(t, f)
	g := open(t, f.Path())
	same(t, "reopened", g.Case(), f.Case())
	if got := must(g.Case().Get("c002")).Name(); got != strange {
		t.Errorf("the record: %q", got)
	}
	if edits, err := g.Edits(ctx, 0, 0); err != nil || edits[1].Label != strange || edits[1].Analyst != strange || edits[2].Label != strange {
		t.Errorf("the edits: %+v, %v", edits, err)
	}
	if docs, err := g.Documents(ctx); err != nil || docs[0].Name != strange {
		t.Errorf("the document: %+v, %v", docs, err)
	}
}

func TestInterruptedWorkSaysSo(t *testing.T) {
	f := newFile(t, generate(3000))
	for _, after := range []time.Duration{0, time.Millisecond, 5 * time.Millisecond} {
		short, cancel := context.WithTimeout(ctx, after)
		_, verifyErr := f.Verify(short)
		_, applyErr := f.Apply(short, Edit{Label: "x", Changes: set(generate(3001).Records()...)})
		cancel()
		for _, err := range []error{verifyErr, applyErr} {
			if !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) {
				t.Errorf("after %v: %v", after, err)
			}
		}
	}
	same(t, "afterwards", f.Case(), generate(3000))
	sound(t, f)
}
