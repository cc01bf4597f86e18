package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/mail"
	"golang.org/x/net/html/charset"
)

// maxParts is the number of parts of a mail that are looked at.
const maxParts = 500

// headerLine is how a mail begins.
var headerLine = regexp.MustCompile(`^[a-z][a-z0-9-]{1,60}:[ \t\r]?`)

// looksLikeMail reports a head of a mail at the beginning of a text in small
// letters: two or more fields on lines of their own, one of them a mail's own.
func looksLikeMail(s string) bool {
	fields, own := 0, 0
	for i, line := range strings.SplitN(s, "\n", 40) {
		line = strings.TrimSuffix(line, "\r")
		if line == "" {
			break
		}
		if i > 0 && (line[0] == ' ' || line[0] == '\t') {
			continue
		}
		if !headerLine.MatchString(line) {
			return false
		}
		fields++
		name, _, _ := strings.Cut(line, ":")
		for _, known := range []string{"received", "return-path", "delivered-to", "message-id", "mime-version", "content-type", "x-mailer", "dkim-signature"} {
			if name == known {
				own++
			}
		}
		if name == "from" && strings.Contains(line, "@") || name == "from" && strings.Contains(line, "saved by") {
			own++
		}
	}
	return fields >= 2 && own >= 1
}

// readMailbox reads the mails of a mailbox (mbox), one after another.
func readMailbox(ctx context.Context, raw []byte, h hint) ([]Text, error) {
	var out []Text
	var bad []string
	rest := bytes.TrimLeft(raw, "\xef\xbb\xbf\r\n ")
	n := 0
	for len(rest) > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if n >= maxTexts {
			out[len(out)-1].note("The mailbox goes on after its first %d mails; the rest is left out.", maxTexts)
			break
		}
		n++
		_, one, _ := bytes.Cut(rest, []byte("\n")) // the line "From sender date"
		rest = nil
		if i := bytes.Index(one, []byte("\n\nFrom ")); i >= 0 {
			one, rest = one[:i+1], one[i+2:]
		} else if i := bytes.Index(one, []byte("\r\n\r\nFrom ")); i >= 0 {
			one, rest = one[:i+2], one[i+4:]
		}
		sub := h
		sub.name = fmt.Sprintf("%s, mail %d", h.name, n)
		texts, err := readMail(ctx, bytes.ReplaceAll(one, []byte("\n>From "), []byte("\nFrom ")), sub)
		if err != nil {
			bad = append(bad, fmt.Sprintf("Mail %d could not be read: %v.", n, err))
			continue
		}
		out = append(out, texts...)
	}
	if len(out) == 0 && len(bad) > 0 {
		return nil, errors.New(bad[0])
	}
	for _, b := range bad[:min(len(bad), 10)] {
		out[0].note("%s", b)
	}
	return out, nil
}

// part is one part of a mail, decoded.
type part struct {
	mime, charset, name, location string
	attached                      bool
	body                          []byte
}

// readMail reads a mail or a page saved as one file (MHTML): its words, and what
// is attached as texts of their own.
func readMail(ctx context.Context, raw []byte, h hint) ([]Text, error) {
	if h.depth >= maxDepth {
		return nil, fmt.Errorf("mails stand more than %d deep within each other; the rest is left out", maxDepth)
	}
	e, err := message.Read(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))))
	if e == nil {
		return nil, fmt.Errorf("it is no whole mail: %w", err)
	}
	var t Text
	head := mail.Header{Header: e.Header}
	if s, err := head.Subject(); err == nil {
		t.Title = s
	} else {
		t.Title = head.Get("Subject")
	}
	if day, err := head.Date(); err == nil && !day.IsZero() {
		t.Date, _ = wholeDay(day.Format("2006-01-02"))
	} else if head.Get("Date") != "" {
		t.note("The mail's date could not be read: %s.", oneLine(head.Get("Date")))
	}
	saved := strings.HasPrefix(head.Get("From"), "<Saved by") || strings.HasPrefix(head.Get("From"), "\"Saved by") || head.Get("Snapshot-Content-Location") != ""
	if list, err := head.AddressList("From"); err == nil && len(list) > 0 && !saved {
		t.Author = firstOf(list[0].Name, list[0].Address)
	} else if !saved {
		t.Author = oneLine(head.Get("From"))
	}
	parts, err := partsOf(ctx, e)
	if err != nil && len(parts) == 0 {
		return nil, fmt.Errorf("it is no whole mail: %w", err)
	} else if err != nil {
		t.note("The mail is broken after part %d: %v.", len(parts), err)
	}
	var plain, page *part
	var attached []part
	for i := range parts {
		p := &parts[i]
		switch {
		case p.attached:
			attached = append(attached, *p)
		case p.mime == "text/html" && page == nil:
			page = p
		case strings.HasPrefix(p.mime, "text/plain") && plain == nil:
			plain = p
		case p.mime == "text/plain" || saved || strings.HasPrefix(p.mime, "image/") || p.mime == "text/css" || strings.HasPrefix(p.mime, "font/"):
			if p.mime == "text/plain" && plain != nil {
				plain.body = append(append(plain.body, "\n\n"...), p.body...)
			}
		default:
			attached = append(attached, *p)
		}
	}
	mime := "message/rfc822"
	switch {
	case page != nil:
		sub := hint{name: h.name, charset: page.charset}
		s, err := decodeHTML(page.body, sub, &t)
		if err != nil {
			return nil, err
		}
		var of Text
		address := ""
		if saved {
			address = firstOf(head.Get("Snapshot-Content-Location"), page.location)
			mime = "multipart/related"
		}
		if err := readPage(ctx, &of, s, address); err != nil {
			return nil, err
		}
		t = merge(t, of, saved)
	case plain != nil:
		if t.Full, err = decode(plain.body, plain.charset, &t); err != nil {
			return nil, err
		}
	}
	var more []Text
	for i, p := range attached {
		name := nameFrom(p.name)
		if name == "" {
			name = fmt.Sprintf("attachment %d", i+1)
		}
		sub := hint{name: name, mime: p.mime, charset: p.charset, depth: h.depth + 1}
		texts, err := parse(ctx, p.body, sub)
		if err != nil {
			t.note("An attachment is left out: %v.", err)
			continue
		}
		for _, x := range texts {
			x.Name = h.name + ": " + x.Name
			if x.Date == "" && t.Date != "" {
				x.Date = t.Date
				x.note("The date is that of the mail it came with.")
			}
			more = append(more, x)
		}
		t.note("An attachment is a text of its own: %s.", name)
		if len(more) >= maxTexts {
			t.note("Only the first %d attachments are read.", maxTexts)
			break
		}
	}
	t = finish(t, raw, h, mime)
	if t.Full == "" {
		if len(more) == 0 {
			return nil, ErrNoText
		}
		return more, nil
	}
	return append([]Text{t}, more...), nil
}

// merge puts what the head of a mail says over what its page says of itself; of
// a saved page the page knows better.
func merge(head, page Text, saved bool) Text {
	out := page
	out.Notes = append(head.Notes, page.Notes...)
	if saved {
		out.Title = firstOf(page.Title, head.Title)
		if out.Date == "" && head.Date != "" {
			out.Date = head.Date
			out.note("The date is the day on which the page was saved.")
		}
		return out
	}
	out.Title, out.Author, out.Date = firstOf(head.Title, page.Title), firstOf(head.Author, page.Author), firstOf(head.Date, page.Date)
	out.URL, out.Publisher = "", ""
	return out
}

// partsOf gives the parts of a mail that hold something, decoded.
func partsOf(ctx context.Context, e *message.Entity) ([]part, error) {
	var out []part
	seen, size := 0, 0
	err := e.Walk(func(path []int, e *message.Entity, err error) error {
		if err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if seen++; seen > maxParts {
			return fmt.Errorf("it has more than %d parts; the rest is left out", maxParts)
		}
		if len(path) > 20 {
			return errors.New("its parts stand too deep within each other")
		}
		mime, params, typeErr := e.Header.ContentType()
		if typeErr != nil || mime == "" {
			mime = "text/plain"
		}
		mime = strings.ToLower(mime)
		if strings.HasPrefix(mime, "multipart/") {
			return nil
		}
		body, err := io.ReadAll(io.LimitReader(e.Body, MaxBytes+1))
		if size += len(body); size > MaxBytes {
			return tooLarge(0)
		}
		if err != nil && len(body) == 0 {
			return err
		}
		disposition, dp, _ := e.Header.ContentDisposition()
		p := part{mime: mime, charset: params["charset"], name: firstOf(dp["filename"], params["name"]), location: e.Header.Get("Content-Location"), body: body}
		p.attached = disposition == "attachment" || mime == "message/rfc822"
		if strings.HasPrefix(mime, "text/") && p.charset != "" && !message.IsUnknownCharset(err) {
			p.charset = "utf-8" // the library decoded it
		}
		out = append(out, p)
		return nil
	})
	return out, err
}

func init() {
	// The library knows UTF-8 alone until it is given the rest.
	message.CharsetReader = charset.NewReaderLabel
}
