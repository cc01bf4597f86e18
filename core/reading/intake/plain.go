package intake

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	encunicode "golang.org/x/text/encoding/unicode"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// readPlain reads plain text.
func readPlain(_ context.Context, raw []byte, h hint) ([]Text, error) {
	var t Text
	s, err := decode(raw, h.charset, &t)
	if err != nil {
		return nil, err
	}
	t.Full = s
	t = finish(t, raw, h, "text/plain")
	headOf(&t)
	return []Text{t}, nil
}

// headOf takes title and date from the first lines of a plain text, where they
// stand as such.
func headOf(t *Text) {
	rest := t.Full
	for i := 0; i < 5 && rest != ""; i++ {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		line = strings.TrimSpace(line)
		n := utf8.RuneCountInString(line)
		if n == 0 || n > 150 {
			continue
		}
		if day, ok := dayIn(line); ok && t.Date == "" {
			t.Date = day
			t.note("The date is guessed from line %d: “%s”.", i+1, line)
		}
		if last, _ := utf8.DecodeLastRuneInString(line); i == 0 && t.Title == "" && (strings.HasPrefix(rest, "\n") || n < 100) && rest != "" && !strings.ContainsRune(".,;:", last) {
			t.Title = line
		}
	}
}

// dayIn finds a date that is all of a short line, or what follows a label or the
// last comma of it, and gives it as EDTF.
func dayIn(line string) (string, bool) {
	tries := []string{line}
	if label, rest, ok := strings.Cut(line, ":"); ok && len(label) < 20 {
		tries = append(tries, rest)
	}
	for _, sep := range []string{", ", " - ", " – ", " — ", " | "} {
		if i := strings.LastIndex(line, sep); i >= 0 {
			tries = append(tries, line[i+len(sep):])
			if j := strings.LastIndex(line[:i], sep); j >= 0 { // Washington, April 13, 2015
				tries = append(tries, line[j+len(sep):])
			}
		}
	}
	for _, s := range tries {
		if day, ok := wholeDay(strings.Trim(s, " .()[]")); ok {
			return day, true
		}
	}
	return "", false
}

// wholeDay reads a day, no more and no less, and gives it as EDTF.
func wholeDay(s string) (string, bool) {
	d, err := edtf.FromInput(s, edtf.DayFirst)
	if err != nil || d.IsInterval() || d.Uncertain() || d.Approximate() || d.Unspecified() {
		return "", false
	}
	a, ok := d.Earliest()
	b, _ := d.Latest()
	if !ok || a != b || a < edtf.DayOf(1450, 1, 1) || a > edtf.DayOf(2200, 1, 1) {
		return "", false
	}
	return edtf.DateOf(a).String(), true
}

var errBinary = errors.New("it is no text: the bytes are those of a program, picture or other data")

// decode gives bytes as UTF-8, by their mark, by what is declared, or by what
// they look like, and notes what it had to guess.
func decode(raw []byte, declared string, t *Text) (string, error) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		return string(raw[3:]), nil
	case bytes.HasPrefix(raw, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(raw, []byte("\x00\x00\xfe\xff")):
		return "", errors.New("its encoding is UTF-32; save it as UTF-8")
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return with(encunicode.UTF16(encunicode.LittleEndian, encunicode.UseBOM), raw), nil
	}
	if order, ok := utf16Like(raw); ok {
		t.note("The encoding is guessed: UTF-16 without its mark.")
		return with(encunicode.UTF16(order, encunicode.IgnoreBOM), raw), nil
	}
	if binary(raw) {
		return "", errBinary
	}
	if utf8.Valid(raw) {
		return string(raw), nil
	}
	if declared != "" {
		if enc, err := htmlindex.Get(declared); err == nil && enc != encunicode.UTF8 {
			return with(enc, raw), nil
		}
	}
	good, bad := multibyte(raw)
	if good > 3*bad || declared != "" && good > bad {
		return strings.ToValidUTF8(string(raw), "\ufffd"), nil // UTF-8 with holes: finish tells how many
	}
	name := "windows-1252"
	if best, err := chardet.NewTextDetector().DetectBest(raw[:min(len(raw), 1<<16)]); err == nil && best.Confidence >= 30 {
		name = best.Charset
	}
	if strings.EqualFold(name, "ISO-8859-1") {
		name = "windows-1252" // as every browser has it: quotation marks and dashes
	}
	enc, err := htmlindex.Get(name)
	if err != nil || enc == encunicode.UTF8 {
		name = "windows-1252"
		enc, _ = htmlindex.Get(name)
	}
	t.note("The encoding is guessed: %s.", name)
	return with(enc, raw), nil
}

// with decodes; what cannot be is U+FFFD.
func with(enc encoding.Encoding, raw []byte) string {
	out, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		return strings.ToValidUTF8(string(raw), "\ufffd")
	}
	return string(out)
}

// utf16Like reports text in two bytes a character that has no mark: of the first
// bytes, those in every other place are nearly all 0.
func utf16Like(raw []byte) (encunicode.Endianness, bool) {
	head := raw[:min(len(raw), 2048)&^1]
	if len(head) < 8 {
		return encunicode.LittleEndian, false
	}
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case zeros[1] > half*7/10 && zeros[0] <= half/20:
		return encunicode.LittleEndian, true
	case zeros[0] > half*7/10 && zeros[1] <= half/20:
		return encunicode.BigEndian, true
	}
	return encunicode.LittleEndian, false
}

// binary reports bytes of which too many are no character of any text.
func binary(raw []byte) bool {
	head := raw[:min(len(raw), 1<<16)]
	odd := 0
	for _, c := range head {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b {
			odd++
		}
	}
	return odd*10 > len(head) || odd > 0 && len(head) < 10
}

// multibyte counts the characters of several bytes that are whole UTF-8, and the
// bytes that belong to none.
func multibyte(raw []byte) (good, bad int) {
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1 && unicode.IsPrint(r):
			good++
		}
		raw = raw[n:]
	}
	return good, bad
}
