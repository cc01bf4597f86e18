package brief

import (
	"regexp"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// datePart is one end of a date as EDTF writes it: year, month, day, qualifier.
var datePart = regexp.MustCompile(`^(-?[0-9]{4,})(?:-([0-9]{2}))?(?:-([0-9]{2}))?([?~%])?$`)

// Dated writes a date as a sentence does: "12 June 2025", "June 2025", "about
// 2022", "1914 to 1918", "since 2004". What it cannot say so it leaves as EDTF
// writes it.
func Dated(s string) string {
	from, to, interval := strings.Cut(s, "/")
	if !interval {
		return datedPart(s)
	}
	switch {
	case (from == "" || from == "..") && (to == "" || to == ".."):
		return s
	case to == "" || to == "..":
		return "since " + datedPart(from)
	case from == "" || from == "..":
		return "until " + datedPart(to)
	}
	return datedPart(from) + " to " + datedPart(to)
}

func datedPart(s string) string {
	m := datePart.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	plain := strings.TrimRight(s, "?~%")
	for _, fill := range []string{"", "-01", "-01-01"} {
		day, err := edtf.ParseDay(plain + fill)
		if err != nil {
			continue
		}
		words := Date(day) // "1 June 2025"
		switch fill {
		case "-01":
			words = strings.TrimPrefix(words, "1 ")
		case "-01-01":
			words = strings.TrimPrefix(words, "1 January ")
		}
		switch m[4] {
		case "~":
			return "about " + words
		case "?":
			return words + " (uncertain)"
		case "%":
			return "about " + words + " (uncertain)"
		}
		return words
	}
	return s
}
