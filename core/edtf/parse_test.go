package edtf

import (
	"strings"
	"testing"
	"unsafe"

	"pgregory.net/rapid"
)

func TestParseErrors(t *testing.T) {
	const level2 = true
	tests := []struct {
		text   string
		offset int
		level2 bool
		want   string // a part of what was expected
	}{
		{"", 0, false, "a date such as"},
		{"?", 0, false, "a date such as"},
		{" 2016", 0, false, "a date such as"},
		{"2016 ", 4, false, "the end"},
		{"201", 3, false, "four digits"},
		{"19", 2, false, "four digits"},
		{"197~", 3, false, "four digits"},
		{"20167", 4, false, "begins with Y"},
		{"20160501", 4, false, "begins with Y"},
		{"2016-", 5, false, "month"},
		{"2016-1", 6, false, "month"},
		{"2016-00", 5, false, "month from 01 to 12"},
		{"2016-13", 5, false, "month from 01 to 12"},
		{"2016-20", 5, false, "season from 21 to 24"},
		{"2016-42", 5, false, "season from 21 to 24"},
		{"2016-25", 5, level2, "season from 21 to 24"},
		{"2016-41", 5, level2, "season from 21 to 24"},
		{"2016-12-", 8, false, "a day of December 2016"},
		{"2016-12-00", 8, false, "from 01 to 31"},
		{"2016-02-30", 8, false, "a day of February 2016, from 01 to 29"},
		{"2023-02-29", 8, false, "from 01 to 28"},
		{"1900-02-29", 8, false, "from 01 to 28"},
		{"-0001-02-29", 9, false, "from 01 to 28"},
		{"2016-12-26-01", 10, false, "the end"},
		{"2016-21-01", 7, false, "a season has no day"},
		{"2016/12", 7, false, "four digits"},
		{"2016??", 5, false, "the end"},
		{"2016?~", 5, false, "the end"},
		{"-0000", 0, false, "0000"},
		{"-0000-01-01", 0, false, "0000"},
		{"+2016", 0, false, "a date such as"},
		{"Y", 1, false, "digits of a year"},
		{"Y2006", 1, false, "more than four digits"},
		{"Y-2006", 2, false, "more than four digits"},
		{"Y02006", 1, false, "leading zeros"},
		{"Y17000-01", 6, false, "no month"},
		{"y17000", 0, false, "a date such as"},
		{"20xx", 2, false, "capital"},
		{"1XX3", 1, level2, "right of the year"},
		{"X999", 0, level2, "right of the year"},
		{"156X-12", 3, level2, "known digits"},
		{"156X-12-25", 3, level2, "known digits"},
		{"1XXX-XX", 1, level2, "known digits"},
		{"20XX-21", 2, level2, "known digits"},
		{"1984-1X", 6, level2, "month"},
		{"1984-X1", 5, level2, "month"},
		{"1984-12-X1", 8, level2, "day"},
		{"2004-XX-25", 5, level2, "XX"},
		{"2016-XX-1", 9, false, "XX"},
		{"1985E3", 4, level2, ""},
		{"1950S2", 4, level2, ""},
		{"Y-17E7", 4, level2, ""},
		{"Y17E8", 3, level2, ""},
		{"Y171010000S3", 10, level2, ""},
		{"[1667,1668]", 0, level2, ""},
		{"{1960,1961-12}", 0, level2, ""},
		{"?2016", 0, level2, "the year first"},
		{"2016?-05", 4, level2, "at the end"},
		{"2016-05~-01", 7, level2, "at the end"},
		{"2016-?05", 5, level2, "month"},
		{"2016-05-~01", 8, level2, "day"},
		{"2004-06-XX/2004-07-03", 8, level2, ""},
		{"1987/199X", 8, level2, ""},
		{"2004-XX/2005", 5, level2, ""},
		{"2004/?2005", 5, level2, ""},
		{"2004/2005/2006", 9, false, ""},
		{"2012///4444", 5, false, "the end of the interval"},
		{"2004/...", 7, false, `nothing beside ".."`},
		{"./2004", 1, false, `".."`},
		{"2004/x", 5, false, `".."`},
		{"2006/2004", 5, false, "not begin before the start, 2006"},
		{"2012-24/2012-21", 8, false, "not begin before the start"},
		{"2004-06-11%/2004-06~", 12, false, "not begin before the start"},
		{"0000/-0001", 5, false, "not begin before the start"},
		{"2016-05T10:00:00", 7, false, `"-" and a day`},
		{"2016-05-02T", 11, false, "hour"},
		{"2016-05-02t10:00:00", 10, false, "the end"},
		{"2016-05-02T1:00:00", 12, false, "hour"},
		{"2016-05-02T25:00:00", 11, false, "hour from 00 to 24"},
		{"2016-05-02T10:60:00", 14, false, "minute from 00 to 59"},
		{"2016-05-02T10:00", 16, false, `":" and a second`},
		{"2016-05-02T10:00:60", 17, false, "second from 00 to 59"},
		{"2016-05-02T24:00:01", 17, false, "24:00:00"},
		{"2016-05-02T24:01:00", 14, false, "24:00:00"},
		{"2016-05-02T24:00:00.5", 19, false, "offset"},
		{"2016-05-02T10:00:00.", 20, false, "fraction"},
		{"2016-05-02T10:00:00,5", 19, false, "offset"},
		{"2016-05-02T10:00:00Z1", 20, false, "the end"},
		{"2016-05-02T10:00:00?", 19, false, "no qualifier"},
		{"2016-05-02T10:00:00Z?", 20, false, "no qualifier"},
		{"2016-05-02T10:00:00-00:00", 19, false, "+00:00"},
		{"2016-05-02T10:00:00-0000", 19, false, "+00:00"},
		{"2016-05-02T10:00:00-12:01", 19, false, "-12:00 to +14:00"},
		{"2016-05-02T10:00:00+14:01", 19, false, "-12:00 to +14:00"},
		{"2016-05-02T10:00:00+5", 21, false, "offset"},
		{"2016-05-02T10:00:00+05:", 23, false, "minutes"},
		{"2016-05-02T10:00:00+05:60", 23, false, "minutes"},
		{"2016-05-02T10:00:00Z/2017", 10, false, "no times of day"},
		{"2016/2016-05-02T10:00:00Z", 15, false, "no times of day"},
		{"2016-05\u20132016-06", 7, false, "the end"},
		{"2016\x00", 4, false, "the end"},
	}
	for _, tt := range tests {
		d, err := Parse(tt.text)
		if err == nil {
			t.Errorf("Parse(%q) = %s, want an error", tt.text, d)
			continue
		}
		checkSyntaxError(t, tt.text, err)
		syntax := err.(*SyntaxError)
		if syntax.Offset != tt.offset {
			t.Errorf("Parse(%q): offset %d, want %d: %v", tt.text, syntax.Offset, tt.offset, err)
		}
		if (syntax.Feature != "") != tt.level2 {
			t.Errorf("Parse(%q): level 2 is %v, want %v: %v", tt.text, syntax.Feature != "", tt.level2, err)
		}
		if !strings.Contains(syntax.Expected, tt.want) {
			t.Errorf("Parse(%q): expected %q, want %q in it", tt.text, syntax.Expected, tt.want)
		}
		if !d.IsZero() {
			t.Errorf("Parse(%q) gave %v beside its error", tt.text, d)
		}
	}
}

func TestErrorText(t *testing.T) {
	for text, want := range map[string]string{
		"2023-02-30": `cannot read date "2023-02-30": character 9: expected a day of February 2023, from 01 to 28, found "3"`,
		"2016-":      `cannot read date "2016-": character 6: expected a month from 01 to 12, a season from 21 to 24, or XX, the text ends`,
		"2016?-05": `cannot read date "2016?-05": character 5: a qualifier that is not the last character is EDTF level 2, ` +
			`read here are levels 0 and 1; expected the qualifier at the end of the date, found "?"`,
		"2016\xff": `cannot read date "2016\xff": character 5: expected "-" and a month, the end of the date, ` +
			`or "?", "~" or "%" as its last character, found the byte 0xff`,
	} {
		if _, err := Parse(text); err == nil || err.Error() != want {
			t.Errorf("Parse(%q):\n%v, want\n%s", text, err, want)
		}
	}
	_, err := Parse(strings.Repeat("é", 5000))
	if err == nil || len(err.Error()) > 400 {
		t.Errorf("the error for a long text has %d bytes", len(err.Error()))
	}
}

func TestErrorCountsCharacters(t *testing.T) {
	e := &SyntaxError{Text: "été 2016", Offset: len("été "), Expected: "a year"}
	if e.Character() != 5 {
		t.Errorf("character %d, want 5", e.Character())
	}
}

// validDate draws EDTF of level 0 or 1.
func validDate(t *rapid.T, name string) string {
	if rapid.IntRange(0, 2).Draw(t, name+" kind") > 0 {
		return single(t, name, false)
	}
	sides := []string{"", "..", single(t, name+" start", true), single(t, name+" end", true)}
	from, to := sides[rapid.SampledFrom([]int{0, 1, 2, 2, 2}).Draw(t, name+" from")], sides[rapid.SampledFrom([]int{0, 1, 3, 3, 3}).Draw(t, name+" to")]
	if from == sides[2] && to == sides[3] {
		a, _ := MustParse(from).Earliest()
		b, _ := MustParse(to).Earliest()
		if b < a {
			from, to = to, from
		}
	}
	return from + "/" + to
}

// single draws a date that is no interval, one for a side of it or alone.
func single(t *rapid.T, name string, inInterval bool) string {
	year := yearText(rapid.IntRange(-9999, 9999).Draw(t, name+" year"))
	mark := rapid.SampledFrom([]string{"", "", "?", "~", "%"}).Draw(t, name+" mark")
	month := rapid.IntRange(1, 12).Draw(t, name+" month")
	switch rapid.IntRange(0, 10).Draw(t, name+" form") {
	case 0, 1:
		return year + mark
	case 2:
		return year + dashed(month) + mark
	case 3:
		return year + dashed(rapid.IntRange(21, 24).Draw(t, name+" season")) + mark
	case 4:
		return yearText(rapid.SampledFrom([]int{-1, 1}).Draw(t, name+" sign")*rapid.IntRange(10000, 1<<40).Draw(t, name+" long")) + mark
	}
	y, _ := MustParse(year).Earliest()
	n, _, _ := y.Date()
	day := year + dashed(month) + dashed(rapid.IntRange(1, daysIn(n, month)).Draw(t, name+" day"))
	if inInterval {
		return day + mark
	}
	switch rapid.IntRange(0, 5).Draw(t, name+" X") {
	case 0:
		x := rapid.IntRange(1, 3).Draw(t, name+" unspecified")
		return year[:len(year)-x] + "XXX"[:x] + mark
	case 1:
		return year + "-XX" + mark
	case 2:
		return year + dashed(month) + "-XX" + mark
	case 3:
		return year + "-XX-XX" + mark
	case 4:
		return day + rapid.StringMatching(`T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|\+(0[0-9]|1[0-3])(:?[0-5][0-9])?)?`).Draw(t, name+" time")
	}
	return day + mark
}

func dashed(n int) string { return "-" + string(rune('0'+n/10)) + string(rune('0'+n%10)) }

func TestParseProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := validDate(t, "date")
		d, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		checkDate(t, text, d)
	})
}

// checkDate checks what holds of every date.
func checkDate(t interface{ Fatalf(string, ...any) }, text string, d Date) {
	if d.String() != text || d.IsZero() {
		t.Fatalf("%q reads as %q", text, d)
	}
	if again, err := Parse(d.String()); err != nil || again != d {
		t.Fatalf("%q parsed again is %+v, %v, not %+v", text, again, err, d)
	}
	if !(d.startFrom <= d.startTo && d.startFrom <= d.endFrom && d.startTo <= d.endTo && d.endFrom <= d.endTo) {
		t.Fatalf("%q: disordered bounds %+v", text, d)
	}
	earliest, hasEarliest := d.Earliest()
	latest, hasLatest := d.Latest()
	if hasEarliest == (d.OpenStart() || d.UnknownStart()) || hasLatest == (d.OpenEnd() || d.UnknownEnd()) {
		t.Fatalf("%q: days do not match its open and unknown ends", text)
	}
	middle, ok := d.Midpoint()
	if ok != (hasEarliest && hasLatest) || ok && (middle < earliest || latest < middle) {
		t.Fatalf("%q: midpoint %s, %v", text, middle, ok)
	}
	for _, day := range []Day{earliest, middle, latest} {
		if ok && !d.PossiblyContains(day) {
			t.Fatalf("%q does not contain %s", text, day)
		}
	}
	if d.IsInterval() != strings.Contains(text, "/") || d.Unspecified() != strings.Contains(text, "X") ||
		d.Uncertain() != strings.ContainsAny(text, "?%") || d.Approximate() != strings.ContainsAny(text, "~%") {
		t.Fatalf("%q: flags %b", text, d.flags)
	}
	if typed, err := FromInput(text, MonthFirst); err != nil || typed != d {
		t.Fatalf("typed, %q is %q, %v", text, typed, err)
	}
}

func TestDateIsSmall(t *testing.T) {
	if size := unsafe.Sizeof(Date{}); size > 40 {
		t.Errorf("a Date takes %d bytes, want at most 40", size)
	}
}
