package session

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/ledger/ledgertest"
)

// queue runs spawned work when it is told to.
type queue struct{ work []func() }

func (q *queue) spawn(f func()) { q.work = append(q.work, f) }

func (q *queue) next(t *testing.T) {
	t.Helper()
	if len(q.work) == 0 {
		t.Fatal("no work is waiting")
	}
	f := q.work[0]
	q.work = q.work[1:]
	f()
}

func (q *queue) all(t *testing.T) {
	for len(q.work) > 0 {
		q.next(t)
	}
}

func newQueued(t *testing.T) (*Session, *queue) {
	t.Helper()
	q := &queue{}
	s := New(Options{Do: inline, Spawn: q.spawn, Today: func() edtf.Day { return today }, Failed: func(f Failure) { t.Error(f.Doing, f.Err) }})
	s.Create(filepath.Join(t.TempDir(), "q"+casefile.Extension), ledgertest.Generate(300, 2), "Begin")
	q.all(t)
	return s, q
}

func TestStaleResultsAreDropped(t *testing.T) {
	s, q := newQueued(t)
	var shown []string
	for _, name := range []string{"first", "second"} {
		s.Go(name, func(context.Context) (func(), error) { return func() { shown = append(shown, name) }, nil })
		if name == "first" {
			s.SetAsOf(edtf.DayOf(2001, 1, 1)) // makes the first stale
		}
	}
	q.all(t)
	if len(shown) != 1 || shown[0] != "second" {
		t.Errorf("shown: %v, want the second alone", shown)
	}
}

func TestOneAnswerAtATime(t *testing.T) {
	s, q := newQueued(t)
	var answered []edtf.Day
	s.OnChange(func(st State, w What) {
		if w.Has(AnswerChanged) {
			answered = append(answered, st.Answer.Question.AsOf)
		}
	})
	days := []edtf.Day{edtf.DayOf(2001, 1, 1), edtf.DayOf(2002, 1, 1), edtf.DayOf(2003, 1, 1), edtf.DayOf(2004, 1, 1)}
	for _, d := range days { // a drag faster than the answers
		s.SetAsOf(d)
	}
	if len(q.work) != 1 {
		t.Fatalf("%d computations run for one dragged date", len(q.work))
	}
	q.all(t)
	want := []edtf.Day{days[0], days[3]}
	if len(answered) != 2 || answered[0] != want[0] || answered[1] != want[1] {
		t.Errorf("answered as of %v, want %v: the first that ran, then the last asked", answered, want)
	}
}

func TestAnswerForAnotherPairIsDropped(t *testing.T) {
	s, q := newQueued(t)
	s.SetAsOf(edtf.DayOf(2001, 1, 1))
	s.SetRelier(s.State().Question.Partner)
	told := 0
	s.OnChange(func(st State, w What) {
		if w.Has(AnswerChanged) {
			told++
			if st.Answer.Question != st.Question {
				t.Errorf("shown is the answer to %v while %v is asked", st.Answer.Question, st.Question)
			}
		}
	})
	q.all(t)
	if told != 1 {
		t.Errorf("%d answers shown, want 1", told)
	}
}

func TestEditsKeepTheirOrder(t *testing.T) {
	s, q := newQueued(t)
	for _, title := range []string{"one", "two", "three"} {
		note := &ledger.Note{ID: "n900", Title: title}
		s.Apply(casefile.Edit{Label: "Note " + title, Changes: []ledger.Change{{ID: note.ID, Record: note}}}, nil)
	}
	q.all(t)
	r, _ := s.State().Case.Get("n900")
	if r.Name() != "three" {
		t.Errorf("the note is %q, want the last edit's", r.Name())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// loop is a toolkit's thread: it runs what is queued, one after the other.
type loop struct{ queue chan func() }

func (l loop) do(f func()) { l.queue <- f }

// until runs the loop until a condition holds.
func (l loop) until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	for !ok() {
		select {
		case f := <-l.queue:
			f()
		case <-deadline:
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

// With goroutines of its own, as in the window; go test -race looks on.
func TestWithGoroutines(t *testing.T) {
	l := loop{make(chan func(), 1000)}
	s := New(Options{Do: l.do, Today: func() edtf.Day { return today }, Failed: func(f Failure) { t.Error(f.Doing, f.Err) }})
	path := filepath.Join(t.TempDir(), "real"+casefile.Extension)
	s.Create(path, ledgertest.Generate(300, 3), "Begin")
	l.until(t, "the history is there", func() bool { return len(s.State().History) > 0 })
	s.Watch(5 * time.Millisecond)

	for i := range 40 {
		s.SetAsOf(edtf.DayOf(1995+i%30, 1, 1))
	}
	l.until(t, "the last date is answered", func() bool { return s.State().Answer.Question == s.State().Question })

	done := 0
	for i := range 10 {
		note := &ledger.Note{ID: "n900", Title: strings.Repeat("x", i+1)}
		s.Apply(casefile.Edit{Label: "Note", Changes: []ledger.Change{{ID: note.ID, Record: note}}}, func(err error) {
			if err != nil {
				t.Error(err)
			}
			done++
		})
	}
	l.until(t, "ten edits are kept", func() bool { return done == 10 })

	other, err := casefile.Open(context.Background(), path, casefile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.Apply(context.Background(), casefile.Edit{Label: "Add", Changes: []ledger.Change{{ID: "n901", Record: &ledger.Note{ID: "n901", Title: "y"}}}}); err != nil {
		t.Fatal(err)
	}
	l.until(t, "the watch sees the other's edit", func() bool { _, ok := s.State().Case.Get("n901"); return ok })

	// A window that closes waits for the edit on its way, and those behind it.
	for _, id := range []string{"n902", "n903", "n904"} {
		s.Apply(casefile.Edit{Label: "Last", Changes: []ledger.Change{{ID: id, Record: &ledger.Note{ID: id, Title: "z"}}}}, nil)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := casefile.Open(context.Background(), path, casefile.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	for _, id := range []string{"n902", "n903", "n904"} {
		if _, ok := again.Case().Get(id); !ok {
			t.Errorf("the edit of %s, asked for before the window closed, is lost", id)
		}
	}
}
