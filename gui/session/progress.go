package session

import (
	"context"
	"time"
)

// progressEvery is how often running work may tell how far it is.
const progressEvery = 200 * time.Millisecond

type progressKey struct{}

// Progress tells in the status line how far work that runs under a context of Go
// or its kin is: a share in [0, 1], negative if unknown, and what it is at. It may
// be called from any goroutine, as often as one likes.
func Progress(ctx context.Context, share float64, what string) {
	if tell, ok := ctx.Value(progressKey{}).(func(float64, string)); ok {
		tell(share, what)
	}
}

// progress gives a context under which a task hears how far it is.
func (s *Session) progress(ctx context.Context, t *task) context.Context {
	last := time.Time{} // told by the one goroutine that works
	return context.WithValue(ctx, progressKey{}, func(share float64, what string) {
		if now := time.Now(); now.Sub(last) >= progressEvery {
			last = now
			s.o.Do(func() {
				t.Share, t.At = share, what
				s.showTasks()
			})
		}
	})
}
