package tongue

import (
	"os"
	"strings"
)

// Codes are the languages of the window.
var Codes = []string{"en", "fa", "ru"}

// spoken is the language chosen; empty: the system's.
var spoken string

// system is what the environment said of the language when the program began.
var system = map[string]string{}

// Names are the names of the languages, each in itself.
var Names = map[string]string{"en": "English", "fa": "فارسی", "ru": "Русский"}

// Speak chooses a language of Codes; an empty code is the system's. It sets the
// environment, which the toolkit asks where there is one (Linux and its like).
func Speak(code string) {
	spoken = code
	if code != "" {
		_ = os.Setenv("LANGUAGE", code) // fails only for a name that is empty or holds "="
		_ = os.Setenv("LC_ALL", code)
		return
	}
	for _, name := range []string{"LANGUAGE", "LC_ALL"} {
		_ = os.Setenv(name, system[name])
	}
	set(os.Getenv, os.Setenv)
}

// Code is the language that is spoken: one of Codes.
func Code() string {
	if spoken != "" {
		return spoken
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			for _, code := range Codes {
				if v == code || strings.HasPrefix(v, code+"_") || strings.HasPrefix(v, code+"-") || strings.HasPrefix(v, code+".") {
					return code
				}
			}
			return "en"
		}
	}
	return "en"
}

// RightToLeft reports whether the language that is spoken is written so.
func RightToLeft() bool { return Code() == "fa" }

// digits are Persian.
var digits = strings.NewReplacer("0", "۰", "1", "۱", "2", "۲", "3", "۳", "4", "۴", "5", "۵", "6", "۶", "7", "۷", "8", "۸", "9", "۹", "%", "٪")

// Local writes the numbers of a text as the language does: a comma for the
// decimal point in Russian, Persian digits in Persian. Only for prose: what a
// person may copy into another program stays as it is.
func Local(text string) string {
	switch Code() {
	case "ru":
		return decimals(text, ",")
	case "fa":
		return digits.Replace(decimals(text, "٫"))
	}
	return text
}

// decimals replaces each point between two digits.
func decimals(text, point string) string {
	if !strings.Contains(text, ".") {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		if r == '.' && i > 0 && i+1 < len(text) && isDigit(text[i-1]) && isDigit(text[i+1]) {
			b.WriteString(point)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
