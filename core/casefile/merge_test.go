package casefile

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// fork makes a copy of a case file, as Save As does, for another analyst.
func fork(t testing.TB, f *File, name, analyst string) *File {
	t.Helper()
	path := filepath.Join(filepath.Dir(f.Path()), name+Extension)
	if err := f.SaveAs(ctx, path); err != nil {
		t.Fatal(err)
	}
	g, err := Open(ctx, path, Options{Analyst: analyst, Now: clock()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { g.Close() })
	return g
}

func plan(t testing.TB, mine, other *File) *Merge {
	t.Helper()
	m, err := Plan(ctx, mine, other.Path())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func merge(t testing.TB, mine, other *File, decisions map[string]Decision) *ledger.Case {
	t.Helper()
	c, err := plan(t, mine, other).Apply(ctx, decisions)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestMergeTakesWhatOneSideChanged(t *testing.T) {
	a := newFile(t, small())
	b := fork(t, a, "b", "B. Ost")
	apply(t, a, "mine", set(conduct("c002", "mine"))...)
	apply(t, b, "theirs", set(conduct("c003", "theirs"), conduct("c001", "Sent two envoys"))...)
	apply(t, b, "and a note less", ledger.Change{ID: "n001"})
	if _, err := b.AddDocument(ctx, "report.txt", "text/plain", []byte("the envoy left")); err != nil {
		t.Fatal(err)
	}
	before := a.Case()
	m := plan(t, a, b)
	if len(m.Edits) != 2 || len(m.Added) != 1 || len(m.Changed) != 1 || len(m.Deleted) != 1 || len(m.Conflicts) != 0 || len(m.Documents) != 1 || len(m.Problems) != 0 {
		t.Fatalf("plan: %d edits, %d added, %d changed, %d deleted, %d conflicts, %d documents, problems %v",
			len(m.Edits), len(m.Added), len(m.Changed), len(m.Deleted), len(m.Conflicts), len(m.Documents), m.Problems)
	}
	same(t, "planning changes nothing", a.Case(), before)
	merged := merge(t, a, b, nil)
	if label, _ := a.UndoLabel(); label != "Merge b.fairweather: 2 edits by B. Ost" {
		t.Errorf("label %q", label)
	}
	for id, want := range map[string]bool{"c002": true, "c003": true, "n001": false} {
		if _, is := merged.Get(id); is != want {
			t.Errorf("%s: there is %v", id, is)
		}
	}
	if list, err := a.Documents(ctx); err != nil || len(list) != 1 {
		t.Errorf("documents %v, %v", list, err)
	}
	sound(t, a)
	if taken, err := a.Merged(ctx); err != nil || len(taken) != 2 || taken[0].Analyst != "B. Ost" || !slices.Equal(taken[0].Records, []string{"c001", "c003"}) {
		t.Errorf("merged %+v, %v", taken, err)
	}
	// Again: nothing is new, and nothing is written.
	edits := a.head
	if m := plan(t, a, b); !m.Empty() {
		t.Errorf("after the merge %d edits are new", len(m.Edits))
	}
	merge(t, a, b, nil)
	if a.head != edits {
		t.Error("merging again wrote an edit")
	}
	same(t, "the other way round", merge(t, b, a, nil), merged)
	// One undo takes it all back, and then it can be done again.
	undo(t, a)
	same(t, "undone", a.Case(), before)
	if m := plan(t, a, b); len(m.Edits) == 0 {
		t.Error("after the undo nothing is new")
	}
	same(t, "once more", merge(t, a, b, nil), merged)
	sound(t, a)
}

func TestMergeConflicts(t *testing.T) {
	share := func(f *File, id string, edit func(*ledger.Conduct)) {
		c := ledger.Clone(must(f.Case().Get(id))).(*ledger.Conduct)
		edit(c)
		apply(t, f, "change", set(c)...)
	}
	start := func(t *testing.T) (a, b *File) {
		a = newFile(t, small())
		apply(t, a, "more", set(conduct("c002", "both will change it"), conduct("c003", "one will delete it"))...)
		b = fork(t, a, "b", "B. Ost")
		share(a, "c001", func(c *ledger.Conduct) { c.What = "mine"; c.Rung = 3 })
		share(b, "c001", func(c *ledger.Conduct) { c.What = "theirs"; c.Tags = []string{"tag"} })
		share(a, "c002", func(c *ledger.Conduct) { c.What = "what, by me" })
		share(b, "c002", func(c *ledger.Conduct) { c.Rung = 1 })
		apply(t, a, "delete", ledger.Change{ID: "c003"})
		share(b, "c003", func(c *ledger.Conduct) { c.What = "kept and changed" })
		return a, b
	}
	a, b := start(t)
	m := plan(t, a, b)
	if len(m.Conflicts) != 3 {
		t.Fatalf("%d conflicts", len(m.Conflicts))
	}
	if c := m.Conflicts[0]; c.ID != "c001" || c.By.Analyst != "B. Ost" || c.Proposal != nil || len(c.Fields) != 3 || c.Fields[1].Key != "what" || c.Fields[1].Changed != Both || c.Fields[1].Base != "Sent an envoy" || c.Fields[0].Changed != Mine || c.Fields[2].Changed != Theirs {
		t.Errorf("conflict %+v", c)
	}
	if c := m.Conflicts[1]; c.Proposal == nil || c.Proposal.Fields["what"] != Mine || c.Proposal.Fields["rung"] != Theirs {
		t.Errorf("the sides changed different fields: proposal %+v", c.Proposal)
	}
	if c := m.Conflicts[2]; c.Mine != nil || c.Theirs == nil || c.Proposal != nil {
		t.Errorf("delete against change: %+v", c)
	}
	if _, err := m.Apply(ctx, nil); !errors.Is(err, ErrUndecided) || !strings.Contains(err.Error(), "c001, c002, c003") {
		t.Errorf("undecided: %v", err)
	}
	if _, err := m.Apply(ctx, map[string]Decision{"c001": {Take: Both}, "c002": {Take: Mine}, "c003": {Take: Mine}}); err == nil || !strings.Contains(err.Error(), "both cannot be kept") {
		t.Errorf("both of one record: %v", err)
	}
	if _, err := m.Apply(ctx, map[string]Decision{"c001": {Fields: map[string]Side{"what": Mine}}, "c002": {Take: Mine}, "c003": {Take: Mine}}); err == nil || !strings.Contains(err.Error(), `the field "rung" differs`) {
		t.Errorf("a mix that leaves a field open: %v", err)
	}
	c, err := m.Apply(ctx, map[string]Decision{"c001": {Fields: map[string]Side{"what": Theirs, "rung": Mine, "tags": Theirs}}, "c002": *m.Conflicts[1].Proposal, "c003": {Take: Theirs}})
	if err != nil {
		t.Fatal(err)
	}
	one, two := must(c.Get("c001")).(*ledger.Conduct), must(c.Get("c002")).(*ledger.Conduct)
	if one.What != "theirs" || one.Rung != 3 || !slices.Equal(one.Tags, []string{"tag"}) || two.What != "what, by me" || two.Rung != 1 {
		t.Errorf("mixed %+v, %+v", one, two)
	}
	// What was decided is not asked again, on either side.
	if m := plan(t, a, b); !m.Empty() {
		t.Error("there is something to merge again")
	}
	if m := plan(t, b, a); len(m.Conflicts) != 0 {
		t.Errorf("the other side is asked again: %+v", m.Conflicts)
	}
	same(t, "the decision goes over", merge(t, b, a, nil), c)
	sound(t, b)

	// Two who decide differently are told so.
	a, b = start(t)
	all := func(s Side) map[string]Decision {
		return map[string]Decision{"c001": {Take: s}, "c002": {Take: s}, "c003": {Take: s}}
	}
	cpy := fork(t, b, "b2", "C. West")
	merge(t, a, b, all(Mine))
	merge(t, cpy, a, nil) // takes the decision
	before := plan(t, b, cpy)
	if len(before.Conflicts) != 0 {
		t.Errorf("a decision that came by a third copy is asked again: %d", len(before.Conflicts))
	}
	a, b = start(t)
	first := fork(t, a, "a2", "A. Mar")
	merge(t, a, b, all(Mine))
	merge(t, b, first, all(Mine))
	if m := plan(t, a, b); len(m.Conflicts) != 3 {
		t.Errorf("two decisions against each other: %d conflicts", len(m.Conflicts))
	}
}

// Both add the next free number: two records, and what refers to theirs follows.
func TestMergeKeepsBothOfOneID(t *testing.T) {
	a := newFile(t, small())
	b := fork(t, a, "b", "B. Ost")
	source := func(title string) *ledger.Source {
		return &ledger.Source{ID: "s002", Title: title, Publisher: "P", Reliability: "B"}
	}
	citing := conduct("c003", "rests on their source")
	citing.Citations = []ledger.Citation{{Source: "s002", Credibility: 2}}
	apply(t, a, "mine", set(source("My source"))...)
	apply(t, b, "theirs", set(source("Their source"), citing)...)
	m := plan(t, a, b)
	if len(m.Conflicts) != 1 || !m.Conflicts[0].MayKeepBoth || m.Conflicts[0].Proposal == nil || m.Conflicts[0].Proposal.Take != Both {
		t.Fatalf("conflicts %+v", m.Conflicts)
	}
	c, err := m.Apply(ctx, map[string]Decision{"s002": *m.Conflicts[0].Proposal})
	if err != nil {
		t.Fatal(err)
	}
	if s := must(c.Get("s003")).(*ledger.Source); s.Title != "Their source" {
		t.Errorf("s003 is %+v", s)
	}
	if got := must(c.Get("c003")).(*ledger.Conduct).Citations[0].Source; got != "s003" {
		t.Errorf("their conduct cites %s", got)
	}
	same(t, "it goes over", merge(t, b, a, nil), c)
}

// One deletes a source, the other rests a record on it: it stays.
func TestMergeKeepsWhatIsUsed(t *testing.T) {
	for _, deleterIsMine := range []bool{true, false} {
		a := newFile(t, small())
		apply(t, a, "a source", set(&ledger.Source{ID: "s009", Title: "Unused", Publisher: "P", Reliability: "B"})...)
		b := fork(t, a, "b", "B. Ost")
		citing := conduct("c003", "rests on it")
		citing.Citations = []ledger.Citation{{Source: "s009", Credibility: 2}}
		deleter, user := a, b
		if !deleterIsMine {
			deleter, user = b, a
		}
		apply(t, deleter, "delete", ledger.Change{ID: "s009"})
		apply(t, user, "use", set(citing)...)
		m := plan(t, a, b)
		if len(m.Kept) != 1 || m.Kept[0].ID != "s009" || len(m.Problems) != 0 {
			t.Errorf("kept %+v, problems %v", m.Kept, m.Problems)
		}
		c := merge(t, a, b, nil)
		if _, is := c.Get("s009"); !is {
			t.Error("the source is gone")
		}
		same(t, "it goes over", merge(t, b, a, nil), c)
	}
}

func TestMergeRefusesOtherCases(t *testing.T) {
	a, b := newFile(t, small()), newFile(t, small())
	if _, err := Plan(ctx, a, b.Path()); !errors.Is(err, ErrOtherCase) || !strings.Contains(err.Error(), "two different cases") {
		t.Errorf("got %v", err)
	}
	m := func() *Merge { return plan(t, a, fork(t, a, "c", "C")) }()
	apply(t, a, "meanwhile", set(conduct("c9", "x"))...)
	if _, err := m.Apply(ctx, nil); err != nil {
		t.Errorf("an empty merge after an edit: %v", err)
	}
	c := open(t, filepath.Join(filepath.Dir(a.Path()), "c"+Extension))
	apply(t, c, "theirs", set(conduct("c8", "x"))...)
	stale := plan(t, a, c)
	apply(t, a, "meanwhile", set(conduct("c9", "y"))...)
	if _, err := stale.Apply(ctx, nil); !errors.Is(err, ErrConflict) {
		t.Errorf("a merge planned before an edit: %v", err)
	}
}

func TestCopiesInAFolder(t *testing.T) {
	a := newFile(t, small())
	b := fork(t, a, "b", "B. Ost")
	fork(t, a, "c", "C. West")
	other := newFile(t, small())
	if err := other.SaveAs(ctx, filepath.Join(filepath.Dir(a.Path()), "other"+Extension)); err != nil {
		t.Fatal(err)
	}
	apply(t, b, "one", set(conduct("c8", "x"))...)
	apply(t, b, "two", set(conduct("c9", "x"))...)
	apply(t, a, "mine", set(conduct("c7", "x"))...)
	list, err := Copies(ctx, a, filepath.Dir(a.Path()))
	if err != nil || len(list) != 2 || list[0].New != 2 || list[0].Lacks != 1 || !slices.Equal(list[0].Analysts, []string{"B. Ost"}) || list[1].New != 0 || list[1].Err != nil {
		t.Fatalf("copies %+v, %v", list, err)
	}
}

// A rescued copy still knows what was merged.
func TestRescueKeepsMerges(t *testing.T) {
	a := newFile(t, small())
	b := fork(t, a, "b", "B. Ost")
	apply(t, b, "theirs", set(conduct("c8", "x"))...)
	merge(t, a, b, nil)
	dest := filepath.Join(t.TempDir(), "rescued"+Extension)
	if _, err := Rescue(ctx, a.Path(), dest); err != nil {
		t.Fatal(err)
	}
	if m := plan(t, open(t, dest), b); !m.Empty() {
		t.Errorf("%d edits are new to the rescued copy", len(m.Edits))
	}
}

// For any two histories: where there is no conflict both ways lead to one case,
// merging again changes nothing, undo gives back what was, and no error comes in.
func TestMergeProperties(t *testing.T) {
	dir := t.TempDir()
	runs := 0
	rapid.Check(t, func(r *rapid.T) {
		runs++
		root, err := Create(ctx, filepath.Join(dir, fmt.Sprintf("%d.fairweather", runs)), small(), "import", Options{Analyst: "root", Now: clock()})
		if err != nil {
			t.Fatal(err)
		}
		defer root.Close()
		random := func(f *File, own string) {
			for range rapid.IntRange(0, 5).Draw(r, "edits") {
				var e []ledger.Change
				switch id := fmt.Sprintf("c%s%d", own, rapid.IntRange(1, 3).Draw(r, "id")); rapid.IntRange(0, 4).Draw(r, "act") {
				case 0:
					e = []ledger.Change{{ID: id}}
				case 1:
					_, _, _ = f.Undo(ctx) // there may be nothing to undo
					continue
				case 2:
					_, _, _ = f.Redo(ctx)
					continue
				case 3:
					s := ledger.Clone(must(small().Get("s001"))).(*ledger.Source)
					s.ID = "s" + id
					c := conduct(id, rapid.StringMatching("[a-z]{1,3}").Draw(r, "what"))
					c.Citations = []ledger.Citation{{Source: s.ID, Credibility: 1}}
					e = set(s, c)
				default:
					e = set(conduct(id, rapid.StringMatching("[a-z]{1,3}").Draw(r, "what")))
				}
				if _, err := f.Apply(ctx, Edit{Label: "edit", Changes: e}); err != nil {
					r.Fatal(err)
				}
			}
		}
		// Records of one side's own, and some of both.
		shared := rapid.Bool().Draw(r, "shared")
		name := func(s string) string {
			if shared && rapid.Bool().Draw(r, "common") {
				return "x"
			}
			return s
		}
		random(root, "x")
		b := fork(t, root, fmt.Sprintf("%d-b", runs), "B. Ost")
		defer b.Close()
		for range rapid.IntRange(1, 3).Draw(r, "rounds") {
			random(root, name("a"))
			random(b, name("b"))
			m, n := plan(t, root, b), plan(t, b, root)
			if len(m.Conflicts) != len(n.Conflicts) {
				r.Fatalf("%d conflicts one way, %d the other", len(m.Conflicts), len(n.Conflicts))
			}
			decisions := map[string]Decision{}
			for _, c := range m.Conflicts {
				side := rapid.SampledFrom([]Side{Mine, Theirs}).Draw(r, "side")
				decisions[c.ID] = Decision{Take: side}
			}
			before := asJSON(t, root.Case())
			was := root.head
			c, err := m.Apply(ctx, decisions)
			if err != nil {
				r.Fatal(err)
			}
			if bad := ledger.Errors(ledger.Check(c)); len(bad) > 0 {
				r.Fatalf("the merged case has errors: %v", bad)
			}
			after := asJSON(t, c)
			if again := plan(t, root, b); !again.Empty() {
				r.Fatalf("merging again would take in %d edits", len(again.Edits))
			}
			if root.head != was && rapid.Bool().Draw(r, "undo") {
				if _, _, err := root.Undo(ctx); err != nil || asJSON(t, root.Case()) != before {
					r.Fatalf("undo: %v", err)
				}
				if _, _, err := root.Redo(ctx); err != nil || asJSON(t, root.Case()) != after {
					r.Fatalf("redo: %v", err)
				}
			}
			if rapid.Bool().Draw(r, "both ways") {
				back := plan(t, b, root)
				if len(back.Conflicts) > 0 {
					r.Fatalf("decided conflicts are asked again")
				}
				d, err := back.Apply(ctx, nil)
				if err != nil {
					r.Fatal(err)
				}
				if asJSON(t, d) != after {
					r.Fatalf("the two ways lead to two cases:\n%s\n%s", after, asJSON(t, d))
				}
			}
		}
		if wrong, err := root.Verify(ctx); err != nil || len(wrong) > 0 {
			r.Fatalf("%v, %v", wrong, err)
		}
	})
}

func TestCompareAndEarlierVersions(t *testing.T) {
	f := newFile(t, small())
	apply(t, f, "add", set(conduct("c002", "new"))...)
	changed := ledger.Clone(must(f.Case().Get("s001"))).(*ledger.Source)
	changed.Title = "Another title"
	apply(t, f, "change and delete", append(set(changed), ledger.Change{ID: "n001"})...)
	then, err := f.At(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the first version", then, small())
	list := Compare(then, f.Case())
	if len(list) != 3 || list[0].ID != "s001" || list[1].Before != nil || list[2].After != nil {
		t.Fatalf("changes %+v", list)
	}
	if d := ledger.Diff(list[0].Before, list[0].After); len(d) != 1 || d[0].Old != "Communiqué" || d[0].New != "Another title" {
		t.Errorf("fields %+v", d)
	}
	if _, err := f.At(ctx, 99); !errors.Is(err, ErrNoVersion) {
		t.Errorf("an edit that is not there: %v", err)
	}
	edits, _ := f.Edits(ctx, 0, 0)
	if seq, err := f.SeqAt(ctx, edits[0].Time); err != nil || seq != 2 {
		t.Errorf("before the last edit was %d, %v", seq, err)
	}
	if _, err := f.SeqAt(ctx, edits[2].Time); !errors.Is(err, ErrNoVersion) {
		t.Errorf("before the first: %v", err)
	}
}

// What was taken in is checked like all else in the file.
func TestAlteredMergeIsNoticed(t *testing.T) {
	a := newFile(t, small())
	b := fork(t, a, "b", "B. Ost")
	apply(t, b, "theirs", set(conduct("c8", "x"))...)
	merge(t, a, b, nil)
	guard := ""
	if err := a.conn.QueryRowContext(ctx, "SELECT sql FROM sqlite_schema WHERE name = 'merged_stays'").Scan(&guard); err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"DROP TRIGGER merged_stays", "UPDATE merged SET analyst = 'Somebody else'", guard} {
		if _, err := a.conn.ExecContext(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	if wrong, err := a.Verify(ctx); err != nil || len(wrong) != 1 || !strings.Contains(wrong[0], "took in from another copy") {
		t.Errorf("verify: %q, %v", wrong, err)
	}
	if _, err := Plan(ctx, a, b.Path()); !errors.Is(err, ErrDamaged) {
		t.Errorf("plan: %v", err)
	}
}

// A copy of 10,000 records with 200 edits on either side, ten of them conflicts.
func BenchmarkPlan(b *testing.B) {
	a := newFile(b, generate(10_000))
	other := fork(b, a, "b", "B. Ost")
	for i := range 200 {
		for side, f := range []*File{a, other} {
			id := fmt.Sprintf("c%05d", i*20+side*10*min(1, i/10))
			r, ok := f.Case().Get(id)
			if !ok {
				id = fmt.Sprintf("s%05d", i+side*1000*min(1, i/10))
				r = must(f.Case().Get(id))
			}
			changed := ledger.Clone(r)
			switch x := changed.(type) {
			case *ledger.Conduct:
				x.What = fmt.Sprint("changed on side ", side)
			case *ledger.Source:
				x.Title = fmt.Sprint("changed on side ", side)
			}
			apply(b, f, "change", set(changed)...)
		}
	}
	for b.Loop() {
		m := plan(b, a, other)
		if len(m.Conflicts) == 0 || len(m.Changed) < 100 {
			b.Fatalf("%d conflicts, %d changed", len(m.Conflicts), len(m.Changed))
		}
	}
}
