package casefile

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/fairweather-app/fairweather/core/ledger"
)

func TestChanges(t *testing.T) {
	ctx := context.Background()
	note := func(id, title string) *ledger.Note { return &ledger.Note{ID: id, Title: title} }
	f, err := Create(ctx, filepath.Join(t.TempDir(), "c"+Extension), ledger.NewCase([]ledger.Record{note("n1", "one"), note("n2", "two")}), "Begin", Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Apply(ctx, Edit{Label: "Mixed", Changes: []ledger.Change{{ID: "n1", Record: note("n1", "uno")}, {ID: "n2"}, {ID: "n3", Record: note("n3", "three")}}}); err != nil {
		t.Fatal(err)
	}
	name := func(r ledger.Record) string {
		if r == nil {
			return ""
		}
		return r.Name()
	}
	for _, c := range []struct {
		name  string
		seq   int64
		limit int
		want  [][3]string
	}{
		{"changed, deleted, added", 2, 0, [][3]string{{"n1", "one", "uno"}, {"n2", "two", ""}, {"n3", "", "three"}}},
		{"the first edit has nothing before it", 1, 0, [][3]string{{"n1", "", "one"}, {"n2", "", "two"}}},
		{"no more than asked for", 2, 1, [][3]string{{"n1", "one", "uno"}}},
	} {
		got, err := f.Changes(ctx, c.seq, c.limit)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %d changes, want %d", c.name, len(got), len(c.want))
			continue
		}
		for i, w := range c.want {
			if g := got[i]; g.ID != w[0] || name(g.Before) != w[1] || name(g.After) != w[2] {
				t.Errorf("%s: %s was %q, is %q; want %v", c.name, g.ID, name(g.Before), name(g.After), w)
			}
		}
	}
	if _, err := f.Changes(ctx, 9, 0); !errors.Is(err, ErrNoVersion) {
		t.Errorf("an edit that there is not: %v", err)
	}
}
