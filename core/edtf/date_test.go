package edtf

import (
	"encoding/json"
	"testing"
)

func TestDays(t *testing.T) {
	tests := []struct {
		text             string
		earliest, latest string // empty: there is none
		midpoint         string
		precision        Precision
	}{
		{"2007-12-26", "2007-12-26", "2007-12-26", "2007-12-26", DayOfMonth},
		{"2007-12", "2007-12-01", "2007-12-31", "2007-12-16", Month},
		{"2007", "2007-01-01", "2007-12-31", "2007-07-02", Year},
		{"2004-02", "2004-02-01", "2004-02-29", "2004-02-15", Month},
		{"1900-02", "1900-02-01", "1900-02-28", "1900-02-14", Month},
		{"2016?", "2016-01-01", "2016-12-31", "2016-07-01", Year},
		{"2016-06-15~", "2016-06-15", "2016-06-15", "2016-06-15", DayOfMonth},
		{"201X", "2010-01-01", "2019-12-31", "2014-12-31", Decade},
		{"20XX", "2000-01-01", "2099-12-31", "2049-12-31", Century},
		{"2XXX", "2000-01-01", "2999-12-31", "2499-12-31", Millennium},
		{"XXXX", "0000-01-01", "9999-12-31", "4999-12-31", Undefined},
		{"XXXX-XX", "0000-01-01", "9999-12-31", "4999-12-31", Month},
		{"-01XX", "-0199-01-01", "-0100-12-31", "-0150-12-31", Century},
		{"-000X", "-0009-01-01", "-0001-12-31", "-0005-07-02", Decade},
		{"2016-XX", "2016-01-01", "2016-12-31", "2016-07-01", Month},
		{"2004-06-XX", "2004-06-01", "2004-06-30", "2004-06-15", DayOfMonth},
		{"1985-XX-XX", "1985-01-01", "1985-12-31", "1985-07-02", DayOfMonth},
		{"2001-21", "2001-03-01", "2001-05-31", "2001-04-15", Season},
		{"2001-22", "2001-06-01", "2001-08-31", "2001-07-16", Season},
		{"2001-23", "2001-09-01", "2001-11-30", "2001-10-16", Season},
		{"2001-24", "2001-12-01", "2001-12-31", "2001-12-16", Season},
		{"0000", "0000-01-01", "0000-12-31", "0000-07-01", Year},
		{"-0001", "-0001-01-01", "-0001-12-31", "-0001-07-02", Year},
		{"-0004-02", "-0004-02-01", "-0004-02-29", "-0004-02-15", Month}, // 5 BC is a leap year
		{"Y12025", "12025-01-01", "12025-12-31", "12025-07-02", Year},
		{"Y-12025", "-12025-01-01", "-12025-12-31", "-12025-07-02", Year},
		{"Y-170000002", MinDay.String(), MinDay.String(), MinDay.String(), Year},
		{"Y99999999999999999999999999", MaxDay.String(), MaxDay.String(), MaxDay.String(), Year},
		{"2025-06-13T23:59:59.25-12:00", "2025-06-13", "2025-06-13", "2025-06-13", Second},
		{"2025-06-13T24:00:00Z", "2025-06-13", "2025-06-13", "2025-06-13", Second},
		{"2004/2006", "2004-01-01", "2006-12-31", "2005-07-01", Year},
		{"2004-02-01/2005", "2004-02-01", "2005-12-31", "2005-01-15", Undefined},
		{"2004-06-11/..", "2004-06-11", "", "", DayOfMonth},
		{"2004/", "2004-01-01", "", "", Year},
		{"../2006-06", "", "2006-06-30", "", Month},
		{"/2006", "", "2006-12-31", "", Year},
		{"../..", "", "", "", Undefined},
		{"/", "", "", "", Undefined},
	}
	for _, tt := range tests {
		d, err := Parse(tt.text)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := dayText(d.Earliest()); got != tt.earliest {
			t.Errorf("%s: earliest %q, want %q", tt.text, got, tt.earliest)
		}
		if got := dayText(d.Latest()); got != tt.latest {
			t.Errorf("%s: latest %q, want %q", tt.text, got, tt.latest)
		}
		if got := dayText(d.Midpoint()); got != tt.midpoint {
			t.Errorf("%s: midpoint %q, want %q", tt.text, got, tt.midpoint)
		}
		if d.Precision() != tt.precision {
			t.Errorf("%s: precision %s, want %s", tt.text, d.Precision(), tt.precision)
		}
	}
}

func TestFlags(t *testing.T) {
	const all = uncertain | approximate | unspecified | interval | openStart | openEnd | unknownStart | unknownEnd
	for text, want := range map[string]flags{
		"2016":           0,
		"2016?":          uncertain,
		"2016-12~":       approximate,
		"2016-12-26%":    uncertain | approximate,
		"201X?":          uncertain | unspecified,
		"2016-XX~":       approximate | unspecified,
		"2004/2006":      interval,
		"2004?/2006~":    interval | uncertain | approximate,
		"2004/..":        interval | openEnd,
		"2004%/":         interval | unknownEnd | uncertain | approximate,
		"../2006":        interval | openStart,
		"/2006":          interval | unknownStart,
		"/..":            interval | unknownStart | openEnd,
		"Y17000~":        approximate,
		"2001-21?/2002~": interval | uncertain | approximate,
	} {
		d := MustParse(text)
		var got flags
		for flag, has := range map[flags]bool{
			uncertain: d.Uncertain(), approximate: d.Approximate(), unspecified: d.Unspecified(),
			interval: d.IsInterval(), openStart: d.OpenStart(), openEnd: d.OpenEnd(),
			unknownStart: d.UnknownStart(), unknownEnd: d.UnknownEnd(),
		} {
			if has {
				got |= flag
			}
		}
		if got != want&all {
			t.Errorf("%s: flags %08b, want %08b", text, got, want)
		}
	}
}

func TestSides(t *testing.T) {
	for text, want := range map[string][2]string{
		"2004-06~/2006?": {"2004-06~", "2006?"},
		"2004/..":        {"2004", ""},
		"/2006":          {"", "2006"},
		"2016":           {"2016", "2016"},
	} {
		d := MustParse(text)
		if got := [2]string{d.Start().String(), d.End().String()}; got != want {
			t.Errorf("%s: sides %q, want %q", text, got, want)
		}
	}
	if start := MustParse("2004~/2006").Start(); start != MustParse("2004~") {
		t.Errorf("the start %v is not the date 2004~", start)
	}
}

func TestZeroDate(t *testing.T) {
	var d Date
	if !d.IsZero() || d.String() != "" || d.IsInterval() || d.Precision() != Undefined {
		t.Errorf("the zero Date is %+v", d)
	}
	_, hasEarliest := d.Earliest()
	_, hasLatest := d.Latest()
	_, hasMidpoint := d.Midpoint()
	if hasEarliest || hasLatest || hasMidpoint {
		t.Error("the zero Date has days")
	}
	if d.PossiblyContains(0) || d.CertainlyContains(0) {
		t.Error("the zero Date contains a day")
	}
	if !d.Start().IsZero() || !d.End().IsZero() {
		t.Error("the zero Date has sides")
	}
}

func TestDateJSON(t *testing.T) {
	type record struct {
		Date  Date `json:"date"`
		Until Date `json:"until,omitzero"`
	}
	in := record{Date: MustParse("2004-06-11%/..")}
	text, err := json.Marshal(in)
	if err != nil || string(text) != `{"date":"2004-06-11%/.."}` {
		t.Fatalf("got %s, %v", text, err)
	}
	var out record
	if err := json.Unmarshal(text, &out); err != nil || out != in {
		t.Errorf("got %+v, %v", out, err)
	}
	out.Date = MustParse("1999")
	if err := json.Unmarshal([]byte(`{"date":""}`), &out); err != nil || !out.Date.IsZero() {
		t.Errorf("empty text gave %v, %v", out.Date, err)
	}
	kept := record{Date: MustParse("1999")}
	if err := json.Unmarshal([]byte(`{"date":"Dec 2007"}`), &kept); err == nil || kept.Date.String() != "1999" {
		t.Errorf("text that is no EDTF gave %v, %v", kept.Date, err)
	}
}

func TestDateOf(t *testing.T) {
	for _, day := range []Day{0, DayOf(2025, 10, 1), DayOf(0, 2, 29), DayOf(-9999, 1, 1), DayOf(9999, 12, 31)} {
		d := DateOf(day)
		if got, _ := d.Earliest(); got != day || !d.CertainlyContains(day) {
			t.Errorf("DateOf(%s) = %s", day, d)
		}
	}
	if d := DateOf(DayOf(12025, 10, 1)); d.String() != "Y12025" || !d.PossiblyContains(DayOf(12025, 10, 1)) {
		t.Errorf("a day beyond the year 9999 gave %s", d)
	}
	for _, day := range []Day{MinDay, MaxDay} {
		if d := DateOf(day); !d.PossiblyContains(day) {
			t.Errorf("DateOf(%d) = %s", day, d)
		}
	}
}

func TestMustParsePanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	MustParse("2016-13")
}

func TestPrecisionString(t *testing.T) {
	if got := DayOfMonth.String() + " " + Undefined.String() + " " + Precision(99).String(); got != "day undefined precision 99" {
		t.Errorf("got %q", got)
	}
	for p := Undefined; p < Second; p++ {
		if p.String() == (p + 1).String() {
			t.Errorf("%d and %d are both %q", p, p+1, p)
		}
	}
}
