package session

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/ledger/ledgertest"
)

func inline(f func()) { f() }

var today = edtf.DayOf(2026, 1, 15)

// newTest makes a session whose work runs at once, on a case file of n records.
func newTest(t *testing.T, n int) (*Session, *[]Failure) {
	t.Helper()
	var failed []Failure
	s := New(Options{Do: inline, Spawn: inline, Today: func() edtf.Day { return today }, Failed: func(f Failure) { failed = append(failed, f) }})
	path := filepath.Join(t.TempDir(), "test"+casefile.Extension)
	s.SetAnalyst("Tester")
	s.Create(path, ledgertest.Generate(n, 1), "Begin")
	if len(failed) > 0 {
		t.Fatal(failed[0].Err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, &failed
}

func TestOpenAnswers(t *testing.T) {
	s, _ := newTest(t, 300)
	st := s.State()
	if !st.Open() || st.Answer == nil || len(st.History) == 0 {
		t.Fatalf("open %v, answer %v, %d points of history", st.Open(), st.Answer != nil, len(st.History))
	}
	if st.Answer.Question != st.Question {
		t.Errorf("the answer is to %v, asked was %v", st.Answer.Question, st.Question)
	}
	if st.Question.Relier != ledgertest.Relier || st.Question.Partner != ledgertest.Partner {
		t.Errorf("asked about %v, want the pair of the case", st.Question)
	}
}

func TestQuestion(t *testing.T) {
	s, _ := newTest(t, 300)
	relier, partner := s.State().Question.Relier, s.State().Question.Partner
	history := s.State().History
	var told What
	s.OnChange(func(_ State, w What) { told |= w })

	s.SetAsOf(edtf.DayOf(2010, 5, 1))
	if q := s.State().Answer.Question; q.AsOf != edtf.DayOf(2010, 5, 1) {
		t.Errorf("answered as of %s", q.AsOf)
	}
	if &history[0] != &s.State().History[0] {
		t.Error("another as-of date had the history computed anew: it does not depend on it")
	}
	if !told.Has(QuestionChanged) || !told.Has(AnswerChanged) || told.Has(CaseChanged) {
		t.Errorf("told of %b", told)
	}

	s.SetRelier(partner)
	if q := s.State().Question; q.Relier != partner || q.Partner != relier {
		t.Errorf("choosing the partner as relier gives %v, want the two to change places", q)
	}
	if s.State().Answer.Question.Relier != partner {
		t.Error("no answer to the new question")
	}

	told = 0
	s.SetQuestion(s.State().Question)
	if told != 0 {
		t.Error("asking the same again told the listeners: pages would loop")
	}

	s.SetPartner("nobody")
	if st := s.State(); st.Answer != nil || !strings.Contains(st.NoAnswer, "nobody") {
		t.Errorf("a question about nobody: answer %v, %q", st.Answer != nil, st.NoAnswer)
	}
}

func TestEditUndoRedo(t *testing.T) {
	s, failed := newTest(t, 300)
	var id string
	for _, r := range s.State().Case.ConductBetween(ledgertest.Partner, ledgertest.Relier) {
		if r.Rung == ledger.Silent {
			id = r.ID
		}
	}
	if id == "" {
		t.Fatal("the generated pair has no conduct at 0")
	}
	before := s.State().Answer.AtLeast[ledger.Fought-ledger.LowestRung].Probability
	r, _ := s.State().Case.Get(id)
	next := ledger.Clone(r).(*ledger.Conduct)
	next.Rung = ledger.Fought
	var done error = errors.New("not called")
	s.Apply(casefile.Edit{Label: "Change the rung", Changes: []ledger.Change{{ID: id, Record: next}}}, func(err error) { done = err })
	if done != nil {
		t.Fatal(done)
	}
	after := s.State().Answer.AtLeast[ledger.Fought-ledger.LowestRung].Probability
	if after <= before {
		t.Errorf("P(fought) went from %v to %v by an observation more", before, after)
	}
	if s.State().Undo != "Change the rung" {
		t.Errorf("undo would undo %q", s.State().Undo)
	}

	// It is on disk: another program sees it.
	other, err := casefile.Open(context.Background(), s.State().Path, casefile.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if c, _ := other.Case().Get(id); c.(*ledger.Conduct).Rung != ledger.Fought {
		t.Error("the edit is not on disk")
	}

	s.Undo()
	if got := s.State().Answer.AtLeast[ledger.Fought-ledger.LowestRung].Probability; got != before {
		t.Errorf("after undo %v, want %v", got, before)
	}
	s.Redo()
	if got := s.State().Answer.AtLeast[ledger.Fought-ledger.LowestRung].Probability; got != after {
		t.Errorf("after redo %v, want %v", got, after)
	}
	s.Redo()
	if len(*failed) > 0 {
		t.Errorf("a redo too many is told as a failure: %v", (*failed)[0].Err)
	}
}

func TestRefusedEdit(t *testing.T) {
	s, failed := newTest(t, 100)
	moment := s.State().Case.Moments()[0]
	bad := ledger.Clone(moment).(*ledger.Moment)
	bad.Title = ""
	s.Apply(casefile.Edit{Label: "Empty the title", Changes: []ledger.Change{{ID: bad.ID, Record: bad}}}, nil)
	if len(*failed) != 1 {
		t.Fatalf("%d failures told, want 1", len(*failed))
	}
	var problems *casefile.ProblemsError
	if !errors.As((*failed)[0].Err, &problems) {
		t.Errorf("failed with %v", (*failed)[0].Err)
	}
	if got, _ := s.State().Case.Moment(moment.ID); got.Title != moment.Title {
		t.Error("a refused edit is in the case")
	}
}

func TestConflictAndReplace(t *testing.T) {
	s, _ := newTest(t, 100)
	moment := s.State().Case.Moments()[0]
	other, err := casefile.Open(context.Background(), s.State().Path, casefile.Options{Analyst: "Other"})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	theirs := ledger.Clone(moment).(*ledger.Moment)
	theirs.Title = "Their title"
	if _, err := other.Apply(context.Background(), casefile.Edit{Label: "Rename", Changes: []ledger.Change{{ID: moment.ID, Record: theirs}}}); err != nil {
		t.Fatal(err)
	}
	yours := ledger.Clone(moment).(*ledger.Moment)
	yours.Title = "My title"
	edit := casefile.Edit{Label: "Rename", Changes: []ledger.Change{{ID: moment.ID, Record: yours}}, Base: s.State().Case}
	var got error
	s.Apply(edit, func(err error) { got = err })
	if !errors.Is(got, casefile.ErrConflict) {
		t.Fatalf("two changed one record: %v", got)
	}
	s.Replace(edit, func(err error) { got = err })
	if got != nil {
		t.Fatal(got)
	}
	if m, _ := s.State().Case.Moment(moment.ID); m.Title != "My title" {
		t.Errorf("the title is %q", m.Title)
	}
}

func TestRefreshSeesOthers(t *testing.T) {
	s, _ := newTest(t, 100)
	other, err := casefile.Open(context.Background(), s.State().Path, casefile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	note := &ledger.Note{ID: "n999", Title: "From elsewhere"}
	if _, err := other.Apply(context.Background(), casefile.Edit{Label: "Add a note", Changes: []ledger.Change{{ID: note.ID, Record: note}}}); err != nil {
		t.Fatal(err)
	}
	s.Refresh()
	if _, ok := s.State().Case.Get("n999"); !ok {
		t.Error("the edit of another program is not seen")
	}
}

func TestPlaces(t *testing.T) {
	s, _ := newTest(t, 100)
	a, b := s.State().Case.Moments()[0].ID, s.State().Case.Moments()[1].ID
	s.Explain("against")
	s.Select(a)
	s.Select(b)
	s.GoBack()
	if p := s.State().Place; p.Record != a {
		t.Errorf("back leads to %v", p)
	}
	s.Edit(a)
	s.Select(b)
	s.GoBack()
	if p := s.State().Place; p.Record != a || p.Edit {
		t.Errorf("back from a record after a form leads to %v, want the record to read", p)
	}
	s.GoBack()
	if p := s.State().Place; p.Figure != "against" {
		t.Errorf("further back is %v", p)
	}
	s.GoNext()
	if p := s.State().Place; p.Record != a {
		t.Errorf("forward leads to %v", p)
	}
	// A record that is deleted cannot be stayed at.
	var gone []ledger.Change
	for _, id := range append([]string{a}, s.State().Whole.Referrers(a)...) {
		gone = append(gone, ledger.Change{ID: id})
		for _, from := range s.State().Whole.Referrers(id) {
			gone = append(gone, ledger.Change{ID: from})
		}
	}
	s.Apply(casefile.Edit{Label: "Delete", Changes: gone}, func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	})
	if p := s.State().Place; p.Record == a {
		t.Error("the inspector stays at a record that is gone")
	}
}

func TestBundledIsAWorkingCopy(t *testing.T) {
	s, failed := newTest(t, 50)
	dir := filepath.Join(t.TempDir(), "cases")
	s.OpenBundled(dir, assets.FirstCase)
	if len(*failed) > 0 {
		t.Fatal((*failed)[0].Err)
	}
	note := &ledger.Note{ID: "n900", Title: "Mine"}
	s.Apply(casefile.Edit{Label: "Add", Changes: []ledger.Change{{ID: note.ID, Record: note}}}, nil)
	s.OpenBundled(dir, assets.FirstCase)
	if _, ok := s.State().Case.Get("n900"); !ok {
		t.Error("the working copy is not as it was left")
	}
}

func TestOpenFailures(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text"+casefile.Extension)
	if err := os.WriteFile(text, []byte("not a case"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, path string
		want       error
	}{
		{"no such file", filepath.Join(dir, "none"+casefile.Extension), os.ErrNotExist},
		{"no case", text, casefile.ErrNotCase},
	} {
		s, failed := newTest(t, 50)
		before := s.State().Path
		s.Open(c.path)
		if len(*failed) != 1 || !errors.Is((*failed)[0].Err, c.want) {
			t.Errorf("%s: %v", c.name, *failed)
		}
		if s.State().Path != before {
			t.Errorf("%s: the case that was open is gone", c.name)
		}
	}
}

func TestExportImport(t *testing.T) {
	s, failed := newTest(t, 200)
	dir := t.TempDir()
	s.Export(filepath.Join(dir, "out.json"))
	want, err := ledger.MarshalCase(s.State().Case)
	if err != nil {
		t.Fatal(err)
	}
	s.Import(filepath.Join(dir, "out.json"), filepath.Join(dir, "in"+casefile.Extension))
	if len(*failed) > 0 {
		t.Fatal((*failed)[0].Err)
	}
	got, err := ledger.MarshalCase(s.State().Case)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Error("a case exported and imported is another")
	}
}

func TestSaveAsGoesOnInTheCopy(t *testing.T) {
	s, failed := newTest(t, 50)
	to := filepath.Join(t.TempDir(), "copy"+casefile.Extension)
	s.SaveAs(to)
	if len(*failed) > 0 || s.State().Path != to {
		t.Fatalf("open is %s, %v", s.State().Path, *failed)
	}
}

func TestSearch(t *testing.T) {
	s, _ := newTest(t, 50)
	note := &ledger.Note{ID: "n900", Title: "Zanzibar protocol"}
	s.Apply(casefile.Edit{Label: "Add", Changes: []ledger.Change{{ID: note.ID, Record: note}}}, nil)
	var hits []casefile.Hit
	s.Search("zanzibar", 10, func(h []casefile.Hit) { hits = h })
	if len(hits) == 0 || hits[0].ID != "n900" {
		t.Errorf("found %v", hits)
	}
}
