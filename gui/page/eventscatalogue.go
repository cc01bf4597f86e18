package page

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/events"
	"github.com/fairweather-app/fairweather/core/events/fetch"
	"github.com/fairweather-app/fairweather/core/events/measure"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// eventsCatalogue is the dialog of what event data there is, by provider and period.
type eventsCatalogue struct {
	x            *eventsLibrary
	set          *view.Choice
	first, last  *Field
	says, totals *view.Prose
	list, get    *KeyButton
	d            *dialog.CustomDialog
	files        []fetch.File // listed for the choice; nil: not listed
	span         measure.Span
}

// catalogue opens the dialog.
func (x *eventsLibrary) catalogue() {
	win := x.p.window()
	if win == nil {
		return
	}
	c := &eventsCatalogue{x: x, set: view.NewChoice(""), first: NewField(""), last: NewField(""), says: view.NewProse(fynetheme.SizeNameText), totals: view.NewProse(fynetheme.SizeNameText)}
	var options []view.Option
	for _, d := range fetch.Datasets() {
		options = append(options, view.Option{Key: d.ID, Label: d.Title, Detail: d.Covers})
	}
	c.set.SetOptions(options)
	c.set.SetKey(options[0].Key)
	year, _, _ := x.p.s.Today().Date()
	c.first.SetText(strconv.Itoa(year - 1))
	c.last.SetText(strconv.Itoa(year - 1))
	c.d = dialog.NewCustomWithoutButtons(tr("Event data: what there is"), c.body(), win)
	c.list = NewKeyButton(tr("List the files"), c.look)
	c.get = NewKeyButton(tr("Download and bring in"), c.fetch)
	c.get.Importance = widget.HighImportance
	closing := NewKeyButton(tr("Close"), c.d.Hide)
	for _, b := range []*KeyButton{c.list, c.get, closing} {
		b.OnEscape = c.d.Hide
	}
	c.first.OnEscape, c.last.OnEscape = c.d.Hide, c.d.Hide
	c.set.OnKey = func(string) { c.chosen() }
	c.first.OnChanged = func(string) { c.chosen() }
	c.last.OnChanged = func(string) { c.chosen() }
	c.first.OnSubmitted = func(string) { c.look() }
	c.last.OnSubmitted = func(string) { c.look() }
	c.d.SetButtons([]fyne.CanvasObject{closing, c.list, c.get})
	c.says.OnTapped = func(address string) {
		if at, err := url.Parse(address); err == nil {
			if err := fyne.CurrentApp().OpenURL(at); err != nil {
				x.p.fail(tr("open the address"), err)
			}
		}
	}
	c.chosen()
	c.d.Resize(fyne.NewSize(660, 520))
	c.d.Show()
	win.Canvas().Focus(c.first)
}

func (c *eventsCatalogue) body() fyne.CanvasObject {
	years := container.NewHBox(widget.NewLabel(tr("from")), container.New(Wide("2018-06-01"), c.first), widget.NewLabel(tr("to")), container.New(Wide("2018-06-30"), c.last))
	return container.New(headed{}, container.New(lineStack{}, container.New(&barLine{}, c.set, years, widget.NewLabel("")), c.says), container.NewVScroll(container.New(column{}, c.totals)))
}

// asked gives the dataset and the days that are chosen.
func (c *eventsCatalogue) asked() (fetch.Dataset, measure.Span, error) {
	d, _ := fetch.Find(c.set.Key()) // one of the options
	a, err := firstDayOf(c.first.Text)
	if err != nil {
		return d, measure.Span{}, err
	}
	b, err := lastDayOf(c.last.Text)
	if err == nil && b < a {
		err = fmt.Errorf("%s is later than %s", a, b)
	}
	return d, measure.Span{First: a, Last: min(b, c.x.p.s.Today())}, err
}

// client asks GDELT's host, or a mirror.
func (c *eventsCatalogue) client() *fetch.Client {
	client := &fetch.Client{Base: c.x.p.place.Mirror, Agent: "Fairweather"}
	if client.Base != "" {
		client.Pause = time.Millisecond // a server of one's own
	}
	return client
}

func (c *eventsCatalogue) host() string {
	base := c.x.p.place.Mirror
	if base == "" {
		base = fetch.GDELTBase
	}
	if at, err := url.Parse(base); err == nil && at.Host != "" {
		return at.Host
	}
	return base
}

// chosen says what the chosen data are, and what listing them asks of whom.
func (c *eventsCatalogue) chosen() {
	c.files = nil
	d, _, err := c.asked()
	spans := []span{say(d.Covers + ": " + d.About + ". "), mute(trf("Terms: %s. ", d.Terms))}
	c.get.Disable()
	c.list.Disable()
	switch {
	case !d.Fetched:
		spans = append(spans, say(tr("A program may not get these: agree to the terms and get the files on the provider’s page, then drop them on the Events page. ")), link(d.Page, d.Page))
		c.totals.SetSpans(nil)
	case err != nil:
		c.totals.SetSpans([]span{warn(sentence(err.Error()))})
	default:
		spans = append(spans, link(d.Page, d.Page))
		c.totals.SetSpans([]span{mute(trf("“List the files” asks %s, over plain HTTP, for its list of files; nothing is downloaded yet.", c.host()))})
		c.list.Enable()
	}
	c.says.SetSpans(spans)
	c.d.Refresh()
}

// look lists the files of the choice with their sizes.
func (c *eventsCatalogue) look() {
	d, days, err := c.asked()
	if err != nil || !d.Fetched {
		return
	}
	c.list.Disable()
	client, kept := c.client(), events.Downloads(c.x.p.dir)
	name := trf("Asking %s for its list", c.host())
	c.x.p.s.Always(name, func(ctx context.Context) (func(), error) {
		files, err := client.Catalogue(ctx, d, days, kept)
		return func() {
			if err != nil {
				c.list.Enable()
				c.x.p.s.Fail(session.Failure{Doing: name, Err: err})
				return
			}
			if now, at, err := c.asked(); err == nil && now.ID == d.ID && at == days {
				c.listed(files, days)
			}
		}, nil
	})
}

// listed shows what was listed, less what is loaded already.
func (c *eventsCatalogue) listed(files []fetch.File, days measure.Span) {
	c.span = days
	d, _, _ := c.asked()
	has := map[string]bool{}
	for _, f := range c.x.list {
		if f.Provider == d.Provider {
			has[bareName(f.Name)] = true
		}
	}
	all := len(files)
	c.files = slices.DeleteFunc(slices.Clone(files), func(f fetch.File) bool { return has[bareName(f.Name)] })
	total := int64(0)
	var spans []span
	for _, y := range fetch.ByYear(c.files) {
		total += y.Bytes
		spans = append(spans, say(fmt.Sprintf("%d   %s   %s\n", y.Year, count(y.Files, "file"), bytesText(y.Bytes))))
	}
	head := []span{}
	switch {
	case all == 0:
		head = append(head, warn(tr("There are no files for these days.")))
	case len(c.files) == 0:
		head = append(head, say(tr("All files of these days are in the library.")))
	default:
		head = append(head, strong(trf("%s from %s, %s", count(len(c.files), "file"), c.host(), bytesText(total))), say("\n"))
		if n := all - len(c.files); n > 0 {
			head = append(head, mute(trf("%s of these days are in the library already.", count(n, "file"))), say("\n"))
		}
		c.get.Enable()
	}
	c.totals.SetSpans(trimmed(append(head, spans...)))
	c.d.Refresh()
	if win := c.x.p.window(); win != nil && !c.get.Disabled() {
		win.Canvas().Focus(c.get)
	}
}

// bareName is a file's name without the endings that packing adds, and of one in a
// zip its own: 1979.zip and 1979.zip/1979.csv are 1979.
func bareName(name string) string {
	name = name[strings.LastIndexByte(name, '/')+1:]
	return strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(name), ".zip"), ".csv")
}

// fetch downloads what was listed and brings it in. What was got before a cancel is
// found again and gone on with.
func (c *eventsCatalogue) fetch() {
	if len(c.files) == 0 {
		return
	}
	files, client, dir := c.files, c.client(), events.Downloads(c.x.p.dir)
	c.d.Hide()
	name := trf("Downloading from %s", c.host())
	c.x.p.with(name, true, nil, func(ctx context.Context, l events.Measurer) (func(), error) {
		got, err := client.Get(ctx, files, dir, func(done, total int64, file string) {
			if total > 0 { // the second half of the way is bringing them in
				session.Progress(ctx, float64(done)/float64(total)/2, file)
			}
		})
		if err != nil {
			return nil, fmt.Errorf("%w; what was downloaded so far is gone on with the next time", err)
		}
		var paths []string
		var failed []events.Report
		for _, o := range got {
			if o.Err != nil {
				failed = append(failed, events.Report{File: o.File.Name, Layout: "-", Err: o.Err})
				continue
			}
			paths = append(paths, o.Path)
		}
		slices.Sort(paths)
		reports, err := l.Import(ctx, paths, nil, func(done, total int64, what string) {
			if total > 0 {
				session.Progress(ctx, .5+float64(done)/float64(total)/2, what)
			}
		})
		return func() { c.x.report(append(failed, reports...)) }, err
	})
}
