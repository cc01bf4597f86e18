package session

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// errNoFile says that a case is not in a file of its own.
var errNoFile = errors.New("the case is not in a case file: open or save one first")

// caseFile gives the open file for what only a real one can do.
func (s *Session) caseFile(doing string) (*casefile.File, bool) {
	if f, ok := s.file.(*casefile.File); ok {
		return f, true
	}
	s.Fail(Failure{Doing: doing, Path: s.state.Path, Err: errNoFile})
	return nil, false
}

// Copies looks for other copies of the case in a folder and hands them over.
func (s *Session) Copies(folder string, done func([]casefile.Copy)) {
	f, ok := s.caseFile("look for copies")
	if !ok {
		return
	}
	s.run("Looking for copies", false, func(ctx context.Context) (func(), error) {
		list, err := casefile.Copies(ctx, f, folder)
		return func() { done(list) }, err
	}, func() bool { return s.file == f })
}

// PlanMerge says what bringing another copy's edits in would do.
func (s *Session) PlanMerge(path string, done func(*casefile.Merge)) {
	doing := "Comparing " + filepath.Base(path)
	f, ok := s.caseFile(doing)
	if !ok {
		return
	}
	s.run(doing, false, func(ctx context.Context) (func(), error) {
		m, err := casefile.Plan(ctx, f, path)
		if err != nil {
			return func() { s.Fail(Failure{Doing: doing, Path: path, Err: err}) }, nil
		}
		return func() { done(m) }, nil
	}, func() bool { return s.file == f })
}

// Merge brings another copy's edits in, as one edit.
func (s *Session) Merge(m *casefile.Merge, decisions map[string]casefile.Decision, done func(error)) {
	s.write(write{doing: "merge " + filepath.Base(m.Path), done: done, do: func(ctx context.Context, _ File) (*ledger.Case, error) {
		return m.Apply(ctx, decisions)
	}})
}

// Since is what was done to a case since one of its edits.
type Since struct {
	Seq           int64
	Then          *ledger.Case // as it was after that edit
	Changes       []casefile.RecordChange
	Before, After *assess.Assessment // the answer to one question; nil: there was none
}

// Since reads what was done to the case since an edit, and asks the question of
// both, each with the settings of its own time.
func (s *Session) Since(seq int64, done func(Since)) {
	f, ok := s.caseFile("compare with an earlier version")
	if !ok {
		return
	}
	now, q, veil := s.state.Case, s.state.Question, s.veil
	s.Go("Comparing with an earlier version", func(ctx context.Context) (func(), error) {
		then, err := f.At(ctx, seq)
		if err != nil {
			return nil, err
		}
		then = veil.Over(then)
		x := Since{Seq: seq, Then: then, Changes: casefile.Compare(then, now)}
		// A question that one of the two cannot answer leaves that answer out.
		if a, err := assess.Answer(then, q, assess.SettingsOf(then)); err == nil {
			x.Before = a
		}
		if a, err := assess.Answer(now, q, assess.SettingsOf(now)); err == nil {
			x.After = a
		}
		return func() { done(x) }, nil
	})
}

// Write writes a file that compose gives from the case and its stored documents;
// what compose reads of the open file it reads off the toolkit's thread.
func (s *Session) Write(path string, compose func(context.Context, *casefile.File, *ledger.Case) ([]byte, error)) {
	doing := "Exporting " + filepath.Base(path)
	f, ok := s.caseFile(doing)
	if !ok {
		return
	}
	c := s.state.Case
	s.run(doing, false, func(ctx context.Context) (func(), error) {
		body, err := compose(ctx, f, c)
		if err == nil {
			err = os.WriteFile(path, body, 0o644)
		}
		if err != nil {
			return func() { s.Fail(Failure{Doing: doing, Path: path, Err: err}) }, nil
		}
		return nil, nil
	}, func() bool { return true })
}
