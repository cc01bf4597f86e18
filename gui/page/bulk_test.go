package page

import (
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func smallCase() *ledger.Case {
	date := func(s string) edtf.Date { d, _ := edtf.Parse(s); return d }
	cite := []ledger.Citation{{Source: "s1", Credibility: 2}}
	return ledger.NewCase([]ledger.Record{
		&ledger.Actor{ID: "fr", Label: "France", Type: "state", Aliases: []string{"French Republic"}},
		&ledger.Actor{ID: "ru", Label: "Russia", Type: "state"},
		&ledger.Source{ID: "s1", Title: "Green Book", Reliability: "B", Type: "document"},
		&ledger.Source{ID: "s2", Title: "Blue Book", Reliability: "C", Type: "document"},
		&ledger.Moment{ID: "m1", Title: "Dogger Bank", InNeed: []string{"ru"}, Start: date("1904-10-21"), Type: "crisis", Citations: cite},
		&ledger.Conduct{ID: "c1", Moment: "m1", From: "fr", To: "ru", Date: date("1904-10-22"), Rung: 1, What: "Mediated", Citations: cite, Tags: []string{"navy"}},
		&ledger.Conduct{ID: "c2", Moment: "m1", From: "fr", To: "ru", Date: date("1904-10-25"), Rung: 0, What: "Said nothing", Citations: cite},
		&ledger.Note{ID: "n1", Title: "A note"},
	})
}

func TestBulkChange(t *testing.T) {
	c := smallCase()
	for _, x := range []struct {
		name              string
		ids               []string
		key, value        string
		changed, same     int
		wrong             int
		field, want, told string // of the first record changed
	}{
		{"a field of several", []string{"c1", "c2"}, "rung", "+2", 2, 0, 0, "rung", "+2", ""},
		{"one has it already", []string{"c1", "c2"}, "rung", "1", 1, 1, 0, "rung", "+1", ""},
		{"a date as a person types it", []string{"c1"}, "date", "Dec 1904", 1, 0, 0, "date", "1904-12", ""},
		{"an actor by another name", []string{"c1", "c2"}, "to", "French Republic", 0, 0, 2, "", "", ""}, // from and to would be one
		{"a value that is none", []string{"c1"}, "rung", "7", 0, 0, 1, "", "", "no rung"},
		{"one kind lacks the field: the rest goes in", []string{"s1", "n1"}, "reliability", "A", 1, 0, 1, "reliability", "A", "no such field"},
		{"a tag more", []string{"c1", "c2"}, bulkAddTag, "navy; war", 2, 0, 0, "tags", "navy; war", ""},
		{"a tag fewer", []string{"c1", "c2"}, bulkDropTag, "navy", 1, 1, 0, "tags", "", ""},
		{"cite once", []string{"c1", "m1"}, bulkCite, "Blue Book", 2, 0, 0, "citations", "s1, credibility 2; s2, credibility 6", ""},
		{"credibility of all that is cited", []string{"c1", "n1"}, bulkCredibility, "3 possibly true", 1, 0, 1, "citations", "s1, credibility 3", "cites no source"},
		{"a required field cannot be emptied", []string{"c1"}, "what", "", 0, 0, 1, "", "", ""},
	} {
		out := bulkChange(c, x.ids, x.key, x.value, edtf.DayFirst)
		if len(out.changes) != x.changed || out.same != x.same || len(out.wrong) != x.wrong {
			t.Errorf("%s: %d changed, %d same, wrong %v; want %d, %d, %d", x.name, len(out.changes), out.same, out.wrong, x.changed, x.same, x.wrong)
			continue
		}
		if x.field != "" {
			if got := ledger.FieldText(out.changes[0].Record, x.field); got != x.want {
				t.Errorf("%s: %s is %q, want %q", x.name, x.field, got, x.want)
			}
		}
		if x.told != "" && !strings.Contains(out.wrong[0].message, x.told) {
			t.Errorf("%s: told %q", x.name, out.wrong[0].message)
		}
	}
}

func TestRemoveSeveral(t *testing.T) {
	c := smallCase()
	changes, err := Remove(c, "s1", "m1")
	if err != nil {
		t.Fatal(err)
	}
	next := c.With(changes...)
	for _, id := range []string{"s1", "m1", "c1", "c2"} { // conduct cannot be without its moment
		if _, ok := next.Get(id); ok {
			t.Errorf("%s is still there", id)
		}
	}
	for _, r := range next.Records() {
		if refs := next.Referrers("s1"); len(refs) > 0 {
			t.Fatalf("%v still cite s1 (%s)", refs, r.RecordID())
		}
	}
}

func TestPlanOfPastedRows(t *testing.T) {
	c := smallCase()
	text := strings.Join([]string{
		"Id\tGrade\tTitle\tDate\tCited by",
		"s1\tA\tGreen Book\t\t3",               // changes
		"s2\tC\tBlue Book\t\t0",                // as it is
		"\tB\tYellow Book\tDec 1904\t",         // new
		"\tQ\tNo grade\t\t",                    // wrong: no such grade
		"\tB\tToo many\t1904\t\t\t\t",          // wrong: more cells than the header
		"\tB\t\t1904\t",                        // wrong: no title
		"s1\tB\tGreen Book again\t\t",          // wrong: twice
		"\tC\t\"A title\nin two lines\"\t\t",   // a cell in quotes
		"\tC\tAfter the two lines\tbefore 5\t", // wrong: no date
	}, "\n")
	s, err := readSheet(text)
	if err != nil {
		t.Fatal(err)
	}
	kind := guessKind(s.header, "")
	if kind != ledger.KindSource {
		t.Fatalf("taken for %s", kind)
	}
	rows, changes := plan(c, s, kind, guess(kind, s.header), edtf.DayFirst)
	want := []struct {
		line int
		fate fate
		says string
	}{
		{2, fateChange, "Reliability: B → A"}, {3, fateSame, ""}, {4, fateNew, ""}, {5, fateWrong, "Reliability"},
		{6, fateWrong, "8 cells"}, {7, fateWrong, ""}, {8, fateWrong, "line 2"}, {9, fateNew, ""}, {11, fateWrong, "Date"},
	}
	if len(rows) != len(want) {
		t.Fatalf("%d rows, want %d: %+v", len(rows), len(want), rows)
	}
	for i, w := range want {
		if r := rows[i]; r.line != w.line || r.fate != w.fate || !strings.Contains(r.says, w.says) {
			t.Errorf("row %d: line %d, %s, %q; want line %d, %s, %q", i, r.line, r.fate.word(), r.says, w.line, w.fate.word(), w.says)
		}
	}
	if len(changes) != 3 {
		t.Fatalf("%d changes, want 3", len(changes))
	}
	next := c.With(changes...)
	if len(next.Sources()) != 4 || len(ledger.Errors(ledger.Check(next))) > 0 {
		t.Errorf("%d sources, problems %v", len(next.Sources()), ledger.Errors(ledger.Check(next)))
	}
}

// What is copied with all fields comes back as it was.
func TestFullTableRoundTrip(t *testing.T) {
	c := smallCase()
	var ids []string
	for _, r := range c.Records() {
		ids = append(ids, r.RecordID())
	}
	text := FullTable(c, ids)
	s, err := readSheet(text)
	if err != nil {
		t.Fatal(err)
	}
	rows, changes := plan(c, s, ledger.KindNote, guess(ledger.KindNote, s.header), edtf.DayFirst)
	for _, r := range rows {
		if r.fate != fateSame {
			t.Errorf("line %d, copied and pasted over itself: %s %s", r.line, r.fate.word(), r.says)
		}
	}
	if len(changes) > 0 {
		t.Errorf("%d changes where nothing changed", len(changes))
	}
	// Into a case without them, kind by kind: the same records again.
	for _, k := range []ledger.Kind{ledger.KindConduct, ledger.KindMoment, ledger.KindSource} {
		var own []string
		for _, r := range c.Of(k) {
			own = append(own, r.RecordID())
		}
		s, err := readSheet(FullTable(c, own))
		if err != nil {
			t.Fatal(err)
		}
		without := c.With(ledger.Change{ID: "c1"}, ledger.Change{ID: "c2"})
		rows, changes := plan(without, s, k, guess(k, s.header), edtf.DayFirst)
		for _, r := range rows {
			if r.fate == fateWrong {
				t.Errorf("%s, line %d: %s", k, r.line, r.says)
			}
		}
		if k == ledger.KindConduct {
			if len(changes) != 2 {
				t.Fatalf("%d conduct records come back, want 2", len(changes))
			}
			for _, ch := range changes {
				old, _ := c.Get("c1")
				if ch.Record.Name() == old.Name() && len(ledger.Diff(old, ch.Record)) > 0 {
					t.Errorf("comes back changed: %v", ledger.Diff(old, ch.Record))
				}
			}
		}
	}
}

func TestReadSheetRefuses(t *testing.T) {
	for _, text := range []string{"", "  \n", "one line of prose"} {
		if _, err := readSheet(text); err == nil {
			t.Errorf("%q is taken for a table", text)
		}
	}
}

func FuzzReadSheet(f *testing.F) {
	f.Add("Id\tTitle\ns1\tGreen Book\n")
	f.Add("a,b\n\"x\ny\",2")
	c := smallCase()
	f.Fuzz(func(t *testing.T, text string) {
		s, err := readSheet(text)
		if err != nil {
			return
		}
		k := guessKind(s.header, ledger.KindNote)
		_, changes := plan(c, s, k, guess(k, s.header), edtf.DayFirst)
		if before, after := len(ledger.Errors(ledger.Check(c))), len(ledger.Errors(ledger.Check(c.With(changes...)))); after > before {
			t.Errorf("the rows bring errors into the case: %v", ledger.Errors(ledger.Check(c.With(changes...))))
		}
	})
}

func TestLinkings(t *testing.T) {
	c := smallCase()
	for _, x := range []struct {
		name, from, onto string
		want             []string
	}{
		{"a source is cited", "s2", "c1", []string{"Cite “Blue Book” in “Mediated”"}},
		{"the other way round it is the same", "c1", "s2", []string{"Cite “Blue Book” in “Mediated”"}},
		{"a source republishes another", "s1", "s2", []string{"Set Republishes of “Blue Book” to “Green Book”", "Set Republishes of “Green Book” to “Blue Book”"}},
		{"an actor in need", "fr", "m1", []string{"Add “France” to In need of “Dogger Bank”"}},
		{"nothing with itself", "c1", "c1", nil},
	} {
		var got []string
		for _, l := range linkings(c, x.from, x.onto) {
			got = append(got, l.says)
		}
		if strings.Join(got, "|") != strings.Join(x.want, "|") {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
	}
}
