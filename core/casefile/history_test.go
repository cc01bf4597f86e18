package casefile

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/fairweather-app/fairweather/core/ledger"
)

func TestHistoryOfARecord(t *testing.T) {
	f := newFile(t, small())
	apply(t, f, "correct", append(set(conduct("c001", "Sent two envoys")), set(conduct("c002", "x"))...)...)
	f.SetAnalyst("C. Nor")
	apply(t, f, "delete", ledger.Change{ID: "c001"}, ledger.Change{ID: "n001"})
	h, err := f.History(ctx, "c001")
	if err != nil || len(h) != 3 {
		t.Fatalf("%d versions, %v", len(h), err)
	}
	if h[0].Record != nil || h[0].Analyst != "C. Nor" || h[0].Label != "delete" || !slices.Equal(h[0].Records, []string{"c001", "n001"}) {
		t.Errorf("the deletion: %+v", h[0])
	}
	if !sameRecord(h[1].Record, conduct("c001", "Sent two envoys")) || h[1].Analyst != "A. Mar" {
		t.Errorf("the correction: %+v", h[1])
	}
	if !sameRecord(h[2].Record, must(small().Get("c001"))) || h[2].Act != "create" || h[2].Seq != 1 || !h[2].Time.Equal(time.Date(2025, 10, 1, 12, 0, 1, 0, time.UTC)) {
		t.Errorf("the import: %+v", h[2])
	}
	if h, err := f.History(ctx, "never"); err != nil || len(h) != 0 {
		t.Errorf("of what never was: %v, %v", h, err)
	}
}

func TestRestore(t *testing.T) {
	f := newFile(t, small())
	apply(t, f, "correct", set(conduct("c001", "Sent two envoys"))...)
	apply(t, f, "delete", ledger.Change{ID: "c001"}, ledger.Change{ID: "n001"})
	c, err := f.Restore(ctx, "c001", 1)
	if err != nil {
		t.Fatal(err)
	}
	if !sameRecord(must(c.Get("c001")), must(small().Get("c001"))) {
		t.Error("edit 1: not as it was")
	}
	if _, ok := c.Get("n001"); ok {
		t.Error("another record came back too")
	}
	if c, err = f.Restore(ctx, "c001", 2); err != nil || !sameRecord(must(c.Get("c001")), conduct("c001", "Sent two envoys")) {
		t.Errorf("edit 2: %v", err)
	}
	if c, err = f.Restore(ctx, "c001", 3); err != nil {
		t.Error(err)
	} else if _, ok := c.Get("c001"); ok {
		t.Error("edit 3 had deleted it")
	}
	undo(t, f)
	if _, ok := f.Case().Get("c001"); !ok {
		t.Error("a restore cannot be undone")
	}
	for _, try := range []struct {
		record string
		seq    int64
	}{{"never", 1}, {"c001", 0}} {
		if _, err := f.Restore(ctx, try.record, try.seq); !errors.Is(err, ErrNoVersion) {
			t.Errorf("%v: %v", try, err)
		}
	}
	apply(t, f, "no moment", ledger.Change{ID: "c001"}, ledger.Change{ID: "m001"})
	var problems *ProblemsError
	if _, err := f.Restore(ctx, "c001", 1); !errors.As(err, &problems) {
		t.Errorf("what it rests on is gone: %v", err)
	}
	sound(t, f)
}

func TestRestoreCase(t *testing.T) {
	f := newFile(t, small())
	one := apply(t, f, "one", append(set(conduct("c001", "x"), conduct("c002", "y")), ledger.Change{ID: "n001"})...)
	apply(t, f, "two", ledger.Change{ID: "c002"}, ledger.Change{ID: "p001"})
	three := apply(t, f, "three", set(conduct("c003", "z"))...)
	for seq, want := range map[int64]*ledger.Case{1: small(), 2: one, 4: three} {
		c, err := f.RestoreCase(ctx, seq)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "restored", c, want)
	}
	for _, seq := range []int64{0, -1, 99} {
		if _, err := f.RestoreCase(ctx, seq); !errors.Is(err, ErrNoVersion) {
			t.Errorf("edit %d: %v", seq, err)
		}
	}
	sound(t, f)
}

func TestEditsPageByPage(t *testing.T) {
	f := newFile(t, small())
	for _, what := range []string{"a", "b", "c", "d"} {
		apply(t, f, what, set(conduct("c001", what))...)
	}
	var got []int64
	for before := int64(0); ; {
		page, err := f.Edits(ctx, 2, before)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			got = append(got, e.Seq)
		}
		before = page[len(page)-1].Seq
	}
	if !slices.Equal(got, []int64{5, 4, 3, 2, 1}) {
		t.Errorf("got %v", got)
	}
}
