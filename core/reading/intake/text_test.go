package intake

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// one reads bytes that are to give one text.
func one(t *testing.T, name, raw string) Text {
	t.Helper()
	texts, err := Parse(t.Context(), name, []byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) != 1 {
		t.Fatalf("%d texts, want 1", len(texts))
	}
	if string(texts[0].Raw) != raw || len(texts[0].SHA256) != 64 {
		t.Error("the bytes as found are not kept")
	}
	return texts[0]
}

func noted(t *testing.T, x Text, part string) {
	t.Helper()
	if !strings.Contains(strings.Join(x.Notes, "\n"), part) {
		t.Errorf("no note says %q: %q", part, x.Notes)
	}
}

// body has enough words for its language to be told.
const body = `Norway promised Ukraine two air-defence systems in March. The delivery was postponed twice, officials in Oslo said, because the factory could not keep up with orders from other allies. The minister told parliament that the first of them would arrive before the winter, and that crews were already being trained.`

func TestPlain(t *testing.T) {
	for _, c := range []struct {
		name, raw, want, note string
	}{
		{"UTF-8", "The café.\n\nIt closed.", "The café.\n\nIt closed.", ""},
		{"its mark", "\xef\xbb\xbfThe café.", "The café.", ""},
		{"Windows line ends", "One\r\ntwo\r\n\r\n\r\n\r\nthree", "One\ntwo\n\nthree", ""},
		{"old Macintosh line ends", "One\rtwo\r\rthree", "One\ntwo\n\nthree", ""},
		{"Latin-1", "Le caf\xe9 a \xe9t\xe9 ferm\xe9 par la pr\xe9fecture, dit-on \xe0 la mairie, et rien n'a chang\xe9.", "Le café a été fermé par la préfecture, dit-on à la mairie, et rien n'a changé.", "encoding is guessed"},
		{"Windows-1252", "He said \x93no\x94 \x96 twice, and the envoy\x92s plane left.", "He said “no” – twice, and the envoy’s plane left.", "encoding is guessed"},
		{"UTF-16, small end", "\xff\xfeI\x00r\x00a\x00n\x00", "Iran", ""},
		{"UTF-16, big end", "\xfe\xff\x00I\x00r\x00a\x00n", "Iran", ""},
		{"UTF-16 without a mark", "R\x00u\x00s\x00s\x00i\x00a\x00 \x00w\x00a\x00i\x00t\x00s\x00", "Russia waits", "UTF-16 without its mark"},
		{"UTF-8 with a hole", "The envoy’s plane “left” – but the minister’s \xff car “stayed” – he’d walk.", "The envoy’s plane “left” – but the minister’s \ufffd car “stayed” – he’d walk.", "1 character could not be read"},
		{"NUL bytes", "The plane left Oslo on Monday.\x00\x00 It came back.", "The plane left Oslo on Monday. It came back.", "2 control characters were left out"},
		{"soft hyphens and what is unseen", "an all\u00adi\u00adance\u200b of\u00a0states", "an alliance of states", ""},
		{"a joiner of Persian stays", "می\u200cشود", "می\u200cشود", ""},
		{"marks that turn", "the \u202eelttab\u202c won", "the elttab won", "2 marks that turn"},
		{"a composed letter", "cafe\u0301", "café", ""},
		{"a page's end", "One.\fTwo.", "One.\n\nTwo.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := one(t, "a.txt", c.raw)
			if x.Full != c.want || x.Extract != c.want || x.MIME != "text/plain" {
				t.Errorf("got %q, %q, %s, want %q", x.Full, x.Extract, x.MIME, c.want)
			}
			if c.note != "" {
				noted(t, x, c.note)
			}
		})
	}
}

func TestCyrillicEncoding(t *testing.T) {
	want := "Россия и Иран договорились о поставках. Министр сообщил, что договор будет подписан в Тегеране."
	var raw []byte
	for _, r := range want {
		switch {
		case r < 0x80:
			raw = append(raw, byte(r))
		default:
			raw = append(raw, byte(r-0x410+0xc0)) // windows-1251
		}
	}
	x := one(t, "", string(raw))
	if x.Full != want {
		t.Errorf("got %q", x.Full)
	}
	noted(t, x, "windows-1251")
}

func TestHeadOfPlainText(t *testing.T) {
	for _, c := range []struct{ name, raw, title, date string }{
		{"title and date", "Remarks on the Sale\nUS Department of State, 2015-04-13\n\nText.", "Remarks on the Sale", "2015-04-13"},
		{"a dateline", "Remarks on the Sale\n\nWashington, April 13, 2015\n\nText.", "Remarks on the Sale", "2015-04-13"},
		{"a label", "Remarks\nDate: 13 April 2015\nText.", "Remarks", "2015-04-13"},
		{"a year is no day", "Remarks\nLondon, 2015\nText.", "Remarks", ""},
		{"a date in a sentence", "It began on 13 April 2015 when the envoy left, as all remember who were there and who saw what came of it.\nMore.", "", ""},
		{"a sentence is no title", "It began early.\n\nMore.", "", ""},
	} {
		x := one(t, "a.txt", c.raw)
		if x.Title != c.title || x.Date != c.date {
			t.Errorf("%s: %q, %q, want %q, %q", c.name, x.Title, x.Date, c.title, c.date)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"English", body, "en"},
		{"Russian", strings.Repeat("Министр иностранных дел заявил, что переговоры пройдут в Тегеране на следующей неделе. ", 5), "ru"},
		{"Persian", strings.Repeat("وزیر خارجه گفت که گفتگوها هفته آینده در تهران برگزار خواهد شد و نتیجه آن اعلام می‌شود. ", 5), "fa"},
		{"German", strings.Repeat("Der Minister sagte, dass die Verhandlungen in der nächsten Woche in Teheran stattfinden werden. ", 5), "de"},
		{"Chinese", strings.Repeat("外交部长表示，谈判将于下周在德黑兰举行，双方将讨论有关问题。", 10), "zh"},
		{"too short", "Nein.", ""},
	} {
		x := one(t, "a.txt", c.raw)
		if x.Language != c.want {
			t.Errorf("%s: %q, want %q (%q)", c.name, x.Language, c.want, x.Notes)
		}
	}
	x := one(t, "a.html", "<html lang=fr><p>"+body)
	if x.Language != "en" {
		t.Errorf("a page that says it is French and is English: %q", x.Language)
	}
	noted(t, x, `"fr"`)
	if x := one(t, "a.html", "<html lang=en_GB><p>"+body); x.Language != "en-gb" {
		t.Errorf("English of Britain: %q", x.Language)
	}
}

func TestMarkdown(t *testing.T) {
	x := one(t, "a.md", "---\ntitle: \"Ally\\_\\\n  named\"\ndate: '2022-03-10'\nauthor: [A. One, B. Two]\nsource_url: https://www.example.org/2022/03/10/x/\n---\n\nBy the *law* of\nthe [land](https://example.org/secret),\n\n- one\n- two\n\n<script>alert(1)</script>\n")
	want := "By the law of the land,\n\none\ntwo"
	if x.Full != want || x.Title != "Ally named" || x.Date != "2022-03-10" || x.Author != "A. One, B. Two" || x.Publisher != "example.org" || x.MIME != "text/markdown" {
		t.Errorf("got %+v", x)
	}
	x = one(t, "b.md", "# A heading\n\nWords here.")
	if x.Title != "A heading" || x.Full != "A heading\n\nWords here." {
		t.Errorf("got %q, %q", x.Title, x.Full)
	}
	x = one(t, "c.md", "---\ntitle: [broken\n---\n\nWords here.")
	if x.Full != "Words here." {
		t.Errorf("got %q", x.Full)
	}
	noted(t, x, "front matter could not be read")
}

// TestHostileMarkdown holds Markdown made to take for ever to being read as plain
// text, at once and whole.
func TestHostileMarkdown(t *testing.T) {
	for _, raw := range []string{strings.Repeat("*a_", 50_000), strings.Repeat("[a](", 50_000), strings.Repeat("> ", 50_000) + "x", strings.Repeat("[", 50_000), strings.Repeat("word\n", maxMarkdown/5+1), strings.Repeat("- ", 50_000) + "x"} {
		start := time.Now()
		x := one(t, "a.md", raw)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%.10q took %v", raw, took)
		}
		if x.MIME != "text/plain" || x.Full != strings.TrimSpace(raw) {
			t.Errorf("%.10q: %s, %d of %d bytes", raw, x.MIME, len(x.Full), len(raw))
		}
		noted(t, x, "read as plain text")
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"old Word", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xxxx", "save it as DOCX"},
		{"RTF", `{\rtf1 hello}`, "save it as DOCX"},
		{"gzip", "\x1f\x8b\x08\x00", "unpack it first"},
		{"a picture", "\x89PNG\r\n\x1a\n", "OCR"},
		{"a program", "\x7fELF\x02\x01", "not a text"},
		{"other bytes", strings.Repeat("\x00\x01\x02\x03\xff", 100), "no text"},
		{"nothing", "", "there is no text"},
		{"spaces", " \n\t\n", "there is no text"},
		{"a page without words", "<html><script>x</script></html>", "there is no text"},
		{"a ZIP archive", "PK\x05\x06" + strings.Repeat("\x00", 18), "unpack it"},
	} {
		_, err := Parse(t.Context(), "dir/some.file", []byte(c.raw))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "some.file") {
			t.Errorf("%s: %v, want it to say %q and the name", c.name, err, c.want)
		}
	}
}

func TestTooLarge(t *testing.T) {
	_, err := Parse(t.Context(), "big", make([]byte, MaxBytes+1))
	if err == nil || !strings.Contains(err.Error(), "100 MB") {
		t.Error(err)
	}
}

func TestLongTextIsCut(t *testing.T) {
	x := one(t, "long.txt", strings.Repeat("é long text ", MaxChars/12))
	if len(x.Full) > MaxChars || !utf8.ValidString(x.Full) {
		t.Errorf("%d bytes", len(x.Full))
	}
	noted(t, x, "the rest is left out")
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Parse(ctx, "a.txt", []byte("words")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func BenchmarkParse(b *testing.B) {
	plain := []byte(strings.Repeat(body+"\n\n", 15))
	page := []byte(article)
	for _, c := range []struct {
		name string
		raw  []byte
	}{{"plain", plain}, {"page", page}} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.raw)))
			for b.Loop() {
				if _, err := Parse(b.Context(), "a", c.raw); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
