package session

import (
	"context"

	"github.com/fairweather-app/fairweather/core/casefile"
)

// Documents are the texts stored in the case file, for work that runs off the
// toolkit's thread.
type Documents interface {
	AddDocument(ctx context.Context, name, mediaType string, body []byte) (string, error)
	Document(ctx context.Context, sha string) (casefile.Document, error)
	Documents(ctx context.Context) ([]casefile.Document, error)
}

// WithTexts runs work off the toolkit's thread that reads or stores texts of the
// case. What it returns then runs on the toolkit's thread, unless another case
// was opened in the meantime. Quiet work is not shown in the status line.
func (s *Session) WithTexts(name string, quiet bool, work func(context.Context, Documents) (func(), error)) {
	f := s.file
	docs, ok := f.(Documents)
	if !ok {
		return
	}
	s.run(name, quiet, func(ctx context.Context) (func(), error) { return work(ctx, docs) }, func() bool { return s.file == f })
}

// Tell runs f on the toolkit's thread: for work off it that tells how far it is.
func (s *Session) Tell(f func()) { s.o.Do(f) }
