package page

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

// asunder is a stage on a case of which another copy went its own way: there Bland
// was renamed and its code changed, a note added; here its name and code, too.
func asunder(t *testing.T) (*stage, *Edits, string) {
	t.Helper()
	var p *Edits
	g := newStage(t, threeActors(), func(s *session.Session, h Host) Page { p = NewEdits(s, h); return p })
	ctx := context.Background()
	path := filepath.Join(filepath.Dir(g.s.State().Path), "theirs"+casefile.Extension)
	f, err := casefile.Open(ctx, g.s.State().Path, casefile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(ctx, path); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	other, err := casefile.Open(ctx, path, casefile.Options{Analyst: "Ann"})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []casefile.Edit{
		{Label: "Rename", Changes: []ledger.Change{{ID: "a002", Record: &ledger.Actor{ID: "a002", Label: "Blandia", Type: "state", ISO3: "BLD", Tags: []string{"theirs"}}}}},
		{Label: "Note", Changes: []ledger.Change{{ID: "n001", Record: &ledger.Note{ID: "n001", Title: "From there", Text: "A note."}}}},
	} {
		if _, err := other.Apply(ctx, e); err != nil {
			t.Fatal(err)
		}
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	g.s.Apply(casefile.Edit{Label: "Rename here", Changes: []ledger.Change{{ID: "a002", Record: &ledger.Actor{ID: "a002", Label: "Blandland", Type: "state", ISO3: "BLL"}}}}, nil)
	return g, p, path
}

func TestMergeFieldByField(t *testing.T) {
	g, _, path := asunder(t)
	var d *Merging
	g.s.PlanMerge(path, func(m *casefile.Merge) {
		d = NewMerging(g.s, g.win, m, func(err error) { t.Errorf("stopped: %v", err) })
	})
	if d == nil {
		t.Fatal("no plan")
	}
	d.Show()
	if !d.ok.Disabled() || d.open() != 1 {
		t.Fatalf("%d conflicts are open, and the button is enabled: %t", d.open(), !d.ok.Disabled())
	}
	if got := d.sum.String(); !strings.Contains(got, "Ann") || !strings.Contains(got, "1 added") {
		t.Errorf("it says %q", got)
	}
	if len(d.fields.Rows()) != 3 {
		t.Fatalf("the fields are %v", d.fields.Rows())
	}
	d.chooseField("name")
	if d.left.Text != "Blandland" || d.right.Text != "Blandia" {
		t.Errorf("side by side are %q and %q", d.left.Text, d.right.Text)
	}
	test.Tap(d.other) // their name, our code
	if d.open() != 0 || d.ok.Disabled() {
		t.Fatal("a mix leaves the conflict open")
	}
	if d.taken(d.rows[0].conflict, "iso3") != casefile.Mine || d.taken(d.rows[0].conflict, "tags") != casefile.Theirs {
		t.Errorf("the mix is %v", d.decisions)
	}
	d.turn("name")
	d.turn("name")
	test.Tap(d.ok)
	st := g.s.State()
	a, _ := st.Case.Actor("a002")
	if a.Label != "Blandia" || a.ISO3 != "BLL" || len(a.Tags) != 1 {
		t.Errorf("merged into %+v", a)
	}
	if _, ok := st.Case.Get("n001"); !ok {
		t.Error("their note did not come")
	}
	g.s.Undo()
	if a, _ := g.s.State().Case.Actor("a002"); a.Label != "Blandland" {
		t.Errorf("after undo it is %+v", a)
	}
	if _, ok := g.s.State().Case.Get("n001"); ok {
		t.Error("one undo leaves their note")
	}
}

func TestMergeTakesASide(t *testing.T) {
	for _, side := range []struct {
		button func(*Merging) *KeyButton
		name   string
	}{{func(d *Merging) *KeyButton { return d.mine }, "Blandland"}, {func(d *Merging) *KeyButton { return d.theirs }, "Blandia"}} {
		g, _, path := asunder(t)
		var d *Merging
		g.s.PlanMerge(path, func(m *casefile.Merge) { d = NewMerging(g.s, g.win, m, nil) })
		d.Show()
		test.Tap(side.button(d))
		d.ok.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if a, _ := g.s.State().Case.Actor("a002"); a.Label != side.name {
			t.Errorf("the name is %q, want %q", a.Label, side.name)
		}
	}
}

func TestCopiesBesideTheCase(t *testing.T) {
	g, _, path := asunder(t)
	found := false
	g.s.Copies(filepath.Dir(path), func(list []casefile.Copy) {
		for _, c := range list {
			found = found || c.Path == path && c.New == 2
		}
	})
	if !found {
		t.Error("the copy beside the case is not found")
	}
}

func TestWhatChangedSince(t *testing.T) {
	g, p, _ := asunder(t)
	good := []ledger.Citation{{Source: "s1", Where: "p. 3", Credibility: 1}}
	c, _ := g.s.State().Case.Get("c001")
	next := ledger.Clone(c).(*ledger.Conduct)
	next.Rung, next.Citations = 4, good
	g.s.Apply(casefile.Edit{Label: "It fought", Changes: []ledger.Change{{ID: "c001", Record: next}}}, nil)
	p.choose("1")
	p.since()
	text := p.says.String()
	for _, want := range []string{"Blandland", "Rung", "points", "→"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %q", want, text)
		}
	}
	if head := p.head.String(); !strings.Contains(head, "0 added, 2 changed, 0 deleted") {
		t.Errorf("the head says %q", head)
	}
	newest := p.list[0].Seq
	p.choose(sprintf("%d", newest))
	if !p.after.Disabled() {
		t.Error("what changed since the newest edit can be asked")
	}
}
