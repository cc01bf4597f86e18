package page

import (
	"reflect"
	"testing"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/ledger/ledgertest"
)

// Whatever is removed, nothing is left that refers to it, and no error comes in.
func TestRemoveAnything(t *testing.T) {
	c := ledgertest.Generate(200, 7)
	if errs := ledger.Errors(ledger.Check(c)); len(errs) > 0 {
		t.Fatal(errs[0])
	}
	for _, r := range c.Records() {
		if r.Kind() == ledger.KindMatter {
			continue
		}
		changes, err := Remove(c, r.RecordID())
		if err != nil {
			t.Fatalf("%s %s: %v", r.Kind(), r.RecordID(), err)
		}
		next := c.With(changes...)
		if refs := next.Referrers(r.RecordID()); len(refs) > 0 {
			t.Errorf("%s %s: %v still refer to it", r.Kind(), r.RecordID(), refs)
		}
		for _, p := range ledger.Errors(ledger.Check(next)) {
			if p.Record != ledger.MatterID { // its question may name an actor that is gone
				t.Errorf("without %s %s: %s", r.Kind(), r.RecordID(), p)
			}
		}
	}
}

func TestRemoveKeepsWhatCanStay(t *testing.T) {
	c := ledger.NewCase([]ledger.Record{
		&ledger.Source{ID: "s1", Title: "One", Reliability: "A"},
		&ledger.Source{ID: "s2", Title: "Copy", Reliability: "B", Republishes: "s1"},
		&ledger.Actor{ID: "a1", Label: "A", Type: "state"},
		&ledger.Actor{ID: "a2", Label: "B", Type: "state"},
		&ledger.Pledge{ID: "p1", Title: "P", From: "a1", To: "a2", Channel: "arms", Promised: edtf.MustParse("2001"),
			Citations:  []ledger.Citation{{Source: "s1", Credibility: 1}, {Source: "s2", Credibility: 2}},
			Milestones: []ledger.Milestone{{Date: edtf.MustParse("2002"), Type: "delayed", Citations: []ledger.Citation{{Source: "s1", Credibility: 3}}}}},
		&ledger.Note{ID: "n1", Title: "N", On: []string{"p1", "s1"}, For: []ledger.Citation{{Source: "s1", Credibility: 2}}},
		&ledger.Rating{ID: "r1", Analyst: "X", Subject: "reliability", Record: "s1", Value: "B"},
	})
	changes, err := Remove(c, "s1")
	if err != nil {
		t.Fatal(err)
	}
	next := c.With(changes...)
	for id, want := range map[string]bool{"s1": false, "r1": false, "s2": true, "p1": true, "n1": true} {
		if _, ok := next.Get(id); ok != want {
			t.Errorf("%s is there: %v, want %v", id, ok, want)
		}
	}
	p, _ := next.Get("p1")
	pledge := p.(*ledger.Pledge)
	if len(pledge.Citations) != 1 || pledge.Citations[0] != (ledger.Citation{Source: "s2", Credibility: 2}) {
		t.Errorf("the pledge cites %v", pledge.Citations)
	}
	if len(pledge.Milestones) != 1 || len(pledge.Milestones[0].Citations) != 0 {
		t.Errorf("its milestones are %v", pledge.Milestones)
	}
	s2, _ := next.Source("s2")
	if s2.Republishes != "" {
		t.Error("the copy still names what it copies")
	}
	n, _ := next.Get("n1")
	if note := n.(*ledger.Note); !reflect.DeepEqual(note.On, []string{"p1"}) || note.For != nil {
		t.Errorf("the note is on %v, for %v", note.On, note.For)
	}
}

func TestBeginTakesWhatTheScreenTells(t *testing.T) {
	c := ledgertest.Generate(100, 1)
	moment := c.Moments()[0]
	r, err := Begin(c, ledger.KindConduct, "x", "y", moment, 0)
	if err != nil {
		t.Fatal(err)
	}
	got := r.(*ledger.Conduct)
	if got.From != "y" || got.To != "x" || got.Moment != moment.ID || got.Date != moment.Start {
		t.Errorf("new conduct is %+v", got)
	}
	source := c.Sources()[0]
	r, err = Begin(c, ledger.KindNote, "x", "y", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	if cites := r.(*ledger.Note).Citations; len(cites) != 1 || cites[0].Source != source.ID {
		t.Errorf("a new note at a source cites %v", cites)
	}
	for _, k := range ledger.Kinds[1:] {
		r, err := Begin(c, k, "", "", nil, 0)
		if err != nil || r.Kind() != k {
			t.Errorf("a new %s is %v, %v", k, r, err)
		}
		if _, taken := c.Get(r.RecordID()); taken {
			t.Errorf("a new %s has the id %s, which is taken", k, r.RecordID())
		}
	}
}

func TestDuplicateSharesNothing(t *testing.T) {
	c := ledgertest.Generate(200, 3)
	for _, k := range ledger.Kinds[1:] {
		for _, r := range c.Of(k)[:min(5, len(c.Of(k)))] {
			d := Duplicate(c, r)
			if d.RecordID() == r.RecordID() {
				t.Fatalf("%s: a duplicate has the same id", k)
			}
			if back := withID(d, r.RecordID()); !reflect.DeepEqual(back, r) {
				t.Errorf("%s %s: the duplicate differs: %+v", k, r.RecordID(), back)
			}
		}
	}
}

func TestCite(t *testing.T) {
	c := ledgertest.Generate(200, 3)
	cite := ledger.Citation{Source: c.Sources()[0].ID, Where: "p. 4", Credibility: 2}
	for _, k := range ledger.Kinds {
		for _, r := range c.Of(k)[:min(1, len(c.Of(k)))] {
			had := len(ledger.Direct(r))
			next, ok := ledger.Cite(r, cite)
			carries := false
			for _, f := range ledger.Schema(k) {
				carries = carries || f.Key == "citations"
			}
			if ok != carries {
				t.Errorf("cite in a %s: %v, want %v", k, ok, carries)
			}
			if !ok {
				continue
			}
			if got := ledger.Direct(next); len(got) != had+1 || got[had] != cite {
				t.Errorf("%s: citations are %v", k, got)
			}
			if len(ledger.Direct(r)) != had {
				t.Errorf("%s: the record of the snapshot was changed", k)
			}
		}
	}
}
