package intake

import (
	"fmt"
	"strings"
	"testing"
)

const rss = `<?xml version="1.0" encoding="utf-8"?><!-- a feed --><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Daily</title><language>en</language>
<item><title>Aid &amp;amp; late</title><link>https://daily.example.org/1</link><dc:creator>A. Writer</dc:creator><pubDate>Mon, 06 May 2024 23:30:00 -0500</pubDate><description>Short.</description><content:encoded><![CDATA[<p>Norway <b>promised</b>.</p><script>no()</script><p>It waits.</p>]]></content:encoded></item>
<item><title>Second</title><link>javascript:alert(1)</link><description>Only &lt;i&gt;a summary&lt;/i&gt;.</description></item>
<item><title>Third</title><link>https://daily.example.org/3</link></item></channel></rss>`

func TestFeed(t *testing.T) {
	texts, err := Parse(t.Context(), "feed.xml", []byte(rss))
	if err != nil || len(texts) != 2 {
		t.Fatal(texts, err)
	}
	x := texts[0]
	if x.Full != "Norway promised.\n\nIt waits." || x.Title != "Aid & late" || x.Author != "A. Writer" || x.Publisher != "The Daily" || x.Date != "2024-05-06" || x.URL != "https://daily.example.org/1" || x.Name != "feed.xml, item 1" {
		t.Errorf("got %+v", x)
	}
	noted(t, x, "1 item of the feed had no words")
	noted(t, texts[1], "gives a summary")
	if texts[1].Full != "Only a summary." {
		t.Errorf("got %q", texts[1].Full)
	}
}

func TestAtom(t *testing.T) {
	texts, err := Feed(t.Context(), "https://example.org/atom", []byte(`<feed xmlns="http://www.w3.org/2005/Atom"><title>The Weekly</title><entry><title>One</title><link href="https://example.org/1"/><updated>2024-05-06T10:00:00Z</updated><author><name>B. Writer</name></author><content type="html">&lt;p&gt;Words here.</content></entry></feed>`))
	if err != nil || len(texts) != 1 {
		t.Fatal(texts, err)
	}
	if x := texts[0]; x.Full != "Words here." || x.Author != "B. Writer" || x.Date != "2024-05-06" || x.Publisher != "The Weekly" {
		t.Errorf("got %+v", x)
	}
}

func TestHostileFeed(t *testing.T) {
	texts, err := Feed(t.Context(), "long", []byte(`<rss version="2.0"><channel><title>T</title>`+strings.Repeat(`<item><title>x</title><description>words</description></item>`, 3_000)+`</channel></rss>`))
	if err != nil || len(texts) != maxTexts {
		t.Fatal(len(texts), err)
	}
	noted(t, texts[maxTexts-1], "the rest is left out")
	if texts, err := Parse(t.Context(), "laughs.xml", []byte(laughs+`<rss version="2.0"><channel><title>&lol9;</title><item><title>x</title><description>&lol9;</description></item></channel></rss>`)); err == nil && len(texts[0].Full) > 1000 {
		t.Errorf("the entities were expanded to %d bytes", len(texts[0].Full))
	}
	refusedAs(t, "deep.xml", `<rss version="2.0"><channel>`+strings.Repeat("<item>", 200_000), "feed")
	refusedAs(t, "empty.xml", `<rss version="2.0"><channel><title>T</title></channel></rss>`, "no item of the feed has words")
	outside := fmt.Sprintf(`<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file://%s/text.go">]><rss version="2.0"><channel><title>T</title><item><title>t</title><description>a &x; b</description></item></channel></rss>`, "/etc")
	if texts, err := Parse(t.Context(), "outside.xml", []byte(outside)); err == nil && strings.Contains(texts[0].Full, "package") {
		t.Error("an entity read a file")
	}
}

func TestLooksLikeFeed(t *testing.T) {
	for s, want := range map[string]bool{
		"<rss version=2>": true, "<?xml version='1.0'?>\n<!-- x --><feed>": true, "<!doctype rss [<!entity a 'b'>]><rdf:rdf>": true, "<!doctype rss system 'x'><rss>": true,
		"<!doctype html><rss>": false, "<?xml": false, "<!--": false, "<!what> <html>": false, "<!d": false, "": false, "a <rss>": false,
		`{"version":"https://jsonfeed.org/version/1"}`: true, "{}": false,
	} {
		if got := looksLikeFeed(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}
