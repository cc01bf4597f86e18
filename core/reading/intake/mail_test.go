package intake

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

const mailHead = "Return-Path: <a@example.org>\r\nFrom: =?utf-8?q?Ann_Wr=C3=AFter?= <a@example.org>\r\nTo: b@example.org\r\nSubject: =?utf-8?b?" + "QWlkIGxhdGU=" + "?=\r\nDate: Mon, 06 May 2024 23:30:00 -0500\r\nMIME-Version: 1.0\r\n"

func TestMail(t *testing.T) {
	x := one(t, "a.eml", mailHead+"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nThe caf=E9 is closed, =\r\nsaid the envoy.\r\n")
	if x.Full != "The café is closed, said the envoy." || x.Title != "Aid late" || x.Author != "Ann Wrïter" || x.Date != "2024-05-06" || x.MIME != "message/rfc822" {
		t.Errorf("got %q, %q, %q, %q", x.Full, x.Title, x.Author, x.Date)
	}
}

func TestMailOfParts(t *testing.T) {
	docx := packed(t, map[string]string{"word/document.xml": wordHead + para("Attached words.") + wordFoot})
	raw := mailHead + "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: multipart/alternative; boundary=C\r\n\r\n" +
		"--C\r\nContent-Type: text/plain\r\n\r\nPLAIN\r\n--C\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Read <b>this</b>.<script>no()</script>\r\n--C--\r\n" +
		"--B\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"../../../etc/report.docx\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString([]byte(docx)) + "\r\n" +
		"--B\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=\"x.png\"\r\n\r\n\x89PNG\r\n\x1a\n\r\n" +
		"--B\r\nContent-Type: message/rfc822\r\n\r\nFrom: c@example.org\r\nReceived: x\r\nSubject: Inner\r\n\r\nInner words.\r\n--B--\r\n"
	texts, err := Parse(t.Context(), "a.eml", []byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range texts {
		got = append(got, fmt.Sprintf("%s|%s|%s|%s", x.Name, x.Title, x.Date, x.Full))
	}
	want := []string{"a.eml|Aid late|2024-05-06|Read this.", "a.eml: report.docx|Attached words.|2024-05-06|Attached words.", "a.eml: attachment 3|Inner|2024-05-06|Inner words."}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	noted(t, texts[0], "a text of its own: report.docx")
	noted(t, texts[0], "x.png: it is a picture")
	if texts[1].SHA256 == texts[0].SHA256 || string(texts[1].Raw) != docx {
		t.Error("an attachment is not kept as its own bytes")
	}
}

func TestMHTML(t *testing.T) {
	x := one(t, "a.mhtml", "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/2024/05/06/x\r\nSubject: Aid late\r\nDate: Fri, 10 May 2024 10:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"B\"\r\n\r\n--B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/2024/05/06/x\r\n\r\n<html><p>Words =E2=80=94 saved.\r\n--B\r\nContent-Type: text/css\r\n\r\np{}\r\n--B--\r\n")
	if x.Full != "Words — saved." || x.URL != "https://example.org/2024/05/06/x" || x.Date != "2024-05-06" || x.Title != "Aid late" || x.Author != "" || x.Publisher != "example.org" {
		t.Errorf("got %+v", x)
	}
}

func TestMailbox(t *testing.T) {
	raw := "From a@example.org Mon May  6 10:00:00 2024\nFrom: a@example.org\nSubject: One\nMessage-ID: <1>\n\nFirst words.\n>From here on.\n\nFrom b@example.org Tue May  7 10:00:00 2024\nFrom: b@example.org\nSubject: Two\nMessage-ID: <2>\n\nSecond words.\n"
	texts, err := Parse(t.Context(), "a.mbox", []byte(raw))
	if err != nil || len(texts) != 2 {
		t.Fatal(texts, err)
	}
	if texts[0].Full != "First words.\nFrom here on." || texts[1].Title != "Two" || texts[1].Name != "a.mbox, mail 2" {
		t.Errorf("got %q, %q, %q", texts[0].Full, texts[1].Title, texts[1].Name)
	}
}

func TestHostileMail(t *testing.T) {
	inner := "From: a@example.org\r\nReceived: x\r\nSubject: deepest\r\n\r\nwords\r\n"
	for range 30 {
		inner = "From: a@example.org\r\nReceived: x\r\nContent-Type: message/rfc822\r\n\r\n" + inner
	}
	if _, err := Parse(t.Context(), "deep.eml", []byte(inner)); err == nil || !strings.Contains(err.Error(), "no text") {
		t.Errorf("mails in mails: %v", err)
	}
	parts := mailHead + "Content-Type: multipart/mixed; boundary=B\r\n\r\n" + strings.Repeat("--B\r\nContent-Type: text/plain\r\n\r\nx\r\n", 2_000) + "--B--"
	noted(t, one(t, "parts.eml", parts), "more than 500 parts")
	nested := mailHead
	for i := range 400 {
		nested += fmt.Sprintf("Content-Type: multipart/mixed; boundary=B%d\r\n\r\n--B%d\r\n", i, i)
	}
	refusedAs(t, "nested.eml", nested+"\r\nwords", "")
	x := one(t, "cut.eml", mailHead+"Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\nThe words that came.")
	if x.Full != "The words that came." {
		t.Errorf("a mail that breaks off: %q", x.Full)
	}
}

func TestPlainTextThatIsNoMail(t *testing.T) {
	for _, raw := range []string{"Subject: the treaty\nDate: unknown\n\nWords.", "Moscow: we wait\nTehran: so do we\n\nWords.", "From: the ministry\nTo: all\n\nWords."} {
		if x := one(t, "a.txt", raw); x.MIME != "text/plain" || !strings.Contains(x.Full, "Words.") {
			t.Errorf("%q: %s, %q", raw, x.MIME, x.Full)
		}
	}
}
