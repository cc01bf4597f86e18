package page

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/core/reading/intake"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
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

// sayAnywhere says something where the person looks.
func (p *Read) sayAnywhere(s span) {
	if p.mode == readDesk {
		p.tellHere(s.Text)
		return
	}
	p.library.say(s)
}

// OpenFile asks for a file or a folder and takes it in.
func (p *Read) OpenFile() {
	if win := windowOf(p.root); win != nil {
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
	win := windowOf(p.root)
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

// readRun is the line that tells how far the taking in of many texts is.
type readRun struct {
	p     *Read
	label *widget.Label
	bar   *widget.ProgressBar
	root  *fyne.Container
	name  string // of the work; empty: none runs
	// onShow hears how many are done; nil: nobody listens.
	onShow func(done int)
}

func newReadRun(p *Read) *readRun {
	r := &readRun{p: p, label: widget.NewLabel(""), bar: widget.NewProgressBar()}
	r.label.Truncation = fyne.TextTruncateEllipsis
	stop := view.NewLink(tr("Stop"), p.Stop)
	r.root = container.NewBorder(nil, nil, nil, container.NewHBox(container.NewGridWrap(fyne.NewSize(160, 18), r.bar), container.NewPadded(stop)), r.label)
	r.root.Hide()
	return r
}

// Stop ends the taking in that runs.
func (p *Read) Stop() {
	for _, t := range p.s.State().Tasks {
		if p.run.name != "" && t.Name == p.run.name {
			p.s.Cancel(t.ID)
		}
	}
}

func (r *readRun) show(text string, done, total int) {
	r.label.SetText(tongue.Local(text))
	if total > 0 {
		r.bar.SetValue(float64(done) / float64(total))
	}
	if r.onShow != nil {
		r.onShow(done)
	}
	if !r.root.Visible() {
		r.root.Show()
		r.p.library.root.Refresh()
	}
}

func (r *readRun) hide() {
	r.name = ""
	r.root.Hide()
	r.p.library.root.Refresh()
}

// often is how seldom progress is told: the eye needs no more.
const often = 80 * time.Millisecond

// alikeTexts knows the texts of the case by their words, so that a copy is
// recognised. Only one piece of work at a time has it.
type alikeTexts struct {
	mu    sync.Mutex
	index *intake.Index
	known map[string]bool // by SHA-256
}

func (a *alikeTexts) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.index, a.known = nil, nil
}

// learn enters the texts of the case that are not known yet. The caller holds mu.
func (a *alikeTexts) learn(ctx context.Context, docs session.Documents, c *ledger.Case) error {
	if a.index == nil {
		a.index, a.known = intake.NewIndex(), map[string]bool{}
	}
	for _, s := range c.Sources() {
		if s.Document == "" || a.known[s.Document] {
			continue
		}
		d, err := docs.Document(ctx, s.Document)
		if err != nil {
			return err
		}
		a.known[s.Document] = true
		list, err := intake.Parse(ctx, d.Name, d.Body)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil && len(list) > 0 {
			a.index.Add(s.Document, s.Document, list[0].Full)
		}
	}
	return ctx.Err()
}

// taken is a text that is ready to enter the case.
type taken struct {
	text    intake.Text
	stored  []byte // what is kept of it
	sha     string // of that
	name    string
	media   string
	source  ledger.Source
	count   int    // of candidates
	repeats string // the document of the text of which it is a copy
	how     intake.Relation
	shared  float64
}

// prepare finds what is kept of a text and what is known of it. Where a file
// held several texts, each is kept as its own words.
func prepare(ctx context.Context, t intake.Text, alone bool) (*taken, error) {
	k := &taken{text: t, stored: t.Raw, name: filepath.Base(t.Name), media: t.MIME}
	if u, err := url.Parse(t.Name); err == nil && u.Scheme != "" && u.Host != "" {
		k.name = t.Name
	}
	again, err := intake.Parse(ctx, k.name, t.Raw)
	if err != nil || !alone || len(again) != 1 || again[0].Full != t.Full || again[0].Extract != t.Extract {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		k.stored, k.media, k.name = []byte(t.Full), "text/plain; charset=utf-8", shortTitle(t)+".txt"
		if again, err = intake.Parse(ctx, k.name, k.stored); err != nil {
			return nil, err
		}
		k.text.Full, k.text.Extract = again[0].Full, again[0].Extract
	}
	if k.name == "" || k.name == "." {
		k.name = shortTitle(t)
	}
	k.sha = shaOf(k.stored)
	k.source = ledger.Source{Title: t.Title, Author: t.Author, Publisher: t.Publisher, URL: t.URL, Language: t.Language, Document: k.sha, Type: typeOf(t)}
	if k.source.Title == "" {
		k.source.Title = shortTitle(t)
	}
	if day, err := edtf.Parse(t.Date); err == nil {
		k.source.Date = day
	}
	return k, nil
}

// typeOf proposes the type of a source.
func typeOf(t intake.Text) string {
	switch {
	case strings.HasPrefix(t.URL, "http"), strings.Contains(t.MIME, "html"):
		return "article"
	case strings.Contains(t.MIME, "pdf"), strings.Contains(t.MIME, "word"):
		return "document"
	}
	return "article"
}

// shortTitle names a text by its title or first words.
func shortTitle(t intake.Text) string {
	text := t.Title
	if text == "" {
		text, _, _ = strings.Cut(strings.TrimSpace(t.Full), "\n")
	}
	words := []rune(strings.Join(strings.Fields(text), " "))
	if len(words) > 80 {
		words = append(words[:79], '…')
	}
	return string(words)
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

// refused says why a text cannot be taken in.
func (p *Read) refused(err error) {
	if p.mode != readLibrary {
		p.leave()
	}
	p.library.say(warn(sentence(err.Error()) + "."))
}

// compareOne finds the text of the case that a text repeats.
func (p *Read) compareOne(ctx context.Context, docs session.Documents, c *ledger.Case, k *taken) error {
	p.alike.mu.Lock()
	defer p.alike.mu.Unlock()
	if err := p.alike.learn(ctx, docs, c); err != nil {
		return err
	}
	k.likeness(p.alike.index.Like(k.sha, k.text.Full))
	return nil
}

func (k *taken) likeness(list []intake.Likeness) {
	for _, l := range list {
		if l.Relation != intake.Alike && l.ID != k.sha {
			k.repeats, k.how, k.shared = l.ID, l.Relation, l.Shared
			return
		}
	}
}

// prepareMany stores and reads texts one by one; on cancel it gives those that
// are done, with the error.
func (p *Read) prepareMany(ctx context.Context, docs session.Documents, c *ledger.Case, list []intake.Text, progress func(string, int, int)) ([]*taken, error) {
	lex, err := wordsFor(c)
	if err != nil {
		return nil, err
	}
	p.alike.mu.Lock()
	defer p.alike.mu.Unlock()
	progress(tr("Comparing with the texts of the case"), 0, len(list))
	if err := p.alike.learn(ctx, docs, c); err != nil {
		return nil, err
	}
	var out []*taken
	for i, t := range list {
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
		k, err := prepare(ctx, t, sole(list, i))
		if err != nil {
			return out, err
		}
		if !p.alike.known[k.sha] {
			k.likeness(p.alike.index.Add(k.sha, k.sha, k.text.Full))
			p.alike.known[k.sha] = true
		}
		if err := k.store(ctx, docs); err != nil {
			return out, err
		}
		k.count = len(reading.Read(k.text.Extract, readdesk.MetaOf(&k.source), lex))
		out = append(out, k)
		progress(trf("Read %d of %d", i+1, len(list)), i+1, len(list))
	}
	return out, ctx.Err()
}

// sole reports whether a text is the only one of its file.
func sole(list []intake.Text, i int) bool {
	for j := range list {
		if j != i && bytes.Equal(list[j].Raw, list[i].Raw) && list[j].Name == list[i].Name {
			return false
		}
	}
	return true
}

func (k *taken) store(ctx context.Context, docs session.Documents) error {
	sha, err := docs.AddDocument(ctx, k.name, k.media, k.stored)
	if err != nil {
		return err
	}
	k.sha, k.source.Document = sha, sha
	return nil
}

// stopped says that a person stopped it before anything was read.
func (p *Read) stopped(n int) {
	p.library.say(warn(trf("Stopped after %s were opened: none was taken in.", count(n, "text"))))
}

// partly offers what was read before a person stopped it.
func (p *Read) partly(done []*taken, of int) {
	text := trf("Stopped after %d of %s: none was taken in.", len(done), count(of, "text"))
	if len(done) == 0 {
		p.library.say(warn(text))
		return
	}
	p.library.says.OnTapped = func(string) {
		p.library.say()
		p.enter(done, nil, tr("Take in")+" "+count(len(done), "text"))
	}
	p.library.say(warn(text+" "), link(trf("Take in these %d", len(done)), "read:partly"))
}

// enter writes the sources of texts that are stored and read, as one edit, for
// the case as it is now.
func (p *Read) enter(list []*taken, problems []error, label string) {
	c, who := p.s.State().Case, p.who()
	p.s.WithTexts(label, false, func(context.Context, session.Documents) (func(), error) {
		changes, ids, again := entries(c, list, who)
		return func() {
			edit := casefile.Edit{Label: label, Changes: changes, Base: c}
			p.s.Apply(edit, func(err error) {
				if err != nil {
					p.s.Fail(session.Failure{Doing: label, Path: p.s.State().Path, Err: err, Edit: &edit})
					return
				}
				if len(ids) == 1 && len(problems) == 0 {
					p.open(ids[0])
					return
				}
				p.library.drawn = nil
				p.library.draw(p.s.State())
				p.tellTaken(len(list), again, list, problems)
			})
		}, nil
	})
}

// entries gives the changes that enter texts, the ids of their sources, and how
// many were in the case already.
func entries(c *ledger.Case, list []*taken, who readdesk.Who) (changes []ledger.Change, ids []string, again int) {
	next := c
	byDocument := map[string]string{}
	for _, s := range c.Sources() {
		if s.Document != "" && byDocument[s.Document] == "" {
			byDocument[s.Document] = s.ID
		}
	}
	var pending []ledger.Change
	for _, k := range list {
		if id := byDocument[k.sha]; id != "" {
			again++
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
			if _, _, _, read := openOf(next, id); read {
				continue
			}
		}
		e, id := readdesk.Begin(next, k.source, k.count, who)
		if of := byDocument[k.repeats]; of != "" && of != id {
			for i, ch := range e.Changes {
				if s, ok := ch.Record.(*ledger.Source); ok && s.Republishes == "" {
					copied := *s
					copied.Republishes = original(next, of, id)
					e.Changes[i].Record = &copied
				}
			}
		}
		pending = append(pending, e.Changes...)
		next = next.With(e.Changes...)
		byDocument[k.sha] = id
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return pending, ids, again
}

// original follows copies to the text from which they are; empty where that
// would lead back to id.
func original(c *ledger.Case, of, id string) string {
	at := of
	for range c.Sources() {
		s, ok := c.Source(at)
		if at == id {
			return ""
		}
		if !ok || s.Republishes == "" {
			break
		}
		at = s.Republishes
	}
	return of
}

// tellTaken says what became of many texts.
func (p *Read) tellTaken(n, again int, list []*taken, problems []error) {
	copies, foreign, found := 0, 0, 0
	for _, k := range list {
		found += k.count
		if k.repeats != "" {
			copies++
		}
		if l := k.source.Language; l != "" && !strings.HasPrefix(l, "en") {
			foreign++
		}
	}
	text := trf("%s read, %s found.", count(n, "text"), count(found, "candidate"))
	if again > 0 {
		text += " " + trf("%d were in the case already.", again)
	}
	if copies > 0 {
		text += " " + trf("%d repeat others: they are one voice.", copies)
	}
	if foreign > 0 {
		text += " " + trf("%d are not in English and wait for work by hand.", foreign)
	}
	spans := []span{say(tongue.Local(text))}
	if len(problems) > 0 {
		var lines []string
		for _, e := range problems {
			lines = append(lines, sentence(e.Error()))
		}
		spans = append(spans, say(" "), link(trf("%s could not be read", count(len(problems), "file")), "read:problems"))
		p.library.says.OnTapped = func(string) {
			if win := windowOf(p.root); win != nil {
				tell(win, tr("Not read"), strings.Join(lines, "\n"))
			}
		}
	}
	p.library.say(spans...)
}

// readWhole reads all of the text instead of its main part, or the other way.
func (p *Read) readWhole(whole bool) {
	p.act(func() {
		if len(readdesk.Decisions(p.rc, p.t.source)) > 0 {
			p.tellHere(tr("Candidates of this text were decided on by their place in it: undo the reading first (U), then choose what is read."))
			return
		}
		t, c, who := p.t, p.rc, p.who()
		words := t.text.Extract
		if whole {
			words = t.text.Full
		}
		p.s.WithTexts(tr("Reading the text"), false, func(context.Context, session.Documents) (func(), error) {
			s, ok := c.Source(t.source)
			if !ok {
				return nil, fmt.Errorf("read %s: the case has no such source", t.source)
			}
			next := *s
			next.Tags = slices.DeleteFunc(slices.Clone(s.Tags), func(tag string) bool { return tag == wholeTag })
			if whole {
				next.Tags = append(next.Tags, wholeTag)
			}
			found := reading.Read(words, readdesk.MetaOf(&next), t.lex)
			e, _ := readdesk.Begin(c.With(ledger.Change{ID: next.ID, Record: &next}), next, len(found), who)
			label := "Read the main text of “" + s.Name() + "”"
			if whole {
				label = "Read all of “" + s.Name() + "”"
			}
			return func() {
				p.s.Apply(casefile.Edit{Label: label, Changes: e.Changes, Base: c}, func(err error) {
					if err != nil {
						p.s.Fail(session.Failure{Doing: label, Path: p.s.State().Path, Err: err})
						return
					}
					p.open(t.source)
				})
			}, nil
		})
	})
}
