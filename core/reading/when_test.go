package reading

import (
	"testing"

	"github.com/fairweather-app/fairweather/core/edtf"
)

func TestWhen(t *testing.T) {
	lex := testLexicon(t)
	const anchor = "2025-07-02" // a Wednesday
	for _, c := range []struct {
		text   string
		future bool
		want   string
	}{
		{"on 26 December 2007", false, "2007-12-26"},
		{"on December 26, 2007", false, "2007-12-26"},
		{"the twenty-sixth", false, ""},
		{"on the twenty-second", false, "2025-06-22"},
		{"in December 2007", false, "2007-12"},
		{"in June", false, "2025-06"},
		{"in September", false, "2024-09"},
		{"last August", false, "2024-08"},
		{"by March", true, "2026-03"},
		{"since 2022", false, "2022/.."},
		{"in 1999", false, "1999"},
		{"in 2009-13", false, "2009"},
		{"from 2009-2013", false, "2009/2013"},
		{"on Tuesday", false, "2025-07-01"},
		{"last Tuesday", false, "2025-07-01"},
		{"on Friday", false, "2025-06-27"},
		{"on Friday", true, "2025-07-04"},
		{"yesterday", false, "2025-07-01"},
		{"today", false, "2025-07-02"},
		{"eight days ago", false, "2025-06-24"},
		{"two years ago", false, "2023"},
		{"three months ago", false, "2025-04"},
		{"last year", false, "2024"},
		{"last month", false, "2025-06"},
		{"next year", true, "2026"},
		{"last week", false, "2025-06-23/2025-06-29"},
		{"last autumn", false, "2024-23"},
		{"on the 18th", false, "2025-06-18"},
		{"on Sept. 14", false, "2024-09-14"},
		{"some 2,000 men", false, ""},
		{"resolution 1929", false, ""},
		{"they may come", false, ""},
		{"in May 2021", false, "2021-05"},
		{"a march on the capital", false, ""},
		{"on 31 February 2020", false, "2020"}, // no such day: the year is left
	} {
		r := newReader(c.text, Meta{Date: edtf.MustParse(anchor)}, lex)
		if got := r.when(span{0, len(r.doc.tokens)}, c.future).String(); got != c.want {
			t.Errorf("%q (future %v) is %q, want %q", c.text, c.future, got, c.want)
		}
	}
}

// Without the article's day nothing relative has a date.
func TestWhenWithoutAnchor(t *testing.T) {
	lex := testLexicon(t)
	for _, text := range []string{"last Tuesday", "in June", "yesterday", "two years ago", "on the 18th"} {
		r := newReader(text, Meta{}, lex)
		if got := r.when(span{0, len(r.doc.tokens)}, false); !got.IsZero() {
			t.Errorf("%q without an anchor is %q", text, got)
		}
	}
}
