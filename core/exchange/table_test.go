package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/ledger/ledgertest"
)

func sheetOf(t testing.TB, text string) Sheet {
	t.Helper()
	list, err := ReadSheets([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return list[0]
}

func TestCSVKeepsEveryByte(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(r, "columns")
		var want [][]string
		var b bytes.Buffer
		for range rapid.IntRange(1, 4).Draw(r, "rows") {
			cells := []string{"x"} // rows without text are left out
			for range n {
				cells = append(cells, rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"\r\n", "\"", ",", "a\rb", ""})).Draw(r, "cell"))
			}
			want = append(want, cells)
			writeRow(&b, cells)
		}
		got, bad := parseCSV(b.Bytes(), ',')
		if len(bad) > 0 || len(got) != len(want) {
			r.Fatalf("%v, %d rows of %d", bad, len(got), len(want))
		}
		for i := range want {
			if strings.Join(got[i].cells, "\x00") != strings.Join(want[i], "\x00") {
				r.Fatalf("row %d: %q, want %q", i, got[i].cells, want[i])
			}
		}
	})
}

func TestSniff(t *testing.T) {
	for _, c := range []struct {
		head string
		kind ledger.Kind
		want map[string]string
	}{
		{"Donor;Recipient;Channel;Announced;Amount;Unit;Title", ledger.KindPledge, map[string]string{"Donor": "from", "Recipient": "to", "Announced": "promised", "Amount": "amount"}},
		{"id,moment,from_actor,to_actor,date,rung,what,tags", ledger.KindConduct, map[string]string{"from_actor": "from", "rung": "rung"}},
		{"Title\tPublisher\tDate\tReliability\tLink", ledger.KindSource, map[string]string{"Link": "url"}},
		{"Name,Type,ISO,COW code", ledger.KindActor, map[string]string{"ISO": "iso3", "COW code": "cow"}},
	} {
		m := Sniff(sheetOf(t, c.head+"\nx\n"), "")
		if m.Kind != c.kind {
			t.Errorf("%q: sniffed %s %v", c.head, m.Kind, m.Columns)
		}
		for head, field := range c.want {
			if m.Columns[head] != field {
				t.Errorf("%q: the column %s becomes %q, want %q", c.head, head, m.Columns[head], field)
			}
		}
	}
}

func TestTablePreview(t *testing.T) {
	c := dyadCase().With(
		ledger.Change{Record: &ledger.Source{ID: "s001", Title: "A report", Publisher: "P", Reliability: "B"}},
		ledger.Change{Record: &ledger.Moment{ID: "m001", Title: "The blockade", InNeed: []string{"iran"}, Start: mustDate("2001-01"), Type: "blockade"}},
		ledger.Change{Record: &ledger.Conduct{ID: "c001", Moment: "m001", From: "ru", To: "iran", Date: mustDate("2001-02-03"), Rung: 1, What: "Spoke", Tags: []string{"kept"}}},
	)
	table := `id,moment,from,to,date,rung,what,source,credibility
c001,m001,ru,iran,2001-02-03,2,Spoke and voted,A report,2
,The blockade,Turkey,IRN,3 May 2001,material help,Sent food,s001,
,m001,RUS,Iran,2001-02-09,+1,Said so,,
,m001,RUS,Iran,2001-02-09,+1,Said so,,
,m001,Atlantis,Iran,2001-02-09,1,x,,
,m002,ru,Iran,2001-02-09,1,x,,
,m001,ru,Iran,yesterday,1,x,,
,m001,ru,Iran,2001,9,x,,
,m001,iran,iran,2001-03,1,Toward itself,,
s001,m001,ru,Iran,2001,1,x,,
,m001,ru,iran,2001,1,x,nothing,
`
	s := sheetOf(t, table)
	m := Sniff(s, "")
	p, err := m.Preview(c, s)
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		state RowState
		says  string
	}{{Changed, ""}, {New, ""}, {New, ""}, {Refused, "the same as an earlier row"}, {Refused, "no actor \"Atlantis\""}, {Refused, "no moment \"m002\""}, {Refused, "Date"}, {Refused, "not a rung"},
		{Refused, "both sides"}, {Refused, "is that of a source"}, {Refused, "no source \"nothing\""}}
	for i, w := range want {
		if r := p.Rows[i]; r.State != w.state || !strings.Contains(r.Why, w.says) || r.Line != i+2 {
			t.Errorf("row %d: %s %q, want %s %q", r.Line, r.State, r.Why, w.state, w.says)
		}
	}
	next := c.With(p.Changes()...)
	one, _ := next.Get("c001")
	if x := one.(*ledger.Conduct); x.Rung != 2 || x.What != "Spoke and voted" || len(x.Tags) != 1 || len(x.Citations) != 1 || x.Citations[0].Credibility != 2 {
		t.Errorf("changed into %+v", x)
	}
	if a, ok := next.Actor("turkey"); !ok || a.ISO3 != "TUR" || len(p.Actors) != 1 {
		t.Errorf("the state was not added: %+v, %d actors", a, len(p.Actors))
	}
	q, err := m.Preview(next, s)
	if err != nil || len(q.Changes()) != 0 {
		t.Errorf("a second time: %v, %d changes; %+v", err, len(q.Changes()), q.Rows[:4])
	}
	// A mapping is saved and used again.
	m.Fixed = map[string]string{"tags": "a; b"}
	body, err := m.JSON()
	if err != nil {
		t.Fatal(err)
	}
	back, err := ReadMapping(body)
	if err != nil || fmt.Sprint(back) != fmt.Sprint(m) {
		t.Errorf("%+v, %v", back, err)
	}
	for name, bad := range map[string]Mapping{
		"no such kind":           {Kind: "wish", Columns: map[string]string{}},
		"no such field":          {Kind: ledger.KindConduct, Columns: map[string]string{"what": "wish"}},
		"two columns for one":    {Kind: ledger.KindConduct, Columns: map[string]string{"what": "what", "rung": "what"}},
		"no such column":         {Kind: ledger.KindConduct, Columns: map[string]string{"deed": "what"}},
		"a field that is a list": {Kind: ledger.KindPledge, Columns: map[string]string{"what": "milestones"}},
	} {
		if _, err := bad.Preview(c, s); err == nil {
			t.Errorf("%s: it was taken", name)
		}
	}
}

// The tables of a Data Package come in as tables, too.
func TestTablesOfAPackageChangeNothing(t *testing.T) {
	c := ledgertest.Generate(300, 3)
	files, err := Package(c, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range ledger.Kinds[1:] {
		for _, f := range files {
			if f.Name != string(k)+".csv" || bytes.Count(f.Body, []byte("\n")) < 2 {
				continue
			}
			s := sheetOf(t, string(f.Body))
			s.Name = string(k)
			m := Sniff(s, "")
			p, err := m.Preview(c, s)
			if err != nil || m.Kind != k || p.Count(Unchanged) != len(c.Of(k)) {
				t.Errorf("%s: %v, sniffed %s, %d of %d unchanged", k, err, m.Kind, p.Count(Unchanged), len(c.Of(k)))
			}
		}
	}
}

func workbookOf(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestXLSX(t *testing.T) {
	data := workbookOf(t, func(f *excelize.File) {
		style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			t.Fatal(err)
		}
		for cell, v := range map[string]any{"A1": "Title", "B1": "Publisher", "C1": "Date", "D1": "Reliability", "A2": "A report", "B2": "P", "C2": 44000, "D2": "b", "A4": "Another", "C4": 2020, "D4": "C"} {
			if err := f.SetCellValue("Sheet1", cell, v); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.SetCellStyle("Sheet1", "C2", "C2", style); err != nil {
			t.Fatal(err)
		}
		if _, err := f.NewSheet("empty"); err != nil {
			t.Fatal(err)
		}
	})
	sheets, err := ReadSheets(data)
	if err != nil || len(sheets) != 1 || len(sheets[0].Rows) != 2 || sheets[0].Rows[1].Line != 4 {
		t.Fatalf("%v %+v", err, sheets)
	}
	p, err := Sniff(sheets[0], "").Preview(ledger.NewCase(nil), sheets[0])
	if err != nil || p.Count(New) != 2 {
		t.Fatalf("%v %+v", err, p)
	}
	if s := p.Rows[0].Record.(*ledger.Source); s.Date.String() != "2020-06-18" || s.Reliability != "B" {
		t.Errorf("%+v", s)
	}
	if s := p.Rows[1].Record.(*ledger.Source); s.Date.String() != "2020" {
		t.Errorf("%+v", s)
	}
}

func TestHostileWorkbooks(t *testing.T) {
	good := workbookOf(t, func(f *excelize.File) {
		if err := f.SetCellValue("Sheet1", "A1", "x"); err != nil {
			t.Fatal(err)
		}
	})
	change := func(edit func(name string, body []byte) []byte, more ...string) []byte {
		r, err := zip.NewReader(bytes.NewReader(good), int64(len(good)))
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		put := func(name string, body []byte) {
			m, err := w.Create(name)
			if err == nil {
				_, err = m.Write(body)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, f := range r.File {
			in, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(in)
			if err != nil {
				t.Fatal(err)
			}
			put(f.Name, edit(f.Name, body))
		}
		for _, name := range more {
			put(name, nil)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	same := func(_ string, body []byte) []byte { return body }
	for name, data := range map[string][]byte{
		"entities": change(func(name string, body []byte) []byte {
			if name == "xl/workbook.xml" {
				return append([]byte(`<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]>`), body...)
			}
			return body
		}),
		"a bomb": change(func(name string, body []byte) []byte {
			if name == "xl/workbook.xml" {
				return append(body, bytes.Repeat([]byte(" "), 64<<20)...)
			}
			return body
		}),
		"a path upward": change(same, "../../evil.xml"),
	} {
		if _, err := ReadSheets(data); !errors.Is(err, ErrHostile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, data := range map[string][]byte{"cut short": good[:len(good)/2], "no table": {0, 1, 2, 3}, "nothing": {}, "an empty workbook": good} {
		if _, err := ReadSheets(data); err == nil {
			t.Errorf("%s: it was read", name)
		}
	}
}

func FuzzTable(f *testing.F) {
	f.Add([]byte("id,moment,from,to,date,rung,what\nc1,m1,a001,a002,2020,1,x\n"))
	f.Add([]byte("Title;Publisher;Date;Reliability\n\"A \"\"b\"\"\";P;2020;B\n"))
	f.Add(workbookOf(f, func(x *excelize.File) { _ = x.SetCellValue("Sheet1", "A1", "title") }))
	c := ledgertest.Generate(50, 1)
	f.Fuzz(func(t *testing.T, data []byte) {
		sheets, err := ReadSheets(data)
		if err != nil {
			return
		}
		for _, s := range sheets {
			m := Sniff(s, "")
			p, err := m.Preview(c, s)
			if err != nil {
				continue // two columns of one name
			}
			next := c.With(p.Changes()...)
			if bad := ledger.Errors(ledger.Check(next)); len(bad) > 0 {
				t.Fatalf("errors came in: %v", bad)
			}
		}
	})
}

func BenchmarkTable(b *testing.B) {
	c := ledgertest.Generate(10_000, 1)
	files, err := Package(c, nil)
	if err != nil {
		b.Fatal(err)
	}
	var s Sheet
	for _, f := range files {
		if f.Name == "conduct.csv" {
			s = sheetOf(b, string(f.Body))
		}
	}
	for b.Loop() {
		if _, err := Sniff(s, "").Preview(c, s); err != nil {
			b.Fatal(err)
		}
	}
}

// A table none of whose heads is known changes nothing and says what to do.
func TestUnknownHeadsTakeNothingIn(t *testing.T) {
	s := sheetOf(t, "wer;wem\nRussland;Iran\nIran;Russland\n")
	m := Sniff(s, "")
	c := ledger.NewCase([]ledger.Record{&ledger.Hypothesis{ID: "h1", Title: "A reading"}, &ledger.Pledge{ID: "p1", Title: "A pledge"}})
	p, err := m.Preview(c, s)
	if err != nil {
		t.Fatal(err)
	}
	if p.Count(Refused) != 2 || len(p.Changes()) != 0 || !strings.Contains(p.Rows[0].Why, "say what the columns hold") {
		t.Errorf("as %s: %+v", m.Kind, p.Rows)
	}
}
