package edtf

import (
	"errors"
	"strings"
)

// DayOrder says how a person writes a day in numbers: 03/04/2007.
type DayOrder uint8

// The orders of day and month.
const (
	DayFirst   DayOrder = iota // 3 April
	MonthFirst                 // March 4
)

const (
	wantInput = "a date such as 2007-12-26, 26 December 2007, Dec 2007, about 2016 or 2004 to 2006"
	wantYear4 = "a year of four digits"
)

// FromInput reads a date as a person types it, in English words or numbers.
// Spaces around it and capitals do not matter. Text that is EDTF stays as it is.
//
//	Dec 2007; 26 December 2007; December 26, 2007; Friday, 13 June 2025
//	26.12.2007; 12/2007; 2007/12/26; 20071226     order decides 03/04/2007
//	about 2016; c. 1914; 1914 approx              2016~
//	perhaps 1862; 1862?; maybe 1862               1862?
//	2004 to 2006; 2004-2006; 1861-67              2004/2006
//	12-15 June 2025; June 2025 - Feb 2026         2025-06-12/2025-06-15
//	from 2004; since 2004; 2004 to present        2004/..
//	until 2006; up to 2006; 2006 or earlier       ../2006
//	before 2006; by 2006                          /2006, its start unknown
//	after 2004                                    2004/, its end unknown
//	1990s; 19th century; 1900s                    199X; 18XX; 19XX
//	spring 1990; Q2 2001                          1990-21; 2001-04/2001-06
//	500 BC; 2nd century BC; AD 17                 -0499; -01XX; 0017
//	day in January 1872                           1872-01-XX
//
// "before" and "after" include the named date itself, as a date that starts or
// ends there. "About 1900s" is the decade, 190X~. Early, mid and late are not
// kept. A century or decade within an interval becomes its first or last year,
// marked approximate, because EDTF level 1 has no X there. A remark about a
// copy after a comma ("1863, printed 1870") is not part of the date.
//
// Refused are a year of two digits, a date without a year, whatever depends on
// the day of reading ("today"), a weekday that contradicts its date, and words
// it does not know. The error is a *SyntaxError whose Offset is in s.
func FromInput(s string, order DayOrder) (Date, error) {
	trimmed := strings.TrimSpace(s)
	d, strictErr := Parse(trimmed)
	if strictErr == nil {
		return d, nil
	}
	if d, err := Parse(strings.ToUpper(trimmed)); err == nil {
		return d, nil
	}
	r := reader{text: s, toks: tokens(s), order: order}
	text, err := r.whole()
	if err == nil {
		return Parse(text)
	}
	// Say what is wrong with the EDTF if that is what was meant.
	if strict, ok := errors.AsType[*SyntaxError](strictErr); ok && (strict.Feature != "" || looksLikeEDTF(trimmed)) {
		strict.Offset += strings.Index(s, trimmed)
		strict.Text = s
		return Date{}, strict
	}
	return Date{}, err
}

// looksLikeEDTF reports whether s begins as EDTF does and has no other signs.
func looksLikeEDTF(s string) bool {
	if strings.Trim(s, "0123456789XYTZES-/.:+?~%") != "" {
		return false
	}
	if strings.HasPrefix(s, "Y") || strings.HasPrefix(s, "/") || strings.HasPrefix(s, "../") {
		return true
	}
	s = strings.TrimPrefix(s, "-")
	digits := 0
	for digits < len(s) && (isDigit(s[digits]) || s[digits] == 'X') {
		digits++
	}
	return digits == 4 && !strings.HasPrefix(s[digits:], ".")
}

// reader reads tokens from left to right.
type reader struct {
	text  string
	toks  []token
	i     int
	order DayOrder
}

func (r *reader) peek() token { return r.ahead(0) }

func (r *reader) ahead(n int) token {
	return r.toks[min(r.i+n, len(r.toks)-1)]
}

func (r *reader) fail(t token, expected string) error {
	return &SyntaxError{Text: r.text, Offset: t.at, Expected: expected}
}

// is reports whether the n-th token from here is one of the texts.
func (r *reader) is(n int, texts ...string) bool {
	t := r.ahead(n)
	if t.kind == endOfText || t.kind == number {
		return false
	}
	for _, text := range texts {
		if t.text == text {
			return true
		}
	}
	return false
}

// accept takes the first of the phrases that comes next.
func (r *reader) accept(phrases ...string) bool {
	for _, phrase := range phrases {
		words := strings.Fields(phrase)
		n := 0
		for n < len(words) && r.is(n, words[n]) {
			n++
		}
		if n == len(words) {
			r.i += n
			return true
		}
	}
	return false
}

// whole reads all of the text and gives it as EDTF.
func (r *reader) whole() (string, error) {
	for r.accept(introWords...) {
		r.accept(":")
	}
	begin := r.i
	switch {
	case r.accept(beforeWords...):
		r.accept("-")
		p, err := r.lone()
		return "/" + p.edge(last), err
	case r.accept(afterWords...):
		r.accept("-")
		p, err := r.lone()
		return p.edge(first) + "/", err
	case r.accept(untilWords...):
		p, err := r.lone()
		return "../" + p.edge(last), err
	}
	since := r.accept(sinceWords...)
	between := since && r.toks[begin].text == "between"
	p, err := r.point()
	if err != nil {
		return "", err
	}
	former := false
	switch {
	case r.accept(formerWords...):
		former = true
	case r.accept(laterWords...) || r.accept("+"):
		since = true
	case r.separator(between):
		if r.accept(openWords...) || r.toks[r.i-1].text == "-" && r.peek().kind == endOfText {
			since = true
			break
		}
		q, err := r.point()
		if err != nil {
			return "", err
		}
		return r.interval(p, q)
	case between:
		return "", r.fail(r.peek(), `"and" and the later date`)
	}
	if err := p.check(r); err != nil {
		return "", err
	}
	switch {
	case former:
		return "../" + p.edge(last), r.end()
	case since:
		return p.edge(first) + "/..", r.end()
	}
	return p.alone(), r.end()
}

// separator takes what parts the two dates of an interval.
func (r *reader) separator(between bool) bool {
	if r.is(0, "and") && !between {
		return false
	}
	return r.accept(toWords...) || r.accept("-", "/")
}

// lone reads one date that is all there is.
func (r *reader) lone() (part, error) {
	p, err := r.point()
	if err != nil {
		return p, err
	}
	if err := p.check(r); err != nil {
		return p, err
	}
	return p, r.end()
}

// end checks that nothing follows but a full stop or a remark about a copy.
func (r *reader) end() error {
	if r.is(0, ",", ";") && r.is(1, copyWords...) {
		return nil
	}
	r.accept(".")
	if t := r.peek(); t.kind != endOfText {
		return r.fail(t, "the end of the date")
	}
	return nil
}

// interval completes two dates from each other and joins them.
func (r *reader) interval(p, q part) (string, error) {
	if err := complete(r, &p, &q); err != nil {
		return "", err
	}
	if err := p.check(r); err != nil {
		return "", err
	}
	if err := q.check(r); err != nil {
		return "", err
	}
	if err := r.end(); err != nil {
		return "", err
	}
	text := p.edge(first) + "/" + q.edge(last)
	if _, err := Parse(text); err != nil {
		return "", r.fail(q.at, "an end that does not begin before the start, "+p.edge(first))
	}
	return text, nil
}
