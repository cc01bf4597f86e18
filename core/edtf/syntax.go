package edtf

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// SyntaxError says where a text stops being a date, and what would continue it.
type SyntaxError struct {
	Text     string // the whole text, as given
	Offset   int    // in bytes: the first byte that does not fit, or len(Text) if it ends too early
	Expected string // what a date has there, as a phrase: "a month from 01 to 12"
	// Feature names what the text uses if it is EDTF of level 2, such as
	// "a set of dates"; empty if it is no EDTF of any level.
	Feature string
}

// Error names the character, counted from 1, and shows what stands there.
func (e *SyntaxError) Error() string {
	found := "the text ends"
	if e.Offset < len(e.Text) {
		r, size := utf8.DecodeRuneInString(e.Text[e.Offset:])
		found = "found " + quote(string(r))
		if r == utf8.RuneError && size == 1 {
			found = fmt.Sprintf("found the byte %#x", e.Text[e.Offset])
		}
	}
	reason := ""
	if e.Feature != "" {
		reason = fmt.Sprintf("%s is EDTF level 2, read here are levels 0 and 1; ", e.Feature)
	}
	return fmt.Sprintf("cannot read date %s: character %d: %sexpected %s, %s",
		quote(shorten(e.Text)), e.Character(), reason, e.Expected, found)
}

// Character gives the place of the error in characters, counted from 1.
func (e *SyntaxError) Character() int {
	return utf8.RuneCountInString(e.Text[:min(e.Offset, len(e.Text))]) + 1
}

func quote(s string) string { return fmt.Sprintf("%q", s) }

// shorten keeps an error readable when a whole page was pasted into a field.
func shorten(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n == most {
			break
		}
		b.WriteRune(r)
		n++
	}
	return b.String() + "..."
}
