// Package session holds the one state of the window: the open case, the
// question put to it, the answer, and what is being looked at. Pages ask it to
// change something and are told what changed; they keep no state of their own.
//
// Every method and every callback runs on the toolkit's thread. What is slow
// runs off it, through Go and its kin, and comes back through Options.Do.
package session

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// What tells a listener which parts of the state changed.
type What uint

// The parts of the state.
const (
	CaseChanged     What = 1 << iota // records, and what undo would undo
	FileChanged                      // another case was opened
	QuestionChanged                  // relier, partner, as-of or situation
	AnswerChanged
	HistoryChanged
	PlaceChanged // what the inspector shows
	TasksChanged // running work
	Everything   = CaseChanged | FileChanged | QuestionChanged | AnswerChanged | HistoryChanged | PlaceChanged | TasksChanged
)

// Has reports whether w holds any of the parts in other.
func (w What) Has(other What) bool { return w&other != 0 }

// State is what the window shows. It is a value: a listener may keep it. What
// its pointers lead to is shared and must not be changed.
type State struct {
	Case     *ledger.Case // never nil; empty while no case is open; without the ratings that are hidden from the analyst
	Whole    *ledger.Case // with them: for what is written, never for what is shown
	Path     string       // of the case file; empty while no case is open
	ReadOnly string       // why the case cannot be changed; empty: it can
	Damaged  bool         // the file is damaged: what is shown is the sound part
	Warnings []string     // of the file

	Question assess.Question
	Answer   *assess.Assessment // for Answer.Question, which may lag behind Question; nil: none
	NoAnswer string             // why there is none
	History  []assess.Point     // of the answer over the as-of date; nil: not yet

	Place      Place // what the inspector shows
	Back, Next bool  // whether there are places before and after it

	Undo, Redo string // labels of the edits that they would touch; empty: none
	Tasks      []Task // running work that a person may want to see
}

// Open reports whether a case is open.
func (st State) Open() bool { return st.Path != "" }

// Name is the file's name without its ending.
func (st State) Name() string {
	return strings.TrimSuffix(filepath.Base(st.Path), filepath.Ext(st.Path))
}

// File is what the session needs of a case file; *casefile.File is one.
type File interface {
	Case() *ledger.Case
	Path() string
	ReadOnly() (string, bool)
	Warnings() []string
	SetAnalyst(string)
	Close() error
	Apply(context.Context, casefile.Edit) (*ledger.Case, error)
	Undo(context.Context) (*ledger.Case, casefile.Entry, error)
	Redo(context.Context) (*ledger.Case, casefile.Entry, error)
	UndoLabel() (string, bool)
	RedoLabel() (string, bool)
	Edits(context.Context, int, int64) ([]casefile.Entry, error)
	History(context.Context, string) ([]casefile.Version, error)
	Restore(context.Context, string, int64) (*ledger.Case, error)
	RestoreCase(context.Context, int64) (*ledger.Case, error)
	Changes(context.Context, int64, int) ([]casefile.RecordChange, error)
	AddDocument(context.Context, string, string, []byte) (string, error)
	Damage() (casefile.Report, bool)
	Search(context.Context, string, int) ([]casefile.Hit, error)
	Refresh(context.Context) (*ledger.Case, bool, error)
	SaveAs(context.Context, string) error
}

// Options are what a session needs from outside.
type Options struct {
	Do    func(func())    // runs a function on the toolkit's thread; fyne.Do
	Spawn func(func())    // runs a function off it; nil: a goroutine
	Today func() edtf.Day // nil: by the clock
	// Ask gives the question to begin with, for a case that is opened; nil: the
	// case's own, q.
	Ask func(path string, c *ledger.Case, q assess.Question, today edtf.Day) assess.Question
	// Failed tells a person that something they asked for failed. Never nil.
	Failed func(Failure)
	// Panicked hears of work off the toolkit's thread that failed as only a fault
	// in the program can; nil: it ends the program.
	Panicked func(failed any, stack []byte)
}

// Failure is something that a person asked for and that failed.
type Failure struct {
	Doing string // what was being done: "open war.fairweather"
	Path  string // of the file it was about, if it was about one
	Err   error
	Edit  *casefile.Edit // that could not be kept
}

// Session is the state of one window.
type Session struct {
	o         Options
	listeners []func(State, What)
	ticks     []func()
	state     State
	file      File
	analyst   string
	veil      hypotheses.Veil // over the case
	looked    bool            // the analyst chose to look on in a case that cannot be changed

	work    context.Context // ended by Close
	stop    context.CancelFunc
	tasks   []*task
	taskSeq int

	epoch     uint64 // rises when the case or the question changes: older results are stale
	answering bool
	answered  uint64 // the epoch of the last answer asked for
	history   historyKey

	trail []Place
	at    int // index in trail of the place shown

	writes  []write // waiting for the running one
	writing bool
	pending sync.WaitGroup // writes that a closing window must wait for
}

// New makes a session without a case.
func New(o Options) *Session {
	if o.Spawn == nil {
		o.Spawn = func(f func()) { go f() }
	}
	if o.Today == nil {
		o.Today = func() edtf.Day { return edtf.DayOfTime(time.Now()) }
	}
	s := &Session{o: o}
	s.see(ledger.NewCase(nil))
	s.work, s.stop = context.WithCancel(context.Background())
	return s
}

// State is the state as it is now.
func (s *Session) State() State { return s.state }

// Today is the day by the clock.
func (s *Session) Today() edtf.Day { return s.o.Today() }

// OnChange calls f after every change.
func (s *Session) OnChange(f func(State, What)) { s.listeners = append(s.listeners, f) }

func (s *Session) tell(w What) {
	for _, f := range s.listeners {
		f(s.state, w)
	}
}

// Fail tells the person that something they asked for failed.
func (s *Session) Fail(f Failure) {
	if errors.Is(f.Err, context.Canceled) {
		return // a person cancelled it: they know
	}
	s.o.Failed(f)
}

// Analyst is the name under which edits are kept.
func (s *Session) Analyst() string { return s.analyst }

// SetAnalyst names the person at the keyboard; edits are kept under the name.
func (s *Session) SetAnalyst(name string) {
	s.analyst = strings.TrimSpace(name)
	if s.file != nil {
		s.file.SetAnalyst(s.analyst)
	}
	s.again()
}

// Close makes the edits that were asked for and are not on disk yet, ends other
// work and closes the case file. The session is of no use afterwards.
func (s *Session) Close() error {
	s.stop()
	if s.file == nil {
		return nil
	}
	f, left := s.file, s.writes
	s.file, s.writes = nil, nil
	return s.finish(f, left)
}

// finish waits for the edit on its way to the disk, makes those behind it, and
// closes the file.
func (s *Session) finish(f File, left []write) error {
	s.pending.Wait()
	var errs []error
	for _, w := range left {
		if _, err := w.do(context.WithoutCancel(s.work), f); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", w.doing, err))
		}
	}
	return errors.Join(append(errs, f.Close())...)
}
