package session

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
)

// Task is work that is running, for the status line.
type Task struct {
	ID    int
	Name  string  // "Opening war.fairweather"
	Share float64 // how far it is, in [0, 1]; negative: not known
	At    string  // what it is at: a file's name
}

type task struct {
	Task
	cancel context.CancelFunc
	quiet  bool // too short to show
}

// Go runs work off the toolkit's thread under a name that the status line shows.
// The function it returns then runs on the toolkit's thread, unless the case or
// the question changed in the meantime: then the result is stale and is dropped.
// An error goes to Options.Failed.
func (s *Session) Go(name string, work func(context.Context) (func(), error)) {
	epoch := s.epoch
	s.run(name, false, work, func() bool { return s.epoch == epoch })
}

// Aside is Go for work too short to show.
func (s *Session) Aside(name string, work func(context.Context) (func(), error)) {
	epoch := s.epoch
	s.run(name, true, work, func() bool { return s.epoch == epoch })
}

// Always is Go for work whose result no change makes stale, such as a copy of the file.
func (s *Session) Always(name string, work func(context.Context) (func(), error)) {
	s.run(name, false, work, func() bool { return true })
}

// run does what Go says; fresh tells, on the toolkit's thread, whether the
// result is still wanted. Quiet work is not shown.
func (s *Session) run(name string, quiet bool, work func(context.Context) (func(), error), fresh func() bool) {
	ctx, cancel := context.WithCancel(s.work)
	s.taskSeq++
	t := &task{Task: Task{ID: s.taskSeq, Name: name, Share: -1}, cancel: cancel, quiet: quiet}
	s.tasks = append(s.tasks, t)
	if !quiet {
		s.showTasks()
	}
	if !quiet {
		ctx = s.progress(ctx, t)
	}
	s.o.Spawn(func() {
		done, err := s.guard(ctx, work)
		s.o.Do(func() {
			cancel()
			s.tasks = slices.DeleteFunc(s.tasks, func(x *task) bool { return x == t })
			if !quiet {
				s.showTasks()
			}
			if !fresh() {
				return
			}
			if err != nil {
				s.Fail(Failure{Doing: name, Err: err})
				return
			}
			if done != nil {
				done()
			}
		})
	})
}

// guard runs work so that a fault in it becomes an error and a report.
func (s *Session) guard(ctx context.Context, work func(context.Context) (func(), error)) (done func(), err error) {
	if s.o.Panicked != nil {
		defer func() {
			if failed := recover(); failed != nil {
				stack := debug.Stack()
				done, err = nil, fmt.Errorf("a fault in the program: %v", failed)
				s.o.Do(func() { s.o.Panicked(failed, stack) })
			}
		}()
	}
	return work(ctx)
}

// Cancel asks the running work with this id to stop.
func (s *Session) Cancel(id int) {
	for _, t := range s.tasks {
		if t.ID == id {
			t.cancel()
		}
	}
}

func (s *Session) showTasks() {
	s.state.Tasks = nil
	for _, t := range s.tasks {
		if !t.quiet {
			s.state.Tasks = append(s.state.Tasks, t.Task)
		}
	}
	s.tell(TasksChanged)
}

// Beside runs work that belongs to no case off the toolkit's thread; what it
// returns, if anything, then runs through do.
func Beside(do func(func()), work func() func()) {
	go func() {
		if done := work(); done != nil {
			do(done)
		}
	}()
}
