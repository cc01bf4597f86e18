package page

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/reading/intake"
	"github.com/fairweather-app/fairweather/gui/session"
)

// loader gets texts; what cannot be read of many is told apart.
type loader func(ctx context.Context, progress func(done, total int)) ([]intake.Text, []error, error)

// Paste takes the text on the clipboard in.
func (p *Read) Paste() {
	text := fyne.CurrentApp().Clipboard().Content()
	if strings.TrimSpace(text) == "" {
		p.sayAnywhere(warn(tr("The clipboard holds no text.")))
		return
	}
	if trimmed := strings.TrimSpace(text); !strings.ContainsAny(trimmed, " \n") && (strings.HasPrefix(trimmed, "http://") || strings.HasPrefix(trimmed, "https://")) {
		p.askAddress(trimmed)
		return
	}
	p.take(tr("Reading the clipboard"), func(ctx context.Context, _ func(int, int)) ([]intake.Text, []error, error) {
		list, err := intake.Parse(ctx, "", []byte(text))
		return list, nil, err
	})
}

// OpenFile asks for a file or a folder and takes it in.
func (p *Read) OpenFile() {
	if win := p.window(); win != nil {
		ask := pathAsk{title: tr("Read a file or a folder"), confirm: tr("Read"), endings: []string{""},
			says: tr("Text, a web page, PDF, Word, mail, Markdown, or a feed; of a folder, every such file in it and in its folders. Files and folders can be dropped on the window, too.")}
		ask.show(win, func(path string) { p.Take([]string{path}) })
	}
}

// Take takes files and folders in.
func (p *Read) Take(paths []string) {
	name := filepath.Base(paths[0])
	if len(paths) > 1 {
		name = Count(len(paths), "file")
	}
	p.take(trf("Reading %s", name), func(ctx context.Context, progress func(int, int)) ([]intake.Text, []error, error) {
		var all []intake.Text
		var problems []error
		for i, path := range paths {
			if info, err := os.Stat(path); err == nil && info.IsDir() {
				list, bad, err := intake.ReadFolder(ctx, path, progress)
				all, problems = append(all, list...), append(problems, bad...)
				if err != nil {
					return all, problems, err
				}
				continue
			}
			list, err := intake.ReadFile(ctx, path)
			if err != nil && (len(paths) == 1 || ctx.Err() != nil) {
				return all, problems, err
			} else if err != nil {
				problems = append(problems, err)
			}
			all = append(all, list...)
			if len(paths) > 1 {
				progress(i+1, len(paths))
			}
		}
		return all, problems, nil
	})
}

// OpenAddress asks for an address on the network.
func (p *Read) OpenAddress() { p.askAddress("") }

func (p *Read) askAddress(begin string) {
	win := p.window()
	if win == nil {
		return
	}
	field := NewField("https://")
	field.SetText(begin)
	says := widget.NewLabel("")
	says.Wrapping = fyne.TextWrapWord
	tellHost := func(text string) {
		host := tr("the server")
		if u, err := url.Parse(strings.TrimSpace(text)); err == nil && u.Hostname() != "" {
			host = u.Hostname()
		}
		says.SetText(trf("This uses the network: %s is asked for the page, and sees the address of your machine. Nothing of the case is sent; nothing that the page names is fetched.", host))
	}
	tellHost(begin)
	field.OnChanged = tellHost
	d := dialog.NewCustomConfirm(tr("Read a page from the network"), tr("Fetch and read"), tr("Cancel"), container.NewVBox(field, says), func(ok bool) {
		if address := strings.TrimSpace(field.Text); ok && address != "" {
			p.fetch(address)
		}
	}, win)
	field.OnSubmitted = func(string) { d.Confirm() }
	field.OnEscape = d.Hide
	d.Resize(fyne.NewSize(560, 220))
	d.Show()
	win.Canvas().Focus(field)
}

func (p *Read) fetch(address string) {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	p.take(trf("Fetching %s", address), func(ctx context.Context, _ func(int, int)) ([]intake.Text, []error, error) {
		list, err := intake.Fetch(ctx, address, intake.FetchOptions{})
		return list, nil, err
	})
}

// take gets texts off the thread. One is shown for a person to check what is
// known of it; of several, each is taken in as it is.
func (p *Read) take(name string, load loader) {
	if !p.mayTake() {
		return
	}
	c := p.s.State().Case
	p.run.name = name
	p.s.WithTexts(name, false, func(ctx context.Context, docs session.Documents) (func(), error) {
		var last time.Time
		progress := func(text string, done, total int) {
			if now := time.Now(); now.Sub(last) > often || done == total {
				last = now
				session.Progress(ctx, float64(done)/float64(max(total, 1)), "")
				p.s.Tell(func() { p.run.show(text, done, total) })
			}
		}
		list, problems, err := load(ctx, func(done, total int) { progress(sprintf("%s: %d of %d", name, done, total), done, total) })
		if ctx.Err() != nil && len(list) > 1 {
			return func() { p.run.hide(); p.stopped(len(list)) }, nil
		}
		if ctx.Err() != nil {
			return func() { p.run.hide(); p.library.say(warn(tr("Stopped: nothing was taken in."))) }, nil
		}
		if err != nil {
			return func() { p.run.hide(); p.refused(err) }, nil
		}
		if len(list) == 0 {
			return func() {
				p.run.hide()
				p.refused(errors.Join(append([]error{intake.ErrNoText}, problems...)...))
			}, nil
		}
		if len(list) == 1 && len(problems) == 0 {
			k, err := prepare(ctx, list[0], true)
			if err == nil {
				err = p.compareOne(ctx, docs, c, k)
			}
			return func() {
				p.run.hide()
				if err != nil {
					p.refused(err)
					return
				}
				p.check.begin(k)
			}, nil
		}
		done, err := p.prepareMany(ctx, docs, c, list, progress)
		return func() {
			p.run.hide()
			if err != nil && !errors.Is(err, context.Canceled) {
				p.refused(err)
				return
			}
			if err != nil {
				p.partly(done, len(list))
				return
			}
			p.enter(done, problems, tr("Take in")+" "+count(len(done), "text"))
		}, nil
	})
}

// mayTake reports whether texts can enter; it says why not.
func (p *Read) mayTake() bool {
	st := p.s.State()
	switch {
	case !st.Open():
		p.sayAnywhere(warn(tr("Open a case first: a text is stored in one.")))
	case st.ReadOnly != "":
		p.sayAnywhere(warn(trf("The case cannot be changed: %s.", st.ReadOnly)))
	case p.run.name != "":
		p.sayAnywhere(warn(tr("Texts are being taken in; wait for them, or stop that first.")))
	default:
		return true
	}
	return false
}

// refused says why a text cannot be taken in, where the person is.
func (p *Read) refused(err error) {
	switch says := warn(fault(err)); p.mode {
	case readDesk:
		p.tellHere(says.Text)
	case readFeeds:
		p.feeds.say(says)
	default:
		if p.mode != readLibrary {
			p.leave()
		}
		p.library.say(says)
	}
}
