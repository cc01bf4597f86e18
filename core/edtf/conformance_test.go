package edtf

import (
	"encoding/csv"
	"errors"
	"os"
	"testing"
)

// readOtherwise names the rows of edtf_cases.csv in which a project and the
// standard, or two projects, disagree: how each is read here, and why.
var readOtherwise = map[string]struct {
	accepted bool
	why      string
}{
	"19": {false, "a century alone is ISO 8601-1 but not EDTF level 0 (standard: the date has a year of four digits)"},
	"00": {false, "a century alone, as 19"},

	"196X":            {true, "listed as level 2 by python-edtf; level 1 in the standard (201X)"},
	"19XX":            {true, "listed as level 2 by python-edtf; level 1 in the standard (20XX)"},
	"2004-06-11%":     {true, "listed as level 2, as an example of group qualification; level 1 example 3 in the standard"},
	"2012-21/2012-22": {true, "accepted and rejected by edtf.js; a season stands for a month (level 1), and edtf-validate accepts 2003-22/2003-23"},
	"2018-21/2018-23": {true, "level 3 in edtf.js; as 2012-21/2012-22"},

	// Rows without a level that are level 2 in the standard.
	"2004-%06":                {false, "qualification of one component is level 2"},
	"2004?-06-04":             {false, "group qualification inside a date is level 2"},
	"2011-~06-~04":            {false, "qualification of one component is level 2"},
	"2004-06-~01/2004-06-~20": {false, "qualification of one component is level 2"},
	"?1945/1959":              {false, "qualification of one component is level 2"},
	"?1945-01-01":             {false, "qualification of one component is level 2"},
	"~1945":                   {false, "qualification of one component is level 2"},
	"~1945-01-01":             {false, "qualification of one component is level 2"},
	"%1945":                   {false, "qualification of one component is level 2"},
	"%1945-01":                {false, "qualification of one component is level 2"},
	"%1945-01-01":             {false, "qualification of one component is level 2"},
}

// daysOtherwise names the rows whose days differ from python-edtf's; an empty
// day is one that the date does not have.
var daysOtherwise = map[string]struct{ earliest, latest, why string }{
	"/2006":         {"", "2006-12-31", "python-edtf gives an unknown start ten years; it is unknown"},
	"1984-06-02?/":  {"1984-06-02", "", "python-edtf gives an unknown end ten years; it is unknown"},
	"2004-01-01/..": {"2004-01-01", "", "an open end has no latest day"},
	"Y170000002":    {MaxDay.String(), MaxDay.String(), "beyond the days that a Day can hold: clamped"},
}

func readCSV(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		record := map[string]string{}
		for i, field := range row {
			record[rows[0][i]] = field
		}
		out = append(out, record)
	}
	return out
}

func TestConformance(t *testing.T) {
	rows := readCSV(t, "edtf_cases.csv")
	if len(rows) < 430 {
		t.Fatalf("%d rows, want all 432", len(rows))
	}
	used := map[string]bool{}
	read, refused, days := 0, 0, 0
	for _, row := range rows {
		s := row["string"]
		want := row["valid"] == "1" && row["level"] != "2" && row["level"] != "3"
		if other, ok := readOtherwise[s]; ok && other.accepted != want {
			used[s], want = true, other.accepted
		}
		d, err := Parse(s)
		if (err == nil) != want {
			t.Errorf("Parse(%q): accepted %v, want %v (%s, %s): %v", s, err == nil, want, row["source"], row["note"], err)
			continue
		}
		if err != nil {
			refused++
			checkSyntaxError(t, s, err)
			continue
		}
		read++
		if d.String() != s {
			t.Errorf("Parse(%q).String() = %q", s, d.String())
		}
		if row["earliest"] == "" {
			continue
		}
		days++
		earliest, latest := row["earliest"], row["latest"]
		if other, ok := daysOtherwise[s]; ok {
			used[s] = true
			earliest, latest = other.earliest, other.latest
		}
		if got := dayText(d.Earliest()); got != earliest {
			t.Errorf("%q: earliest %s, want %s", s, got, earliest)
		}
		if got := dayText(d.Latest()); got != latest {
			t.Errorf("%q: latest %s, want %s", s, got, latest)
		}
	}
	for s, other := range readOtherwise {
		if !used[s] {
			t.Errorf("%q is listed as read otherwise (%s), but no row needs it", s, other.why)
		}
	}
	for s, other := range daysOtherwise {
		if !used[s] {
			t.Errorf("%q is listed with other days (%s), but no row needs it", s, other.why)
		}
	}
	t.Logf("%d rows read, %d of them with their days, %d refused", read, days, refused)
}

// checkSyntaxError checks what holds of every error.
func checkSyntaxError(t *testing.T, s string, err error) {
	t.Helper()
	var syntax *SyntaxError
	switch {
	case !errors.As(err, &syntax):
		t.Errorf("%q: the error is a %T", s, err)
	case syntax.Text != s, syntax.Offset < 0, syntax.Offset > len(s), syntax.Expected == "":
		t.Errorf("%q: incomplete error %+v", s, *syntax)
	}
}

func dayText(d Day, ok bool) string {
	if !ok {
		return ""
	}
	return d.String()
}

// readFromEnglish names the rows of natlang_cases.csv that are read otherwise;
// an empty text is a refusal.
var readFromEnglish = map[string]struct{ edtf, why string }{
	"active 17-19th Centuries":    {"1600~/1899~", "16XX/18XX is level 2 (X in an interval); the same days at level 1"},
	"before about the 1900s":      {"/1909~", "/190X~ is level 2; the same days at level 1"},
	"before 19th century":         {"/1899~", "/18XX is level 2; the same days at level 1"},
	"1857-mid 1860s":              {"1857/1869~", "1857/186X is level 2; the same days at level 1"},
	"day in Spring 1849":          {"1849-21", "1849-21-XX is no EDTF; a season has no day"},
	"a day in about Spring 1849?": {"1849-21%", "1849-21-XX% is no EDTF; a season has no day"},
	"c64 BCE":                     {"-0063~", "1 BC is the year 0 (ISO 8601)"},
	"1858/1860":                   {"1858/1860", "EDTF stays as it is; [1858, 1860] is level 2"},
	"January 12":                  {"", "XXXX-01-12 is level 2: a date without a year"},
	"January":                     {"", "XXXX-01 is level 2: a date without a year"},
	"90":                          {"", "the century of a year of two digits would be a guess"},
	"1900; 1973":                  {"", "two dates: dropping the second would lose evidence"},
	"notcirca 1860":               {"", "an unknown word may change the meaning (\"not 1860\")"},
	"attica 1802":                 {"", "an unknown word, as notcirca"},
	"attic. 1802":                 {"", "an unknown word, as notcirca"},
}

func TestEnglishConformance(t *testing.T) {
	rows := readCSV(t, "natlang_cases.csv")
	if len(rows) != 99 {
		t.Fatalf("%d rows, want 99", len(rows))
	}
	used := map[string]bool{}
	for _, row := range rows {
		want := row["edtf"]
		if other, ok := readFromEnglish[row["text"]]; ok {
			used[row["text"]], want = other.edtf != want || used[row["text"]], other.edtf
		}
		d, err := FromInput(row["text"], DayFirst)
		if d.String() != want {
			t.Errorf("FromInput(%q) = %q, want %q: %v", row["text"], d, want, err)
		}
		if (err == nil) != (want != "") {
			t.Errorf("FromInput(%q): error %v, want %q", row["text"], err, want)
		}
		if err != nil {
			checkSyntaxError(t, row["text"], err)
		}
	}
	for s, other := range readFromEnglish {
		if !used[s] {
			t.Errorf("%q is listed as read otherwise (%s), but no row needs it", s, other.why)
		}
	}
}
