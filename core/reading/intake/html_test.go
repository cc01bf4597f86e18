package intake

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// article is a page as newspapers make them.
const article = `<!DOCTYPE html><html lang="en"><head><title>Aid late again | The Daily</title>
<meta property="og:site_name" content="The Daily"><meta property="og:title" content="Aid late again">
<meta name="author" content="By A. Writer"><link rel="canonical" href="https://daily.example.org/2024/05/06/aid">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","headline":"Aid late again","datePublished":"2024-05-06T23:30:00-05:00","author":[{"name":"A. Writer"},{"name":"B. Helper"}],"publisher":{"name":"The Daily Post"}}]}</script>
<style>p{color:red}</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<script>document.write("RUN")</script><noscript>Turn scripts on</noscript>
<h1>Aid late again</h1>
<div class="standfirst"><span>Two promised systems will not come before winter, the ministry in Oslo admitted on Monday, after months of silence.</span></div>
<article><p>` + body + `</p><p>Kyiv had asked for them in January, after strikes on its power stations, and was told in spring that they were on their way to the border.</p>
<p style="display: none">HIDDEN WORDS</p>
<p>In parliament the opposition called the delay a breach of what had been promised, and asked for the letters between the two ministries to be laid open.</p></article>
<aside>Read more: ten best cafés</aside><footer>© The Daily. All rights reserved.</footer></body></html>`

func TestHTML(t *testing.T) {
	x := one(t, "page.html", article)
	got := []string{x.Title, x.Author, x.Publisher, x.Date, x.URL, x.Language, x.MIME}
	want := []string{"Aid late again", "A. Writer, B. Helper", "The Daily Post", "2024-05-06", "https://daily.example.org/2024/05/06/aid", "en", "text/html"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	for _, bad := range []string{"RUN", "color", "HIDDEN", "Turn scripts on", "document", "schema.org"} {
		if strings.Contains(x.Full+x.Extract, bad) {
			t.Errorf("%q is in the text", bad)
		}
	}
	for _, s := range []string{"Two promised systems", "Norway promised", "Kyiv had asked", "laid open."} {
		if !strings.Contains(x.Extract, s) {
			t.Errorf("the main text lacks %q:\n%s", s, x.Extract)
		}
	}
	for _, s := range []string{"Home", "Read more", "All rights reserved", "Two promised systems"} {
		if !strings.Contains(x.Full, s) {
			t.Errorf("the full text lacks %q", s)
		}
	}
	for _, s := range []string{"Home", "All rights reserved"} {
		if strings.Contains(x.Extract, s) {
			t.Errorf("the main text has %q", s)
		}
	}
	noted(t, x, "1 element that the page does not show")
}

// TestLostLead holds the main text to beginning with what stands between the
// title and where the extractor began.
func TestLostLead(t *testing.T) {
	lead1 := "The first paragraph says it all, in the one sentence that many readers never get beyond."
	full := "Menu\n\nAid late\n\nBy A. Writer\n\n" + lead1 + "\n\nThen it goes on.\n\nAnd ends."
	lost, sure := lead(full, "Then it goes on.\n\nAnd ends.", "Aid late")
	if !sure || !slices.Equal(lost, []string{lead1}) {
		t.Errorf("got %q, %v", lost, sure)
	}
	if lost, sure := lead(full, "Then it goes on.\n\nAnd ends.", "Other"); sure || len(lost) != 1 {
		t.Errorf("without the title: %q, %v", lost, sure)
	}
	if lost, _ := lead(full, "Not there.", "Aid late"); lost != nil {
		t.Errorf("a main text that is not in the page: %q", lost)
	}
}

func TestVisible(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"blocks", "<p>One</p><div>two<div>three</div></div>", "One\n\ntwo\n\nthree"},
		{"inline", "<p>O<b>n</b>e, <i>two</i>\n\n three", "One, two three"},
		{"line ends", "<p>One<br>two<br/>three", "One\ntwo\nthree"},
		{"list and table", "<ul><li>a<li>b</ul><table><tr><td>c<td>d<tr><td>e</table>", "a\nb\n\nc d\ne"},
		{"as it is typed", "<pre>a\n  b\n\nc</pre>", "a\nb\n\nc"},
		{"entities", "<p>Iran&rsquo;s &amp; Russia&#8217;s&nbsp;pact&shy;s", "Iran’s & Russia’s pacts"},
		{"scripts of all kinds", "<p>a<script>b</script><svg><text>c</text></svg><iframe src=x>d</iframe><template>e</template><object>f</object><a href='javascript:g()'>h</a><p onclick='i()'>j", "ah\n\nj"},
		{"a script that is not closed", "<p>a<script>b <p>c", "a"},
		{"hidden", "<p>a<span hidden>b</span><span style='visibility : HIDDEN'>c</span>d", "ad"},
	} {
		if x := one(t, "a.html", "<html>"+c.in); x.Full != c.want {
			t.Errorf("%s: %q, want %q", c.name, x.Full, c.want)
		}
	}
}

func TestPageDates(t *testing.T) {
	for _, c := range []struct{ name, head, want, note string }{
		{"a day where it was published", `<meta property="article:published_time" content="2024-01-31T23:59:00-08:00">`, "2024-01-31", ""},
		{"in words", `<meta name="date" content="March 5, 2021">`, "2021-03-05", ""},
		{"without marks", `<meta name="pubdate" content="20210305T101010Z">`, "2021-03-05", ""},
		{"a time element", `<body><time datetime="2020-02-29">x</time>`, "2020-02-29", "first time shown"},
		{"the address", `<link rel=canonical href="https://example.org/2019/07/08/x">`, "2019-07-08", "guessed from the address"},
		{"no such day", `<meta name="date" content="2021-02-30">`, "", ""},
		{"none", ``, "", ""},
	} {
		x := one(t, "a.html", "<html><head>"+c.head+"<p>Words.")
		if x.Date != c.want {
			t.Errorf("%s: %q, want %q", c.name, x.Date, c.want)
		}
		if c.note != "" {
			noted(t, x, c.note)
		}
	}
}

func TestSavedPage(t *testing.T) {
	x := one(t, "saved.html", "<!DOCTYPE html>\n<!-- saved from url=(0026)https://example.org/a/b -->\n<html><p>Words.")
	if x.URL != "https://example.org/a/b" || x.Publisher != "example.org" {
		t.Errorf("%q, %q", x.URL, x.Publisher)
	}
}

func TestEncodingsOfPages(t *testing.T) {
	for _, raw := range []string{
		"<html><meta charset=windows-1251><p>\xd0\xee\xf1\xf1\xe8\xff",
		"<html><meta http-equiv=content-type content='text/html; charset=koi8-r'><p>\xf2\xcf\xd3\xd3\xc9\xd1",
		"\xff\xfe<\x00p\x00>\x00 \x04>\x04A\x04A\x048\x04O\x04",
	} {
		if x := one(t, "a.html", raw); x.Full != "Россия" {
			t.Errorf("%q: %q", raw, x.Full)
		}
	}
}

// TestHostileHTML holds pages made to hurt to an end in bounded time with the
// words kept.
func TestHostileHTML(t *testing.T) {
	for _, c := range []struct{ name, raw string }{
		{"deep", "<html>" + strings.Repeat("<div>", 200_000) + "words"},
		{"deep and formatted", "<html>" + strings.Repeat("<b><i><a>", 50_000) + "words"},
		{"flat", "<html>" + strings.Repeat("<p>x y z</p>", 100_000) + "<p>words"},
		{"tables in tables", "<html>" + strings.Repeat("<table><tr><td>", 50_000) + "words"},
		{"attributes", "<html><p " + strings.Repeat("a=b ", 300_000) + ">words"},
		{"entities", "<html><p>" + strings.Repeat("&amp;&lt;&#x0;", 100_000) + "words"},
		{"open tags", "<html>" + strings.Repeat("<", 1_000_000) + " words"},
		{"links", "<html>" + strings.Repeat("<p><a href=x>some words, more words</a>", 40_000) + "<p>words"},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			x := one(t, "a.html", c.raw)
			if !strings.HasSuffix(x.Full, "words") {
				t.Errorf("the words are lost: %.100q", x.Full[max(0, len(x.Full)-100):])
			}
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}
