package page

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"fyne.io/fyne/v2"

	"github.com/fairweather-app/fairweather/core/events"
	"github.com/fairweather-app/fairweather/core/events/cluster"
	"github.com/fairweather-app/fairweather/core/events/fetch"
	"github.com/fairweather-app/fairweather/core/events/measure"
	"github.com/fairweather-app/fairweather/gui/session"
)

// keyEvents is where the choice of where event data is, is kept; its password is not.
const keyEvents = "events"

// eventsPlace is where a person has event data.
type eventsPlace struct {
	Server string `json:"server,omitempty"` // the address of ClickHouse without its password; empty: this machine's library
	Mirror string `json:"mirror,omitempty"` // that serves GDELT's files; empty: GDELT
}

// eventsChosen is the person's choice, or what the environment says.
func eventsChosen() eventsPlace {
	var p eventsPlace
	if err := json.Unmarshal([]byte(fyne.CurrentApp().Preferences().StringWithFallback(keyEvents, "{}")), &p); err != nil {
		p = eventsPlace{} // of another version: the library
	}
	p.Server = cmp.Or(p.Server, os.Getenv(cluster.Variable))
	p.Mirror = cmp.Or(p.Mirror, os.Getenv(fetch.Variable))
	return p
}

func chooseEvents(p eventsPlace) {
	if body, err := json.Marshal(p); err == nil {
		fyne.CurrentApp().Preferences().SetString(keyEvents, string(body))
	}
}

// eventPasswords keeps the passwords of servers.
var eventPasswords cluster.Passwords

// eventServer is the server in use, kept open between questions.
var eventServer struct {
	mu    sync.Mutex
	at    string
	store *cluster.Store
}

// openServer opens a server, or gives the one that is open.
func openServer(ctx context.Context, at string) (*cluster.Store, error) {
	a, err := cluster.ParseAddress(at, os.Getenv(cluster.PasswordVariable))
	if err != nil {
		return nil, err
	}
	if kept := eventPasswords.Of(a); kept != "" {
		a.Password = kept
	}
	s := &eventServer
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.store != nil && s.at == at {
		return s.store, nil
	}
	opened, err := cluster.Open(ctx, a)
	if err != nil {
		return nil, err
	}
	if s.store != nil {
		s.store.Close() // what is asked of it now fails, and nobody waits for that any more
	}
	s.at, s.store = at, opened
	return opened, nil
}

// forgetServer closes the server that is open: its password is another.
func forgetServer() {
	s := &eventServer
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.store != nil {
		s.store.Close()
	}
	s.at, s.store = "", nil
}

// where names where the event data is.
func (p *Events) where() string { return cmp.Or(p.place.Server, p.dir) }

// storeStamp changes whenever something is brought in or removed, as far as that can be
// told without asking: what others do on a server is seen once the page of the library
// is opened, or Reload is pressed.
func (p *Events) storeStamp() string {
	if p.place.Server != "" {
		return fmt.Sprintf("%s %d", p.place.Server, p.reads)
	}
	if p.noDir != nil || !events.Exists(p.dir) {
		return ""
	}
	stamp := fmt.Sprintf("%d ", p.reads)
	for _, name := range []string{"manifest.db", "manifest.db-wal"} {
		if info, err := os.Stat(filepath.Join(p.dir, name)); err == nil && info.Size() > 0 {
			stamp += fmt.Sprint(info.ModTime().UnixNano(), " ", info.Size(), " ")
		}
	}
	return stamp
}

// again reads anew what is loaded.
func (p *Events) again() {
	p.reads++
	p.trouble = nil
	p.refresh()
}

// watch sees within a moment what another window did to the library, and what was
// chosen in the preferences.
func (p *Events) watch() {
	if p.st.Case == nil || !p.root.Visible() || p.window() == nil || p.busy.busy {
		return
	}
	if p.place != eventsChosen() || p.stamp != p.storeStamp() {
		p.refresh()
	}
}

// with runs work on the event data off the toolkit's thread; done, if any, is called
// on it before what the work returns.
func (p *Events) with(name string, create bool, done func(), work func(ctx context.Context, l events.Measurer) (func(), error)) {
	p.run(name, create, work, func(then func(), err error) {
		if done != nil {
			done()
		}
		if err != nil {
			p.fail(name, err)
		} else if then != nil {
			then()
		}
	})
}

// run runs work on the event data off the toolkit's thread, and hands over on it what
// the work returns.
func (p *Events) run(name string, create bool, work func(ctx context.Context, l events.Measurer) (func(), error), end func(func(), error)) {
	dir, server := p.dir, p.place.Server
	p.s.Always(name, func(ctx context.Context) (func(), error) {
		then, err := onStore(ctx, dir, server, create, work)
		return func() { end(then, err) }, nil
	})
}

// onStore opens the server, or the library in a folder, for some work.
func onStore(ctx context.Context, dir, server string, create bool, work func(context.Context, events.Measurer) (func(), error)) (func(), error) {
	if server != "" {
		s, err := openServer(ctx, server)
		if err != nil {
			return nil, err
		}
		return work(ctx, s)
	}
	if !create && !events.Exists(dir) {
		return nil, fmt.Errorf("there is no event library in %s any more: bring files in again", dir)
	}
	l, err := events.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer l.Close() // what is on disk is complete at any moment
	return work(ctx, l)
}

// fail tells that something a person asked for failed.
func (p *Events) fail(doing string, err error) {
	p.s.Fail(session.Failure{Doing: doing, Path: p.where(), Err: plainly(err)})
}

// saidIn says something in the language of the window.
func saidIn(s measure.Said) string {
	return s.In(tr, spanWords, func(date string) string { return date })
}

// plainly is an error in the language of the window, as far as it is known there.
func plainly(err error) error {
	var s measure.Said
	if errors.As(err, &s) {
		return errors.New(saidIn(s))
	}
	return err
}

// window is that in which the page is. The page is asked and not a part of it: one
// that was opened this moment is in no window until it is painted.
func (p *Events) window() fyne.Window { return windowOf(p.root) }
