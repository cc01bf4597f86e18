package session

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Open opens a case file in place of the one that is open.
func (s *Session) Open(path string) {
	s.load("Opening "+filepath.Base(path), path, func(ctx context.Context) (File, error) {
		return opened(casefile.Open(ctx, path, s.fileOptions()))
	})
}

// Create makes a new case file holding c and opens it.
func (s *Session) Create(path string, c *ledger.Case, label string) {
	s.load("Making "+filepath.Base(path), path, func(ctx context.Context) (File, error) {
		return opened(casefile.Create(ctx, path, c, label, s.fileOptions()))
	})
}

// OpenBundled opens the working copy of a bundled case in dir: the one from
// last time as it was left, or else a new one.
func (s *Session) OpenBundled(dir, name string) {
	path := filepath.Join(dir, name+casefile.Extension)
	s.load("Opening "+name, path, func(ctx context.Context) (File, error) {
		if _, err := os.Stat(path); err == nil {
			return opened(casefile.Open(ctx, path, s.fileOptions()))
		}
		c, err := Bundled(name)
		if err != nil {
			return nil, err
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, fmt.Errorf("make the folder for working copies: %w", err)
		}
		return opened(casefile.Create(ctx, path, c, "Open the bundled case "+name, s.fileOptions()))
	})
}

// Bundled reads a case that is built into the program.
func Bundled(name string) (*ledger.Case, error) {
	body, err := assets.Case(name)
	if err != nil {
		return nil, err
	}
	return readJSON(name, body)
}

// Import makes a new case file from a case written as JSON and opens it.
func (s *Session) Import(from, to string) {
	s.load("Importing "+filepath.Base(from), from, func(ctx context.Context) (File, error) {
		body, err := os.ReadFile(from)
		if err != nil {
			return nil, err
		}
		c, err := readJSON(filepath.Base(from), body)
		if err != nil {
			return nil, err
		}
		return opened(casefile.Create(ctx, to, c, "Import "+filepath.Base(from), s.fileOptions()))
	})
}

// readJSON reads a case written as JSON, whole or not at all.
func readJSON(name string, body []byte) (*ledger.Case, error) {
	c, rows, err := ledger.UnmarshalCase(body)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	errs := make([]error, len(rows))
	for i, r := range rows {
		errs[i] = r
	}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return c, nil
}

// Export writes the whole case as JSON.
func (s *Session) Export(path string) {
	c := s.state.Whole // nothing is lost
	s.Always("Exporting "+filepath.Base(path), func(context.Context) (func(), error) {
		body, err := ledger.MarshalCase(c)
		if err != nil {
			return nil, err
		}
		return nil, os.WriteFile(path, body, 0o644)
	})
}

// SaveAs copies the case to another file, with its whole history, and goes on there.
func (s *Session) SaveAs(path string) {
	f := s.file
	if f == nil {
		return
	}
	s.load("Copying to "+filepath.Base(path), path, func(ctx context.Context) (File, error) {
		if err := f.SaveAs(ctx, path); err != nil {
			return nil, err
		}
		return opened(casefile.Open(ctx, path, s.fileOptions()))
	})
}

// Rescue copies what is sound of a damaged case file to another and opens that.
func (s *Session) Rescue(damaged, to string, done func(casefile.Report)) {
	s.load("Rescuing "+filepath.Base(damaged), damaged, func(ctx context.Context) (File, error) {
		report, err := casefile.Rescue(ctx, damaged, to)
		if err != nil {
			return nil, err
		}
		s.o.Do(func() { done(report) })
		return opened(casefile.Open(ctx, to, s.fileOptions()))
	})
}

func (s *Session) fileOptions() casefile.Options {
	return casefile.Options{Analyst: s.analyst}
}

// opened keeps a nil *casefile.File from becoming a File that is not nil.
func opened(f *casefile.File, err error) (File, error) {
	if f == nil {
		return nil, err
	}
	return f, err
}

// load gets a file off the toolkit's thread and makes it the one that is open.
func (s *Session) load(doing, path string, get func(context.Context) (File, error)) {
	s.run(doing, false, func(ctx context.Context) (func(), error) {
		f, err := get(ctx)
		if f == nil {
			return func() { s.Fail(Failure{Doing: doing, Path: path, Err: err}) }, nil
		}
		n := look(f)
		return func() { s.use(f, n) }, err
	}, func() bool { return true })
}

// use makes f the open case and closes the one before it.
func (s *Session) use(f File, n snapshot) {
	if old := s.file; old != nil {
		left := s.writes
		s.o.Spawn(func() {
			if err := s.finish(old, left); err != nil {
				s.o.Do(func() { s.Fail(Failure{Doing: "close", Path: old.Path(), Err: err}) })
			}
		})
	}
	s.file = f
	s.writes, s.writing = nil, false
	s.trail, s.at = []Place{{}}, 0
	s.epoch++
	s.history = historyKey{}
	s.looked = false
	s.state = State{
		Path: f.Path(), ReadOnly: n.readOnly, Damaged: n.damaged, Warnings: n.warnings, Undo: n.undo, Redo: n.redo,
		Question: assess.DefaultQuestion(n.c, s.Today()), Tasks: s.state.Tasks,
	}
	s.see(n.c)
	if s.o.Ask != nil {
		s.state.Question = s.o.Ask(f.Path(), n.c, s.state.Question, s.Today())
	}
	s.tell(Everything)
	s.answer()
}

// OnTick calls f at every interval of Watch.
func (s *Session) OnTick(f func()) { s.ticks = append(s.ticks, f) }

// Watch looks for what other programs write to the file, at every interval,
// until the session is closed.
func (s *Session) Watch(every time.Duration) {
	s.o.Spawn(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-s.work.Done():
				return
			case <-tick.C:
				s.o.Do(func() {
					for _, f := range s.ticks {
						f()
					}
					s.Refresh()
				})
			}
		}
	})
}

// DataDir is the user's folder for working copies of bundled cases.
func DataDir() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, "fairweather", "cases"), nil
	}
	if runtime.GOOS == "linux" || runtime.GOOS == "freebsd" || runtime.GOOS == "openbsd" || runtime.GOOS == "netbsd" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", err
		}
		return filepath.Join(home, ".local", "share", "fairweather", "cases"), nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "fairweather", "cases"), nil
}
