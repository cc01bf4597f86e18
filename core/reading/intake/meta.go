package intake

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// meta is what a page says of itself in its head.
type meta struct {
	named                                   map[string]string // meta elements by name or property, the first of each
	title, author, publisher, date, lang    string            // of JSON-LD
	titleTag, htmlLang, timeTag, url, first string            // first: the first heading
}

// metaOf reads the head of a page: meta elements (OpenGraph, Dublin Core,
// citation, parsely and the like), JSON-LD, title, canonical address, and the
// first time element.
func metaOf(doc *html.Node) meta {
	m := meta{named: map[string]string{}}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Html:
			m.htmlLang = attr(n, "lang")
		case atom.Title:
			if m.titleTag == "" && n.FirstChild != nil && (n.Parent == nil || n.Parent.DataAtom == atom.Head) {
				m.titleTag = n.FirstChild.Data
			}
		case atom.H1:
			if m.first == "" {
				var hidden int
				m.first = visible(n, &hidden)
			}
		case atom.Meta:
			value := strings.TrimSpace(attr(n, "content"))
			for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
				if k := strings.ToLower(strings.TrimSpace(attr(n, key))); k != "" && value != "" && m.named[k] == "" {
					m.named[k] = value
				}
			}
		case atom.Link:
			if strings.EqualFold(attr(n, "rel"), "canonical") && m.url == "" && strings.HasPrefix(attr(n, "href"), "http") {
				m.url = attr(n, "href")
			}
		case atom.Time:
			if v := attr(n, "datetime"); v != "" && (m.timeTag == "" || hasAttr(n, "pubdate")) {
				m.timeTag = v
			}
		case atom.Script:
			if strings.EqualFold(strings.TrimSpace(attr(n, "type")), "application/ld+json") && n.FirstChild != nil && len(n.FirstChild.Data) < 1<<20 {
				var any any
				if json.Unmarshal([]byte(n.FirstChild.Data), &any) == nil {
					m.linked(any, 0)
				}
			}
		}
	}
	if m.url == "" && strings.HasPrefix(m.named["og:url"], "http") {
		m.url = m.named["og:url"]
	}
	return m
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// linked takes what JSON-LD says of an article; the first that is one counts.
func (m *meta) linked(v any, depth int) {
	if depth > 6 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			m.linked(x, depth+1)
		}
	case map[string]any:
		if g, ok := v["@graph"]; ok {
			m.linked(g, depth+1)
		}
		kind := strings.ToLower(words(v["@type"]))
		if !strings.Contains(kind, "article") && !strings.Contains(kind, "posting") && !strings.Contains(kind, "report") && !strings.Contains(kind, "webpage") {
			return
		}
		for _, f := range []struct {
			to  *string
			key string
		}{{&m.title, "headline"}, {&m.author, "author"}, {&m.publisher, "publisher"}, {&m.date, "datePublished"}, {&m.lang, "inLanguage"}} {
			if *f.to == "" {
				*f.to = words(v[f.key])
			}
		}
	}
}

// words gives a value of JSON-LD as text: a string, a thing's name, or several.
func words(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case map[string]any:
		return words(v["name"])
	case []any:
		var all []string
		for _, x := range v {
			if s := words(x); s != "" && len(all) < 20 {
				all = append(all, s)
			}
		}
		return strings.Join(all, ", ")
	}
	return ""
}

// pick gives the first meta element that is there.
func (m *meta) pick(keys ...string) string {
	for _, k := range keys {
		if v := m.named[k]; v != "" {
			return v
		}
	}
	return ""
}

var dateInAddress = regexp.MustCompile(`/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?:/|-|$)`)

// into fills in what the page says of itself; what is guessed is noted.
func (m *meta) into(t *Text, base *url.URL) {
	t.URL = m.url
	if base != nil && base.Host != "" {
		if t.URL == "" || !sameHost(t.URL, base) { // a page may claim any address: the one it came from stands
			t.URL = base.String()
		}
	}
	t.Title = firstOf(m.title, m.pick("og:title", "twitter:title", "citation_title", "dc.title", "dcterms.title"), m.first, m.titleTag)
	t.Author = firstOf(m.author, notAddress(m.pick("author", "article:author", "citation_author", "dc.creator", "dcterms.creator", "parsely-author", "byl", "sailthru.author")))
	t.Author = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(t.Author, "By "), "by "))
	t.Publisher = firstOf(m.publisher, m.pick("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "citation_journal_title", "publisher"))
	if t.Publisher == "" && base != nil && base.Host != "" {
		t.Publisher = strings.TrimPrefix(base.Hostname(), "www.")
		t.note("The publisher is guessed from the address.")
	}
	t.Language = firstOf(m.htmlLang, m.lang, m.pick("content-language", "dc.language", "dcterms.language", "og:locale"))
	for _, v := range []string{m.date, m.pick("article:published_time", "og:published_time", "article:published", "datepublished", "citation_publication_date", "citation_date",
		"dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publication_date", "date", "cxenseparse:recs:publishtime")} {
		if day, ok := dayOf(v); ok {
			t.Date = day
			return
		}
	}
	if day, ok := dayOf(m.timeTag); ok {
		t.Date = day
		t.note("The date is that of the first time shown on the page.")
		return
	}
	if d := dateInAddress.FindStringSubmatch(t.URL); d != nil {
		t.Date = d[1] + "-" + d[2] + "-" + d[3]
		if _, ok := wholeDay(t.Date); !ok {
			t.Date = ""
			return
		}
		t.note("The date is guessed from the address.")
	}
}

// dayOf reads a date or time as machines write it, and gives the day as it is
// written there: the day where it was published, not the one in Greenwich.
func dayOf(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if len(s) >= 10 && s[4] == '-' && s[7] == '-' {
		if day, ok := wholeDay(s[:10]); ok {
			return day, true
		}
	}
	if len(s) >= 8 && strings.Trim(s[:8], "0123456789") == "" && (len(s) == 8 || s[8] == 'T') {
		if day, ok := wholeDay(s[:4] + "-" + s[4:6] + "-" + s[6:8]); ok {
			return day, true
		}
	}
	if len(s) > 60 {
		return "", false
	}
	if day, ok := wholeDay(s); ok {
		return day, true
	}
	for _, layout := range []string{time.RFC1123Z, time.RFC1123, time.RFC822Z, time.RFC822, time.RFC850, time.ANSIC, time.UnixDate,
		"2006/01/02", "2006/01/02 15:04:05", "January 2, 2006 3:04 PM", "January 2, 2006, 3:04 PM", "Jan 2, 2006 3:04 PM", "2 January 2006 15:04", "Mon Jan 2 2006 15:04:05 GMT-0700"} {
		if d, err := time.Parse(layout, s); err == nil {
			return wholeDay(d.Format(time.DateOnly))
		}
	}
	return "", false
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s = oneLine(s); s != "" {
			return s
		}
	}
	return ""
}

// notAddress drops an author that is the address of a page about them.
func notAddress(s string) string {
	if strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") {
		return ""
	}
	return s
}

func sameHost(address string, base *url.URL) bool {
	u, err := url.Parse(address)
	return err == nil && strings.TrimPrefix(u.Hostname(), "www.") == strings.TrimPrefix(base.Hostname(), "www.")
}
