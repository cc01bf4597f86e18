package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The limits.
const (
	MaxBytes = 100_000_000 // of a file, an answer or a part of one
	MaxChars = 20_000_000  // bytes of text taken from it
	maxTexts = 1_000       // texts of one feed or mailbox
	maxDepth = 4           // mails within mails
)

// ErrNoText is that of a source in which there are no words.
var ErrNoText = errors.New("there is no text in it")

// Text is one text as it was found, and what is known of it.
type Text struct {
	Name      string // the file's name, or the address it was fetched from
	Title     string
	Author    string
	Publisher string
	URL       string
	Language  string // BCP 47; empty where too few words tell
	Date      string // EDTF, a day where the source gives one; empty where it gives none
	MIME      string // of Raw
	SHA256    string // of Raw, hexadecimal
	Raw       []byte
	Full      string   // all visible text: UTF-8, paragraphs parted by an empty line
	Extract   string   // the main text; Full where there is no such difference
	Notes     []string // what was left out, guessed or odd, a sentence each
}

// note adds a sentence to the notes, once.
func (t *Text) note(format string, args ...any) {
	s := fmt.Sprintf(format, args...)
	for _, old := range t.Notes {
		if old == s {
			return
		}
	}
	t.Notes = append(t.Notes, s)
}

// hint is what is known of bytes before they are looked at.
type hint struct {
	name    string // file name or address
	url     string // the address they are from
	mime    string // as declared
	charset string // as declared
	depth   int    // mails that stand around
}

// Parse reads the text or texts in some bytes, by their content first and by
// name second: plain text, HTML, MHTML, Markdown, PDF, DOCX, mail, a mailbox,
// RSS, Atom and JSON feeds. name may be a file's name, an address or empty. The
// context bounds what may take long. Raw aliases raw.
func Parse(ctx context.Context, name string, raw []byte) ([]Text, error) {
	return parse(ctx, raw, hint{name: name})
}

func parse(ctx context.Context, raw []byte, h hint) (out []Text, err error) {
	what := h.name
	if what == "" {
		what = "the text"
	}
	defer func() {
		// A library's bug on a broken file must not end the program: one file is
		// refused and the rest is read.
		if r := recover(); r != nil {
			out, err = nil, fmt.Errorf("read %s: it is broken in a way that its reader does not bear (%v)", what, r)
		}
	}()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", what, err)
	}
	if len(raw) > MaxBytes {
		return nil, fmt.Errorf("read %s: %w", what, tooLarge(int64(len(raw))))
	}
	k := sniff(raw, h)
	if k.refuse != "" {
		return nil, fmt.Errorf("read %s: %s", what, k.refuse)
	}
	out, err = k.read(ctx, raw, h)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", what, err)
	}
	kept := out[:0]
	for _, t := range out {
		if t.Full != "" {
			kept = append(kept, t)
		}
	}
	if len(kept) == 0 {
		return nil, fmt.Errorf("read %s: %w", what, ErrNoText)
	}
	return kept, nil
}

// tooLarge is the refusal of so many bytes; 0 where only the limit is known to
// be passed.
func tooLarge(n int64) error {
	if n <= 0 {
		return fmt.Errorf("it has more than %d MB, the most that is read; cut it into parts", MaxBytes/1_000_000)
	}
	return fmt.Errorf("it has %d MB, the most that is read is %d MB; cut it into parts", (n+999_999)/1_000_000, MaxBytes/1_000_000)
}

// finish makes a text ready: clean words, digest and language.
func finish(t Text, raw []byte, h hint, mime string) Text {
	sum := sha256.Sum256(raw)
	t.Raw, t.SHA256, t.MIME = raw, hex.EncodeToString(sum[:]), mime
	if t.Name == "" {
		t.Name = h.name
	}
	if t.URL == "" {
		t.URL = h.url
	}
	same := t.Extract == "" || t.Extract == t.Full
	var odd oddities
	t.Full = clean(t.Full, &odd)
	if same {
		t.Extract = t.Full
	} else {
		t.Extract = clean(t.Extract, &oddities{})
	}
	if t.Extract == "" {
		t.Extract = t.Full
	}
	if len(t.Full) > MaxChars {
		t.note("The text goes on after its first %d million characters; the rest is left out.", MaxChars/1_000_000)
		t.Full = cutRunes(t.Full, MaxChars)
		t.Extract = cutRunes(t.Extract, MaxChars)
	}
	odd.tell(&t)
	for _, p := range []*string{&t.Title, &t.Author, &t.Publisher, &t.URL} {
		*p = cutRunes(oneLine(*p), 1000)
	}
	tellLanguage(&t)
	return t
}

// cutRunes cuts a text after at most n bytes, between characters.
func cutRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// oddities counts what clean takes out.
type oddities struct{ control, turning, broken int }

func (o oddities) tell(t *Text) {
	if o.control > 0 {
		t.note("%s left out.", countOf(o.control, "control character was", "control characters were"))
	}
	if o.turning > 0 {
		t.note("%s that turn the direction of writing left out: they can make words read other than they are.", countOf(o.turning, "mark", "marks"))
	}
	if o.broken > 0 {
		t.note("%s could not be read and stand as \ufffd.", countOf(o.broken, "character", "characters"))
	}
}

func countOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// clean gives a text the form in which it is stored: composed characters (NFC),
// line feeds alone, plain spaces, no soft hyphens and nothing unseen except what
// Persian, Indic and emoji need to be written (the joiners), at most one empty
// line in a row.
func clean(s string, odd *oddities) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	var b strings.Builder
	b.Grow(len(s))
	newlines, spaces, last := 0, 0, ' '
	for _, r := range s {
		before := last
		last = r
		switch {
		case r == '\n' && before == '\r':
			continue
		case r == '\n' || r == '\r':
			newlines++
			spaces = 0
			continue
		case r == '\u2028' || r == '\v' || r == '\u0085':
			newlines++
			spaces = 0
			continue
		case r == '\u2029' || r == '\f':
			newlines += 2
			spaces = 0
			continue
		case r == '\t', unicode.Is(unicode.Zs, r):
			spaces++
			continue
		case r == '\u00ad', r == '\u200b', r == '\u2060', r == '\ufeff', r == '\u200e', r == '\u200f', r == '\u061c':
			continue // unseen, and of no meaning for the words
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			odd.turning++
			continue
		case unicode.IsControl(r):
			odd.control++
			continue
		case r == utf8.RuneError:
			odd.broken++
		}
		switch {
		case b.Len() == 0:
		case newlines > 1:
			b.WriteString("\n\n")
		case newlines == 1:
			b.WriteByte('\n')
		case spaces > 0:
			b.WriteByte(' ')
		}
		newlines, spaces = 0, 0
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

// oneLine gives a text on one line, clean.
func oneLine(s string) string {
	return strings.Join(strings.Fields(clean(s, &oddities{})), " ")
}

// kind is a format: how it is read, or why it is not.
type kind struct {
	read   func(context.Context, []byte, hint) ([]Text, error)
	refuse string
}

// refused are the files that a person is likely to try and that are no text, by
// their first bytes.
var refused = []struct{ magic, why string }{
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is a file of an old Office format; save it as DOCX or PDF"},
	{"{\\rtf", "it is RTF; save it as DOCX or PDF"},
	{"\x1f\x8b", "it is compressed (gzip); unpack it first"},
	{"BZh", "it is compressed (bzip2); unpack it first"},
	{"\xfd7zXZ", "it is compressed (xz); unpack it first"},
	{"\x28\xb5\x2f\xfd", "it is compressed (zstd); unpack it first"},
	{"7z\xbc\xaf\x27\x1c", "it is a 7-Zip archive; unpack it first"},
	{"Rar!", "it is a RAR archive; unpack it first"},
	{"\x89PNG", "it is a picture; recognise its text first (OCR)"},
	{"\xff\xd8\xff", "it is a picture; recognise its text first (OCR)"},
	{"GIF8", "it is a picture; recognise its text first (OCR)"},
	{"II*\x00", "it is a picture; recognise its text first (OCR)"},
	{"MM\x00*", "it is a picture; recognise its text first (OCR)"},
	{"\x7fELF", "it is a program, not a text"},
	{"MZ\x90\x00", "it is a program, not a text"},
	{"SQLite format 3\x00", "it is a database, not a text; a case file is opened, not read"},
	{"ID3", "it is a sound recording; write down its words first"},
	{"OggS", "it is a recording; write down its words first"},
}

// sniff finds out what bytes are.
func sniff(raw []byte, h hint) kind {
	head := raw[:min(len(raw), 4096)]
	for _, r := range refused {
		if bytes.HasPrefix(head, []byte(r.magic)) {
			return kind{refuse: r.why}
		}
	}
	if i := bytes.Index(raw[:min(len(raw), 1024)], []byte("%PDF-")); i >= 0 && (i == 0 || bytes.IndexByte(raw[:i], '<') < 0) {
		return kind{read: readPDF}
	}
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")) {
		return kind{read: readDOCX}
	}
	ext := strings.ToLower(path.Ext(strings.SplitN(h.name, "?", 2)[0]))
	text := strings.ToLower(strings.TrimSpace(peek(head)))
	switch {
	case strings.HasPrefix(text, "from ") && looksLikeMail(afterLine(text)):
		return kind{read: readMailbox}
	case looksLikeMail(text):
		return kind{read: readMail}
	case looksLikeFeed(text):
		return kind{read: readFeed}
	case ext == ".md" || ext == ".markdown" || hasFrontMatter(text):
		return kind{read: readMarkdown}
	case looksLikeHTML(text):
		return kind{read: readHTML}
	case ext == ".eml" || h.mime == "message/rfc822":
		return kind{read: readMail}
	case h.mime == "text/html" || h.mime == "application/xhtml+xml" || ext == ".html" || ext == ".htm" || ext == ".xhtml":
		return kind{read: readHTML}
	case h.mime == "text/markdown":
		return kind{read: readMarkdown}
	}
	return kind{read: readPlain}
}

// peek gives the beginning of a text in characters, whatever its encoding:
// enough to see what it is.
func peek(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return string(bytes.ReplaceAll(head[2:], []byte{0}, nil))
	}
	return string(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))
}

func afterLine(s string) string {
	_, rest, _ := strings.Cut(s, "\n")
	return rest
}

// looksLikeHTML reports markup at the beginning of a text in small letters.
func looksLikeHTML(s string) bool {
	for strings.HasPrefix(s, "<!--") { // the comment that a browser saves a page with
		_, rest, ok := strings.Cut(s, "-->")
		if !ok {
			return true
		}
		s = strings.TrimSpace(rest)
	}
	if strings.HasPrefix(s, "<?xml") {
		_, s, _ = strings.Cut(s, "?>")
		s = strings.TrimSpace(s)
	}
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<script", "<div", "<p>", "<p ", "<article", "<h1", "<h2", "<main",
		"<section", "<span", "<table", "<ul", "<ol", "<blockquote", "<a ", "<b>", "<i>", "<em", "<strong", "<br", "<figure", "<header", "<style", "<link", "<svg", "<img"} {
		if strings.HasPrefix(s, tag) {
			return true
		}
	}
	return false
}
