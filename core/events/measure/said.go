package measure

import (
	"fmt"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// Said is something said about figures before it is said in a language: an English
// text in the manner of fmt, which is the key of its translations, and what stands
// in it. It is an error, too, for what cannot be asked.
type Said struct {
	Key  string
	Args []any // int, string, float64, edtf.Day, edtf.Date, Span or Said
}

// say says something. Its text is a key of the translations.
func say(key string, args ...any) Said { return Said{key, args} }

// key marks a text that the window translates as it stands.
func key(text string) string { return text }

// IsZero reports whether there is nothing to say.
func (s Said) IsZero() bool { return s.Key == "" }

// String says it in English.
func (s Said) String() string {
	return s.In(func(key string) string { return key }, func(in Span) string { return in.String() }, func(text string) string { return text })
}

// Error says it in English.
func (s Said) Error() string { return s.String() }

// In says it in a language, which gives its text for a key, its words for a span of
// days, and how it writes a day or a date.
func (s Said) In(text func(key string) string, span func(Span) string, date func(string) string) string {
	if len(s.Args) == 0 {
		return text(s.Key)
	}
	args := make([]any, len(s.Args))
	for i, a := range s.Args {
		switch a := a.(type) {
		case Said:
			args[i] = a.In(text, span, date)
		case Span:
			args[i] = span(a)
		case edtf.Day:
			args[i] = date(a.String())
		case edtf.Date:
			args[i] = date(a.String())
		default:
			args[i] = a
		}
	}
	return fmt.Sprintf(text(s.Key), args...)
}
