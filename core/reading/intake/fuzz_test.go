package intake

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// sound holds a way in to what must be so of any bytes: no panic gets out, what
// is read is clean UTF-8 with its bytes kept, and an error names the file.
func sound(t *testing.T, raw []byte, read func(context.Context, []byte, hint) ([]Text, error)) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for _, fn := range []func() ([]Text, error){
		func() ([]Text, error) { return read(ctx, raw, hint{name: "file"}) },
		func() ([]Text, error) { return Parse(ctx, "file", raw) },
	} {
		texts, err := fn()
		if ctx.Err() != nil {
			t.Fatal("it takes too long")
		}
		if err != nil {
			if strings.Contains(err.Error(), "does not bear") {
				t.Fatal(err) // a panic that was caught: find out why
			}
			continue
		}
		for _, x := range texts {
			for _, s := range []string{x.Full, x.Extract, x.Title, x.Author, x.Publisher} {
				if !utf8.ValidString(s) || strings.ContainsAny(s, "\x00\r\u202e") || s != strings.TrimSpace(s) {
					t.Fatalf("not clean: %q", s)
				}
			}
			if len(x.SHA256) != 64 || x.Full != "" && x.Extract == "" || strings.Contains(x.Name, "..") {
				t.Fatalf("%+v", x)
			}
			if _, ok := wholeDay(x.Date); x.Date != "" && !ok {
				t.Fatalf("date %q", x.Date)
			}
		}
	}
}

func FuzzParsePlain(f *testing.F) {
	for _, s := range []string{body, "Title\n2024-05-06\n\nText", "\xff\xfea\x00", "a\x00b", "caf\xe9 \x93x\x94", "\xef\xbb\xbf", "Россия", "From a\nFrom: a@b\nReceived: x\n\ny"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) { sound(t, raw, readPlain) })
}

func FuzzParseHTML(f *testing.F) {
	for _, s := range []string{article, "<p>a<script>b", "<!-- saved from url=(0009)http://a -->x", "<meta charset=utf-16><p>x", "<table><tr><td>x<li>y", `<script type="application/ld+json">[[{"@type":"Article","author":[1,{"name":{}}]}]]</script>x`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) { sound(t, raw, readHTML) })
}

func FuzzParseMarkdown(f *testing.F) {
	for _, s := range []string{"---\ntitle: a\ndate: 2024-05-06\n---\n# B\n\ntext", "---\na: &x [*x]\n---\n", "| a | b |\n|--|--|\n| c | d |", "---\nx: {name: [1]}\n...\n<b>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) { sound(t, raw, readMarkdown) })
}

func FuzzParsePDF(f *testing.F) {
	f.Add([]byte(pdfPages([]string{"Words on a page.", "", "More of them."}, []string{"Page 2"})))
	if raw, err := os.ReadFile("testdata/columns.pdf"); err == nil {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) { sound(t, raw, readPDF) })
}

func FuzzParseDOCX(f *testing.F) {
	f.Add([]byte(packed(f, map[string]string{"word/document.xml": wordHead + para("x") + wordFoot, "docProps/core.xml": "<a><title>b</title></a>"})))
	f.Fuzz(func(t *testing.T, raw []byte) { sound(t, raw, readDOCX) })
}

// FuzzParseDOCXBody reaches the XML, which a change to a packed file hardly does.
func FuzzParseDOCXBody(f *testing.F) {
	f.Add(wordHead + para("x") + `<w:p><w:del><w:r><w:delText>y</w:delText></w:r></w:del></w:p>` + wordFoot)
	f.Add(laughs + "<a>&lol9;</a>")
	f.Fuzz(func(t *testing.T, xml string) {
		sound(t, []byte(packed(t, map[string]string{"word/document.xml": xml})), readDOCX)
	})
}

func FuzzParseMail(f *testing.F) {
	for _, s := range []string{mailHead + "Content-Type: text/html; charset=koi8-r\r\n\r\n<p>x", mailHead + "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\ny\r\n--B\r\nContent-Transfer-Encoding: base64\r\n\r\n!!\r\n--B--", "From a\nFrom: a@b\nReceived: x\n\ny\n\nFrom b\nSubject: z\n\nw"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		sound(t, raw, readMail)
		sound(t, raw, readMailbox)
	})
}

func FuzzParseFeed(f *testing.F) {
	for _, s := range []string{rss, laughs + "<rss><channel><item><description>&lol9;</description></item></channel></rss>", `<feed><entry><content type="xhtml"><div>x</div></content></entry></feed>`, `{"version":"https://jsonfeed.org/version/1","items":[{"content_html":"<p>x"}]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) { sound(t, raw, readFeed) })
}

func FuzzAlike(f *testing.F) {
	f.Add("one two three four five", "ONE two, three four five")
	f.Fuzz(func(t *testing.T, a, b string) {
		x := NewIndex()
		x.Add("a", "", a)
		for _, l := range x.Add("b", "", b) {
			if l.ID != "a" || l.Shared <= 0 || l.Shared > 1 {
				t.Fatalf("%+v", l)
			}
		}
	})
}
