package page

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading/intake"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// keyFeeds is where the addresses of the feeds that a person follows are kept.
const keyFeeds = "feeds"

// readFeedList shows the feeds that a person follows and what is new in them.
type readFeedList struct {
	p     *Read
	add   *Field
	list  *view.Prose
	says  *view.Prose
	grid  *view.Grid
	items []feedItem
	drawn *ledger.Case
	root  fyne.CanvasObject
}

// feedItem is an item of a feed.
type feedItem struct {
	feed string
	text intake.Text
	sha  string // of what would be stored
}

func newReadFeeds(p *Read) *readFeedList {
	f := &readFeedList{p: p, add: NewField(tr("address of an RSS, Atom or JSON feed")), list: view.NewProse(""), says: view.NewProse("")}
	f.grid = view.NewGrid([]view.Column{{Title: tr("Title"), Width: 260, Flex: true}, {Title: tr("Publisher"), Width: 150}, {Title: tr("Date"), Width: 90}, {Title: tr("Words"), Width: 60, Align: fyne.TextAlignTrailing}})
	f.grid.Empty = tr("Nothing new. “Refresh” asks every feed for its items; what the case has already is left out.")
	f.grid.OnOpen = f.takeOne
	f.grid.OnPaste = func(string) {
		f.p.focus(f.add)
		f.add.TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
	}
	f.add.OnSubmitted = func(string) { f.subscribe() }
	f.add.OnEscape = p.leave
	f.list.OnTapped = f.unsubscribe
	back := widget.NewButton(tr("All texts"), p.leave)
	refresh := widget.NewButton(tr("Refresh"), f.refresh)
	all := widget.NewButton(tr("Take all in"), f.takeAll)
	one := widget.NewButton(tr("Read the chosen one"), func() {
		if keys := f.grid.Selected(); len(keys) > 0 {
			f.takeOne(keys[0])
		}
	})
	tools := view.NewFlow(4, back, refresh, one, all)
	follow := container.NewBorder(nil, nil, nil, widget.NewButton(tr("Follow"), f.subscribe), f.add)
	f.root = container.New(headed{}, container.New(readColumn{}, tools, follow, f.list, f.says), container.NewPadded(f.grid))
	return f
}

// feeds are the addresses that a person follows.
func feeds() []string { return fyne.CurrentApp().Preferences().StringList(keyFeeds) }

// OpenFeeds shows the feeds.
func (p *Read) OpenFeeds() {
	p.feeds.drawn = nil
	p.feeds.draw()
	p.show(readFeeds)
	if len(feeds()) == 0 {
		p.focus(p.feeds.add)
	}
}

func (f *readFeedList) subscribe() {
	address := strings.TrimSpace(f.add.Text)
	if address == "" {
		return
	}
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	if !slices.Contains(feeds(), address) {
		fyne.CurrentApp().Preferences().SetStringList(keyFeeds, append(feeds(), address))
	}
	f.add.SetText("")
	f.drawn = nil
	f.draw()
	f.refresh()
}

func (f *readFeedList) unsubscribe(address string) {
	fyne.CurrentApp().Preferences().SetStringList(keyFeeds, slices.DeleteFunc(slices.Clone(feeds()), func(s string) bool { return s == address }))
	f.items = slices.DeleteFunc(f.items, func(i feedItem) bool { return i.feed == address })
	f.drawn = nil
	f.draw()
}

// refresh asks every feed for its items.
func (f *readFeedList) refresh() {
	list := feeds()
	if len(list) == 0 || !f.p.mayTake() {
		return
	}
	f.say(mute(trf("Asking %s over the network…", count(len(list), "feed"))))
	f.p.s.WithTexts(tr("Refreshing feeds"), false, func(ctx context.Context, _ session.Documents) (func(), error) {
		var items []feedItem
		var problems []error
		for _, address := range list {
			texts, err := intake.Fetch(ctx, address, intake.FetchOptions{})
			if ctx.Err() != nil {
				return func() { f.say() }, nil
			}
			if err != nil {
				problems = append(problems, err)
				continue
			}
			for _, t := range texts {
				k, err := prepare(ctx, t, false)
				if err == nil {
					items = append(items, feedItem{address, t, k.sha})
				}
			}
		}
		return func() {
			f.items = items
			f.drawn = nil
			f.draw()
			if len(f.grid.Rows()) > 0 && f.p.mode == readFeeds {
				f.p.focus(f.grid)
			}
			if err := errors.Join(problems...); err != nil {
				f.say(warn(fault(err)))
			}
		}, nil
	})
}

// fresh gives the items that the case does not have.
func (f *readFeedList) fresh(c *ledger.Case) []feedItem {
	have := map[string]bool{}
	for _, s := range c.Sources() {
		if s.Document != "" {
			have[s.Document] = true
			have[s.URL] = have[s.URL] || s.URL != ""
		}
	}
	var out []feedItem
	for _, i := range f.items {
		if have[i.sha] || have[i.text.URL] {
			continue
		}
		have[i.sha] = true
		out = append(out, i)
	}
	return out
}

func (f *readFeedList) draw() {
	c := f.p.s.State().Case
	if f.drawn == c {
		return
	}
	f.drawn = c
	spans := []span{mute(tr("Followed") + ": ")}
	for _, address := range feeds() {
		spans = append(spans, say(address+" "), link(tr("stop"), address), say("   "))
	}
	if len(feeds()) == 0 {
		spans = []span{mute(tr("No feed is followed yet. Following and refreshing use the network: each feed’s server sees that it is asked, and nothing else."))}
	}
	f.list.SetSpans(spans)
	var rows []view.Row
	for _, i := range f.fresh(c) {
		day, _ := edtf.Parse(i.text.Date) // none where the feed gives none
		n := len(strings.Fields(i.text.Extract))
		rows = append(rows, view.Row{Key: i.sha, Cells: []view.Cell{{Text: shortTitle(i.text)}, {Text: i.text.Publisher}, dayCell(i.text.Date, day), numberCell(fmt.Sprint(n), float64(n))}})
	}
	f.grid.SetRows(rows)
	if len(rows) == 0 {
		f.say()
		return
	}
	f.say(mute(trf("%s new. Enter reads one.", count(len(rows), "item"))))
}

func (f *readFeedList) say(spans ...span) {
	f.says.SetSpans(spans)
	f.root.Refresh()
}

func (f *readFeedList) takeOne(key string) {
	for _, i := range f.items {
		if i.sha == key {
			f.p.take(tr("Reading an item"), func(context.Context, func(int, int)) ([]intake.Text, []error, error) {
				return []intake.Text{i.text}, nil, nil
			})
			return
		}
	}
}

// takeAll takes in all that is new.
func (f *readFeedList) takeAll() {
	var list []intake.Text
	for _, i := range f.fresh(f.p.s.State().Case) {
		list = append(list, i.text)
	}
	if len(list) == 0 {
		return
	}
	f.p.leave()
	f.p.take(tr("Reading the feeds"), func(context.Context, func(int, int)) ([]intake.Text, []error, error) { return list, nil, nil })
}
