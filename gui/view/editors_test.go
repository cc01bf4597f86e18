package view

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func TestRungEditorKeys(t *testing.T) {
	f := testForm(t, &ledger.Conduct{ID: "c"}, true)
	r := field[*rungEditor](t, f, "rung")
	if r.chosen {
		t.Fatal("a new conduct has a rung")
	}
	for _, c := range []struct {
		name string
		do   func()
		want ledger.Rung
	}{
		{"a digit", func() { test.Type(r, "3") }, 3},
		{"a sign and a digit", func() { test.Type(r, "-2") }, -2},
		{"left at the end", func() { press(r, fyne.KeyLeft) }, -2},
		{"right", func() { press(r, fyne.KeyRight) }, -1},
		{"end", func() { press(r, fyne.KeyEnd) }, 4},
		{"a digit that is no rung", func() { test.Type(r, "9") }, 4},
		{"home", func() { press(r, fyne.KeyHome) }, -2},
		{"a zero", func() { test.Type(r, "0") }, 0},
	} {
		c.do()
		if !r.chosen || r.rung != c.want {
			t.Errorf("%s: %v, want %v", c.name, r.rung, c.want)
		}
	}
}

func TestReadings(t *testing.T) {
	for _, c := range []struct {
		name, text string
		read       reading
		want       string // JSON; empty: refused
	}{
		{"plain", "1200", readNumber, "1200"},
		{"spaces part thousands", "1 200 000.5", readNumber, "1200000.5"},
		{"a comma parts thousands", "1,200", readNumber, "1200"},
		{"a comma is a point", "0,25", readNumber, "0.25"},
		{"a true minus", "−4", readNumber, "-4"},
		{"no number", "many", readNumber, ""},
		{"hexadecimal", "0x10", readNumber, ""},
		{"infinite", "inf", readNumber, ""},
		{"not a number", "NaN", readNumber, ""},
		{"share", "0.4", readShare, "0.4"},
		{"share in percent", "40 %", readShare, "0.4"},
		{"more than all", "1.2", readShare, ""},
		{"less than nothing", "-0.1", readShare, ""},
		{"whole", "365", readWhole, "365"},
		{"not whole", "3.5", readWhole, ""},
	} {
		v, wrong := c.read(c.text)
		switch {
		case c.want == "" && wrong == "":
			t.Errorf("%s: %q read as %v", c.name, c.text, v)
		case c.want != "" && (wrong != "" || string(mustJSON(v)) != c.want):
			t.Errorf("%s: %q read as %v (%s), want %s", c.name, c.text, v, wrong, c.want)
		}
	}
}

func TestDescribeDate(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"2025-06-13", ""},
		{"13 June 2025", "2025-06-13"},
		{"about 2016", "2016~, 2016-01-01 to 2016-12-31, approximate"},
		{"2004 to 2006", "2004/2006, 2004-01-01 to 2006-12-31"},
		{"1991/..", "from 1991-01-01 on"},
		{"after 2004", "2004/, from 2004-01-01, end unknown"},
		{"until 2006", "../2006, until 2006-12-31"},
		{"before 2006", "/2006, start unknown, until 2006-12-31"},
	} {
		d, err := edtf.FromInput(c.typed, edtf.DayFirst)
		if err != nil {
			t.Errorf("%q: %v", c.typed, err)
			continue
		}
		if got := describeDate(d, c.typed); got != c.want {
			t.Errorf("%q is described as %q, want %q", c.typed, got, c.want)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"1200", "1 200,5", "−4", "1e9", "0x10", ",", "1,2,3", "Inf", "1_0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, ok := parseNumber(s)
		if !ok {
			return
		}
		v, err := n.Float64()
		if err != nil || v != v {
			t.Fatalf("%q became %q: %v", s, n, err)
		}
		again, ok := parseNumber(n.String())
		if !ok || again != n {
			t.Fatalf("%q became %q, and that %q", s, n, again)
		}
	})
}

func FuzzPaths(f *testing.F) {
	for _, s := range []string{"date", "milestones[2].date", "a[1].b[0].c", "[3]", "a.b", "[x]", "[-1].a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key, rest := splitPath(s)
		if i, deeper, ok := splitIndex(rest); ok && i >= 0 && len(deeper) >= len(rest) {
			t.Fatalf("%q: %q, %q does not get shorter", s, key, rest)
		}
		if len(key)+len(rest) > len(s) {
			t.Fatalf("%q became %q and %q", s, key, rest)
		}
	})
}
