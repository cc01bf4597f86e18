package session

import (
	"context"
	"path/filepath"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Begin makes a case off the toolkit's thread, keeps it in a new file and opens
// it; done, if not nil, then runs on the toolkit's thread.
func (s *Session) Begin(path, label string, compose func(context.Context) (*ledger.Case, error), done func(*ledger.Case)) {
	doing := "Making " + filepath.Base(path)
	s.run(doing, false, func(ctx context.Context) (func(), error) {
		failed := func(err error) (func(), error) {
			return func() { s.Fail(Failure{Doing: doing, Path: path, Err: err}) }, nil
		}
		c, err := compose(ctx)
		if err != nil {
			return failed(err)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		Progress(ctx, 0.9, filepath.Base(path))
		f, err := casefile.Create(ctx, path, c, label, s.fileOptions())
		if err != nil {
			return failed(err)
		}
		n := look(f)
		return func() {
			s.use(f, n)
			if done != nil {
				done(n.c)
			}
		}, nil
	}, func() bool { return true })
}
