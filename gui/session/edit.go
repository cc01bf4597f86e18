package session

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// write is one change of the file, waiting or running.
type write struct {
	doing string
	edit  *casefile.Edit
	do    func(context.Context, File) (*ledger.Case, error)
	done  func(error)
}

// Apply keeps an edit: it is on disk before done is called. Edits are kept one
// after the other in the order in which they were asked for. done, which may be
// nil, gets the error; a nil done leaves it to Options.Failed.
func (s *Session) Apply(e casefile.Edit, done func(error)) {
	e = s.numbered(e)
	s.write(write{
		doing: e.Label, edit: &e, done: done,
		do: func(ctx context.Context, f File) (*ledger.Case, error) { return f.Apply(ctx, e) },
	})
}

// Replace keeps an edit that met a conflict after all: it takes in what others
// wrote and puts the edit on top of it.
func (s *Session) Replace(e casefile.Edit, done func(error)) {
	e.Base = nil // what it began from no longer matters
	s.write(write{
		doing: e.Label, edit: &e, done: done,
		do: func(ctx context.Context, f File) (*ledger.Case, error) {
			if _, _, err := f.Refresh(ctx); err != nil {
				return nil, err
			}
			return f.Apply(ctx, e)
		},
	})
}

// Undo takes back the last edit.
func (s *Session) Undo() {
	s.write(write{doing: "undo", do: func(ctx context.Context, f File) (*ledger.Case, error) {
		c, _, err := f.Undo(ctx)
		return c, quietly(err)
	}})
}

// Redo makes the last edit that was undone again.
func (s *Session) Redo() {
	s.write(write{doing: "redo", do: func(ctx context.Context, f File) (*ledger.Case, error) {
		c, _, err := f.Redo(ctx)
		return c, quietly(err)
	}})
}

// quietly drops the errors of a key pressed once too often.
func quietly(err error) error {
	if errors.Is(err, casefile.ErrNothingToUndo) || errors.Is(err, casefile.ErrNothingToRedo) {
		return nil
	}
	return err
}

// Restore brings back a record as it was after the edit with this number.
func (s *Session) Restore(record string, seq int64) {
	s.write(write{doing: "restore " + record, do: func(ctx context.Context, f File) (*ledger.Case, error) {
		return f.Restore(ctx, record, seq)
	}})
}

// RestoreCase brings the whole case back to what it was after the edit with
// this number, as an edit of its own.
func (s *Session) RestoreCase(seq int64) {
	s.write(write{doing: fmt.Sprintf("go back to edit %d", seq), do: func(ctx context.Context, f File) (*ledger.Case, error) {
		return f.RestoreCase(ctx, seq)
	}})
}

// write runs w, or queues it behind the one that runs.
func (s *Session) write(w write) {
	if s.file == nil {
		return
	}
	s.writes = append(s.writes, w)
	if !s.writing {
		s.writeNext()
	}
}

func (s *Session) writeNext() {
	if len(s.writes) == 0 || s.file == nil {
		return
	}
	w, f := s.writes[0], s.file
	s.writes = s.writes[1:]
	s.writing = true
	s.pending.Add(1)
	s.o.Spawn(func() {
		// Not cancelled by a closing window, which waits for it: what a person
		// entered is kept.
		var c *ledger.Case
		_, err := s.guard(context.WithoutCancel(s.work), func(ctx context.Context) (_ func(), err error) {
			c, err = w.do(ctx, f)
			return nil, err
		})
		after := look(f)
		s.pending.Done()
		s.o.Do(func() {
			if s.file != f {
				return // another case is open; this one's queue is its own
			}
			s.writing = false
			if err == nil && c != nil {
				after.c = c
			}
			s.adopt(after)
			switch {
			case w.done != nil:
				w.done(err)
			case err != nil:
				s.Fail(Failure{Doing: w.doing, Path: f.Path(), Err: err, Edit: w.edit})
			}
			s.writeNext()
		})
	})
}

// snapshot is what is read of a file after something happened to it.
type snapshot struct {
	c          *ledger.Case
	undo, redo string
	readOnly   string
	damaged    bool
	warnings   []string
}

// look reads what the window shows of a file. It may touch the disk.
func look(f File) snapshot {
	n := snapshot{c: f.Case(), warnings: f.Warnings()}
	n.undo, _ = f.UndoLabel()
	n.redo, _ = f.RedoLabel()
	if why, ro := f.ReadOnly(); ro {
		n.readOnly = why
	}
	_, n.damaged = f.Damage()
	return n
}

// adopt makes a snapshot the state and has the answer computed anew.
func (s *Session) adopt(n snapshot) {
	same := s.state.Whole == n.c
	s.state.Undo, s.state.Redo = n.undo, n.redo
	s.state.ReadOnly, s.state.Warnings = n.readOnly, n.warnings
	if same {
		s.tell(CaseChanged)
		return
	}
	s.see(n.c)
	s.changed()
}

// changed tells that other records are shown, and has the answer computed anew.
func (s *Session) changed() {
	s.epoch++
	place := s.state.Place
	s.forget()
	what := CaseChanged
	if place != s.state.Place {
		what |= PlaceChanged
	}
	s.tell(what)
	s.answer()
}

// Versions reads the history of a record and hands it over.
func (s *Session) Versions(record string, done func([]casefile.Version)) {
	f := s.file
	if f == nil {
		return
	}
	s.run("history of "+record, true, func(ctx context.Context) (func(), error) {
		v, err := f.History(ctx, record)
		return func() {
			for i := range v {
				v[i].Record = s.veil.Mask(v[i].Record)
			}
			done(v)
		}, err
	}, func() bool { return s.file == f })
}

// Search finds records and hands them over, the best first.
func (s *Session) Search(query string, limit int, done func([]casefile.Hit)) {
	f := s.file
	if f == nil {
		done(nil)
		return
	}
	s.run("find "+query, true, func(ctx context.Context) (func(), error) {
		hits, err := f.Search(ctx, query, limit)
		return func() {
			done(slices.DeleteFunc(hits, func(h casefile.Hit) bool {
				r, _ := s.state.Whole.Get(h.ID)
				return s.veil.Hides(r)
			}))
		}, err
	}, func() bool { return s.file == f })
}

// Refresh takes in what other windows and programs wrote to the file.
func (s *Session) Refresh() {
	f := s.file
	if f == nil || s.writing {
		return
	}
	s.run("refresh", true, func(ctx context.Context) (func(), error) {
		_, changed, err := f.Refresh(ctx)
		if err != nil || !changed {
			return nil, err
		}
		n := look(f)
		return func() { s.adopt(n) }, nil
	}, func() bool { return s.file == f && !s.writing })
}

// Changed reads what an edit did to its records, at most limit of them, and
// hands it over.
func (s *Session) Changed(seq int64, limit int, done func([]casefile.RecordChange)) {
	f := s.file
	if f == nil {
		return
	}
	s.run("changes of an edit", true, func(ctx context.Context) (func(), error) {
		list, err := f.Changes(ctx, seq, limit)
		return func() {
			for i := range list {
				list[i].Before, list[i].After = s.veil.Mask(list[i].Before), s.veil.Mask(list[i].After)
			}
			done(list)
		}, err
	}, func() bool { return s.file == f })
}

// AddDocument stores a file beside the case and hands over its SHA-256.
func (s *Session) AddDocument(name, mediaType string, body []byte, done func(sha string)) {
	f := s.file
	if f == nil {
		return
	}
	s.run("Storing "+name, false, func(ctx context.Context) (func(), error) {
		sha, err := f.AddDocument(ctx, name, mediaType, body)
		return func() { done(sha) }, err
	}, func() bool { return s.file == f })
}

// Edits reads the newest edits of the case, the newest first, and hands them over.
func (s *Session) Edits(limit int, done func([]casefile.Entry)) {
	f := s.file
	if f == nil {
		return
	}
	s.run("list of edits", true, func(ctx context.Context) (func(), error) {
		list, err := f.Edits(ctx, limit, 0)
		return func() {
			for i := range list {
				list[i] = s.masked(list[i])
			}
			done(list)
		}, err
	}, func() bool { return s.file == f })
}
