package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
)

// looksLikeFeed reports RSS, Atom, RDF or a JSON feed at the beginning of a text
// in small letters.
func looksLikeFeed(s string) bool {
	if strings.HasPrefix(s, "{") {
		return strings.Contains(s, "jsonfeed.org/version")
	}
	for strings.HasPrefix(s, "<?") || strings.HasPrefix(s, "<!") && !strings.HasPrefix(s, "<!doctype html") {
		end := ">"
		switch {
		case strings.HasPrefix(s, "<?"):
			end = "?>"
		case strings.HasPrefix(s, "<!--"):
			end = "-->"
		case strings.Contains(s[:max(strings.IndexByte(s, '>'), 0)], "["): // entities declared within
			end = "]>"
		}
		_, rest, ok := strings.Cut(s, end)
		if !ok {
			return false
		}
		s = strings.TrimSpace(rest)
	}
	return strings.HasPrefix(s, "<rss") || strings.HasPrefix(s, "<feed") || strings.HasPrefix(s, "<rdf:rdf")
}

// Feed reads the items of an RSS, Atom or JSON feed: the words that the feed
// itself has of each, one Text an item, in the feed's order. No link is followed.
// name is the address it is from, or a file's name.
func Feed(ctx context.Context, name string, raw []byte) ([]Text, error) {
	if len(raw) > MaxBytes {
		return nil, fmt.Errorf("read the feed %s: %w", name, tooLarge(int64(len(raw))))
	}
	out, err := readFeed(ctx, raw, hint{name: name})
	if err != nil {
		return nil, fmt.Errorf("read the feed %s: %w", name, err)
	}
	return out, nil
}

func readFeed(ctx context.Context, raw []byte, h hint) ([]Text, error) {
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("it is no whole feed: %w", err)
	}
	var out []Text
	without := 0
	for i, item := range feed.Items {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if len(out) >= maxTexts {
			out[len(out)-1].note("The feed goes on after its first %d items; the rest is left out.", maxTexts)
			break
		}
		body := item.Content
		if len(body) < len(item.Description) {
			body = item.Description
		}
		if strings.TrimSpace(body) == "" {
			without++
			continue
		}
		t := itemText(item, feed, body)
		sub := hint{name: fmt.Sprintf("%s, item %d", h.name, i+1), url: item.Link}
		if !strings.HasPrefix(item.Link, "http") {
			sub.url = ""
		}
		if t = finish(t, []byte(body), sub, "text/html"); t.Full != "" {
			out = append(out, t)
		} else {
			without++
		}
	}
	if len(out) == 0 {
		return nil, errors.New("no item of the feed has words of its own: fetch the pages it links to")
	}
	if without > 0 {
		out[0].note("%s of the feed had no words and are left out.", countOf(without, "item", "items"))
	}
	return out, nil
}

// itemText is what a feed says of one item.
func itemText(item *gofeed.Item, feed *gofeed.Feed, body string) Text {
	t := Text{Title: plainOf(item.Title), URL: item.Link, Publisher: feed.Title, Language: feed.Language}
	for _, a := range item.Authors {
		if a != nil {
			t.Author = strings.Trim(t.Author+", "+firstOf(a.Name, a.Email), ", ")
		}
	}
	if item.DublinCoreExt != nil && t.Author == "" {
		t.Author = strings.Join(item.DublinCoreExt.Creator, ", ")
	}
	for _, when := range []string{item.Published, item.Updated} {
		if day, ok := dayOf(when); ok {
			t.Date = day
			break
		}
	}
	if t.Date == "" && item.PublishedParsed != nil {
		t.Date, _ = wholeDay(item.PublishedParsed.Format("2006-01-02"))
	}
	if t.Publisher == "" {
		if u, err := url.Parse(item.Link); err == nil {
			t.Publisher = strings.TrimPrefix(u.Hostname(), "www.")
		}
	}
	t.Full = plainOf(body)
	if item.Content == "" || len(item.Content) < len(item.Description) {
		t.note("The feed gives a summary; the whole text is at the address.")
	}
	return t
}

// plainOf gives the words of a piece of HTML.
func plainOf(s string) string {
	doc, err := html.Parse(strings.NewReader(s))
	if err != nil {
		return tokensText(s)
	}
	var hidden int
	return visible(doc, &hidden)
}
