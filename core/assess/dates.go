package assess

import (
	"regexp"
	"strings"
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// datePart is one end of a date as EDTF writes it: year, month, day, qualifier.
var datePart = regexp.MustCompile(`^(-?[0-9]{4,})(?:-([0-9]{2}))?(?:-([0-9]{2}))?([?~%])?$`)

// The days and months of a year, whole: a language may bend the month's name.
var (
	daysOf = [...]string{
		key("{day} January {year}"), key("{day} February {year}"), key("{day} March {year}"), key("{day} April {year}"),
		key("{day} May {year}"), key("{day} June {year}"), key("{day} July {year}"), key("{day} August {year}"),
		key("{day} September {year}"), key("{day} October {year}"), key("{day} November {year}"), key("{day} December {year}"),
	}
	monthsOf = [...]string{
		key("January {year}"), key("February {year}"), key("March {year}"), key("April {year}"),
		key("May {year}"), key("June {year}"), key("July {year}"), key("August {year}"),
		key("September {year}"), key("October {year}"), key("November {year}"), key("December {year}"),
	}
)

// Dated writes a date as a sentence does, in English: "12 June 2025", "June
// 2025", "about 2022", "1914 to 1918", "since 2004". What it cannot say so it
// leaves as EDTF writes it.
func Dated(s string) string { return SayDate(s).English() }

// Date writes a day as a sentence does, in English: 1 October 2025.
func Date(d edtf.Day) string { return Dated(d.String()) }

// SayDate says a date, written as EDTF, in any language: see Dated.
func SayDate(s string) Sentence {
	from, to, interval := strings.Cut(s, "/")
	open := func(end string) bool { return end == "" || end == ".." }
	switch {
	case !interval:
		return sayDatePart(s)
	case open(from) && open(to):
		return as(s)
	case open(to):
		return say("since {date}", at("date", sayDatePart(from)))
	case open(from):
		return say("until {date}", at("date", sayDatePart(to)))
	}
	return say("{from} to {to}", at("from", sayDatePart(from)), at("to", sayDatePart(to)))
}

// as is a text that is the same in every language.
func as(text string) Sentence { return say("{text}", at("text", text)) }

func sayDatePart(s string) Sentence {
	m := datePart.FindStringSubmatch(s)
	if m == nil {
		return as(s)
	}
	plain := strings.TrimRight(s, "?~%")
	for _, fill := range []string{"", "-01", "-01-01"} {
		first, err := edtf.ParseDay(plain + fill)
		if err != nil {
			continue
		}
		year, month, day := first.Date()
		era := year < 1
		if era {
			year = 1 - year
		}
		args := []Arg{at("day", day), at("year", year)}
		said := say("{year}", args...)
		switch fill {
		case "":
			said = say(daysOf[month-time.January], args...)
		case "-01":
			said = say(monthsOf[month-time.January], args...)
		}
		if era {
			said = say("{date} BC", at("date", said))
		}
		switch m[4] {
		case "~":
			return say("about {date}", at("date", said))
		case "?":
			return say("{date} (uncertain)", at("date", said))
		case "%":
			return say("about {date} (uncertain)", at("date", said))
		}
		return said
	}
	return as(s)
}
